/* cmd_serve.c - `dateline serve`: the desk over HTTP (libmicrohttpd), on the loopback address
 * unless another is named, which needs tokens.
 *
 * In: a desk, a port. Out: the answers of serve_pages.c, the stream of serve_changes.c, the records
 * of files sent (serve_files.c); no other body is read. Only a Host that is this machine is
 * answered (no other site can make a browser ask under its own name). Connections, their memory and
 * their time are limited; an answer that was given before is given again until the desk changes.
 *
 * Known to get wrong: it speaks no TLS: before another network there has to be a proxy that does.
 */
#include "cli/cli.h"
#include "cli/server.h"
#include <arpa/inet.h>
#include <errno.h>
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
    QUERY_MOST = 400, /* signs */
    DROPPED_MOST = 8 << 20,
    KEY_MOST = 6000,
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
    Changes *watched;
    Tokens tokens;
    bool anywhere; /* listens on another address: any Host, but only with a token */
    Uploads *uploads;
} Server;

/* What goes on with a request between its head and its end. */
typedef struct State {
    Upload *upload; /* NULL: its body, if any, is not read */
    int cut;        /* what its address is refused with for a NUL in it, 0: there is none */
    bool seen;      /* its head was looked at */
} State;

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

/* "order=" asks for an order that is none. */
static const char *order_of(struct MHD_Connection *connection)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "order");
    return !value ? "" : *value ? value : "none";
}

/* A count in [least, most], `otherwise` where none is given; false: it is none. */
static bool count_of(struct MHD_Connection *connection, const char *name, uint32_t least,
                     uint32_t most, uint32_t otherwise, uint32_t *count)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    char *end;
    *count = otherwise;
    if (!value) return true;
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

/* What the browser may do with a page of the desk, and with a record's, whose style and script
 * stand in it (a policy of its own in its head allows that one script alone). */
static const char *policy_of(const Answer *a)
{
    if (a->record)
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src "
               "data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    return "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
           "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

static void add_headers(struct MHD_Response *response, const Answer *a)
{
    static const char *const headers[][2] = {{"X-Content-Type-Options", "nosniff"},
                                             {"X-Frame-Options", "DENY"},
                                             {"Referrer-Policy", "same-origin"},
                                             {"Cross-Origin-Resource-Policy", "same-origin"},
                                             {"Cache-Control", "no-cache"}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    MHD_add_response_header(response, "Content-Security-Policy", policy_of(a));
    if (a->etag[0]) MHD_add_response_header(response, "ETag", a->etag);
    if (a->code == 405) MHD_add_response_header(response, "Allow", a->post ? "POST" : "GET, HEAD");
    if (a->code >= 400) MHD_add_response_header(response, "Vary", "Accept");
    if (a->code == 503) MHD_add_response_header(response, "Retry-After", "10");
    if (a->code == 401)
        MHD_add_response_header(response, "WWW-Authenticate", "Basic realm=\"dateline\"");
}

/* Does who asks read pages? Browsers name text/html among what they take; programs say nothing or
 * anything at all. */
static bool reads_pages(struct MHD_Connection *connection)
{
    const char *taken = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept");
    const char *html = taken ? strcasestr(taken, "text/html") : NULL;
    if (!html) return false;
    const char *weight = html + strlen("text/html");
    weight += strspn(weight, " ;");
    if (strncasecmp(weight, "q=0", 3) != 0) return true;
    weight += 3 + strspn(weight + 3, ".0"); /* "q=0.000": not taken; "q=0.9" is */
    return *weight >= '1' && *weight <= '9';
}

static enum MHD_Result send_body(struct MHD_Connection *connection, const Answer *a)
{
    const char *asked = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    bool same = a->code == 200 && a->etag[0] && asked && strcmp(asked, a->etag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        same ? 0 : a->n, a->body ? a->body : "", MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    add_headers(response, a);
    if (!same) MHD_add_response_header(response, "Content-Type", a->type);
    enum MHD_Result sent = MHD_queue_response(connection, same ? 304 : (unsigned)a->code, response);
    MHD_destroy_response(response);
    return sent;
}

enum MHD_Result send_answer(struct MHD_Connection *connection, const Answer *a)
{
    Answer page = {0};
    if (a->code < 400 || !reads_pages(connection)) return send_body(connection, a);
    serve_problem_page(a, &page);
    enum MHD_Result sent = send_body(connection, page.failed ? a : &page);
    answer_free(&page);
    return sent;
}

enum MHD_Result refuse(struct MHD_Connection *connection, int code, const char *title,
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

/* The address as it came, before it is decoded: one with a NUL in it would be cut there. */
static void *look_at(void *context, const char *uri, struct MHD_Connection *connection)
{
    State *state = calloc(1, sizeof *state);
    (void)context;
    (void)connection;
    const char *nul = strstr(uri, "%00"), *query = strchr(uri, '?');
    if (state && nul) state->cut = query && query < nul ? 400 : 404;
    return state;
}

static void forget(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    State *s = *state;
    (void)context;
    (void)connection;
    (void)code;
    if (s) upload_free(s->upload);
    free(s);
    *state = NULL;
}

static bool takes_files(const char *path)
{
    return strcmp(path, "/read") == 0 || strcmp(path, "/api/read") == 0;
}

/* Methods that are answered: GET and HEAD, POST for files alone. */
static bool is_read(const char *path, const char *method)
{
    if (takes_files(path)) return strcmp(method, "POST") == 0;
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

/* Who is not answered; true: *sent holds what he got. */
static bool is_refused(const Server *s, const State *state, struct MHD_Connection *connection,
                       enum MHD_Result *sent)
{
    if (state->cut)
        *sent = refuse(connection, state->cut, state->cut == 404 ? "Not found" : "Bad request",
                       "a NUL is in the address");
    else if (!s->anywhere && !host_is_here(connection))
        *sent = refuse(connection, 421, "Misdirected request", "this is another host's name");
    else if (s->tokens.n && !tokens_allow(&s->tokens, connection))
        *sent = refuse(connection, 401, "Unauthorized", "a token is needed");
    else
        return false;
    return true;
}

static enum MHD_Result wrong_method(struct MHD_Connection *connection, bool post)
{
    Answer a = {0};
    serve_problem(&a, 405, "Method not allowed", post ? "only POST" : "only GET and HEAD");
    a.post = post;
    enum MHD_Result sent = send_answer(connection, &a);
    answer_free(&a);
    return sent;
}

static enum MHD_Result answer_get(Server *s, struct MHD_Connection *connection, const char *path)
{
    char key[KEY_MOST];
    Request r = {.path = path,
                 .query = value_of(connection, "q"),
                 .order = order_of(connection),
                 .name = value_of(connection, "name")};
    if (!count_of(connection, "offset", 0, 1000000, 0, &r.offset) ||
        !count_of(connection, "limit", 1, 200, 0, &r.limit))
        return refuse(connection, 400, "Bad request", "offset or limit is out of range");
    int n = snprintf(key, sizeof key, "%s?%zu:%s%zu:%s%s&%u&%u", path, strlen(r.query), r.query,
                     strlen(r.name), r.name, r.order, r.offset,
                     r.limit); /* told apart by lengths */
    if (n >= (int)sizeof key) return refuse(connection, 414, "Too long", "the address is too long");
    if (count_signs(r.query) > QUERY_MOST)
        return refuse(connection, 400, "Bad request", "the query is longer than 400 signs");
    Counter *c = free_counter(s);
    const Answer *a = remembered(c, key);
    if (!a) a = answer_anew(c, key, &r);
    enum MHD_Result sent = send_answer(connection, a);
    pthread_mutex_unlock(&c->lock);
    return sent;
}

/* A body nobody asked for is read to its end and dropped, so that its sender hears the answer; one
 * that is large, or does not say how large, is not waited for. */
static bool is_endless(struct MHD_Connection *connection)
{
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    if (MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Transfer-Encoding")) return true;
    return length && strtoull(length, NULL, 10) > DROPPED_MOST;
}

/* The head of a request: who may ask, and whether its body will be read. */
static enum MHD_Result take_head(Server *s, State *state, struct MHD_Connection *connection,
                                 const char *path, const char *method)
{
    enum MHD_Result sent = MHD_YES;
    const char *why;
    int code;
    state->seen = true;
    if (strcmp(method, "POST") != 0 || !is_read(path, method)) {
        if (!is_endless(connection)) return MHD_YES;
        return refuse(connection, 413, "Too large", "no body is read here");
    }
    if (is_refused(s, state, connection, &sent)) return sent;
    bool json = strcmp(path, "/api/read") == 0;
    state->upload = upload_begin(s->uploads, connection, json, &code, &why);
    return state->upload ? MHD_YES : refuse(connection, code, "Not read", why);
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *body,
                              size_t *body_n, void **state_of)
{
    Server *s = context;
    State *state = *state_of;
    enum MHD_Result sent;
    (void)version;
    if (!state) return MHD_NO; /* no memory */
    if (!state->seen) return take_head(s, state, connection, path, method);
    if (*body_n) {
        if (state->upload) upload_take(state->upload, body, *body_n);
        *body_n = 0;
        return MHD_YES;
    }
    if (is_refused(s, state, connection, &sent)) return sent;
    if (!is_read(path, method)) return wrong_method(connection, takes_files(path));
    if (state->upload) return upload_answer(state->upload);
    if (strcmp(path, "/api/changes") == 0) return changes_answer(s->watched, connection);
    return answer_get(s, connection, path);
}

/* ---- start and end ---- */

static void close_server(Server *s)
{
    for (int i = 0; i < THREADS; i++) {
        for (int k = 0; k < REMEMBERED; k++)
            answer_free(&s->counter[i].given[k].answer);
        dln_desk_close(s->counter[i].desk);
    }
    changes_free(s->watched);
    uploads_free(s->uploads);
    dln_close(s->engine);
    free(s);
}

/* Another address than this machine's needs tokens; false after a message. */
static bool open_to(Server *s, const Settings *settings)
{
    if (settings->tokens && !tokens_read(&s->tokens, settings->tokens)) return false;
    s->anywhere = settings->listen != NULL;
    if (s->anywhere && !s->tokens.n)
        say("--listen needs --tokens FILE: who asks from elsewhere has to show a token");
    return !s->anywhere || s->tokens.n;
}

static Server *open_server(const Settings *settings)
{
    dln_error err;
    Server *s = calloc(1, sizeof *s);
    if (!s || engine_open(settings, &s->engine)) {
        free(s);
        return NULL;
    }
    if (!open_to(s, settings)) {
        close_server(s);
        return NULL;
    }
    pthread_mutex_init(&s->turn_lock, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_mutex_init(&s->counter[i].lock, NULL);
    for (int i = 0; i < THREADS; i++)
        if (dln_desk_open(s->engine, desk_path(settings), 0, &s->counter[i].desk, &err) != DLN_OK) {
            say_no_desk(settings, err.message);
            close_server(s);
            return NULL;
        }
    s->watched = changes_begin(s->engine, desk_path(settings));
    if (s->watched && (s->uploads = uploads_begin(s->engine))) return s;
    if (s->watched) changes_stop(s->watched);
    close_server(s);
    return NULL;
}

/* Ends the threads; nobody sleeps any more, so that the daemon can stop. */
static void stop_threads(Server *s)
{
    changes_stop(s->watched);
    uploads_stop(s->uploads);
}

/* The address to listen on; its length, 0: it is none. */
static socklen_t address_of(const char *listen, uint32_t port, struct sockaddr_storage *to)
{
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)to;
    *to = (struct sockaddr_storage){0};
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)port);
    if (inet_pton(AF_INET, listen, &four->sin_addr) == 1) return sizeof *four;
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((uint16_t)port);
    return inet_pton(AF_INET6, listen, &six->sin6_addr) == 1 ? sizeof *six : 0;
}

static struct MHD_Daemon *start(Server *s, const char *listen, uint32_t port)
{
    struct sockaddr_storage here;
    if (!address_of(listen, port, &here)) return NULL;
    unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (here.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    return MHD_start_daemon(flags, (uint16_t)port, NULL, NULL, answer, s, MHD_OPTION_SOCK_ADDR,
                            (struct sockaddr *)&here, MHD_OPTION_THREAD_POOL_SIZE,
                            (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_URI_LOG_CALLBACK, look_at, NULL, MHD_OPTION_NOTIFY_COMPLETED,
                            forget, NULL, MHD_OPTION_END);
}

int cmd_serve(const Settings *settings)
{
    sigset_t ends;
    int signal_number;
    bool any = settings->port_given && settings->port == 0;
    if (settings->new_token) {
        if (settings->tokens) return token_make(settings->tokens);
        say("--new-token needs --tokens FILE");
        return EXIT_USAGE;
    }
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before the threads: they inherit it */
    signal(SIGPIPE, SIG_IGN);
    Server *s = open_server(settings);
    if (!s) return EXIT_NOTHING;
    uint32_t port = any ? 0 : settings->port ? settings->port : PORT;
    const char *listen = settings->listen ? settings->listen : "127.0.0.1";
    errno = 0;
    struct MHD_Daemon *daemon = start(s, listen, port);
    if (!daemon) {
        bool used = errno == EADDRINUSE;
        say("port %u of %s cannot be opened%s%s%s", port, listen, errno ? ": " : "",
            errno ? strerror(errno) : "", used ? "; --port N takes another" : "");
        stop_threads(s);
        close_server(s);
        return EXIT_NOTHING;
    }
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    bool six = strchr(listen, ':') != NULL;
    printf("http://%s%s%s:%u/\n", six ? "[" : "", listen, six ? "]" : "",
           bound ? (unsigned)bound->port : port);
    fflush(stdout);
    sigwait(&ends, &signal_number);
    stop_threads(s);
    MHD_stop_daemon(daemon);
    close_server(s);
    return EXIT_DONE;
}
