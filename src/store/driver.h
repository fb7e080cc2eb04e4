/* driver.h - what a database does for the store: SQL with values in, rows out. All SQL that both
 * understand stands in rows.c and search.c; what they do not share is behind this table.
 *
 * SQL is written with $1, $2, ... in the order of their first use, which both take; a statement has
 * at most VALUES_MAX values. */
#ifndef DLN_STORE_DRIVER_H
#define DLN_STORE_DRIVER_H
#include "base/buf.h"
#include "store/words.h"

typedef enum ValueKind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB } ValueKind;
typedef struct Value {
    ValueKind kind;
    int64_t number;
    Slice bytes; /* borrowed until the query has ended */
} Value;
enum { VALUES_MAX = 24 };

/* A statement: bound in order, run at the first query_next, read, ended. */
typedef struct Query {
    Store *store;
    const char *sql;
    Value value[VALUES_MAX];
    uint32_t n;
    bool running, failed;
    void *rows; /* the driver's */
    int at;
} Query;

/* A report's words: as they are, and in the form of words_of by field (FIELD_ANY is not used). */
typedef struct IndexedWords {
    Slice title, text;
    Slice field[FIELDS];
} IndexedWords;

typedef struct Driver {
    dln_status (*open)(Store *store, const char *place, bool write, dln_error *err);
    void (*close)(Store *store);
    dln_status (*begin)(Store *store); /* no other writer until commit or rollback */
    /* All that is read until rollback is of one instant, whatever others write meanwhile. */
    dln_status (*look)(Store *store);
    dln_status (*commit)(Store *store);
    void (*rollback)(Store *store);
    /* Runs the statement; its rows are read by `next`, then `end`ed in any case. */
    bool (*run)(Query *query);
    bool (*next)(Query *query);
    int64_t (*number)(const Query *query, int column);
    bool (*missing)(const Query *query, int column); /* NULL */
    Slice (*bytes)(const Query *query, int column);  /* until the next `next` */
    void (*end)(Query *query);
    dln_status (*fault)(Store *store); /* what failed, into store->message */
    dln_status (*add_words)(Store *store, int64_t id, const IndexedWords *words);
    dln_status (*send)(Store *store); /* words added so far can be read; NULL: they always can */
    dln_status (*index)(Store *store);
    /* Indices, those of words too, made anew from the rows; in a transaction. */
    dln_status (*rebuild)(Store *store);
    /* Parts of a search: " FROM ... WHERE ..." that answers the terms; "SELECT id, weight" before
     * it, and what closes that behind the block's order and limit. index_id: the report's number
     * there. */
    void (*source)(Buf *sql, const StoreQuery *ask);
    void (*score)(Buf *sql, const StoreQuery *ask);
    void (*score_end)(Buf *sql, const StoreQuery *ask);
    const char *index_id;
    dln_status (*version)(Store *store, int64_t *version);
    const char *by_bytes;      /* behind a text in ORDER BY: whatever language the database has */
    const char *const *checks; /* questions of its own that should give no row, NULL at the end */
    dln_status (*copy_file)(Store *store, const char *path); /* NULL: row by row */
} Driver;

extern const Driver sqlite_driver, postgres_driver;

struct Store {
    const Driver *driver;
    void *connection; /* the driver's */
    bool write;
    char message[256];
};

/* rows.c */
bool store_is_server(const char *place); /* "postgresql://user@host/base"; else it is a file */
Query store_query(Store *store, const char *sql);
void put_int(Query *query, int64_t value);
void put_text(Query *query, Slice text);
void put_blob(Query *query, Slice bytes);
bool query_next(Query *query); /* true while there is a row */
dln_status query_end(Query *query);
dln_status query_run(Query *query); /* for one that gives no rows */
int64_t query_int(const Query *query, int column);
Slice query_bytes(const Query *query, int column, Arena *arena);
/* Columns of a report `r` and how many they are; what they hold, as a row. */
extern const char *const store_report_columns;
enum { STORE_REPORT_COLUMNS = 15 };
void store_report_row(const Query *query, Arena *arena, StoreReport *report);
/* copy.c: all rows that `from` has at one instant into the empty store `to`. */
dln_status store_copy(Store *from, Store *to);
#endif
