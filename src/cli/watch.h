/* watch.h - following feeds: what `watch` is made of. Parsers take any bytes; nothing here touches
 * the desk but cmd_watch.c. */
#ifndef DLN_CLI_WATCH_H
#define DLN_CLI_WATCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* ---- watch_feed.c: what a feed or sitemap lists ---- */
typedef enum FeedKind {
    FEED_NONE,  /* neither feed nor sitemap */
    FEED_ITEMS, /* addresses of reports */
    FEED_INDEX  /* addresses of sitemaps */
} FeedKind;
typedef struct FeedLink {
    char *url;    /* absolute, http or https, without fragment */
    int64_t when; /* it was published or changed, seconds since 1970; 0 unknown */
} FeedLink;
typedef struct Feed {
    FeedKind kind;
    FeedLink *link;
    size_t n, room;
} Feed;
enum { FEED_LINKS_MAX = 5000, URL_MAX_BYTES = 2000 };
/* RSS 0.9 to 2.0, Atom, JSON Feed, sitemaps and their indices; each address once, in the feed's
 * order. false: no memory. */
bool feed_parse(const char *bytes, size_t n, const char *base, Feed *feed);
void feed_free(Feed *feed);
/* "http://host:port" of an address and where its path begins; false: not http or https, or its host
 * is none. */
bool url_origin(const char *url, char origin[320], const char **path);
/* May it be asked for: http or https, no blanks or control characters, not too long? */
bool url_is_good(const char *url);

/* ---- watch_robots.c: RFC 9309 ---- */
enum { ROBOTS_MAX_BYTES = 500 * 1024 };
/* Does robots.txt let `agent` ask for `path` ("/a?b")? *delay: seconds between requests that it
 * asks of it, 0 none. */
bool robots_allow(const char *text, size_t n, const char *agent, const char *path, double *delay);

/* ---- watch_address.c ---- */
/* Is it an address of the open net: not this machine's, a private, local, shared, documentation or
 * multicast one, nor one that leads to such? */
bool address_is_public(const struct sockaddr *address);

/* ---- watch_fetch.c: one request, over libcurl ---- */
typedef struct FetchRules {
    const char *agent; /* User-Agent */
    long seconds;      /* a request may take */
    bool allow_private;
} FetchRules;
typedef struct Fetch {
    void *easy, *headers;
    const FetchRules *rules;
    char *body;
    size_t n, room, most;
    bool first_is_enough; /* set by the caller: of a larger body the first `most` bytes do */
    bool over, refused, no_memory;
    /* the answer */
    long code;
    long retry_after;              /* seconds, 0 not said */
    char etag[300], modified[100]; /* validators for the next time, "" none */
    char type[100], charset[60];
    char location[2004]; /* of a redirect, absolute; "" none */
    char message[300];   /* what is wrong, "" nothing */
} Fetch;
/* A request for `url`, conditional where etag or modified are not empty, for at most `most` bytes;
 * its handle goes to curl_multi. NULL: no memory. */
Fetch *fetch_new(const FetchRules *rules, const char *url, const char *etag, const char *modified,
                 size_t most);
/* Fills in the answer once curl is done with it (`result`: CURLcode). */
void fetch_finish(Fetch *fetch, int result);
void fetch_free(Fetch *fetch);
#endif
