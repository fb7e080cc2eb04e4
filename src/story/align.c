/* align.c - see align.h. */
#include "story/align.h"
#include <stdlib.h>

enum {
    CHAIN_MAX = 6,   /* places tried for one seed: a refrain is not worth more */
    STEP_MAX = 3,    /* words stepped over on either side inside a stretch */
    JOIN_WORDS = 14, /* neighbouring stretches with no more words between them are one passage */
    JOIN_SLACK = 5   /* and as many on both sides, give or take */
};

dln_status triple_index(const Words *words, Arena *arena, TripleIndex *index)
{
    uint32_t n = words->n < 3 ? 0 : words->n - 2, size = 64;
    while (size < 2 * n)
        size *= 2;
    *index = (TripleIndex){words, ARENA_ARRAY(arena, uint32_t, size),
                           ARENA_ARRAY(arena, uint32_t, n), size - 1};
    if (!index->head || !index->next) return arena_status(arena);
    for (uint32_t j = n; j-- > 0;) { /* backwards: chains run forwards */
        uint32_t *slot = &index->head[word_triple(&words->at[j]) & index->mask];
        index->next[j] = *slot;
        *slot = j + 1;
    }
    return DLN_OK;
}

static inline bool triple_same(const Word *a, const Word *b)
{
    return a[0].hash == b[0].hash && a[1].hash == b[1].hash && a[2].hash == b[2].hash;
}

/* The smallest step over a disagreement at a[0], b[0] (di words of a, dj of b) behind which two
 * words agree again. */
static bool resync(const Word *a, uint32_t a_left, const Word *b, uint32_t b_left, int way,
                   uint32_t *di, uint32_t *dj)
{
    for (uint32_t total = 1; total <= 2 * STEP_MAX; total++) {
        for (uint32_t i = total > STEP_MAX ? total - STEP_MAX : 0; i <= STEP_MAX && i <= total;
             i++) {
            uint32_t j = total - i;
            if (i + 2 > a_left || j + 2 > b_left) continue;
            const Word *x = a + (ptrdiff_t)i * way, *y = b + (ptrdiff_t)j * way;
            if (x[0].hash == y[0].hash && x[way].hash == y[way].hash) {
                *di = i;
                *dj = j;
                return true;
            }
        }
    }
    return false;
}

typedef struct Growth {
    uint32_t a_n, b_n, same, exact;
} Growth; /* words gained on either side, and how many of them agree */

/* Grows from a[0], b[0] in one direction (way 1 or -1). */
static Growth extend(const Word *a, uint32_t a_left, const Word *b, uint32_t b_left, int way)
{
    Growth g = {0, 0, 0, 0};
    uint32_t i = 0, j = 0, di = 0, dj = 0;
    while (i < a_left && j < b_left) {
        const Word *x = a + (ptrdiff_t)i * way, *y = b + (ptrdiff_t)j * way;
        if (x->hash == y->hash) {
            i++, j++, g.same++;
            g.exact += x->raw == y->raw;
            g.a_n = i, g.b_n = j;
        } else if (resync(x, a_left - i, y, b_left - j, way, &di, &dj)) {
            i += di, j += dj;
        } else {
            break;
        }
    }
    return g;
}

static Passage grow(const Words *older, const Words *newer, uint32_t i, uint32_t j)
{
    Growth f = extend(older->at + i, older->n - i, newer->at + j, newer->n - j, 1),
           b = {0, 0, 0, 0};
    if (i && j) b = extend(older->at + i - 1, i, newer->at + j - 1, j, -1);
    return (Passage){i - b.a_n,     f.a_n + b.a_n,   j - b.b_n,
                     f.b_n + b.b_n, f.same + b.same, f.exact + b.exact};
}

static int by_length(const void *x, const void *y)
{
    const Passage *a = x, *b = y;
    if (a->same != b->same) return a->same > b->same ? -1 : 1;
    return a->b != b->b ? (a->b < b->b ? -1 : 1) : (a->a > b->a) - (a->a < b->a);
}
static int by_place(const void *x, const void *y)
{
    const Passage *a = x, *b = y;
    return a->b != b->b ? (a->b < b->b ? -1 : 1) : (a->a > b->a) - (a->a < b->a);
}

/* A seed inside a stretch already grown on (nearly) the same diagonal says nothing new. */
static bool is_known(const Passage *found, uint32_t n, uint32_t i, uint32_t j)
{
    for (uint32_t k = n; k-- > 0 && n - k <= 8;) {
        const Passage *p = &found[k];
        if (i >= p->a && i < p->a + p->a_n && j >= p->b && j < p->b + p->b_n) return true;
    }
    return false;
}

static uint32_t find_stretches(const Words *older, const TripleIndex *index, Passage *found,
                               uint32_t most)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i + 3 <= older->n && n < most; i++) {
        uint32_t tries = 0;
        for (uint32_t j = index->head[word_triple(&older->at[i]) & index->mask];
             j && tries < CHAIN_MAX && n < most; j = index->next[j - 1]) {
            if (!triple_same(&older->at[i], &index->words->at[j - 1])) continue;
            tries++;
            if (is_known(found, n, i, j - 1)) continue;
            found[n++] = grow(older, index->words, i, j - 1);
        }
    }
    return n;
}

/* Cuts `p` back to the words of the newer text that `taken` leaves free; keeps the longest free
 * part. */
static bool cut_to_free(Passage *p, const uint8_t *taken)
{
    uint32_t best = 0, best_n = 0, run = 0;
    for (uint32_t j = p->b; j < p->b + p->b_n; j++) {
        run = taken[j] ? 0 : run + 1;
        if (run > best_n) best_n = run, best = j + 1 - run;
    }
    if (best_n == p->b_n) return true;
    if (best_n < ALIGN_MIN_WORDS) return false;
    uint32_t head = best - p->b, tail = p->b + p->b_n - best - best_n;
    if (head + tail >= p->a_n) return false;
    p->a += head; /* the diagonal is near enough straight */
    p->a_n -= head + tail;
    p->b = best;
    p->b_n = best_n;
    uint32_t kept = p->same > head + tail ? p->same - head - tail : 0;
    p->exact = p->same ? (uint32_t)((uint64_t)p->exact * kept / p->same) : 0;
    p->same = kept;
    return kept > 0;
}

/* Longest first, each on words nobody has taken yet; then in order of the newer text. */
static uint32_t choose(Passage *found, uint32_t n, uint8_t *taken)
{
    uint32_t kept = 0;
    list_sort(found, n, sizeof *found, by_length);
    for (uint32_t k = 0; k < n; k++) {
        Passage p = found[k];
        if (p.b_n < 3 || !cut_to_free(&p, taken)) continue;
        memset(taken + p.b, 1, p.b_n);
        found[kept++] = p;
    }
    list_sort(found, kept, sizeof *found, by_place);
    return kept;
}

/* The gap may be as wide as the shorter neighbour is long, no wider: two runs of six words do not
 * vouch for fourteen between them. */
static bool can_join(const Passage *p, const Passage *q)
{
    if (q->a < p->a + p->a_n) return false;
    uint32_t a_gap = q->a - (p->a + p->a_n), b_gap = q->b - (p->b + p->b_n),
             least = p->b_n < q->b_n ? p->b_n : q->b_n;
    uint32_t slack = a_gap > b_gap ? a_gap - b_gap : b_gap - a_gap,
             most = least + 2 < JOIN_WORDS ? least + 2 : JOIN_WORDS;
    return a_gap <= most && b_gap <= most && slack <= JOIN_SLACK;
}

static uint32_t join(Passage *at, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t k = 0; k < n; k++) {
        Passage *last = kept ? &at[kept - 1] : NULL;
        if (last && can_join(last, &at[k])) {
            last->a_n = at[k].a + at[k].a_n - last->a;
            last->b_n = at[k].b + at[k].b_n - last->b;
            last->same += at[k].same;
            last->exact += at[k].exact;
        } else {
            at[kept++] = at[k];
        }
    }
    uint32_t long_enough = 0;
    for (uint32_t k = 0; k < kept; k++) {
        if (at[k].b_n >= ALIGN_MIN_WORDS && at[k].same >= ALIGN_MIN_WORDS - 1 &&
            at[k].same * 2 >= at[k].b_n)
            at[long_enough++] = at[k];
    }
    return long_enough;
}

dln_status align_texts(const Words *older, const TripleIndex *index, Arena *arena,
                       Passages *passages)
{
    uint8_t *taken = ARENA_ARRAY(arena, uint8_t, index->words->n + 1);
    *passages = (Passages){ARENA_ARRAY(arena, Passage, ALIGN_MAX_PASSAGES), 0};
    if (!taken || !passages->at) return arena_status(arena);
    uint32_t n = find_stretches(older, index, passages->at, ALIGN_MAX_PASSAGES);
    n = choose(passages->at, n, taken);
    passages->n = join(passages->at, n);
    return DLN_OK;
}
