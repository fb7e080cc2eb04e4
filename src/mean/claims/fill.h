/* fill.h - private to src/mean/claims: what its clause says of a claim. */
#ifndef DLN_MEAN_CLAIMS_FILL_H
#define DLN_MEAN_CLAIMS_FILL_H
#include "mean/claims/claim.h"

/* Fills attribute, about, predicate, role, modality, time, ground, denial and sureness of every
 * claim of the report. */
dln_status claims_fill(Findings *found, Arena *scratch);
#endif
