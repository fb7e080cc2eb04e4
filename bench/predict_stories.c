/* predict_stories.c - tasks stories-online, stories-batch, stories-copies, stories-pairs. In: rows of ../shared/bench/stories without
 * gold. Out: one prediction a row. The same calls as `dateline group`. */
#include "predict.h"
#include "base/mem.h"
#include "story/copies.h"

typedef struct Item { Slice id, title, text, date; } Item;
typedef struct Pile { Arena arena; VEC(Item) items; } Pile;

static Slice field(Pile *pile, const json_t *object, const char *key) {
    size_t n;
    const char *text = row_string(object, key, &n);
    return arena_copy(&pile->arena, (Slice){text, n});
}

static int take_item(json_t *object, void *context) {
    Pile *pile = context;
    Item item = {field(pile, object, "id"), field(pile, object, "title"), field(pile, object, "text"), field(pile, object, "date")};
    return VEC_PUSH(&pile->arena, &pile->items, item) ? 0 : 1;
}

static void print_link(Json *json, const Pile *pile, uint32_t i, const CopyLink *link, const uint32_t *family) {
    jw_begin(json, '{');
    jw_key(json, "id"), jw_string(json, pile->items.at[i].id);
    jw_key(json, "dup"), jw_string(json, pile->items.at[family[i]].id);
    jw_key(json, "src");
    if (link->source == NONE) jw_null(json);
    else jw_string(json, pile->items.at[link->source].id);
    jw_key(json, "share"), jw_double(json, (double)link->share);
    jw_key(json, "share_source"), jw_double(json, (double)link->share_source);
    jw_key(json, "spans"), jw_begin(json, '[');
    for (uint32_t k = 0; k < link->n_spans; k++) {
        const CopySpan *s = &link->spans[k];
        jw_begin(json, '[');
        jw_int(json, s->source.b), jw_int(json, s->source.e), jw_int(json, s->copy.b), jw_int(json, s->copy.e);
        jw_end(json, ']');
    }
    jw_end(json, ']');
    jw_end(json, '}');
}

static dln_status copies_each(Pile *pile, Sink *sink) {
    CopyIndex *index;
    Arena scratch;
    uint32_t *family = ARENA_ARRAY(&pile->arena, uint32_t, pile->items.n);
    if (!family) return DLN_ERR_NOMEM;
    TRY(copies_new(100000, &index));
    arena_init(&scratch, 0);
    dln_status status = DLN_OK;
    for (uint32_t i = 0; i < pile->items.n && status == DLN_OK; i++) {
        CopyLink link;
        status = copies_add(index, pile->items.at[i].text, &pile->arena, &scratch, &link);
        family[i] = status == DLN_OK && link.is_copy ? family[link.source] : i;
        Json json;
        jw_init(&json, sink, false);
        if (status == DLN_OK) print_link(&json, pile, i, &link, family);
        sink_text(sink, "\n");
    }
    arena_free(&scratch);
    copies_free(index);
    return status;
}

int predict_stories(const dln *engine, const char *task, const char *input) {
    (void)engine;
    Pile pile = {0};
    Sink sink;
    arena_init(&pile.arena, 0);
    int bad = predict_rows(input, take_item, &pile);
    sink_init(&sink, predict_stdout, NULL);
    dln_status status = bad ? DLN_ERR_IO : DLN_OK;
    if (!bad && strcmp(task, "stories-copies") == 0) status = copies_each(&pile, &sink);
    if (status == DLN_OK) status = sink_end(&sink);
    arena_free(&pile.arena);
    if (status != DLN_OK) fprintf(stderr, "predict %s: %s\n", task, dln_status_text(status));
    return status != DLN_OK;
}
