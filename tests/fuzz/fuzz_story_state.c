/* fuzz_story_state.c - a saved state of stories or copies made of any bytes, with a right checksum
 * so that the fields are reached: refused, or good enough to go on with. First byte: which of the
 * two. */
#include "base/map.h"
#include "story/desk.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIVE = 8 };

static const char text[] = "The ferry Halcyon ran aground off Port Ellery before dawn on Monday, "
                           "the coast guard said. All 62 passengers were taken off.";

/* magic, the bytes, their checksum */
static uint8_t *seal(const char *magic, const uint8_t *data, size_t size)
{
    uint8_t *state = malloc(size + 16);
    if (!state) abort();
    memcpy(state, magic, 8);
    memcpy(state + 8, data, size);
    uint64_t hash = hash_bytes((Slice){(const char *)state, size + 8}, 0);
    memcpy(state + 8 + size, &hash, 8);
    return state;
}

static void go_on_with_copies(const uint8_t *state, size_t n, Arena *arena, Arena *scratch)
{
    CopyIndex *index;
    CopyLink link;
    if (copies_restore(LIVE, state, n, &index) != DLN_OK) return;
    for (int k = 0; k < 20; k++)
        copies_add(index, SLICE(text), arena, scratch, &link);
    copies_free(index);
}

static void go_on_with_stories(const uint8_t *state, size_t n, Arena *scratch)
{
    static StoryModel model; /* no background, no trees: every pair is as likely as not */
    StoryStream *stream;
    StoryAnswer answer;
    word_fold_init(&model.fold);
    model.join_online = 0.4f;
    if (stream_restore(&model, LIVE, state, n, &stream) != DLN_OK) return;
    for (int k = 0; k < 20; k++)
        stream_add(stream, SLICE("Ferry aground"), SLICE(text), 19000 + k, NONE, scratch, &answer);
    stream_free(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 1 << 20) return 0;
    Arena arena, scratch;
    arena_init(&arena, 64u << 20);
    arena_init(&scratch, 64u << 20);
    bool copies = data[0] & 1;
    uint8_t *state = seal(copies ? "DLNCOPY1" : "DLNSTRM1", data + 1, size - 1);
    if (copies)
        go_on_with_copies(state, size + 15, &arena, &scratch);
    else
        go_on_with_stories(state, size + 15, &scratch);
    free(state);
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}
