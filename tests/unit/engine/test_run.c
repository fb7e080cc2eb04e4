/* test_run.c - the public calls over a run: its order, its finished reports, structs that grow,
 * where a fault lies.
 *
 * In: three invented reports, one of them undated. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "dateline.h"

static const char *const texts[] = {
    /* names are given so that the order of adding is not the order of the names */
    "TARVIK, May 13, 2024 (Adria Wire) - A fire broke out at a fuel depot in Tarvik on Sunday, "
    "killing two workers, the mayor said.\n",
    "A fire at a fuel depot in Tarvik killed two workers on Sunday. The mayor, Ana Lint, said on "
    "Monday that the depot had been closed.\n",
    "TARVIK, May 13 (Coast Daily) - Two workers died when a depot in Tarvik burned on May 12. \"We "
    "will rebuild,\" said the mayor, Ana Lint.\n"};
static const char *const names[] = {"c.txt", "a.txt", "b.txt"};

static dln *engine;

static int append(const void *bytes, size_t length, void *context)
{
    FILE *out = context;
    return fwrite(bytes, 1, length, out) != length;
}

static char *json_of(dln_record *record)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_int_equal(dln_record_write(record, DLN_FORMAT_JSON, NULL, append, out), DLN_OK);
    fclose(out);
    dln_record_free(record);
    return text;
}

static char *annotated(dln_run *run, size_t report)
{
    dln_record *record;
    assert_int_equal(dln_run_annotate(run, report, &record), DLN_OK);
    return json_of(record);
}

static dln_run *three(void)
{
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(dln_run_add_bytes(run, names[i], texts[i], strlen(texts[i])), DLN_OK);
    return run;
}

/* Reports are numbered in the order of adding, whatever was asked of the run before. */
static void story_keeps_the_order(void **state)
{
    (void)state;
    dln_run *run = three();
    dln_record *record;
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    dln_record_free(record);
    for (size_t i = 0; i < 3; i++) {
        dln_report about = {.size = sizeof about};
        assert_int_equal(dln_run_annotate(run, i, &record), DLN_OK);
        assert_int_equal(dln_record_report(record, 0, &about), DLN_OK);
        assert_memory_equal(about.source.p, names[i], strlen(names[i]));
        dln_record_free(record);
    }
    dln_run_free(run);
}

/* A finished report does not change: the same bytes before and after a story was made of it. */
static void story_changes_no_report(void **state)
{
    (void)state;
    dln_run *run = three();
    char *before[3];
    dln_record *record;
    for (size_t i = 0; i < 3; i++)
        before[i] = annotated(run, i);
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    char *whole = json_of(record);
    assert_non_null(strstr(whole, "\"basis\": \"story\"")); /* something was completed */
    for (size_t i = 0; i < 3; i++) {
        char *after = annotated(run, i);
        assert_string_equal(before[i], after);
        free(after);
        free(before[i]);
    }
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    char *again = json_of(record);
    assert_string_equal(whole, again);
    free(whole);
    free(again);
    dln_run_free(run);
}

/* A program built with an earlier header gives smaller structs; one of a later header may give
 * larger ones as long as it asks for nothing unknown. */
static void structs_grow(void **state)
{
    (void)state;
    struct {
        dln_options options;
        unsigned char later[16];
    } big;
    dln *other;
    dln_error err;
    memset(&big, 0, sizeof big);
    dln_options_init(&big.options);
    big.options.size = (uint32_t)offsetof(dln_options, engine);
    big.options.engine = (dln_engine)77; /* beyond the caller's size: not read */
    assert_int_equal(dln_open(&big.options, &other, &err), DLN_OK);
    dln_close(other);
    dln_options_init(&big.options);
    big.options.size = sizeof big;
    assert_int_equal(dln_open(&big.options, &other, &err), DLN_OK);
    dln_close(other);
    big.later[3] = 1;
    assert_int_equal(dln_open(&big.options, &other, &err), DLN_ERR_USAGE);
    big.options.size = 0;
    assert_int_equal(dln_open(&big.options, &other, &err), DLN_ERR_USAGE);
}

/* Where there is no byte to point at, the position says so; where there is one, it is told. */
static void faults_have_places(void **state)
{
    (void)state;
    static const char bad_line[] = "{\"text\": \"a\"}\n{\"text\": \n{\"text\": \"b\"}\n";
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_add_bytes(run, "empty", "", 0), DLN_ERR_EMPTY);
    assert_int_equal(dln_run_add_bytes(run, "binary", "\0\1\2\3\0\1\2", 7), DLN_ERR_FORMAT);
    dln_run_add_bytes(run, "lines", bad_line, sizeof bad_line - 1);
    assert_int_equal(dln_run_error_count(run), 3);
    assert_true(dln_run_error(run, 0)->position == UINT64_MAX);
    assert_true(dln_run_error(run, 1)->position == UINT64_MAX);
    assert_true(dln_run_error(run, 2)->position == 14);
    assert_string_equal(dln_run_error(run, 0)->stage, "read");
    assert_string_equal(dln_run_error(run, 2)->input, "lines");
    dln_run_free(run);
}

/* What is known besides counts for its document alone, and only where the document does not say. */
static void documents_bring_what_is_known(void **state)
{
    (void)state;
    static const char page[] =
        "<html><head><title>Caf\xe9 burns down in Tarvik</title></head><body><article><h1>Caf\xe9 "
        "burns down in Tarvik</h1><p>A caf\xe9 in Tarvik "
        "burned down on Sunday, the mayor said on Monday. Nobody was hurt "
        "in the fire.</p></article></body></html>";
    dln_run *run;
    dln_record *record;
    dln_report about = {.size = sizeof about};
    dln_document page_of = {.size = sizeof page_of,
                            .name = "page",
                            .bytes = page,
                            .length = sizeof page - 1,
                            .charset = "iso-8859-1",
                            .url = "https://tarvikpost.example/fire",
                            .outlet = "Tarvik Post",
                            .published = "Mon, 13 May 2024 10:00:00 GMT"};
    dln_document bare = {.size = sizeof bare,
                         .name = "bare",
                         .bytes = texts[1],
                         .length = strlen(texts[1]),
                         .published = "no day at all"};
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_add_document(run, &page_of), DLN_OK);
    assert_int_equal(dln_run_add_document(run, &bare), DLN_OK);
    bare.bytes = "\x1f\x8b\x08no", bare.length = 6;
    assert_int_not_equal(dln_run_add_document(run, &bare), DLN_OK);
    assert_int_equal(dln_run_error_count(run), 1);
    assert_string_equal(dln_run_error(run, 0)->input, "bare");
    assert_int_equal(dln_run_reports(run, &record), DLN_OK);
    assert_int_equal(dln_record_report(record, 0, &about), DLN_OK);
    assert_int_equal(about.title.n, 26);
    assert_memory_equal(about.title.p, "Caf\xc3\xa9 burns down in Tarvik", about.title.n);
    assert_int_equal(about.outlet.n, 11);
    assert_memory_equal(about.outlet.p, "Tarvik Post", about.outlet.n);
    assert_int_equal(about.url.n, strlen(page_of.url));
    assert_memory_equal(about.url.p, page_of.url, about.url.n);
    assert_memory_equal(about.published.p, "2024-05-13", 10);
    assert_int_equal(dln_record_report(record, 1, &about), DLN_OK);
    assert_int_equal(about.outlet.n + about.url.n, 0);
    dln_record_free(record);
    dln_run_free(run);
}

static int open_engine(void **state)
{
    dln_error err;
    dln_options options;
    (void)state;
    dln_options_init(&options);
    options.jobs = 1;
    return dln_open(&options, &engine, &err) == DLN_OK ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    dln_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_bring_what_is_known), cmocka_unit_test(story_keeps_the_order),
        cmocka_unit_test(story_changes_no_report), cmocka_unit_test(structs_grow),
        cmocka_unit_test(faults_have_places)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
