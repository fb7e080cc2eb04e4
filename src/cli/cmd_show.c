/* cmd_show.c - `dateline show FILE:BYTE...`: the words of a report around one byte of its text, as
 * the references of a record name them.
 *
 * In: FILE:BYTE or FILE#MEMBER:BYTE. Out: whose report it is, then its words about that byte, which
 * stands behind "»". */
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
    unsigned long byte;
} Reference;

static bool take_apart(const char *word, Reference *out)
{
    const char *colon = strrchr(word, ':');
    char *end;
    if (!colon || colon == word || colon[1] < '0' || colon[1] > '9') return false;
    out->byte = strtoul(colon + 1, &end, 10);
    out->name = *end ? NULL : strndup(word, (size_t)(colon - word));
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

static void show_words(const dln_report *about, const char *text, size_t n, size_t byte)
{
    size_t at = char_start(text, byte), from = at, to = at;
    while (from > 0 && at - from < AROUND && text[from - 1] != '\n')
        from--;
    while (from < at && from > 0 && text[from - 1] != ' ' && text[from - 1] != '\n')
        from++;
    while (to < n && to - at < AROUND && text[to] != '\n')
        to++;
    while (to > at && to < n && text[to] != ' ' && text[to] != '\n')
        to--;
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
    fputs("\n  ", stdout);
    if (from > 0 && text[from - 1] != '\n') fputs("\xE2\x80\xA6 ", stdout);
    put_text((dln_text){text + from, at - from});
    fputs("\xC2\xBB", stdout);
    put_text((dln_text){text + at, to - at});
    if (to < n && text[to] != '\n') fputs(" \xE2\x80\xA6", stdout);
    putchar('\n');
}

/* The report that the reference means: the file's only one, or that with the member's name. */
static bool show_in(const dln_record *record, const Reference *ref)
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
        show_words(&about, text, n, ref->byte);
        return true;
    }
    say("%s: no report%s%s in it", ref->name, *ref->member ? " " : "", ref->member);
    return false;
}

static bool read_one(const dln *engine, Reference *ref)
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
        good = show_in(record, ref);
        dln_record_free(record);
    } else
        say("%s: %s", ref->name, dln_status_text(status));
    dln_run_free(run);
    return good;
}

int cmd_show(const Settings *settings)
{
    dln *engine;
    int failed = 0;
    if (settings->n_files == 0) {
        say("show needs places in reports: dateline show FILE:BYTE...");
        return EXIT_USAGE;
    }
    if (is_story_number(settings->file[0])) return show_stories(settings);
    if (engine_open(settings, &engine)) return EXIT_NOTHING;
    for (int i = 0; i < settings->n_files; i++) {
        Reference ref;
        if (!take_apart(settings->file[i], &ref)) {
            say("'%s' is no place in a report; it is written FILE:BYTE", settings->file[i]);
            failed++;
            continue;
        }
        failed += !read_one(engine, &ref);
        free(ref.name);
    }
    dln_close(engine);
    return !failed ? EXIT_DONE : failed < settings->n_files ? EXIT_SOME_FAILED : EXIT_NOTHING;
}
