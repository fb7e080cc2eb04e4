/* test_buf.c - output: buffers and sinks at their limits, JSON of any value as jansson reads it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/map.h"
#include <float.h>
#include <jansson.h>
#include <math.h>

static int to_buf(const void *bytes, size_t n, void *buf)
{
    buf_add(buf, (Slice){bytes, n});
    return 0;
}

/* Every length at every maximum: what fits is there to the byte, what does not changes nothing. */
static void a_buffer_takes_all_or_nothing(void **state)
{
    (void)state;
    for (size_t max = 0; max < 12; max++)
        for (size_t n = 0; n < 12; n++) {
            Buf buf;
            buf_init(&buf, max);
            buf_add(&buf, (Slice){"abcdefghijkl", n});
            bool fits = n <= max;
            assert_int_equal(buf.failed, !fits);
            assert_int_equal(buf.n, fits ? n : 0);
            if (fits && n) assert_string_equal(buf.p + n, "");
            buf_add(&buf, (Slice){"abcdefghijkl", n});
            fits = 2 * n <= max;
            assert_int_equal(buf.failed, !fits);
            buf_free(&buf);
            assert_null(buf.p);
            assert_false(buf.failed); /* may be used again */
            assert_int_equal(buf.max, max);
        }
}

static void a_failed_buffer_stays_failed(void **state)
{
    Buf buf;
    (void)state;
    buf_init(&buf, 4);
    buf_text(&buf, "abc");
    buf_text(&buf, "de"); /* too much */
    buf_text(&buf, "f");  /* would fit */
    assert_true(buf.failed);
    assert_true(slice_is(buf_slice(&buf), "abc"));
    buf_free(&buf);
    buf_init(&buf, SIZE_MAX);
    buf_add(&buf, (Slice){NULL, 0});
    assert_false(buf.failed);
    assert_int_equal(buf.n, 0);
    buf_printf(&buf, "%2000s", "x"); /* longer than a printed piece may be */
    assert_true(buf.failed);
    buf_free(&buf);
}

typedef struct Pieces {
    size_t n, pieces, longest, stop_at;
    uint64_t sum;
} Pieces;
static int take_piece(const void *bytes, size_t n, void *context)
{
    Pieces *p = context;
    for (size_t i = 0; i < n; i++)
        p->sum = p->sum * 31 + ((const unsigned char *)bytes)[i];
    p->n += n;
    p->pieces++;
    if (n > p->longest) p->longest = n;
    return p->pieces == p->stop_at;
}

/* However the bytes come, the same arrive, in order, in pieces of 64 KiB. */
static void a_sink_passes_on_every_byte(void **state)
{
    static Sink sink;
    static char bytes[300000];
    uint64_t sum = 0;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7 + i / 251);
        sum = sum * 31 + (unsigned char)bytes[i];
    }
    for (size_t step = 1; step <= sizeof bytes; step = step * 5 + 1) {
        Pieces got = {0};
        sink_init(&sink, take_piece, &got);
        for (size_t at = 0; at < sizeof bytes; at += step)
            sink_add(&sink,
                     (Slice){bytes + at, at + step < sizeof bytes ? step : sizeof bytes - at});
        assert_int_equal(sink_end(&sink), DLN_OK);
        assert_int_equal(got.n, sizeof bytes);
        assert_int_equal(got.sum, sum);
        assert_true(got.longest <= sizeof sink.piece);
        assert_int_equal(got.pieces, (sizeof bytes + sizeof sink.piece - 1) / sizeof sink.piece);
    }
}

/* A writer that stops is asked no more. */
static void a_stopped_writer_is_left_alone(void **state)
{
    static Sink sink;
    static char bytes[1 << 18];
    Pieces got = {.stop_at = 2};
    (void)state;
    sink_init(&sink, take_piece, &got);
    sink_add(&sink, (Slice){bytes, sizeof bytes});
    sink_add(&sink, (Slice){bytes, sizeof bytes});
    assert_int_equal(sink_end(&sink), DLN_ERR_IO);
    assert_int_equal(sink_end(&sink), DLN_ERR_IO);
    assert_int_equal(got.pieces, 2);
    Pieces none = {0};
    sink_init(&sink, take_piece, &none);
    assert_int_equal(sink_end(&sink), DLN_OK);
    assert_int_equal(none.pieces, 0);
}

static Slice line_of(const char *text, size_t n, Buf *buf)
{
    static Sink sink;
    buf_init(buf, 1 << 16);
    sink_init(&sink, to_buf, buf);
    sink_line(&sink, (Slice){text, n});
    assert_int_equal(sink_end(&sink), DLN_OK);
    return buf_slice(buf);
}

static void a_line_is_harmless(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"plain words", "plain words"},
        {"two\nlines", "two lines"},
        {"a\x1b[31mred", "a [31mred"},
        {"a\xE2\x80\xAE"
         "b",
         "ab"}, /* right-to-left override: nothing */
        {"a\xE2\x80\xA8"
         "b",
         "a b"}, /* line separator: a blank */
        {"\xC2\x9B"
         "2J",
         " 2J"}, /* a C1 control sequence begins */
        {"bad \xFF byte", "bad \xEF\xBF\xBD byte"},
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"\xC3", "\xEF\xBF\xBD"},
        {"", ""},
        {"tail\t", "tail "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf buf;
        Slice line = line_of(cases[i].in, strlen(cases[i].in), &buf);
        assert_true(slice_is(line, cases[i].out));
        buf_free(&buf);
    }
    Buf buf;
    assert_true(slice_eq(line_of("nul\0in", 6, &buf), SLICE("nul in")));
    buf_free(&buf);
}

static json_t *one_value(void (*put)(Json *, const void *), const void *value, Buf *buf)
{
    static Sink sink;
    Json json;
    buf_init(buf, 1 << 20);
    sink_init(&sink, to_buf, buf);
    jw_init(&json, &sink, false);
    put(&json, value);
    assert_int_equal(sink_end(&sink), DLN_OK);
    return json_loadb(buf->p, buf->n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static void put_double(Json *json, const void *value)
{
    jw_double(json, *(const double *)value);
}
static void put_int(Json *json, const void *value)
{
    jw_int(json, *(const int64_t *)value);
}
static void put_string(Json *json, const void *value)
{
    jw_string(json, *(const Slice *)value);
}

static void numbers_come_back_to_the_bit(void **state)
{
    (void)state;
    const double value[] = {0,
                            0.1,
                            -0.1,
                            1e21,
                            1.0 / 3,
                            DBL_MAX,
                            DBL_MIN,
                            5e-324,
                            0.30000000000000004,
                            123456789012345680.0,
                            -1e-7,
                            62};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        Buf buf;
        json_t *back = one_value(put_double, &value[i], &buf);
        assert_non_null(back);
        assert_true(json_number_value(back) == value[i]);
        json_decref(back);
        buf_free(&buf);
    }
    const double none[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        Buf buf;
        json_decref(one_value(put_double, &none[i], &buf));
        assert_true(slice_is(buf_slice(&buf), "null"));
        buf_free(&buf);
    }
    Buf tenth;
    json_decref(one_value(put_double, &value[1], &tenth));
    assert_true(slice_is(buf_slice(&tenth), "0.1")); /* the shortest that reads back the same */
    buf_free(&tenth);
    const int64_t whole[] = {0, 1, -1, INT64_MAX, INT64_MIN, INT64_MIN + 1, 1000000};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        Buf buf;
        json_t *back = one_value(put_int, &whole[i], &buf);
        assert_true(json_integer_value(back) == whole[i]);
        json_decref(back);
        buf_free(&buf);
    }
}

/* Thousandths have a way of their own: the text is that of the shortest "%.*g" all the same. */
static void thousandths_are_the_shortest(void **state)
{
    (void)state;
    for (int k = -20; k < 10020; k++) {
        double value = (double)k / 1000;
        char text[40];
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*g", digits, value);
            if (strtod(text, NULL) == value) break;
        }
        Buf buf;
        json_decref(one_value(put_double, &value, &buf));
        assert_true(slice_is(buf_slice(&buf), text));
        buf_free(&buf);
    }
}

/* Every code point as a string: jansson reads the same one. */
static void every_letter_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        char text[4];
        Buf buf;
        uint32_t n = 0;
        if (c >= 0xD800 && c < 0xE000) continue;
        if (c < 0x80)
            text[n++] = (char)c;
        else if (c < 0x800) {
            text[n++] = (char)(0xC0 | c >> 6);
            text[n++] = (char)(0x80 | (c & 63));
        } else if (c < 0x10000) {
            text[n++] = (char)(0xE0 | c >> 12);
            text[n++] = (char)(0x80 | (c >> 6 & 63));
            text[n++] = (char)(0x80 | (c & 63));
        } else {
            text[n++] = (char)(0xF0 | c >> 18);
            text[n++] = (char)(0x80 | (c >> 12 & 63));
            text[n++] = (char)(0x80 | (c >> 6 & 63));
            text[n++] = (char)(0x80 | (c & 63));
        }
        Slice said = {text, n};
        json_t *back = one_value(put_string, &said, &buf);
        assert_non_null(back);
        assert_int_equal(json_string_length(back), n);
        assert_memory_equal(json_string_value(back), text, n);
        json_decref(back);
        buf_free(&buf);
    }
}

/* A writer that leaves out what says nothing: the members that are left, in order, nested. */
static void a_sparse_writer_leaves_out_what_says_nothing(void **state)
{
    static Sink sink;
    Json json;
    Buf buf;
    (void)state;
    buf_init(&buf, 1 << 20);
    sink_init(&sink, to_buf, &buf);
    jw_init(&json, &sink, false);
    json.sparse = true;
    jw_begin(&json, '{');
    jw_key(&json, "a");
    jw_null(&json);
    jw_key(&json, "b");
    jw_bool(&json, false);
    jw_key(&json, "c");
    jw_begin(&json, '[');
    jw_end(&json, ']');
    jw_key(&json, "d");
    jw_string_or_null(&json, SLICE(""));
    jw_key(&json, "e");
    jw_int(&json, 0);
    jw_key(&json, "f");
    jw_begin(&json, '[');
    jw_null(&json);
    jw_bool(&json, false);
    jw_begin(&json, '[');
    jw_end(&json, ']');
    jw_end(&json, ']');
    jw_key(&json, "g");
    jw_begin(&json, '{');
    jw_key(&json, "h");
    jw_null(&json);
    jw_end(&json, '}');
    jw_key(&json, "i");
    jw_bool(&json, true);
    jw_end(&json, '}');
    sink_end(&sink);
    assert_true(slice_is(buf_slice(&buf), "{\"e\":0,\"f\":[null,false,[]],\"g\":{},\"i\":true}"));
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_takes_all_or_nothing),
        cmocka_unit_test(a_failed_buffer_stays_failed),
        cmocka_unit_test(a_sink_passes_on_every_byte),
        cmocka_unit_test(a_stopped_writer_is_left_alone),
        cmocka_unit_test(a_line_is_harmless),
        cmocka_unit_test(numbers_come_back_to_the_bit),
        cmocka_unit_test(thousandths_are_the_shortest),
        cmocka_unit_test(every_letter_comes_back),
        cmocka_unit_test(a_sparse_writer_leaves_out_what_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
