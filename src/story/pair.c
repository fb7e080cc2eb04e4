/* pair.c - see pair.h. */
#include "story/pair.h"
#include "base/civil.h"
#include <math.h>

#define RARE 6.0f       /* one report in four hundred */
#define RARE_TITLE 4.0f /* a title word: one in fifty */

typedef struct Meeting {
    float dot[LENGTHS];
    float shared_a[MASSES],
        shared_b[MASSES]; /* rarity of a's (b's) view that stands anywhere in the other */
    uint32_t names, phrases, words, title; /* shared and rare */
} Meeting;

static void meet_masses(const Term *t, float mass[MASSES])
{
    float r = term_rarity(t);
    bool phrase = t->views & VIEW_PHRASE;
    if (t->views & VIEW_TITLE) mass[MASS_TITLE] += r;
    if (t->views & (VIEW_TITLE | VIEW_LEAD)) mass[MASS_LEAD] += r;
    if (t->views & VIEW_NAME && !phrase) mass[MASS_NAME] += r;
    if (phrase) mass[MASS_PHRASE] += r;
}

static void meet_rare(Meeting *m, const Term *a, uint8_t both, float rare)
{
    if (both & VIEW_TITLE && rare >= RARE_TITLE) m->title++;
    if (rare < RARE) return;
    if (both & VIEW_PHRASE)
        m->phrases++;
    else if (both & VIEW_NAME)
        m->names++;
    if (!(a->views & VIEW_NAME)) m->words++;
}

static void meet(Meeting *m, const Term *a, const Term *b)
{
    float ra = term_rarity(a), rb = term_rarity(b), w = term_weight(a) * term_weight(b),
          r = ra * rb;
    uint8_t both = a->views & b->views;
    bool phrase = both & VIEW_PHRASE;
    m->dot[LENGTH_BODY] += w;
    if (both & VIEW_TITLE) m->dot[LENGTH_TITLE] += r;
    if (a->views & (VIEW_TITLE | VIEW_LEAD) && b->views & (VIEW_TITLE | VIEW_LEAD))
        m->dot[LENGTH_LEAD] += r;
    if (both & VIEW_NAME && !phrase) m->dot[LENGTH_NAME] += w;
    if (both & VIEW_NUMBER && !phrase) m->dot[LENGTH_NUMBER] += r;
    if (phrase) m->dot[LENGTH_PHRASE] += r;
    meet_masses(a, m->shared_a);
    meet_masses(b, m->shared_b);
    meet_rare(m, a, both, ra < rb ? ra : rb);
}

static void meet_all(const Sketch *a, const Sketch *b, Meeting *m)
{
    const Term *x = a->terms, *y = b->terms, *x_end = x + a->n, *y_end = y + b->n;
    while (x < x_end && y < y_end) {
        uint32_t kx = x->key, ky = y->key;
        if (kx == ky) meet(m, x, y);
        x += kx <= ky;
        y += ky <= kx;
    }
}

static float share(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}

/* Days between, -1 where a date is unknown. */
static float days_between(const Sketch *a, const Sketch *b)
{
    if (a->day == DAY_UNKNOWN || b->day == DAY_UNKNOWN) return -1;
    return fabsf((float)a->day - (float)b->day);
}

void pair_raw(const Sketch *a, const Sketch *b, float f[FEATURES], float close[RELATIVES])
{
    Meeting m = {0};
    meet_all(a, b, &m);
    for (int v = 0; v < LENGTHS; v++)
        f[F_COS_BODY + v] = share(m.dot[v], a->length[v] * b->length[v]);
    for (int v = 0; v < MASSES; v++) {
        float x = share(m.shared_a[v], a->mass[v]), y = share(m.shared_b[v], b->mass[v]);
        f[F_IN_TITLE_LOW + v] = x < y ? x : y;
        f[F_IN_TITLE_HIGH + v] = x < y ? y : x;
    }
    f[F_RARE_NAMES] = (float)m.names;
    f[F_RARE_PHRASES] = (float)m.phrases;
    f[F_RARE_WORDS] = (float)m.words;
    f[F_RARE_TITLE] = (float)m.title;
    f[F_DAYS] = days_between(a, b);
    f[F_WORDS_LOW] = (float)(a->words < b->words ? a->words : b->words);
    f[F_WORDS_HIGH] = (float)(a->words < b->words ? b->words : a->words);
    float days = f[F_DAYS] < 0 ? 0 : f[F_DAYS], slow = 0.5f + 0.5f * expf(-days / 60);
    float all = 0.4f * f[F_COS_BODY] + 0.25f * f[F_COS_LEAD] + 0.2f * f[F_COS_NAME] +
                0.15f * f[F_COS_TITLE];
    close[REL_ALL] = all * slow;
    close[REL_NEAR] = all * expf(-days / 3);
    close[REL_NAMES] = 0.5f * (f[F_COS_NAME] + f[F_COS_PHRASE]) * slow;
}

void kin_add(Kin *kin, const float close[RELATIVES])
{
    for (int r = 0; r < RELATIVES; r++) {
        float *top = kin->top[r];
        int k = KIN;
        while (k > 0 && top[k - 1] < close[r])
            k--;
        if (k == KIN) continue;
        memmove(top + k + 1, top + k, (size_t)(KIN - 1 - k) * sizeof *top);
        top[k] = close[r];
    }
}

static void standing(const float top[KIN], float close, float out[3])
{
    float rank = 0, dense = 0;
    for (int k = 0; k < KIN; k++) {
        rank += top[k] > close;
        dense += top[k] > 0 && top[k] >= 0.8f * close;
    }
    out[0] = rank;
    out[1] = dense;
    out[2] = share(close, top[0]);
}

void pair_relative(const Kin *a, const Kin *b, const float close[RELATIVES], float f[FEATURES])
{
    for (int r = 0; r < RELATIVES; r++) {
        float x[3], y[3], *to = f + F_RAW + r * REL_FEATURES;
        standing(a->top[r], close[r], x);
        standing(b->top[r], close[r], y);
        for (int k = 0; k < 3; k++) {
            to[2 * k] = x[k] < y[k] ? x[k] : y[k];
            to[2 * k + 1] = x[k] < y[k] ? y[k] : x[k];
        }
    }
}

/* ---- the model ---- */

static const char *check_nodes(const PairTrees *t)
{
    for (uint32_t k = 0; k < t->n_trees; k++) {
        uint32_t root = t->roots[k], end = k + 1 < t->n_trees ? t->roots[k + 1] : t->n_nodes;
        if (root >= end || end > t->n_nodes) return "tree bounds";
        for (uint32_t i = root; i < end; i++) {
            const PairNode *n = &t->nodes[i];
            if (!isfinite(n->value)) return "tree value";
            if (n->feature == TREE_LEAF) continue;
            uint32_t here = i - root;
            if (n->feature >= FEATURES || n->left <= here || n->right <= here ||
                n->left >= end - root || n->right >= end - root)
                return "tree node";
        }
    }
    return NULL;
}

const char *pair_trees_open(const uint8_t *bytes, size_t n, PairTrees *trees)
{
    uint32_t count;
    if (n < 8) return "trees too short";
    memcpy(&count, bytes, 4);
    memcpy(&trees->base, bytes + 4, 4);
    size_t head = 8 + (size_t)count * 4;
    if (!isfinite(trees->base)) return "tree base";
    if (count == 0 || count > 4096 || n < head || (n - head) % sizeof(PairNode) != 0)
        return "trees of a wrong size";
    trees->roots = (const uint32_t *)(const void *)(bytes + 8); /* sections are 64-byte aligned */
    trees->nodes = (const PairNode *)(const void *)(bytes + head);
    trees->n_trees = count;
    trees->n_nodes = (uint32_t)((n - head) / sizeof(PairNode));
    return check_nodes(trees);
}

float pair_evidence(const PairEvidence *evidence, const float f[FEATURES], bool one_outlet)
{
    const float *w = evidence->weight;
    float sum = *w++, days = f[F_DAYS] > 0 ? f[F_DAYS] : 0;
    for (int k = 0; k < EVIDENCE_SHARES; k++)
        sum += w[k] * f[k] + w[EVIDENCE_SHARES + k] * sqrtf(f[k] > 0 ? f[k] : 0);
    w += 2 * (int)EVIDENCE_SHARES;
    for (int k = F_RARE_NAMES; k <= F_RARE_TITLE; k++)
        sum += *w++ * log1pf(f[k]);
    return sum + w[0] * log1pf(days) + (f[F_DAYS] < 0 ? w[1] : 0) + w[2] * log1pf(f[F_WORDS_LOW]) +
           w[3] * log1pf(f[F_WORDS_HIGH]) + (one_outlet ? w[4] : 0);
}

float pair_probability(const PairTrees *trees, const float f[FEATURES])
{
    float sum = trees->base;
    for (uint32_t k = 0; k < trees->n_trees; k++) {
        const PairNode *root = &trees->nodes[trees->roots[k]], *n = root;
        while (n->feature != TREE_LEAF)
            n = root + (f[n->feature] <= n->value ? n->left : n->right);
        sum += n->value;
    }
    return 1 / (1 + expf(-sum));
}
