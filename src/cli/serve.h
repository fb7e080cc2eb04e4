/* serve.h - the desk over HTTP: what a request asks and what is answered, apart from the sockets.
 */
#ifndef DLN_CLI_SERVE_H
#define DLN_CLI_SERVE_H
#include "dateline.h"
#include <stdbool.h>

/* A growing answer; `failed` is sticky (no memory, or over ANSWER_MOST). */
typedef struct Answer {
    char *body;
    size_t n, room;
    bool failed;
    int code;         /* 200, 404, ... */
    const char *type; /* of the body, static */
    char etag[40];    /* "" none */
} Answer;
enum { ANSWER_MOST = 64 << 20 };

/* What a request asks. Strings are decoded, "" where they are not given. */
typedef struct Request {
    const char *path;
    const char *query, *order;
    uint32_t offset, limit;
} Request;

void answer_free(Answer *answer);
/* serve_pages.c: fills `answer` from the desk. Everything of a report is escaped. */
void serve_answer(dln_desk *desk, const Request *request, Answer *answer);
/* An error as application/problem+json (RFC 9457). */
void serve_problem(Answer *answer, int code, const char *title, const char *detail);
#endif
