/* join_model.c - see join_model.h.
 *
 * In: the mapped file. Out: senses by word, a pair's score. A file is hostile until checked: trees
 * are walked only after every index was found inside and behind its parent. */
#include "collate/join_model.h"
#include "base/map.h"
#include <math.h>

enum { TREES_HEAD = 16, WORD_BYTES = 48 };

const char *join_trees_check(const uint8_t *bytes, size_t n, JoinTrees *trees)
{
    uint32_t head[3];
    if (n < TREES_HEAD) return "trees: too short";
    memcpy(head, bytes, sizeof head);
    *trees = (JoinTrees){.trees = head[0], .nodes = head[1], .features = head[2]};
    memcpy(&trees->base, bytes + 12, sizeof trees->base);
    size_t want = TREES_HEAD + (size_t)trees->trees * sizeof(uint32_t) +
                  (size_t)trees->nodes * sizeof(JoinNode);
    if (n != want) return "trees: size";
    trees->root = (const uint32_t *)(const void *)(bytes + TREES_HEAD);
    trees->node = (const JoinNode *)(const void *)(trees->root + trees->trees);
    for (uint32_t i = 0; i < trees->trees; i++) {
        if (trees->root[i] >= trees->nodes) return "trees: root";
    }
    for (uint32_t i = 0; i < trees->nodes; i++) {
        const JoinNode *node = &trees->node[i];
        if (node->feature < 0) continue;
        if ((uint32_t)node->feature >= trees->features) return "trees: feature";
        if (node->left <= i || node->right <= i || node->left >= trees->nodes ||
            node->right >= trees->nodes)
            return "trees: child";
    }
    return NULL;
}

float join_trees_score(const JoinTrees *trees, const float *value)
{
    float sum = trees->base;
    for (uint32_t i = 0; i < trees->trees; i++) {
        const JoinNode *node = &trees->node[trees->root[i]];
        while (node->feature >= 0)
            node = &trees->node[value[node->feature] <= node->cut ? node->left : node->right];
        sum += node->cut;
    }
    return 1 / (1 + expf(-sum));
}

static const char *bind(JoinModel *m)
{
    const uint8_t *bytes;
    size_t n;
    if (!datafile_section(&m->data, "senses", &bytes, &n) || n % sizeof(Sense)) return "senses";
    m->sense = (const Sense *)(const void *)bytes;
    m->senses = (uint32_t)(n / sizeof(Sense));
    if (!datafile_section(&m->data, "above", &bytes, &n) || n % sizeof(SenseAbove)) return "above";
    m->above = (const SenseAbove *)(const void *)bytes;
    m->aboves = (uint32_t)(n / sizeof(SenseAbove));
    if (!datafile_section(&m->data, "trees", &bytes, &n)) return "trees";
    return join_trees_check(bytes, n, &m->trees);
}

dln_status join_model_open(const char *data_dir, JoinModel *model, dln_error *err)
{
    *model = (JoinModel){0};
    TRY(datafile_open(data_dir, "joins.model", &model->data, err));
    const char *fault = bind(model);
    if (!fault) return DLN_OK;
    datafile_close(&model->data);
    return err_fill(err, DLN_ERR_DATA, "open", "joins.model: %s", fault);
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
