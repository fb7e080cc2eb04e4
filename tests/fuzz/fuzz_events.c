/* Treebank bracketings and frames over any bytes: the reader of trees, the sparse coder without a
 * dictionary, words cut for the classifiers. */
#include "mean/events/events_model.h"
#include "mean/events/petrarch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    PetrarchWord *word;
    PetrarchEvent event[8];
    Features features;
    const Petrarch *empty;
    dln_error err;
    uint32_t n;
    Frames frames = {0};
    Slice text = {(const char *)data, size};
    if (size > 65536) return 0;
    arena_init(&arena, 64u << 20);
    frames.arena = &arena;
    if (petrarch_open(NULL, NULL, NULL, NULL, &arena, &empty, &err) == DLN_OK &&
        petrarch_words(text, &arena, &word, &n))
        petrarch_code(empty, word, n, 20000101, event, 8);
    event_features(&frames, &frames, text, (Span){0, 3}, (Span){5, 9}, &arena, &features);
    arena_free(&arena);
    return 0;
}
