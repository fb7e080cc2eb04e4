/* trees.c - see trees.h. */
#include "base/trees.h"
#include <math.h>

static bool node_sound(const Trees *trees, uint32_t i)
{
    const TreeNode *t = &trees->node[i];
    if (t->feature < 0) return t->feature == -1 && isfinite(t->cut);
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
    if (!isfinite(trees->base)) return DLN_ERR_DATA;
    if (n != 16 + 4 * (size_t)head[0] + sizeof(TreeNode) * (size_t)head[1]) return DLN_ERR_DATA;
    trees->root = (const uint32_t *)(const void *)(bytes + 16);
    trees->node = (const TreeNode *)(const void *)(bytes + 16 + 4 * (size_t)head[0]);
    for (uint32_t i = 0; i < trees->n_trees; i++)
        if (trees->root[i] >= trees->n_nodes) return DLN_ERR_DATA;
    for (uint32_t i = 0; i < trees->n_nodes; i++)
        if (!node_sound(trees, i)) return DLN_ERR_DATA;
    return DLN_OK;
}

/* One step down a tree; a leaf stays where it is. No branch: which way a value falls cannot be
 * foretold, and a branch that is guessed wrong costs more than both ways. */
static inline uint32_t step(const TreeNode *node, uint32_t at, const float *value)
{
    const TreeNode *t = &node[at];
    uint32_t leaf = 0u - (uint32_t)(t->feature < 0), feature = (uint32_t)t->feature & ~leaf;
    uint32_t right = 0u - (uint32_t) !(value[feature] <= t->cut);
    uint32_t next = (t->left & ~right) | (t->right & right);
    return (next & ~leaf) | (at & leaf);
}

/* Four trees go down side by side: a step waits for memory, and four wait together. */
enum { ABREAST = 4 };
static double sum_four(const Trees *trees, const uint32_t *root, const float *value)
{
    const TreeNode *node = trees->node;
    uint32_t a = root[0], b = root[1], c = root[2], d = root[3];
    while ((node[a].feature & node[b].feature & node[c].feature & node[d].feature) != -1) {
        a = step(node, a, value);
        b = step(node, b, value);
        c = step(node, c, value);
        d = step(node, d, value);
    }
    return (double)node[a].cut + (double)node[b].cut + (double)node[c].cut + (double)node[d].cut;
}

static double sum_of(const Trees *trees, const float *value)
{
    double sum = 0;
    uint32_t i = 0;
    for (; i + ABREAST <= trees->n_trees; i += ABREAST)
        sum += sum_four(trees, trees->root + i, value);
    for (; i < trees->n_trees; i++) {
        uint32_t at = trees->root[i];
        while (trees->node[at].feature >= 0)
            at = step(trees->node, at, value);
        sum += (double)trees->node[at].cut;
    }
    return sum;
}

static float probability(double log_odds)
{
    return (float)(1.0 / (1.0 + exp(-log_odds)));
}

bool trees_open(const DataFile *data, const char *section, uint32_t features, Trees *trees)
{
    const uint8_t *bytes;
    size_t n;
    return datafile_section(data, section, &bytes, &n) && trees_read(bytes, n, trees) == DLN_OK &&
           trees->n_features == features;
}

float trees_sum(const Trees *trees, const float *value)
{
    return (float)((double)trees->base + sum_of(trees, value));
}

float trees_score(const Trees *trees, const float *value)
{
    return probability((double)trees_sum(trees, value));
}
