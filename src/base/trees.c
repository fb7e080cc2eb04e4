/* trees.c - see trees.h. */
#include "base/trees.h"
#include <math.h>

static bool node_sound(const Trees *trees, uint32_t i)
{
    const TreeNode *t = &trees->node[i];
    if (t->feature < 0) return isfinite(t->cut);
    return (uint32_t)t->feature < trees->n_features && t->left > i && t->right > i &&
           t->left < trees->n_nodes && t->right < trees->n_nodes;
}

dln_status trees_read(const uint8_t *bytes, size_t n, Trees *trees)
{
    uint32_t head[3];
    if (n < 16) return DLN_ERR_DATA;
    memcpy(head, bytes, sizeof head);
    memcpy(&trees->base, bytes + 12, 4);
    trees->n_trees = head[0];
    trees->n_nodes = head[1];
    trees->n_features = head[2];
    if (n != 16 + 4 * (size_t)head[0] + sizeof(TreeNode) * (size_t)head[1]) return DLN_ERR_DATA;
    trees->root = (const uint32_t *)(const void *)(bytes + 16);
    trees->node = (const TreeNode *)(const void *)(bytes + 16 + 4 * (size_t)head[0]);
    for (uint32_t i = 0; i < trees->n_trees; i++)
        if (trees->root[i] >= trees->n_nodes) return DLN_ERR_DATA;
    for (uint32_t i = 0; i < trees->n_nodes; i++)
        if (!node_sound(trees, i)) return DLN_ERR_DATA;
    return DLN_OK;
}

float trees_sum(const Trees *trees, const float *value)
{
    double sum = (double)trees->base;
    for (uint32_t i = 0; i < trees->n_trees; i++) {
        const TreeNode *t = &trees->node[trees->root[i]];
        while (t->feature >= 0)
            t = &trees->node[value[t->feature] <= t->cut ? t->left : t->right];
        sum += (double)t->cut;
    }
    return (float)sum;
}

float trees_score(const Trees *trees, const float *value)
{
    return (float)(1.0 / (1.0 + exp(-(double)trees_sum(trees, value))));
}
