/* line_traits.c - training only: shows what src/write/brief_events.c asks about the lines that tell
 * events, so that Python never has to repeat it. In: files of one story as arguments. Out: a line
 * for each, parted by tabs: report, bytes of the clause, its days ("" none), background (0, 1),
 * rank, words, numbers of brief_line.c (`names` as the only argument lists these). Built by
 * `make build/train/line_traits`. */
#include "collate/join.h"
#include "write/brief_line.h"
#include "story_of_files.h"

static void print_words(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        putchar(s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
}

static void print_lines(const Brief *b, const BriefEvent *at, uint32_t n, Arena *arena)
{
    for (uint32_t i = 0; i < n; i++) {
        float column[LINE_COLUMN_COUNT];
        const RecordEvent *e = &b->record->events.at[at[i].event];
        Slice days = brief_dated(e) ? phrases_days(b->phrases, e->from, e->to, false, arena)
                                    : (Slice){"", 0};
        line_columns(b, &at[i], column);
        printf("%u\t%u-%u\t%.*s\t%d\t%u\t", at[i].report + 1, at[i].clause.b, at[i].clause.e,
               (int)days.n, days.p, e->background, at[i].rank);
        print_words(slice_span(b->record->report[at[i].report]->text, at[i].clause));
        if (e->modality != MODALITY_HAPPENED) printf(" (%s)", modality_name[e->modality]);
        for (uint32_t k = 0; k < LINE_COLUMN_COUNT; k++)
            printf("%s%.5g", k ? " " : "\t", (double)column[k]);
        printf("\n");
    }
}

static int print_record(const dln_record *record)
{
    Brief brief;
    Arena arena;
    arena_init(&arena, 0);
    dln_status status = brief_make(&record->record, record->engine->phrases, &arena, &brief);
    if (status == DLN_OK) print_lines(&brief, brief.events.at, brief.events.n, &arena);
    if (status == DLN_OK) print_lines(&brief, brief.background.at, brief.background.n, &arena);
    arena_free(&arena);
    return status == DLN_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    return story_of_files(argc, argv, print_record, line_column_name, LINE_COLUMN_COUNT);
}
