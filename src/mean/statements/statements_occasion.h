/* statements_occasion.h - at which event a statement was made, and when. */
#ifndef DLN_STATEMENTS_OCCASION_H
#define DLN_STATEMENTS_OCCASION_H
#include "mean/mean.h"

/* Ties each statement to the event it was made at ("Li said at the meeting with Shoigu", "in an
 * interview after the vote") and to its time ("in a 1992 interview"). Runs last. */
void mean_occasions(Findings *findings);
#endif
