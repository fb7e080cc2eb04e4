/* quantities.h - counts, money, measures, shares, ages and ranks of a report, each with its span
 * and a normal form.
 *
 * In: Report, Findings.times (numbers inside a time expression are no quantities; ages are). Out:
 * Findings.quantities in order of first byte. `span` covers the number with its bound words and
 * unit ("at least 10", "about 30 miles", "$35,000"); the counted noun has its own span. Values are
 * in the normal unit, `tolerance` is half of the last stated figure where the words round. See
 * docs/mean-quantities.md. */
#ifndef DLN_MEAN_QUANTITIES_H
#define DLN_MEAN_QUANTITIES_H
#include "mean/mean.h"

typedef struct Quantities Quantities; /* words and units: immutable, shared by threads */

/* Reads "en/quantities.txt" and "en/quantities_numbers.txt"; memory from `arena`, which must
 * outlive *quantities. */
dln_status quantities_open(const char *data_dir, Arena *arena, Quantities **quantities,
                           dln_error *err);
/* Fills findings->quantities (memory from `arena`); `scratch` is rewound. Runs after mean_times. */
dln_status mean_quantities(const Quantities *quantities, const Report *report, Findings *findings,
                           Arena *arena, Arena *scratch);
#endif
