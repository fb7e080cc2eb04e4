/* Tables as CSV: a line a row, cells that no spreadsheet takes for more than words, columns asked
 * for, ids that go on over a stream. */
#include "write/table.h"
#include "write_kit.h"

static Text text;
static Kit kit;

static void table(dln_table which, dln_write_options options)
{
    options.size = sizeof options;
    options.table = (uint32_t)which;
    kit_write(&kit, DLN_FORMAT_CSV, &options, &text);
}

static uint32_t lines(void)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static void cells(void **state)
{
    (void)state;
    kit_begin(&kit);
    table(DLN_TABLE_EVENTS, (dln_write_options){0});
    assert_int_equal(lines(), 3);                                   /* the head, a row a mention */
    assert_non_null(strstr(text.p, "\"The \"\"Reef\"\", daily\"")); /* marks doubled */
    assert_non_null(strstr(text.p, "\"RESIGN,1\""));                /* a comma is inside marks */
    assert_non_null(strstr(text.p, "'=resign"));                    /* no formula */
    table(DLN_TABLE_ENTITIES, (dln_write_options){0});
    assert_int_equal(lines(), 3);
    assert_non_null(strstr(text.p, "Ana Rusu")); /* the line break of the span is one blank */
    assert_null(strstr(text.p, "Ana\nRusu"));
    kit_end(&kit);
}

static void every_row_has_every_column(void **state)
{
    (void)state;
    kit_begin(&kit);
    for (dln_table t = 0; t < DLN_TABLES; t++) {
        table(t, (dln_write_options){0});
        size_t want = strlen(table_kinds(t)), head = 1;
        for (const char *p = table_columns(t); *p; p++)
            head += *p == ',';
        assert_int_equal(head, want);
        size_t cells_of_row = 1;
        bool marked = false;
        for (size_t i = 0; i < text.n; i++) {
            marked ^= text.p[i] == '"';
            cells_of_row += text.p[i] == ',' && !marked;
            if (text.p[i] != '\n' || marked) continue;
            assert_int_equal(cells_of_row, want);
            cells_of_row = 1;
        }
    }
    kit_end(&kit);
}

static void columns_asked_for(void **state)
{
    (void)state;
    kit_begin(&kit);
    table(DLN_TABLE_STATEMENTS, (dln_write_options){.fields = "speaker,begin,end,text"});
    assert_string_equal(text.p, "begin,end,text,speaker\n36,47,\"I am tired,\",Ana Rusu\n");
    table(DLN_TABLE_TIMES, (dln_write_options){.fields = "id,value,from"});
    assert_string_equal(text.p,
                        "id,value,from\nt1,2024-05-03,2024-05-03\nt1,2024-05-03,2024-05-03\n");
    table(DLN_TABLE_TIMES, (dln_write_options){.fields = "nothing"});
    assert_int_equal(lines(), 3); /* no column: empty rows */
    kit_end(&kit);
}

static void ids_go_on(void **state)
{
    (void)state;
    kit_begin(&kit);
    dln_write_options options = {.fields = "id,report", .before = {.reports = 4, .events = 9}};
    table(DLN_TABLE_EVENTS, options);
    assert_string_equal(text.p, "v10,r5\nv10,r6\n"); /* and no second head */
    kit_end(&kit);
}

static void sure_enough(void **state)
{
    (void)state;
    kit_begin(&kit);
    table(DLN_TABLE_EVENTS, (dln_write_options){.fields = "id", .min_confidence = 0.8f});
    assert_string_equal(text.p, "id\n");
    table(DLN_TABLE_EVENTS, (dln_write_options){.fields = "id", .min_confidence = 0.7f});
    assert_int_equal(lines(), 3);
    table(DLN_TABLE_STATEMENTS, (dln_write_options){.fields = "id", .min_confidence = 0.95f});
    assert_string_equal(text.p, "id\n");
    kit_end(&kit);
}

static void names(void **state)
{
    (void)state;
    dln_table t = DLN_TABLES;
    for (uint32_t i = 0; i < DLN_TABLES; i++) {
        assert_int_equal(table_by_name(table_name(i), &t), DLN_OK);
        assert_int_equal(t, i);
    }
    assert_null(table_name(DLN_TABLES));
    assert_null(table_columns(DLN_TABLES));
    assert_int_equal(table_by_name("event", &t), DLN_ERR_USAGE);
    assert_int_equal(table_wanted(DLN_TABLE_EVENTS, "id"), 1);
    assert_int_equal(table_wanted(DLN_TABLE_EVENTS, "end,id"), 1 | 1 << 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),     cmocka_unit_test(every_row_has_every_column),
        cmocka_unit_test(names),     cmocka_unit_test(columns_asked_for),
        cmocka_unit_test(ids_go_on), cmocka_unit_test(sure_enough)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
