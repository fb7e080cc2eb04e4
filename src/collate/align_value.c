/* align_value.c - what a group of claims is of, and each of its values in normal form.
 *
 * In: a group. Out: the attribute that most of its claims have by kind, role and layer; the value
 * of a telling: a day, a figure with bound and unit, else its words.
 *
 * aligned_lists_differ is a veto that train/align.py does not apply where it chooses the cuts.
 *
 * Known to get wrong: free phrases ("status" stands for much). */
#include "collate/facts.h"
#include "lang/tree.h"

enum { LIST_NEAR = 4, LIST_LONGEST = 8 }; /* tokens behind a claim: where a list goes on, ends */

const Claim *aligned_claim(const Join *join, AlignTelling t)
{
    return &join_findings(join, t.report)->claims.at[t.claim];
}

/* The attribute that most of the claims have; of two, the one that comes first in the group. */
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
    return best;
}

static bool lemma_in(const Findings *f, uint32_t first, uint32_t end, uint32_t lemma)
{
    for (uint32_t i = first; i < f->lang.n_tokens && f->lang.token[i].span.e <= end; i++)
        if (f->token_lemmas.at[i] == lemma) return true;
    return false;
}

/* "Police fired tear gas and water cannon": what "and" joins to a phrase that is a value is of the
 * value. The end of the last of them, else of the claim. */
static uint32_t list_end(const Join *join, AlignTelling t)
{
    const LangText *lang = &join_findings(join, t.report)->lang;
    const Claim *c = aligned_claim(join, t);
    uint32_t joined = tree_child_rel(lang, c->head, REL_CONJ), first, end;
    if (c->kind != CLAIM_PHRASE || joined == NONE || joined < c->end ||
        joined >= c->end + LIST_NEAR)
        return c->span.e;
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

Span aligned_span(const Join *join, AlignTelling t)
{
    const Claim *c = aligned_claim(join, t);
    Span span = c->span;
    span.e = list_end(join, t);
    if (c->kind != CLAIM_FIGURE || c->quantity == NONE) return span;
    Span figure = join_findings(join, t.report)->quantities.at[c->quantity].span;
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
    uint32_t first = c->first, end = c->end;
    if (c->kind == CLAIM_FIGURE) return join_text(join, t.report, aligned_span(join, t));
    while (end > first + 1 && f->lang.token[end - 1].upos == UPOS_PUNCT)
        end--;
    while (first + 1 < end) {
        const Token *w = &f->lang.token[first];
        bool ties = w->rel == REL_CASE && word_listed(join->collate, "drop", w->lemma);
        if (!ties && w->upos != UPOS_PUNCT && w->upos != UPOS_CCONJ) break;
        first++;
    }
    Span span = tokens_span(&f->lang, first, end);
    uint32_t all = list_end(join, t);
    if (all > c->span.e) span.e = all;
    return join_text(join, t.report, span);
}

/* The normal form of one telling, by the layer that it is. */
Slice aligned_value(Join *join, AlignTelling t, Attribute attribute)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    Slice words = bare_words(join, t);
    if (c->time != NONE && c->kind == CLAIM_TIME) {
        Slice value = f->times.at[c->time].value;
        if (attribute == ATTRIBUTE_DATE) value = date_part(value);
        return slice_has_digit(value) ? value : words;
    }
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
