/* desk.c - reports kept in a store: added once, analysed once, put into stories as they come.
 *
 * In: inputs (files, bytes). Out: the store's rows; stories as records, searches.
 *
 * Adding: the input's bytes, each report with its analysed form (mean/saved.h) and its words to
 * search by, and the story the grouping puts it in, all in one transaction. Reports are numbered
 * from 1 as the grouping numbers them from 0, so that its state and the store say the same; the
 * state is kept from time to time and what came after it is put in again on opening: the same
 * reports in the same order give the same stories. A story is joined again only when it gained a
 * report.
 *
 * Known to get wrong: stories that grow together late are merged, never split; a story of more than
 * 200 reports is joined from the latest 200. */
#include "base/mem.h"
#include "base/sha256.h"
#include "engine/desk_query.h"
#include "engine/engine.h"
#include "mean/saved.h"
#include "story/desk.h"
#include <stdio.h>
#include <zstd.h>

enum {
    LIVE = 2000,      /* reports the grouping keeps in mind */
    KEEP_EVERY = 400, /* reports between two savings of its state */
    BATCH = 64,       /* reports analysed side by side */
    STORY_ROOM = 200, /* reports of a story that are joined */
    PACKING = 3       /* zstd level of inputs */
};

struct dln_desk {
    const dln *engine;
    Store *store;
    Desk *grouping;      /* NULL while reading alone, or after a failure: made anew when needed */
    int64_t grouped;     /* reports put into it */
    int64_t state_saved; /* reports in the state that the store keeps */
    int64_t settled;     /* reports whose stories are joined */
    bool write;
    char message[256];
};

const char *dln_desk_message(const dln_desk *desk)
{
    return desk ? desk->message : "no desk";
}

static dln_status failed(dln_desk *desk, dln_status status)
{
    if (status == DLN_OK) return status;
    const char *stored = desk->store ? store_message(desk->store) : "";
    if (!desk->message[0])
        snprintf(desk->message, sizeof desk->message, "%s", dln_status_text(status));
    if (*stored && (status == DLN_ERR_IO || status == DLN_ERR_DATA))
        snprintf(desk->message, sizeof desk->message, "%s", stored);
    return status;
}

static dln_status say(dln_desk *desk, dln_status status, const char *message)
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

static ReadOptions read_options(const dln *engine)
{
    return (ReadOptions){.max_input = engine->options.max_input_bytes,
                         .max_memory = engine->options.max_report_memory,
                         .engine = &engine->read};
}

static dln_status unpack(Slice packed, uint64_t most, Arena *arena, Slice *bytes)
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

static dln_status save_analysed(dln_desk *desk, const Analysed *a, Buf *saved)
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
    TRY(unpack(packed, desk->engine->options.max_input_bytes, arena, &bytes));
    Wanted wanted = {.sha256 = row->sha256, .member = row->member};
    ReadOptions options = read_options(desk->engine);
    dln_error err = {0};
    TRY(read_input(&options, name, bytes, pick_report, &wanted, &err));
    if (!wanted.there) return DLN_ERR_DATA;
    *a = (Analysed){.report = wanted.found};
    Analysed *item = a;
    dln_status status = engine_analyse(desk->engine, &item, 1, true);
    if (status == DLN_OK) status = a->status;
    if (status != DLN_OK || !desk->write) return status;
    Buf saved;
    status = save_analysed(desk, a, &saved);
    if (status == DLN_OK) status = store_report_save(desk->store, row->id, buf_slice(&saved));
    buf_free(&saved);
    return status;
}

/* A report of the store with its findings, mem_alloc'd; *analysed is owned by the caller. */
static dln_status load(dln_desk *desk, int64_t id, Analysed **analysed)
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

static void drop(Analysed *a)
{
    if (!a) return;
    arena_free(&a->report.arena);
    mem_free(a);
}

/* ---- the grouping ---- */

/* Puts report `desk->grouped + 1` in; *answer hangs on `arena`. */
static dln_status put_in(dln_desk *desk, const Report *report, Arena *arena, DeskAnswer *answer)
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

/* The state as it was kept, then every report that came after it. */
static dln_status open_grouping(dln_desk *desk)
{
    int64_t reports = 0, stories = 0;
    if (desk->grouping) return DLN_OK;
    TRY(store_count(desk->store, &reports, &stories));
    TRY(open_state(desk));
    while (desk->grouped < reports) {
        Analysed *a;
        DeskAnswer answer;
        Arena arena;
        TRY(load(desk, desk->grouped + 1, &a));
        arena_init(&arena, 0);
        dln_status status = put_in(desk, &a->report, &arena, &answer);
        arena_free(&arena);
        drop(a);
        TRY(status);
    }
    return DLN_OK;
}

static void forget_grouping(dln_desk *desk)
{
    desk_free(desk->grouping);
    desk->grouping = NULL;
}

static int into_buf(const void *bytes, size_t length, void *context)
{
    Buf *buf = context;
    buf_add(buf, (Slice){bytes, length});
    return buf->failed;
}

static dln_status keep_state(dln_desk *desk)
{
    Buf state;
    buf_init(&state, (size_t)1 << 30);
    dln_status status = desk_save(desk->grouping, into_buf, &state);
    if (status == DLN_OK) status = store_keep(desk->store, "grouping", buf_slice(&state));
    if (status == DLN_OK)
        status = store_keep(desk->store, "grouped",
                            (Slice){(const char *)&desk->grouped, sizeof desk->grouped});
    buf_free(&state);
    if (status == DLN_OK) desk->state_saved = desk->grouped;
    return status;
}

/* ---- adding ---- */

typedef struct Adding {
    dln_desk *desk;
    Analysed *item[BATCH];
    uint32_t n;
    int64_t input, now;
    dln_added sum;
} Adding;

static void add_line(Buf *to, Slice words)
{
    if (!words.n) return;
    buf_add(to, words);
    buf_add(to, SLICE("\n"));
}

static void add_statements(const Findings *f, Buf *said, Buf *by)
{
    for (uint32_t i = 0; i < f->statements.n; i++) {
        const Statement *s = &f->statements.at[i];
        for (uint32_t k = 0; k < s->content.n; k++)
            add_line(said, slice_span(f->report->text, s->content.at[k]));
        if (s->speaker != NONE)
            add_line(by, f->entities.at[s->speaker].name);
        else
            add_line(by, slice_span(f->report->text, s->speaker_words));
    }
}

static void add_entities(const Findings *f, Buf *about, Buf *place)
{
    for (uint32_t i = 0; i < f->entities.n; i++)
        add_line(f->entities.at[i].kind == ENTITY_PLACE ? place : about, f->entities.at[i].name);
}

static dln_status store_one(Adding *adding, StoreReport *row, const Analysed *a)
{
    Buf said, by, about, place, saved;
    buf_init(&said, 1u << 26);
    buf_init(&by, 1u << 26);
    buf_init(&about, 1u << 26);
    buf_init(&place, 1u << 26);
    dln_status status = save_analysed(adding->desk, a, &saved);
    add_statements(&a->findings, &said, &by);
    add_entities(&a->findings, &about, &place);
    StoreWords words = {a->report.title, a->report.text,    buf_slice(&said),
                        buf_slice(&by),  buf_slice(&about), buf_slice(&place)};
    if (status == DLN_OK)
        status = store_report(adding->desk->store, row, buf_slice(&saved), &words);
    buf_free(&said);
    buf_free(&by);
    buf_free(&about);
    buf_free(&place);
    buf_free(&saved);
    return status;
}

static dln_status merge(Store *store, uint32_t merged, uint32_t into)
{
    if (merged == NONE || merged == into) return DLN_OK;
    TRY(store_report_moved(store, (int64_t)merged + 1, (int64_t)into + 1));
    return store_story_gone(store, (int64_t)merged + 1);
}

/* A later version of an address stays in the story of the earlier one. */
static dln_status same_address(Store *store, StoreReport *row)
{
    Arena arena;
    StoreReport earlier;
    TRY(store_latest(store, row->url, &row->earlier));
    if (!row->earlier) return DLN_OK;
    arena_init(&arena, 0);
    dln_status status = store_report_read(store, row->earlier, &arena, &earlier, NULL);
    if (status == DLN_OK) row->story = earlier.story;
    arena_free(&arena);
    return status;
}

static dln_status keep_one(Adding *adding, const Analysed *a, Arena *arena)
{
    dln_desk *desk = adding->desk;
    const Report *r = &a->report;
    DeskAnswer answer;
    int64_t known;
    TRY(store_known(desk->store, slice_of(r->sha256), r->member, &known));
    adding->sum.known += known != 0;
    if (known) return DLN_OK;
    TRY(put_in(desk, r, arena, &answer));
    StoreReport row = {.input = adding->input,
                       .added = adding->now,
                       .story = (int64_t)answer.story.story + 1,
                       .copy_of = answer.copy.is_copy ? (int64_t)answer.copy.source + 1 : 0,
                       .day = r->published.day,
                       .sha256 = slice_of(r->sha256),
                       .member = r->member,
                       .url = r->url,
                       .outlet = r->outlet,
                       .title = r->title,
                       .language = r->language,
                       .published = r->published.value};
    TRY(merge(desk->store, answer.story.merged, answer.story.story));
    TRY(same_address(desk->store, &row));
    adding->sum.versions += row.earlier != 0;
    adding->sum.kept++;
    TRY(store_one(adding, &row, a));
    return row.id == desk->grouped ? DLN_OK : DLN_ERR_DATA; /* numbers as the grouping has them */
}

static dln_status keep_batch(Adding *adding)
{
    dln_status status = engine_analyse(adding->desk->engine, adding->item, adding->n, true);
    for (uint32_t i = 0; i < adding->n; i++) {
        Arena arena;
        arena_init(&arena, 0);
        if (status == DLN_OK && adding->item[i]->status == DLN_OK)
            status = keep_one(adding, adding->item[i], &arena);
        else if (status == DLN_OK)
            adding->sum.failed++;
        arena_free(&arena);
        drop(adding->item[i]);
    }
    adding->n = 0;
    return status;
}

static dln_status take_report(Report *report, void *context)
{
    Adding *adding = context;
    Analysed *a = mem_alloc(sizeof *a);
    if (!a) {
        arena_free(&report->arena);
        return DLN_ERR_NOMEM;
    }
    *a = (Analysed){.report = *report};
    adding->item[adding->n++] = a;
    return adding->n == BATCH ? keep_batch(adding) : DLN_OK;
}

static dln_status keep_input(Adding *adding, Slice name, Slice bytes, bool *known)
{
    char sum[65];
    size_t room = ZSTD_compressBound(bytes.n);
    char *packed = mem_alloc(room);
    if (!packed) return DLN_ERR_NOMEM;
    sha256_hex(bytes, sum);
    size_t n = ZSTD_compress(packed, room, bytes.p, bytes.n, PACKING);
    StoreInput input = {.sha256 = sum,
                        .name = name,
                        .bytes = {ZSTD_isError(n) ? NULL : packed, n},
                        .size = bytes.n,
                        .added = adding->now};
    dln_status status = store_input(adding->desk->store, &input, &adding->input, known);
    mem_free(packed);
    return status;
}

static dln_status add_whole(Adding *adding, Slice name, Slice bytes)
{
    dln_desk *desk = adding->desk;
    dln_error err = {0};
    bool known;
    TRY(keep_input(adding, name, bytes, &known));
    if (known) {
        adding->sum.known++;
        return DLN_OK;
    }
    ReadOptions options = read_options(desk->engine);
    dln_status status = read_input(&options, name, bytes, take_report, adding, &err);
    if (err.code != DLN_OK) {
        adding->sum.failed++;
        snprintf(desk->message, sizeof desk->message, "%s", err.message);
    }
    if (status == err.code) status = DLN_OK; /* an entry that cannot be read costs itself alone */
    if (status == DLN_OK) status = keep_batch(adding);
    for (uint32_t i = 0; i < adding->n; i++)
        drop(adding->item[i]);
    if (status == DLN_OK && desk->grouped - desk->state_saved >= KEEP_EVERY)
        status = keep_state(desk);
    return status == DLN_OK && !adding->sum.kept && !adding->sum.known ? err.code : status;
}

dln_status dln_desk_add(dln_desk *desk, const char *name, const void *bytes, size_t length,
                        int64_t now, dln_added *added)
{
    if (!desk || !name || (!bytes && length)) return DLN_ERR_USAGE;
    if (!desk->write) return say(desk, DLN_ERR_USAGE, "the desk was opened for reading");
    desk->message[0] = 0;
    if (length > desk->engine->options.max_input_bytes)
        return say(desk, DLN_ERR_LIMIT, "is larger than the limit of an input");
    TRY(failed(desk, store_begin(desk->store)));
    Adding adding = {.desk = desk, .now = now};
    dln_status status = open_grouping(desk);
    if (status == DLN_OK) status = add_whole(&adding, slice_of(name), (Slice){bytes, length});
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status != DLN_OK) {
        failed(desk, status);
        store_rollback(desk->store);
        forget_grouping(desk); /* it may be ahead of what is on disk */
        return status;
    }
    if (added) {
        dln_added sum = adding.sum;
        size_t n = added->size < sizeof sum ? added->size : sizeof sum;
        if (n > sizeof n) memcpy((char *)added + 4, (const char *)&sum + 4, n - 4);
    }
    return DLN_OK;
}

dln_status dln_desk_add_file(dln_desk *desk, const char *path, int64_t now, dln_added *added)
{
    Arena arena;
    Slice bytes;
    if (!desk || !path) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    desk->message[0] = 0;
    dln_status status = file_read(path, desk->engine->options.max_input_bytes, &arena, &bytes,
                                  desk->message);
    if (status == DLN_OK) status = dln_desk_add(desk, path, bytes.p, bytes.n, now, added);
    arena_free(&arena);
    return status;
}

/* ---- stories ---- */

static dln_status load_story(dln_desk *desk, int64_t story, dln_run **run)
{
    int64_t id[STORY_ROOM];
    uint32_t n;
    TRY(store_story_reports(desk->store, story, id, STORY_ROOM, &n));
    if (!n) return DLN_ERR_EMPTY;
    TRY(dln_run_new(desk->engine, run));
    dln_status status = DLN_OK;
    for (uint32_t i = 0; i < n && status == DLN_OK; i++) {
        Analysed *a;
        status = load(desk, id[i], &a);
        if (status == DLN_OK && (status = run_keep(*run, a)) != DLN_OK) drop(a);
    }
    if (status != DLN_OK) {
        dln_run_free(*run);
        *run = NULL;
    }
    return status;
}

dln_status dln_desk_record(dln_desk *desk, int64_t story, dln_run **run, dln_record **record)
{
    if (!desk || !run || !record) return DLN_ERR_USAGE;
    *run = NULL;
    *record = NULL;
    desk->message[0] = 0;
    dln_status status = load_story(desk, story, run);
    if (status == DLN_OK) status = dln_run_story(*run, record);
    if (status != DLN_OK) {
        dln_run_free(*run);
        *run = NULL;
    }
    return status == DLN_ERR_EMPTY ? say(desk, status, "no such story") : failed(desk, status);
}

static void add_tag(Slice *tags, uint32_t *n, Slice tag)
{
    for (uint32_t i = 0; i < *n; i++)
        if (slice_eq(tags[i], tag)) return;
    if (*n < 64) tags[(*n)++] = tag;
}

/* "verdict:CONFLICT", "type:ASSAULT": what a search may ask a story for. */
static dln_status tag_story(dln_desk *desk, int64_t id, const Record *r, Arena *arena)
{
    static const char *const verdicts[] = {"verdict:AGREE", "verdict:REFINED", "verdict:CONFLICT",
                                           "verdict:ONLY"};
    Slice tags[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->facts.n; i++)
        add_tag(tags, &n, slice_of(verdicts[r->facts.at[i].verdict]));
    for (uint32_t i = 0; i < r->events.n; i++) {
        Slice type = r->events.at[i].type;
        if (type.n && n < 64)
            add_tag(tags, &n, arena_printf(arena, "type:%.*s", (int)type.n, type.p));
    }
    TRY(arena_status(arena));
    return store_story_tags(desk->store, id, tags, n);
}

static uint32_t outlets_of(const Record *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n_reports; i++) {
        bool first = true;
        Slice mine = r->report[i]->outlet.n ? r->report[i]->outlet : r->report[i]->source;
        for (uint32_t k = 0; k < i && first; k++) {
            const Report *o = r->report[k];
            first = !slice_eq(mine, o->outlet.n ? o->outlet : o->source);
        }
        n += first;
    }
    return n;
}

static dln_status settle_story(dln_desk *desk, int64_t id, int64_t now)
{
    dln_run *run;
    dln_record *record;
    Arena arena;
    dln_status status = dln_desk_record(desk, id, &run, &record);
    if (status == DLN_ERR_EMPTY) return DLN_OK; /* it was merged */
    TRY(status);
    const Record *r = &record->record;
    StoreStory row = {.id = id,
                      .changed = now,
                      .from = r->from,
                      .to = r->to,
                      .reports = r->n_reports,
                      .outlets = outlets_of(r),
                      .title = r->title};
    for (uint32_t i = 0; i < r->facts.n; i++) {
        row.conflicts += r->facts.at[i].verdict == DLN_CONFLICT;
        row.refined += r->facts.at[i].verdict == DLN_REFINED;
        row.agree += r->facts.at[i].verdict == DLN_AGREE;
    }
    arena_init(&arena, 0);
    status = store_story(desk->store, &row);
    if (status == DLN_OK) status = tag_story(desk, id, r, &arena);
    arena_free(&arena);
    dln_record_free(record);
    dln_run_free(run);
    return status;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Stories of the reports that came since the last settling, each once, in order. */
static dln_status touched(dln_desk *desk, int64_t reports, Arena *arena, int64_t **ids, uint32_t *n)
{
    int64_t *id = ARENA_ARRAY(arena, int64_t, (size_t)(reports - desk->settled));
    uint32_t count = 0;
    if (!id) return arena_status(arena);
    for (int64_t r = desk->settled + 1; r <= reports; r++) {
        StoreReport row;
        ArenaMark mark = arena_mark(arena);
        TRY(store_report_read(desk->store, r, arena, &row, NULL));
        id[count++] = row.story;
        arena_rewind(arena, mark);
    }
    list_sort(id, count, sizeof *id, by_id);
    *n = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!i || id[i] != id[i - 1]) id[(*n)++] = id[i];
    *ids = id;
    return DLN_OK;
}

static dln_status settle_all(dln_desk *desk, int64_t reports, int64_t now)
{
    Arena arena;
    int64_t *id;
    uint32_t n = 0;
    arena_init(&arena, 0);
    dln_status status = touched(desk, reports, &arena, &id, &n);
    for (uint32_t i = 0; i < n && status == DLN_OK; i++)
        status = settle_story(desk, id[i], now);
    arena_free(&arena);
    if (status == DLN_OK)
        status = store_keep(desk->store, "settled",
                            (Slice){(const char *)&reports, sizeof reports});
    return status;
}

dln_status dln_desk_settle(dln_desk *desk, int64_t now)
{
    int64_t reports = 0, stories = 0;
    if (!desk) return DLN_ERR_USAGE;
    if (!desk->write) return DLN_OK;
    desk->message[0] = 0;
    TRY(failed(desk, store_count(desk->store, &reports, &stories)));
    if (reports == desk->settled) return DLN_OK;
    TRY(failed(desk, store_begin(desk->store)));
    dln_status status = settle_all(desk, reports, now);
    if (status == DLN_OK) status = store_commit(desk->store);
    if (status != DLN_OK) {
        failed(desk, status);
        store_rollback(desk->store);
        return status;
    }
    desk->settled = reports;
    return DLN_OK;
}

/* ---- opening and closing ---- */

static dln_status open_settled(dln_desk *desk)
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
    if (status == DLN_OK && (status = open_settled(desk)) != DLN_OK)
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
    dln_status status = keep_state(desk);
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

/* ---- looking ---- */

static dln_text text_of(Slice s)
{
    return (dln_text){s.n ? s.p : "", s.n};
}

dln_status dln_desk_count(dln_desk *desk, dln_desk_counts *counts)
{
    if (!desk || !counts || counts->size < sizeof *counts) return DLN_ERR_USAGE;
    return failed(desk, store_count(desk->store, &counts->reports, &counts->stories));
}

dln_status dln_desk_version(dln_desk *desk, int64_t *version)
{
    if (!desk || !version) return DLN_ERR_USAGE;
    return failed(desk, store_version(desk->store, version));
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
    return failed(desk, status);
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
    if (status == DLN_ERR_USAGE) say(desk, status, why);
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
    return failed(desk, status);
}

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

dln_status dln_desk_check(dln_desk *desk, dln_write_fn write, void *context, uint32_t *faults)
{
    if (!desk || !write || !faults) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    return failed(desk, store_check(desk->store, tell, &(Teller){write, context}, faults));
}

dln_status dln_desk_backup(dln_desk *desk, const char *path)
{
    if (!desk || !path) return DLN_ERR_USAGE;
    desk->message[0] = 0;
    dln_status status = store_backup(desk->store, path);
    return status == DLN_OK ? status : say(desk, status, store_message(desk->store));
}
