/* tree.h - walking a parsed sentence without recursion. */
#ifndef DLN_LANG_TREE_H
#define DLN_LANG_TREE_H
#include "lang/lang.h"

/* First token of the sentence whose head is `head` and whose index is >= from; NONE when there is
 * none. For loops over children. */
uint32_t tree_child(const LangText *text, uint32_t head, uint32_t from);
/* First child with this relation (any subtype), NONE when absent. */
uint32_t tree_child_rel(const LangText *text, uint32_t head, Rel rel);
/* Is `token` inside the subtree of `top` (top included)? Walks up at most the sentence's length. */
bool tree_under(const LangText *text, uint32_t token, uint32_t top);
/* The word that leaves open whether what a verb tells happened: "if", "unless", "whether" of its
 * clause or of the one it completes or is joined to, the "hopes" that it completes; NONE. */
uint32_t tree_left_open(const LangText *text, uint32_t verb);
/* rows.c: hangs what a parse of rows gets wrong where it belongs: a joined verb on the nearest of
 * its form ("urged voters not to stay and attacked Orsk"), the subject of a second verb on that. */
void tree_mend_rows(LangText *text, const Sentence *sentence);
/* Tokens [first, end) from the leftmost to the rightmost descendant of `top`. O(sentence). */
void tree_range(const LangText *text, uint32_t top, uint32_t *first, uint32_t *end);
/* Bytes from token `first` to the end of token end-1. */
Span tokens_span(const LangText *text, uint32_t first, uint32_t end);
/* Token that holds or follows byte `at`; n_tokens past the last. Binary search. */
uint32_t token_at(const LangText *text, uint32_t at);
static inline bool has_capital(const Token *token)
{
    return slice_capital_at(token->form, 0);
}
static inline bool token_lemma_is(const Token *token, const char *lemma)
{
    return slice_is(token->lemma, lemma);
}
#endif
