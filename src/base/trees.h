/* trees.h - boosted regression trees, read from a section of a data file.
 *
 * Layout of a section, little endian: u32 trees, nodes, features; f32 base; u32 root[trees]; nodes.
 * Children come after their parent, so that a walk ends. Written by train/datafile.py's callers. */
#ifndef DLN_BASE_TREES_H
#define DLN_BASE_TREES_H
#include "base/datafile.h"

/* feature >= 0: value[feature] <= cut goes left; feature -1: leaf, `cut` is its value. */
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
/* DLN_ERR_DATA when the bytes do not hold together. `bytes` is borrowed. */
dln_status trees_read(const uint8_t *bytes, size_t n, Trees *trees);
/* The same of a section; false: it is not there, or its trees ask for other than `features`. */
bool trees_open(const DataFile *data, const char *section, uint32_t features, Trees *trees);
float trees_sum(const Trees *trees, const float *value);   /* log odds */
float trees_score(const Trees *trees, const float *value); /* probability 0..1 */
#endif
