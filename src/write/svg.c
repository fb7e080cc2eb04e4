/* svg.c - a strip of the story's days with a dot for each day something happened.
 *
 * In: the brief's events. Out: one <svg> in the colours of the page, scrolling inside itself where
 * the screen is narrow; a dot is a link to its first event and reads aloud by its title. Days long
 * before the reports would squeeze the story into the right edge: they are left to the list. */
#include "base/civil.h"
#include "write/markup.h"

enum { STRIP = 640, EDGE = 34, MOST_DAYS_BEFORE = 60, MOST_DOTS = 40 };

typedef struct Scale {
    int32_t from, to;
} Scale;

static int32_t last_report(const Html *h)
{
    int32_t day = DAY_UNKNOWN;
    for (uint32_t i = 0; i < h->record->n_reports; i++)
        if (h->record->report[i]->published.day > day) day = h->record->report[i]->published.day;
    return day;
}

/* A day or two, not "in 2024". */
static bool drawn(const Html *h, const BriefEvent *line, int32_t last)
{
    enum { MOST_LINES = 14 };
    const RecordEvent *e = &h->record->events.at[line->event];
    int32_t to = e->to == DAY_UNKNOWN ? e->from : e->to;
    if (!line->dated || line->rank >= MOST_LINES) return false;
    if (e->from == DAY_UNKNOWN || to - e->from > 6) return false;
    return last == DAY_UNKNOWN ||
           (e->from > last - MOST_DAYS_BEFORE && e->from < last + MOST_DAYS_BEFORE);
}

static double day_x(Scale s, int32_t day)
{
    return s.to == s.from ? STRIP / 2.0
                          : EDGE + (STRIP - 2.0 * EDGE) * (day - s.from) / (double)(s.to - s.from);
}

static Slice words_of(const Html *h, const BriefEvent *line)
{
    return slice_span(h->record->report[line->report]->text, line->clause);
}

/* The dot of a day, as large as what happened on it. */
static void dot(const Html *h, Scale s, uint32_t first, uint32_t count)
{
    const BriefEvent *line = &h->brief->events.at[first];
    int32_t day = h->record->events.at[line->event].from;
    double x = day_x(s, day);
    sink_printf(h->sink, "<a href=\"#v%u\"><title>", line->event + 1);
    html_days(h, day, day);
    sink_text(h->sink, ": ");
    html_text_cut(h->sink, words_of(h, line), 90);
    sink_printf(h->sink, "</title><circle class=\"dot\" cx=\"%.1f\" cy=\"22\" r=\"%u\"/></a>", x,
                5 + (count < 5 ? count : 5));
}

static void tick(const Html *h, Scale s, int32_t day, const char *anchor)
{
    sink_printf(h->sink, "<text class=\"tick\" x=\"%.1f\" y=\"52\" text-anchor=\"%s\">",
                day_x(s, day), anchor);
    html_days(h, day, day);
    sink_text(h->sink, "</text>");
}

void svg_time_line(const Html *h)
{
    const Brief *b = h->brief;
    Scale s = {INT32_MAX, INT32_MIN};
    int32_t last = last_report(h);
    for (uint32_t i = 0; i < b->events.n; i++) {
        const RecordEvent *e = &h->record->events.at[b->events.at[i].event];
        if (!drawn(h, &b->events.at[i], last)) continue;
        if (e->from < s.from) s.from = e->from;
        if (e->from > s.to) s.to = e->from;
    }
    if (s.from >= s.to) return; /* one day needs no line */
    sink_printf(
        h->sink,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Time line\"><svg "
        "class=\"time-line\" viewBox=\"0 0 %d 60\" role=\"group\" aria-label=\"Days of the "
        "story\"><line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"22\" y2=\"22\"/>\n",
        STRIP, EDGE, STRIP - EDGE);
    for (uint32_t i = 0, dots = 0; i < b->events.n && dots < MOST_DOTS;) {
        const RecordEvent *e = &h->record->events.at[b->events.at[i].event];
        uint32_t k = i + 1;
        while (k < b->events.n && b->events.at[k].dated == b->events.at[i].dated &&
               h->record->events.at[b->events.at[k].event].from == e->from)
            k++;
        if (drawn(h, &b->events.at[i], last)) {
            dot(h, s, i, k - i);
            dots++;
        }
        i = k;
    }
    tick(h, s, s.from, "start");
    tick(h, s, s.to, "end");
    sink_text(h->sink, "</svg></div>\n");
}
