/* fuzz_words.c - any bytes as words to search by and a text to show them in. The first line is what
 * is searched, the rest the text: words are what every database takes, the piece shown is of the
 * text. */
#include "base/utf8.h"
#include "store/words.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(Slice words)
{
    if (!words.n || words.p[0] != ' ' || words.p[words.n - 1] != ' ') abort();
    if (utf8_bad_at(words) != SIZE_MAX) abort();
    for (size_t i = 0; i + 1 < words.n; i++)
        if (words.p[i] == ' ' && words.p[i + 1] == ' ') abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    bool found;
    int open = 0;
    if (size > 1 << 16) return 0;
    arena_init(&arena, 64u << 20);
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t n = end ? (size_t)(end - data) : size;
    Slice asked = words_of((Slice){(const char *)data, n}, &arena),
          text = {(const char *)data + n, size - n};
    check_words(asked);
    check_words(words_indexed(text, FIELD_TITLE, &arena));
    StoreTerm term = {.words = slice_trim(asked), .begin = size & 1};
    Slice piece = words_snippet(text, &term, term.words.n > 0, &arena, &found);
    for (size_t i = 0; i < piece.n; i++) { /* what was found is marked, marks are never nested */
        open += piece.p[i] == 2 ? 1 : piece.p[i] == 3 ? -1 : 0;
        if (open < 0 || open > 1) abort();
    }
    if (open) abort();
    arena_free(&arena);
    return 0;
}
