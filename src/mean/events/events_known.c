/* events_known.c - deeds that a "no" beside them does not deny.
 *
 * In: the word of an event that the words around it deny. Out: how it is told all the same, or
 * MODALITY_DENIED. Idea: a "no" reaches what its verb tells and what that verb would bring about
 * ("did not make the trip"), not what is known to be ("could not confirm the death", "his wounds
 * are not deep", "no motive for the shooting"), nor the clause beside ("did not see the gun and
 * fired", "now that they have come, they will not leave") or under knowing ("did not know he had
 * left"); in a clause of condition nothing is told.
 *
 * Known to get wrong: what "the" names for the first time ("had no part in the killing of a man who
 * lives"). */
#include "mean/events/roles_impl.h"

static bool own_no(const Scene *s, uint32_t token)
{
    uint32_t subject = scene_child(s, token, REL_NSUBJ, NULL);
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c))
        if (scene_word_is(s, c, "denyword")) return true;
    return scene_nobody(s, token) || (subject != NONE && scene_nobody(s, subject));
}

/* "The death", "his wounds", "these attacks", "Velm's request". */
static bool known_noun(const Scene *s, uint32_t token)
{
    uint32_t article = scene_child(s, token, REL_DET, NULL);
    bool which = article != NONE && (token_lemma_is(scene_token(s, article), "the") ||
                                     strstr(scene_token(s, article)->feats, "PronType=Dem"));
    return scene_token(s, token)->upos == UPOS_NOUN &&
           (which || scene_child(s, token, REL_NMOD, "poss") != NONE);
}

static bool act_of_words(const Scene *s, uint32_t token)
{
    uint32_t kind = scene_kind(s, token);
    return kind != NONE && (s->events->kind_traits[kind] & TRAIT_SAYS);
}

/* "The meeting did not happen", "the vote has not taken place". */
static bool comes_by(const Scene *s, uint32_t verb)
{
    return scene_word_is(s, verb, "cameoff") || token_lemma_is(scene_token(s, verb), "take");
}

/* Would the verb over the noun bring it about, or does it itself say that it was not? */
static bool hangs_by_it(const Scene *s, uint32_t token, uint32_t verb)
{
    const Token *t = scene_token(s, token);
    bool subject = t->rel == REL_NSUBJ, passive = subject && role_own_passive(s, verb);
    if (t->rel != REL_OBJ && !subject) return false;
    if (!token_verbal(scene_token(s, verb))) return false; /* "his wounds are not deep" */
    if (subject && !passive) return comes_by(s, verb);
    if (scene_word_is(s, verb, "denies")) return !act_of_words(s, token);
    return scene_word_is(s, verb, "bringabout") || scene_word_is(s, verb, "perform") ||
           scene_word_is(s, verb, "averts") || scene_word_is(s, verb, "gains");
}

/* "Could not confirm the death", "no motive for the shooting"; not "plans for the trip", "without
 * the vote". */
static bool there_all_the_same(const Scene *s, uint32_t token)
{
    uint32_t above = scene_up(s, token), mark = role_mark(s, token);
    if (!known_noun(s, token) || above == NONE || own_no(s, token) ||
        scene_child(s, token, REL_COP, NULL) != NONE)
        return false;
    if (mark != NONE && scene_word_is(s, mark, "lackmark")) return false;
    bool thought = scene_token(s, above)->upos == UPOS_NOUN &&
                   (scene_word_is(s, above, "risked") || scene_word_is(s, above, "thought"));
    return !thought && scene_token(s, token)->rel != REL_CONJ && !hangs_by_it(s, token, above);
}

static bool finite(const Scene *s, uint32_t verb)
{
    const char *tag = scene_token(s, verb)->xpos;
    return strcmp(tag, "VBD") == 0 || strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0;
}

/* "Did", "will": behind them and their "not" stands a bare verb. */
static bool with_helper(const Scene *s, uint32_t verb, bool past)
{
    for (uint32_t c = scene_down(s, verb); c != NONE && c < verb; c = scene_next(s, c)) {
        const Token *t = scene_token(s, c);
        if (t->rel != REL_AUX) continue;
        if (token_lemma_is(t, "do") && (!past || strcmp(t->xpos, "VBD") == 0)) return true;
        if (!past && strcmp(t->xpos, "MD") == 0) return true;
    }
    return false;
}

/* "Did not see the gun and fired", "was not named and gave no name": the second verb has no helper
 * of that form, or an object that a passive has not. */
static bool beside_it(const Scene *s, uint32_t token)
{
    uint32_t above = scene_up(s, token);
    if (scene_token(s, token)->rel != REL_CONJ || above == NONE || !finite(s, token)) return false;
    bool object = scene_child(s, token, REL_OBJ, NULL) != NONE ||
                  scene_child(s, token, REL_CCOMP, NULL) != NONE;
    return with_helper(s, above, false) || (object && role_own_passive(s, above));
}

/* "Now that they have come, they will not leave", "no arrests after two shot". */
static bool in_its_own_clause(const Scene *s, uint32_t token)
{
    return scene_token(s, token)->rel == REL_ADVCL &&
           scene_child(s, token, REL_NSUBJ, NULL) != NONE &&
           (finite(s, token) || strcmp(scene_token(s, token)->xpos, "VBN") == 0 ||
            scene_child(s, token, REL_AUX, NULL) != NONE);
}

/* "Did not know that he had left". */
static bool known_to_be(const Scene *s, uint32_t token)
{
    uint32_t above = scene_up(s, token);
    return scene_token(s, token)->rel == REL_CCOMP && above != NONE &&
           scene_word_is(s, above, "knows") && with_helper(s, above, true) &&
           scene_child(s, token, REL_NSUBJ, NULL) != NONE;
}

/* "Charges for the shooting", "a crash that killed two": only who did it is alleged. */
static bool alleged_of_somebody(const Scene *s, uint32_t token)
{
    static const char *const of_it[] = {"of", "with", "on"};
    uint32_t mark = role_mark(s, token);
    if (scene_token(s, token)->upos != UPOS_NOUN) return false;
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        Rel rel = scene_token(s, c)->rel;
        if ((rel == REL_AMOD || rel == REL_ADVMOD) && scene_word_is(s, c, "hedge")) return false;
        if (rel == REL_ACL && c > token && scene_word_is(s, c, "hits") && finite(s, c)) return true;
    }
    return known_noun(s, token) && mark != NONE && !SLICE_AMONG(scene_lower(s, mark), of_it);
}

Modality scene_still_alleged(const Scene *s, uint32_t token)
{
    return alleged_of_somebody(s, token) ? MODALITY_HAPPENED : MODALITY_ALLEGED;
}

/* "Did not launch the attack", "the meeting did not take place". */
bool scene_undone(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t above = scene_up(s, token);
    if (t->upos != UPOS_NOUN || above == NONE || !token_verbal(scene_token(s, above))) return false;
    bool active = t->rel == REL_NSUBJ && !role_own_passive(s, above),
         done = t->rel == REL_OBJ || t->rel == REL_NSUBJ, no = false;
    for (uint32_t c = scene_down(s, above); c != NONE && c < above; c = scene_next(s, c))
        no |= scene_word_is(s, c, "denyword");
    return no && done && (active ? comes_by(s, above) : scene_word_is(s, above, "does"));
}

/* "Tips that lead to the arrest", "a reward for information leading to an arrest and conviction":
 * nobody has been caught yet. */
bool scene_hoped_for(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t above = scene_up(s, token);
    if (t->upos == UPOS_NOUN && t->rel == REL_CONJ && above != NONE) {
        token = above;
        above = scene_up(s, token);
    }
    if (above == NONE || scene_token(s, token)->rel != REL_OBL ||
        !token_lemma_is(scene_token(s, above), "lead") ||
        strcmp(scene_token(s, above)->xpos, "VBD") == 0) /* "a tip led to the arrest" */
        return false;
    uint32_t noun = scene_up(s, above), subject = scene_child(s, above, REL_NSUBJ, NULL);
    bool under = noun != NONE && scene_token(s, above)->rel == REL_ACL;
    return (under && scene_word_is(s, noun, "tips")) ||
           (subject != NONE && scene_word_is(s, subject, "tips"));
}

/* "The shutdown could last for weeks", "if Velm appeals this ruling": only what comes of it is
 * open. Not "called for the release of Bram", "will hold the vote". */
bool scene_there_already(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t above = scene_up(s, token), kind = scene_kind(s, token);
    bool plan = kind != NONE && (s->events->kind_traits[kind] & TRAIT_PLAN),
         place = t->rel == REL_OBJ || t->rel == REL_NSUBJ;
    if (t->rel == REL_NSUBJ && act_of_words(s, token)) return false; /* "the speech will" */
    if (!place || plan || !known_noun(s, token) || above == NONE ||
        !token_verbal(scene_token(s, above)) || scene_child(s, token, REL_NMOD, "") != NONE)
        return false;
    return !hangs_by_it(s, token, above) && !scene_word_is(s, above, "lacks");
}

/* "When the shooting stopped", "a siege ends with four dead": it was, up to then. */
static bool ended(const Scene *s, uint32_t token)
{
    uint32_t verb = scene_up(s, token);
    return scene_token(s, token)->rel == REL_NSUBJ && verb != NONE &&
           token_verbal(scene_token(s, verb)) && scene_word_is(s, verb, "ends") &&
           !role_own_passive(s, verb) && finite(s, verb) && !own_no(s, verb) && !own_no(s, token);
}

/* "It is not just a blow", "they not only robbed him"; not "we can not just rob him". */
static bool not_only(const Scene *s, uint32_t token)
{
    uint32_t aux = scene_child(s, token, REL_AUX, NULL);
    if (aux != NONE && strcmp(scene_token(s, aux)->xpos, "MD") == 0) return false;
    for (uint32_t c = scene_down(s, token); c != NONE && c < token; c = scene_next(s, c))
        if (c > s->first && scene_word_is(s, c, "merely") && scene_word_is(s, c - 1, "denyword"))
            return true;
    return false;
}

Modality scene_still_told(const Scene *s, uint32_t token)
{
    if (not_only(s, token)) return MODALITY_HAPPENED;
    if (scene_token(s, token)->upos == UPOS_NOUN && ended(s, token)) return MODALITY_HAPPENED;
    if (scene_token(s, token)->upos == UPOS_NOUN)
        return there_all_the_same(s, token) ? MODALITY_HAPPENED : MODALITY_DENIED;
    if (token_verbal(scene_token(s, token)) && tree_left_open(s->text, token) != NONE)
        return MODALITY_POSSIBLE;
    if (own_no(s, token)) return MODALITY_DENIED;
    bool told = beside_it(s, token) || in_its_own_clause(s, token) || known_to_be(s, token);
    return told ? MODALITY_HAPPENED : MODALITY_DENIED;
}
