/* lemma_known.h - lemmas of verbs that the net's edit scripts get wrong; see lemma_known.c. */
#ifndef DLN_LANG_LEMMA_KNOWN_H
#define DLN_LANG_LEMMA_KNOWN_H
#include "lang/net.h"
#include "base/map.h"

typedef struct VerbForms {
    Map base_of; /* irregular form of a verb -> index into base */
    Slice *base;
} VerbForms;

/* Reads en/verbforms.txt; memory from `arena`, which outlives the forms. */
dln_status verb_forms_load(const char *data_dir, Arena *arena, VerbForms *forms, dln_error *err);
/* Mends lemmas of the verbs of a tagged text; `model`: whose static vectors say which words are
 * known (none: nothing changes). False: no memory of `arena`. */
bool lemmas_mend(const VerbForms *forms, const Model *model, LangText *text, Arena *arena);
#endif
