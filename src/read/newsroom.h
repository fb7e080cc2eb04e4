/* newsroom.h - what a report says of itself in its first and last lines: dateline, byline, agency
 * credit, date line, photo credit. Words from data/en/newsroom.txt. In: a line of text. Out: spans
 * and parts. */
#ifndef DLN_READ_NEWSROOM_H
#define DLN_READ_NEWSROOM_H
#include "base/io.h"
#include "base/map.h"
#include "base/report.h"

typedef struct Newsroom {
    Map agency; /* folded name -> row of agency_name */
    Slice *agency_name;
    Map month;   /* folded month word -> 1..12 */
    Map weekday; /* folded weekday word -> 1..7 */
    Map word;    /* folded word -> WORD_* class */
} Newsroom;

typedef enum LineWord { LINE_BYLINE = 1, LINE_CREDIT, LINE_LINK, LINE_STAMP, LINE_NOTE } LineWord;

dln_status newsroom_open(const char *data_dir, Arena *arena, const Newsroom **newsroom,
                         dln_error *err);

/* A dateline at the start of a body paragraph: "BEIJING, April 17. /TASS/.", "WASHINGTON (Reuters)
 * -", "PARIS, March 3 (AFP) —". Fills report->dateline, adds the agency. False when the paragraph
 * has none. `at`: byte offset of the paragraph in report->text. */
bool dateline_find(const Newsroom *newsroom, Report *report, Span paragraph);
/* A whole line that is a date ("April 17, 2023", "Published 17 April 2023 09:30 GMT"): the date in
 * `when`, its words in `span`. names: names and their small words may stand beside it ("Adria Post,
 * 17 May 2017"), as between a title and the body. */
bool date_line(const Newsroom *newsroom, Slice text, Span line, bool names, PartDate *when,
               Span *span);
/* A whole line that is a byline ("By AFP", "By Jane Doe and John Roe, Reuters"): names in
 * `authors`/agencies of the report. */
bool byline_line(const Newsroom *newsroom, Report *report, Span line);
/* Agency whose name the text is, canonical ("AFP"); empty when it is none. */
Slice agency_named(const Newsroom *newsroom, Slice text);
/* Adds an agency once. */
bool report_agency(Report *report, Slice agency);
#endif
