/* test_trees.c - boosted trees: what is read, what is refused, where a value falls. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/trees.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_fall_where_the_cuts_say),
        cmocka_unit_test(what_does_not_hold_together_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
