/* page_flatten.c: tree -> blocks of visible text.
 *
 * In: Page.tree. Out: Page.flat (visible text, white space collapsed), its map to the page's bytes,
 * Page.blocks, Page.elems (sizes).
 *
 * Idea: one walk with enter and leave events; a block element or a double <br> ends the running
 * paragraph. Scripts, styles, form controls, <noscript>, <template> and <svg> are not text, nor
 * what style="display:none", the hidden attribute or a closed dialog hide, nor a dialog about
 * consent (hidden.c). Known to be wrong: text that style sheets hide. */
#include "read/page/hidden.h"
#include "read/page/hints.h"

#include "read/html/charref.h"

typedef struct Flattener {
    Page *page;
    PageBlock block;                             /* the running one */
    bool open;                                   /* block has text */
    bool space;                                  /* white space is due before the next character */
    uint32_t breaks;                             /* <br> since the last text */
    uint32_t links, bolds, lists, figure, times; /* what the walk is inside of */
    PageWeights weights;
    uint32_t unseen; /* outermost element around that no reader sees, 0: none */
    bool failed;
} Flattener;

static bool is_block(const HtmlNode *n)
{
    return (html_tag_class[n->tag] & HTML_BLOCK) != 0;
}

/* Elements inside a sentence: what they hide is cut out of it. */
static bool is_phrase(const HtmlNode *n)
{
    return n->tag == HTML_SPAN || n->tag == HTML_A || n->tag == HTML_B || n->tag == HTML_I ||
           n->tag == HTML_EM || n->tag == HTML_STRONG || n->tag == HTML_SMALL;
}

static uint32_t block_element(const Page *page, uint32_t node)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    while (node && !(nodes[node].kind == HTML_NODE_ELEMENT && is_block(&nodes[node])))
        node = nodes[node].parent;
    return node;
}

static void end_block(Flattener *f)
{
    f->breaks = 0;
    f->space = false;
    if (!f->open) return;
    f->open = false;
    f->block.flat.e = f->page->flat_len;
    PageElem *elem = &f->page->elems[f->block.elem];
    elem->chars += f->block.flat.e - f->block.flat.b;
    elem->links += f->block.links;
    if (f->block.flat.e - f->block.flat.b >= 60) elem->paragraphs++;
    if (!VEC_PUSH(f->page->arena, &f->page->blocks, f->block)) f->failed = true;
}

static void begin_block(Flattener *f, uint32_t node)
{
    f->open = true;
    f->block = (PageBlock){.flat = {f->page->flat_len, f->page->flat_len},
                           .elem = block_element(f->page, node),
                           .list_depth = (uint16_t)f->lists,
                           .after_break = f->breaks > 0,
                           .figure = f->figure,
                           .unseen = f->unseen != 0,
                           .anchors = f->links > 0,
                           .kind = BLOCK_NOTE};
    f->breaks = 0;
    f->space = false;
}

/* Flat text [text, +length) came from page bytes at source; joins with the run before when both run
 * on. */
static void map_run(Flattener *f, uint32_t text, uint32_t source, uint32_t length)
{
    Page *page = f->page;
    if (page->flat_map.n) {
        MapRun *last = &page->flat_map.at[page->flat_map.n - 1];
        if (last->text + last->length == text && last->source + last->length == source) {
            last->length += length;
            return;
        }
    }
    MapRun run = {text, source, length};
    if (!VEC_PUSH(page->arena, &page->flat_map, run)) f->failed = true;
}

static void put_bytes(Flattener *f, const uint8_t *bytes, uint32_t n)
{
    memcpy(f->page->flat + f->page->flat_len, bytes, n);
    f->page->flat_len += n;
}

/* The white space that was seen becomes one blank; `at` is the source byte before the next
 * character: often that blank itself. */
static void put_space(Flattener *f, uint32_t at)
{
    if (!f->space) return;
    f->space = false;
    map_run(f, f->page->flat_len, at, f->page->tree.src[at] == ' ');
    put_bytes(f, (const uint8_t *)" ", 1);
}

static void count_bytes(Flattener *f, uint32_t n)
{
    f->block.in_time = f->block.in_time || f->times;
    if (f->links) f->block.links += n;
    if (f->bolds) f->block.bold += n;
}

/* A stretch without white space and without references. */
static void add_plain(Flattener *f, uint32_t node, uint32_t begin, uint32_t end)
{
    if (!f->open) begin_block(f, node);
    uint32_t n = end - begin;
    put_space(f, begin ? begin - 1 : 0);
    map_run(f, f->page->flat_len, begin, n);
    put_bytes(f, f->page->tree.src + begin, n);
    count_bytes(f, n);
}

/* A reference, a NUL or a CR at src[pos]; returns the source bytes used. */
static uint32_t add_special(Flattener *f, uint32_t node, uint32_t pos, uint32_t end, unsigned rules)
{
    uint8_t out[8];
    uint32_t n = 0, used = html_decode_step(f->page->tree.src + pos, end - pos, rules, out, &n);
    if (n == 1 && html_is_space(out[0])) {
        f->space = f->open;
        return used;
    }
    if (!f->open) begin_block(f, node);
    put_space(f, pos ? pos - 1 : 0);
    map_run(f, f->page->flat_len, pos, 0);
    put_bytes(f, out, n);
    count_bytes(f, n);
    return used;
}

static void add_text(Flattener *f, uint32_t node)
{
    const HtmlNode *n = &f->page->tree.nodes.at[node];
    const uint8_t *src = f->page->tree.src;
    unsigned rules = n->text & HTML_TEXT_REFS ? HTML_DECODE_REFS : 0;
    if (f->breaks >= 2)
        end_block(f), f->breaks = 2;
    else if (f->breaks)
        f->space = f->open;
    for (uint32_t pos = n->begin; pos < n->end;) {
        uint8_t c = src[pos];
        if (html_is_space(c)) {
            f->space = f->open;
            pos++;
        } else if ((c == '&' && rules) || c == 0)
            pos += add_special(f, node, pos, n->end, rules);
        else {
            uint32_t begin = pos;
            while (pos < n->end && !html_is_space(src[pos]) && src[pos] &&
                   !(src[pos] == '&' && rules))
                pos++;
            add_plain(f, node, begin, pos);
        }
    }
    if (n->text & HTML_TEXT_WORD) f->breaks = 0;
}

/* A link whose end was forgotten goes on in every paragraph behind it: those are no links. */
static bool is_link(const HtmlNode *n)
{
    return n->tag == HTML_A && !(n->text & HTML_REOPENED);
}

static void enter(Flattener *f, uint32_t node)
{
    const HtmlNode *n = &f->page->tree.nodes.at[node];
    if (is_block(n)) {
        end_block(f);
        f->page->elems[node].hints = page_hints(f->page, n);
        if (!f->unseen && (page_is_hidden(f->page, &f->weights, node) ||
                           page_is_consent(f->page, &f->weights, node)))
            f->unseen = node;
    } else if (n->tag == HTML_SPAN || n->tag == HTML_OTHER || n->tag == HTML_TIME ||
               n->tag == HTML_A)
        f->page->elems[node].hints = page_hints(f->page, n);
    switch (n->tag) {
    case HTML_A:
        f->links += is_link(n);
        f->block.anchors += f->open && is_link(n);
        break;
    case HTML_B:
    case HTML_STRONG:
    case HTML_EM:
    case HTML_I: f->bolds++; break;
    case HTML_LI: f->lists++; break;
    case HTML_BR: f->breaks++; break;
    case HTML_FIGURE: f->figure = node; break;
    case HTML_IMG:
    case HTML_AMP_IMG: f->page->elems[node].images = 1; break;
    case HTML_TIME: f->times++; break;
    default: break;
    }
}

static void leave(Flattener *f, uint32_t node)
{
    const HtmlNode *n = &f->page->tree.nodes.at[node];
    if (is_block(n)) end_block(f);
    if (f->unseen == node) f->unseen = 0;
    switch (n->tag) {
    case HTML_A: f->links -= is_link(n); break;
    case HTML_B:
    case HTML_STRONG:
    case HTML_EM:
    case HTML_I: f->bolds--; break;
    case HTML_LI: f->lists--; break;
    case HTML_TIME: f->times--; break;
    case HTML_FIGURE: f->figure = 0; break;
    default: break;
    }
    PageElem *elem = &f->page->elems[node], *parent = &f->page->elems[n->parent];
    parent->chars += elem->chars;
    parent->links += elem->links;
    parent->paragraphs += elem->paragraphs;
    parent->images += elem->images;
}

/* Walks the tree below the document without recursion. */
static void walk(Flattener *f)
{
    const HtmlNode *nodes = f->page->tree.nodes.at;
    uint32_t node = nodes[0].first;
    while (node && !f->failed) {
        const HtmlNode *n = &nodes[node];
        bool element = n->kind == HTML_NODE_ELEMENT && !page_is_skipped(n) &&
                       (!is_phrase(n) || !page_is_hidden(f->page, &f->weights, node));
        if (n->kind == HTML_NODE_TEXT) add_text(f, node);
        if (element) enter(f, node);
        if (element && n->first) {
            node = n->first;
            continue;
        }
        if (element) leave(f, node);
        while (node && !nodes[node].next) {
            node = nodes[node].parent;
            if (node) leave(f, node);
        }
        node = node ? nodes[node].next : 0;
    }
    end_block(f);
}

/* Most bytes the visible text can have: each text run as it is (a NUL grows to three bytes), and a
 * blank before it. */
static uint64_t flat_bound(const Page *page)
{
    uint64_t bound = 64;
    const HtmlNode *nodes = page->tree.nodes.at;
    for (uint32_t i = 0; i < page->tree.nodes.n; i++)
        if (nodes[i].kind == HTML_NODE_TEXT && !page_is_skipped(&nodes[nodes[i].parent]))
            bound += (nodes[i].text & (HTML_TEXT_REFS | HTML_TEXT_NUL) ? 3ull : 1ull) *
                         (nodes[i].end - nodes[i].begin) +
                     2;
    return bound;
}

dln_status page_flatten(Page *page)
{
    Flattener f = {.page = page};
    page->elems = ARENA_ARRAY(page->arena, PageElem, page->tree.nodes.n);
    page->flat = arena_alloc(page->arena, flat_bound(page));
    if (!page->elems || !page->flat) return arena_status(page->arena);
    if (!page_weigh(page, &f.weights)) return arena_status(page->arena);
    walk(&f);
    return f.failed ? arena_status(page->arena) : DLN_OK;
}
