/* predict.h - one function an area; each writes its predictions for the rows of INPUT to standard
 * output and returns 0, or 1 after a message on standard error. bench/predict TASK INPUT is what
 * ../shared/bench/run.py calls. */
#ifndef DLN_PREDICT_H
#define DLN_PREDICT_H
#include "engine/engine.h"
#include "base/buf.h"
#include <jansson.h>
#include <stdio.h>

typedef struct Predictor {
    const char *task;
    int (*run)(const dln *engine, const char *task, const char *input);
} Predictor;
extern const Predictor predictors[]; /* predict.c; ends with a NULL task */

/* Calls `row` with every JSON line of `input` in order; stops at its first non-zero return. Lines
 * of any length. */
int predict_rows(const char *input, int (*row)(json_t *object, void *context), void *context);
const char *row_string(const json_t *object, const char *key, size_t *length); /* "" when absent */
/* A plain-text report around `text` (copied), as the txt reader would make it: one body, blank
 * lines part paragraphs. */
dln_status predict_report(Slice id, Slice text, Report *report);
/* Folder of the weights that only benches use: bench/models beside the data folder. False: too
 * long. */
bool predict_models(const dln *engine, char dir[4200]);
int predict_stdout(const void *bytes, size_t length, void *context); /* dln_write_fn */

int predict_language(const dln *engine, const char *task, const char *input);
int predict_names(const dln *engine, const char *task, const char *input);
int predict_entities(const dln *engine, const char *task, const char *input);
int predict_time(const dln *engine, const char *task, const char *input);
int predict_quotes(const dln *engine, const char *task, const char *input);
int predict_events(const dln *engine, const char *task, const char *input);
/* Set "muc4": writes "slots" of one row (predict_muc.c). 0, or 1 on failure. */
int predict_muc(const dln *engine, const json_t *row, Json *json);
int predict_extraction(const dln *engine, const char *task, const char *input);
int predict_growth(const dln *engine, const char *task, const char *input);
int predict_stories(const dln *engine, const char *task, const char *input);
/* "event-pairs": what train/joins.py learns from. */
int predict_joins(const dln *engine, const char *task, const char *input);
int predict_chains(const dln *engine, const char *task, const char *input);
int predict_collation(const dln *engine, const char *task, const char *input);
#endif
