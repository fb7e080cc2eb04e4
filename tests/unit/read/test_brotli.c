/* Brotli bodies: what was packed comes back; a cut one gives what came before; a bomb stops at the
 * limit; a WARC record with Content-Encoding br is a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <brotli/encode.h>
#include <cmocka.h>
#include "dateline.h"
#include "read/brotli.h"

static Slice packed(Slice plain, uint8_t *room, size_t size)
{
    size_t n = size;
    assert_true(BrotliEncoderCompress(9, 22, BROTLI_MODE_TEXT, plain.n, (const uint8_t *)plain.p,
                                      &n, room));
    return (Slice){(const char *)room, n};
}

static void comes_back(void **state)
{
    (void)state;
    static char plain[100000];
    static uint8_t room[120000];
    Buf out;
    for (size_t i = 0; i < sizeof plain; i++)
        plain[i] = (char)('a' + (i * i / 7) % 26);
    Slice small = packed((Slice){plain, sizeof plain}, room, sizeof room);
    buf_init(&out, sizeof plain);
    assert_int_equal(brotli_unpack(small, &out), DLN_OK);
    assert_int_equal(out.n, sizeof plain);
    assert_memory_equal(out.p, plain, sizeof plain);
    buf_free(&out);
    buf_init(&out, sizeof plain);
    assert_int_equal(brotli_unpack((Slice){small.p, small.n / 2}, &out), DLN_ERR_FORMAT);
    assert_true(out.n > 0 && memcmp(out.p, plain, out.n) == 0);
    buf_free(&out);
    buf_init(&out, 1000);
    assert_int_equal(brotli_unpack(small, &out), DLN_ERR_LIMIT);
    buf_free(&out);
}

static void noise_is_refused(void **state)
{
    (void)state;
    char bytes[64];
    for (int seed = 0; seed < 200; seed++) {
        Buf out;
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)((unsigned)seed * 131u + i * (unsigned)(seed + 7));
        buf_init(&out, 4096);
        dln_status status = brotli_unpack((Slice){bytes, sizeof bytes}, &out);
        assert_true(out.n <= 4096 && status <= DLN_OK);
        buf_free(&out);
    }
}

static void archive_of_brotli(void **state)
{
    (void)state;
    static uint8_t room[4096];
    static char archive[8192], head[512];
    static const char page[] =
        "<!doctype html><html><head><title>Bridge closed</title></head><body><article><p>The "
        "bridge "
        "over the Tarvik was closed on Monday after a truck hit a pillar, the city said.</p><p>It "
        "will be looked at on Tuesday, and buses take another road until then.</p></article></body>"
        "</html>";
    Slice body = packed((Slice){page, sizeof page - 1}, room, sizeof room);
    int inner = snprintf(
        head, sizeof head,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n");
    int n = snprintf(archive, sizeof archive,
                     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/b\r\n"
                     "Content-Type: application/http\r\nContent-Length: %zu\r\n\r\n%s",
                     (size_t)inner + body.n, head);
    memcpy(archive + n, body.p, body.n);
    memcpy(archive + (size_t)n + body.n, "\r\n\r\n", 4);
    dln *engine;
    dln_run *run;
    dln_record *record;
    dln_error err;
    assert_int_equal(dln_open(NULL, &engine, &err), DLN_OK);
    assert_int_equal(dln_run_new(engine, &run), DLN_OK);
    assert_int_equal(dln_run_add_bytes(run, "a.warc", archive, (size_t)n + body.n + 4), DLN_OK);
    assert_int_equal(dln_run_report_count(run), 1);
    assert_int_equal(dln_run_reports(run, &record), DLN_OK);
    size_t length;
    const char *text = dln_record_text(record, 0, &length);
    assert_true(slice_find((Slice){text, length}, SLICE("closed on Monday")) != SIZE_MAX);
    dln_record_free(record);
    dln_run_free(run);
    dln_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(comes_back),
                                       cmocka_unit_test(noise_is_refused),
                                       cmocka_unit_test(archive_of_brotli)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
