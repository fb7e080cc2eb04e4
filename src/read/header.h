/* header.h - a line of a report's head that says which outlet printed it, when, and who wrote it:
 * "Harbour Post, May 3, 2024", "harbourpost.example, May 3, 2024", "By Jane Doe | Harbour Post |
 * 3 May 2024 3:15 PM", a date alone.
 *
 * In: a line. Out: its parts; the report's date, outlet, authors, agencies. */
#ifndef DLN_READ_HEADER_H
#define DLN_READ_HEADER_H
#include "read/linewords.h"

/* What a field of the line is. */
typedef enum FieldKind {
    FIELD_OTHER, /* words of a sentence: the line is no head line */
    FIELD_DOMAIN,
    FIELD_OUTLET, /* of the list, or with a word of outlets' names */
    FIELD_AGENCY,
    FIELD_BYLINE, /* "By Jane Doe" */
    FIELD_PERSON, /* opens with a given name */
    FIELD_TRADE,  /* "staff writer" */
    FIELD_PLACE,
    FIELD_NAME /* capitalised words, nobody knows whose */
} FieldKind;

enum { MAX_FIELDS = 8 };
typedef struct Header {
    bool dated;
    bool changed;  /* "Updated 5 May 2024" */
    PartDate when; /* year 0: unknown */
    Clock clock;
    bool has_clock;
    Span date_span;
    uint32_t n;
    FieldKind kind[MAX_FIELDS];
    Span field[MAX_FIELDS];
} Header;

/* Reads the line as a head line; false when a part of it is neither name nor date. `scratch`: for
 * folded names. */
bool header_scan(const Newsroom *room, Slice text, Span line, Arena *scratch, Header *header);
/* True when the line names its outlet so that it needs no title before it. */
bool header_names_outlet(const Header *header);
/* True when every field names a person ("Jane Doe and John Roe"). */
bool header_names_persons(const Header *header);
/* True when a writer is named in it. */
bool header_signs(const Header *header);
/* Takes over into the report what it does not know yet. */
bool header_apply(const Newsroom *room, Report *report, const Header *header);
#endif
