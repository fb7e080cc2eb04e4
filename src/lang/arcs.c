/* arcs.c - who hangs on whom: bilinear scores with distance classes, arg-max heads, repaired to a
 * tree with one root; then the relation of every chosen arc. After Dozat & Manning's biaffine
 * parser; the repair is a greedy cousin of Chu-Liu/Edmonds (attach the cheapest node of a cycle
 * outside of it), exact when the arg-max is a tree already, which it is for nearly every news
 * sentence.
 *
 * Wrong: long coordinations and attachments over more than 14 words, where the encoder sees one end
 * only. */
#include "lang/net.h"

/* Layers of the whole batch: dep and key rows, distance logits, both halves of the relation layer.
 */
void net_arcs_begin(NetSpace *s, uint32_t words)
{
    const Model *m = s->model;
    const Kernels *k = s->kernels;
    k->dense(&m->dep, s->rows, 1, words, NULL, s->y);
    k->relu(s->y, words * m->arc, s->dep);
    k->dense(&m->head, s->rows, 1, words, NULL, s->y);
    k->relu(s->y, words * m->arc, s->head);
    k->dense(&m->rel_dep, s->rows, 1, words, NULL, s->rel_dep);
    k->dense(&m->rel_head, s->rows, 1, words, NULL, s->rel_head);
    for (uint32_t i = 0; i < words; i++)
        s->rows[i] = s->head + (size_t)i * m->arc;
    k->dense(&m->bilinear, s->rows, 1, words, NULL, s->y);
    k->narrow(s->y, words * m->arc, s->key);
    for (uint32_t i = 0; i < words; i++)
        s->rows[i] = s->dep + (size_t)i * m->arc;
    k->dense(&m->distance, s->rows, 1, words, NULL, s->dist);
}

/* Distance class of dependent i and head j, both words of a sentence; classes of train/model.py. */
static uint32_t distance_class(uint32_t i, uint32_t j)
{
    static const uint8_t steps[] = {1, 2, 3, 4, 5, 7, 10, 15, 21, 30};
    if (i == j) return 22;
    uint32_t apart = j > i ? j - i : i - j, k = 0;
    while (k < sizeof steps && apart >= steps[k])
        k++;
    return j > i ? k : 10 + k;
}

static void arc_scores(NetSpace *s, uint32_t at, uint32_t n)
{
    const Model *m = s->model;
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *dep = s->dep + (size_t)(at + i) * m->arc;
        const float *dist = s->dist + (size_t)(at + i) * m->distance.out;
        float *row = s->score + (size_t)i * (n + 1);
        s->kernels->dots(dep, m->root, m->arc, 1, s->dot);
        s->kernels->dots(dep, s->key + (size_t)at * m->arc, m->arc, n, s->dot + 1);
        row[0] = (float)s->dot[0] * m->arc_scale + dist[0];
        for (uint32_t j = 0; j < n; j++)
            row[j + 1] = (float)s->dot[j + 1] * m->arc_scale + dist[distance_class(i, j)];
        row[i + 1] = -1e30f; /* never its own head */
    }
}

void net_arcs(NetSpace *s, uint32_t at, uint32_t n)
{
    arc_scores(s, at, n);
    for (uint32_t i = 0; i < n; i++) {
        const float *row = s->score + (size_t)i * (n + 1);
        s->parent[at + i] = s->kernels->best(row, n + 1);
    }
    tree_repair(s->score, n, s->parent + at, s->work);
}

/* Exactly one root: of several the one with the best root score; of none the word that loses least.
 * Others take their best other head. */
static void one_root(const float *score, uint32_t n, uint32_t *parent)
{
    uint32_t root = NONE;
    float best = 0;
    for (uint32_t i = 0; i < n; i++) {
        const float *row = score + (size_t)i * (n + 1);
        float worth = row[0] - (parent[i] ? row[parent[i]] : 0);
        bool better = root == NONE || (parent[i] == 0) > (parent[root] == 0) ||
                      ((parent[i] == 0) == (parent[root] == 0) && worth > best);
        if (better) {
            root = i;
            best = worth;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == root) {
            parent[i] = 0;
            continue;
        }
        if (parent[i]) continue;
        const float *row = score + (size_t)i * (n + 1);
        uint32_t next = root + 1;
        for (uint32_t j = 1; j <= n; j++)
            if (row[j] > row[next]) next = j;
        parent[i] = next;
    }
}

/* Colours every word by the walk to the root: 1 reaches it. Returns a word on a cycle, NONE when
 * all reach the root. */
static uint32_t find_cycle(const uint32_t *parent, uint32_t n, uint32_t *colour)
{
    memset(colour, 0, n * sizeof *colour);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t mark = i + 2, k = i;
        while (!colour[k]) {
            colour[k] = mark;
            if (parent[k] == 0) break;
            k = parent[k] - 1;
        }
        if (colour[k] == mark && parent[k] != 0) return k;
        uint32_t good = i;
        while (colour[good] == mark) {
            colour[good] = 1;
            if (parent[good] == 0) break;
            good = parent[good] - 1;
        }
    }
    return NONE;
}

/* Does the walk from every word end in the cycle through `start`? in[k] = 1 when it does. */
static void mark_component(const uint32_t *parent, uint32_t n, uint32_t start, uint32_t *in)
{
    for (uint32_t i = 0; i < n; i++)
        in[i] = 2; /* unknown */
    for (uint32_t k = start; in[k] == 2; k = parent[k] - 1)
        in[k] = 1;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = i, steps = 0;
        while (in[k] == 2 && parent[k] != 0 && steps++ < n)
            k = parent[k] - 1;
        uint32_t answer = in[k] == 1;
        for (k = i; in[k] == 2; k = parent[k] - 1) {
            in[k] = answer;
            if (parent[k] == 0) break;
        }
    }
}

static void break_cycle(const float *score, uint32_t n, uint32_t *parent, uint32_t start,
                        const uint32_t *in)
{
    uint32_t who = start, to = NONE, k = start;
    float best = 0;
    do {
        const float *row = score + (size_t)k * (n + 1);
        for (uint32_t j = 0; j < n; j++) {
            if (in[j]) continue;
            float loss = row[j + 1] - row[parent[k]];
            if (to == NONE || loss > best) {
                who = k;
                to = j;
                best = loss;
            }
        }
        k = parent[k] - 1;
    } while (k != start);
    parent[who] = to == NONE ? 0 : to + 1;
}

void tree_repair(const float *score, uint32_t n, uint32_t *parent, uint32_t *work)
{
    one_root(score, n, parent);
    for (uint32_t round = 0; round < n; round++) {
        uint32_t start = find_cycle(parent, n, work);
        if (start == NONE) return;
        mark_component(parent, n, start, work + n);
        break_cycle(score, n, parent, start, work + n);
    }
}

/* Relations of the batch: relu(dependent half + half of the chosen head) through the last layer. */
void net_relations(NetSpace *s, Token *token, uint32_t first_token, uint32_t words)
{
    const Model *m = s->model;
    for (uint32_t i = 0; i < words; i++) {
        const float *head = token[i].head == NONE
                                ? m->rel_root
                                : s->rel_head +
                                      (size_t)(token[i].head - first_token) * m->rel_hidden;
        const float *dep = s->rel_dep + (size_t)i * m->rel_hidden;
        for (uint32_t k = 0; k < m->rel_hidden; k++)
            s->rel_sum[k] = dep[k] + head[k];
        s->kernels->relu(s->rel_sum, m->rel_hidden, s->q + (size_t)i * m->rel_hidden);
        s->rows[i] = s->q + (size_t)i * m->rel_hidden;
    }
    s->kernels->dense(&m->rel_out, s->rows, 1, words, NULL, s->y);
    for (uint32_t i = 0; i < words; i++) {
        const float *row = s->y + (size_t)i * m->rel_out.out;
        uint32_t best = NONE;
        for (uint32_t k = 0; k < m->n_rels; k++) {
            if ((m->rel[k].rel == REL_ROOT) != (token[i].head == NONE)) continue;
            if (best == NONE || row[k] > row[best]) best = k;
        }
        token[i].rel = (uint8_t)(best == NONE ? REL_DEP : m->rel[best].rel);
        token[i].subtype = best == NONE ? "" : m->rel[best].subtype;
    }
}
