/* test_times_calendar.c - stretches of the calendar against counting day by day, steps there and
 * back, movable feasts against their published dates. */
#include "mean/times/times_calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static int64_t second_of(int32_t year, uint32_t month, uint32_t day)
{
    return (int64_t)day_from_civil(year, month, day) * DAY_SECONDS;
}

static void days_before_the_epoch_floor(void **state)
{
    (void)state;
    for (int32_t day = -1000; day <= 1000; day++) {
        int64_t begin = (int64_t)day * DAY_SECONDS;
        assert_int_equal(day_of(begin), day);
        assert_int_equal(day_of(begin + 1), day);
        assert_int_equal(day_of(begin + DAY_SECONDS - 1), day);
    }
}

/* The unit that holds a moment holds it, begins where the unit before it ends, and is the same for
 * every moment in it. */
static void units_tile_the_line(void **state)
{
    (void)state;
    static const TimeUnit tiles[] = {UNIT_SECOND,    UNIT_MINUTE, UNIT_HOUR,    UNIT_DAY,
                                     UNIT_WEEK,      UNIT_MONTH,  UNIT_QUARTER, UNIT_SEASON,
                                     UNIT_HALF,      UNIT_YEAR,   UNIT_DECADE,  UNIT_CENTURY,
                                     UNIT_MILLENNIUM};
    static const int64_t step[] = {1, 59, 3601, 40000, 86400 * 3 + 7, 86400LL * 40 + 1};
    for (size_t u = 0; u < sizeof tiles / sizeof *tiles; u++)
        for (size_t k = 0; k < sizeof step / sizeof *step; k++) {
            int64_t at = second_of(k % 2 ? 1969 : -3, 11, 28);
            for (int i = 0; i < 400; i++, at += step[k]) {
                Stretch s = stretch_unit(at, tiles[u]);
                assert_true(s.from <= at && at < s.to);
                Stretch before = stretch_unit(s.from - 1, tiles[u]), same;
                assert_true(before.to == s.from);
                same = stretch_unit(s.to - 1, tiles[u]);
                assert_true(same.from == s.from && same.to == s.to);
            }
        }
}

static void stretches_that_are_known(void **state)
{
    (void)state;
    static const struct {
        int32_t year;
        uint32_t month, day;
        TimeUnit unit;
        int32_t from_year;
        uint32_t from_month, from_day;
        int32_t days;
    } cases[] = {
        {2024, 5, 15, UNIT_WEEK, 2024, 5, 13, 7}, /* a Wednesday: from Monday */
        {2024, 5, 15, UNIT_WORKWEEK, 2024, 5, 13, 5},
        {2024, 5, 15, UNIT_WEEKEND, 2024, 5, 18, 2},
        {2024, 5, 19, UNIT_WEEKEND, 2024, 5, 18, 2}, /* the Sunday itself */
        {2024, 2, 10, UNIT_MONTH, 2024, 2, 1, 29},
        {2023, 2, 10, UNIT_MONTH, 2023, 2, 1, 28},
        {2024, 2, 10, UNIT_QUARTER, 2024, 1, 1, 91},
        {2024, 12, 31, UNIT_QUARTER, 2024, 10, 1, 92},
        {2024, 1, 10, UNIT_SEASON, 2023, 12, 1, 91}, /* winter begins in December */
        {2024, 12, 10, UNIT_SEASON, 2024, 12, 1, 90},
        {2024, 3, 1, UNIT_SEASON, 2024, 3, 1, 92},
        {2024, 7, 1, UNIT_HALF, 2024, 7, 1, 184},
        {2024, 6, 30, UNIT_HALF, 2024, 1, 1, 182},
        {2000, 2, 29, UNIT_YEAR, 2000, 1, 1, 366},
        {1995, 2, 28, UNIT_DECADE, 1990, 1, 1, 3652},
        {1900, 2, 28, UNIT_CENTURY, 1900, 1, 1, 36524},
        {-5, 2, 28, UNIT_DECADE, -10, 1, 1, 3652},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Stretch s = stretch_unit(second_of(cases[i].year, cases[i].month, cases[i].day) + 3600,
                                 cases[i].unit);
        assert_true(s.from ==
                    second_of(cases[i].from_year, cases[i].from_month, cases[i].from_day));
        assert_true(s.to - s.from == (int64_t)cases[i].days * DAY_SECONDS);
    }
    /* months outside 1..12 lead into other years */
    Stretch s = stretch_months(2024, 0, 1);
    assert_true(s.from == second_of(2023, 12, 1) && s.to == second_of(2024, 1, 1));
    s = stretch_months(2024, -12, 3);
    assert_true(s.from == second_of(2022, 12, 1) && s.to == second_of(2023, 3, 1));
    s = stretch_months(2024, 26, 1);
    assert_true(s.from == second_of(2026, 2, 1) && s.to == second_of(2026, 3, 1));
}

static void steps_that_are_known(void **state)
{
    (void)state;
    static const struct {
        int32_t year;
        uint32_t month, day;
        TimeUnit unit;
        double n;
        int32_t to_year;
        uint32_t to_month, to_day;
    } cases[] = {
        {2024, 1, 31, UNIT_MONTH, 1, 2024, 2, 29}, /* the month has no 31st */
        {2023, 1, 31, UNIT_MONTH, 1, 2023, 2, 28},
        {2024, 3, 31, UNIT_MONTH, -1, 2024, 2, 29},
        {2024, 2, 29, UNIT_YEAR, 1, 2025, 2, 28},
        {2024, 2, 29, UNIT_YEAR, -4, 2020, 2, 29},
        {2024, 5, 15, UNIT_MONTH, -5, 2023, 12, 15},
        {2024, 5, 15, UNIT_QUARTER, 3, 2025, 2, 15},
        {2024, 5, 15, UNIT_DECADE, -2, 2004, 5, 15},
        {2024, 5, 15, UNIT_CENTURY, -1, 1924, 5, 15},
        {2024, 5, 15, UNIT_DAY, -15, 2024, 4, 30},
        {2024, 5, 15, UNIT_WEEK, 2, 2024, 5, 29},
        {2024, 5, 15, UNIT_FORTNIGHT, 1, 2024, 5, 29},
        {2024, 5, 18, UNIT_WEEKEND, 1, 2024, 5, 25}, /* the next one, not two days later */
        {2024, 5, 17, UNIT_WORKDAY, 1, 2024, 5, 20}, /* Friday to Monday */
        {2024, 5, 20, UNIT_WORKDAY, -1, 2024, 5, 17},
        {2024, 5, 17, UNIT_WORKDAY, 10, 2024, 5, 31},
        {2024, 5, 15, UNIT_YEAR, 0, 2024, 5, 15},
        {2024, 5, 15, UNIT_DAY, 1e9, 2024, 5, 15}, /* out of all calendars: stays */
        {2024, 5, 15, UNIT_MILLENNIUM, 11, 2024, 5, 15},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t noon = 12 * 3600,
                got = step_units(second_of(cases[i].year, cases[i].month, cases[i].day) + noon,
                                 cases[i].unit, cases[i].n);
        if (got != second_of(cases[i].to_year, cases[i].to_month, cases[i].to_day) + noon)
            fail_msg("case %zu", i);
    }
}

/* Later for more, earlier for less; there and back where the day exists in every month. */
static void steps_go_forward_and_back(void **state)
{
    (void)state;
    for (int unit = UNIT_SECOND; unit <= UNIT_MILLENNIUM; unit++) {
        int64_t at = second_of(2024, 5, 15) + 45296, last = INT64_MIN;
        for (int n = -10; n <= 10; n++) {
            int64_t there = step_units(at, (TimeUnit)unit, n);
            assert_true(n == 0 ? there == at : n < 0 ? there < at : there > at);
            assert_true(there > last);
            last = there;
            if (unit == UNIT_WORKDAY) continue; /* off a weekend there is no way back to it */
            assert_true(step_units(there, (TimeUnit)unit, -n) == at);
        }
    }
}

static bool feast_day(uint8_t kind, int16_t a, int16_t b, int16_t c, int32_t year, int32_t *day)
{
    Feast feast = {.kind = kind, .a = a, .b = b, .c = c, .days = 1};
    Times times = {0};
    Stretch s;
    times.feasts.at = &feast;
    times.feasts.n = times.feasts.cap = 1;
    if (!feast_in(&times, 0, year, &s)) return false;
    assert_true(s.to - s.from == DAY_SECONDS);
    *day = day_of(s.from);
    return true;
}

static void movable_feasts(void **state)
{
    (void)state;
    enum { TISHRI = 1, KISLEV = 3, ADAR = 6, NISAN = 7, SIVAN = 9 };
    static const struct {
        uint8_t kind;
        int16_t a, b, c;
        int32_t year;
        uint32_t month, day;
    } cases[] = {
        {FEAST_EASTER, 0, 0, 0, 2024, 3, 31},
        {FEAST_EASTER, 0, 0, 0, 2023, 4, 9},
        {FEAST_EASTER, 0, 0, 0, 2000, 4, 23},
        {FEAST_EASTER, 0, 0, 0, 1818, 3, 22},
        {FEAST_EASTER, 0, 0, 0, 2038, 4, 25},
        {FEAST_EASTER, -2, 0, 0, 2024, 3, 29},
        {FEAST_EASTER, -47, 0, 0, 2024, 2, 13},
        {FEAST_ORTHODOX, 0, 0, 0, 2024, 5, 5},
        {FEAST_ORTHODOX, 0, 0, 0, 2023, 4, 16},
        {FEAST_ORTHODOX, 0, 0, 0, 2025, 4, 20},
        {FEAST_ORTHODOX, 0, 0, 0, 1918, 5, 5},
        {FEAST_ORTHODOX, 0, 0, 0, 2010, 4, 4},
        {FEAST_HEBREW, TISHRI, 1, 0, 2022, 9, 26},
        {FEAST_HEBREW, TISHRI, 1, 0, 2023, 9, 16},
        {FEAST_HEBREW, TISHRI, 1, 0, 2024, 10, 3},
        {FEAST_HEBREW, TISHRI, 10, 0, 2024, 10, 12},
        {FEAST_HEBREW, KISLEV, 25, 0, 2022, 12, 19},
        {FEAST_HEBREW, KISLEV, 25, 0, 2023, 12, 8},
        {FEAST_HEBREW, KISLEV, 25, 0, 2024, 12, 26},
        {FEAST_HEBREW, ADAR, 14, 0, 2023, 3, 7},
        {FEAST_HEBREW, ADAR, 14, 0, 2024, 3, 24},
        {FEAST_HEBREW, NISAN, 15, 0, 2023, 4, 6},
        {FEAST_HEBREW, NISAN, 15, 0, 2024, 4, 23},
        {FEAST_HEBREW, NISAN, 15, 0, 2021, 3, 28},
        {FEAST_HEBREW, SIVAN, 6, 0, 2024, 6, 12},
        {FEAST_WEEKDAY, 4, 4, 11, 2024, 11, 28}, /* Thanksgiving: fourth Thursday of November */
        {FEAST_WEEKDAY, 1, 1, 9, 2024, 9, 2},    /* Labor Day: first Monday of September */
        {FEAST_WEEKDAY, 1, 0, 5, 2024, 5, 27},   /* Memorial Day: last Monday of May */
        {FEAST_WEEKDAY, 7, 2, 5, 2024, 5, 12},
        {FEAST_FIXED, 12, 25, 0, 2024, 12, 25},
        {FEAST_FIXED, 1, 1, 0, 1, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = 0;
        assert_true(
            feast_day(cases[i].kind, cases[i].a, cases[i].b, cases[i].c, cases[i].year, &day));
        if (day != day_from_civil(cases[i].year, cases[i].month, cases[i].day))
            fail_msg("case %zu: %d", i, day - day_from_civil(cases[i].year, 1, 1) + 1);
    }
    int32_t day;
    assert_false(feast_day(FEAST_EASTER, 0, 0, 0, 0, &day));
    assert_false(feast_day(FEAST_EASTER, 0, 0, 0, 10000, &day));
    assert_false(feast_day(FEAST_TABLE, 0, 0, 0, 2024, &day)); /* no table: unknown */
}

/* For every year: Easter is a Sunday from 22 March to 25 April, the Orthodox one a Sunday not
 * before it; new years are never a Sunday, Wednesday or Friday, and years have their lawful
 * lengths. */
static void laws_of_the_feasts(void **state)
{
    (void)state;
    int32_t before = 0;
    for (int32_t year = 1583; year <= 2400; year++) {
        int32_t west = 0, east = 0, tishri = 0, nisan = 0;
        assert_true(feast_day(FEAST_EASTER, 0, 0, 0, year, &west));
        assert_true(feast_day(FEAST_ORTHODOX, 0, 0, 0, year, &east));
        assert_true(feast_day(FEAST_HEBREW, 1, 1, 0, year, &tishri));
        assert_true(feast_day(FEAST_HEBREW, 7, 15, 0, year, &nisan));
        assert_int_equal(day_weekday(west), 7);
        assert_int_equal(day_weekday(east), 7);
        assert_true(west >= day_from_civil(year, 3, 22) && west <= day_from_civil(year, 4, 25));
        assert_true(east >= west);
        uint32_t weekday = day_weekday(tishri);
        assert_true(weekday != 7 && weekday != 3 && weekday != 5);
        assert_int_equal(tishri - nisan, 163); /* from Passover to the new year, always */
        int32_t length = tishri - before;
        if (before)
            assert_true((length >= 353 && length <= 355) || (length >= 383 && length <= 385));
        before = tishri;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_before_the_epoch_floor), cmocka_unit_test(units_tile_the_line),
        cmocka_unit_test(stretches_that_are_known),    cmocka_unit_test(steps_that_are_known),
        cmocka_unit_test(steps_go_forward_and_back),   cmocka_unit_test(movable_feasts),
        cmocka_unit_test(laws_of_the_feasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
