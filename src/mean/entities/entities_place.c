/* entities_place.c - a seat of government as a place or as the government.
 *
 * In: a name draft of a seat ("Moscow", "the Kremlin"). Out: true when it stands for the
 * government.
 *
 * Rules: after a preposition of place, or with words of going there, it is a place ("met in
 * Moscow", "a visit to Moscow"); before things a city has, too
 * ("Moscow's Kremlin", "the Moscow court"); as subject or object of an act, in "between X and Y",
 * "with X", "X's proposals" it is the government.
 *
 * Known to fail: officials who speak inside the city ("talks in Moscow's interest"). */
#include "mean/entities/entities_impl.h"

/* "Moscow and Beijing": the first of the list carries the preposition and the role. */
static uint32_t list_head(const Linker *l, uint32_t t)
{
    for (uint32_t steps = 0;
         steps < 6 && t != NONE && (token(l, t)->rel == REL_CONJ || token(l, t)->rel == REL_FLAT) &&
         token(l, t)->head != NONE;
         steps++)
        t = token(l, t)->head;
    return t;
}

static Slice lemma_of(const Linker *l, uint32_t t)
{
    return t == NONE ? (Slice){"", 0} : token(l, t)->lemma;
}

static bool after_preposition(const Linker *l, uint32_t head, Slice preposition)
{
    uint32_t governor = token(l, head)->head;
    if (word_is(l->words, WORD_AT, preposition)) return false;
    Slice over = lemma_of(l, governor);
    bool going = word_is(l->words, WORD_MOTION, over);
    if (slice_eq_nocase(preposition, SLICE("to")) || slice_eq_nocase(preposition, SLICE("from")) ||
        slice_eq_nocase(preposition, SLICE("for")) || slice_eq_nocase(preposition, SLICE("via")))
        return !going;
    if (slice_eq_nocase(preposition, SLICE("of")))
        return word_is(l->words, WORD_PEOPLE, over) && !word_is(l->words, WORD_GROUND, over);
    return slice_eq_nocase(preposition, SLICE("with")) ||
           slice_eq_nocase(preposition, SLICE("between")) ||
           slice_eq_nocase(preposition, SLICE("by")) ||
           slice_eq_nocase(preposition, SLICE("against")) ||
           slice_eq_nocase(preposition, SLICE("on")) ||
           slice_eq_nocase(preposition, SLICE("toward")) ||
           slice_eq_nocase(preposition, SLICE("towards"));
}

bool is_government_use(const Linker *l, const Draft *d)
{
    const GazEntry *e = gazetteer_entry(l->g, d->gaz);
    if (!e || e->seat_of == NONE) return false;
    if (l->found->lang.sentence[d->sentence].block == BLOCK_BYLINE ||
        report_block_at(l->report, d->span.b) == BLOCK_CAPTION)
        return false;
    if (l->report->dateline.place_span.e > 0 && span_meet(d->span, l->report->dateline.place_span))
        return false;
    uint32_t head = list_head(l, d->head), mark = child_near(l, head, REL_CASE);
    const Token *k = token(l, head);
    Slice over = lemma_of(l, k->head);
    bool possessor = d->possessive ||
                     (k->rel == REL_NMOD && slice_is(slice_of(k->subtype), "poss"));
    if (possessor) {
        uint32_t thing = token(l, d->head)->head;
        if (thing != NONE && (token(l, thing)->name != NONE ||
                              gazetteer_find(l->g, token(l, thing)->form, GAZ_SITE) != NONE))
            return false; /* "Moscow's Kremlin" */
        return !word_is(l->words, WORD_GROUND, lemma_of(l, thing));
    }
    if (mark != NONE && mark < head) return after_preposition(l, head, token(l, mark)->form);
    switch (k->rel) {
    case REL_NSUBJ:
    case REL_OBJ:
    case REL_IOBJ: return !word_is(l->words, WORD_MOTION, over) || k->rel == REL_NSUBJ;
    case REL_COMPOUND: return word_is(l->words, WORD_PEOPLE, over);
    default: return false;
    }
}
