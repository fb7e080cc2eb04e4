/* maintext_features.c: what can be said about a block of a page without reading it.
 *
 * In: Page.blocks, Page.elems. Out: one row of numbers a block; the order is fixed by block_row and
 * is part of the trained model.
 *
 * Ideas: length, commas and link density (readability, boilerpipe); the neighbours (jusText); words
 * of class names; the size of the containers and of all blocks marked up alike; where the block
 * stands to the headline and to the best container; whether the JSON-LD body holds it (as evidence
 * only). Of words only the few of data/page/appeal.txt are looked at. */
#include "read/page/maintext.h"

#include <math.h>

enum { NEAREST_TAGS = 17, FAR = 30, UP_MAX = 24, LETTERS_MAX = 1 << 17 };

/* Counts over the characters of a block. */
typedef struct Shape {
    float points, words, commas, stops, digits, uppers, letters, quotes, odd, questions;
    bool ends_sentence, starts_upper, starts_mark;
} Shape;

/* Blocks marked up alike: same tag and class of the block's element and of its parent. */
typedef struct Group {
    uint64_t key;
    uint32_t count;
    float points, links, stops;
} Group;

struct MaintextView {
    Page *page;
    const uint8_t *above_best; /* [nodes] 1 + steps down to the best container, for it and its
                                  ancestors; 0 elsewhere */
    float *points_before;      /* [blocks] points of all blocks before */
    uint32_t *longs_before;    /* [blocks] long paragraphs before */
    Shape *shapes;             /* [blocks] */
    uint32_t *groups;          /* [blocks] index into table */
    Group *table;
    uint32_t table_size;
    uint32_t *copies;      /* [blocks] blocks with the same bytes */
    uint8_t *body_letters; /* JSON-LD body, ASCII letters and bytes above 127 only */
    uint32_t body_len;
    uint8_t *lead_letters; /* description */
    uint32_t lead_len;
    uint32_t best;              /* node with the best readability score */
    const uint8_t *above_title; /* [nodes] as above_best, for the headline */
    uint32_t title_article;     /* the <article> around the headline, 0: none */
    float top_stops;            /* sentence ends of the group that has most */
    uint8_t *heads_before;      /* [blocks] h1 before, at most 200 */
    float total;                /* points of all blocks */
    uint32_t long_blocks;
};
typedef struct MaintextView Featurer;

/* ---- shape of a block's characters ---- */

static uint32_t wide_mark(const uint8_t *p, uint32_t n)
{
    return n >= 3 ? (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2] : 0;
}

/* Punctuation beyond ASCII that counts: 1 comma, 2 sentence end, 3 quotation mark, 0 none. */
static int wide_class(uint32_t mark)
{
    switch (mark) {
    case 0xE38081: /* ideographic comma */
    case 0xEFBC8C: return 1;
    case 0xE38082: /* ideographic full stop */
    case 0xEFBC81:
    case 0xEFBC9F:
    case 0xE280A6: /* ellipsis */
    case 0xE0A5A4: /* danda */
    case 0xEFBDA1: return 2;
    case 0xE2809C:
    case 0xE2809D:
    case 0xE2809E:
    case 0xE2809F:
    case 0xE3808C:
    case 0xE3808D: return 3;
    default: return 0;
    }
}

static void count_ascii(Shape *s, const uint8_t *p, uint32_t i, uint32_t n)
{
    uint8_t c = p[i];
    if (c >= 'a' && c <= 'z')
        s->letters++;
    else if (c >= 'A' && c <= 'Z') {
        s->letters++;
        s->uppers++;
    } else if (c >= '0' && c <= '9')
        s->digits++;
    else if (c == ' ')
        s->words++;
    else if (c == ',')
        s->commas++;
    else if (c == '"')
        s->quotes++;
    else if (c == '?')
        s->questions++, s->stops++;
    else if ((c == '.' || c == '!') && (i + 1 >= n || p[i + 1] == ' ' || p[i + 1] == '"'))
        s->stops++;
    else if (c == '|' || c == '@' || c == '>' || c == '{' || c == '#')
        s->odd++;
}

static bool ends_sentence(const uint8_t *p, uint32_t n)
{
    while (n && (p[n - 1] == '"' || p[n - 1] == ')' || p[n - 1] == '\'' || p[n - 1] == ']'))
        n--;
    while (n >= 3 &&
           (wide_class(wide_mark(p + n - 3, 3)) == 3 || wide_mark(p + n - 3, 3) == 0xE28099))
        n -= 3;
    if (n >= 2 && p[n - 2] == 0xC2 && p[n - 1] == 0xBB) n -= 2;
    if (!n) return false;
    uint8_t c = p[n - 1];
    return c == '.' || c == '!' || c == '?' || c == ':' ||
           (n >= 3 && wide_class(wide_mark(p + n - 3, 3)) == 2);
}

static Shape shape_of(Slice text)
{
    Shape s = {.words = 1};
    const uint8_t *p = (const uint8_t *)text.p;
    uint32_t n = (uint32_t)text.n;
    for (uint32_t i = 0; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) s.points++;
        if (p[i] < 0x80) {
            count_ascii(&s, p, i, n);
            continue;
        }
        if (p[i] < 0xE0) {
            s.letters += p[i] >= 0xC3;
            s.quotes += p[i] == 0xC2 && i + 1 < n && (p[i + 1] == 0xAB || p[i + 1] == 0xBB);
            continue;
        }
        int class = wide_class(wide_mark(p + i, n - i));
        s.commas += class == 1;
        s.stops += class == 2;
        s.quotes += class == 3;
        s.letters += class == 0;
    }
    s.ends_sentence = ends_sentence(p, n);
    s.starts_upper = n && ((p[0] >= 'A' && p[0] <= 'Z') || p[0] >= 0x80 || p[0] == '"');
    s.starts_mark = n &&
                    !((p[0] >= 'A' && p[0] <= 'Z') || (p[0] >= 'a' && p[0] <= 'z') || p[0] >= 0x80);
    return s;
}

/* ---- letters alone, for finding a block inside another text ---- */

static uint8_t *letters_of(Arena *arena, Slice text, uint32_t *len)
{
    uint32_t n = text.n < LETTERS_MAX ? (uint32_t)text.n : LETTERS_MAX, k = 0;
    uint8_t *out = arena_alloc(arena, n + 1u);
    for (uint32_t i = 0; out && i < n; i++) {
        uint8_t c = (uint8_t)text.p[i];
        if (c >= 'A' && c <= 'Z') c = (uint8_t)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= 0xC3 && c != 0xE2) ||
            (k && c >= 0x80 && c < 0xC0 && i && (uint8_t)text.p[i - 1] >= 0xC3 &&
             (uint8_t)text.p[i - 1] != 0xE2))
            out[k++] = c;
    }
    *len = k;
    return out;
}

/* 1: the block's first letters stand in hay; 0: not; -1: too short to say, or nothing to look in.
 */
static float found_in(const uint8_t *hay, uint32_t hay_len, Slice text)
{
    uint8_t needle[40];
    uint32_t n = 0;
    if (!hay_len) return -1;
    for (size_t i = 0; i < text.n && n < sizeof needle; i++) {
        uint8_t c = (uint8_t)text.p[i];
        if (c >= 'A' && c <= 'Z') c = (uint8_t)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= 0xC3 && c != 0xE2) ||
            (c >= 0x80 && c < 0xC0 && i && (uint8_t)text.p[i - 1] >= 0xC3 &&
             (uint8_t)text.p[i - 1] != 0xE2))
            needle[n++] = c;
    }
    if (n < 12) return -1;
    return memmem(hay, hay_len, needle, n) ? 1 : 0;
}

/* ---- groups of blocks marked up alike, and copies ---- */

static uint64_t element_key(const Page *page, uint32_t node)
{
    const HtmlNode *n = &page->tree.nodes.at[node];
    Slice class = html_attr_raw(&page->tree, n, "class");
    return hash_bytes(class, n->tag);
}

static uint32_t group_slot(Featurer *f, uint64_t key)
{
    uint32_t mask = f->table_size - 1, i = (uint32_t)key & mask;
    while (f->table[i].count && f->table[i].key != key)
        i = (i + 1) & mask;
    f->table[i].key = key;
    return i;
}

/* An empty table; the same memory serves copies and then groups. */
static bool table_new(Featurer *f)
{
    if (f->table) {
        memset(f->table, 0, f->table_size * sizeof *f->table);
        return true;
    }
    f->table_size = 16;
    while (f->table_size < f->page->blocks.n + f->page->blocks.n / 2 + 2)
        f->table_size *= 2;
    f->table = ARENA_ARRAY(f->page->arena, Group, f->table_size);
    return f->table != 0;
}

static bool count_copies(Featurer *f)
{
    const Page *page = f->page;
    if (!table_new(f)) return false;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < page->blocks.n; i++) {
            uint32_t slot = group_slot(f,
                                       hash_bytes(page_block_text(page, &page->blocks.at[i]), 7));
            if (pass == 0) f->table[slot].count++;
            f->copies[i] = f->table[slot].count;
        }
    return true;
}

static bool make_groups(Featurer *f)
{
    const Page *page = f->page;
    if (!table_new(f)) return false;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint64_t key = element_key(page, b->elem) * 31 +
                       element_key(page, page->tree.nodes.at[b->elem].parent);
        uint32_t slot = group_slot(f, key ? key : 1);
        Group *g = &f->table[slot];
        g->count++;
        g->points += f->shapes[i].points;
        g->links += (float)b->links;
        g->stops += f->shapes[i].stops;
        f->groups[i] = slot;
        f->top_stops = fmaxf(f->top_stops, g->stops);
    }
    return true;
}

/* ---- the best container ---- */

/* The element that holds a block as one of several: its parent when the block fills its own
 * element. */
static uint32_t container_of(const Page *page, const PageBlock *b)
{
    switch (page->tree.nodes.at[b->elem].tag) {
    case HTML_P:
    case HTML_LI:
    case HTML_H1:
    case HTML_H2:
    case HTML_H3:
    case HTML_H4:
    case HTML_H5:
    case HTML_H6:
    case HTML_BLOCKQUOTE:
    case HTML_FIGCAPTION: return page->tree.nodes.at[b->elem].parent;
    default: return b->elem;
    }
}

static void find_best(Featurer *f)
{
    Page *page = f->page;
    const HtmlNode *nodes = page->tree.nodes.at;
    for (uint32_t i = 0; i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        float len = (float)(b->flat.e - b->flat.b);
        if (f->shapes[i].points < 25 || (float)b->links > 0.5f * len) continue;
        float score = 1 + f->shapes[i].commas + fminf(f->shapes[i].points / 100, 3), share = 1;
        uint32_t node = container_of(page, b);
        for (int up = 0; node && up < 4; up++, node = nodes[node].parent) {
            page->elems[node].score += score * share;
            share = up ? 1.0f / (2.0f * (float)(up + 1)) : 0.5f;
        }
    }
    float best = 0;
    for (uint32_t i = 1; i < page->tree.nodes.n; i++) {
        PageElem *e = &page->elems[i];
        float score = e->chars ? e->score * (1 - (float)e->links / (float)e->chars) : 0;
        if (score > best) {
            best = score;
            f->best = i;
        }
    }
}

/* ---- one row ---- */

typedef struct FeatureRow {
    float *at;
    uint32_t n;
} FeatureRow;

static void put(FeatureRow *r, float value)
{
    r->at[r->n++] = value;
}

static float log_of(float x)
{
    return log1pf(x);
}

static float tag_class_of(const Page *page, uint32_t node)
{
    switch (page->tree.nodes.at[node].tag) {
    case HTML_P: return 1;
    case HTML_DIV: return 2;
    case HTML_LI: return 6;
    case HTML_H1: return 10;
    case HTML_H2: return 9;
    case HTML_H3: return 8;
    case HTML_H4: return 7.5f;
    case HTML_H5:
    case HTML_H6: return 7;
    case HTML_TD:
    case HTML_TH: return 5;
    case HTML_BLOCKQUOTE: return 1.5f;
    case HTML_FIGCAPTION: return 12;
    case HTML_SECTION:
    case HTML_ARTICLE:
    case HTML_MAIN: return 3;
    case HTML_PRE: return 0.5f;
    case HTML_HEADER:
    case HTML_FOOTER:
    case HTML_NAV:
    case HTML_ASIDE: return 11;
    default: return 4;
    }
}

static void put_shape(FeatureRow *r, const Page *page, const PageBlock *b, const Shape *s)
{
    float bytes = (float)(b->flat.e - b->flat.b) + 1;
    put(r, log_of(s->points));
    put(r, log_of(s->words));
    put(r, (float)b->links / bytes);
    put(r, (float)b->bold / bytes);
    put(r, (float)b->anchors);
    put(r, s->commas);
    put(r, s->stops);
    put(r, s->ends_sentence);
    put(r, s->starts_upper);
    put(r, s->digits / (s->points + 1));
    put(r, s->uppers / (s->letters + 1));
    put(r, s->quotes);
    put(r, s->letters / s->words);
    put(r, s->odd);
    put(r, tag_class_of(page, b->elem));
    put(r, b->after_break);
    put(r, b->list_depth);
    put(r, b->figure != 0);
    put(r, b->in_time);
    put(r, s->starts_mark + 2.0f * (s->questions > 0));
}

static uint32_t nearest_slot(uint8_t tag)
{
    static const uint8_t tags[NEAREST_TAGS] = {
        HTML_ARTICLE, HTML_MAIN,       HTML_ASIDE, HTML_NAV,   HTML_HEADER,     HTML_FOOTER,
        HTML_FIGURE,  HTML_FORM,       HTML_UL,    HTML_TABLE, HTML_BLOCKQUOTE, HTML_SECTION,
        HTML_ADDRESS, HTML_FIGCAPTION, HTML_OL,    HTML_LABEL, HTML_DETAILS};
    uint32_t i = 0;
    while (i < NEAREST_TAGS && tags[i] != tag)
        i++;
    return i;
}

/* How many steps up the nearest element with each hint and of each tag stands. */
static void put_ancestors(FeatureRow *r, const Page *page, const PageBlock *b)
{
    float *hint = r->at + r->n, *tag = hint + HINT_COUNT;
    for (uint32_t i = 0; i < HINT_COUNT + NEAREST_TAGS; i++)
        put(r, FAR);
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t node = b->elem;
    for (uint32_t up = 0; node && up < UP_MAX; up++, node = nodes[node].parent) {
        for (uint32_t bits = page->elems[node].hints; bits; bits &= bits - 1) {
            uint32_t h = (uint32_t)__builtin_ctz(bits);
            if (hint[h] >= FAR) hint[h] = (float)up;
        }
        uint32_t slot = nearest_slot(nodes[node].tag);
        if (slot < NEAREST_TAGS && tag[slot] >= FAR) tag[slot] = (float)up;
    }
}

static void put_containers(FeatureRow *r, const Featurer *f, const PageBlock *b)
{
    const Page *page = f->page;
    uint32_t node = container_of(page, b);
    float page_chars = (float)page->flat_len + 1;
    for (int up = 0; up < 3; up++) {
        const PageElem *e = &page->elems[node];
        put(r, log_of((float)e->chars));
        put(r, log_of((float)e->paragraphs));
        put(r, (float)e->links / ((float)e->chars + 1));
        put(r, (float)e->chars / page_chars);
        node = page->tree.nodes.at[node].parent;
    }
}

/* Where the block stands to the best container: inside, steps up to a common ancestor, steps from
 * there down to the best. */
static void put_best(FeatureRow *r, const Featurer *f, const PageBlock *b)
{
    const HtmlNode *nodes = f->page->tree.nodes.at;
    uint32_t node = b->elem, up = 0;
    while (node && !f->above_best[node] && up < 40) {
        node = nodes[node].parent;
        up++;
    }
    put(r, node == f->best && f->best);
    put(r, (float)up);
    put(r, f->above_best[node]);
    put(r, (float)f->page->elems[f->best].chars / ((float)f->page->flat_len + 1));
}

static void put_group(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Group *g = &f->table[f->groups[i]];
    put(r, log_of((float)g->count));
    put(r, log_of(g->points));
    put(r, log_of(g->points / (float)g->count));
    put(r, g->links / (g->points + 1));
    put(r, g->points / (f->total + 1));
    put(r, g->stops / (float)g->count);
}

static void put_position(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Page *page = f->page;
    float n = (float)page->blocks.n,
          title = page->title_block == NONE ? -1 : (float)page->title_block;
    put(r, (float)i / n);
    put(r, f->points_before[i] / (f->total + 1));
    put(r, title < 0 ? -99 : fmaxf(-50, fminf(50, (float)i - title)));
    put(r, title < 0 ? -1 : (float)i > title);
    Slice text = page_block_text(page, &page->blocks.at[i]);
    put(r, found_in(f->body_letters, f->body_len, text));
    put(r, log_of((float)f->body_len));
    put(r, found_in(f->lead_letters, f->lead_len, text));
    put(r, log_of((float)f->copies[i]));
}

static void put_neighbours(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Page *page = f->page;
    uint32_t parent = container_of(page, &page->blocks.at[i]);
    for (int d = -MAINTEXT_NEAR; d <= MAINTEXT_NEAR; d++) {
        int64_t k = (int64_t)i + d;
        if (d == 0) continue;
        if (k < 0 || k >= page->blocks.n) {
            for (int z = 0; z < 6; z++)
                put(r, -1);
            continue;
        }
        const PageBlock *b = &page->blocks.at[k];
        const Shape *s = &f->shapes[k];
        put(r, log_of(s->points));
        put(r, (float)b->links / ((float)(b->flat.e - b->flat.b) + 1));
        put(r, tag_class_of(page, b->elem));
        put(r, container_of(page, b) == parent);
        put(r, s->ends_sentence);
        put(r, f->groups[k] == f->groups[i]);
    }
}

static bool is_long(const Featurer *f, uint32_t i)
{
    const PageBlock *b = &f->page->blocks.at[i];
    return f->shapes[i].points >= 100 && b->links * 3 < b->flat.e - b->flat.b &&
           f->shapes[i].ends_sentence;
}

/* Runs and distances: how far the nearest long paragraph is, how many are before and after, how
 * long the run of like blocks is. */
static void put_runs(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Page *page = f->page;
    float before = 20, after = 20, run_before = 0, run_after = 0;
    for (uint32_t d = 1; d <= 20 && d <= i; d++)
        if (is_long(f, i - d)) {
            before = (float)d;
            break;
        }
    for (uint32_t d = 1; d <= 20 && i + d < page->blocks.n; d++)
        if (is_long(f, i + d)) {
            after = (float)d;
            break;
        }
    for (uint32_t d = 1; d <= 10 && d <= i && f->groups[i - d] == f->groups[i]; d++)
        run_before++;
    for (uint32_t d = 1; d <= 10 && i + d < page->blocks.n && f->groups[i + d] == f->groups[i]; d++)
        run_after++;
    put(r, before);
    put(r, after);
    put(r, run_before);
    put(r, run_after);
    put(r, log_of((float)f->longs_before[i]));
    put(r, (float)f->longs_before[i] / ((float)f->long_blocks + 1));
}

static uint32_t depth_of(const Page *page, uint32_t node)
{
    uint32_t depth = 0;
    for (; node && depth < 60; node = page->tree.nodes.at[node].parent)
        depth++;
    return depth;
}

/* The nearest <article> around a node, 0: none. */
static uint32_t article_around(const Page *page, uint32_t node)
{
    for (int up = 0; node && up < 64; up++, node = page->tree.nodes.at[node].parent)
        if (page->tree.nodes.at[node].tag == HTML_ARTICLE) return node;
    return 0;
}

static bool count_heads(Featurer *f)
{
    const Page *page = f->page;
    uint8_t seen = 0;
    f->heads_before = ARENA_ARRAY(page->arena, uint8_t, page->blocks.n);
    for (uint32_t i = 0; f->heads_before && i < page->blocks.n; i++) {
        f->heads_before[i] = seen;
        seen = (uint8_t)(seen + (seen < 200 &&
                                 page->tree.nodes.at[page->blocks.at[i].elem].tag == HTML_H1));
    }
    return f->heads_before != 0;
}

/* Where the block stands to the headline in the tree: a second story on the page has its own
 * <article> and its own h1. */
static void put_title(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Page *page = f->page;
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t node = page->blocks.at[i].elem, up = 0, article = article_around(page, node);
    while (node && !f->above_title[node] && up < 40) {
        node = nodes[node].parent;
        up++;
    }
    int heads = page->title_block == NONE
                    ? 0
                    : (int)f->heads_before[i] - (int)f->heads_before[page->title_block];
    put(r, (float)up);
    put(r, f->above_title[node]);
    put(r, !f->title_article ? -1 : article == f->title_article ? 1 : 0);
    put(r, (float)heads);
}

/* Captions without a <figure>: how far up the nearest element with an image is, and how much text
 * it holds. */
static void put_image(FeatureRow *r, const Page *page, const PageBlock *b)
{
    uint32_t node = b->elem, up = 0;
    while (node && !page->elems[node].images && up < 20) {
        node = page->tree.nodes.at[node].parent;
        up++;
    }
    float images = (float)page->elems[node].images;
    put(r, (float)up);
    put(r, log_of((float)page->elems[node].chars));
    put(r, images > 0 ? log_of((float)page->elems[node].chars / images) : -1);
}

/* How the group of like blocks compares with the page's group of most sentences. */
static void put_rank(FeatureRow *r, const Featurer *f, uint32_t i)
{
    const Group *g = &f->table[f->groups[i]];
    put(r, f->top_stops > 0 ? g->stops / f->top_stops : -1);
}

/* Words of each group of data/page/appeal.txt in the first 400 bytes, by number of words looked at.
 */
static void put_appeal(FeatureRow *r, const Page *page, const PageBlock *b)
{
    float hits[3] = {0, 0, 0}, words = 0;
    Slice text = page_block_text(page, b);
    size_t stop = text.n < 400 ? text.n : 400;
    for (size_t i = 0; i < stop;) {
        char word[32];
        size_t n = 0;
        while (i < stop && n < sizeof word &&
               ((unsigned char)text.p[i] >= 0x80 || (text.p[i] >= 'a' && text.p[i] <= 'z') ||
                (text.p[i] >= 'A' && text.p[i] <= 'Z'))) {
            word[n++] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]);
            i++;
        }
        uint32_t bits = 0;
        if (n >= 2 && map_get(&page->rules->appeals, (Slice){word, n}, &bits))
            for (int k = 0; k < 3; k++)
                hits[k] += (float)(bits >> k & 1);
        words += n > 0;
        i += n == 0;
    }
    for (int k = 0; k < 3; k++)
        put(r, hits[k]);
    put(r, (hits[0] + hits[2]) / (words + 1));
}

static void put_page(FeatureRow *r, const Featurer *f, const PageBlock *b, uint32_t i)
{
    const Page *page = f->page;
    put(r, log_of((float)page->blocks.n));
    put(r, log_of(f->total));
    put(r, log_of((float)f->long_blocks));
    put(r, (float)page->elems[page->tree.nodes.at[0].first].links / ((float)page->flat_len + 1));
    put(r, (float)depth_of(page, b->elem));
    put(r, f->shapes[i].quotes > 0 && f->shapes[i].starts_mark);
    put(r, page->article.tree != 0);
    put(r, (float)depth_of(page, f->best));
    put(r, log_of((float)page->elems[f->best].paragraphs));
    put(r, b->figure ? log_of((float)page->elems[b->figure].chars) : -1);
}

/* ---- all rows ---- */

static bool prepare(Featurer *f)
{
    Page *page = f->page;
    uint32_t n = page->blocks.n;
    f->shapes = ARENA_ARRAY(page->arena, Shape, n);
    f->groups = ARENA_ARRAY(page->arena, uint32_t, n);
    f->copies = ARENA_ARRAY(page->arena, uint32_t, n);
    f->points_before = ARENA_ARRAY(page->arena, float, n);
    f->longs_before = ARENA_ARRAY(page->arena, uint32_t, n);
    if (!f->shapes || !f->groups || !f->copies || !f->points_before || !f->longs_before)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        f->shapes[i] = shape_of(page_block_text(page, &page->blocks.at[i]));
        f->points_before[i] = f->total;
        f->longs_before[i] = f->long_blocks;
        f->total += f->shapes[i].points;
        f->long_blocks += is_long(f, i);
    }
    Slice lead = page_meta(page, "og:description");
    if (!lead.n) lead = page_meta(page, "description");
    f->body_letters = letters_of(page->arena, page->json_body, &f->body_len);
    f->lead_letters = letters_of(page->arena, lead, &f->lead_len);
    if (!f->body_letters || !f->lead_letters || !count_copies(f) || !make_groups(f)) return false;
    find_best(f);
    return true;
}

/* For each node: 1 + steps down to a node, for it and its ancestors; 0 elsewhere. */
static const uint8_t *mark_above(const Featurer *f, uint32_t of)
{
    uint8_t *mark = ARENA_ARRAY(f->page->arena, uint8_t, f->page->tree.nodes.n);
    uint8_t steps = 1;
    for (uint32_t node = of; mark && node; node = f->page->tree.nodes.at[node].parent) {
        mark[node] = steps;
        steps = (uint8_t)(steps < 255 ? steps + 1 : 255);
    }
    return mark;
}

MaintextView *maintext_view(Page *page)
{
    Featurer *f = ARENA_NEW(page->arena, Featurer);
    if (!f) return 0;
    f->page = page;
    if (!prepare(f)) return 0;
    uint32_t title = page->title_block == NONE ? 0 : page->blocks.at[page->title_block].elem;
    f->above_best = mark_above(f, f->best);
    f->above_title = mark_above(f, title);
    f->title_article = article_around(page, title);
    return f->above_best && f->above_title && count_heads(f) ? f : 0;
}

void maintext_row(const MaintextView *f, uint32_t i, float *row)
{
    const PageBlock *b = &f->page->blocks.at[i];
    FeatureRow r = {row, 0};
    put_shape(&r, f->page, b, &f->shapes[i]);
    put_ancestors(&r, f->page, b);
    put_containers(&r, f, b);
    put_best(&r, f, b);
    put_group(&r, f, i);
    put_position(&r, f, i);
    put_neighbours(&r, f, i);
    put_runs(&r, f, i);
    put_page(&r, f, b, i);
    put_title(&r, f, i);
    put_appeal(&r, f->page, b);
    put_image(&r, f->page, b);
    put_rank(&r, f, i);
}

uint32_t maintext_group(const MaintextView *f, uint32_t i)
{
    return f->groups[i];
}

uint32_t maintext_groups(const MaintextView *f)
{
    return f->table_size;
}

uint32_t maintext_best(const MaintextView *f)
{
    return f->best;
}
