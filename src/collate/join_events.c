/* join_events.c - events across reports.
 *
 * In: the events of every report with their participants, times and places, already in record
 * entities and times. Out: record->events. Candidates (join_keys.c) are scored by trees, best pairs
 * are joined first and every join asks the members: the mean of their scores, and none of another
 * day or place. Look-alikes told side by side in one report (the meeting on Sunday, the talks on
 * Tuesday) therefore stay apart. A slip in one outlet's date must not hide the
 * event: groups that share no report, have the same trigger class and the same parties and lie at
 * most three days apart are joined at the end, and facts.c tells the difference. Follows the
 * argument-centred pairing of Barhom 2019 without its training. Known to get wrong: nameless events
 * of one kind on one day. */
#include "collate/event_pair.h"
#include <stdlib.h>

/* Least score of a pair, and least mean of two groups, to be joined: where links weigh twice as
 * much for being right as for being found (F0.5), by piles that readers chained and that the trees
 * had not seen (docs/collate.md). */
#define JOIN_SCORE 0.40f
#define JOIN_GRAVE 0.50f /* of harm and of what the law does: a wrong party there is worst */

/* "In 2019 a fire killed two men": the fire is of the day of what it did. */
static void lend_days(const Join *join, Units *all, uint32_t first)
{
    for (uint32_t i = first; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        if (u->noun || u->from == DAY_UNKNOWN || !(u->traits & TRAIT_HARM)) continue;
        const Findings *f = join_findings(join, u->report);
        EventLink link = event_link(&join->collate->links, f, u->local);
        if (link.tie != TIE_CONSEQUENCE || link.event == NONE) continue;
        Unit *cause = &all->unit.at[first + link.event];
        if (cause->from != DAY_UNKNOWN || !cause->noun || cause->sentence != u->sentence) continue;
        cause->from = u->from;
        cause->to = u->to;
    }
}

static void tell_trainer(const Join *join, const Units *all, uint32_t first)
{
    LikeInput in;
    for (uint32_t i = first; join->in->each_telling && i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        read_like(join->in->lang, join_findings(join, u->report), u, &in);
        join->in->each_telling(join->in->context, u, &in);
    }
}

static dln_status collect(Join *join, Units *all)
{
    uint32_t tellings = 0;
    for (uint32_t k = 0; k < join->in->n; k++)
        tellings += join_findings(join, k)->events.n;
    all->unit.at = ARENA_ARRAY(join->scratch, Unit, tellings + 1);
    if (!all->unit.at) return arena_status(join->scratch);
    all->unit.cap = tellings + 1;
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        uint32_t first = all->unit.n;
        join->event_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->events.n + 1);
        if (!join->event_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->events.n; i++)
            place_telling(join, report, &join->reading[report]->telling[i],
                          &all->unit.at[all->unit.n++]);
        lend_days(join, all, first);
        tell_trainer(join, all, first);
    }
    return groups_init(&all->groups, all->unit.n, join->scratch) ? DLN_OK
                                                                 : arena_status(join->scratch);
}

/* ---- pairs and their scores ---- */

enum {
    SAMPLE = 12,
    MOST_TRIES = 8,
    TWOS = 512,    /* pairs of members that a test is asked of */
    REFUSED = 4096 /* pairs of groups remembered */
};

/* The trees score some pairs at once. */
static dln_status score_pairs(Join *join, Units *all)
{
    enum { AT_ONCE = 64 };
    float features[AT_ONCE][PAIR_FEATURES], learned[AT_ONCE];
    for (uint32_t first = 0; first < all->pair.n; first += AT_ONCE) {
        uint32_t some = all->pair.n - first < AT_ONCE ? all->pair.n - first : AT_ONCE;
        EventPair *p = all->pair.at + first;
        if (arena_late(join->scratch, 20 * some)) return arena_status(join->scratch);
        for (uint32_t i = 0; i < some; i++) {
            const Unit *a = &all->unit.at[p[i].a], *b = &all->unit.at[p[i].b];
            pair_features(join, a, b, features[i]);
            if (join->in->each_pair) join->in->each_pair(join->in->context, a, b, features[i]);
        }
        tree_bank_score(&join->collate->model.bank, features[0], some, learned);
        for (uint32_t i = 0; i < some; i++)
            p[i].score = learned[i];
    }
    return DLN_OK;
}

static float least_score(const Units *all, uint32_t a, uint32_t b)
{
    const uint32_t grave = TRAIT_HARM | TRAIT_LAW | TRAIT_BEFALLS;
    return (all->unit.at[a].traits | all->unit.at[b].traits) & grave ? JOIN_GRAVE : JOIN_SCORE;
}

typedef bool PairTest(const Join *join, const Unit *a, const Unit *b);
/* Do all members of the one group pass the test with all of the other? Of the first TWOS pairs;
 * where there are more, `beyond` is the answer. */
static bool every_two(const Join *join, const Units *all, uint32_t a, uint32_t b, PairTest *test,
                      bool beyond)
{
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            if (!test(join, &all->unit.at[i], &all->unit.at[k])) return false;
            k = all->groups.next[k];
        } while (k != b && ++steps < TWOS);
        i = all->groups.next[i];
    } while (i != a && steps < TWOS);
    return steps < TWOS || beyond;
}

/* Score of two tellings: looked up among the pairs of the first, -1 where they were never compared.
 */
static float score_of(const Units *all, uint32_t a, uint32_t b)
{
    uint32_t first = a < b ? a : b, second = a < b ? b : a, low = all->pair_first[first],
             high = all->pair_first[first + 1];
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (all->pair.at[mid].b == second) return all->pair.at[mid].score;
        if (all->pair.at[mid].b < second)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

/* Mean score between the first members of two groups. */
static float groups_score(const Units *all, uint32_t a, uint32_t b)
{
    float sum = 0;
    uint32_t n = 0, i = a, steps = 0;
    do {
        uint32_t k = b, more = 0;
        do {
            float score = score_of(all, i, k);
            sum += score < 0 ? 0 : score;
            n += score >= 0;
            k = all->groups.next[k];
        } while (k != b && ++more < SAMPLE);
        i = all->groups.next[i];
    } while (i != a && ++steps < SAMPLE);
    return n ? sum / (float)n : 0;
}

/* "A fire broke out": the outbreak is the fire. */
static void join_happenings(Units *all)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        if (u->happens == NONE) continue;
        uint32_t other = i + u->happens - u->local; /* tellings of a report lie in a row */
        if (groups_find(&all->groups, i) != groups_find(&all->groups, other))
            groups_join(&all->groups, i, other);
    }
}

/* Pairs that may be joined, the likeliest first, of equals the one found first: the lower half of
 * each says which. Bits of a score, which is not below 0, order as the score does. */
static dln_status order_pairs(const Join *join, const Units *all, uint64_t **out, uint32_t *n)
{
    uint64_t *order = ARENA_ARRAY(join->scratch, uint64_t, all->pair.n + 1);
    *n = 0;
    *out = order;
    if (!order) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->pair.n; i++) {
        uint32_t bits;
        memcpy(&bits, &all->pair.at[i].score, sizeof bits);
        const EventPair *p = &all->pair.at[i];
        if (p->score >= least_score(all, p->a, p->b)) order[(*n)++] = (uint64_t)~bits << 32 | i;
    }
    sort_u64(order, *n);
    return DLN_OK;
}

/* May the groups of two tellings be joined? Groups only grow, so of whom two were kept apart they
 * are for good, as long as all their members are asked. `refused`: [REFUSED] */
static bool may_join(const Join *join, Units *all, uint32_t a, uint32_t b, uint64_t *refused)
{
    uint32_t x = groups_find(&all->groups, a), y = groups_find(&all->groups, b),
             low = x < y ? x : y, high = x < y ? y : x;
    uint64_t pair = (uint64_t)low << 32 | high, *known = &refused[(low * 31 + high) % REFUSED];
    if (*known == pair && (uint64_t)all->groups.size[x] * all->groups.size[y] < TWOS) return false;
    if (groups_score(all, a, b) < least_score(all, a, b)) return false;
    bool may = every_two(join, all, a, b, may_be_one, true);
    if (!may) *known = pair;
    return may;
}

static dln_status join_pairs(const Join *join, Units *all)
{
    uint32_t n, *tries = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    uint64_t *order, *refused = ARENA_ARRAY(join->scratch, uint64_t, REFUSED);
    if (!tries || !refused) return arena_status(join->scratch);
    TRY(order_pairs(join, all, &order, &n));
    for (uint32_t i = 0; i < n; i++) {
        const EventPair *pair = &all->pair.at[(uint32_t)order[i]];
        uint32_t a = pair->a, b = pair->b;
        if (arena_late(join->scratch, 50)) return arena_status(join->scratch);
        if (groups_find(&all->groups, a) == groups_find(&all->groups, b) ||
            (tries[a] >= MOST_TRIES && tries[b] >= MOST_TRIES))
            continue;
        if (may_join(join, all, a, b, refused)) {
            groups_join(&all->groups, a, b);
        } else {
            tries[a]++;
            tries[b]++;
        }
    }
    return DLN_OK;
}

/* ---- one sentence, two reports ---- */

static bool of_two_reports(const Join *join, const Unit *a, const Unit *b)
{
    (void)join;
    return a->report != b->report;
}

/* What outlets tell in the same words (a quotation, an agency's line) is one, however the trees
 * weigh it; groups that share no report, of which nothing keeps two apart. */
static dln_status join_told_again(const Join *join, Units *all)
{
    for (uint32_t i = 0; i < all->pair.n; i++) {
        uint32_t a = all->pair.at[i].a, b = all->pair.at[i].b;
        if (arena_late(join->scratch, 10)) return arena_status(join->scratch);
        if (groups_find(&all->groups, a) != groups_find(&all->groups, b) &&
            told_again(join, &all->unit.at[a], &all->unit.at[b]) &&
            every_two(join, all, a, b, of_two_reports, false) &&
            every_two(join, all, a, b, may_be_one, true))
            groups_join(&all->groups, a, b);
    }
    return DLN_OK;
}

dln_status join_events(Join *join)
{
    Units all = {0};
    TRY(collect(join, &all));
    if (join->in->all_tellings)
        join->in->all_tellings(join->in->context, join, all.unit.at, all.unit.n);
    TRY(find_pairs(join, &all));
    TRY(score_pairs(join, &all));
    join_happenings(&all);
    TRY(join_pairs(join, &all));
    TRY(join_told_again(join, &all));
    return write_events(join, &all);
}
