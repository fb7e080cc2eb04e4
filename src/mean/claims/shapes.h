/* shapes.h - private to src/mean/claims. */
#ifndef DLN_MEAN_CLAIMS_SHAPES_H
#define DLN_MEAN_CLAIMS_SHAPES_H
#include "mean/claims/claim.h"

typedef struct Stretch {
    uint32_t first, end; /* tokens */
    uint32_t shapes;     /* bits of ClaimShape */
} Stretch;
typedef struct Stretches {
    VEC(Stretch) at;
} Stretches;

/* Every stretch of a sentence that its parse offers, and those of the layers, in token order, each
 * once. Memory from `scratch`; at most six a token. */
dln_status shapes_of(const Findings *found, uint32_t sentence, Arena *scratch, Stretches *out);
#endif
