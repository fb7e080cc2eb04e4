/* events_steps.h - the steps of the events stage, for events.c. Not for other files. */
#ifndef DLN_MEAN_EVENTS_STEPS_H
#define DLN_MEAN_EVENTS_STEPS_H
#include "mean/events/events_impl.h"

/* ---- events_choose.c ---- */
/* How much each act is what the sentence tells. */
void scene_rank(Scene *s);
/* "on hunger strike to demand his resignation" is 1421: the demand is what the protest is for, not
 * another act. */
void scene_protest_topics(Scene *s);
/* "The blast killed four": no one acts, nothing in the sentence speaks of arms. Not an assault, but
 * an event of the story. */
void scene_unmeant_harm(Scene *s);
/* Harm that nobody meant has sufferers and no doer. */
void scene_drop_doers(Event *event);
/* Is the word's plain sense violence? */
bool scene_warlike(const Scene *s, uint32_t token);
/* Which acts are events. */
void scene_choose(Scene *s);
/* "Drones struck the plant": one act, by the kind of its arms, at the verb. */
void scene_arms_to_verb(Scene *s);
/* A sentence that tells nothing else may be a statement that CAMEO counts (a comment declined, hope
 * or doubt voiced, a thing considered). */
void scene_choose_statement(Scene *s);
/* The one that the sentence tells first. */
void scene_mark_main(Scene *s);

/* ---- events_name.c ---- */
/* The words that tell the act. */
Span scene_words_of(const Scene *s, const Found *f);
/* Talks on the soil of neither side are 044. */
void event_third_place(const Events *events, const Findings *findings, Event *event);
/* Code, type, label, kind and traits. */
void scene_name_event(const Scene *s, Found *f, Event *event, Arena *arena);

/* ---- events_give.c ---- */
/* Harm and blame are in the code also where the kinds name none. */
uint32_t event_traits_by_code(const char *code, uint32_t traits);
/* Acts of words that are no harm, and dealings of several, are read widely as well; harm, the law
 * and what a passive tells only by the clause. */
dln_status scene_give_parts(Scene *s, const Found *f, Event *event, Arena *arena);
#endif
