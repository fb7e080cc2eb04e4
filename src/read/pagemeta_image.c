/* pagemeta_image.c: the lead image and its caption.
 * In: og:image, JSON-LD image, <img> in the report. Out: Report.image (address as written), Report.caption.
 * Idea: the lead image is the first large one from the headline to the first paragraphs; its caption is the caption block that goes
 * with it. The declared image (made for sharing) is taken when no image stands there. */
#include "read/page_meta.h"

enum { CAPTION_MAX = 600 };

static Slice json_image(Page *page, JsonRef image, int depth)
{
    const JsonValue *v = json_at(image);
    if (!v || depth > 3)
        return (Slice){0, 0};
    if (v->kind == JSON_VALUE_ARRAY)
        return json_image(page, json_first(image), depth + 1);
    if (v->kind == JSON_VALUE_OBJECT) {
        JsonRef url = json_member(image, "url");
        return json_text(url.tree ? url : json_member(image, "contentUrl"), page->arena);
    }
    return json_text(image, page->arena);
}

/* Source span of the report on the page: from the headline to the last paragraph. */
static HtmlRange report_range(const Page *page)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    HtmlRange r = {0, page->tree.len};
    if (page->first_body == NONE)
        return r;
    uint32_t first = page->title_block != NONE && page->title_block < page->first_body ? page->title_block : page->first_body;
    uint32_t begin = nodes[page->blocks.at[first].elem].begin;
    r.begin = begin > 4000 ? begin - 4000 : 0;
    r.end = nodes[page->blocks.at[page->last_body].elem].close;
    return r;
}

static uint32_t number_of(Slice s)
{
    uint32_t value = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && value < 100000; i++)
        value = value * 10 + (uint32_t)(s.p[i] - '0');
    return value;
}

static bool is_image_address(Slice s)
{
    return s.n > 8 && !slice_starts(s, SLICE("data:")) && slice_find(s, SLICE(".svg")) == SIZE_MAX;
}

/* First address of a srcset. */
static Slice first_of_set(Slice set)
{
    size_t n = 0;
    while (n < set.n && set.p[n] != ' ' && !(set.p[n] == ',' && n + 1 < set.n && set.p[n + 1] == ' '))
        n++;
    return (Slice){set.p, n};
}

static Slice image_address(Page *page, uint32_t node)
{
    static const char *const names[] = {"src", "data-src", "data-lazy-src", "data-original", "data-srcset", "srcset"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Slice value = page_attr(page, node, names[i]);
        if (i >= 4)
            value = first_of_set(value);
        if (is_image_address(value))
            return value;
    }
    return (Slice){0, 0};
}

static bool is_small(Page *page, uint32_t node)
{
    const HtmlNode *n = &page->tree.nodes.at[node];
    uint32_t width = number_of(html_attr_raw(&page->tree, n, "width")), height = number_of(html_attr_raw(&page->tree, n, "height"));
    return (width && width < 180) || (height && height < 100);
}

static uint32_t hints_around(const Page *page, uint32_t node, int steps)
{
    uint32_t bits = 0;
    for (int up = 0; node && up < steps; up++, node = page->tree.nodes.at[node].parent)
        bits |= page->elems[node].hints;
    return bits;
}

static uint32_t figure_of(const Page *page, uint32_t node)
{
    for (int up = 0; node && up < 12; up++, node = page->tree.nodes.at[node].parent)
        if (page->tree.nodes.at[node].tag == HTML_FIGURE)
            return node;
    return 0;
}

/* The first image of the report that is neither small nor in a box of other stories; 0: none. */
static uint32_t lead_image(Page *page, HtmlRange range)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    const uint32_t wrong = 1u << HINT_RELATED | 1u << HINT_SIDE | 1u << HINT_BIO | 1u << HINT_ADVERT | 1u << HINT_SHARE | 1u << HINT_NAV | 1u << HINT_BYLINE | 1u << HINT_FOOTER;
    uint32_t tried = 0;
    for (uint32_t i = 1; i < page->tree.nodes.n && tried < 60; i++) {
        const HtmlNode *n = &nodes[i];
        if (n->kind != HTML_NODE_ELEMENT || (n->tag != HTML_IMG && n->tag != HTML_AMP_IMG) || n->begin < range.begin || n->begin > range.end)
            continue;
        tried++;
        bool figure = figure_of(page, i) != 0;
        if (is_small(page, i) || (hints_around(page, i, 6) & wrong && !figure))
            continue;
        if ((figure || n->begin > range.begin + 4000) && image_address(page, i).n)
            return i;
    }
    return 0;
}

static bool names_same_file(Slice a, Slice b)
{
    size_t end_a = a.n, end_b = b.n;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] == '?') { end_a = i; break; }
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '?') { end_b = i; break; }
    size_t n = 0;
    while (n < end_a && n < end_b && a.p[end_a - 1 - n] == b.p[end_b - 1 - n] && a.p[end_a - 1 - n] != '/')
        n++;
    return n >= 10;
}

/* The image of the page that shows the declared file; 0: none. */
static uint32_t shown_image(Page *page, Slice declared)
{
    uint32_t tried = 0;
    for (uint32_t i = 1; declared.n && i < page->tree.nodes.n && tried < 100; i++) {
        const HtmlNode *n = &page->tree.nodes.at[i];
        if (n->kind != HTML_NODE_ELEMENT || (n->tag != HTML_IMG && n->tag != HTML_AMP_IMG))
            continue;
        tried++;
        if (names_same_file(image_address(page, i), declared) && figure_of(page, i))
            return i;
    }
    return 0;
}

/* Caption of an image: the text of its <figcaption>, else the caption block that follows within the same container. */
static Slice caption_of(Page *page, uint32_t image)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t figure = figure_of(page, image);
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t begin = nodes[b->elem].begin, len = b->flat.e - b->flat.b;
        if (len < 12 || len > CAPTION_MAX || b->kind == BLOCK_BODY || b->kind == BLOCK_TITLE)
            continue;
        bool inside = figure && b->figure == figure;
        bool follows = !figure && b->kind == BLOCK_CAPTION && begin > nodes[image].begin && begin < nodes[image].begin + 3000;
        if (inside || follows)
            return page_block_text(page, b);
    }
    return (Slice){0, 0};
}

void find_image(Page *page, Report *report)
{
    Slice declared = page_meta(page, "og:image");
    if (!declared.n)
        declared = json_image(page, json_member(page->article, "image"), 0);
    if (!declared.n)
        declared = page_meta(page, "twitter:image");
    uint32_t shown = shown_image(page, declared), lead = shown ? shown : lead_image(page, report_range(page));
    Slice address = declared;
    if (lead && !shown)
        address = image_address(page, lead);
    report->image = arena_copy(&report->arena, address);
    if (lead)
        report->caption = arena_copy(&report->arena, caption_of(page, lead));
}
