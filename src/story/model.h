/* model.h - what stories are told apart with: the folding table, the background of term counts, the
 * trained trees, the thresholds.
 *
 * In: data/story.model (written by train/story.py). Immutable once open; shared by threads. */
#ifndef DLN_STORY_MODEL_H
#define DLN_STORY_MODEL_H
#include "base/datafile.h"
#include "story/pair.h"

typedef struct StoryModel {
    WordFold fold;
    Background background;
    PairTrees online, batch; /* probability of one event, for a pair as it stands at arrival; with
                                all reports at hand */
    PairEvidence evidence;
    float join_online,
        join_batch;       /* mean probability from which a report joins, two groups are one */
    float pair_threshold; /* alikeness from which two reports given alone are one story */
    DataFile file;
} StoryModel;

/* DLN_ERR_DATA names the file and the fault. Tables live in `arena`. */
dln_status story_model_open(const char *data_dir, Arena *arena, StoryModel *model, dln_error *err);
void story_model_close(StoryModel *model);
/* Tells one model file from another: states saved with one are not read with the other. */
uint32_t model_key(const StoryModel *model);
/* How alike two reports are when nothing stands around them, 0..1: without neighbours ranks say
 * nothing, so it is the mean of eight views. */
float story_pair_alikeness(const Sketch *a, const Sketch *b);
#endif
