/* furniture.h - what an outlet repeats on its pages.
 *
 * In: a pile of reports with their outlets. Out: PileReport.told of those that hold such lines: the
 * text with them blanked, byte for byte as long. */
#ifndef DLN_STORY_FURNITURE_H
#define DLN_STORY_FURNITURE_H
#include "story/batch.h"

/* Blanks in `told` every line that stands in several reports of one outlet that are otherwise
 * different. Texts live in `arena`. O(bytes log lines). DLN_ERR_NOMEM/LIMIT. */
dln_status furniture_blank(PileReport *reports, uint32_t n, Arena *arena);

/* The same in two steps for a pile that no process holds: the hashes of outlet and line of each
 * report, each once; who has them all finds those that stand in two reports or more; then each
 * report is blanked by itself. `told` is to be set. */
typedef struct FurnitureLines {
    uint64_t *hash; /* [n] ascending */
    uint32_t n;
} FurnitureLines;
dln_status furniture_lines(const PileReport *report, Arena *arena, FurnitureLines *out);
/* shared[n]: ascending. */
dln_status furniture_blank_shared(PileReport *report, const uint64_t *shared, size_t n,
                                  Arena *arena);
#endif
