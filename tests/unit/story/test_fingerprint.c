/* test_fingerprint.c - winnowed fingerprints, the table of who holds them, states on disk: cut,
 * turned, forged with a right checksum. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/map.h"
#include "story/fingerprint.h"
#include "story/rarity.h"
#include "story/state.h"

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static Words numbered(Word *at, uint32_t n, uint32_t seed)
{
    for (uint32_t i = 0; i < n; i++)
        at[i] = (Word){.begin = 6 * i, .hash = next_number(&seed) | 1, .length = 5};
    return (Words){.at = at, .n = n};
}

/* In order, never two in one place, one in every window of six neighbours. */
static void fingerprints_are_thin_and_even(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < 200; n++) {
        Word at[200];
        Fingerprint out[200];
        Words words = numbered(at, n, n);
        uint32_t count = fingerprints_of(&words, out);
        assert_int_equal(count > 0, n >= 3);
        assert_true(count <= (n > 2 ? n - 2 : 0));
        uint32_t last = 0;
        for (uint32_t i = 0; i < count; i++) {
            assert_int_not_equal(out[i].key, 0);
            assert_true(out[i].word + 3 <= n);
            assert_true(out[i].word < WINNOW_WINDOW || i > 0);
            if (i) assert_in_range(out[i].word - last, 1, WINNOW_WINDOW);
            last = out[i].word;
        }
        if (count) assert_true(last + WINNOW_WINDOW + 2 >= n);
    }
}

/* Two texts that share eight words in a row share a fingerprint, wherever these stand. */
static void shared_runs_share_a_fingerprint(void **state)
{
    (void)state;
    enum { RUN = WINNOW_WINDOW + 2, MOST = 120 };
    for (uint32_t seed = 0; seed < 300; seed++) {
        Word a[MOST], b[MOST], run[RUN];
        Fingerprint x[MOST], y[MOST];
        uint32_t s = seed, in_a = next_number(&s) % (MOST - RUN),
                 in_b = next_number(&s) % (MOST - RUN);
        numbered(run, RUN, seed + 5000);
        Words u = numbered(a, MOST, seed + 1000), v = numbered(b, MOST, seed + 2000);
        memcpy(a + in_a, run, sizeof run);
        memcpy(b + in_b, run, sizeof run);
        uint32_t n = fingerprints_of(&u, x), m = fingerprints_of(&v, y);
        bool shared = false;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < m; k++)
                shared |= x[i].key == y[k].key;
        assert_true(shared);
    }
}

/* ---- the table ---- */

static void holders_come_oldest_first(void **state)
{
    PrintTable table = {0};
    uint32_t got[100];
    (void)state;
    assert_int_equal(print_table_find(&table, 7, got, 100), 0);
    for (uint32_t report = 0; report < 40; report++) /* it grows between them */
        for (uint32_t key = 1; key <= 50; key++)
            assert_int_equal(print_table_put_at_most(&table, key, report, 1), DLN_OK);
    assert_int_equal(table.n, 2000);
    for (uint32_t key = 1; key <= 50; key++) {
        assert_int_equal(print_table_find(&table, key, got, 100), 40);
        for (uint32_t i = 0; i < 40; i++)
            assert_int_equal(got[i], i);
        assert_int_equal(print_table_find(&table, key, got, 3), 3);
        assert_int_equal(got[2], 2);
    }
    assert_int_equal(print_table_find(&table, 51, got, 100), 0);
    assert_true(table.n * 8 <= table.size * 5 + 8);
    print_table_free(&table);
    assert_int_equal(table.size, 0);
}

/* A text that says one thing over and over takes no more than its share. */
static void at_most_so_many_of_one_report(void **state)
{
    PrintTable table = {0};
    uint32_t got[100];
    (void)state;
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(print_table_put_at_most(&table, 9, i % 2, 4), DLN_OK);
    assert_int_equal(print_table_find(&table, 9, got, 100), 8);
    print_table_free(&table);
}

/* The newest of one key, in order; other keys beside it keep theirs. */
static void the_oldest_gives_way(void **state)
{
    PrintTable table = {0};
    uint32_t got[100];
    (void)state;
    for (uint32_t report = 0; report < 500; report++) {
        assert_int_equal(print_table_put_newest(&table, 9, report, 5), DLN_OK);
        assert_int_equal(print_table_put_newest(&table, 10, report, 3), DLN_OK);
        uint32_t n = print_table_find(&table, 9, got, 100);
        assert_int_equal(n, report < 5 ? report + 1 : 5);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(got[i], report + 1 - n + i);
    }
    assert_int_equal(print_table_find(&table, 10, got, 100), 3);
    assert_int_equal(got[0], 497);
    assert_int_equal(table.n, 8);
    print_table_free(&table);
}

/* ---- states ---- */

static int to_buf(const void *bytes, size_t n, void *buf)
{
    buf_add(buf, (Slice){bytes, n});
    return ((Buf *)buf)->failed;
}

static void fields_come_back_in_order(void **state)
{
    Buf buf;
    StateOut *out;
    StateIn in;
    PrintTable table = {0}, back;
    static char large[200000];
    (void)state;
    for (uint32_t i = 0; i < 300; i++)
        assert_int_equal(print_table_put_at_most(&table, i + 1, 100 + i % 7, 1), DLN_OK);
    memset(large, 'x', sizeof large);
    buf_init(&buf, 1 << 20);
    assert_int_equal(state_begin("TESTSTA1", to_buf, &buf, &out), DLN_OK);
    state_put_u32(out, 0xDEADBEEF);
    state_put(out, NULL, 0);
    state_put(out, large, sizeof large);
    state_put_table(out, &table);
    state_put_table(out, &(PrintTable){0});
    state_put_u32(out, 5);
    assert_int_equal(state_end(out), DLN_OK);
    assert_false(state_open(&in, buf.p, buf.n, "TESTSTA2"));
    assert_true(state_open(&in, buf.p, buf.n, "TESTSTA1"));
    assert_int_equal(state_get_u32(&in), 0xDEADBEEF);
    assert_true(state_has(&in, sizeof large, 1));
    memset(large, 0, sizeof large);
    assert_true(state_get(&in, large, sizeof large));
    assert_int_equal(large[sizeof large - 1], 'x');
    assert_int_equal(state_get_table(&in, 100, 7, &back), DLN_OK);
    assert_int_equal(back.n, table.n);
    assert_memory_equal(back.slots, table.slots, table.size * sizeof *table.slots);
    print_table_free(&back);
    assert_int_equal(state_get_table(&in, 0, 0, &back), DLN_OK);
    assert_int_equal(back.size, 0);
    assert_int_equal(state_get_u32(&in), 5);
    assert_false(in.bad);
    assert_false(state_has(&in, 1, 1)); /* the checksum is no field */
    assert_true(in.bad);
    assert_int_equal(state_get_u32(&in), 0);
    for (size_t n = 0; n < buf.n; n += 1 + n / 20)
        assert_false(state_open(&in, buf.p, n, "TESTSTA1"));
    for (size_t at = 0; at < buf.n; at += 1 + at / 30) {
        buf.p[at] = (char)(buf.p[at] ^ 1);
        assert_false(state_open(&in, buf.p, buf.n, "TESTSTA1"));
        buf.p[at] = (char)(buf.p[at] ^ 1);
    }
    print_table_free(&table);
    buf_free(&buf);
    buf_init(&buf, 100); /* a full disk */
    assert_int_equal(state_begin("TESTSTA1", to_buf, &buf, &out), DLN_OK);
    state_put(out, large, sizeof large);
    assert_int_equal(state_end(out), DLN_ERR_IO);
    buf_free(&buf);
}

/* A table of a stranger's with a right checksum: one that is full would be searched for ever. */
static void forged_tables_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t size, held, report;
        int status;
    } cases[] = {
        {0, 0, 0, DLN_OK},         {1, 0, 3, DLN_OK},        {1, 1, 3, DLN_ERR_DATA},
        {2, 1, 3, DLN_OK},         {2, 2, 3, DLN_ERR_DATA},  {4, 4, 3, DLN_ERR_DATA},
        {64, 64, 3, DLN_ERR_DATA}, {64, 30, 3, DLN_OK},      {64, 30, 10, DLN_ERR_DATA},
        {64, 30, 2, DLN_ERR_DATA}, {48, 3, 3, DLN_ERR_DATA}, {1u << 31, 0, 3, DLN_ERR_DATA},
        {128, 0, 3, DLN_ERR_DATA}, /* says more than there is */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct {
            char magic[8];
            uint32_t size;
            PrintEntry slot[64];
        } file = {.magic = "TESTSTA1", .size = cases[i].size};
        char bytes[sizeof file + 8];
        StateIn in;
        PrintTable table = {0};
        for (uint32_t k = 0; k < cases[i].held; k++)
            file.slot[k] = (PrintEntry){k + 1, cases[i].report};
        size_t n = 12 + 8 * (size_t)(cases[i].size < 64 ? cases[i].size : 64);
        memcpy(bytes, &file, n);
        uint64_t sum = hash_bytes((Slice){bytes, n}, 0);
        memcpy(bytes + n, &sum, 8);
        assert_true(state_open(&in, bytes, n + 8, "TESTSTA1"));
        assert_int_equal(state_get_table(&in, 3, 7, &table), cases[i].status);
        if (cases[i].status == DLN_OK) {
            uint32_t got[4];
            assert_int_equal(print_table_find(&table, 999, got, 4), 0); /* and comes to an end */
        }
        print_table_free(&table);
    }
}

/* ---- rarity ---- */

static void rare_words_are_rare(void **state)
{
    (void)state;
    Arena arena;
    Background background;
    LiveCounts live;
    const uint32_t keys[] = {11, 22, 1024 + 11, 44};
    const uint16_t counts[] = {5, 5000, 50, 65535};
    arena_init(&arena, 0);
    assert_int_equal(live_counts_init(&live), DLN_OK);
    assert_int_equal(background_init(&background, keys, counts, 4, 10000, &arena), DLN_OK);
    assert_true(rarity(&background, &live, 11) > rarity(&background, &live, 1024 + 11));
    assert_true(rarity(&background, &live, 1024 + 11) > rarity(&background, &live, 22));
    assert_true(rarity(&background, &live, 22) > 0.6f && rarity(&background, &live, 22) < 0.8f);
    assert_true(rarity(&background, &live, 44) == 0); /* in more reports than there are */
    assert_true(rarity(&background, &live, 999) == RARITY_MOST);
    for (int i = 0; i < 300; i++) { /* what comes in makes a word common, never rarer */
        float before = rarity(&background, &live, 999);
        live_counts_add(&live, 999);
        assert_true(rarity(&background, &live, 999) <= before);
    }
    assert_true(rarity(&background, &live, 999) < 3.6f);
    for (uint32_t i = 0; i < 200000; i++)
        live_counts_add(&live, 31337); /* a counter does not wrap round */
    assert_true(rarity(&background, &live, 31337) == 0);
    uint32_t zero = 0;
    assert_int_equal(background_init(&background, &zero, counts, 1, 1, &arena), DLN_ERR_DATA);
    assert_int_equal(background_init(&background, keys, counts, 1u << 25, 1, &arena), DLN_ERR_DATA);
    arena_free(&arena);
    arena_init(&arena, 100);
    assert_int_equal(background_init(&background, keys, counts, 4, 1, &arena), DLN_ERR_LIMIT);
    live_counts_free(&live);
    arena_free(&arena);
}

static void counts_fade(void **state)
{
    (void)state;
    Background none = {0};
    LiveCounts live;
    assert_int_equal(live_counts_init(&live), DLN_OK);
    for (uint32_t i = 0; i < RARITY_FADE - 1; i++)
        live_counts_report(&live);
    for (int i = 0; i < 1000; i++)
        live_counts_add(&live, 5);
    float before = rarity(&none, &live, 5);
    live_counts_report(&live);
    assert_int_equal(live.reports, RARITY_FADE / 2);
    float after = rarity(&none, &live, 5); /* both halved: as rare as before */
    assert_true(after > before - 0.01f && after < before + 0.01f);
    live_counts_free(&live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fingerprints_are_thin_and_even),
        cmocka_unit_test(shared_runs_share_a_fingerprint),
        cmocka_unit_test(holders_come_oldest_first),
        cmocka_unit_test(at_most_so_many_of_one_report),
        cmocka_unit_test(the_oldest_gives_way),
        cmocka_unit_test(fields_come_back_in_order),
        cmocka_unit_test(forged_tables_are_refused),
        cmocka_unit_test(rare_words_are_rare),
        cmocka_unit_test(counts_fade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
