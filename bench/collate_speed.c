/* collate_speed.c - milliseconds to join reports that are analysed already into one record, one
 * thread, process CPU time.
 *
 * bench/collate_speed DATA_DIR REPEATS FILE...
 *
 * In: reports, any form that the program reads. Out: one JSON line: their number, the record's
 * facts, the best of REPEATS joins. Compile it like events_speed.c. */
#include "dateline.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void must(dln_status status, const char *what)
{
    if (status == DLN_OK) return;
    fprintf(stderr, "%s: %s\n", what, dln_status_text(status));
    exit(1);
}

/* One join; its seconds. The first analyses the reports, and the run keeps what was found. */
static double join(dln_run *run, size_t *facts)
{
    dln_record *record;
    double start = cpu_seconds();
    must(dln_run_story(run, &record), "story");
    double took = cpu_seconds() - start;
    *facts = dln_record_fact_count(record);
    dln_record_free(record);
    return took;
}

int main(int argc, char **argv)
{
    dln_options options;
    dln *engine;
    dln_run *run;
    dln_error err;
    size_t facts = 0;
    if (argc < 4) {
        fprintf(stderr, "usage: collate_speed DATA_DIR REPEATS FILE...\n");
        return 2;
    }
    dln_options_init(&options);
    options.data_dir = argv[1];
    options.jobs = 1;
    must(dln_open(&options, &engine, &err), "open");
    must(dln_run_new(engine, &run), "run");
    for (int i = 3; i < argc; i++)
        must(dln_run_add_file(run, argv[i]), argv[i]);
    join(run, &facts);
    double best = 1e9;
    for (int r = 0; r < atoi(argv[2]); r++) {
        double took = join(run, &facts);
        if (took < best) best = took;
    }
    printf("{\"reports\": %zu, \"facts\": %zu, \"milliseconds\": %.1f}\n",
           dln_run_report_count(run), facts, best * 1000);
    dln_run_free(run);
    dln_close(engine);
    return 0;
}
