/* copy.c - a whole store into another, which may be of the other database (driver.h).
 *
 * In: a store and an empty one. Out: the same rows there, in one transaction; words are indexed
 * anew. Rows are read in steps, so that neither database holds them all, and all of one instant:
 * what another process adds meanwhile is in the copy whole or not at all.
 *
 * Known to get wrong: while a file is copied its write-ahead log grows by what others write. */
#include "store/driver.h"

enum { STEP = 100, COLUMNS_MAX = 20 };

/* A table: its columns in order, i number, t text, b bytes; the first is its key, a number. */
typedef struct Copied {
    const char *name, *columns, *kinds;
} Copied;
static const Copied numbered[] = {
    {"input", "id, sha256, name, size, added, bytes", "ittiib"},
    {"report",
     "id, input, sha256, member, url, outlet, title, language, published, day, added, story,"
     " copy_of, earlier, later, saved, outlet_key",
     "iittttttt"
     "iiiiiibt"},
    {"story", "id, title, first, last, changed, reports, outlets, conflicts, refined, agree",
     "itiiiiiiii"}};

static void put_column(Query *to, const Query *from, int column, char kind, Arena *arena)
{
    if (kind != 't' && from->store->driver->missing(from, column))
        put_blob(to, (Slice){NULL, 0});
    else if (kind == 'i')
        put_int(to, query_int(from, column));
    else if (kind == 't')
        put_text(to, query_bytes(from, column, arena));
    else
        put_blob(to, query_bytes(from, column, arena));
}

static void insert_sql(Buf *sql, const Copied *t)
{
    buf_printf(sql, "INSERT INTO %s(%s) VALUES(", t->name, t->columns);
    for (size_t i = 1; t->kinds[i - 1]; i++)
        buf_printf(sql, i > 1 ? ", $%zu" : "$%zu", i);
    buf_add(sql, (Slice){")", 2});
}

/* The next rows after *last; *n how many. */
static dln_status copy_step(Store *from, Store *to, const Copied *t, int64_t *last, uint32_t *n)
{
    Buf select, insert;
    buf_init(&select, 4096);
    buf_init(&insert, 4096);
    buf_printf(&select, "SELECT %s FROM %s WHERE id > $1 ORDER BY id LIMIT $2", t->columns,
               t->name);
    buf_add(&select, (Slice){"", 1});
    insert_sql(&insert, t);
    Query q = store_query(from, select.failed ? "" : select.p);
    put_int(&q, *last);
    put_int(&q, STEP);
    dln_status status = DLN_OK;
    *n = 0;
    while (status == DLN_OK && query_next(&q)) {
        Arena arena;
        Query row = store_query(to, insert.failed ? "" : insert.p);
        arena_init(&arena, 0);
        *last = query_int(&q, 0);
        for (int c = 0; t->kinds[c]; c++)
            put_column(&row, &q, c, t->kinds[c], &arena);
        status = arena_status(&arena);
        if (status == DLN_OK) status = query_run(&row);
        arena_free(&arena);
        ++*n;
    }
    dln_status read = query_end(&q);
    buf_free(&select);
    buf_free(&insert);
    return status == DLN_OK ? read : status;
}

static dln_status copy_numbered(Store *from, Store *to)
{
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
        int64_t last = INT64_MIN;
        uint32_t n = STEP;
        while (n == STEP)
            TRY(copy_step(from, to, &numbered[i], &last, &n));
    }
    return DLN_OK;
}

/* Tables without a number: small ones, a statement each. */
static dln_status copy_named(Store *from, Store *to, const char *select, const char *insert,
                             const char *kinds)
{
    dln_status status = DLN_OK;
    Query q = store_query(from, select);
    while (status == DLN_OK && query_next(&q)) {
        Arena arena;
        Query row = store_query(to, insert);
        arena_init(&arena, 0);
        for (int c = 0; kinds[c]; c++)
            put_column(&row, &q, c, kinds[c], &arena);
        status = arena_status(&arena);
        if (status == DLN_OK) status = query_run(&row);
        arena_free(&arena);
    }
    dln_status read = query_end(&q);
    return status == DLN_OK ? read : status;
}

/* A row of words, as it was added; words_of gives again what it is given. */
static dln_status add_row(const Query *q, Store *to, int64_t id, Arena *arena)
{
    IndexedWords w = {.title = query_bytes(q, 1, arena), .text = query_bytes(q, 2, arena)};
    w.field[FIELD_TITLE] = words_indexed(w.title, FIELD_TITLE, arena);
    w.field[FIELD_TEXT] = words_indexed(w.text, FIELD_TEXT, arena);
    for (int f = FIELD_SAID; f < FIELDS; f++)
        w.field[f] = query_bytes(q, f - FIELD_SAID + 3, arena);
    TRY(arena_status(arena));
    return to->driver->add_words(to, id, &w);
}

static dln_status copy_words(Store *from, Store *to)
{
    int64_t last = INT64_MIN;
    dln_status status = DLN_OK;
    for (uint32_t n = STEP; n == STEP && status == DLN_OK;) {
        Query q = store_query(from, "SELECT id, title, body, n_said, n_by, n_about, n_place"
                                    " FROM words WHERE id > $1 ORDER BY id LIMIT $2");
        put_int(&q, last);
        put_int(&q, STEP);
        for (n = 0; status == DLN_OK && query_next(&q); n++) {
            Arena arena;
            arena_init(&arena, 0);
            last = query_int(&q, 0);
            status = add_row(&q, to, last, &arena);
            arena_free(&arena);
        }
        dln_status read = query_end(&q);
        if (status == DLN_OK) status = read;
    }
    return status;
}

static dln_status copy_all(Store *from, Store *to)
{
    TRY(copy_numbered(from, to));
    TRY(copy_named(from, to, "SELECT story, tag FROM tag ORDER BY tag, story",
                   "INSERT INTO tag(story, tag) VALUES($1, $2)", "it"));
    TRY(copy_named(from, to, "SELECT name FROM outlet ORDER BY name",
                   "INSERT INTO outlet(name) VALUES($1)", "t"));
    TRY(copy_named(from, to, "SELECT name, value FROM kept ORDER BY name",
                   "INSERT INTO kept(name, value) VALUES($1, $2)", "tb"));
    return copy_words(from, to);
}

dln_status store_copy(Store *from, Store *to)
{
    TRY(from->driver->look(from));
    dln_status status = store_begin(to);
    if (status == DLN_OK) status = copy_all(from, to);
    store_rollback(from); /* the look is over */
    if (status == DLN_OK) status = store_commit(to);
    if (status == DLN_OK) return store_index(to);
    store_rollback(to);
    return status;
}
