/* neon.c - kernels for 64-bit ARM with the dot product extension (sdot: 16 multiply-adds an
 * instruction). Activations are made signed (x - 128), so the correction of offset layers is put
 * back by adding 128 times the row's weights: kept out of the loop by starting from zero when the
 * layer has a correction. Its speed is not measured: no such machine was at hand; under an emulator
 * the unit tests find the scalar path's bits. */
#if defined(__aarch64__)
#    include <arm_neon.h>
#    ifdef __clang__ /* knows the attribute in other words and hides vdotq_s32 behind a flag of \
                        the whole file: sdot is written out */
#        define TARGET __attribute__((target("dotprod")))
#    else
#        define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#    endif
#    define LANES 4
#    include "lang/nn/body.h"

#    define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)

BODY int32x4_t dot(int32x4_t sum, int8x16_t a, int8x16_t b)
{
#    ifdef __clang__
    __asm__("sdot %0.4s, %1.16b, %2.16b" : "+w"(sum) : "w"(a), "w"(b));
    return sum;
#    else
    return vdotq_s32(sum, a, b);
#    endif
}

/* Is the input of this layer around 128? Only then does any row carry a correction; a row of zero
 * sum is right either way. */
static bool around_128(const Dense *layer)
{
    for (uint32_t r = 0; r < layer->out; r++)
        if (layer->correction[r] != 0) return true;
    return false;
}

BODY int8x16_t four(const uint8_t *p, uint32_t flip)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return vreinterpretq_s8_u32(vdupq_n_u32(v ^ flip));
}

BODY void put(const Dense *layer, uint32_t r, int32x4_t a, int32x4_t b, float row, float *y)
{
    float32x4_t by = vdupq_n_f32(row);
    vst1q_f32(y, vaddq_f32(vmulq_f32(vmulq_f32(vcvtq_f32_s32(a), vld1q_f32(layer->scale + r)), by),
                           vld1q_f32(layer->bias + r)));
    vst1q_f32(y + 4,
              vaddq_f32(vmulq_f32(vmulq_f32(vcvtq_f32_s32(b), vld1q_f32(layer->scale + r + 4)), by),
                        vld1q_f32(layer->bias + r + 4)));
}

static TARGET void dense(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                         const float *row, float *y)
{
    uint32_t part = layer->in / taps;
    uint32_t flip = around_128(layer) ? 0x80808080u : 0;
    for (uint32_t r = 0; r < layer->out; r += 8) {
        uint32_t inside = r % NN_PANEL;
        for (uint32_t t = 0; t < n; t += NN_BLOCK) {
            const int8_t *w = layer->w + (size_t)(r - inside) * layer->in + 4 * inside;
#    define START(m) int32x4_t a##m = vdupq_n_s32(0), b##m = a##m;
            EACH(START)
            for (uint32_t tap = 0; tap < taps; tap++) {
                const uint8_t *p[NN_BLOCK];
                block_rows(x, taps, tap, t, n, p);
                for (uint32_t k = 0; k < part; k += 4, w += 4 * NN_PANEL) {
                    int8x16_t w0 = vld1q_s8(w), w1 = vld1q_s8(w + 16);
#    define STEP(m)                             \
        {                                       \
            int8x16_t s = four(p[m] + k, flip); \
            a##m = dot(a##m, s, w0);            \
            b##m = dot(b##m, s, w1);            \
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

static TARGET void dots(const uint8_t *x, const int8_t *keys, uint32_t width, uint32_t n,
                        int32_t *y)
{
    for (uint32_t j = 0; j < n; j++, keys += width) {
        int32_t sum = 0;
        for (uint32_t i = 0; i < width; i++)
            sum += (int32_t)x[i] * keys[i];
        y[j] = sum;
    }
}

const Kernels kernels_neon = {"neon-dotprod", dense,       body_norm,     body_gate,
                              body_relu,      body_narrow, dots,          body_best,
                              body_fit,       body_gelu,   body_add_norm, body_attend};
#endif
