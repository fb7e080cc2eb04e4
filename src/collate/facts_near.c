/* facts_near.c - are two figures of two reports of one slot?
 *
 * In: two figures. Out: whether equal ones meet, and how surely different ones do. Two different
 * figures meet only when their dates can meet and act and sentence are alike, by the family of what
 * is measured; a meeting that would be a conflict asks for more likeness than one that would not:
 * precision first.
 *
 * Known to get wrong: a part against the total where neither report says so. */
#include "collate/facts_slots.h"
#include "lang/tree.h"
#include <math.h>

/* ---- how alike the sentences are ---- */

dln_status slots_count_terms(Join *join, Slots *slots)
{
    VEC(uint64_t) all = {0};
    for (uint32_t i = 0; i < slots->figure.n; i++)
        for (uint32_t k = 0; k < slots->figure.at[i].n_terms; k++)
            if (!VEC_PUSH(join->scratch, &all, slots->figure.at[i].term[k]))
                return arena_status(join->scratch);
    sort_u64(all.at, all.n);
    for (uint32_t i = 0, end; i < all.n; i = end) {
        LIST_RUN(end, i, all.n, all.at[end] == all.at[i]);
        if (!VEC_PUSH(join->scratch, &slots->seen, (Seen){all.at[i], end - i}))
            return arena_status(join->scratch);
    }
    return DLN_OK;
}

static double term_weight(const Slots *slots, uint64_t term)
{
    uint32_t low;
    LIST_FIRST(low, slots->seen.n, slots->seen.at[low].term < term);
    uint32_t n = low < slots->seen.n && slots->seen.at[low].term == term ? slots->seen.at[low].n
                                                                         : 1;
    return log(1.5 + (double)slots->figure.n / n);
}

void slots_weigh(Slots *slots)
{
    for (uint32_t i = 0; i < slots->figure.n; i++) {
        Figure *q = &slots->figure.at[i];
        double sum = 0;
        for (uint32_t k = 0; k < q->n_terms; k++) {
            double w = term_weight(slots, q->term[k]);
            sum += q->weight[k] = w * w;
        }
        q->norm = sqrt(sum);
    }
}

/* Cosine of the sentences. No branch: which term comes next cannot be foretold. */
static double likeness(const Figure *a, const Figure *b)
{
    double sum = 0;
    for (uint32_t i = 0, k = 0; i < a->n_terms && k < b->n_terms;) {
        uint64_t x = a->term[i], y = b->term[k];
        sum += x == y ? a->weight[i] : 0;
        i += x <= y;
        k += y <= x;
    }
    return a->norm > 0 && b->norm > 0 ? sum / (a->norm * b->norm) : 0;
}

/* ---- one happening ---- */

bool figures_days_meet(const Figure *a, const Figure *b)
{
    if (a->past != b->past) return false;
    return a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN ||
           (a->from <= b->to && b->from <= a->to);
}

/* Are both clauses about one kind of happening? "the explosion happened at 4:40", "the blast shook
 * the port at 5:40" */
static bool one_act(const Figure *a, const Figure *b)
{
    if (a->act.n && b->act.n) return slice_eq(a->act, b->act);
    return (a->act.n && slice_eq(a->act, b->verb)) || (b->act.n && slice_eq(b->act, a->verb));
}

/* The very same happening: called by the same words, "the explosion at the Marsk depot", "the
 * blast at the Marsk depot". */
static bool one_happening(const Join *join, const Figure *a, const Figure *b)
{
    if (!one_act(a, b) || a->act_token == NONE || b->act_token == NONE) return false;
    const LangText *mine = &join_findings(join, a->report)->lang,
                   *its = &join_findings(join, b->report)->lang;
    uint32_t first, end, from, to;
    tree_range(mine, a->act_token, &first, &end);
    tree_range(its, b->act_token, &from, &to);
    for (uint32_t i = first; i < end; i++)
        for (uint32_t k = from; k < to; k++)
            if (i != a->act_token && k != b->act_token && content_word(&mine->token[i]) &&
                slice_eq(mine->token[i].lemma, its->token[k].lemma))
                return true;
    return false;
}

/* Words that both sentences hold, other than what is counted and the verb: a conflict needs one. */
static bool common_ground(const Figure *a, const Figure *b)
{
    uint64_t noun = hash_bytes(a->quantity->noun, 3), other = hash_bytes(b->quantity->noun, 3),
             verb = hash_bytes(a->verb, 3);
    for (uint32_t i = 0, k = 0; i < a->n_terms && k < b->n_terms;) {
        uint64_t x = a->term[i], y = b->term[k];
        if (x == y && x != noun && x != other && x != verb) return true;
        i += x <= y;
        k += y <= x;
    }
    return false;
}

/* ---- equal figures ---- */

Relation figures_relation(const Figure *a, const Figure *b)
{
    return value_compare(NULL, &a->value, &b->value).relation;
}

/* Of one sum or share more is said in few reports than of people: an odd figure told twice is one.
 */
static bool measured(const Figure *q)
{
    return figure_family(q) == FAMILY_MEASURE || figure_family(q) == FAMILY_MOVING;
}

/* A figure that nobody rounds: 37 minutes, 4.5 hours, not half an hour or ten years. Told twice it
 * is one. */
static bool telling(const Value *v)
{
    double whole = v->grain > 0 ? v->low / v->grain : 0, figure = whole > 0 ? round(whole) : 0;
    return figure > 12 && fmod(figure, 5) > 0.5;
}

/* Two dates of one event; else in sentences that are alike. */
static bool dates_meet(const Figure *a, const Figure *b, double least)
{
    if (a->event != NONE && b->event != NONE) return a->event == b->event;
    return likeness(a, b) >= least;
}

/* Figures that two reports give alike: "212 arrests", or 8 of one noun in like sentences. */
static bool same_count(const Figure *a, const Figure *b)
{
    bool noun = a->noun.n && slice_eq(a->noun, b->noun);
    return noun && (a->value.low > 12 || (!a->human && a->value.low >= 4 && likeness(a, b) > 0.03));
}

bool figures_equal(const Figure *a, const Figure *b)
{
    bool event = a->event != NONE && a->event == b->event;
    if (figures_relation(a, b) != RELATION_SAME) return false;
    switch (figure_family(a)) {
    case FAMILY_AGE: return true;
    case FAMILY_DAY: return dates_meet(a, b, attribute_row[a->attribute].meets);
    case FAMILY_LENGTH:
        if (telling(&a->value) || event) return true;
        break;
    default: break;
    }
    if (!figures_days_meet(a, b)) return false;
    return (measured(a) && telling(&a->value)) || same_count(a, b) || slice_eq(a->verb, b->verb) ||
           event || one_act(a, b) || likeness(a, b) >= 0.1;
}

/* ---- different figures ---- */

/* "three boats captured" and "26 men captured" are two slots; "ten people" and "ten villagers" may
 * be one. */
static bool nouns_meet(const Figure *a, const Figure *b)
{
    if (!a->noun.n || !b->noun.n || slice_eq(a->noun, b->noun)) return true;
    return a->human == b->human;
}

/* "Nearly 4,000 guards lost their wages", "about 90,000 miners lost theirs": some may be
 * among the others, where they are called otherwise and are far fewer. */
static bool other_people(const Figure *a, const Figure *b)
{
    if (!a->human || !b->human || !a->noun.n || !b->noun.n || slice_eq(a->noun, b->noun))
        return false;
    return fmin(a->value.low, b->value.low) * 2 <= fmax(a->value.low, b->value.low);
}

/* "Six men were hit", "all seven of the people shot": men are some of them. */
static bool some_of_them(const Join *join, const Figure *a, const Figure *b)
{
    if (!a->noun.n || !b->noun.n || slice_eq(a->noun, b->noun)) return false;
    return word_listed(join->collate, "sort", a->noun) ||
           word_listed(join->collate, "sort", b->noun);
}

/* "The shooting killed one", "two dead after shootings in Velm": a toll of more than the one. */
static bool toll_of_many(const Figure *one, const Figure *many)
{
    for (uint32_t i = 0; i < one->n_one; i++)
        if (in_list(many->many, many->n_many, one->one[i]) &&
            !in_list(many->one, many->n_one, one->one[i]))
            return true;
    return false;
}

/* Figures that would contradict each other, were they of one thing. */
static bool of_two_things(const Join *join, const Figure *a, const Figure *b)
{
    if (some_of_them(join, a, b)) return true;
    return figure_family(a) == FAMILY_TOLL && (toll_of_many(a, b) || toll_of_many(b, a));
}

/* "No one was seriously hurt", "four people were hurt": two tolls. */
static bool of_two_sorts(const Figure *a, const Figure *b)
{
    return figure_family(a) == FAMILY_TOLL && !slice_eq(a->of, b->of);
}

static double differ_dates(const Figure *a, const Figure *b, bool apart)
{
    if (a->event != NONE && a->event == b->event) return 1 + likeness(a, b);
    return !apart && dates_meet(a, b, attribute_row[a->attribute].breaks) ? 0.5 + likeness(a, b)
                                                                          : 0;
}

/* "51.2 percent" and "about 51 percent", "620 tonnes" and "more than 600": one says what the other
 * rounds. */
static bool rounds_off(const Figure *a, const Figure *b)
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
static bool other_hour(const Figure *a, const Figure *b, bool conflict)
{
    return a->minute != b->minute && (conflict || (a->minute >= 0 && b->minute >= 0));
}

/* How near two different figures are. */
typedef struct Closeness {
    double likeness; /* of their sentences */
    bool conflict;   /* they cannot both hold */
    bool verb, event, leads;
} Closeness;

static bool at_top(const Figure *q)
{
    return q->sentence <= 5 || q->sentence == NONE;
}

static Closeness closeness(const Figure *a, const Figure *b, bool conflict)
{
    return (Closeness){.likeness = likeness(a, b),
                       .conflict = conflict,
                       .verb = one_act(a, b) || (a->verb.n && slice_eq(a->verb, b->verb)),
                       .event = a->event != NONE && a->event == b->event,
                       .leads = at_top(a) && at_top(b)};
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
static double sums_differ(const Figure *a, const Figure *b, const Closeness *c)
{
    const AttributeRow *row = &attribute_row[a->attribute];
    double like = c->likeness;
    if (!c->verb && !c->event) return like >= (c->conflict ? 0.45 : 0.3) ? like : 0;
    if (c->conflict && (!common_ground(a, b) || other_people(a, b))) return 0;
    return like >= (c->conflict ? row->breaks : row->meets) ? 0.5 + like : 0;
}

/* "It happened around 5 p.m.", "the shooting occurred at 7:30 p.m.": a clause that only says when.
 */
static bool only_says_when(const Join *join, const Figure *q)
{
    return q->verb.n && word_listed(join->collate, "occur", q->verb);
}

/* "Just before midnight", "around 11:45 p.m.": near on the face of a clock. */
static bool near_on_face(const Figure *a, const Figure *b)
{
    enum { DAY = 1440, NEAR = 30 };
    double apart = fmod(fabs(a->value.low - b->value.low), DAY);
    return fmin(apart, DAY - apart) <= NEAR;
}

/* A day has many moments: two that differ are of one only in very like sentences, or where both
 * tell one happening: "the explosion at the depot happened at 4:40", "the blast at the depot shook
 * the port at 5:40 on Sunday". */
static double clocks_differ(const Join *join, const Figure *a, const Figure *b, const Closeness *c)
{
    bool dated = a->from != DAY_UNKNOWN || b->from != DAY_UNKNOWN;
    bool when = only_says_when(join, a) && only_says_when(join, b) && !near_on_face(a, b) &&
                (!a->act.n || !b->act.n || slice_eq(a->act, b->act));
    if (c->conflict && dated && (when || one_happening(join, a, b))) return 0.5 + c->likeness;
    return c->conflict && c->likeness < attribute_row[a->attribute].breaks ? 0
                                                                           : sums_differ(a, b, c);
}

static double by_family(const Join *join, const Figure *a, const Figure *b, const Closeness *c)
{
    const AttributeRow *row = &attribute_row[a->attribute];
    switch (row->family) {
    case FAMILY_AGE: /* further off it is another's */
        return fabs(a->value.low - b->value.low) <= 10 ? 1 : 0;
    case FAMILY_ONCE: return c->likeness >= row->meets ? c->likeness : 0;
    case FAMILY_TOLL: return tolls_differ(c);
    case FAMILY_LENGTH: return c->event ? 0.5 + c->likeness : sums_differ(a, b, c);
    case FAMILY_CLOCK: return clocks_differ(join, a, b, c);
    case FAMILY_COUNT:
    case FAMILY_MEASURE:
    case FAMILY_MOVING: return sums_differ(a, b, c);
    default: return 0;
    }
}

double figures_differ(const Join *join, const Figure *a, const Figure *b, bool apart)
{
    uint32_t tells_apart = attribute_row[a->attribute].apart;
    if (attribute_is_day(a->attribute)) return differ_dates(a, b, apart);
    if (a->unsure || b->unsure || ((tells_apart & APART_DAYS) && !figures_days_meet(a, b)))
        return 0;
    if (!apart && rounds_off(a, b)) return 0.4 + likeness(a, b);
    if (!nouns_meet(a, b) || of_two_sorts(a, b) || (apart && of_two_things(join, a, b))) return 0;
    if ((tells_apart & APART_HOUR) && other_hour(a, b, apart)) return 0;
    Closeness c = closeness(a, b, apart);
    return by_family(join, a, b, &c);
}
