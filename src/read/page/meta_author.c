/* pagemeta_author.c: who wrote the report, and the agencies credited.
 *
 * In: JSON-LD author, <meta>, rel=author links, byline blocks. Out: Report.authors ("few but
 * right"), byline, agencies.
 *
 * Idea: persons named by the machine-readable page; a name that is the outlet, an address or an
 * office ("Newsroom") is none; where nothing is left, the byline shown near the headline, cut at
 * its by-word, at "and" and at commas; the outlet itself comes last.
 *
 * Known to be wrong: bylines without a by-word and without a class that speaks of one; names of one
 * word. */
#include "base/utf8.h"
#include "read/newsroom.h"
#include "read/page/meta.h"

enum { MAX_AUTHORS = 12, NAME_MAX_BYTES = 70 };

typedef struct Authors {
    Page *page;
    Report *report;
    const Newsroom *newsroom; /* may be NULL */
    Slice outlet;             /* folded */
    Slice weak[4]; /* named as author by the machine-readable page, but an organisation, an office
                      or a nickname */
    uint32_t weak_n;
    uint32_t fewest_words; /* of a name that only the visible page gives */
} Authors;

/* Words of a kind in data/page/byline.txt, each tried at the start of text; returns its length, 0:
 * none. Longest first. */
static size_t word_of_kind(const PageRules *rules, const char *kind, Slice text)
{
    size_t best = 0;
    for (uint32_t i = 0; i < rules->bylines.n; i++) {
        if (!slice_is(row_col(&rules->bylines.at[i], 0), kind)) continue;
        Slice words = row_col(&rules->bylines.at[i], 1);
        for (size_t k = 0; k < words.n; k++) {
            size_t begin = k;
            while (k < words.n && words.p[k] != ' ')
                k++;
            size_t n = k - begin, j = 0;
            while (j < n && j < text.n) {
                char c = text.p[j], w = words.p[begin + j] == '_' ? ' ' : words.p[begin + j];
                if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != w) break;
                j++;
            }
            bool ends = j == text.n || text.p[j] == ' ' || text.p[j] == ',' || text.p[j] == ':' ||
                        (n && words.p[begin + n - 1] == ':');
            if (j == n && n > best && ends) best = n;
        }
    }
    return best;
}

static Slice trim_marks(Slice s)
{
    static const char edge[] = " \t,;:|/-*.()[]\"'@";
    while (s.n && strchr(edge, s.p[0]))
        s.p++, s.n--;
    while (s.n && strchr(" \t,;:|/-*()[]\"'", s.p[s.n - 1]))
        s.n--;
    for (bool more = true; more;) {
        more = false;
        if (s.n >= 2 &&
            ((s.p[s.n - 2] == '\xC2' && (s.p[s.n - 1] == '\xA0' || s.p[s.n - 1] == '\xB7'))))
            s.n -= 2, more = true;
        if (s.n >= 3 && s.p[s.n - 3] == '\xE2' && s.p[s.n - 2] == '\x80') s.n -= 3, more = true;
        if (s.n >= 2 && s.p[0] == '\xC2' && s.p[1] == '\xA0') s.p += 2, s.n -= 2, more = true;
    }
    return s;
}

/* ---- is it a name? ---- */

static bool has_office_word(const PageRules *rules, Slice name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((i == 0 || name.p[i - 1] == ' ' || name.p[i - 1] == '.' || name.p[i - 1] == '/') &&
            word_of_kind(rules, "noname", (Slice){name.p + i, name.n - i}))
            return true;
    return false;
}

static uint32_t count_words(Slice s)
{
    uint32_t n = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

/* Words of the name that begin with a capital; UINT32_MAX where a character is no name's. */
static uint32_t capitals_of(Slice name)
{
    uint32_t capitals = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (strchr("0123456789@<>{}|#=?!\"", c) && c) return UINT32_MAX;
        capitals += (i == 0 || name.p[i - 1] == ' ' || name.p[i - 1] == '-') &&
                    ((c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80);
    }
    return capitals;
}

static bool is_month(const PageRules *rules, Slice word)
{
    char lower[24];
    if (word.n > sizeof lower) return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    return map_find(&rules->months, (Slice){lower, word.n}) != NONE;
}

static bool has_address(Slice name)
{
    return slice_find(name, SLICE("://")) != SIZE_MAX ||
           slice_find(name, SLICE("www.")) != SIZE_MAX;
}

/* `trusted`: the page says that an author stands here. */
static bool looks_like_name(const Authors *a, Slice name, bool trusted)
{
    uint32_t words = count_words(name);
    if (name.n < 3 || name.n > NAME_MAX_BYTES || words > 6) return false;
    uint32_t capitals = capitals_of(name);
    if (capitals == UINT32_MAX) return false;
    if (words == 1 && is_month(a->page->rules, name)) return false;
    if (has_address(name) || has_office_word(a->page->rules, name)) return false;
    if (trusted) return true;
    return words >= a->fewest_words && words <= 4 && capitals >= a->fewest_words && capitals > 0;
}

/* The outlet by any name the page or its host gives it. */
static bool is_outlet(const Authors *a, Slice name)
{
    Slice folded = page_fold(a->page, name);
    return folded.n && (slice_eq(folded, a->outlet) || page_names_outlet(a->page, name));
}

static bool known(const Report *report, Slice name)
{
    for (uint32_t i = 0; i < report->authors.n; i++)
        if (slice_eq_nocase(report->authors.at[i], name)) return true;
    return false;
}

/* True when text begins with a word that credits a picture ("Foto"). */
static bool is_credit(const PageRules *rules, Slice text)
{
    char word[16];
    size_t n = 0;
    uint32_t bits = 0;
    while (n < text.n && n < sizeof word &&
           ((text.p[n] >= 'a' && text.p[n] <= 'z') || (text.p[n] >= 'A' && text.p[n] <= 'Z'))) {
        word[n] = (char)(text.p[n] >= 'a' ? text.p[n] : text.p[n] + 32);
        n++;
    }
    return n >= 3 && map_get(&rules->appeals, (Slice){word, n}, &bits) && bits & APPEAL_CREDIT;
}

/* Bytes of the name before what cannot belong to it: a digit, "on", "in", a function ("Jane Doe
 * Senior Writer on 17 April"), an agency. */
static size_t name_length(const Authors *a, Slice name)
{
    const PageRules *rules = a->page->rules;
    uint32_t words = 0;
    if (is_credit(rules, name)) return 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] >= '0' && name.p[i] <= '9') return i;
        if (name.p[i] != ' ' || i + 1 >= name.n) continue;
        Slice rest = {name.p + i + 1, name.n - i - 1};
        words++;
        if (word_of_kind(rules, "after", rest) || is_credit(rules, rest) ||
            (words >= 2 && word_of_kind(rules, "role", rest)))
            return i;
        if (words >= 2 && a->newsroom && agency_named(a->newsroom, rest).n) return i;
    }
    return name.n;
}

static void add_weak(Authors *a, Slice name)
{
    name = trim_marks(name);
    for (uint32_t i = 0; i < a->weak_n; i++)
        if (slice_eq_nocase(a->weak[i], name)) return;
    if (name.n >= 2 && name.n <= NAME_MAX_BYTES && a->weak_n < 4 &&
        slice_find(name, SLICE("://")) == SIZE_MAX && !memchr(name.p, '@', name.n))
        a->weak[a->weak_n++] = name;
}

static bool add_name(Authors *a, Slice name, bool trusted)
{
    name = trim_marks(name);
    size_t by = word_of_kind(a->page->rules, "before", name);
    if (by && by < name.n) name = trim_marks((Slice){name.p + by, name.n - by});
    name.n = name_length(a, name);
    name = trim_marks(name);
    if (!looks_like_name(a, name, trusted) || known(a->report, name) ||
        a->report->authors.n >= MAX_AUTHORS)
        return false;
    Slice copy = arena_copy(&a->report->arena, name);
    return copy.p && VEC_PUSH(&a->report->arena, &a->report->authors, copy);
}

/* A word in small letters that is no part of names ("de", "van", "bin"): "Harbour wire import". */
static bool has_common_word(const PageRules *rules, Slice name)
{
    for (size_t i = 1; i < name.n; i++)
        if (name.p[i - 1] == ' ' && name.p[i] >= 'a' && name.p[i] <= 'z' &&
            !word_of_kind(rules, "particle", (Slice){name.p + i, name.n - i}))
            return true;
    return false;
}

/* At least two words, no office, no host name, no common word. */
static bool looks_like_person(const Authors *a, Slice name)
{
    bool wide = name.n && (unsigned char)name.p[0] >= 0xE3; /* East Asian names have no blank */
    return (count_words(name) >= 2 || wide) && !has_office_word(a->page->rules, name) &&
           !has_common_word(a->page->rules, name);
}

/* A name that is a news agency goes to the agencies of the report. */
static bool agency_only(Authors *a, Slice name)
{
    Slice agency = a->newsroom ? agency_named(a->newsroom, name) : (Slice){0, 0};
    if (!agency.n) return false;
    add_weak(a, name);
    return report_agency(a->report, agency);
}

/* Where a list of names may be cut at text[i]: length of the joint, 0: nowhere. */
static size_t joint_at(const PageRules *rules, Slice text, size_t i)
{
    char c = text.p[i];
    if (c == ',' || c == ';' || c == '|' || c == '/' || c == '\n' || c == '(' || c == ')') return 1;
    if (c == ' ' && i + 1 < text.n) {
        size_t n = word_of_kind(rules, "and", (Slice){text.p + i + 1, text.n - i - 1});
        if (n && i + 1 + n < text.n && text.p[i + 1 + n] == ' ') return n + 2;
    }
    if (c == '\xC2' && i + 1 < text.n && text.p[i + 1] == '\xB7') return 2;
    if (c == '\xE2' && i + 2 < text.n &&
        (!memcmp(text.p + i, "\xE2\x80\xA2", 3) || !memcmp(text.p + i, "\xE2\x88\x99", 3)))
        return 3;
    return c == '\xE3' && i + 2 < text.n && text.p[i + 1] == '\x80' && text.p[i + 2] == '\x81' ? 3
                                                                                               : 0;
}

/* Cuts a byline into names. Returns how many were added. */
static uint32_t add_names(Authors *a, Slice text, bool trusted)
{
    uint32_t added = 0;
    size_t begin = 0;
    for (size_t i = 0; i <= text.n; i++) {
        size_t n = i < text.n ? joint_at(a->page->rules, text, i) : 1;
        if (!n) continue;
        Slice part = trim_marks((Slice){text.p + begin, i - begin});
        bool function = begin > 0 && text.p[begin - 1] == ',' &&
                        (word_of_kind(a->page->rules, "role", part) ||
                         word_of_kind(a->page->rules, "after", part));
        bool weak = trusted && (is_outlet(a, part) || !looks_like_person(a, part));
        if (weak && part.n && !function)
            add_weak(a, part);
        else if (part.n && !function && !is_outlet(a, part) && !agency_only(a, part))
            added += add_name(a, part, trusted);
        if (added) a->fewest_words = 2;
        begin = i + n;
        i += n - 1;
    }
    return added;
}

/* ---- machine-readable authors ---- */

/* The object whose "@id" this is ("@graph" pages name persons by reference). */
static JsonRef json_by_id(const Page *page, Slice id)
{
    for (uint32_t k = 0; k < page->json.n; k++)
        for (uint32_t i = 0; i < page->json.at[k].values.n; i++) {
            JsonRef ref = {&page->json.at[k], i}, own = json_member(ref, "@id");
            if (own.tree && slice_eq(json_at(own)->text, id) && json_member(ref, "name").tree)
                return ref;
        }
    return (JsonRef){0, 0};
}

static bool is_organisation(Page *page, JsonRef author)
{
    return slice_find(json_text(json_member(author, "@type"), page->arena),
                      SLICE("Organization")) != SIZE_MAX;
}

/* {"givenName": "Ines", "familyName": "Okafor"} */
static uint32_t add_name_parts(Authors *a, JsonRef author)
{
    static const char *const parts[] = {"givenName", "additionalName", "familyName"};
    Slice whole = {"", 0};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        Slice part = slice_trim(json_text(json_member(author, parts[k]), a->page->arena));
        if (!part.n || part.n > NAME_MAX_BYTES) continue;
        whole = arena_printf(a->page->arena, "%.*s%s%.*s", (int)whole.n, whole.p,
                             whole.n ? " " : "", (int)part.n, part.p);
        if (!whole.p) return 0;
    }
    return whole.n ? add_names(a, page_clean(a->page, whole, false), true) : 0;
}

static uint32_t add_json_author(Authors *a, JsonRef author, int depth)
{
    const JsonValue *v = json_at(author);
    if (!v || depth > 3) return 0;
    if (v->kind == JSON_VALUE_ARRAY) {
        uint32_t added = 0;
        for (JsonRef one = json_first(author); one.tree; one = json_next(one))
            added += add_json_author(a, one, depth + 1);
        return added;
    }
    if (v->kind == JSON_VALUE_OBJECT) {
        JsonRef name = json_member(author, "name"), id = json_member(author, "@id");
        if (!name.tree && id.tree)
            name = json_member(json_by_id(a->page, json_at(id)->text), "name");
        if (!is_organisation(a->page, author))
            return name.tree ? add_json_author(a, name, depth + 1) : add_name_parts(a, author);
        add_weak(a, page_clean(a->page, json_text(name, a->page->arena), false));
        return 0;
    }
    Slice text = json_text(author, a->page->arena);
    return text.n && text.n < 300 ? add_names(a, page_clean(a->page, text, false), true) : 0;
}

static uint32_t from_metas(Authors *a)
{
    static const char *const keys[] = {"author",
                                       "parsely-author",
                                       "article:author",
                                       "sailthru.author",
                                       "byl",
                                       "dc.creator",
                                       "dcterms.creator",
                                       "itemprop:author",
                                       "citation_author",
                                       "cxenseparse:author",
                                       "article.author",
                                       "og:article:author",
                                       "authors",
                                       "twitter:creator"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        uint32_t added = 0;
        for (uint32_t i = 0; i < a->page->metas.n; i++)
            if (slice_is(a->page->metas.at[i].key, keys[k]) && a->page->metas.at[i].value.n < 300)
                added += add_names(a, a->page->metas.at[i].value, k < 13);
        if (added) return added;
    }
    /* "twitter:label1" says what "twitter:data1" is */
    Slice label = page_meta(a->page, "twitter:label1");
    return label.n && word_of_kind(a->page->rules, "before", label) == label.n
               ? add_names(a, page_meta(a->page, "twitter:data1"), true)
               : 0;
}

/* ---- authors shown on the page ---- */

/* Address of a page about a member of the staff. */
static bool leads_to_person(Slice href)
{
    static const char *const parts[] = {"/author/",   "/authors/",    "/autor/",  "/autoren/",
                                        "/autores/",  "/auteur/",     "/autore/", "/staff/",
                                        "/profile/",  "/people/",     "/by/",     "/journalist/",
                                        "/reporter/", "/contributor/"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (slice_find(href, slice_of(parts[i])) != SIZE_MAX) return true;
    return false;
}

static bool says_author(const Page *page, uint32_t node)
{
    const HtmlNode *n = &page->tree.nodes.at[node];
    if (n->kind != HTML_NODE_ELEMENT || !n->attr_count) return false;
    if (n->tag == HTML_A && leads_to_person(html_attr_raw(&page->tree, n, "href"))) return true;
    return slice_eq_nocase(html_attr_raw(&page->tree, n, "rel"), SLICE("author")) ||
           slice_eq_nocase(html_attr_raw(&page->tree, n, "itemprop"), SLICE("author"));
}

/* Source range where a byline may stand: from shortly before the headline to shortly after the
 * first paragraphs. */
static HtmlRange byline_range(const Page *page)
{
    const HtmlNode *nodes = page->tree.nodes.at;
    uint32_t title = page->title_block == NONE
                         ? NONE
                         : nodes[page->blocks.at[page->title_block].elem].begin;
    uint32_t body = page->first_body == NONE ? NONE
                                             : nodes[page->blocks.at[page->first_body].elem].close;
    uint32_t begin = title != NONE && title < body ? title : body == NONE ? 0 : body;
    HtmlRange r = {begin > 6000 ? begin - 6000 : 0, body == NONE ? page->tree.len : body + 2000};
    return r;
}

static uint32_t author_links_in(Authors *a, HtmlRange range)
{
    uint32_t added = 0, tried = 0;
    for (uint32_t i = 1; i < a->page->tree.nodes.n && tried < 8; i++) {
        const HtmlNode *n = &a->page->tree.nodes.at[i];
        if (n->begin < range.begin || n->begin > range.end || !says_author(a->page, i)) continue;
        tried++;
        added += add_names(a, page_text_of(a->page, i, 160), false);
    }
    return added;
}

/* Those above the body first: links behind it may lead to the writers of other stories. */
static uint32_t from_author_links(Authors *a)
{
    const Page *page = a->page;
    HtmlRange all = byline_range(page), above = all;
    if (page->first_body != NONE)
        above.end = page->tree.nodes.at[page->blocks.at[page->first_body].elem].begin;
    uint32_t added = above.end > above.begin ? author_links_in(a, above) : 0;
    return added ? added : author_links_in(a, all);
}

/* A by-word inside a line: "Posted on September 21, 2020 by Adi Tzlil". Bytes up to and with it, 0:
 * none. */
static size_t by_inside(const PageRules *rules, Slice text)
{
    for (size_t i = 1; i < text.n; i++) {
        if (text.p[i - 1] != ' ') continue;
        size_t n = word_of_kind(rules, "before", (Slice){text.p + i, text.n - i});
        if (n && n < text.n - i) return i + n;
    }
    return 0;
}

static uint32_t from_byline_blocks(Authors *a, bool need_by)
{
    const Page *page = a->page;
    uint32_t from = page->title_block == NONE ? 0
                    : page->title_block > 6   ? page->title_block - 6
                                              : 0;
    uint32_t to = page->first_body == NONE ? page->blocks.n : page->first_body + 4;
    for (uint32_t i = from; i < page->blocks.n && i < to && i < from + 60; i++) {
        const PageBlock *b = &page->blocks.at[i];
        Slice text = page_block_text(page, b);
        size_t by = text.n < 200 ? word_of_kind(page->rules, "before", text) : 0;
        bool at_start = by > 0;
        if (!by && text.n < 90) by = by_inside(page->rules, text);
        uint32_t parent = page->tree.nodes.at[b->elem].parent;
        bool hinted = ((page->elems[b->elem].hints | page->elems[parent].hints) &
                       1u << HINT_BYLINE) != 0;
        if (text.n >= 200 || i == page->title_block || (need_by ? !by : !hinted)) continue;
        a->fewest_words = at_start ? 1 : 2; /* "by Olga" */
        uint32_t added = add_names(a, (Slice){text.p + by, text.n - by}, false);
        a->fewest_words = 2;
        if (added) return added;
    }
    return 0;
}

/* Bytes of a by-word at the start of text and the blanks behind it ("By " of "By Jane Doe"), 0:
 * none. */
uint32_t page_byword(const PageRules *rules, Slice text)
{
    size_t by = word_of_kind(rules, "before", text);
    while (by && by < text.n && text.p[by] == ' ')
        by++;
    return by < text.n ? (uint32_t)by : 0;
}

/* A short line that begins with a by-word and goes on with a capital, and is no sentence: "By Jane
 * Doe, Political Editor". */
bool page_is_byline(const PageRules *rules, Slice text)
{
    size_t by = text.n <= 100 ? page_byword(rules, text) : 0;
    if (!by || text.p[text.n - 1] == '.' || text.p[text.n - 1] == '?') return false;
    char c = text.p[by];
    return ((c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC3) && count_words(text) <= 14;
}

/* The page shows the last word of a name anywhere in its visible text. */
static bool any_shown(const Authors *a)
{
    Slice flat = {(const char *)a->page->flat, a->page->flat_len};
    for (uint32_t i = 0; i < a->report->authors.n; i++) {
        Slice name = a->report->authors.at[i];
        for (size_t k = name.n; k-- > 1;)
            if (name.p[k - 1] == ' ' || (unsigned char)name.p[k - 1] == 0xA0) {
                name = (Slice){name.p + k, name.n - k};
                break;
            }
        for (size_t at = 0; at + name.n <= flat.n; at++) {
            const char *next = memchr(flat.p + at, name.p[0], flat.n - at);
            if (!next) break;
            at = (size_t)(next - flat.p);
            if (at + name.n <= flat.n && slice_eq_nocase((Slice){next, name.n}, name)) return true;
        }
    }
    return false;
}

/* An account nobody sees never beats the by-line that the page shows. */
static uint32_t prefer_shown(Authors *a)
{
    uint32_t named = a->report->authors.n;
    if (any_shown(a)) return named;
    Slice *kept = ARENA_ARRAY(a->page->arena, Slice, named);
    if (!kept) return named;
    memcpy(kept, a->report->authors.at, named * sizeof *kept);
    a->report->authors.n = 0;
    if (from_byline_blocks(a, true)) return a->report->authors.n;
    memcpy(a->report->authors.at, kept, named * sizeof *kept);
    return a->report->authors.n = named;
}

dln_status find_authors(Page *page, const Newsroom *newsroom, Report *report)
{
    Authors a = {.page = page,
                 .report = report,
                 .newsroom = newsroom,
                 .outlet = page_fold(page, report->outlet),
                 .fewest_words = 2};
    uint32_t added = add_json_author(&a, json_member(page->article, "author"), 0);
    if (!added) added = from_metas(&a);
    if (added) added = prefer_shown(&a);
    if (!added) added = from_author_links(&a);
    if (!added) added = from_byline_blocks(&a, true);
    if (!added) added = from_byline_blocks(&a, false);
    for (uint32_t i = 0; !added && i < a.weak_n && i < 1; i++) {
        Slice copy = arena_copy(&report->arena, a.weak[i]);
        if (copy.p) VEC_PUSH(&report->arena, &report->authors, copy);
    }
    return arena_status(&report->arena);
}
