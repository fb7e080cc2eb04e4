/* pool.c - see pool.h. Plain threads that take the next index from one counter. */
#include "base/pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MAX_WORKERS = 256 };
typedef struct Shared {
    atomic_uint next;
    uint32_t count;
    PoolJob job;
    void *context;
} Shared;
typedef struct Worker {
    Shared *shared;
    uint32_t number;
} Worker;

static void *work(void *arg)
{
    Worker *w = arg;
    for (;;) {
        uint32_t item = atomic_fetch_add(&w->shared->next, 1);
        if (item >= w->shared->count) return NULL;
        w->shared->job(w->shared->context, item, w->number);
    }
}

uint32_t pool_workers(uint32_t wanted, uint32_t count)
{
    if (count < 2) return 1;
    long online = wanted ? 0 : sysconf(_SC_NPROCESSORS_ONLN); /* it opens a file */
    uint32_t n = wanted ? wanted : online > 0 ? (uint32_t)online : 1;
    if (n > MAX_WORKERS) n = MAX_WORKERS;
    if (n > count) n = count;
    return n ? n : 1;
}

void pool_each(uint32_t workers, uint32_t count, PoolJob job, void *context)
{
    Shared shared = {.count = count, .job = job, .context = context};
    Worker worker[MAX_WORKERS];
    pthread_t thread[MAX_WORKERS];
    uint32_t n = pool_workers(workers, count), started = 1;
    worker[0] = (Worker){&shared, 0};
    for (uint32_t i = 1; i < n; i++) {
        worker[i] = (Worker){&shared, i};
        if (pthread_create(&thread[i], NULL, work, &worker[i]) != 0) break;
        started++;
    }
    work(&worker[0]);
    for (uint32_t i = 1; i < started; i++)
        pthread_join(thread[i], NULL);
}
