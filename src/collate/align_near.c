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
    float *cell;     /* [y->n] weight shared with the claim of x at hand; above 0: met */
    uint64_t *met;   /* a bit of each of those that has a weight */
    uint32_t *first; /* [y->n_rows + 1] the first claim of each sentence of y */
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

static void meet(Near *n, uint32_t k, float weight)
{
    n->cell[k] += weight;
    n->met[k / 64] |= 1ull << (k % 64);
}

static void share_words(Near *n, uint32_t i)
{
    const WeightedSet *own = &n->x->claim[i].keys;
    const Posting *posting = n->y->posting;
    for (uint32_t w = 0; w < own->n; w++) {
        const uint32_t key = own->at[w].key;
        uint32_t at;
        LIST_FIRST(at, n->y->n_postings, posting[at].key < key);
        for (; at < n->y->n_postings && posting[at].key == key; at++)
            meet(n, posting[at].claim, own->at[w].weight * posting[at].weight);
    }
}

static bool typed(ClaimKind kind)
{
    return kind == CLAIM_TIME || kind == CLAIM_FIGURE || kind == CLAIM_NAME || kind == CLAIM_QUOTE;
}

/* The sentences of y nearest to one of x. */
static Best near_sentences(const Near *n, uint32_t row)
{
    const float *near = n->sentence + (size_t)row * n->y->n_rows;
    Best best = {.n = 0};
    for (uint32_t t = 0; t < n->y->n_rows; t++)
        if (near[t] > 0) offer(&best, t, near[t]);
    if (best.n > NEAR_SENTENCES) best.n = NEAR_SENTENCES;
    return best;
}

/* Claims of one kind, or under one verb, in the sentences nearest to each other. */
static void meet_typed(Near *n, uint32_t i, const Best *near)
{
    const SideClaim *a = &n->x->claim[i];
    for (uint32_t t = 0; t < near->n; t++) {
        uint32_t row = near->claim[t];
        for (uint32_t k = n->first[row]; k < n->first[row + 1]; k++) {
            const SideClaim *b = &n->y->claim[k];
            bool kind = a->c->kind == b->c->kind && typed(a->c->kind);
            bool governor = a->governor && a->governor == b->governor;
            if (kind || governor) meet(n, k, 1e-6f);
        }
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

/* Those that the claim met, in their order. */
static void rank(Near *n, uint32_t i)
{
    for (uint32_t word = 0; word * 64 < n->y->n; word++) {
        for (; n->met[word]; n->met[word] &= n->met[word] - 1) {
            uint32_t k = word * 64 + (uint32_t)__builtin_ctzll(n->met[word]);
            float shared = n->cell[k];
            n->cell[k] = 0;
            if (shared <= 0) continue;
            float near = likeness(n, i, k, shared);
            offer(&n->row[i], k, near);
            offer(&n->column[k], i, near);
        }
    }
}

static void rank_all(Near *n)
{
    Best near = {.n = 0};
    for (uint32_t i = 0; i < n->x->n; i++) {
        uint32_t row = n->x->claim[i].row;
        if (!i || row != n->x->claim[i - 1].row) near = near_sentences(n, row);
        share_words(n, i);
        meet_typed(n, i, &near);
        rank(n, i);
    }
}

static bool add_pair(const Near *n, uint32_t i, uint32_t k, float near, Arena *arena,
                     NearPairs *out)
{
    float a = near - n->row[i].near[0], b = near - n->column[k].near[0];
    return VEC_PUSH(
        arena, out,
        (AlignPair){.a = i, .b = k, .near = near, .worse = a < b ? a : b, .better = a < b ? b : a});
}

static bool among(const Best *best, uint32_t claim)
{
    for (uint32_t i = 0; i < best->n; i++)
        if (best->claim[i] == claim) return true;
    return false;
}

static dln_status open_near(const Side *x, const Side *y, Arena *temp, Near *n)
{
    uint32_t rows = x->n_rows, columns = y->n_rows;
    *n = (Near){.x = x,
                .y = y,
                .cell = ARENA_ARRAY(temp, float, y->n),
                .met = ARENA_ARRAY(temp, uint64_t, y->n / 64 + 1),
                .first = ARENA_ARRAY(temp, uint32_t, columns + 1),
                .sentence = arena_array(temp, (size_t)rows * columns, sizeof(float)),
                .row = ARENA_ARRAY(temp, Best, x->n),
                .column = ARENA_ARRAY(temp, Best, y->n)};
    if (!n->cell || !n->met || !n->first || !n->sentence || !n->row || !n->column)
        return arena_status(temp);
    for (uint32_t k = 0; k < y->n; k++)
        n->first[y->claim[k].row + 1] = k + 1;
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < columns; k++)
            n->sentence[(size_t)i * columns + k] = terms_cosine(x->sentence[i].words,
                                                                y->sentence[k].words);
    return DLN_OK;
}

dln_status near_pairs(const Side *x, const Side *y, Arena *temp, Arena *arena, NearPairs *out)
{
    Near n;
    if (!x->n || !y->n) return DLN_OK;
    TRY(open_near(x, y, temp, &n));
    rank_all(&n);
    for (uint32_t i = 0; i < x->n; i++) {
        const Best *best = &n.row[i];
        for (uint32_t k = 0; k < best->n; k++)
            if (!add_pair(&n, i, best->claim[k], best->near[k], arena, out))
                return arena_status(arena);
    }
    for (uint32_t k = 0; k < y->n; k++) {
        const Best *best = &n.column[k];
        for (uint32_t i = 0; i < best->n; i++)
            if (!among(&n.row[best->claim[i]], k) &&
                !add_pair(&n, best->claim[i], k, best->near[i], arena, out))
                return arena_status(arena);
    }
    return DLN_OK;
}
