/* align_dump.c - training only: shows what claims and pairs are asked about, so that Python never
 * repeats a feature. Called by train/align.py.
 *
 *   align_dump spans FILE.jsonl             every candidate stretch, with the columns of its worth
 *   align_dump pairs FILE.jsonl             every pair of claims, with the columns of either pass
 *   align_dump verdicts FILE.jsonl          every group, with the columns of its verdict
 *   align_dump words FILE.jsonl             every content word, by the hash of its lemma
 *   align_dump names                        the columns
 *   align_dump groups FILE.jsonl J,M,R ...  what is lined up, for each choice of cuts
 *
 * Input rows: {"story" or "topic", "docs": [{"id", "text", "date"?}]}. Models: $DATELINE_DATA or
 * data/. Output, per row: one line of JSON, then arrays that it announces. */
#include "collate/align_impl.h"
#include "engine/engine.h"
#include <jansson.h>
#include <stdio.h>

static const char *row_string(const json_t *object, const char *key, size_t *length)
{
    const json_t *value = json_object_get(object, key);
    if (length) *length = json_string_length(value);
    return json_string_value(value);
}

typedef struct Floats {
    VEC(float) at;
} Floats;
typedef struct Ints {
    VEC(uint32_t) at;
} Ints;
typedef struct Dump {
    dln *engine;
    const char *mode;
    char **cuts;
    int n_cuts;
    Arena arena;
    Report *report;
    uint32_t n;
    Ints ids[2];
    Floats columns[2];
    VEC(Slice) groups; /* JSON of each choice of cuts, or group */
} Dump;

static bool push_ids(Dump *d, int which, const uint32_t *id, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!VEC_PUSH(&d->arena, &d->ids[which].at, id[i])) return false;
    return true;
}

static bool push_columns(Dump *d, int which, const float *column, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!VEC_PUSH(&d->arena, &d->columns[which].at, column[i])) return false;
    return true;
}

static json_t *group_json(const AlignGroup *group)
{
    json_t *list = json_array();
    for (uint32_t k = 0; k < group->tellings.n; k++)
        json_array_append_new(list, json_pack("[ii]", (int)group->tellings.at[k].report,
                                              (int)group->tellings.at[k].claim));
    return list;
}

static void one_group(Dump *d, const AlignTrace *t)
{
    json_t *list = group_json(t->group);
    char *text = json_dumps(list, JSON_COMPACT);
    Slice kept = arena_copy(&d->arena, slice_of(text));
    free(text);
    json_decref(list);
    push_ids(d, 0, (uint32_t[4]){0, 0, 0, 0}, 4);
    push_columns(d, 0, t->column, t->n);
    if (!VEC_PUSH(&d->arena, &d->groups, kept)) exit(1);
}

static void one_pair(void *context, const AlignTrace *t)
{
    Dump *d = context;
    if (strcmp(d->mode, "pairs") != 0) {
        if (t->pass == 2 && strcmp(d->mode, "verdicts") == 0) one_group(d, t);
        return;
    }
    if (t->pass > 1) return;
    uint32_t id[4] = {t->a.report, t->a.claim, t->b.report, t->b.claim};
    push_ids(d, t->pass, id, 4);
    push_columns(d, t->pass, t->column, t->n);
}

static void all_pairs(void *context, const Sides *sides, Aligned *alignment)
{
    Dump *d = context;
    for (int i = 0; i < d->n_cuts; i++) {
        AlignCuts cuts;
        if (sscanf(d->cuts[i], "%f,%f,%f", &cuts.join, &cuts.merge, &cuts.repeat) != 3) exit(2);
        if (group_pairs(sides, &cuts, &d->arena, alignment) != DLN_OK) exit(1);
        json_t *out = json_array();
        for (uint32_t g = 0; g < alignment->groups.n; g++) {
            json_array_append_new(out, group_json(&alignment->groups.at[g]));
        }
        char *text = json_dumps(out, JSON_COMPACT);
        Slice kept = arena_copy(&d->arena, slice_of(text));
        free(text);
        json_decref(out);
        if (!VEC_PUSH(&d->arena, &d->groups, kept)) exit(1);
    }
}

static dln_status open_reports(Dump *d, const json_t *row)
{
    json_t *docs = json_object_get(row, "docs"), *doc;
    size_t i;
    ReadOptions options = {.max_input = d->engine->options.max_input_bytes,
                           .max_memory = d->engine->options.max_report_memory,
                           .engine = &d->engine->read};
    d->report = ARENA_ARRAY(&d->arena, Report, json_array_size(docs) + 1);
    if (!d->report) return DLN_ERR_NOMEM;
    json_array_foreach(docs, i, doc)
    {
        size_t id, text;
        const char *name = row_string(doc, "id", &id), *body = row_string(doc, "text", &text);
        Report *r = &d->report[d->n++];
        TRY(report_begin(&options, (Slice){name, id}, (Slice){NULL, 0}, (Slice){body, text},
                         "text/plain", r));
        TRY(read_text(&options, (Slice){body, text}, false, r));
    }
    return DLN_OK;
}

static dln_status describe(Dump *d, Findings *f, uint32_t number)
{
    float *columns;
    Arena scratch;
    arena_init(&scratch, 0);
    dln_status status = claims_describe(f, &d->arena, &scratch, &columns);
    for (uint32_t i = 0; i < f->claims.n && status == DLN_OK; i++) {
        uint32_t id[4] = {number, f->claims.at[i].span.b, f->claims.at[i].span.e, f->lang.n_tokens};
        if (!push_ids(d, 0, id, 4) ||
            !push_columns(d, 0, columns + (size_t)i * CLAIM_COLUMN_COUNT, CLAIM_COLUMN_COUNT))
            status = DLN_ERR_NOMEM;
    }
    arena_free(&scratch);
    return status;
}

/* Content words of a report. */
static dln_status words_of(Dump *d, const Findings *f, uint32_t number)
{
    for (uint32_t i = 0; i < f->token_lemmas.n; i++) {
        uint32_t id[4] = {number, f->token_lemmas.at[i], 0, 0};
        if (id[1] && !push_ids(d, 0, id, 4)) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

static void print_row(const Dump *d, const json_t *row, Findings *const *list)
{
    json_t *head = json_object(), *claims = json_array(), *groups = json_array(),
           *ids = json_array();
    const char *id = row_string(row, "story", NULL);
    json_object_set_new(head, "id", json_string(id ? id : row_string(row, "topic", NULL)));
    for (uint32_t i = 0; i < d->n; i++) {
        json_t *of = json_array();
        for (uint32_t k = 0; k < list[i]->claims.n && strcmp(d->mode, "spans") != 0; k++)
            json_array_append_new(of, json_pack("[iif]", (int)list[i]->claims.at[k].span.b,
                                                (int)list[i]->claims.at[k].span.e,
                                                (double)list[i]->claims.at[k].worth));
        json_array_append_new(claims, of);
        json_array_append_new(ids, json_stringn(d->report[i].source.p, d->report[i].source.n));
    }
    for (uint32_t i = 0; i < d->groups.n; i++)
        json_array_append_new(groups, json_loads(d->groups.at[i].p, 0, NULL));
    json_object_set_new(head, "docs", ids);
    json_object_set_new(head, "claims", claims);
    json_object_set_new(head, "groups", groups);
    json_object_set_new(head, "rows",
                        json_pack("[ii]", (int)d->ids[0].at.n / 4, (int)d->ids[1].at.n / 4));
    json_object_set_new(head, "floats",
                        json_pack("[ii]", (int)d->columns[0].at.n, (int)d->columns[1].at.n));
    json_dumpf(head, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(head);
    for (int i = 0; i < 2; i++) {
        fwrite(d->ids[i].at.at, sizeof(uint32_t), d->ids[i].at.n, stdout);
        fwrite(d->columns[i].at.at, sizeof(float), d->columns[i].at.n, stdout);
    }
}

static int one_row(const json_t *row, Dump *d)
{
    Arena scratch;
    ArenaMark mark = arena_mark(&d->arena);
    Record record = {0};
    memset(d->ids, 0, sizeof d->ids);
    memset(d->columns, 0, sizeof d->columns);
    memset(&d->groups, 0, sizeof d->groups);
    d->n = 0;
    arena_init(&scratch, 0);
    dln_status status = open_reports(d, row);
    Findings **list = ARENA_ARRAY(&d->arena, Findings *, d->n + 1);
    for (uint32_t i = 0; i < d->n && status == DLN_OK; i++) {
        list[i] = ARENA_NEW(&d->arena, Findings);
        status = engine_findings(d->engine, &d->report[i], list[i], &scratch);
        if (status == DLN_OK) status = engine_claims(d->engine, &d->report[i], list[i], &scratch);
    }
    arena_init(&record.arena, 0);
    bool spans = strcmp(d->mode, "spans") == 0, words = strcmp(d->mode, "words") == 0;
    if (spans || words)
        for (uint32_t i = 0; i < d->n && status == DLN_OK; i++)
            status = spans ? describe(d, list[i], i) : words_of(d, list[i], i);
    else if (status == DLN_OK)
        status = engine_collate(d->engine, (const Findings *const *)list, d->n, &record);
    if (status == DLN_OK) print_row(d, row, list);
    arena_free(&record.arena);
    arena_free(&scratch);
    for (uint32_t i = 0; i < d->n; i++)
        arena_free(&d->report[i].arena);
    arena_rewind(&d->arena, mark);
    return status == DLN_OK ? 0 : 1;
}

static int every_row(Dump *d, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    int status = file ? 0 : 2;
    while (status == 0 && (n = getline(&line, &room, file)) > 0) {
        json_t *row = json_loadb(line, (size_t)n, 0, NULL);
        status = row ? one_row(row, d) : 1;
        json_decref(row);
    }
    free(line);
    if (file) fclose(file);
    return status;
}

static int print_names(void)
{
    json_t *all = json_object(), *worth = json_array();
    for (uint32_t i = 0; i < CLAIM_COLUMN_COUNT; i++)
        json_array_append_new(worth, json_string(claim_column_name[i]));
    json_object_set_new(all, "worth", worth);
    static const char *const names[] = {"pair", "again", "verdict"};
    for (int pass = 0; pass < 3; pass++) {
        json_t *list = json_array();
        for (uint32_t i = 0; align_column_name(pass, i); i++)
            json_array_append_new(list, json_string(align_column_name(pass, i)));
        json_object_set_new(all, names[pass], list);
    }
    json_dumpf(all, stdout, JSON_COMPACT);
    json_decref(all);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "names") == 0) return print_names();
    Dump d = {.mode = argc > 1 ? argv[1] : ""};
    dln_error err;
    if (argc < 3 || dln_open(NULL, &d.engine, &err) != DLN_OK) {
        fprintf(stderr, "align_dump: %s\n", argc < 3 ? "spans|pairs|groups FILE" : err.message);
        return 2;
    }
    d.cuts = argv + 3;
    d.n_cuts = strcmp(d.mode, "groups") == 0 ? argc - 3 : 0;
    d.engine->aligner.each = one_pair;
    d.engine->aligner.paired = all_pairs;
    d.engine->aligner.context = &d;
    arena_init(&d.arena, 0);
    int status = every_row(&d, argv[2]);
    arena_free(&d.arena);
    dln_close(d.engine);
    return status;
}
