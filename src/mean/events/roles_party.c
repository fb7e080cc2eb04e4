/* roles_party.c - lists of parties: a phrase with those joined to it, and whose a thing or deed is.
 *
 * In: the head of a noun phrase. Out: its parties put into a RoleList, each once. A row is joined
 * by a word ("a man and two women"); arms and strikes act for who has them ("an Israeli airstrike":
 * Israel).
 *
 * Known to get wrong: appositions that the parse reads as a row without a word between. */
#include "mean/events/roles_impl.h"

void roles_put(RoleList *list, uint32_t head, const char *how)
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
    return t->rel == REL_CONJ && token_nounlike(t) &&
           scene_child(s, child, REL_NSUBJ, NULL) == NONE &&
           scene_child(s, child, REL_COP, NULL) == NONE;
}

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

uint32_t role_taken_by(const Scene *s, uint32_t noun)
{
    uint32_t next = noun + 1;
    const Token *n = scene_token(s, noun);
    if (n->rel != REL_CONJ || n->upos != UPOS_PROPN || scene_child(s, noun, REL_CC, NULL) == NONE)
        return NONE;
    while (scene_holds(s, next) && scene_token(s, next)->rel == REL_FLAT)
        next++;
    if (!scene_holds(s, next) || !scene_holds(s, n->head)) return NONE;
    const Token *v = scene_token(s, next);
    bool tense = strcmp(v->xpos, "VBD") == 0 || strcmp(v->xpos, "VBZ") == 0;
    const Token *first = scene_token(s, n->head);
    bool bare = v->rel == REL_CONJ && first->rel == REL_OBJ && first->head == v->head && tense &&
                scene_child(s, next, REL_CC, NULL) == NONE &&
                scene_child(s, next, REL_NSUBJ, NULL) == NONE &&
                scene_child(s, next, REL_AUX, NULL) == NONE;
    return bare ? next : NONE;
}

static void put_members(const Scene *s, RoleList *list, uint32_t head, Fits *fits);

static void put_row(const Scene *s, RoleList *list, uint32_t head, const char *how, Fits *fits)
{
    uint32_t row = scene_row(s, head) ? head : NONE;
    for (uint32_t steps = 0; steps < ROLE_PARTIES && row != NONE; steps++) {
        uint32_t last = NONE;
        for (uint32_t child = scene_down(s, row); child != NONE; child = scene_next(s, child)) {
            if (!joins(s, child)) continue;
            last = child;
            bool own = role_taken_by(s, last) == NONE;
            if (own && (!fits || fits(s, last))) roles_put(list, last, how);
        }
        row = last;
    }
}

/* The first name of those beside a plural, to which or to that name the parse joins the others:
 * "Lund" of "two men, Ane Lund, 23, and Piet Orsk, 24". */
static uint32_t names_beside(const Scene *s, uint32_t head)
{
    uint32_t name = NONE, joined = 0;
    if (strcmp(scene_token(s, head)->xpos, "NNS") != 0) return NONE;
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool named = t->upos == UPOS_PROPN && child > head;
        if (named && name == NONE && t->rel == REL_APPOS) name = child;
        if (!joins(s, child)) continue;
        if (!named || name == NONE) return NONE;
        joined++;
    }
    return joined || (name != NONE && scene_row(s, name)) ? name : NONE;
}

/* Are there as many as the noun's number says? *count: has it one? */
static bool as_many(const Scene *s, uint32_t head, uint32_t n, bool *count)
{
    static const char *const words[] = {"two", "three", "four", "five", "six", "seven"};
    uint32_t number = scene_child(s, head, REL_NUMMOD, NULL);
    *count = number != NONE;
    if (number == NONE || n < 2 || n - 2 >= sizeof words / sizeof *words) return false;
    const Token *t = scene_token(s, number);
    bool digit = t->form.n == 1 && (uint32_t)(t->form.p[0] - '0') == n;
    return digit || scene_lower_is(s, number, words[n - 2]);
}

/* All names of the row or none. */
static void put_names(const Scene *s, RoleList *list, uint32_t head, const char *how, Fits *fits)
{
    bool count;
    RoleList names = {.n = 0};
    uint32_t first = names_beside(s, head);
    if (!fits || fits(s, first)) roles_put(&names, first, how);
    put_row(s, &names, first, how, fits);
    put_row(s, &names, head, how, fits);
    bool all = as_many(s, head, names.n, &count);
    if (!all && (!fits || fits(s, head))) roles_put(list, head, how);
    for (uint32_t i = 0; i < names.n && (all || !count); i++)
        roles_put(list, names.at[i].head, how);
}

void roles_put_joined(const Scene *s, RoleList *list, uint32_t head, const char *how, Fits *fits)
{
    if (names_beside(s, head) != NONE) {
        put_names(s, list, head, how, fits);
        return;
    }
    if (!fits || fits(s, head)) {
        roles_put(list, head, how);
        put_members(s, list, head, fits);
    }
    put_row(s, list, head, how, fits);
}

static bool among(const Scene *s, uint32_t child)
{
    uint32_t mark = scene_child(s, child, REL_CASE, NULL);
    return mark != NONE && mark < child && scene_lower_is(s, mark, "including") &&
           scene_token(s, child)->upos == UPOS_PROPN;
}

/* "a group of firms, including Ardent and Balta, urged": those named are of those that did; not of
 * a thing: "attacked the depot, including Ardent". */
static void put_members(const Scene *s, RoleList *list, uint32_t head, Fits *fits)
{
    uint32_t of[2] = {head, scene_counted(s, head)};
    for (uint32_t k = 0; k < 2 && (k == 0 || of[1] != of[0]); k++)
        for (uint32_t c = scene_down(s, of[k]); c != NONE; c = scene_next(s, c))
            if (c > head && scene_can_act(s, of[k]) && among(s, c))
                roles_put_joined(s, list, c, "including", fits);
}

/* ---- owners ---- */

uint32_t role_owner(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child < noun && t->rel == REL_NMOD && subtype_is(t, "poss")) return child;
    }
    return NONE;
}

uint32_t role_maker(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if (child > noun || role_in_dateline(s, child)) continue;
        bool demonym = t->rel == REL_AMOD &&
                       gazetteer_demonym(s->events->gazetteer, t->form) != NONE;
        if (demonym) return child;
        const Entity *entity = t->rel == REL_COMPOUND ? role_entity(s, child) : NULL;
        if (entity && entity->kind == ENTITY_ORG && scene_can_act(s, child)) return child;
    }
    return NONE;
}

/* Whose arms, whose strike: "an Israeli airstrike killed six", "Norway's drones". */
static uint32_t wielder(const Scene *s, uint32_t noun)
{
    uint32_t owner = role_owner(s, noun);
    if (owner != NONE && scene_token(s, owner)->upos != UPOS_PRON && scene_can_act(s, owner))
        return owner;
    uint32_t maker = role_maker(s, noun);
    return maker;
}

void roles_put_doers(const Scene *s, RoleList *list, uint32_t head, const char *how)
{
    if (scene_can_act(s, head)) {
        roles_put_joined(s, list, head, how, scene_can_act);
        return;
    }
    uint32_t kind = role_people_noun(s, head);
    bool arms = scene_token(s, head)->upos == UPOS_NOUN &&
                (scene_word_is(s, head, "weapon") || scene_word_is(s, head, "unitword") ||
                 kind == NOUN_DEED || kind == NOUN_THING);
    uint32_t owner = arms ? wielder(s, head) : NONE;
    bool unit = owner != NONE && scene_word_is(s, head, "unitword");
    if (owner != NONE) roles_put(list, owner, unit ? "unit" : "arms");
}

/* ---- phrases that give a party ---- */

void roles_put_agents(const Scene *s, uint32_t token, RoleList *list)
{
    for (uint32_t child = scene_down(s, token); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel == REL_OBL || t->rel == REL_NMOD) && role_case_is(s, child, "by") &&
            token_nounlike(t) && !role_in_time(s, child))
            roles_put_doers(s, list, child, "by");
    }
}

void roles_put_agents_behind(const Scene *s, uint32_t token, RoleList *list)
{
    for (uint32_t child = scene_down(s, token); child != NONE && list->n == 0;
         child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        bool phrase = (t->rel == REL_OBL || t->rel == REL_NMOD) && child > token &&
                      (role_cased(s, child, "chargemark") || role_case_is(s, child, "to"));
        bool bare = t->rel == REL_XCOMP || t->rel == REL_ADVCL,
             guilty = bare &&
                      (t->upos == UPOS_ADJ || (strcmp(t->xpos, "VBN") == 0 &&
                                               role_mark(s, child) == NONE && child == token + 1));
        if (phrase || guilty) roles_put_agents(s, child, list);
    }
}

/* "the China tariffs": a country without an adjective's form in front of what is laid on somebody;
 * that of letters alone may as well have laid it ("U.S. tariffs"). */
static uint32_t country_before(const Scene *s, uint32_t noun)
{
    for (uint32_t child = scene_down(s, noun); child != NONE && child < noun;
         child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        const Entity *e = t->rel == REL_COMPOUND ? role_entity(s, child) : NULL;
        bool word = t->form.n > 3 && t->form.p[1] >= 'a' && t->form.p[1] <= 'z';
        if (e && word && scene_child(s, child, REL_COMPOUND, NULL) == NONE &&
            slice_starts(e->key, SLICE("country:")))
            return child;
    }
    return NONE;
}

static void put_on(const Scene *s, uint32_t noun, uint32_t under, RoleList *list)
{
    for (uint32_t child = scene_down(s, under); child != NONE; child = scene_next(s, child)) {
        const Token *t = scene_token(s, child);
        if ((t->rel != REL_OBL && t->rel != REL_NMOD) || child < noun || role_in_time(s, child))
            continue;
        if (role_case_is(s, child, "on") || role_case_is(s, child, "against") ||
            role_case_is(s, child, "upon"))
            roles_put_joined(s, list, child, "laid on", role_any_noun);
    }
}

/* "hit Peru with tariffs". */
static void put_hit_with(const Scene *s, uint32_t noun, RoleList *list)
{
    uint32_t verb = scene_token(s, noun)->rel == REL_OBL ? scene_up(s, noun) : NONE;
    if (verb == NONE || !token_verbal(scene_token(s, verb)) || !role_case_is(s, noun, "with"))
        return;
    uint32_t object = scene_child(s, verb, REL_OBJ, NULL);
    if (object != NONE && object < noun)
        roles_put_joined(s, list, object, "laid on", scene_can_act);
}

void roles_put_laid_on(const Scene *s, uint32_t noun, uint32_t under, RoleList *list)
{
    if (!scene_word_is(s, noun, "laidon")) return;
    put_on(s, noun, under, list);
    if (list->n == 0) put_hit_with(s, noun, list);
    for (uint32_t row = scene_down(s, noun); list->n == 0 && row != NONE; row = scene_next(s, row))
        if (scene_token(s, row)->rel == REL_CONJ) /* "tariffs and other penalties on Peru" */
            put_on(s, row, row, list);
    uint32_t country = list->n ? NONE : country_before(s, noun);
    if (country != NONE) roles_put(list, country, "laid on");
}
