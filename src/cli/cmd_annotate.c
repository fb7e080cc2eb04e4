/* cmd_annotate.c - `dateline annotate FILE...` and `dateline read FILE...`: each report alone.
 * Inputs are taken in batches, so that memory does not grow with their number. */
#include "cli/cli.h"
#include <string.h>

enum { BATCH = 64 };

typedef struct Job { const Settings *settings; dln_format format; dln_write_options options; Output out; bool findings, stopped; } Job;

static int write_record(const dln_record *record, size_t report, void *context) {
    Job *job = context;
    (void)report;
    job->stopped = dln_record_write(record, job->format, &job->options, output_write, &job->out) == DLN_ERR_IO;
    return job->stopped;
}

static dln_status write_reports(Job *job, dln_run *run) {
    dln_record *record;
    dln_status status = dln_run_reports(run, &record);
    if (status != DLN_OK) return status;
    write_record(record, 0, job);
    dln_record_free(record);
    return DLN_OK;
}

static int run_batch(Job *job, const dln *engine, const Settings *part, size_t *failed) {
    dln_run *run;
    if (dln_run_new(engine, &run) != DLN_OK) { say("out of memory"); return EXIT_NOTHING; }
    *failed += add_files(part, run);
    dln_status status = !dln_run_report_count(run) ? DLN_OK : job->findings ? dln_run_annotate_all(run, write_record, job) : write_reports(job, run);
    dln_run_free(run);
    if (status == DLN_OK || job->stopped) return 0;
    say("annotate: %s", dln_status_text(status));
    return EXIT_NOTHING;
}

static int each_report(const Settings *settings, dln_format format, bool findings) {
    dln *engine;
    Job job = {.settings = settings, .format = format, .options = write_options(settings), .findings = findings};
    size_t failed = 0;
    if (settings->n_files == 0) { say("%s needs files: dateline %s FILE...", settings->command, settings->command); return EXIT_USAGE; }
    if (engine_open(settings, &engine)) return EXIT_NOTHING;
    int code = output_open(settings, &job.out);
    for (int at = 0; code == 0 && !job.stopped && at < settings->n_files; at += BATCH) {
        Settings part = *settings;
        part.file = settings->file + at;
        part.n_files = settings->n_files - at < BATCH ? settings->n_files - at : BATCH;
        code = run_batch(&job, engine, &part, &failed);
    }
    if (output_close(&job.out)) code = EXIT_NOTHING;
    dln_close(engine);
    return code ? code : failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int cmd_annotate(const Settings *settings) {
    dln_format format;
    if (dln_format_by_name(settings->format ? settings->format : "jsonl", &format) != DLN_OK) { say("no format '%s'", settings->format); return EXIT_USAGE; }
    return each_report(settings, format, true);
}

int cmd_read(const Settings *settings) {
    const char *name = settings->format ? settings->format : "text";
    return each_report(settings, strcmp(name, "json") == 0 ? DLN_FORMAT_REPORTS : strcmp(name, "jsonl") == 0 ? DLN_FORMAT_REPORTS_JSONL : DLN_FORMAT_REPORTS_TEXT, false);
}
