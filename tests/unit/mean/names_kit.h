/* names_kit.h - the gazetteer and the comparison of names opened once for the tests of a file:
 * group set-up open_all, tear-down close_all. */
#ifndef DLN_TEST_NAMES_KIT_H
#define DLN_TEST_NAMES_KIT_H
#include "mean/names/names_impl.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena arena;
static const Gazetteer *g;
static Names *names;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&arena, 0);
    if (gazetteer_open(dir ? dir : "data", &arena, &g, &err) != DLN_OK) return -1;
    return names_open(dir ? dir : "data", g, &names, &err) == DLN_OK ? 0 : -1;
}
static int close_all(void **state)
{
    (void)state;
    names_close(names);
    arena_free(&arena);
    return 0;
}
#endif
