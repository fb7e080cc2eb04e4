/* test_limits.c - limits of memory and words: whatever they are, a record comes out that holds
 * together, or the input is named.
 *
 * In: invented reports, engines with every size of memory from nothing to enough. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "dateline.h"

static const char *const reports[] = {
    "TARVIK, May 13, 2024 (Adria Wire) - A fire broke out at a fuel depot in Tarvik on Sunday, "
    "killing two workers, the mayor said. \"We will rebuild,\" said Ana Lint. She had met Pavel "
    "Drost in Oslo on Friday. Police arrested three people.\n\nTwelve others were injured.\n",
    "Two workers died when a depot in Tarvik burned on May 12. Ana Lint, the mayor, said that it "
    "had been closed. Drost denied it.\n",
    "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"};

static int count(const void *bytes, size_t length, void *context)
{
    (void)bytes;
    *(size_t *)context += length;
    return 0;
}

static dln *engine_of(uint64_t report, uint64_t story, uint32_t words)
{
    dln *engine;
    dln_options options;
    dln_options_init(&options);
    options.jobs = 1;
    options.max_report_memory = report;
    options.max_story_memory = story;
    options.max_report_words = words;
    assert_int_equal(dln_open(&options, &engine, NULL), DLN_OK);
    return engine;
}

static void value_holds(const dln_record *record, size_t fact, size_t index)
{
    dln_value value = {.size = sizeof value};
    assert_int_equal(dln_record_value(record, fact, index, &value), DLN_OK);
    for (size_t i = 0; i < value.evidence_count; i++) {
        dln_evidence at = {.size = sizeof at};
        size_t length;
        assert_int_equal(dln_record_evidence(record, fact, index, i, &at), DLN_OK);
        assert_non_null(dln_record_text(record, at.report, &length));
        assert_true(at.span.begin <= at.span.end && at.span.end <= length);
    }
}

/* Every format can be written; every value of a fact lies inside its report. */
static void holds_together(const dln_record *record)
{
    size_t bytes = 0;
    for (int format = DLN_FORMAT_TEXT; format <= DLN_FORMAT_REPORTS_TEXT; format++)
        assert_int_equal(dln_record_write(record, (dln_format)format, NULL, count, &bytes), DLN_OK);
    assert_true(bytes > 0);
    for (size_t i = 0; i < dln_record_fact_count(record); i++) {
        dln_fact fact = {.size = sizeof fact};
        assert_int_equal(dln_record_fact(record, i, &fact), DLN_OK);
        for (size_t k = 0; k < fact.value_count; k++)
            value_holds(record, i, k);
    }
}

static size_t cut_reports(const dln_record *record)
{
    size_t cut = 0;
    for (size_t i = 0; i < dln_record_report_count(record); i++) {
        dln_report about = {.size = sizeof about};
        assert_int_equal(dln_record_report(record, i, &about), DLN_OK);
        cut += about.cut.n > 0;
    }
    return cut;
}

/* A story and a record of each under these limits; reports that were cut short. */
static size_t story_under(uint64_t report, uint64_t story, uint32_t words)
{
    dln *engine = engine_of(report, story, words);
    dln_run *run;
    dln_record *record;
    size_t cut = 0;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        dln_status status = dln_run_add_bytes(run, "r", reports[i], strlen(reports[i]));
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
    }
    for (size_t i = 0; i < dln_run_report_count(run); i++) {
        assert_int_equal(dln_run_annotate(run, i, &record), DLN_OK);
        holds_together(record);
        dln_record_free(record);
    }
    if (dln_run_report_count(run)) {
        assert_int_equal(dln_run_story(run, &record), DLN_OK);
        holds_together(record);
        cut = cut_reports(record);
        dln_record_free(record);
    }
    assert_int_equal(dln_run_report_count(run) + dln_run_error_count(run), 3);
    dln_run_free(run);
    dln_close(engine);
    return cut;
}

static void any_memory(void **state)
{
    (void)state;
    for (uint64_t report = 1 << 10; report <= 4 << 20; report += report / 3)
        story_under(report, 1 << 30, 0);
    assert_int_equal(story_under(256 << 20, 1 << 30, 0), 0);
    assert_true(story_under(192 << 10, 1 << 30, 0) > 0);
}

static void any_story_memory(void **state)
{
    (void)state;
    for (uint64_t story = 1 << 10; story <= 4 << 20; story += story / 2)
        story_under(256 << 20, story, 0);
    assert_int_equal(story_under(256 << 20, 1 << 10, 0), 3); /* the reports alone, all told */
}

static void any_words(void **state)
{
    (void)state;
    for (uint32_t words = 1; words < 100; words += 3)
        story_under(256 << 20, 1 << 30, words);
    /* the second has fewer; what stands between two blanks, the third, is read whole */
    assert_int_equal(story_under(256 << 20, 1 << 30, 30), 1);
}

static int keep_json(const dln_record *record, size_t report, void *context)
{
    size_t *bytes = context;
    return dln_record_write(record, DLN_FORMAT_JSONL, NULL, count, &bytes[report]);
}

/* Behind a report that met its limit the same report gives the same bytes as before it. */
static void poison_stays_alone(void **state)
{
    (void)state;
    dln *engine = engine_of(1 << 20, 1 << 30, 0);
    size_t bytes[4] = {0}, room = 40000;
    char *poison = malloc(room);
    dln_run *run;
    memset(poison, 'a', room);
    for (size_t i = 1; i < room; i += 2)
        poison[i] = '-';
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_stream(run, 1, keep_json, bytes), DLN_OK);
    dln_run_add_bytes(run, "good", reports[0], strlen(reports[0]));
    dln_run_add_bytes(run, "poison", poison, room);
    dln_run_add_bytes(run, "good", reports[0], strlen(reports[0]));
    assert_int_equal(dln_run_flush(run), DLN_OK);
    assert_true(bytes[0] > 0 && bytes[0] == bytes[2]);
    assert_true(bytes[1] > 0);
    assert_int_equal(dln_run_error_count(run), 0);
    dln_run_free(run);
    dln_close(engine);
    free(poison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_memory), cmocka_unit_test(any_story_memory),
        cmocka_unit_test(any_words), cmocka_unit_test(poison_stays_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
