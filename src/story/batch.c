/* batch.c - see batch.h. */
#include "story/batch.h"
#include "base/map.h"
#include "base/mem.h"
#include <math.h>
#include <stdlib.h>

/* ---- pairs ---- */

typedef struct Placed {
    uint64_t content;
    int32_t day;
    uint32_t at;
} Placed;

static int by_day(const void *x, const void *y)
{
    const Placed *a = x, *b = y;
    if (a->day != b->day) return a->day < b->day ? -1 : 1; /* DAY_UNKNOWN is the least */
    if (a->content != b->content) return a->content < b->content ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* The reports by day, then by what they say: the order of the input decides nothing. */
static Placed *put_in_order(const PileReport *input, uint32_t n, Arena *arena)
{
    Placed *order = ARENA_ARRAY(arena, Placed, n);
    for (uint32_t i = 0; order && i < n; i++)
        order[i] = (Placed){hash_bytes(input[i].text, hash_bytes(input[i].title, 0)), input[i].day,
                            i};
    if (order) list_sort(order, n, sizeof *order, by_day);
    return order;
}

static dln_status sketch_all(LiveIndex *index, const PileReport *input, const Placed *order,
                             uint32_t n, Arena *arena, Arena *scratch, Sketch *out)
{
    for (uint32_t k = 0; k < n; k++) {
        const PileReport *in = &input[order[k].at];
        TRY(sketch_read(&index->model->fold, in->title, in->told.n ? in->told : in->text, in->day,
                        arena, scratch, &out[k]));
        sketch_count(&out[k], &index->counts);
    }
    for (uint32_t k = 0; k < n; k++)
        sketch_weigh(&out[k], &index->model->background, &index->counts);
    return DLN_OK;
}

typedef struct Met {
    uint32_t a, b;
} Met; /* positions in order */
typedef struct MetList {
    VEC(Met) met;
} MetList;

static dln_status meet_neighbours(LiveIndex *index, const Sketch *sketches, uint32_t n,
                                  Arena *arena, MetList *list)
{
    Neighbours *near = ARENA_NEW(arena, Neighbours);
    if (!near) return arena_status(arena);
    for (uint32_t k = 0; k < n; k++) {
        TRY(live_add_sketch(index, &sketches[k], near));
        for (uint32_t i = 0; i < near->n; i++) {
            if (!VEC_PUSH(arena, &list->met, (Met){near->at[i].report, k}))
                return arena_status(arena);
        }
    }
    return DLN_OK;
}

static dln_status all_pairs(LiveIndex *index, const PileReport *input, const Placed *order,
                            uint32_t n, Arena *arena, Arena *scratch, PairSeen seen, void *context)
{
    MetList list = {0};
    Sketch *sketches = ARENA_ARRAY(arena, Sketch, n);
    float f[FEATURES];
    if (!sketches) return arena_status(arena);
    TRY(sketch_all(index, input, order, n, arena, scratch, sketches));
    TRY(meet_neighbours(index, sketches, n, arena, &list));
    for (uint32_t k = 0; k < list.met.n; k++) {
        const Met *m = &list.met.at[k];
        live_pair(live_at(index, m->a), live_at(index, m->b), f);
        seen(context, m->a, m->b, f);
    }
    return DLN_OK;
}

dln_status batch_pairs(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *order, PairSeen seen, void *context)
{
    LiveIndex index;
    Arena scratch;
    Placed *placed = put_in_order(input, n, arena);
    if (!placed) return arena_status(arena);
    for (uint32_t k = 0; k < n; k++)
        order[k] = placed[k].at;
    arena_init(&scratch, 0);
    dln_status status = live_init(&index, model, n < 2 ? 4 : 2 * n);
    if (status == DLN_OK)
        status = all_pairs(&index, input, placed, n, arena, &scratch, seen, context);
    arena_free(&scratch);
    live_free(&index);
    return status;
}

/* ---- average linkage ---- */

enum {
    EDGES_MOST = 256
}; /* neighbours kept of one group: the weakest of a crowd join nothing anyway */

typedef struct Edge {
    uint32_t to;
    float sum;
} Edge; /* sum of probabilities over all pairs between two groups */
typedef struct Group {
    Edge *edges;
    uint32_t n, size, parent;
} Group; /* edges by `to`; parent: the group it went into, NONE while it lives */
typedef struct Offer {
    float mean;
    uint32_t a, b;
} Offer; /* a < b: group numbers; a group's number changes with every join */
typedef struct Linker {
    Group *groups;
    uint32_t n;
    Offer *heap;
    uint32_t n_heap, heap_room;
    float threshold;
    Arena *arena;
} Linker;

static bool offer_first(const Offer *x, const Offer *y)
{
    if (x->mean > y->mean || x->mean < y->mean) return x->mean > y->mean;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static bool heap_push(Linker *l, Offer offer)
{
    if (l->n_heap == l->heap_room) {
        uint32_t room = l->heap_room ? l->heap_room * 2 : 1024;
        Offer *more = mem_resize(l->heap, room * sizeof *more);
        if (!more) return false;
        l->heap = more, l->heap_room = room;
    }
    uint32_t k = l->n_heap++;
    for (; k > 0 && offer_first(&offer, &l->heap[(k - 1) / 2]); k = (k - 1) / 2)
        l->heap[k] = l->heap[(k - 1) / 2];
    l->heap[k] = offer;
    return true;
}

static Offer heap_pop(Linker *l)
{
    Offer top = l->heap[0], last = l->heap[--l->n_heap];
    uint32_t k = 0, child;
    while ((child = 2 * k + 1) < l->n_heap) {
        if (child + 1 < l->n_heap && offer_first(&l->heap[child + 1], &l->heap[child])) child++;
        if (!offer_first(&l->heap[child], &last)) break;
        l->heap[k] = l->heap[child];
        k = child;
    }
    l->heap[k] = last;
    return top;
}

static uint32_t find_living(Linker *l, uint32_t g)
{
    uint32_t root = g;
    while (l->groups[root].parent != NONE)
        root = l->groups[root].parent;
    while (l->groups[g].parent != NONE) {
        uint32_t up = l->groups[g].parent;
        l->groups[g].parent = root;
        g = up;
    }
    return root;
}

static int by_to(const void *x, const void *y)
{
    uint32_t a = ((const Edge *)x)->to, b = ((const Edge *)y)->to;
    return (a > b) - (a < b);
}
static int by_sum(const void *x, const void *y)
{
    const Edge *a = x, *b = y;
    if (a->sum > b->sum || a->sum < b->sum) return a->sum > b->sum ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* Edges renamed to the living, those to `self` dropped, those to one group summed. */
static uint32_t tidy_edges(Linker *l, Edge *edges, uint32_t n, uint32_t self)
{
    uint32_t kept = 0, sums = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t to = find_living(l, edges[k].to);
        if (to != self) edges[kept++] = (Edge){to, edges[k].sum};
    }
    list_sort(edges, kept, sizeof *edges, by_to);
    for (uint32_t k = 0; k < kept; k++) {
        if (sums && edges[sums - 1].to == edges[k].to)
            edges[sums - 1].sum += edges[k].sum;
        else
            edges[sums++] = edges[k];
    }
    if (sums > EDGES_MOST) {
        list_sort(edges, sums, sizeof *edges, by_sum);
        sums = EDGES_MOST;
        list_sort(edges, sums, sizeof *edges, by_to);
    }
    return sums;
}

static bool make_offers(Linker *l, uint32_t g, uint32_t below)
{
    const Group *group = &l->groups[g];
    for (uint32_t k = 0; k < group->n; k++) {
        uint32_t to = group->edges[k].to;
        float mean = group->edges[k].sum / ((float)group->size * (float)l->groups[to].size);
        if (to < below && mean >= l->threshold &&
            !heap_push(l, (Offer){mean, to < g ? to : g, to < g ? g : to}))
            return false;
    }
    return true;
}

/* Group a and group b become a new group with the next number; both edge lists are brought up to
 * date first. */
static dln_status join_groups(Linker *l, uint32_t a, uint32_t b)
{
    Group *x = &l->groups[a], *y = &l->groups[b];
    uint32_t c = l->n++, n = x->n + y->n;
    Group *z = &l->groups[c];
    *z = (Group){ARENA_ARRAY(l->arena, Edge, n), 0, x->size + y->size, NONE};
    if (!z->edges) return arena_status(l->arena);
    memcpy(z->edges, x->edges, x->n * sizeof(Edge));
    memcpy(z->edges + x->n, y->edges, y->n * sizeof(Edge));
    x->parent = y->parent = c;
    z->n = tidy_edges(l, z->edges, n, c);
    for (uint32_t k = 0; k < z->n; k++) { /* the neighbours learn of the new group: their edge to a
                                             or b is summed under its number */
        Group *to = &l->groups[z->edges[k].to];
        to->n = tidy_edges(l, to->edges, to->n, z->edges[k].to);
    }
    return make_offers(l, c, c) ? DLN_OK : DLN_ERR_NOMEM;
}

static dln_status first_edges(Linker *l, const JudgedPair *pairs, uint32_t n_pairs, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        l->groups[i] = (Group){.size = 1, .parent = NONE};
    for (uint32_t k = 0; k < n_pairs; k++)
        l->groups[pairs[k].a].n++, l->groups[pairs[k].b].n++;
    for (uint32_t i = 0; i < n; i++) {
        l->groups[i].edges = ARENA_ARRAY(l->arena, Edge, l->groups[i].n);
        if (!l->groups[i].edges) return arena_status(l->arena);
        l->groups[i].n = 0;
    }
    for (uint32_t k = 0; k < n_pairs; k++) {
        Group *a = &l->groups[pairs[k].a], *b = &l->groups[pairs[k].b];
        a->edges[a->n++] = (Edge){pairs[k].b, pairs[k].probability};
        b->edges[b->n++] = (Edge){pairs[k].a, pairs[k].probability};
    }
    for (uint32_t i = 0; i < n; i++) {
        l->groups[i].n = tidy_edges(l, l->groups[i].edges, l->groups[i].n, i);
        if (!make_offers(l, i, i)) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

static dln_status run_links(Linker *l, const JudgedPair *pairs, uint32_t n_pairs, uint32_t n)
{
    TRY(first_edges(l, pairs, n_pairs, n));
    l->n = n;
    while (l->n_heap) {
        Offer best = heap_pop(l);
        if (l->groups[best.a].parent != NONE || l->groups[best.b].parent != NONE) continue;
        TRY(join_groups(l, best.a, best.b));
    }
    return DLN_OK;
}

dln_status link_groups(const JudgedPair *pairs, uint32_t n_pairs, uint32_t n, float threshold,
                       Arena *arena, uint32_t *group)
{
    Linker l = {
        .groups = ARENA_ARRAY(arena, Group, 2 * (size_t)n), .threshold = threshold, .arena = arena};
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, 2 * (size_t)n);
    if (!l.groups || !first) return arena_status(arena);
    dln_status status = run_links(&l, pairs, n_pairs, n);
    for (uint32_t i = 0; i < 2 * n; i++)
        first[i] = NONE;
    for (uint32_t i = 0; i < n && status == DLN_OK; i++) {
        uint32_t root = find_living(&l, i);
        if (first[root] == NONE) first[root] = i;
        group[i] = first[root];
    }
    mem_free(l.heap);
    return status;
}

/* ---- both ---- */

#define SMALL_PILE 64.0f /* reports */

typedef struct Judge {
    const StoryModel *model;
    const PileReport *input;
    uint32_t n;
    const uint32_t *order; /* position -> index into input */
    Arena *arena;
    VEC(JudgedPair) pairs;
    VEC(float) evidence; /* of each pair */
    bool failed;
} Judge;

/* In a pile of a few reports the closest is the first of three, not of a thousand. The trees for
 * reports at arrival have learned from such moments too; the fewer the reports, the more they are
 * heard. */
float batch_probability(const StoryModel *model, const float f[FEATURES], uint32_t n)
{
    float p = pair_probability(&model->batch, f), few = 0.5f * (1 - (float)n / SMALL_PILE);
    if (few <= 0) return p;
    float early = pair_probability(&model->online, f);
    return early < p ? powf(p, 1 - few) * powf(early, few) : p;
}

static void judge_pair(void *context, uint32_t a, uint32_t b, const float f[FEATURES])
{
    Judge *judge = context;
    float p = batch_probability(judge->model, f, judge->n);
    if (p < PROBABILITY_LEAST) return;
    Slice x = judge->input[judge->order[a]].outlet, y = judge->input[judge->order[b]].outlet;
    float sum = judge->model->evidence.weight
                    ? pair_evidence(&judge->model->evidence, f, x.n > 0 && slice_eq(x, y))
                    : 0;
    if (!VEC_PUSH(judge->arena, &judge->pairs, (JudgedPair){a, b, p}) ||
        !VEC_PUSH(judge->arena, &judge->evidence, sum))
        judge->failed = true;
}

#define SURE_SUM 1.0f /* with that much in common two reports tell of one event in any pile */
#define SURE_LEAST 0.8f
#define FULL_SHARE 0.3f   /* of a pile of one topic: every third report has a sure partner */
#define ALONE_LIMIT 0.7f  /* what a pair must share in a pile where nobody has one */
enum { SHARE_DOUBT = 8 }; /* reports without a partner that a small pile is reckoned to have */

/* What a pair of this pile must share. Most reports of a newsroom's day are told by somebody else,
 * and the closest of many is mostly the right one; of a pile of unrelated pages the closest is
 * nothing. How many have a partner beyond doubt tells one pile from the other. */
static float evidence_limit(const StoryModel *model, const JudgedPair *pairs, const float *evidence,
                            uint32_t n_pairs, uint32_t n, bool *sure)
{
    uint32_t partners = 0;
    for (uint32_t k = 0; k < n; k++)
        sure[k] = false;
    for (uint32_t k = 0; k < n_pairs; k++) {
        if (evidence[k] > SURE_SUM && pairs[k].probability > SURE_LEAST)
            sure[pairs[k].a] = sure[pairs[k].b] = true;
    }
    for (uint32_t k = 0; k < n; k++)
        partners += sure[k];
    float share = (float)partners / (float)(n + SHARE_DOUBT), low = model->evidence.limit;
    if (share >= FULL_SHARE) return -1e9f;
    return low + (1 - share / FULL_SHARE) * (ALONE_LIMIT - low);
}

/* Pairs that share too little join nothing. */
dln_status batch_drop_weak(const StoryModel *model, JudgedPair *pairs, const float *evidence,
                           uint32_t *n_pairs, uint32_t n, Arena *arena)
{
    bool *sure = ARENA_ARRAY(arena, bool, n + 1);
    uint32_t kept = 0;
    if (!sure) return arena_status(arena);
    if (!model->evidence.weight) return DLN_OK;
    float limit = evidence_limit(model, pairs, evidence, *n_pairs, n, sure);
    for (uint32_t k = 0; k < *n_pairs; k++)
        if (evidence[k] >= limit) pairs[kept++] = pairs[k];
    *n_pairs = kept;
    return DLN_OK;
}

dln_status story_batch(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *story)
{
    Judge judge = {.model = model, .arena = arena};
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, n), *group = ARENA_ARRAY(arena, uint32_t, n),
             *first = ARENA_ARRAY(arena, uint32_t, n);
    if (!order || !group || !first) return arena_status(arena);
    judge.input = input;
    judge.n = n;
    judge.order = order;
    TRY(batch_pairs(model, input, n, arena, order, judge_pair, &judge));
    if (judge.failed) return arena_status(arena);
    TRY(batch_drop_weak(model, judge.pairs.at, judge.evidence.at, &judge.pairs.n, n, arena));
    TRY(link_groups(judge.pairs.at, judge.pairs.n, n, model->join_batch, arena, group));
    for (uint32_t k = 0; k < n; k++)
        first[k] = NONE;
    for (uint32_t k = 0; k < n; k++) {
        if (order[k] < first[group[k]]) first[group[k]] = order[k];
    }
    for (uint32_t k = 0; k < n; k++)
        story[order[k]] = first[group[k]];
    return DLN_OK;
}

/* ---- one story, or several? ---- */

typedef struct Parts {
    const StoryModel *model;
    const uint32_t *order;
    uint32_t *part; /* by index into the input; a part is named by its first report */
} Parts;

static uint32_t part_of(Parts *parts, uint32_t i)
{
    while (parts->part[i] != i) {
        parts->part[i] = parts->part[parts->part[i]]; /* halves the way */
        i = parts->part[i];
    }
    return i;
}

static void join_parts(void *context, uint32_t a, uint32_t b, const float f[FEATURES])
{
    Parts *parts = context;
    const PairEvidence *evidence = &parts->model->evidence;
    if (evidence->weight && pair_evidence(evidence, f, false) < evidence->limit) return;
    uint32_t x = part_of(parts, parts->order[a]), y = part_of(parts, parts->order[b]);
    parts->part[x > y ? x : y] = x > y ? y : x;
}

dln_status story_parts(const StoryModel *model, const PileReport *input, uint32_t n, Arena *arena,
                       uint32_t *part)
{
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, n);
    Parts parts = {model, order, part};
    if (!order) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++)
        part[i] = i;
    TRY(batch_pairs(model, input, n, arena, order, join_parts, &parts));
    for (uint32_t i = 0; i < n; i++)
        part[i] = part_of(&parts, i);
    return DLN_OK;
}
