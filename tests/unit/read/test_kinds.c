/* Files as they come: code pages, letters, Rich Text, other languages, and what is no report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "read/document.h"

static ReadEngine engine;
static Arena words;
static Report got;
static uint32_t given;

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

#define BYTES_OF(x) x, sizeof(x) - 1

static dln_status keep(Report *report, void *context)
{
    (void)context;
    if (given++) arena_free(&got.arena);
    got = *report;
    return DLN_OK;
}

static dln_status read_bytes(const char *bytes, size_t n, dln_error *err)
{
    ReadOptions options = {.max_input = 1 << 20, .max_memory = 1 << 24, .engine = &engine};
    given = 0;
    *err = (dln_error){0};
    return read_input(&options, SLICE("a"), (Slice){bytes, n}, keep, NULL, err);
}

static void drop(void)
{
    if (given) arena_free(&got.arena);
    given = 0;
}

static void code_pages(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {
#define BYTES(x) {x, sizeof(x) - 1}
        BYTES("\xEF\xBB\xBFTARVIK, May 3 (AFP) - The caf\xC3\xA9 burned."),
        BYTES("TARVIK, May 3 (AFP) - The caf\xE9 burned."),
        BYTES("\xFF\xFET\0A\0R\0V\0I\0K\0,\0 \0M\0a\0y\0 \0"
              "3\0 \0(\0A\0F\0P\0)\0 \0-\0 \0T\0h\0e\0 \0"
              "c\0a\0f\0\xE9\0 \0b\0u\0r\0n\0e\0d\0.\0"),
        BYTES("T\0A\0R\0V\0I\0K\0,\0 \0M\0a\0y\0 \0"
              "3\0 \0(\0A\0F\0P\0)\0 \0-\0 \0T\0h\0e\0 \0"
              "c\0a\0f\0\xE9\0 \0b\0u\0r\0n\0e\0d\0.\0"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_error err;
        assert_int_equal(read_bytes(cases[i].bytes, cases[i].n, &err), DLN_OK);
        assert_int_equal(given, 1);
        assert_true(slice_is(got.text, "TARVIK, May 3 (AFP) - The caf\xC3\xA9 burned."));
        assert_true(slice_is(got.dateline.place, "TARVIK"));
        assert_true(got.map.n > 0);
        drop();
    }
}

static void letters(void **state)
{
    (void)state;
    static const char plain[] =
        "From: \"Ines Okafor\" <ines@post.example>\r\nTo: desk@post.example\r\nSubject: "
        "=?utf-8?Q?Caf=C3=A9_fire?= in Tarvik\r\nDate: Fri, 03 May 2024 15:15:00 +0200\r\n"
        "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\nTwo men died at the caf=E9 on Friday, the po=\r\nlice said.\r\n";
    static const char parts[] =
        "From: Ines Okafor <ines@post.example>\nTo: desk@post.example\nSubject: Fire\nDate: Fri, "
        "03 "
        "May 2024 15:15:00 +0200\nContent-Type: multipart/mixed; boundary=\"out\"\n\n--out\n"
        "Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/html\n\n"
        "<p>Two men died.</p>\n--in\nContent-Type: text/plain\nContent-Transfer-Encoding: "
        "base64\n\n"
        "VHdvIG1lbiBkaWVkIGF0IHRoZSBwaWVyLg==\n--in--\n--out\nContent-Type: "
        "application/pdf\n\nJVBERi0=\n--out--\n";
    dln_error err;
    assert_int_equal(read_bytes(plain, sizeof plain - 1, &err), DLN_OK);
    assert_true(slice_is(got.title, "Caf\xC3\xA9 fire in Tarvik"));
    assert_true(slice_is(got.text, "Two men died at the caf\xC3\xA9 on Friday, the police said."));
    assert_true(slice_is(got.published.value, "2024-05-03T15:15:00+02:00"));
    assert_true(got.authors.n == 1 && slice_is(got.authors.at[0], "Ines Okafor"));
    assert_true(slice_is(got.media_type, "message/rfc822"));
    drop();
    assert_int_equal(read_bytes(parts, sizeof parts - 1, &err), DLN_OK);
    assert_true(slice_is(got.text, "Two men died at the pier."));
    drop();
}

static void rich_text(void **state)
{
    (void)state;
    static const char rtf[] =
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}{\\*\\generator X}{\\info{\\title "
        "t}}\\f0\\fs24 Caf\\'e9 fire kills two\\par Harbour Post, 3 May 2024\\par Two men died at "
        "the caf\\u233?, police said. \\ldblquote We waited,\\rdblquote  one said.\\par}";
    dln_error err;
    assert_int_equal(read_bytes(rtf, sizeof rtf - 1, &err), DLN_OK);
    assert_true(slice_is(got.title, "Caf\xC3\xA9 fire kills two"));
    assert_true(slice_is(got.outlet, "Harbour Post"));
    assert_true(slice_find(got.text, SLICE("the caf\xC3\xA9, police said. \xE2\x80\x9CWe waited,"
                                           "\xE2\x80\x9D one said.")) != SIZE_MAX);
    assert_true(slice_find(got.text, SLICE("Times")) == SIZE_MAX);
    drop();
}

static void no_reports(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *says;
    } cases[] = {
        {"%PDF-1.7\n%x\n", "pdftotext"},
        {"PK\x03\x04 [Content_Types].xml word/document.xml", "DOCX"},
        {"PK\x03\x04 mimetypeapplication/epub+zip", "EPUB"},
        {"BZh91AY&SY\x01\x02\x03\x04", "bzcat"},
        {"\xFD"
         "7zXZ\x01\x02",
         "xzcat"},
        {"#include <stdio.h>\nint main(void)\n{\n    int die = kill(1);\n    for (;;) {\n        "
         "die++;\n    }\n    return die;\n}\n",
         "program code"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_error err;
        assert_int_equal(read_bytes(cases[i].bytes, strlen(cases[i].bytes), &err), DLN_ERR_FORMAT);
        assert_int_equal(given, 0);
        assert_non_null(strstr(err.message, cases[i].says));
    }
    char tar[512] = "reports/one.txt";
    dln_error err = {0};
    strcpy(tar + 257, "ustar");
    assert_int_equal(read_bytes(tar, sizeof tar, &err), DLN_ERR_FORMAT);
    assert_non_null(strstr(err.message, "tar archive"));
    ReadOptions options = {.max_input = 1 << 20, .max_memory = 1 << 24, .engine = &engine};
    assert_int_equal(read_file(&options, "https://post.example/a", keep, NULL, &err), DLN_ERR_IO);
    assert_non_null(strstr(err.message, "nothing is fetched"));
}

#define WORDS "Police in Velm said on Tuesday that two men were held over the fire at the mill. "

/* A text with a NUL or two, or with a torn character among sound ones, is read and its damage
 * noted; a blank or U+FFFD stands for each. */
static void damaged(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *code, *count, *has;
    } cases[] = {{BYTES_OF(WORDS "No\0one " WORDS WORDS WORDS WORDS "was\0hurt."), NOTE_NUL_BYTES,
                  "2", "No one Police"},
                 {BYTES_OF("Caf\xC3\xA9s and bakeries in \xE2\x80\x98old Velm\xE2\x80 burned."),
                  NOTE_BAD_BYTES, "1",
                  "Caf\xC3\xA9s and bakeries in \xE2\x80\x98old Velm\xEF\xBF\xBD"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_error err;
        assert_int_equal(read_bytes(cases[i].bytes, cases[i].n, &err), DLN_OK);
        assert_int_equal(got.notes.n, 1);
        assert_string_equal(got.notes.at[0].code, cases[i].code);
        assert_true(slice_is(got.notes.at[0].detail, cases[i].count));
        assert_non_null(memmem(got.text.p, got.text.n, cases[i].has, strlen(cases[i].has)));
        drop();
    }
}

/* What a desk pastes of a page is a page: no tag stands in its text. */
static void fragment(void **state)
{
    (void)state;
    static const char page[] = "<p>" WORDS "</p>\n<p>" WORDS "</p>\n";
    dln_error err;
    assert_int_equal(read_bytes(page, sizeof page - 1, &err), DLN_OK);
    assert_null(memchr(got.text.p, '<', got.text.n));
    assert_int_equal(got.blocks.n, 2);
    drop();
}

static void languages(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language;
    } cases[] = {
        {"Bei einem Brand im Hafen von Tarvik sind am Montag zwei Menschen ums Leben gekommen. Die "
         "Polizei teilte mit, dass die Feuerwehr die ganze Nacht im Einsatz war.",
         "de"},
        {"Rundunar yan sanda ta ce gobarar ta tashi ne da misalin karfe goma na dare, kuma ta "
         "kashe "
         "mutane biyu. Gwamnan jihar ya ce za a bincika abin da ya faru a kasuwar garin jiya.",
         "ha"},
        {"Police ne kaha ki bandargah mein somvar ko aag lag gayi aur do logon ki maut ho gayi. "
         "Mantri ne kaha ki jaanch ki jayegi aur doshi logon ko saza milegi. Sthaniya logon ne "
         "bataya ki aag raat das baje lagi thi aur subah tak bujhayi nahin ja saki.",
         "und"},
        {"Two men died in a fire in the port of Tarvik on Monday, the police said. The minister "
         "will visit the town on Tuesday, and the port is to open again on Friday.",
         "en"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_error err;
        assert_int_equal(read_bytes(cases[i].text, strlen(cases[i].text), &err), DLN_OK);
        assert_true(slice_is(got.language, cases[i].language));
        drop();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(code_pages), cmocka_unit_test(letters),
                                       cmocka_unit_test(rich_text),  cmocka_unit_test(no_reports),
                                       cmocka_unit_test(damaged),    cmocka_unit_test(fragment),
                                       cmocka_unit_test(languages)};
    return cmocka_run_group_tests(tests, open_words, close_words);
}
