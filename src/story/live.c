/* live.c - see live.h. */
#include "story/live.h"
#include "base/civil.h"
#include "base/mem.h"
#include <math.h>

dln_status live_init(LiveIndex *index, const StoryModel *model, uint32_t live)
{
    *index = (LiveIndex){.model = model};
    index->size = live < 2 ? 1 : live > 1u << 26 ? 1u << 25 : (live + 1) / 2;
    for (int k = 0; k < SHELVES_LIVE; k++) {
        index->shelf[k].reports = mem_alloc(index->size * sizeof(LiveReport));
        if (!index->shelf[k].reports) return DLN_ERR_NOMEM;
    }
    size_t room = SHELVES_LIVE * (size_t)index->size;
    index->dot = mem_alloc(room * sizeof *index->dot);
    index->touched = mem_alloc(room * sizeof *index->touched);
    if (!index->dot || !index->touched) return DLN_ERR_NOMEM;
    memset(index->dot, 0, room * sizeof *index->dot);
    return live_counts_init(&index->counts);
}

void live_free(LiveIndex *index)
{
    for (int k = 0; k < SHELVES_LIVE; k++) {
        arena_free(&index->shelf[k].arena);
        print_table_free(&index->shelf[k].terms);
        mem_free(index->shelf[k].reports);
    }
    mem_free(index->dot);
    mem_free(index->touched);
    live_counts_free(&index->counts);
    memset(index, 0, sizeof *index);
}

LiveReport *live_at(const LiveIndex *index, uint32_t number)
{
    for (int k = SHELVES_LIVE; k-- > 0;) {
        const LiveShelf *s = &index->shelf[k];
        if (number >= s->first && number - s->first < s->n) return &s->reports[number - s->first];
    }
    return NULL;
}

static LiveShelf *new_shelf(LiveIndex *index)
{
    LiveShelf *newest = &index->shelf[SHELVES_LIVE - 1];
    LiveShelf oldest = index->shelf[0];
    memmove(&index->shelf[0], &index->shelf[1], (SHELVES_LIVE - 1) * sizeof *newest);
    arena_free(&oldest.arena);
    print_table_free(&oldest.terms);
    *newest = (LiveShelf){
        .arena = oldest.arena, .reports = oldest.reports, .first = index->next, .n = 0};
    return newest;
}

void live_turn(LiveIndex *index)
{
    new_shelf(index);
}

static LiveShelf *open_shelf(LiveIndex *index)
{
    LiveShelf *newest = &index->shelf[SHELVES_LIVE - 1];
    return newest->n < index->size ? newest : new_shelf(index);
}

/* ---- posted terms ---- */

static float posting_weight(const Term *t)
{
    return term_weight(t) *
           (1 + (t->views & VIEW_TITLE ? 0.5f : 0) + (t->views & VIEW_LEAD ? 0.3f : 0));
}

static bool outweighs(const Posted *a, const Posted *b)
{
    return a->weight != b->weight ? a->weight > b->weight : a->key < b->key;
}

uint32_t live_posted(const Sketch *sketch, Posted out[POSTED])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < sketch->n; i++) {
        Posted p = {posting_weight(&sketch->terms[i]), sketch->terms[i].key};
        if (n == POSTED && !outweighs(&p, &out[n - 1])) continue;
        uint32_t k = n < POSTED ? n++ : n - 1;
        for (; k > 0 && outweighs(&p, &out[k - 1]); k--)
            out[k] = out[k - 1];
        out[k] = p;
    }
    return n;
}

/* ---- neighbours ---- */

static uint32_t probe(LiveIndex *index, const Posted *posted, uint32_t n)
{
    uint32_t holders[POSTINGS], touched = 0, first = live_first(index);
    for (uint32_t i = 0; i < n && posted[i].weight > 0; i++) {
        for (int s = 0; s < SHELVES_LIVE; s++) {
            if (i + 4 < n) print_table_prefetch(&index->shelf[s].terms, posted[i + 4].key);
            uint32_t found = print_table_find(&index->shelf[s].terms, posted[i].key, holders,
                                              POSTINGS);
            for (uint32_t k = 0; k < found; k++) {
                float *dot = &index->dot[holders[k] - first];
                if (*dot == 0) index->touched[touched++] = holders[k];
                *dot += posted[i].weight * posted[i].weight;
            }
        }
    }
    return touched;
}

uint32_t live_nearest(float *dots, uint32_t first, const uint32_t *touched, uint32_t n_touched,
                      uint32_t out[NEIGHBOURS])
{
    uint32_t n = 0;
    for (uint32_t t = 0; t < n_touched; t++) {
        uint32_t report = touched[t], k;
        float dot = dots[report - first];
        if (n == NEIGHBOURS && (dot < dots[out[n - 1] - first] ||
                                (dot == dots[out[n - 1] - first] && report < out[n - 1])))
            continue;
        for (k = n < NEIGHBOURS ? n++ : n - 1; k > 0; k--) {
            float above = dots[out[k - 1] - first];
            if (above > dot || (above == dot && out[k - 1] > report)) break;
            out[k] = out[k - 1];
        }
        out[k] = report;
    }
    for (uint32_t t = 0; t < n_touched; t++)
        dots[touched[t] - first] = 0;
    return n;
}

static void compare(LiveIndex *index, LiveReport *report, const uint32_t *nearest, uint32_t n,
                    Neighbours *out)
{
    out->n = 0;
    for (uint32_t k = 0; k < n; k++) {
        Neighbour *to = &out->at[out->n++];
        LiveReport *old = live_at(index, nearest[k]);
        to->report = nearest[k];
        pair_raw(&old->sketch, &report->sketch, to->f, to->close);
        kin_add(&report->kin, to->close);
        kin_add(&old->kin, to->close);
    }
    for (uint32_t k = 0; k < n; k++)
        pair_relative(&live_at(index, nearest[k])->kin, &report->kin, out->at[k].close,
                      out->at[k].f);
}

static dln_status find_neighbours(LiveIndex *index, LiveReport *report, Neighbours *neighbours)
{
    Posted posted[POSTED];
    uint32_t nearest[NEIGHBOURS], n = live_posted(&report->sketch, posted);
    uint32_t touched = probe(index, posted, n);
    uint32_t near = live_nearest(index->dot, live_first(index), index->touched, touched, nearest);
    compare(index, report, nearest, near, neighbours);
    LiveShelf *newest = &index->shelf[SHELVES_LIVE - 1];
    for (uint32_t i = 0; i < n; i++)
        TRY(print_table_put_newest(&newest->terms, posted[i].key, index->next, POSTINGS));
    return DLN_OK;
}

static dln_status shelve(LiveIndex *index, LiveShelf *shelf, const Sketch *sketch,
                         Neighbours *neighbours)
{
    LiveReport *report = &shelf->reports[shelf->n];
    *report = (LiveReport){.sketch = *sketch, .story = NONE, .before = NONE};
    TRY(find_neighbours(index, report, neighbours));
    shelf->n++;
    index->next++;
    return DLN_OK;
}

dln_status live_add_sketch(LiveIndex *index, const Sketch *sketch, Neighbours *neighbours)
{
    return shelve(index, open_shelf(index), sketch, neighbours);
}

dln_status live_add(LiveIndex *index, Slice title, Slice text, int32_t day, Arena *scratch,
                    Neighbours *neighbours)
{
    LiveShelf *shelf = open_shelf(index);
    Sketch sketch;
    TRY(sketch_read(&index->model->fold, title, text, day, &shelf->arena, scratch, &sketch));
    sketch_count(&sketch, &index->counts);
    sketch_weigh(&sketch, &index->model->background, &index->counts);
    return shelve(index, shelf, &sketch, neighbours);
}

void live_pair(const LiveReport *a, const LiveReport *b, float f[FEATURES])
{
    float close[RELATIVES];
    pair_raw(&a->sketch, &b->sketch, f, close);
    pair_relative(&a->kin, &b->kin, close, f);
}
