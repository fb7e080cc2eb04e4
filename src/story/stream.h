/* stream.h - reports as they arrive, into stories at once.
 *
 * In: one report after another. Out, for each: its story, given at once and final unless a later
 * merge is recorded. A newcomer joins the story whose members are most probably of its event on
 * average (the best eight where it has more), when that mean reaches the model's threshold; else it
 * founds one. When a newcomer shows that two stories are one, the younger is merged into the older
 * and the merge is recorded; at most two labels in a hundred are ever revised that way. Ids are
 * numbers of founding reports: same input, same ids. */
#ifndef DLN_STORY_STREAM_H
#define DLN_STORY_STREAM_H
#include "story/live.h"

typedef struct StoryAnswer {
    uint32_t report; /* number of the report, 0, 1, 2, ... */
    uint32_t story;  /* number of the report that founded it */
    float support; /* mean probability that decided; for a founder that of the story it did not join
                    */
    uint32_t merged;  /* story that went into `story` on this occasion, NONE */
    uint32_t revised; /* reports whose label that changed */
} StoryAnswer;

typedef struct StoryStream StoryStream;

/* Keeps the last `live` reports, or up to half as many more: about 5 KB each, and 4 MB. *owned*:
 * stream_free. `model` borrowed. */
dln_status stream_new(const StoryModel *model, uint32_t live, StoryStream **stream);
void stream_free(StoryStream *stream);
/* `copy_of`: number of the report it is a copy of, whose story it joins; NONE. `scratch` is
 * rewound. After a failure the stream can only be freed. */
dln_status stream_add(StoryStream *stream, Slice title, Slice text, int32_t day, uint32_t copy_of,
                      Arena *scratch, StoryAnswer *answer);
/* Opens a new shelf for what comes; the oldest third of what is kept goes. */
void stream_turn(StoryStream *stream);
/* First report that is kept; the story of a kept report as it stands now, the newest kept report of
 * a story, the one of the same story before a kept report: NONE where there is none. */
uint32_t stream_first(const StoryStream *stream);
uint32_t stream_story(const StoryStream *stream, uint32_t report);
uint32_t stream_newest(const StoryStream *stream, uint32_t story);
uint32_t stream_before(const StoryStream *stream, uint32_t report);
uint32_t stream_next(const StoryStream *stream); /* number of the next report */
/* Writes all that is known, so that stream_restore goes on as if nothing had happened: the same
 * answers to the byte. */
dln_status stream_save(const StoryStream *stream, dln_write_fn write, void *context);
/* DLN_ERR_DATA: no such state, damaged, or saved with another model or another `live`. *stream
 * *owned*. */
dln_status stream_restore(const StoryModel *model, uint32_t live, const void *bytes, size_t n,
                          StoryStream **stream);
/* Neighbours of the report added last, as they were judged; for training. */
const Neighbours *stream_neighbours(const StoryStream *stream);
#endif
