/* events_told_judge.c - how an event is told, weighed; see events_told.h.
 *
 * In: events with the modality that the rules gave them, learned weights (data/modality.model).
 * Out: their modality.
 *
 * A softmax over the signs of events_told.c, weights of a byte each by a hash of the sign; fitted
 * by train/modality.py on happenings that readers marked (tests/cases/events/modality_read.tsv).
 *
 * Known to get wrong: see events_told.c. */
#include "mean/events/events_told.h"

enum { BUCKET_BITS = 15, BUCKETS = 1 << BUCKET_BITS };

static const float SURER = 0.5f; /* of log odds */

dln_status told_weights_load(const char *data_dir, Arena *arena, Events *events, dln_error *err)
{
    return byte_weights_load(data_dir, "modality.model", MODALITY_COUNT * BUCKETS, arena,
                             &events->told, err);
}

/* What the rules hold back is never told as happened, and what they say stands where nothing else
 * is surer by far. */
static Modality weighed(const ByteWeights *weights, const ToldSigns *signs, Modality rule)
{
    int32_t sum[MODALITY_COUNT] = {0};
    uint32_t best = rule;
    for (uint32_t i = 0; i < signs->n; i++) {
        const int8_t *w = &weights->at[MODALITY_COUNT * (signs->at[i] >> (32 - BUCKET_BITS))];
        for (uint32_t k = 0; k < MODALITY_COUNT; k++)
            sum[k] += w[k];
    }
    for (uint32_t k = 0; k < MODALITY_COUNT; k++)
        if (k != MODALITY_HAPPENED && sum[k] > sum[best]) best = k;
    return weights->scale * (float)(sum[best] - sum[rule]) > SURER ? (Modality)best : rule;
}

void scene_told(Scene *s, uint32_t from)
{
    ToldSigns signs;
    if (!s->events->told.at) return;
    for (uint32_t i = from; i < s->findings->events.n; i++) {
        Event *event = &s->findings->events.at[i];
        if (!scene_holds(s, event->token)) continue;
        told_signs(s, event, &signs);
        event->modality = weighed(&s->events->told, &signs, event->modality);
    }
}
