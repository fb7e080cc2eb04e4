/* worth.h - which facts are worth a line where a person reads: a learned estimate.
 *
 * In: a record with its facts. Out: fact->salience, 0..1, for each. Writers for people leave out
 * what is no fact_is_worth; JSON gives all with their salience. */
#ifndef DLN_COLLATE_WORTH_H
#define DLN_COLLATE_WORTH_H
#include "collate/record.h"
#include "base/datafile.h"
#include "base/trees.h"
#include "collate/value.h"

typedef struct WorthModel {
    DataFile data;
    Trees shared; /* data/worth.model: of a fact of several voices */
} WorthModel;
dln_status worth_open(const char *data_dir, WorthModel *model, dln_error *err);
void worth_close(WorthModel *model);

/* Sets fact->salience of all facts. Memory from `scratch`, rewound. */
dln_status worth_weigh(const WorthModel *worth, const ValueWords *words, Record *record,
                       Arena *scratch);
#endif
