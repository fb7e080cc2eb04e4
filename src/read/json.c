/* json.c - articles in JSON: one object a line (the common dumps), one object, a list of objects,
 * JSON Feed, ninjs.
 *
 * In: bytes. Out: a report for each object that has a text (or page) field; the map leads through
 * the string's escapes to the bytes. Names understood, first that is there: text  text body content
 * article maintext story full_text body_text article_text plain_text articleBody content_text
 * description summary | page  html raw_html content_html body_html bodyHtml | title  title headline
 * name | date  published date_published datePublished publish_date pub_date pubDate published_at
 * publishedAt versioncreated date created_at timestamp | url  url link canonical_url uri web_url |
 * outlet  outlet publication publisher source_name site domain source | author  author authors
 * byline creator.
 *
 * Known limit: a name is looked for in the object itself, not deeper, but for {"name": ...} values
 * and one-element lists. */

#include "base/utf8.h"
#include "read/charset.h"
#include "read/document.h"
#include "read/html/html.h"
#include "read/linktext.h"
#include <jansson.h>

typedef enum Want {
    WANT_TEXT,
    WANT_PAGE,
    WANT_TITLE,
    WANT_DATE,
    WANT_MODIFIED,
    WANT_URL,
    WANT_OUTLET,
    WANT_AUTHOR,
    WANT_LANGUAGE,
    WANT_IMAGE,
    WANT_ID,
    WANTS
} Want;
enum { MAX_NAMES = 16, MAX_DEPTH = 3 };
static const char *const names[WANTS][MAX_NAMES] = {
    [WANT_TEXT] = {"text", "body", "maintext", "full_text", "body_text", "article_text",
                   "plain_text", "articleBody", "content_text", "story", "article", "content",
                   "description", "summary"},
    [WANT_PAGE] = {"html", "raw_html", "content_html", "body_html", "bodyHtml", "page"},
    [WANT_TITLE] = {"title", "headline", "name"},
    [WANT_DATE] = {"published", "date_published", "datePublished", "publish_date", "pub_date",
                   "pubDate", "published_at", "publishedAt", "firstcreated", "date", "created_at",
                   "timestamp", "versioncreated"},
    [WANT_MODIFIED] = {"modified", "date_modified", "dateModified", "updated", "updated_at",
                       "updatedAt", "date_modify", "versioncreated"},
    [WANT_URL] = {"url", "link", "canonical_url", "web_url", "external_url", "uri"},
    [WANT_OUTLET] = {"outlet", "publication", "publisher", "source_name", "sourceName", "site",
                     "site_name", "source_domain", "domain", "source", "copyrightholder"},
    [WANT_AUTHOR] = {"author", "authors", "byline", "creator"},
    [WANT_LANGUAGE] = {"language", "lang", "inLanguage"},
    [WANT_IMAGE] = {"image", "image_url", "top_image", "urlToImage"},
    [WANT_ID] = {"id", "_id", "guid", "article_id"},
};

static Slice text_of(const json_t *value)
{
    for (int depth = 0; depth < MAX_DEPTH && value; depth++) {
        if (json_is_string(value))
            return (Slice){json_string_value(value), json_string_length(value)};
        if (json_is_array(value))
            value = json_array_get(value, 0);
        else if (json_is_object(value)) {
            const json_t *name = json_object_get(value, "name");
            value = name ? name : json_object_get(value, "title");
        } else
            break;
    }
    return (Slice){"", 0};
}

/* First of the names that holds text; *key is the name found. */
static Slice wanted(const json_t *object, Want want, const char **key)
{
    for (int i = 0; i < MAX_NAMES && names[want][i]; i++) {
        Slice text = text_of(json_object_get(object, names[want][i]));
        if (!text.n) continue;
        if (key) *key = names[want][i];
        return text;
    }
    return (Slice){"", 0};
}

/* ---- the way back to the bytes ---- */

static size_t string_end(Slice s, size_t i)
{ /* s.p[i] is the opening mark; index of the closing one, or s.n */
    for (i++; i < s.n && s.p[i] != '"'; i++)
        if (s.p[i] == '\\') i++;
    return i < s.n ? i : s.n;
}

/* Offset of the string literal that is the value of `key` in the outermost object, SIZE_MAX when it
 * cannot be told. */
static size_t literal_at(Slice s, const char *key)
{
    int depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        if (c != '"') continue;
        size_t end = string_end(s, i), next = end + 1;
        bool is_key = depth == 1 && slice_is((Slice){s.p + i + 1, end > i ? end - i - 1 : 0}, key);
        while (next < s.n &&
               (s.p[next] == ' ' || s.p[next] == '\t' || s.p[next] == '\n' || s.p[next] == '\r'))
            next++;
        if (is_key && next < s.n && s.p[next] == ':') {
            do
                next++;
            while (next < s.n && (s.p[next] == ' ' || s.p[next] == '\t' || s.p[next] == '\n' ||
                                  s.p[next] == '\r'));
            return next < s.n && s.p[next] == '"' ? next : SIZE_MAX;
        }
        i = end;
    }
    return SIZE_MAX;
}

static uint32_t hex4(Slice s, size_t i)
{
    uint32_t v = 0;
    for (size_t k = i; k < i + 4 && k < s.n; k++) {
        char c = s.p[k];
        v = v * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return v;
}

/* Runs from the decoded string to the literal: stretches without escapes run along, an escape maps
 * to where it begins. */
static dln_status literal_map(Slice s, size_t open, uint32_t base, Report *report)
{
    uint32_t text = 0;
    size_t run = open + 1, end = string_end(s, open);
    for (size_t i = open + 1; i <= end; i++) {
        bool escape = i < end && s.p[i] == '\\';
        if (!escape && i < end) continue;
        if (i > run && !VEC_PUSH(&report->arena, &report->map,
                                 (MapRun){text, base + (uint32_t)run, (uint32_t)(i - run)}))
            return arena_status(&report->arena);
        text += (uint32_t)(i - run);
        if (!escape) break;
        uint32_t c = s.p[i + 1] == 'u' ? hex4(s, i + 2) : 0, width = 1;
        size_t length = s.p[i + 1] == 'u' ? 6 : 2;
        if (c >= 0xD800 && c < 0xDC00 && i + 7 < end && s.p[i + 6] == '\\') {
            length = 12;
            width = 4;
        } else if (length == 6)
            width = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        if (!VEC_PUSH(&report->arena, &report->map, (MapRun){text, base + (uint32_t)i, width}))
            return arena_status(&report->arena);
        text += width;
        i += length - 1;
        run = i + 1;
    }
    return DLN_OK;
}

/* ---- one object ---- */

typedef struct Article {
    const json_t *object;
    Slice raw;
    uint32_t base;
    Slice member;
    Slice outlet;
} Article; /* raw: its bytes when known, at `base` of the input */

/* The string as text: a byte order mark in front and NULs ("\u0000") are blanks, byte for byte, so
 * that nothing is taken for another charset and every byte keeps its place. */
static Slice words_of(Slice text, Arena *arena)
{
    if (!slice_starts(text, SLICE("\xEF\xBB\xBF"))) return without_nul(text, arena);
    Slice copy = arena_copy(arena, text);
    if (copy.p) memset((char *)(uintptr_t)copy.p, ' ', 3);
    return copy.p ? without_nul(copy, arena) : copy;
}

static dln_status fill(const Reading *r, const Article *a, Report *report)
{
    const char *key = NULL;
    Slice page = wanted(a->object, WANT_PAGE, NULL), text = wanted(a->object, WANT_TEXT, &key);
    bool tags = !page.n && text.n && slice_starts(slice_trim(text), SLICE("<")) &&
                slice_find(text, SLICE("</")) != SIZE_MAX;
    if (page.n || tags) {
        Slice html = page.n ? page : text;
        bool whole = slice_find(html, SLICE("<html")) != SIZE_MAX ||
                     slice_find(html, SLICE("<body")) != SIZE_MAX;
        return whole ? read_html(r->options, html, SLICE("utf-8"), report)
                     : read_html_fragment(r->options, html, report);
    }
    text = words_of(text, &report->arena);
    if (!text.p) return arena_status(&report->arena);
    TRY(read_text(r->options, text, false, report));
    size_t at = a->raw.n ? literal_at(a->raw, key) : SIZE_MAX;
    if (at == SIZE_MAX) return DLN_OK;
    const MapRun *run = report->map.at; /* from the text to the string, where links were blanked */
    uint32_t runs = report->map.n;
    report->map.at = NULL, report->map.n = report->map.cap = 0;
    TRY(literal_map(a->raw, at, a->base, report));
    return runs ? map_through(report, run, runs) : DLN_OK;
}

/* Every name of the first author field that is there. */
static void add_authors(const json_t *object, Given *given)
{
    for (int i = 0; i < MAX_NAMES && names[WANT_AUTHOR][i] && !given->authors; i++) {
        const json_t *value = json_object_get(object, names[WANT_AUTHOR][i]);
        if (!json_is_array(value)) {
            given_author(given, text_of(value));
            continue;
        }
        for (size_t k = 0; k < json_array_size(value); k++)
            given_author(given, text_of(json_array_get(value, k)));
    }
}

static dln_status add_metadata(const Reading *r, const Article *a, Report *report)
{
    Given given = {
        .title = wanted(a->object, WANT_TITLE, NULL),
        .url = wanted(a->object, WANT_URL, NULL),
        .outlet = wanted(a->object, WANT_OUTLET, NULL),
        .published = wanted(a->object, WANT_DATE, NULL),
        .modified = wanted(a->object, WANT_MODIFIED, NULL),
        .language = wanted(a->object, WANT_LANGUAGE, NULL),
        .image = wanted(a->object, WANT_IMAGE, NULL),
    };
    if (!given.outlet.n) given.outlet = a->outlet;
    add_authors(a->object, &given);
    return report_given(r->options->engine, report, &given);
}

static bool has_words(const json_t *object)
{
    return wanted(object, WANT_TEXT, NULL).n || wanted(object, WANT_PAGE, NULL).n;
}

static dln_status read_article(Reading *r, const Article *a)
{
    Report report;
    if (!has_words(a->object))
        return reading_fault(r, DLN_ERR_EMPTY, a->base, "entry %.*s has no text field",
                             (int)a->member.n, a->member.p);
    char *own = NULL;
    Slice bytes = a->raw;
    if (!bytes.n) {
        own = json_dumps(a->object, JSON_COMPACT | JSON_SORT_KEYS);
        bytes = slice_of(own);
    }
    dln_status status = report_begin(r->options, r->name, a->member, bytes, "application/json",
                                     &report);
    free(own);
    if (status == DLN_OK) status = fill(r, a, &report);
    if (status == DLN_OK) status = add_metadata(r, a, &report);
    if (status == DLN_OK) return reading_give(r, &report);
    arena_free(&report.arena);
    return reading_fault(r, status, a->base, "entry %.*s: %s", (int)a->member.n, a->member.p,
                         dln_status_text(status));
}

static Slice member_name(const json_t *object, uint32_t number, char out[24])
{
    Slice id = wanted(object, WANT_ID, NULL);
    if (id.n && id.n < 200) return id;
    int n = snprintf(out, 24, "%u", number);
    return (Slice){out, (size_t)n};
}

static dln_status read_list(Reading *r, const json_t *list, Slice outlet)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        char number[24];
        const json_t *object = json_array_get(list, i);
        if (!json_is_object(object)) continue;
        Article a = {object, {"", 0}, 0, member_name(object, (uint32_t)i + 1, number), outlet};
        TRY(read_article(r, &a));
    }
    return DLN_OK;
}

/* The list of articles that the object is about; NULL: none. */
static const json_t *list_in(const json_t *object)
{
    static const char *const lists[] = {"items", "articles", "entries", "results",
                                        "docs",  "data",     "stories"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const json_t *list = json_object_get(object, lists[i]);
        if (json_is_array(list)) return list;
    }
    return NULL;
}

/* Is it about its list? A feed has a description beside its items ("News of the harbour"), an
 * article a text of its own beside what else it lists ("data": [...]). */
static bool is_feed(const json_t *object, const json_t *list)
{
    const char *key = "description";
    if (!list || wanted(object, WANT_PAGE, NULL).n) return false;
    if (!wanted(object, WANT_TEXT, &key).n) return true;
    if (strcmp(key, "description") != 0 && strcmp(key, "summary") != 0) return false;
    bool holds = json_array_size(list) == 0;
    for (size_t i = 0; i < json_array_size(list) && !holds; i++)
        holds = json_is_object(json_array_get(list, i));
    return holds;
}

/* An object that is all of a text or of a line: an article, or the articles that it lists. */
static dln_status read_object(Reading *r, const Article *a)
{
    const json_t *list = list_in(a->object);
    return is_feed(a->object, list) ? read_list(r, list, wanted(a->object, WANT_TITLE, NULL))
                                    : read_article(r, a);
}

dln_status read_json(Reading *r, Slice member, Slice bytes)
{
    json_error_t error;
    uint32_t mark = slice_starts(bytes, SLICE("\xEF\xBB\xBF")) ? 3 : 0;
    bytes = (Slice){bytes.p + mark, bytes.n - mark};
    json_t *root = json_loadb(bytes.p, bytes.n, JSON_ALLOW_NUL, &error);
    if (!root)
        return reading_fault(r, DLN_ERR_FORMAT, (uint64_t)error.position,
                             "is no whole JSON: %.150s, at byte %d", error.text, error.position);
    dln_status status;
    if (json_is_array(root))
        status = read_list(r, root, (Slice){"", 0});
    else if (json_is_object(root))
        status = read_object(r, &(Article){root, bytes, mark, member, {"", 0}});
    else
        status = reading_fault(r, DLN_ERR_FORMAT, NO_POSITION,
                               "is JSON, but neither an article nor a list of articles");
    json_decref(root);
    return status;
}

dln_status read_json_line(Reading *r, Slice line, uint64_t offset, uint32_t number)
{
    json_error_t error;
    char name[24];
    json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &error);
    if (!json_is_object(object)) {
        json_decref(object);
        return reading_fault(r, DLN_ERR_FORMAT, offset,
                             "line %u is no JSON object: %.120s, at byte %llu", number, error.text,
                             (unsigned long long)offset);
    }
    Article a = {object,
                 line,
                 offset > UINT32_MAX ? 0 : (uint32_t)offset,
                 member_name(object, number, name),
                 {"", 0}};
    dln_status status = read_object(r, &a);
    json_decref(object);
    return status;
}
