/* names.c - name spans out of tag scores: the best sequence of B I E S O tags in which every name
 * is whole (Viterbi over legal steps).
 *
 * In: logits of one piece of a sentence. Out: Name with tokens, kind and the mean probability of
 * its tags as score.
 *
 * Wrong: names of works and events (NAME_OTHER) are learned from one corpus only; demonyms are no
 * names here. */
#include "lang/net.h"

static bool inside(char part)
{
    return part == 'B' || part == 'I';
}

/* May `next` follow `tag`? */
static bool follows(NameTag tag, NameTag next)
{
    bool goes_on = next.part == 'I' || next.part == 'E';
    return inside(tag.part) ? goes_on && next.kind == tag.kind : !goes_on;
}
static bool may_begin(NameTag tag)
{
    return tag.part != 'I' && tag.part != 'E';
}
static bool may_end(NameTag tag)
{
    return !inside(tag.part);
}

/* e^x for x <= 0, the same on every machine: 2^k by the exponent bits, a polynomial for the rest;
 * error under 1e-5. */
static float exp_below(float x)
{
    if (!(x > -80.0f)) return 0;
    float y = x * 1.44269504f;
    int k = (int)y - 1;
    float f = (y - (float)k) * 0.69314718f, p = 1;
    for (int i = 9; i > 0; i--)
        p = 1 + p * f / (float)i;
    uint32_t bits = (uint32_t)(k + 127) << 23;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

/* Probability of `tag` among all. */
static float share(const float *logits, uint32_t tags, uint32_t tag)
{
    float top = logits[0], sum = 0;
    for (uint32_t k = 1; k < tags; k++)
        if (logits[k] > top) top = logits[k];
    for (uint32_t k = 0; k < tags; k++)
        sum += exp_below(logits[k] - top);
    return sum > 0 ? exp_below(logits[tag] - top) / sum : 0;
}

static void step(const Model *m, const float *logits, const float *before, float *after,
                 uint8_t *back)
{
    for (uint32_t k = 0; k < m->n_names; k++) {
        float best = -1e30f;
        uint32_t from = 0;
        for (uint32_t p = 0; p < m->n_names; p++)
            if (follows(m->name[p], m->name[k]) && before[p] > best) {
                best = before[p];
                from = p;
            }
        after[k] = best + logits[k];
        back[k] = (uint8_t)from;
    }
}

/* Tags of the best path into back[i][0]. */
static void best_path(const Model *m, const float *logits, size_t stride, uint32_t n, uint8_t *back)
{
    float score[2][NAME_TAGS_MAX];
    for (uint32_t k = 0; k < m->n_names; k++)
        score[0][k] = may_begin(m->name[k]) ? logits[k] : -1e30f;
    for (uint32_t i = 1; i < n; i++)
        step(m, logits + i * stride, score[(i - 1) & 1], score[i & 1],
             back + (size_t)i * NAME_TAGS_MAX);
    uint32_t tag = 0;
    float best = -3e38f;
    for (uint32_t k = 0; k < m->n_names; k++)
        if (may_end(m->name[k]) && score[(n - 1) & 1][k] > best) {
            best = score[(n - 1) & 1][k];
            tag = k;
        }
    for (uint32_t i = n; i-- > 0;) {
        uint8_t *row = back + (size_t)i * NAME_TAGS_MAX, from = row[tag];
        row[0] = (uint8_t)tag;
        tag = from;
    }
}

bool net_names(const Model *m, const float *logits, size_t stride, uint32_t n, uint32_t first,
               uint8_t *back, Arena *arena, NameList *out)
{
    best_path(m, logits, stride, n, back);
    uint32_t start = NONE;
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = back[(size_t)i * NAME_TAGS_MAX];
        char part = m->name[k].part;
        if (part == 'O') {
            start = NONE;
            continue;
        }
        if (start == NONE || part == 'B' || part == 'S') {
            start = i;
            sum = 0;
        }
        sum += share(logits + i * stride, m->n_names, k);
        if (part != 'E' && part != 'S') continue;
        Name name = {.first = first + start,
                     .end = first + i + 1,
                     .kind = m->name[k].kind,
                     .score = sum / (float)(i + 1 - start)};
        if (!VEC_PUSH(arena, out, name)) return false;
        start = NONE;
    }
    return true;
}
