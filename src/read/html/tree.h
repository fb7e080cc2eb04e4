/* The tree of a page: nodes in one array, each with its range of source bytes. Text and attributes
 * stay in the source. */
#ifndef READ_HTML_TREE_H
#define READ_HTML_TREE_H
#include "base/base.h"
#include "read/html/lexer.h"

typedef enum HtmlNodeKind {
    HTML_NODE_DOCUMENT,
    HTML_NODE_ELEMENT,
    HTML_NODE_TEXT,
    HTML_NODE_COMMENT,
    HTML_NODE_DOCTYPE
} HtmlNodeKind;
typedef enum HtmlSpace { HTML_SPACE_HTML, HTML_SPACE_SVG, HTML_SPACE_MATH } HtmlSpace;

enum { HTML_MAX_DEPTH = 512 }; /* open elements; deeper ones become siblings, as browsers do */

/* Links are indexes into HtmlTree.nodes; 0 (the document, which is nobody's child) means none. */
typedef struct HtmlNode {
    uint32_t parent, first, last, prev, next;
    uint32_t begin, end; /* source bytes: start tag, text run, comment; begin == end for elements
                            the rules added */
    uint32_t close;      /* element: where its end tag (or what ended it) ends in the source */
    uint32_t attrs; /* element: first of attr_count in HtmlTree.attrs; comment, doctype: index of
                       its ranges there */
    uint16_t attr_count;
    uint8_t tag;   /* HtmlTag */
    uint8_t kind;  /* HtmlNodeKind */
    uint8_t space; /* HtmlSpace */
    uint8_t text;  /* HTML_TEXT_* of a text node; HTML_DOCTYPE_* of a doctype; HTML_REOPENED */
} HtmlNode;

/* A formatting element that its parent's end closed and the rules opened again: "<p><a>x</p><p>". */
enum { HTML_REOPENED = 1 };

typedef struct HtmlTree {
    Arena *arena;
    const uint8_t *src; /* borrowed */
    uint32_t len;
    VEC(HtmlNode) nodes; /* nodes.at[0] is the document */
    VEC(HtmlAttr) attrs;
    uint32_t lost_ends; /* end tags of blocks that had nothing to close */
    bool quirks;
    bool partial; /* the arena's maximum was met: the tree holds what came before */
} HtmlTree;

/* Parses src (UTF-8, or bytes treated as such) into a tree in arena. Scripting is off. DLN_OK even
 * for the worst page; DLN_ERR_LIMIT / DLN_ERR_NOMEM when the arena gave nothing (the tree then
 * holds what was built; partial is set). */
dln_status html_parse(HtmlTree *tree, Arena *arena, const uint8_t *src, uint32_t len);

/* Name of an element as written (HTML: any case). Borrowed from the source or static. */
Slice html_node_name(const HtmlTree *tree, const HtmlNode *node);

/* Attribute of an element by lower-case name, NULL when absent. */
const HtmlAttr *html_attr(const HtmlTree *tree, const HtmlNode *node, const char *name);

/* Raw bytes of an attribute's value, references not yet replaced; {NULL,0} when absent. */
Slice html_attr_raw(const HtmlTree *tree, const HtmlNode *node, const char *name);

/* Next node in document order inside root, without going below `node` when skip is set; 0 at the
 * end. */
uint32_t html_next_node(const HtmlTree *tree, uint32_t root, uint32_t node, bool skip);

#endif
