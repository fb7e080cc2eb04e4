/* svg.c - two drawings of the record: a time line of its events, and a matrix of outlets by facts.
 *
 * In: Record. Out: <svg> elements that use the colours of the page and read aloud by their titles.
 * Known limit: events without a date are not drawn; the time line shows the days about the story,
 * older background stands left of its edge. */
#include "base/mem.h"
#include "base/civil.h"
#include "write/markup.h"
#include <stdio.h>

enum { LINE_WIDTH = 640, LEFT = 8, ROW = 22, MAX_ROWS = 40, LABEL = 230 };

typedef struct Scale {
    int32_t from, to;
} Scale;

static double day_x(Scale s, int32_t day)
{
    double width = LINE_WIDTH - 2.0 * LEFT, days = (double)(s.to - s.from) + 1;
    double at = (double)(day - s.from) / days;
    return LEFT + width * (at < 0 ? 0 : at > 1 ? 1 : at);
}

static bool dated(const RecordEvent *e)
{
    return e->from != DAY_UNKNOWN && !e->background;
}

static Scale scale_of(const Record *record, uint32_t *rows)
{
    Scale s = {INT32_MAX, INT32_MIN};
    *rows = 0;
    for (uint32_t i = 0; i < record->events.n && *rows < MAX_ROWS; i++) {
        const RecordEvent *e = &record->events.at[i];
        if (!dated(e)) continue;
        int32_t to = e->to == DAY_UNKNOWN ? e->from : e->to;
        if (e->from < s.from) s.from = e->from;
        if (to > s.to) s.to = to;
        ++*rows;
    }
    return s;
}

static void axis(Scale s, uint32_t rows, Sink *sink)
{
    int32_t days = s.to - s.from + 1, step = days / 8 + 1;
    for (int32_t d = s.from; d <= s.to; d += step) {
        int32_t year;
        uint32_t month, dom;
        civil_from_day(d, &year, &month, &dom);
        sink_printf(sink,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"18\" y2=\"%u\"/><text "
                    "class=\"tick\" x=\"%.1f\" y=\"12\">%u/%u/%02d</text>\n",
                    day_x(s, d), day_x(s, d), 22 + rows * ROW, day_x(s, d), dom, month, year % 100);
    }
}

static void event_bar(const Record *record, uint32_t index, Scale s, uint32_t row, Sink *sink)
{
    const RecordEvent *e = &record->events.at[index];
    double a = day_x(s, e->from), b = day_x(s, (e->to == DAY_UNKNOWN ? e->from : e->to) + 1);
    bool right = a > LINE_WIDTH * 0.6;
    sink_printf(sink, "<a href=\"#v%u\"><title>", index + 1);
    html_text(sink, e->label);
    sink_printf(sink,
                "</title><rect class=\"bar m-%s\" x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"14\" "
                "rx=\"3\"/>",
                modality_name[e->modality], a, 22 + row * ROW, b - a < 6 ? 6 : b - a);
    sink_printf(sink, "<text class=\"label\" x=\"%.1f\" y=\"%u\"%s>", right ? a - 4 : b + 4,
                33 + row * ROW, right ? " text-anchor=\"end\"" : "");
    html_text_cut(sink, e->label, 24);
    for (uint32_t i = 0; i < e->parts.n && i < 2; i++) {
        sink_text(sink, i ? ", " : ": ");
        html_text_cut(sink, record_part_name(record, &e->parts.at[i]), 24);
    }
    sink_text(sink, "</text></a>\n");
}

void svg_time_line(const Record *record, Sink *sink)
{
    uint32_t rows, row = 0;
    Scale s = scale_of(record, &rows);
    if (!rows) return;
    sink_printf(
        sink,
        "<figure><figcaption>Time line of the events with a date</figcaption>\n<svg "
        "class=\"time-line\" viewBox=\"0 0 %d %u\" role=\"group\" aria-label=\"Time line\">\n",
        LINE_WIDTH, 30 + rows * ROW);
    axis(s, rows, sink);
    for (uint32_t i = 0; i < record->events.n && row < rows; i++)
        if (dated(&record->events.at[i])) event_bar(record, i, s, row++, sink);
    sink_text(sink, "</svg></figure>\n");
}

/* ---- matrix ---- */

/* What each report says of the fact, its first value; {NULL,0}: nothing. */
static void told(const RecordFact *f, uint32_t n, Slice *value)
{
    memset(value, 0, n * sizeof *value);
    for (uint32_t v = f->values.n; v-- > 0;)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++)
            if (f->values.at[v].evidence.at[k].report < n)
                value[f->values.at[v].evidence.at[k].report] = f->values.at[v].value;
}

/* `value` [n_reports] is room for the row. */
static void matrix_row(const Record *record, uint32_t fact, uint32_t row, double cell, Slice *value,
                       Sink *sink)
{
    const RecordFact *f = &record->facts.at[fact];
    told(f, record->n_reports, value);
    uint32_t y = 24 + row * ROW;
    sink_printf(sink, "<a href=\"#f%u\"><text class=\"label\" x=\"0\" y=\"%u\">", fact + 1, y + 15);
    if (f->about == ABOUT_EVENT) {
        html_text_cut(sink, record->events.at[f->index].label, 20);
        sink_text(sink, ", ");
    }
    if (f->about == ABOUT_ENTITY) {
        html_text_cut(sink, record->entities.at[f->index].name, 20);
        sink_text(sink, ", ");
    }
    html_text_cut(sink, f->attribute, 16);
    sink_text(sink, "</text></a>\n");
    for (uint32_t r = 0; r < record->n_reports; r++) {
        bool said = value[r].p != NULL;
        double x = LABEL + cell * r;
        sink_printf(sink,
                    "<g class=\"cell %s\"><rect x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"%d\" "
                    "rx=\"2\"/>",
                    said ? verdict_name[f->verdict] : "silent", x + 1, y + 1, cell - 2, ROW - 2);
        if (said) {
            sink_printf(sink, "<text x=\"%.1f\" y=\"%u\">", x + 5, y + 15);
            html_text_cut(sink, value[r], (uint32_t)(cell / 7));
            sink_text(sink, "</text>");
        }
        sink_text(sink, "</g>\n");
    }
}

static bool has_row(const RecordFact *f)
{
    return f->verdict != DLN_ONLY && fact_is_worth(f);
}

void svg_matrix(const Record *record, Sink *sink)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < record->facts.n && rows < MAX_ROWS; i++)
        rows += has_row(&record->facts.at[i]);
    if (!rows || record->n_reports < 2) return;
    double cell = 110, width = LABEL + cell * record->n_reports;
    sink_printf(sink,
                "<figure><figcaption>Which outlet says what</figcaption>\n<div class=\"wide\" "
                "tabindex=\"0\" role=\"region\" aria-label=\"Matrix of outlets and facts\"><svg "
                "class=\"matrix\" style=\"min-width:%.0fpx\" viewBox=\"0 0 %.0f %u\" "
                "role=\"group\" aria-label=\"Matrix\">\n",
                width, width, 28 + rows * ROW);
    for (uint32_t r = 0; r < record->n_reports; r++) {
        sink_printf(sink, "<text class=\"head\" x=\"%.1f\" y=\"16\">[%u] ", LABEL + cell * r + 4,
                    r + 1);
        html_text_cut(sink, report_label(record->report[r]), 11);
        sink_text(sink, "</text>\n");
    }
    Slice *value = mem_alloc(record->n_reports * sizeof *value);
    if (!value) sink->failed = true;
    for (uint32_t i = 0, row = 0; value && i < record->facts.n && row < rows; i++)
        if (has_row(&record->facts.at[i])) matrix_row(record, i, row++, cell, value, sink);
    mem_free(value);
    sink_text(sink, "</svg></div></figure>\n");
}
