/* maintext.c: chooses the report's own text among the blocks of a page.
 *
 * In: Page with blocks, title block and JSON-LD. Out: PageBlock.body (probability), kind,
 * Page.first_body, last_body.
 *
 * Idea: a boosted forest (train/maintext.py) judges each block from its features; those hold its
 * neighbours, containers and the blocks marked up alike, so that one pass is enough (a second
 * forest over the first one's opinions gained nothing on other outlets). A caption or a byline is
 * never body. Without the model the best readability container is taken. On pages of very many
 * blocks each group of like blocks is judged by a sample.
 *
 * Known to be wrong: standfirsts (the training sets do not agree on them), live blogs, pages whose
 * body is several articles. */
#include "read/page/maintext.h"

#include <math.h>

#include "read/page/meta.h"

enum { MANY_BLOCKS = 6000, SAMPLE = 48 };
#define THRESHOLD 0.36f /* where recall and precision of paragraphs balance, cross-validated */

static float probability(float value)
{
    return 1.0f / (1.0f + expf(-value));
}

/* Opinions for all blocks. One row of features lives at a time; very large pages are judged by
 * samples of each group. */
typedef struct Judge {
    Page *page;
    const MaintextView *view;
    float row[MAINTEXT_FEATURES];
} Judge;

static float judge_block(Judge *j, uint32_t i)
{
    maintext_row(j->view, i, j->row);
    return probability(forest_value(&j->page->rules->judge, j->row));
}

static bool judge_samples(Judge *j, float *out)
{
    float *sum = ARENA_ARRAY(j->page->arena, float, maintext_groups(j->view));
    uint32_t *count = ARENA_ARRAY(j->page->arena, uint32_t, maintext_groups(j->view));
    if (!sum || !count) return false;
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

static bool judge_all(Judge *j, float *out)
{
    if (j->page->blocks.n > MANY_BLOCKS) return judge_samples(j, out);
    for (uint32_t i = 0; i < j->page->blocks.n; i++)
        out[i] = judge_block(j, i);
    return true;
}

static bool in_node(const Page *page, uint32_t node, uint32_t root)
{
    for (int up = 0; node && up < 64; up++, node = page->tree.nodes.at[node].parent)
        if (node == root) return true;
    return false;
}

/* Without a model: blocks of the best container that are no lists of links. */
static void judge_by_thumb(const MaintextView *view, const Page *page, float *out)
{
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t len = b->flat.e - b->flat.b;
        out[i] = b->links * 2 <= len && len >= 25 && in_node(page, b->elem, maintext_best(view))
                     ? 0.9f
                     : 0.1f;
    }
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
        bool byline = b->kind == BLOCK_BYLINE &&
                      page_is_byline(page->rules, page_block_text(page, b));
        if (opinion[i] < threshold || i == page->title_block || b->kind == BLOCK_CAPTION || byline)
            continue;
        b->kind = is_heading(page, b->elem) ? BLOCK_HEADING : BLOCK_BODY;
        page->last_body = i;
        if (page->first_body == NONE) page->first_body = i;
    }
}

dln_status maintext_choose(Page *page)
{
    page->first_body = page->last_body = NONE;
    if (!page->blocks.n) return DLN_OK;
    MaintextView *view = maintext_view(page);
    float *opinion = ARENA_ARRAY(page->arena, float, page->blocks.n);
    if (!view || !opinion) return arena_status(page->arena);
    Judge judge = {.page = page, .view = view};
    if (!page->rules->judged || page->rules->judge.features != MAINTEXT_FEATURES)
        judge_by_thumb(view, page, opinion);
    else if (!judge_all(&judge, opinion))
        return arena_status(page->arena);
    choose(page, opinion, THRESHOLD);
    float best = 0;
    for (uint32_t i = 0; i < page->blocks.n; i++)
        best = fmaxf(best, opinion[i]);
    if (page->first_body == NONE) choose(page, opinion, fmaxf(0.6f * best, 0.02f));
    return DLN_OK;
}
