/* brief_cue.c - the words of a report that say how something was said, for a line of "who said
 * what".
 *
 * In: a statement and the version of it that is printed. Out: words before the line's colon; empty
 * where the line needs none.
 *
 * Idea: "X: the bridge is safe" is read as "X said so". Where the report has another verb, or less
 * than that, its own words stand before the line: "rejected: the plan", "declined to say: how
 * many were hurt", "told the crews: to go home",
 * "described the law as: “a gift to the rich”". The classes of polarity are too coarse for people:
 * "pleaded: guilty" is no call, "condemned" no denial. They are told only where the report has no
 * verb for it ("his criticism of the plan").
 *
 * Known to get wrong: a verb whose helper stands far before it ("did not in any way confirm"). */
#include "lang/tree.h"
#include "write/brief.h"

enum { HELPERS = 5, BETWEEN = 7, BETWEEN_MOST = 48 };

static bool is_verb(const Token *t)
{
    return t->upos == UPOS_VERB || t->xpos[0] == 'V';
}

/* The verb of the cue; NONE: it has none. */
static uint32_t verb_of(const LangText *lang, Span cue)
{
    uint32_t verb = NONE;
    for (uint32_t t = token_at(lang, cue.b); t < lang->n_tokens && lang->token[t].span.b < cue.e;
         t++)
        if (is_verb(&lang->token[t]) && lang->token[t].rel != REL_AUX) verb = t;
    return verb;
}

static bool is_negation(const Token *t)
{
    static const char *const words[] = {"not", "n't", "n\xE2\x80\x99t", "never"};
    return SLICE_AMONG_NOCASE(t->form, words);
}

/* What stands before the verb and belongs to it. */
typedef struct Helped {
    uint32_t first;      /* token: "has denied" */
    bool less_than_said; /* a negation, "would", "declined to" */
    bool passive, bare;  /* "was accused"; "accused" without a helper */
} Helped;

static void take_helpers(const LangText *lang, uint32_t verb, Helped *h)
{
    uint32_t from = verb > HELPERS ? verb - HELPERS : 0;
    for (uint32_t t = verb; t-- > from && lang->token[t].sentence == lang->token[verb].sentence;) {
        const Token *k = &lang->token[t];
        bool no = is_negation(k);
        if (k->upos == UPOS_PUNCT ||
            memchr(k->form.p, '\'', k->form.n) == k->form.p + k->form.n - 1)
            break; /* "jokes she 'never' had" */
        if (k->head != verb || (k->rel != REL_AUX && !no)) continue;
        h->first = t;
        h->bare = false;
        h->less_than_said |= no || strcmp(k->xpos, "MD") == 0;
        h->passive |= k->rel == REL_AUX && strcmp(k->subtype, "pass") == 0;
    }
}

/* "declined to say": the verb right before the infinitive, with its own helpers. */
static void take_governor(const LangText *lang, uint32_t verb, Helped *h)
{
    uint32_t mark = tree_child_rel(lang, verb, REL_MARK), over = lang->token[verb].head;
    if (mark == NONE || strcmp(lang->token[mark].xpos, "TO") != 0 || mark > verb) return;
    if (mark < h->first) h->first = mark;
    if (over == NONE || over + 1 != mark || !is_verb(&lang->token[over])) return;
    Helped above = {.first = over};
    take_helpers(lang, over, &above);
    h->first = above.first;
    h->less_than_said = true;
}

static Helped helped(const LangText *lang, uint32_t verb)
{
    Helped h = {.first = verb, .bare = true};
    take_helpers(lang, verb, &h);
    h.passive |= h.bare && strcmp(lang->token[verb].xpos, "VBN") == 0;
    take_governor(lang, verb, &h);
    return h;
}

static bool is_small(const Token *t)
{
    return t->upos == UPOS_ADP || t->upos == UPOS_PART || t->rel == REL_COMPOUND;
}

/* Token behind the label: the particles before what is said ("called [for]"), or all that stands
 * between ("told [the crews]"). */
static uint32_t label_end(const LangText *lang, uint32_t end, uint32_t content, bool all)
{
    uint32_t t = end;
    if (content <= end || content - end > BETWEEN ||
        lang->token[content].sentence != lang->token[end].sentence)
        return end;
    while (t < content && (all || is_small(&lang->token[t])))
        t++;
    if (t < content) return end;
    while (t > end && lang->token[t - 1].upos == UPOS_PUNCT)
        t--;
    bool short_enough = lang->token[t - 1].span.e - lang->token[end - 1].span.e <= BETWEEN_MOST;
    return short_enough ? t : end;
}

/* How what is said begins. */
typedef enum Opening { OPENS_CLAUSE, OPENS_QUESTION, OPENS_INFINITIVE, OPENS_PHRASE } Opening;

static bool has_clause(const LangText *lang, Span span)
{
    for (uint32_t t = token_at(lang, span.b); t < lang->n_tokens && lang->token[t].span.e <= span.e;
         t++) {
        const Token *k = &lang->token[t];
        if (k->rel != REL_NSUBJ || k->xpos[0] == 'W' || k->head == NONE) continue;
        if (lang->token[k->head].rel != REL_ACL && span_in(lang->token[k->head].span, span))
            return true;
    }
    return false;
}

static Opening opening(const LangText *lang, const RecordVersion *v, uint32_t first, uint32_t verb)
{
    const Token *t = &lang->token[first];
    if (v->kind == STATEMENT_DIRECT)
        return v->content.n > 1 || has_clause(lang, v->content.at[0]) ? OPENS_CLAUSE : OPENS_PHRASE;
    if (strcmp(t->xpos, "TO") == 0) return OPENS_INFINITIVE;
    bool marks = t->head != NONE && t->rel == REL_MARK && lang->token[t->head].head == verb;
    if (slice_eq_nocase(t->form, SLICE("whether")) ||
        (marks && slice_eq_nocase(t->form, SLICE("if"))))
        return OPENS_QUESTION;
    bool asks = t->xpos[0] == 'W' && !slice_eq_nocase(t->form, SLICE("that"));
    return asks && t->rel != REL_MARK ? OPENS_QUESTION : OPENS_CLAUSE;
}

/* The label of a polarity. */
static Slice class_label(Polarity polarity)
{
    if (polarity == POLARITY_SAYS) return (Slice){"", 0};
    return polarity == POLARITY_ORDERS ? SLICE("calls for") : slice_of(polarity_name[polarity]);
}

Slice brief_cue(const Record *record, const RecordStatement *s, const RecordVersion *v)
{
    const LangText *lang = brief_lang(record, v->report);
    uint32_t verb = lang && !span_empty(v->cue_span) ? verb_of(lang, v->cue_span) : NONE;
    if (verb == NONE || !v->content.n) return class_label(s->polarity);
    Helped h = helped(lang, verb);
    uint32_t content = token_at(lang, v->content.at[0].b), end = verb + 1;
    while (end < lang->n_tokens && lang->token[end].span.e <= v->cue_span.e)
        end++;
    bool plain = slice_is(lang->token[verb].lemma, "say") && !h.less_than_said;
    Opening opens = content >= end && content < lang->n_tokens ? opening(lang, v, content, verb)
                                                               : OPENS_CLAUSE;
    bool label = h.less_than_said || s->polarity != POLARITY_SAYS || opens != OPENS_CLAUSE;
    if (h.passive) return h.less_than_said ? (Slice){"", 0} : class_label(s->polarity);
    if (!label || (plain && opens != OPENS_INFINITIVE)) return (Slice){"", 0};
    if (content >= end)
        end = label_end(lang, end, content, opens == OPENS_INFINITIVE || opens == OPENS_PHRASE);
    return slice_span(record->report[v->report]->text, tokens_span(lang, h.first, end));
}
