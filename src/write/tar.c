/* tar.c - see tar.h.
 *
 * In: names and bytes. Out: POSIX ustar records. No date, owner or mode of this machine: the same
 * reports give the same bytes. The two empty blocks that may end a tar are left out: a stream does
 * not know its end, and readers take the end of the file for it. */
#include "write/tar.h"
#include "base/utf8.h"
#include <stdio.h>

enum { BLOCK = 512, LONGEST_NAME_BYTES = 80, MAX_DOCUMENT = 1 << 30 };

static void octal(char *field, size_t width, uint64_t value)
{
    field[--width] = 0;
    while (width > 0) {
        field[--width] = (char)('0' + (value & 7));
        value >>= 3;
    }
}

void tar_file(Sink *sink, Slice name, Slice bytes)
{
    static const char zero[BLOCK];
    char head[BLOCK] = {0};
    unsigned sum = 0;
    memcpy(head, name.p, name.n < 99 ? name.n : 99);
    octal(head + 100, 8, 0644);
    octal(head + 108, 8, 0);
    octal(head + 116, 8, 0);
    octal(head + 124, 12, bytes.n);
    octal(head + 136, 12, 0);
    memset(head + 148, ' ', 8);
    head[156] = '0';
    memcpy(head + 257,
           "ustar\0"
           "00",
           8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)head[i];
    octal(head + 148, 7, sum);
    sink_add(sink, (Slice){head, BLOCK});
    sink_add(sink, bytes);
    if (bytes.n % BLOCK) sink_add(sink, (Slice){zero, BLOCK - bytes.n % BLOCK});
}

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

Slice tar_name(const Record *record, const dln_write_options *options, uint32_t report,
               const char *extension, Arena *arena)
{
    const Report *r = record->report[report];
    Slice name = r->source;
    char stem[LONGEST_NAME_BYTES + 1];
    size_t n = 0;
    for (size_t i = 0; i < r->source.n; i++)
        if (r->source.p[i] == '/') name = (Slice){r->source.p + i + 1, r->source.n - i - 1};
    for (size_t i = 0; i < name.n && n < LONGEST_NAME_BYTES; i++)
        stem[n++] = plain(name.p[i]) ? name.p[i] : '_';
    return arena_printf(arena, "r%u-%.*s.%s", id_base(options, 'r') + report + 1, (int)n, stem,
                        extension);
}

uint32_t *document_points(Slice text, Arena *arena)
{
    uint32_t *point = ARENA_ARRAY(arena, uint32_t, text.n + 1), at = 0;
    for (size_t i = 0; point && i < text.n; i++) {
        if (i && ((unsigned char)text.p[i] & 0xC0) != 0x80) at++;
        point[i] = at;
    }
    if (point && text.n) point[text.n] = at + 1;
    return point;
}

/* ---- what each report has ---- */

typedef struct Places {
    Place *at;
    uint32_t n, next;
} Places;

static uint32_t places_in(const Record *r, PlaceKind kind, uint32_t item)
{
    switch (kind) {
    case PLACE_ENTITY: return r->entities.at[item].mentions.n;
    case PLACE_TIME: return r->times.at[item].mentions.n;
    case PLACE_EVENT: return r->events.at[item].mentions.n;
    case PLACE_STATEMENT: return r->statements.at[item].versions.n;
    case PLACE_KINDS: break;
    }
    return 0;
}

static uint32_t items_of(const Record *r, PlaceKind kind)
{
    const uint32_t n[PLACE_KINDS] = {r->entities.n, r->times.n, r->events.n, r->statements.n};
    return n[kind];
}

static uint32_t report_of(const Record *r, PlaceKind kind, uint32_t item, uint32_t k)
{
    switch (kind) {
    case PLACE_ENTITY: return r->entities.at[item].mentions.at[k].report;
    case PLACE_TIME: return r->times.at[item].mentions.at[k].at.report;
    case PLACE_EVENT: return r->events.at[item].mentions.at[k].report;
    case PLACE_STATEMENT: return r->statements.at[item].versions.at[k].report;
    case PLACE_KINDS: break;
    }
    return NONE;
}

static int by_report(const void *x, const void *y)
{
    const Place *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    if (a->item != b->item) return a->item < b->item ? -1 : 1;
    return a->mention < b->mention ? -1 : a->mention > b->mention;
}

static bool find_places(const Record *r, PlaceKind kind, Places *out, Arena *arena)
{
    uint32_t items = items_of(r, kind), n = 0;
    for (uint32_t i = 0; i < items; i++)
        n += places_in(r, kind, i);
    *out = (Places){ARENA_ARRAY(arena, Place, n + 1), n, 0};
    if (!out->at) return false;
    for (uint32_t i = 0, at = 0; i < items; i++)
        for (uint32_t k = 0; k < places_in(r, kind, i); k++)
            out->at[at++] = (Place){report_of(r, kind, i, k), i, k};
    list_sort(out->at, n, sizeof *out->at, by_report);
    return true;
}

static void take_places(Places *all, Document *d, PlaceKind kind)
{
    d->at[kind] = all->at + all->next;
    for (d->n[kind] = 0; all->next < all->n && all->at[all->next].report == d->report; all->next++)
        d->n[kind]++;
}

bool each_document(const Record *record, const dln_write_options *options, Sink *sink,
                   bool (*make)(Document *, Sink *, void *, Arena *), void *context)
{
    Arena arena;
    Places all[PLACE_KINDS];
    arena_init(&arena, MAX_DOCUMENT);
    bool good = true;
    for (PlaceKind kind = 0; kind < PLACE_KINDS && good; kind++)
        good = find_places(record, kind, &all[kind], &arena);
    for (uint32_t i = 0; i < record->n_reports && good && !sink->failed; i++) {
        ArenaMark mark = arena_mark(&arena);
        Document d = {.record = record, .options = options, .report = i};
        for (PlaceKind kind = 0; kind < PLACE_KINDS; kind++)
            take_places(&all[kind], &d, kind);
        d.point = document_points(record->report[i]->text, &arena);
        good = d.point && make(&d, sink, context, &arena);
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
    if (!good) sink->failed = true;
    return good;
}

/* ---- a file a report ---- */

typedef struct Filing {
    const char *extension;
    void (*make)(const Document *);
} Filing;

static bool file_document(Document *d, Sink *out, void *context, Arena *arena)
{
    const Filing *filing = context;
    Buf buf;
    d->sink = ARENA_NEW(arena, Sink);
    Slice name = tar_name(d->record, d->options, d->report, filing->extension, arena);
    if (!d->sink || !name.p) return false;
    buf_init(&buf, MAX_DOCUMENT);
    sink_init(d->sink, buf_write, &buf);
    filing->make(d);
    bool good = sink_end(d->sink) == DLN_OK;
    if (good) tar_file(out, name, buf_slice(&buf));
    buf_free(&buf);
    return good;
}

void tar_documents(const Record *record, const dln_write_options *options, const char *extension,
                   void (*make)(const Document *), Sink *sink)
{
    Filing filing = {extension, make};
    each_document(record, options, sink, file_document, &filing);
}
