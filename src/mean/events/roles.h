/* roles.h - who does it and who undergoes it, read off one clause.
 *
 * In: a sentence with its tree, a predicate (verb, noun or adjective). Out: the heads of the noun
 * phrases that its own clause gives in each role. What the clause does not say stays empty. */
#ifndef DLN_MEAN_ROLES_H
#define DLN_MEAN_ROLES_H
#include "mean/events/events_impl.h"

#define ROLE_PARTIES 8u

/* The head of a noun phrase, and how the clause gives it; `how` is static. */
typedef struct RoleParty {
    uint32_t head;
    const char *how;
} RoleParty;

typedef struct RoleList {
    RoleParty at[ROLE_PARTIES];
    uint32_t n;
} RoleList;

typedef struct Roles {
    RoleList doer, undergoer;
    RoleList other; /* to whom, with whom, against whom */
    bool passive;
} Roles;

/* `traits`: EventTrait of the kind of predicate. */
/* Is it a deed that the clause's subject only gets ("received support from Lund")? */
bool scene_only_gets(const Scene *scene, uint32_t token);
void scene_roles(const Scene *scene, uint32_t token, uint32_t traits, Roles *roles);
/* Can the noun phrase act: a person, a body, a group, a state? */
bool scene_can_act(const Scene *scene, uint32_t head);
/* The subject of a clause as the words have it, whatever the voice, through control, coordination
 * and relative clauses; NONE when the clause has none. */
uint32_t scene_subject(const Scene *scene, uint32_t verb);
bool scene_passive(const Scene *scene, uint32_t verb, uint32_t traits);
/* The counted noun behind a word of number: "soldiers" of "dozens of soldiers". */
uint32_t scene_counted(const Scene *scene, uint32_t head);
/* Is a row of phrases joined by a word ("and", "or")? */
bool scene_row(const Scene *scene, uint32_t head);
/* A verb of speaking whose clause is what is said. */
bool scene_reports(const Scene *scene, uint32_t token);
/* People, or a body by name, whatever else the noun could be ("crossed the nation to plead": no).
 */
bool role_somebody(const Scene *s, uint32_t head);
/* Does the object of the verb do what the infinitive behind it names? No place does ("left Velm to
 * spend the winter") but where it is told to ("urged Chile to leave"). */
bool role_bears_bidding(const Scene *s, uint32_t verb, uint32_t object);
/* NounKind of the token's lemma. */
uint32_t role_people_noun(const Scene *s, uint32_t token);
#endif
