/* What `watch` takes from others: feeds, robots.txt, addresses.
 *
 * In: written bytes. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <cmocka.h>
#include "cli/watch.h"

static void robots(void **state)
{
    (void)state;
    static const char text[] =
        "User-agent: *\nDisallow: /all\n\nUser-agent: Dateline/1.0\nUser-agent: other\n"
        "Disallow: /news/\nAllow: /news/open\nDisallow: /*.pdf$\nCrawl-delay: 2.5\n"
        "Sitemap: https://x.example/s.xml\nDisallow: /late\n";
    static const struct {
        const char *path;
        bool allowed;
    } cases[] = {{"/", true},       {"/all", true},     {"/news/1", false}, {"/news/open/1", true},
                 {"/a.pdf", false}, {"/a.pdf?x", true}, {"/late/x", false}, {"/robots.txt", true},
                 {"/News/1", true}, {"/news", true}};
    double delay;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool allowed = robots_allow(text, sizeof text - 1, "dateline", cases[i].path, &delay);
        if (allowed != cases[i].allowed) print_message("%s\n", cases[i].path);
        assert_int_equal(allowed, cases[i].allowed);
    }
    assert_true(delay > 2.4 && delay < 2.6);
    assert_false(robots_allow(text, sizeof text - 1, "datelines", "/all/1", &delay));
    assert_true(delay == 0);
    assert_true(robots_allow("", 0, "dateline", "/x", &delay));
    assert_true(robots_allow(NULL, 0, "dateline", "/x", &delay));
}

/* Lines end in any of three ways, and only rules end the list of names that they are for. */
static void robots_as_they_are_written(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "User-agent: dateline\nDisallow: /shut\n",
        "User-agent: dateline\rDisallow: /shut\r",
        "User-agent: dateline\r\nDisallow: /shut",
        "\xEF\xBB\xBFuser-AGENT : dateline # us\n\n\ndisallow:/shut # not this\n",
        "User-agent: dateline\nSitemap: https://x.example/s.xml\nUser-agent: other\n"
        "Disallow: /shut\n",
        "User-agent: dateline\nno rule at all\nHost: x\nDisallow: /shut\n",
        "User-agent: *\nDisallow: /open\nUser-agent: dateline\nDisallow: /shut\n"};
    double delay;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = strlen(texts[i]);
        assert_false(robots_allow(texts[i], n, "dateline", "/shut/x", &delay));
        assert_true(robots_allow(texts[i], n, "dateline", "/open", &delay));
    }
}

static void patterns_of_robots(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool fits;
    } cases[] = {
        {"/a", "/a", true},           {"/a", "/ab", true},        {"/a$", "/a", true},
        {"/a$", "/ab", false},        {"/*.pdf", "/x.pdf", true}, {"/*.pdf$", "/x.pdf?a", false},
        {"/*a*b*c", "/xaybzc", true}, {"/*a*b*c", "/cba", false}, {"*", "/", true},
        {"/**", "/", true},           {"$", "/", false},          {"/$", "/", true},
        {"/*$", "/x", true},          {"/a*$", "/abc", true},     {"/a?b", "/a?b=1", true},
        {"/a*aab$", "/aaaaab", true}};
    double delay;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        int n = snprintf(text, sizeof text, "User-agent: *\nDisallow: %s\n", cases[i].pattern);
        if (robots_allow(text, (size_t)n, "dateline", cases[i].path, &delay) == cases[i].fits)
            fail_msg("%s %s", cases[i].pattern, cases[i].path);
    }
}

static void delays_of_robots(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        double seconds;
    } cases[] = {{"10", 10}, {"2.5", 2.5}, {"-1", 0},    {"x", 0}, {"", 0},
                 {"nan", 0}, {"inf", 300}, {"1e9", 300}, {"0", 0}, {"99999999999999999", 300}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        double delay = -1;
        int n = snprintf(text, sizeof text, "User-agent: *\nCrawl-delay: %s\n", cases[i].value);
        assert_true(robots_allow(text, (size_t)n, "dateline", "/", &delay));
        assert_true(delay == cases[i].seconds);
    }
}

static bool open4(const char *text)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, text, &a.sin_addr), 1);
    return address_is_public((const struct sockaddr *)&a);
}

static bool open6(const char *text)
{
    struct sockaddr_in6 a = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, text, &a.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&a);
}

static void addresses(void **state)
{
    (void)state;
    static const char *const shut4[] = {
        "127.0.0.1",  "10.1.2.3", "172.16.0.1", "172.31.255.255",  "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0",  "224.0.0.1",  "255.255.255.255", "198.19.0.1",  "192.0.2.7"};
    static const char *const open4s[] = {"8.8.8.8",     "172.32.0.1",  "172.15.0.1",
                                         "100.128.0.1", "192.167.0.1", "223.255.255.254"};
    static const char *const shut6[] = {"::1",
                                        "::",
                                        "fe80::1",
                                        "fc00::1",
                                        "fd12::1",
                                        "ff02::1",
                                        "::ffff:127.0.0.1",
                                        "::ffff:10.0.0.1",
                                        "64:ff9b::7f00:1",
                                        "2002:7f00:1::",
                                        "2001:db8::1",
                                        "2001:0:1::1",
                                        "::127.0.0.1"};
    static const char *const open6s[] = {"2606:4700::1", "::ffff:8.8.8.8", "2a00:1450::1",
                                         "2001:4860:4860::8888", "64:ff9b::808:808"};
    for (size_t i = 0; i < sizeof shut4 / sizeof *shut4; i++)
        assert_false(open4(shut4[i]));
    for (size_t i = 0; i < sizeof open4s / sizeof *open4s; i++)
        assert_true(open4(open4s[i]));
    for (size_t i = 0; i < sizeof shut6 / sizeof *shut6; i++)
        assert_false(open6(shut6[i]));
    for (size_t i = 0; i < sizeof open6s / sizeof *open6s; i++)
        assert_true(open6(open6s[i]));
    struct sockaddr other = {.sa_family = AF_UNIX};
    assert_false(address_is_public(&other));
}

static void parsed(const char *text, FeedKind kind, const char *expect)
{
    Feed feed;
    char got[1000] = "";
    assert_true(feed_parse(text, strlen(text), "https://paper.example/feeds/all.xml", &feed));
    assert_int_equal(feed.kind, kind);
    for (size_t i = 0; i < feed.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s %lld\n", feed.link[i].url,
                 (long long)feed.link[i].when);
    assert_string_equal(got, expect);
    feed_free(&feed);
}

static void feeds(void **state)
{
    (void)state;
    parsed("<rss><channel><link>https://paper.example/</link><item><link>https://a.example/1#x</"
           "link><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate></item>"
           "<item><link><![CDATA[ /2 "
           "]]></link></item><item><guid>https://a.example/3</guid></item><item><guid "
           "isPermaLink='false'>https://a.example/4</guid></item>"
           "<item><link>https://a.example/1</link></item><item><link>file:///etc/passwd</link></"
           "item></channel></rss>",
           FEED_ITEMS,
           "https://a.example/1 1715587200\nhttps://paper.example/2 0\nhttps://a.example/3 0\n");
    parsed("<feed><entry><link rel='replies' href='/r'/><link rel='alternate' "
           "href='../b'/><published>2024-05-13T08:00:00Z</"
           "published><updated>2024-05-13T11:00:00+02:00</updated></entry></feed>",
           FEED_ITEMS, "https://paper.example/b 1715590800\n");
    parsed("{\"items\": [{\"url\": \"https://a.example/5\", \"date_published\": \"2024-05-13\"}, "
           "{\"id\": \"x\"}]}",
           FEED_ITEMS, "https://a.example/5 1715558400\n");
    parsed("<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>",
           FEED_INDEX, "https://a.example/s.xml 0\n");
    parsed("<html><body>no feed</body></html>", FEED_NONE, "");
    parsed("", FEED_NONE, "");
}

static void origins(void **state)
{
    (void)state;
    char origin[320];
    const char *path;
    assert_true(url_origin("https://Paper.example:8443/a?b", origin, &path));
    assert_string_equal(origin, "https://paper.example:8443");
    assert_string_equal(path, "/a?b");
    static const char *const bad[] = {"file:///x",
                                      "http://",
                                      "http:///x",
                                      "https://u:p@x.example/",
                                      "https://x.example/a b",
                                      "https://x.example/\n",
                                      "gopher://x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(url_origin(bad[i], origin, &path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(robots),
                                       cmocka_unit_test(robots_as_they_are_written),
                                       cmocka_unit_test(patterns_of_robots),
                                       cmocka_unit_test(delays_of_robots),
                                       cmocka_unit_test(addresses),
                                       cmocka_unit_test(feeds),
                                       cmocka_unit_test(origins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
