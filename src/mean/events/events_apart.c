/* events_apart.c - which happenings the text itself sets apart from those that it told before.
 *
 * In: one report's findings with events; data/en/eventlinks.txt. Out: Event.apart. "A second
 * shooting", "in a separate incident", "an earlier ruling", "this kind of attack": not the one that
 * the report told before, though its words are the same. What nothing of the sort precedes is set
 * apart from nothing: "another shooting in Velm" opens many a report of it.
 *
 * Known to get wrong: one that is told by a verb alone ("he had been shot in Orsk, too"). */
#include "lang/tree.h"
#include "mean/events/event_links.h"

enum { APART_STEPS = 5, APART_BACK = 200 };

static bool word_is(const LinkWords *words, const char *kind, const Token *t)
{
    return link_word(words, kind, t->lemma) || link_word(words, kind, t->form);
}

static bool says_the(const LangText *lang, uint32_t noun)
{
    uint32_t article = tree_child_rel(lang, noun, REL_DET);
    return article != NONE && token_lemma_is(&lang->token[article], "the");
}

/* "Second-degree murder". */
static bool hyphened(const LangText *lang, uint32_t token)
{
    uint32_t next = token + 1;
    return next < lang->n_tokens && lang->token[next].span.b == lang->token[token].span.e &&
           lang->token[next].form.n && lang->token[next].form.p[0] == '-';
}

/* "Another shooting", "the second attack", "an earlier ruling"; not "the earlier ruling", which may
 * be the one told. "The other killings"; not "burns and other wounds", "other sanctions". */
static bool marked(const LinkWords *words, const LangText *lang, uint32_t noun, bool harm)
{
    bool row = lang->token[noun].rel == REL_CONJ;
    for (uint32_t c = tree_child(lang, noun, 0); c != NONE && c < noun;
         c = tree_child(lang, noun, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel != REL_AMOD && t->rel != REL_DET && t->rel != REL_NUMMOD) continue;
        if (harm && !row && word_is(words, "further", t)) return true;
        if (word_is(words, "apart", t) && !hyphened(lang, c)) return true;
        if (word_is(words, "formerly", t) && !says_the(lang, noun)) return true;
    }
    return false;
}

/* "This kind of attack" is none. */
static bool only_a_kind(const LinkWords *words, const LangText *lang, uint32_t noun)
{
    uint32_t head = lang->token[noun].head, mark = tree_child_rel(lang, noun, REL_CASE);
    return lang->token[noun].rel == REL_NMOD && head != NONE && mark != NONE &&
           token_lemma_is(&lang->token[mark], "of") &&
           link_word(words, "sort", lang->token[head].lemma);
}

/* "It was the second shooting in a week", "marked the third attack": that is the one told. */
static bool is_said_to_be(const LinkWords *words, const LangText *lang, uint32_t noun)
{
    const Token *t = &lang->token[noun];
    bool below = t->rel == REL_OBJ || t->rel == REL_XCOMP;
    return tree_child_rel(lang, noun, REL_COP) != NONE ||
           (below && t->head != NONE && link_word(words, "count", lang->token[t->head].lemma));
}

static bool noun_apart(const LinkWords *words, const LangText *lang, uint32_t token, bool harm)
{
    const Token *t = &lang->token[token];
    return t->upos == UPOS_NOUN && !is_said_to_be(words, lang, token) &&
           (marked(words, lang, token, harm) || only_a_kind(words, lang, token));
}

static bool tells_harm(const Findings *f, const Event *e, uint32_t token)
{
    for (uint32_t i = events_from(f, e->sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < e->sentence.e; i++)
        if (f->events.at[i].token == token && (f->events.at[i].traits & TRAIT_HARM)) return true;
    return false;
}

/* "In a separate incident, Bram was shot", "was shot in another attack": a case of its own under
 * `verb`. */
static bool case_apart(const LinkWords *words, const Findings *f, const Event *e, uint32_t verb)
{
    const LangText *lang = &f->lang;
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE; c = tree_child(lang, verb, c + 1)) {
        const Token *t = &lang->token[c];
        if (t->rel != REL_OBL || (c > verb && verb != e->token)) continue;
        uint32_t mark = tree_child_rel(lang, c, REL_CASE);
        bool in = mark != NONE && token_lemma_is(&lang->token[mark], "in") &&
                  (link_word(words, "case", t->lemma) || tells_harm(f, e, c));
        if (in && c != e->token && marked(words, lang, c, true)) return true;
    }
    return false;
}

static bool told_in_another(const LinkWords *words, const Findings *f, const Event *e)
{
    uint32_t token = e->token;
    for (uint32_t steps = 0; token != NONE && steps < APART_STEPS; steps++) {
        if (case_apart(words, f, e, token)) return true;
        token = f->lang.token[token].head;
    }
    return false;
}

/* "Another man was arrested", "a second man charged with it": what the law does is done to one at a
 * time. */
static bool done_to_another(const LinkWords *words, const Findings *f, const Event *e)
{
    if (!(e->traits & TRAIT_LAW)) return false;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const Participant *p = &e->parts.at[i];
        if (p->role == PART_RECIPIENT && p->head < f->lang.n_tokens &&
            marked(words, &f->lang, p->head, true))
            return true;
    }
    return false;
}

static bool mere_harm(const Event *e)
{
    return (e->traits & TRAIT_HARM) && !(e->traits & TRAIT_LAW);
}

/* "Another shooting", "made a second arrest"; not "tested another missile". */
static bool has_mark(const LinkWords *words, const Findings *f, const Event *e)
{
    const LangText *lang = &f->lang;
    if (noun_apart(words, lang, e->token, mere_harm(e))) return true;
    uint32_t object = tree_child_rel(lang, e->token, REL_OBJ);
    if (object != NONE && lang->token[object].span.e <= e->trigger.e &&
        link_word(words, "light", lang->token[e->token].lemma) &&
        noun_apart(words, lang, object, mere_harm(e)))
        return true;
    return told_in_another(words, f, e) || done_to_another(words, f, e);
}

static bool one_sort(const Event *a, const Event *b)
{
    return slice_eq(a->label, b->label) || (a->kind.n && slice_eq(a->kind, b->kind)) ||
           (mere_harm(a) && mere_harm(b));
}

/* Has the text told such a happening before, without a mark? A headline tells what the first
 * sentence does. */
static bool told_before(const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const Sentence *sentence = f->lang.sentence;
    uint32_t own = f->lang.token[e->token].sentence;
    for (uint32_t i = event, steps = 0; i > 0 && steps < APART_BACK; i--, steps++) {
        const Event *other = &f->events.at[i - 1];
        if (other->token >= f->lang.n_tokens || other->token > e->token || other->apart ||
            sentence[f->lang.token[other->token].sentence].block != sentence[own].block)
            continue;
        if (one_sort(e, other)) return true;
    }
    return false;
}

void events_set_apart(const LinkWords *words, Findings *f)
{
    for (uint32_t i = 0; i < f->events.n; i++) {
        Event *e = &f->events.at[i];
        e->apart = e->token < f->lang.n_tokens &&
                   f->lang.sentence[f->lang.token[e->token].sentence].block == BLOCK_BODY &&
                   has_mark(words, f, e);
    }
    for (uint32_t i = f->events.n; i > 0; i--) /* those before `i` still bear their marks */
        if (f->events.at[i - 1].apart) f->events.at[i - 1].apart = told_before(f, i - 1);
}
