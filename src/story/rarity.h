/* rarity.h - how rare a term is: what the shipped background has seen, and what has come in since.
 *
 * In: terms (32-bit keys, see sketch.h). Out: rarity = ln(reports / reports with the term), between
 * 0 and RARITY_MOST; a name nobody has seen has RARITY_MOST. The background (data/story.model)
 * keeps the terms that stood in five reports or more of the training news. The live counts are a
 * count-min sketch of two rows: bounded memory, a rare term may look a little more common than it
 * is, never rarer. When RARITY_FADE reports have been counted every count is halved: yesterday's
 * rare word may be today's common one. */
#ifndef DLN_STORY_RARITY_H
#define DLN_STORY_RARITY_H
#include "base/base.h"

#define RARITY_MOST \
    9.2f /* ln of 10,000: below one report in ten thousand all terms are equally rare */
enum { RARITY_BITS = 20, RARITY_ROW = 1 << RARITY_BITS, RARITY_FADE = 60000 };

typedef struct Background {
    const uint32_t *slots;  /* [size] key, 0: free; open addressing */
    const uint16_t *counts; /* [size] reports with the term */
    uint32_t size;          /* a power of two, at most half full; 0: no background */
    uint32_t reports;
} Background;

typedef struct LiveCounts {
    uint16_t *rows;
    uint32_t reports;
} LiveCounts; /* rows: [2][RARITY_ROW] */

/* Builds the table from parallel arrays, in the arena. */
dln_status background_init(Background *background, const uint32_t *keys, const uint16_t *counts,
                           uint32_t n, uint32_t reports, Arena *arena);
dln_status live_counts_init(LiveCounts *live); /* 4 MB; DLN_ERR_NOMEM */
void live_counts_free(LiveCounts *live);
void live_counts_add(LiveCounts *live, uint32_t key); /* once a report and term */
void live_counts_report(LiveCounts *live);            /* one report more */
float rarity(const Background *background, const LiveCounts *live, uint32_t key);
#endif
