/* fuzz_marks.c - any bytes as text: marks must pair without reading outside, in order, inside their
 * paragraphs. */
#include "base/utf8.h"
#include "mean/statements/marks.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 1 << 16) return 0;
    Arena arena;
    arena_init(&arena, 64u << 20);
    uint32_t bad;
    Slice text = utf8_mend((Slice){(const char *)data, size}, &arena, &bad);
    Span *paragraph = ARENA_ARRAY(&arena, Span, text.n + 1);
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; paragraph && i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n') continue;
        paragraph[n++] = (Span){from, i};
        from = i + 1;
    }
    Marks marks;
    if (paragraph && marks_find(text, paragraph, n, &arena, &marks) == DLN_OK) {
        for (uint32_t i = 0; i < marks.n; i++) {
            const Quote *q = &marks.quote[i];
            if (q->span.b > q->inner.b || q->inner.b > q->inner.e || q->inner.e > q->span.e ||
                q->span.e > text.n || q->group > i)
                abort();
            if (q->inside != NONE && !span_in(q->span, marks.quote[q->inside].span)) abort();
        }
    }
    arena_free(&arena);
    return 0;
}
