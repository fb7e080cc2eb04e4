/* align.h - the passages two texts share, as pairs of byte spans.
 *
 * In: the folded words of an older and a newer text. Out: stretches of words that run in parallel,
 * in the order of the newer text, which they do not overlap in; the older text may be used twice.
 * Seed and extend, as sequence search in biology does: runs of three equal words are seeds, a seed
 * grows along its diagonal, small disagreements (an OCR error, "said" for "stated") are stepped
 * over, and neighbouring stretches are joined. Order is free: swapped paragraphs are two passages.
 * Known to miss: passages with no three words in a row in common. */
#ifndef DLN_STORY_ALIGN_H
#define DLN_STORY_ALIGN_H
#include "story/words.h"

/* Words [a, a + a_n) of the older text run parallel to words [b, b + b_n) of the newer one; `same`
 * of them are equal when folded, `exact` of those to the byte. */
typedef struct Passage {
    uint32_t a, a_n, b, b_n, same, exact;
} Passage;
typedef struct Passages {
    Passage *at;
    uint32_t n;
} Passages;

enum { ALIGN_MAX_WORDS = 1 << 16, ALIGN_MIN_WORDS = 6, ALIGN_MAX_PASSAGES = 256 };

/* Where each run of three words stands in the newer text; made once, used against every candidate.
 */
typedef struct TripleIndex {
    const Words *words;
    uint32_t *head, *next;
    uint32_t mask;
} TripleIndex;
dln_status triple_index(const Words *words, Arena *arena, TripleIndex *index);
/* Passages that `older` shares with the text of `index`. At most ALIGN_MAX_PASSAGES; time is linear
 * in the words of `older`. */
dln_status align_texts(const Words *older, const TripleIndex *index, Arena *arena,
                       Passages *passages);
#endif
