/* follow.h - a stream that is followed for years: reports by names of their own, kept for a number
 * of days, and what changed since one last looked.
 *
 * In: reports with an id each, in the order of a log. Out, for each: its story, its source, the
 * story that went into another, all by the ids of reports; from time to time the stories that have
 * changed. The order is part of the answer: the same log gives the same ids and the same changes. A
 * story is called by the id of the report that founded it, as long as anything of it is kept.
 *
 * Days are told by a clock of the reports themselves: the median of the last CLOCK_DAYS that say
 * their day, so that one wrong date moves nothing. Every half window a new shelf is opened, and the
 * oldest of three goes.
 *
 * Known to get wrong: an id that comes twice is two reports; after a gap in the stream the reports
 * before it stay until the clock has gone half a window further. */
#ifndef DLN_STORY_FOLLOW_H
#define DLN_STORY_FOLLOW_H
#include "story/desk.h"

enum { CLOCK_DAYS = 9, ID_MOST = 512 };

typedef struct Follow Follow;

/* What is remembered of a report besides what stories need. */
typedef struct FollowName {
    uint32_t number; /* in order of arrival */
    int32_t day;     /* DAY_UNKNOWN */
    Slice id, title, outlet;
} FollowName;

/* How long and how many: the last `live` reports, those of the last `days` (0: however old), each
 * up to half as much again. */
typedef struct FollowLimits {
    uint32_t live, days;
} FollowLimits;

/* *owned*: follow_free. `model` borrowed. */
dln_status follow_new(const StoryModel *model, FollowLimits limits, Follow **follow);
void follow_free(Follow *follow);
/* Spans of the answer live in `arena`. After a failure every later call gives the same status. */
dln_status follow_add(Follow *follow, const PileReport *report, Slice id, Arena *arena,
                      DeskAnswer *answer);
/* What is remembered of a report that is kept or that founded a story of one; NULL: nothing.
 * *borrowed* until the next follow_add. */
const FollowName *follow_name(const Follow *follow, uint32_t number);

/* A story that has changed since follow_changes was last called. */
typedef struct FollowChange {
    uint32_t story, into; /* numbers of founders; into: the story that it went into, NONE */
    uint32_t from;        /* reports from this number on are new */
} FollowChange;
typedef dln_status (*FollowEach)(const FollowChange *change, void *context);
/* Calls `each` for every story that gained a report or another story, and every one that went into
 * another, in order of their founders. */
dln_status follow_changes(Follow *follow, FollowEach each, void *context);
/* Nothing has changed. */
void follow_settle(Follow *follow);
const StoryStream *follow_stories(const Follow *follow);

/* State to a writer and back; what follow_changes would have told is not in it. DLN_ERR_DATA: none
 * of ours, damaged, of another model or other limits. */
dln_status follow_save(const Follow *follow, dln_write_fn write, void *context);
dln_status follow_restore(const StoryModel *model, FollowLimits limits, Slice bytes,
                          Follow **follow);
#endif
