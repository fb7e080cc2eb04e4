/* times.h - dates, times of day, durations, repeated times and ranges of a report, with values that
 * can be compared across outlets.
 *
 * In: Report (and its tokens, where they exist). Out: Findings.times, in order of first byte; a
 * range is followed by its ends. Values are TIMEX3 / ISO 8601; `from`/`to` are the days covered.
 * What a report hangs on, and how it is known, is `basis`; nothing is ever completed from the
 * clock: what cannot be anchored stays partial ("XXXX-04-17") until times_complete finds the
 * missing part in a sister report. See docs/mean-times.md. */
#ifndef DLN_MEAN_TIMES_H
#define DLN_MEAN_TIMES_H
#include "mean/mean.h"

typedef struct Times Times; /* rules and words: immutable, shared by threads */

/* How undated expressions are read. News looks back from the publication date; a narrative
 * (history) from the last date told; forward is for agendas and messages ("Monday": the next one)
 * and reads more of the informal grammar. Never chosen by guess. */
typedef enum TimesMode { TIMES_NEWS, TIMES_NARRATIVE, TIMES_FORWARD } TimesMode;
typedef struct TimesOptions {
    TimesMode mode;
    int32_t day;    /* the report's date when the caller knows better than the report; DAY_UNKNOWN:
                       take the report's */
    int32_t minute; /* minute of that day, -1 unknown (forward mode counts hours from it) */
    Basis basis;    /* how `day` is known */
} TimesOptions;

/* Reads the rules in `data_dir`; memory from `arena` (which must outlive *times). DLN_ERR_DATA
 * names file and line. */
dln_status times_open(const char *data_dir, Arena *arena, Times **times, dln_error *err);
/* Fills findings->times (memory from `arena`); `scratch` is rewound. The mode is news. */
dln_status mean_times(const Times *times, const Report *report, Findings *findings, Arena *arena,
                      Arena *scratch);
dln_status mean_times_as(const Times *times, const Report *report, const TimesOptions *options,
                         Findings *findings, Arena *arena, Arena *scratch);
/* Reports of one story complete one another: the year that a dateline leaves out, the publication
 * day of an undated report. `given` [n] is left alone: completed[i] is given[i], or a copy of it
 * (and of its report, where the day of publication was found) in `arena`, which must not outlive
 * the reports' texts. What is completed says basis "story". `scratch` is rewound. */
dln_status times_complete(const Times *times, const Findings *const *given, uint32_t n,
                          const Findings **completed, Arena *arena, Arena *scratch);
#endif
