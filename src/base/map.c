/* map.c - see map.h. Load factor at most 1/2, linear probing. */
#include "base/map.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

struct MapSlot {
    Slice key;
    uint64_t hash;
    uint32_t value;
    uint32_t used;
};

uint64_t hash_bytes(Slice bytes, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.p ? bytes.p : "", bytes.n, seed);
}

void map_init(Map *map, Arena *arena)
{
    *map = (Map){.arena = arena};
}

static struct MapSlot *slot_of(const Map *map, Slice key, uint64_t hash)
{
    uint32_t mask = map->size - 1, i = (uint32_t)hash & mask;
    while (map->slots[i].used && !(map->slots[i].hash == hash && slice_eq(map->slots[i].key, key)))
        i = (i + 1) & mask;
    return &map->slots[i];
}

static bool map_grow(Map *map)
{
    Map more = {.arena = map->arena, .size = map->size ? map->size * 2 : 16, .n = map->n};
    more.slots = ARENA_ARRAY(map->arena, struct MapSlot, more.size);
    if (!more.slots) return false;
    for (uint32_t i = 0; i < map->size; i++)
        if (map->slots[i].used)
            *slot_of(&more, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = more;
    return true;
}

bool map_put(Map *map, Slice key, uint32_t value)
{
    if (map->n * 2 >= map->size && !map_grow(map)) return false;
    uint64_t hash = hash_bytes(key, 0);
    struct MapSlot *slot = slot_of(map, key, hash);
    if (!slot->used) map->n++;
    *slot = (struct MapSlot){key, hash, value, 1};
    return true;
}

bool map_get(const Map *map, Slice key, uint32_t *value)
{
    if (!map->size) return false;
    const struct MapSlot *slot = slot_of(map, key, hash_bytes(key, 0));
    if (slot->used && value) *value = slot->value;
    return slot->used != 0;
}
