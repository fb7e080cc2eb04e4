/* pile.h - a pile in parts: story_batch cut where the work may be spread over processes.
 *
 * In: sketches of reports, made anywhere. Out, step by step: the pile in its own order, with
 * rarities and an inverted table; the pairs of neighbours of any range of reports and how close
 * they are; what each report's closest are; the probability of a pair; stories. One process may do
 * all of it; any number that each hold the pile's bytes may share the third and the fifth step. The
 * answer is that of story_batch, to the label.
 *
 * A pile is one block of bytes, arrays behind a head, so that a file of it can be mapped.
 *
 * Known to get wrong: a machine of other byte order refuses the bytes; two outlets whose names have
 * one hash of 64 bits are one. */
#ifndef DLN_STORY_PILE_H
#define DLN_STORY_PILE_H
#include "story/batch.h"
#include "base/buf.h"

/* The sketch of a report (told: what tells, furniture blanked) as bytes; *out owned by the caller's
 * Buf. DLN_ERR_NOMEM/LIMIT. */
dln_status pile_sketch(const StoryModel *model, const PileReport *report, Buf *out);

typedef struct Pile Pile;

/* Empty. *owned*: pile_free. `model` borrowed. */
dln_status pile_new(const StoryModel *model, Pile **pile);
void pile_free(Pile *pile);
/* Adds a report; its number is how many were added before. DLN_ERR_DATA: no sketch, or of another
 * model. */
dln_status pile_add(Pile *pile, Slice sketch);
/* No more are added: order, rarities, table. */
dln_status pile_close(Pile *pile);
uint32_t pile_count(const Pile *pile);
/* The bytes of a closed pile, with what pile_meet has noted. *borrowed*. */
Slice pile_bytes(const Pile *pile);
/* A closed pile of its bytes (*borrowed*), which takes no notes. DLN_ERR_DATA: damaged, or of
 * another model. */
dln_status pile_open(const StoryModel *model, Slice bytes, Pile **pile);

/* From here on reports are called by their positions in the pile's order. */
uint32_t pile_number(const Pile *pile, uint32_t position); /* number in the order of adding */
uint32_t pile_text_bytes(const Pile *pile, uint32_t position);

typedef struct PilePair {
    uint32_t a, b; /* a < b */
    float close[RELATIVES];
} PilePair;
typedef struct PilePairs {
    VEC(PilePair) list;
} PilePairs;
/* The pairs of reports [from, to) with their neighbours among the earlier ones. */
dln_status pile_pairs(const Pile *pile, uint32_t from, uint32_t to, Arena *arena, PilePairs *out);
/* Notes that a pair has met. Once for each pair, before any is judged. */
dln_status pile_meet(Pile *pile, const PilePair *pair);
/* Probability and evidence of a pair, when all have met. */
dln_status pile_judge(const Pile *pile, uint32_t a, uint32_t b, JudgedPair *judged,
                      float *evidence);
#endif
