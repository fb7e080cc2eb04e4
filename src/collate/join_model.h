/* join_model.h - what the joining of events has learned: which words share a sense, and how far a
 * pair of tellings speaks for one event.
 *
 * In: data/joins.model (train/joins.py): senses of verbs and event nouns from WordNet 3.0, boosted
 * trees over the features of event_pair.h. Immutable, shared by threads. */
#ifndef DLN_COLLATE_JOIN_MODEL_H
#define DLN_COLLATE_JOIN_MODEL_H
#include "base/datafile.h"
#include "base/tree_bank.h"

#define SENSES 4
/* Sorted by word: the hash of its letters in lower case. Senses: most usual first, 0 none; a verb
 * and its noun ("explode", "explosion") share theirs. */
typedef struct Sense {
    uint16_t word[2];                /* its lower half first */
    uint16_t sense[SENSES], breadth; /* breadth: words with a sense below the first */
} Sense;
typedef struct SenseAbove {
    uint16_t kind, of;
} SenseAbove; /* sorted: a sense and one that it is a kind of */

/* What tellings of one happening have in common by their words (event_alike.c). */
enum {
    LIKE_WIDTH = 32,
    LIKE_INPUTS = 432,         /* rows that a telling is a sum of */
    LIKE_WEIGHT = LIKE_INPUTS, /* row: what each number weighs in a pair */
    LIKE_SCALE,                /* row: of a word's numbers; score where nothing speaks */
    LIKE_TABLE
};
typedef struct LikeWord {
    uint32_t word; /* like_word */
    int8_t at[LIKE_WIDTH];
} LikeWord; /* sorted by word */
typedef enum LikeSort { LIKE_HEAD, LIKE_CLASS, LIKE_KIND, LIKE_TYPE, LIKE_WHAT } LikeSort;

typedef struct JoinModel {
    DataFile data;
    const Sense *sense;
    uint32_t senses;
    const SenseAbove *above;
    uint32_t aboves;
    const uint32_t *above_first; /* [kinds + 1] where those of a sense begin */
    const uint64_t *above_sign;  /* [kinds + 1] a bit for each of them: most are not there */
    uint32_t kinds;
    const float (*like)[LIKE_WIDTH]; /* [LIKE_TABLE] */
    const LikeWord *like_word;
    uint32_t like_words;
    Trees trees;
    TreeBank bank; /* of the trees, for many pairs at once */
} JoinModel;

/* DLN_ERR_DATA: missing or damaged, or trees of other than `features` features. *model is owned:
 * join_model_close; its bank lies in `arena`. */
dln_status join_model_open(const char *data_dir, uint32_t features, Arena *arena, JoinModel *model,
                           dln_error *err);
void join_model_close(JoinModel *model);
const Sense *sense_of(const JoinModel *model, Slice word);      /* NULL: unknown */
uint32_t like_word(LikeSort sort, Slice word);                  /* its hash, in lower case */
const LikeWord *like_of(const JoinModel *model, uint32_t word); /* NULL: unknown */
bool sense_above(const JoinModel *model, uint16_t kind, uint16_t of);
#endif
