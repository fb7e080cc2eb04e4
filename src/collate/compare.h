/* compare.h - two values: the same, compatible, or apart; many values: the verdict. Guide: bench
 * annotation guide, in short agree     every value normalises to the same (unit, clock form, number
 * word, synonym) refined   different, but all can be true: rounder, vaguer, a part, a bound, a
 * spelling, later in time, explained by the report conflict  two of them cannot both be true of
 * that thing at that time only      one voice alone; copies of one wire are one voice. A false
 * conflict costs more than a missed one: where the types do not decide, the answer is refined. */
#ifndef DLN_COLLATE_COMPARE_H
#define DLN_COLLATE_COMPARE_H
#include "collate/value.h"

typedef enum Relation { RELATION_SAME, RELATION_REFINED, RELATION_APART } Relation;
typedef struct Compared {
    Relation relation;
    const char *why;
} Compared; /* why: static */

/* What is known about places: `inside` tells whether one named place lies in the other; NULL
 * functions mean nothing is known. */
typedef struct PlaceKnowledge {
    int (*inside)(const void *context, Slice part, Slice whole);
    const void *context;
} PlaceKnowledge; /* 1 yes, 0 no, -1 unknown */

Compared value_compare(const PlaceKnowledge *places, const Value *a, const Value *b);
/* Bytes that must be changed, added or dropped to turn one word into the other; words over 63 bytes
 * count as far apart. */
uint32_t edit_distance(Slice a, Slice b);

/* One value as one report tells it. */
/* Why a fact is refined that is no more exact but of another day. */
#define FIGURE_OF_ANOTHER_DAY "a figure of another day"

typedef struct Told {
    Value value;
    uint32_t report, voice; /* voice: reports that are copies of one another share it */
    int32_t day;            /* of the report, DAY_UNKNOWN */
    int32_t at;             /* the one day that its sentence names, where a measure may change from
                               day to day; DAY_UNKNOWN */
    bool moving;            /* what is measured moves: the speed of a storm */
    bool revised;           /* the words around say that the figure replaces an earlier one */
} Told;
typedef struct Judged {
    dln_verdict verdict;
    const char *why;
} Judged;

/* The verdict over `n` values of one fact. Compares at most 64 different values with one another.
 */
Judged value_judge(const PlaceKnowledge *places, const Told *told, uint32_t n);
/* The day of a report: published, else its dateline, else the first full date in the first 600
 * bytes of its text. DAY_UNKNOWN. */
int32_t report_day(const ValueWords *words, const Report *report);
/* True when a word that announces a revised figure stands in the sentence around `span`. */
bool words_revise(const ValueWords *words, Slice text, Span span);
#endif
