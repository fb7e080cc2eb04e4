/* test_brief_line.c - which lines that tell events are printed, and with which day: the trees
 * against the lines that were read, and what a reader gets of two reports. */
#include "engine/engine.h"
#include "write/brief_line.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct Tally {
    uint32_t printed, useful, good, wrong, days, right_days;
} Tally;

static void read_columns(Slice text, float column[LINE_COLUMN_COUNT])
{
    const char *at = text.p;
    for (uint32_t c = 0; c < LINE_COLUMN_COUNT; c++) {
        char *end;
        column[c] = strtof(at, &end);
        assert_true(end > at);
        at = end;
    }
}

/* In view: the weights were learned from these lines. Guards the model, the sheet and the program
 * against drifting apart; figures with stories left out are train/lines.py's. */
static void trees_fit_lines(void **state)
{
    Arena arena;
    LineModel model;
    Table lines;
    dln_error err;
    Tally t = {0};
    (void)state;
    arena_init(&arena, 0);
    assert_int_equal(line_model_open("data", &model, &err), DLN_OK);
    assert_int_equal(table_load("tests/cases/write", "event_lines.txt", &arena, &lines, &err),
                     DLN_OK);
    assert_true(lines.n >= 500);
    for (uint32_t i = 0; i < lines.n; i++) {
        float column[LINE_COLUMN_COUNT];
        read_columns(row_col(&lines.at[i], 3), column);
        bool print = trees_score(&model.worth, column) >= 0.5f,
             day = column[LINE_DATED] > 0 && trees_score(&model.day, column) >= 0.5f,
             useful = slice_is(row_col(&lines.at[i], 0), "useful");
        t.printed += print;
        t.useful += useful;
        t.good += print && useful;
        t.wrong += print && slice_is(row_col(&lines.at[i], 0), "wrong");
        t.days += day;
        t.right_days += day && slice_is(row_col(&lines.at[i], 1), "y");
    }
    assert_true(t.good * 100 >= t.printed * 75);
    assert_true(t.good * 100 >= t.useful * 70);
    assert_true(t.wrong * 100 <= t.printed * 8);
    assert_true(t.right_days * 100 >= t.days * 85);
    line_model_close(&model);
    arena_free(&arena);
}

static const char *const report[] = {
    "Ferry sinks off Velm, nine rescued\n\nThe Velm Post, 2019-05-07\n\nVELM - A ferry sank off "
    "Velm on Monday and nine passengers were rescued, the coast guard said.\n\nThe coast guard "
    "opened an inquiry on Tuesday. Ada Lint, the mayor, would resign if the owner received a "
    "licence.\n\nThe company bought the ferry in 2011.\n",
    "Nine saved as ferry goes down\n\nThe Dorst Times, 2019-05-07\n\nDORST - Nine passengers were "
    "rescued on Monday when a ferry sank near Velm.\n\nThe coast guard opened an inquiry on "
    "Tuesday, officials said.\n"};

typedef struct Made {
    dln *engine;
    dln_run *run;
    dln_record *record;
    Arena arena;
    Brief brief;
} Made;

static void make(Made *m)
{
    dln_error err;
    dln_options options;
    dln_options_init(&options);
    options.data_dir = "data";
    assert_int_equal(dln_open(&options, &m->engine, &err), DLN_OK);
    assert_int_equal(dln_run_new(m->engine, &m->run), DLN_OK);
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(
            dln_run_add_bytes(m->run, i ? "b.txt" : "a.txt", report[i], strlen(report[i])), DLN_OK);
    assert_int_equal(dln_run_story(m->run, &m->record), DLN_OK);
    arena_init(&m->arena, 0);
    assert_int_equal(brief_make(&m->record->record, m->engine->phrases, &m->arena, &m->brief),
                     DLN_OK);
}

static void unmake(Made *m)
{
    arena_free(&m->arena);
    dln_record_free(m->record);
    dln_run_free(m->run);
    dln_close(m->engine);
}

static const BriefEvent *line_with(const Made *m, const char *words)
{
    const Brief *b = &m->brief;
    for (int list = 0; list < 2; list++) {
        const BriefEvent *at = list ? b->background.at : b->events.at;
        for (uint32_t i = 0; i < (list ? b->background.n : b->events.n); i++) {
            Slice text = b->record->report[at[i].report]->text;
            if (slice_find(slice_span(text, at[i].clause), slice_of(words)) != SIZE_MAX)
                return &at[i];
        }
    }
    return NULL;
}

/* What happened on a day of its own clause is a line with its day; "if the owner received a
 * licence" is none. The numbers are those of the grammar. */
static void day_of_its_own(void **state)
{
    Made m;
    float column[LINE_COLUMN_COUNT];
    (void)state;
    make(&m);
    const BriefEvent *inquiry = line_with(&m, "opened an inquiry"),
                     *licence = line_with(&m, "received a");
    assert_non_null(inquiry);
    assert_true(inquiry->dated && inquiry->rank != NONE);
    line_columns(&m.brief, inquiry, column);
    assert_true(column[LINE_TIME_VERB_SAME] == 1);
    assert_true(column[LINE_TIME_BEFORE] == 0);
    assert_true(column[LINE_MARKED] == 0);
    assert_true(column[LINE_VOICES] == 2);
    assert_null(licence);
    unmake(&m);
}

/* Ranks count the lines that are worth a place: 0, 1, 2 ... */
static void ranks_are_full(void **state)
{
    Made m;
    (void)state;
    make(&m);
    uint32_t worth = 0, seen[64] = {0};
    for (uint32_t i = 0; i < m.brief.events.n; i++) {
        uint32_t rank = m.brief.events.at[i].rank;
        if (rank == NONE) continue;
        assert_true(rank < 64);
        seen[rank]++;
        worth++;
    }
    assert_true(worth > 0);
    for (uint32_t i = 0; i < worth; i++)
        assert_int_equal(seen[i], 1);
    unmake(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_fit_lines),
        cmocka_unit_test(day_of_its_own),
        cmocka_unit_test(ranks_are_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
