/* dateline.c - the public API: opens the engine, keeps the inputs of a run, runs the stages and hands out the record.
 * In: options, files, bytes. Out: records. The stages themselves are in the folders; this file only wires them. */
#include "engine.h"
#include "base/mem.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *dln_version(void) { return DLN_VERSION; }

const char *dln_status_text(dln_status status) {
    switch (status) {
    case DLN_OK: return "done";
    case DLN_ERR_NOMEM: return "out of memory";
    case DLN_ERR_LIMIT: return "over a limit";
    case DLN_ERR_IO: return "cannot be read or written";
    case DLN_ERR_FORMAT: return "no news document of a known kind";
    case DLN_ERR_DATA: return "a data file of dateline is missing or damaged";
    case DLN_ERR_USAGE: return "wrong use";
    case DLN_ERR_EMPTY: return "nothing to read";
    }
    return "unknown status";
}

void dln_options_init(dln_options *options) {
    *options = (dln_options){.size = sizeof *options, .max_input_bytes = 64u << 20, .max_report_memory = 256u << 20, .max_story_memory = 1u << 30};
}

static bool is_data_dir(const char *dir) {
    char path[5000];
    return snprintf(path, sizeof path, "%s/en", dir) < (int)sizeof path && access(path, R_OK | X_OK) == 0;
}

/* Data beside the program: build/dateline and bench/predict find ../data, an installed program ../share/dateline. */
static bool data_beside_program(char dir[4096]) {
    static const char *const places[] = {"../data", "../share/dateline", "../../data"};
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0) return false;
    program[n] = 0;
    char *slash = strrchr(program, '/');
    if (!slash) return false;
    *slash = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (snprintf(dir, 4096, "%s/%s", program, places[i]) < 4096 && is_data_dir(dir)) return true;
    }
    return false;
}

static dln_status find_data(const dln_options *options, char dir[4096], dln_error *err) {
    const char *named = options->data_dir ? options->data_dir : getenv("DATELINE_DATA");
    if (named) {
        if (strlen(named) < 4096 && is_data_dir(named)) { strcpy(dir, named); return DLN_OK; }
        return fail(err, DLN_ERR_DATA, "open", "%.200s is no data folder of dateline (it holds no en/)", named);
    }
    if (data_beside_program(dir)) return DLN_OK;
    strcpy(dir, DLN_DATA_DIR);
    return is_data_dir(dir) ? DLN_OK : fail(err, DLN_ERR_DATA, "open", "no data folder found; name one with --data or DATELINE_DATA");
}

static dln_status open_stages(dln *engine, dln_error *err) {
    (void)engine; (void)err;
    return DLN_OK;
}

dln_status dln_open(const dln_options *options, dln **engine, dln_error *err) {
    *engine = NULL;
    dln_options defaults;
    dln_options_init(&defaults);
    if (options && options->size != sizeof *options) return fail(err, DLN_ERR_USAGE, "open", "options of another size: call dln_options_init first");
    dln *made = mem_alloc(sizeof *made);
    if (!made) return fail(err, DLN_ERR_NOMEM, "open", "out of memory");
    memset(made, 0, sizeof *made);
    made->options = options ? *options : defaults;
    arena_init(&made->arena, 0);
    dln_status status = find_data(&made->options, made->data_dir, err);
    if (status == DLN_OK) status = open_stages(made, err);
    if (status != DLN_OK) { dln_close(made); return status; }
    *engine = made;
    return DLN_OK;
}

void dln_close(dln *engine) {
    if (!engine) return;
    arena_free(&engine->arena);
    mem_free(engine);
}
