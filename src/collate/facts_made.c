/* facts_made.c - figures that no quantity of the report holds: "nobody was hurt", clock times,
 * lengths of time, votes.
 *
 * In: one report's tokens, times and events. Out: figures for the slots of facts_quantity.c.
 *
 * Known to get wrong: a length of time behind a verb that does not last ("took two hours' leave").
 */
#include "collate/facts_slots.h"
#include "lang/tree.h"
#include <ctype.h>

static Attribute toll_of(const Join *join, const Token *t)
{
    Slice class = t->upos == UPOS_VERB || t->upos == UPOS_ADJ
                      ? trigger_class(join->collate, t->lemma)
                      : (Slice){"", 0};
    if (slice_is(class, "injure")) return ATTRIBUTE_INJURED;
    return slice_is(class, "kill") ? ATTRIBUTE_KILLED : ATTRIBUTE_NONE;
}

/* Words as a figure; NULL: no memory. */
static Quantity *made_quantity(Join *join, Span span, uint32_t first, uint32_t end,
                               QuantityKind kind, Attribute attribute)
{
    Quantity *q = ARENA_NEW(join->scratch, Quantity);
    if (q)
        *q = (Quantity){.span = span,
                        .number = span,
                        .first = first,
                        .end = end,
                        .head = first,
                        .kind = kind,
                        .attribute = attribute_name(attribute)};
    return q;
}

Quantity *time_figure(Join *join, const TimeMention *time, Attribute attribute)
{
    return made_quantity(join, time->span, time->first, time->end, QUANTITY_OTHER, attribute);
}

static dln_status add_nought(Join *join, Slots *slots, uint32_t report, Attribute attribute,
                             uint32_t first, uint32_t verb)
{
    Span span = tokens_span(&join_findings(join, report)->lang, first, verb + 1);
    Quantity *q = made_quantity(join, span, first, verb + 1, QUANTITY_COUNT, attribute);
    if (!q) return arena_status(join->scratch);
    q->head = verb;
    return add_figure(join, slots, (Figure){.report = report, .quantity = q, .local = NONE}, NONE);
}

/* ---- nobody ---- */

static bool is_nobody(const Join *join, const LangText *lang, uint32_t subject, uint32_t *first)
{
    uint32_t no = tree_child_rel(lang, subject, REL_DET);
    *first = no != NONE && no < subject ? no : subject;
    return word_listed_nocase(join->collate, "nobody", lang->token[subject].form) ||
           (no != NONE && slice_eq_nocase(lang->token[no].form, SLICE("no")));
}

/* "No one was hurt": a toll of nought, from the subject to the verb. */
static dln_status add_noughts(Join *join, Slots *slots, uint32_t report)
{
    const LangText *lang = &join_findings(join, report)->lang;
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        Attribute attribute = toll_of(join, &lang->token[i]);
        uint32_t subject = attribute != ATTRIBUTE_NONE ? tree_child_rel(lang, i, REL_NSUBJ) : NONE,
                 first;
        if (subject == NONE || subject > i || !is_nobody(join, lang, subject, &first)) continue;
        TRY(add_nought(join, slots, report, attribute, first, i));
    }
    return DLN_OK;
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

/* ---- votes ---- */

static bool about_a_vote(const Join *join, const LangText *lang, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++)
        if (word_listed(join->collate, "decide", lang->token[i].lemma)) return true;
    return false;
}

static uint32_t short_number(Slice s, uint32_t *i)
{ /* up to three figures; NONE */
    uint32_t v = 0, n = 0;
    while (*i < s.n && isdigit((unsigned char)s.p[*i]) && n < 4) {
        v = v * 10 + (uint32_t)(s.p[(*i)++] - '0');
        n++;
    }
    return n >= 1 && n <= 3 ? v : NONE;
}

/* "5-4", "13 to 2" at byte *i of a sentence; *i goes behind what was read. */
static bool vote_at(Slice s, uint32_t *i, uint32_t side[2])
{
    static const char *const between[] = {"-", "\xE2\x80\x93", " to ", "-to-"};
    uint32_t at = *i;
    bool begins = at == 0 || s.p[at - 1] == ' ' || s.p[at - 1] == '(';
    side[0] = short_number(s, &at);
    *i = at > *i ? at : *i + 1;
    if (!begins || side[0] == NONE) return false;
    for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
        Slice mark = slice_of(between[k]);
        if (!slice_starts((Slice){s.p + at, s.n - at}, mark)) continue;
        uint32_t end = at + (uint32_t)mark.n;
        side[1] = short_number(s, &end);
        if (side[1] == NONE ||
            (end < s.n && (isalnum((unsigned char)s.p[end]) || s.p[end] == '-' || s.p[end] == '/')))
            continue;
        *i = end;
        return true;
    }
    return false;
}

static bool in_a_time(const Findings *f, Span span)
{
    uint32_t i = times_from(f, span.b);
    if (i > 0 && f->times.at[i - 1].span.e > span.b) return true;
    return i < f->times.n && f->times.at[i].span.b < span.e;
}

/* The figures of a vote: "a 5-4 ruling", "voted 13 to 2". */
static dln_status add_votes(Join *join, Slots *slots, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t k = 0; k < f->lang.n_sentences; k++) {
        const Sentence *sentence = &f->lang.sentence[k];
        Slice s = slice_span(f->report->text, sentence->span);
        if (!slice_has_digit(s) || !about_a_vote(join, &f->lang, sentence)) continue;
        for (uint32_t i = 0; i < s.n;) {
            uint32_t b = i, side[2];
            if (!isdigit((unsigned char)s.p[i])) {
                i++;
                continue;
            }
            if (!vote_at(s, &i, side)) continue;
            Span span = {sentence->span.b + b, sentence->span.b + i};
            uint32_t first = token_at(&f->lang, span.b);
            if (in_a_time(f, span) || first >= f->lang.n_tokens) continue;
            const Quantity *q = made_quantity(join, span, first, first + 1, QUANTITY_RATIO,
                                              ATTRIBUTE_VOTE);
            if (!q) return arena_status(join->scratch);
            Figure made = {.report = report,
                           .quantity = q,
                           .local = NONE,
                           .text = arena_printf(join->scratch, "%u-%u", side[0], side[1])};
            if (!made.text.p) return arena_status(join->scratch);
            TRY(add_figure(join, slots, made, NONE));
        }
    }
    return DLN_OK;
}

dln_status made_figures(Join *join, Slots *slots, uint32_t report)
{
    TRY(add_noughts(join, slots, report));
    TRY(add_clocks(join, slots, report));
    TRY(add_lengths(join, slots, report));
    return add_votes(join, slots, report);
}
