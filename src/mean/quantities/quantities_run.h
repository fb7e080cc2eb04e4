/* quantities_run.h - what the files that read quantities share. Not for other files. */
#ifndef DLN_MEAN_QUANTITIES_RUN_H
#define DLN_MEAN_QUANTITIES_RUN_H
#include "mean/quantities/quantities_words.h"

#define KIND(k) (1u << (k))
enum { NOUN_REACH = 4 }; /* atoms behind a number in which its noun may stand */

/* One report being read. */
typedef struct Run {
    const Quantities *q;
    const Report *report;
    const Atoms *atoms;
    Findings *findings;
    Arena *arena;
    uint32_t time, token; /* walks over times and tokens */
} Run;

/* A quantity under construction, in atoms. */
typedef struct Draft {
    Number number;
    uint32_t first, end; /* of the span */
    uint32_t outer;      /* before "a total of", "the other", which are no part of the span */
    uint32_t below;      /* the end of "below zero", 0: not said */
    Quantity out;
} Draft;

/* Atoms by place; past the end a mark that is none. */
static inline const Atom *quantity_atom(const Run *run, uint32_t i)
{
    static const Atom none = {.kind = ATOM_MARK, .word = NONE, .breaks = true};
    return i < run->atoms->n ? &run->atoms->at[i] : &none;
}
static inline bool quantity_mark_is(const Run *run, uint32_t i, uint32_t mark)
{
    const Atom *a = quantity_atom(run, i);
    return a->kind == ATOM_MARK && a->value == mark;
}
static inline Slice quantity_form(const Run *run, uint32_t i)
{
    return i < run->atoms->n ? slice_span(run->report->text, run->atoms->at[i].span)
                             : (Slice){"", 0};
}
static inline bool quantity_word_is(const Run *run, uint32_t i, const char *word)
{
    return slice_eq_nocase(quantity_form(run, i), slice_of(word));
}

/* ---- quantities_around.c ---- */
/* "849 Chapel Street", "the 700 block of Kenwood Avenue": up to three words of a name between. */
bool quantity_is_address(const Run *run, const Number *n);
/* "a .45 handgun", but ".5 percent". */
bool quantity_is_calibre(const Run *run, const Number *n);
/* Parts of names, versions, phone numbers: "F-16", "COVID-19", "Article 5", "555-0100". */
bool quantity_is_label(const Run *run, const Number *n);
/* "won 34-31", "a 7-2 ruling", "Trask (52-3)", "45-7-2": two figures or three, each of three
 * digits at most, that do not rise all the way ("10-12 people" is a range). */
bool quantity_score(Run *run, Draft *d);
/* "called 9-1-1", "open 24-7": figures with hyphens at `at` that are no score by the words before.
 */
bool quantity_no_score(const Run *run, uint32_t at);
/* Bounds, currency and signs before the number. */
void quantity_left(Run *run, Draft *d);
/* "minus 5 degrees Celsius", "5 degrees below zero": which side of nought. */
void quantity_sign(Run *run, Draft *d);
/* "10 to 12", "10-12", "between 10 and 12": a second number makes the upper end. */
void quantity_second(Run *run, Draft *d);
void quantity_right(Run *run, Draft *d);
/* "magnitude of 6.1", "measuring 6.1": the word stands before. */
void quantity_magnitude(Run *run, Draft *d);
/* "56-year-old", "aged 56", "Maria Lund, 56, said", "both 51" */
bool quantity_age(Run *run, Draft *d);
/* "the fifth such raid of the year": without tags the last of the lower-case words up to one that
 * ends the phrase. */
void quantity_ordinal(Run *run, Draft *d);
/* "three in four". */
bool quantity_ratio(Run *run, Draft *d);

/* ---- quantities_counted.c ---- */
/* Singular of a regular plural; for reports without lemmas. */
Slice quantity_singular(Run *run, Slice form);
/* Token that holds byte `b`; tokens are walked forward, a few steps back are allowed. */
uint32_t quantity_token(Run *run, uint32_t b);
/* With tags: the head that the number modifies. */
bool quantity_noun_by_tags(Run *run, Draft *d);
/* Without tags: the first plural, or noun of people, within a few words. */
bool quantity_noun_by_form(Run *run, Draft *d);
/* "killed 12": the verb before; "12 victims": the noun itself. */
void quantity_toll_verb(Run *run, Draft *d);
/* "killed at least 12", "12 dead", "12 people were killed", "a death toll of 12", "left 12 people
 * dead" */
void quantity_toll(Run *run, Draft *d);
/* "The death toll from the attack on the convoy rose to 14", "the number of people killed had
 * reached 17": a level, and to its left what is counted, with no other number between. */
void quantity_level(Run *run, Draft *d);
/* Who is counted where no noun says it: "two were detained", "the number of arrests rose to 212".
 */
void quantity_people(Draft *d);
void quantity_toll_noun(Run *run, Draft *d);
#endif
