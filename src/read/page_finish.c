/* page_finish.c: metadata of a page into its report, in the order title, dates, authors, outlet, image, language.
 * In: Page with blocks and main text. Out: fields of Report, copied into its arena. */
#include "read/page_meta.h"

dln_status page_meta_finish(Page *page, Report *report)
{
    report->title = arena_copy(&report->arena, page->title);
    report->url = arena_copy(&report->arena, page->canonical.n ? page->canonical : page_meta(page, "og:url"));
    return arena_status(&report->arena);
}
