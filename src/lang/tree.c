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
