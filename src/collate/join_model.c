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

static dln_status index_above(JoinModel *m, Arena *arena)
{
    m->kinds = m->aboves ? m->above[m->aboves - 1].kind + 1u : 0;
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, m->kinds + 2);
    uint64_t *sign = ARENA_ARRAY(arena, uint64_t, m->kinds + 1);
    if (!first || !sign) return arena_status(arena);
    for (uint32_t i = 0; i < m->aboves; i++)
        sign[m->above[i].kind] |= 1ull << m->above[i].of % 64;
    m->above_sign = sign;
    for (uint32_t i = 0, kind = 0; kind <= m->kinds; kind++) {
        while (i < m->aboves && m->above[i].kind < kind)
            i++;
        first[kind] = i;
    }
    m->above_first = first;
    return DLN_OK;
}

dln_status join_model_open(const char *data_dir, uint32_t features, Arena *arena, JoinModel *model,
                           dln_error *err)
{
    *model = (JoinModel){0};
    TRY(datafile_open(data_dir, "joins.model", &model->data, err));
    const char *fault = bind(model, features);
    dln_status status = fault ? err_fill(err, DLN_ERR_DATA, "open", "joins.model: %s", fault)
                              : tree_bank_make(&model->trees, arena, &model->bank);
    if (status == DLN_OK) status = index_above(model, arena);
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
    if (kind >= model->kinds || !(model->above_sign[kind] >> of % 64 & 1)) return false;
    for (uint32_t i = model->above_first[kind]; i < model->above_first[kind + 1]; i++)
        if (model->above[i].of == of) return true;
    return false;
}
