/* events.c - opening of the events stage. */
#include "mean/events.h"

dln_status events_open(const char *data_dir, const Gazetteer *gazetteer, Arena *arena, Events *events, dln_error *err) {
    *events = (Events){.gazetteer = gazetteer};
    TRY(frames_load(data_dir, arena, &events->frames, err));
    TRY(frames_load_classes(data_dir, "actorwords.txt", arena, &events->parties, err));
    return event_model_open(data_dir, &events->model, err);
}

void events_close(Events *events) { event_model_close(&events->model); }
