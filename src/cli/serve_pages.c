/* serve_pages.c - answers of `dateline serve`: pages for people, JSON for programs.
 *
 * In: a request, an open desk. Out: the answer's code, type and body. Pages work without script,
 * with a keyboard and on a phone; a story's page is that of `show --format html` under a line of
 * links. Nothing of a report is ever HTML: all text goes through put_html or put_json.
 *
 * Known to get wrong: what is new since the reader looked is known to his browser alone. */
#include "cli/serve.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAGE = 30, MOST = 200, NAMES_FIRST = 12, NAMES = 400 };

void serve_problem(Answer *a, int code, const char *title, const char *detail)
{
    a->n = 0;
    a->failed = a->record = false;
    a->code = code;
    a->type = "application/problem+json";
    a->etag[0] = 0;
    snprintf(a->title, sizeof a->title, "%s", title);
    snprintf(a->detail, sizeof a->detail, "%s", detail);
    put(a, "{\"type\": \"about:blank\", \"title\": ");
    put_json(a, as_text(title));
    put(a, ", \"status\": ");
    put_number(a, code);
    field_text(a, "detail", as_text(detail));
    put(a, "}\n");
}

/* ---- pages ---- */

/* `live`: the page hears of changes. */
static void begin(Answer *a, const char *title, const char *query, bool live)
{
    a->type = "text/html; charset=utf-8";
    put(a, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
           "name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    put_html(a, as_text(title));
    put(a, "</title><link rel=\"stylesheet\" href=\"/desk.css\"><script src=\"/desk.js\" "
           "defer></script></head><body>\n<header><h1><a href=\"/\">The desk</a></h1><form "
           "action=\"/search\" role=\"search\"><label>Search <input name=\"q\" type=\"search\" "
           "maxlength=\"400\" value=\"");
    put_html(a, as_text(query));
    put(a, "\"></label> <button>Find</button></form></header>\n<main");
    if (live) put(a, " data-desk");
    put(a, "><p id=\"live\" role=\"status\" hidden>The desk has changed. <a href=\"\">Show it "
           "anew</a></p>\n");
}

void page_begin(Answer *a, const char *title, const char *query)
{
    begin(a, title, query, !*query);
}

void page_end(Answer *a)
{
    put(a, "</main></body></html>\n");
}

void serve_problem_page(const Answer *problem, Answer *page)
{
    page->code = problem->code;
    page->post = problem->post;
    begin(page, problem->title, "", false);
    put(page, "<h2>");
    put_html(page, as_text(problem->title));
    put(page, "</h2><p>");
    put_html(page, as_text(problem->detail));
    put(page, ".</p><p><a href=\"/\">To the stories of the desk</a></p>");
    page_end(page);
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
        put_query(a, as_text(r->query));
    }
    if (*r->name) {
        put(a, "&amp;name=");
        put_query(a, as_text(r->name));
    }
    put(a, "\">");
    put(a, text);
    put(a, "</a> ");
}

void page_links(Answer *a, const Request *r, bool more)
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
    if (s->from != DLN_NO_DAY) put(a, " · ");
    put_number(a, s->reports);
    put(a, s->reports == 1 ? " report of " : " reports of ");
    put_number(a, s->outlets);
    put(a, s->outlets == 1 ? " outlet" : " outlets");
    if (s->conflicts) {
        put(a, " · <span class=\"differ\">");
        put_number(a, s->conflicts);
        put(a, s->conflicts == 1 ? " difference</span>" : " differences</span>");
    }
    put(a, "</p>");
}

static int each_story(const dln_desk_story *s, void *context)
{
    Listing *l = context;
    Answer *a = l->answer;
    if (l->n++ == l->most) return 1;
    if (l->json) {
        put(a, l->n > 1 ? ", " : "");
        line_of_story(&(Line){.write = put_bytes, .to = a, .form = FORM_JSON}, "id", s);
        return a->failed;
    }
    put(a, "<li data-changed=\"");
    put_number(a, s->changed);
    put(a, "\"><a href=\"/story/");
    put_number(a, s->id);
    put(a, "\">");
    put_html(a, s->title.n ? s->title : as_text("(no title)"));
    put(a, "</a>");
    counts_html(a, s);
    put(a, "</li>");
    return a->failed;
}

static int each_hit(const dln_hit *hit, void *context)
{
    Listing *l = context;
    Answer *a = l->answer;
    char room[DATE_ROOM];
    if (l->n++ == l->most) return 1;
    if (l->json) {
        put(a, l->n > 1 ? ", " : "");
        line_of_hit(&(Line){.write = put_bytes, .to = a, .form = FORM_JSON}, hit);
        return a->failed;
    }
    put(a, "<li><a href=\"/story/");
    put_number(a, hit->story);
    put(a, "\">");
    put_html(a, hit->title.n ? hit->title : as_text("(no title)"));
    put(a, "</a><p class=\"what\">");
    put_html(a, hit->outlet);
    put(a, hit->outlet.n && hit->published.n ? ", " : "");
    put_html(a, date_words(hit->published, room));
    if (hit->later) put(a, " · a later version replaced it");
    put(a, "</p><p>");
    put_html(a, hit->snippet);
    put(a, "</p></li>");
    return a->failed;
}

/* ---- what is asked ---- */

void serve_failed(Answer *a, dln_desk *desk, dln_status status)
{
    if (status == DLN_ERR_USAGE)
        serve_problem(a, 400, "Bad request", dln_desk_message(desk));
    else if (status == DLN_ERR_EMPTY)
        serve_problem(a, 404, "Not found", dln_desk_message(desk));
    else
        serve_problem(a, 503, "The desk cannot be read", dln_desk_message(desk));
}

/* The orders of the list; the one that it has is marked. */
static void order_links(Answer *a, dln_order now)
{
    static const struct {
        dln_order order;
        const char *name, *words;
    } orders[] = {{DLN_FRESH, "fresh", "freshest"},
                  {DLN_LARGE, "large", "largest"},
                  {DLN_DIFFER, "differ", "most differences"}};
    put(a, "<p>Order:");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        put(a, i ? " · <a href=\"/?order=" : " <a href=\"/?order=");
        put(a, orders[i].name);
        put(a, orders[i].order == now ? "\" aria-current=\"true\">" : "\">");
        put(a, orders[i].words);
        put(a, "</a>");
    }
    put(a, "</p>");
}

/* Files dropped here become a record at once; works without script. */
static void drop_form(Answer *a)
{
    put(a, "<form class=\"drop\" action=\"/read\" method=\"post\" "
           "enctype=\"multipart/form-data\"><label>Reports of one event, dropped or chosen here: "
           "<input type=\"file\" name=\"file\" multiple required></label> <button>Show the "
           "record</button></form>\n");
}

static void stories(dln_desk *desk, const Request *r, Answer *a, bool json)
{
    Listing l = {a, 0, r->limit, json};
    dln_order order;
    if (!order_by_name(r->order, &order)) {
        serve_problem(a, 400, "Bad request", "order is fresh, large or differ");
        return;
    }
    if (json) {
        a->type = "application/json";
        put(a, "{\"stories\": [");
    } else {
        page_begin(a, "The desk", "");
        drop_form(a);
        put(a, "<h2>Stories</h2>");
        order_links(a, order);
        put(a, "<ul>");
    }
    dln_status status = dln_desk_stories(desk, order, r->offset, r->limit + 1, each_story, &l);
    if (status != DLN_OK) {
        serve_failed(a, desk, status);
        return;
    }
    if (json) {
        put(a, l.n > r->limit ? "], \"more\": true}\n" : "], \"more\": false}\n");
        return;
    }
    put(a,
        l.n ? "</ul>" : "</ul><p>No story yet. Reports are kept by <code>dateline add</code>.</p>");
    page_links(a, r, l.n > r->limit);
    if (!r->offset && l.n) {
        put(a, "<nav aria-label=\"names\">");
        status = names_of_desk(desk, a, NAMES_FIRST);
        put(a, "<p><a href=\"/names\">all of them</a></p></nav>");
    }
    if (status != DLN_OK) {
        serve_failed(a, desk, status);
        return;
    }
    page_end(a);
}

/* All names of the newest stories. */
static void names(dln_desk *desk, Answer *a)
{
    page_begin(a, "Speakers and outlets", "");
    put(a, "<h2>Speakers and outlets</h2><p class=\"what\">of the 200 stories that changed last, "
           "with the number of stories</p>");
    dln_status status = names_of_desk(desk, a, NAMES);
    if (status != DLN_OK) {
        serve_failed(a, desk, status);
        return;
    }
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
        page_begin(a, "Search", r->query);
        put(a, "<h2>Reports</h2><ul>");
    }
    dln_status status = dln_desk_search(desk, r->query, r->offset, r->limit, each_hit, &l, &total);
    bool nothing = status == DLN_ERR_EMPTY && *r->query; /* no word in it: it finds nothing */
    if ((status == DLN_ERR_USAGE || status == DLN_ERR_EMPTY) && !json) {
        put(a, "</ul><p>");
        put_html(a, as_text(dln_desk_message(desk)));
        put(a, "</p>");
        page_end(a);
        return;
    }
    if (status != DLN_OK && !nothing) {
        serve_failed(a, desk, status == DLN_ERR_EMPTY ? DLN_ERR_USAGE : status);
        return;
    }
    const char *hint = status == DLN_OK ? dln_desk_message(desk) : "";
    if (json) {
        put(a, "]");
        field_number(a, "total", (long long)total);
        if (*hint) field_text(a, "hint", as_text(hint));
        put(a, "}\n");
        return;
    }
    put(a, total ? "</ul>" : "</ul><p>Nothing found.</p>");
    put(a, *hint ? "<p class=\"what\">" : "");
    put_html(a, as_text(hint));
    put(a, *hint ? "</p>" : "");
    page_links(a, r, r->offset + l.n < total);
    page_end(a);
}

/* The inputs of a record that could not be read, each with why; NULL: none is known to fail. */
static void put_failures(Answer *a, const dln_run *run)
{
    size_t n = run ? dln_run_error_count(run) : 0;
    for (size_t i = 0; i < n; i++) {
        const dln_error *error = dln_run_error(run, i);
        put(a, i ? "<br>" : "<p class=\"failed\" role=\"status\">Not read: ");
        put_html(a, as_text(error->input));
        put(a, " ");
        put_html(a, as_text(error->message));
    }
    if (n) put(a, "</p>\n");
}

/* The desk's line at the head of a record's page: the way back, its outlets and speakers. */
static void put_line(Answer *a, size_t page_from, const dln_record *record, const dln_run *run)
{
    static const char head[] = "<body>";
    Answer line = {0}, rest = {0};
    char *at = NULL;
    for (size_t i = page_from; !at && i + sizeof head - 1 <= a->n; i++)
        if (memcmp(a->body + i, head, sizeof head - 1) == 0) at = a->body + i + sizeof head - 1;
    if (!at) return;
    put_bytes(at, (size_t)(a->body + a->n - at), &rest);
    people_of_record(&line, record);
    put_failures(&line, run);
    a->n = (size_t)(at - a->body);
    put_bytes(line.body, line.n, a);
    put_bytes(rest.body, rest.n, a);
    a->failed |= line.failed || rest.failed;
    answer_free(&line);
    answer_free(&rest);
}

void record_answer(Answer *a, const dln_record *record, const dln_run *run, bool json)
{
    size_t from = a->n;
    a->type = json ? "application/json" : "text/html; charset=utf-8";
    a->record = !json;
    dln_format format = json ? DLN_FORMAT_JSON : DLN_FORMAT_HTML;
    dln_status status = dln_record_write(record, format, NULL, put_bytes, a);
    if (status != DLN_OK)
        serve_problem(a, 503, "The story cannot be written", dln_status_text(status));
    else if (!json)
        put_line(a, from, record, run);
}

void story_heading(Answer *a, int64_t id, const dln_record *record)
{
    char from[16], to[16];
    dln_story story = {.size = sizeof story};
    if (dln_record_story(record, &story) != DLN_OK) return;
    put(a, "<h3><a href=\"/story/");
    put_number(a, id);
    put(a, "\">");
    put_html(a, story.title.n ? story.title : as_text("(no title)"));
    put(a, "</a></h3><p class=\"what\">");
    put(a, day_text(story.from, from));
    if (story.to != story.from) {
        put(a, " to ");
        put(a, day_text(story.to, to));
    }
    put(a, "</p>");
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
        serve_failed(a, desk, status);
        return;
    }
    record_answer(a, record, NULL, json);
    dln_record_free(record);
    dln_run_free(run);
}

static void metrics(dln_desk *desk, Answer *a)
{
    dln_desk_counts counts = {.size = sizeof counts};
    dln_status status = dln_desk_count(desk, &counts);
    if (status != DLN_OK) {
        serve_failed(a, desk, status);
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

/* The description of the interface, with the program's version. */
static void description(Answer *a)
{
    static const char place[] = "@VERSION@";
    const char *at = strstr(serve_openapi, place);
    a->type = "application/json";
    if (at) put_bytes(serve_openapi, (size_t)(at - serve_openapi), a);
    put(a, at ? DLN_VERSION : "");
    put(a, at ? at + sizeof place - 1 : serve_openapi);
}

/* Addresses that are one thing each; false: none of them. */
static bool fixed(dln_desk *desk, const Request *r, Answer *a)
{
    if (strcmp(r->path, "/metrics") == 0)
        metrics(desk, a);
    else if (strcmp(r->path, "/openapi.json") == 0)
        description(a);
    else if (strcmp(r->path, "/desk.css") == 0) {
        a->type = "text/css; charset=utf-8";
        put(a, serve_css);
    } else if (strcmp(r->path, "/desk.js") == 0) {
        a->type = "text/javascript; charset=utf-8";
        put(a, serve_js);
    } else
        return false;
    return true;
}

static void api(dln_desk *desk, const Request *r, Answer *a)
{
    if (strcmp(r->path, "/api/stories") == 0)
        stories(desk, r, a, true);
    else if (strncmp(r->path, "/api/stories/", 13) == 0)
        story(desk, r->path + 13, a, true);
    else if (strcmp(r->path, "/api/search") == 0)
        search(desk, r, a, true);
    else if (strcmp(r->path, "/api/people") == 0)
        serve_person(desk, r, a, true);
    else if (strcmp(r->path, "/api/outlets") == 0)
        serve_outlet(desk, r, a, true);
    else
        serve_problem(a, 404, "Not found", "there is no such address");
}

void serve_answer(dln_desk *desk, const Request *asked, Answer *a)
{
    Request r = *asked;
    a->code = 200;
    if (!r.limit) r.limit = PAGE;
    if (r.limit > MOST) r.limit = MOST;
    if (fixed(desk, &r, a)) return;
    if (strcmp(r.path, "/") == 0)
        stories(desk, &r, a, false);
    else if (strcmp(r.path, "/names") == 0)
        names(desk, a);
    else if (strcmp(r.path, "/search") == 0)
        search(desk, &r, a, false);
    else if (strncmp(r.path, "/story/", 7) == 0)
        story(desk, r.path + 7, a, false);
    else if (strcmp(r.path, "/person") == 0)
        serve_person(desk, &r, a, false);
    else if (strcmp(r.path, "/outlet") == 0)
        serve_outlet(desk, &r, a, false);
    else
        api(desk, &r, a);
    if (a->failed) serve_problem(a, 503, "Too large", "the answer is larger than 64 MiB");
}
