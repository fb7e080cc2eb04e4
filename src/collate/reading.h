/* reading.h - what collation reads of one report, whatever the story: made once and kept with the
 * findings (Findings.reading), so that no join reads it again.
 *
 * In: the findings of a report. Out: its tellings of events (event_unit.c, event_alike.c), the
 * words of its quotations (facts_quote.c), its notices of correction (corrections.c). Nothing in it
 * hangs on another report, nor on days, which a story may mend (times_complete). */
#ifndef DLN_COLLATE_READING_H
#define DLN_COLLATE_READING_H
#include "collate/join.h"
#include "collate/wording.h"

/* What a report is read with. */
typedef struct Reader {
    const Collate *collate;
    const Lang *lang;       /* NULL: no vectors */
    const Aligner *aligner; /* NULL: all words weigh alike */
    const Findings *f;
    Arena *arena;   /* of what is read */
    Arena *scratch; /* may be the same arena: then nothing of it is rewound */
} Reader;

/* Words [first, first + n) of a reading: one quotation in one paragraph, or what stands outside. */
typedef struct Stretch {
    uint32_t report, first, n; /* report: of the story, set there */
    bool marked;
} Stretch;

struct Telling; /* event_pair.h */
struct Reading {
    const struct Telling *telling; /* [events] */
    SaidWords words;
    VEC(Stretch) stretch;
    VEC(Span) notice; /* paragraphs that correct something */
};

/* A copy of the list in the reader's arena; NULL: no memory. */
const uint32_t *reader_list(const Reader *reader, const uint32_t *list, uint32_t n);
bool read_quotes(const Reader *reader, Reading *out);  /* facts_quote.c */
bool read_notices(const Reader *reader, Reading *out); /* corrections.c */
#endif
