/* roles_impl.h - what the files of roles share. Not for other files. Tokens are indices into
 * LangText.token, NONE where there is none; classes of words are those of data/en/eventwords.txt.
 */
#ifndef DLN_MEAN_ROLES_IMPL_H
#define DLN_MEAN_ROLES_IMPL_H
#include "mean/events/roles.h"

#define ROLE_CLIMB 10u /* steps from a verb to the clause that has its subject */

typedef bool Fits(const Scene *s, uint32_t head); /* may the head of a phrase have the role? */

/* ---- roles_words.c: words and phrases of a clause ---- */
/* What the token hangs on, inside the sentence. */
uint32_t scene_up(const Scene *s, uint32_t token);
bool subtype_is(const Token *t, const char *subtype);
bool scene_lower_is(const Scene *s, uint32_t token, const char *word);
bool token_verbal(const Token *t);
/* A noun, a name, a pronoun, a number; an adjective in a noun's place ("the general", "the poor").
 */
bool token_nounlike(const Token *t);
/* The conjunction or preposition of a clause or phrase. */
uint32_t role_mark(const Scene *s, uint32_t token);
/* Is that of the class? */
bool role_marked(const Scene *s, uint32_t token, const char *list);
/* The case word of a phrase that is one of a class of data/en/eventwords.txt. */
bool role_cased(const Scene *s, uint32_t token, const char *list);
/* "by Judge James Orr": the mark may hang on the office before the name. */
bool role_case_is(const Scene *s, uint32_t token, const char *word);
/* The entity whose mention has this head; NULL. */
const Entity *role_entity(const Scene *s, uint32_t token);
/* Is the token in the report's dateline, in an expression of time? Neither is a party. */
bool role_in_dateline(const Scene *s, uint32_t token);
bool role_in_time(const Scene *s, uint32_t token);
/* "shot": past tense or participle by its tag. */
bool token_past(const Token *t);
/* "who", "which". */
bool token_relative(const Token *t);
/* Fits: any noun phrase; a person or a state. */
bool role_any_noun(const Scene *s, uint32_t head);
bool role_person_or_state(const Scene *s, uint32_t head);
/* "carried out an attack", "an attack launched by": the verb only says that the noun happened. */
bool role_performs(const Scene *s, uint32_t verb);

/* ---- roles_party.c: lists of parties, owners, phrases ---- */
/* Puts a party once; `how` is static. */
void roles_put(RoleList *list, uint32_t head, const char *how);
/* "backed Lund and Bram wept": the verb right behind the last name of a row that has that for its
 * subject, though the parse joins it to the object; NONE. */
uint32_t role_taken_by(const Scene *s, uint32_t noun);
uint32_t role_taken_subject(const Scene *s, uint32_t verb); /* the other way round: "Bram" */
/* A noun phrase and those joined to it ("a man and two women"). */
void roles_put_joined(const Scene *s, RoleList *list, uint32_t head, const char *how, Fits *fits);
/* "Li" of "Li's trip", "his" of "his arrest". */
uint32_t role_owner(const Scene *s, uint32_t noun);
/* "Israeli" of "Israeli strikes", "police" of "a police raid", "the Senate" of "the Senate vote":
 * whose it is, where that is a nation's adjective or a body. A country in front of a noun may as
 * well be the place or the aim ("the Ukraine war", "Russia sanctions"). */
uint32_t role_maker(const Scene *s, uint32_t noun);
/* The phrase where it can act, else whoever has the arms or did the deed that it names. */
void roles_put_doers(const Scene *s, RoleList *list, uint32_t head, const char *how);
/* "charged with theft by prosecutors", "found guilty by a jury", "ordered evacuated by Lund", "the
 * kidnapping of a man by rebels": where the parse hangs the doer on the word before. */
void roles_put_agents_behind(const Scene *s, uint32_t token, RoleList *list);
/* "by rebels". */
void roles_put_agents(const Scene *s, uint32_t token, RoleList *list);
/* "lifted a ban on Peru", "tariffs on Peruvian fish": on whom, or on whose things; the parse may
 * hang it on the verb. */
void roles_put_laid_on(const Scene *s, uint32_t noun, uint32_t under, RoleList *list);

/* ---- roles_voice.c ---- */
/* Has it an object or a clause of its own? */
bool role_complement(const Scene *s, uint32_t verb);
/* "killed up to 16 sailors": the parse takes the object for a phrase behind "up to". Not so "walked
 * up to two men": only what harms, holds or breaks has it. */
bool role_up_to(const Scene *s, uint32_t verb, uint32_t child);
/* "shot and killed his sister": the verb right behind that has the object of both; NONE. */
uint32_t role_sharing(const Scene *s, uint32_t verb);
/* Passive by a mark of its own. */
bool role_own_passive(const Scene *s, uint32_t verb);
/* "was held and booked": where the tag does not tell whether the second verb is passive too, its
 * subject has no sure role. */
bool role_either_voice(const Scene *s, uint32_t verb);

/* ---- roles_subject.c ---- */
/* The subject that the clause itself has, or whom its relative word stands for. */
uint32_t role_own_subject(const Scene *s, uint32_t verb);
/* "the couple whom police charged": the noun right before the relative word of a verb that is not
 * its subject; NONE. */
uint32_t role_before_relative(const Scene *s, uint32_t verb);
/* "was shot", "has left"; not "being shot", "having left". */
bool role_finite(const Scene *s, uint32_t verb);

/* ---- roles_noun.c ---- */
/* The roles that a noun gives. */
/* Parties of a deed that somebody gets; false: nobody does. */
bool roles_of_gift(const Scene *s, uint32_t token, Roles *roles);
void roles_of_noun(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles);
#endif
