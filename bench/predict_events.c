/* predict_events.c - bench task "events" (all its sets) and "events-features", the dump that
 * train/events.py learns from.
 *
 * In: rows of ../shared/bench/events. Out: the row's id with what is predicted. */
#include "predict.h"
#include "events_model.h"
#include "mean/events/events.h"
#include "mean/events/petrarch.h"
#include <stdlib.h>

typedef struct Job {
    const Petrarch *petrarch;
    Arena dictionary;
    const dln *engine;
    const Events *events;
    EventModel model; /* the sets' sentence classifiers: bench/models, no part of the product */
    Arena scratch;
    bool dump;
    Sink *sink;
    Json json;
} Job;

static Span marked(const json_t *row, const char *side)
{
    const json_t *actor = json_object_get(row, side);
    if (!json_is_object(actor)) return (Span){0, 0};
    return (Span){(uint32_t)json_integer_value(json_object_get(actor, "start")),
                  (uint32_t)json_integer_value(json_object_get(actor, "end"))};
}

static dln_status features_of(Job *job, const json_t *row, Features *features)
{
    size_t n;
    const char *text = row_string(row, "text", &n);
    return event_features(&job->events->frames, &job->events->parties, (Slice){text, n},
                          marked(row, "source"), marked(row, "target"), &job->scratch, features);
}

static void write_features(Job *job, const Features *features)
{
    jw_key(&job->json, "groups");
    jw_begin(&job->json, '[');
    for (uint32_t g = 0; g < FEATURE_GROUPS; g++) {
        jw_begin(&job->json, '[');
        for (uint32_t i = 0; i < features->n[g]; i++)
            jw_int(&job->json, features->at[g][i]);
        jw_end(&job->json, ']');
    }
    jw_end(&job->json, ']');
}

static uint32_t best_class(const float *score, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (score[i] > score[best]) best = i;
    return best;
}

/* 1 verbal cooperation .. 4 material conflict, as the relation set counts them. */
static int penta_of(Slice type)
{
    static const struct {
        const char *type;
        int penta;
    } table[] = {{"AGREE", 1},    {"CONSULT", 1},  {"SUPPORT", 1}, {"COOPERATE", 2},
                 {"AID", 2},      {"YIELD", 2},    {"ACCUSE", 3},  {"REJECT", 3},
                 {"REQUEST", 3},  {"THREATEN", 3}, {"PROTEST", 4}, {"MOBILIZE", 4},
                 {"SANCTION", 4}, {"COERCE", 4},   {"ASSAULT", 4}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (slice_is(type, table[i].type)) return table[i].penta;
    return 0;
}

static void write_class(Job *job, EventTask task, const float *score, const char *key)
{
    uint32_t best = best_class(score, job->model.task[task].classes);
    Slice name = event_class_name(&job->model, task, best);
    jw_key(&job->json, key);
    if (task == EVENT_PENTA)
        jw_int(&job->json, name.n ? name.p[0] - '0' : 0);
    else
        jw_string(&job->json, name);
    if (task == EVENT_RELATION) {
        jw_key(&job->json, "penta");
        jw_int(&job->json, penta_of(name));
    }
}

/* Police: independent labels, each where its margin is above zero. */
static void write_labels(Job *job, const float *score)
{
    jw_key(&job->json, "labels");
    jw_begin(&job->json, '[');
    for (uint32_t c = 0; c < job->model.task[EVENT_POLICE].classes; c++)
        if (score[c] > 0) jw_string(&job->json, event_class_name(&job->model, EVENT_POLICE, c));
    jw_end(&job->json, ']');
}

static void write_scored(Job *job, const Features *features, const char *set)
{
    static const struct {
        const char *set, *key;
        EventTask task;
    } sets[] = {{"relation", "plover", EVENT_RELATION},
                {"penta", "penta", EVENT_PENTA},
                {"conflict30", "label", EVENT_CONFLICT},
                {"police", "", EVENT_POLICE}};
    float score[EVENT_CLASSES_MAX];
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        if (strcmp(set, sets[i].set) != 0 ||
            !event_scores(&job->model, sets[i].task, features, score))
            continue;
        if (sets[i].task == EVENT_POLICE)
            write_labels(job, score);
        else
            write_class(job, sets[i].task, score, sets[i].key);
    }
}

/* ---- events as such: codebook, petr2, seeds ---- */

static Slice part_words(const Findings *found, const Participant *part)
{
    return slice_span(found->report->text, part->span);
}

static void write_actor(Job *job, const Findings *found, const Participant *part, const char *code,
                        const char *key)
{
    jw_key(&job->json, key);
    if (!part && !code[0]) {
        jw_null(&job->json);
        return;
    }
    jw_begin(&job->json, '{');
    if (part) {
        jw_key(&job->json, "text");
        jw_string(&job->json, part_words(found, part));
        jw_key(&job->json, "start");
        jw_int(&job->json, part->span.b);
        jw_key(&job->json, "end");
        jw_int(&job->json, part->span.e);
    }
    jw_key(&job->json, "code");
    jw_string(&job->json, slice_of(code));
    jw_end(&job->json, '}');
}

static void write_dyad(Job *job, const Findings *found, const Event *event, const EventDyad *dyad)
{
    jw_begin(&job->json, '{');
    jw_key(&job->json, "code");
    jw_string(&job->json, event->cameo);
    write_actor(job, found, dyad->source, dyad->source_code, "source");
    write_actor(job, found, dyad->target, dyad->target_code, "target");
    jw_key(&job->json, "trigger");
    jw_begin(&job->json, '[');
    jw_span(&job->json, event->trigger);
    jw_end(&job->json, ']');
    jw_key(&job->json, "modality");
    jw_string(&job->json, slice_of(modality_name[event->modality]));
    jw_key(&job->json, "rule");
    jw_string(&job->json, event->rule);
    jw_end(&job->json, '}');
}

static void write_event(Job *job, const Findings *found, const Event *event)
{
    EventDyad dyad[64];
    uint32_t n = event_dyads(job->events, found, event, dyad, 64);
    for (uint32_t i = 0; i < n; i++)
        write_dyad(job, found, event, &dyad[i]);
}

static uint32_t told_first(const Findings *found)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < found->events.n; i++)
        if (found->events.at[i].cameo.n &&
            (best == NONE || found->events.at[i].score > found->events.at[best].score))
            best = i;
    return best;
}

static int write_events(Job *job, Report *report, bool all)
{
    Findings found;
    Arena scratch;
    arena_init(&scratch, 0);
    dln_status status = engine_findings(job->engine, report, &found, &scratch);
    jw_key(&job->json, "events");
    jw_begin(&job->json, '[');
    uint32_t best = all ? NONE : told_first(&found);
    for (uint32_t i = 0; i < found.events.n; i++)
        if ((all && found.events.at[i].cameo.n) || i == best)
            write_event(job, &found, &found.events.at[i]);
    jw_end(&job->json, ']');
    arena_free(&scratch);
    return status != DLN_OK;
}

/* ---- petr-unit: the user's dictionaries, named by DATELINE_PETRARCH (a folder and the files'
 * common beginning) ---- */

static bool open_dictionaries(Job *job)
{
    const char *base = getenv("DATELINE_PETRARCH");
    char path[4][512];
    static const char *const names[] = {"actors", "agents", "verbs", "discards"};
    dln_error err;
    if (!base || job->petrarch) return job->petrarch != NULL;
    for (size_t i = 0; i < 4; i++)
        snprintf(path[i], sizeof path[i], "%.480s.%s.txt", base, names[i]);
    if (petrarch_open(path[0], path[1], path[2], path[3], &job->dictionary, &job->petrarch, &err) !=
        DLN_OK)
        fprintf(stderr, "predict: %s\n", err.message);
    return job->petrarch != NULL;
}

static void write_code(Job *job, const char *side, const char *code)
{
    jw_key(&job->json, side);
    jw_begin(&job->json, '{');
    jw_key(&job->json, "code");
    jw_string(&job->json, slice_of(code));
    jw_end(&job->json, '}');
}

static int write_petrarch(Job *job, const json_t *row)
{
    PetrarchWord *word;
    PetrarchEvent event[64];
    size_t length;
    uint32_t n;
    const char *tree = row_string(row, "parse", &length);
    if (!open_dictionaries(job) || !petrarch_words((Slice){tree, length}, &job->scratch, &word, &n))
        return 0;
    n = petrarch_code(job->petrarch, word, n,
                      (uint32_t)strtoul(row_string(row, "date", NULL), NULL, 10), event, 64);
    jw_key(&job->json, "events");
    jw_begin(&job->json, '[');
    for (uint32_t i = 0; i < n; i++) {
        jw_begin(&job->json, '{');
        jw_key(&job->json, "code");
        jw_string(&job->json, slice_of(event[i].code));
        write_code(job, "source", event[i].source);
        write_code(job, "target", event[i].target);
        jw_end(&job->json, '}');
    }
    jw_end(&job->json, ']');
    return 0;
}

static int write_coded(Job *job, const json_t *row, const char *set)
{
    Report report;
    size_t n;
    const char *text = row_string(row, "text", &n);
    if (strcmp(set, "muc4") == 0) return predict_muc(job->engine, row, &job->json);
    if (strcmp(set, "petr-unit") == 0) return write_petrarch(job, row);
    bool all = strcmp(set, "seeds") ==
               0; /* whole reports; other sets have the one event of a sentence */
    if (!all && strcmp(set, "codebook") != 0 && strcmp(set, "petr2") != 0) return 0;
    if (predict_report(slice_of(row_string(row, "id", NULL)), (Slice){text, n}, &report) != DLN_OK)
        return 1;
    int status = write_events(job, &report, all);
    arena_free(&report.arena);
    return status;
}

static int one_row(json_t *row, void *context)
{
    Job *job = context;
    Features features;
    size_t n;
    const char *id = row_string(row, "id", &n);
    if (features_of(job, row, &features) != DLN_OK) return 1;
    jw_init(&job->json, job->sink, false);
    jw_begin(&job->json, '{');
    jw_key(&job->json, "id");
    jw_string(&job->json, (Slice){id, n});
    if (job->dump)
        write_features(job, &features);
    else
        write_scored(job, &features, row_string(row, "set", NULL));
    int status = job->dump ? 0 : write_coded(job, row, row_string(row, "set", NULL));
    jw_end(&job->json, '}');
    sink_text(job->sink, "\n");
    arena_rewind(&job->scratch, (ArenaMark){NULL, 0});
    return status;
}

/* The sets' classifiers; without their file no set of them is answered. */
static bool open_model(Job *job)
{
    char dir[4200];
    dln_error err;
    if (predict_models(job->engine, dir) && event_model_open(dir, &job->model, &err) == DLN_OK)
        return true;
    fprintf(stderr, "predict: bench/models/events.model cannot be opened\n");
    return false;
}

int predict_events(const dln *engine, const char *task, const char *input)
{
    static Sink sink;
    Job job = {.engine = engine,
               .events = &engine->events,
               .dump = strcmp(task, "events-features") == 0,
               .sink = &sink};
    if (!open_model(&job)) return 1;
    sink_init(&sink, predict_stdout, NULL);
    arena_init(&job.scratch, 0);
    arena_init(&job.dictionary, 0);
    int status = predict_rows(input, one_row, &job);
    arena_free(&job.scratch);
    arena_free(&job.dictionary);
    event_model_close(&job.model);
    return sink_end(&sink) == DLN_OK ? status : 1;
}
