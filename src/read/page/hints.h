/* hints.h - hints of an element: which groups of data/page/classes.txt its class, id, itemprop
 * and role speak of. */
#ifndef READ_PAGE_HINTS_H
#define READ_PAGE_HINTS_H
#include "read/page/page.h"

/* HINT_* bits of an element. */
uint32_t page_hints(const Page *page, const HtmlNode *node);

#endif
