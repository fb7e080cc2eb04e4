/* test_limits.c - limits of memory, words and time: whatever they are, a record comes out that
 * holds together, or the input is named.
 *
 * In: invented reports, engines with every size of memory from nothing to enough. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <time.h>
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

static dln *open_with(dln_options *options)
{
    dln *engine;
    options->jobs = 1;
    assert_int_equal(dln_open(options, &engine, NULL), DLN_OK);
    return engine;
}

static dln *engine_of(uint64_t report, uint64_t story, uint32_t words)
{
    dln_options options;
    dln_options_init(&options);
    options.max_report_memory = report;
    options.max_story_memory = story;
    options.max_report_words = words;
    return open_with(&options);
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
    assert_true(story_under(128 << 10, 1 << 30, 0) > 0);
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

/* ---- time ---- */

static dln *engine_in(double seconds)
{
    dln_options options;
    dln_options_init(&options);
    options.max_report_seconds = seconds;
    return open_with(&options);
}

static double processor_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A report of a thousand names that meet: half a second, most of it in the stages behind the words.
 */
static char *long_report(void)
{
    static const char *const first[] = {"Bal", "Cor", "Dan", "Fen", "Gor", "Hal", "Jor", "Kel"},
                             *const last[] = {"den", "lin", "mor", "nas", "per", "ric", "sen"};
    size_t room = 200000, n = 0;
    char *text = malloc(room);
    for (unsigned i = 0; i < 2000; i++)
        n += (size_t)snprintf(text + n, room - n, "%s%s %s%s%s met %s%s %s%s in Riga. ",
                              first[i % 8], last[i % 7], first[i * 3 % 8], last[i / 8 % 7],
                              last[i / 56 % 7], first[i / 7 % 8], last[i * 5 % 7],
                              first[i / 56 % 8], last[i / 3 % 7]);
    return text;
}

typedef struct Told {
    size_t bytes;
    uint64_t sum; /* of the bytes, in their order */
} Told;

static int add_up(const void *bytes, size_t length, void *context)
{
    Told *told = context;
    for (size_t i = 0; i < length; i++)
        told->sum = told->sum * 1099511628211u + ((const unsigned char *)bytes)[i];
    told->bytes += length;
    return 0;
}

/* The record of one text by itself, and the processor time it took. */
static dln_status annotate(const dln *engine, const char *text, Told *told, double *seconds)
{
    dln_run *run;
    dln_record *record;
    double begun = processor_seconds();
    *told = (Told){0, 0};
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    dln_status status = dln_run_add_bytes(run, "r", text, strlen(text));
    if (status == DLN_OK) {
        status = dln_run_annotate(run, 0, &record);
        if (status == DLN_OK) {
            assert_int_equal(dln_record_write(record, DLN_FORMAT_JSONL, NULL, add_up, told),
                             DLN_OK);
            dln_record_free(record);
        }
    }
    dln_run_free(run);
    *seconds = processor_seconds() - begun;
    return status;
}

/* The limit bites long before the end; without one, and under one that is not met, the report has
 * the same bytes. */
static void time_bites_inside(void **state)
{
    (void)state;
    char *text = long_report();
    dln *unlimited = engine_in(0), *patient = engine_in(1000);
    Told whole, again, none;
    double all, limited;
    assert_int_equal(annotate(unlimited, text, &whole, &all), DLN_OK);
    assert_true(whole.bytes > 0);
    assert_int_equal(annotate(unlimited, text, &again, &all), DLN_OK);
    assert_memory_equal(&whole, &again, sizeof whole);
    assert_int_equal(annotate(patient, text, &again, &limited), DLN_OK);
    assert_memory_equal(&whole, &again, sizeof whole);
    for (double part = 0.125; part <= 0.5; part *= 4) {
        dln *hasty = engine_in(all * part);
        assert_int_equal(annotate(hasty, text, &none, &limited), DLN_ERR_TIME);
        assert_int_equal(none.bytes, 0);
        assert_true(limited < all * part + all * 0.4);
        dln_close(hasty);
    }
    dln_close(unlimited);
    dln_close(patient);
    free(text);
}

/* Whatever the time, what comes out holds together: a record of the report, or an error; a story of
 * it and others, that says what was cut. */
static void any_time(void **state)
{
    (void)state;
    char *text = long_report();
    size_t cut = 0, failed = 0;
    text[40000] = 0;
    for (double seconds = 0.0005; seconds < 1; seconds *= 3) {
        dln *engine = engine_in(seconds);
        dln_run *run;
        dln_record *record;
        dln_error err;
        assert_int_equal(dln_run_new(engine, &run), DLN_OK);
        dln_run_add_bytes(run, "a", reports[0], strlen(reports[0]));
        dln_run_add_bytes(run, "b", text, strlen(text));
        for (size_t i = 0; i < dln_run_report_count(run); i++) {
            dln_status status = dln_run_annotate(run, i, &record);
            assert_true(status == DLN_OK || status == DLN_ERR_TIME);
            failed += status != DLN_OK;
            if (status != DLN_OK) continue;
            holds_together(record);
            dln_record_free(record);
        }
        if (dln_run_report_count(run)) {
            assert_int_equal(dln_run_story(run, &record), DLN_OK);
            holds_together(record);
            cut += cut_reports(record);
            dln_record_free(record);
        }
        for (size_t i = 0; i < dln_run_error_count(run); i++) {
            err = *dln_run_error(run, i);
            assert_int_equal(err.code, DLN_ERR_TIME);
        }
        dln_run_free(run);
        dln_close(engine);
    }
    assert_true(cut > 0 && failed > 0);
    free(text);
}

/* In a stream the report that ran out is named, with its own code; those before and behind it are
 * as they are without a limit. */
static void time_is_lost_alone(void **state)
{
    (void)state;
    char *text = long_report();
    size_t bytes[4] = {0}, free_bytes[4] = {0};
    for (int limited = 0; limited < 2; limited++) {
        dln *engine = engine_in(limited ? 0.1 : 0);
        dln_run *run;
        assert_int_equal(dln_run_new(engine, &run), DLN_OK);
        assert_int_equal(dln_run_stream(run, 1, keep_json, limited ? bytes : free_bytes), DLN_OK);
        dln_run_add_bytes(run, "good", reports[0], strlen(reports[0]));
        if (limited) dln_run_add_bytes(run, "slow", text, strlen(text));
        dln_run_add_bytes(run, "good", reports[1], strlen(reports[1]));
        assert_int_equal(dln_run_flush(run), limited ? DLN_ERR_TIME : DLN_OK);
        assert_int_equal(dln_run_error_count(run), limited);
        if (limited) {
            assert_string_equal(dln_run_error(run, 0)->input, "slow");
            assert_int_equal(dln_run_error(run, 0)->code, DLN_ERR_TIME);
            assert_true(strlen(dln_run_error(run, 0)->message) > 0);
        }
        dln_run_free(run);
        dln_close(engine);
    }
    assert_memory_equal(bytes, free_bytes, sizeof bytes);
    free(text);
}

/* Reading counts too: a letter of many quoted lines. */
static void reading_takes_time(void **state)
{
    (void)state;
    static const char head[] = "From: a@post.example\nTo: b@post.example\nSubject: Fire\n"
                               "Date: Mon, 1 May 2023 10:00:00 +0000\n\n";
    const size_t lines = 200000, width = 18;
    char *letter = malloc(sizeof head + lines * width);
    size_t n = sizeof head - 1;
    memcpy(letter, head, n);
    for (size_t i = 0; i < lines; i++, n += width)
        memcpy(letter + n, "> Police arrested\n", width);
    dln *engine = engine_in(0.02);
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_add_bytes(run, "letter", letter, n), DLN_ERR_TIME);
    assert_int_equal(dln_run_report_count(run), 0);
    assert_int_equal(dln_run_error_count(run), 1);
    dln_run_free(run);
    dln_close(engine);
    free(letter);
}

static void no_such_time(void **state)
{
    (void)state;
    dln *engine;
    dln_options options;
    dln_options_init(&options);
    options.max_report_seconds = -1;
    assert_int_equal(dln_open(&options, &engine, NULL), DLN_ERR_USAGE);
    options.max_report_seconds = NAN;
    assert_int_equal(dln_open(&options, &engine, NULL), DLN_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_memory),         cmocka_unit_test(any_story_memory),
        cmocka_unit_test(any_words),          cmocka_unit_test(poison_stays_alone),
        cmocka_unit_test(time_bites_inside),  cmocka_unit_test(any_time),
        cmocka_unit_test(time_is_lost_alone), cmocka_unit_test(reading_takes_time),
        cmocka_unit_test(no_such_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
