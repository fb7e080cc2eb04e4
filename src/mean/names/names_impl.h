/* names_impl.h - how a name lies in memory while it is compared; for names*.c alone. */
#ifndef DLN_MEAN_NAMES_IMPL_H
#define DLN_MEAN_NAMES_IMPL_H
#include "base/datafile.h"
#include "base/map.h"
#include "mean/names/names.h"

#define NAME_TOKENS 12  /* further words of a name are not looked at */
#define NAME_LETTERS 24 /* further letters of a word are not looked at */
#define NAME_SYLLABLES 512

/* Of the mapped model, whose numbers may lie anywhere. */
static inline float f32_at(const uint8_t *p)
{
    float v;
    memcpy(&v, p, 4);
    return v;
}
static inline uint32_t u32_at(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

typedef enum Script {
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC,
    SCRIPT_ARABIC,
    SCRIPT_HEBREW,
    SCRIPT_HAN,
    SCRIPT_OTHER,
    SCRIPTS
} Script;

#define UNSEEN_COST 9.0f /* of a letter in a unit that was never seen */
/* Letter-pair costs of one script against Latin (see train/names.py). Arrays borrowed from the
 * mapped model; NULL when the model lacks them. */
typedef struct Units {
    const uint8_t *slots;
    uint32_t bits; /* [1 << bits] of {u64 key, f32 cost, u32 0} */
    const uint8_t *first;
    uint32_t n_first;      /* {u32 symbol, f32 cost}, by symbol */
    const uint8_t *second; /* [26] f32 */
    float least;           /* no unit costs less */
    /* Of Latin letters, 0 none: what one against one costs, or one alone; NULL: to be looked up. */
    const float *single; /* [LATIN][LATIN] */
    const struct Share
        *share; /* [2] of the letters of the first word, of the second; NULL likewise */
} Units;
enum { LATIN = 27 };
/* What a letter costs at least: no unit that holds it costs less for each of its letters. */
typedef struct Share {
    float met[LATIN], unmet[LATIN]; /* unmet: the other word has no such letter */
} Share;

typedef struct NameWord {
    char latin[NAME_LETTERS * 4];
    uint32_t n; /* romanised: a-z, 0-9 */
    uint16_t symbol[NAME_LETTERS];
    uint32_t n_symbols; /* letters of its own script (Han: syllable numbers) */
    char look[NAME_LETTERS * 4],
        key[NAME_LETTERS *
            4]; /* of a word of mixed scripts: look-alikes and keys put into Latin; else empty */
    Script script;
    bool mixed, title, legal, small, initial, number,
        patronymic; /* small: of, the, and, al, bin ... */
    bool given;
    bool ordinal;     /* a number, "9th", that a name may leave out */
    bool nick;        /* one of a pair of `Names.nick` */
    bool rest, after; /* a body's name may leave it out; "Jr." behind a person's name */
    Gender gender;
} NameWord;

typedef struct NameForm {
    char folded[256];
    uint32_t n_folded; /* gazetteer_key */
    NameWord word[NAME_TOKENS];
    uint32_t n;
    char joined[NAME_TOKENS * NAME_LETTERS];
    uint32_t n_joined; /* the words that count, run together */
    char initials[NAME_TOKENS + 1];
    uint32_t n_initials;  /* of the words that count */
    bool capitals;        /* written in capitals alone, 2 to 6 letters: may be an acronym */
    uint32_t place, body; /* gazetteer entries, NONE; of a person's name always NONE */
} NameForm;

struct Names {
    const Gazetteer *gazetteer;
    Arena arena;
    DataFile model;
    Units units[SCRIPTS];
    Map roman, look, key; /* code point as UTF-8 -> index into spelling */
    VEC(Slice) spelling;
    Map small, rest, after; /* words of en/name-words.txt, by kind */
    Map full;               /* short word -> index into spelling of its full form */
    Map nick;               /* "bob robert", the lesser word first: given names of one person */
    Map nicks;              /* the words of those pairs */
    VEC(Slice) patronymic;  /* endings */
    const uint8_t *han_point, *han_syllable, *han_spelling;
    uint32_t n_han, n_syllables;
    const uint8_t *judge;
    uint32_t n_judge; /* f32s, see names_judge.c */
};

/* names_sound.c: the costs of Latin letters; false: no memory. */
bool units_index(Units *units, Arena *arena);
/* Cuts `name` into words and fills every field. Reads at most 256 bytes of its folded form. */
void name_form(const Names *names, Slice name, bool person, NameForm *form);
/* The same letters, after romanising or look-alikes? */
bool words_equal(const NameWord *a, const NameWord *b);
typedef struct Sound {
    float per_letter, gain, worst, first, last, silent;
    bool known;
} Sound;
/* What was heard last, so that "Tarvik Police" against "Porto Police", "Porto Council", "Porto
 * Port" listens to Tarvik and Porto once. One page holds one pair of Latin words as they were
 * aligned; which page, the letters tell. All zero is empty; NULL remembers nothing. Of
 * the pairs met while 210 unrelated reports are joined it knows half. Pages are made a leaf at
 * a time, as they are wanted: one report wants few. */
enum { EAR_LEAVES = 128, LEAF_PAGES = 32 };
typedef struct Heard {
    char letters[2 * NAME_LETTERS]; /* of the first word, of the second; behind each zeros */
    Sound sound;
    float least; /* where the sound is not known: of how much gain it was given up */
} Heard;
typedef struct NameEar {
    Arena *arena;
    Heard *leaf[EAR_LEAVES]; /* LEAF_PAGES each, NULL: none yet */
} NameEar;

#define SOUND_MOST 0.99f /* of words that are not equal */
/* How alike two unequal words look and sound: 0..SOUND_MOST; 0 at once where it cannot be more than
 * `least`. */
float word_likeness(const Names *names, NameEar *ear, const NameWord *a, const NameWord *b,
                    float least);

/* Cheapest cut of the pair into units: cost a letter, gain over chance a letter, dearest unit,
 * first and last unit, share of letters without partner. Not known where the gain is below `least`,
 * which shows before all letters are looked at. */
#define ANY_GAIN (-1e6f)
Sound word_sound(const Names *names, NameEar *ear, const NameWord *a, const NameWord *b,
                 float least);
uint32_t name_edits(const char *a, uint32_t n, const char *b,
                    uint32_t m); /* with swaps of neighbours; words up to 96 bytes */

/* May the two have a link at all? False is sure; true wants name_features to tell. */
bool name_may_link(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                   EntityKind kind);
/* Which words of two names go together. */
typedef struct Matching {
    uint32_t of_a[NAME_TOKENS]; /* word of b matched to each word of a, NONE */
    float like[NAME_TOKENS];    /* [word of a] */
    bool exact[NAME_TOKENS], taken_a[NAME_TOKENS], taken_b[NAME_TOKENS];
    uint32_t n;
} Matching;

/* What the words that go together come to. */
typedef struct Tally {
    uint32_t words_a, words_b, matched, exact, in_order;
    float letters_a, letters_b, hit_a, hit_b, least, mean;
    uint32_t last_a, last_b, first_a, first_b; /* words that count; NONE when there is none */
    bool number_clash, legal_clash, patronymic_free;
} Tally;

typedef struct Ties {
    Matching matching;
    Tally tally;
    NameLink
        plain;  /* before given names and words without weight are asked, as the judge knows it */
    bool clash; /* words left over on both sides that should have met */
    NameMatch match; /* link, sure and conflict by rule; no score */
} Ties;
void name_ties(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
               EntityKind kind, Ties *ties);
/* Features of a pair for the judge, each about 0..1. */
void name_features(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                   EntityKind kind, const Ties *ties, float out[NAME_FEATURES]);
float name_judge(const Names *names, const float features[NAME_FEATURES]);
#endif
