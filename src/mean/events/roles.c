/* roles.c - who does it and who undergoes it, read off one clause.
 *
 * In: a sentence with its tree, a predicate. Out: Roles. Idea: a role is taken from the predicate's
 * own clause by its grammar alone (subject and voice, object, "by", "of", owner), or through
 * control, coordination and relative clauses, never from what only stands near: the speaker of
 * "X said", a place, a dateline, the owner in "X's chairman" get no role. A wrong doer is worse
 * than none, so every doubtful construction gives none. Things do not act; whose arms or strike it
 * is does ("an Israeli airstrike killed six": Israel).
 *
 * Known to get wrong: what the parse hangs on the wrong verb; gaps of long relative clauses. */
#include "mean/events/roles.h"

#define CLIMB 10u /* steps from a verb to the clause that has its subject */

static uint32_t up(const Scene *s, uint32_t token)
{
    uint32_t head = scene_token(s, token)->head;
    return scene_holds(s, head) && head != token ? head : NONE;
}

static bool sub_is(const Token *t, const char *subtype)
{
    return strcmp(t->subtype, subtype) == 0;
}

static bool lower_is(const Scene *s, uint32_t token, const char *word)
{
    return slice_is(scene_lower(s, token), word);
}

static bool verbal(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX;
}

static bool nounlike(const Token *t)
{
    bool argument = t->rel == REL_NMOD || t->rel == REL_OBJ || t->rel == REL_NSUBJ ||
                    t->rel == REL_OBL;
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PRON ||
           t->upos == UPOS_NUM || (t->upos == UPOS_ADJ && argument); /* "the general", "the poor" */
}

static uint32_t mark_of(const Scene *s, uint32_t token)
{
    uint32_t mark = scene_child(s, token, REL_MARK, NULL);
    return mark != NONE ? mark : scene_child(s, token, REL_CASE, NULL);
}

static bool marked(const Scene *s, uint32_t token, const char *list)
{
    uint32_t mark = mark_of(s, token);
    return mark != NONE && scene_word_is(s, mark, list);
}

/* The case word of a phrase that is one of a class of data/en/eventwords.txt. */
static bool cased(const Scene *s, uint32_t token, const char *list)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    return mark != NONE && mark < token && scene_word_is(s, mark, list);
}

/* "by Judge James Orr": the mark may hang on the office before the name. */
static bool case_is(const Scene *s, uint32_t token, const char *word)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    uint32_t office = mark == NONE ? scene_child(s, token, REL_NMOD, "desc") : NONE;
    if (office != NONE && office < token) mark = scene_child(s, office, REL_CASE, NULL);
    return mark != NONE && lower_is(s, mark, word);
}

/* ---- who can act ---- */

static const Entity *entity_at(const Scene *s, uint32_t token)
{
    uint32_t mention = mention_of(s->findings, token);
    if (mention == NONE || s->findings->mentions.at[mention].entity == NONE) return NULL;
    if (s->findings->mentions.at[mention].head != token) return NULL;
    return &s->findings->entities.at[s->findings->mentions.at[mention].entity];
}

static bool in_dateline(const Scene *s, uint32_t token)
{
    return scene_token(s, token)->span.b < s->findings->report->dateline.span.e;
}

static bool in_time(const Scene *s, uint32_t token)
{
    const Findings *f = s->findings;
    Span span = scene_token(s, token)->span;
    uint32_t from = times_from(f, span.b > 64 ? span.b - 64 : 0);
    for (uint32_t i = from; i < f->times.n && f->times.at[i].span.b <= span.b; i++)
        if (span_in(span, f->times.at[i].span)) return true;
    return false;
}

static uint32_t people_noun(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t kind = map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, token));
    return kind == NONE ? 0 : kind;
}

/* "Two", "dozens", "others": counted people, when a clause of people has nothing else. */
static bool counted(const Scene *s, uint32_t head)
{
    const Token *t = scene_token(s, head);
    if (t->upos == UPOS_NUM)
        return !in_time(s, head) && scene_child(s, head, REL_NMOD, NULL) == NONE;
    return scene_word_is(s, head, "crowdword");
}

/* The counted noun behind a word of number: "dozens of soldiers", "a group of men". */
uint32_t scene_counted(const Scene *s, uint32_t head)
{
    if (scene_token(s, head)->upos != UPOS_NUM && !scene_word_is(s, head, "crowdword") &&
        !scene_word_is(s, head, "amount"))
        return head;
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_NMOD && child > head && case_is(s, child, "of"))
            return child;
    }
    return head;
}

/* A name acts when it is of a person, a body, a state: not a street, a day, a ship. */
static bool name_acts(const Scene *s, uint32_t head, const Entity *entity)
{
    if (scene_word_is(s, head, "street")) return false;
    if (!entity) return actor_like(s->events, s->findings, head);
    return entity->kind != ENTITY_OTHER;
}

bool scene_can_act(const Scene *s, uint32_t head)
{
    const Token *t = scene_token(s, head);
    if (in_dateline(s, head) || in_time(s, head)) return false;
    uint32_t noun = scene_counted(s, head);
    if (noun != head) {
        head = noun;
        t = scene_token(s, head);
    }
    if (t->upos == UPOS_PRON) return !scene_word_is(s, head, "neuter");
    const Entity *entity = entity_at(s, head);
    if (t->upos == UPOS_PROPN) return name_acts(s, head, entity);
    if (people_noun(s, head) == NOUN_PERSON && t->upos == UPOS_NOUN) return true; /* "a sniper" */
    if (scene_word_is(s, head, "weapon") || scene_word_is(s, head, "document")) return false;
    if (counted(s, head)) return true;
    uint32_t kind = people_noun(s, head);
    if (t->upos != UPOS_NOUN) return t->upos == UPOS_ADJ && kind == NOUN_PERSON && nounlike(t);
    if (kind == NOUN_DEED || kind == NOUN_THING ||
        (scene_kind(s, head) != NONE && kind != NOUN_PERSON))
        return false;
    return kind != NOUN_UNKNOWN || actor_like(s->events, s->findings, head) ||
           (entity && (entity->kind == ENTITY_PERSON || entity->kind == ENTITY_ORG));
}

/* ---- lists of parties ---- */

static void put(RoleList *list, uint32_t head, const char *how)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i].head == head) return;
    if (list->n < ROLE_PARTIES) list->at[list->n++] = (RoleParty){head, how};
}

static bool joins(const Scene *s, uint32_t child)
{
    const Token *t = scene_token(s, child);
    uint32_t next = t->rel == REL_APPOS ? scene_child(s, child, REL_CONJ, NULL) : NONE;
    if (next != NONE && scene_child(s, next, REL_CC, NULL) != NONE && t->upos == UPOS_NOUN)
        return true; /* "a banker, a lawyer and a clerk" read as an apposition */
    return t->rel == REL_CONJ && nounlike(t) && scene_child(s, child, REL_NSUBJ, NULL) == NONE &&
           scene_child(s, child, REL_COP, NULL) == NONE;
}

typedef bool Fits(const Scene *s, uint32_t head);

static bool and_between(const Scene *s, uint32_t left, uint32_t right)
{
    for (uint32_t i = left + 1; i < right; i++)
        if (scene_token(s, i)->upos == UPOS_CCONJ) return true;
    return false;
}

/* Is a row of phrases joined by a word? "Defending Peru, Ambassador Ane Lund said": no row. */
bool scene_row(const Scene *s, uint32_t head)
{
    for (uint32_t steps = 0, row = head; steps < ROLE_PARTIES && row != NONE; steps++) {
        uint32_t last = NONE;
        for (uint32_t child = scene_down(s, row); child != NONE; child = scene_next(s, child)) {
            if (!joins(s, child)) continue;
            last = child;
            if (scene_child(s, last, REL_CC, NULL) != NONE || and_between(s, row, last))
                return true;
        }
        row = last;
    }
    return false;
}

static void put_members(const Scene *s, RoleList *list, uint32_t head, Fits *fits);

/* A noun phrase and those joined to it ("a man and two women"). */
static void put_joined(const Scene *s, RoleList *list, uint32_t head, const char *how, Fits *fits)
{
    uint32_t row = scene_row(s, head) ? head : NONE;
    if (!fits || fits(s, head)) {
        put(list, head, how);
        put_members(s, list, head, fits);
    }
    for (uint32_t steps = 0; steps < ROLE_PARTIES && row != NONE; steps++) {
        uint32_t last = NONE;
        for (uint32_t child = scene_down(s, row); child != NONE; child = scene_next(s, child)) {
            if (!joins(s, child)) continue;
            last = child;
            if (!fits || fits(s, last)) put(list, last, how);
        }
        row = last;
    }
}

static bool among(const Scene *s, uint32_t child)
{
    uint32_t mark = scene_child(s, child, REL_CASE, NULL);
    return mark != NONE && mark < child && lower_is(s, mark, "including") &&
           scene_token(s, child)->upos == UPOS_PROPN;
}

/* "a group of firms, including Ardent and Balta, urged": those named are of those that did. */
static void put_members(const Scene *s, RoleList *list, uint32_t head, Fits *fits)
{
    uint32_t of[2] = {head, scene_counted(s, head)};
    for (uint32_t k = 0; k < 2 && (k == 0 || of[1] != of[0]); k++)
        for (uint32_t c = scene_down(s, of[k]); c != NONE; c = scene_next(s, c))
            if (c > head && among(s, c)) put_joined(s, list, c, "including", fits);
}

/* ---- owners ---- */

/* "Li" of "Li's trip", "his" of "his arrest". */
static uint32_t owner_of(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child < noun && t->rel == REL_NMOD && sub_is(t, "poss")) return child;
    }
    return NONE;
}

/* "Israeli" of "Israeli strikes", "police" of "a police raid", "the Senate" of "the Senate vote":
 * whose it is, where that is a nation's adjective or a body. A country in front of a noun may as
 * well be the place or the aim ("the Ukraine war", "Russia sanctions"). */
static uint32_t maker_before(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child > noun || in_dateline(s, child)) continue;
        bool demonym = t->rel == REL_AMOD &&
                       gazetteer_demonym(s->events->gazetteer, t->form) != NONE;
        if (demonym) return child;
        const Entity *entity = t->rel == REL_COMPOUND ? entity_at(s, child) : NULL;
        if (entity && entity->kind == ENTITY_ORG && scene_can_act(s, child)) return child;
    }
    return NONE;
}

/* Whose arms, whose strike: "an Israeli airstrike killed six", "Norway's drones". */
static uint32_t wielder(const Scene *s, uint32_t noun)
{
    uint32_t owner = owner_of(s, noun);
    if (owner != NONE && scene_token(s, owner)->upos != UPOS_PRON && scene_can_act(s, owner))
        return owner;
    uint32_t maker = maker_before(s, noun);
    return maker;
}

static void put_doers(const Scene *s, RoleList *list, uint32_t head, const char *how)
{
    if (scene_can_act(s, head)) {
        put_joined(s, list, head, how, scene_can_act);
        return;
    }
    uint32_t kind = people_noun(s, head);
    bool arms = scene_token(s, head)->upos == UPOS_NOUN &&
                (scene_word_is(s, head, "weapon") || kind == NOUN_DEED || kind == NOUN_THING);
    uint32_t owner = arms ? wielder(s, head) : NONE;
    if (owner != NONE) put(list, owner, "arms");
}

/* ---- voice ---- */

bool scene_reports(const Scene *s, uint32_t token)
{
    uint32_t hit = scene_hit(s, token);
    return hit != NONE && s->hit[hit].sense == OUT_SAY && verbal(scene_token(s, token));
}

static bool past_form(const Token *t)
{
    return strcmp(t->xpos, "VBN") == 0 || strcmp(t->xpos, "VBD") == 0;
}

static bool has_complement(const Scene *s, uint32_t verb)
{
    return scene_child(s, verb, REL_OBJ, NULL) != NONE ||
           scene_child(s, verb, REL_CCOMP, NULL) != NONE ||
           scene_child(s, verb, REL_XCOMP, NULL) != NONE;
}

/* "killed up to 16 sailors": the parse takes the object for a phrase behind "up to". Not so "walked
 * up to two men": only what harms, holds or breaks has it. */
static bool up_to(const Scene *s, uint32_t verb, uint32_t child)
{
    uint32_t count = scene_child(s, child, REL_NUMMOD, NULL), kind = scene_kind(s, verb);
    if (scene_token(s, child)->rel != REL_OBL || kind == NONE || count == NONE ||
        count < s->first + 2)
        return false;
    uint32_t mark = scene_child(s, child, REL_CASE, NULL);
    bool harms = s->events->kind_traits[kind] & (TRAIT_HARM | TRAIT_LAW | TRAIT_OWNED);
    return harms && (mark == NONE || mark + 2 == count || mark + 1 == count) &&
           lower_is(s, count - 1, "to") && lower_is(s, count - 2, "up");
}

/* "Two held in raid", "14 soldiers killed": a headline leaves out the auxiliary. */
static bool headline_passive(const Scene *s, uint32_t verb, uint32_t traits)
{
    const Token *t = scene_token(s, verb);
    if (!(traits & TRAIT_OWNED) || !past_form(t) || has_complement(s, verb)) return false;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_AUX) return false;
        if (cased(s, child, "aim")) return false; /* "police shot at them" */
        if (up_to(s, verb, child)) return false;
        if (scene_token(s, child)->rel == REL_ADVMOD && scene_word_is(s, child, "answer"))
            return false; /* "shot back" */
    }
    return true;
}

static bool own_passive(const Scene *s, uint32_t verb)
{
    uint32_t aux = scene_child(s, verb, REL_AUX, "pass");
    bool has = aux != NONE && (lower_is(s, aux, "'s") || lower_is(s, aux, "\xE2\x80\x99s"));
    if (has && scene_child(s, verb, REL_OBJ, NULL) != NONE) return false; /* "he's denied it" */
    if (token_lemma_is(scene_token(s, verb), "engage"))
        return false; /* "were engaged in shelling" */
    return aux != NONE || scene_child(s, verb, REL_NSUBJ, "pass") != NONE;
}

/* The first verb of a row that shares its auxiliary: "was held and charged". */
static uint32_t first_joined(const Scene *s, uint32_t verb)
{
    for (uint32_t steps = 0; steps < CLIMB; steps++) {
        uint32_t head = scene_token(s, verb)->rel == REL_CONJ ? up(s, verb) : NONE;
        bool bare = scene_child(s, verb, REL_AUX, NULL) == NONE &&
                    scene_child(s, verb, REL_NSUBJ, NULL) == NONE;
        if (head == NONE || !bare || !verbal(scene_token(s, head))) break;
        verb = head;
    }
    return verb;
}

/* "Man found guilty". */
static bool found_so(const Scene *s, uint32_t verb)
{
    uint32_t what = scene_child(s, verb, REL_XCOMP, NULL);
    return what != NONE && scene_token(s, what)->upos == UPOS_ADJ &&
           token_lemma_is(scene_token(s, verb), "find") &&
           scene_child(s, verb, REL_OBJ, NULL) == NONE;
}

bool scene_passive(const Scene *s, uint32_t verb, uint32_t traits)
{
    const Token *t = scene_token(s, verb);
    if (own_passive(s, verb) || scene_child(s, verb, REL_COP, NULL) != NONE)
        return true; /* "was hurt", "is to blame" */
    if (!past_form(t)) return false;
    if (found_so(s, verb)) return true;
    bool participle = strcmp(t->xpos, "VBN") == 0;
    bool bare = scene_child(s, verb, REL_AUX, NULL) == NONE &&
                scene_child(s, verb, REL_NSUBJ, NULL) == NONE;
    if (bare && (t->rel == REL_AMOD || t->rel == REL_ADVCL || t->rel == REL_XCOMP))
        return participle && scene_child(s, verb, REL_OBJ, NULL) == NONE;
    if (bare && t->rel == REL_ACL && !sub_is(t, "relcl")) return true;
    uint32_t first = bare ? first_joined(s, verb) : verb;
    if (first != verb && own_passive(s, first))
        return participle || headline_passive(s, verb, traits);
    if (first != verb && scene_token(s, first)->rel == REL_ACL &&
        past_form(scene_token(s, first)) && !sub_is(scene_token(s, first), "relcl"))
        return participle && scene_child(s, verb, REL_OBJ, NULL) == NONE;
    return headline_passive(s, verb, traits);
}

/* "was held and booked": where the tag does not tell whether the second verb is passive too, its
 * subject has no sure role. */
static bool either_voice(const Scene *s, uint32_t verb)
{
    uint32_t first = first_joined(s, verb);
    return first != verb && own_passive(s, first) && past_form(scene_token(s, verb)) &&
           !has_complement(s, verb);
}

/* ---- subjects ---- */

static bool relative_word(const Token *t)
{
    return t->xpos[0] == 'W';
}

/* "Ane Lund and Carl Brandt, who married her daughter": the last of the row, behind which the
 * clause stands, unless its verb is told of several. */
static uint32_t last_of_row(const Scene *s, uint32_t head, uint32_t verb)
{
    uint32_t last = head, aux = scene_child(s, verb, REL_AUX, NULL),
             row = scene_token(s, head)->rel == REL_CONJ ? up(s, head) : NONE;
    bool several = strcmp(scene_token(s, verb)->xpos, "VBP") == 0 ||
                   (aux != NONE && (lower_is(s, aux, "were") || lower_is(s, aux, "are") ||
                                    lower_is(s, aux, "have")));
    if (scene_token(s, head)->upos != UPOS_PROPN) return head;
    if (several) return row != NONE && scene_token(s, row)->upos == UPOS_PROPN ? row : head;
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_CONJ && child < verb &&
            scene_token(s, child)->upos == UPOS_PROPN)
            last = child;
    }
    return last;
}

/* What "who" and "which" stand for: the noun that the relative clause hangs on. */
static uint32_t antecedent(const Scene *s, uint32_t verb)
{
    for (uint32_t steps = 0; steps < CLIMB; steps++) {
        const Token *t = scene_token(s, verb);
        uint32_t head = up(s, verb);
        if (head == NONE) return NONE;
        if (t->rel == REL_ACL)
            return nounlike(scene_token(s, head)) ? last_of_row(s, head, verb) : NONE;
        if (t->rel != REL_CCOMP && t->rel != REL_CONJ && t->rel != REL_XCOMP) return NONE;
        verb = head;
    }
    return NONE;
}

static uint32_t own_subject(const Scene *s, uint32_t verb)
{
    uint32_t found = NONE;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool wills = t->rel == REL_EXPL && scene_word_is(s, verb, "willing");
        if ((t->rel != REL_NSUBJ && !wills) || in_dateline(s, child)) continue;
        if (in_time(s, child) && t->upos != UPOS_PRON) continue;
        if (found == NONE || child < verb) found = child; /* the nearest before the verb */
    }
    return found != NONE && relative_word(scene_token(s, found)) ? antecedent(s, verb) : found;
}

/* "A woman and a man have been arrested, police said": where the parse gives both subjects to the
 * verb of saying, the first is that of what is said. */
static uint32_t lent_subject(const Scene *s, uint32_t verb, uint32_t says)
{
    uint32_t first = NONE, subjects = 0;
    for (uint32_t child = scene_down(s, says); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (t->rel != REL_NSUBJ || in_dateline(s, child)) continue;
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
        if (near && scene_token(s, child)->rel == REL_OBL && cased(s, child, "clausemark"))
            found = child;
    }
    return found;
}

/* "was shot", "has left"; not "being shot", "having left". */
static bool finite(const Scene *s, uint32_t verb)
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

/* Whom an infinitive or participle is told of: the object of the verb above ("urged Chile to
 * leave"), who is called on ("called on Chile to leave"). */
static uint32_t controller(const Scene *s, uint32_t above)
{
    uint32_t object = scene_child(s, above, REL_IOBJ, NULL);
    if (object == NONE) object = scene_child(s, above, REL_OBJ, NULL);
    if (object != NONE) return object;
    for (uint32_t child = scene_down(s, above); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_OBL &&
            (case_is(s, child, "on") || case_is(s, child, "for")) && scene_can_act(s, child) &&
            !(scene_token(s, child)->upos == UPOS_NUM))
            return child;
    }
    return NONE;
}

/* "resulted in one boy dying", "reports of people shot": the participle right behind a noun is told
 * of it, whatever the parse hangs it on. */
static uint32_t noun_before(const Scene *s, uint32_t verb)
{
    if (verb == s->first || mark_of(s, verb) != NONE) return NONE;
    if (strcmp(scene_token(s, verb)->xpos, "VBG") != 0 && !past_form(scene_token(s, verb)))
        return NONE;
    const Token *before = scene_token(s, verb - 1);
    bool noun = before->upos == UPOS_NOUN || before->upos == UPOS_PROPN ||
                (before->upos == UPOS_PRON && scene_word_is(s, verb - 1, "crowdword"));
    return noun && scene_can_act(s, verb - 1) ? verb - 1 : NONE;
}

/* One step up from a clause without a subject: where its subject is (*found), or the clause to look
 * in next. */
static uint32_t climb_circumstance(const Scene *s, uint32_t verb, uint32_t above, uint32_t *found)
{
    uint32_t near = noun_before(s, verb);
    if (near != NONE && scene_child(s, verb, REL_AUX, NULL) == NONE) {
        *found = near;
        return NONE;
    }
    bool bare = past_form(scene_token(s, verb)) && scene_child(s, verb, REL_OBJ, NULL) != NONE;
    if (bare && mark_of(s, verb) == NONE && phrase_before(s, verb, above) != NONE) {
        *found = phrase_before(s, verb, above); /* "after a crash injured six" */
        return NONE;
    }
    if (finite(s, verb)) {
        *found = phrase_before(s, verb, above);
        return NONE;
    }
    if (strcmp(scene_token(s, verb)->xpos, "VBG") == 0 && marked(s, verb, "clausemark") &&
        !has_complement(s, verb))
        return NONE; /* "taken to hospital after shooting at home": as good as a noun */
    if (scene_reports(s, above)) return said_before(s, above, verb);
    uint32_t whom = strcmp(scene_token(s, verb)->xpos, "VB") == 0
                        ? scene_child(s, above, REL_OBJ, NULL)
                        : NONE;
    if (whom != NONE && scene_can_act(s, whom))
        return NONE; /* "hired a man to kill her", "shot a man to rob him": either */
    if (!verbal(scene_token(s, above)) && scene_token(s, above)->upos != UPOS_ADJ) return NONE;
    bool passive = own_passive(s, above);
    if (marked(s, verb, "chargemark") && !passive) {
        uint32_t object = scene_child(s, above, REL_OBJ, NULL);
        if (object != NONE) {
            *found = object; /* "held him for killing", "accused Chile of shelling" */
            return NONE;
        }
    }
    uint32_t mark = mark_of(s, verb);
    if (passive && strcmp(scene_token(s, verb)->xpos, "VBG") == 0 &&
        (mark == NONE || lower_is(s, mark, "by")))
        return NONE; /* "were attacked by a mob, killing one", "hurt in a drive-by shooting" */
    return above;
}

static uint32_t climb_noun(const Scene *s, uint32_t verb, uint32_t noun, uint32_t *found)
{
    const Token *t = scene_token(s, verb);
    bool infinitive = strcmp(t->xpos, "VB") == 0;
    if (!nounlike(scene_token(s, noun))) return NONE;
    if (!infinitive || sub_is(t, "relcl")) {
        *found = noun; /* "the men shot in the raid", "a mob hurling stones" */
        return NONE;
    }
    uint32_t owner = owner_of(s, noun);
    if (owner != NONE)
        *found = owner; /* "Norway's plan to attack" */
    else if (scene_token(s, noun)->rel == REL_OBJ && people_noun(s, noun) != NOUN_PERSON &&
             scene_token(s, noun)->upos == UPOS_NOUN)
        return up(s, noun); /* "made a decision to resign" */
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
        if (t->rel == REL_ACL && sub_is(t, "relcl") && strcmp(t->xpos, "VBD") == 0) return i;
    }
    return above;
}

static uint32_t climb(const Scene *s, uint32_t verb, uint32_t *found)
{
    const Token *t = scene_token(s, verb);
    uint32_t above = up(s, verb);
    if (above == NONE) return NONE;
    switch (t->rel) {
    case REL_CONJ:
        above = same_tense(s, verb, above);
        return verbal(scene_token(s, above)) || scene_token(s, above)->upos == UPOS_ADJ ? above
                                                                                        : NONE;
    case REL_XCOMP:
        *found = controller(s, above);
        if (*found == NONE && strcmp(t->xpos, "VBN") == 0)
            *found = noun_before(s, verb); /* "reported someone shot" */
        return *found == NONE ? above : NONE;
    case REL_ADVCL: return climb_circumstance(s, verb, above, found);
    case REL_ACL: return climb_noun(s, verb, above, found);
    case REL_AMOD:
        if (above > verb && nounlike(scene_token(s, above))) *found = above;
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
    for (uint32_t steps = 0; steps < CLIMB && verb != NONE; steps++) {
        uint32_t found = own_subject(s, verb);
        if (found != NONE) return found;
        verb = climb(s, verb, &found);
        if (found != NONE)
            return relative_word(scene_token(s, found)) ? antecedent(s, found) : found;
    }
    return NONE;
}

/* ---- verbs ---- */

static bool any_noun(const Scene *s, uint32_t head)
{
    return nounlike(scene_token(s, head)) && !in_time(s, head) && !in_dateline(s, head);
}

/* Who can be hurt, where only control or a relative clause says so: no house, no service. */
static bool is_people(const Scene *s, uint32_t head)
{
    const Entity *entity = entity_at(s, head);
    if (!any_noun(s, head) || !scene_can_act(s, head)) return false;
    return !entity || entity->kind == ENTITY_PERSON || people_noun(s, head) != NOUN_UNKNOWN;
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
    const Entity *entity = entity_at(s, head);
    return entity && entity->kind != ENTITY_PERSON && !slice_starts(entity->key, SLICE("country:"));
}

static void put_agents(const Scene *s, uint32_t token, RoleList *list);

/* "charged with theft by prosecutors", "found guilty by a jury", "the kidnapping of a man by
 * rebels": where the parse hangs the doer on the word before. */
static void put_agents_behind(const Scene *s, uint32_t token, RoleList *list)
{
    for (uint32_t child = scene_down(s, token); child != NONE && list->n == 0;
         child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool phrase = (t->rel == REL_OBL || t->rel == REL_NMOD) && child > token &&
                      (cased(s, child, "chargemark") || case_is(s, child, "to"));
        bool guilty = t->rel == REL_XCOMP && t->upos == UPOS_ADJ;
        if (phrase || guilty) put_agents(s, child, list);
    }
}

static void put_agents(const Scene *s, uint32_t token, RoleList *list)
{
    for (uint32_t child = scene_down(s, token); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel == REL_OBL || t->rel == REL_NMOD) && case_is(s, child, "by") && nounlike(t) &&
            !in_time(s, child))
            put_doers(s, list, child, "by");
    }
}

/* "killing one and injuring two": an object behind the second verb is its own, though the parse
 * hangs both on the first. The verb of a row that is nearest before an object of `verb`. */
static uint32_t taker(const Scene *s, uint32_t verb, uint32_t object)
{
    uint32_t best = verb;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (t->rel == REL_CONJ && verbal(t) && child < object && child > best &&
            scene_child(s, child, REL_OBJ, NULL) == NONE)
            best = child;
    }
    return best;
}

static void put_lent_object(const Scene *s, uint32_t verb, RoleList *list)
{
    uint32_t first = scene_token(s, verb)->rel == REL_CONJ ? up(s, verb) : NONE;
    if (first == NONE || list->n) return;
    for (uint32_t child = scene_down(s, first); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_OBJ && child > verb && taker(s, first, child) == verb)
            put_joined(s, list, child, "object", any_noun);
    }
}

/* '"We lost," writes Ane Lund': behind the words said the subject stands last. */
static bool inverted(const Scene *s, uint32_t verb, uint32_t object)
{
    if (verb == s->first || scene_child(s, verb, REL_NSUBJ, NULL) != NONE) return false;
    bool after_words = scene_token(s, verb - 1)->upos == UPOS_PUNCT && verb - s->first > 2;
    return after_words && scene_token(s, object)->upos == UPOS_PROPN && finite(s, verb) &&
           object - verb <= 4;
}

static void put_objects(const Scene *s, uint32_t verb, Roles *roles)
{
    const Token *t = scene_token(s, verb);
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *o = scene_token(s, child);
        if (o->rel == REL_IOBJ) put_joined(s, &roles->other, child, "object", scene_can_act);
        bool object = o->rel == REL_OBJ || up_to(s, verb, child);
        if (!object || relative_word(o) || taker(s, verb, child) != verb) continue;
        if (inverted(s, verb, child)) {
            put_doers(s, &roles->doer, child, "subject");
            continue;
        }
        put_joined(s, &roles->undergoer, child, "object", any_noun);
    }
    put_lent_object(s, verb, &roles->undergoer);
    uint32_t own = scene_child(s, verb, REL_NSUBJ, NULL), head = up(s, verb);
    bool gap = t->rel == REL_ACL && sub_is(t, "relcl") && roles->undergoer.n == 0 && own != NONE &&
               !relative_word(scene_token(s, own)) &&
               scene_child(s, verb, REL_CCOMP, NULL) == NONE &&
               scene_child(s, verb, REL_XCOMP, NULL) == NONE && head != NONE &&
               scene_child(s, verb, REL_MARK, NULL) == NONE;
    if (gap && nounlike(scene_token(s, head)) && !in_time(s, head) &&
        scene_child(s, verb, REL_ADVMOD, NULL) == NONE)
        put(&roles->undergoer, head, "relative"); /* "the men whom police shot" */
}

static bool person_or_state(const Scene *s, uint32_t head)
{
    const Entity *entity = entity_at(s, head);
    if (!scene_can_act(s, head)) return false;
    if (!entity)
        return people_noun(s, head) == NOUN_PERSON || scene_token(s, head)->upos == UPOS_PRON;
    return entity->kind == ENTITY_PERSON || slice_starts(entity->key, SLICE("country:"));
}

/* "lifted a ban on Peru", "tariffs on Peruvian fish": on whom, or on whose things; the parse may
 * hang it on the verb. */
static void put_laid_on(const Scene *s, uint32_t noun, uint32_t under, RoleList *list)
{
    if (!scene_word_is(s, noun, "laidon")) return;
    for (uint32_t child = scene_down(s, under); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel != REL_OBL && t->rel != REL_NMOD) || child < noun || in_time(s, child))
            continue;
        if (case_is(s, child, "on") || case_is(s, child, "against") || case_is(s, child, "upon"))
            put_joined(s, list, child, "laid on", any_noun);
    }
}

/* To whom, with whom, against whom. One speaks to a body and moves to a place: "to" makes a party
 * of words and gifts alone. */
static void put_others(const Scene *s, uint32_t verb, uint32_t traits, RoleList *list)
{
    bool words = traits & (TRAIT_SAYS | TRAIT_MEETS);
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel != REL_OBL && t->rel != REL_NMOD) || child < verb || !nounlike(t)) continue;
        if (case_is(s, child, "with") || case_is(s, child, "against") ||
            (words && cased(s, child, "sidemark")))
            put_joined(s, list, child, "side", scene_can_act);
        else if ((scene_word_is(s, verb, "transfer") && case_is(s, child, "to")) ||
                 (scene_word_is(s, verb, "withdraws") && case_is(s, child, "from")))
            put_joined(s, list, child, "side", person_or_state);
    }
}

/* "Peru said it would withdraw", "police said they fired", "Peru says it is willing to withdraw":
 * the body or the people that say so. */
static uint32_t bound_it(const Scene *s, uint32_t verb, uint32_t subject)
{
    bool they = lower_is(s, subject, "they");
    if (!lower_is(s, subject, "it") && !they) return subject;
    for (uint32_t steps = 0; steps < CLIMB && verb != NONE; steps++) {
        uint32_t above = up(s, verb);
        bool clause = scene_token(s, verb)->rel == REL_CCOMP ||
                      scene_token(s, verb)->rel == REL_XCOMP ||
                      scene_token(s, verb)->rel == REL_CONJ;
        bool willing = above != NONE && scene_word_is(s, above, "willing");
        if (!clause || above == NONE || (!verbal(scene_token(s, above)) && !willing))
            return subject;
        uint32_t says = scene_token(s, verb)->rel == REL_CCOMP ? own_subject(s, above) : NONE;
        const Entity *entity = says == NONE ? NULL : entity_at(s, says);
        bool fit = they ? says != NONE && (strcmp(scene_token(s, says)->xpos, "NNS") == 0 ||
                                           people_noun(s, says) == NOUN_GROUP)
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

static void subject_role(const Scene *s, uint32_t verb, uint32_t subject, uint32_t traits,
                         Roles *roles)
{
    uint32_t word = scene_child(s, verb, REL_NSUBJ, NULL),
             count = scene_child(s, verb, REL_NUMMOD, NULL);
    bool own = word != NONE && !relative_word(scene_token(s, word));
    bool lives = (traits & TRAIT_OWNED) && (traits & (TRAIT_HARM | TRAIT_SUFFERS));
    bool suffers = undergoes(s, verb, traits, roles);
    const char *how = own ? "subject" : "control";
    if (suffers && !own && count != NONE)
        put(&roles->undergoer, count, "number"); /* "left 13 dead and 30 injured" */
    else if (suffers)
        put_joined(s, &roles->undergoer, subject, how, own || !lives ? any_noun : is_people);
    else if (own || !lives || is_people(s, subject) || !is_named_body(s, subject) ||
             !through_which(s, subject, verb))
        put_doers(s, &roles->doer, subject, how);
}

static void verb_roles(const Scene *s, uint32_t verb, uint32_t traits, Roles *roles)
{
    uint32_t subject = scene_subject(s, verb);
    roles->passive = scene_passive(s, verb, traits);
    if (!roles->passive && either_voice(s, verb)) subject = NONE;
    put_agents(s, verb, &roles->doer);
    if (roles->passive) put_agents_behind(s, verb, &roles->doer);
    if (!roles->passive) {
        roles->doer.n = 0;
        put_objects(s, verb, roles);
    }
    put_others(s, verb, traits, &roles->other);
    uint32_t laid = scene_child(s, verb, roles->passive ? REL_NSUBJ : REL_OBJ, NULL);
    if (laid != NONE) {
        put_laid_on(s, laid, laid, &roles->undergoer);
        put_laid_on(s, laid, verb, &roles->undergoer);
    }
    if (subject == NONE) return;
    if (!roles->passive) subject = bound_it(s, verb, subject); /* "police said they were closed" */
    subject_role(s, verb, subject, traits, roles);
}

/* ---- nouns ---- */

/* "carried out an attack", "an attack launched by": the verb only says that the noun happened. */
static bool performs(const Scene *s, uint32_t verb)
{
    return verbal(scene_token(s, verb)) && scene_word_is(s, verb, "perform");
}

/* Who claims an attack says that he did it: "claimed the bombing", "claimed responsibility for". */
static uint32_t claimant(const Scene *s, uint32_t noun)
{
    uint32_t verb = up(s, noun);
    if (verb != NONE && scene_token(s, verb)->upos == UPOS_NOUN && case_is(s, noun, "for") &&
        lower_is(s, verb, "responsibility"))
        noun = verb, verb = up(s, verb);
    if (verb == NONE || !verbal(scene_token(s, verb)) || !scene_word_is(s, verb, "claims"))
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
           (case_is(s, noun, "in") || case_is(s, noun, "for") || case_is(s, noun, "on"));
}

/* The subject of the verb does what its noun names ("launched an attack"), or undergoes it ("faces
 * charges"). */
static void light_subject(const Scene *s, uint32_t noun, uint32_t verb, uint32_t traits,
                          Roles *roles)
{
    uint32_t subject = scene_subject(s, verb);
    if (subject == NONE || scene_passive(s, verb, 0)) return;
    bool does = performs(s, verb) || joins_in(s, noun, verb),
         takes = scene_word_is(s, verb, "suffer");
    bool suffers = takes && ((traits & (TRAIT_OWNED | TRAIT_BEFALLS)) ||
                             ((traits & TRAIT_HARM) && !performs(s, verb)));
    if (suffers)
        put_joined(s, &roles->undergoer, subject, "light verb", any_noun);
    else if (does)
        put_doers(s, &roles->doer, subject, "light verb");
}

/* "held talks with Peru", "granted asylum to six sailors": with whom, to whom, where the parse
 * hangs it on the verb. */
static void light_others(const Scene *s, uint32_t noun, uint32_t verb, RoleList *list)
{
    bool performed = performs(s, verb), given = scene_word_is(s, verb, "transfer");
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child)) {
        bool with = case_is(s, child, "with") || case_is(s, child, "against");
        if (child < noun || scene_token(s, child)->rel != REL_OBL) continue;
        if (performed && with) put_joined(s, list, child, "side", scene_can_act);
        if (given && case_is(s, child, "to")) put_joined(s, list, child, "side", person_or_state);
    }
}

/* "drew criticism from Peru", "a letter from prosecutors": whose words they are. */
static void put_senders(const Scene *s, uint32_t noun, uint32_t under, RoleList *list)
{
    for (uint32_t child = scene_down(s, under); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool phrase = (t->rel == REL_OBL || t->rel == REL_NMOD) && child > noun;
        if (phrase && case_is(s, child, "from") && !in_time(s, child))
            put_joined(s, list, child, "from", scene_can_act);
    }
}

/* Its sender; who drew it is whom it was for. */
static void sent_from(const Scene *s, uint32_t noun, Roles *roles)
{
    uint32_t verb = scene_token(s, noun)->rel == REL_OBJ ? up(s, noun) : NONE;
    bool drawn = verb != NONE && verbal(scene_token(s, verb)) && scene_word_is(s, verb, "draws");
    put_senders(s, noun, noun, &roles->doer);
    if (!drawn) return;
    if (roles->doer.n == 0) put_senders(s, noun, verb, &roles->doer);
    uint32_t subject = scene_passive(s, verb, 0) ? NONE : scene_subject(s, verb);
    if (subject != NONE && roles->undergoer.n == 0)
        put_joined(s, &roles->undergoer, subject, "light verb", scene_can_act);
}

static void light_roles(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    const Token *t = scene_token(s, noun);
    uint32_t verb = up(s, noun), clause = scene_child(s, noun, REL_ACL, NULL);
    if (clause != NONE && performs(s, clause) && past_form(scene_token(s, clause)) &&
        scene_child(s, clause, REL_OBJ, NULL) == NONE)
        put_agents(s, clause, &roles->doer);
    if (verb == NONE || !verbal(scene_token(s, verb))) return;
    bool passive = t->rel == REL_NSUBJ && sub_is(t, "pass");
    if (passive && performs(s, verb)) put_agents(s, verb, &roles->doer);
    if (t->rel == REL_OBJ) light_others(s, noun, verb, &roles->other);
    if (t->rel == REL_OBJ || joins_in(s, noun, verb)) light_subject(s, noun, verb, traits, roles);
}

/* "the invasion of Peru", "the bombing of Arle"; an attack of rebels is theirs. */
static bool suffered_of(const Scene *s, uint32_t noun, uint32_t traits)
{
    return (traits & TRAIT_HARM) && !scene_word_is(s, noun, "ofdoer");
}

static void noun_phrases(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    bool owned = traits & TRAIT_OWNED;
    put_laid_on(s, noun, noun, &roles->undergoer);
    uint32_t above = scene_token(s, noun)->rel == REL_OBJ ? up(s, noun) : NONE;
    if (above != NONE && verbal(scene_token(s, above)))
        put_laid_on(s, noun, above, &roles->undergoer);
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel != REL_NMOD && t->rel != REL_OBL) || child < noun || !nounlike(t)) continue;
        bool befell = (traits & TRAIT_BEFALLS) && !owned && scene_word_is(s, child, "premises");
        if (befell && cased(s, child, "siteof"))
            put(&roles->undergoer, child, "site");
        else if (case_is(s, child, "of") && (owned || suffered_of(s, noun, traits)))
            put_joined(s, &roles->undergoer, child, "of", any_noun);
        else if (case_is(s, child, "between") && (traits & TRAIT_MEETS))
            put_joined(s, &roles->doer, child, "between", scene_can_act);
        else if (case_is(s, child, "on") || case_is(s, child, "against")) {
            bool at = case_is(s, child, "against") || (traits & (TRAIT_HARM | TRAIT_LAW));
            if (at && !(traits & TRAIT_MEETS) && scene_can_act(s, child))
                put_joined(s, &roles->undergoer, child, "side", scene_can_act);
        } else if (cased(s, child, "sidemark"))
            put_joined(s, &roles->other, child, "side", scene_can_act);
    }
}

/* "Norway continued its offensive": the owner is who the verb is about. */
static uint32_t bound_owner(const Scene *s, uint32_t noun, uint32_t owner)
{
    uint32_t verb = scene_token(s, noun)->rel == REL_OBJ ? up(s, noun) : NONE;
    if (scene_token(s, owner)->upos != UPOS_PRON || verb == NONE || !verbal(scene_token(s, verb)))
        return owner;
    uint32_t subject = scene_subject(s, verb);
    return subject != NONE && !scene_passive(s, verb, 0) ? subject : owner;
}

static void noun_roles(const Scene *s, uint32_t noun, uint32_t traits, Roles *roles)
{
    uint32_t owner = owner_of(s, noun);
    bool owned = traits & TRAIT_OWNED;
    put_agents(s, noun, &roles->doer);
    if (owned && (traits & (TRAIT_HARM | TRAIT_LAW))) put_agents_behind(s, noun, &roles->doer);
    noun_phrases(s, noun, traits, roles);
    if (owner != NONE && in_time(s, owner)) owner = NONE; /* "Sunday's shooting" */
    if (owner != NONE && owned && roles->undergoer.n == 0) put(&roles->undergoer, owner, "owner");
    if ((traits & TRAIT_SAYS) && roles->doer.n == 0) sent_from(s, noun, roles);
    light_roles(s, noun, traits, roles);
    uint32_t claims = traits & TRAIT_HARM ? claimant(s, noun) : NONE;
    if (claims != NONE && roles->doer.n == 0) put_doers(s, &roles->doer, claims, "claim");
    if (owner != NONE && !owned && !(traits & TRAIT_BEFALLS) && roles->doer.n == 0)
        put_doers(s, &roles->doer, bound_owner(s, noun, owner), "owner");
    uint32_t maker = roles->doer.n || owned || (traits & TRAIT_BEFALLS) ? NONE
                                                                        : maker_before(s, noun);
    if (maker != NONE) put(&roles->doer, maker, "maker");
}

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
        if (scene_hit(s, i) == hit && verbal(scene_token(s, i)) && kind != NONE &&
            (s->events->kind_traits[kind] & TRAIT_HARM))
            return i;
    }
    return token;
}

/* "lodged a protest with", "attempted to kill": where the arguments are. */
static uint32_t main_word(const Scene *s, uint32_t token)
{
    if (!verbal(scene_token(s, token))) return harm_verb(s, token);
    uint32_t noun = scene_child(s, token, REL_OBJ, NULL);
    bool deed = noun != NONE && scene_token(s, noun)->upos == UPOS_NOUN &&
                (scene_kind(s, noun) != NONE || people_noun(s, noun) == NOUN_DEED);
    if (deed && (performs(s, token) || scene_word_is(s, token, "suffer"))) return noun;
    uint32_t other = scene_child(s, token, REL_XCOMP, NULL), hit = scene_hit(s, token);
    bool one = other != NONE && hit != NONE && scene_hit(s, other) == hit;
    return one && scene_word_is(s, token, "aspect") ? other : token;
}

/* "injured in a drive-by shooting": an article or a preposition of its own makes it a noun. */
static bool gerund_noun(const Scene *s, uint32_t token)
{
    if (strcmp(scene_token(s, token)->xpos, "VBG") != 0 ||
        scene_child(s, token, REL_OBJ, NULL) != NONE)
        return false;
    if (scene_child(s, token, REL_DET, NULL) != NONE) return true;
    return token > s->first + 1 && scene_token(s, token)->rel != REL_ROOT &&
           (scene_token(s, token - 1)->upos == UPOS_ADJ ||
            scene_token(s, token - 1)->upos == UPOS_DET) &&
           scene_child(s, token, REL_AUX, NULL) == NONE;
}

void scene_roles(const Scene *s, uint32_t token, uint32_t traits, Roles *roles)
{
    token = main_word(s, token);
    const Token *t = scene_token(s, token);
    *roles = (Roles){0};
    if (verbal(t) && !gerund_noun(s, token)) {
        verb_roles(s, token, traits, roles);
    } else if (t->upos == UPOS_ADJ) {
        uint32_t subject = scene_subject(s, token);
        if (subject != NONE && t->rel != REL_AMOD)
            put_joined(s, &roles->undergoer, subject, "subject", any_noun);
        else if (past_form(t) && t->rel == REL_AMOD && (traits & TRAIT_OWNED) &&
                 up(s, token) != NONE)
            put(&roles->undergoer, up(s, token), "modifier");
    } else if (counted_participle(s, token, traits)) {
        put(&roles->undergoer, scene_child(s, token, REL_NUMMOD, NULL), "subject");
    } else
        noun_roles(s, token, traits, roles);
}
