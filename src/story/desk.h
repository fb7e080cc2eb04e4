/* desk.h - the whole of story/ in one hand: for each report its story and the report it was copied
 * from.
 *
 * In: reports one by one (Desk) or all at once (desk_batch). Out: stories (stream.h, batch.h) and
 * links to sources (copies.h), in one numbering. A copy of some length goes where its source is; of
 * a short one the words may be page furniture alone, so it is judged like any other report. This is
 * what `dateline group`, the public API and bench/predict call. */
#ifndef DLN_STORY_DESK_H
#define DLN_STORY_DESK_H
#include "story/batch.h"
#include "story/copies.h"
#include "story/stream.h"

typedef struct Desk Desk;
typedef struct DeskAnswer {
    StoryAnswer story;
    CopyLink copy;
} DeskAnswer;

enum {
    DESK_LIVE = 100000
}; /* reports kept unless told otherwise: about 17 KB each at 4 KB of text */

/* Keeps the last `live` reports, or up to half as many more. *owned*: desk_free. `model` borrowed.
 */
dln_status desk_new(const StoryModel *model, uint32_t live, Desk **desk);
void desk_free(Desk *desk);
/* Spans of the answer live in `arena`. After a failure (no memory) the two numberings may differ:
 * every later call gives the same status. */
dln_status desk_add(Desk *desk, const PileReport *report, Arena *arena, DeskAnswer *answer);
/* What comes opens a new shelf: the oldest third of what is kept goes. */
void desk_turn(Desk *desk);
/* First report that is kept by either index; number of the next. */
uint32_t desk_first(const Desk *desk);
uint32_t desk_next(const Desk *desk);
/* The stories as they stand (stream_story and its kin). */
const StoryStream *desk_stories(const Desk *desk);
/* State to a writer and back: the same answers as if nothing had happened. DLN_ERR_DATA as
 * stream_restore. */
dln_status desk_save(const Desk *desk, dln_write_fn write, void *context);
dln_status desk_restore(const StoryModel *model, uint32_t live, const void *bytes, size_t n,
                        Desk **desk);

/* Every copy into the story of the text it comes from, where it is of some length (bytes: of the
 * texts); then stories are named by their first report again. scratch[n]. */
void desk_follow_sources(const CopyLink *links, const uint32_t *bytes, uint32_t n, uint32_t *story,
                         uint32_t *scratch);
/* story[i]: first report of its story, in order of the input; links[i] as story_copies gives them.
 * Spans live in `arena`. */
dln_status desk_batch(const StoryModel *model, const PileReport *reports, uint32_t n, Arena *arena,
                      uint32_t *story, CopyLink *links);
#endif
