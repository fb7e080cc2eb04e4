/* arena.c - slices, arena and vectors; see base.h.
 * Blocks grow from 16 KiB to 1 MiB; a larger request has a block of its own. Those of the usual
 * sizes go to a shelf where there is one. A vector that is the last thing of its block grows where
 * it lies. Known limit: any other leaves its old copies in the arena until the arena is freed (at
 * most as much again as the vector itself). */
#include "base/base.h"
#include "base/mem.h"
#include "base/number.h"
#include <stdarg.h>
#include <stdio.h>

struct ArenaBlock {
    ArenaBlock *next;
    size_t size, fill;
};

enum {
    BLOCK_HEAD = (sizeof(ArenaBlock) + 15) / 16 * 16,
    BLOCK_MIN = 16 << 10,
    BLOCK_MAX = BLOCK_MIN << (SHELF_SIZES - 1)
};

int slice_cmp(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

bool slice_starts(Slice a, Slice prefix)
{
    return a.n >= prefix.n && slice_eq((Slice){a.p, prefix.n}, prefix);
}
bool slice_ends(Slice a, Slice suffix)
{
    return a.n >= suffix.n && slice_eq((Slice){a.p + (a.n - suffix.n), suffix.n}, suffix);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Slice slice_trim(Slice a)
{
    while (a.n && is_space(a.p[0])) {
        a.p++;
        a.n--;
    }
    while (a.n && is_space(a.p[a.n - 1]))
        a.n--;
    return a;
}

/* A column of the table of all beginnings lies in the bits of a number, one for each byte of `a`:
 * Myers 1999; with swaps Hyyro 2003. */
#define EDITS_IN(Bits)                                                                      \
    static uint32_t edits_in_##Bits(Slice a, Slice b, bool swaps)                           \
    {                                                                                       \
        Bits at[256], up = ~(Bits)0, down = 0, same = 0, before = 0;                        \
        uint32_t edits = (uint32_t)a.n;                                                     \
        for (size_t i = 0; i < b.n; i++)                                                    \
            at[(unsigned char)b.p[i]] = 0;                                                  \
        for (size_t i = 0; i < a.n; i++)                                                    \
            at[(unsigned char)a.p[i]] = 0;                                                  \
        for (size_t i = 0; i < a.n; i++)                                                    \
            at[(unsigned char)a.p[i]] |= (Bits)1 << i;                                      \
        for (size_t i = 0; i < b.n; i++) {                                                  \
            Bits here = at[(unsigned char)b.p[i]],                                          \
                 swap = swaps ? ((~same & here) << 1) & before : 0;                         \
            same = (((here & up) + up) ^ up) | here | down | swap;                          \
            Bits more = down | ~(same | up), less = same & up;                              \
            edits += (uint32_t)(more >> (a.n - 1) & 1) - (uint32_t)(less >> (a.n - 1) & 1); \
            more = more << 1 | 1;                                                           \
            up = less << 1 | ~(same | more);                                                \
            down = more & same;                                                             \
            before = here;                                                                  \
        }                                                                                   \
        return edits;                                                                       \
    }
typedef unsigned __int128 uint128;
EDITS_IN(uint64_t)
EDITS_IN(uint128)

uint32_t slice_edits(Slice a, Slice b, bool swaps)
{
    const size_t most = 128;
    while (a.n && b.n && a.p[0] == b.p[0]) {
        a = (Slice){a.p + 1, a.n - 1};
        b = (Slice){b.p + 1, b.n - 1};
    }
    while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1]) {
        a.n--;
        b.n--;
    }
    if (a.n > most) a.n = most;
    if (b.n > most) b.n = most;
    if (!a.n || !b.n) return (uint32_t)(a.n + b.n);
    Slice shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
    return shorter.n <= 64 ? edits_in_uint64_t(longer.n <= 64 ? longer : shorter,
                                               longer.n <= 64 ? shorter : longer, swaps)
                           : edits_in_uint128(shorter, longer, swaps);
}

size_t slice_find(Slice hay, Slice needle)
{
    if (needle.n == 0) return 0;
    const char *hit = hay.n ? memmem(hay.p, hay.n, needle.p, needle.n) : NULL;
    return hit ? (size_t)(hit - hay.p) : SIZE_MAX;
}

Slice slice_lower(Slice text, char *room, size_t size)
{
    size_t n = text.n < size ? text.n : size;
    for (size_t i = 0; i < n; i++)
        room[i] = ascii_lower(text.p[i]);
    return (Slice){room, n};
}

bool slice_eq_nocase(Slice a, Slice b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i])) return false;
    return true;
}

bool slice_has_words(Slice text, Slice words)
{
    for (size_t i = 0; words.n && i + words.n <= text.n; i++) {
        bool first = i == 0 || text.p[i - 1] == ' ';
        bool last = i + words.n == text.n || text.p[i + words.n] == ' ';
        if (first && last && slice_eq_nocase((Slice){text.p + i, words.n}, words)) return true;
    }
    return false;
}

bool slice_has_digit(Slice a)
{
    for (size_t i = 0; i < a.n; i++)
        if (slice_digit_at(a, i)) return true;
    return false;
}

bool slice_has_capital(Slice a)
{
    for (size_t i = 0; i < a.n; i++)
        if (slice_capital_at(a, i)) return true;
    return false;
}

bool slice_is_ascii(Slice a)
{
    for (size_t i = 0; i < a.n; i++)
        if ((unsigned char)a.p[i] >= 0x80) return false;
    return true;
}

bool slice_among(Slice a, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(a, list[i])) return true;
    return false;
}

bool slice_among_nocase(Slice a, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_nocase(a, slice_of(list[i]))) return true;
    return false;
}

int order_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}
static int order_u32(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void sort_u32(uint32_t *at, size_t n)
{
    list_sort(at, n, sizeof *at, order_u32);
}
void sort_u64(uint64_t *at, size_t n)
{
    list_sort(at, n, sizeof *at, order_u64);
}

void arena_init(Arena *arena, size_t max_bytes)
{
    *arena = (Arena){.max = max_bytes};
}

void arena_bind(Arena *arena, Budget *budget)
{
    if (arena->budget) arena->budget->used -= arena->used;
    arena->budget = budget;
    if (budget) budget->used += arena->used;
    if (budget && budget->shelf) arena->shelf = budget->shelf;
}

static size_t room_under(size_t used, size_t max)
{
    return max == 0 ? SIZE_MAX : used < max ? max - used : 0;
}

/* Bytes that the arena may still take from the system. */
static size_t room_left(const Arena *arena)
{
    size_t own = room_under(arena->used, arena->max),
           all = arena->budget ? room_under(arena->budget->used, arena->budget->max) : SIZE_MAX;
    return own < all ? own : all;
}

/* Number of the size among those that arenas grow by; SHELF_SIZES: it is none of them. */
static uint32_t size_number(size_t size)
{
    uint32_t number = 0;
    while (number < SHELF_SIZES && size != (size_t)BLOCK_MIN << number)
        number++;
    return number;
}

static ArenaBlock *block_take(const Arena *arena, size_t size)
{
    uint32_t number = arena->shelf ? size_number(size) : SHELF_SIZES;
    void *block = number < SHELF_SIZES ? shelf_take(arena->shelf, number, size) : NULL;
    return block ? block : mem_alloc(BLOCK_HEAD + size);
}

static void block_give(const Arena *arena, ArenaBlock *block)
{
    uint32_t number = arena->shelf ? size_number(block->size) : SHELF_SIZES;
    if (number == SHELF_SIZES || !shelf_give(arena->shelf, block, number, block->size))
        mem_free(block);
}

static ArenaBlock *block_add(Arena *arena, size_t need)
{
    size_t size = arena->blocks ? arena->blocks->size * 2 : BLOCK_MIN, left = room_left(arena);
    if (size > BLOCK_MAX) size = BLOCK_MAX;
    while (size < need && size < BLOCK_MAX)
        size *= 2;
    if (size < need || size > left) size = need;
    if (need > left) {
        arena->over = arena->failed = true;
        return NULL;
    }
    ArenaBlock *block = block_take(arena, size);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    *block = (ArenaBlock){.next = arena->blocks, .size = size};
    arena->blocks = block;
    arena->used += size;
    if (arena->budget) arena->budget->used += size;
    return block;
}

static size_t room_of(size_t bytes)
{
    return bytes ? (bytes + 15) / 16 * 16 : 16;
}

void *arena_alloc(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX / 4) {
        arena->over = arena->failed = true;
        return NULL;
    }
    size_t need = room_of(bytes);
    if (arena_late(arena, 1 + (uint32_t)(need >> 10))) return NULL;
    ArenaBlock *block = arena->blocks;
    if (!block || block->size - block->fill < need) block = block_add(arena, need);
    if (!block) return NULL;
    char *p = (char *)block + BLOCK_HEAD + block->fill;
    block->fill += need;
    return memset(p, 0, need);
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 4 / size) {
        arena->over = arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

Slice arena_copy(Arena *arena, Slice bytes)
{
    char *p = arena_alloc(arena, bytes.n + 1);
    if (!p) return (Slice){NULL, 0};
    if (bytes.n) memcpy(p, bytes.p, bytes.n);
    return (Slice){p, bytes.n};
}

Slice arena_parts(Arena *arena, const Slice *part, size_t n)
{
    size_t length = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        length += part[i].n;
    char *p = arena_alloc(arena, length + 1);
    if (!p) return (Slice){NULL, 0};
    for (size_t i = 0; i < n; at += part[i++].n)
        if (part[i].n) memcpy(p + at, part[i].p, part[i].n);
    p[length] = 0;
    return (Slice){p, length};
}

Slice arena_printf(Arena *arena, const char *format, ...)
{
    char room[160]; /* most are short: printed once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = number_vprint(room, sizeof room, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : arena_alloc(arena, (size_t)n + 1);
    if (p && (size_t)n < sizeof room)
        memcpy(p, room, (size_t)n + 1);
    else if (p)
        number_vprint(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (Slice){p, (size_t)n} : (Slice){NULL, 0};
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->blocks, arena->blocks ? arena->blocks->fill : 0};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    while (arena->blocks && arena->blocks != mark.block) {
        ArenaBlock *gone = arena->blocks;
        arena->blocks = gone->next;
        arena->used -= gone->size;
        if (arena->budget) arena->budget->used -= gone->size;
        block_give(arena, gone);
    }
    if (arena->blocks) arena->blocks->fill = mark.fill;
}

void arena_free(Arena *arena)
{
    arena_rewind(arena, (ArenaMark){NULL, 0});
    arena_forgive(arena);
}

/* More room for what was allocated last; false: something lies behind it. */
static bool grow_last(Arena *arena, const char *at, size_t bytes, size_t more)
{
    ArenaBlock *block = arena->blocks;
    if (!block || more > block->size) return false;
    size_t here = room_of(bytes), need = room_of(more);
    char *top = (char *)block + BLOCK_HEAD + block->fill;
    if (at + here != top || block->size - block->fill < need - here) return false;
    if (arena_late(arena, 1 + (uint32_t)((need - here) >> 10))) return false;
    memset(top, 0, need - here);
    block->fill += need - here;
    return true;
}

bool vec_room_(Arena *arena, void *at_pointer, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) return true;
    if (n > UINT32_MAX / 2) {
        arena->over = arena->failed = true;
        return false;
    }
    uint32_t more = n ? n * 2 : 8;
    void *fresh, *old;
    memcpy(&old, at_pointer, sizeof old);
    if (n && grow_last(arena, old, n * size, more * size)) {
        *cap = more;
        return true;
    }
    fresh = arena_array(arena, more, size);
    if (!fresh) return false;
    if (n) memcpy(fresh, old, (size_t)n * size);
    memcpy(at_pointer, &fresh, sizeof fresh);
    *cap = more;
    return true;
}
