/* neon.c - kernels for 64-bit ARM with the dot product extension (sdot: 16 multiply-adds an instruction). Activations are made signed
 * (x - 128), so the correction of offset layers is put back by adding 128 times the row's weights: kept out of the loop by starting from
 * zero when the layer has a correction. Not measured: no such machine was at hand; the unit test compares it with the scalar path. */
#if defined(__aarch64__)
#include <arm_neon.h>
#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))
#define LANES 4
#include "lang/nn/body.h"

enum { WORDS = 4 };

/* Is the input of this layer around 128? Only then does any row carry a correction; a row of zero sum is right either way. */
static bool around_128(const Dense *layer) {
    for (uint32_t r = 0; r < layer->out; r++)
        if (layer->correction[r] != 0) return true;
    return false;
}

static TARGET void dense(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n, const float *row, float *y) {
    uint32_t part = layer->in / taps;
    uint32_t flip = around_128(layer) ? 0x80808080u : 0;
    for (uint32_t r = 0; r < layer->out; r += 8) {
        uint32_t inside = r % NN_PANEL;
        for (uint32_t t = 0; t < n; t += WORDS) {
            const int8_t *w = layer->w + (size_t)(r - inside) * layer->in + 4 * inside;
            int32x4_t a[WORDS], b[WORDS];
            for (uint32_t m = 0; m < WORDS; m++) a[m] = b[m] = vdupq_n_s32(0);
            for (uint32_t tap = 0; tap < taps; tap++) {
                const uint8_t *p[NN_BLOCK];
                block_rows(x, taps, tap, t, n, p);
                for (uint32_t k = 0; k < part; k += 4, w += 4 * NN_PANEL) {
                    int8x16_t w0 = vld1q_s8(w), w1 = vld1q_s8(w + 16);
                    for (uint32_t m = 0; m < WORDS; m++) {
                        uint32_t v;
                        memcpy(&v, p[m] + k, sizeof v);
                        int8x16_t s = vreinterpretq_s8_u32(vdupq_n_u32(v ^ flip));
                        a[m] = vdotq_s32(a[m], s, w0);
                        b[m] = vdotq_s32(b[m], s, w1);
                    }
                }
            }
            for (uint32_t m = 0; m < WORDS && t + m < n; m++) {
                float *out = y + (size_t)(t + m) * layer->out + r;
                float32x4_t by = vdupq_n_f32(row ? row[t + m] : 1.0f);
                vst1q_f32(out, vaddq_f32(vmulq_f32(vmulq_f32(vcvtq_f32_s32(a[m]), vld1q_f32(layer->scale + r)), by), vld1q_f32(layer->bias + r)));
                vst1q_f32(out + 4, vaddq_f32(vmulq_f32(vmulq_f32(vcvtq_f32_s32(b[m]), vld1q_f32(layer->scale + r + 4)), by), vld1q_f32(layer->bias + r + 4)));
            }
        }
    }
}

const Kernels kernels_neon = {"neon-dotprod", dense, body_norm, body_gate, body_relu, body_narrow, body_dots, body_fit, body_gelu, body_add_norm, body_attend};
#endif
