/* archive.c - a whole program over libdateline: an archive of any kind through a function that
 * yields its entries one by one. Here it is a mailbox of newsletters (mbox); what is found in each
 * letter is a line of JSON on standard output, what failed a line on standard error. Memory does
 * not grow with the archive.
 *
 *     cc examples/archive.c $(pkg-config --cflags --libs dateline) -o archive && ./archive
 * news.mbox
 */
#include <dateline.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Mailbox {
    FILE *file;
    char *line, *letter, name[32];
    size_t line_room, n, room;
    unsigned number;
    int ended;
} Mailbox;

/* 0: no memory. */
static int keep_line(Mailbox *box, size_t n)
{
    if (n > box->room - box->n) {
        char *more = realloc(box->letter, (box->n + n) * 2);
        if (!more) return 0;
        box->letter = more;
        box->room = (box->n + n) * 2;
    }
    memcpy(box->letter + box->n, box->line, n);
    box->n += n;
    return 1;
}

/* dln_next_fn: the next letter. What it points to stays until the next call. */
static int next_letter(dln_document *document, void *context)
{
    Mailbox *box = context;
    ssize_t n;
    box->n = 0;
    while (!box->ended) {
        n = getline(&box->line, &box->line_room, box->file);
        box->ended = n < 0;
        if (box->ended && ferror(box->file)) return -1;
        if (box->ended || strncmp(box->line, "From ", 5) == 0) {
            if (box->number++ == 0) continue; /* what stands before the first letter */
            break;
        }
        if (box->number && !keep_line(box, (size_t)n)) return -1;
    }
    if (box->ended && (box->number < 2 || !box->n)) return 0;
    snprintf(box->name, sizeof box->name, "letter %u", box->number - 1);
    document->name = box->name;
    document->bytes = box->letter ? box->letter : "";
    document->length = box->n;
    document->outlet = "Newsletter"; /* of those that name none */
    return 1;
}

static int to_stdout(const void *bytes, size_t length, void *context)
{
    (void)context;
    return fwrite(bytes, 1, length, stdout) != length;
}

static int print_record(const dln_record *record, size_t report, void *context)
{
    (void)report;
    (void)context;
    return dln_record_write(record, DLN_FORMAT_JSONL, NULL, to_stdout, NULL) != DLN_OK;
}

static int print_failure(const dln_error *error, void *context)
{
    *(int *)context = 1;
    return fprintf(stderr, "%s: %s\n", error->input, error->message) < 0;
}

int main(int argc, char **argv)
{
    Mailbox box = {.file = argc == 2 ? fopen(argv[1], "r") : NULL};
    dln_options options;
    dln *engine = NULL;
    dln_run *run = NULL;
    dln_error error = {.message = "usage: archive FILE"};
    int failed = 0;
    dln_options_init(&options);
    options.max_report_seconds = 10;
    dln_status status = box.file ? dln_open(&options, &engine, &error) : DLN_ERR_USAGE;
    if (status != DLN_OK) fprintf(stderr, "%s\n", error.message);
    if (status == DLN_OK) status = dln_run_new(engine, &run);
    if (status == DLN_OK) status = dln_run_stream(run, 1, print_record, NULL);
    if (status == DLN_OK) status = dln_run_on_error(run, print_failure, &failed);
    if (status == DLN_OK) status = dln_run_add_all(run, next_letter, &box);
    if (status == DLN_OK) dln_run_flush(run);
    dln_run_free(run);
    dln_close(engine);
    free(box.line);
    free(box.letter);
    if (box.file) fclose(box.file);
    return status != DLN_OK ? 3 : failed;
}
