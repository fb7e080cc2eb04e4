/* utf8.h - UTF-8 and Unicode. Bytes are the truth; code points and UTF-16 units are derived for
 * exports. Folding and letter classes come from utf8proc. */
#ifndef DLN_BASE_UTF8_H
#define DLN_BASE_UTF8_H
#include "base/base.h"

#define UTF8_BAD 0xFFFFFFFFu
/* Code point at *i, which moves behind it. An ill-formed sequence gives UTF8_BAD and moves one
 * maximal subpart (Unicode 3.9). */
uint32_t utf8_next(Slice text, size_t *i);
/* The same, but a letter whose UTF-8 was read as windows-1252 ("MÃ¼llner") is given as that letter.
 */
uint32_t utf8_next_mended(Slice text, size_t *i);
uint32_t utf8_back(
    Slice text, size_t *i); /* code point that ends at *i, which moves before it; UTF8_BAD at 0 */
uint32_t utf8_put(char out[4],
                  uint32_t c);  /* bytes written; 0 for a surrogate or a value above 10FFFF */
size_t utf8_bad_at(Slice text); /* offset of the first ill-formed byte, SIZE_MAX when well formed */
/* The text with every ill-formed subpart as U+FFFD; *bad counts them. The same slice when there is
 * none. {NULL,0}: no memory. */
Slice utf8_mend(Slice text, Arena *arena, uint32_t *bad);
void utf8_count(Slice text, uint32_t *points,
                uint32_t *utf16); /* code points and UTF-16 units of well-formed text */

bool char_is_letter(uint32_t c);
bool char_is_upper(uint32_t c);
bool char_is_lower(uint32_t c);
bool char_is_digit(uint32_t c);   /* Nd */
bool char_is_space(uint32_t c);   /* white space and no-break spaces */
bool char_is_mark(uint32_t c);    /* combining */
bool char_is_punct(uint32_t c);   /* P* */
bool char_is_control(uint32_t c); /* Cc Cf Cn Co Cs, and what is no code point */
/* What must not reach a terminal or a line of its own: control characters, line and paragraph
 * separators (blanks), marks that turn the direction of writing (nothing). */
typedef enum CharHarm { CHAR_PLAIN, CHAR_BREAKS, CHAR_TURNS } CharHarm;
CharHarm char_harm(uint32_t c);
uint32_t char_lower(uint32_t c);
uint32_t char_upper(uint32_t c);
/* Canonical decomposition without its nonspacing marks ("é" -> "e", an accent -> nothing). Returns
 * how many, at most 4. */
uint32_t char_bare(uint32_t c, uint32_t out[4]);

Slice text_lower(Slice text, Arena *arena); /* simple lower case, code point by code point */
/* For comparing spellings: NFKD, marks dropped, case folded ("Müller" -> "muller", "ﬁ" -> "fi").
 * {NULL,0}: no memory. */
Slice text_fold(Slice text, Arena *arena);
#endif
