/* brief_line.h - a line that tells an event, in numbers: what the trees that choose the lines look
 * at. The order is that of data/lines.model and of tests/cases/write/event_lines.txt. */
#ifndef DLN_WRITE_BRIEF_LINE_H
#define DLN_WRITE_BRIEF_LINE_H
#include "base/datafile.h"
#include "base/trees.h"
#include "write/brief.h"

/* Of the event; of the clause that tells it; of its day. */
/* clang-format off */
#define LINE_COLUMNS(X) \
    X(CONFIDENCE) X(SALIENCE) X(MAIN) X(BACKGROUND) X(VOICES) X(MENTIONS) X(PARTS) X(NAMED) \
    X(LEAST_PART) X(MOST_PART) X(DOER) X(UNDERGOER) X(MODALITY) X(OTHER_MODALITY) X(TYPED) \
    X(KIND) X(TRAITS_SAY) X(TRAITS_PLAN) X(TRAITS_HARM) X(VOUCHED) X(OWN_SCORE) X(OWN_SAID) \
    X(TOKENS) X(SENTENCE_SHARE) X(STARTS) X(ENDS) X(SENTENCE_TOKENS) X(SENTENCE_AT) \
    X(SENTENCE_PART) X(BLOCK) X(FIRST_UPOS) X(LAST_UPOS) X(LAST_REL) X(NEXT_UPOS) X(NEXT_REL) \
    X(SUBJECT_UPOS) X(SUBJECT_TOKENS) X(SUBJECT_NAMED) X(SUBJECT_POINTS) X(VERB_UPOS) X(VERB_REL) \
    X(OVER_REL) X(VERB_TENSE) X(MODAL) X(PERFECT) X(PASSIVE) X(COPULA) X(NEGATED) X(MARKED) \
    X(SUBJECT_SHARED) X(DEPTH) X(TRIGGER_UPOS) X(TRIGGER_DEPTH) X(TRIGGER_AT) X(OTHER_EVENTS) \
    X(SAID) X(QUOTE_MARKS) X(QUOTED) X(PRONOUNS) X(FIRST_PERSON) X(QUESTION) X(CAPITALS) \
    X(PROPER) X(FIGURES) X(POINTING) X(LEAD_WORDS) X(COMMAS) X(COLON) X(DASH) \
    X(DATED) X(DAYS) X(BEHIND) X(BEHIND_LAST) X(TIME_PLACE) X(TIME_BASIS) X(TIME_TYPE) \
    X(TIME_AFAR) X(TIME_CLIMB) X(TIME_VERB_SAME) X(TIME_BEFORE) X(TIME_VERBS) X(TIMES) \
    X(TIME_OWN) X(TIME_TELLINGS) X(TIME_SAID) X(TIME_REL) X(TIME_FUTURE) X(TIME_TOKENS)
/* clang-format on */
typedef enum LineColumn {
#define X(name) LINE_##name,
    LINE_COLUMNS(X)
#undef X
        LINE_COLUMN_COUNT
} LineColumn;
extern const char *const line_column_name[LINE_COLUMN_COUNT];

void line_columns(const Brief *brief, const BriefEvent *line, float out[LINE_COLUMN_COUNT]);

/* data_dir/lines.model: half or more is worth a line, is the day of what the line tells. */
typedef struct LineModel {
    DataFile data;
    Trees worth, day;
} LineModel;
dln_status line_model_open(const char *data_dir, LineModel *model, dln_error *err);
void line_model_close(LineModel *model);
#endif
