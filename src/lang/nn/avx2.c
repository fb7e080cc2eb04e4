/* avx2.c - kernels for x86 with AVX2.
 *
 * vpmaddubsw adds two products in 16 bits: 255 * 63 * 2 fits, which is why weights have 7 bits. The
 * sum of four fits too wherever neither the positive nor the negative ones of the four weights make
 * more than 128, which is so nearly everywhere: there two steps of four inputs share the widening
 * to 32 bits, 5 instructions for 64 products where it takes 6, three of them multiplications where
 * it takes 4. Where it is not so, each step is paired with zeros. The pairs of 16 outputs are laid
 * side by side anew in each call, a hundredth of its work. */
#if defined(__x86_64__)
#    include <immintrin.h>
#    define TARGET __attribute__((target("avx2")))
#    define LANES 8
#    include "lang/nn/body.h"

#    define EACH(X) X(0) X(1) X(2) X(3)
enum { WORDS = 4, HALF = NN_PANEL / 2 };

BODY void put(const Dense *layer, uint32_t r, __m256i a, float row, float *y)
{
    __m256 v = _mm256_mul_ps(
        _mm256_mul_ps(_mm256_cvtepi32_ps(a), _mm256_loadu_ps(layer->scale + r)),
        _mm256_set1_ps(row));
    _mm256_storeu_ps(y, _mm256_add_ps(v, _mm256_loadu_ps(layer->bias + r)));
}

BODY __m256i four(const uint8_t *p)
{
    int32_t v;
    memcpy(&v, p, sizeof v);
    return _mm256_set1_epi32(v);
}

/* Two products with their sum in 16 bits, as `fits` allows. */
BODY __m256i two_products(__m256i sum, __m256i x0, __m256i w0, __m256i x1, __m256i w1)
{
    __m256i both = _mm256_add_epi16(_mm256_maddubs_epi16(x0, w0), _mm256_maddubs_epi16(x1, w1));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(both, _mm256_set1_epi16(1)));
}

BODY __m256i weights(const int8_t *w)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)w);
}

/* Lanes where the weights of one sign, two of w0 and two of w1 a lane, make more than 128. */
BODY __m256i too_many(__m256i w0, __m256i w1)
{
    __m256i sum = _mm256_add_epi16(_mm256_maddubs_epi16(_mm256_set1_epi8(1), w0),
                                   _mm256_maddubs_epi16(_mm256_set1_epi8(1), w1));
    return _mm256_cmpgt_epi16(sum, _mm256_set1_epi16(128));
}

BODY bool fits(__m256i w0, __m256i w1)
{
    __m256i zero = _mm256_setzero_si256();
    __m256i up = too_many(_mm256_max_epi8(w0, zero), _mm256_max_epi8(w1, zero));
    __m256i down = too_many(_mm256_max_epi8(_mm256_sub_epi8(zero, w0), zero),
                            _mm256_max_epi8(_mm256_sub_epi8(zero, w1), zero));
    return _mm256_testz_si256(_mm256_or_si256(up, down), _mm256_set1_epi8(-1));
}

/* Weights of 16 outputs. Pair i takes eight inputs of a tap from at[i] on: w[i] holds both steps of
 * eight outputs, then of the other eight. end[tap]: pairs up to there. */
typedef struct Pairs {
    __m256i w[NN_IN_MOST / 4][4];
    uint32_t at[NN_IN_MOST / 4], end[NN_TAPS_MOST], n;
} Pairs;

BODY void add_pair(Pairs *pairs, uint32_t at, const int8_t *a, const int8_t *b)
{
    __m256i zero = _mm256_setzero_si256(), *w = pairs->w[pairs->n];
    w[0] = a ? weights(a) : zero;
    w[1] = b ? weights(b) : zero;
    w[2] = a ? weights(a + 32) : zero;
    w[3] = b ? weights(b + 32) : zero;
    pairs->at[pairs->n++] = at;
}

BODY void pair_up(const int8_t *w, uint32_t taps, uint32_t part, Pairs *pairs)
{
    pairs->n = 0;
    for (uint32_t tap = 0; tap < taps; tap++) {
        for (uint32_t k = 0; k < part; k += 8, w += 8 * NN_PANEL) {
            const int8_t *next = w + 4 * NN_PANEL;
            if (fits(weights(w), weights(next)) && fits(weights(w + 32), weights(next + 32))) {
                add_pair(pairs, k, w, next);
                continue;
            }
            add_pair(pairs, k, w, NULL);
            add_pair(pairs, k, NULL, next);
        }
        pairs->end[tap] = pairs->n;
    }
}

/* 16 outputs from r for the words from t. */
BODY void half_panel(const Dense *layer, const Pairs *pairs, const uint8_t *const *x, uint32_t taps,
                     uint32_t n, const float *row, uint32_t r, uint32_t t, float *y)
{
    __m256i c0 = _mm256_loadu_si256((const __m256i *)(const void *)(layer->correction + r));
    __m256i c1 = _mm256_loadu_si256((const __m256i *)(const void *)(layer->correction + r + 8));
#    define START(m) __m256i a##m = c0, b##m = c1;
    EACH(START)
    for (uint32_t tap = 0, i = 0; tap < taps; tap++) {
        const uint8_t *p[NN_BLOCK];
        block_rows(x, taps, tap, t, n, p);
        for (; i < pairs->end[tap]; i++) {
            const __m256i *w = pairs->w[i];
            uint32_t k = pairs->at[i];
#    define STEP(m)                                               \
        {                                                         \
            __m256i v0 = four(p[m] + k), v1 = four(p[m] + k + 4); \
            a##m = two_products(a##m, v0, w[0], v1, w[1]);        \
            b##m = two_products(b##m, v0, w[2], v1, w[3]);        \
        }
            EACH(STEP)
        }
    }
#    define PUT(m)                                                                           \
        if (t + m < n) {                                                                     \
            float by = row ? row[t + m] : 1.0f, *out = y + (size_t)(t + m) * layer->out + r; \
            put(layer, r, a##m, by, out);                                                    \
            put(layer, r + 8, b##m, by, out + 8);                                            \
        }
    EACH(PUT)
}

static TARGET void dense(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                         const float *row, float *y)
{
    Pairs pairs;
    for (uint32_t r = 0; r < layer->out; r += HALF) {
        uint32_t inside = r % NN_PANEL;
        pair_up(layer->w + (size_t)(r - inside) * layer->in + 4 * inside, taps, layer->in / taps,
                &pairs);
        for (uint32_t t = 0; t < n; t += WORDS)
            half_panel(layer, &pairs, x, taps, n, row, r, t, y);
    }
}

/* Four sums of the lanes of four registers. */
BODY __m128i four_sums(const __m256i sum[4])
{
    __m256i ab = _mm256_hadd_epi32(sum[0], sum[1]), cd = _mm256_hadd_epi32(sum[2], sum[3]),
            all = _mm256_hadd_epi32(ab, cd);
    return _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
}

/* 127 * 127 * 2 fits in 16 bits. What is left of a width that is no multiple of 32 is read into a
 * register whose other half is zero. */
BODY __m256i dot(const uint8_t *x, const int8_t *key, uint32_t width)
{
    __m256i sum = _mm256_setzero_si256(), one = _mm256_set1_epi16(1);
    for (uint32_t i = 0; i < width; i += 32) {
        __m256i a, b;
        if (i + 32 <= width) {
            a = _mm256_loadu_si256((const __m256i *)(const void *)(x + i));
            b = _mm256_loadu_si256((const __m256i *)(const void *)(key + i));
        } else {
            a = _mm256_zextsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(x + i)));
            b = _mm256_zextsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(key + i)));
        }
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), one));
    }
    return sum;
}

static TARGET void dots(const uint8_t *x, const int8_t *keys, uint32_t width, uint32_t n,
                        int32_t *y)
{
    for (uint32_t j = 0; j < n; j += 4) {
        __m256i sum[4];
        int32_t four_of[4];
        for (uint32_t k = 0; k < 4; k++)
            sum[k] = dot(x, keys + (size_t)(j + k < n ? j + k : n - 1) * width, width);
        _mm_storeu_si128((__m128i *)(void *)four_of, four_sums(sum));
        memcpy(y + j, four_of, (n - j < 4 ? n - j : 4) * sizeof *y);
    }
}

const Kernels kernels_avx2 = {"avx2", dense,     body_norm, body_gate, body_relu,     body_narrow,
                              dots,   body_best, body_fit,  body_gelu, body_add_norm, body_attend};
#endif
