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
#endif
