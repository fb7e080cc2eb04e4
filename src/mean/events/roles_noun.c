/* roles_noun.c - who does and who undergoes what a noun names: "the bombing of Arle by rebels".
 *
 * In: a noun with its phrases, its owner and the verb that only carries it ("launched an attack",
 * "faces charges"). Out: Roles.
 *
 * Known to get wrong: "of" phrases of deeds that are as often done as suffered. */
#include "mean/events/roles_impl.h"

/* Who claims an attack says that he did it: "claimed the bombing", "claimed responsibility for". */
static uint32_t claimant(const Scene *s, uint32_t noun)
{
    uint32_t verb = scene_up(s, noun);
    if (verb != NONE && scene_token(s, verb)->upos == UPOS_NOUN && role_case_is(s, noun, "for") &&
        scene_lower_is(s, verb, "responsibility"))
        noun = verb, verb = scene_up(s, verb);
    if (verb == NONE || !token_verbal(scene_token(s, verb)) || !scene_word_is(s, verb, "claims"))
        return NONE;
    if (scene_token(s, noun)->rel == REL_OBJ) return scene_subject(s, verb);
    return NONE;
}

/* "converged for a rally", "engaged in a fight". */
static bool joins_in(const Scene *s, uint32_t noun, uint32_t verb)
{
    if (scene_token(s, noun)->rel != REL_OBL || scene_child(s, verb, REL_OBJ, NULL) != NONE)
        return false;
    return scene_word_is(s, verb, "joinin") &&
           (role_case_is(s, noun, "in") || role_case_is(s, noun, "for") ||
            role_case_is(s, noun, "on"));
}

/* "hit Peru with tariffs": who hits lays them on it. */
static bool dealt_with(const Scene *s, uint32_t noun, uint32_t verb)
{
    return scene_token(s, noun)->rel == REL_OBL && role_case_is(s, noun, "with") &&
           scene_word_is(s, noun, "laidon") && scene_child(s, verb, REL_OBJ, NULL) != NONE;
}

/* The subject of the verb does what its noun names ("launched an attack"), or undergoes it ("faces
 * charges"). */
static void light_subject(const Scene *s, uint32_t noun, uint32_t verb, uint32_t traits,
                          Roles *roles)
{
    uint32_t subject = scene_subject(s, verb);
    if (subject == NONE || scene_passive(s, verb, 0)) return;
    bool brought = (traits & TRAIT_BEFALLS) && !(traits & TRAIT_SUFFERS) &&
                   scene_word_is(s, verb, "brings"); /* "Hurricane Brandt brought heavy rain" */
    bool does = role_performs(s, verb) || joins_in(s, noun, verb) || dealt_with(s, noun, verb) ||
                brought,
         takes = scene_word_is(s, verb, "suffer");
    bool suffers = takes && ((traits & (TRAIT_OWNED | TRAIT_BEFALLS)) ||
                             ((traits & TRAIT_HARM) && !role_performs(s, verb)));
    if (suffers)
        roles_put_joined(s, &roles->undergoer, subject, "light verb", role_any_noun);
    else if (does)
        roles_put_doers(s, &roles->doer, subject, "light verb");
}

/* "held talks with Peru", "granted asylum to six sailors": with whom, to whom, where the parse
 * hangs it on the verb. */
static void light_others(const Scene *s, uint32_t noun, uint32_t verb, RoleList *list)
{
    bool performed = role_performs(s, verb), given = scene_word_is(s, verb, "transfer");
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        bool with = role_case_is(s, child, "with") || role_case_is(s, child, "against");
        if (child < noun || scene_token(s, child)->rel != REL_OBL) continue;
        if (performed && with) roles_put_joined(s, list, child, "side", scene_can_act);
        if (given && role_case_is(s, child, "to"))
            roles_put_joined(s, list, child, "side", role_person_or_state);
    }
}

/* "drew criticism from Peru", "a letter from prosecutors": whose words they are. */
static void put_senders(const Scene *s, uint32_t noun, uint32_t under, RoleList *list)
{
    for (uint32_t child = scene_down(s, under); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool phrase = (t->rel == REL_OBL || t->rel == REL_NMOD) && child > noun;
        if (phrase && role_case_is(s, child, "from") && !role_in_time(s, child))
            roles_put_joined(s, list, child, "from", scene_can_act);
    }
}

/* Its sender; who drew it is whom it was for. */
static void sent_from(const Scene *s, uint32_t noun, Roles *roles)
{
    uint32_t verb = scene_token(s, noun)->rel == REL_OBJ ? scene_up(s, noun) : NONE;
    bool drawn = verb != NONE && token_verbal(scene_token(s, verb)) &&
                 scene_word_is(s, verb, "draws");
    put_senders(s, noun, noun, &roles->doer);
    if (!drawn) return;
    if (roles->doer.n == 0) put_senders(s, noun, verb, &roles->doer);
    uint32_t subject = scene_passive(s, verb, 0) ? NONE : scene_subject(s, verb);
    if (subject != NONE && roles->undergoer.n == 0)
        roles_put_joined(s, &roles->undergoer, subject, "light verb", scene_can_act);
}

/* The deed that the clause's subject gets, told by its noun or by both words; NONE. "The family
 * received a call": who receives does so. */
static uint32_t gotten(const Scene *s, uint32_t token, uint32_t *verb)
{
    bool verbal = token_verbal(scene_token(s, token));
    uint32_t noun = verbal ? scene_child(s, token, REL_OBJ, NULL) : token;
    *verb = verbal ? token : scene_up(s, token);
    if (noun == NONE || *verb == NONE || noun < *verb) return NONE;
    if (scene_token(s, noun)->rel != REL_OBJ || !token_verbal(scene_token(s, *verb))) return NONE;
    uint32_t hit = scene_hit(s, noun);
    if (verbal) return hit != NONE && hit == scene_hit(s, *verb) ? noun : NONE;
    bool deed = role_people_noun(s, noun) == NOUN_DEED || scene_kind(s, noun) != NONE;
    return (deed || hit != NONE) && !scene_word_is(s, noun, "leaving") ? noun : NONE;
}

/* "received support from Lund": who gets a deed does not do it. False: the verb may as well mean
 * that he did ("won a victory"). */
bool roles_of_gift(const Scene *s, uint32_t token, Roles *roles)
{
    uint32_t verb, noun = gotten(s, token, &verb);
    if (noun == NONE || !scene_word_is(s, verb, "draws") || scene_passive(s, verb, 0)) return false;
    put_senders(s, noun, noun, &roles->doer);
    if (roles->doer.n == 0) put_senders(s, noun, verb, &roles->doer);
    uint32_t subject = roles->doer.n ? scene_subject(s, verb) : NONE;
    if (subject != NONE)
        roles_put_joined(s, &roles->undergoer, subject, "light verb", scene_can_act);
    return roles->doer.n > 0;
}

/* "announced tariffs and penalties": the second of a row of objects is an object too. */
static uint32_t first_object(const Scene *s, uint32_t noun)
{
    const Token *t = scene_token(s, noun);
    if (t->rel != REL_CONJ || !scene_holds(s, t->head) || t->head > noun) return noun;
    const Token *first = scene_token(s, t->head);
    return first->rel == REL_OBJ && first->upos == UPOS_NOUN ? t->head : noun;
}

static void light_roles(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    noun = first_object(s, noun);
    const Token *t = scene_token(s, noun);
    uint32_t verb = scene_up(s, noun), clause = scene_child(s, noun, REL_ACL, NULL);
    if (clause != NONE && role_performs(s, clause) && token_past(scene_token(s, clause)) &&
        scene_child(s, clause, REL_OBJ, NULL) == NONE)
        roles_put_agents(s, clause, &roles->doer);
    if (verb == NONE || !token_verbal(scene_token(s, verb))) return;
    bool passive = t->rel == REL_NSUBJ && subtype_is(t, "pass");
    if (passive && role_performs(s, verb)) roles_put_agents(s, verb, &roles->doer);
    if (t->rel == REL_OBJ) light_others(s, noun, verb, &roles->other);
    if (t->rel == REL_OBJ || joins_in(s, noun, verb) || dealt_with(s, noun, verb))
        light_subject(s, noun, verb, traits, roles);
}

/* "the invasion of Peru", "the bombing of Arle"; an attack of rebels is theirs. */
static bool suffered_of(const Scene *s, uint32_t noun, uint32_t traits)
{
    return (traits & TRAIT_HARM) && !scene_word_is(s, noun, "ofdoer");
}

/* "the fire destroyed the store", "the store was destroyed in a fire": what a verb of harm says of
 * what comes over people and things is what they meet with. */
static void met_with(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    if ((traits & TRAIT_HARM) || roles->undergoer.n) return;
    const Token *t = scene_token(s, noun);
    uint32_t verb = scene_up(s, noun);
    uint32_t kind = verb == NONE || !token_verbal(scene_token(s, verb)) ? NONE
                                                                        : scene_kind(s, verb);
    uint32_t harms = TRAIT_HARM | TRAIT_BEFALLS | TRAIT_OWNED;
    if (kind == NONE || !(s->events->kind_traits[kind] & harms)) return;
    bool passive = scene_passive(s, verb, s->events->kind_traits[kind]);
    bool within = t->rel == REL_OBL && (role_case_is(s, noun, "in") || role_case_is(s, noun, "by"));
    uint32_t met = NONE;
    if (passive && within)
        met = scene_subject(s, verb);
    else if (!passive && t->rel == REL_NSUBJ)
        met = scene_child(s, verb, REL_OBJ, NULL);
    if (met != NONE && met != noun)
        roles_put_joined(s, &roles->undergoer, met, "met", role_any_noun);
}

/* "an attack on the patrol", "a charge against Lund"; not "a shooting on the north side". */
static bool aimed_at(const Scene *s, uint32_t phrase, uint32_t traits)
{
    bool against = role_case_is(s, phrase, "against"), owned = traits & TRAIT_OWNED;
    bool at = against || ((traits & (TRAIT_HARM | TRAIT_LAW)) && !owned);
    return at && !(traits & TRAIT_MEETS) && scene_can_act(s, phrase);
}

/* "a departure from the European Union": whom one leaves, not who leaves. */
static bool is_left(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    return entity && scene_can_act(s, head) &&
           (entity->kind == ENTITY_ORG || slice_starts(entity->key, SLICE("country:")));
}

/* What one phrase behind the noun tells of its parties. */
static void noun_phrase(const Scene *s, uint32_t noun, uint32_t child, uint32_t traits,
                        Roles *roles)
{
    bool owned = traits & TRAIT_OWNED,
         befell = (traits & TRAIT_BEFALLS) && !owned && scene_word_is(s, child, "premises");
    if (befell && role_cased(s, child, "siteof"))
        roles_put(&roles->undergoer, child, "site");
    else if (role_case_is(s, child, "of") &&
             (owned || suffered_of(s, noun, traits) || scene_word_is(s, noun, "ofaim")))
        roles_put_joined(s, &roles->undergoer, child, "of", role_any_noun);
    else if (role_case_is(s, child, "of") && scene_word_is(s, noun, "aidof") &&
             role_case_is(s, noun, "with")) /* "won with the help of Lund" */
        roles_put_joined(s, &roles->doer, child, "giver", scene_can_act);
    else if (role_case_is(s, child, "between") && (traits & TRAIT_MEETS))
        roles_put_joined(s, &roles->doer, child, "between", scene_can_act);
    else if (role_case_is(s, child, "on") || role_case_is(s, child, "against")) {
        if (aimed_at(s, child, traits))
            roles_put_joined(s, &roles->undergoer, child, "side", scene_can_act);
    } else if (role_case_is(s, child, "from") && scene_word_is(s, noun, "leaving"))
        roles_put_joined(s, &roles->other, child, "left", is_left);
    else if (role_cased(s, child, "sidemark"))
        roles_put_joined(s, &roles->other, child, "side", scene_can_act);
}

static void noun_phrases(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    roles_put_laid_on(s, noun, noun, &roles->undergoer);
    uint32_t above = scene_token(s, noun)->rel == REL_OBJ ? scene_up(s, noun) : NONE;
    if (above != NONE && token_verbal(scene_token(s, above)))
        roles_put_laid_on(s, noun, above, &roles->undergoer);
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel == REL_NMOD || t->rel == REL_OBL) && child > noun && token_nounlike(t))
            noun_phrase(s, noun, child, traits, roles);
    }
}

/* "Norway continued its offensive": the owner is who the verb is about. */
static uint32_t bound_owner(const Scene *s, uint32_t noun, uint32_t owner)
{
    uint32_t verb = scene_token(s, noun)->rel == REL_OBJ ? scene_up(s, noun) : NONE;
    if (scene_token(s, owner)->upos != UPOS_PRON || verb == NONE ||
        !token_verbal(scene_token(s, verb)))
        return owner;
    uint32_t subject = scene_subject(s, verb);
    return subject != NONE && !scene_passive(s, verb, 0) ? subject : owner;
}

/* "Hurricane Brandt's winds", "a storm surge": what a storm with a name brings is its own. */
static void storms_own(const Scene *s, uint32_t noun, uint32_t owner, Roles *roles)
{
    uint32_t before = scene_child(s, noun, REL_COMPOUND, NULL);
    if (owner != NONE && scene_storm(s, owner))
        roles_put(&roles->doer, owner, "owner");
    else if (before != NONE && scene_storm(s, before))
        roles_put(&roles->doer, before, "owner");
}

/* Whose the deed is, who made it. */
static void owner_does(const Scene *s, uint32_t noun, uint32_t owner, uint32_t traits, Roles *roles)
{
    if (traits & TRAIT_BEFALLS) {
        storms_own(s, noun, owner, roles);
        return;
    }
    if (traits & TRAIT_OWNED) return;
    if (owner != NONE) roles_put_doers(s, &roles->doer, bound_owner(s, noun, owner), "owner");
    uint32_t maker = roles->doer.n ? NONE : role_maker(s, noun);
    if (maker != NONE) roles_put(&roles->doer, maker, "maker");
}

static bool is_body(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    return entity ? entity->kind == ENTITY_ORG : role_people_noun(s, head) == NOUN_GROUP;
}

/* "Velm Votes to Leave": the verb of a headline that the tagger takes for a noun has a subject and
 * no "is". */
static void headline_verb(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    const Token *t = scene_token(s, noun);
    uint32_t subject = scene_child(s, noun, REL_NSUBJ, ""),
             clause = scene_child(s, noun, REL_ACL, NULL);
    bool verb = strcmp(t->xpos, "NNS") == 0 && t->form.p[0] >= 'A' && t->form.p[0] <= 'Z' &&
                subject != NONE && subject + 1 == noun && clause == noun + 2 &&
                scene_lower_is(s, noun + 1, "to");
    if (verb && !(traits & TRAIT_BEFALLS)) roles_put_doers(s, &roles->doer, subject, "subject");
}

void roles_of_noun(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    uint32_t owner = role_owner(s, noun);
    bool owned = traits & TRAIT_OWNED;
    roles_put_agents(s, noun, &roles->doer);
    if (owned && (traits & (TRAIT_HARM | TRAIT_LAW)))
        roles_put_agents_behind(s, noun, &roles->doer);
    noun_phrases(s, noun, traits, roles);
    if ((traits & TRAIT_BEFALLS) && !owned) met_with(s, noun, traits, roles);
    if (owner != NONE && role_in_time(s, owner)) owner = NONE; /* "Sunday's shooting" */
    bool court = owner != NONE && owned && (traits & TRAIT_LAW) && scene_organ(s, owner) &&
                 is_body(s, owner);
    if (court)
        roles_put_doers(s, &roles->doer, owner, "owner"); /* "the FBI's investigation" */
    else if (owner != NONE && owned && roles->undergoer.n == 0)
        roles_put(&roles->undergoer, owner, "owner");
    if ((traits & TRAIT_SAYS) && roles->doer.n == 0) sent_from(s, noun, roles);
    light_roles(s, noun, traits, roles);
    headline_verb(s, noun, traits, roles);
    uint32_t claims = traits & TRAIT_HARM ? claimant(s, noun) : NONE;
    if (claims != NONE && roles->doer.n == 0) roles_put_doers(s, &roles->doer, claims, "claim");
    if (roles->doer.n == 0) owner_does(s, noun, owner, traits, roles);
}
