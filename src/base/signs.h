/* signs.h - a learned judgement as a sum of weights of what is true, as a probability: how sure an
 * event or participant is, whether a word of violence is meant so.
 *
 * In: signs that hold ("how subject", "voices 2"), a table of their weights in hundredths
 * (data/en/sure.txt, senses.txt by the scripts of those names in train/). Out: 0..1, a
 * logistic. A sign without a row weighs nothing. Tables are immutable, shared by threads. */
#ifndef DLN_BASE_SIGNS_H
#define DLN_BASE_SIGNS_H
#include "base/io.h"
#include "base/map.h"

typedef struct SignWeights {
    Table table;
    Map row; /* of the table, by name */
} SignWeights;
/* `name`: "en/sure.txt" below `data_dir`. */
dln_status signs_load(const char *data_dir, const char *name, Arena *arena, SignWeights *weights,
                      dln_error *err);

enum { SIGNS_MAX = 40 }; /* further ones are not counted */
/* What speaks for or against; names are rows of a table. */
typedef struct Signs {
    Slice at[SIGNS_MAX];
    uint32_t n;
} Signs;
void signs_add(Signs *signs, bool holds, Slice name);
float signs_score(const SignWeights *weights, const Signs *signs);
#endif
