/* Words of a report on a page are words: whatever they hold, none of it is markup; JSON of a record
 * is JSON whatever stands in the reports; the page and the annotations hold to their spans. */
#include "write/markup.h"
#include "write_kit.h"
#include <jansson.h>
#include <libxml/HTMLparser.h>

static Text text;
static Kit kit;

static const char *escaped(Slice words)
{
    Sink sink;
    text.n = 0;
    text.p[0] = 0;
    sink_init(&sink, keep, &text);
    html_text(&sink, words);
    assert_int_equal(sink_end(&sink), DLN_OK);
    return text.p;
}

static void words_are_words(void **state)
{
    (void)state;
    static const struct {
        Slice words;
        const char *html;
    } cases[] = {
        {SLICE("plain"), "plain"},
        {SLICE(""), ""},
        {SLICE("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"},
        {SLICE("a\"b&c&amp;"), "a&quot;b&amp;c&amp;amp;"},
        {SLICE("line\nand\ttab"), "line\nand\ttab"},
        {SLICE("bell\a, NUL\0, DEL\x7f."), "bell, NUL, DEL."},
        {SLICE("tr\xC3\xA8s"), "tr\xC3\xA8s"},
        {SLICE("half \xC3"), "half \xEF\xBF\xBD"},
        {SLICE("\xFF<"), "\xEF\xBF\xBD&lt;"},
        {SLICE("<"), "&lt;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(escaped(cases[i].words), cases[i].html);
}

static void cut(void **state)
{
    (void)state;
    static const struct {
        uint32_t points;
        const char *html;
    } cases[] = {{0, "\xE2\x80\xA6"},
                 {2, "\xC3\xA8&lt;\xE2\x80\xA6"},
                 {3, "\xC3\xA8&lt;b"},
                 {9, "\xC3\xA8&lt;b"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Sink sink;
        text.n = 0;
        text.p[0] = 0;
        sink_init(&sink, keep, &text);
        html_text_cut(&sink, SLICE("\xC3\xA8<b"), cases[i].points);
        assert_int_equal(sink_end(&sink), DLN_OK);
        assert_string_equal(text.p, cases[i].html);
    }
}

static json_t *json_of(dln_format format, const dln_write_options *options)
{
    json_error_t error;
    kit_write(&kit, format, options, &text);
    json_t *all = json_loadb(text.p, text.n, 0, &error);
    if (!all) fail_msg("%s at %d", error.text, error.position);
    return all;
}

static json_t *at(json_t *list, size_t i)
{
    json_t *item = json_array_get(list, i);
    assert_non_null(item);
    return item;
}

static void record_is_json(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit.report[1].title = SLICE("back\\slash \"marks\" \x01 \xC3 \xE2\x80\xA8");
    json_t *all = json_of(DLN_FORMAT_JSON, NULL), *lines = json_of(DLN_FORMAT_JSONL, NULL);
    assert_true(json_equal(all, lines)); /* indented or not */
    size_t breaks = 0;
    for (size_t i = 0; i < text.n; i++)
        breaks += text.p[i] == '\n';
    assert_int_equal(breaks, 1);
    json_t *reports = json_object_get(all, "reports");
    assert_string_equal(json_string_value(json_object_get(at(reports, 1), "text")), SECOND);
    json_t *mention = at(json_object_get(at(json_object_get(all, "entities"), 0), "mentions"), 1);
    json_t *span = json_object_get(mention, "span");
    size_t b = (size_t)json_integer_value(at(span, 0)), e = (size_t)json_integer_value(at(span, 1));
    assert_memory_equal(SECOND + b, "Ana\nRusu", e - b);
    assert_string_equal(
        json_string_value(json_object_get(at(json_object_get(all, "statements"), 0), "speaker")),
        "e1");
    json_decref(all);
    json_decref(lines);
    kit_end(&kit);
}

static void lists_asked_for(void **state)
{
    (void)state;
    kit_begin(&kit);
    dln_write_options options = {.size = sizeof options,
                                 .only = 1u << DLN_TABLE_TIMES,
                                 .before = {.times = 6, .reports = 2}};
    json_t *all = json_of(DLN_FORMAT_JSON, &options);
    assert_int_equal(json_array_size(json_object_get(all, "events")), 0);
    assert_int_equal(json_array_size(json_object_get(all, "reports")), 2);
    json_t *time = at(json_object_get(all, "times"), 0);
    assert_string_equal(json_string_value(json_object_get(time, "id")), "t7"); /* ids go on */
    json_decref(all);
    kit_end(&kit);
}

static void annotations(void **state)
{
    (void)state;
    kit_begin(&kit);
    json_t *page = json_of(DLN_FORMAT_WEBANNOTATION, NULL), *item;
    size_t i;
    json_t *items = json_object_get(page, "items");
    assert_true(json_array_size(items) > 3);
    json_array_foreach(items, i, item)
        assert_string_equal(json_string_value(json_object_get(item, "type")), "Annotation");
    json_decref(page);
    kit_end(&kit);
}

/* The page holds each report's words in order, and no element of theirs. */
static void page(void **state)
{
    (void)state;
    kit_begin(&kit);
    kit_write(&kit, DLN_FORMAT_HTML, NULL, &text);
    htmlDocPtr doc = htmlReadMemory(text.p, (int)text.n, NULL, "UTF-8",
                                    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    assert_non_null(doc);
    xmlChar *words = xmlNodeGetContent(xmlDocGetRootElement(doc));
    assert_non_null(strstr((const char *)words, "<b>bien</b>: \"Ana\nRusu\" & Co."));
    assert_null(strstr(text.p, "<b>"));
    xmlFree(words);
    xmlFreeDoc(doc);
    kit_end(&kit);
}

static void format_names(void **state)
{
    (void)state;
    dln_format format;
    uint32_t n = 0;
    for (; format_name(n); n++)
        assert_int_equal(format_by_name(format_name(n), &format), DLN_OK);
    assert_true(n >= 13);
    assert_int_equal(format_by_name("xml", &format), DLN_ERR_USAGE);
    assert_int_equal(format_by_name("", &format), DLN_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_words), cmocka_unit_test(cut),
        cmocka_unit_test(record_is_json),  cmocka_unit_test(lists_asked_for),
        cmocka_unit_test(annotations),     cmocka_unit_test(page),
        cmocka_unit_test(format_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
