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

static const char *time_attribute(const TimeMention *t)
{
    if (t->type == TIME_DURATION) return "duration";
    bool clock = t->from_minute >= 0 && t->from_minute == t->to_minute;
    return t->type == TIME_TIME || clock ? "time" : "date";
}

static const char *name_attribute(const Findings *f, const Claim *c)
{
    const Token *head = &f->lang.token[c->head];
    EntityKind kind = c->entity == NONE ? ENTITY_OTHER : f->entities.at[c->entity].kind;
    if (kind == ENTITY_PLACE) return "place";
    if (head->rel == REL_APPOS || head->rel == REL_FLAT) return "name";
    return kind == ENTITY_OTHER && c->entity == NONE ? "name" : "participant";
}

static const char *clause_attribute(const Claim *c)
{
    return c->statement != NONE ? "claim" : "action";
}

static const char *phrase_attribute(const Findings *f, const Claim *c)
{
    const Token *head = &f->lang.token[c->head];
    if (c->entity != NONE && f->entities.at[c->entity].kind == ENTITY_PLACE) return "place";
    if (head->rel == REL_APPOS) return "role";
    if (head->rel == REL_NSUBJ || head->rel == REL_OBJ || head->rel == REL_IOBJ)
        return "participant";
    return c->statement != NONE ? "claim" : "status";
}

static const char *attribute_of(const Findings *f, const Claim *c)
{
    const char *figure = c->quantity == NONE ? NULL : figure_says(&f->quantities.at[c->quantity]);
    switch (c->kind) {
    case CLAIM_TIME: return c->time == NONE ? "date" : time_attribute(&f->times.at[c->time]);
    case CLAIM_FIGURE: return figure ? figure : "count";
    case CLAIM_NAME: return name_attribute(f, c);
    case CLAIM_QUOTE: return "claim"; /* the same words are facts_quote.c's */
    case CLAIM_CLAUSE: return clause_attribute(c);
    default: return phrase_attribute(f, c);
    }
}

/* The attribute that most of the claims have; of two, the one that comes first in the group. */
const char *aligned_attribute(const Join *join, const AlignGroup *g)
{
    const char *best = "status";
    uint32_t most = 0;
    for (uint32_t i = 0; i < g->tellings.n; i++) {
        AlignTelling t = g->tellings.at[i];
        const char *name = attribute_of(join_findings(join, t.report), aligned_claim(join, t));
        uint32_t n = 0;
        for (uint32_t k = i; k < g->tellings.n && k < i + 64; k++) {
            AlignTelling u = g->tellings.at[k];
            n += strcmp(attribute_of(join_findings(join, u.report), aligned_claim(join, u)),
                        name) == 0;
        }
        if (n > most) {
            most = n;
            best = name;
        }
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
Slice aligned_value(Join *join, AlignTelling t, const char *attribute)
{
    const Findings *f = join_findings(join, t.report);
    const Claim *c = aligned_claim(join, t);
    Slice words = bare_words(join, t);
    if (c->time != NONE && c->kind == CLAIM_TIME) {
        Slice value = f->times.at[c->time].value;
        if (strcmp(attribute, "date") == 0) value = date_part(value);
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

Slice aligned_common(Join *join, const AlignTelling *t, uint32_t n, const char *attribute)
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
