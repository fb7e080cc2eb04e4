/* predict_stories.c - tasks stories-online, stories-batch, stories-copies, stories-pairs. In: rows
 * of ../shared/bench/stories without gold. Out: one prediction a row. The same calls as `dateline
 * group`. */
#include "predict.h"
#include "base/civil.h"
#include "story/desk.h"

typedef struct Item {
    Slice id, title, text, date, outlet;
} Item;
typedef struct Pile {
    Arena arena;
    VEC(Item) items;
} Pile;

/* "2016-05-27" or "2016-05-27T10:00:00Z" -> day; DAY_UNKNOWN for anything else. */
static int32_t day_of_iso(Slice date)
{
    int year;
    unsigned month, day;
    if (date.n < 10 || sscanf(date.p, "%4d-%2u-%2u", &year, &month, &day) != 3 || month < 1 ||
        month > 12 || day < 1 || day > 31)
        return DAY_UNKNOWN;
    return day_from_civil(year, month, day);
}

static Slice field(Pile *pile, const json_t *object, const char *key)
{
    size_t n;
    const char *text = row_string(object, key, &n);
    return arena_copy(&pile->arena, (Slice){text, n});
}

static int take_item(json_t *object, void *context)
{
    Pile *pile = context;
    Item item = {field(pile, object, "id"), field(pile, object, "title"),
                 field(pile, object, "text"), field(pile, object, "date"),
                 field(pile, object, "outlet")};
    return VEC_PUSH(&pile->arena, &pile->items, item) ? 0 : 1;
}

static void print_link(Sink *sink, const Pile *pile, uint32_t i, const CopyLink *link,
                       uint32_t family)
{
    Json written, *json = &written;
    jw_init(json, sink, false);
    jw_begin(json, '{');
    jw_key(json, "id"), jw_string(json, pile->items.at[i].id);
    jw_key(json, "dup"), jw_string(json, pile->items.at[family].id);
    jw_key(json, "src");
    if (link->source == NONE)
        jw_null(json);
    else
        jw_string(json, pile->items.at[link->source].id);
    jw_key(json, "share"), jw_double(json, (double)link->share);
    jw_key(json, "share_source"), jw_double(json, (double)link->share_source);
    jw_key(json, "spans"), jw_begin(json, '[');
    for (uint32_t k = 0; k < link->n_spans; k++) {
        const CopySpan *s = &link->spans[k];
        jw_begin(json, '[');
        jw_int(json, s->source.b), jw_int(json, s->source.e), jw_int(json, s->copy.b),
            jw_int(json, s->copy.e);
        jw_end(json, ']');
    }
    jw_end(json, ']');
    jw_end(json, '}');
    sink_text(sink, "\n");
}

/* ---- stories ---- */

static PileReport *inputs_of(Pile *pile)
{
    PileReport *input = ARENA_ARRAY(&pile->arena, PileReport, pile->items.n);
    for (uint32_t i = 0; input && i < pile->items.n; i++) {
        const Item *item = &pile->items.at[i];
        input[i] = (PileReport){.title = item->title,
                                .text = item->text,
                                .day = day_of_iso(item->date),
                                .when = item->date,
                                .outlet = item->outlet};
    }
    return input;
}

static void print_story(Sink *sink, const Pile *pile, uint32_t i, uint32_t story)
{
    Json json;
    jw_init(&json, sink, false);
    jw_begin(&json, '{');
    jw_key(&json, "id"), jw_string(&json, pile->items.at[i].id);
    jw_key(&json, "story"), jw_string(&json, pile->items.at[story].id);
    jw_end(&json, '}');
    sink_text(sink, "\n");
}

static void print_features(Sink *sink, uint32_t a, uint32_t b, const float f[FEATURES])
{
    sink_printf(sink, "%u %u", a, b);
    for (int k = 0; k < FEATURES; k++)
        sink_printf(sink, " %.7g", (double)f[k]);
    sink_text(sink, "\n");
}

typedef struct Printer {
    Sink *sink;
    const uint32_t *order;
} Printer;

static void print_pair(void *context, uint32_t a, uint32_t b, const float f[FEATURES])
{
    const Printer *p = context;
    print_features(p->sink, p->order[a], p->order[b], f);
}

static dln_status train_batch(const StoryModel *model, Pile *pile, Sink *sink)
{
    const PileReport *input = inputs_of(pile);
    uint32_t *order = ARENA_ARRAY(&pile->arena, uint32_t, pile->items.n);
    if (!input || !order) return DLN_ERR_NOMEM;
    return batch_pairs(model, input, pile->items.n, &pile->arena, order, print_pair,
                       &(Printer){sink, order});
}

static dln_status batch_task(const StoryModel *model, Pile *pile, Sink *sink)
{
    const PileReport *input = inputs_of(pile);
    uint32_t *story = ARENA_ARRAY(&pile->arena, uint32_t, pile->items.n);
    CopyLink *links = ARENA_ARRAY(&pile->arena, CopyLink, pile->items.n);
    if (!input || !story || !links) return DLN_ERR_NOMEM;
    TRY(desk_batch(model, input, pile->items.n, &pile->arena, story, links));
    for (uint32_t i = 0; i < pile->items.n; i++)
        print_story(sink, pile, i, story[i]);
    return DLN_OK;
}

static dln_status train_each(StoryStream *stream, const PileReport *input, uint32_t n,
                             Arena *scratch, Sink *sink)
{
    for (uint32_t i = 0; i < n; i++) {
        StoryAnswer answer;
        TRY(stream_add(stream, input[i].title, input[i].text, input[i].day, NONE, scratch,
                       &answer));
        const Neighbours *near = stream_neighbours(stream);
        for (uint32_t k = 0; k < near->n; k++)
            print_features(sink, near->at[k].report, i, near->at[k].f);
    }
    return DLN_OK;
}

static dln_status train_online(const StoryModel *model, Pile *pile, Sink *sink)
{
    const PileReport *input = inputs_of(pile);
    StoryStream *stream;
    Arena scratch;
    if (!input) return DLN_ERR_NOMEM;
    TRY(stream_new(model, DESK_LIVE, &stream));
    arena_init(&scratch, 0);
    dln_status status = train_each(stream, input, pile->items.n, &scratch, sink);
    arena_free(&scratch);
    stream_free(stream);
    return status;
}

/* One line a report that shares words with an earlier one: both, and how the pair measured. */
static dln_status train_copies(Pile *pile, Sink *sink)
{
    CopyIndex *index;
    Arena scratch;
    TRY(copies_new(DESK_LIVE, &index));
    arena_init(&scratch, 0);
    dln_status status = DLN_OK;
    for (uint32_t i = 0; i < pile->items.n && status == DLN_OK; i++) {
        CopyLink link;
        status = copies_add(index, pile->items.at[i].text, &pile->arena, &scratch, &link);
        const CopyMeasure *m = &link.measure;
        if (status == DLN_OK && m->report != NONE)
            sink_printf(sink, "%u %u %.5f %.5f %u %u\n", i, m->report, (double)m->share,
                        (double)m->lead, m->longest, m->whole);
    }
    arena_free(&scratch);
    copies_free(index);
    return status;
}

/* The desk over the whole file: stories as given at arrival (a merge recorded later changes no
 * line), or links to sources. */
static dln_status desk_each(Desk *desk, const PileReport *input, Pile *pile, bool copies,
                            Sink *sink)
{
    uint32_t *family = ARENA_ARRAY(&pile->arena, uint32_t, pile->items.n);
    if (!family) return DLN_ERR_NOMEM;
    for (uint32_t i = 0; i < pile->items.n; i++) {
        DeskAnswer answer;
        TRY(desk_add(desk, &input[i], &pile->arena, &answer));
        family[i] = answer.copy.is_copy ? family[answer.copy.source] : i;
        if (copies)
            print_link(sink, pile, i, &answer.copy, family[i]);
        else
            print_story(sink, pile, i, answer.story.story);
    }
    return DLN_OK;
}

static dln_status desk_task(const StoryModel *model, Pile *pile, bool copies, Sink *sink)
{
    const PileReport *input = inputs_of(pile);
    Desk *desk;
    if (!input) return DLN_ERR_NOMEM;
    TRY(desk_new(model, DESK_LIVE, &desk));
    dln_status status = desk_each(desk, input, pile, copies, sink);
    desk_free(desk);
    return status;
}

/* ---- pairs ---- */

typedef struct Couple {
    Slice id;
    Sketch a, b;
} Couple;
typedef struct Couples {
    const StoryModel *model;
    Arena arena, scratch;
    LiveCounts counts;
    VEC(Couple) at;
} Couples;

static dln_status read_half(Couples *c, const json_t *half, Sketch *out)
{
    size_t n, m;
    const char *title = row_string(half, "title", &n), *text = row_string(half, "text", &m);
    TRY(sketch_read(&c->model->fold, (Slice){title, n}, (Slice){text, m}, DAY_UNKNOWN, &c->arena,
                    &c->scratch, out));
    sketch_count(out, &c->counts);
    return DLN_OK;
}

static int take_couple(json_t *object, void *context)
{
    Couples *c = context;
    Couple couple;
    size_t n;
    const char *id = row_string(object, "id", &n);
    couple.id = arena_copy(&c->arena, (Slice){id, n});
    if (read_half(c, json_object_get(object, "a"), &couple.a) != DLN_OK ||
        read_half(c, json_object_get(object, "b"), &couple.b) != DLN_OK)
        return 1;
    return VEC_PUSH(&c->arena, &c->at, couple) ? 0 : 1;
}

/* The alikeness, bent so that the model's threshold lies at one half. */
static void print_couple(Sink *sink, const StoryModel *model, const Couple *couple)
{
    double p = (double)story_pair_alikeness(&couple->a, &couple->b),
           t = (double)model->pair_threshold;
    Json json;
    jw_init(&json, sink, false);
    jw_begin(&json, '{');
    jw_key(&json, "id"), jw_string(&json, couple->id);
    jw_key(&json, "score"), jw_double(&json, p >= t ? 0.5 + 0.5 * (p - t) / (1 - t) : 0.5 * p / t);
    jw_end(&json, '}');
    sink_text(sink, "\n");
}

static void print_couple_features(Sink *sink, const Couple *couple)
{
    float f[FEATURES] = {0}, close[RELATIVES];
    pair_raw(&couple->a, &couple->b, f, close);
    print_features(sink, 0, 0, f);
}

static dln_status pairs_task(const StoryModel *model, const char *input, bool train, Sink *sink)
{
    Couples c = {.model = model};
    arena_init(&c.arena, 0);
    arena_init(&c.scratch, 0);
    dln_status status = live_counts_init(&c.counts);
    if (status == DLN_OK && predict_rows(input, take_couple, &c)) status = DLN_ERR_IO;
    for (uint32_t k = 0; k < c.at.n && status == DLN_OK; k++) {
        sketch_weigh(&c.at.at[k].a, &model->background, &c.counts);
        sketch_weigh(&c.at.at[k].b, &model->background, &c.counts);
        if (train)
            print_couple_features(sink, &c.at.at[k]);
        else
            print_couple(sink, model, &c.at.at[k]);
    }
    live_counts_free(&c.counts);
    arena_free(&c.scratch);
    arena_free(&c.arena);
    return status;
}

/* One line a report: the keys of its terms; the background of the model is counted from them. */
static dln_status terms_task(Pile *pile, Sink *sink)
{
    WordFold fold;
    Arena scratch;
    Sketch sketch;
    word_fold_init(&fold);
    arena_init(&scratch, 0);
    for (uint32_t i = 0; i < pile->items.n; i++) {
        const Item *item = &pile->items.at[i];
        TRY(sketch_read(&fold, item->title, item->text, 0, &pile->arena, &scratch, &sketch));
        for (uint32_t k = 0; k < sketch.n; k++)
            sink_printf(sink, "%u ", sketch.terms[k].key);
        sink_text(sink, "\n");
    }
    arena_free(&scratch);
    return DLN_OK;
}

static dln_status story_task(const StoryModel *model, const char *task, const char *input,
                             Pile *pile, Sink *sink)
{
    if (strcmp(task, "stories-batch") == 0) return batch_task(model, pile, sink);
    if (strcmp(task, "stories-online") == 0) return desk_task(model, pile, false, sink);
    if (strcmp(task, "stories-copies") == 0) return desk_task(model, pile, true, sink);
    if (strcmp(task, "stories-pairs") == 0) return pairs_task(model, input, false, sink);
    if (strcmp(task, "stories-train-terms") == 0) return terms_task(pile, sink);
    if (strcmp(task, "stories-train-batch") == 0) return train_batch(model, pile, sink);
    if (strcmp(task, "stories-train-online") == 0) return train_online(model, pile, sink);
    if (strcmp(task, "stories-train-copies") == 0) return train_copies(pile, sink);
    if (strcmp(task, "stories-train-pairs") == 0) return pairs_task(model, input, true, sink);
    return DLN_ERR_USAGE;
}

int predict_stories(const dln *engine, const char *task, const char *input)
{
    static Sink sink;
    Pile pile = {0};
    arena_init(&pile.arena, 0);
    dln_status status = predict_rows(input, take_item, &pile) ? DLN_ERR_IO : DLN_OK;
    sink_init(&sink, predict_stdout, NULL);
    if (status == DLN_OK) status = story_task(&engine->story, task, input, &pile, &sink);
    if (status == DLN_OK) status = sink_end(&sink);
    arena_free(&pile.arena);
    if (status != DLN_OK) fprintf(stderr, "predict %s: %s\n", task, dln_status_text(status));
    return status != DLN_OK;
}
