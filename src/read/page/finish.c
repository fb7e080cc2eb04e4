/* page_finish.c: metadata of a page into its report: title, address, outlet, dates, authors, image,
 * language, agency and dateline.
 *
 * In: Page with blocks and main text. Out: fields of Report, copied into its arena. */
#include "read/language_id.h"
#include "read/newsroom.h"
#include "read/page/meta.h"

static Slice json_name(Page *page, JsonRef object)
{
    const JsonValue *v = json_at(object);
    if (!v) return (Slice){0, 0};
    if (v->kind == JSON_VALUE_ARRAY) return json_name(page, json_first(object));
    return json_text(v->kind == JSON_VALUE_OBJECT ? json_member(object, "name") : object,
                     page->arena);
}

/* "www.example.co.uk" of an address -> "example.co.uk"; empty when there is none. */
static Slice host_of(Slice url)
{
    size_t at = slice_find(url, SLICE("://"));
    if (at == SIZE_MAX) return (Slice){0, 0};
    Slice host = {url.p + at + 3, url.n - at - 3};
    size_t n = 0;
    while (n < host.n && host.p[n] != '/' && host.p[n] != ':' && host.p[n] != '?')
        n++;
    host.n = n;
    if (slice_starts(host, SLICE("www."))) host.p += 4, host.n -= 4;
    return host;
}

/* The part of <title> behind its last separator, when it is short. */
static Slice title_tail(Slice title)
{
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};
    for (size_t i = title.n; i-- > 4;)
        for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
            size_t n = strlen(marks[k]);
            if (i + n < title.n && !memcmp(title.p + i, marks[k], n))
                return title.n - i - n <= 40 ? (Slice){title.p + i + n, title.n - i - n}
                                             : (Slice){0, 0};
        }
    return (Slice){0, 0};
}

static Slice publisher_of_site(Page *page)
{
    for (uint32_t k = 0; k < page->json.n; k++)
        for (uint32_t i = 0; i < page->json.at[k].values.n; i++) {
            JsonRef ref = {&page->json.at[k], i};
            if (slice_is(json_at(ref)->key, "publisher")) {
                Slice name = json_name(page, ref);
                if (name.n) return name;
            }
        }
    return (Slice){0, 0};
}

/* The label of a host that names its owner: "bbc" of "news.bbc.co.uk". */
static Slice owner_label(Slice host)
{
    static const char *const second[] = {"co", "com", "org", "net", "gov",
                                         "ac", "edu", "or",  "ne",  "go"};
    Slice label[4];
    uint32_t n = 0;
    for (size_t end = host.n; host.n && n < 4; end--) {
        size_t begin = end;
        while (begin && host.p[begin - 1] != '.')
            begin--;
        label[n++] = (Slice){host.p + begin, end - begin};
        if (!begin) break;
        end = begin;
    }
    if (n < 2) return (Slice){0, 0};
    for (size_t i = 0; n > 2 && i < sizeof second / sizeof second[0]; i++)
        if (slice_is(label[1], second[i])) return label[2];
    return label[1];
}

/* "news.ORF.at" -> "ORF", "NTV.com.tr" -> "NTV": an outlet called after its host goes by the host's
 * label. */
static Slice name_without_host(Slice name)
{
    bool dot = false;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == ' ' || name.p[i] == ':') return name;
        dot = dot || (name.p[i] == '.' && i + 2 < name.n);
    }
    Slice label = dot ? owner_label(name) : (Slice){0, 0};
    return label.n ? label : name;
}

/* Letters and digits only, folded. */
static Slice joined(Page *page, Slice text)
{
    Slice folded = page_fold(page, text);
    char *p = (char *)(uintptr_t)folded.p;
    size_t n = 0;
    for (size_t i = 0; i < folded.n; i++)
        if (folded.p[i] != ' ') p[n++] = folded.p[i];
    return (Slice){p, n};
}

/* How well a name goes with the host's label: 2 equal, 1 one holds the other, 0 not. */
static int fits_host(Page *page, Slice name, Slice label)
{
    Slice a = joined(page, name), b = joined(page, label);
    if (!a.n || !b.n) return 0;
    if (slice_eq(a, b)) return 2;
    return a.n >= 4 && b.n >= 4 && (slice_find(a, b) != SIZE_MAX || slice_find(b, a) != SIZE_MAX);
}

/* Of the names the page gives its outlet the one that goes best with its host; of equals the first.
 */
static Slice find_outlet(Page *page)
{
    Slice host = host_of(page->canonical), label = owner_label(host);
    Slice names[] = {page_meta(page, "og:site_name"),
                     json_name(page, json_member(page->article, "publisher")),
                     publisher_of_site(page),
                     page_meta(page, "application-name"),
                     page_meta(page, "dc.publisher"),
                     title_tail(page->doc_title),
                     label};
    Slice best = {0, 0};
    int best_fit = -1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        Slice name = names[i].n ? name_without_host(page_clean(page, names[i], false)) : names[i];
        int fit = name.n ? fits_host(page, name, label) : -1;
        if (i >= 5 && (best.n || (i == 5 && label.n && !fit)))
            continue; /* a part of <title> is an outlet only when the host says so too */
        if (fit > best_fit) {
            best_fit = fit;
            best = name;
        }
    }
    return best;
}

bool page_names_outlet(Page *page, Slice name)
{
    Slice label = owner_label(host_of(page->canonical)), mine = joined(page, name);
    Slice names[] = {page_meta(page, "og:site_name"),
                     json_name(page, json_member(page->article, "publisher")),
                     page_meta(page, "application-name")};
    if (label.n >= 5 && fits_host(page, name, label)) return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].n && slice_eq(joined(page, names[i]), mine)) return true;
    return false;
}

/* ---- language ---- */

static Slice two_letters(Slice tag)
{
    size_t n = 0;
    while (n < tag.n &&
           ((tag.p[n] >= 'a' && tag.p[n] <= 'z') || (tag.p[n] >= 'A' && tag.p[n] <= 'Z')))
        n++;
    return n == 2 || n == 3 ? (Slice){tag.p, n} : (Slice){0, 0};
}

static Slice body_sample(Page *page)
{
    char *out = arena_alloc(page->arena, 1 << 14);
    uint32_t n = 0;
    for (uint32_t i = 0; out && i < page->blocks.n; i++) {
        const PageBlock *b = &page->blocks.at[i];
        uint32_t len = b->flat.e - b->flat.b;
        if ((b->kind != BLOCK_BODY && b->kind != BLOCK_TITLE) || n + len + 1 >= 1 << 14) continue;
        memcpy(out + n, page->flat + b->flat.b, len);
        n += len;
        out[n++] = '\n';
    }
    return (Slice){out, n};
}

static Slice declared_language(Page *page)
{
    Slice tag = two_letters(page->html_lang);
    if (!tag.n) tag = two_letters(json_text(json_member(page->article, "inLanguage"), page->arena));
    if (!tag.n) tag = two_letters(page_meta(page, "http:content-language"));
    return tag.n ? tag : two_letters(page_meta(page, "og:locale"));
}

static Slice language_of(Page *page, const Newsroom *newsroom, Report *report)
{
    Slice sample = body_sample(page), declared = declared_language(page);
    Slice told = newsroom ? language_told(newsroom, sample, page->arena) : (Slice){"", 0};
    if (slice_is(told, "und") && declared.n && !slice_starts(declared, SLICE("en"))) told.n = 0;
    Slice chosen = told.n ? (slice_is(told, "und") ? told : two_letters(told)) : declared;
    Slice copy = arena_copy(&report->arena, chosen);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] >= 'A' && copy.p[i] <= 'Z')
            ((char *)(uintptr_t)copy.p)[i] = (char)(copy.p[i] + 32);
    return copy;
}

/* ---- all ---- */

/* "By AFP" on the page: the agency, when no person is named anywhere. */
static dln_status read_byline(const Newsroom *newsroom, Report *report)
{
    if (newsroom && !report->authors.n && !report->agencies.n && !span_empty(report->byline_span))
        byline_line(newsroom, report, report->byline_span);
    return arena_status(&report->arena);
}

static dln_status find_dateline(const struct Newsroom *newsroom, Report *report)
{
    for (uint32_t i = 0, seen = 0; newsroom && i < report->blocks.n && seen < 3; i++) {
        if (report->blocks.at[i].kind != BLOCK_BODY) continue;
        seen++;
        if (dateline_find(newsroom, report, report->blocks.at[i].span)) break;
    }
    return arena_status(&report->arena);
}

dln_status page_meta_finish(Page *page, const struct Newsroom *newsroom, Report *report)
{
    report->title = arena_copy(&report->arena, page->title);
    report->url = arena_copy(&report->arena, page->canonical);
    report->outlet = arena_copy(&report->arena, find_outlet(page));
    report->section = arena_copy(&report->arena, page_meta(page, "article:section"));
    TRY(find_dates(page, report));
    TRY(find_authors(page, newsroom, report));
    TRY(read_byline(newsroom, report));
    find_image(page, report);
    report->language = language_of(page, newsroom, report);
    return find_dateline(newsroom, report);
}
