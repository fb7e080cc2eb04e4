/* text_versions.c - what outlets changed in their own reports, as lines of the brief.
 *
 * In: record->revisions and record->corrections. Out: for each pair of versions the words before
 * and after; notices of correction in their own words. Without --all what no reader would miss is
 * left out. */
#include "write/text_page.h"
#include <stdio.h>

enum { MOST_CHANGES = 8, WORDS_SHOWN = 160 };

static void quoted(Page *p, Evidence at)
{
    page_text(p, "\xE2\x80\x9C");
    p->fresh = true;
    page_cut(p, slice_span(p->record->report[at.report]->text, at.span), WORDS_SHOWN);
    page_glue(p, SLICE("\xE2\x80\x9D"));
}

static void put_change(Page *p, const RecordChange *c)
{
    page_line(p, 4, 2);
    if (c->kind == CHANGE_VALUE) {
        page_text(p, "instead of");
        quoted(p, c->before);
        page_text(p, "now");
        quoted(p, c->after);
    } else if (c->kind == CHANGE_DROPPED) {
        page_text(p, "no longer says");
        quoted(p, c->before);
    } else {
        page_text(p, "new:");
        quoted(p, c->after);
    }
}

static void put_revision(Page *p, const RecordRevision *r)
{
    uint32_t shown = 0, left = 0;
    page_line(p, 2, 2);
    page_ink(p, INK_BOLD);
    page_put(p, p->brief->outlet[r->later]);
    page_ink(p, INK_PLAIN);
    page_ref(p, r->later);
    page_text(p, "wrote");
    page_ref(p, r->earlier);
    page_text(p, "anew");
    for (uint32_t i = 0; i < r->changes.n; i++) {
        bool worth = p->all || change_is_worth(&r->changes.at[i]);
        if (worth && (p->all || shown < MOST_CHANGES)) {
            put_change(p, &r->changes.at[i]);
            shown++;
        } else
            left++;
    }
    page_more(p, left);
}

static void put_correction(Page *p, const RecordCorrection *c)
{
    page_line(p, 2, 2);
    page_ink(p, INK_BOLD);
    page_put(p, p->brief->outlet[c->report]);
    page_ink(p, INK_PLAIN);
    page_ref(p, c->report);
    page_text(p, "corrects:");
    quoted(p, (Evidence){c->report, c->span});
    if (c->revision == NONE) return;
    page_text(p, "It had said");
    quoted(p, p->record->revisions.at[c->revision].changes.at[c->change].before);
}

void text_versions(Page *p)
{
    const Record *r = p->record;
    if (!r->revisions.n && !r->corrections.n) return;
    page_heading(p, "WHAT OUTLETS CHANGED IN THEIR OWN REPORTS");
    for (uint32_t i = 0; i < r->corrections.n; i++)
        put_correction(p, &r->corrections.at[i]);
    for (uint32_t i = 0; i < r->revisions.n; i++)
        put_revision(p, &r->revisions.at[i]);
}
