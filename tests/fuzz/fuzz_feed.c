/* fuzz_feed.c - hostile bytes as a feed or sitemap: every address that comes out may be asked for,
 * each once. */
#include "cli/watch.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Feed feed;
    if (!feed_parse((const char *)data, size, "https://paper.example/feeds/all.xml", &feed))
        return 0;
    if (feed.n > FEED_LINKS_MAX || (feed.kind == FEED_NONE && feed.n)) abort();
    for (size_t i = 0; i < feed.n; i++) {
        char origin[320];
        const char *path;
        if (!url_is_good(feed.link[i].url) || strchr(feed.link[i].url, '#') ||
            feed.link[i].when < 0)
            abort();
        if (i && strcmp(feed.link[i].url, feed.link[i - 1].url) == 0) abort();
        url_origin(feed.link[i].url, origin, &path);
    }
    feed_free(&feed);
    return 0;
}
