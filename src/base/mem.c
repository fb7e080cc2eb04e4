/* mem.c - malloc with a fault hook; see mem.h. */
#include "base/mem.h"
#include <stdlib.h>

#ifdef DLN_FAULT
#    include <stdatomic.h>
static atomic_long calls;
static atomic_long fail_at = -1;

void mem_fail_at(long n)
{
    atomic_store(&calls, 0);
    atomic_store(&fail_at, n);
}
long mem_calls(void)
{
    return atomic_load(&calls);
}

static int refused(void)
{
    long n = atomic_fetch_add(&calls, 1), limit = atomic_load(&fail_at);
    return limit >= 0 && n >= limit;
}
#else
static int refused(void)
{
    return 0;
}
#endif

void *mem_alloc(size_t bytes)
{
    return bytes == 0 || refused() ? NULL : malloc(bytes);
}
void *mem_resize(void *old, size_t bytes)
{
    return bytes == 0 || refused() ? NULL : realloc(old, bytes);
}
void mem_free(void *block)
{
    free(block);
}
