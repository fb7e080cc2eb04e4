/* lang_speed.c - words a second of the language stage from raw text, one thread, process CPU time;
 * load time and resident memory. bench/lang_speed DATA_DIR TEXT [REPEATS [ENGINE]]     TEXT:
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

static void measure(Lang *lang, const char *path, Slice text, int repeats, double load)
{
    Arena scratch;
    arena_init(&scratch, 0);
    if (!lang_use_kernels(lang, path)) return;
    read_all(lang, text, &scratch);
    double start = cpu_seconds();
    uint64_t words = 0;
    for (int i = 0; i < repeats; i++)
        words += read_all(lang, text, &scratch);
    double took = cpu_seconds() - start;
    printf("{\"path\": \"%s\", \"words\": %llu, \"seconds\": %.3f, \"words_per_second\": %.0f, "
           "\"load_ms\": %.1f, \"resident_mib\": %.1f}\n",
           path, (unsigned long long)words, took, (double)words / took, load * 1e3,
           (double)resident_kib() / 1024);
    arena_free(&scratch);
}

int main(int argc, char **argv)
{
    static const char *const paths[] = {"avx512-vnni", "avx2", "neon-dotprod", "scalar"};
    Arena arena;
    Slice text;
    Lang *lang;
    dln_error err;
    char message[256];
    if (argc < 3) {
        fprintf(stderr, "usage: lang_speed DATA_DIR TEXT [REPEATS [fast|careful]]\n");
        return 2;
    }
    arena_init(&arena, 0);
    if (file_read(argv[2], 1u << 30, &arena, &text, message) != DLN_OK) {
        fprintf(stderr, "%s: %s\n", argv[2], message);
        return 1;
    }
    double start = cpu_seconds();
    dln_engine engine = DLN_ENGINE_FAST;
    if (argc > 4 && dln_engine_by_name(argv[4], &engine) != DLN_OK) {
        fprintf(stderr, "no engine %s\n", argv[4]);
        return 2;
    }
    if (lang_open(argv[1], engine, &lang, &err) != DLN_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    double load = cpu_seconds() - start;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        measure(lang, paths[i], text, argc > 3 ? atoi(argv[3]) : 3, load);
    lang_close(lang);
    arena_free(&arena);
    return 0;
}
