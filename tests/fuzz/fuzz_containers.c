/* fuzz_containers.c - hostile bytes through the reading driver: packed streams, JSON, feeds,
 * NewsML, archives, pages, texts. */
#include "read/read.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static dln_status drop(Report *report, void *context)
{
    size_t *sum = context;
    for (uint32_t i = 0; i < report->blocks.n; i++) {
        if (report->blocks.at[i].span.e > report->text.n ||
            report->blocks.at[i].span.b > report->blocks.at[i].span.e)
            abort();
        *sum += report->blocks.at[i].span.e;
    }
    for (uint32_t i = 0; i < report->map.n; i++)
        if (report->map.at[i].text > report->text.n ||
            report->map.at[i].length > report->text.n - report->map.at[i].text)
            abort();
    arena_free(&report->arena);
    return DLN_OK;
}

static const ReadEngine *engine_once(void)
{
    static ReadEngine engine;
    static Arena arena;
    const char *dir = getenv("DATELINE_DATA");
    if (!engine.newsroom && read_open(dir ? dir : "data", &engine, &arena, NULL) != DLN_OK) abort();
    return &engine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ReadOptions options = {.max_input = 1 << 20, .max_memory = 64 << 20, .engine = engine_once()};
    dln_error err = {0};
    size_t sum = 0;
    read_input(&options, SLICE("fuzz"), (Slice){(const char *)data, size}, drop, &sum, &err);
    return 0;
}
