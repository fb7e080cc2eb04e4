/* quantities_words.h - the phrases that stand beside numbers. Inside the quantities stage only. */
#ifndef DLN_MEAN_QUANTITIES_WORDS_H
#define DLN_MEAN_QUANTITIES_WORDS_H
#include "mean/quantities/quantities.h"
#include "mean/times/times_atoms.h"

typedef enum PhraseKind {
    PHRASE_NONE,
    PHRASE_BOUND,
    PHRASE_BOUND_AFTER,
    PHRASE_UNIT,
    PHRASE_CURRENCY,
    PHRASE_CURRENCY_BEFORE,
    PHRASE_VAGUE,
    PHRASE_TOLL,
    PHRASE_TOLL_NOUN,
    PHRASE_PEOPLE,
    PHRASE_SKIP,
    PHRASE_RANK,
    PHRASE_AGE,
    PHRASE_MAGNITUDE,
    PHRASE_RATIO,
    PHRASE_NONE_OF,
    PHRASE_LINK,
    PHRASE_LABEL,
    PHRASE_LEVEL,
    PHRASE_PART,
    PHRASE_BOTH,
    PHRASE_LABEL_AFTER,
    PHRASE_NO_SCORE,
    PHRASE_LONG,
    PHRASE_LENGTH,
    PHRASE_FOOT,
    PHRASE_DIALLED,
    PHRASE_DIALS,
    PHRASE_FOOT_AFTER,
    PHRASE_KINDS
} PhraseKind;
/* A phrase: its columns as numbers. unit and currency: normal unit, factor to it; vague: usual
 * range; toll: the attribute. */
typedef struct Phrase {
    PhraseKind kind;
    Slice value;
    double a, b;
    QuantityKind quantity;
    Bound bound;
    CurrencyState currency;
} Phrase;

struct Quantities {
    WordList words;
    Map phrases;
    VEC(Phrase) phrase;
    VEC(uint32_t) next; /* next phrase of the same words, NONE */
};

enum { PHRASE_ATOMS = 5 };
/* The phrase of one of the kinds in `kinds` (bits 1 << PhraseKind) that begins at atom `at`,
 * longest first; NULL when there is none. */
const Phrase *phrase_from(const Quantities *q, const Report *report, const Atoms *atoms,
                          uint32_t at, uint32_t kinds, uint32_t *end);
/* The same, ending before atom `end`. */
const Phrase *phrase_before(const Quantities *q, const Report *report, const Atoms *atoms,
                            uint32_t end, uint32_t kinds, uint32_t *first);
dln_status quantities_load(const char *data_dir, Quantities *q, Arena *arena, dln_error *err);
#endif
