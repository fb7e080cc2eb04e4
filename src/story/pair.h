/* pair.h - how alike two reports are: the features of a pair, and the model that reads them.
 *
 * In: two sketches, and how either stands among its own neighbours. Out: FEATURES numbers, and from
 * them the probability that both tell of one event. Cosines of six views of the terms, how much of
 * one's title, lead, names and phrases stands in the other, counts of shared rare terms, the days
 * between, the lengths; and relative ones: the rank of the pair among all pairs of either report,
 * how many others are nearly as close, the share of the closest. The last group is what tells a
 * crowded topic (one of forty shootings of the month) from a lonely one. The model is a sum of
 * small regression trees (gradient boosting), fitted by train/story.py on the features this file
 * computes. */
#ifndef DLN_STORY_PAIR_H
#define DLN_STORY_PAIR_H
#include "story/sketch.h"

/* Raw features, then RELATIVES groups of six. The order is the file format of the model:
 * train/story.py names them. */
enum {
    F_COS_BODY,
    F_COS_TITLE,
    F_COS_LEAD,
    F_COS_NAME,
    F_COS_NUMBER,
    F_COS_PHRASE,
    F_IN_TITLE_LOW,
    F_IN_LEAD_LOW,
    F_IN_NAME_LOW,
    F_IN_PHRASE_LOW,
    F_IN_TITLE_HIGH,
    F_IN_LEAD_HIGH,
    F_IN_NAME_HIGH,
    F_IN_PHRASE_HIGH,
    F_RARE_NAMES,
    F_RARE_PHRASES,
    F_RARE_WORDS,
    F_RARE_TITLE,
    F_DAYS,
    F_WORDS_LOW,
    F_WORDS_HIGH,
    F_RAW
};
enum {
    REL_ALL,
    REL_NEAR,
    REL_NAMES,
    RELATIVES
}; /* closeness: over all views, of the same days, by names alone */
enum {
    REL_RANK_LOW,
    REL_RANK_HIGH,
    REL_DENSE_LOW,
    REL_DENSE_HIGH,
    REL_SHARE_LOW,
    REL_SHARE_HIGH,
    REL_FEATURES
};
enum { FEATURES = F_RAW + RELATIVES * REL_FEATURES, KIN = 16 };

/* The KIN closest a report has met, by each measure of closeness, closest first. */
typedef struct Kin {
    float top[RELATIVES][KIN];
} Kin;

/* Fills f[0..F_RAW) and the closeness of the pair by each measure. */
void pair_raw(const Sketch *a, const Sketch *b, float f[FEATURES], float close[RELATIVES]);
void kin_add(Kin *kin, const float close[RELATIVES]);
/* Fills f[F_RAW..FEATURES): both kins must have met the pair. */
void pair_relative(const Kin *a, const Kin *b, const float close[RELATIVES], float f[FEATURES]);

/* A node: go left when f[feature] <= value, else right; a leaf (feature TREE_LEAF) adds its value.
 * Children stand behind their parent. */
typedef struct PairNode {
    uint16_t feature, left, right, unused;
    float value;
} PairNode;
enum { TREE_LEAF = 0xFFFF };
typedef struct PairTrees {
    const PairNode *nodes;
    const uint32_t *roots;
    uint32_t n_nodes, n_trees;
    float base;
} PairTrees; /* left, right: from the root */
/* Checks a section of the model file: u32 trees, f32 base, u32 root[trees], nodes. NULL when good,
 * else what is wrong. */
const char *pair_trees_open(const uint8_t *bytes, size_t n, PairTrees *trees);
float pair_probability(const PairTrees *trees, const float f[FEATURES]); /* 0..1 */

/* What two reports share by itself, without the others of the pile: the sum of a logistic
 * regression over the raw features (train/story_evidence.py); 0 is even odds in a pile of which
 * half is told twice. */
enum { EVIDENCE_SHARES = F_RARE_NAMES, EVIDENCE_WEIGHTS = 2 * F_RARE_NAMES + 10 };
typedef struct PairEvidence {
    const float *weight; /* [EVIDENCE_WEIGHTS]; NULL: none */
    float limit;         /* of the sum: hardly a true pair of the training lies below */
} PairEvidence;
float pair_evidence(const PairEvidence *evidence, const float f[FEATURES], bool one_outlet);
#endif
