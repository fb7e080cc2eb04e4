/* text.c - plain text and markdown to a report: the file's own bytes, cut into blocks.
 *
 * In: bytes of a file. Out: text (= bytes when they are UTF-8, with blanks for the links that a
 * site runs into its paragraphs), blocks, markup stretches, title, byline, date, dateline, address.
 *
 * Rules: a line is a paragraph, unless the file is hard-wrapped (lines of like length that end
 * inside sentences), where a blank line ends one. A paragraph that ends inside a sentence before
 * one that starts with a small letter is one paragraph with it.
 *
 * Known to get wrong: wrapped text without blank lines; a title line that ends with a full stop;
 * verse. */
#include "base/civil.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "read/header.h"
#include "read/language_id.h"
#include "read/linktext.h"
#include "read/read.h"
#include "read/stamps.h"

typedef struct Paragraph {
    Span span;
    uint32_t heading;
    bool blank_before, stamp, before_stamp;
} Paragraph; /* heading: markdown level, 0 none; stamp: "Posted: May 3, 2024 3:15 PM" */
typedef VEC(Paragraph) Paragraphs;

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static Span trimmed(Slice text, Span s)
{
    while (s.b < s.e && blank(text.p[s.b]))
        s.b++;
    while (s.e > s.b && blank(text.p[s.e - 1]))
        s.e--;
    return s;
}

static uint32_t line_end(Slice text, uint32_t i)
{
    const char *end = memchr(text.p + i, '\n', text.n - i);
    return end ? (uint32_t)(end - text.p) : (uint32_t)text.n;
}

/* Does the text before `e` end like a sentence (full stop, question mark, closing mark, colon)? */
static bool ends_sentence(Slice text, Span s)
{
    size_t i = s.e;
    for (int k = 0; k < 4 && i > s.b; k++) {
        uint32_t c = utf8_back(text, &i);
        if (c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == ';') return true;
        if (c != '"' && c != '\'' && c != ')' && c != ']' && c != 0x201D && c != 0x2019 &&
            c != 0xBB && c != '*' && c != '_')
            return false;
    }
    return false;
}

static bool starts_small(Slice text, Span s)
{
    size_t i = s.b;
    return s.b < s.e && char_is_lower(utf8_next(text, &i));
}

/* "harbourpost.example, 3 May 2024": a line of its own although its first letter is small. */
static bool starts_domain(Slice text, Span s)
{
    uint32_t i = s.b, dot = 0;
    for (; i < s.e && i < s.b + 64; i++) {
        char c = text.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
        if (c == '.' && i + 1 < s.e && text.p[i + 1] > ' ') dot = i;
        if (!letter && !digit && c != '-' && c != '.') break;
    }
    return dot > s.b && i > dot + 2 && (i == s.e || strchr(", |\t", text.p[i]));
}

/* Hard-wrapped: most lines that are followed directly by another line are 50 to 100 bytes long and
 * end inside a sentence. */
static bool is_wrapped(Slice text)
{
    uint32_t inner = 0, broken = 0;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t e = line_end(text, i);
        Span line = trimmed(text, (Span){i, e});
        uint32_t next = e + 1 < text.n ? e + 1 : (uint32_t)text.n,
                 ne = next < text.n ? line_end(text, next) : next;
        bool follows = !span_empty(trimmed(text, (Span){next, ne}));
        if (!span_empty(line) && follows) {
            inner++;
            broken += line.e - line.b >= 40 && line.e - line.b <= 110 && !ends_sentence(text, line);
        }
        i = e + 1;
    }
    return inner >= 3 && broken * 3 >= inner * 2;
}

static uint32_t heading_level(Slice text, Span line)
{
    uint32_t n = 0;
    while (line.b + n < line.e && text.p[line.b + n] == '#')
        n++;
    return n && n <= 6 && line.b + n < line.e && text.p[line.b + n] == ' ' ? n : 0;
}

static dln_status paragraphs_of(Report *report, bool markdown, Paragraphs *out)
{
    Slice text = report->text;
    bool wrapped = is_wrapped(text), gap = true;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t e = line_end(text, i);
        Span line = trimmed(text, (Span){i, e});
        i = e + 1;
        if (span_empty(line)) {
            gap = true;
            continue;
        }
        uint32_t level = markdown ? heading_level(text, line) : 0;
        Paragraph *last = out->n ? &out->at[out->n - 1] : NULL;
        bool goes_on = last && !level && !last->heading &&
                       ((wrapped && !gap) ||
                        (!ends_sentence(text, last->span) && starts_small(text, line) &&
                         !starts_domain(text, line)));
        if (goes_on)
            last->span.e = line.e;
        else if (!VEC_PUSH(&report->arena, out, (Paragraph){line, level, gap, false, false}))
            return arena_status(&report->arena);
        gap = false;
    }
    return DLN_OK;
}

/* ---- markup inside a paragraph ---- */

static bool add_markup(Report *report, uint32_t b, uint32_t e)
{
    return e <= b || VEC_PUSH(&report->arena, &report->markup, (Span){b, e});
}

/* "<u>", "</em>", "<br/>": end of the tag, or 0. */
static uint32_t tag_end(Slice text, uint32_t i, uint32_t e)
{
    uint32_t k = i + 1;
    if (k < e && text.p[k] == '/') k++;
    if (k >= e || !char_is_letter((unsigned char)text.p[k])) return 0;
    while (k < e && k < i + 256 && text.p[k] != '>' && text.p[k] != '<')
        k++;
    return k < e && text.p[k] == '>' ? k + 1 : 0;
}

/* "[words](address)": marks the brackets and the address; returns the end of the address part, or
 * 0. `open` is the '['. */
static uint32_t link_marks(Report *report, uint32_t open, uint32_t e)
{
    Slice text = report->text;
    uint32_t close = open + 1;
    while (close < e && close < open + 1000 && text.p[close] != ']' && text.p[close] != '[')
        close++;
    if (close + 1 >= e || text.p[close] != ']' || text.p[close + 1] != '(') return 0;
    uint32_t end = close + 2;
    while (end < e && end < close + 2000 && text.p[end] != ')' && !blank(text.p[end]))
        end++;
    if (end >= e || text.p[end] != ')') return 0;
    bool image = open > 0 && text.p[open - 1] == '!';
    if (!add_markup(report, image ? open - 1 : open, open + 1) ||
        !add_markup(report, close, end + 1))
        return 0;
    return end + 1;
}

/* End of the run of one character that holds byte i; `run` is that of the byte before. */
static uint32_t run_end(Slice text, uint32_t i, uint32_t e, uint32_t run)
{
    if (run <= i) run = i + 1;
    while (run < e && text.p[run] == text.p[i] && text.p[run - 1] == text.p[i])
        run++;
    return run;
}

/* "**word**", "_word_": marks that touch a word; not the "_" inside "file_name". */
static bool is_stress(Slice text, Span s, uint32_t i, uint32_t run)
{
    char c = text.p[i];
    if ((c != '*' && c != '_') || run - i > 3) return false;
    bool before = i > s.b, after = run < s.e;
    bool inside_word = before && after && char_is_letter((unsigned char)text.p[i - 1]) &&
                       char_is_letter((unsigned char)text.p[run]);
    if (c == '_' && inside_word) return false;
    return (before && !blank(text.p[i - 1])) || (after && !blank(text.p[run]));
}

/* A mark at byte i: the bytes [i, gone) are none of the text, and the reading goes on at `next`;
 * `gone` is i where there is none. */
typedef struct Mark {
    uint32_t gone, next;
} Mark;

static Mark mark_at(Slice text, Span s, uint32_t i, uint32_t run)
{
    uint32_t tag = text.p[i] == '<' ? tag_end(text, i, s.e) : 0;
    if (tag) return (Mark){tag, tag};
    if (is_stress(text, s, i, run)) return (Mark){run, run};
    if (text.p[i] == '\\' && i + 1 < s.e && strchr("*_#[]()<>\\`!-.", text.p[i + 1]))
        return (Mark){i + 1, i + 2};
    return (Mark){i, i + 1};
}

static dln_status inline_marks(Report *report, Span s)
{
    Slice text = report->text;
    uint32_t run = s.b;
    for (uint32_t i = s.b; i < s.e;) {
        run = run_end(text, i, s.e, run);
        uint32_t link = text.p[i] == '[' ? link_marks(report, i, s.e) : 0;
        if (link) {
            i = link;
            continue;
        }
        Mark mark = mark_at(text, s, i, run);
        if (!add_markup(report, i, mark.gone)) break;
        i = mark.next;
    }
    return arena_status(&report->arena);
}

/* ---- what a paragraph is ---- */

static bool starts_address(Slice s)
{
    return slice_starts(s, SLICE("http://")) || slice_starts(s, SLICE("https://")) ||
           slice_starts(s, SLICE("www."));
}

/* "Jane Doe/POOL/ADRIA": words, then capitals, parted by slashes, without a full stop. */
static bool is_slash_credit(Slice s)
{
    size_t slash = s.n;
    while (slash > 0 && s.p[slash - 1] != '/')
        slash--;
    if (slash < 4 || s.n - slash < 2 || s.n - slash > 12) return false;
    for (size_t i = slash; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return (s.p[slash - 2] | 32) >= 'a' && (s.p[slash - 2] | 32) <= 'z';
}

/* A photo's line: ends with a credit ("Jane Doe/POOL/TASS", "(AP Photo/John Roe)", "[Reuters]",
 * "(Photo: John Roe / Orsk Post)"), or begins with "Photo:". */
static bool is_caption(const Newsroom *room, Slice s)
{
    bool credit = first_words_class(room, s) == LINE_CREDIT;
    while (s.n && strchr("*_ .)]", s.p[s.n - 1]))
        s.n--;
    for (size_t i = s.n; i > 0 && s.n - i < 80; i--) /* "(Photo: Ann Velm/Orsk Post" */
        if (s.p[i - 1] == '(')
            credit |= first_words_class(room, (Slice){s.p + i, s.n - i}) == LINE_CREDIT;
    if (credit || is_slash_credit(s)) return true;
    for (size_t i = s.n; i > 0 && s.n - i < 40; i--) {
        char c = s.p[i - 1];
        if (c != '/' && c != '(' && c != '[' && c != '*') continue;
        Slice last = slice_trim((Slice){s.p + i, s.n - i});
        if (agency_named(room, last).n) return c == '/' || c == '[' || c == '*' || i > 40;
        if (slice_eq_nocase(last, SLICE("getty images")) ||
            slice_eq_nocase(last, SLICE("file photo")) || slice_eq_nocase(last, SLICE("handout")))
            return true;
        if (slice_starts(last, SLICE("AP Photo")) || slice_starts(last, SLICE("Photo by")))
            return true;
    }
    return false;
}

typedef struct Reading {
    Report *report;
    const Newsroom *room;
    bool body_seen, link_seen;
    VEC(StampRun) stamps; /* of the head */
} Reading;

static BlockKind heading_kind(Reading *r, Paragraph p)
{
    if (r->report->title.n || r->body_seen) return BLOCK_HEADING;
    Span s = p.span;
    while (s.b < s.e && (r->report->text.p[s.b] == '#' || blank(r->report->text.p[s.b])))
        s.b++;
    while (s.e > s.b && (r->report->text.p[s.e - 1] == '#' || blank(r->report->text.p[s.e - 1])))
        s.e--;
    r->report->title_span = s;
    r->report->title = slice_span(r->report->text, s);
    return BLOCK_TITLE;
}

/* A short first line without a full stop, before anything else, is the title of a plain text; one
 * that ends like a sentence is too, when a head line follows. */
static bool is_title_line(const Reading *r, Paragraph p, const Paragraph *next)
{
    uint32_t n = p.span.e - p.span.b;
    Header header;
    if (r->report->title.n || r->body_seen || n < 8 || n > 200 || !next) return false;
    if (!ends_sentence(r->report->text, p.span)) return next->span.e > next->span.b;
    return header_scan(r->room, r->report->text, next->span, &r->report->arena, &header) &&
           (header.dated || header_signs(&header));
}

enum { LABEL_MOST = 12 }; /* bytes before an address: "Source: " */

static void take_address(Report *report, Slice s)
{
    size_t at = slice_find(s, SLICE("http"));
    if (report->url.n || at == SIZE_MAX) return;
    size_t e = at;
    while (e < s.n && !blank(s.p[e]))
        e++;
    report->url = (Slice){s.p + at, e - at};
    Slice rest = slice_trim((Slice){s.p + e, s.n - e});
    bool labelled = at > 0 && at <= LABEL_MOST && slice_ends(rest, SLICE("html")) &&
                    slice_find(rest, SLICE("http")) ==
                        SIZE_MAX; /* "URL: https://velm.example/a b.html" */
    if (labelled) report->url.n = (size_t)(rest.p + rest.n - report->url.p);
}

/* A line of the head: a date alone anywhere, a date among names between the title and the body, or
 * before the title when an outlet stands in it ("Harbour Post, 3 May 2024"). */
static bool is_header(const Reading *r, Span line, Header *header)
{
    const Report *report = r->report;
    if (!header_scan(r->room, report->text, line, &r->report->arena, header)) return false;
    if (header->dated && header->n == 0)
        return header->when.year || (!r->body_seen && report->title.n);
    if (r->body_seen || ends_sentence(report->text, line)) return false;
    if (!header->dated)
        return report->published.basis == BASIS_TEXT &&
               (header_names_persons(header) || (header_names_outlet(header) && header->n == 1));
    return report->title.n || header_names_outlet(header);
}

static BlockKind header_kind(const Header *header)
{
    return header_signs(header) ? BLOCK_BYLINE : header->dated ? BLOCK_DATE : BLOCK_NOTE;
}

/* "The Associated Press contributed to this report.", "Reporting by Jane Doe; editing by ...": who
 * else wrote, below the telling. */
static bool is_contribution(Reading *r, Slice s)
{
    size_t at = slice_find(s, SLICE(" contributed"));
    if (!r->body_seen || s.n > 200 || at == SIZE_MAX) return false;
    while (s.n && strchr("*_([", s.p[0])) {
        s.p++;
        s.n--;
        at--;
    }
    if (at > s.n) return false;
    Slice agency = agency_named(r->room, (Slice){s.p, at});
    return agency.n > 0 && report_agency(r->report, agency);
}

/* "VELM URGES ORSK TO OPEN GATES": below the title, a line in capitals leads to another story or
 * parts the page. */
static bool is_shouted_line(const Reading *r, Slice s, const Paragraph *next)
{
    size_t capitals = 0, words = 1;
    if (!next || strchr(".:\"", s.p[s.n - 1])) return false; /* a sentence, a label */
    for (size_t i = 0; i < s.n; i++) {
        if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (unsigned char)s.p[i] == 0xC3) return false;
        capitals += slice_capital_at(s, i);
        words += s.p[i] == ' ';
    }
    size_t small = 0;
    for (uint32_t i = next->span.b; i < next->span.e; i++)
        small += r->report->text.p[i] >= 'a' && r->report->text.p[i] <= 'z';
    return words >= 4 && capitals >= 12 && small * 2 > next->span.e - next->span.b;
}

/* "Orsk opens the gates Read more": words of a link at the end of a line without a stop. */
static bool ends_in_link(const Newsroom *room, Slice s)
{
    size_t at = s.n, words = 0;
    for (; at > 0 && words < 2; at--)
        words += s.p[at - 1] == ' ';
    uint32_t class = words == 2 ? first_words_class(room, slice_trim((Slice){s.p + at, s.n - at}))
                                : 0;
    return class == LINE_NOTE;
}

static BlockKind kind_of(Reading *r, Paragraph p, const Paragraph *next)
{
    Slice s = slice_span(r->report->text, p.span);
    Header header;
    uint32_t class = first_words_class(r->room, s);
    if (p.heading) return heading_kind(r, p);
    bool head = !r->link_seen && s.n < 240 && is_header(r, p.span, &header),
         address = starts_address(s) || (class == LINE_LINK && s.n < 200) || r->link_seen;
    if (address && !(head && header.dated)) {
        r->link_seen = r->link_seen || (class == LINE_LINK && r->body_seen);
        take_address(r->report, s);
        return BLOCK_LINK;
    }
    if (head) {
        header_apply(r->room, r->report, &header);
        return header_kind(&header);
    }
    if (s.n < 200 && byline_line(r->room, r->report, p.span)) return BLOCK_BYLINE;
    if (is_contribution(r, s)) return BLOCK_NOTE;
    if (class == LINE_NOTE && s.n < 200) return BLOCK_NOTE;
    if (s.n < 600 && is_caption(r->room, s)) return BLOCK_CAPTION;
    if (r->body_seen && s.n < 200 && (ends_in_link(r->room, s) || is_shouted_line(r, s, next)))
        return BLOCK_HEADING;
    if (is_title_line(r, p, next)) {
        r->report->title_span = p.span;
        r->report->title = s;
        return BLOCK_TITLE;
    }
    r->body_seen = true;
    return BLOCK_BODY;
}

/* "Man shot in Velm Posted: ...": the title again, before the stamps of the head. */
static bool is_told_title(const Reading *r, Paragraph p)
{
    return p.before_stamp && r->report->title.n && !r->body_seen &&
           !ends_sentence(r->report->text, p.span);
}

static BlockKind block_kind(Reading *r, Paragraph p, const Paragraph *next)
{
    if (p.stamp) return BLOCK_DATE;
    return is_told_title(r, p) ? BLOCK_HEADING : kind_of(r, p, next);
}

enum { HEAD_PARAGRAPHS = 6 };

/* "Harbour Post, May 3, 2024": its stamps are part of it. */
static bool is_dated_line(const Reading *r, Span line)
{
    Header header;
    return line.e - line.b < 240 &&
           header_scan(r->room, r->report->text, line, &r->report->arena, &header) && header.dated;
}

/* "Man shot in Velm Posted: Sunday, July 5, 2015 7:23 AM": the stamps that stand among words are
 * blocks of their own; those of the head date the page. */
static dln_status cut_stamps(Reading *r, const Paragraphs *list, Paragraphs *out)
{
    Report *report = r->report;
    StampRun run;
    for (uint32_t i = 0; i < list->n; i++) {
        Paragraph p = list->at[i];
        bool found = !p.heading && stamp_run(r->room, report->text, p.span, p.span.b, &run),
             line = found && is_dated_line(r, p.span);
        for (uint32_t from; found; found = stamp_run(r->room, report->text, p.span, from, &run)) {
            if (i < HEAD_PARAGRAPHS && !VEC_PUSH(&report->arena, &r->stamps, run)) break;
            from = run.span.e;
            if (line) continue;
            Paragraph before = p, stamp = p;
            before.span = trimmed(report->text, (Span){p.span.b, run.span.b});
            before.before_stamp = !run.aside;
            stamp.span = run.span;
            stamp.stamp = true;
            p.span = trimmed(report->text, (Span){run.span.e, p.span.e});
            if ((!span_empty(before.span) && !VEC_PUSH(&report->arena, out, before)) ||
                !VEC_PUSH(&report->arena, out, stamp))
                break;
        }
        if (!span_empty(p.span) && !VEC_PUSH(&report->arena, out, p)) break;
    }
    return arena_status(&report->arena);
}

static dln_status add_block(Report *report, BlockKind kind, Span span)
{
    return VEC_PUSH(&report->arena, &report->blocks, (Block){kind, span})
               ? DLN_OK
               : arena_status(&report->arena);
}

static dln_status blocks_of(Reading *r, const Paragraphs *list, bool markdown)
{
    bool dateline = false;
    for (uint32_t i = 0; i < list->n; i++) {
        Paragraph p = list->at[i];
        BlockKind kind = block_kind(r, p, i + 1 < list->n ? &list->at[i + 1] : NULL);
        if (p.heading) {
            Span words = kind == BLOCK_TITLE
                             ? r->report->title_span
                             : trimmed(r->report->text, (Span){p.span.b + p.heading, p.span.e});
            TRY(add_block(r->report, BLOCK_MARKUP, (Span){p.span.b, words.b}));
            p.span.b = words.b;
        }
        if (kind == BLOCK_BODY && !dateline && i < 8)
            dateline = dateline_find(r->room, r->report, p.span);
        TRY(add_block(r->report, kind, p.span));
        if (markdown && kind != BLOCK_LINK) TRY(inline_marks(r->report, p.span));
    }
    return DLN_OK;
}

/* ---- dates and outlet from what was found ---- */

/* "/2023/04/17/" in the address. */
static void date_from_address(Report *report)
{
    Slice u = report->url;
    for (size_t i = 0; i + 11 <= u.n && !report->published.value.n; i++) {
        const char *p = u.p + i;
        bool shape = p[0] == '/' && p[5] == '/' && p[8] == '/';
        for (int k = 1; k < 10 && shape; k++)
            shape = k == 5 || k == 8 || (p[k] >= '0' && p[k] <= '9');
        if (!shape) continue;
        int32_t year = (p[1] - '0') * 1000 + (p[2] - '0') * 100 + (p[3] - '0') * 10 + p[4] - '0';
        uint32_t month = (uint32_t)(p[6] - '0') * 10 + (uint32_t)(p[7] - '0');
        bool has_day = i + 11 <= u.n && p[9] >= '0' && p[9] <= '9' && p[10] >= '0' && p[10] <= '9';
        uint32_t day = has_day ? (uint32_t)(p[9] - '0') * 10 + (uint32_t)(p[10] - '0') : 0;
        if (year < 1990 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
            continue;
        report->published = (Stamp){
            arena_printf(&report->arena, "%04d-%02u-%02u", year, month, day),
            BASIS_URL,
            {0, 0},
            day_from_civil(year, month, day)};
    }
}

static void date_from_dateline(Report *report)
{
    PartDate w = report->dateline.when;
    if (report->published.value.n || !w.month) return;
    Slice value = w.year ? arena_printf(&report->arena, "%04d-%02u-%02u", w.year, w.month, w.day)
                         : arena_printf(&report->arena, "XXXX-%02u-%02u", w.month, w.day);
    report->published = (Stamp){value, BASIS_DATELINE, report->dateline.date_span,
                                w.year ? day_from_civil(w.year, w.month, w.day) : DAY_UNKNOWN};
}

static void outlet_from_address(const Newsroom *room, Report *report)
{
    size_t at = slice_find(report->url, SLICE("://"));
    if (report->outlet.n || at == SIZE_MAX) return;
    Slice host = {report->url.p + at + 3, report->url.n - at - 3};
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '/' || host.p[i] == ':' || host.p[i] == '?') host.n = i;
    if (slice_starts(host, SLICE("www."))) {
        host.p += 4;
        host.n -= 4;
    }
    Slice proper = outlet_named(room, host, &report->arena);
    report->outlet = proper.n ? proper : host;
}

void report_from_address(const ReadEngine *engine, Report *report)
{
    date_from_address(report);
    outlet_from_address(engine->newsroom, report);
}

/* ---- bytes to text ---- */

/* Where the file's bytes were decoded: runs from the text back to them; a character that takes
 * another number of bytes in the file is a run of length 0. */
static bool map_steps(Report *report, const Decoded *d)
{
    if (!d->steps.n)
        return !d->skipped ||
               VEC_PUSH(&report->arena, &report->map, (MapRun){0, d->skipped, (uint32_t)d->text.n});
    for (uint32_t i = 0; i + 1 < d->steps.n; i++) {
        CharsetStep at = d->steps.at[i], next = d->steps.at[i + 1];
        bool same = next.text - at.text == next.source - at.source;
        if (!VEC_PUSH(&report->arena, &report->map,
                      (MapRun){at.text, at.source, same ? next.text - at.text : 0}))
            return false;
    }
    return true;
}

/* A NUL that damage left in a text ("Velm\0 burned") is a blank: the bytes stay where they are. */
static dln_status blank_nuls(const Decoded *d, Report *out)
{
    uint32_t n = 0, first = 0;
    for (uint32_t i = 0; i < out->text.n; i++)
        if (out->text.p[i] == 0 && n++ == 0) first = i;
    if (!n) return DLN_OK;
    out->text = without_nul(out->text, &out->arena);
    bool noted = out->text.p && report_note(out, NOTE_NUL_BYTES, charset_source(d, first),
                                            arena_printf(&out->arena, "%u", n));
    return noted ? DLN_OK : arena_status(&out->arena);
}

/* UTF-16, Windows and KOI8 code pages, a byte order mark: the text in UTF-8, and notes of what was
 * guessed. Plain UTF-8 stays byte for byte. */
static dln_status decode(const ReadOptions *options, Slice bytes, Report *out)
{
    Decoded d;
    TRY(charset_decode(bytes, options->charset, &out->arena, &d));
    out->text = arena_copy(&out->arena, d.text);
    if (!out->text.p || !map_steps(out, &d)) return arena_status(&out->arena);
    if (d.note && !report_note(out, d.note, 0, slice_of(d.charset)))
        return arena_status(&out->arena);
    if (d.bad &&
        !report_note(out, NOTE_BAD_BYTES, d.first_bad, arena_printf(&out->arena, "%u", d.bad)))
        return arena_status(&out->arena);
    return out->text.n >= INT32_MAX ? DLN_ERR_LIMIT : blank_nuls(&d, out);
}

/* Language of the title and the body. */
static dln_status tell_language(const Newsroom *room, Report *report)
{
    enum { SAMPLE = 1 << 14 };
    char *sample = arena_alloc(&report->arena, SAMPLE);
    uint32_t n = 0;
    for (uint32_t i = 0; sample && i < report->blocks.n; i++) {
        const Block *b = &report->blocks.at[i];
        uint32_t len = b->span.e - b->span.b;
        if ((b->kind != BLOCK_BODY && b->kind != BLOCK_TITLE) || n + 1 >= SAMPLE) continue;
        if (len > SAMPLE - n - 1) len = SAMPLE - n - 1;
        memcpy(sample + n, report->text.p + b->span.b, len);
        n += len;
        sample[n++] = '\n';
    }
    if (sample) report->language = language_told(room, (Slice){sample, n}, &report->arena);
    return arena_status(&report->arena);
}

dln_status read_text(const ReadOptions *options, Slice bytes, bool markdown, Report *out)
{
    if (bytes.n >= INT32_MAX) return DLN_ERR_LIMIT;
    TRY(decode(options, bytes, out));
    TRY(links_blank(options->engine->newsroom, out));
    Paragraphs lines = {0}, list = {0};
    Reading reading = {.report = out, .room = options->engine->newsroom};
    TRY(paragraphs_of(out, markdown, &lines));
    TRY(cut_stamps(&reading, &lines, &list));
    TRY(blocks_of(&reading, &list, markdown));
    for (uint32_t i = 0; i < reading.stamps.n; i++)
        if (!stamp_apply(out, &reading.stamps.at[i])) return arena_status(&out->arena);
    report_from_address(options->engine, out);
    date_from_dateline(out);
    return tell_language(options->engine->newsroom, out);
}
