/* cards.c - the public API of groups that take cards: in come lines of JSON, out go places, stories
 * that changed, and a state that grows by increments.
 *
 * A saved group is a row of blocks: kind (8 bytes), length, bytes, their XXH3-64. The first is the
 * whole state, those behind it are the cards that came later; each holds the caller's position.
 * Increments are taken up by adding their cards again: the order is the answer, so nothing else
 * need be kept. */
#include "base/map.h"
#include "engine/card.h"
#include "engine/group.h"

enum { KIND = 8, HEAD = KIND + 8, TAIL = 8, STORY_MOST = 1000 };
static const char WHOLE[KIND] = "DLNWHOL1", MORE[KIND] = "DLNMORE1";

/* ---- saving ---- */

static void put_position(Buf *out, const dln_group *group)
{
    uint32_t n = (uint32_t)strlen(group->position);
    buf_add(out, (Slice){(const char *)&n, sizeof n});
    buf_add(out, (Slice){group->position, n});
}

static dln_status put_block(const char kind[KIND], Slice body, dln_write_fn write, void *context)
{
    uint64_t n = body.n, hash = hash_bytes(body, 0);
    bool stopped = write(kind, KIND, context) || write(&n, sizeof n, context) ||
                   (body.n && write(body.p, body.n, context)) || write(&hash, sizeof hash, context);
    return stopped ? DLN_ERR_IO : DLN_OK;
}

static void forget_noted(dln_group *group)
{
    if (!group->increments) return;
    buf_free(&group->noted);
    buf_init(&group->noted, SIZE_MAX / 2);
}

dln_status group_save_whole(dln_group *group, dln_write_fn write, void *context)
{
    Buf body;
    buf_init(&body, SIZE_MAX / 2);
    put_position(&body, group);
    dln_status status = follow_save(group->follow, buf_write, &body);
    if (body.failed) status = DLN_ERR_NOMEM;
    if (status == DLN_OK) status = put_block(WHOLE, buf_slice(&body), write, context);
    buf_free(&body);
    if (status == DLN_OK) forget_noted(group);
    return status;
}

dln_status dln_group_save_increment(dln_group *group, dln_write_fn write, void *context)
{
    Buf body;
    if (!group || !write || !group->increments) return DLN_ERR_USAGE;
    buf_init(&body, SIZE_MAX / 2);
    put_position(&body, group);
    buf_add(&body, buf_slice(&group->noted));
    dln_status status = body.failed || group->noted.failed
                            ? DLN_ERR_NOMEM
                            : put_block(MORE, buf_slice(&body), write, context);
    buf_free(&body);
    if (status == DLN_OK) forget_noted(group);
    return status;
}

static void note_card(dln_group *group, Slice card)
{
    uint32_t n = (uint32_t)card.n;
    if (!group->increments) return;
    buf_add(&group->noted, (Slice){(const char *)&n, sizeof n});
    buf_add(&group->noted, card);
}

dln_status dln_group_set_position(dln_group *group, const char *position)
{
    if (!group || !position || strlen(position) > POSITION_MOST) return DLN_ERR_USAGE;
    memset(group->position, 0, sizeof group->position);
    memcpy(group->position, position, strlen(position));
    return DLN_OK;
}

const char *dln_group_position(const dln_group *group)
{
    return group ? group->position : "";
}

/* ---- taking up ---- */

static bool take_position(dln_group *group, Slice *body)
{
    uint32_t n;
    if (body->n < sizeof n) return false;
    memcpy(&n, body->p, sizeof n);
    if (n > POSITION_MOST || n > body->n - sizeof n) return false;
    memset(group->position, 0, sizeof group->position);
    memcpy(group->position, body->p + sizeof n, n);
    body->p += sizeof n + n;
    body->n -= sizeof n + n;
    return true;
}

/* The next block of `bytes`. DLN_ERR_EMPTY: it breaks off, or there is none. */
static dln_status take_block(Slice *bytes, const char kind[KIND], Slice *body)
{
    uint64_t n, hash;
    if (bytes->n < HEAD) return DLN_ERR_EMPTY;
    if (memcmp(bytes->p, kind, KIND) != 0) return DLN_ERR_DATA;
    memcpy(&n, bytes->p + KIND, sizeof n);
    if (n > bytes->n - HEAD || bytes->n - HEAD - n < TAIL) return DLN_ERR_EMPTY;
    *body = (Slice){bytes->p + HEAD, (size_t)n};
    memcpy(&hash, body->p + n, sizeof hash);
    if (hash != hash_bytes(*body, 0)) return DLN_ERR_DATA;
    bytes->p += HEAD + n + TAIL;
    bytes->n -= (size_t)(HEAD + n + TAIL);
    return DLN_OK;
}

static dln_status add_card(dln_group *group, Slice line, Card *card, DeskAnswer *found)
{
    arena_free(&group->arena);
    TRY(card_read(line, &group->arena, card));
    return follow_add(group->follow, &card->report, card->id, &group->arena, found);
}

static dln_status add_again(dln_group *group, Slice body)
{
    Card card;
    DeskAnswer found;
    uint32_t n;
    if (!take_position(group, &body)) return DLN_ERR_DATA;
    for (; body.n; body.p += n, body.n -= n) {
        if (body.n < sizeof n) return DLN_ERR_DATA;
        memcpy(&n, body.p, sizeof n);
        body.p += sizeof n;
        body.n -= sizeof n;
        if (n > body.n) return DLN_ERR_DATA;
        dln_status status = add_card(group, (Slice){body.p, n}, &card, &found);
        if (status != DLN_OK) return status == DLN_ERR_FORMAT ? DLN_ERR_DATA : status;
        group->added++;
    }
    return DLN_OK;
}

static dln_status take_up(dln_group *group, FollowLimits limits, Slice bytes)
{
    Slice body;
    dln_status status = take_block(&bytes, WHOLE, &body);
    if (status != DLN_OK) return DLN_ERR_DATA;
    if (!take_position(group, &body)) return DLN_ERR_DATA;
    TRY(follow_restore(&group->engine->story, limits, body, &group->follow));
    group->added = stream_next(follow_stories(group->follow));
    while ((status = take_block(&bytes, MORE, &body)) == DLN_OK)
        TRY(add_again(group, body));
    follow_settle(group->follow);
    return status == DLN_ERR_EMPTY ? DLN_OK : status;
}

static dln_group_options options_of(const dln_group_options *given)
{
    dln_group_options mine = {.size = sizeof mine};
    if (given) memcpy(&mine, given, given->size < sizeof mine ? given->size : sizeof mine);
    return mine;
}

dln_status dln_group_open(const dln *engine, const dln_group_options *options, const void *bytes,
                          size_t length, dln_group **group)
{
    if (!engine || !group || (!bytes && length) || (options && options->size < sizeof(uint32_t)))
        return DLN_ERR_USAGE;
    dln_group_options mine = options_of(options);
    FollowLimits limits = {mine.live ? mine.live : DESK_LIVE, mine.days};
    TRY(group_make(group));
    dln_group *made = *group;
    made->engine = engine;
    dln_status status = bytes ? take_up(made, limits, (Slice){bytes, length})
                              : follow_new(&engine->story, limits, &made->follow);
    if (status == DLN_OK && mine.increments) {
        made->increments = true;
        buf_init(&made->noted, SIZE_MAX / 2);
    }
    return group_keep(group, status);
}

/* ---- cards in ---- */

static dln_text text_of(Slice s)
{
    return (dln_text){s.p, s.n};
}

/* The id of a report; none where nothing is remembered of it. */
static dln_text id_of(const dln_group *group, uint32_t number)
{
    const FollowName *name = number == NONE ? NULL : follow_name(group->follow, number);
    return name ? text_of(name->id) : (dln_text){"", 0};
}

dln_status dln_group_add_card(dln_group *group, const void *card, size_t length, dln_placed *placed)
{
    Card in;
    DeskAnswer found;
    if (!group || !group->follow || !card || (placed && placed->size < sizeof(uint32_t)))
        return DLN_ERR_USAGE;
    if (length > group->engine->options.max_input_bytes) return DLN_ERR_LIMIT;
    TRY(add_card(group, (Slice){card, length}, &in, &found));
    note_card(group, (Slice){card, length});
    group->added++;
    if (!placed) return DLN_OK;
    dln_placed answer = {.size = placed->size,
                         .is_copy = found.copy.is_copy,
                         .share = found.copy.share,
                         .number = found.story.report,
                         .id = id_of(group, found.story.report),
                         .story = id_of(group, found.story.story),
                         .source = id_of(group, found.copy.source),
                         .merged = id_of(group, found.story.merged)};
    memcpy(placed, &answer, placed->size < sizeof answer ? placed->size : sizeof answer);
    return DLN_OK;
}

/* ---- changes out ---- */

typedef struct Telling {
    dln_group *group;
    dln_changed_fn each;
    void *context;
    const FollowChange *gone; /* stories that went into others, by those */
    uint32_t n_gone, at;      /* at: first that did not go into an older story than the one told */
} Telling;

static void day_member(Json *json, const char *key, int32_t day)
{
    int32_t year;
    uint32_t month, of_month;
    jw_key(json, key);
    if (day == DAY_UNKNOWN) {
        jw_null(json);
        return;
    }
    Buf text;
    buf_init(&text, 64);
    civil_from_day(day, &year, &month, &of_month);
    buf_printf(&text, "%04d-%02u-%02u", (int)year, month, of_month);
    jw_string_or_null(json, buf_slice(&text));
    buf_free(&text);
}

typedef struct Members {
    uint32_t number[STORY_MOST]; /* the newest first */
    uint32_t n, count;
    int32_t from, to;
    Slice title; /* of the founder, else of the oldest that has one */
} Members;

static void list_members(const dln_group *group, uint32_t story, Members *m)
{
    const StoryStream *stream = follow_stories(group->follow);
    *m = (Members){.from = DAY_UNKNOWN, .to = DAY_UNKNOWN};
    for (uint32_t k = stream_newest(stream, story); k != NONE; k = stream_before(stream, k)) {
        const FollowName *name = follow_name(group->follow, k);
        if (m->n < STORY_MOST) m->number[m->n++] = k;
        m->count++;
        if (!name) continue;
        if (name->title.n) m->title = name->title;
        if (name->day == DAY_UNKNOWN) continue;
        if (m->from == DAY_UNKNOWN || name->day < m->from) m->from = name->day;
        if (m->to == DAY_UNKNOWN || name->day > m->to) m->to = name->day;
    }
    const FollowName *founder = follow_name(group->follow, story);
    if (founder && founder->title.n) m->title = founder->title;
}

static void ids_member(Json *json, const char *key, const dln_group *group, const Members *m,
                       uint32_t from)
{
    jw_key(json, key), jw_begin(json, '[');
    for (uint32_t k = m->n; k-- > 0;) {
        const FollowName *name = follow_name(group->follow, m->number[k]);
        if (name && name->number >= from) jw_string(json, name->id);
    }
    jw_end(json, ']');
}

static void merged_member(Json *json, Telling *t, uint32_t story)
{
    jw_key(json, "merged"), jw_begin(json, '[');
    while (t->at < t->n_gone && t->gone[t->at].into < story)
        t->at++;
    for (uint32_t k = t->at; k < t->n_gone && t->gone[k].into == story; k++) {
        const FollowName *name = follow_name(t->group->follow, t->gone[k].story);
        if (name) jw_string(json, name->id);
    }
    jw_end(json, ']');
}

static void write_story(Json *json, Telling *t, const FollowChange *change, Members *m)
{
    list_members(t->group, change->story, m);
    jw_member(json, "title", m->title);
    day_member(json, "from", m->from);
    day_member(json, "to", m->to);
    jw_key(json, "count"), jw_int(json, m->count);
    ids_member(json, "reports", t->group, m, 0);
    ids_member(json, "new", t->group, m, change->from);
    merged_member(json, t, change->story);
}

static dln_status tell_change(Telling *t, const FollowChange *change, Members *m)
{
    const FollowName *name = follow_name(t->group->follow, change->story);
    Buf line;
    Sink sink;
    Json json;
    if (!name) return DLN_OK; /* a story of nobody: it came and went between two looks */
    buf_init(&line, SIZE_MAX / 2);
    sink_init(&sink, buf_write, &line);
    jw_init(&json, &sink, false);
    jw_begin(&json, '{');
    jw_member(&json, "format", SLICE("dateline.story/1"));
    jw_member(&json, "story", name->id);
    if (change->into == NONE) {
        write_story(&json, t, change, m);
    } else {
        const FollowName *into = follow_name(t->group->follow, change->into);
        jw_member(&json, "merged_into", into ? into->id : (Slice){"", 0});
    }
    jw_end(&json, '}');
    sink_text(&sink, "\n");
    dln_status status = sink_end(&sink) == DLN_OK && !line.failed ? DLN_OK : DLN_ERR_NOMEM;
    if (status == DLN_OK && t->each(text_of(name->id), text_of(buf_slice(&line)), t->context))
        status = DLN_ERR_IO;
    buf_free(&line);
    return status;
}

typedef struct Changes {
    Arena arena;
    VEC(FollowChange) list, gone;
} Changes;

static dln_status note_change(const FollowChange *change, void *context)
{
    Changes *c = context;
    bool room = VEC_PUSH(&c->arena, &c->list, *change) &&
                (change->into == NONE || VEC_PUSH(&c->arena, &c->gone, *change));
    return room ? DLN_OK : arena_status(&c->arena);
}

static int by_into(const void *x, const void *y)
{
    const FollowChange *a = x, *b = y;
    if (a->into != b->into) return a->into < b->into ? -1 : 1;
    return (a->story > b->story) - (a->story < b->story);
}

dln_status dln_group_changes(dln_group *group, dln_changed_fn each, void *context)
{
    Changes changes = {0};
    if (!group || !group->follow || !each) return DLN_ERR_USAGE;
    arena_init(&changes.arena, 0);
    Members *members = ARENA_NEW(&changes.arena, Members);
    dln_status status = members ? follow_changes(group->follow, note_change, &changes)
                                : arena_status(&changes.arena);
    list_sort(changes.gone.at, changes.gone.n, sizeof *changes.gone.at, by_into);
    Telling telling = {group, each, context, changes.gone.at, changes.gone.n, 0};
    for (uint32_t k = 0; k < changes.list.n && status == DLN_OK; k++)
        status = tell_change(&telling, &changes.list.at[k], members);
    arena_free(&changes.arena);
    return status;
}
