/* Dictionaries in the format of PETRARCH and TABARI: reading, dated codes, agents, patterns,
 * passives. Dictionary and sentences are ours. */
#include "mean/events/petrarch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define TOY "tests/cases/events/petrarch/toy."
static Arena arena;
static const Petrarch *toy;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    arena_init(&arena, 0);
    if (petrarch_open(TOY "actors.txt", TOY "agents.txt", TOY "verbs.txt", NULL, &arena, &toy,
                      &err) == DLN_OK)
        return 0;
    fprintf(stderr, "%s\n", err.message);
    return -1;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* Events as "SRC TGT CODE;" in order. */
static const char *coded(const char *tree, uint32_t date)
{
    static char out[512];
    PetrarchWord *word;
    PetrarchEvent event[16];
    uint32_t n;
    out[0] = 0;
    if (!petrarch_words(slice_of(tree), &arena, &word, &n)) return "no tree";
    n = petrarch_code(toy, word, n, date, event, 16);
    for (uint32_t i = 0; i < n; i++)
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s %s %s;", event[i].source,
                 event[i].target, event[i].code);
    return out;
}

static void plain(void **state)
{
    (void)state;
    assert_string_equal(coded("(ROOT (S (NP (NNP Norland)) (VP (VBD sent) (NP (NN salt)) (PP (TO "
                              "to) (NP (DT the) (NNP Reef))))))",
                              20000101),
                        "NOR REE 070;");
    assert_string_equal(coded("(ROOT (S (NP (NNP Norland)) (VP (VBD sent) (NP (JJ old) (NNS "
                              "boats)) (PP (TO to) (NP (DT the) (NNP Reef))))))",
                              20000101),
                        "NOR REE 071;");
    assert_string_equal(coded("(ROOT (S (NP (NNP Norland)) (VP (MD did) (RB not) (VP (VB send) (NP "
                              "(NN salt)) (PP (TO to) (NP (DT the) (NNP Reef)))))))",
                              20000101),
                        "NOR REE 120;");
}

static void codes_of_parties(void **state)
{
    (void)state;
    assert_string_equal(coded("(ROOT (S (NP (NNP Norlander) (NNS divers)) (VP (VBD rebuked) (NP "
                              "(NNP Keeper) (NNP Ola)))))",
                              19980601),
                        "NORMIL REEGOV 111;");
    assert_string_equal(coded("(ROOT (S (NP (NNP Norlander) (NN fisherwoman)) (VP (VBD rebuked) "
                              "(NP (NNP Keeper) (NNP Ola)))))",
                              20050601),
                        "NORLAB REEELI 111;");
    assert_string_equal(coded("(ROOT (S (NP (NNP Norland)) (VP (VBD rebuked) (NP (DT the) (NNP "
                              "Bay) (IN of) (NNP Seals)))))",
                              20050601),
                        "NOR SEA 111;NOR OTT 111;");
}

static void both_ways(void **state)
{
    (void)state;
    assert_string_equal(coded("(ROOT (S (NP (DT the) (NNP Norland) (NN minister)) (VP (VBD met) "
                              "(NP (NNP Keeper) (NNP Ola)))))",
                              20050601),
                        "NORGOV REEELI 040;REEELI NORGOV 040;");
    assert_string_equal(coded("(ROOT (S (NP (NNP Norland)) (VP (VBD was) (VP (VBN rebuked) (PP (IN "
                              "by) (NP (DT the) (NNP Reef)))))))",
                              20050601),
                        "REE NOR 111;");
}

static void damaged(void **state)
{
    (void)state;
    static const char *const trees[] = {
        "", "(", ")", "((((", "(ROOT (S (NP (NNP Norland)", "no brackets at all", "(()(()))"};
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        coded(trees[i], 0);
    dln_error err;
    const Petrarch *none;
    assert_int_equal(petrarch_open("tests/cases/events/petrarch/none.txt", NULL, NULL, NULL, &arena,
                                   &none, &err),
                     DLN_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(codes_of_parties),
                                       cmocka_unit_test(both_ways), cmocka_unit_test(damaged)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
