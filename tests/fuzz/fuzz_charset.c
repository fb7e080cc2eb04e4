/* fuzz_charset.c - any bytes in any charset: what comes out is UTF-8, and every byte of it has a
 * place in the source. */
#include "base/utf8.h"
#include "read/charset.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 1 << 16) return 0;
    Arena arena;
    Decoded decoded;
    arena_init(&arena, 64u << 20);
    Slice label = slice_of(charset_labels[data[0] % charset_label_count].label),
          bytes = {(const char *)data + 1, size - 1};
    if (charset_decode(bytes, label, &arena, &decoded) == DLN_OK) {
        uint32_t last = 0;
        if (utf8_bad_at(decoded.text) != SIZE_MAX) abort();
        for (uint32_t i = 0; i < decoded.text.n; i++) {
            uint32_t at = charset_source(&decoded, i);
            if (at > bytes.n + 4 || at + 4 < last) abort();
            last = at;
        }
    }
    arena_free(&arena);
    return 0;
}
