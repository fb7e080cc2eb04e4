/* facts_aligned.c - groups of claims to facts.
 *
 * In: what the aligner says is one value slot (align.h), the facts written so far. Out: facts with
 * attribute, what they are about, values with evidence.
 *
 * Idea: a group is a fact whatever it is of; its attribute is what its claims are (a day, a figure
 * with its noun, a name in a role, a predicate), its verdict that of the typed comparison. A reader
 * wants each slot once: where a typed reader (quantities, dates, quotations) has a conflict of the
 * same words, that stands; where it merely lines up two of the tellings of a group, the group,
 * which holds every telling, stands for it and takes over its attribute; a value that one report
 * alone was thought to tell is not told again.
 *
 * Groups of one voice, and those whose places cannot all hold, give no fact; of figures and days
 * those stay that go with most others. Groups with unlike lists agree on nothing. train/align.py
 * chooses the cuts without these vetoes.
 *
 * "The lorry hit a wall" / "a truck crashed into the wall": participant, The lorry, a truck.
 *
 * Known to get wrong: attributes of free phrases ("status" stands for much). */
#include "collate/facts.h"

#define SAME_WORDS 0.5f /* overlap at which a telling and a piece of evidence are one */

typedef struct Shown { /* a piece of evidence of a fact written before */
    uint32_t report, fact, value;
    Span span;
} Shown;
typedef struct Written {
    Shown *at; /* by report and first byte */
    uint32_t n, facts;
    uint32_t *shared; /* [facts] tellings of the group at hand */
    uint32_t *first;  /* [facts] report of the first of them */
    bool *two;        /* [facts] of two reports */
    bool *dropped;    /* [facts] */
    bool *given;      /* [facts] a group has taken it over, with all its evidence */
    uint32_t *left;   /* [facts] evidence that no group holds */
} Written;

static int by_place(const void *x, const void *y)
{
    const Shown *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    if (a->span.b != b->span.b) return a->span.b < b->span.b ? -1 : 1;
    if (a->span.e != b->span.e) return a->span.e < b->span.e ? -1 : 1;
    if (a->fact != b->fact) return a->fact < b->fact ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

static bool open_written(Join *join, Written *w)
{
    const Record *r = join->record;
    Arena *s = join->scratch;
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->facts.n; i++)
        for (uint32_t v = 0; v < r->facts.at[i].values.n; v++)
            n += r->facts.at[i].values.at[v].evidence.n;
    *w = (Written){.at = ARENA_ARRAY(s, Shown, n + 1),
                   .facts = r->facts.n,
                   .shared = ARENA_ARRAY(s, uint32_t, r->facts.n + 1),
                   .first = ARENA_ARRAY(s, uint32_t, r->facts.n + 1),
                   .two = ARENA_ARRAY(s, bool, r->facts.n + 1),
                   .dropped = ARENA_ARRAY(s, bool, r->facts.n + 1),
                   .given = ARENA_ARRAY(s, bool, r->facts.n + 1),
                   .left = ARENA_ARRAY(s, uint32_t, r->facts.n + 1)};
    if (s->failed) return false;
    for (uint32_t i = 0; i < r->facts.n; i++)
        for (uint32_t v = 0; v < r->facts.at[i].values.n; v++)
            for (uint32_t e = 0; e < r->facts.at[i].values.at[v].evidence.n; e++) {
                Evidence at = r->facts.at[i].values.at[v].evidence.at[e];
                w->at[w->n++] = (Shown){at.report, i, v, at.span};
                w->left[i]++;
            }
    list_sort(w->at, w->n, sizeof *w->at, by_place);
    return true;
}

/* First piece of evidence that may meet a span: none is longer than `reach`. */
static uint32_t shown_from(const Written *w, uint32_t report, uint32_t b)
{
    const uint32_t reach = 2000;
    Shown key = {.report = report, .span = {b > reach ? b - reach : 0, 0}};
    uint32_t low;
    LIST_FIRST(low, w->n, by_place(&w->at[low], &key) < 0);
    return low;
}

/* The next piece of evidence from *k on whose words are those of the span; false: none. */
static bool next_met(const Written *w, uint32_t report, Span span, uint32_t *k)
{
    for (; *k < w->n && w->at[*k].report == report && w->at[*k].span.b < span.e; ++*k)
        if (span_overlap(w->at[*k].span, span) >= SAME_WORDS) return true;
    return false;
}

/* ---- which groups, which facts ---- */

/* Counts, for every fact written before, the tellings of the group that are evidence of it. */
static void meet_written(const Join *join, Written *w, const AlignGroup *g, bool count)
{
    for (uint32_t i = 0; i < g->tellings.n; i++) {
        AlignTelling t = g->tellings.at[i];
        Span span = aligned_claim(join, t)->span;
        for (uint32_t k = shown_from(w, t.report, span.b); next_met(w, t.report, span, &k); k++) {
            const Shown *s = &w->at[k];
            if (!count) {
                w->shared[s->fact] = 0;
                w->two[s->fact] = false;
            } else if (!w->shared[s->fact]++)
                w->first[s->fact] = t.report;
            else if (w->first[s->fact] != t.report)
                w->two[s->fact] = true;
        }
    }
}

/* Does no group touch the fact? A conflict, a telephone number, and a quotation that was compared
 * word for word. */
static bool stands(const RecordFact *f)
{
    return f->verdict == DLN_CONFLICT ||
           (f->verdict != DLN_ONLY &&
            (slice_is(f->attribute, "wording") || slice_is(f->attribute, "phone")));
}

/* Where its words stand already: a conflict keeps them, a fact of which the group has one telling
 * keeps that. */
static bool taken(const Join *join, const Written *w, AlignTelling t)
{
    Span span = aligned_span(join, t);
    for (uint32_t k = shown_from(w, t.report, span.b); next_met(w, t.report, span, &k); k++) {
        const Shown *s = &w->at[k];
        const RecordFact *f = &join->record->facts.at[s->fact];
        if (stands(f) || (f->verdict != DLN_ONLY && !w->two[s->fact])) return true;
    }
    return false;
}

/* The fact of a typed reader that the group takes over: the one with most of its tellings; others
 * of the same words go, but for spellings of a name. */
static const RecordFact *replaced(const Join *join, Written *w, const AlignGroup *g)
{
    const RecordFact *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < g->tellings.n; i++) {
        AlignTelling t = g->tellings.at[i];
        Span span = aligned_claim(join, t)->span;
        for (uint32_t k = shown_from(w, t.report, span.b); next_met(w, t.report, span, &k); k++) {
            const Shown *s = &w->at[k];
            const RecordFact *f = &join->record->facts.at[s->fact];
            if (stands(f)) continue;
            w->dropped[s->fact] |= w->two[s->fact] && !slice_is(f->attribute, "name");
            if (w->two[s->fact] && w->shared[s->fact] > most) {
                most = w->shared[s->fact];
                best = f;
            }
        }
    }
    if (best) w->dropped[best - join->record->facts.at] = true;
    return best;
}

/* The report's voices in a group, after `kept` tellings: two at least make a fact. */
static bool two_voices(const Join *join, const AlignTelling *kept, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (join->voice[kept[i].report] != join->voice[kept[0].report]) return true;
    return false;
}

static void about_of(const Join *join, const AlignTelling *kept, uint32_t n, Piece *piece)
{
    piece->about = ABOUT_STORY;
    piece->index = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Findings *f = join_findings(join, kept[i].report);
        const Claim *c = aligned_claim(join, kept[i]);
        uint32_t event = c->event;
        for (uint32_t e = events_from(f, f->lang.sentence[c->sentence].span.b);
             e < f->events.n && event == NONE && c->verb != NONE; e++) {
            if (f->events.at[e].sentence.b >= f->lang.sentence[c->sentence].span.e) break;
            if (f->events.at[e].token == c->verb || f->events.at[e].token == c->governor) event = e;
        }
        if (event == NONE) continue;
        piece->about = ABOUT_EVENT;
        piece->index = join->event_of[kept[i].report][event];
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t statement = aligned_claim(join, kept[i])->statement;
        if (statement == NONE) continue;
        piece->about = ABOUT_STATEMENT;
        piece->index = join->statement_of[kept[i].report][statement];
        return;
    }
}

/* The tellings that stand nowhere yet; their number. */
static uint32_t keep_tellings(const Join *join, Written *w, const AlignGroup *g, AlignTelling *kept)
{
    uint32_t n = 0;
    Attribute attribute = aligned_attribute(join, g);
    meet_written(join, w, g, false);
    meet_written(join, w, g, true);
    for (uint32_t i = 0; i < g->tellings.n; i++) {
        AlignTelling t = g->tellings.at[i];
        if (!taken(join, w, t) && aligned_kind_fits(join, attribute, t)) kept[n++] = t;
    }
    return n;
}

static void strike_out(Written *w, const Piece *piece)
{
    uint32_t k = shown_from(w, piece->report, piece->span.b);
    for (; next_met(w, piece->report, piece->span, &k); k++)
        w->left[w->at[k].fact] -= w->left[w->at[k].fact] > 0;
}

/* The normal form that a typed reader has for a telling; empty: none. */
static Slice old_value(const RecordFact *old, uint32_t report, Span span)
{
    for (uint32_t v = 0; old && v < old->values.n; v++)
        for (uint32_t e = 0; e < old->values.at[v].evidence.n; e++) {
            Evidence at = old->values.at[v].evidence.at[e];
            if (at.report == report && span_overlap(at.span, span) >= SAME_WORDS)
                return old->values.at[v].value;
        }
    return (Slice){NULL, 0};
}

/* Is every telling evidence of the fact? */
static bool told_by(const Join *join, const RecordFact *fact, const AlignTelling *kept, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!old_value(fact, kept[i].report, aligned_span(join, kept[i])).n) return false;
    return true;
}

/* What a typed reader had in the fact that the group takes over, and the group has not. */
static dln_status add_old(Join *join, const RecordFact *old, const AlignTelling *kept, uint32_t n,
                          Piece piece, Pieces *out)
{
    for (uint32_t v = 0; v < old->values.n; v++)
        for (uint32_t e = 0; e < old->values.at[v].evidence.n; e++) {
            Evidence at = old->values.at[v].evidence.at[e];
            bool met = false;
            for (uint32_t i = 0; i < n && !met; i++)
                met = kept[i].report == at.report &&
                      span_meet(aligned_claim(join, kept[i])->span, at.span);
            piece.report = at.report;
            piece.span = at.span;
            piece.value = old->values.at[v].value;
            if (!met && !add_piece(join, out, piece)) return arena_status(join->scratch);
        }
    return DLN_OK;
}

enum {
    MOST_FIGURES = 32, /* tellings of a group that are compared as figures */
    NEAR_MINUTES = 30  /* that a loose time may be off */
};

typedef struct Figures {
    const AlignTelling *told;
    Value value[MOST_FIGURES];
    bool keep[MOST_FIGURES];
    uint32_t n;
    bool score; /* no two that differ can both hold */
} Figures;

/* The tellings as figures, days or times; none where one of them is words. */
static dln_status read_figures(Join *join, Attribute attribute, uint32_t n, Figures *f)
{
    const AttributeRow *row = &attribute_row[attribute];
    f->score = row->family == FAMILY_VOTE;
    for (uint32_t i = 0; i < n && i < MOST_FIGURES; i++) {
        Attribute own = aligned_claim(join, f->told[i])->attribute;
        bool length = attribute_row[own].family == FAMILY_LENGTH; /* "PT6H" is no count */
        TRY(value_parse(&join->collate->words, length ? CLASS_DURATION : row->class,
                        aligned_value(join, f->told[i], attribute), join->scratch, &f->value[i]));
        if (f->value[i].kind == VALUE_WORDS && !f->score) return DLN_OK;
    }
    f->n = n < MOST_FIGURES ? n : MOST_FIGURES;
    return DLN_OK;
}

static bool is_loose(const Join *join, AlignTelling t)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    return c->time != NONE && clock_is_loose(join, f, &f->times.at[c->time]);
}

/* "about 8.40pm", "shortly before 9pm on Friday": times of one day that may be one. */
static bool near_clocks(const Join *join, const Figures *f, uint32_t i, uint32_t k)
{
    const Value *a = &f->value[i], *b = &f->value[k];
    bool days = a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN ||
                (a->from <= b->to && b->from <= a->to);
    bool weekdays = !a->weekday || !b->weekday || a->weekday == b->weekday;
    return a->minute_low >= 0 && b->minute_low >= 0 && days && weekdays &&
           a->minute_low <= b->minute_high + NEAR_MINUTES &&
           b->minute_low <= a->minute_high + NEAR_MINUTES &&
           (is_loose(join, f->told[i]) || is_loose(join, f->told[k]));
}

/* "Up to 40 years", "five years" can both hold and are no two tellings of one length. */
static bool far_off(const Value *a, const Value *b)
{
    if (a->kind != VALUE_NUMBER || b->kind != VALUE_NUMBER || a->bound == BOUND_VAGUE ||
        b->bound == BOUND_VAGUE || a->low <= 0 || b->low <= 0)
        return false;
    return a->high * 3 < b->low || b->high * 3 < a->low;
}

/* How two tellings of a slot go together. "34-31" is not nearly "34-30". */
static Relation relation_of(const Join *join, const Figures *f, uint32_t i, uint32_t k)
{
    const Value *a = &f->value[i], *b = &f->value[k];
    if (aligned_other_things(join, f->told[i], f->told[k]) ||
        (f->score && !slice_eq(a->fold, b->fold)))
        return RELATION_APART;
    if (far_off(a, b)) return RELATION_APART;
    Relation r = value_compare(NULL, a, b).relation;
    return r == RELATION_APART && near_clocks(join, f, i, k) ? RELATION_REFINED : r;
}

/* Which figures of a group can all hold: those that go with most others. False: no such choice, as
 * many stand against as many. "A 3-year-old", "the 33-YEAR-OLD", "a boy of three": the first and
 * the last. `worst`: how far those kept go apart. */
static bool choose_figures(const Join *join, Figures *f, Relation *worst)
{
    uint32_t with[MOST_FIGURES] = {0}, most = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        for (uint32_t k = 0; k < f->n; k++)
            with[i] += relation_of(join, f, i, k) != RELATION_APART;
        most = with[i] > most ? with[i] : most;
    }
    *worst = RELATION_SAME;
    for (uint32_t i = 0; i < f->n; i++) {
        f->keep[i] = with[i] == most;
        for (uint32_t k = 0; k < i && f->keep[i]; k++) {
            Relation r = f->keep[k] ? relation_of(join, f, i, k) : RELATION_SAME;
            if (r > *worst) *worst = r;
        }
    }
    return *worst != RELATION_APART;
}

/* Takes out what cannot hold beside the rest: a contradiction is for the typed readers to say, who
 * know what is measured; here those that cannot both hold are of two things ("50 percent", "52
 * percent"). "More than 8,000" and "8,483" refine each other. *n is 0 where nothing can be kept.
 * `worst`: how far figures, days or times of what is kept go apart; SAME where words are among
 * them. */
static dln_status settle_figures(Join *join, const AlignGroup *g, AlignTelling *kept, uint32_t *n,
                                 Relation *worst)
{
    Figures f = {.told = kept};
    uint32_t left = 0;
    *worst = RELATION_SAME;
    TRY(read_figures(join, aligned_attribute(join, g), *n, &f));
    if (!f.n) return DLN_OK;
    bool settled = choose_figures(join, &f, worst);
    for (uint32_t i = 0; i < *n && settled; i++)
        if (i >= f.n || f.keep[i]) kept[left++] = kept[i];
    *n = left;
    return DLN_OK;
}

/* The place that a telling names, by its record entity; NONE: it names none. */
static uint32_t place_of(const Join *join, AlignTelling t)
{
    uint32_t entity = aligned_claim(join, t)->entity;
    if (entity == NONE) return NONE;
    uint32_t joined = join->entity_of[t.report][entity];
    return join->record->entities.at[joined].kind == ENTITY_PLACE ? joined : NONE;
}

/* "Protests were held in Halm", "protests were held in Varnsund": two named places, neither in the
 * other, are of two happenings. */
static bool places_apart(const Join *join, const AlignTelling *kept, uint32_t n)
{
    uint32_t first = n ? place_of(join, kept[0]) : NONE;
    bool apart = false;
    for (uint32_t i = 1; i < n && first != NONE; i++) {
        uint32_t other = place_of(join, kept[i]);
        if (other == NONE) return false;
        apart |= !place_inside(join->record, first, other) &&
                 !place_inside(join->record, other, first);
    }
    return first != NONE && apart;
}

/* One telling of a group, by its typed form where there is one. `common`: what all of them say. */
static bool add_telling(Join *join, Written *w, AlignTelling t, const RecordFact *old, Slice common,
                        Piece piece, Pieces *out)
{
    piece.report = t.report;
    piece.span = aligned_span(join, t);
    piece.said_by = join_speaker(join, t.report, aligned_claim(join, t)->statement);
    piece.value = old_value(old, piece.report, piece.span);
    if (!piece.value.n) piece.value = common.n ? common : aligned_value(join, t, piece.attribute);
    strike_out(w, &piece);
    return add_piece(join, out, piece);
}

/* The group stands for what a typed reader had: about the same, of the same kind, with all its
 * evidence; the first group that does so gives it. A name that all spell alike is no news: the
 * group tells what its bearer does. */
static dln_status take_over(Join *join, const RecordFact *old, bool *given,
                            const AlignTelling *kept, uint32_t n, Piece *piece, Pieces *out)
{
    if (!slice_is(old->attribute, "name") || old->verdict != DLN_AGREE) {
        piece->about = old->about;
        piece->index = old->index;
        piece->attribute = attribute_by_name(old->attribute);
    }
    if (!*given) TRY(add_old(join, old, kept, n, *piece, out));
    *given = true;
    return DLN_OK;
}

/* What all tellings of a group share. */
static Piece group_piece(const Join *join, const AlignGroup *g, const AlignTelling *kept,
                         uint32_t n, Relation figures)
{
    return (Piece){.said_by = NONE,
                   .attribute = aligned_attribute(join, g),
                   .unsure = true,
                   .aligned = true,
                   .lined = g->score,
                   .alike = g->agree,
                   .agrees = figures == RELATION_SAME &&
                             g->agree >= join->in->aligner->cuts.agree &&
                             !aligned_denials_differ(join, kept, n) &&
                             !aligned_lists_differ(join, kept, n < 24 ? n : 24)};
}

/* The group without its tellings of other persons; false: no memory. */
static bool of_one_thing(const Join *join, const AlignGroup *group, AlignGroup *out)
{
    AlignTelling *told = ARENA_ARRAY(join->scratch, AlignTelling, group->tellings.n + 1);
    *out = *group;
    if (!told) return false;
    if (group->tellings.n) memcpy(told, group->tellings.at, group->tellings.n * sizeof *told);
    out->tellings.at = told;
    out->tellings.n = aligned_one_thing(join, aligned_attribute(join, group), told,
                                        group->tellings.n);
    return true;
}

static dln_status add_group(Join *join, Written *w, const AlignGroup *group, uint32_t number,
                            Pieces *out)
{
    AlignTelling *kept = ARENA_ARRAY(join->scratch, AlignTelling, group->tellings.n + 1);
    AlignGroup own, *g = &own;
    if (!kept || !of_one_thing(join, group, g)) return arena_status(join->scratch);
    if (!g->tellings.n || aligned_unsure(join, g)) return DLN_OK;
    uint32_t n = keep_tellings(join, w, g, kept);
    Relation figures;
    TRY(settle_figures(join, g, kept, &n, &figures));
    if (!two_voices(join, kept, n) || places_apart(join, kept, n)) return DLN_OK;
    const RecordFact *old = replaced(join, w, g);
    bool *given = old ? &w->given[old - join->record->facts.at] : NULL;
    if (given && *given && told_by(join, old, kept, n)) return DLN_OK;
    Piece piece = group_piece(join, g, kept, n, figures);
    piece.key = arena_printf(join->scratch, "aligned %u", number);
    if (!piece.key.p) return arena_status(join->scratch);
    about_of(join, kept, n, &piece);
    if (old) {
        bool name = slice_is(old->attribute, "name"); /* the group may tell more than its bearer */
        piece.agrees = old->verdict == DLN_AGREE && figures == RELATION_SAME &&
                       (!name || piece.agrees);
        TRY(take_over(join, old, given, kept, n, &piece, out));
    }
    Slice common = piece.agrees ? aligned_common(join, kept, n, piece.attribute) : (Slice){NULL, 0};
    for (uint32_t i = 0; i < n; i++)
        if (!add_telling(join, w, kept[i], old, common, piece, out))
            return arena_status(join->scratch);
    return DLN_OK;
}

dln_status aligned_pieces(Join *join, Pieces *out)
{
    Written w;
    Record *r = join->record;
    if (!join->aligned.groups.n) return DLN_OK;
    if (!open_written(join, &w)) return arena_status(join->scratch);
    for (uint32_t i = 0; i < join->aligned.groups.n; i++)
        TRY(add_group(join, &w, &join->aligned.groups.at[i], i, out));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->facts.n; i++) {
        bool only = r->facts.at[i].verdict == DLN_ONLY && !w.left[i];
        if (!w.dropped[i] && !only) r->facts.at[kept++] = r->facts.at[i];
    }
    r->facts.n = kept;
    return DLN_OK;
}
