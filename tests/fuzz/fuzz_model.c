/* fuzz_model.c - a language model file with hostile sections: sizes and checksum are put right first, so that the checks behind them are
 * reached. Whatever binds must lie inside the file. */
#include "base/map.h"
#include "lang/model.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_le64(uint8_t *p, uint64_t v) { for (int i = 0; i < 8; i++) p[i] = (uint8_t)(v >> (8 * i)); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
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
        (void)lang_model_bind(&model);
    }
    arena_free(&model.arena);
    free(copy);
    return 0;
}
