/* join_model.c - see join_model.h.
 *
 * In: the mapped file. Out: senses by word, the trees of a pair. */
#include "collate/join_model.h"
#include "base/map.h"

enum { WORD_BYTES = 48 };

static const char *bind(JoinModel *m, uint32_t features)
{
    const uint8_t *bytes;
    size_t n;
    if (!datafile_section(&m->data, "senses", &bytes, &n) || n % sizeof(Sense)) return "senses";
    m->sense = (const Sense *)(const void *)bytes;
    m->senses = (uint32_t)(n / sizeof(Sense));
    if (!datafile_section(&m->data, "above", &bytes, &n) || n % sizeof(SenseAbove)) return "above";
    m->above = (const SenseAbove *)(const void *)bytes;
    m->aboves = (uint32_t)(n / sizeof(SenseAbove));
    bool sound = datafile_section(&m->data, "trees", &bytes, &n) &&
                 trees_read(bytes, n, &m->trees) == DLN_OK && m->trees.n_features == features;
    return sound ? NULL : "trees";
}

dln_status join_model_open(const char *data_dir, uint32_t features, Arena *arena, JoinModel *model,
                           dln_error *err)
{
    *model = (JoinModel){0};
    TRY(datafile_open(data_dir, "joins.model", &model->data, err));
    const char *fault = bind(model, features);
    dln_status status = fault ? err_fill(err, DLN_ERR_DATA, "open", "joins.model: %s", fault)
                              : tree_bank_make(&model->trees, arena, &model->bank);
    if (status != DLN_OK) join_model_close(model);
    return status;
}

void join_model_close(JoinModel *model)
{
    datafile_close(&model->data);
}

const Sense *sense_of(const JoinModel *model, Slice word)
{
    uint32_t key, low = 0, high = model->senses;
    char room[WORD_BYTES];
    if (!word.n || word.n > sizeof room) return NULL;
    for (size_t i = 0; i < word.n; i++)
        room[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    key = (uint32_t)hash_bytes((Slice){room, word.n}, 0);
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (model->sense[mid].word < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low < model->senses && model->sense[low].word == key ? &model->sense[low] : NULL;
}

bool sense_above(const JoinModel *model, uint16_t kind, uint16_t of)
{
    uint32_t low = 0, high = model->aboves;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const SenseAbove *a = &model->above[mid];
        if (a->kind < kind || (a->kind == kind && a->of < of))
            low = mid + 1;
        else
            high = mid;
    }
    return low < model->aboves && model->above[low].kind == kind && model->above[low].of == of;
}
