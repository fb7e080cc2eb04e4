/* coref_words.h - words of texts as numbers, for coref.c; private to src/collate. A lemma is the
 * low half of the hash of its letters. */
#ifndef DLN_COLLATE_COREF_WORDS_H
#define DLN_COLLATE_COREF_WORDS_H
#include "coref.h"

#define CONCEPTS 4
/* Sorted by word. Concepts: most usual sense first, 0 none; class: of triggers.txt, 0 none. */
typedef struct ConceptEntry {
    uint32_t word, lemma;
    uint16_t concept[CONCEPTS], class, unused;
} ConceptEntry;
typedef struct Above {
    uint16_t kind, of;
} Above; /* sorted */
typedef struct Concepts {
    const ConceptEntry *at;
    uint32_t n;
    const Above *above;
    uint32_t n_above;
} Concepts;

typedef struct CorefWord {
    Span span;
    uint32_t lemma, sentence;
    float idf;
    bool capital, stop;
} CorefWord; /* idf: set once all texts are read */
typedef struct CorefDoc {
    CorefWord *word;
    uint32_t n, n_sentences;
    uint32_t *sentence_first;
} CorefDoc; /* sentence_first[n_sentences + 1] */

const ConceptEntry *concept_find(const Concepts *concepts, uint32_t word); /* NULL: unknown */
bool concept_above(const Concepts *concepts, uint16_t kind, uint16_t of);
uint32_t word_hash(Slice lower);
/* Lemma of a word in lower case: irregular forms and endings, checked against the words that have
 * concepts. */
uint32_t word_lemma(const Concepts *concepts, Slice lower);
dln_status coref_words(const Concepts *concepts, Slice text, Arena *arena, CorefDoc *doc);
#endif
