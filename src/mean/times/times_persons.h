/* times_persons.h - months and weekdays that are persons' names in a report, times that are names
 * of shows and papers.
 *
 * In: the hits of a report. Out: which months and weekdays name a person there, and whether one
 * mention does; whether a mention is a show. */
#ifndef DLN_MEAN_TIMES_PERSONS_H
#define DLN_MEAN_TIMES_PERSONS_H
#include "mean/times/times_match.h"

/* Bit m: the month (1-12) or weekday (1-7) names a person in the report. */
typedef struct TimePersons {
    uint32_t months, weekdays;
} TimePersons;

/* Is a word of the class (a symbol of times.txt)? */
bool times_word_is(const Times *times, const Atom *atom, uint32_t symbol);
/* Does a sentence end at the mark i? */
bool times_sentence_ends(const Atoms *atoms, uint32_t i);
TimePersons times_persons(const Times *times, const Report *report, const Atoms *atoms,
                          const TimeHits *hits);
bool times_is_person(const TimePersons *persons, const Times *times, const Report *report,
                     const Atoms *atoms, const TimeHit *hit, const TimeNode *node);
/* "CBS This Morning", "Saturday Night Live", "USA TODAY", "the "Today" show". */
bool times_is_show(const Times *times, const Report *report, const Atoms *atoms, const TimeHit *hit,
                   const TimeNode *node);
#endif
