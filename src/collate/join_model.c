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
    if (!(m->sense = datafile_list(&m->data, "senses", sizeof(Sense), &m->senses))) return "senses";
    if (!(m->above = datafile_list(&m->data, "above", sizeof(SenseAbove), &m->aboves)))
        return "above";
    for (uint32_t i = 1; i < m->aboves; i++)
        if (m->above[i].kind < m->above[i - 1].kind) return "above is not sorted";
    if (!datafile_section(&m->data, "like", &bytes, &n) ||
        n != LIKE_TABLE * LIKE_WIDTH * sizeof(float))
        return "like";
    m->like = (const float(*)[LIKE_WIDTH])(const void *)bytes;
    if (!(m->like_word = datafile_list(&m->data, "like words", sizeof(LikeWord), &m->like_words)))
        return "like words";
    for (uint32_t i = 1; i < m->like_words; i++)
        if (m->like_word[i].word < m->like_word[i - 1].word) return "like words are not sorted";
    return trees_open(&m->data, "trees", features, &m->trees) ? NULL : "trees";
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

static uint32_t word_of(const Sense *sense)
{
    return (uint32_t)sense->word[1] << 16 | sense->word[0];
}

/* Of its first bytes, in lower case. */
static uint32_t hash_lower(Slice word, uint64_t seed)
{
    char room[WORD_BYTES];
    return (uint32_t)hash_bytes(slice_lower(word, room, sizeof room), seed);
}

uint32_t like_word(LikeSort sort, Slice word)
{
    return hash_lower(word, 1 + (uint64_t)sort);
}

const LikeWord *like_of(const JoinModel *model, uint32_t word)
{
    uint32_t low;
    LIST_FIRST(low, model->like_words, model->like_word[low].word < word);
    bool known = low < model->like_words && model->like_word[low].word == word;
    return known ? &model->like_word[low] : NULL;
}

const Sense *sense_of(const JoinModel *model, Slice word)
{
    uint32_t low, key = hash_lower(word, 0);
    if (!word.n || word.n > WORD_BYTES) return NULL;
    LIST_FIRST(low, model->senses, word_of(&model->sense[low]) < key);
    return low < model->senses && word_of(&model->sense[low]) == key ? &model->sense[low] : NULL;
}

bool sense_above(const JoinModel *model, uint16_t kind, uint16_t of)
{
    if (kind >= model->kinds || !(model->above_sign[kind] >> of % 64 & 1)) return false;
    for (uint32_t i = model->above_first[kind]; i < model->above_first[kind + 1]; i++)
        if (model->above[i].of == of) return true;
    return false;
}
