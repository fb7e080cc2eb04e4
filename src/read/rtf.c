/* rtf.c - Rich Text Format to plain text.
 *
 * In: bytes that begin with "{\rtf". Out: the words in UTF-8, a line for each paragraph.
 *
 * Idea: one pass over braces, control words and characters; a stack of what each group skips.
 * Fonts, colours, styles, pictures, headers and what begins with "{\*" are skipped.
 *
 * Known to get wrong: East Asian code pages, whose characters take two escapes; tables come cell by
 * cell. */
#include "read/document.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "read/charset.h"
#include <iconv.h>
#include <stdio.h>

enum { MOST_GROUPS = 128 };

typedef struct Rtf {
    Slice in;
    size_t at;
    Buf out;
    iconv_t page;             /* code page of \'hh; (iconv_t)-1: none */
    uint32_t depth;           /* open groups */
    bool skip[MOST_GROUPS];   /* by group: nothing in it is text */
    uint8_t uni[MOST_GROUPS]; /* by group: characters that stand in for a \u */
    uint32_t pass;            /* characters still to pass over behind a \u */
} Rtf;

static uint32_t level(const Rtf *r)
{
    return r->depth < MOST_GROUPS ? r->depth : MOST_GROUPS - 1;
}

static void put(Rtf *r, Slice bytes)
{
    if (r->pass)
        r->pass--;
    else if (!r->skip[level(r)])
        buf_add(&r->out, bytes);
}

static void put_point(Rtf *r, uint32_t c)
{
    char bytes[4];
    uint32_t n = c ? utf8_put(bytes, c) : 0;
    if (!r->skip[level(r)]) buf_add(&r->out, (Slice){bytes, n});
}

static void put_byte(Rtf *r, unsigned char byte)
{
    if (!byte) return;
    char in[1] = {(char)byte}, out[8];
    char *from = in, *to = out;
    size_t left = 1, room = sizeof out;
    if (byte < 0x80 || r->page == (iconv_t)-1 ||
        iconv(r->page, &from, &left, &to, &room) == (size_t)-1)
        put(r, byte < 0x80 ? (Slice){in, 1} : SLICE("\xEF\xBF\xBD"));
    else
        put(r, (Slice){out, sizeof out - room});
}

static void open_page(Rtf *r, long number)
{
    char name[24];
    if (r->page != (iconv_t)-1) iconv_close(r->page);
    snprintf(name, sizeof name, "CP%ld", number);
    r->page = iconv_open("UTF-8", name);
}

/* "\fonttbl", "\pict": the group holds no text. */
static bool is_silent(Slice word)
{
    static const char *const silent[] = {
        "fonttbl", "colortbl",  "stylesheet", "info",      "pict",      "header",  "footer",
        "headerl", "headerr",   "headerf",    "footerl",   "footerr",   "footerf", "object",
        "fldinst", "listtable", "revtbl",     "generator", "themedata", "footnote"};
    return SLICE_AMONG(word, silent);
}

static void control(Rtf *r, Slice word, bool has_number, long number)
{
    if (is_silent(word))
        r->skip[level(r)] = true;
    else if (slice_is(word, "par") || slice_is(word, "sect") || slice_is(word, "page") ||
             slice_is(word, "row"))
        put(r, SLICE("\n\n"));
    else if (slice_is(word, "line"))
        put(r, SLICE("\n"));
    else if (slice_is(word, "tab") || slice_is(word, "cell"))
        put(r, SLICE(" "));
    else if (slice_is(word, "ansicpg") && has_number)
        open_page(r, number);
    else if (slice_is(word, "uc") && has_number)
        r->uni[level(r)] = (uint8_t)(number < 0 ? 0 : number > 8 ? 8 : number);
    else if (slice_is(word, "u") && has_number) {
        put_point(r, (uint32_t)(number < 0 ? number + 65536 : number));
        r->pass = r->uni[level(r)];
    } else {
        static const struct {
            const char *word, *text;
        } marks[] = {{"emdash", "\xE2\x80\x94"},    {"endash", "\xE2\x80\x93"},
                     {"lquote", "\xE2\x80\x98"},    {"rquote", "\xE2\x80\x99"},
                     {"ldblquote", "\xE2\x80\x9C"}, {"rdblquote", "\xE2\x80\x9D"},
                     {"bullet", "\xE2\x80\xA2"}};
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (slice_is(word, marks[i].word)) put(r, slice_of(marks[i].text));
    }
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* "\\par", "\\u233 ": a word, and a number. */
static void control_word(Rtf *r)
{
    size_t begin = r->at;
    while (r->at < r->in.n && is_letter(r->in.p[r->at]))
        r->at++;
    Slice word = {r->in.p + begin, r->at - begin};
    bool minus = r->at < r->in.n && r->in.p[r->at] == '-', has_number = false;
    long number = 0;
    r->at += minus;
    for (; r->at < r->in.n && r->in.p[r->at] >= '0' && r->in.p[r->at] <= '9'; r->at++) {
        has_number = true;
        if (number < 1000000) number = number * 10 + (r->in.p[r->at] - '0');
    }
    if (r->at < r->in.n && r->in.p[r->at] == ' ') r->at++;
    control(r, word, has_number, minus ? -number : number);
}

/* "\\'e9": a byte of the code page. */
static void hex_byte(Rtf *r)
{
    int high = r->at + 2 <= r->in.n ? hex(r->in.p[r->at]) : -1,
        low = high < 0 ? -1 : hex(r->in.p[r->at + 1]);
    if (low < 0) return;
    put_byte(r, (unsigned char)(high * 16 + low));
    r->at += 2;
}

/* Behind a backslash. */
static void escape(Rtf *r)
{
    if (r->at >= r->in.n) return;
    char c = r->in.p[r->at];
    if (is_letter(c)) {
        control_word(r);
        return;
    }
    r->at++;
    switch (c) {
    case '\'': hex_byte(r); break;
    case '*': r->skip[level(r)] = true; break;
    case '~': put(r, SLICE(" ")); break;
    case '_': put(r, SLICE("-")); break;
    case '{':
    case '}':
    case '\\': put(r, (Slice){r->in.p + r->at - 1, 1}); break;
    case '\n':
    case '\r': put(r, SLICE("\n\n")); break;
    default: break;
    }
}

static void open_group(Rtf *r)
{
    uint32_t from = level(r);
    r->depth++;
    r->skip[level(r)] = r->skip[from];
    r->uni[level(r)] = r->uni[from];
    r->pass = 0;
}

dln_status rtf_text(Slice bytes, Arena *arena, Slice *text)
{
    Rtf r = {.in = bytes, .page = (iconv_t)-1, .uni = {1}};
    buf_init(&r.out, bytes.n * 3 + 64); /* a byte of a code page: three at most */
    open_page(&r, 1252);
    while (r.at < bytes.n) {
        char c = bytes.p[r.at++];
        if (c == '{')
            open_group(&r);
        else if (c == '}') {
            if (r.depth) r.depth--;
            r.pass = 0;
        } else if (c == '\\')
            escape(&r);
        else if (c != '\n' && c != '\r' && c != 0)
            put_byte(&r, (unsigned char)c);
    }
    bool whole = !r.out.failed;
    *text = whole ? arena_copy(arena, buf_slice(&r.out)) : (Slice){NULL, 0};
    buf_free(&r.out);
    if (r.page != (iconv_t)-1) iconv_close(r.page);
    return text->p ? DLN_OK : whole ? arena_status(arena) : DLN_ERR_NOMEM;
}
