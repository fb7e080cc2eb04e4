/* annotate_speed.c - words a second from raw text to the JSON of `dateline annotate`, one thread,
 * process CPU time, on each kernel path that runs here.
 *
 * bench/annotate_speed DATA_DIR TEXT [REPEATS [fast|careful [PATH]]]
 *
 * In: paragraphs of plain text, read as reports of about 4,000 bytes cut at blank lines. Out: one
 * JSON line a path. Every step of the command runs: reading, analysis, the record of one report,
 * its JSON (thrown away). Compile it like events_speed.c. */
#include "engine/engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct Counts {
    uint64_t words, bytes;
    dln_format format;
} Counts;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* End of the report that begins at `at`. */
static size_t report_end(Slice text, size_t at)
{
    if (text.n - at < 4000) return text.n;
    size_t blank = slice_find((Slice){text.p + at + 4000, text.n - at - 4000}, SLICE("\n\n"));
    return blank == SIZE_MAX ? text.n : at + 4000 + blank + 2;
}

static int drop(const void *bytes, size_t length, void *context)
{
    (void)bytes;
    ((Counts *)context)->bytes += length;
    return 0;
}

static int each(const dln_record *record, size_t report, void *context)
{
    Counts *counts = context;
    (void)report;
    counts->words += record->record.findings[0]->lang.n_tokens;
    return dln_record_write(record, counts->format, NULL, drop, counts) != DLN_OK;
}

static void read_all(dln *engine, Slice text, Counts *counts)
{
    dln_run *run;
    char name[32];
    if (dln_run_new(engine, &run) != DLN_OK || dln_run_stream(run, 1, each, counts) != DLN_OK)
        exit(1);
    for (size_t at = 0, end; at < text.n; at = end) {
        end = report_end(text, at);
        snprintf(name, sizeof name, "%zu.txt", at);
        if (dln_run_add_bytes(run, name, text.p + at, end - at) != DLN_OK) exit(1);
    }
    if (dln_run_flush(run) != DLN_OK) exit(1);
    dln_run_free(run);
}

/* The engine is opened anew for every run, so that no sentence was met before. */
static void measure(const dln_options *options, const char *path, Slice text, int repeats)
{
    double best = 1e9;
    Counts counts = {0, 0, DLN_FORMAT_JSONL};
    for (int r = 0; r < repeats; r++) {
        dln *engine;
        dln_error err;
        if (dln_open(options, &engine, &err) != DLN_OK) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        bool runs = lang_use_kernels(engine->lang, path);
        counts.words = counts.bytes = 0;
        double start = cpu_seconds();
        if (runs) read_all(engine, text, &counts);
        double took = cpu_seconds() - start;
        if (took < best) best = took;
        dln_close(engine);
        if (!runs) return;
    }
    printf("{\"path\": \"%s\", \"words\": %llu, \"text_bytes\": %zu, \"json_bytes\": %llu, "
           "\"seconds\": %.3f, \"words_per_second\": %.0f}\n",
           path, (unsigned long long)counts.words, text.n, (unsigned long long)counts.bytes, best,
           (double)counts.words / best);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const char *const paths[] = {"avx512-vnni", "avx2", "neon-dotprod", "scalar"};
    Arena arena;
    Slice text;
    dln_options options;
    char message[256];
    if (argc < 3) {
        fprintf(stderr, "usage: annotate_speed DATA_DIR TEXT [REPEATS [fast|careful [PATH]]]\n");
        return 2;
    }
    arena_init(&arena, 0);
    if (file_read(argv[2], 1u << 30, &arena, &text, message) != DLN_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], message);
        return 1;
    }
    dln_options_init(&options);
    options.data_dir = argv[1];
    options.jobs = 1;
    if (argc > 4 && dln_engine_by_name(argv[4], &options.engine) != DLN_OK) {
        fprintf(stderr, "no engine %s\n", argv[4]);
        return 2;
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (argc < 6 || strcmp(argv[5], paths[i]) == 0)
            measure(&options, paths[i], text, argc > 3 ? atoi(argv[3]) : 3);
    arena_free(&arena);
    return 0;
}
