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
        value->unsure = true;
        value->grain = unit;
        if (context->mode == TIMES_NARRATIVE && node->ref == REF_TOLD && amount->bare)
            value_put(value, "%s", unit == UNIT_WEEK ? "XXXX-WXX" : "XXXX-XX-XX");
        else
            value_put(value, "%s", node->dir < 0 ? "PAST_REF" : "FUTURE_REF");
        return;
    }
    bool too_coarse = node->a == NONE && node->ref == REF_TOLD && unit < base.grain &&
                      !(base.grain <= UNIT_PART);
    if (base.known == KNOWN_NOT || too_coarse ||
        (base.known == KNOWN_NO_YEAR && unit >= UNIT_YEAR)) {
        value_put_unknown(value, unit < UNIT_DAY ? UNIT_DAY : unit);
        return;
    }
    uint8_t grain = shift_grain(context, unit, &base, node->a != NONE);
    int64_t start = base.grain > UNIT_DAY && grain < base.grain
                        ? stretch_unit(base.from, (TimeUnit)base.grain).from
                        : base.from;
    int64_t at = move(context, start, node->b, node->dir);
    value->bc = base.bc;
    value_place(value, stretch_unit(at, (TimeUnit)grain), grain, base.known);
    if (grain == UNIT_MINUTE) {
        value->from = at / 60 * 60;
        value->to = value->from + 60;
    }
    if (node->has & CLOCK && grain == UNIT_DAY) value_add_clock(context, node, value);
    if (has(node, FIELD_WEEKDAY)) { /* "Saturday, three weeks from now": that day of the week which
                                       begins on a Sunday */
        int32_t day = day_of(value->from);
        value_place(
            value,
            stretch_days(day - (int32_t)day_weekday(day) % 7 + node->field[FIELD_WEEKDAY] % 7, 1),
            UNIT_DAY, base.known);
    }
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

static void eval_nth(const TimeContext *context, const TimeNode *node, TimeValue *value)
{
    TimeValue scope = {.zone = INT32_MIN};
    if (node->a != NONE)
        value_of(context, node->a, &scope);
    else
        scope = *value_reference(context, node);
    if (scope.grain < UNIT_DAY && scope.known != KNOWN_NOT) {
        TimeValue day = value_day(day_of(scope.from), scope.known);
        scope = day;
    }
    double how_many = node->b != NONE ? context->nodes[node->b].n : 1;
    int n = fabs(node->n) > 400 ? 0 : (int)node->n,
        count = how_many < 1 || how_many > 400 ? 0 : (int)how_many;
    uint8_t unit = has(node, FIELD_WEEKDAY) ? UNIT_DAY
                   : node->b != NONE        ? context->nodes[node->b].unit
                                            : node->unit;
    value->type = TIME_DATE;
    if (scope.known == KNOWN_NOT || n == 0 || count < 1) {
        value_put_unknown(value, unit);
        return;
    }
    if (node->a == NONE && scope.grain < unit) {
        value_put_unknown(value, unit);
        return;
    }
    int64_t at, length = has(node, FIELD_WEEKDAY) ? 7 * DAY_SECONDS : 0;
    if (has(node, FIELD_WEEKDAY)) {
        int32_t edge = n > 0 ? day_of(scope.from) : day_of(scope.to) - 1,
                wanted = node->field[FIELD_WEEKDAY];
        int32_t first = n > 0 ? edge + (wanted - (int32_t)day_weekday(edge) + 7) % 7
                              : edge - ((int32_t)day_weekday(edge) - wanted + 7) % 7;
        at = (int64_t)first * DAY_SECONDS + (n > 0 ? n - 1 : n + 1) * length;
    } else if (n > 0)
        at = step_units(first_unit(&scope, unit), (TimeUnit)unit, n - 1);
    else {
        TimeValue after = scope;
        after.from = scope.to;
        at = step_units(first_unit(&after, unit), (TimeUnit)unit, n - count + 1);
    }
    value->bc = scope.bc;
    value_place(value, stretch_unit(at, (TimeUnit)unit), unit, scope.known);
    if (count > 1) {
        value->to = step_units(at, (TimeUnit)unit, count);
        value->type = TIME_RANGE;
        TimeValue end = value_day(day_of(value->to) - 1, scope.known);
        value->grain = UNIT_DAY;
        value_put_point(value);
        value_put(value, "/");
        value_put_point(&end);
        value_put(value, "%s", end.text);
        return;
    }
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

/* What one end leaves out and the other states: "April 16 to 18", "6-7 January 1916", "3:30 to 6
 * pm". */
static void share_fields(TimeNode *a, TimeNode *b)
{
    static const uint8_t larger[] = {FIELD_YEAR, FIELD_ERA, FIELD_MONTH};
    if (has(a, FIELD_YEAR) && has(b, FIELD_ERA) && !has(a, FIELD_ERA)) {
        a->field[FIELD_ERA] = b->field[FIELD_ERA];
        a->has |= HAS(FIELD_ERA);
    }
    if (has(a, FIELD_YEAR) && has(b, FIELD_YEAR) && b->field[FIELD_YEAR] < 100 &&
        a->field[FIELD_YEAR] > 1000)
        b->field[FIELD_YEAR] += a->field[FIELD_YEAR] / 100 * 100;
    bool a_day = has(a, FIELD_DAY), b_day = has(b, FIELD_DAY);
    bool a_bare = !(a->has & (YEARLY | HAS(FIELD_YEAR) | HAS(FIELD_WEEKDAY))) && !a->has_n,
         b_bare = !(b->has & (YEARLY | HAS(FIELD_YEAR) | HAS(FIELD_WEEKDAY))) && !b->has_n;
    bool to_b = b_bare ? b_day : true, to_a = a_bare ? a_day : true;
    for (size_t i = 0; i < sizeof larger; i++) {
        uint8_t f = larger[i];
        if (f == FIELD_MONTH && !(a_day && b_day)) continue;
        if (has(a, f) && !has(b, f) && to_b && f == FIELD_MONTH) {
            b->field[f] = a->field[f];
            b->has |= HAS(f);
        }
        if (has(b, f) && !has(a, f) && to_a &&
            !(f != FIELD_MONTH && !(a->has & (YEARLY | HAS(FIELD_DAY))) && f == FIELD_YEAR)) {
            a->field[f] = b->field[f];
            a->has |= HAS(f);
        }
    }
    if (has(a, FIELD_HOUR) && has(b, FIELD_HOUR)) {
        int32_t left = a->field[FIELD_HOUR] % 12 * 60 +
                       (has(a, FIELD_MINUTE) ? a->field[FIELD_MINUTE] : 0),
                right = b->field[FIELD_HOUR] % 12 * 60 +
                        (has(b, FIELD_MINUTE) ? b->field[FIELD_MINUTE] : 0);
        if (has(b, FIELD_MERIDIEM) && !has(a, FIELD_MERIDIEM) && a->field[FIELD_HOUR] <= 12 &&
            left <= right) {
            a->field[FIELD_MERIDIEM] = b->field[FIELD_MERIDIEM];
            a->has |= HAS(FIELD_MERIDIEM);
        }
        if (has(a, FIELD_MERIDIEM) && !has(b, FIELD_MERIDIEM) &&
            b->field[FIELD_HOUR] > a->field[FIELD_HOUR]) {
            b->field[FIELD_MERIDIEM] = a->field[FIELD_MERIDIEM];
            b->has |= HAS(FIELD_MERIDIEM);
        }
        if (has(b, FIELD_PART) && !has(a, FIELD_PART)) {
            a->field[FIELD_PART] = b->field[FIELD_PART];
            a->has |= HAS(FIELD_PART);
        }
    }
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

void value_ends(const TimeContext *context, uint32_t range, TimeValue *from, TimeValue *to)
{
    TimeNode pair[2] = {context->nodes[context->nodes[range].a],
                        context->nodes[context->nodes[range].b]};
    *from = *to = (TimeValue){.zone = INT32_MIN};
    TimeContext left = *context;
    if (pair[0].op == OP_POINT && pair[1].op == OP_POINT) {
        share_fields(&pair[0], &pair[1]);
        left_year(&pair[0], &pair[1]);
    }
    if (is_clock_only(&pair[0]) && pair[1].op == OP_POINT && !is_clock_only(&pair[1]) &&
        has(&pair[1], FIELD_HOUR)) { /* "3 to 4 tomorrow" */
        TimeNode day = pair[1];
        day.has &= ~(uint32_t)CLOCK;
        uint32_t clock = pair[0].has & CLOCK;
        for (uint32_t f = 0; f < FIELDS; f++)
            if (clock >> f & 1) day.field[f] = pair[0].field[f];
        day.has |= clock;
        pair[0] = day;
    }
    if (pair[0].op == OP_POINT)
        value_point(&left, &pair[0], from);
    else
        value_of(&left, context->nodes[range].a, from);
    TimeContext right = *context;
    if (from->known != KNOWN_NOT) {
        right.told = *from;
        if (right.mode == TIMES_NEWS) right.dct = *from;
        if (right.mode == TIMES_FORWARD && !(pair[1].has_n)) right.dct = *from;
        right.dir = 1;
        if (right.dct.grain > UNIT_DAY) {
            right.dct.grain = UNIT_DAY;
        }
    }
    bool same_day = pair[0].op == OP_POINT && pair[1].op == OP_POINT && (pair[1].has & CLOCK) &&
                    (pair[0].has & CLOCK) && same_date(&pair[0], &pair[1]);
    if ((is_clock_only(&pair[1]) || same_day) && from->known != KNOWN_NOT) {
        clock_end(&right, &pair[1], from, to);
    } else if (pair[1].op == OP_POINT)
        value_point(&right, &pair[1], to);
    else
        value_of(pair[1].has_n || pair[1].op != OP_EDGE ? context : &right, context->nodes[range].b,
                 to);
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
