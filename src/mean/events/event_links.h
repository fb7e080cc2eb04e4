/* event_links.h - how a text ties one of its happenings to another: as a part of it, or as what
 * came of it.
 *
 * In: Findings with events, the word list data/en/eventlinks.txt. Out: for an event the other event
 * of its sentence that it is tied to, and how. */
#ifndef DLN_MEAN_EVENT_LINKS_H
#define DLN_MEAN_EVENT_LINKS_H
#include "base/io.h"
#include "base/map.h"
#include "mean/mean.h"

/* The list, immutable. */
typedef struct LinkWords {
    Table table;
    Map row;
} LinkWords;
dln_status link_words_load(const char *data_dir, Arena *arena, LinkWords *words, dln_error *err);

/* Is the word listed under the kind? */
bool link_word(const LinkWords *words, const char *kind, Slice word);
/* Is the noun told by its place in a row: "the third shooting", "Velm's 47th homicide"? */
bool noun_counted(const LinkWords *words, const LangText *lang, uint32_t noun);
/* The noun of length that stands where `token` would ("two days of talks"), else `token`. */
uint32_t link_spell(const LinkWords *words, const LangText *lang, uint32_t token);

typedef enum EventTie { TIE_NONE, TIE_PART, TIE_CONSEQUENCE } EventTie;
typedef struct EventLink {
    EventTie tie;
    uint32_t event; /* of the same findings, NONE with TIE_NONE */
} EventLink;
/* What the sentence says of `event`: that it is a part or a consequence of another of its events.
 * O(tokens of the sentence). */
EventLink event_link(const LinkWords *words, const Findings *findings, uint32_t event);
/* The event that is the subject of `event` where that says no more than that it happened: "a fire
 * broke out". NONE: it tells something of its own. */
uint32_t event_happens(const LinkWords *words, const Findings *findings, uint32_t event);
/* events_when.c. The event that `event` happens during ("hailed ties during a meeting"), NONE. */
uint32_t event_holder(const LinkWords *words, const Findings *findings, uint32_t event);
/* Gives every event its day and place where the clause alone did not: those of a bare verb ("the
 * explosion occurred on Friday"), of what it happens during; takes a day away that is another
 * verb's. `scratch` is rewound by the caller. */
dln_status events_settle(const LinkWords *words, const Report *report, Findings *findings,
                         Arena *scratch);
/* events_apart.c. Marks what the text sets apart from such happenings that it told before. */
void events_set_apart(const LinkWords *words, Findings *findings);
#endif
