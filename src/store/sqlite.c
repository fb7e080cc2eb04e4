/* sqlite.c - the store in one SQLite file (driver.h).
 *
 * In: statements. Out: rows; search by FTS5 over words as words_of gives them. Write-ahead log,
 * synchronous at every commit, foreign keys on; numbered migrations, forward only, in PRAGMA
 * user_version.
 *
 * Known to get wrong: searching by part of a word needs a star ("mayor*"). */
#include "store/driver.h"
#include "base/io.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MS = 5000, LAYOUT = 2 };

static sqlite3 *db_of(const Store *store)
{
    return store->connection;
}

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
    " tokenize = \"unicode61 remove_diacritics 2\");",
    "CREATE TABLE outlet(name TEXT PRIMARY KEY) WITHOUT ROWID;"
    "ALTER TABLE report ADD COLUMN outlet_key TEXT NOT NULL DEFAULT ' ';"
    "UPDATE report SET outlet_key = dateline_words(outlet);"
    "INSERT INTO outlet SELECT DISTINCT outlet_key FROM report;"
    "CREATE INDEX report_outlet ON report(outlet_key, id);"
    "CREATE VIRTUAL TABLE found USING fts5(title, body, said, by, about, place, content = '',"
    " tokenize = 'ascii');"
    "INSERT INTO found(rowid, title, body, said, \"by\", about, place) SELECT rowid,"
    " dateline_words(title), dateline_words(text), dateline_words(said), dateline_words(\"by\"),"
    " dateline_words(about), dateline_words(place) FROM words;"
    "CREATE TABLE raw(id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL,"
    " n_said TEXT NOT NULL, n_by TEXT NOT NULL, n_about TEXT NOT NULL, n_place TEXT NOT NULL);"
    "INSERT INTO raw SELECT rowid, title, text, dateline_words(said), dateline_words(\"by\"),"
    " dateline_words(about), dateline_words(place) FROM words;"
    "DROP TABLE words;"
    "ALTER TABLE raw RENAME TO words;"};

/* What SQLite calls a fault is not always what the user can mend. */
static const char *words_of_fault(const Store *store, int code)
{
    if (code == SQLITE_READONLY && store->write)
        return "the desk cannot be written to: its file or folder is read-only for this user";
    if (code == SQLITE_READONLY)
        return "the desk is in a folder that is read-only for this user, and reading beside a "
               "writer needs a file there; 'dateline backup' by its owner makes a copy";
    if (code == SQLITE_NOTADB) return "the file is no desk (it is not a database)";
    return sqlite3_errmsg(db_of(store));
}

/* SQLite says "unable to open database file" or "disk I/O error" and no more: a folder, a path
 * through a folder that is not there, a file that others may not read. */
static dln_status cannot_open(Store *store, int why)
{
    snprintf(store->message, sizeof store->message, "the desk cannot be opened: %.100s",
             why ? strerror(why) : sqlite3_errmsg(db_of(store)));
    return DLN_ERR_IO;
}

static dln_status sqlite_fault(Store *store)
{
    int code = sqlite3_errcode(db_of(store)) & 0xff;
    snprintf(store->message, sizeof store->message, "store: %.200s", words_of_fault(store, code));
    if (code == SQLITE_NOMEM) return DLN_ERR_NOMEM;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? DLN_ERR_DATA : DLN_ERR_IO;
}

static dln_status run_sql(Store *store, const char *sql)
{
    return sqlite3_exec(db_of(store), sql, NULL, NULL, NULL) == SQLITE_OK ? DLN_OK
                                                                          : sqlite_fault(store);
}

/* ---- statements ---- */

static int bind(sqlite3_stmt *statement, int at, const Value *v)
{
    switch (v->kind) {
    case VALUE_INT: return sqlite3_bind_int64(statement, at, v->number);
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, at, v->bytes.p, v->bytes.n, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case VALUE_BLOB:
        return sqlite3_bind_blob64(statement, at, v->bytes.p, v->bytes.n, SQLITE_STATIC);
    case VALUE_NULL: break;
    }
    return SQLITE_OK;
}

static bool sqlite_run(Query *q)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db_of(q->store), q->sql, -1, &statement, NULL) != SQLITE_OK)
        return false;
    q->rows = statement;
    for (uint32_t i = 0; i < q->n; i++)
        if (bind(statement, (int)i + 1, &q->value[i]) != SQLITE_OK) return false;
    return true;
}

static bool sqlite_next(Query *q)
{
    int code = sqlite3_step(q->rows);
    if (code != SQLITE_ROW && code != SQLITE_DONE) q->failed = true;
    return code == SQLITE_ROW;
}

static int64_t sqlite_number(const Query *q, int column)
{
    return sqlite3_column_int64(q->rows, column);
}

static bool sqlite_missing(const Query *q, int column)
{
    return sqlite3_column_type(q->rows, column) == SQLITE_NULL;
}

static Slice sqlite_bytes(const Query *q, int column)
{
    const void *p = sqlite3_column_blob(q->rows, column);
    size_t n = (size_t)sqlite3_column_bytes(q->rows, column);
    return (Slice){p ? p : "", n};
}

static void sqlite_end(Query *q)
{
    sqlite3_finalize(q->rows);
    q->rows = NULL;
}

/* ---- functions of our own: words as they are indexed, the weight of a hit ---- */

static void words_function(sqlite3_context *context, int n, sqlite3_value **value)
{
    Arena arena;
    (void)n;
    const void *text = sqlite3_value_blob(value[0]);
    arena_init(&arena, 0);
    Slice words = words_of((Slice){text ? text : "", (size_t)sqlite3_value_bytes(value[0])},
                           &arena);
    if (words.p)
        sqlite3_result_text64(context, words.p, words.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_result_error_nomem(context);
    arena_free(&arena);
}

/* Columns of `found` in order; by how much each makes a hit heavier. */
static const int column_weight[] = {8, 0, 2, 4, 3, 3};

static void score_function(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
                           int n, sqlite3_value **value)
{
    int sum = 0;
    (void)n;
    (void)value;
    for (int phrase = 0; phrase < api->xPhraseCount(fts); phrase++) {
        Fts5PhraseIter iter;
        int column;
        if (api->xPhraseFirstColumn(fts, phrase, &iter, &column) != SQLITE_OK) continue;
        for (; column >= 0; api->xPhraseNextColumn(fts, &iter, &column))
            if (column < (int)(sizeof column_weight / sizeof *column_weight))
                sum += column_weight[column];
    }
    sqlite3_result_int(context, sum);
}

static dln_status add_functions(Store *store)
{
    sqlite3 *db = db_of(store);
    sqlite3_stmt *statement = NULL;
    fts5_api *fts = NULL;
    if (sqlite3_create_function(db, "dateline_words", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                words_function, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK)
        return sqlite_fault(store);
    sqlite3_bind_pointer(statement, 1, &fts, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (fts && fts->xCreateFunction(fts, "dateline_score", NULL, score_function, NULL) == SQLITE_OK)
        return DLN_OK;
    return sqlite_fault(store);
}

/* ---- opening ---- */

static dln_status layout_of(Store *store, int64_t *version)
{
    Query q = store_query(store, "PRAGMA user_version");
    *version = query_next(&q) ? query_int(&q, 0) : 0;
    return query_end(&q);
}

/* All steps from the store's layout on, which another writer may have taken meanwhile. */
static dln_status take_steps(Store *store, dln_error *err)
{
    int64_t version;
    char sql[64];
    TRY(layout_of(store, &version));
    if (version > LAYOUT)
        return err_fill(err, DLN_ERR_DATA, "open", "the store is of a later version (%lld)",
                        (long long)version);
    for (; version < LAYOUT; version++)
        TRY(run_sql(store, migrations[version]));
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", LAYOUT);
    return run_sql(store, sql);
}

static dln_status migrate(Store *store, dln_error *err)
{
    int64_t version;
    TRY(layout_of(store, &version));
    if (version == LAYOUT) return DLN_OK;
    TRY(run_sql(store, "BEGIN IMMEDIATE"));
    dln_status status = take_steps(store, err);
    if (status == DLN_OK) status = run_sql(store, "COMMIT");
    if (status != DLN_OK) sqlite3_exec(db_of(store), "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* The log is asked for only where it is not there: to ask again while others write is a risk. */
static dln_status write_ahead(Store *store)
{
    Query q = store_query(store, "PRAGMA journal_mode");
    bool there = query_next(&q) && slice_is(store->driver->bytes(&q, 0), "wal");
    TRY(query_end(&q));
    return there ? DLN_OK : run_sql(store, "PRAGMA journal_mode = WAL");
}

static dln_status set_up(Store *store, bool write, dln_error *err)
{
    sqlite3_busy_timeout(db_of(store), BUSY_MS);
    sqlite3_extended_result_codes(db_of(store), 1);
    sqlite3_db_config(db_of(store), SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    TRY(run_sql(store, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                       " PRAGMA temp_store = MEMORY"));
    TRY(add_functions(store));
    if (write) {
        TRY(write_ahead(store));
        TRY(run_sql(store, "PRAGMA synchronous = FULL"));
        return migrate(store, err);
    }
    int64_t version;
    TRY(layout_of(store, &version));
    if (version == LAYOUT) return DLN_OK;
    return err_fill(err, DLN_ERR_DATA, "open",
                    version == 0 ? "there is no desk in it yet"
                    : version < LAYOUT
                        ? "a desk of an earlier layout (%lld); 'dateline add' brings "
                          "it up to the present one"
                        : "the store is of a later version (%lld)",
                    (long long)version);
}

static dln_status sqlite_open(Store *store, const char *place, bool write, dln_error *err)
{
    sqlite3 *db = NULL;
    struct stat at;
    if (stat(place, &at) == 0 && S_ISDIR(at.st_mode)) return cannot_open(store, EISDIR);
    int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(place, &db, flags | SQLITE_OPEN_FULLMUTEX, NULL);
    store->connection = db;
    if ((code & 0xff) == SQLITE_CANTOPEN) return cannot_open(store, sqlite3_system_errno(db));
    return code == SQLITE_OK ? set_up(store, write, err) : sqlite_fault(store);
}

static void sqlite_close(Store *store)
{
    sqlite3_close_v2(db_of(store));
}

static dln_status sqlite_begin(Store *store)
{
    return run_sql(store, "BEGIN IMMEDIATE");
}

static dln_status sqlite_look(Store *store)
{
    return run_sql(store, "BEGIN DEFERRED");
}

static dln_status sqlite_commit(Store *store)
{
    return run_sql(store, "COMMIT");
}

static void sqlite_rollback(Store *store)
{
    sqlite3_exec(db_of(store), "ROLLBACK", NULL, NULL, NULL);
}

/* ---- words ---- */

static dln_status add_found(Store *store, int64_t id, const IndexedWords *w)
{
    Query q = store_query(store, "INSERT INTO found(rowid, title, body, said, \"by\", about, place)"
                                 " VALUES($1, $2, $3, $4, $5, $6, $7)");
    put_int(&q, id);
    for (uint32_t f = FIELD_TITLE; f < FIELDS; f++)
        put_text(&q, w->field[f]);
    return query_run(&q);
}

static dln_status sqlite_add_words(Store *store, int64_t id, const IndexedWords *w)
{
    Query q = store_query(store,
                          "INSERT INTO words(id, title, body, n_said, n_by, n_about, n_place)"
                          " VALUES($1, $2, $3, $4, $5, $6, $7)");
    put_int(&q, id);
    put_text(&q, w->title);
    put_text(&q, w->text);
    for (uint32_t f = FIELD_SAID; f < FIELDS; f++)
        put_text(&q, w->field[f]);
    TRY(query_run(&q));
    return add_found(store, id, w);
}

static dln_status found_of_row(const Query *q, Store *store)
{
    Arena arena;
    IndexedWords w;
    arena_init(&arena, 0);
    int64_t id = query_int(q, 0);
    for (int f = FIELD_TITLE; f < FIELDS; f++) {
        Slice column = query_bytes(q, f - FIELD_TITLE + 1, &arena);
        w.field[f] = f <= FIELD_TEXT ? words_indexed(column, (StoreField)f, &arena) : column;
    }
    dln_status status = arena_status(&arena);
    if (status == DLN_OK) status = add_found(store, id, &w);
    arena_free(&arena);
    return status;
}

static dln_status sqlite_rebuild(Store *store)
{
    TRY(run_sql(store, "REINDEX; INSERT INTO found(found) VALUES('delete-all')"));
    Query q = store_query(store, "SELECT id, title, body, n_said, n_by, n_about, n_place FROM words"
                                 " WHERE id IN (SELECT id FROM report) ORDER BY id");
    dln_status status = DLN_OK;
    while (status == DLN_OK && query_next(&q))
        status = found_of_row(&q, store);
    dln_status read = query_end(&q);
    return status == DLN_OK ? read : status;
}

static dln_status sqlite_index(Store *store)
{
    (void)store; /* FTS5 takes words as they are added */
    return DLN_OK;
}

static void add_terms(Buf *sql, const StoreQuery *ask, bool without, const char *glue)
{
    static const char *const column[FIELDS] = {"", "title", "body", "said", "by", "about", "place"};
    const char *between = "";
    for (uint32_t i = 0; i < ask->n_terms; i++) {
        const StoreTerm *t = &ask->term[i];
        if (t->without != without) continue;
        buf_printf(sql, "%s%s%s\"", between, column[t->field], t->field ? " : " : "");
        buf_add(sql, t->words); /* letters, digits and blanks alone */
        buf_text(sql, t->begin ? "\" *" : "\"");
        between = glue;
    }
}

static void sqlite_source(Buf *sql, const StoreQuery *ask)
{
    bool without = false;
    for (uint32_t i = 0; i < ask->n_terms; i++)
        without |= ask->term[i].without;
    buf_text(sql, " FROM found WHERE found MATCH '(");
    add_terms(sql, ask, false, " AND ");
    buf_text(sql, without ? ") NOT (" : "");
    add_terms(sql, ask, true, " OR ");
    buf_text(sql, ")'");
}

static void sqlite_score(Buf *sql, const StoreQuery *ask)
{
    (void)ask;
    buf_text(sql, "SELECT found.rowid, dateline_score(found)");
}

static void sqlite_score_end(Buf *sql, const StoreQuery *ask)
{
    (void)sql;
    (void)ask;
}

/* ---- care ---- */

static dln_status sqlite_version(Store *store, int64_t *version)
{
    Query q = store_query(store, "PRAGMA data_version");
    *version = query_next(&q) ? query_int(&q, 0) : 0;
    return query_end(&q);
}

static const char *const sqlite_checks[] = {
    "PRAGMA integrity_check",
    "SELECT 'report ' || r.id || ' cannot be searched' FROM report r"
    " WHERE NOT EXISTS(SELECT 1 FROM found_docsize d WHERE d.id = r.id)",
    NULL};

static dln_status sqlite_copy_file(Store *store, const char *path)
{
    Query q = store_query(store, "VACUUM INTO $1");
    put_text(&q, slice_of(path));
    return query_run(&q);
}

const Driver sqlite_driver = {
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .look = sqlite_look,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .run = sqlite_run,
    .next = sqlite_next,
    .number = sqlite_number,
    .missing = sqlite_missing,
    .bytes = sqlite_bytes,
    .end = sqlite_end,
    .fault = sqlite_fault,
    .add_words = sqlite_add_words,
    .index = sqlite_index,
    .rebuild = sqlite_rebuild,
    .source = sqlite_source,
    .score = sqlite_score,
    .score_end = sqlite_score_end,
    .index_id = "found.rowid",
    .version = sqlite_version,
    .by_bytes = "COLLATE BINARY",
    .checks = sqlite_checks,
    .copy_file = sqlite_copy_file,
};
