/* Tables as Arrow: every table of a story has the columns of its CSV, words are those of the
 * reports, what is unknown is null, and each part can be released in any order, the record first.
 *
 * In: the reports of examples/. Out: TAP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "dateline.h"

static const char *const files[] = {"examples/1-adria-wire.txt", "examples/2-harbour-post.md",
                                    "examples/4-danube-herald.html"};
static dln *engine;
static dln_run *run;
static dln_record *record;

static int open_story(void **state)
{
    (void)state;
    assert_int_equal(dln_open(NULL, &engine, NULL), DLN_OK);
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(dln_run_add_file(run, files[i]), DLN_OK);
    assert_int_equal(dln_run_story(run, &record), DLN_OK);
    return 0;
}

static int close_story(void **state)
{
    (void)state;
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
    return 0;
}

typedef struct Taken {
    struct ArrowSchema schema;
    struct ArrowArray array;
} Taken;

static Taken take(dln_table table, const char *fields)
{
    Taken t;
    dln_write_options options = {.size = sizeof options, .table = table, .fields = fields};
    assert_int_equal(dln_record_arrow(record, &options, &t.schema, &t.array), DLN_OK);
    assert_string_equal(t.schema.format, "+s");
    assert_int_equal(t.schema.n_children, t.array.n_children);
    return t;
}

static void release(Taken *t)
{
    t->array.release(&t->array);
    t->schema.release(&t->schema);
    assert_null(t->array.release);
    assert_null(t->schema.release);
}

static int64_t column(const Taken *t, const char *name)
{
    for (int64_t i = 0; i < t->schema.n_children; i++)
        if (strcmp(t->schema.children[i]->name, name) == 0) return i;
    fail_msg("no column %s", name);
    return -1;
}

static int known(const struct ArrowArray *a, int64_t row)
{
    const unsigned char *bits = a->buffers[0];
    return !bits || (bits[row / 8] >> row % 8 & 1);
}

static dln_text words(const Taken *t, const char *name, int64_t row)
{
    const struct ArrowArray *a = t->array.children[column(t, name)];
    const int64_t *at = a->buffers[1];
    const char *bytes = a->buffers[2];
    return (dln_text){bytes + at[row], (size_t)(at[row + 1] - at[row])};
}

static int64_t number(const Taken *t, const char *name, int64_t row)
{
    const int64_t *value = t->array.children[column(t, name)]->buffers[1];
    return value[row];
}

static int count_lines(const void *bytes, size_t length, void *context)
{
    int64_t *lines = context;
    for (size_t i = 0; i < length; i++)
        *lines += ((const char *)bytes)[i] == '\n';
    return 0;
}

static void same_as_csv(dln_table table)
{
    Taken t = take(table, NULL);
    int64_t lines = -1, nulls = 0;
    dln_write_options options = {.size = sizeof options, .table = table};
    assert_int_equal(dln_record_write(record, DLN_FORMAT_CSV, &options, count_lines, &lines), 0);
    assert_int_equal(t.array.length, lines);
    assert_true(lines > 2);
    const char *name = dln_table_columns(table);
    for (int64_t i = 0; i < t.array.n_children; i++) {
        const struct ArrowArray *child = t.array.children[i];
        size_t n = strcspn(name, ",");
        assert_int_equal(strlen(t.schema.children[i]->name), n);
        assert_memory_equal(t.schema.children[i]->name, name, n);
        name += n + (name[n] == ',');
        assert_int_equal(child->length, lines);
        for (int64_t row = 0; row < lines; row++)
            nulls += !known(child, row);
        nulls -= child->null_count;
    }
    assert_int_equal(*name, 0);
    assert_int_equal(nulls, 0);
    release(&t);
}

static void every_table(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < DLN_TABLES; i++)
        same_as_csv((dln_table)i);
}

static void words_of_the_report(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < DLN_TABLES; i++) {
        if (i == DLN_TABLE_REPORTS) continue;
        Taken t = take((dln_table)i, NULL);
        for (int64_t row = 0; row < t.array.length; row++) {
            dln_text report = words(&t, "report", row), got = words(&t, "text", row);
            size_t length;
            const char *text = dln_record_text(record, (size_t)(report.p[1] - '1'), &length);
            int64_t b = number(&t, "begin", row), e = number(&t, "end", row);
            assert_true(b <= e && (size_t)e <= length);
            assert_int_equal(got.n, e - b);
            assert_memory_equal(got.p, text + b, got.n);
        }
        release(&t);
    }
}

static void days_and_unknown(void **state)
{
    (void)state;
    Taken t = take(DLN_TABLE_EVENTS, "id,from,salience,main,actors");
    assert_int_equal(t.array.n_children, 5);
    const struct ArrowArray *from = t.array.children[column(&t, "from")];
    const int32_t *day = from->buffers[1];
    for (int64_t row = 0; row < t.array.length; row++) {
        dln_event event = {.size = sizeof event};
        dln_text id = words(&t, "id", row);
        char *copy = strndup(id.p, id.n);
        assert_int_equal(dln_record_event(record, strtoul(copy + 1, NULL, 10) - 1, &event), 0);
        free(copy);
        assert_int_equal(known(from, row), event.from != DLN_NO_DAY);
        if (known(from, row)) assert_int_equal(day[row], event.from);
    }
    release(&t);
}

/* Lists have the items that CSV parts by "; "; a list's items may be taken away like a column. */
static void lists_of_names(void **state)
{
    (void)state;
    Taken t = take(DLN_TABLE_EVENTS, "id,actors,recipients");
    int64_t at = column(&t, "recipients"), named = 0;
    struct ArrowSchema *field = t.schema.children[at];
    struct ArrowArray *list = t.array.children[at];
    assert_string_equal(field->format, "+l");
    assert_string_equal(field->children[0]->format, "U");
    const int32_t *ends = list->buffers[1];
    for (int64_t row = 0; row < list->length; row++) {
        named += ends[row + 1] > ends[row];
        assert_int_equal(known(list, row), ends[row + 1] > ends[row]);
    }
    assert_true(named > 0 && named < list->length);
    assert_int_equal(ends[list->length], list->children[0]->length);
    struct ArrowArray items = *list->children[0];
    list->children[0]->release = NULL;
    release(&t);
    const int64_t *words_end = items.buffers[1];
    assert_true(words_end[items.length] > items.length);
    assert_null(memmem(items.buffers[2], (size_t)words_end[items.length], "; ", 2));
    items.release(&items);
}

/* A consumer may keep one column and release the rest. */
static void column_taken_away(void **state)
{
    (void)state;
    Taken t = take(DLN_TABLE_ENTITIES, NULL);
    int64_t name = column(&t, "name");
    struct ArrowArray kept = *t.array.children[name];
    t.array.children[name]->release = NULL;
    release(&t);
    const int64_t *at = kept.buffers[1];
    assert_true(at[kept.length] > 0);
    assert_true(((const char *)kept.buffers[2])[0] > ' ');
    kept.release(&kept);
    assert_null(kept.release);
}

static void outlives_the_record(void **state)
{
    Taken t = take(DLN_TABLE_STATEMENTS, NULL);
    close_story(state);
    assert_true(words(&t, "text", 0).n > 0);
    release(&t);
    open_story(state);
}

static void no_record_no_rows(void **state)
{
    (void)state;
    Taken t;
    assert_int_equal(dln_record_arrow(NULL, NULL, &t.schema, &t.array), DLN_OK);
    assert_int_equal(t.array.length, 0);
    assert_int_equal(column(&t, "begin"), 5);
    const int64_t *at = t.array.children[0]->buffers[1];
    assert_int_equal(at[0], 0);
    release(&t);
}

/* One record after the other gives the rows of each, lists and bits in their places, and begins
 * anew when taken. */
static void record_after_record(void **state)
{
    (void)state;
    dln_columns *columns;
    uint64_t rows, bytes;
    static const char fields[] = "id,text,actors,main";
    Taken one = take(DLN_TABLE_EVENTS, fields), t;
    dln_write_options options = {
        .size = sizeof options, .table = DLN_TABLE_EVENTS, .fields = fields};
    dln_counts before = {.events = 1000};
    int64_t n = one.array.length;
    assert_int_equal(dln_columns_new(&options, &columns), DLN_OK);
    assert_int_equal(dln_columns_add(columns, record, NULL), DLN_OK);
    assert_int_equal(dln_columns_add(columns, record, NULL), DLN_OK);
    assert_int_equal(dln_columns_add(columns, record, &before), DLN_OK);
    assert_int_equal(dln_columns_size(columns, &rows, &bytes), DLN_OK);
    assert_int_equal(rows, 3 * n);
    assert_true(bytes > (uint64_t)n * 3 * 20);
    assert_int_equal(dln_columns_take(columns, &t.schema, &t.array), DLN_OK);
    assert_int_equal(t.array.length, 3 * n);
    for (int64_t row = 0; row < 2 * n; row++) {
        dln_text a = words(&t, "text", row), b = words(&one, "text", row % n);
        assert_true(a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
        a = words(&t, "id", row), b = words(&one, "id", row % n);
        assert_true(a.n == b.n && memcmp(a.p, b.p, a.n) == 0);
        const struct ArrowArray *many = t.array.children[column(&t, "actors")],
                                *few = one.array.children[column(&one, "actors")];
        const int32_t *at = many->buffers[1], *of = few->buffers[1];
        assert_int_equal(known(many, row), known(few, row % n));
        assert_int_equal(at[row + 1] - at[row], of[row % n + 1] - of[row % n]);
    }
    dln_text first = words(&t, "id", 0), gone_on = words(&t, "id", 2 * n);
    assert_true(first.n < gone_on.n);
    release(&t);
    assert_int_equal(dln_columns_take(columns, &t.schema, &t.array), DLN_OK);
    assert_int_equal(t.array.length, 0);
    release(&t);
    release(&one);
    assert_int_equal(dln_columns_add(columns, record, NULL), DLN_OK); /* and nobody takes them */
    dln_columns_free(columns);
    dln_columns_free(NULL);
}

static void wrong_use(void **state)
{
    (void)state;
    Taken t;
    dln_columns *columns;
    dln_write_options options = {.size = sizeof options, .table = DLN_TABLES};
    assert_int_equal(dln_record_arrow(record, &options, &t.schema, &t.array), DLN_ERR_USAGE);
    assert_int_equal(dln_record_arrow(record, NULL, NULL, &t.array), DLN_ERR_USAGE);
    assert_int_equal(dln_columns_new(&options, &columns), DLN_ERR_USAGE);
    assert_null(columns);
    assert_int_equal(dln_columns_new(NULL, NULL), DLN_ERR_USAGE);
    assert_int_equal(dln_columns_new(NULL, &columns), DLN_OK);
    assert_int_equal(dln_columns_add(columns, NULL, NULL), DLN_ERR_USAGE);
    assert_int_equal(dln_columns_add(NULL, record, NULL), DLN_ERR_USAGE);
    assert_int_equal(dln_columns_take(columns, NULL, &t.array), DLN_ERR_USAGE);
    assert_int_equal(dln_columns_size(columns, NULL, NULL), DLN_OK);
    dln_columns_free(columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table),       cmocka_unit_test(words_of_the_report),
        cmocka_unit_test(days_and_unknown),  cmocka_unit_test(lists_of_names),
        cmocka_unit_test(column_taken_away), cmocka_unit_test(outlives_the_record),
        cmocka_unit_test(no_record_no_rows), cmocka_unit_test(record_after_record),
        cmocka_unit_test(wrong_use),
    };
    return cmocka_run_group_tests(tests, open_story, close_story);
}
