/* hashed.h - a learned judgement over hashed signs: what is true of a thing, each a number, has a
 * weight of a byte by some bits of that number. signs.h is the same for signs with names.
 *
 * In: a data file with the sections "weights" and "scale". Out: weights. Immutable, shared by
 * threads. */
#ifndef DLN_BASE_HASHED_H
#define DLN_BASE_HASHED_H
#include "base/base.h"

typedef struct ByteWeights {
    const int8_t *at; /* NULL: a scale of 0, nothing is weighed */
    float scale;
} ByteWeights;

/* Reads data_dir/name, which must hold n weights, into `arena`. DLN_ERR_DATA names the fault. */
dln_status byte_weights_load(const char *data_dir, const char *name, size_t n, Arena *arena,
                             ByteWeights *weights, dln_error *err);

/* The number of a sign. */
static inline uint32_t sign_mix(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    uint32_t h = a * 0x9e3779b1u + b * 0x85ebca6bu + c * 0xc2b2ae35u + d * 0x27d4eb2fu;
    h ^= h >> 15;
    h *= 0x2c1b3ce5u;
    return h ^ h >> 13;
}

/* Of a sum of weights, 0..1. */
float byte_weights_chance(const ByteWeights *weights, int32_t sum);
#endif
