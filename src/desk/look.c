/* look.c - lists and searches of a desk (desk.h).
 *
 * In: what is asked. Out: stories and reports, one call each. */
#include "desk/desk.h"
#include "desk/query.h"

static dln_text text_of(Slice s)
{
    return (dln_text){s.n ? s.p : "", s.n};
}

dln_status dln_desk_count(dln_desk *desk, dln_desk_counts *counts)
{
    if (!desk || !counts || counts->size < sizeof *counts) return DLN_ERR_USAGE;
    return desk_failed(desk, store_count(desk->store, &counts->reports, &counts->stories));
}

dln_status dln_desk_version(dln_desk *desk, int64_t *version)
{
    if (!desk || !version) return DLN_ERR_USAGE;
    return desk_failed(desk, store_version(desk->store, version));
}

dln_status dln_desk_stories(dln_desk *desk, dln_order order, uint32_t offset, uint32_t limit,
                            dln_story_fn each, void *context)
{
    Arena arena;
    StoreStory *row;
    uint32_t n;
    if (!desk || !each || (unsigned)order > DLN_DIFFER) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    arena_init(&arena, 0);
    dln_status status = store_stories(desk->store, (StoryOrder)order, offset, limit, &arena, &row,
                                      &n);
    for (uint32_t i = 0; status == DLN_OK && i < n; i++) {
        dln_desk_story story = {sizeof story,   row[i].from,          row[i].to,
                                row[i].reports, row[i].outlets,       row[i].conflicts,
                                row[i].refined, row[i].agree,         row[i].id,
                                row[i].changed, text_of(row[i].title)};
        if (each(&story, context) != 0) break;
    }
    arena_free(&arena);
    return desk_failed(desk, status);
}

dln_status dln_desk_search(dln_desk *desk, const char *words, uint32_t offset, uint32_t limit,
                           dln_hit_fn each, void *context, uint64_t *total)
{
    Arena arena;
    StoreQuery ask = {.offset = offset, .limit = limit};
    StoreHit *hit;
    const char *why;
    uint32_t n = 0;
    uint64_t all = 0;
    if (!desk || !words || !each) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    arena_init(&arena, 0);
    dln_status status = desk_query(slice_of(words), &arena, &ask, &why);
    if (status == DLN_ERR_USAGE || status == DLN_ERR_EMPTY) desk_say(desk, status, why);
    if (status == DLN_OK && why) desk_say(desk, status, why);
    if (status == DLN_OK) status = store_search(desk->store, &ask, &arena, &hit, &n, &all);
    for (uint32_t i = 0; status == DLN_OK && i < n; i++) {
        const StoreReport *r = &hit[i].report;
        dln_hit one = {sizeof one,
                       r->day,
                       r->id,
                       r->story,
                       r->earlier,
                       r->later,
                       text_of(r->title),
                       text_of(r->outlet),
                       text_of(r->url),
                       text_of(r->published),
                       text_of(hit[i].snippet)};
        if (each(&one, context) != 0) break;
    }
    if (total) *total = all;
    arena_free(&arena);
    return desk_failed(desk, status);
}

dln_status dln_desk_note(dln_desk *desk, const dln_note *notes, size_t count)
{
    if (!desk || (!notes && count)) return DLN_ERR_USAGE;
    if (!desk->write) return desk_say(desk, DLN_ERR_USAGE, "the desk was opened for reading");
    desk->message[0] = 0;
    TRY(desk_failed(desk, store_begin(desk->store)));
    dln_status status = DLN_OK;
    for (size_t i = 0; i < count && status == DLN_OK; i++)
        status = desk_keep_note(desk, &notes[i]);
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status != DLN_OK) {
        desk_failed(desk, status);
        store_rollback(desk->store);
    }
    return status;
}

dln_status dln_desk_noted(dln_desk *desk, const char *name, dln_write_fn write, void *context)
{
    Arena arena;
    Slice value;
    if (!desk || !name || !write) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    arena_init(&arena, 0);
    Slice full = arena_printf(&arena, "note %s", name);
    dln_status status = full.p ? store_kept(desk->store, full.p, &arena, &value)
                               : arena_status(&arena);
    if (status == DLN_OK && !value.n) status = DLN_ERR_EMPTY;
    if (status == DLN_OK && write(value.p, value.n, context) != 0) status = DLN_ERR_IO;
    arena_free(&arena);
    return status == DLN_ERR_EMPTY ? status : desk_failed(desk, status);
}

dln_status dln_desk_names(dln_desk *desk, dln_names kind, uint32_t limit, dln_name_fn each,
                          void *context)
{
    enum { NEWEST = 200 };
    static const char *const tag[] = {"by:", "outlet:"};
    Arena arena;
    StoreName *name;
    uint32_t n;
    if (!desk || !each || (unsigned)kind > DLN_OUTLETS) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    arena_init(&arena, 0);
    dln_status status = store_names(desk->store, slice_of(tag[kind]), NEWEST, limit, &arena, &name,
                                    &n);
    for (uint32_t i = 0; status == DLN_OK && i < n; i++)
        if (each(text_of(name[i].name), name[i].stories, context) != 0) break;
    arena_free(&arena);
    return desk_failed(desk, status);
}
