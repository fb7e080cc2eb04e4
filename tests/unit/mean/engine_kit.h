/* engine_kit.h - for tests that send small reports through the whole engine: opens it once a
 * program, makes reports of a case's text. */
#ifndef TEST_ENGINE_KIT_H
#define TEST_ENGINE_KIT_H
#include "engine/engine.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static dln *engine;

/* Group fixtures. Data: $DATELINE_DATA, else data/. */
static inline int open_engine(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA");
    dln_options options;
    dln_options_init(&options);
    options.data_dir = dir ? dir : "data";
    if (dln_open(&options, &engine, &err) == DLN_OK) return 0;
    fprintf(stderr, "%s\n", err.message);
    return -1;
}
static inline int close_engine(void **state)
{
    (void)state;
    dln_close(engine);
    return 0;
}

/* A report of `text`; `gap` ("¶", " // ") stands for an empty line in it, NULL: nothing does. The
 * caller frees report->arena. */
static inline void make_report(Report *report, Slice text, const char *gap)
{
    *report = (Report){.media_type = SLICE("text/plain"), .published = {.day = DAY_UNKNOWN}};
    arena_init(&report->arena, 0);
    report->text = arena_copy(&report->arena, text);
    char *p = (char *)(uintptr_t)report->text.p;
    size_t n = gap ? strlen(gap) : 0;
    for (size_t i = 0; p && n && i + n <= text.n; i++)
        if (memcmp(p + i, gap, n) == 0) memset(p + i, '\n', n);
}
#endif
