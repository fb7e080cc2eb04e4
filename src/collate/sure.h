/* sure.h - how sure an event and its participants are: a sum of weights, as a probability.
 *
 * In: signs that hold ("how subject", "nameless"), weights of data/en/sure.txt (train/sure.py).
 * Out: 0..1. Immutable, shared by threads. */
#ifndef DLN_COLLATE_SURE_H
#define DLN_COLLATE_SURE_H
#include "base/io.h"
#include "base/map.h"

typedef struct Sure {
    Table table;
    Map row;
} Sure;
dln_status sure_load(const char *data_dir, Arena *arena, Sure *sure, dln_error *err);

enum { SURE_SIGNS = 16 };
/* What speaks for or against; names are rows of the table. */
typedef struct Signs {
    Slice at[SURE_SIGNS];
    uint32_t n;
} Signs;
void sure_sign(Signs *signs, bool holds, Slice name);
float sure_of_signs(const Sure *sure, const Signs *signs);
#endif
