/* warc.c - web archives: WARC 0.17 to 1.1 and ARC 1, packed record by record or not, chunked
 * bodies, truncated files.
 *
 * In: a stream. Out: what the response, resource and conversion records hold (pages, feeds, texts),
 * each read as a document of its own with the record's address. Revisit, request, metadata and
 * warcinfo records hold no document. A damaged record is named by its offset and the next record is
 * looked for. Source of the rules: ISO 28500 (WARC), the Internet Archive's ARC 1.0 text. */
#include "read/brotli.h"
#include "read/document.h"
#include <stdio.h>
#include <stdlib.h>

enum { MAX_HEAD = 1 << 16 };

typedef struct Record {
    uint64_t at; /* offset to report: of the packed member, else of the record */
    Slice type, url, content_type;
    uint64_t length;
    uint64_t packed; /* bytes of the input up to here */
    bool arc;
} ArchiveRecord;

/* Value of a header line "Name: value" in a block of lines; empty when absent. */
static Slice header(Slice head, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < head.n;) {
        const char *end = memchr(head.p + i, '\n', head.n - i);
        size_t e = end ? (size_t)(end - head.p) : head.n;
        if (e - i > n && head.p[i + n] == ':' &&
            slice_eq_nocase((Slice){head.p + i, n}, (Slice){name, n}))
            return slice_trim((Slice){head.p + i + n + 1, e - i - n - 1});
        i = e + 1;
    }
    return (Slice){"", 0};
}

static size_t head_end(Slice s)
{ /* behind the blank line; 0 when there is none */
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '\n') continue;
        if (s.p[i + 1] == '\n') return i + 2;
        if (s.p[i + 1] == '\r' && i + 2 < s.n && s.p[i + 2] == '\n') return i + 3;
    }
    return 0;
}

/* ---- the body of an HTTP answer ---- */

/* Chunks glued in place; what does not look like chunks stays as it is (archives lie about it). */
static Slice unchunk(char *p, size_t n)
{
    size_t in = 0, out = 0;
    while (in < n) {
        char *end;
        unsigned long size = strtoul(p + in, &end, 16);
        size_t digits = (size_t)(end - (p + in));
        if (digits == 0 || digits > 8) break;
        const char *line = memchr(p + in, '\n', n - in);
        if (!line) break;
        in = (size_t)(line - p) + 1;
        if (size == 0) return (Slice){p, out};
        if (size > n - in) size = n - in;
        memmove(p + out, p + in, size);
        out += size;
        in += size;
        while (in < n && (p[in] == '\r' || p[in] == '\n'))
            in++;
    }
    return out ? (Slice){p, out} : (Slice){p, n};
}

/* "text/html; Charset=windows-1251". */
static Slice charset_of(Slice type)
{
    const Slice name = SLICE("charset=");
    size_t at = 0;
    while (at + name.n <= type.n && !slice_eq_nocase((Slice){type.p + at, name.n}, name))
        at++;
    if (at + name.n > type.n) return (Slice){"", 0};
    Slice s = {type.p + at + name.n, type.n - at - name.n};
    while (s.n && (s.p[0] == '"' || s.p[0] == '\'')) {
        s.p++;
        s.n--;
    }
    size_t n = 0;
    while (n < s.n && !strchr("\"'; \t", s.p[n]))
        n++;
    return (Slice){s.p, n};
}

static bool is_document(Slice type)
{
    static const char *const kinds[] = {
        "text/html",        "application/xhtml",     "text/plain",   "application/rss",
        "application/atom", "application/xml",       "text/xml",     "application/json",
        "application/rdf",  "application/feed+json", "text/markdown"};
    if (!type.n) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (type.n >= strlen(kinds[i]) &&
            slice_eq_nocase((Slice){type.p, strlen(kinds[i])}, slice_of(kinds[i])))
            return true;
    return false;
}

/* A packed body. What all bodies unpack to is measured by the archive's own bytes: many equal
 * packed bodies, packed once more, cost next to nothing. */
static dln_status read_packed(Reading *r, const ArchiveRecord *rec, Slice body, Slice charset)
{
    Source packed;
    uint64_t allowed = source_allowance(rec->packed), most = r->options->max_input;
    uint64_t left = r->unpacked < allowed ? allowed - r->unpacked : 0;
    TRY(source_memory(body, &packed));
    dln_status status = source_fill(&packed, (size_t)(left < most ? left + 1 : most + 1));
    r->unpacked += packed.n;
    Slice text = {(const char *)packed.at, packed.n};
    if (status == DLN_OK)
        status = packed.n > left ? reading_fault(r, DLN_ERR_LIMIT, rec->at,
                                                 "unpacks to more than 200 times its size")
                                 : document_read(r, rec->url, text, charset, rec->url);
    source_close(&packed);
    return status;
}

/* A body in brotli, under the same measure. A damaged one is read as far as it goes. */
static dln_status read_brotli(Reading *r, const ArchiveRecord *rec, Slice body, Slice charset)
{
    uint64_t allowed = source_allowance(rec->packed), most = r->options->max_input;
    uint64_t left = r->unpacked < allowed ? allowed - r->unpacked : 0;
    Buf text;
    buf_init(&text, (size_t)(left < most ? left : most));
    dln_status status = brotli_unpack(body, &text);
    r->unpacked += text.n;
    if (status == DLN_ERR_LIMIT)
        status = reading_fault(r, DLN_ERR_LIMIT, rec->at, "unpacks to more than the limit");
    else if (status == DLN_OK || (status == DLN_ERR_FORMAT && text.n))
        status = document_read(r, rec->url, buf_slice(&text), charset, rec->url);
    else if (status == DLN_ERR_FORMAT)
        status = reading_fault(r, DLN_ERR_FORMAT, rec->at, "its brotli body is damaged");
    buf_free(&text);
    return status;
}

static dln_status read_body(Reading *r, const ArchiveRecord *rec, Slice body, Slice type,
                            Slice encoding)
{
    if (!is_document(type)) return DLN_OK;
    r->record = &rec->at;
    dln_status status;
    bool zipped = body.n > 2 && (unsigned char)body.p[0] == 0x1f &&
                  (unsigned char)body.p[1] == 0x8b;
    if (slice_eq_nocase(encoding, SLICE("br")))
        status = read_brotli(r, rec, body, charset_of(type));
    else if (zipped)
        status = read_packed(r, rec, body, charset_of(type));
    else
        status = document_read(r, rec->url, body, charset_of(type), rec->url);
    r->record = NULL;
    return status;
}

static dln_status read_answer(Reading *r, const ArchiveRecord *rec, char *p, size_t n)
{
    Slice whole = {p, n};
    size_t end = slice_starts(whole, SLICE("HTTP/")) ? head_end(whole) : 0;
    if (!end) return read_body(r, rec, whole, rec->content_type, (Slice){"", 0});
    Slice head = {p, end};
    const char *code = memchr(p, ' ', end);
    if (!code || code[1] != '2') return DLN_OK;
    Slice body = {p + end, n - end};
    if (slice_eq_nocase(header(head, "Transfer-Encoding"), SLICE("chunked")))
        body = unchunk(p + end, n - end);
    return read_body(r, rec, body, header(head, "Content-Type"), header(head, "Content-Encoding"));
}

/* ---- records ---- */

static dln_status warc_head(Reading *r, Source *s, ArchiveRecord *rec, bool *good)
{
    *good = false;
    size_t end = 0, want = 4096;
    while (want <= MAX_HEAD) {
        TRY(source_fill(s, want));
        end = head_end((Slice){(const char *)s->at, s->n < MAX_HEAD ? s->n : MAX_HEAD});
        if (end || s->n < want) break;
        want *= 2;
    }
    if (!end)
        return reading_fault(r, DLN_ERR_FORMAT, rec->at,
                             "record at byte %llu: its head does not end",
                             (unsigned long long)rec->at);
    Slice head = {(const char *)s->at, end}, length = header(head, "Content-Length");
    if (!length.n || length.p[0] < '0' || length.p[0] > '9')
        return reading_fault(r, DLN_ERR_FORMAT, rec->at, "record at byte %llu: no length",
                             (unsigned long long)rec->at);
    Slice url = header(head, "WARC-Target-URI");
    if (url.n > 1 && url.p[0] == '<' && url.p[url.n - 1] == '>')
        url = (Slice){url.p + 1, url.n - 2};
    rec->length = strtoull(length.p, NULL, 10);
    rec->type = header(head, "WARC-Type");
    rec->url = url;
    rec->content_type = header(head, "Content-Type");
    *good = true;
    rec->at = source_member(s);
    return DLN_OK;
}

/* "URL IP DATE TYPE LENGTH": the line of an ARC record. The address may hold blanks (archives of
 * the time do): the last four are the rest. */
static bool arc_line(Slice line, ArchiveRecord *rec)
{
    size_t at[4], n = 0;
    for (size_t i = line.n; i > 0 && n < 4; i--)
        if (line.p[i - 1] == ' ') at[n++] = i - 1;
    if (n < 4 || line.p[at[0] + 1] < '0' || line.p[at[0] + 1] > '9') return false;
    rec->length = strtoull(line.p + at[0] + 1, NULL, 10);
    rec->content_type = (Slice){line.p + at[1] + 1, at[0] - at[1] - 1};
    rec->url = (Slice){line.p, at[3]};
    rec->type = slice_starts(line, SLICE("filedesc://")) ? SLICE("warcinfo") : SLICE("response");
    return true;
}

static dln_status arc_head(Reading *r, Source *s, ArchiveRecord *rec, bool *good)
{
    TRY(source_fill(s, MAX_HEAD));
    size_t n = s->n < MAX_HEAD ? s->n : MAX_HEAD;
    const uint8_t *end = n ? memchr(s->at, '\n', n) : NULL;
    *good = end && arc_line(slice_trim((Slice){(const char *)s->at, (size_t)(end - s->at)}), rec);
    return *good ? DLN_OK
                 : reading_fault(r, DLN_ERR_FORMAT, rec->at,
                                 "record at byte %llu: no ARC record line",
                                 (unsigned long long)rec->at);
}

/* Copies the head's slices before the window moves. */
static dln_status keep_head(ArchiveRecord *rec, Arena *arena)
{
    rec->url = arena_copy(arena, rec->url);
    rec->type = arena_copy(arena, rec->type);
    rec->content_type = arena_copy(arena, rec->content_type);
    return arena_status(arena);
}

static dln_status skip_bytes(Source *s, uint64_t n)
{
    while (n) {
        TRY(source_fill(s, n < MAX_HEAD ? (size_t)n : MAX_HEAD));
        if (!s->n) return DLN_OK;
        size_t take = s->n < n ? s->n : (size_t)n;
        source_skip(s, take);
        n -= take;
    }
    return DLN_OK;
}

static dln_status read_record(Reading *r, Source *s, const ArchiveRecord *rec, Arena *arena)
{
    bool document = slice_is(rec->type, "response") || slice_is(rec->type, "resource") ||
                    slice_is(rec->type, "conversion");
    if (rec->length > r->options->max_input) {
        if (document)
            TRY(reading_fault(r, DLN_ERR_LIMIT, rec->at,
                              "record at byte %llu is larger than the limit",
                              (unsigned long long)rec->at));
        return skip_bytes(s, rec->length);
    }
    if (!document) return skip_bytes(s, rec->length);
    TRY(source_fill(s, (size_t)rec->length));
    size_t n = s->n < rec->length ? s->n : (size_t)rec->length;
    if (n < rec->length)
        TRY(reading_fault(r, DLN_ERR_FORMAT, rec->at,
                          "record at byte %llu ends early: %zu of %llu bytes",
                          (unsigned long long)rec->at, n, (unsigned long long)rec->length));
    Slice own = arena_copy(arena, (Slice){(const char *)s->at, n});
    source_skip(s, n);
    if (!own.p) return arena_status(arena);
    return n ? read_answer(r, rec, (char *)(uintptr_t)own.p, own.n) : DLN_OK;
}

/* After damage: on to the next line that begins a record. */
static dln_status find_next(Source *s, bool arc)
{
    source_skip(s, s->n ? 1 : 0);
    for (;;) {
        TRY(source_fill(s, MAX_HEAD));
        if (s->n < 5) {
            source_skip(s, s->n);
            return DLN_OK;
        }
        size_t i = 0;
        for (; i + 5 <= s->n; i++)
            if (memcmp(s->at + i, arc ? "http:" : "WARC/", 5) == 0 &&
                (i == 0 || s->at[i - 1] == '\n'))
                break;
        bool found = i + 5 <= s->n;
        source_skip(s, i);
        if (found || s->ended) {
            if (!found) source_skip(s, s->n);
            return DLN_OK;
        }
    }
}

static dln_status skip_blank_lines(Source *s)
{
    for (;;) {
        TRY(source_fill(s, 4));
        if (!s->n || (s->at[0] != '\r' && s->at[0] != '\n')) return DLN_OK;
        source_skip(s, 1);
    }
}

dln_status read_warc(Reading *r, Source *s)
{
    bool arc = s->n >= 8 && memcmp(s->at, "filedesc", 8) == 0;
    Arena arena;
    arena_init(&arena, r->options->max_input * 2 + (8u << 20));
    dln_status status = DLN_OK;
    while (status == DLN_OK) {
        status = skip_blank_lines(s);
        if (status != DLN_OK || !s->n) break;
        ArchiveRecord rec = {.at = source_member(s), .arc = arc};
        bool good = false, starts = arc || (s->n >= 5 && memcmp(s->at, "WARC/", 5) == 0);
        if (!starts)
            status = reading_fault(r, DLN_ERR_FORMAT, rec.at,
                                   "no record where one should begin, at byte %llu",
                                   (unsigned long long)rec.at);
        else
            status = arc ? arc_head(r, s, &rec, &good) : warc_head(r, s, &rec, &good);
        if (status != DLN_OK) break;
        if (!good) {
            status = find_next(s, arc);
            continue;
        }
        status = keep_head(&rec, &arena);
        if (status != DLN_OK) break;
        size_t head = arc ? (size_t)((const uint8_t *)memchr(s->at, '\n', s->n) - s->at) + 1
                          : head_end((Slice){(const char *)s->at, s->n});
        source_skip(s, head);
        rec.packed = source_taken(s);
        status = read_record(r, s, &rec, &arena);
        arena_rewind(&arena, (ArenaMark){NULL, 0});
    }
    arena_free(&arena);
    return status;
}
