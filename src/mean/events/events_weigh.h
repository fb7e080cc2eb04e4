/* events_weigh.h - how likely a noun of the sentence is the doer of an event, or whom it is done
 * to.
 *
 * In: a sentence with the events that the rules made of it. Out: their parties weighed: what is
 * unlikely goes, what the rules left open and is likely comes in. Not for other folders; the pairs
 * and their signs are shown for training (train/party_signs.c). */
#ifndef DLN_MEAN_EVENTS_WEIGH_H
#define DLN_MEAN_EVENTS_WEIGH_H
#include "mean/events/events_impl.h"

enum { WEIGH_SIGNS = 48, WEIGH_WAY = 8 };

/* What is true of a noun beside an event: each sign a number that stands for its kind and value. */
typedef struct WeighSigns {
    uint32_t at[WEIGH_SIGNS];
    uint32_t n;
} WeighSigns;

/* One word of the sentence, as the signs need it. */
typedef struct WeighWord {
    uint32_t lemma, lower, tag, rel; /* hashes */
    uint32_t sort;                   /* what sort of thing it is; of nouns alone */
    uint32_t before;                 /* nouns of the sentence before it */
    uint32_t actors;                 /* of these, that can act */
    bool noun, acts, named;          /* heads a phrase; can act; an entity of the report */
} WeighWord;

/* A sentence while its events are weighed. `word` is in the scene's scratch. */
typedef struct Weigh {
    const Scene *s;
    WeighWord *word; /* [s->n] */
} Weigh;

/* What an event of the sentence is, for all its nouns. Numbers are hashes where not said otherwise.
 */
typedef struct WeighDeed {
    const Event *event;
    const WeighWord *word;
    uint32_t form, passive, traits, kind, type, label, has, under;
    uint32_t subject;                 /* token or NONE */
    uint32_t up[WEIGH_WAY + 1], n_up; /* tokens: its word and what that hangs on */
} WeighDeed;

/* DLN_ERR_NOMEM. */
dln_status weigh_open(Weigh *weigh, const Scene *scene);
void weigh_deed(const Weigh *weigh, const Event *event, WeighDeed *deed);
/* The signs of a noun (WeighWord.noun) beside an event of the sentence. */
void weigh_signs(const Weigh *weigh, const WeighDeed *deed, uint32_t head, WeighSigns *out);
/* Is the party told by the noun? A pronoun for who speaks is, the name of the speaker is not. */
bool weigh_tells(const Scene *scene, const Participant *party, uint32_t head);
/* Reads data/parties.model into `arena`. DLN_ERR_DATA names the fault. */
dln_status weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err);
/* Weighs the parties of findings->events from `from` on, all of this sentence. Pairs a sentence are
 * bound; the events behind keep what the rules gave them. */
dln_status scene_weigh(Scene *scene, uint32_t from, Arena *arena);
#endif
