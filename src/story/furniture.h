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
#endif
