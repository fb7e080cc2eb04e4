/* kernels.h - the arithmetic of the network, one table of functions a processor kind, chosen once
 * at lang_open.
 *
 * Same answers everywhere: products are 7-bit weights by 8-bit activations summed in 32-bit
 * integers (exact in any order), and float work is element by element or summed in 16 fixed lanes,
 * without fused multiply-add. So scalar, AVX2, AVX-512 and NEON agree to the last bit
 * (tests/unit/lang/test_kernels.c). Vectors of 16 floats are GCC/Clang vector types; each file
 * compiles body.h for its own target. */
#ifndef DLN_LANG_NN_KERNELS_H
#define DLN_LANG_NN_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NN_PANEL = 32,
    NN_BLOCK = 8,
    NN_HEAD = 32,
    NN_QUERIES = 4,
    NN_IN_MOST = 4096,
    NN_TAPS_MOST = 3
}; /* outputs a panel; words a block; width of an attention head; queries at once; inputs and taps
      of a layer at most */
#define NN_ATTEND_SPACE(n) (((size_t)(n) + 15) / 16 * 16 * (NN_HEAD + NN_QUERIES))

/* A linear layer. w: s8 [out/32][in/4][32][4]; the rest [out]. y = scale * (correction + w x) +
 * bias. out is a multiple of 32, in / taps of 8. */
typedef struct Dense {
    const int8_t *w;
    const float *scale, *bias;
    const int32_t *correction;
    uint32_t in, out;
} Dense;
/* A layer norm with the next activation's scale folded in; gain, bias [width], width a multiple
 * of 16. */
typedef struct Norm {
    const float *gain, *bias;
    uint32_t width;
} Norm;

typedef struct Kernels {
    const char *name; /* "scalar", "avx2", "avx512-vnni", "neon-dotprod" */
    /* y [n][layer->out]; x: n * taps pointers, word by word, each to layer->in / taps bytes (u8).
     * row [n]: scale of each word's input on top of the layer's; NULL: 1. */
    void (*dense)(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                  const float *row, float *y);
    void (*norm)(const Norm *norm, const float *h, uint32_t n,
                 uint8_t *q); /* h [n][width] -> q [n][width], 128 = zero */
    void (*gate)(const float *y, uint32_t width, uint32_t n, bool add,
                 float *h); /* y [n][2*width] as (16 values, 16 gates): h = or += value *
                               clamp(gate/4 + 1/2, 0, 1) */
    void (*relu)(const float *y, uint32_t count, uint8_t *q); /* 0..127, count a multiple of 16 */
    void (*narrow)(const float *y, uint32_t count,
                   int8_t *q); /* -127..127, count a multiple of 16 */
    void (*dots)(const uint8_t *x, const int8_t *keys, uint32_t width, uint32_t n,
                 int32_t *y); /* y[i] = x . keys[i], x 0..127, width a multiple of 16 */
    uint32_t (*best)(const float *row, uint32_t n); /* index of the largest, the first of several */
    /* For the transformer (body_rows.h). Widths are multiples of 16. */
    void (*fit)(const float *x, const float *channel, uint32_t width, uint32_t n, uint8_t *q,
                float *row); /* x * channel [width] to 128 +- 127 with one scale a row: row [n] */
    void (*gelu)(float *y, uint32_t count); /* in place, count a multiple of 16 */
    void (*add_norm)(const Norm *norm, const float *y, uint32_t n,
                     float *h); /* h = layer norm of h + y; both [n][width] */
    /* Self-attention of one window: x [n][3 * width], each row queries (already divided by the root
     * of NN_HEAD), keys, values by head of NN_HEAD; out [n][width]. space: NN_ATTEND_SPACE(n)
     * floats. */
    void (*attend)(const float *x, uint32_t n, uint32_t width, float *space, float *out);
} Kernels;

extern const Kernels kernels_scalar;
#if defined(__x86_64__)
extern const Kernels kernels_avx2, kernels_vnni;
#elif defined(__aarch64__)
extern const Kernels kernels_neon;
#endif
const Kernels *kernels_best(void);              /* fastest that this processor runs */
const Kernels *kernels_named(const char *name); /* NULL when unknown or not run by this processor;
                                                   for tests and measurements */
#endif
