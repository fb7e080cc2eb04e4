/* roles.h - links between the findings of one report that need all of them. */
#ifndef DLN_MEAN_ROLES_H
#define DLN_MEAN_ROLES_H
#include "mean/mean.h"

/* Ties each statement to the event it was made at ("Li said at the meeting with Shoigu", "in an
 * interview after the vote") and to its time ("in a 1992 interview"). Runs last. */
void mean_roles(Findings *findings);
#endif
