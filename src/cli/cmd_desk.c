/* cmd_desk.c - the desk on the command line: `add`, `stories`, `search`, `export`, `check`,
 * `backup`, and the stories of `show`.
 *
 * In: --desk FILE (else $DATELINE_DESK, else desk.db) and files or words. Out: text for people,
 * JSON lines and CSV for programs. A report counts as kept when it is on disk. */
#include "cli/cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAGE = 20, COUNTED = 1000 /* hits that are counted */ };

const char *desk_path(const Settings *settings)
{
    const char *named = getenv("DATELINE_DESK");
    if (settings->desk) return settings->desk;
    return named && *named ? named : "desk.db";
}

typedef struct Opened {
    dln *engine;
    dln_desk *desk;
} Opened;

static int open_desk(const Settings *settings, bool write, Opened *o)
{
    dln_error err;
    *o = (Opened){NULL, NULL};
    if (engine_open(settings, &o->engine)) return EXIT_NOTHING;
    if (dln_desk_open(o->engine, desk_path(settings), write, &o->desk, &err) == DLN_OK) return 0;
    say("%s", err.message);
    dln_close(o->engine);
    return EXIT_NOTHING;
}

static int close_desk(Opened *o, int code)
{
    if (dln_desk_close(o->desk) != DLN_OK && code == EXIT_DONE) {
        say("the desk could not be closed whole; nothing that was kept is lost");
        code = EXIT_SOME_FAILED;
    }
    dln_close(o->engine);
    return code;
}

static uint32_t limit_of(const Settings *settings)
{
    return settings->all ? 1000000 : settings->limit ? settings->limit : PAGE;
}

static bool format_is(const Settings *settings, const char *name)
{
    return settings->format && strcmp(settings->format, name) == 0;
}

/* ---- add ---- */

typedef struct Sum {
    unsigned long kept, known, versions, failed;
} Sum;

static void add_one(const Settings *settings, Opened *o, const char *path, Sum *sum)
{
    dln_added added = {.size = sizeof added};
    dln_status status = dln_desk_add_file(o->desk, path, (int64_t)time(NULL), &added);
    sum->kept += added.kept;
    sum->known += added.known;
    sum->versions += added.versions;
    sum->failed += added.failed + (status != DLN_OK && !added.failed);
    if (status == DLN_OK && !added.failed) return;
    progress_end(settings);
    say("%s: %s", path, dln_desk_message(o->desk));
}

int cmd_add(const Settings *settings)
{
    Opened o;
    Sum sum = {0};
    if (settings->n_files == 0) {
        say("add needs reports: dateline add FILE|DIR|-...");
        return EXIT_USAGE;
    }
    if (open_desk(settings, true, &o)) return EXIT_NOTHING;
    for (int i = 0; i < settings->n_files; i++) {
        progress(settings, "adding", (unsigned long)i + 1, (unsigned long)settings->n_files);
        add_one(settings, &o, settings->file[i], &sum);
    }
    progress_end(settings);
    int code = sum.failed ? EXIT_SOME_FAILED : EXIT_DONE;
    if (dln_desk_settle(o.desk, (int64_t)time(NULL)) != DLN_OK) {
        say("stories could not be joined: %s", dln_desk_message(o.desk));
        code = EXIT_SOME_FAILED;
    }
    if (!sum.kept && !sum.known) code = EXIT_NOTHING;
    printf("%lu report%s kept", sum.kept, sum.kept == 1 ? "" : "s");
    if (sum.versions) printf(" (%lu a later version)", sum.versions);
    if (sum.known) printf(", %lu known", sum.known);
    if (sum.failed) printf(", %lu failed", sum.failed);
    putchar('\n');
    return close_desk(&o, code);
}

/* ---- output: text, JSON lines, CSV ---- */

typedef enum Form { FORM_TEXT, FORM_JSONL, FORM_CSV } Form;

typedef struct Listing {
    Output out;
    Form form;
    bool first;
    unsigned long n;
} Listing;

static void put(Listing *l, const char *text)
{
    output_write(text, strlen(text), &l->out);
}

static void put_words(Listing *l, dln_text text)
{
    dln_text_write(text, output_write, &l->out);
}

static void put_json(Listing *l, dln_text text)
{
    char code[8];
    put(l, "\"");
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\' || c < 0x20) {
            snprintf(code, sizeof code, c < 0x20 ? "\\u%04x" : "\\%c", c);
            put(l, code);
        } else
            output_write(text.p + i, 1, &l->out);
    }
    put(l, "\"");
}

/* A cell that begins as a formula does is made harmless by a quotation mark in front. */
static void put_cell(Listing *l, dln_text text)
{
    put(l, text.n && strchr("=+-@\t\r", text.p[0]) ? "\"'" : "\"");
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') put(l, "\"");
        output_write(text.p + i, 1, &l->out);
    }
    put(l, "\"");
}

static void put_number(Listing *l, const char *format, long long value)
{
    char text[64];
    snprintf(text, sizeof text, format, value);
    put(l, text);
}

/* One member of a line: `"name": "text"` in JSON, a cell in CSV. */
static void member_text(Listing *l, const char *name, dln_text text)
{
    if (l->form == FORM_JSONL) {
        put(l, l->first ? "{\"" : ", \"");
        put(l, name);
        put(l, "\": ");
        put_json(l, text);
    } else {
        if (!l->first) put(l, ",");
        put_cell(l, text);
    }
    l->first = false;
}

static void member_number(Listing *l, const char *name, long long value)
{
    if (l->form == FORM_JSONL) {
        put(l, l->first ? "{\"" : ", \"");
        put(l, name);
        put_number(l, "\": %lld", value);
    } else
        put_number(l, l->first ? "%lld" : ",%lld", value);
    l->first = false;
}

static void begin_line(Listing *l)
{
    l->first = true;
    l->n++;
}

static void end_line(Listing *l)
{
    put(l, l->form == FORM_JSONL ? "}\n" : "\r\n");
}

/* Days since 1970 as "2024-05-13" (Hinnant's days_from_civil, backwards); "" unknown. */
static const char *day_text(int32_t day, char text[16])
{
    text[0] = 0;
    if (day == DLN_NO_DAY) return text;
    time_t at = (time_t)day * 86400;
    struct tm t;
    if (gmtime_r(&at, &t)) strftime(text, 16, "%Y-%m-%d", &t);
    return text;
}

static dln_text as_text(const char *text)
{
    return (dln_text){text, strlen(text)};
}

static Form form_of(const Settings *settings)
{
    return format_is(settings, "jsonl") ? FORM_JSONL
           : format_is(settings, "csv") ? FORM_CSV
                                        : FORM_TEXT;
}

/* ---- stories ---- */

static void story_line(Listing *l, const dln_desk_story *s)
{
    char day[16];
    put_number(l, "%6lld  ", (long long)s->id);
    put_words(l, s->title.n ? s->title : as_text("(no title)"));
    put(l, "\n        ");
    put(l, day_text(s->from, day));
    if (s->to != s->from) {
        put(l, "..");
        put(l, day_text(s->to, day));
    }
    put_number(l, "  %lld report", s->reports);
    put(l, s->reports == 1 ? "" : "s");
    put_number(l, " of %lld outlet", s->outlets);
    put(l, s->outlets == 1 ? "" : "s");
    if (s->conflicts) put_number(l, ", %lld differ", s->conflicts);
    if (s->refined) put_number(l, ", %lld more exact", s->refined);
    if (s->agree) put_number(l, ", %lld agree", s->agree);
    put(l, "\n");
}

static int each_story(const dln_desk_story *s, void *context)
{
    Listing *l = context;
    char from[16], to[16];
    begin_line(l);
    if (l->form == FORM_TEXT) {
        story_line(l, s);
        return l->out.error != 0;
    }
    member_number(l, "story", s->id);
    member_text(l, "title", s->title);
    member_text(l, "from", as_text(day_text(s->from, from)));
    member_text(l, "to", as_text(day_text(s->to, to)));
    member_number(l, "reports", s->reports);
    member_number(l, "outlets", s->outlets);
    member_number(l, "conflicts", s->conflicts);
    member_number(l, "refined", s->refined);
    member_number(l, "agree", s->agree);
    member_number(l, "changed", s->changed);
    end_line(l);
    return l->out.error != 0;
}

static bool order_of(const char *name, dln_order *order)
{
    static const char *const names[] = {"fresh", "large", "differ"};
    *order = DLN_FRESH;
    if (!name) return true;
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *order = (dln_order)i;
            return true;
        }
    say("stories are ordered fresh, large or differ, not '%s'", name);
    return false;
}

int cmd_stories(const Settings *settings)
{
    static const char head[] =
        "story,title,from,to,reports,outlets,conflicts,refined,agree,changed\r\n";
    Opened o;
    Listing l = {.form = form_of(settings)};
    dln_order order;
    if (!order_of(settings->order, &order)) return EXIT_USAGE;
    if (open_desk(settings, false, &o)) return EXIT_NOTHING;
    int code = output_open(settings, &l.out);
    if (code) return close_desk(&o, code);
    if (l.form == FORM_CSV) put(&l, head);
    dln_status status = dln_desk_stories(o.desk, order, 0, limit_of(settings), each_story, &l);
    if (status != DLN_OK) say("%s", dln_desk_message(o.desk));
    if (status == DLN_OK && !l.n && l.form == FORM_TEXT) put(&l, "no story yet\n");
    code = output_close(&l.out);
    return close_desk(&o, status == DLN_OK ? code : EXIT_NOTHING);
}

/* ---- search ---- */

/* What was found stands between \x02 and \x03: «so» in text, dropped elsewhere. */
static void put_snippet(Listing *l, dln_text text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != 2 && text.p[i] != 3) continue;
        put_words(l, (dln_text){text.p + from, i - from});
        if (i < text.n) put(l, text.p[i] == 2 ? "«" : "»");
        from = i + 1;
    }
}

static char *plain_snippet(dln_text text, size_t *n)
{
    char *plain = malloc(text.n + 1);
    *n = 0;
    for (size_t i = 0; plain && i < text.n; i++)
        if (text.p[i] != 2 && text.p[i] != 3) plain[(*n)++] = text.p[i];
    return plain;
}

static void hit_line(Listing *l, const dln_hit *hit)
{
    put_number(l, "%6lld  ", (long long)hit->report);
    put_words(l, hit->title.n ? hit->title : as_text("(no title)"));
    put(l, "\n        ");
    if (hit->outlet.n) {
        put_words(l, hit->outlet);
        put(l, ", ");
    }
    put_words(l, hit->published.n ? hit->published : as_text("no date"));
    put_number(l, "  story %lld", (long long)hit->story);
    if (hit->later) put_number(l, ", replaced by report %lld", (long long)hit->later);
    put(l, "\n        ");
    put_snippet(l, hit->snippet);
    put(l, "\n");
}

static int each_hit(const dln_hit *hit, void *context)
{
    Listing *l = context;
    begin_line(l);
    if (l->form == FORM_TEXT) {
        hit_line(l, hit);
        return l->out.error != 0;
    }
    size_t n;
    char *plain = plain_snippet(hit->snippet, &n);
    if (!plain) return 1;
    member_number(l, "report", hit->report);
    member_number(l, "story", hit->story);
    member_text(l, "title", hit->title);
    member_text(l, "outlet", hit->outlet);
    member_text(l, "published", hit->published);
    member_text(l, "url", hit->url);
    member_number(l, "replaced_by", hit->later);
    member_text(l, "snippet", (dln_text){plain, n});
    end_line(l);
    free(plain);
    return l->out.error != 0;
}

/* The words of the command line as one query; malloc'd. A word with a blank in it is a phrase. */
static char *query_of(const Settings *settings)
{
    size_t n = 1;
    for (int i = 0; i < settings->n_files; i++)
        n += strlen(settings->file[i]) + 3;
    char *query = malloc(n);
    if (!query) return NULL;
    query[0] = 0;
    for (int i = 0; i < settings->n_files; i++) {
        const char *word = settings->file[i];
        bool phrase = settings->n_files > 1 && strchr(word, ' ') && !strpbrk(word, "\":");
        strcat(query, i ? " " : "");
        strcat(query, phrase ? "\"" : "");
        strcat(query, word);
        strcat(query, phrase ? "\"" : "");
    }
    return query;
}

static int search(const Settings *settings, Opened *o, const char *query)
{
    Listing l = {.form = form_of(settings)};
    uint64_t total = 0;
    if (output_open(settings, &l.out)) return EXIT_NOTHING;
    if (l.form == FORM_CSV)
        put(&l, "report,story,title,outlet,published,url,replaced_by,snippet\r\n");
    dln_status status = dln_desk_search(o->desk, query, 0, limit_of(settings), each_hit, &l,
                                        &total);
    if (status != DLN_OK) say("%s", dln_desk_message(o->desk));
    if (status == DLN_OK && l.form == FORM_TEXT && total != l.n)
        put_number(&l,
                   total > COUNTED ? "of more than %lld reports; --limit N or --all shows more\n"
                                   : "of %lld reports; --limit N or --all shows more\n",
                   total > COUNTED ? COUNTED : (long long)total);
    int code = output_close(&l.out);
    if (status == DLN_ERR_USAGE || status == DLN_ERR_EMPTY) return EXIT_USAGE;
    if (status != DLN_OK) return EXIT_NOTHING;
    if (!total && !code) {
        if (!settings->quiet) say("nothing found");
        return EXIT_SOME_FAILED;
    }
    return code;
}

int cmd_search(const Settings *settings)
{
    Opened o;
    if (settings->n_files == 0) {
        say("search needs words: dateline search WORD...");
        return EXIT_USAGE;
    }
    char *query = query_of(settings);
    if (!query || open_desk(settings, false, &o)) {
        free(query);
        return EXIT_NOTHING;
    }
    int code = search(settings, &o, query);
    free(query);
    return close_desk(&o, code);
}

/* ---- show a story, export ---- */

static dln_status write_story(const Settings *settings, dln_desk *desk, int64_t story,
                              dln_format format, dln_write_options *options, Output *out)
{
    dln_run *run;
    dln_record *record;
    (void)settings;
    dln_status status = dln_desk_record(desk, story, &run, &record);
    if (status != DLN_OK) {
        say("story %lld: %s", (long long)story, dln_desk_message(desk));
        return status;
    }
    status = dln_record_write(record, format, options, output_write, out);
    dln_counts counts;
    if (dln_record_counts(record, &counts) == DLN_OK) {
        options->before.reports += counts.reports;
        options->before.entities += counts.entities;
        options->before.times += counts.times;
        options->before.statements += counts.statements;
        options->before.events += counts.events;
        options->before.facts += counts.facts;
    }
    dln_record_free(record);
    dln_run_free(run);
    return status;
}

bool is_story_number(const char *word)
{
    return *word && strspn(word, "0123456789") == strlen(word) && strlen(word) < 18;
}

int show_stories(const Settings *settings)
{
    Opened o;
    Output out;
    dln_format format;
    dln_write_options options = write_options(settings);
    if (dln_format_by_name(settings->format ? settings->format : "text", &format) != DLN_OK) {
        say("no format '%s'", settings->format);
        return EXIT_USAGE;
    }
    if (open_desk(settings, false, &o)) return EXIT_NOTHING;
    if (output_open(settings, &out)) return close_desk(&o, EXIT_NOTHING);
    int failed = 0;
    for (int i = 0; i < settings->n_files; i++)
        failed += write_story(settings, o.desk, strtoll(settings->file[i], NULL, 10), format,
                              &options, &out) != DLN_OK;
    int code = output_close(&out);
    return close_desk(&o, code                         ? code
                          : !failed                    ? EXIT_DONE
                          : failed < settings->n_files ? EXIT_SOME_FAILED
                                                       : EXIT_NOTHING);
}

typedef struct Ids {
    int64_t *at;
    size_t n, room;
} Ids;

static int note_id(const dln_desk_story *story, void *context)
{
    Ids *ids = context;
    if (ids->n == ids->room) {
        size_t room = ids->room ? 2 * ids->room : 256;
        int64_t *more = realloc(ids->at, room * sizeof *more);
        if (!more) return 1;
        ids->at = more;
        ids->room = room;
    }
    ids->at[ids->n++] = story->id;
    return 0;
}

/* Every story of the desk in one stream: JSON lines, or one table. */
int cmd_export(const Settings *settings)
{
    Opened o;
    Output out;
    Ids ids = {NULL, 0, 0};
    dln_format format;
    dln_write_options options = write_options(settings);
    if (dln_format_by_name(settings->format ? settings->format : "jsonl", &format) != DLN_OK)
        return EXIT_USAGE;
    if (open_desk(settings, false, &o)) return EXIT_NOTHING;
    if (output_open(settings, &out)) return close_desk(&o, EXIT_NOTHING);
    dln_status status = dln_desk_stories(o.desk, DLN_FRESH, 0, 100000000, note_id, &ids);
    size_t failed = 0;
    for (size_t i = 0; status == DLN_OK && i < ids.n && !out.error; i++) {
        progress(settings, "story", (unsigned long)i + 1, (unsigned long)ids.n);
        failed += write_story(settings, o.desk, ids.at[i], format, &options, &out) != DLN_OK;
    }
    progress_end(settings);
    free(ids.at);
    if (status != DLN_OK) say("%s", dln_desk_message(o.desk));
    int code = output_close(&out);
    if (status != DLN_OK) code = EXIT_NOTHING;
    return close_desk(&o, code ? code : failed ? EXIT_SOME_FAILED : EXIT_DONE);
}

/* ---- care ---- */

int cmd_check(const Settings *settings)
{
    Opened o;
    Output out = {.fd = 1, .path = "standard output"};
    uint32_t faults = 0;
    if (open_desk(settings, false, &o)) return EXIT_NOTHING;
    dln_status status = dln_desk_check(o.desk, output_write, &out, &faults);
    dln_desk_counts counts = {.size = sizeof counts};
    if (status == DLN_OK) status = dln_desk_count(o.desk, &counts);
    if (status != DLN_OK)
        say("%s", dln_desk_message(o.desk));
    else
        printf("%lld reports, %lld stories, %u faults\n", (long long)counts.reports,
               (long long)counts.stories, faults);
    return close_desk(&o, status != DLN_OK ? EXIT_NOTHING : faults ? EXIT_SOME_FAILED : EXIT_DONE);
}

int cmd_backup(const Settings *settings)
{
    Opened o;
    if (settings->n_files != 1) {
        say("backup needs one file that is not there yet: dateline backup FILE");
        return EXIT_USAGE;
    }
    if (open_desk(settings, false, &o)) return EXIT_NOTHING;
    dln_status status = dln_desk_backup(o.desk, settings->file[0]);
    if (status != DLN_OK) say("%s", dln_desk_message(o.desk));
    return close_desk(&o, status == DLN_OK ? EXIT_DONE : EXIT_NOTHING);
}
