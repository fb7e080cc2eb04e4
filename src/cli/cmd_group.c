/* cmd_group.c - `dateline group FILE|DIR|-...`: a pile or stream of reports into stories.
 *
 * Three ways through: JSONL one line a report as it arrives (memory does not grow with the stream,
 * apart from 20 bytes a report); text at the end, by story, copies folded under their source;
 * --records: the main job on every story with two voices or more.
 * --batch looks at the whole pile at once. */
#include "cli/cli.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One report as the text output remembers it. */
typedef struct Line {
    dln_grouped put;
    char *title, *label;
    char day[11];
    bool titled;
} Line; /* titled: title is a title, not the first words of the text */

typedef struct Job {
    const Settings *settings;
    dln *engine;
    dln_group *group;
    Output out;
    char piece[1 << 16];
    size_t fill;  /* what waits to be written */
    bool stopped; /* the output takes no more */
    bool lines;   /* JSONL as reports arrive */
    dln_status status;
    size_t cut;   /* reports that a limit cut short */
    size_t width; /* columns of text */
    size_t taken; /* reports */
    Line *rows;
    size_t n_rows, room;
} Job;

/* Harmless words of a report, growing. */
typedef struct Words {
    char *p;
    size_t n, room;
} Words;

static int add_words(const void *bytes, size_t n, void *context)
{
    Words *words = context;
    if (words->n + n + 1 > words->room) {
        size_t room = (words->n + n + 1) * 2;
        char *more = realloc(words->p, room);
        if (!more) return 1;
        words->p = more, words->room = room;
    }
    memcpy(words->p + words->n, bytes, n);
    words->p[words->n += n] = 0;
    return 0;
}

/* A copy that stays on its line and does nothing to a terminal. */
static char *copy_text(dln_text text)
{
    Words words = {0};
    if (add_words("", 0, &words) || dln_text_write(text, add_words, &words) != DLN_OK) {
        free(words.p);
        return NULL;
    }
    return words.p;
}

/* ---- output ---- */

static void flush(Job *job)
{
    if (!job->stopped && job->fill && output_write(job->piece, job->fill, &job->out))
        job->stopped = true;
    job->fill = 0;
}

/* dln_write_fn into the job's buffer. */
static int put_bytes(const void *bytes, size_t n, void *context)
{
    Job *job = context;
    if (n > sizeof job->piece - job->fill) flush(job);
    if (n > sizeof job->piece)
        return job->stopped || output_write(bytes, n, &job->out) ? (job->stopped = true) : 0;
    memcpy(job->piece + job->fill, bytes, n);
    job->fill += n;
    return job->stopped;
}

static void put_text(Job *job, const char *text)
{
    put_bytes(text, strlen(text), job);
}

static void put(Job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(Job *job, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(job, text);
}

/* ---- what is remembered ---- */

/* The last part of a path. */
static dln_text file_name(dln_text path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/') return (dln_text){path.p + i + 1, path.n - i - 1};
    return path;
}

enum { FIRST_WORDS = 72 };

/* The title, or the first words of the text. */
static char *title_of(const dln_record *record, size_t index, const dln_report *about)
{
    size_t n, from = 0, to;
    const char *text = dln_record_text(record, index, &n);
    if (about->title.n || !text) return copy_text(about->title);
    while (from < n && (unsigned char)text[from] <= ' ')
        from++;
    for (to = from; to < n && to - from < FIRST_WORDS && text[to] != '\n';)
        to++;
    if (to < n && text[to] != '\n')
        while (to > from && text[to] != ' ')
            to--; /* never inside a word or a character */
    return copy_text((dln_text){text + from, to - from});
}

/* "Danube Herald (4.html)": who prints it and which file it is, of an archive or feed the entry;
 * the agency it credits is neither. */
static char *label_of(const dln_report *about)
{
    dln_text file = file_name(about->member.n ? about->member : about->source),
             outlet = about->outlet;
    size_t room = file.n + outlet.n + 4;
    char *label = malloc(room);
    if (label && outlet.n)
        snprintf(label, room, "%.*s (%.*s)", (int)outlet.n, outlet.p, (int)file.n, file.p);
    else if (label)
        snprintf(label, room, "%.*s", (int)file.n, file.p);
    if (!label) return NULL;
    char *safe = copy_text((dln_text){label, strlen(label)}); /* it goes to the terminal */
    free(label);
    return safe;
}

static bool keep_row(Job *job, const dln_grouped *put, const dln_record *record, size_t index,
                     const dln_report *about)
{
    if (job->n_rows == job->room) {
        size_t room = job->room ? job->room * 2 : 256;
        Line *more = realloc(job->rows, room * sizeof *more);
        if (!more) return false;
        job->rows = more, job->room = room;
    }
    Line *row = &job->rows[job->n_rows];
    *row = (Line){.put = *put,
                  .title = title_of(record, index, about),
                  .label = label_of(about),
                  .titled = about->title.n > 0};
    row->put.shared = NULL;
    bool known = about->published.n >= 10 && !memchr(about->published.p, 'X', about->published.n);
    snprintf(row->day, sizeof row->day, "%.10s", known ? about->published.p : "");
    job->n_rows++;
    return row->title && row->label;
}

static void follow_merge(Job *job, const dln_grouped *put)
{
    for (size_t i = 0; put->merged != DLN_NO_REPORT && i < job->n_rows; i++) {
        if (job->rows[i].put.story == put->merged) job->rows[i].put.story = put->story;
    }
}

static int take_report(Job *job, const dln_grouped *put, const dln_record *record, size_t index)
{
    dln_report about = {.size = sizeof about};
    job->taken++;
    job->status = dln_record_report(record, index, &about);
    if (job->status == DLN_OK && job->lines)
        job->status = dln_grouped_write(record, index, put, put_bytes, job);
    if (job->status == DLN_OK && !job->lines) {
        follow_merge(job, put);
        if (!keep_row(job, put, record, index, &about)) job->status = DLN_ERR_NOMEM;
    }
    return job->status != DLN_OK || job->stopped;
}

static int each_arrival(const dln_record *record, size_t report, void *context)
{
    Job *job = context;
    dln_grouped put;
    (void)report; /* a state may have counted others before */
    job->cut += say_cut(job->settings, record);
    job->status = dln_group_add(job->group, record, 0, &put);
    return job->status == DLN_OK ? take_report(job, &put, record, 0) : 1;
}

/* ---- text ---- */

/* Rows by story, then by arrival: counted into place, for a story is the number of a row. NULL: no
 * memory. */
static size_t *sort_rows(const Job *job)
{
    size_t *order = malloc((job->n_rows + 1) * sizeof *order),
           *at = calloc(job->n_rows + 1, sizeof *at);
    for (size_t i = 0; order && at && i < job->n_rows; i++)
        at[job->rows[i].put.story + 1]++;
    for (size_t s = 0; order && at && s < job->n_rows; s++)
        at[s + 1] += at[s];
    for (size_t i = 0; order && at && i < job->n_rows; i++)
        order[at[job->rows[i].put.story]++] = i;
    if (!at) {
        free(order);
        order = NULL;
    }
    free(at);
    return order;
}

static size_t root_of(const Job *job, size_t i)
{
    while (job->rows[i].put.is_copy && job->rows[i].put.source < job->n_rows)
        i = job->rows[i].put.source;
    return i;
}

static size_t copies_of(const Job *job, const size_t *rows, size_t n, size_t root)
{
    size_t copies = 0;
    for (size_t k = 0; k < n; k++)
        copies += rows[k] != root && root_of(job, rows[k]) == root;
    return copies;
}

/* A voice of the story: the first of its rows that stands for a family of copies. */
static bool is_voice(const Job *job, const size_t *rows, size_t k)
{
    size_t root = root_of(job, rows[k]);
    if (root == rows[k]) return true;
    for (size_t j = 0; j < k; j++)
        if (root_of(job, rows[j]) == root || rows[j] == root) return false;
    return job->rows[root].put.story !=
           job->rows[rows[k]].put.story; /* its source is in another story */
}

/* Bytes of the text's whole characters, `most` at the most. */
static int whole_bytes(const char *text, int most)
{
    int n = (int)strnlen(text, (size_t)most + 1);
    if (n <= most) return n;
    for (n = most; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
        n--;
    return n;
}

/* A title within `columns`: cut behind a word, with dots, where it does not fit and not all is
 * asked for. */
static void put_title(Job *job, const char *title, size_t columns)
{
    size_t points = 0, last = 0, n = 0, whole = 0; /* whole: one character less than fits */
    if (job->settings->all || points_of(title, strlen(title)) <= columns) {
        put_text(job, title);
        return;
    }
    for (; title[n] && points < columns; n++) {
        if (title[n] == ' ') last = n;
        if (((unsigned char)title[n] & 0xC0) != 0x80) whole = n;
        points += ((unsigned char)title[n + 1] & 0xC0) != 0x80;
    }
    put_bytes(title, last ? last : whole, job);
    put_text(job, "\xE2\x80\xA6");
}

static void write_voice(Job *job, const size_t *rows, size_t n, size_t k)
{
    const Line *row = &job->rows[rows[k]];
    size_t copies = copies_of(job, rows, n, root_of(job, rows[k]));
    char label[64];
    if (copies)
        snprintf(label, sizeof label, "%.*s +%zu", whole_bytes(row->label, 40), row->label, copies);
    else
        snprintf(label, sizeof label, "%.*s", whole_bytes(row->label, 48), row->label);
    enum { LABEL = 32, BEFORE = 16, LEAST = 24 }; /* columns: of the label, beside it, of a title */
    size_t wide = points_of(label, strlen(label)), pad = wide < LABEL ? LABEL - wide : 0;
    put(job, "  %-10s  %s%*s  ", row->day, label, (int)pad, "");
    size_t used = wide + pad + BEFORE;
    put_title(job, row->title, job->width > used + LEAST ? job->width - used : LEAST);
    put_text(job, "\n");
}

static size_t count_voices(const Job *job, const size_t *rows, size_t n)
{
    size_t voices = 0;
    for (size_t k = 0; k < n; k++)
        voices += is_voice(job, rows, k);
    return voices;
}

static void write_told(Job *job, const size_t *rows, size_t n)
{
    const char *from = "", *to = "";
    for (size_t k = 0; k < n; k++) {
        const char *day = job->rows[rows[k]].day;
        if (*day && (!*from || strcmp(day, from) < 0)) from = day;
        if (*day && strcmp(day, to) > 0) to = day;
    }
    size_t head = 0;
    for (size_t k = n; k-- > 0;)
        if (job->rows[rows[k]].titled) head = k;
    put_text(job, job->rows[rows[head]].title);
    put(job, "\n%zu report%s, %zu voice%s", n, n == 1 ? "" : "s", count_voices(job, rows, n),
        count_voices(job, rows, n) == 1 ? "" : "s");
    if (*from)
        put(job, ", %s%s%s", from, strcmp(from, to) ? " to " : "", strcmp(from, to) ? to : "");
    put_text(job, "\n");
    for (size_t k = 0; k < n; k++)
        if (is_voice(job, rows, k)) write_voice(job, rows, n, k);
    put_text(job, "\n");
}

typedef int (*StoryFn)(void *context, const size_t *rows, size_t n);

/* Calls `each` for every story, in the order of their first reports. */
static int walk_stories(Job *job, StoryFn each, void *context)
{
    size_t *order = sort_rows(job);
    if (!order) {
        say("out of memory");
        return EXIT_NOTHING;
    }
    int code = 0;
    for (size_t i = 0, n; i < job->n_rows && code == 0; i += n) {
        for (n = 1; i + n < job->n_rows &&
                    job->rows[order[i + n]].put.story == job->rows[order[i]].put.story;)
            n++;
        code = each(context, order + i, n);
    }
    free(order);
    return code;
}

typedef struct Summary {
    Job *job;
    size_t stories, alone;
} Summary;

static int text_story(void *context, const size_t *rows, size_t n)
{
    Summary *sum = context;
    if (n > 1 || sum->job->settings->all) write_told(sum->job, rows, n);
    if (n > 1)
        sum->stories++;
    else
        sum->alone++;
    return 0;
}

static int write_text(Job *job)
{
    Summary sum = {.job = job};
    if (job->n_rows == 0) {
        say("no report could be read");
        return EXIT_NOTHING;
    }
    int code = walk_stories(job, text_story, &sum);
    put(job, "%zu report%s: %zu stor%s told more than once, %zu report%s alone\n", job->n_rows,
        job->n_rows == 1 ? "" : "s", sum.stories, sum.stories == 1 ? "y" : "ies", sum.alone,
        sum.alone == 1 ? " stands" : "s stand");
    return code;
}

/* ---- records ---- */

typedef struct Records {
    Job *job;
    dln_run *run;
    dln_format format;
    dln_write_options options;
    size_t done;
} Records;

static int record_story(void *context, const size_t *rows, size_t n)
{
    Records *r = context;
    dln_record *record;
    progress(r->job->settings, "story of report", rows[0] + 1, r->job->n_rows);
    if (count_voices(r->job, rows, n) < 2) return 0;
    dln_status status = dln_run_story_of(r->run, rows, n, &record);
    if (status != DLN_OK) {
        say("story of report %zu: %s", rows[0], dln_status_text(status));
        return 0;
    }
    r->job->cut += say_cut(r->job->settings, record);
    if (r->done++ && r->format == DLN_FORMAT_TEXT) put_text(r->job, "\n\n");
    status = dln_record_write(record, r->format, &r->options, put_bytes, r->job);
    dln_record_free(record);
    return status == DLN_OK ? 0 : EXIT_NOTHING;
}

static int write_records(Job *job, dln_run *run)
{
    Records records = {.job = job, .run = run, .options = write_options(job->settings)};
    if (dln_format_by_name(job->settings->format ? job->settings->format : "text",
                           &records.format) != DLN_OK)
        return EXIT_USAGE;
    int code = walk_stories(job, record_story, &records);
    progress_end(job->settings);
    return code;
}

/* ---- the ways through ---- */

static dln_status group_kept(Job *job, const dln_record *record, size_t n)
{
    dln_grouped *put = calloc(n, sizeof *put);
    job->status = put ? DLN_OK : DLN_ERR_NOMEM;
    if (put && job->settings->batch) job->status = dln_group_all(job->engine, record, put);
    for (size_t i = 0; i < n && job->status == DLN_OK; i++) {
        if (!job->settings->batch) job->status = dln_group_add(job->group, record, i, &put[i]);
        if (job->status == DLN_OK) take_report(job, &put[i], record, i);
    }
    free(put);
    return job->status;
}

/* --batch and --records: the reports are kept. */
static int run_kept(Job *job, dln_run *run)
{
    dln_record *record;
    if (dln_run_report_count(run) == 0) {
        say("no report could be read");
        return EXIT_NOTHING;
    }
    dln_status status = dln_run_reports(run, &record);
    if (status == DLN_OK) {
        job->cut += say_cut(job->settings, record);
        status = group_kept(job, record, dln_run_report_count(run));
        dln_record_free(record);
    }
    if (status != DLN_OK) {
        say("group: %s", dln_status_text(status));
        return EXIT_NOTHING;
    }
    return job->settings->records ? write_records(job, run) : 0;
}

static int run_stream(Job *job, dln_run *run, size_t *failed)
{
    dln_status status = job->status == DLN_OK && !job->stopped ? dln_run_flush(run) : job->status;
    size_t said = *failed;
    *failed = say_errors(job->settings, run, said);
    if (job->status != DLN_OK) status = job->status;
    if (status == DLN_OK || job->stopped || *failed > said) return 0;
    say("group: %s", dln_status_text(status));
    return EXIT_NOTHING;
}

static int run_job(Job *job, size_t *failed)
{
    dln_run *run;
    bool kept = job->settings->batch || job->settings->records;
    if (dln_run_new(job->engine, &run) != DLN_OK) {
        say("out of memory");
        return EXIT_NOTHING;
    }
    if (!kept) dln_run_stream(run, 0, each_arrival, job);
    *failed = add_files(job->settings, run);
    int code = kept ? run_kept(job, run) : run_stream(job, run, failed);
    if (code == 0 && !job->lines && !job->settings->records) code = write_text(job);
    dln_run_free(run);
    return code;
}

static bool settings_agree(const Settings *s, bool lines)
{
    if (s->n_files == 0) {
        say("group needs reports: dateline group FILE|DIR|-...");
        return false;
    }
    if (s->state && (s->batch || s->records || !lines)) {
        say("--state goes with --format jsonl, without --batch or --records");
        return false;
    }
    return true;
}

static void drop_job(Job *job)
{
    for (size_t i = 0; i < job->n_rows; i++) {
        free(job->rows[i].title);
        free(job->rows[i].label);
    }
    free(job->rows);
    dln_group_free(job->group);
    dln_close(job->engine);
}

int cmd_group(const Settings *settings)
{
    size_t failed = 0;
    KeptState state;
    bool jsonl = settings->format && strcmp(settings->format, "jsonl") == 0;
    if (settings->follow) return cmd_follow(settings);
    if (!settings_agree(settings, jsonl)) return EXIT_USAGE;
    kept_none(&state);
    Job job = {.settings = settings,
               .lines = jsonl && !settings->records,
               .width = settings->width || isatty(STDOUT_FILENO) == 1
                            ? write_options(settings).width
                            : UINT16_MAX}; /* a file holds whole titles */
    int code = engine_open(settings, &job.engine);
    if (!code) code = kept_open(&state, settings, job.engine, &job.group);
    if (!code) code = output_open(settings, &job.out);
    if (!code) {
        code = run_job(&job, &failed);
        flush(&job);
        if (output_close(&job.out)) code = EXIT_NOTHING;
    }
    if (!code) code = kept_save(&state, job.group);
    if (failed || job.cut) say_sum(settings, job.taken, failed, job.cut);
    kept_close(&state);
    drop_job(&job);
    return code ? code : failed || job.cut ? EXIT_SOME_FAILED : EXIT_DONE;
}
