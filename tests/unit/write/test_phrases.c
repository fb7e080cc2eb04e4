/* The words of the brief: questions filled or passed over, days as people write them. */
#include "base/civil.h"
#include "write/phrases.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char *const rows = "ask\tcount\tany\tHow many {noun} were {done}?\n"
                                "ask\tcount\tany\tHow many {noun}?\n"
                                "ask\t*\tany\tWhich? {clause}\n"
                                "key\tkilled\tKilled\n"
                                "leave\tname\trefined\n"
                                "month\t5\tMay\nmonth\t6\tJune\nweekday\t7\tSunday\n";

static const Phrases *parse(const char *text, Arena *arena, dln_status *status)
{
    Table table;
    const Phrases *phrases = NULL;
    dln_error err;
    assert_int_equal(table_parse(slice_of(text), arena, &table), DLN_OK);
    *status = phrases_parse(&table, arena, &phrases, &err);
    return phrases;
}

static void expect(const Phrases *p, const char *attribute, const Slice slot[SLOTS],
                   const char *want, Arena *arena)
{
    Slice got = phrases_question(p, slice_of(attribute), ABOUT_EVENT, slot, arena);
    assert_int_equal(got.n, strlen(want));
    assert_memory_equal(got.p ? got.p : "", want, got.n);
}

static void questions(void **state)
{
    (void)state;
    Arena arena;
    dln_status status;
    arena_init(&arena, 0);
    const Phrases *p = parse(rows, &arena, &status);
    assert_int_equal(status, DLN_OK);
    Slice slot[SLOTS] = {{0}};
    expect(p, "count", slot, "", &arena); /* nothing to ask with */
    slot[SLOT_NOUN] = SLICE("managers");
    expect(p, "count", slot, "How many managers?", &arena);
    slot[SLOT_DONE] = SLICE("detained");
    expect(p, "count", slot, "How many managers were detained?", &arena);
    slot[SLOT_CLAUSE] = SLICE("it fell");
    expect(p, "depth", slot, "Which? it fell", &arena);
    assert_true(phrases_leaves(p, SLICE("name"), DLN_REFINED));
    assert_false(phrases_leaves(p, SLICE("name"), DLN_CONFLICT));
    arena_free(&arena);
}

/* "13 May, year not said": what people read where the year is not known. */
static void published(void **state)
{
    static const char *const cases[][2] = {{"XXXX-05-13", "13 May, year not said"},
                                           {"XXXX-06-01", "1 June, year not said"},
                                           {"XXXX-15-01", "XXXX-15-01"},
                                           {"2024-05-13", "2024-05-13"},
                                           {"2024-05-13T08:00", "2024-05-13T08:00"},
                                           {"", ""}};
    (void)state;
    Arena arena;
    dln_status status;
    char room[PUBLISHED_ROOM];
    arena_init(&arena, 0);
    const Phrases *p = parse(rows, &arena, &status);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice got = phrases_published(p, slice_of(cases[i][0]), room);
        assert_true(slice_is(got, cases[i][1]));
    }
    arena_free(&arena);
}

static void broken_rows(void **state)
{
    (void)state;
    static const char *const bad[] = {"ask\tcount\tany\tHow many {nuon}?\n",
                                      "ask\tcount\tnobody\tHow many?\n", "month\t13\tMay\n",
                                      "what\tis\tthis\n", "ask\tcount\tany\t\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Arena arena;
        dln_status status;
        arena_init(&arena, 0);
        parse(bad[i], &arena, &status);
        assert_int_equal(status, DLN_ERR_DATA);
        arena_free(&arena);
    }
}

static void days(void **state)
{
    (void)state;
    Arena arena;
    dln_status status;
    arena_init(&arena, 0);
    const Phrases *p = parse(rows, &arena, &status);
    int32_t a = day_from_civil(2024, 5, 12);
    const struct {
        int32_t from, to;
        bool weekday;
        const char *want;
    } cases[] = {{a, a, true, "Sunday 12 May 2024"},
                 {a, DAY_UNKNOWN, false, "12 May 2024"},
                 {a, a + 2, false,
                  "12\xE2\x80\x93"
                  "14 May 2024"},
                 {a, a + 30, false, "12 May \xE2\x80\x93 11 June 2024"},
                 {day_from_civil(2024, 5, 1), day_from_civil(2024, 5, 31), false, "May 2024"},
                 {day_from_civil(2024, 1, 1), day_from_civil(2024, 12, 31), false, "2024"},
                 {DAY_UNKNOWN, DAY_UNKNOWN, false, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice got = phrases_days(p, cases[i].from, cases[i].to, cases[i].weekday, &arena);
        assert_int_equal(got.n, strlen(cases[i].want));
        assert_memory_equal(got.p ? got.p : "", cases[i].want, got.n);
    }
    arena_free(&arena);
}

/* The language of a report that is not analysed, by its name. */
static void unread(void **state)
{
    static const struct {
        const char *code, *words;
    } cases[] = {{"es", "in Spanish: read, not analysed"},
                 {"pt-BR", "in Portuguese: read, not analysed"},
                 {"he", "in Hebrew: read, not analysed"},
                 {"zh", "in Chinese: read, not analysed"},
                 {"qq-unknown", "in qq-unknown: read, not analysed"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char room[PUBLISHED_ROOM];
        Report report = {.language = slice_of(cases[i].code)};
        assert_int_equal(phrases_unread(&report, room).n, 0);
        arena_init(&report.arena, 0);
        assert_true(report_note(&report, NOTE_NO_MODEL, 0, report.language));
        assert_true(slice_is(phrases_unread(&report, room), cases[i].words));
        arena_free(&report.arena);
    }
    assert_string_equal(phrases_basis(BASIS_EXPLICIT), "the page");
    assert_string_equal(phrases_basis(BASIS_TEXT), "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(questions), cmocka_unit_test(published),
                                       cmocka_unit_test(broken_rows), cmocka_unit_test(days),
                                       cmocka_unit_test(unread)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
