/* test_cards.c - groups that take cards: the same answers as by number, ids, windows in days,
 * changes, increments that break off, cards that are none.
 *
 * In: invented incidents (story/pile.h). Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../story/pile.h"
#include "bytes.h"
#include "dateline.h"

enum { INCIDENTS = 30, CARDS = 2 * INCIDENTS, LINE = 2400 };

static dln *engine;
static char card[CARDS][LINE]; /* telling t of incident i at 2 * i + t */

static void make_cards(void)
{
    char title[200], text[1600];
    for (uint32_t k = 0; k < CARDS; k++) {
        pile_report(k / 2, k % 2, title, text);
        for (char *p = text; *p; p++)
            if (*p == '"') *p = '\'';
        snprintf(card[k], LINE, "{\"id\":\"c%u\",\"day\":%u,\"title\":\"%s\",\"text\":\"%s\"}", k,
                 19000 + k / 2, title, text);
    }
}

static dln_group *opened(dln_group_options options, Bytes state)
{
    dln_group *group;
    options.size = sizeof options;
    assert_int_equal(dln_group_open(engine, &options, state.p, state.n, &group), DLN_OK);
    return group;
}

/* "c3:c2 " of each card in [from, to) */
static void add(dln_group *group, uint32_t from, uint32_t to, Bytes *answers)
{
    for (uint32_t k = from; k < to; k++) {
        dln_placed put = {.size = sizeof put};
        assert_int_equal(dln_group_add_card(group, card[k], strlen(card[k]), &put), DLN_OK);
        append(put.id.p, put.id.n, answers);
        append(":", 1, answers);
        append(put.story.p, put.story.n, answers);
        append(" ", 1, answers);
    }
}

static void tellings_meet(void **state)
{
    (void)state;
    Bytes answers = {0};
    dln_group *group = opened((dln_group_options){0}, (Bytes){0});
    add(group, 0, CARDS, &answers);
    uint32_t together = 0;
    unsigned id, first = 0, story;
    const char *p = answers.p;
    for (int n; sscanf(p, "c%u:c%u %n", &id, &story, &n) == 2; p += n) {
        together += id % 2 == 1 && story == first;
        first = story;
    }
    assert_true(together >= INCIDENTS * 9 / 10);
    dln_group_free(group);
    free(answers.p);
}

/* State and increments, also one that breaks off, go on as if nothing had happened. */
static void increments_go_on(void **state)
{
    (void)state;
    dln_group_options keep = {.increments = 1, .days = 12};
    Bytes straight = {0}, answers = {0}, saved = {0}, last = {0};
    dln_group *group = opened(keep, (Bytes){0});
    add(group, 0, CARDS, &straight);
    dln_group_free(group);

    group = opened(keep, (Bytes){0});
    add(group, 0, 20, &answers);
    assert_int_equal(dln_group_set_position(group, "pages:0:20"), DLN_OK);
    assert_int_equal(dln_group_save(group, append, &saved), DLN_OK);
    add(group, 20, 33, &answers);
    assert_int_equal(dln_group_set_position(group, "pages:0:33"), DLN_OK);
    assert_int_equal(dln_group_save_increment(group, append, &saved), DLN_OK);
    size_t whole = saved.n;
    Bytes lost = {0};
    add(group, 33, 40, &lost);
    assert_int_equal(dln_group_set_position(group, "pages:0:40"), DLN_OK);
    assert_int_equal(dln_group_save_increment(group, append, &last), DLN_OK);
    append(last.p, last.n / 2, &saved);
    dln_group_free(group);

    group = opened(keep, saved);
    assert_string_equal(dln_group_position(group), "pages:0:33");
    add(group, 33, CARDS, &answers);
    assert_string_equal(answers.p, straight.p);
    dln_group_free(group);

    dln_group_options other = {.size = sizeof other, .increments = 1, .days = 13};
    assert_int_equal(dln_group_open(engine, &other, saved.p, whole, &group), DLN_ERR_DATA);
    saved.p[whole - 100] ^= 1;
    keep.size = sizeof keep;
    assert_int_equal(dln_group_open(engine, &keep, saved.p, whole, &group), DLN_ERR_DATA);
    free(straight.p), free(answers.p), free(saved.p), free(last.p), free(lost.p);
}

static int count_stories(dln_text story, dln_text line, void *context)
{
    Bytes *all = context;
    assert_true(story.n > 1 && story.p[0] == 'c');
    append(line.p, line.n, all);
    return 0;
}

static uint32_t times(const char *hay, const char *needle)
{
    uint32_t n = 0;
    for (const char *p = hay; p && (p = strstr(p, needle)) != NULL; p += strlen(needle))
        n++;
    return n;
}

static void changes_are_told_once(void **state)
{
    (void)state;
    Bytes answers = {0}, told = {0};
    dln_group *group = opened((dln_group_options){0}, (Bytes){0});
    add(group, 0, 1, &answers);
    assert_int_equal(dln_group_changes(group, count_stories, &told), DLN_OK);
    assert_int_equal(times(told.p, "\"story\":\"c0\""), 1);
    assert_int_equal(times(told.p, "\"reports\":[\"c0\"],\"new\":[\"c0\"],\"merged\":[]}\n"), 1);
    told.n = 0;
    assert_int_equal(dln_group_changes(group, count_stories, &told), DLN_OK);
    assert_int_equal(told.n, 0);
    add(group, 1, 2, &answers);
    assert_int_equal(dln_group_changes(group, count_stories, &told), DLN_OK);
    assert_int_equal(times(told.p, "\"count\":2,\"reports\":[\"c0\",\"c1\"],\"new\":[\"c1\"]"), 1);
    assert_non_null(strstr(told.p, "\"from\":\"2022-01-08\",\"to\":\"2022-01-08\""));
    dln_group_free(group);
    free(answers.p), free(told.p);
}

/* With a window of four days an incident told again much later is of no story of old; a single
 * wrong date forgets nothing. */
static void days_go_by(void **state)
{
    (void)state;
    Bytes answers = {0};
    dln_placed put = {.size = sizeof put};
    char line[LINE];
    dln_group *group = opened((dln_group_options){.days = 4}, (Bytes){0});
    add(group, 0, 12, &answers);
    snprintf(line, sizeof line, "{\"id\":\"wrong\",\"published\":\"2099-01-01\",\"text\":\"x\"}");
    assert_int_equal(dln_group_add_card(group, line, strlen(line), &put), DLN_OK);
    snprintf(line, sizeof line, "{\"id\":\"again\",%s", strchr(card[9], ',') + 1);
    assert_int_equal(dln_group_add_card(group, line, strlen(line), &put), DLN_OK);
    assert_int_equal(put.story.n, 2);
    assert_memory_equal(put.story.p, "c8", 2);
    assert_true(put.is_copy && put.source.n == 2);
    add(group, 12, CARDS, &answers);
    assert_int_equal(dln_group_add_card(group, line, strlen(line), &put), DLN_OK);
    assert_true(put.source.n != 2 && put.source.n != 5); /* neither c8 nor again */
    assert_true(put.story.n != 2);
    dln_group_free(group);
    free(answers.p);
}

static void bad_cards_change_nothing(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "{",
        "{\"id\":\"a\"}",
        "{\"text\":\"a\"}",
        "{\"id\":1,\"text\":\"a\"}",
        "{\"id\":\"a\",\"text\":\"abc\",\"quiet\":[[2,5]]}",
        "{\"id\":\"a\",\"text\":\"abc\",\"quiet\":[[2,1]]}",
        "{\"id\":\"a\",\"text\":\"abc\",\"quiet\":7}",
        "{\"id\":\"a\",\"text\":\"abc\",\"day\":\"today\"}",
        "{\"id\":\"a\",\"text\":\"abc\",\"day\":9223372036854775807}"};
    dln_group *group = opened((dln_group_options){.increments = 1}, (Bytes){0});
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_int_equal(dln_group_add_card(group, bad[k], strlen(bad[k]), NULL), DLN_ERR_FORMAT);
    dln_placed put = {.size = sizeof put};
    assert_int_equal(dln_group_add_card(group, card[0], strlen(card[0]), &put), DLN_OK);
    assert_int_equal(put.number, 0);
    dln_group_free(group);
}

/* The card of a report as read is put where the report itself is. */
static void card_of_a_record(void **state)
{
    (void)state;
    static const char page[] =
        "<html><head><title>Ferry aground</title></head><body><article><h1>Ferry aground off Port "
        "Ellery</h1><p>By Ann Lee</p><p>The ferry Halcyon ran aground off Port Ellery before dawn, "
        "the coast guard said on Monday. All 62 passengers were taken off by lifeboat.</p>"
        "</article></body></html>";
    dln_run *run;
    dln_record *record;
    Bytes line = {0};
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_assume(run, "Port \"News\"", "2024-05-13", NULL), DLN_OK);
    assert_int_equal(dln_run_add_bytes(run, "page", page, strlen(page)), DLN_OK);
    assert_int_equal(dln_run_reports(run, &record), DLN_OK);
    assert_int_equal(dln_card_write(record, 0, "ferry", append, &line), DLN_OK);
    assert_int_equal(dln_card_write(record, 0, "", append, &line), DLN_ERR_USAGE);
    assert_non_null(strstr(line.p, "\"published\":\"2024-05-13\",\"day\":19856"));
    assert_non_null(strstr(line.p, "Port \\\"News\\\""));
    dln_group *group = opened((dln_group_options){0}, (Bytes){0});
    dln_placed put = {.size = sizeof put};
    assert_int_equal(dln_group_add_card(group, line.p, line.n, &put), DLN_OK);
    dln_grouped again;
    assert_int_equal(dln_group_add(group, record, 0, &again), DLN_OK);
    assert_int_equal(again.story, 0);
    assert_true(again.is_copy);
    dln_group_free(group);
    dln_record_free(record);
    dln_run_free(run);
    free(line.p);
}

static int open_engine(void **state)
{
    dln_error err;
    (void)state;
    make_cards();
    return dln_open(NULL, &engine, &err);
}

static int close_engine(void **state)
{
    (void)state;
    dln_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tellings_meet),
                                       cmocka_unit_test(increments_go_on),
                                       cmocka_unit_test(changes_are_told_once),
                                       cmocka_unit_test(days_go_by),
                                       cmocka_unit_test(bad_cards_change_nothing),
                                       cmocka_unit_test(card_of_a_record)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
