/* events_told.h - how a deed is told: as happened, planned, possible, denied, alleged, asked for or
 * conditional, by learned weights.
 *
 * In: a sentence with the events that the rules made of it, each with the modality that the rules
 * (events_modality.c) give it. Out: their modality weighed. Not for other folders; the signs are
 * shown for training (train/modality_signs.c). */
#ifndef DLN_MEAN_EVENTS_TOLD_H
#define DLN_MEAN_EVENTS_TOLD_H
#include "mean/events/events_impl.h"

enum { TOLD_SIGNS = 192 };

/* What is true of the words around an event: each sign a number that stands for its kind and value.
 */
typedef struct ToldSigns {
    uint32_t at[TOLD_SIGNS];
    uint32_t n;
} ToldSigns;

/* event->modality is what the rules say. */
void told_signs(const Scene *scene, const Event *event, ToldSigns *out);
/* Reads data/modality.model into `arena`. DLN_ERR_DATA names the fault. */
dln_status told_weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err);
/* Weighs findings->events from `from` on, all of this sentence. */
void scene_told(Scene *scene, uint32_t from);
#endif
