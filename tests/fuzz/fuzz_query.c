/* A reader's search words, any bytes: made into a question, or refused; never more than it asks. */
#include "desk/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena;
    StoreQuery ask;
    const char *why;
    if (size > 4096) return 0;
    arena_init(&arena, 1u << 20);
    desk_query((Slice){(const char *)data, size}, &arena, &ask, &why);
    arena_free(&arena);
    return 0;
}
