/* tree_bank.h - boosted trees (base/trees.h) laid out so that many rows are scored at once.
 *
 * In: Trees. Out: for each row the number that trees_score gives, to the bit. A tree of 32 leaves
 * at most is a list of tests; a test that fails strikes out the leaves to its left, and the first
 * leaf left over is the row's. So sixteen rows go side by side and nothing branches: about six
 * times as fast as walking down, row by row, and twelve times where a register holds all sixteen
 * (AVX-512). */
#ifndef DLN_BASE_TREE_BANK_H
#define DLN_BASE_TREE_BANK_H
#include "base/trees.h"

typedef struct TreeTest { /* of an inner node */
    uint32_t feature;
    float cut;
    uint32_t right; /* the leaves that are left where value > cut: all but those on its left */
} TreeTest;
typedef struct TreeBank {
    const Trees *trees;
    const TreeTest *test;
    const uint32_t *first; /* [n_trees + 1] tests of each tree */
    const float *leaf;     /* [n_trees][TREE_LEAVES], from left to right; NULL: scored one by one */
} TreeBank;
enum { TREE_LEAVES = 32 };

/* `trees` is borrowed. Where a tree has more leaves, rows are scored by trees_score. */
dln_status tree_bank_make(const Trees *trees, Arena *arena, TreeBank *bank);
/* out[i] = trees_score(trees, value + i * trees->n_features). */
void tree_bank_score(const TreeBank *bank, const float *value, uint32_t n, float *out);
#endif
