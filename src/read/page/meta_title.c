/* pagemeta_title.c: headline of the page and the block that shows it.
 *
 * In: <title>, og:title, JSON-LD headline, headings. Out: Page.title, Page.title_block.
 *
 * Idea: the headline is the heading that the machine-readable titles repeat; where no heading does,
 * the best machine-readable title with the outlet's name cut off. Known to be wrong: pages that
 * show one headline and declare another: both are right somewhere. */
#include "read/page/meta.h"

#include "base/utf8.h"

Slice page_fold(Page *page, Slice text)
{
    uint32_t n = text.n < 4096 ? (uint32_t)text.n : 4096, k = 0;
    char *out = arena_alloc(page->arena, n + 1u);
    if (!out) return (Slice){0, 0};
    for (uint32_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 'A' && c <= 'Z')
            out[k++] = (char)(c + 32);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                 (c >= 0x80 && c != 0xE2 && !(i && (unsigned char)text.p[i - 1] == 0xE2) &&
                  !(i > 1 && (unsigned char)text.p[i - 2] == 0xE2) && c != 0xC2 &&
                  !(i && (unsigned char)text.p[i - 1] == 0xC2)))
            out[k++] = (char)c;
        else if (k && out[k - 1] != ' ')
            out[k++] = ' ';
    }
    while (k && out[k - 1] == ' ')
        k--;
    return (Slice){out, k};
}

/* Share of the words of `of` that stand in `in` (both folded), by bytes. */
static double overlap(Slice of, Slice in)
{
    size_t i = 0, hit = 0, all = 0;
    while (i < of.n) {
        size_t begin = i;
        while (i < of.n && of.p[i] != ' ')
            i++;
        size_t n = i - begin, at = 0;
        bool found = false;
        while (!found && at + n <= in.n) {
            const char *p = memmem(in.p + at, in.n - at, of.p + begin, n);
            if (!p) break;
            size_t k = (size_t)(p - in.p);
            found = (k == 0 || in.p[k - 1] == ' ') && (k + n == in.n || in.p[k + n] == ' ');
            at = k + 1;
        }
        all += n;
        hit += found ? n : 0;
        i++;
    }
    return all ? (double)hit / (double)all : 0;
}

static double likeness(Slice a, Slice b)
{
    double p = overlap(a, b), r = overlap(b, a);
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static Slice json_headline(Page *page)
{
    Slice raw = json_text(json_member(page->article, "headline"), page->arena);
    return raw.n ? page_clean(page, raw, false) : raw;
}

/* Length of a separator between title and outlet at text[i], 0: none. */
static size_t separator(Slice text, size_t i)
{
    static const char *const marks[] = {" | ",
                                        " - ",
                                        " \xE2\x80\x93 ",
                                        " \xE2\x80\x94 ",
                                        " \xC2\xBB ",
                                        " \xC2\xB7 ",
                                        " :: ",
                                        " \xE2\x80\xA2 ",
                                        " / ",
                                        " \xC2\xAB ",
                                        " < ",
                                        " > "};
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
        size_t n = strlen(marks[k]);
        if (text.n - i > n && !memcmp(text.p + i, marks[k], n)) return n;
    }
    return 0;
}

/* Cuts the outlet's part off a title: the part behind (or before) a separator that the outlet's
 * name repeats, or a short last part. */
static Slice cut_outlet(Page *page, Slice title, Slice outlet)
{
    Slice name = page_fold(page, outlet);
    size_t last = 0, last_len = 0, first = 0, first_len = 0;
    for (size_t i = 0; i < title.n; i++) {
        size_t n = separator(title, i);
        if (!n) continue;
        if (!first) first = i, first_len = n;
        last = i;
        last_len = n;
        i += n - 1;
    }
    if (!last) return title;
    Slice tail = {title.p + last + last_len, title.n - last - last_len}, head = {title.p, first};
    Slice folded_tail = page_fold(page, tail), folded_head = page_fold(page, head);
    if (name.n && folded_tail.n &&
        (overlap(name, folded_tail) > 0.5 || overlap(folded_tail, name) > 0.5))
        return cut_outlet(page, (Slice){title.p, last}, outlet);
    if (name.n && folded_head.n && overlap(folded_head, name) > 0.9)
        return (Slice){title.p + first + first_len, title.n - first - first_len};
    if (!name.n && tail.n < 30 && last > tail.n) return (Slice){title.p, last};
    return title;
}

static bool is_heading(const Page *page, const PageBlock *b, uint32_t *level)
{
    for (uint32_t node = b->elem, up = 0; node && up < 3;
         node = page->tree.nodes.at[node].parent, up++) {
        uint8_t tag = page->tree.nodes.at[node].tag;
        if (tag >= HTML_H1 && tag <= HTML_H6) {
            *level = (uint32_t)(tag - HTML_H1 + 1);
            return true;
        }
    }
    *level = 7;
    return false;
}

/* Between half and twice as long as one of the titles: others cannot be like enough. */
static bool near_length(uint32_t len, const Slice *declared, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (len <= 2 * declared[i].n + 20 && 2 * len + 20 >= declared[i].n) return true;
    return false;
}

static bool is_among(Slice text, const Slice *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (slice_eq(list[i], text)) return true;
    return false;
}

/* The block that shows the headline: the one most like the declared titles, h1 first. */
static void find_block(Page *page, const Slice *declared, uint32_t count)
{
    double best = 0.5;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < page->blocks.n && seen < 4000; i++, seen++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t level, len = b->flat.e - b->flat.b;
        bool heading = is_heading(page, b, &level);
        bool hinted = (page->elems[b->elem].hints & 1u << HINT_TITLE) != 0;
        if ((!heading && !hinted && b->links * 2 > len) || len > 400 || len < 3 ||
            (!heading && !hinted && len < 20))
            continue;
        if (!heading && !near_length(len, declared, count)) continue;
        Slice folded = page_fold(page, page_block_text(page, b));
        double like = 0;
        for (uint32_t k = 0; k < count; k++) {
            double l = likeness(folded, declared[k]);
            like = l > like ? l : like;
        }
        if (!heading && like < 0.75) continue;
        like += heading ? 0.06 * (7 - level) / 6 + 0.1 : hinted ? 0.05 : -0.1;
        like -= b->links * 2 > len ? 0.15 : 0;
        if (like > best + 0.001) {
            best = like;
            page->title_block = i;
        }
    }
}

/* The only h1 of the page, when the declared titles are of no help. */
static void find_only_h1(Page *page)
{
    uint32_t found = NONE, count = 0;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        if (page->tree.nodes.at[b->elem].tag == HTML_H1 && b->flat.e - b->flat.b >= 12) {
            count++;
            found = i;
        }
    }
    if (count == 1) page->title_block = found;
}

/* True when part is the beginning or the end of whole, whole words, and at least half of it (both
 * folded). */
static bool is_most_of(Slice part, Slice whole)
{
    if (part.n >= whole.n || 2 * part.n < whole.n || part.n < 12) return false;
    bool head = !memcmp(whole.p, part.p, part.n) && whole.p[part.n] == ' ';
    bool tail = !memcmp(whole.p + whole.n - part.n, part.p, part.n) &&
                whole.p[whole.n - part.n - 1] == ' ';
    return head || tail;
}

/* A heading often holds a kicker or a label beside the headline: then the declared headline inside
 * it is the title. */
static Slice without_kicker(Page *page, Slice shown, const Slice *titles, const Slice *folded,
                            uint32_t count)
{
    Slice whole = page_fold(page, shown);
    for (uint32_t i = 0; i < count; i++)
        if (is_most_of(folded[i], whole)) return titles[i];
    return shown;
}

void find_title(Page *page)
{
    Slice outlet = page_meta(page, "og:site_name"), og = page_meta(page, "og:title"),
          headline = json_headline(page);
    Slice titles[4], declared[4];
    uint32_t count = 0;
    og = cut_outlet(page, og, outlet);
    Slice doc = cut_outlet(page, page->doc_title, outlet),
          twitter = cut_outlet(page, page_meta(page, "twitter:title"), outlet);
    Slice all[4] = {headline, og, doc, twitter};
    for (int i = 0; i < 4; i++)
        if (all[i].n) {
            Slice folded = page_fold(page, all[i]);
            titles[count] = all[i];
            declared[count] = folded;
            count += !is_among(folded, declared, count);
        }
    find_block(page, declared, count);
    if (page->title_block == NONE) find_only_h1(page);
    if (page->title_block != NONE)
        page->title = without_kicker(page,
                                     page_block_text(page, &page->blocks.at[page->title_block]),
                                     titles, declared, count);
    else
        for (int i = 0; i < 4 && !page->title.n; i++)
            page->title = all[i];
}
