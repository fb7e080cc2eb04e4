/* xml.c - RSS, Atom, RDF and CDF feeds, NewsML-G2 and NITF: a report for each entry.
 *
 * In: bytes of an XML document. Out: reports with title, address, dates, authors, outlet and the
 * entry's content. libxml2 reads (no network, no external entities, no DTD, its depth limit of 256
 * kept) and mends what is ill-formed; names are taken by their local part, because feeds in the
 * wild bind their prefixes to anything. References that only HTML knows (&eacute;) are put back
 * from its table.
 *
 * Known limit: libxml2 keeps no byte positions, so the text of an entry has no map to the file
 * (note "no-map"). */
#include "base/buf.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "read/document.h"
#include "read/html/html.h"
#include "read/html/charref.h"
#include <libxml/parser.h>
#include <libxml/tree.h>

enum { MAX_ENTRIES = 100000, MAX_ATTRIBUTES = 2000 };

static bool named(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE &&
           xmlStrcasecmp(node->name, (const xmlChar *)name) == 0;
}

static bool in_space(const xmlNode *node, const char *part)
{
    return node->ns && node->ns->href && xmlStrstr(node->ns->href, (const xmlChar *)part) != NULL;
}

/* Next node of a walk over everything below `top`, without recursion. */
static xmlNode *walk(const xmlNode *top, xmlNode *at, bool down)
{
    if (down && at->children && at->type != XML_ENTITY_REF_NODE) return at->children;
    while (at != top) {
        if (at->next) return at->next;
        at = at->parent;
    }
    return NULL;
}

static xmlNode *first_named(xmlNode *top, const char *name)
{
    for (xmlNode *at = top; at; at = walk(top, at, true))
        if (named(at, name)) return at;
    return NULL;
}

static xmlNode *child_named(const xmlNode *parent, const char *name)
{
    for (xmlNode *at = parent ? parent->children : NULL; at; at = at->next)
        if (named(at, name)) return at;
    return NULL;
}

static void add_reference(Buf *buf, const xmlChar *name)
{
    char source[64], out[8];
    size_t n = strlen((const char *)name);
    if (n + 2 >= sizeof source) return;
    source[0] = '&';
    memcpy(source + 1, name, n);
    source[n + 1] = ';';
    HtmlCharRef ref = html_charref((const uint8_t *)source, (uint32_t)n + 2, false);
    if (!ref.length) return;
    buf_add(buf, (Slice){out, utf8_put(out, ref.first)});
    if (ref.second) buf_add(buf, (Slice){out, utf8_put(out, ref.second)});
}

/* All character data below a node. */
static Slice node_text(xmlNode *node, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 64u << 20);
    for (xmlNode *at = node; at; at = walk(node, at, true)) {
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            buf_text(&buf, (const char *)at->content);
        else if (at->type == XML_ENTITY_REF_NODE)
            add_reference(&buf, at->name);
    }
    Slice text = arena_copy(arena, buf_slice(&buf));
    buf_free(&buf);
    return slice_trim(text);
}

/* Markup below a node as it would be written. */
static Slice node_markup(xmlNode *node, Arena *arena)
{
    xmlBuffer *buffer = xmlBufferCreate();
    if (!buffer) return (Slice){"", 0};
    for (xmlNode *at = node->children; at; at = at->next)
        xmlNodeDump(buffer, node->doc, at, 0, 0);
    Slice text = arena_copy(arena, slice_of((const char *)xmlBufferContent(buffer)));
    xmlBufferFree(buffer);
    return text;
}

static Slice attribute(const xmlNode *node, const char *name, Arena *arena)
{
    for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
        if (xmlStrcasecmp(a->name, (const xmlChar *)name) != 0) continue;
        xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
        Slice text = arena_copy(arena, slice_of((const char *)value));
        xmlFree(value);
        return slice_trim(text);
    }
    return (Slice){"", 0};
}

/* Old Atom may pack its text: mode="base64". */
static Slice unpacked(const xmlNode *node, Slice text, Arena *arena)
{
    uint32_t bits = 0, n = 0, have = 0;
    if (!slice_eq_nocase(attribute(node, "mode", arena), SLICE("base64")) &&
        !slice_is(attribute(node, "type", arena), "application/octet-stream"))
        return text;
    char *out = arena_alloc(arena, text.n);
    for (size_t i = 0; out && i < text.n; i++) {
        char c = text.p[i];
        uint32_t v = c >= 'A' && c <= 'Z'   ? (uint32_t)(c - 'A')
                     : c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') + 26
                     : c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 52
                     : c == '+'             ? 62
                     : c == '/'             ? 63
                                            : 64;
        if (v == 64) continue;
        bits = bits << 6 | v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (char)(bits >> have);
        }
    }
    uint32_t bad;
    return out ? utf8_mend((Slice){out, n}, arena, &bad) : text;
}

/* A walk over HTML. What was looked for once and is not there is not there further on either: it is
 * looked for no second time. */
typedef struct Walk {
    Slice html;
    bool no_end, no_close[2]; /* no ">"; no end tag of a script, of a style */
} Walk;

/* Behind the end tag of a script or style that begins at i; 0 when none does. */
static size_t hidden_end(Walk *walk, size_t i)
{
    static const char *const names[] = {"script", "style"};
    Slice html = walk->html;
    for (int k = 0; k < 2; k++) {
        size_t n = strlen(names[k]);
        if (walk->no_close[k] || i + n + 1 >= html.n || html.p[i] != '<' ||
            !slice_eq_nocase((Slice){html.p + i + 1, n}, slice_of(names[k])))
            continue;
        for (size_t e = i + n; e + n + 3 <= html.n; e++)
            if (html.p[e] == '<' && html.p[e + 1] == '/' &&
                slice_eq_nocase((Slice){html.p + e + 2, n}, slice_of(names[k]))) {
                const char *close = memchr(html.p + e, '>', html.n - e);
                return close ? (size_t)(close - html.p) + 1 : html.n;
            }
        walk->no_close[k] = true;
    }
    return 0;
}

/* Behind the tag that begins at i; 0 when none does. */
static size_t tag_end(Walk *walk, size_t i)
{
    Slice html = walk->html;
    if (walk->no_end || html.p[i] != '<' || i + 1 >= html.n) return 0;
    char next = html.p[i + 1];
    bool letter = (next | 32) >= 'a' && (next | 32) <= 'z';
    if (!letter && next != '/' && next != '!') return 0;
    const char *end = memchr(html.p + i, '>', html.n - i);
    walk->no_end = !end;
    return end ? (size_t)(end - html.p) + 1 : 0;
}

/* HTML to one line of words: tags dropped, references put in. */
static Slice plain(Slice html, Arena *arena)
{
    Buf buf;
    char out[8];
    Walk walk = {.html = html};
    buf_init(&buf, html.n * 4 + 16);
    for (size_t i = 0; i < html.n;) {
        size_t behind = hidden_end(&walk, i);
        if (!behind) behind = tag_end(&walk, i);
        if (behind) {
            i = behind;
            continue;
        }
        HtmlCharRef ref = html.p[i] == '&' ? html_charref((const uint8_t *)html.p + i,
                                                          (uint32_t)(html.n - i), false)
                                           : (HtmlCharRef){0, 0, 0};
        if (ref.length) {
            buf_add(&buf, (Slice){out, utf8_put(out, ref.first)});
            if (ref.second) buf_add(&buf, (Slice){out, utf8_put(out, ref.second)});
            i += ref.length;
            continue;
        }
        buf_add(&buf, (Slice){html.p + i, 1});
        i++;
    }
    Slice text = arena_copy(arena, buf_slice(&buf));
    buf_free(&buf);
    return slice_trim(text);
}

/* An element of the feed's own vocabulary, not of a module. */
static bool is_own(const xmlNode *node)
{
    return !node->ns || !node->ns->href || !node->ns->prefix || in_space(node, "Atom") ||
           in_space(node, "purl.org/atom");
}

/* Text of the first child with one of the names, in the order of the names. */
static Slice first_text(const xmlNode *entry, const char *const *names, Arena *arena)
{
    for (int pass = 0; *names;
         names += pass, pass = !pass) /* the feed's own elements before those of its modules */
        for (xmlNode *at = entry->children; at; at = at->next) {
            if (!named(at, *names) || is_own(at) != (pass == 0) || in_space(at, "mrss") ||
                in_space(at, "itunes"))
                continue;
            Slice text = unpacked(at, node_text(at, arena), arena);
            if (text.n) return text;
        }
    return (Slice){"", 0};
}

/* ---- feeds ---- */

static Slice entry_link(const xmlNode *entry, Arena *arena)
{
    Slice other = {"", 0};
    for (xmlNode *at = entry->children; at; at = at->next) {
        if (!named(at, "link")) continue;
        Slice href = attribute(at, "href", arena), rel = attribute(at, "rel", arena);
        if (!href.n) href = node_text(at, arena);
        if (href.n && (!rel.n || slice_eq_nocase(rel, SLICE("alternate")))) return href;
    }
    for (xmlNode *at = entry->children; at && !other.n; at = at->next) {
        if (named(at, "guid") &&
            !slice_eq_nocase(attribute(at, "isPermaLink", arena), SLICE("false")))
            other = node_text(at, arena);
        else if (named(at, "url") || named(at, "origLink"))
            other = node_text(at, arena);
    }
    if (!other.n) other = attribute(entry, "href", arena);
    return slice_starts(other, SLICE("http")) ? other : (Slice){"", 0};
}

/* "me@example.com (Jane Doe)" and "Jane Doe <me@example.com>" -> "Jane Doe". */
static Slice person(Slice text)
{
    const char *open = text.n ? memchr(text.p, '(', text.n) : NULL,
               *angle = text.n ? memchr(text.p, '<', text.n) : NULL;
    if (open && memchr(text.p, '@', (size_t)(open - text.p))) {
        Slice inner = {open + 1, text.n - (size_t)(open + 1 - text.p)};
        if (inner.n && inner.p[inner.n - 1] == ')') inner.n--;
        return slice_trim(inner);
    }
    if (angle && angle > text.p) return slice_trim((Slice){text.p, (size_t)(angle - text.p)});
    return text.n && memchr(text.p, '@', text.n) && !memchr(text.p, ' ', text.n) ? (Slice){"", 0}
                                                                                 : text;
}

/* All elements of the first name that gives a person: <dc:creator> twice, <author><name> twice. */
static void entry_authors(const xmlNode *entry, Arena *arena, Given *given)
{
    static const char *const names[] = {"author", "creator", "byline"};
    for (size_t k = 0; k < sizeof names / sizeof *names && !given->authors; k++)
        for (xmlNode *at = entry->children; at; at = at->next) {
            xmlNode *name = named(at, names[k]) ? child_named(at, "name") : NULL;
            if (name) given_author(given, node_text(name, arena));
        }
    for (int own = 0; own < 2 && !given->authors; own++)
        for (size_t k = 0; k < sizeof names / sizeof *names && !given->authors; k++)
            for (xmlNode *at = entry->children; at; at = at->next)
                if (named(at, names[(k + 1) % 3]) && is_own(at) == (own == 0) &&
                    !in_space(at, "itunes"))
                    given_author(given, person(node_text(at, arena)));
}

/* Content with markup: richest first. *html says whether it is markup. */
static Slice entry_content(xmlNode *entry, Arena *arena, bool *html)
{
    static const char *const names[] = {"encoded", "content",  "body",    "fullitem", "description",
                                        "summary", "abstract", "tagline", NULL};
    int pass = 0;
    for (const char *const *n = names; *n; n += pass, pass = !pass)
        for (xmlNode *at = entry->children; at; at = at->next) {
            if (!named(at, *n) || is_own(at) != (pass == 0) || in_space(at, "mrss")) continue;
            bool elements = false;
            for (xmlNode *c = at->children; c && !elements; c = c->next)
                elements = c->type == XML_ELEMENT_NODE;
            Slice type = attribute(at, "type", arena),
                  text = elements ? node_markup(at, arena)
                                  : unpacked(at, node_text(at, arena), arena);
            *html = elements || !slice_eq_nocase(type, SLICE("text"));
            if (text.n) return text;
        }
    return (Slice){"", 0};
}

static Slice entry_image(xmlNode *entry, Arena *arena)
{
    for (xmlNode *at = entry; at; at = walk(entry, at, true)) {
        bool media = (named(at, "content") || named(at, "thumbnail")) && in_space(at, "mrss");
        if (!media && !named(at, "enclosure")) continue;
        Slice url = attribute(at, "url", arena), type = attribute(at, "type", arena),
              medium = attribute(at, "medium", arena);
        if (url.n && (named(at, "thumbnail") || slice_starts(type, SLICE("image/")) ||
                      slice_is(medium, "image")))
            return url;
    }
    return (Slice){"", 0};
}

typedef struct Feed {
    Slice title, language;
} Feed;

static Slice lang_of(const xmlNode *node, Arena *arena)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        Slice lang = attribute(node, "lang", arena);
        if (lang.n) return lang;
    }
    return (Slice){"", 0};
}

static Given entry_given(xmlNode *entry, const Feed *feed, Arena *arena)
{
    static const char *const title[] = {"title", "headline", NULL}, *const date[] = {"pubDate",
                                                                                     "published",
                                                                                     "issued",
                                                                                     "date",
                                                                                     "created",
                                                                                     "pubdate",
                                                                                     NULL},
                             *const changed[] = {"updated", "modified", NULL};
    xmlNode *own = child_named(entry, "title");
    bool ready = own && slice_is(attribute(own, "type", arena), "xhtml");
    Slice heading = first_text(entry, title, arena);
    Given g = {.title = ready ? heading : plain(heading, arena),
               .url = entry_link(entry, arena),
               .published = first_text(entry, date, arena),
               .modified = first_text(entry, changed, arena),
               .image = entry_image(entry, arena)};
    entry_authors(entry, arena, &g);
    xmlNode *source = child_named(entry, "source"), *source_title = child_named(source, "title");
    g.outlet = source_title                    ? node_text(source_title, arena)
               : source && !source->properties ? node_text(source, arena)
                                               : feed->title;
    if (!g.published.n)
        g.published = g.modified.n ? g.modified : attribute(entry, "lastmod", arena);
    g.language = lang_of(entry, arena);
    if (!g.language.n) g.language = feed->language;
    return g;
}

static Slice number_name(uint32_t number, char out[16])
{
    int n = snprintf(out, 16, "%u", number);
    return (Slice){out, (size_t)n};
}

static dln_status give_text(Reading *r, Slice member, Slice text, bool html, const char *type,
                            const Given *given)
{
    Report report;
    dln_status status = report_begin(r->options, r->name, member, text, type, &report);
    if (status == DLN_OK)
        status = html ? read_html_fragment(r->options, text, &report)
                      : read_text(r->options, text, false, &report);
    report.map.n = 0;
    if (status == DLN_OK && !report_note(&report, "no-map", 0, (Slice){"", 0}))
        status = arena_status(&report.arena);
    if (status == DLN_OK) status = report_given(r->options->engine, &report, given);
    if (status == DLN_OK) return reading_give(r, &report);
    arena_free(&report.arena);
    return reading_fault(r, status, NO_POSITION, "entry %.*s: %s", (int)member.n, member.p,
                         dln_status_text(status));
}

static dln_status read_entry(Reading *r, xmlNode *entry, const Feed *feed, uint32_t number)
{
    Arena arena;
    char name[16];
    bool html = true;
    arena_init(&arena, r->options->max_memory);
    Given given = entry_given(entry, feed, &arena);
    Slice text = entry_content(entry, &arena, &html),
          member = given.url.n ? given.url : number_name(number, name);
    if (!text.n) {
        text = given.title;
        html = false;
    }
    dln_status status = arena_status(&arena);
    if (status == DLN_OK)
        status = give_text(r, member, text, html && text.n > 0, "application/xml", &given);
    arena_free(&arena);
    return status;
}

static bool is_entry(const xmlNode *node)
{
    return named(node, "item") || named(node, "entry");
}

static dln_status read_feed(Reading *r, xmlNode *root, Arena *arena)
{
    xmlNode *channel = first_named(root, "channel"), *head = channel ? channel : root;
    static const char *const title[] = {"title", NULL}, *const language[] = {"language", NULL};
    Feed feed = {plain(first_text(head, title, arena), arena), first_text(head, language, arena)};
    uint32_t n = 0;
    for (xmlNode *at = root; at && n < MAX_ENTRIES;) {
        bool entry = is_entry(at);
        if (entry) TRY(read_entry(r, at, &feed, ++n));
        at = walk(root, at, !entry);
    }
    return n ? DLN_OK : reading_fault(r, DLN_ERR_EMPTY, NO_POSITION, "is a feed without an entry");
}

/* ---- NewsML-G2 and NITF ---- */

static Slice below(xmlNode *top, const char *name, Arena *arena)
{
    xmlNode *node = top ? first_named(top, name) : NULL;
    return node ? node_text(node, arena) : (Slice){"", 0};
}

static Slice either(Slice a, Slice b)
{
    return a.n ? a : b;
}

static Given item_given(xmlNode *item, Arena *arena)
{
    xmlNode *content = first_named(item, "contentMeta"), *about = first_named(item, "itemMeta"),
            *head = content ? content : item;
    Given g = {.title = either(below(head, "headline", arena),
                               either(below(item, "hl1", arena), below(item, "title", arena))),
               .byline = either(below(head, "by", arena), below(item, "byline", arena)),
               .published = either(below(about, "firstCreated", arena),
                                   either(below(head, "contentCreated", arena),
                                          below(about, "versionCreated", arena))),
               .modified = below(about, "versionCreated", arena)};
    xmlNode *provider = about ? first_named(about, "provider") : NULL,
            *language = first_named(head, "language"), *issued = first_named(item, "date.issue");
    g.outlet = either(
        provider ? below(provider, "name", arena) : g.outlet,
        either(attribute(provider, "literal", arena), below(head, "creditline", arena)));
    g.language = either(attribute(language, "tag", arena), lang_of(item, arena));
    given_author(&g, g.byline);
    if (!g.published.n) g.published = attribute(issued, "norm", arena);
    return g;
}

static dln_status read_item(Reading *r, xmlNode *item, uint32_t number)
{
    static const char *const bodies[] = {"body.content", "body", "inlineXML", "inlineData", NULL};
    Arena arena;
    char name[16];
    arena_init(&arena, r->options->max_memory);
    Given given = item_given(item, &arena);
    xmlNode *body = NULL;
    for (const char *const *n = bodies; *n && !body; n++)
        body = first_named(item, *n);
    bool html = body && !named(body, "inlineData");
    Slice text = !body  ? given.title
                 : html ? node_markup(body, &arena)
                        : node_text(body, &arena),
          guid = attribute(item, "guid", &arena);
    dln_status status = arena_status(&arena);
    if (status == DLN_OK && text.n)
        status = give_text(r, guid.n ? guid : number_name(number, name), text, html,
                           "application/vnd.iptc.g2.newsitem+xml", &given);
    arena_free(&arena);
    return status;
}

static dln_status read_news(Reading *r, xmlNode *root)
{
    uint32_t n = 0;
    for (xmlNode *at = root; at && n < MAX_ENTRIES;) {
        bool item = named(at, "newsItem") || named(at, "nitf");
        if (item) TRY(read_item(r, at, ++n));
        at = walk(root, at, !item);
    }
    return n ? DLN_OK
             : reading_fault(r, DLN_ERR_FORMAT, NO_POSITION, "is XML, but neither a feed nor news");
}

/* Byte behind a comment or a CDATA section that begins at `i` and has an end, else `i`. */
static size_t behind_section(Slice text, size_t i)
{
    static const char *const kinds[][2] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}};
    Slice rest = {text.p + i, text.n - i};
    for (size_t k = 0; k < 2; k++) {
        size_t n = strlen(kinds[k][0]), end;
        if (!slice_starts(rest, slice_of(kinds[k][0]))) continue;
        end = slice_find((Slice){rest.p + n, rest.n - n}, slice_of(kinds[k][1]));
        return end == SIZE_MAX ? i : i + n + end + 3;
    }
    return i;
}

/* Byte behind the tag that begins at `i`; *equals counts its "=", those inside values among them:
 * no tag has more attributes, however the parser mends it. */
static size_t behind_tag(Slice text, size_t i, size_t *equals)
{
    char quote = 0;
    *equals = 0;
    for (i++; i < text.n && (quote || text.p[i] != '>'); i++) {
        char c = text.p[i];
        *equals += c == '=';
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
    }
    return i;
}

/* libxml2 looks at all attributes and namespaces of a tag for each of them, so a tag of 45,000 took
 * eleven seconds. News has a dozen; an address in a value may hold some hundred "=". */
static bool tags_are_short(Slice text)
{
    const char *open;
    size_t equals;
    for (size_t i = 0; (open = memchr(text.p + i, '<', text.n - i)) != NULL;) {
        i = (size_t)(open - text.p);
        size_t behind = behind_section(text, i);
        if (behind > i) {
            i = behind;
            continue;
        }
        i = behind_tag(text, i, &equals);
        if (equals > MAX_ATTRIBUTES) return false;
    }
    return true;
}

dln_status read_xml(Reading *r, Slice member, Slice bytes, Slice charset)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_COMPACT;
    Arena arena;
    Decoded decoded;
    (void)member;
    arena_init(&arena, r->options->max_memory);
    dln_status status = bytes.n < INT32_MAX ? charset_decode(bytes, charset, &arena, &decoded)
                                            : DLN_ERR_LIMIT;
    if (status == DLN_OK && !tags_are_short(decoded.text)) {
        arena_free(&arena);
        return reading_fault(r, DLN_ERR_LIMIT, NO_POSITION, "has a tag of more than %d attributes",
                             MAX_ATTRIBUTES);
    }
    xmlDoc *doc = status == DLN_OK
                      ? xmlReadMemory(decoded.text.p, (int)decoded.text.n, NULL, "UTF-8", options)
                      : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (status == DLN_OK && !root)
        status = reading_fault(r, DLN_ERR_FORMAT, NO_POSITION, "is no XML that could be mended");
    else if (status == DLN_OK) {
        bool feed = first_named(root, "channel") || first_named(root, "entry") ||
                    first_named(root, "item") || named(root, "feed") || named(root, "rss") ||
                    named(root, "RDF");
        status = feed && !first_named(root, "newsItem") ? read_feed(r, root, &arena)
                                                        : read_news(r, root);
    }
    if (doc) xmlFreeDoc(doc);
    arena_free(&arena);
    return status;
}
