/* html.h - a news page in HTML -> report. */
#ifndef READ_HTML_H
#define READ_HTML_H
#include "read/read.h"

/* Reads a page into `out`, begun by report_begin: text (headline, byline, body, captions as
 * blocks), map to the source bytes, metadata, notes. `http_charset`: from a transport header, empty
 * when there is none. A damaged page is never an error; a page over a limit gives what was read,
 * with out->partial. DLN_ERR_LIMIT / DLN_ERR_NOMEM when nothing could be kept. */
dln_status read_html(const ReadOptions *options, Slice bytes, Slice http_charset, Report *out);

/* Reads a piece of HTML (the content of a feed's entry, well-formed UTF-8): all visible text is
 * body; map into the piece. */
dln_status read_html_fragment(const ReadOptions *options, Slice utf8, Report *out);

#endif
