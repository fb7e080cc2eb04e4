/* events_model.h - trained sentence classifiers: event type of a marked pair (relation), five-class
 * sentence (penta), what police did (police), kind of conflict (conflict30), event type of a
 * sentence without marks (type). Linear models over hashed words, letters and frames; weights in
 * bench/models/events.model, made by train/events.py from features that this file writes, so that
 * training and running read the same. */
#ifndef DLN_MEAN_EVENTS_MODEL_H
#define DLN_MEAN_EVENTS_MODEL_H
#include "base/datafile.h"
#include "mean/events/frames.h"

typedef enum EventTask {
    EVENT_RELATION,
    EVENT_PENTA,
    EVENT_POLICE,
    EVENT_CONFLICT,
    EVENT_TYPE,
    EVENT_TASKS
} EventTask;
extern const char *const event_task_name[EVENT_TASKS];

/* Hashed features of one sentence in groups; each group has weight 1/sqrt(its size) so that long
 * sentences do not count more. */
typedef enum FeatureGroup {
    FEATURE_WORDS,
    FEATURE_LETTERS,
    FEATURE_FRAMES,
    FEATURE_PARTIES,
    FEATURE_PLACE,
    FEATURE_GROUPS
} FeatureGroup;
typedef struct Features {
    uint32_t *at[FEATURE_GROUPS];
    uint32_t n[FEATURE_GROUPS];
} Features; /* sorted, each once */

typedef struct EventModel {
    DataFile data;
    struct {
        uint32_t classes, buckets;
        Slice names;
        const float *scale, *bias;
        const int8_t *weight;
    } task[EVENT_TASKS]; /* weight [buckets][classes]; classes 0: not trained */
} EventModel;

/* Opens data_dir/events.model; without that file no task is trained. DLN_ERR_DATA when damaged.
 * Owned: event_model_close. */
dln_status event_model_open(const char *data_dir, EventModel *model, dln_error *err);
void event_model_close(EventModel *model);
/* Features of `text` (parties: data/en/actorwords.txt); source and target: bytes of the marked pair
 * in it, empty spans when there is none. In `arena`. */
dln_status event_features(const Frames *frames, const Frames *parties, Slice text, Span source,
                          Span target, Arena *arena, Features *features);
/* Margin of each class into score[classes]; false when the task is not trained. */
bool event_scores(const EventModel *model, EventTask task, const Features *features, float *score);
/* Name of class i ("AGREE"). */
Slice event_class_name(const EventModel *model, EventTask task, uint32_t i);
#define EVENT_CLASSES_MAX 64u
#endif
