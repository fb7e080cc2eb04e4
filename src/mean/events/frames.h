/* frames.h - the words that name acts: verb and noun frames of data/en/frames.txt, acts of
 * data/en/acts.txt.
 *
 * In: lower-cased words. Out: hits, each an act ("visit") or an outer act ("refuse") with the words
 * that name it. No parse is needed; where tags are known they keep nouns from matching verbs. */
#ifndef DLN_MEAN_FRAMES_H
#define DLN_MEAN_FRAMES_H
#include "base/io.h"
#include "base/map.h"

/* Outer acts, in the order of their names in frames.c. */
typedef enum Outer {
    OUT_SAY,
    OUT_WILL,
    OUT_INTEND,
    OUT_AGREE,
    OUT_APPEAL,
    OUT_DEMAND,
    OUT_MUST,
    OUT_REJECT,
    OUT_THREATEN,
    OUT_DENY,
    OUT_ACCUSE,
    OUT_STOP,
    OUT_LIFT,
    OUT_ALLOW,
    OUT_BAN,
    OUT_PREVENT,
    OUT_FAIL,
    OUT_TRY,
    OUT_NOT,
    OUT_CONSIDER,
    OUT_IF,
    OUT_GIVE,
    OUT_SEND,
    OUT_ORDER,
    OUT_SKIP,
    OUT_AFTER,
    OUT_COUNT
} Outer;
extern const char *const outer_name[OUT_COUNT];

/* A row of acts.txt. */
typedef struct Act {
    Slice name, code, lift, threat, mode; /* "" where the table has "-" */
    uint32_t stop;                        /* act, or NONE */
    uint32_t rank;
} Act;

#define WORD_LEXEMES 8
/* One word of the text to be matched. */
typedef struct FrameWord {
    Slice lower;  /* lower case */
    uint8_t kind; /* 'v' verb, 'n' noun, 0 not known: matches either */
    bool sure;    /* the kind is past doubt: lexemes of another kind do not match at all */
    uint8_t n;    /* lexemes it can be a form of; filled by frames_words */
    uint32_t lexeme[WORD_LEXEMES];
    uint8_t unfit; /* bit k: lexeme[k] is of another kind than the tagger says; such match only in
                      runs of several words */
} FrameWord;

typedef struct FrameHit {
    uint32_t sense;       /* < OUT_COUNT: Outer; else OUT_COUNT + act */
    uint32_t first, last; /* words, both included */
    uint32_t pattern;
    bool verb;  /* its first word is a verb form */
    bool whole; /* no other words between its words */
} FrameHit;

typedef struct Frames {
    Act *act;
    uint32_t n_acts;
    Map act_name, lexeme_name, form; /* form -> index into `link` */
    struct FrameLink *link;
    uint32_t n_links, cap_links;
    struct FrameLexeme *lexeme;
    uint32_t n_lexemes, cap_lexemes;
    struct FramePattern *pattern;
    uint32_t n_patterns, cap_patterns;
    Map irregular; /* base -> row of verbs */
    Table verbs;
    Arena *arena;
} Frames;

/* Reads acts.txt, frames.txt, verbforms.txt under data_dir/en. Memory from `arena`, for as long as
 * the frames are used. DLN_ERR_DATA. */
dln_status frames_load(const char *data_dir, Arena *arena, Frames *frames, dln_error *err);
/* The same matcher over another list of patterns (data_dir/en/NAME): column 1 is a class, kept as
 * an act without codes. */
dln_status frames_load_classes(const char *data_dir, const char *name, Arena *arena, Frames *frames,
                               dln_error *err);
uint32_t frames_act(const Frames *frames, const char *name); /* NONE when there is none */
/* Sets `kind` where it is 0 and the word before tells: a noun behind "the", a verb behind "will".
 * For text without tags. */
void frames_guess_kinds(FrameWord *words, uint32_t n);
/* Fills n and lexeme[] of words[0..n). */
void frames_words(const Frames *frames, FrameWord *words, uint32_t n);
/* Finds frames from left to right, most words first, no word twice. At most `room` hits; returns
 * their number. Linear time. */
uint32_t frames_match(const Frames *frames, const FrameWord *words, uint32_t n, FrameHit *hits,
                      uint32_t room);
/* Is the word alone a pattern of the act or class `name`? Unlike frames_match it asks for one
 * class, whatever others list the word too. `lower`: lower case. */
bool frames_word_is(const Frames *frames, Slice lower, const char *name);
/* The same of a word in any case, of at most 32 bytes. */
bool frames_word_is_nocase(const Frames *frames, Slice word, const char *name);
/* Numbers of the classes that the word alone is of (frames_sense_name); how many, at most
 * `most`. */
uint32_t frames_word_classes(const Frames *frames, Slice lower, uint32_t *out, uint32_t most);
/* Base form of a lexeme: "veto" of "veto/v". */
Slice frames_lexeme(const Frames *frames, uint32_t lexeme);
/* "visit", "APPEAL" */
Slice frames_sense_name(const Frames *frames, uint32_t sense);
#endif
