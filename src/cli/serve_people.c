/* serve_people.c - what one speaker said and what one outlet wrote, over all stories of the desk.
 *
 * In: a name. Out: a page or JSON, the newest story first: of a speaker the statements with the
 * outlets that give them, roles and spellings; of an outlet its reports, what it alone told, where
 * it differs from others, whom it copied.
 *
 * Over stories a speaker is a name in full, and nothing else: what joins "The ministry" to
 * "Interior Ministry", or "Lint" to "Ana Lint", is the story it stands in, and another story's
 * ministry or Lint is another. So who has no name has no page, and a surname alone is no key.
 *
 * Known to get wrong: two people of one name are one page; one person under two full names has two,
 * each of which lists the spellings of its stories. */
#include "cli/serve.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STORIES = 30,
    NAME_MOST = 200,
    NAME_BYTES = 4 * NAME_MOST + 1,
    KEPT = 40,
    KEPT_MOST = 160,
    LINES = 8,
    SHOWN = 12
};

/* Different words met so far, for lists of roles and spellings. */
typedef struct Words {
    char text[KEPT][KEPT_MOST];
    uint32_t n;
} Words;

typedef struct Page {
    Answer *a;
    bool json;
    dln_text name;
    const dln_record *record;
    Words roles, spellings;
    uint32_t stories, lines; /* of what was put so far */
} Page;

static void keep_words(Words *w, dln_text text)
{
    if (!text.n || text.n >= KEPT_MOST || w->n == KEPT) return;
    for (uint32_t i = 0; i < w->n; i++)
        if (same_words(as_text(w->text[i]), text)) return;
    memcpy(w->text[w->n], text.p, text.n);
    w->text[w->n++][text.n] = 0;
}

static void put_list(Page *p, const char *name, const Words *w)
{
    Answer *a = p->a;
    if (p->json) {
        put(a, ", \"");
        put(a, name);
        put(a, "\": [");
        for (uint32_t i = 0; i < w->n; i++) {
            put(a, i ? ", " : "");
            put_json(a, as_text(w->text[i]));
        }
        put(a, "]");
        return;
    }
    if (!w->n) return;
    put(a, "<p>");
    put(a, name);
    put(a, ": ");
    for (uint32_t i = 0; i < w->n; i++) {
        put(a, i ? " · " : "");
        put_html(a, as_text(w->text[i]));
    }
    put(a, "</p>\n");
}

static dln_text words_of(const dln_record *record, size_t report, dln_span span)
{
    size_t n = 0;
    const char *text = dln_record_text(record, report, &n);
    if (!text || span.end > n || span.begin > span.end) return (dln_text){"", 0};
    return (dln_text){text + span.begin, span.end - span.begin};
}

static dln_report report_of(const dln_record *record, size_t report)
{
    dln_report about = {.size = sizeof about};
    if (dln_record_report(record, report, &about) != DLN_OK) memset(&about, 0, sizeof about);
    return about;
}

/* Whose report it is: its outlet's, else the agency's that it credits; empty: nobody's. */
static dln_text outlet_of(const dln_report *r)
{
    return r->outlet.n ? r->outlet : r->agency;
}

/* What a report is called here: its outlet, else its file. */
static dln_text voice_of(const dln_report *r)
{
    dln_text outlet = outlet_of(r);
    return outlet.n ? outlet : r->source;
}

/* Do the words bring their own marks? */
static bool is_marked(dln_text words)
{
    return words.n &&
           (words.p[0] == '"' || (words.n > 2 && memcmp(words.p, "\xE2\x80\x9C", 3) == 0));
}

static void put_quoted(Answer *a, dln_text words)
{
    put(a, is_marked(words) ? "" : "“");
    put_html(a, words);
    put(a, is_marked(words) ? "" : "”");
}

/* ---- the head of a story ---- */

static void begin_story(Page *p, int64_t id)
{
    char from[16], to[16];
    dln_story story = {.size = sizeof story};
    if (p->lines++) {
        if (p->json) put(p->a, ", ");
        return;
    }
    if (!p->json) {
        story_heading(p->a, id, p->record);
        put(p->a, "<ul>");
        return;
    }
    if (dln_record_story(p->record, &story) != DLN_OK) return;
    put(p->a, p->stories ? ", {\"id\": " : "{\"id\": ");
    put_number(p->a, id);
    field_text(p->a, "title", story.title);
    field_text(p->a, "from", as_text(day_text(story.from, from)));
    field_text(p->a, "to", as_text(day_text(story.to, to)));
    put(p->a, ", \"lines\": [");
}

static void end_story(Page *p)
{
    if (p->lines) put(p->a, p->json ? "]}" : "</ul>\n");
    p->stories += p->lines > 0;
    p->lines = 0;
}

/* ---- a speaker ---- */

/* What was said as it was said stands between marks; an outlet's account of it does not. */
static void put_said(Answer *a, const dln_telling *telling, dln_text words)
{
    if (telling->kind && strcmp(telling->kind, "direct") == 0)
        put_quoted(a, words);
    else
        put_html(a, words);
}

/* "denies:", as the story's page has it; of what is simply said nothing. */
static void put_polarity(Answer *a, const dln_statement *statement)
{
    const char *polarity = statement->polarity ? statement->polarity : "says";
    if (strcmp(polarity, "says") == 0) return;
    put(a, "<span class=\"what\">");
    put_html(a, as_text(strcmp(polarity, "orders") == 0 ? "calls for" : polarity));
    put(a, ":</span> ");
}

static void one_telling(Page *p, size_t s, size_t t, const dln_telling *telling)
{
    dln_report r = report_of(p->record, telling->report);
    Answer *a = p->a;
    char room[DATE_ROOM];
    put(a, p->json ? (t ? ", {\"outlet\": " : "{\"outlet\": ") : (t ? "<br>" : ""));
    if (p->json) {
        put_json(a, voice_of(&r));
        field_text(a, "published", r.published);
        put(a, ", \"words\": [");
    }
    for (size_t i = 0; i < telling->content_count; i++) {
        dln_span span = dln_record_content(p->record, s, t, i);
        dln_text words = words_of(p->record, telling->report, span);
        put(a, !i ? "" : p->json ? ", " : " … ");
        if (p->json)
            put_json(a, words);
        else
            put_said(a, telling, words);
    }
    if (p->json) {
        put(a, "]}");
        return;
    }
    put(a, " <span class=\"what\">");
    put_html(a, voice_of(&r));
    put(a, r.published.n ? ", " : "");
    put_html(a, date_words(r.published, room));
    put(a, "</span>");
}

static void one_statement(Page *p, int64_t story, size_t s, const dln_statement *statement)
{
    begin_story(p, story);
    put(p->a, p->json ? "{\"tellings\": [" : "<li>");
    if (!p->json) put_polarity(p->a, statement);
    for (size_t t = 0; t < statement->telling_count; t++) {
        dln_telling telling = {.size = sizeof telling};
        if (dln_record_telling(p->record, s, t, &telling) == DLN_OK) one_telling(p, s, t, &telling);
    }
    if (!p->json) {
        put(p->a, "</li>");
        return;
    }
    put(p->a, "]");
    field_text(p->a, "kind", as_text(statement->kind ? statement->kind : ""));
    field_text(p->a, "verb", statement->verb);
    put(p->a, "}");
}

/* Is the entity called by a name somewhere? "The ministry" is another one in every story. */
static bool has_name(const dln_record *record, size_t e, const dln_entity *entity)
{
    for (size_t i = 0; i < entity->mention_count; i++) {
        dln_mention mention = {.size = sizeof mention};
        if (dln_record_mention(record, e, i, &mention) == DLN_OK &&
            strcmp(mention.form, "name") == 0)
            return true;
    }
    return false;
}

/* Does a spelling tell who is meant beyond its story? A person's surname alone does not. */
static bool is_full(dln_text spelling, const dln_entity *entity)
{
    bool person = strcmp(entity->kind, "person") == 0;
    return !person || memchr(spelling.p, ' ', spelling.n) != NULL;
}

/* Is entity `e` of this name: its own in full, or a spelling of it that is one? */
static bool is_named(Page *p, size_t e, const dln_entity *entity)
{
    bool named = same_words(entity->name, p->name);
    for (size_t i = 0; i < entity->spelling_count && !named; i++) {
        dln_spelling spelling = {.size = sizeof spelling};
        dln_status status = dln_record_spelling(p->record, e, i, &spelling);
        named = status == DLN_OK && same_words(spelling.text, p->name) &&
                is_full(spelling.text, entity);
    }
    return named && has_name(p->record, e, entity);
}

static void keep_names(Page *p, size_t e, const dln_entity *entity)
{
    for (size_t i = 0; i < entity->spelling_count; i++) {
        dln_spelling spelling = {.size = sizeof spelling};
        if (dln_record_spelling(p->record, e, i, &spelling) == DLN_OK)
            keep_words(&p->spellings, spelling.text);
    }
    for (size_t i = 0; i < entity->role_count; i++) {
        dln_role role = {.size = sizeof role};
        if (dln_record_role(p->record, e, i, &role) == DLN_OK) keep_words(&p->roles, role.text);
    }
}

static void speaker_of_story(Page *p, int64_t story)
{
    for (size_t e = 0; e < dln_record_entity_count(p->record); e++) {
        dln_entity entity = {.size = sizeof entity};
        if (dln_record_entity(p->record, e, &entity) != DLN_OK || !is_named(p, e, &entity))
            continue;
        keep_names(p, e, &entity);
        for (size_t s = 0; s < dln_record_statement_count(p->record); s++) {
            dln_statement statement = {.size = sizeof statement};
            dln_status status = dln_record_statement(p->record, s, &statement);
            if (status == DLN_OK && statement.speaker == e) one_statement(p, story, s, &statement);
        }
    }
    end_story(p);
}

/* ---- an outlet ---- */

static bool is_own(const Page *p, size_t report)
{
    dln_report r = report_of(p->record, report);
    return same_words(outlet_of(&r), p->name);
}

static void one_report(Page *p, int64_t story, size_t report)
{
    Answer *a = p->a;
    char room[DATE_ROOM];
    dln_report r = report_of(p->record, report), source = {0};
    bool replaced = r.replaced_by != DLN_NONE;
    if (r.copy_of != DLN_NONE) source = report_of(p->record, r.copy_of);
    begin_story(p, story);
    if (p->json) {
        put(a, "{\"report\": ");
        put_json(a, r.title);
        field_text(a, "published", r.published);
        field_text(a, "url", r.url);
        if (source.size) field_text(a, "copy_of", voice_of(&source));
        put(a, replaced ? ", \"replaced\": true" : "");
        put(a, "}");
        return;
    }
    put(a, "<li>");
    put_html(a, r.title.n ? r.title : as_text("(no title)"));
    put(a, " <span class=\"what\">");
    put_html(a, date_words(r.published, room));
    if (source.size) {
        put(a, " · copies ");
        put_html(a, voice_of(&source));
    }
    put(a, replaced ? " · a later version replaced it" : "");
    put(a, "</span></li>");
}

/* Where a value stands: in the outlet's own report if it does. */
static bool place_of(const Page *p, size_t f, size_t v, const dln_value *value, dln_evidence *e)
{
    bool found = false;
    for (size_t i = 0; i < value->evidence_count; i++) {
        dln_evidence one = {.size = sizeof one};
        if (dln_record_evidence(p->record, f, v, i, &one) != DLN_OK) continue;
        bool own = is_own(p, one.report);
        if (own || !found) *e = one;
        found = true;
        if (own) break;
    }
    return found;
}

/* One value of a fact: words and who gives them. */
static void one_value(Page *p, size_t f, size_t v, const dln_value *value)
{
    Answer *a = p->a;
    dln_evidence e = {.size = sizeof e};
    if (!place_of(p, f, v, value, &e)) return;
    dln_report r = report_of(p->record, e.report);
    if (p->json) {
        put(a, v ? ", {\"outlet\": " : "{\"outlet\": ");
        put_json(a, voice_of(&r));
        field_text(a, "words", words_of(p->record, e.report, e.span));
        put(a, "}");
        return;
    }
    put(a, v ? " / " : "");
    put_quoted(a, words_of(p->record, e.report, e.span));
    put(a, " <span class=\"what\">");
    put_html(a, voice_of(&r));
    put(a, "</span>");
}

static void one_fact(Page *p, int64_t story, size_t f, const dln_fact *fact)
{
    Answer *a = p->a;
    const char *kind = fact->verdict == DLN_ONLY ? "alone" : "differs";
    begin_story(p, story);
    if (p->json) {
        put(a, "{\"verdict\": ");
        put_json(a, as_text(kind));
        field_text(a, "attribute", fact->attribute);
        put(a, ", \"values\": [");
    } else {
        put(a, fact->verdict == DLN_ONLY ? "<li>" : "<li><span class=\"differ\">");
        put(a, kind);
        put(a, fact->verdict == DLN_ONLY ? ", " : "</span>, ");
        put_html(a, fact->attribute);
        put(a, ": ");
    }
    for (size_t v = 0; v < fact->value_count; v++) {
        dln_value value = {.size = sizeof value};
        if (dln_record_value(p->record, f, v, &value) == DLN_OK) one_value(p, f, v, &value);
    }
    put(a, p->json ? "]}" : "</li>");
}

/* Reports of the outlet among the evidence of a fact, and of others. */
static void sides_of(const Page *p, size_t f, const dln_fact *fact, uint32_t *own, uint32_t *others)
{
    for (size_t v = 0; v < fact->value_count; v++) {
        dln_value value = {.size = sizeof value};
        if (dln_record_value(p->record, f, v, &value) != DLN_OK) continue;
        for (size_t i = 0; i < value.evidence_count; i++) {
            dln_evidence e = {.size = sizeof e};
            if (dln_record_evidence(p->record, f, v, i, &e) != DLN_OK) continue;
            if (is_own(p, e.report))
                ++*own;
            else
                ++*others;
        }
    }
}

static void facts_of_outlet(Page *p, int64_t story, dln_verdict verdict)
{
    uint32_t put_now = 0;
    for (size_t f = 0; f < dln_record_fact_count(p->record) && put_now < LINES; f++) {
        uint32_t own = 0, others = 0;
        dln_fact fact = {.size = sizeof fact};
        if (dln_record_fact(p->record, f, &fact) != DLN_OK || fact.verdict != verdict) continue;
        sides_of(p, f, &fact, &own, &others);
        if (!own || (verdict == DLN_ONLY ? others > 0 : others == 0)) continue;
        one_fact(p, story, f, &fact);
        put_now++;
    }
}

static void outlet_of_story(Page *p, int64_t story)
{
    for (size_t i = 0; i < dln_record_report_count(p->record); i++)
        if (is_own(p, i)) one_report(p, story, i);
    facts_of_outlet(p, story, DLN_CONFLICT);
    if (dln_record_report_count(p->record) > 1) facts_of_outlet(p, story, DLN_ONLY);
    end_story(p);
}

/* ---- the page ---- */

/* `field:"NAME"`; false: no name, or one too long. */
static bool query_of(char *query, size_t room, const char *field, const char *name)
{
    if (!*name || count_signs(name) > NAME_MOST) return false;
    int n = snprintf(query, room, "%s:\"%s\"", field, name);
    for (int i = (int)strlen(field) + 2; i + 1 < n; i++)
        if (query[i] == '"') query[i] = ' ';
    return true;
}

static dln_status all_stories(dln_desk *desk, Page *p, const TouchedList *list, uint32_t from,
                              void (*one)(Page *p, int64_t story))
{
    for (uint32_t i = from; i < list->n && i < from + STORIES; i++) {
        dln_run *run;
        dln_record *record;
        dln_status status = dln_desk_record(desk, list->at[i].story, &run, &record);
        if (status == DLN_ERR_EMPTY) continue; /* joined with another meanwhile */
        if (status != DLN_OK) return status;
        p->record = record;
        one(p, list->at[i].story);
        dln_record_free(record);
        dln_run_free(run);
    }
    return DLN_OK;
}

static void put_counts(Answer *a, const TouchedList *list, bool person)
{
    put(a, "<p class=\"what\">");
    put_number(a, (long long)list->reports);
    put(a, list->reports == 1 ? " report" : " reports");
    put(a, person ? " with this speaker, in " : ", in ");
    put_number(a, list->n);
    put(a, list->n == 1 ? " story" : " stories");
    put(a, "</p>\n");
}

/* The whole answer: head, lists, then what `body` holds. */
static void put_whole(Page *p, Answer *a, const Answer *body, const TouchedList *list,
                      const Request *r, bool person)
{
    Request page = *r;
    bool more = list->n > r->offset + STORIES;
    page.limit = STORIES;
    p->a = a;
    if (p->json) {
        a->type = "application/json";
        put(a, "{\"name\": ");
        put_json(a, p->name);
        field_number(a, "reports", (long long)list->reports);
    } else {
        char title[NAME_BYTES];
        snprintf(title, sizeof title, "%.*s", (int)p->name.n, p->name.p);
        page_begin(a, title, "");
        put(a, "<h2>");
        put_html(a, p->name);
        put(a, "</h2>");
        put_counts(a, list, person);
    }
    if (person) put_list(p, p->json ? "roles" : "Roles", &p->roles);
    if (person) put_list(p, p->json ? "spellings" : "Spellings", &p->spellings);
    if (p->json) put(a, ", \"stories\": [");
    put_bytes(body->body ? body->body : "", body->n, a);
    a->failed |= body->failed;
    if (p->json)
        put(a, more ? "], \"more\": true}\n" : "], \"more\": false}\n");
    else {
        page_links(a, &page, more);
        page_end(a);
    }
}

static void about_name(dln_desk *desk, const Request *r, Answer *a, bool json, bool person)
{
    char query[NAME_BYTES + 20];
    Answer body = {0};
    if (!query_of(query, sizeof query, person ? "by" : "outlet", r->name)) {
        serve_problem(a, 400, "Bad request", "name is missing or longer than 200 signs");
        return;
    }
    TouchedList *list = malloc(sizeof *list);
    Page *p = calloc(1, sizeof *p);
    if (!list || !p) {
        serve_problem(a, 503, "No memory", "the answer could not be made");
    } else {
        *p = (Page){.a = &body, .json = json, .name = as_text(r->name)};
        dln_status status = stories_touched(desk, query, list);
        if (status == DLN_OK)
            status = all_stories(desk, p, list, r->offset,
                                 person ? speaker_of_story : outlet_of_story);
        if (status != DLN_OK && status != DLN_ERR_EMPTY) /* EMPTY: no word is in the name */
            serve_failed(a, desk, status);
        else if (!p->stories)
            serve_problem(a, 404, "Not found",
                          person ? "no report of the desk has a speaker of this name in full"
                                 : "no report of the desk has this name");
        else
            put_whole(p, a, &body, list, r, person);
    }
    answer_free(&body);
    free(list);
    free(p);
}

void serve_person(dln_desk *desk, const Request *r, Answer *a, bool json)
{
    about_name(desk, r, a, json, true);
}

void serve_outlet(dln_desk *desk, const Request *r, Answer *a, bool json)
{
    about_name(desk, r, a, json, false);
}

/* ---- the line of a record's page ---- */

static void put_link(Answer *a, const char *path, dln_text name)
{
    put(a, "<a href=\"");
    put(a, path);
    put_query(a, name);
    put(a, "\">");
    put_html(a, name);
    put(a, "</a>");
}

static void put_names(Answer *a, const char *head, const char *path, const Words *w)
{
    if (!w->n) return;
    put(a, head);
    for (uint32_t i = 0; i < w->n; i++) {
        put(a, i ? ", " : "");
        put_link(a, path, as_text(w->text[i]));
    }
}

void people_of_record(Answer *a, const dln_record *record)
{
    Words *outlets = calloc(2, sizeof *outlets), *speakers = outlets + 1;
    if (!outlets) {
        a->failed = true;
        return;
    }
    for (size_t i = 0; i < dln_record_report_count(record); i++) {
        dln_report r = report_of(record, i);
        keep_words(outlets, outlet_of(&r));
    }
    for (size_t s = 0; s < dln_record_statement_count(record) && speakers->n < SHOWN; s++) {
        dln_statement statement = {.size = sizeof statement};
        dln_entity entity = {.size = sizeof entity};
        if (dln_record_statement(record, s, &statement) != DLN_OK) continue;
        if (dln_record_entity(record, statement.speaker, &entity) != DLN_OK) continue;
        if (has_name(record, statement.speaker, &entity)) keep_words(speakers, entity.name);
    }
    put(a, "\n<nav aria-label=\"desk\"><p><a href=\"/\">The desk</a>");
    put_names(a, " · Outlets: ", "/outlet?name=", outlets);
    put_names(a, " · Speakers: ", "/person?name=", speakers);
    put(a, "</p></nav>\n");
    free(outlets);
}

/* ---- the names of the desk ---- */

typedef struct NameLine {
    Answer *a;
    const char *path;
    uint32_t n;
} NameLine;

static int each_name(dln_text name, uint32_t stories, void *context)
{
    NameLine *l = context;
    put(l->a, l->n++ ? " · " : "");
    put_link(l->a, l->path, name);
    if (stories > 1) {
        put(l->a, " <span class=\"what\">");
        put_number(l->a, stories);
        put(l->a, "</span>");
    }
    return l->a->failed;
}

dln_status names_of_desk(dln_desk *desk, Answer *a, uint32_t most)
{
    static const struct {
        dln_names kind;
        const char *head, *path;
    } lines[] = {{DLN_SPEAKERS, "Speakers", "/person?name="},
                 {DLN_OUTLETS, "Outlets", "/outlet?name="}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        NameLine l = {a, lines[i].path, 0};
        put(a, "<h3>");
        put(a, lines[i].head);
        put(a, "</h3><p>");
        dln_status status = dln_desk_names(desk, lines[i].kind, most, each_name, &l);
        if (status != DLN_OK) return status;
        put(a, l.n ? "</p>\n" : "none yet</p>\n");
    }
    return DLN_OK;
}
