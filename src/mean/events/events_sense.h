/* events_sense.h - in what sense a word of violence is used: blows or figures of speech.
 *
 * In: a sentence with its tree, what the whole report is about (Tone). Out: whether "attacked",
 * "fight", "destroyed" are meant as they stand. A learned judgement (data/en/senses.txt). */
#ifndef DLN_MEAN_EVENTS_SENSE_H
#define DLN_MEAN_EVENTS_SENSE_H
#include "mean/events/events.h"

typedef struct Scene Scene;

/* Reads topics.txt and senses.txt. */
dln_status senses_load(const char *data_dir, Arena *arena, Events *events, dln_error *err);
/* How much of the report's words are of each topic. */
void report_tone(const Events *events, const Findings *findings, Tone *tone);
/* What is true of the word and its surroundings, as senses.txt names it. Names in `arena`. */
void sense_traits(const Scene *scene, uint32_t token, Arena *arena, Signs *out);
/* "bombarded the minister with questions", "the visitors with short balls": what needs arms, done
 * with something that is none by somebody who bears none. */
bool sense_without_arms(const Scene *scene, uint32_t token);
/* Is the word of violence meant as it stands? */
bool scene_meant(const Scene *scene, uint32_t token);
#endif
