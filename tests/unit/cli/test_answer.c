/* The body of an answer of `dateline serve`: words in HTML, JSON and addresses, room that grows to
 * a bound; the word nearest to a mistyped one. */
#include "cli/answer.h"
#include "cli/cli.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <cmocka.h>

static dln_text words(const char *text)
{
    return as_text(text);
}

static void expect(Answer *a, const char *body)
{
    assert_int_equal(a->n, strlen(body));
    assert_memory_equal(a->body, body, a->n);
    answer_free(a);
}

static void html(void **state)
{
    (void)state;
    Answer a = {0};
    put_html(&a, words("<a href=\"x\">'&'</a>"));
    expect(&a, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    put_html(&a, words("the \x02word\x03 found"));
    expect(&a, "the <mark>word</mark> found");
}

static void json(void **state)
{
    (void)state;
    Answer a = {0};
    json_error_t error;
    static const char hard[] = "\"\\\n\t\x01 tr\xC3\xA8s </script>";
    put(&a, "{\"n\": ");
    put_number(&a, -7);
    field_text(&a, "text", words(hard));
    field_number(&a, "large", 9007199254740993);
    put(&a, "}");
    json_t *all = json_loadb(a.body, a.n, 0, &error);
    assert_non_null(all);
    assert_string_equal(json_string_value(json_object_get(all, "text")), hard);
    assert_true(json_integer_value(json_object_get(all, "large")) == 9007199254740993);
    json_decref(all);
    answer_free(&a);
    /* quotation marks and dashes, whose last bytes alone would be control characters */
    put_json(&a, words("\xE2\x80\x98so\xE2\x80\x99 \xE2\x80\x94 \xC5\x9E \xE2\x80\xAE!"));
    expect(&a, "\"\xE2\x80\x98so\xE2\x80\x99 \xE2\x80\x94 \xC5\x9E \\u202e!\"");
    put_json(&a, words("\xE2so \xC2"));
    expect(&a, "\"\xEF\xBF\xBDso \xEF\xBF\xBD\""); /* ill-formed bytes are no JSON */
    put_json(&a, words("a \x02mark\x03"));
    expect(&a, "\"a mark\"");
}

static void addresses(void **state)
{
    (void)state;
    Answer a = {0};
    put_query(&a, words("Az9 &=%#\xC3\xA8"));
    expect(&a, "Az9%20%26%3D%25%23%C3%A8");
}

static void days(void **state)
{
    (void)state;
    char text[16];
    assert_string_equal(day_text(0, text), "1970-01-01");
    assert_string_equal(day_text(19846, text), "2024-05-03");
    assert_string_equal(day_text(-1, text), "1969-12-31");
    assert_string_equal(day_text(DLN_NO_DAY, text), "");
}

/* A date without its year is told as people say it; others are as they came. */
static void dates(void **state)
{
    static const char *const cases[][2] = {{"XXXX-04-17", "17 April, year not said"},
                                           {"XXXX-05-01", "1 May, year not said"},
                                           {"XXXX-13-01", "XXXX-13-01"},
                                           {"XXXX-05", "XXXX-05"},
                                           {"2024-05-13", "2024-05-13"},
                                           {"2024-05-13T07:15:00+03:00", "2024-05-13 07:15"},
                                           {"2024-05-13T07:15Z", "2024-05-13 07:15"},
                                           {"", ""}};
    char room[DATE_ROOM];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_text said = date_words(words(cases[i][0]), room);
        assert_int_equal(said.n, strlen(cases[i][1]));
        assert_memory_equal(said.p, cases[i][1], said.n);
    }
}

static void signs(void **state)
{
    (void)state;
    assert_int_equal(count_signs(""), 0);
    assert_int_equal(count_signs("tr\xC3\xA8s \xF0\x9F\x94\xA5"), 6);
    assert_true(same_words(words("REEF Daily"), words("reef daily")));
    assert_false(same_words(words("reef"), words("reefs")));
    assert_true(same_words(words(""), words("")));
}

/* Room is bounded; what does not fit fails and stays failed, what was there is kept. */
static void bounds(void **state)
{
    (void)state;
    Answer a = {0};
    char *large = malloc(ANSWER_MOST);
    assert_non_null(large);
    memset(large, 'x', ANSWER_MOST);
    put(&a, "begin");
    assert_int_equal(put_bytes(large, ANSWER_MOST - 5, &a), 0);
    assert_false(a.failed);
    assert_int_equal(put_bytes("y", 1, &a), 1);
    assert_true(a.failed);
    put(&a, "more");
    assert_int_equal(a.n, ANSWER_MOST);
    answer_free(&a);
    assert_int_equal(a.n, 0);
    assert_false(a.failed);
    free(large);
}

static const char *nearest(const char *word)
{
    static const char *const known[] = {"story", "search", "serve", "stories", "show", "add"};
    Suggestion s;
    suggest_begin(&s, word, strlen(word));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        suggest_try(&s, known[i]);
    return s.best;
}

static void mistyped(void **state)
{
    (void)state;
    assert_string_equal(nearest("stroy"), "story");
    assert_string_equal(nearest("serach"), "search");
    assert_string_equal(nearest("shwo"), "show");
    assert_string_equal(nearest("serv"), "serve");
    assert_null(nearest("frobnicate"));
    assert_null(nearest(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(html),      cmocka_unit_test(json),
                                       cmocka_unit_test(addresses), cmocka_unit_test(days),
                                       cmocka_unit_test(signs),     cmocka_unit_test(dates),
                                       cmocka_unit_test(bounds),    cmocka_unit_test(mistyped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
