/* document.h - one document in memory to reports, for the readers of containers. */
#ifndef DLN_READ_DOCUMENT_H
#define DLN_READ_DOCUMENT_H
#include "read/read.h"
#include "read/source.h"

/* What is being read, shared by the readers of one input. */
typedef struct Reading {
    const ReadOptions *options;
    Slice name; /* of the input */
    ReadEach each;
    void *context;
    dln_error *err;
    uint32_t given;         /* reports handed out so far */
    uint32_t faults;        /* damaged entries passed over; the first is in err */
    const uint64_t *record; /* byte of the archive's record that is being read; NULL: none is */
    uint64_t unpacked;      /* bytes that packed entries have unpacked to */
} Reading;

typedef enum DocumentKind {
    DOCUMENT_TEXT,
    DOCUMENT_MARKDOWN,
    DOCUMENT_HTML,
    DOCUMENT_XML,
    DOCUMENT_JSON,
    DOCUMENT_WARC,
    DOCUMENT_ARC,
    DOCUMENT_RTF,
    DOCUMENT_MAIL,
    DOCUMENT_CODE,
    DOCUMENT_BINARY
} DocumentKind;

/* Reads a single document (text, markdown, HTML, XML, JSON). `member`: its place in the container,
 * `charset`: of the transport, `url`: where it came from; each may be empty. A document that cannot
 * be read is a fault of its own (reading_fault), not of the container. */
dln_status document_read(Reading *reading, Slice member, Slice bytes, Slice charset, Slice url);
/* Hands a finished report out. */
dln_status reading_give(Reading *reading, Report *report);
/* Of a fault that lies at no byte: an empty input, a binary one. */
#define NO_POSITION UINT64_MAX
/* Notes a damaged entry, and tells it (ReadOptions.fault). `position`: byte of the input, or
 * NO_POSITION. DLN_OK: reading goes on; else who was told stops it. */
dln_status reading_fault(Reading *reading, dln_status status, uint64_t position, const char *format,
                         ...) __attribute__((format(printf, 4, 5)));

dln_status read_json(
    Reading *reading, Slice member,
    Slice bytes); /* json.c: one JSON text: article, list of articles, JSON Feed, ninjs */
/* json_lines.c: one object a line; `known` is the kind that the first bytes were taken for. The
 * first line may be damaged, or have a byte that makes the whole look like no text. */
bool is_json_lines(Slice head, DocumentKind known);
dln_status read_json_lines(Reading *reading, Source *source);
dln_status read_json_line(Reading *reading, Slice line, uint64_t offset, uint32_t number);
dln_status read_xml(Reading *reading, Slice member, Slice bytes,
                    Slice charset); /* xml.c: RSS, Atom, RDF, NewsML-G2 */
/* mail.c: one letter */
dln_status read_mail(Reading *reading, Slice member, Slice bytes);
/* rtf.c: the words of Rich Text Format, UTF-8 in the arena */
dln_status rtf_text(Slice bytes, Arena *arena, Slice *text);
dln_status read_warc(Reading *reading, Source *source); /* warc.c: WARC 1.0/1.1 and ARC */

/* Metadata that a container knows; what is empty is left to the document. Called after the
 * document's own reading. */
enum { MAX_GIVEN_AUTHORS = 16 };
typedef struct Given {
    Slice title, url, outlet, published, modified, language, image, byline;
    Slice author[MAX_GIVEN_AUTHORS]; /* each one name, or several with "and" between them */
    uint32_t authors;
} Given;
/* One more author; empty ones and those above the maximum are passed over. */
void given_author(Given *given, Slice author);
dln_status report_given(const ReadEngine *engine, Report *report, const Given *given);
/* Date of a container ("Mon, 17 Apr 2023 08:30:00 GMT", "2023-04-17T08:30:00Z", "2017/8/3 09:12",
 * "June 29, 2016 3:07 PM") as a stamp; false when it is none. */
bool stamp_parse(const ReadEngine *engine, Slice text, Arena *arena, Stamp *stamp);
#endif
