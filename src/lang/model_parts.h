/* model_parts.h - readers of single sections, shared by model.c and model_careful.c: each checks
 * the size and gives a pointer into the file. */
#ifndef DLN_LANG_MODEL_PARTS_H
#define DLN_LANG_MODEL_PARTS_H
#include "lang/model.h"

uint32_t model_u32(const uint8_t *bytes, size_t i); /* i-th little-endian word */
const uint8_t *model_exact(const Model *model, const char *name,
                           size_t size); /* a section of exactly `size` bytes, or NULL */
bool model_floats(const Model *model, const char *name, uint32_t n, const float **out);
bool model_norm(const Model *model, const char *name, uint32_t width, Norm *norm);
bool model_dense(const Model *model, const char *name, uint32_t in, uint32_t outputs,
                 Dense *layer); /* NAME.w and NAME.r, at most 20 characters */
/* Binds the transformer's sections; width and tables are bound before. False: a section is missing
 * or of another size. */
bool model_transformer(Model *model);
#endif
