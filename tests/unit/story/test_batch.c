/* Unit tests of piles: what an outlet repeats binds nothing, unrelated briefs stay apart, several
 * stories are told from one. Texts are ours. */
#include "story/desk.h"
#include "story/furniture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static StoryModel model;
static Arena arena;

static int open_model(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&arena, 0);
    return story_model_open(dir ? dir : "data", &arena, &model, &err) == DLN_OK ? 0 : -1;
}
static int close_model(void **state)
{
    (void)state;
    story_model_close(&model);
    arena_free(&arena);
    return 0;
}

#define REPORT(title_, text_, outlet_)                                                             \
    {                                                                                              \
        .title = SLICE(title_), .text = SLICE(text_), .outlet = SLICE(outlet_), .day = DAY_UNKNOWN \
    }

static void repeated_lines_are_blanked(void **state)
{
    (void)state;
    PileReport pile[] = {
        REPORT("",
               "The quay at Oran was shut on Monday after a crane fell over.\nSign up for our "
               "letter\n",
               "Herald"),
        REPORT(
            "",
            "Two bakers in Tarvik won a prize for their rye loaf in May.\nSign up for our letter\n",
            "Herald"),
        REPORT("",
               "A storm closed the pass above Karsk for three days in April.\nSign up for our "
               "letter\n",
               "Post")};
    assert_int_equal(furniture_blank(pile, 3, &arena), DLN_OK);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(pile[i].told.n, pile[i].text.n);
        bool kept = memmem(pile[i].told.p, pile[i].told.n, "Sign up", 7) != NULL;
        assert_int_equal(kept, i == 2); /* the Post has it once */
        assert_memory_equal(pile[i].told.p, pile[i].text.p, 40);
    }
}

static void versions_of_a_story_keep_their_lines(void **state)
{
    (void)state;
    PileReport pile[] = {REPORT("",
                                "The quay at Oran was shut on Monday after a crane fell "
                                "over.\nNobody was hurt, the port said.\n",
                                "Herald"),
                         REPORT("",
                                "The quay at Oran was shut on Monday after a crane fell over.\nOne "
                                "man was hurt, the port said later.\n",
                                "Herald")};
    assert_int_equal(furniture_blank(pile, 2, &arena), DLN_OK);
    assert_true(slice_eq(pile[0].told, pile[0].text) && slice_eq(pile[1].told, pile[1].text));
}

static PileReport briefs[] = {
    REPORT("Ferry runs aground",
           "A ferry ran aground off the island of Halden early on Wednesday, and 90 people waited "
           "for hours until tugs pulled it free, the coastguard said.\n\nThe ship struck the bank "
           "in thick fog.",
           ""),
    REPORT("Town to close two libraries",
           "Councillors in Merrow voted on Tuesday to close two libraries to save money, in spite "
           "of a petition with 4,000 names.\n\nThe buildings will be sold in spring.",
           ""),
    REPORT("Jeweller robbed at noon",
           "Two masked men robbed a jeweller in Dresk at noon and fled on a motorcycle, police "
           "said.\n\nThe owner was unhurt. The loot is put at 60,000 euros.",
           "")};

static void unrelated_briefs_stay_apart(void **state)
{
    (void)state;
    uint32_t story[3], part[3];
    assert_int_equal(story_batch(&model, briefs, 3, &arena, story), DLN_OK);
    assert_int_equal(story_parts(&model, briefs, 3, &arena, part), DLN_OK);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(story[i], i);
        assert_int_equal(part[i], i);
    }
}

static void one_event_is_one_story(void **state)
{
    (void)state;
    PileReport pile[] = {briefs[0],
                         REPORT("Ninety stranded as Halden ferry hits sandbank",
                                "Ninety passengers were stranded for hours when the Halden ferry "
                                "ran onto a sandbank in fog on Wednesday.\n\nTugs freed the ship "
                                "at noon, the coastguard said; nobody was hurt.",
                                ""),
                         briefs[1]};
    uint32_t story[3], part[3];
    assert_int_equal(story_batch(&model, pile, 3, &arena, story), DLN_OK);
    assert_int_equal(story_parts(&model, pile, 3, &arena, part), DLN_OK);
    assert_int_equal(story[1], 0);
    assert_int_equal(story[2], 2);
    assert_int_equal(part[1], 0);
    assert_int_equal(part[2], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(repeated_lines_are_blanked),
                                       cmocka_unit_test(versions_of_a_story_keep_their_lines),
                                       cmocka_unit_test(unrelated_briefs_stay_apart),
                                       cmocka_unit_test(one_event_is_one_story)};
    return cmocka_run_group_tests_name("batch", tests, open_model, close_model);
}
