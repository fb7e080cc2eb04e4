/* times_value_parts.h - what times_value.c (points) and times_compose.c (amounts, moves, edges,
 * ranges) share. Inside the times stage only. */
#ifndef DLN_MEAN_TIMES_VALUE_PARTS_H
#define DLN_MEAN_TIMES_VALUE_PARTS_H
#include "mean/times/times_calendar.h"
#include "mean/times/times_value.h"

static inline bool has(const TimeNode *node, TimeField field)
{
    return node->has >> field & 1;
}
#define HAS(field) (1u << (field))
enum {
    CLOCK = HAS(FIELD_HOUR) | HAS(FIELD_MINUTE) | HAS(FIELD_SECOND) | HAS(FIELD_MERIDIEM) |
            HAS(FIELD_ZONE) | HAS(FIELD_PART)
};
enum {
    YEARLY = HAS(FIELD_MONTH) | HAS(FIELD_FEAST) | HAS(FIELD_QUARTER) | HAS(FIELD_HALF) |
             HAS(FIELD_SEASON) | HAS(FIELD_WEEK)
}; /* come back every year */

extern const char *const value_part_name[]; /* "", MO, MI, AF, EV, NI, DT */
void value_put(TimeValue *value, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* adds to value->text, cut to fit */
void value_put_point(
    TimeValue *value); /* the text of a stretch that begins at value->from, by its grain */
void value_put_clock(TimeValue *value, int64_t in_day, uint8_t grain);
void value_put_unknown(TimeValue *value,
                       uint8_t grain);    /* what is left to say when there is nothing to hang on */
void value_put_stretch(TimeValue *value); /* "A/B" of days or clock times */
void value_place(TimeValue *value, Stretch s, uint8_t grain, Known known);
void value_add_clock(const TimeContext *context, const TimeNode *node,
                     TimeValue *value); /* clock or part of the day on the day at value->from */
int32_t value_clock_hour(const TimeNode *node); /* 0..24, after am, pm and parts of the day */
void value_finish(const TimeContext *context, const TimeNode *node,
                  TimeValue *value); /* clock and text of a placed date */
void value_point(const TimeContext *context, const TimeNode *node, TimeValue *value); /* OP_POINT */
const TimeValue *value_reference(const TimeContext *context,
                                 const TimeNode *node); /* what a node hangs on */
#endif
