/* event_words.c - what collation reads off an event's words before it compares: its noun behind a light verb, its class, and the time and
 * place of the event that it happens during.
 * In: one report's findings. "Li will make his first trip on 16 April" tells a trip, not a making, and the day is the trip's.
 * Known to get wrong: nouns that stand for a thing ("held a paper"). */
#include "collate/join.h"
#include "lang/tree.h"

static bool light_verb(Slice lemma) {
    static const char *const verbs[] = {"make", "pay", "hold", "take", "have", "conduct", "carry", "undertake", "give", "launch", "stage", "begin", "start", "complete", "embark", "attend", "convene", "kick", "wrap"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) if (slice_is(lemma, verbs[i])) return true;
    return false;
}

static bool listed(const Collate *collate, Slice lemma) { return map_find(&collate->trigger_class, lemma) != NONE; }

uint32_t event_noun(const Collate *collate, const Findings *f, uint32_t event) {
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens) return NONE;
    const Token *t = &lang->token[e->token];
    if (t->upos == UPOS_NOUN && listed(collate, t->lemma)) return e->token;
    for (uint32_t i = e->token; i < lang->n_tokens && lang->token[i].span.b < e->trigger.e; i++) /* within the words of the trigger */
        if (lang->token[i].upos == UPOS_NOUN && listed(collate, lang->token[i].lemma)) return i;
    if (t->upos == UPOS_VERB && light_verb(t->lemma)) {
        uint32_t object = tree_child_rel(lang, e->token, REL_OBJ);
        if (object != NONE && lang->token[object].upos == UPOS_NOUN && listed(collate, lang->token[object].lemma)) return object;
    }
    return t->upos == UPOS_NOUN ? e->token : NONE;
}

/* A news conference is no meeting. */
static bool press(const LangText *lang, uint32_t noun) {
    uint32_t before = tree_child_rel(lang, noun, REL_COMPOUND);
    return before != NONE && token_lemma_is(&lang->token[noun], "conference") && (token_lemma_is(&lang->token[before], "news") || token_lemma_is(&lang->token[before], "press"));
}

Slice event_label(const Collate *collate, const Findings *f, uint32_t event) {
    const Event *e = &f->events.at[event];
    uint32_t noun = event_noun(collate, f, event);
    if (noun != NONE && press(&f->lang, noun)) return SLICE("press conference");
    if (noun != NONE && noun != e->token && listed(collate, f->lang.token[noun].lemma)) return f->lang.token[noun].lemma;
    if (noun != NONE && !listed(collate, e->label)) return f->lang.token[noun].lemma;
    return e->label;
}

/* Event that `event` happens during: its trigger hangs on the other's by "during", "at" or "in". */
static uint32_t holder(const Findings *f, uint32_t event) {
    const LangText *lang = &f->lang;
    uint32_t token = f->events.at[event].token;
    if (token >= lang->n_tokens) return NONE;
    uint32_t marker = tree_child_rel(lang, token, REL_CASE);
    if (marker == NONE || !(token_lemma_is(&lang->token[marker], "during") || token_lemma_is(&lang->token[marker], "at") || token_lemma_is(&lang->token[marker], "in") || token_lemma_is(&lang->token[marker], "amid"))) return NONE;
    for (uint32_t head = lang->token[token].head, steps = 0; head != NONE && steps < 4; head = lang->token[head].head, steps++)
        for (uint32_t i = 0; i < f->events.n; i++) if (i != event && f->events.at[i].token == head) return i;
    return NONE;
}

static bool held(const Findings *f, uint32_t time) {
    for (uint32_t i = 0; i < f->events.n; i++) if (f->events.at[i].time == time) return true;
    return false;
}

/* A date right behind the noun phrase, which the parser hung on the verb: "comes weeks after a visit to Lisbon of Rosa Diaz last month". */
static uint32_t time_behind(const Findings *f, uint32_t event) {
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens || lang->token[e->token].upos != UPOS_NOUN) return NONE;
    uint32_t first, end;
    tree_range(lang, e->token, &first, &end);
    for (uint32_t i = times_from(f, e->trigger.e); i < f->times.n && f->times.at[i].span.b < e->sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        bool date = t->type == TIME_DATE || t->type == TIME_RANGE || t->type == TIME_TIME;
        if (date && t->part_of == NONE && t->first == end && !held(f, i)) return i;
    }
    return NONE;
}

uint32_t event_time(const Findings *f, uint32_t event) {
    if (f->events.at[event].time != NONE) return f->events.at[event].time;
    uint32_t behind = time_behind(f, event);
    if (behind != NONE) return behind;
    uint32_t other = holder(f, event);
    if (other == NONE || f->events.at[other].time == NONE) return NONE;
    const TimeMention *t = &f->times.at[f->events.at[other].time];
    return t->type == TIME_DATE || t->type == TIME_TIME ? f->events.at[other].time : NONE;
}

uint32_t event_place(const Findings *f, uint32_t event) {
    if (f->events.at[event].place != NONE) return f->events.at[event].place;
    uint32_t other = holder(f, event);
    return other == NONE ? NONE : f->events.at[other].place;
}
