/* page_meta.c: the machine-readable part of a page: <title>, <meta>, <link>, JSON-LD.
 *
 * In: tree. Out: Page.metas, Page.json, Page.article, canonical address, language. One pass over
 * the nodes. */
#include "read/page/page.h"

#include "read/html/charref.h"

enum { MAX_METAS = 512, MAX_SCRIPTS = 32, VALUE_MAX = 1u << 16 };

Slice page_clean(Page *page, Slice raw, bool attribute)
{
    uint32_t n = raw.n < VALUE_MAX ? (uint32_t)raw.n : VALUE_MAX, len = 0;
    uint8_t *out = arena_alloc(page->arena, 3u * n + 9);
    if (!out) return (Slice){0, 0};
    uint32_t full = html_decode(
        (const uint8_t *)raw.p, n,
        attribute ? HTML_DECODE_REFS | HTML_DECODE_ATTRIBUTE : HTML_DECODE_REFS, out);
    for (uint32_t i = 0; i < full; i++) {
        bool space = html_is_space(out[i]);
        if (!space)
            out[len++] = out[i];
        else if (len && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    while (len && out[len - 1] == ' ')
        len--;
    return (Slice){(char *)out, len};
}

Slice page_attr(Page *page, uint32_t node, const char *name)
{
    Slice raw = html_attr_raw(&page->tree, &page->tree.nodes.at[node], name);
    return raw.p ? page_clean(page, raw, true) : raw;
}

Slice page_text_of(Page *page, uint32_t node, uint32_t max)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    char *out = arena_alloc(page->arena, max + 1u);
    uint32_t len = 0;
    if (!out) return (Slice){0, 0};
    for (uint32_t i = html_next_node(&page->tree, node, node, false); i && len < max;
         i = html_next_node(&page->tree, node, i, nodes[i].tag == HTML_SCRIPT)) {
        if (nodes[i].kind != HTML_NODE_TEXT) {
            if (nodes[i].kind == HTML_NODE_ELEMENT && (html_tag_class[nodes[i].tag] & HTML_BLOCK) &&
                len && len < max)
                out[len++] = ' ';
            continue;
        }
        uint32_t n = nodes[i].end - nodes[i].begin;
        if (n > max - len) n = max - len;
        memcpy(out + len, page->tree.src + nodes[i].begin, n);
        len += n;
    }
    return page_clean(page, (Slice){out, len}, false);
}

static Slice lower_copy(Page *page, Slice text, const char *prefix)
{
    size_t before = strlen(prefix);
    char *out = arena_alloc(page->arena, text.n + before + 1);
    if (!out) return (Slice){0, 0};
    memcpy(out, prefix, before);
    for (size_t i = 0; i < text.n; i++)
        out[before + i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
    return (Slice){out, text.n + before};
}

static bool add_meta(Page *page, uint32_t node, const char *attr, const char *prefix)
{
    Slice key = html_attr_raw(&page->tree, &page->tree.nodes.at[node], attr);
    if (!key.n || key.n > 128 || page->metas.n >= MAX_METAS) return true;
    Slice content = page_attr(page, node, "content");
    if (!content.n) return true;
    PageMeta meta = {lower_copy(page, key, prefix), content, node};
    return meta.key.p && VEC_PUSH(page->arena, &page->metas, meta);
}

static bool scan_meta(Page *page, uint32_t node)
{
    return add_meta(page, node, "property", "") && add_meta(page, node, "name", "") &&
           add_meta(page, node, "itemprop", "itemprop:") &&
           add_meta(page, node, "http-equiv", "http:");
}

static bool has_word(Slice text, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.n; i++)
        if (slice_eq_nocase((Slice){text.p + i, n}, (Slice){word, n})) return true;
    return false;
}

static bool scan_script(Page *page, uint32_t node)
{
    const HtmlNode *n = &page->tree.nodes.at[node];
    if (!has_word(html_attr_raw(&page->tree, n, "type"), "ld+json") || !n->first ||
        page->json.n >= MAX_SCRIPTS)
        return true;
    const HtmlNode *text = &page->tree.nodes.at[n->first];
    JsonTree tree;
    Slice raw = {(const char *)page->tree.src + text->begin, text->end - text->begin};
    if (!json_read(raw, page->arena, &tree)) return !page->arena->failed;
    return VEC_PUSH(page->arena, &page->json, tree);
}

static bool scan_node(Page *page, uint32_t i)
{
    const HtmlNode *n = &page->tree.nodes.at[i];
    if (n->kind != HTML_NODE_ELEMENT || n->space != HTML_SPACE_HTML) return true;
    switch (n->tag) {
    case HTML_META: return scan_meta(page, i);
    case HTML_LINK:
        if (!page->canonical.n &&
            slice_eq_nocase(html_attr_raw(&page->tree, n, "rel"), SLICE("canonical")))
            page->canonical = page_attr(page, i, "href");
        return true;
    case HTML_BASE:
        if (!page->base.n) page->base = page_attr(page, i, "href");
        return true;
    case HTML_TITLE:
        if (!page->doc_title.n) page->doc_title = page_text_of(page, i, 2048);
        return true;
    case HTML_HTML: page->html_lang = page_attr(page, i, "lang"); return true;
    case HTML_SCRIPT: return scan_script(page, i);
    default: return true;
    }
}

/* "NewsArticle", "ReportageNewsArticle", "BlogPosting", ...: how well a type name fits an article,
 * 0: not at all. */
static int article_type_rank(Slice type)
{
    static const char *const best[] = {"NewsArticle",           "ReportageNewsArticle",
                                       "AnalysisNewsArticle",   "OpinionNewsArticle",
                                       "BackgroundNewsArticle", "ReviewNewsArticle",
                                       "LiveBlogPosting"};
    size_t colon = slice_find(type, SLICE("schema.org/"));
    if (colon != SIZE_MAX) type = (Slice){type.p + colon + 11, type.n - colon - 11};
    for (size_t i = 0; i < sizeof best / sizeof best[0]; i++)
        if (slice_is(type, best[i])) return 4;
    if (slice_is(type, "Article") || slice_is(type, "BlogPosting") ||
        slice_is(type, "TechArticle") || slice_is(type, "Report") ||
        slice_is(type, "ScholarlyArticle"))
        return 3;
    if (slice_is(type, "VideoObject") || slice_is(type, "Review") || slice_is(type, "Recipe"))
        return 1;
    return slice_is(type, "WebPage") ? 1 : 0;
}

static int article_rank(Page *page, JsonRef object)
{
    JsonRef type = json_member(object, "@type");
    if (!type.tree) return 0;
    int rank = 0;
    if (json_at(type)->kind == JSON_VALUE_ARRAY)
        for (JsonRef t = json_first(type); t.tree; t = json_next(t)) {
            int r = article_type_rank(json_text(t, page->arena));
            rank = r > rank ? r : rank;
        }
    else
        rank = article_type_rank(json_text(type, page->arena));
    return rank;
}

/* The object of the JSON-LD that is the article: best type first, then the one with a headline and
 * a date. */
static void find_article(Page *page)
{
    int best = 0;
    for (uint32_t k = 0; k < page->json.n; k++) {
        const JsonTree *tree = &page->json.at[k];
        for (uint32_t i = 0; i < tree->values.n; i++) {
            JsonRef ref = {tree, i};
            if (json_at(ref)->kind != JSON_VALUE_OBJECT) continue;
            int rank = 4 * article_rank(page, ref);
            if (rank)
                rank += (json_member(ref, "headline").tree != 0) +
                        (json_member(ref, "datePublished").tree != 0) +
                        (json_member(ref, "author").tree != 0);
            if (rank > best) {
                best = rank;
                page->article = ref;
            }
        }
    }
    page->json_body = json_text(json_member(page->article, "articleBody"), page->arena);
}

Slice page_meta(const Page *page, const char *key)
{
    for (uint32_t i = 0; i < page->metas.n; i++)
        if (slice_is(page->metas.at[i].key, key)) return page->metas.at[i].value;
    return (Slice){0, 0};
}

/* "https://host" of an absolute address; empty for any other. */
static Slice origin_of(Slice url)
{
    size_t at = slice_find(url, SLICE("://"));
    if (at == SIZE_MAX || at > 5) return (Slice){0, 0};
    size_t n = at + 3;
    while (n < url.n && url.p[n] != '/' && url.p[n] != '?' && url.p[n] != '#')
        n++;
    return (Slice){url.p, n};
}

/* A canonical address without a host gets the host that other addresses of the page name. */
static Slice absolute(Page *page, Slice url)
{
    Slice others[] = {
        page_meta(page, "og:url"), page->base,
        json_text(json_member(page->article, "url"), page->arena),
        json_text(json_member(json_member(page->article, "mainEntityOfPage"), "@id"), page->arena),
        page_meta(page, "twitter:url")};
    if (slice_starts(url, SLICE("//")))
        return arena_printf(page->arena, "https:%.*s", (int)url.n, url.p);
    if (!url.n || url.p[0] != '/') return url;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        Slice origin = origin_of(others[i]);
        if (origin.n && origin.n < 256)
            return arena_printf(page->arena, "%.*s%.*s", (int)origin.n, origin.p, (int)url.n,
                                url.p);
    }
    return url;
}

dln_status page_meta_scan(Page *page)
{
    for (uint32_t i = 1; i < page->tree.nodes.n; i++)
        if (!scan_node(page, i)) return arena_status(page->arena);
    find_article(page);
    page->canonical = absolute(page,
                               page->canonical.n ? page->canonical : page_meta(page, "og:url"));
    return page->arena->failed ? arena_status(page->arena) : DLN_OK;
}
