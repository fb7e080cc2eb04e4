/* cmd_story.c - `dateline story FILE|DIR|-...`: many reports of one event, one record. */
#include "cli/cli.h"

/* `cut` counts the reports that a limit cut short. */
static int write_story(const Settings *settings, dln_run *run, size_t *cut)
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
    if (engine_open(settings, &engine)) return EXIT_NOTHING;
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
        code = write_story(settings, run, &cut);
    say_sum(settings, dln_run_report_count(run), failed, cut);
    dln_run_free(run);
    dln_close(engine);
    return code ? code : failed || cut ? EXIT_SOME_FAILED : EXIT_DONE;
}
