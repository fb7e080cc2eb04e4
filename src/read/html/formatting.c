/* html_formatting.c: formatting elements (<a>, <b>, <i>, ...): the list of those to be opened
 * again, and the adoption agency that sorts out misnested ones.
 *
 * Rule: WHATWG HTML 13.2.4.3 and 13.2.6.4.7. Departures: at most HTML_MAX_FORMATTING entries; past
 * the node budget none is re-opened. */
#include "read/html/build.h"

/* ---- formatting elements ---- */

static bool same_value(HtmlBuilder *b, const HtmlAttr *x, const HtmlAttr *y)
{
    uint32_t nn = x->name.end - x->name.begin, nv = x->value.end - x->value.begin;
    const uint8_t *s = b->tree->src;
    return y->name.end - y->name.begin == nn && y->value.end - y->value.begin == nv &&
           html_same_name(s + x->name.begin, s + y->name.begin, nn) &&
           !memcmp(s + x->value.begin, s + y->value.begin, nv);
}

static bool same_element(HtmlBuilder *b, uint32_t x, uint32_t y)
{
    const HtmlNode *nx = node_at(b, x), *ny = node_at(b, y);
    if (nx->tag != ny->tag || nx->attr_count != ny->attr_count) return false;
    for (uint32_t i = 0; i < nx->attr_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < ny->attr_count && !found; k++)
            found = same_value(b, &b->tree->attrs.at[nx->attrs + i],
                               &b->tree->attrs.at[ny->attrs + k]);
        if (!found) return false;
    }
    return true;
}

static void formatting_remove_at(HtmlBuilder *b, uint32_t i)
{
    memmove(&b->formatting[i], &b->formatting[i + 1],
            (b->formatting_count - i - 1) * sizeof b->formatting[0]);
    b->formatting_count--;
}

/* At most three equal elements after the last marker ("Noah's Ark"). */
void formatting_push(HtmlBuilder *b, uint32_t node)
{
    uint32_t equal = 0, earliest = 0;
    if (!node) return;
    for (uint32_t i = b->formatting_count; i-- > 0 && b->formatting[i] != FORMATTING_MARKER;)
        if (same_element(b, b->formatting[i], node)) {
            equal++;
            earliest = i;
        }
    if (equal >= 3) formatting_remove_at(b, earliest);
    if (b->formatting_count >= HTML_MAX_FORMATTING) formatting_remove_at(b, 0);
    b->formatting[b->formatting_count++] = node;
}

void formatting_marker(HtmlBuilder *b)
{
    if (b->formatting_count >= HTML_MAX_FORMATTING) formatting_remove_at(b, 0);
    b->formatting[b->formatting_count++] = FORMATTING_MARKER;
}

void formatting_clear_to_marker(HtmlBuilder *b)
{
    while (b->formatting_count && b->formatting[--b->formatting_count] != FORMATTING_MARKER)
        ;
}

static uint32_t formatting_index(const HtmlBuilder *b, uint32_t node)
{
    for (uint32_t i = b->formatting_count; i-- > 0;)
        if (b->formatting[i] == node) return i;
    return NONE;
}

void formatting_remove(HtmlBuilder *b, uint32_t node)
{
    uint32_t i = formatting_index(b, node);
    if (node && i != NONE) formatting_remove_at(b, i);
}

uint32_t formatting_find(HtmlBuilder *b, HtmlTag tag)
{
    for (uint32_t i = b->formatting_count; i-- > 0 && b->formatting[i] != FORMATTING_MARKER;)
        if (node_at(b, b->formatting[i])->tag == tag) return b->formatting[i];
    return 0;
}

/* A copy of an element's tag, without its place. */
static uint32_t clone_element(HtmlBuilder *b, uint32_t index)
{
    HtmlNode copy = *node_at(b, index);
    copy.parent = copy.first = copy.last = copy.prev = copy.next = 0;
    uint32_t clone = new_node(b, HTML_NODE_ELEMENT, copy.begin, copy.end);
    if (clone) *node_at(b, clone) = copy;
    return clone;
}

void formatting_reopen(HtmlBuilder *b)
{
    uint32_t i = b->formatting_count;
    if (!i || b->tree->nodes.n > b->node_budget) return;
    while (i > 0 && b->formatting[i - 1] != FORMATTING_MARKER && !on_stack(b, b->formatting[i - 1]))
        i--;
    for (; i < b->formatting_count; i++) {
        uint32_t clone = clone_element(b, b->formatting[i]);
        if (!clone) return;
        node_at(b, clone)->text = HTML_REOPENED;
        append_at(b, clone, insertion_place(b, current(b)));
        push(b, clone);
        b->formatting[i] = clone;
    }
}

/* ---- the adoption agency (13.2.6.4.7) ---- */

static uint32_t furthest_block(HtmlBuilder *b, uint32_t from)
{
    for (uint32_t i = from + 1; i < b->depth; i++) {
        const HtmlNode *n = node_at(b, b->stack[i]);
        if (is_special(n)) return i;
    }
    return NONE;
}

static void replace_on_stack(HtmlBuilder *b, uint32_t at, uint32_t node)
{
    count_open(b, b->stack[at], -1);
    b->stack[at] = node;
    count_open(b, node, 1);
}

static void move_children(HtmlBuilder *b, uint32_t from, uint32_t to)
{
    HtmlNode *nodes = b->tree->nodes.at;
    for (uint32_t child = nodes[from].first; child; child = nodes[child].next)
        nodes[child].parent = to;
    nodes[to].first = nodes[from].first;
    nodes[to].last = nodes[from].last;
    nodes[from].first = nodes[from].last = 0;
}

static void formatting_insert(HtmlBuilder *b, uint32_t at, uint32_t node)
{
    if (b->formatting_count >= HTML_MAX_FORMATTING) return;
    memmove(&b->formatting[at + 1], &b->formatting[at],
            (b->formatting_count - at) * sizeof b->formatting[0]);
    b->formatting[at] = node;
    b->formatting_count++;
}

/* The inner loop: clones the formatting elements between the block and the one being closed.
 * Returns the last node placed; the place in the list of formatting elements where the clone of the
 * closed one belongs goes to *bookmark. */
static uint32_t adopt_between(HtmlBuilder *b, uint32_t formatting, uint32_t furthest_at,
                              uint32_t *bookmark)
{
    uint32_t last = b->stack[furthest_at], furthest = last, at = furthest_at;
    for (int count = 1;; count++) {
        uint32_t node = b->stack[--at];
        if (node == formatting) return last;
        uint32_t entry = formatting_index(b, node);
        if (count > 3 && entry != NONE) {
            formatting_remove_at(b, entry);
            if (entry < *bookmark) --*bookmark;
            entry = NONE;
        }
        if (entry == NONE) {
            remove_from_stack(b, node);
            continue;
        }
        uint32_t clone = clone_element(b, node);
        if (!clone) return last;
        b->formatting[entry] = clone;
        replace_on_stack(b, at, clone);
        if (last == furthest) *bookmark = entry + 1;
        detach(b, last);
        append_at(b, last, (Place){clone, 0});
        last = clone;
    }
}

/* One round of the outer loop for a formatting element with a block inside it. */
static bool adopt_block(HtmlBuilder *b, uint32_t formatting, uint32_t formatting_at,
                        uint32_t furthest_at)
{
    uint32_t ancestor = b->stack[formatting_at - 1], furthest = b->stack[furthest_at];
    uint32_t bookmark = formatting_index(b, formatting);
    uint32_t last = adopt_between(b, formatting, furthest_at, &bookmark);
    detach(b, last);
    append_at(b, last, insertion_place(b, ancestor));
    uint32_t clone = clone_element(b, formatting);
    if (!clone) return false;
    move_children(b, furthest, clone);
    append_at(b, clone, (Place){furthest, 0});
    uint32_t old = formatting_index(b, formatting);
    formatting_remove_at(b, old);
    if (old < bookmark) bookmark--;
    formatting_insert(b, bookmark, clone);
    remove_from_stack(b, formatting);
    uint32_t below = stack_find(b, furthest);
    memmove(&b->stack[below + 2], &b->stack[below + 1],
            (b->depth - below - 1) * sizeof b->stack[0]);
    b->stack[below + 1] = clone;
    b->depth++;
    count_open(b, clone, 1);
    return true;
}

bool adoption_agency(HtmlBuilder *b, const HtmlToken *t)
{
    uint32_t end = t->range.end;
    if (current_is(b, t->tag) && formatting_index(b, current(b)) == NONE) {
        pop(b, end);
        return true;
    }
    for (int round = 0; round < 8; round++) {
        uint32_t formatting = formatting_find(b, t->tag);
        if (!formatting) return round > 0;
        uint32_t at = stack_find(b, formatting);
        if (at == NONE) {
            formatting_remove(b, formatting);
            return true;
        }
        if (!node_in_scope(b, formatting)) return true;
        uint32_t furthest = furthest_block(b, at);
        if (furthest == NONE) {
            while (b->depth > at)
                pop(b, end);
            formatting_remove(b, formatting);
            return true;
        }
        if (at == 0 || !adopt_block(b, formatting, at, furthest)) return true;
    }
    return true;
}
