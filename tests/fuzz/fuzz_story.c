/* fuzz_story.c - the whole main job over hostile bytes: the input is cut at NUL bytes into reports
 * of one story, and the record is written in every format. */
#include "dateline.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int drop(const void *bytes, size_t length, void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    return 0;
}

static dln *engine_once(void)
{
    static dln *engine;
    dln_options options;
    dln_options_init(&options);
    options.jobs = 1;
    options.max_report_memory = 64u << 20;
    if (!engine && dln_open(&options, &engine, NULL) != DLN_OK) abort();
    return engine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dln_run *run;
    dln_record *record;
    if (size > 20000 || dln_run_new(engine_once(), &run) != DLN_OK) return 0;
    char name[2] = "a";
    for (size_t at = 0; at < size && name[0] < 'f'; name[0]++) {
        const uint8_t *end = memchr(data + at, 0, size - at);
        size_t n = end ? (size_t)(end - data) - at : size - at;
        dln_run_add_bytes(run, name, data + at, n);
        at += n + 1;
    }
    if (dln_run_story(run, &record) == DLN_OK) {
        for (int format = DLN_FORMAT_TEXT; format <= DLN_FORMAT_REPORTS_TEXT; format++)
            dln_record_write(record, (dln_format)format, NULL, drop, NULL);
        dln_record_free(record);
    }
    dln_run_free(run);
    return 0;
}
