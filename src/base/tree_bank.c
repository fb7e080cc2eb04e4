/* tree_bank.c - see tree_bank.h. After Lucchese et al., "QuickScorer" (SIGIR 2015). */
#include "base/tree_bank.h"
#include <math.h>
#ifdef __x86_64__
#    include <immintrin.h>
#endif

enum { LANES = 16 };

typedef struct Lay { /* a tree while it is laid out */
    const Trees *trees;
    TreeTest *test;
    uint32_t n_tests;
    float *leaf;
    uint32_t n_leaves;
} Lay;

typedef struct Open { /* an inner node on the way down: its test is written when its left is done */
    uint32_t node, test, leaves;
    bool left_done;
} Open;

static uint32_t leaves_before(uint32_t n)
{
    return n >= TREE_LEAVES ? UINT32_MAX : (1u << n) - 1;
}

/* Leaves from left to right, tests beside them; false: more leaves than a mask has room for. */
static bool lay_tree(Lay *lay, uint32_t root)
{
    Open stack[TREE_LEAVES];
    uint32_t depth = 0, at = root;
    bool going = true;
    while (going) {
        const TreeNode *node = &lay->trees->node[at];
        if (node->feature >= 0) {
            if (depth == TREE_LEAVES || lay->n_tests == TREE_LEAVES) return false;
            lay->test[lay->n_tests] = (TreeTest){(uint32_t)node->feature, node->cut, 0};
            stack[depth++] = (Open){at, lay->n_tests++, lay->n_leaves, false};
            at = node->left;
            continue;
        }
        if (lay->n_leaves == TREE_LEAVES) return false;
        lay->leaf[lay->n_leaves++] = node->cut;
        while (depth > 0 && stack[depth - 1].left_done)
            depth--;
        going = depth > 0;
        if (!going) break;
        Open *top = &stack[depth - 1];
        lay->test[top->test].right = ~(leaves_before(lay->n_leaves) & ~leaves_before(top->leaves));
        top->left_done = true;
        at = lay->trees->node[top->node].right;
    }
    return true;
}

dln_status tree_bank_make(const Trees *trees, Arena *arena, TreeBank *bank)
{
    size_t n = trees->n_trees;
    TreeTest *test = ARENA_ARRAY(arena, TreeTest, n * TREE_LEAVES + 1);
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, n + 1);
    float *leaf = ARENA_ARRAY(arena, float, n *TREE_LEAVES + 1);
    if (!test || !first || !leaf) return arena_status(arena);
    *bank = (TreeBank){trees, test, first, leaf};
    uint32_t tests = 0;
    for (uint32_t i = 0; i < n; i++) {
        Lay lay = {.trees = trees, .test = test + tests, .leaf = leaf + (size_t)i * TREE_LEAVES};
        first[i] = tests;
        if (!lay_tree(&lay, trees->root[i])) {
            bank->leaf = NULL;
            return DLN_OK;
        }
        tests += lay.n_tests;
    }
    first[n] = tests;
    return DLN_OK;
}

#define ALWAYS static inline __attribute__((always_inline)) void

/* The leaf of one tree for each lane, as a mask whose lowest bit is it. */
ALWAYS strike(const TreeTest *test, uint32_t n, const float *column, uint32_t mask[LANES])
{
    uint32_t left[LANES];
    for (int l = 0; l < LANES; l++)
        left[l] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const float *value = column + (size_t)test[i].feature * LANES;
        float cut = test[i].cut;
        uint32_t right = test[i].right;
        for (int l = 0; l < LANES; l++)
            left[l] &= right | (0u - (uint32_t)(value[l] <= cut));
    }
    memcpy(mask, left, sizeof left);
}

static void to_probabilities(const Trees *trees, const double sum[LANES], float out[LANES])
{
    for (int l = 0; l < LANES; l++) {
        double odds = (double)(float)((double)trees->base + sum[l]);
        out[l] = (float)(1.0 / (1.0 + exp(-odds)));
    }
}

/* column: [features][LANES]. Sums in the order of trees_sum, so that not a bit differs. */
ALWAYS score_lanes(const TreeBank *bank, const float *column, float out[LANES])
{
    const Trees *t = bank->trees;
    double sum[LANES] = {0}, four[LANES] = {0};
    uint32_t fours = t->n_trees & ~3u;
    for (uint32_t i = 0; i < t->n_trees; i++) {
        uint32_t mask[LANES];
        const float *leaf = bank->leaf + (size_t)i * TREE_LEAVES;
        strike(bank->test + bank->first[i], bank->first[i + 1] - bank->first[i], column, mask);
        bool begins = i % 4 == 0 || i >= fours, ends = i % 4 == 3 || i >= fours;
        for (int l = 0; l < LANES; l++) {
            double value = (double)leaf[__builtin_ctz(mask[l])];
            four[l] = begins ? value : four[l] + value;
            if (ends) sum[l] += four[l];
        }
    }
    to_probabilities(t, sum, out);
}

/* The same steps by wider machines where there are such; not a bit differs. */
#ifdef __x86_64__
__attribute__((target("avx2"))) static void score_wide(const TreeBank *bank, const float *column,
                                                       float out[LANES])
{
    score_lanes(bank, column, out);
}

#    define WIDEST __attribute__((target("avx512f,avx512cd")))

/* All lanes lie in one register, and so do half the leaves of a tree. */
WIDEST static inline __m512 leaves_of(const TreeTest *test, uint32_t n, const float *column,
                                      const float *leaf)
{
    __m512i left = _mm512_set1_epi32(-1);
    for (uint32_t i = 0; i < n; i++) {
        __m512 value = _mm512_loadu_ps(column + (size_t)test[i].feature * LANES);
        __mmask16 right = _mm512_cmp_ps_mask(value, _mm512_set1_ps(test[i].cut), _CMP_NLE_UQ);
        left = _mm512_mask_and_epi32(left, right, left, _mm512_set1_epi32((int)test[i].right));
    }
    __m512i lowest = _mm512_and_epi32(left, _mm512_sub_epi32(_mm512_setzero_si512(), left));
    __m512i which = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(lowest));
    return _mm512_permutex2var_ps(_mm512_loadu_ps(leaf), which, _mm512_loadu_ps(leaf + 16));
}

WIDEST static void score_widest(const TreeBank *bank, const float *column, float out[LANES])
{
    const Trees *t = bank->trees;
    const __m512d none = _mm512_setzero_pd();
    __m512d low = none, high = none, low_four = none, high_four = none;
    double sum[LANES];
    uint32_t fours = t->n_trees & ~3u;
    for (uint32_t i = 0; i < t->n_trees; i++) {
        __m512 leaf = leaves_of(bank->test + bank->first[i], bank->first[i + 1] - bank->first[i],
                                column, bank->leaf + (size_t)i * TREE_LEAVES);
        __m256 upper = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(leaf), 1));
        __m512d a = _mm512_cvtps_pd(_mm512_castps512_ps256(leaf)), b = _mm512_cvtps_pd(upper);
        bool begins = i % 4 == 0 || i >= fours, ends = i % 4 == 3 || i >= fours;
        low_four = begins ? a : _mm512_add_pd(low_four, a);
        high_four = begins ? b : _mm512_add_pd(high_four, b);
        if (!ends) continue;
        low = _mm512_add_pd(low, low_four);
        high = _mm512_add_pd(high, high_four);
    }
    _mm512_storeu_pd(sum, low);
    _mm512_storeu_pd(sum + LANES / 2, high);
    to_probabilities(t, sum, out);
}
#endif
static void score_any(const TreeBank *bank, const float *column, float out[LANES])
{
    score_lanes(bank, column, out);
}

enum { MOST_FEATURES = 128 };

void tree_bank_score(const TreeBank *bank, const float *value, uint32_t n, float *out)
{
    const uint32_t features = bank->trees->n_features;
    bool by_lanes = bank->leaf && features <= MOST_FEATURES;
    float column[MOST_FEATURES * LANES], score[LANES];
    void (*lanes)(const TreeBank *, const float *, float *) = score_any;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) lanes = score_wide;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd"))
        lanes = score_widest;
#endif
    for (uint32_t i = 0; i < n && !by_lanes; i++)
        out[i] = trees_score(bank->trees, value + (size_t)i * features);
    for (uint32_t i = 0; i < n && by_lanes; i += LANES) {
        uint32_t rows = n - i < LANES ? n - i : LANES;
        for (uint32_t l = 0; l < LANES; l++) {
            const float *row = value + (size_t)(i + (l < rows ? l : 0)) * features;
            for (uint32_t k = 0; k < features; k++)
                column[k * LANES + l] = row[k];
        }
        lanes(bank, column, score);
        memcpy(out + i, score, rows * sizeof *score);
    }
}
