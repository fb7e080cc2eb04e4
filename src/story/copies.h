/* copies.h - who copied whom: reprints of one text and passages reused in another.
 *
 * In: reports in order of arrival (texts only; the outlet is not looked at). Out, for each: the
 * earlier report it took words from, whether it is the same text (a *copy*: cut, padded, with a new
 * lead, restyled, damaged) or only reuses passages, and which bytes.
 *
 * Way: word triples, thinned by winnowing (Schleimer, Wilkerson, Aiken 2003), are fingerprints; an
 * inverted table gives the few families of texts that share rare ones; those are aligned word by
 * word (align.h), and the share of the text that runs parallel decides. Each report is tied to one
 * source only, so one false pair cannot weld two families together. Forty reprints of one text put
 * each fingerprint into the table a few times, not forty, and a triple held by many families is
 * boilerplate: it neither finds nor counts. The source is the candidate that shares most words to
 * the byte (a copy carries the errors of what it was made from); of equals, the earliest. Known to
 * fail: text translated or retold; a copy that arrives before its source is taken for the source.
 */
#ifndef DLN_STORY_COPIES_H
#define DLN_STORY_COPIES_H
#include "base/report.h"
#include "story/words.h"

typedef struct CopySpan {
    Span source, copy;
} CopySpan; /* bytes of the source's text, bytes of this text */
/* How the nearest earlier text measured, before anything was decided; report NONE: none shared any
 * words. */
typedef struct CopyMeasure {
    uint32_t report;
    float share, lead;
    uint32_t longest, whole;
} CopyMeasure; /* lead: of the source's first words that stand here, 0..1; longest, whole: words,
                  see copies.c */
typedef struct CopyLink {
    uint32_t source; /* number of the report the words come from, NONE: of nobody before it */
    bool is_copy; /* the same text: counts as one voice with its source; false: passages are reused
                     in a text of its own */
    float share;  /* of this text's words that run parallel to the source's, 0..1 */
    float share_source; /* of the source's words that stand here */
    CopySpan *spans;    /* in order of this text */
    uint32_t n_spans;
    CopyMeasure measure;
} CopyLink;

/* ---- the reports of one story ---- */

/* Links among `n` reports, taken in order of `published` (unknown last), then as given. out[n];
 * out[i].source is an index into `reports`; spans live in `arena`. DLN_ERR_NOMEM/LIMIT when the
 * arena gives no room. */
dln_status story_copies(const Report *const *reports, uint32_t n, Arena *arena, CopyLink *out);
/* First of the chain of copies that report i belongs to (i itself when it is nobody's copy). */
uint32_t copy_root(const CopyLink *links, uint32_t i);

/* ---- a stream ---- */

typedef struct CopyIndex CopyIndex;

/* Keeps the last `live` reports or somewhat more (at most 1.5 times as many), about 12 KB each at 4
 * KB of text. *owned*: copies_free. */
dln_status copies_new(uint32_t live, CopyIndex **index);
void copies_free(CopyIndex *index);
/* Adds the next report (numbers run 0, 1, 2, ...) and says where its words come from. Spans live in
 * `arena`; `scratch` is rewound. Costs the same however many reports are kept. After a failure the
 * index can only be freed. */
dln_status copies_add(CopyIndex *index, Slice text, Arena *arena, Arena *scratch, CopyLink *link);
/* Writes the index, so that copies_restore goes on with the same answers. */
dln_status copies_save(const CopyIndex *index, dln_write_fn write, void *context);
/* DLN_ERR_DATA: no such state, damaged, or saved with another `live`. *index *owned*. */
dln_status copies_restore(uint32_t live, const void *bytes, size_t n, CopyIndex **index);
/* The next report opens a new shelf, full or not: the oldest goes. */
void copies_turn(CopyIndex *index);
uint32_t copies_next(const CopyIndex *index); /* number of the next report */
/* Number of the first report still kept: links never point before it. */
uint32_t copies_first(const CopyIndex *index);
#endif
