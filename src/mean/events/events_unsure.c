/* events_unsure.c - deeds that are only thought of: risked, feared, proposed, averted.
 *
 * In: the word of an event in its tree. Out: the Modality that the words over it give, or
 * MODALITY_HAPPENED where none does. Idea: a deed stands under a noun ("the possibility of", "the
 * intention to"), a verb ("considered suing", "averted a strike"), an adjective ("a strike is
 * likely", "a pending sale") or a preposition ("without firing") that says it is not there yet or
 * never was. Classes of words: data/en/eventwords.txt.
 *
 * Known to get wrong: hopes and risks told in a sentence before. */
#include "mean/events/roles_impl.h"

enum { UNSURE_STEPS = 4 }; /* words of a row, a name or a purpose up to the one that tells */

static bool mark_is(const Scene *s, uint32_t token, const char *class)
{
    for (uint32_t child = scene_down(s, token); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool mark = t->rel == REL_CASE || t->rel == REL_MARK;
        if (mark && child < token && scene_word_is(s, child, class)) return true;
    }
    return false;
}

static bool definite(const Scene *s, uint32_t token)
{
    uint32_t article = scene_child(s, token, REL_DET, NULL);
    bool owned = scene_child(s, token, REL_NMOD, "poss") != NONE;
    return owned || (article != NONE && token_lemma_is(scene_token(s, article), "the"));
}

static bool negated(const Scene *s, uint32_t verb)
{
    uint32_t subject = scene_child(s, verb, REL_NSUBJ, NULL);
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child))
        if (child < verb && scene_word_is(s, child, "denyword")) return true;
    return subject != NONE && scene_nobody(s, subject);
}

/* "killed", "was passed", "has begun"; not "was not", "will be". */
static bool told_as_past(const Scene *s, uint32_t verb)
{
    uint32_t aux = scene_child(s, verb, REL_AUX, NULL);
    if (negated(s, verb) || role_marked(s, verb, "condition")) return false;
    if (strcmp(scene_token(s, verb)->xpos, "VBD") == 0) return aux == NONE;
    if (aux == NONE || strcmp(scene_token(s, verb)->xpos, "VBN") != 0) return false;
    const Token *t = scene_token(s, aux);
    bool has = token_lemma_is(t, "have") && strcmp(t->xpos, "VB") != 0;
    return (has || strcmp(t->xpos, "VBD") == 0) && scene_token(s, verb)->rel != REL_XCOMP;
}

static bool does_harm(const Scene *s, uint32_t token)
{
    uint32_t kind = scene_kind(s, token);
    return kind != NONE && (s->events->kind_traits[kind] & TRAIT_HARM);
}

/* "the planned attack killed 12", "the upcoming trial opened", "the proposed ban was passed": it
 * came. */
static bool came(const Scene *s, uint32_t noun)
{
    uint32_t verb = scene_up(s, noun);
    if (verb == NONE || scene_token(s, noun)->rel != REL_NSUBJ || !told_as_past(s, verb))
        return false;
    bool object = role_complement(s, verb), passive = role_own_passive(s, verb);
    if (!passive && object) return does_harm(s, verb) && does_harm(s, noun);
    uint32_t particle = scene_child(s, verb, REL_COMPOUND, "prt");
    if (particle != NONE && !scene_lower_is(s, particle, "out")) return false;
    return scene_word_is(s, verb, "cameoff");
}

/* "avoided the crash that killed two": others had it. */
static bool had_by_others(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        uint32_t that = scene_child(s, child, REL_NSUBJ, NULL);
        bool relative = scene_token(s, child)->rel == REL_ACL && that != NONE && child > noun;
        if (relative && token_relative(scene_token(s, that)) && told_as_past(s, child))
            return definite(s, noun);
    }
    return false;
}

/* "a pending sale", "the proposed ban"; not "a possible gang shooting": it is the gang that is
 * only possible. */
static Modality described(const Scene *s, uint32_t noun)
{
    if (scene_token(s, noun)->upos != UPOS_NOUN) return MODALITY_HAPPENED;
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel != REL_AMOD || child > noun) continue;
        if (scene_word_is(s, child, "tocome"))
            return came(s, noun) ? MODALITY_HAPPENED : MODALITY_PLANNED;
        if (child + 1 == noun && scene_word_is(s, child, "onlymaybe")) return MODALITY_POSSIBLE;
    }
    return MODALITY_HAPPENED;
}

/* "fears that Velm would attack": not yet, where the clause does not tell it as past ("the idea
 * that Velm attacked"). */
static bool that_it_may(const Scene *s, uint32_t token, uint32_t noun)
{
    bool past = strcmp(scene_token(s, token)->xpos, "VBD") == 0 ||
                scene_child(s, token, REL_AUX, "pass") != NONE;
    return mark_is(s, token, "thatmark") && (!past || scene_word_is(s, noun, "risked"));
}

/* "the risk of an attack", "the intention to attack", "hopes for a deal". */
static bool thought_of(const Scene *s, uint32_t token, uint32_t noun)
{
    const Token *t = scene_token(s, token);
    bool clause = t->rel == REL_ACL || t->rel == REL_CCOMP || t->rel == REL_ADVCL;
    if (scene_token(s, noun)->upos != UPOS_NOUN || noun > token) return false;
    bool risked = scene_word_is(s, noun, "risked");
    if (t->rel == REL_NMOD && t->upos == UPOS_NOUN)
        return risked && (mark_is(s, token, "ofmark") ||
                          (mark_is(s, token, "formark") && !definite(s, token)));
    if (!clause || (!risked && !scene_word_is(s, noun, "thought"))) return false;
    return mark_is(s, token, "thoughtmark") || that_it_may(s, token, noun);
}

/* "hitting", "being hit". */
static bool is_gerund(const Scene *s, uint32_t token)
{
    uint32_t aux = scene_child(s, token, REL_AUX, NULL);
    if (aux == NONE) return strcmp(scene_token(s, token)->xpos, "VBG") == 0;
    return strcmp(scene_token(s, aux)->xpos, "VBG") == 0;
}

/* "considered suing Velm", "needs help", "averted a strike": by a verb over it. */
static Modality under_verb(const Scene *s, uint32_t token, uint32_t verb)
{
    const Token *t = scene_token(s, token);
    bool object = t->rel == REL_OBJ && t->upos == UPOS_NOUN,
         gerund = is_gerund(s, token) && (t->rel == REL_XCOMP || t->rel == REL_CCOMP),
         from = is_gerund(s, token) && mark_is(s, token, "keptfrom");
    if (!token_verbal(scene_token(s, verb))) return MODALITY_HAPPENED;
    if (from && scene_word_is(s, verb, "keeps")) return MODALITY_POSSIBLE;
    if ((object || gerund) && scene_word_is(s, verb, "averts"))
        return object && had_by_others(s, token) ? MODALITY_HAPPENED : MODALITY_DENIED;
    if (gerund && scene_word_is(s, verb, "weighs")) return MODALITY_POSSIBLE;
    if (object && !definite(s, token) && scene_word_is(s, verb, "lacks")) return MODALITY_POSSIBLE;
    uint32_t be = scene_child(s, token, REL_AUX, NULL);
    bool to = t->rel == REL_XCOMP &&
              (strcmp(t->xpos, "VB") == 0 || (be != NONE && scene_lower_is(s, be, "be")));
    return to && scene_word_is(s, verb, "lacks") ? MODALITY_POSSIBLE : MODALITY_HAPPENED;
}

/* "He did not leave without paying": he paid; not "without a deal, nobody left". */
static bool not_without(const Scene *s, uint32_t token)
{
    uint32_t above = scene_up(s, token), mark = role_mark(s, token);
    return above != NONE && above < token && mark != NONE && scene_lower_is(s, mark, "without") &&
           token_verbal(scene_token(s, above)) && negated(s, above);
}

/* "will not sign without seeing it": only if that comes. */
static bool not_yet_without(const Scene *s, uint32_t token, uint32_t above)
{
    bool modal = false, have = false;
    if (!not_without(s, token)) return false;
    for (uint32_t child = scene_down(s, above); child != NONE; child = scene_next(s, child)) {
        modal |= strcmp(scene_token(s, child)->xpos, "MD") == 0;
        have |= child < above && token_lemma_is(scene_token(s, child), "have");
    }
    return modal && !have;
}

/* "could have shown it by leaving": done only if that was. */
static bool by_the_possible(const Scene *s, uint32_t token, uint32_t verb)
{
    uint32_t aux = scene_child(s, verb, REL_AUX, NULL);
    bool by = scene_token(s, token)->rel == REL_ADVCL && is_gerund(s, token) &&
              mark_is(s, token, "bymeans");
    return by && aux != NONE && (scene_word_is(s, aux, "maybe") || scene_lower_is(s, aux, "would"));
}

/* "An attack is likely", "striking is an option": what it is said to be. */
static bool said_likely(const Scene *s, uint32_t token, uint32_t above)
{
    const Token *t = scene_token(s, token);
    return (t->rel == REL_NSUBJ || t->rel == REL_CSUBJ) && scene_word_is(s, above, "likely");
}

/* "to protect students, secure schools": a bare verb that shares the mark of the one it is joined
 * to; "wanted to go see him". */
static bool shares_mark(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return strcmp(t->xpos, "VB") == 0 && (t->rel == REL_CONJ || t->rel == REL_XCOMP) &&
           scene_child(s, token, REL_MARK, NULL) == NONE &&
           scene_child(s, token, REL_AUX, NULL) == NONE &&
           scene_child(s, token, REL_NSUBJ, NULL) == NONE;
}

/* May the look go on from a word to its head? */
static bool goes_up(const Scene *s, uint32_t token, uint32_t above)
{
    const Token *t = scene_token(s, token), *head = scene_token(s, above);
    if (t->rel == REL_CONJ) return scene_child(s, token, REL_NSUBJ, NULL) == NONE;
    if (t->rel == REL_COMPOUND) return true;
    if (t->rel == REL_OBJ) return scene_word_is(s, above, "bringabout") && !definite(s, token);
    return t->rel == REL_XCOMP && shares_mark(s, token) && head->upos == UPOS_VERB;
}

/* "should be able to sue": not yet. */
static bool would_be_able(const Scene *s, uint32_t token, uint32_t above)
{
    uint32_t aux = scene_child(s, above, REL_AUX, NULL);
    return scene_token(s, token)->rel == REL_XCOMP && scene_word_is(s, above, "willing") &&
           scene_token(s, above)->upos == UPOS_ADJ && aux != NONE &&
           strcmp(scene_token(s, aux)->xpos, "MD") == 0;
}

/* "I was going to watch it". */
static bool was_going_to(const Scene *s, uint32_t token, uint32_t above)
{
    uint32_t aux = scene_child(s, above, REL_AUX, NULL);
    return scene_token(s, token)->rel == REL_XCOMP && scene_lower_is(s, above, "going") &&
           aux != NONE && strcmp(scene_token(s, aux)->xpos, "VBD") == 0;
}

/* "a false report of being robbed". */
static bool untrue(const Scene *s, uint32_t token, uint32_t noun)
{
    const Token *t = scene_token(s, token);
    uint32_t how = scene_child(s, noun, REL_AMOD, NULL);
    bool told = (t->rel == REL_ACL || t->rel == REL_CCOMP) &&
                (mark_is(s, token, "thoughtmark") || mark_is(s, token, "thatmark"));
    return told && scene_token(s, noun)->upos == UPOS_NOUN && how != NONE && how < noun &&
           scene_word_is(s, how, "untrue");
}

Modality scene_unsure(const Scene *s, uint32_t token)
{
    Modality told = described(s, token);
    if (told != MODALITY_HAPPENED) return told;
    if (mark_is(s, token, "lackmark") && !not_without(s, token)) return MODALITY_DENIED;
    for (uint32_t steps = 0; steps < UNSURE_STEPS; steps++) {
        uint32_t above = scene_up(s, token);
        if (above == NONE) break;
        if (untrue(s, token, above)) return MODALITY_DENIED;
        if (thought_of(s, token, above) || said_likely(s, token, above) ||
            by_the_possible(s, token, above) || would_be_able(s, token, above) ||
            was_going_to(s, token, above) || not_yet_without(s, token, above))
            return MODALITY_POSSIBLE;
        told = under_verb(s, token, above);
        if (told != MODALITY_HAPPENED || !goes_up(s, token, above)) return told;
        token = above;
    }
    return MODALITY_HAPPENED;
}

/* The word of the verb's own clause that opens it ("to", "for"), where it has one. */
static uint32_t opener(const Scene *s, uint32_t verb, const char *word)
{
    for (uint32_t c = scene_down(s, verb); c != NONE; c = scene_next(s, c))
        if (scene_token(s, c)->rel == REL_MARK && scene_lower_is(s, c, word)) return c;
    return NONE;
}

/* "illegal for unions to strike"; "it was a shock for Lund to learn it" was one. */
static bool only_for(const Scene *s, uint32_t mark, uint32_t above)
{
    return scene_word_is(s, above, "forto") ||
           (mark > s->first && scene_word_is(s, mark - 1, "forto"));
}

bool scene_only_to(const Scene *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < UNSURE_STEPS; steps++) {
        const Token *t = scene_token(s, token);
        uint32_t above = scene_up(s, token);
        bool below = t->rel == REL_XCOMP || t->rel == REL_ADVCL || t->rel == REL_ACL;
        if (above == NONE || !slice_eq_nocase(t->form, t->lemma)) return false;
        uint32_t to = opener(s, token, "to");
        if (below && to != NONE && to > s->first && scene_lower_is(s, to - 1, "only"))
            return false; /* "went there, only to learn it" */
        if (below && to != NONE) {
            uint32_t mark = opener(s, token, "for");
            if (mark != NONE) return only_for(s, mark, above);
            if (!scene_word_is(s, above, "doneso")) return true;
            token = above; /* "the power to force him to leave" */
            continue;
        }
        if (!shares_mark(s, token) || !token_verbal(scene_token(s, above))) return false;
        token = above;
    }
    return false;
}
