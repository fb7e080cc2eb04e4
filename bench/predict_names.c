/* predict_names.c - language-names: score of each pair of names; names-features: what the scorer
 * sees of it, for train/names.py. */
#include "predict.h"

typedef struct NamesTask {
    const dln *engine;
    bool features;
} NamesTask;

static EntityKind kind_of(const char *kind)
{
    return strcmp(kind, "person") == 0 ? ENTITY_PERSON
           : strcmp(kind, "org") == 0  ? ENTITY_ORG
                                       : ENTITY_PLACE; /* country: a place */
}

static int names_row(json_t *row, void *context)
{
    const NamesTask *task = context;
    size_t n_a, n_b;
    const char *a = row_string(row, "a", &n_a), *b = row_string(row, "b", &n_b),
               *id = row_string(row, "id", NULL);
    EntityKind kind = kind_of(row_string(row, "kind", NULL));
    if (!task->features) {
        NameMatch m = names_compare(task->engine->names, (Slice){a, n_a}, (Slice){b, n_b}, kind);
        printf("{\"id\": \"%s\", \"score\": %.6f, \"link\": \"%s\", \"conflict\": %s}\n", id,
               (double)m.score, name_link_note[m.link], m.conflict ? "true" : "false");
        return 0;
    }
    float f[NAME_FEATURES];
    NameMatch match;
    names_pair_features(task->engine->names, (Slice){a, n_a}, (Slice){b, n_b}, kind, f, &match);
    printf("{\"id\": \"%s\", \"link\": %d, \"conflict\": %d, \"f\": [", id, (int)match.link,
           (int)match.conflict);
    for (uint32_t i = 0; i < NAME_FEATURES; i++)
        printf("%s%.7g", i ? ", " : "", (double)f[i]);
    printf("]}\n");
    return 0;
}

int predict_names(const dln *engine, const char *task, const char *input)
{
    NamesTask context = {engine, strcmp(task, "names-features") == 0};
    return predict_rows(input, names_row, &context);
}
