/* html_build.c: tokens -> tree, the part every insertion mode uses: nodes, the stack of open
 * elements, scopes and the driving loop (formatting elements: html_formatting.c).
 *
 * Rule: WHATWG HTML 13.2.4 and 13.2.6. Departures, all for hostile pages: at HTML_MAX_DEPTH a new
 * element replaces the deepest open one; at most HTML_MAX_FORMATTING formatting elements are
 * remembered; past a budget of nodes they are no longer re-opened. */
#include "read/html/build.h"
#include "read/html/charref.h"

/* ---- nodes ---- */

uint32_t new_node(HtmlBuilder *b, HtmlNodeKind kind, uint32_t begin, uint32_t end)
{
    HtmlNode node = {.kind = (uint8_t)kind, .begin = begin, .end = end, .close = end};
    if (b->failed || !VEC_PUSH(b->tree->arena, &b->tree->nodes, node)) {
        b->failed = true;
        return 0;
    }
    return b->tree->nodes.n - 1;
}

void append_at(HtmlBuilder *b, uint32_t index, Place place)
{
    HtmlNode *nodes = b->tree->nodes.at, *node = &nodes[index], *parent = &nodes[place.parent];
    node->parent = place.parent;
    node->next = place.before;
    node->prev = place.before ? nodes[place.before].prev : parent->last;
    if (node->prev)
        nodes[node->prev].next = index;
    else
        parent->first = index;
    if (place.before)
        nodes[place.before].prev = index;
    else
        parent->last = index;
}

void detach(HtmlBuilder *b, uint32_t index)
{
    HtmlNode *nodes = b->tree->nodes.at, *node = &nodes[index], *parent = &nodes[node->parent];
    bool linked = node->prev || node->next || parent->first == index;
    if (!linked) return;
    if (node->prev)
        nodes[node->prev].next = node->next;
    else
        parent->first = node->next;
    if (node->next)
        nodes[node->next].prev = node->prev;
    else
        parent->last = node->prev;
    node->parent = node->prev = node->next = 0;
}

static uint32_t stack_index(const HtmlBuilder *b, HtmlTag tag)
{
    if (!b->open[tag]) return NONE;
    for (uint32_t i = b->depth; i-- > 0;) {
        const HtmlNode *n = &b->tree->nodes.at[b->stack[i]];
        if (n->tag == tag && n->space == HTML_SPACE_HTML) return i;
    }
    return NONE;
}

static const HtmlTag table_context[] = {HTML_TABLE, HTML_TBODY, HTML_TFOOT,
                                        HTML_THEAD, HTML_TR,    HTML_OTHER};

static Place foster_place(HtmlBuilder *b)
{
    uint32_t table = stack_index(b, HTML_TABLE), template = stack_index(b, HTML_TEMPLATE);
    if (template != NONE && (table == NONE || template > table))
        return (Place){b->stack[template], 0};
    if (table == NONE) return (Place){b->stack[0], 0};
    uint32_t node = b->stack[table];
    if (node_at(b, node)->parent) return (Place){node_at(b, node)->parent, node};
    return (Place){b->stack[table ? table - 1 : 0], 0};
}

Place insertion_place(HtmlBuilder *b, uint32_t target)
{
    HtmlNode *n = node_at(b, target);
    if (b->foster && n->space == HTML_SPACE_HTML && tag_in((HtmlTag)n->tag, table_context))
        return foster_place(b);
    return (Place){target, 0};
}

void insert_text(HtmlBuilder *b, uint32_t begin, uint32_t end, uint8_t text)
{
    if (begin >= end) return;
    Place place = insertion_place(b, current(b));
    if (place.parent == 0) return;
    uint32_t before = place.before ? node_at(b, place.before)->prev
                                   : node_at(b, place.parent)->last;
    HtmlNode *last = before ? node_at(b, before) : 0;
    if (last && last->kind == HTML_NODE_TEXT && last->end == begin) {
        last->end = last->close = end;
        last->text |= text;
        return;
    }
    uint32_t node = new_node(b, HTML_NODE_TEXT, begin, end);
    if (!node) return;
    node_at(b, node)->text = text;
    append_at(b, node, place);
}

/* Keeps a range (comment data, doctype parts) as an attribute record. */
static bool keep_ranges(HtmlBuilder *b, HtmlRange name, HtmlRange value, uint8_t text)
{
    HtmlAttr record = {name, value, text, 0};
    if (VEC_PUSH(b->tree->arena, &b->tree->attrs, record)) return true;
    b->failed = true;
    return false;
}

static void comment_at(HtmlBuilder *b, const HtmlToken *t, Place place)
{
    uint32_t node = new_node(b, HTML_NODE_COMMENT, t->range.begin, t->range.end);
    if (!node || !keep_ranges(b, t->name, t->name, t->text)) return;
    node_at(b, node)->attrs = b->tree->attrs.n - 1;
    append_at(b, node, place);
}

void insert_comment(HtmlBuilder *b, const HtmlToken *t, uint32_t parent)
{
    comment_at(b, t, parent ? (Place){parent, 0} : insertion_place(b, current(b)));
}

void insert_comment_in_document(HtmlBuilder *b, const HtmlToken *t)
{
    comment_at(b, t, (Place){0, 0});
}

static bool copy_attrs(HtmlBuilder *b, const HtmlToken *t, HtmlNode *node)
{
    node->attrs = b->tree->attrs.n;
    node->attr_count = (uint16_t)t->attr_count;
    for (uint32_t i = 0; i < t->attr_count; i++)
        if (!VEC_PUSH(b->tree->arena, &b->tree->attrs, b->lexer.attrs[i])) {
            b->failed = true;
            return false;
        }
    return true;
}

uint32_t make_element(HtmlBuilder *b, const HtmlToken *t, HtmlTag tag, HtmlSpace space)
{
    uint32_t index = new_node(b, HTML_NODE_ELEMENT, t->range.begin, t->range.end);
    if (!index) return 0;
    HtmlNode *node = node_at(b, index);
    node->tag = (uint8_t)tag;
    node->space = (uint8_t)space;
    if (!copy_attrs(b, t, node)) node->attr_count = 0;
    return index;
}

/* Puts a finished element where elements go now, and opens it. */
static uint32_t place_and_push(HtmlBuilder *b, uint32_t node)
{
    if (!node) return 0;
    append_at(b, node, insertion_place(b, current(b)));
    push(b, node);
    return node;
}

uint32_t insert_element(HtmlBuilder *b, const HtmlToken *t)
{
    return place_and_push(b, make_element(b, t, t->tag, HTML_SPACE_HTML));
}

uint32_t insert_foreign(HtmlBuilder *b, const HtmlToken *t, HtmlSpace space)
{
    return place_and_push(b, make_element(b, t, t->tag, space));
}

uint32_t insert_void(HtmlBuilder *b, const HtmlToken *t)
{
    uint32_t node = insert_element(b, t);
    if (node) pop(b, t->range.end);
    return node;
}

uint32_t insert_implied(HtmlBuilder *b, HtmlTag tag, uint32_t at)
{
    uint32_t index = new_node(b, HTML_NODE_ELEMENT, at, at);
    if (!index) return 0;
    node_at(b, index)->tag = (uint8_t)tag;
    return place_and_push(b, index);
}

static bool has_attr(HtmlBuilder *b, const HtmlNode *node, const HtmlAttr *wanted)
{
    uint32_t n = wanted->name.end - wanted->name.begin;
    const uint8_t *src = b->tree->src;
    for (uint32_t i = 0; i < node->attr_count; i++) {
        HtmlRange have = b->tree->attrs.at[node->attrs + i].name;
        if (have.end - have.begin == n &&
            html_same_name(src + have.begin, src + wanted->name.begin, n))
            return true;
    }
    return false;
}

void add_missing_attrs(HtmlBuilder *b, uint32_t index, const HtmlToken *t)
{
    for (uint32_t i = 0; i < t->attr_count; i++) {
        HtmlNode *node = node_at(b, index);
        if (node->attr_count >= HTML_MAX_ATTRS || has_attr(b, node, &b->lexer.attrs[i])) continue;
        uint32_t first = b->tree->attrs.n;
        for (uint32_t k = 0; k < node->attr_count; k++) {
            HtmlAttr kept = b->tree->attrs.at[node->attrs + k];
            if (!keep_ranges(b, kept.name, kept.value, kept.text)) return;
        }
        if (!keep_ranges(b, b->lexer.attrs[i].name, b->lexer.attrs[i].value,
                         b->lexer.attrs[i].text))
            return;
        node->attrs = first;
        node->attr_count++;
    }
}

/* ---- the stack of open elements ---- */

bool tag_in(HtmlTag tag, const HtmlTag *tags)
{
    for (; *tags != HTML_OTHER; tags++)
        if (*tags == tag) return true;
    return false;
}

bool is_html(HtmlBuilder *b, uint32_t node, HtmlTag tag)
{
    HtmlNode *n = node_at(b, node);
    return n->tag == tag && n->space == HTML_SPACE_HTML;
}

bool current_is(HtmlBuilder *b, HtmlTag tag)
{
    return is_html(b, current(b), tag);
}

void count_open(HtmlBuilder *b, uint32_t node, int by)
{
    HtmlNode *n = node_at(b, node);
    if (n->space == HTML_SPACE_HTML) b->open[n->tag] = (uint16_t)(b->open[n->tag] + by);
}

void push(HtmlBuilder *b, uint32_t node)
{
    if (b->depth >= HTML_MAX_DEPTH) pop(b, node_at(b, node)->begin);
    b->stack[b->depth++] = node;
    count_open(b, node, 1);
}

void pop(HtmlBuilder *b, uint32_t source_end)
{
    if (!b->depth) return;
    uint32_t node = b->stack[--b->depth];
    count_open(b, node, -1);
    node_at(b, node)->close = source_end;
}

void pop_until(HtmlBuilder *b, HtmlTag tag, uint32_t source_end)
{
    while (b->depth) {
        bool done = current_is(b, tag);
        pop(b, source_end);
        if (done) return;
    }
}

void pop_until_any(HtmlBuilder *b, const HtmlTag *tags, uint32_t source_end)
{
    while (b->depth) {
        HtmlNode *n = node_at(b, current(b));
        bool done = n->space == HTML_SPACE_HTML && tag_in((HtmlTag)n->tag, tags);
        pop(b, source_end);
        if (done) return;
    }
}

void pop_to_context(HtmlBuilder *b, const HtmlTag *tags, uint32_t source_end)
{
    while (b->depth) {
        HtmlNode *n = node_at(b, current(b));
        if (n->space == HTML_SPACE_HTML && tag_in((HtmlTag)n->tag, tags)) return;
        pop(b, source_end);
    }
}

uint32_t stack_find(const HtmlBuilder *b, uint32_t node)
{
    for (uint32_t i = b->depth; i-- > 0;)
        if (b->stack[i] == node) return i;
    return NONE;
}

bool on_stack(const HtmlBuilder *b, uint32_t node)
{
    return stack_find(b, node) != NONE;
}

void remove_from_stack(HtmlBuilder *b, uint32_t node)
{
    uint32_t i = stack_find(b, node);
    if (i == NONE) return;
    count_open(b, node, -1);
    memmove(&b->stack[i], &b->stack[i + 1], (b->depth - i - 1) * sizeof b->stack[0]);
    b->depth--;
}

static bool ends_scope_foreign(const HtmlNode *n)
{
    static const HtmlTag math[] = {
        HTML_MI, HTML_MO, HTML_MN, HTML_MS, HTML_MTEXT, HTML_ANNOTATION_XML, HTML_OTHER};
    static const HtmlTag svg[] = {HTML_FOREIGNOBJECT, HTML_DESC, HTML_TITLE, HTML_OTHER};
    return tag_in((HtmlTag)n->tag, n->space == HTML_SPACE_MATH ? math : svg);
}

bool is_special(const HtmlNode *n)
{
    return n->space == HTML_SPACE_HTML ? (html_tag_class[n->tag] & HTML_SPECIAL) != 0
                                       : ends_scope_foreign(n);
}

static bool ends_scope(const HtmlNode *n, Scope scope)
{
    HtmlTag tag = (HtmlTag)n->tag;
    bool html = n->space == HTML_SPACE_HTML;
    switch (scope) {
    case SCOPE_TABLE:
        return html && (tag == HTML_HTML || tag == HTML_TABLE || tag == HTML_TEMPLATE);
    case SCOPE_LIST:
        if (html && (tag == HTML_OL || tag == HTML_UL)) return true;
        break;
    case SCOPE_BUTTON:
        if (html && tag == HTML_BUTTON) return true;
        break;
    case SCOPE_DEFAULT: break;
    }
    return html ? (html_tag_class[tag] & HTML_SCOPE) != 0 : ends_scope_foreign(n);
}

bool in_scope(HtmlBuilder *b, HtmlTag tag, Scope scope)
{
    if (!b->open[tag]) return false;
    for (uint32_t i = b->depth; i-- > 0;) {
        if (is_html(b, b->stack[i], tag)) return true;
        if (ends_scope(node_at(b, b->stack[i]), scope)) return false;
    }
    return false;
}

bool any_in_scope(HtmlBuilder *b, const HtmlTag *tags, Scope scope)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        const HtmlNode *n = node_at(b, b->stack[i]);
        if (n->space == HTML_SPACE_HTML && tag_in((HtmlTag)n->tag, tags)) return true;
        if (ends_scope(n, scope)) return false;
    }
    return false;
}

bool node_in_scope(HtmlBuilder *b, uint32_t node)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        if (b->stack[i] == node) return true;
        if (ends_scope(node_at(b, b->stack[i]), SCOPE_DEFAULT)) return false;
    }
    return false;
}

void implied_end_tags(HtmlBuilder *b, HtmlTag except, uint32_t source_end)
{
    static const HtmlTag implied[] = {HTML_DD, HTML_DT, HTML_LI, HTML_OPTGROUP, HTML_OPTION, HTML_P,
                                      HTML_RB, HTML_RP, HTML_RT, HTML_RTC,      HTML_OTHER};
    for (;;) {
        HtmlNode *n = node_at(b, current(b));
        if (n->space != HTML_SPACE_HTML || n->tag == except || !tag_in((HtmlTag)n->tag, implied))
            return;
        pop(b, source_end);
    }
}

void implied_end_tags_thoroughly(HtmlBuilder *b, uint32_t source_end)
{
    static const HtmlTag implied[] = {
        HTML_CAPTION, HTML_COLGROUP, HTML_DD,    HTML_DT, HTML_LI,   HTML_OPTGROUP, HTML_OPTION,
        HTML_P,       HTML_RB,       HTML_RP,    HTML_RT, HTML_RTC,  HTML_TBODY,    HTML_TD,
        HTML_TFOOT,   HTML_TH,       HTML_THEAD, HTML_TR, HTML_OTHER};
    for (;;) {
        HtmlNode *n = node_at(b, current(b));
        if (n->space != HTML_SPACE_HTML || !tag_in((HtmlTag)n->tag, implied)) return;
        pop(b, source_end);
    }
}

void close_p(HtmlBuilder *b, uint32_t source_end)
{
    if (!in_scope(b, HTML_P, SCOPE_BUTTON)) return;
    implied_end_tags(b, HTML_P, source_end);
    pop_until(b, HTML_P, source_end);
}

/* The mode an open element asks for; MODE_COUNT: look further out. */
static HtmlMode mode_of(HtmlBuilder *b, uint32_t i)
{
    switch (node_at(b, b->stack[i])->tag) {
    case HTML_TD:
    case HTML_TH: return MODE_IN_CELL;
    case HTML_TR: return MODE_IN_ROW;
    case HTML_TBODY:
    case HTML_THEAD:
    case HTML_TFOOT: return MODE_IN_TABLE_BODY;
    case HTML_CAPTION: return MODE_IN_CAPTION;
    case HTML_COLGROUP: return MODE_IN_COLUMN_GROUP;
    case HTML_TABLE: return MODE_IN_TABLE;
    case HTML_TEMPLATE:
        return b->template_depth ? b->template_modes[b->template_depth - 1] : MODE_IN_BODY;
    case HTML_HEAD: return MODE_IN_HEAD;
    case HTML_BODY: return MODE_IN_BODY;
    case HTML_FRAMESET: return MODE_IN_FRAMESET;
    case HTML_HTML: return b->head ? MODE_AFTER_HEAD : MODE_BEFORE_HEAD;
    default: return MODE_COUNT;
    }
}

void reset_mode(HtmlBuilder *b)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        if (node_at(b, b->stack[i])->space != HTML_SPACE_HTML) continue;
        HtmlMode mode = mode_of(b, i);
        if (mode != MODE_COUNT) {
            b->mode = mode;
            return;
        }
    }
    b->mode = MODE_IN_BODY;
}

/* ---- text and the driving loop ---- */

bool split_space(HtmlBuilder *b, HtmlToken *t, TextPiece *space)
{
    uint32_t pos = t->range.begin;
    space->begin = pos;
    space->text = t->text & (uint8_t)~HTML_TEXT_WORD;
    if (t->text & HTML_TEXT_BARE_NUL) {
        space->end = pos;
        return true;
    }
    if (!(t->text & HTML_TEXT_WORD)) {
        space->end = t->range.end;
        return false;
    }
    while (pos < t->range.end && html_is_space(b->tree->src[pos]))
        pos++;
    space->end = pos;
    t->range.begin = pos;
    return true;
}

void start_text(HtmlBuilder *b, HtmlToken *t, HtmlContent content)
{
    insert_element(b, t);
    b->lexer.content = content;
    b->original_mode = b->mode;
    b->mode = MODE_TEXT;
}

/* A newline right after <pre>, <listing> and <textarea> is not content. */
static bool drop_newline(HtmlBuilder *b, HtmlToken *t)
{
    bool armed = b->skip_newline;
    b->skip_newline = false;
    if (!armed || t->kind != HTML_TOKEN_TEXT) return false;
    const uint8_t *src = b->tree->src;
    uint32_t pos = t->range.begin;
    if (pos < t->range.end && src[pos] == '&' && (t->text & HTML_TEXT_REFS)) {
        HtmlCharRef ref = html_charref(src + pos, t->range.end - pos, false);
        t->range.begin += ref.first == '\n' ? ref.length : 0;
        return t->range.begin >= t->range.end;
    }
    if (pos < t->range.end && src[pos] == '\r') pos++;
    if (pos < t->range.end && src[pos] == '\n') pos++;
    t->range.begin = pos;
    return pos >= t->range.end;
}

static void process(HtmlBuilder *b, HtmlToken *t)
{
    if (drop_newline(b, t)) return;
    bool again = true;
    for (int guard = 0; again && guard < 2 * HTML_MAX_DEPTH; guard++)
        again = b->depth && foreign_applies(b, t) ? rule_foreign(b, t)
                                                  : html_mode_rule[b->mode](b, t);
}

static void close_open_elements(HtmlBuilder *b)
{
    while (b->depth)
        pop(b, b->tree->len);
}

/* How often a byte stands in src, eight bytes at a time (a zero byte of x shows as a high bit). */
static uint32_t count_bytes(const uint8_t *src, uint32_t len, uint8_t byte)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7Full, all = 0x0101010101010101ull * byte;
    uint32_t n = 0, i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t x;
        memcpy(&x, src + i, 8);
        x ^= all;
        n += (uint32_t)(((~(((x & low) + low) | x | low)) >> 7) * 0x0101010101010101ull >> 56);
    }
    for (; i < len; i++)
        n += src[i] == byte;
    return n;
}

/* Room for the nodes a page of its number of tags usually has, so that the arrays do not leave
 * half-size copies behind in the arena. */
static bool reserve(HtmlTree *tree)
{
    uint32_t tags = count_bytes(tree->src, tree->len, '<');
    uint32_t nodes = tags / 4 * 3 + 64, attrs = tags / 3 + 64;
    tree->nodes.at = ARENA_ARRAY(tree->arena, HtmlNode, nodes);
    tree->attrs.at = ARENA_ARRAY(tree->arena, HtmlAttr, attrs);
    if (!tree->nodes.at || !tree->attrs.at) return false;
    tree->nodes.cap = nodes;
    tree->attrs.cap = attrs;
    return true;
}

dln_status html_parse(HtmlTree *tree, Arena *arena, const uint8_t *src, uint32_t len)
{
    memset(tree, 0, sizeof *tree);
    tree->arena = arena;
    tree->src = src;
    tree->len = len;
    HtmlBuilder *b = arena_alloc(arena, sizeof *b);
    if (!b || !reserve(tree)) return arena_status(arena);
    b->tree = tree;
    b->frameset_ok = true;
    b->node_budget = len / 8 + 16384;
    html_lexer_start(&b->lexer, src, len);
    new_node(b, HTML_NODE_DOCUMENT, 0, len);
    HtmlToken token = {.kind = HTML_TOKEN_TEXT};
    while (!b->failed && token.kind != HTML_TOKEN_EOF) {
        b->lexer.in_foreign = b->depth && node_at(b, current(b))->space != HTML_SPACE_HTML;
        html_lexer_next(&b->lexer, &token);
        process(b, &token);
    }
    if (tree->nodes.n) close_open_elements(b);
    tree->partial = b->failed;
    return b->failed ? arena_status(arena) : DLN_OK;
}

/* ---- reading the tree ---- */

Slice html_node_name(const HtmlTree *tree, const HtmlNode *node)
{
    if (node->tag != HTML_OTHER) return slice_of(html_tag_name[node->tag]);
    const char *p = (const char *)tree->src + node->begin + 1;
    size_t n = 0, max = node->end - node->begin - 1;
    while (n < max && p[n] != '/' && p[n] != '>' && !html_is_space((uint8_t)p[n]))
        n++;
    return (Slice){p, n};
}

const HtmlAttr *html_attr(const HtmlTree *tree, const HtmlNode *node, const char *name)
{
    uint32_t n = (uint32_t)strlen(name);
    for (uint32_t i = 0; i < node->attr_count; i++) {
        const HtmlAttr *a = &tree->attrs.at[node->attrs + i];
        if (a->name.end - a->name.begin == n &&
            html_same_name(tree->src + a->name.begin, (const uint8_t *)name, n))
            return a;
    }
    return 0;
}

Slice html_attr_raw(const HtmlTree *tree, const HtmlNode *node, const char *name)
{
    const HtmlAttr *a = html_attr(tree, node, name);
    return a ? (Slice){(const char *)tree->src + a->value.begin, a->value.end - a->value.begin}
             : (Slice){0, 0};
}

uint32_t html_next_node(const HtmlTree *tree, uint32_t root, uint32_t node, bool skip)
{
    const HtmlNode *nodes = tree->nodes.at;
    if (!skip && nodes[node].first) return nodes[node].first;
    while (node != root && !nodes[node].next)
        node = nodes[node].parent;
    return node == root ? 0 : nodes[node].next;
}
