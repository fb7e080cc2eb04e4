/* events_told.c - what is true of the words around an event that says how it is told; see
 * events_told.h.
 *
 * In: a sentence, an event with the modality of the rules. Out: signs. Idea: a deed is planned,
 * denied, alleged by the words it hangs on ("was [charged] with shooting him", "[plans] to close"),
 * by the small words beside it and beside those ("[would] have", "[not]", "[if]") and by the
 * classes of data/en/eventwords.txt they belong to. A rule knows the plain cases; many weak signs
 * together know more.
 *
 * Known to get wrong: what only the sentence before tells ("What if it failed? Taxes rose."). */
#include "mean/events/events_told.h"
#include "base/map.h"

enum { WAY_MOST = 5, CLASSES_MOST = 12 };

static uint32_t hash_of(Slice word)
{
    return (uint32_t)hash_bytes(word, 7);
}

static uint32_t tag_of(const Token *t)
{
    return hash_of(slice_of(t->xpos));
}

static void put(ToldSigns *out, uint32_t kind, uint32_t a, uint32_t b, uint32_t c)
{
    if (out->n < TOLD_SIGNS) out->at[out->n++] = sign_mix(kind, a, b, c);
}

static uint32_t lower_at(const Scene *s, uint32_t token)
{
    return scene_holds(s, token) ? hash_of(scene_lower(s, token)) : 0;
}

static uint32_t lemma_at(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    return hash_of(t->lemma.n ? t->lemma : t->form);
}

/* A word that the event's hangs on, `step` words up by the relations `way`. */
typedef struct Over {
    uint32_t token, step, rel;
    uint32_t way, plain; /* plain: without rows and apposition */
    uint32_t mark;       /* the nearest small word that opens a phrase or clause on the way */
    uint32_t from;       /* the word below it, or itself */
} Over;

/* The classes of data/en/eventwords.txt that the word is of: "plans" one of what is meant. */
static void put_classes(ToldSigns *out, const Scene *s, const Over *o)
{
    uint32_t class[CLASSES_MOST],
        n = frames_word_classes(&s->events->words, scene_lower(s, o->token), class, CLASSES_MOST);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t name = hash_of(frames_sense_name(&s->events->words, class[i]));
        put(out, 20, name, o->plain, 0);
        put(out, 21, name, o->rel, o->step);
        put(out, 28, name, o->step > 0, o->mark);
    }
}

/* "Will", "not", "to", "if", "the", "alleged": the small words of a word. */
static bool small_word(const Token *t)
{
    return t->rel == REL_AUX || t->rel == REL_ADVMOD || t->rel == REL_MARK || t->rel == REL_CASE ||
           t->rel == REL_DET || t->rel == REL_COP || t->rel == REL_AMOD || t->rel == REL_CC;
}

static void put_child(ToldSigns *out, const Scene *s, const Over *o, uint32_t child)
{
    const Token *t = scene_token(s, child);
    uint32_t rel = t->rel, side = child < o->token;
    if (small_word(t)) {
        uint32_t word = lower_at(s, child);
        put(out, 22, word, o->step, side);
        put(out, 23, word, o->way, tag_of(scene_token(s, o->token)));
        if (rel == REL_AUX || rel == REL_MARK) put(out, 24, tag_of(t), o->way, side);
    } else if (rel == REL_NSUBJ || rel == REL_OBJ) {
        put(out, 25, rel, sign_mix(o->way, scene_nobody(s, child), 0, 0), tag_of(t));
        put(out, 26, rel, o->step, lemma_at(s, child));
    } else if (rel == REL_ADVCL) {
        uint32_t mark = scene_child(s, child, REL_MARK, NULL);
        if (mark != NONE) put(out, 27, lower_at(s, mark), o->step, side);
    }
}

static void put_over(ToldSigns *out, const Scene *s, const Over *o, uint32_t rule)
{
    const Token *t = scene_token(s, o->token);
    uint32_t lemma = lemma_at(s, o->token);
    put(out, 10, o->way, o->step, rule);
    put(out, 11, o->way, lemma, 0);
    put(out, 12, o->way, tag_of(t), 0);
    put(out, 13, o->rel, lemma, o->step);
    put(out, 14, o->plain, lemma, o->mark);
    put(out, 15, o->step > 0, lemma, o->mark);
    put(out, 16, o->step > 0, lemma, 0);
    put_classes(out, s, o);
    for (uint32_t c = scene_down(s, o->token); c != NONE; c = scene_next(s, c))
        if (c != o->from) put_child(out, s, o, c);
}

/* The word itself and those it hangs on. */
static uint32_t put_way(ToldSigns *out, const Scene *s, uint32_t token, uint32_t rule)
{
    Over o = {.token = token, .way = 1, .plain = 1, .from = token};
    uint32_t steps = 0;
    for (; steps < WAY_MOST; steps++) {
        put_over(out, s, &o, rule);
        const Token *t = scene_token(s, o.token);
        if (!scene_holds(s, t->head)) break;
        uint32_t rel = sign_mix(t->rel, hash_of(slice_of(t->subtype)), 0, 0),
                 mark = scene_phrase_mark(s, o.token);
        bool row = t->rel == REL_CONJ || t->rel == REL_APPOS;
        if (mark == NONE) mark = scene_child(s, o.token, REL_MARK, NULL);
        o = (Over){.token = t->head,
                   .step = steps + 1,
                   .rel = t->rel,
                   .way = sign_mix(o.way, rel, 0, 0),
                   .plain = row ? o.plain : sign_mix(o.plain, rel, 0, 0),
                   .mark = mark == NONE ? o.mark : lower_at(s, mark),
                   .from = o.token};
    }
    return steps;
}

static void put_rule(ToldSigns *out, const Scene *s, const Event *event)
{
    const Token *t = scene_token(s, event->token);
    uint32_t rule = event->modality, lemma = lemma_at(s, event->token),
             up = scene_holds(s, t->head) ? lemma_at(s, t->head) : 0;
    put(out, 1, rule, 0, 0);
    put(out, 2, rule, tag_of(t), 0);
    put(out, 3, rule, hash_of(event->kind), 0);
    put(out, 4, rule, t->rel, up);
    put(out, 5, rule, lemma, 0);
    put(out, 6, rule, event->traits, 0);
    put(out, 7, tag_of(t), hash_of(event->kind), 0);
    put(out, 8, lemma, 0, 0);
    put(out, 9, lemma, tag_of(t), t->rel);
}

/* Who says it, by which word: "the complaint alleged". */
static void put_voucher(ToldSigns *out, const Scene *s, const Event *event)
{
    const Findings *f = s->findings;
    if (event->statement == NONE) return;
    const Statement *said = &f->statements.at[event->statement];
    uint32_t cue = hash_of(said->verb), speaker = 0,
             last = token_at(s->text, said->speaker_span.e ? said->speaker_span.e - 1 : 0);
    if (said->speaker_span.e && last < s->text->n_tokens) speaker = lemma_at(s, last);
    put(out, 40, cue, event->modality, 0);
    put(out, 41, speaker, 0, 0);
    put(out, 42, speaker, cue, 0);
}

static void put_place(ToldSigns *out, const Scene *s, const Event *event)
{
    uint32_t at = event->token, end = s->first + s->n, last = end - 1;
    const Token *t = scene_token(s, at);
    bool stop = s->n && scene_token(s, last)->upos == UPOS_PUNCT;
    put(out, 30, lower_at(s, at - 1), tag_of(t), 0);
    put(out, 31, lower_at(s, at + 1), tag_of(t), 0);
    put(out, 32, at > s->first ? lower_at(s, at - 2) : 0, lower_at(s, at - 1), 0);
    put(out, 33, s->quoted[at - s->first], event->statement != NONE, event->modality);
    put(out, 34, event->turned, event->modality, tag_of(t));
    put(out, 35, stop, tag_of(t), t->rel);
    put(out, 36, lower_at(s, s->first), event->modality, 0);
}

void told_signs(const Scene *s, const Event *event, ToldSigns *out)
{
    out->n = 0;
    put(out, 0, 0, 0, 0);
    put_rule(out, s, event);
    put_place(out, s, event);
    put_voucher(out, s, event);
    uint32_t steps = put_way(out, s, event->token, event->modality);
    put(out, 37, steps, event->modality, 0);
}
