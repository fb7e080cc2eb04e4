/* join_model.h - what the joining of events has learned: which words share a sense, and how far a
 * pair of tellings speaks for one event.
 *
 * In: data/joins.model (train/joins.py): senses of verbs and event nouns from WordNet 3.0, boosted
 * trees over the features of event_pair.h. Immutable, shared by threads. */
#ifndef DLN_COLLATE_JOIN_MODEL_H
#define DLN_COLLATE_JOIN_MODEL_H
#include "base/datafile.h"

#define SENSES 4
/* Sorted by word: the hash of its letters in lower case. Senses: most usual first, 0 none; a verb
 * and its noun ("explode", "explosion") share theirs. */
typedef struct Sense {
    uint32_t word, lemma;
    uint16_t sense[SENSES], class, unused;
} Sense;
typedef struct SenseAbove {
    uint16_t kind, of;
} SenseAbove; /* sorted: a sense and one that it is a kind of */

/* Node: feature >= 0: value[feature] <= cut goes left; feature -1: leaf, `cut` is its value. */
typedef struct JoinNode {
    int32_t feature;
    float cut;
    uint32_t left, right;
} JoinNode;
typedef struct JoinTrees {
    const uint32_t *root;
    const JoinNode *node;
    uint32_t trees, nodes, features;
    float base;
} JoinTrees;

typedef struct JoinModel {
    DataFile data;
    const Sense *sense;
    uint32_t senses;
    const SenseAbove *above;
    uint32_t aboves;
    JoinTrees trees;
} JoinModel;

/* DLN_ERR_DATA: missing or damaged. *model is owned: join_model_close. */
dln_status join_model_open(const char *data_dir, JoinModel *model, dln_error *err);
void join_model_close(JoinModel *model);
/* Checks bytes as trees: every root and child inside, children behind their parent (so that a walk
 * ends), features below `features`. NULL when good, else what is wrong. *static* */
const char *join_trees_check(const uint8_t *bytes, size_t n, JoinTrees *trees);
const Sense *sense_of(const JoinModel *model, Slice word); /* NULL: unknown */
bool sense_above(const JoinModel *model, uint16_t kind, uint16_t of);
/* 0..1. `value` has as many floats as the trees have features. */
float join_trees_score(const JoinTrees *trees, const float *value);
#endif
