/* event_parties.h - who takes part in a joined event, and how sure that is; private to src/collate.
 */
#ifndef DLN_COLLATE_EVENT_PARTIES_H
#define DLN_COLLATE_EVENT_PARTIES_H
#include "collate/event_pair.h"

/* A party as one telling gives it. */
typedef struct PartyTelling {
    uint32_t event; /* joined event */
    uint32_t order; /* of the tellings */
    uint64_t key;   /* equal for one party: its entity, or the noun of its words */
    uint32_t voice;
    RecordPart part;
    Slice how;              /* how the clause gives it */
    float sure;             /* as the reading weighed it; 0: not */
    bool title, pronoun;    /* told in a headline; by a pronoun */
    bool meets, harm, noun; /* kind of the event; its trigger is a noun */
    bool law, hurt;         /* an inquiry, that harms nobody; harm that is none of the law */
    bool done, known;       /* not denied, planned, possible or asked for; a noun, not denied */
} PartyTelling;
typedef VEC(PartyTelling) PartyTellings;

/* Adds the participants of one telling. False: no memory. */
bool party_tellings(const Join *join, const Unit *unit, uint32_t event, PartyTellings *out);
/* Fills the participants of `events` from the tellings, which are sorted on the way. voices[event]:
 * voices that tell it. */
dln_status settle_parties(Join *join, PartyTellings *tellings, const uint32_t *voices,
                          RecordEvent *const *events);
#endif
