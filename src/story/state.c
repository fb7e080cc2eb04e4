/* state.c - see state.h. */
#include "story/state.h"
#include "base/map.h"
#include "base/mem.h"
#include <xxhash.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "state files are written as they lie in memory");

struct StateOut {
    dln_write_fn write;
    void *context;
    XXH3_state_t *hash;
    bool failed;
    size_t fill;
    uint8_t piece[1 << 16];
};

dln_status state_begin(const char magic[8], dln_write_fn write, void *context, StateOut **out)
{
    StateOut *made = mem_alloc(sizeof *made);
    *out = NULL;
    if (!made) return DLN_ERR_NOMEM;
    memset(made, 0, sizeof *made);
    made->write = write, made->context = context, made->hash = XXH3_createState();
    if (!made->hash) {
        mem_free(made);
        return DLN_ERR_NOMEM;
    }
    XXH3_64bits_reset(made->hash);
    *out = made;
    state_put(made, magic, 8);
    return DLN_OK;
}

static void flush(StateOut *out)
{
    if (!out->failed && out->fill && out->write(out->piece, out->fill, out->context) != 0)
        out->failed = true;
    out->fill = 0;
}

void state_put(StateOut *out, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    if (n == 0) return;
    XXH3_64bits_update(out->hash, bytes, n);
    while (n) {
        size_t part = sizeof out->piece - out->fill < n ? sizeof out->piece - out->fill : n;
        memcpy(out->piece + out->fill, p, part);
        out->fill += part, p += part, n -= part;
        if (out->fill == sizeof out->piece) flush(out);
    }
}

void state_put_u32(StateOut *out, uint32_t value)
{
    state_put(out, &value, sizeof value);
}

void state_put_table(StateOut *out, const PrintTable *table)
{
    state_put_u32(out, table->size);
    state_put(out, table->slots, table->size * sizeof *table->slots);
}

dln_status state_end(StateOut *out)
{
    uint64_t hash = XXH3_64bits_digest(out->hash);
    state_put(out, &hash, sizeof hash);
    flush(out);
    bool failed = out->failed;
    XXH3_freeState(out->hash);
    mem_free(out);
    return failed ? DLN_ERR_IO : DLN_OK;
}

bool state_open(StateIn *in, const void *bytes, size_t n, const char magic[8])
{
    uint64_t hash;
    *in = (StateIn){bytes, 0, 8, false};
    if (n < 16 || memcmp(bytes, magic, 8) != 0) return false;
    in->n = n - 8;
    memcpy(&hash, in->p + in->n, 8);
    return hash == hash_bytes((Slice){bytes, in->n}, 0);
}

bool state_has(StateIn *in, uint64_t count, size_t size)
{
    if (!in->bad && count <= (in->n - in->at) / size) return true;
    in->bad = true;
    return false;
}

bool state_get(StateIn *in, void *to, size_t n)
{
    if (!state_has(in, n, 1)) return false;
    if (n) memcpy(to, in->p + in->at, n);
    in->at += n;
    return true;
}

uint32_t state_get_u32(StateIn *in)
{
    uint32_t value = 0;
    return state_get(in, &value, sizeof value) ? value : 0;
}

/* Fills the table from the file; a full table, or one that points outside its shelf, is none of
 * ours. */
dln_status state_get_table(StateIn *in, uint32_t first, uint32_t n, PrintTable *table)
{
    uint32_t size = state_get_u32(in);
    *table = (PrintTable){NULL, 0, 0};
    if (size == 0) return in->bad ? DLN_ERR_DATA : DLN_OK;
    if (size & (size - 1) || !state_has(in, size, sizeof *table->slots)) return DLN_ERR_DATA;
    table->slots = mem_alloc(size * sizeof *table->slots);
    if (!table->slots) return DLN_ERR_NOMEM;
    table->size = size;
    state_get(in, table->slots, size * sizeof *table->slots);
    for (uint32_t k = 0; k < size; k++) {
        if (!table->slots[k].key) continue;
        if (table->slots[k].report < first || table->slots[k].report - first >= n)
            return DLN_ERR_DATA;
        table->n++;
    }
    bool free = table->n < size && (uint64_t)table->n * 8 <= (uint64_t)size * 5 + 8;
    return free ? DLN_OK : DLN_ERR_DATA; /* one that is full would be searched for ever */
}
