/* align_value.c - what a group of claims is of, and each of its values in normal form.
 *
 * In: a group. Out: the attribute that most of its claims have by kind, role and layer; the value
 * of a telling: a day, a figure with bound and unit, else its words.
 *
 * Known to get wrong: free phrases ("status" stands for much). */
#include "collate/facts.h"
#include "lang/tree.h"

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

Span aligned_span(const Join *join, AlignTelling t)
{
    const Claim *c = aligned_claim(join, t);
    Span span = c->span;
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
    return join_text(join, t.report, tokens_span(&f->lang, first, end));
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
        bool figure = false;
        for (size_t i = 0; i < value.n; i++)
            figure |= value.p[i] >= '0' && value.p[i] <= '9';
        return figure ? value : words;
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
