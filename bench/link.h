/* link.h - average-link grouping of a similarity matrix. */
#ifndef DLN_BENCH_LINK_H
#define DLN_BENCH_LINK_H
#include "base/base.h"

/* Groups n items: best-matching groups first, as long as the mean similarity of their members is at
 * least `threshold`. `sim` is [n][n], symmetric, and is used up. label[i]: number of the group, by
 * its smallest member. O(n * n) time (nearest-neighbour chain). */
dln_status average_link(float *sim, uint32_t n, float threshold, Arena *scratch, uint32_t *label);
#endif
