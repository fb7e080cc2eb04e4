/* roles_words.c - what the words and phrases of a clause are, for the reading of roles.
 *
 * In: a token of a sentence. Out: its mark, its entity, whether it names people, and whether its
 * phrase can act: a person, a body, a group, a state; not a street, a day, a dateline, a thing.
 *
 * Known to get wrong: bodies that are named like what they sell or make. */
#include "mean/events/roles_impl.h"

uint32_t scene_up(const Scene *s, uint32_t token)
{
    uint32_t head = scene_token(s, token)->head;
    return scene_holds(s, head) && head != token ? head : NONE;
}

bool subtype_is(const Token *t, const char *subtype)
{
    return strcmp(t->subtype, subtype) == 0;
}

bool scene_lower_is(const Scene *s, uint32_t token, const char *word)
{
    return slice_is(scene_lower(s, token), word);
}

bool token_verbal(const Token *t)
{
    return t->upos == UPOS_VERB || t->upos == UPOS_AUX;
}

bool token_nounlike(const Token *t)
{
    bool argument = t->rel == REL_NMOD || t->rel == REL_OBJ || t->rel == REL_NSUBJ ||
                    t->rel == REL_OBL;
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PRON ||
           t->upos == UPOS_NUM || (t->upos == UPOS_ADJ && argument); /* "the general", "the poor" */
}

bool token_past(const Token *t)
{
    return strcmp(t->xpos, "VBN") == 0 || strcmp(t->xpos, "VBD") == 0;
}

bool token_relative(const Token *t)
{
    return t->xpos[0] == 'W';
}

uint32_t role_mark(const Scene *s, uint32_t token)
{
    uint32_t mark = scene_child(s, token, REL_MARK, NULL);
    return mark != NONE ? mark : scene_child(s, token, REL_CASE, NULL);
}

bool role_marked(const Scene *s, uint32_t token, const char *list)
{
    uint32_t mark = role_mark(s, token);
    return mark != NONE && scene_word_is(s, mark, list);
}

bool role_cased(const Scene *s, uint32_t token, const char *list)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    return mark != NONE && mark < token && scene_word_is(s, mark, list);
}

bool role_case_is(const Scene *s, uint32_t token, const char *word)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    uint32_t office = mark == NONE ? scene_child(s, token, REL_NMOD, "desc") : NONE;
    if (office != NONE && office < token) mark = scene_child(s, office, REL_CASE, NULL);
    return mark != NONE && scene_lower_is(s, mark, word);
}

/* ---- who can act ---- */

const Entity *role_entity(const Scene *s, uint32_t token)
{
    uint32_t mention = mention_of(s->findings, token);
    if (mention == NONE || s->findings->mentions.at[mention].entity == NONE) return NULL;
    if (s->findings->mentions.at[mention].head != token) return NULL;
    return &s->findings->entities.at[s->findings->mentions.at[mention].entity];
}

bool role_in_dateline(const Scene *s, uint32_t token)
{
    return scene_token(s, token)->span.b < s->findings->report->dateline.span.e;
}

bool role_in_time(const Scene *s, uint32_t token)
{
    const Findings *f = s->findings;
    Span span = scene_token(s, token)->span;
    uint32_t from = times_from(f, span.b > 64 ? span.b - 64 : 0);
    for (uint32_t i = from; i < f->times.n && f->times.at[i].span.b <= span.b; i++)
        if (span_in(span, f->times.at[i].span)) return true;
    return false;
}

uint32_t role_people_noun(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    uint32_t kind = map_find(&s->events->nouns, t->lemma.n ? t->lemma : scene_lower(s, token));
    return kind == NONE || kind == NOUN_LIVING ? NOUN_UNKNOWN : kind; /* animals act in no news */
}

/* "Two", "dozens", "others": counted people, when a clause of people has nothing else; not "the
 * more moderate one". */
static bool counted(const Scene *s, uint32_t head)
{
    bool number = scene_token(s, head)->upos == UPOS_NUM;
    if (!number && !scene_word_is(s, head, "crowdword")) return false;
    bool one = scene_lower_is(s, head, "one") || scene_lower_is(s, head, "ones");
    if (one && scene_child(s, head, REL_AMOD, NULL) != NONE) return false;
    return !number || (!role_in_time(s, head) && scene_child(s, head, REL_NMOD, NULL) == NONE);
}

/* The counted noun behind a word of number: "dozens of soldiers", "a group of men". */
uint32_t scene_counted(const Scene *s, uint32_t head)
{
    if (scene_token(s, head)->upos != UPOS_NUM && !scene_word_is(s, head, "crowdword") &&
        !scene_word_is(s, head, "amount"))
        return head;
    for (uint32_t child = scene_down(s, head); child != NONE; child = scene_next(s, child)) {
        if (scene_token(s, child)->rel == REL_NMOD && child > head && role_case_is(s, child, "of"))
            return child;
    }
    return head;
}

/* A name acts when it is of a person, a body, a state: not a street, a day, a ship. */
static bool name_acts(const Scene *s, uint32_t head, const Entity *entity)
{
    if (scene_word_is(s, head, "street")) return false;
    uint32_t mention = entity ? NONE : mention_of(s->findings, head);
    if (mention != NONE && s->findings->mentions.at[mention].form == FORM_NAME &&
        s->findings->mentions.at[mention].head != head)
        return false; /* "Tobacco" of "the Bureau of Alcohol, Tobacco and Firearms" */
    if (!entity) return actor_like(s->events, s->findings, head);
    return entity->kind != ENTITY_OTHER;
}

/* "a sniper", "the administration". */
static bool for_people(const Scene *s, uint32_t noun)
{
    return role_people_noun(s, noun) == NOUN_PERSON || scene_word_is(s, noun, "acting");
}

bool scene_can_act(const Scene *s, uint32_t head)
{
    const Token *t = scene_token(s, head);
    if (role_in_dateline(s, head) || role_in_time(s, head) || scene_nobody(s, head)) return false;
    uint32_t noun = scene_counted(s, head);
    if (noun != head) {
        head = noun;
        t = scene_token(s, head);
    }
    if (scene_storm(s, head)) return true;
    if (t->upos == UPOS_PRON) return !scene_word_is(s, head, "neuter");
    const Entity *entity = role_entity(s, head);
    if (t->upos == UPOS_PROPN) return name_acts(s, head, entity);
    if (t->upos == UPOS_NOUN && for_people(s, head)) return true;
    if (scene_word_is(s, head, "weapon") || scene_word_is(s, head, "document")) return false;
    if (counted(s, head)) return true;
    uint32_t kind = role_people_noun(s, head);
    if (t->upos != UPOS_NOUN)
        return t->upos == UPOS_ADJ && kind == NOUN_PERSON && token_nounlike(t);
    if (kind == NOUN_DEED || kind == NOUN_THING ||
        (scene_kind(s, head) != NONE && kind != NOUN_PERSON))
        return false;
    return kind != NOUN_UNKNOWN || actor_like(s->events, s->findings, head) ||
           (entity && (entity->kind == ENTITY_PERSON || entity->kind == ENTITY_ORG));
}

bool role_performs(const Scene *s, uint32_t verb)
{
    return token_verbal(scene_token(s, verb)) && scene_word_is(s, verb, "perform");
}

bool role_any_noun(const Scene *s, uint32_t head)
{
    return token_nounlike(scene_token(s, head)) && !role_in_time(s, head) &&
           !role_in_dateline(s, head) && !scene_nobody(s, head);
}

bool role_somebody(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    if (entity) return entity->kind == ENTITY_PERSON || entity->kind == ENTITY_ORG;
    return role_people_noun(s, head) == NOUN_PERSON || scene_token(s, head)->upos == UPOS_PRON;
}

bool role_bears_bidding(const Scene *s, uint32_t verb, uint32_t object)
{
    const Entity *entity = role_entity(s, object);
    return !entity || entity->kind != ENTITY_PLACE || scene_word_is(s, verb, "bids");
}

bool role_person_or_state(const Scene *s, uint32_t head)
{
    const Entity *entity = role_entity(s, head);
    if (!scene_can_act(s, head)) return false;
    if (!entity)
        return role_people_noun(s, head) == NOUN_PERSON || scene_token(s, head)->upos == UPOS_PRON;
    return entity->kind == ENTITY_PERSON || slice_starts(entity->key, SLICE("country:"));
}
