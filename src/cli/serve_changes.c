/* serve_changes.c - server-sent events: who keeps a page open hears that the desk has changed.
 *
 * In: a desk that others write to. Out: a stream of text/event-stream: `desk` at once, `changed` at
 * every change, a comment now and then so that a dead line is noticed. One thread looks once a
 * second, and it alone asks the desk, without the lock: who serves a stream waits for no database.
 * A stream costs a connection and no thread.
 *
 * Known to get wrong: it says that something changed, not what; the counts a stream begins with are
 * those of the last look. */
#include "cli/cli.h"
#include "cli/server.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STREAMS = 64, BEAT_SECONDS = 15, LINE = 160 };

typedef struct Stream {
    Changes *changes;
    struct MHD_Connection *connection; /* NULL: this place is free */
    uint64_t heard;                    /* changes told so far */
    unsigned beats;                    /* told so far */
    bool greeted, waiting;             /* waiting: suspended until something is to be told */
} Stream;

struct Changes {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    dln_desk *desk;  /* the thread's */
    int64_t version; /* the thread's: what it saw last */
    uint64_t seen;   /* changes seen so far */
    unsigned beats;
    dln_desk_counts counts;
    bool stopping;
    Stream stream[STREAMS];
};

static void wake_all(Changes *changes)
{
    for (int i = 0; i < STREAMS; i++) {
        Stream *s = &changes->stream[i];
        if (!s->connection || !s->waiting) continue;
        s->waiting = false;
        MHD_resume_connection(s->connection);
    }
}

/* One look at the desk, without the lock; true: it is another than before, as *counts say. */
static bool look(Changes *changes, dln_desk_counts *counts)
{
    int64_t now = changes->version;
    if (dln_desk_version(changes->desk, &now) != DLN_OK || now == changes->version) return false;
    *counts = (dln_desk_counts){.size = sizeof *counts};
    if (dln_desk_count(changes->desk, counts) != DLN_OK) return false; /* looked at again */
    changes->version = now;
    return true;
}

/* Waits a second; true: the end has come. */
static bool wait_for_end(Changes *changes)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&changes->lock);
    if (!changes->stopping) pthread_cond_timedwait(&changes->ended, &changes->lock, &until);
    bool end = changes->stopping;
    pthread_mutex_unlock(&changes->lock);
    return end;
}

static void *watch(void *context)
{
    Changes *changes = context;
    dln_desk_counts counts;
    for (unsigned seconds = 1; !wait_for_end(changes); seconds++) {
        bool changed = look(changes, &counts), beat = seconds % BEAT_SECONDS == 0;
        if (!changed && !beat) continue;
        pthread_mutex_lock(&changes->lock);
        changes->beats += beat;
        changes->seen += changed;
        if (changed) changes->counts = counts;
        wake_all(changes);
        pthread_mutex_unlock(&changes->lock);
    }
    return NULL;
}

static int line_of(const Stream *s, const char *event, char line[LINE])
{
    const dln_desk_counts *c = &s->changes->counts;
    return snprintf(line, LINE, "event: %s\ndata: {\"reports\": %lld, \"stories\": %lld}\n\n",
                    event, (long long)c->reports, (long long)c->stories);
}

/* What this stream has not been told yet; 0: nothing. */
static int next_line(Stream *s, char line[LINE])
{
    if (!s->greeted) {
        s->greeted = true;
        return line_of(s, "desk", line);
    }
    if (s->heard != s->changes->seen) {
        s->heard = s->changes->seen;
        return line_of(s, "changed", line);
    }
    if (s->beats == s->changes->beats) return 0;
    s->beats = s->changes->beats;
    return snprintf(line, LINE, ": still here\n\n");
}

static ssize_t more(void *context, uint64_t position, char *to, size_t room)
{
    Stream *s = context;
    Changes *changes = s->changes;
    char line[LINE];
    ssize_t n = 0;
    (void)position;
    if (room < LINE) return MHD_CONTENT_READER_END_WITH_ERROR;
    pthread_mutex_lock(&changes->lock);
    if (changes->stopping)
        n = MHD_CONTENT_READER_END_OF_STREAM;
    else if ((n = next_line(s, line)) > 0)
        memcpy(to, line, (size_t)n);
    else {
        s->waiting = true;
        MHD_suspend_connection(s->connection);
    }
    pthread_mutex_unlock(&changes->lock);
    return n;
}

static void leave(void *context)
{
    Stream *s = context;
    pthread_mutex_lock(&s->changes->lock);
    s->connection = NULL;
    pthread_mutex_unlock(&s->changes->lock);
}

static Stream *take_place(Changes *changes, struct MHD_Connection *connection)
{
    Stream *s = NULL;
    pthread_mutex_lock(&changes->lock);
    for (int i = 0; i < STREAMS && !changes->stopping && !s; i++)
        if (!changes->stream[i].connection) s = &changes->stream[i];
    if (s) *s = (Stream){changes, connection, changes->seen, changes->beats, false, false};
    pthread_mutex_unlock(&changes->lock);
    return s;
}

enum MHD_Result changes_answer(Changes *changes, struct MHD_Connection *connection)
{
    Stream *s = take_place(changes, connection);
    if (!s) return refuse(connection, 503, "Too many listen", "no more streams are held open");
    struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, more,
                                                                      s, leave);
    if (!response) {
        leave(s);
        return MHD_NO;
    }
    MHD_add_response_header(response, "Content-Type", "text/event-stream");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    enum MHD_Result sent = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return sent;
}

/* The lock and what wakes the thread, by a clock that is never set back. */
static void make_locks(Changes *changes)
{
    pthread_condattr_t clock;
    pthread_mutex_init(&changes->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&changes->ended, &clock);
    pthread_condattr_destroy(&clock);
}

Changes *changes_begin(const dln *engine, const char *path)
{
    dln_error err;
    Changes *changes = calloc(1, sizeof *changes);
    if (!changes) {
        say("out of memory");
        return NULL;
    }
    if (dln_desk_open(engine, path, 0, &changes->desk, &err) != DLN_OK) {
        say("%s", err.message);
        free(changes);
        return NULL;
    }
    changes->counts.size = sizeof changes->counts;
    (void)dln_desk_version(changes->desk, &changes->version);
    (void)dln_desk_count(changes->desk, &changes->counts);
    make_locks(changes);
    int failed = pthread_create(&changes->thread, NULL, watch, changes);
    if (!failed) return changes;
    say("no thread to watch the desk: %s", strerror(failed));
    changes_free(changes);
    return NULL;
}

void changes_stop(Changes *changes)
{
    pthread_mutex_lock(&changes->lock);
    changes->stopping = true;
    pthread_cond_signal(&changes->ended);
    wake_all(changes);
    pthread_mutex_unlock(&changes->lock);
    pthread_join(changes->thread, NULL);
}

void changes_free(Changes *changes)
{
    if (!changes) return;
    dln_desk_close(changes->desk);
    pthread_mutex_destroy(&changes->lock);
    pthread_cond_destroy(&changes->ended);
    free(changes);
}
