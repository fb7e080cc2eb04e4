/* buf.h - output: a growing buffer that is given its maximum, and a JSON writer on top of a sink.
 * Json writes what it is told, in order; the caller keeps begin/end balanced (checked by tests
 * through jansson). */
#ifndef DLN_BASE_BUF_H
#define DLN_BASE_BUF_H
#include "base/base.h"

typedef struct Buf {
    char *p;
    size_t n, cap, max;
    bool failed;
} Buf; /* malloc'd; failed is sticky, later appends do nothing */
void buf_init(Buf *buf, size_t max_bytes);
void buf_add(Buf *buf, Slice bytes);
void buf_text(Buf *buf, const char *text);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_free(Buf *buf);
int buf_write(const void *bytes, size_t n, void *buf); /* a dln_write_fn */
static inline Slice buf_slice(const Buf *buf)
{
    return (Slice){buf->p, buf->n};
}

/* Where a writer's bytes go: buffered, passed on in pieces of about 64 KiB. */
typedef struct Sink {
    dln_write_fn write;
    void *context;
    size_t n;
    bool failed;
    char piece[65536];
} Sink;
void sink_init(Sink *sink, dln_write_fn write, void *context);
void sink_add(Sink *sink, Slice bytes);
void sink_text(Sink *sink, const char *text);
void sink_printf(Sink *sink, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* pieces up to 1,000 bytes */
/* Text of a report on one line, harmless on a terminal: see char_harm; ill-formed bytes become
 * U+FFFD. */
void sink_line(Sink *sink, Slice text);
/* The inside of a JSON string: escaped is what JSON or a terminal would act on; ill-formed bytes
 * become U+FFFD. */
void sink_json(Sink *sink, Slice text);
dln_status sink_end(Sink *sink); /* flushes; DLN_ERR_IO when the writer stopped */

typedef struct Json {
    Sink *sink;
    uint32_t depth;
    bool indent, comma;
    bool sparse;     /* leaves out members whose value is null, false or an empty list */
    const char *key; /* sparse: one whose value is yet to come; list: a list has begun */
    bool list;
} Json;
void jw_init(Json *json, Sink *sink, bool indent);
void jw_begin(Json *json, char bracket);  /* '{' or '[' */
void jw_end(Json *json, char bracket);    /* '}' or ']' */
void jw_key(Json *json, const char *key); /* stays as it is until its value is written */
void jw_string(Json *json, Slice text);   /* see sink_json */
void jw_int(Json *json, int64_t value);
void jw_double(Json *json,
               double value); /* shortest form that reads back the same; not finite: null */
void jw_bool(Json *json, bool value);
void jw_null(Json *json);
void jw_string_or_null(Json *json, Slice text);          /* empty: null */
void jw_member(Json *json, const char *key, Slice text); /* key and string or null */
void jw_span(Json *json, Span span);                     /* [b,e] on one line */
#endif
