/* transformer.h - the encoder of the careful engine: words to word pieces, pieces through a BERT
 * encoder, back to one vector a word. The heads behind it are those of the fast engine (arcs.c,
 * names.c, lemma.c). */
#ifndef DLN_LANG_TRANSFORMER_H
#define DLN_LANG_TRANSFORMER_H
#include "lang/net.h"

enum {
    WORD_PIECES = 8,
    FEED_ROWS = 64
}; /* pieces a word at most; rows that go through the wide layer at once */

/* Rows of Transformer.piece of a word, at least one, at most WORD_PIECES; returns how many. */
uint32_t word_pieces(const Transformer *transformer, Slice form, uint32_t piece[WORD_PIECES]);

/* A stretch of one sentence that goes through the encoder at once: words [first, end), of which
 * those from `own` on take their vectors from here; the others are context. Rows [row, row + rows):
 * begin, the pieces, end. All in words and rows of the batch. */
typedef struct Window {
    uint32_t first, own, end, row, rows;
} Window;

typedef struct TransformerSpace {
    uint32_t *piece, *piece_at; /* pieces of the batch; [words + 1] where each word's begin */
    Window *window;
    uint32_t windows, rows, room;        /* what waits to be run; room: rows at most */
    float *h, *y, *mid, *scale, *attend; /* [room][width], [room][3 * width] or [FEED_ROWS][feed],
                                            [room][width], [room], see NN_ATTEND_SPACE */
    uint8_t *q;
    const uint8_t **at; /* [room] rows of q */
} TransformerSpace;

/* Buffers for batches of `words` words. NULL: no memory. */
TransformerSpace *transformer_space(const Model *model, uint32_t words, Arena *arena);
/* space->h holds the hash vectors of the words; leaves what the heads read in space->q
 * [words][width]. piece_end as in net_encode. */
void transformer_encode(NetSpace *space, const Token *token, const uint32_t *piece_end,
                        uint32_t pieces);
#endif
