/* search.c - searching a store (store.h): the same answers from either database.
 *
 * In: a question. Out: the hits of a page, each with a piece of its text, and how many there are.
 * The database gives hits in blocks, newest first, with their weight; a block is ordered here, so
 * that a page costs the same however many reports hold the words.
 *
 * Known to get wrong: an old report whose title has the words stands behind the newest 200 that
 * have them anywhere. */
#include "base/civil.h"
#include "store/driver.h"

enum { BLOCK = 200, TEXT_SHOWN = 20000 };

typedef struct Found {
    int64_t id, weight;
} Found;

/* Conditions besides the words, each behind " AND "; put_conditions binds them in this order. */
static void conditions(Buf *sql, const StoreQuery *ask)
{
    uint32_t n = 0;
    if (ask->outlet.n)
        buf_printf(sql,
                   " AND r.outlet_key IN (SELECT o.name FROM outlet o"
                   " WHERE replace(o.name, $%u, '') <> o.name)",
                   ++n);
    if (ask->from != DAY_UNKNOWN) buf_printf(sql, " AND r.day >= $%u", ++n);
    if (ask->to != DAY_UNKNOWN) buf_printf(sql, " AND r.day <= $%u", ++n);
    for (int i = 0; i < 2; i++)
        if ((i ? ask->type : ask->verdict).n)
            buf_printf(sql,
                       " AND EXISTS(SELECT 1 FROM tag t WHERE t.story = r.story AND t.tag = $%u)",
                       ++n);
}

static void put_conditions(Query *q, const StoreQuery *ask)
{
    if (ask->outlet.n) put_text(q, ask->outlet);
    if (ask->from != DAY_UNKNOWN) put_int(q, ask->from);
    if (ask->to != DAY_UNKNOWN) put_int(q, ask->to);
    if (ask->verdict.n) put_text(q, ask->verdict);
    if (ask->type.n) put_text(q, ask->type);
}

static bool has_conditions(const StoreQuery *ask)
{
    return ask->outlet.n || ask->verdict.n || ask->type.n || ask->from != DAY_UNKNOWN ||
           ask->to != DAY_UNKNOWN;
}

/* "FROM ... WHERE ...": index, words and rows as far as they are asked for. */
static void source(Buf *sql, const Driver *driver, const StoreQuery *ask)
{
    if (!ask->n_terms) {
        buf_text(sql, " FROM report r WHERE true");
        conditions(sql, ask);
        return;
    }
    driver->source(sql, ask);
    if (has_conditions(ask)) {
        buf_printf(sql, " AND EXISTS(SELECT 1 FROM report r WHERE r.id = %s", driver->index_id);
        conditions(sql, ask);
        buf_text(sql, ")");
    }
}

static dln_status count_hits(Store *store, const StoreQuery *ask, uint64_t *total)
{
    Buf sql;
    buf_init(&sql, 1u << 20);
    buf_text(&sql, "SELECT count(*) FROM (SELECT 1");
    source(&sql, store->driver, ask);
    buf_printf(&sql, " LIMIT %d) counted", STORE_COUNTED + 1);
    buf_add(&sql, (Slice){"", 1});
    Query q = store_query(store, sql.failed ? "" : sql.p);
    put_conditions(&q, ask);
    *total = query_next(&q) ? (uint64_t)query_int(&q, 0) : 0;
    dln_status status = query_end(&q);
    buf_free(&sql);
    return status;
}

/* Heaviest first, then newest. */
static int by_weight(const void *a, const void *b)
{
    const Found *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->id < y->id) - (x->id > y->id);
}

static void block_sql(Buf *sql, const Driver *driver, const StoreQuery *ask, uint32_t block)
{
    const char *id = ask->n_terms ? driver->index_id : "r.id";
    if (ask->n_terms)
        driver->score(sql, ask);
    else
        buf_text(sql, "SELECT r.id, 0");
    source(sql, driver, ask);
    buf_printf(sql, " ORDER BY %s DESC LIMIT %d OFFSET %llu", id, BLOCK,
               (unsigned long long)block * BLOCK);
    if (ask->n_terms) driver->score_end(sql, ask);
    buf_add(sql, (Slice){"", 1});
}

/* The `block`th 200 hits in order of weight. */
static dln_status read_block(Store *store, const StoreQuery *ask, uint32_t block,
                             Found found[BLOCK], uint32_t *n)
{
    Buf sql;
    buf_init(&sql, 1u << 20);
    block_sql(&sql, store->driver, ask, block);
    Query q = store_query(store, sql.failed ? "" : sql.p);
    put_conditions(&q, ask);
    *n = 0;
    while (*n < BLOCK && query_next(&q))
        found[(*n)++] = (Found){query_int(&q, 0), query_int(&q, 1)};
    dln_status status = query_end(&q);
    buf_free(&sql);
    list_sort(found, *n, sizeof *found, by_weight);
    return status;
}

static Slice first_part(Slice text)
{
    size_t n = text.n < TEXT_SHOWN ? text.n : TEXT_SHOWN;
    while (n < text.n && n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return (Slice){text.p, n};
}

/* A piece of the text, or the title marked, where only that answers. */
static dln_status show(const Query *q, const StoreQuery *ask, Arena *arena, StoreHit *hit)
{
    bool in_text = false, in_title = false;
    Arena scratch;
    arena_init(&scratch, 0);
    Slice title = query_bytes(q, STORE_REPORT_COLUMNS, &scratch);
    Slice text = query_bytes(q, STORE_REPORT_COLUMNS + 1, &scratch);
    Slice piece = words_snippet(first_part(text), ask->term, ask->n_terms, &scratch, &in_text);
    if (!in_text) {
        Slice head = words_snippet(title, ask->term, ask->n_terms, &scratch, &in_title);
        if (in_title) piece = head;
    }
    dln_status status = piece.p ? DLN_OK : arena_status(&scratch);
    hit->snippet = arena_copy(arena, piece);
    arena_free(&scratch);
    return status != DLN_OK ? status : hit->snippet.p ? DLN_OK : arena_status(arena);
}

static void page_sql(Buf *sql, const Found *found, uint32_t n)
{
    buf_printf(sql,
               "SELECT %s, w.title, substr(w.body, 1, %d) FROM report r JOIN words w ON w.id = r.id"
               " WHERE r.id IN (",
               store_report_columns, TEXT_SHOWN);
    for (uint32_t i = 0; i < n; i++)
        buf_printf(sql, i ? ", %lld" : "%lld", (long long)found[i].id);
    buf_add(sql, (Slice){")", 2});
}

/* The rows of a stretch of a block, in one question, in its order. */
static dln_status read_hits(Store *store, const StoreQuery *ask, const Found *found, uint32_t n,
                            Arena *arena, StoreHit *hit)
{
    Buf sql;
    dln_status status = DLN_OK;
    buf_init(&sql, 1u << 20);
    page_sql(&sql, found, n);
    Query q = store_query(store, sql.failed ? "" : sql.p);
    while (status == DLN_OK && query_next(&q)) {
        StoreHit one;
        store_report_row(&q, arena, &one.report);
        status = show(&q, ask, arena, &one);
        for (uint32_t i = 0; i < n; i++)
            if (found[i].id == one.report.id) hit[i] = one;
    }
    dln_status read = query_end(&q);
    buf_free(&sql);
    return status == DLN_OK ? read : status;
}

dln_status store_search(Store *store, const StoreQuery *ask, Arena *arena, StoreHit **hits,
                        uint32_t *n, uint64_t *total)
{
    VEC(StoreHit) list = {NULL, 0, 0};
    Found found[BLOCK];
    uint32_t block = ask->offset / BLOCK, at = ask->offset % BLOCK, there = BLOCK;
    TRY(count_hits(store, ask, total));
    for (; list.n < ask->limit && there == BLOCK; block++, at = 0) {
        StoreHit hit[BLOCK] = {{.snippet = {"", 0}}};
        TRY(read_block(store, ask, block, found, &there));
        uint32_t more = at < there ? there - at : 0, left = ask->limit - list.n;
        if (more > left) more = left;
        if (more) TRY(read_hits(store, ask, found + at, more, arena, hit));
        for (uint32_t i = 0; i < more; i++)
            if (!VEC_PUSH(arena, &list, hit[i])) return arena_status(arena);
    }
    *hits = list.at;
    *n = list.n;
    return arena_status(arena);
}
