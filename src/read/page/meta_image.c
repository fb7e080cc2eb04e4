/* pagemeta_image.c: the lead image and its caption.
 *
 * In: og:image, JSON-LD image, <img> in the report. Out: Report.image (address as written),
 * Report.caption.
 *
 * Idea: the lead image is the first large one from the headline to the first paragraphs; its
 * caption is the caption block that goes with it. The declared image (made for sharing) is taken
 * when no image stands there. */
#include "read/page/meta.h"

enum { CAPTION_MAX = 600 };

static Slice json_image(Page *page, JsonRef image, int depth)
{
    const JsonValue *v = json_at(image);
    if (!v || depth > 3) return (Slice){0, 0};
    if (v->kind == JSON_VALUE_ARRAY) return json_image(page, json_first(image), depth + 1);
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
    if (page->first_body == NONE) return r;
    uint32_t first = page->title_block != NONE && page->title_block < page->first_body
                         ? page->title_block
                         : page->first_body;
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
    while (n < set.n && set.p[n] != ' ' &&
           !(set.p[n] == ',' && n + 1 < set.n && set.p[n + 1] == ' '))
        n++;
    return (Slice){set.p, n};
}

static Slice image_address(Page *page, uint32_t node)
{
    static const char *const names[] = {"src",           "data-src",    "data-lazy-src",
                                        "data-original", "data-srcset", "srcset"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Slice value = page_attr(page, node, names[i]);
        if (i >= 4) value = first_of_set(value);
        if (is_image_address(value)) return value;
    }
    return (Slice){0, 0};
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
        if (page->tree.nodes.at[node].tag == HTML_FIGURE) return node;
    return 0;
}

static size_t path_length(Slice url)
{
    const char *query = url.n ? memchr(url.p, '?', url.n) : 0;
    return query ? (size_t)(query - url.p) : url.n;
}

/* Ends of the file names agree: sizes of one picture differ in their beginning. */
static bool names_same_file(Slice a, Slice b)
{
    size_t end_a = path_length(a), end_b = path_length(b), n = 0;
    while (n < end_a && n < end_b && a.p[end_a - 1 - n] == b.p[end_b - 1 - n] &&
           a.p[end_a - 1 - n] != '/')
        n++;
    return n >= 10;
}

/* ---- which image leads ---- */

static int size_score(const Page *page, const HtmlNode *n)
{
    uint32_t width = number_of(html_attr_raw(&page->tree, n, "width")),
             height = number_of(html_attr_raw(&page->tree, n, "height"));
    if ((width && width < 150) || (height && height < 90)) return -6;
    return width >= 400 ? 1 : 0;
}

static bool is_ornament(Slice address)
{
    static const char *const words[] = {"placehold", ".gif",   "logo",        "avatar", "/author",
                                        "icon",      "blank.", "transparent", "pixel",  "sprite"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_find(address, slice_of(words[i])) != SIZE_MAX) return true;
    return false;
}

static int image_score(Page *page, uint32_t node, Slice declared)
{
    const uint32_t wrong = 1u << HINT_RELATED | 1u << HINT_SIDE | 1u << HINT_BIO |
                           1u << HINT_ADVERT | 1u << HINT_SHARE | 1u << HINT_NAV |
                           1u << HINT_BYLINE | 1u << HINT_FOOTER | 1u << HINT_COMMENT;
    Slice address = image_address(page, node);
    int score = size_score(page, &page->tree.nodes.at[node]);
    if (!address.n || is_ornament(address)) return -9;
    score += names_same_file(address, declared) ? 5 : 0;
    score += figure_of(page, node) ? 3 : 0;
    score -= hints_around(page, node, 6) & wrong ? 3 : 0;
    return score;
}

/* The best image of the report; of equals the first. 0: none. */
static uint32_t lead_image(Page *page, Slice declared)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    HtmlRange range = report_range(page);
    uint32_t tried = 0, lead = 0;
    int best = 2;
    for (uint32_t i = 1; i < page->tree.nodes.n && tried < 60; i++) {
        const HtmlNode *n = &nodes[i];
        if (n->kind != HTML_NODE_ELEMENT || (n->tag != HTML_IMG && n->tag != HTML_AMP_IMG) ||
            n->begin < range.begin || n->begin > range.end)
            continue;
        int score = image_score(page, i, declared) - (int)(tried++ / 8);
        if (score > best) {
            best = score;
            lead = i;
        }
    }
    return lead;
}

/* ---- its caption ---- */

/* Where a credit begins: at "©" or at a credit word with a colon ("Foto: ..."); the length when
 * there is none. */
static size_t credit_begin(const Page *page, Slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (i + 1 < text.n && text.p[i] == '\xC2' && text.p[i + 1] == '\xA9') return i;
        if (i && text.p[i - 1] != ' ' && text.p[i - 1] != '(' && text.p[i - 1] != '.') continue;
        char word[16];
        size_t n = 0;
        while (i + n < text.n && n < sizeof word &&
               ((text.p[i + n] >= 'a' && text.p[i + n] <= 'z') ||
                (text.p[i + n] >= 'A' && text.p[i + n] <= 'Z'))) {
            word[n] = (char)(text.p[i + n] >= 'a' ? text.p[i + n] : text.p[i + n] + 32);
            n++;
        }
        uint32_t bits = 0;
        if (n >= 3 && i + n < text.n && text.p[i + n] == ':' &&
            map_get(&page->rules->appeals, (Slice){word, n}, &bits) && bits & APPEAL_CREDIT)
            return i && text.p[i - 1] == '(' ? i - 1 : i;
    }
    return text.n;
}

/* The element around an image whose text is the caption: the figure, else the nearest one that has
 * any text, when it is short. */
static uint32_t caption_holder(const Page *page, uint32_t image)
{
    uint32_t figure = figure_of(page, image), node = image;
    if (figure && page->elems[figure].chars) return figure;
    for (int up = 0; node && up < 7; up++, node = page->tree.nodes.at[node].parent)
        if (page->elems[node].chars) return page->elems[node].chars <= CAPTION_MAX ? node : 0;
    return 0;
}

static Slice caption_of(Page *page, uint32_t image)
{
    uint32_t holder = caption_holder(page, image);
    Slice best = {0, 0};
    if (!holder) return best;
    HtmlRange range = {page->tree.nodes.at[holder].begin, page->tree.nodes.at[holder].close};
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t begin = page->tree.nodes.at[b->elem].begin;
        if (begin < range.begin || begin >= range.end || i == page->title_block) continue;
        Slice text = page_block_text(page, b);
        text.n = credit_begin(page, text);
        text = slice_trim(text);
        if (text.n > best.n && text.n <= CAPTION_MAX && text.n >= 10) best = text;
    }
    return best;
}

static Slice json_caption(Page *page)
{
    JsonRef image = json_member(page->article, "image");
    if (image.tree && json_at(image)->kind == JSON_VALUE_ARRAY) image = json_first(image);
    Slice text = json_text(json_member(image, "caption"), page->arena);
    return text.n ? page_clean(page, text, false) : text;
}

void find_image(Page *page, Report *report)
{
    Slice declared = page_meta(page, "og:image");
    if (!declared.n) declared = json_image(page, json_member(page->article, "image"), 0);
    if (!declared.n) declared = page_meta(page, "twitter:image");
    uint32_t lead = lead_image(page, declared);
    Slice address = lead ? image_address(page, lead) : declared,
          caption = lead ? caption_of(page, lead) : (Slice){0, 0};
    report->image = arena_copy(&report->arena, address);
    report->caption = arena_copy(&report->arena, caption.n ? caption : json_caption(page));
}
