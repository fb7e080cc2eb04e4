/* events_staff.c - people who are told by the nation or body whose name stands before them: for
 * whom do they act?
 *
 * In: the head of a party's phrase. Out: whether the nation itself is meant, which body's people do
 * it in its name. Idea: "the Russians", "U.S. officials" are their state; "Russians", "12 Russian
 * agents", "a former British spy", "most U.S. presidents" are some people of it, and no more. "Velm
 * Police detectives", "the Orsk County sheriff's deputies" act for the body that is named, "two
 * Velm officers" are two people, and clerks of a firm act for themselves.
 *
 * Known to get wrong: people of a nation without an article who are its troops or team. */
#include "mean/events/events_impl.h"

static bool word_in(const Events *events, const Token *t, const char *class)
{
    return frames_word_is_nocase(&events->words, t->form, class);
}

static bool is_demonym(const Events *events, const Token *t)
{
    return gazetteer_demonym(events->gazetteer, t->form) != NONE;
}

/* "a", "12", "most", "former", "individual": some of them, or one. `poor`: any adjective at all
 * ("low-income Americans"). */
static bool picks_out(const Events *events, const Token *t, bool poor)
{
    if (t->rel == REL_NUMMOD || t->upos == UPOS_NUM) return true;
    if (t->rel == REL_DET) return !word_in(events, t, "wholly");
    if (gazetteer_aside(events->gazetteer, t->form) == ASIDE_PAST) return true;
    if (word_in(events, t, "crowdword") || word_in(events, t, "somewhat")) return true;
    return poor && (t->rel == REL_AMOD || t->rel == REL_COMPOUND) && !is_demonym(events, t);
}

/* Is only a part of them meant? *article: is there a "the"? */
static bool only_some(const Events *events, const LangText *text, uint32_t head, bool poor,
                      bool *article)
{
    const Token *noun = &text->token[head];
    *article = false;
    uint32_t first = text->sentence[noun->sentence].first;
    for (uint32_t i = head; i-- > first && head - i <= 8;) {
        const Token *t = &text->token[i];
        if (t->head != head) continue;
        if (picks_out(events, t, poor)) return true;
        *article |= t->rel == REL_DET;
    }
    bool under = noun->rel == REL_NMOD && noun->head < head; /* "millions of Americans" */
    return under && tree_child_rel(text, head, REL_CASE) != NONE &&
           (word_in(events, &text->token[noun->head], "crowdword") ||
            word_in(events, &text->token[noun->head], "amount") ||
            text->token[noun->head].upos == UPOS_NUM);
}

static uint32_t noun_kind(const Events *events, const Token *t)
{
    uint32_t kind = map_find(&events->nouns, t->lemma.n ? t->lemma : t->form);
    return kind == NONE ? NOUN_UNKNOWN : kind;
}

bool stands_for_nation(const Events *events, const Findings *f, uint32_t head)
{
    const LangText *text = &f->lang;
    const Token *t = &text->token[head];
    bool article, poor = is_demonym(events, t);
    bool people = poor ? t->upos == UPOS_NOUN || strcmp(t->xpos, "NNPS") == 0 ||
                             strcmp(t->xpos, "NNS") == 0
                       : t->upos == UPOS_NOUN && noun_kind(events, t) == NOUN_PERSON;
    if (word_in(events, t, "envoys")) return true; /* "expelled 12 Russian diplomats" */
    if (!people || gazetteer_find(events->gazetteer, t->form, GAZ_COUNTRY) != NONE) return true;
    return !only_some(events, text, head, poor, &article) && (article || !poor);
}

/* ---- a body's people ---- */

/* Known by no name of its own ("Velm Police detectives" as a row of people). */
static bool nameless(const Findings *f, uint32_t entity)
{
    if (entity == NONE) return true;
    const Entity *e = &f->entities.at[entity];
    for (uint32_t i = 0; i < e->mentions.n && i < 64; i++)
        if (f->mentions.at[e->mentions.at[i]].form == FORM_NAME) return false;
    return e->key.n == 0;
}

/* The body whose name stands right before the noun, or before "'s" or one more noun; NONE. */
static uint32_t body_before(const Findings *f, const Participant *p)
{
    enum { BETWEEN = 3 };
    uint32_t found = NONE, end = 0;
    for (uint32_t i = mentions_from(f, p->span.b);
         i < f->mentions.n && f->mentions.at[i].span.b < p->span.e; i++) {
        const Mention *m = &f->mentions.at[i];
        bool before = m->form == FORM_NAME && m->entity != NONE && m->end <= p->head;
        if (before) found = m->entity, end = m->end;
    }
    if (found == NONE || f->entities.at[found].kind != ENTITY_ORG || p->head - end > BETWEEN)
        return NONE;
    for (uint32_t i = end; i < p->head; i++)
        if (f->lang.token[i].upos != UPOS_PART && f->lang.token[i].upos != UPOS_NOUN &&
            f->lang.token[i].rel != REL_COMPOUND)
            return NONE;
    return found;
}

/* Whom the noun's people act for by their office; of a unit whose part it is. */
static bool is_staff(const Events *events, const Findings *f, uint32_t head)
{
    bool article;
    const Token *t = &f->lang.token[head];
    bool people = strcmp(t->xpos, "NNS") == 0 && word_in(events, t, "staff");
    if (!people && !word_in(events, t, "unitword")) return false;
    uint32_t beside = tree_child_rel(&f->lang, head, REL_APPOS); /* "agents Lund and Bram" */
    return !only_some(events, &f->lang, head, false, &article) && beside == NONE &&
           tree_child_rel(&f->lang, head, REL_FLAT) == NONE;
}

void staff_link(const Events *events, const Findings *f, const Event *event, Participant *p)
{
    bool hurt = p->role == PART_RECIPIENT &&
                (event->traits & (TRAIT_HARM | TRAIT_LAW | TRAIT_BEFALLS | TRAIT_SUFFERS));
    if (hurt || p->head >= f->lang.n_tokens || !nameless(f, p->entity)) return;
    if (!is_staff(events, f, p->head)) return;
    uint32_t body = body_before(f, p);
    if (body != NONE) p->entity = body;
}
