/* stream.c - see stream.h. */
#include "story/stream.h"
#include "base/mem.h"
#include "story/state.h"

enum { MEMBERS = 8, MERGE_MEMBERS = 6, REVISED_PERCENT = 2 };
static const float BEST_WORTH = 0.2f; /* of the closest member, against 0.8 of the mean */

/* What is known of a story that has a report in the window. */
typedef struct StoryState {
    uint32_t key, size, last;
} StoryState; /* key: story + 1, 0: free; last: its newest report */

struct StoryStream {
    LiveIndex live;
    StoryState *stories;     /* [n_slots] open addressing */
    uint32_t n_slots, first; /* a power of two; live_first when the table was last built */
    uint32_t revised;        /* labels changed so far */
    Neighbours near;
};

dln_status stream_new(const StoryModel *model, uint32_t live, StoryStream **stream)
{
    *stream = NULL;
    StoryStream *made = mem_alloc(sizeof *made);
    if (!made) return DLN_ERR_NOMEM;
    memset(made, 0, sizeof *made);
    dln_status status = live_init(&made->live, model, live);
    made->n_slots = 16;
    while (made->n_slots < 2 * SHELVES_LIVE * made->live.size)
        made->n_slots *= 2;
    made->stories = mem_alloc(made->n_slots * sizeof *made->stories);
    if (status == DLN_OK && !made->stories) status = DLN_ERR_NOMEM;
    if (status != DLN_OK) {
        stream_free(made);
        return status;
    }
    memset(made->stories, 0, made->n_slots * sizeof *made->stories);
    *stream = made;
    return DLN_OK;
}

void stream_free(StoryStream *stream)
{
    if (!stream) return;
    live_free(&stream->live);
    mem_free(stream->stories);
    mem_free(stream);
}

const Neighbours *stream_neighbours(const StoryStream *stream)
{
    return &stream->near;
}

static StoryState *state_of(const StoryStream *stream, uint32_t story)
{
    uint32_t i = (story * 0x9E3779B1u) & (stream->n_slots - 1);
    while (stream->stories[i].key && stream->stories[i].key != story + 1)
        i = (i + 1) & (stream->n_slots - 1);
    return &stream->stories[i];
}

static void add_member(StoryStream *stream, uint32_t story, uint32_t number)
{
    StoryState *state = state_of(stream, story);
    LiveReport *report = live_at(&stream->live, number);
    report->story = story;
    report->before = state->size ? state->last : NONE;
    *state = (StoryState){story + 1, state->size + 1, number};
}

/* After a shelf was dropped: the table is built again from the reports that are left, up to number
 * `end`. */
static void rebuild(StoryStream *stream, uint32_t end)
{
    memset(stream->stories, 0, stream->n_slots * sizeof *stream->stories);
    stream->first = live_first(&stream->live);
    for (uint32_t k = stream->first; k < end; k++)
        add_member(stream, live_at(&stream->live, k)->story, k);
}

void stream_turn(StoryStream *stream)
{
    live_turn(&stream->live);
    rebuild(stream, stream->live.next);
}

uint32_t stream_first(const StoryStream *stream)
{
    return live_first(&stream->live);
}

uint32_t stream_story(const StoryStream *stream, uint32_t report)
{
    const LiveReport *kept = live_at(&stream->live, report);
    return kept ? kept->story : NONE;
}

uint32_t stream_newest(const StoryStream *stream, uint32_t story)
{
    const StoryState *state = state_of(stream, story);
    return state->key && state->size ? state->last : NONE;
}

uint32_t stream_before(const StoryStream *stream, uint32_t report)
{
    const LiveReport *kept = live_at(&stream->live, report);
    return kept && kept->before != NONE && live_at(&stream->live, kept->before) ? kept->before
                                                                                : NONE;
}

/* ---- which story ---- */

typedef struct Choice {
    uint32_t story, seen;
    float sum, best, score;
} Choice;

static void weigh_choice(Choice *c, uint32_t size)
{
    float members = (float)(size < MEMBERS ? size : MEMBERS);
    c->score = (1 - BEST_WORTH) * c->sum / members + BEST_WORTH * c->best;
}

/* The stories of the neighbours with their scores. Neighbours come closest first, so the first
 * MEMBERS of a story are its best. */
static uint32_t collect(const StoryStream *stream, Choice choices[NEIGHBOURS])
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < stream->near.n; k++) {
        const Neighbour *near = &stream->near.at[k];
        uint32_t story = live_at(&stream->live, near->report)->story, c = 0;
        float p = pair_probability(&stream->live.model->online, near->f);
        while (c < n && choices[c].story != story)
            c++;
        if (c == n) choices[n++] = (Choice){.story = story};
        if (choices[c].seen++ < MEMBERS) choices[c].sum += p;
        if (p > choices[c].best) choices[c].best = p;
    }
    for (uint32_t c = 0; c < n; c++)
        weigh_choice(&choices[c], state_of(stream, choices[c].story)->size);
    return n;
}

static bool is_better(const Choice *a, const Choice *b)
{
    return a->score > b->score || (a->score >= b->score && a->story < b->story);
}

static void choose_two(const Choice *choices, uint32_t n, const Choice **first,
                       const Choice **second)
{
    *first = *second = NULL;
    for (uint32_t c = 0; c < n; c++) {
        if (!*first || is_better(&choices[c], *first))
            *second = *first, *first = &choices[c];
        else if (!*second || is_better(&choices[c], *second))
            *second = &choices[c];
    }
}

/* ---- merges ---- */

static uint32_t newest_members(const StoryStream *stream, uint32_t story,
                               uint32_t out[MERGE_MEMBERS])
{
    uint32_t n = 0;
    for (uint32_t k = state_of(stream, story)->last;
         n < MERGE_MEMBERS && k != NONE && k >= live_first(&stream->live);
         k = live_at(&stream->live, k)->before)
        out[n++] = k;
    return n;
}

static float mean_between(const StoryStream *stream, uint32_t a, uint32_t b)
{
    uint32_t x[MERGE_MEMBERS], y[MERGE_MEMBERS], n = newest_members(stream, a, x),
                                                 m = newest_members(stream, b, y);
    float f[FEATURES], sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < m; j++) {
            live_pair(live_at(&stream->live, x[i]), live_at(&stream->live, y[j]), f);
            sum += pair_probability(&stream->live.model->online, f);
        }
    }
    return n && m ? sum / (float)(n * m) : 0;
}

/* Two chains, newest first, into one; its head. */
static uint32_t weave(const StoryStream *stream, uint32_t a, uint32_t b)
{
    uint32_t head = NONE, first = live_first(&stream->live), *tail = &head;
    while ((a != NONE && a >= first) || (b != NONE && b >= first)) {
        bool take_a = b == NONE || b < first || (a != NONE && a > b);
        uint32_t k = take_a ? a : b;
        *tail = k;
        tail = &live_at(&stream->live, k)->before;
        if (take_a)
            a = *tail;
        else
            b = *tail;
    }
    *tail = NONE;
    return head;
}

/* Every kept report of `from` is relabelled. */
static void merge(StoryStream *stream, uint32_t from, uint32_t into, StoryAnswer *answer)
{
    StoryState *old = state_of(stream, from), *kept = state_of(stream, into);
    for (uint32_t k = old->last; k != NONE && k >= live_first(&stream->live);
         k = live_at(&stream->live, k)->before) {
        live_at(&stream->live, k)->story = into;
        answer->revised++;
    }
    kept->last = weave(stream, kept->last, old->last);
    kept->size += old->size;
    *old = (StoryState){old->key, 0,
                        NONE}; /* the slot stays, so that others are still found behind it */
    answer->merged = from;
    answer->story = into;
}

static void try_merge(StoryStream *stream, uint32_t story, const Choice *second,
                      StoryAnswer *answer)
{
    float least = stream->live.model->join_online;
    if (!second || second->score < least) return;
    uint32_t from = story > second->story ? story : second->story,
             into = story > second->story ? second->story : story;
    uint64_t revised = (uint64_t)stream->revised + state_of(stream, from)->size;
    if (revised * 100 > (uint64_t)REVISED_PERCENT * stream->live.next ||
        mean_between(stream, from, into) < least)
        return;
    merge(stream, from, into, answer);
    stream->revised += answer->revised;
}

uint32_t stream_next(const StoryStream *stream)
{
    return stream->live.next;
}

static void decide(StoryStream *stream, uint32_t copy_of, StoryAnswer *answer)
{
    Choice choices[NEIGHBOURS];
    const Choice *first, *second;
    const LiveReport *source = copy_of < answer->report ? live_at(&stream->live, copy_of) : NULL;
    choose_two(choices, collect(stream, choices), &first, &second);
    answer->support = source ? 1 : first ? first->score : 0;
    if (source)
        answer->story = source->story;
    else if (first && first->score >= stream->live.model->join_online)
        answer->story = first->story;
    add_member(stream, answer->story, answer->report);
    if (first && answer->story == first->story) try_merge(stream, answer->story, second, answer);
}

dln_status stream_add(StoryStream *stream, Slice title, Slice text, int32_t day, uint32_t copy_of,
                      Arena *scratch, StoryAnswer *answer)
{
    *answer = (StoryAnswer){
        .report = stream->live.next, .story = stream->live.next, .merged = NONE};
    TRY(live_add(&stream->live, title, text, day, scratch, &stream->near));
    if (stream->first != live_first(&stream->live)) rebuild(stream, answer->report);
    decide(stream, copy_of, answer);
    return DLN_OK;
}

/* ---- state ---- */

static const char MAGIC[8] = "DLNSTRM1";
enum {
    REPORT_FIXED = offsetof(Sketch, words)
}; /* words, day, lengths, masses are saved as they lie */

enum { COUNT_BLOCK = 16, COUNT_BLOCKS = 2 * RARITY_ROW / COUNT_BLOCK };

/* Counters in blocks, those that hold anything: number of the block, counters; then COUNT_BLOCKS as
 * the end. */
static void save_counts(StateOut *out, const uint16_t *rows)
{
    static const uint16_t none[COUNT_BLOCK];
    for (uint32_t b = 0; b < COUNT_BLOCKS; b++) {
        if (memcmp(rows + (size_t)b * COUNT_BLOCK, none, sizeof none) == 0) continue;
        state_put_u32(out, b);
        state_put(out, rows + (size_t)b * COUNT_BLOCK, sizeof none);
    }
    state_put_u32(out, COUNT_BLOCKS);
}

static void restore_counts(StateIn *in, uint16_t *rows)
{
    for (uint32_t b; !in->bad && (b = state_get_u32(in)) != COUNT_BLOCKS;) {
        if (b > COUNT_BLOCKS)
            in->bad = true;
        else
            state_get(in, rows + (size_t)b * COUNT_BLOCK, COUNT_BLOCK * sizeof *rows);
    }
}

static void save_report(StateOut *out, const LiveReport *report)
{
    state_put_u32(out, report->sketch.n);
    state_put(out, report->sketch.terms, report->sketch.n * sizeof(Term));
    state_put(out, (const char *)&report->sketch + REPORT_FIXED,
              sizeof report->sketch - REPORT_FIXED);
    state_put(out, &report->kin, sizeof report->kin);
    state_put_u32(out, report->story);
}

dln_status stream_save(const StoryStream *stream, dln_write_fn write, void *context)
{
    const LiveIndex *live = &stream->live;
    StateOut *out;
    TRY(state_begin(MAGIC, write, context, &out));
    uint32_t head[] = {model_key(live->model), live->size, live->next, stream->revised,
                       live->counts.reports};
    state_put(out, head, sizeof head);
    save_counts(out, live->counts.rows);
    for (int s = 0; s < SHELVES_LIVE; s++) {
        const LiveShelf *shelf = &live->shelf[s];
        state_put_u32(out, shelf->first);
        state_put_u32(out, shelf->n);
        for (uint32_t k = 0; k < shelf->n; k++)
            save_report(out, &shelf->reports[k]);
        state_put_table(out, &shelf->terms);
    }
    return state_end(out);
}

static dln_status restore_report(StateIn *in, LiveShelf *shelf, uint32_t number)
{
    LiveReport *report = &shelf->reports[number - shelf->first];
    *report = (LiveReport){.before = NONE};
    report->sketch.n = state_get_u32(in);
    if (!state_has(in, report->sketch.n, sizeof(Term))) return DLN_ERR_DATA;
    report->sketch.terms = ARENA_ARRAY(&shelf->arena, Term, report->sketch.n);
    if (!report->sketch.terms) return arena_status(&shelf->arena);
    state_get(in, report->sketch.terms, report->sketch.n * sizeof(Term));
    state_get(in, (char *)&report->sketch + REPORT_FIXED, sizeof report->sketch - REPORT_FIXED);
    state_get(in, &report->kin, sizeof report->kin);
    report->story = state_get_u32(in);
    return in->bad || report->story > number ? DLN_ERR_DATA : DLN_OK;
}

/* `expected`: number of the first report of the next shelf that is in use. */
static dln_status restore_shelf(StateIn *in, const LiveIndex *live, LiveShelf *shelf,
                                uint32_t *expected)
{
    shelf->first = state_get_u32(in);
    uint32_t n = state_get_u32(in);
    if (in->bad || n > live->size || n > live->next || (n && shelf->first != *expected))
        return DLN_ERR_DATA;
    for (; shelf->n < n; shelf->n++)
        TRY(restore_report(in, shelf, shelf->first + shelf->n));
    *expected += n;
    return state_get_table(in, shelf->first, shelf->n, &shelf->terms);
}

static dln_status restore_all(StateIn *in, StoryStream *stream, const uint32_t head[5])
{
    LiveIndex *live = &stream->live;
    live->next = head[2], stream->revised = head[3], live->counts.reports = head[4];
    restore_counts(in, live->counts.rows);
    StateIn peek = *in;
    uint32_t expected = state_get_u32(
        &peek); /* the shelves in use follow one another without a gap, up to `next` */
    for (int s = 0; s < SHELVES_LIVE; s++)
        TRY(restore_shelf(in, live, &live->shelf[s], &expected));
    if (in->bad || in->at != in->n || expected != live->next) return DLN_ERR_DATA;
    rebuild(stream, live->next);
    return DLN_OK;
}

dln_status stream_restore(const StoryModel *model, uint32_t live, const void *bytes, size_t n,
                          StoryStream **stream)
{
    StateIn in;
    uint32_t head[5];
    *stream = NULL;
    if (!state_open(&in, bytes, n, MAGIC) || !state_get(&in, head, sizeof head) ||
        head[0] != model_key(model))
        return DLN_ERR_DATA;
    TRY(stream_new(model, live, stream));
    dln_status status = head[1] == (*stream)->live.size ? restore_all(&in, *stream, head)
                                                        : DLN_ERR_DATA;
    if (status != DLN_OK) {
        stream_free(*stream);
        *stream = NULL;
    }
    return status;
}
