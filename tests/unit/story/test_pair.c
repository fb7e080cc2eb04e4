/* test_pair.c - how alike two reports are: numbers in their ranges, the same both ways; trees of
 * the model forged; the window of reports against a plain list of all. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include "base/civil.h"
#include "pile.h"
#include "story/live.h"

static StoryModel model; /* no background, no trees */
static Arena arena, scratch;

static int open_all(void **state)
{
    (void)state;
    word_fold_init(&model.fold);
    model.join_online = 0.4f;
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    return 0;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static Sketch random_sketch(uint32_t seed, uint32_t n)
{
    Sketch s = {.words = n * 3, .day = seed % 5 ? (int32_t)(seed % 40) : DAY_UNKNOWN};
    LiveCounts live;
    assert_int_equal(live_counts_init(&live), DLN_OK);
    live.reports = 5000;
    s.terms = ARENA_ARRAY(&arena, Term, n + 1);
    uint32_t key = 1;
    for (uint32_t i = 0; i < n; i++) {
        key += 1 + next_number(&seed) % 7;
        s.terms[i] = (Term){.key = key,
                            .count = (uint8_t)(1 + next_number(&seed) % 9),
                            .views = (uint8_t)(next_number(&seed) % 32)};
    }
    s.n = n;
    sketch_weigh(&s, &model.background, &live);
    live_counts_free(&live);
    return s;
}

static void pairs_are_symmetric_and_in_range(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 60; round++) {
        Sketch a = random_sketch(round, round % 50),
               b = random_sketch(round + 1000, (round * 7) % 60);
        float f[FEATURES], g[FEATURES], close[RELATIVES], back[RELATIVES];
        pair_raw(&a, &b, f, close);
        pair_raw(&b, &a, g, back);
        for (int k = 0; k < F_RAW; k++) {
            assert_true(isfinite(f[k]));
            /* rare words are counted by the first one's views: a trained feature */
            if (k != F_RARE_WORDS) assert_float_equal(f[k], g[k], 1e-5f);
        }
        for (int k = F_COS_BODY; k <= F_IN_PHRASE_HIGH; k++)
            assert_true(f[k] >= 0 && f[k] <= 1.0001f);
        for (int k = F_IN_TITLE_LOW; k <= F_IN_PHRASE_LOW; k++)
            assert_true(f[k] <= f[k + F_IN_TITLE_HIGH - F_IN_TITLE_LOW]);
        for (int r = 0; r < RELATIVES; r++) {
            assert_float_equal(close[r], back[r], 1e-5f);
            assert_true(close[r] >= 0 && close[r] <= 1.0001f);
        }
        assert_true(f[F_WORDS_LOW] <= f[F_WORDS_HIGH]);
        bool unknown = a.day == DAY_UNKNOWN || b.day == DAY_UNKNOWN;
        assert_true(unknown ? f[F_DAYS] == -1 : f[F_DAYS] >= 0);
        pair_raw(&a, &a, f, close);
        if (a.n) assert_float_equal(f[F_COS_BODY], 1, 1e-4f);
    }
    Sketch none = random_sketch(1, 0);
    float f[FEATURES], close[RELATIVES];
    pair_raw(&none, &none, f, close);
    assert_true(f[F_COS_BODY] == 0 && close[REL_ALL] == 0); /* nothing is like nothing */
    Sketch far = {.day = -100000000}, near = {.day = 100000000};
    pair_raw(&far, &near, f, close);
    assert_true(f[F_DAYS] > 1e8f && isfinite(close[REL_NEAR]));
}

/* The sixteen closest of those met, closest first, whatever the order they came in. */
static void kin_are_the_closest(void **state)
{
    (void)state;
    uint32_t seed = 9;
    for (uint32_t n = 0; n < 60; n++) {
        Kin kin = {{{0}}};
        float all[60];
        for (uint32_t i = 0; i < n; i++) {
            float close[RELATIVES] = {(float)(next_number(&seed) % 1000) / 1000, 0.5f, 0};
            all[i] = close[REL_ALL];
            kin_add(&kin, close);
        }
        for (uint32_t k = 0; k < KIN; k++) {
            uint32_t above = 0, equal = 0;
            for (uint32_t i = 0; i < n; i++) {
                above += all[i] > kin.top[REL_ALL][k];
                equal += all[i] == kin.top[REL_ALL][k];
            }
            if (k < n)
                assert_true(above <= k && k < above + equal);
            else
                assert_true(kin.top[REL_ALL][k] == 0);
        }
    }
    Kin a = {{{0}}}, b = {{{0}}};
    const float one[RELATIVES] = {0.9f, 0.9f, 0.9f}, two[RELATIVES] = {0.5f, 0.5f, 0.5f};
    kin_add(&a, one);
    kin_add(&a, two);
    kin_add(&b, two);
    float f[FEATURES], g[FEATURES];
    pair_relative(&a, &b, two, f);
    pair_relative(&b, &a, two, g);
    assert_memory_equal(f + F_RAW, g + F_RAW, (FEATURES - F_RAW) * sizeof *f);
    assert_true(f[F_RAW + REL_RANK_LOW] == 0 && f[F_RAW + REL_RANK_HIGH] == 1);
    assert_true(f[F_RAW + REL_SHARE_HIGH] == 1 && f[F_RAW + REL_SHARE_LOW] < 0.6f);
}

/* ---- trees of the model ---- */

typedef struct Section {
    uint32_t trees;
    float base;
    uint32_t root[2];
    PairNode node[4];
} Section;

/* f[3] <= 0.5: -1, else 2; then a leaf of 0.25. */
static Section section(void)
{
    return (Section){2,
                     0.5f,
                     {0, 3},
                     {{3, 1, 2, 0, 0.5f},
                      {TREE_LEAF, 0, 0, 0, -1},
                      {TREE_LEAF, 0, 0, 0, 2},
                      {TREE_LEAF, 0, 0, 0, 0.25f}}};
}

static void trees_that_hold_together(void **state)
{
    (void)state;
    Section s = section();
    PairTrees t;
    float f[FEATURES] = {0};
    assert_null(pair_trees_open((const uint8_t *)&s, sizeof s, &t));
    assert_float_equal(pair_probability(&t, f), 1 / (1 + expf(0.25f)), 1e-6f);
    f[3] = 0.5f; /* equal goes left */
    assert_float_equal(pair_probability(&t, f), 1 / (1 + expf(0.25f)), 1e-6f);
    f[3] = 1;
    assert_float_equal(pair_probability(&t, f), 1 / (1 + expf(-2.75f)), 1e-6f);
}

static void forged_trees_are_refused(void **state)
{
    (void)state;
    PairTrees t;
    Section s = section();
    for (size_t n = 0; n < sizeof s; n++)
        if (n != sizeof s - sizeof(PairNode)) /* a node less may still hold together, or not */
            assert_non_null(pair_trees_open((const uint8_t *)&s, n, &t));
#define REFUSED(field, value)                                                \
    do {                                                                     \
        s = section();                                                       \
        s.field = value;                                                     \
        assert_non_null(pair_trees_open((const uint8_t *)&s, sizeof s, &t)); \
    } while (0)
    REFUSED(trees, 0);
    REFUSED(trees, 1);
    REFUSED(trees, 4097);
    REFUSED(trees, UINT32_MAX);
    REFUSED(root[0], 3);
    REFUSED(root[1], 4);
    REFUSED(root[1], UINT32_MAX);
    REFUSED(node[0].left, 0); /* a circle */
    REFUSED(node[0].left, 3); /* into the next tree */
    REFUSED(node[0].right, 60000);
    REFUSED(node[0].feature, FEATURES);
    REFUSED(node[3].feature, 1);
    REFUSED(base, NAN);
    REFUSED(base, INFINITY);
    REFUSED(node[1].value, NAN);
}

/* ---- the window ---- */

static void heaviest_terms_are_posted(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < 120; n += 7) {
        Sketch s = random_sketch(n + 3, n);
        Posted out[POSTED];
        uint32_t count = live_posted(&s, out);
        assert_int_equal(count, n < POSTED ? n : POSTED);
        for (uint32_t i = 1; i < count; i++)
            assert_true(out[i].weight < out[i - 1].weight ||
                        (out[i].weight == out[i - 1].weight && out[i].key > out[i - 1].key));
    }
}

static void nearest_of_those_touched(void **state)
{
    (void)state;
    uint32_t seed = 4;
    for (uint32_t n = 0; n < 100; n += 9) {
        float dots[200] = {0}, kept[200];
        uint32_t touched[100], out[NEIGHBOURS];
        for (uint32_t i = 0; i < n; i++) {
            touched[i] = 1000 + i * 2;
            dots[i * 2] = 1 + (float)(next_number(&seed) % 12);
        }
        memcpy(kept, dots, sizeof kept);
        uint32_t count = live_nearest(dots, 1000, touched, n, out);
        assert_int_equal(count, n < NEIGHBOURS ? n : NEIGHBOURS);
        for (uint32_t i = 0; i < 200; i++)
            assert_true(dots[i] == 0); /* as it was found */
        for (uint32_t i = 1; i < count; i++) {
            float a = kept[out[i - 1] - 1000], b = kept[out[i] - 1000];
            assert_true(a > b || (a == b && out[i - 1] > out[i])); /* the newest of equals */
        }
        for (uint32_t i = 0; count && i < n; i++) { /* none left out is heavier */
            bool in = false;
            for (uint32_t k = 0; k < count; k++)
                in |= out[k] == touched[i];
            if (!in) assert_true(kept[touched[i] - 1000] <= kept[out[count - 1] - 1000]);
        }
    }
}

/* The last reports are kept, numbers go on, what has left is gone for good. */
static void the_window_slides(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {0, 1, 2, 3, 7, 20};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        LiveIndex index;
        Neighbours near;
        uint32_t live = sizes[k];
        assert_int_equal(live_init(&index, &model, live), DLN_OK);
        for (uint32_t i = 0; i < 70; i++) {
            char title[200], text[1600];
            pile_report(i / 2, i % 2, title, text);
            assert_int_equal(
                live_add(&index, slice_of(title), slice_of(text), (int32_t)i, &scratch, &near),
                DLN_OK);
            assert_int_equal(index.next, i + 1);
            assert_true(near.n <= NEIGHBOURS);
            for (uint32_t n = 0; n < near.n; n++) {
                assert_true(near.at[n].report < i && near.at[n].report >= live_first(&index));
                for (int q = 0; q < FEATURES; q++)
                    assert_true(isfinite(near.at[n].f[q]));
            }
            uint32_t kept = 0;
            for (uint32_t r = 0; r <= i + 2; r++) {
                bool there = live_at(&index, r) != NULL;
                kept += there;
                if (r > i) assert_false(there);
                if (r <= i && i - r < live) assert_true(there);
            }
            assert_true(kept <= live + live / 2 + 3);
            for (uint32_t d = 0; d < SHELVES_LIVE * index.size; d++)
                assert_true(index.dot[d] == 0); /* zero between calls */
        }
        live_turn(&index);
        assert_non_null(live_at(&index, 69));
        live_turn(&index);
        live_turn(&index);
        assert_null(live_at(&index, 69));
        live_free(&index);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_symmetric_and_in_range),
        cmocka_unit_test(kin_are_the_closest),
        cmocka_unit_test(trees_that_hold_together),
        cmocka_unit_test(forged_trees_are_refused),
        cmocka_unit_test(heaviest_terms_are_posted),
        cmocka_unit_test(nearest_of_those_touched),
        cmocka_unit_test(the_window_slides),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
