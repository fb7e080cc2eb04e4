/* map.h - string to number, in an arena. Open addressing over XXH3; iteration order is never
 * exposed (walk your own array). */
#ifndef DLN_BASE_MAP_H
#define DLN_BASE_MAP_H
#include "base/base.h"

typedef struct Map {
    Arena *arena;
    struct MapSlot *slots; /* [size], size a power of two */
    uint8_t *tag;          /* [size] a byte of the key's hash; 0: empty */
    uint32_t size, n;
} Map;

void map_init(Map *map, Arena *arena); /* takes no memory yet */
bool map_put(Map *map, Slice key,
             uint32_t value); /* key borrowed (must outlive the map); replaces; false: no memory */
bool map_get(const Map *map, Slice key, uint32_t *value); /* value may be NULL */
static inline uint32_t map_find(const Map *map, Slice key)
{
    uint32_t v;
    return map_get(map, key, &v) ? v : NONE;
}
/* ASCII letters of the key folded; keys of 64 bytes at most. */
uint32_t map_find_lower(const Map *map, Slice key);
uint64_t hash_bytes(Slice bytes, uint64_t seed); /* XXH3 64, same on every machine */
#endif
