/* watch_feed.c - addresses that a feed or sitemap lists.
 *
 * In: bytes as they came: RSS 0.9 to 2.0, RDF, Atom, JSON Feed, sitemaps (news sitemaps too) and
 * their indices. Out: addresses, absolute, with the time each entry gives. libxml2 reads without
 * the net and without entities of the document's own; names are taken by their local part.
 *
 * Known to get wrong: an address in an entity of the document's own is not seen. */
#include "cli/watch.h"
#include <curl/curl.h>
#include <jansson.h>
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STAMP_MAX = 64 };

bool url_is_good(const char *url)
{
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0) return false;
    size_t n = 0;
    for (; url[n] && n <= URL_MAX_BYTES; n++)
        if ((unsigned char)url[n] <= 0x20 || url[n] == 0x7F || strchr("<>\"\\", url[n]))
            return false;
    return n <= URL_MAX_BYTES;
}

bool url_origin(const char *url, char origin[320], const char **path)
{
    if (!url_is_good(url)) return false;
    const char *host = strstr(url, "://") + 3;
    size_t n = strcspn(host, "/?#");
    /* a name before "@" would be a password on its way to somebody */
    if (!n || n > 300 || memchr(host, '@', n)) return false;
    snprintf(origin, 320, "%.*s", (int)((size_t)(host - url) + n), url);
    for (char *c = origin; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    *path = host + n;
    return true;
}

/* "2024-05-13T08:30:00.5+03:00" and shorter; false: it is written otherwise. */
static bool iso_time(const char *text, int64_t *when)
{
    struct tm t = {.tm_mday = 0};
    int n = 0, hours = 0, minutes = 0;
    char sign = 'Z';
    if (sscanf(text, "%4d-%2d-%2d%n", &t.tm_year, &t.tm_mon, &t.tm_mday, &n) != 3) return false;
    text += n;
    n = 0;
    if ((*text == 'T' || *text == ' ') &&
        sscanf(text + 1, "%2d:%2d%n", &t.tm_hour, &t.tm_min, &n) == 2) {
        text += 1 + n;
        if (sscanf(text, ":%2d%n", &t.tm_sec, &n) == 1) text += n;
        if (*text == '.') text += 1 + strspn(text + 1, "0123456789");
        if (sscanf(text, "%c%2d:%2d", &sign, &hours, &minutes) < 2) hours = minutes = 0;
    }
    t.tm_year -= 1900;
    t.tm_mon--;
    *when = (int64_t)timegm(&t) - (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

/* When a feed's words say, 0 where they cannot be read. */
static int64_t time_of(const char *text)
{
    int64_t when;
    if (!*text) return 0;
    if (!iso_time(text, &when)) when = (int64_t)curl_getdate(text, NULL);
    return when > 0 ? when : 0;
}

/* ---- the list ---- */

static bool add_link(Feed *feed, const char *url, const char *stamp)
{
    if (feed->n >= FEED_LINKS_MAX || !url_is_good(url)) return true;
    if (feed->n == feed->room) {
        size_t room = feed->room ? feed->room * 2 : 64;
        FeedLink *more = realloc(feed->link, room * sizeof *more);
        if (!more) return false;
        feed->link = more;
        feed->room = room;
    }
    FeedLink link = {strndup(url, strcspn(url, "#")), time_of(stamp)};
    if (!link.url) return false;
    feed->link[feed->n++] = link;
    return true;
}

void feed_free(Feed *feed)
{
    for (size_t i = 0; i < feed->n; i++)
        free(feed->link[i].url);
    free(feed->link);
    *feed = (Feed){FEED_NONE, NULL, 0, 0};
}

/* Of entries with one address the first stays. */
static bool each_once(Feed *feed)
{
    size_t kept = 0;
    xmlHashTable *seen = xmlHashCreate(256);
    if (!seen) return false;
    for (size_t i = 0; i < feed->n; i++) {
        if (xmlHashAddEntry(seen, (const xmlChar *)feed->link[i].url, feed) == 0)
            feed->link[kept++] = feed->link[i];
        else
            free(feed->link[i].url);
    }
    feed->n = kept;
    xmlHashFree(seen, NULL);
    return true;
}

/* ---- XML ---- */

static bool named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrcasecmp(node->name, (const xmlChar *)name) == 0;
}

/* Text right below a node, trimmed; entities of the document's own are left out. */
static void text_below(const xmlNode *children, char *out, size_t room)
{
    size_t n = 0;
    for (const xmlNode *at = children; at; at = at->next) {
        if (at->type != XML_TEXT_NODE && at->type != XML_CDATA_SECTION_NODE) continue;
        for (const xmlChar *c = at->content; c && *c && n + 1 < room; c++)
            if (n || *c > 0x20) out[n++] = (char)*c;
    }
    while (n && (unsigned char)out[n - 1] <= 0x20)
        n--;
    out[n] = 0;
}

static void attribute(const xmlNode *node, const char *name, char *out, size_t room)
{
    out[0] = 0;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (xmlStrcasecmp(a->name, (const xmlChar *)name) == 0) {
            text_below(a->children, out, room);
            return;
        }
}

typedef struct Entry {
    char url[URL_MAX_BYTES + 2], stamp[STAMP_MAX];
    int url_rank, stamp_rank; /* what it was taken from; the higher stays */
} Entry;

static void take_url(Entry *e, const char *url, int rank)
{
    if (!*url || rank <= e->url_rank) return;
    snprintf(e->url, sizeof e->url, "%s", url);
    e->url_rank = rank;
}

/* <link>, <link href rel>, <guid isPermaLink>, <loc>. */
static void entry_address(const xmlNode *node, Entry *e)
{
    char text[URL_MAX_BYTES + 2], word[16];
    if (named(node, "loc")) {
        text_below(node->children, text, sizeof text);
        take_url(e, text, 3);
    } else if (named(node, "link")) {
        attribute(node, "href", text, sizeof text);
        attribute(node, "rel", word, sizeof word);
        if (*text) {
            take_url(e, text, !*word || strcasecmp(word, "alternate") == 0 ? 3 : 0);
            return;
        }
        text_below(node->children, text, sizeof text);
        take_url(e, text, 3);
    } else if (named(node, "guid")) {
        attribute(node, "isPermaLink", word, sizeof word);
        text_below(node->children, text, sizeof text);
        if (strcasecmp(word, "false") != 0 && url_is_good(text)) take_url(e, text, 1);
    }
}

static void entry_stamp(const xmlNode *node, Entry *e)
{
    static const char *const names[] = {"published", "publication_date", "date",   "pubDate",
                                        "modified",  "updated",          "lastmod"};
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (named(node, names[i]) && i + 1 > e->stamp_rank) {
            text_below(node->children, e->stamp, sizeof e->stamp);
            e->stamp_rank = *e->stamp ? i + 1 : e->stamp_rank;
        }
}

static bool add_entry(const xmlNode *node, const char *base, Feed *feed)
{
    Entry e = {.url = ""};
    for (const xmlNode *at = node->children; at; at = at->next) {
        entry_address(at, &e);
        entry_stamp(at, &e);
        if (named(at, "news")) /* <news:news><news:publication_date> */
            for (const xmlNode *below = at->children; below; below = below->next)
                entry_stamp(below, &e);
    }
    if (!*e.url) return true;
    xmlChar *whole = xmlBuildURI((const xmlChar *)e.url, (const xmlChar *)base);
    bool good = add_link(feed, whole ? (const char *)whole : e.url, e.stamp);
    xmlFree(whole);
    return good;
}

static FeedKind entry_kind(const xmlNode *node)
{
    if (named(node, "item") || named(node, "entry") || named(node, "url")) return FEED_ITEMS;
    return named(node, "sitemap") ? FEED_INDEX : FEED_NONE;
}

static bool is_feed_root(const xmlNode *root)
{
    return named(root, "rss") || named(root, "RDF") || named(root, "feed") ||
           named(root, "urlset") || named(root, "sitemapindex");
}

/* Entries stand below the root or, in RSS, below its channel. */
static bool read_entries(const xmlNode *root, const char *base, Feed *feed)
{
    for (const xmlNode *at = root->children; at; at = at->next) {
        bool channel = named(at, "channel");
        const xmlNode *entry = channel ? at->children : at;
        for (; entry; entry = channel ? entry->next : NULL) {
            FeedKind kind = entry_kind(entry);
            if (kind == FEED_NONE) continue;
            if (kind == FEED_INDEX) feed->kind = FEED_INDEX;
            if (!add_entry(entry, base, feed)) return false;
        }
    }
    return true;
}

static bool parse_xml(const char *bytes, size_t n, const char *base, Feed *feed)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_COMPACT;
    if (n > INT32_MAX) return true;
    xmlDoc *document = xmlReadMemory(bytes, (int)n, NULL, NULL, options);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool good = true;
    if (root && is_feed_root(root)) {
        feed->kind = FEED_ITEMS;
        good = read_entries(root, base, feed);
    }
    xmlFreeDoc(document);
    return good;
}

/* ---- JSON Feed ---- */

static const char *string_of(const json_t *object, const char *first, const char *second)
{
    const char *text = json_string_value(json_object_get(object, first));
    if (!text || !*text) text = json_string_value(json_object_get(object, second));
    return text ? text : "";
}

static bool parse_json(const char *bytes, size_t n, const char *base, Feed *feed)
{
    json_t *root = json_loadb(bytes, n, 0, NULL);
    const json_t *items = json_object_get(root, "items");
    bool good = true;
    if (json_is_array(items)) feed->kind = FEED_ITEMS;
    for (size_t i = 0; good && i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        const char *url = string_of(item, "url", "external_url");
        if (!*url || strlen(url) > URL_MAX_BYTES) continue;
        xmlChar *whole = xmlBuildURI((const xmlChar *)url, (const xmlChar *)base);
        good = add_link(feed, whole ? (const char *)whole : url,
                        string_of(item, "date_modified", "date_published"));
        xmlFree(whole);
    }
    json_decref(root);
    return good;
}

bool feed_parse(const char *bytes, size_t n, const char *base, Feed *feed)
{
    size_t at = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *feed = (Feed){FEED_NONE, NULL, 0, 0};
    while (at < n && (unsigned char)bytes[at] <= 0x20)
        at++;
    bool good = at < n && bytes[at] == '{' ? parse_json(bytes + at, n - at, base, feed)
                                           : parse_xml(bytes + at, n - at, base, feed);
    if (good) good = each_once(feed);
    if (!good) feed_free(feed);
    return good;
}
