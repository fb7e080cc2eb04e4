/* Unit tests of src/lang/words_met.c: a vector comes back for its form alone, whatever was met in
 * between. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/words_met.h"
#include <stdio.h>

enum { WIDTH = 16, WORDS = 20000, BATCH = 100 };

/* The number that a form stands for here. */
static float meaning(Slice form)
{
    float sum = 0;
    for (size_t i = 0; i < form.n; i++)
        sum = sum * 0.75f + (float)(unsigned char)form.p[i];
    return sum;
}

/* Runs one batch as the encoder does; returns how many were known. */
static uint32_t run(MetWords *met, const Slice *form, uint32_t n)
{
    uint32_t known = 0, at;
    bool fresh[BATCH];
    words_met_begin(met);
    for (uint32_t i = 0; i < n; i++) {
        Met how = words_met_find(met, form, i, &at);
        fresh[i] = how == MET_NEW;
        if (how == MET_TWIN) assert_true(at < i && slice_eq(form[at], form[i]));
        if (how != MET_KNOWN) continue;
        known++;
        assert_true(words_met_vector(met, at)[WIDTH - 1] == meaning(form[i]));
    }
    for (uint32_t i = 0; i < n; i++) {
        float vector[WIDTH] = {0};
        vector[WIDTH - 1] = meaning(form[i]);
        if (fresh[i]) words_met_keep(met, form, i, vector);
    }
    return known;
}

static void vectors_come_back(void **state)
{
    (void)state;
    static char letters[WORDS][48];
    Arena arena;
    MetWords met;
    uint32_t known = 0, seed = 7;
    arena_init(&arena, 0);
    assert_true(words_met_open(WIDTH, &arena, &met));
    for (uint32_t i = 0; i < WORDS; i++)
        snprintf(letters[i], sizeof letters[i], i % 50 ? "w%u" : "a-word-of-more-than-31-bytes-%u",
                 i % 50 ? i : i * 1000u);
    for (uint32_t round = 0; round < 1000; round++) {
        Slice form[BATCH];
        for (uint32_t i = 0; i < BATCH; i++) {
            seed = seed * 1664525u + 1013904223u;
            uint32_t pick = (seed >> 8) % (i % 2 ? 200 : WORDS);
            form[i] = slice_of(letters[pick]);
        }
        known += run(&met, form, BATCH);
    }
    assert_true(known > 30000); /* the 200 at least, once they are met */
    words_met_close(&met);
    arena_free(&arena);
}

static void numbers_of_batches_begin_anew(void **state)
{
    (void)state;
    Arena arena;
    MetWords met;
    Slice form[2] = {SLICE("port"), SLICE("port")};
    arena_init(&arena, 0);
    assert_true(words_met_open(WIDTH, &arena, &met));
    met.batch = UINT32_MAX - 1;
    assert_int_equal(run(&met, form, 2), 0);
    assert_int_equal(run(&met, form, 2), 0); /* the number is 1 again, nothing is known */
    assert_int_equal(met.batch, 1);
    assert_int_equal(run(&met, form, 1), 1);
    words_met_close(&met);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(vectors_come_back),
                                       cmocka_unit_test(numbers_of_batches_begin_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
