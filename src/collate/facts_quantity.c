/* facts_quantity.c - figures: tolls, counts, sums, measures, lined up across reports.
 *
 * In: the quantities of every report. Out: pieces; those of one slot (what is counted, in which
 * act) share a key.
 *
 * Rule: equal figures for the same thing meet first. Two different figures then meet only when no
 * report gives both (a report that gives both speaks of two things: the haul of this raid and of
 * all five), their dates can meet, and act and sentence are alike. A meeting that would be a
 * conflict asks for more likeness than one that would not: precision first.
 *
 * Known to get wrong: a part against the total where neither report says so. */
#include "collate/facts_slots.h"
#include "lang/tree.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static AttributeFamily family_of(const Q *q)
{
    return attribute_row[q->attribute].family;
}

Slice figure_text(Join *join, const Quantity *q, Slice words)
{
    char room[QUANTITY_TEXT];
    return arena_copy(join->scratch, quantity_text(q, words, room));
}

/* ---- what stands around a figure ---- */

static bool content_word(const Token *t)
{
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB ||
           t->upos == UPOS_ADJ;
}

static void set_terms(const Findings *f, Q *q)
{
    if (q->sentence == NONE) return;
    const Sentence *s = &f->lang.sentence[q->sentence];
    for (uint32_t i = s->first; i < s->end && q->n_terms < MAX_TERMS; i++) {
        const Token *t = &f->lang.token[i];
        if (!content_word(t) || (i >= q->q->first && i < q->q->end)) continue;
        q->term[q->n_terms++] = hash_bytes(t->lemma.n ? t->lemma : t->form, 3);
    }
    list_sort(q->term, q->n_terms, sizeof *q->term, order_u64);
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->n_terms; i++)
        if (!n || q->term[n - 1] != q->term[i]) q->term[n++] = q->term[i];
    q->n_terms = n;
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

static bool human(const Join *join, Slice noun)
{
    char room[32];
    size_t n = noun.n < sizeof room ? noun.n : 0;
    for (size_t i = 0; i < n; i++)
        room[i] = (char)(noun.p[i] | 0x20);
    const GazRole *role = join->in->gazetteer ? gazetteer_role(join->in->gazetteer, noun) : NULL;
    return value_words_find(&join->collate->words, "human", (Slice){room, n}) != NULL ||
           (role && role->kind == ENTITY_PERSON);
}

static void set_days(const Findings *f, Q *q, const Event *e, int32_t day)
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
    q->past = t && t->to != DAY_UNKNOWN && day != DAY_UNKNOWN && t->to < day - 183;
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

/* "100 people killed as of June 15 this year": a tally of many happenings. */
static bool is_tally(const Join *join, const Q *q)
{
    const LangText *lang = &join_findings(join, q->report)->lang;
    if (q->sentence == NONE || family_of(q) != FAMILY_TOLL) return false;
    for (uint32_t i = lang->sentence[q->sentence].first; i < lang->sentence[q->sentence].end; i++)
        if (token_lemma_is(&lang->token[i], "year") || token_lemma_is(&lang->token[i], "since"))
            return true;
    return false;
}

/* "(816) 474-TIPS": a piece of a telephone number. */
static bool dialled(const Findings *f, const Quantity *q)
{
    Slice text = f->report->text;
    uint32_t b = q->number.b, e = q->number.e;
    bool behind = e + 1 < text.n && text.p[e] == '-' &&
                  ((text.p[e + 1] >= '0' && text.p[e + 1] <= '9') ||
                   (text.p[e + 1] >= 'A' && text.p[e + 1] <= 'Z'));
    return q->kind == QUANTITY_COUNT &&
           (behind ||
            (b > 1 && text.p[b - 1] == '-' && text.p[b - 2] >= '0' && text.p[b - 2] <= '9') ||
            (b > 0 && e < text.n && text.p[b - 1] == '(' && text.p[e] == ')'));
}

/* Is he whose age it is the one who was killed: object of the shots, subject of "died" or of "was
 * found dead", "the victim"? */
static bool is_dead(const Join *join, const Findings *f, uint32_t token)
{
    const LangText *lang = &f->lang;
    for (uint32_t steps = 0; token < lang->n_tokens && steps < 8;
         steps++, token = lang->token[token].head) {
        const Token *t = &lang->token[token];
        if (token_lemma_is(t, "victim")) return true;
        if (t->rel != REL_OBJ && t->rel != REL_NSUBJ) continue;
        if (t->head == NONE) return false;
        const Token *v = &lang->token[t->head];
        Slice class = trigger_class(join->collate, v->lemma);
        bool struck = t->rel == REL_OBJ || strcmp(t->subtype, "pass") == 0,
             found = token_lemma_is(v, "find") && tree_child_rel(lang, t->head, REL_XCOMP) != NONE;
        return (struck && (slice_is(class, "kill") || slice_is(class, "shoot") ||
                           token_lemma_is(v, "gun") || found)) ||
               token_lemma_is(v, "die") || token_lemma_is(v, "dead");
    }
    return false;
}

/* What is counted: the figure's own noun, or what the words around say; false: nothing known. */
static bool read_noun(const Join *join, const Findings *f, Q *q)
{
    q->attribute = quantity_attribute(f, q->q);
    bool bare = figure_votes(join, f, q) || q->attribute == ATTRIBUTE_NONE;
    if (bare && !q->votes && !figure_bare(join, f, q)) return false;
    if (!bare) q->noun = q->q->noun;
    q->noun = plain_noun(join, q->noun);
    q->human = q->human || human(join, q->noun);
    return true;
}

/* The verb over it, and the happening that is the verb's subject. */
static void read_act(const Join *join, const Findings *f, Q *q)
{
    uint32_t token = q->q->head < f->lang.n_tokens ? q->q->head : q->q->first;
    if (!q->verb.n) q->verb = figure_verb(join, f, token);
    q->act_token = figure_act(join, f, token);
    if (q->act_token != NONE)
        q->act = trigger_class(join->collate, f->lang.token[q->act_token].lemma);
}

static dln_status read_value(Join *join, Q *q)
{
    const ValueWords *words = &join->collate->words;
    if (!q->text.n)
        q->text = q->q->bound == BOUND_VAGUE
                      ? join_text(join, q->report, q->q->number)
                      : figure_text(join, q->q, join_text(join, q->report, q->q->span));
    if (!q->text.p) return arena_status(join->scratch);
    TRY(value_parse(words, attribute_row[q->attribute].class, q->text, join->scratch, &q->value));
    if (q->attribute == ATTRIBUTE_TIME) q->value.low = q->value.high = q->q->low;
    return DLN_OK;
}

/* The day of a clock time or a date is its own; of others it is the event's. */
static void read_days(const Join *join, const Findings *f, const Event *e, Q *q)
{
    int32_t from = q->from, to = q->to;
    set_days(f, q, e, join->day[q->report]);
    if (q->attribute == ATTRIBUTE_TIME || attribute_is_day(q->attribute)) {
        q->from = from;
        q->to = to;
    }
    if (attribute_is_day(q->attribute) && q->local != NONE)
        q->verb = trigger_class(join->collate, event_label(join->collate, f, q->local));
    if (q->votes) figure_day(join, f, q->q->first, q);
}

dln_status add_figure(Join *join, Slots *slots, Q q, uint32_t i)
{
    const Findings *f = join_findings(join, q.report);
    q.said_by = q.entity = q.event = NONE;
    if (dialled(f, q.q) || !read_noun(join, f, &q)) return DLN_OK;
    q.sentence = q.q->first < f->lang.n_tokens ? f->lang.token[q.q->first].sentence : NONE;
    const Event *e = q.local != NONE ? &f->events.at[q.local]
                                     : event_of(join, q.report, i, &q.event);
    if (q.local != NONE) q.event = join->event_of[q.report][q.local];
    read_act(join, f, &q);
    if (e && e->statement != NONE)
        q.said_by = join->record->statements.at[join->statement_of[q.report][e->statement]].speaker;
    if (attribute_row[q.attribute].apart & APART_BEARER) {
        uint32_t bearer = quantity_bearer(f, q.q);
        if (bearer == NONE) return DLN_OK;
        q.entity = join->entity_of[q.report][bearer];
    }
    TRY(read_value(join, &q));
    read_days(join, f, e, &q);
    set_terms(f, &q);
    q.unsure = q.unsure || is_tally(join, &q) || (q.human && quantity_part_of_sum(f, q.q));
    q.frozen = q.attribute == ATTRIBUTE_AGE && is_dead(join, f, q.q->first);
    return VEC_PUSH(join->scratch, &slots->q, q) ? DLN_OK : arena_status(join->scratch);
}

/* How many sentences with figures hold a word: rare words tie sentences, common ones do not. */
static dln_status count_terms(Join *join, Slots *slots)
{
    VEC(uint64_t) all = {0};
    for (uint32_t i = 0; i < slots->q.n; i++)
        for (uint32_t k = 0; k < slots->q.at[i].n_terms; k++)
            if (!VEC_PUSH(join->scratch, &all, slots->q.at[i].term[k]))
                return arena_status(join->scratch);
    list_sort(all.at, all.n, sizeof *all.at, order_u64);
    for (uint32_t i = 0; i < all.n;) {
        uint32_t end = i;
        while (end < all.n && all.at[end] == all.at[i])
            end++;
        if (!VEC_PUSH(join->scratch, &slots->seen, (Seen){all.at[i], end - i}))
            return arena_status(join->scratch);
        i = end;
    }
    return DLN_OK;
}

static double term_weight(const Slots *slots, uint64_t term)
{
    uint32_t low;
    LIST_FIRST(low, slots->seen.n, slots->seen.at[low].term < term);
    uint32_t n = low < slots->seen.n && slots->seen.at[low].term == term ? slots->seen.at[low].n
                                                                         : 1;
    return log(1.5 + (double)slots->q.n / n);
}

static void weigh(Slots *slots)
{
    for (uint32_t i = 0; i < slots->q.n; i++) {
        Q *q = &slots->q.at[i];
        double sum = 0;
        for (uint32_t k = 0; k < q->n_terms; k++) {
            double w = term_weight(slots, q->term[k]);
            sum += q->weight[k] = w * w;
        }
        q->norm = sqrt(sum);
    }
}

static double likeness(const Q *a, const Q *b)
{ /* cosine of the sentences */
    double sum = 0;
    for (uint32_t i = 0, k = 0; i < a->n_terms && k < b->n_terms;) {
        if (a->term[i] < b->term[k])
            i++;
        else if (a->term[i] > b->term[k])
            k++;
        else {
            sum += a->weight[i++];
            k++;
        }
    }
    return a->norm > 0 && b->norm > 0 ? sum / (a->norm * b->norm) : 0;
}

/* ---- slots ---- */

/* A day known to one alone: the other speaks of the report's own days, so the past does not meet
 * it. */
static bool days_meet(const Q *a, const Q *b)
{
    if (a->past != b->past) return false;
    return a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN ||
           (a->from <= b->to && b->from <= a->to);
}

static bool same_value(const Join *join, const Q *a, const Q *b)
{
    return value_compare(&join->collate->words, NULL, &a->value, &b->value).relation ==
           RELATION_SAME;
}

/* Are both clauses about one kind of happening? "the explosion happened at 4:40", "the blast shook
 * the port at 5:40" */
static bool one_act(const Q *a, const Q *b)
{
    if (a->act.n && b->act.n) return slice_eq(a->act, b->act);
    return (a->act.n && slice_eq(a->act, b->verb)) || (b->act.n && slice_eq(b->act, a->verb));
}

/* Of one sum or share more is said in few reports than of people: an odd figure told twice is one.
 */
static bool measured(const Q *q)
{
    return family_of(q) == FAMILY_MEASURE || family_of(q) == FAMILY_MOVING;
}

/* A length that nobody rounds: 37 minutes, 4.5 hours, not half an hour or ten years. Told twice it
 * is one. */
static bool telling(const Value *v)
{
    double whole = v->grain > 0 ? v->low / v->grain : 0, figure = whole > 0 ? round(whole) : 0;
    return figure > 12 && fmod(figure, 5) > 0.5;
}

/* Words that both sentences hold, other than what is counted and the verb: a conflict needs one. */
static bool common_ground(const Q *a, const Q *b)
{
    uint64_t noun = hash_bytes(a->q->noun, 3), other = hash_bytes(b->q->noun, 3),
             verb = hash_bytes(a->verb, 3);
    for (uint32_t i = 0, k = 0; i < a->n_terms && k < b->n_terms;) {
        if (a->term[i] < b->term[k])
            i++;
        else if (a->term[i] > b->term[k])
            k++;
        else if (a->term[i] != noun && a->term[i] != other && a->term[i] != verb)
            return true;
        else {
            i++;
            k++;
        }
    }
    return false;
}

static bool in_phrase(const Join *join, const Q *q, uint32_t word, const Q *other)
{ /* is `word` of q's act also one of the other's? */
    const LangText *mine = &join_findings(join, q->report)->lang,
                   *its = &join_findings(join, other->report)->lang;
    uint32_t first, end;
    tree_range(its, other->act_token, &first, &end);
    for (uint32_t k = first; k < end; k++)
        if (k != other->act_token && content_word(&its->token[k]) &&
            slice_eq(its->token[k].lemma, mine->token[word].lemma))
            return true;
    return false;
}

/* The very same happening: called by the same words ("the blast at the Marsk depot"). */
static bool one_happening(const Join *join, const Q *a, const Q *b)
{
    if (a->act_token == NONE || b->act_token == NONE) return false;
    uint32_t first, end;
    tree_range(&join_findings(join, a->report)->lang, a->act_token, &first, &end);
    for (uint32_t k = first; k < end; k++)
        if (k != a->act_token && content_word(&join_findings(join, a->report)->lang.token[k]) &&
            in_phrase(join, a, k, b))
            return true;
    return false;
}

/* Two dates of one event; else of one happening as far as the words tell: at the top of both
 * reports, or in sentences that are alike. */
static bool dates_meet(const Join *join, const Q *a, const Q *b, double least)
{
    if (a->event != NONE && b->event != NONE) return a->event == b->event;
    return likeness(a, b) >= least || one_happening(join, a, b);
}

/* Figures that two reports give alike: "212 arrests", or 8 of one noun in like sentences. */
static bool same_count(const Q *a, const Q *b)
{
    bool noun = a->noun.n && slice_eq(a->noun, b->noun);
    return noun && (a->value.low > 12 || (!a->human && a->value.low >= 4 && likeness(a, b) > 0.03));
}

static bool equal_meets(const Join *join, const Q *a, const Q *b)
{
    bool event = a->event != NONE && a->event == b->event;
    if (!same_value(join, a, b)) return false;
    switch (family_of(a)) {
    case FAMILY_AGE:
    case FAMILY_VOTE: return true;
    case FAMILY_DAY: return dates_meet(join, a, b, attribute_row[a->attribute].meets);
    case FAMILY_LENGTH:
        if (telling(&a->value) || event) return true;
        break;
    default: break;
    }
    if (!days_meet(a, b)) return false;
    return (measured(a) && telling(&a->value)) || same_count(a, b) || slice_eq(a->verb, b->verb) ||
           event || one_act(a, b) || likeness(a, b) >= 0.1;
}

static bool same_figure(const Q *a, const Q *b)
{
    return a->value.low == b->value.low && a->value.high == b->value.high;
}

/* Does the report of `of` give the figure of `q` too? Quantities come by report. */
static bool repeats(const Slots *slots, uint32_t of, const Q *q)
{
    uint32_t report = slots->q.at[of].report, steps = 0;
    for (uint32_t i = of; i-- > 0 && slots->q.at[i].report == report && steps < 256; steps++)
        if (same_figure(&slots->q.at[i], q)) return true;
    for (uint32_t i = of + 1; i < slots->q.n && slots->q.at[i].report == report && steps < 512;
         i++, steps++)
        if (same_figure(&slots->q.at[i], q)) return true;
    return false;
}

/* A copy that has another toll in else the same words, and neither has the other's: one of them was
 * changed. "Four people were killed in Balta" / "Five people were killed in Balta". (Other figures
 * of copies differ by what stands round the text: "Image 1 of 9" / "Image 1 of 11".) */
static bool was_changed(const Slots *slots, uint32_t i, uint32_t k)
{
    const Q *x = &slots->q.at[i], *y = &slots->q.at[k];
    if (attribute_row[x->attribute].family != FAMILY_TOLL) return false;
    return x->report != y->report && !repeats(slots, i, y) && !repeats(slots, k, x);
}

/* Do the groups share a report (or its copy)? Then they speak of two things. */
static bool share_voice(const Join *join, const Slots *slots, uint32_t a, uint32_t b)
{
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            const Q *x = &slots->q.at[i], *y = &slots->q.at[k];
            bool one_figure = same_figure(x, y); /* "five", then "at least five" */
            if (join->voice[x->report] == join->voice[y->report] && !one_figure &&
                !was_changed(slots, i, k))
                return true;
            k = slots->groups.next[k];
        } while (k != b && ++steps < 1024);
        i = slots->groups.next[i];
    } while (i != a && steps < 1024);
    return steps >= 1024;
}

/* "three boats captured" and "26 men captured" are two slots; "ten people" and "ten villagers" may
 * be one. */
static bool nouns_meet(const Q *a, const Q *b)
{
    if (!a->noun.n || !b->noun.n || slice_eq(a->noun, b->noun)) return true;
    return a->human == b->human;
}

static bool names_happening(const Join *join, const Q *q, Slice class)
{
    const LangText *lang = &join_findings(join, q->report)->lang;
    if (q->sentence == NONE) return false;
    for (uint32_t i = lang->sentence[q->sentence].first; i < lang->sentence[q->sentence].end; i++)
        if (lang->token[i].upos == UPOS_NOUN &&
            slice_eq(trigger_class(join->collate, lang->token[i].lemma), class))
            return true;
    return false;
}

/* Does a noun of a happening stand in both sentences? "six hours to put out the fire", "the fire
 * was out after six hours" */
static bool share_happening(const Join *join, const Q *a, const Q *b)
{
    const LangText *lang = &join_findings(join, a->report)->lang;
    if (a->sentence == NONE) return false;
    for (uint32_t i = lang->sentence[a->sentence].first; i < lang->sentence[a->sentence].end; i++) {
        const Token *t = &lang->token[i];
        if (t->upos == UPOS_NOUN && map_find(&join->collate->trigger_class, t->lemma) != NONE &&
            names_happening(join, b, trigger_class(join->collate, t->lemma)))
            return true;
    }
    return false;
}

static bool days_known(const Q *a, const Q *b)
{
    return a->from != DAY_UNKNOWN || b->from != DAY_UNKNOWN;
}

static double differ_dates(const Join *join, const Q *a, const Q *b, bool *apart)
{
    *apart = value_compare(&join->collate->words, NULL, &a->value, &b->value).relation ==
             RELATION_APART;
    if (a->event != NONE && a->event == b->event) return 1 + likeness(a, b);
    return !*apart && dates_meet(join, a, b, attribute_row[a->attribute].breaks)
               ? 0.5 + likeness(a, b)
               : 0;
}

/* "51.2 percent" and "about 51 percent", "620 tonnes" and "more than 600": one says what the other
 * rounds. */
static bool rounds_off(const Q *a, const Q *b)
{
    const Value *x = &a->value, *y = &b->value;
    double most = fmax(fabs(x->low), fabs(y->low));
    if (x->kind != VALUE_NUMBER || y->kind != VALUE_NUMBER || x->bound == BOUND_VAGUE ||
        y->bound == BOUND_VAGUE || x->low != x->high || y->low != y->high)
        return false;
    bool exact = (x->bound == BOUND_NONE) != (y->bound == BOUND_NONE) || x->grain != y->grain,
         odd = telling(x) || telling(y);
    double grain = x->bound != BOUND_NONE ? x->grain : y->grain,
           near = fmax(0.06 * most, fmin(grain / 2, 0.12 * most));
    bool said = x->bound != BOUND_NONE ||
                y->bound != BOUND_NONE; /* "about"; a round figure alone may be another */
    return exact && odd && fabs(x->low - y->low) <= near && (said || likeness(a, b) >= 0.1) &&
           (measured(a) || (a->noun.n && slice_eq(a->noun, b->noun)));
}

/* "As of 11 p.m.": a storm's place and speed at another hour. */
static bool other_hour(const Q *a, const Q *b, bool conflict)
{
    return a->minute != b->minute && (conflict || (a->minute >= 0 && b->minute >= 0));
}

/* How near two different figures are. */
typedef struct Closeness {
    double likeness; /* of their sentences */
    bool conflict;   /* they cannot both hold */
    bool act, verb, event, leads;
} Closeness;

static bool at_top(const Q *q)
{
    return q->sentence <= 5 || q->sentence == NONE;
}

static Closeness closeness(const Join *join, const Q *a, const Q *b)
{
    Compared c = value_compare(&join->collate->words, NULL, &a->value, &b->value);
    bool act = one_act(a, b);
    return (Closeness){.likeness = likeness(a, b),
                       .conflict = c.relation == RELATION_APART,
                       .act = act,
                       .verb = act || (a->verb.n && slice_eq(a->verb, b->verb)),
                       .event = a->event != NONE && a->event == b->event,
                       .leads = at_top(a) && at_top(b)};
}

/* Votes one way: of one day; another vote is another day's. */
static double votes_differ(const Q *a, const Q *b, const Closeness *c)
{
    return a->from != DAY_UNKNOWN && a->from == b->from ? 0.5 + c->likeness : 0;
}

/* "Two people died", "killed four": one toll where act or event is one; a conflict also asks for
 * the top of both reports, the story's own figure, or for like sentences. */
static double tolls_differ(const Closeness *c)
{
    const AttributeRow *row = &attribute_row[ATTRIBUTE_KILLED];
    bool sure = !c->conflict || c->leads || c->likeness >= row->meets;
    if ((c->event || c->verb) && sure) return 0.5 + c->likeness;
    return c->likeness >= (c->conflict ? row->breaks : row->meets) ? c->likeness : 0;
}

/* Counts, sums, measures: alone by very like sentences, with one act or event by less. */
static double sums_differ(const Q *a, const Q *b, const Closeness *c)
{
    const AttributeRow *row = &attribute_row[a->attribute];
    double like = c->likeness;
    if (!c->verb && !c->event) return like >= (c->conflict ? 0.45 : 0.3) ? like : 0;
    if (c->conflict && !common_ground(a, b)) return 0;
    return like >= (c->conflict ? row->breaks : row->meets) ? 0.5 + like : 0;
}

/* A day has many moments: "at 4:40" and "at 5:40" contradict only where both tell one happening. */
static double clocks_differ(const Join *join, const Q *a, const Q *b, const Closeness *c)
{
    if (c->conflict && c->act && days_known(a, b) && one_happening(join, a, b))
        return 0.5 + c->likeness;
    return c->conflict && c->likeness < attribute_row[a->attribute].breaks ? 0
                                                                           : sums_differ(a, b, c);
}

/* "Two days of talks", "about six hours": of one event, or one length round one happening. */
static double lengths_differ(const Join *join, const Q *a, const Q *b, const Closeness *c)
{
    bool same = a->value.low == b->value.low && a->value.high == b->value.high;
    if (c->event || (same && share_happening(join, a, b))) return 0.5 + c->likeness;
    return sums_differ(a, b, c);
}

/* Arrests are counted like tolls: "detained 40", later "more than 40". */
static bool arrests(const Q *a, const Q *b, const Closeness *c)
{
    return a->human && b->human && c->verb && slice_is(a->verb, "arrest") && !c->conflict;
}

static double by_family(const Join *join, const Q *a, const Q *b, const Closeness *c)
{
    const AttributeRow *row = &attribute_row[a->attribute];
    switch (row->family) {
    case FAMILY_AGE: /* further off it is another's */
        return fabs(a->value.low - b->value.low) <= 10 ? 1 : 0;
    case FAMILY_ONCE: return c->likeness >= row->meets ? c->likeness : 0;
    case FAMILY_TOLL: return tolls_differ(c);
    case FAMILY_COUNT: return arrests(a, b, c) ? tolls_differ(c) : sums_differ(a, b, c);
    case FAMILY_LENGTH: return lengths_differ(join, a, b, c);
    case FAMILY_CLOCK: return clocks_differ(join, a, b, c);
    case FAMILY_MEASURE:
    case FAMILY_MOVING: return sums_differ(a, b, c);
    default: return 0;
    }
}

/* How surely two different figures are of one slot; 0: not. */
static double differ_score(const Join *join, const Q *a, const Q *b, bool *apart)
{
    uint32_t tells_apart = attribute_row[a->attribute].apart;
    if (attribute_is_day(a->attribute)) return differ_dates(join, a, b, apart);
    if (a->unsure || b->unsure || ((tells_apart & APART_DAYS) && !days_meet(a, b))) return 0;
    Closeness c = closeness(join, a, b);
    *apart = c.conflict;
    if (!c.conflict && rounds_off(a, b)) return 0.4 + c.likeness;
    if (a->votes && b->votes) return votes_differ(a, b, &c);
    if (!nouns_meet(a, b)) return 0;
    if ((tells_apart & APART_HOUR) && other_hour(a, b, c.conflict)) return 0;
    return by_family(join, a, b, &c);
}

typedef struct Pair {
    uint32_t a, b;
    bool conflict;
    double score;
} Pair; /* what can be one goes first, what would contradict last */
static int by_score(const void *x, const void *y)
{
    const Pair *a = x, *b = y;
    if (a->conflict != b->conflict) return a->conflict ? 1 : -1;
    if (a->score > b->score) return -1;
    if (a->score < b->score) return 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int by_block(const void *x, const void *y)
{
    const Keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->q < b->q ? -1 : a->q > b->q;
}

/* A report's own toll under two bounds: "about 50 hurt", later "50 were injured". */
static bool own_toll(const Q *a, const Q *b)
{
    return a->report == b->report &&
           (a->attribute == ATTRIBUTE_KILLED || a->attribute == ATTRIBUTE_INJURED) &&
           a->value.kind == VALUE_NUMBER && b->value.kind == VALUE_NUMBER &&
           a->value.bound != BOUND_VAGUE && b->value.bound != BOUND_VAGUE &&
           a->value.low == b->value.low && a->value.high == b->value.high && a->value.low > 2 &&
           days_meet(a, b);
}

/* Two sources in one sentence: "put the magnitude at 5.9, but the survey said it was 6.1". */
static bool two_sources(const Q *a, const Q *b)
{
    return a->report == b->report && a->sentence == b->sentence && a->sentence != NONE &&
           a->attribute == ATTRIBUTE_MAGNITUDE;
}

static dln_status join_block(Join *join, Slots *slots, const Keyed *block, uint32_t n)
{
    VEC(Pair) pairs = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k < i + 256; k++) {
            uint32_t a = block[i].q, b = block[k].q;
            if (groups_find(&slots->groups, a) != groups_find(&slots->groups, b) &&
                (equal_meets(join, &slots->q.at[a], &slots->q.at[b]) ||
                 own_toll(&slots->q.at[a], &slots->q.at[b])))
                groups_join(&slots->groups, a, b);
        }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k < i + 256; k++) {
            uint32_t a = block[i].q, b = block[k].q;
            if ((slots->q.at[a].report == slots->q.at[b].report &&
                 !two_sources(&slots->q.at[a], &slots->q.at[b])) ||
                same_value(join, &slots->q.at[a], &slots->q.at[b]))
                continue;
            Pair p = {a, b, false, 0};
            p.score = differ_score(join, &slots->q.at[a], &slots->q.at[b], &p.conflict);
            if (p.score > 0 && !VEC_PUSH(join->scratch, &pairs, p))
                return arena_status(join->scratch);
        }
    list_sort(pairs.at, pairs.n, sizeof *pairs.at, by_score);
    for (uint32_t i = 0; i < pairs.n; i++) {
        uint32_t a = pairs.at[i].a, b = pairs.at[i].b;
        if (groups_find(&slots->groups, a) != groups_find(&slots->groups, b) &&
            (!share_voice(join, slots, a, b) || two_sources(&slots->q.at[a], &slots->q.at[b])))
            groups_join(&slots->groups, a, b);
    }
    return DLN_OK;
}

/* Figures of two blocks never meet: another attribute, bearer, happening, thing counted. */
static uint64_t block_key(const Q *q)
{
    uint32_t apart = attribute_row[q->attribute].apart;
    uint64_t key = hash_bytes(attribute_name(q->attribute), 1);
    if (q->entity != NONE) return key + q->entity + 1;
    if (apart & APART_ACT) return hash_bytes(q->verb, key);
    if (apart & APART_NOUN) return hash_bytes(q->human ? SLICE("human") : q->noun, key);
    return key;
}

static dln_status join_slots(Join *join, Slots *slots)
{
    uint32_t n = slots->q.n;
    if (!groups_init(&slots->groups, n, join->scratch)) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++) {
        if (!VEC_PUSH(join->scratch, &slots->block, (Keyed){block_key(&slots->q.at[i]), i}))
            return arena_status(join->scratch);
    }
    list_sort(slots->block.at, n, sizeof *slots->block.at, by_block);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i;
        while (end < n && slots->block.at[end].key == slots->block.at[i].key)
            end++;
        TRY(join_block(join, slots, slots->block.at + i, end - i));
        i = end;
    }
    return DLN_OK;
}

/* What the fact of a slot is about: the event most of its figures belong to, the person whose age
 * it is, else the story. room: [figures] */
static void about_of(const Slots *slots, uint32_t lead, uint32_t *room, Piece *p)
{
    uint32_t i = lead, n = 0, best = NONE, most = 0;
    do {
        if (slots->q.at[i].event != NONE) room[n++] = slots->q.at[i].event;
        i = slots->groups.next[i];
    } while (i != lead);
    list_sort(room, n, sizeof *room, order_u32);
    for (uint32_t at = 0, end; at < n; at = end) {
        for (end = at + 1; end < n && room[end] == room[at];)
            end++;
        if (end - at > most) {
            most = end - at;
            best = room[at];
        }
    }
    p->about = best == NONE ? ABOUT_STORY : ABOUT_EVENT;
    p->index = best == NONE ? 0 : best;
    if (slots->q.at[lead].entity != NONE) {
        p->about = ABOUT_ENTITY;
        p->index = slots->q.at[lead].entity;
    }
}

dln_status quantity_pieces(Join *join, Pieces *out)
{
    Slots slots = {0};
    for (uint32_t k = 0; k < join->in->n; k++) {
        const Findings *f = join_findings(join, join->order[k]);
        for (uint32_t i = 0; i < f->quantities.n; i++)
            TRY(add_figure(join, &slots,
                           (Q){.report = join->order[k], .q = &f->quantities.at[i], .local = NONE},
                           i));
        TRY(made_figures(join, &slots, join->order[k]));
        TRY(made_dates(join, &slots, join->order[k]));
    }
    TRY(count_terms(join, &slots));
    weigh(&slots);
    TRY(join_slots(join, &slots));
    TRY(crowd_facts(join, &slots));
    Piece *about = ARENA_ARRAY(join->scratch, Piece, slots.q.n + 1);
    uint32_t *room = ARENA_ARRAY(join->scratch, uint32_t, slots.q.n + 1);
    if (!about || !room) return arena_status(join->scratch);
    for (uint32_t i = 0; i < slots.q.n; i++) {
        const Q *q = &slots.q.at[i];
        uint32_t lead = groups_find(&slots.groups, i);
        if (lead == i) about_of(&slots, i, room, &about[i]);
        Piece p = {.about = about[lead].about,
                   .index = about[lead].index,
                   .attribute = q->attribute,
                   .key = arena_printf(join->scratch, "%08u", lead),
                   .value = q->text,
                   .report = q->report,
                   .span = q->q->span,
                   .said_by = q->said_by,
                   .of = q->of,
                   .unsure = q->unsure,
                   .frozen = q->frozen};
        if (!p.key.p || !add_piece(join, out, p)) return arena_status(join->scratch);
    }
    return DLN_OK;
}
