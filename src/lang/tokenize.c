/* tokenize.c - runs of non-space characters to UD words, byte spans kept; see split.h.
 *
 * Asked spots: between two characters that are not both letters or both digits, and inside
 * contractions ("don't" do|n't, "cannot" can|not). Contractions and possessives become words of one
 * multiword token, as in Universal Dependencies.
 *
 * Wrong: unseen abbreviations at a sentence's end, URLs glued to a comma, contractions without
 * apostrophe that are words of their own
 * ("its" for "it's", "were" for "we're") are left whole. */
#include "lang/split.h"
#include "base/utf8.h"

enum { CHUNK = 512 };

/* One run of non-space characters, decoded: folded lower-case code points, class letters, byte
 * offsets. */
typedef struct Chunk {
    uint32_t n;
    uint32_t low[CHUNK];
    uint32_t at[CHUNK + 1];              /* bytes of text */
    uint32_t run[CHUNK], run_end[CHUNK]; /* first and end of the run of letters and digits (or one
                                            mark) that holds the character */
    char kind[CHUNK]; /* a A 0 for letters and digits, the mark itself in ASCII, '*' for other
                         characters */
    char next; /* kind of the next chunk's first character; '\n' before a line's end, '$' at the end
                */
    bool address; /* looks like a URL or a mail address */
    uint64_t hash;
} Chunk;

static uint32_t fold_mark(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x60:
    case 0xB4:
    case 0x2032: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
    case 0x2033: return '"';
    case 0x2010:
    case 0x2011: return '-';
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015: return 0x2014;
    default: return c;
    }
}

static char kind_of(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z'   ? 'a'
               : c >= 'A' && c <= 'Z' ? 'A'
               : c >= '0' && c <= '9' ? '0'
                                      : (char)c;
    if (c == 0x2014) return '_';
    if (char_is_upper(c)) return 'A';
    if (char_is_letter(c) || char_is_mark(c)) return 'a';
    return char_is_digit(c) ? '0' : '*';
}

static bool is_word(char kind)
{
    return kind == 'a' || kind == 'A' || kind == '0';
}
static uint64_t mix(uint64_t h, uint64_t v)
{
    return (h ^ v) * 0x9E3779B97F4A7C15u + (h >> 29);
}

static bool space_at(Slice text, size_t i, size_t *after)
{
    unsigned char b = (unsigned char)text.p[i];
    if (b < 0x80) {
        *after = i + 1;
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
    *after = i;
    return char_is_space(utf8_next(text, after));
}

/* "MÃ¼llner", UTF-8 that was read as Latin-1: the mark is half of a letter. What may also close a
 * quotation must have a letter behind it. */
static bool is_half_letter(uint32_t lead, uint32_t c, Slice text, size_t behind, size_t end)
{
    bool latin = lead >= 0xC3 && lead <= 0xC5, cyrillic = lead == 0xD0 || lead == 0xD1;
    bool mark = c >= 0xA1 && c <= 0xBF,
         quote = c == 0xAB || c == 0xBB || c == 0x2019 || (c >= 0x201C && c <= 0x201D);
    if ((!latin && !cyrillic) || (!mark && !quote)) return false;
    return !quote || (behind < end && char_is_letter(utf8_next(text, &behind)));
}

/* The character in small letters, every figure as 0. */
static uint32_t low_point(uint32_t point, char kind)
{
    if (point >= 0x80) return char_lower(point);
    return kind == 'A' ? point + 32 : kind == '0' ? '0' : point;
}

enum { MARK_AT = 1, MARK_WEB = 2 };

/* What the character low[k] of a chunk, with those before it, shows of an address. */
static uint32_t address_mark(const uint32_t *low, uint32_t k)
{
    if (low[k] == '@') return MARK_AT;
    if (low[k] == '/' && k > 1 && low[k - 1] == '/' && low[k - 2] == ':') return MARK_WEB;
    bool www = k == 3 && low[0] == 'w' && low[1] == 'w' && low[2] == 'w' && low[3] == '.';
    return www ? MARK_WEB : 0;
}

/* Decodes the chunk that begins at *i, which moves to its end. */
static void chunk_read(Slice text, size_t *i, size_t end, Chunk *c)
{
    c->n = 0;
    c->hash = 7;
    uint32_t marks = 0, before = 0;
    size_t after;
    while (*i < end && c->n < CHUNK && !space_at(text, *i, &after)) {
        uint32_t k = c->n++, point, raw;
        c->at[k] = (uint32_t)*i;
        raw = utf8_next(text, i);
        bool half = is_half_letter(before, raw, text, *i, end);
        before = raw;
        point = half ? raw : fold_mark(raw);
        c->kind[k] = half ? 'a' : kind_of(point);
        c->low[k] = low_point(point, c->kind[k]);
        c->hash = mix(c->hash, c->low[k]);
        bool joins = k > 0 && is_word(c->kind[k]) && is_word(c->kind[k - 1]);
        c->run[k] = joins ? c->run[k - 1] : k;
        marks |= address_mark(c->low, k);
    }
    c->at[c->n] = (uint32_t)*i;
    c->address = (marks & MARK_WEB) || ((marks & MARK_AT) && c->low[0] != '@' && c->n > 4);
    for (uint32_t k = c->n; k-- > 0;)
        c->run_end[k] = k + 1 < c->n && c->run[k + 1] == c->run[k] ? c->run_end[k + 1] : k + 1;
}

/* What follows the chunk: *i stands behind it. */
static char next_kind(Slice text, size_t i, size_t end)
{
    size_t after;
    for (; i < end && space_at(text, i, &after); i = after)
        if (text.p[i] == '\n') return '\n';
    if (i >= end) return '$';
    return kind_of(fold_mark(utf8_next(text, &i)));
}

static uint64_t run_hash(const Chunk *c, uint32_t first, uint32_t end)
{
    uint64_t h = end - first;
    for (uint32_t k = first; k < end; k++)
        h = mix(h, c->low[k]);
    return h;
}

static uint32_t class_run(const Chunk *c, uint32_t first, uint32_t end)
{
    uint32_t mask = 0;
    for (uint32_t k = first; k < end; k++)
        mask |= c->kind[k] == 'a' ? 1u : c->kind[k] == 'A' ? 2u : c->kind[k] == '0' ? 4u : 8u;
    uint32_t n = end - first;
    return mask | (n > 6 ? 6 : n) << 4;
}

static bool marks_only(const Chunk *c, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++)
        if (is_word(c->kind[k])) return false;
    return true;
}

static uint32_t count_dots(const Chunk *c)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->n && n < 3; k++)
        n += c->low[k] == '.';
    return n;
}

/* What stands around a spot of a chunk: letters (l left, r right, small), their classes (k), hashes
 * and classes of the runs of one class that meet there and of those beyond them. 1: there is none.
 */
typedef struct Spot {
    uint64_t l1, l2, r1, r2, kl, kl2, kr, kr2;
    uint64_t left, right, beyond_left, beyond_right;         /* hashes of runs */
    uint64_t c_left, c_right, c_beyond_left, c_beyond_right; /* their classes */
    uint64_t closing, opening; /* nothing but marks from here to the end; up to here */
} Spot;

static Spot look_at(const Chunk *c, uint32_t i)
{
    Spot s = {.l1 = c->low[i - 1],
              .l2 = 1,
              .r1 = c->low[i],
              .r2 = 1,
              .kl2 = 1,
              .kr2 = 1,
              .beyond_left = 1,
              .beyond_right = 1,
              .c_beyond_left = 1,
              .c_beyond_right = 1};
    s.kl = (unsigned char)c->kind[i - 1];
    s.kr = (unsigned char)c->kind[i];
    s.left = run_hash(c, c->run[i - 1], i);
    s.right = run_hash(c, i, c->run_end[i]);
    s.c_left = class_run(c, c->run[i - 1], i);
    s.c_right = class_run(c, i, c->run_end[i]);
    s.closing = marks_only(c, i, c->n);
    s.opening = marks_only(c, 0, i);
    if (i > 1) {
        s.l2 = c->low[i - 2];
        s.kl2 = (unsigned char)c->kind[i - 2];
        s.beyond_left = run_hash(c, c->run[i - 2], i - 1);
        s.c_beyond_left = class_run(c, c->run[i - 2], i - 1);
    }
    if (i + 1 < c->n) {
        s.r2 = c->low[i + 1];
        s.kr2 = (unsigned char)c->kind[i + 1];
        s.beyond_right = run_hash(c, i + 1, c->run_end[i + 1]);
        s.c_beyond_right = class_run(c, i + 1, c->run_end[i + 1]);
    }
    return s;
}

/* Features of the spot before character i (0 < i < n). */
static uint32_t spot_features(const Chunk *c, uint32_t i, uint32_t dots, uint32_t *slot)
{
    const Spot s = look_at(c, i);
    uint64_t next = (unsigned char)c->next;
    uint32_t n = 0;
    slot[n++] = split_slot(1, s.kl, s.kr, 0);
    slot[n++] = split_slot(2, s.kl2, s.kl, s.kr);
    slot[n++] = split_slot(3, s.kl, s.kr, s.kr2);
    slot[n++] = split_slot(4, s.kl2 << 8 | s.kl, s.kr, s.kr2);
    slot[n++] = split_slot(5, s.l1, s.r1, 0);
    slot[n++] = split_slot(6, s.left, s.r1, 0);
    slot[n++] = split_slot(7, s.l1, s.right, 0);
    slot[n++] = split_slot(8, s.left, s.r1, s.beyond_right);
    slot[n++] = split_slot(9, s.beyond_left, s.l1, s.right);
    slot[n++] = split_slot(10, c->hash, i, 0);
    slot[n++] = split_slot(11, s.closing << 8 | s.kl, s.r1, next);
    slot[n++] = split_slot(12, s.opening << 8 | s.kr, s.l1, 0);
    slot[n++] = split_slot(13, c->address, s.kl, s.kr);
    slot[n++] = split_slot(14, dots << 8 | s.closing, s.kl, s.r1);
    slot[n++] = split_slot(15, s.left, s.closing << 32 | s.r1, next);
    slot[n++] = split_slot(16, s.c_left, s.c_right, s.r1);
    slot[n++] = split_slot(17, s.l2 << 32 | s.l1, s.r1, s.r2);
    slot[n++] = split_slot(18, s.c_left, s.l1, s.c_beyond_right);
    slot[n++] = split_slot(19, s.c_beyond_left, s.l1 << 32 | s.r1, s.c_right);
    slot[n++] = split_slot(20, c->n < 8 ? c->n : 8, i < 4 ? i : 4, s.kl << 8 | s.kr);
    return n;
}

/* Words that are two in one, with the place of the cut. */
typedef struct Fused {
    const char *word;
    uint32_t cut;
} Fused;
static const Fused fused[] = {
    {"cannot", 3},   {"gonna", 3},  {"wanna", 3}, {"gotta", 3},  {"gimme", 3},   {"lemme", 3},
    {"dunno", 2},    {"dont", 2},   {"didnt", 3}, {"doesnt", 4}, {"isnt", 2},    {"wasnt", 3},
    {"werent", 4},   {"havent", 4}, {"hasnt", 3}, {"hadnt", 3},  {"wouldnt", 5}, {"couldnt", 5},
    {"shouldnt", 6}, {"arent", 3},  {"cant", 2},  {"wont", 2},   {"im", 1},      {"ive", 1},
    {"thats", 4},    {"theres", 5}, {"youre", 3}, {"theyre", 4}, {"youll", 3},   {"whats", 4},
};

static bool run_is(const Chunk *c, uint32_t first, uint32_t end, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    if (end - first != n) return false;
    for (uint32_t k = 0; k < n; k++)
        if (c->low[first + k] != (unsigned char)word[k]) return false;
    return true;
}

static bool run_ends(const Chunk *c, uint32_t first, uint32_t end, const char *tail)
{
    uint32_t n = (uint32_t)strlen(tail);
    return end - first >= n && run_is(c, end - n, end, tail);
}

/* Is the spot before i where a contraction may part inside letters: n't, or a fused word? */
static bool contraction_spot(const Chunk *c, uint32_t i)
{
    if (c->low[i] == 'n' && i + 2 < c->n && c->low[i + 1] == '\'' && c->low[i + 2] == 't' &&
        (i + 3 >= c->n || !is_word(c->kind[i + 3])))
        return true;
    uint32_t first = c->run[i], end = c->run_end[i];
    if (end - first > 8 || end - first < 2) return false;
    for (size_t k = 0; k < sizeof fused / sizeof *fused; k++)
        if (i - first == fused[k].cut && run_is(c, first, end, fused[k].word)) return true;
    return false;
}

/* Without weights: part everything but letters from digits, marks inside numbers and abbreviations,
 * and apostrophes of contractions. */
static bool plain_spot(const Chunk *c, uint32_t i)
{
    char l = c->kind[i - 1], r = c->kind[i], far = i + 1 < c->n ? c->kind[i + 1] : ' ';
    if (c->address) return false;
    if (is_word(l) && is_word(r)) return l != '0' && r != '0';
    if (l == '\'' || (l == '.' && is_word(r)) || (l == ',' && r == '0')) return false;
    if (l == r && !is_word(l)) return false;
    if ((r == '.' || r == ',') && is_word(l) && is_word(far)) return false;
    return !(r == '.' && is_word(l) && i + 1 == c->n && (c->run[i - 1] + 1 == i) && c->next != '$');
}

/* "O'Brien", "D'Souza": a capital, an apostrophe, and a word with a capital are one name. `i`: of
 * the apostrophe. */
static bool name_apostrophe(const Chunk *c, uint32_t i)
{
    return i > 0 && i + 2 < c->n && c->low[i] == '\'' && c->kind[i - 1] == 'A' &&
           (i == 1 || !is_word(c->kind[i - 2])) && c->kind[i + 1] == 'A' && c->kind[i + 2] == 'a';
}

static bool asked(const Chunk *c, uint32_t i)
{
    char l = c->kind[i - 1], r = c->kind[i];
    if (name_apostrophe(c, i) || name_apostrophe(c, i - 1)) return false;
    if (is_word(l) && is_word(r)) return (l == '0') != (r == '0') || contraction_spot(c, i);
    return true;
}

/* Is the word [first, end), right behind a letter, a clitic or the second half of a fused word? */
static bool is_clitic(const Chunk *c, uint32_t first, uint32_t end)
{
    static const char *const clitics[] = {"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"};
    if (first == 0 || !is_word(c->kind[first - 1])) return false;
    for (size_t k = 0; k < sizeof clitics / sizeof *clitics; k++)
        if (run_is(c, first, end, clitics[k])) return true;
    if (is_word(c->kind[first])) return contraction_spot(c, first);
    return run_is(c, first, end, "'") && run_ends(c, c->run[first - 1], first, "s");
}

static bool put_word(const Chunk *c, uint32_t first, uint32_t end, bool last, Slice text,
                     Arena *arena, TokenList *tokens)
{
    Span span = {c->at[first], c->at[end]};
    Token token = {.span = span,
                   .form = slice_span(text, span),
                   .lemma = {"", 0},
                   .xpos = "",
                   .feats = "",
                   .subtype = "",
                   .head = NONE,
                   .name = NONE,
                   .space_after = last};
    if (is_clitic(c, first, end)) {
        token.mwt_more = true;
        if (!tokens->at[tokens->n - 1].mwt_more) tokens->at[tokens->n - 1].mwt_first = true;
    }
    return VEC_PUSH(arena, tokens, token);
}

/* "'s" behind a word of letters is a word of its own whatever the weights say of short names ("Li's
 * trip"). */
static bool possessive(const Chunk *c, uint32_t i)
{
    bool letters = c->kind[i - 1] == 'a' || c->kind[i - 1] == 'A';
    return letters && i >= 2 && i - c->run[i - 1] >= 2 && c->low[i] == '\'' && i + 1 < c->n &&
           c->low[i + 1] == 's' && (i + 2 >= c->n || !is_word(c->kind[i + 2]));
}

/* Letters or figures [.., end) that a sentence may end in: "down", "2012", "Ford"; not "Mr", "St".
 */
static bool may_end_sentence(const Chunk *c, uint32_t end)
{
    uint32_t first = c->run[end - 1], n = end - first;
    if (c->kind[end - 1] == '0') return n >= 2;
    return c->kind[end - 1] == 'a' && n >= (c->kind[first] == 'A' ? 4 : 2);
}

/* "Newsfeed.Com": the end of an address. */
static bool is_domain(const Chunk *c, uint32_t first)
{
    static const char *const ends[] = {"com", "org", "net", "gov", "edu", "info"};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        if (run_is(c, first, c->run_end[first], ends[k])) return true;
    return false;
}

/* "were gunned down.They were ...", "at 3:30 p.m.In the order", "a tragedy.""I only": no blank
 * stands between two sentences. `i`: of the stop, of the capital or of the mark behind it. */
static bool runs_into_next(const Chunk *c, uint32_t i)
{
    if (c->address || i < 2) return false;
    if (c->kind[i] == '"' && c->kind[i - 1] == '"')
        return c->kind[i - 2] == '.' || c->kind[i - 2] == '!' || c->kind[i - 2] == '?';
    bool at_stop = c->kind[i] == '.';
    uint32_t stop = at_stop ? i : i - 1;
    if (c->kind[stop] != '.' || stop + 2 >= c->n || c->kind[stop + 1] != 'A' ||
        c->kind[stop + 2] != 'a')
        return false;
    if (is_domain(c, stop + 1)) return false;
    if (may_end_sentence(c, stop)) return true;
    return !at_stop && stop >= 3 && c->kind[stop - 1] == 'a' && c->kind[stop - 2] == '.' &&
           c->kind[stop - 3] == 'a';
}

static bool cut_chunk(const Splitter *splitter, Slice text, const Chunk *c, Arena *arena,
                      TokenList *tokens)
{
    uint32_t first = 0, dots = count_dots(c), slot[SPLIT_FEATURES];
    for (uint32_t i = 1; i < c->n; i++) {
        if (!asked(c, i)) continue;
        uint32_t n = spot_features(c, i, dots, slot);
        if (!possessive(c, i) && !runs_into_next(c, i) &&
            !split_decide(splitter, SPLIT_TOKEN, c->at[i], slot, n, 0, plain_spot(c, i)))
            continue;
        if (!put_word(c, first, i, false, text, arena, tokens)) return false;
        first = i;
    }
    return put_word(c, first, c->n, true, text, arena, tokens);
}

static bool letters_only(const Chunk *c)
{
    for (uint32_t k = 0; k < c->n; k++)
        if (c->kind[k] != 'a' && c->kind[k] != 'A') return false;
    return c->n > 8 || c->n < 2;
}

bool tokenize(const Splitter *splitter, Slice text, Span span, Arena *arena, TokenList *tokens)
{
    Chunk chunk;
    size_t i = span.b, after;
    while (i < span.e && !tokens_full(splitter, tokens)) {
        if (space_at(text, i, &after)) {
            i = after;
            continue;
        }
        chunk_read(text, &i, span.e, &chunk);
        chunk.next = next_kind(text, i, span.e);
        bool done = letters_only(&chunk) ? put_word(&chunk, 0, chunk.n, true, text, arena, tokens)
                                         : cut_chunk(splitter, text, &chunk, arena, tokens);
        if (!done) return false;
    }
    return true;
}
