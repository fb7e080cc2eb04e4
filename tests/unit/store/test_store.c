/* test_store.c - a store in a file: rows that come back, all or nothing, one writer, search by
 * field, copies, strangers' and damaged files. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/civil.h"
#include "base/sha256.h"
#include "store/store.h"
#include "store/words.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/dateline-store-XXXXXX";
static Arena arena;

static int make_folder(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return mkdtemp(folder) ? 0 : -1;
}
static int drop_folder(void **state)
{
    (void)state;
    arena_free(&arena);
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[4][200];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static void drop(const char *name)
{
    char path[220];
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]);
        unlink(path);
    }
}

static Store *open_store(const char *name, bool write)
{
    Store *store;
    dln_error err;
    dln_status status = store_open(path_of(name), write, &store, &err);
    if (status != DLN_OK) fail_msg("%s", err.message);
    return store;
}

static int64_t put_input(Store *store, const char *bytes, bool *known)
{
    char sha[65];
    int64_t id = 0;
    sha256_hex(slice_of(bytes), sha);
    StoreInput input = {sha, SLICE("a.txt"), slice_of(bytes), strlen(bytes), 100};
    assert_int_equal(store_input(store, &input, &id, known), DLN_OK);
    return id;
}

typedef struct Given {
    const char *title, *text, *outlet, *url;
    int32_t day;
    int64_t earlier;
    const char *said, *by;
} Given;

static int64_t put_report(Store *store, int64_t input, const Given *g)
{
    char sha[65];
    sha256_hex(slice_of(g->text), sha);
    StoreReport r = {.input = input,
                     .added = 100,
                     .story = 1,
                     .earlier = g->earlier,
                     .day = g->day,
                     .sha256 = slice_of(sha),
                     .member = SLICE("m"),
                     .url = slice_of(g->url),
                     .outlet = slice_of(g->outlet),
                     .title = slice_of(g->title),
                     .language = SLICE("en"),
                     .published = SLICE("2024-05-13")};
    StoreWords words = {.title = r.title,
                        .text = slice_of(g->text),
                        .said = slice_of(g->said),
                        .by = slice_of(g->by)};
    assert_int_equal(store_report(store, &r, SLICE("saved\0form"), &words), DLN_OK);
    return r.id;
}

static const Given fire = {"Fire in Velm", "Two men died in a fire at the mill in Velm.",
                           "Harbour Post", "https://post.example/a",
                           19856,          0,
                           "it was fast",  "Ines Okafor"},
                   deal = {"Grain deal signed",
                           "The grain deal was signed in Port Ellery; a mill "
                           "burned before.",
                           "Danube Herald",
                           "",
                           DAY_UNKNOWN,
                           0,
                           "the deal stands",
                           "Tom Reyes"};

static void rows_come_back(void **state)
{
    (void)state;
    Store *store = open_store("a.db", true);
    bool known;
    assert_int_equal(store_begin(store), DLN_OK);
    assert_int_equal(put_input(store, "one", &known), 1);
    assert_false(known);
    assert_int_equal(put_input(store, "two", &known), 2);
    assert_int_equal(put_input(store, "one", &known), 1);
    assert_true(known);
    assert_int_equal(put_report(store, 1, &fire), 1);
    assert_int_equal(put_report(store, 2, &deal), 2);
    assert_int_equal(store_commit(store), DLN_OK);
    store_close(store);

    store = open_store("a.db", false);
    StoreReport r;
    Slice saved, name, bytes;
    char sha[65];
    assert_int_equal(store_report_read(store, 1, &arena, &r, &saved), DLN_OK);
    assert_int_equal(r.id, 1);
    assert_int_equal(r.input, 1);
    assert_int_equal(r.day, 19856);
    assert_true(slice_is(r.title, "Fire in Velm") && slice_is(r.outlet, "Harbour Post"));
    assert_true(slice_is(r.url, "https://post.example/a") && slice_is(r.member, "m"));
    assert_true(slice_eq(saved, SLICE("saved\0form")));
    assert_int_equal(store_report_read(store, 2, &arena, &r, NULL), DLN_OK);
    assert_int_equal(r.day, DAY_UNKNOWN);
    assert_int_equal(store_report_read(store, 3, &arena, &r, NULL), DLN_ERR_EMPTY);
    assert_int_equal(store_input_bytes(store, 2, &arena, &name, &bytes), DLN_OK);
    assert_true(slice_is(bytes, "two") && slice_is(name, "a.txt"));
    assert_int_equal(store_input_bytes(store, 9, &arena, &name, &bytes), DLN_ERR_EMPTY);
    sha256_hex(SLICE("two"), sha);
    bool there = false;
    assert_int_equal(store_has_input(store, slice_of(sha), &there), DLN_OK);
    assert_true(there);
    assert_int_equal(store_has_input(store, SLICE("'; DROP TABLE input; --"), &there), DLN_OK);
    assert_false(there);
    int64_t id = -1, reports, stories;
    sha256_hex(slice_of(fire.text), sha);
    assert_int_equal(store_known(store, slice_of(sha), SLICE("m"), &id), DLN_OK);
    assert_int_equal(id, 1);
    assert_int_equal(store_known(store, slice_of(sha), SLICE("n"), &id), DLN_OK);
    assert_int_equal(id, 0);
    assert_int_equal(store_latest(store, SLICE(""), &id), DLN_OK); /* no address is no address */
    assert_int_equal(id, 0);
    bool same;
    assert_int_equal(store_same_words(store, 1, slice_of(fire.title), slice_of(fire.text), &same),
                     DLN_OK);
    assert_true(same);
    assert_int_equal(store_same_words(store, 1, slice_of(fire.title), SLICE("other"), &same),
                     DLN_OK);
    assert_false(same);
    assert_int_equal(store_count(store, &reports, &stories), DLN_OK);
    assert_int_equal(reports, 2);
    assert_int_equal(stories, 0);
    store_close(store);
    drop("a.db");
}

/* Nothing of a transaction that is given up, or that its process left, is there; ids go on. */
static void all_or_nothing(void **state)
{
    (void)state;
    Store *store = open_store("b.db", true);
    bool known;
    int64_t reports, stories;
    for (int round = 0; round < 3; round++) {
        assert_int_equal(store_begin(store), DLN_OK);
        assert_int_equal(put_input(store, "one", &known), 1);
        assert_int_equal(put_report(store, 1, &fire), 1);
        assert_int_equal(store_keep(store, "state", SLICE("x")), DLN_OK);
        if (round == 0) store_rollback(store);
        if (round == 1) {
            store_close(store); /* without a commit */
            store = open_store("b.db", true);
        }
        if (round == 2) assert_int_equal(store_commit(store), DLN_OK);
        Slice kept;
        assert_int_equal(store_count(store, &reports, &stories), DLN_OK);
        assert_int_equal(reports, round == 2);
        assert_int_equal(store_kept(store, "state", &arena, &kept), DLN_OK);
        assert_int_equal(kept.n, round == 2);
    }
    store_close(store);
    drop("b.db");
}

/* A later version takes the earlier one's place at its address. */
static void versions_of_an_address(void **state)
{
    (void)state;
    Store *store = open_store("c.db", true);
    bool known;
    int64_t id;
    StoreReport r;
    Given later = fire;
    later.text = "Three men died in a fire at the mill in Velm.";
    later.earlier = 1;
    assert_int_equal(store_begin(store), DLN_OK);
    put_input(store, "one", &known);
    put_report(store, 1, &fire);
    assert_int_equal(store_latest(store, slice_of(fire.url), &id), DLN_OK);
    assert_int_equal(id, 1);
    assert_int_equal(put_report(store, 1, &later), 2);
    assert_int_equal(store_latest(store, slice_of(fire.url), &id), DLN_OK);
    assert_int_equal(id, 2);
    assert_int_equal(store_report_read(store, 1, &arena, &r, NULL), DLN_OK);
    assert_int_equal(r.later, 2);
    int64_t ids[8];
    uint32_t n;
    assert_int_equal(store_story_reports(store, 1, ids, 8, &n), DLN_OK);
    assert_int_equal(n, 2); /* all versions */
    assert_int_equal(store_story_reports(store, 1, ids, 1, &n), DLN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(ids[0], 2); /* the latest where there is no room for more */
    assert_int_equal(store_report_moved(store, 1, 7), DLN_OK);
    assert_int_equal(store_story_reports(store, 1, ids, 8, &n), DLN_OK);
    assert_int_equal(n, 0);
    assert_int_equal(store_story_reports(store, 7, ids, 8, &n), DLN_OK);
    assert_int_equal(n, 2);
    assert_int_equal(store_commit(store), DLN_OK);
    store_close(store);
    drop("c.db");
}

static void stories_in_order(void **state)
{
    (void)state;
    Store *store = open_store("d.db", true);
    const StoreStory given[] = {
        {.id = 1, .changed = 50, .reports = 9, .from = 10, .to = 12, .title = SLICE("A")},
        {.id = 2,
         .changed = 90,
         .reports = 2,
         .conflicts = 5,
         .from = DAY_UNKNOWN,
         .to = DAY_UNKNOWN,
         .title = SLICE("B")},
        {.id = 3, .changed = 90, .reports = 4, .title = SLICE("C")}};
    int64_t changed;
    assert_int_equal(store_newest(store, &changed), DLN_OK);
    assert_int_equal(changed, 0);
    assert_int_equal(store_begin(store), DLN_OK);
    for (int i = 0; i < 3; i++)
        assert_int_equal(store_story(store, &given[i]), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
    StoreStory *s;
    uint32_t n;
    assert_int_equal(store_stories(store, STORIES_FRESH, 0, 10, &arena, &s, &n), DLN_OK);
    assert_int_equal(n, 3);
    assert_int_equal(s[0].id * 100 + s[1].id * 10 + s[2].id, 321);
    assert_int_equal(s[1].from, DAY_UNKNOWN);
    assert_int_equal(s[2].from, 10);
    assert_int_equal(store_stories(store, STORIES_LARGE, 0, 1, &arena, &s, &n), DLN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(s[0].id, 1);
    assert_int_equal(store_stories(store, STORIES_DIFFER, 0, 10, &arena, &s, &n), DLN_OK);
    assert_int_equal(s[0].id, 2);
    assert_int_equal(store_stories(store, STORIES_FRESH, 2, 10, &arena, &s, &n), DLN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_stories(store, STORIES_FRESH, 3, 10, &arena, &s, &n), DLN_OK);
    assert_int_equal(n, 0);
    assert_int_equal(store_begin(store), DLN_OK);
    assert_int_equal(
        store_story(store, &(StoreStory){.id = 1, .changed = 99, .title = SLICE("A2")}), DLN_OK);
    assert_int_equal(store_story_gone(store, 2), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
    assert_int_equal(store_stories(store, STORIES_FRESH, 0, 10, &arena, &s, &n), DLN_OK);
    assert_int_equal(n, 2);
    assert_true(slice_is(s[0].title, "A2")); /* written again, not twice */
    store_close(store);
    drop("d.db");
}

/* Names of one kind alone, most stories first, then by bytes, as many as are asked for. */
static void names_in_order(void **state)
{
    (void)state;
    Store *store = open_store("n.db", true);
    const Slice one[] = {SLICE("by:Zoe"), SLICE("by:ann"), SLICE("b"), SLICE("outlet:Post")},
                two[] = {SLICE("by:\xc3\x84ne"), SLICE("by:ann"), SLICE("bystander:Tom")};
    assert_int_equal(store_begin(store), DLN_OK);
    for (int64_t id = 1; id <= 3; id++)
        assert_int_equal(
            store_story(store, &(StoreStory){.id = id, .changed = id, .title = SLICE("A")}),
            DLN_OK);
    assert_int_equal(store_story_tags(store, 1, two, 1), DLN_OK); /* not of the newest two */
    assert_int_equal(store_story_tags(store, 2, one, 4), DLN_OK);
    assert_int_equal(store_story_tags(store, 3, two, 3), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
    StoreName *name;
    uint32_t n;
    assert_int_equal(store_names(store, SLICE("by:"), 2, 9, &arena, &name, &n), DLN_OK);
    assert_int_equal(n, 3);
    assert_true(slice_is(name[0].name, "ann") && name[0].stories == 2);
    assert_true(slice_is(name[1].name, "Zoe") && slice_is(name[2].name, "\xc3\x84ne"));
    assert_int_equal(name[2].stories, 1);
    assert_int_equal(store_names(store, SLICE("by:"), 2, 1, &arena, &name, &n), DLN_OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_names(store, SLICE("outlet:"), 1, 9, &arena, &name, &n), DLN_OK);
    assert_int_equal(n, 0);
    store_close(store);
    drop("n.db");
}

/* ---- search ---- */

static uint32_t search(Store *store, const StoreQuery *ask, int64_t *first, Slice *snippet)
{
    StoreHit *hits;
    uint32_t n;
    uint64_t total;
    assert_int_equal(store_search(store, ask, &arena, &hits, &n, &total), DLN_OK);
    if (ask->limit >= 10 && !ask->offset) assert_int_equal(total, n);
    if (n) *first = hits[0].report.id;
    if (n && snippet) *snippet = hits[0].snippet;
    return n;
}

static void words_are_found_by_field(void **state)
{
    (void)state;
    Store *store = open_store("e.db", true);
    bool known;
    assert_int_equal(store_begin(store), DLN_OK);
    put_input(store, "one", &known);
    put_report(store, 1, &fire);
    put_report(store, 1, &deal);
    assert_int_equal(store_story_tags(store, 1, (Slice[]){SLICE("verdict:CONFLICT")}, 1), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
    assert_int_equal(store_index(store), DLN_OK);
    static const struct {
        StoreField field;
        const char *words;
        bool begin;
        uint32_t n;
        int64_t first;
    } cases[] = {
        {FIELD_ANY, "mill", false, 2, 2}, /* equal weights: the newest first */
        {FIELD_ANY, "velm", false, 1, 1},
        {FIELD_TITLE, "mill", false, 0, 0},
        {FIELD_TITLE, "grain deal", false, 1, 2},
        {FIELD_ANY, "deal grain", false, 0, 0}, /* words that stand beside each other */
        {FIELD_BY, "okafor", false, 1, 1},
        {FIELD_BY, "velm", false, 0, 0},
        {FIELD_SAID, "fast", false, 1, 1},
        {FIELD_ANY, "gra", false, 0, 0},
        {FIELD_ANY, "gra", true, 1, 2}, /* a word that goes on */
        {FIELD_ANY, "two men died", false, 1, 1},
        {FIELD_ANY, "nowhere", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        StoreTerm term = {cases[i].field, slice_of(cases[i].words), false, cases[i].begin};
        StoreQuery ask = {&term, 1, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .limit = 10};
        int64_t first = 0;
        Slice snippet = {"", 0};
        uint32_t n = search(store, &ask, &first, &snippet);
        if (n != cases[i].n || (n && first != cases[i].first))
            fail_msg("%s: %u", cases[i].words, n);
    }
    int64_t first = 0;
    Slice snippet;
    StoreTerm two[] = {{FIELD_ANY, SLICE("mill"), false, false},
                       {FIELD_ANY, SLICE("grain"), true, false}};
    StoreQuery ask = {two, 2, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .limit = 10};
    assert_int_equal(search(store, &ask, &first, &snippet), 1); /* mill without grain */
    assert_int_equal(first, 1);
    assert_true(slice_find(snippet, SLICE("\x02"
                                          "mill\x03")) != SIZE_MAX);
    ask = (StoreQuery){
        two, 1, .outlet = SLICE("herald"), .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .limit = 10};
    assert_int_equal(search(store, &ask, &first, NULL), 1);
    assert_int_equal(first, 2);
    ask = (StoreQuery){two, 1, .from = 19856, .to = 19856, .limit = 10};
    assert_int_equal(search(store, &ask, &first, NULL), 1); /* whose day is known */
    assert_int_equal(first, 1);
    ask = (StoreQuery){
        NULL,       0, .verdict = SLICE("verdict:CONFLICT"), .from = DAY_UNKNOWN, .to = DAY_UNKNOWN,
        .limit = 10};
    assert_int_equal(search(store, &ask, &first, NULL), 2); /* no words at all */
    ask.verdict = SLICE("verdict:AGREE");
    assert_int_equal(search(store, &ask, &first, NULL), 0);
    ask = (StoreQuery){two, 1, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .offset = 1, .limit = 1};
    assert_int_equal(search(store, &ask, &first, NULL), 1);
    assert_int_equal(first, 1);
    ask.offset = 2;
    assert_int_equal(search(store, &ask, &first, NULL), 0);
    store_close(store);
    drop("e.db");
}

/* A page that begins inside the second block of 200 is the same as that part of all. */
static void pages_of_many_hits(void **state)
{
    (void)state;
    enum { MANY = 450 };
    Store *store = open_store("f.db", true);
    bool known;
    assert_int_equal(store_begin(store), DLN_OK);
    put_input(store, "one", &known);
    for (int i = 0; i < MANY; i++) {
        char title[60];
        snprintf(title, sizeof title, i % 7 ? "Number %d" : "Ferry number %d", i);
        Given one = {title, "The ferry came in.", "Post", "", i, 0, "", ""};
        put_report(store, 1, &one);
    }
    assert_int_equal(store_commit(store), DLN_OK);
    StoreTerm term = {FIELD_ANY, SLICE("ferry"), false, false};
    StoreQuery ask = {&term, 1, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .limit = MANY + 50};
    StoreHit *all, *page;
    uint32_t n, m;
    uint64_t total;
    assert_int_equal(store_search(store, &ask, &arena, &all, &n, &total), DLN_OK);
    assert_int_equal(n, MANY);
    assert_int_equal(total, MANY);
    bool seen[MANY + 1] = {false};
    for (uint32_t i = 0; i < n; i++) {
        assert_false(seen[all[i].report.id]);
        seen[all[i].report.id] = true;
    }
    assert_true(slice_starts(all[0].report.title, SLICE("Ferry"))); /* a title weighs more */
    for (uint32_t offset = 0; offset < MANY; offset += 37) {
        ask.offset = offset;
        ask.limit = 25;
        assert_int_equal(store_search(store, &ask, &arena, &page, &m, &total), DLN_OK);
        assert_int_equal(m, MANY - offset < 25 ? MANY - offset : 25);
        for (uint32_t i = 0; i < m; i++)
            assert_int_equal(page[i].report.id, all[offset + i].report.id);
    }
    store_close(store);
    drop("f.db");
}

/* ---- others, copies, strangers ---- */

static void say(const char *message, void *context)
{
    (void)message;
    ++*(uint32_t *)context;
}

static void a_copy_is_whole(void **state)
{
    (void)state;
    Store *store = open_store("g.db", true);
    bool known;
    assert_int_equal(store_begin(store), DLN_OK);
    put_input(store, "one", &known);
    put_report(store, 1, &fire);
    put_report(store, 1, &deal);
    assert_int_equal(store_keep(store, "state", SLICE("a\0b")), DLN_OK);
    assert_int_equal(store_story(store, &(StoreStory){.id = 1, .title = SLICE("A")}), DLN_OK);
    assert_int_equal(store_commit(store), DLN_OK);
    assert_int_equal(store_backup(store, path_of("copy.db")), DLN_OK);
    assert_int_not_equal(store_backup(store, path_of("copy.db")),
                         DLN_OK); /* nothing is overwritten */
    store_close(store);
    store = open_store("copy.db", false);
    int64_t reports, stories, first;
    Slice kept;
    uint32_t faults = 0, said = 0;
    assert_int_equal(store_count(store, &reports, &stories), DLN_OK);
    assert_int_equal(reports * 10 + stories, 21);
    assert_int_equal(store_kept(store, "state", &arena, &kept), DLN_OK);
    assert_true(slice_eq(kept, SLICE("a\0b")));
    StoreTerm term = {FIELD_BY, SLICE("okafor"), false, false};
    StoreQuery ask = {&term, 1, .from = DAY_UNKNOWN, .to = DAY_UNKNOWN, .limit = 10};
    assert_int_equal(search(store, &ask, &first, NULL), 1);
    assert_int_equal(store_check(store, say, &said, &faults), DLN_OK);
    assert_int_equal(faults + said, 0);
    store_close(store);
    drop("copy.db");
    drop("g.db");
}

static void readers_see_what_is_on_disk(void **state)
{
    (void)state;
    Store *writer = open_store("h.db", true), *reader = open_store("h.db", false);
    int64_t before, after, reports, stories;
    bool known;
    assert_int_equal(store_version(reader, &before), DLN_OK);
    assert_int_equal(store_begin(writer), DLN_OK);
    put_input(writer, "one", &known);
    put_report(writer, 1, &fire);
    assert_int_equal(store_count(reader, &reports, &stories), DLN_OK);
    assert_int_equal(reports, 0); /* not committed yet */
    assert_int_equal(store_version(reader, &after), DLN_OK);
    assert_true(after == before);
    assert_int_equal(store_commit(writer), DLN_OK);
    assert_int_equal(store_count(reader, &reports, &stories), DLN_OK);
    assert_int_equal(reports, 1);
    assert_int_equal(store_version(reader, &after), DLN_OK);
    assert_true(after != before);
    assert_int_not_equal(store_begin(reader) == DLN_OK ? store_keep(reader, "x", SLICE("y"))
                                                       : DLN_ERR_IO,
                         DLN_OK); /* a reader writes nothing */
    store_rollback(reader);
    store_close(reader);
    store_close(writer);
    drop("h.db");
}

static void strangers_are_refused(void **state)
{
    (void)state;
    Store *store;
    dln_error err;
    assert_int_not_equal(store_open(path_of("none.db"), false, &store, &err), DLN_OK);
    assert_null(store);
    assert_true(err.message[0] != 0);
    FILE *file = fopen(path_of("text.db"), "w");
    assert_non_null(file);
    for (int i = 0; i < 2000; i++)
        fputs("this is no database, but a text of many lines\n", file);
    fclose(file);
    for (int write = 0; write < 2; write++) {
        assert_int_equal(store_open(path_of("text.db"), write, &store, &err), DLN_ERR_DATA);
        assert_null(store);
    }
    drop("text.db");
    assert_int_not_equal(store_open(folder, true, &store, &err), DLN_OK);
    assert_int_not_equal(store_open("", true, &store, NULL), DLN_OK);
}

/* A file cut or overwritten in the middle: refused, or named by the check; no crash. */
static void damage_is_named(void **state)
{
    (void)state;
    Store *store = open_store("i.db", true);
    bool known;
    dln_error err;
    assert_int_equal(store_begin(store), DLN_OK);
    put_input(store, "one", &known);
    for (int i = 0; i < 60; i++)
        put_report(store, 1, i % 2 ? &fire : &deal);
    assert_int_equal(store_commit(store), DLN_OK);
    store_close(store);
    struct stat about;
    assert_int_equal(stat(path_of("i.db"), &about), 0);
    uint32_t named = 0;
    for (long page = 1; page * 4096 < about.st_size; page += 5) {
        FILE *file = fopen(path_of("i.db"), "r+b");
        char old[4096], wrong[4096];
        assert_non_null(file);
        fseek(file, page * 4096, SEEK_SET);
        assert_int_equal(fread(old, 1, sizeof old, file), sizeof old);
        memset(wrong, 0xA5, sizeof wrong);
        fseek(file, page * 4096, SEEK_SET);
        fwrite(wrong, 1, sizeof wrong, file);
        fclose(file);
        uint32_t faults = 0, said = 0;
        dln_status status = store_open(path_of("i.db"), false, &store, &err);
        if (status == DLN_OK) {
            status = store_check(store, say, &said, &faults);
            named += status != DLN_OK || faults > 0;
            store_close(store);
        } else
            named++;
        file = fopen(path_of("i.db"), "r+b");
        assert_non_null(file);
        fseek(file, page * 4096, SEEK_SET);
        fwrite(old, 1, sizeof old, file);
        fclose(file);
    }
    assert_true(named > 0);
    store = open_store("i.db", false); /* put back: whole again */
    uint32_t faults = 0, said = 0;
    assert_int_equal(store_check(store, say, &said, &faults), DLN_OK);
    assert_int_equal(faults, 0);
    store_close(store);
    drop("i.db");
}

/* ---- words ---- */

static void words_as_they_are_indexed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"Port of Tarvik", " port of tarvik "},
        {"", " "},
        {" -- !", " "},
        {"Ștefan's 3-year", " stefan s 3 year "},
        {"ﬁre №5", " fire no5 "},
        {"a\xFF"
         "b",
         " a b "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Slice got = words_of(slice_of(cases[i].text), &arena);
        if (!slice_is(got, cases[i].words)) fail_msg("%s: %.*s", cases[i].text, (int)got.n, got.p);
        assert_true(slice_eq(words_of(got, &arena), got)); /* of words again: the same */
    }
    static char wide[400000];
    memset(wide, 'x', sizeof wide);
    for (size_t i = 100; i < sizeof wide; i += 101)
        wide[i] = ' ';
    Slice cut = words_indexed((Slice){wide, sizeof wide}, FIELD_TEXT, &arena);
    assert_in_range(cut.n, 299800, 300000);
    assert_int_equal(cut.p[cut.n - 1], ' ');
    cut = words_indexed((Slice){wide, sizeof wide}, FIELD_TITLE, &arena);
    assert_in_range(cut.n, 39800, 40000);
    assert_true(words_of((Slice){wide, 100}, &arena).n == 102);
}

static void pieces_show_what_was_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words, *piece;
        bool begin, found;
    } cases[] = {
        {"The grain deal.", "deal",
         "The grain \x02"
         "deal\x03.",
         false, true},
        {"The grain deal.", "grain deal", "The \x02grain deal\x03.", false, true},
        {"The Grain-Deal\nwas", "grain deal", "The \x02Grain-Deal\x03 was", false, true},
        {"The grain deal.", "gra", "The \x02grain\x03 deal.", true, true},
        {"The grain deal.", "gra", "The grain deal.", false, false},
        {"", "x", "", false, false},
        {"a a a", "a a",
         "\x02"
         "a a a\x03",
         false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        StoreTerm term = {FIELD_ANY, slice_of(cases[i].words), false, cases[i].begin};
        bool found;
        Slice piece = words_snippet(slice_of(cases[i].text), &term, 1, &arena, &found);
        assert_int_equal(found, cases[i].found);
        if (!slice_is(piece, cases[i].piece)) fail_msg("%zu: %.*s", i, (int)piece.n, piece.p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(versions_of_an_address),
        cmocka_unit_test(stories_in_order),
        cmocka_unit_test(names_in_order),
        cmocka_unit_test(words_are_found_by_field),
        cmocka_unit_test(pages_of_many_hits),
        cmocka_unit_test(a_copy_is_whole),
        cmocka_unit_test(readers_see_what_is_on_disk),
        cmocka_unit_test(strangers_are_refused),
        cmocka_unit_test(damage_is_named),
        cmocka_unit_test(words_as_they_are_indexed),
        cmocka_unit_test(pieces_show_what_was_found),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
