/* facts_party.c - named parties that contradict each other: one accuses, the other denies.
 *
 * In: joined events and statements. Out: facts with verdict conflict between parties, evidence on
 * both sides: what the charge is, and the denial. "Washington accused
 * Beijing of mulling arms exports; claims China denied." A charge and a denial meet in one report
 * at most two sentences apart; across reports only when the denial says that it is one of a charge
 * ("rejected the accusation"). Reports that tell one side more add to it.
 *
 * Known to get wrong: a denial of something else in the next sentence. */
#include "collate/facts.h"
#include "lang/tree.h"

typedef struct Side {
    uint32_t report, sentence, who, whom, event;
    Span span, charge;
    bool denies, outright;
} Side; /* who, whom: record entities, NONE; charge: what is accused of, may be empty */
typedef VEC(Side) Sides;
typedef struct Quarrel {
    uint32_t accuser, accused, fact;
} Quarrel;
typedef VEC(Quarrel) Quarrels;
enum { MOST = 400 }; /* sides looked at */

/* One party: the same entity, or a nameless body under the same noun ("the dock workers' union",
 * "the union"). */
static bool party_is_one(const Record *r, uint32_t a, uint32_t b)
{
    if (a == NONE || b == NONE || a == b) return a == b && a != NONE;
    const RecordEntity *x = &r->entities.at[a], *y = &r->entities.at[b];
    return !x->spellings.n && !y->spellings.n && x->kind == ENTITY_ORG && y->kind == ENTITY_ORG &&
           slice_eq_nocase(edge_word(x->name, true), edge_word(y->name, true));
}

static uint32_t part_of(const Join *join, uint32_t report, const Event *e, PartRole role)
{
    for (uint32_t i = 0; i < e->parts.n; i++)
        if (e->parts.at[i].role == role && e->parts.at[i].entity != NONE)
            return join->entity_of[report][e->parts.at[i].entity];
    return NONE;
}

static uint32_t sentence_of(const Findings *f, uint32_t byte)
{
    uint32_t token = token_at(&f->lang, byte);
    return token < f->lang.n_tokens ? f->lang.token[token].sentence : NONE;
}

/* The verb of accusing in the sentence, NONE: "Washington has accused Beijing of mulling arms
 * exports" */
static uint32_t accusing(const Join *join, const Findings *f, uint32_t sentence)
{
    const Sentence *s = sentence == NONE ? NULL : &f->lang.sentence[sentence];
    for (uint32_t i = s ? s->first : 0; s && i < s->end; i++) {
        const Token *t = &f->lang.token[i];
        if (t->upos == UPOS_VERB && slice_is(trigger_class(join->collate, t->lemma), "accuse"))
            return i;
    }
    return NONE;
}

/* The words of a charge that hang on `top`: "of mulling arms exports". Empty: none. */
static Span charge_under(const LangText *lang, uint32_t top)
{
    for (uint32_t c = tree_child(lang, top, top + 1); c != NONE; c = tree_child(lang, top, c + 1)) {
        const Token *t = &lang->token[c];
        bool clause = t->rel == REL_ADVCL || t->rel == REL_ACL,
             phrase = t->rel == REL_OBL || t->rel == REL_NMOD;
        uint32_t marker = clause || phrase ? tree_child_rel(lang, c, clause ? REL_MARK : REL_CASE)
                                           : NONE,
                 first, end;
        if (marker == NONE || !(token_lemma_is(&lang->token[marker], "of") ||
                                token_lemma_is(&lang->token[marker], "for")))
            continue;
        tree_range(lang, c, &first, &end);
        for (uint32_t k = c + 1; k < end; k++)
            if (lang->token[k].rel == REL_PARATAXIS || lang->token[k].rel == REL_CONJ) {
                uint32_t b, e;
                tree_range(lang, k, &b, &e);
                if (b > c) end = b;
                break;
            }
        while (end > c + 1 && lang->token[end - 1].upos == UPOS_PUNCT &&
               lang->token[end - 1].form.p[0] != '"')
            end--;
        return tokens_span(lang, marker + 1, end);
    }
    return (Span){0, 0};
}

/* "denied", or "rejected the charge": the denial of a charge and of nothing else. */
static bool denies_charge(const Join *join, const Findings *f, const Event *e, bool *outright)
{
    bool verb = e->token < f->lang.n_tokens &&
                f->lang.token[e->token].upos ==
                    UPOS_VERB; /* "rejected the charge" may be called a charge */
    Slice class = trigger_class(join->collate, verb ? f->lang.token[e->token].lemma : e->label);
    uint32_t object = e->token < f->lang.n_tokens ? tree_child_rel(&f->lang, e->token, REL_OBJ)
                                                  : NONE;
    *outright = object != NONE &&
                word_listed(join->collate, "charge", f->lang.token[object].lemma) &&
                tree_child_rel(&f->lang, object, REL_ACL) ==
                    NONE; /* else a charge of its own: "claims raised by Hale" */
    bool gives = e->token < f->lang.n_tokens && /* "to deny Orsk a stage" */
                 tree_child_rel(&f->lang, e->token, REL_IOBJ) != NONE;
    return !gives && (slice_is(class, "deny") || (slice_is(class, "reject") && *outright));
}

static bool add_event(const Join *join, uint32_t report, uint32_t local, Sides *sides)
{
    const Findings *f = join_findings(join, report);
    const Event *e = &f->events.at[local];
    Side side = {.report = report,
                 .sentence = sentence_of(f, e->trigger.b),
                 .who = part_of(join, report, e, PART_ACTOR),
                 .whom = part_of(join, report, e, PART_RECIPIENT),
                 .event = join->event_of[report][local],
                 .span = e->trigger};
    side.denies = denies_charge(join, f, e, &side.outright);
    uint32_t verb = side.denies || !slice_is(e->type, "ACCUSE") ? NONE
                                                                : accusing(join, f, side.sentence);
    if (verb != NONE && !span_meet(f->lang.token[verb].span, e->trigger)) return true;
    if (side.who == NONE || !(side.denies || (verb != NONE && side.whom != NONE))) return true;
    if (verb != NONE) side.charge = charge_under(&f->lang, verb);
    if (!span_empty(side.charge)) side.span = f->lang.token[verb].span;
    return VEC_PUSH(join->scratch, sides, side);
}

static bool find_sides(const Join *join, uint32_t report, Sides *sides)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->events.n; i++)
        if (!add_event(join, report, i, sides)) return false;
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const Statement *s = &f->statements.at[i];
        if (s->polarity != POLARITY_DENIES || s->speaker == NONE || span_empty(s->cue_span))
            continue;
        Side side = {.report = report,
                     .sentence = sentence_of(f, s->cue_span.b),
                     .who = join->entity_of[report][s->speaker],
                     .whom = NONE,
                     .event = NONE,
                     .span = s->cue_span,
                     .denies = true};
        if (!VEC_PUSH(join->scratch, sides, side)) return false;
    }
    return true;
}

static bool add_span(Record *r, RecordValue *v, uint32_t report, Span span)
{
    bool known = false;
    for (uint32_t i = 0; i < v->evidence.n; i++) {
        const Evidence *e = &v->evidence.at[i];
        if (e->report == report && e->span.b < span.e && span.b < e->span.e) return true;
        known |= e->report == report;
    }
    v->voices += !known;
    return VEC_PUSH(&r->arena, &v->evidence, (Evidence){report, span});
}

static bool add_side(Record *r, RecordValue *v, const Side *side)
{
    return add_span(r, v, side->report, side->span) &&
           (span_empty(side->charge) || add_span(r, v, side->report, side->charge));
}

static dln_status open_quarrel(Join *join, Quarrels *all, const Side *accuser, const Side *denier)
{
    Record *r = join->record;
    static const char *const words[2] = {"accuses", "denies"};
    const uint32_t who[2] = {accuser->who, denier->who};
    for (uint32_t i = 0; i < all->n; i++)
        if (party_is_one(r, all->at[i].accuser, accuser->who) &&
            party_is_one(r, all->at[i].accused, denier->who))
            return DLN_OK;
    RecordFact made = {.about = ABOUT_EVENT,
                       .index = accuser->event,
                       .attribute = SLICE("claim"),
                       .verdict = DLN_CONFLICT,
                       .between_parties = true,
                       .why = SLICE("one party accuses, the other denies")};
    for (int i = 0; i < 2; i++) {
        RecordValue v = {.value = slice_of(words[i])};
        if (!VEC_PUSH(&r->arena, &v.said_by, who[i]) || !VEC_PUSH(&r->arena, &made.values, v))
            return arena_status(&r->arena);
    }
    if (!VEC_PUSH(join->scratch, all, (Quarrel){accuser->who, denier->who, r->facts.n}))
        return arena_status(join->scratch);
    return fact_add(join, made);
}

static bool answers(const Join *join, const Side *a, const Side *d)
{
    if (a->denies || !d->denies || a->sentence == NONE ||
        !party_is_one(join->record, a->whom, d->who) || party_is_one(join->record, a->who, d->who))
        return false;
    if (a->report != d->report) return d->outright;
    return d->sentence >= a->sentence && d->sentence <= a->sentence + 2;
}

dln_status party_facts(Join *join)
{
    Sides all = {0};
    Quarrels quarrels = {0};
    Record *r = join->record;
    for (uint32_t k = 0; k < join->in->n; k++)
        if (!find_sides(join, join->order[k], &all)) return arena_status(join->scratch);
    uint32_t n = all.n < MOST ? all.n : MOST;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t m = 0; m < n; m++)
            if (answers(join, &all.at[i], &all.at[m]))
                TRY(open_quarrel(join, &quarrels, &all.at[i], &all.at[m]));
    for (uint32_t q = 0; q < quarrels.n; q++) {
        const Quarrel *quarrel = &quarrels.at[q];
        RecordFact *fact = &r->facts.at[quarrel->fact];
        for (uint32_t i = 0; i < n; i++) {
            const Side *s = &all.at[i];
            bool charge = !s->denies && party_is_one(r, s->who, quarrel->accuser) &&
                          party_is_one(r, s->whom, quarrel->accused),
                 denial = s->denies && party_is_one(r, s->who, quarrel->accused);
            if ((charge || denial) && !add_side(r, &fact->values.at[denial], s))
                return arena_status(&r->arena);
        }
    }
    return DLN_OK;
}
