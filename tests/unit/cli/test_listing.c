/* test_listing.c - stories and hits as lines for programs: JSON as jansson reads it, CSV cells that
 * no spreadsheet runs and no terminal acts on. */
#include "cli/listing.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <cmocka.h>

static char text[4096];
static size_t n;

static int keep(const void *bytes, size_t length, void *context)
{
    (void)context;
    if (n + length >= sizeof text) return 1;
    memcpy(text + n, bytes, length);
    n += length;
    text[n] = 0;
    return 0;
}

static void hit_as(Form form, const char *title, const char *snippet)
{
    dln_hit hit = {.report = 3,
                   .story = 1,
                   .title = as_text(title),
                   .outlet = as_text("Harbour Post"),
                   .published = as_text("2024-05-13"),
                   .url = as_text(""),
                   .snippet = as_text(snippet)};
    Line line = {.write = keep, .form = form};
    n = 0;
    line_of_hit(&line, &hit);
}

static void json_comes_back(void **state)
{
    (void)state;
    static const struct {
        const char *title, *back; /* NULL: the same */
    } cases[] = {
        {"Fire in Velm", NULL},
        {"\"quoted\" \\ \n\t\x01\x7f", NULL},
        {"caf\xC3\xA9 \xF0\x9F\x98\x80", NULL},
        {"\x1b[31m \xC2\x9B"
         "2J \xE2\x80\xAE",
         NULL}, /* escaped, and the same when read */
        {"a \x02mark\x03", "a mark"},
        {"bad \xFF", "bad \xEF\xBF\xBD"},
        {"\x02", ""},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hit_as(FORM_JSON, cases[i].title, "the \x02word\x03 found");
        for (size_t k = 0; k < n; k++) /* nothing in it acts on a terminal */
            assert_true((unsigned char)text[k] >= 0x20 && text[k] != 0x7f);
        assert_null(strstr(text, "\xC2\x9B"));
        assert_null(strstr(text, "\xE2\x80\xAE"));
        json_t *all = json_loadb(text, n, 0, NULL);
        assert_non_null(all);
        assert_string_equal(json_string_value(json_object_get(all, "title")),
                            cases[i].back ? cases[i].back : cases[i].title);
        assert_string_equal(json_string_value(json_object_get(all, "snippet")), "the word found");
        assert_int_equal(json_integer_value(json_object_get(all, "report")), 3);
        assert_int_equal(json_object_size(all), 8);
        json_decref(all);
    }
}

static void cells_are_words(void **state)
{
    (void)state;
    static const struct {
        const char *title, *cell;
    } cases[] = {
        {"Fire, in Velm", "\"Fire, in Velm\""},
        {"a \"b\"", "\"a \"\"b\"\"\""},
        {"\"", "\"\"\"\""},
        {"", "\"\""},
        {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@a", "\"'@a\""},
        {"\t=1", "\"'=1\""},
        {"\x02=1", "\"'=1\""}, /* a mark is not written, and hides no formula */
        {"\xE2\x80\x8F=1", "\"'=1\""},
        {"\xC2\xA0 =1+1", "\"'=1+1\""}, /* nor does a blank of another kind */
        {" \n=1", "\"'=1\""},
        {"\x1b[31mred", "\"[31mred\""},
        {"two\nlines", "\"two lines\""},
        {"a \x02mark\x03", "\"a mark\""},
        {"bad \xFF", "\"bad \xEF\xBF\xBD\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char want[200];
        hit_as(FORM_CSV, cases[i].title, "x");
        snprintf(want, sizeof want, "3,1,%s,\"Harbour Post\",\"2024-05-13\",\"\",0,\"x\"",
                 cases[i].cell);
        assert_string_equal(text, want);
    }
}

static size_t room;
static int keep_some(const void *bytes, size_t length, void *context)
{
    return n + length > room ? 1 : keep(bytes, length, context);
}

/* A failure as a line; one that does not fit into memory is known to be cut. */
static void a_failure_is_whole_or_said(void **state)
{
    (void)state;
    Line whole = {.write = keep, .form = FORM_JSON};
    n = 0;
    line_of_failure(&whole, "page \"7\"\x1b[2J\xFF", NULL, DLN_ERR_EMPTY, "");
    assert_false(whole.failed);
    json_t *all = json_loadb(text, n, 0, NULL);
    assert_non_null(all);
    assert_string_equal(json_string_value(json_object_get(all, "format")), "dateline.error/1");
    assert_string_equal(json_string_value(json_object_get(all, "id")),
                        "page \"7\"\x1b[2J\xEF\xBF\xBD");
    assert_string_equal(json_string_value(json_object_get(all, "stage")), "");
    assert_int_equal(json_integer_value(json_object_get(all, "code")), DLN_ERR_EMPTY);
    assert_string_equal(json_string_value(json_object_get(all, "message")),
                        dln_status_text(DLN_ERR_EMPTY));
    json_decref(all);
    size_t length = n;
    for (room = 0; room <= length; room++) {
        Line cut = {.write = keep_some, .form = FORM_JSON};
        n = 0;
        line_of_failure(&cut, "page \"7\"\x1b[2J\xFF", NULL, DLN_ERR_EMPTY, "");
        assert_int_equal(cut.failed, room < length);
    }
}

static void a_story_is_a_line(void **state)
{
    (void)state;
    dln_desk_story story = {.id = 9007199254740993,
                            .title = as_text("Fire"),
                            .from = 19856,
                            .to = DLN_NO_DAY,
                            .reports = 4294967295u,
                            .changed = -1};
    Line line = {.write = keep, .form = FORM_CSV};
    n = 0;
    line_of_story(&line, "story", &story);
    assert_string_equal(text,
                        "9007199254740993,\"Fire\",\"2024-05-13\",\"\",4294967295,0,0,0,0,-1");
    line.form = FORM_JSON;
    n = 0;
    line_of_story(&line, "story", &story);
    assert_false(line.begun); /* the next one begins anew */
    json_t *all = json_loadb(text, n, 0, NULL);
    assert_non_null(all);
    assert_true(json_integer_value(json_object_get(all, "story")) == 9007199254740993);
    assert_string_equal(json_string_value(json_object_get(all, "to")), "");
    json_decref(all);
}

static void orders(void **state)
{
    (void)state;
    dln_order order;
    assert_true(order_by_name(NULL, &order) && order == DLN_FRESH);
    assert_true(order_by_name("", &order) && order == DLN_FRESH);
    assert_true(order_by_name("large", &order) && order == DLN_LARGE);
    assert_true(order_by_name("differ", &order) && order == DLN_DIFFER);
    assert_false(order_by_name("Large", &order));
    assert_false(order_by_name("larger", &order));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_comes_back),
        cmocka_unit_test(cells_are_words),
        cmocka_unit_test(a_failure_is_whole_or_said),
        cmocka_unit_test(a_story_is_a_line),
        cmocka_unit_test(orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
