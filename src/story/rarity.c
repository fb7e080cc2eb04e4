/* rarity.c - see rarity.h. */
#include "story/rarity.h"
#include "base/mem.h"
#include <math.h>

static inline uint32_t scatter(uint32_t key, uint32_t row)
{
    return (key * (row ? 0x85EBCA6Bu : 0x9E3779B1u)) >> (32 - RARITY_BITS);
}

dln_status background_init(Background *background, const uint32_t *keys, const uint16_t *counts,
                           uint32_t n, uint32_t reports, Arena *arena)
{
    uint32_t size = 1024;
    if (n > 1u << 24) return DLN_ERR_DATA;
    while (size < 2 * n)
        size *= 2;
    uint32_t *slots = ARENA_ARRAY(arena, uint32_t, size);
    uint16_t *held = ARENA_ARRAY(arena, uint16_t, size);
    if (!slots || !held) return arena_status(arena);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = keys[k] & (size - 1);
        if (keys[k] == 0) return DLN_ERR_DATA;
        while (slots[i])
            i = (i + 1) & (size - 1);
        slots[i] = keys[k];
        held[i] = counts[k];
    }
    *background = (Background){slots, held, size, reports};
    return DLN_OK;
}

static uint32_t background_count(const Background *background, uint32_t key)
{
    if (!background->size) return 0;
    for (uint32_t i = key & (background->size - 1); background->slots[i];
         i = (i + 1) & (background->size - 1)) {
        if (background->slots[i] == key) return background->counts[i];
    }
    return 0;
}

dln_status live_counts_init(LiveCounts *live)
{
    *live = (LiveCounts){mem_alloc(2 * RARITY_ROW * sizeof *live->rows), 0};
    if (!live->rows) return DLN_ERR_NOMEM;
    memset(live->rows, 0, 2 * RARITY_ROW * sizeof *live->rows);
    return DLN_OK;
}

void live_counts_free(LiveCounts *live)
{
    mem_free(live->rows);
    *live = (LiveCounts){NULL, 0};
}

/* Conservative update: only the lower of the two counters rises. */
void live_counts_add(LiveCounts *live, uint32_t key)
{
    uint16_t *a = &live->rows[scatter(key, 0)], *b = &live->rows[RARITY_ROW + scatter(key, 1)];
    uint16_t low = *a < *b ? *a : *b;
    if (low == UINT16_MAX) return;
    if (*a == low) ++*a;
    if (*b == low) ++*b;
}

void live_counts_report(LiveCounts *live)
{
    if (++live->reports < RARITY_FADE) return;
    live->reports /= 2;
    for (uint32_t i = 0; i < 2 * RARITY_ROW; i++)
        live->rows[i] /= 2;
}

float rarity(const Background *background, const LiveCounts *live, uint32_t key)
{
    uint16_t a = live->rows[scatter(key, 0)], b = live->rows[RARITY_ROW + scatter(key, 1)];
    float seen = (float)background_count(background, key) + (float)(a < b ? a : b);
    float value = logf(((float)background->reports + (float)live->reports + 1) / (seen + 0.5f));
    return value < 0 ? 0 : value > RARITY_MOST ? RARITY_MOST : value;
}
