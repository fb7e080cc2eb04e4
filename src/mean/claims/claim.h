/* claim.h - what one report gives as a value: the only thing that collation lines up.
 *
 * In: Findings with every earlier stage done. Out: Findings.claims, in text order, in the report's
 * arena. A claim is a stretch of one sentence that may answer a question somebody could ask of the
 * event: a sub-tree, the same cut where a clause or an apposition begins, a verb group, a phrase, a
 * time, a figure, a name, a quotation. Each is typed by the layers that already know it; nobody
 * lists beforehand what may be a fact. */
#ifndef DLN_MEAN_CLAIMS_CLAIM_H
#define DLN_MEAN_CLAIMS_CLAIM_H
#include "base/datafile.h"
#include "base/tree_bank.h"
#include "mean/mean.h"

/* How a candidate was cut from its sentence; a claim may be several at once (bits of
 * Claim.shapes). */
typedef enum ClaimShape {
    SHAPE_TREE,   /* a whole sub-tree, with or without its small words in front */
    SHAPE_CUT,    /* a sub-tree up to a clause, an apposition, a second phrase */
    SHAPE_WORD,   /* one word */
    SHAPE_LEFT,   /* a word with what stands before it */
    SHAPE_VERB,   /* a verb group */
    SHAPE_PHRASE, /* a verb group with a complement */
    SHAPE_LAYER,  /* a time, figure, name or quotation of an earlier stage */
    SHAPES
} ClaimShape;

#define CLAIM_COLUMNS(X)                                                                          \
    X(KIND)                                                                                       \
    X(TOKENS)                                                                                     \
    X(REL)                                                                                        \
    X(UPOS)                                                                                       \
    X(SENTENCE)                                                                                   \
    X(SENTENCE_SHARE)                                                                             \
    X(SENTENCE_TOKENS)                                                                            \
    X(PART) X(FIRST) X(GOVERNOR_REL) X(GOVERNOR_UPOS) X(GOVERNOR_ROOT) X(BEFORE_GOVERNOR)         \
        X(LEFT_UPOS) X(LEFT_REL) X(RIGHT_UPOS) X(RIGHT_REL) X(UPOS_BEFORE) X(UPOS_AFTER) X(NAMES) \
            X(FIGURES) X(NUMERALS) X(HAS_EVENT) X(EVENTS) X(HAS_CLAUSE) X(ENTITY_KIND)            \
                X(ENTITY_MENTIONS) X(SAID) X(NEGATIVE) X(TREE) X(CUT) X(WORD) X(LEFT) X(VERB)     \
                    X(PHRASE) X(LAYER) X(TIME_SHARE) X(ENTITY_SHARE) X(QUOTE_SHARE)               \
                        X(FIGURE_SHARE) X(FIGURE_KIND) X(FIGURE_SAYS) X(TIME_TYPE) X(NAME_TOKENS) \
                            X(HEAD_OFTEN) X(WORD_OFTEN) X(IN_TITLE) X(IN_LEAD) X(BLOCK) X(DEPTH)  \
                                X(VERB_REL) X(HAS_SUBJECT)
typedef enum ClaimColumn {
#define X(name) COLUMN_##name,
    CLAIM_COLUMNS(X)
#undef X
        CLAIM_COLUMN_COUNT
} ClaimColumn;
extern const char *const claim_column_name[CLAIM_COLUMN_COUNT];

typedef struct Claims Claims;
typedef struct ClaimModel {
    DataFile data;
    Trees worth;
    TreeBank bank; /* of worth */
    Arena arena;
    float per_token; /* claims kept, in shares of the tokens */
} ClaimModel;

/* data_dir/align.model, sections "worth" and "claims". Closed by claims_close. */
dln_status claims_open(const char *data_dir, ClaimModel *model, dln_error *err);
void claims_close(ClaimModel *model);
/* Every candidate of the report in text order, with its columns; for training, and the first half
 * of mean_claims. `columns`: [n][CLAIM_COLUMN_COUNT]; the claims and their lemmas live in
 * `scratch`. */
dln_status claims_describe(Findings *found, Arena *arena, Arena *scratch, float **columns);
/* Fills found->claims with the most worthy candidates. */
dln_status mean_claims(const ClaimModel *model, Findings *found, Arena *arena, Arena *scratch);
/* What a figure is of, by its own words or those around ("She was 15." is an age); ATTRIBUTE_NONE:
 * a bare number. */
Attribute quantity_attribute(const Findings *found, const Quantity *q);
/* Its normal form: bound, sum, unit ("~48 km", ">=12", "USD 35000"). `words`: its own, in which
 * miles stay miles. */
enum { QUANTITY_TEXT = 128 };
Slice quantity_text(const Quantity *q, Slice words, char room[QUANTITY_TEXT]);
/* What the claim says in normal form: a day, a figure; empty: its words alone. */
Slice claim_value(const Findings *found, const Claim *claim, char room[QUANTITY_TEXT]);
/* Entity whose age it is: the name beside it, or the subject of "was 22"; NONE. */
uint32_t quantity_bearer(const Findings *found, const Quantity *q);
/* "three men and a woman were hurt": three is a part of the sum. */
bool quantity_part_of_sum(const Findings *found, const Quantity *q);
/* Does it hold an age, or a part of one? "14-year" of "a 14-year-old girl". */
bool claim_holds_age(const Findings *found, Span span);
/* "Two months" of "a two-month-old girl", where the span meets it; NULL. */
const TimeMention *claim_young_age(const Findings *found, Span span);
/* Share of two spans that both hold: intersection over union. */
float span_overlap(Span a, Span b);
#endif
