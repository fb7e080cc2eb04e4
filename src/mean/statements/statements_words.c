/* statements_words.c - the words that say who spoke, where no name does.
 *
 * In: statements in text order, with the words labelled as their source and the speaker where he is
 * known. Out: Statement.speaker_words of those whose speaker is not known.
 *
 * Idea: a reader is told "two officials in Tehran said", so the record says so too. The words are
 * the noun phrase of the source up to what only describes it further ("a union official, who asked
 * not to be named," -> "a union official"). A relative pronoun stands for the noun its clause hangs
 * on; "he", "they" and "it" for the nameless source that spoke last, when it may be meant and
 * nobody else spoke since; "the official" for the only nameless official before ("an official of
 * the port"). Where a pronoun is all there is, there are no words.
 *
 * Known to get wrong: a description that needs its clause ("people who live near the dam" ->
 * "people"); a pronoun that means a nameless person who did not speak before. */
#include "mean/statements/statements_parts.h"

enum { LONGEST_PHRASE = 24, NEAR_PARAGRAPHS = 1, MOST_NAMELESS = 64 };

typedef enum SourceNumber { ONE_PERSON, MANY, A_THING, NUMBERS } SourceNumber;

/* A source that spoke and has no name. */
typedef struct Nameless {
    Span words;
    uint32_t head, paragraph; /* token; paragraph of it */
    bool definite;
} Nameless;

typedef struct WordsDesk {
    const Scene *scene;
    Nameless last[NUMBERS]; /* who spoke last, of each number; empty words: nobody */
    Nameless seen[MOST_NAMELESS];
    uint32_t n;
} WordsDesk;

static bool is_relative(const Token *t)
{
    return t->xpos[0] == 'W' && t->upos == UPOS_PRON;
}
static bool are_many(const Token *t)
{
    return is_plural(t) || slice_is(t->lemma, "police");
}
static bool is_pronoun(const Token *t)
{
    return t->upos == UPOS_PRON && strncmp(t->xpos, "PRP", 3) == 0;
}

/* Do the words behind this comma belong to a list the head is part of ("Oran, Velia and Tarn")? */
static bool list_goes_on(const LangText *lang, uint32_t comma, uint32_t end, uint32_t head)
{
    for (uint32_t t = comma + 1; t < end; t++)
        if (lang->token[t].rel == REL_CONJ && lang->token[t].head == head) return true;
    return false;
}

/* Does another name follow behind "and", maybe behind the party of the one before: "Sens. Ana
 * Holm[,] D-Oran, and Piet Trask"? */
static bool and_another(const LangText *lang, uint32_t comma, uint32_t end)
{
    enum { REACH = 8 };
    uint32_t t = comma;
    while (t < end && t < comma + REACH &&
           (lang->token[t].upos == UPOS_PUNCT || lang->token[t].upos == UPOS_PROPN))
        t++;
    return t > comma && t + 1 < end && form_is(&lang->token[t], "and") &&
           lang->token[t + 1].upos == UPOS_PROPN;
}

/* Tokens of the noun phrase: `first` up to the first word that only describes it further. */
static uint32_t phrase_stop(const LangText *lang, uint32_t first, uint32_t end, uint32_t head)
{
    uint32_t t = first;
    if (end > first + LONGEST_PHRASE) end = first + LONGEST_PHRASE;
    for (; t < end; t++) {
        const Token *k = &lang->token[t];
        if (t <= head) continue;
        if (k->xpos[0] == 'W' || form_is(k, "including")) break;
        if (k->upos == UPOS_PUNCT && !form_is(k, "-") && !form_is(k, ".") && !form_is(k, "'") &&
            !(form_is(k, ",") && (list_goes_on(lang, t, end, head) || and_another(lang, t, end))))
            break;
    }
    while (t > first && lang->token[t - 1].upos == UPOS_PUNCT)
        t--;
    return t;
}

/* "a lawyer for Orsk late Monday": when it was said names nobody. */
static uint32_t without_day(const WordsDesk *desk, uint32_t stop, uint32_t head)
{
    const LangText *lang = desk->scene->lang;
    uint32_t end = stop;
    while (end > head + 1 && token_in_time(desk->scene->findings, lang->token[end - 1].span))
        end--;
    while (end < stop && end > head + 1 &&
           (lang->token[end - 1].upos == UPOS_ADP || lang->token[end - 1].upos == UPOS_ADV ||
            form_is(&lang->token[end - 1], "late") || form_is(&lang->token[end - 1], "early")))
        end--;
    return end;
}

/* Is the first word of a source no part of who it is: "[by] a clerk", "[including] the mayor"? "At
 * least one" is. */
static bool leads_up(const Token *t, const Token *next)
{
    if (t->upos == UPOS_ADP) return !form_is(next, "least") && !form_is(next, "most");
    return t->upos == UPOS_PUNCT || t->upos == UPOS_CCONJ || is_relative(t) ||
           form_is(t, "including") || form_is(t, "according");
}

static Span phrase_words(const WordsDesk *desk, uint32_t first, uint32_t end, uint32_t head)
{
    const LangText *lang = desk->scene->lang;
    while (first < head && leads_up(&lang->token[first], &lang->token[first + 1]))
        first++;
    uint32_t stop = without_day(desk, phrase_stop(lang, first, end, head), head);
    return stop > head ? tokens_span(lang, first, stop) : (Span){0, 0};
}

/* "Sailors on the ferry, who said": the noun the clause of the relative pronoun hangs on, and its
 * phrase. */
static Span relative_words(const WordsDesk *desk, uint32_t cue, uint32_t *head)
{
    const LangText *lang = desk->scene->lang;
    for (uint32_t at = cue, steps = 0; at != NONE && steps < 3;
         steps++, at = lang->token[at].head) {
        uint32_t noun = lang->token[at].head, first, end;
        if (lang->token[at].rel != REL_ACL || noun == NONE || is_pronoun(&lang->token[noun]))
            continue;
        tree_range(lang, noun, &first, &end);
        uint32_t copula = tree_child_rel(lang, noun, REL_COP);
        if (copula != NONE && copula >= first && copula < noun)
            first = copula + 1; /* "this is [a man] who said" */
        *head = noun;
        return phrase_words(desk, first, end, noun);
    }
    return (Span){0, 0};
}

static SourceNumber number_of(const Scene *scene, uint32_t head, bool joined)
{
    if (joined || are_many(&scene->lang->token[head])) return MANY;
    uint32_t kind = speaker_noun(scene, head);
    return kind == SPEAKER_PERSON || kind == 0 ? ONE_PERSON : A_THING;
}

/* What a pronoun may stand for; false: for nobody told here ("I", "we", "you"). */
static bool number_of_pronoun(const Token *t, SourceNumber *number)
{
    static const struct {
        const char *form;
        SourceNumber number;
    } forms[] = {{"they", MANY},     {"their", MANY},     {"it", A_THING},     {"its", A_THING},
                 {"he", ONE_PERSON}, {"his", ONE_PERSON}, {"she", ONE_PERSON}, {"her", ONE_PERSON}};
    *number = NUMBERS;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (form_is(t, forms[i].form)) *number = forms[i].number;
    return *number != NUMBERS;
}

/* Is a person named outside quotations between two tokens? Then "he" may be that one. */
static bool person_between(const Scene *scene, uint32_t from, uint32_t to)
{
    const LangText *lang = scene->lang;
    for (uint32_t t = from; t < to; t++) {
        uint32_t name = lang->token[t].name;
        if (name != NONE && lang->name[name].kind == NAME_PERSON && scene->quote[t] == NONE)
            return true;
    }
    return false;
}

static Span pronoun_words(const WordsDesk *desk, uint32_t token)
{
    const Scene *scene = desk->scene;
    SourceNumber number;
    if (!number_of_pronoun(&scene->lang->token[token], &number)) return (Span){0, 0};
    const Nameless *last = &desk->last[number];
    if (span_empty(last->words) || last->head > token ||
        scene->paragraph[token] - last->paragraph > NEAR_PARAGRAPHS ||
        (number == ONE_PERSON && person_between(scene, last->head + 1, token)))
        return (Span){0, 0};
    return last->words;
}

/* "the official": the one nameless official introduced before with more words; else its own. */
static Span introduced(const WordsDesk *desk, const Nameless *one, Span own)
{
    const LangText *lang = desk->scene->lang;
    const Nameless *only = NULL;
    if (!one->definite || count_words(desk->scene->report->text, own) > 2) return own;
    for (uint32_t i = 0; i < desk->n; i++) {
        const Nameless *before = &desk->seen[i];
        if (!slice_eq(lang->token[before->head].lemma, lang->token[one->head].lemma) ||
            are_many(&lang->token[before->head]) != are_many(&lang->token[one->head]) ||
            before->definite)
            continue;
        if (only && only->head != before->head) return own;
        only = before;
    }
    return only ? only->words : own;
}

static void forget(WordsDesk *desk, SourceNumber number)
{
    desk->last[number].words = (Span){0, 0};
}

/* Somebody with a name spoke: "he" or "it" is no longer the nameless one; nor is "they" behind a
 * body ("Investigators said ... The union said ... They said"). */
static void named_spoke(WordsDesk *desk, const Statement *s)
{
    bool person = desk->scene->findings->entities.at[s->speaker].kind == ENTITY_PERSON;
    forget(desk, person ? ONE_PERSON : A_THING);
    if (!person) forget(desk, MANY);
}

static void remember(WordsDesk *desk, const Nameless *one, SourceNumber number)
{
    if (number == A_THING) forget(desk, MANY);
    desk->last[number] = *one;
    if (desk->n < MOST_NAMELESS) desk->seen[desk->n++] = *one;
}

static void find_words(WordsDesk *desk, Statement *s, uint32_t cue)
{
    const Scene *scene = desk->scene;
    const LangText *lang = scene->lang;
    Source source = source_of(scene, s->speaker_span);
    if (source.head == NONE) return;
    uint32_t head = source.head, last = source.end - 1;
    if (is_pronoun(&lang->token[last]) && lang->token[last].rel == REL_NSUBJ) head = last;
    if (is_pronoun(&lang->token[head])) {
        s->speaker_words = pronoun_words(desk, head);
        return;
    }
    Span words = is_relative(&lang->token[head]) || form_is(&lang->token[head], "that")
                     ? (cue == NONE ? (Span){0, 0} : relative_words(desk, cue, &head))

                     : phrase_words(desk, source.first, source.end, head);
    if (span_empty(words)) return;
    uint32_t article = tree_child_rel(lang, head, REL_DET);
    Nameless one = {.words = words,
                    .head = head,
                    .paragraph = scene->paragraph[head],
                    .definite = article != NONE && form_is(&lang->token[article], "the")};
    one.words = s->speaker_words = introduced(desk, &one, words);
    if (scene->quote[head] == NONE)
        remember(desk, &one, number_of(scene, head, source_has_conjunct(lang, &source)));
}

dln_status statements_words(Scene *scene, Arena *scratch)
{
    WordsDesk *desk = ARENA_NEW(scratch, WordsDesk);
    if (!desk) return arena_status(scratch);
    *desk = (WordsDesk){.scene = scene};
    for (uint32_t i = 0; i < scene->findings->statements.n; i++) {
        Statement *s = &scene->findings->statements.at[i];
        if (s->speaker != NONE)
            named_spoke(desk, s);
        else if (!span_empty(s->speaker_span))
            find_words(desk, s, scene->cue_of[i]);
    }
    return DLN_OK;
}
