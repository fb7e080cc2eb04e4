/* facts_event.c - what reports say of a joined event: from when to when, where, whether,
 * of what kind, the how-manieth.
 *
 * In: events of every report. Out: pieces. "April 16 to 18" gives its ends as begin and end; "until
 * April 19" is an end.
 *
 * Known to get wrong: a date that belongs to another happening of the same sentence. */
#include "collate/facts.h"
#include "lang/tree.h"

/* Whether an event was held, as one mention or one report puts it. */
typedef enum Stand { STAND_UNSAID, STAND_PLANNED, STAND_HELD, STANDS } Stand;
/* How one mention puts it. */
typedef struct Telling {
    uint32_t event, report, local;
    Stand stand;
} Telling;
typedef VEC(Telling) Tellings;

typedef struct At {
    uint32_t report, local, event;
    const Findings *f;
    const Event *e;
    uint32_t said_by;
} At;

static At at_of(const Join *join, uint32_t report, uint32_t local)
{
    const Findings *f = join_findings(join, report);
    const Event *e = &f->events.at[local];
    return (At){.report = report,
                .local = local,
                .event = join->event_of[report][local],
                .f = f,
                .e = e,
                .said_by = join_speaker(join, report, e->statement)};
}

static Piece piece_at(const At *at, Attribute attribute, Slice value, Span span)
{
    Piece piece = piece_of(ABOUT_EVENT, at->event, attribute, value, (Evidence){at->report, span});
    piece.said_by = at->said_by;
    return piece;
}

/* ---- when ---- */

static bool add_date(Join *join, Pieces *out, const At *at, const TimeMention *t,
                     Attribute attribute)
{
    Slice value = date_part(t->value);
    if (!value.n || value.p[0] == 'P') return true;
    Piece p = piece_at(at, attribute, value, t->span);
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
        uint32_t before = out->n;
        if (!add_date(join, out, at, t, attribute)) return false;
        for (uint32_t k = before; k < out->n; k++)
            out->at[k].part = true;
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
    Attribute end = date_end(join, at->f, t);
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
           add_piece(join, out, piece_at(at, ATTRIBUTE_PLACE, name, m->span));
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

/* "first foreign trip", "first official trip abroad", "state visit": the words that say which kind
 * of visit it was; outlets may differ over what grades it ("state", "official", "joint"). */
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
        if (word_listed_nocase(join->collate, "rank", t->form)) rank = first;
        if (word_listed_nocase(join->collate, "grade", t->form)) grade = first;
    }
    if (rank == NONE && grade == NONE) return true;
    if (end < lang->n_tokens && lang->token[end].head == noun && lang->token[end].rel == REL_ADVMOD)
        end++;
    Span span = tokens_span(lang, rank != NONE ? rank : grade, end);
    Slice words = kind_words(join, at, noun, span);
    return words.p &&
           add_piece(join, out,
                     piece_at(at, rank != NONE ? ATTRIBUTE_RANK : ATTRIBUTE_KIND, words, span));
}

/* ---- held or planned, by mention, report and voice ---- */

/* Happenings that are announced, then held: a visit, talks, a vote, known by who takes part. An
 * attack that was planned is another matter. */
static bool can_be_planned(const Join *join, const RecordEvent *event)
{
    bool person = false;
    for (uint32_t i = 0; i < event->parts.n; i++) {
        uint32_t entity = event->parts.at[i].entity;
        person |= entity != NONE && join->record->entities.at[entity].kind == ENTITY_PERSON;
    }
    return person &&
           word_listed(join->collate, "announced", trigger_class(join->collate, event->label));
}

/* A noun alone is no word of whether ("the talks"); a day before the report's own is over; what a
 * statement was made at ("said at the meeting") was held, whatever is said there of the future. */
static Stand stand_of(const Join *join, const At *at, bool occasion)
{
    const LangText *lang = &at->f->lang;
    const TimeMention *t = at->e->time == NONE ? NULL : &at->f->times.at[at->e->time];
    int32_t day = join->day[at->report];
    bool over = t && t->to != DAY_UNKNOWN && day != DAY_UNKNOWN && t->to < day;
    bool verb = at->e->token < lang->n_tokens && lang->token[at->e->token].upos == UPOS_VERB;
    if (occasion || (at->e->modality == MODALITY_HAPPENED && (verb || over))) return STAND_HELD;
    return at->e->modality == MODALITY_PLANNED && !over ? STAND_PLANNED : STAND_UNSAID;
}

/* The tellings that say whether. */
static bool collect_tellings(Join *join, uint32_t report, Tellings *all)
{
    const Findings *f = join_findings(join, report);
    bool *occasion = ARENA_ARRAY(join->scratch, bool, f->events.n + 1);
    for (uint32_t i = 0; occasion && i < f->statements.n; i++)
        if (f->statements.at[i].occasion < f->events.n)
            occasion[f->statements.at[i].occasion] = true;
    for (uint32_t i = 0; occasion && i < f->events.n; i++) {
        At at = at_of(join, report, i);
        Telling t = {at.event, report, i, stand_of(join, &at, occasion[i])};
        if (t.stand != STAND_UNSAID && can_be_planned(join, &join->record->events.at[t.event]) &&
            !VEC_PUSH(join->scratch, all, t))
            return false;
    }
    return occasion != NULL;
}

static int by_event(const void *x, const void *y)
{
    const Telling *a = x, *b = y;
    if (a->event != b->event) return a->event < b->event ? -1 : 1;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return a->local < b->local ? -1 : a->local > b->local;
}

/* Behind the tellings of the first one's report; its strongest stand in *best. */
static uint32_t report_end(const Telling *t, uint32_t n, Stand *best)
{
    uint32_t end = 0;
    for (*best = STAND_UNSAID; end < n && t[end].report == t->report; end++)
        if (t[end].stand > *best) *best = t[end].stand;
    return end;
}

/* One event's tellings. What a report says at its strongest is news where a report of another voice
 * says the opposite. voice[stand]: two different voices that take it, NONE. */
static bool add_stands(Join *join, Pieces *out, const Telling *t, uint32_t n)
{
    uint32_t voice[STANDS][2] = {{NONE, NONE}, {NONE, NONE}, {NONE, NONE}};
    Stand best;
    for (uint32_t i = 0, end; i < n; i = end) {
        end = i + report_end(t + i, n - i, &best);
        uint32_t own = join->voice[t[i].report];
        if (voice[best][0] == NONE)
            voice[best][0] = own;
        else if (voice[best][0] != own && voice[best][1] == NONE)
            voice[best][1] = own;
    }
    for (uint32_t i = 0, end; i < n; i = end) {
        end = i + report_end(t + i, n - i, &best);
        const uint32_t *against = voice[best == STAND_HELD ? STAND_PLANNED : STAND_HELD];
        bool other = against[0] != NONE && against[0] != join->voice[t[i].report];
        for (uint32_t k = i; k < end && (other || against[1] != NONE); k++) {
            At at = at_of(join, t[k].report, t[k].local);
            Slice value = best == STAND_HELD ? SLICE("held") : SLICE("planned");
            if (t[k].stand == best &&
                !add_piece(join, out, piece_at(&at, ATTRIBUTE_STATUS, value, trigger_phrase(&at))))
                return false;
        }
    }
    return true;
}

static bool status_pieces(Join *join, Pieces *out)
{
    Tellings all = {0};
    for (uint32_t report = 0; report < join->in->n; report++)
        if (!collect_tellings(join, report, &all)) return false;
    list_sort(all.at, all.n, sizeof *all.at, by_event);
    for (uint32_t i = 0, end; i < all.n; i = end) {
        LIST_RUN(end, i, all.n, all.at[end].event == all.at[i].event);
        if (!add_stands(join, out, &all.at[i], end - i)) return false;
    }
    return true;
}

dln_status event_pieces(Join *join, Pieces *out)
{
    for (uint32_t report = 0; report < join->in->n; report++)
        for (uint32_t i = 0; i < join_findings(join, report)->events.n; i++) {
            At at = at_of(join, report, i);
            if (!add_times(join, out, &at) || !add_place(join, out, &at) ||
                !add_modifiers(join, out, &at))
                return arena_status(join->scratch);
        }
    return status_pieces(join, out) ? DLN_OK : arena_status(join->scratch);
}
