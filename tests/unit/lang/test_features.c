/* test_features.c - rows of word forms: those of the Python twin (train/features.py, which made
 * these figures), and what must share a row. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "lang/features.h"

static const uint32_t table_rows[WORD_TABLES] = {32768, 16384, 8192, 4096, 8192, 8192, 2048, 24576};

static void the_twin_has_the_same_rows(void **state)
{
    (void)state;
    static const struct {
        const char *form;
        uint32_t row[WORD_ROWS], n_grams, grams, key; /* grams: sum of sum * 31 + row */
    } cases[] = {
        {"the", {4876, 219, 3701, 3722, 1619, 1921, 668, 361}, 5, 0x4EB4C1AAu, 0x3464BEFDu},
        {"Velm", {26199, 19886, 9318, 5752, 3382, 5526, 2673, 875}, 7, 0x22634A6Au, 0x713EC1C4u},
        {"U.S.", {12429, 28071, 507, 455, 3844, 4589, 701, 1818}, 7, 0x8CBAC037u, 0x138A1B89u},
        {"COVID-19",
         {7272, 23541, 10965, 4286, 2256, 2601, 3840, 185},
         15,
         0xF9441129u,
         0x67FBE47Fu},
        {"M\xC3\xBC"
         "ller",
         {18337, 3416, 1913, 2214, 2179, 4986, 6063, 1317},
         11,
         0x7BE4D506u,
         0x0B9970AAu},
        {"Serg\xD0\xB5"
         "n",
         {17369, 5271, 3081, 6603, 752, 4142, 5949, 1317},
         11,
         0x11DD880Fu,
         0xB91B323Fu},
        {"don\xE2\x80\x99t",
         {2100, 24951, 3968, 7606, 393, 6347, 7632, 925},
         9,
         0xAA6E932Cu,
         0x6F99A66Cu},
        {"a", {14889, 5633, 7980, 4014, 1010, 5668, 6085, 1240}, 1, 0x00005DB2u, 0x3DA4E6C3u},
        {"\xCE\x99\xCF\x89\xCE\xAC\xCE\xBD\xCE\xBD\xCE\xB7\xCF\x82",
         {4467, 13128, 2067, 6580, 615, 8001, 680, 76},
         13,
         0xA1BE46DAu,
         0x2228FEB5u},
        {"12,500", {7101, 30639, 2628, 5844, 2256, 5994, 6876, 76}, 11, 0xC104A230u, 0x8E467F80u},
        {"\xC5\x81\xC3\xB3"
         "d\xC5\xBA",
         {23954, 5396, 4666, 375, 1130, 3682, 5891, 875},
         7,
         0x7E287D46u,
         0xB170B61Cu},
        {"\xE2\x80\x94",
         {20799, 9019, 8967, 6776, 2091, 267, 3010, 1067},
         1,
         0x00002D1Du,
         0x573E2311u},
        {"supercalifragilisticexpialidocious-and-more-of-it",
         {32508, 11829, 10190, 4153, 1805, 4082, 853, 871},
         40,
         0x39DC36ECu,
         0xF8B88845u},
        {"\xE4\xB8\xAD\xE6\x96\x87",
         {15538, 7340, 10815, 3557, 1632, 4978, 778, 314},
         3,
         0x00EF58F1u,
         0x59C87399u},
        {"\xEF\xAC\x81",
         {10774, 6401, 11682, 3788, 257, 2572, 2425, 717},
         1,
         0x00005C67u,
         0x7C920185u},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        WordRows got;
        uint32_t grams = 0;
        word_rows(slice_of(cases[i].form), table_rows, &got);
        for (uint32_t k = 0; k < WORD_ROWS; k++)
            assert_int_equal(got.row[k], cases[i].row[k]);
        assert_int_equal(got.n_grams, cases[i].n_grams);
        for (uint32_t k = 0; k < got.n_grams; k++)
            grams = grams * 31 + got.gram[k];
        assert_int_equal(grams, cases[i].grams);
        assert_int_equal(got.key, cases[i].key);
        assert_int_equal(word_key(slice_of(cases[i].form)), cases[i].key);
    }
}

/* Rows lie in their tables whatever the form; words longer than can be read are cut. */
static void rows_lie_in_their_tables(void **state)
{
    (void)state;
    static char form[1000];
    static const uint32_t small[WORD_TABLES] = {1, 2, 3, 4, 5, 6, 7, 8};
    uint32_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        size_t n = (size_t)round % (round % 50 ? 20 : sizeof form);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            form[i] = (char)(seed >> (round % 3 ? 25 : 24)); /* ASCII, or any bytes */
        }
        WordRows got;
        word_rows((Slice){form, n}, small, &got);
        static const uint8_t table[WORD_ROWS] = {TABLE_LOW,  TABLE_LOW,  TABLE_FORM, TABLE_PRE3,
                                                 TABLE_SUF2, TABLE_SUF3, TABLE_SUF4, TABLE_SHAPE};
        for (uint32_t k = 0; k < WORD_ROWS; k++)
            assert_true(got.row[k] < small[table[k]]);
        assert_true(got.n_grams <= WORD_GRAMS);
        for (uint32_t k = 0; k < got.n_grams; k++)
            assert_true(got.gram[k] < small[TABLE_GRAM]);
        uint32_t points[WORD_POINTS];
        assert_true(word_fold((Slice){form, n}, points) <= WORD_POINTS);
    }
}

static void foldings(void **state)
{
    (void)state;
    static const struct {
        const char *form, *folded;
    } cases[] = {
        {"2024", "0000"},
        {"\xE2\x80\x9Cyes\xE2\x80\x9D", "\"yes\""},
        {"it\xE2\x80\x99s", "it's"},
        {"1939\xE2\x80\x93"
         "45",
         "0000-00"},
        {"\xC3\x98rsted", "Orsted"},
        {"\xD0\x9C\xD0\xBEscow", "Moscow"},       /* Cyrillic letters in a Latin word */
        {"\xD0\x9C\xD0\xBE", "\xD0\x9C\xD0\xBE"}, /* but not in a Russian one */
        {"M\xC3\x83\xC2\xBCller", "Muller"},      /* read in the wrong charset, too */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t a[WORD_POINTS], b[WORD_POINTS], n = word_fold(slice_of(cases[i].form), a), m = 0;
        Slice want = slice_of(cases[i].folded);
        for (size_t k = 0; k < want.n;) /* two-byte letters at most */
            if ((unsigned char)want.p[k] < 0x80)
                b[m++] = (unsigned char)want.p[k++];
            else {
                b[m++] = ((uint32_t)want.p[k] & 31) << 6 | ((uint32_t)want.p[k + 1] & 63);
                k += 2;
            }
        assert_int_equal(n, m);
        if (n) assert_memory_equal(a, b, n * sizeof *a);
    }
}

static SentenceCase case_of(const char *const *words)
{
    Token token[12];
    uint32_t n = 0;
    for (; words[n]; n++)
        token[n] = (Token){.form = slice_of(words[n])};
    return sentence_case(token, n);
}

static void how_a_sentence_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *words[12];
        SentenceCase how;
    } cases[] = {
        {{"The", "mayor", "of", "Velm", "resigned", NULL}, CASE_MIXED},
        {{"MAYOR", "OF", "VELM", "RESIGNS", NULL}, CASE_CAPITALS},
        {{"mayor", "of", "velm", "resigns", NULL}, CASE_SMALL},
        {{"Mayor", "Resigns", "After", "Fire", "in", "Velm", NULL}, CASE_HEADLINE},
        {{"NATO", "said", "so", NULL}, CASE_MIXED},
        {{"NATO", NULL}, CASE_MIXED},        /* one word shouts nothing */
        {{"A", ".", "1", NULL}, CASE_MIXED}, /* no word of two letters */
        {{NULL}, CASE_MIXED},
        {{"\xD0\x9C\xD0\x9E\xD0\xA1", "\xD0\x9A\xD0\x92\xD0\x90", NULL}, CASE_CAPITALS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(case_of(cases[i].words), cases[i].how);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_twin_has_the_same_rows),
        cmocka_unit_test(rows_lie_in_their_tables),
        cmocka_unit_test(foldings),
        cmocka_unit_test(how_a_sentence_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
