/* maintext.c: chooses the report's own text among the blocks of a page.
 * In: Page with blocks, title block and JSON-LD. Out: PageBlock.body (probability), kind, Page.first_body, last_body.
 * Idea: two boosted forests (train/maintext.py). The first judges each block from its own features, the second sees in addition what
 * the first thinks of the neighbours, the container and the blocks marked up alike (stacking). Without the model, the best readability
 * container is taken. On pages of very many blocks each group of like blocks is judged by a sample.
 * Known to be wrong: standfirsts (the training sets do not agree on them), live blogs, pages whose body is several articles. */
#include "read/maintext.h"

#include <math.h>

enum { MANY_BLOCKS = 6000, SAMPLE = 48 };

static float probability(float value)
{
    return 1.0f / (1.0f + expf(-value));
}

static uint32_t parent_of(const Page *page, uint32_t node)
{
    return page->tree.nodes.at[node].parent;
}

bool maintext_sum(const MaintextView *view, Page *page, Opinions *o)
{
    Arena *arena = page->arena;
    o->node_mass = ARENA_ARRAY(arena, float, page->tree.nodes.n);
    o->node_points = ARENA_ARRAY(arena, float, page->tree.nodes.n);
    o->group_mass = ARENA_ARRAY(arena, float, maintext_groups(view));
    o->group_points = ARENA_ARRAY(arena, float, maintext_groups(view));
    o->mass_before = ARENA_ARRAY(arena, float, (size_t)page->blocks.n + 1);
    if (!o->node_mass || !o->node_points || !o->group_mass || !o->group_points || !o->mass_before)
        return false;
    o->best = 0;
    o->count = 0;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        float points = maintext_points(view, i), mass = points * o->of[i];
        uint32_t node = maintext_container(view, i), up = parent_of(page, node), group = maintext_group(view, i);
        o->node_mass[node] += mass;
        o->node_points[node] += points;
        o->node_mass[up] += mass;
        o->node_points[up] += points;
        o->group_mass[group] += mass;
        o->group_points[group] += points;
        o->mass_before[i + 1] = o->mass_before[i] + mass;
        o->best = fmaxf(o->best, o->of[i]);
        o->count += o->of[i] > 0.5f;
    }
    return true;
}

static float share(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}

/* Blocks to the nearest one above one half in a direction, at most 30. */
static float distance(const Page *page, const Opinions *o, uint32_t i, int step)
{
    int64_t k = (int64_t)i + step;
    for (int d = 1; d < 30 && k >= 0 && k < page->blocks.n; d++, k += step)
        if (o->of[k] > 0.5f)
            return (float)d;
    return 30;
}

static float opinion_at(const Page *page, const Opinions *o, int64_t i)
{
    return i >= 0 && i < page->blocks.n ? o->of[i] : -1;
}

void maintext_second_row(const MaintextView *view, const Page *page, const Opinions *o, uint32_t i, float *row)
{
    maintext_row(view, i, row);
    float *r = row + MAINTEXT_FIRST;
    uint32_t node = maintext_container(view, i), up = parent_of(page, node), group = maintext_group(view, i);
    float total = o->mass_before[page->blocks.n];
    uint32_t low = i > 10 ? i - 10 : 0, high = i + 11 < page->blocks.n ? i + 11 : page->blocks.n;
    float before = distance(page, o, i, -1), after = distance(page, o, i, 1);
    *r++ = o->of[i];
    for (int d = -4; d <= 4; d++)
        if (d)
            *r++ = opinion_at(page, o, (int64_t)i + d);
    *r++ = share(o->node_mass[node], o->node_points[node]);
    *r++ = share(o->node_mass[up], o->node_points[up]);
    *r++ = share(o->group_mass[group], o->group_points[group]);
    *r++ = o->best;
    *r++ = share(o->mass_before[i], total);
    *r++ = share(total - o->mass_before[i + 1], total);
    *r++ = before;
    *r++ = after;
    *r++ = log1pf(o->mass_before[high] - o->mass_before[low]);
    *r++ = share(o->node_mass[node], total);
    *r++ = share(o->node_mass[up], total);
    *r++ = before >= 30;
    *r++ = after >= 30;
    *r++ = log1pf(total);
    *r++ = log1pf((float)o->count);
}

/* ---- judging ---- */

/* Opinions for all blocks. One row of features lives at a time; very large pages are judged by samples of each group. */
typedef struct Judge {
    Page *page;
    const MaintextView *view;
    const Forest *forest;
    const Opinions *seen; /* NULL: the first judge */
    float *row;
} Judge;

static float judge_block(const Judge *j, uint32_t i)
{
    if (j->seen)
        maintext_second_row(j->view, j->page, j->seen, i, j->row);
    else
        maintext_row(j->view, i, j->row);
    return probability(forest_value(j->forest, j->row));
}

static bool judge_samples(const Judge *j, float *out)
{
    float *sum = ARENA_ARRAY(j->page->arena, float, maintext_groups(j->view));
    uint32_t *count = ARENA_ARRAY(j->page->arena, uint32_t, maintext_groups(j->view));
    if (!sum || !count)
        return false;
    for (uint32_t i = 0; i < j->page->blocks.n; i++) {
        uint32_t g = maintext_group(j->view, i);
        if (count[g] >= SAMPLE) {
            out[i] = sum[g] / (float)count[g];
            continue;
        }
        out[i] = judge_block(j, i);
        sum[g] += out[i];
        count[g]++;
    }
    return true;
}

static bool judge_all(const Judge *j, float *out)
{
    if (j->page->blocks.n > MANY_BLOCKS)
        return judge_samples(j, out);
    for (uint32_t i = 0; i < j->page->blocks.n; i++)
        out[i] = judge_block(j, i);
    return true;
}

static bool in_node(const Page *page, uint32_t node, uint32_t root)
{
    for (int up = 0; node && up < 64; up++, node = parent_of(page, node))
        if (node == root)
            return true;
    return false;
}

/* Without a model: blocks of the best container that are no lists of links. */
static void judge_by_thumb(const MaintextView *view, const Page *page, float *out)
{
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        bool links = b->links * 2 > b->flat.e - b->flat.b;
        out[i] = !links && in_node(page, b->elem, maintext_best(view)) && maintext_points(view, i) >= 25 ? 0.9f : 0.1f;
    }
}

static bool judge_by_forests(Page *page, const MaintextView *view, float *out)
{
    const PageRules *rules = page->rules;
    Opinions seen = {.of = ARENA_ARRAY(page->arena, float, page->blocks.n)};
    Judge j = {page, view, &rules->first, 0, ARENA_ARRAY(page->arena, float, MAINTEXT_SECOND)};
    if (!seen.of || !j.row || !judge_all(&j, seen.of) || !maintext_sum(view, page, &seen))
        return false;
    j.forest = &rules->second;
    j.seen = &seen;
    return judge_all(&j, out);
}

static bool is_heading(const Page *page, uint32_t node)
{
    uint8_t tag = page->tree.nodes.at[node].tag;
    return tag >= HTML_H1 && tag <= HTML_H6;
}

static void choose(Page *page, const float *opinion, float threshold)
{
    page->first_body = page->last_body = NONE;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        PageBlock *b = &page->blocks.at[i];
        b->body = opinion[i];
        if (opinion[i] < threshold || i == page->title_block)
            continue;
        b->kind = is_heading(page, b->elem) ? BLOCK_HEADING : BLOCK_BODY;
        page->last_body = i;
        if (page->first_body == NONE)
            page->first_body = i;
    }
}

dln_status maintext_choose(Page *page)
{
    page->first_body = page->last_body = NONE;
    if (!page->blocks.n)
        return DLN_OK;
    MaintextView *view = maintext_view(page);
    float *opinion = ARENA_ARRAY(page->arena, float, page->blocks.n);
    if (!view || !opinion)
        return arena_status(page->arena);
    const PageRules *rules = page->rules;
    bool judged = rules->judged && rules->first.features == MAINTEXT_FIRST && rules->second.features == MAINTEXT_SECOND;
    if (!judged)
        judge_by_thumb(view, page, opinion);
    else if (!judge_by_forests(page, view, opinion))
        return arena_status(page->arena);
    choose(page, opinion, 0.5f);
    float best = 0;
    for (uint32_t i = 0; i < page->blocks.n; i++)
        best = fmaxf(best, opinion[i]);
    if (page->first_body == NONE)
        choose(page, opinion, fmaxf(0.6f * best, 0.02f));
    return DLN_OK;
}
