/* cmd_desk.c - the desk on the command line: `add`, `stories`, `search`, `export`, `check`,
 * `backup`, and the stories of `show`.
 *
 * In: --desk FILE (else $DATELINE_DESK, else desk.db) and files or words. Out: text for people,
 * JSON lines and CSV for programs. A report counts as kept when it is on disk. */
#include "cli/cli.h"
#include "cli/listing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 20, COUNTED = 1000 /* hits that are counted */ };

typedef struct Opened {
    dln *engine;
    dln_desk *desk;
} Opened;

/* Is a file meant that is not there? */
static bool is_missing(const Settings *settings)
{
    return !strstr(desk_path(settings), "://") && access(desk_path(settings), F_OK) != 0;
}

void say_no_desk(const Settings *settings, const char *message)
{
    if (is_missing(settings))
        say("no desk in %s yet; 'dateline add' makes one", desk_path(settings));
    else
        say("%s", message);
}

static int open_desk(const Settings *settings, bool write, Opened *o)
{
    dln_error err;
    *o = (Opened){NULL, NULL};
    if (engine_open(settings, &o->engine)) return EXIT_NOTHING;
    if (dln_desk_open(o->engine, desk_path(settings), write, &o->desk, &err) == DLN_OK) return 0;
    if (write)
        say("%s", err.message);
    else
        say_no_desk(settings, err.message);
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

typedef struct Listing {
    Output out;
    Form form;
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

static void put_number(Listing *l, const char *format, long long value)
{
    char text[64];
    snprintf(text, sizeof text, format, value);
    put(l, text);
}

/* A line for programs, to be filled and ended by listing.c. */
static Line line_of(Listing *l)
{
    return (Line){.write = output_write, .to = &l->out, .form = l->form};
}

static void end_line(Listing *l)
{
    put(l, l->form == FORM_JSON ? "\n" : "\r\n");
}

static Form form_of(const Settings *settings)
{
    return format_is(settings, "jsonl") ? FORM_JSON
           : format_is(settings, "csv") ? FORM_CSV
                                        : FORM_TEXT;
}

/* ---- stories ---- */

/* "; facts: 2 differ, 7 told alike"; what there is none of is left out. */
static void put_facts(Listing *l, const char **before, const char *format, int64_t n)
{
    if (!n) return;
    put(l, *before);
    put_number(l, format, n);
    *before = ", ";
}

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
    if (s->from != DLN_NO_DAY) put(l, "  ");
    put_number(l, "%lld report", s->reports);
    put(l, s->reports == 1 ? "" : "s");
    put_number(l, " of %lld outlet", s->outlets);
    put(l, s->outlets == 1 ? "" : "s");
    const char *before = "; facts: ";
    put_facts(l, &before, "%lld differ", s->conflicts);
    put_facts(l, &before, "%lld more exact in one", s->refined);
    put_facts(l, &before, "%lld told alike", s->agree);
    put(l, "\n");
}

static int each_story(const dln_desk_story *s, void *context)
{
    Listing *l = context;
    Line line = line_of(l);
    l->n++;
    if (l->form == FORM_TEXT) {
        story_line(l, s);
    } else {
        line_of_story(&line, "story", s);
        end_line(l);
    }
    return l->out.error != 0;
}

int cmd_stories(const Settings *settings)
{
    static const char head[] =
        "story,title,from,to,reports,outlets,conflicts,refined,agree,changed\r\n";
    Opened o;
    Listing l = {.form = form_of(settings)};
    dln_order order;
    if (!order_by_name(settings->order, &order)) {
        say("stories are ordered fresh, large or differ, not '%s'", settings->order);
        return EXIT_USAGE;
    }
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

static void hit_line(Listing *l, const dln_hit *hit)
{
    char room[DATE_ROOM];
    put_number(l, "%6lld  ", (long long)hit->report);
    put_words(l, hit->title.n ? hit->title : as_text("(no title)"));
    put(l, "\n        ");
    if (hit->outlet.n) {
        put_words(l, hit->outlet);
        put(l, ", ");
    }
    put_words(l, hit->published.n ? date_words(hit->published, room) : as_text("no date"));
    put_number(l, "  story %lld", (long long)hit->story);
    if (hit->later) put_number(l, ", replaced by report %lld", (long long)hit->later);
    put(l, "\n        ");
    put_snippet(l, hit->snippet);
    put(l, "\n");
}

static int each_hit(const dln_hit *hit, void *context)
{
    Listing *l = context;
    Line line = line_of(l);
    l->n++;
    if (l->form == FORM_TEXT) {
        hit_line(l, hit);
    } else {
        line_of_hit(&line, hit);
        end_line(l);
    }
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
    const char *message = dln_desk_message(o->desk); /* or a hint */
    if (*message && (status != DLN_OK || !settings->quiet)) say("%s", message);
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
    if (output_fits(settings, format)) return EXIT_USAGE;
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
    bool repair = settings->repair && !is_missing(settings); /* it makes no desk */
    if (open_desk(settings, repair, &o)) return EXIT_NOTHING;
    dln_status status = repair ? dln_desk_repair(o.desk, output_write, &out, &faults)
                               : dln_desk_check(o.desk, output_write, &out, &faults);
    dln_desk_counts counts = {.size = sizeof counts};
    if (status == DLN_OK) status = dln_desk_count(o.desk, &counts);
    if (status != DLN_OK)
        say("%s", dln_desk_message(o.desk));
    else
        printf("%lld report%s, %lld stor%s, %u fault%s\n", (long long)counts.reports,
               counts.reports == 1 ? "" : "s", (long long)counts.stories,
               counts.stories == 1 ? "y" : "ies", faults, faults == 1 ? "" : "s");
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
