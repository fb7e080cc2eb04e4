/* times_calendar.c - see times_calendar.h. Easter: the Gregorian and Julian computus (Meeus);
 * Jewish feasts: the arithmetic Hebrew calendar (Reingold and Dershowitz); feasts that follow the
 * moon by sight come from a table, and outside it are unknown. */
#include "mean/times/times_calendar.h"
#include <math.h>

int32_t day_of(int64_t seconds)
{
    return (int32_t)(seconds >= 0 ? seconds / DAY_SECONDS
                                  : -((-seconds + DAY_SECONDS - 1) / DAY_SECONDS));
}

Stretch stretch_days(int32_t day, int32_t days)
{
    return (Stretch){(int64_t)day * DAY_SECONDS, ((int64_t)day + days) * DAY_SECONDS};
}

static int32_t floor_div(int32_t a, int32_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int64_t month_start(int32_t year, int32_t month)
{
    int32_t years = floor_div(month - 1, 12);
    return (int64_t)day_from_civil(year + years, (uint32_t)(month - 12 * years), 1) * DAY_SECONDS;
}

Stretch stretch_months(int32_t year, int32_t month, int32_t months)
{
    return (Stretch){month_start(year, month), month_start(year, month + months)};
}

Stretch stretch_unit(int64_t at, TimeUnit unit)
{
    int32_t year, day = day_of(at), week_day = (int32_t)day_weekday(day);
    uint32_t month, dom;
    civil_from_day(day, &year, &month, &dom);
    switch (unit) {
    case UNIT_SECOND: return (Stretch){at, at + 1};
    case UNIT_MINUTE: {
        int64_t base = (int64_t)day * DAY_SECONDS, s = base + (at - base) / 60 * 60;
        return (Stretch){s, s + 60};
    }
    case UNIT_HOUR: {
        int64_t base = (int64_t)day * DAY_SECONDS, s = base + (at - base) / 3600 * 3600;
        return (Stretch){s, s + 3600};
    }
    case UNIT_WEEK: return stretch_days(day - week_day + 1, 7);
    case UNIT_WORKWEEK: return stretch_days(day - week_day + 1, 5);
    case UNIT_FORTNIGHT: return stretch_days(day - week_day + 1, 14);
    case UNIT_WEEKEND: return stretch_days(day - week_day + 6, 2);
    case UNIT_MONTH: return stretch_months(year, (int32_t)month, 1);
    case UNIT_QUARTER: return stretch_months(year, (int32_t)(month - 1) / 3 * 3 + 1, 3);
    case UNIT_SEASON:
        return stretch_months(year, (int32_t)(month % 12) / 3 * 3 + (month == 12 ? 12 : 0), 3);
    case UNIT_HALF: return stretch_months(year, month > 6 ? 7 : 1, 6);
    case UNIT_YEAR: return stretch_months(year, 1, 12);
    case UNIT_DECADE: return stretch_months(floor_div(year, 10) * 10, 1, 120);
    case UNIT_CENTURY: return stretch_months(floor_div(year, 100) * 100, 1, 1200);
    case UNIT_MILLENNIUM: return stretch_months(floor_div(year, 1000) * 1000, 1, 12000);
    default: return stretch_days(day, 1);
    }
}

double unit_seconds(TimeUnit unit)
{
    static const double days[UNITS] = {
        [UNIT_PART] = 0.25,        [UNIT_DAY] = 1,         [UNIT_WORKDAY] = 1,
        [UNIT_NIGHT] = 1,          [UNIT_WEEKEND] = 2,     [UNIT_WORKWEEK] = 5,
        [UNIT_WEEK] = 7,           [UNIT_FORTNIGHT] = 14,  [UNIT_MONTH] = 30.44,
        [UNIT_QUARTER] = 91.31,    [UNIT_SEASON] = 91.31,  [UNIT_HALF] = 182.62,
        [UNIT_YEAR] = 365.25,      [UNIT_DECADE] = 3652.5, [UNIT_CENTURY] = 36525,
        [UNIT_MILLENNIUM] = 365250};
    return unit == UNIT_SECOND   ? 1
           : unit == UNIT_MINUTE ? 60
           : unit == UNIT_HOUR   ? 3600
                                 : days[unit] * DAY_SECONDS;
}

static double unit_months(TimeUnit unit)
{
    switch (unit) {
    case UNIT_MONTH: return 1;
    case UNIT_QUARTER:
    case UNIT_SEASON: return 3;
    case UNIT_HALF: return 6;
    case UNIT_YEAR: return 12;
    case UNIT_DECADE: return 120;
    case UNIT_CENTURY: return 1200;
    case UNIT_MILLENNIUM: return 12000;
    default: return 0;
    }
}

static int64_t step_workdays(int64_t at, double n)
{
    int step = n < 0 ? -1 : 1;
    for (int left = (int)fabs(n); left > 0 && left < 2000;) {
        at += (int64_t)step * DAY_SECONDS;
        left -= day_weekday(day_of(at)) <= 5;
    }
    return at;
}

int64_t step_units(int64_t at, TimeUnit unit, double n)
{
    double months = unit_months(unit) * n;
    if (fabs(n) > 100000 || fabs(months) > 120000) return at;
    if (unit == UNIT_WORKDAY) return step_workdays(at, n);
    if (months == 0)
        return at + (int64_t)llround((unit == UNIT_WEEKEND || unit == UNIT_WORKWEEK
                                          ? 7.0 * DAY_SECONDS
                                          : unit_seconds(unit)) *
                                     n);
    int32_t year, day = day_of(at);
    uint32_t month, dom;
    civil_from_day(day, &year, &month, &dom);
    int32_t whole = (int32_t)floor(months), to = (int32_t)month + whole,
            years = floor_div(to - 1, 12);
    uint32_t last = month_length(year + years, (uint32_t)(to - 12 * years));
    int64_t moved = month_start(year, to) + (int64_t)((dom < last ? dom : last) - 1) * DAY_SECONDS +
                    (at - (int64_t)day * DAY_SECONDS);
    return moved + (int64_t)llround((months - whole) * 30.44) * DAY_SECONDS;
}

static int32_t easter_day(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25,
            g = (b - f + 1) / 3;
    int32_t h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4,
            l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;
    return day_from_civil(year, (uint32_t)(n / 31), (uint32_t)(n % 31 + 1));
}

static int32_t orthodox_day(int32_t year)
{
    int32_t a = year % 4, b = year % 7, c = year % 19, d = (19 * c + 15) % 30,
            e = (2 * a + 4 * b - d + 34) % 7, n = d + e + 114;
    return day_from_civil(year, (uint32_t)(n / 31), (uint32_t)(n % 31 + 1)) + year / 100 -
           year / 400 - 2;
}

/* Days from the calendar's start to the mean new year of a Hebrew year, moved off the forbidden
 * weekdays. */
static int32_t hebrew_elapsed(int32_t year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months,
            days = months * 29 + parts / 25920;
    return (int32_t)(3 * (days + 1) % 7 < 3 ? days + 1 : days);
}

static int32_t hebrew_new_year(int32_t year)
{
    int32_t before = hebrew_elapsed(year - 1), here = hebrew_elapsed(year),
            after = hebrew_elapsed(year + 1);
    return here - 2092590 + (after - here == 356 ? 2 : here - before == 382 ? 1 : 0);
}

/* Months are counted from Tishri (1) to Elul (12), 6 is the last Adar; `year` is the Gregorian year
 * the feast falls in. */
static int32_t hebrew_feast(int32_t year, int32_t month, int32_t day)
{
    int32_t hebrew = year + (month <= 3 ? 3761 : 3760);
    int32_t first = hebrew_new_year(hebrew), next = hebrew_new_year(hebrew + 1), nisan = next - 177;
    int32_t length = next - first, heshvan = length % 10 == 5 ? 30 : 29,
            kislev = length % 10 == 3 ? 29 : 30;
    int32_t start = month >= 7   ? nisan + (month - 7) * 30 - (month - 7) / 2
                    : month == 6 ? nisan - 29
                                 : first;
    if (month >= 2 && month <= 5)
        start += 30 + (month > 2 ? heshvan : 0) + (month > 3 ? kislev : 0) + (month > 4 ? 29 : 0);
    return start + day - 1;
}

static Stretch feast_weekday(int32_t year, int32_t weekday, int32_t nth, int32_t month)
{
    int32_t first = day_from_civil(year, (uint32_t)month, 1);
    if (nth > 0)
        return stretch_days(first + (weekday - (int32_t)day_weekday(first) + 7) % 7 + 7 * (nth - 1),
                            1);
    int32_t last = first + (int32_t)month_length(year, (uint32_t)month) - 1;
    return stretch_days(last - ((int32_t)day_weekday(last) - weekday + 7) % 7 + 7 * nth, 1);
}

bool feast_in(const Times *times, uint32_t feast, int32_t year, Stretch *stretch)
{
    const Feast *f = &times->feasts.at[feast];
    int32_t days = f->days, day;
    if (year < 1 || year > 9999) return false;
    switch (f->kind) {
    case FEAST_FIXED:
        *stretch = stretch_days(day_from_civil(year, (uint32_t)f->a, 1) + f->b - 1, days);
        return true;
    case FEAST_WEEKDAY:
        *stretch = feast_weekday(year, f->a, f->b, f->c);
        stretch->to = stretch->from + (int64_t)days * DAY_SECONDS;
        return true;
    case FEAST_EASTER: day = easter_day(year) + f->a; break;
    case FEAST_ORTHODOX: day = orthodox_day(year) + f->a; break;
    case FEAST_HEBREW: day = hebrew_feast(year, f->a, f->b); break;
    default:
        for (uint32_t i = 0; i < f->n_dates; i++) {
            int32_t y;
            uint32_t m, d;
            civil_from_day(times->feast_dates.at[f->first_date + i].from, &y, &m, &d);
            if (y == year) {
                *stretch = stretch_days(times->feast_dates.at[f->first_date + i].from, days);
                return true;
            }
        }
        return false;
    }
    *stretch = stretch_days(day, days);
    return true;
}
