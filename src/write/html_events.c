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

/* Those with a day, then under a heading of their own those without; how many are left out. */
static void lines(const Html *h, const BriefEvent *at, uint32_t n)
{
    uint32_t left = 0;
    bool dated = false;
    sink_text(h->sink, "<ul class=\"events\">");
    for (uint32_t i = 0; i < n; i++) {
        if (at[i].rank >= OPEN_EVENTS) {
            left++;
            continue;
        }
        if (dated && !at[i].dated)
            sink_text(h->sink, "</ul>\n<h3>Without a sure day</h3><ul class=\"events\">");
        dated = at[i].dated;
        event(h, &at[i]);
    }
    sink_text(h->sink, "</ul>\n");
    if (left) sink_printf(h->sink, "<p class=\"more\">%u more in the record (JSON)</p>\n", left);
}

void html_events(const Html *h)
{
    if (!any_line(h->brief->events.at, h->brief->events.n)) return;
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
