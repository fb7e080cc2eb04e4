/* test_linewords.c - words, dates and clocks of a line of a report's head. */
#include "read_kit.h"
#include "read/linewords.h"

static void lines_fall_into_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *words; /* parted by blanks, the first sign of each mark */
    } cases[] = {
        {"By Ines Okafor", "By Ines Okafor"},
        {"May 3, 2024", "May 3 , 2024"},
        {"21-Aug-2016", "21 - Aug - 2016"},
        {"8:30am", "8 : 30 am"},
        {"Zo\xC3\xAB \xE2\x80\x94 Post", "Zo\xC3\xAB - Post"},
        {"a\xE2\x80\xA2"
         "b\xC2\xB7"
         "c",
         "a | b | c"},
        {"a\xC2\xA0"
         "b",
         "a b"},
        {"", ""},
        {" \t ", ""},
        {"...", ". . ."},
        {"caf\xC3\xA9\xE2\x80\x93"
         "bar",
         "caf\xC3\xA9 - bar"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Word word[MAX_WORDS];
        char got_words[200] = "";
        Slice text = slice_of(cases[i].line);
        uint32_t n = line_words(text, (Span){0, (uint32_t)text.n}, word), last = 0;
        for (uint32_t k = 0; k < n; k++) {
            Slice w = slice_span(text, word[k].span);
            bool wide = w.n > 1 && (word[k].first == '-' || word[k].first == '|');
            assert_true(word[k].span.b >= last && word[k].span.e > word[k].span.b);
            last = word[k].span.e;
            size_t at = strlen(got_words);
            snprintf(got_words + at, sizeof got_words - at, "%s%.*s", k ? " " : "",
                     wide ? 1 : (int)w.n, wide ? &word[k].first : w.p);
        }
        assert_true(last <= text.n);
        assert_string_equal(got_words, cases[i].words);
    }
    char many[400];
    Word word[MAX_WORDS];
    memset(many, '.', sizeof many);
    assert_int_equal(line_words((Slice){many, sizeof many}, (Span){0, sizeof many}, word),
                     MAX_WORDS);
}

static void dates_in_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int32_t year;
        uint32_t month, day, next; /* month 0: no date */
    } cases[] = {
        {"April 17, 2023", 2023, 4, 17, 4},
        {"April 17", 0, 4, 17, 2},
        {"Apr. 17 2023", 2023, 4, 17, 4},
        {"17 April 2023", 2023, 4, 17, 3},
        {"21st of August 2016", 2016, 8, 21, 5},
        {"21-Aug-2016", 2016, 8, 21, 5},
        {"2023-04-17", 2023, 4, 17, 5},
        {"21.08.2016", 2016, 8, 21, 5},
        {"8/21/2016", 2016, 8, 21, 5},
        {"21/8/2016", 2016, 8, 21, 5},
        {"04/05/2023", 0, 0, 0, 0}, /* nobody knows which */
        {"05/05/2023", 2023, 5, 5, 5},
        {"February 29, 2024", 2024, 2, 29, 4},
        {"February 29, 2023", 0, 0, 0, 0}, /* no such day */
        {"February 29", 0, 2, 29, 2},      /* of some year */
        {"February 30", 0, 0, 0, 0},
        {"June 31, 2024", 0, 0, 0, 0},
        {"31 April", 0, 0, 0, 0},
        {"2023-02-29", 0, 0, 0, 0},
        {"April 0", 0, 0, 0, 0},
        {"April 32", 0, 0, 0, 0},
        {"April", 0, 0, 0, 0},
        {"17", 0, 0, 0, 0},
        {"April 17, 99", 0, 4, 17, 2}, /* no year that is plausible */
        {"", 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Word word[MAX_WORDS];
        PartDate when;
        uint32_t next = 0;
        Slice text = slice_of(cases[i].line);
        uint32_t n = line_words(text, (Span){0, (uint32_t)text.n}, word);
        bool found = date_at_word(engine.newsroom, text, word, n, 0, &when, &next);
        if (found != (cases[i].month != 0)) fail_msg("%s", cases[i].line);
        if (!found) continue;
        if (when.year != cases[i].year || when.month != cases[i].month ||
            when.day != cases[i].day || next != cases[i].next)
            fail_msg("%s: %d-%u-%u, %u", cases[i].line, when.year, when.month, when.day, next);
    }
}

static void clocks_in_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int32_t minutes; /* -1: no clock */
        const char *zone;
    } cases[] = {
        {"8:30", 510, ""},     {"8:30 am", 510, ""},   {"8:30 p.m.", 1230, ""},
        {"12:05 am", 5, ""},   {"12:05 pm", 725, ""},  {"3 p.m.", 900, ""},
        {"15:30:10", 930, ""}, {"0830 GMT", 510, "Z"}, {"3:15 PM EST", 915, "-05:00"},
        {"8.30pm", 1230, ""},  {"8.30", -1, ""},       {"24:00", -1, ""},
        {"8:61", -1, ""},      {"8", -1, ""},          {"25 GMT", -1, ""},
        {"2024", -1, ""},      {"2461 GMT", -1, ""},   {"8:30 CET", 510, "+01:00"},
        {"a", -1, ""},         {"12345:10", -1, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Word word[MAX_WORDS];
        Clock clock;
        uint32_t next = 0;
        Slice text = slice_of(cases[i].line);
        uint32_t n = line_words(text, (Span){0, (uint32_t)text.n}, word);
        bool found = clock_at_word(text, word, n, 0, &clock, &next);
        int32_t minutes = found ? (int32_t)(clock.hour * 60 + clock.minute) : -1;
        if (minutes != cases[i].minutes) fail_msg("%s: %d", cases[i].line, minutes);
        if (found) assert_true(slice_is(clock.zone, cases[i].zone));
    }
}

/* A head line cut at every byte: nothing behind the cut is read. */
static void lines_cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] =
        "Updated 21st of August 2016 at 8:30 p.m. EST \xE2\x80\xA2 Zo\xC3\xAB";
    for (size_t n = 0; n < sizeof whole; n++) {
        Word word[MAX_WORDS];
        PartDate when;
        Clock clock;
        char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, whole, n);
        Slice text = {exact, n};
        uint32_t words = line_words(text, (Span){0, (uint32_t)n}, word), next;
        for (uint32_t i = 0; i < words; i++) {
            if (date_at_word(engine.newsroom, text, word, words, i, &when, &next))
                assert_true(next > i && next <= words);
            if (clock_at_word(text, word, words, i, &clock, &next))
                assert_true(next > i && next <= words);
            word_stamps(engine.newsroom, text, word[i]);
            word_class(engine.newsroom, text, word[i]);
        }
        free(exact);
    }
}

/* The head of a report: a day that does not exist is no date of publication. */
static void no_day_that_does_not_exist(void **state)
{
    (void)state;
    assert_int_equal(
        read_text_of("Fire in Velm\n\nHarbour Post, June 31, 2024\n\nTwo men died in a fire "
                     "in Velm, the police said on the day after."),
        DLN_OK);
    assert_int_equal(got[0].published.value.n, 0);
    assert_int_equal(
        read_text_of("Fire in Velm\n\nHarbour Post, June 30, 2024\n\nTwo men died in a fire "
                     "in Velm, the police said on the day after."),
        DLN_OK);
    assert_true(slice_is(got[0].published.value, "2024-06-30"));
    drop_reports();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_fall_into_words),      cmocka_unit_test(dates_in_a_line),
        cmocka_unit_test(clocks_in_a_line),           cmocka_unit_test(lines_cut_anywhere),
        cmocka_unit_test(no_day_that_does_not_exist),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
