/* attributes.h - the kinds of facts, and one row of rules for each.
 *
 * A claim is of one attribute: what is killed, dated, named, said. A row says what it is called at
 * the border, how its values are typed and compared, which verdicts it may come to, and what tells
 * two happenings apart, so that two tolls never share a slot. A new kind of fact is a row here and
 * a case in tests/cases/collate. */
#ifndef DLN_MEAN_CLAIMS_ATTRIBUTES_H
#define DLN_MEAN_CLAIMS_ATTRIBUTES_H
#include "base/base.h"

/* How two values compare (collate/compare.h); data/en/values.txt names them for attributes that
 * only a gold sheet has ("weapon"). */
typedef enum ValueClass {
    CLASS_LOOSE,
    CLASS_STRICT,
    CLASS_TOLL,
    CLASS_NUMBER,
    CLASS_AGE,
    CLASS_AMOUNT,
    CLASS_DURATION,
    CLASS_DATE,
    CLASS_CLOCK,
    CLASS_PLACE,
    CLASS_NAME,
    CLASS_DIGITS,
    CLASS_COUNT
} ValueClass;

/* How two figures or days of one kind are lined up (collate/facts_near.c). */
typedef enum AttributeFamily {
    FAMILY_WORDS,   /* not lined up by value: names, roles, clauses */
    FAMILY_TOLL,    /* "four killed": one act or event, or like sentences */
    FAMILY_COUNT,   /* "212 arrests": the noun or the act as well */
    FAMILY_MEASURE, /* "51.2 percent": an odd figure told twice is one */
    FAMILY_MOVING,  /* "100 km off the coast": changes by the hour */
    FAMILY_ONCE,    /* a quake has one magnitude */
    FAMILY_AGE,     /* its bearer's, a few years apart at most */
    FAMILY_VOTE,    /* "13 to 2", "a 52-3 record": another one in a like sentence */
    FAMILY_CLOCK,   /* a day has many moments */
    FAMILY_LENGTH,  /* "about six hours" */
    FAMILY_DAY,     /* of one event, or of one class of happening */
    FAMILIES
} AttributeFamily;

/* How a fact may come out, beyond what its values say. */
typedef enum FactRule {
    FACT_ANY,
    FACT_NO_CONFLICT,
    FACT_SHARED_ONLY /* no conflict either; nothing when one voice alone has it */
} FactRule;

/* What tells two happenings apart: it keeps two values from one slot, however alike they are
 * (added up).
 */
typedef enum Apart {
    APART_DAYS = 1,   /* known days that do not meet */
    APART_NOUN = 2,   /* another thing counted */
    APART_BEARER = 4, /* another person */
    APART_ACT = 8,    /* another class of happening */
    APART_HOUR = 16,  /* another time of day in its sentence */
    APART_EVENT = 32  /* another joined event */
} Apart;

/* clang-format off */
/* enum      name           family   class     rule         apart                  meets breaks */
#define ATTRIBUTE_ROWS(X) \
X(NONE,        "",            WORDS,   LOOSE,    NO_CONFLICT, 0,                        0,   0) \
X(KILLED,      "killed",      TOLL,    TOLL,     ANY,         APART_DAYS,               .10, .20) \
X(INJURED,     "injured",     TOLL,    TOLL,     ANY,         APART_DAYS,               .10, .20) \
X(MISSING,     "missing",     TOLL,    TOLL,     ANY,         APART_DAYS,               .10, .20) \
X(COUNT,       "count",       COUNT,   TOLL,     ANY,         APART_DAYS + APART_NOUN,  .12, .35) \
X(AMOUNT,      "amount",      MEASURE, AMOUNT,   ANY,         APART_DAYS,               .12, .35) \
X(SHARE,       "share",       MEASURE, NUMBER,   ANY,         APART_DAYS,               .12, .35) \
X(SIZE,        "size",        MEASURE, NUMBER,   ANY,         APART_DAYS,               .12, .35) \
X(DISTANCE,    "distance",    MOVING,  NUMBER,   ANY,         APART_DAYS + APART_HOUR,  .12, .50) \
X(SPEED,       "speed",       MOVING,  NUMBER,   ANY,         APART_DAYS + APART_HOUR,  .12, .50) \
X(MAGNITUDE,   "magnitude",   ONCE,    NUMBER,   ANY,         APART_DAYS,               .05, .05) \
X(AGE,         "age",         AGE,     AGE,      ANY,         APART_BEARER,             0,   0) \
X(VOTE,        "vote",        VOTE,    STRICT,   ANY,         0,                        .50, .50) \
X(SCORE,       "score",       VOTE,    STRICT,   ANY,         0,                        0,   0) \
X(TIME,        "time",        CLOCK,   CLOCK,    ANY,         APART_DAYS,               .12, .50) \
X(DURATION,    "duration",    LENGTH,  DURATION, ANY,         APART_DAYS,               .12, .35) \
X(DATE,        "date",        DAY,     DATE,     ANY,         APART_ACT + APART_EVENT,  .15, .20) \
X(BEGIN,       "begin",       DAY,     DATE,     ANY,         APART_ACT + APART_EVENT,  .15, .20) \
X(END,         "end",         DAY,     DATE,     ANY,         APART_ACT + APART_EVENT,  .15, .20) \
X(PLACE,       "place",       WORDS,   PLACE,    SHARED_ONLY, 0,                        0,   0) \
X(NAME,        "name",        WORDS,   NAME,     SHARED_ONLY, 0,                        0,   0) \
X(PARTICIPANT, "participant", WORDS,   NAME,     SHARED_ONLY, 0,                        0,   0) \
X(ROLE,        "role",        WORDS,   LOOSE,    SHARED_ONLY, 0,                        0,   0) \
X(RANK,        "rank",        WORDS,   LOOSE,    SHARED_ONLY, 0,                        0,   0) \
X(KIND,        "kind",        WORDS,   LOOSE,    SHARED_ONLY, 0,                        0,   0) \
X(STATUS,      "status",      WORDS,   LOOSE,    SHARED_ONLY, 0,                        0,   0) \
X(ACTION,      "action",      WORDS,   STRICT,   ANY,         0,                        0,   0) \
X(CLAIM,       "claim",       WORDS,   LOOSE,    NO_CONFLICT, 0,                        0,   0) \
X(WORDING,     "wording",     WORDS,   LOOSE,    NO_CONFLICT, 0,                        0,   0) \
X(PHONE,       "phone",       WORDS,   DIGITS,   ANY,         0,                        0,   0) \
X(ADDRESS,     "address",     WORDS,   DIGITS,   ANY,         0,                        0,   0)
/* clang-format on */

typedef enum Attribute {
#define X(id, ...) ATTRIBUTE_##id,
    ATTRIBUTE_ROWS(X)
#undef X
        ATTRIBUTES
} Attribute;

typedef struct AttributeRow {
    const char *name;
    AttributeFamily family;
    ValueClass class;
    FactRule rule;
    uint32_t apart;
    double meets, breaks; /* least likeness of two sentences whose values can both hold, cannot */
} AttributeRow;
extern const AttributeRow attribute_row[ATTRIBUTES];

Attribute attribute_by_name(Slice name); /* ATTRIBUTE_NONE: no such */
static inline Slice attribute_name(Attribute a)
{
    return slice_of(attribute_row[a].name);
}
static inline bool attribute_is_day(Attribute a)
{
    return attribute_row[a].family == FAMILY_DAY;
}
#endif
