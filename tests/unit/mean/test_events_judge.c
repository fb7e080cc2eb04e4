/* Parties weighed: weights that are not there are named; without weights the rules alone speak; a
 * weighed party says how likely it is; what befalls has no doer; a long row is bound. */
#include "engine_kit.h"
#include "mean/events/events_pronoun.h"
#include "mean/events/events_told.h"
#include "mean/events/events_weigh.h"

static void weights_at_fault(void **state)
{
    (void)state;
    Arena arena;
    Events events = {0};
    dln_error err;
    arena_init(&arena, 0);
    assert_int_not_equal(weights_load("tests/cases/events", &arena, &events, &err), DLN_OK);
    assert_non_null(strstr(err.message, "parties.model"));
    assert_null(events.party.at);
    assert_int_not_equal(pronoun_weights_load("tests/cases/events", &arena, &events, &err), DLN_OK);
    assert_non_null(strstr(err.message, "pronouns.model"));
    assert_int_not_equal(told_weights_load("tests/cases/events", &arena, &events, &err), DLN_OK);
    assert_non_null(strstr(err.message, "modality.model"));
    arena_free(&arena);
}

/* The text of the parties of the event told by `word`, in one role, joined by "; ". */
static void parties_of(const Findings *f, const char *word, PartRole role, char out[128])
{
    out[0] = 0;
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *e = &f->events.at[i];
        if (!slice_is(slice_span(f->report->text, e->trigger), word)) continue;
        for (uint32_t k = 0; k < e->parts.n; k++) {
            const Participant *p = &e->parts.at[k];
            Slice text = slice_span(f->report->text, p->span);
            size_t n = strlen(out);
            assert_true(p->sure >= 0 && p->sure <= 1);
            if (p->role == role)
                snprintf(out + n, 128 - n, "%s%.*s", n ? "; " : "", (int)text.n, text.p);
        }
    }
}

static void check(const char *text, const char *word, const char *doer, const char *undergoer)
{
    Report report;
    Findings found;
    Arena scratch;
    char got[128];
    arena_init(&scratch, 0);
    make_report(&report, slice_of(text), NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    parties_of(&found, word, PART_ACTOR, got);
    assert_string_equal(got, doer);
    parties_of(&found, word, PART_RECIPIENT, got);
    assert_string_equal(got, undergoer);
    arena_free(&scratch);
    arena_free(&report.arena);
}

/* A pronoun is no surer in its role than in whom it means. */
static void a_pronouns_chance_counts(void **state)
{
    (void)state;
    Report report;
    Findings found;
    Arena scratch;
    uint32_t pronouns = 0;
    arena_init(&scratch, 0);
    make_report(&report, SLICE("Ane Orsk said Piet Lund lost. Later he opened the pier on Friday."),
                NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    for (uint32_t i = 0; i < found.events.n; i++)
        for (uint32_t k = 0; k < found.events.at[i].parts.n; k++) {
            const Participant *p = &found.events.at[i].parts.at[k];
            if (p->meant <= 0) continue;
            assert_true(p->meant < 1 && p->sure <= p->meant);
            pronouns++;
        }
    assert_int_equal(pronouns, 1);
    arena_free(&scratch);
    arena_free(&report.arena);
}

static void what_no_rule_gives(void **state)
{
    (void)state;
    check("The hunt for Tom Brandt ended in Velm after two days.", "hunt", "", "Tom Brandt");
    check("None of the sailors were arrested.", "arrested", "", "");
    check("Reporters asked about the meeting in Velm.", "meeting", "", "");
    check("Three men died on Monday.", "died", "", "Three men");
    check("Norway defeated Chile in the final.", "defeated", "Norway", "Chile");
}

static void rules_alone(void **state)
{
    (void)state;
    const int8_t *weights = engine->events.party.at;
    assert_non_null(weights);
    ((dln *)engine)->events.party.at = NULL;
    check("The hunt for Tom Brandt ended in Velm after two days.", "hunt", "", "");
    check("Police arrested Ada Lint.", "arrested", "Police", "Ada Lint");
    ((dln *)engine)->events.party.at = weights;
    check("Police arrested Ada Lint.", "arrested", "Police", "Ada Lint");
}

/* Long sentences: nouns and events are bound, nothing is written behind the list. */
static void many_nouns(void **state)
{
    (void)state;
    char text[6000] = "Police arrested";
    for (uint32_t i = 0; i < 300; i++)
        snprintf(text + strlen(text), 20, " Lint%u and", i);
    strcat(text, " Brandt in Velm.");
    Report report;
    Findings found;
    Arena scratch;
    arena_init(&scratch, 0);
    make_report(&report, slice_of(text), NULL);
    assert_int_equal(engine_findings(engine, &report, &found, &scratch), DLN_OK);
    arena_free(&scratch);
    arena_free(&report.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(weights_at_fault),
                                       cmocka_unit_test(a_pronouns_chance_counts),
                                       cmocka_unit_test(what_no_rule_gives),
                                       cmocka_unit_test(rules_alone), cmocka_unit_test(many_nouns)};
    return cmocka_run_group_tests_name("events_judge", tests, open_engine, close_engine);
}
