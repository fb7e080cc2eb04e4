/* events_near.c - the nearest parties, where the tree gives an act none.
 *
 * In: an act whose source or target no clause tells. Out: the actor beside it, to the left as
 * source, to the right as target; the other party of a sentence that names two in all, where it
 * stands in a clause of the act. Not where a place has them, nor as an example of something.
 *
 * Known to get wrong: most of the few that the last rule still gives ("the discussions have broken
 * down, Ane Lund told reporters"); the nearest actor of a whole clause, taken until November 2026,
 * was wrong in seven of eight. */
#include "mean/events/events_cast.h"

enum { BESIDE = 4 }; /* words between an act and the party that stands beside it, at most */

bool cast_firm(const Scene *s, uint32_t token)
{
    char code[ACTOR_CODE];
    const Token *t = scene_token(s, token);
    return (token_nominal(t) || t->upos == UPOS_ADJ) && !owned_by_pronoun(s, token) &&
           actor_code(s->events, s->findings, token, code) && code[0] != '-';
}

bool cast_same_code(const Scene *s, uint32_t a, uint32_t b)
{
    char x[ACTOR_CODE], y[ACTOR_CODE];
    actor_code(s->events, s->findings, a, x);
    actor_code(s->events, s->findings, b, y);
    return strncmp(x, y, 3) == 0;
}

/* "in Chile", "in the Chilean capital": where, not who. */
static bool in_place(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    bool modifies = (t->rel == REL_AMOD || t->rel == REL_COMPOUND) && t->head != NONE &&
                    t->head > token && t->head - s->first < s->n;
    return cast_target_case(scene_case(s, modifies ? t->head : token), false) == 3;
}

/* "Moscow and Beijing have ramped up": from the last of several to the first, from which the others
 * hang. */
static uint32_t joined_to(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < CAST_MAX; steps++) {
        const Token *t = scene_token(s, token);
        if (t->rel != REL_CONJ || t->head == NONE || t->head < s->first || t->head >= token ||
            !token_nominal(scene_token(s, t->head)) || !scene_actor(s, t->head))
            break;
        token = t->head;
    }
    return token;
}

/* The verb whose clause the word stands in, itself if it is one; NONE. */
static uint32_t clause_of(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 16; steps++) {
        const Token *t = scene_token(s, token);
        if (t->upos == UPOS_VERB && t->rel != REL_AMOD && t->rel != REL_XCOMP) return token;
        if (!scene_holds(s, t->head)) return token;
        token = t->head;
    }
    return NONE;
}

/* Does the word stand in a clause of the act, of its own or of an outer word? */
static bool in_clause(const Scene *s, const Found *f, uint32_t token)
{
    uint32_t clause = clause_of(s, token);
    if (clause == clause_of(s, f->token)) return true;
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (clause == clause_of(s, f->outer[k])) return true;
    return false;
}

/* "Backed the draft, including clauses for friends such as Norland": named as one of some. */
static bool as_example(const Scene *s, uint32_t token)
{
    static const char *const marks[] = {"including", "such"};
    for (uint32_t steps = 0; steps < 16 && scene_holds(s, token); steps++) {
        Slice mark = scene_case(s, token);
        if (SLICE_AMONG(mark, marks)) return true;
        token = scene_token(s, token)->head;
    }
    return false;
}

/* The one other party of a sentence that names two in all, behind the act; NONE. */
static uint32_t sole_other(const Scene *s, const Found *f, uint32_t source)
{
    uint32_t other = NONE;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (i == source || !cast_firm(s, i) || cast_same_code(s, source, i)) continue;
        if (as_example(s, i)) continue;
        if (cast_place_apart(s, f) && in_place(s, i)) continue;
        if (other != NONE && !cast_same_code(s, other, i)) return NONE;
        if (other == NONE) other = i;
    }
    return other != NONE && other > f->token ? other : NONE;
}

/* Do only function words and names stand between the act's words and a party? "He told the paper
 * Ane Lund asked Ida Bo for it", "imposing sanctions on Chile"; not "backed the bill, and the
 * Senate followed", "fell into the sea off Norland". */
static bool beside(const Scene *s, const Found *f, uint32_t party)
{
    uint32_t first = (f->token < party ? f->token : party) + 1,
             end = f->token < party ? party : f->token, between = 0;
    for (uint32_t i = first; i < end; i++) {
        if (scene_hit(s, i) == f->hit) continue;
        Upos tag = scene_token(s, i)->upos;
        bool small = tag == UPOS_DET || tag == UPOS_ADJ || tag == UPOS_ADP || tag == UPOS_ADV ||
                     tag == UPOS_AUX || tag == UPOS_PART || tag == UPOS_PROPN || tag == UPOS_NUM;
        if (!small || ++between > BESIDE) return false;
    }
    return true;
}

static void cast_nearest_source(const Scene *s, const Found *f, Cast *source, const Cast *target)
{
    bool told_noun = scene_token(s, f->token)->upos == UPOS_NOUN && scene_hostile(s, f->token) &&
                     scene_not_performed(s, f->token);
    for (uint32_t i = f->token; source->n == 0 && !told_noun && i-- > s->first;)
        if (cast_firm(s, i) && scene_token(s, i)->rel != REL_OBJ && in_clause(s, f, i) &&
            beside(s, f, i) && !in_place(s, i) && !(target->n && target->token[0] == i))
            cast_phrase(s, source, joined_to(s, i));
}

/* Could the word be the other side of the source? */
static bool another(const Scene *s, const Found *f, const Cast *source, uint32_t token)
{
    if (cast_place_apart(s, f) && in_place(s, token)) return false;
    if (!cast_firm(s, token) || !in_clause(s, f, token) || as_example(s, token)) return false;
    return source->n == 0 ||
           (source->token[0] != token && !cast_same_code(s, source->token[0], token));
}

void cast_nearest(const Scene *s, const Found *f, Cast *source, Cast *target)
{
    cast_nearest_source(s, f, source, target);
    for (uint32_t i = f->token + 1; target->n == 0 && source->n < 2 && i < s->first + s->n; i++) {
        uint32_t hit = scene_hit(s, i);
        if (hit != NONE && s->hit[hit].sense == OUT_AFTER)
            break; /* what follows is told along the way */
        if (beside(s, f, i) && another(s, f, source, i)) cast_phrase(s, target, i);
    }
    uint32_t other = target->n == 0 && source->n == 1 ? sole_other(s, f, source->token[0]) : NONE;
    if (other != NONE && in_clause(s, f, other)) cast_phrase(s, target, other);
}
