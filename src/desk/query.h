/* query.h - a reader's words for a search, made into a question to the store. */
#ifndef DLN_DESK_QUERY_H
#define DLN_DESK_QUERY_H
#include "dateline.h"
#include "store/store.h"

/* Fills `ask` (its offset and limit are left alone) with slices in `arena`. DLN_ERR_EMPTY: it asks
 * nothing; DLN_ERR_USAGE: a date cannot be read, or a condition is to be left out; *why says so.
 * With DLN_OK *why is a hint, in `arena`, where a word looks like a field that there is not; else
 * NULL. */
dln_status desk_query(Slice words, Arena *arena, StoreQuery *ask, const char **why);
/* The tag by which a story with a fact of this verdict is searched for: "verdict:CONFLICT". */
Slice desk_verdict_tag(dln_verdict verdict, Arena *arena);
#endif
