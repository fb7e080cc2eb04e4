/* sentences_met.h - sentences that were met before, a bounded cache of what the net said of them.
 *
 * Agencies' reports are printed word for word by many outlets, and every page of an outlet ends in
 * the same lines. Tags, tree and names of a sentence depend on its words alone, so a hit changes no
 * answer; what a whole report decides (names_agree.c) comes afterwards. */
#ifndef DLN_LANG_SENTENCES_MET_H
#define DLN_LANG_SENTENCES_MET_H
#include "lang/net.h"

typedef struct MetSentences MetSentences;

/* NULL: no memory. *owned*: sentences_met_close, NULL allowed. */
MetSentences *sentences_met_open(void);
void sentences_met_close(MetSentences *met);
/* Was the sentence of these n tokens met, and is it still kept? */
bool sentences_met_has(const MetSentences *met, const Token *token, uint32_t n);
/* Fills tokens [first, first + n), a sentence that is kept, and adds its names. False: no memory.
 */
bool sentences_met_take(const MetSentences *met, const Model *model, Token *token, uint32_t first,
                        uint32_t n, Arena *arena, NameList *names);
/* Keeps what was found in tokens [first, first + n): heads inside the sentence; script: lemma
 * scripts of its words; name: its names. */
void sentences_met_keep(MetSentences *met, const Token *token, const uint16_t *script,
                        uint32_t first, uint32_t n, const Name *name, uint32_t n_names);
#endif
