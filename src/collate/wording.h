/* wording.h - two rows of words laid side by side: which words answer which, and where the wording
 * differs.
 *
 * In: two rows (a stretch between quotation marks, or plain text). Out: the best local alignment:
 * its matched words, and its differences, words changed, added or dropped between words that both
 * have. A row of n words against one of m costs n times m, both at most ROW_MAX. */
#ifndef DLN_COLLATE_WORDING_H
#define DLN_COLLATE_WORDING_H
#include "collate/value.h"
#include "lang/lang.h"

enum { ROW_MAX = 256 }; /* words of a row; longer stretches are cut */

typedef struct SaidWord {
    Span span;
    Slice fold;         /* folded; "re" of "we're" is "are" */
    uint64_t hash;      /* of fold */
    uint32_t sentence;  /* of the report; all 0 without a parse */
    bool says, content; /* is no mere article or helper; says something of itself */
    bool capital;       /* begins with one */
    bool clipped;       /* stands behind an apostrophe */
    bool joined;        /* by a hyphen to the word before: "life-threatening" is one */
    bool loose;         /* brackets, dots or stars before it: words may be left out there */
} SaidWord;
typedef VEC(SaidWord) SaidWords;
typedef struct WordRow {
    const SaidWord *word;
    uint32_t n;
} WordRow;

/* Appends the words of text[span]; `lang` tells the sentences. False: no memory. */
bool wording_read(const ValueWords *words, Slice text, const LangText *lang, Span span,
                  Arena *arena, SaidWords *out);

typedef enum Change {
    CHANGE_NONE,     /* brackets, an ellipsis, one word written as two: no difference */
    CHANGE_SPELLING, /* "Sergei", "Sergey" */
    CHANGE_MORE,     /* more of a sentence: "Well", a last clause, a name that was put in */
    CHANGE_WORDS
} Change;
/* Words [a, a_end) of the one stand where the other has [b, b_end); either may be empty. */
typedef struct Difference {
    uint32_t a, a_end, b, b_end;
    Change change;
} Difference;

typedef struct Alignment {
    uint32_t *match;             /* [n of a] word of b, NONE */
    uint32_t a, a_end, b, b_end; /* aligned words; 0, 0: nothing in common */
    uint32_t matched, content;   /* words matched; those of them that say something */
    VEC(Difference) differences; /* in order, without CHANGE_NONE */
} Alignment;

/* Lays two rows side by side. Memory from `arena`, but for what is rewound. */
dln_status wording_align(WordRow a, WordRow b, Arena *arena, Alignment *out);
#endif
