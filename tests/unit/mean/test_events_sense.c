/* What a report is about, and a word of violence in the midst of it: the same sentence tells a blow
 * in one report and a figure of speech in another. */
#include "engine_kit.h"
#include "mean/events/events_sense.h"

static Tone tone_of(const char *text)
{
    Report report;
    Findings found;
    Arena scratch;
    Tone tone;
    arena_init(&scratch, 0);
    make_report(&report, slice_of(text), NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    report_tone(&engine->events, &found, &tone);
    arena_free(&scratch);
    arena_free(&report.arena);
    return tone;
}

static void topics_of_reports(void **state)
{
    (void)state;
    Tone game = tone_of("The quarterback threw two touchdowns. The linebacker and the coach left."),
         war = tone_of("The militia fired its howitzers. A grenade hit the battalion's cavalry."),
         none = tone_of("The baker opened his shop at six.");
    assert_int_equal(game.level[TOPIC_SPORT], 3);
    assert_int_equal(game.level[TOPIC_ARMS], 0);
    assert_true(war.level[TOPIC_ARMS] > 1);
    assert_int_equal(war.level[TOPIC_SPORT], 0);
    assert_int_equal(none.level[TOPIC_SPORT] + none.level[TOPIC_ARMS], 0);
}

/* How many events of assault a text tells. */
static uint32_t assaults(const char *text)
{
    Report report;
    Findings found;
    Arena scratch;
    uint32_t n = 0;
    arena_init(&scratch, 0);
    make_report(&report, slice_of(text), NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    for (uint32_t i = 0; i < found.events.n; i++)
        n += slice_is(found.events.at[i].type, "ASSAULT");
    arena_free(&scratch);
    arena_free(&report.arena);
    return n;
}

static void same_words_in_two_reports(void **state)
{
    (void)state;
    assert_int_equal(assaults("The Bears attacked from the first minute. The goalkeeper saved two "
                              "shots before the winger scored. The coach praised his midfielders."),
                     0);
    assert_true(assaults("The rebels attacked from the first minute. A grenade killed two soldiers "
                         "before the militia fled. The army buried its dead.") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(topics_of_reports),
        cmocka_unit_test(same_words_in_two_reports),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
