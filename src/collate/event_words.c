/* event_words.c - what collation reads off an event's words before it compares: its noun behind a
 * light verb, its class.
 *
 * In: one report's findings. Out: the noun, the word that the event is called by. "Li will make his
 * first trip on 16 April" tells a trip, not a making.
 *
 * Known to get wrong: nouns that stand for a thing ("held a paper"). */
#include "collate/join.h"
#include "lang/tree.h"

static bool listed(const Collate *collate, Slice lemma)
{
    return map_find(&collate->trigger_class, lemma) != NONE;
}

uint32_t event_noun(const Collate *collate, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens) return NONE;
    const Token *t = &lang->token[e->token];
    if (t->upos == UPOS_NOUN && listed(collate, t->lemma)) return e->token;
    for (uint32_t i = e->token; i < lang->n_tokens && lang->token[i].span.b < e->trigger.e;
         i++) /* within the words of the trigger */
        if (lang->token[i].upos == UPOS_NOUN && listed(collate, lang->token[i].lemma)) return i;
    if (t->upos == UPOS_VERB && link_word(&collate->links, "light", t->lemma)) {
        uint32_t object = tree_child_rel(lang, e->token, REL_OBJ);
        if (object != NONE && lang->token[object].upos == UPOS_NOUN &&
            listed(collate, lang->token[object].lemma))
            return object;
    }
    return t->upos == UPOS_NOUN ? e->token : NONE;
}

/* A news conference is no meeting. */
static bool press(const LangText *lang, uint32_t noun)
{
    uint32_t before = tree_child_rel(lang, noun, REL_COMPOUND);
    return before != NONE && token_lemma_is(&lang->token[noun], "conference") &&
           (token_lemma_is(&lang->token[before], "news") ||
            token_lemma_is(&lang->token[before], "press"));
}

Slice event_label(const Collate *collate, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    uint32_t noun = event_noun(collate, f, event);
    if (noun != NONE && press(&f->lang, noun)) return SLICE("press conference");
    if (noun != NONE && noun != e->token && listed(collate, f->lang.token[noun].lemma))
        return f->lang.token[noun].lemma;
    if (noun != NONE && !listed(collate, e->label)) return f->lang.token[noun].lemma;
    return e->label;
}

/* "Charged with murder", "investigates the shooting": what the law does, by its own verb. */
static bool law_of_its_own(const Collate *collate, const Event *e, const Token *t)
{
    return (e->traits & TRAIT_LAW) && t->upos == UPOS_VERB && t->lemma.n &&
           !link_word(&collate->links, "light", t->lemma);
}

/* Is the label a word of the event, and not the name of its code ("accident" of "found dead")? */
static bool told_so(const LangText *lang, const Event *e, uint32_t noun, Slice label)
{
    if (noun != NONE && slice_eq_nocase(lang->token[noun].lemma, label)) return true;
    for (uint32_t i = token_at(lang, e->trigger.b);
         i < lang->n_tokens && lang->token[i].span.b < e->trigger.e; i++)
        if (slice_eq_nocase(lang->token[i].lemma, label) ||
            slice_eq_nocase(lang->token[i].form, label))
            return true;
    return slice_eq_nocase(lang->token[e->token].lemma, label);
}

Slice event_shown(const Collate *collate, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    Slice label = event_label(collate, f, event);
    if (e->token >= f->lang.n_tokens) return label;
    const Token *t = &f->lang.token[e->token];
    uint32_t noun = event_noun(collate, f, event);
    bool after_noun = noun != NONE && slice_eq(label, f->lang.token[noun].lemma);
    if (after_noun && law_of_its_own(collate, e, t)) return t->lemma;
    bool kind = e->kind.n && !slice_is(e->kind, "figure") && !slice_is(label, "press conference");
    return kind && !told_so(&f->lang, e, noun, label) ? e->kind : label;
}
