/* features.h - a word form to rows of the embedding tables: the C twin of train/features.py (same
 * bytes in, same rows out).
 *
 * Idea: hash embeddings with two seeds for the word itself, affixes, shape and character n-grams:
 * no vocabulary, no unknown word. */
#ifndef DLN_LANG_FEATURES_H
#define DLN_LANG_FEATURES_H
#include "lang/lang.h"

enum { WORD_TABLES = 8, WORD_ROWS = 8, WORD_GRAMS = 40, WORD_POINTS = 128 };
/* Rows: low, low again, form, pre3, suf2, suf3, suf4, shape; then the n-grams; key: of the
 * lower-cased word in the table of static vectors. Words are cut at WORD_POINTS code points. */
typedef struct WordRows {
    uint32_t row[WORD_ROWS];
    uint32_t gram[WORD_GRAMS];
    uint32_t n_grams, key;
} WordRows;
enum {
    TABLE_LOW,
    TABLE_FORM,
    TABLE_PRE3,
    TABLE_SUF2,
    TABLE_SUF3,
    TABLE_SUF4,
    TABLE_SHAPE,
    TABLE_GRAM
};

/* The hash by which a form's row in static vectors is found: WordRows.key alone. */
uint32_t word_key(Slice form);
void word_rows(Slice form, const uint32_t table_rows[WORD_TABLES], WordRows *out);
/* Typographic marks to ASCII, digits to 0, accents off Latin letters, look-alike letters to Latin
 * inside a Latin word. Returns the number of code points. */
uint32_t word_fold(Slice form, uint32_t points[WORD_POINTS]);

typedef enum SentenceCase { CASE_MIXED, CASE_CAPITALS, CASE_SMALL, CASE_HEADLINE } SentenceCase;
SentenceCase sentence_case(const Token *token, uint32_t n);
#endif
