/* cmd_watch.c - `watch`: feeds followed, what they list fetched and kept in the desk.
 *
 * In: addresses of feeds and sitemaps. Out: reports in the desk; a line for each that was kept.
 *
 * Requests stand in a line a host, one at a time of each, as far apart as the host's robots.txt
 * asks; hosts are asked side by side. What was fetched is noted in the desk together with it, and a
 * feed's ETag only once all that it listed is done: a killed `watch` looks at that feed whole again
 * and fetches what is missing, nothing twice. What fails is tried three times, later and later.
 *
 * Known to get wrong: a report that changes while its feed keeps the old time is not fetched again;
 * feeds whose entries have the words but no address give nothing. */
#include "cli/cli.h"
#include "cli/watch.h"
#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
    HOPS = 5,
    TRIES = 3,
    ACTIVE = 16,      /* requests at a time */
    INTERVAL = 900,   /* seconds between two looks at a feed */
    SECONDS = 60,     /* of a request */
    SPACING = 1,      /* seconds between two requests to a host that asks for none */
    BACK_OFF = 86400, /* the longest */
    ROBOTS_FRESH = 86400,
    ROBOTS_AGAIN = 3600, /* after a failure */
    ONCE_WAITS = 30,     /* seconds that `--once` waits for a host */
    CHILDREN = 50,       /* sitemaps of an index */
    DEPTH = 3,           /* indices that lead to a sitemap */
    SITEMAPS = 1000,     /* found in indices, all of them */
    BODY_MOST = 10 << 20,
    SETTLE_EVERY = 20, /* reports */
    DESK_FAULTS = 5
};

typedef enum JobKind { JOB_ROBOTS, JOB_FEED, JOB_ITEM } JobKind;
typedef enum RobotsState { ROBOTS_UNKNOWN, ROBOTS_ASKED, ROBOTS_READ, ROBOTS_CLOSED } RobotsState;

typedef struct Source Source;
typedef struct Host Host;
typedef struct Job Job;

/* A feed or sitemap. */
struct Source {
    Source *next;
    char *url;
    char etag[300], modified[100];         /* of the look whose items are all done */
    char new_etag[300], new_modified[100]; /* of the present one */
    int64_t due;
    unsigned failures;
    unsigned open;   /* items of the present look not done */
    unsigned depth;  /* indices that led here */
    bool cut;        /* it was said that not all it lists is followed */
    bool busy, lost; /* lost: something of this look is left to do */
    bool looked;
};

struct Host {
    Host *next;
    char origin[320];
    int64_t free_at, closed_until; /* milliseconds; seconds */
    bool busy;
    RobotsState state;
    int64_t robots_until;
    char *robots;
    size_t robots_n;
    Job *first, *last;
};

struct Job {
    Job *next;
    JobKind kind;
    Source *source;
    Host *host;        /* that is asked */
    Host *of;          /* for which a robots.txt speaks */
    char *url, *named; /* where it is now, as the feed named it */
    int64_t when;      /* the feed says it changed */
    unsigned hops, tries;
    Fetch *fetch;
};

typedef struct Watch {
    const Settings *settings;
    dln *engine;
    dln_desk *desk;
    CURLM *multi;
    Job *sent[ACTIVE];
    FetchRules rules;
    char agent[200];
    Source *sources;
    Host *hosts;
    unsigned sitemaps; /* found in indices */
    unsigned active, waiting, unsettled, desk_faults;
    unsigned long kept, failed, known;
    bool no_memory;
} Watch;

static volatile sig_atomic_t stopping;

static void stop(int signal_number)
{
    (void)signal_number;
    stopping = 1;
}

static int64_t now_s(void)
{
    return (int64_t)time(NULL);
}

/* Of a clock that is never set back. */
static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- notes ---- */

typedef struct Words {
    char text[1024];
    size_t n;
} Words;

static int into_words(const void *bytes, size_t n, void *context)
{
    Words *w = context;
    size_t room = sizeof w->text - 1 - w->n;
    memcpy(w->text + w->n, bytes, n < room ? n : room);
    w->n += n < room ? n : room;
    w->text[w->n] = 0;
    return 0;
}

/* What the desk notes of an address, "" nothing. */
static void noted(Watch *w, const char *kind, const char *url, Words *words)
{
    char name[URL_MAX_BYTES + 40];
    *words = (Words){.text = ""};
    snprintf(name, sizeof name, "watch %s %s", kind, url);
    dln_desk_noted(w->desk, name, into_words, words);
}

/* A fault of the desk: some may pass (another writer), many end the watch. */
static bool desk_fault(Watch *w, const char *what)
{
    say("%s: %s", what, dln_desk_message(w->desk));
    if (++w->desk_faults >= DESK_FAULTS) stopping = 1;
    return false;
}

static bool note(Watch *w, const char *kind, const char *url, const char *text)
{
    char name[URL_MAX_BYTES + 40];
    snprintf(name, sizeof name, "watch %s %s", kind, url);
    dln_note one = {name, text, strlen(text)};
    return dln_desk_note(w->desk, &one, 1) == DLN_OK || desk_fault(w, url);
}

/* "DUE FAILURES", ETag and Last-Modified, a line each. */
static void read_source(Watch *w, Source *s)
{
    Words words;
    long long due = 0;
    noted(w, "feed", s->url, &words);
    char *line[3] = {words.text, strchr(words.text, '\n'), NULL};
    if (!line[1]) return;
    *line[1]++ = 0;
    line[2] = strchr(line[1], '\n');
    if (!line[2]) return;
    *line[2]++ = 0;
    if (sscanf(words.text, "%lld %u", &due, &s->failures) == 2) s->due = due;
    snprintf(s->etag, sizeof s->etag, "%s", line[1]);
    snprintf(s->modified, sizeof s->modified, "%s", line[2]);
    /* with --once the caller's clock says when; a host's wish to be left alone stays */
    if (w->settings->once && !s->failures) s->due = 0;
    if (s->due > now_s() + BACK_OFF) s->due = now_s(); /* a clock was set back */
}

static void note_source(Watch *w, const Source *s)
{
    char text[500];
    snprintf(text, sizeof text, "%lld %u\n%s\n%s", (long long)s->due, s->failures, s->etag,
             s->modified);
    note(w, "feed", s->url, text);
}

/* ---- sources, hosts, jobs ---- */

/* Where the source of this address hangs, or would. */
static Source **place_of(Watch *w, const char *url)
{
    Source **at = &w->sources;
    while (*at && strcmp((*at)->url, url) != 0)
        at = &(*at)->next;
    return at;
}

static void add_source(Watch *w, const char *url, unsigned depth)
{
    Source **at = place_of(w, url);
    if (*at) return;
    Source *s = calloc(1, sizeof *s);
    if (!s || !(s->url = strdup(url))) {
        free(s);
        w->no_memory = true;
        return;
    }
    s->depth = depth;
    read_source(w, s);
    *at = s;
}

static Host *host_of(Watch *w, const char *url)
{
    char origin[320];
    const char *path;
    if (!url_origin(url, origin, &path)) return NULL;
    for (Host *h = w->hosts; h; h = h->next)
        if (strcmp(h->origin, origin) == 0) return h;
    Host *h = calloc(1, sizeof *h);
    if (!h) {
        w->no_memory = true;
        return NULL;
    }
    snprintf(h->origin, sizeof h->origin, "%s", origin);
    Words words;
    noted(w, "host", origin, &words); /* until when it wants to be left alone */
    h->closed_until = strtoll(words.text, NULL, 10);
    if (h->closed_until > now_s() + BACK_OFF) h->closed_until = 0;
    h->next = w->hosts;
    return w->hosts = h;
}

static void job_free(Job *job)
{
    if (!job) return;
    fetch_free(job->fetch);
    free(job->url);
    free(job->named);
    free(job);
}

static void stand_in_line(Watch *w, Job *job, bool front)
{
    Host *h = job->host;
    job->next = front ? h->first : NULL;
    if (front)
        h->first = job;
    else if (h->last)
        h->last->next = job;
    else
        h->first = job;
    if (!front || !h->last) h->last = job;
    w->waiting++;
}

/* NULL: the address is none, or no memory. */
static Job *add_job(Watch *w, JobKind kind, Source *source, const char *url)
{
    Job *job = calloc(1, sizeof *job);
    if (!job) {
        w->no_memory = true;
        return NULL;
    }
    *job = (Job){.kind = kind, .source = source, .host = host_of(w, url)};
    job->of = job->host;
    job->url = strdup(url);
    job->named = strdup(url);
    if (!job->host || !job->url || !job->named) {
        job_free(job);
        return NULL;
    }
    stand_in_line(w, job, kind == JOB_ROBOTS);
    return job;
}

/* ---- the ends of things ---- */

static int64_t back_off(const Watch *w, unsigned failures)
{
    int64_t seconds = w->settings->interval ? w->settings->interval : INTERVAL;
    for (unsigned i = 0; i < failures && seconds < BACK_OFF; i++)
        seconds *= 2;
    return seconds < BACK_OFF ? seconds : BACK_OFF;
}

/* A look at a feed is over: with all its items done its validators count from now on. */
static void source_done(Watch *w, Source *s)
{
    s->busy = false;
    s->looked = true;
    if (!s->lost) {
        memcpy(s->etag, s->new_etag, sizeof s->etag);
        memcpy(s->modified, s->new_modified, sizeof s->modified);
    } else
        s->etag[0] = s->modified[0] = 0;
    s->failures = 0;
    s->due = now_s() + back_off(w, 0);
    note_source(w, s);
}

static void source_failed(Watch *w, Source *s, const char *why, long retry_after)
{
    say("%s: %s", s->url, why);
    s->busy = false;
    s->looked = true;
    w->failed++;
    int64_t wait = back_off(w, s->failures++);
    s->due = now_s() + (retry_after > wait ? retry_after : wait);
    note_source(w, s);
}

static void item_over(Watch *w, Job *job)
{
    Source *s = job->source;
    if (--s->open == 0) source_done(w, s);
    job_free(job);
}

/* Noted as done with, so that it is not asked for again while its feed gives the same time. */
static void item_given_up(Watch *w, Job *job, const char *why)
{
    char text[200];
    say("%s: %s", job->named, why);
    w->failed++;
    snprintf(text, sizeof text, "done %lld", (long long)job->when);
    if (!note(w, "item", job->named, text)) job->source->lost = true;
    item_over(w, job);
}

/* Comes again with its feed. */
static void item_failed(Watch *w, Job *job, const char *why)
{
    char text[200];
    if (job->tries + 1 >= TRIES) {
        item_given_up(w, job, why);
        return;
    }
    say("%s: %s; to be tried again", job->named, why);
    w->failed++;
    snprintf(text, sizeof text, "try%u %lld", job->tries + 1, (long long)job->when);
    note(w, "item", job->named, text);
    job->source->lost = true;
    item_over(w, job);
}

/* A host that cannot say what it wants is left alone (RFC 9309, 2.3.1.4). */
static void robots_missing(Host *h, const char *why, long retry_after)
{
    h->state = ROBOTS_CLOSED;
    h->robots_until = now_s() + (retry_after > 0 ? retry_after : ROBOTS_AGAIN);
    say("%s/robots.txt: %s", h->origin, why);
}

/* Was not asked for, since its host would not have it now: comes again with its feed, and that was
 * no try. */
static void not_now(Watch *w, Job *job, const char *why)
{
    if (job->kind == JOB_ROBOTS) {
        robots_missing(job->of, why, 0);
        job_free(job);
        return;
    }
    if (job->kind == JOB_FEED) {
        source_failed(w, job->source, why, 0);
        job_free(job);
        return;
    }
    say("%s: %s; to be asked for later", job->named, why);
    w->failed++;
    job->source->lost = true;
    item_over(w, job);
}

static void job_failed(Watch *w, Job *job, const char *why, long retry_after, bool for_good)
{
    if (job->kind == JOB_FEED) {
        source_failed(w, job->source, why, retry_after);
        job_free(job);
    } else if (for_good)
        item_given_up(w, job, why);
    else
        item_failed(w, job, why);
}

/* ---- robots ---- */

static void robots_done(Job *job)
{
    Host *h = job->of;
    Fetch *f = job->fetch;
    bool good = !f->message[0] && f->code >= 200 && f->code < 300;
    free(h->robots);
    h->robots = NULL;
    h->robots_n = 0;
    h->robots_until = now_s() + ROBOTS_FRESH;
    h->state = ROBOTS_READ;
    if (good) {
        h->robots = f->body;
        h->robots_n = f->n;
        f->body = NULL;
    } else if (f->message[0] || f->code >= 500 || f->code == 429)
        robots_missing(h, f->message[0] ? f->message : "the host is in trouble", f->retry_after);
    job_free(job);
}

/* A robots.txt may lie elsewhere, up to five steps (RFC 9309, 2.3.1.2); it speaks for the host that
 * was asked, and stands in the line of the one where it lies. */
static void robots_moved(Watch *w, Job *job)
{
    char *url = strdup(job->fetch->location);
    Host *to = url ? host_of(w, url) : NULL;
    if (++job->hops > HOPS || !to) {
        free(url);
        robots_done(job);
        return;
    }
    free(job->url);
    job->url = url;
    job->host = to;
    fetch_free(job->fetch);
    job->fetch = NULL;
    if (to->closed_until > now_s() + ONCE_WAITS)
        not_now(w, job, "the host where it lies wants to be left alone");
    else
        stand_in_line(w, job, true);
}

/* Seconds between requests that a host asks for, as far as its robots.txt is known. */
static double spacing_of(const Host *h)
{
    double delay = 0;
    if (h->state == ROBOTS_READ) robots_allow(h->robots, h->robots_n, "dateline", "/", &delay);
    return delay;
}

/* May the host be asked for it? Its robots.txt is asked for first. False: not now, or never. */
static bool robots_let(Watch *w, Job *job, double *delay)
{
    Host *h = job->host;
    char origin[320];
    const char *path;
    *delay = job->of == h ? 0 : spacing_of(h);
    if (job->kind == JOB_ROBOTS) return true;
    if ((h->state == ROBOTS_READ || h->state == ROBOTS_CLOSED) && now_s() >= h->robots_until)
        h->state = ROBOTS_UNKNOWN;
    if (h->state == ROBOTS_UNKNOWN) {
        char url[400];
        snprintf(url, sizeof url, "%s/robots.txt", h->origin);
        if (add_job(w, JOB_ROBOTS, NULL, url)) h->state = ROBOTS_ASKED;
        return false;
    }
    if (h->state == ROBOTS_CLOSED || !url_origin(job->url, origin, &path)) return false;
    return robots_allow(h->robots, h->robots_n, "dateline", *path ? path : "/", delay);
}

/* ---- reports ---- */

/* Kinds that a report comes in; a server that says nothing is believed to send one. */
static bool type_is_read(const char *type)
{
    static const char *const kinds[] = {
        "text/html",     "application/xhtml+xml", "text/plain",
        "text/markdown", "application/json",      "application/ld+json",
        "text/xml",      "application/xml",       "application/octet-stream"};
    if (!*type) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(type, kinds[i]) == 0) return true;
    return false;
}

static void settle(Watch *w)
{
    if (w->unsettled && dln_desk_settle(w->desk, now_s()) != DLN_OK)
        desk_fault(w, "stories could not be joined");
    w->unsettled = 0;
}

static void item_kept(Watch *w, Job *job)
{
    Fetch *f = job->fetch;
    char name[URL_MAX_BYTES + 40], text[200], why[160];
    dln_added added = {.size = sizeof added};
    snprintf(name, sizeof name, "watch item %s", job->named);
    snprintf(text, sizeof text, "done %lld", (long long)job->when);
    dln_note done = {name, text, strlen(text)};
    dln_document document = {.size = sizeof document,
                             .name = job->url,
                             .bytes = f->body ? f->body : "",
                             .length = f->n,
                             .charset = *f->charset ? f->charset : NULL,
                             .url = job->url};
    dln_status status = dln_desk_add_document(w->desk, &document, now_s(), &done, &added);
    if (status == DLN_ERR_IO || status == DLN_ERR_NOMEM) {
        desk_fault(w, job->named);
        job->source->lost = true;
        item_over(w, job);
        return;
    }
    if (status != DLN_OK) { /* it is nothing that can be read */
        snprintf(why, sizeof why, "%.150s", dln_desk_message(w->desk));
        item_given_up(w, job, why);
        return;
    }
    w->desk_faults = 0;
    w->kept += added.kept;
    w->known += added.known;
    w->unsettled += added.kept;
    if (added.kept && !w->settings->quiet) {
        printf("%s%s\n", job->url, added.versions ? " (a later version)" : "");
        fflush(stdout);
    }
    item_over(w, job);
    if (w->unsettled >= SETTLE_EVERY) settle(w);
}

/* ---- feeds ---- */

/* Is there something to fetch? An item is done with until a feed gives a later time. */
static bool item_is_new(Watch *w, const char *url, int64_t when, unsigned *tries)
{
    Words words;
    noted(w, "item", url, &words);
    *tries = 0;
    char *stamp = strchr(words.text, ' ');
    if (!stamp || when > strtoll(stamp + 1, NULL, 10)) return true;
    if (strncmp(words.text, "try", 3) != 0) return false;
    *tries = (unsigned)strtoul(words.text + 3, NULL, 10);
    return true;
}

static void add_items(Watch *w, Source *s, const Feed *feed)
{
    for (size_t i = 0; i < feed->n && !w->no_memory; i++) {
        unsigned tries;
        const FeedLink *link = &feed->link[i];
        if (!item_is_new(w, link->url, link->when, &tries)) continue;
        Job *job = add_job(w, JOB_ITEM, s, link->url);
        if (!job) continue;
        job->when = link->when;
        job->tries = tries;
        s->open++;
    }
}

/* That not all of an index is followed is said once. */
static void cut_short(Source *s, const char *why)
{
    if (!s->cut) say("%s: %s", s->url, why);
    s->cut = true;
}

/* The sitemaps of an index that changed last. */
static void add_children(Watch *w, Source *index, Feed *feed)
{
    if (feed->n > CHILDREN)
        cut_short(index, "of its sitemaps the fifty that changed last are followed");
    for (size_t n = 0; n < feed->n && n < CHILDREN; n++) {
        size_t latest = n;
        for (size_t i = n + 1; i < feed->n; i++)
            if (feed->link[i].when > feed->link[latest].when) latest = i;
        FeedLink link = feed->link[latest];
        feed->link[latest] = feed->link[n];
        feed->link[n] = link;
        if (*place_of(w, link.url)) continue;
        if (index->depth >= DEPTH) {
            cut_short(index, "is an index behind three others; what it lists is not followed");
            return;
        }
        if (w->sitemaps >= SITEMAPS) {
            cut_short(index, "a thousand sitemaps are followed; no more are taken up");
            return;
        }
        add_source(w, link.url, index->depth + 1);
        w->sitemaps++;
    }
}

static void feed_done(Watch *w, Job *job)
{
    Source *s = job->source;
    Fetch *f = job->fetch;
    Feed feed;
    if (!feed_parse(f->body ? f->body : "", f->n, job->url, &feed)) {
        w->no_memory = true;
        source_failed(w, s, "out of memory", 0);
    } else if (feed.kind == FEED_NONE)
        source_failed(w, s, "is no feed or sitemap", 0);
    else {
        s->lost = false;
        s->open = 1; /* the look itself */
        memcpy(s->new_etag, f->etag, sizeof s->new_etag);
        memcpy(s->new_modified, f->modified, sizeof s->new_modified);
        if (feed.kind == FEED_ITEMS)
            add_items(w, s, &feed);
        else
            add_children(w, s, &feed);
        if (--s->open == 0) source_done(w, s);
    }
    feed_free(&feed);
    job_free(job);
}

/* ---- answers ---- */

static void redirected(Watch *w, Job *job)
{
    char *url = strdup(job->fetch->location);
    Host *to = url ? host_of(w, url) : NULL;
    if (++job->hops > HOPS || !to) {
        free(url);
        job_failed(w, job, job->hops > HOPS ? "is redirected too often" : "leads to no web address",
                   0, true);
        return;
    }
    free(job->url);
    job->url = url;
    job->host = to;
    fetch_free(job->fetch);
    job->fetch = NULL;
    stand_in_line(w, job, false);
}

/* The host asks to be left alone, or is in trouble. */
static void host_closes(Watch *w, Host *h, long retry_after)
{
    char text[32];
    h->closed_until = now_s() + (retry_after > 0 ? retry_after : ONCE_WAITS * 2);
    snprintf(text, sizeof text, "%lld", (long long)h->closed_until);
    note(w, "host", h->origin, text);
}

static void answered(Watch *w, Job *job)
{
    Fetch *f = job->fetch;
    char why[100];
    if (f->message[0])
        job_failed(w, job, f->message, 0, f->refused || f->over);
    else if (f->code == 304 && job->kind == JOB_FEED) {
        Source *s = job->source;
        memcpy(s->new_etag, s->etag, sizeof s->etag);
        memcpy(s->new_modified, s->modified, sizeof s->modified);
        s->lost = false;
        source_done(w, s);
        job_free(job);
    } else if (f->code >= 300 && f->code < 400 && *f->location)
        redirected(w, job);
    else if (f->code == 429 || f->code >= 500) {
        snprintf(why, sizeof why, "the host answers %ld", f->code);
        host_closes(w, job->host, f->retry_after);
        job_failed(w, job, why, f->retry_after, false);
    } else if (f->code != 200) {
        snprintf(why, sizeof why, "the host answers %ld", f->code);
        job_failed(w, job, why, 0, true);
    } else if (job->kind == JOB_FEED)
        feed_done(w, job);
    else if (!type_is_read(f->type)) {
        snprintf(why, sizeof why, "is %.40s, which is not read", f->type);
        job_failed(w, job, why, 0, true);
    } else
        item_kept(w, job);
}

/* ---- the round ---- */

/* The name alone: one request at a time though it answers on several ports. */
static bool same_name(const Host *a, const Host *b)
{
    const char *x = strstr(a->origin, "://") + 3, *y = strstr(b->origin, "://") + 3;
    size_t n = strcspn(x, ":");
    return n == strcspn(y, ":") && strncmp(x, y, n) == 0;
}

static bool name_is_busy(const Watch *w, const Host *host)
{
    for (const Host *h = w->hosts; h; h = h->next)
        if (h->busy && same_name(h, host)) return true;
    return false;
}

static Job *leave_line(Watch *w, Host *h)
{
    Job *job = h->first;
    h->first = job->next;
    if (!h->first) h->last = NULL;
    job->next = NULL;
    w->waiting--;
    return job;
}

static void ask_for(Watch *w, Job *job, double delay)
{
    Host *h = job->host;
    bool feed = job->kind == JOB_FEED;
    job->fetch = fetch_new(&w->rules, job->url, feed ? job->source->etag : "",
                           feed ? job->source->modified : "",
                           job->kind == JOB_ROBOTS ? ROBOTS_MAX_BYTES : BODY_MOST);
    /* of a larger robots.txt the first 500 KiB speak (RFC 9309, 2.5) */
    if (job->fetch) job->fetch->first_is_enough = job->kind == JOB_ROBOTS;
    if (!job->fetch || curl_multi_add_handle(w->multi, job->fetch->easy) != CURLM_OK) {
        w->no_memory = true;
        job_free(job);
        return;
    }
    curl_easy_setopt(job->fetch->easy, CURLOPT_PRIVATE, job);
    for (int i = 0; i < ACTIVE; i++)
        if (!w->sent[i]) {
            w->sent[i] = job;
            break;
        }
    h->busy = true;
    h->free_at = now_ms() + (int64_t)((delay > SPACING ? delay : SPACING) * 1000);
    bool own_robots = job->kind == JOB_ROBOTS && job->of == h;
    if (own_robots || w->rules.allow_private) h->free_at = now_ms() + (int64_t)(delay * 1000);
    w->active++;
}

/* Starts the first of a host's line, where its time has come. */
static void start_host(Watch *w, Host *h)
{
    double delay;
    while (h->first && !h->busy && w->active < ACTIVE && now_ms() >= h->free_at) {
        bool once_over = w->settings->once && h->closed_until > now_s() + ONCE_WAITS;
        if (h->closed_until > now_s() && !once_over) return;
        Job *job = h->first;
        if (h->state == ROBOTS_ASKED && job->kind != JOB_ROBOTS) return; /* it lies elsewhere */
        if (once_over) {
            not_now(w, leave_line(w, h), "the host wants to be left alone");
            continue;
        }
        if (name_is_busy(w, h)) return;
        unsigned tries;
        if (job->kind == JOB_ITEM && !job->hops && !item_is_new(w, job->named, job->when, &tries)) {
            item_over(w, leave_line(w, h)); /* another feed had it too */
            continue;
        }
        bool let = robots_let(w, job, &delay);
        if (h->state == ROBOTS_ASKED && job->kind != JOB_ROBOTS && h->first != job) continue;
        leave_line(w, h);
        if (let)
            ask_for(w, job, delay);
        else if (h->state == ROBOTS_CLOSED)
            not_now(w, job, "the host's robots.txt cannot be read");
        else
            job_failed(w, job, "the host's robots.txt does not allow it", 0, true);
    }
}

static void start_feeds(Watch *w)
{
    for (Source *s = w->sources; s; s = s->next) {
        if (s->busy || s->due > now_s() || (w->settings->once && s->looked)) continue;
        s->busy = true;
        if (!add_job(w, JOB_FEED, s, s->url)) source_failed(w, s, "is no web address", 0);
    }
}

static void take_answers(Watch *w)
{
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(w->multi, &left))) {
        Job *job = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
        curl_multi_remove_handle(w->multi, message->easy_handle);
        job->host->busy = false;
        w->active--;
        for (int i = 0; i < ACTIVE; i++)
            if (w->sent[i] == job) w->sent[i] = NULL;
        fetch_finish(job->fetch, (int)result);
        if (job->kind == JOB_ROBOTS && !(job->fetch->code >= 300 && *job->fetch->location))
            robots_done(job);
        else if (job->kind == JOB_ROBOTS)
            robots_moved(w, job);
        else
            answered(w, job);
    }
}

/* With --once: is everything done that can be? */
static bool all_looked(const Watch *w)
{
    if (w->active || w->waiting) return false;
    for (const Source *s = w->sources; s; s = s->next)
        if (s->busy || (!s->looked && s->due <= now_s())) return false;
    return true;
}

static void run(Watch *w)
{
    while (!stopping && !w->no_memory) {
        int running;
        start_feeds(w);
        for (Host *h = w->hosts; h; h = h->next)
            start_host(w, h);
        curl_multi_perform(w->multi, &running);
        take_answers(w);
        if (!w->active && !w->waiting) settle(w);
        if (w->settings->once && all_looked(w)) break;
        curl_multi_poll(w->multi, NULL, 0, w->active || w->waiting ? 100 : 500, NULL);
    }
}

/* ---- opening and closing ---- */

static void close_all(Watch *w)
{
    for (int i = 0; i < ACTIVE; i++) {
        if (w->sent[i]) curl_multi_remove_handle(w->multi, w->sent[i]->fetch->easy);
        job_free(w->sent[i]);
    }
    while (w->hosts) {
        Host *h = w->hosts;
        w->hosts = h->next;
        while (h->first)
            job_free(leave_line(w, h));
        free(h->robots);
        free(h);
    }
    while (w->sources) {
        Source *s = w->sources;
        w->sources = s->next;
        free(s->url);
        free(s);
    }
    curl_multi_cleanup(w->multi);
    curl_global_cleanup();
}

static bool open_all(Watch *w)
{
    struct sigaction action = {.sa_handler = stop};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    w->multi = curl_multi_init();
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    snprintf(w->agent, sizeof w->agent, "dateline/%s%s%.100s%s", dln_version(),
             w->settings->agent ? " (" : "", w->settings->agent ? w->settings->agent : "",
             w->settings->agent ? ")" : "");
    w->rules = (FetchRules){.agent = w->agent,
                            .seconds = w->settings->timeout ? w->settings->timeout : SECONDS,
                            .allow_private = w->settings->allow_private};
    for (int i = 0; i < w->settings->n_files; i++)
        add_source(w, w->settings->file[i], 0);
    return w->multi && !w->no_memory;
}

static int check_words(const Settings *settings)
{
    if (!settings->n_files) {
        say("watch needs addresses of feeds: dateline watch https://...");
        return EXIT_USAGE;
    }
    for (int i = 0; i < settings->n_files; i++) {
        char origin[320];
        const char *path;
        if (url_origin(settings->file[i], origin, &path)) continue;
        say("%s is no address of a feed (https://...)", settings->file[i]);
        return EXIT_USAGE;
    }
    if (!settings->agent || !strpbrk(settings->agent, "\r\n")) return 0;
    say("--agent takes one line");
    return EXIT_USAGE;
}

int cmd_watch(const Settings *settings)
{
    Watch w = {.settings = settings};
    dln_error err;
    int code = check_words(settings);
    if (code) return code;
    if (engine_open(settings, &w.engine)) return EXIT_NOTHING;
    if (dln_desk_open(w.engine, desk_path(settings), 1, &w.desk, &err) != DLN_OK) {
        say("%s", err.message);
        dln_close(w.engine);
        return EXIT_NOTHING;
    }
    if (open_all(&w)) run(&w);
    settle(&w);
    if (!settings->quiet)
        printf("%lu report%s kept, %lu known, %lu failed\n", w.kept, w.kept == 1 ? "" : "s",
               w.known, w.failed);
    code = w.no_memory || w.desk_faults >= DESK_FAULTS ? EXIT_NOTHING
           : w.failed && settings->once                ? EXIT_SOME_FAILED
                                                       : EXIT_DONE;
    if (w.no_memory) say("out of memory");
    close_all(&w);
    if (dln_desk_close(w.desk) != DLN_OK && code == EXIT_DONE) code = EXIT_SOME_FAILED;
    dln_close(w.engine);
    return code;
}
