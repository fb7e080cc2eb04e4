/* bytes.h - what a writer hands out, kept as a string. */
#ifndef TEST_BYTES_H
#define TEST_BYTES_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Bytes {
    char *p;
    size_t n;
} Bytes;

static inline int append(const void *bytes, size_t length, void *context)
{
    Bytes *b = context;
    b->p = realloc(b->p, b->n + length + 1);
    assert_non_null(b->p);
    memcpy(b->p + b->n, bytes, length);
    b->n += length;
    b->p[b->n] = 0;
    return 0;
}
#endif
