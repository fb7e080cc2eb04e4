/* test_verdicts.c - the verdict over the values of tests/cases/collate/incidents.txt; single rules
 * of compare.h. */
#include "kit.h"

typedef struct Book {
    Kit kit;
    char incident[64];
    char attribute[24], verdict[16];
    Told told[16];
    uint32_t n, facts, wrong;
    Slice id[KIT_REPORTS];
} Book;

static void settle(Book *b)
{ /* judges the fact read so far */
    if (!b->n) return;
    Judged j = value_judge(NULL, b->told, b->n);
    b->facts++;
    if (strcmp(verdict_name[j.verdict], b->verdict) != 0 &&
        !(b->n == 1 && strcmp(b->verdict, "agree") == 0)) {
        b->wrong++;
        print_message("%s, %s: %s expected, %s found (%s)\n", b->incident, b->attribute, b->verdict,
                      verdict_name[j.verdict], j.why);
    }
    b->n = 0;
}

static Slice word(Slice *line)
{
    size_t i = 0;
    while (i < line->n && line->p[i] != ' ')
        i++;
    Slice w = {line->p, i};
    while (i < line->n && line->p[i] == ' ')
        i++;
    *line = (Slice){line->p + i, line->n - i};
    return w;
}

static void add_value(Book *b, Slice line)
{
    size_t first = slice_find(line, SLICE("|"));
    assert_true(first != SIZE_MAX);
    Slice id = slice_trim((Slice){line.p, first}), rest = {line.p + first + 1, line.n - first - 1};
    size_t second = slice_find(rest, SLICE("|"));
    assert_true(second != SIZE_MAX);
    Slice words = slice_trim((Slice){rest.p, second}),
          value = slice_trim((Slice){rest.p + second + 1, rest.n - second - 1});
    uint32_t r = 0;
    while (r < b->kit.n && !slice_eq(b->id[r], id))
        r++;
    assert_true(r < b->kit.n);
    size_t at = slice_find(b->kit.report[r].text, words);
    if (at == SIZE_MAX)
        print_message("%s: \"%.*s\" is not in report %.*s\n", b->incident, (int)words.n, words.p,
                      (int)id.n, id.p);
    assert_true(at != SIZE_MAX);
    Told *t = &b->told[b->n++];
    const ValueWords *lists = collate_words(b->kit.collate);
    assert_int_equal(value_parse(lists, value_class(lists, slice_of(b->attribute)), value,
                                 &b->kit.arena, &t->value),
                     DLN_OK);
    t->report = t->voice = r;
    t->day = report_day(lists, &b->kit.report[r]);
    t->revised = words_revise(lists, b->kit.report[r].text,
                              (Span){(uint32_t)at, (uint32_t)(at + words.n)});
}

static void read_line(Book *b, Slice line)
{
    if (!line.n || line.p[0] == '#') return;
    Slice rest = line, head = word(&rest);
    if (slice_is(head, "incident")) {
        settle(b);
        b->kit.n = 0;
        snprintf(b->incident, sizeof b->incident, "%.*s", (int)rest.n, rest.p);
    } else if (slice_is(head, "report")) {
        Slice id = word(&rest);
        b->id[kit_report(&b->kit, "", arena_copy(&b->kit.arena, rest).p)] = id;
    } else if (slice_is(head, "fact")) {
        settle(b);
        Slice attribute = word(&rest), verdict = word(&rest);
        snprintf(b->attribute, sizeof b->attribute, "%.*s", (int)attribute.n, attribute.p);
        snprintf(b->verdict, sizeof b->verdict, "%.*s", (int)verdict.n, verdict.p);
    } else
        add_value(b, line);
}

static void incidents(void **state)
{
    static Book book;
    Slice text;
    char message[256];
    (void)state;
    kit_open(&book.kit);
    assert_int_equal(
        file_read("tests/cases/collate/incidents.txt", 1 << 20, &book.kit.arena, &text, message),
        DLN_OK);
    while (text.n) {
        size_t end = slice_find(text, SLICE("\n"));
        if (end == SIZE_MAX) end = text.n;
        read_line(&book, (Slice){text.p, end});
        text = end < text.n ? (Slice){text.p + end + 1, text.n - end - 1} : (Slice){text.p, 0};
    }
    settle(&book);
    assert_true(book.facts > 40);
    assert_int_equal(book.wrong, 0);
    kit_close(&book.kit);
}

static Compared two(Kit *k, const char *attribute, const char *a, const char *b)
{
    const ValueWords *lists = collate_words(k->collate);
    Value x, y;
    ValueClass class = value_class(lists, slice_of(attribute));
    assert_int_equal(value_parse(lists, class, slice_of(a), &k->arena, &x), DLN_OK);
    assert_int_equal(value_parse(lists, class, slice_of(b), &k->arena, &y), DLN_OK);
    Compared c = value_compare(NULL, &x, &y), back = value_compare(NULL, &y, &x);
    assert_int_equal(c.relation, back.relation); /* symmetric */
    return c;
}

static void pairs(void **state)
{
    static const struct {
        const char *attribute, *a, *b;
        Relation relation;
    } rows[] = {
        {"killed", "4", "6", RELATION_APART},
        {"killed", ">=4", "3", RELATION_APART},
        {"killed", ">=3", "10", RELATION_REFINED},
        {"count", "~300", "300", RELATION_REFINED},
        {"count", "1199", "1200", RELATION_REFINED},
        {"count", "12", "10", RELATION_APART},
        {"distance", "48 km", "30 miles", RELATION_SAME},
        {"distance", "48 km", "20 miles", RELATION_APART},
        {"magnitude", "5.9", "6.1", RELATION_APART},
        {"amount", "USD 35000", "$ 35000", RELATION_SAME},
        {"amount", "USD 35000", "EUR 33000", RELATION_REFINED},
        {"amount", "USD 5", "EUR 500", RELATION_APART},
        {"amount", "USD 136", "EUR 103000000", RELATION_REFINED}, /* its million is lost */
        {"date", "2019-03-11", "2019-03", RELATION_REFINED},
        {"date", "2019-03-11", "2019-03-12", RELATION_APART},
        {"date", "2007-W14", "2007-04-05", RELATION_REFINED},
        {"date", "Friday", "2010-09-10", RELATION_REFINED},
        {"date", "Friday", "2010-09-11", RELATION_APART},
        {"date", "XXXX-12-31", "12-31", RELATION_SAME},
        {"date", "XXXX-WXX-5", "Friday", RELATION_SAME},
        {"date", "XXXX-WXX-5", "XXXX-WXX-7", RELATION_APART},
        {"date", "XXXX-WXX-7", "2017-11-05", RELATION_REFINED},
        {"time", "XXXX-XX-XXT20:00", "XXXX-04-24T20:00", RELATION_SAME},
        {"time", "XXXX-XX-XXT20:00", "XXXX-04-24T21:00", RELATION_REFINED},
        {"time", "20:49", "~20:40", RELATION_REFINED},
        {"time", "20:49", "21:49", RELATION_APART},
        {"time", "09:30", "morning", RELATION_REFINED},
        {"duration", "30 seconds", "1 minute", RELATION_APART},
        {"duration", "60 minutes", "1 hour", RELATION_SAME},
        {"duration", "minutes", "~10 minutes", RELATION_REFINED},
        {"name", "Sergei Shoigu", "Sergey Shoigu", RELATION_REFINED},
        {"name", "Ana Reyes", "Olga Sund", RELATION_APART},
        {"name", "J. Smith", "John Smith", RELATION_REFINED},
        {"place", "on the stairs", "in a break room", RELATION_APART},
        {"place", "Larnaca", "a hotel in Larnaca", RELATION_REFINED},
        {"status", "critical", "critical but stable", RELATION_REFINED},
        {"role", "defence minister", "minister of defence", RELATION_SAME},
    };
    Kit k;
    (void)state;
    kit_open(&k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Compared c = two(&k, rows[i].attribute, rows[i].a, rows[i].b);
        if (c.relation != rows[i].relation)
            print_message("%s: %s / %s: %d (%s)\n", rows[i].attribute, rows[i].a, rows[i].b,
                          (int)c.relation, c.why);
        assert_int_equal(c.relation, rows[i].relation);
    }
    kit_close(&k);
}

static void report_days(void **state)
{
    static const struct {
        const char *text;
        int32_t year;
        uint32_t month, day;
    } rows[] = {{"OSLO, 3 May 2020 - Rain fell.", 2020, 5, 3},
                {"Updated: November 11, 2011 18:50", 2011, 11, 11},
                {"http://x.example/2010/12/07/trial/ Trial", 2010, 12, 7},
                {"Fri, 11 Nov 2011 at 09:56", 2011, 11, 11},
                {"Sunday, November 27-2005 at 16:12", 2005, 11, 27},
                {"Novemer 27, 2005", 2005, 11, 27},
                {"Rain fell in May.", 0, 0, 0}};
    Kit k;
    (void)state;
    kit_open(&k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k.n = 0;
        kit_report(&k, "x", rows[i].text);
        assert_int_equal(report_day(collate_words(k.collate), &k.report[0]),
                         rows[i].year ? day_from_civil(rows[i].year, rows[i].month, rows[i].day)
                                      : DAY_UNKNOWN);
    }
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(incidents), cmocka_unit_test(pairs),
                                       cmocka_unit_test(report_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
