/* test_given.c - what containers know: dates in the ways machines write them, lists of authors. */
#include "read_kit.h"

static void dates_as_machines_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value; /* NULL: no date */
    } cases[] = {
        {"2023-04-17", "2023-04-17"},
        {"2023-04-17T08:30:00Z", "2023-04-17T08:30:00Z"},
        {"2023-04-17t08:30:00z", "2023-04-17T08:30:00Z"},
        {"2023-04-17 08:30", "2023-04-17T08:30"},
        {"2023-04-17T08:30:00.123+03:00", "2023-04-17T08:30:00+03:00"},
        {"2023-04-17T08:30:00+0300", "2023-04-17T08:30:00+03:00"},
        {"2023-04-17 08:30:00+03", "2023-04-17T08:30:00+03:00"}, /* as PostgreSQL writes it */
        {"2023-04-17 08:30:00-05 ", "2023-04-17T08:30:00-05:00"},
        {"2023-04-17T08:30:00 +0545", "2023-04-17T08:30:00+05:45"},
        {"20230417T083000Z", "2023-04-17T08:30:00Z"},
        {"20230417T0830Z", "2023-04-17T08:30:00Z"},
        {"20230417T0830+0300", "2023-04-17T08:30:00+03:00"},
        {"20230417T083059+0300", "2023-04-17T08:30:59+03:00"},
        {"20230417", "2023-04-17"},
        {"20230417T996000Z", "2023-04-17"}, /* no such clock: the day stands */
        {"2023-04-17T24:30:00Z", "2023-04-17"},
        {"2023-04-17T24:00:00Z", "2023-04-17T24:00:00Z"},
        {"2023-04-17T08:61", "2023-04-17"},
        {"2023-02-29", NULL},
        {"2024-02-29", "2024-02-29"},
        {"2023-13-01", NULL},
        {"2023-00-10", NULL},
        {"2023-04-00", NULL},
        {"0000-01-01", NULL},
        {"Mon, 17 Apr 2023 08:30:00 GMT", "2023-04-17T08:30:00Z"},
        {"17 Apr 2023 08:30:00 EST", "2023-04-17T08:30:00-05:00"},
        {"Mon, 17 April 2023 08:30 +0200", "2023-04-17T08:30+02:00"},
        {"17-Apr-23 08:30:00", "2023-04-17T08:30:00"},
        {"17 Apr 70", "1970-04-17"},
        {"17 Apr 69", "2069-04-17"},
        {"31 Apr 2023", NULL},
        {"  2023-04-17  ", "2023-04-17"},
        {"soon", NULL},
        {"", NULL},
        {"1", NULL},
        {"yesterday morning", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Stamp stamp = {0};
        arena_init(&arena, 0);
        bool found = stamp_parse(&engine, slice_of(cases[i].text), &arena, &stamp);
        if (found != (cases[i].value != NULL) || (found && !slice_is(stamp.value, cases[i].value)))
            fail_msg("%s: %.*s", cases[i].text, (int)stamp.value.n, stamp.value.p);
        arena_free(&arena);
    }
}

/* Seconds since 1970 are no date of the year 1701, though their first eight figures would be one.
 */
static void seconds_are_no_calendar_day(void **state)
{
    (void)state;
    static const char *const cases[] = {"1701020304", "1701020304000", "1612010203"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Stamp stamp = {0};
        arena_init(&arena, 0);
        if (stamp_parse(&engine, slice_of(cases[i]), &arena, &stamp)) {
            int32_t year;
            uint32_t month, day;
            civil_from_day(stamp.day, &year, &month, &day);
            assert_in_range(year, 2020, 2024); /* 1,701,020,304 s: 26 November 2023 */
        }
        arena_free(&arena);
    }
}

/* A date cut anywhere gives a shorter date or none, never bytes from behind its end. */
static void a_date_cut_anywhere(void **state)
{
    (void)state;
    static const char *const whole[] = {"Mon, 17 Apr 2023 08:30:00 +0300",
                                        "2023-04-17T08:30:00.123+03:00", "20230417T083000+0300"};
    for (size_t k = 0; k < 3; k++)
        for (size_t n = 0; n <= strlen(whole[k]); n++) {
            Arena arena;
            Stamp stamp = {0};
            char *exact = malloc(n ? n : 1);
            assert_non_null(exact);
            memcpy(exact, whole[k], n);
            arena_init(&arena, 0);
            if (stamp_parse(&engine, (Slice){exact, n}, &arena, &stamp) && stamp.day > 0) {
                assert_true(slice_starts(stamp.value, SLICE("2023-04")) || n < 17);
                assert_int_equal(stamp.basis, BASIS_META);
            }
            arena_free(&arena);
            free(exact);
        }
}

static void authors_are_parted(void **state)
{
    (void)state;
    static const struct {
        const char *author, *names[4];
    } cases[] = {
        {"Ines Okafor", {"Ines Okafor"}},
        {"By Ines Okafor", {"Ines Okafor"}},
        {"Ines Okafor and Tom Reyes", {"Ines Okafor", "Tom Reyes"}},
        {"Ines Okafor, Tom Reyes and Mara Lind", {"Ines Okafor", "Tom Reyes", "Mara Lind"}},
        {"Okafor, Ines", {"Okafor, Ines"}},
        {"Ines Okafor; Tom Reyes", {"Ines Okafor", "Tom Reyes"}},
        {"Ines Okafor; ines okafor", {"Ines Okafor"}},
        {" ; ", {NULL}},
        {"Alexandra Brand", {"Alexandra Brand"}}, /* "and" inside a word */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report report = {.published = {.day = DAY_UNKNOWN}};
        Given from = {0};
        uint32_t n = 0;
        arena_init(&report.arena, 0);
        given_author(&from, slice_of(cases[i].author));
        assert_int_equal(report_given(&engine, &report, &from), DLN_OK);
        while (n < 4 && cases[i].names[n])
            n++;
        assert_int_equal(report.authors.n, n);
        for (uint32_t k = 0; k < n; k++)
            if (!slice_is(report.authors.at[k], cases[i].names[k]))
                fail_msg("%s: %.*s", cases[i].author, (int)report.authors.at[k].n,
                         report.authors.at[k].p);
        arena_free(&report.arena);
    }
}

static void empty_fields_leave_what_is_there(void **state)
{
    (void)state;
    Report report = {.title = SLICE("Kept"), .outlet = SLICE("Harbour Post")};
    Given from = {
        .title = SLICE("  "), .outlet = SLICE(" New Outlet "), .published = SLICE("soon")};
    arena_init(&report.arena, 0);
    report.published = (Stamp){SLICE("2023-04-17"), BASIS_TEXT, {0, 0}, 19464};
    assert_int_equal(report_given(&engine, &report, &from), DLN_OK);
    assert_true(slice_is(report.title, "Kept"));
    assert_true(slice_is(report.outlet, "New Outlet"));
    assert_int_equal(report.published.basis, BASIS_TEXT);
    for (uint32_t i = 0; i < 40; i++)
        given_author(&from, SLICE("X Y"));
    assert_int_equal(from.authors, MAX_GIVEN_AUTHORS);
    arena_free(&report.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_as_machines_write_them),
        cmocka_unit_test(seconds_are_no_calendar_day),
        cmocka_unit_test(a_date_cut_anywhere),
        cmocka_unit_test(authors_are_parted),
        cmocka_unit_test(empty_fields_leave_what_is_there),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
