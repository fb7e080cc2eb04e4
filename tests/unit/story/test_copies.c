/* Copies: reprints, cut texts, borrowed passages, shared quotations, boilerplate; byte spans; the
 * stream's window. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include "base/buf.h"
#include "story/copies.h"

static const char *const wire = "The ferry Halcyon ran aground on a sandbank off the harbour of "
                                "Port Ellery before dawn on Monday, the coast guard said.\n\n"
                                "All sixty two passengers were taken off by lifeboat within three "
                                "hours, and nobody was hurt beyond bruises and cold feet.\n\n"
                                "The captain told investigators that a buoy marking the channel "
                                "had drifted during the storm of the night before.\n\n"
                                "Divers will look at the hull on Tuesday, and the harbour stays "
                                "closed to large vessels until they have reported.\n\n"
                                "The line has run between the islands for ninety years and has "
                                "never lost a ship, its owners said in a short statement.";
static const char *const other = "Growers in the northern valleys expect the smallest apple "
                                 "harvest in a decade after frost struck twice in late spring.\n\n"
                                 "Prices at the wholesale market have risen by a third since "
                                 "August and traders see no relief before the new year.\n\n"
                                 "The ministry of farming offered cheap loans on Friday, which the "
                                 "growers' union called late but welcome all the same.\n\n"
                                 "Cider makers have begun to buy fruit abroad, something the "
                                 "oldest of them had not done since the year of the great hail.";

typedef struct Bench {
    CopyIndex *index;
    Arena arena, scratch;
} Bench;

static CopyLink add(Bench *b, const char *text)
{
    CopyLink link;
    assert_int_equal(copies_add(b->index, slice_of(text), &b->arena, &b->scratch, &link), DLN_OK);
    return link;
}

static void check_spans(const char *source, const char *copy, const CopyLink *link)
{
    for (uint32_t k = 0; k < link->n_spans; k++) {
        assert_true(link->spans[k].source.b < link->spans[k].source.e &&
                    link->spans[k].source.e <= strlen(source));
        assert_true(link->spans[k].copy.b < link->spans[k].copy.e &&
                    link->spans[k].copy.e <= strlen(copy));
        assert_true(k == 0 || link->spans[k].copy.b >= link->spans[k - 1].copy.e);
    }
}

static void reprint(void **state)
{
    Bench *b = *state;
    assert_int_equal(add(b, wire).source, NONE);
    assert_int_equal(add(b, other).source, NONE);
    CopyLink link = add(b, wire);
    assert_int_equal(link.source, 0);
    assert_true(link.is_copy);
    assert_int_equal(link.n_spans, 1);
    assert_int_equal(link.spans[0].copy.b, 0);
    assert_int_equal(link.spans[0].copy.e, strlen(wire) - 1);
}

static void cut_with_new_head(void **state)
{
    Bench *b = *state;
    char copy[4000];
    add(b, wire);
    snprintf(copy, sizeof copy,
             "PORT ELLERY (Agency) \xE2\x80\x94 %.350s\n\nOur reporter adds that the cafe on the "
             "quay served free soup to all who came ashore.",
             wire);
    CopyLink link = add(b, copy);
    assert_int_equal(link.source, 0);
    assert_true(link.is_copy);
    check_spans(wire, copy, &link);
}

static void borrowed_paragraph(void **state)
{
    Bench *b = *state;
    char host[4000];
    add(b, wire);
    const char *paragraph = strstr(wire, "The captain"), *end = strstr(paragraph, "The line");
    snprintf(host, sizeof host, "%.240s\n\n%.*s%s", other, (int)(end - paragraph), paragraph,
             other + 240);
    CopyLink link = add(b, host);
    assert_int_equal(link.source, 0);
    assert_false(link.is_copy);
    check_spans(wire, host, &link);
    assert_int_equal(link.n_spans, 1);
    assert_memory_equal(host + link.spans[0].copy.b, "The captain", 11);
}

static void same_quotation_is_no_copy(void **state)
{
    Bench *b = *state;
    const char *said =
        "\"We will rebuild every house on this street before the winter comes,\" the mayor said.";
    char x[4000], y[4000];
    snprintf(x, sizeof x, "%.300s\n\n%s", wire, said);
    snprintf(y, sizeof y, "%.300s\n\n%s", other, said);
    add(b, x);
    assert_int_equal(add(b, y).source, NONE);
}

static void copy_of_a_copy(void **state)
{
    Bench *b = *state;
    char first[4000], second[4100];
    add(b, wire);
    snprintf(first, sizeof first,
             "%.230s\n\nFishermen from the village of Skerry brought blankets and tea, our "
             "correspondent on the spot reported.%s",
             wire, wire + 230);
    snprintf(second, sizeof second, "Harbour closed after grounding\n\n%s", first);
    assert_int_equal(add(b, first).source, 0);
    assert_int_equal(add(b, second).source, 1);
}

static void one_story(void **state)
{
    (void)state;
    Report late = {.text = slice_of(wire), .published = {.value = SLICE("2023-04-18")}},
           early = {.text = slice_of(wire), .published = {.value = SLICE("2023-04-17")}};
    Report apart = {.text = slice_of(other)};
    const Report *reports[] = {&late, &early, &apart};
    CopyLink links[3];
    Arena arena;
    arena_init(&arena, 0);
    assert_int_equal(story_copies(reports, 3, &arena, links), DLN_OK);
    assert_int_equal(links[0].source, 1);
    assert_int_equal(links[1].source, NONE);
    assert_int_equal(links[2].source, NONE);
    assert_int_equal(copy_root(links, 0), 1);
    arena_free(&arena);
}

static void window_slides(void **state)
{
    (void)state;
    Bench b = {0};
    char text[400];
    assert_int_equal(copies_new(4, &b.index), DLN_OK);
    add(&b, wire);
    for (int i = 0; i < 40; i++) {
        snprintf(text, sizeof text,
                 "Report number %d%d%d tells of matters %d that nobody%d else has heard%d of "
                 "until%d now",
                 i, i * 7, i * 13, i * 3, i, i, i);
        add(&b, text);
    }
    assert_true(copies_first(b.index) > 0);
    assert_int_equal(add(&b, wire).source, NONE);
    copies_free(b.index);
    arena_free(&b.arena);
    arena_free(&b.scratch);
}

static void hostile(void **state)
{
    Bench *b = *state;
    static char same[60001];
    assert_int_equal(add(b, "").source, NONE);
    assert_int_equal(add(b, "one").source, NONE);
    memset(same, 'a', sizeof same - 1);
    for (size_t i = 1; i < sizeof same - 1; i += 2)
        same[i] = ' ';
    add(b, same);
    CopyLink link = add(b, same);
    assert_true(link.is_copy);
    check_spans(same, same, &link);
}

static int open_index(void **state)
{
    static Bench b;
    b = (Bench){0};
    *state = &b;
    return copies_new(1000, &b.index);
}
static int close_index(void **state)
{
    Bench *b = *state;
    copies_free(b->index);
    arena_free(&b->arena);
    arena_free(&b->scratch);
    return 0;
}

#define ON_INDEX(test) cmocka_unit_test_setup_teardown(test, open_index, close_index)
int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_INDEX(reprint),
        ON_INDEX(cut_with_new_head),
        ON_INDEX(borrowed_paragraph),
        ON_INDEX(same_quotation_is_no_copy),
        ON_INDEX(copy_of_a_copy),
        cmocka_unit_test(one_story),
        cmocka_unit_test(window_slides),
        ON_INDEX(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
