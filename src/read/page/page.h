/* page.h - one HTML page while it is being read: tree, blocks of visible text, what its metadata
 * say.
 *
 * Filled in this order: html_parse, page_meta_scan (head and JSON-LD), page_flatten (blocks),
 * maintext_choose (body or not), page_meta_finish (title, authors, ... that need the blocks). All
 * memory is in one scratch arena; only read_html.c copies out. */
#ifndef READ_PAGE_H
#define READ_PAGE_H
#include "base/map.h"
#include "base/report.h"
#include "read/html/tree.h"
#include "read/page/json.h"
#include "read/page/rules.h"

/* What the words in class, id, itemprop and role of an element hint at (data/page/classes.txt). */
typedef struct PageElem {
    uint32_t hints;        /* HINT_* bits of this element */
    uint32_t chars, links; /* bytes of visible text inside, and of those in links */
    uint32_t paragraphs;   /* paragraph-like blocks inside */
    uint32_t images;
    float score; /* readability score, see maintext_features.c */
} PageElem;

/* A paragraph-like stretch of visible text. */
typedef struct PageBlock {
    Span flat;            /* bytes of Page.flat */
    uint32_t elem;        /* node: the block element that holds it */
    uint32_t links, bold; /* bytes inside <a>, inside <b>, <strong>, <em>, <i> */
    uint32_t anchors;     /* <a> elements begun */
    uint32_t figure;      /* node of the <figure> around it, 0: none */
    uint16_t list_depth;
    bool after_break; /* begins after <br> in the same element */
    bool in_time;     /* holds a <time> element */
    bool unseen;      /* in what the page hides, or in a dialog about consent */
    float body;       /* judged probability of being body text */
    BlockKind kind;
    bool chosen; /* goes into the report */
} PageBlock;

/* A metadata value of the page with the key it stood under. */
typedef struct PageMeta {
    Slice key;   /* lower case: "og:title", "author", "itemprop:datepublished" */
    Slice value; /* decoded, trimmed */
    uint32_t node;
} PageMeta;

typedef struct Page {
    Arena *arena;
    const PageRules *rules;
    HtmlTree tree;
    PageElem *elems; /* [nodes] */
    uint8_t *flat;   /* visible text, white space collapsed, blocks one after another */
    uint32_t flat_len;
    VEC(MapRun) flat_map; /* flat -> bytes of the decoded page */
    VEC(PageBlock) blocks;
    VEC(PageMeta) metas; /* <meta>, in order */
    VEC(JsonTree) json;  /* JSON-LD scripts that could be read */
    JsonRef article;     /* the article object of the JSON-LD, tree NULL: none */
    Slice json_body;     /* its articleBody */
    Slice doc_title;     /* text of <title> */
    Slice canonical; /* address of the page: rel=canonical, else og:url; absolute where a host is
                        known */
    Slice base;      /* <base>, as written */
    Slice html_lang;
    Slice title;                    /* chosen headline */
    uint32_t title_block;           /* block that shows it; NONE */
    uint32_t first_body, last_body; /* blocks; NONE when there is no body */
} Page;

/* Decoded, trimmed text of an attribute in the arena; {NULL,0} when absent. */
Slice page_attr(Page *page, uint32_t node, const char *name);
/* Decoded, white-space collapsed text under a node, at most max bytes. */
Slice page_text_of(Page *page, uint32_t node, uint32_t max);
static inline Slice page_block_text(const Page *page, const PageBlock *block)
{
    return (Slice){(const char *)page->flat + block->flat.b, block->flat.e - block->flat.b};
}

dln_status page_flatten(Page *page);
dln_status page_meta_scan(Page *page);

/* First value under a key, empty when absent. */
Slice page_meta(const Page *page, const char *key);

/* A copy with references replaced, white space collapsed and trimmed. */
Slice page_clean(Page *page, Slice raw, bool attribute);

#endif
