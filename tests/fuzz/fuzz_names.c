/* fuzz_names.c - two names of any bytes, parted by the first line end: folding stays inside its
 * room, comparison is symmetric and within 0..1. */
#include "mean/names/names.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Arena arena;
static const Gazetteer *gazetteer;
static Names *names;

static bool opened(void)
{
    if (names) return true;
    const char *dir = getenv("DATELINE_DATA");
    dln_error err;
    arena_init(&arena, 0);
    return gazetteer_open(dir ? dir : "data", &arena, &gazetteer, &err) == DLN_OK &&
           names_open(dir ? dir : "data", gazetteer, &names, &err) == DLN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 4096 || !opened()) return 0;
    const uint8_t *cut = memchr(data + 1, '\n', size - 1);
    size_t n = cut ? (size_t)(cut - data - 1) : size - 1;
    Slice a = {(const char *)data + 1, n}, b = {(const char *)data + 1 + n, size - 1 - n};
    char room[16];
    if (name_fold(a, room, sizeof room) >= sizeof room) abort();
    EntityKind kind = (EntityKind)(data[0] % ENTITY_KINDS);
    NameMatch m = names_compare(names, a, b, kind), r = names_compare(names, b, a, kind);
    if (!(m.score >= 0 && m.score <= 1) || m.score != r.score || m.link != r.link ||
        m.conflict != r.conflict)
        abort();
    return 0;
}
