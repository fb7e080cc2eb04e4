/* fuzz_utf8.c - any bytes as text: what is put right is well formed and not put right again; lower
 * case and folding write inside what they took; a line is harmless on a terminal. */
#include "base/buf.h"
#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int to_buf(const void *bytes, size_t n, void *buf)
{
    buf_add(buf, (Slice){bytes, n});
    return 0;
}

static void check_line(Slice text)
{
    static Sink sink;
    Buf line;
    buf_init(&line, 4 * text.n + 16);
    sink_init(&sink, to_buf, &line);
    sink_line(&sink, text);
    if (sink_end(&sink) != DLN_OK || line.failed || utf8_bad_at(buf_slice(&line)) != SIZE_MAX)
        abort();
    for (size_t i = 0; i < line.n;)
        if (char_harm(utf8_next(buf_slice(&line), &i)) != CHAR_PLAIN) abort();
    buf_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    uint32_t bad, points, units;
    Slice text = {(const char *)data, size};
    if (size > 1 << 16) return 0;
    arena_init(&arena, 64u << 20);
    Slice good = utf8_mend(text, &arena, &bad), low = text_lower(text, &arena),
          fold = text_fold(text, &arena);
    if (!good.p && size) abort();
    if (utf8_bad_at(good) != SIZE_MAX || utf8_bad_at(low) != SIZE_MAX ||
        utf8_bad_at(fold) != SIZE_MAX)
        abort();
    if (low.n > 3 * size || fold.n > 11 * size) abort();
    if (!slice_eq(text_fold(fold, &arena), fold)) abort();
    utf8_count(good, &points, &units);
    if (points > good.n || units < points) abort();
    for (size_t i = 0; i < size;) {
        size_t before = i;
        utf8_next_mended(text, &i);
        if (i <= before || i > size) abort();
    }
    for (size_t i = size; i > 0;) {
        size_t before = i;
        utf8_back(text, &i);
        if (i >= before) abort();
    }
    check_line(text);
    arena_free(&arena);
    return 0;
}
