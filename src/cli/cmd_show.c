/* cmd_show.c - `dateline show FILE:BYTE[-BYTE]...`: the words of a report that a span of a record
 * names, or those about one byte of its text.
 *
 * In: FILE:BYTE-BYTE, FILE:BYTE, FILE#MEMBER:... Out: whose report it is, then its words, those of
 * the span between "»" and "«" to the byte; a single byte stands behind "»". */
#include "cli/cli.h"
#include "cli/listing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AROUND = 280 };

/* A reference taken apart; `name` is a copy that ends at the ':'. */
typedef struct Reference {
    char *name;
    const char *member; /* "" none */
    unsigned long byte, end;
    bool ends; /* an end was named: the words between are meant */
} Reference;

/* A number that begins with a digit; what stands behind it. NULL: none. */
static const char *take_number(const char *text, unsigned long *out)
{
    char *end;
    if (*text < '0' || *text > '9') return NULL;
    *out = strtoul(text, &end, 10);
    return end;
}

static bool take_apart(const char *word, Reference *out)
{
    const char *colon = strrchr(word, ':');
    if (!colon || colon == word) return false;
    const char *rest = take_number(colon + 1, &out->byte);
    out->ends = rest && *rest == '-';
    if (out->ends) rest = take_number(rest + 1, &out->end);
    if (!rest || *rest) return false;
    out->name = strndup(word, (size_t)(colon - word));
    out->member = "";
    return out->name != NULL;
}

static int to_stdout(const void *bytes, size_t n, void *context)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) != n;
}

/* Nothing of a report acts on the terminal. */
static void put_text(dln_text text)
{
    dln_text_write(text, to_stdout, NULL);
}

static size_t char_start(const char *text, size_t i)
{
    while (i > 0 && ((unsigned char)text[i] & 0xC0) == 0x80)
        i--;
    return i;
}

static size_t char_end(const char *text, size_t n, size_t i)
{
    while (i < n && ((unsigned char)text[i] & 0xC0) == 0x80)
        i++;
    return i;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Words on lines of a width, two columns in. */
static void put_lines(const char *text, size_t n, size_t width)
{
    size_t column = 0;
    for (size_t i = 0; i < n;) {
        while (i < n && is_blank(text[i]))
            i++;
        size_t word = i;
        while (i < n && !is_blank(text[i]))
            i++;
        size_t points = points_of(text + word, i - word);
        bool fresh = column == 0 || column + 1 + points > width;
        fputs(column == 0 ? "  " : fresh ? "\n  " : " ", stdout);
        put_text((dln_text){text + word, i - word});
        column = (fresh ? 2 : column + 1) + points;
    }
    putchar('\n');
}

static void put_head(const dln_report *about)
{
    put_text(about->outlet.n ? about->outlet : about->source);
    if (about->published.n) {
        fputs(", ", stdout);
        char room[DATE_ROOM];
        put_text(date_words(about->published, room));
    }
    if (about->title.n) {
        fputs(": ", stdout);
        put_text(about->title);
    }
    putchar('\n');
}

/* The words of [byte, end) between "»" and "«", or "»" before the byte, with those about them. */
static bool show_words(const dln_report *about, const char *text, size_t n, const Reference *ref,
                       size_t width)
{
    size_t at = char_start(text, ref->byte), last = ref->ends ? char_end(text, n, ref->end) : at;
    size_t from = at, to = last;
    while (from > 0 && at - from < AROUND && text[from - 1] != '\n')
        from--;
    while (from < at && from > 0 && text[from - 1] != ' ' && text[from - 1] != '\n')
        from++;
    while (to < n && to - last < AROUND && text[to] != '\n')
        to++;
    while (to > last && to < n && text[to] != ' ' && text[to] != '\n')
        to--;
    put_head(about);
    char *line = NULL;
    size_t n_line = 0;
    FILE *words = open_memstream(&line, &n_line);
    if (!words) return false;
    if (from > 0 && text[from - 1] != '\n') fputs("\xE2\x80\xA6 ", words);
    fwrite(text + from, 1, at - from, words);
    fputs("\xC2\xBB", words);
    fwrite(text + at, 1, last - at, words);
    if (ref->ends) fputs("\xC2\xAB", words);
    fwrite(text + last, 1, to - last, words);
    if (to < n && text[to] != '\n') fputs(" \xE2\x80\xA6", words);
    bool good = fclose(words) == 0;
    if (good) put_lines(line, n_line, width);
    free(line);
    return good;
}

/* The report that the reference means: the file's only one, or that with the member's name. */
static bool show_in(const dln_record *record, const Reference *ref, size_t width)
{
    size_t n;
    for (size_t i = 0; i < dln_record_report_count(record); i++) {
        dln_report about = {.size = sizeof about};
        const char *text = dln_record_text(record, i, &n);
        if (dln_record_report(record, i, &about) != DLN_OK || !text) continue;
        size_t m = strlen(ref->member);
        if (m && (about.member.n != m || memcmp(about.member.p, ref->member, m) != 0)) continue;
        if (ref->byte >= n) {
            say("%s: its text has %zu bytes, there is no byte %lu", ref->name, n, ref->byte);
            return false;
        }
        if (ref->ends && (ref->end > n || ref->end <= ref->byte)) {
            say("%s: its text has %zu bytes, %lu-%lu are none of them", ref->name, n, ref->byte,
                ref->end);
            return false;
        }
        return show_words(&about, text, n, ref, width);
    }
    say("%s: no report%s%s in it", ref->name, *ref->member ? " " : "", ref->member);
    return false;
}

/* Says why the file could not be read: the last thing that failed. */
static void say_unread(const dln_run *run, const Reference *ref, dln_status status)
{
    size_t n = dln_run_error_count(run);
    const dln_error *error = n ? dln_run_error(run, n - 1) : NULL;
    say("%s: %s", ref->name, error ? error->message : dln_status_text(status));
}

static bool read_one(const dln *engine, Reference *ref, size_t width)
{
    dln_run *run;
    dln_record *record;
    bool good = false;
    if (dln_run_new(engine, &run) != DLN_OK) return false;
    dln_status status = dln_run_add_file(run, ref->name);
    char *mark = status == DLN_OK ? NULL : strrchr(ref->name, '#');
    if (mark) { /* an entry of a container */
        *mark = 0;
        ref->member = mark + 1;
        status = dln_run_add_file(run, ref->name);
    }
    if (status == DLN_OK) status = dln_run_reports(run, &record);
    if (status == DLN_OK) {
        good = show_in(record, ref, width);
        dln_record_free(record);
    } else
        say_unread(run, ref, status);
    dln_run_free(run);
    return good;
}

int cmd_show(const Settings *settings)
{
    dln *engine;
    int failed = 0;
    if (settings->n_files == 0) {
        say("show needs places in reports, or stories of the desk: dateline show "
            "FILE:BYTE[-BYTE]...|STORY...");
        return EXIT_USAGE;
    }
    if (is_story_number(settings->file[0])) return show_stories(settings);
    if (engine_open(settings, &engine)) return EXIT_NOTHING;
    for (int i = 0; i < settings->n_files; i++) {
        Reference ref = {0};
        if (!take_apart(settings->file[i], &ref)) {
            say("'%s' is no place in a report; it is written FILE:BYTE or FILE:BYTE-BYTE",
                settings->file[i]);
            failed++;
            continue;
        }
        failed += !read_one(engine, &ref, write_options(settings).width);
        free(ref.name);
    }
    dln_close(engine);
    return !failed ? EXIT_DONE : failed < settings->n_files ? EXIT_SOME_FAILED : EXIT_NOTHING;
}
