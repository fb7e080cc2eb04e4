/* sketch.h - a report as stories compare it: its terms, where they stand and how rare they are.
 *
 * In: title, text, day. Out: a sorted list of terms. A term is the stem of a word, or a phrase: two
 * capitalised words in a row (a name), or a number with its neighbour ("13500 block", "20 year").
 * Five views of one list are compared separately: title, lead, names, numbers, phrases (and all of
 * them, the body). Nothing depends on the language; case-less scripts simply have no names. A text
 * without a title lends it its first line.
 *
 * Known to fail: the same event told without a shared name, number or rare word; languages that
 * capitalise every noun. */
#ifndef DLN_STORY_SKETCH_H
#define DLN_STORY_SKETCH_H
#include "story/rarity.h"
#include "story/words.h"

enum { VIEW_TITLE = 1, VIEW_LEAD = 2, VIEW_NAME = 4, VIEW_NUMBER = 8, VIEW_PHRASE = 16 };
enum { MASS_TITLE, MASS_LEAD, MASS_NAME, MASS_PHRASE, MASSES };
enum { LENGTH_BODY, LENGTH_TITLE, LENGTH_LEAD, LENGTH_NAME, LENGTH_NUMBER, LENGTH_PHRASE, LENGTHS };
enum {
    SKETCH_WORDS = 1200,
    SKETCH_LEAD = 115,
    SKETCH_TITLE = 60
}; /* words read of a text; of its lead; of a title */

typedef struct Term {
    uint32_t key;  /* hash, never 0 */
    uint8_t count; /* times in title and text, at most 255 */
    uint8_t views; /* VIEW_ */
    uint16_t rare; /* rarity x 4096 when the report came in */
} Term;

typedef struct Sketch {
    Term *terms; /* [n] by key */
    uint32_t n;
    uint32_t words;        /* in title and text, as far as read */
    int32_t day;           /* days since 1970; DAY_UNKNOWN */
    float length[LENGTHS]; /* Euclidean, of each view's weights */
    float mass[MASSES];    /* sum of a view's rarities */
} Sketch;

static inline float term_rarity(const Term *t)
{
    return (float)t->rare / 4096;
}
float term_weight(const Term *t); /* rarity x (1 + ln count) */

/* The terms of a report, not yet weighed, into `arena`; `scratch` is rewound. DLN_ERR_NOMEM/LIMIT.
 */
dln_status sketch_read(const WordFold *fold, Slice title, Slice text, int32_t day, Arena *arena,
                       Arena *scratch, Sketch *sketch);
/* Counts its terms among the live ones. Once a report, before it is weighed. */
void sketch_count(const Sketch *sketch, LiveCounts *live);
/* Fills rarities, lengths and masses. */
void sketch_weigh(Sketch *sketch, const Background *background, const LiveCounts *live);
#endif
