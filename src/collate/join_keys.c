/* join_keys.c - which tellings are worth comparing.
 *
 * In: all tellings of a story. Out: pairs that share a key, or whose later one looks back, sorted.
 * A key is a word, its class, its senses, a kind, a statement, who does it to whom, the top of a
 * report. Words whose vectors lie near each other as keys: twice the pairs, no join more that was
 * right.
 *
 * Known to get wrong: other words for one act ("hit with tariffs", "punish") with nobody named.
 */
#include "collate/event_pair.h"

/* Of one key the next are compared, fewer where so many reports tell that all meet by others. */
enum { KEY_WINDOW = 24, KEY_WINDOW_MANY = 12, MANY_REPORTS = 24, KEY_SENSES = 2, LOOK_BACK = 60 };

/* tellings_alike: above, two are compared without a key; below, they are not in spite of one (of
 * the pairs of the chains two in five, one in fourteen of those that are one). */
static const float alike = -2, unlike = -4;

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

/* Where the keys of each unit stand: place[first[i]] to place[first[i + 1] - 1]; for each unit the
 * last one that has met it, plus 1. */
typedef struct Meetings {
    uint32_t *first, *place, *met;
    uint32_t *partner, n; /* of one unit, each once */
} Meetings;

static bool note_places(const Units *all, Arena *arena, Meetings *out)
{
    uint32_t n = all->unit.n, *first = ARENA_ARRAY(arena, uint32_t, n + 2);
    *out = (Meetings){.first = first,
                      .place = ARENA_ARRAY(arena, uint32_t, all->key.n + 1),
                      .met = ARENA_ARRAY(arena, uint32_t, n + 1),
                      .partner = ARENA_ARRAY(arena, uint32_t, n + 1)};
    if (!first || !out->place || !out->met || !out->partner) return false;
    for (uint32_t i = 0; i < all->key.n; i++)
        first[all->key.at[i].unit + 2]++;
    for (uint32_t i = 1; i < n; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < all->key.n; i++)
        out->place[first[all->key.at[i].unit + 1]++] = i;
    return true;
}

static void meet(Meetings *m, uint32_t unit, uint32_t other)
{
    if (other == unit || m->met[other] == unit + 1) return;
    m->met[other] = unit + 1;
    m->partner[m->n++] = other;
}

/* "The move": nouns that look back meet what the report told before, whatever its words. */
static void meet_references(const Join *join, const Units *all, uint32_t unit, Meetings *m)
{
    const Unit *u = &all->unit.at[unit];
    for (uint32_t i = unit + 1; i < all->unit.n && i < unit + LOOK_BACK; i++) {
        const Unit *later = &all->unit.at[i];
        if (later->report != u->report) break;
        if (later->refers >= REFERS_THE && may_refer(join, u, later)) meet(m, unit, i);
    }
}

/* Tellings behind one that are looked at, and how many of them it meets, whatever they repeat. */
enum { ALIKE_WINDOW = 1000, ALIKE_MOST = 48 };

/* "Disclosed the payment", "revealed it": near by what their words mean, of one report, or of any
 * where there are few. */
static void meet_alike(const Join *join, const Units *all, uint32_t unit, Meetings *m)
{
    const JoinModel *model = &join->collate->model;
    const Unit *u = &all->unit.at[unit];
    uint32_t most = m->n + ALIKE_MOST, end = unit + ALIKE_WINDOW;
    for (uint32_t i = unit + 1; i < all->unit.n && i < end && m->n < most; i++) {
        const Unit *later = &all->unit.at[i];
        if (later->report != u->report && join->in->n > MANY_REPORTS) break;
        if (tellings_alike(model, u, later) > alike) meet(m, unit, i);
    }
}

/* Those that were met and whose words lie far from each other are not compared, but where both
 * reports tell it in one sentence. */
static void drop_unlike(const Join *join, const Units *all, uint32_t unit, Meetings *m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        const Unit *a = &all->unit.at[unit], *b = &all->unit.at[m->partner[i]];
        if (tellings_alike(&join->collate->model, a, b) > unlike || told_again(join, a, b))
            m->partner[n++] = m->partner[i];
    }
    m->n = n;
}

/* Units behind `unit` that share a key with it, among the next of that key, or refer to it. */
static void meet_partners(const Join *join, const Units *all, uint32_t unit, Meetings *m)
{
    const uint32_t window = join->in->n > MANY_REPORTS ? KEY_WINDOW_MANY : KEY_WINDOW;
    const UnitKey *key = all->key.at;
    m->n = 0;
    for (uint32_t p = m->first[unit]; p < m->first[unit + 1]; p++) {
        uint32_t i = m->place[p], end = all->key.n - i < window ? all->key.n : i + window;
        for (uint32_t j = i + 1; j < end && key[j].key == key[i].key; j++)
            meet(m, unit, key[j].unit);
    }
    meet_references(join, all, unit, m);
    drop_unlike(join, all, unit, m);
    meet_alike(join, all, unit, m);
    sort_u32(m->partner, m->n);
}

dln_status find_pairs(Join *join, Units *all)
{
    Meetings m;
    for (uint32_t i = 0; i < all->unit.n; i++)
        if (!add_keys(join, all, i)) return arena_status(join->scratch);
    list_sort(all->key.at, all->key.n, sizeof *all->key.at, by_key);
    all->pair_first = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    if (!all->pair_first || !note_places(all, join->scratch, &m))
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        all->pair_first[i] = all->pair.n;
        meet_partners(join, all, i, &m);
        for (uint32_t k = 0; k < m.n; k++) {
            if (arena_late(join->scratch, 20)) return arena_status(join->scratch);
            if (may_be_one(join, &all->unit.at[i], &all->unit.at[m.partner[k]]) &&
                !VEC_PUSH(join->scratch, &all->pair, (EventPair){i, m.partner[k], 0}))
                return arena_status(join->scratch);
        }
    }
    all->pair_first[all->unit.n] = all->pair.n;
    return DLN_OK;
}
