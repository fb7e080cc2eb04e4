/* server.h - the parts of `dateline serve` that know sockets (libmicrohttpd). */
#ifndef DLN_CLI_SERVER_H
#define DLN_CLI_SERVER_H
#include "cli/serve.h"
#include <microhttpd.h>
#include <pthread.h>

/* cmd_serve.c: sends an answer with the headers that keep a page to itself. */
enum MHD_Result send_answer(struct MHD_Connection *connection, const Answer *answer);
enum MHD_Result refuse(struct MHD_Connection *connection, int code, const char *title,
                       const char *detail);

/* ---- serve_token.c: who may ask ---- */
enum { TOKENS_MOST = 64, TOKEN_HEX = 64 };
typedef struct Tokens {
    char hash[TOKENS_MOST][TOKEN_HEX + 1]; /* SHA-256 of each, hexadecimal */
    uint32_t n;
} Tokens;
/* Reads the hashes in FILE, a line each. False after a message. */
bool tokens_read(Tokens *tokens, const char *path);
/* Makes a token, adds its hash to FILE (made for its owner alone) and prints it once. An exit code.
 */
int token_make(const char *path);
/* Does the request carry one of them, as a bearer or as the password of basic authentication? */
bool tokens_allow(const Tokens *tokens, struct MHD_Connection *connection);

/* ---- serve_changes.c: server-sent events ---- */
typedef struct Changes Changes;
/* A watch over the desk in `path`; its own thread. NULL after a message. */
Changes *changes_begin(const dln *engine, const char *path);
/* Answers with a stream that ends with the server. */
enum MHD_Result changes_answer(Changes *changes, struct MHD_Connection *connection);
/* Wakes and ends all streams; before the server stops. */
void changes_stop(Changes *changes);
void changes_free(Changes *changes);

/* ---- serve_files.c: files sent to be read at once ---- */
typedef struct Upload Upload;
typedef struct Uploads Uploads;
/* The thread that reads uploads. NULL after a message. */
Uploads *uploads_begin(const dln *engine);
/* Ends it, with what it reads just now; who waits is told. Before the server stops. */
void uploads_stop(Uploads *uploads);
void uploads_free(Uploads *uploads);
/* What the head of a POST allows: a state to be fed, or NULL and *code, *why. */
Upload *upload_begin(Uploads *uploads, struct MHD_Connection *connection, bool json, int *code,
                     const char **why);
/* Takes a stretch of the body. */
void upload_take(Upload *upload, const char *body, size_t n);
/* The record of all that came: the connection sleeps until it is made, then this is asked again. */
enum MHD_Result upload_answer(Upload *upload);
void upload_free(Upload *upload);
#endif
