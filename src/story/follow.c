/* follow.c - see follow.h.
 *
 * In: reports with ids. Out: stories by ids, changes, a state.
 *
 * Names stand in order of their numbers, words in an arena of their own; when the oldest reports
 * have gone, names and words are copied without those that nothing kept speaks of any more. */
#include "story/follow.h"
#include "base/buf.h"
#include "base/mem.h"
#include "story/state.h"

enum { TITLE_MOST = 300, OUTLET_MOST = 120 };

typedef struct Clock {
    int32_t day[CLOCK_DAYS]; /* the newest first */
    uint32_t n;
    int32_t opened; /* day on which the newest shelf was opened, DAY_UNKNOWN */
} Clock;

typedef struct Merge {
    uint32_t from, into;
} Merge;

struct Follow {
    Desk *desk;
    FollowLimits limits;
    Arena words;
    VEC(FollowName) names;
    uint32_t first; /* desk_first when names were last tidied */
    Clock clock;
    uint32_t settled; /* reports before this number have been told of */
    Arena change_words;
    VEC(Merge) merges; /* since then */
    dln_status broken;
};

static dln_status follow_make(FollowLimits limits, Follow **follow)
{
    *follow = mem_alloc(sizeof **follow);
    if (!*follow) return DLN_ERR_NOMEM;
    **follow = (Follow){.limits = limits, .clock = {.opened = DAY_UNKNOWN}};
    return DLN_OK;
}

static dln_status follow_keep(Follow **follow, dln_status status)
{
    if (status == DLN_OK) return DLN_OK;
    follow_free(*follow);
    *follow = NULL;
    return status;
}

dln_status follow_new(const StoryModel *model, FollowLimits limits, Follow **follow)
{
    TRY(follow_make(limits, follow));
    return follow_keep(follow, desk_new(model, limits.live, &(*follow)->desk));
}

void follow_free(Follow *follow)
{
    if (!follow) return;
    desk_free(follow->desk);
    arena_free(&follow->words);
    arena_free(&follow->change_words);
    mem_free(follow);
}

const StoryStream *follow_stories(const Follow *follow)
{
    return desk_stories(follow->desk);
}

/* ---- the clock ---- */

/* The median of the days that were told last; DAY_UNKNOWN: none was. */
static int32_t clock_now(const Clock *clock)
{
    int32_t sorted[CLOCK_DAYS];
    for (uint32_t i = 0; i < clock->n; i++) {
        uint32_t k = i;
        for (; k > 0 && sorted[k - 1] > clock->day[i]; k--)
            sorted[k] = sorted[k - 1];
        sorted[k] = clock->day[i];
    }
    return clock->n ? sorted[(clock->n - 1) / 2] : DAY_UNKNOWN;
}

static void clock_tell(Clock *clock, int32_t day)
{
    if (day == DAY_UNKNOWN) return;
    memmove(clock->day + 1, clock->day, (CLOCK_DAYS - 1) * sizeof *clock->day);
    clock->day[0] = day;
    if (clock->n < CLOCK_DAYS) clock->n++;
}

/* Opens a new shelf when half a window has gone by. */
static void keep_days(Follow *follow, int32_t day)
{
    Clock *clock = &follow->clock;
    clock_tell(clock, day);
    int32_t now = clock_now(clock);
    if (!follow->limits.days || now == DAY_UNKNOWN) return;
    if (clock->opened == DAY_UNKNOWN) clock->opened = now;
    int64_t half = ((int64_t)follow->limits.days + 1) / 2;
    if ((int64_t)now - clock->opened < half) return;
    desk_turn(follow->desk);
    clock->opened = now;
}

/* ---- names ---- */

/* At most `most` bytes, of whole characters. */
static Slice cut(Slice s, size_t most)
{
    if (s.n <= most) return s;
    while (most > 0 && ((unsigned char)s.p[most] & 0xC0) == 0x80)
        most--;
    return (Slice){s.p, most};
}

static bool copy_words(Arena *arena, FollowName *name)
{
    name->id = arena_copy(arena, name->id);
    name->title = arena_copy(arena, name->title);
    name->outlet = arena_copy(arena, name->outlet);
    return name->id.p && name->title.p && name->outlet.p;
}

const FollowName *follow_name(const Follow *follow, uint32_t number)
{
    uint32_t low = 0, high = follow->names.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (follow->names.at[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool there = low < follow->names.n && follow->names.at[low].number == number;
    return there ? &follow->names.at[low] : NULL;
}

/* Numbers of founders that have gone and are still spoken of, ascending, into `arena`. */
static dln_status list_spoken(const Follow *follow, Arena *arena, uint32_t **list, uint32_t *n)
{
    uint32_t first = desk_first(follow->desk), next = desk_next(follow->desk), count = 0;
    *list = ARENA_ARRAY(arena, uint32_t, (size_t)(next - first) + 2 * follow->merges.n);
    if (!*list) return arena_status(arena);
    for (uint32_t k = first; k < next; k++) {
        uint32_t story = stream_story(desk_stories(follow->desk), k);
        if (story < first) (*list)[count++] = story;
    }
    for (uint32_t k = 0; k < follow->merges.n; k++) {
        (*list)[count++] = follow->merges.at[k].from;
        (*list)[count++] = follow->merges.at[k].into;
    }
    sort_u32(*list, count);
    *n = count;
    return DLN_OK;
}

static dln_status keep_names(Follow *follow, const uint32_t *spoken, uint32_t n, Arena *words)
{
    uint32_t first = desk_first(follow->desk), at = 0;
    VEC(FollowName) kept = {0};
    for (uint32_t k = 0; k < follow->names.n; k++) {
        FollowName name = follow->names.at[k];
        while (at < n && spoken[at] < name.number)
            at++;
        if (name.number < first && (at == n || spoken[at] != name.number)) continue;
        if (!copy_words(words, &name) || !VEC_PUSH(words, &kept, name)) return arena_status(words);
    }
    memcpy(&follow->names, &kept, sizeof kept);
    return DLN_OK;
}

/* After the oldest reports have gone. */
static dln_status tidy_names(Follow *follow)
{
    Arena scratch, words;
    uint32_t *spoken = NULL, n = 0;
    if (follow->first == desk_first(follow->desk)) return DLN_OK;
    arena_init(&scratch, 0);
    arena_init(&words, 0);
    dln_status status = list_spoken(follow, &scratch, &spoken, &n);
    if (status == DLN_OK) status = keep_names(follow, spoken, n, &words);
    arena_free(&scratch);
    if (status != DLN_OK) {
        arena_free(&words);
        return status;
    }
    arena_free(&follow->words);
    follow->words = words;
    follow->first = desk_first(follow->desk);
    return DLN_OK;
}

static dln_status add(Follow *follow, const PileReport *report, Slice id, Arena *arena,
                      DeskAnswer *answer)
{
    FollowName name = {.number = desk_next(follow->desk),
                       .day = report->day,
                       .id = cut(id, ID_MOST),
                       .title = cut(report->title, TITLE_MOST),
                       .outlet = cut(report->outlet, OUTLET_MOST)};
    keep_days(follow, report->day);
    TRY(desk_add(follow->desk, report, arena, answer));
    TRY(tidy_names(follow));
    if (!copy_words(&follow->words, &name) || !VEC_PUSH(&follow->words, &follow->names, name))
        return arena_status(&follow->words);
    if (answer->story.merged == NONE) return DLN_OK;
    Merge merge = {answer->story.merged, answer->story.story};
    return VEC_PUSH(&follow->change_words, &follow->merges, merge)
               ? DLN_OK
               : arena_status(&follow->change_words);
}

dln_status follow_add(Follow *follow, const PileReport *report, Slice id, Arena *arena,
                      DeskAnswer *answer)
{
    if (follow->broken == DLN_OK) follow->broken = add(follow, report, id, arena, answer);
    return follow->broken;
}

/* ---- changes ---- */

static int by_from(const void *x, const void *y)
{
    uint32_t a = ((const Merge *)x)->from, b = ((const Merge *)y)->from;
    return (a > b) - (a < b);
}

/* Where the story is now, by merges in order of `from`. A story goes into an older one and never
 * comes back, so each stands once and the way ends. */
static uint32_t stands_in(const Follow *follow, uint32_t story)
{
    const Merge *gone;
    while (follow->merges.n &&
           (gone = bsearch(&(Merge){story, 0}, follow->merges.at, follow->merges.n,
                           sizeof *follow->merges.at, by_from)))
        story = gone->into;
    return story;
}

static dln_status list_changed(const Follow *follow, Arena *arena, uint32_t **list, uint32_t *n)
{
    uint32_t next = desk_next(follow->desk), first = stream_first(follow_stories(follow)),
             from = follow->settled > first ? follow->settled : first;
    *list = ARENA_ARRAY(arena, uint32_t, (size_t)(next - from) + 2 * follow->merges.n);
    *n = 0;
    if (!*list) return arena_status(arena);
    for (uint32_t k = from; k < next; k++)
        (*list)[(*n)++] = stream_story(follow_stories(follow), k);
    for (uint32_t k = 0; k < follow->merges.n; k++) {
        (*list)[(*n)++] = follow->merges.at[k].from;
        (*list)[(*n)++] = stands_in(follow, follow->merges.at[k].into);
    }
    sort_u32(*list, *n);
    return DLN_OK;
}

dln_status follow_changes(Follow *follow, FollowEach each, void *context)
{
    Arena arena;
    uint32_t *list = NULL, n = 0;
    arena_init(&arena, 0);
    list_sort(follow->merges.at, follow->merges.n, sizeof *follow->merges.at, by_from);
    dln_status status = list_changed(follow, &arena, &list, &n);
    for (uint32_t k = 0; k < n && status == DLN_OK; k++) {
        if (k && list[k] == list[k - 1]) continue;
        uint32_t into = stands_in(follow, list[k]);
        status = each(&(FollowChange){list[k], into == list[k] ? NONE : into, follow->settled},
                      context);
    }
    arena_free(&arena);
    if (status == DLN_OK) follow_settle(follow);
    return status;
}

void follow_settle(Follow *follow)
{
    follow->settled = desk_next(follow->desk);
    arena_free(&follow->change_words);
    memset(&follow->merges, 0, sizeof follow->merges);
}

/* ---- state: magic, lengths of the two parts, names and clock, the desk's state ---- */

static const char MAGIC[8] = "DLNFLLW1", NAMES[8] = "DLNNAME1";

static int to_buffer(const void *bytes, size_t n, void *context)
{
    Buf *buf = context;
    buf_add(buf, (Slice){bytes, n});
    return buf->failed;
}

static void put_slice(StateOut *out, Slice s)
{
    state_put_u32(out, (uint32_t)s.n);
    state_put(out, s.p, s.n);
}

static dln_status save_names(const Follow *follow, dln_write_fn write, void *context)
{
    StateOut *out;
    TRY(state_begin(NAMES, write, context, &out));
    state_put_u32(out, follow->limits.days);
    state_put(out, &follow->clock, sizeof follow->clock);
    state_put_u32(out, follow->first);
    state_put_u32(out, follow->names.n);
    for (uint32_t k = 0; k < follow->names.n; k++) {
        const FollowName *name = &follow->names.at[k];
        state_put_u32(out, name->number);
        state_put(out, &name->day, sizeof name->day);
        put_slice(out, name->id);
        put_slice(out, name->title);
        put_slice(out, name->outlet);
    }
    return state_end(out);
}

static dln_status save_parts(const Follow *follow, Buf *names, Buf *desk)
{
    TRY(save_names(follow, to_buffer, names));
    TRY(desk_save(follow->desk, to_buffer, desk));
    return names->failed || desk->failed ? DLN_ERR_NOMEM : DLN_OK;
}

dln_status follow_save(const Follow *follow, dln_write_fn write, void *context)
{
    Buf names, desk;
    if (follow->broken != DLN_OK) return follow->broken;
    buf_init(&names, SIZE_MAX / 2);
    buf_init(&desk, SIZE_MAX / 2);
    dln_status status = save_parts(follow, &names, &desk);
    if (names.failed || desk.failed) status = DLN_ERR_NOMEM;
    uint64_t length[2] = {names.n, desk.n};
    if (status == DLN_OK && (write(MAGIC, 8, context) || write(length, sizeof length, context) ||
                             write(names.p, names.n, context) || write(desk.p, desk.n, context)))
        status = DLN_ERR_IO;
    buf_free(&names);
    buf_free(&desk);
    return status;
}

static Slice get_slice(StateIn *in, size_t most)
{
    uint32_t n = state_get_u32(in);
    if (n > most) in->bad = true;
    if (!state_has(in, n, 1)) return (Slice){NULL, 0};
    Slice s = {(const char *)in->p + in->at, n};
    in->at += n;
    return s;
}

static dln_status restore_name(StateIn *in, Follow *follow, uint32_t least, uint32_t next)
{
    FollowName name = {.number = state_get_u32(in)};
    state_get(in, &name.day, sizeof name.day);
    name.id = get_slice(in, ID_MOST);
    name.title = get_slice(in, TITLE_MOST);
    name.outlet = get_slice(in, OUTLET_MOST);
    if (in->bad || name.number < least || name.number >= next) return DLN_ERR_DATA;
    if (!copy_words(&follow->words, &name) || !VEC_PUSH(&follow->words, &follow->names, name))
        return arena_status(&follow->words);
    return DLN_OK;
}

static dln_status restore_names(StateIn *in, Follow *follow)
{
    uint32_t next = desk_next(follow->desk), least = 0;
    if (state_get_u32(in) != follow->limits.days) return DLN_ERR_DATA;
    state_get(in, &follow->clock, sizeof follow->clock);
    follow->first = state_get_u32(in);
    if (follow->clock.n > CLOCK_DAYS) return DLN_ERR_DATA;
    uint32_t n = state_get_u32(in);
    for (uint32_t k = 0; k < n && !in->bad; k++) {
        TRY(restore_name(in, follow, least, next));
        least = follow->names.at[k].number + 1;
    }
    return !in->bad && in->at == in->n ? DLN_OK : DLN_ERR_DATA;
}

dln_status follow_restore(const StoryModel *model, FollowLimits limits, Slice bytes,
                          Follow **follow)
{
    uint64_t length[2];
    StateIn in;
    *follow = NULL;
    if (bytes.n < 24 || memcmp(bytes.p, MAGIC, 8) != 0) return DLN_ERR_DATA;
    memcpy(length, bytes.p + 8, sizeof length);
    if (length[0] > bytes.n - 24 || length[1] != bytes.n - 24 - length[0]) return DLN_ERR_DATA;
    if (!state_open(&in, bytes.p + 24, (size_t)length[0], NAMES)) return DLN_ERR_DATA;
    TRY(follow_make(limits, follow));
    dln_status status = desk_restore(model, limits.live, bytes.p + 24 + length[0],
                                     (size_t)length[1], &(*follow)->desk);
    if (status == DLN_OK) status = restore_names(&in, *follow);
    if (status == DLN_OK) follow_settle(*follow);
    return follow_keep(follow, status);
}
