/* brotli.c - see brotli.h. libbrotlidec does the unpacking.
 *
 * In: packed bytes. Out: the bytes in a buffer that has its maximum.
 *
 * Known to get wrong: large-window brotli, which no server sends, is refused by the library. */
#include "read/brotli.h"
#include "base/mem.h"
#include <brotli/decode.h>

static void *give(void *context, size_t bytes)
{
    (void)context;
    return mem_alloc(bytes);
}

static void take(void *context, void *block)
{
    (void)context;
    mem_free(block);
}

static dln_status unpack(BrotliDecoderState *state, Slice packed, Buf *out)
{
    const uint8_t *in = (const uint8_t *)packed.p;
    size_t in_left = packed.n;
    for (;;) {
        size_t out_left = 0, n = 0;
        BrotliDecoderResult result = BrotliDecoderDecompressStream(state, &in_left, &in, &out_left,
                                                                   NULL, NULL);
        const uint8_t *piece = BrotliDecoderTakeOutput(state, &n);
        if (n > out->max - out->n) return DLN_ERR_LIMIT;
        buf_add(out, (Slice){(const char *)piece, n});
        if (out->failed) return DLN_ERR_NOMEM;
        if (result == BROTLI_DECODER_RESULT_SUCCESS) return DLN_OK;
        if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return DLN_ERR_FORMAT;
    }
}

dln_status brotli_unpack(Slice packed, Buf *out)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(give, take, NULL);
    if (!state) return DLN_ERR_NOMEM;
    dln_status status = unpack(state, packed, out);
    BrotliDecoderDestroyInstance(state);
    return status;
}
