/* page_finish.c: metadata of a page into its report: title, address, outlet, dates, authors, image, language, agency and dateline.
 * In: Page with blocks and main text. Out: fields of Report, copied into its arena. */
#include "read/language_id.h"
#include "read/newsroom.h"
#include "read/page_meta.h"

static Slice json_name(Page *page, JsonRef object)
{
    const JsonValue *v = json_at(object);
    if (!v)
        return (Slice){0, 0};
    if (v->kind == JSON_VALUE_ARRAY)
        return json_name(page, json_first(object));
    return json_text(v->kind == JSON_VALUE_OBJECT ? json_member(object, "name") : object, page->arena);
}

/* "www.example.co.uk" of an address -> "example.co.uk"; empty when there is none. */
static Slice host_of(Slice url)
{
    size_t at = slice_find(url, SLICE("://"));
    if (at == SIZE_MAX)
        return (Slice){0, 0};
    Slice host = {url.p + at + 3, url.n - at - 3};
    size_t n = 0;
    while (n < host.n && host.p[n] != '/' && host.p[n] != ':' && host.p[n] != '?')
        n++;
    host.n = n;
    if (slice_starts(host, SLICE("www.")))
        host.p += 4, host.n -= 4;
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
                return title.n - i - n <= 40 ? (Slice){title.p + i + n, title.n - i - n} : (Slice){0, 0};
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
                if (name.n)
                    return name;
            }
        }
    return (Slice){0, 0};
}

Slice find_outlet(Page *page)
{
    Slice name = page_meta(page, "og:site_name");
    if (!name.n)
        name = json_name(page, json_member(page->article, "publisher"));
    if (!name.n)
        name = publisher_of_site(page);
    if (!name.n)
        name = page_meta(page, "application-name");
    if (!name.n)
        name = page_meta(page, "dc.publisher");
    if (!name.n)
        name = title_tail(page->doc_title);
    if (!name.n)
        name = host_of(page->canonical.n ? page->canonical : page_meta(page, "og:url"));
    return name.n ? page_clean(page, name, false) : name;
}

/* ---- language ---- */

static Slice two_letters(Slice tag)
{
    size_t n = 0;
    while (n < tag.n && ((tag.p[n] >= 'a' && tag.p[n] <= 'z') || (tag.p[n] >= 'A' && tag.p[n] <= 'Z')))
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
        if ((b->kind != BLOCK_BODY && b->kind != BLOCK_TITLE) || n + len + 1 >= 1 << 14)
            continue;
        memcpy(out + n, page->flat + b->flat.b, len);
        n += len;
        out[n++] = '\n';
    }
    return (Slice){out, n};
}

static Slice declared_language(Page *page)
{
    Slice tag = two_letters(page->html_lang);
    if (!tag.n)
        tag = two_letters(json_text(json_member(page->article, "inLanguage"), page->arena));
    if (!tag.n)
        tag = two_letters(page_meta(page, "http:content-language"));
    return tag.n ? tag : two_letters(page_meta(page, "og:locale"));
}

static Slice language_of(Page *page, Report *report)
{
    char code[8];
    int share = 0;
    Slice sample = body_sample(page), declared = declared_language(page);
    bool sure = sample.n >= 80 && language_detect(sample.p, sample.n, code, &share) && share >= 70;
    Slice found = sure ? two_letters(slice_of(code)) : (Slice){0, 0};
    Slice chosen = found.n ? found : declared;
    Slice copy = arena_copy(&report->arena, chosen);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] >= 'A' && copy.p[i] <= 'Z')
            ((char *)(uintptr_t)copy.p)[i] = (char)(copy.p[i] + 32);
    return copy;
}

/* ---- all ---- */

static dln_status find_dateline(const struct Newsroom *newsroom, Report *report)
{
    for (uint32_t i = 0, seen = 0; newsroom && i < report->blocks.n && seen < 3; i++) {
        if (report->blocks.at[i].kind != BLOCK_BODY)
            continue;
        seen++;
        if (dateline_find(newsroom, report, report->blocks.at[i].span))
            break;
    }
    return arena_status(&report->arena);
}

dln_status page_meta_finish(Page *page, const struct Newsroom *newsroom, Report *report)
{
    report->title = arena_copy(&report->arena, page->title);
    report->url = arena_copy(&report->arena, page->canonical.n ? page->canonical : page_meta(page, "og:url"));
    report->outlet = arena_copy(&report->arena, find_outlet(page));
    report->section = arena_copy(&report->arena, page_meta(page, "article:section"));
    TRY(find_dates(page, report));
    TRY(find_authors(page, newsroom, report));
    find_image(page, report);
    report->language = language_of(page, report);
    return find_dateline(newsroom, report);
}
