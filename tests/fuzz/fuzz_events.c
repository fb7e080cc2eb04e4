/* Treebank bracketings over any bytes: the reader of trees, the sparse coder without a dictionary. */
#include "mean/events/petrarch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    PetrarchWord *word;
    PetrarchEvent event[8];
    const Petrarch *empty;
    dln_error err;
    uint32_t n;
    Slice text = {(const char *)data, size};
    if (size > 65536) return 0;
    arena_init(&arena, 64u << 20);
    if (petrarch_open(NULL, NULL, NULL, NULL, &arena, &empty, &err) == DLN_OK &&
        petrarch_words(text, &arena, &word, &n))
        petrarch_code(empty, word, n, 20000101, event, 8);
    arena_free(&arena);
    return 0;
}
