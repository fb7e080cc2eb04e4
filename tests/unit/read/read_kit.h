/* read_kit.h - bytes of one input through the reading driver, all its reports kept. */
#ifndef TEST_READ_KIT_H
#define TEST_READ_KIT_H
#include "base/utf8.h"
#include "read/document.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { KIT_MOST = 16 };
static ReadEngine engine;
static Arena engine_words;
static Report got[KIT_MOST];
static uint32_t given;
static dln_error fault;

static inline int open_reader(void **state)
{
    (void)state;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&engine_words, 0);
    return read_open(dir ? dir : "data", &engine, &engine_words, NULL) == DLN_OK ? 0 : -1;
}
static inline int close_reader(void **state)
{
    (void)state;
    read_close(&engine);
    arena_free(&engine_words);
    return 0;
}

static inline void drop_reports(void)
{
    for (uint32_t i = 0; i < given; i++)
        arena_free(&got[i].arena);
    given = 0;
}

/* What holds for every report, however damaged its bytes were. */
static inline void check_report(const Report *r, size_t source)
{
    uint32_t last = 0;
    assert_true(utf8_bad_at(r->text) == SIZE_MAX);
    for (uint32_t i = 0; i < r->blocks.n; i++) {
        assert_true(r->blocks.at[i].span.b >= last);
        assert_true(r->blocks.at[i].span.e >= r->blocks.at[i].span.b);
        last = r->blocks.at[i].span.e;
    }
    assert_true(last <= r->text.n);
    last = 0;
    for (uint32_t i = 0; i < r->map.n; i++) {
        MapRun run = r->map.at[i];
        assert_true(run.text >= last);
        last = run.text + run.length;
        assert_true(last <= r->text.n);
        assert_true(run.source <= source);
    }
}

static size_t kit_source;
static inline dln_status keep_report(Report *report, void *context)
{
    (void)context;
    check_report(report, kit_source);
    if (given == KIT_MOST)
        arena_free(&report->arena);
    else
        got[given++] = *report;
    return DLN_OK;
}

static inline dln_status read_with(ReadOptions options, const char *bytes, size_t n)
{
    drop_reports();
    fault = (dln_error){0};
    kit_source = n;
    options.engine = &engine;
    if (!options.max_input) options.max_input = 1 << 22;
    if (!options.max_memory) options.max_memory = 1 << 26;
    return read_input(&options, SLICE("a"), (Slice){bytes, n}, keep_report, NULL, &fault);
}
static inline dln_status read_of(const char *bytes, size_t n)
{
    return read_with((ReadOptions){0}, bytes, n);
}
static inline dln_status read_text_of(const char *text)
{
    return read_of(text, strlen(text));
}
#endif
