/* answer.h - the growing body of an answer, and how words are put into HTML, JSON and addresses. */
#ifndef DLN_CLI_ANSWER_H
#define DLN_CLI_ANSWER_H
#include "cli/listing.h"

/* `failed` is sticky (no memory, or over ANSWER_MOST). */
typedef struct Answer {
    char *body;
    size_t n, room;
    bool failed;
    int code;         /* 200, 404, ... */
    const char *type; /* of the body, static */
    bool record;      /* a record's page: its style and script stand in it */
    bool post;        /* of a 405: POST would be answered */
    char etag[40];    /* "" none */
    /* of an error: what it is called and what is wrong, for who reads a page */
    char title[48], detail[256];
} Answer;
enum { ANSWER_MOST = 64 << 20 };

void answer_free(Answer *answer);
int put_bytes(const void *bytes, size_t n, void *answer); /* a dln_write_fn */
void put(Answer *answer, const char *text);
void put_number(Answer *answer, long long value);
/* As text of a page; what a snippet found (between \x02 and \x03) is marked. */
void put_html(Answer *answer, dln_text text);
/* As a JSON string with its quotation marks; the marks of a snippet are left out. */
void put_json(Answer *answer, dln_text text);
/* As the value of a query in an address: every byte but letters and digits as %XX. */
void put_query(Answer *answer, dln_text text);
/* `, "name": value` */
void field_text(Answer *answer, const char *name, dln_text text);
void field_number(Answer *answer, const char *name, long long value);
/* Code points of UTF-8. */
size_t count_signs(const char *text);
/* Equal but for the case of ASCII letters. */
bool same_words(dln_text a, dln_text b);
#endif
