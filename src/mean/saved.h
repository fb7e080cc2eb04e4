/* saved.h - an analysed report as bytes, and back: what was found once is not looked for again.
 *
 * In: a Report with its Findings. Out: bytes (zstd) that hold both whole; from them the same Report
 * and Findings, in one stretch of the report's arena, at a fraction of the analysis. A story made
 * of restored reports has the same bytes as one of the reports analysed anew.
 *
 * The bytes are an image of the structures of this build: another version, another layout of a
 * struct or other data files (`stamp`) do not take them, and the caller analyses again. They are
 * for a cache or a store of one's own, guarded by a checksum against damage; they are no format to
 * exchange, and bytes of a stranger must not be restored. */
#ifndef DLN_MEAN_SAVED_H
#define DLN_MEAN_SAVED_H
#include "base/buf.h"
#include "mean/mean.h"

/* Appends the saved form to `out` (its maximum is the limit: DLN_ERR_LIMIT). `stamp`: what the
 * findings hang on besides the report (saved_stamp of the data folder). `scratch` is rewound. */
dln_status findings_save(const Findings *findings, uint64_t stamp, Buf *out, Arena *scratch);
/* Fills `report`, whose arena is initialised and empty otherwise, and `findings`. DLN_ERR_DATA: not
 * such bytes, damaged, or of another build, data or version; DLN_ERR_LIMIT, DLN_ERR_NOMEM. */
dln_status findings_restore(Slice saved, uint64_t stamp, Report *report, Findings *findings);
/* Are the bytes as they were saved, by whatever build? */
bool findings_whole(Slice saved);
/* A number that changes with the data folder's files (their names and sizes), the engine and the
 * version of the library. */
uint64_t saved_stamp(const char *data_dir, dln_engine engine);
#endif
