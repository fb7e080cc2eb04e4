/* coref.h - mentions of many reports to chains: which mentions, in whichever report, are of one
 * happening, person or thing.
 *
 * In: texts and mentions (spans with a kind), no grouping of the texts given. Out: a chain number
 * for each mention.
 *
 * Way: texts are grouped into incidents (tf-idf, average link: look-alike incidents fall apart);
 * inside an incident, pairs of mentions of one kind that have a word, a concept or a name in common
 * are scored by boosted trees over surface, sentence and neighbour features; average link over the
 * scores gives chains. Bugert 2021 and Ahmed 2023 in kind, without their encoders.
 *
 * Weights: bench/models/collate.model ("concepts", "above", "event", "entity", "cuts", "triggers"),
 * trained by train/collate.py on ECB+ topics for training.
 *
 * Known to get wrong: paraphrases without a word or concept in common; incidents told apart by
 * numbers alone. */
#ifndef DLN_COLLATE_COREF_H
#define DLN_COLLATE_COREF_H
#include "base/datafile.h"
#include "base/trees.h"
#include "link.h"

typedef enum CorefKind {
    COREF_EVENT,
    COREF_PERSON,
    COREF_ORG,
    COREF_PLACE,
    COREF_TIME,
    COREF_THING,
    COREF_KINDS
} CorefKind;
typedef struct CorefMention {
    uint32_t doc;
    Span span;
    CorefKind kind;
    uint32_t chain;
} CorefMention;
typedef struct CorefInput {
    const Slice *text;
    uint32_t n_texts;
    CorefMention *mention;
    uint32_t n;
} CorefInput;

#define COREF_FEATURES 34
/* Called for every scored pair while training data is gathered. */
typedef void (*CorefPairFn)(void *context, uint32_t a, uint32_t b,
                            const float feature[COREF_FEATURES]);

typedef struct CorefSpans {
    Span *at;
    uint32_t n;
} CorefSpans;
typedef struct Coref Coref;
/* Opens data_dir/collate.model. *out is owned: coref_close. DLN_ERR_DATA when it is missing or
 * damaged. */
dln_status coref_open(const char *data_dir, Coref **out, dln_error *err);
void coref_close(Coref *coref);
/* Words of `text` that are likely to name a happening (verbs and event nouns), each a span; for
 * texts whose events are not given. Memory from `arena`. The share of a lemma's uses that
 * annotators marked in the training topics decides ("triggers" in the model). */
dln_status coref_triggers(const Coref *coref, Slice text, Arena *arena, CorefSpans *out);
/* Sets `chain` of every mention (numbers from 0). `each` may be NULL. Memory: scratch, rewound. */
dln_status coref_link(const Coref *coref, const CorefInput *input, Arena *scratch, CorefPairFn each,
                      void *context);
#endif
