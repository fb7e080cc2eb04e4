/* meta.h - metadata of a page. Each finder looks at machine-readable places first and at the
 * visible page last. */
#ifndef READ_PAGE_META_H
#define READ_PAGE_META_H
#include "read/page/page.h"

struct Newsroom;

/* After maintext_choose: fills the metadata fields of the report (slices in the report's arena) and
 * marks the page's blocks. */
dln_status page_meta_finish(Page *page, const struct Newsroom *newsroom, Report *report);

/* pagemeta_title.c: headline and the block that shows it; needs only the head and the blocks. */
void find_title(Page *page);
/* True when a name is what the page or its host calls the outlet. */
bool page_names_outlet(Page *page, Slice name);
/* pagemeta_date.c */
dln_status find_dates(Page *page, Report *report);
/* pagemeta_author.c */
dln_status find_authors(Page *page, const struct Newsroom *newsroom, Report *report);
uint32_t page_byword(const PageRules *rules, Slice text);
bool page_is_byline(const PageRules *rules, Slice text);
/* pagemeta_image.c */
void find_image(Page *page, Report *report);

/* Words of a text folded to lower-case letters and digits, for comparing; at most 4096 bytes. */
Slice page_fold(Page *page, Slice text);

#endif
