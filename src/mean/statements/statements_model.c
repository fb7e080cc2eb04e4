/* statements_model.c - the weights of the statements stage, and the labelling of one frame.
 *
 * In: statements.model (base/datafile.h): sections NAME.info (f32 scale, u32 buckets, u32 labels),
 * NAME.w (i8 [buckets][labels]), and for chains NAME.edge (f32 [EDGES][labels][labels]) and
 * NAME.first (f32 [labels]); NAME is cue or frame; and speaker (f32 [SPEAKER_FEATURES], fitted by
 * train/speakers.py). Out: probabilities, best labels.
 *
 * Idea: linear model over hashed features; first-order chain (conditional random field) with
 * Viterbi for the labels and forward-backward for how sure they are. Fitted by train/statements.py.
 */
#include "mean/statements/statements_parts.h"
#include <math.h>

enum { STATES = 4 * LABELS };
#define SOURCE_BONUS 4.0f /* nearly every statement has a source; natural logarithms of odds */
#define CONTENT_BONUS 1.0f

typedef struct Info {
    float scale;
    uint32_t buckets, labels;
} Info;

static bool section(const DataFile *file, const char *name, const char *part, size_t want,
                    const uint8_t **bytes)
{
    char key[24];
    size_t n, a = strlen(name), b = strlen(part);
    if (a + b >= sizeof key) return false;
    memcpy(key, name, a);
    memcpy(key + a, part, b + 1);
    return datafile_section(file, key, bytes, &n) && n == want;
}

static bool open_weights(const DataFile *file, const char *name, uint32_t labels, Weights *out)
{
    const uint8_t *bytes;
    Info info;
    if (!section(file, name, ".info", sizeof info, &bytes)) return false;
    memcpy(&info, bytes, sizeof info);
    if (info.labels != labels || info.buckets == 0 || (info.buckets & (info.buckets - 1)) ||
        info.buckets > 1u << 26 || !isfinite(info.scale))
        return false;
    if (!section(file, name, ".w", (size_t)info.buckets * labels, &bytes)) return false;
    *out = (Weights){.w = (const int8_t *)bytes,
                     .scale = info.scale,
                     .mask = info.buckets - 1,
                     .labels = labels};
    if (labels == 1) return true;
    if (!section(file, name, ".edge", sizeof(float) * EDGES * labels * labels, &bytes))
        return false;
    out->edge = (const float *)(const void *)bytes;
    if (!section(file, name, ".first", sizeof(float) * labels, &bytes)) return false;
    out->first = (const float *)(const void *)bytes;
    return true;
}

static bool open_speaker(const DataFile *file, float speaker[SPEAKER_FEATURES])
{
    const uint8_t *bytes;
    if (!section(file, "speaker", "", sizeof(float) * SPEAKER_FEATURES, &bytes)) return false;
    memcpy(speaker, bytes, sizeof(float) * SPEAKER_FEATURES);
    for (uint32_t i = 0; i < SPEAKER_FEATURES; i++)
        if (!isfinite(speaker[i])) return false;
    return true;
}

dln_status model_open(const char *data_dir, Statements *s, dln_error *err)
{
    TRY(datafile_open(data_dir, "statements.model", &s->model, err));
    if (!open_weights(&s->model, "cue", 1, &s->cue) ||
        !open_weights(&s->model, "frame", LABELS, &s->frame) ||
        !open_speaker(&s->model, s->speaker)) {
        datafile_close(&s->model);
        return err_fill(err, DLN_ERR_DATA, "open",
                        "statements.model lacks a section or one is of the wrong size");
    }
    s->has_model = true;
    return DLN_OK;
}

float score_one(const Weights *weights, const CueClues *f)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < f->n; i++)
        sum += weights->w[f->at[i] & weights->mask];
    return 1.0f / (1.0f + expf(-(float)sum * weights->scale));
}

/* Emission scores of every unit, [n][LABELS]. */
static void emit(const Scene *scene, const Frame *frame, const Weights *weights,
                 float score[MAX_UNITS][LABELS])
{
    CueClues f;
    FrameView view;
    frame_view(scene, frame, &view);
    for (uint32_t k = 0; k < frame->n; k++) {
        int32_t sum[LABELS] = {0};
        frame_features(&view, k, &f);
        for (uint32_t i = 0; i < f.n; i++) {
            const int8_t *w = weights->w + (size_t)(f.at[i] & weights->mask) * LABELS;
            for (uint32_t y = 0; y < LABELS; y++)
                sum[y] += w[y];
        }
        for (uint32_t y = 0; y < LABELS; y++)
            score[k][y] = (float)sum[y] * weights->scale;
    }
}

static const float *edge_row(const Weights *weights, uint8_t edge, uint32_t from)
{
    return weights->edge + ((size_t)edge * LABELS + from) * LABELS;
}

/* What was seen once label y is added to what was seen so far: 1 content, 2 source. */
static uint32_t seen_after(uint32_t seen, uint32_t y)
{
    return seen | (y == LABEL_CONTENT ? 1u : 0) | (y == LABEL_SOURCE ? 2u : 0);
}

/* Best labelling. States are (seen, label), so that a labelling without source or content can be
 * handicapped as a whole. */
static void viterbi(Frame *frame, const Weights *weights, float score[MAX_UNITS][LABELS])
{
    uint8_t back[MAX_UNITS][STATES];
    float best[STATES], next[STATES];
    for (uint32_t s = 0; s < STATES; s++)
        best[s] = -1e30f;
    for (uint32_t y = 0; y < LABELS; y++)
        best[seen_after(0, y) * LABELS + y] = weights->first[y] + score[0][y];
    for (uint32_t k = 1; k < frame->n; k++) {
        for (uint32_t s = 0; s < STATES; s++)
            next[s] = -1e30f;
        for (uint32_t s = 0; s < STATES; s++) {
            if (best[s] <= -1e29f) continue;
            const float *edge = edge_row(weights, frame->edge[k], s % LABELS);
            for (uint32_t y = 0; y < LABELS; y++) {
                uint32_t to = seen_after(s / LABELS, y) * LABELS + y;
                float total = best[s] + edge[y] + score[k][y];
                if (total > next[to]) {
                    next[to] = total;
                    back[k][to] = (uint8_t)s;
                }
            }
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t end = 0;
    float top = -1e30f;
    for (uint32_t s = 0; s < STATES; s++) {
        float total = best[s] + (s / LABELS & 2 ? SOURCE_BONUS : 0) +
                      (s / LABELS & 1 ? CONTENT_BONUS : 0);
        if (total > top) {
            top = total;
            end = s;
        }
    }
    for (uint32_t k = frame->n; k-- > 0;) {
        frame->label[k] = (uint8_t)(end % LABELS);
        if (k > 0) end = back[k][end];
    }
}

static void normalise(float v[LABELS])
{
    float sum = 0;
    for (uint32_t y = 0; y < LABELS; y++)
        sum += v[y];
    for (uint32_t y = 0; y < LABELS; y++)
        v[y] = sum > 0 ? v[y] / sum : 1.0f / LABELS;
}

/* exp of scores less their greatest, so that nothing overflows. */
static void weigh(const float score[LABELS], float out[LABELS])
{
    float top = score[0];
    for (uint32_t y = 1; y < LABELS; y++)
        top = score[y] > top ? score[y] : top;
    for (uint32_t y = 0; y < LABELS; y++)
        out[y] = expf(score[y] - top);
}

static void edge_factors(const Weights *weights, float factor[EDGES][LABELS][LABELS])
{
    for (uint32_t i = 0; i < EDGES * LABELS * LABELS; i++)
        ((float *)factor)[i] = expf(weights->edge[i]);
}

/* Probability of the chosen label of each unit (scaled forward-backward). */
static void marginals(Frame *frame, const Weights *weights, float score[MAX_UNITS][LABELS])
{
    float forward[MAX_UNITS][LABELS], potential[MAX_UNITS][LABELS], factor[EDGES][LABELS][LABELS],
        back[LABELS], next[LABELS];
    edge_factors(weights, factor);
    for (uint32_t k = 0; k < frame->n; k++) {
        weigh(score[k], potential[k]);
        for (uint32_t y = 0; y < LABELS; y++) {
            float in = 0;
            for (uint32_t x = 0; k > 0 && x < LABELS; x++)
                in += forward[k - 1][x] * factor[frame->edge[k]][x][y];
            forward[k][y] = potential[k][y] * (k > 0 ? in : expf(weights->first[y]));
        }
        normalise(forward[k]);
    }
    for (uint32_t y = 0; y < LABELS; y++)
        back[y] = 1.0f / LABELS;
    for (uint32_t k = frame->n; k-- > 0;) {
        float both[LABELS];
        for (uint32_t y = 0; y < LABELS; y++)
            both[y] = forward[k][y] * back[y];
        normalise(both);
        frame->p[k] = both[frame->label[k]];
        for (uint32_t x = 0; k > 0 && x < LABELS; x++) {
            next[x] = 0;
            for (uint32_t y = 0; y < LABELS; y++)
                next[x] += factor[frame->edge[k]][x][y] * potential[k][y] * back[y];
        }
        if (k > 0) {
            normalise(next);
            memcpy(back, next, sizeof back);
        }
    }
}

void frame_decode(const Scene *scene, Frame *frame)
{
    float score[MAX_UNITS][LABELS];
    const Weights *weights = &scene->model->frame;
    if (frame->n == 0) return;
    emit(scene, frame, weights, score);
    viterbi(frame, weights, score);
    marginals(frame, weights, score);
}
