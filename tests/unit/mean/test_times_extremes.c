/* test_times_extremes.c - times and quantities of texts that ask too much: numbers without end,
 * years that never come, words cut in the middle, little memory. What comes out keeps the promises
 * of mean.h. */
#include "base/civil.h"
#include "base/utf8.h"
#include "mean/claims/claim.h"
#include "mean/quantities/quantities.h"
#include "mean/times/times.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena words, scratch;
static Quantities *quantities;
static Times *times;

static int open_all(void **state)
{
    (void)state;
    dln_error err;
    const char *dir = getenv("DATELINE_DATA") ? getenv("DATELINE_DATA") : "data";
    arena_init(&words, 0);
    arena_init(&scratch, 0);
    return times_open(dir, &words, &times, &err) == DLN_OK &&
                   quantities_open(dir, &words, &quantities, &err) == DLN_OK
               ? 0
               : -1;
}
static int close_all(void **state)
{
    (void)state;
    arena_free(&words);
    arena_free(&scratch);
    return 0;
}

static void check_time(const Findings *f, uint32_t i)
{
    const TimeMention *t = &f->times.at[i];
    Slice text = f->report->text;
    assert_true(t->span.b < t->span.e && t->span.e <= text.n);
    assert_true(utf8_bad_at(slice_span(text, t->span)) == SIZE_MAX);
    assert_true(t->value.n > 0);
    assert_true(t->type < TIME_TYPES);
    assert_true(isfinite(t->seconds_low) && isfinite(t->seconds_high));
    assert_true(t->seconds_low <= t->seconds_high);
    if (t->from != DAY_UNKNOWN && t->to != DAY_UNKNOWN) assert_true(t->from <= t->to);
    assert_true(t->from_minute >= -1 && t->from_minute <= 1440);
    assert_true(t->to_minute >= -1 && t->to_minute <= 1440);
    assert_true(t->anchor == NONE || t->anchor < f->times.n);
    assert_true(t->zone == INT32_MIN || (t->zone >= -840 && t->zone <= 840));
    if (t->part_of != NONE) {
        assert_true(t->part_of < f->times.n && t->part_of != i);
        assert_true(span_in(t->span, f->times.at[t->part_of].span));
    }
    if (i) assert_true(t->span.b >= f->times.at[i - 1].span.b);
}

static void check_quantity(const Findings *f, uint32_t i)
{
    const Quantity *q = &f->quantities.at[i];
    Slice text = f->report->text;
    char room[QUANTITY_TEXT];
    assert_true(q->span.b < q->span.e && q->span.e <= text.n);
    assert_true(span_in(q->number, q->span) && !span_empty(q->number));
    assert_true(isfinite(q->low) && isfinite(q->high) && isfinite(q->tolerance));
    assert_true(q->low <= q->high);
    assert_true(q->tolerance >= 0);
    assert_true(q->kind < QUANTITY_KINDS && q->bound < BOUND_COUNT);
    assert_true(q->noun_span.e <= text.n);
    Slice said = quantity_text(q, slice_span(text, q->span), room);
    assert_true(said.n > 0 && said.n < QUANTITY_TEXT);
    assert_true(utf8_bad_at(said) == SIZE_MAX);
    if (i) assert_true(q->span.b >= f->quantities.at[i - 1].span.b);
}

static void read_all(Slice text, uint64_t memory)
{
    for (TimesMode mode = TIMES_NEWS; mode <= TIMES_FORWARD; mode++)
        for (int dated = 0; dated < 2; dated++) {
            Arena arena;
            arena_init(&arena, memory);
            Report report = {.text = text, .published = {.day = DAY_UNKNOWN}};
            Findings f = {.report = &report};
            TimesOptions options = {mode, dated ? day_from_civil(2024, 2, 29) : DAY_UNKNOWN,
                                    dated ? 600 : -1, BASIS_PUBLISHED};
            dln_status status = mean_times_as(times, &report, &options, &f, &arena, &scratch);
            if (status == DLN_OK)
                status = mean_quantities(quantities, &report, &f, &arena, &scratch);
            assert_true(status == DLN_OK || (memory && status == DLN_ERR_LIMIT));
            for (uint32_t i = 0; status == DLN_OK && i < f.times.n; i++)
                check_time(&f, i);
            for (uint32_t i = 0; status == DLN_OK && i < f.quantities.n; i++)
                check_quantity(&f, i);
            arena_free(&arena);
        }
}

static const char *const frames[] = {
    "%s days ago, %s weeks later and in %s years they met.",
    "It was in %s BC, on May %s, %s, at %s:%s p.m.",
    "About %s people, %s dollars, $%s million and %s percent of %s.",
    "Between %s and %s, from %s to %s, %s-%s and %s/%s/%s.",
    "The %sth century, the %ss, the last %s hours, Q%s %s, %s%s.",
    "%s.%s million miles; %s,%s,%s tons; minus %s degrees Fahrenheit; %s in %s.",
    "On 31 June %s, on 29 February %s, week %s of %s, GMT+%s, %s a.m. GMT.",
    "He is %s years old, aged %s, %s, born in %s; %s-year-old.",
};
static const char *const numbers[] = {"0",
                                      "1",
                                      "29",
                                      "31",
                                      "32",
                                      "99",
                                      "366",
                                      "1899",
                                      "2024",
                                      "9999",
                                      "10000",
                                      "99999",
                                      "2147483647",
                                      "4294967295",
                                      "4294967296",
                                      "9223372036854775808",
                                      "99999999999999999999999999",
                                      "0000000000000000000000001",
                                      "two",
                                      "half",
                                      "twenty-nine",
                                      "a hundred million billion",
                                      "trillion trillion trillion",
                                      "dozens of",
                                      "\xD9\xA3",
                                      ""};

static void any_number_in_any_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            for (size_t m = 0; m < 3; m++) {
                const char *a = numbers[k],
                           *b = numbers[(k + m * 5) % (sizeof numbers / sizeof *numbers)];
                char text[1200];
                size_t n = 0;
                for (const char *p = frames[i]; *p && n < sizeof text - 60; p++)
                    if (p[0] == '%' && p[1] == 's') {
                        const char *number = n % 2 ? a : b;
                        memcpy(text + n, number, strlen(number));
                        n += strlen(number);
                        p++;
                    } else
                        text[n++] = *p;
                read_all((Slice){text, n}, 0);
            }
}

/* Figures of any length: what is counted is a number, or nothing is said. */
static void figures_without_end(void **state)
{
    (void)state;
    static char text[2000];
    for (size_t figures = 1; figures < 1200; figures = figures * 2 + 1) {
        size_t n = (size_t)sprintf(text, "They counted ");
        memset(text + n, '9', figures);
        n += figures;
        n += (size_t)sprintf(text + n, " people and $");
        memset(text + n, '8', figures / 2);
        n += figures / 2;
        n += (size_t)sprintf(text + n, " billion in 1");
        memset(text + n, '0', figures / 4);
        n += figures / 4;
        n += (size_t)sprintf(text + n, " days.");
        read_all((Slice){text, n}, 0);
    }
    /* and with commas, as the rich write them */
    size_t n = (size_t)sprintf(text, "They have 9");
    for (int i = 0; i < 150; i++)
        n += (size_t)sprintf(text + n, ",999");
    n += (size_t)sprintf(text + n, " coins, in 9");
    for (int i = 0; i < 103; i++)
        n += (size_t)sprintf(text + n, ",999");
    n += (size_t)sprintf(text + n, " years and 8,765,432 days.");
    read_all((Slice){text, n}, 0);
    Arena arena;
    Report report = {.text = {text, n}, .published = {.day = DAY_UNKNOWN}};
    Findings f = {.report = &report};
    arena_init(&arena, 0);
    assert_int_equal(mean_quantities(quantities, &report, &f, &arena, &scratch), DLN_OK);
    for (uint32_t i = 0; i < f.quantities.n; i++) /* no tail of them is taken for a number */
        assert_true(f.quantities.at[i].low == 8765432);
    arena_free(&arena);
}

/* The normal form of a quantity: no exponent, whatever its size. */
static void figures_as_they_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *words, *text;
        Quantity q;
    } cases[] = {
        {"$1.9 trillion",
         "USD 1900000000000",
         {.kind = QUANTITY_MONEY, .low = 1.9e12, .high = 1.9e12, .unit = SLICE("USD")}},
        {"x",
         "USD 35000",
         {.kind = QUANTITY_MONEY, .low = 35000, .high = 35000, .unit = SLICE("USD")}},
        {"93 million miles",
         "~93000000 miles",
         {.kind = QUANTITY_DISTANCE,
          .bound = BOUND_ABOUT,
          .low = 93e6 * 1.609344,
          .high = 93e6 * 1.609344,
          .unit = SLICE("km")}},
        {"30 miles",
         "30 miles",
         {.kind = QUANTITY_DISTANCE,
          .low = 30 * 1.609344,
          .high = 30 * 1.609344,
          .unit = SLICE("km")}},
        {"48 km", "48 km", {.kind = QUANTITY_DISTANCE, .low = 48, .high = 48, .unit = SLICE("km")}},
        {"x", ">=7", {.kind = QUANTITY_COUNT, .bound = BOUND_AT_LEAST, .low = 7, .high = 7}},
        {"x", "10-12", {.kind = QUANTITY_COUNT, .low = 10, .high = 12}},
        {"x", "2000000000000-3000000000000", {.kind = QUANTITY_COUNT, .low = 2e12, .high = 3e12}},
        {"x", "4.5%", {.kind = QUANTITY_PERCENT, .low = 4.5, .high = 4.5, .unit = SLICE("%")}},
        {"x",
         "0.00002 kg",
         {.kind = QUANTITY_MASS, .low = 2e-5, .high = 2e-5, .unit = SLICE("kg")}},
        {"x", "0 kg", {.kind = QUANTITY_MASS, .low = 0, .high = 0, .unit = SLICE("kg")}},
        {"x",
         "20 C",
         {.kind = QUANTITY_TEMPERATURE,
          .low = 37.7777777777778 - 17.7777777777778,
          .high = 37.7777777777778 - 17.7777777777778,
          .unit = SLICE("C")}},
        {"x",
         "~16:05",
         {.kind = QUANTITY_COUNT,
          .bound = BOUND_ABOUT,
          .low = 965,
          .high = 965,
          .attribute = SLICE("time")}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char room[QUANTITY_TEXT];
        Slice got = quantity_text(&cases[i].q, slice_of(cases[i].words), room);
        if (!slice_is(got, cases[i].text)) fail_msg("%zu: %.*s", i, (int)got.n, got.p);
    }
}

/* Signs of money are money. */
static void signs_of_money(void **state)
{
    (void)state;
    static const struct {
        const char *text, *unit;
    } cases[] = {{"It cost \xE2\x82\xAC"
                  "5 million.",
                  "EUR"},
                 {"It cost \xC2\xA3"
                  "5m.",
                  "GBP"},
                 {"It cost \xE2\x82\xB9"
                  "500 million.",
                  "Rs"},
                 {"It cost \xE2\x82\xBD"
                  "500 million.",
                  "RUB"},
                 {"It cost \xE2\x82\xA9"
                  "500 million.",
                  "won"},
                 {"It cost \xE2\x82\xA6"
                  "500 million.",
                  "NGN"},
                 {"It cost \xE2\x82\xAA"
                  "500 million.",
                  "ILS"},
                 {"It cost \xE2\x82\xB4"
                  "500 million.",
                  "UAH"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Report report = {.text = slice_of(cases[i].text), .published = {.day = DAY_UNKNOWN}};
        Findings f = {.report = &report};
        arena_init(&arena, 0);
        assert_int_equal(mean_quantities(quantities, &report, &f, &arena, &scratch), DLN_OK);
        assert_int_equal(f.quantities.n, 1);
        assert_int_equal(f.quantities.at[0].kind, QUANTITY_MONEY);
        assert_true(slice_is(f.quantities.at[0].unit, cases[i].unit));
        assert_int_equal(f.quantities.at[0].span.b, 8); /* the sign belongs to it */
        arena_free(&arena);
    }
}

/* Cut at every byte of a text in which every letter may belong to an expression. */
static void a_text_cut_anywhere(void **state)
{
    (void)state;
    static const char text[] =
        "On Monday, 13 May 2024, at 4:40 a.m. GMT+2, two and a half million people — about "
        "£4.5bn, 30–40 miles, one in ten — met from May 3 to June 5, “the 1990s”, "
        "every Friday since the second quarter of 2019, 56-year-old, at least dozens of days ago.";
    for (size_t n = 0; n < sizeof text; n++) {
        Slice part = {text, n};
        if (utf8_bad_at(part) != SIZE_MAX) continue;
        char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, text, n);
        read_all((Slice){exact, n}, 0);
        free(exact);
    }
}

/* Whatever the memory: a whole answer or a limit. */
static void little_memory(void **state)
{
    (void)state;
    static char text[8000];
    size_t n = 0;
    for (int i = 0; i < 60; i++)
        n += (size_t)sprintf(text + n, "On May %d, 2024, %d people were killed for $%d. ",
                             i % 31 + 1, i * 7 + 2, i * 1000);
    for (uint64_t memory = 16; memory < 200000; memory += memory / 3 + 16)
        read_all((Slice){text, n}, memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_in_any_place),  cmocka_unit_test(figures_without_end),
        cmocka_unit_test(figures_as_they_are_read), cmocka_unit_test(signs_of_money),
        cmocka_unit_test(a_text_cut_anywhere),      cmocka_unit_test(little_memory),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
