/* test_number.c - numbers under a locale that writes "0,1": the library's own bytes do not change.
 * The locale is made for the test where the system has its source; else the test is skipped. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/number.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int to_buf(const void *bytes, size_t n, void *buf)
{
    buf_add(buf, (Slice){bytes, n});
    return 0;
}

static void the_point_stays_a_point(void **state)
{
    (void)state;
    char folder[] = "/tmp/dateline-locale-XXXXXX", command[200];
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 2>/dev/null",
             folder);
    bool made = system(command) == 0 && setenv("LOCPATH", folder, 1) == 0 &&
                setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
    bool comma = made && localeconv()->decimal_point[0] == ',';
    static Sink sink;
    Json json;
    Buf buf;
    Arena arena;
    char room[32], *end;
    arena_init(&arena, 0);
    buf_init(&buf, 1 << 12);
    sink_init(&sink, to_buf, &buf);
    jw_init(&json, &sink, false);
    jw_double(&json, 0.25);
    sink_printf(&sink, " %.1f", 7.5);
    sink_end(&sink);
    buf_printf(&buf, " %.1f", 7.5);
    bool good = slice_is(buf_slice(&buf), "0.25 7.5 7.5") &&
                slice_is(arena_printf(&arena, "%.2f", 1.25), "1.25") &&
                number_print(room, sizeof room, "%.1f", 2.5) == 3 && strcmp(room, "2.5") == 0 &&
                number_read("3.75km", &end) == 3.75 && strcmp(end, "km") == 0;
    bool own = !comma || (snprintf(room, sizeof room, "%.1f", 2.5) == 3 && room[1] == ',');
    setlocale(LC_ALL, "C");
    buf_free(&buf);
    arena_free(&arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    assert_true(good);
    assert_true(own); /* the program's own locale is as it was */
    if (!comma) skip();
}

static void printing_is_cut_as_snprintf_cuts(void **state)
{
    (void)state;
    char room[6] = "?????";
    assert_int_equal(number_print(room, 4, "%d", 123456), 6);
    assert_string_equal(room, "123");
    assert_int_equal(room[4], '?');
    assert_int_equal(number_print(NULL, 0, "%.3f", 0.5), 5);
    assert_true(number_read("", NULL) == 0);
    assert_true(number_read("1e3", NULL) == 1000);
}

static void digits_are_those_of_printf(void **state)
{
    (void)state;
    const uint64_t value[] = {0, 7, 10, 99, 100, UINT32_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        char digits[NUMBER_DIGITS], text[NUMBER_DIGITS + 1];
        snprintf(text, sizeof text, "%llu", (unsigned long long)value[i]);
        assert_int_equal(number_put(digits, value[i]), strlen(text));
        assert_memory_equal(digits, text, strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_point_stays_a_point),
                                       cmocka_unit_test(printing_is_cut_as_snprintf_cuts),
                                       cmocka_unit_test(digits_are_those_of_printf)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
