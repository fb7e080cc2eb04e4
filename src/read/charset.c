/* charset.c: finds out the charset of a document and decodes it.
 *
 * In: bytes, declaration of the transport. Out: UTF-8, steps back to the source, what was guessed
 * and replaced.
 *
 * Rules: WHATWG Encoding (labels; a declared charset of the page is believed last, after a byte
 * order mark and after the bytes themselves). Detection by uchardet, conversion by iconv, one
 * character at a time so that each has its place.
 *
 * Known to be wrong: short texts in one-byte charsets of the same alphabet (iso-8859-1 against
 * iso-8859-2) are told apart poorly. */
#include "read/charset.h"

#include <iconv.h>
#include <string.h>
#include <uchardet.h>

#include "base/utf8.h"

enum { PRESCAN = 8192, SAMPLE_MAX = 1 << 18 };

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

const char *charset_named(Slice label)
{
    label = slice_trim(label);
    uint32_t low = 0, high = charset_label_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const char *name = charset_labels[mid].label;
        size_t n = strlen(name), i = 0;
        while (i < n && i < label.n && lower(label.p[i]) == name[i])
            i++;
        if (i == n && i == label.n) return charset_labels[mid].iconv;
        if (i == label.n || (i < n && lower(label.p[i]) < name[i]))
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}

/* ---- what the document declares ---- */

static bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
}

/* The value behind "charset=" or "encoding=" in the first bytes. */
static Slice declared_label(Slice head)
{
    static const char *const words[] = {"charset", "encoding"};
    for (size_t i = 0; i + 8 < head.n; i++) {
        for (int w = 0; w < 2; w++) {
            size_t n = strlen(words[w]);
            if (lower(head.p[i]) != words[w][0] || i + n >= head.n ||
                !slice_eq_nocase((Slice){head.p + i, n}, (Slice){words[w], n}))
                continue;
            size_t k = i + n;
            while (k < head.n && (head.p[k] == ' ' || head.p[k] == '\t'))
                k++;
            if (k >= head.n || head.p[k] != '=') continue;
            k++;
            while (k < head.n && (head.p[k] == ' ' || head.p[k] == '"' || head.p[k] == '\''))
                k++;
            size_t begin = k;
            while (k < head.n && is_label_char(head.p[k]))
                k++;
            if (k > begin && charset_named((Slice){head.p + begin, k - begin}))
                return (Slice){head.p + begin, k - begin};
        }
    }
    return (Slice){0, 0};
}

static const char *detect(Slice source)
{
    uchardet_t detector = uchardet_new();
    if (!detector) return 0;
    Slice sample = {source.p, source.n < SAMPLE_MAX ? source.n : SAMPLE_MAX};
    uchardet_handle_data(detector, sample.p, sample.n);
    uchardet_data_end(detector);
    const char *found = charset_named(slice_of(uchardet_get_charset(detector)));
    uchardet_delete(detector);
    return found;
}

/* UTF-16 without a mark: markup has a NUL in every second byte. */
static const char *utf16_without_mark(Slice source)
{
    size_t n = source.n < 512 ? source.n : 512, even = 0, odd = 0;
    for (size_t i = 0; i + 1 < n; i += 2) {
        even += source.p[i] == 0;
        odd += source.p[i + 1] == 0;
    }
    if (n < 8) return 0;
    if (odd * 5 > n * 2 && even * 20 < n) return "UTF-16LE";
    return even * 5 > n * 2 && odd * 20 < n ? "UTF-16BE" : 0;
}

const char *charset_utf16(Slice source)
{
    return utf16_without_mark(source);
}

/* ---- is it UTF-8 with a few bad bytes? ---- */

/* In a one-byte charset high letters make no sequences ("Grüße"), in one of two bytes few pairs
 * happen to: twice as many good sequences as damaged places, and more than damaged bytes, is UTF-8.
 */
static bool mostly_utf8(Slice source)
{
    size_t i = 0;
    uint32_t good = 0, bad = 0, places = 0;
    size_t behind = SIZE_MAX; /* the last bad byte */
    while (i < source.n) {
        if ((unsigned char)source.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t at = i;
        if (utf8_next(source, &i) != UTF8_BAD) {
            good++;
            continue;
        }
        bad++;
        places += at != behind;
        behind = i;
    }
    return good >= 2 * places && good >= bad;
}

/* ---- decoding ---- */

typedef struct Decoder {
    Decoded *out;
    Arena *arena;
    char *text;
    size_t n, cap;
    uint32_t source_next; /* source byte that would follow without a step */
} Decoder;

static bool put_char(Decoder *d, const char *bytes, size_t n, uint32_t source, uint32_t used)
{
    if (d->n + n > d->cap) return false;
    if (source != d->source_next || n != used || d->n == 0) {
        CharsetStep step = {(uint32_t)d->n, source};
        if (!VEC_PUSH(d->arena, &d->out->steps, step)) return false;
    }
    memcpy(d->text + d->n, bytes, n);
    d->n += n;
    d->source_next = n == used ? source + used : UINT32_MAX;
    return true;
}

static bool put_bad(Decoder *d, uint32_t source)
{
    if (d->out->bad++ == 0) d->out->first_bad = source;
    return put_char(d, "\xEF\xBF\xBD", 3, source, 1);
}

/* One character at source[i] through iconv; returns the bytes used, 0: no valid character begins
 * here. */
static size_t convert_one(iconv_t cd, Slice source, size_t i, char out[16], size_t *out_n)
{
    size_t most = source.n - i < 8 ? source.n - i : 8;
    for (size_t take = 1; take <= most; take++) {
        char *in = (char *)(uintptr_t)(source.p + i), *to = out;
        size_t left = take, room = 16;
        if (iconv(cd, &in, &left, &to, &room) != (size_t)-1 && left == 0) {
            *out_n = 16 - room;
            if (*out_n || take == most) return take;
        }
    }
    return 0;
}

static bool decode_by_iconv(Decoder *d, iconv_t cd, Slice source, size_t from, bool ascii_safe)
{
    for (size_t i = from; i < source.n;) {
        char out[16];
        size_t out_n = 0, used;
        if (ascii_safe && (unsigned char)source.p[i] < 0x80) {
            if (!put_char(d, source.p + i, 1, (uint32_t)i, 1)) return false;
            i++;
            continue;
        }
        used = convert_one(cd, source, i, out, &out_n);
        bool ok = used ? out_n == 0 || put_char(d, out, out_n, (uint32_t)i, (uint32_t)used)
                       : put_bad(d, (uint32_t)i);
        if (!ok) return false;
        if (!used) iconv(cd, 0, 0, 0, 0);
        i += used ? used : 1;
    }
    return true;
}

static bool decode_utf8_mending(Decoder *d, Slice source, size_t from)
{
    for (size_t i = from; i < source.n;) {
        size_t begin = i;
        uint32_t c = utf8_next(source, &i);
        bool ok = c == UTF8_BAD ? put_bad(d, (uint32_t)begin)
                                : put_char(d, source.p + begin, i - begin, (uint32_t)begin,
                                           (uint32_t)(i - begin));
        if (!ok) return false;
    }
    return true;
}

static dln_status decode_as(const char *charset, Slice source, size_t from, Arena *arena,
                            Decoded *out)
{
    Decoder d = {.out = out, .arena = arena, .cap = 3 * (source.n - from) + 16};
    d.text = arena_alloc(arena, d.cap);
    if (!d.text) return arena_status(arena);
    bool done;
    if (!strcmp(charset, "UTF-8"))
        done = decode_utf8_mending(&d, source, from);
    else {
        iconv_t cd = iconv_open("UTF-8", charset);
        if (cd == (iconv_t)-1) return decode_as("UTF-8", source, from, arena, out);
        bool ascii_safe = strncmp(charset, "UTF-16", 6) && strcmp(charset, "ISO-2022-JP");
        done = decode_by_iconv(&d, cd, source, from, ascii_safe);
        iconv_close(cd);
    }
    CharsetStep end = {(uint32_t)d.n, (uint32_t)source.n};
    if (!done || !VEC_PUSH(arena, &out->steps, end))
        return arena_status(arena) != DLN_OK ? arena_status(arena) : DLN_ERR_LIMIT;
    out->text = (Slice){d.text, d.n};
    out->charset = charset;
    return DLN_OK;
}

/* ---- choosing ---- */

static bool is_utf16(const char *name)
{
    return name && !strncmp(name, "UTF-16", 6);
}

/* Charset for bytes that are not UTF-8: declaration, detection. */
static const char *choose(Slice source, Slice http, Decoded *out)
{
    const char *declared = charset_named(http);
    if (!declared)
        declared = charset_named(
            declared_label((Slice){source.p, source.n < PRESCAN ? source.n : PRESCAN}));
    if (declared && strcmp(declared, "UTF-8") && !is_utf16(declared)) return declared;
    const char *found = detect(source);
    out->note = declared ? "charset-wrong" : NOTE_CHARSET_GUESSED;
    return found && strcmp(found, "UTF-8") && !is_utf16(found) ? found : "CP1252";
}

static bool has_mark(Slice source, const char *mark, size_t n)
{
    return source.n >= n && !memcmp(source.p, mark, n);
}

static bool has_escape(Slice source)
{
    return memchr(source.p, 0x1B, source.n < SAMPLE_MAX ? source.n : SAMPLE_MAX) != 0;
}

dln_status charset_decode(Slice source, Slice http, Arena *arena, Decoded *out)
{
    *out = (Decoded){.text = source, .charset = "UTF-8"};
    if (has_mark(source, "\xFF\xFE", 2) || has_mark(source, "\xFE\xFF", 2))
        return decode_as(source.p[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE", source, 2, arena, out);
    size_t from = has_mark(source, "\xEF\xBB\xBF", 3) ? 3 : 0;
    out->skipped = (uint32_t)from;
    out->text = (Slice){source.p + from, source.n - from};
    const char *wide = utf16_without_mark(source);
    if (wide) {
        out->note = NOTE_CHARSET_GUESSED;
        return decode_as(wide, source, 0, arena, out);
    }
    if (has_escape(source)) {
        const char *declared = charset_named(
            http.n ? http
                   : declared_label((Slice){source.p, source.n < PRESCAN ? source.n : PRESCAN}));
        if (declared && !strcmp(declared, "ISO-2022-JP"))
            return decode_as(declared, source, 0, arena, out);
    }
    if (utf8_bad_at(out->text) == SIZE_MAX) return DLN_OK;
    if (from || mostly_utf8(source)) return decode_as("UTF-8", source, from, arena, out);
    return decode_as(choose(source, http, out), source, from, arena, out);
}

Slice without_nul(Slice text, Arena *arena)
{
    if (!text.n || !memchr(text.p, 0, text.n)) return text;
    Slice copy = arena_copy(arena, text);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] == 0) p[i] = ' ';
    return copy;
}

uint32_t charset_step(const Decoded *decoded, uint32_t text)
{
    uint32_t behind;
    LIST_FIRST(behind, decoded->steps.n, decoded->steps.at[behind].text <= text);
    return behind ? behind - 1 : 0;
}

uint32_t charset_source(const Decoded *decoded, uint32_t text)
{
    if (!decoded->steps.n) return text + decoded->skipped;
    uint32_t step = charset_step(decoded, text);
    return decoded->steps.at[step].source + (text - decoded->steps.at[step].text);
}
