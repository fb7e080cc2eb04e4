/* events_impl.h - what the files of the events stage share: one sentence while it is being coded.
 * Not for other folders. */
#ifndef DLN_MEAN_EVENTS_IMPL_H
#define DLN_MEAN_EVENTS_IMPL_H
#include "lang/tree.h"
#include "mean/entities/entities.h"
#include "mean/events/events.h"
#include "mean/events/events_compose.h"

typedef enum NounKind {
    NOUN_UNKNOWN,
    NOUN_PERSON,
    NOUN_GROUP,
    NOUN_DEED,
    NOUN_THING,
    NOUN_LIVING
} NounKind;

#define SCENE_TOKENS 400u /* later tokens of a sentence are not coded */
#define SCENE_OUTERS 8u

/* An act found in the sentence, with the outer acts around it. Tokens are indices into
 * LangText.token. */
typedef struct Found {
    uint32_t hit, token; /* its own words: hit, trigger token */
    Coding coding;
    uint32_t outer[SCENE_OUTERS]; /* tokens of the outer acts, innermost first, that have arguments
                                     of their own */
    uint8_t outer_kind[SCENE_OUTERS]; /* Outer */
    uint32_t n_outer;
    uint32_t inside;              /* Found it is spoken of by ("hailed the visit"), or NONE */
    bool aside, possible, spoken; /* circumstance; may, could; under a verb of saying */
    bool comment;                 /* a statement, told where nothing else is */
    bool unmeant;                 /* harm that nobody did */
    bool use, main;               /* worth an event; what the sentence tells first */
    uint32_t said; /* verb of the outer act that the event is ("demanded"), or NONE */
    uint32_t kind; /* row of kinds.txt, or NONE */
    float score;
} Found;

typedef struct Scene {
    const Events *events;
    const Tone *tone; /* of the report */
    Findings *findings;
    const LangText *text;
    Arena *scratch;
    uint32_t first, n; /* tokens [first, first + n) */
    FrameWord *word;   /* [n] */
    FrameHit *hit;
    uint32_t n_hits;       /* first, last: relative to `first` */
    uint32_t *hit_at;      /* [n] hit whose words hold the token, or NONE */
    uint32_t *down, *next; /* [n] first child, next sibling (relative), NONE */
    bool *quoted;          /* [n] between quotation marks of the sentence */
    uint32_t *kind_at;     /* [n] row of kinds.txt whose head word the token is, or NONE */
    uint32_t *figure; /* [n] row of a pattern of several words over the token that tells of no harm
                         ("killed the bill"), or NONE */
    Found *at;
    uint32_t count;
} Scene;

/* events_scene.c: frames, tree and composition of one sentence. */
dln_status scene_open(Scene *scene, const Events *events, const Tone *tone, Findings *findings,
                      uint32_t sentence, Arena *scratch);
void scene_compose(Scene *scene);
/* events_verdict.c: "called the ruling a disgrace", "said the ban was a crime" as criticism. */
void scene_verdicts(Scene *scene);
uint32_t scene_child(const Scene *scene, uint32_t token, Rel rel,
                     const char *subtype); /* token or NONE; subtype NULL: any */
static inline uint32_t scene_hit(const Scene *scene, uint32_t token)
{
    return scene->hit_at[token - scene->first];
}
static inline const Act *scene_act(const Scene *scene, uint32_t hit)
{
    return &scene->events->frames.act[scene->hit[hit].sense - OUT_COUNT];
}
/* Is the token one of the sentence's that are coded? NONE is not. */
static inline bool scene_holds(const Scene *scene, uint32_t token)
{
    return token - scene->first < scene->n;
}
/* The name of the act in acts.txt; empty where there is none. */
static inline Slice scene_act_name(const Scene *scene, const Found *found)
{
    return found->coding.act == NONE ? (Slice){"", 0}
                                     : scene->events->frames.act[found->coding.act].name;
}
static inline const Token *scene_token(const Scene *scene, uint32_t token)
{
    return &scene->text->token[token];
}

/* For loops over children: the first below a token, the next beside one; NONE. */
static inline uint32_t scene_down(const Scene *scene, uint32_t token)
{
    uint32_t child = scene->down[token - scene->first];
    return child == NONE ? NONE : scene->first + child;
}
static inline uint32_t scene_next(const Scene *scene, uint32_t token)
{
    uint32_t next = scene->next[token - scene->first];
    return next == NONE ? NONE : scene->first + next;
}
/* The token's word in small letters. */
static inline Slice scene_lower(const Scene *scene, uint32_t token)
{
    return scene->word[token - scene->first].lower;
}

/* events_parts.c: who takes part; "its troops": one's own, never the other side. */
bool owned_by_pronoun(const Scene *scene, uint32_t token);
dln_status scene_parts(Scene *scene, const Found *found, Event *event, Arena *arena);
bool scene_acted(Scene *scene, const Found *found);  /* does a person or body do it? */
bool scene_organ(const Scene *scene, uint32_t head); /* "the police", "the Israeli army" */
/* An evaluation without a verb of its own ("is important for", "unprofessional"). */
bool scene_values(const Scene *scene, const Found *found);
/* "Peru said Norway must leave": Peru asks. */
static inline bool found_obliges(const Found *found)
{
    for (uint32_t k = 0; k < found->n_outer; k++)
        if (found->outer_kind[k] == OUT_MUST) return true;
    return false;
}

/* events_choose.c: the kind that a word tells as it is meant here: `kind`, what a figure of speech
 * tells instead ("attacked her over the vote": criticism), or NONE. */
uint32_t scene_kind_meant(const Scene *scene, uint32_t token, uint32_t kind);
/* Does the sentence speak of arms or of those who bear them? */
bool scene_violent(const Scene *scene);
/* "2-1" at the word `at`, counted from the scene's first. */
bool scene_score(const Scene *scene, uint32_t at);

void scene_walk(Scene *scene, Found *found); /* what stands around a word, up to the root */
static inline uint32_t scene_kind(const Scene *scene, uint32_t token)
{
    return scene->kind_at[token - scene->first];
}
/* Is the token of a kind with one of these traits? */
static inline bool scene_kind_has(const Scene *scene, uint32_t token, uint32_t traits)
{
    uint32_t kind = scene_kind(scene, token);
    return kind != NONE && (scene->events->kind_traits[kind] & traits);
}

/* predicates.c: the clause's own parties, and the predicates that no code has. */
uint32_t scene_kind_of(const Scene *scene, const Found *found); /* row of kinds.txt, or NONE */
bool parts_of_clause(const Scene *scene, uint32_t token, uint32_t traits, Event *event,
                     Arena *arena);
Span scene_phrase(const Scene *scene, uint32_t head); /* the words of a noun phrase */
bool add_aim(const Scene *scene, Event *event, uint32_t thing, Arena *arena); /* whose it is */
dln_status scene_predicates(Scene *scene, Span sentence, uint32_t from, Arena *arena);
/* A party that learned weights alone tell (events_judge.c), where the noun can be one. false: no
 * memory. */
bool part_weighed(const Scene *s, Event *event, PartRole role, uint32_t head, float sure,
                  Arena *arena);
/* The preposition of a phrase, also where the word is joined to it or a name beside it: "of" of
 * "the visit of China's leader Xi Jinping"; NONE. */
uint32_t scene_phrase_mark(const Scene *s, uint32_t token);
void part_first_person(const Scene *scene, const Event *event, Participant *part);

/* events_details.c: with what, how, what for, what was said. */
void scene_details(const Scene *scene, Event *event);

/* events_party.c: parties without a mention get their entity, offices their country. */
dln_status events_link(const Events *events, Findings *findings, Arena *scratch);

/* events_staff.c: are people told by their nation ("the Russians", "12 Russian agents") the nation
 * itself? */
bool stands_for_nation(const Events *events, const Findings *findings, uint32_t head);
/* "FBI agents", "Velm Police's homicide section": the body whose name stands before its people. */
void staff_link(const Events *events, const Findings *findings, const Event *event,
                Participant *part);

/* events_body.c: bodies told by what they are made of ("officers"). */
dln_status bodies_load(const char *data_dir, Arena *arena, Events *events, dln_error *err);
void bodies_link(const Events *events, Findings *findings);

/* events_storm.c: storms with a name ("Hurricane Brandt", then "the storm"). */
bool storms_known(const Events *events, const Findings *findings);
bool storm_noun(const Events *events, const Findings *findings, uint32_t token);
uint32_t storm_meant(const Events *events, const Findings *findings,
                     uint32_t token); /* entity that a word for a storm stands for, NONE */
bool scene_storm(const Scene *scene, uint32_t head);

/* events_pronoun_judge.c: is a pronoun past doubt? Sets part->meant. */
bool pronoun_sure(const Scene *scene, const Event *event, Participant *part);
/* events_pronoun.c: what words tell the pronoun's party. */
bool pronoun_settle(const Scene *scene, Participant *part);
/* "she" of a man, "he" of a woman. */
bool pronoun_unlike(const Scene *scene, uint32_t pronoun, uint32_t entity);
bool entity_named(const Findings *findings, uint32_t entity); /* by a name or a list of names */

/* events_back.c: parties told before. Replaces participants that only point back, fills events that
 * have none; false: no memory. */
bool parts_told_before(const Scene *scene, const Found *found, Event *event, Arena *arena);
bool scene_points_back(const Scene *scene, uint32_t token); /* "they", "the two leaders" */
bool scene_word_is(const Scene *scene, uint32_t token,
                   const char *class); /* class of data/en/eventwords.txt */
/* "nobody", "neither man", "no group": a phrase that says that there is none. */
bool scene_nobody(const Scene *scene, uint32_t head);

/* events_actor.c: CAMEO actor code of the noun phrase around `head` ("Chinese defence minister":
 * CHNGOVMIL). Bytes written, 0 none. */
#define ACTOR_CODE 24u
bool actor_like(const Events *events, const Findings *findings,
                uint32_t head); /* a word for people or bodies, or a name */
uint32_t mention_of(const Findings *findings,
                    uint32_t token); /* the tightest mention over the token, NONE */
uint32_t actor_code(const Events *events, const Findings *findings, uint32_t head,
                    char code[ACTOR_CODE]);

/* events_modality.c: did it happen, or is it planned, possible, asked, alleged, denied? */
Modality scene_modality(const Scene *scene, const Found *found);

/* events_bar.c: takes out parties that plain grammar bars; events of the sentence from `from` on.
 */
void scene_bar(const Scene *scene, uint32_t from);

/* events_unsure.c: what the words over a deed make of it ("the risk of", "considered suing", "a
 * pending sale"); MODALITY_HAPPENED: nothing. */
Modality scene_unsure(const Scene *scene, uint32_t token);
/* events_known.c. How a deed is told that the words around it deny: MODALITY_DENIED, or otherwise
 * where their "no" does not reach it ("could not confirm the death"). */
Modality scene_still_told(const Scene *scene, uint32_t token);
Modality scene_still_alleged(const Scene *scene, uint32_t token);
bool scene_there_already(const Scene *scene, uint32_t token); /* "it could end the strike" */
bool scene_hoped_for(const Scene *scene, uint32_t token);     /* "tips leading to an arrest" */
bool scene_undone(const Scene *scene, uint32_t token);        /* "did not launch the attack" */
/* An infinitive that tells what is meant, not what was done, or shares one's "to" ("to protect and
 * serve"). */
bool scene_only_to(const Scene *scene, uint32_t verb);

/* events_attach.c: time, place, statement, quantities. */
void events_share(Findings *findings,
                  uint32_t from); /* events from `from` on are of one sentence: times and places of
                                     joined acts are shared */
dln_status scene_attach(Scene *scene, const Found *found, Event *event, Arena *arena);
#endif
