/* html_versions.c - what outlets changed in their own reports, as a section of the page.
 *
 * In: record->revisions and record->corrections. Out: for each pair of versions the words before
 * and after, with links to the two reports; notices of correction in their own words. */
#include "write/markup.h"

enum { MOST_CHANGES = 40, WORDS_SHOWN = 300 };

static void words(const Html *h, const char *tag, Evidence at)
{
    sink_printf(h->sink, "<%s>", tag);
    html_text_cut(h->sink, slice_span(h->record->report[at.report]->text, at.span), WORDS_SHOWN);
    sink_printf(h->sink, "</%s>", tag);
}

static void outlet(const Html *h, uint32_t report)
{
    html_text(h->sink, h->brief->outlet[report]);
    sink_printf(h->sink, " <a href=\"#r%u\">[%u]</a>", report + 1, report + 1);
}

static void change(const Html *h, const RecordChange *c)
{
    sink_text(h->sink, "<li>");
    if (c->kind == CHANGE_VALUE) {
        words(h, "del", c->before);
        sink_text(h->sink, " now ");
        words(h, "ins", c->after);
    } else if (c->kind == CHANGE_DROPPED) {
        sink_text(h->sink, "no longer says ");
        words(h, "del", c->before);
    } else {
        sink_text(h->sink, "new: ");
        words(h, "ins", c->after);
    }
    sink_text(h->sink, "</li>\n");
}

static void revision(const Html *h, const RecordRevision *r)
{
    uint32_t shown = 0;
    sink_text(h->sink, "<p>");
    outlet(h, r->later);
    sink_printf(h->sink, " wrote <a href=\"#r%u\">[%u]</a> anew", r->earlier + 1, r->earlier + 1);
    sink_text(h->sink, "</p>\n<ul>\n");
    for (uint32_t i = 0; i < r->changes.n && shown < MOST_CHANGES; i++)
        if (change_is_worth(&r->changes.at[i])) {
            change(h, &r->changes.at[i]);
            shown++;
        }
    sink_text(h->sink, "</ul>\n");
    if (r->changes.n > shown)
        sink_printf(h->sink, "<p class=\"more\">%u more are in the JSON record.</p>\n",
                    r->changes.n - shown);
}

static void correction(const Html *h, const RecordCorrection *c)
{
    sink_text(h->sink, "<p>");
    outlet(h, c->report);
    sink_text(h->sink, " corrects: ");
    words(h, "q", (Evidence){c->report, c->span});
    if (c->revision != NONE) {
        sink_text(h->sink, " It had said ");
        words(h, "del", h->record->revisions.at[c->revision].changes.at[c->change].before);
    }
    sink_text(h->sink, "</p>\n");
}

void html_versions(const Html *h)
{
    const Record *r = h->record;
    if (!r->revisions.n && !r->corrections.n) return;
    html_section(h, "versions", "What outlets changed in their own reports");
    for (uint32_t i = 0; i < r->corrections.n; i++)
        correction(h, &r->corrections.at[i]);
    for (uint32_t i = 0; i < r->revisions.n; i++)
        revision(h, &r->revisions.at[i]);
    sink_text(h->sink, "</section>\n");
}
