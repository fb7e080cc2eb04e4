/* model.h - the weights file as the network reads it: pointers into the mapping, sizes checked
 * once, label strings taken apart.
 *
 * Layout of the sections: train/export.py (english.model) and train/export_careful.py
 * (careful.model, whose encoder is a transformer). A file that fails any check is refused with
 * DLN_ERR_DATA. */
#ifndef DLN_LANG_MODEL_H
#define DLN_LANG_MODEL_H
#include "base/datafile.h"
#include "lang/features.h"
#include "lang/nn/kernels.h"

enum {
    MAX_BLOCKS = 16,
    MAX_LAYERS = 24,
    MAX_PIECES = 1 << 16,
    MAX_DILATION = 32,
    NAME_TAGS_MAX = 33,
    SPLIT_SLOTS = 1 << 15
};

typedef enum ScriptCase { SCRIPT_LOWER, SCRIPT_KEEP, SCRIPT_TITLE, SCRIPT_UPPER } ScriptCase;
/* Edit script of a lemma: form in the given case, `drop` code points off its end, `tail` put on;
 * whole: the tail alone. */
typedef struct Script {
    ScriptCase letters;
    bool whole;
    uint32_t drop;
    Slice tail;
} Script;
typedef struct RelLabel {
    Rel rel;
    const char *subtype;
} RelLabel;
typedef struct NameTag {
    char part;
    NameKind kind;
} NameTag; /* part: O B I E S */

/* A linear layer whose input is rounded row by row: channels times `channel` [dense.in] first, its
 * inverse lies in the weights. */
typedef struct Projection {
    Dense dense;
    const float *channel;
} Projection;
/* asked: queries, keys and values side by side; feed: the wide layer between `up` and `down`. */
typedef struct TransformerLayer {
    Projection asked, out, up, down;
    Norm norm_attention, norm_feed;
} TransformerLayer;

/* The encoder of careful.model. Word pieces: first those that begin a word, then those inside
 * (written without "##"), each sorted by bytes; the rows of unknown, begin and end of a window are
 * the last three. */
typedef struct Transformer {
    uint32_t layers, feed, positions, starts, inner,
        longest;              /* layers 0: the model has no transformer. longest piece, bytes */
    const int8_t *piece;      /* [starts + inner + 3][width] */
    const float *piece_scale; /* [starts + inner + 3] */
    const float *position;    /* [positions][width] */
    const char *text;         /* bytes of all pieces in order */
    const uint32_t *text_at;  /* [starts + inner + 1] ascending, the last the size of text */
    Norm norm;
    TransformerLayer layer[MAX_LAYERS];
    Projection word; /* first piece, last piece and word vector, 3 * width, to width */
} Transformer;

typedef struct Model {
    DataFile file;
    Arena arena; /* label tables */
    Transformer transformer;
    uint32_t width, blocks, arc, rel_hidden, distances, contexts;
    uint32_t n_upos, n_xpos, n_scripts, n_names, n_rels;
    uint32_t dilation[MAX_BLOCKS];
    uint32_t table_rows[WORD_TABLES], table_width[WORD_TABLES], word_width;
    const int8_t *table[WORD_TABLES]; /* [rows][width] */
    float table_scale[WORD_TABLES], arc_scale;
    const uint32_t *vec_key; /* [vec_words], ascending; NULL when the file has no static vectors */
    const int8_t *vec; /* [vec_words + 1][vec_width]; row 0 is for unknown words, row k + 1 belongs
                          to vec_key[k] */
    uint32_t vec_words, vec_width;
    float vec_scale;
    const float *context; /* [contexts][width] */
    Norm norm_words, norm_block[MAX_BLOCKS], norm_out;
    Dense mix, block[MAX_BLOCKS], tags, dep, head, bilinear, distance, rel_dep, rel_head, rel_out;
    const int8_t *root;    /* [arc] */
    const float *rel_root; /* [rel_hidden] */
    const int16_t *token_weights,
        *sentence_weights; /* [SPLIT_SLOTS], see split.h; NULL when the file has none */
    uint8_t *upos;         /* [n_upos] Upos of a label */
    const char **xpos;     /* [n_xpos] */
    Script *script;        /* [n_scripts] */
    NameTag *name;         /* [n_names] */
    RelLabel *rel;         /* [n_rels] */
} Model;

dln_status lang_model_open(const char *dir, const char *name, Model *model, dln_error *err);
void lang_model_close(Model *model);
/* Binds `model->file` (already checked as a container) to the other fields. NULL when good, else
 * the section at fault. *static* */
const char *lang_model_bind(Model *model);
#endif
