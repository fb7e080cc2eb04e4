/* words_met.h - vectors of word forms that were met before, a bounded cache.
 *
 * A vector depends on the form's bytes alone, so a hit changes no answer. Words are asked for in
 * batches: what a batch holds is not driven out by it. */
#ifndef DLN_LANG_WORDS_MET_H
#define DLN_LANG_WORDS_MET_H
#include "base/base.h"

enum { MET_FORM_MOST = 31 }; /* bytes; longer forms are not kept */

typedef struct MetWord {
    uint64_t key;
    uint32_t batch, word; /* batch that used it last, 0: empty; its word in that batch while the
                             vector is not there yet, else NONE */
} MetWord;
typedef struct MetWords {
    MetWord *slot;
    char *row; /* [slots][stride]: vector, length of the form, its bytes */
    size_t stride;
    uint32_t slots, width, batch;
} MetWords;

/* How a word of the batch stands to the words met: its vector is there (KNOWN, `at` its slot), an
 * earlier word of the batch is the same (TWIN, `at` that word), it has to be computed (NEW). */
typedef enum Met { MET_NEW, MET_TWIN, MET_KNOWN } Met;

/* Vectors of `width` floats. False: no memory. */
bool words_met_open(uint32_t width, Arena *arena, MetWords *met);
void words_met_close(MetWords *met);
void words_met_begin(MetWords *met); /* a new batch */
/* forms: the batch's, for which words_met_find was called in order up to `i`. */
Met words_met_find(MetWords *met, const Slice *form, uint32_t i, uint32_t *at);
/* The vector of a slot, `width` floats. */
const float *words_met_vector(const MetWords *met, uint32_t at);
/* Keeps the computed vector of word i of the batch, if a slot waits for it. */
void words_met_keep(MetWords *met, const Slice *form, uint32_t i, const float *vector);
#endif
