/* times_value.h - from the meaning of an expression to its place on the time-line. Inside the times
 * stage only. */
#ifndef DLN_MEAN_TIMES_VALUE_H
#define DLN_MEAN_TIMES_VALUE_H
#include "mean/times/times_grammar.h"

/* A date to hang on: how much of it is known. */
typedef enum Known { KNOWN_NOT, KNOWN_NO_YEAR, KNOWN_FULL } Known;

typedef struct TimeValue {
    int64_t from, to; /* seconds since 1970 of the civil clock, half open; meaningful when known */
    Known known;
    uint8_t grain;                       /* TimeUnit */
    uint8_t part;                        /* part of the day 1..6, 0 none */
    uint8_t mod;                         /* TimeMod */
    bool bc, open_from, open_to, unsure; /* unsure: vague amount, no place on the line */
    int32_t zone;                        /* minutes east of UTC; INT32_MIN not stated */
    TimeType type;
    double low, high; /* durations, seconds */
    char text[72];    /* TIMEX3 value */
} TimeValue;

typedef struct TimeContext {
    const Times *times;
    const TimeNode *nodes;
    TimesMode mode;
    TimeValue dct;  /* grain day, or minute when known */
    TimeValue told; /* last date told; known NOT when none */
    int dir;        /* -1 looks back, +1 looks forward, 0 no sign */
} TimeContext;

void value_of(const TimeContext *context, uint32_t node, TimeValue *value);
/* The two ends of a range node. */
void value_ends(const TimeContext *context, uint32_t node, TimeValue *from, TimeValue *to);
TimeValue value_day(int32_t day, Known known);
extern const char *const time_mod_name[MODS];
#endif
