/* model_careful.c - the transformer's sections of careful.model; see model.h and
 * train/export_careful.py.
 *
 * In: a container whose common sections are bound. Out: Model.transformer, every pointer and size
 * checked. The list of word pieces is checked to lie inside its text; that it is sorted is
 * believed: a list out of order finds fewer pieces, nothing worse. */
#include "lang/model_parts.h"
#include <stdio.h>

enum {
    CAREFUL_META = 6,
    CAREFUL_LAYOUT = 1,
    MAX_FEED = 4096,
    MAX_POSITIONS = 1024,
    LEAST_POSITIONS = 64
};

static bool bind_sizes(Model *m)
{
    const uint8_t *bytes = model_exact(m, "careful", CAREFUL_META * 4);
    if (!bytes || model_u32(bytes, 0) != CAREFUL_LAYOUT) return false;
    Transformer *t = &m->transformer;
    t->layers = model_u32(bytes, 1);
    t->feed = model_u32(bytes, 2);
    t->positions = model_u32(bytes, 3);
    t->starts = model_u32(bytes, 4);
    t->inner = model_u32(bytes, 5);
    if (t->layers == 0 || t->layers > MAX_LAYERS || t->feed == 0 || t->feed > MAX_FEED ||
        t->feed % NN_PANEL)
        return false;
    return t->positions >= LEAST_POSITIONS && t->positions <= MAX_POSITIONS &&
           t->starts <= MAX_PIECES && t->inner <= MAX_PIECES;
}

static bool bind_pieces(Model *m)
{
    Transformer *t = &m->transformer;
    uint32_t n = t->starts + t->inner;
    const uint8_t *text, *at = model_exact(m, "piece.at", ((size_t)n + 1) * sizeof(uint32_t));
    size_t size;
    if (!at || !datafile_section(&m->file, "piece.text", &text, &size)) return false;
    t->text = (const char *)text;
    t->text_at = (const uint32_t *)(const void *)at;
    if (t->text_at[0] != 0 || t->text_at[n] != size) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (t->text_at[i + 1] < t->text_at[i] || t->text_at[i + 1] > size) return false;
        uint32_t length = t->text_at[i + 1] - t->text_at[i];
        if (length > t->longest) t->longest = length;
    }
    t->piece = (const int8_t *)model_exact(m, "piece.row", ((size_t)n + 3) * m->width);
    return t->piece && model_floats(m, "piece.scale", n + 3, &t->piece_scale) &&
           model_floats(m, "position", t->positions * m->width, &t->position);
}

static bool bind_projection(const Model *m, const char *stem, uint32_t in, uint32_t out,
                            Projection *p)
{
    char name[24];
    snprintf(name, sizeof name, "%s.c", stem);
    return model_dense(m, stem, in, out, &p->dense) && model_floats(m, name, in, &p->channel);
}

static bool bind_layer(const Model *m, uint32_t k, TransformerLayer *layer)
{
    uint32_t width = m->width, feed = m->transformer.feed;
    const struct {
        const char *name;
        uint32_t in, out;
        Projection *to;
    } parts[] = {{"asked", width, 3 * width, &layer->asked},
                 {"out", width, width, &layer->out},
                 {"up", width, feed, &layer->up},
                 {"down", feed, width, &layer->down}};
    char name[24];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(name, sizeof name, "t%u.%s", k, parts[i].name);
        if (!bind_projection(m, name, parts[i].in, parts[i].out, parts[i].to)) return false;
    }
    snprintf(name, sizeof name, "t%u.norm.a", k);
    if (!model_norm(m, name, width, &layer->norm_attention)) return false;
    snprintf(name, sizeof name, "t%u.norm.f", k);
    return model_norm(m, name, width, &layer->norm_feed);
}

bool model_transformer(Model *m)
{
    Transformer *t = &m->transformer;
    if (!bind_sizes(m) || !bind_pieces(m) || !model_norm(m, "norm.in", m->width, &t->norm))
        return false;
    for (uint32_t k = 0; k < t->layers; k++)
        if (!bind_layer(m, k, &t->layer[k])) return false;
    return bind_projection(m, "word", 3 * m->width, m->width, &t->word);
}
