/* wordpiece.c - a word to pieces of the transformer's vocabulary: small letters without accents,
 * cut at punctuation, then the longest piece that fits from the left, again and again (WordPiece,
 * as in BERT). What cannot be covered is one unknown piece.
 *
 * In: a word form. Out: rows of the piece table. The twin of Batcher.pieces in train/train.py: a
 * word without digits is folded first (typographic marks, look-alike letters). Wrong: a name the
 * vocabulary lacks falls into pieces that mean little; ideographs, Arabic and other scripts are
 * unknown as a whole, their pieces are not in the file. */
#include "lang/transformer.h"
#include "base/utf8.h"

enum { PART_BYTES = 400, PART_POINTS = 100 }; /* longer parts are unknown */

/* A stretch of a word between white space and punctuation, in UTF-8. */
typedef struct Part {
    char bytes[PART_BYTES];
    uint32_t n, points;
} Part;
typedef struct Pieces {
    uint32_t *at, n;
} Pieces;

static bool ideograph(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x2A6DF) ||
           (c >= 0x2A700 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
           (c >= 0x2F800 && c <= 0x2FA1F);
}

/* Punctuation as BERT has it: every ASCII mark that is no letter or digit, and Unicode's classes P.
 */
static bool stands_alone(uint32_t c)
{
    if (c < 0x80) return c > 32 && c < 127 && !char_is_letter(c) && !char_is_digit(c);
    return ideograph(c) || char_is_punct(c);
}

static Slice piece_text(const Transformer *t, uint32_t i)
{
    return (Slice){t->text + t->text_at[i], t->text_at[i + 1] - t->text_at[i]};
}

static int order(Slice a, Slice b)
{
    int by = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return by ? by : a.n < b.n ? -1 : a.n > b.n;
}

/* Index of `text` among the pieces [low, high); NONE when it is none. */
static uint32_t piece_find(const Transformer *t, uint32_t low, uint32_t high, Slice text)
{
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int by = order(piece_text(t, mid), text);
        if (by == 0) return mid;
        if (by < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NONE;
}

static void piece_put(Pieces *out, uint32_t piece)
{
    if (out->n < WORD_PIECES) out->at[out->n++] = piece;
}

/* The longest piece that begins at `at`; its end in *end. */
static uint32_t longest_piece(const Transformer *t, const Part *part, uint32_t at, uint32_t *end)
{
    uint32_t low = at ? t->starts : 0, high = at ? t->starts + t->inner : t->starts;
    for (uint32_t e = part->n - at > t->longest ? at + t->longest : part->n; e > at; e--) {
        if (e < part->n && ((unsigned char)part->bytes[e] & 0xC0) == 0x80) continue;
        uint32_t found = piece_find(t, low, high, (Slice){part->bytes + at, e - at});
        if (found != NONE) {
            *end = e;
            return found;
        }
    }
    return NONE;
}

static void part_end(const Transformer *t, Part *part, Pieces *out)
{
    uint32_t unknown = t->starts + t->inner, before = out->n, at = 0;
    if (part->n == 0) return;
    while (at < part->n && part->points <= PART_POINTS) {
        uint32_t found = longest_piece(t, part, at, &at);
        if (found == NONE) break;
        piece_put(out, found);
    }
    if (at < part->n) {
        out->n = before;
        piece_put(out, unknown);
    }
    part->n = part->points = 0;
}

static void part_put(Part *part, uint32_t c)
{
    if (part->n + 4 <= PART_BYTES) part->n += utf8_put(part->bytes + part->n, c);
    part->points++;
}

static uint32_t read_points(Slice form, uint32_t points[WORD_POINTS])
{
    uint32_t n = 0;
    bool digit = false;
    for (size_t i = 0; i < form.n && n < WORD_POINTS;) {
        points[n] = utf8_next(form, &i);
        digit |= char_is_digit(points[n++]);
    }
    return digit ? n : word_fold(form, points);
}

static void put_point(const Transformer *t, uint32_t c, Part *part, Pieces *out)
{
    if (char_is_space(c)) {
        part_end(t, part, out);
        return;
    }
    if (c == UTF8_BAD || c == 0xFFFD || char_is_control(c)) return;
    uint32_t bare[4], n = char_bare(c, bare);
    for (uint32_t k = 0; k < n; k++) {
        bool alone = stands_alone(bare[k]);
        if (alone) part_end(t, part, out);
        part_put(part, char_lower(bare[k]));
        if (alone) part_end(t, part, out);
    }
}

uint32_t word_pieces(const Transformer *t, Slice form, uint32_t piece[WORD_PIECES])
{
    uint32_t points[WORD_POINTS], n = read_points(form, points);
    Part part;
    part.n = part.points = 0;
    Pieces out = {piece, 0};
    for (uint32_t i = 0; i < n && out.n < WORD_PIECES; i++)
        put_point(t, points[i], &part, &out);
    part_end(t, &part, &out);
    if (out.n == 0) piece_put(&out, t->starts + t->inner);
    return out.n;
}
