/* predict_collation.c - bench tasks of collation through the calls of src/collate.
 *
 * In: rows with docs, facts. Out: the same rows with verdicts, or the facts found. */
#include "predict.h"
#include "base/civil.h"
#include "collate/compare.h"

typedef struct Job {
    const dln *engine;
    Arena arena;
    const ValueWords *words;
    const char *task;
} Job;

typedef struct Docs {
    Report *report;
    uint32_t n;
} Docs;

/* Reads a text as the command would read the file. */
static dln_status doc_open(const dln *engine, Slice name, Slice body, Report *report)
{
    ReadOptions options = {.max_input = engine->options.max_input_bytes,
                           .max_memory = engine->options.max_report_memory,
                           .engine = &engine->read};
    TRY(report_begin(&options, name, (Slice){NULL, 0}, body, "text/plain", report));
    return read_text(&options, body, false, report);
}

static int docs_open(const dln *engine, const json_t *row, Docs *docs, Arena *arena)
{
    json_t *list = json_object_get(row, "docs"), *doc;
    size_t i;
    docs->n = 0;
    docs->report = ARENA_ARRAY(arena, Report, json_array_size(list) + 1);
    if (!docs->report) return 1;
    json_array_foreach(list, i, doc)
    {
        size_t id, text;
        const char *name = row_string(doc, "id", &id), *body = row_string(doc, "text", &text);
        if (doc_open(engine, (Slice){name, id}, (Slice){body, text}, &docs->report[docs->n]) !=
            DLN_OK)
            return 1;
        docs->n++;
    }
    return 0;
}

static void docs_close(Docs *docs)
{
    for (uint32_t i = 0; i < docs->n; i++)
        arena_free(&docs->report[i].arena);
}

static uint32_t doc_find(const Docs *docs, const char *id)
{
    for (uint32_t i = 0; i < docs->n; i++)
        if (slice_is(docs->report[i].source, id)) return i;
    return NONE;
}

static uint32_t number_of(const json_t *object, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(object, key));
}

static Judged judge_fact(Job *job, const Docs *docs, const json_t *fact)
{
    json_t *values = json_object_get(fact, "values"), *v;
    Told *told = ARENA_ARRAY(&job->arena, Told, json_array_size(values) + 1);
    ValueClass class = value_class(job->words, slice_of(row_string(fact, "attribute", NULL)));
    uint32_t n = 0;
    size_t i;
    if (!told) return (Judged){DLN_ONLY, ""};
    json_array_foreach(values, i, v)
    {
        uint32_t d = doc_find(docs, row_string(v, "doc", NULL));
        size_t length;
        const char *text = row_string(v, "value", &length);
        if (d == NONE || value_parse(job->words, class, (Slice){text, length}, &job->arena,
                                     &told[n].value) != DLN_OK)
            continue;
        Span span = {number_of(v, "b"), number_of(v, "e")};
        told[n].report = told[n].voice = d;
        told[n].day = report_day(job->words, &docs->report[d]);
        told[n].revised = span.b < span.e && span.e <= docs->report[d].text.n &&
                          words_revise(job->words, docs->report[d].text, span);
        n++;
    }
    return value_judge(NULL, told, n);
}

static int verdict_row(json_t *row, void *context)
{
    Job *job = context;
    Docs docs;
    json_t *facts = json_object_get(row, "facts"), *fact;
    size_t i;
    ArenaMark mark = arena_mark(&job->arena);
    if (docs_open(job->engine, row, &docs, &job->arena)) return 1;
    json_array_foreach(facts, i, fact)
    {
        Judged judged = judge_fact(job, &docs, fact);
        json_object_set_new(fact, "verdict", json_string(verdict_name[judged.verdict]));
        json_object_set_new(fact, "why", json_string(judged.why));
    }
    json_object_del(row, "docs");
    json_dumpf(row, stdout, JSON_COMPACT);
    putchar('\n');
    docs_close(&docs);
    arena_rewind(&job->arena, mark);
    return 0;
}

/* ---- collation-conflict: from the texts alone ---- */

static dln_status analyse(Job *job, const Docs *docs, const Findings **list)
{
    Arena scratch;
    dln_status status = DLN_OK;
    arena_init(&scratch, 0);
    for (uint32_t i = 0; i < docs->n && status == DLN_OK; i++) {
        Findings *found = ARENA_NEW(&job->arena, Findings);
        status = found ? engine_findings(job->engine, &docs->report[i], found, &scratch)
                       : DLN_ERR_NOMEM;
        if (status == DLN_OK)
            status = engine_claims(job->engine, &docs->report[i], found, &scratch);
        list[i] = found;
    }
    arena_free(&scratch);
    return status;
}

static json_t *span_json(const Docs *docs, uint32_t report, Span span)
{
    json_t *out = json_object();
    json_object_set_new(out, "doc",
                        json_stringn(docs->report[report].source.p, docs->report[report].source.n));
    json_object_set_new(out, "b", json_integer(span.b));
    json_object_set_new(out, "e", json_integer(span.e));
    return out;
}

static void print_facts(const json_t *row, const Docs *docs, const Record *record)
{
    json_t *out = json_object(), *facts = json_array();
    for (uint32_t i = 0; i < record->facts.n; i++) {
        const RecordFact *f = &record->facts.at[i];
        json_t *fact = json_object(), *values = json_array();
        json_object_set_new(fact, "attribute", json_stringn(f->attribute.p, f->attribute.n));
        json_object_set_new(fact, "verdict", json_string(verdict_name[f->verdict]));
        json_object_set_new(fact, "why", json_stringn(f->why.p, f->why.n));
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t e = 0; e < f->values.at[v].evidence.n; e++) {
                json_t *value = span_json(docs, f->values.at[v].evidence.at[e].report,
                                          f->values.at[v].evidence.at[e].span);
                json_object_set_new(value, "value",
                                    json_stringn(f->values.at[v].value.p, f->values.at[v].value.n));
                json_array_append_new(values, value);
            }
        json_object_set_new(fact, "values", values);
        json_array_append_new(facts, fact);
    }
    json_object_set(out, "topic", json_object_get(row, "topic"));
    json_object_set_new(out, "facts", facts);
    json_dumpf(out, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(out);
}

static int conflict_row(json_t *row, void *context)
{
    Job *job = context;
    Docs docs;
    Record record = {0};
    ArenaMark mark = arena_mark(&job->arena);
    if (docs_open(job->engine, row, &docs, &job->arena)) return 1;
    const Findings **list = ARENA_ARRAY(&job->arena, const Findings *, docs.n + 1);
    arena_init(&record.arena, 0);
    dln_status status = list ? analyse(job, &docs, list) : DLN_ERR_NOMEM;
    if (status == DLN_OK) status = engine_collate(job->engine, list, docs.n, &record);
    if (status == DLN_OK) print_facts(row, &docs, &record);
    arena_free(&record.arena);
    docs_close(&docs);
    arena_rewind(&job->arena, mark);
    return status == DLN_OK ? 0 : 1;
}

int predict_collation(const dln *engine, const char *task, const char *input)
{
    Job job = {.engine = engine, .task = task};
    arena_init(&job.arena, 0);
    job.words = collate_words(engine->collate);
    int status = 1;
    if (strcmp(task, "collation-verdicts") == 0)
        status = predict_rows(input, verdict_row, &job);
    else if (strcmp(task, "collation-conflict") == 0)
        status = predict_rows(input, conflict_row, &job);
    arena_free(&job.arena);
    return status;
}
