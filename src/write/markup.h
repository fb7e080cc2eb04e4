/* markup.h - escaped HTML/SVG text on a sink, for the page writers. Text of a report is always
 * escaped, never trusted as markup. */
#ifndef DLN_OUT_MARKUP_H
#define DLN_OUT_MARKUP_H
#include "write/out.h"

/* Text as character data or inside a double-quoted attribute. Control bytes are dropped, & < > " '
 * become references. */
void html_text(Sink *sink, Slice text);
/* The same, cut to at most `points` code points with "…" behind a cut. */
void html_text_cut(Sink *sink, Slice text, uint32_t points);
/* "18 April 2023"; "date unknown" for DAY_UNKNOWN. */
void html_day(Sink *sink, int32_t day);
void html_days(Sink *sink, int32_t from, int32_t to);
/* Letter and number of a claim ("f3"). */
typedef struct ClaimId {
    char letter;
    uint32_t index;
} ClaimId;
void html_reports(const Record *record, Sink *sink);  /* html_report.c: the right side */
void svg_time_line(const Record *record, Sink *sink); /* svg.c */
void svg_matrix(const Record *record, Sink *sink);
extern const char page_css[], page_js[]; /* page_assets.c */
#endif
