/* shelf.c - blocks that arenas gave back, for those that come next; see base.h.
 *
 * In: blocks of the sizes that arenas grow by, size number 0 the least. Out: the same, newest
 * first. The idea: one report after another takes a megabyte or two and gives it back; the C
 * library hands such memory to the system, which clears it page by page when it comes again (a
 * twentieth of the time where a caller analyses report by report). One lock, held for an instant.
 *
 * Known to get wrong: what lies here stays taken until the engine closes, SHELF_MOST at most. Under
 * the address sanitizer nothing is kept, so that it sees what is used after it was given back. */
#include "base/base.h"
#include "base/mem.h"
#include <pthread.h>

#if defined(__SANITIZE_ADDRESS__)
#    define KEEPS 0
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define KEEPS 0
#    endif
#endif
#ifndef KEEPS
#    define KEEPS 1
#endif

typedef struct Kept {
    struct Kept *next;
} Kept;

struct Shelf {
    pthread_mutex_t lock;
    Kept *kept[SHELF_SIZES];
    size_t bytes;
};

Shelf *shelf_open(void)
{
    Shelf *made = mem_alloc(sizeof *made);
    if (!made) return NULL;
    *made = (Shelf){.bytes = 0};
    if (pthread_mutex_init(&made->lock, NULL) == 0) return made;
    mem_free(made);
    return NULL;
}

void shelf_close(Shelf *shelf)
{
    if (!shelf) return;
    for (uint32_t i = 0; i < SHELF_SIZES; i++)
        while (shelf->kept[i]) {
            Kept *block = shelf->kept[i];
            shelf->kept[i] = block->next;
            mem_free(block);
        }
    pthread_mutex_destroy(&shelf->lock);
    mem_free(shelf);
}

void *shelf_take(Shelf *shelf, uint32_t size, size_t bytes)
{
    pthread_mutex_lock(&shelf->lock);
    Kept *block = shelf->kept[size];
    if (block) {
        shelf->kept[size] = block->next;
        shelf->bytes -= bytes;
    }
    pthread_mutex_unlock(&shelf->lock);
    return block;
}

bool shelf_give(Shelf *shelf, void *block, uint32_t size, size_t bytes)
{
    pthread_mutex_lock(&shelf->lock);
    bool room = KEEPS && bytes <= SHELF_MOST - shelf->bytes;
    if (room) {
        Kept *kept = block;
        kept->next = shelf->kept[size];
        shelf->kept[size] = kept;
        shelf->bytes += bytes;
    }
    pthread_mutex_unlock(&shelf->lock);
    return room;
}
