/* test_map.c - map, pool and calendar: against the plain way of doing the same. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/civil.h"
#include "base/map.h"
#include "base/pool.h"
#include <stdatomic.h>

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Keys of any bytes, put in any order, some twice: the last value of each. */
static void a_map_is_a_list_of_pairs(void **state)
{
    (void)state;
    enum { KEYS = 600 };
    for (uint32_t round = 0; round < 6; round++) {
        char key[KEYS][4];
        uint32_t value[KEYS], there = 0, seed = round;
        Arena arena;
        Map map;
        arena_init(&arena, 0);
        map_init(&map, &arena);
        assert_int_equal(map_find(&map, SLICE("x")), NONE);
        for (uint32_t i = 0; i < KEYS; i++) {
            for (int k = 0; k < 4; k++)
                key[i][k] = (char)(next_number(&seed) % (round + 2));
            Slice bytes = {key[i], 1 + i % 4};
            value[i] = NONE;
            for (uint32_t j = 0; j < i; j++)
                if (1 + j % 4 == bytes.n && memcmp(key[j], key[i], bytes.n) == 0) value[j] = i;
            value[i] = i;
            assert_true(map_put(&map, bytes, i));
        }
        for (uint32_t i = 0; i < KEYS; i++) {
            uint32_t got = 0;
            assert_true(map_get(&map, (Slice){key[i], 1 + i % 4}, &got));
            assert_int_equal(got, value[i]);
            there += value[i] == i;
        }
        assert_int_equal(map.n, there); /* each key once */
        assert_false(map_get(&map, SLICE("no such key"), NULL));
        arena_free(&arena);
    }
}

static void the_empty_key_is_a_key(void **state)
{
    Arena arena;
    Map map;
    (void)state;
    arena_init(&arena, 0);
    map_init(&map, &arena);
    assert_true(map_put(&map, SLICE(""), 5));
    assert_int_equal(map_find(&map, (Slice){NULL, 0}), 5);
    assert_true(map_put(&map, (Slice){NULL, 0}, 6));
    assert_int_equal(map_find(&map, SLICE("")), 6);
    assert_int_equal(map.n, 1);
    assert_int_equal(map_find(&map, SLICE("\0")), NONE);
    arena_free(&arena);
}

/* Out of memory while it grows: what was there stays findable. */
static void a_full_map_keeps_what_it_has(void **state)
{
    static char key[20000][3];
    Arena arena;
    Map map;
    uint32_t n = 0;
    (void)state;
    arena_init(&arena, 100000);
    map_init(&map, &arena);
    for (uint32_t i = 0; i < 20000; i++)
        key[i][0] = (char)i, key[i][1] = (char)(i >> 8), key[i][2] = 1;
    while (n < 20000 && map_put(&map, (Slice){key[n], 3}, n))
        n++;
    assert_in_range(n, 100, 19999);
    for (uint32_t i = 0; i < 20000; i++)
        assert_int_equal(map_find(&map, (Slice){key[i], 3}), i < n ? i : NONE);
    arena_free(&arena);
}

/* The hash is in files on disk: it may never change. (XXH3 of nothing, seed 0: its specification.)
 */
static void the_hash_is_the_same_everywhere(void **state)
{
    (void)state;
    assert_true(hash_bytes((Slice){NULL, 0}, 0) == 0x2D06800538D394C2u);
    assert_true(hash_bytes(SLICE(""), 0) == hash_bytes((Slice){NULL, 0}, 0));
    assert_true(hash_bytes(SLICE("a"), 0) == 0xE6C632B61E964E1Fu);
    assert_true(hash_bytes(SLICE("a"), 1) != hash_bytes(SLICE("a"), 0));
    char text[300];
    memset(text, 'x', sizeof text);
    for (size_t n = 1; n < sizeof text; n++)
        assert_true(hash_bytes((Slice){text, n}, 0) != hash_bytes((Slice){text, n - 1}, 0));
}

/* ---- pool ---- */

typedef struct Work {
    atomic_uint done[500], per_worker[256];
} Work;
static void count_work(void *context, uint32_t item, uint32_t worker)
{
    Work *w = context;
    atomic_fetch_add(&w->done[item], 1);
    atomic_fetch_add(&w->per_worker[worker], 1);
}

static void every_item_once_by_workers_that_are(void **state)
{
    (void)state;
    static const uint32_t workers[] = {0, 1, 2, 3, 7, 64, 300, UINT32_MAX};
    for (size_t k = 0; k < sizeof workers / sizeof *workers; k++)
        for (uint32_t items = 0; items <= 500; items = items * 3 + 1) {
            static Work w;
            memset(&w, 0, sizeof w);
            uint32_t used = pool_workers(workers[k], items), sum = 0;
            assert_in_range(used, 1, 256);
            assert_true(used <= items || used == 1);
            pool_each(workers[k], items, count_work, &w);
            for (uint32_t i = 0; i < 500; i++)
                assert_int_equal(atomic_load(&w.done[i]), i < items);
            for (uint32_t i = 0; i < 256; i++) {
                sum += atomic_load(&w.per_worker[i]);
                if (i >= used) assert_int_equal(atomic_load(&w.per_worker[i]), 0);
            }
            assert_int_equal(sum, items);
        }
}

/* ---- calendar ---- */

/* Day by day through twelve hundred years, and over the years without a number, counted by hand. */
static void days_follow_each_other(void **state)
{
    (void)state;
    static const uint8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = -400;
    uint32_t month = 1, dom = 1, weekday = day_weekday(day_from_civil(-400, 1, 1));
    for (int32_t day = day_from_civil(-400, 1, 1); year < 800; day++) {
        int32_t y;
        uint32_t m, d;
        civil_from_day(day, &y, &m, &d);
        assert_int_equal(y, year);
        assert_int_equal(m, month);
        assert_int_equal(d, dom);
        assert_int_equal(day_from_civil(y, m, d), day);
        assert_int_equal(day_weekday(day), weekday);
        weekday = weekday % 7 + 1;
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        uint32_t end = length[month - 1] + (month == 2 && leap ? 1u : 0u);
        assert_int_equal(month_length(year, month), end);
        if (dom++ < end) continue;
        dom = 1;
        if (month++ < 12) continue;
        month = 1;
        year++;
    }
}

static void days_that_are_known(void **state)
{
    (void)state;
    static const struct {
        int32_t year;
        uint32_t month, day;
        int32_t days;
        uint32_t weekday, week;
        int32_t week_year;
    } cases[] = {
        {1970, 1, 1, 0, 4, 1, 1970},          {1969, 12, 31, -1, 3, 1, 1970},
        {2000, 2, 29, 11016, 2, 9, 2000},     {2024, 12, 30, 20087, 1, 1, 2025},
        {2020, 12, 31, 18627, 4, 53, 2020},   {2022, 1, 2, 18994, 7, 52, 2021},
        {1582, 10, 15, -141427, 5, 41, 1582}, {1, 1, 1, -719162, 1, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t week_year, day = day_from_civil(cases[i].year, cases[i].month, cases[i].day);
        uint32_t week;
        assert_int_equal(day, cases[i].days);
        assert_int_equal(day_weekday(day), cases[i].weekday);
        day_iso_week(day, &week_year, &week);
        assert_int_equal(week, cases[i].week);
        assert_int_equal(week_year, cases[i].week_year);
    }
    assert_int_equal(month_length(2023, 0), 0);
    assert_int_equal(month_length(2023, 13), 0);
    assert_int_equal(month_length(1900, 2), 28);
    assert_int_equal(month_length(2000, 2), 29);
    assert_int_equal(day_from_civil(100000, 12, 31) - day_from_civil(-100000, 1, 1),
                     200000 * 146097LL / 400 + 365);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_a_list_of_pairs),
        cmocka_unit_test(the_empty_key_is_a_key),
        cmocka_unit_test(a_full_map_keeps_what_it_has),
        cmocka_unit_test(the_hash_is_the_same_everywhere),
        cmocka_unit_test(every_item_once_by_workers_that_are),
        cmocka_unit_test(days_follow_each_other),
        cmocka_unit_test(days_that_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
