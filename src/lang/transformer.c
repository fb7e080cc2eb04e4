/* transformer.c - the careful engine's encoder: a BERT encoder (Devlin et al. 2019) in 8-bit
 * products, after MiniLM (Wang et al. 2020).
 *
 * In: tokens of whole sentences and their hash vectors. Out: 8-bit vectors a word, as the fast
 * engine's convolutions leave them. Each word takes its first and last piece and its hash vector,
 * which gives the letters' case back that the pieces lack.
 *
 * Rounding: every row of activations has its own scale, found as it is met; channels that run high
 * are divided beforehand and their weights multiplied (SmoothQuant, Xiao et al. 2023). Sentences of
 * a batch share the products; attention stays within a window. A sentence longer than the positions
 * is cut into windows at words; each but the first begins with a quarter window of context.
 *
 * Wrong: across windows nothing is seen but that context. */
#include "lang/transformer.h"

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

TransformerSpace *transformer_space(const Model *model, uint32_t words, Arena *arena)
{
    const Transformer *t = &model->transformer;
    TransformerSpace *s = ARENA_NEW(arena, TransformerSpace);
    if (!s) return NULL;
    uint32_t room = s->room = t->positions + FEED_ROWS, width = model->width;
    s->piece = ARENA_ARRAY(arena, uint32_t, (size_t)words * WORD_PIECES);
    s->piece_at = ARENA_ARRAY(arena, uint32_t, (size_t)words + 1);
    s->window = ARENA_ARRAY(arena, Window, room);
    s->h = arena_array(arena, (size_t)room * width, sizeof(float));
    s->y = arena_array(arena, most(room * 3 * width, FEED_ROWS * t->feed), sizeof(float));
    s->mid = arena_array(arena, (size_t)room * width, sizeof(float));
    s->scale = arena_array(arena, room, sizeof(float));
    s->attend = arena_array(arena, NN_ATTEND_SPACE(t->positions), sizeof(float));
    s->q = arena_array(arena, most(most(room * width, FEED_ROWS * t->feed), FEED_ROWS * 3 * width),
                       1);
    s->at = arena_array(arena, room, sizeof *s->at);
    return arena->failed ? NULL : s;
}

static void project(const Kernels *k, TransformerSpace *s, const Projection *p, const float *x,
                    uint32_t n, float *y)
{
    k->fit(x, p->channel, p->dense.in, n, s->q, s->scale);
    for (uint32_t i = 0; i < n; i++)
        s->at[i] = s->q + (size_t)i * p->dense.in;
    k->dense(&p->dense, s->at, 1, n, s->scale, y);
}

static void piece_row(const Model *m, uint32_t piece, float *h)
{
    const int8_t *p = m->transformer.piece + (size_t)piece * m->width;
    float scale = m->transformer.piece_scale[piece];
    for (uint32_t i = 0; i < m->width; i++)
        h[i] = (float)p[i] * scale;
}

static void embed_window(const Model *m, const Kernels *k, TransformerSpace *s, const Window *w)
{
    const Transformer *t = &m->transformer;
    uint32_t special = t->starts + t->inner, first = s->piece_at[w->first];
    float *h = s->h + (size_t)w->row * m->width;
    piece_row(m, special + 1, h);
    for (uint32_t i = 1; i + 1 < w->rows; i++)
        piece_row(m, s->piece[first + i - 1], h + (size_t)i * m->width);
    piece_row(m, special + 2, h + (size_t)(w->rows - 1) * m->width);
    k->add_norm(&t->norm, t->position, w->rows, h);
}

static void run_layer(const Model *m, const Kernels *k, TransformerSpace *s,
                      const TransformerLayer *layer)
{
    uint32_t width = m->width;
    project(k, s, &layer->asked, s->h, s->rows, s->y);
    for (uint32_t i = 0; i < s->windows; i++) {
        const Window *w = &s->window[i];
        k->attend(s->y + (size_t)w->row * 3 * width, w->rows, width, s->attend,
                  s->mid + (size_t)w->row * width);
    }
    project(k, s, &layer->out, s->mid, s->rows, s->y);
    k->add_norm(&layer->norm_attention, s->y, s->rows, s->h);
    for (uint32_t at = 0; at < s->rows; at += FEED_ROWS) {
        uint32_t n = s->rows - at < FEED_ROWS ? s->rows - at : FEED_ROWS;
        float *h = s->h + (size_t)at * width;
        project(k, s, &layer->up, h, n, s->y);
        k->gelu(s->y, n * m->transformer.feed);
        project(k, s, &layer->down, s->y, n, s->mid);
        k->add_norm(&layer->norm_feed, s->mid, n, h);
    }
}

/* Vectors of the window's own words from `from`, at most FEED_ROWS: first piece + what first, last
 * and hash vector make together + hash vector. */
static void put_words(NetSpace *net, TransformerSpace *s, const Window *w, uint32_t from,
                      uint32_t n)
{
    uint32_t width = net->model->width;
    const float *rows = s->h + (size_t)(w->row + 1) * width;
    uint32_t base = s->piece_at[w->first];
    for (uint32_t i = 0; i < n; i++) {
        float *x = s->y + (size_t)i * 3 * width;
        memcpy(x, rows + (size_t)(s->piece_at[from + i] - base) * width, width * sizeof *x);
        memcpy(x + width, rows + (size_t)(s->piece_at[from + i + 1] - 1 - base) * width,
               width * sizeof *x);
        memcpy(x + 2 * (size_t)width, net->h + (size_t)(from + i) * width, width * sizeof *x);
    }
    project(net->kernels, s, &net->model->transformer.word, s->y, n, s->mid);
    for (uint32_t i = 0; i < n; i++) {
        const float *first = s->y + (size_t)i * 3 * width, *made = s->mid + (size_t)i * width;
        float *h = net->h + (size_t)(from + i) * width;
        for (uint32_t d = 0; d < width; d++)
            h[d] = first[d] + made[d] + h[d];
    }
}

static void run_windows(NetSpace *net, TransformerSpace *s)
{
    const Model *m = net->model;
    for (uint32_t i = 0; i < s->windows; i++)
        embed_window(m, net->kernels, s, &s->window[i]);
    for (uint32_t l = 0; l < m->transformer.layers; l++)
        run_layer(m, net->kernels, s, &m->transformer.layer[l]);
    for (uint32_t i = 0; i < s->windows; i++) {
        const Window *w = &s->window[i];
        for (uint32_t at = w->own; at < w->end; at += FEED_ROWS)
            put_words(net, s, w, at, w->end - at < FEED_ROWS ? w->end - at : FEED_ROWS);
    }
    s->windows = s->rows = 0;
}

/* The window that takes over at word `own` of the sentence piece [at, end). */
static Window next_window(const TransformerSpace *s, uint32_t positions, uint32_t at, uint32_t own,
                          uint32_t end)
{
    Window w = {.first = own, .own = own, .end = own};
    while (w.first > at && s->piece_at[own] - s->piece_at[w.first - 1] <= positions / 4)
        w.first--;
    while (w.end < end && s->piece_at[w.end + 1] - s->piece_at[w.first] + 2 <= positions)
        w.end++;
    w.rows = s->piece_at[w.end] - s->piece_at[w.first] + 2;
    return w;
}

void transformer_encode(NetSpace *net, const Token *token, const uint32_t *piece_end,
                        uint32_t pieces)
{
    const Model *m = net->model;
    TransformerSpace *s = net->transformer;
    uint32_t words = piece_end[pieces - 1];
    for (uint32_t i = 0; i < words; i++)
        s->piece_at[i + 1] = s->piece_at[i] +
                             word_pieces(&m->transformer, token[i].form, s->piece + s->piece_at[i]);
    for (uint32_t p = 0, at = 0; p < pieces; at = piece_end[p++]) {
        for (uint32_t own = at; own < piece_end[p];) {
            Window w = next_window(s, m->transformer.positions, at, own, piece_end[p]);
            if (s->rows + w.rows > s->room) run_windows(net, s);
            w.row = s->rows;
            s->rows += w.rows;
            s->window[s->windows++] = w;
            own = w.end;
        }
    }
    if (s->windows) run_windows(net, s);
    net->kernels->norm(&m->norm_out, net->h, words, net->q);
}
