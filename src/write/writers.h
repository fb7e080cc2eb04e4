/* writers.h - writers of the record: one function a format, each over a Sink. They read the record
 * and write; nothing is decided here. */
#ifndef DLN_WRITE_WRITERS_H
#define DLN_WRITE_WRITERS_H
#include "base/buf.h"
#include "base/number.h"
#include "write/brief.h"

dln_status format_by_name(const char *name, dln_format *format);
/* Name of a format on the command line, NULL past the last; for help texts and completion. */
const char *format_name(uint32_t index);
/* `phrases` may be NULL: then what is told in fixed words is left out. */
dln_status record_write(const Record *record, dln_format format, const dln_write_options *options,
                        const Phrases *phrases, dln_write_fn write, void *context);

dln_status table_by_name(const char *name, dln_table *table);
const char *table_name(uint32_t index); /* NULL past the last */
const char *table_columns(dln_table table);

/* Ids of a stream go on from what was written before. */
uint32_t id_base(const dln_write_options *options, char letter);
/* "e12"; its length. */
enum { ID_LONGEST = 1 + NUMBER_DIGITS };
size_t id_text(const dln_write_options *options, char letter, uint32_t index,
               char room[ID_LONGEST]);
/* Sure enough for what was asked? An event without a confidence is not judged by it. */
static inline bool event_shown(const dln_write_options *options, const RecordEvent *event)
{
    return !(event->confidence > 0) || event->confidence >= options->min_confidence;
}
static inline bool part_shown(const dln_write_options *options, const RecordPart *part)
{
    return !(part->confidence > 0) || part->confidence >= options->min_confidence;
}
static inline bool statement_shown(const dln_write_options *options, const RecordStatement *s)
{
    return !s->versions.n || s->versions.at[0].score >= options->min_confidence;
}

/* `brief` may be NULL: then the record's lead and questions are left out. */
void out_json(const Record *record, const Brief *brief, const dln_write_options *options,
              Sink *sink, bool indent);
void out_reports_json(const Record *record, const dln_write_options *options, Sink *sink,
                      bool indent);
void out_csv(const Record *record, const dln_write_options *options, Sink *sink);
void out_cell(Slice words, Sink *sink); /* one cell of CSV in quotation marks */
/* The table as Arrow columns, both *owned*; DLN_ERR_NOMEM: nothing is given. `record` NULL: no
 * rows. */
dln_status out_arrow(const Record *record, const dln_write_options *options,
                     struct ArrowSchema *schema, struct ArrowArray *array);
/* The same record by record: columns that grow until they are taken, and then begin anew. After
 * want of memory they can be freed alone. */
dln_status table_columns_new(const dln_write_options *options, dln_columns **out);
dln_status table_columns_add(dln_columns *columns, const Record *record, const dln_counts *before);
void table_columns_size(const dln_columns *columns, uint64_t *rows, uint64_t *bytes);
dln_status table_columns_take(dln_columns *columns, struct ArrowSchema *schema,
                              struct ArrowArray *array);
void table_columns_free(dln_columns *columns);
void out_html(const Brief *brief, Sink *sink);
void out_webannotation(const Record *record, Sink *sink);
void out_gdelt(const Record *record, const dln_write_options *options, Sink *sink);
void out_plover(const Record *record, const dln_write_options *options, Sink *sink);
void out_text(const Brief *brief, const dln_write_options *options, Sink *sink);
void out_reports_text(const Record *record, const dln_write_options *options,
                      const Phrases *phrases, Sink *sink);
#endif
