/* events_when.c - the day and place of an event where its own clause does not give them.
 *
 * In: one report's findings with events, times, mentions; data/en/eventlinks.txt. Out: time and
 * place of every event, final: what a record of one report says is what collation compares.
 *
 * "The explosion occurred on Friday": the day hangs on a verb that tells nothing of its own.
 * "Hailed the ties during a meeting on Sunday": the day is the meeting's, and the hailing's too.
 * "Condemned the attack on Sunday": the day is of the condemning.
 *
 * Known to get wrong: a day that the parser hung on the nearer of two nouns. */
#include "mean/events/event_links.h"
#include "lang/tree.h"

static uint32_t event_at(const Findings *f, Span sentence, uint32_t token)
{ /* the event of a sentence with this trigger token, NONE */
    for (uint32_t i = events_from(f, sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < sentence.e; i++)
        if (f->events.at[i].token == token) return i;
    return NONE;
}

/* Event that `event` happens during: its trigger hangs on the other's by "during", "at" or "in". */
uint32_t event_holder(const LinkWords *words, const Findings *f, uint32_t event)
{
    const LangText *lang = &f->lang;
    uint32_t token = f->events.at[event].token;
    if (token >= lang->n_tokens) return NONE;
    token = link_spell(words, lang, token);
    uint32_t marker = tree_child_rel(lang, token, REL_CASE);
    if (marker == NONE || !link_word(words, "within", lang->token[marker].lemma)) return NONE;
    for (uint32_t head = lang->token[token].head, steps = 0; head != NONE && steps < 4; steps++) {
        uint32_t other = event_at(f, lang->sentence[lang->token[token].sentence].span, head);
        if (other != NONE && other != event) return other;
        if (lang->token[head].rel == REL_NSUBJ) break; /* "the gun used in the attack was sold" */
        head = lang->token[head].head;
    }
    return NONE;
}

/* The verb that a happening is the subject of, when it tells no event of its own: "the explosion
 * occurred", "the talks began"; "went on a rampage". */
static uint32_t bare_verb(const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens || lang->token[e->token].upos != UPOS_NOUN) return NONE;
    uint32_t verb = lang->token[e->token].head;
    bool on = lang->token[e->token].rel == REL_OBL && verb != NONE &&
              token_lemma_is(&lang->token[verb], "go");
    if (!on && lang->token[e->token].rel != REL_NSUBJ) return NONE;
    return verb != NONE && lang->token[verb].upos == UPOS_VERB &&
                   event_at(f, e->sentence, verb) == NONE
               ? verb
               : NONE;
}

/* Does the way up from `token` come to `verb` over nouns alone? */
static bool hangs_on(const LangText *lang, uint32_t token, uint32_t verb)
{
    for (uint32_t steps = 0; token < lang->n_tokens && steps < 5; steps++) {
        token = lang->token[token].head;
        if (token == verb) return true;
        if (token < lang->n_tokens && lang->token[token].upos == UPOS_VERB) return false;
    }
    return false;
}

/* "Is charged", "are wanted", "is in custody": how it stands, not what came about on some day. */
static bool is_state(const LangText *lang, uint32_t token)
{
    if (token >= lang->n_tokens) return false;
    const Token *t = &lang->token[token];
    bool now = false;
    for (uint32_t c = tree_child(lang, token, 0); c != NONE; c = tree_child(lang, token, c + 1)) {
        const Token *k = &lang->token[c];
        if (k->rel != REL_AUX && k->rel != REL_COP) continue;
        if (!token_lemma_is(k, "be")) return false; /* "has been charged", "will be" */
        now = now || strcmp(k->xpos, "VBZ") == 0 || strcmp(k->xpos, "VBP") == 0;
    }
    return now && (t->upos != UPOS_VERB || strcmp(t->xpos, "VBN") == 0);
}

static bool held(const Findings *f, Span sentence, uint32_t time)
{
    for (uint32_t i = events_from(f, sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < sentence.e; i++)
        if (f->events.at[i].time == time && !is_state(&f->lang, f->events.at[i].token)) return true;
    return false;
}

/* A date right behind the noun phrase, which the parser hung on the verb: "comes weeks after a
 * visit to Lisbon of Rosa Diaz last month". */
static uint32_t time_behind(const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens || lang->token[e->token].upos != UPOS_NOUN) return NONE;
    uint32_t first, end;
    tree_range(lang, e->token, &first, &end);
    end += end < lang->n_tokens && slice_is(lang->token[end].form, "on");
    for (uint32_t i = times_from(f, e->trigger.e);
         i < f->times.n && f->times.at[i].span.b < e->sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        bool date = t->type == TIME_DATE || t->type == TIME_RANGE || t->type == TIME_TIME;
        if (date && t->part_of == NONE && t->first == end && !held(f, e->sentence, i)) return i;
    }
    return NONE;
}

static bool opens_noun(const Token *t)
{
    return t->upos == UPOS_DET || token_lemma_is(t, "'s") || token_lemma_is(t, "’s") ||
           (t->upos == UPOS_PRON && strstr(t->feats, "Poss=Yes"));
}

static bool in_noun(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ ||
           t->upos == UPOS_NUM || t->upos == UPOS_PUNCT;
}

/* "The Nov. 5, 2009, Velm shooting": a date in front of the noun, behind its article. */
static uint32_t time_before(const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    if (e->token >= lang->n_tokens || lang->token[e->token].upos != UPOS_NOUN) return NONE;
    for (uint32_t i = times_from(f, e->sentence.b);
         i < f->times.n && f->times.at[i].span.b < e->trigger.b; i++) {
        const TimeMention *t = &f->times.at[i];
        uint32_t at = t->end;
        if (t->type != TIME_DATE || t->part_of != NONE || !t->first || t->first >= e->token ||
            !opens_noun(&lang->token[t->first - 1]))
            continue;
        while (at < e->token && in_noun(&lang->token[at]))
            at++;
        if (at == e->token && e->token - t->end <= 4) return i;
    }
    return NONE;
}

/* "The pistol used in the shooting was bought in March": bought then. What only happened is of the
 * day that its verb gives: "the shooting that killed two took place on Monday". */
static bool below_subject(const LinkWords *words, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    uint32_t at = f->times.at[e->time].first, token = e->token;
    if (token >= lang->n_tokens || at >= lang->n_tokens) return false;
    for (uint32_t steps = 0; token != NONE && steps < 6; steps++) {
        uint32_t verb = lang->token[token].head;
        if (verb == NONE) return false;
        if (lang->token[token].rel == REL_NSUBJ && token != e->token)
            return lang->token[verb].upos == UPOS_VERB && !tree_under(lang, at, token) &&
                   !link_word(words, "happen", lang->token[verb].lemma) && hangs_on(lang, at, verb);
        token = verb;
    }
    return false;
}

/* "The explosion occurred on Friday": the day hangs on the bare verb. */
static uint32_t time_of_verb(const Findings *f, uint32_t event)
{
    uint32_t verb = bare_verb(f, event);
    const Event *e = &f->events.at[event];
    for (uint32_t i = verb == NONE ? NONE : times_from(f, e->sentence.b);
         i < f->times.n && f->times.at[i].span.b < e->sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        bool day = t->type == TIME_DATE || t->type == TIME_TIME || t->type == TIME_RANGE;
        if (day && t->part_of == NONE && hangs_on(&f->lang, t->first, verb) &&
            !held(f, e->sentence, i))
            return i;
    }
    return NONE;
}

static bool placed(const LinkWords *words, const LangText *lang, uint32_t token)
{
    uint32_t marker = tree_child_rel(lang, token, REL_CASE);
    return marker != NONE && link_word(words, "site", lang->token[marker].lemma);
}

static uint32_t place_of_verb(const LinkWords *words, const Findings *f, uint32_t event)
{
    uint32_t verb = bare_verb(f, event);
    const Event *e = &f->events.at[event];
    uint32_t described = NONE; /* "the town" gives way to a name */
    for (uint32_t i = verb == NONE ? NONE : mentions_from(f, e->sentence.b);
         i < f->mentions.n && f->mentions.at[i].span.b < e->sentence.e; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->entity >= f->entities.n || f->entities.at[m->entity].kind != ENTITY_PLACE ||
            m->head >= f->lang.n_tokens)
            continue;
        bool of = described != NONE &&
                  tree_child_rel(&f->lang, m->head, REL_CASE) != NONE; /* "the town of Halm" */
        if (!(placed(words, &f->lang, m->head) || of) || !hangs_on(&f->lang, m->head, verb))
            continue;
        if (m->form == FORM_NAME) return m->entity;
        if (described == NONE) described = m->entity;
    }
    return described;
}

/* "condemned the attack on Sunday", "claimed it in a statement on Sunday": the day is of the verb
 * that the happening is only the object of. */
static bool of_the_verb(const LinkWords *words, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    const LangText *lang = &f->lang;
    uint32_t at = f->times.at[e->time].first;
    if (e->token >= lang->n_tokens || lang->token[e->token].rel != REL_OBJ || at >= lang->n_tokens)
        return false;
    uint32_t verb = lang->token[e->token].head;
    if (verb == NONE || lang->token[verb].upos != UPOS_VERB ||
        link_word(words, "light", lang->token[verb].lemma) ||
        (lang->token[verb].span.b >= e->trigger.b && lang->token[verb].span.e <= e->trigger.e))
        return false;
    return !tree_under(lang, at, e->token) && hangs_on(lang, at, verb);
}

/* "Was charged on Tuesday in the death of Orsk", "appeared in court on Monday in the shooting": the
 * day of what the law does; one behind the noun may be of both. */
static bool of_the_law(const LinkWords *words, const Findings *f, uint32_t event, uint32_t holder)
{
    const Event *e = &f->events.at[event], *over = &f->events.at[holder];
    const LangText *lang = &f->lang;
    uint32_t marker = tree_child_rel(lang, link_spell(words, lang, e->token), REL_CASE);
    if (over->time != NONE && f->times.at[over->time].first > e->token) return false;
    if (marker == NONE || !token_lemma_is(&lang->token[marker], "in") ||
        !(slice_is(e->type, "ASSAULT") || slice_is(e->kind, "death")) ||
        over->token >= lang->n_tokens)
        return false;
    return slice_is(over->type, "ACCUSE") || slice_is(over->type, "COERCE") ||
           link_word(words, "court", lang->token[over->token].lemma);
}

static bool is_day(const TimeMention *t)
{
    bool vague = slice_ends(t->value, SLICE("_REF")); /* "now", "recently" */
    return (t->type == TIME_DATE || t->type == TIME_TIME) && !vague;
}

/* "A clerk was killed in a shooting at a bar early Sunday": the day of what she was killed in. */
static uint32_t time_of_harm(const LinkWords *words, const Findings *f, uint32_t event)
{
    const Event *e = &f->events.at[event];
    if (!slice_is(e->type, "ASSAULT")) return NONE;
    for (uint32_t i = events_from(f, e->sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < e->sentence.e; i++) {
        const Event *in = &f->events.at[i];
        if (i == event || in->time == NONE || !is_day(&f->times.at[in->time]) ||
            !slice_is(in->type, "ASSAULT"))
            continue;
        uint32_t over = event_holder(words, f, i),
                 token = over == NONE ? NONE : f->events.at[over].token;
        bool joined = token < f->lang.n_tokens && f->lang.token[token].rel == REL_CONJ &&
                      f->lang.token[token].head == e->token; /* "killed and five injured in" */
        if (over == event || joined) return in->time;
    }
    return NONE;
}

static uint32_t event_time(const LinkWords *words, const Findings *f, uint32_t event)
{
    if (f->events.at[event].time != NONE && !of_the_verb(words, f, event) &&
        !below_subject(words, f, event))
        return f->events.at[event].time;
    uint32_t own = time_before(f, event);
    if (own == NONE) own = time_behind(f, event);
    if (own == NONE) own = time_of_verb(f, event);
    if (own != NONE) return own;
    own = time_of_harm(words, f, event);
    if (own != NONE) return own;
    uint32_t other = event_holder(words, f, event);
    if (other == NONE || f->events.at[other].time == NONE || of_the_law(words, f, event, other))
        return NONE;
    return is_day(&f->times.at[f->events.at[other].time]) ? f->events.at[other].time : NONE;
}

/* What happened was not after the report of it. "A message on Aug. 3 called him", printed in May,
 * is of a year that the words do not say; "enrollment opens Nov. 1" is to come. */
static bool later(const Report *report, const Findings *f, uint32_t event, uint32_t time)
{
    int32_t day = report->published.day;
    return time != NONE && day != DAY_UNKNOWN && f->times.at[time].from != DAY_UNKNOWN &&
           f->events.at[event].modality == MODALITY_HAPPENED && f->times.at[time].from > day + 1;
}

/* "Orsk is charged in the shooting on Monday", printed on Wednesday: no day of the charge; who is
 * dead died ("five are dead after a fire on Monday"). */
static bool only_stands(const Report *report, const Findings *f, uint32_t event, uint32_t time)
{
    int32_t day = report->published.day;
    return time != NONE && day != DAY_UNKNOWN && f->times.at[time].to != DAY_UNKNOWN &&
           f->events.at[event].modality == MODALITY_HAPPENED && f->times.at[time].to < day &&
           !slice_is(f->events.at[event].type, "ASSAULT") &&
           is_state(&f->lang, f->events.at[event].token);
}

/* "Hours later", "months afterward": later than something, no day of what happened. */
static bool only_later(const Findings *f, uint32_t event, uint32_t time)
{
    return time != NONE && f->events.at[event].modality == MODALITY_HAPPENED &&
           slice_is(f->times.at[time].value, "FUTURE_REF");
}

/* "The third shooting this month", "the 47th homicide of 2013": what they are counted over. */
static bool only_counted(const LinkWords *words, const Findings *f, uint32_t event, uint32_t time)
{
    uint32_t token = f->events.at[event].token;
    if (time == NONE || token >= f->lang.n_tokens || f->lang.token[token].upos != UPOS_NOUN ||
        f->times.at[time].first < token || f->times.at[time].to == DAY_UNKNOWN ||
        f->times.at[time].to == f->times.at[time].from)
        return false;
    return noun_counted(words, &f->lang, token);
}

enum { A_MONTH = 31 }; /* days; "the 2020 campaign" has begun */

/* A noun has no tense: "Friday's ruling" is of the Friday before, "the vote of Nov. 6" to come. */
static bool to_come(const Report *report, const Findings *f, uint32_t event, uint32_t time)
{
    uint32_t token = f->events.at[event].token;
    if (token >= f->lang.n_tokens) return false;
    const char *form = f->lang.token[token].xpos;
    const TimeMention *t = &f->times.at[time];
    bool numbered = slice_has_digit(slice_span(report->text, t->span));
    bool now = strcmp(form, "VBZ") == 0 || strcmp(form, "VBP") == 0 || (form[0] == 'N' && numbered);
    bool soon_over = t->to != DAY_UNKNOWN && t->to - t->from <= A_MONTH; /* not "from Nov. 1 on" */
    return now && t->future && soon_over;
}

static uint32_t event_place(const LinkWords *words, const Findings *f, uint32_t event)
{
    if (f->events.at[event].place != NONE) return f->events.at[event].place;
    uint32_t own = place_of_verb(words, f, event),
             other = own == NONE ? event_holder(words, f, event) : NONE;
    if (own != NONE) return own;
    return other == NONE || of_the_law(words, f, event, other) ? NONE : f->events.at[other].place;
}

/* Days and places are read off the clauses as they were, so that the order of events says nothing.
 */
dln_status events_settle(const LinkWords *words, const Report *report, Findings *findings,
                         Arena *scratch)
{
    uint32_t n = findings->events.n, *time = ARENA_ARRAY(scratch, uint32_t, n + 1),
             *place = ARENA_ARRAY(scratch, uint32_t, n + 1);
    if (!time || !place) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++) {
        if (arena_late(scratch, 20)) return arena_status(scratch);
        time[i] = event_time(words, findings, i);
        place[i] = event_place(words, findings, i);
    }
    for (uint32_t i = 0; i < n; i++) {
        Event *e = &findings->events.at[i];
        bool late = later(report, findings, i, time[i]),
             ahead = late && to_come(report, findings, i, time[i]);
        bool none = only_stands(report, findings, i, time[i]) || only_later(findings, i, time[i]) ||
                    only_counted(words, findings, i, time[i]) ||
                    (time[i] != NONE && time_of_post(findings, time[i]));
        e->time = (late && !ahead) || none ? NONE : time[i];
        if (ahead) e->modality = MODALITY_PLANNED;
        e->place = place[i];
    }
    return DLN_OK;
}
