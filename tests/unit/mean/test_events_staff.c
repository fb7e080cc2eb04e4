/* For whom do people act: the nation or body whose name stands before them, or themselves? */
#include "engine_kit.h"
#include "mean/events/events.h"

/* The name of the entity behind the one doer of the event told by `word`; "" where it is nobody. */
static void doer_is(const char *text, const char *word, const char *name)
{
    Report report;
    Findings found;
    Arena scratch;
    char got[64] = "none";
    arena_init(&scratch, 0);
    make_report(&report, slice_of(text), NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    for (uint32_t i = 0; i < found.events.n; i++) {
        const Event *e = &found.events.at[i];
        if (!slice_is(slice_span(report.text, e->trigger), word)) continue;
        for (uint32_t k = 0; k < e->parts.n; k++) {
            if (e->parts.at[k].role != PART_ACTOR) continue;
            uint32_t entity = e->parts.at[k].entity;
            Slice is = entity == NONE ? slice_of("") : found.entities.at[entity].name;
            snprintf(got, sizeof got, "%.*s", (int)is.n, is.p);
        }
    }
    assert_string_equal(got, name);
    arena_free(&scratch);
    arena_free(&report.arena);
}

static void a_nations_people(void **state)
{
    (void)state;
    doer_is("Russia said so. The Russians shelled Velm.", "shelled", "Russia");
    doer_is("Russia said so. The Russian government closed a bridge.", "closed", "Russia");
    doer_is("Norway said so. Most Norwegians opposed the tax.", "opposed", "");
    doer_is("Norway said so. Norwegians bought stoves.", "bought", "");
    doer_is("Russia said so. 12 Russian diplomats left Peru.", "left", "Russia");
    doer_is("Russia said so. A former Russian spy sold the list.", "sold", "A former Russian spy");
}

static void a_bodys_people(void **state)
{
    (void)state;
    doer_is("The FBI said so. FBI agents found a list.", "found", "FBI");
    doer_is("The Velm Police Department said so. Velm Police detectives painted a wall.", "painted",
            "Velm Police Department");
    doer_is(
        "The Velm Police Department is small. Orsk Police Crime Bureau came. Officers found it.",
        "found", "Officers");
    doer_is("Ardent Bank said so. An Ardent Bank clerk stole a car.", "stole", "");
}

static void of_a_title(void **state)
{
    (void)state;
    doer_is("Orsk Circuit Judge Duke Bram sentences Lund on Friday.", "sentences", "Bram");
}

static void the_whole_and_its_part(void **state)
{
    (void)state;
    doer_is("The House Ethics Committee met on Monday. On Friday the House approved a bill.",
            "approved", "House");
}

static void another_head_or_outlet(void **state)
{
    (void)state;
    doer_is("President Ane Hale met the George Bram administration's lawyer. The administration "
            "painted a port.",
            "painted", "The administration");
    doer_is("The Peruvian government fell. Tom Bram ran. Ada Lint sang. Piet Lund wept. The "
            "government painted a port.",
            "painted", "The government");
    doer_is("Velm Times printed it. The media painted a bridge.", "painted", "The media");
    doer_is("Ardent Bank failed. Lund praised the firm that painted a bridge.", "painted",
            "the firm");
}

static void of_another_office(void **state)
{
    (void)state;
    doer_is("Vice President Ane Pond spoke. Then the president painted a bridge.", "painted",
            "the president");
    doer_is("The Army Reserve met. The Army painted a bridge.", "painted", "Army");
}

static void two_of_one_surname(void **state)
{
    (void)state;
    doer_is(
        "President Bram spoke. Bram left. Bram smiled. Ada Bram and Eve Bram came. Bram painted "
        "a bridge.",
        "painted", "Bram");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_nations_people),
                                       cmocka_unit_test(a_bodys_people),
                                       cmocka_unit_test(the_whole_and_its_part),
                                       cmocka_unit_test(another_head_or_outlet),
                                       cmocka_unit_test(of_another_office),
                                       cmocka_unit_test(two_of_one_surname),
                                       cmocka_unit_test(of_a_title)};
    return cmocka_run_group_tests_name("events_staff", tests, open_engine, close_engine);
}
