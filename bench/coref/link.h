/* link.h - average-link grouping of a similarity matrix, and decision trees; the two numeric tools
 * of collation. */
#ifndef DLN_COLLATE_LINK_H
#define DLN_COLLATE_LINK_H
#include "base/base.h"

/* Groups n items: best-matching groups first, as long as the mean similarity of their members is at
 * least `threshold`. `sim` is [n][n], symmetric, and is used up. label[i]: number of the group, by
 * its smallest member. O(n * n) time (nearest-neighbour chain). */
dln_status average_link(float *sim, uint32_t n, float threshold, Arena *scratch, uint32_t *label);

/* Boosted regression trees. Node: feature >= 0: value[feature] <= cut goes left; feature -1: leaf,
 * `cut` is its value. */
typedef struct TreeNode {
    int32_t feature;
    float cut;
    uint32_t left, right;
} TreeNode;
typedef struct Trees {
    const TreeNode *node;
    const uint32_t *root;
    uint32_t n_trees, n_nodes, n_features;
    float base;
} Trees;
/* Reads trees from section bytes; DLN_ERR_DATA when they do not hold together. Layout: u32 trees,
 * nodes, features; f32 base; u32 root[trees]; nodes. */
dln_status trees_read(const uint8_t *bytes, size_t n, Trees *trees);
float trees_score(const Trees *trees, const float *value); /* probability 0..1 */
#endif
