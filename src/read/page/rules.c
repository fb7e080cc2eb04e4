/* page_rules.c: loads what the HTML reader knows from the data folder (formats at the head of each
 * file), and runs the judge.
 *
 * In: lists and model. Out: PageRules, or an error that names the file that is missing or damaged.
 */
#include "read/page/rules.h"

#include <stdio.h>

#include "base/utf8.h"

/* Calls put for each blank-separated word of text. */
static bool each_word(Slice text, bool (*put)(void *context, Slice word), void *context)
{
    size_t i = 0;
    while (i < text.n) {
        size_t begin = i;
        while (i < text.n && text.p[i] != ' ')
            i++;
        if (i > begin && !put(context, (Slice){text.p + begin, i - begin})) return false;
        i++;
    }
    return true;
}

typedef struct WordInto {
    Map *map;
    Arena *arena;
    uint32_t value;
    bool bits;
} WordInto;

static bool put_word(void *context, Slice word)
{
    WordInto *into = context;
    uint32_t old = 0;
    if (into->bits) map_get(into->map, word, &old);
    return word.p && map_put(into->map, word, into->bits ? old | into->value : into->value);
}

static const char *const hint_names[HINT_COUNT] = {
    "body",    "article", "content", "title",          "standfirst", "byline",
    "date",    "caption", "media",   "related",        "list",       "nav",
    "side",    "share",   "signup",  "comment",        "footer",     "advert",
    "consent", "hidden",  "bio",     "quote",          "box",        "table",
    "live",    "header",  "meta",    "comments_count", "correction", "recipe"};

static dln_status load_classes(const char *dir, Arena *arena, PageRules *rules, dln_error *err)
{
    Table table;
    TRY(table_load(dir, "page/classes.txt", arena, &table, err));
    map_init(&rules->classes, arena);
    for (uint32_t i = 0; i < table.n; i++) {
        uint32_t hint = 0;
        while (hint < HINT_COUNT && !slice_is(row_col(&table.at[i], 0), hint_names[hint]))
            hint++;
        if (hint == HINT_COUNT)
            return err_fill(err, DLN_ERR_DATA, "open", "page/classes.txt line %u: no such group",
                            table.at[i].line);
        WordInto into = {&rules->classes, arena, 1u << hint, true};
        if (!each_word(row_col(&table.at[i], 1), put_word, &into)) return arena_status(arena);
    }
    return DLN_OK;
}

static dln_status load_appeals(const char *dir, Arena *arena, PageRules *rules, dln_error *err)
{
    static const char *const names[] = {"appeal", "credit", "more", "consent"};
    Table table;
    TRY(table_load(dir, "page/appeal.txt", arena, &table, err));
    map_init(&rules->appeals, arena);
    for (uint32_t i = 0; i < table.n; i++)
        for (uint32_t k = 0; k < 4; k++) {
            WordInto into = {&rules->appeals, arena, 1u << k, true};
            if (slice_is(row_col(&table.at[i], 0), names[k]) &&
                !each_word(row_col(&table.at[i], 1), put_word, &into))
                return arena_status(arena);
        }
    return DLN_OK;
}

static dln_status load_months(const char *dir, Arena *arena, PageRules *rules, dln_error *err)
{
    Table table;
    TRY(table_load(dir, "page/months.txt", arena, &table, err));
    map_init(&rules->months, arena);
    for (uint32_t i = 0; i < table.n; i++)
        for (uint32_t month = 1; month <= 12; month++) {
            WordInto into = {&rules->months, arena, month, false};
            if (!each_word(row_col(&table.at[i], month), put_word, &into))
                return arena_status(arena);
        }
    return DLN_OK;
}

static dln_status bad_model(dln_error *err, const char *what)
{
    return err_fill(err, DLN_ERR_DATA, "open", "maintext.model: %s", what);
}

/* Every child lies behind its parent inside its tree, so that a walk ends. */
static bool tree_is_sound(const ForestNode *nodes, uint32_t n, uint32_t features)
{
    for (uint32_t i = 0; i < n; i++) {
        if (nodes[i].feature == FOREST_LEAF) continue;
        if (nodes[i].feature >= features || nodes[i].left <= i || nodes[i].right <= i ||
            nodes[i].left >= n || nodes[i].right >= n)
            return false;
    }
    return n > 0;
}

static dln_status load_forest(const DataFile *file, const char *name, Forest *forest,
                              dln_error *err)
{
    char section[24];
    const uint8_t *p;
    size_t n;
    snprintf(section, sizeof section, "%s.head", name);
    if (!datafile_section(file, section, &p, &n) || n < 16)
        return bad_model(err, "no head section");
    memcpy(&forest->base, p, 4);
    memcpy(&forest->trees, p + 4, 4);
    memcpy(&forest->node_count, p + 8, 4);
    memcpy(&forest->features, p + 12, 4);
    snprintf(section, sizeof section, "%s.roots", name);
    if (!datafile_section(file, section, &p, &n) || n / 4 != forest->trees)
        return bad_model(err, "roots do not fit");
    forest->roots = (const uint32_t *)(const void *)p;
    snprintf(section, sizeof section, "%s.nodes", name);
    if (!datafile_section(file, section, &p, &n) || n / sizeof(ForestNode) != forest->node_count)
        return bad_model(err, "nodes do not fit");
    forest->nodes = (const ForestNode *)(const void *)p;
    for (uint32_t t = 0; t < forest->trees; t++) {
        uint32_t begin = forest->roots[t],
                 end = t + 1 < forest->trees ? forest->roots[t + 1] : forest->node_count;
        if (begin >= end || end > forest->node_count ||
            !tree_is_sound(forest->nodes + begin, end - begin, forest->features))
            return bad_model(err, "a tree is damaged");
    }
    return DLN_OK;
}

float forest_value(const Forest *forest, const float *features)
{
    float sum = forest->base;
    for (uint32_t t = 0; t < forest->trees; t++) {
        const ForestNode *nodes = forest->nodes + forest->roots[t];
        uint32_t at = 0;
        while (nodes[at].feature != FOREST_LEAF)
            at = features[nodes[at].feature] <= nodes[at].threshold ? nodes[at].left
                                                                    : nodes[at].right;
        sum += nodes[at].threshold;
    }
    return sum;
}

dln_status page_rules_open(const char *data_dir, Arena *arena, PageRules *rules, dln_error *err)
{
    memset(rules, 0, sizeof *rules);
    TRY(load_classes(data_dir, arena, rules, err));
    TRY(load_appeals(data_dir, arena, rules, err));
    TRY(load_months(data_dir, arena, rules, err));
    TRY(table_load(data_dir, "page/byline.txt", arena, &rules->bylines, err));
    TRY(table_load(data_dir, "page/dates.txt", arena, &rules->dates, err));
    TRY(datafile_open(data_dir, "maintext.model", &rules->model, err));
    rules->judged = true;
    dln_status status = load_forest(&rules->model, "judge", &rules->judge, err);
    if (status != DLN_OK) page_rules_close(rules);
    return status;
}

void page_rules_close(PageRules *rules)
{
    if (rules->judged) datafile_close(&rules->model);
    rules->judged = false;
}
