/* name_fold.c - one spelling for comparison: "São Tomé & Príncipe" -> "sao tome and principe",
 * "U.S." -> "us", "al-Qaeda" -> "al qaeda".
 *
 * In: a name. Out: folded bytes. NFKD with marks dropped and case folded (utf8proc), letters that
 * do not decompose (ø, ł, đ) by a table. Text that was UTF-8 and was read as windows-1252
 * ("MÃ¼llner") is folded as what it was.
 *
 * Known to fail: vowel signs of Indic scripts are marks and fall away, so such names are compared
 * by their consonants. */
#include "base/utf8.h"
#include "mean/entities/gazetteer_impl.h"
#include <utf8proc.h>

static const struct {
    uint32_t c;
    const char *plain;
} plain_letter[] = {
    {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"},  {0x127, "h"},
    {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"},
    {0x180, "b"}, {0x259, "a"}, {0x1DD, "e"}, {0x268, "i"},  {0x289, "u"},
};

/* Marks that stand inside words and part nothing: apostrophes, dots, joiners. */
static bool is_dropped(uint32_t c)
{
    return c == '\'' || c == '.' || c == '`' || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) ||
           (c >= 0x2B9 && c <= 0x2BF) || c == 0x200B || c == 0x200C || c == 0x200D || c == 0x5F3 ||
           c == 0x5F4 || c == 0x640 || c == 0xAD;
}

typedef struct Folder {
    char *out;
    size_t n, room;
    bool gap;
} Folder;

static void fold_bytes(Folder *f, const char *bytes, size_t n)
{
    size_t need = n + (f->gap && f->n > 0 ? 1 : 0);
    if (f->n + need + 1 > f->room) {
        f->room = 0;
        return;
    }
    if (f->gap && f->n > 0) f->out[f->n++] = ' ';
    f->gap = false;
    memcpy(f->out + f->n, bytes, n);
    f->n += n;
}

/* A letter or digit that is one byte. */
static inline void fold_byte(Folder *f, char byte)
{
    if ((f->gap && f->n > 0) || f->n + 2 > f->room) {
        fold_bytes(f, &byte, 1);
        return;
    }
    f->gap = false;
    f->out[f->n++] = byte;
}

/* NULL: none of those that do not decompose. */
static const char *plain_of(uint32_t c)
{
    const uint32_t last = 0x289;
    for (size_t k = 0; c <= last && k < sizeof plain_letter / sizeof *plain_letter; k++)
        if (plain_letter[k].c == c) return plain_letter[k].plain;
    return NULL;
}

static void fold_point(Folder *f, uint32_t c)
{
    char bytes[4];
    utf8proc_int32_t parts[16];
    int bound = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 16, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
        &bound);
    for (utf8proc_ssize_t i = 0; i < n && i < 16; i++) {
        uint32_t p = (uint32_t)parts[i];
        if (char_is_mark(p) || is_dropped(p)) continue;
        const char *plain = plain_of(p);
        if (plain)
            fold_bytes(f, plain, strlen(plain));
        else if (char_is_letter(p) || char_is_digit(p))
            fold_bytes(f, bytes, utf8_put(bytes, p));
        else
            f->gap = true;
    }
}

size_t name_fold(Slice name, char *out, size_t room)
{
    Folder f = {out, 0, room, false};
    for (size_t i = 0; i < name.n && f.room > 0;) {
        unsigned char c = (unsigned char)name.p[i];
        if (c >= 0x80) {
            uint32_t point = utf8_next_mended(name, &i);
            if (point == UTF8_BAD)
                f.gap = true;
            else if (!is_dropped(point))
                fold_point(&f, point);
            continue;
        }
        i++;
        char low = ascii_lower((char)c);
        if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9'))
            fold_byte(&f, low);
        else if (c == '&') {
            f.gap = true;
            fold_bytes(&f, "and", 3);
            f.gap = true;
        } else if (!is_dropped(c))
            f.gap = true;
    }
    out[f.n] = 0;
    return f.n;
}

/* "Russia's", "Netherlands'" -> without the possessive. */
static Slice drop_possessive(Slice name)
{
    static const char *const ends[] = {"'s", "\xE2\x80\x99s", "'S", "\xE2\x80\x99S",
                                       "'",  "\xE2\x80\x99"};
    if (!name.n || !memchr("sS'\x99", name.p[name.n - 1], 4)) return name; /* most have none */
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (name.n > n && memcmp(name.p + name.n - n, ends[i], n) == 0)
            return (Slice){name.p, name.n - n};
    }
    return name;
}

size_t gazetteer_key(Slice name, char key[GAZ_KEY_MAX])
{
    size_t n = name_fold(drop_possessive(slice_trim(name)), key, GAZ_KEY_MAX);
    if (n > 4 && memcmp(key, "the ", 4) == 0) {
        memmove(key, key + 4, n - 3);
        n -= 4;
    }
    return n;
}
