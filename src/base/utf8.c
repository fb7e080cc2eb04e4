/* utf8.c - see utf8.h. Known limit: folding does not turn "ø" or "ł" into ASCII letters (they have
 * no decomposition); names do that by their own table. */
#include "base/utf8.h"
#include <utf8proc.h>

/* Length promised by a lead byte, and the range its second byte must lie in (Unicode table 3-7). */
static uint32_t lead_length(unsigned char c, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) return 2;
    if (c >= 0xE0 && c <= 0xEF) {
        if (c == 0xE0) *low = 0xA0;
        if (c == 0xED) *high = 0x9F;
        return 3;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        if (c == 0xF0) *low = 0x90;
        if (c == 0xF4) *high = 0x8F;
        return 4;
    }
    return 0;
}

uint32_t utf8_next(Slice text, size_t *i)
{
    unsigned char c = (unsigned char)text.p[(*i)++], low, high;
    if (c < 0x80) return c;
    uint32_t length = lead_length(c, &low, &high), point = c & (0xFFu >> (length + 1));
    if (!length) return UTF8_BAD;
    for (uint32_t k = 1; k < length; k++) {
        if (*i >= text.n) return UTF8_BAD;
        unsigned char next = (unsigned char)text.p[*i];
        if (next < low || next > high) return UTF8_BAD;
        point = point << 6 | (next & 0x3F);
        (*i)++;
        low = 0x80;
        high = 0xBF;
    }
    return point;
}

/* Byte of windows-1252 that a code point stands for; 0: none. */
static uint32_t byte_1252(uint32_t c)
{
    static const uint16_t high[] = {0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};
    if (c >= 0x80 && c <= 0xFF) return c;
    for (uint32_t i = 0; i < sizeof high / sizeof *high; i++)
        if (high[i] && high[i] == c) return 0x80 + i;
    return 0;
}

uint32_t utf8_next_mended(Slice text, size_t *i)
{
    uint32_t first = utf8_next(text, i), lead = first < 0xC3 || first > 0xE3 ? 0 : first;
    uint32_t more = lead >= 0xE1 ? 2 : lead >= 0xC3 && lead <= 0xDF ? 1 : 0;
    char bytes[4] = {(char)lead};
    size_t at = *i, n = 1, read = 0;
    for (; n <= more && at < text.n; n++) {
        uint32_t byte = byte_1252(utf8_next(text, &at));
        if (byte < 0x80 || byte > 0xBF) return first;
        bytes[n] = (char)byte;
    }
    if (more == 0 || n <= more) return first;
    uint32_t c = utf8_next((Slice){bytes, n}, &read);
    if (c == UTF8_BAD || !char_is_letter(c)) return first;
    *i = at;
    return c;
}

uint32_t utf8_back(Slice text, size_t *i)
{
    if (*i == 0) return UTF8_BAD;
    size_t end = *i, start = end - 1;
    while (start > 0 && end - start < 4 && ((unsigned char)text.p[start] & 0xC0) == 0x80)
        start--;
    size_t at = start;
    uint32_t c = utf8_next((Slice){text.p, end}, &at);
    if (c == UTF8_BAD || at != end) {
        *i = end - 1;
        return UTF8_BAD;
    }
    *i = start;
    return c;
}

uint32_t utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c >= 0xD800 && c < 0xE000) return 0;
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    if (c > 0x10FFFF) return 0;
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Behind the plain ASCII that stands at `i`, as far as eight bytes are at a time. */
static size_t skip_ascii(Slice text, size_t i)
{
    uint64_t eight;
    for (; i + sizeof eight <= text.n; i += sizeof eight) {
        memcpy(&eight, text.p + i, sizeof eight);
        if (eight & 0x8080808080808080u) break;
    }
    return i;
}

size_t utf8_bad_at(Slice text)
{
    size_t i = 0;
    while (i < text.n) {
        if ((unsigned char)text.p[i] < 0x80) {
            i = skip_ascii(text, i + 1);
            continue;
        }
        size_t start = i;
        if (utf8_next(text, &i) == UTF8_BAD) return start;
    }
    return SIZE_MAX;
}

Slice utf8_mend(Slice text, Arena *arena, uint32_t *bad)
{
    *bad = 0;
    if (utf8_bad_at(text) == SIZE_MAX) return text;
    for (size_t i = 0; i < text.n;)
        if (utf8_next(text, &i) == UTF8_BAD) ++*bad;
    char *out = arena_array(arena, text.n + 1 + 2 * (size_t)*bad, 1);
    if (!out) return (Slice){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        bool broken = utf8_next(text, &i) == UTF8_BAD;
        memcpy(out + n, broken ? "\xEF\xBF\xBD" : text.p + start, broken ? 3 : i - start);
        n += broken ? 3 : i - start;
    }
    return (Slice){out, n};
}

void utf8_count(Slice text, uint32_t *points, uint32_t *utf16)
{
    *points = *utf16 = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        ++*points;
        *utf16 += c != UTF8_BAD && c > 0xFFFF ? 2 : 1;
    }
}

static utf8proc_category_t category(uint32_t c)
{
    return c > 0x10FFFF ? UTF8PROC_CATEGORY_CN : utf8proc_category((utf8proc_int32_t)c);
}

bool char_is_letter(uint32_t c)
{
    if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}
bool char_is_upper(uint32_t c)
{
    return c < 0x80 ? c >= 'A' && c <= 'Z'
                    : category(c) == UTF8PROC_CATEGORY_LU || category(c) == UTF8PROC_CATEGORY_LT;
}
bool char_is_lower(uint32_t c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z' : category(c) == UTF8PROC_CATEGORY_LL;
}
bool char_is_digit(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}
bool char_is_space(uint32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
    utf8proc_category_t k = category(c);
    return c == 0x85 || k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL ||
           k == UTF8PROC_CATEGORY_ZP;
}
bool char_is_mark(uint32_t c)
{
    utf8proc_category_t k = c < 0x300 ? UTF8PROC_CATEGORY_CN : category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME;
}
bool char_is_punct(uint32_t c)
{
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}
bool char_is_control(uint32_t c)
{
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_CN || (k >= UTF8PROC_CATEGORY_CC && k <= UTF8PROC_CATEGORY_CO);
}
CharHarm char_harm(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) return CHAR_BREAKS;
    bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                 (c >= 0x2066 && c <= 0x2069);
    return turns ? CHAR_TURNS : CHAR_PLAIN;
}

uint32_t char_lower(uint32_t c)
{
    return c < 0x80       ? (c >= 'A' && c <= 'Z' ? c + 32 : c)
           : c > 0x10FFFF ? c
                          : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}
uint32_t char_upper(uint32_t c)
{
    return c < 0x80       ? (c >= 'a' && c <= 'z' ? c - 32 : c)
           : c > 0x10FFFF ? c
                          : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

uint32_t char_bare(uint32_t c, uint32_t out[4])
{
    if (c < 0x80 || c > 0x10FFFF) {
        out[0] = c;
        return 1;
    }
    utf8proc_int32_t parts[8];
    int last = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8,
                                                     UTF8PROC_DECOMPOSE, &last);
    uint32_t n = 0;
    for (utf8proc_ssize_t k = 0; k < count && k < 8 && n < 4; k++)
        if (category((uint32_t)parts[k]) != UTF8PROC_CATEGORY_MN) out[n++] = (uint32_t)parts[k];
    return n;
}

/* Every byte of a text becomes three at most: an ill-formed one U+FFFD, a letter of two bytes one
 * of three ("Ⱥ" -> "ⱥ"). */
Slice text_lower(Slice text, Arena *arena)
{
    char *out = arena_array(arena, text.n + 1, 3);
    if (!out) return (Slice){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        n += utf8_put(out + n, c == UTF8_BAD ? 0xFFFD : char_lower(c));
    }
    return (Slice){out, n};
}

enum { FOLDED_MOST = 18 }; /* code points that one folds to (U+FDFA, a whole phrase) */

static uint32_t fold_one(uint32_t c, utf8proc_int32_t parts[FOLDED_MOST])
{
    const utf8proc_option_t how = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                  UTF8PROC_STRIPMARK;
    int last = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(c == UTF8_BAD ? 0xFFFD : (utf8proc_int32_t)c,
                                                     parts, FOLDED_MOST, how, &last);
    return count < 0 || count > FOLDED_MOST ? 0 : (uint32_t)count;
}

/* Bytes of the folded text: seldom more than the text has, but eleven times as many where it holds
 * nothing but U+FDFA. */
static size_t folded_size(Slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        utf8proc_int32_t parts[FOLDED_MOST];
        char bytes[4];
        uint32_t c = utf8_next(text, &i), count = c < 0x80 ? 0 : fold_one(c, parts);
        n += c < 0x80;
        for (uint32_t k = 0; k < count; k++)
            n += utf8_put(bytes, (uint32_t)parts[k]);
    }
    return n;
}

Slice text_fold(Slice text, Arena *arena)
{
    char *out = arena_array(arena, folded_size(text) + 1, 1);
    if (!out) return (Slice){NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c < 0x80) {
            out[n++] = (char)char_lower(c);
            continue;
        }
        utf8proc_int32_t parts[FOLDED_MOST];
        uint32_t count = fold_one(c, parts);
        for (uint32_t k = 0; k < count; k++)
            n += utf8_put(out + n, (uint32_t)parts[k]);
    }
    return (Slice){out, n};
}
