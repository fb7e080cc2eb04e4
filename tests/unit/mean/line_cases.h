/* line_cases.h - case files of lines: a line of text, then what is wanted of it, a line each that
 * begins with '>'. Empty lines and '#' between cases. */
#ifndef TEST_LINE_CASES_H
#define TEST_LINE_CASES_H
#include "base/io.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { LINE_CASE_MOST = 64 };
typedef struct LineCase {
    Slice text, wanted[LINE_CASE_MOST];
    uint32_t n;
} LineCase;

static inline Slice next_line(Slice *rest)
{
    size_t n = slice_find(*rest, SLICE("\n"));
    Slice line = {rest->p, n == SIZE_MAX ? rest->n : n};
    *rest = n == SIZE_MAX ? (Slice){rest->p + rest->n, 0}
                          : (Slice){rest->p + n + 1, rest->n - n - 1};
    return line;
}

static inline bool next_case(Slice *rest, LineCase *out)
{
    out->n = 0;
    do {
        if (rest->n == 0) return false;
        out->text = next_line(rest);
    } while (out->text.n == 0 || out->text.p[0] == '#');
    while (rest->n > 0 && rest->p[0] == '>' && out->n < LINE_CASE_MOST)
        out->wanted[out->n++] = next_line(rest);
    return true;
}

/* Calls `check` with every case of the file; it returns how many things were wrong. Fails the test
 * when any was, or when there are fewer cases than `least`. */
static inline void check_line_cases(const char *path, uint32_t least,
                                    uint32_t (*check)(const LineCase *))
{
    Arena arena;
    Slice rest;
    LineCase one;
    char message[256];
    uint32_t cases = 0, bad = 0;
    arena_init(&arena, 0);
    assert_int_equal(file_read(path, 1 << 20, &arena, &rest, message), DLN_OK);
    for (; next_case(&rest, &one); cases++)
        bad += check(&one);
    arena_free(&arena);
    assert_true(cases >= least);
    assert_int_equal(bad, 0);
}
#endif
