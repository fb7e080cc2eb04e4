/* facts_bare.c - figures that stand alone: what they count is said by the words around.
 *
 * In: a figure without a counted noun and the parse of its sentence. Out: attribute, noun and act
 * of the figure, or nothing. "The number of arrests rose to 212", "police arrested 140 of them",
 * "put the crowd at 7,000", "twelve of the 15 members voted".
 *
 * Known to get wrong: figures whose noun stands in the sentence before. */
#include "collate/facts_slots.h"
#include "lang/tree.h"

static bool people(Figure *q, Attribute attribute, const char *verb)
{
    q->attribute = attribute;
    q->noun = (Slice){"", 0};
    q->verb = slice_of(verb);
    q->human = true;
    return true;
}

/* What befell those who are counted, by the class of the word that tells it. */
static bool by_class(Figure *q, Slice class)
{
    if (slice_is(class, "kill")) return people(q, ATTRIBUTE_KILLED, "kill");
    if (slice_is(class, "injure")) return people(q, ATTRIBUTE_INJURED, "injure");
    if (slice_is(class, "arrest")) return people(q, ATTRIBUTE_COUNT, "arrest");
    return false;
}

/* "of people killed", "of arrests": what a number is of. */
static bool by_counted(const Join *join, const LangText *lang, uint32_t noun, Figure *q)
{
    const Token *t = &lang->token[noun];
    uint32_t clause = tree_child_rel(lang, noun, REL_ACL),
             before = tree_child_rel(lang, noun, REL_AMOD);
    if (by_class(q, trigger_class(join->collate, t->lemma))) return true;
    if (clause != NONE && by_class(q, trigger_class(join->collate, lang->token[clause].lemma)))
        return true;
    if (before != NONE && by_class(q, trigger_class(join->collate, lang->token[before].lemma)))
        return true;
    if (t->upos != UPOS_NOUN) return false;
    q->attribute = ATTRIBUTE_COUNT;
    q->noun = t->lemma;
    return true;
}

/* "the death toll", "the number of arrests", "the crowd": a noun that is itself the figure. */
static bool by_sum(const Join *join, const LangText *lang, uint32_t sum, Figure *q)
{
    const Token *t = &lang->token[sum];
    bool number = word_listed(join->collate, "number", t->lemma);
    if (slice_is(t->lemma, "toll")) return people(q, ATTRIBUTE_KILLED, "kill");
    if (word_listed(join->collate, "gathering", t->lemma))
        return people(q, ATTRIBUTE_COUNT, "crowd");
    uint32_t of = number ? tree_child_rel(lang, sum, REL_NMOD) : NONE;
    return of != NONE && by_counted(join, lang, of, q);
}

/* ---- votes ---- */

/* How the counted voted: the first word for it behind the figure, before the next figure: "12 votes
 * in favour", "two against", "three abstained". Empty: no word. */
static Slice direction_of(const Join *join, const LangText *lang, const Quantity *q)
{
    uint32_t end = lang->sentence[lang->token[q->first].sentence].end;
    for (uint32_t i = q->end; i < end && i < q->end + 9; i++) {
        const Token *t = &lang->token[i];
        bool partitive = i > q->end && token_lemma_is(&lang->token[i - 1],
                                                      "the"); /* "twelve of the 15 members" */
        if ((t->upos == UPOS_NUM && !partitive) || t->form.p[0] == ';') break;
        const Row *way = value_words_find(&join->collate->words, "way", t->lemma);
        if (way) return row_col(way, 2);
    }
    return (Slice){"", 0};
}

bool figure_votes(const Join *join, const Findings *f, Figure *q)
{
    const LangText *lang = &f->lang;
    if (q->quantity->kind != QUANTITY_COUNT || q->quantity->first >= lang->n_tokens ||
        q->quantity->low != q->quantity->high || q->quantity->low > 999)
        return false;
    bool noun = !q->quantity->noun.n || word_listed(join->collate, "voter", q->quantity->noun),
         voting = false;
    const Sentence *s = &lang->sentence[lang->token[q->quantity->first].sentence];
    for (uint32_t i = s->first; i < s->end && !voting; i++)
        voting = token_lemma_is(&lang->token[i], "vote") ||
                 token_lemma_is(&lang->token[i], "abstain") ||
                 token_lemma_is(&lang->token[i], "ballot");
    uint32_t before = q->quantity->first > s->first ? q->quantity->first - 1 : NONE;
    if (!noun || !voting || (before != NONE && token_lemma_is(&lang->token[before], "the")))
        return false; /* "of the 15 members" */
    q->noun = direction_of(join, lang, q->quantity);
    if (!q->noun.n) return false;
    q->attribute = ATTRIBUTE_COUNT;
    q->verb = SLICE("vote");
    q->votes = true;
    return true;
}

/* "police arrested 140 of them", "212 died": the verb tells what befell them. */
static bool by_verb(const Join *join, const LangText *lang, uint32_t at, uint32_t verb, Figure *q)
{
    const Token *t = &lang->token[at], *v = &lang->token[verb];
    bool subject = t->rel == REL_NSUBJ &&
                   (strcmp(t->subtype, "pass") == 0 || slice_is(v->lemma, "die"));
    bool struck = subject || t->rel == REL_OBJ ||
                  (t->rel == REL_OBL && tree_child_rel(lang, at, REL_CASE) == NONE);
    return struck && by_class(q, trigger_class(join->collate, v->lemma));
}

/* The noun whose figure the verb tells: "the toll rose to 212", "police put the crowd at 7,000". */
static uint32_t sum_of_verb(const Join *join, const LangText *lang, uint32_t at, uint32_t verb)
{
    Slice lemma = lang->token[verb].lemma;
    uint32_t subject = tree_child_rel(lang, verb, REL_NSUBJ),
             object = tree_child_rel(lang, verb, REL_OBJ);
    if (subject != NONE && subject != at && word_listed(join->collate, "height", lemma))
        return subject;
    if (object != NONE && object != at && word_listed(join->collate, "estimate", lemma))
        return object;
    return NONE;
}

/* "7,000 turned out", "the march drew 7,000". */
static bool attended(const Join *join, const Token *figure, Slice verb)
{
    return (figure->rel == REL_NSUBJ && word_listed(join->collate, "turnout", verb)) ||
           (figure->rel == REL_OBJ && word_listed(join->collate, "attract", verb));
}

bool figure_bare(const Join *join, const Findings *f, Figure *q)
{
    const LangText *lang = &f->lang;
    uint32_t at = q->quantity->head < lang->n_tokens ? q->quantity->head : q->quantity->first;
    if (q->quantity->kind != QUANTITY_COUNT || at >= lang->n_tokens ||
        lang->token[at].upos != UPOS_NUM)
        return false;
    uint32_t over = lang->token[at].head;
    if (over != NONE && lang->token[over].upos == UPOS_VERB) {
        if (by_verb(join, lang, at, over, q)) return true;
        uint32_t sum = sum_of_verb(join, lang, at, over);
        if (sum != NONE) return by_sum(join, lang, sum, q);
        if (attended(join, &lang->token[at], lang->token[over].lemma))
            return people(q, ATTRIBUTE_COUNT, "crowd");
    }
    uint32_t of = tree_child_rel(lang, at, REL_NMOD);
    return of != NONE && lang->token[of].upos == UPOS_NOUN &&
           by_counted(join, lang, of, q); /* "nine of the trucks" */
}
