/* test_wording.c - words of quotations: how they are read, laid side by side, and what counts as a
 * difference. */
#include "kit.h"
#include "collate/wording.h"

typedef struct Laid {
    Kit kit;
    SaidWords words[2];
    Alignment alignment;
} Laid;

static void lay(Laid *l, const char *a, const char *b)
{
    const char *text[2] = {a, b};
    LangText lang = {.n_sentences = 0};
    memset(l, 0, sizeof *l);
    kit_open(&l->kit);
    for (int i = 0; i < 2; i++)
        assert_true(wording_read(&l->kit.collate->words, slice_of(text[i]), &lang,
                                 (Span){0, (uint32_t)strlen(text[i])}, &l->kit.arena,
                                 &l->words[i]));
    WordRow x = {l->words[0].at, l->words[0].n}, y = {l->words[1].at, l->words[1].n};
    assert_int_equal(wording_align(x, y, &l->kit.arena, &l->alignment), DLN_OK);
}

/* The gravest difference of two wordings. */
static Change change(const char *a, const char *b)
{
    Laid l;
    Change worst = CHANGE_NONE;
    lay(&l, a, b);
    for (uint32_t i = 0; i < l.alignment.differences.n; i++)
        if (l.alignment.differences.at[i].change > worst)
            worst = l.alignment.differences.at[i].change;
    kit_close(&l.kit);
    return worst;
}

static void words_are_read(void **state)
{
    Laid l;
    (void)state;
    lay(&l, "We're in the U.N., [sic] and 1,000 don't know \xE2\x80\xA6 the rest", "");
    static const char *const want[] = {"we",   "are", "in",  "the",  "un",  "and",
                                       "1000", "do",  "not", "know", "the", "rest"};
    assert_int_equal(l.words[0].n, 12);
    for (uint32_t i = 0; i < 12; i++)
        assert_true(slice_is(l.words[0].at[i].fold, want[i]));
    assert_true(l.words[0].at[5].loose);  /* brackets stand before "and" */
    assert_true(l.words[0].at[10].loose); /* dots before "the" */
    assert_false(l.words[0].at[11].loose);
    kit_close(&l.kit);
}

static void changed_words_are_found(void **state)
{
    (void)state;
    assert_int_equal(change("We will mend it when the harbour is asked to pay again",
                            "We will mend when the harbour is asked to pay again"),
                     CHANGE_WORDS);
    assert_int_equal(change("the bridge was falling into the river that night",
                            "the bridge is falling into the river that night"),
                     CHANGE_WORDS);
}

static void editing_is_no_difference(void **state)
{
    (void)state;
    assert_int_equal(change("We\xE2\x80\x99re proud of the good will of the U.N. people",
                            "we are proud of the goodwill of the UN people"),
                     CHANGE_NONE);
    assert_int_equal(change("They closed [the valves] far too late that night",
                            "They closed them far too late that night"),
                     CHANGE_NONE);
    assert_int_equal(change("They closed the valves \xE2\x80\xA6 that night, everybody knows",
                            "They closed the valves far too late that night, everybody knows"),
                     CHANGE_NONE);
    assert_int_equal(
        change("twenty boats were lost in the storm", "20 boats were lost in the storm"),
        CHANGE_NONE);
    assert_int_equal(
        change("it was Sergey who closed the valves", "it was Sergei who closed the valves"),
        CHANGE_SPELLING);
    assert_int_equal(change("Well, I think that the harbour burned for hours",
                            "I think that the harbour burned for hours"),
                     CHANGE_NONE); /* before what they share */
    assert_int_equal(change("She called her father, Rolf, and he ran to the harbour",
                            "She called her father, and he ran to the harbour"),
                     CHANGE_MORE);
}

static void nothing_in_common(void **state)
{
    Laid l;
    (void)state;
    lay(&l, "one two", "three four");
    assert_int_equal(l.alignment.matched, 0);
    assert_int_equal(l.alignment.differences.n, 0);
    kit_close(&l.kit);
    lay(&l, "", "three");
    assert_int_equal(l.alignment.matched, 0);
    kit_close(&l.kit);
}

/* Three outlets quote one sentence; the second puts another word in, the third half of it. */
static void quotations_in_a_record(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(&k, "a.txt",
               "The mayor said: \"The storm is looking bigger than we expected here.\"");
    kit_report(&k, "b.txt",
               "\"The storm is looking even bigger than we expected here,\" the mayor said.");
    kit_report(&k, "c.txt", "It was \"bigger than we expected\", said the mayor, as quoted.");
    static const uint32_t two[] = {0, 1}, outer[] = {0, 2};
    const Record *r = kit_collate(&k, two, 2);
    const RecordFact *f = kit_fact(r, "wording", DLN_CONFLICT);
    assert_non_null(f);
    assert_int_equal(f->values.n, 2);
    assert_true(slice_find(f->why, SLICE("\"even\"")) != SIZE_MAX);
    r = kit_collate(&k, outer, 2);
    assert_null(kit_fact(r, "wording", DLN_CONFLICT));
    assert_non_null(kit_fact(r, "wording", DLN_REFINED));
    kit_close(&k);
}

/* A report that has both wordings contradicts nobody. */
static void both_wordings(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    kit_report(
        &k, "a.txt",
        "\"The storm is looking bigger than we expected here.\" Later: \"The storm is looking "
        "even bigger than we expected here.\"");
    kit_report(&k, "b.txt", "\"The storm is looking even bigger than we expected here,\" he said.");
    static const uint32_t two[] = {0, 1};
    assert_int_equal(kit_count(kit_collate(&k, two, 2), DLN_CONFLICT), 0);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_read),           cmocka_unit_test(changed_words_are_found),
        cmocka_unit_test(editing_is_no_difference), cmocka_unit_test(nothing_in_common),
        cmocka_unit_test(quotations_in_a_record),   cmocka_unit_test(both_wordings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
