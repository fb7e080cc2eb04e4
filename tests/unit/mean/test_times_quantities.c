/* Quantities: the case file tests/cases/time/quantities.txt, hostile input, tolerances. */
#include "mean/quantities/quantities.h"
#include "mean/times/times.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena, scratch;
static Quantities *quantities;
static Times *times;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    if (times_open(dir, &arena, &times, &err) != DLN_OK ||
        quantities_open(dir, &arena, &quantities, &err) != DLN_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    return 0;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}

static dln_status read_text(Report *report, Findings *found)
{
    *found = (Findings){.report = report};
    report->published.day = DAY_UNKNOWN;
    dln_status status = mean_times(times, report, found, &arena, &scratch);
    return status == DLN_OK ? mean_quantities(quantities, report, found, &arena, &scratch) : status;
}

static Slice one(const Findings *found, const Quantity *q)
{
    static const char *const sign[BOUND_COUNT] = {"", " ~", " >=", " >", " <=", " <", " vague"};
    Slice words = slice_span(found->report->text, q->span);
    Slice s = arena_printf(&arena, "%.*s = %s%s %.12g", (int)words.n, words.p,
                           quantity_kind_name[q->kind], sign[q->bound], q->low);
    if (q->high > q->low) s = arena_printf(&arena, "%s-%.12g", s.p, q->high);
    if (q->unit.n) s = arena_printf(&arena, "%s %.*s", s.p, (int)q->unit.n, q->unit.p);
    if (q->noun.n && q->kind == QUANTITY_COUNT)
        s = arena_printf(&arena, "%s [%.*s]", s.p, (int)q->noun.n, q->noun.p);
    if (q->noun.n && q->kind == QUANTITY_RANK)
        s = arena_printf(&arena, "%s [%.*s]", s.p, (int)q->noun.n, q->noun.p);
    if (q->attribute.n)
        s = arena_printf(&arena, "%s {%.*s}", s.p, (int)q->attribute.n, q->attribute.p);
    return s;
}

static void cases(void **state)
{
    (void)state;
    char line[4096];
    uint32_t failed = 0, count = 0;
    FILE *file = fopen("tests/cases/time/quantities.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (*line == '#' || *line == '\n') continue;
        line[strcspn(line, "\n")] = 0;
        char *expected = strchr(line, '\t');
        assert_non_null(expected);
        *expected++ = 0;
        Report report = {.text = slice_of(line)};
        Findings found;
        assert_int_equal(read_text(&report, &found), DLN_OK);
        Slice got = {"", 0};
        for (uint32_t i = 0; i < found.quantities.n; i++)
            got = arena_printf(&arena, "%s%s%s", got.p, i ? "; " : "",
                               one(&found, &found.quantities.at[i]).p);
        count++;
        if (slice_is(got, expected)) continue;
        failed++;
        print_error("%s\n  expected: %s\n  found:    %s\n", line, expected, got.p);
    }
    fclose(file);
    assert_true(count >= 60);
    assert_int_equal(failed, 0);
}

static void tolerances(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double tolerance;
    } rows[] = {{"About 300 people came.", 50},
                {"300 people came.", 50},
                {"12 people came.", 0},
                {"About 30 miles away.", 8.04672},
                {"4.5 million people came.", 50000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Report report = {.text = slice_of(rows[i].text)};
        Findings found;
        assert_int_equal(read_text(&report, &found), DLN_OK);
        assert_int_equal(found.quantities.n, 1);
        assert_true(found.quantities.at[0].tolerance > rows[i].tolerance - 1e-6 &&
                    found.quantities.at[0].tolerance < rows[i].tolerance + 1e-6);
    }
}

static void hostile(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "1 to ", "at least ",        "no ", "one in ",       "killed 3 ",
        "$",     "two hundred and ", "9,",  "- year - old ", "dozens of "};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = strlen(pieces[p]), copies = 20000 / n;
        char *text = malloc(n * copies);
        assert_non_null(text);
        for (size_t i = 0; i < copies; i++)
            memcpy(text + i * n, pieces[p], n);
        Report report = {.text = {text, n * copies}};
        Findings found;
        assert_int_equal(read_text(&report, &found), DLN_OK);
        for (uint32_t i = 0; i < found.quantities.n; i++)
            assert_true(found.quantities.at[i].span.e <= report.text.n &&
                        span_in(found.quantities.at[i].number, found.quantities.at[i].span));
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases), cmocka_unit_test(tolerances),
                                       cmocka_unit_test(hostile)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
