/* test_trees.c - boosted trees: what is read, what is refused, where a value falls. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/tree_bank.h"
#include <math.h>

/* value[0] <= 1.5: -0.5; else value[1] <= 0: 0.25, else 1. Base 0.5. */
typedef struct Section {
    uint32_t trees, nodes, features;
    float base;
    uint32_t root;
    TreeNode node[5];
} Section;
static Section section(void)
{
    return (Section){
        1, 5,
        2, 0.5f,
        0, {{0, 1.5f, 1, 2}, {-1, -0.5f, 0, 0}, {1, 0, 3, 4}, {-1, 0.25f, 0, 0}, {-1, 1, 0, 0}}};
}

static void values_fall_where_the_cuts_say(void **state)
{
    Section s = section();
    Trees t;
    (void)state;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_OK);
    assert_float_equal(trees_sum(&t, (float[]){1.5f, 9}), 0, 1e-6); /* equal goes left */
    assert_float_equal(trees_sum(&t, (float[]){2, 0}), 0.75f, 1e-6);
    assert_float_equal(trees_sum(&t, (float[]){2, 0.1f}), 1.5f, 1e-6);
    assert_float_equal(trees_score(&t, (float[]){1, 0}), 0.5f, 1e-6);
}

static void what_does_not_hold_together_is_refused(void **state)
{
    Section s = section();
    Trees t;
    (void)state;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s - 1, &t), DLN_ERR_DATA);
    s.node[2].left = 2; /* a circle */
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.node[2].right = 5; /* outside */
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.node[0].feature = 2;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.root = 5;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
    s = section();
    s.node[3].cut = NAN;
    assert_int_equal(trees_read((const uint8_t *)&s, sizeof s, &t), DLN_ERR_DATA);
}

/* Trees of up to 32 leaves over three values, cuts and leaves from a fixed sequence. */
enum { GROWN = 7, GROWN_NODES = 63 };
static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void grow(TreeNode *node, uint32_t *n, uint32_t depth, uint32_t *seed)
{
    uint32_t own = (*n)++;
    float value = (float)(next_number(seed) % 2001) / 1000 - 1;
    node[own] = (TreeNode){-1, value, 0, 0};
    if (depth == 0 || (depth < 4 && next_number(seed) % 4 == 0)) return;
    node[own].feature = (int32_t)(next_number(seed) % 3);
    node[own].left = *n;
    grow(node, n, depth - 1, seed);
    node[own].right = *n;
    grow(node, n, depth - 1, seed);
}

/* Row by row and sixteen at a time: the same number to the bit, also where trees are too large. */
static void a_bank_scores_as_the_trees_do(void **state)
{
    (void)state;
    for (uint32_t depth = 1; depth <= 6; depth++) {
        TreeNode node[GROWN * (GROWN_NODES + 64)];
        uint32_t root[GROWN], n = 0, seed = depth;
        for (uint32_t i = 0; i < GROWN; i++) {
            root[i] = n;
            grow(node, &n, depth, &seed);
        }
        Trees t = {node, root, GROWN, n, 3, 0.125f};
        TreeBank bank;
        Arena arena;
        arena_init(&arena, 0);
        assert_int_equal(tree_bank_make(&t, &arena, &bank), DLN_OK);
        assert_int_equal(bank.leaf != NULL, depth < 6);
        float value[3 * 37], out[37];
        for (uint32_t i = 0; i < 3 * 37; i++)
            value[i] = i % 11 ? (float)(next_number(&seed) % 2001) / 1000 - 1 : NAN;
        tree_bank_score(&bank, value, 37, out);
        for (uint32_t i = 0; i < 37; i++) {
            float alone = trees_score(&t, value + 3 * (size_t)i);
            assert_memory_equal(&out[i], &alone, sizeof alone);
        }
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_fall_where_the_cuts_say),
        cmocka_unit_test(a_bank_scores_as_the_trees_do),
        cmocka_unit_test(what_does_not_hold_together_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
