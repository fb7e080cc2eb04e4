/* split.h - text to tokens and sentences. Both are chains of yes/no decisions ("is there a boundary
 * here?") by a linear model over hashed features of the spot, trained by train/split.py on the same
 * treebanks as the net; only spots where a boundary can be are asked.
 *
 * Weights: int16, so sums are exact and the same everywhere. Without weights in the model file
 * every rule falls back to punctuation. */
#ifndef DLN_LANG_SPLIT_H
#define DLN_LANG_SPLIT_H
#include "base/map.h"
#include "lang/model.h"

enum { SPLIT_FEATURES = 24 };
/* Tokens of one sentence at most; a longer stretch without an end (a list, a table, a broken file)
 * is cut there. Stages look at every word of a sentence for each of its words, so this is what
 * keeps them linear in the text. The longest sentences of news have some 200. */
enum { SENTENCE_MOST = 1024 };
typedef enum SplitKind { SPLIT_TOKEN, SPLIT_SENTENCE } SplitKind;

/* Training only: sees every decision (byte of the spot, feature slots) and may answer in the
 * model's place (0 no, 1 yes, -1 let it decide). */
typedef struct SplitTrace {
    int (*decide)(void *context, SplitKind kind, uint32_t at, const uint32_t *slot, uint32_t n);
    void *context;
} SplitTrace;

/* What the list of abbreviations says of a word: value of Splitter.before_names. */
typedef enum Abbreviation {
    ABBREVIATION_TITLE = 1, /* "Rep": ends no sentence before a capital or a digit */
    ABBREVIATION_FIRM,      /* "Inc": nor this before an office */
    ABBREVIATION_PLACE,     /* "Calif", "Ave": ends no sentence before a small letter */
    ABBREVIATION_OFFICE     /* "Chief": no abbreviation, begins an office */
} Abbreviation;

typedef struct Splitter {
    const int16_t *token_weights, *sentence_weights; /* [SPLIT_SLOTS], NULL: none */
    const SplitTrace *trace;                         /* NULL outside training */
    const Map *before_names;                         /* word -> Abbreviation; NULL: none */
    uint32_t most; /* tokens of a report, about; the rest of its text is not read; 0: all */
} Splitter;

/* Is there a boundary? The weights' sum must be over `margin` (256 = one unit of log odds); without
 * weights `fallback` is the answer. */
bool split_decide(const Splitter *splitter, SplitKind kind, uint32_t at, const uint32_t *slot,
                  uint32_t n, int32_t margin, bool fallback);
uint32_t split_slot(uint32_t feature, uint64_t a, uint64_t b, uint64_t c);

/* Tokens of text[span) are appended to `tokens`: span, form, space_after, mwt flags; sentence,
 * head, name unset. No byte that is not white space is left out; at splitter->most tokens the rest
 * of the stretch is. False: no memory. */
typedef VEC(Token) TokenList;
static inline bool tokens_full(const Splitter *splitter, const TokenList *tokens)
{
    return splitter->most && tokens->n >= splitter->most;
}
bool tokenize(const Splitter *splitter, Slice text, Span span, Arena *arena, TokenList *tokens);

/* Sentences and tokens of every block that is read (body, title, heading, caption, byline); a
 * report without blocks is one body. A body sentence may run over a blank line or a block's end
 * when it plainly goes on behind it. */
dln_status split_report(const Model *model, const Map *before_names, const Report *report,
                        uint32_t most, Arena *arena, LangText *out);
dln_status split_with(const Splitter *splitter, const Report *report, Arena *arena, LangText *out);
#endif
