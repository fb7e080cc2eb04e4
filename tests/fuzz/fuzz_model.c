/* fuzz_model.c - a language model file with hostile sections: sizes and checksum are put right
 * first, so that the checks behind them are reached. Whatever binds must lie inside the file, and
 * the net runs over a few words with it, whatever its numbers are. */
#include "base/map.h"
#include "lang/transformer.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_le64(uint8_t *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (uint8_t)(v >> (8 * i));
}

static void run_net(const Model *model)
{
    enum { WORDS = 6 };
    static const char *const words[WORDS] = {"Ministers",   "don't",        "19th",
                                             "caf\xC3\xA9", "\xE4\xB8\xAD", "."};
    Token token[WORDS];
    uint32_t end = WORDS;
    memset(token, 0, sizeof token);
    for (uint32_t i = 0; i < WORDS; i++)
        token[i].form = slice_of(words[i]);
    NetSpace *space = net_space(model, kernels_best());
    if (space) {
        net_encode(space, token, &end, 1);
        net_arcs_begin(space, WORDS);
        net_arcs(space, 0, WORDS);
        for (uint32_t i = 0; i < WORDS; i++)
            token[i].head = space->parent[i] ? space->parent[i] - 1 : NONE;
        net_relations(space, token, 0, WORDS);
    }
    net_space_free(space);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 32 || size > 1 << 20) return 0;
    uint8_t *copy = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!copy) return 0;
    memcpy(copy, data, size);
    put_le64(copy + 16, size);
    put_le64(copy + 24, hash_bytes((Slice){(const char *)copy + 32, size - 32}, 0));
    Model model;
    memset(&model, 0, sizeof model);
    arena_init(&model.arena, 16u << 20);
    if (datafile_check(copy, size) == NULL) {
        model.file = (DataFile){{copy, size}, (uint32_t)copy[12] | (uint32_t)copy[13] << 8};
        if (!lang_model_bind(&model)) run_net(&model);
    }
    arena_free(&model.arena);
    free(copy);
    return 0;
}
