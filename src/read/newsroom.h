/* newsroom.h - what a report says of itself in its first and last lines: dateline, byline, agency
 * credit, head line, photo credit. Words from data/en/newsroom.txt and outlets.txt.
 *
 * In: a line of text. Out: spans and parts. */
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
    Map word;    /* folded word -> LineWord class */
    Map place;   /* folded name of a city, state, region */
    Map given;   /* folded given name */
    Map common;  /* small words of English: "the", "of" */
    Map outlet;  /* folded name or domain -> row of outlet_name */
    Slice *outlet_name;
} Newsroom;

typedef enum LineWord {
    LINE_BYLINE = 1,
    LINE_CREDIT,
    LINE_LINK,
    LINE_STAMP,
    LINE_NOTE,
    LINE_LABEL, /* "UPDATE -", "OPINION:": no place */
    LINE_PAPER, /* a word of outlets' names: "Herald", "News" */
    LINE_TRADE, /* a word of those who write: "correspondent" */
    LINE_CARD,  /* the capitals that end a card of links: "MORE" */
    LINE_SHORT, /* a host of short addresses inside posts */
    LINE_BUTTON /* what a button by a picture says: "Buy Photo" */
} LineWord;

dln_status newsroom_open(const char *data_dir, Arena *arena, const Newsroom **newsroom,
                         dln_error *err);

/* A dateline at the start of a body paragraph: "BEIJING, April 17. /TASS/.", "WASHINGTON (Reuters)
 * -", "PARIS, March 3 (AFP) —". Fills report->dateline, adds the agency. False when the paragraph
 * has none. `at`: byte offset of the paragraph in report->text. */
bool dateline_find(const Newsroom *newsroom, Report *report, Span paragraph);
/* A whole line that is a byline ("By AFP", "By Jane Doe and John Roe, Reuters"): names in
 * `authors`/agencies of the report. */
bool byline_line(const Newsroom *newsroom, Report *report, Span line);
/* Names alone ("Jane Doe and John Roe"), which other signs say is a byline. */
bool byline_names(const Newsroom *newsroom, Report *report, Span line);
/* The first of at least two words is a given name of the lists. */
bool opens_with_given(const Newsroom *room, Slice name, Arena *scratch);
/* Language of a sample of text: its code, "und" for one that no detector knows and that has hardly
 * a small word of English (a language without a detector, a program), empty when it is too short to
 * say. */
Slice language_told(const Newsroom *room, Slice sample, Arena *arena);
/* Proper name of the outlet that the text names or whose domain it is ("nytimes.com", "NY Times" ->
 * "The New York Times"); empty when no list has it. */
Slice outlet_named(const Newsroom *newsroom, Slice name, Arena *scratch);
/* Agency whose name the text is, canonical ("AFP"); empty when it is none. */
Slice agency_named(const Newsroom *newsroom, Slice text);
/* Adds an agency once. */
bool report_agency(Report *report, Slice agency);
#endif
