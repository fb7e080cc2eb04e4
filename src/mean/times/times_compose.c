/* times_compose.c - values that are made of others: amounts, moves ("two days ago"), the n-th of a
 * scope, edges ("the end of May"), ranges.
 *
 * In: a node, the values of its parts. Out: a TimeValue (times_value.h). Depth is capped where
 * nodes are built, so evaluation may call itself.
 *
 * Known to get wrong: ranges whose right end names an earlier weekday than meant; an edge of an
 * edge. */
#include "mean/times/times_value_parts.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- amounts ---- */

static double amount_seconds(const TimeContext *context, uint32_t node)
{
    double sum = 0;
    for (int guard = 0; node != NONE && guard < 16; guard++, node = context->nodes[node].a)
        sum += fabs(context->nodes[node].n) * unit_seconds((TimeUnit)context->nodes[node].unit);
    return sum;
}

static const struct {
    uint8_t unit;
    const char *letter;
    bool time;
    double times;
} amount_letters[] = {{UNIT_MILLENNIUM, "Y", false, 1000}, {UNIT_CENTURY, "CE", false, 1},
                      {UNIT_DECADE, "DE", false, 1},       {UNIT_YEAR, "Y", false, 1},
                      {UNIT_HALF, "M", false, 6},          {UNIT_QUARTER, "Q", false, 1},
                      {UNIT_SEASON, "M", false, 3},        {UNIT_MONTH, "M", false, 1},
                      {UNIT_FORTNIGHT, "W", false, 2},     {UNIT_WEEK, "W", false, 1},
                      {UNIT_WORKWEEK, "W", false, 1},      {UNIT_WEEKEND, "WE", false, 1},
                      {UNIT_DAY, "D", false, 1},           {UNIT_WORKDAY, "D", false, 1},
                      {UNIT_NIGHT, "D", false, 1},         {UNIT_PART, "D", false, 1},
                      {UNIT_HOUR, "H", true, 1},           {UNIT_MINUTE, "M", true, 1},
                      {UNIT_SECOND, "S", true, 1}};

static void put_amount(TimeValue *value, double n, const char *letter)
{
    if (n < 0)
        value_put(value, "X%s", letter);
    else
        value_put(value, "%.10g%s", n, letter);
}

/* "P1Y6M", "PT4.5H", "PXD" */
static void put_duration(const TimeContext *context, uint32_t node, TimeValue *value)
{
    bool time = false;
    value_put(value, "P");
    for (size_t i = 0; i < sizeof amount_letters / sizeof *amount_letters; i++) {
        uint32_t at = node;
        for (int guard = 0; at != NONE && guard < 16; guard++, at = context->nodes[at].a) {
            const TimeNode *n = &context->nodes[at];
            if (n->unit != amount_letters[i].unit) continue;
            if (amount_letters[i].time && !time) {
                value_put(value, "T");
                time = true;
            }
            double amount = n->n < 0 ? -1 : n->n * amount_letters[i].times;
            if (context->mode == TIMES_NEWS && n->unit == UNIT_DECADE)
                put_amount(value, n->n < 0 ? -1 : n->n * 10, "Y");
            else
                put_amount(value, amount, amount_letters[i].letter);
        }
    }
}

static double round_half(const TimeNode *node)
{
    double n = node->n, step = 1;
    if (n != floor(n)) return 0.25 * unit_seconds((TimeUnit)node->unit);
    while (n >= 10 && fmod(n, step * 10) == 0 && step < n)
        step *= 10;
    return step / 2 * unit_seconds((TimeUnit)node->unit);
}

static void eval_duration(const TimeContext *context, const TimeNode *node, uint32_t index,
                          TimeValue *value)
{
    value->type = TIME_DURATION;
    value->known = KNOWN_NOT;
    put_duration(context, index, value);
    value->unsure = node->n < 0;
    if (value->unsure) return;
    double seconds = amount_seconds(context, index), half = round_half(node);
    uint32_t last = index;
    for (int guard = 0; context->nodes[last].a != NONE && guard < 16; guard++)
        last = context->nodes[last].a;
    if (last != index) half = fmin(half, round_half(&context->nodes[last]));
    value->low = seconds - half;
    value->high = seconds + half;
    if (value->mod == MOD_MORE || value->mod == MOD_AT_LEAST)
        value->low = seconds, value->high = INFINITY;
    if (value->mod == MOD_LESS || value->mod == MOD_AT_MOST) value->low = 0, value->high = seconds;
}

static void eval_set(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    value->type = TIME_SET;
    value->known = KNOWN_NOT;
    if (has(node, FIELD_WEEKDAY))
        value_put(value, "XXXX-WXX-%d", node->field[FIELD_WEEKDAY]);
    else if (has(node, FIELD_MONTH))
        value_put(value, "XXXX-%02d", node->field[FIELD_MONTH]);
    else if (context->mode == TIMES_NARRATIVE && node->loose && node->n == 1)
        value_put_unknown(value, node->unit);
    else if (has(node, FIELD_PART) && !has(node, FIELD_HOUR) && !node->unit)
        value_put(value, "XXXX-XX-XX");
    else if (node->unit) {
        TimeNode amount = *node;
        amount.op = OP_DURATION;
        amount.a = NONE;
        TimeContext inner = *context;
        inner.nodes = &amount;
        if (node->unit == UNIT_QUARTER && context->mode == TIMES_FORWARD) {
            amount.unit = UNIT_MONTH;
            amount.n *= 3;
        }
        if (!(context->mode == TIMES_FORWARD && has(node, FIELD_HOUR)))
            put_duration(&inner, 0, value);
    }
    value->type = TIME_SET;
    if (has(node, FIELD_HOUR)) {
        TimeValue day = value_day(0, KNOWN_FULL);
        value_add_clock(context, node, &day);
        if (context->mode == TIMES_FORWARD && !has(node, FIELD_MINUTE))
            value_put(value, "T%02d", value_clock_hour(node));
        else
            value_put_clock(value, day.from, day.grain);
    } else if (has(node, FIELD_PART))
        value_put(value, "T%s", value_part_name[node->field[FIELD_PART]]);
}

/* ---- moves ---- */

static uint8_t smallest_unit(const TimeContext *context, uint32_t amount)
{
    uint8_t unit = UNITS;
    for (int guard = 0; amount != NONE && guard < 16; guard++, amount = context->nodes[amount].a)
        if (context->nodes[amount].unit < unit) unit = context->nodes[amount].unit;
    return unit == UNIT_NIGHT || unit == UNIT_WORKDAY || unit == UNIT_PART ? UNIT_DAY
           : unit == UNIT_FORTNIGHT                                        ? UNIT_WEEK
                                                                           : unit;
}

static int64_t move(const TimeContext *context, int64_t at, uint32_t amount, int dir)
{
    for (int guard = 0; amount != NONE && guard < 16; guard++, amount = context->nodes[amount].a)
        at = step_units(at, (TimeUnit)context->nodes[amount].unit, dir * context->nodes[amount].n);
    return at;
}

/* Grain of "three weeks ago": the unit; from a stated date: the finer of the two; agendas count in
 * days. */
static uint8_t shift_grain(const TimeContext *context, uint8_t unit, const TimeValue *base,
                           bool stated)
{
    if (unit < UNIT_DAY) return UNIT_MINUTE;
    if (context->mode == TIMES_FORWARD)
        return stated && base->grain > UNIT_DAY ? base->grain : UNIT_DAY;
    if (!stated && unit == UNIT_YEAR && (base->grain == UNIT_QUARTER || base->grain == UNIT_HALF))
        return base->grain; /* "up from a year earlier": the same quarter */
    return stated && base->grain < unit ? base->grain : unit;
}

/* "days later": how many is not said. */
static void shift_unsure(const TimeContext *context, const TimeNode *node, const TimeNode *amount,
                         uint8_t unit, TimeValue *value)
{
    value->unsure = true;
    value->grain = unit;
    if (context->mode == TIMES_NARRATIVE && node->ref == REF_TOLD && amount->bare)
        value_put(value, "%s", unit == UNIT_WEEK ? "XXXX-WXX" : "XXXX-XX-XX");
    else
        value_put(value, "%s", node->dir < 0 ? "PAST_REF" : "FUTURE_REF");
}

/* May steps of `unit` start from `base`? Not an hour from a year that was only told. */
static bool shift_starts(const TimeNode *node, const TimeValue *base, uint8_t unit)
{
    bool too_coarse = node->a == NONE && node->ref == REF_TOLD && unit < base->grain &&
                      base->grain > UNIT_PART;
    if (base->known == KNOWN_NOT || too_coarse) return false;
    return base->known != KNOWN_NO_YEAR || unit < UNIT_YEAR;
}

/* "Saturday, three weeks from now": that day of the week, which begins on a Sunday. */
static void place_weekday(TimeValue *value, int32_t weekday, Known known)
{
    int32_t day = day_of(value->from), sunday = day - (int32_t)day_weekday(day) % 7;
    value_place(value, stretch_days(sunday + weekday % 7, 1), UNIT_DAY, known);
}

static void eval_shift(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue base = {.zone = INT32_MIN};
    const TimeNode *amount = node->b == NONE ? node : &context->nodes[node->b];
    uint8_t unit = smallest_unit(context, node->b);
    if (node->a != NONE)
        value_of(context, node->a, &base);
    else
        base = *value_reference(context, node);
    value->type = unit < UNIT_DAY ? TIME_TIME : TIME_DATE;
    if (amount->n < 0) {
        shift_unsure(context, node, amount, unit, value);
        return;
    }
    if (!shift_starts(node, &base, unit)) {
        value_put_unknown(value, unit < UNIT_DAY ? UNIT_DAY : unit);
        return;
    }
    uint8_t grain = shift_grain(context, unit, &base, node->a != NONE);
    bool coarse = base.grain > UNIT_DAY && grain < base.grain;
    int64_t start = coarse ? stretch_unit(base.from, (TimeUnit)base.grain).from : base.from;
    int64_t at = move(context, start, node->b, node->dir);
    value->bc = base.bc;
    value_place(value, stretch_unit(at, (TimeUnit)grain), grain, base.known);
    if (grain == UNIT_MINUTE) {
        value->from = at / 60 * 60;
        value->to = value->from + 60;
    }
    if (node->has & CLOCK && grain == UNIT_DAY) value_add_clock(context, node, value);
    if (has(node, FIELD_WEEKDAY)) place_weekday(value, node->field[FIELD_WEEKDAY], base.known);
    value_put_point(value);
}

/* ---- n-th of a scope ---- */

/* First unit inside a scope; weeks belong where their Thursday lies. */
static int64_t first_unit(const TimeValue *scope, uint8_t unit)
{
    if (unit != UNIT_WEEK && unit != UNIT_WEEKEND) return scope->from;
    int32_t first = day_of(scope->from);
    if (unit == UNIT_WEEKEND)
        return (int64_t)(first + (13 - (int32_t)day_weekday(first)) % 7) * DAY_SECONDS;
    int32_t monday = first - (int32_t)day_weekday(first) + 1;
    return (int64_t)(day_weekday(first) > 4 ? monday + 7 : monday) * DAY_SECONDS;
}

/* Where the n-th weekday of the scope begins; the n-th last where n is negative. */
static int64_t nth_weekday(const TimeValue *scope, int32_t weekday, int n)
{
    bool from_start = n > 0;
    int32_t edge = from_start ? day_of(scope->from) : day_of(scope->to) - 1,
            there = (int32_t)day_weekday(edge),
            first = from_start ? edge + (weekday - there + 7) % 7
                               : edge - (there - weekday + 7) % 7;
    return ((int64_t)first + 7 * (from_start ? n - 1 : n + 1)) * DAY_SECONDS;
}

/* Where the n-th unit of the scope begins, or the first of the `count` units that end with the n-th
 * last. */
static int64_t nth_unit(const TimeValue *scope, uint8_t unit, int n, int count)
{
    if (n > 0) return step_units(first_unit(scope, unit), (TimeUnit)unit, n - 1);
    TimeValue after = *scope;
    after.from = scope->to;
    return step_units(first_unit(&after, unit), (TimeUnit)unit, n - count + 1);
}

/* "the first three weeks of June": both ends as days. */
static void put_several(TimeValue *value, int64_t end, Known known)
{
    TimeValue last = value_day(day_of(end) - 1, known);
    value->to = end;
    value->type = TIME_RANGE;
    value->grain = UNIT_DAY;
    value_put_point(value);
    value_put(value, "/");
    value_put_point(&last);
    value_put(value, "%s", last.text);
}

/* A number of steps as a count; 0 where nobody would say it. */
static int steps_of(double n)
{
    return fabs(n) > 400 ? 0 : (int)n;
}

static void eval_nth(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue scope = {.zone = INT32_MIN};
    const TimeNode *amount = node->b != NONE ? &context->nodes[node->b] : NULL;
    bool weekday = has(node, FIELD_WEEKDAY);
    uint8_t unit = weekday ? UNIT_DAY : amount ? amount->unit : node->unit;
    int n = steps_of(node->n), count = amount ? steps_of(amount->n) : 1;
    if (node->a != NONE)
        value_of(context, node->a, &scope);
    else
        scope = *value_reference(context, node);
    if (scope.grain < UNIT_DAY && scope.known != KNOWN_NOT)
        scope = value_day(day_of(scope.from), scope.known);
    value->type = TIME_DATE;
    if (scope.known == KNOWN_NOT || n == 0 || count < 1 ||
        (node->a == NONE && scope.grain < unit)) {
        value_put_unknown(value, unit);
        return;
    }
    int64_t at = weekday ? nth_weekday(&scope, node->field[FIELD_WEEKDAY], n)
                         : nth_unit(&scope, unit, n, count);
    value->bc = scope.bc;
    value_place(value, stretch_unit(at, (TimeUnit)unit), unit, scope.known);
    if (count > 1)
        put_several(value, step_units(at, (TimeUnit)unit, count), scope.known);
    else
        value_put_point(value);
}

/* ---- edges ---- */

static void narrow(TimeValue *value, int64_t from, int64_t to)
{
    value->from = from;
    value->to = to;
}

/* Agendas want the stretch itself: thirds of a month, quarters of a year, days of a week. */
static void narrow_edge(TimeValue *value, uint8_t mod)
{
    int64_t d = DAY_SECONDS, from = value->from, to = value->to,
            third = value->grain == UNIT_MONTH  ? 10 * d
                    : value->grain == UNIT_WEEK ? 3 * d
                    : value->grain == UNIT_YEAR ? 90 * d
                                                : (to - from) / (value->grain < UNIT_DAY ? 2 : 3);
    if (mod == MOD_START) {
        if (value->grain == UNIT_YEAR)
            narrow(value, from, step_units(from, UNIT_MONTH, 3));
        else
            narrow(value, from, from + third);
    } else if (mod == MOD_END) {
        if (value->grain == UNIT_YEAR)
            narrow(value, step_units(from, UNIT_MONTH, 8), to);
        else if (value->grain == UNIT_MONTH)
            narrow(value, from + 20 * d, to);
        else
            narrow(value, to - third, to);
    } else if (value->grain == UNIT_YEAR)
        narrow(value, step_units(from, UNIT_MONTH, 4), step_units(from, UNIT_MONTH, 8));
    else if (value->grain == UNIT_MONTH)
        narrow(value, from + 10 * d, from + 20 * d);
    else
        narrow(value, from + (to - from) / 3, to - (to - from) / 3);
}

static void eval_edge(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    value_of(context, node->a, value);
    value->mod = node->mod;
    if (node->unit && value->known == KNOWN_FULL) { /* "the week of July 4" */
        Stretch s = stretch_unit(value->from, (TimeUnit)node->unit);
        value->text[0] = 0;
        value_place(value, s, node->unit, KNOWN_FULL);
        value_put_point(value);
        return;
    }
    if (context->mode != TIMES_FORWARD || value->known != KNOWN_FULL ||
        value->type == TIME_DURATION)
        return;
    if (value->grain == UNIT_DAY && node->mod == MOD_END) {
        value->text[0] = 0;
        value->from = value->to - 1;
        value->grain = UNIT_SECOND;
        value->type = TIME_TIME;
        value_put_point(value);
        return;
    }
    if (node->mod == MOD_EARLY || node->mod == MOD_LATE) {
        int64_t middle = value->from + (value->to - value->from) / 2;
        if (value->grain == UNIT_MONTH) middle = value->from + 15 * DAY_SECONDS;
        narrow(value, node->mod == MOD_EARLY ? value->from : middle,
               node->mod == MOD_EARLY ? middle : value->to);
        if (value->grain == UNIT_PART) value->grain = UNIT_MINUTE;
    } else if (node->mod == MOD_START || node->mod == MOD_MID || node->mod == MOD_END)
        narrow_edge(value, node->mod);
    else
        return;
    value_put_stretch(value);
}

/* ---- ranges ---- */

/* `to` takes a field of `from` that it lacks. */
static void lend(TimeNode *to, const TimeNode *from, uint32_t field)
{
    if (!has(from, field) || has(to, field)) return;
    to->field[field] = from->field[field];
    to->has |= HAS(field);
}

/* Year, era and month: "April 16 to 18", "6-7 January 1916", "1914-18". */
static void share_date(TimeNode *a, TimeNode *b)
{
    const uint32_t dated = YEARLY | HAS(FIELD_YEAR) | HAS(FIELD_WEEKDAY) | HAS(FIELD_DAY);
    bool a_dated = (a->has & dated) || a->has_n;
    if (has(a, FIELD_YEAR)) lend(a, b, FIELD_ERA);
    if (has(a, FIELD_YEAR) && has(b, FIELD_YEAR) && b->field[FIELD_YEAR] < 100 &&
        a->field[FIELD_YEAR] > 1000)
        b->field[FIELD_YEAR] += a->field[FIELD_YEAR] / 100 * 100;
    if (a->has & (YEARLY | HAS(FIELD_DAY))) lend(a, b, FIELD_YEAR);
    if (a_dated) lend(a, b, FIELD_ERA);
    if (has(a, FIELD_DAY) && has(b, FIELD_DAY)) {
        lend(b, a, FIELD_MONTH);
        lend(a, b, FIELD_MONTH);
    }
}

static int32_t minute_of_half_day(const TimeNode *node)
{
    return node->field[FIELD_HOUR] % 12 * 60 +
           (has(node, FIELD_MINUTE) ? node->field[FIELD_MINUTE] : 0);
}

/* "3:30 to 6 pm", "9 am to 11", "3 to 4 in the afternoon". */
static void share_clock(TimeNode *a, TimeNode *b)
{
    if (!has(a, FIELD_HOUR) || !has(b, FIELD_HOUR)) return;
    if (a->field[FIELD_HOUR] <= 12 && minute_of_half_day(a) <= minute_of_half_day(b))
        lend(a, b, FIELD_MERIDIEM);
    if (b->field[FIELD_HOUR] > a->field[FIELD_HOUR]) lend(b, a, FIELD_MERIDIEM);
    lend(a, b, FIELD_PART);
}

/* What one end leaves out and the other states. */
static void share_fields(TimeNode *a, TimeNode *b)
{
    share_date(a, b);
    share_clock(a, b);
}

/* "November to February 2017": the year of the right end holds for the left one only when it comes
 * before. */
static void left_year(TimeNode *a, const TimeNode *b)
{
    if (!has(a, FIELD_YEAR) || !has(b, FIELD_YEAR) ||
        a->field[FIELD_YEAR] != b->field[FIELD_YEAR] || !has(a, FIELD_MONTH) ||
        !has(b, FIELD_MONTH))
        return;
    if (a->field[FIELD_MONTH] > b->field[FIELD_MONTH]) a->field[FIELD_YEAR]--;
}

static bool is_clock_only(const TimeNode *node)
{
    return (node->has & ~(uint32_t)CLOCK) == 0 && (node->has & CLOCK) && node->a == NONE &&
           !node->has_n && node->op == OP_POINT;
}

static bool same_date(const TimeNode *a, const TimeNode *b)
{
    uint32_t fields = (a->has | b->has) & ~(uint32_t)CLOCK;
    if (a->unit != b->unit || a->has_n != b->has_n || (a->has_n && a->n != b->n) || a->a != b->a)
        return false;
    if ((a->has & ~(uint32_t)CLOCK) != (b->has & ~(uint32_t)CLOCK)) return false;
    for (uint32_t f = 0; f < FIELDS; f++)
        if ((fields >> f & 1) && a->field[f] != b->field[f]) return false;
    return true;
}

/* The right end of a range of clocks, on the left one's day or behind it: "2 to 4", "noon to
 * midnight", "10 p.m. to 6 a.m.". */
static void clock_end(const TimeContext *context, const TimeNode *node, const TimeValue *from,
                      TimeValue *to)
{
    value_place(to, stretch_unit(from->from, UNIT_DAY), UNIT_DAY, from->known);
    value_finish(context, node, to);
    if (to->from >= from->from) return;
    bool sure = has(node, FIELD_MERIDIEM);
    to->from += sure ? DAY_SECONDS : DAY_SECONDS / 2;
    if (sure) to->to += DAY_SECONDS;
    to->text[0] = 0;
    value_put_point(to);
}

/* "3 to 4 tomorrow": the left end, clock alone, takes the day of the right one. */
static void lend_day(TimeNode *left, const TimeNode *right)
{
    if (!is_clock_only(left) || right->op != OP_POINT || is_clock_only(right) ||
        !has(right, FIELD_HOUR))
        return;
    TimeNode day = *right;
    uint32_t clock = left->has & CLOCK;
    day.has = (day.has & ~(uint32_t)CLOCK) | clock;
    for (uint32_t f = 0; f < FIELDS; f++)
        if (clock >> f & 1) day.field[f] = left->field[f];
    *left = day;
}

/* How the right end is read once the left one is placed: from there on. */
static TimeContext behind(const TimeContext *context, const TimeValue *from, const TimeNode *right)
{
    TimeContext next = *context;
    if (from->known == KNOWN_NOT) return next;
    next.told = *from;
    if (next.mode == TIMES_NEWS || (next.mode == TIMES_FORWARD && !right->has_n)) next.dct = *from;
    next.dir = 1;
    if (next.dct.grain > UNIT_DAY) next.dct.grain = UNIT_DAY;
    return next;
}

/* Two clocks of one stated date: "from 2 pm on Friday to 4 pm on Friday". */
static bool clocks_of_one_date(const TimeNode *a, const TimeNode *b)
{
    return a->op == OP_POINT && b->op == OP_POINT && (a->has & CLOCK) && (b->has & CLOCK) &&
           same_date(a, b);
}

void value_ends(const TimeContext *context, uint32_t range, TimeValue *from, TimeValue *to)
{
    uint32_t first = context->nodes[range].a, last = context->nodes[range].b;
    TimeNode a = context->nodes[first], b = context->nodes[last];
    *from = *to = (TimeValue){.zone = INT32_MIN};
    if (a.op == OP_POINT && b.op == OP_POINT) {
        share_fields(&a, &b);
        left_year(&a, &b);
    }
    lend_day(&a, &b);
    if (a.op == OP_POINT)
        value_point(context, &a, from);
    else
        value_of(context, first, from);
    TimeContext right = behind(context, from, &b);
    if (from->known != KNOWN_NOT && (is_clock_only(&b) || clocks_of_one_date(&a, &b)))
        clock_end(&right, &b, from, to);
    else if (b.op == OP_POINT)
        value_point(&right, &b, to);
    else
        value_of(b.has_n || b.op != OP_EDGE ? context : &right, last, to);
}

static void eval_range(const TimeContext *context, const TimeNode *node, uint32_t index,
                       TimeValue *value)
{
    TimeValue a, b;
    value_ends(context, index, &a, &b);
    value->type = TIME_RANGE;
    value->known = a.known < b.known ? a.known : b.known;
    value->grain = a.grain < b.grain ? a.grain : b.grain;
    value->from = a.from;
    value->to = b.to;
    value->zone = a.zone;
    value->bc = a.bc;
    if (context->mode == TIMES_FORWARD && a.text[0] &&
        b.text[0]) { /* "A/B" of agendas: the ends of stretches */
        if ((b.grain == UNIT_MONTH || b.grain == UNIT_YEAR || b.grain == UNIT_QUARTER) &&
            b.known == KNOWN_FULL && b.from > a.from && context->nodes[node->b].op == OP_POINT) {
            b = value_day(day_of(b.from) - 1, KNOWN_FULL); /* from March to May: two months */
            value_put_point(&b);
            if (a.known == KNOWN_FULL) {
                a.text[0] = 0;
                a.grain = UNIT_DAY;
                value_put_point(&a);
            }
        }
        const char *cut = strchr(a.text, '/'), *rest = strchr(b.text, '/');
        snprintf(value->text, sizeof value->text, "%.*s/%.34s", cut ? (int)(cut - a.text) : 34,
                 a.text, rest ? rest + 1 : b.text);
        return;
    }
    snprintf(value->text, sizeof value->text, "%.34s/%.34s", a.text, b.text);
}

static void eval_open(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue inner = {.zone = INT32_MIN};
    value_of(context, node->a, &inner);
    *value = inner;
    const char *cut = strchr(inner.text, '/');
    if (node->op == OP_SINCE && inner.grain == UNIT_PART && !node->inclusive && cut) {
        snprintf(value->text, sizeof value->text, "%.40s/..", cut + 1);
        value->open_to = true;
    } else if (node->op == OP_SINCE) {
        if (node->inclusive || inner.known == KNOWN_NOT || inner.grain <= UNIT_DAY)
            snprintf(value->text, sizeof value->text, "%.*s/..", cut ? (int)(cut - inner.text) : 40,
                     inner.text);
        else {
            TimeValue after = value_day(day_of(inner.to), inner.known);
            value_put_point(&after);
            snprintf(value->text, sizeof value->text, "%.40s/..", after.text);
        }
        value->open_to = true;
    } else {
        if (!node->inclusive && inner.known != KNOWN_NOT && inner.grain >= UNIT_DAY) {
            TimeValue before = value_day(day_of(inner.from) - 1, inner.known);
            value_put_point(&before);
            snprintf(value->text, sizeof value->text, "../%.40s", before.text);
        } else
            snprintf(value->text, sizeof value->text, "../%.40s", cut ? cut + 1 : inner.text);
        value->open_from = true;
    }
}

/* "from 9:30 for 7 hours", "three days from Monday": a start and a length. */
static void eval_span(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue a = {.zone = INT32_MIN};
    value_of(context, node->a, &a);
    value->type = TIME_RANGE;
    value->known = a.known;
    uint8_t unit = smallest_unit(context, node->b);
    if (a.known == KNOWN_NOT) {
        int hour, minute;
        if (sscanf(a.text, "T%d:%d", &hour, &minute) != 2) {
            value_put(value, "%s", a.text);
            return;
        }
        int64_t at = move(context, hour * 3600 + minute * 60, node->b, 1);
        value_put(value, "%s/", a.text);
        value_put_clock(value, at % DAY_SECONDS, UNIT_MINUTE);
        return;
    }
    value->from = a.from;
    value->to = move(context, a.from, node->b, node->dir ? node->dir : 1);
    value->zone = a.zone;
    value->grain = unit < UNIT_DAY || a.grain < UNIT_DAY ? UNIT_MINUTE : UNIT_DAY;
    if (value->to < value->from) {
        int64_t swap = value->to;
        value->to = value->from;
        value->from = swap;
    }
    value_put_stretch(value);
    value->type = TIME_RANGE;
}

/* "the last two weeks" of an agenda: whole units before or after the one that holds the reference.
 */
static void eval_rolling(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    const TimeNode *amount = &context->nodes[node->b];
    const TimeValue *ref = &context->dct;
    uint8_t unit = amount->unit;
    double n = amount->n < 0 ? 3 : amount->n;
    if (ref->known != KNOWN_FULL) {
        value_put_unknown(value, unit);
        return;
    }
    bool whole = unit >= UNIT_WEEK && amount->a == NONE;
    Stretch here = stretch_unit(ref->from, unit < UNIT_DAY ? UNIT_MINUTE
                                           : whole         ? (TimeUnit)unit
                                                           : UNIT_DAY);
    value->type = TIME_RANGE;
    value->known = KNOWN_FULL;
    value->grain = unit < UNIT_DAY ? UNIT_MINUTE : UNIT_DAY;
    if (node->dir < 0) {
        value->to = here.from;
        value->from = amount->a != NONE ? move(context, here.from, node->b, -1)
                                        : step_units(here.from, (TimeUnit)unit, -n);
    } else if (node->inclusive && unit < UNIT_DAY) {
        value->from = ref->from;
        value->to = move(context, ref->from, node->b, 1);
    } else {
        value->from = here.to;
        value->to = step_units(here.to, (TimeUnit)unit, n);
    }
    if (unit == UNIT_WORKDAY && node->dir > 0) {
        value->from = step_units(here.from, UNIT_WORKDAY, 1);
        value->to = step_units(here.from, UNIT_WORKDAY, n) + DAY_SECONDS;
    }
    value_put_stretch(value);
}

static void eval_word(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    static const char *const text[] = {"PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    value->type = TIME_DATE;
    value->known = KNOWN_NOT;
    value->unsure = true;
    if (context->mode == TIMES_FORWARD && node->word == WORD_PRESENT &&
        context->dct.known == KNOWN_FULL) {
        *value = context->dct;
        value->text[0] = 0;
        value->grain = UNIT_SECOND;
        value->type = TIME_TIME;
        value_put_point(value);
        return;
    }
    value_put(value, "%s", text[node->word]);
}

void value_of(const TimeContext *context, uint32_t index, TimeValue *value)
{
    const TimeNode *node = &context->nodes[index];
    *value = (TimeValue){.zone = INT32_MIN, .mod = node->mod};
    switch (node->op) {
    case OP_POINT: value_point(context, node, value); break;
    case OP_SHIFT: eval_shift(context, node, value); break;
    case OP_NTH: eval_nth(context, node, value); break;
    case OP_EDGE: eval_edge(context, node, value); break;
    case OP_DURATION: eval_duration(context, node, index, value); break;
    case OP_SET: eval_set(context, node, value); break;
    case OP_WORD: eval_word(context, node, value); break;
    case OP_RANGE: eval_range(context, node, index, value); break;
    case OP_SINCE:
    case OP_UNTIL: eval_open(context, node, value); break;
    case OP_SPAN:
        if (node->a != NONE)
            eval_span(context, node, value);
        else
            eval_rolling(context, node, value);
        break;
    default: break;
    }
}
