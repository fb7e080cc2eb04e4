/* events_party.c - the entity behind a party whose own words are no mention of one, and the country
 * of a party known by its office only.
 *
 * In: participants of the events of a report. Out: Participant.entity, Entity.country. Idea: "the
 * Houthis" tagged as no name is still the entity of that name; "Iranian officials" act for Iran,
 * where the report has it as an entity; "the police" of a report are of the country that its
 * sentence names, else of the place it is written from.
 *
 * Known to get wrong: police of one country in a report written from another that does not name it.
 */
#include "mean/events/events_impl.h"

#define LETTERS 26u

/* What the report has: entities by name, states by their two letters. */
typedef struct Known {
    Map name;
    uint32_t state[LETTERS * LETTERS];
} Known;

static uint32_t pair_of(const char country[3])
{
    bool letters = country[0] >= 'A' && country[0] <= 'Z' && country[1] >= 'A' && country[1] <= 'Z';
    return letters ? (uint32_t)(country[0] - 'A') * LETTERS + (uint32_t)(country[1] - 'A') : NONE;
}

static bool know(const Findings *findings, Known *known, Arena *scratch)
{
    map_init(&known->name, scratch);
    for (uint32_t i = 0; i < LETTERS * LETTERS; i++)
        known->state[i] = NONE;
    for (uint32_t i = findings->entities.n; i-- > 0;) {
        const Entity *entity = &findings->entities.at[i];
        uint32_t pair = pair_of(entity->country);
        if (entity->name.n > 2 && !map_put(&known->name, entity->name, i)) return false;
        if (pair != NONE && slice_starts(entity->key, SLICE("country:"))) known->state[pair] = i;
    }
    return true;
}

/* Does the party act for its state? Its rebels, parties and people do not. */
static bool of_state(const char *code)
{
    static const char *const sectors[] = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"};
    if (strlen(code) == 3) return true;
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (strncmp(code + 3, sectors[i], 3) == 0) return true;
    return false;
}

/* Country entry of a CAMEO actor code ("IRNGOV") among the states of the report; NONE for bodies.
 */
static uint32_t state_of_code(const Events *events, const Findings *findings, const Known *known,
                              const char *code)
{
    for (uint32_t i = 0; strlen(code) >= 3 && i < LETTERS * LETTERS; i++) {
        if (known->state[i] == NONE) continue;
        const GazEntry *country = gazetteer_entry(
            events->gazetteer,
            gazetteer_country(events->gazetteer, findings->entities.at[known->state[i]].country));
        if (country && strncmp(country->iso3, code, 3) == 0) return known->state[i];
    }
    return NONE;
}

/* A body or state named inside the words of the party ("a United Nations food convoy"), the last
 * one. */
static uint32_t named_inside(const Findings *findings, Span span)
{
    uint32_t found = NONE;
    for (uint32_t i = mentions_from(findings, span.b);
         i < findings->mentions.n && findings->mentions.at[i].span.e <= span.e; i++) {
        const Mention *m = &findings->mentions.at[i];
        if (m->form == FORM_NAME && m->entity != NONE &&
            findings->entities.at[m->entity].kind != ENTITY_OTHER)
            found = m->entity;
    }
    return found;
}

static bool entity_has_name(const Findings *findings, const Entity *entity)
{
    for (uint32_t i = 0; i < entity->mentions.n && i < 64; i++)
        if (findings->mentions.at[entity->mentions.at[i]].form == FORM_NAME) return true;
    return false;
}

/* "the Balta store" was destroyed, robbed, closed: Balta's, whose name stands in front of what it
 * keeps there. */
static uint32_t keeper(const Events *events, const Findings *findings, const Known *known,
                       const Participant *part)
{
    const LangText *text = &findings->lang;
    const Token *head = &text->token[part->head];
    Slice noun = head->lemma.n ? head->lemma : head->form;
    uint32_t first = text->sentence[head->sentence].first;
    if (head->upos != UPOS_NOUN || part->role != PART_RECIPIENT || part->head == first ||
        !frames_word_is(&events->words, noun, "premises"))
        return NONE;
    const Token *before = head - 1;
    bool name = before->upos == UPOS_PROPN && before->head == part->head;
    if (slice_starts(before->form, SLICE("'")) && part->head > first + 1) {
        before = head - 2; /* "Balta's store" */
        name = before->upos == UPOS_PROPN;
    }
    uint32_t mention = name ? mention_of(findings, (uint32_t)(before - text->token)) : NONE;
    uint32_t entity = mention == NONE ? NONE : findings->mentions.at[mention].entity;
    if (entity == NONE && name) entity = map_find(&known->name, before->form);
    return entity == NONE || findings->entities.at[entity].kind == ENTITY_PLACE ? NONE : entity;
}

/* "stole Peruvian designs", "stormed the Brandt warehouses": what is done to a thing is done to the
 * nation or body whose name stands in front of it. A town
 * may be where it stands. */
static uint32_t bearer(const Events *events, const Findings *findings, const Known *known,
                       const Participant *part)
{
    const LangText *text = &findings->lang;
    const Token *head = &text->token[part->head];
    uint32_t kind = map_find(&events->nouns, head->lemma.n ? head->lemma : head->form);
    bool plain = kind == NONE && !frames_word_is(&events->words, head->lemma, "acting");
    if (head->upos != UPOS_NOUN || part->role != PART_RECIPIENT || !plain ||
        actor_like(events, findings, part->head))
        return NONE;
    for (uint32_t i = part->head; i-- > 0 && text->token[i].span.b >= part->span.b;) {
        const Token *t = &text->token[i];
        if (t->head != part->head) continue;
        const GazEntry *nation = t->rel == REL_AMOD
                                     ? gazetteer_entry(
                                           events->gazetteer,
                                           gazetteer_demonym(events->gazetteer, t->form))
                                     : NULL;
        if (nation && pair_of(nation->country) != NONE)
            return known->state[pair_of(nation->country)];
        uint32_t mention = t->upos == UPOS_PROPN ? mention_of(findings, i) : NONE,
                 entity = mention == NONE ? NONE : findings->mentions.at[mention].entity;
        if (entity == NONE) continue;
        const Entity *e = &findings->entities.at[entity];
        bool owner = t->rel == REL_NMOD && strcmp(t->subtype, "poss") == 0;
        bool body = e->kind == ENTITY_ORG || slice_starts(e->key, SLICE("country:"));
        if (body && (owner || t->rel == REL_COMPOUND)) return entity;
    }
    return NONE;
}

static bool nameless(const Findings *findings, uint32_t entity)
{
    return entity == NONE || (!findings->entities.at[entity].key.n &&
                              !entity_has_name(findings, &findings->entities.at[entity]));
}

static bool is_person_noun(const Events *events, const Token *t)
{
    return t->upos == UPOS_NOUN &&
           map_find(&events->nouns, t->lemma.n ? t->lemma : t->form) == NOUN_PERSON;
}

static void link_part(const Events *events, const Findings *findings, const Known *known,
                      uint32_t traits, Participant *part)
{
    char code[ACTOR_CODE];
    const LangText *text = &findings->lang;
    if (part->head >= text->n_tokens) return;
    if (nameless(findings, part->entity)) {
        uint32_t owner = keeper(events, findings, known, part);
        if (owner == NONE && part->entity == NONE && (traits & (TRAIT_HARM | TRAIT_BEFALLS)))
            owner = bearer(events, findings, known, part);
        if (owner != NONE) part->entity = owner;
    }
    if (part->entity != NONE || part->how.n) return;
    part->entity = map_find(&known->name, text->token[part->head].form);
    if (part->entity == NONE)
        part->entity = map_find(&known->name, slice_span(findings->report->text, part->span));
    if (!stands_for_nation(events, findings, part->head)) return;
    if (part->entity == NONE) part->entity = named_inside(findings, part->span);
    bool clerk = part->entity != NONE && is_person_noun(events, &text->token[part->head]);
    if (clerk && !slice_starts(findings->entities.at[part->entity].key, SLICE("country:"))) {
        part->entity = NONE; /* "an Ardent clerk" is not Ardent */
        return;
    }
    if (part->entity == NONE && event_actor(events, findings, part, code) && of_state(code))
        part->entity = state_of_code(events, findings, known, code);
}

/* Known by its office only ("the police"), never by a name. */
static bool only_office(const Findings *findings, const Entity *entity)
{
    if (entity->kind == ENTITY_PLACE || entity->country[0] || entity->key.n) return false;
    return !entity_has_name(findings, entity);
}

static void set_country(const Events *events, Findings *findings, const Participant *part,
                        const char *code)
{
    if (!part || part->entity == NONE || strlen(code) < 6 || code[0] == '-' ||
        !only_office(findings, &findings->entities.at[part->entity]))
        return;
    for (uint32_t i = 0; i < findings->entities.n && i < 256; i++) {
        const Entity *other = &findings->entities.at[i];
        const GazEntry *country = other->country[0]
                                      ? gazetteer_entry(
                                            events->gazetteer,
                                            gazetteer_country(events->gazetteer, other->country))
                                      : NULL;
        if (!country || strncmp(country->iso3, code, 3) != 0) continue;
        memcpy(findings->entities.at[part->entity].country, other->country, 3);
        return;
    }
}

dln_status events_link(const Events *events, Findings *findings, Arena *scratch)
{
    Known known;
    EventDyad dyad[16];
    if (!know(findings, &known, scratch)) return arena_status(scratch);
    bodies_link(events, findings);
    for (uint32_t i = 0; i < findings->events.n; i++) {
        Event *event = &findings->events.at[i];
        if (arena_late(scratch, 50)) return arena_status(scratch);
        for (uint32_t k = 0; k < event->parts.n; k++)
            link_part(events, findings, &known, event->traits, &event->parts.at[k]);
        uint32_t n = event->cameo.n == 0 ? 0 : event_dyads(events, findings, event, dyad, 16);
        for (uint32_t k = 0; k < n; k++) {
            set_country(events, findings, dyad[k].source, dyad[k].source_code);
            set_country(events, findings, dyad[k].target, dyad[k].target_code);
        }
    }
    return DLN_OK;
}
