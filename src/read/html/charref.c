/* html_charref.c: source bytes of HTML text -> characters.
 *
 * In: bytes of a text run or attribute value. Out: code points or UTF-8. Rule: WHATWG
 * HTML 13.2.5.72-80 (named references: the longest name of the table; numeric references with the
 * windows-1252 replacements). Not done: parse errors are not reported. */
#include "read/html/charref.h"

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* C1 controls as windows-1252 (0: keep). */
static const uint16_t c1_control[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static uint32_t numeric_value(uint32_t cp)
{
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return 0xFFFD;
    if (cp >= 0x80 && cp < 0xA0 && c1_control[cp - 0x80]) return c1_control[cp - 0x80];
    return cp;
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static HtmlCharRef numeric_ref(const uint8_t *src, uint32_t len)
{
    HtmlCharRef ref = {0, 0, 0};
    bool hex = len > 2 && (src[2] == 'x' || src[2] == 'X');
    uint32_t i = hex ? 3 : 2, start = i, cp = 0;
    for (; i < len; i++) {
        int d = hex_digit(src[i]);
        if (d < 0 || (!hex && d > 9)) break;
        if (cp <= 0x10FFFF) cp = cp * (hex ? 16u : 10u) + (uint32_t)d;
    }
    if (i == start) return ref;
    ref.length = i + (i < len && src[i] == ';');
    ref.first = numeric_value(cp);
    return ref;
}

/* First entry in [lo, hi) whose byte at column is >= c (all entries share the bytes before column).
 */
static uint32_t lower_bound(uint32_t lo, uint32_t hi, uint32_t column, uint8_t c)
{
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if ((uint8_t)html_entities[mid].name[column] < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Longest name of the table at src; writes its length. NULL: none. */
static const HtmlEntity *longest_name(const uint8_t *src, uint32_t len, uint32_t *name_len)
{
    uint32_t lo = 0, hi = html_entity_count;
    const HtmlEntity *best = 0;
    for (uint32_t i = 0; i < len && (is_alnum(src[i]) || src[i] == ';'); i++) {
        lo = lower_bound(lo, hi, i, src[i]);
        hi = lower_bound(lo, hi, i, (uint8_t)(src[i] + 1));
        if (lo == hi) break;
        if (html_entities[lo].name[i + 1] == 0) {
            best = &html_entities[lo];
            *name_len = i + 1;
        }
    }
    return best;
}

static HtmlCharRef named_ref(const uint8_t *src, uint32_t len, bool in_attribute)
{
    HtmlCharRef ref = {0, 0, 0};
    uint32_t n = 0;
    const HtmlEntity *e = longest_name(src + 1, len - 1, &n);
    if (!e) return ref;
    if (in_attribute && src[n] != ';' && n + 1 < len && (src[n + 1] == '=' || is_alnum(src[n + 1])))
        return ref;
    ref.length = n + 1;
    ref.first = e->first;
    ref.second = e->second;
    return ref;
}

HtmlCharRef html_charref(const uint8_t *src, uint32_t len, bool in_attribute)
{
    HtmlCharRef none = {0, 0, 0};
    if (len < 2) return none;
    if (src[1] == '#') return numeric_ref(src, len);
    return is_alnum(src[1]) ? named_ref(src, len, in_attribute) : none;
}

static uint32_t put_utf8(uint32_t cp, uint8_t *out)
{
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    uint32_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (uint32_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
    out[0] = (uint8_t)(lead[n] | cp);
    return n;
}

static uint32_t decode_ref(const uint8_t *src, uint32_t len, unsigned rules, uint8_t *out,
                           uint32_t *out_len)
{
    HtmlCharRef ref = html_charref(src, len, (rules & HTML_DECODE_ATTRIBUTE) != 0);
    if (!ref.length) {
        out[0] = '&';
        *out_len = 1;
        return 1;
    }
    *out_len = put_utf8(ref.first, out);
    if (ref.second) *out_len += put_utf8(ref.second, out + *out_len);
    return ref.length;
}

uint32_t html_decode_step(const uint8_t *src, uint32_t len, unsigned rules, uint8_t out[8],
                          uint32_t *out_len)
{
    if (src[0] == '&' && (rules & HTML_DECODE_REFS))
        return decode_ref(src, len, rules, out, out_len);
    if (src[0] == 0) {
        *out_len = (rules & HTML_DECODE_DROP_NUL) ? 0 : put_utf8(0xFFFD, out);
        return 1;
    }
    *out_len = 1;
    out[0] = src[0] == '\r' ? '\n' : src[0];
    return src[0] == '\r' && len > 1 && src[1] == '\n' ? 2 : 1;
}

uint32_t html_decode(const uint8_t *src, uint32_t len, unsigned rules, uint8_t *out)
{
    uint32_t i = 0, n = 0;
    while (i < len) {
        uint8_t step[8];
        uint32_t step_len = 0;
        i += html_decode_step(src + i, len - i, rules, step, &step_len);
        for (uint32_t k = 0; k < step_len; k++)
            out[n++] = step[k];
    }
    return n;
}
