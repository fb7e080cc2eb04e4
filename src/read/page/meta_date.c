/* pagemeta_date.c: when the page was published and changed.
 *
 * In: JSON-LD, <meta>, <time>, the address, dates shown near the headline. Out: Report.published,
 * modified, with how they are known. Idea (htmldate's order): machine-readable places that name
 * publication; <time> near the headline; the address; visible text. The day is the one written
 * (with its zone), never moved to Greenwich. Known to be wrong: pages that stamp in UTC what was
 * local. */
#include "base/civil.h"
#include "read/datewords.h"
#include "read/page/meta.h"

enum { NEAR_TITLE = 14 };

static bool set_stamp(Report *report, Stamp *stamp, const PageDate *d, Basis basis)
{
    stamp->value = page_date_iso(d, &report->arena);
    stamp->basis = basis;
    stamp->day = day_from_civil(d->year, d->month, d->day);
    return stamp->value.n > 0;
}

static bool from_text(const Page *page, Slice text, PageDate *d)
{
    return text.n && text.n < 400 && page_date_find(page->rules, text, 0, d);
}

static bool from_json(Page *page, const char *key, PageDate *d)
{
    return from_text(page, json_text(json_member(page->article, key), page->arena), d);
}

/* Any object of the JSON-LD, when the article has none. */
static bool from_any_json(Page *page, const char *key, PageDate *d)
{
    for (uint32_t k = 0; k < page->json.n; k++)
        for (uint32_t i = 0; i < page->json.at[k].values.n; i++) {
            JsonRef ref = {&page->json.at[k], i};
            if (slice_is(json_at(ref)->key, key) && from_text(page, json_text(ref, page->arena), d))
                return true;
        }
    return false;
}

static bool from_metas(const Page *page, const char *const *keys, PageDate *d)
{
    for (; *keys; keys++)
        if (from_text(page, page_meta(page, *keys), d)) return true;
    return false;
}

/* ---- elements that show a date ---- */

static bool itemprop_is(const Page *page, uint32_t node, const char *name)
{
    return slice_eq_nocase(html_attr_raw(&page->tree, &page->tree.nodes.at[node], "itemprop"),
                           slice_of(name));
}

static bool same_day(const PageDate *a, const PageDate *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

static void set_modified(PageMoments *m, const PageDate *d)
{
    if (m->has_modified && same_day(&m->modified, d) && m->modified.has_time && !d->has_time)
        return;
    m->modified = *d;
    m->has_modified = true;
}

/* Says of itself that it is the change: itemprop, or a class of "updated", "modified". */
static bool is_change(const Page *page, uint32_t node)
{
    Slice class = html_attr_raw(&page->tree, &page->tree.nodes.at[node], "class");
    return itemprop_is(page, node, "dateModified") ||
           slice_find(class, SLICE("pdated")) != SIZE_MAX ||
           slice_find(class, SLICE("odified")) != SIZE_MAX;
}

/* The moments an element carries: datetime, content or its text. Where the text shows two, the
 * machine's is the one whose day it has. */
static bool element_moments(Page *page, uint32_t node, PageMoments *m)
{
    static const char *const names[] = {"datetime",  "content",        "data-datetime",
                                        "data-time", "data-timestamp", "title"};
    PageDate machine;
    bool found = false;
    page_moments(page->rules, page_text_of(page, node, 200), 200, m);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++)
        found = from_text(page, page_attr(page, node, names[i]), &machine);
    if (!found) {
        if (is_change(page, node) && m->has_published && !m->has_modified) {
            set_modified(m, &m->published);
            m->has_published = false;
        }
        return m->has_published || m->has_modified;
    }
    if (is_change(page, node) || (m->has_modified && same_day(&m->modified, &machine))) {
        if (!m->has_modified) m->has_published = false; /* its only words are the change's */
        set_modified(m, &machine);
        return true;
    }
    m->published = machine;
    return m->has_published = true;
}

static bool from_itemprop(Page *page, const char *name, PageDate *d)
{
    bool change = !strcmp(name, "dateModified");
    for (uint32_t i = 1; i < page->tree.nodes.n; i++) {
        const HtmlNode *n = &page->tree.nodes.at[i];
        PageMoments m;
        if (n->kind != HTML_NODE_ELEMENT || !n->attr_count || !itemprop_is(page, i, name) ||
            !element_moments(page, i, &m))
            continue;
        if (change ? m.has_modified : m.has_published) {
            *d = change ? m.modified : m.published;
            return true;
        }
    }
    return false;
}

static uint32_t node_of_block(const Page *page, uint32_t block)
{
    return block == NONE ? 0 : page->blocks.at[block].elem;
}

/* A place where other stories are named: an aside, navigation, a box called after it, a list entry
 * or a link that leads elsewhere. */
static bool in_teaser(const Page *page, uint32_t node)
{
    const uint32_t boxes = 1u << HINT_RELATED | 1u << HINT_NAV | 1u << HINT_COMMENT;
    uint32_t title = node_of_block(page, page->title_block);
    for (int up = 0; node && up < 8; up++, node = page->tree.nodes.at[node].parent) {
        const HtmlNode *n = &page->tree.nodes.at[node];
        if (title && n->begin <= page->tree.nodes.at[title].begin &&
            n->close > page->tree.nodes.at[title].begin)
            return false; /* it holds the headline too */
        if (n->tag == HTML_ASIDE || n->tag == HTML_NAV ||
            (n->tag == HTML_LI && page->elems[node].links > 20) ||
            (page->elems[node].hints & boxes))
            return true;
    }
    return false;
}

/* The <time> that stands nearest to the headline (behind it first), by place in the source. */
static bool from_time_elements(Page *page, bool teasers, PageMoments *m)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t title = nodes[node_of_block(page, page->title_block)].begin, best_far = UINT32_MAX;
    uint32_t body_end = page->last_body == NONE ? page->tree.len
                                                : nodes[node_of_block(page, page->last_body)].close,
             tried = 0;
    for (uint32_t i = 1; i < page->tree.nodes.n && tried < 64; i++) {
        const HtmlNode *n = &nodes[i];
        if (n->kind != HTML_NODE_ELEMENT || n->tag != HTML_TIME || n->space != HTML_SPACE_HTML)
            continue;
        PageMoments one;
        tried++;
        if (n->begin > body_end || (!teasers && in_teaser(page, i)) ||
            !element_moments(page, i, &one))
            continue;
        if (one.has_modified && !m->has_modified) set_modified(m, &one.modified);
        uint32_t far = n->begin >= title ? n->begin - title : 3 * (title - n->begin);
        if (one.has_published && far < best_far) {
            best_far = far;
            m->published = one.published;
            m->has_published = true;
        }
    }
    return best_far != UINT32_MAX;
}

/* A paragraph whose words are mostly dates and what belongs to them, not one that mentions a date.
 */
static bool is_date_block(const PageBlock *b, const PageMoments *m)
{
    uint32_t len = b->flat.e - b->flat.b;
    if (b->kind != BLOCK_BODY) return len <= 250;
    return len <= 160 && (2 * m->bytes >= len || (len - m->bytes <= 40 && m->has_modified));
}

/* Keeps the first of each that was found. */
static void keep_moments(PageMoments *m, const PageMoments *found)
{
    if (found->has_published && !m->has_published) {
        m->published = found->published;
        m->has_published = true;
    }
    if (found->has_modified && !m->has_modified) set_modified(m, &found->modified);
}

static bool from_blocks(const Page *page, bool teasers, PageMoments *m)
{
    if (page->title_block == NONE && page->first_body == NONE) return false;
    uint32_t centre = page->title_block == NONE ? page->first_body : page->title_block;
    for (uint32_t step = 0; step < 2 * NEAR_TITLE; step++) {
        int64_t i = (int64_t)centre + (step % 2 ? -(int64_t)(step / 2 + 1) : (int64_t)(step / 2));
        if (i < 0 || i >= page->blocks.n) continue;
        const PageBlock *b = &page->blocks.at[i];
        PageMoments found;
        if (b->flat.e - b->flat.b > 250 || (!teasers && in_teaser(page, b->elem)) ||
            !page_moments(page->rules, page_block_text(page, b), 250, &found) ||
            !is_date_block(b, &found))
            continue;
        keep_moments(m, &found);
        if (found.has_published) return true;
    }
    return false;
}

/* Elements whose class speaks of a date, anywhere before the end of the body. */
static bool from_date_hints(Page *page, bool teasers, PageMoments *m)
{
    uint32_t tried = 0;
    for (uint32_t i = 0; i < page->blocks.n && tried < 40; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t parent = page->tree.nodes.at[b->elem].parent;
        PageMoments found;
        if (!((page->elems[b->elem].hints | page->elems[parent].hints) & 1u << HINT_DATE) ||
            b->flat.e - b->flat.b > 250 || (!teasers && in_teaser(page, b->elem)))
            continue;
        tried++;
        if (!page_moments(page->rules, page_block_text(page, b), 250, &found)) continue;
        keep_moments(m, &found);
        if (found.has_published) return true;
    }
    return false;
}

/* ---- the address ---- */

static bool from_address(const Page *page, Slice url, PageDate *d)
{
    for (uint32_t i = 0; i + 8 <= url.n; i++)
        if ((url.p[i] == '/' || url.p[i] == '-' || url.p[i] == '_') && url.p[i + 1] >= '1' &&
            url.p[i + 1] <= '2' &&
            page_date_find(page->rules,
                           (Slice){url.p + i + 1, url.n - i - 1 < 12 ? url.n - i - 1 : 12}, 0, d) &&
            d->begin == 0)
            return true;
    return false;
}

/* Any short block from well before the headline to well after the body: the nearest behind the
 * headline, else before it. */
static bool from_far_blocks(const Page *page, PageMoments *m)
{
    PageMoments found;
    uint32_t centre = page->title_block != NONE  ? page->title_block
                      : page->first_body != NONE ? page->first_body
                                                 : 0;
    uint32_t stop = page->last_body == NONE ? page->blocks.n : page->last_body + 40,
             first = centre > 30 ? centre - 30 : 0;
    for (uint32_t i = centre; i < page->blocks.n && i < stop; i++) {
        const PageBlock *b = &page->blocks.at[i];
        Slice text = page_block_text(page, b);
        if (b->kind == BLOCK_BODY || text.n > 300 || !page_moments(page->rules, text, 300, &found))
            continue;
        keep_moments(m, &found);
        if (found.has_published) return true;
    }
    for (uint32_t i = centre; i-- > first;) {
        const PageBlock *b = &page->blocks.at[i];
        if (b->flat.e - b->flat.b > 300 ||
            !page_moments(page->rules, page_block_text(page, b), 300, &found))
            continue;
        keep_moments(m, &found);
        if (found.has_published) return true;
    }
    return false;
}

/* A stamp in Greenwich time, and the day before or after in the address or beside the headline:
 * that is the local day. */
static bool local_day(const Page *page, Slice url, PageDate *d)
{
    PageDate other;
    int32_t day = day_from_civil(d->year, d->month, d->day);
    if (!d->has_time || !d->has_zone || d->zone != 0) return false;
    for (int way = 0; way < 2; way++) {
        PageMoments near = {0};
        bool found = way == 0 ? from_address(page, url, &other) : from_blocks(page, true, &near);
        if (way == 1 && found) other = near.published;
        int32_t apart = found ? day_from_civil(other.year, other.month, other.day) - day : 0;
        if ((apart == -1 && d->hour < 12) || (apart == 1 && d->hour >= 12)) {
            *d = other;
            return true;
        }
        if (found && apart == 0) return false;
    }
    return false;
}

static const char *const published_keys[] = {"article:published_time",
                                             "article:published",
                                             "og:published_time",
                                             "og:article:published_time",
                                             "itemprop:datepublished",
                                             "datepublished",
                                             "parsely-pub-date",
                                             "sailthru.date",
                                             "dc.date.issued",
                                             "dcterms.issued",
                                             "dcterms.created",
                                             "dc.date.created",
                                             "dc.date",
                                             "dcterms.date",
                                             "pubdate",
                                             "publish-date",
                                             "publish_date",
                                             "publishdate",
                                             "publication_date",
                                             "publication-date",
                                             "date.published",
                                             "published_time",
                                             "published_time_telegram",
                                             "cxenseparse:recs:publishtime",
                                             "article.published",
                                             "article_date_original",
                                             "originalpublicationdate",
                                             "bt:pubdate",
                                             "vr:published_time",
                                             "displaydate",
                                             "analytics:date",
                                             "rnews:datepublished",
                                             "citation_publication_date",
                                             "citation_date",
                                             "date",
                                             "article:date",
                                             "og:pubdate",
                                             "pub_date",
                                             "created",
                                             "dateofpublication",
                                             "release_date",
                                             "last-published",
                                             0};
static const char *const modified_keys[] = {"article:modified_time",
                                            "og:updated_time",
                                            "article:modified",
                                            "itemprop:datemodified",
                                            "dcterms.modified",
                                            "dc.date.modified",
                                            "lastmod",
                                            "last-modified",
                                            "http:last-modified",
                                            0};

/* The publication; what is found of a change on the way stays in m. */
static Basis find_published(Page *page, PageMoments *m)
{
    PageDate *d = &m->published;
    if (from_json(page, "datePublished", d) || from_metas(page, published_keys, d) ||
        from_any_json(page, "datePublished", d) || from_itemprop(page, "datePublished", d))
        return local_day(page, page->canonical, d) ? BASIS_EXPLICIT : BASIS_META;
    if (from_time_elements(page, false, m)) return BASIS_EXPLICIT;
    if (from_address(page, page->canonical, d)) return BASIS_URL;
    m->has_published = false;
    for (int teasers = 0; teasers < 2; teasers++)
        if ((teasers && from_time_elements(page, true, m)) || from_blocks(page, teasers, m) ||
            from_date_hints(page, teasers, m))
            return BASIS_EXPLICIT;
    if (from_far_blocks(page, m)) return BASIS_EXPLICIT;
    if (from_json(page, "dateCreated", d) || from_any_json(page, "uploadDate", d) ||
        from_json(page, "dateModified", d) || from_metas(page, modified_keys, d))
        return BASIS_META;
    if (m->has_modified) *d = m->modified;
    return m->has_modified ? BASIS_EXPLICIT : BASIS_NONE;
}

dln_status find_dates(Page *page, Report *report)
{
    PageMoments m = {0};
    PageDate d;
    report->published.day = report->modified.day = DAY_UNKNOWN;
    Basis basis = find_published(page, &m);
    if (basis != BASIS_NONE && !set_stamp(report, &report->published, &m.published, basis))
        return arena_status(&report->arena);
    if (from_json(page, "dateModified", &d) || from_metas(page, modified_keys, &d) ||
        from_itemprop(page, "dateModified", &d)) {
        if (!set_stamp(report, &report->modified, &d, BASIS_META))
            return arena_status(&report->arena);
    } else if (m.has_modified && !set_stamp(report, &report->modified, &m.modified, BASIS_EXPLICIT))
        return arena_status(&report->arena);
    return DLN_OK;
}
