/* events_compose.h - the code of an act told through outer acts: "rejected a demand to release
 * prisoners" is reject(demand(release)) = 1243.
 *
 * CAMEO is compositional: appeal 02, intend 03, demand 10 and reject 12 share one series of endings
 * (the `lift` of acts.txt), threats have theirs (`threat`), ends and cuts lead to another act
 * (`stop`). In: frame hits in reading order. Out: codes. */
#ifndef DLN_MEAN_EVENTS_COMPOSE_H
#define DLN_MEAN_EVENTS_COMPOSE_H
#include "mean/events/frames.h"

/* An act with what has been put around it so far. */
typedef struct Coding {
    uint32_t ended; /* act whose end this is, or NONE */
    uint32_t act;   /* index into Frames.act, NONE while there is only an outer act */
    uint32_t outer; /* Outer that gave the code, OUT_COUNT: the act itself */
    char code[12];  /* CAMEO code, "" none */
    Slice lift;     /* what the innermost act adds to outer acts, "" none */
    uint32_t rank;  /* which is told first: greater */
    bool negated, future, conditional, alleged, tried, aside; /* aside: told as a circumstance */
    uint32_t first, last,
        core; /* hits it is made of: [first, last] of the hit array, core: the act's own */
} Coding;

/* The act of one hit alone. */
Coding coding_of(const Frames *frames, uint32_t sense, uint32_t hit);
/* Is it no more than a topic by itself: an election, taxes, rights? */
bool coding_topic(const Frames *frames, const Coding *told);
/* Puts an outer act around it. */
void coding_under(const Frames *frames, Coding *told, Outer outer);
/* Linear composition, for text without a parse: outer acts hold for the next act to their right. At
 * most `room` results. */
uint32_t coding_line(const Frames *frames, const FrameHit *hits, uint32_t n, Coding *told,
                     uint32_t room);
/* "042" -> "CONSULT"; "" where the scheme has none. Static. */
Slice plover_of(const char *code);
#endif
