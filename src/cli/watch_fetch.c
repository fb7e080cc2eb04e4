/* watch_fetch.c - one request over HTTP (libcurl).
 *
 * In: an address, what is known of it already, limits. Out: the answer's code, validators, body.
 * Redirects are not followed here: each is a request of its own, asked for under the rules of its
 * own host. Where a connection may go is decided on the address it would be made to.
 *
 * Known to get wrong: no proxies (the address connected to would be the proxy's). */
#include "cli/watch.h"
#include "cli/cli.h"
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CONNECT_SECONDS = 10, SLOW_BYTES = 50, SLOW_SECONDS = 20, RETRY_MOST = 86400 };

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    Fetch *f = context;
    size_t n = size * count;
    if (n > f->most - f->n) {
        f->over = true;
        if (!f->first_is_enough) return 0;
        n = f->most - f->n;
    }
    if (f->n + n + 1 > f->room) {
        size_t room = (f->n + n + 1) * 2;
        char *more = realloc(f->body, room);
        if (!more) {
            f->no_memory = true;
            return 0;
        }
        f->body = more;
        f->room = room;
    }
    memcpy(f->body + f->n, bytes, n);
    f->n += n;
    f->body[f->n] = 0;
    return n;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    Fetch *f = context;
    (void)purpose;
    if (!f->rules->allow_private && !address_is_public(&to->addr)) {
        f->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static bool add_header(Fetch *f, const char *name, const char *value)
{
    char line[420];
    if (!*value) return true;
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *more = curl_slist_append(f->headers, line);
    if (more) f->headers = more;
    return more != NULL;
}

static void set_up(Fetch *f, const char *url)
{
    curl_easy_setopt(f->easy, CURLOPT_URL, url);
    curl_easy_setopt(f->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(f->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(f->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(f->easy, CURLOPT_USERAGENT, f->rules->agent);
    curl_easy_setopt(f->easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(f->easy, CURLOPT_HTTPHEADER, f->headers);
    curl_easy_setopt(f->easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(f->easy, CURLOPT_WRITEDATA, f);
    curl_easy_setopt(f->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(f->easy, CURLOPT_OPENSOCKETDATA, f);
    curl_easy_setopt(f->easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(f->easy, CURLOPT_TIMEOUT, f->rules->seconds);
    curl_easy_setopt(f->easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(f->easy, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
}

Fetch *fetch_new(const FetchRules *rules, const char *url, const char *etag, const char *modified,
                 size_t most)
{
    Fetch *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    f->rules = rules;
    f->most = most;
    f->easy = curl_easy_init();
    if (!f->easy || !add_header(f, "If-None-Match", etag) ||
        !add_header(f, "If-Modified-Since", modified)) {
        fetch_free(f);
        return NULL;
    }
    set_up(f, url);
    return f;
}

/* A header's value; what could break out of its line in the next request is as good as none. */
static void header(const Fetch *f, const char *name, char *out, size_t room)
{
    struct curl_header *h;
    out[0] = 0;
    if (curl_easy_header(f->easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK) return;
    if (strlen(h->value) >= room || strpbrk(h->value, "\r\n")) return;
    snprintf(out, room, "%s", h->value);
}

/* "text/html; charset=utf-8" into its parts. */
static void content_type(Fetch *f)
{
    header(f, "Content-Type", f->type, sizeof f->type);
    char *more = strchr(f->type, ';'), *charset = more ? strstr(more, "charset=") : NULL;
    if (charset) {
        charset += 8 + (charset[8] == '"');
        snprintf(f->charset, sizeof f->charset, "%.*s", (int)strcspn(charset, "\"; "), charset);
    }
    f->type[strcspn(f->type, "; ")] = 0;
}

static void say_fault(Fetch *f, CURLcode result)
{
    const char *what = f->refused     ? "leads to an address of this machine or a private network"
                       : f->over      ? "is larger than the limit"
                       : f->no_memory ? "out of memory"
                       : result == CURLE_OPERATION_TIMEDOUT ? "takes too long"
                                                            : curl_easy_strerror(result);
    snprintf(f->message, sizeof f->message, "%s", what);
}

void fetch_finish(Fetch *f, int result)
{
    curl_off_t retry = 0;
    char *location = NULL;
    bool enough = f->over && f->first_is_enough;
    if (result != CURLE_OK && !enough) {
        say_fault(f, (CURLcode)result);
        return;
    }
    f->refused = false; /* another address of the host was open */
    curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &f->code);
    curl_easy_getinfo(f->easy, CURLINFO_RETRY_AFTER, &retry);
    f->retry_after = (long)(retry < RETRY_MOST ? retry : RETRY_MOST);
    curl_easy_getinfo(f->easy, CURLINFO_REDIRECT_URL, &location);
    if (location && strlen(location) < sizeof f->location)
        snprintf(f->location, sizeof f->location, "%s", location);
    header(f, "ETag", f->etag, sizeof f->etag);
    header(f, "Last-Modified", f->modified, sizeof f->modified);
    content_type(f);
}

void fetch_free(Fetch *f)
{
    if (!f) return;
    curl_easy_cleanup(f->easy);
    curl_slist_free_all(f->headers);
    free(f->body);
    free(f);
}
