/* fuzz_trees.c - a section of boosted trees with hostile bytes: what is read must be walkable,
 * whatever the values are. */
#include "base/trees.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Trees trees;
    uint32_t *copy = aligned_alloc(16, (size + 31) / 16 * 16);
    if (!copy) return 0;
    memcpy(copy, data, size);
    if (trees_read((const uint8_t *)copy, size, &trees) == DLN_OK && trees.n_features < 4096) {
        float *value = calloc(trees.n_features + 1, sizeof *value);
        for (uint32_t i = 0; value && i < trees.n_features; i++)
            value[i] = (float)i - 2;
        if (value) trees_score(&trees, value);
        free(value);
    }
    free(copy);
    return 0;
}
