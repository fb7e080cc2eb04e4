/* rules.h - what the HTML reader knows beside its code: words of class names, names of months,
 * byline words, the judge of main text. Opened once from the data folder, immutable, shared by
 * threads. */
#ifndef READ_PAGE_RULES_H
#define READ_PAGE_RULES_H
#include "base/datafile.h"
#include "base/map.h"

/* Groups of data/page/classes.txt, in the order of their bits. */
typedef enum PageHint {
    HINT_BODY,
    HINT_ARTICLE,
    HINT_CONTENT,
    HINT_TITLE,
    HINT_STANDFIRST,
    HINT_BYLINE,
    HINT_DATE,
    HINT_CAPTION,
    HINT_MEDIA,
    HINT_RELATED,
    HINT_LIST,
    HINT_NAV,
    HINT_SIDE,
    HINT_SHARE,
    HINT_SIGNUP,
    HINT_COMMENT,
    HINT_FOOTER,
    HINT_ADVERT,
    HINT_CONSENT,
    HINT_HIDDEN,
    HINT_BIO,
    HINT_QUOTE,
    HINT_BOX,
    HINT_TABLE,
    HINT_LIVE,
    HINT_HEADER,
    HINT_META,
    HINT_COUNT_WORDS,
    HINT_CORRECTION,
    HINT_RECIPE,
    HINT_COUNT
} PageHint;

/* A boosted forest: nodes in one array. Value of a page block = sum over the trees of the leaf
 * reached; probability = logistic. */
typedef struct ForestNode {
    float threshold;      /* inner: goes left when feature <= threshold; leaf: its value */
    uint16_t feature;     /* FOREST_LEAF: a leaf */
    uint16_t left, right; /* inside the tree, relative to its first node */
    uint16_t spare;
} ForestNode;
enum { FOREST_LEAF = 0xFFFF };
typedef struct Forest {
    const ForestNode *nodes;
    const uint32_t *roots; /* [trees] */
    uint32_t trees, node_count, features;
    float base;
} Forest;

/* Words of what stands beside a report: it asks the reader for something, credits a picture, leads
 * to other stories, asks for consent. */
enum { APPEAL_ASKS = 1, APPEAL_CREDIT = 2, APPEAL_MORE = 4, APPEAL_CONSENT = 8 };

typedef struct PageRules {
    Map classes;   /* word -> HINT_* bits */
    Map months;    /* lower-case month name or abbreviation -> 1..12 */
    Map appeals;   /* word -> APPEAL_* bits, data/page/appeal.txt */
    Table bylines; /* kind, word */
    Table dates;   /* kind, words: data/page/dates.txt */
    DataFile model;
    Forest judge; /* of main text */
    bool judged;  /* the model file is there */
} PageRules;

/* Loads data/page/ and data/maintext.model. Missing model: judged is false and rules of thumb
 * choose. */
dln_status page_rules_open(const char *data_dir, Arena *arena, PageRules *rules, dln_error *err);
void page_rules_close(PageRules *rules);

/* Value of one row of features [forest->features] before the logistic. */
float forest_value(const Forest *forest, const float *features);

#endif
