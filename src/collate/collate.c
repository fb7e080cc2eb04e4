/* collate.c - see collate.h. Opens the lists and runs the steps in order. */
#include "collate/event_pair.h"
#include "collate/reading.h"
#include "collate/versions.h"
#include <stdlib.h>

dln_status collate_open(const char *data_dir, Arena *arena, const Collate **out, dln_error *err)
{
    Collate *made = ARENA_NEW(arena, Collate);
    *out = NULL;
    if (!made) return arena_status(arena);
    TRY(value_words_load(data_dir, arena, &made->words, err));
    TRY(signs_load(data_dir, "en/sure.txt", arena, &made->sure, err));
    TRY(table_load(data_dir, "en/triggers.txt", arena, &made->triggers, err));
    TRY(link_words_load(data_dir, arena, &made->links, err));
    TRY(corrections_load(data_dir, arena, made, err));
    map_init(&made->trigger_class, arena);
    for (uint32_t i = 0; i < made->triggers.n; i++)
        if (!map_put(&made->trigger_class, row_col(&made->triggers.at[i], 0), i))
            return DLN_ERR_NOMEM;
    TRY(worth_open(data_dir, &made->worth, err));
    dln_status status = join_model_open(data_dir, PAIR_FEATURES, arena, &made->model, err);
    if (status != DLN_OK) worth_close(&made->worth);
    if (status == DLN_OK) *out = made;
    return status;
}

void collate_close(const Collate *collate)
{
    if (!collate) return;
    JoinModel model = collate->model;
    WorthModel worth = collate->worth;
    join_model_close(&model);
    worth_close(&worth);
}

const ValueWords *collate_words(const Collate *collate)
{
    return &collate->words;
}

Slice trigger_class(const Collate *collate, Slice lemma)
{
    uint32_t row = map_find(&collate->trigger_class, lemma);
    char room[32];
    if (row == NONE && lemma.n &&
        lemma.n + 1 < sizeof room) { /* lemmas that lost their last letter: "injur" */
        memcpy(room, lemma.p, lemma.n);
        room[lemma.n] = 'e';
        row = map_find(&collate->trigger_class, (Slice){room, lemma.n + 1});
    }
    return row == NONE ? lemma : row_col(&collate->triggers.at[row], 1);
}

bool groups_init(Groups *groups, uint32_t n, Arena *arena)
{
    groups->n = n;
    groups->parent = ARENA_ARRAY(arena, uint32_t, n + 1);
    groups->next = ARENA_ARRAY(arena, uint32_t, n + 1);
    groups->size = ARENA_ARRAY(arena, uint32_t, n + 1);
    if (!groups->parent || !groups->next || !groups->size) return false;
    for (uint32_t i = 0; i < n; i++) {
        groups->parent[i] = groups->next[i] = i;
        groups->size[i] = 1;
    }
    return true;
}

uint32_t groups_find(Groups *groups, uint32_t item)
{
    while (groups->parent[item] != item) {
        groups->parent[item] = groups->parent[groups->parent[item]];
        item = groups->parent[item];
    }
    return item;
}

void groups_join(Groups *groups, uint32_t a, uint32_t b)
{
    uint32_t x = groups_find(groups, a), y = groups_find(groups, b), swap = groups->next[a];
    if (x == y) return;
    uint32_t lead = x < y ? x : y, other = x < y ? y : x;
    groups->parent[other] = lead;
    groups->size[lead] += groups->size[other];
    groups->next[a] = groups->next[b];
    groups->next[b] = swap;
}

bool place_inside(const Record *record, uint32_t a, uint32_t b)
{
    for (uint32_t steps = 0; a != NONE && a < record->entities.n && steps < 8; steps++) {
        if (a == b) return true;
        a = record->entities.at[a].place_in;
    }
    return false;
}

static int by_bytes(const void *x, const void *y, void *context)
{
    const Join *join = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    const Report *p = join_findings(join, a)->report, *q = join_findings(join, b)->report;
    int c = slice_cmp(p->text, q->text);
    if (!c) c = slice_cmp(p->source, q->source);
    return c ? c : a < b ? -1 : a > b;
}

static void set_voices(Join *join)
{
    uint32_t n = join->in->n;
    for (uint32_t i = 0; i < n; i++) {
        join->voice[i] = i;
        join->record->copy_of[i] = join->in->copy_of ? join->in->copy_of[i] : NONE;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        for (uint32_t steps = 0; steps < n && join->record->copy_of[at] < n; steps++)
            at = join->record->copy_of[at];
        join->voice[i] = at;
    }
}

static dln_status open_join(Join *join)
{
    uint32_t n = join->in->n;
    Record *r = join->record;
    Arena *s = join->scratch;
    join->order = ARENA_ARRAY(s, uint32_t, n);
    join->rank = ARENA_ARRAY(s, uint32_t, n);
    join->voice = ARENA_ARRAY(s, uint32_t, n);
    join->day = ARENA_ARRAY(s, int32_t, n);
    join->reading = ARENA_ARRAY(s, const Reading *, n);
    join->entity_of = ARENA_ARRAY(s, uint32_t *, n);
    join->time_of = ARENA_ARRAY(s, uint32_t *, n);
    join->statement_of = ARENA_ARRAY(s, uint32_t *, n);
    join->event_of = ARENA_ARRAY(s, uint32_t *, n);
    r->copy_of = ARENA_ARRAY(&r->arena, uint32_t, n);
    r->report = ARENA_ARRAY(&r->arena, const Report *, n);
    r->findings = ARENA_ARRAY(&r->arena, const Findings *, n);
    if (!join->event_of || s->failed) return arena_status(s);
    if (!r->findings || r->arena.failed) return arena_status(&r->arena);
    r->n_reports = n;
    for (uint32_t i = 0; i < n; i++) {
        join->order[i] = i;
        r->findings[i] = join->in->findings[i];
        r->report[i] = join->in->findings[i]->report;
        join->day[i] = report_day(&join->collate->words, r->report[i]);
    }
    list_sort_r(join->order, n, sizeof *join->order, by_bytes, join);
    for (uint32_t i = 0; i < n; i++)
        join->rank[join->order[i]] = i;
    set_voices(join);
    return DLN_OK;
}

/* What is kept with the findings; of those that come without it, read here. */
static dln_status read_reports(Join *join)
{
    for (uint32_t i = 0; i < join->in->n; i++) {
        const Findings *f = join_findings(join, i);
        join->reading[i] = f->reading;
        if (!f->reading)
            TRY(collate_read(join->collate, join->in, f, join->scratch, join->scratch,
                             &join->reading[i]));
    }
    return DLN_OK;
}

static dln_status run_steps(Join *join)
{
    TRY(open_join(join));
    TRY(read_reports(join));
    TRY(join_entities(join));
    TRY(join_times(join));
    TRY(join_statements(join));
    TRY(join_events(join));
    TRY(weigh_events(join));
    if (join->in->aligner && join->in->n > 1)
        TRY(align_claims(join, join->in->aligner, &join->aligned));
    TRY(write_claims(join));
    TRY(build_facts(join));
    TRY(worth_weigh(&join->collate->worth, &join->collate->words, join->record, join->scratch));
    return build_head(join);
}

dln_status collate_story(const Collate *collate, const StoryInput *input, Record *record,
                         Arena *scratch)
{
    Arena keep = record->arena;
    *record = (Record){.arena = keep, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN};
    ArenaMark mark = arena_mark(scratch);
    Join join = {.collate = collate, .in = input, .record = record, .scratch = scratch};
    dln_status status = run_steps(&join);
    arena_rewind(scratch, mark);
    return status;
}
