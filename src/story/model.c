/* model.c - see model.h. Sections: "background" (u32 reports, u32 n, u32 key[n], u16 count[n]),
 * "online", "batch" (see pair_trees_open), "limits" (f32 join_online, join_batch, pair_threshold).
 */
#include "story/model.h"
#include <math.h>

static const char *open_background(StoryModel *model, Arena *arena)
{
    const uint8_t *bytes;
    size_t n;
    uint32_t head[2];
    if (!datafile_section(&model->file, "background", &bytes, &n) || n < 8) return "no background";
    memcpy(head, bytes, 8);
    if (n != 8 + (size_t)head[1] * 6) return "background of a wrong size";
    const uint32_t *keys = (const uint32_t *)(const void *)(bytes +
                                                            8); /* the section is 64-byte aligned */
    const uint16_t *counts = (const uint16_t *)(const void *)(bytes + 8 + (size_t)head[1] * 4);
    return background_init(&model->background, keys, counts, head[1], head[0], arena) == DLN_OK
               ? NULL
               : "background";
}

static const char *open_trees(const StoryModel *model, const char *name, PairTrees *trees)
{
    const uint8_t *bytes;
    size_t n;
    return datafile_section(&model->file, name, &bytes, &n) ? pair_trees_open(bytes, n, trees)
                                                            : "no trees";
}

static const char *open_limits(StoryModel *model)
{
    const uint8_t *bytes;
    size_t n;
    float value[3];
    if (!datafile_section(&model->file, "limits", &bytes, &n) || n != sizeof value)
        return "no limits";
    memcpy(value, bytes, sizeof value);
    for (int k = 0; k < 3; k++) {
        if (!(value[k] > 0 && value[k] < 1)) return "limits out of range";
    }
    model->join_online = value[0], model->join_batch = value[1], model->pair_threshold = value[2];
    return NULL;
}

/* f32 weights, then the limit; a model without the section asks for none. */
static const char *open_evidence(StoryModel *model)
{
    const uint8_t *bytes;
    size_t n;
    if (!datafile_section(&model->file, "evidence", &bytes, &n)) return NULL;
    if (n != (EVIDENCE_WEIGHTS + 1) * sizeof(float)) return "evidence of a wrong size";
    model->evidence.weight = (const float *)(const void *)bytes; /* 64-byte aligned */
    model->evidence.limit = model->evidence.weight[EVIDENCE_WEIGHTS];
    for (int k = 0; k <= EVIDENCE_WEIGHTS; k++)
        if (!isfinite(model->evidence.weight[k])) return "evidence is no number";
    return NULL;
}

dln_status story_model_open(const char *data_dir, Arena *arena, StoryModel *model, dln_error *err)
{
    memset(model, 0, sizeof *model);
    word_fold_init(&model->fold);
    TRY(datafile_open(data_dir, "story.model", &model->file, err));
    const char *fault = open_background(model, arena);
    if (!fault) fault = open_trees(model, "online", &model->online);
    if (!fault) fault = open_trees(model, "batch", &model->batch);
    if (!fault) fault = open_evidence(model);
    if (!fault) fault = open_limits(model);
    if (!fault) return DLN_OK;
    story_model_close(model);
    return err_fill(err, DLN_ERR_DATA, "open", "story.model is damaged: %s", fault);
}

void story_model_close(StoryModel *model)
{
    datafile_close(&model->file);
}

uint32_t model_key(const StoryModel *model)
{
    uint32_t key = 0;
    if (model->file.file.n >= 32)
        memcpy(&key, model->file.file.p + 24, sizeof key); /* of the container's checksum */
    return key;
}

float story_pair_alikeness(const Sketch *a, const Sketch *b)
{
    static const uint8_t views[] = {F_COS_BODY,     F_COS_TITLE,     F_COS_LEAD,    F_COS_NAME,
                                    F_IN_TITLE_LOW, F_IN_TITLE_HIGH, F_IN_LEAD_LOW, F_IN_NAME_HIGH};
    float f[FEATURES], close[RELATIVES], sum = 0;
    pair_raw(a, b, f, close);
    for (size_t k = 0; k < sizeof views; k++)
        sum += f[views[k]];
    return sum / sizeof views;
}
