/* align_group.c - scored pairs to groups.
 *
 * In: pairs with scores, their claims' places. Out: groups of tellings, two reports or more, no two
 * of a group or of two groups overlapping in part.
 *
 * Idea: best pair first. A claim that overlaps one already taken is out, unless the two are nearly
 * one span: then it is another reading of the same telling and lends its pairs. Two groups become
 * one where the mean of the best pairs between their tellings holds; where a report would get a
 * second telling of the value (title, lead, body: half of all links), the mean must be higher.
 * A copy is aligned with nobody but those its source is aligned with: its pairs count like any. */
#include "collate/align_impl.h"
#include "mean/claims/claim.h"

#define SAME_SPAN 0.75f
#define KEPT_SHARE 0.3f /* of `join`: pairs below it count as nought */

typedef struct Node {                /* one telling: claims that are nearly one span */
    uint32_t report, cluster, first; /* side; first claim */
    uint32_t next;                   /* in the cluster, NONE */
    uint32_t below;                  /* taken before it in its report, NONE */
} Node;
typedef struct Slot {
    uint32_t a, b;
    float score;
} Slot;
typedef struct Edge {
    uint32_t pair;
    float score;
} Edge;

typedef struct Work {
    const Sides *sides;
    const Aligned *all;
    const AlignCuts *cuts;
    Arena *arena;
    Slot *slot; /* pair -> score, open addressing */
    uint32_t slots;
    uint32_t *node_of; /* [claims] NONE: free */
    uint32_t *alias;   /* [claims] next claim of the same node, NONE */
    uint32_t *top;     /* [reports] last node taken */
    VEC(Node) node;
    uint32_t *head; /* [nodes at most] first node of a cluster, NONE: gone */
    uint32_t n_clusters;
} Work;

static uint32_t report_of(const Work *w, uint32_t claim)
{
    return side_at(w->sides, claim);
}

static const Claim *claim_at(const Work *w, uint32_t claim)
{
    return side_claim(w->sides, claim)->c;
}

static uint32_t slot_at(const Work *w, uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)a * 0x9E3779B97F4A7C15u) ^ ((uint64_t)b * 0xC2B2AE3D27D4EB4Fu);
    uint32_t i = (uint32_t)(h >> 32) & (w->slots - 1);
    while (w->slot[i].score > 0 && (w->slot[i].a != a || w->slot[i].b != b))
        i = (i + 1) & (w->slots - 1);
    return i;
}

static float score_of(const Work *w, uint32_t a, uint32_t b)
{
    return a < b ? w->slot[slot_at(w, a, b)].score : w->slot[slot_at(w, b, a)].score;
}

static float between(const Work *w, uint32_t m, uint32_t n)
{
    float best = 0;
    for (uint32_t i = w->node.at[m].first; i != NONE; i = w->alias[i])
        for (uint32_t k = w->node.at[n].first; k != NONE; k = w->alias[k]) {
            float s = score_of(w, i, k);
            best = s > best ? s : best;
        }
    return best;
}

/* The node that a claim belongs to: NONE it is free, NONE - 1 it is barred. */
#define BARRED (NONE - 1)
static uint32_t place_of(const Work *w, uint32_t claim)
{
    if (w->node_of[claim] != NONE) return w->node_of[claim];
    Span span = claim_at(w, claim)->span;
    for (uint32_t n = w->top[report_of(w, claim)]; n != NONE; n = w->node.at[n].below) {
        Span other = claim_at(w, w->node.at[n].first)->span;
        if (span_meet(span, other)) return span_overlap(span, other) >= SAME_SPAN ? n : BARRED;
    }
    return NONE;
}

static bool take(Work *w, uint32_t claim, uint32_t cluster)
{
    uint32_t r = report_of(w, claim), n = w->node.n;
    if (!VEC_PUSH(w->arena, &w->node, (Node){r, cluster, claim, w->head[cluster], w->top[r]}))
        return false;
    w->head[cluster] = w->top[r] = n;
    w->node_of[claim] = n;
    w->alias[claim] = NONE;
    return true;
}

/* Mean over the pairs of different reports between cluster p and cluster q (or one claim). */
static bool allowed(const Work *w, uint32_t p, uint32_t q, uint32_t claim)
{
    float sum = 0;
    uint32_t n = 0;
    bool again = false;
    for (uint32_t i = w->head[p]; i != NONE; i = w->node.at[i].next) {
        if (claim != NONE) {
            if (w->node.at[i].report == report_of(w, claim)) {
                again = true;
                continue;
            }
            float best = 0;
            for (uint32_t k = w->node.at[i].first; k != NONE; k = w->alias[k]) {
                float s = score_of(w, k, claim);
                best = s > best ? s : best;
            }
            sum += best;
            n++;
            continue;
        }
        for (uint32_t k = w->head[q]; k != NONE; k = w->node.at[k].next) {
            if (w->node.at[i].report == w->node.at[k].report) {
                again = true;
                continue;
            }
            sum += between(w, i, k);
            n++;
        }
    }
    return n && sum / (float)n >= (again ? w->cuts->repeat : w->cuts->merge);
}

static void join_clusters(Work *w, uint32_t p, uint32_t q)
{
    uint32_t last = NONE;
    for (uint32_t i = w->head[q]; i != NONE; i = w->node.at[i].next) {
        w->node.at[i].cluster = p;
        last = i;
    }
    w->node.at[last].next = w->head[p];
    w->head[p] = w->head[q];
    w->head[q] = NONE;
}

static void lend(Work *w, uint32_t claim, uint32_t node)
{
    if (w->node_of[claim] == node) return;
    w->node_of[claim] = node;
    w->alias[claim] = w->alias[w->node.at[node].first];
    w->alias[w->node.at[node].first] = claim;
}

static bool settle(Work *w, uint32_t a, uint32_t b)
{
    uint32_t m = place_of(w, a), n = place_of(w, b);
    if (m == BARRED || n == BARRED) return true;
    if (m == NONE && n == NONE) {
        w->head[w->n_clusters] = NONE;
        return take(w, a, w->n_clusters) && take(w, b, w->n_clusters++);
    }
    if (m == NONE || n == NONE) {
        uint32_t fresh = m == NONE ? a : b, old = w->node.at[m == NONE ? n : m].cluster;
        return !allowed(w, old, NONE, fresh) || take(w, fresh, old);
    }
    lend(w, a, m);
    lend(w, b, n);
    uint32_t p = w->node.at[m].cluster, q = w->node.at[n].cluster;
    if (p != q && allowed(w, p, q, NONE)) join_clusters(w, p, q);
    return true;
}

static int by_score(const void *x, const void *y)
{
    const Edge *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->pair < b->pair ? -1 : a->pair > b->pair;
}

static bool open_work(Work *w, uint32_t total)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->all->pairs.n; i++)
        kept += w->all->pairs.at[i].score >= w->cuts->join * KEPT_SHARE;
    for (w->slots = 16; w->slots < 2 * kept + 2; w->slots *= 2)
        ;
    w->slot = ARENA_ARRAY(w->arena, Slot, w->slots);
    w->node_of = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    w->alias = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    w->top = ARENA_ARRAY(w->arena, uint32_t, w->sides->n + 1);
    w->head = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    if (!w->slot || !w->node_of || !w->alias || !w->top || !w->head) return false;
    for (uint32_t i = 0; i < total; i++)
        w->node_of[i] = w->alias[i] = NONE;
    for (uint32_t i = 0; i < w->sides->n; i++)
        w->top[i] = NONE;
    for (uint32_t i = 0; i < w->all->pairs.n; i++) {
        const AlignPair *p = &w->all->pairs.at[i];
        if (p->score < w->cuts->join * KEPT_SHARE) continue;
        uint32_t a = p->a < p->b ? p->a : p->b, b = p->a < p->b ? p->b : p->a;
        w->slot[slot_at(w, a, b)] = (Slot){a, b, p->score};
    }
    return true;
}

static int by_claim(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Adds the scores of a telling with those of other reports. */
static void add_scores(const Work *w, uint32_t node, float *sum, uint32_t *pairs)
{
    const Node *me = &w->node.at[node];
    for (uint32_t k = w->head[me->cluster]; k != NONE; k = w->node.at[k].next) {
        if (w->node.at[k].report == me->report) continue;
        *sum += between(w, node, k);
        ++*pairs;
    }
}

static bool write_group(Work *w, uint32_t cluster, Aligned *out)
{
    AlignGroup group = {.score = 0};
    VEC(uint32_t) claims = {0};
    uint32_t pairs = 0, last = w->head[cluster];
    bool two = false;
    for (uint32_t i = w->head[cluster]; i != NONE; i = w->node.at[i].next) {
        two |= w->node.at[i].report != w->node.at[last].report;
        if (!VEC_PUSH(w->arena, &claims, w->node.at[i].first)) return false;
    }
    if (!two) return true;
    list_sort(claims.at, claims.n, sizeof *claims.at, by_claim);
    for (uint32_t i = 0; i < claims.n; i++) {
        const SideClaim *c = side_claim(w->sides, claims.at[i]);
        AlignTelling t = {w->sides->at[report_of(w, claims.at[i])].report, c->number};
        add_scores(w, w->node_of[claims.at[i]], &group.score, &pairs);
        if (!VEC_PUSH(w->arena, &group.tellings, t)) return false;
    }
    group.score /= pairs ? (float)pairs : 1;
    return VEC_PUSH(w->arena, &out->groups, group);
}

dln_status group_pairs(const Sides *sides, const AlignCuts *cuts, Arena *arena, Aligned *out)
{
    Work w = {.sides = sides, .all = out, .cuts = cuts, .arena = arena};
    uint32_t n = 0;
    Edge *edge = ARENA_ARRAY(w.arena, Edge, out->pairs.n + 1);
    out->groups.n = 0;
    if (!edge || !open_work(&w, sides->first[sides->n])) return arena_status(w.arena);
    for (uint32_t i = 0; i < out->pairs.n; i++)
        if (out->pairs.at[i].score >= cuts->join) edge[n++] = (Edge){i, out->pairs.at[i].score};
    list_sort(edge, n, sizeof *edge, by_score);
    for (uint32_t i = 0; i < n; i++)
        if (!settle(&w, out->pairs.at[edge[i].pair].a, out->pairs.at[edge[i].pair].b))
            return arena_status(w.arena);
    for (uint32_t i = 0; i < w.n_clusters; i++)
        if (w.head[i] != NONE && !write_group(&w, i, out)) return arena_status(w.arena);
    return DLN_OK;
}
