/* add.c - keeping reports (desk.h).
 *
 * In: inputs (files, bytes). Out: the store's rows: the input's bytes, each report with its
 * analysed form (mean/saved.h) and its words to search by, and the story the grouping puts it in,
 * all in one transaction. The first reports of an input are analysed before that begins, so that
 * two writers analyse side by side.
 *
 * Known to get wrong: two reports of one address that tell of different days (a live page) are
 * versions of one. */
#include "desk/desk.h"
#include "base/mem.h"
#include "base/sha256.h"
#include <stdio.h>
#include <zstd.h>

enum {
    KEEP_EVERY = 400, /* reports between two savings of the grouping's state */
    BATCH = 64,       /* reports analysed side by side */
    PACKING = 3       /* zstd level of inputs */
};

typedef struct Adding {
    dln_desk *desk;
    Analysed *item[BATCH];
    uint32_t n;
    StoreInput row;
    const char *charset; /* of the transport, NULL: none was said */
    Slice url, outlet;   /* of reports that say none */
    const dln_note *note;
    Budget time; /* of the report that is being read */
    int64_t input, now;
    dln_status fault; /* of the first report that could not be analysed */
    bool begun;       /* the transaction */
    bool known;       /* the input was there */
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

/* A report's words to search by; freed by free_words. */
typedef struct Searched {
    Buf said, by, about, place;
    StoreWords words;
} Searched;

static void collect_words(const Analysed *a, Searched *s)
{
    buf_init(&s->said, 1u << 26);
    buf_init(&s->by, 1u << 26);
    buf_init(&s->about, 1u << 26);
    buf_init(&s->place, 1u << 26);
    add_statements(&a->findings, &s->said, &s->by);
    add_entities(&a->findings, &s->about, &s->place);
    s->words = (StoreWords){a->report.title,   a->report.text,       buf_slice(&s->said),
                            buf_slice(&s->by), buf_slice(&s->about), buf_slice(&s->place)};
}

static void free_words(Searched *s)
{
    buf_free(&s->said);
    buf_free(&s->by);
    buf_free(&s->about);
    buf_free(&s->place);
}

dln_status desk_keep_words(dln_desk *desk, int64_t id, const Analysed *a)
{
    Searched s;
    collect_words(a, &s);
    dln_status status = store_words(desk->store, id, &s.words);
    free_words(&s);
    return status;
}

static dln_status store_one(Adding *adding, StoreReport *row, const Analysed *a)
{
    Buf saved;
    Searched s;
    dln_status status = desk_pack(adding->desk, a, &saved);
    collect_words(a, &s);
    if (status == DLN_OK)
        status = store_report(adding->desk->store, row, buf_slice(&saved), &s.words);
    free_words(&s);
    buf_free(&saved);
    return status;
}

static dln_status merge(Store *store, uint32_t merged, uint32_t into)
{
    if (merged == NONE || merged == into) return DLN_OK;
    TRY(store_report_moved(store, (int64_t)merged + 1, (int64_t)into + 1));
    return store_story_gone(store, (int64_t)merged + 1);
}

/* The report of the same address that this is a later version of. *same: it has its words, and the
 * page around them alone changed. */
static dln_status same_address(Store *store, const Report *r, StoreReport *row, bool *same)
{
    *same = false;
    TRY(store_latest(store, row->url, &row->earlier));
    return row->earlier ? store_same_words(store, row->earlier, r->title, r->text, same) : DLN_OK;
}

static dln_status story_of(Store *store, int64_t report, int64_t *story)
{
    Arena arena;
    StoreReport row;
    arena_init(&arena, 0);
    dln_status status = store_report_read(store, report, &arena, &row, NULL);
    if (status == DLN_OK) *story = row.story;
    arena_free(&arena);
    return status;
}

static StoreReport row_of(const Adding *adding, const Report *r)
{
    return (StoreReport){.input = adding->input,
                         .added = adding->now,
                         .day = r->published.day,
                         .sha256 = slice_of(r->sha256),
                         .member = r->member,
                         .url = r->url,
                         .outlet = desk_outlet(r),
                         .title = r->title,
                         .language = r->language,
                         .published = r->published.value};
}

static dln_status keep_one(Adding *adding, const Analysed *a, Arena *arena)
{
    dln_desk *desk = adding->desk;
    const Report *r = &a->report;
    StoreReport row = row_of(adding, r);
    DeskAnswer answer;
    int64_t known;
    bool same = false;
    TRY(store_known(desk->store, row.sha256, r->member, &known));
    if (!known) TRY(same_address(desk->store, r, &row, &same));
    adding->sum.known += known || same;
    if (known || same) return DLN_OK;
    TRY(grouping_put(desk, r, arena, &answer));
    if (!row.earlier) row.story = (int64_t)answer.story.story + 1;
    row.copy_of = answer.copy.is_copy ? (int64_t)answer.copy.source + 1 : 0;
    TRY(merge(desk->store, answer.story.merged, answer.story.story));
    /* a later version stays in the story of the earlier one */
    if (row.earlier) TRY(story_of(desk->store, row.earlier, &row.story));
    adding->sum.versions += row.earlier != 0;
    adding->sum.kept++;
    TRY(store_one(adding, &row, a));
    return row.id == desk->grouped ? DLN_OK : DLN_ERR_DATA; /* numbers as the grouping has them */
}

/* The transaction, the grouping as it is now, the input's row: when the first reports are ready. */
static dln_status begin(Adding *adding)
{
    if (adding->begun) return DLN_OK;
    TRY(store_begin(adding->desk->store));
    adding->begun = true;
    TRY(grouping_open(adding->desk));
    return store_input(adding->desk->store, &adding->row, &adding->input, &adding->known);
}

/* A report that could not be analysed: the others are kept without it. */
static void note_failed(Adding *adding, dln_status status)
{
    char *message = adding->desk->message;
    adding->sum.failed++;
    if (adding->fault != DLN_OK) return;
    adding->fault = status;
    snprintf(message, sizeof adding->desk->message, "%s", dln_status_text(status));
}

static dln_status keep_batch(Adding *adding)
{
    dln_status status = engine_analyse(adding->desk->engine, adding->item, adding->n);
    if (status == DLN_OK) status = begin(adding);
    for (uint32_t i = 0; i < adding->n; i++) {
        Arena arena;
        arena_init(&arena, 0);
        if (status == DLN_OK && adding->item[i]->status != DLN_OK)
            note_failed(adding, adding->item[i]->status);
        else if (status == DLN_OK && !adding->known)
            status = keep_one(adding, adding->item[i], &arena);
        arena_free(&arena);
        desk_drop(adding->item[i]);
    }
    adding->n = 0;
    return status;
}

/* Fills in what the caller knows and the report does not say. */
static void assume(const Adding *adding, Report *report)
{
    if (adding->outlet.n && !report->outlet.n)
        report->outlet = arena_copy(&report->arena, adding->outlet);
    if (adding->url.n && !report->url.n) {
        report->url = arena_copy(&report->arena, adding->url);
        report_from_address(&adding->desk->engine->read, report);
    }
}

static dln_status take_report(Report *report, void *context)
{
    Adding *adding = context;
    assume(adding, report);
    Analysed *a = mem_alloc(sizeof *a);
    if (!a) {
        arena_free(&report->arena);
        return DLN_ERR_NOMEM;
    }
    *a = (Analysed){.report = *report, .spent = engine_spent(adding->desk->engine, &adding->time)};
    adding->item[adding->n++] = a;
    return adding->n == BATCH ? keep_batch(adding) : DLN_OK;
}

/* ReadFault: an entry that cannot be read costs itself alone. */
static dln_status count_fault(const dln_error *fault, void *context)
{
    (void)fault;
    ((Adding *)context)->sum.failed++;
    return DLN_OK;
}

/* Reads the input and keeps its reports. */
static dln_status add_whole(Adding *adding, Slice bytes)
{
    dln_desk *desk = adding->desk;
    dln_error err = {0};
    ReadOptions options = engine_read_options(desk->engine, &adding->time);
    options.charset = slice_of(adding->charset);
    options.fault = count_fault;
    dln_status status = read_input(&options, adding->row.name, bytes, take_report, adding, &err);
    if (err.code != DLN_OK) {
        adding->sum.failed += adding->sum.failed == 0;
        snprintf(desk->message, sizeof desk->message, "%s", err.message);
    }
    if (status == err.code) status = DLN_OK; /* an entry that cannot be read costs itself alone */
    if (status == DLN_OK) status = keep_batch(adding);
    for (uint32_t i = 0; i < adding->n; i++)
        desk_drop(adding->item[i]);
    adding->sum.known += adding->known;
    if (status == DLN_OK && desk->grouped - desk->state_saved >= KEEP_EVERY)
        status = grouping_keep(desk);
    if (status != DLN_OK || adding->sum.kept || adding->sum.known) return status;
    return err.code != DLN_OK ? err.code : adding->fault;
}

/* Packs the input, looks whether it is there already, else keeps it. */
static dln_status add_input(Adding *adding, Slice bytes)
{
    char sum[65];
    size_t room = ZSTD_compressBound(bytes.n);
    char *packed = mem_alloc(room);
    if (!packed) return DLN_ERR_NOMEM;
    sha256_hex(bytes, sum);
    dln_status status = store_has_input(adding->desk->store, slice_of(sum), &adding->known);
    if (status == DLN_OK && adding->known)
        adding->sum.known++;
    else if (status == DLN_OK) {
        size_t n = ZSTD_compress(packed, room, bytes.p, bytes.n, PACKING);
        adding->row.sha256 = sum;
        adding->row.bytes = (Slice){ZSTD_isError(n) ? NULL : packed, n};
        status = add_whole(adding, bytes);
    }
    mem_free(packed);
    return status;
}

dln_status desk_keep_note(dln_desk *desk, const dln_note *note)
{
    char name[2100];
    if (!note->name || (!note->bytes && note->length)) return DLN_ERR_USAGE;
    if (snprintf(name, sizeof name, "note %s", note->name) >= (int)sizeof name)
        return desk_say(desk, DLN_ERR_USAGE, "the name of a note is too long");
    return store_keep(desk->store, name, (Slice){note->length ? note->bytes : "", note->length});
}

/* The transaction, where an input that was known began none, and what is to be kept with it. */
static dln_status finish(Adding *adding)
{
    dln_desk *desk = adding->desk;
    if (adding->note && !adding->begun) {
        TRY(store_begin(desk->store));
        adding->begun = true;
    }
    if (adding->note) TRY(desk_keep_note(desk, adding->note));
    return adding->begun ? store_commit(desk->store) : DLN_OK;
}

static void give_sum(const dln_added *sum, dln_added *added)
{
    size_t n = added && added->size < sizeof *sum ? added->size : sizeof *sum;
    if (added && n > sizeof n) memcpy((char *)added + 4, (const char *)sum + 4, n - 4);
}

dln_status dln_desk_add(dln_desk *desk, const char *name, const void *bytes, size_t length,
                        int64_t now, dln_added *added)
{
    dln_document document = {
        .size = sizeof document, .name = name, .bytes = bytes, .length = length};
    if (!name) return DLN_ERR_USAGE;
    return dln_desk_add_document(desk, &document, now, NULL, added);
}

dln_status dln_desk_add_document(dln_desk *desk, const dln_document *d, int64_t now,
                                 const dln_note *note, dln_added *added)
{
    if (!desk || !d || d->size < sizeof *d || (!d->bytes && d->length)) return DLN_ERR_USAGE;
    if (!desk->write) return desk_say(desk, DLN_ERR_USAGE, "the desk was opened for reading");
    desk->message[0] = 0;
    if (d->length > desk->engine->options.max_input_bytes)
        return desk_say(desk, DLN_ERR_LIMIT, "is larger than the limit of an input");
    Adding adding = {.desk = desk,
                     .now = now,
                     .charset = d->charset,
                     .url = slice_of(d->url),
                     .outlet = slice_of(d->outlet),
                     .note = note,
                     .row = {.name = slice_of(d->name), .size = d->length, .added = now}};
    dln_status status = add_input(&adding, (Slice){d->bytes, d->length});
    if (status == DLN_OK) status = finish(&adding);
    if (status != DLN_OK) {
        desk_failed(desk, status);
        if (adding.begun) store_rollback(desk->store);
        grouping_forget(desk); /* it may be ahead of what is on disk */
        return status;
    }
    give_sum(&adding.sum, added);
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
