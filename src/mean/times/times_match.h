/* times_match.h - finds time expressions in atoms. Inside the times stage only. */
#ifndef DLN_MEAN_TIMES_MATCH_H
#define DLN_MEAN_TIMES_MATCH_H
#include "mean/times/times_grammar.h"

typedef struct TimeHit {
    uint32_t first, end;
    uint32_t node;
    uint32_t line;
} TimeHit; /* atoms [first, end); node into `nodes`; line of its rule */
typedef struct TimeHits {
    VEC(TimeHit) hits;
    VEC(TimeNode) nodes;
} TimeHits;

/* Hits in text order, never overlapping; memory from `arena`, `scratch` is rewound. `mode`: one
 * MODE_BIT_*. */
dln_status times_match(const Times *times, const Atoms *atoms, uint8_t mode, Arena *arena,
                       Arena *scratch, TimeHits *out);
#endif
