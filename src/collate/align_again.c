/* align_again.c - what the other pairs say about a pair.
 *
 * In: all pairs with the scores of the first pass. Out: columns for the second: how far a pair
 * leads its rivals, its brothers (pairs of the same two sentences, of the same two clauses), the
 * way round by a third report.
 *
 * "Holm opened the bridge on Friday" / "On Friday Lena Holm opened it": the two days raise the two
 * openers, and both raise the verbs. */
#include "collate/align_impl.h"

enum { BROTHERS_KEPT = 12, OVERLAPPING_SEEN = 40, RIVALS_SEEN = 40 };

typedef struct Half {                  /* a pair seen from one of its claims */
    uint32_t claim, side, other, pair; /* side: of the other */
    float score;
} Half;
typedef struct Cell {    /* a pair under its two sentences */
    uint32_t a, b, pair; /* sentences, counted over all */
    float score;
} Cell;

struct Again {
    const Sides *sides;
    const Aligned *all;
    Half *half; /* by claim, side, best first */
    Half *mate; /* by claim, other */
    uint32_t n_halves;
    Cell *cell;
    uint32_t n_cells;
    uint32_t *cell_of;           /* [pairs] place in `cell`, NONE: too low */
    uint32_t *begin_of, *end_of; /* [cells] of its group */
    uint32_t *kept;              /* [cells] pairs of a group that stand together, group by group */
    uint32_t *n_kept;            /* [cells] at the group's first cell */
};

static int by_rival(const void *x, const void *y)
{
    const Half *a = x, *b = y;
    if (a->claim != b->claim) return a->claim < b->claim ? -1 : 1;
    if (a->side != b->side) return a->side < b->side ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->other < b->other ? -1 : a->other > b->other;
}

static int by_mate(const void *x, const void *y)
{
    const Half *a = x, *b = y;
    if (a->claim != b->claim) return a->claim < b->claim ? -1 : 1;
    return a->other < b->other ? -1 : a->other > b->other;
}

static int by_cell(const void *x, const void *y)
{
    const Cell *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->pair < b->pair ? -1 : a->pair > b->pair;
}

static bool cross(const Again *g, uint32_t a, uint32_t b)
{
    return side_at(g->sides, a) == side_at(g->sides, b) &&
           span_meet(side_claim(g->sides, a)->c->span, side_claim(g->sides, b)->c->span);
}

/* Best first, one-to-one, no overlaps. */
static void keep_brothers(Again *g, uint32_t begin, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = begin; i < end && n < BROTHERS_KEPT; i++) {
        const AlignPair *p = &g->all->pairs.at[g->cell[i].pair];
        bool free = true;
        for (uint32_t k = 0; k < n && free; k++) {
            const AlignPair *q = &g->all->pairs.at[g->kept[begin + k]];
            free = !cross(g, p->a, q->a) && !cross(g, p->b, q->b);
        }
        if (free) g->kept[begin + n++] = g->cell[i].pair;
    }
    g->n_kept[begin] = n;
}

static uint32_t row_of(const Again *g, const uint32_t *rows, uint32_t claim)
{
    return rows[side_at(g->sides, claim)] + side_claim(g->sides, claim)->row;
}

static bool fill(Again *g, float least, Arena *arena)
{
    uint32_t n = g->all->pairs.n;
    uint32_t *rows = ARENA_ARRAY(arena, uint32_t, g->sides->n + 1);
    if (!rows) return false;
    for (uint32_t i = 0; i < g->sides->n; i++)
        rows[i + 1] = rows[i] + g->sides->at[i].n_rows;
    for (uint32_t i = 0; i < n; i++) {
        const AlignPair *p = &g->all->pairs.at[i];
        g->cell_of[i] = NONE;
        if (p->score < least) continue;
        g->half[g->n_halves++] = (Half){p->a, side_at(g->sides, p->b), p->b, i, p->score};
        g->half[g->n_halves++] = (Half){p->b, side_at(g->sides, p->a), p->a, i, p->score};
        g->cell[g->n_cells++] = (Cell){row_of(g, rows, p->a), row_of(g, rows, p->b), i, p->score};
    }
    memcpy(g->mate, g->half, g->n_halves * sizeof *g->mate);
    list_sort(g->half, g->n_halves, sizeof *g->half, by_rival);
    list_sort(g->mate, g->n_halves, sizeof *g->mate, by_mate);
    list_sort(g->cell, g->n_cells, sizeof *g->cell, by_cell);
    for (uint32_t i = 0, end; i < g->n_cells; i = end) {
        LIST_RUN(end, i, g->n_cells,
                 g->cell[end].a == g->cell[i].a && g->cell[end].b == g->cell[i].b);
        keep_brothers(g, i, end);
        for (uint32_t k = i; k < end; k++) {
            g->cell_of[g->cell[k].pair] = k;
            g->begin_of[k] = i;
            g->end_of[k] = end;
        }
    }
    return true;
}

dln_status again_open(const Sides *sides, const Aligned *all, float least, Arena *arena,
                      Again **again)
{
    uint32_t n = 0;
    Again *g = *again = ARENA_NEW(arena, Again);
    if (!g) return arena_status(arena);
    *g = (Again){.sides = sides, .all = all};
    for (uint32_t i = 0; i < all->pairs.n; i++)
        n += all->pairs.at[i].score >= least;
    g->half = ARENA_ARRAY(arena, Half, 2 * (size_t)n + 1);
    g->mate = ARENA_ARRAY(arena, Half, 2 * (size_t)n + 1);
    g->cell = ARENA_ARRAY(arena, Cell, n + 1);
    g->cell_of = ARENA_ARRAY(arena, uint32_t, all->pairs.n + 1);
    g->begin_of = ARENA_ARRAY(arena, uint32_t, n + 1);
    g->end_of = ARENA_ARRAY(arena, uint32_t, n + 1);
    g->kept = ARENA_ARRAY(arena, uint32_t, n + 1);
    g->n_kept = ARENA_ARRAY(arena, uint32_t, n + 1);
    if (arena->failed) return arena_status(arena);
    return fill(g, least, arena) ? DLN_OK : arena_status(arena);
}

static uint32_t first_half(const Half *half, uint32_t n, const Half *key,
                           int (*order)(const void *, const void *))
{
    uint32_t low;
    LIST_FIRST(low, n, order(&half[low], key) < 0);
    return low;
}

/* Best score of claim `a` with another stretch of the report of `b` that does not overlap b. */
static float rival(const Again *g, uint32_t a, uint32_t b)
{
    Half key = {.claim = a, .side = side_at(g->sides, b), .score = 2};
    uint32_t i = first_half(g->half, g->n_halves, &key, by_rival);
    for (uint32_t seen = 0; i < g->n_halves && seen < RIVALS_SEEN; i++, seen++) {
        if (g->half[i].claim != a || g->half[i].side != key.side) break;
        if (!cross(g, g->half[i].other, b)) return g->half[i].score;
    }
    return 0;
}

/* Ways round: the best claim of each third report that both are paired with. */
static void thirds(const Again *g, uint32_t a, uint32_t b, float out[AGAIN_COLUMN_COUNT])
{
    Half ka = {.claim = a}, kb = {.claim = b};
    uint32_t i = first_half(g->mate, g->n_halves, &ka, by_mate),
             k = first_half(g->mate, g->n_halves, &kb, by_mate), side = NONE;
    float best = 0, sum = 0, most = 0;
    while (i < g->n_halves && k < g->n_halves && g->mate[i].claim == a && g->mate[k].claim == b) {
        const Half *p = &g->mate[i], *q = &g->mate[k];
        if (p->other != q->other) {
            if (p->other < q->other)
                i++;
            else
                k++;
            continue;
        }
        if (p->side != side) {
            sum += best;
            best = 0;
            side = p->side;
        }
        float s = p->score < q->score ? p->score : q->score;
        best = s > best ? s : best;
        most = s > most ? s : most;
        i++;
        k++;
    }
    out[AGAIN_THIRD] = most;
    out[AGAIN_THIRDS] = sum + best;
}

static void brothers(const Again *g, const AlignPair *p, uint32_t cell,
                     float out[AGAIN_COLUMN_COUNT])
{
    uint32_t begin = g->begin_of[cell];
    const SideClaim *a = side_claim(g->sides, p->a), *b = side_claim(g->sides, p->b);
    for (uint32_t i = 0; i < g->n_kept[begin]; i++) {
        const AlignPair *q = &g->all->pairs.at[g->kept[begin + i]];
        if (cross(g, p->a, q->a) || cross(g, p->b, q->b)) continue;
        out[AGAIN_BROTHERS] += q->score;
        if (q->score > out[AGAIN_BEST_BROTHER]) out[AGAIN_BEST_BROTHER] = q->score;
        bool clause = a->clause != NONE && b->clause != NONE &&
                      side_claim(g->sides, q->a)->clause == a->clause &&
                      side_claim(g->sides, q->b)->clause == b->clause;
        if (clause && q->score > out[AGAIN_CLAUSE_BROTHERS]) out[AGAIN_CLAUSE_BROTHERS] = q->score;
    }
    for (uint32_t i = begin; i < g->end_of[cell] && i < begin + OVERLAPPING_SEEN; i++) {
        const AlignPair *q = &g->all->pairs.at[g->cell[i].pair];
        if (i == cell || !cross(g, p->a, q->a) || !cross(g, p->b, q->b)) continue;
        out[AGAIN_OVERLAPPING] = q->score; /* best first */
        break;
    }
}

void again_columns(const Again *g, uint32_t pair, float out[AGAIN_COLUMN_COUNT])
{
    const AlignPair *p = &g->all->pairs.at[pair];
    memset(out, 0, AGAIN_COLUMN_COUNT * sizeof *out);
    out[AGAIN_SCORE] = p->score;
    if (g->cell_of[pair] == NONE) return;
    float a = p->score - rival(g, p->a, p->b), b = p->score - rival(g, p->b, p->a);
    out[AGAIN_LEAD_WORSE] = a < b ? a : b;
    out[AGAIN_LEAD_BETTER] = a < b ? b : a;
    brothers(g, p, g->cell_of[pair], out);
    thirds(g, p->a, p->b, out);
}
