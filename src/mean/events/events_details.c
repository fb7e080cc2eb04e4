/* events_details.c - with what, how, what for, and what was said: phrases of the event's own
 * clause.
 *
 * In: an event with its trigger, the tree. Out: Event.instrument, manner, purpose, content; spans,
 * empty where the clause does not say. Idea: each has a shape of its own: arms or a tool behind
 * "with" or "using", or arms as the subject ("drones struck the plant"); an adverb in -ly that is
 * none of time, measure or hearsay; an infinitive of circumstance ("blocked a road to demand
 * water"), "in protest at"; of an act of words the clause that it governs ("warned that the dam
 * could burst", "urged Peru to leave").
 *
 * Known to get wrong: infinitives that the parse hangs on the wrong verb. */
#include "mean/events/roles.h"

static const Span nothing = {0, 0};

/* The verb whose clause tells of the event: its own word, or the one that performs its noun. */
static uint32_t clause_verb(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    if (t->upos == UPOS_VERB || t->upos == UPOS_ADJ) return token;
    bool object = t->rel == REL_OBJ || (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0);
    bool inside = scene_holds(s, t->head);
    return object && inside && scene_word_is(s, t->head, "perform") ? t->head : NONE;
}

/* The clause or phrase under `top`, without the comma or quotation mark at its edges. */
static Span words_under(const Scene *s, uint32_t top)
{
    uint32_t first, end;
    tree_range(s->text, top, &first, &end);
    while (first < top &&
           (scene_token(s, first)->upos == UPOS_PUNCT || slice_is(scene_lower(s, first), "that")))
        first++;
    while (end > top + 1 && scene_token(s, end - 1)->upos == UPOS_PUNCT)
        end--;
    return tokens_span(s->text, first, end);
}

static bool mark_is(const Scene *s, uint32_t token, const char *word)
{
    uint32_t mark = scene_child(s, token, REL_CASE, NULL);
    if (mark == NONE) mark = scene_child(s, token, REL_MARK, NULL);
    return mark != NONE && mark < token && slice_is(scene_lower(s, mark), word);
}

static bool arms(const Scene *s, uint32_t token)
{
    if (scene_token(s, token)->upos != UPOS_NOUN) return false;
    return scene_word_is(s, token, "weapon") || scene_word_is(s, token, "tool") ||
           scene_word_is(s, token, "round");
}

static bool infinitive(const Scene *s, uint32_t token)
{
    return strcmp(scene_token(s, token)->xpos, "VB") == 0 && mark_is(s, token, "to");
}

/* Deeds that are done with something: to harm, to break, to stop somebody. "Played with a gun" is
 * none. */
static bool done_with(const Event *event)
{
    static const char *const types[] = {"ASSAULT", "COERCE", "PROTEST"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(event->type, types[i])) return true;
    return event->traits & (TRAIT_HARM | TRAIT_BEFALLS);
}

/* "in protest at the tax", "in support of Peru"; "walked out in protest at the rota", where the
 * tree hangs the rota on the walking. */
static bool cause(const Scene *s, uint32_t token)
{
    if (!mark_is(s, token, "in") || !scene_word_is(s, token, "cause")) return false;
    if (scene_child(s, token, REL_NMOD, NULL) != NONE) return true;
    return scene_holds(s, token + 1) && scene_token(s, token + 1)->upos == UPOS_ADP;
}

static bool manner(const Scene *s, uint32_t token)
{
    Slice word = scene_lower(s, token);
    const Token *t = scene_token(s, token);
    bool name = t->form.n && t->form.p[0] >= 'A' && t->form.p[0] <= 'Z';
    return t->upos == UPOS_ADV && !name && slice_ends(word, SLICE("ly")) &&
           !scene_word_is(s, token, "nomanner") && !scene_word_is(s, token, "hedge");
}

static bool empty(Span span)
{
    return span.e == span.b;
}

/* The cause with what it is of, also where the tree hangs that on the verb. */
static Span cause_words(const Scene *s, uint32_t token)
{
    Span words = words_under(s, token);
    uint32_t mark = token + 1;
    if (!scene_holds(s, mark) || scene_token(s, mark)->upos != UPOS_ADP) return words;
    uint32_t of = scene_token(s, mark)->head;
    if (scene_holds(s, of) && of > mark) words.e = words_under(s, of).e;
    return words;
}

/* "with batons", "by a drone"; "in protest at the tax". */
static void read_phrase(const Scene *s, uint32_t child, bool behind, Event *event)
{
    bool tool = arms(s, child) && (mark_is(s, child, "with") || mark_is(s, child, "by"));
    if (tool && done_with(event))
        event->instrument = scene_phrase(s, child);
    else if (behind && empty(event->purpose) && cause(s, child))
        event->purpose = cause_words(s, child);
}

/* "to demand water", of an act of words what was asked; "using a knife". */
static void read_clause(const Scene *s, uint32_t child, bool says, Event *event)
{
    const Token *t = scene_token(s, child);
    if (infinitive(s, child)) {
        Span *told = says ? &event->content : &event->purpose;
        if (empty(*told)) *told = words_under(s, child);
        return;
    }
    bool using = token_lemma_is(t, "use") && strcmp(t->xpos, "VBG") == 0 && done_with(event);
    uint32_t tool = using ? scene_child(s, child, REL_OBJ, NULL) : NONE;
    if (tool != NONE) event->instrument = scene_phrase(s, tool);
}

/* "drones struck the plant", not "the plane landed". */
static bool arms_act(const Scene *s, uint32_t verb, uint32_t subject, const Event *event)
{
    const Token *t = scene_token(s, subject);
    return strcmp(t->subtype, "pass") != 0 && t->upos == UPOS_NOUN &&
           (done_with(event) || scene_word_is(s, verb, "strikes")) &&
           scene_word_is(s, subject, "weapon");
}

/* What a child of the verb tells of the event, if anything. */
static void read_child(const Scene *s, uint32_t verb, uint32_t child, bool says, Event *event)
{
    const Token *t = scene_token(s, child);
    bool behind = child > verb;
    if (t->rel == REL_NSUBJ && empty(event->instrument) && arms_act(s, verb, child, event))
        event->instrument = scene_phrase(s, child);
    else if (t->rel == REL_OBL)
        read_phrase(s, child, behind, event);
    else if (t->rel == REL_ADVMOD && empty(event->manner) && manner(s, child))
        event->manner = t->span;
    else if ((t->rel == REL_CCOMP || t->rel == REL_XCOMP) && says && empty(event->content))
        event->content = words_under(s, child);
    else if (t->rel == REL_ADVCL && behind)
        read_clause(s, child, says, event);
}

/* A clause that runs over the trigger is no part of it. */
static void drop_crossing(Event *event)
{
    Span *spans[] = {&event->instrument, &event->manner, &event->purpose, &event->content};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (spans[i]->b < event->trigger.e && event->trigger.b < spans[i]->e) *spans[i] = nothing;
}

void scene_details(const Scene *s, Event *event)
{
    uint32_t verb = scene_holds(s, event->token) ? clause_verb(s, event->token) : NONE;
    event->instrument = event->manner = event->purpose = event->content = nothing;
    if (verb == NONE) return;
    for (uint32_t child = scene_down(s, verb); child != NONE; child = scene_next(s, child))
        read_child(s, verb, child, event->traits & TRAIT_SAYS, event);
    drop_crossing(event);
}
