/* model.c - opens english.model and what careful.model shares with it; see model.h and
 * train/export.py.
 *
 * In: the mapped container. Out: a Model whose every pointer and size was checked against the file.
 * Nothing of the file is trusted: sizes are bounded before they are multiplied, labels must end
 * inside their section, an index read later is a position in a checked array. */
#include "lang/model_parts.h"
#include "base/mem.h"

enum { META_FIXED = 13, LAYOUT = 2, MAX_WIDTH = 1024, MAX_LABELS = 4096, MAX_ROWS = 1 << 20 };

uint32_t model_u32(const uint8_t *bytes, size_t i)
{
    const uint8_t *p = bytes + 4 * i;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

const uint8_t *model_exact(const Model *model, const char *name, size_t size)
{
    const uint8_t *bytes;
    size_t n;
    return datafile_section(&model->file, name, &bytes, &n) && n == size ? bytes : NULL;
}

static uint32_t padded(uint32_t n)
{
    return (n + NN_PANEL - 1) / NN_PANEL * NN_PANEL;
}

/* The first numbers of the section: sizes and counts, none of them 0 but that of the blocks. */
static bool bind_sizes(Model *m, const uint8_t *bytes)
{
    uint32_t *const fields[] = {&m->width,     &m->blocks,    &m->arc,     &m->rel_hidden,
                                &m->distances, &m->contexts,  NULL,        &m->n_upos,
                                &m->n_xpos,    &m->n_scripts, &m->n_names, &m->n_rels};
    for (uint32_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        uint32_t value = model_u32(bytes, i + 1);
        if ((value == 0 && fields[i] != &m->blocks) || value > MAX_LABELS) return false;
        if (fields[i]) *fields[i] = value;
    }
    return m->blocks <= MAX_BLOCKS && m->distances == 24 && m->contexts == 8 &&
           m->n_names <= NAME_TAGS_MAX;
}

/* Widths are multiples of what the kernels take at once. */
static bool width_fits(uint32_t width)
{
    return width % 32 == 0 && width <= MAX_WIDTH;
}

/* How far apart the words are that a block looks at; `at`: where the numbers stand. */
static bool bind_dilations(Model *m, const uint8_t *bytes, uint32_t at)
{
    for (uint32_t i = 0; i < m->blocks; i++) {
        m->dilation[i] = model_u32(bytes, at + i);
        if (m->dilation[i] == 0 || m->dilation[i] > MAX_DILATION) return false;
    }
    return true;
}

static bool bind_table_sizes(Model *m, const uint8_t *bytes, uint32_t at)
{
    for (uint32_t i = 0; i < WORD_TABLES; i++) {
        uint32_t rows = model_u32(bytes, at + 2 * i), width = model_u32(bytes, at + 2 * i + 1);
        if (rows == 0 || rows > MAX_ROWS || width == 0 || width > 256 || width % 16) return false;
        m->table_rows[i] = rows;
        m->table_width[i] = width;
        m->word_width += width;
    }
    return true;
}

static bool bind_meta(Model *m)
{
    const uint8_t *bytes;
    size_t n;
    if (!datafile_section(&m->file, "meta", &bytes, &n) || n < 4 * META_FIXED ||
        model_u32(bytes, 0) != LAYOUT || model_u32(bytes, 7) != WORD_TABLES)
        return false;
    if (!bind_sizes(m, bytes)) return false;
    if (!width_fits(m->width) || !width_fits(m->arc) || !width_fits(m->rel_hidden)) return false;
    if (n != 4 * (META_FIXED + (size_t)m->blocks + 2 * WORD_TABLES)) return false;
    return bind_dilations(m, bytes, META_FIXED) &&
           bind_table_sizes(m, bytes, META_FIXED + m->blocks);
}

bool model_floats(const Model *m, const char *name, uint32_t n, const float **out)
{
    *out = (const float *)(const void *)model_exact(m, name, (size_t)n * sizeof(float));
    return *out != NULL;
}

bool model_norm(const Model *m, const char *name, uint32_t width, Norm *norm)
{
    const float *both;
    if (!model_floats(m, name, 2 * width, &both)) return false;
    *norm = (Norm){both, both + width, width};
    return true;
}

bool model_dense(const Model *m, const char *name, uint32_t in, uint32_t outputs, Dense *layer)
{
    char w[24] = "", r[24] = "";
    size_t n = strlen(name);
    if (n > 20 || in % 8 || in > NN_IN_MOST) return false;
    memcpy(w, name, n);
    memcpy(r, name, n);
    memcpy(w + n, ".w", 3);
    memcpy(r + n, ".r", 3);
    uint32_t out = padded(outputs);
    const uint8_t *weights = model_exact(m, w, (size_t)in * out),
                  *rest = model_exact(m, r, (size_t)out * 12);
    if (!weights || !rest) return false;
    const float *scale = (const float *)(const void *)rest;
    *layer = (Dense){(const int8_t *)weights,
                     scale,
                     scale + out,
                     (const int32_t *)(const void *)(scale + 2 * (size_t)out),
                     in,
                     out};
    return true;
}

static void numbered(char name[16], const char *stem, uint32_t i)
{
    size_t n = strlen(stem);
    memcpy(name, stem, n);
    if (i >= 10) name[n++] = (char)('0' + i / 10);
    name[n++] = (char)('0' + i % 10);
    name[n] = 0;
}

static bool bind_tables(Model *m)
{
    static const char *const names[WORD_TABLES] = {"emb.low",  "emb.form", "emb.pre3",  "emb.suf2",
                                                   "emb.suf3", "emb.suf4", "emb.shape", "emb.gram"};
    const float *scale;
    if (!model_floats(m, "scale", WORD_TABLES + 1, &scale)) return false;
    memcpy(m->table_scale, scale, sizeof m->table_scale);
    m->arc_scale = scale[WORD_TABLES];
    for (uint32_t i = 0; i < WORD_TABLES; i++) {
        m->table[i] = (const int8_t *)model_exact(m, names[i],
                                                  (size_t)m->table_rows[i] * m->table_width[i]);
        if (!m->table[i]) return false;
    }
    return true;
}

/* Static word vectors, a part a file may lack. Keys out of order only make words unknown: every row
 * found is inside the table. */
static bool bind_vectors(Model *m)
{
    const uint8_t *meta = model_exact(m, "vec.meta", 12);
    if (!meta) return true;
    m->vec_words = model_u32(meta, 0);
    m->vec_width = model_u32(meta, 1);
    if (m->vec_words == 0 || m->vec_words > MAX_ROWS || m->vec_width == 0 || m->vec_width > 256 ||
        m->vec_width % 16)
        return false;
    memcpy(&m->vec_scale, meta + 8, sizeof m->vec_scale);
    m->vec_key = (const uint32_t *)(const void *)model_exact(
        m, "vec.key", (size_t)m->vec_words * sizeof(uint32_t));
    m->vec = (const int8_t *)model_exact(m, "vec", ((size_t)m->vec_words + 1) * m->vec_width);
    m->word_width += m->vec_width;
    return m->vec_key && m->vec;
}

static bool bind_encoder(Model *m)
{
    if (!bind_tables(m) || !bind_vectors(m) ||
        !model_norm(m, "norm.words", m->word_width, &m->norm_words))
        return false;
    if (!model_dense(m, "mix", m->word_width, 2 * m->width, &m->mix) ||
        !model_floats(m, "context", m->contexts * m->width, &m->context))
        return false;
    for (uint32_t i = 0; i < m->blocks; i++) {
        char name[16];
        numbered(name, "norm.", i);
        if (!model_norm(m, name, m->width, &m->norm_block[i])) return false;
        numbered(name, "block.", i);
        if (!model_dense(m, name, 3 * m->width, 2 * m->width, &m->block[i])) return false;
    }
    return model_norm(m, "norm.out", m->width, &m->norm_out) &&
           (m->blocks > 0 || model_transformer(m));
}

static bool bind_heads(Model *m)
{
    return model_dense(m, "tags", m->width, m->n_upos + m->n_xpos + m->n_scripts + m->n_names,
                       &m->tags) &&
           model_dense(m, "dep", m->width, m->arc, &m->dep) &&
           model_dense(m, "head", m->width, m->arc, &m->head) &&
           model_dense(m, "bilinear", m->arc, m->arc, &m->bilinear) &&
           model_dense(m, "distance", m->arc, m->distances, &m->distance) &&
           model_dense(m, "rel.dep", m->width, m->rel_hidden, &m->rel_dep) &&
           model_dense(m, "rel.head", m->width, m->rel_hidden, &m->rel_head) &&
           model_dense(m, "rel.out", m->rel_hidden, m->n_rels, &m->rel_out) &&
           model_floats(m, "rel.root", m->rel_hidden, &m->rel_root) &&
           (m->root = (const int8_t *)model_exact(m, "root", m->arc)) != NULL;
}

/* ---- labels ---- */

typedef struct Labels {
    const char *p;
    size_t n, at;
} Labels;

static const char *label_next(Labels *labels)
{
    const char *label = labels->p + labels->at,
               *end = labels->at < labels->n ? memchr(label, 0, labels->n - labels->at) : NULL;
    if (!end) return NULL;
    labels->at = (size_t)(end - labels->p) + 1;
    return label;
}

static uint32_t index_of(const char *const *names, uint32_t n, const char *name, size_t length)
{
    for (uint32_t i = 0; i < n; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) return i;
    return n;
}

static bool parse_script(const char *label, Script *script)
{
    static const char cases[] = "lktu";
    const char *letter = label[0] ? strchr(cases, label[0]) : NULL, *bar = strchr(label, '|'),
               *second = bar ? strchr(bar + 1, '|') : NULL;
    if (!letter || bar != label + 1 || !second) return false;
    *script = (Script){.letters = (ScriptCase)(letter - cases),
                       .whole = bar[1] == '*',
                       .tail = slice_of(second + 1)};
    if (script->whole) return second == bar + 2;
    for (const char *p = bar + 1; p < second; p++) {
        if (*p < '0' || *p > '9' || script->drop > 1000) return false;
        script->drop = script->drop * 10 + (uint32_t)(*p - '0');
    }
    return second > bar + 1;
}

static bool parse_name_tag(const char *label, NameTag *tag)
{
    static const char *const kinds[NAME_KINDS] = {"PER", "ORG", "LOC", "MISC"};
    *tag = (NameTag){label[0], NAME_OTHER};
    if (strcmp(label, "O") == 0) return true;
    if (!label[0] || !strchr("BIES", label[0]) || label[1] != '-') return false;
    uint32_t kind = index_of(kinds, NAME_KINDS, label + 2, strlen(label + 2));
    tag->kind = (NameKind)kind;
    return kind < NAME_KINDS;
}

static bool parse_rel(const char *label, RelLabel *rel)
{
    const char *colon = strchr(label, ':');
    uint32_t k = index_of(rel_name, REL_COUNT, label,
                          colon ? (size_t)(colon - label) : strlen(label));
    *rel = (RelLabel){k < REL_COUNT ? (Rel)k : REL_DEP, colon ? colon + 1 : ""};
    return true;
}

static bool label_tables(Model *m)
{
    m->upos = ARENA_ARRAY(&m->arena, uint8_t, m->n_upos);
    m->xpos = ARENA_ARRAY(&m->arena, const char *, m->n_xpos);
    m->script = ARENA_ARRAY(&m->arena, Script, m->n_scripts);
    m->name = ARENA_ARRAY(&m->arena, NameTag, m->n_names);
    m->rel = ARENA_ARRAY(&m->arena, RelLabel, m->n_rels);
    return m->upos && m->xpos && m->script && m->name && m->rel;
}

static bool bind_labels(Model *m)
{
    const uint8_t *bytes;
    Labels labels = {NULL, 0, 0};
    const char *label = "";
    if (!datafile_section(&m->file, "labels", &bytes, &labels.n) || !label_tables(m)) return false;
    labels.p = (const char *)bytes;
    bool good = true;
    for (uint32_t i = 0; i < m->n_upos && good; i++) {
        if (!(label = label_next(&labels))) return false;
        uint32_t k = index_of(upos_name, UPOS_COUNT, label, strlen(label));
        m->upos[i] = (uint8_t)(k < UPOS_COUNT ? k : UPOS_X);
    }
    for (uint32_t i = 0; i < m->n_xpos; i++)
        if (!(m->xpos[i] = label_next(&labels))) return false;
    for (uint32_t i = 0; i < m->n_scripts && good; i++)
        good = (label = label_next(&labels)) && parse_script(label, &m->script[i]);
    for (uint32_t i = 0; i < m->n_names && good; i++)
        good = (label = label_next(&labels)) && parse_name_tag(label, &m->name[i]);
    for (uint32_t i = 0; i < m->n_rels && good; i++)
        good = (label = label_next(&labels)) && parse_rel(label, &m->rel[i]);
    return good;
}

static void bind_split(Model *m)
{
    m->token_weights = (const int16_t *)(const void *)model_exact(m, "split.token",
                                                                  SPLIT_SLOTS * sizeof(int16_t));
    m->sentence_weights = (const int16_t *)(const void *)model_exact(m, "split.sentence",
                                                                     SPLIT_SLOTS * sizeof(int16_t));
}

const char *lang_model_bind(Model *model)
{
    if (!bind_meta(model)) return "meta";
    if (!bind_encoder(model)) return "encoder";
    if (!bind_heads(model)) return "heads";
    if (!bind_labels(model)) return "labels";
    bind_split(model);
    return NULL;
}

dln_status lang_model_open(const char *dir, const char *name, Model *model, dln_error *err)
{
    memset(model, 0, sizeof *model);
    arena_init(&model->arena, 16u << 20);
    TRY(datafile_open(dir, name, &model->file, err));
    const char *fault = lang_model_bind(model);
    if (!fault) return DLN_OK;
    dln_status status = arena_status(&model->arena) == DLN_OK ? DLN_ERR_DATA : DLN_ERR_NOMEM;
    lang_model_close(model);
    return err_fill(err, status, "lang", "%.100s is no language model of this version: %s", name,
                    fault);
}

void lang_model_close(Model *model)
{
    datafile_close(&model->file);
    arena_free(&model->arena);
}
