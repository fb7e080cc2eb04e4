/* worth_columns.c - training only: shows what src/collate/worth_columns.c sees, so that Python
 * never has to repeat it. In: files of one story as arguments. Out: a line for each fact of several
 * voices of its record, parted by tabs: id, verdict, attribute, salience, why, evidence as
 * VALUE:REPORT:BYTE:BYTE, and the numbers of worth_columns.c (`names` as the only argument lists
 * these). Built by train/worth.py against build/libdateline.a. */
#include "collate/join.h"
#include "collate/worth_columns.h"
#include "story_of_files.h"

static void print_columns(const RecordFact *f, const float column[WORTH_COLUMN_COUNT])
{
    printf("\t%.*s\t", (int)f->why.n, f->why.p);
    for (uint32_t v = 0; v < f->values.n; v++)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++) {
            Evidence e = f->values.at[v].evidence.at[k];
            printf("%u:%u:%u:%u ", v, e.report + 1, e.span.b, e.span.e);
        }
    printf("\t");
    for (uint32_t k = 0; k < WORTH_COLUMN_COUNT; k++)
        printf("%s%.5g", k ? " " : "", (double)column[k]);
}

static int print_facts(const dln_record *record)
{
    const Record *r = &record->record;
    Arena arena;
    WorthGround *ground = NULL;
    arena_init(&arena, 0);
    dln_status status = worth_ground(r, &arena, &ground);
    for (uint32_t i = 0; status == DLN_OK && i < r->facts.n; i++) {
        const RecordFact *f = &r->facts.at[i];
        float column[WORTH_COLUMN_COUNT];
        if (f->verdict == DLN_ONLY) continue;
        status = worth_columns(ground, i, &arena, column);
        printf("f%u\t%s\t%.*s\t%.2f", i + 1, verdict_name[f->verdict], (int)f->attribute.n,
               f->attribute.p, (double)f->salience);
        if (status == DLN_OK) print_columns(f, column);
        printf("\n");
    }
    arena_free(&arena);
    return status == DLN_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    return story_of_files(argc, argv, print_facts, worth_column_name, WORTH_COLUMN_COUNT);
}
