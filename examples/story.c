/* story.c - a whole program over libdateline: reads the files named on the command line as reports
 * of one event, prints the conflicts with the words behind them, then the record as JSON when
 * --json comes first.
 *
 *     cc examples/story.c $(pkg-config --cflags --libs dateline) -o story && ./story a.txt b.md
 * c.html */
#include <dateline.h>
#include <stdio.h>
#include <string.h>

static int to_stdout(const void *bytes, size_t length, void *context)
{
    (void)context;
    return fwrite(bytes, 1, length, stdout) != length;
}

static void print_value(const dln_record *record, size_t fact, size_t index)
{
    dln_value value = {.size = sizeof value};
    if (dln_record_value(record, fact, index, &value) != DLN_OK) return;
    for (size_t i = 0; i < value.evidence_count; i++) {
        dln_evidence at = {.size = sizeof at};
        if (dln_record_evidence(record, fact, index, i, &at) != DLN_OK) return;
        const char *text = dln_record_text(record, at.report, NULL);
        printf("  report %zu says \"%.*s\"\n", at.report + 1, (int)(at.span.end - at.span.begin),
               text + at.span.begin);
    }
}

static void print_conflicts(const dln_record *record)
{
    size_t conflicts = 0;
    for (size_t i = 0; i < dln_record_fact_count(record); i++) {
        dln_fact fact = {.size = sizeof fact};
        if (dln_record_fact(record, i, &fact) != DLN_OK || fact.verdict != DLN_CONFLICT) continue;
        printf("%.*s differs (%.*s):\n", (int)fact.attribute.n, fact.attribute.p, (int)fact.why.n,
               fact.why.p);
        for (size_t k = 0; k < fact.value_count; k++)
            print_value(record, i, k);
        conflicts++;
    }
    printf("%zu reports, %zu facts, %zu conflicts\n", dln_record_report_count(record),
           dln_record_fact_count(record), conflicts);
}

int main(int argc, char **argv)
{
    int json = argc > 1 && strcmp(argv[1], "--json") == 0, failed = 0;
    dln *engine;
    dln_run *run = NULL;
    dln_record *record = NULL;
    dln_error error;
    if (dln_open(NULL, &engine, &error) != DLN_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    if (dln_run_new(engine, &run) != DLN_OK) {
        dln_close(engine);
        return 3;
    }
    for (int i = 1 + json; i < argc; i++) {
        if (dln_run_add_file(run, argv[i]) == DLN_OK) continue;
        fprintf(stderr, "%s: %s\n", argv[i],
                dln_run_error(run, dln_run_error_count(run) - 1)->message);
        failed = 1;
    }
    dln_status status = dln_run_story(run, &record);
    if (status != DLN_OK) {
        fprintf(stderr, "%s\n", dln_status_text(status));
        failed = 3;
    } else if (json)
        failed |= dln_record_write(record, DLN_FORMAT_JSON, NULL, to_stdout, NULL) != DLN_OK;
    else
        print_conflicts(record);
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return failed;
}
