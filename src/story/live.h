/* live.h - the reports of the last days, found again by what is rare in them.
 *
 * In: one report after another. Out, for each: the earlier reports most like it (its neighbours),
 * with the features of either pair. An inverted table holds the POSTED terms of each report that
 * weigh most; a new report probes its own. A term keeps its POSTINGS newest holders a shelf, so an
 * arrival costs the same however much is kept: only what is recent is asked about a word that is
 * everywhere. Reports stand on three shelves; when the newest is full the oldest is dropped with
 * all that points to it.
 *
 * Known to fail: a pair that shares none of its heaviest terms; a follow-up after its story has
 * left the window. */
#ifndef DLN_STORY_LIVE_H
#define DLN_STORY_LIVE_H
#include "story/fingerprint.h"
#include "story/model.h"

enum { SHELVES_LIVE = 3, POSTED = 48, POSTINGS = 64, NEIGHBOURS = 40 };

typedef struct LiveReport {
    Sketch sketch; /* terms on the shelf's arena */
    Kin kin;
    uint32_t story;
    uint32_t
        before; /* the report of the same story that came before it, NONE: it founded the story */
} LiveReport;

typedef struct LiveShelf {
    Arena arena;
    PrintTable terms;
    LiveReport *reports; /* [size] */
    uint32_t first, n;
} LiveShelf;

typedef struct LiveIndex {
    const StoryModel *model;
    LiveCounts counts;
    LiveShelf shelf[SHELVES_LIVE]; /* oldest first */
    float *dot;                    /* [SHELVES_LIVE * size], zero between calls */
    uint32_t *touched;             /* [SHELVES_LIVE * size] */
    uint32_t size, next;           /* reports a shelf holds; number of the next report */
} LiveIndex;

typedef struct Neighbour {
    uint32_t report;
    float close[RELATIVES];
    float f[FEATURES];
} Neighbour;
typedef struct Neighbours {
    Neighbour at[NEIGHBOURS];
    uint32_t n;
} Neighbours; /* by closeness, closest first */

typedef struct Posted {
    float weight;
    uint32_t key;
} Posted;
/* The POSTED heaviest terms, heaviest first. */
uint32_t live_posted(const Sketch *sketch, Posted out[POSTED]);
/* Of the reports touched those with most weight in common (dots[report - first], set to zero on the
 * way out), most first; of equals the newest first. */
uint32_t live_nearest(float *dots, uint32_t first, const uint32_t *touched, uint32_t n_touched,
                      uint32_t out[NEIGHBOURS]);

/* Keeps the last `live` reports, or up to half as many more. `model` borrowed. Free with live_free,
 * after a failure too. */
dln_status live_init(LiveIndex *index, const StoryModel *model, uint32_t live);
void live_free(LiveIndex *index);
/* Reads the report, finds its neighbours, and shelves it as number index->next (then one more). */
dln_status live_add(LiveIndex *index, Slice title, Slice text, int32_t day, Arena *scratch,
                    Neighbours *neighbours);
/* The same for a sketch already weighed, whose terms outlive the index. */
dln_status live_add_sketch(LiveIndex *index, const Sketch *sketch, Neighbours *neighbours);
/* The next report opens a new shelf, full or not: the oldest goes. */
void live_turn(LiveIndex *index);
LiveReport *live_at(const LiveIndex *index,
                    uint32_t number); /* NULL: not kept any more, or never added */
static inline uint32_t live_first(const LiveIndex *index)
{
    return index->shelf[0].first;
}
/* Features of any two kept reports as they stand now. */
void live_pair(const LiveReport *a, const LiveReport *b, float f[FEATURES]);
#endif
