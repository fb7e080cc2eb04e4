/* predict_time.c - task `time`: {"id","dct","genre","text"} ->
 * {"id","timexes":[{"b","e","type","value"}]}. The corpora hold the two ends of a range apart, the
 * seeds and agendas one range: a range whose ends are both full is given as its ends, one that
 * leaves a part out ("April 16 to 18") as a whole; a narrative always gives the ends. */
#include "predict.h"
#include "base/civil.h"
#include "mean/times/times.h"
#include <stdlib.h>

typedef struct TimeTask {
    const dln *engine;
    Arena scratch;
    Sink sink;
} TimeTask;

static TimesOptions task_options(const json_t *row)
{
    const char *genre = row_string(row, "genre", NULL), *dct = row_string(row, "dct", NULL);
    TimesOptions options = {.mode = strcmp(genre, "spec") == 0        ? TIMES_FORWARD
                                    : strcmp(genre, "narrative") == 0 ? TIMES_NARRATIVE
                                                                      : TIMES_NEWS,
                            .day = DAY_UNKNOWN,
                            .minute = -1,
                            .basis = BASIS_PUBLISHED};
    int year, month, day, hour, minute;
    int n = sscanf(dct, "%d-%d-%dT%d:%d", &year, &month, &day, &hour, &minute);
    if (n >= 3) options.day = day_from_civil(year, (uint32_t)month, (uint32_t)day);
    if (n == 5) options.minute = hour * 60 + minute;
    return options;
}

static bool left_out(const Findings *findings, uint32_t i)
{
    const TimeMention *range = &findings->times.at[i];
    if (i + 2 >= findings->times.n) return true;
    const Span a = findings->times.at[i + 1].span, b = findings->times.at[i + 2].span;
    uint32_t left = a.e - a.b, right = b.e - b.b;
    return findings->report->text.p[range->span.b] <= '9' ? left <= 2 : right <= 2;
}

static bool shown(const Findings *findings, uint32_t i, TimesMode mode)
{
    const TimeMention *mention = &findings->times.at[i];
    if (mode == TIMES_FORWARD) return true;
    if (mention->type == TIME_RANGE) return mode == TIMES_NEWS && left_out(findings, i);
    if (mention->part_of == NONE) return true;
    return !(mode == TIMES_NEWS && left_out(findings, mention->part_of));
}

static const char *shown_type(const TimeMention *mention)
{
    static const char *const names[] = {"DATE", "TIME", "DURATION", "SET"};
    if (mention->type == TIME_RANGE)
        return slice_find(mention->value, SLICE("T")) != SIZE_MAX ? "TIME" : "DATE";
    return names[mention->type];
}

static void write_mentions(TimeTask *task, const Findings *findings, const char *id, TimesMode mode)
{
    Json json;
    jw_init(&json, &task->sink, false);
    jw_begin(&json, '{');
    jw_key(&json, "id");
    jw_string(&json, slice_of(id));
    jw_key(&json, "timexes");
    jw_begin(&json, '[');
    for (uint32_t i = 0; i < findings->times.n; i++) {
        const TimeMention *mention = &findings->times.at[i];
        if (!shown(findings, i, mode)) continue;
        jw_begin(&json, '{');
        jw_key(&json, "b");
        jw_int(&json, mention->span.b);
        jw_key(&json, "e");
        jw_int(&json, mention->span.e);
        jw_key(&json, "type");
        jw_string(&json, slice_of(shown_type(mention)));
        jw_key(&json, "value");
        jw_string(&json, mention->value);
        if (mention->mod.n) {
            jw_key(&json, "mod");
            jw_string(&json, mention->mod);
        }
        jw_end(&json, '}');
    }
    jw_end(&json, ']');
    jw_end(&json, '}');
    sink_text(&task->sink, "\n");
}

static int time_row(json_t *row, void *context)
{
    TimeTask *task = context;
    size_t n;
    const char *text = row_string(row, "text", &n), *id = row_string(row, "id", NULL);
    Report report;
    TimesOptions options = task_options(row);
    dln_status status = predict_report(slice_of(id), (Slice){text, n}, &report);
    Findings findings = {.report = &report};
    if (status == DLN_OK && options.mode == TIMES_NEWS)
        status = lang_read(task->engine->lang, &report, &report.arena, &task->scratch,
                           &findings.lang);
    if (status == DLN_OK)
        status = mean_times_as(task->engine->times, &report, &options, &findings, &report.arena,
                               &task->scratch);
    if (status == DLN_OK)
        write_mentions(task, &findings, id, options.mode);
    else
        fprintf(stderr, "predict: %s: %s\n", id, dln_status_text(status));
    arena_free(&report.arena);
    return status != DLN_OK;
}

int predict_time(const dln *engine, const char *task_name, const char *input)
{
    TimeTask *task = calloc(1, sizeof *task);
    (void)task_name;
    if (!task) return 1;
    task->engine = engine;
    arena_init(&task->scratch, 0);
    sink_init(&task->sink, predict_stdout, NULL);
    int status = predict_rows(input, time_row, task);
    if (sink_end(&task->sink) != DLN_OK) status = 1;
    arena_free(&task->scratch);
    free(task);
    return status;
}
