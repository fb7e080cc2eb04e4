/* predict.c - bench/predict TASK INPUT: opens the engine beside itself (../data) and hands over to
 * the area's file. DATELINE_ENGINE=careful in the environment takes that engine, as the command's
 * --engine does. An area adds its line to `predictors` when its stage stands. */
#include "predict.h"

const Predictor predictors[] = {
    {"language-parse", predict_language},
    {"language-tags", predict_language},
    {"language-ner", predict_language},
    {"event-pairs", predict_joins},
    {"event-tellings", predict_joins},
    {"collation-verdicts", predict_collation},
    {"collation-mentions", predict_chains},
    {"collation-conflict", predict_collation},
    {"collation-raw", predict_chains},
    {"collation-pairs", predict_chains}, /* features of mention pairs, for train/chains.py */
    {"stories-copies", predict_stories},
    {"stories-online", predict_stories},
    {"stories-batch", predict_stories},
    {"stories-pairs", predict_stories},
    {"extraction", predict_extraction},
    {"extraction-blocks", predict_extraction},
    {"stories-growth", predict_growth},
    {"stories-speed", predict_growth},
    {"stories-train-terms", predict_stories},
    {"stories-train-online", predict_stories},
    {"stories-train-batch", predict_stories},
    {"stories-train-pairs", predict_stories},
    {"stories-train-copies", predict_stories}, /* for train/story.py */
    {"events", predict_events},
    {"events-features", predict_events},
    {"quotes", predict_quotes},
    {"quotes-all", predict_quotes},
    {"speakers-trace", predict_quotes},
    {"time", predict_time},
    {"language-names", predict_names},
    {"language-coref", predict_entities},
    {"language-gap", predict_entities},
    {"coref-trace", predict_entities},
    {"names-features", predict_names},
    {NULL, NULL},
};

int predict_stdout(const void *bytes, size_t length, void *context)
{
    (void)context;
    return fwrite(bytes, 1, length, stdout) == length ? 0 : 1;
}

int predict_rows(const char *input, int (*row)(json_t *object, void *context), void *context)
{
    FILE *file = fopen(input, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    int status = 0;
    if (!file) {
        perror(input);
        return 1;
    }
    while (status == 0 && (n = getline(&line, &room, file)) >= 0) {
        json_error_t error;
        json_t *object = json_loadb(line, (size_t)n, JSON_ALLOW_NUL, &error);
        if (!object) {
            if (n > 1) {
                fprintf(stderr, "%s: %s\n", input, error.text);
                status = 1;
            }
            continue;
        }
        status = row(object, context);
        json_decref(object);
    }
    free(line);
    fclose(file);
    return status;
}

const char *row_string(const json_t *object, const char *key, size_t *length)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    if (length) *length = text ? json_string_length(value) : 0;
    return text ? text : "";
}

dln_status predict_report(Slice id, Slice text, Report *report)
{
    *report = (Report){0};
    arena_init(&report->arena, 0);
    report->source = arena_copy(&report->arena, id);
    report->text = arena_copy(&report->arena, text);
    report->media_type = SLICE("text/plain");
    return arena_status(&report->arena);
}

bool predict_models(const dln *engine, char dir[4200])
{
    return snprintf(dir, 4200, "%s/../bench/models", engine->data_dir) < 4200;
}

static dln_status open_engine(dln **engine, dln_error *error)
{
    dln_options options;
    const char *name = getenv("DATELINE_ENGINE");
    dln_options_init(&options);
    if (name && dln_engine_by_name(name, &options.engine) != DLN_OK)
        fprintf(stderr, "predict: no engine '%s', taking the fast one\n", name);
    return dln_open(&options, engine, error);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: predict TASK INPUT\ntasks:");
    }
    for (const Predictor *p = predictors; p->task; p++) {
        if (argc != 3) {
            fprintf(stderr, " %s", p->task);
            continue;
        }
        if (strcmp(p->task, argv[1]) != 0) continue;
        dln *engine;
        dln_error error;
        if (open_engine(&engine, &error) != DLN_OK) {
            fprintf(stderr, "predict: %s\n", error.message);
            return 1;
        }
        int status = p->run(engine, argv[1], argv[2]);
        dln_close(engine);
        if (fflush(stdout) != 0) status = 1;
        return status;
    }
    fprintf(stderr, argc == 3 ? "predict: no task %s\n" : "\n", argc == 3 ? argv[1] : "");
    return 2;
}
