/* card.h - a report as it travels to where stories are made: one line of JSON.
 *
 * In: a line. Out: its fields, which live in an arena; and the report as story/ takes it. */
#ifndef DLN_ENGINE_CARD_H
#define DLN_ENGINE_CARD_H
#include "engine/engine.h"

typedef struct Card {
    Slice id;
    PileReport report;
} Card;

/* DLN_ERR_FORMAT: no card (no object, no id or text, a field of another kind, a stretch outside the
 * text). */
dln_status card_read(Slice line, Arena *arena, Card *card);
#endif
