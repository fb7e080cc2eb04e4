/* event_links.c - see event_links.h.
 *
 * In: the parse and the events of one sentence. Out: the event's whole or cause.
 *
 * Only what the words say: a marker ("during", "because of"), a noun of outcome ("in response to"),
 * a verb of causing ("the verdict sparked protests"), a happening as the subject of harm ("the
 * blast killed four"), a fate met in a happening ("died in the crash"). What merely follows in time
 * ("after the talks") is tied to nothing.
 *
 * Known to get wrong: prepositions that the parser hung on the wrong word. */
#include "mean/events/event_links.h"
#include "lang/tree.h"

enum { LINK_STEPS = 6, LINK_MARKER = 48 };

bool link_word(const LinkWords *words, const char *kind, Slice word)
{
    char room[LINK_MARKER + 16];
    size_t n = strlen(kind);
    if (!word.n || n + 1 + word.n > sizeof room) return false;
    memcpy(room, kind, n);
    room[n] = ' ';
    memcpy(room + n + 1, word.p, word.n);
    return map_find(&words->row, (Slice){room, n + 1 + word.n}) != NONE;
}

/* "47th" */
static bool is_ordinal(Slice form)
{
    return form.n > 2 && slice_digit_at(form, 0) && !slice_digit_at(form, form.n - 1) &&
           slice_digit_at(form, form.n - 3);
}

bool noun_counted(const LinkWords *words, const LangText *lang, uint32_t noun)
{
    for (uint32_t c = tree_child(lang, noun, 0); c != NONE && c < noun;
         c = tree_child(lang, noun, c + 1))
        if (link_word(words, "counted", lang->token[c].lemma) || is_ordinal(lang->token[c].form))
            return true;
    return false;
}

dln_status link_words_load(const char *data_dir, Arena *arena, LinkWords *words, dln_error *err)
{
    TRY(table_load(data_dir, "en/eventlinks.txt", arena, &words->table, err));
    map_init(&words->row, arena);
    for (uint32_t i = 0; i < words->table.n; i++) {
        Slice kind = row_col(&words->table.at[i], 0), word = row_col(&words->table.at[i], 1);
        char *key = ARENA_ARRAY(arena, char, kind.n + 1 + word.n);
        if (!key) return arena_status(arena);
        memcpy(key, kind.p, kind.n);
        key[kind.n] = ' ';
        memcpy(key + kind.n + 1, word.p, word.n);
        if (!map_put(&words->row, (Slice){key, kind.n + 1 + word.n}, i)) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

/* The event of the sentence whose trigger is `token`, NONE. */
static uint32_t event_at(const Findings *f, Span sentence, uint32_t token)
{
    for (uint32_t i = events_from(f, sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < sentence.e; i++) {
        if (f->events.at[i].token == token) return i;
    }
    return NONE;
}

/* The words that mark `token`, with what is fixed to them: "during", "because of". */
static Slice marker_of(const LangText *lang, uint32_t token, char room[LINK_MARKER])
{
    uint32_t mark = tree_child_rel(lang, token, REL_CASE);
    if (mark == NONE) return (Slice){"", 0};
    Slice word = lang->token[mark].lemma;
    uint32_t fixed = tree_child_rel(lang, mark, REL_FIXED);
    if (fixed == NONE) fixed = tree_child(lang, token, mark + 1);
    bool two = fixed != NONE && fixed == mark + 1 &&
               (lang->token[fixed].rel == REL_FIXED || lang->token[fixed].rel == REL_CASE);
    if (!two) return word;
    Slice more = lang->token[fixed].lemma;
    if (word.n + 1 + more.n > LINK_MARKER) return word;
    memcpy(room, word.p, word.n);
    room[word.n] = ' ';
    memcpy(room + word.n + 1, more.p, more.n);
    return (Slice){room, word.n + 1 + more.n};
}

/* "two days of talks": the days stand where the talks would. */
uint32_t link_spell(const LinkWords *words, const LangText *lang, uint32_t token)
{
    uint32_t mark = tree_child_rel(lang, token, REL_CASE), head = lang->token[token].head;
    bool spell = mark != NONE && head != NONE && token_lemma_is(&lang->token[mark], "of") &&
                 link_word(words, "spell", lang->token[head].lemma);
    return spell ? head : token;
}

/* The nearest event on the way up from `token` to the verb that it hangs on. */
static uint32_t event_above(const Findings *f, Span sentence, uint32_t token)
{
    const LangText *lang = &f->lang;
    uint32_t head = lang->token[token].head;
    for (uint32_t steps = 0; head != NONE && steps < LINK_STEPS; steps++) {
        uint32_t event = event_at(f, sentence, head);
        if (event != NONE) return event;
        if (lang->token[head].upos == UPOS_VERB) return NONE;
        head = lang->token[head].head;
    }
    return NONE;
}

/* How `token`, a happening, stands to what it hangs on; the other way round than event_link. */
static EventTie tie_upward(const LinkWords *words, const LangText *lang, uint32_t token,
                           uint32_t *from)
{
    char room[LINK_MARKER];
    *from = link_spell(words, lang, token);
    Slice marker = marker_of(lang, *from, room);
    uint32_t head = lang->token[*from].head;
    if (head == NONE || lang->token[*from].upos == UPOS_VERB) return TIE_NONE;
    if (link_word(words, "outcome", lang->token[head].lemma) &&
        tree_child_rel(lang, head, REL_CASE) != NONE) {
        *from = head; /* "in response to the raid" */
        return TIE_CONSEQUENCE;
    }
    if (link_word(words, "because", marker))
        return lang->token[head].upos == UPOS_VERB || marker.n > 5 ? TIE_CONSEQUENCE : TIE_NONE;
    if (!link_word(words, "during", marker)) return TIE_NONE;
    bool fate = link_word(words, "fate", lang->token[head].lemma);
    return fate && slice_is(marker, "in") ? TIE_CONSEQUENCE : TIE_PART;
}

/* "Scored in the match", "was stabbed in the brawl": a happening with a course of its own has
 * parts. A report, a decision or a death behind "in" is what the act is about, and the law deals
 * with harm, it is no part of it: "charged in the shooting". */
static bool has_parts(const LinkWords *words, const Findings *f, uint32_t whole, uint32_t from,
                      const Event *part)
{
    const uint32_t course = TRAIT_MEETS | TRAIT_PLAN | TRAIT_BEFALLS | TRAIT_HARM;
    const Event *e = &f->events.at[whole];
    char room[LINK_MARKER];
    Slice marker = marker_of(&f->lang, from, room);
    if (slice_is(marker, "during")) return true;
    bool owned = (e->traits & TRAIT_OWNED) && !(e->traits & TRAIT_PLAN); /* somebody's death */
    bool runs = slice_is(e->type, "PROTEST") || ((e->traits & course) && !owned);
    return runs && !(part->traits & TRAIT_LAW) &&
           !link_word(words, "outcome", f->lang.token[f->events.at[whole].token].lemma);
}

/* "Lost the seat in the primary": no fate that the primary brought. */
static bool link_fate(const LinkWords *words, const Findings *f, uint32_t event)
{
    return link_word(words, "fate", f->lang.token[f->events.at[event].token].lemma);
}

/* "Over" names the cause of words, of dealings of the law and of acts of a known type: "sacked over
 * the leak", not "questions persist over the leak". */
static bool quarrel_over(const Findings *f, uint32_t event, uint32_t from)
{
    const Event *e = &f->events.at[event];
    uint32_t mark = tree_child_rel(&f->lang, from, REL_CASE);
    if (mark == NONE || !token_lemma_is(&f->lang.token[mark], "over")) return true;
    return e->type.n || (e->traits & (TRAIT_SAYS | TRAIT_LAW | TRAIT_OWNED));
}

/* "hailed the ties during the meeting", "two died in the crash": the whole or the cause is named
 * below the event's own word. */
static EventLink link_below(const LinkWords *words, const Findings *f, uint32_t event)
{
    Span sentence = f->events.at[event].sentence;
    for (uint32_t i = events_from(f, sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < sentence.e; i++) {
        uint32_t from, token = f->events.at[i].token;
        if (i == event || token >= f->lang.n_tokens) continue;
        EventTie tie = tie_upward(words, &f->lang, token, &from);
        bool planned = f->events.at[i].traits & TRAIT_PLAN;
        if (tie == TIE_CONSEQUENCE && planned && link_fate(words, f, event)) tie = TIE_PART;
        if (tie == TIE_CONSEQUENCE && !quarrel_over(f, event, from)) continue;
        if (tie == TIE_PART && !has_parts(words, f, i, from, &f->events.at[event])) continue;
        if (tie != TIE_NONE && event_above(f, sentence, from) == event) return (EventLink){tie, i};
    }
    return (EventLink){TIE_NONE, NONE};
}

/* The happening that is the subject of `verb`, or what a relative or participle clause describes:
 * "the blast killed four", "a fire that destroyed a mill", "a raid killing two". */
static uint32_t happening_of_verb(const Findings *f, Span sentence, uint32_t verb)
{
    const LangText *lang = &f->lang;
    uint32_t subject = tree_child_rel(lang, verb, REL_NSUBJ), by = NONE;
    bool passive = subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0;
    for (uint32_t c = tree_child(lang, verb, 0); passive && c != NONE && by == NONE;
         c = tree_child(lang, verb, c + 1)) {
        uint32_t mark = lang->token[c].rel == REL_OBL ? tree_child_rel(lang, c, REL_CASE) : NONE;
        if (mark != NONE && token_lemma_is(&lang->token[mark], "by")) by = c;
    }
    if (passive) return by == NONE ? NONE : event_at(f, sentence, by);
    if (subject != NONE && lang->token[subject].upos != UPOS_PRON)
        return event_at(f, sentence, subject);
    bool describes = lang->token[verb].rel == REL_ACL || lang->token[verb].rel == REL_ADVCL;
    bool free = subject == NONE || lang->token[verb].rel == REL_ACL;
    uint32_t head = lang->token[verb].head;
    return describes && free && head != NONE ? event_at(f, sentence, head) : NONE;
}

/* "The verdict sparked protests": the protests came of the verdict. */
static uint32_t cause_above(const LinkWords *words, const Findings *f, uint32_t event)
{
    const LangText *lang = &f->lang;
    Span sentence = f->events.at[event].sentence;
    uint32_t token = f->events.at[event].token, head = lang->token[token].head;
    Rel rel = lang->token[token].rel;
    if (head == NONE || lang->token[head].upos != UPOS_VERB ||
        !link_word(words, "cause", lang->token[head].lemma))
        return NONE;
    uint32_t up = tree_child_rel(lang, head, REL_COMPOUND);
    if (up == NONE) up = tree_child_rel(lang, head, REL_ADVMOD);
    if (up != NONE && token_lemma_is(&lang->token[up], "up")) return NONE; /* "leading up to" */
    bool passive = rel == REL_NSUBJ && strcmp(lang->token[token].subtype, "pass") == 0;
    if (!passive && rel != REL_OBJ && rel != REL_OBL && rel != REL_XCOMP && rel != REL_CCOMP)
        return NONE;
    uint32_t cause = happening_of_verb(f, sentence, head);
    return cause == event ? NONE : cause;
}

EventLink event_link(const LinkWords *words, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    if (e->token >= f->lang.n_tokens) return (EventLink){TIE_NONE, NONE};
    const Token *t = &f->lang.token[e->token];
    uint32_t cause = NONE;
    uint32_t object = tree_child_rel(&f->lang, e->token, REL_OBJ);
    bool says = object == NONE || f->lang.token[object].upos == UPOS_VERB; /* "claiming that" */
    if (t->upos == UPOS_VERB && link_word(words, "harm", t->lemma) && !says)
        cause = happening_of_verb(f, e->sentence, e->token);
    if (cause == NONE) cause = cause_above(words, f, event);
    if (cause != NONE && cause != event) return (EventLink){TIE_CONSEQUENCE, cause};
    return link_below(words, f, event);
}

uint32_t event_happens(const LinkWords *words, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens || lang->token[e->token].upos != UPOS_VERB ||
        !link_word(words, "happen", lang->token[e->token].lemma))
        return NONE;
    uint32_t subject = tree_child_rel(lang, e->token, REL_NSUBJ);
    bool which = subject != NONE && lang->token[subject].xpos[0] == 'W' &&
                 lang->token[e->token].rel == REL_ACL; /* "the fire, which broke out at nine" */
    if (which) subject = lang->token[e->token].head;
    return subject == NONE ? NONE : event_at(f, e->sentence, subject);
}
