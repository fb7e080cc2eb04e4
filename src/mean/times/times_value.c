/* times_value.c - see times_value.h. In: a node and what it may hang on. Out: interval, grain and
 * TIMEX3 text. Missing parts are filled from the scope ("Tuesday of next week"), else from the
 * reference date: among the occurrences around it, the one before it when the text looks back, the
 * one after when it looks forward, else the nearest. What cannot be placed stays X.
 *
 * Known to get wrong: fiscal years (taken as calendar years), "winter" around New Year (taken by
 * the year of its December). */
#include "mean/times/times_value_parts.h"
#include "base/number.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { DUMMY_YEAR = 2004 }; /* a leap year in which dates without a year are computed */
const char *const time_mod_name[MODS] = {
    "",          "START",         "MID",           "END",   "APPROX", "LESS_THAN",
    "MORE_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", "START", "END"};
const char *const value_part_name[] = {"", "MO", "MI", "AF", "EV", "NI", "DT"};
static const char *const season_name[] = {"", "SP", "SU", "FA", "WI"};

/* ---- text ---- */

void value_put(TimeValue *value, const char *format, ...)
{
    size_t n = strlen(value->text);
    va_list args;
    va_start(args, format);
    number_vprint(value->text + n, sizeof value->text - n, format, args);
    va_end(args);
}

static void put_year(TimeValue *value, int32_t year)
{
    if (value->known == KNOWN_NO_YEAR)
        value_put(value, "XXXX");
    else
        value_put(value, value->bc ? "BC%04d" : "%04d", abs(year));
}

void value_put_clock(TimeValue *value, int64_t in_day, uint8_t grain)
{
    value_put(value, "T%02d:%02d", (int)(in_day / 3600), (int)(in_day / 60 % 60));
    if (grain == UNIT_SECOND) value_put(value, ":%02d", (int)(in_day % 60));
    if (value->zone == INT32_MIN) return;
    int32_t z = abs(value->zone);
    if (z == 0)
        value_put(value, "Z");
    else
        value_put(value, z % 60 ? "%c%02d:%02d" : "%c%02d", value->zone < 0 ? '-' : '+', z / 60,
                  z % 60);
}

/* Text of a stretch that begins at value->from, by its grain. */
void value_put_point(TimeValue *value)
{
    int32_t day = day_of(value->from), year, week_year;
    uint32_t month, dom, week;
    civil_from_day(day, &year, &month, &dom);
    day_iso_week(day, &week_year, &week);
    switch (value->grain) {
    case UNIT_MILLENNIUM:
    case UNIT_CENTURY: value_put(value, value->bc ? "BC%02d" : "%02d", abs(year) / 100); return;
    case UNIT_DECADE: value_put(value, value->bc ? "BC%03d" : "%03d", abs(year) / 10); return;
    case UNIT_YEAR: put_year(value, year); return;
    case UNIT_HALF:
        put_year(value, year);
        value_put(value, "-H%u", month > 6 ? 2u : 1u);
        return;
    case UNIT_SEASON:
        put_year(value, year);
        value_put(value, "-%s", season_name[month == 12 ? 4 : month / 3]);
        return;
    case UNIT_QUARTER:
        put_year(value, year);
        value_put(value, "-Q%u", (month - 1) / 3 + 1);
        return;
    case UNIT_MONTH:
        put_year(value, year);
        value_put(value, "-%02u", month);
        return;
    case UNIT_WEEK:
    case UNIT_WORKWEEK:
        put_year(value, week_year);
        value_put(value, "-W%02u", week);
        return;
    case UNIT_WEEKEND:
        put_year(value, week_year);
        value_put(value, "-W%02u-WE", week);
        return;
    default: put_year(value, year); value_put(value, "-%02u-%02u", month, dom);
    }
    if (value->grain == UNIT_PART)
        value_put(value, "T%s", value_part_name[value->part]);
    else if (value->grain <= UNIT_HOUR)
        value_put_clock(value, value->from - (int64_t)day * DAY_SECONDS, value->grain);
}

/* What is left to say when nothing is known to hang on. */
void value_put_unknown(TimeValue *value, uint8_t grain)
{
    static const char *const text[UNITS] = {
        [UNIT_WEEKEND] = "XXXX-WXX-WE", [UNIT_WEEK] = "XXXX-WXX",   [UNIT_FORTNIGHT] = "XXXX-WXX",
        [UNIT_MONTH] = "XXXX-XX",       [UNIT_QUARTER] = "XXXX-QX", [UNIT_HALF] = "XXXX-HX",
        [UNIT_SEASON] = "XXXX-XX",      [UNIT_YEAR] = "XXXX",       [UNIT_DECADE] = "XXX",
        [UNIT_CENTURY] = "XX",          [UNIT_MILLENNIUM] = "XX"};
    value->known = KNOWN_NOT;
    value->grain = grain;
    value_put(value, "%s", text[grain] ? text[grain] : "XXXX-XX-XX");
    if (grain == UNIT_PART)
        value_put(value, "T%s", value_part_name[value->part]);
    else if (grain && grain <= UNIT_HOUR)
        value_put(value, "TXX");
}

TimeValue value_day(int32_t day, Known known)
{
    TimeValue value = {.known = known, .grain = UNIT_DAY, .zone = INT32_MIN};
    if (known == KNOWN_NOT) return value;
    value.from = (int64_t)day * DAY_SECONDS;
    value.to = value.from + DAY_SECONDS;
    return value;
}

static bool is_date_grain(uint8_t grain)
{
    return grain >= UNIT_DAY;
}

/* ---- fields inside a year ---- */

static void year_of(int64_t at, int32_t *year, uint32_t *month, uint32_t *day)
{
    civil_from_day(day_of(at), year, month, day);
}

/* The stretch that month, day, quarter, season, feast ... name in `year`; false when there is none
 * (30 February). */
static bool fields_in_year(const TimeContext *context, const TimeNode *node, int32_t year,
                           Stretch *s, uint8_t *grain)
{
    int32_t month = node->field[FIELD_MONTH];
    if (has(node, FIELD_FEAST)) {
        *grain = UNIT_DAY;
        return feast_in(context->times, (uint32_t)node->field[FIELD_FEAST], year, s);
    }
    if (has(node, FIELD_MONTH) && has(node, FIELD_DAY)) {
        if (node->field[FIELD_DAY] > (int32_t)month_length(year, (uint32_t)month)) return false;
        *s = stretch_days(day_from_civil(year, (uint32_t)month, (uint32_t)node->field[FIELD_DAY]),
                          1);
        *grain = UNIT_DAY;
        return true;
    }
    if (has(node, FIELD_MONTH)) {
        *s = stretch_months(year, month, 1);
        *grain = UNIT_MONTH;
        return true;
    }
    if (has(node, FIELD_QUARTER)) {
        *s = stretch_months(year, node->field[FIELD_QUARTER] * 3 - 2, 3);
        *grain = UNIT_QUARTER;
        return true;
    }
    if (has(node, FIELD_HALF)) {
        *s = stretch_months(year, node->field[FIELD_HALF] * 6 - 5, 6);
        *grain = UNIT_HALF;
        return true;
    }
    if (has(node, FIELD_SEASON)) {
        *s = stretch_months(year, node->field[FIELD_SEASON] * 3, 3);
        *grain = UNIT_SEASON;
        return true;
    }
    if (has(node, FIELD_WEEK)) {
        Stretch first = stretch_unit((int64_t)day_from_civil(year, 1, 4) * DAY_SECONDS, UNIT_WEEK);
        *s = (Stretch){first.from + (int64_t)(node->field[FIELD_WEEK] - 1) * 7 * DAY_SECONDS,
                       first.from + (int64_t)node->field[FIELD_WEEK] * 7 * DAY_SECONDS};
        *grain = UNIT_WEEK;
        return true;
    }
    *s = stretch_months(year, 1, 12);
    *grain = UNIT_YEAR;
    return true;
}

/* ---- parts of the day and the clock ---- */

static const struct {
    int from, to;
} part_hours[] = {{0, 24}, {0, 12}, {12, 13}, {12, 18}, {18, 24}, {18, 24}, {6, 18}};
static const struct {
    int from, to;
} part_hours_forward[] = {{0, 24},  {8, 12},  {12, 14}, {12, 16},
                          {16, 20}, {20, 24}, {8, 18}}; /* of an agenda without a day */

int32_t value_clock_hour(const TimeNode *node)
{
    int32_t hour = node->field[FIELD_HOUR];
    if (has(node, FIELD_MERIDIEM)) return hour % 12 + (node->field[FIELD_MERIDIEM] == 2 ? 12 : 0);
    int32_t part = has(node, FIELD_PART) ? node->field[FIELD_PART] : 0;
    if (hour < 12 && (part == 3 || part == 4 || (part == 5 && hour > 4))) return hour + 12;
    if (hour == 12 && (part == 1 || part == 5)) return 0;
    return hour;
}

/* Puts the clock or the part of the day on a day. */
void value_add_clock(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    int64_t day = value->from;
    value->type = TIME_TIME;
    if (has(node, FIELD_ZONE) && context->mode != TIMES_FORWARD)
        value->zone = node->field[FIELD_ZONE];
    if (!has(node, FIELD_HOUR)) {
        value->part = (uint8_t)node->field[FIELD_PART];
        value->grain = UNIT_PART;
        bool lunch = context->mode == TIMES_FORWARD && value->part == 2;
        value->from = day + 3600 * part_hours[value->part].from;
        value->to = day + 3600 * (lunch ? 14 : part_hours[value->part].to);
        return;
    }
    int32_t minute = has(node, FIELD_MINUTE) ? node->field[FIELD_MINUTE] : 0,
            second = has(node, FIELD_SECOND) ? node->field[FIELD_SECOND] : 0;
    value->from = day + 3600 * (int64_t)value_clock_hour(node) + 60 * (int64_t)minute + second;
    value->grain = has(node, FIELD_SECOND) ? UNIT_SECOND : UNIT_MINUTE;
    value->to = value->from + (has(node, FIELD_SECOND) ? 1 : 60);
}

/* A bare clock or part of the day, with no day to hang on. */
static void clock_alone(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue day = value_day(0, KNOWN_FULL);
    value->type = TIME_TIME;
    value_add_clock(context, node, &day);
    value->part = day.part;
    value->zone = day.zone;
    value->grain = day.grain;
    value->known = KNOWN_NOT;
    if (context->mode != TIMES_FORWARD) value_put(value, "XXXX-XX-XX");
    if (day.grain != UNIT_PART)
        value_put_clock(value, day.from, day.grain);
    else if (context->mode != TIMES_FORWARD)
        value_put(value, "T%s", value_part_name[day.part]);
    else
        value_put(value, "T%02d:00/T%02d:00", part_hours_forward[day.part].from,
                  part_hours_forward[day.part].to % 24);
}

/* ---- choosing among occurrences ---- */

/* The reference that a node hangs on. */
const TimeValue *value_reference(const TimeContext *context, const TimeNode *node)
{
    bool told = node->ref == REF_TOLD || context->mode == TIMES_NARRATIVE;
    return told && context->told.known != KNOWN_NOT ? &context->told : &context->dct;
}

typedef struct Pick {
    Stretch best;
    double cost;
    bool found;
    uint8_t grain;
} Pick;

/* What speaks against a candidate: its distance from the reference in days, and what its side of
 * the reference costs. */
typedef struct Sides {
    double before, after;
} Sides;

static Sides sides_of(const TimeContext *context, const TimeNode *node, int dir)
{
    bool stated = node->has_n ||
                  context->mode == TIMES_FORWARD; /* "last", "next": no doubt about the side */
    double wrong = stated ? 5000 : has(node, FIELD_DAY) ? 345 : 300;
    Sides sides = {.before = dir > 0 ? wrong : dir == 0 ? -0.5 : 0, .after = dir < 0 ? wrong : 0};
    return sides;
}

/* Keeps the candidate when less speaks against it. "next" (dir 2) passes over the one that holds
 * the reference. */
static void offer(Pick *pick, Stretch s, uint8_t grain, const TimeValue *ref, int dir, Sides sides)
{
    double days;
    if ((s.from <= ref->from && s.to > ref->from) || (s.from >= ref->from && s.to <= ref->to))
        days = dir > 1 ? 4000 : 0;
    else if (s.from > ref->from)
        days = (double)(s.from - ref->from) / DAY_SECONDS + sides.after;
    else
        days = (double)(ref->from - s.to + 1) / DAY_SECONDS + sides.before;
    if (pick->found && days >= pick->cost) return;
    *pick = (Pick){s, days, true, grain};
}

/* Direction for a node: stated by the words, else by the sentence, else by the mode. */
static int direction(const TimeContext *context, const TimeNode *node)
{
    if (node->has_n && !node->unit)
        return node->n < 0 ? -1 : node->n > 0 ? 2 : context->mode == TIMES_FORWARD ? 1 : 0;
    if (context->mode == TIMES_FORWARD) return 1;
    return context->dir;
}

static bool weekday_fits(const TimeNode *node, Stretch s)
{
    return !has(node, FIELD_WEEKDAY) ||
           (int32_t)day_weekday(day_of(s.from)) == node->field[FIELD_WEEKDAY];
}

enum { YEAR_TURNS = 11 }; /* months back that mean the next year: January after December */
/* How many years from the reference's a node without a year is by its own words: "this May", "week
 * 20", "last February", that of the year before. False where the search has to tell. */
static bool years_away(const TimeNode *node, int32_t *away)
{
    bool step = node->has_n && !node->unit, feast = has(node, FIELD_FEAST);
    *away = 0;
    if (node->has == HAS(FIELD_WEEK) || (step && node->n == 0 && !feast)) return true;
    if (!step || node->n >= 0 || !has(node, FIELD_MONTH)) return false;
    *away = -1;
    return true;
}

/* In a narrative the year last told; a spring that follows a winter is in the next. */
static bool pick_year_told(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                           Pick *pick)
{
    int32_t year;
    uint32_t month, day;
    if (context->mode != TIMES_NARRATIVE || node->has_n || has(node, FIELD_WEEKDAY)) return false;
    year_of(ref->from, &year, &month, &day);
    bool turned = ref->grain <= UNIT_MONTH && has(node, FIELD_MONTH) &&
                  (int32_t)month - node->field[FIELD_MONTH] >= YEAR_TURNS;
    pick->found = fields_in_year(context, node, year + turned, &pick->best, &pick->grain);
    return pick->found;
}

/* The cheapest of the years around the reference's. */
static void pick_near_year(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                           int32_t year, Pick *pick)
{
    bool weekday = has(node, FIELD_WEEKDAY);
    int dir = weekday ? 0 : direction(context, node); /* a weekday tells the year by itself */
    int reach = weekday ? 6 : has(node, FIELD_DAY) ? 4 : 1;
    for (int k = -reach; k <= reach; k++) {
        Stretch s;
        uint8_t grain;
        if (!fields_in_year(context, node, year + k, &s, &grain)) continue;
        if (has(node, FIELD_DAY) && !weekday_fits(node, s)) continue;
        if (dir < 0 && node->has_n && s.to > ref->from) continue; /* "last summer" is over */
        offer(pick, s, grain, ref, dir, sides_of(context, node, dir));
    }
}

/* Month, day of a month, quarter, feast ... without a year. */
static bool pick_yearly(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                        Pick *pick)
{
    int32_t year, away;
    uint32_t month, day;
    year_of(ref->from, &year, &month, &day);
    if (years_away(node, &away)) {
        pick->found = fields_in_year(context, node, year + away, &pick->best, &pick->grain);
        return pick->found;
    }
    if (pick_year_told(context, node, ref, pick)) return true;
    pick_near_year(context, node, ref, year, pick);
    if (pick->found && node->has_n && node->n > 1) { /* "March after next" */
        year_of(pick->best.from, &year, &month, &day);
        pick->found = fields_in_year(context, node, year + (int32_t)node->n - 1, &pick->best,
                                     &pick->grain);
    }
    return pick->found;
}

/* "the 20th", "Friday the 13th" */
static bool pick_monthly(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                         Pick *pick)
{
    int32_t year;
    uint32_t month, day;
    year_of(ref->from, &year, &month, &day);
    int reach = has(node, FIELD_WEEKDAY) ? 14 : 2;
    for (int k = -reach; k <= reach; k++) {
        Stretch m = stretch_months(year, (int32_t)month + k, 1);
        Stretch s = stretch_days(day_of(m.from) + node->field[FIELD_DAY] - 1, 1);
        if (s.to <= m.to && weekday_fits(node, s))
            offer(pick, s, UNIT_DAY, ref, direction(context, node),
                  sides_of(context, node, direction(context, node)));
    }
    return pick->found;
}

static bool pick_weekday(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                         Pick *pick)
{
    int32_t today = day_of(ref->from), week = today - (int32_t)day_weekday(today) + 1,
            here = week + node->field[FIELD_WEEKDAY] - 1;
    int dir = direction(context, node);
    pick->grain = UNIT_DAY;
    pick->found = true;
    int32_t day;
    if (node->has_n && node->n < 0)
        day = node->loose ? here - 7 : here < today ? here : here - 7;
    else if (node->has_n && node->n > 0) { /* "next Sunday": in news the week begins on it */
        bool sunday = context->mode != TIMES_FORWARD && node->field[FIELD_WEEKDAY] == 7;
        day = here + 7 * (int32_t)node->n - (sunday && here > today ? 7 : 0);
    } else if (node->has_n)
        day = context->mode == TIMES_FORWARD && here < today ? here + 7 : here;
    else if (dir > 0)
        day = here > today || (here == today && context->mode != TIMES_FORWARD) ? here : here + 7;
    else
        day = here <= today ? here : here - 7;
    if (node->n < -1) day -= 7 * (int32_t)(-node->n - 1);
    pick->best = stretch_days(day, 1);
    return true;
}

static bool pick_occurrence(const TimeContext *context, const TimeNode *node, const TimeValue *ref,
                            Pick *pick)
{
    if (node->has & YEARLY) return pick_yearly(context, node, ref, pick);
    if (has(node, FIELD_DAY)) return pick_monthly(context, node, ref, pick);
    if (has(node, FIELD_WEEKDAY)) return pick_weekday(context, node, ref, pick);
    return false;
}

/* Fields resolved inside a scope that is already placed. */
static bool pick_in_scope(const TimeContext *context, const TimeNode *node, const TimeValue *scope,
                          Pick *pick)
{
    int32_t year;
    uint32_t month, day;
    year_of(scope->from, &year, &month, &day);
    pick->found = true;
    if (node->has & YEARLY) {
        pick->found = fields_in_year(context, node, year, &pick->best, &pick->grain);
        return pick->found;
    }
    pick->grain = UNIT_DAY;
    if (has(node, FIELD_DAY)) {
        pick->best = stretch_days(day_of(scope->from) - (int32_t)day + node->field[FIELD_DAY], 1);
        return node->field[FIELD_DAY] <= (int32_t)month_length(year, month);
    }
    if (has(node, FIELD_WEEKDAY)) {
        int32_t first = day_of(scope->from),
                ahead = (node->field[FIELD_WEEKDAY] - (int32_t)day_weekday(first) + 7) % 7;
        pick->best = stretch_days(first + ahead, 1);
        return true;
    }
    if (has(node, FIELD_WEEKEND)) {
        pick->best = stretch_unit(scope->from, UNIT_WEEKEND);
        pick->grain = UNIT_WEEKEND;
        return true;
    }
    *pick = (Pick){{scope->from, scope->to}, 0, true, scope->grain};
    return true;
}

/* ---- points ---- */

/* "A/B" of days or clock times. */
void value_put_stretch(TimeValue *value)
{
    TimeValue from = *value, to = *value;
    value->text[0] = from.text[0] = to.text[0] = 0;
    bool days = value->from % DAY_SECONDS == 0 && value->to % DAY_SECONDS == 0 &&
                value->grain >= UNIT_DAY;
    from.grain = to.grain = days ? UNIT_DAY : UNIT_MINUTE;
    to.from = days ? value->to - DAY_SECONDS : value->to;
    value_put_point(&from);
    value_put_point(&to);
    snprintf(value->text, sizeof value->text, "%.34s/%.34s", from.text, to.text);
    value->type = days ? TIME_DATE : TIME_TIME;
}

void value_finish(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    if (node->has & CLOCK) {
        if (value->grain == UNIT_DAY && (has(node, FIELD_HOUR) || has(node, FIELD_PART)))
            value_add_clock(context, node, value);
        else
            value->type = TIME_DATE;
    } else
        value->type = is_date_grain(value->grain) ? TIME_DATE : TIME_TIME;
    bool days = value->grain == UNIT_DAY &&
                value->to - value->from > DAY_SECONDS; /* a feast of several days */
    bool agenda = context->mode == TIMES_FORWARD &&
                  (value->grain == UNIT_FORTNIGHT ||
                   (value->grain == UNIT_PART && (value->part == 2 || value->part == 5)));
    if (days || agenda)
        value_put_stretch(value);
    else
        value_put_point(value);
}

void value_place(TimeValue *value, Stretch s, uint8_t grain, Known known)
{
    value->from = s.from;
    value->to = s.to;
    value->grain = grain;
    value->known = known;
}

/* A date whose year is stated (or decade, century). Years before Christ are counted as negative, so
 * that they run forward too. */
static bool eval_absolute(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    Stretch s;
    uint8_t grain;
    value->bc = has(node, FIELD_ERA) && node->field[FIELD_ERA] == 1;
    int32_t sign = value->bc ? -1 : 1;
    if (has(node, FIELD_CENTURY)) {
        value_place(
            value,
            stretch_months(sign * node->field[FIELD_CENTURY] * 100 - (value->bc ? 99 : 0), 1, 1200),
            UNIT_CENTURY, KNOWN_FULL);
        return true;
    }
    if (has(node, FIELD_DECADE)) {
        value_place(
            value,
            stretch_months(sign * node->field[FIELD_DECADE] * 10 - (value->bc ? 9 : 0), 1, 120),
            UNIT_DECADE, KNOWN_FULL);
        return true;
    }
    if (!fields_in_year(context, node, sign * node->field[FIELD_YEAR], &s, &grain)) return false;
    value_place(value, s, grain, KNOWN_FULL);
    return true;
}

/* The unit n steps from the reference: "last month", "the next day". */
static bool eval_relative(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    const TimeValue *ref = value_reference(context, node);
    uint8_t unit = node->unit == UNIT_NIGHT ? UNIT_DAY : node->unit;
    if (node->loose && unit == UNIT_DAY && ref->grain > UNIT_DAY)
        ref = &context->dct; /* "earlier in the day", behind "in March" */
    if (ref->known == KNOWN_NOT || (unit < ref->grain && unit != UNIT_PART &&
                                    !(ref->grain == UNIT_WEEKEND && unit >= UNIT_DAY)))
        return false;
    if (ref->known == KNOWN_NO_YEAR && unit > UNIT_YEAR) return false;
    bool days = node->n > 0 && ref->type == TIME_RANGE &&
                ref->to > ref->from; /* after a range: after its end */
    Stretch s = stretch_unit(days ? ref->to - 1 : ref->from, unit);
    bool over = unit == UNIT_WEEKEND && node->loose && context->mode == TIMES_NEWS &&
                context->dir < 0 && s.from > ref->from; /* "met over the weekend" */
    int64_t from = step_units(s.from, unit, over ? -1 : node->n);
    Known known = ref->known;
    if (known == KNOWN_NO_YEAR && (unit == UNIT_WEEK || unit == UNIT_WEEKEND)) return false;
    value->bc = ref->bc;
    value_place(value, stretch_unit(from, unit), unit, known);
    return true;
}

static uint8_t grain_of(const TimeNode *node)
{
    if (node->unit) return node->unit;
    if (has(node, FIELD_PART) && !has(node, FIELD_HOUR)) return UNIT_PART;
    if (has(node, FIELD_HOUR)) return UNIT_MINUTE;
    if (has(node, FIELD_DAY) || has(node, FIELD_WEEKDAY) || has(node, FIELD_FEAST)) return UNIT_DAY;
    if (has(node, FIELD_WEEKEND)) return UNIT_WEEKEND;
    if (has(node, FIELD_MONTH)) return UNIT_MONTH;
    if (has(node, FIELD_QUARTER)) return UNIT_QUARTER;
    if (has(node, FIELD_SEASON)) return UNIT_SEASON;
    if (has(node, FIELD_HALF)) return UNIT_HALF;
    return has(node, FIELD_WEEK) ? UNIT_WEEK : UNIT_YEAR;
}

/* Clock or part of the day of a point without a day: "T16:40", "TMO"; `zone` as stated. */
static TimeValue partial_clock(const TimeContext *context, const TimeNode *node, uint8_t part)
{
    TimeValue text = {.zone = INT32_MIN};
    if (!part && !has(node, FIELD_HOUR)) return text;
    TimeValue day = value_day(0, KNOWN_FULL);
    value_add_clock(context, node, &day);
    text.zone = day.zone;
    if (part)
        value_put(&text, "T%s", value_part_name[part]);
    else
        value_put_clock(&text, day.from, day.grain);
    return text;
}

/* Does the node name a part of every year: a month, a season, a feast of one date? */
static bool yearly_part(const TimeContext *context, const TimeNode *node)
{
    const uint32_t parts = HAS(FIELD_MONTH) | HAS(FIELD_QUARTER) | HAS(FIELD_HALF) |
                           HAS(FIELD_SEASON);
    if (node->has_n) return false;
    return (node->has & parts) ||
           (has(node, FIELD_FEAST) &&
            context->times->feasts.at[node->field[FIELD_FEAST]].kind == FEAST_FIXED);
}

/* "XXXX-05-13"; a day that is not in the calendar as it was said. */
static void partial_date(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    Stretch s;
    uint8_t grain;
    if (fields_in_year(context, node, DUMMY_YEAR, &s, &grain)) {
        value_place(value, s, grain, KNOWN_NO_YEAR);
        value_put_point(value);
        return;
    }
    if (has(node, FIELD_YEAR))
        value_put(value, "%04d", node->field[FIELD_YEAR]);
    else
        value_put(value, "XXXX");
    value_put(value, "-%02d-%02d", has(node, FIELD_MONTH) ? node->field[FIELD_MONTH] : 0,
              has(node, FIELD_DAY) ? node->field[FIELD_DAY] : 0);
}

/* The unit whose X stand for a point of which nothing else is known. */
static uint8_t unknown_unit(const TimeNode *node)
{
    if (node->unit) return node->unit == UNIT_NIGHT ? UNIT_DAY : node->unit;
    uint8_t grain = grain_of(node);
    return grain < UNIT_DAY ? UNIT_DAY : grain;
}

/* Nothing to hang on: the stated fields, X for the rest. */
static void partial_point(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    bool clock = has(node, FIELD_HOUR), part = has(node, FIELD_PART) && !clock;
    value->part = part ? (uint8_t)node->field[FIELD_PART] : 0;
    value->type = clock || part ? TIME_TIME : TIME_DATE;
    value->known = KNOWN_NOT;
    value->grain = grain_of(node);
    TimeValue text = partial_clock(context, node, value->part);
    if (clock || part) value->zone = text.zone;
    if (yearly_part(context, node))
        partial_date(context, node, value);
    else if (has(node, FIELD_WEEKDAY) && !has(node, FIELD_DAY))
        value_put(value, "XXXX-WXX-%d", node->field[FIELD_WEEKDAY]);
    else if (has(node, FIELD_DAY) && !node->unit)
        value_put(value, "XXXX-XX-%02d", node->field[FIELD_DAY]);
    else
        value_put_unknown(value, unknown_unit(node));
    value_put(value, "%s", text.text);
}

/* Each of these places a point, or says that there is nothing to hang it on. */

/* Inside a larger time that is stated: "the Friday of that week". */
static bool point_in_scope(const TimeContext *context, const TimeNode *node, const TimeNode *inner,
                           TimeValue *value)
{
    Pick pick = {0};
    TimeValue scope = {.zone = INT32_MIN};
    value_of(context, node->a, &scope);
    value->bc = scope.bc;
    if (scope.known == KNOWN_NOT || !pick_in_scope(context, inner, &scope, &pick)) return false;
    value_place(value, pick.best, pick.grain, scope.known);
    return true;
}

/* Steps from the reference, and fields inside: "last week", "Tuesday of next week". */
static bool point_by_steps(const TimeContext *context, const TimeNode *node, const TimeNode *inner,
                           TimeValue *value)
{
    Pick pick = {0};
    if (!eval_relative(context, node, value)) return false;
    if (inner->has && pick_in_scope(context, inner, value, &pick))
        value_place(value, pick.best, pick.grain, value->known);
    return true;
}

/* The occurrence that suits the reference: "on Tuesday", "in May". */
static bool point_by_occurrence(const TimeContext *context, const TimeNode *node,
                                const TimeNode *inner, TimeValue *value)
{
    Pick pick = {0};
    const TimeValue *ref = value_reference(context, node);
    bool needs_year = has(node, FIELD_WEEKDAY) && !has(node, FIELD_DAY);
    if (ref->known == KNOWN_NOT || (ref->known == KNOWN_NO_YEAR && needs_year)) return false;
    if (!pick_occurrence(context, inner, ref, &pick)) return false;
    value->bc = ref->bc;
    value_place(value, pick.best, pick.grain, ref->known);
    return true;
}

/* "at 4:40 a.m.", "in the morning": on the day last told, or on that of the report. */
static void point_of_clock(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    bool told = context->told.known != KNOWN_NOT && context->told.grain <= UNIT_DAY;
    const TimeValue *ref = told || context->mode == TIMES_NARRATIVE ? &context->told
                                                                    : &context->dct;
    if (context->mode == TIMES_FORWARD || node->plural || ref->grain > UNIT_DAY ||
        ref->known == KNOWN_NOT) {
        clock_alone(context, node, value);
        return;
    }
    value_place(value, stretch_unit(ref->from, UNIT_DAY), UNIT_DAY, ref->known);
    value_finish(context, node, value);
}

void value_point(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    const uint32_t years = HAS(FIELD_YEAR) | HAS(FIELD_DECADE) | HAS(FIELD_CENTURY);
    TimeNode inner = *node;
    inner.has &= ~(uint32_t)CLOCK;
    bool dateless = (inner.has == 0 || inner.has == HAS(FIELD_WEEKEND)) && !node->has_n, placed;
    if (dateless && node->a == NONE && (node->has & CLOCK)) {
        point_of_clock(context, node, value);
        return;
    }
    if (node->a != NONE)
        placed = point_in_scope(context, node, &inner, value);
    else if (node->has & years)
        placed = eval_absolute(context, node, value);
    else if (node->has_n && node->unit)
        placed = point_by_steps(context, node, &inner, value);
    else
        placed = point_by_occurrence(context, node, &inner, value);
    if (placed)
        value_finish(context, node, value);
    else
        partial_point(context, node, value);
}
