/* pile_api.c - the public API of a pile in parts (story/pile.h), and of copies by cards.
 *
 * In: cards, sketches, bytes of a pile. Out: arrays of structs to a writer; groups and stories. */
#include "base/mem.h"
#include "engine/card.h"
#include "story/desk.h"
#include "story/furniture.h"
#include "story/pile.h"

struct dln_pile {
    const dln *engine;
    Pile *pile;
};

struct dln_copies {
    const dln *engine;
    CopyIndex *index;
    Arena card, scratch;
};

_Static_assert(sizeof(dln_pair) == sizeof(PilePair), "pairs are written as they lie");

static dln_status give(const void *bytes, size_t n, dln_write_fn write, void *context)
{
    return n && write(bytes, n, context) ? DLN_ERR_IO : DLN_OK;
}

/* ---- cards ---- */

dln_status dln_card_lines(const dln *engine, const void *card, size_t length, dln_write_fn write,
                          void *context)
{
    Arena arena;
    Card in;
    FurnitureLines lines;
    if (!engine || !card || !write) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    dln_status status = card_read((Slice){card, length}, &arena, &in);
    if (status == DLN_OK) status = furniture_lines(&in.report, &arena, &lines);
    if (status == DLN_OK) status = give(lines.hash, lines.n * sizeof *lines.hash, write, context);
    arena_free(&arena);
    return status;
}

dln_status dln_card_sketch(const dln *engine, const void *card, size_t length,
                           const uint64_t *shared, size_t count, dln_write_fn write, void *context)
{
    Arena arena;
    Card in;
    Buf sketch;
    if (!engine || !card || !write || (!shared && count)) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    buf_init(&sketch, SIZE_MAX / 2);
    dln_status status = card_read((Slice){card, length}, &arena, &in);
    if (status == DLN_OK) status = furniture_blank_shared(&in.report, shared, count, &arena);
    if (status == DLN_OK) status = pile_sketch(&engine->story, &in.report, &sketch);
    if (status == DLN_OK) status = give(sketch.p, sketch.n, write, context);
    buf_free(&sketch);
    arena_free(&arena);
    return status;
}

/* ---- the pile ---- */

static dln_status pile_hold(const dln *engine, Pile *inner, dln_pile **pile)
{
    *pile = mem_alloc(sizeof **pile);
    if (!*pile) {
        pile_free(inner);
        return DLN_ERR_NOMEM;
    }
    **pile = (dln_pile){engine, inner};
    return DLN_OK;
}

dln_status dln_pile_new(const dln *engine, dln_pile **pile)
{
    Pile *inner;
    if (!engine || !pile) return DLN_ERR_USAGE;
    TRY(pile_new(&engine->story, &inner));
    return pile_hold(engine, inner, pile);
}

dln_status dln_pile_open(const dln *engine, const void *bytes, size_t length, dln_pile **pile)
{
    Pile *inner;
    if (!engine || !pile || !bytes) return DLN_ERR_USAGE;
    *pile = NULL;
    TRY(pile_open(&engine->story, (Slice){bytes, length}, &inner));
    return pile_hold(engine, inner, pile);
}

void dln_pile_free(dln_pile *pile)
{
    if (!pile) return;
    pile_free(pile->pile);
    mem_free(pile);
}

dln_status dln_pile_add(dln_pile *pile, const void *sketch, size_t length)
{
    if (!pile || !sketch) return DLN_ERR_USAGE;
    return pile_add(pile->pile, (Slice){sketch, length});
}

dln_status dln_pile_close(dln_pile *pile)
{
    return pile ? pile_close(pile->pile) : DLN_ERR_USAGE;
}

dln_status dln_pile_save(const dln_pile *pile, dln_write_fn write, void *context)
{
    if (!pile || !write) return DLN_ERR_USAGE;
    Slice bytes = pile_bytes(pile->pile);
    return bytes.n ? give(bytes.p, bytes.n, write, context) : DLN_ERR_USAGE;
}

uint32_t dln_pile_count(const dln_pile *pile)
{
    return pile ? pile_count(pile->pile) : 0;
}

/* ---- pairs ---- */

dln_status dln_pile_pairs(const dln_pile *pile, uint32_t from, uint32_t to, dln_write_fn write,
                          void *context)
{
    Arena arena;
    PilePairs found = {0};
    if (!pile || !write) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    dln_status status = pile_pairs(pile->pile, from, to, &arena, &found);
    if (status == DLN_OK)
        status = give(found.list.at, found.list.n * sizeof *found.list.at, write, context);
    arena_free(&arena);
    return status;
}

dln_status dln_pile_meet(dln_pile *pile, const dln_pair *pairs, size_t count)
{
    if (!pile || (!pairs && count)) return DLN_ERR_USAGE;
    for (size_t k = 0; k < count; k++) {
        PilePair pair = {.a = pairs[k].a, .b = pairs[k].b};
        memcpy(pair.close, pairs[k].close, sizeof pair.close);
        TRY(pile_meet(pile->pile, &pair));
    }
    return DLN_OK;
}

dln_status dln_pile_judge(const dln_pile *pile, const dln_pair *pairs, size_t count,
                          dln_write_fn write, void *context)
{
    Buf out;
    dln_status status = DLN_OK;
    if (!pile || !write || (!pairs && count)) return DLN_ERR_USAGE;
    buf_init(&out, SIZE_MAX / 2);
    for (size_t k = 0; k < count && status == DLN_OK; k++) {
        JudgedPair judged = {0};
        dln_judged one;
        status = pile_judge(pile->pile, pairs[k].a, pairs[k].b, &judged, &one.evidence);
        if (status != DLN_OK || judged.probability < PROBABILITY_LEAST) continue;
        one.a = judged.a, one.b = judged.b, one.probability = judged.probability;
        buf_add(&out, (Slice){(const char *)&one, sizeof one});
    }
    if (out.failed) status = DLN_ERR_NOMEM;
    if (status == DLN_OK) status = give(out.p, out.n, write, context);
    buf_free(&out);
    return status;
}

/* Their pairs alone; NULL: no memory, or one is not below `n`. */
static JudgedPair *bare_pairs(const dln_judged *pairs, size_t count, uint32_t n, Arena *arena)
{
    JudgedPair *bare = ARENA_ARRAY(arena, JudgedPair, count);
    for (size_t k = 0; bare && k < count; k++) {
        if (pairs[k].a >= pairs[k].b || pairs[k].b >= n) return NULL;
        bare[k] = (JudgedPair){pairs[k].a, pairs[k].b, pairs[k].probability};
    }
    return bare;
}

static dln_status status_of(const Arena *arena)
{
    return arena_status(arena) == DLN_OK ? DLN_ERR_USAGE : arena_status(arena);
}

static dln_status keep_pairs(const dln_pile *pile, dln_judged *pairs, size_t *count, Arena *arena)
{
    uint32_t n = pile_count(pile->pile), kept = (uint32_t)*count;
    JudgedPair *bare = bare_pairs(pairs, *count, n, arena);
    float *evidence = ARENA_ARRAY(arena, float, *count);
    if (!bare || !evidence) return status_of(arena);
    for (size_t k = 0; k < *count; k++)
        evidence[k] = pairs[k].evidence;
    TRY(batch_drop_weak(&pile->engine->story, bare, evidence, &kept, n, arena));
    size_t at = 0;
    for (size_t k = 0; k < *count && at < kept; k++)
        if (pairs[k].a == bare[at].a && pairs[k].b == bare[at].b) pairs[at++] = pairs[k];
    *count = at;
    return DLN_OK;
}

dln_status dln_pile_keep(const dln_pile *pile, dln_judged *pairs, size_t *count)
{
    Arena arena;
    if (!pile || !count || (!pairs && *count) || *count > UINT32_MAX / 2) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    dln_status status = keep_pairs(pile, pairs, count, &arena);
    arena_free(&arena);
    return status;
}

float dln_pile_threshold(const dln_pile *pile)
{
    return pile ? pile->engine->story.join_batch : 1;
}

dln_status dln_pile_link(const dln *engine, const dln_judged *pairs, size_t count, uint32_t n,
                         uint32_t *group)
{
    Arena arena;
    if (!engine || !group || (!pairs && count) || count > UINT32_MAX / 4 || n > UINT32_MAX / 4)
        return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    JudgedPair *bare = bare_pairs(pairs, count, n, &arena);
    dln_status status = bare ? link_groups(bare, (uint32_t)count, n, engine->story.join_batch,
                                           &arena, group)
                             : status_of(&arena);
    arena_free(&arena);
    return status;
}

/* ---- the end ---- */

/* Groups of positions become stories by numbers: the lowest of each. */
static bool name_stories(const Pile *pile, const uint32_t *group, uint32_t *first, uint32_t *story)
{
    uint32_t n = pile_count(pile);
    for (uint32_t k = 0; k < n; k++)
        first[k] = NONE;
    for (uint32_t k = 0; k < n; k++) {
        if (group[k] >= n) return false;
        if (pile_number(pile, k) < first[group[k]]) first[group[k]] = pile_number(pile, k);
    }
    for (uint32_t k = 0; k < n; k++)
        story[pile_number(pile, k)] = first[group[k]];
    return true;
}

/* Links that came from elsewhere may go in a ring: then there is no first source. */
static bool sources_end(const CopyLink *links, uint32_t n, bool *checked)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t steps = 0;
        for (uint32_t at = i; links[at].is_copy && !checked[at]; at = links[at].source)
            if (++steps > n) return false;
        for (uint32_t at = i; links[at].is_copy && !checked[at]; at = links[at].source)
            checked[at] = true;
    }
    return true;
}

static dln_status follow_copies(const Pile *pile, const dln_source *sources, uint32_t *story,
                                uint32_t *scratch, Arena *arena)
{
    uint32_t n = pile_count(pile), *bytes = ARENA_ARRAY(arena, uint32_t, n);
    CopyLink *links = ARENA_ARRAY(arena, CopyLink, n);
    bool *checked = ARENA_ARRAY(arena, bool, n);
    if (!bytes || !links || !checked) return arena_status(arena);
    for (uint32_t k = 0; k < n; k++)
        bytes[pile_number(pile, k)] = pile_text_bytes(pile, k);
    for (uint32_t i = 0; i < n; i++) {
        bool is_copy = sources[i].is_copy && sources[i].source < n && sources[i].source != i;
        links[i] = (CopyLink){.source = is_copy ? sources[i].source : NONE, .is_copy = is_copy};
    }
    if (!sources_end(links, n, checked)) return DLN_ERR_USAGE;
    desk_follow_sources(links, bytes, n, story, scratch);
    return DLN_OK;
}

dln_status dln_pile_settle(const dln_pile *pile, const uint32_t *group, const dln_source *sources,
                           uint32_t *story)
{
    Arena arena;
    if (!pile || !group || !story) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    uint32_t *scratch = ARENA_ARRAY(&arena, uint32_t, (size_t)pile_count(pile->pile) + 1);
    dln_status status = scratch ? DLN_OK : arena_status(&arena);
    if (status == DLN_OK && !name_stories(pile->pile, group, scratch, story))
        status = DLN_ERR_USAGE;
    if (status == DLN_OK && sources)
        status = follow_copies(pile->pile, sources, story, scratch, &arena);
    arena_free(&arena);
    return status;
}

/* ---- copies ---- */

dln_status dln_copies_new(const dln *engine, uint32_t cards, dln_copies **copies)
{
    if (!engine || !copies || cards > UINT32_MAX / 4) return DLN_ERR_USAGE;
    dln_copies *made = mem_alloc(sizeof *made);
    *copies = NULL;
    if (!made) return DLN_ERR_NOMEM;
    memset(made, 0, sizeof *made);
    made->engine = engine;
    dln_status status = copies_new(2 * cards + 2, &made->index);
    if (status == DLN_OK)
        *copies = made;
    else
        mem_free(made);
    return status;
}

void dln_copies_free(dln_copies *copies)
{
    if (!copies) return;
    copies_free(copies->index);
    arena_free(&copies->card);
    arena_free(&copies->scratch);
    mem_free(copies);
}

dln_status dln_copies_add(dln_copies *copies, const void *card, size_t length, dln_source *source)
{
    Card in;
    CopyLink link;
    if (!copies || !card || !source) return DLN_ERR_USAGE;
    arena_free(&copies->card);
    TRY(card_read((Slice){card, length}, &copies->card, &in));
    TRY(copies_add(copies->index, in.report.text, &copies->card, &copies->scratch, &link));
    *source = (dln_source){link.source, link.is_copy, link.share};
    return DLN_OK;
}
