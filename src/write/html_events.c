/* html_events.c - events in time order, and what is told from before.
 *
 * In: a Brief. Out: sections of the page. */
#include "write/markup.h"

enum { OPEN_EVENTS = 14 };

static void event(const Html *h, const BriefEvent *line)
{
    const RecordEvent *e = &h->record->events.at[line->event];
    html_claim(h, "li", "event", (ClaimId){'v', line->event}, &line->voices, NULL);
    if (line->dated) {
        sink_text(h->sink, "<span class=\"when\">");
        html_days(h, e->from, e->to);
        sink_text(h->sink, "</span> ");
    }
    html_text(h->sink, slice_span(h->record->report[line->report]->text, line->clause));
    if (line->citing.n) {
        sink_text(h->sink, "<span class=\"citing\">, citing ");
        html_text(h->sink, line->citing);
        sink_text(h->sink, "</span>");
    }
    if (!line->plain)
        sink_printf(h->sink, " <span class=\"tag\">%s</span>", modality_name[e->modality]);
    html_chips(h, &line->own);
    if (line->also.n) {
        sink_text(h->sink, "<span class=\"citing\">of the same event also</span>");
        html_chips(h, &line->also);
    }
    sink_text(h->sink, "</li>\n");
}

static bool any_line(const BriefEvent *at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (at[i].rank < OPEN_EVENTS) return true;
    return false;
}

static void lines(const Html *h, const BriefEvent *at, uint32_t n)
{
    sink_text(h->sink, "<ul class=\"events\">");
    for (uint32_t i = 0; i < n; i++)
        if (at[i].rank < OPEN_EVENTS) event(h, &at[i]);
    sink_text(h->sink, "</ul>\n");
}

void html_events(const Html *h)
{
    if (!h->brief->events.n) return;
    html_section(h, "events", "When");
    svg_time_line(h);
    lines(h, h->brief->events.at, h->brief->events.n);
    sink_text(h->sink, "</section>\n");
}

void html_background(const Html *h)
{
    if (!any_line(h->brief->background.at, h->brief->background.n)) return;
    html_section(h, "background", "Background");
    lines(h, h->brief->background.at, h->brief->background.n);
    sink_text(h->sink, "</section>\n");
}
