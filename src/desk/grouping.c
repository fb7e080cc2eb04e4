/* grouping.c - the desk's stories as the grouping makes them (desk.h).
 *
 * In: reports in the order they are kept. Out: the story each is put in. Reports are numbered from
 * 1 as the grouping numbers them from 0, so that its state and the store say the same; the state is
 * kept from time to time and what came after it is put in again on opening: the same reports in the
 * same order give the same stories.
 *
 * Known to get wrong: a report that comes when its story's reports are more than 2,000 reports back
 * founds a story of its own; stories that grow together late are merged, never split. */
#include "desk/desk.h"

enum { LIVE = 2000 /* reports the grouping keeps in mind */ };

dln_status grouping_put(dln_desk *desk, const Report *report, Arena *arena, DeskAnswer *answer)
{
    PileReport in = engine_pile_report(report, arena);
    if (report->text.n && !in.told.p) return arena_status(arena);
    TRY(desk_add(desk->grouping, &in, arena, answer));
    desk->grouped++;
    return DLN_OK;
}

static dln_status open_state(dln_desk *desk)
{
    Arena arena;
    Slice state, upto;
    arena_init(&arena, 0);
    dln_status status = store_kept(desk->store, "grouping", &arena, &state);
    if (status == DLN_OK) status = store_kept(desk->store, "grouped", &arena, &upto);
    desk->grouped = 0;
    if (status == DLN_OK && state.n && upto.n == sizeof desk->grouped &&
        desk_restore(&desk->engine->story, LIVE, state.p, state.n, &desk->grouping) == DLN_OK)
        memcpy(&desk->grouped, upto.p, sizeof desk->grouped);
    else if (status == DLN_OK)
        status = desk_new(&desk->engine->story, LIVE, &desk->grouping);
    desk->state_saved = desk->grouped;
    arena_free(&arena);
    return status;
}

dln_status grouping_open(dln_desk *desk)
{
    int64_t last;
    TRY(store_last_report(desk->store, &last));
    if (!desk->grouping) TRY(open_state(desk));
    while (desk->grouped < last) {
        Analysed *a;
        DeskAnswer answer;
        Arena arena;
        TRY(desk_load(desk, desk->grouped + 1, &a));
        arena_init(&arena, 0);
        dln_status status = grouping_put(desk, &a->report, &arena, &answer);
        arena_free(&arena);
        desk_drop(a);
        TRY(status);
    }
    return DLN_OK;
}

void grouping_forget(dln_desk *desk)
{
    desk_free(desk->grouping);
    desk->grouping = NULL;
}

dln_status grouping_keep(dln_desk *desk)
{
    Buf state;
    buf_init(&state, (size_t)1 << 30);
    dln_status status = desk_save(desk->grouping, buf_write, &state);
    if (status == DLN_OK) status = store_keep(desk->store, "grouping", buf_slice(&state));
    if (status == DLN_OK)
        status = store_keep(desk->store, "grouped",
                            (Slice){(const char *)&desk->grouped, sizeof desk->grouped});
    buf_free(&state);
    if (status == DLN_OK) desk->state_saved = desk->grouped;
    return status;
}
