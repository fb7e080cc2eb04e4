/* test_page_json.c - JSON as pages embed it: whole, broken in the ways pages break it, cut
 * anywhere; character references and what decodes to what. */
#include "read_kit.h"
#include "read/html/charref.h"
#include "read/page/json.h"

/* A tree written again, without blanks: {"a":[1,"x"]}. */
static void write_value(JsonRef ref, Arena *arena, char out[600])
{
    const JsonValue *v = json_at(ref);
    size_t at = strlen(out);
    if (v->kind == JSON_VALUE_OBJECT || v->kind == JSON_VALUE_ARRAY) {
        bool object = v->kind == JSON_VALUE_OBJECT;
        strcat(out, object ? "{" : "[");
        for (JsonRef c = json_first(ref); c.tree; c = json_next(c)) {
            Slice key = json_at(c)->key;
            if (c.at != json_first(ref).at) strcat(out, ",");
            if (object) snprintf(out + strlen(out), 100, "%.*s:", (int)key.n, key.p);
            write_value(c, arena, out);
        }
        strcat(out, object ? "}" : "]");
        return;
    }
    Slice text = json_text(ref, arena);
    const char *mark = v->kind == JSON_VALUE_STRING ? "'" : "";
    snprintf(out + at, 600 - at, "%s%.*s%s", mark, (int)text.n, text.p, mark);
}

static void what_pages_embed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *tree; /* NULL: nothing to be read */
    } cases[] = {
        {"{\"a\":1,\"b\":[true,null,\"x\"]}", "{a:1,b:[true,,'x']}"},
        {" <!-- {\"a\":\"x\"} -->", "{a:'x'}"},
        {"[{\"a\":1},{\"a\":2}]", "[{a:1},{a:2}]"},
        {"{\"a\":1,}", "{a:1}"},
        {"{\"a\":1} trailing {\"b\":2}", "{a:1}"},
        {"{\"a\":\"two\nlines\"}", "{a:'two\nlines'}"},
        {"{\"a\":\"x", "{a:'x'}"},
        {"{\"a\":", "{}"},
        {"{\"a\":{\"b\":{}}}", "{a:{b:{}}}"},
        {"{}", "{}"},
        {"[]", "[]"},
        {"[[[1]]]", "[[[1]]]"},
        {"{\"a\":\"q\\\"q\\\\ \\/ \\n\\u00e9 \\ud83d\\ude00\"}",
         "{a:'q\"q\\ / \n\xC3\xA9 \xF0\x9F\x98\x80'}"},
        {"{\"a\":\"\\ud83d x\"}", "{a:'\xEF\xBF\xBD x'}"},
        {"{\"a\":\"\\uzzzz\"}", "{a:'zzzz'}"},
        {"{\"a\":\"\\u00\"}", "{a:''}"},
        {"{\"a\":-1.5e3,\"b\":unquoted}", "{a:-1.5e3,b:unquoted}"},
        {"no json", NULL},
        {"", NULL},
        {"\"a\"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        JsonTree tree;
        char out[600] = "";
        arena_init(&arena, 0);
        bool read = json_read(slice_of(cases[i].text), &arena, &tree);
        assert_int_equal(read, cases[i].tree != NULL);
        if (read) write_value((JsonRef){&tree, 0}, &arena, out);
        if (read) assert_string_equal(out, cases[i].tree);
        arena_free(&arena);
    }
}

static void members_by_name(void **state)
{
    (void)state;
    Arena arena;
    JsonTree tree;
    arena_init(&arena, 0);
    assert_true(json_read(SLICE("{\"a\":{\"b\":\"x\"},\"c\":[\"y\"],\"a\":2}"), &arena, &tree));
    JsonRef root = {&tree, 0}, a = json_member(root, "a");
    assert_true(slice_is(json_text(json_member(a, "b"), &arena), "x"));
    assert_null(json_member(root, "b").tree);
    assert_null(json_member(json_member(root, "c"), "0").tree); /* an array has no names */
    assert_int_equal(json_text(root, &arena).n, 0);
    JsonRef none = {NULL, 0};
    assert_null(json_member(none, "a").tree);
    assert_null(json_first(none).tree);
    assert_null(json_next(none).tree);
    assert_null(json_text(none, &arena).p);
    arena_free(&arena);
}

/* Deeper than can be read, cut anywhere, without memory: a tree whose numbers lead inside it. */
static void trees_are_walkable(void **state)
{
    (void)state;
    static const char whole[] = "{\"a\":[1,{\"b\":\"c\\u00e9\\\"\"},[[]]],\"d\":\"e\",\"f\":null}";
    static char deep[400];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = "[{\"a\":"[i % 6];
    for (size_t n = 0; n <= sizeof whole + sizeof deep; n++)
        for (size_t memory = 0; memory < 3000; memory += 700) {
            Arena arena;
            JsonTree tree;
            bool nested = n > sizeof whole;
            size_t length = nested ? n - sizeof whole : n;
            char *exact = malloc(length ? length : 1);
            assert_non_null(exact);
            memcpy(exact, nested ? deep : whole, length);
            arena_init(&arena, memory);
            if (json_read((Slice){exact, length}, &arena, &tree))
                for (uint32_t i = 0; i < tree.values.n; i++) {
                    const JsonValue *v = &tree.values.at[i];
                    assert_true(v->first == 0 || (v->first > i && v->first < tree.values.n));
                    assert_true(v->next == 0 || (v->next > i && v->next < tree.values.n));
                    json_text((JsonRef){&tree, i}, &arena);
                }
            arena_free(&arena);
            free(exact);
        }
}

/* ---- character references ---- */

static void decoded_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        unsigned rules;
        const char *text;
    } cases[] = {
        {"a &amp; b", HTML_DECODE_REFS, "a & b"},
        {"a &amp; b", 0, "a &amp; b"},
        {"&lt&gt;", HTML_DECODE_REFS, "<>"},
        {"&notit;", HTML_DECODE_REFS, "\xC2\xACit;"}, /* the longest name that there is */
        {"&notin;", HTML_DECODE_REFS, "\xE2\x88\x89"},
        {"?a=b&copy=1", HTML_DECODE_REFS | HTML_DECODE_ATTRIBUTE, "?a=b&copy=1"},
        {"?a=b&copy=1", HTML_DECODE_REFS, "?a=b\xC2\xA9=1"},
        {"?a=b&copy;=1", HTML_DECODE_REFS | HTML_DECODE_ATTRIBUTE, "?a=b\xC2\xA9=1"},
        {"&#8364;&#x20AC;&#X20ac", HTML_DECODE_REFS, "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"},
        {"&#0;&#xD800;&#x110000;", HTML_DECODE_REFS, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&#99999999999999999999;", HTML_DECODE_REFS, "\xEF\xBF\xBD"},
        {"&#x80;&#146;", HTML_DECODE_REFS, "\xE2\x82\xAC\xE2\x80\x99"}, /* as windows-1252 */
        {"&#;&#x;&;&", HTML_DECODE_REFS, "&#;&#x;&;&"},
        {"&ngE;", HTML_DECODE_REFS, "\xE2\x89\xA7\xCC\xB8"}, /* two characters */
        {"a\r\nb\rc", 0, "a\nb\nc"},
        {"&unknown;", HTML_DECODE_REFS, "&unknown;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t out[200];
        uint32_t n = html_decode((const uint8_t *)cases[i].html, (uint32_t)strlen(cases[i].html),
                                 cases[i].rules, out);
        if (!slice_is((Slice){(const char *)out, n}, cases[i].text))
            fail_msg("%s: %.*s", cases[i].html, (int)n, (const char *)out);
    }
    uint8_t out[20];
    assert_int_equal(html_decode((const uint8_t *)"a\0b", 3, 0, out), 5);
    assert_memory_equal(out,
                        "a\xEF\xBF\xBD"
                        "b",
                        5);
    assert_int_equal(html_decode((const uint8_t *)"a\0b", 3, HTML_DECODE_DROP_NUL, out), 2);
}

/* Every name of the table: sorted, decodes to what the table says, and cut by a letter to something
 * shorter; never more than three bytes for one. */
static void every_name_of_the_table(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < html_entity_count; i++) {
        const HtmlEntity *e = &html_entities[i];
        char source[64] = "&";
        assert_true(strlen(e->name) < 60 && e->first);
        if (i) assert_true(strcmp(html_entities[i - 1].name, e->name) < 0);
        strcat(source, e->name);
        uint32_t n = (uint32_t)strlen(source);
        HtmlCharRef ref = html_charref((const uint8_t *)source, n, false);
        assert_int_equal(ref.length, n);
        assert_int_equal(ref.first, e->first);
        assert_int_equal(ref.second, e->second);
        uint8_t out[200];
        assert_true(html_decode((const uint8_t *)source, n, HTML_DECODE_REFS, out) <= 3 * n);
        for (uint32_t k = 0; k < n; k++) {
            uint8_t *exact = malloc(k ? k : 1);
            assert_non_null(exact);
            memcpy(exact, source, k);
            assert_true(k == 0 || html_charref(exact, k, i % 2).length <= k);
            free(exact);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_pages_embed),        cmocka_unit_test(members_by_name),
        cmocka_unit_test(trees_are_walkable),      cmocka_unit_test(decoded_bytes),
        cmocka_unit_test(every_name_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
