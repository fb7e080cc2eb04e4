/* postgres.c - the store on a PostgreSQL server, 15 or later (driver.h).
 *
 * In: statements. Out: rows; search over a stored tsvector. Everything stands in the schema
 * "dateline". One writer at a time holds an advisory lock until its transaction ends; a second
 * waits. Words go in by COPY, before the commit; the vectors are built from them apart from that
 * (postgres_index), and a phrase is looked for in the words themselves, for a vector forgets the
 * places of words that come often.
 *
 * Known to get wrong: a report is not found before postgres_index has run. */
#include "store/driver.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/utf8.h"
#include <libpq-fe.h>
#include <stdio.h>

enum { LAYOUT = 1, COPY_MOST = 8 << 20, INDEX_STEP = 1000, INDEX_MANY = 100 };
#define LOCK_KEY "4848275118"

typedef struct Server {
    PGconn *connection;
    Buf copy; /* rows of words not yet sent */
    dln_status last;
    bool inside; /* a transaction */
} Server;

static Server *server_of(const Store *store)
{
    return store->connection;
}

/* One step a version; a step is never changed once released, a later one is added. */
static const char *const migrations[LAYOUT] = {
    "CREATE TABLE input(id BIGINT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " size BIGINT NOT NULL, added BIGINT NOT NULL, bytes BYTEA);"
    "ALTER TABLE input ALTER COLUMN bytes SET STORAGE EXTERNAL;"
    "CREATE TABLE report(id BIGINT PRIMARY KEY, input BIGINT NOT NULL REFERENCES input(id),"
    " sha256 TEXT NOT NULL, member TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL,"
    " title TEXT NOT NULL, language TEXT NOT NULL, published TEXT NOT NULL, day BIGINT,"
    " added BIGINT NOT NULL, story BIGINT NOT NULL, copy_of BIGINT NOT NULL,"
    " earlier BIGINT NOT NULL, later BIGINT NOT NULL, saved BYTEA NOT NULL,"
    " outlet_key TEXT NOT NULL);"
    "ALTER TABLE report ALTER COLUMN saved SET STORAGE EXTERNAL;"
    "CREATE INDEX report_bytes ON report(sha256, member);"
    "CREATE INDEX report_url ON report USING hash (url);"
    "CREATE INDEX report_story ON report(story, later);"
    "CREATE INDEX report_day ON report(day);"
    "CREATE INDEX report_outlet ON report(outlet_key, id);"
    "CREATE TABLE story(id BIGINT PRIMARY KEY, title TEXT NOT NULL, first BIGINT, last BIGINT,"
    " changed BIGINT NOT NULL, reports BIGINT NOT NULL, outlets BIGINT NOT NULL,"
    " conflicts BIGINT NOT NULL, refined BIGINT NOT NULL, agree BIGINT NOT NULL);"
    "CREATE INDEX story_changed ON story(changed, id);"
    "CREATE TABLE tag(tag TEXT NOT NULL, story BIGINT NOT NULL, PRIMARY KEY(tag, story));"
    "CREATE INDEX tag_story ON tag(story);"
    "CREATE TABLE kept(name TEXT PRIMARY KEY, value BYTEA NOT NULL);"
    "CREATE TABLE outlet(name TEXT PRIMARY KEY);"
    "CREATE TABLE words(id BIGINT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL,"
    " n_title TEXT NOT NULL, n_body TEXT NOT NULL, n_said TEXT NOT NULL, n_by TEXT NOT NULL,"
    " n_about TEXT NOT NULL, n_place TEXT NOT NULL);"
    "CREATE TABLE found(id BIGINT PRIMARY KEY, v TSVECTOR NOT NULL);"
    "CREATE INDEX found_v ON found USING gin (v);"
    "CREATE TABLE generation(n BIGINT NOT NULL);"
    "INSERT INTO generation VALUES(0);"};

/* ---- results ---- */

/* What is wrong, into store->message; never the address, which may hold a password. */
static void note_fault(Store *store, const PGresult *result)
{
    Server *s = server_of(store);
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!text) text = s->connection ? PQerrorMessage(s->connection) : "out of memory";
    size_t n = strcspn(text, "\n");
    snprintf(store->message, sizeof store->message, "store: %.*s", (int)(n < 200 ? n : 200), text);
    s->last = DLN_ERR_IO;
    if (state && (strncmp(state, "XX0", 3) == 0 || strncmp(state, "22", 2) == 0))
        s->last = DLN_ERR_DATA;
    if (state && strcmp(state, "53200") == 0) s->last = DLN_ERR_NOMEM;
    if (state && strcmp(state, "55P03") == 0)
        snprintf(store->message, sizeof store->message,
                 "store: another writer has held the desk for too long");
}

static bool good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

static dln_status run_sql(Store *store, const char *sql)
{
    Server *s = server_of(store);
    PGresult *result = PQexec(s->connection, sql);
    bool done = good(result);
    if (!done) note_fault(store, result);
    PQclear(result);
    return done ? DLN_OK : s->last;
}

static dln_status postgres_fault(Store *store)
{
    return server_of(store)->last;
}

/* ---- statements ---- */

/* Text as the server takes it: well-formed, without NUL, a NUL behind it. */
static const char *server_text(Slice text, Arena *arena)
{
    uint32_t bad;
    Slice mended = utf8_mend(text, arena, &bad);
    if (!mended.p && text.n) return NULL;
    Slice copy = arena_copy(arena, mended);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; p && i < copy.n; i++)
        if (p[i] == 0) p[i] = ' ';
    return p;
}

typedef struct Bound {
    const char *value[VALUES_MAX];
    int length[VALUES_MAX], format[VALUES_MAX];
    char digits[VALUES_MAX][24];
} Bound;

static bool bind(const Query *q, Bound *b, Arena *arena)
{
    for (uint32_t i = 0; i < q->n; i++) {
        const Value *v = &q->value[i];
        if (v->kind == VALUE_INT) {
            snprintf(b->digits[i], sizeof b->digits[i], "%lld", (long long)v->number);
            b->value[i] = b->digits[i];
        } else if (v->kind == VALUE_TEXT) {
            b->value[i] = server_text(v->bytes, arena);
            if (!b->value[i]) return false;
        } else if (v->kind == VALUE_BLOB) {
            if (v->bytes.n > INT32_MAX) return false;
            b->value[i] = v->bytes.p;
            b->length[i] = (int)v->bytes.n;
            b->format[i] = 1;
        }
    }
    return true;
}

static dln_status set_up_session(Store *store);

/* Runs it; a connection that was lost outside a transaction is made anew, once. */
static PGresult *send_query(const Query *q, const Bound *b)
{
    Server *s = server_of(q->store);
    for (int again = 0;; again++) {
        PGresult *result = PQexecParams(s->connection, q->sql, (int)q->n, NULL, b->value, b->length,
                                        b->format, 1);
        if (again || s->inside || PQstatus(s->connection) != CONNECTION_BAD) return result;
        PQclear(result);
        PQreset(s->connection);
        if (PQstatus(s->connection) == CONNECTION_OK) set_up_session(q->store);
    }
}

static bool postgres_run(Query *q)
{
    Bound bound = {0};
    Arena arena;
    arena_init(&arena, 0);
    PGresult *result = bind(q, &bound, &arena) ? send_query(q, &bound) : NULL;
    arena_free(&arena);
    q->rows = result;
    q->at = -1;
    if (result && good(result)) return true;
    note_fault(q->store, result);
    return false;
}

static bool postgres_next(Query *q)
{
    return ++q->at < PQntuples(q->rows);
}

static bool postgres_missing(const Query *q, int column)
{
    return PQgetisnull(q->rows, q->at, column) != 0;
}

/* Numbers come as 1, 2, 4 or 8 bytes, the high one first. */
static int64_t postgres_number(const Query *q, int column)
{
    const unsigned char *p = (const unsigned char *)PQgetvalue(q->rows, q->at, column);
    int n = PQgetlength(q->rows, q->at, column);
    uint64_t value = n && p[0] & 0x80 && n > 1 ? UINT64_MAX : 0;
    for (int i = 0; i < n && i < 8; i++)
        value = value << 8 | p[i];
    return (int64_t)value;
}

static Slice postgres_bytes(const Query *q, int column)
{
    return (Slice){PQgetvalue(q->rows, q->at, column), (size_t)PQgetlength(q->rows, q->at, column)};
}

static void postgres_end(Query *q)
{
    PQclear(q->rows);
    q->rows = NULL;
}

/* ---- opening ---- */

static void no_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* Scans of whole tables are never asked for by a search; with the index alone it does not hang on
 * what the planner has counted so far. */
static dln_status set_up_session(Store *store)
{
    TRY(run_sql(store, "SET client_encoding = 'UTF8'; SET search_path = dateline;"
                       " SET enable_seqscan = off; SET jit = off;"
                       " SET standard_conforming_strings = on"));
    return store->write ? DLN_OK : run_sql(store, "SET default_transaction_read_only = on");
}

static dln_status layout_of(Store *store, int64_t *version)
{
    Query there = store_query(store, "SELECT to_regclass('dateline.layout') IS NOT NULL");
    bool known = query_next(&there) && query_int(&there, 0);
    TRY(query_end(&there));
    *version = 0;
    if (!known) return DLN_OK;
    Query q = store_query(store, "SELECT version FROM layout");
    *version = query_next(&q) ? query_int(&q, 0) : 0;
    return query_end(&q);
}

static dln_status one_step(Store *store, int64_t version)
{
    char sql[80];
    TRY(run_sql(store, migrations[version]));
    snprintf(sql, sizeof sql, "UPDATE layout SET version = %lld", (long long)version + 1);
    return run_sql(store, sql);
}

static dln_status migrate(Store *store, dln_error *err)
{
    int64_t version;
    TRY(layout_of(store, &version));
    if (version == LAYOUT) return DLN_OK;
    TRY(run_sql(store, "BEGIN; SELECT pg_advisory_xact_lock(" LOCK_KEY ");"
                       "CREATE SCHEMA IF NOT EXISTS dateline;"
                       "CREATE TABLE IF NOT EXISTS layout(version BIGINT NOT NULL);"
                       "INSERT INTO layout SELECT 0 WHERE NOT EXISTS(SELECT 1 FROM layout)"));
    dln_status status = layout_of(store, &version);
    if (status == DLN_OK && version > LAYOUT)
        status = err_fill(err, DLN_ERR_DATA, "open", "the store is of a later version (%lld)",
                          (long long)version);
    for (; status == DLN_OK && version < LAYOUT; version++)
        status = one_step(store, version);
    if (status == DLN_OK) return run_sql(store, "COMMIT");
    PQclear(PQexec(server_of(store)->connection, "ROLLBACK"));
    return status;
}

static dln_status connect_to(Store *store, const char *place)
{
    Server *s = server_of(store);
    const char *const key[] = {"connect_timeout", "fallback_application_name", "dbname", NULL};
    const char *const value[] = {"10", "dateline", place, NULL};
    s->connection = PQconnectdbParams(key, value, 1);
    if (s->connection && PQstatus(s->connection) == CONNECTION_OK) {
        PQsetNoticeReceiver(s->connection, no_notice, NULL);
        return DLN_OK;
    }
    note_fault(store, NULL);
    return s->last;
}

static dln_status postgres_open(Store *store, const char *place, bool write, dln_error *err)
{
    int64_t version;
    Server *s = mem_alloc(sizeof *s);
    if (!s) return DLN_ERR_NOMEM;
    *s = (Server){.last = DLN_ERR_IO};
    buf_init(&s->copy, (size_t)1 << 30);
    store->connection = s;
    TRY(connect_to(store, place));
    TRY(set_up_session(store));
    if (write) return migrate(store, err);
    TRY(layout_of(store, &version));
    return version == LAYOUT ? DLN_OK
                             : err_fill(err, DLN_ERR_DATA, "open",
                                        "no desk of this version (it is of %lld, this is %d)",
                                        (long long)version, LAYOUT);
}

static void postgres_close(Store *store)
{
    Server *s = server_of(store);
    if (!s) return;
    PQfinish(s->connection);
    buf_free(&s->copy);
    mem_free(s);
}

/* ---- writing ---- */

static void forget_copy(Server *s)
{
    buf_free(&s->copy);
    buf_init(&s->copy, (size_t)1 << 30);
}

/* A connection that was lost is made anew. */
static dln_status connected(Store *store)
{
    Server *s = server_of(store);
    if (PQstatus(s->connection) != CONNECTION_BAD) return DLN_OK;
    PQreset(s->connection);
    return PQstatus(s->connection) == CONNECTION_OK ? set_up_session(store) : DLN_OK;
}

static dln_status postgres_look(Store *store)
{
    TRY(connected(store));
    TRY(run_sql(store, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    server_of(store)->inside = true;
    return DLN_OK;
}

static dln_status postgres_begin(Store *store)
{
    Server *s = server_of(store);
    TRY(connected(store));
    forget_copy(s);
    dln_status status = run_sql(store, "BEGIN; SET LOCAL lock_timeout = '60s';"
                                       " SELECT pg_advisory_xact_lock(" LOCK_KEY ")");
    s->inside = true;
    return status;
}

static dln_status send_copy(Store *store)
{
    Server *s = server_of(store);
    if (s->copy.failed) return DLN_ERR_NOMEM;
    if (!s->copy.n) return DLN_OK;
    PGresult *result = PQexec(s->connection,
                              "COPY words(id, title, body, n_title, n_body, n_said, n_by, n_about,"
                              " n_place) FROM STDIN");
    bool done = PQresultStatus(result) == PGRES_COPY_IN;
    for (size_t at = 0; done && at < s->copy.n; at += 1 << 20) {
        size_t n = s->copy.n - at < 1 << 20 ? s->copy.n - at : 1 << 20;
        done = PQputCopyData(s->connection, s->copy.p + at, (int)n) == 1;
    }
    done = done && PQputCopyEnd(s->connection, NULL) == 1;
    if (!done) note_fault(store, result);
    PQclear(result);
    while ((result = PQgetResult(s->connection))) {
        if (done && !good(result)) {
            note_fault(store, result);
            done = false;
        }
        PQclear(result);
    }
    forget_copy(s);
    return done ? DLN_OK : s->last;
}

static dln_status postgres_commit(Store *store)
{
    Server *s = server_of(store);
    TRY(send_copy(store));
    TRY(run_sql(store, "UPDATE generation SET n = n + 1"));
    PGresult *result = PQexec(s->connection, "COMMIT");
    /* a transaction that failed before is rolled back by COMMIT without an error */
    bool done = good(result) && strcmp(PQcmdStatus(result), "COMMIT") == 0;
    if (!done) note_fault(store, result);
    PQclear(result);
    if (done) s->inside = false;
    return done ? DLN_OK : s->last;
}

static void postgres_rollback(Store *store)
{
    Server *s = server_of(store);
    PQclear(PQexec(s->connection, "ROLLBACK"));
    s->inside = false;
    forget_copy(s);
}

/* A field of COPY's text form. */
static void copy_field(Buf *out, Slice text, const char *behind)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : 0;
        if (i < text.n && c != '\\' && c != '\t' && c != '\n' && c != '\r' && c != 0) continue;
        buf_add(out, (Slice){text.p + from, i - from});
        from = i + 1;
        if (i == text.n) break;
        buf_text(out, c == '\\'   ? "\\\\"
                      : c == '\t' ? "\\t"
                      : c == '\n' ? "\\n"
                      : c == '\r' ? "\\r"
                                  : " ");
    }
    buf_text(out, behind);
}

static dln_status postgres_add_words(Store *store, int64_t id, const IndexedWords *w)
{
    Server *s = server_of(store);
    Arena arena;
    uint32_t bad;
    arena_init(&arena, 0);
    buf_printf(&s->copy, "%lld\t", (long long)id);
    copy_field(&s->copy, utf8_mend(w->title, &arena, &bad), "\t");
    copy_field(&s->copy, utf8_mend(w->text, &arena, &bad), "\t");
    for (uint32_t f = FIELD_TITLE; f < FIELDS; f++)
        copy_field(&s->copy, w->field[f], f + 1 < FIELDS ? "\t" : "\n");
    dln_status status = s->copy.failed ? DLN_ERR_NOMEM : arena_status(&arena);
    arena_free(&arena);
    return status != DLN_OK || s->copy.n < COPY_MOST ? status : send_copy(store);
}

/* Words stand in the vector as they are and, for the fields, behind "=t=" and the like: no word has
 * a "=". */
#define BEHIND(field, letter) "|| replace(" field ", ' ', ' =" letter "=')"
static const char index_sql[] =
    "WITH more AS (INSERT INTO found SELECT w.id, array_to_tsvector(array_remove(string_to_array("
    "n_title || n_body || n_said || n_by || n_about || n_place " BEHIND("n_title", "t")
        BEHIND("n_said", "s") BEHIND("n_by", "b") BEHIND("n_about", "a") BEHIND(
            "n_place",
            "p") ","
                 " ' '), '')) FROM words w WHERE w.id > (SELECT coalesce(max(id), 0) FROM found)"
                 " ORDER BY w.id LIMIT $1 ON CONFLICT(id) DO NOTHING RETURNING id) SELECT count(*) "
                 "FROM more";

static dln_status postgres_index(Store *store)
{
    int64_t n = INDEX_STEP, all = 0;
    while (n == INDEX_STEP) {
        Query q = store_query(store, index_sql);
        put_int(&q, INDEX_STEP);
        n = query_next(&q) ? query_int(&q, 0) : 0;
        TRY(query_end(&q));
        all += n;
    }
    return all < INDEX_MANY ? DLN_OK
                            : run_sql(store, "SELECT gin_clean_pending_list('found_v'); ANALYZE");
}

/* Vectors come again by postgres_index, after the commit. */
static dln_status postgres_rebuild(Store *store)
{
    return run_sql(store, "DELETE FROM found");
}

/* ---- searching ---- */

static const char *const words_column[FIELDS] = {"",     "n_title", "n_body", "n_said",
                                                 "n_by", "n_about", "n_place"};
static const char *const lexeme_prefix[FIELDS] = {"", "=t=", "", "=s=", "=b=", "=a=", "=p="};

static bool is_phrase(const StoreTerm *t)
{
    return memchr(t->words.p, ' ', t->words.n) != NULL;
}

/* `'=b=ana' & '=b=lint':*`, inside a literal; words are letters and digits alone. */
static void add_query(Buf *sql, const StoreTerm *t)
{
    size_t from = 0;
    for (size_t i = 0; i <= t->words.n; i++) {
        if (i < t->words.n && t->words.p[i] != ' ') continue;
        buf_printf(sql, "%s''%s", from ? " & " : "", lexeme_prefix[t->field]);
        buf_add(sql, (Slice){t->words.p + from, i - from});
        buf_text(sql, i == t->words.n && t->begin ? "'':*" : "''");
        from = i + 1;
    }
}

/* Do the words of the term stand beside each other in the column? */
static void add_beside(Buf *sql, const StoreTerm *t, StoreField field)
{
    buf_printf(sql, "strpos(w.%s, ' ", words_column[field]);
    buf_add(sql, t->words);
    buf_text(sql, t->begin ? "') > 0" : " ') > 0");
}

static void add_phrase(Buf *sql, const StoreTerm *t)
{
    buf_text(sql, t->without ? " AND NOT (" : " AND (");
    for (int f = FIELD_TITLE; f < FIELDS; f++) {
        if (t->field != FIELD_ANY && t->field != (StoreField)f) continue;
        if (t->field == FIELD_ANY && f > FIELD_TITLE) buf_text(sql, " OR ");
        add_beside(sql, t, (StoreField)f);
    }
    buf_text(sql, ")");
}

static void postgres_source(Buf *sql, const StoreQuery *ask)
{
    bool phrases = false, first = true;
    for (uint32_t i = 0; i < ask->n_terms; i++)
        phrases |= is_phrase(&ask->term[i]);
    buf_printf(sql, " FROM found f%s WHERE f.v @@ '",
               phrases ? " JOIN words w ON w.id = f.id" : "");
    for (uint32_t i = 0; i < ask->n_terms; i++) {
        const StoreTerm *t = &ask->term[i];
        if (t->without && is_phrase(t)) continue;
        buf_text(sql, first ? "" : " & ");
        buf_text(sql, t->without ? "!" : "");
        add_query(sql, t);
        first = false;
    }
    buf_text(sql, "'::tsquery");
    for (uint32_t i = 0; i < ask->n_terms; i++)
        if (is_phrase(&ask->term[i])) add_phrase(sql, &ask->term[i]);
}

static void postgres_score(Buf *sql, const StoreQuery *ask)
{
    static const int weight[FIELDS] = {
        [FIELD_TITLE] = 8, [FIELD_SAID] = 2, [FIELD_BY] = 4, [FIELD_ABOUT] = 3, [FIELD_PLACE] = 3};
    buf_text(sql, "SELECT h.id, 0");
    for (uint32_t i = 0; i < ask->n_terms; i++) {
        const StoreTerm *t = &ask->term[i];
        if (t->without || t->field != FIELD_ANY) continue;
        for (int f = FIELD_TITLE; f < FIELDS; f++) {
            if (!weight[f]) continue;
            buf_printf(sql, " + %d * (", weight[f]);
            add_beside(sql, t, (StoreField)f);
            buf_text(sql, ")::int");
        }
    }
    buf_text(sql, " FROM (SELECT f.id");
}

static void postgres_score_end(Buf *sql, const StoreQuery *ask)
{
    (void)ask;
    buf_text(sql, ") h JOIN words w ON w.id = h.id");
}

/* ---- care ---- */

static dln_status postgres_version(Store *store, int64_t *version)
{
    Query q = store_query(store, "SELECT n FROM generation");
    *version = query_next(&q) ? query_int(&q, 0) : 0;
    return query_end(&q);
}

static const char *const postgres_checks[] = {
    "SELECT 'report ' || r.id || ' cannot be searched' FROM report r"
    " WHERE NOT EXISTS(SELECT 1 FROM found f WHERE f.id = r.id)",
    NULL};

const Driver postgres_driver = {
    .open = postgres_open,
    .close = postgres_close,
    .begin = postgres_begin,
    .look = postgres_look,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .run = postgres_run,
    .next = postgres_next,
    .number = postgres_number,
    .missing = postgres_missing,
    .bytes = postgres_bytes,
    .end = postgres_end,
    .fault = postgres_fault,
    .add_words = postgres_add_words,
    .send = send_copy,
    .index = postgres_index,
    .rebuild = postgres_rebuild,
    .source = postgres_source,
    .score = postgres_score,
    .score_end = postgres_score_end,
    .index_id = "f.id",
    .version = postgres_version,
    .by_bytes = "COLLATE \"C\"",
    .checks = postgres_checks,
};
