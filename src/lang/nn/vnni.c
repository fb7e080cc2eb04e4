/* vnni.c - kernels for x86 with AVX-512 VNNI (vpdpbusd: 64 multiply-adds an instruction). A block
 * of 8 words by 32 outputs stays in registers over the whole input; a panel of weights (in * 32
 * bytes) stays in the first cache over all words. */
#if defined(__x86_64__)
#    include <immintrin.h>
#    ifdef __clang__ /* has no such word, and takes the wide registers as they are written here */
#        define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#    else
#        define TARGET      \
            __attribute__(( \
                target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,prefer-vector-width=512")))
#    endif
#    define LANES 16
#    include "lang/nn/body.h"

#    define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)

BODY void put(const Dense *layer, uint32_t r, __m512i a, __m512i b, float row, float *y)
{
    __m512 by = _mm512_set1_ps(row);
    _mm512_storeu_ps(y,
                     _mm512_add_ps(_mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(a),
                                                               _mm512_loadu_ps(layer->scale + r)),
                                                 by),
                                   _mm512_loadu_ps(layer->bias + r)));
    _mm512_storeu_ps(
        y + 16, _mm512_add_ps(_mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(b),
                                                          _mm512_loadu_ps(layer->scale + r + 16)),
                                            by),
                              _mm512_loadu_ps(layer->bias + r + 16)));
}

BODY __m512i four(const uint8_t *p)
{
    int32_t v;
    memcpy(&v, p, sizeof v);
    return _mm512_set1_epi32(v);
}

static TARGET void dense(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                         const float *row, float *y)
{
    uint32_t part = layer->in / taps;
    for (uint32_t r = 0; r < layer->out; r += NN_PANEL) {
        __m512i c0 = _mm512_loadu_si512(layer->correction + r),
                c1 = _mm512_loadu_si512(layer->correction + r + 16);
        for (uint32_t t = 0; t < n; t += NN_BLOCK) {
            const int8_t *w = layer->w + (size_t)r * layer->in;
#    define START(m) __m512i a##m = c0, b##m = c1;
            EACH(START)
            for (uint32_t tap = 0; tap < taps; tap++) {
                const uint8_t *p[NN_BLOCK];
                block_rows(x, taps, tap, t, n, p);
                for (uint32_t k = 0; k < part; k += 4, w += 4 * NN_PANEL) {
                    __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + 64);
#    define STEP(m)                                  \
        {                                            \
            __m512i v = four(p[m] + k);              \
            a##m = _mm512_dpbusd_epi32(a##m, v, w0); \
            b##m = _mm512_dpbusd_epi32(b##m, v, w1); \
        }
                    EACH(STEP)
                }
            }
#    define PUT(m)                                             \
        if (t + m < n)                                         \
            put(layer, r, a##m, b##m, row ? row[t + m] : 1.0f, \
                y + (size_t)(t + m) * layer->out + r);
            EACH(PUT)
        }
    }
}

/* Sums of a key in four lanes. */
BODY __m128i dot(const uint8_t *x, const int8_t *key, uint32_t width)
{
    __m512i sum = _mm512_setzero_si512();
    for (uint32_t i = 0; i < width; i += 64) {
        __mmask64 in = width - i < 64 ? ((__mmask64)1 << (width - i)) - 1 : ~(__mmask64)0;
        sum = _mm512_dpbusd_epi32(sum, _mm512_maskz_loadu_epi8(in, x + i),
                                  _mm512_maskz_loadu_epi8(in, key + i));
    }
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64(sum, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

static TARGET void dots(const uint8_t *x, const int8_t *keys, uint32_t width, uint32_t n,
                        int32_t *y)
{
    for (uint32_t j = 0; j < n; j += 4) {
        __m128i sum[4];
        int32_t four_of[4];
        for (uint32_t k = 0; k < 4; k++)
            sum[k] = dot(x, keys + (size_t)(j + k < n ? j + k : n - 1) * width, width);
        __m128i all = _mm_hadd_epi32(_mm_hadd_epi32(sum[0], sum[1]),
                                     _mm_hadd_epi32(sum[2], sum[3]));
        _mm_storeu_si128((__m128i *)(void *)four_of, all);
        memcpy(y + j, four_of, (n - j < 4 ? n - j : 4) * sizeof *y);
    }
}

const Kernels kernels_vnni = {"avx512-vnni", dense,       body_norm,     body_gate,
                              body_relu,     body_narrow, dots,          body_best,
                              body_fit,      body_gelu,   body_add_norm, body_attend};
#endif
