/* hidden.h - which elements of a page no reader sees, and which hold a dialog about consent. */
#ifndef READ_PAGE_HIDDEN_H
#define READ_PAGE_HIDDEN_H
#include "read/page/page.h"

/* How much text, and how many headlines, each element holds. */
typedef struct PageWeights {
    uint32_t *text;      /* [nodes] bytes of text below */
    uint16_t *headlines; /* [nodes] <h1> below, the element itself among them */
    uint32_t scans;      /* dialogs whose words were read, at most a fixed number a page */
} PageWeights;

/* Scripts, styles, form controls, templates: never text. */
bool page_is_skipped(const HtmlNode *node);
bool page_weigh(Page *page, PageWeights *weights);
/* hidden, style="display:none", a closed <dialog>; not when it holds most of the page or its only
 * headline (pages that a script reveals). */
bool page_is_hidden(const Page *page, const PageWeights *weights, uint32_t node);
/* A box that by its names is a dialog and by its words asks for cookies, consent or privacy. The
 * element's hints must be known. */
bool page_is_consent(const Page *page, PageWeights *weights, uint32_t node);
#endif
