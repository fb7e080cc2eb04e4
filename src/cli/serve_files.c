/* serve_files.c - files dropped on a page: a record at once, nothing is kept.
 *
 * In: the body of a POST (multipart/form-data), stretch by stretch. Out: the record of all files as
 * reports of one event. Only the server's own pages may send (another site's form is refused);
 * bytes, files and senders at one time are limited while they come, not after. */
#include "cli/server.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MOST = 32 << 20, FILES_MOST = 50, NAME_MOST = 200, SENDERS = 4, PIECE = 16 << 10 };

struct Upload {
    atomic_int *senders; /* uploads at this time */
    dln_run *run;
    struct MHD_PostProcessor *form;
    char name[NAME_MOST];
    Answer file; /* the bytes of the file that comes just now */
    size_t taken;
    uint32_t files;
    bool json, open, large, many;
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
static void take_name(Upload *u, const char *name)
{
    const char *base = name ? strrchr(name, '/') : NULL;
    snprintf(u->name, sizeof u->name, "%s", base ? base + 1 : name && *name ? name : "report");
    for (char *c = u->name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '_';
}

static void end_file(Upload *u)
{
    if (!u->open) return;
    u->open = false;
    if (u->file.n) (void)dln_run_add_bytes(u->run, u->name, u->file.body, u->file.n);
    u->file.n = 0;
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
        end_file(u);
        if (++u->files > FILES_MOST) {
            u->many = true;
            return MHD_NO;
        }
        take_name(u, filename);
        u->open = true;
    }
    return put_bytes(data, n, &u->file) ? MHD_NO : MHD_YES;
}

/* An empty upload, one sender more; NULL: too many at this time, or no memory. */
static Upload *new_upload(const dln *engine, atomic_int *senders)
{
    Upload *u = calloc(1, sizeof *u);
    bool room = atomic_fetch_add(senders, 1) < SENDERS;
    if (room && u && dln_run_new(engine, &u->run) == DLN_OK) {
        u->senders = senders;
        return u;
    }
    free(u);
    atomic_fetch_sub(senders, 1);
    return NULL;
}

Upload *upload_begin(const dln *engine, atomic_int *senders, struct MHD_Connection *connection,
                     bool json, int *code, const char **why)
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
    Upload *u = new_upload(engine, senders);
    if (!u) return NULL;
    u->json = json;
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

enum MHD_Result upload_answer(Upload *u, struct MHD_Connection *connection)
{
    Answer a = {.code = 200};
    dln_record *record = NULL;
    end_file(u);
    if (u->large) return refuse(connection, 413, "Too large", "more than 32 MiB");
    if (u->many) return refuse(connection, 400, "Too many", "more than 50 files");
    if (!u->files) return refuse(connection, 400, "Bad request", "no field \"file\" came");
    dln_status status = u->file.failed ? DLN_ERR_NOMEM : dln_run_story(u->run, &record);
    const dln_error *err = dln_run_error(u->run, 0);
    if (status == DLN_ERR_EMPTY)
        serve_problem(&a, 422, "No report", err ? err->message : "no file holds a report");
    else if (status != DLN_OK)
        serve_problem(&a, 503, "The record cannot be made", dln_status_text(status));
    else
        record_answer(&a, record, u->json);
    dln_record_free(record);
    enum MHD_Result sent = send_answer(connection, &a);
    answer_free(&a);
    return sent;
}

void upload_free(Upload *u)
{
    if (!u) return;
    if (u->form) MHD_destroy_post_processor(u->form);
    dln_run_free(u->run);
    answer_free(&u->file);
    atomic_fetch_sub(u->senders, 1);
    free(u);
}
