/* test_worth.c - which facts are worth a line: the trees against the lines that were
 * read, and what they see of a fact. */
#include "kit.h"
#include "collate/worth.h"
#include "collate/worth_columns.h"
#include "engine/engine.h"
#include <stdlib.h>

/* The trees and the lines they learnt from: shows that data and program belong together, not how
 * good they are. */
static void trees_fit_lines(void **state)
{
    Kit k;
    WorthModel worth;
    Table lines;
    dln_error err;
    uint32_t shown = 0, right = 0, wrong = 0, useful = 0;
    (void)state;
    kit_open(&k);
    assert_int_equal(worth_open("data", &worth, &err), DLN_OK);
    assert_int_equal(table_load("tests/cases/collate", "worth_lines.txt", &k.arena, &lines, &err),
                     DLN_OK);
    assert_true(lines.n >= 1400);
    for (uint32_t i = 0; i < lines.n; i++) {
        float column[WORTH_COLUMN_COUNT];
        const char *at = row_col(&lines.at[i], 3).p;
        for (uint32_t c = 0; c < WORTH_COLUMN_COUNT; c++) {
            char *end;
            column[c] = strtof(at, &end);
            assert_true(end > at);
            at = end;
        }
        bool print = trees_score(&worth.shared, column) >= 0.5f,
             good = slice_is(row_col(&lines.at[i], 0), "useful");
        useful += good;
        shown += print;
        right += print && good;
        wrong += print && slice_is(row_col(&lines.at[i], 0), "wrong");
    }
    assert_true(right * 100 >= shown * 85);
    assert_true(right * 100 >= useful * 60);
    assert_true(wrong * 100 <= shown * 5);
    worth_close(&worth);
    kit_close(&k);
}

static const RecordFact *fact_of(const Record *r, const char *attribute, dln_verdict verdict)
{
    for (uint32_t i = 0; i < r->facts.n; i++)
        if (slice_is(r->facts.at[i].attribute, attribute) && r->facts.at[i].verdict == verdict)
            return &r->facts.at[i];
    return NULL;
}

static float column_of(const Record *r, const RecordFact *f, WorthColumn column)
{
    Arena arena;
    WorthGround *ground;
    float out[WORTH_COLUMN_COUNT];
    arena_init(&arena, 0);
    assert_int_equal(worth_ground(r, &arena, &ground), DLN_OK);
    assert_int_equal(worth_columns(ground, (uint32_t)(f - r->facts.at), &arena, out), DLN_OK);
    arena_free(&arena);
    return out[column];
}

/* Two reports call her "Mayor", and give the same toll: the toll is news, the office is not. Their
 * tolls stand in like company, of one happening; their mayors do not. */
static void toll_before_office(void **state)
{
    static const char *const text[] = {
        "Bus crash kills four in Velm\n\n2019-05-06\n\nVELM - A bus fell into the river Velm on "
        "Monday, killing four people, the police said.\n\n\"We are in mourning,\" Mayor Ada Lint "
        "told reporters. The driver was taken to the hospital in Dorst with a broken leg.\n",
        "Four dead as bus plunges into river\n\n2019-05-06\n\nDORST - Four people were killed when "
        "a bus plunged into the river Velm on Monday morning.\n\nMayor Ada Lint said the road "
        "would "
        "stay closed. \"The bridge was old,\" said Lint, who has asked for an inquiry.\n"};
    dln *engine;
    dln_run *run;
    dln_record *record;
    dln_error err;
    dln_options options;
    (void)state;
    dln_options_init(&options);
    options.data_dir = "data";
    assert_int_equal(dln_open(&options, &engine, &err), DLN_OK);
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(dln_run_add_bytes(run, i ? "b.txt" : "a.txt", text[i], strlen(text[i])),
                         DLN_OK);
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    const Record *r = &record->record;
    const RecordFact *toll = fact_of(r, "killed", DLN_AGREE), *role = fact_of(r, "role", DLN_AGREE);
    assert_non_null(toll);
    assert_non_null(role);
    assert_true(fact_is_worth(toll));
    assert_false(fact_is_worth(role));
    assert_true(column_of(r, toll, WORTH_SENTENCE_LEAST) > 0.1f);
    assert_true(column_of(r, toll, WORTH_HAPPENING_LEAST) == 1);
    assert_true(column_of(r, role, WORTH_HAPPENING_LEAST) < 1);
    assert_true(column_of(r, toll, WORTH_REPORTS) == 2);
    assert_true(column_of(r, toll, WORTH_TOP) == 2);
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_fit_lines),
        cmocka_unit_test(toll_before_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
