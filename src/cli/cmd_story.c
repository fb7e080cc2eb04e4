/* cmd_story.c - `dateline story FILE|DIR|-...`: many reports of one event, one record. */
#include "cli/cli.h"
#include <stdlib.h>

/* Says on standard error when the reports look like several stories, and which: a record of two
 * events is a record of none. */
static void say_parts(const dln *engine, const dln_record *record)
{
    size_t n = dln_record_report_count(record), parts = 0;
    size_t *part = calloc(n ? n : 1, sizeof *part);
    if (!part || n < 2 || dln_record_parts(engine, record, part) != DLN_OK) n = 0;
    for (size_t i = 0; i < n; i++)
        parts += part[i] == i;
    if (parts > 1) say("these reports look like %zu stories (`dateline group` parts them):", parts);
    for (size_t p = 0; p < n && parts > 1; p++) {
        if (part[p] != p) continue;
        size_t more = 0;
        for (size_t i = p + 1; i < n; i++)
            more += part[i] == p;
        dln_report about = {.size = sizeof about};
        if (dln_record_report(record, p, &about) != DLN_OK) continue;
        say("  %.*s%s%.*s", (int)about.source.n, about.source.p, about.member.n ? " " : "",
            (int)about.member.n, about.member.p);
        for (size_t i = p + 1; i < n && more; i++)
            if (part[i] == p && dln_record_report(record, i, &about) == DLN_OK)
                say("    with %.*s%s%.*s", (int)about.source.n, about.source.p,
                    about.member.n ? " " : "", (int)about.member.n, about.member.p);
    }
    free(part);
}

/* `cut` counts the reports that a limit cut short. */
static int write_story(const Settings *settings, const dln *engine, dln_run *run, size_t *cut)
{
    dln_record *record;
    dln_format format;
    dln_write_options options = write_options(settings);
    Output out;
    dln_status status = dln_run_story(run, &record);
    if (status != DLN_OK) {
        say("story: %s", dln_status_text(status));
        return EXIT_NOTHING;
    }
    int code = EXIT_NOTHING;
    if (dln_format_by_name(settings->format ? settings->format : "text", &format) != DLN_OK) {
        say("no format '%s'", settings->format);
        code = EXIT_USAGE;
    } else if (output_open(settings, &out) == 0) {
        *cut = say_cut(settings, record);
        say_parts(engine, record);
        status = dln_record_write(record, format, &options, output_write, &out);
        code = output_close(&out);
        if (status != DLN_OK && status != DLN_ERR_IO) {
            say("story: %s", dln_status_text(status));
            code = EXIT_NOTHING;
        }
    }
    dln_record_free(record);
    return code;
}

int cmd_story(const Settings *settings)
{
    dln *engine;
    dln_run *run;
    if (settings->n_files == 0) {
        say("story needs the reports: dateline story FILE|DIR|-...");
        return EXIT_USAGE;
    }
    int opened = engine_open(settings, &engine);
    if (opened) return opened;
    if (dln_run_new(engine, &run) != DLN_OK) {
        dln_close(engine);
        say("out of memory");
        return EXIT_NOTHING;
    }
    size_t failed = add_files(settings, run), cut = 0;
    int code = EXIT_NOTHING;
    if (dln_run_report_count(run) == 0)
        say("no report could be read");
    else
        code = write_story(settings, engine, run, &cut);
    say_sum(settings, dln_run_report_count(run), failed, cut);
    dln_run_free(run);
    dln_close(engine);
    return code ? code : failed || cut ? EXIT_SOME_FAILED : EXIT_DONE;
}
