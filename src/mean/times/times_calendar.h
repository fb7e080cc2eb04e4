/* times_calendar.h - stretches of the calendar: floors, steps, feasts. Seconds of the civil clock
 * since 1970. */
#ifndef DLN_MEAN_TIMES_CALENDAR_H
#define DLN_MEAN_TIMES_CALENDAR_H
#include "mean/times/times_grammar.h"
#include "base/civil.h"

enum { DAY_SECONDS = 86400 };
typedef struct Stretch {
    int64_t from, to;
} Stretch; /* half open */

int32_t day_of(int64_t seconds);
Stretch stretch_days(int32_t day, int32_t days);
Stretch stretch_months(int32_t year, int32_t month,
                       int32_t months);          /* month may lie outside 1..12 */
Stretch stretch_unit(int64_t at, TimeUnit unit); /* the unit that holds `at` */
int64_t step_units(int64_t at, TimeUnit unit,
                   double n); /* n units later; months keep the day where the month has it */
double unit_seconds(TimeUnit unit);
bool feast_in(const Times *times, uint32_t feast, int32_t year, Stretch *stretch);
#endif
