/* Saved reports: a story of restored ones has the same bytes as one of those analysed anew, with
 * the originals freed; damage, other data and strangers are refused; restoring is much faster.
 *
 * In: the reports of examples/. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>
#include "dateline.h"

enum { FILES = 5 };
static const char *const files[FILES] = {
    "examples/1-adria-wire.txt", "examples/2-harbour-post.md", "examples/3-coast-daily.txt",
    "examples/4-danube-herald.html", "examples/5-port-notebook.txt"};
static dln *engine;

typedef struct Bytes {
    char *p;
    size_t n;
} Bytes;

static int append(const void *bytes, size_t length, void *context)
{
    Bytes *out = context;
    char *grown = realloc(out->p, out->n + length + 1);
    if (!grown) return 1;
    memcpy(grown + out->n, bytes, length);
    out->p = grown;
    out->n += length;
    out->p[out->n] = 0;
    return 0;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static Bytes story_of(dln_run *run)
{
    dln_record *record;
    Bytes json = {NULL, 0};
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    assert_int_equal(dln_record_write(record, DLN_FORMAT_JSON, NULL, append, &json), DLN_OK);
    dln_record_free(record);
    return json;
}

static void saved_files(Bytes saved[FILES], Bytes *json, double *taken)
{
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (int i = 0; i < FILES; i++)
        assert_int_equal(dln_run_add_file(run, files[i]), DLN_OK);
    double start = seconds();
    for (size_t i = 0; i < FILES; i++) {
        dln_record *record;
        assert_int_equal(dln_run_annotate(run, i, &record), DLN_OK);
        dln_record_free(record);
    }
    *taken = seconds() - start;
    for (size_t i = 0; i < FILES; i++) {
        saved[i] = (Bytes){NULL, 0};
        assert_int_equal(dln_run_save(run, i, append, &saved[i]), DLN_OK);
    }
    *json = story_of(run);
    dln_run_free(run);
}

static void comes_back_whole(void **state)
{
    (void)state;
    Bytes saved[FILES], json, again;
    dln_run *run;
    double analysis, restoring;
    saved_files(saved, &json, &analysis);
    double start = seconds();
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (int i = 0; i < FILES; i++)
        assert_int_equal(dln_run_restore(run, saved[i].p, saved[i].n), DLN_OK);
    restoring = seconds() - start;
    printf("# analysed and collated alone in %.1f ms, restored in %.2f ms\n", 1e3 * analysis,
           1e3 * restoring);
    assert_int_equal(dln_run_report_count(run), FILES);
    again = story_of(run);
    assert_int_equal(json.n, again.n);
    assert_memory_equal(json.p, again.p, json.n);
    free(again.p);
    /* saved once more from what was restored: the same bytes */
    for (size_t i = 0; i < FILES; i++) {
        Bytes twice = {NULL, 0};
        assert_int_equal(dln_run_save(run, i, append, &twice), DLN_OK);
        assert_int_equal(twice.n, saved[i].n);
        assert_memory_equal(twice.p, saved[i].p, twice.n);
        free(twice.p);
        free(saved[i].p);
    }
    free(json.p);
    dln_run_free(run);
}

static void damage_is_refused(void **state)
{
    (void)state;
    Bytes saved = {NULL, 0};
    dln_run *run;
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_add_file(run, files[0]), DLN_OK);
    assert_int_equal(dln_run_save(run, 0, append, &saved), DLN_OK);
    assert_int_equal(dln_run_save(run, 1, append, &saved), DLN_ERR_USAGE);
    for (size_t at = 0; at < saved.n; at += 1 + at / 7) {
        saved.p[at] = (char)(saved.p[at] ^ 0x20);
        assert_int_equal(dln_run_restore(run, saved.p, saved.n), DLN_ERR_DATA);
        saved.p[at] = (char)(saved.p[at] ^ 0x20);
    }
    for (size_t n = 0; n < saved.n; n += 1 + saved.n / 50)
        assert_int_equal(dln_run_restore(run, saved.p, n), DLN_ERR_DATA);
    assert_int_equal(dln_run_restore(run, "no such bytes", 13), DLN_ERR_DATA);
    assert_int_equal(dln_run_restore(NULL, saved.p, saved.n), DLN_ERR_USAGE);
    free(saved.p);
    dln_run_free(run);
}

static int open_engine(void **state)
{
    dln_error err;
    (void)state;
    return dln_open(NULL, &engine, &err) == DLN_OK ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    dln_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(comes_back_whole),
                                       cmocka_unit_test(damage_is_refused)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
