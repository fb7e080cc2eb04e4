/* serve_pages.c - answers of `dateline serve`: pages for people, JSON for programs.
 *
 * In: a request, an open desk. Out: the answer's code, type and body. Pages hold no script and work
 * with a keyboard and on a phone; a story's page is that of `show --format html`. Nothing of a
 * report is ever HTML: all text goes through put_html or put_json.
 *
 * Known to get wrong: nothing tells a reader that a story changed while he looks at it. */
#include "cli/serve.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAGE = 30, MOST = 200 };

void answer_free(Answer *answer)
{
    free(answer->body);
    *answer = (Answer){0};
}

static int put_bytes(const void *bytes, size_t n, void *context)
{
    Answer *a = context;
    if (a->failed || n > ANSWER_MOST - a->n) {
        a->failed = true;
        return 1;
    }
    if (a->n + n > a->room) {
        size_t room = 2 * (a->n + n) + 4096;
        char *more = realloc(a->body, room);
        if (!more) {
            a->failed = true;
            return 1;
        }
        a->body = more;
        a->room = room;
    }
    memcpy(a->body + a->n, bytes, n);
    a->n += n;
    return 0;
}

static void put(Answer *a, const char *text)
{
    put_bytes(text, strlen(text), a);
}

static void put_number(Answer *a, long long value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", value);
    put(a, text);
}

static void put_html(Answer *a, dln_text text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '<': put(a, "&lt;"); break;
        case '>': put(a, "&gt;"); break;
        case '&': put(a, "&amp;"); break;
        case '"': put(a, "&quot;"); break;
        case '\'': put(a, "&#39;"); break;
        case 2: put(a, "<mark>"); break; /* of a snippet: what was found */
        case 3: put(a, "</mark>"); break;
        default: put_bytes(text.p + i, 1, a);
        }
    }
}

static void put_json(Answer *a, dln_text text)
{
    char code[8];
    put(a, "\"");
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == 2 || c == 3) continue;
        if (c == '"' || c == '\\' || c < 0x20) {
            snprintf(code, sizeof code, c < 0x20 ? "\\u%04x" : "\\%c", c);
            put(a, code);
        } else
            put_bytes(text.p + i, 1, a);
    }
    put(a, "\"");
}

static dln_text as_text(const char *text)
{
    return (dln_text){text, strlen(text)};
}

static void json_text(Answer *a, const char *name, dln_text text)
{
    put(a, ", \"");
    put(a, name);
    put(a, "\": ");
    put_json(a, text);
}

static void json_number(Answer *a, const char *name, long long value)
{
    put(a, ", \"");
    put(a, name);
    put(a, "\": ");
    put_number(a, value);
}

static const char *day_text(int32_t day, char text[16])
{
    text[0] = 0;
    if (day == DLN_NO_DAY) return text;
    time_t at = (time_t)day * 86400;
    struct tm t;
    if (gmtime_r(&at, &t)) strftime(text, 16, "%Y-%m-%d", &t);
    return text;
}

void serve_problem(Answer *a, int code, const char *title, const char *detail)
{
    a->n = 0;
    a->failed = false;
    a->code = code;
    a->type = "application/problem+json";
    a->etag[0] = 0;
    put(a, "{\"type\": \"about:blank\", \"title\": ");
    put_json(a, as_text(title));
    put(a, ", \"status\": ");
    put_number(a, code);
    json_text(a, "detail", as_text(detail));
    put(a, "}\n");
}

/* ---- pages ---- */

static void page_head(Answer *a, const char *title, const char *query)
{
    a->type = "text/html; charset=utf-8";
    put(a, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width\"><title>");
    put_html(a, as_text(title));
    put(a, "</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;"
           "max-width:52rem;margin:0 auto;padding:1rem}a{color:#0b57d0}@media "
           "(prefers-color-scheme:dark){a{color:#a8c7fa}}ul{list-style:none;padding:0}li{padding:."
           "6rem "
           "0;border-top:1px solid #8886}p{margin:.2rem 0}.what{color:#555}@media "
           "(prefers-color-scheme:dark){.what{color:#bbb}}input{font:inherit;padding:.4rem;width:"
           "min(30rem,"
           "60vw)}button{font:inherit;padding:.4rem "
           ".8rem}.differ{font-weight:600}</style></head><body>"
           "<header><h1><a href=\"/\">The desk</a></h1><form action=\"/search\" "
           "role=\"search\"><label>"
           "Search <input name=\"q\" type=\"search\" maxlength=\"400\" value=\"");
    put_html(a, as_text(query));
    put(a, "\"></label> <button>Find</button></form></header><main>");
}

static void page_end(Answer *a)
{
    put(a, "</main></body></html>\n");
}

static void link_to(Answer *a, const char *text, const Request *r, uint32_t offset)
{
    put(a, "<a href=\"?offset=");
    put_number(a, offset);
    if (*r->order) {
        put(a, "&amp;order=");
        put_html(a, as_text(r->order));
    }
    if (*r->query) {
        put(a, "&amp;q=");
        for (const char *p = r->query; *p; p++) {
            char code[8];
            snprintf(code, sizeof code, "%%%02X", (unsigned char)*p);
            put(a, code);
        }
    }
    put(a, "\">");
    put(a, text);
    put(a, "</a> ");
}

static void pages(Answer *a, const Request *r, bool more)
{
    put(a, "<nav aria-label=\"pages\"><p>");
    if (r->offset) link_to(a, "earlier page", r, r->offset > r->limit ? r->offset - r->limit : 0);
    if (more) link_to(a, "next page", r, r->offset + r->limit);
    put(a, "</p></nav>");
}

typedef struct Listing {
    Answer *answer;
    uint32_t n, most;
    bool json;
} Listing;

static void counts_html(Answer *a, const dln_desk_story *s)
{
    char from[16], to[16];
    put(a, "<p class=\"what\">");
    put(a, day_text(s->from, from));
    if (s->to != s->from) {
        put(a, " to ");
        put(a, day_text(s->to, to));
    }
    put(a, " · ");
    put_number(a, s->reports);
    put(a, s->reports == 1 ? " report of " : " reports of ");
    put_number(a, s->outlets);
    put(a, s->outlets == 1 ? " outlet" : " outlets");
    if (s->conflicts) {
        put(a, " · <span class=\"differ\">");
        put_number(a, s->conflicts);
        put(a, " differ</span>");
    }
    put(a, "</p>");
}

static void story_json(Answer *a, const dln_desk_story *s)
{
    char from[16], to[16];
    put(a, "{\"id\": ");
    put_number(a, s->id);
    json_text(a, "title", s->title);
    json_text(a, "from", as_text(day_text(s->from, from)));
    json_text(a, "to", as_text(day_text(s->to, to)));
    json_number(a, "reports", s->reports);
    json_number(a, "outlets", s->outlets);
    json_number(a, "conflicts", s->conflicts);
    json_number(a, "refined", s->refined);
    json_number(a, "agree", s->agree);
    json_number(a, "changed", s->changed);
    put(a, "}");
}

static int each_story(const dln_desk_story *s, void *context)
{
    Listing *l = context;
    Answer *a = l->answer;
    if (l->n++ == l->most) return 1;
    if (l->json) {
        put(a, l->n > 1 ? ", " : "");
        story_json(a, s);
        return a->failed;
    }
    put(a, "<li><a href=\"/story/");
    put_number(a, s->id);
    put(a, "\">");
    put_html(a, s->title.n ? s->title : as_text("(no title)"));
    put(a, "</a>");
    counts_html(a, s);
    put(a, "</li>");
    return a->failed;
}

static void hit_json(Answer *a, const dln_hit *hit)
{
    put(a, "{\"report\": ");
    put_number(a, hit->report);
    json_number(a, "story", hit->story);
    json_text(a, "title", hit->title);
    json_text(a, "outlet", hit->outlet);
    json_text(a, "published", hit->published);
    json_text(a, "url", hit->url);
    json_number(a, "replaced_by", hit->later);
    json_text(a, "snippet", hit->snippet);
    put(a, "}");
}

static int each_hit(const dln_hit *hit, void *context)
{
    Listing *l = context;
    Answer *a = l->answer;
    if (l->n++ == l->most) return 1;
    if (l->json) {
        put(a, l->n > 1 ? ", " : "");
        hit_json(a, hit);
        return a->failed;
    }
    put(a, "<li><a href=\"/story/");
    put_number(a, hit->story);
    put(a, "\">");
    put_html(a, hit->title.n ? hit->title : as_text("(no title)"));
    put(a, "</a><p class=\"what\">");
    put_html(a, hit->outlet);
    put(a, hit->outlet.n && hit->published.n ? ", " : "");
    put_html(a, hit->published);
    if (hit->later) put(a, " · a later version replaced it");
    put(a, "</p><p>");
    put_html(a, hit->snippet);
    put(a, "</p></li>");
    return a->failed;
}

/* ---- what is asked ---- */

static bool order_of(const char *name, dln_order *order)
{
    static const char *const names[] = {"fresh", "large", "differ"};
    *order = DLN_FRESH;
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *order = (dln_order)i;
            return true;
        }
    return !*name;
}

static void failed(dln_desk *desk, Answer *a, dln_status status)
{
    bool wrong = status == DLN_ERR_USAGE, none = status == DLN_ERR_EMPTY;
    serve_problem(a,
                  wrong  ? 400
                  : none ? 404
                         : 503,
                  wrong  ? "Bad request"
                  : none ? "Not found"
                         : "The desk cannot be read",
                  dln_desk_message(desk));
}

static void stories(dln_desk *desk, const Request *r, Answer *a, bool json)
{
    Listing l = {a, 0, r->limit, json};
    dln_order order;
    if (!order_of(r->order, &order)) {
        serve_problem(a, 400, "Bad request", "order is fresh, large or differ");
        return;
    }
    if (json) {
        a->type = "application/json";
        put(a, "{\"stories\": [");
    } else {
        page_head(a, "The desk", "");
        put(a, "<h2>Stories</h2><p>Order: <a href=\"/?order=fresh\">freshest</a> · <a "
               "href=\"/?order=large\">largest</a> · <a href=\"/?order=differ\">most "
               "differences</a></p><ul>");
    }
    dln_status status = dln_desk_stories(desk, order, r->offset, r->limit + 1, each_story, &l);
    if (status != DLN_OK) {
        failed(desk, a, status);
        return;
    }
    if (json) {
        put(a, l.n > r->limit ? "], \"more\": true}\n" : "], \"more\": false}\n");
        return;
    }
    put(a,
        l.n ? "</ul>" : "</ul><p>No story yet. Reports are kept by <code>dateline add</code>.</p>");
    pages(a, r, l.n > r->limit);
    page_end(a);
}

static void search(dln_desk *desk, const Request *r, Answer *a, bool json)
{
    Listing l = {a, 0, r->limit, json};
    uint64_t total = 0;
    if (json) {
        a->type = "application/json";
        put(a, "{\"hits\": [");
    } else {
        page_head(a, "Search", r->query);
        put(a, "<h2>Reports</h2><ul>");
    }
    dln_status status = dln_desk_search(desk, r->query, r->offset, r->limit, each_hit, &l, &total);
    if (status == DLN_ERR_USAGE && !json) {
        put(a, "</ul><p>");
        put_html(a, as_text(dln_desk_message(desk)));
        put(a, "</p>");
        page_end(a);
        return;
    }
    if (status != DLN_OK) {
        failed(desk, a, status);
        return;
    }
    if (json) {
        put(a, "]");
        json_number(a, "total", (long long)total);
        put(a, "}\n");
        return;
    }
    put(a, total ? "</ul>" : "</ul><p>Nothing found.</p>");
    pages(a, r, r->offset + l.n < total);
    page_end(a);
}

static void story(dln_desk *desk, const char *number, Answer *a, bool json)
{
    dln_run *run;
    dln_record *record;
    char *end;
    long long id = strtoll(number, &end, 10);
    if (*number < '0' || *number > '9' || *end) {
        serve_problem(a, 404, "Not found", "a story is a number");
        return;
    }
    dln_status status = dln_desk_record(desk, id, &run, &record);
    if (status != DLN_OK) {
        failed(desk, a, status);
        return;
    }
    a->type = json ? "application/json" : "text/html; charset=utf-8";
    status = dln_record_write(record, json ? DLN_FORMAT_JSON : DLN_FORMAT_HTML, NULL, put_bytes, a);
    dln_record_free(record);
    dln_run_free(run);
    if (status != DLN_OK)
        serve_problem(a, 503, "The story cannot be written", dln_status_text(status));
}

static void metrics(dln_desk *desk, Answer *a)
{
    dln_desk_counts counts = {.size = sizeof counts};
    dln_status status = dln_desk_count(desk, &counts);
    if (status != DLN_OK) {
        failed(desk, a, status);
        return;
    }
    a->type = "text/plain; version=0.0.4; charset=utf-8";
    put(a, "# HELP dateline_reports Reports kept in the desk.\n# TYPE dateline_reports gauge\n"
           "dateline_reports ");
    put_number(a, counts.reports);
    put(a, "\n# HELP dateline_stories Stories of the desk.\n# TYPE dateline_stories gauge\n"
           "dateline_stories ");
    put_number(a, counts.stories);
    put(a, "\n");
}

static const char openapi[] =
    "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"dateline desk\", \"version\": \"" DLN_VERSION
    "\"}, \"paths\": {"
    "\"/api/stories\": {\"get\": {\"summary\": \"Stories\", \"parameters\": ["
    "{\"name\": \"order\", \"in\": \"query\", \"schema\": {\"enum\": [\"fresh\", \"large\", "
    "\"differ\"]}},"
    "{\"name\": \"offset\", \"in\": \"query\", \"schema\": {\"type\": \"integer\", \"minimum\": 0, "
    "\"maximum\": 1000000}},"
    "{\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\", \"minimum\": 1, "
    "\"maximum\": 200}}],"
    "\"responses\": {\"200\": {\"description\": \"Stories in order\", \"content\": "
    "{\"application/json\": "
    "{\"schema\": {\"type\": \"object\", \"required\": [\"stories\", \"more\"]}}}},"
    "\"400\": {\"$ref\": \"#/components/responses/problem\"}}}},"
    "\"/api/stories/{id}\": {\"get\": {\"summary\": \"The record of a story, dateline.record/1\", "
    "\"parameters\": [{\"name\": \"id\", \"in\": \"path\", \"required\": true, \"schema\": "
    "{\"type\": "
    "\"integer\", \"minimum\": 1}}], \"responses\": {\"200\": {\"description\": \"The record\", "
    "\"content\": {\"application/json\": {\"schema\": {\"type\": \"object\", \"required\": "
    "[\"format\"]}}}}, \"404\": {\"$ref\": \"#/components/responses/problem\"}}}},"
    "\"/api/search\": {\"get\": {\"summary\": \"Reports that answer a query\", \"parameters\": ["
    "{\"name\": \"q\", \"in\": \"query\", \"required\": true, \"schema\": {\"type\": \"string\", "
    "\"maxLength\": 400}},"
    "{\"name\": \"offset\", \"in\": \"query\", \"schema\": {\"type\": \"integer\", \"minimum\": 0, "
    "\"maximum\": 1000000}},"
    "{\"name\": \"limit\", \"in\": \"query\", \"schema\": {\"type\": \"integer\", \"minimum\": 1, "
    "\"maximum\": 200}}],"
    "\"responses\": {\"200\": {\"description\": \"Hits\", \"content\": {\"application/json\": "
    "{\"schema\": "
    "{\"type\": \"object\", \"required\": [\"hits\", \"total\"]}}}},"
    "\"400\": {\"$ref\": \"#/components/responses/problem\"}}}}},"
    "\"components\": {\"responses\": {\"problem\": {\"description\": \"What is wrong (RFC 9457)\", "
    "\"content\": {\"application/problem+json\": {\"schema\": {\"type\": \"object\", \"required\": "
    "[\"title\", \"status\"]}}}}}}}\n";

void serve_answer(dln_desk *desk, const Request *asked, Answer *a)
{
    Request r = *asked;
    a->code = 200;
    if (!r.limit) r.limit = PAGE;
    if (r.limit > MOST) r.limit = MOST;
    if (strcmp(r.path, "/") == 0)
        stories(desk, &r, a, false);
    else if (strcmp(r.path, "/search") == 0)
        search(desk, &r, a, false);
    else if (strncmp(r.path, "/story/", 7) == 0)
        story(desk, r.path + 7, a, false);
    else if (strcmp(r.path, "/api/stories") == 0)
        stories(desk, &r, a, true);
    else if (strncmp(r.path, "/api/stories/", 13) == 0)
        story(desk, r.path + 13, a, true);
    else if (strcmp(r.path, "/api/search") == 0)
        search(desk, &r, a, true);
    else if (strcmp(r.path, "/metrics") == 0)
        metrics(desk, a);
    else if (strcmp(r.path, "/openapi.json") == 0) {
        a->type = "application/json";
        put(a, openapi);
    } else
        serve_problem(a, 404, "Not found", "there is no such address");
    if (a->failed) serve_problem(a, 503, "Too large", "the answer is larger than 64 MiB");
}
