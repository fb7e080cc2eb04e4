/* rows.c - the rows of a store, in the SQL that both databases understand (store.h, driver.h).
 *
 * In: rows. Out: rows and lists. A driver runs the statements.
 *
 * Known to get wrong: a list of stories is read whole by a PostgreSQL client, so that very long
 * ones take their memory. */
#include "store/driver.h"
#include "base/civil.h"
#include "base/mem.h"
#include "base/io.h"
#include <stdio.h>

bool store_is_server(const char *place)
{
    Slice s = slice_of(place);
    return slice_starts(s, SLICE("postgresql://")) || slice_starts(s, SLICE("postgres://"));
}

dln_status store_open(const char *place, bool write, Store **out, dln_error *err)
{
    Store *store = mem_alloc(sizeof *store);
    *out = NULL;
    if (!store) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    if (!*place) { /* SQLite would make a desk that is gone when it is closed */
        mem_free(store);
        return err_fill(err, DLN_ERR_IO, "open", "the desk has no name");
    }
    *store = (Store){.driver = store_is_server(place) ? &postgres_driver : &sqlite_driver,
                     .write = write};
    if (err) *err = (dln_error){.code = DLN_OK, .stage = "open", .input = ""};
    dln_status status = store->driver->open(store, place, write, err);
    if (status != DLN_OK) {
        /* an address may hold a password: it is not repeated */
        const char *shown = store_is_server(place) ? "the server" : place;
        if (err && err->code == DLN_OK)
            err_fill(err, status, "open", "%.120s: %.120s", shown, store->message);
        store_close(store);
        return status;
    }
    *out = store;
    return DLN_OK;
}

void store_close(Store *store)
{
    if (!store) return;
    store->driver->close(store);
    mem_free(store);
}

const char *store_message(const Store *store)
{
    return store->message;
}

dln_status store_begin(Store *store)
{
    return store->driver->begin(store);
}

dln_status store_commit(Store *store)
{
    return store->driver->commit(store);
}

void store_rollback(Store *store)
{
    store->driver->rollback(store);
}

/* ---- statements: bind in order, step, read ---- */

Query store_query(Store *store, const char *sql)
{
    return (Query){.store = store, .sql = sql, .at = -1};
}

static void put(Query *q, Value value)
{
    if (q->n < VALUES_MAX)
        q->value[q->n++] = value;
    else
        q->failed = true;
}

void put_int(Query *q, int64_t number)
{
    put(q, (Value){.kind = VALUE_INT, .number = number});
}

static void put_day(Query *q, int32_t day)
{
    if (day == DAY_UNKNOWN)
        put(q, (Value){.kind = VALUE_NULL});
    else
        put_int(q, day);
}

void put_text(Query *q, Slice text)
{
    put(q, (Value){.kind = VALUE_TEXT, .bytes = {text.p ? text.p : "", text.n}});
}

void put_blob(Query *q, Slice bytes)
{
    put(q, (Value){.kind = bytes.p ? VALUE_BLOB : VALUE_NULL, .bytes = bytes});
}

bool query_next(Query *q)
{
    if (!q->running && !q->failed) {
        q->running = true;
        q->failed = !q->store->driver->run(q);
    }
    return !q->failed && q->store->driver->next(q);
}

dln_status query_end(Query *q)
{
    dln_status status = q->failed ? q->store->driver->fault(q->store) : DLN_OK;
    q->store->driver->end(q);
    return status;
}

dln_status query_run(Query *q)
{
    query_next(q);
    return query_end(q);
}

int64_t query_int(const Query *q, int column)
{
    return q->store->driver->number(q, column);
}

static int32_t query_day(const Query *q, int column)
{
    return q->store->driver->missing(q, column) ? DAY_UNKNOWN : (int32_t)query_int(q, column);
}

Slice query_bytes(const Query *q, int column, Arena *arena)
{
    return arena_copy(arena, q->store->driver->bytes(q, column));
}

/* ---- inputs ---- */

static dln_status one_id(Query *q, int64_t *id)
{
    *id = query_next(q) ? query_int(q, 0) : 0;
    return query_end(q);
}

dln_status store_input(Store *store, const StoreInput *input, int64_t *id, bool *known)
{
    Query q = store_query(store, "SELECT id FROM input WHERE sha256 = $1");
    put_text(&q, slice_of(input->sha256));
    *known = query_next(&q);
    if (*known) *id = query_int(&q, 0);
    TRY(query_end(&q));
    if (*known) return DLN_OK;
    q = store_query(store, "INSERT INTO input(id, sha256, name, size, added, bytes)"
                           " VALUES((SELECT coalesce(max(id), 0) + 1 FROM input),"
                           " $1, $2, $3, $4, $5) RETURNING id");
    put_text(&q, slice_of(input->sha256));
    put_text(&q, input->name);
    put_int(&q, (int64_t)input->size);
    put_int(&q, input->added);
    put_blob(&q, input->bytes);
    return one_id(&q, id);
}

dln_status store_has_input(Store *store, Slice sha256, bool *there)
{
    int64_t id;
    Query q = store_query(store, "SELECT id FROM input WHERE sha256 = $1");
    put_text(&q, sha256);
    TRY(one_id(&q, &id));
    *there = id != 0;
    return DLN_OK;
}

dln_status store_input_bytes(Store *store, int64_t input, Arena *arena, Slice *name, Slice *bytes)
{
    Query q = store_query(store,
                          "SELECT name, bytes FROM input WHERE id = $1 AND bytes IS NOT NULL");
    put_int(&q, input);
    bool there = query_next(&q);
    if (there) {
        *name = query_bytes(&q, 0, arena);
        *bytes = query_bytes(&q, 1, arena);
    }
    TRY(query_end(&q));
    return !there ? DLN_ERR_EMPTY : bytes->p && name->p ? DLN_OK : arena_status(arena);
}

/* ---- reports ---- */

dln_status store_known(Store *store, Slice sha256, Slice member, int64_t *id)
{
    Query q = store_query(store, "SELECT id FROM report WHERE sha256 = $1 AND member = $2");
    put_text(&q, sha256);
    put_text(&q, member);
    return one_id(&q, id);
}

dln_status store_latest(Store *store, Slice url, int64_t *id)
{
    Query q = store_query(store, "SELECT id FROM report WHERE url = $1 AND url <> '' AND later = 0"
                                 " ORDER BY id DESC");
    put_text(&q, url);
    return one_id(&q, id);
}

dln_status store_same_words(Store *store, int64_t id, Slice title, Slice text, bool *same)
{
    int64_t found;
    if (store->driver->send) TRY(store->driver->send(store));
    Query q = store_query(store, "SELECT id FROM words WHERE id = $1 AND title = $2 AND body = $3");
    put_int(&q, id);
    put_text(&q, title);
    put_text(&q, text);
    TRY(one_id(&q, &found));
    *same = found != 0;
    return DLN_OK;
}

dln_status store_words(Store *store, int64_t id, const StoreWords *w)
{
    Arena arena;
    const Slice raw[FIELDS] = {
        [FIELD_TITLE] = w->title, [FIELD_TEXT] = w->text,   [FIELD_SAID] = w->said,
        [FIELD_BY] = w->by,       [FIELD_ABOUT] = w->about, [FIELD_PLACE] = w->place};
    IndexedWords words = {.title = w->title, .text = w->text};
    arena_init(&arena, 0);
    for (uint32_t f = FIELD_TITLE; f < FIELDS; f++)
        words.field[f] = words_indexed(raw[f], (StoreField)f, &arena);
    dln_status status = arena_status(&arena);
    if (status == DLN_OK) status = store->driver->add_words(store, id, &words);
    arena_free(&arena);
    return status;
}

/* The outlet as it is searched for. */
static dln_status add_outlet(Store *store, Slice key)
{
    Query q = store_query(store,
                          "INSERT INTO outlet(name) VALUES($1) ON CONFLICT(name) DO NOTHING");
    put_text(&q, key);
    return query_run(&q);
}

static dln_status set_later(Store *store, int64_t earlier, int64_t later)
{
    Query q = store_query(store, "UPDATE report SET later = $1 WHERE id = $2");
    put_int(&q, later);
    put_int(&q, earlier);
    return query_run(&q);
}

static dln_status insert_report(Store *store, StoreReport *r, Slice saved, Slice outlet_key)
{
    Query q = store_query(store,
                          "INSERT INTO report(id, input, sha256, member, url, outlet, title,"
                          " language, published, day, added, story, copy_of, earlier, later, saved,"
                          " outlet_key) VALUES((SELECT coalesce(max(id), 0) + 1 FROM report),"
                          " $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15)"
                          " RETURNING id");
    put_int(&q, r->input);
    put_text(&q, r->sha256);
    put_text(&q, r->member);
    put_text(&q, r->url);
    put_text(&q, r->outlet);
    put_text(&q, r->title);
    put_text(&q, r->language);
    put_text(&q, r->published);
    put_day(&q, r->day);
    put_int(&q, r->added);
    put_int(&q, r->story);
    put_int(&q, r->copy_of);
    put_int(&q, r->earlier);
    put_blob(&q, saved);
    put_text(&q, outlet_key);
    return one_id(&q, &r->id);
}

dln_status store_report(Store *store, StoreReport *r, Slice saved, const StoreWords *words)
{
    Arena arena;
    arena_init(&arena, 0);
    Slice key = words_of(r->outlet, &arena);
    dln_status status = key.p ? insert_report(store, r, saved, key) : arena_status(&arena);
    if (status == DLN_OK) status = add_outlet(store, key);
    arena_free(&arena);
    TRY(status);
    if (r->earlier) TRY(set_later(store, r->earlier, r->id));
    return store_words(store, r->id, words);
}

#define REPORT_COLUMNS                                                                 \
    "r.id, r.input, r.added, r.story, r.copy_of, r.earlier, r.later, r.day, r.sha256," \
    " r.member, r.url, r.outlet, r.title, r.language, r.published"
const char *const store_report_columns = REPORT_COLUMNS;

void store_report_row(const Query *q, Arena *arena, StoreReport *r)
{
    *r = (StoreReport){.id = query_int(q, 0),
                       .input = query_int(q, 1),
                       .added = query_int(q, 2),
                       .story = query_int(q, 3),
                       .copy_of = query_int(q, 4),
                       .earlier = query_int(q, 5),
                       .later = query_int(q, 6),
                       .day = query_day(q, 7),
                       .sha256 = query_bytes(q, 8, arena),
                       .member = query_bytes(q, 9, arena),
                       .url = query_bytes(q, 10, arena),
                       .outlet = query_bytes(q, 11, arena),
                       .title = query_bytes(q, 12, arena),
                       .language = query_bytes(q, 13, arena),
                       .published = query_bytes(q, 14, arena)};
}

dln_status store_report_read(Store *store, int64_t id, Arena *arena, StoreReport *report,
                             Slice *saved)
{
    Query q = store_query(store,
                          "SELECT " REPORT_COLUMNS ", r.saved FROM report r WHERE r.id = $1");
    put_int(&q, id);
    bool there = query_next(&q);
    if (there) {
        store_report_row(&q, arena, report);
        if (saved) *saved = query_bytes(&q, STORE_REPORT_COLUMNS, arena);
    }
    TRY(query_end(&q));
    return !there ? DLN_ERR_EMPTY : arena_status(arena);
}

static dln_status update_told(Store *store, const StoreReport *r, Slice outlet_key)
{
    Query q = store_query(store,
                          "UPDATE report SET outlet = $1, outlet_key = $2, published = $3, day = $4"
                          " WHERE id = $5 AND (outlet <> $1 OR published <> $3"
                          " OR day IS DISTINCT FROM $4)");
    put_text(&q, r->outlet);
    put_text(&q, outlet_key);
    put_text(&q, r->published);
    put_day(&q, r->day);
    put_int(&q, r->id);
    return query_run(&q);
}

dln_status store_report_told(Store *store, const StoreReport *r)
{
    Arena arena;
    arena_init(&arena, 0);
    Slice key = words_of(r->outlet, &arena);
    dln_status status = key.p ? update_told(store, r, key) : arena_status(&arena);
    if (status == DLN_OK) status = add_outlet(store, key);
    arena_free(&arena);
    return status;
}

dln_status store_report_save(Store *store, int64_t id, Slice saved)
{
    Query q = store_query(store, "UPDATE report SET saved = $1 WHERE id = $2");
    put_blob(&q, saved);
    put_int(&q, id);
    return query_run(&q);
}

dln_status store_report_moved(Store *store, int64_t from_story, int64_t to_story)
{
    Query q = store_query(store, "UPDATE report SET story = $1 WHERE story = $2");
    put_int(&q, to_story);
    put_int(&q, from_story);
    return query_run(&q);
}

dln_status store_count(Store *store, int64_t *reports, int64_t *stories)
{
    Query q = store_query(store,
                          "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM story)");
    if (query_next(&q)) {
        *reports = query_int(&q, 0);
        *stories = query_int(&q, 1);
    }
    return query_end(&q);
}

dln_status store_next_report(Store *store, int64_t after, int64_t *id)
{
    Query q = store_query(store, "SELECT coalesce(min(id), 0) FROM report WHERE id > $1");
    put_int(&q, after);
    return one_id(&q, id);
}

dln_status store_last_report(Store *store, int64_t *id)
{
    Query q = store_query(store, "SELECT coalesce(max(id), 0) FROM report");
    return one_id(&q, id);
}

/* ---- stories ---- */

dln_status store_story(Store *store, const StoreStory *s)
{
    Query q = store_query(store,
                          "INSERT INTO story(id, title, first, last, changed, reports, outlets,"
                          " conflicts, refined, agree) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                          " $10) ON CONFLICT(id) DO UPDATE SET title = excluded.title,"
                          " first = excluded.first, last = excluded.last,"
                          " changed = excluded.changed, reports = excluded.reports,"
                          " outlets = excluded.outlets, conflicts = excluded.conflicts,"
                          " refined = excluded.refined, agree = excluded.agree");
    put_int(&q, s->id);
    put_text(&q, s->title);
    put_day(&q, s->from);
    put_day(&q, s->to);
    put_int(&q, s->changed);
    put_int(&q, s->reports);
    put_int(&q, s->outlets);
    put_int(&q, s->conflicts);
    put_int(&q, s->refined);
    put_int(&q, s->agree);
    return query_run(&q);
}

dln_status store_newest(Store *store, int64_t *changed)
{
    Query q = store_query(store, "SELECT coalesce(max(changed), 0) FROM story");
    return one_id(&q, changed);
}

dln_status store_story_counts(Store *store, int64_t id, uint32_t *reports)
{
    Query q = store_query(store, "SELECT reports FROM story WHERE id = $1");
    put_int(&q, id);
    *reports = query_next(&q) ? (uint32_t)query_int(&q, 0) : 0;
    return query_end(&q);
}

static dln_status drop_tags(Store *store, int64_t story)
{
    Query q = store_query(store, "DELETE FROM tag WHERE story = $1");
    put_int(&q, story);
    return query_run(&q);
}

dln_status store_story_gone(Store *store, int64_t id)
{
    TRY(drop_tags(store, id));
    Query q = store_query(store, "DELETE FROM story WHERE id = $1");
    put_int(&q, id);
    return query_run(&q);
}

dln_status store_story_tags(Store *store, int64_t story, const Slice *tags, uint32_t n)
{
    TRY(drop_tags(store, story));
    for (uint32_t i = 0; i < n; i++) {
        Query q = store_query(store, "INSERT INTO tag(story, tag) VALUES($1, $2)"
                                     " ON CONFLICT(tag, story) DO NOTHING");
        put_int(&q, story);
        put_text(&q, tags[i]);
        TRY(query_run(&q));
    }
    return DLN_OK;
}

dln_status store_names(Store *store, Slice kind, uint32_t newest, uint32_t limit, Arena *arena,
                       StoreName **names, uint32_t *n)
{
    VEC(StoreName) list = {NULL, 0, 0};
    char sql[400];
    snprintf(sql, sizeof sql,
             "SELECT tag, count(*) FROM tag WHERE substr(tag, 1, $1) = $2 AND story IN (SELECT id"
             " FROM story ORDER BY changed DESC, id DESC LIMIT $3) GROUP BY tag ORDER BY count(*)"
             " DESC, tag %s LIMIT $4",
             store->driver->by_bytes);
    Query q = store_query(store, sql);
    put_int(&q, (int64_t)kind.n);
    put_text(&q, kind);
    put_int(&q, newest);
    put_int(&q, limit);
    while (query_next(&q)) {
        Slice tag = query_bytes(&q, 0, arena);
        if (!slice_starts(tag, kind)) break; /* no memory */
        StoreName name = {{tag.p + kind.n, tag.n - kind.n}, (uint32_t)query_int(&q, 1)};
        if (!VEC_PUSH(arena, &list, name)) break;
    }
    TRY(query_end(&q));
    *names = list.at;
    *n = list.n;
    return arena_status(arena);
}

#define STORY_COLUMNS "id, changed, first, last, reports, outlets, conflicts, refined, agree, title"

static void story_row(const Query *q, Arena *arena, StoreStory *s)
{
    *s = (StoreStory){.id = query_int(q, 0),
                      .changed = query_int(q, 1),
                      .from = query_day(q, 2),
                      .to = query_day(q, 3),
                      .reports = (uint32_t)query_int(q, 4),
                      .outlets = (uint32_t)query_int(q, 5),
                      .conflicts = (uint32_t)query_int(q, 6),
                      .refined = (uint32_t)query_int(q, 7),
                      .agree = (uint32_t)query_int(q, 8),
                      .title = query_bytes(q, 9, arena)};
}

dln_status store_story_reports(Store *store, int64_t story, int64_t *ids, uint32_t room,
                               uint32_t *n)
{
    Query q = store_query(store, "SELECT id FROM (SELECT id FROM report WHERE story = $1"
                                 " ORDER BY id DESC LIMIT $2) newest ORDER BY id");
    put_int(&q, story);
    put_int(&q, room);
    *n = 0;
    while (query_next(&q))
        ids[(*n)++] = query_int(&q, 0);
    return query_end(&q);
}

dln_status store_stories(Store *store, StoryOrder order, uint32_t offset, uint32_t limit,
                         Arena *arena, StoreStory **stories, uint32_t *n)
{
    static const char *const sql[] = {
        "SELECT " STORY_COLUMNS " FROM story ORDER BY changed DESC, id DESC LIMIT $1 OFFSET $2",
        "SELECT " STORY_COLUMNS " FROM story ORDER BY reports DESC, id DESC LIMIT $1 OFFSET $2",
        "SELECT " STORY_COLUMNS " FROM story ORDER BY conflicts DESC, refined DESC, id DESC"
        " LIMIT $1 OFFSET $2"};
    VEC(StoreStory) list = {NULL, 0, 0};
    Query q = store_query(store, sql[order]);
    put_int(&q, limit);
    put_int(&q, offset);
    while (query_next(&q)) {
        StoreStory s;
        story_row(&q, arena, &s);
        if (!VEC_PUSH(arena, &list, s)) break;
    }
    *stories = list.at;
    *n = list.n;
    TRY(query_end(&q));
    return arena_status(arena);
}

/* ---- small things ---- */

dln_status store_keep(Store *store, const char *name, Slice value)
{
    Query q = store_query(store, "INSERT INTO kept(name, value) VALUES($1, $2)"
                                 " ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    put_text(&q, slice_of(name));
    put_blob(&q, value);
    return query_run(&q);
}

dln_status store_kept(Store *store, const char *name, Arena *arena, Slice *value)
{
    Query q = store_query(store, "SELECT value FROM kept WHERE name = $1");
    *value = (Slice){"", 0};
    put_text(&q, slice_of(name));
    if (query_next(&q)) *value = query_bytes(&q, 0, arena);
    TRY(query_end(&q));
    return arena_status(arena);
}

/* ---- care ---- */

dln_status store_index(Store *store)
{
    return store->driver->index(store);
}

dln_status store_version(Store *store, int64_t *version)
{
    return store->driver->version(store, version);
}
