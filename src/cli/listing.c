/* listing.c - see listing.h. */
#include "cli/listing.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static void put(dln_write_fn write, void *to, const char *text)
{
    write(text, strlen(text), to);
}

/* Of a snippet: where what was found begins and ends. */
static bool is_mark(char c)
{
    return c == 2 || c == 3;
}

/* Bytes of the character at p that a terminal would act on, a control character or one that turns
 * the direction of writing, and the character itself; 0: it is none. */
static size_t harm_at(const char *p, size_t n, unsigned *c)
{
    const unsigned char *b = (const unsigned char *)p;
    size_t length = b[0] < 0x80 ? 1 : b[0] < 0xE0 ? 2 : 3;
    if (n < length || (b[0] >= 0x80 && b[0] < 0xC2)) return 0; /* the rest of a character */
    for (size_t i = 1; i < length; i++)
        if ((b[i] & 0xC0) != 0x80) return 0;
    *c = length == 1   ? b[0]
         : length == 2 ? (b[0] & 31u) << 6 | (b[1] & 63u)
                       : (b[0] & 15u) << 12 | (b[1] & 63u) << 6 | (b[2] & 63u);
    bool control = *c < 0x20 || (*c >= 0x7f && *c < 0xa0) || *c == 0x2028 || *c == 0x2029;
    bool turns = *c == 0x61C || *c == 0x200E || *c == 0x200F || (*c >= 0x202A && *c <= 0x202E) ||
                 (*c >= 0x2066 && *c <= 0x2069);
    return b[0] < 0xF0 && (control || turns) ? length : 0;
}

void json_words(dln_write_fn write, void *to, dln_text text)
{
    char code[12];
    put(write, to, "\"");
    for (size_t i = 0, harm; i < text.n; i += harm ? harm : 1) {
        unsigned c;
        harm = harm_at(text.p + i, text.n - i, &c);
        if (is_mark(text.p[i])) continue;
        if (harm || text.p[i] == '"' || text.p[i] == '\\') {
            snprintf(code, sizeof code, harm ? "\\u%04x" : "\\%c", c);
            put(write, to, code);
        } else
            write(text.p + i, 1, to);
    }
    put(write, to, "\"");
}

/* Behind blanks and what is not written of a cell: its first sign. */
static dln_text from_first_sign(dln_text s)
{
    for (size_t harm; s.n; s = (dln_text){s.p + harm, s.n - harm}) {
        unsigned c;
        harm = s.p[0] == ' ' ? 1 : harm_at(s.p, s.n, &c);
        if (!harm) break;
    }
    return s;
}

/* A cell is one line, harmless on a terminal; one that begins as a formula does is made harmless by
 * an apostrophe in front. */
static void csv_words(dln_write_fn write, void *to, dln_text text)
{
    dln_text s = from_first_sign(text);
    put(write, to, s.n && memchr("=+-@", s.p[0], 4) ? "\"'" : "\"");
    for (size_t at = 0, i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '"' && !is_mark(s.p[i])) continue;
        dln_text_write((dln_text){s.p + at, i - at}, write, to);
        if (i < s.n && s.p[i] == '"') put(write, to, "\"\"");
        at = i + 1;
    }
    put(write, to, "\"");
}

/* `"name": value` of an object, a cell of a row. */
static void begin_member(Line *line, const char *name)
{
    bool json = line->form == FORM_JSON;
    if (line->begun) put(line->write, line->to, json ? ", " : ",");
    if (json) {
        put(line->write, line->to, line->begun ? "\"" : "{\"");
        put(line->write, line->to, name);
        put(line->write, line->to, "\": ");
    }
    line->begun = true;
}

static void line_text(Line *line, const char *name, dln_text text)
{
    begin_member(line, name);
    (line->form == FORM_JSON ? json_words : csv_words)(line->write, line->to, text);
}

static void line_number(Line *line, const char *name, long long value)
{
    char text[32];
    begin_member(line, name);
    snprintf(text, sizeof text, "%lld", value);
    put(line->write, line->to, text);
}

static void line_end(Line *line)
{
    if (line->form == FORM_JSON) put(line->write, line->to, "}");
    line->begun = false;
}

void line_of_story(Line *line, const char *name, const dln_desk_story *s)
{
    char from[16], to[16];
    line_number(line, name, s->id);
    line_text(line, "title", s->title);
    line_text(line, "from", as_text(day_text(s->from, from)));
    line_text(line, "to", as_text(day_text(s->to, to)));
    line_number(line, "reports", s->reports);
    line_number(line, "outlets", s->outlets);
    line_number(line, "conflicts", s->conflicts);
    line_number(line, "refined", s->refined);
    line_number(line, "agree", s->agree);
    line_number(line, "changed", s->changed);
    line_end(line);
}

void line_of_hit(Line *line, const dln_hit *hit)
{
    line_number(line, "report", hit->report);
    line_number(line, "story", hit->story);
    line_text(line, "title", hit->title);
    line_text(line, "outlet", hit->outlet);
    line_text(line, "published", hit->published);
    line_text(line, "url", hit->url);
    line_number(line, "replaced_by", hit->later);
    line_text(line, "snippet", hit->snippet);
    line_end(line);
}

bool order_by_name(const char *name, dln_order *order)
{
    static const char *const names[] = {"fresh", "large", "differ"};
    *order = DLN_FRESH;
    for (int i = 0; name && i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *order = (dln_order)i;
            return true;
        }
    return !name || !*name;
}

dln_text as_text(const char *text)
{
    return (dln_text){text, strlen(text)};
}

const char *day_text(int32_t day, char text[16])
{
    text[0] = 0;
    if (day == DLN_NO_DAY) return text;
    time_t at = (time_t)day * 86400;
    struct tm t;
    if (gmtime_r(&at, &t)) strftime(text, 16, "%Y-%m-%d", &t);
    return text;
}

dln_text date_words(dln_text published, char room[DATE_ROOM])
{
    struct tm t = {.tm_mday = 0};
    char text[11] = "";
    if (published.n != sizeof text - 1) return published;
    memcpy(text, published.p, published.n);
    if (sscanf(text, "XXXX-%2d-%2d", &t.tm_mon, &t.tm_mday) != 2) return published;
    if (--t.tm_mon < 0 || t.tm_mon > 11) return published;
    size_t n = strftime(room, DATE_ROOM, "%-d %B, year not said", &t);
    return n ? (dln_text){room, n} : published;
}
