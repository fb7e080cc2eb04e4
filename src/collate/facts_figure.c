/* facts_figure.c - what one figure counts, read off the words around it.
 *
 * In: a quantity of a report (or a figure made of other words). Out: a Figure: attribute, thing
 * counted, act, value, days, who says so, the content words of its sentence. A piece of a telephone
 * number and an age without a bearer are none; a tally of many happenings and a part of a sum are
 * unsure.
 *
 * Known to get wrong: a figure whose verb is far from it and says nothing of it. */
#include "collate/facts_slots.h"
#include "lang/tree.h"

Slice figure_text(Join *join, const Quantity *q, Slice words)
{
    char room[QUANTITY_TEXT];
    return arena_copy(join->scratch, quantity_text(q, words, room));
}

/* ---- what stands around a figure ---- */

bool content_word(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB ||
           t->upos == UPOS_ADJ;
}

static bool set_terms(Join *join, const Findings *f, Figure *q)
{
    uint64_t term[MAX_TERMS];
    uint32_t all = 0, n = 0;
    if (q->sentence == NONE) return true;
    const Sentence *s = &f->lang.sentence[q->sentence];
    for (uint32_t i = s->first; i < s->end && all < MAX_TERMS; i++) {
        const Token *t = &f->lang.token[i];
        if (!content_word(t) || (i >= q->quantity->first && i < q->quantity->end)) continue;
        term[all++] = hash_bytes(t->lemma.n ? t->lemma : t->form, 3);
    }
    sort_u64(term, all);
    for (uint32_t i = 0; i < all; i++)
        if (!n || term[n - 1] != term[i]) term[n++] = term[i];
    q->term = ARENA_ARRAY(join->scratch, uint64_t, n + 1);
    q->weight = ARENA_ARRAY(join->scratch, double, n + 1);
    if (!q->term || !q->weight) return false;
    memcpy(q->term, term, n * sizeof *term);
    q->n_terms = n;
    return true;
}

Slice figure_verb(const Join *join, const Findings *f, uint32_t token)
{
    for (uint32_t steps = 0; token < f->lang.n_tokens && steps < 8; steps++) {
        if (f->lang.token[token].upos == UPOS_VERB)
            return trigger_class(join->collate, f->lang.token[token].lemma);
        token = f->lang.token[token].head;
    }
    return (Slice){"", 0};
}

/* "lorry" counts as "truck" (values.txt, same). */
static Slice plain_noun(const Join *join, Slice noun)
{
    const Row *row = noun.n ? value_words_find(&join->collate->words, "same", noun) : NULL;
    return row ? row_col(row, 2) : noun;
}

bool noun_human(const Join *join, Slice noun)
{
    const GazRole *role = join->in->gazetteer ? gazetteer_role(join->in->gazetteer, noun) : NULL;
    return word_listed_nocase(join->collate, "human", noun) ||
           (role && role->kind == ENTITY_PERSON);
}

/* Of a time well before the report of `day`. In one without a date a year that is written out is
 * another's: "A fire at a club in Ostbury in 2016 killed 31 people." */
static bool long_past(const TimeMention *t, int32_t day)
{
    if (!t || t->to == DAY_UNKNOWN) return false;
    bool year = t->value.n == 4 && t->to - t->from > 360;
    return day == DAY_UNKNOWN ? year : t->to < day - 183;
}

static void set_days(const Findings *f, Figure *q, const Event *e, int32_t day)
{
    bool own = e && e->time != NONE; /* a day that merely stands in the sentence tells the past from
                                        the present, no more */
    const TimeMention *t = e && e->time != NONE ? &f->times.at[e->time] : NULL;
    Span s = q->sentence != NONE ? f->lang.sentence[q->sentence].span : (Span){0, 0};
    uint32_t from = times_from(f, s.b);
    for (uint32_t i = from; i < f->times.n && f->times.at[i].span.b < s.e && !t; i++)
        if (span_in(f->times.at[i].span, s) && f->times.at[i].from != DAY_UNKNOWN)
            t = &f->times.at[i];
    q->minute = -1;
    for (uint32_t i = from; i < f->times.n && f->times.at[i].span.b < s.e; i++)
        if (span_in(f->times.at[i].span, s) && f->times.at[i].from_minute >= 0)
            q->minute = f->times.at[i].from_minute;
    q->past = long_past(t, day);
    q->from = t && (own || q->past) ? t->from : DAY_UNKNOWN;
    q->to = t && (own || q->past) ? t->to : DAY_UNKNOWN;
}

static const Event *event_of(const Join *join, uint32_t report, uint32_t quantity, uint32_t *index)
{
    const Findings *f = join_findings(join, report);
    *index = NONE;
    if (quantity >= f->quantities.n) return NULL;
    uint32_t first = f->quantities.at[quantity].first;
    Span s = first < f->lang.n_tokens ? f->lang.sentence[f->lang.token[first].sentence].span
                                      : (Span){0, UINT32_MAX}; /* without tokens: all */
    for (uint32_t i = events_from(f, s.b); i < f->events.n && f->events.at[i].sentence.b < s.e; i++)
        for (uint32_t k = 0; k < f->events.at[i].quantities.n; k++) {
            if (f->events.at[i].quantities.at[k] != quantity) continue;
            *index = join->event_of[report][i];
            return &f->events.at[i];
        }
    return NULL;
}

/* The class of a happening that is the subject of the verb over `token`: "the blast shook the port
 * at 5:40". */
uint32_t figure_act(const Join *join, const Findings *f, uint32_t token)
{
    for (uint32_t steps = 0; token < f->lang.n_tokens && steps < 8;
         steps++, token = f->lang.token[token].head) {
        if (f->lang.token[token].upos != UPOS_VERB && f->lang.token[token].rel != REL_ROOT)
            continue;
        uint32_t subject = tree_child_rel(&f->lang, token, REL_NSUBJ);
        if (subject == NONE || f->lang.token[subject].upos != UPOS_NOUN ||
            map_find(&join->collate->trigger_class, f->lang.token[subject].lemma) == NONE)
            continue;
        return subject;
    }
    return NONE;
}

/* ---- what sets it apart ---- */

/* "Seven adults shot in five hours": the length that people were counted over. */
static bool over_a_length(const Join *join, const Findings *f, Span sentence)
{
    for (uint32_t i = times_from(f, sentence.b);
         i < f->times.n && f->times.at[i].span.b < sentence.e; i++) {
        const TimeMention *t = &f->times.at[i];
        if (t->type == TIME_DURATION && t->first > 0 && t->first < f->lang.n_tokens &&
            !claim_holds_age(f, t->span) &&
            word_listed_nocase(join->collate, "within", f->lang.token[t->first - 1].form))
            return true;
    }
    return false;
}

/* "Some 90 drowned this year", "eleven were hurt in four separate raids": a tally of many
 * happenings. */
static bool is_tally(const Join *join, const Figure *q)
{
    const Findings *f = join_findings(join, q->report);
    const LangText *lang = &f->lang;
    bool toll = figure_family(q) == FAMILY_TOLL;
    if (q->sentence == NONE || (!toll && !q->human)) return false;
    if (over_a_length(join, f, lang->sentence[q->sentence].span)) return true;
    if (!toll) return false;
    for (uint32_t i = lang->sentence[q->sentence].first; i < lang->sentence[q->sentence].end; i++)
        if (token_lemma_is(&lang->token[i], "year") || token_lemma_is(&lang->token[i], "since"))
            return true;
    return false;
}

/* "One of whom died", "one of those patients", "he killed two more people", "the next two were
 * shot": some of those, or others than those, whom another figure counts. */
static bool beside_others(const Join *join, const Findings *f, const Figure *q)
{
    const LangText *lang = &f->lang;
    if (span_empty(q->quantity->number)) return false;
    uint32_t first = token_at(lang, q->quantity->number.b);
    if ((q->human || figure_family(q) == FAMILY_TOLL) && first > 0 && first < lang->n_tokens &&
        word_listed_nocase(join->collate, "among", lang->token[first - 1].form))
        return true;
    uint32_t next = token_at(lang, q->quantity->number.e - 1) + 1;
    if (next + 1 >= lang->n_tokens) return false;
    if (q->attribute == ATTRIBUTE_KILLED && token_lemma_is(&lang->token[next], "more")) return true;
    const Token *whom = &lang->token[next + 1];
    return token_lemma_is(&lang->token[next], "of") &&
           (whom->upos == UPOS_PRON || strstr(whom->feats, "PronType=Dem"));
}

/* "The third child under the age of 13 to die", "Trask, 16 at the time of the fire": no age of
 * the day of the report. */
static bool other_age(const Join *join, const Findings *f, const Quantity *q)
{
    enum { MOST = 4 };
    const LangText *lang = &f->lang;
    for (uint32_t k = 1; k <= MOST && q->first >= k; k++) {
        const Token *t = &lang->token[q->first - k];
        if (word_listed_nocase(join->collate, "limit", t->form)) return true;
        if (!token_lemma_is(t, "the") && !token_lemma_is(t, "age") && !token_lemma_is(t, "of"))
            break;
    }
    for (uint32_t i = q->end; i < q->end + MOST && i + 2 < lang->n_tokens; i++)
        if (token_lemma_is(&lang->token[i], "at") && token_lemma_is(&lang->token[i + 1], "the") &&
            token_lemma_is(&lang->token[i + 2], "time"))
            return true;
    return false;
}

/* "(816) 474-TIPS": a piece of a telephone number. */
static bool dialled(const Findings *f, const Quantity *q)
{
    Slice text = f->report->text;
    uint32_t b = q->number.b, e = q->number.e;
    bool behind = e + 1 < text.n && text.p[e] == '-' &&
                  (slice_digit_at(text, e + 1) || slice_capital_at(text, e + 1));
    return q->kind == QUANTITY_COUNT &&
           (behind || (b > 1 && text.p[b - 1] == '-' && slice_digit_at(text, b - 2)) ||
            (b > 0 && e < text.n && text.p[b - 1] == '(' && text.p[e] == ')'));
}

/* "Two were seriously injured": the hurt of one sort, beside whom others may be hurt. */
static Slice sort_of_hurt(const Join *join, const Findings *f, const Figure *q)
{
    const LangText *lang = &f->lang;
    uint32_t token = q->quantity->head < lang->n_tokens ? q->quantity->head : q->quantity->first;
    for (uint32_t steps = 0; token < lang->n_tokens && steps < 4; steps++) {
        for (uint32_t c = tree_child(lang, token, 0); c != NONE; c = tree_child(lang, token, c + 1))
            if (word_listed(join->collate, "hurt", lang->token[c].lemma))
                return lang->token[c].lemma;
        if (lang->token[token].upos == UPOS_VERB) break;
        token = lang->token[token].head;
    }
    return (Slice){NULL, 0};
}

/* ---- one figure ---- */

/* What is counted; false: nothing known. */
static bool read_noun(const Join *join, const Findings *f, Figure *q)
{
    q->attribute = quantity_attribute(f, q->quantity);
    if (q->attribute == ATTRIBUTE_NONE || q->attribute == ATTRIBUTE_SCORE ||
        q->attribute == ATTRIBUTE_ADDRESS)
        return false; /* votes are read from their sentences, streets by facts_printed.c */
    q->noun = plain_noun(join, q->quantity->noun);
    q->human = noun_human(join, q->noun);
    return true;
}

/* The verb over it, and the happening that is the verb's subject. */
static void read_act(const Join *join, const Findings *f, Figure *q)
{
    uint32_t token = q->quantity->head < f->lang.n_tokens ? q->quantity->head : q->quantity->first;
    if (!q->verb.n) q->verb = figure_verb(join, f, token);
    q->act_token = figure_act(join, f, token);
    if (q->act_token != NONE)
        q->act = trigger_class(join->collate, f->lang.token[q->act_token].lemma);
}

static dln_status read_value(Join *join, Figure *q)
{
    const ValueWords *words = &join->collate->words;
    if (!q->text.n)
        q->text = q->quantity->bound == BOUND_VAGUE
                      ? join_text(join, q->report, q->quantity->number)
                      : figure_text(join, q->quantity,
                                    join_text(join, q->report, q->quantity->span));
    if (!q->text.p) return arena_status(join->scratch);
    TRY(value_parse(words, attribute_row[q->attribute].class, q->text, join->scratch, &q->value));
    if (q->attribute == ATTRIBUTE_TIME) q->value.low = q->value.high = q->quantity->low;
    return DLN_OK;
}

/* The day of a clock time or a date is its own; of others it is the event's. */
static void read_days(const Join *join, const Findings *f, const Event *e, Figure *q)
{
    int32_t from = q->from, to = q->to;
    set_days(f, q, e, join->day[q->report]);
    if (q->attribute == ATTRIBUTE_TIME || attribute_is_day(q->attribute)) {
        q->from = from;
        q->to = to;
    }
    if (attribute_is_day(q->attribute) && q->local != NONE)
        q->verb = trigger_class(join->collate, event_label(join->collate, f, q->local));
}

static void add_called(uint32_t *list, uint32_t *n, uint32_t class)
{
    if (*n < MOST_CALLED && !in_list(list, *n, class)) list[(*n)++] = class;
}

/* "The shooting", "Three Wounded in Shooting" of a heading, where it is read as a verb; 1 one, 2
 * several, 0 no noun of a happening. */
static int called(const Join *join, const Token *t)
{
    bool gerund = t->upos == UPOS_VERB && slice_ends(t->form, SLICE("ing")) && has_capital(t);
    if ((t->upos != UPOS_NOUN && !gerund) ||
        map_find(&join->collate->trigger_class, t->lemma) == NONE)
        return 0;
    return gerund || slice_eq_nocase(t->form, t->lemma) ? 1 : 2;
}

/* Happenings that the sentence of a toll calls by a noun: "the shooting", "shootings". */
static void read_called(const Join *join, const Findings *f, Figure *q)
{
    if (q->sentence == NONE || figure_family(q) != FAMILY_TOLL) return;
    const Sentence *s = &f->lang.sentence[q->sentence];
    for (uint32_t i = s->first; i < s->end; i++) {
        const Token *t = &f->lang.token[i];
        int n = called(join, t);
        if (!n) continue;
        uint32_t class = (uint32_t)hash_bytes(trigger_class(join->collate, t->lemma), 0);
        if (n == 1)
            add_called(q->one, &q->n_one, class);
        else
            add_called(q->many, &q->n_many, class);
    }
}

dln_status add_figure(Join *join, Slots *slots, Figure q, uint32_t i)
{
    const Findings *f = join_findings(join, q.report);
    q.said_by = q.entity = q.event = NONE;
    if (dialled(f, q.quantity) || !read_noun(join, f, &q)) return DLN_OK;
    q.sentence = q.quantity->first < f->lang.n_tokens ? f->lang.token[q.quantity->first].sentence
                                                      : NONE;
    const Event *e = q.local != NONE ? &f->events.at[q.local]
                                     : event_of(join, q.report, i, &q.event);
    if (q.local != NONE) q.event = join->event_of[q.report][q.local];
    read_act(join, f, &q);
    read_called(join, f, &q);
    if (q.attribute == ATTRIBUTE_INJURED) q.of = sort_of_hurt(join, f, &q);
    if (e) q.said_by = join_speaker(join, q.report, e->statement);
    if (attribute_row[q.attribute].apart & APART_BEARER) {
        uint32_t bearer = quantity_bearer(f, q.quantity);
        if (bearer == NONE) return DLN_OK;
        q.entity = join->entity_of[q.report][bearer];
    }
    TRY(read_value(join, &q));
    read_days(join, f, e, &q);
    if (!set_terms(join, f, &q)) return arena_status(join->scratch);
    q.unsure = q.unsure || is_tally(join, &q) || beside_others(join, f, &q) ||
               (q.human && quantity_part_of_sum(f, q.quantity)) ||
               (q.attribute == ATTRIBUTE_AGE && other_age(join, f, q.quantity));
    return VEC_PUSH(join->scratch, &slots->figure, q) ? DLN_OK : arena_status(join->scratch);
}
