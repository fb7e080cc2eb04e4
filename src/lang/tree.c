/* tree.c - see tree.h. */
#include "lang/tree.h"

const char *const upos_name[UPOS_COUNT] = {"X",     "ADJ",   "ADP",   "ADV", "AUX",  "CCONJ",
                                           "DET",   "INTJ",  "NOUN",  "NUM", "PART", "PRON",
                                           "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
const char *const rel_name[REL_COUNT] = {
    "dep",       "root",     "nsubj",    "obj",        "iobj",   "csubj",  "ccomp",     "xcomp",
    "obl",       "vocative", "expl",     "dislocated", "advcl",  "advmod", "discourse", "aux",
    "cop",       "mark",     "nmod",     "appos",      "nummod", "acl",    "amod",      "det",
    "clf",       "case",     "conj",     "cc",         "fixed",  "flat",   "compound",  "list",
    "parataxis", "orphan",   "goeswith", "reparandum", "punct"};

uint32_t tree_child(const LangText *text, uint32_t head, uint32_t from)
{
    const Sentence *s = &text->sentence[text->token[head].sentence];
    for (uint32_t i = from < s->first ? s->first : from; i < s->end; i++)
        if (text->token[i].head == head) return i;
    return NONE;
}

uint32_t tree_child_rel(const LangText *text, uint32_t head, Rel rel)
{
    const Sentence *s = &text->sentence[text->token[head].sentence];
    for (uint32_t i = s->first; i < s->end; i++)
        if (text->token[i].head == head && text->token[i].rel == rel) return i;
    return NONE;
}

bool tree_under(const LangText *text, uint32_t token, uint32_t top)
{
    const Sentence *s = &text->sentence[text->token[top].sentence];
    for (uint32_t steps = s->end - s->first; token != NONE && steps;
         steps--, token = text->token[token].head)
        if (token == top) return true;
    return token == top;
}

static bool form_among(const Token *t, const char *const words[3])
{
    for (int i = 0; i < 3; i++)
        if (slice_eq_nocase(t->form, slice_of(words[i]))) return true;
    return false;
}

static uint32_t opening_mark(const LangText *text, uint32_t verb)
{
    static const char *const marks[3] = {"if", "unless", "whether"};
    for (uint32_t c = tree_child(text, verb, 0); c != NONE && c < verb;
         c = tree_child(text, verb, c + 1))
        if (text->token[c].rel == REL_MARK && form_among(&text->token[c], marks)) return c;
    return NONE;
}

uint32_t tree_left_open(const LangText *text, uint32_t verb)
{
    enum { STEPS = 4 };
    for (uint32_t steps = 0; verb != NONE && steps < STEPS; steps++) {
        const Token *t = &text->token[verb];
        uint32_t mark = opening_mark(text, verb);
        if (mark != NONE) return mark;
        bool completes = t->rel == REL_CCOMP || t->rel == REL_XCOMP || t->rel == REL_CSUBJ;
        if (t->head == NONE || (t->rel != REL_CONJ && !completes)) return NONE;
        const Token *over = &text->token[t->head];
        if (t->rel == REL_CCOMP && (token_lemma_is(over, "hope") || token_lemma_is(over, "wish")))
            return t->head;
        verb = t->head;
    }
    return NONE;
}

void tree_range(const LangText *text, uint32_t top, uint32_t *first, uint32_t *end)
{
    const Sentence *s = &text->sentence[text->token[top].sentence];
    *first = top;
    *end = top + 1;
    for (uint32_t i = s->first; i < top; i++)
        if (tree_under(text, i, top)) {
            *first = i;
            break;
        }
    for (uint32_t i = s->end; i > top + 1; i--)
        if (tree_under(text, i - 1, top)) {
            *end = i;
            break;
        }
}

Span tokens_span(const LangText *text, uint32_t first, uint32_t end)
{
    return (Span){text->token[first].span.b, text->token[end - 1].span.e};
}

uint32_t token_at(const LangText *text, uint32_t at)
{
    uint32_t low;
    LIST_FIRST(low, text->n_tokens, text->token[low].span.e <= at);
    return low;
}
