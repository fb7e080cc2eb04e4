/* Inside of the tree builder: shared by html_build.c (stack, insertion), html_formatting.c,
 * html_head.c, html_body.c, html_table.c and html_foreign.c, one file per group of insertion modes
 * of WHATWG HTML 13.2.6. */
#ifndef READ_HTML_BUILD_H
#define READ_HTML_BUILD_H
#include "read/html/tree.h"

typedef enum HtmlMode {
    MODE_INITIAL,
    MODE_BEFORE_HTML,
    MODE_BEFORE_HEAD,
    MODE_IN_HEAD,
    MODE_IN_HEAD_NOSCRIPT,
    MODE_AFTER_HEAD,
    MODE_IN_BODY,
    MODE_TEXT,
    MODE_IN_TABLE,
    MODE_IN_TABLE_TEXT,
    MODE_IN_CAPTION,
    MODE_IN_COLUMN_GROUP,
    MODE_IN_TABLE_BODY,
    MODE_IN_ROW,
    MODE_IN_CELL,
    MODE_IN_TEMPLATE,
    MODE_AFTER_BODY,
    MODE_IN_FRAMESET,
    MODE_AFTER_FRAMESET,
    MODE_AFTER_AFTER_BODY,
    MODE_AFTER_AFTER_FRAMESET,
    MODE_COUNT
} HtmlMode;

enum {
    HTML_MAX_FORMATTING = 64, /* open formatting elements remembered */
    FORMATTING_MARKER = 0     /* entry that ends the search (node 0 is no element) */
};

typedef struct TextPiece {
    uint32_t begin, end;
    uint8_t text;
} TextPiece;

typedef struct HtmlBuilder {
    HtmlTree *tree;
    HtmlLexer lexer;
    HtmlMode mode, original_mode;
    HtmlMode template_modes[HTML_MAX_DEPTH + 1];
    uint32_t template_depth;
    uint32_t stack[HTML_MAX_DEPTH + 1]; /* open elements */
    uint32_t depth;
    uint16_t open[HTML_TAG_COUNT]; /* HTML elements of each tag on the stack */
    uint32_t formatting[HTML_MAX_FORMATTING];
    uint32_t formatting_count;
    uint32_t head, form;
    VEC(TextPiece) table_text;
    uint32_t node_budget; /* beyond it formatting elements are no longer re-opened */
    bool frameset_ok, foster, skip_newline, failed;
} HtmlBuilder;

/* A mode's rules: true when the token is to be processed again (in the mode now set). */
typedef bool (*HtmlModeRule)(HtmlBuilder *b, HtmlToken *t);
extern const HtmlModeRule html_mode_rule[MODE_COUNT];

typedef struct Place {
    uint32_t parent, before; /* before 0: at the end */
} Place;

static inline HtmlNode *node_at(HtmlBuilder *b, uint32_t index)
{
    return &b->tree->nodes.at[index];
}
static inline uint32_t current(const HtmlBuilder *b)
{
    return b->depth ? b->stack[b->depth - 1] : 0;
}

/* -- html_build.c: nodes -- */
uint32_t new_node(HtmlBuilder *b, HtmlNodeKind kind, uint32_t begin,
                  uint32_t end); /* 0: no memory (b->failed) */
void append_at(HtmlBuilder *b, uint32_t node, Place place);
void detach(HtmlBuilder *b, uint32_t node);
Place insertion_place(HtmlBuilder *b, uint32_t target);
void insert_text(HtmlBuilder *b, uint32_t begin, uint32_t end, uint8_t text);
void insert_comment(HtmlBuilder *b, const HtmlToken *t,
                    uint32_t parent); /* parent 0: the ordinary place */
void insert_comment_in_document(HtmlBuilder *b, const HtmlToken *t);
uint32_t make_element(HtmlBuilder *b, const HtmlToken *t, HtmlTag tag, HtmlSpace space);
uint32_t insert_element(HtmlBuilder *b,
                        const HtmlToken *t);              /* HTML element for a start tag, pushed */
uint32_t insert_void(HtmlBuilder *b, const HtmlToken *t); /* the same, popped at once */
uint32_t insert_implied(HtmlBuilder *b, HtmlTag tag,
                        uint32_t at); /* an element that no tag stands for */
uint32_t insert_foreign(HtmlBuilder *b, const HtmlToken *t, HtmlSpace space);
void add_missing_attrs(HtmlBuilder *b, uint32_t node, const HtmlToken *t);

/* -- the stack -- */
bool is_html(HtmlBuilder *b, uint32_t node, HtmlTag tag);
bool current_is(HtmlBuilder *b, HtmlTag tag);
void push(HtmlBuilder *b, uint32_t node);
void pop(HtmlBuilder *b, uint32_t source_end);
void pop_until(HtmlBuilder *b, HtmlTag tag, uint32_t source_end); /* pops the tag too */
void pop_until_any(HtmlBuilder *b, const HtmlTag *tags,
                   uint32_t source_end); /* list ends with HTML_OTHER */
void pop_to_context(HtmlBuilder *b, const HtmlTag *tags,
                    uint32_t source_end); /* pops down to one of them, which stays */
void remove_from_stack(HtmlBuilder *b, uint32_t node);
bool on_stack(const HtmlBuilder *b, uint32_t node);
typedef enum Scope { SCOPE_DEFAULT, SCOPE_LIST, SCOPE_BUTTON, SCOPE_TABLE } Scope;
bool in_scope(HtmlBuilder *b, HtmlTag tag, Scope scope);
bool any_in_scope(HtmlBuilder *b, const HtmlTag *tags, Scope scope);
bool node_in_scope(HtmlBuilder *b, uint32_t node);
void implied_end_tags(HtmlBuilder *b, HtmlTag except, uint32_t source_end);
void implied_end_tags_thoroughly(HtmlBuilder *b, uint32_t source_end);
void close_p(HtmlBuilder *b, uint32_t source_end);
void reset_mode(HtmlBuilder *b);
bool tag_in(HtmlTag tag, const HtmlTag *tags);

uint32_t stack_find(const HtmlBuilder *b, uint32_t node); /* NONE: not open */
void count_open(HtmlBuilder *b, uint32_t node, int by);   /* keeps b->open in step with the stack */
bool is_special(const HtmlNode *n);                       /* the special category of the standard */

/* -- formatting elements (html_formatting.c) -- */
void formatting_push(HtmlBuilder *b, uint32_t node);
void formatting_marker(HtmlBuilder *b);
void formatting_clear_to_marker(HtmlBuilder *b);
void formatting_remove(HtmlBuilder *b, uint32_t node);
uint32_t formatting_find(HtmlBuilder *b, HtmlTag tag); /* after the last marker; 0: none */
void formatting_reopen(HtmlBuilder *b);
bool adoption_agency(HtmlBuilder *b, const HtmlToken *t); /* false: treat as any other end tag */

/* -- rules shared by several modes -- */
bool rule_in_head(HtmlBuilder *b, HtmlToken *t);
bool rule_in_body(HtmlBuilder *b, HtmlToken *t);
bool rule_in_table(HtmlBuilder *b, HtmlToken *t);
bool rule_in_template(HtmlBuilder *b, HtmlToken *t);
bool foreign_applies(HtmlBuilder *b, const HtmlToken *t);
bool rule_foreign(HtmlBuilder *b, HtmlToken *t);
/* The modes of tables (html_table.c). */
bool mode_in_table_text(HtmlBuilder *b, HtmlToken *t);
bool mode_in_caption(HtmlBuilder *b, HtmlToken *t);
bool mode_in_column_group(HtmlBuilder *b, HtmlToken *t);
bool mode_in_table_body(HtmlBuilder *b, HtmlToken *t);
bool mode_in_row(HtmlBuilder *b, HtmlToken *t);
bool mode_in_cell(HtmlBuilder *b, HtmlToken *t);
void start_text(HtmlBuilder *b, HtmlToken *t,
                HtmlContent content); /* element whose content is text only */
/* Cuts the leading white space off a text token into space; false when the token holds nothing
 * else. */
bool split_space(HtmlBuilder *b, HtmlToken *t, TextPiece *space);
static inline bool is_start(const HtmlToken *t, HtmlTag tag)
{
    return t->kind == HTML_TOKEN_START && t->tag == tag;
}
static inline bool is_end(const HtmlToken *t, HtmlTag tag)
{
    return t->kind == HTML_TOKEN_END && t->tag == tag;
}

#endif
