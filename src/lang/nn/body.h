/* body.h - the float side of the kernels, compiled once a target. The including file defines
 * TARGET   the function attribute of the target ("" for the scalar file)
 * LANES    floats in a register of the target, 4, 8 or 16; GCC keeps wider vectors in memory
 * and then takes the functions below; `dense` is its own. Sums always go over 16 lanes (EACH_PART:
 * the registers they take), so LANES changes no bit. Rounding: adding 1.5 * 2^23 to a float below
 * 2^22 leaves the nearest integer (ties to even) in its low bits. */
#include "lang/nn/kernels.h"
#include <math.h>
#include <string.h>

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint8_t vb __attribute__((vector_size(LANES)));
typedef float vf_any __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint8_t vb_any __attribute__((vector_size(LANES), aligned(1), may_alias));

#if LANES == 16
#    define EACH_PART(X) X(0)
#elif LANES == 8
#    define EACH_PART(X) X(0) X(1)
#else
#    define EACH_PART(X) X(0) X(1) X(2) X(3)
#endif

#define BODY static inline __attribute__((always_inline)) TARGET
#define LOAD(p) (*(const vf_any *)(const void *)(p))
#define STORE(p, v) (*(vf_any *)(void *)(p) = (v))
#define FULL(x) ((vf){0} + (x))
#define PICK(mask, a, b) ((vf)(((vi)(a) & (mask)) | ((vi)(b) & ~(mask))))
#define CLAMP(v, low, high)                            \
    do {                                               \
        (v) = PICK((v) > FULL(low), (v), FULL(low));   \
        (v) = PICK((v) < FULL(high), (v), FULL(high)); \
    } while (0)

/* A register of floats, already within +-127, to bytes plus `offset`. */
#define ROUND_STORE(p, v, offset)                                               \
    do {                                                                        \
        vi round_bits_ = (vi)((v) + FULL(12582912.0f)) - 0x4B400000 + (offset); \
        *(vb_any *)(void *)(p) = __builtin_convertvector(round_bits_, vb);      \
    } while (0)

/* Sum of 16 lanes in a fixed order. */
BODY float lanes_sum(float s[16])
{
    for (int step = 8; step > 0; step /= 2)
        for (int i = 0; i < step; i++)
            s[i] += s[i + step];
    return s[0];
}

/* Mean of a row, and 1 / the root of its variance plus `least`. */
BODY void spread(const float *h, uint32_t width, float least, float *mean, float *rate)
{
    float lane[16];
#define START(p) vf a##p = {0}, b##p = {0};
    EACH_PART(START)
#define STEP(p) a##p += LOAD(h + i + p * LANES);
    for (uint32_t i = 0; i < width; i += 16) {
        EACH_PART(STEP)
    }
#define PUT(p) STORE(lane + p * LANES, a##p);
    EACH_PART(PUT)
    *mean = lanes_sum(lane) / (float)width;
#define SQUARE(p)                               \
    {                                           \
        vf d = LOAD(h + i + p * LANES) - *mean; \
        b##p += d * d;                          \
    }
    for (uint32_t i = 0; i < width; i += 16) {
        EACH_PART(SQUARE)
    }
#define PUT_SQUARE(p) STORE(lane + p * LANES, b##p);
    EACH_PART(PUT_SQUARE)
    *rate = 1.0f / sqrtf(lanes_sum(lane) / (float)width + least);
#undef START
#undef STEP
#undef PUT
#undef SQUARE
#undef PUT_SQUARE
}

static TARGET void body_norm(const Norm *norm, const float *h, uint32_t n, uint8_t *q)
{
    uint32_t width = norm->width;
    float mean, rate;
    for (uint32_t t = 0; t < n; t++, h += width, q += width) {
        spread(h, width, 1e-5f, &mean, &rate);
        for (uint32_t i = 0; i < width; i += LANES) {
            vf v = (LOAD(h + i) - mean) * rate * LOAD(norm->gain + i) + LOAD(norm->bias + i);
            CLAMP(v, -127.0f, 127.0f);
            ROUND_STORE(q + i, v, 128);
        }
    }
}

static TARGET void body_gate(const float *y, uint32_t width, uint32_t n, bool add, float *h)
{
    for (size_t i = 0, end = (size_t)n * width; i < end; i += 16, y += 32) {
        for (uint32_t k = 0; k < 16; k += LANES) {
            vf g = LOAD(y + 16 + k) * 0.25f + 0.5f;
            CLAMP(g, 0.0f, 1.0f);
            g = g * LOAD(y + k);
            if (add) g = LOAD(h + i + k) + g;
            STORE(h + i + k, g);
        }
    }
}

static TARGET void body_relu(const float *y, uint32_t count, uint8_t *q)
{
    for (uint32_t i = 0; i < count; i += LANES) {
        vf v = LOAD(y + i);
        CLAMP(v, 0.0f, 127.0f);
        ROUND_STORE(q + i, v, 0);
    }
}

static TARGET void body_narrow(const float *y, uint32_t count, int8_t *q)
{
    for (uint32_t i = 0; i < count; i += LANES) {
        vf v = LOAD(y + i);
        CLAMP(v, -127.0f, 127.0f);
        ROUND_STORE(q + i, v, 0);
    }
}

/* Each lane keeps its largest and where it first stood; then the best lane, the first of several.
 */
static TARGET uint32_t body_best(const float *row, uint32_t n)
{
    uint32_t best = 0, i = LANES;
    if (n >= LANES) {
        vf top = LOAD(row);
        vi at = {0}, here;
        for (; i + LANES <= n; i += LANES) {
            vf v = LOAD(row + i);
            vi more = v > top;
            here = (vi){0} + (int32_t)i;
            top = PICK(more, v, top);
            at = (here & more) | (at & ~more);
        }
        float each[LANES];
        int32_t where[LANES];
        memcpy(each, &top, sizeof each);
        memcpy(where, &at, sizeof where);
        for (uint32_t k = 0; k < LANES; k++) {
            uint32_t index = (uint32_t)where[k] + k;
            if (each[k] > row[best] || (each[k] == row[best] && index < best)) best = index;
        }
    } else {
        i = 0;
    }
    for (; i < n; i++)
        if (row[i] > row[best]) best = i;
    return best;
}

/* Pointers of a block of NN_BLOCK words from word t; words past n repeat the last one (their
 * results are not stored). */
BODY void block_rows(const uint8_t *const *x, uint32_t taps, uint32_t tap, uint32_t t, uint32_t n,
                     const uint8_t *row[NN_BLOCK])
{
    for (uint32_t m = 0; m < NN_BLOCK; m++)
        row[m] = x[(size_t)(t + m < n ? t + m : n - 1) * taps + tap];
}
#include "lang/nn/body_rows.h"
