/* events_verdict.c - words by which somebody blames, praises or asks without a verb that says so.
 *
 * In: a sentence whose frames are matched. Out: hits of the acts "criticise" and "praise" at verbs
 * that name ("called the ruling a disgrace", "described it as shameful") or tell ("said the ban was
 * a crime", '"The deal is a disgrace," he tweeted') what is blameful or lauding by eventwords.txt;
 * questions put ('"Is it safe?" he asked') are told, not asked for.
 *
 * Known to get wrong: verdicts that the speaker passes on ("said that many call it a disgrace"). */
#include "mean/events/events_impl.h"
#include "mean/events/roles.h"

/* "never called it a disgrace", "is no traitor": not said. */
static bool refused(const Scene *s, uint32_t token)
{
    for (uint32_t c = scene_down(s, token); c != NONE; c = scene_next(s, c)) {
        uint32_t hit = scene_hit(s, c);
        bool hangs = scene_token(s, c)->rel == REL_ADVMOD || scene_token(s, c)->rel == REL_DET ||
                     scene_token(s, c)->rel == REL_AUX;
        if (hangs && hit != NONE && s->hit[hit].sense == OUT_NOT) return true;
    }
    return false;
}

/* "called the ruling a disgrace", "described it as a travesty". */
static bool named_by(const Scene *s, uint32_t verb, uint32_t word)
{
    Rel rel = scene_token(s, word)->rel;
    uint32_t mark = scene_child(s, word, REL_CASE, NULL);
    if (mark == NONE) mark = scene_child(s, word, REL_MARK, NULL);
    if (!scene_word_is(s, verb, "names") || word < verb) return false;
    if (rel == REL_XCOMP || rel == REL_CCOMP || rel == REL_OBJ) return true;
    return (rel == REL_OBL || rel == REL_ADVCL) && mark != NONE &&
           slice_is(scene_lower(s, mark), "as");
}

/* "I", "we": what one says of oneself is no blame. */
static bool of_oneself(const Scene *s, uint32_t subject)
{
    static const char *const own[] = {"i", "we"};
    return SLICE_AMONG(scene_lower(s, subject), own);
}

/* "said the ban was a crime": the clause that is told says it of a subject of its own. */
static bool told_by(const Scene *s, uint32_t verb, uint32_t word)
{
    uint32_t subject = scene_child(s, word, REL_NSUBJ, NULL);
    bool tells = scene_reports(s, verb) || scene_word_is(s, verb, "voices");
    if (!tells || subject == NONE || of_oneself(s, subject)) return false;
    if (scene_child(s, word, REL_COP, NULL) == NONE) return false;
    return scene_child(s, verb, REL_OBJ, NULL) == NONE && /* "told reporters": not whom it is of */
           scene_child(s, verb, REL_IOBJ, NULL) == NONE;
}

/* The verb that names or tells what the word says, NONE. */
static uint32_t verdict_verb(const Scene *s, uint32_t word)
{
    const Token *t = scene_token(s, word);
    if (refused(s, word)) return NONE;
    uint32_t verb = t->head;
    bool clause = t->rel == REL_CCOMP || t->rel == REL_PARATAXIS;
    if (scene_holds(s, verb) && !refused(s, verb) &&
        (named_by(s, verb, word) || (clause && told_by(s, verb, word))))
        return verb;
    for (uint32_t c = scene_down(s, word); c != NONE; c = scene_next(s, c))
        if (scene_token(s, c)->rel == REL_PARATAXIS && told_by(s, c, word)) return c;
    return NONE;
}

/* The hit of one word at the verb, a new one where it has none; a frame of several words stands. */
static void put_verdict(Scene *s, uint32_t verb, uint32_t act)
{
    uint32_t at = 0, word = verb - s->first;
    while (at < s->n_hits && s->hit[at].first < word) {
        if (s->hit[at].last >= word) return;
        at++;
    }
    bool same = at < s->n_hits && s->hit[at].first == word;
    if ((same && s->hit[at].last > word) || (!same && s->n_hits == s->n)) return;
    for (uint32_t k = same ? 0 : s->n_hits++; k > at; k--)
        s->hit[k] = s->hit[k - 1];
    s->hit[at] = (FrameHit){OUT_COUNT + act, word, word, NONE, true, true};
}

/* Is something asked for or of somebody: "asked for help", "asked Peru to leave"? */
static bool asks_something(const Scene *s, uint32_t verb)
{
    for (uint32_t c = scene_down(s, verb); c != NONE; c = scene_next(s, c)) {
        const Token *t = scene_token(s, c);
        uint32_t mark = scene_child(s, c, t->rel == REL_OBL ? REL_CASE : REL_MARK, NULL);
        Slice word = mark == NONE ? (Slice){"", 0} : scene_lower(s, mark);
        if (slice_is(word, "for") || slice_is(word, "to") || slice_is(word, "that")) return true;
    }
    return false;
}

/* A question mark in the sentence or, where that begins behind a quotation, at its end. */
static bool has_question(const Scene *s)
{
    const Token *token = s->text->token;
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        if (slice_is(token[i].form, "?")) return true;
    return s->first > 1 && token[s->first - 1].upos == UPOS_PUNCT &&
           (slice_is(token[s->first - 1].form, "?") || slice_is(token[s->first - 2].form, "?"));
}

/* '"Is it safe?" he asked': a question, which asks nothing of anybody. */
static void mark_questions(Scene *s)
{
    bool question = has_question(s);
    for (uint32_t i = s->first; question && i < s->first + s->n; i++) {
        uint32_t hit = scene_hit(s, i);
        bool bare = hit != NONE && s->hit[hit].first == s->hit[hit].last;
        if (!bare || !scene_word_is(s, i, "asks") || s->quoted[i - s->first] ||
            asks_something(s, i))
            continue;
        uint32_t *kind = &s->kind_at[i - s->first];
        uint32_t asked = *kind == NONE ? NONE : s->events->kind_figure[*kind];
        if (asked != NONE) *kind = asked; /* call: question */
    }
}

void scene_verdicts(Scene *s)
{
    mark_questions(s);
    const Frames *frames = &s->events->frames;
    uint32_t blame = frames_act(frames, "criticise"), praise = frames_act(frames, "praise");
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint8_t upos = scene_token(s, i)->upos;
        if (upos != UPOS_NOUN && upos != UPOS_ADJ) continue;
        bool bad = scene_word_is(s, i, "blameful"), good = scene_word_is(s, i, "lauding");
        uint32_t verb = bad || good ? verdict_verb(s, i) : NONE;
        uint32_t act = bad ? blame : praise;
        if (verb != NONE && act != NONE) put_verdict(s, verb, act);
    }
}
