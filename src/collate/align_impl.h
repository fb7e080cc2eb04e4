/* align_impl.h - what the files of the aligner share; private to them. */
#ifndef DLN_COLLATE_ALIGN_IMPL_H
#define DLN_COLLATE_ALIGN_IMPL_H
#include "collate/align.h"
#include "collate/join.h"

enum {
    ALIGN_CLAIMS = 1500, /* claims of a report that are lined up: the most worthy */
    ALIGN_NEAREST = 5,   /* pairs looked at: nearest claims of each other report, both ways */
    ALIGN_REPORTS = 8,   /* reports that one is lined up with: those that share most with it */
    FIGURES = 4
};

/* Words with weights, sorted by key, each once. */
typedef struct Weighted {
    uint32_t key;
    float weight;
} Weighted;
typedef struct WeightedSet {
    const Weighted *at;
    uint32_t n;
    float norm;
    uint64_t sign; /* a bit of each key: what has no bit here is not among them */
} WeightedSet;
typedef struct Ids {
    const uint32_t *at; /* sorted, each once */
    uint32_t n;
} Ids;

typedef struct SideSentence {
    WeightedSet words;
    Ids entities, times, events; /* of the record */
} SideSentence;
typedef struct SideClause { /* a verb and what hangs on it nearer than any other verb */
    WeightedSet words;
    Ids entities;
} SideClause;
typedef struct SideClaim {
    const Claim *c;
    uint32_t number;               /* in its report */
    uint32_t row;                  /* its sentence, among those of the side */
    WeightedSet words;             /* own content lemmas */
    WeightedSet keys;              /* the same and what it is: entity, time, figures */
    uint32_t clause;               /* NONE: no verb above it */
    uint32_t head, governor, verb; /* lemmas, 0 none */
    uint32_t head_class, governor_class, verb_class;  /* of triggers.txt, else the lemma; 0 none */
    uint32_t entity, time, event, statement, speaker; /* of the record, NONE */
    uint32_t subject, owner; /* entity that is subject of its verb; entity of its governor; NONE */
    const TimeMention *when; /* NULL */
    const Quantity *quantity;
    double figure[FIGURES];
    uint32_t n_figures, proper;
    float sentence_rest, clause_rest; /* squares of the weights of its sentence's and its clause's
                                         words, without its own */
} SideClaim;
typedef struct Posting {
    uint32_t key, claim;
    float weight;
} Posting;
typedef struct Side { /* n and words are known at once, the rest once it is filled */
    uint32_t report;
    const Findings *f;
    SideSentence *sentence; /* [n_rows] those that hold claims */
    uint32_t n_rows;
    SideClause *clause;
    uint32_t n_clauses;
    SideClaim *claim;
    uint32_t n;
    Posting *posting; /* sorted by key */
    uint32_t n_postings;
    WeightedSet words; /* every lemma of the report with its weight */
} Side;

/* align_side.c */
dln_status side_open(const Join *join, uint32_t report, Arena *arena, Side *side);
dln_status side_fill(const Join *join, Arena *arena, Side *side);
float terms_cosine(WeightedSet a, WeightedSet b);
/* The next word that both hold, from places *i and *k on; false: none. */
static inline bool next_common(WeightedSet a, WeightedSet b, uint32_t *i, uint32_t *k)
{
    while (*i < a.n && *k < b.n) {
        if (a.at[*i].key == b.at[*k].key) return true;
        if (a.at[*i].key < b.at[*k].key)
            ++*i;
        else
            ++*k;
    }
    return false;
}
Ids ids_settle(uint32_t *at, uint32_t n); /* sorts them in place, each once */
uint32_t ids_shared(Ids a, Ids b);
bool terms_have(const WeightedSet *terms, uint32_t key); /* align_side.c */
static inline uint64_t term_sign(uint32_t key)
{
    return 1ull << (key & 63);
}
static inline bool terms_hold(const WeightedSet *terms, uint32_t key)
{
    return (terms->sign & term_sign(key)) && terms_have(terms, key);
}

/* align_near.c: adds the pairs of two sides to `out` (in `arena`); a and b of a pair are numbers in
 * `x` and `y`. */
typedef VEC(AlignPair) NearPairs;
dln_status near_pairs(const Side *x, const Side *y, Arena *temp, Arena *arena, NearPairs *out);

/* align_pair.c */
/* clang-format off */
#define PAIR_COLUMNS(X) \
    X(NEAR) X(NEAR_WORSE) X(NEAR_BETTER) X(WORTH_MIN) X(WORTH_MAX) X(SENTENCE) X(SENTENCE_REST) \
    X(CLAUSE_REST) X(WORDS_JACCARD) X(WORDS_INSIDE) X(WORDS_WEIGHT) X(WORDS_SHARE) X(HELD_MIN) \
    X(HELD_MAX) X(KIND_SAME) X(KIND_MIN) X(KIND_MAX) X(TOKENS_MIN) X(TOKENS_MAX) \
    X(TOKENS_DIFFER) X(HEAD_SAME) X(GOVERNOR_SAME) X(VERB_SAME) X(REL_SAME) X(UPOS_SAME) \
    X(TEXT_SAME) X(REL_MIN) X(REL_MAX) X(UPOS_MIN) X(UPOS_MAX) X(GOVERNOR_REL_SAME) \
    X(GOVERNOR_VERB) X(FIGURES_SAME) X(FIGURES_DIFFER) X(FIGURE_RATIO) X(FIGURE_KIND) \
    X(FIGURE_NOUN) X(FIGURE_SAYS) X(PROPER_MIN) X(PROPER_MAX) X(PLACE_MIN) X(PLACE_MAX) \
    X(TITLES) X(TREES) X(CUTS) X(SINGLES) X(LEFTS) X(VERBS) X(PHRASES) X(LAYERS) X(SAID) \
    X(NEGATIVE) X(NEGATIVE_DIFFER) X(TIMES) X(TIME_SAME) X(TIME_MEETS) X(TIME_APART) X(ENTITIES) \
    X(ENTITY_SAME) X(ENTITY_APART) X(ENTITY_KIND) X(SENTENCE_ENTITIES) \
    X(SENTENCE_ENTITIES_SHARE) X(CLAUSE_ENTITIES) X(SENTENCE_TIMES) X(SENTENCE_EVENTS) \
    X(TRIGGER_SAME) X(TRIGGERS) X(SPEAKER_SAME) X(STATEMENT_SAME) X(SUBJECT_SAME) \
    X(SUBJECT_APART) X(OWNER_SAME) X(OWNER_APART) X(HEAD_WEIGHT) X(HEAD_CLASS) X(GOVERNOR_CLASS) \
    X(VERB_CLASS) X(CLASS_CROSS) X(REPORTS)
/* clang-format on */
typedef enum PairColumn {
#define X(name) PAIR_##name,
    PAIR_COLUMNS(X)
#undef X
        PAIR_COLUMN_COUNT
} PairColumn;
void pair_columns(const Side *x, const Side *y, const AlignPair *pair, float reports,
                  float out[PAIR_COLUMN_COUNT]);

/* The same verb with objects that share no word: "closed the bridge", "closed the school". */
bool pair_other_object(const Side *x, const Side *y, const AlignPair *pair);

/* align_again.c */
/* clang-format off */
#define AGAIN_COLUMNS(X) \
    X(SCORE) X(LEAD_WORSE) X(LEAD_BETTER) X(BROTHERS) X(BEST_BROTHER) X(CLAUSE_BROTHERS) \
    X(THIRD) X(THIRDS) X(OVERLAPPING)
/* clang-format on */
typedef enum AgainColumn {
#define X(name) AGAIN_##name,
    AGAIN_COLUMNS(X)
#undef X
        AGAIN_COLUMN_COUNT
} AgainColumn;

typedef struct Sides {
    Side *at;                /* in the order of decisions */
    uint32_t *first;         /* [n + 1] claims counted over all: first[side] + number in the side */
    uint32_t *side_of;       /* [claims] */
    const SideClaim **claim; /* [claims] of sides that were paired */
    uint32_t n;
} Sides;
static inline uint32_t side_at(const Sides *sides, uint32_t claim)
{
    return sides->side_of[claim];
}
static inline const SideClaim *side_claim(const Sides *sides, uint32_t claim)
{
    return sides->claim[claim];
}

typedef struct Again Again;
/* Reads all pairs of at least `least`. */
dln_status again_open(const Sides *sides, const Aligned *all, float least, Arena *arena,
                      Again **again);
void again_columns(const Again *again, uint32_t pair, float out[AGAIN_COLUMN_COUNT]);

/* align_verdict.c */
/* clang-format off */
#define VERDICT_COLUMNS(X) \
    X(REPORTS) X(TELLINGS) X(SCORE) X(WORDS_MEAN) X(JACCARD_MEAN) X(JACCARD_MIN) X(BEST_WORDS) \
    X(BEST_JACCARD) X(BEST_TYPED) X(TYPED_SAME) X(TYPED_APART) X(EXTRA_LESS) X(EXTRA_MORE) \
    X(TIME_SAME) X(TIME_DIFFER) X(ENTITY_SAME) X(ENTITY_DIFFER) X(FIGURE_SAME) X(FIGURE_DIFFER) \
    X(BOUND_DIFFER) X(NEGATIVE_DIFFER) X(TOKENS_MIN) X(TOKENS_MAX) X(SAID) X(TIMES) X(FIGURES) \
    X(NAMES) X(PHRASES) X(CLAUSES) X(QUOTES) X(FULL_BEST) X(FULL_MEAN) X(FULL_SAME) \
    X(FULL_EXTRA) X(CUT) X(CUT_LIST)
/* clang-format on */
typedef enum VerdictColumn {
#define X(name) VERDICT_##name,
    VERDICT_COLUMNS(X)
#undef X
        VERDICT_COLUMN_COUNT
} VerdictColumn;
extern const char *const verdict_column_name[VERDICT_COLUMN_COUNT];
dln_status judge_group(Join *join, AlignGroup *group, float out[VERDICT_COLUMN_COUNT]);

/* align_group.c */
dln_status group_pairs(const Sides *sides, const AlignCuts *cuts, Arena *arena, Aligned *out);
#endif
