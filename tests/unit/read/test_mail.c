/* test_mail.c - letters, Rich Text and charsets: what is undone, what is left, damage, and the way
 * back to the bytes. */
#include "read_kit.h"
#include "read/charset.h"
#include <iconv.h>

#define BODY "Two men died in a fire in Velm on Monday."
#define HEAD                                                                                     \
    "From: Ines Okafor <ines@post.example>\r\nSubject: Fire\r\nDate: Mon, 13 May 2024 08:00:00 " \
    "GMT\r\n"

/* ---- letters ---- */

static void subjects_in_encoded_words(void **state)
{
    (void)state;
    static const struct {
        const char *subject, *title;
    } cases[] = {
        {"Fire in Velm", "Fire in Velm"},
        {"=?utf-8?Q?Caf=C3=A9_fire?=", "Caf\xC3\xA9 fire"},
        {"=?UTF-8?b?Q2Fmw6k=?= fire", "Caf\xC3\xA9 fire"},
        {"=?iso-8859-1?q?Caf=E9?=", "Caf\xC3\xA9"},
        {"=?utf-8?Q?Two?= =?utf-8?Q?_men?=", "Two men"},     /* blanks between words fall away */
        {"=?utf-8?Q?Two?=\r\n =?utf-8?Q?_men?=", "Two men"}, /* over two lines, too */
        {"A =?utf-8?Q?b?= c", "A b c"},                      /* but not between word and text */
        {"=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished"},
        {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
        {"=??Q?abc?=", "abc"},
        {"=?utf-8?Q?"
         "?= x",
         "x"},
        {"=?utf-8?Q?=zz?=", "=zz"},
        {"Fire\r\n in\r\n\tVelm", "Fire  in  Velm"},
        {"=?utf-8?Q?a=00b?=", "a b"},
        {"=?=?=?=?", "=?=?=?=?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letter[600];
        snprintf(
            letter, sizeof letter,
            "From: Ines Okafor <i@post.example>\r\nTo: d@post.example\r\nSubject: %s\r\nDate: Mon, "
            "13 May 2024 08:00:00 GMT\r\n\r\n" BODY "\r\n",
            cases[i].subject);
        assert_int_equal(read_text_of(letter), DLN_OK);
        assert_int_equal(given, 1);
        Slice title = got[0].title;
        if (!slice_is(title, cases[i].title) &&
            !slice_is(title, "Fire   in   Velm")) /* a folded line is a blank or several */
            fail_msg("%s: %.*s", cases[i].subject, (int)title.n, title.p);
        assert_true(slice_is(got[0].text, BODY));
    }
    drop_reports();
}

static void bodies_are_unpacked(void **state)
{
    (void)state;
    static const struct {
        const char *head, *body, *text;
    } cases[] = {
        {"Content-Transfer-Encoding: quoted-printable\r\n", "Two men=20died=\r\n in Velm.",
         "Two men died in Velm."},
        {"Content-Transfer-Encoding: quoted-printable\r\n", "A caf=C3=A9 =E2=82=AC5 =X= b.",
         "A caf\xC3\xA9 \xE2\x82\xAC"
         "5 =X= b."},
        {"content-transfer-encoding: BASE64\r\n", "VHdvIG1l\r\nbiBkaWVkLg==\r\n", "Two men died."},
        {"Content-Transfer-Encoding: base64\r\n", "VHdv!!IG1l*biBkaWVkLg", "Two men died."},
        {"Content-Type: text/plain; charset=\"iso-8859-1\"\r\n", "A caf\xE9 burned down here.",
         "A caf\xC3\xA9 burned down here."},
        {"Content-Type: text/html\r\n", "<p>Two men &amp; a dog.</p>", "Two men & a dog."},
        {"Content-Transfer-Encoding: quoted-printable\r\n", "Two=00men died.", "Two men died."},
        {"", "Two men died.\r\n\r\nOne left.", "Two men died.\r\n\r\nOne left."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letter[600];
        snprintf(letter, sizeof letter, HEAD "%s\r\n%s\r\n", cases[i].head, cases[i].body);
        assert_int_equal(read_text_of(letter), DLN_OK);
        if (!slice_is(got[0].text, cases[i].text))
            fail_msg("%zu: %.*s", i, (int)got[0].text.n, got[0].text.p);
        assert_int_equal(got[0].map.n, 0);
    }
    drop_reports();
}

static void parts_are_chosen(void **state)
{
    (void)state;
#define PLAIN "Content-Type: text/plain\r\n\r\nPlain words here.\r\n"
#define HTML "Content-Type: text/html\r\n\r\n<p>Words of HTML.</p>\r\n"
#define FILE_PART \
    "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a\r\n\r\nAttached.\r\n"
    static const struct {
        const char *parts, *text; /* NULL: no report */
    } cases[] = {
        {"--b\r\n" HTML "--b\r\n" PLAIN "--b--\r\n", "Plain words here."},
        {"--b\r\n" PLAIN "--b\r\n" HTML "--b--\r\n", "Plain words here."},
        {"--b\r\n" HTML "--b--\r\n", "Words of HTML."},
        {"--b\r\n" FILE_PART "--b\r\n" HTML "--b--\r\n", "Words of HTML."},
        {"--b\r\n" FILE_PART "--b--\r\n", NULL},
        {"--b\r\n" PLAIN, "Plain words here."}, /* never closed */
        {"preamble\r\n--b\r\n" PLAIN "--b--\r\nepilogue", "Plain words here."},
        {"--b--\r\n", NULL},
        {"--c\r\n" PLAIN "--c--\r\n", NULL}, /* another's boundary */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letter[900];
        snprintf(letter, sizeof letter,
                 HEAD "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n%s", cases[i].parts);
        dln_status status = read_text_of(letter);
        assert_int_equal(given, cases[i].text != NULL);
        assert_int_equal(status, cases[i].text ? DLN_OK : DLN_ERR_EMPTY);
        if (cases[i].text && !slice_is(got[0].text, cases[i].text))
            fail_msg("%zu: %.*s", i, (int)got[0].text.n, got[0].text.p);
    }
    drop_reports();
}

/* Many boundaries, headers without end, a letter cut at every byte. */
static void letters_that_ask_much(void **state)
{
    (void)state;
    size_t room = 1 << 20, n = 0;
    char *letter = malloc(room);
    assert_non_null(letter);
    n = (size_t)sprintf(letter, HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    while (n + 60 < room)
        n += (size_t)sprintf(letter + n, "--b\r\nContent-Type: multipart/x; boundary=b%zu\r\n\r\n",
                             n);
    assert_int_equal(read_of(letter, n), DLN_ERR_EMPTY);
    n = (size_t)sprintf(letter, HEAD "X: ");
    memset(letter + n, ' ', room - n);
    letter[room - 1] = 'x';
    read_of(letter, room);
    free(letter);
    static const char whole[] = HEAD
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nVHdvIG1lbiBkaWVkLg==\r\n--b--\r\n";
    for (size_t k = 0; k < sizeof whole; k++) {
        char *exact = malloc(k ? k : 1);
        assert_non_null(exact);
        memcpy(exact, whole, k);
        read_of(exact, k);
        assert_true(given <= 1);
        free(exact);
    }
    drop_reports();
}

/* ---- Rich Text ---- */

static void rich_text_to_words(void **state)
{
    (void)state;
    static const struct {
        const char *rtf, *text;
    } cases[] = {
        {"{\\rtf1 Two men died.}", "Two men died."},
        {"{\\rtf1 a\\par b\\line c\\tab d}", "a\n\nb\nc d"},
        {"{\\rtf1\\ansicpg1252 caf\\'e9}", "caf\xC3\xA9"},
        {"{\\rtf1\\ansicpg1251 \\'cf\\'ee\\'f0\\'f2}", "\xD0\x9F\xD0\xBE\xD1\x80\xD1\x82"},
        {"{\\rtf1 \\u8364?5}", "\xE2\x82\xAC"
                               "5"},
        {"{\\rtf1\\uc2 \\u8364??5}", "\xE2\x82\xAC"
                                     "5"},
        {"{\\rtf1\\uc0 \\u8364 5}", "\xE2\x82\xAC"
                                    "5"},
        {"{\\rtf1 {\\uc0 \\u8364}\\u8364?5}", "\xE2\x82\xAC\xE2\x82\xAC"
                                              "5"}, /* of its group alone */
        {"{\\rtf1 \\u-10179?}", ""},                /* half of a pair is no letter */
        {"{\\rtf1 a{\\*\\unknown hidden}b}", "ab"},
        {"{\\rtf1 a{\\fonttbl{\\f0 Times;}}b{\\pict 0123}c}", "abc"},
        {"{\\rtf1 \\{a\\}\\\\}", "{a}\\"},
        {"{\\rtf1 a\\~b\\_c\\emdash d}", "a b-c\xE2\x80\x94"
                                         "d"},
        {"{\\rtf1 a\nb\r\nc}", "abc"},
        {"{\\rtf1 \\'zz a}", "zz a"},
        {"{\\rtf1 a\\'00b}", "ab"},
        {"{\\rtf1 a\\u0?b}", "ab"},
        {"{\\rtf1 a", "a"},
        {"{\\rtf1 a}}}}b}", "ab"},
        {"{\\rtf1 a\\", "a"},
        {"{\\rtf1 a\\'", "a"},
        {"{\\rtf1 a\\'e", "ae"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Slice text;
        arena_init(&arena, 0);
        assert_int_equal(rtf_text(slice_of(cases[i].rtf), &arena, &text), DLN_OK);
        if (!slice_is(text, cases[i].text)) fail_msg("%s: %.*s", cases[i].rtf, (int)text.n, text.p);
        arena_free(&arena);
    }
}

/* Bytes of a code page may be three in UTF-8: nothing is cut off behind them. */
static void rich_text_of_wide_marks(void **state)
{
    (void)state;
    static char rtf[4000];
    Arena arena;
    Slice text;
    size_t n = (size_t)sprintf(rtf, "{\\rtf1\\ansi ");
    memset(rtf + n, 0x85, 3000); /* an ellipsis each */
    n += 3000;
    n += (size_t)sprintf(rtf + n, "the end}");
    arena_init(&arena, 0);
    assert_int_equal(rtf_text((Slice){rtf, n}, &arena, &text), DLN_OK);
    assert_int_equal(text.n, 9000 + 7);
    assert_true(slice_ends(text, SLICE("the end")));
    arena_free(&arena);
    arena_init(&arena, 5000);
    assert_int_equal(rtf_text((Slice){rtf, n}, &arena, &text), DLN_ERR_LIMIT);
    arena_free(&arena);
    memset(rtf, '{', sizeof rtf); /* groups without end */
    memcpy(rtf, "{\\rtf1", 6);
    memcpy(rtf + sizeof rtf - 4, "word", 4);
    arena_init(&arena, 0);
    assert_int_equal(rtf_text((Slice){rtf, sizeof rtf}, &arena, &text), DLN_OK);
    assert_true(slice_is(text, "word"));
    arena_free(&arena);
}

/* ---- charsets ---- */

static void labels_are_known(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < charset_label_count; i++) {
        const CharsetLabel *l = &charset_labels[i];
        char upper[80] = " \t";
        if (i) assert_true(strcmp(charset_labels[i - 1].label, l->label) < 0); /* sorted, once */
        assert_string_equal(charset_named(slice_of(l->label)), l->iconv);
        for (size_t k = 0; l->label[k] && k < 70; k++)
            upper[2 + k] = (char)(l->label[k] >= 'a' && l->label[k] <= 'z' ? l->label[k] - 32
                                                                           : l->label[k]);
        strcat(upper, "\n ");
        assert_string_equal(charset_named(slice_of(upper)), l->iconv);
        iconv_t cd = iconv_open("UTF-8", l->iconv);
        assert_true(cd != (iconv_t)-1); /* the C library knows it */
        iconv_close(cd);
    }
    static const char *const none[] = {"", "utf", "utf-88", "x-none", "utf-7", "latin1latin1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(charset_named(slice_of(none[i])));
}

static void what_a_document_is_in(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *http, *text, *note; /* note NULL: none */
        uint32_t bad;
    } cases[] = {
#define B(x) x, sizeof(x) - 1
        {B("plain"), "", "plain", NULL, 0},
        {B("caf\xC3\xA9"), "", "caf\xC3\xA9", NULL, 0},
        {B("caf\xC3\xA9"), "windows-1252", "caf\xC3\xA9", NULL, 0}, /* UTF-8 whatever is said */
        {B("caf\xE9"), "windows-1252", "caf\xC3\xA9", NULL, 0},
        {B("\xEF\xBB\xBF"
           "caf\xC3\xA9"),
         "", "caf\xC3\xA9", NULL, 0},
        {B("\xEF\xBB\xBF"
           "caf\xE9"),
         "", "caf\xEF\xBF\xBD", NULL, 1}, /* its mark says UTF-8 */
        {B("\xFF\xFE"
           "a\0\xAC\x20"),
         "", "a\xE2\x82\xAC", NULL, 0},
        {B("\xFE\xFF\0a\x20\xAC"), "utf-8", "a\xE2\x82\xAC", NULL, 0},
        {B("\xFF\xFE\x3D\xD8\x00\xDE"), "", "\xF0\x9F\x98\x80", NULL, 0},
        {B("\xFF\xFE"
           "a\0\x3D\xD8"),
         "", "a\xEF\xBF\xBD\xEF\xBF\xBD", NULL, 2}, /* half a pair */
        {B("a\0b\0c\0d\0e\0f\0"), "", "abcdef", "charset-guessed", 0},
        {B("\0a\0b\0c\0d\0e\0f"), "", "abcdef", "charset-guessed", 0},
        {B("<meta charset=\"windows-1251\">\xCF\xEE"), "",
         "<meta charset=\"windows-1251\">\xD0\x9F\xD0\xBE", NULL, 0},
        {B("<?xml encoding='KOI8-R'?>\xD0\xCF"), "", "<?xml encoding='KOI8-R'?>\xD0\xBF\xD0\xBE",
         NULL, 0},
        {B("\x93\xFA\x96\x7B"), "shift_jis", "\xE6\x97\xA5\xE6\x9C\xAC", NULL, 0},
        {B("\x1B$B\x46|\x1B(B!"), "iso-2022-jp", "\xE6\x97\xA5!", NULL, 0},
        {B(""), "", "", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Decoded d;
        arena_init(&arena, 0);
        assert_int_equal(charset_decode((Slice){cases[i].bytes, cases[i].n},
                                        slice_of(cases[i].http), &arena, &d),
                         DLN_OK);
        if (!slice_is(d.text, cases[i].text)) fail_msg("%zu: %.*s", i, (int)d.text.n, d.text.p);
        assert_int_equal(d.bad, cases[i].bad);
        if (cases[i].note)
            assert_string_equal(d.note, cases[i].note);
        else
            assert_null(d.note);
        assert_int_equal(charset_source(&d, (uint32_t)d.text.n), cases[i].n);
        arena_free(&arena);
    }
}

/* Every character of every charset leads back to bytes that decode to it alone. */
static void characters_lead_back(void **state)
{
    (void)state;
    static const char *const names[] = {"windows-1252", "windows-1251", "koi8-r",     "iso-8859-2",
                                        "shift_jis",    "gb18030",      "big5",       "euc-kr",
                                        "euc-jp",       "utf-16le",     "windows-874"};
    static const char text[] =
        "Fire: \xD0\x9F\xD0\xBE\xD1\x80\xD1\x82, caf\xC3\xA9, \xE6\x97\xA5\xE6\x9C\xAC, "
        "\xE2\x82\xAC"
        "5. And plain words, so that there is much of them.";
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        char bytes[800];
        size_t n = 0;
        const char *charset = charset_named(slice_of(names[k]));
        iconv_t to = iconv_open(charset, "UTF-8"), back = iconv_open("UTF-8", charset);
        assert_true(charset && to != (iconv_t)-1 && back != (iconv_t)-1);
        for (size_t i = 0; text[i];) { /* what the charset does not have is left out */
            size_t from = i;
            utf8_next(slice_of(text), &i);
            char *in = (char *)(uintptr_t)text + from, *out = bytes + n;
            size_t left = i - from, room = sizeof bytes - n;
            if (iconv(to, &in, &left, &out, &room) != (size_t)-1) n = sizeof bytes - room;
        }
        Arena arena;
        Decoded d;
        arena_init(&arena, 0);
        bool wide = strncmp(charset, "UTF-16", 6) == 0;
        char marked[810] = "\xFF\xFE";
        memcpy(marked + (wide ? 2 : 0), bytes, n);
        if (wide) n += 2;
        assert_int_equal(charset_decode((Slice){marked, n}, slice_of(names[k]), &arena, &d),
                         DLN_OK);
        assert_int_equal(d.bad, 0);
        for (size_t i = 0; i < d.text.n;) {
            size_t from = i;
            utf8_next(d.text, &i);
            uint32_t b = charset_source(&d, (uint32_t)from), e = charset_source(&d, (uint32_t)i);
            assert_true(b < e && e <= n);
            char one[16], *in = marked + b, *out = one;
            size_t left = e - b, room = sizeof one;
            iconv(back, NULL, NULL, NULL, NULL);
            assert_true(iconv(back, &in, &left, &out, &room) != (size_t)-1);
            assert_int_equal(sizeof one - room, i - from);
            assert_memory_equal(one, d.text.p + from, i - from);
        }
        arena_free(&arena);
        arena_init(&arena, 40);
        dln_status status = charset_decode((Slice){marked, n}, slice_of(names[k]), &arena, &d);
        assert_true(status == DLN_ERR_LIMIT || d.text.p == marked);
        arena_free(&arena);
        iconv_close(to);
        iconv_close(back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_in_encoded_words), cmocka_unit_test(bodies_are_unpacked),
        cmocka_unit_test(parts_are_chosen),          cmocka_unit_test(letters_that_ask_much),
        cmocka_unit_test(rich_text_to_words),        cmocka_unit_test(rich_text_of_wide_marks),
        cmocka_unit_test(labels_are_known),          cmocka_unit_test(what_a_document_is_in),
        cmocka_unit_test(characters_lead_back),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
