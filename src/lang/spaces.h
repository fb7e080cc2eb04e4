/* spaces.h - the buffers of the net, handed on from report to report.
 *
 * As many are made as threads read at once, none for each report: their memory is not asked for
 * anew, and words and sentences met in one report are known in the next (words_met.h,
 * sentences_met.h), which changes no answer. They do not count in the memory of a report. */
#ifndef DLN_LANG_SPACES_H
#define DLN_LANG_SPACES_H
#include "lang/net.h"

typedef struct Spaces Spaces;

/* NULL: no memory. *owned*: spaces_close, NULL allowed; then all must have been given back. */
Spaces *spaces_open(void);
void spaces_close(Spaces *spaces);
/* Frees those that nobody uses, and with them what they met. */
void spaces_empty(Spaces *spaces);
/* One for this thread alone. NULL: no memory. */
NetSpace *spaces_take(Spaces *spaces, const Model *model, const Kernels *kernels);
void spaces_give(Spaces *spaces, NetSpace *space);
#endif
