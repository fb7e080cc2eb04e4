/* Metadata of pages, one rule a test: a small page of our own words, and the field it must give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/html/html.h"
#include "read/newsroom.h"
#include "read/page/rules.h"

static Arena engine_arena;
static ReadEngine engine;
static ReadOptions options = {.max_input = 1u << 28, .max_memory = 1u << 28, .engine = &engine};

static int open_engine(void **state)
{
    (void)state;
    const char *dir = getenv("DATELINE_DATA");
    dln_error err;
    arena_init(&engine_arena, 0);
    return read_open(dir ? dir : "data", &engine, &engine_arena, &err) == DLN_OK ? 0 : 1;
}

static int close_engine(void **state)
{
    (void)state;
    read_close(&engine);
    arena_free(&engine_arena);
    return 0;
}

#define BODY_TEXT                                                                                 \
    "<p>The council of the harbour town voted on Tuesday to rebuild the old pier, which a storm " \
    "had torn down in March.</p>"                                                                 \
    "<p>The work will cost about four million, the mayor said, and should be done before the "    \
    "ferries start again.</p>"                                                                    \
    "<p>\"We have waited long enough,\" said the head of the fishermen's guild, who had asked "   \
    "for it since the spring.</p>"

/* A page of a head, what stands between headline and body, and what follows. */
static void read_parts(const char *head, const char *between, Report *report)
{
    static char page[16384];
    int n = snprintf(page, sizeof page,
                     "<!DOCTYPE html><html><head>%s</head><body><article><h1>Town votes to rebuild "
                     "its pier</h1>%s%s</article></body></html>",
                     head, between, BODY_TEXT);
    assert_true(n > 0 && (size_t)n < sizeof page);
    Slice bytes = {page, (size_t)n};
    assert_int_equal(report_begin(&options, SLICE("page"), SLICE(""), bytes, "text/html", report),
                     DLN_OK);
    assert_int_equal(read_html(&options, bytes, SLICE(""), report), DLN_OK);
}

static void check_authors(const char *head, const char *between, const char *want)
{
    Report r;
    char got[512] = "";
    read_parts(head, between, &r);
    for (uint32_t i = 0; i < r.authors.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? "|" : "",
                 (int)r.authors.at[i].n, r.authors.at[i].p);
    assert_string_equal(got, want);
    arena_free(&r.arena);
}

#define LD(x) "<script type='application/ld+json'>" x "</script>"

static void test_authors(void **state)
{
    (void)state;
    check_authors("<meta name=author content='By Ines Okafor and Tomas Brandt'>", "",
                  "Ines Okafor|Tomas Brandt");
    check_authors(LD("{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ines "
                     "Okafor\"}]}"),
                  "", "Ines Okafor");
    /* persons named by reference */
    check_authors(LD("{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#p1\"}},{\"@id\":"
                     "\"#p1\",\"@type\":\"Person\",\"name\":\"Mara Lindqvist\"}]}"),
                  "", "Mara Lindqvist");
    /* the schema names the house, the page shows the reporter */
    check_authors("<meta property='og:site_name' content='Harbour Post'>" LD(
                      "{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":"
                      "\"Harbour Post\"}}"),
                  "<p class=byline>By Ines Okafor, Political Editor</p>", "Ines Okafor");
    /* nobody but the house */
    check_authors("<meta property='og:site_name' content='Harbour Post'>" LD(
                      "{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Organization\",\"name\":"
                      "\"Harbour Post\"}}"),
                  "", "Harbour Post");
    check_authors(
        LD("{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":\"Person\",\"givenName\":\"Mara\","
           "\"familyName\":\"Lindqvist\"},{\"givenName\":\"Tomas\",\"familyName\":\"Brandt\"}]}"),
        "", "Mara Lindqvist|Tomas Brandt");
    /* an account nobody sees, and the by-line that is shown */
    check_authors(
        LD("{\"@type\":\"NewsArticle\",\"author\":{\"@type\":\"Person\",\"name\":\"Coast feed "
           "import\"}}"),
        "<p class=byline>By <span>Ines Okafor</span>, in Tarvik</p>", "Ines Okafor");
    check_authors("<meta name=author content='Petra Zilk'>", "<p class=byline>By Ines Okafor</p>",
                  "Ines Okafor");
    check_authors("<meta name=author content='Petra Zilk'>", "<p>By Petra Zilk</p>", "Petra Zilk");
    check_authors("", "<p><a rel=author href='/a/ines'>Ines Okafor</a></p>", "Ines Okafor");
    check_authors("", "<p>Posted on September 21, 2020 by Tomas Brandt</p>", "Tomas Brandt");
    check_authors("", "<p>Von Ines Okafor und Tomas Brandt</p>", "Ines Okafor|Tomas Brandt");
    check_authors("", "<div><a href='/author/mara-lindqvist/'>Mara Lindqvist</a></div>",
                  "Mara Lindqvist");
    check_authors("<meta name=author content='admin'>", "", "admin");
    check_authors("", "<p>By the numbers: what the pier will cost</p>", "");
}

static void test_byline_is_no_body(void **state)
{
    (void)state;
    Report r;
    read_parts("", "<p>By Ines Okafor</p>", &r);
    assert_true(slice_is(r.byline, "Ines Okafor"));
    assert_int_equal(report_block_at(&r, r.byline_span.b), BLOCK_BYLINE);
    arena_free(&r.arena);
}

static void check_published(const char *head, const char *between, const char *want, Basis basis)
{
    Report r;
    read_parts(head, between, &r);
    if (!slice_is(r.published.value, want) || r.published.basis != basis)
        fail_msg("%.*s (%d) for %s", (int)r.published.value.n, r.published.value.p,
                 (int)r.published.basis, want);
    arena_free(&r.arena);
}

static void test_published(void **state)
{
    (void)state;
    check_published("<meta name=date content='2023-04-17T23:30:00-05:00'>", "",
                    "2023-04-17T23:30:00-05:00", BASIS_META); /* not moved to Greenwich */
    check_published(LD("{\"@type\":\"NewsArticle\",\"datePublished\":\"2023-04-17\","
                       "\"dateModified\":\"2023-04-19\"}"),
                    "", "2023-04-17", BASIS_META);
    check_published("", "<time datetime='2023-04-17T08:00+02:00'>Monday</time>",
                    "2023-04-17T08:00:00+02:00", BASIS_EXPLICIT);
    check_published("<link rel=canonical href='https://post.example/2023/04/17/pier'>", "",
                    "2023-04-17", BASIS_URL);
    check_published("", "<p>17. April 2023</p>", "2023-04-17", BASIS_EXPLICIT);
    /* a stamp in Greenwich time after midnight; the address has the local day */
    check_published("<meta property='article:published_time' content='2023-04-18T02:25:54Z'><link "
                    "rel=canonical href='https://post.example/2023/04/17/pier'>",
                    "", "2023-04-17", BASIS_EXPLICIT);
    /* teasers before the story have dates, the story its own under the headline */
    check_published("",
                    "<p class=date>31 January 2020</p><aside><ul><li><a href='/a'>Regatta put "
                    "off for a week</a> <time>2 February 2020</time></ul></aside>",
                    "2020-01-31", BASIS_EXPLICIT);
    check_published("", "", "", BASIS_NONE);
}

/* Publication and change in one line, in words and figures of several languages. */
static void test_two_moments(void **state)
{
    (void)state;
    static const struct {
        const char *line, *published, *modified;
    } cases[] = {
        {"Published 16 April 2019 at 6.02pm, updated 17 April 2019 at 9.15am",
         "2019-04-16T18:02:00", "2019-04-17T09:15:00"},
        {"Publi\xC3\xA9 le 16 avril 2019 \xC3\xA0 18h02, mis \xC3\xA0 jour le 17 avril 2019",
         "2019-04-16T18:02:00", "2019-04-17"},
        {"16/04/2019 07:40 | Actualizado a 17/04/2019 21:30", "2019-04-16T07:40:00",
         "2019-04-17T21:30:00"},
        {"Ver\xC3\xB6"
         "ffentlicht am 16. April 2019 um 18:02 Uhr, aktualisiert am 17. April 2019",
         "2019-04-16T18:02:00", "2019-04-17"},
        {"Aggiornato il 17 aprile 2019 alle 9:15 - Pubblicato il 16 aprile 2019", "2019-04-16",
         "2019-04-17T09:15:00"},
        {"Par Ines Okafor, le 16/04/2019 \xC3\xA0 18:02 - Mis \xC3\xA0 jour le 17/04/2019",
         "2019-04-16T18:02:00", "2019-04-17"},
        {"Posted April 16, 2019 3:07 PM EST", "2019-04-16T15:07:00-05:00", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report r;
        char line[300];
        snprintf(line, sizeof line, "<p class=meta>%s</p>", cases[i].line);
        read_parts("", line, &r);
        if (!slice_is(r.published.value, cases[i].published) ||
            !slice_is(r.modified.value, cases[i].modified))
            fail_msg("%.*s, %.*s for %s", (int)r.published.value.n, r.published.value.p,
                     (int)r.modified.value.n, r.modified.value.p, cases[i].line);
        arena_free(&r.arena);
    }
    Report r;
    read_parts("",
               "<time itemprop=dateModified datetime='2019-03-23T18:05:10+01:00'>21/03/2019 07:40 "
               "| Updated 23/03/2019 18:05</time>",
               &r);
    assert_true(slice_is(r.published.value, "2019-03-21T07:40:00"));
    assert_true(slice_is(r.modified.value, "2019-03-23T18:05:10+01:00"));
    arena_free(&r.arena);
}

static void check_outlet(const char *head, const char *want)
{
    Report r;
    read_parts(head, "", &r);
    assert_true(slice_is(r.outlet, want));
    arena_free(&r.arena);
}

static void test_outlet(void **state)
{
    (void)state;
    check_outlet("<meta property='og:site_name' content='Harbour Post'>", "Harbour Post");
    /* the name that goes with the host is the outlet's, the other a section's */
    check_outlet(
        "<meta property='og:site_name' content='Security'><meta name=application-name "
        "content='Harbour Post'><link rel=canonical href='https://www.harbourpost.example/a'>",
        "Harbour Post");
    check_outlet("<meta property='og:site_name' content='news.PIER.com.tr'>", "PIER");
    check_outlet("<title>Town votes - Harbour Post</title><link rel=canonical "
                 "href='https://harbourpost.example/a'>",
                 "Harbour Post");
    check_outlet("<link rel=canonical href='https://news.pierpost.co.uk/a'>", "pierpost");
}

static void test_title(void **state)
{
    (void)state;
    Report r;
    read_parts("<meta property='og:title' content='Town votes to rebuild its pier | Harbour "
               "Post'><meta property='og:site_name' content='Harbour Post'>",
               "", &r);
    assert_true(slice_is(r.title, "Town votes to rebuild its pier"));
    assert_true(slice_is(slice_span(r.text, r.title_span), "Town votes to rebuild its pier"));
    arena_free(&r.arena);
    static const char kicker[] = "<title>Town votes to rebuild its pier</title><h1><span>Storm "
                                 "damage:</span> Town votes to rebuild its pier</h1>" BODY_TEXT;
    assert_int_equal(
        report_begin(&options, SLICE("page"), SLICE(""), SLICE(kicker), "text/html", &r), DLN_OK);
    assert_int_equal(read_html(&options, SLICE(kicker), SLICE(""), &r), DLN_OK);
    assert_true(slice_is(r.title, "Town votes to rebuild its pier"));
    arena_free(&r.arena);
}

static void test_image(void **state)
{
    (void)state;
    Report r;
    read_parts(
        "<meta property='og:image' "
        "content='https://post.example/img/1200/pier-after-the-storm.jpg'>",
        "<img src=/i/logo.svg><figure><img src='/img/640/pier-after-the-storm.jpg'><figcaption>The "
        "pier after the storm. \xC2\xA9 Tomas Brandt/Post</figcaption></figure>",
        &r);
    assert_true(slice_is(r.image, "/img/640/pier-after-the-storm.jpg"));
    assert_true(slice_is(r.caption, "The pier after the storm."));
    arena_free(&r.arena);
    read_parts(
        "<meta property='og:image' content='https://post.example/img/pier-after-the-storm.jpg'>",
        "", &r);
    assert_true(slice_is(r.image, "https://post.example/img/pier-after-the-storm.jpg"));
    assert_int_equal(r.caption.n, 0);
    arena_free(&r.arena);
}

static void test_address(void **state)
{
    (void)state;
    Report r;
    read_parts("<link rel=canonical href='/2023/pier'><meta property='og:url' "
               "content='https://post.example/other'>",
               "", &r);
    assert_true(slice_is(r.url, "https://post.example/2023/pier"));
    arena_free(&r.arena);
}

static void test_dateline(void **state)
{
    (void)state;
    Report r;
    read_parts("",
               "<p>GENEVA, April 17 (Reuters) - Ministers of six states met on Monday to talk "
               "about the price of grain, officials said.</p>",
               &r);
    assert_true(slice_is(r.dateline.place, "GENEVA"));
    assert_int_equal(r.agencies.n, 1);
    assert_true(slice_is(r.agencies.at[0], "Reuters"));
    arena_free(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_authors),   cmocka_unit_test(test_byline_is_no_body),
        cmocka_unit_test(test_published), cmocka_unit_test(test_two_moments),
        cmocka_unit_test(test_outlet),    cmocka_unit_test(test_title),
        cmocka_unit_test(test_image),     cmocka_unit_test(test_address),
        cmocka_unit_test(test_dateline),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
