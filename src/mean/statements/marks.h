/* marks.h - quotation marks of a text, paired.
 *
 * In: text and its paragraphs. Out: quotes in order of their opening mark, each with its depth, its
 * kind and how it ended.
 *
 * Works on any text: every mark is either part of a quote or left alone, no document is refused. */
#ifndef DLN_MEAN_MARKS_H
#define DLN_MEAN_MARKS_H
#include "lang/lang.h"

typedef enum QuoteEnd {
    QUOTE_CLOSED,  /* its closing mark was found */
    QUOTE_RUNS_ON, /* paragraph ended inside it and the next paragraph opens with a mark: same
                      quotation goes on there */
    QUOTE_OPEN     /* never closed: ends with its paragraph, or where the next quotation opens */
} QuoteEnd;

typedef struct Quote {
    Span span;       /* with its marks */
    Span inner;      /* without them */
    uint32_t group;  /* index of the first quote of a quotation that runs over paragraphs; its own
                        index otherwise */
    uint32_t inside; /* quote it stands inside, or NONE */
    uint32_t words;  /* words inside */
    QuoteEnd end;
    bool single; /* opened by a single mark: ‘ ' ‹ */
} Quote;

typedef struct Marks {
    Quote *quote;
    uint32_t n;         /* by first byte */
    bool single_speech; /* this document puts speech in single marks */
} Marks;

/* Pairs the marks of `text` paragraph by paragraph (`paragraph` in order, not overlapping). Single
 * marks are read too; they count as speech only where `single_speech` is set. Results in `arena`.
 * O(bytes). DLN_ERR_NOMEM / DLN_ERR_LIMIT from the arena. */
dln_status marks_find(Slice text, const Span *paragraph, uint32_t n_paragraphs, Arena *arena,
                      Marks *marks);

/* Paragraphs of a text as its sentences show them: a sentence that begins one for the language
 * stage, a new block, or, in text that is not wrapped, a new line. *n of them; NULL: no memory. */
Span *marks_paragraphs(Slice text, const LangText *lang, Arena *arena, uint32_t *n);

/* Words of a span: runs of letters and digits. */
uint32_t count_words(Slice text, Span span);
#endif
