/* collate.h - the reports of one story in, one record out.
 *
 * Steps, each in its own file, each over the findings of all reports:
 *   join_entities.c   persons, bodies, places met in several reports become one
 *   join_times.c      the same date is one record time
 *   join_statements.c the same words are versions of one statement
 *   join_events.c     mentions of one happening become one event; look-alikes stay apart
 *   salience.c        the main event, parts and consequences, background
 *   facts.c           what the reports give for each of them, lined up and judged (compare.h)
 *   head.c            title, dates, places and key of the story; summary order
 * Reports are worked through in an order that hangs on their bytes alone, so the order they come in
 * changes nothing but ids. */
#ifndef DLN_COLLATE_COLLATE_H
#define DLN_COLLATE_COLLATE_H
#include "collate/align.h"
#include "collate/compare.h"
#include "collate/record.h"
#include "mean/names/names.h"

typedef struct Collate Collate;

/* Loads the lists of data_dir/en (values.txt, triggers.txt) into `arena`; *out is borrowed from it.
 * DLN_ERR_DATA names the file. */
dln_status collate_open(const char *data_dir, Arena *arena, const Collate **out, dln_error *err);
void collate_close(const Collate *collate); /* NULL is fine */
const ValueWords *collate_words(const Collate *collate);

struct Unit; /* one telling of an event: event_pair.h */
typedef void (*EventPairFn)(void *context, const struct Unit *a, const struct Unit *b,
                            const float *features);

struct LikeInput;
typedef void (*TellingFn)(void *context, const struct Unit *unit, const struct LikeInput *input);

struct Join;
/* All tellings of the story, before any are joined. */
typedef void (*TellingsFn)(void *context, const struct Join *join, const struct Unit *unit,
                           uint32_t n);

struct Signs; /* what is true of a participant or an event: signs.h */
typedef void (*SignsFn)(void *context, const void *of, const struct Signs *signs);

/* What collation is given besides the findings; all borrowed, all may be NULL. */
typedef struct StoryInput {
    const Findings *const *findings; /* [n] */
    uint32_t n;
    const uint32_t *copy_of; /* [n] index of the report this one is a copy of (story/copies.h),
                                NONE; NULL: no copies */
    const Gazetteer *gazetteer;
    const Names *names;
    const Lang *lang; /* word vectors */
    /* Called for every pair of tellings that is scored, while training data is gathered. */
    EventPairFn each_pair;
    TellingFn each_telling; /* likewise, of every telling */
    TellingsFn all_tellings;
    SignsFn each_party, each_event; /* the same of participants and events of the record */
    void *context;
    const Aligner *aligner;
} StoryInput;

/* What a join reads of one report, whatever the story (reading.h), into `arena`: made once and kept
 * as findings->reading, no join does it again. `with`: its lang and aligner; `scratch` is rewound.
 */
dln_status collate_read(const Collate *collate, const StoryInput *with, const Findings *findings,
                        Arena *arena, Arena *scratch, const struct Reading **out);
/* Builds the record. `record->arena` must be initialised by the caller (arena_init) and is where
 * everything lives; `scratch` is rewound. DLN_ERR_LIMIT/NOMEM leave a record that holds what was
 * joined up to then. */
dln_status collate_story(const Collate *collate, const StoryInput *input, Record *record,
                         Arena *scratch);
#endif
