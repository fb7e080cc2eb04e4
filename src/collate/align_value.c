/* align_value.c - what a group of claims is of, and each of its values in normal form.
 *
 * In: a group. Out: the attribute that most of its claims have by kind, role and layer; the value
 * of a telling: a day, a figure with bound and unit, else its words.
 *
 * aligned_lists_differ and aligned_denials_differ are vetoes that
 * train/align.py does not apply where it chooses the cuts.
 *
 * Known to get wrong: free phrases ("status" stands for much). */
#include "collate/facts.h"
#include "lang/tree.h"

enum { LIST_NEAR = 4, LIST_LONGEST = 8 }; /* tokens behind a claim: where a list goes on, ends */
enum { MOST_ASKED = 64 };                 /* tellings of a group that are asked pair by pair */
enum { DENIAL_NEAR = 8 };                 /* tokens before a claim: where its denial begins */

const Claim *aligned_claim(const Join *join, AlignTelling t)
{
    return &join_findings(join, t.report)->claims.at[t.claim];
}

/* Does each report of the group tell it as this? */
static bool all_tell(const Join *join, const AlignGroup *g, Attribute attribute)
{
    uint32_t n = g->tellings.n < MOST_ASKED ? g->tellings.n : MOST_ASKED;
    for (uint32_t i = 0; i < n; i++) {
        bool told = false;
        for (uint32_t k = 0; k < n && !told; k++)
            told = g->tellings.at[k].report == g->tellings.at[i].report &&
                   aligned_claim(join, g->tellings.at[k])->attribute == attribute;
        if (!told) return false;
    }
    return true;
}

/* The attribute that most of the claims have; of two, the one that comes first in the group. A
 * toll that one report tells as a count is a count: "police seek at least two in the killing". */
Attribute aligned_attribute(const Join *join, const AlignGroup *g)
{
    uint32_t seen[ATTRIBUTES] = {0};
    Attribute best = ATTRIBUTE_STATUS;
    for (uint32_t i = 0; i < g->tellings.n; i++)
        seen[aligned_claim(join, g->tellings.at[i])->attribute]++;
    for (uint32_t i = g->tellings.n; i-- > 0;) {
        Attribute a = aligned_claim(join, g->tellings.at[i])->attribute;
        if (seen[a] >= seen[best]) best = a;
    }
    bool toll = attribute_row[best].family == FAMILY_TOLL;
    return toll && seen[ATTRIBUTE_COUNT] && !all_tell(join, g, best) ? ATTRIBUTE_COUNT : best;
}

static bool lemma_in(const Findings *f, uint32_t first, uint32_t end, uint32_t lemma)
{
    for (uint32_t i = first; i < f->lang.n_tokens && f->lang.token[i].span.e <= end; i++)
        if (f->token_lemmas.at[i] == lemma) return true;
    return false;
}

/* The first of those joined to the token that stands behind the claim; NONE. */
static uint32_t joined_behind(const LangText *lang, const Claim *c)
{
    uint32_t end = c->end + LIST_NEAR < lang->n_tokens ? c->end + LIST_NEAR : lang->n_tokens;
    for (uint32_t i = c->end; i < end; i++)
        if (lang->token[i].head == c->head && lang->token[i].rel == REL_CONJ) return i;
    return NONE;
}

/* "Police fired tear gas and water cannon", "bricks, bottles and garbage": what "and" joins to a
 * phrase that is a value is of the value. The end of the last of them, else of the claim. */
static uint32_t list_end(const Join *join, AlignTelling t)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    uint32_t joined = joined_behind(lang, c), first, end;
    if (c->kind != CLAIM_PHRASE || joined == NONE) return c->span.e;
    tree_range(lang, joined, &first, &end);
    return first <= c->end + 1 && end <= c->end + LIST_LONGEST ? lang->token[end - 1].span.e
                                                               : c->span.e;
}

/* Does one telling list what no telling of another report has? Then they do not say the same. */
bool aligned_lists_differ(const Join *join, const AlignTelling *t, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const Claim *c = aligned_claim(join, t[i]);
        const Findings *f = join_findings(join, t[i].report);
        uint32_t end = list_end(join, t[i]);
        for (uint32_t k = 0; k < n && end > c->span.e; k++) {
            if (t[k].report == t[i].report) continue;
            const Findings *g = join_findings(join, t[k].report);
            uint32_t other_end = list_end(join, t[k]), missing = 0;
            for (uint32_t w = c->end; w < f->lang.n_tokens && f->lang.token[w].span.e <= end; w++)
                missing += f->token_lemmas.at[w] && !lemma_in(g, aligned_claim(join, t[k])->first,
                                                              other_end, f->token_lemmas.at[w]);
            if (missing) return true;
        }
    }
    return false;
}

/* "Central" of "central Velm", "downtown": the part of a place, in front of its name; "east of
 * Velm" is none. The first of its tokens; the claim's where there is none. */
static uint32_t side_first(const Join *join, AlignTelling t)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    uint32_t first = c->first;
    bool name = c->attribute == ATTRIBUTE_PLACE && f->lang.token[first].upos != UPOS_ADP;
    while (name && first > 0 && c->first - first < 2 &&
           f->lang.token[first - 1].sentence == c->sentence &&
           word_listed(join->collate, "side", f->lang.token[first - 1].form))
        first--;
    return first;
}

/* "No one" of "No one had been injured", "No one is believed to be hurt": the subject that denies a
 * verb whose claim leaves it out, near in front of it; NONE. */
static uint32_t denying_subject(const Join *join, AlignTelling t)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    uint32_t verb = c->head, first, end;
    if (c->kind != CLAIM_CLAUSE || c->negative) return NONE;
    for (uint32_t steps = 0; verb != NONE && steps < 2; steps++, verb = lang->token[verb].head) {
        uint32_t subject = tree_child_rel(lang, verb, REL_NSUBJ);
        if (subject == NONE) continue;
        tree_range(lang, subject, &first, &end);
        if (first > 1 && slice_is(lang->token[first - 1].form, "-") &&
            slice_eq_nocase(lang->token[first - 2].form, SLICE("no")))
            first -= 2; /* "No-one" in three pieces */
        bool nobody = word_listed_nocase(join->collate, "nobody", lang->token[subject].form) ||
                      slice_eq_nocase(lang->token[first].form, SLICE("no"));
        return nobody && end <= c->first && first + DENIAL_NEAR >= c->first ? first : NONE;
    }
    return NONE;
}

/* "Not" of "are not suspected", "didn't" of "didn't run", right in front of a verb whose claim
 * leaves it out; NONE. */
static uint32_t denying_word(const Join *join, AlignTelling t)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    if (c->kind != CLAIM_CLAUSE || c->negative || !c->denied) return NONE;
    for (uint32_t k = 1; k <= 2 && k <= c->first; k++) {
        const Token *word = &lang->token[c->first - k];
        if (word->sentence != c->sentence) break;
        bool clipped = word->form.n > 2 && (word->form.p[0] | 32) == 'n' &&
                       (word->form.p[1] == '\'' || word->form.p[1] == '\xE2'); /* "n't" */
        if (clipped) return c->first - k - (k < c->first);
        if (token_lemma_is(word, "not") || token_lemma_is(word, "never")) return c->first - k;
    }
    return NONE;
}

static bool denies(const Join *join, AlignTelling t)
{
    return aligned_claim(join, t)->negative || denying_subject(join, t) != NONE ||
           denying_word(join, t) != NONE;
}

bool aligned_denials_differ(const Join *join, const AlignTelling *t, uint32_t n)
{
    bool told = false, denied = false;
    n = n < MOST_ASKED ? n : MOST_ASKED;
    for (uint32_t i = 0; i < n; i++) {
        if (aligned_claim(join, t[i])->kind != CLAIM_CLAUSE) return false;
        bool other = false; /* the report has it the other way as well */
        for (uint32_t k = 0; k < n && !other; k++)
            other = t[k].report == t[i].report && denies(join, t[k]) != denies(join, t[i]);
        told |= !other && !denies(join, t[i]);
        denied |= !other && denies(join, t[i]);
    }
    return told && denied;
}

/* Where the words of a telling begin: with what tells its place or turns it round. */
static uint32_t words_first(const Join *join, AlignTelling t)
{
    uint32_t subject = denying_subject(join, t), word = denying_word(join, t);
    return subject != NONE ? subject : word != NONE ? word : side_first(join, t);
}

Span aligned_span(const Join *join, AlignTelling t)
{
    const Claim *c = aligned_claim(join, t);
    const Findings *f = join_findings(join, t.report);
    uint32_t first = words_first(join, t);
    Span span = c->span;
    if (first < c->first) span.b = f->lang.token[first].span.b;
    span.e = list_end(join, t);
    if (c->kind != CLAIM_FIGURE || c->quantity == NONE) return span;
    Span figure = f->quantities.at[c->quantity].span;
    if (figure.b < span.b) span.b = figure.b;
    if (figure.e > span.e) span.e = figure.e;
    return span;
}

/* The words of a value without what only ties it to its sentence: "by high winds", "at the
 * school,". */
static Slice bare_words(const Join *join, AlignTelling t)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    uint32_t first = words_first(join, t), end = c->end;
    bool rank = c->attribute == ATTRIBUTE_RANK; /* "to a Category 3" */
    if (c->kind == CLAIM_FIGURE && !rank) return join_text(join, t.report, aligned_span(join, t));
    while (end > first + 1 && f->lang.token[end - 1].upos == UPOS_PUNCT)
        end--;
    while (first + 1 < end) {
        const Token *w = &f->lang.token[first];
        bool ties = (w->rel == REL_CASE || (rank && w->rel == REL_DET)) &&
                    word_listed(join->collate, "drop", w->lemma);
        if (!ties && w->upos != UPOS_PUNCT && w->upos != UPOS_CCONJ) break;
        first++;
    }
    Span span = tokens_span(&f->lang, first, end);
    uint32_t all = list_end(join, t);
    if (all > c->span.e) span.e = all;
    return join_text(join, t.report, span);
}

/* The day that a telling is: "on Friday" as "Friday". */
static const TimeMention *told_time(const Findings *f, const Claim *c)
{
    uint32_t first = c->first;
    if (c->time != NONE) return c->kind == CLAIM_TIME ? &f->times.at[c->time] : NULL;
    if (!attribute_is_day(c->attribute)) return NULL;
    while (first + 1 < c->end && f->lang.token[first].rel == REL_CASE)
        first++;
    uint32_t i = times_from(f, f->lang.token[first].span.b);
    bool all = i < f->times.n && f->times.at[i].first == first && f->times.at[i].end == c->end;
    return all ? &f->times.at[i] : NULL;
}

/* The normal form of one telling, by the layer that it is. */
Slice aligned_value(Join *join, AlignTelling t, Attribute attribute)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    Slice words = bare_words(join, t);
    const TimeMention *time = told_time(f, c);
    if (time) {
        Slice value = time->type == TIME_DURATION
                          ? length_text(join, time, join_text(join, t.report, time->span))
                          : time->value;
        if (attribute == ATTRIBUTE_DATE) value = date_part(value);
        return slice_has_digit(value) ? value : words;
    }
    const TimeMention *young = c->attribute == ATTRIBUTE_AGE && c->quantity == NONE
                                   ? claim_young_age(f, c->span)
                                   : NULL;
    if (young) return length_text(join, young, (Slice){"", 0});
    if (c->quantity != NONE && c->kind == CLAIM_FIGURE) {
        Slice value = figure_text(join, &f->quantities.at[c->quantity], words);
        return value.n ? value : words;
    }
    return words;
}

Slice aligned_common(Join *join, const AlignTelling *t, uint32_t n, Attribute attribute)
{
    uint32_t best = 0, most = 0;
    for (uint32_t i = 0; i < n && i < 64; i++) {
        const Claim *c = aligned_claim(join, t[i]), *b = aligned_claim(join, t[best]);
        uint32_t same = 0;
        for (uint32_t k = 0; k < n && k < 64; k++)
            same += aligned_claim(join, t[k])->words == c->words;
        if (same > most || (same == most && c->end - c->first < b->end - b->first)) {
            most = same;
            best = i;
        }
    }
    return aligned_value(join, t[best], attribute);
}
