/* cmd_consume.c - `dateline consume PAGES REPORTS CARDS`: a topic of pages into a topic of what was
 * found in them and one of cards for `dateline group --follow`.
 *
 * In: messages, each any document that a file may hold; its key is its id, headers url, outlet,
 * published and charset say what it does not. Out: a record a report (dateline.record/1, one line),
 * a card a report; what could not be read or analysed is a line with the error in place of the
 * record. Cards of one language stand in one partition, in the order in which they were made: that
 * order is what stories depend on.
 *
 * Known to get wrong: of several workers on several partitions of pages the order of cards is that
 * of their commits. */
#include "cli/cli.h"
#include "cli/kafka.h"
#include "cli/listing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAKE = 20, ID_ROOM = 520 };

typedef struct Bytes {
    char *p;
    size_t n, room;
} Bytes;

static int append(const void *bytes, size_t n, void *context)
{
    Bytes *b = context;
    if (n > b->room - b->n) {
        size_t room = 2 * (b->n + n);
        char *more = realloc(b->p, room);
        if (!more) return 1;
        b->p = more, b->room = room;
    }
    memcpy(b->p + b->n, bytes, n);
    b->n += n;
    return 0;
}

typedef struct Worker {
    const Settings *settings;
    const char *pages, *reports, *cards;
    dln *engine;
    Kafka *kafka;
    int32_t card_partitions;
    Bytes line;
    size_t read, failed; /* reports; of the batches that were committed */
    size_t new_read, new_failed;
} Worker;

static dln_text text_of(const Bytes *b)
{
    return (dln_text){b->p, b->n};
}

/* ---- one message ---- */

/* The message's key, else where it stands; of several reports in one message all but the first have
 * a number. */
static void id_of(const Worker *w, const KafkaMessage *m, size_t report, char id[ID_ROOM])
{
    int n;
    if (m->key && m->key_length)
        n = snprintf(id, ID_ROOM, "%.*s", m->key_length < 480 ? (int)m->key_length : 480, m->key);
    else
        n = snprintf(id, ID_ROOM, "%.200s:%d:%lld", w->pages, (int)m->partition,
                     (long long)m->offset);
    if (report) snprintf(id + n, (size_t)(ID_ROOM - n), "#%zu", report);
}

/* What went wrong, in place of a record. */
static dln_status put_error(Worker *w, const char *id, const char *stage, dln_status status,
                            const char *message)
{
    Line line = {.write = append, .to = &w->line, .form = FORM_JSON};
    w->line.n = 0;
    w->new_failed++;
    line_of_failure(&line, id, stage, status, message);
    if (line.failed || append("\n", 1, &w->line)) return DLN_ERR_NOMEM;
    return kafka_put(w->kafka, w->reports, -1, (dln_text){id, strlen(id)}, text_of(&w->line));
}

/* Of a writer: `append` stops it only where memory ends, and no cut line goes out. */
static dln_status written(dln_status status)
{
    return status == DLN_ERR_IO ? DLN_ERR_NOMEM : status;
}

static dln_status put_record(Worker *w, dln_run *run, size_t report, const char *id)
{
    dln_record *record;
    dln_status status = dln_run_annotate(run, report, &record);
    w->line.n = 0;
    if (status == DLN_OK) {
        status = written(dln_record_write(record, DLN_FORMAT_JSONL, NULL, append, &w->line));
        dln_record_free(record);
    }
    if (status == DLN_OK)
        status = kafka_put(w->kafka, w->reports, -1, (dln_text){id, strlen(id)}, text_of(&w->line));
    if (status == DLN_OK || status == DLN_ERR_NOMEM || status == DLN_ERR_IO) return status;
    return put_error(w, id, "mean", status, NULL);
}

static dln_status put_card(Worker *w, const dln_record *record, size_t report, const char *id)
{
    dln_report about = {.size = sizeof about};
    w->line.n = 0;
    dln_status status = dln_record_report(record, report, &about);
    if (status == DLN_OK) status = written(dln_card_write(record, report, id, append, &w->line));
    if (status == DLN_OK)
        status = kafka_put(w->kafka, w->cards,
                           kafka_partition_of(about.language, w->card_partitions),
                           (dln_text){id, strlen(id)}, text_of(&w->line));
    return status == DLN_ERR_LIMIT ? put_error(w, id, "card", status, NULL) : status;
}

static dln_status put_reports(Worker *w, dln_run *run, const KafkaMessage *m)
{
    char id[ID_ROOM];
    dln_record *read;
    size_t n = dln_run_report_count(run);
    if (n == 0) return DLN_OK;
    dln_status status = dln_run_reports(run, &read);
    if (status != DLN_OK) return status;
    for (size_t i = 0; i < n && status == DLN_OK; i++) {
        id_of(w, m, i, id);
        status = put_record(w, run, i, id);
        if (status == DLN_OK) status = put_card(w, read, i, id);
        w->new_read++;
    }
    dln_record_free(read);
    return status;
}

static dln_status put_faults(Worker *w, const dln_run *run, const char *id)
{
    dln_status status = DLN_OK;
    for (size_t i = 0; i < dln_run_error_count(run) && status == DLN_OK; i++) {
        const dln_error *e = dln_run_error(run, i);
        status = put_error(w, id, e->stage, e->code, e->message);
    }
    return status;
}

/* All that one message gives. */
static dln_status take_message(Worker *w, const KafkaMessage *m)
{
    char id[ID_ROOM];
    dln_run *run;
    id_of(w, m, 0, id);
    dln_document page = {.size = sizeof page,
                         .name = id,
                         .bytes = m->bytes,
                         .length = m->length,
                         .charset = m->charset,
                         .url = m->url,
                         .outlet = m->outlet,
                         .published = m->published};
    dln_status status = dln_run_new(w->engine, &run);
    if (status != DLN_OK) return status;
    status = dln_run_add_document(run, &page);
    status = status == DLN_ERR_NOMEM ? status : put_faults(w, run, id);
    if (status == DLN_OK) status = put_reports(w, run, m);
    dln_run_free(run);
    if (status == DLN_OK || status == DLN_ERR_NOMEM || status == DLN_ERR_IO) return status;
    return put_error(w, id, "consume", status, NULL); /* nothing of a page is lost unsaid */
}

/* ---- batches ---- */

/* 0, or EXIT_NOTHING after a message. */
static int take_batch(Worker *w, int n)
{
    dln_status status = DLN_OK;
    w->new_read = w->new_failed = 0;
    if (!kafka_begin(w->kafka)) return EXIT_NOTHING;
    for (int i = 0; i < n && status != DLN_ERR_NOMEM && status != DLN_ERR_IO; i++) {
        KafkaMessage m = kafka_message(w->kafka, i);
        status = take_message(w, &m);
    }
    if (status == DLN_ERR_NOMEM) {
        say("out of memory");
        return EXIT_NOTHING;
    }
    KafkaEnd end = kafka_commit(w->kafka);
    if (end != KAFKA_DONE) return end == KAFKA_AGAIN ? 0 : EXIT_NOTHING;
    w->read += w->new_read;
    w->failed += w->new_failed;
    return 0;
}

static int work(Worker *w)
{
    int take = w->settings->take ? (int)w->settings->take : TAKE, code = 0;
    w->card_partitions = kafka_partitions(w->kafka, w->cards);
    if (!w->card_partitions || !kafka_partitions(w->kafka, w->reports) ||
        !kafka_share(w->kafka, w->pages))
        return EXIT_NOTHING;
    while (!code && !kafka_told_to_end(w->kafka) && !kafka_idle(w->kafka, w->settings->idle)) {
        int n = kafka_take(w->kafka, take);
        if (n < 0) code = EXIT_NOTHING;
        if (n > 0) code = take_batch(w, n);
    }
    say_sum(w->settings, w->read, w->failed, 0);
    return code;
}

int cmd_consume(const Settings *settings)
{
    if (settings->n_files != 3) {
        say("consume needs three topics: dateline consume PAGES REPORTS CARDS");
        return EXIT_USAGE;
    }
    Worker w = {.settings = settings,
                .pages = settings->file[0],
                .reports = settings->file[1],
                .cards = settings->file[2]};
    Settings one = *settings;
    one.jobs = 1; /* a process a core: more of them share the partitions */
    w.kafka = kafka_open(settings, settings->worker ? settings->worker : "dateline-consume");
    int code = w.kafka ? engine_open(&one, &w.engine) : EXIT_NOTHING;
    if (!code) code = work(&w);
    kafka_close(w.kafka);
    dln_close(w.engine);
    free(w.line.p);
    return code ? code : w.failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
