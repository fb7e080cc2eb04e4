/* facts_dates.c - days on which things were, clock times, lengths of time: those of events and
 * those that only a clause gives ("the fire broke out on Friday", "shook the port at 5:40 a.m.").
 *
 * In: times, events and tokens of one report. Out: figures for the slots of facts_quantity.c, each
 * with its event or the class of its happening. Two dates of one joined event meet and may
 * contradict each other; the others meet where the clauses tell one happening, and only agree or
 * refine. Known to get wrong: a date that belongs to another happening of the same sentence. */
#include "collate/facts_slots.h"
#include "lang/tree.h"
#include <ctype.h>

/* "The attack from May", "stayed home from school Friday": no beginning. */
static bool names_origin(const Join *join, const Findings *f, const TimeMention *t, uint32_t word)
{
    const LangText *lang = &f->lang;
    if (!token_lemma_is(&lang->token[word], "from") || word == 0) return false;
    bool ends = t->end < lang->n_tokens &&
                (token_lemma_is(&lang->token[t->end], "to") ||
                 word_listed_nocase(join->collate, "end", lang->token[t->end].form));
    return lang->token[word - 1].upos == UPOS_NOUN && !ends;
}

Attribute date_end(const Join *join, const Findings *f, const TimeMention *t)
{
    for (uint32_t k = 1; k <= 2 && t->first >= k && t->first <= f->lang.n_tokens; k++) {
        const Token *word = &f->lang.token[t->first - k];
        if (k > 1 && (word[1].upos == UPOS_NOUN || word[1].upos == UPOS_PROPN)) break;
        if (word_listed_nocase(join->collate, "end", word->form)) return ATTRIBUTE_END;
        if (word_listed_nocase(join->collate, "begin", word->form))
            return names_origin(join, f, t, t->first - k) ? ATTRIBUTE_NONE : ATTRIBUTE_BEGIN;
    }
    return ATTRIBUTE_NONE;
}

/* A day that nobody wrote: a weekday of a report whose date was inferred. "April 18" without its
 * year is no guess of the day. */
bool date_guessed(const Findings *f, const TimeMention *t)
{
    bool figure = slice_has_digit(slice_span(f->report->text, t->span));
    return (t->basis == BASIS_STORY && !figure) || t->basis == BASIS_CONTEXT ||
           t->basis == BASIS_NONE || t->partial;
}

/* "2023-04-16T21:00" as a date; the clock is a value of its own. */
Slice date_part(Slice value)
{
    size_t t = 0;
    while (t < value.n && value.p[t] != 'T')
        t++;
    return (Slice){value.p, t};
}

/* A clock time alone says nothing of the day that its sentence does not. */
bool date_says_day(const Join *join, const Findings *f, const TimeMention *t)
{
    if (t->from_minute < 0 || t->from_minute != t->to_minute) return true;
    for (uint32_t k = t->first; k < t->end && k < f->lang.n_tokens; k++) {
        Slice form = f->lang.token[k].form;
        if (word_listed_nocase(join->collate, "near day", form) ||
            word_listed_nocase(join->collate, "weekday", form) ||
            word_listed_nocase(join->collate, "month", form))
            return true;
    }
    return false;
}

/* "evening" of "on Tuesday evening", "late" of "late Friday": the part of the day, empty without
 * one. */
static Slice part_of_day(const Join *join, const Findings *f, const TimeMention *t)
{
    for (uint32_t k = t->first; k < t->end && k < f->lang.n_tokens; k++) {
        const Row *row = value_words_find(&join->collate->words, "part", f->lang.token[k].lemma);
        if (row) return row_col(row, 1);
    }
    return (Slice){"", 0};
}

/* A day as facts give it: the date, or the weekday where no more is known, with the part of the
 * day. */
static Slice day_value(Join *join, Slice value, Slice part)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    bool weekday = value.n >= 10 && slice_starts(value, SLICE("XXXX-WXX-")) && value.p[9] >= '1' &&
                   value.p[9] <= '7';
    Slice day = weekday ? slice_of(names[value.p[9] - '1']) : value;
    return part.n ? arena_printf(join->scratch, "%.*s %.*s", (int)day.n, day.p, (int)part.n, part.p)
                  : day;
}

/* The words of a time as a figure of their own; NULL: no memory. */
static Quantity *time_figure(Join *join, const TimeMention *t, Attribute attribute)
{
    Quantity *q = ARENA_NEW(join->scratch, Quantity);
    if (q)
        *q = (Quantity){.span = t->span,
                        .number = t->span,
                        .first = t->first,
                        .end = t->end,
                        .head = t->first,
                        .kind = QUANTITY_OTHER,
                        .attribute = attribute_name(attribute)};
    return q;
}

/* `class`: of the happening, where no event tells it. */
static dln_status add_date(Join *join, Slots *slots, uint32_t report, uint32_t time, uint32_t event,
                           Slice class, Attribute attribute)
{
    const Findings *f = join_findings(join, report);
    const TimeMention *t = &f->times.at[time];
    Slice value = date_part(t->value);
    if (!slice_has_digit(value) || value.p[0] == 'P')
        return DLN_OK; /* "today" of a report without a date is no value */
    if (time_of_post(f, time)) return DLN_OK;
    const Quantity *q = time_figure(join, t, attribute);
    if (!q) return arena_status(join->scratch);
    Slice part = t->from_minute >= 0 && t->from_minute == t->to_minute ? (Slice){"", 0}
                                                                       : part_of_day(join, f, t);
    value = day_value(join, value, part);
    if (!value.p) return arena_status(join->scratch);
    return add_figure(join, slots,
                      (Figure){.report = report,
                               .quantity = q,
                               .local = event,
                               .text = value,
                               .verb = class,
                               .of = part,
                               .from = t->from,
                               .to = t->to,
                               .unsure = event == NONE || date_guessed(f, t)},
                      NONE);
}

/* ---- whose day it is ---- */

/* The word that the time hangs on, NONE. */
static uint32_t hook_of(const LangText *lang, const TimeMention *t)
{
    for (uint32_t k = t->first; k < t->end && k < lang->n_tokens; k++) {
        uint32_t head = lang->token[k].head;
        if (head == NONE || head < t->first || head >= t->end) return head;
    }
    return NONE;
}

/* The class of the happening that a word names. Empty: none. */
static Slice class_at(const Join *join, const LangText *lang, uint32_t token)
{
    const Token *t = &lang->token[token];
    bool word = t->upos == UPOS_VERB || t->upos == UPOS_NOUN;
    return word && map_find(&join->collate->trigger_class, t->lemma) != NONE
               ? trigger_class(join->collate, t->lemma)
               : (Slice){"", 0};
}

static uint32_t event_of_token(const Findings *f, uint32_t token)
{
    Span s = f->lang.sentence[f->lang.token[token].sentence].span;
    for (uint32_t i = events_from(f, s.b); i < f->events.n && f->events.at[i].sentence.b < s.e; i++)
        if (f->events.at[i].token == token) return i;
    return NONE;
}

/* Does the time hang on another happening than `event` ("broke up a protest against Sunday's
 * election")? */
static bool anothers(const Join *join, const Findings *f, const TimeMention *t, uint32_t event)
{
    uint32_t hook = t->first < f->lang.n_tokens ? hook_of(&f->lang, t) : NONE;
    const Event *e = &f->events.at[event];
    if (hook == NONE || hook == e->token || span_in(f->lang.token[hook].span, e->trigger))
        return false;
    Slice class = class_at(join, &f->lang, hook);
    Slice own = trigger_class(join->collate, event_label(join->collate, f, event));
    return class.n && !slice_eq(class, own) &&
           !(word_listed(join->collate, "violent", class) &&
             word_listed(join->collate, "violent", own));
}

/* A time that no event holds: it goes to the event or to the class of the word it hangs on. */
static dln_status add_loose(Join *join, Slots *slots, uint32_t report, uint32_t time)
{
    const Findings *f = join_findings(join, report);
    const TimeMention *t = &f->times.at[time];
    Attribute end = date_end(join, f, t);
    if (t->first >= f->lang.n_tokens) return DLN_OK;
    uint32_t hook = hook_of(&f->lang, t), act = figure_act(join, f, t->first);
    Slice class = hook != NONE ? class_at(join, &f->lang, hook) : (Slice){"", 0};
    uint32_t event = class.n ? event_of_token(f, hook) : NONE;
    if (!class.n && act != NONE) class = trigger_class(join->collate, f->lang.token[act].lemma);
    if (!class.n && map_find(&join->collate->trigger_class, figure_verb(join, f, t->first)) != NONE)
        class = figure_verb(join, f, t->first);
    if (end != ATTRIBUTE_NONE && event != NONE) return DLN_OK; /* facts_event.c has it */
    return class.n ? add_date(join, slots, report, time, event, class,
                              end != ATTRIBUTE_NONE ? end : ATTRIBUTE_DATE)
                   : DLN_OK;
}

/* ---- clock times and lengths ---- */

static uint32_t holder_of(const Findings *f, uint32_t time)
{
    uint32_t first = f->times.at[time].first;
    Span s = first < f->lang.n_tokens ? f->lang.sentence[f->lang.token[first].sentence].span
                                      : (Span){0, 0};
    for (uint32_t k = events_from(f, s.b); k < f->events.n && f->events.at[k].sentence.b < s.e; k++)
        if (f->events.at[k].time == time) return k;
    return NONE;
}

/* The one day that the sentence of a clock time names, be it its own. */
static void day_of_sentence(const Join *join, const Findings *f, const TimeMention *clock,
                            Figure *q)
{
    Span s = f->lang.sentence[f->lang.token[clock->first].sentence].span;
    q->from = q->to = DAY_UNKNOWN;
    for (uint32_t i = times_from(f, s.b);
         i < f->times.n && f->times.at[i].span.b < s.e && q->from == DAY_UNKNOWN; i++) {
        const TimeMention *t = &f->times.at[i];
        bool named = t->type == TIME_DATE, own = t == clock && date_says_day(join, f, t) &&
                                                 t->first + 1 < t->end; /* "5:40 a.m. on Sunday" */
        if ((named || own) && t->from != DAY_UNKNOWN && t->from == t->to) q->from = q->to = t->from;
    }
}

bool clock_is_loose(const Join *join, const Findings *f, const TimeMention *t)
{
    const ValueWords *words = &join->collate->words;
    const Token *first = &f->lang.token[t->first];
    return t->mod.n || value_words_find_nocase(words, "roughly", first->form) ||
           (t->first > 0 && value_words_find_nocase(words, "roughly", first[-1].form));
}

/* Clock times are lined up like figures, by act and sentence: "shook the port at 5:40 a.m.". */
static dln_status add_clocks(Join *join, Slots *slots, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *t = &f->times.at[i];
        if (t->from_minute < 0 || t->from_minute != t->to_minute || t->first >= f->lang.n_tokens)
            continue;
        Slice verb = figure_verb(join, f, t->first);
        uint32_t event = holder_of(f, i);
        if ((!verb.n && event == NONE && figure_act(join, f, t->first) == NONE) ||
            word_listed(join->collate, "stamp", verb))
            continue;
        Quantity *q = time_figure(join, t, ATTRIBUTE_TIME);
        if (!q) return arena_status(join->scratch);
        q->bound = clock_is_loose(join, f, t) ? BOUND_ABOUT : BOUND_NONE;
        q->low = q->high = t->from_minute;
        Figure made = {.report = report, .quantity = q, .local = event};
        day_of_sentence(join, f, t, &made);
        if (t->zone != INT32_MIN) made.of = arena_printf(join->scratch, "%d", (int)t->zone);
        TRY(add_figure(join, slots, made, NONE));
    }
    return DLN_OK;
}

/* "Nearly five years" is about five, as "nearly five people" is. */
static const char *length_sign(const Join *join, const TimeMention *t, Slice words)
{
    static const char *const mod[] = {[BOUND_ABOUT] = "APPROX",
                                      [BOUND_AT_LEAST] = "EQUAL_OR_MORE",
                                      [BOUND_MORE_THAN] = "MORE_THAN",
                                      [BOUND_AT_MOST] = "EQUAL_OR_LESS",
                                      [BOUND_LESS_THAN] = "LESS_THAN"};
    size_t n = 0;
    while (n < words.n && words.p[n] != ' ')
        n++;
    if (t->mod.n && word_listed_nocase(join->collate, "roughly", (Slice){words.p, n})) return "~";
    for (Bound b = BOUND_ABOUT; b <= BOUND_LESS_THAN; b++)
        if (slice_is(t->mod, mod[b])) return bound_sign[b];
    return "";
}

/* "PT4.5H" as "4.5 hours": the form that values of durations have. */
Slice length_text(Join *join, const TimeMention *t, Slice words)
{
    static const struct {
        char unit;
        bool clock;
        const char *name;
    } units[] = {{'Y', false, "years"}, {'M', false, "months"}, {'W', false, "weeks"},
                 {'D', false, "days"},  {'H', true, "hours"},   {'M', true, "minutes"},
                 {'S', true, "seconds"}};
    Slice v = t->value;
    bool clock = v.n > 1 && v.p[1] == 'T';
    const char *about = length_sign(join, t, words);
    if (v.n < 3 || v.p[0] != 'P') return v;
    size_t b = clock ? 2 : 1, e = b;
    while (e < v.n && (isdigit((unsigned char)v.p[e]) || v.p[e] == '.'))
        e++;
    if (e == b || e + 1 != v.n) return v;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].unit == v.p[e] && units[i].clock == clock)
            return arena_printf(join->scratch, "%s%.*s %s", about, (int)(e - b), v.p + b,
                                units[i].name);
    return v;
}

/* "a week before", "within two days", "the past year": a distance in time, not a length. */
static bool is_length(const Join *join, const Findings *f, const TimeMention *t)
{
    const LangText *lang = &f->lang;
    const ValueWords *words = &join->collate->words;
    if (memchr(t->value.p, 'X', t->value.n) || claim_holds_age(f, t->span)) return false;
    if (t->end < lang->n_tokens && value_words_find_nocase(words, "ago", lang->token[t->end].form))
        return false;
    for (uint32_t k = 0; k <= 2 && t->first >= k && t->first <= lang->n_tokens; k++)
        if (t->first - k < lang->n_tokens &&
            value_words_find_nocase(words, "within", lang->token[t->first - k].form))
            return false;
    return true;
}

/* The event that a length goes to: the nearest of its sentence, at most six words away ("two days
 * of talks"). */
static uint32_t event_beside(const Findings *f, const TimeMention *t)
{
    Span sentence = f->lang.sentence[f->lang.token[t->first].sentence].span;
    uint32_t best = NONE, least = 7;
    for (uint32_t k = events_from(f, sentence.b);
         k < f->events.n && f->events.at[k].sentence.b < sentence.e; k++) {
        uint32_t token = f->events.at[k].token;
        if (token >= f->lang.n_tokens) continue;
        uint32_t gap = token < t->first  ? t->first - token
                       : token >= t->end ? token - t->end + 1
                                         : 0;
        if (gap < least) {
            least = gap;
            best = k;
        }
    }
    return best;
}

static dln_status add_lengths(Join *join, Slots *slots, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *t = &f->times.at[i];
        if (t->type != TIME_DURATION || t->first >= f->lang.n_tokens || !is_length(join, f, t))
            continue;
        const Quantity *q = time_figure(join, t, ATTRIBUTE_DURATION);
        if (!q) return arena_status(join->scratch);
        Figure made = {.report = report,
                       .quantity = q,
                       .local = event_beside(f, t),
                       .text = length_text(join, t, join_text(join, report, t->span))};
        if (!made.text.p) return arena_status(join->scratch);
        made.of = made.local != NONE ? event_label(join->collate, f, made.local) : (Slice){"", 0};
        TRY(add_figure(join, slots, made, NONE));
    }
    return DLN_OK;
}

/* ---- all of a report ---- */

static dln_status add_days(Join *join, Slots *slots, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    bool *held = ARENA_ARRAY(join->scratch, bool, f->times.n + 1);
    if (!held) return arena_status(join->scratch);
    for (uint32_t i = 0; i < f->events.n; i++) {
        uint32_t time = f->events.at[i].time;
        if (time == NONE) continue;
        if (f->times.at[time].part_of != NONE) time = f->times.at[time].part_of;
        const TimeMention *t = &f->times.at[time];
        if (anothers(join, f, t, i)) continue;
        held[time] = true;
        if (t->type == TIME_DURATION || t->type == TIME_SET ||
            (t->type != TIME_RANGE && date_end(join, f, t) != ATTRIBUTE_NONE) ||
            !date_says_day(join, f, t))
            continue;
        TRY(add_date(join, slots, report, time, i, (Slice){"", 0}, ATTRIBUTE_DATE));
    }
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *t = &f->times.at[i];
        bool day = t->type == TIME_DATE || t->type == TIME_TIME || t->type == TIME_RANGE;
        if (held[i] || !day || t->part_of != NONE || !date_says_day(join, f, t)) continue;
        TRY(add_loose(join, slots, report, i));
    }
    return DLN_OK;
}

dln_status made_times(Join *join, Slots *slots, uint32_t report)
{
    TRY(add_clocks(join, slots, report));
    TRY(add_lengths(join, slots, report));
    return add_days(join, slots, report);
}
