/* text_page.c - see text_page.h.
 *
 * In: words. Out: UTF-8 lines. Control bytes of the reports never reach the terminal.
 *
 * Known to get wrong: a column is a code point; wide East Asian letters take two. */
#include "write/text_page.h"
#include "base/utf8.h"
#include <stdio.h>

enum { AROUND = 90 };

Page page_open(const Record *record, const dln_write_options *options, Sink *sink)
{
    Page page = {.record = record,
                 .sink = sink,
                 .width = options->width ? options->width : 80,
                 .colour = options->colour != 0,
                 .all = options->all != 0,
                 .context = options->context != 0,
                 .fresh = true};
    if (page.width < 40) page.width = 40;
    return page;
}

void page_ink(Page *p, Ink ink)
{
    static const char *const code[] = {"\033[1m", "\033[31m", "\033[2m", "\033[0m"};
    if (p->colour) sink_text(p->sink, code[ink]);
}

static void break_line(Page *p, uint32_t indent)
{
    sink_text(p->sink, "\n");
    for (uint32_t i = 0; i < indent; i++)
        sink_text(p->sink, " ");
    p->column = indent;
    p->fresh = true;
}

void page_line(Page *p, uint32_t indent, uint32_t hang)
{
    break_line(p, indent);
    p->indent = indent + hang;
}

static uint32_t columns_of(Slice word)
{
    uint32_t points, units;
    utf8_count(word, &points, &units);
    return points;
}

static void put_word(Page *p, Slice word, bool space)
{
    uint32_t n = columns_of(word);
    bool mark = !space && n == 1; /* never at the head of a line: the last column is kept for it */
    if (!p->fresh && !mark && p->column + n + space >= p->width)
        break_line(p, p->indent);
    else if (!p->fresh && space) {
        sink_text(p->sink, " ");
        p->column++;
    }
    sink_add(p->sink, word);
    p->column += n;
    p->fresh = false;
}

static bool white(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

/* Byte behind the character at `i`, told to be harmful to a terminal or not. */
static bool harmless(Slice text, size_t i, size_t *after)
{
    *after = i;
    uint32_t c = utf8_next(text, after);
    return c != UTF8_BAD && char_harm(c) == CHAR_PLAIN;
}

static void put_words(Page *p, Slice text, bool glue)
{
    for (size_t i = 0; i < text.n;) {
        size_t b = i, after = i + 1;
        while (i < text.n && !white(text.p[i]) && harmless(text, i, &after))
            i = after;
        if (i > b) {
            put_word(p, (Slice){text.p + b, i - b}, !glue);
            glue = false;
        } else
            i = after > i ? after : i + 1;
    }
}

void page_put(Page *p, Slice text)
{
    put_words(p, text, false);
}

void page_glue(Page *p, Slice text)
{
    put_words(p, text, true);
}

void page_text(Page *p, const char *text)
{
    page_put(p, slice_of(text));
}

void page_heading(Page *p, const char *text)
{
    page_line(p, 0, 0);
    page_line(p, 0, 0);
    page_ink(p, INK_BOLD);
    page_text(p, text);
    page_ink(p, INK_PLAIN);
}

void page_paren(Page *p, Slice text)
{
    if (!p->brief) {
        page_put(p, text);
        return;
    }
    page_put(p, arena_printf(p->brief->arena, "(%.*s)", (int)text.n, text.p));
}

void page_more(Page *p, uint32_t left)
{
    char text[64];
    if (!left) return;
    snprintf(text, sizeof text, "... and %u more (--all)", left);
    page_line(p, 2, 0);
    page_ink(p, INK_DIM);
    page_text(p, text);
    page_ink(p, INK_PLAIN);
}

void page_cut(Page *p, Slice text, uint32_t points)
{
    size_t i = 0, last = 0;
    uint32_t n = 0;
    while (i < text.n && n < points) {
        if (text.p[i] == ' ' || text.p[i] == '\n') last = i;
        utf8_next(text, &i);
        n++;
    }
    if (i >= text.n) {
        page_put(p, text);
        return;
    }
    page_put(p, (Slice){text.p, last ? last : i});
    page_glue(p, SLICE("\xE2\x80\xA6"));
}

void page_tab(Page *p, uint32_t column)
{
    while (p->column < column) {
        sink_text(p->sink, " ");
        p->column++;
    }
    p->fresh = true;
}

void page_ref(Page *p, uint32_t report)
{
    char text[16];
    int n = snprintf(text, sizeof text, "[%u]", report + 1);
    page_ink(p, INK_DIM);
    put_word(p, (Slice){text, (size_t)n}, true);
    page_ink(p, INK_PLAIN);
}

void page_voices(Page *p, const BriefVoices *voices, uint32_t most)
{
    for (uint32_t i = 0; i < voices->n && i < most; i++) {
        char text[32];
        if (i) page_glue(p, SLICE(","));
        page_put(p, p->brief->outlet[voices->at[i].report]);
        page_ref(p, voices->at[i].report);
        if (!voices->at[i].copies) continue;
        snprintf(text, sizeof text, "(+%u %s)", voices->at[i].copies,
                 voices->at[i].copies == 1 ? "copy" : "copies");
        page_text(p, text);
    }
    if (voices->n > most) {
        char text[32];
        snprintf(text, sizeof text, "and %u more", voices->n - most);
        page_glue(p, SLICE(","));
        page_text(p, text);
    }
}

/* Bytes of whole words about a span, inside its paragraph. */
static Span around(Slice text, Span at)
{
    size_t b = at.b, e = at.e;
    while (b > 0 && at.b - b < AROUND && text.p[b - 1] != '\n')
        b--;
    while (e < text.n && e - at.e < AROUND && text.p[e] != '\n')
        e++;
    while (b > 0 && b < at.b && text.p[b - 1] != '\n' && text.p[b - 1] != ' ')
        b++;
    while (e < text.n && e > at.e && text.p[e] != '\n' && text.p[e] != ' ')
        e--;
    return (Span){(uint32_t)b, (uint32_t)e};
}

/* Words of a report behind others of it: a blank between them where the report has one. */
static void follow(Page *p, Slice report, uint32_t at, Slice words)
{
    bool apart = at > 0 && (white(report.p[at - 1]) || (at < report.n && white(report.p[at])));
    put_words(p, words, !apart);
}

static bool cut_at(Slice text, uint32_t at)
{
    return at > 0 && at < text.n && text.p[at] != '\n' && text.p[at - 1] != '\n';
}

void page_context(Page *p, uint32_t report, Span at)
{
    if (!p->context || !p->brief) return;
    const Report *r = p->record->report[report];
    Span wide = around(r->text, at);
    char bytes[32];
    uint32_t indent = p->indent;
    Slice words = slice_span(r->text, at);
    words = arena_printf(p->brief->arena, "\xC2\xBB%.*s\xC2\xAB", (int)words.n, words.p);
    snprintf(bytes, sizeof bytes, ":%u-%u", at.b, at.e);
    page_line(p, indent + 2, 2);
    page_ink(p, INK_DIM);
    page_put(p, r->source);
    if (r->member.n) {
        page_glue(p, SLICE("#"));
        page_glue(p, r->member);
    }
    page_glue(p, slice_of(bytes));
    if (cut_at(r->text, wide.b)) page_text(p, "\xE2\x80\xA6");
    page_put(p, slice_span(r->text, (Span){wide.b, at.b}));
    page_ink(p, INK_PLAIN);
    if (wide.b < at.b)
        follow(p, r->text, at.b, words);
    else
        page_put(p, words);
    page_ink(p, INK_DIM);
    follow(p, r->text, at.e, slice_span(r->text, (Span){at.e, wide.e}));
    if (cut_at(r->text, wide.e)) page_text(p, "\xE2\x80\xA6");
    page_ink(p, INK_PLAIN);
    p->indent = indent;
}
