/* align_group.c - scored pairs to groups.
 *
 * In: pairs with scores, their claims' places. Out: groups of tellings, two reports or more. No two
 * tellings of a group overlap; those of two groups do so where one is a small part of the other.
 *
 * Idea: best pair first. A claim that overlaps one already taken is out, unless the two are nearly
 * one span: then it is another reading of the same telling and lends its pairs; or the one is a
 * part of the other under another head: "half of the roof collapsed", "the roof" are two claims,
 * each with its own group. Two groups become one where the mean of the best pairs between their
 * tellings holds; where a report would get a second telling of the value (title, lead, body: half
 * of all links), the mean must be higher.
 * A copy is aligned with nobody but those its source is aligned with: its pairs count like any. */
#include "collate/align_impl.h"
#include "mean/claims/claim.h"

enum {
    TELLINGS = 24, /* of a cluster that are asked whether another may join it */
    READINGS = 8   /* of a telling, its nearly equal spans */
};
#define SAME_SPAN 0.75f
#define PART_SPAN 0.4f  /* a part of a telling shares less with it */
#define KEPT_SHARE 0.3f /* of `join`: pairs below it count as nought */

typedef struct Node {                /* one telling: claims that are nearly one span */
    uint32_t report, cluster, first; /* side; first claim */
    uint32_t next;                   /* in the cluster, NONE */
} Node;
typedef struct Layer {    /* a telling that stands on a token, and those taken there before it */
    uint32_t node, below; /* layer, NONE */
} Layer;
typedef struct Slot {
    uint32_t a, b;
    float score;
} Slot;
typedef struct Refusal { /* two that may not be one, while they are of this size together */
    uint32_t p, q, tellings;
} Refusal;
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
    uint32_t *node_of;     /* [claims] NONE: free */
    uint32_t *alias;       /* [claims] next claim of the same node, NONE */
    uint32_t *first_token; /* [reports] tokens counted over all */
    uint32_t *taken;       /* [tokens] the last layer of what stands there, NONE */
    VEC(Layer) layer;
    VEC(Node) node;
    uint32_t *head;   /* [nodes at most] first node of a cluster, NONE: gone */
    uint32_t *size;   /* [nodes at most] its nodes */
    Refusal *refusal; /* [slots] the last of those that fall here */
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

/* Claims are counted: neighbours must not lie together. */
static uint32_t place(const Work *w, uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32) * 0xC2B2AE3D27D4EB4Fu;
    return (uint32_t)(h >> 32) & (w->slots - 1);
}

static uint32_t slot_at(const Work *w, uint32_t a, uint32_t b)
{
    uint32_t i = place(w, a, b);
    while (w->slot[i].score > 0 && (w->slot[i].a != a || w->slot[i].b != b))
        i = (i + 1) & (w->slots - 1);
    return i;
}

static float score_of(const Work *w, uint32_t a, uint32_t b)
{
    return a < b ? w->slot[slot_at(w, a, b)].score : w->slot[slot_at(w, b, a)].score;
}

/* Best score of a claim with the readings of one telling. */
static float best_score(const Work *w, uint32_t claim, uint32_t node)
{
    float best = 0;
    uint32_t seen = 0;
    for (uint32_t i = w->node.at[node].first; i != NONE && seen < READINGS; i = w->alias[i]) {
        float s = score_of(w, i, claim);
        best = s > best ? s : best;
        seen++;
    }
    return best;
}

static float between(const Work *w, uint32_t m, uint32_t n)
{
    float best = 0;
    uint32_t seen = 0;
    for (uint32_t i = w->node.at[m].first; i != NONE && seen < READINGS; i = w->alias[i]) {
        float s = best_score(w, i, n);
        best = s > best ? s : best;
        seen++;
    }
    return best;
}

static bool part_of(Span part, Span whole)
{
    return part.b >= whole.b && part.e <= whole.e;
}

/* The words of a claim; of a figure all that the quantity is told by: "3" of "a 3-year-old". */
static Span words_of(const Work *w, uint32_t claim)
{
    const SideClaim *c = side_claim(w->sides, claim);
    Span span = c->c->span;
    if (c->c->kind != CLAIM_FIGURE || !c->quantity) return span;
    if (c->quantity->span.b < span.b) span.b = c->quantity->span.b;
    if (c->quantity->span.e > span.e) span.e = c->quantity->span.e;
    return span;
}

/* Is the one told with the other? "The roof" and "the entrance roof" have one head, a figure is
 * told with what it counts ("12", "12 people"); of two others a part that is long, or goes past it.
 */
static bool told_with(const Work *w, uint32_t a, uint32_t b)
{
    const Claim *c = claim_at(w, a), *d = claim_at(w, b);
    Span s = words_of(w, a), t = words_of(w, b);
    return c->head == d->head || (c->kind == CLAIM_FIGURE && c->governor == d->head) ||
           (d->kind == CLAIM_FIGURE && d->governor == c->head) || span_overlap(s, t) >= PART_SPAN ||
           (!part_of(s, t) && !part_of(t, s));
}

/* The node that a claim belongs to: NONE it is free, NONE - 1 it is barred. A part of a part is
 * shorter by PART_SPAN, so few stand on one token. */
#define BARRED (NONE - 1)
static uint32_t place_of(const Work *w, uint32_t claim)
{
    if (w->node_of[claim] != NONE) return w->node_of[claim];
    const Claim *c = claim_at(w, claim);
    const uint32_t *taken = w->taken + w->first_token[report_of(w, claim)];
    uint32_t place = NONE;
    for (uint32_t i = c->first; i < c->end; i++)
        for (uint32_t k = taken[i]; k != NONE; k = w->layer.at[k].below) {
            uint32_t node = w->layer.at[k].node, other = w->node.at[node].first;
            if (span_overlap(c->span, claim_at(w, other)->span) >= SAME_SPAN) return node;
            if (told_with(w, claim, other)) place = BARRED;
        }
    return place;
}

/* Would a telling of the cluster stand on words of the claim? */
static bool overlaps(const Work *w, uint32_t cluster, uint32_t claim)
{
    const Claim *c = claim_at(w, claim);
    const uint32_t *taken = w->taken + w->first_token[report_of(w, claim)];
    for (uint32_t i = c->first; i < c->end; i++)
        for (uint32_t k = taken[i]; k != NONE; k = w->layer.at[k].below)
            if (w->node.at[w->layer.at[k].node].cluster == cluster) return true;
    return false;
}

static bool take(Work *w, uint32_t claim, uint32_t cluster)
{
    uint32_t r = report_of(w, claim), n = w->node.n;
    if (!VEC_PUSH(w->arena, &w->node, (Node){r, cluster, claim, w->head[cluster]})) return false;
    w->head[cluster] = n;
    for (uint32_t i = claim_at(w, claim)->first; i < claim_at(w, claim)->end; i++) {
        uint32_t *top = &w->taken[w->first_token[r] + i];
        if (!VEC_PUSH(w->arena, &w->layer, (Layer){n, *top})) return false;
        *top = w->layer.n - 1;
    }
    w->size[cluster]++;
    w->node_of[claim] = n;
    w->alias[claim] = NONE;
    return true;
}

typedef struct Mean { /* of scores between tellings of different reports */
    float sum;
    uint32_t n;
    bool again; /* some two are of one report */
} Mean;

static void add_claim(const Work *w, uint32_t node, uint32_t claim, Mean *mean)
{
    if (w->node.at[node].report == report_of(w, claim)) {
        mean->again = true;
        return;
    }
    mean->sum += best_score(w, claim, node);
    mean->n++;
}

static void add_cluster(const Work *w, uint32_t node, uint32_t cluster, Mean *mean)
{
    uint32_t seen = 0;
    for (uint32_t k = w->head[cluster]; k != NONE && seen < TELLINGS; k = w->node.at[k].next) {
        seen++;
        if (w->node.at[node].report == w->node.at[k].report) {
            mean->again = true;
            continue;
        }
        mean->sum += between(w, node, k);
        mean->n++;
    }
}

/* Does cluster p share no word with cluster q, or one claim? */
static bool apart(const Work *w, uint32_t p, uint32_t q, uint32_t claim)
{
    if (claim != NONE) return !overlaps(w, p, claim);
    for (uint32_t i = w->head[q]; i != NONE; i = w->node.at[i].next)
        if (overlaps(w, p, w->node.at[i].first)) return false;
    return true;
}

/* May cluster p take in cluster q, or one claim? Of a cluster the tellings that came last speak. */
static bool allowed(Work *w, uint32_t p, uint32_t q, uint32_t claim)
{
    Mean mean = {0};
    uint32_t seen = 0, tellings = w->size[p] + (claim == NONE ? w->size[q] : 0);
    uint32_t other = claim == NONE ? q : NONE - 1 - claim; /* as many of either do not exist */
    Refusal *refusal = &w->refusal[place(w, p, other)];
    if (refusal->tellings == tellings && refusal->p == p && refusal->q == other) return false;
    for (uint32_t i = w->head[p]; i != NONE && seen < TELLINGS; i = w->node.at[i].next) {
        seen++;
        if (claim != NONE)
            add_claim(w, i, claim, &mean);
        else
            add_cluster(w, i, q, &mean);
    }
    float least = mean.again ? w->cuts->repeat : w->cuts->merge;
    if (mean.n && mean.sum / (float)mean.n >= least && apart(w, p, q, claim)) return true;
    *refusal = (Refusal){p, other, tellings};
    return false;
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
    w->size[p] += w->size[q];
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

static bool open_places(Work *w, uint32_t total)
{
    uint32_t tokens = 0;
    w->first_token = ARENA_ARRAY(w->arena, uint32_t, w->sides->n + 1);
    if (!w->first_token) return false;
    for (uint32_t i = 0; i < w->sides->n; i++) {
        w->first_token[i] = tokens;
        tokens += w->sides->at[i].f->lang.n_tokens;
    }
    w->taken = ARENA_ARRAY(w->arena, uint32_t, tokens + 1);
    w->node_of = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    w->alias = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    if (!w->taken || !w->node_of || !w->alias) return false;
    for (uint32_t i = 0; i < tokens; i++)
        w->taken[i] = NONE;
    for (uint32_t i = 0; i < total; i++)
        w->node_of[i] = w->alias[i] = NONE;
    return true;
}

static bool open_work(Work *w, uint32_t total)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->all->pairs.n; i++)
        kept += w->all->pairs.at[i].score >= w->cuts->join * KEPT_SHARE;
    for (w->slots = 16; w->slots < 2 * kept + 2; w->slots *= 2)
        ;
    w->slot = ARENA_ARRAY(w->arena, Slot, w->slots);
    w->refusal = ARENA_ARRAY(w->arena, Refusal, w->slots);
    w->head = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    w->size = ARENA_ARRAY(w->arena, uint32_t, total + 1);
    if (!w->slot || !w->refusal || !w->head || !w->size || !open_places(w, total)) return false;
    for (uint32_t i = 0; i < w->all->pairs.n; i++) {
        const AlignPair *p = &w->all->pairs.at[i];
        if (p->score < w->cuts->join * KEPT_SHARE) continue;
        uint32_t a = p->a < p->b ? p->a : p->b, b = p->a < p->b ? p->b : p->a;
        w->slot[slot_at(w, a, b)] = (Slot){a, b, p->score};
    }
    return true;
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
    sort_u32(claims.at, claims.n);
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
