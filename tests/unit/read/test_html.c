/* The reading of pages: blocks and kinds, charset, the map back to the bytes, limits. The last test
 * walks the pages of
 * ../shared/bench/extraction/dev where they are at hand: every run of the map must quote the page
 * byte by byte, every byte between runs must be explained by what stands at its place. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "read/charset.h"
#include "read/html/html.h"
#include "read/html/charref.h"
#include "read/page/json.h"
#include "read/page/rules.h"
#include "read/datewords.h"

#define PAGES "../shared/bench/extraction/dev/html"

static Arena rules_arena;
static PageRules rules;
static ReadEngine engine;
static ReadOptions options = {.max_input = 1u << 28, .max_memory = 1u << 28, .engine = &engine};

static int open_rules(void **state)
{
    (void)state;
    const char *dir = getenv("DATELINE_DATA");
    dln_error err;
    arena_init(&rules_arena, 0);
    engine.page = &rules;
    return page_rules_open(dir ? dir : "data", &rules_arena, &rules, &err) == DLN_OK ? 0 : 1;
}

static int close_rules(void **state)
{
    (void)state;
    page_rules_close(&rules);
    arena_free(&rules_arena);
    return 0;
}

static void read_page(Slice bytes, Slice charset, Report *report)
{
    assert_int_equal(report_begin(&options, SLICE("page"), SLICE(""), bytes, "text/html", report),
                     DLN_OK);
    assert_int_equal(read_html(&options, bytes, charset, report), DLN_OK);
}

static Slice first_of(const Report *report, BlockKind kind)
{
    for (uint32_t i = 0; i < report->blocks.n; i++)
        if (report->blocks.at[i].kind == kind)
            return slice_span(report->text, report->blocks.at[i].span);
    return (Slice){"", 0};
}

static bool text_has(const Report *report, const char *words)
{
    return slice_find(report->text, slice_of(words)) != SIZE_MAX;
}

#define LONG_1                                                                              \
    "The harbour office said on Monday that the ferry had left the pier at noon, with 140 " \
    "passengers and nine crew on board."
#define LONG_2                                                                                     \
    "Rescue boats reached it two hours later, the office said, and towed it back to the northern " \
    "basin before the storm came in."
#define LONG_3                                                                                  \
    "\"We heard a bang and then the engine was silent,\" said Mara Lindqvist, who was on deck " \
    "with her two sons at the time."

static const char plain_page[] =
    "<!DOCTYPE html><html lang=en><head><title>Ferry towed back to port - Harbour Post</title>"
    "<meta property='og:site_name' content='Harbour Post'><meta name=author content='Ines Okafor'>"
    "<meta property='article:published_time' content='2023-04-17T08:30:00+03:00'><link "
    "rel=canonical href='https://harbourpost.example/a/1'>"
    "</head><body><nav><ul><li><a href=/>Home</a><li><a "
    "href=/w>Weather</a></ul></nav><article><h1>Ferry towed back to port</h1>"
    "<figure><img src=/img/ferry-at-the-pier-2023.jpg width=800><figcaption>The ferry at the pier. "
    "Photo: Tomas Brandt</figcaption></figure>"
    "<p>" LONG_1 "</p><p>" LONG_2 "</p><p>" LONG_3
    "</p></article><footer><p><a href=/i>Imprint</a></p></footer></body></html>";

static void test_page(void **state)
{
    (void)state;
    Report r;
    read_page(slice_of(plain_page), SLICE(""), &r);
    assert_true(slice_is(r.title, "Ferry towed back to port"));
    assert_true(slice_is(first_of(&r, BLOCK_TITLE), "Ferry towed back to port"));
    assert_true(slice_is(r.outlet, "Harbour Post"));
    assert_true(slice_is(r.published.value, "2023-04-17T08:30:00+03:00"));
    assert_true(slice_is(r.url, "https://harbourpost.example/a/1"));
    assert_true(slice_is(r.language, "en"));
    assert_int_equal(r.authors.n, 1);
    assert_true(slice_is(r.authors.at[0], "Ines Okafor"));
    assert_true(slice_is(r.image, "/img/ferry-at-the-pier-2023.jpg"));
    assert_true(slice_is(r.caption, "The ferry at the pier."));
    assert_true(slice_is(first_of(&r, BLOCK_BODY), LONG_1));
    assert_true(slice_starts(first_of(&r, BLOCK_CAPTION), SLICE("The ferry at the pier.")));
    assert_false(text_has(&r, "Weather"));
    assert_false(text_has(&r, "Imprint"));
    arena_free(&r.arena);
}

/* A paragraph that stands twice is kept twice: its second place is evidence too. */
static void test_repeated_paragraph(void **state)
{
    (void)state;
    Report r;
    read_page(SLICE("<h1>Two statements</h1><article><p>" LONG_1 "</p><p>" LONG_3 "</p><p>" LONG_2
                    "</p><p>" LONG_3 "</p></article>"),
              SLICE(""), &r);
    size_t at = slice_find(r.text, SLICE("We heard a bang"));
    assert_true(at != SIZE_MAX);
    assert_true(slice_find((Slice){r.text.p + at + 1, r.text.n - at - 1},
                           SLICE("We heard a bang")) != SIZE_MAX);
    arena_free(&r.arena);
}

static bool body_has(const Report *report, const char *words)
{
    for (uint32_t i = 0; i < report->blocks.n; i++) {
        BlockKind kind = report->blocks.at[i].kind;
        if ((kind == BLOCK_BODY || kind == BLOCK_HEADING) &&
            slice_find(slice_span(report->text, report->blocks.at[i].span), slice_of(words)) !=
                SIZE_MAX)
            return true;
    }
    return false;
}

/* What stands between or beside the paragraphs and says itself that it is not the telling. */
static void test_beside_the_story(void **state)
{
    (void)state;
    static const struct {
        const char *piece, *words;
        bool body;
    } cases[] = {
        {"<p><b>Read more:</b> <a href=/n/1>Why the northern basin silts up each spring</a></p>",
         "northern basin silts", false},
        {"<p>Lesen Sie auch: <a href=/n/1>Warum das Becken im Norden versandet</a></p>",
         "Becken im Norden", false},
        {"<p>Read more in the <a href=/n/1>report of the harbour office</a>, which counts nine "
         "ferries that have met the pier since the winter.</p>",
         "nine ferries", true},
        {"<ul class=k><li><a href=/n/1>Fishing boat sinks off the northern pier</a><li><a "
         "href=/n/2>Harbour dues to rise by a tenth next year</a></ul>",
         "Fishing boat sinks", false},
        {"<div style='display: none'><p>Subscribers only: the names of the two officers on the "
         "bridge that night are known.</p></div>",
         "Subscribers only", false},
        {"<p>The office confirmed the times.<span hidden>Note of the desk: photo "
         "missing</span></p>",
         "Note of the desk", false},
        {"<p>list 2 of 4</p>", "list 2 of 4", false},
        {"<div class='newsletter-box'><p>Sign up for our morning newsletter and never miss a story "
         "of the harbour again.</p></div>",
         "morning newsletter", false},
        {"<div id=cookie-layer role=dialog><h2>Cookies</h2><p>We keep some cookies in your browser "
         "so "
         "that you stay signed in while you read, and with your consent some more.</p></div>",
         "stay signed in", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[4096];
        Report r;
        snprintf(
            page, sizeof page,
            "<html><body><article><h1>Ferry towed back to port</h1><p>%s</p><p>%s</p>%s<p>%s</p>"
            "<p>%s</p></article></body></html>",
            LONG_1, LONG_2, cases[i].piece, LONG_3, LONG_2);
        read_page(slice_of(page), SLICE(""), &r);
        if (body_has(&r, cases[i].words) != cases[i].body) fail_msg("%s", cases[i].piece);
        assert_true(body_has(&r, "towed it back"));
        arena_free(&r.arena);
    }
    Report r;
    read_page(
        SLICE("<html><body><article><h1>Ferry towed back to port</h1><p>" LONG_1 "</p><p>" LONG_2
              "</p><p>" LONG_3 "</p></article><div id=discussion class=comments><div><p>I stood "
              "on that pier for two hours and nobody told us a thing, which is a shame.</p></div>"
              "<div><p>Same as last winter, and the office has learned nothing from it, has "
              "it.</p></div></div></body></html>"),
        SLICE(""), &r);
    assert_true(body_has(&r, "left the pier at noon"));
    assert_false(body_has(&r, "nobody told us"));
    arena_free(&r.arena);
}

#define LAST "The harbour office will publish the report of its inspectors before the end of May."
#define MORE "<p>READ MORE: <a href=/n/1>Storm closes three ports of the north</a></p>"

static bool has_note(const Report *report, const char *detail)
{
    for (uint32_t i = 0; i < report->notes.n; i++)
        if (strcmp(report->notes.at[i].code, "text-left-out") == 0 &&
            slice_starts(report->notes.at[i].detail, slice_of(detail)))
            return true;
    return false;
}

/* Broken markup costs no paragraph; what a browser loses is told. */
static void test_broken_markup(void **state)
{
    (void)state;
    static const struct {
        const char *behind, *note; /* behind two paragraphs; NULL: the last one is in the text */
    } cases[] = {
        {"</div></p></p>" MORE "<p>" LAST "</p>", NULL},
        {"</div>" LAST, NULL},
        {"<figure><img src=a.jpg><figcaption>Boats</figcaption><p>" LONG_3 "</p><p>" LONG_1
         "</p><p>" LAST "</p>",
         NULL},
        {"<p><a href=/x>" LONG_3 "<p>" LONG_1 "</p><p>" LAST "</p>", NULL},
        {"<textarea><p>" LONG_3 "</p><p>" LAST "</p>", "all behind <textarea>"},
        {"<!-- ad <p>" LONG_3 "</p><p>" LAST "</p>", "all behind <!--"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char page[4096];
        Report r;
        snprintf(page, sizeof page,
                 "<html lang=en><head><title>Ferry towed back to port</title></head><body><main>"
                 "<article><h1>Ferry towed back to port</h1><div class=story><p>" LONG_1
                 "</p><p>" LONG_2 "</p><p>" LONG_3 "</p>%s</div></article></main>"
                 "<footer><p>All rights reserved.</p></footer></body></html>",
                 cases[i].behind);
        read_page(slice_of(page), SLICE(""), &r);
        assert_int_equal(body_has(&r, LAST), cases[i].note == NULL);
        assert_int_equal(has_note(&r, cases[i].note ? cases[i].note : ""), cases[i].note != NULL);
        assert_false(body_has(&r, "READ MORE"));
        arena_free(&r.arena);
    }
}

static void check_charset(const char *bytes, size_t n, const char *http, const char *charset,
                          const char *note)
{
    Arena arena;
    Decoded d;
    arena_init(&arena, 0);
    assert_int_equal(charset_decode((Slice){bytes, n}, slice_of(http), &arena, &d), DLN_OK);
    assert_string_equal(d.charset, charset);
    assert_true(note ? d.note && !strcmp(d.note, note) : !d.note);
    assert_true(utf8_bad_at(d.text) == SIZE_MAX);
    for (uint32_t i = 0; i < d.text.n; i++)
        assert_true(charset_source(&d, i) < n);
    arena_free(&arena);
}

static void test_charset(void **state)
{
    (void)state;
    check_charset("plain", 5, "", "UTF-8", 0);
    check_charset("\xEF\xBB\xBFwith a mark", 14, "", "UTF-8", 0);
    check_charset("Gr\xFC\xDF"
                  "e aus K\xF6ln",
                  13, "iso-8859-1", "CP1252", 0);
    check_charset("<meta charset=latin1>Stra\xDF"
                  "e",
                  27, "", "CP1252", 0);
    check_charset("Stra\xC3\x9F"
                  "e und Gr\xC3\xBC\xC3\x9F"
                  "e",
                  20, "iso-8859-1", "UTF-8", 0); /* wrong declaration */
    check_charset("<\0p\0>\0a\0b\0c\0d\0", 14, "", "UTF-16LE", "charset-guessed");
    check_charset("\xFE\xFF\0<\0p\0>", 8, "", "UTF-16BE", 0);
    assert_null(charset_named(SLICE("utf-7")));
    assert_string_equal(charset_named(SLICE(" Shift_JIS ")), "CP932");
}

/* Invalid bytes become U+FFFD and are noted, each at its place. */
static void test_bad_bytes(void **state)
{
    (void)state;
    static const char page[] =
        "<article><h1>Caf\xC3\xA9 opens again</h1><p>" LONG_1
        " \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xFF</p><p>" LONG_2
        "</p></article>";
    Report r;
    read_page(SLICE(page), SLICE(""), &r);
    assert_true(text_has(&r, "\xEF\xBF\xBD"));
    assert_int_equal(r.notes.n, 1);
    assert_string_equal(r.notes.at[0].code, "invalid-bytes");
    assert_int_equal((unsigned char)page[r.notes.at[0].position], 0xFF);
    arena_free(&r.arena);
}

static void test_json(void **state)
{
    (void)state;
    Arena arena;
    JsonTree t;
    arena_init(&arena, 0);
    assert_true(json_read(
        SLICE("/*x*/ {\"a\": [1, {\"b\": \"l1\nl2 \\u00e9\\ud83d\\ude00\",},], \"c\": null} tail"),
        &arena, &t));
    JsonRef a = json_member((JsonRef){&t, 0}, "a"), b = json_member(json_next(json_first(a)), "b");
    assert_true(slice_is(json_text(b, &arena), "l1\nl2 \xC3\xA9\xF0\x9F\x98\x80"));
    assert_true(slice_is(json_text(json_first(a), &arena), "1"));
    assert_null(json_member((JsonRef){&t, 0}, "d").tree);
    assert_true(json_read(SLICE("{\"open\": [\"cut"), &arena, &t));
    arena_free(&arena);
}

static void check_date(const char *text, const char *want)
{
    Arena arena;
    PageDate d;
    arena_init(&arena, 0);
    bool found = page_date_find(&rules, slice_of(text), 0, &d);
    if (!want)
        assert_false(found);
    else {
        assert_true(found);
        Slice got = page_date_iso(&d, &arena);
        if (!slice_is(got, want)) fail_msg("%s: %.*s", text, (int)got.n, got.p);
    }
    arena_free(&arena);
}

static void test_dates(void **state)
{
    (void)state;
    check_date("2023-04-17T08:30:00.000+0300", "2023-04-17T08:30:00+03:00");
    check_date("Updated: 17 April 2023, 09:05", "2023-04-17T09:05:00");
    check_date("Sept. 3rd, 2021", "2021-09-03");
    check_date("3 de mayo de 2022", "2022-05-03");
    check_date("17.04.2023", "2023-04-17");
    check_date("04/17/2023", "2023-04-17");
    check_date("2023\xE5\xB9\xB4"
               "4\xE6\x9C\x88"
               "17\xE6\x97\xA5",
               "2023-04-17");
    check_date("Mon, 17 Apr 2023 08:30:00 GMT", "2023-04-17T08:30:00Z");
    check_date("1681720200", "2023-04-17T08:30:00Z");
    check_date("31 February 2023", 0);
    check_date("call 555-12-2023x", 0);
    check_date("Mayor of 2023", 0);
}

/* ---- the map ---- */

/* Source byte that text byte `at` came from: inside a run by identity, else where the run before
 * ends. */
static uint32_t source_of(const Report *r, uint32_t at, bool *inside)
{
    uint32_t low = 0, high = r->map.n;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (r->map.at[mid].text <= at)
            low = mid;
        else
            high = mid;
    }
    MapRun run = r->map.at[low];
    *inside = at >= run.text && at < run.text + run.length;
    return *inside ? run.source + (at - run.text) : run.source + run.length;
}

/* A byte outside all runs: a blank for white space or markup, the character of a reference, or a
 * byte that another charset writes in another way. */
static bool is_explained(const Report *r, Slice page, uint32_t at, uint32_t source, bool utf8)
{
    uint8_t c = (uint8_t)r->text.p[at];
    if (source >= page.n) return false;
    uint8_t s = (uint8_t)page.p[source];
    if (c == ' ' || c == '\n') return true;
    if (s == '&') return true;
    return c >= 0x80 && (!utf8 || s >= 0x80 || s == 0 || s == '&' || s == ';');
}

/* Number of bytes of text that the map does not explain. */
static uint32_t count_wrong(const Report *r, Slice page)
{
    uint32_t wrong = 0;
    bool utf8 = utf8_bad_at(page) == SIZE_MAX;
    for (uint32_t b = 0; b < r->blocks.n; b++)
        for (uint32_t at = r->blocks.at[b].span.b; at < r->blocks.at[b].span.e; at++) {
            bool inside;
            uint32_t source = source_of(r, at, &inside);
            if (inside ? source >= page.n || page.p[source] != r->text.p[at]
                       : !is_explained(r, page, at, source, utf8))
                wrong++;
        }
    return wrong;
}

static void test_map(void **state)
{
    (void)state;
    static const char page[] = "<article><h1>Fish &amp; chips</h1><p>Tea&nbsp;costs &euro;2,  "
                               "<b>\n he</b>\r\nsaid; " LONG_1 "</p><p>" LONG_2 "</p></article>";
    Report r;
    read_page(SLICE(page), SLICE(""), &r);
    assert_true(text_has(&r, "Fish & chips"));
    assert_true(text_has(&r, "costs \xE2\x82\xAC"
                             "2, he said;"));
    assert_int_equal(count_wrong(&r, SLICE(page)), 0);
    bool inside;
    uint32_t amp = (uint32_t)slice_find(r.text, SLICE("& chips"));
    assert_int_equal(page[source_of(&r, amp, &inside)], '&');
    assert_false(inside);
    arena_free(&r.arena);
}

static void test_map_cyrillic(void **state)
{
    (void)state;
    static const char page[] = "<meta charset=windows-1251><article><h1>\xCF\xE0\xF0\xEE\xEC "
                               "\xE2\xE5\xF0\xED\xF3\xEB\xF1\xFF</h1><p>" LONG_1
                               "</p><p>\xCF\xE0\xF0\xEE\xEC, " LONG_2 "</p></article>";
    Report r;
    read_page(SLICE(page), SLICE(""), &r);
    bool inside;
    uint32_t at = (uint32_t)slice_find(
        r.text,
        SLICE("\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBC")); /* "аром", one byte each in the source */
    assert_true(at < r.text.n);
    for (uint32_t i = 0; i < 4; i++)
        assert_memory_equal(page + source_of(&r, at + 2 * i, &inside), &"\xE0\xF0\xEE\xEC"[i], 1);
    arena_free(&r.arena);
}

static bool inflate_file(const char *path, char **bytes, size_t *n)
{
    gzFile f = gzopen(path, "rb");
    size_t cap = 1 << 20;
    *n = 0;
    *bytes = malloc(cap);
    for (int got; f && (got = gzread(f, *bytes + *n, (unsigned)(cap - *n))) > 0;) {
        *n += (size_t)got;
        if (*n == cap) *bytes = realloc(*bytes, cap *= 2);
    }
    if (f) gzclose(f);
    return f != 0;
}

static void test_map_of_pages(void **state)
{
    (void)state;
    DIR *d = opendir(PAGES);
    if (!d) skip();
    uint32_t pages = 0, wrong_pages = 0;
    uint64_t bytes_seen = 0;
    for (struct dirent *e; (e = readdir(d));) {
        char path[512], *bytes;
        size_t n;
        snprintf(path, sizeof path, PAGES "/%s", e->d_name);
        if (e->d_name[0] == '.' || !inflate_file(path, &bytes, &n)) continue;
        Report r;
        read_page((Slice){bytes, n}, SLICE(""), &r);
        uint32_t wrong = count_wrong(&r, (Slice){bytes, n});
        pages++;
        bytes_seen += r.text.n;
        if (wrong) {
            wrong_pages++;
            printf("# %s: %u bytes of text not explained by the map\n", e->d_name, wrong);
        }
        arena_free(&r.arena);
        free(bytes);
    }
    closedir(d);
    printf("# map: %u pages, %llu bytes of text, %u pages with faults\n", pages,
           (unsigned long long)bytes_seen, wrong_pages);
    assert_int_equal(wrong_pages, 0);
}

/* Any prefix of a page is a page. */
static void test_truncated(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof plain_page; n += 7) {
        Report r;
        read_page((Slice){plain_page, n}, SLICE(""), &r);
        assert_int_equal(count_wrong(&r, (Slice){plain_page, n}), 0);
        arena_free(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_repeated_paragraph),
        cmocka_unit_test(test_beside_the_story),
        cmocka_unit_test(test_broken_markup),
        cmocka_unit_test(test_charset),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_map_cyrillic),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_map_of_pages),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
