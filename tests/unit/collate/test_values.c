/* test_values.c - values of facts: what a normal form reads as, with its sign, unit and currency;
 * comparing and judging know no order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>
#include <math.h>
#include "base/civil.h"
#include "collate/compare.h"
#include "mean/claims/claim.h"

static Arena arena;
static ValueWords words;

static int open_words(void **state)
{
    (void)state;
    dln_error err;
    arena_init(&arena, 0);
    return value_words_load("data", &arena, &words, &err) == DLN_OK ? 0 : -1;
}
static int close_words(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static Value value_of(ValueClass class, const char *text)
{
    Value v;
    assert_int_equal(value_parse(&words, class, slice_of(text), &arena, &v), DLN_OK);
    return v;
}

static void figures_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        Bound bound;
        double low, high, grain;
    } cases[] = {
        {"0", BOUND_NONE, 0, 0, 1},
        {"7", BOUND_NONE, 7, 7, 1},
        {"300", BOUND_NONE, 300, 300, 100},
        {"~300", BOUND_ABOUT, 300, 300, 100},
        {">=7", BOUND_AT_LEAST, 7, 7, 1},
        {">7", BOUND_MORE_THAN, 7, 7, 1},
        {"<=7", BOUND_AT_MOST, 7, 7, 1},
        {"<7", BOUND_LESS_THAN, 7, 7, 1},
        {"5.9", BOUND_NONE, 5.9, 5.9, 0.1},
        {"1,234", BOUND_NONE, 1234, 1234, 1},
        {"10-12", BOUND_NONE, 10, 12, 10},
        {"3 million", BOUND_NONE, 3e6, 3e6, 1e6},
        {"48 km", BOUND_NONE, 48000, 48000, 1000},
        {"2 hours", BOUND_NONE, 7200, 7200, 3600},
        {"1900000000000", BOUND_NONE, 1.9e12, 1.9e12, 1e11},
        {"-5 C", BOUND_NONE, -5, -5, 1}, /* below nought */
        {"~-7.5 C", BOUND_ABOUT, -7.5, -7.5, 0.1},
        {"-2-3 C", BOUND_NONE, -2, 3, 1},
        {"-10--5 C", BOUND_NONE, -10, -5, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Value v = value_of(CLASS_NUMBER, cases[i].text);
        if (v.kind != VALUE_NUMBER) fail_msg("%s: no number", cases[i].text);
        if (v.bound != cases[i].bound) fail_msg("%s: bound %d", cases[i].text, (int)v.bound);
        if (fabs(v.low - cases[i].low) > 1e-9 || fabs(v.high - cases[i].high) > 1e-9)
            fail_msg("%s: %g-%g", cases[i].text, v.low, v.high);
        assert_float_equal(v.grain, cases[i].grain, 1e-9);
    }
    static const char *const no_figure[] = {"", "-", "--5", "- ", "~", ">=", "-x", "5, 6 and 7"};
    for (size_t i = 0; i < sizeof no_figure / sizeof *no_figure; i++)
        if (value_of(CLASS_NUMBER, no_figure[i]).kind == VALUE_NUMBER)
            fail_msg("\"%s\" is a number", no_figure[i]);
}

/* Lengths of time as the time stage writes them: "six hours" and "80 hours" are no one length. */
/* What a report's quantity is printed as is read back as the same figure. */
static void printed_figures_are_read_back(void **state)
{
    (void)state;
    static const double figures[] = {0, 1, 12, 300, 5.9, 0.25, 1e6, 1.9e12, 123456, -5, -12.5};
    static const Bound bounds[] = {BOUND_NONE,    BOUND_AT_LEAST,  BOUND_MORE_THAN,
                                   BOUND_AT_MOST, BOUND_LESS_THAN, BOUND_ABOUT};
    static const struct {
        QuantityKind kind;
        const char *unit;
    } kinds[] = {{QUANTITY_COUNT, ""},
                 {QUANTITY_MONEY, "USD"},
                 {QUANTITY_TEMPERATURE, "C"},
                 {QUANTITY_PERCENT, "%"}};
    for (size_t f = 0; f < sizeof figures / sizeof *figures; f++)
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++)
            for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
                for (int range = 0; range < 2; range++) {
                    Quantity q = {.kind = kinds[k].kind,
                                  .unit = slice_of(kinds[k].unit),
                                  .bound = bounds[b],
                                  .low = figures[f],
                                  .high = figures[f] + (range ? 3 : 0)};
                    char room[QUANTITY_TEXT], text[QUANTITY_TEXT + 1];
                    Slice printed = quantity_text(&q, SLICE("x"), room);
                    assert_true(printed.n < QUANTITY_TEXT);
                    memcpy(text, printed.p, printed.n);
                    text[printed.n] = 0;
                    Value v = value_of(k == 1 ? CLASS_AMOUNT : CLASS_NUMBER, text);
                    if (v.kind != VALUE_NUMBER || v.bound != q.bound ||
                        fabs(v.low - q.low) > 1e-9 * fabs(q.low) ||
                        fabs(v.high - q.high) > 1e-9 * fabs(q.high))
                        fail_msg("\"%s\" is read as %g-%g", text, v.low, v.high);
                    if (k == 1) assert_true(slice_is(v.currency, "usd"));
                }
}

static const char *const texts[] = {
    "",
    " ",
    "0",
    "7",
    "~7",
    ">=7",
    "<7",
    "7-9",
    "8",
    "300",
    "~300",
    "312",
    "-5 C",
    "5 C",
    "41 F",
    "48 km",
    "30 miles",
    "~30 miles",
    "2 hours",
    "120 minutes",
    "2 days",
    "USD 35000",
    "$ 35000",
    "EUR 35000",
    "AUD 35000",
    "$ 35",
    "$ 0",
    "2010-09-09",
    "2010-09",
    "XXXX-09-09",
    "2010-09-10",
    "Friday",
    "Friday night",
    "20:45",
    "~20:45",
    "21:00",
    "several",
    "dozens",
    "unknown",
    "not arrested",
    "arrested",
    "was released",
    "Zainabieh",
    "Zainabieh, Koohi",
    "Paris",
    "the north of Paris",
    "Mohamed Karoui",
    "Muhammad Karoui",
    "M. Karoui",
    "Karoui",
    "+44 20 7946 0000",
    "020 7946 0000",
    "no phone",
    "\xC3\x89mile Zola",
    "Emile Zola",
    "-",
    "~",
    "12, 13 and 14",
    "9,999,999,999",
    "\xFF\xFE",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void comparing_knows_no_order(void **state)
{
    (void)state;
    static Value v[TEXTS];
    for (int class = 0; class < CLASS_COUNT; class ++) {
        for (int i = 0; i < TEXTS; i++)
            v[i] = value_of((ValueClass) class, texts[i]);
        for (int i = 0; i < TEXTS; i++)
            for (int k = 0; k <= i; k++) {
                Compared there = value_compare(NULL, &v[i], &v[k]),
                         back = value_compare(NULL, &v[k], &v[i]);
                if (there.relation != back.relation)
                    fail_msg("class %d: \"%s\" and \"%s\": %s, the other way %s", class, texts[i],
                             texts[k], there.why, back.why);
                assert_non_null(there.why);
                if (i == k) assert_int_equal(there.relation, RELATION_SAME);
            }
    }
}

static void told_in_any_order(void **state)
{
    (void)state;
    uint32_t seed = 77;
    for (int round = 0; round < 3000; round++) {
        Told told[5], turned[5];
        ValueClass class = (ValueClass)(round % CLASS_COUNT);
        uint32_t n = 1 + (uint32_t)round / 7 % 5;
        for (uint32_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            int32_t day = seed >> 28 ? 14000 + (int32_t)(seed >> 26) % 3 : DAY_UNKNOWN;
            told[i] = (Told){.value = value_of(class, texts[(seed >> 8) % TEXTS]),
                             .report = i,
                             .voice = (seed >> 20) % 3,
                             .day = day,
                             .at = seed >> 25 & 1 ? day : DAY_UNKNOWN,
                             .moving = round & 1};
        }
        for (uint32_t i = 0; i < n; i++)
            turned[i] = told[n - 1 - i];
        dln_verdict verdict = value_judge(NULL, told, n).verdict;
        assert_int_equal(verdict, value_judge(NULL, turned, n).verdict);
        bool voices = false;
        for (uint32_t i = 1; i < n; i++)
            voices |= told[i].voice != told[0].voice;
        if (!voices) assert_true(verdict == DLN_ONLY || verdict == DLN_CONFLICT);
    }
    assert_int_equal(value_judge(NULL, NULL, 0).verdict, DLN_ONLY);
}

static void relations_thought_out(void **state)
{
    (void)state;
    static const struct {
        ValueClass class;
        const char *a, *b;
        Relation relation;
    } cases[] = {
        {CLASS_LOOSE, "he was shot", "she was shot", RELATION_REFINED},
        {CLASS_NUMBER, "5 C", "-5 C", RELATION_APART},
        {CLASS_NUMBER, "-5 C", "~-5 C", RELATION_REFINED},
        {CLASS_NUMBER, "<0 C", "-5 C", RELATION_REFINED},
        {CLASS_NUMBER, "5 C", "41 F", RELATION_REFINED}, /* not converted, no conflict either */
        {CLASS_NUMBER, "2 hours", "120 minutes", RELATION_SAME},
        {CLASS_NUMBER, "~30 miles", "~48 km", RELATION_SAME},
        {CLASS_NUMBER, "12", "10", RELATION_APART},
        {CLASS_NUMBER, "312", "300", RELATION_REFINED},
        {CLASS_NUMBER, ">=7", "9", RELATION_REFINED},
        {CLASS_NUMBER, ">=7", "6", RELATION_APART},
        {CLASS_AMOUNT, "USD 35000", "$ 35000", RELATION_SAME},
        {CLASS_AMOUNT, "USD 35000", "EUR 30000", RELATION_REFINED},
        {CLASS_DATE, "2010-09-09", "2010-09", RELATION_REFINED},
        {CLASS_DATE, "2010-09-09", "2010-09-10", RELATION_APART},
        {CLASS_NAME, "Mohamed Karoui", "Mohammed Karoui", RELATION_REFINED},
        {CLASS_NAME, "Mohamed Karoui", "Anna Lund", RELATION_APART},
        {CLASS_NAME, "P.J. Tarn", "PJ Tarn", RELATION_SAME},
        {CLASS_NAME, "P.J. Tarn", "P.K. Tarn", RELATION_REFINED},
        {CLASS_NAME, "the Velm Dam Authority", "Velm Dam Authority", RELATION_SAME},
        {CLASS_NAME, "Ada Lint Jr", "Ada Lint, Jr.", RELATION_SAME},
        {CLASS_NAME, "a rescue helicopter", "by rescue helicopters", RELATION_SAME},
        {CLASS_NAME, "a helicopter", "a rescue helicopter", RELATION_REFINED},
        {CLASS_LOOSE, "Orla\xE2\x80\x99s sister", "Orla's sister", RELATION_SAME},
        {CLASS_LOOSE, "Turkey's President", "Turkish President", RELATION_SAME},
        {CLASS_LOOSE, "Peru's President", "Turkish President", RELATION_REFINED},
        {CLASS_LOOSE, "Col.", "Colonel", RELATION_SAME},
        {CLASS_LOOSE, "the fourth round", "the 4th round", RELATION_SAME},
        {CLASS_LOOSE, "a non-binding vote", "the nonbinding vote", RELATION_SAME},
        {CLASS_LOOSE, "non-life-threatening injuries", "life-threatening injuries",
         RELATION_REFINED},
        {CLASS_LOOSE, "remains in critical condition", "is in critical condition", RELATION_SAME},
        {CLASS_LOOSE, "Category 3", "Category 2", RELATION_REFINED},
        {CLASS_DURATION, "~5 years", "5 years", RELATION_REFINED},
        {CLASS_DURATION, ">5 years", "5 years", RELATION_REFINED},
        {CLASS_DURATION, "90 days", "3 months", RELATION_REFINED},
        {CLASS_DURATION, "7 days", "1 week", RELATION_SAME},
        {CLASS_CLOCK, "2018-10-14TNI", "2018-10-14", RELATION_REFINED},
        {CLASS_CLOCK, "2018-10-14TMO", "2018-10-14T02:30", RELATION_REFINED},
        {CLASS_CLOCK, "XXXX-WXX-7TNI", "XXXX-WXX-7TNI", RELATION_SAME},
        {CLASS_DIGITS, "+44 20 7946 0000", "020 7946 0000", RELATION_REFINED},
        {CLASS_DIGITS, "020 7946 0000", "020-7946-0000", RELATION_SAME},
        {CLASS_DIGITS, "no phone", "not given", RELATION_REFINED}, /* no figures: no number */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Value a = value_of(cases[i].class, cases[i].a), b = value_of(cases[i].class, cases[i].b);
        Compared c = value_compare(NULL, &a, &b);
        if (c.relation != cases[i].relation)
            fail_msg("%s, %s: %d (%s)", cases[i].a, cases[i].b, (int)c.relation, c.why);
    }
}

/* Changing, adding and dropping: nothing for the same, one way as the other, no shorter way round.
 */
static void distances_of_words(void **state)
{
    (void)state;
    static const char *const list[] = {"",       "a",       "b",      "ab",     "ba",
                                       "kitten", "sitting", "sittin", "Karoui", "karoui"};
    enum { LIST = sizeof list / sizeof *list };
    uint32_t d[LIST][LIST];
    for (int i = 0; i < LIST; i++)
        for (int k = 0; k < LIST; k++)
            d[i][k] = edit_distance(slice_of(list[i]), slice_of(list[k]));
    for (int i = 0; i < LIST; i++)
        for (int k = 0; k < LIST; k++) {
            assert_int_equal(d[i][k], d[k][i]);
            assert_true((d[i][k] == 0) == (i == k));
            for (int m = 0; m < LIST; m++)
                assert_true(d[i][k] <= d[i][m] + d[m][k]);
        }
    assert_int_equal(d[5][6], 3);
    char most[65];
    memset(most, 'x', sizeof most);
    assert_int_equal(edit_distance((Slice){most, 63}, SLICE("")), 63);
    assert_int_equal(edit_distance((Slice){most, 64}, SLICE("x")), NONE);
    assert_int_equal(edit_distance(SLICE("x"), (Slice){most, 64}), NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_read),         cmocka_unit_test(printed_figures_are_read_back),
        cmocka_unit_test(comparing_knows_no_order), cmocka_unit_test(told_in_any_order),
        cmocka_unit_test(relations_thought_out),    cmocka_unit_test(distances_of_words),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
