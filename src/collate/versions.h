/* versions.h - reports that one outlet wrote anew at the same address: what the later one adds,
 * drops or changes, and notices of correction. */
#ifndef DLN_COLLATE_VERSIONS_H
#define DLN_COLLATE_VERSIONS_H
#include "collate/collate.h"

/* collate_story, in which only the latest version of a report speaks; what the earlier ones said
 * stands in record->revisions, notices of correction in record->corrections. */
dln_status collate_versions(const Collate *collate, const StoryInput *input, Record *record,
                            Arena *scratch);
/* later[i]: the next version of report i among the n, NONE: it is the latest. Versions have one
 * address (and more than a site's front door); the one whose time is later is later, the one given
 * later where a time is missing. */
dln_status versions_find(const Report *const *report, uint32_t n, uint32_t *later, Arena *scratch);
/* Who copied an earlier version copied its outlet; no version is a copy of another. */
dln_status versions_copies(const uint32_t *later, uint32_t n, uint32_t *copy_of, Arena *scratch);
/* corrections.c: the notices of the reports that speak, each tied to what it corrects. */
dln_status corrections_find(const Collate *collate, Record *record, Arena *scratch);
/* Reads data_dir/en/corrections.txt. */
dln_status corrections_load(const char *data_dir, Arena *arena, Collate *collate, dln_error *err);
/* Does `text` hold `words`, both as `text_words` gives them? */
bool words_hold(Slice text, Slice words);
/* " two people killed ": folded words, a blank around each; {NULL, 0}: no memory. */
Slice text_words(Slice text, Arena *arena);
/* The line or block of a report that holds a span. */
Span sentence_around(const Report *report, Span at);
#endif
