/* story_of_files.h - for programs of this folder that show what the record's stages ask: makes of
 * the files given as arguments the record of one story. In: argc, argv, who prints it, the names of
 * its numbers (`names` as the only argument lists these). Out: what is printed, the exit code: 1
 * where the data folder cannot be opened or memory ends. */
#ifndef DLN_TRAIN_STORY_OF_FILES_H
#define DLN_TRAIN_STORY_OF_FILES_H
#include "engine/engine.h"
#include <stdio.h>
#include <string.h>

typedef int RecordPrint(const dln_record *record);

static inline int print_names(const char *const *name, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        printf("%s\n", name[k]);
    return 0;
}

static inline int story_of_files(int argc, char **argv, RecordPrint *print, const char *const *name,
                                 uint32_t n_names)
{
    if (argc == 2 && !strcmp(argv[1], "names")) return print_names(name, n_names);
    dln *engine = NULL;
    dln_run *run = NULL;
    dln_record *record = NULL;
    dln_error err;
    dln_options options;
    dln_options_init(&options);
    options.data_dir = "data";
    int code = 1;
    if (dln_open(&options, &engine, &err) == DLN_OK && dln_run_new(engine, &run) == DLN_OK) {
        for (int i = 1; i < argc; i++)
            dln_run_add_file(run, argv[i]);
        if (dln_run_story(run, &record) == DLN_OK) code = print(record);
    }
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return code;
}
#endif
