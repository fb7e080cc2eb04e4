/* event_pair.h - one telling of an event as the join sees it, and what two tellings have in common;
 * private to src/collate.
 *
 * In: events of single reports, record entities, times and statements. Out: a Unit each; features
 * of a pair, from its trigger, arguments, day, place and sentence, no list of kinds of events. */
#ifndef DLN_COLLATE_EVENT_PAIR_H
#define DLN_COLLATE_EVENT_PAIR_H
#include "collate/join.h"
#include "collate/reading.h"

enum {
    MAX_PARTS = 12,
    MAX_ARGS = 8,
    MAX_UNIT_WORDS = 48,
    MAX_UNIT_FIGURES = 8,
    MAX_NEAR = 10,
    MAX_HEADS = 3,
    MAX_OWN = 4,
    MAX_NAMED = 64, /* entities that a sentence names */
    WORD_SIGN = 4
};

/* A participant as the clause gives it. */
typedef struct Arg {
    PartRole role;
    uint32_t entity; /* record entity that can be met in another report, NONE */
    Slice noun;      /* lemma of the head of its words, empty unknown */
} Arg;

typedef struct WordVector { /* of LANG_VECTOR values */
    const int8_t *at;
    float length; /* root of the sum of their squares, 0 unknown */
} WordVector;
/* A word that says what happened: "shot and killed" has two. */
typedef struct Head {
    Slice lemma, class;
    const Sense *sense; /* NULL unknown */
    WordVector vector;
} Head;

/* How a noun refers: more and more to what was told before. */
typedef enum Refers {
    REFERS_ACT,   /* a verb tells it */
    REFERS_NEW,   /* "an attack", "another attack" */
    REFERS_BARE,  /* "attacks" */
    REFERS_OWNED, /* "its attack" */
    REFERS_THE,
    REFERS_THIS
} Refers;
/* Where in its clause a trigger stands. */
typedef enum Seat {
    SEAT_ROOT,
    SEAT_SUBJECT,
    SEAT_OBJECT,
    SEAT_OBLIQUE,
    SEAT_NOUN, /* of another noun */
    SEAT_COMPOUND,
    SEAT_CLAUSE, /* relative, adverbial */
    SEAT_CONTENT,
    SEAT_ROW, /* behind "and" */
    SEAT_ELSE
} Seat;

typedef struct Unit { /* first what is asked most often: may two be one? */
    uint32_t report, local, sentence;
    int32_t from, to;
    uint32_t place;
    uint32_t traits; /* EventTrait */
    Slice kind;
    double age;            /* of the one who suffers it, in years; -1 unknown */
    bool to_self;          /* "shot himself" */
    bool apart;            /* its report sets it apart from such happenings that it told before */
    bool definite, listed; /* "the meeting"; its class is one of triggers.txt */
    uint32_t n_persons, person[MAX_PARTS]; /* record entities, those around the trigger too */
    Slice class, label, type;
    Head head[MAX_HEADS];
    uint32_t n_heads;         /* the label first */
    const float *head_vector; /* [LANG_VECTOR] the first one's, NULL unknown */
    uint32_t happens; /* event of the report whose happening it only reports, NONE: "a fire broke
                         out" is the fire */
    Arg arg[MAX_ARGS];
    uint32_t n_args;
    uint32_t statement;              /* record statement that the trigger introduces, NONE */
    const uint32_t *word;            /* [n_words] content lemmas of the sentence, sorted hashes */
    uint64_t sign[WORD_SIGN];        /* a bit of each word: what has no bit here is no word of it */
    const float *weight;             /* [n_words] of each, 0..1: how much it tells */
    uint32_t n_words;                /* MAX_UNIT_WORDS at most */
    float weighed;                   /* root of the sum of their squares */
    float telling;                   /* weight of the trigger's own word */
    uint32_t head_word;              /* its hash */
    double figure[MAX_UNIT_FIGURES]; /* numbers that count something in the event's clause */
    uint32_t n_figures;
    uint32_t near[MAX_NEAR], n_near; /* record entities that the sentence names */
    const float *scene;              /* [LANG_VECTOR] mean vector of the sentence's words, length 1
                                        or 0; NULL unknown */
    Slice what;                      /* lemma of what it is done to: "reduce tension"; empty */
    WordVector what_vector;
    bool noun;     /* the trigger is a noun */
    bool modifier; /* a noun that only describes another ("bomb squad"): no happening told */
    bool planned, denied, background, title;
    bool topical;    /* its report tells of such a happening in its headline or first sentences */
    bool top;        /* what its headline or first sentence says, not what hangs below that */
    uint32_t rivals; /* tellings of its report with a word of the same class, itself too */
    Refers refers;
    Seat seat;
    Modality modality;
    uint32_t token;     /* NONE unknown */
    uint32_t parent;    /* the token it hangs on, NONE */
    bool plural, plain; /* a noun on which nothing hangs but its article */
    Slice own[MAX_OWN]; /* lemmas of the words that describe the noun: "the second attack" */
    uint32_t n_own;
    uint32_t holder;   /* statement of its report that tells it, NONE */
    uint32_t before;   /* tellings of its class in the report before it */
    uint32_t told;     /* tellings of its report */
    bool span_end;     /* its time is only a begin or an end */
    const float *like; /* [LIKE_WIDTH] what its words mean: near those of other tellings of it */
} Unit;

/* What Unit.like is made of; read by training too. */
enum { LIKE_VECTORS = 6, LIKE_WORDS = 8, LIKE_TRAITS = 16, LIKE_ROWS = 9 + LIKE_TRAITS };
typedef struct LikeInput {
    float vector[LIKE_VECTORS][LANG_VECTOR]; /* each of length 1, 0 unknown */
    uint32_t word[LIKE_WORDS], words;        /* hashes: like_word */
    uint16_t row[LIKE_ROWS];                 /* rows of the table that count as they are */
    uint32_t rows;
} LikeInput;

/* Where in Unit.sign the bit of a word stands. */
static inline uint32_t sign_place(uint32_t word)
{
    return word >> 30;
}
static inline uint64_t sign_bit(uint32_t word)
{
    return 1ull << (word >> 24 & 63);
}

#define PAIR_FEATURES 93
/* The sentence read last: its tellings share what is read of it. All zero: none yet. */
typedef struct Scene {
    const LangText *lang;
    uint32_t sentence;
    uint32_t word[MAX_UNIT_WORDS + 1], n; /* content lemmas, sorted hashes; more than
                                             MAX_UNIT_WORDS: not all of them */
    float weight[MAX_UNIT_WORDS + 1];
    const float *vector;
} Scene;
/* event_unit.c. What one report says of a telling, whatever the story. */
typedef struct Telling {
    Unit unit;             /* parties, place and statement by their numbers in the report; no day */
    const uint32_t *party; /* [n_parties] entities that take part or are named with the trigger */
    const uint32_t *around; /* [n_around] entities that its sentence names */
    uint32_t n_parties, n_around;
} Telling;
bool read_tellings(const Reader *reader, Telling **out); /* [events]; false: no memory */
/* The same among all of a story, whose entities and statements are joined. */
void place_telling(const Join *join, uint32_t report, const Telling *telling, Unit *out);
/* event_scene.c: words, weights and scene of the sentence that tells an event at `token`. `scene`
 * is used and filled; false: no memory. */
bool set_scene(const Reader *reader, uint32_t token, Scene *scene, Unit *u);
/* Symmetric: the same for (a, b) and (b, a). */
void pair_features(const Join *join, const Unit *a, const Unit *b, float out[PAIR_FEATURES]);

WordVector word_vector(const Lang *lang, Slice word); /* event_unit.c */
/* event_alike.c: `u` as it is at the end; false: no memory. */
bool set_like(const Reader *reader, Unit *u);
void read_like(const Lang *lang, const Findings *f, const Unit *u, LikeInput *in);
/* How far two tellings are one by their words, 0 even, the more the likelier; symmetric. */
float tellings_alike(const JoinModel *model, const Unit *a, const Unit *b);

/* event_refer.c: how a telling refers to what was told before, and what that says of a pair. */
void set_reference(const Findings *f, const Event *e, Unit *u);
enum { REFER_FIRST = 48, WEIGHT_FIRST = 81 }; /* its features: out[REFER_FIRST..WEIGHT_FIRST) */
void refer_features(const Join *join, const Unit *a, const Unit *b, float *out);
/* Is the later one, a noun that looks back, worth comparing with the earlier one of its report? */
bool may_refer(const Join *join, const Unit *earlier, const Unit *later);
float vectors_likeness(WordVector a, WordVector b); /* cosine, 0 unknown */
float head_in_scene(const Unit *a, const Unit *b);  /* cosine of a's first and b's sentence */
bool kind_of_sense(const JoinModel *model, const Sense *a, const Sense *b);
bool same_sense(const Sense *a, const Sense *b, bool first); /* among all, or the first of each */

/* All tellings of the story and which of them are one event. */
typedef struct EventPair {
    uint32_t a, b;
    float score;
} EventPair;
typedef struct UnitKey {
    uint64_t key;
    uint32_t unit;
} UnitKey; /* tellings that share a key are compared */
typedef struct Units {
    VEC(Unit) unit;
    VEC(UnitKey) key;
    VEC(EventPair) pair;  /* by their units */
    uint32_t *pair_first; /* [units + 1] the first pair of each */
    Groups groups;
} Units;
/* join_keys.c: the pairs worth a look that may be one: those that share a key or are near each
 * other by what their words mean, and none far from each other. */
dln_status find_pairs(Join *join, Units *all);
/* write_events.c: the groups to record->events. */
dln_status write_events(Join *join, Units *all);

/* What keeps two tellings apart whatever else they share. */
/* No other day or place, and not two happenings told side by side. */
bool may_be_one(const Join *join, const Unit *a, const Unit *b);
bool told_again(const Join *join, const Unit *a, const Unit *b); /* in the same words */

/* Sums are kept in eight lanes: one order of adding on every machine. */
enum { LANES = 8 };
static inline float add_lanes(const float sum[LANES])
{
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}
#endif
