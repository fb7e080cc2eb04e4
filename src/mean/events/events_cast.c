/* events_cast.c - phrases as parties of an act, read widely.
 *
 * In: a noun phrase of the sentence. Out: its heads that can act put into a Cast, with those joined
 * to it ("Hungarian and Romanian officials"), the name behind an office ("his counterpart Ane
 * Lund"), the owner or maker of what a noun names ("Norway's visit", "talks by").
 *
 * Known to get wrong: nations in front of a noun that are its aim and not its maker. */
#include "mean/events/events_cast.h"

bool token_nominal(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PRON;
}

bool token_verb_like(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX || t->upos == UPOS_ADJ;
}

Slice scene_case(const Scene *s, uint32_t token)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    return mark == NONE ? (Slice){"", 0} : scene_lower(s, mark);
}

/* "Li" of "Li's trip", "his" of "his trip": told by its place and mark, whatever the relation is
 * called. */
static uint32_t scene_possessor(const Scene *s, uint32_t noun)
{
    for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if (c >= noun || (child->rel != REL_NMOD && child->rel != REL_DET)) continue;
        Slice mark = scene_case(s, c);
        if (child->upos == UPOS_PRON || slice_is(mark, "'s") || slice_is(mark, "'") ||
            slice_is(mark, "\xE2\x80\x99s") || slice_is(mark, "\xE2\x80\x99"))
            return c;
    }
    return NONE;
}

/* "its troops", "their leaders": one's own, never the other side. */
bool owned_by_pronoun(const Scene *s, uint32_t token)
{
    if (!scene_holds(s, token)) return false;
    uint32_t owner = scene_possessor(s, token);
    if (scene_word_is(s, token, "other")) return false;
    return owner != NONE && scene_token(s, owner)->upos == UPOS_PRON &&
           scene_token(s, token)->upos != UPOS_PROPN;
}

bool scene_actor(const Scene *s, uint32_t token)
{
    char code[ACTOR_CODE];
    if (scene_token(s, token)->span.b < s->findings->report->dateline.span.e)
        return false; /* where it was written is no party */
    if (owned_by_pronoun(s, token)) return false;
    return actor_code(s->events, s->findings, token, code) > 0;
}

/* ---- lists ---- */

void cast_put(Cast *cast, uint32_t token)
{
    for (uint32_t i = 0; i < cast->n; i++)
        if (cast->token[i] == token) return;
    if (cast->n < CAST_MAX) cast->token[cast->n++] = token;
}

static bool hyphened(const Scene *s, uint32_t token)
{
    if (token + 2 - s->first >= s->n) return false;
    const Token *t = scene_token(s, token);
    return slice_is(t[1].form, "-") && t->span.e == t[1].span.b && t[1].span.e == t[2].span.b &&
           (t[2].upos == UPOS_ADJ || t[2].upos == UPOS_PROPN);
}

/* National modifiers that are joined: "Hungarian and Romanian officials" are two parties. */
static bool cast_nations(const Scene *s, Cast *cast, uint32_t head)
{
    for (uint32_t modifier = scene_down(s, head); modifier != NONE;
         modifier = scene_next(s, modifier)) {
        uint32_t other;
        const Token *m = scene_token(s, modifier);
        if (m->rel != REL_AMOD && m->rel != REL_COMPOUND && m->rel != REL_NMOD) continue;
        other = scene_child(s, modifier, REL_CONJ, NULL);
        if (other == NONE && hyphened(s, modifier)) { /* "the US-Chinese talks" */
            if (!scene_actor(s, modifier) || !scene_actor(s, modifier + 2)) continue;
            cast_put(cast, modifier);
            cast_put(cast, modifier + 2);
            return true;
        }
        if (other == NONE || !scene_actor(s, modifier) || !scene_actor(s, other)) continue;
        cast_put(cast, modifier);
        for (uint32_t k = scene_down(s, modifier); k != NONE; k = scene_next(s, k))
            if (scene_token(s, k)->rel == REL_CONJ) cast_put(cast, k);
        return true;
    }
    return false;
}

/* "Putin, Russia's defence minister Sergei Shoigu and ...": two names beside one another are a
 * list, not an apposition. */
static bool two_people(const Scene *s, uint32_t a, uint32_t b)
{
    uint32_t x = mention_of(s->findings, a), y = mention_of(s->findings, b);
    if (x == NONE || y == NONE || scene_token(s, a)->upos != UPOS_PROPN ||
        scene_token(s, b)->upos != UPOS_PROPN)
        return false;
    uint32_t one = s->findings->mentions.at[x].entity, other = s->findings->mentions.at[y].entity;
    if (one == NONE || other == NONE || one == other) return false;
    return s->findings->entities.at[one].kind == ENTITY_PERSON &&
           s->findings->entities.at[other].kind == ENTITY_PERSON;
}

/* Phrases joined to this one; gives one that may have more joined to itself (parses chain them
 * either way). */
static uint32_t cast_joined(const Scene *s, Cast *cast, uint32_t head)
{
    uint32_t last = NONE;
    for (uint32_t c = scene_down(s, head); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        bool listed = child->rel == REL_APPOS && two_people(s, head, c);
        if ((child->rel != REL_CONJ && !listed) || !token_nominal(child)) continue;
        if (scene_actor(s, c)) cast_put(cast, c);
        last = c;
    }
    return last;
}

/* "his counterpart Sergey Shoigu": the name that follows an office directly is who it is, whatever
 * the parse hangs it on. */
static uint32_t named_behind(const Scene *s, uint32_t head)
{
    uint32_t next = head + 1, mention;
    if (next + 2 - s->first < s->n && slice_is(scene_lower(s, next), "of") &&
        scene_token(s, next + 1)->upos == UPOS_PROPN)
        next += 2; /* "Secretary of State Ane Lund" */
    if (scene_token(s, head)->upos != UPOS_NOUN || next - s->first >= s->n ||
        scene_token(s, next)->upos != UPOS_PROPN)
        return head;
    mention = mention_of(s->findings, next);
    if (mention == NONE || s->findings->mentions.at[mention].entity == NONE ||
        s->findings->entities.at[s->findings->mentions.at[mention].entity].kind != ENTITY_PERSON)
        return head;
    return s->findings->mentions.at[mention].head > head && actor_like(s->events, s->findings, head)
               ? s->findings->mentions.at[mention].head
               : head;
}

/* "Indian" of "Indian warplanes": whose they are. */
static bool firm_nation(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return t->upos == UPOS_ADJ && t->rel == REL_AMOD &&
           gazetteer_demonym(s->events->gazetteer, t->form) != NONE;
}

void cast_phrase(const Scene *s, Cast *cast, uint32_t head)
{
    head = named_behind(s, head);
    if (scene_holds(s, cast->owner) && scene_possessor(s, head) == cast->owner)
        return; /* "Rome's intention" is not the other side of Rome */
    bool counts = !cast->people || actor_like(s->events, s->findings, head) ||
                  scene_token(s, head)->upos == UPOS_PRON;
    uint32_t hit = scene_hit(s, head); /* "suicide" of "suicide bomber" */
    counts = counts && !(scene_token(s, head)->rel == REL_COMPOUND && hit != NONE &&
                         hit == scene_hit(s, scene_token(s, head)->head));
    if (!cast_nations(s, cast, head) && counts &&
        (token_nominal(scene_token(s, head)) || firm_nation(s, head)) && scene_actor(s, head))
        cast_put(cast, head);
    for (uint32_t steps = 0; steps < CAST_MAX && head != NONE; steps++)
        head = cast_joined(s, cast, head);
}

static bool nations_of(const Scene *s, uint32_t noun)
{
    Cast cast = {.owner = NONE};
    return cast_nations(s, &cast, noun);
}

/* ---- owners and makers ---- */

uint32_t scene_agent(const Scene *s, uint32_t verb)
{
    for (uint32_t c = scene_down(s, verb); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if ((child->rel == REL_OBL || child->rel == REL_NMOD) && slice_is(scene_case(s, c), "by"))
            return c;
    }
    return NONE;
}

static bool moves(const Scene *s, uint32_t noun)
{
    uint32_t hit = scene_hit(s, noun);
    return hit != NONE && s->hit[hit].sense >= OUT_COUNT &&
           slice_is(s->events->frames.act[s->hit[hit].sense - OUT_COUNT].name, "visit");
}

/* "the visit of Xi Jinping": a person behind "of"; what else stands there is what the act is done
 * to. */
static uint32_t person_of(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        uint32_t token = child, mention = mention_of(s->findings, token);
        if (scene_token(s, token)->rel != REL_NMOD || !slice_is(scene_case(s, token), "of") ||
            mention == NONE)
            continue;
        uint32_t entity = s->findings->mentions.at[mention].entity;
        if (entity != NONE && s->findings->entities.at[entity].kind == ENTITY_PERSON &&
            s->findings->mentions.at[mention].head == token && moves(s, noun))
            return token;
    }
    return NONE;
}

uint32_t scene_owner(const Scene *s, uint32_t noun)
{
    uint32_t agent = scene_agent(s, noun), clause = scene_child(s, noun, REL_ACL, NULL);
    if (agent == NONE && clause != NONE)
        agent = scene_agent(s, clause); /* "the meeting attended by" */
    if (agent != NONE) return agent;
    uint32_t possessor = scene_possessor(s, noun), visitor;
    if (possessor != NONE) return possessor;
    if ((visitor = person_of(s, noun)) != NONE) return visitor;
    if (nations_of(s, noun)) return noun;
    for (uint32_t c = scene_down(s, noun); c != NONE; c = scene_next(s, c)) {
        const Token *child = scene_token(s, c);
        if ((child->rel == REL_AMOD || child->rel == REL_COMPOUND) && c < noun && scene_actor(s, c))
            return c;
    }
    return NONE;
}
