/* worth_traits.c - training only: shows what src/collate/worth.c asks about, so that Python never
 * has to repeat it. In: files of one story as arguments. Out: a line for each fact of its record:
 * id, verdict, attribute, salience, traits parted by "; ". Built by train/worth.py against
 * build/libdateline.a. */
#include "collate/join.h"
#include "engine/engine.h"
#include <stdio.h>

static int print_facts(const dln_record *record)
{
    const Record *r = &record->record;
    const ValueWords *words = collate_words(record->engine->collate);
    Arena arena;
    arena_init(&arena, 0);
    Quotes *quotes = worth_quotes(r, &arena);
    for (uint32_t i = 0; quotes && i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        Signs t;
        if (worth_traits(r, words, quotes, i, &arena, &t) != DLN_OK) break;
        printf("f%u\t%s\t%.*s\t%.2f\t", i + 1, verdict_name[f->verdict], (int)f->attribute.n,
               f->attribute.p, (double)f->salience);
        for (uint32_t k = 0; k < t.n; k++)
            printf("%s%.*s", k ? "; " : "", (int)t.at[k].n, t.at[k].p);
        printf("\n");
    }
    bool whole = quotes && !arena.failed;
    arena_free(&arena);
    return whole ? 0 : 1;
}

int main(int argc, char **argv)
{
    dln *engine = NULL;
    dln_run *run = NULL;
    dln_record *record = NULL;
    dln_error err;
    dln_options options;
    dln_options_init(&options);
    options.data_dir = "data";
    int code = 1;
    if (dln_open(&options, &engine, &err) == DLN_OK && dln_run_new(engine, &run) == DLN_OK) {
        for (int i = 1; i < argc; i++)
            dln_run_add_file(run, argv[i]);
        if (dln_run_story(run, &record) == DLN_OK) code = print_facts(record);
    }
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return code;
}
