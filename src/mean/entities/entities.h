/* entities.h - persons, bodies and places of one report: names, the nominals that matter and
 * pronouns, each linked to one entity. */
#ifndef DLN_MEAN_ENTITIES_H
#define DLN_MEAN_ENTITIES_H
#include "mean/names/names.h"

typedef struct EntityWords
    EntityWords; /* word lists and pronoun weights: immutable, shared by threads */

/* Opens en/place-use.txt, en/mention-words.txt and, where it is there, entities.model. *out lives
 * in `arena`; close before freeing it. */
dln_status entities_open(const char *data_dir, Arena *arena, EntityWords **out, dln_error *err);
void entities_close(EntityWords *words);

#define PRONOUN_FEATURES 40
/* One entity a pronoun may stand for, as the ranker sees it. */
typedef struct PronounChoice {
    float feature[PRONOUN_FEATURES];
    float score;
    uint32_t n_spans;
    Span span[12];
    bool chosen;
} PronounChoice; /* span: its last mentions */
/* Watches the ranker, for training it (train/pronouns.py); sort: 0 he/she, 1 it, 2 they. */
typedef struct PronounTrace {
    void (*see)(void *context, Span pronoun, uint32_t sort, const PronounChoice *choice,
                uint32_t n);
    void *context;
} PronounTrace;

/* What the stage works with; all borrowed; trace NULL but in training. */
typedef struct EntityTools {
    const Gazetteer *gazetteer;
    const Names *names;
    const EntityWords *words;
    const PronounTrace *trace;
} EntityTools;

/* Fills findings->mentions (in order of first byte) and findings->entities (in order of first
 * mention) from findings->lang. A mention without a sure antecedent gets an entity of its own
 * (nominals that matter) or is left out (pronouns): a wrong link is worse than none. Memory of the
 * result from `arena`; `scratch` is rewound. Time: tokens x a bounded window. DLN_ERR_LIMIT/NOMEM
 * keep what was found. */
dln_status mean_entities(EntityTools tools, const Report *report, Findings *findings, Arena *arena,
                         Arena *scratch);

/* After mean_statements: "I", "my", "we" inside the words of a statement go to its speaker where he
 * is known. */
dln_status mean_first_person(Findings *findings, Arena *arena);

/* Innermost mention that covers token `token`, or NONE; `forms`: bits 1 << MentionForm. O(log n +
 * mentions that start before and cover). */
uint32_t mention_at_token(const Findings *findings, uint32_t token, uint32_t forms);
/* The whole noun phrase around a mention: determiner, titles and adjectives before, apposed and
 * prepositional parts not. */
Span mention_phrase(const Findings *findings, uint32_t mention);
#endif
