/* budget.c - how long the work on one report may last; see Budget in base.h.
 *
 * In: steps of work, as the loops count them. Out: whether the time is over. The idea: the clock
 * costs a call of the system, so it is looked at once in STEPS, about every half of a millisecond;
 * what is measured is the processor time of the thread, so that a busy machine cuts nothing that a
 * quiet one would not. Here alone the library asks a clock, and only where a limit was set.
 *
 * Known to get wrong: a step is an estimate; a loop that counts too few is late by as much. */
#include "base/base.h"
#include <time.h>

enum { STEPS = 4096 };

uint64_t processor_time(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

bool budget_late(Budget *budget, uint32_t steps)
{
    if (budget->late || !budget->until) return budget->late;
    budget->steps += steps < STEPS ? steps : STEPS;
    if (budget->steps < STEPS) return false;
    budget->steps = 0;
    budget->late = processor_time() >= budget->until;
    return budget->late;
}
