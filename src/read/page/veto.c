/* veto.c - takes out of the body what its markup and words say is not the report's telling.
 *
 * In: Page with judged blocks. Out: PageBlock.kind of those blocks, Page.first_body, last_body.
 *
 * Idea: the forest judges by the look of a block; a few kinds of block say themselves what they
 * are, and the training pages have too few of them: a line that leads to another story ("See also:
 * ..."), a list of links without a heading, comments below the story, a box that asks for an
 * address, the label of a picture list ("list 1 of 4").
 *
 * Known to get wrong: a paragraph that is one link with "Read more" before it and news in it. */
#include "read/page/maintext.h"

enum { LABEL_MOST = 40, BOX_MOST = 900 };

static Slice lower_ascii(Slice text, char *out, size_t max)
{
    size_t n = text.n < max ? text.n : max;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
    return (Slice){out, n};
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0xC3;
}

/* How many words of the text are of the appeal kind; *all: how many words there are. */
static uint32_t appeal_words(const Page *page, Slice text, uint32_t kind, uint32_t *all)
{
    char buffer[512];
    Slice s = lower_ascii(text, buffer, sizeof buffer);
    uint32_t hits = 0;
    *all = 0;
    for (size_t i = 0; i < s.n;) {
        size_t begin = i;
        uint32_t bits = 0;
        while (i < s.n && (is_word_byte(s.p[i]) || (i > begin && (unsigned char)s.p[i] >= 0x80)))
            i++;
        if (i == begin) {
            i++;
            continue;
        }
        ++*all;
        hits += map_get(&page->rules->appeals, (Slice){s.p + begin, i - begin}, &bits) &&
                (bits & kind);
    }
    return hits;
}

/* The words of a block before its link: PageBlock.links counts no blanks. */
static Slice label_of(const Page *page, const PageBlock *b)
{
    Slice text = page_block_text(page, b);
    uint32_t solid = 0, seen = 0;
    for (size_t i = 0; i < text.n; i++)
        solid += text.p[i] != ' ';
    for (size_t i = 0; i < text.n; i++) {
        if (seen + b->links >= solid) return (Slice){text.p, i};
        seen += text.p[i] != ' ';
    }
    return text;
}

/* "Read more: <a>...</a>", "ALSO READ | <a>...</a>": a label of such words alone, then one link. */
static bool is_teaser(const Page *page, const PageBlock *b)
{
    uint32_t len = b->flat.e - b->flat.b, all = 0;
    if (!b->anchors || !b->links || len > 300) return false;
    Slice label = label_of(page, b);
    uint32_t hits = appeal_words(page, label, APPEAL_MORE, &all);
    Slice end = slice_trim(label);
    bool marked = end.n && (end.p[end.n - 1] == ':' || end.p[end.n - 1] == '|');
    return label.n <= LABEL_MOST && hits > 0 && (marked ? hits * 2 >= all : hits == all);
}

/* Element above the block that is a list, 0: none within few steps. */
static uint32_t list_of(const Page *page, const PageBlock *b)
{
    uint32_t node = b->elem;
    for (int up = 0; node && up < 4; up++, node = page->tree.nodes.at[node].parent)
        if (page->tree.nodes.at[node].tag == HTML_UL || page->tree.nodes.at[node].tag == HTML_OL)
            return node;
    return 0;
}

/* The first link below a node stays on the page ("#part-2"). */
static bool leads_inside(const Page *page, uint32_t node)
{
    for (uint32_t at = html_next_node(&page->tree, node, node, false), steps = 0; at && steps < 16;
         at = html_next_node(&page->tree, node, at, false), steps++) {
        const HtmlNode *n = &page->tree.nodes.at[at];
        if (n->kind == HTML_NODE_ELEMENT && n->tag == HTML_A)
            return slice_find(html_attr_raw(&page->tree, n, "href"), SLICE("#")) != SIZE_MAX;
    }
    return false;
}

static uint32_t blanks_in(Slice text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == ' ';
    return n;
}

/* A headline in a list whose entries are links and nothing else; no table of contents, no offer
 * with its price. */
static bool in_link_list(const Page *page, const PageBlock *b)
{
    uint32_t list = b->list_depth ? list_of(page, b) : 0;
    Slice text = page_block_text(page, b);
    if (!list || !b->links || blanks_in(text) < 4 || memchr(text.p, '$', text.n) ||
        leads_inside(page, list))
        return false;
    const PageElem *e = &page->elems[list];
    return e->chars && e->links * 10 >= e->chars * 8;
}

/* "list 1 of 4", "Slide 2 of 9", "end of list", "3 / 12": a label of a series. */
static bool is_series_label(Slice text)
{
    static const char *const units[] = {"list",    "item",  "image", "photo",       "slide",
                                        "picture", "video", "page",  "end of list", "story"};
    char buffer[32];
    if (text.n < 3 || text.n >= sizeof buffer) return false;
    Slice s = lower_ascii(text, buffer, sizeof buffer);
    if (slice_is(s, "end of list")) return true;
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (slice_starts(s, slice_of(units[k]))) {
            size_t n = strlen(units[k]);
            s = slice_trim((Slice){s.p + n, s.n - n});
            break;
        }
    size_t i = 0, first = 0, second = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++, first++;
    Slice rest = slice_trim((Slice){s.p + i, s.n - i});
    if (slice_starts(rest, SLICE("of ")))
        rest = slice_trim((Slice){rest.p + 3, rest.n - 3});
    else if (slice_starts(rest, SLICE("/")))
        rest = slice_trim((Slice){rest.p + 1, rest.n - 1});
    else
        return false;
    while (second < rest.n && rest.p[second] >= '0' && rest.p[second] <= '9')
        second++;
    return first > 0 && first < 4 && second > 0 && second < 4 && second == rest.n;
}

/* Nearest element above the block that carries a hint and does not hold the headline; 0: none. */
static uint32_t box_of(const Page *page, const PageBlock *b, uint32_t hints)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t title = page->title_block == NONE
                         ? 0
                         : nodes[page->blocks.at[page->title_block].elem].begin;
    uint32_t node = b->elem;
    for (int up = 0; node && up < 24; up++, node = nodes[node].parent) {
        if (title && nodes[node].begin <= title && nodes[node].close > title) return 0;
        if (page->elems[node].hints & hints) return node;
    }
    return 0;
}

/* Named after letters to subscribers; "paywall" alone is the story behind one. */
static bool is_newsletter(const Page *page, uint32_t node)
{
    static const char *const names[] = {"newsletter", "signup", "sign-up",
                                        "mailing",    "optin",  "opt-in"};
    static const char *const attributes[] = {"class", "id"};
    const HtmlNode *n = &page->tree.nodes.at[node];
    for (size_t a = 0; a < 2; a++) {
        char buffer[256];
        Slice s = lower_ascii(html_attr_raw(&page->tree, n, attributes[a]), buffer, sizeof buffer);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (slice_find(s, slice_of(names[k])) != SIZE_MAX) return true;
    }
    return false;
}

/* A small box named after letters to subscribers, with words that ask for something. */
static bool in_signup(const Page *page, const PageBlock *b)
{
    uint32_t box = box_of(page, b, 1u << HINT_SIGNUP), all;
    return box && page->elems[box].chars <= BOX_MOST && is_newsletter(page, box) &&
           appeal_words(page, page_block_text(page, b), APPEAL_ASKS, &all) > 0;
}

static bool is_body(const PageBlock *b)
{
    return b->kind == BLOCK_BODY || b->kind == BLOCK_HEADING;
}

/* Comments go when the story is told outside of them. */
static void drop_comments(Page *page)
{
    uint32_t outside = 0, inside = 0;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        PageBlock *b = &page->blocks.at[i];
        if (b->kind != BLOCK_BODY) continue;
        b->chosen = box_of(page, b, 1u << HINT_COMMENT) != 0;
        if (b->chosen)
            inside++;
        else
            outside += b->flat.e - b->flat.b;
    }
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        PageBlock *b = &page->blocks.at[i];
        if (b->chosen && inside && outside >= 200) b->kind = BLOCK_NOTE;
        b->chosen = false;
    }
}

void maintext_veto(Page *page)
{
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        PageBlock *b = &page->blocks.at[i];
        if (!is_body(b)) continue;
        if (is_teaser(page, b) || in_link_list(page, b))
            b->kind = BLOCK_LINK;
        else if (b->unseen || is_series_label(page_block_text(page, b)) || in_signup(page, b))
            b->kind = BLOCK_NOTE;
    }
    drop_comments(page);
    uint32_t first = NONE, last = NONE;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        if (!is_body(&page->blocks.at[i]) || i == page->title_block) continue;
        last = i;
        if (first == NONE) first = i;
    }
    if (first == NONE) return;
    page->first_body = first;
    page->last_body = last;
}
