/* cmd_annotate.c - `dateline annotate FILE|DIR|-...` and `dateline read FILE|DIR|-...`: each report
 * alone, streamed: memory does not grow with the files.
 *
 * Indented JSON is one document: of one report its object, of more a list of them; so the first is
 * kept back until there is a second. Ids go on from report to report, so that those of one run are
 * all different. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

typedef struct Job {
    const Settings *settings;
    dln_format format;
    dln_write_options options;
    Output out;
    bool list;   /* the result is one JSON document */
    char *first; /* the first report's bytes, kept back */
    size_t n_first, room;
    size_t written, cut, unread; /* records; of them, told to be cut short; not analysed */
    dln_status status;           /* of the writer, when it could not go on */
    bool stopped;
} Job;

/* dln_write_fn: into the bytes kept back. */
static int keep_back(const void *bytes, size_t n, void *context)
{
    Job *job = context;
    if (n > job->room - job->n_first) {
        size_t room = job->room * 2 + n;
        char *more = realloc(job->first, room);
        if (!more) return 1;
        job->first = more;
        job->room = room;
    }
    memcpy(job->first + job->n_first, bytes, n);
    job->n_first += n;
    return 0;
}

/* What stands between the reports of a list; the first time, what was kept back. */
static int list_between(Job *job)
{
    if (job->written > 2) return output_write(",", 1, &job->out);
    return output_write("[", 1, &job->out) || output_write(job->first, job->n_first, &job->out) ||
           output_write(",", 1, &job->out);
}

static int list_end(Job *job)
{
    if (!job->list || job->stopped || !job->written) return 0;
    return job->written == 1 ? output_write(job->first, job->n_first, &job->out)
                             : output_write("]\n", 2, &job->out);
}

static void count_on(dln_counts *before, const dln_record *record)
{
    dln_counts own;
    if (dln_record_counts(record, &own) != DLN_OK) return;
    before->reports += own.reports;
    before->entities += own.entities;
    before->times += own.times;
    before->statements += own.statements;
    before->events += own.events;
    before->facts += own.facts;
}

static int write_record(const dln_record *record, size_t report, void *context)
{
    Job *job = context;
    (void)report;
    job->written++;
    job->cut += say_cut(job->settings, record);
    dln_report about = {.size = sizeof about};
    job->unread += dln_record_report(record, 0, &about) == DLN_OK && about.unread;
    bool first = job->list && job->written == 1;
    if (job->list && !first && list_between(job)) {
        job->status = DLN_ERR_IO;
        return job->stopped = true;
    }
    job->status = first ? dln_record_write(record, job->format, &job->options, keep_back, job)
                        : dln_record_write(record, job->format, &job->options, output_write,
                                           &job->out);
    count_on(&job->options.before, record);
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
    job.list = format == DLN_FORMAT_JSON || format == DLN_FORMAT_REPORTS;
    size_t failed = 0;
    if (settings->n_files == 0) {
        say("%s needs files: dateline %s FILE|DIR|-...", settings->command, settings->command);
        return EXIT_USAGE;
    }
    int code = output_fits(settings, format);
    if (code == 0) code = engine_open(settings, &engine);
    if (code) return code;
    code = output_open(settings, &job.out);
    if (code == 0) {
        code = run_job(settings, &job, engine, findings, &failed);
        if (list_end(&job)) code = EXIT_NOTHING;
        if (output_close(&job.out)) code = EXIT_NOTHING;
    }
    dln_close(engine);
    if (job.unread && !settings->quiet)
        say("%zu of %zu report%s %s not in English: read, not analysed", job.unread, job.written,
            job.written == 1 ? "" : "s", job.unread == 1 ? "is" : "are");
    say_sum(settings, job.written, failed, job.cut);
    free(job.first);
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
