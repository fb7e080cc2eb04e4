/* errors.h - the column `error` of the table of reports: of what failed there is a row too.
 *
 * In: the library's schema and arrays of that table. Out: the same with a column more at the end.
 */
#ifndef DATELINE_PYTHON_ERRORS_H
#define DATELINE_PYTHON_ERRORS_H
#include "dateline.h"

/* Each takes its argument over; on failure (DLN_ERR_NOMEM) it is as it was. */
dln_status schema_with_error(struct ArrowSchema *schema);
dln_status array_without_error(struct ArrowArray *array); /* null in each row */
/* One row that says which input failed and why; all else is null. `schema` has the column. */
dln_status array_of_error(const struct ArrowSchema *schema, const char *input, const char *message,
                          struct ArrowArray *out);
#endif
