/* desk.c - the desk opened and closed, its reports brought back (desk.h).
 *
 * In: a store's place; numbers of reports. Out: reports with their findings, as they were when they
 * were analysed.
 *
 * Known to get wrong: a saved form of another build or other data is read and analysed again each
 * time when the desk is open for reading alone. */
#include "desk/desk.h"
#include "base/mem.h"
#include "mean/saved.h"
#include <stdio.h>
#include <zstd.h>

const char *dln_desk_message(const dln_desk *desk)
{
    return desk ? desk->message : "no desk";
}

dln_status desk_failed(dln_desk *desk, dln_status status)
{
    if (status == DLN_OK) return status;
    const char *stored = desk->store ? store_message(desk->store) : "";
    if (!desk->message[0])
        snprintf(desk->message, sizeof desk->message, "%s", dln_status_text(status));
    if (*stored && (status == DLN_ERR_IO || status == DLN_ERR_DATA))
        snprintf(desk->message, sizeof desk->message, "%s", stored);
    return status;
}

dln_status desk_say(dln_desk *desk, dln_status status, const char *message)
{
    snprintf(desk->message, sizeof desk->message, "%s", message);
    return status;
}

/* ---- reports back from the store ---- */

typedef struct Wanted {
    Slice sha256, member;
    Report found;
    bool there;
} Wanted;

static dln_status pick_report(Report *report, void *context)
{
    Wanted *wanted = context;
    if (!wanted->there && slice_is(wanted->sha256, report->sha256) &&
        slice_eq(wanted->member, report->member)) {
        wanted->found = *report;
        wanted->there = true;
    } else
        arena_free(&report->arena);
    return DLN_OK;
}

dln_status desk_unpack(Slice packed, uint64_t most, Arena *arena, Slice *bytes)
{
    unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
    if (n == ZSTD_CONTENTSIZE_ERROR || n == ZSTD_CONTENTSIZE_UNKNOWN) return DLN_ERR_DATA;
    if (n > most) return DLN_ERR_LIMIT;
    char *room = arena_alloc(arena, (size_t)n + 1);
    if (!room) return arena_status(arena);
    size_t got = ZSTD_decompress(room, (size_t)n, packed.p, packed.n);
    *bytes = (Slice){room, (size_t)n};
    return !ZSTD_isError(got) && got == n ? DLN_OK : DLN_ERR_DATA;
}

dln_status desk_pack(dln_desk *desk, const Analysed *a, Buf *saved)
{
    Arena scratch;
    arena_init(&scratch, 0);
    buf_init(saved, desk->engine->options.max_report_memory);
    dln_status status = findings_save(&a->findings, desk->engine->stamp, saved, &scratch);
    arena_free(&scratch);
    return status;
}

/* Reads and analyses a report once more from its input's bytes: its saved form is of another build
 * or other data. */
static dln_status read_again(dln_desk *desk, const StoreReport *row, Analysed *a, Arena *arena)
{
    Slice name, packed, bytes;
    TRY(store_input_bytes(desk->store, row->input, arena, &name, &packed));
    TRY(desk_unpack(packed, desk->engine->options.max_input_bytes, arena, &bytes));
    Wanted wanted = {.sha256 = row->sha256, .member = row->member};
    Budget time = {0};
    ReadOptions options = engine_read_options(desk->engine, &time);
    dln_error err = {0};
    TRY(read_input(&options, name, bytes, pick_report, &wanted, &err));
    if (!wanted.there) return DLN_ERR_DATA;
    *a = (Analysed){.report = wanted.found};
    Analysed *item = a;
    dln_status status = engine_analyse(desk->engine, &item, 1);
    if (status == DLN_OK) status = a->status;
    if (status != DLN_OK || !desk->write) return status;
    Buf saved;
    status = desk_pack(desk, a, &saved);
    if (status == DLN_OK) status = store_report_save(desk->store, row->id, buf_slice(&saved));
    buf_free(&saved);
    return status;
}

dln_status desk_load(dln_desk *desk, int64_t id, Analysed **analysed)
{
    Arena arena;
    StoreReport row;
    Slice saved;
    Analysed *a = mem_alloc(sizeof *a);
    *analysed = NULL;
    if (!a) return DLN_ERR_NOMEM;
    *a = (Analysed){.status = DLN_OK};
    arena_init(&arena, 0);
    arena_init(&a->report.arena, desk->engine->options.max_report_memory);
    dln_status status = store_report_read(desk->store, id, &arena, &row, &saved);
    if (status == DLN_OK) {
        status = findings_restore(saved, desk->engine->stamp, &a->report, &a->findings);
        if (status == DLN_ERR_DATA) {
            arena_free(&a->report.arena);
            status = read_again(desk, &row, a, &arena);
        }
    }
    arena_free(&arena);
    if (status != DLN_OK) {
        arena_free(&a->report.arena);
        mem_free(a);
        return status;
    }
    a->findings.report = &a->report;
    a->done = true;
    *analysed = a;
    return DLN_OK;
}

void desk_drop(Analysed *a)
{
    if (!a) return;
    arena_free(&a->report.arena);
    mem_free(a);
}

Slice desk_outlet(const Report *report)
{
    if (report->outlet.n || !report->agencies.n) return report->outlet;
    return report->agencies.at[0];
}

/* ---- opening and closing ---- */

dln_status desk_settled(dln_desk *desk)
{
    Arena arena;
    Slice value;
    arena_init(&arena, 0);
    dln_status status = store_kept(desk->store, "settled", &arena, &value);
    if (status == DLN_OK && value.n == sizeof desk->settled)
        memcpy(&desk->settled, value.p, sizeof desk->settled);
    arena_free(&arena);
    return status;
}

dln_status dln_desk_open(const dln *engine, const char *path, int write, dln_desk **out,
                         dln_error *err)
{
    if (!engine || !path || !out) return DLN_ERR_USAGE;
    *out = NULL;
    dln_desk *desk = mem_alloc(sizeof *desk);
    if (!desk) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    *desk = (dln_desk){.engine = engine, .write = write != 0};
    dln_status status = store_open(path, desk->write, &desk->store, err);
    if (status == DLN_OK && (status = desk_settled(desk)) != DLN_OK)
        err_fill(err, status, "open", "%.200s", store_message(desk->store));
    if (status != DLN_OK) {
        store_close(desk->store);
        mem_free(desk);
        return status;
    }
    *out = desk;
    return DLN_OK;
}

static dln_status keep_last_state(dln_desk *desk)
{
    if (!desk->write || !desk->grouping || desk->grouped == desk->state_saved) return DLN_OK;
    TRY(store_begin(desk->store));
    dln_status status = grouping_keep(desk);
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status != DLN_OK) store_rollback(desk->store);
    return status;
}

dln_status dln_desk_close(dln_desk *desk)
{
    if (!desk) return DLN_OK;
    dln_status status = keep_last_state(desk);
    desk_free(desk->grouping);
    store_close(desk->store);
    mem_free(desk);
    return status;
}
