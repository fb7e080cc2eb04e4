/* stamps.h - the stamps that a page prints into its text: "Man shot in Velm Posted: Sunday, July 5,
 * 2015 7:23 AM EDT Updated: ...", "(Published Friday, July 31, 2015)".
 *
 * In: a paragraph. Out: where the stamps stand, and the day that they tell. */
#ifndef DLN_READ_STAMPS_H
#define DLN_READ_STAMPS_H
#include "read/newsroom.h"

/* Stamps that follow each other directly. */
typedef struct StampRun {
    Span span;
    bool aside;                     /* in brackets: the day of a film or picture */
    PartDate posted, updated;       /* month 0: none, or 04/05/2015 */
    Span posted_span, updated_span; /* the date alone */
} StampRun;

/* The first run of stamps from byte `from` of the paragraph on. */
bool stamp_run(const Newsroom *room, Slice text, Span paragraph, uint32_t from, StampRun *run);
/* The report's days by a run of its head: a page that says when it was posted was not published
 * when it was fetched or last saved. */
bool stamp_apply(Report *report, const StampRun *run);
#endif
