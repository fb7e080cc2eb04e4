/* roles_subject.c - whose clause is it: the subject of a verb, wherever the words have it.
 *
 * In: a verb. Out: the head of its subject: its own, the noun that a relative clause hangs on, or
 * that of a clause above, through control ("urged Chile to leave"), rows, participles and reported
 * speech. Each step up either finds the subject, names the clause to look in next, or gives up: a
 * wrong doer is worse than none.
 *
 * Known to get wrong: gaps of long relative clauses; what the parse hangs on the wrong verb. */
#include "mean/events/roles_impl.h"

/* "Ane Lund and Carl Brandt, who married her daughter": the last of the row, behind which the
 * clause stands, unless its verb is told of several. */
static uint32_t last_of_row(const Scene *s, uint32_t head, uint32_t verb)
{
    uint32_t last = head, aux = scene_child(s, verb, REL_AUX, NULL),
             row = scene_token(s, head)->rel == REL_CONJ ? scene_up(s, head) : NONE;
    bool several = strcmp(scene_token(s, verb)->xpos, "VBP") == 0 ||
                   (aux != NONE &&
                    (scene_lower_is(s, aux, "were") || scene_lower_is(s, aux, "are") ||
                     scene_lower_is(s, aux, "have")));
    if (scene_token(s, head)->upos != UPOS_PROPN) return head;
    if (several) return row != NONE && scene_token(s, row)->upos == UPOS_PROPN ? row : head;
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_CONJ && child < verb &&
            scene_token(s, child)->upos == UPOS_PROPN)
            last = child;
    }
    return last;
}

static bool is_person(const Scene *s, uint32_t noun)
{
    const Entity *entity = role_entity(s, noun);
    uint32_t kind = role_people_noun(s, noun);
    bool several = kind == NOUN_GROUP && strcmp(scene_token(s, noun)->xpos, "NNS") == 0;
    return entity ? entity->kind == ENTITY_PERSON : kind == NOUN_PERSON || several; /* "people" */
}

static bool is_body(const Scene *s, uint32_t noun)
{
    const Entity *entity = role_entity(s, noun);
    if (entity) return entity->kind != ENTITY_PERSON;
    return role_people_noun(s, noun) != NOUN_UNKNOWN && !is_person(s, noun);
}

/* "people with ties to the ministry who sold them": "who" is of people, whatever the parse hangs it
 * on. */
static uint32_t with_ties(const Scene *s, uint32_t noun, uint32_t verb)
{
    uint32_t who = scene_child(s, verb, REL_NSUBJ, NULL), top = noun;
    if (who == NONE || !scene_lower_is(s, who, "who") || !is_body(s, noun)) return noun;
    for (uint32_t steps = 0; steps < ROLE_CLIMB; steps++) {
        uint32_t mark = scene_child(s, top, REL_CASE, NULL);
        if (scene_token(s, top)->rel == REL_NMOD)
            top = scene_up(s, top);
        else if (scene_token(s, top)->rel == REL_OBL && mark != NONE && mark > s->first)
            top = mark - 1; /* "named people with ties": hung on the verb */
        else
            break;
        if (top == NONE || is_person(s, top)) return top == NONE ? noun : top;
    }
    return noun;
}

/* What "who" and "which" stand for: the noun that the relative clause hangs on. */
static uint32_t antecedent(const Scene *s, uint32_t verb)
{
    for (uint32_t steps = 0; steps < ROLE_CLIMB; steps++) {
        const Token *t = scene_token(s, verb);
        uint32_t head = scene_up(s, verb);
        if (head == NONE) return NONE;
        if (t->rel == REL_ACL) {
            head = with_ties(s, head, verb);
            return token_nounlike(scene_token(s, head)) ? last_of_row(s, head, verb) : NONE;
        }
        if (t->rel != REL_CCOMP && t->rel != REL_CONJ && t->rel != REL_XCOMP) return NONE;
        verb = head;
    }
    return NONE;
}

/* "Five are dead, and nearly 40 injured": the figure right before, whatever the parse calls it. */
static bool bare_count(const Scene *s, uint32_t verb, uint32_t child)
{
    const Token *t = scene_token(s, child);
    return t->upos == UPOS_NUM && child + 1 == verb && t->rel == REL_OBL &&
           strcmp(t->subtype, "unmarked") == 0;
}

/* "Defending Peru, Ambassador Ane Lund denounced it": behind the opening participle and its object
 * the subject stands between a comma and the verb; the parse joins it to the object. */
static uint32_t behind_opening(const Scene *s, uint32_t verb)
{
    uint32_t clause = scene_child(s, verb, REL_ADVCL, NULL);
    if (clause == NONE || clause > verb || !role_finite(s, verb)) return NONE;
    if (strcmp(scene_token(s, clause)->xpos, "VBG") != 0) return NONE;
    uint32_t object = scene_child(s, clause, REL_OBJ, NULL);
    if (object == NONE || object < clause || scene_row(s, object)) return NONE;
    for (uint32_t child = scene_down(s, object); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool beside = t->rel == REL_CONJ || t->rel == REL_APPOS;
        if (beside && child > object && child < verb &&
            scene_token(s, verb - 1)->upos != UPOS_PUNCT && scene_can_act(s, child))
            return child;
    }
    return NONE;
}

/* "shot a boy while at a park was held", "the suspect in the death of Lund was held": where the
 * parse takes the noun of a phrase for the subject. */
static bool of_phrase(const Scene *s, uint32_t child)
{
    return role_cased(s, child, "phrasemark") && scene_token(s, child)->upos != UPOS_NUM;
}

/* "Anyone with word of Lund and the man is asked": joined to a noun of the subject's phrase, not to
 * the subject ("Lund and the man are asked"), though the parse makes it a second one. */
static bool joined_within(const Scene *s, uint32_t child, uint32_t subject)
{
    uint32_t and = scene_child(s, child, REL_CC, NULL);
    if (and == NONE || and > child || and <= subject + 1) return false;
    uint32_t before = and-1;
    while (before > subject && scene_token(s, before)->rel == REL_FLAT)
        before--;
    return before != subject && scene_token(s, before)->head != subject;
}

uint32_t role_own_subject(const Scene *s, uint32_t verb)
{
    uint32_t found = NONE;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (found != NONE && child < verb && joined_within(s, child, found)) continue;
        bool wills = t->rel == REL_EXPL && scene_word_is(s, verb, "willing");
        bool subject = t->rel == REL_NSUBJ || wills || bare_count(s, verb, child);
        if (!subject || role_in_dateline(s, child) || of_phrase(s, child)) continue;
        if (role_in_time(s, child) && t->upos != UPOS_PRON) continue;
        if (found == NONE || child < verb) found = child; /* the nearest before the verb */
    }
    if (found == NONE) return behind_opening(s, verb);
    return token_relative(scene_token(s, found)) ? antecedent(s, verb) : found;
}

/* "A woman and a man have been arrested, police said": where the parse gives both subjects to the
 * verb of saying, the first is that of what is said. */
static uint32_t lent_subject(const Scene *s, uint32_t verb, uint32_t says)
{
    uint32_t first = NONE, subjects = 0;
    for (uint32_t child = scene_down(s, says); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (t->rel != REL_NSUBJ || role_in_dateline(s, child)) continue;
        subjects++;
        if (first == NONE) first = child;
    }
    return subjects > 1 && first < verb && verb < says ? first : NONE;
}

/* "... after an explosion killed four": where the parse takes the subject of the clause for a
 * phrase of the verb above. */
static uint32_t phrase_before(const Scene *s, uint32_t verb, uint32_t above)
{
    uint32_t found = NONE;
    for (uint32_t child = scene_down(s, above); child != NONE; child = scene_next(s, child)) {
        bool near = child < verb && verb - child <= 6 && child > above;
        if (near && scene_token(s, child)->rel == REL_OBL && role_cased(s, child, "clausemark"))
            found = child;
    }
    return found;
}

bool role_finite(const Scene *s, uint32_t verb)
{
    const char *tag = scene_token(s, verb)->xpos;
    if (strcmp(tag, "VBD") == 0 || strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0) return true;
    uint32_t aux = scene_child(s, verb, REL_AUX, NULL);
    return aux != NONE && strcmp(tag, "VBG") != 0 && strcmp(scene_token(s, aux)->xpos, "VBG") != 0;
}

/* The clause that a verb of saying reports, to the left of what hangs on it. */
static uint32_t said_before(const Scene *s, uint32_t says, uint32_t verb)
{
    uint32_t found = NONE;
    for (uint32_t child = scene_down(s, says); child != NONE; child = scene_next(s, child)) {
        if (child < verb && scene_token(s, child)->rel == REL_CCOMP) found = child;
    }
    return found;
}

/* "arrested a man they say fired a gun": where the parse joins the verb behind the words put in to
 * the verb above, it is still the man's. */
static uint32_t behind_inserted(const Scene *s, uint32_t verb)
{
    if (verb < s->first + 3 || !role_finite(s, verb)) return NONE;
    uint32_t says = verb - 1, who = scene_child(s, says, REL_NSUBJ, NULL);
    bool inserted = scene_token(s, says)->rel == REL_ACL && scene_reports(s, says) && who != NONE &&
                    who < says && scene_child(s, says, REL_CCOMP, NULL) == NONE;
    uint32_t noun = inserted ? scene_up(s, says) : NONE;
    return noun != NONE && token_nounlike(scene_token(s, noun)) ? noun : NONE;
}

/* "wept as her sons, both of Velm, were held": a verb that the parse joins to the one above, though
 * no word joins them and a subject behind "as" stands between. */
static uint32_t lent_behind_mark(const Scene *s, uint32_t verb, uint32_t above)
{
    enum { FAR = 14 };
    uint32_t found = NONE;
    if (!role_finite(s, verb) || scene_child(s, verb, REL_CC, NULL) != NONE) return NONE;
    for (uint32_t child = scene_down(s, above); child != NONE; child = scene_next(s, child)) {
        bool between = child > above && child < verb && verb - child <= FAR;
        if (between && scene_token(s, child)->rel == REL_OBL && role_cased(s, child, "clausemark"))
            found = child;
    }
    return found;
}

/* "the couple whom police charged with hiding him": the noun before the relative word, where that
 * is not the subject. */
uint32_t role_before_relative(const Scene *s, uint32_t verb)
{
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool whom = t->rel != REL_NSUBJ || scene_lower_is(s, child, "whom");
        if (!whom || !token_relative(t) || child == s->first || child > verb) continue;
        return token_nounlike(scene_token(s, child - 1)) ? child - 1 : NONE;
    }
    return NONE;
}

/* "shooting a woman and a baby also wounded": joined as a verb, though its noun stands before it.
 */
static uint32_t noun_of_joined(const Scene *s, uint32_t verb, uint32_t above)
{
    uint32_t kind = scene_kind(s, verb), before = verb;
    if (kind == NONE || !(s->events->kind_traits[kind] & TRAIT_OWNED)) return NONE;
    if (strcmp(scene_token(s, verb)->xpos, "VBN") != 0 || role_own_passive(s, above)) return NONE;
    if (scene_child(s, verb, REL_AUX, NULL) != NONE) return NONE;
    while (before > above + 1 && scene_token(s, before - 1)->rel == REL_ADVMOD)
        before--;
    bool noun = before > above + 1 && token_nounlike(scene_token(s, before - 1));
    return noun && scene_can_act(s, before - 1) ? before - 1 : NONE;
}

/* Whom an infinitive or participle is told of: the object of the verb above ("urged Chile to
 * leave"), who is called on ("called on Chile to leave"). */
static uint32_t controller(const Scene *s, uint32_t above)
{
    uint32_t object = scene_child(s, above, REL_IOBJ, NULL);
    if (object == NONE) object = scene_child(s, above, REL_OBJ, NULL);
    if (object != NONE && role_bears_bidding(s, above, object)) return object;
    for (uint32_t child = scene_down(s, above); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_OBL &&
            (role_case_is(s, child, "on") || role_case_is(s, child, "for")) &&
            scene_can_act(s, child) && !(scene_token(s, child)->upos == UPOS_NUM))
            return child;
    }
    return NONE;
}

/* "resulted in one boy dying", "reports of people shot": the participle right behind a noun is told
 * of it, whatever the parse hangs it on. */
static uint32_t noun_before(const Scene *s, uint32_t verb)
{
    if (verb == s->first || role_mark(s, verb) != NONE) return NONE;
    if (strcmp(scene_token(s, verb)->xpos, "VBG") != 0 && !token_past(scene_token(s, verb)))
        return NONE;
    uint32_t at = verb - 1; /* 'saw Lund "stumbling"' */
    if (at > s->first && strcmp(scene_token(s, at)->xpos, "``") == 0) at--;
    const Token *before = scene_token(s, at);
    bool noun = before->upos == UPOS_NOUN || before->upos == UPOS_PROPN ||
                (before->upos == UPOS_PRON && scene_word_is(s, at, "crowdword"));
    return noun && scene_can_act(s, at) ? at : NONE;
}

/* Is there somebody above who may be meant by an infinitive? Behind an order or a dare it is he
 * (*found): "challenged Lund, 54, to resign"; of "shot a man to rob him" nobody knows. */
static bool bidden(const Scene *s, uint32_t verb, uint32_t above, uint32_t *found)
{
    bool infinitive = strcmp(scene_token(s, verb)->xpos, "VB") == 0;
    uint32_t whom = infinitive ? scene_child(s, above, REL_OBJ, NULL) : NONE;
    if (infinitive && whom == NONE) *found = controller(s, above); /* "pushed for Chile to leave" */
    if (*found != NONE) return true;
    if (whom == NONE) return false;
    bool bids = scene_word_is(s, above, "bids");
    if (!scene_can_act(s, whom)) return bids; /* "compels the states to act": not who compels */
    if (bids) *found = whom;
    return *found != NONE || role_somebody(s, whom);
}

/* "Police investigate two shootings in Velm, killing one": the shootings did, and nobody says who
 * shot; "carried out an attack, killing one" is the subject's. */
static bool deed_between(const Scene *s, uint32_t verb, uint32_t above)
{
    uint32_t object = scene_child(s, above, REL_OBJ, NULL);
    return object != NONE && above < object && object < verb && role_mark(s, verb) == NONE &&
           scene_kind_has(s, verb, TRAIT_HARM) && scene_kind_has(s, object, TRAIT_HARM) &&
           !scene_kind_has(s, above, TRAIT_HARM) && !role_performs(s, above);
}

/* "was taken to the station for questioning": not who asks. */
static bool taken_for(const Scene *s, uint32_t verb)
{
    uint32_t kind = scene_kind(s, verb);
    return kind != NONE && role_marked(s, verb, "chargemark") &&
           (s->events->kind_traits[kind] & TRAIT_LAW) && !role_complement(s, verb);
}

/* "shooting an officer", "shooting at police"; not "shooting at a school". */
static bool does_to(const Scene *s, uint32_t verb)
{
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child < verb || role_in_time(s, child)) continue;
        if (t->rel == REL_OBJ) return true;
        bool people = is_person(s, child) || scene_lower_is(s, child, "police");
        if (t->rel == REL_OBL && role_cased(s, child, "aim") && people) return true;
    }
    return false;
}

/* "two hurt in shooting", "was found dead after shooting": what harm came in is not theirs; "was
 * wounded after shooting an officer" is. */
static bool hurt_in(const Scene *s, uint32_t verb, uint32_t above)
{
    uint32_t kind = scene_kind(s, above);
    uint32_t traits = kind == NONE ? 0 : s->events->kind_traits[kind];
    bool hurt = (traits & TRAIT_OWNED) && !(traits & TRAIT_LAW); /* not "charged with killing" */
    return hurt && scene_kind_has(s, verb, TRAIT_HARM) && role_marked(s, verb, "amidst") &&
           strcmp(scene_token(s, verb)->xpos, "VBG") == 0 && scene_passive(s, above, traits) &&
           !does_to(s, verb);
}

/* "were attacked by a mob, killing one", "hurt in a roadside shooting". */
static bool by_others(const Scene *s, uint32_t verb)
{
    uint32_t mark = role_mark(s, verb);
    return strcmp(scene_token(s, verb)->xpos, "VBG") == 0 &&
           (mark == NONE || scene_lower_is(s, mark, "by"));
}

/* "taken to hospital after shooting at home": as good as a noun. */
static bool as_noun(const Scene *s, uint32_t verb)
{
    return strcmp(scene_token(s, verb)->xpos, "VBG") == 0 && role_marked(s, verb, "clausemark") &&
           !role_complement(s, verb) && !does_to(s, verb);
}

/* "Lund was a clerk before being elected". */
static bool somebody_is(const Scene *s, uint32_t predicate)
{
    uint32_t who = scene_child(s, predicate, REL_NSUBJ, NULL);
    const Entity *entity = who == NONE ? NULL : role_entity(s, who);
    bool place = entity && entity->kind == ENTITY_PLACE;
    return who != NONE && !place && scene_child(s, predicate, REL_COP, NULL) != NONE;
}

/* "drove into marchers opposing the ban, killing one": joined to what the marchers do, and it may
 * be the driver's. */
static bool trails(const Scene *s, uint32_t verb, uint32_t above)
{
    return strcmp(scene_token(s, verb)->xpos, "VBG") == 0 && scene_kind_has(s, verb, TRAIT_HARM) &&
           !scene_kind_has(s, above, TRAIT_HARM) && scene_token(s, above)->rel == REL_ACL &&
           verb > s->first && scene_token(s, verb - 1)->upos == UPOS_PUNCT;
}

/* "Lund said, adding that ...": the speaker says that too. */
static bool adds(const Scene *s, uint32_t verb, uint32_t says)
{
    bool behind = verb > says && strcmp(scene_token(s, verb)->xpos, "VBG") == 0 &&
                  scene_token(s, verb - 1)->upos == UPOS_PUNCT && role_mark(s, verb) == NONE;
    return behind && (scene_reports(s, verb) || scene_word_is(s, verb, "adding"));
}

/* The subject that the parse hangs elsewhere, by where it stands: "reported someone shot", "after a
 * crash injured six". True: the verb has one of its own (*found), or is finite and has none. */
static bool stands_before(const Scene *s, uint32_t verb, uint32_t above, uint32_t *found)
{
    uint32_t near = noun_before(s, verb);
    if (near != NONE && scene_child(s, verb, REL_AUX, NULL) == NONE) {
        *found = near;
        return true;
    }
    bool bare = token_past(scene_token(s, verb)) && role_mark(s, verb) == NONE &&
                scene_child(s, verb, REL_OBJ, NULL) != NONE,
         finite = role_finite(s, verb);
    uint32_t before = bare || finite ? phrase_before(s, verb, above) : NONE;
    if (before == NONE && !finite) return false;
    *found = before;
    return true;
}

/* One step up from a clause without a subject: where its subject is (*found), or the clause to look
 * in next. */
static uint32_t climb_circumstance(const Scene *s, uint32_t verb, uint32_t above, uint32_t *found)
{
    if (stands_before(s, verb, above, found)) return NONE;
    if (as_noun(s, verb) || trails(s, verb, above)) return NONE;
    if (scene_reports(s, above)) return adds(s, verb, above) ? above : said_before(s, above, verb);
    if (bidden(s, verb, above, found)) return NONE;
    bool clause = token_verbal(scene_token(s, above)) || scene_token(s, above)->upos == UPOS_ADJ ||
                  somebody_is(s, above);
    if (!clause) return NONE;
    bool passive = role_own_passive(s, above);
    if (taken_for(s, verb) && scene_passive(s, above, 0)) return NONE;
    if (role_marked(s, verb, "chargemark") && !passive) {
        uint32_t object = role_before_relative(s, above);
        if (object == NONE) object = scene_child(s, above, REL_OBJ, NULL);
        if (object != NONE) {
            *found = object; /* "held him for killing", "accused Chile of shelling" */
            return NONE;
        }
    }
    if ((passive && by_others(s, verb)) || hurt_in(s, verb, above)) return NONE;
    return deed_between(s, verb, above) ? NONE : above;
}

/* "made a decision to resign", "has a chance of winning", "flew there in a bid to win": the verb
 * whose subject means to do it; NONE. */
static uint32_t meant_by(const Scene *s, uint32_t noun, bool infinitive)
{
    const Token *n = scene_token(s, noun);
    uint32_t up = scene_up(s, noun);
    if (up == NONE || n->upos != UPOS_NOUN || role_people_noun(s, noun) == NOUN_PERSON) return NONE;
    bool has = role_performs(s, up) || scene_word_is(s, up, "suffer");
    bool judges = scene_word_is(s, up, "judges"); /* "praised efforts to win": of others */
    if (n->rel == REL_OBJ) return has || (infinitive && !judges) ? up : NONE;
    bool bid = n->rel == REL_OBL && role_case_is(s, noun, "in") &&
               scene_word_is(s, noun, "thought");
    return bid && token_verbal(scene_token(s, up)) ? up : NONE;
}

static uint32_t climb_noun(const Scene *s, uint32_t verb, uint32_t noun, uint32_t *found)
{
    const Token *t = scene_token(s, verb);
    bool infinitive = strcmp(t->xpos, "VB") == 0,
         gerund = strcmp(t->xpos, "VBG") == 0 && role_mark(s, verb) != NONE &&
                  scene_lower_is(s, role_mark(s, verb), "of") && !scene_can_act(s, noun);
    if (!token_nounlike(scene_token(s, noun))) return NONE;
    if (strcmp(t->xpos, "VBG") == 0 && role_case_is(s, noun, "at") && !subtype_is(t, "relcl"))
        return NONE; /* "pointed at the ministry blaming Velm" */
    if (strcmp(t->xpos, "VBG") == 0 && role_mark(s, verb) != NONE &&
        token_nounlike(scene_token(s, noun)) && scene_lower_is(s, role_mark(s, verb), "by") &&
        scene_up(s, noun) != NONE)
        return scene_up(s, noun); /* "annoys senators by slowing the vote": who annoys them */
    if ((!infinitive && !gerund) || subtype_is(t, "relcl")) {
        *found = noun; /* "the men shot in the raid", "a mob hurling stones" */
        return NONE;
    }
    uint32_t owner = role_owner(s, noun);
    if (scene_word_is(s, noun, "asking")) return NONE; /* "Norway's demand to leave": another's */
    uint32_t maker = owner == NONE ? role_maker(s, noun) : NONE;
    if (maker != NONE && maker + 1 == noun) owner = maker;
    if (owner != NONE)
        *found = owner; /* "Norway's plan to attack", "Norwegian efforts to sell" */
    else
        return meant_by(s, noun, infinitive);
    return NONE;
}

/* "Police identify the woman who wounded three and killed herself": a past form joins the past form
 * of the relative clause before it, whatever the parse joins it to. */
static uint32_t same_tense(const Scene *s, uint32_t verb, uint32_t above)
{
    const char *tag = scene_token(s, above)->xpos;
    bool present = strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0;
    if (!present || strcmp(scene_token(s, verb)->xpos, "VBD") != 0) return above;
    for (uint32_t i = verb; i-- > above + 1;) {
        const Token *t = scene_token(s, i);
        if (t->rel == REL_ACL && subtype_is(t, "relcl") && strcmp(t->xpos, "VBD") == 0) return i;
    }
    return above;
}

/* No infinitive, whatever the parse hangs it on: a verb with a tense and without an auxiliary; the
 * second such clause of one verb ("began to form after a scandal beset the firm"). */
static bool own_clause(const Scene *s, uint32_t verb, uint32_t above)
{
    const Token *t = scene_token(s, verb);
    if (scene_child(s, verb, REL_AUX, NULL) != NONE || role_mark(s, verb) != NONE) return false;
    uint32_t first = scene_child(s, above, REL_XCOMP, NULL);
    return (first != NONE && first < verb) ||
           (role_finite(s, verb) && !slice_eq_nocase(t->form, t->lemma));
}

/* "found a boy dead": the noun before the adjective. */
static uint32_t left_so(const Scene *s, uint32_t state, uint32_t above)
{
    uint32_t noun = state - 1;
    if (state < above + 2 || !token_nounlike(scene_token(s, noun)) ||
        scene_token(s, state)->upos != UPOS_ADJ)
        return NONE;
    bool whole = scene_token(s, noun)->upos != UPOS_NOUN || role_owner(s, noun) != NONE ||
                 scene_child(s, noun, REL_DET, NULL) != NONE ||
                 scene_child(s, noun, REL_NUMMOD, NULL) != NONE;
    return whole ? noun : NONE; /* not "declared brain dead" */
}

uint32_t role_taken_subject(const Scene *s, uint32_t verb)
{
    uint32_t noun = verb;
    while (noun > s->first + 1 && scene_token(s, noun - 1)->rel == REL_FLAT)
        noun--;
    return noun > s->first && role_taken_by(s, noun - 1) == verb ? noun - 1 : NONE;
}

/* The subject of a verb in a row that is not the row's. */
static uint32_t own_of_joined(const Scene *s, uint32_t verb, uint32_t above)
{
    uint32_t last = role_taken_subject(s, verb);
    if (last != NONE) return last;
    uint32_t found = behind_inserted(s, verb);
    if (found == NONE) found = lent_behind_mark(s, verb, above);
    return found == NONE ? noun_of_joined(s, verb, above) : found;
}

/* "announced a series of steps designed to punish Peru": who announces them punishes. The verb
 * whose object the thing is that the participle above stands behind; NONE. */
static uint32_t maker_of_means(const Scene *s, uint32_t verb, uint32_t above)
{
    const Token *t = scene_token(s, above);
    uint32_t rel = scene_token(s, verb)->rel;
    if ((rel != REL_ADVCL && rel != REL_XCOMP) || !scene_word_is(s, above, "meantto")) return NONE;
    if (t->rel != REL_ACL || subtype_is(t, "relcl") || !token_past(t)) return NONE;
    uint32_t noun = scene_up(s, above);
    for (uint32_t steps = 0; steps < ROLE_CLIMB && noun != NONE; steps++) {
        const Token *n = scene_token(s, noun);
        if (!token_nounlike(n) || scene_can_act(s, noun)) return NONE;
        uint32_t up = scene_up(s, noun);
        if (n->rel == REL_OBJ)
            return up != NONE && token_verbal(scene_token(s, up)) &&
                           scene_word_is(s, up, "bringsout")
                       ? up
                       : NONE;
        bool part = n->rel == REL_CONJ || (n->rel == REL_NMOD && role_case_is(s, noun, "of"));
        if (!part) return NONE;
        noun = up;
    }
    return NONE;
}

/* 'Lund said it fails for "lack of care," blaming Bram': behind the words quoted the speaker goes
 * on, whatever clause of them the parse hangs it on. The verb of saying; NONE. */
static uint32_t says_over(const Scene *s, uint32_t verb)
{
    bool behind = verb > s->first && strcmp(scene_token(s, verb)->xpos, "VBG") == 0 &&
                  strcmp(scene_token(s, verb - 1)->xpos, "''") == 0 &&
                  scene_word_is(s, verb, "adding");
    uint32_t up = behind ? scene_up(s, verb) : NONE;
    for (uint32_t steps = 0; steps < ROLE_CLIMB && up != NONE; steps++) {
        if (scene_reports(s, up) && up < verb) return up;
        up = scene_up(s, up);
    }
    return NONE;
}

static uint32_t climb_aside(const Scene *s, uint32_t verb, uint32_t above, uint32_t *found)
{
    uint32_t says = says_over(s, verb);
    return says == NONE ? climb_circumstance(s, verb, above, found) : says;
}

static uint32_t climb(const Scene *s, uint32_t verb, uint32_t *found)
{
    const Token *t = scene_token(s, verb);
    uint32_t above = scene_up(s, verb);
    if (above == NONE) return NONE;
    uint32_t maker = maker_of_means(s, verb, above);
    if (maker != NONE) return maker;
    switch (t->rel) {
    case REL_CONJ:
        *found = own_of_joined(s, verb, above);
        if (*found != NONE || trails(s, verb, above)) return NONE;
        above = same_tense(s, verb, above);
        return token_verbal(scene_token(s, above)) || scene_token(s, above)->upos == UPOS_ADJ
                   ? above
                   : NONE;
    case REL_XCOMP:
        if (own_clause(s, verb, above)) {
            *found = phrase_before(s, verb, above);
            return NONE;
        }
        *found = controller(s, above);
        if (*found == NONE && strcmp(t->xpos, "VBN") == 0)
            *found = noun_before(s, verb); /* "reported someone shot" */
        if (*found == NONE) *found = left_so(s, verb, above);
        return *found == NONE ? above : NONE;
    case REL_ADVCL: return climb_aside(s, verb, above, found);
    case REL_ACL: return climb_noun(s, verb, above, found);
    case REL_AMOD:
        if (above > verb && token_nounlike(scene_token(s, above))) *found = above;
        return NONE;
    case REL_CCOMP:
        if (scene_reports(s, above)) {
            *found = lent_subject(s, verb, above);
            if (*found == NONE && scene_token(s, above)->rel == REL_ACL && above < verb)
                *found = antecedent(s, above); /* "the boy who police say shot a man" */
            return NONE;
        }
        return strcmp(t->xpos, "VBG") == 0 ? above : NONE; /* "admitted killing her" */
    default: return NONE;
    }
}

uint32_t scene_subject(const Scene *s, uint32_t verb)
{
    for (uint32_t steps = 0; steps < ROLE_CLIMB && verb != NONE; steps++) {
        uint32_t found = role_own_subject(s, verb);
        if (found != NONE) return found;
        verb = climb(s, verb, &found);
        if (found != NONE)
            return token_relative(scene_token(s, found)) ? antecedent(s, found) : found;
    }
    return NONE;
}
