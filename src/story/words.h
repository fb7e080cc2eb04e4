/* words.h - a text as folded words: what copies are aligned on and stories are compared by.
 *
 * In: UTF-8 text of a report. Out: one Word per run of letters and digits, with its bytes, a hash
 * of its folded form and a few flags. Folding makes copies of one text equal again after the usual
 * damage on the way from newsroom to newsroom: case, accents, look-alike letters of another script
 * ("Sergeн"), soft hyphens and zero-width characters, UTF-8 read as cp1252 ("donâ€™t"), HTML
 * entities and tags left in the text, and the confusions of OCR that are confusions of shape alone
 * (1/l/i, 0/o, 5/s, 8/b, rn/m).
 *
 * The language is never asked for: the same code serves English and Russian. Scripts written
 * without spaces give one long word a clause, which is of little use to either reader (known
 * failure). */
#ifndef DLN_STORY_WORDS_H
#define DLN_STORY_WORDS_H
#include "base/base.h"

enum {
    WORD_UPPER = 1,   /* begins with a capital letter */
    WORD_DIGIT = 2,   /* begins with a digit */
    WORD_OPENS = 4,   /* first of a sentence, line or quotation */
    WORD_FOLLOWS = 8, /* one or two bytes behind the word before it, in the same sentence */
    WORD_PARA = 16,   /* first of a paragraph (a line break lies before it) */
    WORD_QUOTED = 32  /* between quotation marks */
};

typedef struct Word {
    uint32_t begin;  /* byte of the text */
    uint32_t hash;   /* of the folded form, never 0 */
    uint16_t length; /* bytes; longer words are cut at 65,535 */
    uint8_t raw;     /* hash of its bytes as they stand: who copied whose errors */
    uint8_t flags;   /* WORD_ */
} Word;

/* The words of a text; the stem, which only stories need, stands in an array of its own. */
typedef struct Words {
    Word *at;       /* [n] */
    uint32_t *stem; /* [n] hash of the folded form without the tail where inflection sits: 1, 2 or 3
                       letters of words of 5, 7 or 9 */
    uint32_t n;
} Words;

static inline uint32_t word_end(const Word *w)
{
    return w->begin + w->length;
}

enum { FOLD_POINTS = 0x600 };
/* Folded form and class of the code points below 0x600; the others are asked of base/utf8 one by
 * one. Immutable once filled. */
typedef struct WordFold {
    uint16_t form[FOLD_POINTS];
    uint8_t kind[FOLD_POINTS];
} WordFold;

void word_fold_init(WordFold *fold);
/* The first `limit` words of `text`. The arrays live in `arena`. DLN_ERR_LIMIT/NOMEM when the arena
 * gives no room. */
dln_status words_read(const WordFold *fold, Slice text, uint32_t limit, Arena *arena, Words *words);
/* Hash of two or three words in order. */
static inline uint64_t word_mix(uint64_t a, uint32_t b)
{
    uint64_t h = (a ^ b) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}
static inline uint64_t word_triple(const Word *w)
{
    return word_mix(word_mix(word_mix(0x51ED270B, w[0].hash), w[1].hash), w[2].hash);
}
#endif
