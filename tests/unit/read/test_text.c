/* Unit tests of the plain text and markdown reader and of newsroom lines: datelines, bylines,
 * dates, credits, addresses, wrapped text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "read/document.h"
#include "read/newsroom.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static ReadEngine engine;
static Arena words;

static int open_words(void **state)
{
    (void)state;
    const char *dir = getenv("DATELINE_DATA");
    arena_init(&words, 0);
    return read_open(dir ? dir : "data", &engine, &words, NULL) == DLN_OK ? 0 : -1;
}

static int close_words(void **state)
{
    (void)state;
    read_close(&engine);
    arena_free(&words);
    return 0;
}

static Report read_one(const char *text, bool markdown)
{
    ReadOptions options = {.max_input = 1 << 20, .max_memory = 1 << 24, .engine = &engine};
    Report report;
    assert_int_equal(
        report_begin(&options, SLICE("a"), SLICE(""), slice_of(text), "text/plain", &report),
        DLN_OK);
    assert_int_equal(read_text(&options, slice_of(text), markdown, &report), DLN_OK);
    return report;
}

static void expect_kinds(const Report *r, const char *kinds)
{
    char got[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->blocks.n && n < sizeof got - 1; i++)
        got[n++] = block_name[r->blocks.at[i].kind][0];
    got[n] = 0;
    assert_string_equal(got, kinds);
}

static void datelines(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *date, *agency;
    } cases[] = {
        {"BEIJING, April 17. /TASS/. China will not reduce it.", "BEIJING", "April 17", "TASS"},
        {"WASHINGTON (Reuters) - The Senate voted on Monday.", "WASHINGTON", "", "Reuters"},
        {"PARIS, March 3 (AFP) \xE2\x80\x94 Police cleared a square.", "PARIS", "March 3", "AFP"},
        {"KYIV, Ukraine (AP) \xE2\x80\x94 A shell hit a school.", "KYIV", "", "AP"},
        {"UNITED NATIONS, 4 May 2016 (Xinhua) -- The council met.", "UNITED NATIONS", "4 May 2016",
         "Xinhua"},
        {"ST. PETERSBURG, July 1. /ADRIA/. A bridge opened.", "ST. PETERSBURG", "July 1", "ADRIA"},
        {"Moscow (dpa) - Talks ended.", "Moscow", "", "dpa"},
        {"LIMA, May 3 (Harbour Press) - A fire broke out.", "LIMA", "May 3", "Harbour Press"},
        {"LIMA, May 3 - A fire (Pier 9) broke out.", "LIMA", "May 3", ""},
        {"ORSK MILLS | The wounded man spoke on Monday.", "ORSK MILLS", "", ""},
        {"ORSK MILLS | Sport | Weather for Monday.", "", "", ""},
        {"(Reuters) - A bridge fell on Monday.", "", "", "Reuters"},
        {"Tarvik (CNN) The council met on Monday.", "", "", ""},
        {"Washington (CNN) The council met on Monday.", "Washington", "", "CNN"},
        {"(CNN) The council met on Monday.", "", "", "CNN"},
        {"(CNN) and other channels showed the council on Monday.", "", "", ""},
        {"(Photo) The council met on Monday.", "", "", ""},
        {"BEIRUT/THE HAGUE, March 7 (Reuters) - A court sat.", "BEIRUT/THE HAGUE", "March 7",
         "Reuters"},
        {"GAZA / CAIRO / JERUSALEM, Dec 22 (Reuters) - Talks went on.", "GAZA / CAIRO / JERUSALEM",
         "Dec 22", "Reuters"},
        {"RALEIGH, N.C., March 3 (Reuters) - A bus slid.", "RALEIGH", "March 3", "Reuters"},
        {"WASHINGTON, D.C. \xE2\x80\x94 A bill failed.", "WASHINGTON", "", ""},
        {"DUNMORE, W.Va. (AP) -- A mine flooded.", "DUNMORE", "", "AP"},
        {"VERNON, B.C. - A lake froze.", "VERNON", "", ""},
        {"DUNMORE, Mich. (AP) \xE2\x80\x94 A mine flooded.", "DUNMORE", "", "AP"},
        {"Kyiv, 13 May \xE2\x80\x94 A bridge fell.", "Kyiv", "13 May", ""},
        {"NEW DELHI: The council met on Monday.", "NEW DELHI", "", ""},
        {"Jerusalem | The council met on Monday.", "Jerusalem", "", ""},
        {"PARIS, Tuesday, May 3 (AFP) - A tram burned.", "PARIS", "May 3", "AFP"},
        {"GENEVA (31 May 2024) - A treaty was signed.", "GENEVA", "31 May 2024", ""},
        {"TARVIK--(BUSINESS WIRE)--Marlow Ltd has a new chair.", "TARVIK", "", "Business Wire"},
        {"Rio de Janeiro (AFP) - A hill slid.", "Rio de Janeiro", "", "AFP"},
        {"Oslo \xE2\x80\x93 Two ferries met in the fog.", "Oslo", "", ""},
        {"UPDATE - Two ferries met in the fog.", "", "", ""},
        {"WATCH: The mayor runs for the bus.", "", "", ""},
        {"Marlow | The man who sold the port", "", "", ""},
        {"Oslo - a city of ferries - was calm.", "", "", ""},
        {"The minister said on Sunday that it was over.", "", "", ""},
        {"NATO said on Monday that it would stay.", "", "", ""},
        {"A man, 40, was arrested - and later freed.", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report r = read_one(cases[i].text, false);
        assert_true(slice_is(r.dateline.place, cases[i].place));
        assert_true(slice_is(r.dateline.date, cases[i].date));
        assert_true(*cases[i].agency
                        ? r.agencies.n == 1 && slice_is(r.agencies.at[0], cases[i].agency)
                        : r.agencies.n == 0);
        arena_free(&r.arena);
    }
}

static void dates_without_a_year_stay_partial(void **state)
{
    (void)state;
    Report r = read_one("LIMA, May 3. /ADRIA/. A fire broke out.", false);
    assert_true(slice_is(r.published.value, "XXXX-05-03"));
    assert_int_equal(r.published.basis, BASIS_DATELINE);
    assert_int_equal(r.published.day, DAY_UNKNOWN);
    arena_free(&r.arena);
    r = read_one("LIMA, 3 May 9999 (ADRIA) - A fire broke out.",
                 false); /* a year, not a true one */
    assert_int_equal(r.published.value.n, 0);
    arena_free(&r.arena);
}

static void an_address_with_a_blank(void **state)
{
    (void)state;
    Report r = read_one("Fire in the port\nURL: https://news.example/a/fire in port.html\n\n"
                        "A fire broke out in the port on Friday.\n",
                        false);
    assert_true(slice_is(r.url, "https://news.example/a/fire in port.html"));
    arena_free(&r.arena);
}

static void a_markdown_note(void **state)
{
    (void)state;
    Report r = read_one("## Fire in the port\n\nBy <u>ADRIA</u>\n\nMay 3, 2024\n\nThe pier at "
                        "dawn. **Ana Orsha/POOL/ADRIA**\n\nA fire broke out\n\nin the port on "
                        "Friday.\n\nOriginal url:\n\nhttps://news.example/2024/05/03/fire -b12\n",
                        true);
    expect_kinds(&r, "mtbdcbll");
    assert_true(slice_is(r.title, "Fire in the port"));
    assert_true(slice_is(r.published.value, "2024-05-03"));
    assert_true(r.agencies.n == 1 && slice_is(r.agencies.at[0], "ADRIA"));
    assert_true(slice_is(r.url, "https://news.example/2024/05/03/fire"));
    assert_true(slice_is(r.outlet, "news.example"));
    assert_true(slice_is(slice_span(r.text, r.blocks.at[5].span),
                         "A fire broke out\n\nin the port on Friday."));
    assert_int_equal(r.markup.n, 4);
    assert_true(slice_is(slice_span(r.text, r.markup.at[0]), "<u>"));
    arena_free(&r.arena);
}

static void bylines(void **state)
{
    (void)state;
    Report r = read_one("Fire in the port kills two\n\nBy Jane Doe and John Roe, Reuters\n\nTwo "
                        "men died on Friday.\n",
                        false);
    expect_kinds(&r, "tbb");
    assert_int_equal(r.authors.n, 2);
    assert_true(slice_is(r.authors.at[1], "John Roe"));
    assert_true(r.agencies.n == 1 && slice_is(r.agencies.at[0], "Reuters"));
    arena_free(&r.arena);
    r = read_one("By Friday the fire was out.\n", false);
    expect_kinds(&r, "b");
    assert_int_equal(r.authors.n, 0);
    arena_free(&r.arena);
}

/* Between title and body a date stands among names; in a title or in the telling it does not make a
 * date line. */
static void dates_in_the_head(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kinds, *date;
    } cases[] = {
        {"Fire in the port kills two\nHarbour TV, 3 May 2024\nTwo men died on Friday.\n", "tdb",
         "2024-05-03"},
        {"Fire in the port kills two\n3 May 2024 | Harbour Post and agencies\nTwo men died on "
         "Friday.\n",
         "tdb", "2024-05-03"},
        {"Fire in the port kills two\nBy Jane Doe, Harbour TV Updated 1425 GMT May 3, 2024\nTwo "
         "men died on Friday.\n",
         "tbb", "2024-05-03T14:25:00Z"},
        {"The fire of 3 May 2024\nTwo men died on Friday.\n", "tb", ""},
        {"Fire in the port kills two\nIt was put out on 3 May 2024 at last\nTwo men died on "
         "Friday.\n",
         "tbb", ""},
        {"Fire in the port kills two\nImage caption The pier at dawn\nTwo men died on Friday.\n",
         "tcb", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report r = read_one(cases[i].text, false);
        expect_kinds(&r, cases[i].kinds);
        assert_true(slice_is(r.published.value, cases[i].date));
        arena_free(&r.arena);
    }
}

/* The line that says which outlet printed the report, when, and who wrote it. */
static void head_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line, *outlet, *date, *author, *agency;
    } cases[] = {
        {"Harbour Post, May 3, 2024", "Harbour Post", "2024-05-03", "", ""},
        {"Harbour Post (Web News), May 3, 2024", "Harbour Post (Web News)", "2024-05-03", "", ""},
        {"New York Times, May 3, 2024", "The New York Times", "2024-05-03", "", ""},
        {"nytimes.com, May 3, 2024", "The New York Times", "2024-05-03", "", ""},
        {"harbourpost.example, May 3, 2024", "harbourpost.example", "2024-05-03", "", ""},
        {"www.harbourpost.example | 3.5.2024", "harbourpost.example", "2024-05-03", "", ""},
        {"By Jane Doe | Harbour Post | 3 May 2024 3:15 PM", "Harbour Post", "2024-05-03T15:15:00",
         "Jane Doe", ""},
        {"Jane Doe, Harbour Post, Friday 3rd May 2024", "Harbour Post", "2024-05-03", "Jane Doe",
         ""},
        {"Jane Doe, staff writer \xE2\x80\xA2 May 3, 2024 at 9:05 a.m. EST", "",
         "2024-05-03T09:05:00-05:00", "Jane Doe", ""},
        {"Marlow - 2024-05-03", "Marlow", "2024-05-03", "", ""},
        {"Reuters, May 3, 2024", "Reuters", "2024-05-03", "", "Reuters"},
        {"Published: Friday, 3 May 2024, 15:15 GMT", "", "2024-05-03T15:15:00Z", "", ""},
        {"May 3", "", "XXXX-05-03", "", ""},
        {"Geneva, 3 May 2024", "", "2024-05-03", "", ""},
        {"Harbour Post, 04/05/2024", "", "", "", ""},
        {"3 May 2024, 12.30pm BST", "", "2024-05-03T12:30:00+01:00", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, "Fire kills two: who pays?\n\n%s\n\nTwo men died on Friday.\n",
                 cases[i].line);
        Report r = read_one(text, false);
        assert_true(slice_is(r.outlet, cases[i].outlet));
        assert_int_equal(r.published.value.n, strlen(cases[i].date));
        if (*cases[i].date)
            assert_memory_equal(r.published.value.p, cases[i].date, strlen(cases[i].date));
        assert_int_equal(r.authors.n, *cases[i].author != 0);
        if (*cases[i].author) assert_true(slice_is(r.authors.at[0], cases[i].author));
        assert_int_equal(r.agencies.n, *cases[i].agency != 0);
        assert_true(!*cases[i].date || slice_is(r.title, "Fire kills two: who pays?"));
        arena_free(&r.arena);
    }
    Report r = read_one("Harbour Post, 3 May 2024\nFire in the port kills two\nTwo men died.\n",
                        false);
    expect_kinds(&r, "dtb");
    assert_true(slice_is(r.outlet, "Harbour Post"));
    arena_free(&r.arena);
    r = read_one("Fire in the port kills two\nHarbour Post, 3 May 2024\nJane Doe and John Roe\n"
                 "Two men died.\nThe Associated Press contributed to this report.\n",
                 false);
    expect_kinds(&r, "tdbbn");
    assert_int_equal(r.authors.n, 2);
    assert_true(r.agencies.n == 1 && slice_is(r.agencies.at[0], "AP"));
    arena_free(&r.arena);
    r = read_one(
        "Fire in the port kills two\nPublished 3 May 2024\nUpdated 5 May 2024\nTwo men died.\n",
        false);
    assert_true(slice_is(r.published.value, "2024-05-03"));
    assert_true(slice_is(r.modified.value, "2024-05-05"));
    arena_free(&r.arena);
    r = read_one("Fire in the port kills two\nAssociated Press in Valencia\nTwo men died.\n",
                 false);
    assert_true(r.agencies.n == 1 && slice_is(r.agencies.at[0], "AP"));
    arena_free(&r.arena);
}

static void wrapped_lines_are_one_paragraph(void **state)
{
    (void)state;
    Report r = read_one(
        "A fire that broke out in the port of the city on Friday was put\nout after six hours, the "
        "mayor said at a meeting with the owners of\nthe depot, who had come from the capital to "
        "see the damage for\nthemselves.\n\nNobody was hurt, and the port is to open again on "
        "Monday, when the\nfirst of the ferries is expected from the islands in the south of\nthe "
        "gulf.\n",
        false);
    expect_kinds(&r, "bb");
    arena_free(&r.arena);
}

static void a_line_is_a_paragraph_elsewhere(void **state)
{
    (void)state;
    Report r = read_one("The minister left on Sunday.\n\"We are done,\" he said.\nTalks go on.\n",
                        false);
    expect_kinds(&r, "bbb");
    arena_free(&r.arena);
}

static void ill_formed_bytes_are_noted(void **state)
{
    (void)state;
    Report r = read_one("The caf\xE9 burnt down \xF0\x9F on Sunday, police said.\n", false);
    assert_true(r.notes.n >= 1);
    assert_true(r.text.n > 40);
    arena_free(&r.arena);
}

/* Is the text what was kept, but for runs of blanks? */
static bool same_but_blanks(Slice text, const char *kept)
{
    size_t i = 0;
    for (; *kept; kept++) {
        while (*kept == ' ' && i + 1 < text.n && text.p[i] == ' ' && text.p[i + 1] == ' ')
            i++;
        if (i >= text.n || text.p[i++] != *kept) return false;
    }
    while (i < text.n && text.p[i] == ' ')
        i++;
    return i == text.n;
}

/* Links that the site has run into the words: blanks stand in their place, so that every other byte
 * keeps its own; the map has no run for them. */
static void links_inside_paragraphs(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kept;
    } cases[] = {
        {"Attorney General Tom Velm Thomas (Tom) Jay VelmOrsk says he's open to the post Trask "
         "budget fails: report MORE on Wednesday spoke.",
         "Attorney General Tom Velm on Wednesday spoke."},
        {"Sen. Ann Velm Ann Marie Velm Orsk calls off a vote Bram's Morning Report MORE's plan "
         "and Tom Orsk Jr. Thomas (Tom) Lee OrskTrask wins MORE (D-Md.) failed.",
         "Sen. Ann Velm 's plan and Tom Orsk Jr. (D-Md.) failed."},
        {"IT SHOOK US AS POLICE ASKED EVERYONE TO TELL MORE ABOUT IT.",
         "IT SHOOK US AS POLICE ASKED EVERYONE TO TELL MORE ABOUT IT."},
        {"Mr. Velm asked for MORE of it.", "Mr. Velm asked for MORE of it."},
        {"The plane was sold. (RELATED: Orsk Budget Fails) It flew (see above: twice).",
         "The plane was sold. It flew (see above: twice)."},
        {"Both went to school, deputies said. | Mobile users, tap here to watch.",
         "Both went to school, deputies said."},
        {"Shots at the club pic.twitter.com/k3Gu6RPF \xE2\x80\x94 Ann Velm",
         "Shots at the club \xE2\x80\x94 Ann Velm"},
        {"Buy Photo Mayor Ann Velm cuts a ribbon. (Photo: Orsk Post)Buy Photo",
         " Mayor Ann Velm cuts a ribbon. (Photo: Orsk Post)"},
        {"Buy photo albums, Velm said.", "Buy photo albums, Velm said."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report r = read_one(cases[i].text, false);
        assert_true(same_but_blanks(r.text, cases[i].kept));
        assert_int_equal(r.text.n, strlen(cases[i].text));
        for (size_t k = 0; k < r.text.n; k++)
            assert_true(r.text.p[k] == ' ' || r.text.p[k] == cases[i].text[k]);
        for (uint32_t k = 0; k < r.map.n; k++)
            assert_memory_equal(r.text.p + r.map.at[k].text, cases[i].text + r.map.at[k].source,
                                r.map.at[k].length);
        arena_free(&r.arena);
    }
    Report r = read_one("Orsk falls\n\nA vote was held on Monday.\n\nMobile users tap here for "
                        "video\n\nIt failed.\n",
                        false);
    expect_kinds(&r, "tbnb");
    arena_free(&r.arena);
    r = read_one("Outage in Orsk\n\nMobile users were cut off, Velm said.\n\nRead more books, Velm "
                 "told pupils.\n\nRead more about Orsk\n\nIt failed.\n",
                 false);
    expect_kinds(&r, "tbbnb");
    arena_free(&r.arena);
    r = read_one(
        "Outage in Orsk\n\nEnlarge this image toggle caption Ann Velm/AP Ann Velm/AP\n\nThe "
        "gates stood open, Velm said.\n",
        false);
    expect_kinds(&r, "tnb");
    arena_free(&r.arena);
    r = read_one("Outage in Orsk\n\nThe gates stood open, Velm said.\n\nVELM URGES ORSK TO SHUT "
                 "THE GATES\n\nIt failed.\n\nOrsk claims the gates are shut Read more\n\nIt "
                 "failed again.\n",
                 false);
    expect_kinds(&r, "tbhbhb");
    arena_free(&r.arena);
}

/* Bars before many blanks: each looks at the words behind it, not at the blanks. */
static void bars_before_blanks(void **state)
{
    (void)state;
    enum { BARS = 100000, BLANKS = 1000000 };
    char *text = malloc(2 * BARS + BLANKS + 2);
    assert_non_null(text);
    memset(text, ' ', 2 * BARS + BLANKS);
    memcpy(text + 2 * BARS + BLANKS, "\n", 2);
    text[0] = 'x';
    for (uint32_t i = 1; i < BARS; i++)
        text[2 * i] = '|';
    clock_t begun = clock();
    Report r = read_one(text, false);
    assert_true(clock() - begun < 5 * CLOCKS_PER_SEC);
    arena_free(&r.arena);
    free(text);
}

/* The stamps that a page prints into its text date it, and are no telling. */
static void stamps_in_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *line, *published, *told, *modified;
    } cases[] = {
        {"Man shot Posted: Sunday, July 5, 2015 7:23 AM EDT Updated: Sunday, July 19, 2015 7:23 AM",
         "2015-07-05", "", "2015-07-19"},
        {"Orsk shot a man. Last updated: July 30, 2015", "2015-07-29", "Orsk shot a man.",
         "2015-07-30"},
        {"The note Posted July 3, 2015 hung on the door.", "2015-07-29",
         "The note Posted July 3, 2015 hung on the door.", ""},
        {"Man shot Published: 04/05/2015 Orsk shot a man.", "2015-07-29", "Orsk shot a man.", ""},
        {"Updated: 07/24/2015 10:06 AM Created: 07/23/2015 7:18 PM", "2015-07-23", "",
         "2015-07-24"},
        {"Published: 04/05/2015 - Updated: 3 months ago", "2015-07-29", "", ""},
        {"Orsk shot a man. (Published Monday, July 27, 2015)", "2015-07-29", "Orsk shot a man.",
         ""},
        {"Orsk posted on July 3, 2015 that he was home, his wife said on the phone.", "2015-07-29",
         "Orsk posted on July 3, 2015 that he was home, his wife said on the phone.", ""},
        {"Posted: Friday, July 31, 2015 7:23 AM", "2015-07-29", "", ""}, /* changed since */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, "Man shot in Velm\n\nvelmpost.example, 2015-07-29\n\n%s\n",
                 cases[i].line);
        Report r = read_one(text, false);
        assert_true(slice_is(r.published.value, cases[i].published));
        assert_true(slice_is(r.modified.value, cases[i].modified));
        Slice told = {"", 0};
        for (uint32_t k = 0; k < r.blocks.n; k++)
            if (r.blocks.at[k].kind == BLOCK_BODY) told = slice_span(r.text, r.blocks.at[k].span);
        assert_true(slice_is(told, cases[i].told));
        arena_free(&r.arena);
    }
}

static void container_dates(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"2023-04-17T08:30:00Z", "2023-04-17T08:30:00Z"},
        {"2023-04-17", "2023-04-17"},
        {"2017/8/3 09:12:05", "2017-08-03T09:12:05"},
        {"Tue, Jan 12 2021 16:30:11 +0000", "2021-01-12T16:30:11Z"},
        {"June 29, 2016 3:07 PM", "2016-06-29T15:07:00"},
        {"20230417T083000Z", "2023-04-17T08:30:00Z"},
        {"Mon, 17 Apr 2023 08:30:00 GMT", "2023-04-17T08:30:00Z"},
        {"Mon, 17 Apr 2023 08:30:00 +0300", "2023-04-17T08:30:00+03:00"},
        {"17 Apr 23 08:30 EST", "2023-04-17T08:30-05:00"},
        {"2023-02-30", ""},
        {"yesterday", ""},
        {"99999999", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Stamp stamp = {0};
        bool good = stamp_parse(&engine, slice_of(cases[i].in), &words, &stamp);
        assert_int_equal(good, cases[i].out[0] != 0);
        if (good) assert_true(slice_is(stamp.value, cases[i].out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datelines),
        cmocka_unit_test(dates_without_a_year_stay_partial),
        cmocka_unit_test(an_address_with_a_blank),
        cmocka_unit_test(a_markdown_note),
        cmocka_unit_test(bylines),
        cmocka_unit_test(dates_in_the_head),
        cmocka_unit_test(head_lines),
        cmocka_unit_test(wrapped_lines_are_one_paragraph),
        cmocka_unit_test(a_line_is_a_paragraph_elsewhere),
        cmocka_unit_test(ill_formed_bytes_are_noted),
        cmocka_unit_test(links_inside_paragraphs),
        cmocka_unit_test(bars_before_blanks),
        cmocka_unit_test(stamps_in_the_text),
        cmocka_unit_test(container_dates),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
