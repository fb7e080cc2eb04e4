/* linewords.h - the words, dates and clocks of one line of a report's head.
 *
 * In: a line of text. Out: its words, and the dates that stand among them ("April 17, 2023",
 * "21st of August 2016", "21-Aug-2016", "2023-04-17", "21.08.2016"). */
#ifndef DLN_READ_LINEWORDS_H
#define DLN_READ_LINEWORDS_H
#include "read/newsroom.h"

/* Words of a line: letters (with all that is not ASCII), or digits, or one other character. A
 * bullet or a dash of more than one byte is one word whose `first` is '|' or '-'. */
typedef struct Word {
    Span span;
    char first;
} Word;
enum { MAX_WORDS = 48 };

/* Words of the line, at most MAX_WORDS: MAX_WORDS means that there may be more. */
uint32_t line_words(Slice text, Span line, Word word[MAX_WORDS]);
/* A number of at most four digits; 0 when the word is none. */
uint32_t word_number(Slice text, Word word);
/* Month 1 to 12 that an English word names; 0: none. */
uint32_t word_month(const Newsroom *room, Slice text, Word word);
/* Class of the word among those of data/en/newsroom.txt; 0: none. */
uint32_t word_class(const Newsroom *room, Slice text, Word word);
/* A weekday, a word that stands before a date, a clock's or zone's word, or a mark. */
bool word_stamps(const Newsroom *room, Slice text, Word word);

/* A date in words or figures from word i; *next is the word behind it. The year may be missing
 * where a month is named. 04/05/2023 is no date: nobody knows which. */
bool date_at_word(const Newsroom *room, Slice text, const Word *word, uint32_t n, uint32_t i,
                  PartDate *when, uint32_t *next);
/* A time of day from word i ("3:15 PM", "15:30:10", "3 p.m.", "1425 GMT"), with its zone; *next is
 * the word behind it. */
typedef struct Clock {
    uint32_t hour, minute, second;
    Slice zone; /* as ISO writes it, "Z", "-05:00"; empty: unknown */
} Clock;
bool clock_at_word(Slice text, const Word *word, uint32_t n, uint32_t i, Clock *clock,
                   uint32_t *next);
/* ASCII letters lowered into `out`, without memory; longer words never match. */
Slice fold_short(Slice word, char out[64]);
#endif
