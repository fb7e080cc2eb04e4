/* words.c - see words.h.
 *
 * In: text. Out: its words in the form both databases keep: runs of letters and digits, without
 * accents, case folded ("Ștefan's 3-year" -> " stefan s 3 year "). The databases cut at blanks
 * alone, so that both find the same.
 *
 * Known to get wrong: of a report's text, the first 300,000 bytes of words are indexed; words of
 * languages without blanks are not cut; a sign that only folding makes a letter ("№") is found but
 * not marked in the piece shown. */
#include "store/words.h"
#include "base/buf.h"
#include "base/utf8.h"

enum {
    WORD_BYTES = 120,
    BEFORE = 8, /* words shown before a hit */
    SHOWN = 26,
    RUN_MAX = 16,        /* words of a term that are marked */
    TEXT_BYTES = 300000, /* indexed of a report's text; a vector of PostgreSQL holds 1 MiB */
    FIELD_BYTES = 40000  /* and of every other field */
};

static bool in_word(uint32_t c)
{
    return c != UTF8_BAD && (char_is_letter(c) || char_is_digit(c) || char_is_mark(c));
}

/* The next word at or after *i, which moves behind it; empty at the end. */
static Slice next_word(Slice text, size_t *i)
{
    size_t from = *i, at = from;
    while (at < text.n) {
        from = at;
        if (in_word(utf8_next(text, &at))) break;
        from = at;
    }
    size_t to = from;
    for (at = from; at < text.n && in_word(utf8_next(text, &at));)
        to = at;
    *i = to;
    return (Slice){text.p + from, to - from};
}

/* A word of any length becomes one that every index takes, cut between characters. */
static Slice short_word(Slice word)
{
    if (word.n <= WORD_BYTES) return word;
    size_t n = WORD_BYTES;
    while (n && ((unsigned char)word.p[n] & 0xC0) == 0x80)
        n--;
    return (Slice){word.p, n};
}

Slice words_of(Slice text, Arena *arena)
{
    Slice folded = text_fold(text, arena);
    if (!folded.p) return folded;
    char *out = arena_array(arena, folded.n * 2 + 2, 1);
    if (!out) return (Slice){NULL, 0};
    size_t n = 0;
    out[n++] = ' ';
    for (size_t i = 0; i < folded.n;) {
        Slice word = short_word(next_word(folded, &i));
        if (!word.n) break;
        memcpy(out + n, word.p, word.n);
        n += word.n;
        out[n++] = ' ';
    }
    return (Slice){out, n};
}

Slice words_indexed(Slice text, StoreField field, Arena *arena)
{
    Slice words = words_of(text, arena);
    size_t most = field == FIELD_TEXT ? TEXT_BYTES : FIELD_BYTES, n = most;
    if (!words.p || words.n <= most) return words;
    while (n && words.p[n - 1] != ' ')
        n--;
    return (Slice){words.p, n};
}

/* ---- the piece shown ---- */

typedef struct Token {
    Span span;
    bool hit;
} Token;
typedef struct Cut {
    Token *at;
    uint32_t n;
    Slice *folded; /* beside `at` */
} Cut;

static bool cut_text(Slice text, Arena *arena, Cut *cut)
{
    VEC(Token) list = {NULL, 0, 0};
    VEC(Slice) folded = {NULL, 0, 0};
    for (size_t i = 0; i < text.n;) {
        Slice word = next_word(text, &i);
        if (!word.n) break;
        uint32_t b = (uint32_t)(word.p - text.p);
        Slice fold = text_fold(word, arena);
        if (!fold.p || !VEC_PUSH(arena, &list, (Token){{b, b + (uint32_t)word.n}, false}) ||
            !VEC_PUSH(arena, &folded, short_word(fold)))
            return false;
    }
    *cut = (Cut){list.at, list.n, folded.at};
    return true;
}

/* The term's words, at most RUN_MAX of them. */
static uint32_t term_words(const StoreTerm *term, Slice word[RUN_MAX])
{
    uint32_t n = 0;
    for (size_t i = 0; i < term->words.n && n < RUN_MAX;) {
        word[n] = next_word(term->words, &i);
        n += word[n].n != 0;
        if (!word[n - (n != 0)].n) break;
    }
    return n;
}

static bool stands_at(const Cut *cut, uint32_t at, const Slice *word, uint32_t n, bool begin)
{
    if (at + n > cut->n) return false;
    for (uint32_t i = 0; i < n; i++) {
        Slice have = cut->folded[at + i];
        bool same = begin && i + 1 == n ? slice_starts(have, word[i]) : slice_eq(have, word[i]);
        if (!same) return false;
    }
    return true;
}

static void mark(const Cut *cut, const StoreTerm *term)
{
    Slice word[RUN_MAX];
    uint32_t n = term_words(term, word);
    for (uint32_t i = 0; n && i < cut->n; i++)
        if (stands_at(cut, i, word, n, term->begin))
            for (uint32_t k = 0; k < n; k++)
                cut->at[i + k].hit = true;
}

static uint32_t first_hit(const Cut *cut)
{
    for (uint32_t i = 0; i < cut->n; i++)
        if (cut->at[i].hit) return i;
    return NONE;
}

/* Bytes of `text` with line ends as blanks. */
static void add_flat(Buf *out, Slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        buf_add(out, c < 0x20 ? SLICE(" ") : (Slice){text.p + i, 1});
    }
}

static void write_piece(Buf *out, Slice text, const Cut *cut, uint32_t from, uint32_t to)
{
    uint32_t at = from ? cut->at[from].span.b : 0;
    if (from) buf_text(out, "…");
    for (uint32_t i = from; i < to; i++) {
        bool before = i > from && cut->at[i - 1].hit, behind = i + 1 < to && cut->at[i + 1].hit;
        Span s = cut->at[i].span;
        add_flat(out, slice_span(text, (Span){at, s.b}));
        if (cut->at[i].hit && !before) buf_text(out, "\x02");
        add_flat(out, slice_span(text, s));
        if (cut->at[i].hit && !behind) buf_text(out, "\x03");
        at = s.e;
    }
    if (to < cut->n)
        buf_text(out, "…");
    else
        add_flat(out, slice_span(text, (Span){at, (uint32_t)text.n}));
}

Slice words_snippet(Slice text, const StoreTerm *term, uint32_t n, Arena *arena, bool *found)
{
    Cut cut;
    Buf out;
    *found = false;
    if (!cut_text(text, arena, &cut)) return (Slice){NULL, 0};
    for (uint32_t i = 0; i < n; i++)
        if (!term[i].without) mark(&cut, &term[i]);
    uint32_t hit = first_hit(&cut), from = hit == NONE || hit < BEFORE ? 0 : hit - BEFORE;
    uint32_t to = cut.n - from < SHOWN ? cut.n : from + SHOWN;
    *found = hit != NONE;
    buf_init(&out, 1u << 20);
    write_piece(&out, text, &cut, from, to);
    Slice piece = out.failed ? (Slice){NULL, 0} : arena_copy(arena, slice_trim(buf_slice(&out)));
    buf_free(&out);
    return piece;
}
