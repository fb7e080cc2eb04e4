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

static int into_buffer(const void *bytes, size_t n, void *context)
{
    Buf *buf = context;
    buf_add(buf, (Slice){bytes, n});
    return buf->failed;
}

static bool one_document(Document *d, const char *extension, void (*make)(const Document *),
                         Sink *out, Arena *arena)
{
    Buf buf;
    d->sink = ARENA_NEW(arena, Sink);
    d->point = document_points(d->record->report[d->report]->text, arena);
    if (!d->sink || !d->point) return false;
    buf_init(&buf, MAX_DOCUMENT);
    sink_init(d->sink, into_buffer, &buf);
    make(d);
    Slice name = tar_name(d->record, d->options, d->report, extension, arena);
    bool good = sink_end(d->sink) == DLN_OK && name.p;
    if (good) tar_file(out, name, buf_slice(&buf));
    buf_free(&buf);
    return good;
}

void tar_documents(const Record *record, const dln_write_options *options, const char *extension,
                   void (*make)(const Document *), Sink *sink)
{
    for (uint32_t i = 0; i < record->n_reports && !sink->failed; i++) {
        Arena arena;
        Document d = {.record = record, .options = options, .report = i};
        arena_init(&arena, MAX_DOCUMENT);
        if (!one_document(&d, extension, make, sink, &arena)) sink->failed = true;
        arena_free(&arena);
    }
}
