/* test_worth.c - which facts are worth a line: the table against the lines that were read, and what
 * it sees of a fact. */
#include "kit.h"
#include "collate/worth.h"

/* "verdict agree; attribute role": as the sheet has them. */
static void split(Slice s, Signs *out)
{
    out->n = 0;
    while (s.n > 0 && out->n < SIGNS_MAX) {
        size_t end = slice_find(s, SLICE("; "));
        size_t n = end == SIZE_MAX ? s.n : end;
        out->at[out->n++] = (Slice){s.p, n};
        n += end == SIZE_MAX ? 0 : 2;
        s = (Slice){s.p + n, s.n - n};
    }
}

/* In view: the weights were learned from these lines. Guards the table, the sheet and the names of
 * the traits against drifting apart; figures with each story left out are train/worth.py's. */
static void table_fits_sheet(void **state)
{
    Kit k;
    SignWeights worth;
    Table sheet;
    dln_error err;
    uint32_t shown = 0, right = 0, wrong = 0, useful = 0;
    (void)state;
    kit_open(&k);
    assert_int_equal(signs_load("data", "en/worth.txt", &k.arena, &worth, &err), DLN_OK);
    assert_int_equal(table_load("tests/cases/collate", "worth.txt", &k.arena, &sheet, &err),
                     DLN_OK);
    assert_true(sheet.n >= 300);
    for (uint32_t i = 0; i < sheet.n; i++) {
        Signs t;
        split(row_col(&sheet.at[i], 2), &t);
        bool print = signs_score(&worth, &t) >= 0.5f,
             good = slice_is(row_col(&sheet.at[i], 0), "useful");
        useful += good;
        shown += print;
        right += print && good;
        wrong += print && slice_is(row_col(&sheet.at[i], 0), "wrong");
    }
    assert_true(right * 100 >= shown * 75);
    assert_true(right * 100 >= useful * 70);
    assert_true(wrong * 100 <= shown * 8);
    kit_close(&k);
}

/* Two reports call him "Mayor", and give the same toll: the toll is news, the office is not. */
static void toll_before_office(void **state)
{
    Kit k;
    (void)state;
    kit_open(&k);
    for (uint32_t r = 0; r < 2; r++) {
        kit_report(&k, r ? "b.txt" : "a.txt",
                   r ? "On Monday a bus fell into the Velm; it killed four people, Mayor Ada Lint "
                       "told the radio in the evening."
                     : "The crash killed four people, said Mayor Ada Lint.");
        uint32_t who = kit_entity(&k, r, "Ada Lint", ENTITY_PERSON, "");
        Role role = {kit_span(&k, r, "Mayor"), SLICE("Mayor")};
        assert_true(VEC_PUSH(&k.arena, &k.findings[r].entities.at[who].roles, role));
        uint32_t crash = kit_event(&k, r, "killed", "kill", NONE, NONE, NONE);
        kit_toll(&k, r, crash, "four people", "killed", 4, BOUND_NONE);
    }
    static const uint32_t two[] = {0, 1};
    const Record *r = kit_collate(&k, two, 2);
    const RecordFact *toll = kit_fact(r, "killed", DLN_AGREE),
                     *role = kit_fact(r, "role", DLN_AGREE);
    assert_non_null(toll);
    assert_non_null(role);
    assert_true(fact_is_worth(toll));
    assert_false(fact_is_worth(role));
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_fits_sheet),
        cmocka_unit_test(toll_before_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
