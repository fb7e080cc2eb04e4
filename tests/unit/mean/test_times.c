/* Times: the case files of tests/cases/time, hostile input, one report dated by another. */
#include "mean/times/times.h"
#include "base/civil.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena, scratch;
static Times *times;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    return times_open(dir ? dir : "data", &arena, &times, &err) == DLN_OK ? 0 : -1;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}

static TimesOptions options_of(const char *mode, const char *date)
{
    TimesOptions options = {.mode = *mode == 'f'   ? TIMES_FORWARD
                                    : *mode == 'w' ? TIMES_NARRATIVE
                                                   : TIMES_NEWS,
                            .day = DAY_UNKNOWN,
                            .minute = -1,
                            .basis = BASIS_PUBLISHED};
    int y, m, d, h, min;
    int n = sscanf(date, "%d-%d-%dT%d:%d", &y, &m, &d, &h, &min);
    if (n >= 3) options.day = day_from_civil(y, (uint32_t)m, (uint32_t)d);
    if (n == 5) options.minute = h * 60 + min;
    return options;
}

/* "words = value; ..." of all mentions. */
static Slice listing(const Findings *found, Arena *a)
{
    Slice all = {"", 0};
    for (uint32_t i = 0; i < found->times.n; i++) {
        const TimeMention *m = &found->times.at[i];
        Slice words = slice_span(found->report->text, m->span);
        all = arena_printf(a, "%.*s%s%.*s = %.*s", (int)all.n, all.p, i ? "; " : "", (int)words.n,
                           words.p, (int)m->value.n, m->value.p);
    }
    return all;
}

static uint32_t run_file(const char *name)
{
    char path[512], line[4096];
    uint32_t failed = 0, cases = 0;
    snprintf(path, sizeof path, "tests/cases/time/%s", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *column[4] = {line, NULL, NULL, NULL};
        if (*line == '#' || *line == '\n') continue;
        line[strcspn(line, "\n")] = 0;
        for (int k = 1; k < 4; k++) {
            column[k] = strchr(column[k - 1], '\t');
            assert_non_null(column[k]);
            *column[k]++ = 0;
        }
        Report report = {.text = slice_of(column[2]), .published = {.day = DAY_UNKNOWN}};
        Findings found = {.report = &report};
        TimesOptions options = options_of(column[0], column[1]);
        assert_int_equal(mean_times_as(times, &report, &options, &found, &arena, &scratch), DLN_OK);
        Slice got = listing(&found, &arena);
        cases++;
        if (slice_is(got, column[3])) continue;
        failed++;
        print_error("%s\n  expected: %s\n  found:    %.*s\n", column[2], column[3], (int)got.n,
                    got.p);
    }
    fclose(file);
    assert_true(cases > 0);
    return failed;
}

static void news_cases(void **state)
{
    (void)state;
    assert_int_equal(run_file("news.txt"), 0);
}
static void range_cases(void **state)
{
    (void)state;
    assert_int_equal(run_file("ranges.txt"), 0);
}

/* Time must stay linear in such text; the ceiling is a sanity bound on the number of mentions. */
static void hostile(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "2 3 ",         "the end of the ", "last next ",          "1,",     "9:9:", "a b ",
        "\xE2\x80\x94", "20/20-20.",       "two and a half and ", "Monday "};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = strlen(pieces[p]), copies = 20000 / n;
        char *text = malloc(n * copies + 1);
        assert_non_null(text);
        for (size_t i = 0; i < copies; i++)
            memcpy(text + i * n, pieces[p], n);
        Report report = {.text = {text, n * copies}, .published = {.day = DAY_UNKNOWN}};
        for (TimesMode mode = TIMES_NEWS; mode <= TIMES_FORWARD; mode++) {
            Findings found = {.report = &report};
            TimesOptions options = {.mode = mode, .day = 17000, .minute = -1};
            assert_int_equal(mean_times_as(times, &report, &options, &found, &arena, &scratch),
                             DLN_OK);
            for (uint32_t i = 0; i < found.times.n; i++)
                assert_true(found.times.at[i].span.e <= report.text.n &&
                            found.times.at[i].span.b < found.times.at[i].span.e);
        }
        free(text);
    }
}

/* A NUL is a gap like any other: the day behind it is read. */
static void nul_is_a_gap(void **state)
{
    (void)state;
    static const char text[] = "Talks\0 began on Monday,\0\0 May 3, 2010.";
    Report report = {.text = {text, sizeof text - 1}, .published = {.day = DAY_UNKNOWN}};
    Findings found = {.report = &report};
    assert_int_equal(mean_times(times, &report, &found, &arena, &scratch), DLN_OK);
    assert_true(found.times.n > 0);
}

static void memory_ends(void **state)
{
    (void)state;
    Report report = {
        .text = SLICE("On Monday, May 3, 2010, the two met for six hours, and again on 4 June."),
        .published = {.day = DAY_UNKNOWN}};
    for (size_t max = 256; max < 400000; max *= 2) {
        Arena small;
        arena_init(&small, max);
        Findings found = {.report = &report};
        dln_status status = mean_times(times, &report, &found, &small, &small);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        arena_free(&small);
    }
}

/* Opening stops with an error wherever the memory ends. */
static void opening_ends(void **state)
{
    (void)state;
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    for (size_t max = 512; max < 1 << 24; max += max / 3) {
        Arena small;
        Times *opened;
        dln_error err;
        arena_init(&small, max);
        dln_status status = times_open(dir, &small, &opened, &err);
        assert_true(status == DLN_OK || (status != DLN_OK && arena_status(&small) != DLN_OK));
        arena_free(&small);
        if (status == DLN_OK) break;
    }
}

static Slice value_at(const Findings *found, const char *words)
{
    for (uint32_t i = 0; i < found->times.n; i++)
        if (slice_is(slice_span(found->report->text, found->times.at[i].span), words))
            return found->times.at[i].value;
    return (Slice){"none", 4};
}

/* One dated report, one with a dateline that lacks the year, one without any date. */
static void sisters(void **state)
{
    (void)state;
    Report dated = {.text = SLICE("The envoy arrived on Sunday and stays until May 19."),
                    .published = {.basis = BASIS_META, .day = day_from_civil(2021, 5, 17)}};
    Report dateline = {.text = SLICE("The envoy came on May 16. Talks opened last month."),
                       .published = {.day = DAY_UNKNOWN},
                       .dateline = {.when = {.month = 5, .day = 17}}};
    Report bare = {.text = SLICE("The envoy said on Tuesday that he was content. On Sunday he met "
                                 "the mayor. He was here on March 20-22."),
                   .published = {.day = DAY_UNKNOWN}};
    Report *reports[] = {&dated, &dateline, &bare};
    Arena story;
    Findings found[3];
    const Findings *list[3], *done[3];
    for (int i = 0; i < 3; i++) {
        found[i] = (Findings){.report = reports[i]};
        list[i] = &found[i];
        arena_init(&reports[i]->arena, 0);
        assert_int_equal(mean_times(times, reports[i], &found[i], &reports[i]->arena, &scratch),
                         DLN_OK);
    }
    assert_true(slice_is(value_at(&found[1], "May 16"), "XXXX-05-16"));
    assert_true(slice_is(value_at(&found[1], "last month"), "XXXX-04"));
    arena_init(&story, 0);
    assert_int_equal(times_complete(times, &list[1], 2, done, &story, &scratch), DLN_OK);
    assert_ptr_equal(done[0], list[1]); /* no dated sister: nothing is guessed */
    assert_int_equal(times_complete(times, list, 3, done, &story, &scratch), DLN_OK);
    assert_true(slice_is(value_at(done[1], "May 16"), "2021-05-16"));
    assert_true(slice_is(value_at(done[1], "last month"), "2021-04"));
    assert_true(slice_is(value_at(done[2], "Tuesday"), "2021-05-18"));
    assert_true(slice_is(value_at(done[2], "Sunday"), "2021-05-16"));
    assert_true(slice_is(value_at(done[2], "March 20-22"), "2021-03-20/2021-03-22"));
    assert_int_equal(done[2]->report->published.day, day_from_civil(2021, 5, 18));
    assert_int_equal(done[2]->report->published.basis, BASIS_STORY);
    assert_int_equal(done[2]->times.at[0].basis, BASIS_STORY);
    /* a finished report does not change */
    assert_true(slice_is(value_at(&found[1], "May 16"), "XXXX-05-16"));
    assert_int_equal(bare.published.day, DAY_UNKNOWN);
    arena_free(&story);
    for (int i = 0; i < 3; i++)
        arena_free(&reports[i]->arena);
}

/* A page of Thursday that was updated on Friday tells of Friday: its sisters of Saturday say so. */
static void late_pages(void **state)
{
    (void)state;
    int32_t thursday = day_from_civil(2021, 5, 20);
    Report late = {
        .text = SLICE("The town voted on Thursday. On Friday morning the mayor resigned."),
        .published = {.basis = BASIS_META, .day = thursday}};
    Report sister = {.text = SLICE("The mayor resigned on Friday, a day after the vote."),
                     .published = {.basis = BASIS_META, .day = thursday + 2}};
    Report other = {.text = SLICE("The mayor had met the envoy on Friday, May 14."),
                    .published = {.basis = BASIS_META, .day = thursday}};
    Report *reports[] = {&late, &sister, &other};
    Arena story;
    Findings found[3];
    const Findings *list[3], *done[3];
    for (int i = 0; i < 3; i++) {
        found[i] = (Findings){.report = reports[i]};
        list[i] = &found[i];
        arena_init(&reports[i]->arena, 0);
        assert_int_equal(mean_times(times, reports[i], &found[i], &reports[i]->arena, &scratch),
                         DLN_OK);
    }
    assert_true(slice_is(value_at(&found[0], "Friday morning"), "2021-05-14TMO"));
    arena_init(&story, 0);
    assert_int_equal(times_complete(times, list, 2, done, &story, &scratch), DLN_OK);
    assert_true(slice_is(value_at(done[0], "Friday morning"), "2021-05-21TMO"));
    assert_true(slice_is(value_at(done[0], "Thursday"), "2021-05-20"));
    assert_true(slice_is(value_at(done[1], "Friday"), "2021-05-21"));
    /* a sister that tells of the Friday before: nothing moves */
    assert_int_equal(times_complete(times, list, 3, done, &story, &scratch), DLN_OK);
    assert_true(slice_is(value_at(done[0], "Friday morning"), "2021-05-14TMO"));
    /* alone: the page's own stamp, not one of the week after */
    for (int32_t later = 1; later <= 5; later += 4) {
        late.modified = (Stamp){SLICE("told"), BASIS_TEXT, {0, 0}, thursday + later};
        assert_int_equal(times_complete(times, list, 1, done, &story, &scratch), DLN_OK);
        assert_true(slice_is(value_at(done[0], "Friday morning"),
                             later == 1 ? "2021-05-21TMO" : "2021-05-14TMO"));
    }
    arena_free(&story);
    for (int i = 0; i < 3; i++)
        arena_free(&reports[i]->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(news_cases),   cmocka_unit_test(range_cases), cmocka_unit_test(hostile),
        cmocka_unit_test(nul_is_a_gap), cmocka_unit_test(memory_ends), cmocka_unit_test(sisters),
        cmocka_unit_test(late_pages),   cmocka_unit_test(opening_ends)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
