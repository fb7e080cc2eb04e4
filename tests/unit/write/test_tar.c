/* test_tar.c - a tar of files as any reader takes it apart; code points of documents; cells that no
 * spreadsheet takes for a formula, whatever stands before the sign. */
#include "write/tar.h"
#include "write_kit.h"
#include <stdio.h>
#include <stdlib.h>

static Text text;

/* ---- taking a tar apart ---- */

typedef struct Entry {
    char name[101];
    const char *bytes;
    size_t n;
} Entry;

static size_t octal_at(const char *p, size_t n)
{
    size_t value = 0;
    for (size_t i = 0; i < n && p[i] >= '0' && p[i] <= '7'; i++)
        value = value * 8 + (size_t)(p[i] - '0');
    return value;
}

/* The entry at `at`; the place of the next one. */
static size_t take_entry(const Text *tar, size_t at, Entry *e)
{
    const char *head = tar->p + at;
    unsigned sum = 0;
    assert_true(at + 512 <= tar->n);
    for (size_t i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)head[i];
    assert_int_equal(octal_at(head + 148, 6), sum);
    assert_memory_equal(head + 257, "ustar", 6);
    assert_int_equal(head[156], '0');
    assert_int_equal(octal_at(head + 100, 7), 0644);
    assert_int_equal(octal_at(head + 136, 11), 0); /* no date of this machine */
    memcpy(e->name, head, 100);
    e->name[100] = 0;
    e->n = octal_at(head + 124, 11);
    e->bytes = head + 512;
    size_t next = at + 512 + (e->n + 511) / 512 * 512;
    assert_true(next <= tar->n);
    for (size_t i = at + 512 + e->n; i < next; i++)
        assert_int_equal(tar->p[i], 0);
    return next;
}

static void files_of_any_size(void **state)
{
    (void)state;
    static Sink sink;
    static char bytes[2000];
    static const size_t size[] = {0, 1, 511, 512, 513, 1024, 2000};
    memset(bytes, 'x', sizeof bytes);
    text.n = 0;
    sink_init(&sink, keep, &text);
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        char name[20];
        int n = snprintf(name, sizeof name, "file-%zu.ann", size[i]);
        tar_file(&sink, (Slice){name, (size_t)n}, (Slice){bytes, size[i]});
    }
    assert_int_equal(sink_end(&sink), DLN_OK);
    size_t at = 0;
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        Entry e;
        char name[20];
        snprintf(name, sizeof name, "file-%zu.ann", size[i]);
        at = take_entry(&text, at, &e);
        assert_string_equal(e.name, name);
        assert_int_equal(e.n, size[i]);
        for (size_t k = 0; k < e.n; k++)
            assert_int_equal(e.bytes[k], 'x');
    }
    assert_int_equal(at, text.n);
}

/* Names from outside: no folder above, no blanks, no end in the name's field. */
static void names_are_plain(void **state)
{
    (void)state;
    static const struct {
        const char *source, *name;
    } cases[] = {
        {"in/first report.txt", "r1-first_report_txt.ann"},
        {"../../etc/passwd", "r1-passwd.ann"},
        {"https://post.example/a?b=c&d", "r1-a_b_c_d.ann"},
        {"", "r1-.ann"},
        {"/", "r1-.ann"},
        {"-rf", "r1--rf.ann"},
        {"caf\xC3\xA9", "r1-caf__.ann"},
        {"..", "r1-__.ann"},
    };
    Kit kit;
    kit_begin(&kit);
    dln_write_options options = {.size = sizeof options};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kit.report[0].source = slice_of(cases[i].source);
        Slice name = tar_name(&kit.record, &options, 0, "ann", &kit.record.arena);
        assert_true(slice_is(name, cases[i].name));
    }
    char wide[500];
    memset(wide, 'w', sizeof wide);
    kit.report[0].source = (Slice){wide, sizeof wide};
    options.before.reports = 4294967290u - 1;
    assert_true(tar_name(&kit.record, &options, 0, "timeml", &kit.record.arena).n < 100);
    kit_end(&kit);
}

/* Every form that is a file a report: as many entries as reports, the same bytes again. */
static void a_file_for_each_report(void **state)
{
    (void)state;
    static const dln_format forms[] = {DLN_FORMAT_TIMEML, DLN_FORMAT_BRAT, DLN_FORMAT_NAF};
    static Text again;
    Kit kit;
    kit_begin(&kit);
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        kit_write(&kit, forms[f], NULL, &text);
        kit_write(&kit, forms[f], NULL, &again);
        assert_int_equal(text.n, again.n);
        assert_memory_equal(text.p, again.p, text.n);
        size_t at = 0;
        uint32_t first = 0, second = 0;
        while (at < text.n) {
            Entry e;
            at = take_entry(&text, at, &e);
            first += strncmp(e.name, "r1-first_report_txt.", 20) == 0;
            second += strncmp(e.name, "r2-b_txt.", 9) == 0;
            assert_true(e.n > 0);
        }
        assert_true(first >= 1 && first == second);
    }
    kit_end(&kit);
}

static void points_count_signs(void **state)
{
    (void)state;
    Arena arena;
    arena_init(&arena, 0);
    const char *words = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z";
    const uint32_t *p = document_points(slice_of(words), &arena);
    static const uint32_t want[] = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 5};
    assert_non_null(p);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(p[i], want[i]);
    p = document_points((Slice){NULL, 0}, &arena);
    assert_int_equal(p[0], 0);
    arena_free(&arena);
    arena_init(&arena, 16);
    assert_null(document_points(slice_of(words), &arena));
    arena_free(&arena);
}

/* ---- cells ---- */

/* The name column of the entities table, and an item of the actors' list of events. */
static void cell_of(const char *name, size_t n, char cell[200], char item[200])
{
    Kit kit;
    kit_begin(&kit);
    kit.record.entities.at[0].name = (Slice){name, n};
    dln_write_options options = {
        .size = sizeof options, .table = DLN_TABLE_ENTITIES, .fields = "name"};
    kit_write(&kit, DLN_FORMAT_CSV, &options, &text);
    const char *line = strchr(text.p, '\n') + 1;
    snprintf(cell, 200, "%.*s", (int)strcspn(line, "\n"), line);
    options.table = DLN_TABLE_EVENTS;
    options.fields = "actors";
    kit_write(&kit, DLN_FORMAT_CSV, &options, &text);
    line = strchr(text.p, '\n') + 1;
    snprintf(item, 200, "%.*s", (int)strcspn(line, "\n"), line);
    kit_end(&kit);
}

static void no_cell_is_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *name, *cell, *item;
    } cases[] = {
        {"Ana Rusu", "Ana Rusu", "\"Ana Rusu\""},
        {"=1+1", "'=1+1", "\"'=1+1\""},
        {"@sum", "'@sum", "\"'@sum\""},
        {"-1", "'-1", "\"'-1\""},
        {"+1", "'+1", "\"'+1\""},
        {" =1", "'=1", NULL},
        {"\x01=1", "'=1", "\"'=1\""},         /* a control byte in front is not written */
        {"\xE2\x80\xAE=1", "'=1", "\"'=1\""}, /* nor a mark of direction */
        {"\xE2\x80\x8E\x02=1", "'=1", "\"'=1\""},
        {"\xE2\x80\xA8=1", NULL, NULL}, /* a line separator: a blank */
        {"\xC2\x85=1", NULL, NULL},
        {"a=1", "a=1", "\"a=1\""},
        {"\xE2\x80\x9C=1", "\xE2\x80\x9C=1", "\"\xE2\x80\x9C=1\""},
        {"=\"x\"", "\"'=\"\"x\"\"\"", "\"'=\"\"x\"\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char cell[200], item[200];
        cell_of(cases[i].name, strlen(cases[i].name), cell, item);
        if (cases[i].cell) assert_string_equal(cell, cases[i].cell);
        if (cases[i].item) assert_string_equal(item, cases[i].item);
        const char *const written[] = {cell, item};
        for (int k = 0; k < 2; k++) { /* whatever it is: its first sign is no formula's */
            const char *p = written[k];
            while (*p == '"' || *p == ' ')
                p++;
            assert_true(!*p || !strchr("=+-@", *p));
        }
    }
}

static void cells_are_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *name, *cell;
    } cases[] = {
        {"a\nb", "a b"},
        {"a \r\n\t b", "a b"},
        {"  a  ", "a"},
        {"a\x1b[1mb", "a[1mb"},
        {"a,b", "\"a,b\""},
        {"a\"b", "\"a\"\"b\""},
        {"bad \xFF", "bad \xEF\xBF\xBD"},
        {"\n", ""},
        {"a\x7f"
         "b",
         "ab"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char cell[200], item[200];
        cell_of(cases[i].name, strlen(cases[i].name), cell, item);
        assert_string_equal(cell, cases[i].cell);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_any_size),      cmocka_unit_test(names_are_plain),
        cmocka_unit_test(a_file_for_each_report), cmocka_unit_test(points_count_signs),
        cmocka_unit_test(no_cell_is_a_formula),   cmocka_unit_test(cells_are_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
