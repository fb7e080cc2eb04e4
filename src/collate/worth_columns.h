/* worth_columns.h - a fact that several voices tell, in numbers: what the trees of worth.c look at.
 *
 * In: a record with its facts. Out: a number for each column; the order is that of data/worth.model
 * and of tests/cases/collate/worth_lines.txt. */
#ifndef DLN_COLLATE_WORTH_COLUMNS_H
#define DLN_COLLATE_WORTH_COLUMNS_H
#include "collate/record.h"

/* *_LEAST, *_MEAN: over its tellings, each with its best mate of another report. From DEPTH to
 * TIME_EXPLICIT: means over its tellings. */
/* clang-format off */
#define WORTH_COLUMNS(X) \
    X(VERDICT) X(ATTRIBUTE) X(FAMILY) X(LINED) X(ALIKE) X(VALUES) X(TELLINGS) X(REPORTS) X(TOP) \
    X(WORDS_LEAST) X(NEAR_LEAST) X(SENTENCE_LEAST) X(GOVERNOR_LEAST) \
    X(HAPPENING_LEAST) X(EVENTS_LEAST) X(NAMES_LEAST) X(BOTH_SAID_LEAST) \
    X(WORDS_MEAN) X(NEAR_MEAN) X(SENTENCE_MEAN) X(GOVERNOR_MEAN) \
    X(HAPPENING_MEAN) X(EVENTS_MEAN) X(NAMES_MEAN) X(BOTH_SAID_MEAN) \
    X(TOKENS_LEAST) X(TOKENS_MOST) X(CONTENT_LEAST) X(FIRST) X(DEEPEST) \
    X(CLAIM_LEAST) X(CLAIM_MOST) \
    X(DEPTH) X(SMALL) X(DIGITS) X(CUT) X(PROPER) X(TITLES) X(SENTENCE_TOKENS) X(SAID) \
    X(NO_EVENT) X(COMPANY_WORDS) X(ENTITIES) X(MODAL) X(ROLE) \
    X(TIMES) X(TIME_GRAIN) X(TIME_NOW) X(TIME_EXPLICIT) \
    X(ABOUT) X(EVENT_SALIENCE) X(EVENT_REPORTS) X(EVENT_BACKGROUND) X(EVENT_PARTIES) X(EVENT_OWN) \
    X(EVENT_NEAR) X(ENTITY_MENTIONS) X(VERSIONS)
/* clang-format on */
typedef enum WorthColumn {
#define X(name) WORTH_##name,
    WORTH_COLUMNS(X)
#undef X
        WORTH_COLUMN_COUNT
} WorthColumn;
extern const char *const worth_column_name[WORTH_COLUMN_COUNT];

/* What is known of the whole record; made once. */
typedef struct WorthGround WorthGround;
dln_status worth_ground(const Record *record, Arena *arena, WorthGround **out);
dln_status worth_columns(const WorthGround *ground, uint32_t fact, Arena *scratch,
                         float out[WORTH_COLUMN_COUNT]);
#endif
