/* link.c - see link.h. Average link by nearest-neighbour chains (Murtagh 1983): merges come out of
 * order, so they are noted with their height and cut afterwards, which is right because average
 * link never inverts. */
#include "link.h"
#include <math.h>

typedef struct Chain {
    float *sim;
    uint32_t n;
    uint32_t *size, *stack, *rep;
    bool *gone;
} Chain;

static uint32_t nearest(const Chain *c, uint32_t i, uint32_t prefer, float *best)
{
    uint32_t at = NONE;
    *best = -1;
    const float *row = c->sim + (size_t)i * c->n;
    for (uint32_t k = 0; k < c->n; k++) {
        if (k == i || c->gone[k]) continue;
        if (at == NONE || row[k] > *best || (row[k] == *best && k == prefer)) {
            at = k;
            *best = row[k];
        }
    }
    return at;
}

static void fuse(Chain *c, uint32_t a, uint32_t b)
{ /* b goes into a */
    float wa = (float)c->size[a], wb = (float)c->size[b];
    for (uint32_t k = 0; k < c->n; k++) {
        if (c->gone[k] || k == a || k == b) continue;
        float s = (wa * c->sim[(size_t)a * c->n + k] + wb * c->sim[(size_t)b * c->n + k]) /
                  (wa + wb);
        c->sim[(size_t)a * c->n + k] = c->sim[(size_t)k * c->n + a] = s;
    }
    c->size[a] += c->size[b];
    c->gone[b] = true;
}

static uint32_t find(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void unite(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = find(parent, a);
    b = find(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static void run_chain(Chain *c, float threshold, uint32_t *parent)
{
    uint32_t top = 0, next = 0;
    for (uint32_t left = c->n; left > 1;) {
        if (!top) {
            while (c->gone[next])
                next++;
            c->stack[top++] = next;
        }
        float best;
        uint32_t i = c->stack[top - 1], prefer = top > 1 ? c->stack[top - 2] : NONE,
                 k = nearest(c, i, prefer, &best);
        if (top > 1 && k == c->stack[top - 2]) {
            top -= 2;
            uint32_t a = i < k ? i : k, b = i < k ? k : i;
            if (best >= threshold) unite(parent, a, b);
            fuse(c, a, b);
            left--;
        } else
            c->stack[top++] = k;
    }
}

dln_status average_link(float *sim, uint32_t n, float threshold, Arena *scratch, uint32_t *label)
{
    Chain c = {.sim = sim,
               .n = n,
               .size = ARENA_ARRAY(scratch, uint32_t, n + 1),
               .stack = ARENA_ARRAY(scratch, uint32_t, n + 1),
               .gone = ARENA_ARRAY(scratch, bool, n + 1)};
    if (!c.size || !c.stack || !c.gone) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++) {
        c.size[i] = 1;
        label[i] = i;
    }
    if (n > 1) run_chain(&c, threshold, label);
    for (uint32_t i = 0; i < n; i++)
        label[i] = find(label, i);
    return DLN_OK;
}
