/* Unit tests of src/lang/nn: every kernel path this processor runs gives the bits of the scalar
 * path, at the edges of the value ranges too. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/nn/kernels.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { IN = 192, OUT = 96, WORDS = 21, TAPS = 3 };

static uint32_t next(uint32_t *seed)
{
    return *seed = *seed * 1664525u + 1013904223u;
}

typedef struct Case {
    int8_t w[OUT * IN * TAPS], keys[WORDS * IN];
    float scale[OUT], bias[OUT], h[WORDS * IN], gain[IN], shift[IN];
    int32_t correction[OUT];
    uint8_t x[WORDS * IN];
    const uint8_t *rows[WORDS * TAPS];
} Case;

/* extreme: weights and inputs at their limits, where 16-bit sums would overflow. Of the others
 * every second case has weights as small as a trained net's, most of whose sums of four fit. */
static void fill(Case *c, uint32_t seed, bool extreme)
{
    int most = seed % 2 ? 63 : 36;
    for (size_t i = 0; i < sizeof c->w; i++)
        c->w[i] = (int8_t)(extreme ? 63 : (int)(next(&seed) >> 16) % (2 * most + 1) - most);
    for (size_t i = 0; i < sizeof c->x; i++)
        c->x[i] = extreme ? 255 : (uint8_t)(next(&seed) >> 20);
    for (size_t i = 0; i < sizeof c->keys; i++)
        c->keys[i] = (int8_t)(extreme ? -127 : (int)(next(&seed) >> 16) % 255 - 127);
    for (uint32_t i = 0; i < OUT; i++) {
        c->scale[i] = (float)(next(&seed) >> 8) * 1e-9f;
        c->bias[i] = (float)(int32_t)next(&seed) * 1e-8f;
        int32_t sum = 0;
        for (uint32_t k = 0; k < IN * TAPS; k++)
            sum += c->w[(size_t)(i / 32) * 32 * IN * TAPS + (k / 4) * 128 + (i % 32) * 4 + k % 4];
        c->correction[i] = -128 * sum;
    }
    for (size_t i = 0; i < WORDS * IN; i++)
        c->h[i] = (float)(int32_t)next(&seed) * (extreme ? 1e3f : 1e-9f);
    for (size_t i = 0; i < IN; i++) {
        c->gain[i] = (float)(next(&seed) >> 8) * 1e-6f;
        c->shift[i] = (float)(int32_t)next(&seed) * 1e-8f;
    }
    for (uint32_t t = 0; t < WORDS * TAPS; t++)
        c->rows[t] = c->x + (size_t)(next(&seed) % WORDS) * IN;
}

static void same_as_scalar(const Kernels *k, const Case *c)
{
    static float a[WORDS * OUT], b[WORDS * OUT], ha[WORDS * OUT / 2], hb[WORDS * OUT / 2];
    static uint8_t qa[WORDS * IN], qb[WORDS * IN];
    static int32_t da[WORDS], db[WORDS];
    Dense layer = {c->w, c->scale, c->bias, c->correction, IN * TAPS, OUT};
    Norm norm = {c->gain, c->shift, IN};
    for (uint32_t n = 1; n <= WORDS; n++) {
        memset(a, 0, sizeof a);
        memset(b, 0, sizeof b);
        kernels_scalar.dense(&layer, c->rows, TAPS, n, NULL, a);
        k->dense(&layer, c->rows, TAPS, n, NULL, b);
        assert_memory_equal(a, b, sizeof a);
    }
    kernels_scalar.gate(a, OUT / 2, WORDS, false, ha);
    k->gate(b, OUT / 2, WORDS, false, hb);
    kernels_scalar.gate(a, OUT / 2, WORDS, true, ha);
    k->gate(b, OUT / 2, WORDS, true, hb);
    assert_memory_equal(ha, hb, sizeof ha);
    kernels_scalar.norm(&norm, c->h, WORDS, qa);
    k->norm(&norm, c->h, WORDS, qb);
    assert_memory_equal(qa, qb, sizeof qa);
    kernels_scalar.relu(c->h, WORDS * IN, qa);
    k->relu(c->h, WORDS * IN, qb);
    assert_memory_equal(qa, qb, sizeof qa);
    kernels_scalar.narrow(c->h, WORDS * IN, (int8_t *)qa);
    k->narrow(c->h, WORDS * IN, (int8_t *)qb);
    assert_memory_equal(qa, qb, sizeof qa);
    uint8_t half[IN];
    for (size_t i = 0; i < IN; i++)
        half[i] = c->x[i] & 127;
    kernels_scalar.dots(half, c->keys, IN, WORDS, da);
    k->dots(half, c->keys, IN, WORDS, db);
    assert_memory_equal(da, db, sizeof da);
}

enum { ROWS = 37 };

/* The transformer's share: rows of their own scale, GELU, layer norm of a sum, attention of windows
 * of every length. */
static void rows_same_as_scalar(const Kernels *k, const Case *c, uint32_t seed, float size)
{
    static float x[ROWS * 3 * IN], a[ROWS * IN], b[ROWS * IN], sa[ROWS], sb[ROWS],
        space[NN_ATTEND_SPACE(ROWS)];
    static uint8_t qa[ROWS * IN], qb[ROWS * IN];
    Norm norm = {c->gain, c->shift, IN};
    Dense layer = {c->w, c->scale, c->bias, c->correction, IN * TAPS, OUT};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = (float)(int32_t)next(&seed) * size;
    memset(x + IN, 0, IN * sizeof *x); /* a row of nothing */
    kernels_scalar.fit(x, c->gain, IN, ROWS, qa, sa);
    k->fit(x, c->gain, IN, ROWS, qb, sb);
    assert_memory_equal(qa, qb, sizeof qa);
    assert_memory_equal(sa, sb, sizeof sa);
    kernels_scalar.dense(&layer, c->rows, TAPS, WORDS, sa, a);
    k->dense(&layer, c->rows, TAPS, WORDS, sa, b);
    assert_memory_equal(a, b, WORDS * OUT * sizeof *a);
    memcpy(a, x, sizeof a);
    memcpy(b, x, sizeof b);
    kernels_scalar.gelu(a, ROWS * IN);
    k->gelu(b, ROWS * IN);
    assert_memory_equal(a, b, sizeof a);
    kernels_scalar.add_norm(&norm, x + IN, ROWS, a);
    k->add_norm(&norm, x + IN, ROWS, b);
    assert_memory_equal(a, b, sizeof a);
    for (uint32_t n = 1; n <= ROWS; n++) {
        kernels_scalar.attend(x, n, IN, space, a);
        k->attend(x, n, IN, space, b);
        assert_memory_equal(a, b, (size_t)n * IN * sizeof *a);
    }
}

/* The first of the largest, at every length, with ties and with the best in the last place. */
static void best_same_as_scalar(const Kernels *k)
{
    float row[70];
    uint32_t seed = 11;
    for (uint32_t n = 1; n <= 70; n++)
        for (uint32_t top = 0; top < n; top++) {
            for (uint32_t i = 0; i < n; i++)
                row[i] = (float)(next(&seed) >> 28) - 20;
            row[top] = seed % 3 ? 9 : -4;
            uint32_t first = 0;
            for (uint32_t i = 1; i < n; i++)
                if (row[i] > row[first]) first = i;
            assert_int_equal(k->best(row, n), first);
        }
}

static void every_path_equals_scalar(void **state)
{
    static const char *const names[] = {"avx512-vnni", "avx2", "neon-dotprod"};
    (void)state;
    Case *c = malloc(sizeof *c);
    assert_non_null(c);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const Kernels *k = kernels_named(names[i]);
        if (!k) {
            print_message("%s: not run by this processor\n", names[i]);
            continue;
        }
        for (uint32_t seed = 1; seed < 6; seed++) {
            fill(c, seed, false);
            same_as_scalar(k, c);
        }
        rows_same_as_scalar(k, c, 3, 1e-9f);
        rows_same_as_scalar(k, c, 4, 1e-7f); /* scores far apart */
        fill(c, 9, true);
        same_as_scalar(k, c);
        rows_same_as_scalar(k, c, 5, 1e-25f);
        best_same_as_scalar(k);
    }
    best_same_as_scalar(&kernels_scalar);
    free(c);
}

/* FNV-1a of what came out so far and `n` bytes more. */
static uint32_t sum_of(uint32_t sum, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sum = (sum ^ ((const uint8_t *)bytes)[i]) * 16777619u;
    return sum;
}

/* What the scalar path gives is the same on every machine, so that records are: the sum is that of
 * x86-64 and 64-bit ARM (tests/e2e/arm.sh), gcc 12 and clang 14. */
static void scalar_is_the_same_everywhere(void **state)
{
    static Case c;
    static float y[WORDS * OUT], h[WORDS * OUT / 2], x[ROWS * 3 * IN], a[ROWS * IN], size[ROWS],
        space[NN_ATTEND_SPACE(ROWS)];
    static uint8_t q[ROWS * IN];
    static int32_t dots[WORDS];
    (void)state;
    fill(&c, 2, false);
    Dense layer = {c.w, c.scale, c.bias, c.correction, IN * TAPS, OUT};
    Norm norm = {c.gain, c.shift, IN};
    const Kernels *k = &kernels_scalar;
    uint32_t sum = 2166136261u, seed = 3;
    k->dense(&layer, c.rows, TAPS, WORDS, NULL, y);
    sum = sum_of(sum, y, sizeof y);
    k->gate(y, OUT / 2, WORDS, false, h);
    sum = sum_of(sum, h, sizeof h);
    k->norm(&norm, c.h, WORDS, q);
    sum = sum_of(sum, q, WORDS * IN);
    k->relu(c.h, WORDS * IN, q);
    sum = sum_of(sum, q, WORDS * IN);
    k->narrow(c.h, WORDS * IN, (int8_t *)q);
    sum = sum_of(sum, q, WORDS * IN);
    for (size_t i = 0; i < IN; i++)
        q[i] = c.x[i] & 127;
    k->dots(q, c.keys, IN, WORDS, dots);
    sum = sum_of(sum, dots, sizeof dots);
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = (float)(int32_t)next(&seed) * 1e-9f;
    k->fit(x, c.gain, IN, ROWS, q, size);
    sum = sum_of(sum_of(sum, q, sizeof q), size, sizeof size);
    memcpy(a, x, sizeof a);
    k->gelu(a, ROWS * IN);
    k->add_norm(&norm, x + IN, ROWS, a);
    sum = sum_of(sum, a, sizeof a);
    k->attend(x, ROWS, IN, space, a);
    sum = sum_of(sum, a, sizeof a);
    assert_int_equal(sum, 0x143e0d73u);
}

/* 0.5 rounds to even, and a value that is no number gives the lower limit instead of something
 * undefined. */
static void rounding_is_fixed(void **state)
{
    (void)state;
    float y[16] = {0.5f, 1.5f, 2.5f, -1.0f, 126.6f, 500.0f, 0.49f, 3.0f};
    uint8_t q[16];
    y[8] = (float)(1e38 * 1e10) - (float)(1e38 * 1e10);
    kernels_best()->relu(y, 16, q);
    const uint8_t right[9] = {0, 2, 2, 0, 127, 127, 0, 3, 0};
    assert_memory_equal(q, right, sizeof right);
}

/* GELU and attention against the formulas in double. */
static void curves_are_close(void **state)
{
    (void)state;
    float y[16 * 64], x[3 * NN_HEAD * 5] = {0}, space[NN_ATTEND_SPACE(5)], out[NN_HEAD * 5];
    for (int i = 0; i < 16 * 64; i++)
        y[i] = (float)(i - 512) * 0.015f;
    kernels_best()->gelu(y, 16 * 64);
    for (int i = 0; i < 16 * 64; i++) {
        double v = (double)((float)(i - 512) * 0.015f);
        assert_true(fabs((double)y[i] - v * (1 + erf(v / sqrt(2))) / 2) < 2e-4);
    }
    uint32_t seed = 8;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = (float)(int32_t)next(&seed) * 1e-9f;
    kernels_best()->attend(x, 5, NN_HEAD, space, out);
    double weight[5], sum = 0, right = 0;
    for (int j = 0; j < 5; j++) {
        double score = 0;
        for (int d = 0; d < NN_HEAD; d++)
            score += (double)x[2 * 3 * NN_HEAD + d] * (double)x[(j * 3 + 1) * NN_HEAD + d];
        sum += weight[j] = exp(score);
    }
    for (int j = 0; j < 5; j++)
        right += weight[j] / sum * (double)x[(j * 3 + 2) * NN_HEAD + 7];
    assert_true(fabs(right - (double)out[2 * NN_HEAD + 7]) < 1e-5);
}

static void names_are_known(void **state)
{
    (void)state;
    assert_ptr_equal(kernels_named("scalar"), &kernels_scalar);
    assert_null(kernels_named("abacus"));
    assert_ptr_equal(kernels_named(kernels_best()->name), kernels_best());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_equals_scalar), cmocka_unit_test(scalar_is_the_same_everywhere),
        cmocka_unit_test(rounding_is_fixed), cmocka_unit_test(curves_are_close),
        cmocka_unit_test(names_are_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
