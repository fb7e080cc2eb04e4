/* scalar.c - kernels in plain C: the reference that the others must equal, and the path of
 * processors without any of the others. */
#define TARGET
#define LANES 4
#include "lang/nn/body.h"

static void dense(const Dense *layer, const uint8_t *const *x, uint32_t taps, uint32_t n,
                  const float *row, float *y)
{
    uint32_t part = layer->in / taps;
    for (uint32_t t = 0; t < n; t++) {
        for (uint32_t r = 0; r < layer->out; r += NN_PANEL) {
            int32_t sum[NN_PANEL];
            memcpy(sum, layer->correction + r, sizeof sum);
            const int8_t *w = layer->w + (size_t)r * layer->in;
            for (uint32_t tap = 0; tap < taps; tap++) {
                const uint8_t *p = x[(size_t)t * taps + tap];
                for (uint32_t k = 0; k < part; k += 4, w += 4 * NN_PANEL)
                    for (uint32_t i = 0; i < NN_PANEL; i++)
                        sum[i] += w[4 * i] * p[k] + w[4 * i + 1] * p[k + 1] +
                                  w[4 * i + 2] * p[k + 2] + w[4 * i + 3] * p[k + 3];
            }
            float *out = y + (size_t)t * layer->out + r;
            for (uint32_t i = 0; i < NN_PANEL; i++)
                out[i] = (float)sum[i] * layer->scale[r + i] * (row ? row[t] : 1.0f) +
                         layer->bias[r + i];
        }
    }
}

static void dots(const uint8_t *x, const int8_t *keys, uint32_t width, uint32_t n, int32_t *y)
{
    for (uint32_t j = 0; j < n; j++, keys += width) {
        int32_t sum = 0;
        for (uint32_t i = 0; i < width; i++)
            sum += (int32_t)x[i] * keys[i];
        y[j] = sum;
    }
}

const Kernels kernels_scalar = {"scalar",  dense,       body_norm,     body_gate,
                                body_relu, body_narrow, dots,          body_best,
                                body_fit,  body_gelu,   body_add_norm, body_attend};
