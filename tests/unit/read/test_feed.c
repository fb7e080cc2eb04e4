/* test_feed.c - feeds and news in XML: what of an entry is what, markup in titles, and titles made
 * to take long. */
#include "read_kit.h"
#include <time.h>

#define RSS(item) \
    "<?xml version=\"1.0\"?><rss><channel><title>Harbour Post</title>" item "</channel></rss>"
#define BODY "Two men died in a fire in Velm on Monday."

static void entries_of_feeds(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *title, *outlet, *url, *date, *author;
    } cases[] = {
        {RSS("<item><title>Fire &amp;amp; smoke</title><link>https://post.example/a</link>"
             "<pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>"
             "<author>desk@post.example (Ines Okafor)</author><description>" BODY
             "</description></item>"),
         "Fire & smoke", "Harbour Post", "https://post.example/a", "2024-05-13T08:00:00Z",
         "Ines Okafor"},
        {"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Harbour Post</title><entry>"
         "<title type=\"html\">&lt;b&gt;Fire&lt;/b&gt; &amp;amp; smoke</title>"
         "<link rel=\"self\" href=\"https://post.example/self\"/>"
         "<link href=\"https://post.example/a\"/><updated>2024-05-13T08:00:00Z</updated>"
         "<author><name>Ines Okafor</name></author><content type=\"text\">" BODY
         "</content></entry></feed>",
         "Fire & smoke", "Harbour Post", "https://post.example/a", "2024-05-13T08:00:00Z",
         "Ines Okafor"},
        /* no link: the guid, unless it says that it is none; Dublin Core; the source's own title */
        {RSS("<item xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><title>Fire</title>"
             "<guid>https://post.example/a</guid><dc:creator>Ines Okafor</dc:creator>"
             "<dc:date>2024-05-13</dc:date><source>Danube Herald</source><description>" BODY
             "</description></item>"),
         "Fire", "Danube Herald", "https://post.example/a", "2024-05-13", "Ines Okafor"},
        {RSS("<item><title>Fire</title><guid isPermaLink=\"false\">https://x.example/</guid>"
             "<pubDate>2024-05-13</pubDate><author>Ines Okafor &lt;i@post.example&gt;</author>"
             "<description>" BODY "</description></item>"),
         "Fire", "Harbour Post", "", "2024-05-13", "Ines Okafor"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text_of(cases[i].bytes), DLN_OK);
        assert_int_equal(given, 1);
        assert_true(slice_is(got[0].text, BODY));
        if (!slice_is(got[0].title, cases[i].title))
            fail_msg("%zu: %.*s", i, (int)got[0].title.n, got[0].title.p);
        assert_true(slice_is(got[0].outlet, cases[i].outlet));
        assert_true(slice_is(got[0].url, cases[i].url));
        assert_true(slice_is(got[0].published.value, cases[i].date));
        assert_int_equal(got[0].authors.n, 1);
        assert_true(slice_is(got[0].authors.at[0], cases[i].author));
        assert_int_equal(got[0].map.n, 0);
    }
    drop_reports();
}

static void titles_without_their_markup(void **state)
{
    (void)state;
    static const struct {
        const char *cdata, *title;
    } cases[] = {
        {"A <b>fire</b> burns", "A fire burns"},
        {"a < b and c > d", "a < b and c > d"},
        {"1 <2 fires", "1 <2 fires"},
        {"Fire<script>alert('<b>')</script> burns", "Fire burns"},
        {"Fire<STYLE type=x>b{}</Style > burns", "Fire burns"},
        {"Fire <script>never closed", "Fire never closed"},
        {"Fire <b never closed", "Fire <b never closed"},
        {"<!-- note -->Fire", "Fire"},
        {"Caf&eacute; &#8364;5 &nope; &", "Caf\xC3\xA9 \xE2\x82\xAC"
                                          "5 &nope; &"},
        {"<script><script></script>Fire<script>", "Fire"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[600];
        snprintf(
            bytes, sizeof bytes,
            RSS("<item><title><![CDATA[%s]]></title><description>" BODY "</description></item>"),
            cases[i].cdata);
        assert_int_equal(read_text_of(bytes), DLN_OK);
        if (!slice_is(got[0].title, cases[i].title))
            fail_msg("%s: %.*s", cases[i].cdata, (int)got[0].title.n, got[0].title.p);
    }
    drop_reports();
}

/* A title that asks again and again for an end that is not there: 700 KB took half a minute. */
static void hostile_titles_take_no_time(void **state)
{
    (void)state;
    static const char *const piece[] = {"<script", "<style ", "<",   "<a",
                                        "<!--",    "</a",     "&#1", "&lt"};
    for (size_t k = 0; k < sizeof piece / sizeof *piece; k++) {
        size_t n = strlen(piece[k]), times = (700u << 10) / n, at = 0;
        char *bytes = malloc((800u << 10) + 400);
        assert_non_null(bytes);
        at = (size_t)sprintf(bytes, "<rss><channel><title>x</title><item><title><![CDATA[");
        for (size_t i = 0; i < times; i++, at += n)
            memcpy(bytes + at, piece[k], n);
        at += (size_t)sprintf(bytes + at, "]]></title><description>" BODY
                                          "</description></item></channel></rss>");
        clock_t start = clock();
        assert_int_equal(read_of(bytes, at), DLN_OK);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        assert_int_equal(given, 1);
        assert_true(slice_is(got[0].text, BODY));
        assert_true(seconds < 5); /* 0.1 where nothing else runs */
        free(bytes);
    }
    drop_reports();
}

static void news_in_xml(void **state)
{
    (void)state;
    assert_int_equal(
        read_text_of("<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:a\">"
                     "<itemMeta><provider literal=\"KTX\"/><firstCreated>2024-05-13T08:00:00Z"
                     "</firstCreated></itemMeta><contentMeta><headline>Fire in Velm</headline>"
                     "<by>Ines Okafor</by></contentMeta><contentSet><inlineXML><html><body><p>" BODY
                     "</p></body></html></inlineXML></contentSet></newsItem>"),
        DLN_OK);
    assert_int_equal(given, 1);
    assert_true(slice_is(got[0].title, "Fire in Velm"));
    assert_true(slice_is(got[0].outlet, "KTX"));
    assert_true(slice_is(got[0].member, "urn:a"));
    assert_true(slice_is(got[0].published.value, "2024-05-13T08:00:00Z"));
    assert_true(slice_find(got[0].text, SLICE(BODY)) != SIZE_MAX);
    assert_int_equal(
        read_text_of("<nitf><head><title>Fire</title></head><body><body.content><p>" BODY
                     "</p></body.content></body></nitf>"),
        DLN_OK);
    assert_int_equal(given, 1);
    assert_true(slice_is(got[0].title, "Fire"));
    assert_true(slice_find(got[0].text, SLICE(BODY)) != SIZE_MAX);
    drop_reports();
}

static void what_is_no_feed_is_said(void **state)
{
    (void)state;
    assert_int_equal(read_text_of("<?xml version=\"1.0\"?><data><x>1</x></data>"), DLN_ERR_FORMAT);
    assert_non_null(strstr(fault.message, "neither a feed nor news"));
    assert_int_equal(read_text_of(RSS("")), DLN_ERR_EMPTY);
    assert_int_equal(given, 0);
    /* a feed cut short is mended as far as it goes */
    static const char whole[] = RSS("<item><title>A</title><description>" BODY
                                    "</description></item><item><title>B</title><description>" BODY
                                    "</description></item>");
    for (size_t n = 0; n < sizeof whole; n += 3) {
        read_of(whole, n);
        assert_true(given <= 2);
        for (uint32_t i = 0; i < given; i++)
            assert_true(got[i].text.n <= sizeof BODY - 1);
    }
    drop_reports();
}

/* Files outside, and entities that grow: nothing is fetched, nothing blows up. */
static void entities_stay_inside(void **state)
{
    (void)state;
    read_text_of("<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><rss><channel>"
                 "<title>x</title><item><title>t</title><description>&f; " BODY
                 "</description></item></channel></rss>");
    for (uint32_t i = 0; i < given; i++)
        assert_true(slice_find(got[i].text, SLICE("root:")) == SIZE_MAX);
    read_text_of("<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">"
                 "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                 "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                 "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
                 "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
                 "<!ENTITY g \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
                 "]><rss><channel><title>x</title><item><title>t</title><description>&g; " BODY
                 "</description></item></channel></rss>");
    for (uint32_t i = 0; i < given; i++)
        assert_true(got[i].text.n < 1000000);
    drop_reports();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_of_feeds),
        cmocka_unit_test(titles_without_their_markup),
        cmocka_unit_test(hostile_titles_take_no_time),
        cmocka_unit_test(news_in_xml),
        cmocka_unit_test(what_is_no_feed_is_said),
        cmocka_unit_test(entities_stay_inside),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
