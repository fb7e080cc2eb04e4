/* out.h - writers of the record: one function a format, each over a Sink. They read the record and
 * write; nothing is decided here. */
#ifndef DLN_OUT_OUT_H
#define DLN_OUT_OUT_H
#include "base/buf.h"
#include "write/brief.h"

dln_status format_by_name(const char *name, dln_format *format);
/* Name of a format on the command line, NULL past the last; for help texts and completion. */
const char *format_name(uint32_t index);
/* `phrases` may be NULL: then what is told in fixed words is left out. */
dln_status record_write(const Record *record, dln_format format, const dln_write_options *options,
                        const Phrases *phrases, dln_write_fn write, void *context);

void out_json(const Record *record, Sink *sink, bool indent);
void out_reports_json(const Record *record, Sink *sink, bool indent);
void out_html(const Brief *brief, Sink *sink);
void out_webannotation(const Record *record, Sink *sink);
void out_gdelt(const Record *record, Sink *sink);
void out_plover(const Record *record, Sink *sink);
void out_text(const Brief *brief, const dln_write_options *options, Sink *sink);
void out_reports_text(const Record *record, const dln_write_options *options, Sink *sink);
#endif
