/* common.c - what the commands share: output, messages, progress, opening the engine and reading
 * the files. */
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int to_stderr(const void *bytes, size_t n, void *context)
{
    (void)context;
    return fwrite(bytes, 1, n, stderr) != n;
}

/* Names of files and words of reports stand in messages: nothing of them acts on the terminal. */
void say(const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0) return;
    size_t length = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    fputs("dateline: ", stderr);
    dln_text_write((dln_text){text, length}, to_stderr, NULL);
    fputc('\n', stderr);
}

static bool is_terminal(int fd)
{
    return isatty(fd) == 1;
}

int output_open(const Settings *settings, Output *out)
{
    *out = (Output){STDOUT_FILENO, settings->output, 0};
    if (!settings->output || strcmp(settings->output, "-") == 0) {
        out->path = "standard output";
        return 0;
    }
    out->fd = open(settings->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (out->fd >= 0) return 0;
    say("%s: cannot be written: %s", settings->output, strerror(errno));
    return EXIT_NOTHING;
}

bool word_in(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = list; n && p && (p = strstr(p, word)) != NULL; p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == 0 || p[n] == ' ')) return true;
    return false;
}

size_t points_of(const char *text, size_t n)
{
    size_t points = 0;
    for (size_t i = 0; i < n; i++)
        points += ((unsigned char)text[i] & 0xC0) != 0x80;
    return points;
}

int output_fits(const Settings *settings, dln_format format)
{
    bool tar = format == DLN_FORMAT_TIMEML || format == DLN_FORMAT_BRAT || format == DLN_FORMAT_NAF;
    bool shown = !settings->output || strcmp(settings->output, "-") == 0;
    if (!tar || !shown || !is_terminal(STDOUT_FILENO)) return 0;
    say("%s is a tar of files, nothing for a terminal: | tar x -C DIR, or -o FILE",
        settings->format);
    return EXIT_USAGE;
}

int output_write(const void *bytes, size_t length, void *output)
{
    Output *out = output;
    const char *p = bytes;
    while (length) {
        ssize_t n = write(out->fd, p, length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            out->error = errno;
            return 1;
        }
        p += n;
        length -= (size_t)n;
    }
    return 0;
}

int output_close(Output *out)
{
    if (out->fd != STDOUT_FILENO && close(out->fd) != 0 && !out->error) out->error = errno;
    if (!out->error) return 0;
    if (out->error != EPIPE) say("%s: cannot be written: %s", out->path, strerror(out->error));
    return EXIT_NOTHING;
}

void progress(const Settings *settings, const char *what, unsigned long done, unsigned long all)
{
    if (settings->quiet || !is_terminal(STDERR_FILENO)) return;
    fprintf(stderr, "\r\033[Kdateline: %s %lu of %lu", what, done, all);
    fflush(stderr);
}

void progress_end(const Settings *settings)
{
    if (!settings->quiet && is_terminal(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

static uint32_t terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    unsigned long n = columns ? strtoul(columns, NULL, 10) : 0;
    return n >= 40 && n <= 1000 ? (uint32_t)n : 80;
}

dln_write_options write_options(const Settings *settings)
{
    const char *no_color = getenv("NO_COLOR");
    bool to_terminal = !settings->output && is_terminal(STDOUT_FILENO);
    dln_table table = DLN_TABLE_EVENTS;
    if (settings->table) dln_table_by_name(settings->table, &table);
    bool colour = settings->colour == 1 ||
                  (settings->colour < 0 && to_terminal && !(no_color && *no_color));
    return (dln_write_options){.size = sizeof(dln_write_options),
                               .width = settings->width ? settings->width
                                        : to_terminal   ? terminal_width()
                                                        : 80,
                               .colour = colour,
                               .all = settings->all,
                               .context = settings->context,
                               .table = table,
                               .fields = settings->fields,
                               .only = settings->only,
                               .compact = settings->compact,
                               .min_confidence = settings->min_confidence};
}

/* A date that is none is wrong use, told before anything is read. */
static int date_checked(const Settings *settings, dln **engine)
{
    dln_run *run = NULL;
    if (!settings->date || dln_run_new(*engine, &run) != DLN_OK) return 0;
    dln_status status = dln_run_assume(run, NULL, settings->date, NULL);
    dln_run_free(run);
    if (status == DLN_OK) return 0;
    say("--date does not take '%s'; 2024-05-03 would do", settings->date);
    dln_close(*engine);
    return EXIT_USAGE;
}

int engine_open(const Settings *settings, dln **engine)
{
    dln_options options;
    dln_error err;
    dln_options_init(&options);
    options.data_dir = settings->data;
    options.jobs = settings->jobs;
    options.engine = settings->engine;
    options.petrarch = settings->petrarch;
    options.max_report_seconds = settings->max_seconds;
    if (settings->max_words_given) options.max_report_words = settings->max_words;
    if (dln_open(&options, engine, &err) == DLN_OK) return date_checked(settings, engine);
    say("%s", err.message);
    return EXIT_NOTHING;
}

size_t say_errors(const Settings *settings, const dln_run *run, size_t from)
{
    size_t n = dln_run_error_count(run);
    if (from < n) progress_end(settings);
    for (; from < n; from++) {
        const dln_error *error = dln_run_error(run, from);
        say("%s: %s", error->input, error->message);
    }
    return n;
}

size_t add_files(const Settings *settings, dln_run *run)
{
    size_t failed = 0;
    dln_run_assume(run, settings->outlet, settings->date, settings->url); /* engine_open looked */
    for (int i = 0; i < settings->n_files; i++) {
        progress(settings, "reading", (unsigned long)i + 1, (unsigned long)settings->n_files);
        size_t said = failed;
        dln_status status = dln_run_add_file(run, settings->file[i]);
        failed = say_errors(settings, run, said);
        if (status == DLN_OK || failed > said) continue;
        if (status == DLN_ERR_IO) break; /* the output has stopped */
        progress_end(settings);
        say("%s: %s", settings->file[i], dln_status_text(status));
        break; /* no memory even to list it */
    }
    progress_end(settings);
    return failed;
}

size_t say_cut(const Settings *settings, const dln_record *record)
{
    size_t cut = 0;
    for (size_t i = 0; i < dln_record_report_count(record); i++) {
        dln_report about = {.size = sizeof about};
        if (dln_record_report(record, i, &about) != DLN_OK || !about.cut.n) continue;
        if (cut++ == 0) progress_end(settings);
        say("%.*s%s%.*s: %.*s", (int)about.source.n, about.source.p, about.member.n ? ", " : "",
            (int)about.member.n, about.member.p, (int)about.cut.n, about.cut.p);
    }
    return cut;
}

void say_sum(const Settings *settings, size_t read, size_t failed, size_t cut)
{
    char tail[96] = "";
    size_t n = 0;
    if (settings->quiet || (!failed && !cut && !is_terminal(STDERR_FILENO))) return;
    if (failed)
        n += (size_t)snprintf(tail, sizeof tail, ", %zu input%s failed", failed,
                              failed == 1 ? "" : "s");
    if (cut) snprintf(tail + n, sizeof tail - n, ", %zu cut short", cut);
    say("%s: %zu report%s read%s", settings->command, read, read == 1 ? "" : "s", tail);
}
