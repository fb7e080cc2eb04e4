/* cmocka.h - as much of cmocka as tests/unit/lang/test_kernels.c wants, for a processor that
 * Debian's cmocka is not installed for (tests/e2e/arm.sh).
 *
 * In: the same source as the native test. Out: TAP; the first assertion that fails ends the
 * program, which says where.
 *
 * Known to get wrong: no set-up, no groups, no mocks; what a test holds when it fails is not freed.
 */
#ifndef TESTS_ARM_CMOCKA_H
#define TESTS_ARM_CMOCKA_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};
#define cmocka_unit_test(test) \
    {                          \
#        test, test            \
    }
#define print_message(...) (printf("# "), printf(__VA_ARGS__))

#define assert_true(good)                                               \
    do {                                                                \
        if (!(good)) {                                                  \
            printf("# %s:%d: %s\nnot ok\n", __FILE__, __LINE__, #good); \
            exit(1);                                                    \
        }                                                               \
    } while (0)
#define assert_non_null(p) assert_true((p) != NULL)
#define assert_null(p) assert_true((p) == NULL)
#define assert_ptr_equal(a, b) assert_true((const void *)(a) == (const void *)(b))
#define assert_int_equal(a, b) assert_true((long long)(a) == (long long)(b))
#define assert_memory_equal(a, b, n) assert_true(memcmp((a), (b), (n)) == 0)

static inline int run_all(const struct CMUnitTest *test, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        void *state = NULL;
        test[i].run(&state);
        printf("ok %zu - %s\n", i + 1, test[i].name);
    }
    printf("1..%zu\n", n);
    return 0;
}
#define cmocka_run_group_tests(tests, before, after) \
    run_all((tests), sizeof(tests) / sizeof *(tests))
#endif
