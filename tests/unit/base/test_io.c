/* test_io.c - files in: limits, what is no file, tables of words, data files cut and forged. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/datafile.h"
#include "base/io.h"
#include "base/map.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/dateline-io-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}
static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_file(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* Around the first buffer's size and around the maximum. */
static void a_file_is_read_whole_or_refused(void **state)
{
    (void)state;
    static const size_t size[] = {0, 1, 65535, 65536, 65537, 131072, 200000};
    static char bytes[200000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 31 + i / 256);
    for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
        size_t n = size[k];
        put_file("f", bytes, n);
        for (int over = -1; over <= 1; over++) {
            if (n == 0 && over < 0) continue;
            Arena arena;
            Slice got = {0};
            char message[256] = "";
            arena_init(&arena, 0);
            uint64_t most = n + (over > 0) - (over < 0);
            dln_status status = file_read(path_of("f"), most, &arena, &got, message);
            if (over < 0)
                assert_int_equal(status, DLN_ERR_LIMIT);
            else {
                assert_int_equal(status, DLN_OK);
                assert_int_equal(got.n, n);
                assert_memory_equal(got.p, bytes, n);
            }
            assert_int_equal(message[0] != 0, status != DLN_OK);
            arena_free(&arena);
        }
        Mapped mapped;
        assert_int_equal(file_map(path_of("f"), &mapped), DLN_OK);
        assert_int_equal(mapped.n, n);
        if (n) assert_memory_equal(mapped.p, bytes, n);
        file_unmap(&mapped);
        file_unmap(&mapped); /* twice does no harm */
        assert_null(mapped.p);
    }
    unlink(path_of("f"));
}

static void what_is_no_file_is_refused(void **state)
{
    Arena arena;
    Slice got;
    Mapped mapped;
    char message[256] = "";
    (void)state;
    arena_init(&arena, 0);
    assert_int_equal(file_read(path_of("none"), 100, &arena, &got, message), DLN_ERR_IO);
    assert_non_null(strstr(message, strerror(ENOENT)));
    assert_int_equal(file_read(folder, 100, &arena, &got, message), DLN_ERR_IO);
    assert_non_null(strstr(message, "directory"));
    assert_int_equal(file_map(path_of("none"), &mapped), DLN_ERR_IO);
    assert_null(mapped.p);
    assert_int_equal(file_map(folder, &mapped), DLN_ERR_IO);
    arena_free(&arena);
    arena_init(&arena, 100);
    put_file("f", "abc", 3);
    assert_int_equal(file_read(path_of("f"), 100, &arena, &got, message), DLN_ERR_LIMIT);
    arena_free(&arena);
    unlink(path_of("f"));
}

/* A pipe has no size: it is read to its end, and not past the maximum. */
static void a_pipe_is_read_to_its_end(void **state)
{
    int end[2];
    char path[40], message[256];
    Arena arena;
    Slice got = {0};
    (void)state;
    arena_init(&arena, 0);
    for (uint64_t max = 4; max <= 5; max++) {
        assert_int_equal(pipe(end), 0);
        assert_int_equal(write(end[1], "lines", 5), 5);
        close(end[1]);
        snprintf(path, sizeof path, "/dev/fd/%d", end[0]);
        dln_status status = file_read(path, max, &arena, &got, message);
        assert_int_equal(status, max == 5 ? DLN_OK : DLN_ERR_LIMIT);
        close(end[0]);
    }
    assert_true(slice_is(got, "lines"));
    arena_free(&arena);
}

static void tables_are_rows_of_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status;                   /* DLN_OK or DLN_ERR_DATA */
        uint32_t rows, columns, line; /* of the last row */
        const char *first;
    } cases[] = {
        {"a\n", DLN_OK, 1, 1, 1, "a"},
        {"a\tb\n", DLN_OK, 1, 2, 1, "a"},
        {"a\tb\t\n", DLN_OK, 1, 3, 1, "a"}, /* an empty column at the end is one */
        {"\tb\n", DLN_OK, 1, 2, 1, ""},     /* and one in front */
        {" a \t b \r\n", DLN_OK, 1, 2, 1, "a"},
        {"# a\n#\n\n \t \nb\n", DLN_OK, 1, 1, 5, "b"},
        {"a\n # b\n", DLN_OK, 2, 1, 2, "# b"}, /* a comment begins with its line */
        {"a\tb # c\n", DLN_OK, 1, 2, 1, "a"},
        {"#\n", DLN_OK, 0, 0, 0, NULL},
        {"a\nb", DLN_ERR_DATA, 0, 0, 0, NULL}, /* cut inside a line */
        {"", DLN_ERR_DATA, 0, 0, 0, NULL},
        {"a\x01\n", DLN_ERR_DATA, 0, 0, 0, NULL},
        {"a\x7f\n", DLN_ERR_DATA, 0, 0, 0, NULL},
        {"\xC3\n", DLN_ERR_DATA, 0, 0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena;
        Table table = {0};
        arena_init(&arena, 0);
        assert_int_equal(table_parse(slice_of(cases[i].text), &arena, &table), cases[i].status);
        assert_int_equal(table.n, cases[i].rows);
        if (table.n) {
            const Row *last = &table.at[table.n - 1];
            assert_int_equal(last->n, cases[i].columns);
            assert_int_equal(last->line, cases[i].line);
            assert_true(slice_is(row_col(last, 0), cases[i].first));
            assert_int_equal(row_col(last, last->n).n, 0);
            assert_int_equal(row_col(last, UINT32_MAX).n, 0);
        }
        arena_free(&arena);
    }
}

static void a_table_without_memory_says_so(void **state)
{
    Arena arena;
    Table table;
    static char rows[40001];
    (void)state;
    for (size_t i = 0; i < 40000; i += 2)
        memcpy(rows + i, "a\n", 2);
    for (size_t max = 16; max < 2000000; max = max * 4) {
        arena_init(&arena, max);
        dln_status status = table_parse(SLICE("a\tb\n"), &arena, &table);
        assert_int_equal(status, max < 400 ? status : DLN_OK);
        assert_true(status == DLN_OK || status == DLN_ERR_LIMIT);
        status = table_parse((Slice){rows, 40000}, &arena, &table);
        assert_true(status == DLN_ERR_LIMIT || (status == DLN_OK && table.n == 20000));
        arena_free(&arena);
    }
}

static void loading_names_the_file(void **state)
{
    Arena arena;
    Table table;
    dln_error err;
    (void)state;
    arena_init(&arena, 0);
    put_file("t", "a\tb\n", 4);
    assert_int_equal(table_load(folder, "t", &arena, &table, &err), DLN_OK);
    assert_int_equal(table.n, 1);
    put_file("t", "a\tb", 3);
    assert_int_equal(table_load(folder, "t", &arena, &table, &err), DLN_ERR_DATA);
    assert_non_null(strstr(err.message, path_of("t")));
    assert_string_equal(err.stage, "open");
    unlink(path_of("t"));
    assert_int_equal(table_load(folder, "t", &arena, &table, &err), DLN_ERR_DATA);
    assert_non_null(strstr(err.message, path_of("t")));
    assert_int_equal(table_load(folder, "t", &arena, &table, NULL), DLN_ERR_DATA);
    static char deep[5000];
    memset(deep, 'x', sizeof deep - 1);
    assert_int_equal(table_load(deep, "t", &arena, &table, &err), DLN_ERR_DATA);
    arena_free(&arena);
}

static void an_error_is_cut_to_fit(void **state)
{
    dln_error err;
    (void)state;
    assert_int_equal(err_fill(NULL, DLN_ERR_IO, "read", "%s", "x"), DLN_ERR_IO);
    assert_int_equal(err_fill(&err, DLN_ERR_LIMIT, "read", "%9999d", 1), DLN_ERR_LIMIT);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_int_equal(err.code, DLN_ERR_LIMIT);
    assert_string_equal(err.input, "");
    assert_true(err.position == UINT64_MAX);
}

/* ---- data files ---- */

enum { FILE_SIZE = 256 };
static void put64(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

/* Two sections: "one" of five bytes at 128, "two" of sixty-four at 192, to the end. */
static void make_file(uint8_t file[FILE_SIZE])
{
    memset(file, 0, FILE_SIZE);
    memcpy(file, "DLNDATA1", 8);
    file[8] = 1;
    file[12] = 2;
    put64(file + 16, FILE_SIZE);
    memcpy(file + 32, "one", 3);
    put64(file + 56, 128);
    put64(file + 64, 5);
    memcpy(file + 72, "two", 3);
    put64(file + 96, 192);
    put64(file + 104, 64);
    memcpy(file + 128, "first", 5);
    memset(file + 192, 7, 64);
}
static void seal(uint8_t file[FILE_SIZE])
{
    put64(file + 24, hash_bytes((Slice){(const char *)file + 32, FILE_SIZE - 32}, 0));
}

static void sections_are_found_by_name(void **state)
{
    uint8_t file[FILE_SIZE];
    DataFile data;
    dln_error err;
    const uint8_t *bytes;
    size_t n;
    (void)state;
    make_file(file);
    seal(file);
    assert_null(datafile_check(file, sizeof file));
    put_file("d", file, sizeof file);
    assert_int_equal(datafile_open(folder, "d", &data, &err), DLN_OK);
    assert_true(datafile_section(&data, "one", &bytes, &n));
    assert_int_equal(n, 5);
    assert_memory_equal(bytes, "first", 5);
    assert_true(datafile_section(&data, "two", &bytes, &n));
    assert_int_equal(n, 64);
    assert_false(datafile_section(&data, "on", &bytes, &n));
    assert_false(datafile_section(&data, "onee", &bytes, &n));
    assert_false(datafile_section(&data, "", &bytes, &n));
    datafile_close(&data);
    assert_false(datafile_section(&data, "one", &bytes, &n));
    file[200]++;
    put_file("d", file, sizeof file);
    assert_int_equal(datafile_open(folder, "d", &data, &err), DLN_ERR_DATA);
    assert_non_null(strstr(err.message, "checksum"));
    unlink(path_of("d"));
    assert_int_equal(datafile_open(folder, "d", &data, &err), DLN_ERR_DATA);
}

/* Forged with a right checksum: every field that could lead outside. */
static void forged_fields_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t at;
        uint64_t value;
        const char *fault; /* NULL: good */
    } cases[] = {
        {64, 128, NULL},             /* to the last byte */
        {64, 129, "section bounds"}, /* one more */
        {64, UINT64_MAX, "section bounds"},
        {56, 64, "section bounds"},  /* inside the table */
        {56, 129, "section bounds"}, /* not at a multiple of 64 */
        {56, 320, "section bounds"}, /* behind the end */
        {56, UINT64_MAX - 63, "section bounds"},
        {96, 256, "section bounds"}, /* at the end, 64 bytes */
        {16, FILE_SIZE - 1, "file size"},
        {16, UINT64_MAX, "file size"},
        {32, 0, "section name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t file[FILE_SIZE];
        make_file(file);
        put64(file + cases[i].at, cases[i].value);
        seal(file);
        const char *fault = datafile_check(file, sizeof file);
        if (cases[i].fault)
            assert_string_equal(fault, cases[i].fault);
        else
            assert_null(fault);
    }
    uint8_t file[FILE_SIZE];
    make_file(file);
    memset(file + 32, 'n', 24); /* a name without its NUL */
    seal(file);
    assert_string_equal(datafile_check(file, sizeof file), "section name");
    make_file(file);
    file[8] = 2;
    seal(file);
    assert_string_equal(datafile_check(file, sizeof file), "unknown version");
    for (size_t n = 0; n < FILE_SIZE; n++) {
        make_file(file);
        seal(file);
        assert_non_null(datafile_check(file, n)); /* cut anywhere */
    }
}

/* One bit turned anywhere: never taken. (The number of sections is under no checksum: with fewer of
 * them what is read stays inside, and whoever misses one says so.) */
static void a_turned_bit_is_seen(void **state)
{
    uint8_t file[FILE_SIZE];
    (void)state;
    make_file(file);
    seal(file);
    for (uint32_t bit = 0; bit < FILE_SIZE * 8; bit++) {
        file[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (bit / 32 != 3 || file[12] > 2) assert_non_null(datafile_check(file, sizeof file));
        file[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_null(datafile_check(file, sizeof file));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_whole_or_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(a_pipe_is_read_to_its_end),
        cmocka_unit_test(tables_are_rows_of_columns),
        cmocka_unit_test(a_table_without_memory_says_so),
        cmocka_unit_test(loading_names_the_file),
        cmocka_unit_test(an_error_is_cut_to_fit),
        cmocka_unit_test(sections_are_found_by_name),
        cmocka_unit_test(forged_fields_are_refused),
        cmocka_unit_test(a_turned_bit_is_seen),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
