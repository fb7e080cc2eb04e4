/* sqlite.c - the store in one SQLite file (store.h).
 *
 * In: rows. Out: rows, lists, search results (FTS5, bm25). Write-ahead log, synchronous at every
 * commit, foreign keys on; numbered migrations, forward only, in PRAGMA user_version.
 *
 * Known to get wrong: searching by part of a word needs a star ("mayor*"); words of languages
 * without blanks are not cut. */
#include "store/store.h"
#include "base/civil.h"
#include "base/io.h"
#include "base/mem.h"
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum { BUSY_MS = 5000, LAYOUT = 1 };
#define DAY_MISSING INT32_MIN

struct Store {
    sqlite3 *db;
    char message[256];
};

/* One step a version; a step is never changed once released, a later one is added. */
static const char *const migrations[LAYOUT] = {
    "CREATE TABLE input(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " size INTEGER NOT NULL, added INTEGER NOT NULL, bytes BLOB);"
    "CREATE TABLE report(id INTEGER PRIMARY KEY, input INTEGER NOT NULL REFERENCES input(id),"
    " sha256 TEXT NOT NULL, member TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,"
    " title TEXT NOT NULL, language TEXT NOT NULL, published TEXT NOT NULL, day INTEGER,"
    " added INTEGER NOT NULL, story INTEGER NOT NULL, copy_of INTEGER NOT NULL,"
    " earlier INTEGER NOT NULL, later INTEGER NOT NULL, saved BLOB NOT NULL);"
    "CREATE INDEX report_bytes ON report(sha256, member);"
    "CREATE INDEX report_url ON report(url) WHERE url <> '';"
    "CREATE INDEX report_story ON report(story, later);"
    "CREATE INDEX report_day ON report(day);"
    "CREATE TABLE story(id INTEGER PRIMARY KEY, title TEXT NOT NULL, first INTEGER, last INTEGER,"
    " changed INTEGER NOT NULL, reports INTEGER NOT NULL, outlets INTEGER NOT NULL,"
    " conflicts INTEGER NOT NULL, refined INTEGER NOT NULL, agree INTEGER NOT NULL);"
    "CREATE INDEX story_changed ON story(changed, id);"
    "CREATE TABLE tag(tag TEXT NOT NULL, story INTEGER NOT NULL, PRIMARY KEY(tag, story))"
    " WITHOUT ROWID;"
    "CREATE INDEX tag_story ON tag(story);"
    "CREATE TABLE kept(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE words USING fts5(title, text, said, by, about, place,"
    " tokenize = \"unicode61 remove_diacritics 2\");"};

static dln_status fault(Store *store, const char *what)
{
    snprintf(store->message, sizeof store->message, "%s: %.200s", what, sqlite3_errmsg(store->db));
    int code = sqlite3_errcode(store->db) & 0xff;
    if (code == SQLITE_NOMEM) return DLN_ERR_NOMEM;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? DLN_ERR_DATA : DLN_ERR_IO;
}

const char *store_message(const Store *store)
{
    return store->message;
}

static dln_status run_sql(Store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? DLN_OK
                                                                       : fault(store, "store");
}

/* ---- statements: bind in order, step, read ---- */

typedef struct Query {
    Store *store;
    sqlite3_stmt *statement;
    int bound;
    bool failed;
} Query;

static Query query(Store *store, const char *sql)
{
    Query q = {.store = store};
    q.failed = sqlite3_prepare_v2(store->db, sql, -1, &q.statement, NULL) != SQLITE_OK;
    return q;
}

static void put_int(Query *q, int64_t value)
{
    if (!q->failed) q->failed = sqlite3_bind_int64(q->statement, ++q->bound, value) != SQLITE_OK;
}

static void put_day(Query *q, int32_t day)
{
    if (day != DAY_MISSING && day != DAY_UNKNOWN)
        put_int(q, day);
    else
        q->bound++; /* NULL */
}

static void put_text(Query *q, Slice text)
{
    if (!q->failed)
        q->failed = sqlite3_bind_text64(q->statement, ++q->bound, text.p ? text.p : "", text.n,
                                        SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK;
}

static void put_blob(Query *q, Slice bytes)
{
    if (!bytes.p)
        q->bound++; /* NULL */
    else if (!q->failed)
        q->failed = sqlite3_bind_blob64(q->statement, ++q->bound, bytes.p, bytes.n,
                                        SQLITE_STATIC) != SQLITE_OK;
}

/* True while there is a row. */
static bool next(Query *q)
{
    if (q->failed) return false;
    int code = sqlite3_step(q->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) q->failed = true;
    return code == SQLITE_ROW;
}

static dln_status end(Query *q)
{
    dln_status status = q->failed ? fault(q->store, "store") : DLN_OK;
    sqlite3_finalize(q->statement);
    return status;
}

/* Runs a statement that gives no rows. */
static dln_status finish(Query *q)
{
    next(q);
    return end(q);
}

static int64_t int_of(const Query *q, int column)
{
    return sqlite3_column_int64(q->statement, column);
}

static int32_t day_of(const Query *q, int column)
{
    return sqlite3_column_type(q->statement, column) == SQLITE_NULL
               ? DAY_UNKNOWN
               : (int32_t)sqlite3_column_int64(q->statement, column);
}

static Slice bytes_of(const Query *q, int column, Arena *arena)
{
    const void *p = sqlite3_column_blob(q->statement, column);
    size_t n = (size_t)sqlite3_column_bytes(q->statement, column);
    return arena_copy(arena, (Slice){p ? p : "", n});
}

/* ---- opening ---- */

static dln_status migrate(Store *store, dln_error *err)
{
    Query q = query(store, "PRAGMA user_version");
    int64_t version = next(&q) ? int_of(&q, 0) : 0;
    TRY(end(&q));
    if (version > LAYOUT)
        return err_fill(err, DLN_ERR_DATA, "open", "the store is of a later version (%lld)",
                        (long long)version);
    for (int64_t v = version; v < LAYOUT; v++) {
        char sql[64];
        TRY(run_sql(store, "BEGIN IMMEDIATE"));
        snprintf(sql, sizeof sql, "PRAGMA user_version = %lld", (long long)v + 1);
        dln_status status = run_sql(store, migrations[v]);
        if (status == DLN_OK) status = run_sql(store, sql);
        if (status == DLN_OK) status = run_sql(store, "COMMIT");
        if (status != DLN_OK) {
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
            return status;
        }
    }
    return DLN_OK;
}

static dln_status set_up(Store *store, bool write, dln_error *err)
{
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    TRY(run_sql(store, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                       " PRAGMA temp_store = MEMORY"));
    if (write) {
        TRY(run_sql(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
        return migrate(store, err);
    }
    Query q = query(store, "PRAGMA user_version");
    int64_t version = next(&q) ? int_of(&q, 0) : -1;
    TRY(end(&q));
    return version == LAYOUT ? DLN_OK
                             : err_fill(err, DLN_ERR_DATA, "open",
                                        "no store of this version (it is of %lld, this is %d)",
                                        (long long)version, LAYOUT);
}

dln_status store_open(const char *path, bool write, Store **out, dln_error *err)
{
    Store *store = mem_alloc(sizeof *store);
    *out = NULL;
    if (!store) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    *store = (Store){0};
    if (err) *err = (dln_error){.code = DLN_OK, .stage = "open", .input = ""};
    int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    dln_status status = DLN_OK;
    if (sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
        status = fault(store, "open");
    if (status == DLN_OK) status = set_up(store, write, err);
    if (status != DLN_OK) {
        if (err && err->code == DLN_OK)
            err_fill(err, status, "open", "%.120s: %.120s", path, store->message);
        store_close(store);
        return status;
    }
    *out = store;
    return DLN_OK;
}

void store_close(Store *store)
{
    if (!store) return;
    sqlite3_close_v2(store->db);
    mem_free(store);
}

dln_status store_begin(Store *store)
{
    return run_sql(store, "BEGIN IMMEDIATE");
}

dln_status store_commit(Store *store)
{
    return run_sql(store, "COMMIT");
}

void store_rollback(Store *store)
{
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- inputs ---- */

dln_status store_input(Store *store, const StoreInput *input, int64_t *id, bool *known)
{
    Query q = query(store, "SELECT id FROM input WHERE sha256 = ?");
    put_text(&q, slice_of(input->sha256));
    *known = next(&q);
    if (*known) *id = int_of(&q, 0);
    TRY(end(&q));
    if (*known) return DLN_OK;
    q = query(store, "INSERT INTO input(sha256, name, size, added, bytes) VALUES(?, ?, ?, ?, ?)");
    put_text(&q, slice_of(input->sha256));
    put_text(&q, input->name);
    put_int(&q, (int64_t)input->size);
    put_int(&q, input->added);
    put_blob(&q, input->bytes);
    TRY(finish(&q));
    *id = sqlite3_last_insert_rowid(store->db);
    return DLN_OK;
}

dln_status store_input_bytes(Store *store, int64_t input, Arena *arena, Slice *name, Slice *bytes)
{
    Query q = query(store, "SELECT name, bytes FROM input WHERE id = ? AND bytes IS NOT NULL");
    put_int(&q, input);
    bool there = next(&q);
    if (there) {
        *name = bytes_of(&q, 0, arena);
        *bytes = bytes_of(&q, 1, arena);
    }
    TRY(end(&q));
    return !there ? DLN_ERR_EMPTY : bytes->p && name->p ? DLN_OK : arena_status(arena);
}

/* ---- reports ---- */

static dln_status one_id(Query *q, int64_t *id)
{
    *id = next(q) ? int_of(q, 0) : 0;
    return end(q);
}

dln_status store_known(Store *store, Slice sha256, Slice member, int64_t *id)
{
    Query q = query(store, "SELECT id FROM report WHERE sha256 = ? AND member = ?");
    put_text(&q, sha256);
    put_text(&q, member);
    return one_id(&q, id);
}

dln_status store_latest(Store *store, Slice url, int64_t *id)
{
    Query q = query(store, "SELECT id FROM report WHERE url = ? AND url <> '' AND later = 0"
                           " ORDER BY id DESC");
    put_text(&q, url);
    return one_id(&q, id);
}

static dln_status add_words(Store *store, int64_t id, const StoreWords *w)
{
    Query q = query(store, "INSERT INTO words(rowid, title, text, said, \"by\", about, place)"
                           " VALUES(?, ?, ?, ?, ?, ?, ?)");
    put_int(&q, id);
    put_text(&q, w->title);
    put_text(&q, w->text);
    put_text(&q, w->said);
    put_text(&q, w->by);
    put_text(&q, w->about);
    put_text(&q, w->place);
    return finish(&q);
}

static dln_status set_later(Store *store, int64_t earlier, int64_t later)
{
    Query q = query(store, "UPDATE report SET later = ? WHERE id = ?");
    put_int(&q, later);
    put_int(&q, earlier);
    return finish(&q);
}

dln_status store_report(Store *store, StoreReport *r, Slice saved, const StoreWords *words)
{
    Query q = query(store,
                    "INSERT INTO report(id, input, sha256, member, url, outlet, title,"
                    " language, published, day, added, story, copy_of, earlier, later, saved)"
                    " VALUES((SELECT coalesce(max(id), 0) + 1 FROM report),"
                    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)");
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
    TRY(finish(&q));
    r->id = sqlite3_last_insert_rowid(store->db);
    if (r->earlier) TRY(set_later(store, r->earlier, r->id));
    return add_words(store, r->id, words);
}

#define REPORT_COLUMNS                                                                 \
    "r.id, r.input, r.added, r.story, r.copy_of, r.earlier, r.later, r.day, r.sha256," \
    " r.member, r.url, r.outlet, r.title, r.language, r.published"
enum { REPORT_COLUMN_COUNT = 15 };

static void report_row(const Query *q, Arena *arena, StoreReport *r)
{
    *r = (StoreReport){.id = int_of(q, 0),
                       .input = int_of(q, 1),
                       .added = int_of(q, 2),
                       .story = int_of(q, 3),
                       .copy_of = int_of(q, 4),
                       .earlier = int_of(q, 5),
                       .later = int_of(q, 6),
                       .day = day_of(q, 7),
                       .sha256 = bytes_of(q, 8, arena),
                       .member = bytes_of(q, 9, arena),
                       .url = bytes_of(q, 10, arena),
                       .outlet = bytes_of(q, 11, arena),
                       .title = bytes_of(q, 12, arena),
                       .language = bytes_of(q, 13, arena),
                       .published = bytes_of(q, 14, arena)};
}

dln_status store_report_read(Store *store, int64_t id, Arena *arena, StoreReport *report,
                             Slice *saved)
{
    Query q = query(store, "SELECT " REPORT_COLUMNS ", r.saved FROM report r WHERE r.id = ?");
    put_int(&q, id);
    bool there = next(&q);
    if (there) {
        report_row(&q, arena, report);
        if (saved) *saved = bytes_of(&q, REPORT_COLUMN_COUNT, arena);
    }
    TRY(end(&q));
    return !there ? DLN_ERR_EMPTY : arena_status(arena);
}

dln_status store_report_save(Store *store, int64_t id, Slice saved)
{
    Query q = query(store, "UPDATE report SET saved = ? WHERE id = ?");
    put_blob(&q, saved);
    put_int(&q, id);
    return finish(&q);
}

dln_status store_report_moved(Store *store, int64_t from_story, int64_t to_story)
{
    Query q = query(store, "UPDATE report SET story = ? WHERE story = ?");
    put_int(&q, to_story);
    put_int(&q, from_story);
    return finish(&q);
}

dln_status store_count(Store *store, int64_t *reports, int64_t *stories)
{
    Query q = query(store, "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM story)");
    if (next(&q)) {
        *reports = int_of(&q, 0);
        *stories = int_of(&q, 1);
    }
    return end(&q);
}

/* ---- stories ---- */

dln_status store_story(Store *store, const StoreStory *s)
{
    Query q = query(store,
                    "INSERT OR REPLACE INTO story(id, title, first, last, changed, reports,"
                    " outlets, conflicts, refined, agree) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
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
    return finish(&q);
}

static dln_status drop_tags(Store *store, int64_t story)
{
    Query q = query(store, "DELETE FROM tag WHERE story = ?");
    put_int(&q, story);
    return finish(&q);
}

dln_status store_story_gone(Store *store, int64_t id)
{
    TRY(drop_tags(store, id));
    Query q = query(store, "DELETE FROM story WHERE id = ?");
    put_int(&q, id);
    return finish(&q);
}

dln_status store_story_tags(Store *store, int64_t story, const Slice *tags, uint32_t n)
{
    TRY(drop_tags(store, story));
    for (uint32_t i = 0; i < n; i++) {
        Query q = query(store, "INSERT OR IGNORE INTO tag(story, tag) VALUES(?, ?)");
        put_int(&q, story);
        put_text(&q, tags[i]);
        TRY(finish(&q));
    }
    return DLN_OK;
}

#define STORY_COLUMNS "id, changed, first, last, reports, outlets, conflicts, refined, agree, title"

static void story_row(const Query *q, Arena *arena, StoreStory *s)
{
    *s = (StoreStory){.id = int_of(q, 0),
                      .changed = int_of(q, 1),
                      .from = day_of(q, 2),
                      .to = day_of(q, 3),
                      .reports = (uint32_t)int_of(q, 4),
                      .outlets = (uint32_t)int_of(q, 5),
                      .conflicts = (uint32_t)int_of(q, 6),
                      .refined = (uint32_t)int_of(q, 7),
                      .agree = (uint32_t)int_of(q, 8),
                      .title = bytes_of(q, 9, arena)};
}

dln_status store_story_read(Store *store, int64_t id, Arena *arena, StoreStory *story)
{
    Query q = query(store, "SELECT " STORY_COLUMNS " FROM story WHERE id = ?");
    put_int(&q, id);
    bool there = next(&q);
    if (there) story_row(&q, arena, story);
    TRY(end(&q));
    return !there ? DLN_ERR_EMPTY : arena_status(arena);
}

dln_status store_story_reports(Store *store, int64_t story, int64_t *ids, uint32_t room,
                               uint32_t *n)
{
    Query q = query(store, "SELECT id FROM (SELECT id FROM report WHERE story = ? AND later = 0"
                           " ORDER BY id DESC LIMIT ?) ORDER BY id");
    put_int(&q, story);
    put_int(&q, room);
    *n = 0;
    while (next(&q))
        ids[(*n)++] = int_of(&q, 0);
    return end(&q);
}

dln_status store_stories(Store *store, StoryOrder order, uint32_t offset, uint32_t limit,
                         Arena *arena, StoreStory **stories, uint32_t *n)
{
    static const char *const sql[] = {
        "SELECT " STORY_COLUMNS " FROM story ORDER BY changed DESC, id DESC LIMIT ? OFFSET ?",
        "SELECT " STORY_COLUMNS " FROM story ORDER BY reports DESC, id DESC LIMIT ? OFFSET ?",
        "SELECT " STORY_COLUMNS " FROM story ORDER BY conflicts DESC, refined DESC, id DESC"
        " LIMIT ? OFFSET ?"};
    VEC(StoreStory) list = {NULL, 0, 0};
    Query q = query(store, sql[order]);
    put_int(&q, limit);
    put_int(&q, offset);
    while (next(&q)) {
        StoreStory s;
        story_row(&q, arena, &s);
        if (!VEC_PUSH(arena, &list, s)) break;
    }
    *stories = list.at;
    *n = list.n;
    TRY(end(&q));
    return arena_status(arena);
}

/* ---- small things ---- */

dln_status store_keep(Store *store, const char *name, Slice value)
{
    Query q = query(store, "INSERT OR REPLACE INTO kept(name, value) VALUES(?, ?)");
    put_text(&q, slice_of(name));
    put_blob(&q, value);
    return finish(&q);
}

dln_status store_kept(Store *store, const char *name, Arena *arena, Slice *value)
{
    Query q = query(store, "SELECT value FROM kept WHERE name = ?");
    *value = (Slice){"", 0};
    put_text(&q, slice_of(name));
    if (next(&q)) *value = bytes_of(&q, 0, arena);
    TRY(end(&q));
    return arena_status(arena);
}

/* ---- search ---- */

/* Conditions besides the words; each asks nothing when its value is empty. */
#define WHERE_CLAUSES                                                                      \
    " (?1 = '' OR r.outlet LIKE '%' || ?1 || '%') AND (?2 IS NULL OR r.day >= ?2)"         \
    " AND (?3 IS NULL OR r.day <= ?3)"                                                     \
    " AND (?4 = '' OR EXISTS(SELECT 1 FROM tag t WHERE t.story = r.story AND t.tag = ?4))" \
    " AND (?5 = '' OR EXISTS(SELECT 1 FROM tag t WHERE t.story = r.story AND t.tag = ?5))"

static void put_conditions(Query *q, const StoreQuery *ask)
{
    put_text(q, ask->outlet);
    put_day(q, ask->from);
    put_day(q, ask->to);
    put_text(q, ask->verdict);
    put_text(q, ask->type);
    if (ask->words.n) put_text(q, ask->words);
}

static dln_status count_hits(Store *store, const StoreQuery *ask, uint64_t *total)
{
    Query q = query(store, ask->words.n
                               ? "SELECT count(*) FROM words w JOIN report r ON r.id = w.rowid"
                                 " WHERE" WHERE_CLAUSES " AND words MATCH ?6"
                               : "SELECT count(*) FROM report r WHERE" WHERE_CLAUSES);
    put_conditions(&q, ask);
    *total = next(&q) ? (uint64_t)int_of(&q, 0) : 0;
    return end(&q);
}

dln_status store_search(Store *store, const StoreQuery *ask, Arena *arena, StoreHit **hits,
                        uint32_t *n, uint64_t *total)
{
    static const char by_words[] =
        "SELECT " REPORT_COLUMNS ", snippet(words, -1, char(2), char(3), '…', 24)"
        " FROM words JOIN report r ON r.id = words.rowid WHERE" WHERE_CLAUSES
        " AND words MATCH ?6 ORDER BY bm25(words, 6.0, 1.0, 2.0, 4.0, 3.0, 3.0), r.id DESC"
        " LIMIT ?7 OFFSET ?8";
    static const char by_fields[] = "SELECT " REPORT_COLUMNS
                                    ", r.title FROM report r WHERE" WHERE_CLAUSES
                                    " ORDER BY r.id DESC LIMIT ?6 OFFSET ?7";
    VEC(StoreHit) list = {NULL, 0, 0};
    TRY(count_hits(store, ask, total));
    Query q = query(store, ask->words.n ? by_words : by_fields);
    put_conditions(&q, ask);
    put_int(&q, ask->limit);
    put_int(&q, ask->offset);
    while (next(&q)) {
        StoreHit hit;
        report_row(&q, arena, &hit.report);
        hit.snippet = bytes_of(&q, REPORT_COLUMN_COUNT, arena);
        if (!VEC_PUSH(arena, &list, hit)) break;
    }
    *hits = list.at;
    *n = list.n;
    TRY(end(&q));
    return arena_status(arena);
}

dln_status store_version(Store *store, int64_t *version)
{
    Query q = query(store, "PRAGMA data_version");
    return one_id(&q, version);
}

/* ---- care ---- */

/* Questions whose answer should be no row; a row's first column says what is wrong. */
static const char *const checks[] = {
    "PRAGMA quick_check",
    "SELECT 'report ' || id || ' has no input' FROM report"
    " WHERE input NOT IN (SELECT id FROM input)",
    "SELECT 'report ' || r.id || ' cannot be searched' FROM report r"
    " WHERE NOT EXISTS(SELECT 1 FROM words_docsize d WHERE d.id = r.id)",
    "SELECT 'story ' || s.id || ' has no report' FROM story s"
    " WHERE NOT EXISTS(SELECT 1 FROM report r WHERE r.story = s.id)",
    "SELECT 'reports are not numbered without a gap' WHERE (SELECT count(*) FROM report)"
    " <> (SELECT coalesce(max(id), 0) FROM report)"};

dln_status store_check(Store *store, void (*say)(const char *message, void *context), void *context,
                       uint32_t *faults)
{
    *faults = 0;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        Query q = query(store, checks[i]);
        while (next(&q)) {
            const char *row = (const char *)sqlite3_column_text(q.statement, 0);
            if (!row || strcmp(row, "ok") == 0) continue;
            say(row, context);
            ++*faults;
        }
        TRY(end(&q));
    }
    return DLN_OK;
}

dln_status store_backup(Store *store, const char *path)
{
    if (access(path, F_OK) == 0) {
        snprintf(store->message, sizeof store->message, "%.200s is there already", path);
        return DLN_ERR_USAGE;
    }
    Query q = query(store, "VACUUM INTO ?");
    put_text(&q, slice_of(path));
    return finish(&q);
}
