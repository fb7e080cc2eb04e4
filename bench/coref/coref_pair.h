/* coref_pair.h - what is known of a mention and the features of a pair; private to src/collate. */
#ifndef DLN_COLLATE_COREF_PAIR_H
#define DLN_COLLATE_COREF_PAIR_H
#include "coref_words.h"

typedef struct CorefTerm {
    uint32_t lemma;
    float weight;
} CorefTerm;
typedef struct CorefTerms {
    CorefTerm *at;
    uint32_t n;
} CorefTerms;

#define COREF_NEAR 24
typedef struct CorefNear {
    uint32_t lemma[COREF_NEAR];
    uint32_t n;
} CorefNear; /* heads of the other mentions of a sentence, by kind */
typedef struct CorefSeen {
    uint32_t first, end, head, sentence; /* words of its text */
    uint32_t lemma;                      /* of the head */
    const ConceptEntry *concept;         /* NULL: none */
    uint32_t left,
        right; /* heads of the nearest other mention on either side in its sentence, 0 none */
    uint32_t same_in_doc; /* mentions of its kind with its head lemma in its text */
    bool proper, pronoun, number;
} CorefSeen;

typedef struct CorefAll {
    const CorefInput *input;
    const Concepts *concepts;
    CorefDoc *doc;
    uint32_t n_docs;
    CorefTerms *doc_terms, **sentence_terms, df;
    uint32_t *incident;
    CorefSeen *seen;         /* [mentions] */
    CorefNear **near;        /* [docs][sentences * COREF_KINDS] */
    uint32_t *incident_size; /* [docs] texts of the incident that text leads */
} CorefAll;

float coref_idf(const CorefAll *all, uint32_t lemma);
float coref_cosine(const CorefTerms *a, const CorefTerms *b);
dln_status coref_describe(CorefAll *all, Arena *scratch);
bool coref_candidates(const CorefAll *all, uint32_t a,
                      uint32_t b); /* worth a score: a word, concept, name or closeness in common */
void coref_features(const CorefAll *all, uint32_t a, uint32_t b, float out[COREF_FEATURES]);
#endif
