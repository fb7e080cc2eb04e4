/* predict_joins.c - bench tasks "event-pairs", "event-tellings": what train/joins.py learns from.
 *
 * In: rows {"docs": [{"id", "text"}]}, a story each. Out: a row each, {"units": [[doc, begin,
 * end, is a noun]], "pairs": [[unit, unit, features...]], "groups": [[unit...]]}: the tellings,
 * what those that the join compares have in common, and which tellings it made one event; or
 * "tellings": [[unit, [words], [rows], [vectors, in thousandths; empty: unknown]]] and no pairs. */
#include "predict.h"
#include "collate/event_pair.h"
#include <math.h>

typedef struct Story {
    const dln *engine;
    Report *report;
    const Findings **findings, **dated;
    uint32_t n, *base; /* base[report]: number of its first unit */
    bool tell;         /* tellings, no pairs */
    json_t *pairs, *events, *parties, *groups, *tellings;
    Arena arena, scratch;
} Story;

static dln_status story_open(Story *s, json_t *docs)
{
    json_t *doc;
    size_t i, count = json_array_size(docs);
    ReadOptions options = {.max_input = s->engine->options.max_input_bytes,
                           .max_memory = s->engine->options.max_report_memory,
                           .engine = &s->engine->read};
    s->report = ARENA_ARRAY(&s->arena, Report, count + 1);
    s->findings = ARENA_ARRAY(&s->arena, const Findings *, count + 1);
    s->dated = ARENA_ARRAY(&s->arena, const Findings *, count + 1);
    s->base = ARENA_ARRAY(&s->arena, uint32_t, count + 1);
    if (!s->base) return DLN_ERR_NOMEM;
    json_array_foreach(docs, i, doc)
    {
        size_t id, text;
        const char *name = row_string(doc, "id", &id), *body = row_string(doc, "text", &text);
        Findings *found = ARENA_NEW(&s->arena, Findings);
        Report *report = &s->report[i];
        if (!found) return DLN_ERR_NOMEM;
        TRY(report_begin(&options, (Slice){name, id}, (Slice){NULL, 0}, (Slice){body, text},
                         "text/plain", report));
        s->n++;
        TRY(read_text(&options, (Slice){body, text}, false, report));
        TRY(engine_findings(s->engine, report, found, &s->scratch));
        s->findings[i] = found;
    }
    return DLN_OK;
}

static void note_pair(void *context, const Unit *a, const Unit *b, const float *features)
{
    Story *s = context;
    if (s->tell) return;
    json_t *row = json_array();
    json_array_append_new(row, json_integer(s->base[a->report] + a->local));
    json_array_append_new(row, json_integer(s->base[b->report] + b->local));
    for (uint32_t i = 0; i < PAIR_FEATURES; i++)
        json_array_append_new(row, json_real((double)features[i]));
    json_array_append_new(s->pairs, row);
}

static json_t *vector_json(const float *vector)
{
    json_t *list = json_array();
    float square = 0;
    for (uint32_t i = 0; i < LANG_VECTOR; i++)
        square += vector[i] * vector[i];
    for (uint32_t i = 0; square > 0 && i < LANG_VECTOR; i++)
        json_array_append_new(list, json_integer(lroundf(vector[i] * 1000)));
    return list;
}

static void note_telling(void *context, const Unit *u, const LikeInput *in)
{
    Story *s = context;
    if (!s->tell) return;
    json_t *words = json_array(), *rows = json_array(), *vectors = json_array();
    for (uint32_t i = 0; i < in->words; i++)
        json_array_append_new(words, json_integer(in->word[i]));
    for (uint32_t i = 0; i < in->rows; i++)
        json_array_append_new(rows, json_integer(in->row[i]));
    for (uint32_t i = 0; i < LIKE_VECTORS; i++)
        json_array_append_new(vectors, vector_json(in->vector[i]));
    json_array_append_new(s->tellings, json_pack("[iooo]", (int)(s->base[u->report] + u->local),
                                                 words, rows, vectors));
}

static json_t *signs_json(const Signs *signs)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < signs->n; i++)
        json_array_append_new(list, json_stringn(signs->at[i].p, signs->at[i].n));
    return list;
}

static void note_event(void *context, const void *of, const Signs *signs)
{
    Story *s = context;
    (void)of;
    json_array_append_new(s->events, signs_json(signs));
}

/* By the words that give the party: its role, report, first and last byte. */
static void note_party(void *context, const void *of, const Signs *signs)
{
    Story *s = context;
    const RecordPart *p = of;
    json_t *row = json_pack("[iiii]", (int)p->role, (int)p->at.report, (int)p->at.span.b,
                            (int)p->at.span.e);
    json_array_append_new(row, signs_json(signs));
    json_array_append_new(s->parties, row);
}

/* Number of the unit that a mention tells, -1 unknown. */
static int unit_of(const Story *s, const RecordEventMention *m)
{
    const Findings *f = s->findings[m->report];
    for (uint32_t i = 0; i < f->events.n; i++) {
        if (f->events.at[i].trigger.b == m->trigger.b && f->events.at[i].trigger.e == m->trigger.e)
            return (int)(s->base[m->report] + i);
    }
    return -1;
}

static void note_groups(Story *s, const Record *record)
{
    for (uint32_t i = 0; i < record->events.n; i++) {
        const RecordEvent *e = &record->events.at[i];
        json_t *group = json_array();
        for (uint32_t k = 0; k < e->mentions.n; k++)
            json_array_append_new(group, json_integer(unit_of(s, &e->mentions.at[k])));
        json_array_append_new(s->groups, group);
    }
}

static dln_status collate_them(Story *s)
{
    Record record = {0};
    const dln *e = s->engine;
    for (uint32_t i = 1; i < s->n; i++)
        s->base[i] = s->base[i - 1] + s->findings[i - 1]->events.n;
    arena_init(&record.arena, 0);
    dln_status status = times_complete(e->times, s->findings, s->n, s->dated, &record.arena,
                                       &s->scratch);
    StoryInput input = {.findings = s->dated,
                        .n = s->n,
                        .gazetteer = e->gazetteer,
                        .names = e->names,
                        .aligner = &e->aligner,
                        .lang = e->lang,
                        .each_pair = note_pair,
                        .each_telling = note_telling,
                        .each_event = note_event,
                        .each_party = note_party,
                        .context = s};
    if (status == DLN_OK) status = collate_story(e->collate, &input, &record, &s->scratch);
    if (status == DLN_OK) note_groups(s, &record);
    arena_free(&record.arena);
    return status;
}

static bool is_noun(const Findings *f, const Event *e)
{
    return e->token < f->lang.n_tokens && f->lang.token[e->token].upos != UPOS_VERB;
}

static json_t *units_of(const Story *s)
{
    json_t *units = json_array();
    for (uint32_t r = 0; r < s->n; r++) {
        for (uint32_t i = 0; i < s->findings[r]->events.n; i++) {
            const Event *e = &s->findings[r]->events.at[i];
            Slice id = s->report[r].source;
            json_array_append_new(units, json_pack("[s#iib]", id.p, (int)id.n, (int)e->trigger.b,
                                                   (int)e->trigger.e, is_noun(s->findings[r], e)));
        }
    }
    return units;
}

typedef struct Asked {
    const dln *engine;
    bool tell;
} Asked;

static int story_row(json_t *row, void *context)
{
    const Asked *asked = context;
    Story s = {.engine = asked->engine,
               .tell = asked->tell,
               .tellings = json_array(),
               .pairs = json_array(),
               .events = json_array(),
               .parties = json_array(),
               .groups = json_array()};
    arena_init(&s.arena, 0);
    arena_init(&s.scratch, 0);
    dln_status status = story_open(&s, json_object_get(row, "docs"));
    if (status == DLN_OK) status = collate_them(&s);
    if (status == DLN_OK) {
        json_t *out = json_pack("{sosososososo}", "units", units_of(&s), "pairs", s.pairs, "events",
                                s.events, "parties", s.parties, "groups", s.groups, "tellings",
                                s.tellings);
        json_dumpf(out, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
        putchar('\n');
        json_decref(out);
    } else {
        json_decref(s.pairs);
        json_decref(s.events);
        json_decref(s.parties);
        json_decref(s.groups);
        json_decref(s.tellings);
    }
    for (uint32_t i = 0; i < s.n; i++)
        arena_free(&s.report[i].arena);
    arena_free(&s.scratch);
    arena_free(&s.arena);
    return status == DLN_OK ? 0 : 1;
}

int predict_joins(const dln *engine, const char *task, const char *input)
{
    Asked asked = {engine, strcmp(task, "event-tellings") == 0};
    return predict_rows(input, story_row, &asked);
}
