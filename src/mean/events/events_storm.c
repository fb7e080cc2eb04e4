/* events_storm.c - storms with a name, which do harm as persons and bodies do.
 *
 * In: the entities of a report, a noun. Out: whether it names a storm, which one it stands for.
 * Idea: "Hurricane Brandt" is a name behind a word for a storm; in its report "the storm", "the
 * hurricane" and "a storm surge" are that storm's, where it is the one named last and most. Things
 * do not act, but who destroyed a town in a report on a storm is the storm.
 *
 * Known to get wrong: a storm that is told by its name alone. */
#include "mean/events/roles_impl.h"

enum { STORM_MENTIONS = 16, STORM_ENTITIES = 512, STORM_BACK = 512 };

static bool storm_word(const Events *events, const Token *t)
{
    return frames_word_is_nocase(&events->words, t->form, "stormword");
}

/* "Hurricane Brandt": the word for a storm stands before the name or opens it. */
static bool names_storm(const Events *events, const Findings *f, const Mention *m)
{
    const LangText *text = &f->lang;
    if (m->form != FORM_NAME || m->first >= text->n_tokens) return false;
    uint32_t at = m->end - m->first > 1 ? m->first : m->first - 1;
    if (at >= text->n_tokens || text->token[at].sentence != text->token[m->first].sentence)
        return false;
    return text->token[at].upos == UPOS_PROPN && storm_word(events, &text->token[at]);
}

static bool is_storm(const Events *events, const Findings *f, uint32_t entity)
{
    const Entity *e = &f->entities.at[entity];
    for (uint32_t i = 0; i < e->mentions.n && i < STORM_MENTIONS; i++)
        if (names_storm(events, f, &f->mentions.at[e->mentions.at[i]])) return true;
    return false;
}

bool storms_known(const Events *events, const Findings *findings)
{
    for (uint32_t i = 0; i < findings->entities.n && i < STORM_ENTITIES; i++)
        if (is_storm(events, findings, i)) return true;
    return false;
}

/* The storm that the report names most; NONE. */
static uint32_t main_storm(const Events *events, const Findings *f)
{
    uint32_t best = NONE;
    for (uint32_t i = 0; i < f->entities.n && i < STORM_ENTITIES; i++) {
        bool more = best == NONE || f->entities.at[i].mentions.n > f->entities.at[best].mentions.n;
        if (more && is_storm(events, f, i)) best = i;
    }
    return best;
}

uint32_t storm_meant(const Events *events, const Findings *findings, uint32_t token)
{
    uint32_t best = main_storm(events, findings);
    Span at = findings->lang.token[token].span;
    uint32_t looked = 0;
    for (uint32_t i = mentions_from(findings, at.b); best != NONE && i-- > 0 && looked < STORM_BACK;
         looked++)
        if (names_storm(events, findings, &findings->mentions.at[i]))
            return findings->mentions.at[i].entity == best ? best : NONE;
    return best;
}

bool storm_noun(const Events *events, const Findings *findings, uint32_t token)
{
    const Token *t = &findings->lang.token[token];
    return t->upos == UPOS_NOUN && storm_word(events, t);
}

/* "the storm", "STORM HITS COAST"; not "a storm", "any storm since". */
static bool definite(const Scene *s, uint32_t head)
{
    uint32_t det = scene_child(s, head, REL_DET, NULL);
    if (scene_child(s, head, REL_NUMMOD, NULL) != NONE) return false;
    return det == NONE || scene_lower_is(s, det, "the") || scene_lower_is(s, det, "this");
}

bool scene_storm(const Scene *s, uint32_t head)
{
    if (!s->tone->storms) return false;
    const Entity *e = role_entity(s, head);
    if (e) return is_storm(s->events, s->findings, (uint32_t)(e - s->findings->entities.at));
    return storm_noun(s->events, s->findings, head) && definite(s, head) &&
           storm_meant(s->events, s->findings, head) != NONE;
}
