/* events.h - who did what to whom: the events of one report, coded in PLOVER and CAMEO, with the words behind each slot.
 *
 * In: Findings with parse, entities, times, quantities and statements. Out: Findings.events. Acts are found by frames (frames.h), nested
 * acts are composed from the inside out along the parse (events_compose.h), participants come from the arguments, through apposition and
 * titles, to the entity. The trained classifiers (events_model.h) answer what kind of event a whole sentence tells. */
#ifndef DLN_MEAN_EVENTS_H
#define DLN_MEAN_EVENTS_H
#include "mean/events_model.h"
#include "mean/gazetteer.h"

/* Opened once, immutable, shared by threads. */
typedef struct Events {
    Frames frames, parties;
    EventModel model;
    const Gazetteer *gazetteer; /* borrowed */
} Events;

/* Reads the frames into `arena` and maps events.model. Owned: events_close. DLN_ERR_DATA names the file at fault. */
dln_status events_open(const char *data_dir, const Gazetteer *gazetteer, Arena *arena, Events *events, dln_error *err);
void events_close(Events *events);
#endif
