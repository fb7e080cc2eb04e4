/* facts.c - pieces to facts: grouped by what they are about, judged by compare.h, written in
 * summary order.
 *
 * In: pieces of all reports. Out: record->facts. Copies are one voice; a contradiction needs two
 * reports and no guessed value (a copy that changes a figure is a voice for it); what the types do
 * not decide is refined. Order: conflicts before refinements before agreement before single claims,
 * inside each the story's main events first. */
#include "collate/facts.h"
#include "base/civil.h"
#include "lang/tree.h"
#include <math.h>
#include <stdlib.h>

bool add_piece(Join *join, Pieces *out, Piece piece)
{
    return !piece.value.n || span_empty(piece.span) || VEC_PUSH(join->scratch, out, piece);
}

static int by_key(const void *x, const void *y, void *context)
{
    const Piece *a = x, *b = y;
    const Join *join = context;
    if (a->about != b->about) return a->about < b->about ? -1 : 1;
    if (a->index != b->index) return a->index < b->index ? -1 : 1;
    int c = strcmp(attribute_row[a->attribute].name, attribute_row[b->attribute].name);
    if (!c) c = slice_cmp(a->key, b->key);
    if (c) return c;
    if (a->report != b->report) return join->rank[a->report] < join->rank[b->report] ? -1 : 1;
    if (a->span.b != b->span.b) return a->span.b < b->span.b ? -1 : 1;
    return a->span.e < b->span.e ? -1 : a->span.e > b->span.e;
}

static bool same_fact(const Piece *a, const Piece *b)
{
    return a->about == b->about && a->index == b->index && a->attribute == b->attribute &&
           slice_eq(a->key, b->key);
}

/* Does the one place lie in the other, as far as the gazetteer knows? */
static int known_inside(const void *context, Slice part, Slice whole)
{
    const Gazetteer *g = context;
    uint32_t a = gazetteer_find(g, part, GAZ_PLACES), b = gazetteer_find(g, whole, GAZ_PLACES);
    if (a == NONE || b == NONE) return -1;
    for (uint32_t steps = 0; a != NONE && steps < 8; steps++, a = gazetteer_entry(g, a)->in)
        if (a == b) return 1;
    return 0;
}

/* ---- one fact ---- */

typedef struct Gather {
    Told *told;
    uint32_t n;
    uint32_t voices;
} Gather;

/* Numbers that were met since the last fresh count: voices of a value, speakers of a value. */
typedef struct Met {
    uint32_t *at;
    uint32_t count;
} Met;
typedef struct Desk {
    Met voices, speakers;
} Desk;

static bool desk_open(Join *join, Desk *desk)
{
    *desk = (Desk){{ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1), 0},
                   {ARENA_ARRAY(join->scratch, uint32_t, join->record->entities.n + 1), 0}};
    return desk->voices.at && desk->speakers.at;
}

static bool first_met(Met *met, uint32_t number)
{
    bool first = met->at[number] != met->count;
    met->at[number] = met->count;
    return first;
}

/* A report that says "at least three" and later "three" means at least three. */
static void share_bounds(Told *told, uint32_t n)
{
    for (uint32_t i = 0; i < n && n <= 64; i++) {
        if (told[i].value.kind != VALUE_NUMBER || told[i].value.bound != BOUND_AT_LEAST) continue;
        for (uint32_t k = 0; k < n; k++)
            if (told[k].report == told[i].report && told[k].value.kind == VALUE_NUMBER &&
                told[k].value.bound == BOUND_NONE && told[k].value.low == told[i].value.low)
                told[k].value.bound = BOUND_AT_LEAST;
    }
}

/* The one day that the sentence names; DAY_UNKNOWN: none, or two. */
static int32_t day_named(const Findings *f, Span words)
{
    uint32_t token = token_at(&f->lang, words.b);
    if (token >= f->lang.n_tokens) return DAY_UNKNOWN;
    Span s = f->lang.sentence[f->lang.token[token].sentence].span;
    int32_t day = DAY_UNKNOWN;
    for (uint32_t i = times_from(f, s.b); i < f->times.n && f->times.at[i].span.b < s.e; i++) {
        const TimeMention *t = &f->times.at[i];
        if (t->from == DAY_UNKNOWN || t->from != t->to) continue;
        if (day != DAY_UNKNOWN && day != t->from) return DAY_UNKNOWN;
        day = t->from;
    }
    return day;
}

/* What is measured may be another on another day; a toll has its own rule. */
static void set_at(const Join *join, const Piece *piece, Told *told)
{
    AttributeFamily family = attribute_row[piece->attribute].family;
    told->moving = family == FAMILY_MOVING;
    told->at = DAY_UNKNOWN;
    if (family == FAMILY_MOVING || family == FAMILY_MEASURE)
        told->at = day_named(join_findings(join, piece->report), piece->span);
}

static dln_status gather(Join *join, Desk *desk, const Piece *piece, uint32_t n, Gather *out)
{
    const ValueWords *words = &join->collate->words;
    ValueClass class = attribute_row[piece->attribute].class;
    *out = (Gather){.told = ARENA_ARRAY(join->scratch, Told, n)};
    if (!out->told) return arena_status(join->scratch);
    desk->voices.count++;
    for (uint32_t i = 0; i < n; i++) {
        Told *t = &out->told[out->n];
        if (n > 1) /* a value alone is compared with none */
            TRY(value_parse(words, class, piece[i].value, join->scratch, &t->value));
        if (n > 1 && piece[i].attribute == ATTRIBUTE_ROLE) role_office(join, &t->value);
        t->report = piece[i].report;
        t->voice = join->voice[piece[i].report];
        t->day = join->day[piece[i].report];
        set_at(join, &piece[i], t);
        t->revised = n > 1 && (class == CLASS_TOLL || class == CLASS_AMOUNT) &&
                     words_revise(words, join_findings(join, piece[i].report)->report->text,
                                  piece[i].span);
        out->voices += first_met(&desk->voices, t->voice);
        out->n++;
    }
    share_bounds(out->told, out->n);
    return DLN_OK;
}

/* Does the sentence of `a` name the day of `b` as well, or the other way round? Then it tells of
 * two happenings: "Hale won in 2016 and Brandt in 2012". */
static bool gives_both_days(const Join *join, const Piece *a, const Piece *b)
{
    const Piece *side[2] = {a, b};
    for (int s = 0; s < 2; s++) {
        const Findings *f = join_findings(join, side[s]->report);
        uint32_t token = token_at(&f->lang, side[s]->span.b);
        if (token >= f->lang.n_tokens) continue;
        Span sentence = f->lang.sentence[f->lang.token[token].sentence].span;
        for (uint32_t i = times_from(f, sentence.b);
             i < f->times.n && f->times.at[i].span.b < sentence.e; i++) {
            const TimeMention *t = &f->times.at[i];
            if (!span_meet(t->span, side[s]->span) && slice_eq(t->value, side[1 - s]->value))
                return true;
        }
    }
    return false;
}

/* Reports of a trial repeat the age of the day of the deed: the same age years apart is no quarrel.
 */
static bool same_age(const Piece *piece, const Gather *g, uint32_t i, uint32_t k)
{
    const Value *a = &g->told[i].value, *b = &g->told[k].value;
    return piece->attribute == ATTRIBUTE_AGE && a->low == b->low && a->high == b->high;
}

/* "Until Feb. 8 or until the end of September": does a report that gives the one day also give the
 * other? Then it tells of two things. */
static bool gives_other(const Piece *piece, const Gather *g, uint32_t i, uint32_t k)
{
    bool both = false;
    for (uint32_t m = 0; m < g->n && m < 64 && attribute_is_day(piece->attribute) && !both; m++)
        both = (piece[m].report == piece[i].report && slice_eq(piece[m].value, piece[k].value)) ||
               (piece[m].report == piece[k].report && slice_eq(piece[m].value, piece[i].value));
    return both;
}

/* A few years apart where a report has no date: birthdays may lie between an arrest and the plea.
 */
static bool birthday_between(const Join *join, const Piece *piece, const Gather *g, uint32_t i,
                             uint32_t k)
{
    enum { MOST_YEARS = 3 };
    const Value *a = &g->told[i].value, *b = &g->told[k].value;
    bool undated = join->day[piece[i].report] == DAY_UNKNOWN ||
                   join->day[piece[k].report] == DAY_UNKNOWN;
    return piece->attribute == ATTRIBUTE_AGE && undated && fabs(a->low - b->low) <= MOST_YEARS;
}

/* "Friday's shooting" told on the day after and a week after: one weekday that was read as two. */
static bool same_weekday(const Join *join, const Piece *piece, const Gather *g, uint32_t i,
                         uint32_t k)
{
    Slice a = join_text(join, piece[i].report, piece[i].span),
          b = join_text(join, piece[k].report, piece[k].span);
    const Value *x = &g->told[i].value, *y = &g->told[k].value;
    return attribute_is_day(piece->attribute) && x->from != DAY_UNKNOWN && y->from != DAY_UNKNOWN &&
           x->from == x->to && y->from == y->to && day_weekday(x->from) == day_weekday(y->from) &&
           !slice_has_digit(a) && !slice_has_digit(b);
}

static bool names_year(Slice words)
{
    uint32_t digits = 0;
    for (size_t i = 0; i < words.n && digits < 4; i++)
        digits = words.p[i] >= '0' && words.p[i] <= '9' ? digits + 1 : 0;
    return digits == 4;
}

/* "The June shooting" told at its trial and in its week: one month that was read as two years'. */
static bool same_month(const Join *join, const Piece *piece, const Gather *g, uint32_t i,
                       uint32_t k)
{
    const Value *x = &g->told[i].value, *y = &g->told[k].value;
    int32_t years[2];
    uint32_t months[2], day;
    if (!attribute_is_day(piece->attribute) || x->from == DAY_UNKNOWN || y->from == DAY_UNKNOWN ||
        (x->to - x->from < 27 && y->to - y->from < 27) || x->to - x->from > 31 ||
        y->to - y->from > 31)
        return false;
    civil_from_day(x->from, &years[0], &months[0], &day);
    civil_from_day(y->from, &years[1], &months[1], &day);
    return months[0] == months[1] && years[0] != years[1] &&
           !(names_year(join_text(join, piece[i].report, piece[i].span)) &&
             names_year(join_text(join, piece[k].report, piece[k].span)));
}

static Judged unlike(const Gather *g, const char *why)
{
    return g->voices > 1 ? (Judged){DLN_REFINED, why} : (Judged){DLN_ONLY, "one report alone"};
}

/* Conflicts that stand on a guess or on one voice alone are none. */
static Judged restrain(Join *join, const Piece *piece, const Gather *g, Judged judged)
{
    if (judged.verdict != DLN_CONFLICT) return judged;
    if (attribute_row[piece->attribute].rule != FACT_ANY)
        return unlike(g, "told in different words");
    for (uint32_t i = 0; i < g->n && i < 64; i++) {
        for (uint32_t k = i + 1; k < g->n && k < 64; k++) {
            if (g->told[i].report == g->told[k].report || piece[i].unsure || piece[k].unsure ||
                same_age(piece, g, i, k) || gives_other(piece, g, i, k) ||
                birthday_between(join, piece, g, i, k) || same_weekday(join, piece, g, i, k) ||
                same_month(join, piece, g, i, k) || !slice_eq(piece[i].of, piece[k].of) ||
                gives_both_days(join, &piece[i], &piece[k]))
                continue;
            if (value_judge(NULL, (Told[2]){g->told[i], g->told[k]}, 2).verdict == DLN_CONFLICT)
                return judged;
        }
    }
    return unlike(g, "a report gives more than one value");
}

static bool value_for(Join *join, RecordFact *fact, const Gather *g, uint32_t *slot, uint32_t i,
                      const Piece *piece)
{
    for (uint32_t k = 0; k < i && k < 64; k++) {
        Compared c = value_compare(NULL, &g->told[k].value, &g->told[i].value);
        if (c.relation == RELATION_SAME) {
            slot[i] = slot[k];
            return true;
        }
    }
    slot[i] = fact->values.n;
    Slice value = arena_copy(&join->record->arena, piece[i].value);
    return value.p && VEC_PUSH(&join->record->arena, &fact->values, (RecordValue){.value = value});
}

/* Pieces come by report and span (by_key), so the same words stand next to each other. */
static bool add_evidence(Join *join, Desk *desk, RecordValue *value, const Piece *piece)
{
    Arena *arena = &join->record->arena;
    const Evidence *last = value->evidence.n ? &value->evidence.at[value->evidence.n - 1] : NULL;
    if (last && last->report == piece->report && last->span.b == piece->span.b &&
        last->span.e == piece->span.e)
        return true;
    value->voices += first_met(&desk->voices, join->voice[piece->report]);
    if (!VEC_PUSH(arena, &value->evidence, (Evidence){piece->report, piece->span})) return false;
    return piece->said_by == NONE || !first_met(&desk->speakers, piece->said_by) ||
           VEC_PUSH(arena, &value->said_by, piece->said_by);
}

/* slot[n]: value of each piece. Value by value, so that voices and speakers of each are counted in
 * one walk. */
static bool fill_values(Join *join, Desk *desk, RecordFact *fact, const Piece *piece,
                        const uint32_t *slot, uint32_t n)
{
    uint32_t *begin = ARENA_ARRAY(join->scratch, uint32_t, fact->values.n + 2),
             *order = ARENA_ARRAY(join->scratch, uint32_t, n);
    if (!begin || !order) return false;
    for (uint32_t i = 0; i < n; i++)
        begin[slot[i] + 2]++;
    for (uint32_t k = 0; k < fact->values.n; k++)
        begin[k + 2] += begin[k + 1];
    for (uint32_t i = 0; i < n; i++)
        order[begin[slot[i] + 1]++] = i;
    for (uint32_t k = 0; k < fact->values.n; k++) {
        desk->voices.count++;
        desk->speakers.count++;
        for (uint32_t i = begin[k]; i < begin[k + 1]; i++)
            if (!add_evidence(join, desk, &fact->values.at[k], &piece[order[i]])) return false;
    }
    return true;
}

static int by_report(const void *x, const void *y)
{
    const Evidence *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return a->span.b < b->span.b ? -1 : a->span.b > b->span.b;
}

static int by_first(const void *x, const void *y)
{
    return by_report(((const RecordValue *)x)->evidence.at, ((const RecordValue *)y)->evidence.at);
}

dln_status fact_add(Join *join, RecordFact fact)
{
    Arena *arena = &join->record->arena;
    return VEC_PUSH(arena, &join->record->facts, fact) ? DLN_OK : arena_status(arena);
}

void fact_sort(RecordFact *fact)
{
    for (uint32_t i = 0; i < fact->values.n; i++)
        list_sort(fact->values.at[i].evidence.at, fact->values.at[i].evidence.n, sizeof(Evidence),
                  by_report);
    list_sort(fact->values.at, fact->values.n, sizeof *fact->values.at, by_first);
}

/* The first and the last day of "20 to 22 March", where nobody gives another end, say nothing that
 * the range does not. */
static bool said_by_whole(const Piece *piece, uint32_t n, dln_verdict verdict, bool loose_end)
{
    bool parts = verdict == DLN_AGREE || (verdict == DLN_ONLY && !loose_end);
    for (uint32_t i = 0; i < n; i++)
        parts = parts && piece[i].part;
    return parts;
}

/* `loose_end`: some report gives an end of the event without its whole ("until Thursday"). */
static bool apart(const PlaceKnowledge *places, const Told *a, const Told *b)
{
    return value_compare(places, &a->value, &b->value).relation == RELATION_APART;
}

/* Places that cannot be one are no two tellings of one place: protests were held in both. Nor are
 * "Friday" and "Saturday" of reports without a date two tellings of one day. Those that fit the
 * first stay at the front of the pieces, the others go behind; returns how many stay. */
static uint32_t fit_first(Join *join, Piece *piece, Told *told, uint32_t n)
{
    PlaceKnowledge places = {join->in->gazetteer ? known_inside : NULL, join->in->gazetteer};
    uint32_t kept = n > 0;
    for (uint32_t i = 1; i < n; i++) {
        bool fits = true;
        for (uint32_t k = 0; k < kept && fits; k++)
            fits = (piece[i].attribute != ATTRIBUTE_PLACE && !piece[i].unsure &&
                    !piece[k].unsure) ||
                   !apart(&places, &told[k], &told[i]);
        if (!fits) continue;
        Piece p = piece[i];
        Told t = told[i];
        memmove(&piece[kept + 1], &piece[kept], (i - kept) * sizeof *piece);
        memmove(&told[kept + 1], &told[kept], (i - kept) * sizeof *told);
        piece[kept] = p;
        told[kept++] = t;
    }
    return kept;
}

static dln_status write_fact(Join *join, Desk *desk, Piece *piece, uint32_t n, bool loose_end);

/* What cannot be one is written as several. */
static dln_status write_fitting(Join *join, Desk *desk, Piece *piece, uint32_t n, bool loose_end)
{
    while (n > 0) {
        Gather g;
        ArenaMark mark = arena_mark(join->scratch);
        TRY(gather(join, desk, piece, n, &g));
        uint32_t kept = n <= 128 ? fit_first(join, piece, g.told, n) : n;
        arena_rewind(join->scratch, mark);
        TRY(write_fact(join, desk, piece, kept, loose_end));
        piece += kept;
        n -= kept;
    }
    return DLN_OK;
}

/* "Ada Lint", "Ada Lynt": as many words, other letters. */
static bool spelled_otherwise(const Value *a, const Value *b)
{
    return a->class == CLASS_NAME && a->n_words == b->n_words;
}

/* How many voices tell the value of piece `i`; NONE: it is a figure, or one spells it otherwise. A
 * figure with "about" beside the bare one is no telling of the same. */
static uint32_t voices_of(const Gather *g, uint32_t i, uint32_t n)
{
    uint32_t voices = 0, seen[64];
    const Value *value = &g->told[i].value;
    for (uint32_t k = 0; k < n; k++) {
        const Value *other = &g->told[k].value;
        bool known = false, same = value_compare(NULL, value, other).relation == RELATION_SAME;
        if (value->kind == VALUE_NUMBER || (!same && spelled_otherwise(value, other))) return NONE;
        for (uint32_t v = 0; v < voices && !known; v++)
            known = seen[v] == g->told[k].voice;
        if (same && !known) seen[voices++] = g->told[k].voice;
    }
    return voices;
}

/* Is there a value that every voice tells? What one of them says beside it, shorter or vaguer, is
 * the same thing told again: "the Brezan Dam Authority", further down "the authority". */
static bool common_value(const Gather *g)
{
    uint32_t n = g->n < 64 ? g->n : 64;
    for (uint32_t i = 0; i < n && g->told[i].voice == g->told[0].voice; i++)
        if (voices_of(g, i, n) == g->voices) return true;
    return false;
}

/* Is it a day, or a month or year that holds days? "April 16 to 18" is neither. */
static bool day_or_month(const Value *v)
{
    enum { SHORTEST_MONTH = 28 };
    if (v->kind != VALUE_DAYS || v->from == DAY_UNKNOWN) return false;
    return v->to == v->from || v->to - v->from >= SHORTEST_MONTH - 1;
}

/* "On Nov. 6", "in November", "in 2018": days of which one is told more exactly. */
static bool days_more_exact(const Gather *g)
{
    bool other = false;
    const Value *first = &g->told[0].value;
    for (uint32_t i = 0; i < g->n; i++) {
        const Value *v = &g->told[i].value;
        if (!day_or_month(v)) return false;
        other |= v->to - v->from != first->to - first->from;
    }
    return other;
}

/* A group of claims agrees where its verdict says so (align_verdict.c), unless the types see a
 * conflict. */
static Judged of_group(const Piece *piece, const Gather *g, Judged judged)
{
    if (!piece->aligned || judged.verdict == DLN_CONFLICT || g->voices < 2) return judged;
    if (judged.verdict == DLN_REFINED && days_more_exact(g)) return judged;
    if (judged.verdict == DLN_REFINED && common_value(g)) return (Judged){DLN_AGREE, "told alike"};
    if (piece->agrees || judged.verdict == DLN_AGREE) return (Judged){DLN_AGREE, "told alike"};
    return (Judged){DLN_REFINED,
                    judged.verdict == DLN_REFINED ? judged.why : "told in different words"};
}

static dln_status write_fact(Join *join, Desk *desk, Piece *piece, uint32_t n, bool loose_end)
{
    Gather g;
    ArenaMark mark = arena_mark(join->scratch);
    TRY(gather(join, desk, piece, n, &g));
    if (g.voices < 2 && attribute_row[piece->attribute].rule == FACT_SHARED_ONLY) {
        arena_rewind(join->scratch, mark);
        return DLN_OK;
    }
    PlaceKnowledge places = {join->in->gazetteer ? known_inside : NULL, join->in->gazetteer};
    Judged judged = of_group(piece, &g,
                             restrain(join, piece, &g, value_judge(&places, g.told, g.n)));
    if (said_by_whole(piece, n, judged.verdict, loose_end)) {
        arena_rewind(join->scratch, mark);
        return DLN_OK;
    }
    uint32_t *slot = ARENA_ARRAY(join->scratch, uint32_t, n);
    if (!slot) return arena_status(join->scratch);
    RecordFact fact = {.about = piece->about,
                       .index = piece->index,
                       .attribute = attribute_name(piece->attribute),
                       .verdict = judged.verdict,
                       .why = slice_of(judged.why),
                       .lined = piece->lined,
                       .alike = piece->alike};
    for (uint32_t i = 0; i < n; i++)
        if (!value_for(join, &fact, &g, slot, i, piece)) return arena_status(&join->record->arena);
    if (!fill_values(join, desk, &fact, piece, slot, n))
        return join->scratch->failed ? arena_status(join->scratch)
                                     : arena_status(&join->record->arena);
    fact_sort(&fact);
    arena_rewind(join->scratch, mark);
    return fact_add(join, fact);
}

/* ---- order ---- */

typedef struct Weighed {
    RecordFact fact;
    uint32_t grave, weight;
} Weighed;

static uint32_t event_weight(const RecordEvent *e)
{ /* reports that tell it, then how often it is named; the past counts less */
    uint32_t reports = 0, last = NONE;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        if (e->mentions.at[i].report != last) reports++;
        last = e->mentions.at[i].report;
    }
    uint32_t weight = reports * 64 + (e->mentions.n > 63 ? 63 : e->mentions.n);
    return e->background ? weight / 4 : weight;
}

/* Who took part is the least news of what all agree on. */
static uint32_t about_weight(const Join *join, const RecordFact *f)
{
    switch (f->about) {
    case ABOUT_EVENT: return event_weight(&join->record->events.at[f->index]);
    case ABOUT_ENTITY: return join->record->entities.at[f->index].mentions.n;
    case ABOUT_STATEMENT: return join->record->statements.at[f->index].versions.n * 32;
    default: return 64;
    }
}

static uint32_t fact_weight(const Join *join, const RecordFact *f)
{
    uint32_t weight = about_weight(join, f);
    return slice_is(f->attribute, "participant") ? weight / 8 : weight;
}

static int by_summary(const void *x, const void *y)
{
    const Weighed *a = x, *b = y;
    if (a->grave != b->grave) return a->grave < b->grave ? -1 : 1;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    if (a->fact.about != b->fact.about) return a->fact.about < b->fact.about ? -1 : 1;
    if (a->fact.index != b->fact.index) return a->fact.index < b->fact.index ? -1 : 1;
    int c = slice_cmp(a->fact.attribute, b->fact.attribute);
    return c ? c : by_first(a->fact.values.at, b->fact.values.at);
}

static dln_status order_facts(Join *join)
{
    static const uint32_t grave[] = {
        [DLN_CONFLICT] = 0, [DLN_REFINED] = 1, [DLN_AGREE] = 2, [DLN_ONLY] = 3};
    Record *r = join->record;
    Weighed *w = ARENA_ARRAY(join->scratch, Weighed, r->facts.n + 1);
    if (!w) return arena_status(join->scratch);
    for (uint32_t i = 0; i < r->facts.n; i++)
        w[i] = (Weighed){r->facts.at[i], grave[r->facts.at[i].verdict],
                         fact_weight(join, &r->facts.at[i])};
    list_sort(w, r->facts.n, sizeof *w, by_summary);
    for (uint32_t i = 0; i < r->facts.n; i++)
        r->facts.at[i] = w[i].fact;
    return DLN_OK;
}

/* `loose`: of each event of the record, whether some report gives an end of it without the whole.
 */
static dln_status write_pieces(Join *join, Desk *desk, const Pieces *all, const bool *loose)
{
    for (uint32_t i = 0, end; i < all->n; i = end) {
        LIST_RUN(end, i, all->n, same_fact(&all->at[i], &all->at[end]));
        Piece *piece = &all->at[i];
        bool place = piece->attribute == ATTRIBUTE_PLACE, day = attribute_is_day(piece->attribute),
             loose_end = !place && piece->about == ABOUT_EVENT && loose[piece->index];
        if ((place || day) && !piece->aligned)
            TRY(write_fitting(join, desk, piece, end - i, loose_end));
        else
            TRY(write_fact(join, desk, piece, end - i, loose_end));
    }
    return DLN_OK;
}

dln_status build_facts(Join *join)
{
    Pieces all = {0};
    Desk desk;
    if (!desk_open(join, &desk)) return arena_status(join->scratch);
    bool *told = ARENA_ARRAY(join->scratch, bool, join->record->statements.n + 1);
    if (!told) return arena_status(join->scratch);
    TRY(quote_facts(join, told));
    TRY(event_pieces(join, &all));
    TRY(quantity_pieces(join, &all));
    TRY(age_pieces(join, &all));
    TRY(printed_pieces(join, &all));
    TRY(entity_pieces(join, &all));
    TRY(statement_pieces(join, &all, told));
    list_sort_r(all.at, all.n, sizeof *all.at, by_key, join);
    bool *loose = ARENA_ARRAY(join->scratch, bool, join->record->events.n + 1);
    if (!loose) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all.n; i++) {
        const Piece *p = &all.at[i];
        if (p->about == ABOUT_EVENT && !p->part &&
            (p->attribute == ATTRIBUTE_BEGIN || p->attribute == ATTRIBUTE_END))
            loose[p->index] = true;
    }
    TRY(write_pieces(join, &desk, &all, loose));
    TRY(party_facts(join));
    Pieces aligned = {0};
    TRY(aligned_pieces(join, &aligned));
    list_sort_r(aligned.at, aligned.n, sizeof *aligned.at, by_key, join);
    TRY(write_pieces(join, &desk, &aligned, loose));
    return order_facts(join);
}
