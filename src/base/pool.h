/* pool.h - the same job over many items, on several threads. The job of item i must touch only what
 * belongs to i; results are read after pool_each returns, in index order, so the number of threads
 * changes nothing. */
#ifndef DLN_BASE_POOL_H
#define DLN_BASE_POOL_H
#include "base/base.h"

typedef void (*PoolJob)(void *context, uint32_t item, uint32_t worker); /* worker: 0 .. workers-1 */
/* Runs job for items 0..count-1. workers 0: one per processor. Falls back to fewer threads when the
 * system gives none. */
void pool_each(uint32_t workers, uint32_t count, PoolJob job, void *context);
uint32_t pool_workers(uint32_t wanted,
                      uint32_t count); /* threads that pool_each would use, at most 256 */
#endif
