/* phrases.h - the fixed words of what people read: questions by attribute, labels, names of months;
 * from data/en/brief.txt. Immutable once open, shared by threads. */
#ifndef DLN_WRITE_PHRASES_H
#define DLN_WRITE_PHRASES_H
#include "base/io.h"
#include "collate/record.h"

/* What a template is filled with; see the head of brief.txt. */
typedef enum Slot {
    SLOT_NOUN,
    SLOT_EVENT,
    SLOT_IS,
    SLOT_SUBJECT,
    SLOT_DID,
    SLOT_ACT,
    SLOT_WAS,
    SLOT_DONE,
    SLOT_PAST,
    SLOT_NAME,
    SLOT_SPEAKER,
    SLOT_CLAUSE,
    SLOT_WHOLE,
    SLOTS
} Slot;

typedef struct Phrases Phrases;
enum { PUBLISHED_ROOM = 64 };

/* DLN_ERR_DATA names the file and line. *phrases lives in `arena`; closed by phrases_close. */
dln_status phrases_open(const char *data_dir, Arena *arena, const Phrases **phrases,
                        dln_error *err);
void phrases_close(const Phrases *phrases); /* NULL is fine */
/* The words alone, without weights. */
dln_status phrases_parse(const Table *table, Arena *arena, const Phrases **phrases, dln_error *err);
/* Which lines that tell events are worth printing (brief_line.h); NULL: no weights. */
const struct LineModel *phrases_lines(const Phrases *phrases);
/* The question that a fact answers, in `arena`; empty when no template can be filled from the slots
 * given (an empty slot is one that is not there). */
Slice phrases_question(const Phrases *phrases, Slice attribute, About about,
                       const Slice slot[SLOTS], Arena *arena);
/* Attribute and label of the i-th line under the news; false past the last. */
bool phrases_key(const Phrases *phrases, uint32_t i, Slice *attribute, Slice *label);
/* Is there a question for this attribute by name? */
bool phrases_knows(const Phrases *phrases, Slice attribute);
bool phrases_leaves(const Phrases *phrases, Slice attribute, dln_verdict verdict);
bool phrases_changes(const Phrases *phrases, Slice attribute);
bool phrases_dull(const Phrases *phrases, Slice why, Slice attribute);
bool phrases_alone(const Phrases *phrases, Slice attribute);
/* Is the word of a role of this sort ("relation", "order", "before", "never", "sort")? */
bool phrases_role(const Phrases *phrases, const char *sort, Slice word);
/* A day or stretch of days as people write it ("Sunday 12 May 2024", "12-14 May 2024", "May 2024",
 * "2024"); empty for DAY_UNKNOWN at both ends. `long_form`: with the weekday. */
Slice phrases_days(const Phrases *phrases, int32_t from, int32_t to, bool long_form, Arena *arena);
/* The date of a report as people read it, in `room` where it is not as it came: "XXXX-04-17" is
 * "17 April, year not said". */
Slice phrases_published(const Phrases *phrases, Slice value, char room[PUBLISHED_ROOM]);
/* "in Spanish: read, not analysed", in `room`, of a report that is; empty of others. */
Slice phrases_unread(const Report *report, char room[PUBLISHED_ROOM]);
/* What its file was damaged by or is guessed of, in `room`; empty of a sound one. */
enum { DAMAGE_ROOM = 256 };
Slice phrases_damage(const Report *report, char room[DAMAGE_ROOM]);
/* Where a report came from: a file's path, "standard input". */
Slice phrases_source(const Report *report);
/* How the day of a report is known, as people say it: "metadata", "the page". */
const char *phrases_basis(Basis basis);
#endif
