/* roles.c - who does it and who undergoes it, read off one clause.
 *
 * In: a sentence with its tree, a predicate. Out: Roles. Idea: a role is taken from the predicate's
 * own clause by its grammar alone (subject and voice, object, "by", "of", owner), or through
 * control, coordination and relative clauses, never from what only stands near: the speaker of
 * "X said", a place, a dateline, the owner in "X's chairman" get no role. A wrong doer is worse
 * than none, so every doubtful construction gives none. Things do not act; whose arms or strike it
 * is does ("an Israeli airstrike killed six": Israel). Here the roles that a verb gives, and which
 * word of an act has the arguments; the parts are roles_words, roles_party, roles_voice,
 * roles_subject and roles_noun.
 *
 * Known to get wrong: what the parse hangs on the wrong verb; gaps of long relative clauses. */
#include "mean/events/roles_impl.h"

/* Who can be hurt, where only control or a relative clause says so: no house, no service. */
static bool is_people(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    if (!role_any_noun(s, head) || !scene_can_act(s, head)) return false;
    return !entity || entity->kind == ENTITY_PERSON || role_people_noun(s, head) != NOUN_UNKNOWN;
}

/* Is there a "which" or "that" between a noun and the verb told of it? */
static bool through_which(const Scene *s, uint32_t noun, uint32_t verb)
{
    for (uint32_t i = noun + 1; i < verb; i++)
        if (scene_token(s, i)->rel == REL_NSUBJ && strcmp(scene_token(s, i)->xpos, "WDT") == 0)
            return true;
    return false;
}

/* A body or place by name: "the rampage at the Centre that left 13 dead" is not the Centre's. */
static bool is_named_body(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    return entity && entity->kind != ENTITY_PERSON && !slice_starts(entity->key, SLICE("country:"));
}

/* ---- objects and phrases ---- */

/* "killing one and injuring two": an object behind the second verb is its own, though the parse
 * hangs both on the first. The verb of a row that is nearest before an object of `verb`. */
static uint32_t taker(const Scene *s, uint32_t verb, uint32_t object)
{
    uint32_t best = verb;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (t->rel == REL_CONJ && token_verbal(t) && child < object && child > best &&
            scene_child(s, child, REL_OBJ, NULL) == NONE)
            best = child;
    }
    return best;
}

static void put_lent_object(const Scene *s, uint32_t verb, RoleList *list)
{
    uint32_t first = scene_token(s, verb)->rel == REL_CONJ ? scene_up(s, verb) : NONE;
    if (first == NONE || list->n) return;
    for (uint32_t child = scene_down(s, first); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_OBJ && child > verb && taker(s, first, child) == verb)
            roles_put_joined(s, list, child, "object", role_any_noun);
    }
}

/* '"We lost," writes Ane Lund': behind the words said the subject stands last. */
static bool inverted(const Scene *s, uint32_t verb, uint32_t object)
{
    if (verb == s->first || scene_child(s, verb, REL_NSUBJ, NULL) != NONE) return false;
    bool after_words = scene_token(s, verb - 1)->upos == UPOS_PUNCT && verb - s->first > 2;
    return after_words && scene_token(s, object)->upos == UPOS_PROPN && role_finite(s, verb) &&
           object - verb <= 4;
}

/* "the men whom police shot", "Lund or the couple whom police shot". */
static void put_whom(const Scene *s, uint32_t verb, uint32_t head, RoleList *list)
{
    uint32_t near = role_before_relative(s, verb);
    roles_put(list, near == NONE ? head : near, "relative");
}

static void put_objects(const Scene *s, uint32_t verb, Roles *roles)
{
    const Token *t = scene_token(s, verb);
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *o = scene_token(s, child);
        if (o->rel == REL_IOBJ) roles_put_joined(s, &roles->other, child, "object", scene_can_act);
        bool object = o->rel == REL_OBJ || role_up_to(s, verb, child);
        if (!object || token_relative(o) || taker(s, verb, child) != verb) continue;
        if (scene_word_is(s, verb, "gains")) continue; /* "won a best actor award" */
        if (inverted(s, verb, child)) {
            roles_put_doers(s, &roles->doer, child, "subject");
            continue;
        }
        roles_put_joined(s, &roles->undergoer, child, "object", role_any_noun);
    }
    put_lent_object(s, verb, &roles->undergoer);
    uint32_t beside = roles->undergoer.n ? NONE : role_sharing(s, verb);
    if (beside != NONE && scene_kind_has(s, verb, TRAIT_HARM))
        roles_put_joined(s, &roles->undergoer, scene_child(s, beside, REL_OBJ, NULL), "object",
                         role_any_noun);
    uint32_t own = scene_child(s, verb, REL_NSUBJ, NULL), head = scene_up(s, verb);
    bool gap = t->rel == REL_ACL && subtype_is(t, "relcl") && roles->undergoer.n == 0 &&
               own != NONE && !token_relative(scene_token(s, own)) &&
               scene_child(s, verb, REL_CCOMP, NULL) == NONE &&
               scene_child(s, verb, REL_XCOMP, NULL) == NONE && head != NONE &&
               scene_child(s, verb, REL_MARK, NULL) == NONE;
    if (gap && token_nounlike(scene_token(s, head)) && !role_in_time(s, head) &&
        scene_child(s, verb, REL_ADVMOD, NULL) == NONE)
        put_whom(s, verb, head, &roles->undergoer);
}

/* "demanded that Chile leave": who is to do it. */
static void put_asked(const Scene *s, uint32_t verb, RoleList *list)
{
    uint32_t clause = scene_word_is(s, verb, "demands") ? scene_child(s, verb, REL_CCOMP, NULL)
                                                        : NONE;
    uint32_t subject = clause == NONE ? NONE : scene_child(s, clause, REL_NSUBJ, NULL);
    if (subject == NONE || clause < verb || role_own_passive(s, clause)) return;
    uint32_t aux = scene_child(s, clause, REL_AUX, NULL);
    bool should = aux != NONE && scene_lower_is(s, aux, "should");
    if (strcmp(scene_token(s, clause)->xpos, "VB") != 0 || (aux != NONE && !should)) return;
    roles_put_joined(s, list, subject, "side", scene_can_act);
}

/* "testified before the Senate": words are for the body, not told before it. */
static bool before_body(const Scene *s, uint32_t phrase)
{
    const Entity *entity = role_entity(s, phrase);
    return entity && entity->kind == ENTITY_ORG && role_case_is(s, phrase, "before");
}

/* To whom, with whom, against whom. One speaks to a body and moves to a place: "to" makes a party
 * of words and gifts alone. */
static void put_others(const Scene *s, uint32_t verb, uint32_t traits, RoleList *list)
{
    bool words = traits & (TRAIT_SAYS | TRAIT_MEETS);
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel != REL_OBL && t->rel != REL_NMOD) || child < verb || !token_nounlike(t))
            continue;
        if (role_case_is(s, child, "with") || role_case_is(s, child, "against") ||
            (words && (role_cased(s, child, "sidemark") || before_body(s, child))))
            roles_put_joined(s, list, child, "side", scene_can_act);
        else if ((scene_word_is(s, verb, "transfer") && role_case_is(s, child, "to")) ||
                 (scene_word_is(s, verb, "withdraws") && role_case_is(s, child, "from")))
            roles_put_joined(s, list, child, "side", role_person_or_state);
    }
}

/* "Anyone with information is asked to call Velm Police": they ask. */
static void put_asker(const Scene *s, uint32_t verb, Roles *roles)
{
    uint32_t what = scene_child(s, verb, REL_XCOMP, NULL);
    bool asked = roles->undergoer.n == 1 && roles->doer.n == 0 && what != NONE && what > verb &&
                 scene_word_is(s, roles->undergoer.at[0].head, "anyword") &&
                 scene_word_is(s, what, "contacts");
    uint32_t whom = asked ? scene_child(s, what, REL_OBJ, NULL) : NONE;
    if (whom == NONE || !scene_can_act(s, whom)) return;
    const Entity *entity = role_entity(s, whom);
    bool body = entity ? entity->kind == ENTITY_ORG : role_people_noun(s, whom) == NOUN_GROUP;
    if (body) roles_put(&roles->doer, whom, "asker");
}

/* ---- the subject ---- */

/* "Peru said it would withdraw", "police said they fired", "Peru says it is willing to withdraw":
 * the body or the people that say so. */
static uint32_t bound_it(const Scene *s, uint32_t verb, uint32_t subject)
{
    bool they = scene_lower_is(s, subject, "they");
    if (!scene_lower_is(s, subject, "it") && !they) return subject;
    for (uint32_t steps = 0; steps < ROLE_CLIMB && verb != NONE; steps++) {
        uint32_t above = scene_up(s, verb);
        bool clause = scene_token(s, verb)->rel == REL_CCOMP ||
                      scene_token(s, verb)->rel == REL_XCOMP ||
                      scene_token(s, verb)->rel == REL_CONJ;
        bool willing = above != NONE && scene_word_is(s, above, "willing");
        if (!clause || above == NONE || (!token_verbal(scene_token(s, above)) && !willing))
            return subject;
        uint32_t says = scene_token(s, verb)->rel == REL_CCOMP ? role_own_subject(s, above) : NONE;
        const Entity *entity = says == NONE ? NULL : role_entity(s, says);
        bool fit = they ? says != NONE && (strcmp(scene_token(s, says)->xpos, "NNS") == 0 ||
                                           role_people_noun(s, says) == NOUN_GROUP)
                        : entity && entity->kind != ENTITY_PERSON;
        if (fit && scene_can_act(s, says)) return says;
        if (says != NONE) return subject;
        verb = above;
    }
    return subject;
}

/* Does the subject undergo what the verb names: a passive, "three men died", "faces charges"? */
static bool undergoes(const Scene *s, uint32_t verb, uint32_t traits, Roles *roles)
{
    bool faces = (traits & TRAIT_OWNED) && (traits & TRAIT_LAW) && scene_word_is(s, verb, "suffer");
    if (faces) roles->undergoer.n = 0;
    return roles->passive || faces || ((traits & TRAIT_SUFFERS) && roles->undergoer.n == 0);
}

/* Arms, papers and units act for who has or wrote them ("the court's ruling clears Lund", "Velm
 * Police's homicide section investigates"); other deeds do not ("Lund's departure will not change
 * the plan"). */
static bool speaks_for(const Scene *s, uint32_t subject)
{
    return scene_word_is(s, subject, "weapon") || scene_word_is(s, subject, "document") ||
           scene_word_is(s, subject, "unitword");
}

static void subject_role(const Scene *s, uint32_t verb, uint32_t subject, uint32_t traits,
                         Roles *roles)
{
    uint32_t word = scene_child(s, verb, REL_NSUBJ, NULL),
             count = scene_child(s, verb, REL_NUMMOD, NULL);
    bool own = word != NONE && !token_relative(scene_token(s, word));
    bool lives = (traits & TRAIT_OWNED) && (traits & (TRAIT_HARM | TRAIT_SUFFERS));
    bool suffers = undergoes(s, verb, traits, roles);
    const char *how = own ? "subject" : "control";
    if (suffers && !own && count != NONE)
        roles_put(&roles->undergoer, count, "number"); /* "left 13 dead and 30 injured" */
    else if (suffers)
        roles_put_joined(s, &roles->undergoer, subject, how,
                         own || !lives ? role_any_noun : is_people);
    else if (!(traits & (TRAIT_HARM | TRAIT_BEFALLS)) && !scene_can_act(s, subject) &&
             !(own && speaks_for(s, subject)))
        return; /* "waited for the board's findings to come before acting" */
    else if (own || !lives || is_people(s, subject) || !is_named_body(s, subject) ||
             !through_which(s, subject, verb))
        roles_put_doers(s, &roles->doer, subject, how);
}

static void roles_of_verb(const Scene *s, uint32_t verb, uint32_t traits, Roles *roles)
{
    uint32_t subject = scene_subject(s, verb);
    roles->passive = scene_passive(s, verb, traits);
    if (!roles->passive && role_either_voice(s, verb)) subject = NONE;
    roles_put_agents(s, verb, &roles->doer);
    if (roles->passive) roles_put_agents_behind(s, verb, &roles->doer);
    if (!roles->passive) {
        roles->doer.n = 0;
        put_objects(s, verb, roles);
    }
    put_others(s, verb, traits, &roles->other);
    if (!roles->passive) put_asked(s, verb, &roles->other);
    uint32_t laid = scene_child(s, verb, roles->passive ? REL_NSUBJ : REL_OBJ, NULL);
    if (laid != NONE) {
        roles_put_laid_on(s, laid, laid, &roles->undergoer);
        roles_put_laid_on(s, laid, verb, &roles->undergoer);
    }
    if (subject == NONE) return;
    if (!roles->passive) subject = bound_it(s, verb, subject); /* "police said they were closed" */
    subject_role(s, verb, subject, traits, roles);
    if (roles->passive) put_asker(s, verb, roles);
}

/* ---- which word has the arguments ---- */

/* "six more shot, and 40 injured": the participle that the tagger took for a noun. */
static bool counted_participle(const Scene *s, uint32_t token, uint32_t traits)
{
    return (traits & TRAIT_OWNED) && scene_token(s, token)->upos == UPOS_NOUN &&
           scene_child(s, token, REL_NUMMOD, NULL) != NONE && s->word[token - s->first].n > 0 &&
           slice_is(scene_lower(s, token), "shot");
}

/* The verb of harm among the words of a hit whose head is the noun: "explosion killed". */
static uint32_t harm_verb(const Scene *s, uint32_t token)
{
    uint32_t hit = scene_hit(s, token);
    for (uint32_t i = s->first; hit != NONE && i < s->first + s->n; i++) {
        uint32_t kind = scene_kind(s, i);
        if (scene_hit(s, i) == hit && token_verbal(scene_token(s, i)) && kind != NONE &&
            (s->events->kind_traits[kind] & TRAIT_HARM))
            return i;
    }
    return token;
}

/* "lodged a protest with", "attempted to kill": where the arguments are. */
static uint32_t main_word(const Scene *s, uint32_t token)
{
    if (!token_verbal(scene_token(s, token))) return harm_verb(s, token);
    uint32_t noun = scene_child(s, token, REL_OBJ, NULL);
    bool deed = noun != NONE && scene_token(s, noun)->upos == UPOS_NOUN &&
                (scene_kind(s, noun) != NONE || role_people_noun(s, noun) == NOUN_DEED);
    if (deed && (role_performs(s, token) || scene_word_is(s, token, "suffer"))) return noun;
    uint32_t other = scene_child(s, token, REL_XCOMP, NULL), hit = scene_hit(s, token);
    bool one = other != NONE && hit != NONE && scene_hit(s, other) == hit;
    return one && scene_word_is(s, token, "aspect") ? other : token;
}

/* "hurt in a roadside shooting": an article or a preposition of its own makes it a noun. */
static bool gerund_noun(const Scene *s, uint32_t token)
{
    if (strcmp(scene_token(s, token)->xpos, "VBG") != 0 ||
        scene_child(s, token, REL_OBJ, NULL) != NONE)
        return false;
    if (scene_child(s, token, REL_DET, NULL) != NONE) return true;
    bool drive_by = token > s->first + 2 && scene_lower_is(s, token - 1, "by") &&
                    slice_is(scene_token(s, token - 2)->form, "-");
    if (drive_by) return true; /* "died after a drive-by shooting" */
    return token > s->first + 1 && scene_token(s, token)->rel != REL_ROOT &&
           (scene_token(s, token - 1)->upos == UPOS_ADJ ||
            scene_token(s, token - 1)->upos == UPOS_DET) &&
           scene_child(s, token, REL_AUX, NULL) == NONE;
}

/* "left a girl dead": an adjective behind its noun. */
static bool left_so(const Scene *s, uint32_t token)
{
    uint32_t noun = scene_up(s, token);
    uint8_t upos = scene_token(s, noun)->upos;
    for (uint32_t i = noun + 1; i < token; i++)
        if (scene_token(s, i)->upos == UPOS_PUNCT) return false; /* "Police: two dead" */
    return noun < token && (upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_NUM);
}

/* "Lund was furious", "readers were outraged": it is they who blame. */
static bool feels(const Scene *s, uint32_t token, Roles *roles)
{
    const Token *t = scene_token(s, token);
    bool state = t->upos == UPOS_ADJ || strcmp(t->xpos, "VBN") == 0;
    if (!state || t->rel == REL_AMOD || !scene_word_is(s, token, "feels")) return false;
    if (scene_child(s, token, REL_OBJ, NULL) != NONE) return false; /* "has alarmed readers" */
    uint32_t subject = scene_subject(s, token);
    if (subject != NONE) roles_put_doers(s, &roles->doer, subject, "subject");
    put_others(s, token, TRAIT_SAYS, &roles->undergoer);
    return true;
}

bool scene_only_gets(const Scene *s, uint32_t token)
{
    Roles roles = {0};
    return roles_of_gift(s, token, &roles);
}

void scene_roles(const Scene *s, uint32_t token, uint32_t traits, Roles *roles)
{
    *roles = (Roles){0};
    if (roles_of_gift(s, token, roles)) return;
    token = main_word(s, token);
    const Token *t = scene_token(s, token);
    if (feels(s, token, roles)) return;
    if (token_verbal(t) && !gerund_noun(s, token)) {
        roles_of_verb(s, token, traits, roles);
    } else if (t->upos == UPOS_ADJ) {
        uint32_t subject = scene_subject(s, token);
        if (subject != NONE && t->rel != REL_AMOD)
            roles_put_joined(s, &roles->undergoer, subject, "subject", role_any_noun);
        else if (t->rel == REL_AMOD && (traits & TRAIT_OWNED) && scene_up(s, token) != NONE &&
                 (token_past(t) || left_so(s, token)))
            roles_put(&roles->undergoer, scene_up(s, token), "modifier");
    } else if (counted_participle(s, token, traits)) {
        roles_put(&roles->undergoer, scene_child(s, token, REL_NUMMOD, NULL), "subject");
    } else
        roles_of_noun(s, token, traits, roles);
}
