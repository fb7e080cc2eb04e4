/* words.h - words to search by: one form of a text's words for every database, and the piece of a
 * text that shows what was found. */
#ifndef DLN_STORE_WORDS_H
#define DLN_STORE_WORDS_H
#include "store/store.h"

/* " port of tarvik ": the words of `text`, folded, a blank before and behind each; " " when there
 * are none. {NULL, 0}: no memory. */
Slice words_of(Slice text, Arena *arena);
/* The same as it goes into an index: cut at a size that both databases take. */
Slice words_indexed(Slice text, StoreField field, Arena *arena);
/* About two dozen words of `text` around the first place that answers a term, what answers between
 * \x02 and \x03; the beginning of `text` where nothing does. *found: whether something did. */
Slice words_snippet(Slice text, const StoreTerm *term, uint32_t n, Arena *arena, bool *found);
#endif
