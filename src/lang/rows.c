/* rows.c - what the parse makes of rows and does not go together, mended after it.
 *
 * In: a parsed sentence. Out: some heads and relations; the tree stays a tree, for no word is hung
 * below itself (rehang). Five sorts: verbs of a row, a noun before a verb that is the object of the
 * one before it, the second name of a row that has a verb of its own, "five days after Orsk was
 * shot", "a guide for schools that was lost".
 *
 * A form with a tense cannot stand in a row with an infinitive, nor a bare form with a tense:
 * "urged voters not to stay and attacked Orsk" is urged and attacked, "praised his plan to cut
 * taxes and reduce debt" is to cut and to reduce. The verb joins the nearest one of its own form;
 * where there is none the parse stands.
 *
 * Known to get wrong: forms that past and present share ("put", "hit"), where the tag errs. */
#include "lang/tree.h"

enum {
    STEPS = 8, /* clauses up to the verb with a tense */
    NEAR = 8,  /* words from a verb back to its helper, mark or subject */
    FAR = 40   /* words from a verb back to the one it is joined to */
};

/* Hangs the token under another, where that does not lie below it. */
static bool rehang(LangText *text, uint32_t token, uint32_t head)
{
    if (tree_under(text, head, token)) return false;
    text->token[token].head = head;
    return true;
}

static bool tagged(const Token *t, const char *tag)
{
    return strcmp(t->xpos, tag) == 0;
}

static bool tensed_tag(const Token *t)
{
    return tagged(t, "VBD") || tagged(t, "VBZ") || tagged(t, "VBP");
}

/* A word of the verb's own close before it; NONE. */
static uint32_t before(const LangText *text, uint32_t verb, Rel rel)
{
    uint32_t first = text->sentence[text->token[verb].sentence].first,
             from = verb - first > NEAR ? verb - NEAR : first;
    for (uint32_t i = from; i < verb; i++)
        if (text->token[i].head == verb && text->token[i].rel == rel) return i;
    return NONE;
}

/* The helper that carries the tense ("was" of "was held"); NONE. */
static uint32_t helper(const LangText *text, uint32_t verb)
{
    return before(text, verb, REL_AUX);
}

/* "Was taken", not "has fled". */
static bool is_passive(const LangText *text, uint32_t verb)
{
    uint32_t aux = helper(text, verb);
    return aux != NONE && tagged(&text->token[verb], "VBN") &&
           strcmp(text->token[aux].subtype, "pass") == 0;
}

static bool tensed(const LangText *text, uint32_t verb)
{
    uint32_t aux = helper(text, verb);
    if (aux != NONE) return tensed_tag(&text->token[aux]);
    const Token *t = &text->token[verb];
    return tagged(t, "VBZ") || (tagged(t, "VBD") && !slice_eq_nocase(t->form, t->lemma));
}

/* "cut", "reduce": bare, and nothing of its own says whose it is. */
static bool bare(const LangText *text, uint32_t verb)
{
    return tagged(&text->token[verb], "VB") && helper(text, verb) == NONE &&
           before(text, verb, REL_MARK) == NONE && before(text, verb, REL_NSUBJ) == NONE;
}

/* "to cut", "will cut". */
static bool opens_bare_row(const LangText *text, uint32_t verb)
{
    const Token *t = &text->token[verb];
    if (t->upos != UPOS_VERB || !tagged(t, "VB")) return false;
    uint32_t aux = helper(text, verb);
    if (aux != NONE) return tagged(&text->token[aux], "MD");
    uint32_t mark = before(text, verb, REL_MARK);
    return mark != NONE && slice_eq_nocase(text->token[mark].form, SLICE("to"));
}

/* "praised his plan to cut taxes and reduce debt": the infinitive before a bare form. */
static uint32_t bare_before(const LangText *text, uint32_t verb, uint32_t head)
{
    uint32_t from = verb - head > FAR ? verb - FAR : head + 1;
    for (uint32_t i = verb; i-- > from;)
        if (opens_bare_row(text, i) && tree_under(text, i, head) && !tree_under(text, i, verb))
            return i; /* not "put" of "and, to protect children, put police there" */
    return NONE;
}

/* "urged voters not to stay and attacked Orsk": the verb above the infinitive with a tense, the
 * same where one has it. */
static uint32_t tensed_above(const LangText *text, uint32_t verb, uint32_t head)
{
    uint32_t first = NONE;
    for (uint32_t i = text->token[head].head, n = 0; i != NONE && n < STEPS; n++) {
        const Token *t = &text->token[i];
        if (t->upos == UPOS_VERB && (tensed(text, i) || tagged(t, "VBP"))) {
            if (strcmp(t->xpos, text->token[verb].xpos) == 0) return i;
            if (first == NONE) first = i;
        }
        i = t->head;
    }
    return first;
}

/* The verb right before a noun and its own words; NONE. */
static uint32_t verb_before(const LangText *text, uint32_t noun)
{
    uint32_t first = text->sentence[text->token[noun].sentence].first;
    for (uint32_t i = noun; i-- > first && noun - i <= NEAR;)
        if (!tree_under(text, i, noun)) return text->token[i].upos == UPOS_VERB ? i : NONE;
    return NONE;
}

/* The subject before `second` of the same verb; NONE. */
static uint32_t first_subject(const LangText *text, uint32_t second)
{
    uint32_t verb = text->token[second].head,
             start = text->sentence[text->token[verb].sentence].first,
             from = second - start > FAR ? second - FAR : start;
    for (uint32_t i = second; i-- > from;)
        if (text->token[i].head == verb && text->token[i].rel == REL_NSUBJ) return i;
    return NONE;
}

/* "The man who killed his wife was held": she is whom he killed. */
static void mend_subject(LangText *text, uint32_t noun)
{
    Token *t = &text->token[noun];
    if (t->rel != REL_NSUBJ || t->head == NONE || t->head < noun) return;
    uint32_t subject = first_subject(text, noun);
    uint32_t verb = subject == NONE ? NONE : verb_before(text, noun);
    if (verb == NONE || verb < subject || !tree_under(text, verb, subject)) return;
    if (!tensed_tag(&text->token[verb]) || helper(text, verb) != NONE) return;
    if (!rehang(text, noun, verb)) return;
    t->rel = REL_OBJ;
    t->subtype = "";
}

/* The verb with a tense close behind a noun that is joined by "and" and has no verb of its own, no
 * subject before it; NONE. */
static uint32_t verb_behind(const LangText *text, uint32_t noun, uint32_t above)
{
    uint32_t end = text->sentence[text->token[noun].sentence].end;
    for (uint32_t i = noun + 1; i < end && i - noun < NEAR; i++) {
        const Token *t = &text->token[i];
        if (tree_under(text, i, noun) || t->upos == UPOS_PUNCT || t->upos == UPOS_AUX) continue;
        uint32_t up = t->head;
        bool row = up == above || (up != NONE && up == text->token[above].head);
        bool own = t->upos == UPOS_VERB && tensed(text, i) && row;
        return own && before(text, i, REL_NSUBJ) == NONE ? i : NONE;
    }
    return NONE;
}

/* The object of `verb` before `noun`; NONE. */
static uint32_t object_before(const LangText *text, uint32_t verb, uint32_t noun)
{
    for (uint32_t i = noun > verb + FAR ? noun - FAR : verb + 1; i < noun; i++)
        if (text->token[i].head == verb && text->token[i].rel == REL_OBJ) return i;
    return NONE;
}

/* "that Orsk was pronounced dead, and Bram was taken away": he alone was. "Orsk joins Lund and
 * Bram": with no verb of his own he is one more of the row after the verb. */
static void mend_second(LangText *text, uint32_t noun)
{
    Token *t = &text->token[noun];
    uint32_t first = t->head;
    if (t->rel != REL_CONJ || first == NONE || first > noun || noun == 0) return;
    const Token *other = &text->token[first];
    bool joined = text->token[noun - 1].upos == UPOS_CCONJ;
    uint32_t above = other->head;
    if (!joined || other->rel != REL_NSUBJ || above == NONE || above < first || above > noun)
        return;
    if (text->token[above].upos != UPOS_VERB) return;
    uint32_t verb = verb_behind(text, noun, above);
    if (verb == NONE) {
        uint32_t object = object_before(text, above, noun);
        if (object != NONE) rehang(text, noun, object);
        return;
    }
    bool passive = is_passive(text, verb);
    if (!rehang(text, noun, verb)) return;
    t->rel = REL_NSUBJ;
    t->subtype = passive ? "pass" : "";
}

static bool opens_time(const Token *t)
{
    static const char *const word[] = {"after", "before", "since", "until", "while"};
    return SLICE_AMONG_NOCASE(t->form, word);
}

/* "five days after Ane Orsk, 37, was shot": a clause, and she its subject. */
static void mend_after(LangText *text, uint32_t noun)
{
    Token *t = &text->token[noun];
    uint32_t verb = t->head;
    if (t->rel != REL_OBL || verb == NONE || verb < noun || noun == 0) return;
    Token *v = &text->token[verb], *mark = &text->token[noun - 1];
    uint32_t aux = helper(text, verb);
    if (aux == NONE || aux < noun || before(text, verb, REL_NSUBJ) != NONE) return;
    if (mark->head != noun || mark->rel != REL_CASE || !opens_time(mark)) return;
    for (uint32_t i = noun + 1; i < aux; i++)
        if (!tree_under(text, i, noun) && text->token[i].upos != UPOS_PUNCT) return;
    t->rel = REL_NSUBJ;
    t->subtype = is_passive(text, verb) ? "pass" : "";
    mark->head = verb;
    mark->rel = REL_MARK;
    if (v->rel == REL_CONJ) v->rel = REL_ADVCL;
}

/* "A guide for schools that was lost": one that was lost, not many. */
static void mend_relative(LangText *text, uint32_t verb)
{
    Token *t = &text->token[verb];
    uint32_t noun = t->head, one = noun == NONE ? NONE : helper(text, verb);
    if (t->rel != REL_ACL || noun == NONE || noun > verb || one == NONE) return;
    const Token *many = &text->token[noun], *is = &text->token[one];
    bool single = slice_is(is->form, "was") || slice_is(is->form, "is") ||
                  slice_is(is->form, "has");
    if (!single || strcmp(many->xpos, "NNS") != 0 || one == 0) return;
    if (text->token[one - 1].xpos[0] != 'W' || text->token[one - 1].head != verb) return;
    uint32_t up = many->head;
    if (up != NONE && text->token[up].upos == UPOS_VERB && text->token[up].rel == REL_ACL)
        up = text->token[up].head; /* "a guide protecting schools that was lost" */
    else if (many->rel != REL_NMOD)
        return;
    if (up != NONE && up < noun && strcmp(text->token[up].xpos, "NN") == 0) rehang(text, verb, up);
}

void tree_mend_rows(LangText *text, const Sentence *s)
{
    for (uint32_t v = s->first; v < s->end; v++) {
        Token *t = &text->token[v];
        mend_subject(text, v);
        mend_relative(text, v);
        mend_second(text, v);
        mend_after(text, v);
        uint32_t head = t->head, better = NONE;
        if (t->rel != REL_CONJ || t->upos != UPOS_VERB || head == NONE || head > v) continue;
        if (text->token[head].upos != UPOS_VERB) continue;
        if (bare(text, v) && tensed(text, head) && helper(text, head) == NONE)
            better = bare_before(text, v, head);
        else if (tensed(text, v) && tagged(&text->token[head], "VB") &&
                 helper(text, head) == NONE && before(text, v, REL_NSUBJ) == NONE)
            better = tensed_above(text, v, head);
        if (better != NONE) rehang(text, v, better);
    }
}
