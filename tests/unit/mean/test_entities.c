/* Entities of small reports: who is one with whom, states and seats, roles, places in places. Cases
 * are ours (tests/cases/entities/reports.txt). */
#include "base/civil.h"
#include "engine_kit.h"

/* Entity of the mention whose words end like `words` ("Petrov#2": at the second place where they
 * stand); NONE. */
static uint32_t entity_of(const Findings *f, Slice words)
{
    uint32_t nth = 1;
    const char *mark = memchr(words.p, '#', words.n);
    if (mark) {
        nth = (uint32_t)(mark[1] - '0');
        words.n = (size_t)(mark - words.p);
    }
    size_t at = 0;
    for (uint32_t k = 0; k < nth; k++) {
        size_t found = slice_find((Slice){f->report->text.p + at, f->report->text.n - at}, words);
        if (found == SIZE_MAX) return NONE;
        at += found + 1;
    }
    uint32_t b = (uint32_t)at - 1, e = b + (uint32_t)words.n, best = NONE, width = UINT32_MAX;
    for (uint32_t i = 0; i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->span.b >= e || m->span.e < e || m->span.e - m->span.b >= width) continue;
        if (m->span.e != e && m->span.b != b) continue;
        best = m->entity;
        width = m->span.e - m->span.b;
    }
    return best;
}

static bool has_role(const Entity *e, Slice role)
{
    for (uint32_t i = 0; i < e->roles.n; i++)
        if (slice_eq(e->roles.at[i].text, role)) return true;
    return false;
}

static bool check(const Findings *f, const Row *row)
{
    Slice what = row_col(row, 1), words = row_col(row, 2), other = row_col(row, 3);
    uint32_t a = entity_of(f, words);
    const Entity *e = a == NONE ? NULL : &f->entities.at[a];
    if (slice_is(what, "none")) return e == NULL;
    if (!e) return false;
    if (slice_is(what, "same")) return a == entity_of(f, other);
    if (slice_is(what, "apart")) return entity_of(f, other) != NONE && a != entity_of(f, other);
    if (slice_is(what, "key")) return slice_eq(e->key, other);
    if (slice_is(what, "kind")) return slice_is(other, entity_kind_name[e->kind]);
    if (slice_is(what, "country")) return slice_is(other, e->country);
    if (slice_is(what, "role")) return has_role(e, other);
    if (slice_is(what, "norole")) return !e->roles.n;
    return slice_is(what, "in") && e->place_in != NONE && e->place_in == entity_of(f, other);
}

static bool spans_hold(const Findings *f)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < f->mentions.n; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->span.b < before || m->span.e <= m->span.b || m->span.e > f->report->text.n ||
            (m->entity != NONE && m->entity >= f->entities.n))
            return false;
        before = m->span.b;
    }
    return true;
}

static void reports(void **state)
{
    (void)state;
    Arena arena, scratch;
    Table table;
    dln_error err;
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    assert_int_equal(table_load("tests/cases/entities", "reports.txt", &arena, &table, &err),
                     DLN_OK);
    Slice text = {"", 0};
    uint32_t bad = 0;
    for (uint32_t i = 0; i < table.n; i++) {
        Report report;
        Findings found;
        if (!slice_is(row_col(&table.at[i], 0), "=")) text = row_col(&table.at[i], 0);
        make_report(&report, text, " // ");
        assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
        assert_true(spans_hold(&found));
        if (!check(&found, &table.at[i])) {
            fprintf(stderr, "line %u: %.*s\n", table.at[i].line, (int)text.n, text.p);
            bad++;
        }
        arena_free(&report.arena);
    }
    arena_free(&scratch);
    arena_free(&arena);
    assert_int_equal(bad, 0);
}

static bool president_is_obama(int32_t year)
{
    Arena scratch;
    Report report;
    Findings found;
    arena_init(&scratch, 0);
    make_report(&report,
                SLICE("President Obama opened the bridge. The president praised the workers."),
                NULL);
    report.published.day = day_from_civil(year, 3, 1);
    report.published.basis = BASIS_EXPLICIT;
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    uint32_t president = entity_of(&found, SLICE("The president"));
    bool same = president == entity_of(&found, SLICE("Obama"));
    assert_int_not_equal(president, NONE);
    arena_free(&report.arena);
    arena_free(&scratch);
    return same;
}

/* Whom a report calls President long after his term is not whom it calls the president. */
static void a_term_that_is_over(void **state)
{
    (void)state;
    assert_true(president_is_obama(2015));
    assert_false(president_is_obama(2019));
}

/* Hostile: nothing but titles, marks and pronouns; a very long row of names. */
static void hostile(void **state)
{
    (void)state;
    Arena scratch;
    arena_init(&scratch, 0);
    static char long_text[60000];
    size_t n = 0;
    while (n + 40 < sizeof long_text)
        n += (size_t)snprintf(long_text + n, sizeof long_text - n,
                              "President Mr. Ali%zu's he, it and ", n % 977);
    const Slice texts[] = {
        SLICE("President Minister the the 's 's \"he\" (it) ..."), SLICE("'s"), {long_text, n}};
    for (size_t i = 0; i < 3; i++) {
        Report report;
        Findings found;
        make_report(&report, texts[i], NULL);
        assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
        assert_true(spans_hold(&found));
        arena_free(&report.arena);
    }
    arena_free(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reports),
                                       cmocka_unit_test(a_term_that_is_over),
                                       cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
