/* events_cast.h - what the files that find an act's parties share. Not for other files. Tokens are
 * indices into LangText.token, NONE where there is none. */
#ifndef DLN_MEAN_EVENTS_CAST_H
#define DLN_MEAN_EVENTS_CAST_H
#include "mean/events/events_impl.h"

#define CAST_MAX 12u

/* The parties of one role of an act. */
typedef struct Cast {
    uint32_t token[CAST_MAX]; /* heads of noun phrases */
    uint32_t n;
    uint32_t own;   /* the act's hit */
    uint32_t owner; /* a party of the other role, whose belongings are none */
    bool together;  /* for an act of several */
    bool people;    /* set for its objects: things do not count ("discussed Rome's plan") */
} Cast;

/* ---- events_cast.c ---- */
/* A noun, a name or a pronoun. */
bool token_nominal(const Token *t);
/* The preposition of a phrase in small letters; empty. */
Slice scene_case(const Scene *s, uint32_t token);
/* Can the word be a party by the codes of actors? */
bool scene_actor(const Scene *s, uint32_t token);
/* Puts a token once. */
void cast_put(Cast *cast, uint32_t token);
/* A noun phrase and what is joined to it, where they are actors. */
void cast_phrase(const Scene *s, Cast *cast, uint32_t head);
/* "by rebels": the agent of a passive or of a noun. */
uint32_t scene_agent(const Scene *s, uint32_t verb);
/* Owner or maker of a nominal act: "Putin's meeting", "the Chinese visit", "talks by". */
uint32_t scene_owner(const Scene *s, uint32_t noun);
/* A verb, an auxiliary or an adjective. */
bool token_verb_like(const Token *t);

/* ---- events_clause.c ---- */
/* A noun of force ("arrest", "attack") is not done by the subject of the clause it is mentioned in;
 * a meeting or visit is. */
bool scene_hostile(const Scene *s, uint32_t token);
/* "broke up a rally", "died in the attack", "over the arrest": the subject of the clause does not
 * do what the noun names. */
bool scene_not_performed(const Scene *s, uint32_t noun);
/* Is the word one of claiming the deed? */
bool scene_under_claim(const Scene *s, uint32_t head);
/* Subject of the clause of `token`; passive clauses give their agent. NONE when it is not told. */
uint32_t clause_subject(const Scene *s, uint32_t token);
/* The same, where papers stand for who wrote them. "The council adopted a resolution imposing
 * sanctions": papers and deeds do not act, who makes them does. */
uint32_t cast_actor(const Scene *s, uint32_t token);

/* ---- events_parts.c ---- */
/* Prepositions by how surely they mark the other side; 0: none. "by" after an object ("investigates
 * crimes by ..."). */
uint32_t cast_target_case(Slice mark, bool object);
/* Where one meets, receives or protests is a place, not the other side. */
bool cast_place_apart(const Scene *s, const Found *f);

/* ---- events_near.c ---- */
/* Does the word name a country or body (not only a sort of people)? */
bool cast_firm(const Scene *s, uint32_t token);
/* Have both words one actor code? */
bool cast_same_code(const Scene *s, uint32_t a, uint32_t b);
/* Nearest actors where the tree gave none: of the act's own clauses, or the only other one. */
void cast_nearest(const Scene *s, const Found *f, Cast *source, Cast *target);
#endif
