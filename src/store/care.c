/* care.c - a store looked over, mended and copied (store.h), in the SQL that both databases
 * understand.
 *
 * In: a store. Out: what is wrong with it, in words; rows that follow from others made anew; a copy
 * elsewhere. What a row alone says (bytes of an input, reports, stories of reports) is never
 * touched.
 *
 * Known to get wrong: a page of the file that cannot be read at all is not worked round; a copy
 * that was made before is the only help. */
#include "store/driver.h"
#include <stdio.h>
#include <unistd.h>

/* The report that names r as the version before it, 0 none. */
#define LATER "coalesce((SELECT min(l.id) FROM report l WHERE l.earlier = r.id), 0)"

/* Questions whose answer should be no row; a row's first column says what is wrong. */
static const char *const checks[] = {
    "SELECT 'report ' || id || ' has no input' FROM report"
    " WHERE input NOT IN (SELECT id FROM input)",
    "SELECT 'story ' || s.id || ' has no report' FROM story s"
    " WHERE NOT EXISTS(SELECT 1 FROM report r WHERE r.story = s.id)",
    "SELECT 'report ' || r.id || ' does not know by which it was replaced' FROM report r"
    " WHERE r.later <> " LATER,
    "SELECT 'report ' || r.id || ' has no words' FROM report r"
    " WHERE NOT EXISTS(SELECT 1 FROM words w WHERE w.id = r.id)",
    "SELECT 'words of report ' || w.id || ' belong to none' FROM words w"
    " WHERE NOT EXISTS(SELECT 1 FROM report r WHERE r.id = w.id)",
    "SELECT 'the outlet of report ' || r.id || ' cannot be searched for' FROM report r"
    " WHERE NOT EXISTS(SELECT 1 FROM outlet o WHERE o.name = r.outlet_key)",
    "SELECT 'reports are not numbered without a gap' WHERE (SELECT count(*) FROM report)"
    " <> (SELECT coalesce(max(id), 0) FROM report)",
    NULL};

static dln_status ask_all(Store *store, const char *const *question,
                          void (*say)(const char *message, void *context), void *context,
                          uint32_t *faults)
{
    for (; *question; question++) {
        Query q = store_query(store, *question);
        while (query_next(&q)) {
            char line[256];
            Slice row = store->driver->bytes(&q, 0);
            if (slice_is(row, "ok")) continue;
            snprintf(line, sizeof line, "%.*s", (int)(row.n < 255 ? row.n : 255), row.p);
            say(line, context);
            ++*faults;
        }
        TRY(query_end(&q));
    }
    return DLN_OK;
}

dln_status store_check(Store *store, void (*say)(const char *message, void *context), void *context,
                       uint32_t *faults)
{
    *faults = 0;
    TRY(ask_all(store, store->driver->checks, say, context, faults));
    return ask_all(store, checks, say, context, faults);
}

/* ---- mending ---- */

/* A statement that gives a row for each thing it mends, and what that is. */
typedef struct Mending {
    const char *sql, *what;
} Mending;
static const Mending mendings[] = {
    {"DELETE FROM words WHERE id NOT IN (SELECT id FROM report) RETURNING id",
     "words of reports that are not there, dropped"},
    {"UPDATE report AS r SET later = " LATER " WHERE later <> " LATER " RETURNING id",
     "links to later versions, from those to earlier ones"},
    {"DELETE FROM tag WHERE story NOT IN (SELECT story FROM report) RETURNING story",
     "tags of stories without a report, dropped"},
    {"DELETE FROM story WHERE id NOT IN (SELECT story FROM report) RETURNING id",
     "stories without a report, dropped"},
    {"INSERT INTO outlet(name) SELECT DISTINCT outlet_key FROM report WHERE outlet_key NOT IN"
     " (SELECT name FROM outlet) RETURNING name",
     "outlets to be searched for"}};

static dln_status mend(Store *store, const Mending *mending,
                       void (*say)(const char *message, void *context), void *context)
{
    char line[160];
    uint32_t n = 0;
    Query q = store_query(store, mending->sql);
    while (query_next(&q))
        n++;
    TRY(query_end(&q));
    snprintf(line, sizeof line, "mended: %u %s", n, mending->what);
    if (n) say(line, context);
    return DLN_OK;
}

dln_status store_repair(Store *store, void (*say)(const char *message, void *context),
                        void *context)
{
    TRY(store->driver->rebuild(store));
    for (size_t i = 0; i < sizeof mendings / sizeof *mendings; i++)
        TRY(mend(store, &mendings[i], say, context));
    return DLN_OK;
}

static dln_status read_ids(Query *q, Arena *arena, StoreIds *ids)
{
    *ids = (StoreIds){NULL, 0, 0};
    while (query_next(q))
        if (!VEC_PUSH(arena, ids, query_int(q, 0))) break;
    TRY(query_end(q));
    return arena_status(arena);
}

dln_status store_wordless(Store *store, Arena *arena, StoreIds *ids)
{
    Query q = store_query(store, "SELECT r.id FROM report r WHERE NOT EXISTS(SELECT 1 FROM words w"
                                 " WHERE w.id = r.id) ORDER BY r.id");
    return read_ids(&q, arena, ids);
}

dln_status store_touched(Store *store, int64_t after, Arena *arena, StoreIds *ids)
{
    Query q = store_query(store, "SELECT DISTINCT story FROM report WHERE id > $1 ORDER BY story");
    put_int(&q, after);
    return read_ids(&q, arena, ids);
}

dln_status store_unlisted(Store *store, int64_t upto, Arena *arena, StoreIds *ids)
{
    Query q = store_query(store, "SELECT DISTINCT r.story FROM report r WHERE r.id <= $1 AND NOT"
                                 " EXISTS(SELECT 1 FROM story s WHERE s.id = r.story)"
                                 " ORDER BY r.story");
    put_int(&q, upto);
    return read_ids(&q, arena, ids);
}

dln_status store_uneven(Store *store, int64_t upto, uint32_t room, Arena *arena, StoreIds *ids)
{
    Query q = store_query(store, "SELECT s.id FROM story s WHERE (SELECT max(id) FROM report WHERE"
                                 " story = s.id) <= $1 AND s.reports <> (SELECT count(*) FROM"
                                 " (SELECT later FROM report WHERE story = s.id ORDER BY id DESC"
                                 " LIMIT $2) newest WHERE later = 0) ORDER BY s.id");
    put_int(&q, upto);
    put_int(&q, room);
    return read_ids(&q, arena, ids);
}

dln_status store_next_input(Store *store, int64_t after, Arena *arena, int64_t *id, Slice *sha256)
{
    Query q = store_query(store, "SELECT id, sha256 FROM input WHERE id > $1 AND bytes IS NOT NULL"
                                 " ORDER BY id LIMIT 1");
    put_int(&q, after);
    *id = 0;
    if (query_next(&q)) {
        *id = query_int(&q, 0);
        *sha256 = query_bytes(&q, 1, arena);
    }
    TRY(query_end(&q));
    return arena_status(arena);
}

/* ---- copies ---- */

static dln_status is_there(Store *store, const char *place)
{
    snprintf(store->message, sizeof store->message, "%.200s is there already",
             store_is_server(place) ? "a desk" : place);
    return DLN_ERR_USAGE;
}

dln_status store_backup(Store *store, const char *place)
{
    Store *to;
    dln_error err;
    int64_t reports = 0, stories = 0;
    if (!store_is_server(place) && access(place, F_OK) == 0) return is_there(store, place);
    if (!store_is_server(place) && store->driver->copy_file)
        return store->driver->copy_file(store, place);
    dln_status status = store_open(place, true, &to, &err);
    if (status != DLN_OK) {
        snprintf(store->message, sizeof store->message, "%.250s", err.message);
        return status;
    }
    status = store_count(to, &reports, &stories);
    if (status == DLN_OK) status = reports ? is_there(store, place) : store_copy(store, to);
    if (status != DLN_OK && status != DLN_ERR_USAGE && !store->message[0])
        snprintf(store->message, sizeof store->message, "%.250s", to->message);
    store_close(to);
    return status;
}
