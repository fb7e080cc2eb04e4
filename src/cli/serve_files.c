/* serve_files.c - files dropped on a page: a record at once, nothing is kept.
 *
 * In: the body of a POST (multipart/form-data), stretch by stretch. Out: the record of all files as
 * reports of one event. Only the server's own pages may send (another site's form is refused);
 * bytes, files and senders at one time are limited while they come, not after.
 *
 * Reading and analysing is done by one thread, upload after upload; who sent waits for the page he
 * asked for, his connection asleep, and no thread of the server waits with him. (An answer "202,
 * come again" would make the server keep what it promises not to keep.)
 *
 * Known to get wrong: the end waits for the record that is just being made. */
#include "cli/cli.h"
#include "cli/server.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MOST = 32 << 20, FILES_MOST = 50, NAME_MOST = 200, SENDERS = 4, PIECE = 16 << 10 };

/* A file that came whole. */
typedef struct Sent {
    char name[NAME_MOST];
    Answer bytes;
} Sent;

struct Upload {
    Uploads *all;
    Upload *next; /* in the line */
    struct MHD_Connection *connection;
    struct MHD_PostProcessor *form;
    Sent *file; /* [files] */
    size_t taken;
    uint32_t files;
    bool json, large, many, failed;
    bool done; /* `answer` is ready; under the lock while it stands in the line */
    Answer answer;
};

/* The line of uploads and the thread that reads them. */
struct Uploads {
    const dln *engine;
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_t thread;
    Upload *first, *last;
    uint32_t senders; /* that send, wait or are read */
    bool stopping;
};

/* May this page send to us? Browsers say where a form stands; programs say nothing. */
static bool is_own_page(struct MHD_Connection *connection)
{
    const char *site = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
    const char *origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin");
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) return false;
    if (!origin) return true;
    const char *at = strstr(origin, "://");
    return at && host && strcmp(at + 3, host) == 0;
}

/* The name without its folders; what is no plain sign is '_'. */
static void take_name(Sent *file, const char *name)
{
    const char *base = name ? strrchr(name, '/') : NULL;
    snprintf(file->name, sizeof file->name, "%s",
             base            ? base + 1
             : name && *name ? name
                             : "report");
    for (char *c = file->name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '_';
}

static enum MHD_Result take_field(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *filename, const char *type, const char *coding,
                                  const char *data, uint64_t offset, size_t n)
{
    Upload *u = context;
    (void)kind;
    (void)type;
    (void)coding;
    if (strcmp(key, "file") != 0 || !filename) return MHD_YES;
    if (offset == 0) {
        u->many = u->files == FILES_MOST;
        if (u->many) return MHD_NO;
        take_name(&u->file[u->files++], filename);
    }
    u->failed |= put_bytes(data, n, &u->file[u->files - 1].bytes) != 0;
    return u->failed ? MHD_NO : MHD_YES;
}

/* ---- the thread ---- */

static dln_status add_sent(const Upload *u, dln_run *run)
{
    for (uint32_t i = 0; i < u->files; i++) {
        const Sent *file = &u->file[i];
        dln_status status = DLN_OK;
        if (file->bytes.n || *file->name) /* neither: no file was chosen */
            status = dln_run_add_bytes(run, file->name, file->bytes.n ? file->bytes.body : "",
                                       file->bytes.n);
        if (status == DLN_ERR_NOMEM) return status; /* others cost that file alone */
    }
    return DLN_OK;
}

static void no_report(Answer *a, const dln_error *err)
{
    char why[400];
    snprintf(why, sizeof why, "%.120s: %.250s", err ? err->input : "", err ? err->message : "");
    serve_problem(a, 422, "No report", err ? why : "no file holds a report");
}

static void read_upload(Upload *u)
{
    Answer *a = &u->answer;
    dln_run *run = NULL;
    dln_record *record = NULL;
    a->code = 200;
    dln_status status = dln_run_new(u->all->engine, &run);
    if (status == DLN_OK) status = add_sent(u, run);
    if (status == DLN_OK) status = dln_run_story(run, &record);
    const dln_error *err = run ? dln_run_error(run, 0) : NULL;
    if (status == DLN_ERR_EMPTY)
        no_report(a, err);
    else if (status != DLN_OK)
        serve_problem(a, 503, "The record cannot be made", dln_status_text(status));
    else
        record_answer(a, record, run, u->json);
    dln_record_free(record);
    dln_run_free(run);
}

/* The next of the line, waited for; NULL: the end has come. */
static Upload *next_upload(Uploads *all)
{
    pthread_mutex_lock(&all->lock);
    while (!all->first && !all->stopping)
        pthread_cond_wait(&all->more, &all->lock);
    Upload *u = all->stopping ? NULL : all->first;
    if (u) all->first = u->next;
    if (!all->first) all->last = NULL;
    pthread_mutex_unlock(&all->lock);
    return u;
}

/* Its answer is ready: the server goes on with the connection, which may free the upload at once.
 */
static void wake(Upload *u)
{
    struct MHD_Connection *connection = u->connection;
    Uploads *all = u->all;
    pthread_mutex_lock(&all->lock);
    u->done = true;
    pthread_mutex_unlock(&all->lock);
    MHD_resume_connection(connection);
}

static void *read_all(void *context)
{
    Upload *u;
    while ((u = next_upload(context))) {
        read_upload(u);
        wake(u);
    }
    return NULL;
}

Uploads *uploads_begin(const dln *engine)
{
    Uploads *all = calloc(1, sizeof *all);
    if (!all) {
        say("out of memory");
        return NULL;
    }
    all->engine = engine;
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->more, NULL);
    int failed = pthread_create(&all->thread, NULL, read_all, all);
    if (!failed) return all;
    say("no thread to read uploads: %s", strerror(failed));
    uploads_free(all);
    return NULL;
}

void uploads_stop(Uploads *all)
{
    pthread_mutex_lock(&all->lock);
    all->stopping = true;
    pthread_cond_signal(&all->more);
    pthread_mutex_unlock(&all->lock);
    pthread_join(all->thread, NULL);
    for (Upload *u = all->first, *next; u; u = next) {
        next = u->next;
        serve_problem(&u->answer, 503, "Not read", "the server stops");
        wake(u);
    }
    all->first = NULL;
}

void uploads_free(Uploads *all)
{
    if (!all) return;
    pthread_mutex_destroy(&all->lock);
    pthread_cond_destroy(&all->more);
    free(all);
}

/* ---- a request ---- */

/* One sender more; false: there are too many at this time. */
static bool count_in(Uploads *all)
{
    pthread_mutex_lock(&all->lock);
    bool room = all->senders < SENDERS && !all->stopping;
    all->senders += room;
    pthread_mutex_unlock(&all->lock);
    return room;
}

static void count_out(Uploads *all)
{
    pthread_mutex_lock(&all->lock);
    all->senders--;
    pthread_mutex_unlock(&all->lock);
}

/* An empty upload; NULL: too many at this time, or no memory. */
static Upload *new_upload(Uploads *all)
{
    if (!count_in(all)) return NULL;
    Upload *u = calloc(1, sizeof *u);
    if (u) u->file = calloc(FILES_MOST, sizeof *u->file);
    if (u && u->file) {
        u->all = all;
        return u;
    }
    free(u);
    count_out(all);
    return NULL;
}

Upload *upload_begin(Uploads *all, struct MHD_Connection *connection, bool json, int *code,
                     const char **why)
{
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    *code = 403;
    *why = "another site's page may not send files here";
    if (!is_own_page(connection)) return NULL;
    *code = 413;
    *why = "more than 32 MiB";
    if (length && strtoull(length, NULL, 10) > BODY_MOST) return NULL;
    *code = 503;
    *why = "too many files are being read; try again";
    Upload *u = new_upload(all);
    if (!u) return NULL;
    u->json = json;
    u->connection = connection;
    u->form = MHD_create_post_processor(connection, PIECE, take_field, u);
    *code = 415;
    *why = "files are sent as multipart/form-data, in fields named \"file\"";
    if (u->form) return u;
    upload_free(u);
    return NULL;
}

void upload_take(Upload *u, const char *body, size_t n)
{
    u->taken += n;
    u->large |= u->taken > BODY_MOST;
    if (!u->large && !u->many) MHD_post_process(u->form, body, n);
}

/* Puts it at the end of the line, its connection asleep; false: the server stops. */
static bool stand_in_line(Upload *u)
{
    Uploads *all = u->all;
    pthread_mutex_lock(&all->lock);
    bool room = !all->stopping;
    if (room) {
        MHD_suspend_connection(u->connection);
        if (all->last)
            all->last->next = u;
        else
            all->first = u;
        all->last = u;
        pthread_cond_signal(&all->more);
    }
    pthread_mutex_unlock(&all->lock);
    return room;
}

static bool is_done(Upload *u)
{
    pthread_mutex_lock(&u->all->lock);
    bool done = u->done;
    pthread_mutex_unlock(&u->all->lock);
    return done;
}

enum MHD_Result upload_answer(Upload *u)
{
    struct MHD_Connection *connection = u->connection;
    if (is_done(u)) return send_answer(connection, &u->answer);
    if (u->large) return refuse(connection, 413, "Too large", "more than 32 MiB");
    if (u->many) return refuse(connection, 400, "Too many", "more than 50 files");
    if (u->failed) return refuse(connection, 503, "Not read", "out of memory");
    if (!u->files) return refuse(connection, 400, "Bad request", "no field \"file\" came");
    return stand_in_line(u) ? MHD_YES : refuse(connection, 503, "Not read", "the server stops");
}

void upload_free(Upload *u)
{
    if (!u) return;
    if (u->form) MHD_destroy_post_processor(u->form);
    for (uint32_t i = 0; i < u->files; i++)
        answer_free(&u->file[i].bytes);
    free(u->file);
    answer_free(&u->answer);
    count_out(u->all);
    free(u);
}
