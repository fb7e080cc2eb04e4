/* worth.h - which facts are worth a line where a person reads: a learned estimate.
 *
 * In: a record with its facts. Out: fact->salience, 0..1, for each. Writers for people leave out
 * what is no fact_is_worth; JSON gives all with their salience. */
#ifndef DLN_COLLATE_WORTH_H
#define DLN_COLLATE_WORTH_H
#include "collate/record.h"
#include "collate/value.h"

/* data/en/worth.txt: a weight for each trait; immutable. */
typedef struct Worth {
    Table table;
    Map row;
} Worth;
dln_status worth_load(const char *data_dir, Arena *arena, Worth *worth, dln_error *err);

enum { WORTH_TRAITS = 40 };
/* What is true of a fact, as the table names it ("agree role", "voices 2"). */
typedef struct Traits {
    Slice at[WORTH_TRAITS];
    uint32_t n;
} Traits;
/* Where sentences that are quoted by several reports stand; made once a record. */
typedef struct Quotes Quotes;
Quotes *worth_quotes(const Record *record, Arena *arena); /* NULL: no memory */
dln_status worth_traits(const Record *record, const ValueWords *words, const Quotes *quotes,
                        uint32_t fact, Arena *arena, Traits *out);

/* 0..1 from what is true of a fact. */
float worth_of(const Worth *worth, const Traits *traits);
/* Sets fact->salience of all facts. Memory from `scratch`, rewound. */
dln_status worth_weigh(const Worth *worth, const ValueWords *words, Record *record, Arena *scratch);
#endif
