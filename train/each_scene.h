/* each_scene.h - for programs of this folder that show what the events stage asks: reads the files
 * given as arguments, each a story of its own, and visits their sentences as the stage sees them.
 * In: argc, argv, a visitor. Out: what the visitor prints. */
#ifndef DLN_TRAIN_EACH_SCENE_H
#define DLN_TRAIN_EACH_SCENE_H
#include "engine/engine.h"
#include "mean/events/events_sense.h"
#include "mean/events/events_steps.h"
#include <stdio.h>

typedef void SceneVisit(const Scene *scene, const char *file, Span sentence);

static inline void each_scene_of(const dln *engine, Findings *f, const char *file,
                                 SceneVisit *visit)
{
    Arena scratch;
    Tone tone;
    arena_init(&scratch, 0);
    report_tone(&engine->events, f, &tone);
    for (uint32_t i = 0; i < f->lang.n_sentences; i++) {
        Scene s;
        ArenaMark mark = arena_mark(&scratch);
        if (scene_open(&s, &engine->events, &tone, f, i, &scratch) != DLN_OK) break;
        scene_compose(&s);
        visit(&s, file, f->lang.sentence[i].span);
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
}

/* The exit code: 1 where the data folder cannot be opened or memory ends. */
static inline int each_scene(int argc, char **argv, SceneVisit *visit)
{
    dln *engine = NULL;
    dln_error err;
    dln_options options;
    dln_options_init(&options);
    options.data_dir = "data";
    if (dln_open(&options, &engine, &err) != DLN_OK) return 1;
    for (int i = 1; i < argc; i++) {
        dln_run *run = NULL;
        dln_record *record = NULL;
        if (dln_run_new(engine, &run) != DLN_OK) return 1;
        dln_run_add_file(run, argv[i]);
        if (dln_run_story(run, &record) == DLN_OK)
            for (uint32_t k = 0; k < record->record.n_reports; k++)
                each_scene_of(engine, (Findings *)(uintptr_t)record->record.findings[k], argv[i],
                              visit);
        dln_record_free(record);
        dln_run_free(run);
    }
    dln_close(engine);
    return 0;
}
#endif
