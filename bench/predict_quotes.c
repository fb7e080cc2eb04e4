/* predict_quotes.c - bench task "quotes": {"id","text"} ->
 * {"id","quotes":[{"content","source","cue","speaker","score","rule"}]}. The set marks no statement
 * inside another (there a word belongs to one statement at most), so those are left out here; the
 * task "quotes-all" (train/statements_silver.py) gives them too; "speakers-trace"
 * (train/speakers.py) gives what the ranker of "he said" sees. */
#include "predict.h"
#include "mean/statements/statements.h"

typedef struct Job {
    const dln *engine;
    Arena scratch;
    Sink *sink;
    Json json;
    bool inner; /* statements inside statements too */
    bool tracing;
} Job;

static void write_span(Json *json, const char *key, Span span)
{
    jw_key(json, key);
    if (span_empty(span))
        jw_null(json);
    else
        jw_span(json, span);
}

static void write_statement(Json *json, const Findings *found, const Statement *s)
{
    jw_begin(json, '{');
    jw_key(json, "content");
    jw_begin(json, '[');
    for (uint32_t i = 0; i < s->content.n; i++)
        jw_span(json, s->content.at[i]);
    jw_end(json, ']');
    write_span(json, "source", s->speaker_span);
    write_span(json, "cue", s->cue_span);
    jw_key(json, "speaker");
    jw_string_or_null(json, s->speaker == NONE ? (Slice){0} : found->entities.at[s->speaker].name);
    jw_key(json, "score");
    jw_double(json, (double)s->score);
    jw_key(json, "rule");
    jw_string(json, s->rule);
    jw_end(json, '}');
}

static void see(void *context, const Findings *findings, Span pronoun, const SpeakerChoice *choice,
                uint32_t n)
{
    Json *json = &((Job *)context)->json;
    jw_begin(json, '{');
    jw_key(json, "p");
    jw_span(json, pronoun);
    jw_key(json, "choices");
    jw_begin(json, '[');
    for (uint32_t i = 0; i < n; i++) {
        jw_begin(json, '{');
        jw_key(json, "name");
        jw_string(json, findings->entities.at[choice[i].entity].name);
        jw_key(json, "f");
        jw_begin(json, '[');
        for (uint32_t k = 0; k < SPEAKER_FEATURES; k++)
            jw_double(json, (double)choice[i].feature[k]);
        jw_end(json, ']');
        jw_end(json, '}');
    }
    jw_end(json, ']');
    jw_end(json, '}');
}

/* The statements of a report once more, under the eyes of the trace. */
static dln_status trace_statements(Job *job, const Report *report, Findings *found, Arena *arena)
{
    SpeakerTrace trace = {see, job};
    found->statements.n = 0;
    return mean_statements_traced(job->engine->statements, report, found, arena, &job->scratch,
                                  &trace);
}

static int predict_row(json_t *row, void *context)
{
    Job *job = context;
    size_t n_id, n_text;
    const char *id = row_string(row, "id", &n_id), *text = row_string(row, "text", &n_text);
    Report report;
    Findings found;
    dln_status status = predict_report((Slice){id, n_id}, (Slice){text, n_text}, &report);
    if (status == DLN_OK) status = engine_findings(job->engine, &report, &found, &job->scratch);
    if (status == DLN_OK) {
        jw_init(&job->json, job->sink, false);
        jw_begin(&job->json, '{');
        jw_key(&job->json, "id");
        jw_string(&job->json, (Slice){id, n_id});
        jw_key(&job->json, job->tracing ? "pronouns" : "quotes");
        jw_begin(&job->json, '[');
        if (job->tracing) status = trace_statements(job, &report, &found, &report.arena);
        for (uint32_t i = 0; i < found.statements.n; i++)
            if (!job->tracing && (job->inner || found.statements.at[i].parent == NONE))
                write_statement(&job->json, &found, &found.statements.at[i]);
        for (uint32_t i = 0; i < found.unuttered.n; i++) /* the gold counts "did not say" in */
            if (!job->tracing && (job->inner || found.unuttered.at[i].parent == NONE))
                write_statement(&job->json, &found, &found.unuttered.at[i]);
        jw_end(&job->json, ']');
        jw_end(&job->json, '}');
        sink_text(job->sink, "\n");
    }
    arena_free(&report.arena);
    arena_rewind(&job->scratch, (ArenaMark){NULL, 0});
    return status == DLN_OK ? 0 : 1;
}

int predict_quotes(const dln *engine, const char *task, const char *input)
{
    static Sink sink;
    Job job = {.engine = engine,
               .sink = &sink,
               .inner = strcmp(task, "quotes-all") == 0,
               .tracing = strcmp(task, "speakers-trace") == 0};
    sink_init(&sink, predict_stdout, NULL);
    arena_init(&job.scratch, 0);
    int status = predict_rows(input, predict_row, &job);
    arena_free(&job.scratch);
    return sink_end(&sink) == DLN_OK ? status : 1;
}
