/* care.c - a desk looked over, mended and copied (desk.h).
 *
 * In: a desk. Out: what is wrong with it, in words; what follows from the rest made anew: indices,
 * links between versions, the words of a report, its analysed form (from its input's bytes), the
 * rows of stories (from their reports).
 *
 * Known to get wrong: bytes of an input that are damaged, and reports that are gone, cannot be made
 * anew; they are named. */
#include "desk/desk.h"
#include "base/sha256.h"
#include "mean/saved.h"
#include <stdio.h>

typedef struct Teller {
    dln_write_fn write;
    void *context;
} Teller;

static void tell(const char *message, void *context)
{
    const Teller *told = context;
    if (told->write(message, strlen(message), told->context) == 0)
        told->write("\n", 1, told->context);
}

/* "WHAT 12 REST" */
static void tell_of(Teller *told, const char *what, int64_t id, const char *rest)
{
    char line[160];
    snprintf(line, sizeof line, "%s %lld %s", what, (long long)id, rest);
    tell(line, told);
}

/* Are an input's bytes those that came? */
static dln_status check_bytes(dln_desk *desk, int64_t id, Slice sha256, bool *whole)
{
    char sum[65];
    Arena arena;
    Slice name, packed, bytes;
    arena_init(&arena, 0);
    dln_status status = store_input_bytes(desk->store, id, &arena, &name, &packed);
    if (status == DLN_OK) {
        status = desk_unpack(packed, desk->engine->options.max_input_bytes, &arena, &bytes);
        *whole = status == DLN_OK;
        if (*whole) sha256_hex(bytes, sum);
        *whole = *whole && slice_is(sha256, sum);
        if (status == DLN_ERR_DATA || status == DLN_ERR_LIMIT) status = DLN_OK; /* that is said */
    }
    arena_free(&arena);
    return status;
}

static dln_status check_inputs(dln_desk *desk, Teller *told, uint32_t *faults)
{
    int64_t id = 0;
    do {
        Arena arena;
        Slice sha256;
        bool whole = true;
        arena_init(&arena, 0);
        dln_status status = store_next_input(desk->store, id, &arena, &id, &sha256);
        if (status == DLN_OK && id) status = check_bytes(desk, id, sha256, &whole);
        arena_free(&arena);
        TRY(status);
        if (!whole) tell_of(told, "the bytes of input", id, "are damaged");
        *faults += !whole;
    } while (id);
    return DLN_OK;
}

static dln_status is_whole(dln_desk *desk, int64_t id, bool *there, bool *whole)
{
    Arena arena;
    StoreReport row;
    Slice saved;
    arena_init(&arena, 0);
    dln_status status = store_report_read(desk->store, id, &arena, &row, &saved);
    *there = status == DLN_OK;
    *whole = *there && findings_whole(saved);
    arena_free(&arena);
    return status == DLN_ERR_EMPTY ? DLN_OK : status;
}

static dln_status check_reports(dln_desk *desk, Teller *told, uint32_t *faults)
{
    int64_t id = 0;
    for (;;) {
        bool there, whole;
        TRY(store_next_report(desk->store, id, &id));
        if (!id) return DLN_OK;
        TRY(is_whole(desk, id, &there, &whole));
        if (!there || whole) continue;
        tell_of(told, "report", id, "has a damaged analysed form");
        ++*faults;
    }
}

static dln_status check_stories(dln_desk *desk, Teller *told, uint32_t *faults)
{
    Arena arena;
    StoreIds ids;
    arena_init(&arena, 0);
    dln_status status = desk_settled(desk);
    if (status == DLN_OK) status = store_unlisted(desk->store, desk->settled, &arena, &ids);
    for (uint32_t i = 0; status == DLN_OK && i < ids.n; i++)
        tell_of(told, "story", ids.at[i], "is not listed");
    if (status == DLN_OK) *faults += ids.n;
    arena_free(&arena);
    return status;
}

static dln_status check_rows(dln_desk *desk, Teller *told, uint32_t *faults)
{
    Arena arena;
    StoreIds ids = {NULL, 0, 0};
    arena_init(&arena, 0);
    dln_status status = desk_uneven(desk, &arena, &ids);
    for (uint32_t i = 0; status == DLN_OK && i < ids.n; i++)
        tell_of(told, "story", ids.at[i], "lost a report and was not joined again");
    *faults += ids.n;
    arena_free(&arena);
    return status;
}

static dln_status look_over(dln_desk *desk, Teller *told, uint32_t *faults)
{
    TRY(store_check(desk->store, tell, told, faults));
    TRY(check_stories(desk, told, faults));
    TRY(check_rows(desk, told, faults));
    TRY(check_reports(desk, told, faults));
    return check_inputs(desk, told, faults);
}

dln_status dln_desk_check(dln_desk *desk, dln_write_fn write, void *context, uint32_t *faults)
{
    if (!desk || !write || !faults) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    return desk_failed(desk, look_over(desk, &(Teller){write, context}, faults));
}

/* ---- mending ---- */

/* A damaged analysed form is made anew by loading it. One whose input is damaged too stays as it
 * is, and the check names it. */
static dln_status mend_reports(dln_desk *desk, Teller *told)
{
    int64_t id = 0;
    for (;;) {
        bool there, whole;
        Analysed *a = NULL;
        TRY(store_next_report(desk->store, id, &id));
        if (!id) return DLN_OK;
        TRY(is_whole(desk, id, &there, &whole));
        if (!there || whole) continue;
        dln_status status = desk_load(desk, id, &a);
        desk_drop(a);
        if (status == DLN_OK)
            tell_of(told, "mended: report", id, "analysed again from its input");
        else if (status == DLN_ERR_IO || status == DLN_ERR_NOMEM)
            return status;
    }
}

static dln_status mend_words(dln_desk *desk, Teller *told)
{
    Arena arena;
    StoreIds ids;
    arena_init(&arena, 0);
    dln_status status = store_wordless(desk->store, &arena, &ids);
    for (uint32_t i = 0; status == DLN_OK && i < ids.n; i++) {
        Analysed *a = NULL;
        status = desk_load(desk, ids.at[i], &a);
        if (status == DLN_OK) status = desk_keep_words(desk, ids.at[i], a);
        desk_drop(a);
        if (status == DLN_OK) tell_of(told, "mended: words of report", ids.at[i], "kept again");
        if (status != DLN_ERR_IO && status != DLN_ERR_NOMEM) status = DLN_OK;
    }
    arena_free(&arena);
    return status;
}

/* Stories that are not listed, or listed with reports that are gone. */
static dln_status mend_stories(dln_desk *desk, Teller *told)
{
    Arena arena;
    StoreIds ids[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    int64_t newest = 0;
    arena_init(&arena, 0);
    dln_status status = desk_settled(desk);
    if (status == DLN_OK) status = store_newest(desk->store, &newest);
    if (status == DLN_OK) status = store_unlisted(desk->store, desk->settled, &arena, &ids[0]);
    if (status == DLN_OK) status = desk_uneven(desk, &arena, &ids[1]);
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; status == DLN_OK && i < ids[k].n; i++) {
            status = desk_settle_story(desk, ids[k].at[i], newest);
            if (status == DLN_OK) tell_of(told, "mended: story", ids[k].at[i], "joined again");
            if (status != DLN_ERR_IO && status != DLN_ERR_NOMEM) status = DLN_OK;
        }
    arena_free(&arena);
    return status;
}

static dln_status mend_all(dln_desk *desk, Teller *told)
{
    TRY(store_repair(desk->store, tell, told));
    TRY(mend_reports(desk, told));
    TRY(mend_words(desk, told));
    return mend_stories(desk, told);
}

dln_status dln_desk_repair(dln_desk *desk, dln_write_fn write, void *context, uint32_t *faults)
{
    if (!desk || !write || !faults) return DLN_ERR_USAGE;
    if (!desk->write) return desk_say(desk, DLN_ERR_USAGE, "the desk was opened for reading");
    Teller told = {write, context};
    desk->message[0] = 0;
    TRY(desk_failed(desk, store_begin(desk->store)));
    dln_status status = mend_all(desk, &told);
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status == DLN_OK) status = store_index(desk->store);
    if (status == DLN_OK) return desk_failed(desk, look_over(desk, &told, faults));
    desk_failed(desk, status);
    store_rollback(desk->store);
    return status;
}

dln_status dln_desk_backup(dln_desk *desk, const char *path)
{
    if (!desk || !path) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    dln_status status = store_backup(desk->store, path);
    return status == DLN_OK ? status : desk_say(desk, status, store_message(desk->store));
}
