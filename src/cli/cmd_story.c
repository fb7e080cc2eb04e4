/* cmd_story.c - `dateline story FILE|DIR|-...`: many reports of one event, one record. */
#include "cli/cli.h"
#include <stdlib.h>

/* "reports/4.warc entry", of a record's report. */
static void say_named(const dln_record *record, size_t i, const char *before)
{
    dln_report about = {.size = sizeof about};
    if (dln_record_report(record, i, &about) == DLN_OK)
        say("  %s%.*s%s%.*s", before, (int)about.source.n, about.source.p,
            about.member.n ? " " : "", (int)about.member.n, about.member.p);
}

static bool is_unread(const dln_record *record, size_t i)
{
    dln_report about = {.size = sizeof about};
    return dln_record_report(record, i, &about) == DLN_OK && about.unread;
}

/* Says which reports are read and not analysed, for nothing else tells why they add nothing. */
static void say_unread(const Settings *settings, const dln_record *record)
{
    enum { NAMED = 5 };
    size_t n = dln_record_report_count(record), unread = 0, said = 0;
    for (size_t i = 0; i < n; i++)
        unread += is_unread(record, i);
    if (!unread || settings->quiet) return;
    say("%zu of %zu report%s %s not in English: read, not analysed:", unread, n, n == 1 ? "" : "s",
        unread == 1 ? "is" : "are");
    for (size_t i = 0; i < n && said < NAMED; i++)
        if (is_unread(record, i)) {
            say_named(record, i, "");
            said++;
        }
    if (unread > said) say("  and %zu more", unread - said);
}

/* Says on standard error when the reports look like several stories, and which: a record of two
 * events is a record of none. What is not analysed looks like none. */
static void say_parts(const dln *engine, const dln_record *record)
{
    size_t n = dln_record_report_count(record), parts = 0, room = n ? n : 1;
    size_t *part = calloc(room, sizeof *part), *first = malloc(room * sizeof *first);
    if (!part || !first || n < 2 || dln_record_parts(engine, record, part) != DLN_OK) n = 0;
    for (size_t i = 0; i < n; i++)
        first[i] = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        if (!is_unread(record, i) && first[part[i]] == SIZE_MAX) first[part[i]] = i, parts++;
    if (parts > 1) say("these reports look like %zu stories (`dateline group` parts them):", parts);
    for (size_t p = 0; p < n && parts > 1; p++) {
        if (first[part[p]] != p) continue;
        say_named(record, p, "");
        for (size_t i = p + 1; i < n; i++)
            if (part[i] == part[p] && !is_unread(record, i)) say_named(record, i, "  with ");
    }
    free(part);
    free(first);
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
    } else if ((code = output_fits(settings, format)) == 0 &&
               (code = output_open(settings, &out)) == 0) {
        *cut = say_cut(settings, record);
        say_unread(settings, record);
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
