/* tar.h - forms that need a file of their own for each report, as one stream: a tar of them.
 * `dateline annotate -f brat reports/ | tar x` leaves the files. */
#ifndef DLN_WRITE_TAR_H
#define DLN_WRITE_TAR_H
#include "write/writers.h"

/* Adds one file, as a regular file of mode 644 and no date. */
void tar_file(Sink *sink, Slice name, Slice bytes);
/* "r3-outlet_page.ann": number, the source's own name with what a shell or file system would mind
 * as
 * '_', extension. In `arena`; {NULL, 0} without memory. */
Slice tar_name(const Record *record, const dln_write_options *options, uint32_t report,
               const char *extension, Arena *arena);

/* Where a report has something of the record: which item, which of its mentions or versions. */
typedef struct Place {
    uint32_t report, item, mention;
} Place;
typedef enum PlaceKind {
    PLACE_ENTITY,
    PLACE_TIME,
    PLACE_EVENT,
    PLACE_STATEMENT,
    PLACE_KINDS
} PlaceKind;

/* What a document of one report is made with. */
typedef struct Document {
    const Record *record;
    const dln_write_options *options;
    uint32_t report;
    Sink *sink;
    const Place *at[PLACE_KINDS]; /* of this report, in the record's order */
    uint32_t n[PLACE_KINDS];
    uint32_t *point; /* [text.n + 1] code point at a byte: what these forms count in */
} Document;

/* Code point of each byte of a text, the number of them behind the last; NULL: no memory. */
uint32_t *document_points(Slice text, Arena *arena);
/* Calls `make` for each report in turn, with its document filled but for the sink, which it is
 * given. False: no memory, or the sink has failed. */
bool each_document(const Record *record, const dln_write_options *options, Sink *sink,
                   bool (*make)(Document *, Sink *, void *, Arena *), void *context);
/* Makes the document of each report with `make`, and adds it with this extension. */
void tar_documents(const Record *record, const dln_write_options *options, const char *extension,
                   void (*make)(const Document *), Sink *sink);

void out_timeml(const Record *record, const dln_write_options *options, Sink *sink);
void out_brat(const Record *record, const dln_write_options *options, Sink *sink);
void out_naf(const Record *record, const dln_write_options *options, Sink *sink);
void out_quotes(const Record *record, const dln_write_options *options, Sink *sink);
#endif
