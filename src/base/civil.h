/* civil.h - dates of the proleptic Gregorian calendar as days since 1970-01-01 (H. Hinnant's day
 * count, public algorithm). */
#ifndef DLN_BASE_CIVIL_H
#define DLN_BASE_CIVIL_H
#include <stdbool.h>
#include <stdint.h>

#define DAY_UNKNOWN INT32_MIN
int32_t day_from_civil(int32_t year, uint32_t month, uint32_t day); /* month 1..12, day 1..31 */
void civil_from_day(int32_t days, int32_t *year, uint32_t *month, uint32_t *day);
uint32_t day_weekday(int32_t days);                             /* ISO: 1 Monday .. 7 Sunday */
void day_iso_week(int32_t days, int32_t *year, uint32_t *week); /* ISO 8601 week year and week */
uint32_t month_length(int32_t year, uint32_t month);
#endif
