/* encode.c - words to context vectors: hash embeddings, one gated layer a word form (kept in a
 * cache by form, words_met.h), then dilated gated convolutions over each sentence (fast engine) or
 * the transformer of transformer.c (careful engine). After "hash embeddings" (spaCy) and gated
 * convolutional networks; 8-bit activations throughout.
 *
 * In: tokens of whole sentences. Out: NetSpace.q [words][width]. Wrong: a word reaches 14 words
 * either way and no further. */
#include "lang/transformer.h"
#include <math.h>

enum {
    STRIDE = 16
}; /* of loops over a vector, whose width is a multiple of it: for the compiler */

static void add_bytes(const int8_t *p, uint32_t width, float scale, float *x)
{
    for (; width; width -= STRIDE, p += STRIDE, x += STRIDE)
        for (uint32_t i = 0; i < STRIDE; i++)
            x[i] += (float)p[i] * scale;
}

static void add_row(const Model *m, uint32_t table, uint32_t row, float *x)
{
    uint32_t width = m->table_width[table];
    add_bytes(m->table[table] + (size_t)row * width, width, m->table_scale[table], x);
}

static void add_grams(const Model *m, const WordRows *rows, float *x)
{
    uint32_t width = m->table_width[TABLE_GRAM];
    int32_t sum[256] = {0};
    for (uint32_t g = 0; g < rows->n_grams; g++) {
        const int8_t *p = m->table[TABLE_GRAM] + (size_t)rows->gram[g] * width;
        for (uint32_t at = 0; at < width; at += STRIDE)
            for (uint32_t i = 0; i < STRIDE; i++)
                sum[at + i] += p[at + i];
    }
    float scale = m->table_scale[TABLE_GRAM] / sqrtf((float)(rows->n_grams ? rows->n_grams : 1));
    for (uint32_t i = 0; i < width; i++)
        x[i] = (float)sum[i] * scale;
}

/* The word's row in the static vectors; 0 when it has none. Keys are hashes, so the place is
 * guessed to a few hundred and the search goes on from there. */
static uint32_t vec_row(const Model *m, uint32_t key)
{
    const uint32_t near = 512;
    uint32_t n = m->vec_words, guess = (uint32_t)((uint64_t)key * n >> 32),
             low = guess > near ? guess - near : 0, high = n - guess > near ? guess + near : n;
    if (low && m->vec_key[low] >= key) low = 0;
    if (high < n && m->vec_key[high] < key) high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (m->vec_key[mid] < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low < m->vec_words && m->vec_key[low] == key ? low + 1 : 0;
}

const int8_t *net_word_vector(const Model *m, Slice form)
{
    if (!m->vec) return NULL;
    uint32_t row = vec_row(m, word_key(form));
    return row ? m->vec + (size_t)row * m->vec_width : NULL;
}

static void add_vector(const Model *m, uint32_t key, float *x)
{
    const int8_t *p = m->vec + (size_t)vec_row(m, key) * m->vec_width;
    add_bytes(p, m->vec_width, m->vec_scale, x);
}

/* The concatenated embeddings of a form; x [word_width], zeroed here. */
static void embed(const Model *m, Slice form, float *x)
{
    WordRows rows;
    word_rows(form, m->table_rows, &rows);
    memset(x, 0, m->word_width * sizeof *x);
    add_row(m, TABLE_LOW, rows.row[0], x);
    add_row(m, TABLE_LOW, rows.row[1], x);
    x += m->table_width[TABLE_LOW];
    for (uint32_t t = TABLE_FORM; t <= TABLE_SHAPE; t++) {
        add_row(m, t, rows.row[t + 1], x);
        x += m->table_width[t];
    }
    add_grams(m, &rows, x);
    if (m->vec) add_vector(m, rows.key, x + m->table_width[TABLE_GRAM]);
}

/* Which words have to be computed (miss) and which are copies of an earlier word of the batch
 * (twin); the vectors of the others are there. */
static uint32_t sort_words(NetSpace *s, const Token *token, uint32_t n)
{
    uint32_t misses = 0, width = s->model->width, at;
    for (uint32_t i = 0; i < n; i++)
        s->form[i] = token[i].form;
    for (uint32_t i = 0; i < n; i++) {
        Met met = words_met_find(&s->met, s->form, i, &at);
        s->twin[i] = met == MET_TWIN ? at : NONE;
        if (met == MET_NEW) s->miss[misses++] = i;
        if (met == MET_KNOWN)
            memcpy(s->h + (size_t)i * width, words_met_vector(&s->met, at), width * sizeof(float));
    }
    return misses;
}

/* Vectors of the missed words, in groups that fit the buffers. */
static void compute_misses(NetSpace *s, const Token *token, uint32_t misses)
{
    const Model *m = s->model;
    enum { GROUP = 8 };
    float x[GROUP * (WORD_TABLES + 1) * 256], mixed[GROUP * 1024];
    for (uint32_t first = 0; first < misses; first += GROUP) {
        uint32_t n = misses - first < GROUP ? misses - first : GROUP;
        for (uint32_t k = 0; k < n; k++) {
            embed(m, token[s->miss[first + k]].form, x + (size_t)k * m->word_width);
            s->rows[k] = s->q + (size_t)k * m->word_width;
        }
        s->kernels->norm(&m->norm_words, x, n, s->q);
        s->kernels->dense(&m->mix, s->rows, 1, n, NULL, s->y);
        s->kernels->gate(s->y, m->width, n, false, mixed);
        for (uint32_t k = 0; k < n; k++)
            memcpy(s->h + (size_t)s->miss[first + k] * m->width, mixed + (size_t)k * m->width,
                   m->width * sizeof(float));
    }
}

static void keep_misses(NetSpace *s, uint32_t n, uint32_t misses)
{
    uint32_t width = s->model->width;
    for (uint32_t k = 0; k < misses; k++)
        words_met_keep(&s->met, s->form, s->miss[k], s->h + (size_t)s->miss[k] * width);
    for (uint32_t i = 0; i < n; i++)
        if (s->twin[i] != NONE)
            memcpy(s->h + (size_t)i * width, s->h + (size_t)s->twin[i] * width,
                   width * sizeof(float));
}

static void add_context(NetSpace *s, const Token *token, uint32_t at, uint32_t n)
{
    uint32_t width = s->model->width, base = 2 * (uint32_t)sentence_case(token + at, n);
    for (uint32_t i = 0; i < n; i++) {
        const float *c = s->model->context + (size_t)(base + (i == 0)) * width;
        float *h = s->h + (size_t)(at + i) * width;
        for (uint32_t at_k = 0; at_k < width; at_k += STRIDE)
            for (uint32_t k = 0; k < STRIDE; k++)
                h[at_k + k] += c[at_k + k];
    }
}

/* Three row pointers a word: left, itself, right; past the sentence's ends the zero row. */
static void tap_rows(NetSpace *s, uint32_t at, uint32_t n, uint32_t dilation)
{
    uint32_t width = s->model->width;
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t **row = s->rows + 3 * (size_t)(at + i),
                      *own = s->q + (size_t)(at + i) * width;
        row[0] = i >= dilation ? own - (size_t)dilation * width : s->zero;
        row[1] = own;
        row[2] = i + dilation < n ? own + (size_t)dilation * width : s->zero;
    }
}

static void convolve(NetSpace *s, const uint32_t *piece_end, uint32_t pieces)
{
    const Model *m = s->model;
    uint32_t n = piece_end[pieces - 1];
    for (uint32_t b = 0; b < m->blocks; b++) {
        s->kernels->norm(&m->norm_block[b], s->h, n, s->q);
        for (uint32_t p = 0, at = 0; p < pieces; at = piece_end[p++])
            tap_rows(s, at, piece_end[p] - at, m->dilation[b]);
        s->kernels->dense(&m->block[b], s->rows, 3, n, NULL, s->y);
        s->kernels->gate(s->y, m->width, n, true, s->h);
    }
    s->kernels->norm(&m->norm_out, s->h, n, s->q);
}

void net_encode(NetSpace *s, const Token *token, const uint32_t *piece_end, uint32_t pieces)
{
    const Model *m = s->model;
    uint32_t n = piece_end[pieces - 1];
    words_met_begin(&s->met);
    uint32_t misses = sort_words(s, token, n);
    compute_misses(s, token, misses);
    keep_misses(s, n, misses);
    for (uint32_t p = 0, at = 0; p < pieces; at = piece_end[p++])
        add_context(s, token, at, piece_end[p] - at);
    if (s->transformer)
        transformer_encode(s, token, piece_end, pieces);
    else
        convolve(s, piece_end, pieces);
    for (uint32_t i = 0; i < n; i++)
        s->rows[i] = s->q + (size_t)i * m->width;
}
