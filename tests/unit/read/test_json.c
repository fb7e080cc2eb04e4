/* test_json.c - articles in JSON: names of fields, lists and lines, damage, and the way from the
 * text through the escapes back to the file. */
#include "read_kit.h"
#include <jansson.h>

#define BODY "Two men died in a fire in Velm on Monday, the police said."

/* Byte of the input for a byte of the text, by the map of the report; SIZE_MAX: in no run. */
static size_t source_of(const Report *r, uint32_t at)
{
    for (uint32_t i = 0; i < r->map.n; i++)
        if (at >= r->map.at[i].text && at < r->map.at[i].text + r->map.at[i].length)
            return (size_t)r->map.at[i].source + (at - r->map.at[i].text);
    return SIZE_MAX;
}

/* Every plain letter of the text is the very byte that the map names. */
static void check_map(const Report *r, const char *bytes, size_t n)
{
    uint32_t mapped = 0;
    for (uint32_t i = 0; i < r->text.n; i++) {
        size_t at = source_of(r, i);
        char c = r->text.p[i];
        if (at == SIZE_MAX || !((c | 32) >= 'a' && (c | 32) <= 'z')) continue;
        assert_true(at < n);
        if (bytes[at] != '\\') assert_int_equal(bytes[at], c);
        mapped++;
    }
    assert_true(mapped > 20);
}

static void text_leads_back_to_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
    } cases[] = {
        {"{\"text\":\"" BODY "\"}", BODY},
        {" {\"id\":7, \"text\" : \"" BODY "\"} ", BODY},
        {"\xEF\xBB\xBF{\"text\":\"" BODY "\"}", BODY},
        {"{\"a\":\"\\\"text\\\":\",\"text\":\"" BODY "\"}", BODY},
        {"{\"a\":{\"text\":\"inner\"},\"text\":\"" BODY "\"}", BODY},
        {"{\"text\":\"He said \\\"no\\\" in Velm.\\nThe caf\\u00e9 \\ud83d\\ude00 burned down.\"}",
         "He said \"no\" in Velm.\nThe caf\xC3\xA9 \xF0\x9F\x98\x80 burned down."},
        {"{\"text\":\"\\ufeffThe old ferry was lost off Velm on Monday.\"}",
         "   The old ferry was lost off Velm on Monday."},
        {"{\"text\":\"\xEF\xBB\xBFThe old ferry was lost off Velm on Monday.\"}",
         "   The old ferry was lost off Velm on Monday."},
        /* blanks stand for links run into the words, and the way back is whole */
        {"{\"text\":\"The caf\\u00e9 of Ann Velm Ann Marie VelmOrsk falls MORE burned \\u00e9.\"}",
         "The caf\xC3\xA9 of Ann Velm                               burned \xC3\xA9."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = strlen(cases[i].bytes);
        assert_int_equal(read_of(cases[i].bytes, n), DLN_OK);
        assert_int_equal(given, 1);
        if (!slice_is(got[0].text, cases[i].text))
            fail_msg("%zu: %.*s", i, (int)got[0].text.n, got[0].text.p);
        check_map(&got[0], cases[i].bytes, n);
    }
    drop_reports();
}

/* A NUL in a string is a blank: nothing behind it is lost. */
static void a_nul_cuts_nothing(void **state)
{
    (void)state;
    static const char bytes[] = "{\"text\":\"Two men died\\u0000in Velm on Monday, police said.\"}";
    assert_int_equal(read_text_of(bytes), DLN_OK);
    assert_true(slice_is(got[0].text, "Two men died in Velm on Monday, police said."));
    check_map(&got[0], bytes, sizeof bytes - 1);
    /* a NUL for every second byte is no UTF-16 */
    assert_int_equal(read_text_of("{\"text\":\"T\\u0000w\\u0000o\\u0000 \\u0000m\\u0000e\\u0000n"
                                  "\\u0000 \\u0000d\\u0000i\\u0000e\\u0000d\\u0000.\\u0000\"}"),
                     DLN_OK);
    assert_true(slice_is(got[0].text, "T w o   m e n   d i e d . "));
    drop_reports();
}

static void fields_by_any_name(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *title, *outlet, *url, *date, *author;
    } cases[] = {
        {"{\"body\":\"" BODY "\",\"headline\":\"Fire\",\"publisher\":{\"name\":\"Harbour Post\"},"
         "\"link\":\"https://post.example/a\",\"datePublished\":\"2024-05-13\","
         "\"author\":[{\"name\":\"Ines Okafor\"}]}",
         "Fire", "Harbour Post", "https://post.example/a", "2024-05-13", "Ines Okafor"},
        {"{\"content_text\":\"" BODY "\",\"title\":\"Fire\",\"source\":[\"Harbour Post\"],"
         "\"url\":\"https://post.example/a\",\"pubDate\":\"Mon, 13 May 2024 08:00:00 GMT\","
         "\"byline\":\"By Ines Okafor\"}",
         "Fire", "Harbour Post", "https://post.example/a", "2024-05-13T08:00:00Z", "Ines Okafor"},
        /* empty ones are passed over */
        {"{\"text\":\"\",\"body\":\"" BODY "\",\"title\":null,\"headline\":\"Fire\",\"outlet\":7,"
         "\"site\":\"Harbour Post\",\"url\":\"\",\"uri\":\"https://post.example/a\","
         "\"published\":\"2024-05-13\",\"authors\":[\"\",\"Ines Okafor\"]}",
         "Fire", "Harbour Post", "https://post.example/a", "2024-05-13", "Ines Okafor"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text_of(cases[i].bytes), DLN_OK);
        assert_int_equal(given, 1);
        assert_true(slice_is(got[0].text, BODY));
        assert_true(slice_is(got[0].title, cases[i].title));
        assert_true(slice_is(got[0].outlet, cases[i].outlet));
        assert_true(slice_is(got[0].url, cases[i].url));
        assert_true(slice_is(got[0].published.value, cases[i].date));
        assert_int_equal(got[0].authors.n, 1);
        assert_true(slice_is(got[0].authors.at[0], cases[i].author));
        assert_true(slice_is(got[0].media_type, "application/json"));
    }
    drop_reports();
}

#define ROW(id) "{\"id\":\"" id "\",\"text\":\"" BODY "\"}"
#define FEED                                                                               \
    "{\"title\":\"Harbour Post\",\"description\":\"News of the harbour\",\"items\":[" ROW( \
        "a") "," ROW("b") "]}"

/* One object a line, however the file begins and its lines end. */
static void lines_are_articles(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t reports;
        dln_status status;
    } cases[] = {
        {ROW("a") "\n" ROW("b") "\n", 2, DLN_OK},
        {ROW("a") "\n" ROW("b"), 2, DLN_OK},
        {ROW("a") "\r\n\r\n" ROW("b") "\r\n", 2, DLN_OK},
        {"\xEF\xBB\xBF" ROW("a") "\n" ROW("b") "\n", 2, DLN_OK}, /* as Windows saves it */
        {"\n \n" ROW("a") "\n" ROW("b") "\n", 2, DLN_OK},
        {ROW("a") "\n{\"id\":\"x\"\n" ROW("b") "\n", 2, DLN_ERR_FORMAT},
        {ROW("a") "\n{\"id\":\"x\"}\n" ROW("b") "\n", 2, DLN_ERR_EMPTY},
        {ROW("a") "\n", 1, DLN_OK},
        /* the first line may be the damaged one, whatever is wrong with it */
        {"{\"id\":\"x\",\"te\n" ROW("a") "\n" ROW("b") "\n", 2, DLN_ERR_FORMAT},
        {"no json\n" ROW("a") "\n" ROW("b") "\n", 2, DLN_ERR_FORMAT},
        {"{\"id\":\"x\"\n" ROW("a") "\n", 1, DLN_ERR_FORMAT},
        /* no listing: one object over several lines, a list in it with a line of its own */
        {"{\"title\":\"x\",\n\"items\":[\n" ROW("a") "\n]}\n", 1, DLN_OK},
        {"{\"text\":\n\"" BODY "\",\"id\":\"a\",\n\"image\":\n{\"name\":\"x\"}\n}\n", 1, DLN_OK},
        {"{\"title\":\"x\",\"items\":[" ROW("a") "]}\n", 1, DLN_OK}, /* a feed on one line */
        {FEED "\n", 2, DLN_OK}, /* the same articles with a line break behind it and without */
        {FEED, 2, DLN_OK},
        /* an article that lists other things, alone and in a listing */
        {"{\"id\":\"a\",\"text\":\"" BODY "\",\"data\":[{\"n\":1}]}", 1, DLN_OK},
        {"{\"id\":\"a\",\"text\":\"" BODY "\",\"data\":[{\"n\":1}]}\n", 1, DLN_OK},
        {"{\"id\":\"a\",\"summary\":\"" BODY "\",\"data\":[1]}\n" ROW("b") "\n", 2, DLN_OK},
        {"{\"items\":[" ROW("a") "]}\n{\"items\":[" ROW("b") "]}\n", 2, DLN_OK},
        {"[" ROW("a") "," ROW("b") "]", 2, DLN_OK},
        {"[" ROW("a") ",3,null," ROW("b") "]", 2, DLN_OK},
        {"{\"title\":\"x\",\"items\":[" ROW("a") "]}", 1, DLN_OK},
        {"[]", 0, DLN_OK},
        {"{\"text\":\"" BODY "\"", 0, DLN_ERR_FORMAT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dln_status status = read_text_of(cases[i].bytes);
        if (status != cases[i].status || given != cases[i].reports)
            fail_msg("%zu: status %d, %u reports: %s", i, (int)status, given, fault.message);
        for (uint32_t k = 0; k < given; k++) {
            assert_true(slice_is(got[k].text, BODY));
            if (got[k].member.n) assert_true(slice_is(got[k].member, k ? "b" : "a"));
        }
    }
    drop_reports();
}

static uint32_t parsed; /* memory that the parser asked for */
static void *count_alloc(size_t n)
{
    parsed++;
    return malloc(n);
}

/* One object is no listing: that is seen without parsing it; where a line is behind it, it is. */
static void one_object_is_parsed_once(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool lines, parses;
    } cases[] = {
        {ROW("a"), false, false},
        {"\n " ROW("a"), false, false},
        {ROW("a") "\n\n", true, false},
        {"no json\n" ROW("a") "\n", true, true},
    };
    json_set_alloc_funcs(count_alloc, free);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parsed = 0;
        Slice head = slice_of(cases[i].bytes);
        assert_int_equal(is_json_lines(head, i == 3 ? DOCUMENT_TEXT : DOCUMENT_JSON),
                         cases[i].lines);
        assert_int_equal(parsed > 0, cases[i].parses);
    }
    json_set_alloc_funcs(malloc, free);
}

/* The map of a line counts from the file's first byte, behind a mark too. */
static void lines_lead_back_to_the_file(void **state)
{
    (void)state;
    static const char bytes[] = "\xEF\xBB\xBF" ROW("a") "\n\n  " ROW("b") "\n";
    assert_int_equal(read_text_of(bytes), DLN_OK);
    assert_int_equal(given, 2);
    for (uint32_t k = 0; k < 2; k++)
        check_map(&got[k], bytes, sizeof bytes - 1);
    assert_true(source_of(&got[0], 0) < source_of(&got[1], 0));
    drop_reports();
}

static void damage_is_named_by_its_byte(void **state)
{
    (void)state;
    static const char bytes[] = ROW("a") "\nno json\n" ROW("b") "\n";
    assert_int_equal(read_text_of(bytes), DLN_ERR_FORMAT);
    assert_int_equal(given, 2);
    assert_true(fault.position == sizeof(ROW("a")) - 1 + 1);
    assert_non_null(strstr(fault.message, "line 2"));
    drop_reports();
}

static char told[400];
static uint32_t faults;
static uint32_t most_faults; /* stops reading with this one; 0: never */
static dln_status tell_fault(const dln_error *f, void *context)
{
    (void)context;
    faults++;
    if (strlen(told) + strlen(f->message) + 2 < sizeof told)
        sprintf(told + strlen(told), "%s|", f->message);
    return faults == most_faults ? DLN_ERR_IO : DLN_OK;
}

/* A byte of NUL, early or late, costs its own line; so does each other damage, and each is named.
 */
static void each_line_stands_alone(void **state)
{
    (void)state;
    static const char nul[] = "{\"id\":\"x\",\"text\":\"Two \0 men\"}\n" ROW("a") "\n" ROW(
        "b") "\n\0\n",
                      bad[] = ROW("a") "\n{\"text\"\n[]\n7\n{\"id\":\"x\"}\n" ROW("b") "\n";
    ReadOptions options = {.max_input = 1 << 20, .max_memory = 1 << 24, .fault = tell_fault};
    const struct {
        const char *bytes;
        size_t n;
        uint32_t faults;
        const char *names[4];
    } cases[] = {{nul, sizeof nul - 1, 2, {"line 1 ", "line 4 ", NULL, NULL}},
                 {bad, sizeof bad - 1, 4, {"line 2 ", "line 3 ", "line 4 ", "entry x "}}};
    for (size_t i = 0; i < 2; i++) {
        faults = 0;
        told[0] = 0;
        assert_int_not_equal(read_with(options, cases[i].bytes, cases[i].n), DLN_OK);
        assert_int_equal(given, 2);
        assert_true(slice_is(got[0].member, "a") && slice_is(got[1].member, "b"));
        assert_int_equal(faults, cases[i].faults);
        for (size_t k = 0; k < 4 && cases[i].names[k]; k++)
            if (!strstr(told, cases[i].names[k]))
                fail_msg("%s: not in %s", cases[i].names[k], told);
    }
    /* a hundred are told, the others counted */
    char *many = malloc(1000 * 3 + 200);
    size_t n = (size_t)sprintf(many, "%s\n", ROW("a"));
    for (int i = 0; i < 1000; i++, n += 3)
        memcpy(many + n, "{]\n", 3);
    faults = 0;
    told[0] = 0;
    assert_int_not_equal(read_with(options, many, n), DLN_OK);
    assert_int_equal(given, 1);
    assert_int_equal(faults, 101);
    for (most_faults = 1; most_faults <= 101;
         most_faults += 50) { /* who has enough hears no more */
        faults = 0;
        assert_int_equal(read_with(options, many, n), DLN_ERR_IO);
        assert_int_equal(faults, most_faults);
    }
    most_faults = 0;
    free(many);
    drop_reports();
}

/* A page inside JSON is read as a page. */
static void pages_in_json(void **state)
{
    (void)state;
    assert_int_equal(
        read_text_of("{\"html\":\"<p>Two men died in Velm.</p><p>Police said so.</p>\","
                     "\"title\":\"Fire\"}"),
        DLN_OK);
    assert_true(slice_find(got[0].text, SLICE("<")) == SIZE_MAX);
    assert_true(slice_find(got[0].text, SLICE("Two men died in Velm.")) != SIZE_MAX);
    assert_int_equal(read_text_of("{\"content\":\"<p>Two men &amp; a dog.</p>\"}"), DLN_OK);
    assert_true(slice_is(got[0].text, "Two men & a dog."));
    drop_reports();
}

static void limits_hold_for_each_line(void **state)
{
    (void)state;
    size_t n = 1 << 16;
    char *bytes = malloc(n + 200);
    assert_non_null(bytes);
    int head = sprintf(bytes, "%s\n{\"id\":\"x\",\"text\":\"", ROW("a"));
    memset(bytes + head, 'x', n);
    int tail = sprintf(bytes + (size_t)head + n, "\"}\n%s\n", ROW("b"));
    dln_status status = read_with((ReadOptions){.max_input = 1000}, bytes,
                                  (size_t)head + n + (size_t)tail);
    assert_int_equal(status, DLN_ERR_LIMIT);
    assert_int_equal(given, 2);                                   /* the line behind it too */
    for (uint64_t memory = 1000; memory < 1 << 20; memory *= 2) { /* little memory: said, not met */
        status = read_with((ReadOptions){.max_memory = memory}, bytes,
                           (size_t)head + n + (size_t)tail);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        assert_int_equal(status == DLN_OK, given == 3);
    }
    free(bytes);
    drop_reports();
}

/* Cut at every byte: never a report with bytes from behind the cut. */
static void json_cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"title\":\"F\\u00e9\",\"text\":\"A \\\"b\\\" \\ud83d\\ude00 c.\"}";
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, whole, n);
        assert_int_not_equal(read_of(exact, n), DLN_OK);
        assert_int_equal(given, 0);
        free(exact);
    }
    assert_int_equal(read_of(whole, sizeof whole - 1), DLN_OK);
    drop_reports();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_leads_back_to_the_file),
        cmocka_unit_test(a_nul_cuts_nothing),
        cmocka_unit_test(fields_by_any_name),
        cmocka_unit_test(lines_are_articles),
        cmocka_unit_test(one_object_is_parsed_once),
        cmocka_unit_test(lines_lead_back_to_the_file),
        cmocka_unit_test(damage_is_named_by_its_byte),
        cmocka_unit_test(each_line_stands_alone),
        cmocka_unit_test(pages_in_json),
        cmocka_unit_test(limits_hold_for_each_line),
        cmocka_unit_test(json_cut_anywhere),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
