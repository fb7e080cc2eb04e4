/* read.c - the reading driver: what kind of document is it, and which reader takes it.
 *
 * In: a stream or bytes. Out: reports through Reading.each. A damaged entry costs itself alone and
 * is named.
 *
 * Known limit: markdown is told from plain text by its heading, emphasis and link marks in the
 * first 16 KiB. */
#include "read/read.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "read/document.h"
#include "read/foreign_kinds.h"
#include "read/html/html.h"
#include "read/newsroom.h"
#include "read/page/rules.h"
#include <stdarg.h>
#include <stdio.h>

enum { HEAD = 16384, FAULTS = 100 };

dln_status read_open(const char *data_dir, ReadEngine *engine, Arena *arena, dln_error *err)
{
    PageRules *page = ARENA_NEW(arena, PageRules);
    if (!page) return arena_status(arena);
    engine->page = page;
    TRY(page_rules_open(data_dir, arena, page, err));
    return newsroom_open(data_dir, arena, &engine->newsroom, err);
}

void read_close(ReadEngine *engine)
{
    if (engine->page) page_rules_close((PageRules *)(uintptr_t)engine->page);
    engine->page = NULL;
}

dln_status report_begin(const ReadOptions *options, Slice source, Slice member, Slice bytes,
                        const char *media_type, Report *out)
{
    *out = (Report){0};
    arena_init(&out->arena, options->max_memory);
    if (options->time) {
        *options->time = (Budget){.until = processor_time() + options->max_time};
        arena_bind(&out->arena, options->time);
    }
    out->source = arena_copy(&out->arena, source);
    out->member = arena_copy(&out->arena, member);
    out->media_type = slice_of(media_type);
    out->published.day = out->modified.day = DAY_UNKNOWN;
    sha256_hex(bytes, out->sha256);
    return arena_status(&out->arena);
}

dln_status reading_give(Reading *reading, Report *report)
{
    if (arena_status(&report->arena) == DLN_ERR_TIME) {
        arena_free(&report->arena);
        return reading_fault(reading, DLN_ERR_TIME, NO_POSITION, "%s",
                             dln_status_text(DLN_ERR_TIME));
    }
    arena_bind(&report->arena, NULL);
    reading->given++;
    return reading->each(report, reading->context);
}

dln_status reading_fault(Reading *reading, dln_status status, uint64_t position, const char *format,
                         ...)
{
    ReadFault tell = reading->options->fault;
    dln_error fault = {.code = status, .stage = "read", .input = "", .position = position};
    va_list args;
    int n = 0;
    if (reading->faults++ >= FAULTS || (!reading->err && !tell)) return DLN_OK;
    if (reading->record) {
        fault.position = *reading->record;
        n = snprintf(fault.message, sizeof fault.message,
                     "record at byte %llu: ", (unsigned long long)fault.position);
    }
    va_start(args, format);
    vsnprintf(fault.message + n, sizeof fault.message - (size_t)n, format, args);
    va_end(args);
    if (reading->faults == 1 && reading->err) *reading->err = fault;
    return tell ? tell(&fault, reading->context) : DLN_OK;
}

/* What came behind the hundredth fault of an input. */
static dln_status tell_more(Reading *reading)
{
    ReadFault tell = reading->options->fault;
    dln_error more = {
        .code = DLN_ERR_FORMAT, .stage = "read", .input = "", .position = NO_POSITION};
    if (reading->faults <= FAULTS || !tell) return DLN_OK;
    snprintf(more.message, sizeof more.message, "%u more entries could not be read",
             reading->faults - FAULTS);
    return tell(&more, reading->context);
}

/* ---- sniffing ---- */

/* UTF-16 and UTF-32 have their byte order mark; elsewhere more than one control byte in fifty, or
 * more than one NUL in two hundred, is no text. A text that damage gave a NUL or two is one. */
static bool looks_binary(Slice head)
{
    size_t odd = 0, nul = 0;
    if (head.n >= 2 && (memcmp(head.p, "\xFF\xFE", 2) == 0 || memcmp(head.p, "\xFE\xFF", 2) == 0))
        return false;
    for (size_t i = 0; i < head.n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        nul += c == 0;
        odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return odd * 50 > head.n || nul * 200 > head.n;
}

/* Lines that only markdown has: "# Title", "**bold**", "[text](address)", "By <u>AFP</u>". */
static bool looks_markdown(Slice head)
{
    bool line = true;
    for (size_t i = 0; i + 2 < head.n; i++) {
        char c = head.p[i];
        if (line && c == '#') {
            size_t k = i;
            while (k < head.n && head.p[k] == '#')
                k++;
            if (k - i <= 6 && k < head.n && head.p[k] == ' ') return true;
        }
        if (c == ']' && head.p[i + 1] == '(' && i + 6 < head.n &&
            (memcmp(head.p + i + 2, "http", 4) == 0 || head.p[i + 2] == '/'))
            return true;
        if (c == '*' && head.p[i + 1] == '*' && (unsigned char)head.p[i + 2] > ' ' &&
            head.p[i + 2] != '*')
            return true;
        line = c == '\n';
    }
    return false;
}

static size_t find_nocase(Slice hay, const char *needle)
{
    size_t n = strlen(needle);
    for (size_t i = 0; i + n <= hay.n; i++)
        if (slice_eq_nocase((Slice){hay.p + i, n}, (Slice){needle, n})) return i;
    return SIZE_MAX;
}

/* The first tags tell a page from a feed; an XML declaration may stand before either. */
static DocumentKind tagged_kind(Slice head)
{
    static const char *const feeds[] = {"<rss",           "<feed",        "<rdf:rdf", "<newsitem",
                                        "<newsmessage",   "<packageitem", "<channel", "<atom:feed",
                                        "<knowledgeitem", "<newsml",      "<nitf"};
    size_t page = find_nocase(head, "<html"), doctype = find_nocase(head, "<!doctype html"),
           first = SIZE_MAX;
    if (doctype < page) page = doctype;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        size_t at = find_nocase(head, feeds[i]);
        if (at < first) first = at;
    }
    if (first < page) return DOCUMENT_XML;
    if (page != SIZE_MAX || !slice_starts(head, SLICE("<?xml"))) return DOCUMENT_HTML;
    return DOCUMENT_XML;
}

static bool names_feed(Slice head)
{
    static const char *const roots[] = {"<rss",     "<feed", "<rdf:rdf",    "<newsitem",
                                        "<channel", "<nitf", "<newsmessage"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (find_nocase(head, roots[i]) != SIZE_MAX) return true;
    return false;
}

/* A text may begin with a tag (markdown); a page has several of the tags that only pages have. */
static bool looks_page(Slice head)
{
    static const char *const tags[] = {
        "<!doctype", "<html",   "<head",    "<body",  "<div",  "<p>",      "<p ",
        "<meta",     "<script", "<article", "<title", "<link", "<span",    "<table",
        "<br",       "<h1",     "<a href",  "<rss",   "<feed", "<channel", "<item>"};
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        n += find_nocase(head, tags[i]) != SIZE_MAX;
    size_t one = 0, name = 1; /* a page of nothing but one tag ("<div><div><div>") is a page too */
    while (name < head.n && name < 16 && ((head.p[name] | 32) >= 'a' && (head.p[name] | 32) <= 'z'))
        name++;
    for (size_t i = 0; n && i + name <= head.n && one < 8; i++)
        one += memcmp(head.p + i, head.p, name) == 0;
    if (one >= 8) return true;
    return n >= 2 ||
           find_nocase((Slice){head.p, head.n < 512 ? head.n : 512}, "<!doctype html") !=
               SIZE_MAX ||
           find_nocase(head, "<html") != SIZE_MAX;
}

/* A piece of a page, as a desk pastes it: from a tag of blocks with its end to a last '>'
 * ("<p>Two men were arrested.</p>"). */
static bool looks_fragment(Slice bytes, Slice head)
{
    static const char *const blocks[] = {"p", "div", "article", "section", "h1", "h2", "main"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        char end[16];
        size_t n = (size_t)snprintf(end, sizeof end, "</%s>", blocks[i]) - 3;
        if (head.n < n + 2 || !slice_eq_nocase((Slice){head.p + 1, n}, slice_of(blocks[i])))
            continue;
        if (head.p[n + 1] != '>' && head.p[n + 1] != ' ') continue;
        return bytes.p[bytes.n - 1] == '>' && find_nocase(head, end) != SIZE_MAX;
    }
    return false;
}

/* A page in UTF-16, or one with stray NUL bytes: what is left without them begins as a page does.
 */
static bool page_with_nuls(Slice head)
{
    char kept[2048];
    size_t n = 0;
    for (size_t i = 0; i < head.n && n < sizeof kept; i++)
        if (head.p[i] && (unsigned char)head.p[i] < 0xFE) kept[n++] = head.p[i];
    Slice rest = slice_trim((Slice){kept, n});
    return n < head.n && rest.n && rest.p[0] == '<' &&
           (find_nocase(rest, "<!doctype html") == 0 || find_nocase(rest, "<html") != SIZE_MAX) &&
           looks_page(rest);
}

/* Kinds that their first bytes alone tell; DOCUMENT_TEXT: none of them. */
static DocumentKind kind_by_magic(Slice head)
{
    if (slice_starts(head, SLICE("WARC/"))) return DOCUMENT_WARC;
    if (slice_starts(head, SLICE("filedesc://"))) return DOCUMENT_ARC;
    if (slice_starts(head, SLICE("{\\rtf"))) return DOCUMENT_RTF;
    return foreign_kind(head) ? DOCUMENT_BINARY : DOCUMENT_TEXT;
}

static bool looks_json(Slice s)
{
    return s.n && (s.p[0] == '{' || (s.p[0] == '[' && s.n > 1 && strchr("{[\" \n\r\t]", s.p[1])));
}

/* Kind by the first bytes (up to 16 KiB are looked at). */
static DocumentKind document_sniff(Slice bytes)
{
    Slice head = {bytes.p, bytes.n < HEAD ? bytes.n : HEAD};
    DocumentKind kind = kind_by_magic(head);
    if (kind != DOCUMENT_TEXT) return kind;
    if (head.n && memchr(head.p, 0, head.n) && page_with_nuls(head)) return DOCUMENT_HTML;
    if (charset_utf16(head)) return DOCUMENT_TEXT;
    if (looks_binary(head)) return DOCUMENT_BINARY;
    if (slice_starts(head, SLICE("\xEF\xBB\xBF"))) {
        head.p += 3;
        head.n -= 3;
    }
    Slice trimmed = slice_trim(head);
    if (looks_json(trimmed)) return DOCUMENT_JSON;
    if (trimmed.n && trimmed.p[0] == '<' &&
        (slice_starts(trimmed, SLICE("<?xml")) || names_feed(trimmed) || looks_page(trimmed) ||
         looks_fragment(slice_trim(bytes), trimmed)))
        return tagged_kind(trimmed);
    if (head.n >= 2 && ((unsigned char)head.p[0] == 0xFF || (unsigned char)head.p[0] == 0xFE))
        return DOCUMENT_TEXT;
    if (looks_mail(trimmed)) return DOCUMENT_MAIL;
    if (looks_code(trimmed)) return DOCUMENT_CODE;
    return looks_markdown(head) ? DOCUMENT_MARKDOWN : DOCUMENT_TEXT;
}

/* ---- one document ---- */

static dln_status read_kind(Reading *r, DocumentKind kind, Slice bytes, Slice charset,
                            Report *report)
{
    if (kind == DOCUMENT_HTML) return read_html(r->options, bytes, charset, report);
    return read_text(r->options, bytes, kind == DOCUMENT_MARKDOWN, report);
}

static dln_status read_single(Reading *r, DocumentKind kind, Slice member, Slice bytes,
                              Slice charset, Slice url)
{
    static const char *const types[] = {"text/plain", "text/markdown", "text/html"};
    Report report;
    const char *type = kind == DOCUMENT_RTF ? "application/rtf" : types[kind];
    dln_status status = report_begin(r->options, r->name, member, bytes, type, &report);
    if (status == DLN_OK) status = read_kind(r, kind, bytes, charset, &report);
    bool told = url.n && !report.url.n; /* what the archive says and the page does not */
    if (status == DLN_OK && told) {
        report.url = arena_copy(&report.arena, url);
        report_from_address(r->options->engine, &report);
    }
    if (status == DLN_OK) return reading_give(r, &report);
    arena_free(&report.arena);
    return reading_fault(r, status, NO_POSITION, "%s", dln_status_text(status));
}

static dln_status read_rtf(Reading *r, Slice member, Slice bytes, Slice url)
{
    Arena arena;
    Slice text;
    arena_init(&arena, r->options->max_memory);
    dln_status status = rtf_text(bytes, &arena, &text);
    if (status == DLN_OK && slice_trim(text).n == 0)
        status = reading_fault(r, DLN_ERR_EMPTY, NO_POSITION, "is RTF without words");
    else if (status == DLN_OK)
        status = read_single(r, DOCUMENT_RTF, member, text, SLICE("utf-8"), url);
    arena_free(&arena);
    return status;
}

dln_status document_read(Reading *r, Slice member, Slice bytes, Slice charset, Slice url)
{
    if (bytes.n > r->options->max_input)
        return reading_fault(r, DLN_ERR_LIMIT, NO_POSITION,
                             "is larger than the limit of %llu bytes",
                             (unsigned long long)r->options->max_input);
    if (slice_trim(bytes).n == 0) return reading_fault(r, DLN_ERR_EMPTY, NO_POSITION, "is empty");
    DocumentKind kind = document_sniff(bytes);
    switch (kind) {
    case DOCUMENT_JSON: return read_json(r, member, bytes);
    case DOCUMENT_XML: return read_xml(r, member, bytes, charset);
    case DOCUMENT_TEXT:
    case DOCUMENT_MARKDOWN:
    case DOCUMENT_HTML: return read_single(r, kind, member, bytes, charset, url);
    case DOCUMENT_RTF: return read_rtf(r, member, bytes, url);
    case DOCUMENT_MAIL: return read_mail(r, member, bytes);
    case DOCUMENT_CODE:
        return reading_fault(r, DLN_ERR_FORMAT, NO_POSITION, "is program code, no report");
    case DOCUMENT_WARC:
    case DOCUMENT_ARC:
    case DOCUMENT_BINARY: break;
    }
    Slice head = {bytes.p, bytes.n < HEAD ? bytes.n : HEAD};
    if (foreign_kind(head))
        return reading_fault(r, DLN_ERR_FORMAT, NO_POSITION, "%s", foreign_kind(head));
    return reading_fault(r, DLN_ERR_FORMAT, NO_POSITION,
                         "is binary, not a news document of a known kind");
}

/* ---- a stream ---- */

/* The whole stream in the window, up to the limit. */
static dln_status read_whole(Reading *r, Source *s)
{
    uint64_t max = r->options->max_input;
    TRY(source_fill(s, (size_t)max + 1));
    if (s->n > max)
        return reading_fault(r, DLN_ERR_LIMIT, NO_POSITION,
                             "is larger than the limit of %llu bytes", (unsigned long long)max);
    if (s->damage && s->n == 0) return DLN_OK;
    return document_read(r, (Slice){"", 0}, (Slice){(const char *)s->at, s->n}, r->options->charset,
                         (Slice){"", 0});
}

/* Two lines at least in the window, where there are two and the limit lets them in. */
static dln_status fill_lines(Reading *r, Source *s)
{
    for (;;) {
        const char *at = (const char *)s->at, *end = memchr(at, '\n', s->n);
        size_t n = end ? (size_t)(end - at) + 1 : s->n;
        if (s->ended || s->n > r->options->max_input || memchr(at + n, '\n', s->n - n))
            return DLN_OK;
        TRY(source_fill(s, s->n * 2));
    }
}

static dln_status read_any(Reading *r, Source *s)
{
    TRY(source_fill(s, HEAD));
    Slice head = {(const char *)s->at, s->n}, mark = SLICE("\xEF\xBB\xBF");
    DocumentKind kind = document_sniff(head);
    if (s->ended && !s->damage && slice_trim(head).n == 0)
        return reading_fault(r, DLN_ERR_EMPTY, NO_POSITION, "is empty");
    if (kind == DOCUMENT_WARC || kind == DOCUMENT_ARC) return read_warc(r, s);
    size_t skip = slice_starts(head, mark) ? mark.n : 0;
    Slice body = slice_trim((Slice){head.p + skip, head.n - skip});
    if (kind == DOCUMENT_JSON || (body.n && body.p[0] == '{')) TRY(fill_lines(r, s));
    head = (Slice){(const char *)s->at + skip, s->n - skip};
    if (!is_json_lines(head, kind)) return read_whole(r, s);
    source_skip(s, skip);
    return read_json_lines(r, s);
}

static dln_status read_stream(const ReadOptions *options, Slice name, Source *source, ReadEach each,
                              void *context, dln_error *err)
{
    Reading r = {.options = options, .name = name, .each = each, .context = context, .err = err};
    dln_status status = read_any(&r, source);
    if (status != DLN_OK) return status;
    if (source->damage)
        status = reading_fault(&r, DLN_ERR_FORMAT, source->damage_at,
                               "%s, at byte %llu; %u report%s read", source->damage,
                               (unsigned long long)source->damage_at, r.given,
                               r.given == 1 ? "" : "s");
    if (status == DLN_OK) status = tell_more(&r);
    if (status != DLN_OK) return status;
    return r.faults && err ? err->code : r.faults ? DLN_ERR_FORMAT : DLN_OK;
}

dln_status read_input(const ReadOptions *options, Slice name, Slice bytes, ReadEach each,
                      void *context, dln_error *err)
{
    Source source;
    TRY(source_memory(bytes, &source));
    dln_status status = read_stream(options, name, &source, each, context, err);
    source_close(&source);
    return status;
}

dln_status read_file(const ReadOptions *options, const char *path, ReadEach each, void *context,
                     dln_error *err)
{
    Source source;
    char message[256] = "";
    bool address = strncmp(path, "http://", 7) == 0 || strncmp(path, "https://", 8) == 0;
    dln_status status = source_open(path, &source, message);
    if (status != DLN_OK && address)
        return err_fill(err, status, "read",
                        "is an address, and nothing is fetched: save the page, then name the file");
    if (status != DLN_OK)
        return err_fill(err, status, "read", "%s", message[0] ? message : dln_status_text(status));
    status = read_stream(options, slice_of(path), &source, each, context, err);
    source_close(&source);
    return status;
}
