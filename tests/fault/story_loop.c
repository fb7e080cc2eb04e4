/* story_loop.c - the main job with the n-th allocation failing, for every n: it must end with a
 * status or a record, never crash, never leak (run under AddressSanitizer). Usage: story_loop
 * FILE... Prints TAP. Built in the fault flavour alone. */
#include "base/mem.h"
#include "dateline.h"
#include <stdio.h>

static int drop(const void *bytes, size_t length, void *context)
{
    (void)bytes;
    (void)length;
    (void)context;
    return 0;
}

static int tables(const dln_record *record)
{
    int good = 1;
    for (uint32_t table = 0; table < DLN_TABLES; table++) {
        struct ArrowSchema schema;
        struct ArrowArray array;
        dln_write_options options = {.size = sizeof options, .table = table};
        if (dln_record_arrow(record, &options, &schema, &array) != DLN_OK) {
            good = 0;
            continue;
        }
        array.release(&array);
        schema.release(&schema);
    }
    return good;
}

/* One whole story; 1 when everything went well. */
static int story(int files, char **file)
{
    dln_options options;
    dln *engine = NULL;
    dln_run *run = NULL;
    dln_record *record = NULL;
    int good = 1;
    dln_options_init(&options);
    options.jobs = 1;
    if (dln_open(&options, &engine, NULL) != DLN_OK) return 0;
    if (dln_run_new(engine, &run) != DLN_OK) {
        dln_close(engine);
        return 0;
    }
    for (int i = 0; i < files; i++)
        good &= dln_run_add_file(run, file[i]) == DLN_OK;
    if (dln_run_story(run, &record) != DLN_OK)
        good = 0;
    else
        for (int format = DLN_FORMAT_TEXT; format <= DLN_FORMAT_REPORTS_TEXT; format++) {
            dln_status status = dln_record_write(record, (dln_format)format, NULL, drop, NULL);
            good &= status == DLN_OK || status == DLN_ERR_USAGE;
        }
    if (record) good &= tables(record);
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return good;
}

int main(int argc, char **argv)
{
    mem_fail_at(-1);
    int good = story(argc - 1, argv + 1);
    long calls = mem_calls(), survived = 0;
    printf("%sok 1 - the story without failures (%ld allocations)\n", good ? "" : "not ", calls);
    if (!good) return 1;
    long step = calls / 150 + 1;
    long tries = 0;
    for (long n = 0; n < calls; n += step, tries++) {
        mem_fail_at(n);
        survived += story(argc - 1, argv + 1);
    }
    mem_fail_at(-1);
    printf("ok 2 - %ld failing allocations walked through, %ld of them without harm to the "
           "record\n1..3\n",
           tries, survived);
    good = story(argc - 1, argv + 1);
    printf("%sok 3 - the story afterwards\n", good ? "" : "not ");
    return !good;
}
