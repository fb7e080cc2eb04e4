/* cmd_serve.c - `dateline serve`: the desk over HTTP on the loopback address (libmicrohttpd).
 *
 * In: a desk, a port. Out: the answers of serve_pages.c. GET and HEAD alone; a request body is
 * never read. Only a Host that is this machine is answered (no other site can make a browser ask
 * under its own name). Connections, their memory and their time are limited; an answer that was
 * given before is given again until the desk changes.
 *
 * Known to get wrong: it reads alone; what `add` keeps meanwhile shows at the next request. */
#include "cli/cli.h"
#include "cli/serve.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PORT = 8480,
    THREADS = 2,
    CONNECTIONS = 256,
    CONNECTION_MEMORY = 32 << 10,
    IDLE_SECONDS = 15,
    KEY_MOST = 700,
    REMEMBERED = 64
};

/* An answer that was given, with what it answered. */
typedef struct Given {
    char key[KEY_MOST];
    Answer answer;
} Given;

/* A desk and what it has answered; one request at a time. */
typedef struct Counter {
    pthread_mutex_t lock;
    dln_desk *desk;
    int64_t version;
    unsigned next;
    Given given[REMEMBERED];
} Counter;

typedef struct Server {
    dln *engine;
    Counter counter[THREADS];
    unsigned turn;
    pthread_mutex_t turn_lock;
} Server;

/* ---- what is asked ---- */

static bool host_is_here(struct MHD_Connection *connection)
{
    static const char *const here[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    if (!host) return false;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
        size_t n = strlen(here[i]);
        if (strncmp(host, here[i], n) == 0 && (host[n] == 0 || host[n] == ':')) return true;
    }
    return false;
}

static const char *value_of(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    return value ? value : "";
}

/* A count in [least, most], `otherwise` where none is given; false: it is none. */
static bool count_of(struct MHD_Connection *connection, const char *name, uint32_t least,
                     uint32_t most, uint32_t otherwise, uint32_t *count)
{
    const char *value = value_of(connection, name);
    char *end;
    *count = otherwise;
    if (!*value) return true;
    unsigned long n = strtoul(value, &end, 10);
    *count = (uint32_t)n;
    return *value >= '0' && *value <= '9' && !*end && n >= least && n <= most;
}

/* ---- answering ---- */

static void mark(Answer *a)
{
    uint64_t sum = 14695981039346656037u; /* FNV-1a: the tag only tells one body from another */
    for (size_t i = 0; i < a->n; i++)
        sum = (sum ^ (unsigned char)a->body[i]) * 1099511628211u;
    snprintf(a->etag, sizeof a->etag, "\"%016llx\"", (unsigned long long)sum);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, const Answer *a)
{
    static const char *const headers[][2] = {
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cache-Control", "no-cache"},
        {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src "
                                    "'unsafe-inline'; img-src data:; "
                                    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"}};
    const char *asked = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    bool same = a->code == 200 && a->etag[0] && asked && strcmp(asked, a->etag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        same ? 0 : a->n, a->body ? a->body : "", MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    if (!same) MHD_add_response_header(response, "Content-Type", a->type);
    if (a->etag[0]) MHD_add_response_header(response, "ETag", a->etag);
    if (a->code == 405) MHD_add_response_header(response, "Allow", "GET, HEAD");
    enum MHD_Result sent = MHD_queue_response(connection, same ? 304 : (unsigned)a->code, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, int code, const char *title,
                              const char *detail)
{
    Answer a = {0};
    serve_problem(&a, code, title, detail);
    enum MHD_Result sent = send_answer(connection, &a);
    answer_free(&a);
    return sent;
}

/* What was answered before, as long as nobody changed the desk. */
static const Answer *remembered(Counter *c, const char *key)
{
    int64_t version = 0;
    if (dln_desk_version(c->desk, &version) != DLN_OK || version != c->version) {
        for (int i = 0; i < REMEMBERED; i++)
            c->given[i].key[0] = 0;
        c->version = version;
        return NULL;
    }
    for (int i = 0; i < REMEMBERED; i++)
        if (strcmp(c->given[i].key, key) == 0) return &c->given[i].answer;
    return NULL;
}

static const Answer *answer_anew(Counter *c, const char *key, const Request *request)
{
    Given *g = &c->given[c->next++ % REMEMBERED];
    answer_free(&g->answer);
    serve_answer(c->desk, request, &g->answer);
    if (g->answer.code == 200) mark(&g->answer);
    snprintf(g->key, sizeof g->key, "%s", g->answer.code == 200 ? key : "");
    return &g->answer;
}

static Counter *free_counter(Server *s)
{
    for (int i = 0; i < THREADS; i++)
        if (pthread_mutex_trylock(&s->counter[i].lock) == 0) return &s->counter[i];
    pthread_mutex_lock(&s->turn_lock);
    Counter *c = &s->counter[s->turn++ % THREADS];
    pthread_mutex_unlock(&s->turn_lock);
    pthread_mutex_lock(&c->lock);
    return c;
}

static int fine, cut; /* what a request's state points to */

/* The address as it came, before it is decoded: one with a NUL in it would be cut there. */
static void *look_at(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context;
    (void)connection;
    return strstr(uri, "%00") ? &cut : NULL;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *body,
                              size_t *body_n, void **state)
{
    Server *s = context;
    char key[KEY_MOST];
    (void)version;
    (void)body;
    if (!*state) { /* the head alone has come; a body is refused by not asking for it */
        *state = &fine;
        return MHD_YES;
    }
    if (*body_n) {
        *body_n = 0;
        return MHD_YES;
    }
    if (*state == &cut) return refuse(connection, 404, "Not found", "there is no such address");
    if (!host_is_here(connection))
        return refuse(connection, 421, "Misdirected request", "this is another host's name");
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return refuse(connection, 405, "Method not allowed", "only GET and HEAD");
    Request r = {
        .path = path, .query = value_of(connection, "q"), .order = value_of(connection, "order")};
    if (!count_of(connection, "offset", 0, 1000000, 0, &r.offset) ||
        !count_of(connection, "limit", 1, 200, 0, &r.limit))
        return refuse(connection, 400, "Bad request", "offset or limit is out of range");
    if (snprintf(key, sizeof key, "%s?%s&%s&%u&%u", path, r.query, r.order, r.offset, r.limit) >=
            (int)sizeof key ||
        strlen(r.query) > 400)
        return refuse(connection, 414, "Too long", "the address is too long");
    Counter *c = free_counter(s);
    const Answer *a = remembered(c, key);
    if (!a) a = answer_anew(c, key, &r);
    enum MHD_Result sent = send_answer(connection, a);
    pthread_mutex_unlock(&c->lock);
    return sent;
}

/* ---- start and end ---- */

static void close_server(Server *s)
{
    for (int i = 0; i < THREADS; i++) {
        for (int k = 0; k < REMEMBERED; k++)
            answer_free(&s->counter[i].given[k].answer);
        dln_desk_close(s->counter[i].desk);
    }
    dln_close(s->engine);
    free(s);
}

static Server *open_server(const Settings *settings)
{
    dln_error err;
    Server *s = calloc(1, sizeof *s);
    if (!s || engine_open(settings, &s->engine)) {
        free(s);
        return NULL;
    }
    pthread_mutex_init(&s->turn_lock, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_mutex_init(&s->counter[i].lock, NULL);
    for (int i = 0; i < THREADS; i++)
        if (dln_desk_open(s->engine, desk_path(settings), 0, &s->counter[i].desk, &err) != DLN_OK) {
            say("%s", err.message);
            close_server(s);
            return NULL;
        }
    return s;
}

static struct MHD_Daemon *start(Server *s, uint32_t port)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port, NULL, NULL, answer, s,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_URI_LOG_CALLBACK, look_at, NULL, MHD_OPTION_END);
}

int cmd_serve(const Settings *settings)
{
    sigset_t ends;
    int signal_number;
    bool any = settings->port_given && settings->port == 0;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before the threads: they inherit it */
    signal(SIGPIPE, SIG_IGN);
    Server *s = open_server(settings);
    if (!s) return EXIT_NOTHING;
    uint32_t port = any ? 0 : settings->port ? settings->port : PORT;
    struct MHD_Daemon *daemon = start(s, port);
    if (!daemon) {
        say("port %u of 127.0.0.1 cannot be opened", port);
        close_server(s);
        return EXIT_NOTHING;
    }
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("http://127.0.0.1:%u/\n", bound ? (unsigned)bound->port : port);
    fflush(stdout);
    sigwait(&ends, &signal_number);
    MHD_stop_daemon(daemon);
    close_server(s);
    return EXIT_DONE;
}
