/* statements_same.h - are two contents the same words?
 *
 * In: two texts (the contents of two statements, pieces joined by a space). Out: how much of each
 * is in the other, in order, and where they differ. Marks, case and punctuation do not count. Used
 * across reports by src/collate. */
#ifndef DLN_MEAN_STATEMENTS_SAME_H
#define DLN_MEAN_STATEMENTS_SAME_H
#include "base/base.h"

enum { SAME_DIFFS = 16 };

/* Words that stand in one text only; an empty span on one side: left out or put in there. Byte
 * offsets into `a` and `b`. */
typedef struct WordDiff {
    Span a, b;
} WordDiff;

typedef struct SameWords {
    uint32_t words_a, words_b; /* words of each text */
    uint32_t shared;           /* words of the alignment */
    float similarity;          /* 2 * shared / (words_a + words_b); 0..1 */
    float contained;           /* shared / words of the shorter text: a cut version has 1 */
    bool same;  /* the same words, or one cut from the other, or reworded slightly: see
                   statements_same.c */
    bool exact; /* word for word */
    WordDiff diff[SAME_DIFFS];
    uint32_t n_diffs; /* the first differences in order */
} SameWords;

/* Aligns the first 1,000 words of each. O(words of a * words of b). DLN_ERR_NOMEM / DLN_ERR_LIMIT
 * from `scratch`, which is rewound. */
dln_status statements_same(Slice a, Slice b, Arena *scratch, SameWords *out);
#endif
