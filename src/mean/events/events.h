/* events.h - who did what to whom: the events of one report, coded in PLOVER and CAMEO, with the
 * words behind each slot.
 *
 * In: Findings with parse, entities, times, quantities and statements. Out: Findings.events. Acts
 * are found by frames (frames.h), nested acts are composed from the inside out along the parse
 * (events_compose.h), participants come from the arguments, through apposition and titles, to the
 * entity. */
#ifndef DLN_MEAN_EVENTS_H
#define DLN_MEAN_EVENTS_H
#include "base/hashed.h"
#include "base/signs.h"
#include "mean/events/event_links.h"
#include "mean/events/frames.h"
#include "mean/entities/gazetteer.h"

/* What reports are about (data/en/topics.txt), and how much of one is about it: 0 nothing, 3 much.
 */
typedef enum Topic {
    TOPIC_SPORT,
    TOPIC_ARMS,
    TOPIC_POLITICS,
    TOPIC_WORDS,
    TOPIC_MONEY,
    TOPIC_COUNT
} Topic;
typedef struct Tone {
    uint8_t level[TOPIC_COUNT];
    bool storms; /* one of them is named */
} Tone;

/* Opened once, immutable, shared by threads. */
typedef struct Events {
    Frames frames, parties, words; /* words: data/en/eventwords.txt */
    Frames kinds;                  /* data/en/kinds.txt */
    uint32_t *kind_traits;         /* [kinds.n_acts] EventTrait */
    Slice *kind_type;              /* [kinds.n_acts] PLOVER type, "" none */
    uint32_t *kind_figure;    /* [kinds.n_acts] row of the kind told where no violence is meant,
                                 or NONE */
    Map nouns;                /* data/en/nouns.txt: lemma -> NounKind */
    Map topics;               /* data/en/topics.txt: "bat/n" -> bits of Topic */
    SignWeights senses;       /* data/en/senses.txt */
    ByteWeights party;        /* data/parties.model: two a bucket */
    ByteWeights pronoun;      /* data/pronouns.model: one a bucket */
    ByteWeights told;         /* data/modality.model: one a bucket and modality */
    Map body_noun, body_name; /* data/en/bodies.txt: word -> class */
    Table leaders;
    Map leader;                 /* data/en/leaders.txt; folded name -> row */
    LinkWords links;            /* data/en/eventlinks.txt */
    const Gazetteer *gazetteer; /* borrowed */
} Events;

/* Reads the frames and word lists into `arena`. DLN_ERR_DATA names the file at fault. */
dln_status events_open(const char *data_dir, const Gazetteer *gazetteer, Arena *arena,
                       Events *events, dln_error *err);
/* Fills findings->events, in order of sentences. Results in `arena`; `scratch` is rewound. Stages
 * whose findings are not there (entities, times, statements) leave their fields empty.
 * DLN_ERR_NOMEM / DLN_ERR_LIMIT; what was found up to then stands. */
dln_status mean_events(const Events *events, const Report *report, Findings *findings, Arena *arena,
                       Arena *scratch);
/* A pair as CAMEO counts events: every actor to every recipient, or, where all act (a meeting),
 * each to each. NULL: not told. */
typedef struct EventDyad {
    const Participant *source, *target;
    char source_code[24], target_code[24];
} EventDyad;
/* Fills dyads[room], returns their number (at least one). Codes: the party's own; a party known by
 * office only takes the country of the affair, and home affairs (protest, arrest, reform) without a
 * told recipient are directed at their own country. */
uint32_t event_dyads(const Events *events, const Findings *findings, const Event *event,
                     EventDyad *dyads, uint32_t room);
/* CAMEO actor code of a participant ("CHNGOVMIL"); room for 24 bytes; 0 when nothing is known. */
uint32_t event_actor(const Events *events, const Findings *findings, const Participant *part,
                     char code[24]);
#endif
