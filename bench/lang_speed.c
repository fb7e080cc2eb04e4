/* lang_speed.c - words a second of the language stage from raw text, one thread, process CPU time;
 * load time and resident memory. bench/lang_speed DATA_DIR TEXT [REPEATS [ENGINE [PATH]]]     TEXT:
 * paragraphs of plain text; read as reports of about 4,000 bytes cut at blank lines Prints one JSON
 * line a kernel path. bench/lang_speed.py runs it next to spaCy on the same text. */
#include "base/io.h"
#include "lang/lang.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long resident_kib(void)
{
    long pages = 0, ignored = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f) {
        if (fscanf(f, "%ld %ld", &ignored, &pages) != 2) pages = 0;
        fclose(f);
    }
    return pages * 4;
}

/* End of the report that begins at `at`. */
static size_t report_end(Slice text, size_t at)
{
    if (text.n - at < 4000) return text.n;
    size_t blank = slice_find((Slice){text.p + at + 4000, text.n - at - 4000}, SLICE("\n\n"));
    return blank == SIZE_MAX ? text.n : at + 4000 + blank + 2;
}

static uint64_t read_all(const Lang *lang, Slice text, Arena *scratch)
{
    uint64_t words = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = report_end(text, at);
        Report report = {0};
        LangText out;
        arena_init(&report.arena, 0);
        report.text = (Slice){text.p + at, end - at};
        if (lang_read(lang, &report, &report.arena, scratch, &out) != DLN_OK) exit(1);
        words += out.n_tokens;
        arena_free(&report.arena);
        at = end;
    }
    return words;
}

typedef struct Job {
    const char *data;
    dln_engine engine;
    Slice text;
    int repeats;
} Job;

/* The language stage is opened anew for every run, so that no sentence was met before. */
static void measure(const Job *job, const char *path)
{
    Arena scratch;
    double took = 0, load = 0;
    uint64_t words = 0;
    long resident = 0;
    arena_init(&scratch, 0);
    for (int i = 0; i < job->repeats; i++) {
        Lang *lang;
        dln_error err;
        double start = cpu_seconds();
        if (lang_open(job->data, job->engine, &lang, &err) != DLN_OK) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        load = cpu_seconds() - start;
        bool runs = lang_use_kernels(lang, path);
        start = cpu_seconds();
        if (runs) words += read_all(lang, job->text, &scratch);
        took += cpu_seconds() - start;
        resident = resident_kib();
        lang_close(lang);
        if (!runs) return;
    }
    printf("{\"path\": \"%s\", \"words\": %llu, \"seconds\": %.3f, \"words_per_second\": %.0f, "
           "\"load_ms\": %.1f, \"resident_mib\": %.1f}\n",
           path, (unsigned long long)words, took, (double)words / took, load * 1e3,
           (double)resident / 1024);
    fflush(stdout);
    arena_free(&scratch);
}

int main(int argc, char **argv)
{
    static const char *const paths[] = {"avx512-vnni", "avx2", "neon-dotprod", "scalar"};
    Arena arena;
    Job job = {.engine = DLN_ENGINE_FAST};
    char message[256];
    if (argc < 3) {
        fprintf(stderr, "usage: lang_speed DATA_DIR TEXT [REPEATS [fast|careful [PATH]]]\n");
        return 2;
    }
    arena_init(&arena, 0);
    if (file_read(argv[2], 1u << 30, &arena, &job.text, message) != DLN_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], message);
        return 1;
    }
    job.data = argv[1];
    job.repeats = argc > 3 ? atoi(argv[3]) : 3;
    if (argc > 4 && dln_engine_by_name(argv[4], &job.engine) != DLN_OK) {
        fprintf(stderr, "no engine %s\n", argv[4]);
        return 2;
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (argc < 6 || strcmp(argv[5], paths[i]) == 0) measure(&job, paths[i]);
    arena_free(&arena);
    return 0;
}
