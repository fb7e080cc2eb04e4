/* test_archive.c - web archives and packed streams: records of every kind, lies about lengths,
 * damage anywhere, bombs. */
#include "read_kit.h"
#include "read/source.h"
#include <zlib.h>
#include <zstd.h>

#define BODY "Two men died in a fire in Velm on Monday."
#define PAGE "<html><body><p>" BODY "</p></body></html>"

typedef struct Bytes {
    char at[8192];
    size_t n;
} Bytes;

static void put(Bytes *b, const char *text)
{
    size_t n = strlen(text);
    assert_true(b->n + n < sizeof b->at);
    memcpy(b->at + b->n, text, n);
    b->n += n;
}

static void put_record(Bytes *b, const char *type, const char *uri, const char *block, long length)
{
    char head[400];
    snprintf(head, sizeof head,
             "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Length: %ld\r\n\r\n",
             type, uri, length < 0 ? (long)strlen(block) : length);
    put(b, head);
    put(b, block);
    put(b, "\r\n\r\n");
}

static size_t pack(const char *bytes, size_t n, char *out, size_t room)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

#define HTTP(head, body) "HTTP/1.1 200 OK\r\n" head "\r\n" body

static void records_that_hold_documents(void **state)
{
    (void)state;
    static const struct {
        const char *type, *block;
        bool document;
    } cases[] = {
        {"response", HTTP("Content-Type: text/html\r\n", PAGE), true},
        {"response", HTTP("content-type: TEXT/HTML; charset=utf-8\r\n", PAGE), true},
        {"response", HTTP("Content-Type: image/png\r\n", PAGE), false},
        {"response", "HTTP/1.1 404 Gone\r\nContent-Type: text/html\r\n\r\n" PAGE, false},
        {"response", "HTTP/1.1 301 Moved\r\nLocation: x\r\n\r\n", false},
        {"response",
         HTTP("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
              "f\r\n<html><body><p>\r\n29;x=y\r\n" BODY
              "\r\n12\r\n</p></body></html>\r\n0\r\n\r\n"),
         true},
        {"response", HTTP("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", PAGE),
         true}, /* says so, and is not */
        {"resource", BODY, true},
        {"conversion", BODY, true},
        {"request", "GET / HTTP/1.1\r\n\r\n", false},
        {"revisit", HTTP("Content-Type: text/html\r\n", ""), false},
        {"warcinfo", "software: x\r\n", false},
        {"metadata", "a: b\r\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Bytes b = {.n = 0};
        put_record(&b, cases[i].type, "https://post.example/a", cases[i].block, -1);
        put_record(&b, "resource", "<https://post.example/last>", "The last one burned in Velm.",
                   -1);
        assert_int_equal(read_of(b.at, b.n), DLN_OK);
        assert_int_equal(given, cases[i].document + 1);
        if (cases[i].document) {
            assert_true(slice_is(got[0].text, BODY));
            assert_true(slice_is(got[0].url, "https://post.example/a"));
            assert_true(slice_is(got[0].outlet, "post.example")); /* as of any text's address */
        }
        assert_true(slice_is(got[given - 1].url, "https://post.example/last"));
    }
    drop_reports();
}

/* The charset of the answer's head, however it is written; the page itself names none. */
static void the_head_names_the_charset(void **state)
{
    (void)state;
    static const char *const types[] = {
        "text/plain; charset=windows-1251", "text/plain; Charset=windows-1251",
        "text/plain;CHARSET=\"windows-1251\"", "text/plain; a=b; charset='windows-1251'; c=d"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        Bytes b = {.n = 0};
        char block[400];
        snprintf(block, sizeof block, HTTP("Content-Type: %s\r\n", "%s"), types[i],
                 "\xCF\xEE\xE6\xE0\xF0 \xE2 \xEF\xEE\xF0\xF2\xF3.");
        put_record(&b, "response", "https://post.example/a", block, -1);
        assert_int_equal(read_of(b.at, b.n), DLN_OK);
        assert_int_equal(given, 1);
        assert_true(slice_is(got[0].text, "Пожар в порту."));
    }
    drop_reports();
}

static void lies_about_lengths(void **state)
{
    (void)state;
    static const struct {
        long length;
        uint32_t least, most;
        bool fault;
    } cases[] = {
        {sizeof BODY - 1, 2, 2, false},
        {5, 1, 2, true},      /* the rest of the block is no record: the next one is looked for */
        {100000, 1, 1, true}, /* more than there is: what is there */
        {0, 1, 1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Bytes b = {.n = 0};
        put_record(&b, "resource", "https://post.example/a", BODY, cases[i].length);
        put_record(&b, "resource", "https://post.example/b", BODY, -1);
        dln_status status = read_of(b.at, b.n);
        assert_int_equal(status != DLN_OK, cases[i].fault);
        assert_in_range(given, cases[i].least, cases[i].most);
    }
    static const char *const heads[] = {
        "WARC/1.0\r\nWARC-Type: resource\r\n\r\n" BODY,                       /* no length */
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: -5\r\n\r\n" BODY, /* a minus */
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99999999999999999999999\r\n\r\n" BODY,
        "WARC/1.0\r\nWARC-Type: resource", /* a head that does not end */
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        assert_int_not_equal(read_text_of(heads[i]), DLN_OK);
        assert_int_equal(given, 0);
    }
    drop_reports();
}

/* A record without a head in the middle: named by its byte, the ones beside it are read. */
static void damage_costs_one_record(void **state)
{
    (void)state;
    Bytes b = {.n = 0};
    put_record(&b, "resource", "https://post.example/a", BODY, -1);
    size_t at = b.n;
    put(&b, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: x\r\n\r\nlost\r\n\r\n");
    put_record(&b, "resource", "https://post.example/c", BODY, -1);
    assert_int_equal(read_of(b.at, b.n), DLN_ERR_FORMAT);
    assert_int_equal(given, 2);
    assert_true(slice_is(got[1].url, "https://post.example/c"));
    assert_true(fault.position == at);
    drop_reports();
}

/* Cut at every byte: at most the reports before the cut. */
static void an_archive_cut_anywhere(void **state)
{
    (void)state;
    Bytes b = {.n = 0};
    put_record(&b, "response", "https://post.example/a", HTTP("Content-Type: text/html\r\n", PAGE),
               -1);
    size_t first = b.n;
    put_record(&b, "resource", "https://post.example/b", BODY, -1);
    for (size_t n = 0; n <= b.n; n++) {
        char *exact = malloc(n ? n : 1);
        assert_non_null(exact);
        memcpy(exact, b.at, n);
        read_of(exact, n);
        assert_true(given <= (n > first ? 2u : 1u));
        if (n >= first) assert_true(slice_is(got[0].text, BODY));
        free(exact);
    }
    drop_reports();
}

static void arc_records(void **state)
{
    (void)state;
    Bytes b = {.n = 0};
    char line[200];
    put(&b, "filedesc://a.arc 0.0.0.0 20240513080000 text/plain 14\nVersion 1 0 x\n\n");
    snprintf(line, sizeof line, "http://post.example/a b 1.2.3.4 20240513080000 text/plain %zu\n",
             sizeof BODY - 1);
    put(&b, line);
    put(&b, BODY "\n");
    assert_int_equal(read_of(b.at, b.n), DLN_OK);
    assert_int_equal(given, 1);
    assert_true(slice_is(got[0].text, BODY));
    assert_true(slice_is(got[0].url, "http://post.example/a b")); /* blanks in the address */
    drop_reports();
}

/* ---- packed streams ---- */

/* Members one after another are one stream; what is asked for at once does not change it. */
static void members_are_one_stream(void **state)
{
    (void)state;
    static char text[300000], packed[400000];
    size_t n = 0, part = 70000;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + (i * i / 7 + i) % 26);
    for (size_t at = 0; at < sizeof text; at += part)
        n += pack(text + at, at + part < sizeof text ? part : sizeof text - at, packed + n,
                  sizeof packed - n);
    for (size_t want = 1; want < 2000000; want = want * 7 + 3) {
        Source s;
        size_t at = 0;
        uint64_t last_member = 0;
        assert_int_equal(source_memory((Slice){packed, n}, &s), DLN_OK);
        assert_true(s.packed);
        for (;;) {
            assert_int_equal(source_fill(&s, want), DLN_OK);
            if (!s.n) break;
            size_t take = s.n < want ? s.n : want;
            assert_memory_equal(s.at, text + at, take);
            assert_true(s.offset == at);
            uint64_t member = source_member(&s);
            assert_true(member >= last_member && member < n);
            assert_int_equal((unsigned char)packed[member], 0x1f);
            last_member = member;
            source_skip(&s, take);
            at += take;
        }
        assert_int_equal(at, sizeof text);
        assert_null(s.damage);
        assert_true(source_taken(&s) == n);
        source_close(&s);
    }
}

static void packed_bytes_that_end_early(void **state)
{
    (void)state;
    char packed[2][2000], text[1000];
    size_t n[2];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + (i * i) % 23);
    n[0] = pack(text, sizeof text, packed[0], sizeof packed[0]);
    n[1] = ZSTD_compress(packed[1], sizeof packed[1], text, sizeof text, 3);
    assert_false(ZSTD_isError(n[1]));
    for (int k = 0; k < 2; k++)
        for (size_t cut = 4; cut <= n[k]; cut++) {
            Source s;
            char *exact = malloc(cut);
            assert_non_null(exact);
            memcpy(exact, packed[k], cut);
            assert_int_equal(source_memory((Slice){exact, cut}, &s), DLN_OK);
            assert_int_equal(source_fill(&s, 100000), DLN_OK);
            assert_true(s.ended);
            assert_true(s.n <= sizeof text);
            assert_memory_equal(s.at, text, s.n); /* what came is right */
            assert_int_equal(s.damage == NULL, cut == n[k]);
            source_close(&s);
            free(exact);
        }
}

/* A bomb is cut: 64 MiB of one letter in 64 KB. */
static void a_bomb_is_cut(void **state)
{
    (void)state;
    size_t size = 64u << 20, room = 1u << 18;
    char *text = malloc(size), *packed = malloc(room);
    assert_true(text && packed);
    memset(text, 'a', size);
    size_t n = pack(text, size, packed, room);
    free(text);
    Source s;
    assert_int_equal(source_memory((Slice){packed, n}, &s), DLN_OK);
    uint64_t all = 0;
    for (;;) {
        assert_int_equal(source_fill(&s, 1 << 16), DLN_OK);
        if (!s.n) break;
        all += s.n;
        source_skip(&s, s.n);
    }
    assert_non_null(s.damage);
    assert_true(all <= source_allowance(n) + (1 << 16));
    source_close(&s);
    dln_status status = read_of(packed, n);
    assert_int_not_equal(status, DLN_OK);
    free(packed);
    assert_true(source_allowance(UINT64_MAX) > source_allowance(1000)); /* no wrapping round */
    drop_reports();
}

static void nothing_at_all(void **state)
{
    (void)state;
    Source s;
    assert_int_equal(source_memory((Slice){NULL, 0}, &s), DLN_OK);
    assert_int_equal(source_fill(&s, 1), DLN_OK);
    assert_int_equal(s.n, 0);
    assert_true(s.ended && !s.packed);
    source_close(&s);
    source_close(&s);
    assert_int_equal(read_of("", 0), DLN_ERR_EMPTY);
    assert_int_equal(read_of(" \n\t", 3), DLN_ERR_EMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_that_hold_documents),
        cmocka_unit_test(the_head_names_the_charset),
        cmocka_unit_test(lies_about_lengths),
        cmocka_unit_test(damage_costs_one_record),
        cmocka_unit_test(an_archive_cut_anywhere),
        cmocka_unit_test(arc_records),
        cmocka_unit_test(members_are_one_stream),
        cmocka_unit_test(packed_bytes_that_end_early),
        cmocka_unit_test(a_bomb_is_cut),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
