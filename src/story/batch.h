/* batch.h - a pile of reports, all at hand, into stories.
 *
 * In: reports with title, text and day. Out: a story for each. Every report is compared with its
 * neighbours among the earlier ones (live.h); when all have met, each pair is judged anew with all
 * that is known, and groups are joined by average linkage: the two groups whose pairs are one event
 * with the highest mean probability first, down to the model's threshold. Pairs that were never
 * neighbours count as 0, so one strong pair between two large groups joins nothing: no chains. The
 * result does not depend on the order of the input. */
#ifndef DLN_STORY_BATCH_H
#define DLN_STORY_BATCH_H
#include "story/live.h"

typedef struct PileReport {
    Slice title, text;
    int32_t day;
    Slice when;
    Slice told;   /* the part of the text that tells, for stories; empty: the text */
    Slice outlet; /* empty unknown */
} PileReport;     /* day: since 1970, DAY_UNKNOWN; when: ISO 8601 as exact as known, or empty */

typedef struct JudgedPair {
    uint32_t a, b;
    float probability;
} JudgedPair; /* a < b */

/* story[i]: index of the first report (in order of the input) of the story that report i belongs
 * to. `arena` holds what is needed on the way (about 5 KB a report). DLN_ERR_NOMEM/LIMIT. */
dln_status story_batch(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *story);

/* part[i]: index of the first report that i may tell one story with, by way of others: only what
 * two reports share by itself counts (pair_evidence), and little is enough. For reports that are
 * said to be of one story: more than one part, and they look like several. */
dln_status story_parts(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *part);

/* The two halves of it, for training and tests. Positions are in the pile's own order: by day, then
 * by what the reports say. */
typedef void (*PairSeen)(void *context, uint32_t a, uint32_t b,
                         const float f[FEATURES]); /* a < b: positions */
/* Calls `seen` for every pair of neighbours; order[position]: index into the input. */
dln_status batch_pairs(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *order, PairSeen seen, void *context);
#define PROBABILITY_LEAST 0.02f /* weaker pairs are left out: they join nothing */
/* Probability that a pair of a pile of n reports tells of one event. */
float batch_probability(const StoryModel *model, const float f[FEATURES], uint32_t n);
/* Drops the pairs that share too little (evidence: of each, as pair_evidence gives it) for a pile
 * of n reports; *n_pairs: how many stay, in their order. DLN_ERR_NOMEM/LIMIT. */
dln_status batch_drop_weak(const StoryModel *model, JudgedPair *pairs, const float *evidence,
                           uint32_t *n_pairs, uint32_t n, Arena *arena);
/* group[i]: the lowest number in i's group. */
dln_status link_groups(const JudgedPair *pairs, uint32_t n_pairs, uint32_t n, float threshold,
                       Arena *arena, uint32_t *group);
#endif
