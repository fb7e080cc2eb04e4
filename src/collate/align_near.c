/* align_near.c - which pairs of claims are worth a look.
 *
 * In: two sides. Out: for every claim of either the few nearest of the other.
 *
 * Idea: claims meet when they share a word, a figure, a day or a bearer (inverted index), or when
 * their sentences are near and they are of one kind ("four people" and "six people died" share no
 * figure, and a date and another date share nothing at all). Likeness: cosine of what they share,
 * nearness of their sentences, kind, governor. */
#include "collate/align_impl.h"

enum { NEAR_SENTENCES = 3 };
#define SENTENCE_PART 0.5f
#define KIND_PART 0.15f
#define GOVERNOR_PART 0.2f
#define VERB_PART 0.1f

typedef struct Best {
    uint32_t claim[ALIGN_NEAREST];
    float near[ALIGN_NEAREST];
    uint32_t n;
} Best;

typedef struct Near {
    const Side *x, *y;
    float *cell;     /* [x->n][y->n] shared weight; above 0: met */
    float *sentence; /* [sentences of x][sentences of y] */
    Best *row, *column;
} Near;

static void offer(Best *best, uint32_t claim, float near)
{
    uint32_t at = best->n;
    if (at == ALIGN_NEAREST && near <= best->near[at - 1]) return;
    if (at < ALIGN_NEAREST)
        best->n++;
    else
        at--;
    for (; at > 0 && best->near[at - 1] < near; at--) {
        best->near[at] = best->near[at - 1];
        best->claim[at] = best->claim[at - 1];
    }
    best->near[at] = near;
    best->claim[at] = claim;
}

static void share_words(Near *n)
{
    const Posting *p = n->x->posting, *q = n->y->posting;
    uint32_t i = 0, k = 0;
    while (i < n->x->n_postings && k < n->y->n_postings) {
        if (p[i].key != q[k].key) {
            if (p[i].key < q[k].key)
                i++;
            else
                k++;
            continue;
        }
        uint32_t i_end = i, k_end = k, key = p[i].key;
        while (i_end < n->x->n_postings && p[i_end].key == key)
            i_end++;
        while (k_end < n->y->n_postings && q[k_end].key == key)
            k_end++;
        for (uint32_t a = i; a < i_end; a++)
            for (uint32_t b = k; b < k_end; b++)
                n->cell[(size_t)p[a].claim * n->y->n + q[b].claim] += p[a].weight * q[b].weight;
        i = i_end;
        k = k_end;
    }
}

static bool typed(ClaimKind kind)
{
    return kind == CLAIM_TIME || kind == CLAIM_FIGURE || kind == CLAIM_NAME || kind == CLAIM_QUOTE;
}

/* Claims of one kind, or under one verb, in the sentences nearest to each other. */
static void meet_typed(Near *n)
{
    uint32_t columns = n->y->n_rows;
    uint32_t first = 0;
    for (uint32_t s = 0; s < n->x->n_rows; s++) {
        Best best = {.n = 0};
        uint32_t end = first;
        while (end < n->x->n && n->x->claim[end].row == s)
            end++;
        for (uint32_t t = 0; t < columns && end > first; t++)
            if (n->sentence[(size_t)s * columns + t] > 0)
                offer(&best, t, n->sentence[(size_t)s * columns + t]);
        for (uint32_t k = 0; k < n->y->n && best.n; k++) {
            const SideClaim *b = &n->y->claim[k];
            bool here = false;
            for (uint32_t i = 0; i < best.n && i < NEAR_SENTENCES; i++)
                here |= best.claim[i] == b->row;
            for (uint32_t i = first; i < end && here; i++) {
                const SideClaim *a = &n->x->claim[i];
                bool kind = a->c->kind == b->c->kind && typed(a->c->kind);
                bool governor = a->governor && a->governor == b->governor;
                if (kind || governor) n->cell[(size_t)i * n->y->n + k] += 1e-6f;
            }
        }
        first = end;
    }
}

static float likeness(const Near *n, uint32_t i, uint32_t k, float shared)
{
    const SideClaim *a = &n->x->claim[i], *b = &n->y->claim[k];
    float norm = a->keys.norm * b->keys.norm;
    float near = norm > 0 ? shared / norm : 0;
    near += SENTENCE_PART * n->sentence[(size_t)a->row * n->y->n_rows + b->row];
    near += a->c->kind == b->c->kind ? KIND_PART : 0;
    near += a->governor && a->governor == b->governor ? GOVERNOR_PART : 0;
    return near + (a->verb && a->verb == b->verb ? VERB_PART : 0);
}

static void rank(Near *n)
{
    for (uint32_t i = 0; i < n->x->n; i++)
        for (uint32_t k = 0; k < n->y->n; k++) {
            float *cell = &n->cell[(size_t)i * n->y->n + k];
            if (*cell <= 0) continue;
            *cell = likeness(n, i, k, *cell);
            offer(&n->row[i], k, *cell);
            offer(&n->column[k], i, *cell);
        }
}

static bool add_pair(const Near *n, uint32_t i, uint32_t k, Arena *arena, NearPairs *out)
{
    float near = n->cell[(size_t)i * n->y->n + k];
    float a = near - n->row[i].near[0], b = near - n->column[k].near[0];
    return VEC_PUSH(
        arena, &out->at,
        (AlignPair){.a = i, .b = k, .near = near, .worse = a < b ? a : b, .better = a < b ? b : a});
}

static bool among(const Best *best, uint32_t claim)
{
    for (uint32_t i = 0; i < best->n; i++)
        if (best->claim[i] == claim) return true;
    return false;
}

dln_status near_pairs(const Side *x, const Side *y, Arena *temp, Arena *arena, NearPairs *out)
{
    uint32_t rows = x->n_rows, columns = y->n_rows;
    if (!x->n || !y->n) return DLN_OK;
    Near n = {.x = x,
              .y = y,
              .cell = arena_array(temp, (size_t)x->n * y->n, sizeof(float)),
              .sentence = arena_array(temp, (size_t)rows * columns, sizeof(float)),
              .row = ARENA_ARRAY(temp, Best, x->n),
              .column = ARENA_ARRAY(temp, Best, y->n)};
    if (!n.cell || !n.sentence || !n.row || !n.column) return arena_status(temp);
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < columns; k++)
            n.sentence[(size_t)i * columns + k] = terms_cosine(x->sentence[i].words,
                                                               y->sentence[k].words);
    share_words(&n);
    meet_typed(&n);
    rank(&n);
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t k = 0; k < n.row[i].n; k++)
            if (!add_pair(&n, i, n.row[i].claim[k], arena, out)) return arena_status(arena);
    for (uint32_t k = 0; k < y->n; k++)
        for (uint32_t i = 0; i < n.column[k].n; i++)
            if (!among(&n.row[n.column[k].claim[i]], k) &&
                !add_pair(&n, n.column[k].claim[i], k, arena, out))
                return arena_status(arena);
    return DLN_OK;
}
