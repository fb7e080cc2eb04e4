/* times_complete.c - reports of one story date one another.
 *
 * In: findings of every report, which stay as they are. Out: an overlay: the same findings, or a
 * copy of those whose partial dates were completed.
 *
 * 1. A dateline without a year ("BEIJING, April 17.") takes the year that brings it nearest to the
 * sisters' days of publication.
 * 2. A report with no date at all is dated by its weekdays: the day on which most of them fall on
 * days that sisters name, where the weekday of the lead is the report's own day or the day before
 * (the custom of the news), near the sisters' days.
 * 3. Where neither is possible, dates that lack only the year take the one nearest to the story;
 * the rest stays partial. Everything completed says basis "story".
 * 4. A page that was updated after its date tells of the day after it: "Mr Marlow resigned on
 * Friday" on a page of Thursday. Such a weekday is the one that follows the date when sisters name
 * that day as past, or the page's own stamps, and no sister names the one a week before.
 *
 * Known to get wrong: an old report quoted in full inside a new story. */
#include "mean/times/times.h"
#include "mean/times/times_calendar.h"
#include <stdlib.h>

enum { DATELINE_REACH = 60, BEFORE = 7, AFTER = 10, LEAD_BYTES = 400, DAYS_MAX = 4096, LATEST = 3 };

typedef struct Story {
    const Times *times;
    const Findings **reports; /* [n] the overlay */
    uint32_t n;
    Arena *arena;           /* of the overlay */
    VEC(int32_t) published; /* days of publication that are known without this stage */
    VEC(int32_t) named;     /* days named by reports that are dated, sorted */
} Story;

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool is_dated(const Report *report)
{
    return report->published.basis != BASIS_NONE && report->published.day != DAY_UNKNOWN;
}
static bool is_evidence(const Report *report)
{
    return is_dated(report) && report->published.basis != BASIS_STORY;
}

static bool gather(Story *story, Arena *scratch)
{
    for (uint32_t r = 0; r < story->n; r++) {
        const Findings *f = story->reports[r];
        if (is_evidence(f->report) &&
            !VEC_PUSH(scratch, &story->published, f->report->published.day))
            return false;
        for (uint32_t i = 0; i < f->times.n && story->named.n < DAYS_MAX; i++) {
            const TimeMention *m = &f->times.at[i];
            bool day = m->from != DAY_UNKNOWN && m->from == m->to && m->type != TIME_DURATION &&
                       m->type != TIME_SET;
            if (day && !VEC_PUSH(scratch, &story->named, m->from)) return false;
        }
    }
    if (story->published.n)
        list_sort(story->published.at, story->published.n, sizeof(int32_t), by_day);
    if (story->named.n) list_sort(story->named.at, story->named.n, sizeof(int32_t), by_day);
    return true;
}

static bool is_named(const Story *story, int32_t day)
{
    return story->named.n &&
           bsearch(&day, story->named.at, story->named.n, sizeof day, by_day) != NULL;
}

/* Days between `day` and the nearest day of publication. */
static int32_t distance(const Story *story, int32_t day)
{
    int32_t best = INT32_MAX;
    for (uint32_t i = 0; i < story->published.n; i++) {
        int32_t d = abs(story->published.at[i] - day);
        if (d < best) best = d;
    }
    return best;
}

/* ---- the day of publication ---- */

/* The dateline's day in the year nearest to the story, or DAY_UNKNOWN. */
static int32_t day_by_dateline(const Story *story, const Report *report)
{
    const PartDate *when = &report->dateline.when;
    int32_t best = DAY_UNKNOWN, nearest = DATELINE_REACH + 1, year;
    uint32_t month, day;
    if (when->year || when->month < 1 || when->month > 12 || when->day < 1 || when->day > 31)
        return DAY_UNKNOWN;
    civil_from_day(story->published.at[story->published.n / 2], &year, &month, &day);
    for (int32_t y = year - 1; y <= year + 1; y++) {
        if (when->day > month_length(y, when->month)) continue;
        int32_t candidate = day_from_civil(y, when->month, when->day),
                d = distance(story, candidate);
        if (d < nearest) {
            nearest = d;
            best = candidate;
        }
    }
    return best;
}

/* ISO weekday of a mention that says no more than that, 0 otherwise. */
static int32_t bare_weekday(const TimeMention *m)
{
    if (m->value.n < 10 || memcmp(m->value.p, "XXXX-WXX-", 9) != 0 || m->type == TIME_SET) return 0;
    int32_t weekday = m->value.p[9] - '0';
    return weekday >= 1 && weekday <= 7 ? weekday : 0;
}

static int32_t weekday_seen_from(int32_t day, int32_t weekday, bool future)
{
    int32_t gap = (int32_t)day_weekday(day) - weekday;
    return future ? day + (-gap + 7) % 7 : day - (gap + 7) % 7;
}

/* How well a day of publication fits the weekdays of a report; *matched counts those that sisters
 * name. */
static double day_fit(const Story *story, const Findings *f, int32_t candidate, uint32_t *matched)
{
    double fit = -0.05 * distance(story, candidate);
    bool lead = true;
    *matched = 0;
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *m = &f->times.at[i];
        int32_t weekday = bare_weekday(m);
        if (!weekday) continue;
        int32_t day = weekday_seen_from(candidate, weekday, m->future);
        if (is_named(story, day)) {
            fit += 1;
            ++*matched;
        }
        if (lead && m->span.b < LEAD_BYTES && !m->future && candidate - day <= 1) fit += 1;
        lead = false;
    }
    return fit;
}

static int32_t day_by_weekdays(const Story *story, const Findings *f)
{
    int32_t first = story->published.at[0] - BEFORE,
            last = story->published.at[story->published.n - 1] + AFTER, best = DAY_UNKNOWN;
    double best_fit = 0;
    if (last - first > 400) return DAY_UNKNOWN;
    for (int32_t day = first; day <= last; day++) {
        uint32_t matched;
        double fit = day_fit(story, f, day, &matched);
        if (matched && fit > best_fit) {
            best_fit = fit;
            best = day;
        }
    }
    return best;
}

/* ---- completing ---- */

static bool lacks_year_only(const TimeMention *m)
{
    return m->value.n >= 7 && memcmp(m->value.p, "XXXX-", 5) == 0 && slice_digit_at(m->value, 5);
}

/* A copy of the findings of report `r` with times of its own, in the overlay. */
static Findings *own_findings(Story *story, uint32_t r)
{
    Findings *own = ARENA_ARRAY(story->arena, Findings, 1);
    TimeMention *times = ARENA_ARRAY(story->arena, TimeMention, story->reports[r]->times.n);
    if (!own || !times) return NULL;
    *own = *story->reports[r];
    if (own->times.n) memcpy(times, own->times.at, own->times.n * sizeof *times);
    own->times.at = times;
    own->times.cap = own->times.n;
    story->reports[r] = own;
    return own;
}

/* Reads the report again as of `day` and takes over what was partial; with `years_only`, no more
 * than missing years. */
static dln_status complete(Story *story, uint32_t r, int32_t day, bool years_only, Arena *scratch)
{
    const Findings *f = story->reports[r];
    Findings again = {.report = f->report, .lang = f->lang};
    TimesOptions options = {.mode = TIMES_NEWS, .day = day, .minute = -1, .basis = BASIS_STORY};
    TRY(mean_times_as(story->times, f->report, &options, &again, story->arena, scratch));
    if (again.times.n != f->times.n) return DLN_OK;
    Findings *own = own_findings(story, r);
    if (!own) return arena_status(story->arena);
    for (uint32_t i = 0; i < own->times.n; i++) {
        TimeMention *m = &own->times.at[i];
        const TimeMention *full = &again.times.at[i];
        if (!m->partial || full->partial || m->span.b != full->span.b ||
            (years_only && !lacks_year_only(m)))
            continue;
        *m = *full;
        m->basis = BASIS_STORY;
    }
    return DLN_OK;
}

/* Publication day `day` for report `r`, on a copy of the report in the overlay. */
static dln_status set_published(Story *story, uint32_t r, int32_t day)
{
    int32_t year;
    uint32_t month, dom;
    Report *report = ARENA_ARRAY(story->arena, Report, 1);
    Findings *own = ARENA_ARRAY(story->arena, Findings, 1);
    if (!report || !own) return arena_status(story->arena);
    civil_from_day(day, &year, &month, &dom);
    *report = *story->reports[r]->report;
    report->arena = (Arena){0}; /* the copy owns no memory */
    report->published.value = arena_printf(story->arena, "%04d-%02u-%02u", year, month, dom);
    report->published.basis = BASIS_STORY;
    report->published.day = day;
    *own = *story->reports[r];
    own->report = report;
    story->reports[r] = own;
    return report->published.value.p ? DLN_OK : arena_status(story->arena);
}

/* ---- pages that were updated after their date ---- */

typedef struct NamedDay {
    int32_t day;
    uint32_t report;
} NamedDay;
typedef struct NamedDays {
    VEC(NamedDay) list; /* sorted; days that dated reports tell as past */
} NamedDays;

static int by_named_day(const void *a, const void *b)
{
    const NamedDay *x = a, *y = b;
    if (x->day != y->day) return (x->day > y->day) - (x->day < y->day);
    return (x->report > y->report) - (x->report < y->report);
}

static bool is_told_day(const TimeMention *m)
{
    return m->from != DAY_UNKNOWN && m->from == m->to && m->type != TIME_DURATION &&
           m->type != TIME_SET && !m->future;
}

static bool gather_named(const Story *story, NamedDays *named, Arena *scratch)
{
    for (uint32_t r = 0; r < story->n; r++) {
        const Findings *f = story->reports[r];
        if (!is_dated(f->report)) continue;
        for (uint32_t i = 0; i < f->times.n && named->list.n < DAYS_MAX; i++)
            if (is_told_day(&f->times.at[i]) &&
                !VEC_PUSH(scratch, &named->list, (NamedDay){f->times.at[i].from, r}))
                return false;
    }
    list_sort(named->list.at, named->list.n, sizeof(NamedDay), by_named_day);
    return true;
}

/* Another report than `report` names the day. */
static bool sister_names(const NamedDays *named, int32_t day, uint32_t report)
{
    uint32_t low;
    LIST_FIRST(low, named->list.n, named->list.at[low].day < day);
    if (low < named->list.n && named->list.at[low].day == day &&
        named->list.at[low].report != report)
        return true;
    while (low < named->list.n && named->list.at[low].day == day &&
           named->list.at[low].report == report)
        low++;
    return low < named->list.n && named->list.at[low].day == day;
}

/* The page itself says that it goes on to the day: "Updated: Friday, May 21, 2021", a film of it
 * "(Published Friday, May 21, 2021)". */
static bool page_names(const Findings *f, int32_t day)
{
    const Stamp *modified = &f->report->modified;
    if (modified->day != DAY_UNKNOWN && modified->value.n && modified->day >= day &&
        modified->day <= f->report->published.day + LATEST)
        return true;
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *m = &f->times.at[i];
        if (m->from == day && m->to == day && m->basis == BASIS_EXPLICIT &&
            report_block_at(f->report, m->span.b) == BLOCK_DATE)
            return true;
    }
    return false;
}

/* Would the mention be told of `day`, a week on, if it moved? Sisters or the page say so, and no
 * sister names the day that it is told of now. */
static bool may_move(const NamedDays *named, uint32_t r, const TimeMention *m, int32_t day,
                     bool page)
{
    return m->basis == BASIS_PUBLISHED && is_told_day(m) && m->from + 7 == day &&
           (page || sister_names(named, day, r)) && !sister_names(named, m->from, r);
}

/* Reads report `r` as if it had come out `later` days after its date: a weekday that thereby moves
 * on by a week is the day of the sisters or of the page's own stamps, where they say so. */
static dln_status move_late(Story *story, const NamedDays *named, uint32_t r, int32_t later,
                            Arena *scratch)
{
    const Findings *f = story->reports[r];
    Findings again = {.report = f->report, .lang = f->lang};
    TimesOptions options = {.mode = TIMES_NEWS,
                            .day = f->report->published.day + later,
                            .minute = -1,
                            .basis = BASIS_STORY};
    Findings *own = NULL;
    const bool page = page_names(f, options.day);
    bool any = false;
    for (uint32_t i = 0; i < f->times.n && !any; i++)
        any = may_move(named, r, &f->times.at[i], options.day, page);
    if (!any) return DLN_OK;
    TRY(mean_times_as(story->times, f->report, &options, &again, story->arena, scratch));
    for (uint32_t i = 0; again.times.n == f->times.n && i < f->times.n; i++) {
        const TimeMention *m = &story->reports[r]->times.at[i], *moved = &again.times.at[i];
        if (m->span.b != moved->span.b || moved->from != options.day || moved->to != moved->from ||
            !may_move(named, r, m, options.day, page))
            continue;
        if (!own) own = own_findings(story, r);
        if (!own) return arena_status(story->arena);
        own->times.at[i] = *moved;
        own->times.at[i].basis = BASIS_STORY;
    }
    return DLN_OK;
}

/* A mention that may be such a weekday: five or six days before the date. */
static bool may_be_late(const Findings *f)
{
    if (!is_evidence(f->report)) return false;
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *m = &f->times.at[i];
        int32_t back = is_told_day(m) ? f->report->published.day - m->from : 0;
        if (m->basis == BASIS_PUBLISHED && (back == 5 || back == 6)) return true;
    }
    return false;
}

static dln_status move_all_late(Story *story, Arena *scratch)
{
    NamedDays named = {0};
    if (!gather_named(story, &named, scratch)) return arena_status(scratch);
    for (uint32_t r = 0; r < story->n; r++)
        for (int32_t later = 1; later <= 2 && may_be_late(story->reports[r]); later++)
            TRY(move_late(story, &named, r, later, scratch));
    return DLN_OK;
}

static dln_status date_report(Story *story, uint32_t r, bool by_weekdays, Arena *scratch)
{
    const Findings *f = story->reports[r];
    if (is_dated(f->report)) return DLN_OK;
    bool has_dateline = f->report->dateline.when.month != 0;
    if (has_dateline == by_weekdays) return DLN_OK;
    int32_t day = by_weekdays ? day_by_weekdays(story, f) : day_by_dateline(story, f->report);
    if (day == DAY_UNKNOWN)
        return complete(story, r, story->published.at[story->published.n / 2], true, scratch);
    TRY(complete(story, r, day, false, scratch));
    return set_published(story, r, day);
}

dln_status times_complete(const Times *times, const Findings *const *given, uint32_t n,
                          const Findings **completed, Arena *arena, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    dln_status status = DLN_OK;
    for (uint32_t r = 0; r < n; r++)
        completed[r] = given[r];
    /* Datelines first: what they date helps the weekdays. */
    for (int pass = 0; pass < 2 && status == DLN_OK; pass++) {
        Story story = {.times = times, .reports = completed, .n = n, .arena = arena};
        if (!gather(&story, scratch)) status = arena_status(scratch);
        if (story.published.n == 0) break;
        for (uint32_t r = 0; r < n && status == DLN_OK; r++)
            status = date_report(&story, r, pass == 1, scratch);
    }
    Story story = {.times = times, .reports = completed, .n = n, .arena = arena};
    if (status == DLN_OK) status = move_all_late(&story, scratch);
    arena_rewind(scratch, mark);
    return status;
}
