/* events_clause.c - whose clause is it, read widely: for acts of words and dealings of several.
 *
 * In: the word of an act. Out: the head of the subject of the nearest clause above that has one,
 * the agent where it is passive; through control ("urged Chile to leave"), rows and participles,
 * and from papers to who wrote them. Of harm, law and what befalls the stricter roles_subject.c
 * tells.
 *
 * Known to get wrong: control verbs of rare kind. */
#include "mean/events/events_cast.h"
#include "mean/events/roles.h"

bool scene_hostile(const Scene *s, uint32_t token)
{
    uint32_t hit = scene_hit(s, token);
    if (hit == NONE || s->hit[hit].sense < OUT_COUNT) return false;
    Slice code = s->events->frames.act[s->hit[hit].sense - OUT_COUNT].code;
    return code.n >= 2 && ((code.p[0] == '1' && code.p[1] >= '4') || code.p[0] == '2');
}

bool scene_not_performed(const Scene *s, uint32_t noun)
{
    static const char *const marks[] = {"after",   "following", "during", "over", "before", "since",
                                        "despite", "amid",      "from",   "in",   "about",  "by"};
    const Token *t = scene_token(s, noun);
    bool rooted = !scene_holds(s, t->head);
    if (rooted) return false;
    if (t->rel == REL_OBJ) return scene_word_is(s, t->head, "undergo");
    if ((t->rel != REL_OBL && t->rel != REL_NMOD) || scene_word_is(s, t->head, "engage"))
        return false;
    return SLICE_AMONG(scene_case(s, noun), marks);
}

bool scene_under_claim(const Scene *s, uint32_t head)
{
    uint32_t hit = !scene_holds(s, head) ? NONE : scene_hit(s, head);
    return hit != NONE && s->hit[hit].sense >= OUT_COUNT &&
           slice_is(s->events->frames.act[s->hit[hit].sense - OUT_COUNT].name, "claim");
}

/* What the clause of `token` itself tells of its subject: true where it does, even that there is
 * none. `raised`: the clause is what another verb is of, "is due to meet". */
static bool subject_inside(const Scene *s, uint32_t token, bool raised, uint32_t *subject)
{
    uint32_t passive = scene_child(s, token, REL_NSUBJ, "pass"),
             active = passive == NONE ? scene_child(s, token, REL_NSUBJ, NULL) : NONE;
    if (passive != NONE)
        *subject = raised ? passive : scene_agent(s, token);
    else
        *subject = active;
    return passive != NONE || active != NONE;
}

/* Who did what a participle behind its noun tells: "the four men shot in ..."; with an object of
 * its own the verb is active, whatever the parse calls it. */
static bool subject_of_participle(const Scene *s, uint32_t token, uint32_t *subject)
{
    const Token *t = scene_token(s, token);
    bool clause = t->rel == REL_ACL && token_verb_like(t),
         behind = t->rel == REL_AMOD && t->upos == UPOS_VERB && t->head < token;
    if (!clause && !behind) return false;
    bool passive = strcmp(t->xpos, "VBN") == 0 && scene_child(s, token, REL_OBJ, NULL) == NONE;
    *subject = passive ? scene_agent(s, token) : t->head;
    return true;
}

/* A deed of force that is only mentioned, not done by the subject: "over the arrest". */
static bool mentioned_force(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (token_verb_like(t)) return false;
    bool apart = t->rel == REL_OBL || t->rel == REL_NMOD || scene_not_performed(s, token);
    return apart && scene_hostile(s, token) && !scene_under_claim(s, t->head);
}

/* "pushed for Chile to leave", "called on Chile to leave". */
static uint32_t asked_for(const Scene *s, uint32_t head, uint32_t verb)
{
    for (uint32_t c = scene_down(s, head); c != NONE; c = scene_next(s, c)) {
        Slice mark = scene_case(s, c);
        bool asked = slice_is(mark, "for") || slice_is(mark, "on");
        if (c < verb && scene_token(s, c)->rel == REL_OBL && asked && scene_can_act(s, c)) return c;
    }
    return NONE;
}

/* "urged Chile to leave": who is bidden does it (*got); "courted Lund to win": either, so nobody.
 */
static bool does_as_bidden(const Scene *s, uint32_t token, uint32_t head, uint32_t *got)
{
    const Token *t = scene_token(s, token);
    bool below = t->rel == REL_XCOMP || (t->rel == REL_ADVCL && strcmp(t->xpos, "VB") == 0);
    uint32_t whom = below ? scene_child(s, head, REL_OBJ, NULL) : NONE;
    if (below && whom == NONE && (whom = asked_for(s, head, token)) != NONE) {
        *got = whom;
        return true;
    }
    if (whom == NONE || (!scene_actor(s, whom) && !scene_can_act(s, whom))) return false;
    bool bid = (t->rel == REL_XCOMP && role_bears_bidding(s, head, whom)) ||
               scene_word_is(s, head, "bids");
    *got = bid ? whom : NONE;
    return bid || role_somebody(s, whom);
}

uint32_t clause_subject(const Scene *s, uint32_t token)
{
    bool raised = false;
    for (uint32_t steps = 0; steps < 12; steps++) {
        const Token *t = scene_token(s, token);
        uint32_t head = t->head, got;
        if (subject_inside(s, token, raised, &got)) return got;
        if (steps == 0 && t->rel == REL_CONJ && scene_child(s, token, REL_AUX, "pass") != NONE)
            return scene_agent(s, token); /* "won 11 votes but was vetoed by Chile" */
        if (!token_verb_like(t) && (got = scene_owner(s, token)) != NONE) return got;
        if (steps == 0 && mentioned_force(s, token)) return NONE;
        if (!scene_holds(s, head)) return NONE;
        if (subject_of_participle(s, token, &got)) return got;
        if (does_as_bidden(s, token, head, &got)) return got;
        if (t->rel == REL_NSUBJ && !token_verb_like(t) && strcmp(t->subtype, "pass") != 0)
            return scene_agent(s, token);
        raised = t->rel == REL_XCOMP || (raised && t->rel == REL_CONJ);
        token = head;
    }
    return NONE;
}

uint32_t cast_actor(const Scene *s, uint32_t token)
{
    uint32_t subject = clause_subject(s, token);
    for (uint32_t steps = 0; steps < 3 && subject != NONE && subject != token; steps++) {
        const Token *t = scene_token(s, subject);
        if (t->upos != UPOS_NOUN || !scene_word_is(s, subject, "document") ||
            actor_like(s->events, s->findings, subject))
            return subject;
        uint32_t owner = scene_owner(s, subject), verb = t->head;
        if (owner != NONE) return owner;
        bool made = (t->rel == REL_OBJ ||
                     (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0)) &&
                    scene_holds(s, verb);
        if (!made) return t->rel == REL_NSUBJ ? subject : NONE;
        subject = clause_subject(s, verb);
    }
    return subject;
}
