/* statements_same.c - the same words in two reports.
 *
 * In: two contents. Out: SameWords. Idea: longest common subsequence of folded words (Needleman and
 * Wunsch with no mismatch), read back into runs of difference. Two contents are the same statement
 * when they share most words in order, or when the shorter, of at least five words, is nearly all
 * in the longer (a cut). Short formulas ("We are ready") need every word.
 *
 * Known to fail: two translations of one sentence, which share few words. */
#include "mean/statements/statements_same.h"
#include "base/map.h"
#include "base/utf8.h"

enum { MOST_WORDS = 1000, SHORT = 5 };

typedef struct Word {
    uint64_t hash;
    Span at;
} Word;
typedef struct Words {
    Word *at;
    uint32_t n;
} Words;

static bool is_word(uint32_t c)
{
    return char_is_letter(c) || char_is_digit(c) || char_is_mark(c);
}

/* Words with their places; an apostrophe inside a word belongs to it ("don't"), its shape does not
 * matter. */
static bool split(Slice text, Arena *arena, Words *out)
{
    out->at = ARENA_ARRAY(arena, Word, MOST_WORDS);
    out->n = 0;
    if (!out->at) return false;
    size_t i = 0;
    while (i < text.n && out->n < MOST_WORDS) {
        size_t start = i, end = i;
        uint64_t hash = 0;
        while (i < text.n) {
            size_t next = i;
            uint32_t c = utf8_next(text, &next);
            if (!is_word(c) && !(end > start && (c == '\'' || c == 0x2019))) break;
            if (is_word(c)) {
                uint32_t low = char_lower(c);
                hash = hash_bytes((Slice){(const char *)&low, sizeof low}, hash + 1);
                end = next;
            }
            i = next;
        }
        if (end > start)
            out->at[out->n++] = (Word){hash, {(uint32_t)start, (uint32_t)end}};
        else
            utf8_next(text, &i);
    }
    return true;
}

/* length[i][j]: longest common subsequence of a[i..] and b[j..]. */
static uint16_t *lengths(const Words *a, const Words *b, Arena *arena)
{
    uint32_t wide = b->n + 1;
    uint16_t *length = ARENA_ARRAY(arena, uint16_t, (size_t)(a->n + 1) * wide);
    for (uint32_t i = a->n; length && i-- > 0;) {
        for (uint32_t j = b->n; j-- > 0;) {
            uint16_t down = length[(size_t)(i + 1) * wide + j],
                     right = length[(size_t)i * wide + j + 1];
            uint16_t most = down > right ? down : right;
            if (a->at[i].hash == b->at[j].hash)
                most = (uint16_t)(length[(size_t)(i + 1) * wide + j + 1] + 1);
            length[(size_t)i * wide + j] = most;
        }
    }
    return length;
}

static Span run(const Words *w, uint32_t from, uint32_t to)
{
    return from < to ? (Span){w->at[from].at.b, w->at[to - 1].at.e} : (Span){0, 0};
}

static void add_diff(SameWords *out, const Words *a, const Words *b, uint32_t a0, uint32_t a1,
                     uint32_t b0, uint32_t b1)
{
    if ((a0 == a1 && b0 == b1) || out->n_diffs == SAME_DIFFS) return;
    out->diff[out->n_diffs++] = (WordDiff){run(a, a0, a1), run(b, b0, b1)};
}

static void read_back(const Words *a, const Words *b, const uint16_t *length, SameWords *out)
{
    uint32_t i = 0, j = 0, a0 = 0, b0 = 0, wide = b->n + 1;
    while (i < a->n && j < b->n) {
        uint16_t here = length[(size_t)i * wide + j];
        if (a->at[i].hash == b->at[j].hash) {
            add_diff(out, a, b, a0, i, b0, j);
            a0 = ++i;
            b0 = ++j;
        } else if (length[(size_t)(i + 1) * wide + j] == here) {
            i++;
        } else {
            j++;
        }
    }
    add_diff(out, a, b, a0, a->n, b0, b->n);
}

static void judge(SameWords *out)
{
    uint32_t fewer = out->words_a < out->words_b ? out->words_a : out->words_b;
    uint32_t both = out->words_a + out->words_b;
    out->similarity = both ? 2.0f * (float)out->shared / (float)both : 0;
    out->contained = fewer ? (float)out->shared / (float)fewer : 0;
    out->exact = both > 0 && out->shared * 2 == both;
    out->same = out->exact ||
                (fewer >= SHORT && (out->similarity >= 0.8f || out->contained >= 0.85f));
}

dln_status statements_same(Slice a, Slice b, Arena *scratch, SameWords *out)
{
    ArenaMark mark = arena_mark(scratch);
    Words wa, wb;
    *out = (SameWords){0};
    const uint16_t *length = split(a, scratch, &wa) && split(b, scratch, &wb)
                                 ? lengths(&wa, &wb, scratch)
                                 : NULL;
    dln_status status = arena_status(scratch);
    if (length) {
        out->words_a = wa.n;
        out->words_b = wb.n;
        out->shared = length[0];
        read_back(&wa, &wb, length, out);
        judge(out);
    }
    arena_rewind(scratch, mark);
    return status;
}
