/* Unit tests of src/mean/statements/statements_same.c. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "mean/statements/statements_same.h"

static SameWords compare(const char *a, const char *b)
{
    Arena arena;
    arena_init(&arena, 0);
    SameWords out;
    assert_int_equal(statements_same(slice_of(a), slice_of(b), &arena, &out), DLN_OK);
    arena_free(&arena);
    return out;
}

static void marks_and_case_do_not_count(void **state)
{
    (void)state;
    SameWords s = compare("\"We will not leave the harbour,\"", "“we will not leave the Harbour.”");
    assert_true(s.exact && s.same);
    assert_int_equal(s.n_diffs, 0);
    assert_true(compare("We don't know", "we don’t know").exact);
}

static void a_cut_version_is_the_same(void **state)
{
    (void)state;
    SameWords s = compare(
        "We will not leave the harbour before the storm is over, whatever they say.",
        "We will not leave the harbour");
    assert_true(s.same && !s.exact);
    assert_int_equal(s.n_diffs, 1);
    assert_int_equal(s.diff[0].b.e, 0);
    assert_true(s.contained > 0.99f);
}

static void a_changed_word_is_shown(void **state)
{
    (void)state;
    const char *a = "Our ties are at the highest level in history",
               *b = "Our relations are at the highest level in history";
    SameWords s = compare(a, b);
    assert_true(s.same);
    assert_int_equal(s.n_diffs, 1);
    assert_true(slice_is(slice_span(slice_of(a), s.diff[0].a), "ties"));
    assert_true(slice_is(slice_span(slice_of(b), s.diff[0].b), "relations"));
}

static void other_words_are_not_the_same(void **state)
{
    (void)state;
    assert_false(compare("The harbour will open again in May, the captain said",
                         "We will not leave before the storm is over")
                     .same);
    assert_false(compare("We are ready", "We are late").same);
    assert_false(compare("", "We are ready").same);
    assert_false(compare("", "").same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_and_case_do_not_count),
        cmocka_unit_test(a_cut_version_is_the_same),
        cmocka_unit_test(a_changed_word_is_shown),
        cmocka_unit_test(other_words_are_not_the_same),
    };
    return cmocka_run_group_tests_name("statements_same", tests, NULL, NULL);
}
