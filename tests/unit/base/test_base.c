/* Unit tests of src/base: arena limits, vectors, map, UTF-8, JSON writer, dates, tables. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/civil.h"
#include "base/datafile.h"
#include "base/io.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/utf8.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void arena_keeps_its_maximum(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 100000);
    size_t got = 0;
    while (arena_alloc(&arena, 1000))
        got++;
    assert_in_range(got, 80, 100);
    assert_true(arena.over);
    assert_int_equal(arena_status(&arena), DLN_ERR_LIMIT);
    arena_free(&arena);
    assert_non_null(arena_alloc(&arena, 1000));
    arena_free(&arena);
}

static void arena_rewinds(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    char *kept = arena_alloc(&arena, 100);
    ArenaMark mark = arena_mark(&arena);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&arena, 10000), 1, 10000);
    arena_rewind(&arena, mark);
    char *again = arena_alloc(&arena, 100);
    assert_ptr_equal(again, kept + 112);
    for (int i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    arena_free(&arena);
}

static void arena_refuses_overflow(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    assert_null(arena_array(&arena, SIZE_MAX / 2, 16));
    assert_true(arena.failed);
    arena_free(&arena);
}

static void vector_grows(void **state)
{
    (void)state;
    Arena arena;
    VEC(uint32_t) list = {0};
    arena_init(&arena, 0);
    for (uint32_t i = 0; i < 5000; i++)
        assert_true(VEC_PUSH(&arena, &list, i * 3));
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(list.at[i], i * 3);
    arena_free(&arena);
}

static void map_finds_what_was_put(void **state)
{
    (void)state;
    Arena arena;
    Map map;
    arena_init(&arena, 0);
    map_init(&map, &arena);
    for (uint32_t i = 0; i < 2000; i++)
        assert_true(map_put(&map, arena_printf(&arena, "word %u", i), i));
    for (uint32_t i = 0; i < 2000; i++)
        assert_int_equal(map_find(&map, arena_printf(&arena, "word %u", i)), i);
    assert_int_equal(map_find(&map, SLICE("word")), NONE);
    assert_true(map_put(&map, SLICE("word 7"), 9));
    assert_int_equal(map_find(&map, SLICE("word 7")), 9);
    arena_free(&arena);
}

/* Every scalar value goes out and comes back. */
static void utf8_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t n = utf8_put(bytes, c);
        if (c >= 0xD800 && c < 0xE000) {
            assert_int_equal(n, 0);
            continue;
        }
        size_t at = 0, back = n;
        assert_int_equal(utf8_next((Slice){bytes, n}, &at), c);
        assert_int_equal(at, n);
        assert_int_equal(utf8_back((Slice){bytes, n}, &back), c);
        assert_int_equal(back, 0);
    }
}

static void utf8_mends_by_maximal_subparts(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        uint32_t bad;
    } cases[] = {
        {"plain", "plain", 0},
        {"a\x80"
         "b",
         "a\xEF\xBF\xBD"
         "b",
         1},
        {"\xE2\x82", "\xEF\xBF\xBD", 1},
        {"\xF0\x9F\x98x", "\xEF\xBF\xBDx", 1},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", 2},
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3},
        {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        uint32_t bad;
        arena_init(&arena, 0);
        Slice out = utf8_mend(slice_of(cases[i].in), &arena, &bad);
        assert_true(slice_is(out, cases[i].out));
        assert_int_equal(bad, cases[i].bad);
        assert_true(utf8_bad_at(out) == SIZE_MAX);
        arena_free(&arena);
    }
}

static void folding(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    assert_true(
        slice_is(text_fold(SLICE("M\xC3\x9CLLER \xEF\xAC\x81 \xC3\x89"), &arena), "muller fi e"));
    assert_true(slice_is(text_lower(SLICE("\xD0\xA8\xD0\x9E\xD0\x99 ABC"), &arena),
                         "\xD1\x88\xD0\xBE\xD0\xB9 abc"));
    arena_free(&arena);
}

static void dates(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    assert_int_equal(day_weekday(day_from_civil(2023, 4, 16)), 7);
    for (int32_t d = -800000; d < 800000; d += 13) {
        int32_t year, week_year;
        uint32_t month, day, week;
        civil_from_day(d, &year, &month, &day);
        assert_int_equal(day_from_civil(year, month, day), d);
        day_iso_week(d, &week_year, &week);
        assert_in_range(week, 1, 53);
    }
    int32_t year;
    uint32_t week;
    day_iso_week(day_from_civil(2021, 1, 3), &year, &week);
    assert_int_equal(year, 2020);
    assert_int_equal(week, 53);
}

static int to_buf(const void *bytes, size_t n, void *buf)
{
    buf_add(buf, (Slice){bytes, n});
    return 0;
}

static void json_reads_back(void **state)
{
    (void)state;
    Buf buf;
    static Sink sink;
    Json json;
    buf_init(&buf, 1 << 20);
    sink_init(&sink, to_buf, &buf);
    jw_init(&json, &sink, true);
    jw_begin(&json, '{');
    jw_key(&json, "text");
    jw_string(&json, SLICE("a\"\\\n\t\x01\xC3\xA9\xFF\xE2\x80\xA8"));
    jw_key(&json, "list");
    jw_begin(&json, '[');
    jw_int(&json, -5);
    jw_double(&json, 0.1);
    jw_null(&json);
    jw_bool(&json, true);
    jw_span(&json, (Span){1, 2});
    jw_end(&json, ']');
    jw_key(&json, "empty");
    jw_begin(&json, '{');
    jw_end(&json, '}');
    jw_end(&json, '}');
    assert_int_equal(sink_end(&sink), DLN_OK);
    json_t *object = json_loadb(buf.p, buf.n, 0, NULL);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "text")),
                        "a\"\\\n\t\x01\xC3\xA9\xEF\xBF\xBD\xE2\x80\xA8");
    assert_int_equal(json_array_size(json_object_get(object, "list")), 5);
    assert_true(json_real_value(json_array_get(json_object_get(object, "list"), 1)) == 0.1);
    json_decref(object);
    buf_free(&buf);
}

static int refuse(const void *bytes, size_t n, void *context)
{
    (void)bytes;
    (void)n;
    (void)context;
    return 1;
}

static void sink_reports_a_full_disk(void **state)
{
    (void)state;
    static Sink sink;
    sink_init(&sink, refuse, NULL);
    for (int i = 0; i < 100000; i++)
        sink_text(&sink, "some words ");
    assert_int_equal(sink_end(&sink), DLN_ERR_IO);
}

static void buf_keeps_its_maximum(void **state)
{
    (void)state;
    Buf buf;
    buf_init(&buf, 1000);
    for (int i = 0; i < 500; i++)
        buf_text(&buf, "abc");
    assert_true(buf.failed);
    assert_in_range(buf.n, 990, 1000);
    buf_free(&buf);
}

static void table_rows(void **state)
{
    (void)state;
    Arena arena;
    Table table;
    arena_init(&arena, 0);
    assert_int_equal(table_parse(SLICE("# a comment\n\none\ttwo \t\r\n three\n"), &arena, &table),
                     DLN_OK);
    assert_int_equal(table.n, 2);
    assert_int_equal(table.at[0].n, 3);
    assert_true(slice_is(row_col(&table.at[0], 1), "two"));
    assert_true(slice_is(row_col(&table.at[1], 0), "three"));
    assert_int_equal(row_col(&table.at[1], 5).n, 0);
    assert_int_equal(table.at[1].line, 4);
    assert_int_equal(table_parse(SLICE("bad \xFF byte\n"), &arena, &table), DLN_ERR_DATA);
    arena_free(&arena);
}

static void damaged_data_files_are_refused(void **state)
{
    (void)state;
    uint8_t file[128] = "DLNDATA1";
    assert_non_null(datafile_check(file, 10));
    assert_non_null(datafile_check(file, sizeof file));
    file[8] = 1;
    file[16] = sizeof file;
    assert_string_equal(datafile_check(file, sizeof file), "checksum");
    uint64_t sum = hash_bytes((Slice){(const char *)file + 32, sizeof file - 32}, 0);
    for (int i = 0; i < 8; i++)
        file[24 + i] = (uint8_t)(sum >> (8 * i));
    assert_null(datafile_check(file, sizeof file));
    file[12] = 200; /* more sections than there is room for */
    assert_string_equal(datafile_check(file, sizeof file), "section table");
}

static void square(void *context, uint32_t item, uint32_t worker)
{
    (void)worker;
    ((uint32_t *)context)[item] = item * item;
}

static void pool_does_each_once(void **state)
{
    (void)state;
    static uint32_t result[1000];
    for (uint32_t workers = 1; workers <= 8; workers++) {
        memset(result, 0, sizeof result);
        pool_each(workers, 1000, square, result);
        for (uint32_t i = 0; i < 1000; i++)
            assert_int_equal(result[i], i * i);
    }
    pool_each(4, 0, square, result);
}

static void blocks_by_position(void **state)
{
    (void)state;
    Block blocks[] = {{BLOCK_TITLE, {0, 10}}, {BLOCK_BODY, {12, 40}}, {BLOCK_LINK, {40, 50}}};
    Report report = {0};
    assert_int_equal(report_block_at(&report, 5), BLOCK_BODY);
    report.blocks.at = blocks;
    report.blocks.n = 3;
    assert_int_equal(report_block_at(&report, 0), BLOCK_TITLE);
    assert_int_equal(report_block_at(&report, 11), BLOCK_MARKUP);
    assert_int_equal(report_block_at(&report, 39), BLOCK_BODY);
    assert_int_equal(report_block_at(&report, 40), BLOCK_LINK);
    assert_int_equal(report_block_at(&report, 99), BLOCK_MARKUP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_keeps_its_maximum),
        cmocka_unit_test(arena_rewinds),
        cmocka_unit_test(arena_refuses_overflow),
        cmocka_unit_test(vector_grows),
        cmocka_unit_test(map_finds_what_was_put),
        cmocka_unit_test(utf8_round_trip),
        cmocka_unit_test(utf8_mends_by_maximal_subparts),
        cmocka_unit_test(folding),
        cmocka_unit_test(dates),
        cmocka_unit_test(json_reads_back),
        cmocka_unit_test(sink_reports_a_full_disk),
        cmocka_unit_test(buf_keeps_its_maximum),
        cmocka_unit_test(table_rows),
        cmocka_unit_test(damaged_data_files_are_refused),
        cmocka_unit_test(pool_does_each_once),
        cmocka_unit_test(blocks_by_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
