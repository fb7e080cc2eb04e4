/* events_speed.c - sentences a second from raw text to coded events, one thread, process CPU time,
 * on each kernel path that runs here. bench/events_speed DATA_DIR TEXT [REPEATS [PATH]]     TEXT:
 * paragraphs of plain text; read as reports of about 4,000 bytes cut at blank lines Every stage
 * runs (sentences, tags, parse, names, times, quantities, entities, statements, events), and every
 * event is coded to its dyads. Prints one JSON line a path. Compile against the static library of
 * build/: cc -std=c17 -O2 -Isrc -Iinclude bench/events_speed.c build/libdateline.a $(pkg-config
 * --libs ...) -lm */
#include "engine/engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct Counts {
    uint64_t sentences, words, events, dyads;
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

static void code_report(const dln *engine, Slice text, Arena *scratch, Counts *counts)
{
    Report report = {0};
    Findings found;
    EventDyad dyad[64];
    arena_init(&report.arena, 0);
    report.text = text;
    report.published.day = DAY_UNKNOWN;
    if (engine_findings(engine, &report, &found, scratch) != DLN_OK) exit(1);
    counts->sentences += found.lang.n_sentences;
    counts->words += found.lang.n_tokens;
    counts->events += found.events.n;
    for (uint32_t i = 0; i < found.events.n; i++)
        if (found.events.at[i].cameo.n) /* what no code has is told in its own words */
            counts->dyads += event_dyads(&engine->events, &found, &found.events.at[i], dyad, 64);
    arena_free(&report.arena);
}

static void code_all(const dln *engine, Slice text, Counts *counts)
{
    Arena scratch;
    arena_init(&scratch, 0);
    *counts = (Counts){0};
    for (size_t at = 0, end; at < text.n; at = end) {
        end = report_end(text, at);
        code_report(engine, (Slice){text.p + at, end - at}, &scratch, counts);
    }
    arena_free(&scratch);
}

/* The engine is opened anew for every run, so that no sentence was met before. */
static void measure(const dln_options *options, const char *path, Slice text, int repeats)
{
    double best = 1e9;
    Counts counts = {0};
    for (int r = 0; r < repeats; r++) {
        dln *engine;
        dln_error err;
        if (dln_open(options, &engine, &err) != DLN_OK) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        bool runs = lang_use_kernels(engine->lang, path);
        double start = cpu_seconds();
        if (runs) code_all(engine, text, &counts);
        double took = cpu_seconds() - start;
        if (took < best) best = took;
        dln_close(engine);
        if (!runs) return;
    }
    printf("{\"path\": \"%s\", \"sentences\": %llu, \"words\": %llu, \"events\": %llu, \"dyads\": "
           "%llu, \"seconds\": %.3f, \"sentences_per_second\": %.0f}\n",
           path, (unsigned long long)counts.sentences, (unsigned long long)counts.words,
           (unsigned long long)counts.events, (unsigned long long)counts.dyads, best,
           (double)counts.sentences / best);
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
        fprintf(stderr, "usage: events_speed DATA_DIR TEXT [REPEATS [PATH]]\n");
        return 2;
    }
    arena_init(&arena, 0);
    if (file_read(argv[2], 1u << 30, &arena, &text, message) != DLN_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], message);
        return 1;
    }
    dln_options_init(&options);
    options.data_dir = argv[1];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (argc < 5 || strcmp(argv[4], paths[i]) == 0)
            measure(&options, paths[i], text, argc > 3 ? atoi(argv[3]) : 3);
    arena_free(&arena);
    return 0;
}
