/* listing.c - see listing.h. */
#include "cli/listing.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static void put(Line *line, const char *text)
{
    line->failed |= line->write(text, strlen(text), line->to) != 0;
}

/* `"name": value` of an object, a cell of a row. */
static void begin_member(Line *line, const char *name)
{
    bool json = line->form == FORM_JSON;
    if (line->begun) put(line, json ? ", " : ",");
    if (json) {
        put(line, line->begun ? "\"" : "{\"");
        put(line, name);
        put(line, "\": ");
    }
    line->begun = true;
}

static void line_text(Line *line, const char *name, dln_text text)
{
    begin_member(line, name);
    dln_status status = (line->form == FORM_JSON ? dln_text_json : dln_text_cell)(text, line->write,
                                                                                  line->to);
    line->failed |= status != DLN_OK;
}

static void line_number(Line *line, const char *name, long long value)
{
    char text[32];
    begin_member(line, name);
    snprintf(text, sizeof text, "%lld", value);
    put(line, text);
}

static void line_end(Line *line)
{
    if (line->form == FORM_JSON) put(line, "}");
    line->begun = false;
}

void line_of_story(Line *line, const char *name, const dln_desk_story *s)
{
    char from[16], to[16];
    line_number(line, name, s->id);
    line_text(line, "title", s->title);
    line_text(line, "from", as_text(day_text(s->from, from)));
    line_text(line, "to", as_text(day_text(s->to, to)));
    line_number(line, "reports", s->reports);
    line_number(line, "outlets", s->outlets);
    line_number(line, "conflicts", s->conflicts);
    line_number(line, "refined", s->refined);
    line_number(line, "agree", s->agree);
    line_number(line, "changed", s->changed);
    line_end(line);
}

void line_of_hit(Line *line, const dln_hit *hit)
{
    line_number(line, "report", hit->report);
    line_number(line, "story", hit->story);
    line_text(line, "title", hit->title);
    line_text(line, "outlet", hit->outlet);
    line_text(line, "published", hit->published);
    line_text(line, "url", hit->url);
    line_number(line, "replaced_by", hit->later);
    line_text(line, "snippet", hit->snippet);
    line_end(line);
}

void line_of_failure(Line *line, const char *id, const char *stage, dln_status code,
                     const char *message)
{
    line_text(line, "format", as_text("dateline.error/1"));
    line_text(line, "id", as_text(id));
    line_text(line, "stage", as_text(stage ? stage : ""));
    line_number(line, "code", code);
    line_text(line, "message", as_text(message && *message ? message : dln_status_text(code)));
    line_end(line);
}

bool order_by_name(const char *name, dln_order *order)
{
    static const char *const names[] = {"fresh", "large", "differ"};
    *order = DLN_FRESH;
    for (int i = 0; name && i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *order = (dln_order)i;
            return true;
        }
    return !name || !*name;
}

dln_text as_text(const char *text)
{
    return (dln_text){text, strlen(text)};
}

const char *day_text(int32_t day, char text[16])
{
    text[0] = 0;
    if (day == DLN_NO_DAY) return text;
    time_t at = (time_t)day * 86400;
    struct tm t;
    if (gmtime_r(&at, &t)) strftime(text, 16, "%Y-%m-%d", &t);
    return text;
}

dln_text date_words(dln_text published, char room[DATE_ROOM])
{
    struct tm t = {.tm_mday = 0};
    char text[11] = "";
    if (published.n >= 16 && published.p[10] == 'T') { /* to the minute */
        int n = snprintf(room, DATE_ROOM, "%.10s %.5s", published.p, published.p + 11);
        return n < 0 ? published : (dln_text){room, (size_t)n};
    }
    if (published.n != sizeof text - 1) return published;
    memcpy(text, published.p, published.n);
    if (sscanf(text, "XXXX-%2d-%2d", &t.tm_mon, &t.tm_mday) != 2) return published;
    if (--t.tm_mon < 0 || t.tm_mon > 11) return published;
    size_t n = strftime(room, DATE_ROOM, "%-d %B, year not said", &t);
    return n ? (dln_text){room, n} : published;
}
