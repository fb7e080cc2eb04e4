/* times_value.c - see times_value.h. In: a node and what it may hang on. Out: interval, grain and TIMEX3 text.
 * Missing parts are filled from the scope ("Tuesday of next week"), else from the reference date: among the occurrences around it, the one
 * before it when the text looks back, the one after when it looks forward, else the nearest. What cannot be placed stays X.
 * Known to get wrong: fiscal years (taken as calendar years), "winter" around New Year (taken by the year of its December). */
#include "mean/times_value.h"
#include "mean/times_calendar.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { DUMMY_YEAR = 2004 }; /* a leap year in which dates without a year are computed */
const char *const time_mod_name[MODS] = {"", "START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", "START", "END"};
static const char *const part_name[] = {"", "MO", "MI", "AF", "EV", "NI", "DT"};
static const char *const season_name[] = {"", "SP", "SU", "FA", "WI"};

static void eval(const TimeContext *context, uint32_t node, TimeValue *value);

static bool has(const TimeNode *node, TimeField field) { return node->has >> field & 1; }
#define HAS(field) (1u << (field))
enum { CLOCK = HAS(FIELD_HOUR) | HAS(FIELD_MINUTE) | HAS(FIELD_SECOND) | HAS(FIELD_MERIDIEM) | HAS(FIELD_ZONE) | HAS(FIELD_PART) };

/* ---- text ---- */

static void put(TimeValue *value, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(TimeValue *value, const char *format, ...) {
    size_t n = strlen(value->text);
    va_list args;
    va_start(args, format);
    vsnprintf(value->text + n, sizeof value->text - n, format, args);
    va_end(args);
}

static void put_year(TimeValue *value, int32_t year) {
    if (value->known == KNOWN_NO_YEAR) put(value, "XXXX");
    else put(value, value->bc ? "BC%04d" : "%04d", abs(year));
}

static void put_clock(TimeValue *value, int64_t in_day, uint8_t grain) {
    put(value, "T%02d:%02d", (int)(in_day / 3600), (int)(in_day / 60 % 60));
    if (grain == UNIT_SECOND) put(value, ":%02d", (int)(in_day % 60));
    if (value->zone == INT32_MIN) return;
    int32_t z = abs(value->zone);
    if (z == 0) put(value, "Z");
    else put(value, z % 60 ? "%c%02d:%02d" : "%c%02d", value->zone < 0 ? '-' : '+', z / 60, z % 60);
}

/* Text of a stretch that begins at value->from, by its grain. */
static void put_point(TimeValue *value) {
    int32_t day = day_of(value->from), year, week_year;
    uint32_t month, dom, week;
    civil_from_day(day, &year, &month, &dom);
    day_iso_week(day, &week_year, &week);
    switch (value->grain) {
    case UNIT_MILLENNIUM: case UNIT_CENTURY: put(value, value->bc ? "BC%02d" : "%02d", abs(year) / 100); return;
    case UNIT_DECADE: put(value, value->bc ? "BC%03d" : "%03d", abs(year) / 10); return;
    case UNIT_YEAR: put_year(value, year); return;
    case UNIT_HALF: put_year(value, year); put(value, "-H%u", month > 6 ? 2u : 1u); return;
    case UNIT_SEASON: put_year(value, year); put(value, "-%s", season_name[month == 12 ? 4 : month / 3]); return;
    case UNIT_QUARTER: put_year(value, year); put(value, "-Q%u", (month - 1) / 3 + 1); return;
    case UNIT_MONTH: put_year(value, year); put(value, "-%02u", month); return;
    case UNIT_WEEK: case UNIT_WORKWEEK: put_year(value, week_year); put(value, "-W%02u", week); return;
    case UNIT_WEEKEND: put_year(value, week_year); put(value, "-W%02u-WE", week); return;
    default: put_year(value, year); put(value, "-%02u-%02u", month, dom);
    }
    if (value->grain == UNIT_PART) put(value, "T%s", part_name[value->part]);
    else if (value->grain <= UNIT_HOUR) put_clock(value, value->from - (int64_t)day * DAY_SECONDS, value->grain);
}

/* What is left to say when nothing is known to hang on. */
static void put_unknown(TimeValue *value, uint8_t grain) {
    static const char *const text[UNITS] = {[UNIT_WEEKEND] = "XXXX-WXX-WE", [UNIT_WEEK] = "XXXX-WXX", [UNIT_FORTNIGHT] = "XXXX-WXX", [UNIT_MONTH] = "XXXX-XX", [UNIT_QUARTER] = "XXXX-QX",
        [UNIT_HALF] = "XXXX-HX", [UNIT_SEASON] = "XXXX-XX", [UNIT_YEAR] = "XXXX", [UNIT_DECADE] = "XXX", [UNIT_CENTURY] = "XX", [UNIT_MILLENNIUM] = "XX"};
    value->known = KNOWN_NOT;
    value->grain = grain;
    put(value, "%s", text[grain] ? text[grain] : "XXXX-XX-XX");
    if (grain == UNIT_PART) put(value, "T%s", part_name[value->part]);
    else if (grain && grain <= UNIT_HOUR) put(value, "TXX");
}

TimeValue value_day(int32_t day, Known known) {
    TimeValue value = {.known = known, .grain = UNIT_DAY, .zone = INT32_MIN};
    if (known == KNOWN_NOT) return value;
    value.from = (int64_t)day * DAY_SECONDS;
    value.to = value.from + DAY_SECONDS;
    return value;
}

static bool is_date_grain(uint8_t grain) { return grain >= UNIT_DAY; }

/* ---- fields inside a year ---- */

static void year_of(int64_t at, int32_t *year, uint32_t *month, uint32_t *day) { civil_from_day(day_of(at), year, month, day); }

/* The stretch that month, day, quarter, season, feast ... name in `year`; false when there is none (30 February). */
static bool fields_in_year(const TimeContext *context, const TimeNode *node, int32_t year, Stretch *s, uint8_t *grain) {
    int32_t month = node->field[FIELD_MONTH];
    if (has(node, FIELD_FEAST)) { *grain = UNIT_DAY; return feast_in(context->times, (uint32_t)node->field[FIELD_FEAST], year, s); }
    if (has(node, FIELD_MONTH) && has(node, FIELD_DAY)) {
        if (node->field[FIELD_DAY] > (int32_t)month_length(year, (uint32_t)month)) return false;
        *s = stretch_days(day_from_civil(year, (uint32_t)month, (uint32_t)node->field[FIELD_DAY]), 1);
        *grain = UNIT_DAY;
        return true;
    }
    if (has(node, FIELD_MONTH)) { *s = stretch_months(year, month, 1); *grain = UNIT_MONTH; return true; }
    if (has(node, FIELD_QUARTER)) { *s = stretch_months(year, node->field[FIELD_QUARTER] * 3 - 2, 3); *grain = UNIT_QUARTER; return true; }
    if (has(node, FIELD_HALF)) { *s = stretch_months(year, node->field[FIELD_HALF] * 6 - 5, 6); *grain = UNIT_HALF; return true; }
    if (has(node, FIELD_SEASON)) { *s = stretch_months(year, node->field[FIELD_SEASON] * 3, 3); *grain = UNIT_SEASON; return true; }
    if (has(node, FIELD_WEEK)) {
        Stretch first = stretch_unit((int64_t)day_from_civil(year, 1, 4) * DAY_SECONDS, UNIT_WEEK);
        *s = (Stretch){first.from + (int64_t)(node->field[FIELD_WEEK] - 1) * 7 * DAY_SECONDS, first.from + (int64_t)node->field[FIELD_WEEK] * 7 * DAY_SECONDS};
        *grain = UNIT_WEEK;
        return true;
    }
    *s = stretch_months(year, 1, 12);
    *grain = UNIT_YEAR;
    return true;
}

enum { YEARLY = HAS(FIELD_MONTH) | HAS(FIELD_FEAST) | HAS(FIELD_QUARTER) | HAS(FIELD_HALF) | HAS(FIELD_SEASON) | HAS(FIELD_WEEK) };

/* ---- parts of the day and the clock ---- */

static const struct { int from, to; } part_hours[] = {{0, 24}, {0, 12}, {12, 13}, {12, 18}, {18, 24}, {18, 24}, {6, 18}};
static const struct { int from, to; } part_hours_forward[] = {{0, 24}, {8, 12}, {12, 14}, {12, 16}, {16, 20}, {20, 24}, {8, 18}}; /* of an agenda without a day */

static int32_t clock_hour(const TimeNode *node) {
    int32_t hour = node->field[FIELD_HOUR];
    if (has(node, FIELD_MERIDIEM)) return hour % 12 + (node->field[FIELD_MERIDIEM] == 2 ? 12 : 0);
    int32_t part = has(node, FIELD_PART) ? node->field[FIELD_PART] : 0;
    if (hour < 12 && (part == 3 || part == 4 || (part == 5 && hour > 4))) return hour + 12;
    if (hour == 12 && (part == 1 || part == 5)) return 0;
    return hour;
}

/* Puts the clock or the part of the day on a day. */
static void add_clock(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    int64_t day = value->from;
    value->type = TIME_TIME;
    if (has(node, FIELD_ZONE) && context->mode != TIMES_FORWARD) value->zone = node->field[FIELD_ZONE];
    if (!has(node, FIELD_HOUR)) {
        value->part = (uint8_t)node->field[FIELD_PART];
        value->grain = UNIT_PART;
        bool lunch = context->mode == TIMES_FORWARD && value->part == 2;
        value->from = day + 3600 * part_hours[value->part].from;
        value->to = day + 3600 * (lunch ? 14 : part_hours[value->part].to);
        return;
    }
    int32_t minute = has(node, FIELD_MINUTE) ? node->field[FIELD_MINUTE] : 0, second = has(node, FIELD_SECOND) ? node->field[FIELD_SECOND] : 0;
    value->from = day + 3600 * (int64_t)clock_hour(node) + 60 * (int64_t)minute + second;
    value->grain = has(node, FIELD_SECOND) ? UNIT_SECOND : UNIT_MINUTE;
    value->to = value->from + (has(node, FIELD_SECOND) ? 1 : 60);
}

/* A bare clock or part of the day, with no day to hang on. */
static void clock_alone(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    TimeValue day = value_day(0, KNOWN_FULL);
    value->type = TIME_TIME;
    add_clock(context, node, &day);
    value->part = day.part;
    value->zone = day.zone;
    value->grain = day.grain;
    value->known = KNOWN_NOT;
    if (context->mode != TIMES_FORWARD) put(value, "XXXX-XX-XX");
    if (day.grain != UNIT_PART) put_clock(value, day.from, day.grain);
    else if (context->mode != TIMES_FORWARD) put(value, "T%s", part_name[day.part]);
    else put(value, "T%02d:00/T%02d:00", part_hours_forward[day.part].from, part_hours_forward[day.part].to % 24);
}

/* ---- choosing among occurrences ---- */

/* The reference that a node hangs on. */
static const TimeValue *reference(const TimeContext *context, const TimeNode *node) {
    bool told = node->ref == REF_TOLD || context->mode == TIMES_NARRATIVE;
    return told && context->told.known != KNOWN_NOT ? &context->told : &context->dct;
}

typedef struct Pick { Stretch best; double cost; bool found; uint8_t grain; } Pick;

/* What speaks against a candidate: its distance from the reference in days, and what its side of the reference costs. */
typedef struct Sides { double before, after; } Sides;

static Sides sides_of(const TimeContext *context, const TimeNode *node, int dir) {
    bool stated = node->has_n || context->mode == TIMES_FORWARD; /* "last", "next": no doubt about the side */
    double wrong = stated ? 5000 : has(node, FIELD_DAY) ? 200 : 300;
    Sides sides = {.before = dir > 0 ? wrong : dir == 0 ? -0.5 : 0, .after = dir < 0 ? wrong : 0};
    return sides;
}

/* Keeps the candidate when less speaks against it. "next" (dir 2) passes over the one that holds the reference. */
static void offer(Pick *pick, Stretch s, uint8_t grain, const TimeValue *ref, int dir, Sides sides) {
    double days;
    if ((s.from <= ref->from && s.to > ref->from) || (s.from >= ref->from && s.to <= ref->to)) days = dir > 1 ? 4000 : 0;
    else if (s.from > ref->from) days = (double)(s.from - ref->from) / DAY_SECONDS + sides.after;
    else days = (double)(ref->from - s.to + 1) / DAY_SECONDS + sides.before;
    if (pick->found && days >= pick->cost) return;
    *pick = (Pick){s, days, true, grain};
}

/* Direction for a node: stated by the words, else by the sentence, else by the mode. */
static int direction(const TimeContext *context, const TimeNode *node) {
    if (node->has_n && !node->unit) return node->n < 0 ? -1 : node->n > 0 ? 2 : context->mode == TIMES_FORWARD ? 1 : 0;
    if (context->mode == TIMES_FORWARD) return 1;
    return context->dir;
}

static bool weekday_fits(const TimeNode *node, Stretch s) {
    return !has(node, FIELD_WEEKDAY) || (int32_t)day_weekday(day_of(s.from)) == node->field[FIELD_WEEKDAY];
}

enum { YEAR_TURNS = 11 }; /* months back that mean the next year: January after December */
/* Month, day of a month, quarter, feast ... without a year. */
static bool pick_yearly(const TimeContext *context, const TimeNode *node, const TimeValue *ref, Pick *pick) {
    int32_t year;
    uint32_t month, day;
    year_of(ref->from, &year, &month, &day);
    int dir = has(node, FIELD_WEEKDAY) ? 0 : direction(context, node); /* a weekday tells the year by itself */
    if (node->has_n && node->n == 0 && !node->unit && !has(node, FIELD_FEAST)) { pick->found = fields_in_year(context, node, year, &pick->best, &pick->grain); return pick->found; }
    if (node->has == HAS(FIELD_WEEK)) { pick->found = fields_in_year(context, node, year, &pick->best, &pick->grain); return true; }
    if (node->has_n && !node->unit && node->n < 0 && has(node, FIELD_MONTH)) { /* "last February": that of the year before */
        pick->found = fields_in_year(context, node, year - 1, &pick->best, &pick->grain);
        return pick->found;
    }
    if (context->mode == TIMES_NARRATIVE && !node->has_n && !has(node, FIELD_WEEKDAY)) { /* the year last told; a spring that follows a winter is in the next */
        bool turned = ref->grain <= UNIT_MONTH && has(node, FIELD_MONTH) && (int32_t)month - node->field[FIELD_MONTH] >= YEAR_TURNS;
        pick->found = fields_in_year(context, node, year + turned, &pick->best, &pick->grain);
        if (pick->found) return true;
    }
    int reach = has(node, FIELD_WEEKDAY) ? 6 : has(node, FIELD_DAY) ? 4 : 1;
    for (int k = -reach; k <= reach; k++) {
        Stretch s;
        uint8_t grain;
        if (!fields_in_year(context, node, year + k, &s, &grain) || (has(node, FIELD_DAY) && !weekday_fits(node, s))) continue;
        if (dir < 0 && node->has_n && s.to > ref->from) continue; /* "last summer" is over */
        offer(pick, s, grain, ref, dir, sides_of(context, node, dir));
    }
    if (pick->found && node->has_n && node->n > 1) { /* "March after next" */
        year_of(pick->best.from, &year, &month, &day);
        pick->found = fields_in_year(context, node, year + (int32_t)node->n - 1, &pick->best, &pick->grain);
    }
    return pick->found;
}

/* "the 20th", "Friday the 13th" */
static bool pick_monthly(const TimeContext *context, const TimeNode *node, const TimeValue *ref, Pick *pick) {
    int32_t year;
    uint32_t month, day;
    year_of(ref->from, &year, &month, &day);
    int reach = has(node, FIELD_WEEKDAY) ? 14 : 2;
    for (int k = -reach; k <= reach; k++) {
        Stretch m = stretch_months(year, (int32_t)month + k, 1);
        Stretch s = stretch_days(day_of(m.from) + node->field[FIELD_DAY] - 1, 1);
        if (s.to <= m.to && weekday_fits(node, s)) offer(pick, s, UNIT_DAY, ref, direction(context, node), sides_of(context, node, direction(context, node)));
    }
    return pick->found;
}

static bool pick_weekday(const TimeContext *context, const TimeNode *node, const TimeValue *ref, Pick *pick) {
    int32_t today = day_of(ref->from), week = today - (int32_t)day_weekday(today) + 1, here = week + node->field[FIELD_WEEKDAY] - 1;
    int dir = direction(context, node);
    pick->grain = UNIT_DAY;
    pick->found = true;
    int32_t day = here;
    if (node->has_n && node->n < 0) day = node->loose ? here - 7 : here < today ? here : here - 7;
    else if (node->has_n && node->n > 0) day = here + 7 * (int32_t)node->n;
    else if (node->has_n) day = context->mode == TIMES_FORWARD && here < today ? here + 7 : here;
    else if (dir > 0) day = here > today || (here == today && context->mode != TIMES_FORWARD) ? here : here + 7;
    else day = here <= today ? here : here - 7;
    if (node->n < -1) day -= 7 * (int32_t)(-node->n - 1);
    pick->best = stretch_days(day, 1);
    return true;
}

static bool pick_occurrence(const TimeContext *context, const TimeNode *node, const TimeValue *ref, Pick *pick) {
    if (node->has & YEARLY) return pick_yearly(context, node, ref, pick);
    if (has(node, FIELD_DAY)) return pick_monthly(context, node, ref, pick);
    if (has(node, FIELD_WEEKDAY)) return pick_weekday(context, node, ref, pick);
    return false;
}

/* Fields resolved inside a scope that is already placed. */
static bool pick_in_scope(const TimeContext *context, const TimeNode *node, const TimeValue *scope, Pick *pick) {
    int32_t year;
    uint32_t month, day;
    year_of(scope->from, &year, &month, &day);
    pick->found = true;
    if (node->has & YEARLY) { pick->found = fields_in_year(context, node, year, &pick->best, &pick->grain); return pick->found; }
    pick->grain = UNIT_DAY;
    if (has(node, FIELD_DAY)) {
        pick->best = stretch_days(day_of(scope->from) - (int32_t)day + node->field[FIELD_DAY], 1);
        return node->field[FIELD_DAY] <= (int32_t)month_length(year, month);
    }
    if (has(node, FIELD_WEEKDAY)) {
        int32_t first = day_of(scope->from), ahead = (node->field[FIELD_WEEKDAY] - (int32_t)day_weekday(first) + 7) % 7;
        pick->best = stretch_days(first + ahead, 1);
        return true;
    }
    if (has(node, FIELD_WEEKEND)) { pick->best = stretch_unit(scope->from, UNIT_WEEKEND); pick->grain = UNIT_WEEKEND; return true; }
    *pick = (Pick){{scope->from, scope->to}, 0, true, scope->grain};
    return true;
}

/* ---- points ---- */

/* "A/B" of days or clock times. */
static void put_stretch(TimeValue *value) {
    TimeValue from = *value, to = *value;
    value->text[0] = from.text[0] = to.text[0] = 0;
    bool days = value->from % DAY_SECONDS == 0 && value->to % DAY_SECONDS == 0 && value->grain >= UNIT_DAY;
    from.grain = to.grain = days ? UNIT_DAY : UNIT_MINUTE;
    to.from = days ? value->to - DAY_SECONDS : value->to;
    put_point(&from); put_point(&to);
    snprintf(value->text, sizeof value->text, "%.34s/%.34s", from.text, to.text);
    value->type = days ? TIME_DATE : TIME_TIME;
}


static void finish_point(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    if (node->has & CLOCK) {
        if (value->grain == UNIT_DAY && (has(node, FIELD_HOUR) || has(node, FIELD_PART))) add_clock(context, node, value);
        else value->type = TIME_DATE;
    } else value->type = is_date_grain(value->grain) ? TIME_DATE : TIME_TIME;
    bool days = value->grain == UNIT_DAY && value->to - value->from > DAY_SECONDS; /* a feast of several days */
    bool agenda = context->mode == TIMES_FORWARD && (value->grain == UNIT_FORTNIGHT || (value->grain == UNIT_PART && (value->part == 2 || value->part == 5)));
    if (days || agenda) put_stretch(value);
    else put_point(value);
}

static void place(TimeValue *value, Stretch s, uint8_t grain, Known known) {
    value->from = s.from;
    value->to = s.to;
    value->grain = grain;
    value->known = known;
}

/* A date whose year is stated (or decade, century). Years before Christ are counted as negative, so that they run forward too. */
static bool eval_absolute(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    Stretch s;
    uint8_t grain;
    value->bc = has(node, FIELD_ERA) && node->field[FIELD_ERA] == 1;
    int32_t sign = value->bc ? -1 : 1;
    if (has(node, FIELD_CENTURY)) { place(value, stretch_months(sign * node->field[FIELD_CENTURY] * 100 - (value->bc ? 99 : 0), 1, 1200), UNIT_CENTURY, KNOWN_FULL); return true; }
    if (has(node, FIELD_DECADE)) { place(value, stretch_months(sign * node->field[FIELD_DECADE] * 10 - (value->bc ? 9 : 0), 1, 120), UNIT_DECADE, KNOWN_FULL); return true; }
    if (!fields_in_year(context, node, sign * node->field[FIELD_YEAR], &s, &grain)) return false;
    place(value, s, grain, KNOWN_FULL);
    return true;
}

/* The unit n steps from the reference: "last month", "the next day". */
static bool eval_relative(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    const TimeValue *ref = reference(context, node);
    uint8_t unit = node->unit == UNIT_NIGHT ? UNIT_DAY : node->unit;
    if (ref->known == KNOWN_NOT || (unit < ref->grain && unit != UNIT_PART && !(ref->grain == UNIT_WEEKEND && unit >= UNIT_DAY))) return false;
    if (ref->known == KNOWN_NO_YEAR && unit > UNIT_YEAR) return false;
    bool days = node->n > 0 && ref->grain == UNIT_DAY && ref->to - ref->from > DAY_SECONDS; /* after a range: after its last day */
    Stretch s = stretch_unit(days ? ref->to - 1 : ref->from, unit);
    int64_t from = step_units(s.from, unit, node->n);
    Known known = ref->known;
    if (known == KNOWN_NO_YEAR && (unit == UNIT_WEEK || unit == UNIT_WEEKEND)) return false;
    value->bc = ref->bc;
    place(value, stretch_unit(from, unit), unit, known);
    return true;
}

static uint8_t grain_of(const TimeNode *node) {
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

/* Nothing to hang on: the stated fields, X for the rest. */
static void partial_point(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    bool clock = has(node, FIELD_HOUR), part = has(node, FIELD_PART) && !clock;
    value->part = part ? (uint8_t)node->field[FIELD_PART] : 0;
    value->type = clock || part ? TIME_TIME : TIME_DATE;
    value->known = KNOWN_NOT;
    value->grain = grain_of(node);
    TimeValue clock_text = {.zone = INT32_MIN};
    if (clock || part) {
        TimeValue day = value_day(0, KNOWN_FULL);
        add_clock(context, node, &day);
        value->zone = clock_text.zone = day.zone;
        if (part) put(&clock_text, "T%s", part_name[value->part]);
        else put_clock(&clock_text, day.from, day.grain);
    }
    bool fixed_feast = has(node, FIELD_FEAST) && context->times->feasts.at[node->field[FIELD_FEAST]].kind == FEAST_FIXED;
    if ((has(node, FIELD_MONTH) || has(node, FIELD_QUARTER) || has(node, FIELD_HALF) || has(node, FIELD_SEASON) || fixed_feast) && !node->has_n) {
        Stretch s;
        uint8_t grain;
        if (fields_in_year(context, node, DUMMY_YEAR, &s, &grain)) { place(value, s, grain, KNOWN_NO_YEAR); put_point(value); }
    } else if (has(node, FIELD_WEEKDAY) && !(node->has & HAS(FIELD_DAY))) put(value, "XXXX-WXX-%d", node->field[FIELD_WEEKDAY]);
    else if (has(node, FIELD_DAY) && !node->unit) put(value, "XXXX-XX-%02d", node->field[FIELD_DAY]);
    else put_unknown(value, node->unit ? (node->unit == UNIT_NIGHT ? UNIT_DAY : node->unit) : grain_of(node) < UNIT_DAY ? UNIT_DAY : grain_of(node));
    put(value, "%s", clock_text.text);
}

static void eval_point(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    Pick pick = {0};
    TimeNode inner = *node;
    inner.has &= ~(uint32_t)CLOCK;
    bool clock_only = (inner.has == 0 || inner.has == HAS(FIELD_WEEKEND)) && node->a == NONE && !node->has_n && (node->has & CLOCK);
    const TimeValue *ref = reference(context, node);
    if (node->a != NONE) {
        TimeValue scope = {.zone = INT32_MIN};
        eval(context, node->a, &scope);
        value->bc = scope.bc;
        if (scope.known == KNOWN_NOT || !pick_in_scope(context, &inner, &scope, &pick)) { partial_point(context, node, value); return; }
        place(value, pick.best, pick.grain, scope.known);
    } else if (has(node, FIELD_YEAR) || has(node, FIELD_DECADE) || has(node, FIELD_CENTURY)) {
        if (!eval_absolute(context, node, value)) { partial_point(context, node, value); return; }
    } else if (node->has_n && node->unit) {
        if (!eval_relative(context, node, value)) { partial_point(context, node, value); return; }
        if (inner.has && pick_in_scope(context, &inner, value, &pick)) place(value, pick.best, pick.grain, value->known);
    } else if (clock_only) {
        ref = (context->told.known != KNOWN_NOT && context->told.grain <= UNIT_DAY) || context->mode == TIMES_NARRATIVE ? &context->told : &context->dct;
        if (context->mode == TIMES_FORWARD || node->plural || ref->grain > UNIT_DAY || ref->known == KNOWN_NOT) { clock_alone(context, node, value); return; }
        place(value, stretch_unit(ref->from, UNIT_DAY), UNIT_DAY, ref->known);
    } else {
        bool needs_year = has(node, FIELD_WEEKDAY) && !has(node, FIELD_DAY);
        if (ref->known == KNOWN_NOT || (ref->known == KNOWN_NO_YEAR && needs_year) || !pick_occurrence(context, &inner, ref, &pick)) { partial_point(context, node, value); return; }
        value->bc = ref->bc;
        place(value, pick.best, pick.grain, ref->known);
    }
    finish_point(context, node, value);
}

/* ---- amounts ---- */

static double amount_seconds(const TimeContext *context, uint32_t node) {
    double sum = 0;
    for (int guard = 0; node != NONE && guard < 16; guard++, node = context->nodes[node].a)
        sum += fabs(context->nodes[node].n) * unit_seconds((TimeUnit)context->nodes[node].unit);
    return sum;
}

static const struct { uint8_t unit; const char *letter; bool time; double times; } amount_letters[] = {
    {UNIT_MILLENNIUM, "Y", false, 1000}, {UNIT_CENTURY, "CE", false, 1}, {UNIT_DECADE, "DE", false, 1}, {UNIT_YEAR, "Y", false, 1}, {UNIT_HALF, "M", false, 6}, {UNIT_QUARTER, "Q", false, 1},
    {UNIT_SEASON, "M", false, 3}, {UNIT_MONTH, "M", false, 1}, {UNIT_FORTNIGHT, "W", false, 2}, {UNIT_WEEK, "W", false, 1}, {UNIT_WORKWEEK, "W", false, 1}, {UNIT_WEEKEND, "WE", false, 1},
    {UNIT_DAY, "D", false, 1}, {UNIT_WORKDAY, "D", false, 1}, {UNIT_NIGHT, "D", false, 1}, {UNIT_PART, "D", false, 1}, {UNIT_HOUR, "H", true, 1}, {UNIT_MINUTE, "M", true, 1}, {UNIT_SECOND, "S", true, 1}};

static void put_amount(TimeValue *value, double n, const char *letter) {
    if (n < 0) put(value, "X%s", letter);
    else put(value, "%.10g%s", n, letter);
}

/* "P1Y6M", "PT4.5H", "PXD" */
static void put_duration(const TimeContext *context, uint32_t node, TimeValue *value) {
    bool time = false;
    put(value, "P");
    for (size_t i = 0; i < sizeof amount_letters / sizeof *amount_letters; i++) {
        uint32_t at = node;
        for (int guard = 0; at != NONE && guard < 16; guard++, at = context->nodes[at].a) {
            const TimeNode *n = &context->nodes[at];
            if (n->unit != amount_letters[i].unit) continue;
            if (amount_letters[i].time && !time) { put(value, "T"); time = true; }
            double amount = n->n < 0 ? -1 : n->n * amount_letters[i].times;
            if (context->mode == TIMES_NEWS && n->unit == UNIT_DECADE) put_amount(value, n->n < 0 ? -1 : n->n * 10, "Y");
            else put_amount(value, amount, amount_letters[i].letter);
        }
    }
}

static double round_half(const TimeNode *node) {
    double n = node->n, step = 1;
    if (n != floor(n)) return 0.25 * unit_seconds((TimeUnit)node->unit);
    while (n >= 10 && fmod(n, step * 10) == 0 && step < n) step *= 10;
    return step / 2 * unit_seconds((TimeUnit)node->unit);
}

static void eval_duration(const TimeContext *context, const TimeNode *node, uint32_t index, TimeValue *value) {
    value->type = TIME_DURATION;
    value->known = KNOWN_NOT;
    put_duration(context, index, value);
    value->unsure = node->n < 0;
    if (value->unsure) return;
    double seconds = amount_seconds(context, index), half = round_half(node);
    uint32_t last = index;
    for (int guard = 0; context->nodes[last].a != NONE && guard < 16; guard++) last = context->nodes[last].a;
    if (last != index) half = fmin(half, round_half(&context->nodes[last]));
    value->low = seconds - half;
    value->high = seconds + half;
    if (value->mod == MOD_MORE || value->mod == MOD_AT_LEAST) value->low = seconds, value->high = INFINITY;
    if (value->mod == MOD_LESS || value->mod == MOD_AT_MOST) value->low = 0, value->high = seconds;
}

static void eval_set(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    value->type = TIME_SET;
    value->known = KNOWN_NOT;
    if (has(node, FIELD_WEEKDAY)) put(value, "XXXX-WXX-%d", node->field[FIELD_WEEKDAY]);
    else if (has(node, FIELD_MONTH)) put(value, "XXXX-%02d", node->field[FIELD_MONTH]);
    else if (context->mode == TIMES_NARRATIVE && node->loose && node->n == 1) put_unknown(value, node->unit);
    else if (has(node, FIELD_PART) && !has(node, FIELD_HOUR) && !node->unit) put(value, "XXXX-XX-XX");
    else if (node->unit) {
        TimeNode amount = *node;
        amount.op = OP_DURATION;
        amount.a = NONE;
        TimeContext inner = *context;
        inner.nodes = &amount;
        if (node->unit == UNIT_QUARTER && context->mode == TIMES_FORWARD) { amount.unit = UNIT_MONTH; amount.n *= 3; }
        if (!(context->mode == TIMES_FORWARD && has(node, FIELD_HOUR))) put_duration(&inner, 0, value);
    }
    value->type = TIME_SET;
    if (has(node, FIELD_HOUR)) {
        TimeValue day = value_day(0, KNOWN_FULL);
        add_clock(context, node, &day);
        if (context->mode == TIMES_FORWARD && !has(node, FIELD_MINUTE)) put(value, "T%02d", clock_hour(node));
        else put_clock(value, day.from, day.grain);
    } else if (has(node, FIELD_PART)) put(value, "T%s", part_name[node->field[FIELD_PART]]);
}

/* ---- moves ---- */

static uint8_t smallest_unit(const TimeContext *context, uint32_t amount) {
    uint8_t unit = UNITS;
    for (int guard = 0; amount != NONE && guard < 16; guard++, amount = context->nodes[amount].a)
        if (context->nodes[amount].unit < unit) unit = context->nodes[amount].unit;
    return unit == UNIT_NIGHT || unit == UNIT_WORKDAY || unit == UNIT_PART ? UNIT_DAY : unit == UNIT_FORTNIGHT ? UNIT_WEEK : unit;
}

static int64_t move(const TimeContext *context, int64_t at, uint32_t amount, int dir) {
    for (int guard = 0; amount != NONE && guard < 16; guard++, amount = context->nodes[amount].a)
        at = step_units(at, (TimeUnit)context->nodes[amount].unit, dir * context->nodes[amount].n);
    return at;
}

/* Grain of "three weeks ago": the unit; from a stated date: the finer of the two; agendas count in days. */
static uint8_t shift_grain(const TimeContext *context, uint8_t unit, const TimeValue *base, bool stated) {
    if (unit < UNIT_DAY) return UNIT_MINUTE;
    if (context->mode == TIMES_FORWARD) return stated && base->grain > UNIT_DAY ? base->grain : UNIT_DAY;
    return stated && base->grain < unit ? base->grain : unit;
}

static void eval_shift(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    TimeValue base = {.zone = INT32_MIN};
    const TimeNode *amount = node->b == NONE ? node : &context->nodes[node->b];
    uint8_t unit = smallest_unit(context, node->b);
    if (node->a != NONE) eval(context, node->a, &base);
    else base = *reference(context, node);
    value->type = unit < UNIT_DAY ? TIME_TIME : TIME_DATE;
    if (amount->n < 0) {
        value->unsure = true;
        value->grain = unit;
        if (context->mode == TIMES_NARRATIVE && node->ref == REF_TOLD && amount->bare) put(value, "%s", unit == UNIT_WEEK ? "XXXX-WXX" : "XXXX-XX-XX");
        else put(value, "%s", node->dir < 0 ? "PAST_REF" : "FUTURE_REF");
        return;
    }
    bool too_coarse = node->a == NONE && node->ref == REF_TOLD && unit < base.grain && !(base.grain <= UNIT_PART);
    if (base.known == KNOWN_NOT || too_coarse || (base.known == KNOWN_NO_YEAR && unit >= UNIT_YEAR)) { put_unknown(value, unit < UNIT_DAY ? UNIT_DAY : unit); return; }
    uint8_t grain = shift_grain(context, unit, &base, node->a != NONE);
    int64_t start = base.grain > UNIT_DAY && grain < base.grain ? stretch_unit(base.from, (TimeUnit)base.grain).from : base.from;
    int64_t at = move(context, start, node->b, node->dir);
    value->bc = base.bc;
    place(value, stretch_unit(at, (TimeUnit)grain), grain, base.known);
    if (grain == UNIT_MINUTE) { value->from = at / 60 * 60; value->to = value->from + 60; }
    if (node->has & CLOCK && grain == UNIT_DAY) add_clock(context, node, value);
    if (has(node, FIELD_WEEKDAY)) { /* "Saturday, three weeks from now": that day of the week which begins on a Sunday */
        int32_t day = day_of(value->from);
        place(value, stretch_days(day - (int32_t)day_weekday(day) % 7 + node->field[FIELD_WEEKDAY] % 7, 1), UNIT_DAY, base.known);
    }
    put_point(value);
}

/* ---- n-th of a scope ---- */

/* First unit inside a scope; weeks belong where their Thursday lies. */
static int64_t first_unit(const TimeValue *scope, uint8_t unit) {
    if (unit != UNIT_WEEK && unit != UNIT_WEEKEND) return scope->from;
    int32_t first = day_of(scope->from);
    if (unit == UNIT_WEEKEND) return (int64_t)(first + (13 - (int32_t)day_weekday(first)) % 7) * DAY_SECONDS;
    int32_t monday = first - (int32_t)day_weekday(first) + 1;
    return (int64_t)(day_weekday(first) > 4 ? monday + 7 : monday) * DAY_SECONDS;
}

static void eval_nth(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    TimeValue scope = {.zone = INT32_MIN};
    if (node->a != NONE) eval(context, node->a, &scope);
    else scope = *reference(context, node);
    if (scope.grain < UNIT_DAY && scope.known != KNOWN_NOT) { TimeValue day = value_day(day_of(scope.from), scope.known); scope = day; }
    int n = (int)node->n, count = node->b != NONE ? (int)context->nodes[node->b].n : 1;
    uint8_t unit = has(node, FIELD_WEEKDAY) ? UNIT_DAY : node->b != NONE ? context->nodes[node->b].unit : node->unit;
    value->type = TIME_DATE;
    if (scope.known == KNOWN_NOT || n == 0 || abs(n) > 400 || count < 1) { put_unknown(value, unit); return; }
    if (node->a == NONE && scope.grain < unit) { put_unknown(value, unit); return; }
    int64_t at, length = has(node, FIELD_WEEKDAY) ? 7 * DAY_SECONDS : 0;
    if (has(node, FIELD_WEEKDAY)) {
        int32_t edge = n > 0 ? day_of(scope.from) : day_of(scope.to) - 1, wanted = node->field[FIELD_WEEKDAY];
        int32_t first = n > 0 ? edge + (wanted - (int32_t)day_weekday(edge) + 7) % 7 : edge - ((int32_t)day_weekday(edge) - wanted + 7) % 7;
        at = (int64_t)first * DAY_SECONDS + (n > 0 ? n - 1 : n + 1) * length;
    } else if (n > 0) at = step_units(first_unit(&scope, unit), (TimeUnit)unit, n - 1);
    else {
        TimeValue after = scope;
        after.from = scope.to;
        at = step_units(first_unit(&after, unit), (TimeUnit)unit, n - count + 1);
    }
    value->bc = scope.bc;
    place(value, stretch_unit(at, (TimeUnit)unit), unit, scope.known);
    if (count > 1) {
        value->to = step_units(at, (TimeUnit)unit, count);
        value->type = TIME_RANGE;
        TimeValue end = value_day(day_of(value->to) - 1, scope.known);
        value->grain = UNIT_DAY;
        put_point(value); put(value, "/"); put_point(&end); put(value, "%s", end.text);
        return;
    }
    put_point(value);
}

/* ---- edges ---- */

static void narrow(TimeValue *value, int64_t from, int64_t to) { value->from = from; value->to = to; }

/* Agendas want the stretch itself: thirds of a month, quarters of a year, days of a week. */
static void narrow_edge(TimeValue *value, uint8_t mod) {
    int64_t d = DAY_SECONDS, from = value->from, to = value->to, third = value->grain == UNIT_MONTH ? 10 * d : value->grain == UNIT_WEEK ? 3 * d : value->grain == UNIT_YEAR ? 90 * d : (to - from) / (value->grain < UNIT_DAY ? 2 : 3);
    if (mod == MOD_START) {
        if (value->grain == UNIT_YEAR) narrow(value, from, step_units(from, UNIT_MONTH, 3)); else narrow(value, from, from + third);
    } else if (mod == MOD_END) {
        if (value->grain == UNIT_YEAR) narrow(value, step_units(from, UNIT_MONTH, 8), to);
        else if (value->grain == UNIT_MONTH) narrow(value, from + 20 * d, to);
        else narrow(value, to - third, to);
    } else if (value->grain == UNIT_YEAR) narrow(value, step_units(from, UNIT_MONTH, 4), step_units(from, UNIT_MONTH, 8));
    else if (value->grain == UNIT_MONTH) narrow(value, from + 10 * d, from + 20 * d);
    else narrow(value, from + (to - from) / 3, to - (to - from) / 3);
}

static void eval_edge(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    eval(context, node->a, value);
    value->mod = node->mod;
    if (node->unit && value->known == KNOWN_FULL) { /* "the week of July 4" */
        Stretch s = stretch_unit(value->from, (TimeUnit)node->unit);
        value->text[0] = 0;
        place(value, s, node->unit, KNOWN_FULL);
        put_point(value);
        return;
    }
    if (context->mode != TIMES_FORWARD || value->known != KNOWN_FULL || value->type == TIME_DURATION) return;
    if (value->grain == UNIT_DAY && node->mod == MOD_END) {
        value->text[0] = 0;
        value->from = value->to - 1;
        value->grain = UNIT_SECOND;
        value->type = TIME_TIME;
        put_point(value);
        return;
    }
    if (node->mod == MOD_EARLY || node->mod == MOD_LATE) {
        int64_t middle = value->from + (value->to - value->from) / 2;
        if (value->grain == UNIT_MONTH) middle = value->from + 15 * DAY_SECONDS;
        narrow(value, node->mod == MOD_EARLY ? value->from : middle, node->mod == MOD_EARLY ? middle : value->to);
        if (value->grain == UNIT_PART) value->grain = UNIT_MINUTE;
    } else if (node->mod == MOD_START || node->mod == MOD_MID || node->mod == MOD_END) narrow_edge(value, node->mod);
    else return;
    put_stretch(value);
}

/* ---- ranges ---- */

/* What one end leaves out and the other states: "April 16 to 18", "6-7 January 1916", "3:30 to 6 pm". */
static void share_fields(TimeNode *a, TimeNode *b) {
    static const uint8_t larger[] = {FIELD_YEAR, FIELD_ERA, FIELD_MONTH};
    if (has(a, FIELD_YEAR) && has(b, FIELD_ERA) && !has(a, FIELD_ERA)) { a->field[FIELD_ERA] = b->field[FIELD_ERA]; a->has |= HAS(FIELD_ERA); }
    if (has(a, FIELD_YEAR) && has(b, FIELD_YEAR) && b->field[FIELD_YEAR] < 100 && a->field[FIELD_YEAR] > 1000) b->field[FIELD_YEAR] += a->field[FIELD_YEAR] / 100 * 100;
    bool a_day = has(a, FIELD_DAY), b_day = has(b, FIELD_DAY);
    bool a_bare = !(a->has & (YEARLY | HAS(FIELD_YEAR) | HAS(FIELD_WEEKDAY))) && !a->has_n, b_bare = !(b->has & (YEARLY | HAS(FIELD_YEAR) | HAS(FIELD_WEEKDAY))) && !b->has_n;
    bool to_b = b_bare ? b_day : true, to_a = a_bare ? a_day : true;
    for (size_t i = 0; i < sizeof larger; i++) {
        uint8_t f = larger[i];
        if (f == FIELD_MONTH && !(a_day && b_day)) continue;
        if (has(a, f) && !has(b, f) && to_b && f == FIELD_MONTH) { b->field[f] = a->field[f]; b->has |= HAS(f); }
        if (has(b, f) && !has(a, f) && to_a && !(f != FIELD_MONTH && !(a->has & (YEARLY | HAS(FIELD_DAY))) && f == FIELD_YEAR)) { a->field[f] = b->field[f]; a->has |= HAS(f); }
    }
    if (has(a, FIELD_HOUR) && has(b, FIELD_HOUR)) {
        int32_t left = a->field[FIELD_HOUR] % 12 * 60 + (has(a, FIELD_MINUTE) ? a->field[FIELD_MINUTE] : 0), right = b->field[FIELD_HOUR] % 12 * 60 + (has(b, FIELD_MINUTE) ? b->field[FIELD_MINUTE] : 0);
        if (has(b, FIELD_MERIDIEM) && !has(a, FIELD_MERIDIEM) && a->field[FIELD_HOUR] <= 12 && left <= right) {
            a->field[FIELD_MERIDIEM] = b->field[FIELD_MERIDIEM];
            a->has |= HAS(FIELD_MERIDIEM);
        }
        if (has(a, FIELD_MERIDIEM) && !has(b, FIELD_MERIDIEM) && b->field[FIELD_HOUR] > a->field[FIELD_HOUR]) { b->field[FIELD_MERIDIEM] = a->field[FIELD_MERIDIEM]; b->has |= HAS(FIELD_MERIDIEM); }
        if (has(b, FIELD_PART) && !has(a, FIELD_PART)) { a->field[FIELD_PART] = b->field[FIELD_PART]; a->has |= HAS(FIELD_PART); }
    }
}

/* "November to February 2017": the year of the right end holds for the left one only when it comes before. */
static void left_year(TimeNode *a, const TimeNode *b) {
    if (!has(a, FIELD_YEAR) || !has(b, FIELD_YEAR) || a->field[FIELD_YEAR] != b->field[FIELD_YEAR] || !has(a, FIELD_MONTH) || !has(b, FIELD_MONTH)) return;
    if (a->field[FIELD_MONTH] > b->field[FIELD_MONTH]) a->field[FIELD_YEAR]--;
}

static bool is_clock_only(const TimeNode *node) { return (node->has & ~(uint32_t)CLOCK) == 0 && (node->has & CLOCK) && node->a == NONE && !node->has_n && node->op == OP_POINT; }

static bool same_date(const TimeNode *a, const TimeNode *b) {
    uint32_t fields = (a->has | b->has) & ~(uint32_t)CLOCK;
    if (a->unit != b->unit || a->has_n != b->has_n || (a->has_n && a->n != b->n) || a->a != b->a) return false;
    if ((a->has & ~(uint32_t)CLOCK) != (b->has & ~(uint32_t)CLOCK)) return false;
    for (uint32_t f = 0; f < FIELDS; f++)
        if ((fields >> f & 1) && a->field[f] != b->field[f]) return false;
    return true;
}

void value_ends(const TimeContext *context, uint32_t range, TimeValue *from, TimeValue *to) {
    TimeNode pair[2] = {context->nodes[context->nodes[range].a], context->nodes[context->nodes[range].b]};
    *from = *to = (TimeValue){.zone = INT32_MIN};
    TimeContext left = *context;
    if (pair[0].op == OP_POINT && pair[1].op == OP_POINT) { share_fields(&pair[0], &pair[1]); left_year(&pair[0], &pair[1]); }
    if (is_clock_only(&pair[0]) && pair[1].op == OP_POINT && !is_clock_only(&pair[1]) && has(&pair[1], FIELD_HOUR)) { /* "3 to 4 tomorrow" */
        TimeNode day = pair[1];
        day.has &= ~(uint32_t)CLOCK;
        uint32_t clock = pair[0].has & CLOCK;
        for (uint32_t f = 0; f < FIELDS; f++)
            if (clock >> f & 1) day.field[f] = pair[0].field[f];
        day.has |= clock;
        pair[0] = day;
    }
    if (pair[0].op == OP_POINT) eval_point(&left, &pair[0], from); else eval(&left, context->nodes[range].a, from);
    TimeContext right = *context;
    if (from->known != KNOWN_NOT) {
        right.told = *from;
        if (right.mode == TIMES_NEWS) right.dct = *from;
        if (right.mode == TIMES_FORWARD && !(pair[1].has_n)) right.dct = *from;
        right.dir = 1;
        if (right.dct.grain > UNIT_DAY) { right.dct.grain = UNIT_DAY; }
    }
    bool same_day = pair[0].op == OP_POINT && pair[1].op == OP_POINT && (pair[1].has & CLOCK) && (pair[0].has & CLOCK) && same_date(&pair[0], &pair[1]);
    if ((is_clock_only(&pair[1]) || same_day) && from->known != KNOWN_NOT) {
        place(to, stretch_unit(from->from, UNIT_DAY), UNIT_DAY, from->known);
        finish_point(&right, &pair[1], to);
        if (to->from < from->from && !has(&pair[1], FIELD_MERIDIEM)) { to->from += DAY_SECONDS / 2; to->text[0] = 0; put_point(to); }
    } else if (pair[1].op == OP_POINT) eval_point(&right, &pair[1], to);
    else eval(pair[1].has_n || pair[1].op != OP_EDGE ? context : &right, context->nodes[range].b, to);
}

static void eval_range(const TimeContext *context, const TimeNode *node, uint32_t index, TimeValue *value) {
    TimeValue a, b;
    value_ends(context, index, &a, &b);
    value->type = TIME_RANGE;
    value->known = a.known < b.known ? a.known : b.known;
    value->grain = a.grain < b.grain ? a.grain : b.grain;
    value->from = a.from;
    value->to = b.to;
    value->zone = a.zone;
    (void)node;
    if (context->mode == TIMES_FORWARD && a.text[0] && b.text[0]) { /* "A/B" of agendas: the ends of stretches */
        if ((b.grain == UNIT_MONTH || b.grain == UNIT_YEAR || b.grain == UNIT_QUARTER) && b.known == KNOWN_FULL && b.from > a.from && context->nodes[node->b].op == OP_POINT) {
            b = value_day(day_of(b.from) - 1, KNOWN_FULL); /* from March to May: two months */
            put_point(&b);
            if (a.known == KNOWN_FULL) { a.text[0] = 0; a.grain = UNIT_DAY; put_point(&a); }
        }
        const char *cut = strchr(a.text, '/'), *rest = strchr(b.text, '/');
        snprintf(value->text, sizeof value->text, "%.*s/%.34s", cut ? (int)(cut - a.text) : 34, a.text, rest ? rest + 1 : b.text);
        return;
    }
    snprintf(value->text, sizeof value->text, "%.34s/%.34s", a.text, b.text);
}

static void eval_open(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    TimeValue inner = {.zone = INT32_MIN};
    eval(context, node->a, &inner);
    *value = inner;
    const char *cut = strchr(inner.text, '/');
    if (node->op == OP_SINCE && inner.grain == UNIT_PART && !node->inclusive && cut) {
        snprintf(value->text, sizeof value->text, "%.40s/..", cut + 1);
        value->open_to = true;
    } else if (node->op == OP_SINCE) {
        if (node->inclusive || inner.known == KNOWN_NOT || inner.grain <= UNIT_DAY) snprintf(value->text, sizeof value->text, "%.*s/..", cut ? (int)(cut - inner.text) : 40, inner.text);
        else { TimeValue after = value_day(day_of(inner.to), inner.known); put_point(&after); snprintf(value->text, sizeof value->text, "%.40s/..", after.text); }
        value->open_to = true;
    } else {
        if (!node->inclusive && inner.known != KNOWN_NOT && inner.grain >= UNIT_DAY) {
            TimeValue before = value_day(day_of(inner.from) - 1, inner.known);
            put_point(&before);
            snprintf(value->text, sizeof value->text, "../%.40s", before.text);
        } else snprintf(value->text, sizeof value->text, "../%.40s", cut ? cut + 1 : inner.text);
        value->open_from = true;
    }
}

/* "from 9:30 for 7 hours", "three days from Monday": a start and a length. */
static void eval_span(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    TimeValue a = {.zone = INT32_MIN};
    eval(context, node->a, &a);
    value->type = TIME_RANGE;
    value->known = a.known;
    uint8_t unit = smallest_unit(context, node->b);
    if (a.known == KNOWN_NOT) {
        int hour, minute;
        if (sscanf(a.text, "T%d:%d", &hour, &minute) != 2) { put(value, "%s", a.text); return; }
        int64_t at = move(context, hour * 3600 + minute * 60, node->b, 1);
        put(value, "%s/", a.text);
        put_clock(value, at % DAY_SECONDS, UNIT_MINUTE);
        return;
    }
    value->from = a.from;
    value->to = move(context, a.from, node->b, node->dir ? node->dir : 1);
    value->zone = a.zone;
    value->grain = unit < UNIT_DAY || a.grain < UNIT_DAY ? UNIT_MINUTE : UNIT_DAY;
    if (value->to < value->from) { int64_t swap = value->to; value->to = value->from; value->from = swap; }
    put_stretch(value);
    value->type = TIME_RANGE;
}

/* "the last two weeks" of an agenda: whole units before or after the one that holds the reference. */
static void eval_rolling(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    const TimeNode *amount = &context->nodes[node->b];
    const TimeValue *ref = &context->dct;
    uint8_t unit = amount->unit;
    double n = amount->n < 0 ? 3 : amount->n;
    if (ref->known != KNOWN_FULL) { put_unknown(value, unit); return; }
    bool whole = unit >= UNIT_WEEK && amount->a == NONE;
    Stretch here = stretch_unit(ref->from, unit < UNIT_DAY ? UNIT_MINUTE : whole ? (TimeUnit)unit : UNIT_DAY);
    value->type = TIME_RANGE;
    value->known = KNOWN_FULL;
    value->grain = unit < UNIT_DAY ? UNIT_MINUTE : UNIT_DAY;
    if (node->dir < 0) { value->to = here.from; value->from = amount->a != NONE ? move(context, here.from, node->b, -1) : step_units(here.from, (TimeUnit)unit, -n); }
    else if (node->inclusive && unit < UNIT_DAY) { value->from = ref->from; value->to = move(context, ref->from, node->b, 1); }
    else { value->from = here.to; value->to = step_units(here.to, (TimeUnit)unit, n); }
    if (unit == UNIT_WORKDAY && node->dir > 0) { value->from = step_units(here.from, UNIT_WORKDAY, 1); value->to = step_units(here.from, UNIT_WORKDAY, n) + DAY_SECONDS; }
    put_stretch(value);
}

static void eval_word(const TimeContext *context, const TimeNode *node, TimeValue *value) {
    static const char *const text[] = {"PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    value->type = TIME_DATE;
    value->known = KNOWN_NOT;
    value->unsure = true;
    if (context->mode == TIMES_FORWARD && node->word == WORD_PRESENT && context->dct.known == KNOWN_FULL) {
        *value = context->dct;
        value->text[0] = 0;
        value->grain = UNIT_SECOND;
        value->type = TIME_TIME;
        put_point(value);
        return;
    }
    put(value, "%s", text[node->word]);
}

static void eval(const TimeContext *context, uint32_t index, TimeValue *value) {
    const TimeNode *node = &context->nodes[index];
    *value = (TimeValue){.zone = INT32_MIN, .mod = node->mod};
    switch (node->op) {
    case OP_POINT: eval_point(context, node, value); break;
    case OP_SHIFT: eval_shift(context, node, value); break;
    case OP_NTH: eval_nth(context, node, value); break;
    case OP_EDGE: eval_edge(context, node, value); break;
    case OP_DURATION: eval_duration(context, node, index, value); break;
    case OP_SET: eval_set(context, node, value); break;
    case OP_WORD: eval_word(context, node, value); break;
    case OP_RANGE: eval_range(context, node, index, value); break;
    case OP_SINCE: case OP_UNTIL: eval_open(context, node, value); break;
    case OP_SPAN: if (node->a != NONE) eval_span(context, node, value); else eval_rolling(context, node, value); break;
    default: break;
    }
}

void value_of(const TimeContext *context, uint32_t node, TimeValue *value) { eval(context, node, value); }
