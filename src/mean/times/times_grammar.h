/* times_grammar.h - the rules of time expressions, compiled from data/en/times.txt (words),
 * times_rules.txt (rules) and times_feasts.txt (days with a name). Inside the times stage only;
 * everybody else includes mean/times/times.h.
 *
 * A rule is a context-free production over words, word classes and categories; its right side is a
 * path in one trie, so that rules share their beginnings. What it builds is a list of assignments
 * to the fields of a TimeNode: see the head of times_rules.txt. */
#ifndef DLN_MEAN_TIMES_GRAMMAR_H
#define DLN_MEAN_TIMES_GRAMMAR_H
#include "mean/times/times.h"
#include "mean/times/times_atoms.h"

typedef enum TimeUnit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_PART,
    UNIT_DAY,
    UNIT_WORKDAY,
    UNIT_NIGHT,
    UNIT_WEEKEND,
    UNIT_WORKWEEK,
    UNIT_WEEK,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_SEASON,
    UNIT_HALF,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_MILLENNIUM,
    UNITS
} TimeUnit;
typedef enum TimeField {
    FIELD_YEAR,
    FIELD_MONTH,
    FIELD_DAY,
    FIELD_WEEKDAY,
    FIELD_QUARTER,
    FIELD_HALF,
    FIELD_SEASON,
    FIELD_WEEK,
    FIELD_DECADE,
    FIELD_CENTURY,
    FIELD_FEAST,
    FIELD_WEEKEND,
    FIELD_HOUR,
    FIELD_MINUTE,
    FIELD_SECOND,
    FIELD_MERIDIEM,
    FIELD_ZONE,
    FIELD_PART,
    FIELD_ERA,
    FIELDS
} TimeField;
typedef enum TimeOp {
    OP_POINT,
    OP_SHIFT,
    OP_NTH,
    OP_EDGE,
    OP_DURATION,
    OP_SET,
    OP_WORD,
    OP_RANGE,
    OP_SINCE,
    OP_UNTIL,
    OP_SPAN,
    OPS
} TimeOp;
/* What a relative expression hangs on: the report's date, or the last date told ("the next day").
 */
typedef enum TimeRef { REF_DCT, REF_TOLD } TimeRef;
typedef enum TimeMod {
    MOD_NONE,
    MOD_START,
    MOD_MID,
    MOD_END,
    MOD_APPROX,
    MOD_LESS,
    MOD_MORE,
    MOD_AT_LEAST,
    MOD_AT_MOST,
    MOD_EARLY,
    MOD_LATE,
    MODS
} TimeMod;
typedef enum TimeWord { WORD_PAST, WORD_PRESENT, WORD_FUTURE } TimeWord;

/* What an expression means before it is anchored. */
typedef struct TimeNode {
    int32_t field[FIELDS];
    uint32_t has; /* bit i: field[i] is stated */
    double n; /* OP_POINT: offset in `unit` or in occurrences; OP_NTH: ordinal (negative: from the
                 end); OP_DURATION, OP_SET: amount, negative: unknown */
    uint32_t a, b;       /* nodes: scope, base, range ends, next amount of a duration */
    uint32_t first, end; /* atoms it was read from */
    uint8_t op, unit, ref, mod, depth;
    uint8_t word; /* OP_WORD: TimeWord */
    int8_t dir;   /* OP_SHIFT: -1 before, +1 after */
    bool has_n, plural, inclusive,
        bare;   /* bare: a number that is a date only by guess (a lone year) */
    bool loose; /* OP_RANGE: a list ("August and September 1914"); OP_SPAN: whole units; OP_SET: an
                   adverb ("daily"); a weekend: the last one behind a verb of the past */
} TimeNode;

typedef struct Assign {
    uint8_t target, source, sign;
    double value;
} Assign; /* source: 0 the value, k the k-th element times value */
typedef struct TimeRule {
    uint32_t left;
    uint32_t first_assign, n_assigns;
    uint32_t line;
    uint16_t map[12];
    uint8_t modes;
    bool weak;
} TimeRule;
typedef struct TimeState {
    uint32_t first_rule, n_rules;
} TimeState; /* node of the trie; its rules by `next` */
typedef struct RuleAt {
    uint32_t rule, next;
} RuleAt;
/* capital, shout: modes (MODE_BIT_*) in which the word counts only with a capital, only in all
 * capitals. */
typedef struct WordClass {
    uint32_t symbol;
    double value;
    uint8_t capital, shout, modes;
} WordClass;
typedef struct WordEntry {
    uint32_t first_class, n_classes;
    uint32_t literal;
    bool trigger;
} WordEntry;
/* A day with a name: fixed date, weekday of a month, or days after Easter. */
typedef struct Feast {
    uint8_t kind;
    int16_t a, b, c;
    uint16_t days;
    uint32_t first_date, n_dates;
} Feast;
typedef struct FeastDate {
    int32_t from;
    uint16_t days;
} FeastDate;
enum { FEAST_FIXED, FEAST_WEEKDAY, FEAST_EASTER, FEAST_ORTHODOX, FEAST_TABLE, FEAST_HEBREW };

enum { MODE_BIT_NEWS = 1, MODE_BIT_NARRATIVE = 2, MODE_BIT_FORWARD = 4 };

/* Classes that code gives out itself. */
typedef enum Lexical {
    LEX_NUM,
    LEX_INT,
    LEX_ORD,
    LEX_DOM,
    LEX_DOMORD,
    LEX_HOUR,
    LEX_MIN,
    LEX_MM,
    LEX_YEAR,
    LEX_YY,
    LEX_D4,
    LEX_D8,
    LEX_YEARWORDS,
    LEX_D3,
    LEX_TIME,
    LEX_DOMTH,
    LEX_COUNT
} Lexical;

struct Times {
    Arena *arena;
    WordList words;
    VEC(WordEntry) entry; /* by word */
    VEC(WordClass) classes;
    Map symbol_map;
    uint32_t n_symbols;
    uint32_t lexical[LEX_COUNT];
    uint32_t marks[128]; /* literal symbol of an ASCII mark, NONE */
    uint32_t half_mark, quarter_mark, three_quarter_mark; /* literals of ½ ¼ ¾ */
    uint32_t ahead, behind, plain, small, label, often,
        game; /* classes that only context looks at: words that look forward, back; plurals that
                 years may stand before */
    uint32_t before, title, says, street, unit, make, show; /* words before dates, persons' titles,
                 verbs of saying, streets, units, makes of cars, what ends the name of a show */
    uint32_t sited; /* words of place between a clock and its day */
    VEC(TimeRule) rules;
    VEC(Assign) assigns;
    VEC(RuleAt) rules_at;
    VEC(uint32_t) state_rules; /* [states] head of list in rules_at, NONE */
    struct Edge {
        uint64_t key;
        uint32_t to;
    } * edges;
    uint32_t edge_size, n_edges; /* open addressing; key 0: free */
    VEC(Feast) feasts;
    VEC(FeastDate) feast_dates;
};

/* The state after `symbol` from `state`; 0: none. glued: the element must follow without white
 * space. */
uint32_t times_step(const Times *times, uint32_t state, uint32_t symbol, bool glued);
dln_status times_load(const char *data_dir, Times *times, dln_error *err);
uint32_t times_symbol(
    Times *times, Slice name); /* index of a word ("of") or class ("<month>"); NONE: no memory */

enum {
    TARGET_FIELD0 = 0,
    TARGET_OP = FIELDS,
    TARGET_USE,
    TARGET_WITH,
    TARGET_A,
    TARGET_B,
    TARGET_N,
    TARGET_UNIT,
    TARGET_REF,
    TARGET_MOD,
    TARGET_WORD,
    TARGET_DIR,
    TARGET_PLURAL,
    TARGET_INCLUSIVE,
    TARGET_BARE,
    TARGET_LOOSE,
    TARGET_YY,
    TARGET_VALUE,
    TARGET_VALUE_PLUS,
    TARGET_YMD,
    TARGET_HM,
    TARGET_DECADE_OF,
    TARGET_CENTURY_OF,
    TARGET_BOTH,
    TARGET_OVER,
    TARGET_COUNT
};
#endif
