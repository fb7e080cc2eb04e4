/* Versions of one address in the order of their times, however many; copies of versions and copies
 * in a circle; notices of correction when memory ends.
 *
 * In: reports with an address and a time. Out: TAP. */
#include "kit.h"
#include <stdlib.h>
#include "collate/versions.h"

enum { MANY = 1500 };

/* The next versions of reports whose times are given, all of one address. */
static const uint32_t *next_of(Arena *arena, const char *const *time, uint32_t n)
{
    const Report **report = ARENA_ARRAY(arena, const Report *, n);
    uint32_t *later = ARENA_ARRAY(arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        Report *r = ARENA_NEW(arena, Report);
        assert_non_null(r);
        r->url = SLICE("https://paper.example/fire");
        r->modified.value = slice_of(time[i]);
        report[i] = r;
    }
    assert_int_equal(versions_find(report, n, later, arena), DLN_OK);
    return later;
}

static void by_time(void **state)
{
    static const char *const times[] = {"2024-05-13T09", "2024-05-13T07", "2024-05-13T08"};
    static const char *const unknown[] = {"2024-05-13", "", "XXXX-01-01", "2024-05-14"};
    Arena arena;
    (void)state;
    arena_init(&arena, 0);
    const uint32_t *later = next_of(&arena, times, 3);
    assert_int_equal(later[1], 2);
    assert_int_equal(later[2], 0);
    assert_int_equal(later[0], NONE);
    later = next_of(&arena, unknown, 4); /* no time, no year: as they were given */
    assert_int_equal(later[0], 1);
    assert_int_equal(later[1], 2);
    assert_int_equal(later[2], 3);
    assert_int_equal(later[3], NONE);
    arena_free(&arena);
}

/* A live page that was kept fifteen hundred times, the last first. */
static void many(void **state)
{
    static char text[MANY][40];
    const char *time[MANY];
    Arena arena;
    (void)state;
    arena_init(&arena, 0);
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t minute = MANY - i;
        snprintf(text[i], sizeof text[i], "2024-05-13T%02u:%02u", minute / 60, minute % 60);
        time[i] = text[i];
    }
    const uint32_t *later = next_of(&arena, time, MANY);
    assert_int_equal(later[0], NONE);
    for (uint32_t i = 1; i < MANY; i++)
        assert_int_equal(later[i], i - 1);
    arena_free(&arena);
}

static void copies(void **state)
{
    /* 0, 1, 2 are versions of one; 3 copied the first; 4, 5, 6 copy in a circle, 7 one of them */
    static const uint32_t later[] = {1, 2, NONE, NONE, NONE, NONE, NONE, NONE};
    uint32_t copy_of[] = {NONE, 0, 0, 0, 6, 4, 5, 6};
    Arena arena;
    (void)state;
    arena_init(&arena, 0);
    assert_int_equal(versions_copies(later, 8, copy_of, &arena), DLN_OK);
    static const uint32_t want[] = {NONE, NONE, NONE, 2, NONE, 4, 5, 6};
    for (uint32_t i = 0; i < 8; i++)
        assert_int_equal(copy_of[i], want[i]);
    arena_free(&arena);
}

/* A notice that could not be compared is an error, not one that is tied to nothing. */
static void memory_ends(void **state)
{
    enum { LONG = 200000 };
    char *text = malloc(LONG);
    Kit k;
    Arena scratch;
    RecordFact fact = {.attribute = SLICE("killed")};
    RecordValue value = {0};
    (void)state;
    assert_non_null(text);
    snprintf(text, LONG, "Correction: Four workers were killed at the depot, not five.\n");
    size_t n = strlen(text);
    for (size_t i = n; i + 1 < LONG; i++)
        text[i] = i % 7 ? 'a' : ' '; /* a sentence that does not end */
    text[LONG - 1] = 0;
    kit_open(&k);
    uint32_t r = kit_report(&k, "a.txt", text);
    const Report *report[] = {&k.report[r]};
    const Findings *findings[] = {&k.findings[r]};
    uint32_t copy_of[] = {NONE};
    Evidence at = {r, {(uint32_t)n + 10, (uint32_t)n + 13}};
    k.record.report = report;
    k.record.findings = findings;
    k.record.copy_of = copy_of;
    k.record.n_reports = 1;
    assert_true(VEC_PUSH(&k.arena, &value.evidence, at));
    assert_true(VEC_PUSH(&k.arena, &fact.values, value));
    assert_true(VEC_PUSH(&k.arena, &k.record.facts, fact));
    arena_init(&scratch, 100000);
    assert_int_equal(corrections_find(k.collate, &k.record, &scratch), DLN_ERR_LIMIT);
    arena_free(&scratch);
    assert_int_equal(corrections_find(k.collate, &k.record, &k.scratch), DLN_OK);
    assert_int_equal(k.record.corrections.n, 2);
    kit_close(&k);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_time), cmocka_unit_test(many),
                                       cmocka_unit_test(copies), cmocka_unit_test(memory_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
