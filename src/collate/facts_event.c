/* facts_event.c - what reports say of a joined event: from when to when, where, whether,
 * of what kind, the how-manieth.
 *
 * In: events of every report. Out: pieces. "April 16 to 18" gives its ends as begin and end; "until
 * April 19" is an end.
 *
 * Known to get wrong: a date that belongs to another happening of the same sentence. */
#include "collate/facts.h"
#include "lang/tree.h"
#include <ctype.h>

/* Whether an event was held, as one mention or one report puts it. */
typedef enum Stand { STAND_UNSAID, STAND_PLANNED, STAND_HELD, STANDS } Stand;
/* A mention's own stand, the strongest of its report, and whether another voice's report takes that
 * one or the opposite. */
typedef struct Telling {
    uint32_t event, report, local;
    Stand own, of_report;
    bool contradicted;
} Telling;

typedef struct At {
    uint32_t report, local, event;
    const Findings *f;
    const Event *e;
    uint32_t said_by;
    const Telling *telling;
} At;

static Piece piece_of(const At *at, Attribute attribute, Slice value, Span span)
{
    return (Piece){.about = ABOUT_EVENT,
                   .index = at->event,
                   .attribute = attribute,
                   .value = value,
                   .report = at->report,
                   .span = span,
                   .said_by = at->said_by};
}

/* ---- when ---- */

static bool add_date(Join *join, Pieces *out, const At *at, const TimeMention *t,
                     Attribute attribute)
{
    Slice value = date_part(t->value);
    if (!value.n || value.p[0] == 'P') return true;
    Piece p = piece_of(at, attribute, value, t->span);
    p.unsure = date_guessed(at->f, t);
    return add_piece(join, out, p);
}

static bool add_range(Join *join, Pieces *out, const At *at, uint32_t time)
{
    Attribute attribute = ATTRIBUTE_BEGIN;
    Span whole = at->f->times.at[time].span;
    for (uint32_t i = times_from(at->f, whole.b);
         i < at->f->times.n && at->f->times.at[i].span.b < whole.e; i++) {
        const TimeMention *t = &at->f->times.at[i];
        if (t->part_of != time) continue;
        uint32_t before = out->at.n;
        if (!add_date(join, out, at, t, attribute)) return false;
        for (uint32_t k = before; k < out->at.n; k++)
            out->at.at[k].part = true;
        attribute = ATTRIBUTE_END;
    }
    return true;
}

/* Where it begins and ends; days that are neither are lined up in facts_dates.c. */
static bool add_times(Join *join, Pieces *out, const At *at)
{
    uint32_t time = at->f->events.at[at->local].time;
    if (time == NONE) return true;
    if (at->f->times.at[time].part_of != NONE) time = at->f->times.at[time].part_of;
    const TimeMention *t = &at->f->times.at[time];
    Attribute end = date_end(at->f, t);
    if (t->type == TIME_RANGE) return add_range(join, out, at, time);
    return t->type == TIME_DURATION || t->type == TIME_SET || end == ATTRIBUTE_NONE ||
           !date_says_day(join, at->f, t) || add_date(join, out, at, t, end);
}

/* ---- where ---- */

/* First of an entity's mentions that begins at or behind byte `at`; its mentions are in text order.
 */
static uint32_t first_from(const Findings *f, const Entity *e, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, e->mentions.n, f->mentions.at[e->mentions.at[low]].span.b < at);
    return low;
}

/* The mention of an entity of this report nearest to the trigger, in its sentence if there is one
 * there. */
static const Mention *nearest(const At *at, uint32_t entity)
{
    const Entity *e = &at->f->entities.at[entity];
    const Mention *best = NULL;
    uint32_t least = NONE;
    for (uint32_t i = first_from(at->f, e, at->e->sentence.b); i < e->mentions.n; i++) {
        const Mention *m = &at->f->mentions.at[e->mentions.at[i]];
        if (m->span.b >= at->e->sentence.e) break;
        if (m->span.b < at->e->sentence.b || m->span.e > at->e->sentence.e) continue;
        uint32_t far = m->span.b > at->e->trigger.b ? m->span.b - at->e->trigger.b
                                                    : at->e->trigger.b - m->span.b;
        if (m->form != FORM_NAME)
            far += m->form == FORM_PRONOUN ? 100000 : 50000; /* a name before "the minister" */
        if (far < least) {
            least = far;
            best = m;
        }
    }
    return best;
}

static bool add_place(Join *join, Pieces *out, const At *at)
{
    uint32_t place = at->f->events.at[at->local].place;
    if (place == NONE) return true;
    const Mention *m = nearest(at, place);
    const RecordEntity *e = &join->record->entities.at[join->entity_of[at->report][place]];
    Slice name = e->name;
    if (!e->spellings.n) return true; /* "our city" */
    return !m || m->form == FORM_PRONOUN ||
           add_piece(join, out, piece_of(at, ATTRIBUTE_PLACE, name, m->span));
}

/* ---- whether, of what kind ---- */

static Span trigger_phrase(const At *at)
{ /* with the verb that carries it or the preposition before it: "scheduled to hold talks", "during
     talks" */
    const LangText *lang = &at->f->lang;
    Span out = at->e->trigger;
    if (at->e->token >= lang->n_tokens) return out;
    const Token *t = &lang->token[at->e->token];
    if (t->upos == UPOS_NOUN) {
        uint32_t preposition = tree_child_rel(lang, at->e->token, REL_CASE);
        if (preposition != NONE && preposition < at->e->token &&
            out.b - lang->token[preposition].span.b < 24)
            out.b = lang->token[preposition].span.b;
        for (uint32_t head = t->head, steps = 0;
             preposition == NONE && head != NONE && head < at->e->token && steps < 3;
             head = lang->token[head].head, steps++) {
            if (lang->token[head].upos != UPOS_VERB ||
                lang->token[head].span.b < at->e->sentence.b ||
                out.e - lang->token[head].span.b > 48)
                break;
            out.b = lang->token[head].span.b;
        }
    } else if (t->head != NONE && t->rel == REL_XCOMP && t->head < at->e->token &&
               out.e - lang->token[t->head].span.b < 48)
        out.b = lang->token[t->head].span.b;
    return out;
}

/* Happenings that are announced, then held: a visit, talks, a vote. An attack that was planned is
 * another matter. */
static bool can_be_planned(const Join *join, Slice label)
{
    static const char *const classes[] = {"visit", "meet",     "phone", "sign",
                                          "vote",  "exercise", "trial"};
    return SLICE_AMONG_NOCASE(trigger_class(join->collate, label), classes);
}

/* Planned in one report, held in another: only where reports differ. */
static bool add_status(Join *join, Pieces *out, const At *at)
{
    const RecordEvent *event = &join->record->events.at[at->event];
    const Telling *t = at->telling;
    bool person = false;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        uint32_t entity = event->parts.at[i].entity;
        person |= entity != NONE && join->record->entities.at[entity].kind == ENTITY_PERSON;
    }
    if (!person || !can_be_planned(join, event->label))
        return true; /* a happening that is known by who takes part */
    if (t->own == STAND_UNSAID || t->own != t->of_report || !t->contradicted) return true;
    return add_piece(join, out,
                     piece_of(at, ATTRIBUTE_STATUS,
                              t->own == STAND_HELD ? SLICE("held") : SLICE("planned"),
                              trigger_phrase(at)));
}

static bool ordinal(const Token *t)
{
    static const char *const words[] = {
        "first", "second", "third", "fourth", "fifth",   "sixth",   "seventh",   "eighth",
        "ninth", "tenth",  "last",  "latest", "largest", "biggest", "deadliest", "worst"};
    return SLICE_AMONG_NOCASE(t->form, words);
}

/* Words of a modified noun with the noun's class in place of the noun: "first foreign trip" and
 * "first overseas visit" meet. */
static Slice kind_words(Join *join, const At *at, uint32_t noun, Span span)
{
    Slice class = trigger_class(join->collate, at->f->lang.token[noun].lemma);
    Span n = at->f->lang.token[noun].span;
    Slice before = join_text(join, at->report, (Span){span.b, n.b}),
          after = join_text(join, at->report, (Span){n.e, span.e});
    return arena_printf(join->scratch, "%.*s%.*s%.*s", (int)before.n, before.p, (int)class.n,
                        class.p, (int)after.n, after.p);
}

/* Does the word grade a happening ("state", "official", "joint"), so that outlets may differ over
 * it? */
static bool grades(const Join *join, Slice form)
{
    char room[24];
    if (form.n > sizeof room) return false;
    for (size_t i = 0; i < form.n; i++)
        room[i] = (char)tolower((unsigned char)form.p[i]);
    return value_words_find(&join->collate->words, "grade", (Slice){room, form.n}) != NULL;
}

/* "first foreign trip", "first official trip abroad", "state visit": the words that say which kind
 * of visit it was. */
static bool add_modifiers(Join *join, Pieces *out, const At *at)
{
    const LangText *lang = &at->f->lang;
    uint32_t noun = event_noun(join->collate, at->f, at->local);
    if (noun == NONE || noun >= lang->n_tokens) return true;
    uint32_t first = noun, rank = NONE, grade = NONE, end = noun + 1;
    while (first > 0 && noun - first < 5 &&
           lang->token[first - 1].sentence == lang->token[noun].sentence) {
        const Token *t = &lang->token[first - 1];
        if (t->head < first - 1 || t->head > noun ||
            (t->rel != REL_AMOD && t->rel != REL_COMPOUND && t->rel != REL_NUMMOD &&
             t->rel != REL_ADVMOD))
            break;
        if (t->upos == UPOS_PROPN || t->name != NONE || memchr(t->form.p, '\'', t->form.n)) break;
        first--;
        if (ordinal(t)) rank = first;
        if (grades(join, t->form)) grade = first;
    }
    if (rank == NONE && grade == NONE) return true;
    if (end < lang->n_tokens && lang->token[end].head == noun && lang->token[end].rel == REL_ADVMOD)
        end++;
    Span span = tokens_span(lang, rank != NONE ? rank : grade, end);
    Slice words = kind_words(join, at, noun, span);
    return words.p &&
           add_piece(join, out,
                     piece_of(at, rank != NONE ? ATTRIBUTE_RANK : ATTRIBUTE_KIND, words, span));
}

/* ---- held or planned, by mention, report and voice ---- */

/* How one mention puts it. A noun alone is no word of whether ("the talks"); a day before the
 * report's own is over; what a statement was made at ("said at the meeting") was held, whatever is
 * said there of the future. */
static Stand stand_of(const Join *join, uint32_t report, uint32_t local, bool occasion)
{
    const Findings *f = join_findings(join, report);
    const Event *e = &f->events.at[local];
    uint32_t time = f->events.at[local].time;
    const TimeMention *t = time == NONE ? NULL : &f->times.at[time];
    bool over = t && t->to != DAY_UNKNOWN && join->day[report] != DAY_UNKNOWN &&
                t->to < join->day[report];
    bool verb = e->token < f->lang.n_tokens && f->lang.token[e->token].upos == UPOS_VERB;
    if (occasion || (e->modality == MODALITY_HAPPENED && (verb || over))) return STAND_HELD;
    return e->modality == MODALITY_PLANNED && !over ? STAND_PLANNED : STAND_UNSAID;
}

/* base[report]: where the report's events begin in `all`. */
static dln_status collect_tellings(Join *join, Telling *all, const uint32_t *base)
{
    for (uint32_t report = 0; report < join->in->n; report++) {
        const Findings *f = join_findings(join, report);
        bool *occasion = ARENA_ARRAY(join->scratch, bool, f->events.n + 1);
        if (!occasion) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->statements.n; i++)
            if (f->statements.at[i].occasion < f->events.n)
                occasion[f->statements.at[i].occasion] = true;
        for (uint32_t i = 0; i < f->events.n; i++)
            all[base[report] + i] = (Telling){.event = join->event_of[report][i],
                                              .report = report,
                                              .local = i,
                                              .own = stand_of(join, report, i, occasion[i])};
    }
    return DLN_OK;
}

static int by_event(const void *x, const void *y)
{
    const Telling *a = *(Telling *const *)x, *b = *(Telling *const *)y;
    if (a->event != b->event) return a->event < b->event ? -1 : 1;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return a->local < b->local ? -1 : a->local > b->local;
}

/* One event's tellings, report by report. voice[stand]: two different voices that take it, NONE. */
static void judge_tellings(const Join *join, Telling **t, uint32_t n)
{
    uint32_t voice[STANDS][2] = {{NONE, NONE}, {NONE, NONE}, {NONE, NONE}};
    for (uint32_t i = 0, end; i < n; i = end) {
        Stand best = STAND_UNSAID;
        for (end = i; end < n && t[end]->report == t[i]->report; end++)
            if (t[end]->own > best) best = t[end]->own;
        for (uint32_t k = i; k < end; k++)
            t[k]->of_report = best;
        uint32_t own = join->voice[t[i]->report];
        if (voice[best][0] == NONE)
            voice[best][0] = own;
        else if (voice[best][0] != own && voice[best][1] == NONE)
            voice[best][1] = own;
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *against = voice[t[i]->of_report == STAND_HELD ? STAND_PLANNED : STAND_HELD],
                       own = join->voice[t[i]->report];
        t[i]->contradicted = (against[0] != NONE && against[0] != own) || against[1] != NONE;
    }
}

/* *out: [events of all reports], report by report in the order of the input. */
static dln_status tell(Join *join, Telling **out, uint32_t **base)
{
    uint32_t n = 0;
    *base = ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1);
    if (!*base) return arena_status(join->scratch);
    for (uint32_t report = 0; report < join->in->n; report++) {
        (*base)[report] = n;
        n += join_findings(join, report)->events.n;
    }
    Telling **order = ARENA_ARRAY(join->scratch, Telling *, n + 1);
    *out = ARENA_ARRAY(join->scratch, Telling, n + 1);
    if (!order || !*out) return arena_status(join->scratch);
    TRY(collect_tellings(join, *out, *base));
    for (uint32_t i = 0; i < n; i++)
        order[i] = &(*out)[i];
    list_sort(order, n, sizeof *order, by_event);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && order[end]->event == order[i]->event;)
            end++;
        judge_tellings(join, order + i, end - i);
    }
    return DLN_OK;
}

dln_status event_pieces(Join *join, Pieces *out)
{
    Telling *tellings = NULL;
    uint32_t *base = NULL;
    TRY(tell(join, &tellings, &base));
    for (uint32_t report = 0; report < join->in->n; report++) {
        const Findings *f = join_findings(join, report);
        for (uint32_t i = 0; i < f->events.n; i++) {
            At at = {report,           i,    join->event_of[report][i],  f,
                     &f->events.at[i], NONE, &tellings[base[report] + i]};
            if (at.e->statement != NONE)
                at.said_by = join->record->statements
                                 .at[join->statement_of[report][at.e->statement]]
                                 .speaker;
            bool kept = add_times(join, out, &at) && add_place(join, out, &at) &&
                        add_status(join, out, &at) && add_modifiers(join, out, &at);
            if (!kept) return arena_status(join->scratch);
        }
    }
    return DLN_OK;
}
