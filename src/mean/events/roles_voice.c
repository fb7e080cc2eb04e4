/* roles_voice.c - is a verb active or passive?
 *
 * In: a verb with its tree. Out: whether its subject undergoes what it names: by an auxiliary of
 * its own or of the row it stands in ("was held and charged"), as a participle, or in a headline,
 * which leaves the auxiliary out ("Two held in raid").
 *
 * Known to get wrong: the second verb of a row where past tense and participle look alike; it gets
 * no role (role_either_voice). */
#include "mean/events/roles_impl.h"

bool scene_reports(const Scene *s, uint32_t token)
{
    uint32_t hit = scene_hit(s, token);
    return hit != NONE && s->hit[hit].sense == OUT_SAY && token_verbal(scene_token(s, token));
}

bool role_complement(const Scene *s, uint32_t verb)
{
    return scene_child(s, verb, REL_OBJ, NULL) != NONE ||
           scene_child(s, verb, REL_CCOMP, NULL) != NONE ||
           scene_child(s, verb, REL_XCOMP, NULL) != NONE;
}

bool role_up_to(const Scene *s, uint32_t verb, uint32_t child)
{
    uint32_t count = scene_child(s, child, REL_NUMMOD, NULL), kind = scene_kind(s, verb);
    if (scene_token(s, child)->rel != REL_OBL || kind == NONE || count == NONE ||
        count < s->first + 2)
        return false;
    uint32_t mark = scene_child(s, child, REL_CASE, NULL);
    bool harms = s->events->kind_traits[kind] & (TRAIT_HARM | TRAIT_LAW | TRAIT_OWNED);
    return harms && (mark == NONE || mark + 2 == count || mark + 1 == count) &&
           scene_lower_is(s, count - 1, "to") && scene_lower_is(s, count - 2, "up");
}

/* "the couple whom police charged with theft": with a subject and a relative word beside it. */
static bool relative_beside(const Scene *s, uint32_t verb)
{
    bool relative = false, subject = false;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool own = t->rel == REL_NSUBJ && !token_relative(t);
        subject |= own && child < verb;
        relative |= token_relative(t) && t->upos == UPOS_PRON &&
                    (t->rel != REL_NSUBJ || scene_lower_is(s, child, "whom"));
    }
    return relative && subject;
}

uint32_t role_sharing(const Scene *s, uint32_t verb)
{
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        bool next = child > verb && child <= verb + 3 && scene_token(s, child)->rel == REL_CONJ &&
                    token_past(scene_token(s, child));
        if (next && scene_child(s, child, REL_OBJ, NULL) != NONE &&
            scene_child(s, child, REL_NSUBJ, NULL) == NONE &&
            scene_child(s, child, REL_AUX, NULL) == NONE)
            return child;
    }
    return NONE;
}

/* '"They hid the money," the paper charged.': it says so. */
static bool says_behind_quote(const Scene *s, uint32_t verb)
{
    uint32_t subject = scene_child(s, verb, REL_NSUBJ, NULL), first = subject;
    bool ends = !scene_holds(s, verb + 1) || scene_token(s, verb + 1)->upos == UPOS_PUNCT;
    if (subject == NONE || subject > verb || !ends) return false;
    while (first > s->first && tree_under(s->text, first - 1, subject))
        first--;
    return first > s->first && strcmp(scene_token(s, first - 1)->xpos, "''") == 0 &&
           strcmp(scene_token(s, verb)->xpos, "VBD") == 0;
}

/* "Two held in raid", "14 soldiers killed": a headline leaves out the auxiliary. */
static bool headline_passive(const Scene *s, uint32_t verb, uint32_t traits)
{
    const Token *t = scene_token(s, verb);
    if (!(traits & TRAIT_OWNED) || !token_past(t) || role_complement(s, verb)) return false;
    if (relative_beside(s, verb) || role_sharing(s, verb) != NONE) return false;
    if (says_behind_quote(s, verb)) return false;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_AUX) return false;
        if (role_cased(s, child, "aim")) return false; /* "police shot at them" */
        bool bare = scene_token(s, child)->rel == REL_OBL && child > verb + 2 &&
                    scene_token(s, child)->upos == UPOS_PROPN &&
                    scene_child(s, child, REL_CASE, NULL) == NONE &&
                    scene_lower_is(s, verb + 1, "to") && scene_lower_is(s, verb + 2, "death");
        if (bare) return false; /* "shot to death Ane Lund" */
        if (role_up_to(s, verb, child)) return false;
        if (scene_token(s, child)->rel == REL_ADVMOD && scene_word_is(s, child, "answer"))
            return false; /* "shot back" */
    }
    return true;
}

bool role_own_passive(const Scene *s, uint32_t verb)
{
    uint32_t aux = scene_child(s, verb, REL_AUX, "pass");
    bool has = aux != NONE &&
               (scene_lower_is(s, aux, "'s") || scene_lower_is(s, aux, "\xE2\x80\x99s"));
    if (has && scene_child(s, verb, REL_OBJ, NULL) != NONE) return false; /* "he's denied it" */
    if (token_lemma_is(scene_token(s, verb), "engage"))
        return false; /* "were engaged in shelling" */
    return aux != NONE || scene_child(s, verb, REL_NSUBJ, "pass") != NONE;
}

/* Neither helper nor subject of its own. */
static bool stands_bare(const Scene *s, uint32_t verb)
{
    return scene_child(s, verb, REL_AUX, NULL) == NONE &&
           scene_child(s, verb, REL_NSUBJ, NULL) == NONE;
}

/* The first verb of a row that shares its auxiliary: "was held and charged". */
static uint32_t first_joined(const Scene *s, uint32_t verb)
{
    for (uint32_t steps = 0; steps < ROLE_CLIMB; steps++) {
        uint32_t head = scene_token(s, verb)->rel == REL_CONJ ? scene_up(s, verb) : NONE;
        bool bare = stands_bare(s, verb);
        if (head == NONE || !bare || !token_verbal(scene_token(s, head))) break;
        verb = head;
    }
    return verb;
}

/* "Man found guilty". */
static bool found_so(const Scene *s, uint32_t verb)
{
    uint32_t what = scene_child(s, verb, REL_XCOMP, NULL);
    for (uint32_t i = verb + 1; what != NONE && i < what; i++)
        if (token_nounlike(scene_token(s, i))) return false; /* "they found a boy dead" */
    return what != NONE && scene_token(s, what)->upos == UPOS_ADJ &&
           token_lemma_is(scene_token(s, verb), "find") &&
           scene_child(s, verb, REL_OBJ, NULL) == NONE;
}

/* "struck four, including a boy killed". */
static bool right_behind_noun(const Scene *s, uint32_t verb)
{
    return verb > s->first && scene_token(s, verb)->rel == REL_ADVCL &&
           token_nounlike(scene_token(s, verb - 1));
}

bool scene_passive(const Scene *s, uint32_t verb, uint32_t traits)
{
    const Token *t = scene_token(s, verb);
    if (role_own_passive(s, verb) || scene_child(s, verb, REL_COP, NULL) != NONE)
        return true; /* "was hurt", "is to blame" */
    if (!token_past(t)) return false;
    if (found_so(s, verb)) return true;
    bool participle = strcmp(t->xpos, "VBN") == 0;
    bool bare = stands_bare(s, verb);
    if (bare && right_behind_noun(s, verb) && headline_passive(s, verb, traits)) return true;
    if (bare && (t->rel == REL_AMOD || t->rel == REL_ADVCL || t->rel == REL_XCOMP))
        return participle && scene_child(s, verb, REL_OBJ, NULL) == NONE;
    if (bare && t->rel == REL_ACL && !subtype_is(t, "relcl")) return true;
    uint32_t first = bare ? first_joined(s, verb) : verb;
    if (first != verb && role_own_passive(s, first))
        return participle || headline_passive(s, verb, traits);
    if (first != verb && scene_token(s, first)->rel == REL_ACL &&
        token_past(scene_token(s, first)) && !subtype_is(scene_token(s, first), "relcl"))
        return participle && scene_child(s, verb, REL_OBJ, NULL) == NONE;
    return headline_passive(s, verb, traits);
}

bool role_either_voice(const Scene *s, uint32_t verb)
{
    uint32_t first = first_joined(s, verb);
    return first != verb && role_own_passive(s, first) && token_past(scene_token(s, verb)) &&
           !role_complement(s, verb);
}
