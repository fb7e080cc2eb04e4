/* cmd_annotate.c - `dateline annotate FILE|DIR|-...` and `dateline read FILE|DIR|-...`: each report
 * alone, streamed: memory does not grow with the files. */
#include "cli/cli.h"
#include <string.h>

typedef struct Job {
    const Settings *settings;
    dln_format format;
    dln_write_options options;
    Output out;
    size_t written, cut; /* records; of them, told to be cut short */
    dln_status status;   /* of the writer, when it could not go on */
    bool stopped;
} Job;

static int write_record(const dln_record *record, size_t report, void *context)
{
    Job *job = context;
    (void)report;
    job->written++;
    job->cut += say_cut(job->settings, record);
    job->status = dln_record_write(record, job->format, &job->options, output_write, &job->out);
    job->stopped = job->status != DLN_OK;
    return job->stopped;
}

static int run_job(const Settings *settings, Job *job, const dln *engine, int findings,
                   size_t *failed)
{
    dln_run *run;
    if (dln_run_new(engine, &run) != DLN_OK) {
        say("out of memory");
        return EXIT_NOTHING;
    }
    dln_run_stream(run, findings, write_record, job);
    *failed = add_files(settings, run);
    dln_status status = job->stopped ? DLN_OK : dln_run_flush(run);
    size_t said = *failed;
    *failed = say_errors(settings, run, said);
    dln_run_free(run);
    if (job->stopped) status = job->status == DLN_ERR_IO ? DLN_OK : job->status;
    if (status == DLN_OK || *failed > said) return 0;
    say("%s: %s", settings->command, dln_status_text(status));
    return EXIT_NOTHING;
}

static int each_report(const Settings *settings, dln_format format, int findings)
{
    dln *engine;
    Job job = {.settings = settings, .format = format, .options = write_options(settings)};
    size_t failed = 0;
    if (settings->n_files == 0) {
        say("%s needs files: dateline %s FILE|DIR|-...", settings->command, settings->command);
        return EXIT_USAGE;
    }
    if (engine_open(settings, &engine)) return EXIT_NOTHING;
    int code = output_open(settings, &job.out);
    if (code == 0) {
        code = run_job(settings, &job, engine, findings, &failed);
        if (output_close(&job.out)) code = EXIT_NOTHING;
    }
    dln_close(engine);
    if (code || (!failed && !job.cut)) return code ? code : EXIT_DONE;
    return job.written ? EXIT_SOME_FAILED : EXIT_NOTHING;
}

int cmd_annotate(const Settings *settings)
{
    dln_format format;
    if (dln_format_by_name(settings->format ? settings->format : "jsonl", &format) != DLN_OK) {
        say("no format '%s'", settings->format);
        return EXIT_USAGE;
    }
    return each_report(settings, format, 1);
}

int cmd_read(const Settings *settings)
{
    const char *name = settings->format ? settings->format : "text";
    return each_report(settings,
                       strcmp(name, "json") == 0    ? DLN_FORMAT_REPORTS
                       : strcmp(name, "jsonl") == 0 ? DLN_FORMAT_REPORTS_JSONL
                                                    : DLN_FORMAT_REPORTS_TEXT,
                       0);
}
