/* buf.c - see buf.h. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(Buf *buf, size_t max_bytes)
{
    *buf = (Buf){.max = max_bytes};
}

static bool buf_room(Buf *buf, size_t more)
{
    if (buf->failed || more > buf->max || buf->n > buf->max - more) {
        buf->failed = true;
        return false;
    }
    if (buf->n + more < buf->cap) return true;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap <= buf->n + more)
        cap *= 2;
    char *p = mem_resize(buf->p, cap);
    if (!p) {
        buf->failed = true;
        return false;
    }
    buf->p = p;
    buf->cap = cap;
    return true;
}

void buf_add(Buf *buf, Slice bytes)
{
    if (bytes.n == 0 || !buf_room(buf, bytes.n)) return;
    memcpy(buf->p + buf->n, bytes.p, bytes.n);
    buf->n += bytes.n;
    buf->p[buf->n] = 0;
}

int buf_write(const void *bytes, size_t n, void *context)
{
    Buf *buf = context;
    buf_add(buf, (Slice){bytes, n});
    return buf->failed;
}

void buf_text(Buf *buf, const char *text)
{
    buf_add(buf, slice_of(text));
}

void buf_printf(Buf *buf, const char *format, ...)
{
    char piece[1024];
    va_list args;
    va_start(args, format);
    int n = number_vprint(piece, sizeof piece, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof piece)
        buf->failed = true;
    else
        buf_add(buf, (Slice){piece, (size_t)n});
}

void buf_free(Buf *buf)
{
    mem_free(buf->p);
    *buf = (Buf){.max = buf->max};
}

void sink_init(Sink *sink, dln_write_fn write, void *context)
{
    sink->write = write;
    sink->context = context;
    sink->n = 0;
    sink->failed = false;
}

static void sink_flush(Sink *sink)
{
    if (!sink->failed && sink->n && sink->write(sink->piece, sink->n, sink->context) != 0)
        sink->failed = true;
    sink->n = 0;
}

void sink_add(Sink *sink, Slice bytes)
{
    while (bytes.n && !sink->failed) {
        size_t room = sizeof sink->piece - sink->n, take = bytes.n < room ? bytes.n : room;
        memcpy(sink->piece + sink->n, bytes.p, take);
        sink->n += take;
        bytes.p += take;
        bytes.n -= take;
        if (sink->n == sizeof sink->piece) sink_flush(sink);
    }
}

void sink_line(Sink *sink, Slice text)
{
    size_t plain = 0, i = 0;
    if (!text.n) return;
    while (i < text.n) {
        unsigned char byte = (unsigned char)text.p[i];
        if (byte >= 0x20 && byte < 0x7f) {
            i++;
            continue;
        }
        size_t start = i;
        uint32_t c = utf8_next(text, &i);
        CharHarm harm = c == UTF8_BAD ? CHAR_BREAKS : char_harm(c);
        if (harm == CHAR_PLAIN) continue;
        sink_add(sink, (Slice){text.p + plain, start - plain});
        if (harm == CHAR_BREAKS) sink_text(sink, c == UTF8_BAD ? "\xEF\xBF\xBD" : " ");
        plain = i;
    }
    sink_add(sink, (Slice){text.p + plain, i - plain});
}

void sink_text(Sink *sink, const char *text)
{
    sink_add(sink, slice_of(text));
}

void sink_printf(Sink *sink, const char *format, ...)
{
    char piece[1024];
    va_list args;
    va_start(args, format);
    int n = number_vprint(piece, sizeof piece, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof piece)
        sink->failed = true;
    else
        sink_add(sink, (Slice){piece, (size_t)n});
}

static void put_escaped(Sink *sink, uint32_t c, Slice bytes)
{
    if (c == '"' || c == '\\') {
        sink_text(sink, "\\");
        sink_add(sink, bytes);
    } else if (c == '\n')
        sink_text(sink, "\\n");
    else if (char_harm(c) != CHAR_PLAIN) /* a terminal would act on it */
        sink_printf(sink, "\\u%04x", c);
    else
        sink_add(sink, bytes);
}

void sink_json(Sink *sink, Slice text)
{
    size_t plain = 0, i = 0;
    while (i < text.n) {
        unsigned char byte = (unsigned char)text.p[i];
        if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') {
            i++;
            continue;
        }
        sink_add(sink, (Slice){text.p + plain, i - plain});
        size_t start = i;
        uint32_t c = utf8_next(text, &i);
        if (c == UTF8_BAD)
            sink_text(sink, "\xEF\xBF\xBD");
        else
            put_escaped(sink, c, (Slice){text.p + start, i - start});
        plain = i;
    }
    if (text.n) sink_add(sink, (Slice){text.p + plain, i - plain});
}

dln_status sink_end(Sink *sink)
{
    sink_flush(sink);
    return sink->failed ? DLN_ERR_IO : DLN_OK;
}

void jw_init(Json *json, Sink *sink, bool indent)
{
    *json = (Json){.sink = sink, .indent = indent};
}

static void jw_line(Json *json)
{
    if (!json->indent) return;
    sink_text(json->sink, "\n");
    for (uint32_t i = 0; i < json->depth; i++)
        sink_text(json->sink, " ");
}

static void jw_comma(Json *json)
{
    if (!json->comma) return;
    sink_text(json->sink, ",");
    jw_line(json);
}

static void write_key(Json *json, const char *key)
{
    jw_comma(json);
    sink_text(json->sink, "\"");
    sink_text(json->sink, key);
    sink_text(json->sink, json->indent ? "\": " : "\":");
    json->comma = false;
}

static void write_bracket(Json *json, char bracket)
{
    sink_add(json->sink, (Slice){&bracket, 1});
    json->depth++;
    json->comma = false;
}

/* Before a value that stands in an array, or after a key. */
static void jw_value(Json *json)
{
    if (json->key) write_key(json, json->key);
    json->key = NULL;
    if (json->list) write_bracket(json, '[');
    json->list = false;
    jw_comma(json);
    json->comma = true;
}

/* A value that says nothing: with its key, which has not been written, it is left out. */
static bool left_out(Json *json)
{
    if (!json->key || json->list) return false;
    json->key = NULL;
    return true;
}

void jw_begin(Json *json, char bracket)
{
    if (bracket == '[' && json->key && !json->list) {
        json->list = true;
        return;
    }
    jw_value(json);
    write_bracket(json, bracket);
}

void jw_end(Json *json, char bracket)
{
    if (json->list) {
        json->list = false;
        json->key = NULL;
        return;
    }
    json->depth--;
    sink_add(json->sink, (Slice){&bracket, 1});
    json->comma = true;
}

void jw_key(Json *json, const char *key)
{
    if (json->sparse)
        json->key = key;
    else
        write_key(json, key);
}

void jw_string(Json *json, Slice text)
{
    jw_value(json);
    sink_text(json->sink, "\"");
    sink_json(json->sink, text);
    sink_text(json->sink, "\"");
}

static void add_number(Sink *sink, bool minus, uint64_t value)
{
    char text[NUMBER_DIGITS];
    if (minus) sink_text(sink, "-");
    sink_add(sink, (Slice){text, number_put(text, value)});
}

void jw_int(Json *json, int64_t value)
{
    jw_value(json);
    add_number(json->sink, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* Thousandths below ten, which nearly all shares are: what the loop of jw_double would find. */
static bool add_thousandths(Sink *sink, double value)
{
    if (!(value > 0 && value < 9.9995)) return false;
    uint32_t k = (uint32_t)(value * 1000 + .5);
    if ((double)k / 1000 != value) return false;
    char text[] = {(char)('0' + k / 1000), '.', (char)('0' + k / 100 % 10),
                   (char)('0' + k / 10 % 10), (char)('0' + k % 10)};
    size_t n = sizeof text;
    while (text[n - 1] == '0')
        n--;
    sink_add(sink, (Slice){text, text[n - 1] == '.' ? n - 1 : n});
    return true;
}

void jw_double(Json *json, double value)
{
    jw_value(json);
    if (!isfinite(value)) {
        sink_text(json->sink, "null");
        return;
    }
    if (add_thousandths(json->sink, value)) return;
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        number_print(text, sizeof text, "%.*g", digits, value);
        if (number_read(text, NULL) == value) break;
    }
    sink_text(json->sink, text);
}

void jw_bool(Json *json, bool value)
{
    if (!value && left_out(json)) return;
    jw_value(json);
    sink_text(json->sink, value ? "true" : "false");
}
void jw_null(Json *json)
{
    if (left_out(json)) return;
    jw_value(json);
    sink_text(json->sink, "null");
}

void jw_string_or_null(Json *json, Slice text)
{
    if (text.n)
        jw_string(json, text);
    else
        jw_null(json);
}

void jw_member(Json *json, const char *key, Slice text)
{
    jw_key(json, key);
    jw_string_or_null(json, text);
}

void jw_span(Json *json, Span span)
{
    jw_value(json);
    sink_text(json->sink, "[");
    add_number(json->sink, false, span.b);
    sink_text(json->sink, ",");
    add_number(json->sink, false, span.e);
    sink_text(json->sink, "]");
}
