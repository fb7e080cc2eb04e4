/* facts_party.c - named parties that contradict each other: one accuses, the other denies.
 * In: joined events and statements. Out: facts with verdict conflict between parties, evidence on both sides. Pairs are looked for inside one
 * report, at most two sentences apart: "Washington accused Beijing of mulling arms exports; claims China denied."
 * Reports need not differ for it. Known to get wrong: a denial of something else in the next sentence. */
#include "collate/facts.h"
#include "lang/tree.h"

typedef struct Side { uint32_t report, sentence, who, whom, event; Span span; bool denies; } Side; /* who, whom: record entities, NONE */
typedef struct Sides { VEC(Side) at; } Sides;

static uint32_t part_of(const Join *join, uint32_t report, const Event *e, PartRole role) {
    for (uint32_t i = 0; i < e->parts.n; i++) if (e->parts.at[i].role == role && e->parts.at[i].entity != NONE) return join->entity_of[report][e->parts.at[i].entity];
    return NONE;
}

/* Whom the verb's object names: "accused Balta Fuel". */
static uint32_t object_of(const Join *join, uint32_t report, const Event *e) {
    const Findings *f = join_findings(join, report);
    uint32_t object = e->token < f->lang.n_tokens ? tree_child_rel(&f->lang, e->token, REL_OBJ) : NONE;
    if (object == NONE) return NONE;
    uint32_t from = f->lang.token[object > LONGEST_NAME ? object - LONGEST_NAME : 0].span.b, to = f->lang.token[object].span.e;
    for (uint32_t i = mentions_from(f, from); i < f->mentions.n && f->mentions.at[i].span.b < to; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->first <= object && object < m->end && m->entity < f->entities.n) return join->entity_of[report][m->entity];
    }
    return NONE;
}

static uint32_t sentence_of(const Findings *f, uint32_t byte) {
    uint32_t token = token_at(&f->lang, byte);
    return token < f->lang.n_tokens ? f->lang.token[token].sentence : NONE;
}

/* Is a verb of accusing in the sentence? "Washington has accused Beijing of mulling arms exports" */
static bool accusing(const Join *join, const Findings *f, uint32_t sentence) {
    if (sentence == NONE) return false;
    const Sentence *s = &f->lang.sentence[sentence];
    for (uint32_t i = s->first; i < s->end; i++) if (slice_is(trigger_class(join->collate, f->lang.token[i].lemma), "accuse")) return true;
    return false;
}

static bool from_events(Join *join, uint32_t report, Sides *sides) {
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *e = &f->events.at[i];
        Slice class = trigger_class(join->collate, e->label);
        bool denies = slice_is(class, "deny"), accuses = slice_is(e->type, "ACCUSE") && !denies && accusing(join, f, sentence_of(f, e->trigger.b));
        Side side = {report, sentence_of(f, e->trigger.b), part_of(join, report, e, PART_ACTOR), part_of(join, report, e, PART_RECIPIENT), join->event_of[report][i], e->trigger, denies};
        if (accuses && side.whom == NONE) side.whom = object_of(join, report, e);
        if ((denies || (accuses && side.whom != NONE)) && side.who != NONE && !VEC_PUSH(join->scratch, &sides->at, side)) return false;
    }
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const Statement *s = &f->statements.at[i];
        if (s->polarity != POLARITY_DENIES || s->speaker == NONE || span_empty(s->cue_span)) continue;
        Side side = {report, sentence_of(f, s->cue_span.b), join->entity_of[report][s->speaker], NONE, NONE, s->cue_span, true};
        if (!VEC_PUSH(join->scratch, &sides->at, side)) return false;
    }
    return true;
}

static bool one_side(const Record *r, uint32_t a, uint32_t b) { /* the same, or of one country */
    if (a == NONE || b == NONE) return false;
    const char *x = r->entities.at[a].country;
    return a == b || (x[0] && strcmp(x, r->entities.at[b].country) == 0);
}

static bool add_side(Record *r, RecordValue *v, const Side *side) {
    if (v->evidence.n && v->evidence.at[v->evidence.n - 1].report == side->report) return true; /* once a report; they come report by report */
    v->voices++;
    return VEC_PUSH(&r->arena, &v->evidence, (Evidence){side->report, side->span});
}

/* fact_at: [events of the record] number of the accusation's fact + 1, 0 when there is none yet. */
static dln_status add_fact(Join *join, const Side *accuser, const Side *denier, uint32_t *fact_at) {
    Record *r = join->record;
    const Side *side[2] = {accuser, denier};
    static const char *const words[2] = {"accuses", "denies"};
    if (!fact_at[accuser->event]) {
        RecordFact made = {.about = ABOUT_EVENT, .index = accuser->event, .attribute = SLICE("claim"), .verdict = DLN_CONFLICT, .between_parties = true, .why = SLICE("one party accuses, the other denies")};
        for (int i = 0; i < 2; i++) {
            RecordValue v = {.value = slice_of(words[i])};
            if (!VEC_PUSH(&r->arena, &v.said_by, side[i]->who) || !VEC_PUSH(&r->arena, &made.values, v)) return arena_status(&r->arena);
        }
        if (!VEC_PUSH(&r->arena, &r->facts, made)) return arena_status(&r->arena);
        fact_at[accuser->event] = r->facts.n;
    }
    RecordFact *fact = &r->facts.at[fact_at[accuser->event] - 1];
    return add_side(r, &fact->values.at[0], accuser) && add_side(r, &fact->values.at[1], denier) ? DLN_OK : arena_status(&r->arena);
}

dln_status party_facts(Join *join) {
    uint32_t *fact_at = ARENA_ARRAY(join->scratch, uint32_t, join->record->events.n + 1);
    if (!fact_at) return arena_status(join->scratch);
    for (uint32_t k = 0; k < join->in->n; k++) {
        Sides sides = {0};
        if (!from_events(join, join->order[k], &sides)) return arena_status(join->scratch);
        for (uint32_t i = 0; i < sides.at.n && i < 400; i++) for (uint32_t m = 0; m < sides.at.n && m < 400; m++) {
            const Side *a = &sides.at.at[i], *d = &sides.at.at[m];
            if (a->denies || !d->denies || a->sentence == NONE || d->sentence < a->sentence || d->sentence > a->sentence + 2) continue;
            if (one_side(join->record, a->whom, d->who) && !one_side(join->record, a->who, d->who)) TRY(add_fact(join, a, d, fact_at));
        }
    }
    return DLN_OK;
}
