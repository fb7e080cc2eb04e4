/* times_atoms.h - the finest pieces of a report's prose, below tokens: runs of letters, runs of
 * digits, single marks. "20-22", "mid-2011" and "4.5" are cut the same whatever the tokeniser did,
 * so the rules of times and quantities need to know one cutting only and work with or without a
 * language model. */
#ifndef DLN_MEAN_TIMES_ATOMS_H
#define DLN_MEAN_TIMES_ATOMS_H
#include "base/io.h"
#include "base/map.h"
#include "mean/mean.h"

typedef enum AtomKind { ATOM_LETTERS, ATOM_DIGITS, ATOM_MARK } AtomKind;
typedef struct Atom {
    Span span;
    uint32_t word;  /* entry of WordList, NONE when unknown */
    uint32_t value; /* digits: their value (9 digits at most, else UINT32_MAX); marks: the folded
                       character (dashes: '-', quotes: '\'') */
    uint8_t kind;   /* AtomKind */
    uint8_t digits; /* digits: how many (capped at 255) */
    bool glued;     /* no white space before */
    bool capital;   /* letters: begins with a capital */
    bool shout;     /* letters: all capitals */
    bool breaks;    /* a line break, or the end of a block, lies before */
} Atom;
typedef struct Atoms {
    Atom *at;
    uint32_t n;
} Atoms;

/* A word and the numbers it can stand for. */
typedef enum NumberKind {
    NUMBER_NOT,
    NUMBER_UNIT,
    NUMBER_TEN,
    NUMBER_HUNDRED,
    NUMBER_SCALE,
    NUMBER_ORDINAL,
    NUMBER_PART,
    NUMBER_ARTICLE,
    NUMBER_AND,
    NUMBER_DOZEN,
    NUMBER_OF,
    NUMBER_PARTS
} NumberKind;
typedef struct NumberWord {
    uint8_t kind;
    double value;
} NumberWord;

/* The words of a set of data files, each with a dense index; forms are lower case. */
typedef struct WordList {
    Map map;
    uint32_t n;
    VEC(NumberWord) number;
} WordList;
uint32_t words_add(WordList *words, Slice form,
                   Arena *arena); /* index, old or new; NONE: no memory */
/* Reads "en/quantities_numbers.txt" into the list. */
dln_status words_numbers(const char *data_dir, WordList *words, Arena *arena, dln_error *err);

/* Cuts the prose of a report (title, heading, body, date line, caption, byline; without blocks: all
 * of it). Words in web addresses are marked unknown unless `addresses`. Memory from `arena`. */
dln_status atoms_cut(const Report *report, const WordList *words, bool addresses, Arena *arena,
                     Atoms *atoms);

/* A number in figures or words ("1,500", "4.5 million", "two and a half", "twenty-first"). */
typedef struct Number {
    uint32_t first, end; /* atoms */
    double value;
    double step; /* unit of its last stated figure: 100 for "1,500", 0.1 for "4.5", 1e5 for "4.5
                    million" */
    bool figures, ordinal, whole;
    bool dozens; /* "dozens", "hundreds of": vague; value is one of them */
} Number;
/* The part that words add behind a unit ("two miles and a half"): 0.5, and the atom behind it; the
 * atom `at` itself when there is none. */
uint32_t number_part_behind(const Atoms *atoms, const WordList *words, uint32_t at, double *part);
/* "three quarters": 0.75, for quantities; times read quarters of a year. */
bool number_of_parts(const Atoms *atoms, const WordList *words, uint32_t at, Number *number);
bool number_at(const Atoms *atoms, const WordList *words, uint32_t at,
               Number *number); /* longest one that begins at `at` */
#endif
