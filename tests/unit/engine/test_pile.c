/* test_pile.c - a pile in parts has the stories of dln_group_all; bytes of a pile that are damaged
 * are refused or do no harm.
 *
 * In: invented incidents (story/pile.h), told twice, some copied, two outlets with lines of their
 * own on every page. Out: TAP. */
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

enum { INCIDENTS = 70, MOST = 3 * INCIDENTS, PARTS = 3 };

static dln *engine;

/* Articles, a line each. */
static Bytes articles(uint32_t incidents, uint32_t *count)
{
    static const char *const furniture[] = {
        "Sign up for the letter of the Harbour Post and get the news of the bay every morning.",
        "More stories of the Danube Herald: gardens, chess, the weather on the river and boats."};
    Bytes lines = {0};
    char title[200], text[1600], line[4096];
    *count = 0;
    for (uint32_t k = 0; k < 3 * incidents; k++) {
        uint32_t telling = k % 3, i = k / 3, outlet = k % 2;
        if (telling == 2 && i % 5) continue;
        pile_report(i, telling == 2 ? 0 : telling, title, text);
        for (char *p = text; *p; p++)
            if (*p == '"') *p = '\'';
        int n = snprintf(line, sizeof line,
                         "{\"id\":\"%u\",\"title\":\"%s\",\"date\":\"2023-04-%02u\",\"outlet\":"
                         "\"%s\",\"text\":\"%s\\n\\n%s %s %s\\n\\n%s\"}\n",
                         k, title, 1 + i % 28, outlet ? "Danube Herald" : "Harbour Post", text,
                         text, text, telling == 2 ? "" : text, furniture[outlet]);
        append(line, (size_t)n, &lines);
        ++*count;
    }
    return lines;
}

typedef struct Kit {
    dln_run *run;
    dln_record *record;
    uint32_t n;
    Bytes card[MOST];
} Kit;

static void open_kit(Kit *kit, uint32_t incidents)
{
    memset(kit, 0, sizeof *kit);
    Bytes lines = articles(incidents, &kit->n);
    char id[16];
    assert_int_equal(dln_run_new(engine, &kit->run), DLN_OK);
    assert_int_equal(dln_run_add_bytes(kit->run, "pile.jsonl", lines.p, lines.n), DLN_OK);
    assert_int_equal(dln_run_reports(kit->run, &kit->record), DLN_OK);
    assert_int_equal(dln_record_report_count(kit->record), kit->n);
    for (uint32_t k = 0; k < kit->n; k++) {
        snprintf(id, sizeof id, "c%u", k);
        assert_int_equal(dln_card_write(kit->record, k, id, append, &kit->card[k]), DLN_OK);
    }
    free(lines.p);
}

static void close_kit(Kit *kit)
{
    for (uint32_t k = 0; k < kit->n; k++)
        free(kit->card[k].p);
    dln_record_free(kit->record);
    dln_run_free(kit->run);
}

static int ascending(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* Lines of two cards or more. */
static Bytes shared_lines(const Kit *kit)
{
    Bytes all = {0}, shared = {0};
    for (uint32_t k = 0; k < kit->n; k++)
        assert_int_equal(dln_card_lines(engine, kit->card[k].p, kit->card[k].n, append, &all),
                         DLN_OK);
    uint64_t *at = (uint64_t *)(void *)all.p;
    size_t n = all.n / sizeof *at;
    qsort(at, n, sizeof *at, ascending);
    for (size_t i = 1; i < n; i++)
        if (at[i] == at[i - 1] && (i == 1 || at[i] != at[i - 2])) append(&at[i], 8, &shared);
    free(all.p);
    return shared;
}

static dln_pile *filled(const Kit *kit)
{
    Bytes shared = shared_lines(kit);
    dln_pile *pile;
    assert_true(shared.n >= 16);
    assert_int_equal(dln_pile_new(engine, &pile), DLN_OK);
    for (uint32_t k = 0; k < kit->n; k++) {
        Bytes sketch = {0};
        assert_int_equal(dln_card_sketch(engine, kit->card[k].p, kit->card[k].n,
                                         (uint64_t *)(void *)shared.p, shared.n / 8, append,
                                         &sketch),
                         DLN_OK);
        assert_int_equal(dln_pile_add(pile, sketch.p, sketch.n), DLN_OK);
        free(sketch.p);
    }
    free(shared.p);
    assert_int_equal(dln_pile_close(pile), DLN_OK);
    return pile;
}

/* A part works on the bytes of the pile, as another process would. */
static dln_pile *at_work(const dln_pile *pile, Bytes *bytes)
{
    dln_pile *other;
    bytes->n = 0;
    assert_int_equal(dln_pile_save(pile, append, bytes), DLN_OK);
    assert_int_equal(dln_pile_open(engine, bytes->p, bytes->n, &other), DLN_OK);
    return other;
}

static Bytes judged_pairs(dln_pile *pile)
{
    Bytes bytes = {0}, pairs[PARTS] = {{0}}, judged = {0};
    uint32_t n = dln_pile_count(pile);
    dln_pile *other = at_work(pile, &bytes);
    for (uint32_t i = 0; i < PARTS; i++)
        assert_int_equal(
            dln_pile_pairs(other, n * i / PARTS, n * (i + 1) / PARTS, append, &pairs[i]), DLN_OK);
    assert_int_equal(dln_pile_meet(other, (dln_pair *)(void *)pairs[0].p, 1), DLN_ERR_USAGE);
    dln_pile_free(other);
    for (uint32_t i = PARTS; i-- > 0;) /* any order */
        assert_int_equal(
            dln_pile_meet(pile, (dln_pair *)(void *)pairs[i].p, pairs[i].n / sizeof(dln_pair)),
            DLN_OK);
    other = at_work(pile, &bytes);
    for (uint32_t i = 0; i < PARTS; i++) {
        assert_int_equal(dln_pile_judge(other, (dln_pair *)(void *)pairs[i].p,
                                        pairs[i].n / sizeof(dln_pair), append, &judged),
                         DLN_OK);
        free(pairs[i].p);
    }
    dln_pile_free(other);
    free(bytes.p);
    return judged;
}

static dln_source *copies_of(const Kit *kit)
{
    dln_copies *copies; /* the days of the articles ascend, but for those of the second month */
    dln_source *sources = calloc(kit->n, sizeof *sources);
    uint32_t order[MOST], n = 0;
    assert_int_equal(dln_copies_new(engine, kit->n, &copies), DLN_OK);
    for (uint32_t day = 0; day < 28; day++)
        for (uint32_t k = 0; k < kit->n; k++) {
            dln_report about = {.size = sizeof about};
            dln_record_report(kit->record, k, &about);
            if ((uint32_t)atoi(about.published.p + 8) == day + 1) order[n++] = k;
        }
    assert_int_equal(n, kit->n);
    for (uint32_t i = 0; i < n; i++) {
        const Bytes *card = &kit->card[order[i]];
        dln_source *s = &sources[order[i]];
        assert_int_equal(dln_copies_add(copies, card->p, card->n, s), DLN_OK);
        if (s->source != UINT32_MAX) s->source = order[s->source];
    }
    dln_copies_free(copies);
    return sources;
}

static void parts_are_the_whole(uint32_t incidents)
{
    static Kit kit;
    static dln_grouped whole[MOST];
    uint32_t group[MOST], story[MOST], stories = 0, copied = 0;
    open_kit(&kit, incidents);
    assert_int_equal(dln_group_all(engine, kit.record, whole), DLN_OK);
    dln_pile *pile = filled(&kit);
    Bytes judged = judged_pairs(pile);
    size_t count = judged.n / sizeof(dln_judged);
    dln_judged *pairs = (dln_judged *)(void *)judged.p;
    assert_int_equal(dln_pile_keep(pile, pairs, &count), DLN_OK);
    assert_int_equal(dln_pile_link(engine, pairs, count, kit.n, group), DLN_OK);
    dln_source *sources = copies_of(&kit);
    assert_int_equal(dln_pile_settle(pile, group, sources, story), DLN_OK);
    for (uint32_t k = 0; k < kit.n; k++) {
        assert_int_equal(story[k], whole[k].story);
        assert_int_equal(sources[k].is_copy, whole[k].is_copy);
        stories += story[k] == k;
        copied += (uint32_t)sources[k].is_copy;
    }
    assert_in_range(stories, 2, kit.n * 2 / 3);
    assert_in_range(copied, incidents / 5, kit.n);
    sources[0] = (dln_source){1, 1, 1}, sources[1] = (dln_source){0, 1, 1};
    assert_int_equal(dln_pile_settle(pile, group, sources, story), DLN_ERR_USAGE);
    free(sources);
    free(judged.p);
    dln_pile_free(pile);
    close_kit(&kit);
}

static void small_pile(void **state)
{
    (void)state;
    parts_are_the_whole(20);
}

static void larger_pile(void **state)
{
    (void)state;
    parts_are_the_whole(INCIDENTS);
}

static void damage_is_found(void **state)
{
    (void)state;
    static Kit kit;
    Bytes bytes = {0}, pairs = {0};
    open_kit(&kit, 10);
    dln_pile *pile = filled(&kit), *other;
    assert_int_equal(dln_pile_save(pile, append, &bytes), DLN_OK);
    for (size_t n = 0; n < bytes.n; n += 97)
        assert_int_equal(dln_pile_open(engine, bytes.p, n, &other), DLN_ERR_DATA);
    for (size_t i = 0; i < bytes.n; i += 41) {
        bytes.p[i] ^= 0x55;
        if (dln_pile_open(engine, bytes.p, bytes.n, &other) == DLN_OK) { /* numbers of a row */
            pairs.n = 0;
            dln_pile_pairs(other, 0, dln_pile_count(other), append, &pairs);
            dln_pile_free(other);
        }
        bytes.p[i] ^= 0x55;
    }
    assert_int_equal(dln_pile_add(pile, bytes.p, bytes.n), DLN_ERR_USAGE);
    dln_pile_free(pile);
    assert_int_equal(dln_pile_new(engine, &pile), DLN_OK);
    assert_int_equal(dln_pile_add(pile, bytes.p, bytes.n), DLN_ERR_DATA);
    assert_int_equal(dln_pile_close(pile), DLN_OK);
    assert_int_equal(dln_pile_count(pile), 0);
    dln_pile_free(pile);
    free(bytes.p), free(pairs.p);
    close_kit(&kit);
}

static int open_engine(void **state)
{
    dln_error err;
    (void)state;
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(small_pile), cmocka_unit_test(larger_pile),
                                       cmocka_unit_test(damage_is_found)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
