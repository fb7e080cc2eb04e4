/* sort.h - lists in order; a part of base.h.
 *
 * In: a list, the size of an item, the order of two. Out: the same list, sorted; what is equal
 * stays in the order in which it came. Short stretches by insertion, then stretches merged, all of
 * it laid out where it is called: the order of two items costs no call, and their size is known. */
#ifndef DLN_BASE_SORT_H
#define DLN_BASE_SORT_H
#include "base/mem.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    SORT_SHORT = 12,  /* items of a stretch that is sorted by insertion */
    SORT_ITEM = 128,  /* bytes of the largest item that is moved here */
    SORT_ROOM = 1024, /* bytes of a list that is merged without asking for memory */
};
#define SORT_INLINE static inline __attribute__((always_inline))
typedef int Order(const void *, const void *);

/* Items [from, end), of which those before `sorted` are. */
SORT_INLINE void sort_short(char *p, size_t from, size_t sorted, size_t end, size_t size,
                            Order *order)
{
    _Alignas(16) char item[SORT_ITEM];
    for (size_t i = sorted; i < end; i++) {
        size_t to = i;
        memcpy(item, p + i * size, size);
        for (; to > from && order(p + (to - 1) * size, item) > 0; to--)
            memcpy(p + to * size, p + (to - 1) * size, size);
        memcpy(p + to * size, item, size);
    }
}

/* Two stretches, the one behind the other, to one. */
SORT_INLINE void sort_merge(const char *a, size_t n, size_t both, size_t size, Order *order,
                            char *to)
{
    const char *b = a + n * size, *a_end = b, *b_end = a + both * size;
    while (a < a_end && b < b_end) {
        bool second = order(a, b) > 0;
        memcpy(to, second ? b : a, size);
        a += second ? 0 : size;
        b += second ? size : 0;
        to += size;
    }
    memcpy(to, a, (size_t)(a_end - a));
    memcpy(to + (a_end - a), b, (size_t)(b_end - b));
}

/* room: as long as the list. */
SORT_INLINE void sort_long(char *p, size_t n, size_t size, Order *order, char *room)
{
    char *from = p, *to = room;
    for (size_t i = 0; i < n; i += SORT_SHORT)
        sort_short(p, i, i + 1, n - i < SORT_SHORT ? n : i + SORT_SHORT, size, order);
    for (size_t width = SORT_SHORT; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t left = n - i;
            sort_merge(from + i * size, left < width ? left : width,
                       left < 2 * width ? left : 2 * width, size, order, to + i * size);
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != p) memcpy(p, from, n * size);
}

/* Sorts a list; an empty one may be NULL. The order must be total: no ties that could fall either
 * way. Most lists are short or in order already. */
SORT_INLINE void list_sort(void *at, size_t n, size_t size, Order *order)
{
    _Alignas(16) char brief[SORT_ROOM];
    char *p = at;
    size_t i = 1;
    while (i < n && order(p + (i - 1) * size, p + i * size) <= 0)
        i++;
    if (i >= n) return;
    if (n <= SORT_SHORT && size <= SORT_ITEM) {
        sort_short(p, 0, i, n, size, order);
        return;
    }
    char *room = size > SORT_ITEM ? NULL : n * size <= sizeof brief ? brief : mem_alloc(n * size);
    if (room)
        sort_long(p, n, size, order, room);
    else
        qsort(at, n, size, order);
    if (room != brief) mem_free(room);
}
/* The same with a context for the order. */
static inline void list_sort_r(void *at, size_t n, size_t size,
                               int (*order)(const void *, const void *, void *), void *context)
{
    if (n > 1) qsort_r(at, n, size, order, context);
}
/* Lists of numbers, the least first. */
void sort_u32(uint32_t *at, size_t n);
void sort_u64(uint64_t *at, size_t n);
int order_u64(const void *a, const void *b); /* for list_sort and bsearch */
#endif
