/* map.c - see map.h. Load factor at most 1/2, linear probing. */
#include "base/map.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

struct MapSlot {
    Slice key;
    uint64_t hash;
    uint32_t value;
};

uint64_t hash_bytes(Slice bytes, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.p ? bytes.p : "", bytes.n, seed);
}

void map_init(Map *map, Arena *arena)
{
    *map = (Map){.arena = arena};
}

/* Most words that are asked for are in no list: a byte a slot says so without a look at the slots,
 * which lie far apart. */
static uint8_t tag_of(uint64_t hash)
{
    return (uint8_t)(hash >> 56 | 1);
}

/* The key's place, or the empty one where it would stand. */
static uint32_t place_of(const Map *map, Slice key, uint64_t hash)
{
    uint32_t mask = map->size - 1, i = (uint32_t)hash & mask;
    uint8_t tag = tag_of(hash);
    for (; map->tag[i]; i = (i + 1) & mask)
        if (map->tag[i] == tag && map->slots[i].hash == hash && slice_eq(map->slots[i].key, key))
            break;
    return i;
}

static bool map_grow(Map *map)
{
    Map more = {.arena = map->arena, .size = map->size ? map->size * 2 : 16, .n = map->n};
    more.slots = ARENA_ARRAY(map->arena, struct MapSlot, more.size);
    more.tag = ARENA_ARRAY(map->arena, uint8_t, more.size);
    if (!more.slots || !more.tag) return false;
    for (uint32_t i = 0; i < map->size; i++) {
        if (!map->tag[i]) continue;
        uint32_t to = place_of(&more, map->slots[i].key, map->slots[i].hash);
        more.slots[to] = map->slots[i];
        more.tag[to] = map->tag[i];
    }
    *map = more;
    return true;
}

bool map_put(Map *map, Slice key, uint32_t value)
{
    if (map->n * 2 >= map->size && !map_grow(map)) return false;
    uint64_t hash = hash_bytes(key, 0);
    uint32_t i = place_of(map, key, hash);
    if (!map->tag[i]) map->n++;
    map->slots[i] = (struct MapSlot){key, hash, value};
    map->tag[i] = tag_of(hash);
    return true;
}

bool map_get(const Map *map, Slice key, uint32_t *value)
{
    if (!map->size) return false;
    uint32_t i = place_of(map, key, hash_bytes(key, 0));
    if (!map->tag[i]) return false;
    if (value) *value = map->slots[i].value;
    return true;
}

uint32_t map_find_lower(const Map *map, Slice key)
{
    char low[64];
    return key.n > sizeof low ? NONE : map_find(map, slice_lower(key, low, sizeof low));
}
