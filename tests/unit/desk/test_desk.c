/* The desk: what is added is there after closing, once; stories, versions, searches; a failed
 * adding leaves nothing; the grouping goes on where it was, whether its state was kept or not.
 *
 * In: invented reports. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "dateline.h"
#include "desk/query.h"

static dln *engine;
static char path[64];

static void fresh(void)
{
    char side[80];
    snprintf(path, sizeof path, "/tmp/dateline-desk-%d", (int)getpid());
    unlink(path);
    snprintf(side, sizeof side, "%s-wal", path);
    unlink(side);
    snprintf(side, sizeof side, "%s-shm", path);
    unlink(side);
}

static dln_desk *opened(int write)
{
    dln_desk *desk;
    dln_error err;
    dln_status status = dln_desk_open(engine, path, write, &desk, &err);
    if (status != DLN_OK) print_message("%s\n", err.message);
    assert_int_equal(status, DLN_OK);
    return desk;
}

static dln_added add(dln_desk *desk, const char *name, const char *text)
{
    dln_added sum = {.size = sizeof sum};
    assert_int_equal(dln_desk_add(desk, name, text, strlen(text), 1000, &sum), DLN_OK);
    return sum;
}

static const char fire[] =
    "TARVIK, May 13, 2024 (Adria Wire) - A fire broke out at a fuel depot in the port of Tarvik on "
    "Sunday, killing two workers and injuring five, the mayor said. \"We will rebuild the depot,\" "
    "the mayor, Ana Lint, told reporters at the port.\n";
static const char fire_too[] =
    "TARVIK, May 13, 2024 (Coast Daily) - Three workers were killed when a fuel depot burned in "
    "the "
    "port of Tarvik on Sunday, mayor Ana Lint said. The fire at the depot injured five others.\n";
static const char vote[] =
    "OSTRAVIN, May 14, 2024 (Hill Post) - Parliament voted on Tuesday to lower the tax on bread, "
    "after a debate of nine hours. Finance minister Karel Dunt said the budget could bear it.\n";

static int count_story(const dln_desk_story *story, void *context)
{
    (void)story;
    ++*(int *)context;
    return 0;
}

static int count_hit(const dln_hit *hit, void *context)
{
    (void)hit;
    ++*(int *)context;
    return 0;
}

static int found(dln_desk *desk, const char *query)
{
    int n = 0;
    uint64_t total = 99;
    assert_int_equal(dln_desk_search(desk, query, 0, 50, count_hit, &n, &total), DLN_OK);
    assert_int_equal(total, n);
    return n;
}

static void keeps_what_was_added(void **state)
{
    (void)state;
    fresh();
    dln_desk *desk = opened(1);
    assert_int_equal(add(desk, "a.txt", fire).kept, 1);
    assert_int_equal(add(desk, "again.txt", fire).known, 1);
    assert_int_equal(add(desk, "b.txt", fire_too).kept, 1);
    assert_int_equal(add(desk, "c.txt", vote).kept, 1);
    assert_int_equal(dln_desk_settle(desk, 2000), DLN_OK);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    desk = opened(0);
    dln_desk_counts counts = {.size = sizeof counts};
    assert_int_equal(dln_desk_count(desk, &counts), DLN_OK);
    assert_int_equal(counts.reports, 3);
    int n = 0;
    assert_int_equal(dln_desk_stories(desk, DLN_FRESH, 0, 10, count_story, &n), DLN_OK);
    assert_int_equal(n, counts.stories);
    assert_int_equal(found(desk, "depot"), 2);
    assert_int_equal(found(desk, "\"fuel depot\" -parliament"), 2);
    assert_int_equal(found(desk, "said:rebuild"), 1);
    assert_int_equal(found(desk, "by:\"Ana Lint\""), 2);
    assert_int_equal(found(desk, "parl*"), 1);
    assert_int_equal(found(desk, "date:2024-05-14..2024-05-14"), 1);
    assert_int_equal(found(desk, "date:2023"), 0);
    assert_int_equal(found(desk, "\" OR 1=1 --"), 0);
    assert_int_equal(dln_desk_search(desk, "-depot", 0, 9, count_hit, &n, NULL), DLN_ERR_EMPTY);
    assert_int_equal(dln_desk_search(desk, "date:May", 0, 9, count_hit, &n, NULL), DLN_ERR_USAGE);
    assert_int_equal(dln_desk_add(desk, "d", fire, strlen(fire), 1, NULL), DLN_ERR_USAGE);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    fresh();
}

static void record_of_a_story(void **state)
{
    (void)state;
    fresh();
    dln_desk *desk = opened(1);
    add(desk, "a.txt", fire);
    add(desk, "b.txt", fire_too);
    dln_run *run;
    dln_record *record;
    assert_int_equal(dln_desk_record(desk, 1, &run, &record), DLN_OK);
    assert_true(dln_record_report_count(record) >= 1);
    dln_record_free(record);
    dln_run_free(run);
    assert_int_equal(dln_desk_record(desk, 77, &run, &record), DLN_ERR_EMPTY);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    fresh();
}

static int take_later(const dln_hit *hit, void *context)
{
    *(int64_t *)context = hit->later;
    return 0;
}
static int32_t later_of(const char *query, dln_desk *desk)
{
    int64_t later = -1;
    assert_int_equal(dln_desk_search(desk, query, 0, 1, take_later, &later, NULL), DLN_OK);
    return (int32_t)later;
}

/* The same address with other text is a version: the earlier one speaks no more. */
static void versions(void **state)
{
    (void)state;
    static const char one[] = "{\"url\": \"http://example.org/1\", \"title\": \"Fire in Tarvik\", "
                              "\"text\": \"A fire in Tarvik killed two workers on Sunday, the "
                              "mayor said. It began at dawn.\"}";
    static const char two[] = "{\"url\": \"http://example.org/1\", \"title\": \"Fire in Tarvik\", "
                              "\"text\": \"A fire in Tarvik killed three workers on Sunday, the "
                              "mayor said. It began at dawn.\"}";
    fresh();
    dln_desk *desk = opened(1);
    assert_int_equal(add(desk, "one.json", one).versions, 0);
    assert_int_equal(add(desk, "two.json", two).versions, 1);
    assert_int_equal(later_of("two", desk), 2);
    assert_int_equal(later_of("three", desk), 0);
    dln_run *run;
    dln_record *record;
    assert_int_equal(dln_desk_record(desk, 1, &run, &record), DLN_OK);
    dln_report report = {.size = sizeof report};
    assert_int_equal(dln_record_report_count(record), 2);
    assert_int_equal(dln_record_report(record, 0, &report), DLN_OK);
    assert_int_equal(report.replaced_by, 1);
    assert_int_equal(dln_record_report(record, 1, &report), DLN_OK);
    assert_true(report.replaced_by == DLN_NONE);
    dln_record_free(record);
    dln_run_free(run);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    fresh();
}

static int nothing(const void *bytes, size_t n, void *context)
{
    (void)bytes;
    (void)n;
    (void)context;
    return 0;
}

/* What cannot be read leaves no row; the next is kept; a check finds no fault. */
static void failures_leave_nothing(void **state)
{
    (void)state;
    fresh();
    dln_desk *desk = opened(1);
    uint32_t faults;
    assert_int_equal(dln_desk_add(desk, "bad", "\0\1\2\3\4\5\6\7", 8, 1, NULL), DLN_ERR_FORMAT);
    assert_true(strlen(dln_desk_message(desk)) > 0);
    assert_int_equal(dln_desk_add(desk, "empty", "", 0, 1, NULL), DLN_ERR_EMPTY);
    assert_int_equal(add(desk, "a.txt", fire).kept, 1);
    dln_desk_counts counts = {.size = sizeof counts};
    assert_int_equal(dln_desk_count(desk, &counts), DLN_OK);
    assert_int_equal(counts.reports, 1);
    assert_int_equal(dln_desk_check(desk, nothing, NULL, &faults), DLN_OK);
    assert_int_equal(dln_desk_settle(desk, 1), DLN_OK);
    assert_int_equal(dln_desk_check(desk, nothing, NULL, &faults), DLN_OK);
    assert_int_equal(faults, 0);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    fresh();
}

/* A report that takes too long is not kept, and that is said; with more time it is. */
static void out_of_time(void **state)
{
    (void)state;
    fresh();
    dln_options options;
    dln_options_init(&options);
    options.max_report_seconds = 0.001;
    dln *patient = engine;
    size_t n = 0, room = 300 * sizeof fire;
    char *text = malloc(room);
    for (int i = 0; i < 300; i++, n += sizeof fire - 1)
        memcpy(text + n, fire, sizeof fire);
    assert_int_equal(dln_open(&options, &engine, NULL), DLN_OK);
    dln_desk *desk = opened(1);
    dln_desk_counts counts = {.size = sizeof counts};
    assert_int_equal(dln_desk_add(desk, "slow", text, n, 1, NULL), DLN_ERR_TIME);
    assert_string_equal(dln_desk_message(desk), dln_status_text(DLN_ERR_TIME));
    assert_int_equal(dln_desk_count(desk, &counts), DLN_OK);
    assert_int_equal(counts.reports, 0);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    dln_close(engine);
    engine = patient;
    desk = opened(1);
    assert_int_equal(add(desk, "slow", text).kept, 1);
    assert_int_equal(dln_desk_close(desk), DLN_OK);
    free(text);
    fresh();
}

static int take_story(const dln_hit *hit, void *context)
{
    ((int64_t *)context)[hit->report - 1] = hit->story;
    return 0;
}

/* Closing and opening between reports changes no story, nor does a crash that kept no state. */
static void goes_on_where_it_was(void **state)
{
    (void)state;
    const char *const texts[] = {fire, vote, fire_too};
    int64_t story[3][3] = {{0}};
    for (int way = 0; way < 3; way++) {
        fresh();
        dln_desk *desk = opened(1);
        for (int i = 0; i < 3; i++) {
            add(desk, "x", texts[i]);
            if (way == 1) { /* closed: the state is kept */
                assert_int_equal(dln_desk_close(desk), DLN_OK);
                desk = opened(1);
            }
            if (way == 2) { /* read by another meanwhile, and settled at once */
                assert_int_equal(dln_desk_settle(desk, 5), DLN_OK);
            }
        }
        assert_int_equal(dln_desk_search(desk, "date:2024", 0, 9, take_story, story[way], NULL),
                         DLN_OK);
        assert_int_equal(dln_desk_close(desk), DLN_OK);
    }
    assert_memory_equal(story[0], story[1], sizeof story[0]);
    assert_memory_equal(story[0], story[2], sizeof story[0]);
    fresh();
}

static void no_store(void **state)
{
    (void)state;
    dln_desk *desk;
    dln_error err;
    fresh();
    assert_int_equal(dln_desk_open(engine, path, 0, &desk, &err), DLN_ERR_IO);
    FILE *f = fopen(path, "w");
    fputs("this is no database, but a text of more than a hundred bytes, so that nothing can take "
          "it for an empty file that waits to be one.\n",
          f);
    fclose(f);
    assert_int_equal(dln_desk_open(engine, path, 1, &desk, &err), DLN_ERR_DATA);
    assert_true(strlen(err.message) > 0);
    fresh();
}

static int first_changed(const dln_desk_story *story, void *context)
{
    *(int64_t *)context = story->changed;
    return 1;
}

/* A clock set back loses nothing, and what changes then is not listed as older. */
static void clock_set_back(void **state)
{
    dln_desk_counts counts = {.size = sizeof counts};
    int64_t changed = 0;
    (void)state;
    fresh();
    dln_desk *desk = opened(1);
    assert_int_equal(dln_desk_add(desk, "a", fire, strlen(fire), 5000, NULL), DLN_OK);
    assert_int_equal(dln_desk_settle(desk, 5000), DLN_OK);
    assert_int_equal(dln_desk_add(desk, "b", vote, strlen(vote), 100, NULL), DLN_OK);
    assert_int_equal(dln_desk_settle(desk, 100), DLN_OK);
    assert_int_equal(dln_desk_count(desk, &counts), DLN_OK);
    assert_int_equal(counts.reports, 2);
    assert_int_equal(dln_desk_stories(desk, DLN_FRESH, 0, 1, first_changed, &changed), DLN_OK);
    assert_int_equal(changed, 5000);
    dln_desk_close(desk);
    fresh();
}

static void queries(void **state)
{
    (void)state;
    static const struct {
        const char *words, *index;
    } cases[] = {{"grain deal", "0:grain 0:deal "},
                 {"\"grain deal\" -wheat", "0:grain deal 0:-wheat "},
                 {"said:cease* by:lint", "3:cease* 4:lint "},
                 {"NEAR(a b) AND", "0:near a 0:b 0:and "},
                 {"http://x a:b -- \"\x01\"", "0:http x 0:a b "},
                 {"Șt\xc3\xa9"
                  "fan's place:\"New Tarvik\"*",
                  "0:stefan s 6:new tarvik* "}};
    Arena arena;
    const char *why;
    StoreQuery ask;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(desk_query(slice_of(cases[i].words), &arena, &ask, &why), DLN_OK);
        char got[256] = "";
        for (uint32_t t = 0; t < ask.n_terms; t++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%d:%s%.*s%s ",
                     (int)ask.term[t].field, ask.term[t].without ? "-" : "",
                     (int)ask.term[t].words.n, ask.term[t].words.p, ask.term[t].begin ? "*" : "");
        assert_string_equal(got, cases[i].index);
    }
    static const char *const hinted[][2] = {{"sayd:ceasefire", "'sayd:' is no field"},
                                            {"fire Speaker:lint", "'Speaker:' is no field"},
                                            {"verdict:maybe", "a verdict is"},
                                            {"http://paper.example/x", NULL},
                                            {"at 4:40", NULL},
                                            {"said:ceasefire", NULL},
                                            {"\"mayor: no\"", NULL},
                                            {"a:b", NULL}};
    for (size_t i = 0; i < sizeof hinted / sizeof *hinted; i++) {
        assert_int_equal(desk_query(slice_of(hinted[i][0]), &arena, &ask, &why), DLN_OK);
        if (hinted[i][1])
            assert_non_null(why ? strstr(why, hinted[i][1]) : NULL);
        else
            assert_null(why);
    }
    assert_int_equal(desk_query(SLICE("verdict:conflict"), &arena, &ask, &why), DLN_OK);
    assert_string_equal(ask.verdict.p, "verdict:CONFLICT");
    for (int v = DLN_AGREE; v <= DLN_ONLY; v++) { /* what is searched for is what is kept */
        Slice tag = desk_verdict_tag((dln_verdict)v, &arena);
        assert_int_equal(desk_query(tag, &arena, &ask, &why), DLN_OK);
        assert_true(slice_eq(ask.verdict, tag) && !why);
    }
    assert_int_equal(desk_query(SLICE("date:2024-02..2024-02-30"), &arena, &ask, &why),
                     DLN_ERR_USAGE);
    assert_int_equal(desk_query(SLICE("date:2024-02"), &arena, &ask, &why), DLN_OK);
    assert_int_equal(ask.to - ask.from, 28);
    assert_int_equal(desk_query(SLICE("  "), &arena, &ask, &why), DLN_ERR_EMPTY);
    assert_int_equal(desk_query(SLICE("fire -outlet:reuters"), &arena, &ask, &why), DLN_ERR_USAGE);
    assert_non_null(strstr(why, "minus"));
    assert_int_equal(desk_query(SLICE("-wheat"), &arena, &ask, &why), DLN_ERR_EMPTY);
    assert_int_equal(desk_query(SLICE("fire -said:wheat -"), &arena, &ask, &why), DLN_OK);
    assert_int_equal(ask.n_terms, 2);
    arena_free(&arena);
}

static int open_engine(void **state)
{
    dln_error err;
    (void)state;
    return dln_open(NULL, &engine, &err) == DLN_OK ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    dln_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_what_was_added),
                                       cmocka_unit_test(record_of_a_story),
                                       cmocka_unit_test(versions),
                                       cmocka_unit_test(failures_leave_nothing),
                                       cmocka_unit_test(out_of_time),
                                       cmocka_unit_test(goes_on_where_it_was),
                                       cmocka_unit_test(no_store),
                                       cmocka_unit_test(clock_set_back),
                                       cmocka_unit_test(queries)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
