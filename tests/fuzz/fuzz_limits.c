/* fuzz_limits.c - the whole chain under limits that are met: the first bytes pick how much memory
 * and how many words, and the way through (story, one by one, stream, grouping); the rest is cut at
 * NUL bytes into reports. Every record is written in every format, and every value it quotes must
 * lie inside its report. */
#include "dateline.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMITS = 8, WAYS = 4 };

static int drop(const void *bytes, size_t length, void *context)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < length; i++) /* every byte was written */
        *(unsigned char *)context ^= p[i];
    return 0;
}

static void check_value(const dln_record *record, size_t fact, size_t index)
{
    dln_value value = {.size = sizeof value};
    if (dln_record_value(record, fact, index, &value) != DLN_OK) abort();
    for (size_t i = 0; i < value.evidence_count; i++) {
        dln_evidence at = {.size = sizeof at};
        size_t length = 0;
        if (dln_record_evidence(record, fact, index, i, &at) != DLN_OK ||
            !dln_record_text(record, at.report, &length) || at.span.end > length ||
            at.span.begin > at.span.end)
            abort();
    }
}

static void check_values(const dln_record *record)
{
    for (size_t i = 0; i < dln_record_fact_count(record); i++) {
        dln_fact fact = {.size = sizeof fact};
        if (dln_record_fact(record, i, &fact) != DLN_OK) abort();
        for (size_t k = 0; k < fact.value_count; k++)
            check_value(record, i, k);
    }
}

static int take(const dln_record *record, size_t report, void *context)
{
    (void)report;
    for (int format = 0; format <= DLN_FORMAT_QUOTES; format++)
        dln_record_write(record, (dln_format)format, NULL, drop, context);
    check_values(record);
    return 0;
}

static dln *engine_of(unsigned pick)
{
    static const uint64_t report[LIMITS] = {16u << 10,  48u << 10,  96u << 10, 160u << 10,
                                            256u << 10, 512u << 10, 2u << 20,  64u << 20};
    static const uint64_t story[LIMITS] = {64u << 20,  16u << 10,  64u << 10, 160u << 10,
                                           320u << 10, 640u << 10, 2u << 20,  64u << 20};
    static const uint32_t words[LIMITS] = {0, 1, 3, 7, 20, 50, 200, 0};
    static dln *engine[LIMITS * LIMITS];
    dln_options options;
    dln **made = &engine[pick % (LIMITS * LIMITS)];
    dln_options_init(&options);
    options.jobs = 1;
    options.max_input_bytes = 1 << 20;
    options.max_report_memory = report[pick % LIMITS];
    options.max_story_memory = story[pick / LIMITS % LIMITS];
    options.max_report_words = words[(pick * 5 + pick / LIMITS) % LIMITS];
    if (!*made && dln_open(&options, made, NULL) != DLN_OK) abort();
    return *made;
}

/* The bytes between two NULs are a report each, six at the most. */
static void add_reports(dln_run *run, const uint8_t *data, size_t size)
{
    char name[2] = "a";
    for (size_t at = 0; at < size && name[0] < 'g'; name[0]++) {
        const uint8_t *end = memchr(data + at, 0, size - at);
        size_t n = end ? (size_t)(end - data) - at : size - at;
        dln_run_add_bytes(run, name, data + at, n);
        at += n + 1;
    }
}

static void one_by_one(dln_run *run, void *sum)
{
    dln_record *record;
    for (size_t i = 0; i < dln_run_report_count(run); i++)
        if (dln_run_annotate(run, i, &record) == DLN_OK) {
            take(record, i, sum);
            dln_record_free(record);
        }
}

static void grouped(const dln *engine, dln_run *run, void *sum)
{
    dln_record *record;
    dln_group *group;
    if (dln_run_reports(run, &record) != DLN_OK) return;
    if (dln_group_new(engine, 4, &group) == DLN_OK) {
        dln_grouped put;
        for (size_t i = 0; i < dln_record_report_count(record); i++)
            if (dln_group_add(group, record, i, &put) == DLN_OK)
                dln_grouped_write(record, i, &put, drop, sum);
        dln_group_free(group);
    }
    dln_record_free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char sum = 0;
    dln_run *run;
    dln_record *record;
    if (size < 3 || size > 8000) return 0;
    const dln *engine = engine_of(data[0]);
    unsigned way = data[1] % WAYS;
    if (dln_run_new(engine, &run) != DLN_OK) return 0;
    if (way == 1) dln_run_stream(run, 1, take, &sum);
    add_reports(run, data + 2, size - 2);
    if (way == 0 && dln_run_story(run, &record) == DLN_OK) {
        take(record, 0, &sum);
        dln_record_free(record);
    }
    if (way == 1) dln_run_flush(run);
    if (way == 2) one_by_one(run, &sum);
    if (way == 3) grouped(engine, run, &sum);
    dln_run_free(run);
    return 0;
}
