/* test_arena.c - slices, spans, the arena with its maximum and its budget, vectors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/base.h"

static void slices_compare_as_bytes(void **state)
{
    (void)state;
    static const char *const word[] = {"", "a", "ab", "b", "\x7f", "\x80", "\xff"};
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < 7; j++) {
            int order = slice_cmp(slice_of(word[i]), slice_of(word[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(slice_eq(slice_of(word[i]), slice_of(word[j])), i == j);
        }
    assert_int_equal(slice_cmp((Slice){NULL, 0}, SLICE("")), 0);
}

/* A slice of nothing may be NULL: it begins and ends everything and is found at once. */
static void nothing_is_in_everything(void **state)
{
    (void)state;
    const Slice none = {NULL, 0}, some = SLICE("some");
    assert_true(slice_starts(some, none) && slice_ends(some, none));
    assert_true(slice_starts(none, none) && slice_ends(none, none));
    assert_false(slice_starts(none, some) || slice_ends(none, some));
    assert_true(slice_has_words(SLICE("the city of Velm"), SLICE("velm")));
    assert_false(slice_has_words(SLICE("the city of Velmar"), SLICE("Velm")));
    assert_false(slice_has_words(some, none) || slice_has_words(none, some));
    assert_int_equal(slice_find(some, none), 0);
    assert_true(slice_find(none, some) == SIZE_MAX);
    assert_int_equal(slice_trim(none).n, 0);
    assert_true(slice_eq_nocase(none, SLICE("")));
    assert_int_equal(slice_of(NULL).n, 0);
    assert_true(slice_is(none, ""));
}

static void parts_of_slices(void **state)
{
    (void)state;
    assert_true(slice_starts(SLICE("dateline"), SLICE("date")));
    assert_false(slice_starts(SLICE("date"), SLICE("dateline")));
    assert_true(slice_ends(SLICE("dateline"), SLICE("line")));
    assert_false(slice_ends(SLICE("dateline"), SLICE("Line")));
    assert_int_equal(slice_find(SLICE("aaab"), SLICE("ab")), 2);
    assert_true(slice_find(SLICE("ab"), SLICE("abc")) == SIZE_MAX);
    assert_true(slice_is(slice_trim(SLICE(" \t\v\f\r\n a b \n")), "a b"));
    assert_int_equal(slice_trim(SLICE(" \n ")).n, 0);
    assert_true(slice_is(slice_trim(SLICE("\xC2\xA0x")), "\xC2\xA0x")); /* ASCII space alone */
    assert_true(slice_eq_nocase(SLICE("Reuters"), SLICE("REUTERS")));
    assert_false(slice_eq_nocase(SLICE("[at]"), SLICE("{at}"))); /* 32 apart, no letters */
    assert_false(slice_eq_nocase(SLICE("\xC3\xA9"), SLICE("\xC3\x89")));
}

/* By the table that Wagner and Fischer fill, which the bits must follow. */
static uint32_t edits_by_table(Slice a, Slice b, bool swaps)
{
    static uint32_t t[140][140];
    for (uint32_t i = 0; i <= a.n; i++)
        for (uint32_t k = 0; k <= b.n; k++) {
            if (!i || !k) {
                t[i][k] = i + k;
                continue;
            }
            uint32_t change = t[i - 1][k - 1] + (a.p[i - 1] != b.p[k - 1]), drop = t[i - 1][k] + 1,
                     put = t[i][k - 1] + 1;
            t[i][k] = change < drop ? change : drop;
            if (put < t[i][k]) t[i][k] = put;
            bool swap = swaps && i > 1 && k > 1 && a.p[i - 1] == b.p[k - 2] &&
                        a.p[i - 2] == b.p[k - 1];
            if (swap && t[i - 2][k - 2] + 1 < t[i][k]) t[i][k] = t[i - 2][k - 2] + 1;
        }
    return t[a.n][b.n];
}

static uint32_t chance(void)
{
    static uint32_t seed = 7;
    return (seed = seed * 1664525u + 1013904223u) >> 12;
}

static void edits_are_counted(void **state)
{
    char a[130], b[130];
    (void)state;
    assert_int_equal(slice_edits(SLICE("Marlow"), SLICE("Malrow"), true), 1);
    assert_int_equal(slice_edits(SLICE("Marlow"), SLICE("Malrow"), false), 2);
    assert_int_equal(slice_edits(SLICE(""), SLICE("Velm"), true), 4);
    for (uint32_t round = 0; round < 20000; round++) {
        uint32_t most = round % 10 ? 12 : 129, letters = 2 + chance() % 4;
        Slice x = {a, chance() % most}, y = {b, chance() % most};
        for (uint32_t i = 0; i < sizeof a; i++) {
            a[i] = (char)('a' + chance() % letters);
            b[i] = (char)('a' + chance() % letters);
        }
        for (int swaps = 0; swaps < 2; swaps++)
            assert_int_equal(slice_edits(x, y, swaps), edits_by_table(x, y, swaps));
    }
}

static void numbers_are_sorted(void **state)
{
    enum { MOST = 300 };
    uint32_t few[MOST];
    uint64_t many[MOST];
    (void)state;
    sort_u32(NULL, 0);
    for (uint32_t n = 0; n <= MOST; n++) {
        uint64_t sum = 0, sorted = 0;
        for (uint32_t i = 0; i < n; i++) {
            few[i] = chance() % 97;
            many[i] = (uint64_t)chance() << 30 | few[i];
            sum += few[i] + many[i];
        }
        sort_u32(few, n);
        sort_u64(many, n);
        for (uint32_t i = 0; i < n; i++) {
            sorted += few[i] + many[i];
            assert_true(i == 0 || (few[i - 1] <= few[i] && many[i - 1] <= many[i]));
        }
        assert_true(sum == sorted);
    }
}

/* Half-open spans: all pairs of stretches of a text of six bytes, against the bytes themselves. */
static void spans_are_sets_of_bytes(void **state)
{
    (void)state;
    for (uint32_t a = 0; a < 6; a++)
        for (uint32_t b = a; b < 6; b++)
            for (uint32_t c = 0; c < 6; c++)
                for (uint32_t d = c; d < 6; d++) {
                    Span x = {a, b}, y = {c, d};
                    uint32_t shared = 0;
                    for (uint32_t i = 0; i < 6; i++)
                        shared += i >= a && i < b && i >= c && i < d;
                    if (a < b && c < d) {
                        assert_int_equal(span_meet(x, y), shared > 0);
                        assert_int_equal(span_in(x, y), shared == b - a);
                    }
                    assert_int_equal(span_meet(x, y), span_meet(y, x));
                    assert_int_equal(span_empty(x), a == b);
                }
}

static void memory_is_zeroed_and_aligned(void **state)
{
    Arena arena;
    (void)state;
    arena_init(&arena, 0);
    char *last = NULL;
    for (size_t n = 0; n < 200000; n = n * 2 + 1) {
        char *p = arena_alloc(&arena, n);
        assert_non_null(p);
        assert_ptr_not_equal(p, last); /* also for no bytes at all */
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0x5A, n);
        last = p;
    }
    ArenaMark mark = arena_mark(&arena);
    memset(arena_alloc(&arena, 64), 0x5A, 64);
    arena_rewind(&arena, mark);
    const char *again = arena_alloc(&arena, 64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0); /* also where older bytes were */
    arena_free(&arena);
    assert_int_equal(arena.used, 0);
}

/* The maximum is never passed, whatever is asked for and in which order. */
static void the_maximum_holds(void **state)
{
    (void)state;
    for (size_t max = 1; max < 300000; max = max * 3 + 7) {
        Arena arena;
        uint32_t seed = (uint32_t)max;
        arena_init(&arena, max);
        for (int i = 0; i < 300; i++) {
            seed = seed * 1664525u + 1013904223u;
            size_t n = (seed >> 8) % (i % 10 ? 500 : 100000);
            bool given = arena_alloc(&arena, n) != NULL;
            assert_true(arena.used <= max);
            if (!given) assert_int_equal(arena_status(&arena), DLN_ERR_LIMIT);
        }
        arena_forgive(&arena);
        assert_int_equal(arena_status(&arena), DLN_OK);
        arena_free(&arena);
    }
}

static void arenas_share_a_budget(void **state)
{
    Budget budget = {.max = 100000}, other = {.max = 1 << 20};
    Arena a, b;
    (void)state;
    arena_init(&a, 0);
    arena_init(&b, 0);
    arena_alloc(&a, 1000);
    arena_bind(&a, &budget); /* what it has counts from now on */
    assert_int_equal(budget.used, a.used);
    arena_bind(&b, &budget);
    while (arena_alloc(&b, 1000)) {
    }
    assert_int_equal(budget.used, a.used + b.used);
    assert_true(budget.used <= budget.max);
    assert_null(arena_alloc(&a, budget.max));
    size_t held = b.used;
    arena_bind(&b, &other);
    assert_int_equal(other.used, held);
    assert_int_equal(budget.used, a.used);
    arena_forgive(&b);
    assert_non_null(arena_alloc(&b, 200000));
    arena_free(&b);
    assert_int_equal(other.used, 0);
    arena_bind(&a, NULL);
    assert_int_equal(budget.used, 0);
    arena_free(&a);
    assert_int_equal(budget.used, 0);
}

/* Blocks of an arena with a shelf serve the next, zeroed as they are asked for, and count like
 * others; the shelf holds no more than it may, and what it has no room for goes to the system. */
static void blocks_are_kept_for_the_next(void **state)
{
    (void)state;
    Shelf *shelf = shelf_open();
    assert_non_null(shelf);
    Budget budget = {.shelf = shelf};
    for (int round = 0; round < 4; round++) {
        Arena arena, bare;
        arena_init(&arena, 0);
        arena_init(&bare, 0);
        arena_bind(&arena, &budget);
        for (int i = 0; i < 40; i++) {
            char *p = arena_alloc(&arena, 700000);
            assert_non_null(p);
            assert_non_null(arena_alloc(&bare, 700000));
            for (size_t k = 0; k < 700000; k += 97)
                assert_int_equal(p[k], 0);
            memset(p, 1, 700000);
        }
        assert_non_null(arena_alloc(&arena, (3u << 20) + 1)); /* a size of its own */
        assert_non_null(arena_alloc(&bare, (3u << 20) + 1));
        assert_int_equal(arena.used, bare.used);
        assert_int_equal(budget.used, arena.used);
        arena_bind(&arena, NULL); /* the shelf stays */
        arena_free(&arena);
        arena_free(&bare);
        assert_int_equal(budget.used, 0);
    }
    size_t held = 0;
    for (void *next; (next = shelf_take(shelf, 6, 1 << 20)) != NULL; free(next))
        held += 1 << 20;
#if defined(__SANITIZE_ADDRESS__)
    assert_int_equal(held, 0);
#else
    assert_true(held > 0 && held <= SHELF_MOST);
#endif
    shelf_close(shelf);
    shelf_close(NULL);
}

static void what_no_machine_has_is_refused(void **state)
{
    (void)state;
    static const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 1},
                 {SIZE_MAX / 2, 2},
                 {SIZE_MAX / 4 + 1, 1},
                 {2, SIZE_MAX / 2},
                 {(size_t)1 << 40, (size_t)1 << 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        arena_init(&arena, 0);
        assert_null(arena_array(&arena, cases[i].count, cases[i].size));
        assert_int_equal(arena_status(&arena), DLN_ERR_LIMIT);
        arena_free(&arena);
    }
    Arena arena;
    arena_init(&arena, 0);
    assert_non_null(arena_array(&arena, SIZE_MAX, 0));
    assert_non_null(arena_array(&arena, 0, SIZE_MAX));
    arena_free(&arena);
}

static void strings_have_a_nul_behind_them(void **state)
{
    Arena arena;
    (void)state;
    arena_init(&arena, 40000);
    Slice copy = arena_copy(&arena, SLICE("a\0b"));
    assert_int_equal(copy.n, 3);
    assert_memory_equal(copy.p, "a\0b", 4);
    assert_int_equal(arena_copy(&arena, (Slice){NULL, 0}).n, 0);
    Slice parts = arena_parts(&arena, (Slice[]){SLICE("x"), {NULL, 0}, SLICE("-7")}, 3);
    assert_true(slice_is(parts, "x-7"));
    Slice printed = arena_printf(&arena, "%s-%u", "x", 7u);
    assert_string_equal(printed.p, "x-7");
    assert_int_equal(printed.n, 3);
    Slice wide = arena_printf(&arena, "%20000s", "y"); /* longer than a block */
    assert_int_equal(wide.n, 20000);
    assert_null(arena_printf(&arena, "%60000s", "z").p);
    assert_int_equal(arena_status(&arena), DLN_ERR_LIMIT);
    arena_free(&arena);
}

static void a_vector_without_room_stays_whole(void **state)
{
    Arena arena;
    VEC(uint64_t) list = {0};
    (void)state;
    arena_init(&arena, 50000);
    uint64_t n = 0;
    while (VEC_PUSH(&arena, &list, n))
        n++;
    assert_true(n > 1000 && n == list.n);
    for (uint64_t i = 0; i < n; i++)
        assert_int_equal(list.at[i], i);
    bool pushed = VEC_PUSH(&arena, &list, n);
    assert_false(pushed);
    assert_int_equal(list.n, n);
    arena_free(&arena);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void an_empty_list_is_sorted(void **state)
{
    (void)state;
    int list[] = {3, 1, 2};
    list_sort(NULL, 0, sizeof *list, by_value);
    list_sort(list, 1, sizeof *list, by_value);
    assert_int_equal(list[0], 3);
    list_sort(list, 3, sizeof *list, by_value);
    assert_int_equal(list[0] * 100 + list[1] * 10 + list[2], 123);
}

typedef struct Item {
    uint32_t key, number;
    char more[20]; /* longer lists have no room on the stack */
} Item;
static int by_key(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void what_is_equal_stays_in_order(void **state)
{
    enum { MOST = 700 };
    static Item list[MOST];
    (void)state;
    for (uint32_t n = 0; n <= MOST; n += n < 60 ? 1 : 53) {
        for (uint32_t i = 0; i < n; i++)
            list[i] = (Item){.key = chance() % (n / 4 + 1), .number = i};
        list_sort(list, n, sizeof *list, by_key);
        for (uint32_t i = 1; i < n; i++)
            assert_true(list[i - 1].key < list[i].key ||
                        (list[i - 1].key == list[i].key && list[i - 1].number < list[i].number));
    }
}

/* Against looking at every one: the first place that is not before `key`. */
static void the_first_that_is_not_before(void **state)
{
    (void)state;
    const uint32_t list[] = {2, 2, 3, 5, 8, 8, 8, 13};
    for (uint32_t n = 0; n <= sizeof list / sizeof *list; n++)
        for (uint32_t key = 0; key < 15; key++) {
            uint32_t found, plain = 0;
            LIST_FIRST(found, n, list[found] < key);
            while (plain < n && list[plain] < key)
                plain++;
            assert_int_equal(found, plain);
        }
}

static void one_of_the_words_of_a_list(void **state)
{
    (void)state;
    static const char *const list[] = {"until", "by", "through"};
    assert_true(SLICE_AMONG(SLICE("by"), list));
    assert_false(SLICE_AMONG(SLICE("By"), list));
    assert_true(SLICE_AMONG_NOCASE(SLICE("By"), list));
    assert_false(SLICE_AMONG_NOCASE(SLICE("unti"), list));
    assert_false(SLICE_AMONG(((Slice){"", 0}), list));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_as_bytes),
        cmocka_unit_test(nothing_is_in_everything),
        cmocka_unit_test(parts_of_slices),
        cmocka_unit_test(edits_are_counted),
        cmocka_unit_test(numbers_are_sorted),
        cmocka_unit_test(spans_are_sets_of_bytes),
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(the_maximum_holds),
        cmocka_unit_test(blocks_are_kept_for_the_next),
        cmocka_unit_test(arenas_share_a_budget),
        cmocka_unit_test(what_no_machine_has_is_refused),
        cmocka_unit_test(strings_have_a_nul_behind_them),
        cmocka_unit_test(a_vector_without_room_stays_whole),
        cmocka_unit_test(an_empty_list_is_sorted),
        cmocka_unit_test(what_is_equal_stays_in_order),
        cmocka_unit_test(the_first_that_is_not_before),
        cmocka_unit_test(one_of_the_words_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
