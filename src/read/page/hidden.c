/* hidden.c - see hidden.h.
 *
 * In: the tree of a page. Out: whether an element is text that a reader sees.
 *
 * Known to get wrong: what style sheets hide; a story about cookies in a box whose class says
 * "notice". */
#include "read/page/hidden.h"

#include "read/page/hints.h"

bool page_is_skipped(const HtmlNode *n)
{
    if (n->space != HTML_SPACE_HTML) return true;
    switch (n->tag) {
    case HTML_SCRIPT:
    case HTML_STYLE:
    case HTML_NOSCRIPT:
    case HTML_TEMPLATE:
    case HTML_HEAD:
    case HTML_IFRAME:
    case HTML_OBJECT:
    case HTML_SELECT:
    case HTML_TEXTAREA:
    case HTML_NOEMBED:
    case HTML_NOFRAMES:
    case HTML_AUDIO:
    case HTML_VIDEO:
    case HTML_CANVAS:
    case HTML_TITLE:
    case HTML_DATALIST: return true;
    default: return false;
    }
}

/* Bytes that are no white space, roughly: a run of blanks counts once. */
static uint32_t text_bytes(const Page *page, const HtmlNode *n)
{
    uint32_t bytes = 0;
    for (uint32_t i = n->begin; i < n->end; i++)
        bytes += !html_is_space(page->tree.src[i]);
    return bytes;
}

bool page_weigh(Page *page, PageWeights *weights)
{
    uint32_t nodes = page->tree.nodes.n, n = 0;
    uint32_t *order = ARENA_ARRAY(page->arena, uint32_t, nodes);
    *weights = (PageWeights){ARENA_ARRAY(page->arena, uint32_t, nodes),
                             ARENA_ARRAY(page->arena, uint16_t, nodes), 0};
    if (!order || !weights->text || !weights->headlines) return false;
    bool skip = false;
    for (uint32_t at = html_next_node(&page->tree, 0, 0, false); at && n < nodes;
         at = html_next_node(&page->tree, 0, at, skip)) {
        const HtmlNode *node = &page->tree.nodes.at[at];
        skip = node->kind == HTML_NODE_ELEMENT && page_is_skipped(node);
        order[n++] = at;
        if (node->kind == HTML_NODE_TEXT) weights->text[at] = text_bytes(page, node);
        weights->headlines[at] = node->kind == HTML_NODE_ELEMENT && node->tag == HTML_H1;
    }
    while (n--) {
        uint32_t at = order[n], parent = page->tree.nodes.at[at].parent;
        weights->text[parent] += weights->text[at];
        if (weights->headlines[parent] < UINT16_MAX - weights->headlines[at])
            weights->headlines[parent] = (uint16_t)(weights->headlines[parent] +
                                                    weights->headlines[at]);
    }
    return true;
}

/* style="display: none", "visibility:hidden" with any white space and case. */
static bool style_hides(Slice style)
{
    static const char *const rules[] = {"display:none", "visibility:hidden"};
    char bare[256];
    size_t n = 0;
    for (size_t i = 0; i < style.n && n < sizeof bare; i++)
        if (!html_is_space((uint8_t)style.p[i]))
            bare[n++] = (char)(style.p[i] >= 'A' && style.p[i] <= 'Z' ? style.p[i] + 32
                                                                      : style.p[i]);
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        size_t at = slice_find((Slice){bare, n}, slice_of(rules[k]));
        if (at != SIZE_MAX && (at == 0 || bare[at - 1] == ';')) return true;
    }
    return false;
}

/* Class names of text that a page shows to those who paid, or later: it is the report's all the
 * same. */
static bool is_withheld(const Page *page, const HtmlNode *n)
{
    static const char *const parts[] = {"paywall", "subscri", "premium", "gated", "meter",
                                        "article", "content", "body",    "story", "member"};
    Slice class = html_attr_raw(&page->tree, n, "class");
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (slice_find(class, slice_of(parts[k])) != SIZE_MAX) return true;
    return false;
}

bool page_is_hidden(const Page *page, const PageWeights *weights, uint32_t node)
{
    const HtmlNode *n = &page->tree.nodes.at[node];
    if (!n->attr_count && n->tag != HTML_DIALOG) return false;
    const HtmlAttr *hidden = html_attr(&page->tree, n, "hidden");
    bool hides = (hidden && !slice_eq_nocase(html_attr_raw(&page->tree, n, "hidden"),
                                             SLICE("until-found"))) ||
                 style_hides(html_attr_raw(&page->tree, n, "style")) ||
                 (n->tag == HTML_DIALOG && !html_attr(&page->tree, n, "open"));
    return hides && !weights->headlines[node] && weights->text[node] <= weights->text[0] / 3 &&
           !is_withheld(page, n);
}

/* Words about consent in the element's bytes, markup and all. */
static uint32_t consent_words(const Page *page, const HtmlNode *n)
{
    enum { MOST = 1 << 16 };
    uint32_t count = 0, end = n->close - n->begin > MOST ? n->begin + MOST : n->close;
    char word[24];
    for (uint32_t i = n->end; i < end;) {
        uint32_t len = 0, bits = 0;
        while (i < end) {
            uint8_t c = page->tree.src[i];
            if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c < 0x80) break;
            if (len < sizeof word) word[len] = (char)(c < 0x80 ? c | 32 : c);
            len++;
            i++;
        }
        if (len >= 3 && len <= sizeof word &&
            map_get(&page->rules->appeals, (Slice){word, len}, &bits))
            count += (bits & APPEAL_CONSENT) != 0;
        i += len == 0;
    }
    return count;
}

/* "cookie-modal", "onetrust-consent-sdk": the name itself speaks of consent. */
static bool is_named_consent(const Page *page, const HtmlNode *n)
{
    static const char *const names[] = {"cookie", "consent",      "gdpr", "onetrust", "privacy",
                                        "didomi", "usercentrics", "cmp-", "qc-cmp",   "osano",
                                        "truste", "sp_message",   "ccpa", "iubenda",  "fc-dialog"};
    static const char *const attributes[] = {"id", "class"};
    for (size_t a = 0; a < 2; a++) {
        Slice raw = html_attr_raw(&page->tree, n, attributes[a]);
        char lower[256];
        size_t len = raw.n < sizeof lower ? raw.n : sizeof lower;
        for (size_t i = 0; i < len; i++)
            lower[i] = (char)(raw.p[i] >= 'A' && raw.p[i] <= 'Z' ? raw.p[i] + 32 : raw.p[i]);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (slice_find((Slice){lower, len}, slice_of(names[k])) != SIZE_MAX) return true;
    }
    return false;
}

bool page_is_consent(const Page *page, PageWeights *weights, uint32_t node)
{
    enum { MOST_SCANS = 64, FEW = 60, DENSE = 200 };
    const HtmlNode *n = &page->tree.nodes.at[node];
    if (!n->attr_count || n->tag == HTML_BODY || n->tag == HTML_HTML || n->tag == HTML_MAIN ||
        n->tag == HTML_ARTICLE || weights->headlines[node] || weights->text[node] < FEW ||
        n->close < n->end)
        return false;
    bool named = is_named_consent(page, n),
         dialog = named || page->elems[node].hints & 1u << HINT_CONSENT ||
                  slice_find(html_attr_raw(&page->tree, n, "role"), SLICE("dialog")) != SIZE_MAX;
    if (!dialog || weights->scans >= MOST_SCANS) return false;
    weights->scans++;
    uint32_t words = consent_words(page, n);
    return named ? words >= 1 : words >= 3 && words * DENSE >= weights->text[node];
}
