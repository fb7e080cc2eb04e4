/* civil.c - see civil.h. Valid for years -100,000 .. 100,000; a year beyond counts as the last. */
#include "base/civil.h"

enum { LAST_YEAR = 100000 };

int32_t day_from_civil(int32_t year, uint32_t month, uint32_t day)
{
    if (year > LAST_YEAR) year = LAST_YEAR;
    if (year < -LAST_YEAR) year = -LAST_YEAR;
    year -= month <= 2;
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    uint32_t yoe = (uint32_t)(year - era * 400);
    uint32_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + (int32_t)(yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

void civil_from_day(int32_t days, int32_t *year, uint32_t *month, uint32_t *day)
{
    int32_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    uint32_t doe = (uint32_t)(z - era * 146097);
    uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = (int32_t)yoe + era * 400 + (*month <= 2);
}

uint32_t day_weekday(int32_t days)
{
    int32_t k = (days + 3) % 7;
    return (uint32_t)(k < 0 ? k + 7 : k) + 1;
}

void day_iso_week(int32_t days, int32_t *year, uint32_t *week)
{
    uint32_t month, day;
    int32_t thursday = days - (int32_t)day_weekday(days) + 4;
    civil_from_day(thursday, year, &month, &day);
    *week = (uint32_t)(thursday - day_from_civil(*year, 1, 1)) / 7 + 1;
}

static bool year_is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

uint32_t month_length(int32_t year, uint32_t month)
{
    static const uint8_t length[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap(year) ? 29 : length[month <= 12 ? month : 0];
}
