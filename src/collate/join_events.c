/* join_events.c - events across reports.
 *
 * In: the events of every report with their participants, times and places, already in record
 * entities and times. Out: record->events. Candidates share a trigger class (triggers.txt) or,
 * lacking one, type and mode; who takes part decides. Best pairs are joined first and every join
 * asks all members: an event keeps away from another when two parties are not the same two, dates
 * do not meet, or places differ. Look-alikes told side by side in one report (the meeting on
 * Sunday, the talks on Tuesday) therefore stay apart. A slip in one outlet's date must not hide the
 * event: groups that share no report, have the same trigger class and the same parties and lie at
 * most three days apart are joined at the end, and facts.c tells the difference. Follows the
 * argument-centred pairing of Barhom 2019 without its training. Known to get wrong: nameless events
 * of one kind on one day. */
#include "collate/event_pair.h"
#include <stdlib.h>

/* Least score of a pair to be tried, and least mean of two groups to be joined: set on left-out
 * collections, where .89 of the joins are right, and on judged pairs (docs/collate.md). */
#define JOIN_SCORE 0.56f
#define JOIN_MEAN 0.45f
#define SAME_DEED 0.6f

/* Tellings [first, n) of one report: those whose word or kind its headline or first sentences tell.
 */
static void mark_topics(Units *all, uint32_t first)
{
    enum { TOPICS = 64, TOP = 3 };
    uint64_t topic[TOPICS];
    uint32_t n = 0;
    for (uint32_t i = first; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        if (u->sentence > TOP && !u->title) continue;
        for (uint32_t h = 0; h < u->n_heads && n < TOPICS; h++)
            topic[n++] = hash_bytes(u->head[h].class, 11);
        if (u->kind.n && n < TOPICS) topic[n++] = hash_bytes(u->kind, 12);
    }
    for (uint32_t i = first; i < all->unit.n; i++) {
        Unit *u = &all->unit.at[i];
        uint64_t kind = u->kind.n ? hash_bytes(u->kind, 12) : 0;
        for (uint32_t k = 0; k < n && !u->topical; k++) {
            u->topical = topic[k] == kind;
            for (uint32_t h = 0; h < u->n_heads; h++)
                u->topical |= topic[k] == hash_bytes(u->head[h].class, 11);
        }
    }
}

/* Tellings [first, n) of one report: how many of them use a word of the same class. */
static bool count_rivals(Join *join, Units *all, uint32_t first)
{
    Map seen;
    map_init(&seen, join->scratch);
    uint32_t n = all->unit.n - first, *count = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
             *row = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    if (!count || !row) return false;
    for (uint32_t i = 0, rows = 0; i < n; i++) {
        Slice class = all->unit.at[first + i].class;
        row[i] = map_find(&seen, class);
        if (row[i] == NONE) row[i] = rows++;
        if (!map_put(&seen, class, row[i])) return false;
        count[row[i]]++;
    }
    for (uint32_t i = 0; i < n; i++)
        all->unit.at[first + i].rivals = count[row[i]];
    return true;
}

static dln_status collect(Join *join, Units *all)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        uint32_t first = all->unit.n;
        join->event_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->events.n + 1);
        if (!join->event_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->events.n; i++) {
            if (!VEC_PUSH(join->scratch, &all->unit, make_unit(join, report, i)))
                return arena_status(join->scratch);
        }
        mark_topics(all, first);
        if (!count_rivals(join, all, first)) return arena_status(join->scratch);
    }
    return groups_init(&all->groups, all->unit.n, join->scratch) ? DLN_OK
                                                                 : arena_status(join->scratch);
}

/* ---- grouping ---- */

/* Not the same two people, where both groups name some. */
static bool parties_meet(const Unit *a, const Unit *b)
{
    if (!a->n_persons || !b->n_persons) return true;
    uint32_t least = a->n_persons < b->n_persons ? a->n_persons : b->n_persons;
    uint32_t persons = shared_in(a->person, a->n_persons, b->person, b->n_persons);
    return persons >= (least < 2 ? least : 2);
}

/* Other people, another day, another place, two happenings told side by side. */
static bool kept_apart(const Join *join, const Unit *a, const Unit *b)
{
    if (a->modifier || b->modifier || a->denied != b->denied || days_apart(a, b)) return true;
    return told_apart(a, b) || said_apart(a, b) || !parties_meet(a, b) ||
           !places_meet(join, a, b) || other_parties(join, a, b);
}

static void gather_parties(const Units *all, uint32_t member, Unit *sum)
{
    uint32_t i = member, steps = 0;
    *sum = (Unit){.report = NONE, .incident = all->unit.at[member].incident};
    do {
        const Unit *u = &all->unit.at[i];
        for (uint32_t k = 0; k < u->n_persons && sum->n_persons < MAX_PARTS; k++)
            if (!in_list(sum->person, sum->n_persons, u->person[k]))
                sum->person[sum->n_persons++] = u->person[k];
        for (uint32_t k = 0; k < u->n_others && sum->n_others < MAX_PARTS; k++)
            if (!in_list(sum->other, sum->n_others, u->other[k]))
                sum->other[sum->n_others++] = u->other[k];
        i = all->groups.next[i];
    } while (i != member && ++steps < 512);
}

/* The parties of the one group with those of the other; day, place and telling of every member with
 * every member. */
static bool groups_meet(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    Unit x, y;
    gather_parties(all, a, &x);
    gather_parties(all, b, &y);
    if (!parties_meet(&x, &y)) return false;
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            const Unit *u = &all->unit.at[i], *v = &all->unit.at[k];
            if (told_apart(u, v) || days_apart(u, v) || !places_meet(join, u, v) ||
                !parties_meet(u, v))
                return false;
            k = all->groups.next[k];
        } while (k != b && ++steps < 512);
        i = all->groups.next[i];
    } while (i != a && steps < 512);
    return true;
}

/* ---- which pairs are worth a look ---- */

enum { KEY_WINDOW = 24, KEY_SENSES = 2, SAMPLE = 6, MOST_TRIES = 8 };

static bool add_key(Join *join, Units *all, uint64_t key, uint32_t unit)
{
    return VEC_PUSH(join->scratch, &all->key, (UnitKey){key, unit});
}

/* Other words for one act: two parties of whom one does it to the other, who does it to what, what
 * the top of every report says. */
static bool add_deed_keys(Join *join, Units *all, uint32_t i)
{
    const Unit *u = &all->unit.at[i];
    bool ok = !u->top || add_key(join, all, 2ull << 32, i);
    for (uint32_t k = 0; ok && k < u->n_args; k++) {
        const Arg *doer = &u->arg[k];
        if (doer->entity == NONE || doer->role != PART_ACTOR) continue;
        if (u->what.n) ok = add_key(join, all, hash_bytes(u->what, 13 + doer->entity), i);
        for (uint32_t m = 0; ok && m < u->n_args; m++) {
            if (u->arg[m].entity != NONE && u->arg[m].role == PART_RECIPIENT)
                ok = add_key(join, all,
                             (3ull << 32) + ((uint64_t)doer->entity << 34) + u->arg[m].entity, i);
        }
    }
    return ok;
}

/* What tellings of one happening share at least one of: word, class, sense, kind, statement, deed.
 */
static bool add_keys(Join *join, Units *all, uint32_t i)
{
    const Unit *u = &all->unit.at[i];
    bool ok = true;
    for (uint32_t h = 0; ok && h < u->n_heads; h++) {
        const Head *head = &u->head[h];
        ok = add_key(join, all, hash_bytes(head->class, 11), i);
        if (ok && !slice_eq(head->class, head->lemma))
            ok = add_key(join, all, hash_bytes(head->lemma, 11), i);
        for (uint32_t k = 0; ok && head->sense && k < KEY_SENSES; k++) {
            if (head->sense->sense[k])
                ok = add_key(join, all, 1 + (uint64_t)head->sense->sense[k], i);
        }
    }
    if (ok && u->kind.n) ok = add_key(join, all, hash_bytes(u->kind, 12), i);
    if (ok && u->statement != NONE) ok = add_key(join, all, (1ull << 32) + u->statement, i);
    return ok && add_deed_keys(join, all, i);
}

static int by_key(const void *x, const void *y)
{
    const UnitKey *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int by_units(const void *x, const void *y)
{
    const EventPair *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int by_likelihood(const void *x, const void *y)
{
    const EventPair *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return by_units(a, b);
}

static int by_score(const void *x, const void *y)
{
    const EventPair *const *p = x, *const *q = y;
    return by_likelihood(*p, *q);
}

/* The same party in the same role of the same act, done to the same thing or to none told: "the
 * ferry Halma sank". Words that introduce what was said are no such act. */
static float same_deed(const Join *join, const Unit *a, const Unit *b)
{
    bool said = ((a->traits | b->traits) & TRAIT_SAYS) || a->statement != NONE ||
                b->statement != NONE;
    bool thing = !a->what.n || !b->what.n || slice_eq_nocase(a->what, b->what);
    bool alike = !said && thing && slice_eq_nocase(a->label, b->label) &&
                 a->background == b->background;
    return alike && same_parties_named(join, a, b) ? SAME_DEED : 0;
}

static void note_features(const Join *join, const Unit *a, const Unit *b,
                          float features[PAIR_FEATURES])
{
    pair_features(join, a, b, features);
    if (join->in->each_pair) join->in->each_pair(join->in->context, a, b, features);
}

static float at_least_deed(const Join *join, const Unit *a, const Unit *b, float learned)
{
    float known = learned < SAME_DEED ? same_deed(join, a, b) : 0;
    return learned > known ? learned : known;
}

static float pair_score(const Join *join, const Unit *a, const Unit *b)
{
    float features[PAIR_FEATURES];
    note_features(join, a, b, features);
    return at_least_deed(join, a, b, trees_score(&join->collate->model.trees, features));
}

/* The trees score some pairs at once. */
static void score_pairs(const Join *join, const Units *all, EventPair *pair, uint32_t n)
{
    enum { AT_ONCE = 64 };
    float features[AT_ONCE][PAIR_FEATURES], learned[AT_ONCE];
    for (uint32_t first = 0; first < n; first += AT_ONCE) {
        uint32_t some = n - first < AT_ONCE ? n - first : AT_ONCE;
        EventPair *p = pair + first;
        for (uint32_t i = 0; i < some; i++)
            note_features(join, &all->unit.at[p[i].a], &all->unit.at[p[i].b], features[i]);
        tree_bank_score(&join->collate->model.bank, features[0], some, learned);
        for (uint32_t i = 0; i < some; i++)
            p[i].score = at_least_deed(join, &all->unit.at[p[i].a], &all->unit.at[p[i].b],
                                       learned[i]);
    }
}

/* Where the keys of each unit stand: place[first[i]] to place[first[i + 1] - 1]. */
typedef struct KeyPlaces {
    uint32_t *first, *place;
} KeyPlaces;

static bool note_places(const Units *all, Arena *arena, KeyPlaces *out)
{
    uint32_t n = all->unit.n, *first = ARENA_ARRAY(arena, uint32_t, n + 2),
             *place = ARENA_ARRAY(arena, uint32_t, all->key.n + 1);
    if (!first || !place) return false;
    for (uint32_t i = 0; i < all->key.n; i++)
        first[all->key.at[i].unit + 2]++;
    for (uint32_t i = 1; i < n; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < all->key.n; i++)
        place[first[all->key.at[i].unit + 1]++] = i;
    *out = (KeyPlaces){first, place};
    return true;
}

/* Units behind `unit` that share a key with it, among the next of that key, each once and sorted;
 * their number. `met`: for each unit the last one that has met it, plus 1. */
static uint32_t partners(const Units *all, const KeyPlaces *places, uint32_t unit, uint32_t *met,
                         uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t p = places->first[unit]; p < places->first[unit + 1]; p++) {
        uint32_t i = places->place[p];
        const UnitKey *key = all->key.at;
        for (uint32_t j = i + 1; j < all->key.n && j < i + KEY_WINDOW && key[j].key == key[i].key;
             j++) {
            if (key[j].unit == unit || met[key[j].unit] == unit + 1) continue;
            met[key[j].unit] = unit + 1;
            out[n++] = key[j].unit;
        }
    }
    list_sort(out, n, sizeof *out, order_u32);
    return n;
}

static dln_status find_pairs(Join *join, Units *all)
{
    KeyPlaces places;
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (!add_keys(join, all, i)) return arena_status(join->scratch);
    }
    list_sort(all->key.at, all->key.n, sizeof *all->key.at, by_key);
    uint32_t *met = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1),
             *partner = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    if (!met || !partner || !note_places(all, join->scratch, &places))
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        uint32_t n = partners(all, &places, i, met, partner);
        for (uint32_t k = 0; k < n; k++) {
            if (arena_late(join->scratch, 20)) return arena_status(join->scratch);
            if (kept_apart(join, &all->unit.at[i], &all->unit.at[partner[k]])) continue;
            if (!VEC_PUSH(join->scratch, &all->pair, (EventPair){i, partner[k], 0}))
                return arena_status(join->scratch);
        }
    }
    score_pairs(join, all, all->pair.at, all->pair.n);
    return DLN_OK;
}

/* Score of two tellings: looked up; 0 where something keeps them apart, -1 where they were never
 * compared. */
static float score_of(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    const Unit *x = &all->unit.at[a], *y = &all->unit.at[b];
    EventPair want = {a < b ? a : b, a < b ? b : a, 0};
    uint32_t low;
    LIST_FIRST(low, all->pair.n, by_units(&all->pair.at[low], &want) < 0);
    if (low < all->pair.n && by_units(&all->pair.at[low], &want) == 0)
        return all->pair.at[low].score;
    bool apart = said_apart(x, y) || x->denied != y->denied || other_parties(join, x, y);
    return apart ? 0 : -1;
}

/* Mean score between the first members of two groups. */
static float groups_score(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    float sum = 0;
    uint32_t n = 0, i = a, steps = 0;
    do {
        uint32_t k = b, more = 0;
        do {
            float score = score_of(join, all, i, k);
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

static dln_status join_pairs(const Join *join, Units *all)
{
    uint32_t n = 0, *tries = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    const EventPair **order = ARENA_ARRAY(join->scratch, const EventPair *, all->pair.n + 1);
    if (!order || !tries) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->pair.n; i++) {
        if (all->pair.at[i].score >= JOIN_SCORE) order[n++] = &all->pair.at[i];
    }
    list_sort(order, n, sizeof *order, by_score);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = order[i]->a, b = order[i]->b;
        if (arena_late(join->scratch, 50)) return arena_status(join->scratch);
        if (groups_find(&all->groups, a) == groups_find(&all->groups, b) ||
            (tries[a] >= MOST_TRIES && tries[b] >= MOST_TRIES))
            continue;
        if (groups_meet(join, all, a, b) && groups_score(join, all, a, b) >= JOIN_MEAN) {
            groups_join(&all->groups, a, b);
        } else {
            tries[a]++;
            tries[b]++;
        }
    }
    return DLN_OK;
}

/* ---- one event, two dates ---- */

static bool share_voice(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            if (join->voice[all->unit.at[i].report] == join->voice[all->unit.at[k].report])
                return true;
            k = all->groups.next[k];
        } while (k != b && ++steps < 512);
        i = all->groups.next[i];
    } while (i != a && steps < 512);
    return steps >= 512;
}

static bool same_parties(const Unit *a, const Unit *b)
{
    uint32_t parties = a->n_persons + a->n_others;
    return parties >= 2 && a->n_persons == b->n_persons && a->n_others == b->n_others &&
           shared_in(a->person, a->n_persons, b->person, b->n_persons) == a->n_persons &&
           shared_in(a->other, a->n_others, b->other, b->n_others) == a->n_others;
}

/* "meet" and "meeting", "attack" and "attack"; not the talks and the meeting. */
static bool one_stem(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return n >= 4 && memcmp(a.p, b.p, n) == 0;
}

static bool same_thing(const Unit *a, const Unit *b)
{
    return a->thing.n && slice_eq_nocase(a->thing, b->thing);
}

/* Who cannot be named is known by what he is and where: the attack on the convoy, the experts who
 * meet in Vienna. */
static bool same_nameless(const Join *join, const Unit *a, const Unit *b)
{
    bool named = a->place != NONE && a->place == b->place &&
                 join->record->entities.at[a->place].spellings.n > 0;
    return same_thing(a, b) && (named || strikes(a->class)) && a->n_persons == 0 &&
           b->n_persons == 0;
}

static bool one_with_a_slip(const Join *join, const Unit *a, const Unit *b)
{
    int32_t gap = days_apart(a, b);
    if (gap <= 0 || gap > 3 || !places_meet(join, a, b) || a->background || b->background)
        return false;
    return (one_stem(a->label, b->label) && same_parties(a, b)) || same_nameless(join, a, b);
}

/* Pairs that only their dates keep apart, the likeliest first. */
static dln_status find_slips(Join *join, Units *all)
{
    all->pair.n = 0;
    for (uint32_t i = 0; i < all->key.n; i++) {
        for (uint32_t j = i + 1;
             j < all->key.n && j < i + KEY_WINDOW && all->key.at[j].key == all->key.at[i].key;
             j++) {
            EventPair p = {all->key.at[i].unit, all->key.at[j].unit, 0};
            const Unit *a = &all->unit.at[p.a], *b = &all->unit.at[p.b];
            if (arena_late(join->scratch, 5)) return arena_status(join->scratch);
            if (p.a == p.b || !one_with_a_slip(join, a, b)) continue;
            p.score = pair_score(join, a, b);
            if (!VEC_PUSH(join->scratch, &all->pair, p)) return arena_status(join->scratch);
        }
    }
    list_sort(all->pair.at, all->pair.n, sizeof *all->pair.at, by_likelihood);
    return DLN_OK;
}

static dln_status join_slips(Join *join, Units *all)
{
    TRY(find_slips(join, all));
    for (uint32_t i = 0; i < all->pair.n; i++) {
        uint32_t a = all->pair.at[i].a, b = all->pair.at[i].b;
        if (arena_late(join->scratch, 20)) return arena_status(join->scratch);
        if (groups_find(&all->groups, a) != groups_find(&all->groups, b) &&
            !share_voice(join, all, a, b))
            groups_join(&all->groups, a, b);
    }
    return DLN_OK;
}

dln_status join_events(Join *join)
{
    Units all = {0};
    TRY(collect(join, &all));
    TRY(find_pairs(join, &all));
    join_happenings(&all);
    TRY(join_pairs(join, &all));
    TRY(join_slips(join, &all));
    return write_events(join, &all);
}
