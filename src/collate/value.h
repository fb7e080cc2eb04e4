/* value.h - a value of a fact, typed: what two reports say becomes comparable.
 *
 * In: the attribute and the normal form as facts carry it ("~300", ">=7", "USD 35000", "48 km",
 * "2010-09-09", "Friday night",
 * "~20:45", "Zainabieh, Koohi", "at the scene"). Out: a Value with its kind, bounds, unit, days or
 * words. The attribute's class (data/en/values.txt) says which reading is tried; what does not
 * parse falls back to words. */
#ifndef DLN_COLLATE_VALUE_H
#define DLN_COLLATE_VALUE_H
#include "base/io.h"
#include "base/map.h"
#include "mean/mean.h"

/* The word list of values.txt; immutable. */
typedef struct ValueWords {
    Table table;
    Map row;
    VEC(Row) months;    /* rows of this kind */
    Map people;         /* "turkish" -> index in country */
    VEC(Slice) country; /* "turkey"; those of one word */
} ValueWords;
dln_status value_words_load(const char *data_dir, Arena *arena, ValueWords *words, dln_error *err);
/* Row of (kind, word), NULL when there is none. `word` folded to lower case by the caller. */
const Row *value_words_find(const ValueWords *words, const char *kind, Slice word);
/* The same whatever the capitals (ASCII) of `word`. */
const Row *value_words_find_nocase(const ValueWords *words, const char *kind, Slice word);

ValueClass value_class(const ValueWords *words,
                       Slice attribute); /* unknown attributes: CLASS_LOOSE */

typedef enum ValueKind { VALUE_WORDS, VALUE_NUMBER, VALUE_DAYS, VALUE_CLOCK } ValueKind;
#define VALUE_MAX_WORDS 24
typedef struct Value {
    ValueKind kind;
    ValueClass class;
    Slice text, fold; /* as given; folded (NFKD, no marks, lower case) */
    Bound bound;      /* "~" is BOUND_ABOUT */
    double low, high; /* in the base unit of `dimension`; equal for one figure */
    double grain; /* the unit of the last figure that is not a trailing nought: 300 has 100, 5.9 has
                     0.1 */
    Slice dimension, unit; /* "length"; unit as written, folded */
    Slice currency;
    CurrencyState currency_state;
    int32_t from,
        to; /* VALUE_DAYS: days since 1970, both included; DAY_UNKNOWN when the year is missing */
    uint32_t month, day, weekday;    /* parts known without the year; 0 unknown */
    int32_t minute_low, minute_high; /* VALUE_CLOCK, or part of the day of a date; -1 unknown. Past
                                        midnight counts on (1530 is 1:30). */
    Slice word[VALUE_MAX_WORDS];     /* content words, folded and stemmed, each once */
    uint32_t n_words;
    bool negated, ascii; /* ascii: but for typographic apostrophes */
    Slice office;        /* of a role: one that one holds at a time ("prime minister"); empty */
    bool office_bare;    /* with no word beside it */
} Value;

/* Reads `text` as a value of `class`. Memory from `arena`. DLN_ERR_NOMEM/LIMIT only. */
dln_status value_parse(const ValueWords *words, ValueClass class, Slice text, Arena *arena,
                       Value *value);
#endif
