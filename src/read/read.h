/* read.h - bytes of any news document to reports.
 *
 * In: the bytes of one input (file, entry, request). Out: one call of `each` per report in it, in
 * order. Formats are told by content. */
#ifndef DLN_READ_READ_H
#define DLN_READ_READ_H
#include "base/io.h"
#include "base/report.h"

/* What reading needs from data files; immutable once open. */
typedef struct ReadEngine {
    const struct Newsroom *newsroom; /* agencies, outlets, months, byline words: read/newsroom.h */
    const struct PageRules *page;    /* what the HTML reader knows: read/page/rules.h */
} ReadEngine;
dln_status read_open(const char *data_dir, ReadEngine *engine, Arena *arena, dln_error *err);
void read_close(ReadEngine *engine);

/* Told of a damaged entry that is passed over; the strings are the reader's own. A status other
 * than DLN_OK stops reading and is passed on. */
typedef dln_status (*ReadFault)(const dln_error *fault, void *context);

typedef struct ReadOptions {
    uint64_t max_input;  /* bytes after unpacking */
    uint64_t max_memory; /* arena of one report */
    const ReadEngine *engine;
    Slice charset;     /* from a transport header; empty: none */
    uint64_t max_time; /* processor time for one report, ns; only with `time` */
    Budget *time;      /* begins anew with each report; NULL: no limit */
    ReadFault fault;   /* each fault, the first hundred of an input; NULL: `err` has the first */
} ReadOptions;

/* Receives a finished report and owns it (its arena). A status other than DLN_OK stops reading and
 * is passed on. */
typedef dln_status (*ReadEach)(Report *report, void *context);

/* Reads one input; packed bytes (gzip, zstd) are unpacked on the way. DLN_ERR_EMPTY, DLN_ERR_FORMAT
 * (binary, damaged), DLN_ERR_LIMIT, DLN_ERR_IO, with `err` filled by the first fault; every report
 * that could be read is given out all the same. */
dln_status read_file(const ReadOptions *options, const char *path, ReadEach each, void *context,
                     dln_error *err);
dln_status read_input(const ReadOptions *options, Slice name, Slice bytes, ReadEach each,
                      void *context, dln_error *err);

/* Starts a report: arena, source, member, sha256 of `bytes`, media type (static text). */
dln_status report_begin(const ReadOptions *options, Slice source, Slice member, Slice bytes,
                        const char *media_type, Report *out);

/* Outlet and date from the report's address, where it has none. */
void report_from_address(const ReadEngine *engine, Report *report);

/* One reader per format; `out` was begun by report_begin. `bytes` may be freed on return. */
dln_status read_text(const ReadOptions *options, Slice bytes, bool markdown, Report *out);
#endif
