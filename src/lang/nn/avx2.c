/* avx2.c - kernels for x86 with AVX2. vpmaddubsw adds two products in 16 bits: 255 * 63 * 2 fits,
 * which is why weights have 7 bits. */
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

BODY __m256i product(__m256i sum, __m256i x, __m256i w)
{
    return _mm256_add_epi32(sum,
                            _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1)));
}

/* 16 outputs from r for the words from t. */
BODY void half_panel(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                     const float *row, uint32_t r, uint32_t t, float *y)
{
    uint32_t part = layer->in / taps, inside = r % NN_PANEL;
    const int8_t *w = layer->w + (size_t)(r - inside) * layer->in + 4 * inside;
    __m256i c0 = _mm256_loadu_si256((const __m256i *)(const void *)(layer->correction + r));
    __m256i c1 = _mm256_loadu_si256((const __m256i *)(const void *)(layer->correction + r + 8));
#    define START(m) __m256i a##m = c0, b##m = c1;
    EACH(START)
    for (uint32_t tap = 0; tap < taps; tap++) {
        const uint8_t *p[NN_BLOCK];
        block_rows(x, taps, tap, t, n, p);
        for (uint32_t k = 0; k < part; k += 4, w += 4 * NN_PANEL) {
            __m256i w0 = _mm256_loadu_si256((const __m256i *)(const void *)w),
                    w1 = _mm256_loadu_si256((const __m256i *)(const void *)(w + 32));
#    define STEP(m)                      \
        {                                \
            __m256i v = four(p[m] + k);  \
            a##m = product(a##m, v, w0); \
            b##m = product(b##m, v, w1); \
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
    for (uint32_t r = 0; r < layer->out; r += HALF)
        for (uint32_t t = 0; t < n; t += WORDS)
            half_panel(layer, x, taps, n, row, r, t, y);
}

const Kernels kernels_avx2 = {"avx2",    dense,         body_norm,  body_gate,
                              body_relu, body_narrow,   body_dots,  body_fit,
                              body_gelu, body_add_norm, body_attend};
#endif
