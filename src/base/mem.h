/* mem.h - the only door to malloc.
 *
 * In: sizes in bytes. Out: memory or NULL. A fault build (-DDLN_FAULT) can make the n-th allocation
 * fail, so that tests can walk through every "no memory" branch (tests/fault/story_loop.c). */
#ifndef DLN_BASE_MEM_H
#define DLN_BASE_MEM_H
#include <stddef.h>

void *mem_alloc(size_t bytes); /* uninitialised; NULL when there is none or bytes is 0 */
void *mem_resize(void *old, size_t bytes); /* like realloc; `old` stays valid on failure */
void mem_free(void *block);                /* NULL allowed */

#ifdef DLN_FAULT
void mem_fail_at(long n); /* the n-th call from now on and all later ones fail; negative: never */
long mem_calls(void);     /* calls since the last mem_fail_at */
#endif
#endif
