/* A store copied row by row while another process adds to it: the copy is of one instant.
 *
 * In: two SQLite files; the second's driver adds a report to the first, over a connection of its
 * own, in the middle of the copying. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/civil.h"
#include "store/driver.h"

static char from_path[64], to_path[64];
static Store *writer; /* the other process */
static int added;

static void fresh(char path[64], const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char file[80];
    snprintf(path, 64, "/tmp/dateline-copy-%d-%s", (int)getpid(), name);
    for (int i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "%s%s", path, ends[i]);
        unlink(file);
    }
}

static Store *opened(const char *path)
{
    Store *store;
    dln_error err;
    assert_int_equal(store_open(path, true, &store, &err), DLN_OK);
    return store;
}

static void add_report(Store *store, const char *sum)
{
    StoreInput input = {.sha256 = sum, .name = SLICE("a"), .bytes = SLICE("bytes"), .size = 5};
    StoreReport row = {.sha256 = slice_of(sum), .day = DAY_UNKNOWN, .story = 1};
    StoreWords words = {.title = SLICE("Fire"), .text = SLICE("A depot burned.")};
    bool known;
    assert_int_equal(store_begin(store), DLN_OK);
    assert_int_equal(store_input(store, &input, &row.input, &known), DLN_OK);
    assert_int_equal(store_report(store, &row, SLICE("saved"), &words), DLN_OK);
    assert_int_equal(store_keep(store, "last", slice_of(sum)), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
}

static int64_t number(Store *store, const char *sql)
{
    Query q = store_query(store, sql);
    int64_t n = query_next(&q) ? query_int(&q, 0) : -1;
    assert_int_equal(query_end(&q), DLN_OK);
    return n;
}

/* As SQLite runs it; before the first report goes into the copy, one more comes to be copied. */
static bool run_and_add(Query *q)
{
    if (slice_starts(slice_of(q->sql), SLICE("INSERT INTO report(")) && !added++)
        add_report(writer, "second");
    return sqlite_driver.run(q);
}

static void copy_of_one_instant(void **state)
{
    Driver meddling = sqlite_driver;
    (void)state;
    fresh(from_path, "from");
    fresh(to_path, "to");
    writer = opened(from_path);
    add_report(writer, "first");
    Store *from = opened(from_path), *to = opened(to_path);
    meddling.run = run_and_add;
    to->driver = &meddling;
    assert_int_equal(store_copy(from, to), DLN_OK);
    assert_int_equal(added, 1);
    assert_int_equal(number(from, "SELECT count(*) FROM report"), 2);
    assert_int_equal(number(to, "SELECT count(*) FROM input"), 1);
    assert_int_equal(number(to, "SELECT count(*) FROM report"), 1);
    assert_int_equal(number(to, "SELECT count(*) FROM words"), 1);
    assert_int_equal(number(to, "SELECT count(*) FROM kept WHERE value = CAST('first' AS BLOB)"),
                     1);
    add_report(from, "third"); /* what was only looked at can be written to again */
    store_close(from);
    store_close(to);
    store_close(writer);
    fresh(from_path, "from");
    fresh(to_path, "to");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(copy_of_one_instant)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
