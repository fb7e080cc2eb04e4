/* words.c - see words.h. One pass over the bytes, table-driven below U+0600. */
#include "story/words.h"
#include "base/utf8.h"
#include <utf8proc.h>

enum { KIND_GAP, KIND_LOWER, KIND_UPPER, KIND_DIGIT, KIND_SKIP, KIND_STOP, KIND_LINE };

/* Letters of Cyrillic and Greek that look like a Latin one, in lower case, and the shapes OCR
 * confuses. Capital forms fold to the same letter as their small ones, so that a wholly Russian
 * text stays consistent with itself. */
static uint16_t look_alike(uint32_t c)
{
    static const uint16_t pair[][2] = {
        {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'},
        {0x445, 'x'}, {0x456, 'l'}, {0x455, 's'}, {0x458, 'j'}, {0x432, 'b'}, {0x43D, 'h'},
        {0x43A, 'k'}, {0x43C, 'm'}, {0x442, 't'}, {0x3BF, 'o'}, {0x3B1, 'a'}, {0x3C1, 'p'},
        {0x3BD, 'v'}, {'i', 'l'},   {'1', 'l'},   {0x131, 'l'}, {'|', 'l'},   {'0', 'o'},
        {'5', 's'},   {'8', 'b'},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (pair[i][0] == c) return pair[i][1];
    }
    return (uint16_t)c;
}

static uint32_t bare_letter(uint32_t c)
{
    utf8proc_int32_t out[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, out, 8,
        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    return n >= 1 && n <= 8 ? (uint32_t)out[0] : c;
}

static bool is_skipped(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF ||
           (c >= 0x202A && c <= 0x202E) || char_is_mark(c);
}

static uint8_t kind_of(uint32_t c)
{
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return KIND_LINE;
    if (is_skipped(c)) return KIND_SKIP;
    if (char_is_digit(c)) return KIND_DIGIT;
    if (char_is_upper(c)) return KIND_UPPER;
    if (char_is_letter(c)) return KIND_LOWER;
    bool quote = c == '"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F);
    return c == '.' || c == '!' || c == '?' || c == ':' || quote ? KIND_STOP : KIND_GAP;
}

static uint16_t form_of(uint32_t c)
{
    uint32_t bare = bare_letter(c);
    return look_alike(bare < 0x10000 ? bare : bare & 0xFFFF);
}

void word_fold_init(WordFold *fold)
{
    for (uint32_t c = 0; c < FOLD_POINTS; c++) {
        fold->kind[c] = kind_of(c);
        fold->form[c] = form_of(c);
    }
}

/* Byte that cp1252 would have shown as this character, 0 when there is none. */
static uint32_t cp1252_byte(uint32_t c)
{
    static const uint16_t high[32] = {
        0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
        0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};
    if (c >= 0x80 && c <= 0xFF) return c;
    for (uint32_t i = 0; i < 32; i++) {
        if (high[i] == c) return 0x80 + i;
    }
    return 0;
}

/* "â€™" is the right quote after a wrong decoding: gives the character meant and moves *i behind
 * it. */
static uint32_t undo_mojibake(Slice text, size_t *i, uint32_t c)
{
    uint32_t more = c == 0xE2 ? 2 : c == 0xC2 || c == 0xC3 || c == 0xD0 || c == 0xD1 ? 1 : 0;
    uint32_t meant = more == 2 ? c & 0x0F : c & 0x1F;
    size_t at = *i;
    if (more == 0) return c;
    for (uint32_t k = 0; k < more; k++) {
        uint32_t byte = at < text.n ? cp1252_byte(utf8_next(text, &at)) : 0;
        if (byte < 0x80 || byte > 0xBF) return c;
        meant = meant << 6 | (byte & 0x3F);
    }
    *i = at;
    return meant;
}

/* Length of a character entity ("&amp;") or a short tag ("<p>") at byte i, 0 when there is none. */
static size_t markup_length(Slice text, size_t i)
{
    bool tag = text.p[i] == '<';
    size_t most = i + (tag ? 96 : 10) < text.n ? i + (tag ? 96 : 10) : text.n, k = i + 1;
    if (k >= most) return 0;
    char first = text.p[k];
    bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    if (!letter && first != (tag ? '/' : '#')) return 0;
    for (k++; k < most; k++) {
        char c = text.p[k];
        if (c == (tag ? '>' : ';')) return k + 1 - i;
        if (!tag && (c == ' ' || c == '&' || c == '<')) return 0;
    }
    return 0;
}

typedef struct Reader {
    const WordFold *fold;
    Slice text;
    size_t at, i; /* where the character begins, where the next one does */
    uint32_t c;
    uint8_t kind;
    uint16_t form;
} Reader;

/* Takes the next character in; false at the end. */
static bool reader_next(Reader *r)
{
    if (r->i >= r->text.n) return false;
    r->at = r->i;
    uint8_t byte = (uint8_t)r->text.p[r->i];
    if (byte < 0x80) {
        size_t skip = byte == '&' || byte == '<' ? markup_length(r->text, r->i) : 0;
        r->i += skip ? skip : 1;
        r->c = skip ? ' ' : byte;
    } else {
        r->c = undo_mojibake(r->text, &r->i, utf8_next(r->text, &r->i));
    }
    if (r->c < FOLD_POINTS) {
        r->kind = r->fold->kind[r->c];
        r->form = r->fold->form[r->c];
    } else {
        r->kind = r->c == UTF8_BAD ? KIND_GAP : kind_of(r->c);
        r->form = r->kind == KIND_GAP ? 0 : form_of(r->c);
    }
    return true;
}

static inline bool in_word(uint8_t kind)
{
    return kind >= KIND_LOWER && kind <= KIND_DIGIT;
}

#define HASH_STEP(h, c) (((h) ^ (c)) * 0x100000001B3u)

static inline uint32_t hash_close(uint64_t h)
{
    uint32_t folded = (uint32_t)(h ^ h >> 32);
    return folded ? folded : 1;
}

/* Hash of a word of `letters` letters without its tail; last[k]: hash of the word k + 1 letters
 * shorter. */
static inline uint32_t stem_of(uint64_t h, const uint64_t last[3], uint32_t letters)
{
    return hash_close(letters >= 9 ? last[2] : letters >= 7 ? last[1] : letters >= 5 ? last[0] : h);
}

static inline uint8_t raw_hash(Slice text, size_t begin, size_t end)
{
    uint32_t h = 0x811C9DC5u;
    for (size_t i = begin; i < end; i++)
        h = (h ^ (uint8_t)text.p[i]) * 0x01000193u;
    return (uint8_t)(h >> 24 ^ h);
}

/* Reads the word whose first character the reader holds; leaves the reader on the character behind
 * it (false: at the end). */
static bool read_word(Reader *r, uint32_t flags, Words *words)
{
    uint64_t h = 0xCBF29CE484222325u, last[3] = {0, 0, 0};
    uint32_t letters = 0;
    size_t begin = r->at, end = r->i;
    bool more = true;
    if (r->kind == KIND_UPPER) flags |= WORD_UPPER;
    if (r->kind == KIND_DIGIT) flags |= WORD_DIGIT;
    do {
        if (r->kind != KIND_SKIP) {
            last[2] = last[1], last[1] = last[0], last[0] = h;
            h = r->form == 'm' ? HASH_STEP(HASH_STEP(h, 'r'), 'n')
                               : HASH_STEP(h, r->form); /* "rn" read for "m" */
            letters++;
            end = r->i;
        }
        more = reader_next(r);
    } while (more && (in_word(r->kind) || r->kind == KIND_SKIP));
    uint32_t hash = hash_close(h), k = words->n++;
    words->at[k] = (Word){(uint32_t)begin, hash,
                          (uint16_t)(end - begin < 65535 ? end - begin : 65535),
                          raw_hash(r->text, begin, end), (uint8_t)flags};
    words->stem[k] = flags & WORD_DIGIT ? hash : stem_of(h, last, letters);
    return more;
}

/* Quotation marks: a curly pair opens and closes, a straight one does either; a new paragraph
 * starts outside. An apostrophe is none. */
static bool quoted_after(uint32_t c, bool quoted)
{
    if (c == 0x201C || c == 0x201E || c == 0xAB) return true;
    if (c == 0x201D || c == 0xBB) return false;
    return c == '"' ? !quoted : quoted;
}

dln_status words_read(const WordFold *fold, Slice text, uint32_t limit, Arena *arena, Words *words)
{
    size_t most = text.n / 2 + 1 < limit ? text.n / 2 + 1 : limit, before = 0;
    Reader r = {.fold = fold, .text = text};
    *words = (Words){ARENA_ARRAY(arena, Word, most), ARENA_ARRAY(arena, uint32_t, most), 0};
    if (!words->at || !words->stem) return arena_status(arena);
    uint32_t flags = WORD_OPENS | WORD_PARA;
    bool quoted = false;
    uint32_t lines =
        0; /* breaks since the last word: one may be a wrapped line, two part paragraphs */
    bool more = reader_next(&r);
    while (more && words->n < most) {
        if (in_word(r.kind)) {
            if (before <= 2 && words->n && !(flags & WORD_OPENS)) flags |= WORD_FOLLOWS;
            more = read_word(&r, flags | (quoted ? WORD_QUOTED : 0), words);
            before = lines = 0;
            flags = 0;
            continue; /* the reader holds the character behind the word */
        }
        if (r.kind == KIND_STOP) flags |= WORD_OPENS;
        if (r.kind == KIND_LINE) flags |= WORD_OPENS | WORD_PARA, lines++;
        quoted = lines < 2 && quoted_after(r.c, quoted);
        before++;
        more = reader_next(&r);
    }
    return DLN_OK;
}
