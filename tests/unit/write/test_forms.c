/* Forms of a file a report: the tar itself, TimeML, brat, NAF, quotations. Offsets and marks are
 * read back out of what was written. */
#include "write/tar.h"
#include "write_kit.h"
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

static Text text;
static Kit kit;

typedef struct Member {
    char name[100];
    Slice bytes;
} Member;

/* The next member of a tar; false at its end. */
static bool next_member(size_t *at, Member *m)
{
    if (*at + 512 > text.n) return false;
    const char *head = text.p + *at;
    unsigned sum = 0;
    for (int i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)head[i];
    assert_int_equal(strtoul(head + 148, NULL, 8), sum);
    assert_memory_equal(head + 257, "ustar", 6);
    size_t n = strtoul(head + 124, NULL, 8);
    memcpy(m->name, head, sizeof m->name);
    m->bytes = (Slice){head + 512, n};
    *at += 512 + (n + 511) / 512 * 512;
    assert_true(*at <= text.n);
    return true;
}

static Member member(dln_format format, const char *name)
{
    Member m;
    kit_write(&kit, format, NULL, &text);
    for (size_t at = 0; next_member(&at, &m);)
        if (strcmp(m.name, name) == 0) return m;
    fail_msg("no member %s", name);
    return m;
}

static void tar(void **state)
{
    (void)state;
    static char large[1300];
    Sink sink;
    Member m;
    size_t at = 0;
    text.n = 0;
    memset(large, 'x', sizeof large);
    sink_init(&sink, keep, &text);
    tar_file(&sink, SLICE("a.txt"), SLICE("one"));
    tar_file(&sink, SLICE("empty"), SLICE(""));
    tar_file(&sink, SLICE("large"), (Slice){large, sizeof large});
    assert_int_equal(sink_end(&sink), DLN_OK);
    assert_int_equal(text.n % 512, 0);
    assert_true(next_member(&at, &m) && strcmp(m.name, "a.txt") == 0);
    assert_true(slice_eq(m.bytes, SLICE("one")));
    assert_true(next_member(&at, &m) && m.bytes.n == 0);
    assert_true(next_member(&at, &m) && m.bytes.n == sizeof large && m.bytes.p[1299] == 'x');
    assert_false(next_member(&at, &m));
}

static void tar_names(void **state)
{
    (void)state;
    kit_begin(&kit);
    dln_write_options options = {.before = {.reports = 6}};
    Arena *arena = &kit.record.arena;
    assert_true(slice_eq(tar_name(&kit.record, &options, 0, "ann", arena),
                         SLICE("r7-first_report_txt.ann")));
    kit.report[0].source = SLICE("../../etc/pass;rm -rf $HOME");
    assert_true(slice_eq(tar_name(&kit.record, &options, 0, "txt", arena),
                         SLICE("r7-pass_rm_-rf__HOME.txt")));
    kit_end(&kit);
}

static void points(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    uint32_t *point = document_points(SLICE("a\xC3\xA8z\xF0\x9F\x94\xA5!"), &arena);
    const uint32_t want[] = {0, 1, 1, 2, 3, 3, 3, 3, 4, 5};
    assert_memory_equal(point, want, sizeof want);
    assert_int_equal(document_points(SLICE(""), &arena)[0], 0);
    arena_free(&arena);
}

static void brat(void **state)
{
    (void)state;
    kit_begin(&kit);
    Member m = member(DLN_FORMAT_BRAT, "r1-first_report_txt.txt");
    assert_true(slice_eq(m.bytes, SLICE(FIRST)));
    m = member(DLN_FORMAT_BRAT, "r1-first_report_txt.ann");
    const char *const first[] = {"Person 6 14\tAna Rusu\n",        "Time 27 33\tFriday\n",
                                 "RESIGN_1 15 23\tresigned\n",     "Actor Arg1:T3 Arg2:T4\n",
                                 "Content 36 47\tI am tired,\n",   "Source 49 53\tRusu\n",
                                 "AnnotatorNotes T2\t2024-05-03\n"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        assert_true(slice_find(m.bytes, slice_of(first[i])) != SIZE_MAX);
    /* Code points, a span over a line break in two parts, a modality. */
    m = member(DLN_FORMAT_BRAT, "r2-b_txt.ann");
    assert_true(slice_find(m.bytes, SLICE("Person 19 22;23 27\tAna Rusu\n")) != SIZE_MAX);
    assert_true(slice_find(m.bytes, SLICE("Modality T3 alleged\n")) != SIZE_MAX);
    kit_end(&kit);
}

static xmlDoc *parsed(Slice bytes)
{
    xmlDoc *doc = xmlReadMemory(bytes.p, (int)bytes.n, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

/* The string value of an XPath, in `value`. */
static const char *value_at(xmlDoc *doc, const char *path, char value[200])
{
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, context);
    assert_non_null(found);
    xmlChar *string = xmlXPathCastToString(found);
    snprintf(value, 200, "%s", (const char *)string);
    xmlFree(string);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return value;
}

static void timeml(void **state)
{
    (void)state;
    char v[200];
    kit_begin(&kit);
    xmlDoc *doc = parsed(member(DLN_FORMAT_TIMEML, "r1-first_report_txt.tml").bytes);
    assert_string_equal(value_at(doc, "string(/TimeML/TEXT)", v), FIRST); /* marks add no words */
    assert_string_equal(value_at(doc, "/TimeML/DCT/TIMEX3/@value", v), "2024-05-03");
    assert_string_equal(value_at(doc, "//TEXT/TIMEX3[.='Friday']/@value", v), "2024-05-03");
    assert_string_equal(value_at(doc, "//EVENT[.='resigned']/@class", v), "OCCURRENCE");
    assert_string_equal(value_at(doc, "count(//TLINK[@relatedToTime=//TEXT/TIMEX3/@tid])", v), "1");
    xmlFreeDoc(doc);
    doc = parsed(member(DLN_FORMAT_TIMEML, "r2-b_txt.tml").bytes);
    assert_string_equal(value_at(doc, "string(/TimeML/TEXT)", v), SECOND);
    assert_string_equal(value_at(doc, "count(//b)", v), "0"); /* a report's marks are words */
    assert_string_equal(value_at(doc, "count(//DCT)", v), "0");
    xmlFreeDoc(doc);
    kit_end(&kit);
}

/* Of marks that overlap the longer one that begins first stays. */
static void timeml_overlap(void **state)
{
    (void)state;
    char v[200];
    kit_begin(&kit);
    RecordTime t = {.type = TIME_DURATION, .value = SLICE("P<1>D")};
    assert_true(VEC_PUSH(&kit.record.arena, &t.mentions,
                         (RecordTimeMention){{0, kit_find(FIRST, "on Friday")}, 0}));
    assert_true(VEC_PUSH(&kit.record.arena, &kit.record.times, t));
    xmlDoc *doc = parsed(member(DLN_FORMAT_TIMEML, "r1-first_report_txt.tml").bytes);
    assert_string_equal(value_at(doc, "string(//TEXT/TIMEX3)", v), "on Friday");
    assert_string_equal(value_at(doc, "//TEXT/TIMEX3/@value", v), "P<1>D");
    assert_string_equal(value_at(doc, "count(//TEXT/TIMEX3)", v), "1");
    assert_string_equal(value_at(doc, "string(/TimeML/TEXT)", v), FIRST);
    xmlFreeDoc(doc);
    kit_end(&kit);
}

static void quotations(void **state)
{
    (void)state;
    json_error_t error;
    kit_begin(&kit);
    kit_write(&kit, DLN_FORMAT_QUOTES, NULL, &text);
    char *second = strchr(text.p, '\n');
    assert_non_null(second);
    json_t *line = json_loadb(text.p, (size_t)(second - text.p), 0, &error);
    assert_non_null(line);
    json_t *quote = json_array_get(json_object_get(line, "quotes"), 0), *spans;
    spans = json_object_get(json_object_get(quote, "content"), "spans");
    assert_string_equal(json_string_value(json_object_get(json_array_get(spans, 0), "text")),
                        "I am tired,");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(spans, 0), "start")), 36);
    json_t *source = json_object_get(quote, "source");
    assert_string_equal(json_string_value(json_object_get(source, "name")), "Ana Rusu");
    assert_string_equal(json_string_value(json_object_get(source, "entity")), "e1");
    json_decref(line);
    line = json_loads(second + 1, 0, &error); /* a report without a quotation is a line too */
    assert_int_equal(json_array_size(json_object_get(line, "quotes")), 0);
    assert_true(json_is_null(json_object_get(line, "published")));
    json_decref(line);
    kit_end(&kit);
}

/* A writer that stops is told, and nothing goes on. */
static int stop(const void *bytes, size_t length, void *context)
{
    (void)bytes, (void)length;
    ++*(int *)context;
    return 1;
}

static void stopped(void **state)
{
    (void)state;
    kit_begin(&kit);
    for (dln_format f = DLN_FORMAT_JSON; f <= DLN_FORMAT_QUOTES; f++) {
        if (f == DLN_FORMAT_HTML || f == DLN_FORMAT_CONLLU || f == DLN_FORMAT_NAF) continue;
        int calls = 0;
        assert_int_equal(record_write(&kit.record, f, NULL, NULL, stop, &calls), DLN_ERR_IO);
        assert_int_equal(calls, 1);
    }
    kit_end(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tar),        cmocka_unit_test(tar_names), cmocka_unit_test(points),
        cmocka_unit_test(brat),       cmocka_unit_test(timeml),    cmocka_unit_test(timeml_overlap),
        cmocka_unit_test(quotations), cmocka_unit_test(stopped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
