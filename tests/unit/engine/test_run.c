/* test_run.c - the public calls over a run: its order, its finished reports, structs that grow,
 * where a fault lies.
 *
 * In: three invented reports, one of them undated. Out: TAP. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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

/* ---- archives ---- */

enum { ENTRIES = 700, ENTRY_ROOM = 4000 };

/* An archive whose entries stand in one place, each over the one before. */
typedef struct Archive {
    char name[16], bytes[ENTRY_ROOM];
    unsigned given, breaks_at;
    size_t held, held_most; /* bytes of the heap while entries are taken */
} Archive;

static int next_entry(dln_document *document, void *context)
{
    Archive *a = context;
    struct mallinfo2 heap = mallinfo2();
    a->held = heap.uordblks;
    if (a->held > a->held_most) a->held_most = a->held;
    memset(a->bytes, '~', sizeof a->bytes);
    memset(a->name, '~', sizeof a->name - 1);
    if (a->given == ENTRIES) return 0;
    if (a->given == a->breaks_at) return -1;
    snprintf(a->name, sizeof a->name, "e%u", a->given);
    int n = snprintf(a->bytes, sizeof a->bytes,
                     "A fire in dock %u of Tarvik killed two workers, Ana Lint said.", a->given);
    memset(a->bytes + n, '\n', sizeof a->bytes - (size_t)n);
    document->name = a->name;
    document->bytes = a->given % 10 == 3 ? "" : a->bytes;
    document->length = a->given % 10 == 3 ? 0 : sizeof a->bytes;
    document->published = "2024-05-13";
    document->outlet = "Dock Post";
    if (a->given % 100 == 7) document->bytes = NULL; /* wrong use: its row alone */
    a->given++;
    return 1;
}

typedef struct Taken {
    unsigned reports, failures, usage, last;
    unsigned stops_at;
} Taken;

static int take_record(const dln_record *record, size_t report, void *context)
{
    Taken *t = context;
    dln_report about = {.size = sizeof about};
    size_t n;
    char name[16];
    unsigned number;
    assert_int_equal(report, t->reports);
    assert_int_equal(dln_record_report(record, 0, &about), DLN_OK);
    assert_true(about.source.n < sizeof name);
    snprintf(name, sizeof name, "%.*s", (int)about.source.n, about.source.p);
    assert_int_equal(sscanf(name, "e%u", &number), 1);
    assert_true(!t->reports || number > t->last); /* in order */
    const char *text = dln_record_text(record, 0, &n);
    char dock[32];
    snprintf(dock, sizeof dock, "dock %u of", number);
    assert_non_null(memmem(text, n, dock, strlen(dock))); /* its own words, not the next's */
    assert_true(about.outlet.n == 9 && about.published.n == 10);
    t->last = number;
    return ++t->reports == t->stops_at;
}

static int stop_at(const dln_error *error, void *context)
{
    Taken *t = context;
    assert_true(strlen(error->message) > 0);
    return ++t->failures == t->stops_at;
}

/* Who is told of failures and has enough stops what is read, within an input too: a listing of
 * damaged lines, an archive of damaged records, each alone or in a stream. */
static void enough_failures_stop_the_run(void **state)
{
    (void)state;
    enum { EACH = 20 };
    static const char *const damaged[] = {"{]\n", "WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n"};
    static const char good[] = "{\"text\":\"A crane fell at dock 9 of the harbour of Velm.\"}\n";
    for (int i = 0; i < 4; i++) {
        char bytes[4096] = "";
        size_t n = i % 2 ? 0 : (size_t)sprintf(bytes, "%s%s", good, good);
        for (int k = 0; k < EACH; k++)
            n += (size_t)sprintf(bytes + n, "%s", damaged[i % 2]);
        Taken t = {.stops_at = 3};
        dln_run *run;
        assert_int_equal(dln_run_new(engine, &run), DLN_OK);
        if (i > 1) assert_int_equal(dln_run_stream(run, 0, take_record, &t), DLN_OK);
        assert_int_equal(dln_run_on_error(run, stop_at, &t), DLN_OK);
        assert_int_equal(dln_run_add_bytes(run, "list", bytes, n), DLN_ERR_IO);
        assert_int_equal(t.failures, 3);
        assert_int_equal(dln_run_add_bytes(run, "list", bytes, n), DLN_ERR_IO);
        assert_int_equal(dln_run_add_file(run, "/there/is/none"), DLN_ERR_IO);
        assert_int_equal(t.failures, 3);
        assert_int_equal(dln_run_error_count(run), 0);
        dln_run_free(run);
    }
}

static int take_failure(const dln_error *error, void *context)
{
    Taken *t = context;
    assert_int_equal(error->input[0], 'e');
    assert_true(strlen(error->message) > 0);
    t->failures++;
    t->usage += error->code == DLN_ERR_USAGE;
    return 0;
}

static dln_run *stream_of(Taken *taken, bool told)
{
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_stream(run, 1, take_record, taken), DLN_OK);
    if (told) assert_int_equal(dln_run_on_error(run, take_failure, taken), DLN_OK);
    return run;
}

/* Entries come through one by one, in order, what is wrong with one is its own row, and what is
 * held does not grow. */
static void archives_stream(void **state)
{
    (void)state;
    for (int told = 0; told < 2; told++) {
        Archive a = {.breaks_at = ENTRIES + 1};
        Taken taken = {0};
        dln_run *run = stream_of(&taken, told);
        assert_int_equal(dln_run_add_all(run, next_entry, &a), DLN_OK);
        assert_int_equal(dln_run_flush(run), DLN_OK);
        assert_int_equal(taken.reports, ENTRIES * 9 / 10 - ENTRIES / 100);
        assert_int_equal(taken.failures, told ? ENTRIES - taken.reports : 0);
        assert_int_equal(taken.usage, told ? ENTRIES / 100 : 0);
        assert_int_equal(dln_run_error_count(run), told ? 0 : ENTRIES - taken.reports);
        assert_true(a.held_most < a.held + (8u << 20));
        dln_run_free(run);
    }
}

/* An archive that breaks off, a reader that has enough: what came before was given out. */
static void archives_end_early(void **state)
{
    (void)state;
    Archive a = {.breaks_at = 100};
    Taken taken = {0};
    dln_run *run = stream_of(&taken, true);
    assert_int_equal(dln_run_add_all(run, next_entry, &a), DLN_ERR_IO);
    assert_int_equal(dln_run_flush(run), DLN_OK);
    assert_int_equal(taken.reports + taken.failures, 100);
    dln_run_free(run);
    a = (Archive){.breaks_at = ENTRIES + 1};
    taken = (Taken){.stops_at = 5};
    run = stream_of(&taken, true);
    assert_int_equal(dln_run_add_all(run, next_entry, &a), DLN_ERR_IO);
    assert_int_equal(taken.reports, 5);
    assert_true(a.given < 100); /* a batch ahead at most */
    assert_int_equal(dln_run_flush(run), DLN_ERR_IO);
    assert_int_equal(taken.reports, 5);
    assert_int_equal(dln_run_add_all(NULL, next_entry, &a), DLN_ERR_USAGE);
    assert_int_equal(dln_run_add_all(run, NULL, &a), DLN_ERR_USAGE);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(documents_bring_what_is_known),
                                       cmocka_unit_test(enough_failures_stop_the_run),
                                       cmocka_unit_test(story_keeps_the_order),
                                       cmocka_unit_test(story_changes_no_report),
                                       cmocka_unit_test(structs_grow),
                                       cmocka_unit_test(faults_have_places),
                                       cmocka_unit_test(archives_stream),
                                       cmocka_unit_test(archives_end_early)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
