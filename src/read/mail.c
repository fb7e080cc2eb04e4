/* mail.c - a letter (RFC 5322, MIME) as one report: press releases and wire services by mail.
 *
 * In: bytes of a message. Out: subject as title, date, sender, and the body: the plain part, else
 * the HTML part. Encoded words, quoted-printable, base64 and the part's charset are undone.
 *
 * Idea: the parts of nested multiparts lie one after another between their boundary lines, so every
 * line that begins with "--" and a known boundary begins a part; no recursion.
 *
 * Known to get wrong: attached messages are read as parts of their own letter; encrypted mail. */
#include "read/document.h"
#include "base/buf.h"
#include "read/charset.h"
#include "read/html/html.h"

enum { MOST_BOUNDARIES = 8, MOST_PARTS = 64, LONGEST_HEAD = 1 << 16 };

/* ---- decoding ---- */

static int base64_value(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+' || c == '-' ? 62
           : c == '/' || c == '_' ? 63
                                  : -1;
}

static Slice from_base64(Slice in, Arena *arena)
{
    char *out = arena_alloc(arena, in.n + 1);
    uint32_t bits = 0, have = 0;
    size_t n = 0;
    for (size_t i = 0; out && i < in.n; i++) {
        int v = base64_value(in.p[i]);
        if (v < 0) continue;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        out[n++] = (char)(bits >> have & 0xFF);
    }
    return (Slice){out, out ? n : 0};
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* header: "_" is a blank there. */
static Slice from_quoted(Slice in, bool header, Arena *arena)
{
    char *out = arena_alloc(arena, in.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < in.n; i++) {
        char c = in.p[i];
        if (c == '=' && i + 2 < in.n && hex(in.p[i + 1]) >= 0 && hex(in.p[i + 2]) >= 0) {
            out[n++] = (char)(hex(in.p[i + 1]) * 16 + hex(in.p[i + 2]));
            i += 2;
        } else if (c == '=' && i + 1 < in.n && (in.p[i + 1] == '\n' || in.p[i + 1] == '\r')) {
            i += in.p[i + 1] == '\r' && i + 2 < in.n && in.p[i + 2] == '\n' ? 2 : 1;
        } else
            out[n++] = header && c == '_' ? ' ' : c;
    }
    return (Slice){out, out ? n : 0};
}

static Slice to_utf8(Slice bytes, Slice charset, Arena *arena)
{
    Decoded d;
    return charset_decode(bytes, charset, arena, &d) == DLN_OK ? d.text : (Slice){"", 0};
}

/* The two ways of encoded words, RFC 2047; others are left as they stand. */
static bool is_coding(char c)
{
    return (c | 32) == 'b' || (c | 32) == 'q';
}

/* "=?utf-8?Q?Caf=C3=A9?=" and plain stretches. */
static Slice decoded_words(Slice in, Arena *arena)
{
    Buf out;
    buf_init(&out, in.n * 4 + 64);
    for (size_t i = 0; i < in.n;) {
        Slice rest = {in.p + i, in.n - i};
        size_t first = slice_starts(rest, SLICE("=?"))
                           ? slice_find((Slice){rest.p + 2, rest.n - 2}, SLICE("?"))
                           : SIZE_MAX;
        size_t coding = first == SIZE_MAX ? 0 : first + 3;
        size_t end = first == SIZE_MAX || coding + 2 > rest.n || rest.p[coding + 1] != '?' ||
                             !is_coding(rest.p[coding])
                         ? SIZE_MAX
                         : slice_find((Slice){rest.p + coding + 2, rest.n - coding - 2},
                                      SLICE("?="));
        if (end == SIZE_MAX) {
            buf_add(&out, (Slice){in.p + i, 1});
            i++;
            continue;
        }
        Slice charset = {rest.p + 2, first}, packed = {rest.p + coding + 2, end};
        Slice bytes = (rest.p[coding] | 32) == 'b' ? from_base64(packed, arena)
                                                   : from_quoted(packed, true, arena);
        buf_add(&out, to_utf8(bytes, charset, arena));
        i += coding + 2 + end + 2;
        size_t blank = i;
        while (blank < in.n && (in.p[blank] == ' ' || in.p[blank] == '\t'))
            blank++;
        if (blank > i && slice_starts((Slice){in.p + blank, in.n - blank}, SLICE("=?"))) i = blank;
    }
    Slice text = arena_copy(arena, buf_slice(&out));
    buf_free(&out);
    return text;
}

/* ---- heads ---- */

/* Value of a header of the head that begins at text, unfolded; empty: none. *body: byte behind the
 * head. */
static Slice header(Slice text, const char *name, Arena *arena)
{
    size_t n = strlen(name);
    if (text.n > LONGEST_HEAD) text.n = LONGEST_HEAD;
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t e = end ? (size_t)(end - text.p) : text.n;
        if (slice_trim((Slice){text.p + i, e - i}).n == 0) break;
        bool found = i + n < e && text.p[i + n] == ':' &&
                     slice_eq_nocase((Slice){text.p + i, n}, slice_of(name));
        size_t begin = i + n + 1;
        while (e + 1 < text.n && (text.p[e + 1] == ' ' || text.p[e + 1] == '\t')) {
            end = memchr(text.p + e + 1, '\n', text.n - e - 1);
            e = end ? (size_t)(end - text.p) : text.n;
        }
        if (found) {
            Slice value = arena_copy(arena, slice_trim((Slice){text.p + begin, e - begin}));
            char *p = (char *)(uintptr_t)value.p;
            for (size_t k = 0; p && k < value.n; k++)
                if (p[k] == '\n' || p[k] == '\r' || p[k] == '\t') p[k] = ' ';
            return value;
        }
        i = e + 1;
    }
    return (Slice){"", 0};
}

/* Byte behind the empty line that ends a head. */
static size_t behind_head(Slice text)
{
    for (size_t i = 0; i < text.n;) {
        const char *end = memchr(text.p + i, '\n', text.n - i);
        size_t e = end ? (size_t)(end - text.p) : text.n;
        bool empty = slice_trim((Slice){text.p + i, e - i}).n == 0;
        i = e < text.n ? e + 1 : e;
        if (empty) return i;
    }
    return text.n;
}

/* charset="utf-8", boundary=abc in a value. */
static Slice parameter(Slice value, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + n < value.n; i++) {
        if (!slice_eq_nocase((Slice){value.p + i, n}, slice_of(name)) || value.p[i + n] != '=')
            continue;
        Slice rest = {value.p + i + n + 1, value.n - i - n - 1};
        bool quoted = rest.n && rest.p[0] == '"';
        rest.p += quoted;
        rest.n -= quoted;
        size_t e = 0;
        while (e < rest.n && (quoted ? rest.p[e] != '"' : rest.p[e] != ';' && rest.p[e] != ' '))
            e++;
        return (Slice){rest.p, e};
    }
    return (Slice){"", 0};
}

/* ---- parts ---- */

typedef struct Part {
    Slice text; /* UTF-8 */
    bool html;
} Part;

typedef struct Letter {
    Slice boundary[MOST_BOUNDARIES];
    uint32_t boundaries;
    Part best; /* the first plain part, else the first HTML part */
    Arena *arena;
} Letter;

/* The boundary of the parts that a multipart holds. */
static void note_boundary(Letter *l, Slice part)
{
    Slice inner = parameter(header(part, "content-type", l->arena), "boundary");
    if (inner.n && l->boundaries < MOST_BOUNDARIES) l->boundary[l->boundaries++] = inner;
}

/* One part with its own head: a leaf is decoded. */
static void take_part(Letter *l, Slice part)
{
    Slice type = header(part, "content-type", l->arena),
          coding = header(part, "content-transfer-encoding", l->arena),
          disposition = header(part, "content-disposition", l->arena),
          inner = parameter(type, "boundary");
    if (inner.n) return;
    bool html = type.n >= 9 && slice_eq_nocase((Slice){type.p, 9}, SLICE("text/html")),
         plain = !type.n ||
                 (type.n >= 10 && slice_eq_nocase((Slice){type.p, 10}, SLICE("text/plain")));
    if ((!html && !plain) || (l->best.text.n && (!l->best.html || html)) ||
        (disposition.n >= 10 && slice_eq_nocase((Slice){disposition.p, 10}, SLICE("attachment"))))
        return;
    size_t body = behind_head(part);
    Slice bytes = {part.p + body, part.n - body};
    if (slice_eq_nocase(coding, SLICE("base64")))
        bytes = from_base64(bytes, l->arena);
    else if (slice_eq_nocase(coding, SLICE("quoted-printable")))
        bytes = from_quoted(bytes, false, l->arena);
    Slice text = slice_trim(
        without_nul(to_utf8(bytes, parameter(type, "charset"), l->arena), l->arena));
    if (text.n) l->best = (Part){text, html};
}

static bool is_boundary(const Letter *l, Slice line)
{
    if (!slice_starts(line, SLICE("--"))) return false;
    Slice rest = {line.p + 2, line.n - 2};
    for (uint32_t i = 0; i < l->boundaries; i++)
        if (slice_starts(rest, l->boundary[i])) return true;
    return false;
}

static void take_parts(Letter *l, Slice body)
{
    size_t begin = SIZE_MAX;
    uint32_t parts = 0;
    for (size_t i = 0; i <= body.n && parts < MOST_PARTS;) {
        const char *end = i < body.n ? memchr(body.p + i, '\n', body.n - i) : NULL;
        size_t e = end ? (size_t)(end - body.p) : body.n;
        if (i == body.n || is_boundary(l, (Slice){body.p + i, e - i})) {
            if (begin != SIZE_MAX && begin < i) {
                take_part(l, (Slice){body.p + begin, i - begin});
                parts++;
            }
            begin = e < body.n ? e + 1 : body.n;
            note_boundary(l, (Slice){body.p + begin, body.n - begin});
        }
        i = e + 1;
    }
}

/* "Jane Doe <jane@post.example>" -> "Jane Doe"; an address alone: empty. */
static Slice sender(Slice from)
{
    const char *angle = from.n ? memchr(from.p, '<', from.n) : NULL;
    if (angle) from.n = (size_t)(angle - from.p);
    from = slice_trim(from);
    while (from.n && (from.p[0] == '"' || from.p[0] == '\''))
        from.p++, from.n--;
    while (from.n && (from.p[from.n - 1] == '"' || from.p[from.n - 1] == '\''))
        from.n--;
    return from.n && !memchr(from.p, '@', from.n) ? from : (Slice){"", 0};
}

static dln_status read_letter(Reading *r, Slice member, Slice bytes, Arena *arena)
{
    Letter letter = {.arena = arena};
    size_t body = behind_head(bytes);
    note_boundary(&letter, bytes);
    take_part(&letter, bytes);
    if (letter.boundaries) take_parts(&letter, (Slice){bytes.p + body, bytes.n - body});
    Given given = {.title = decoded_words(header(bytes, "subject", arena), arena),
                   .published = header(bytes, "date", arena)};
    given_author(&given, sender(decoded_words(header(bytes, "from", arena), arena)));
    if (arena_status(arena) != DLN_OK) return arena_status(arena);
    if (!letter.best.text.n)
        return reading_fault(r, DLN_ERR_EMPTY, NO_POSITION, "is a letter without a text part");
    Report report;
    dln_status status = report_begin(r->options, r->name, member, bytes, "message/rfc822", &report);
    if (status == DLN_OK)
        status = letter.best.html ? read_html_fragment(r->options, letter.best.text, &report)
                                  : read_text(r->options, letter.best.text, false, &report);
    report.map.n = 0;
    if (status == DLN_OK && !report_note(&report, "no-map", 0, (Slice){"", 0}))
        status = arena_status(&report.arena);
    bool signed_by = report.authors.n > 0;
    if (signed_by) given.authors = 0; /* the by-line is nearer to the telling than the sender */
    if (status == DLN_OK) status = report_given(r->options->engine, &report, &given);
    if (status == DLN_OK) return reading_give(r, &report);
    arena_free(&report.arena);
    return reading_fault(r, status, NO_POSITION, "%s", dln_status_text(status));
}

dln_status read_mail(Reading *r, Slice member, Slice bytes)
{
    Arena arena;
    arena_init(&arena, r->options->max_memory);
    dln_status status = read_letter(r, member, bytes, &arena);
    arena_free(&arena);
    return status;
}
