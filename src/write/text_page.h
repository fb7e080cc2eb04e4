/* text_page.h - lines of a terminal: words wrapped at a width, indents, colours. */
#ifndef DLN_WRITE_TEXT_PAGE_H
#define DLN_WRITE_TEXT_PAGE_H
#include "write/brief.h"
#include "write/writers.h"

typedef enum Ink { INK_BOLD, INK_RED, INK_DIM, INK_PLAIN } Ink;

typedef struct Page {
    const Brief *brief; /* NULL where only reports are printed */
    const Phrases *phrases;
    const Record *record;
    Sink *sink;
    uint32_t width, indent, column, lines;
    bool colour, all, context, fresh;
} Page;

Page page_open(const Record *record, const dln_write_options *options, Sink *sink);
void page_ink(Page *p, Ink ink);
/* Begins a line; what wraps stands `hang` columns further in. */
void page_line(Page *p, uint32_t indent, uint32_t hang);
/* Words, wrapped; control bytes are dropped. glued: the first follows without a blank. */
void page_put(Page *p, Slice text);
void page_glue(Page *p, Slice text);
void page_text(Page *p, const char *text);
void page_heading(Page *p, const char *text);
/* "(text)", the brackets never apart from it. */
void page_paren(Page *p, Slice text);
void page_more(Page *p, uint32_t left);
/* One line of the report's words, cut with three dots where it does not fit `points`. */
void page_cut(Page *p, Slice text, uint32_t points);
/* Pads with blanks up to a column. */
void page_tab(Page *p, uint32_t column);
/* "Adria [1] (+1 copy), Danube Herald [4]". */
void page_voices(Page *p, const BriefVoices *voices, uint32_t most);
/* "[n]". */
void page_ref(Page *p, uint32_t report);
/* The words around a span on lines of their own, with what `dateline show` takes; only where
 * --context asks for them. */
void page_context(Page *p, uint32_t report, Span at);
/* What outlets changed in their own reports, and how they correct them; text_versions.c. */
void text_versions(Page *p);
#endif
