/* kafka.c - see kafka.h.
 *
 * Way: consume, transform, produce. The consumer commits nothing; how far it has read goes into the
 * producer's transaction (KIP-98, KIP-447), so output and progress stand or fall together. A worker
 * that dies leaves its transaction open; the broker ends it when a worker of the same name comes
 * back, else after its time-out, and hands the partitions to others.
 *
 * Known to get wrong: a message that kills the process (memory of the whole machine, say) comes
 * again and again; nobody but a person can take it out of the topic. */
#include "cli/kafka.h"
#include <errno.h>
#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FIRST_WAIT = 500, /* milliseconds */
    NEXT_WAIT = 100,
    ASK_WAIT = 15000,
    START_WAIT = 60000,
    MESSAGE_MOST = 10 << 20,
    LEAVE_TRIES = 20,
    LEAVE_LEAST = 5,
    PROPERTY_MOST = 4096
};

typedef struct Place {
    int32_t partition;
    bool ended; /* nothing more is there for now */
} Place;

struct Kafka {
    rd_kafka_t *consumer, *producer;
    rd_kafka_message_t **taken;
    int n_taken, room;
    Place *places; /* partitions that this worker reads */
    int n_places;
    bool shared, assigned, moved; /* partitions have gone to another worker since the batch began */
    size_t largest;               /* bytes; what was refused was larger */
    bool unsent;                  /* of this batch: a message that could not be handed over */
    struct timespec last;         /* when something came */
    sigset_t ends;
};

/* ---- words ---- */

static void keep_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    (void)client;
    if (level <= 2) say("kafka: %s: %s", facility, text);
}

static void tell_error(rd_kafka_t *client, int error, const char *reason, void *opaque)
{
    (void)client, (void)opaque;
    if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) say("no broker answers; waiting");
    if (error == RD_KAFKA_RESP_ERR__AUTHENTICATION || error == RD_KAFKA_RESP_ERR__SSL)
        say("kafka: %s", reason);
}

/* True: `error` was one; said, and freed. */
static bool failed(const char *what, rd_kafka_error_t *error)
{
    if (!error) return false;
    if (rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__FENCED)
        say("%s: another worker of the same name has taken over, or the broker was lost in the "
            "middle of "
            "a commit",
            what);
    else
        say("%s: %s", what, rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return true;
}

/* ---- opening ---- */

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char why[512];
    if (rd_kafka_conf_set(conf, name, value, why, sizeof why) == RD_KAFKA_CONF_OK) return true;
    say("kafka: %s", why);
    return false;
}

static char *trimmed(char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    size_t n = strlen(p);
    while (n && strchr(" \t\r\n", p[n - 1]))
        p[--n] = 0;
    return p;
}

/* NAME=VALUE a line, as librdkafka names them; # begins a remark. */
static bool set_from_file(rd_kafka_conf_t *conf, const char *path)
{
    char line[PROPERTY_MOST];
    FILE *file = fopen(path, "r");
    if (!file) {
        say("%s: cannot be read: %s", path, strerror(errno));
        return false;
    }
    bool good = true;
    while (good && fgets(line, sizeof line, file)) {
        char *name = trimmed(line), *value = strchr(name, '=');
        if (!*name || *name == '#') continue;
        if (value) *value++ = 0;
        good = value && set(conf, trimmed(name), trimmed(value));
        if (!value) say("%s: no NAME=VALUE: %s", path, name);
    }
    fclose(file);
    return good;
}

static rd_kafka_conf_t *common_conf(const Settings *s)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    bool good = set(conf, "bootstrap.servers", s->broker ? s->broker : "127.0.0.1:9092") &&
                set(conf, "client.id", "dateline") && (!s->kafka || set_from_file(conf, s->kafka));
    rd_kafka_conf_set_log_cb(conf, keep_log);
    rd_kafka_conf_set_error_cb(conf, tell_error);
    if (good) return conf;
    rd_kafka_conf_destroy(conf);
    return NULL;
}

static rd_kafka_t *client_new(rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    char why[512];
    rd_kafka_t *client = rd_kafka_new(type, conf, why, sizeof why);
    if (client) return client;
    say("kafka: %s", why);
    rd_kafka_conf_destroy(conf);
    return NULL;
}

/* Which partitions are ours; what was taken of others is forgotten, and comes to their new reader.
 */
static void on_rebalance(rd_kafka_t *consumer, rd_kafka_resp_err_t error,
                         rd_kafka_topic_partition_list_t *list, void *opaque)
{
    Kafka *k = opaque;
    bool given = error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    k->moved = true;
    k->assigned = given;
    k->n_places = 0;
    free(k->places);
    k->places = given ? calloc((size_t)list->cnt + 1, sizeof *k->places) : NULL;
    for (int i = 0; k->places && i < list->cnt; i++)
        k->places[k->n_places++] = (Place){list->elems[i].partition, false};
    rd_kafka_assign(consumer, given ? list : NULL);
}

/* A worker has its place in the group under its name: after a restart it takes that at once,
 * without waiting for the dead one to be missed. */
static rd_kafka_t *consumer_new(Kafka *k, const Settings *s, const char *worker)
{
    rd_kafka_conf_t *conf = common_conf(s);
    if (!conf) return NULL;
    rd_kafka_conf_set_opaque(conf, k);
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    if (!set(conf, "group.id", s->consumers ? s->consumers : "dateline") ||
        !set(conf, "group.instance.id", worker) || !set(conf, "session.timeout.ms", "10000") ||
        !set(conf, "auto.offset.reset", "earliest") || !set(conf, "enable.auto.commit", "false") ||
        !set(conf, "enable.auto.offset.store", "false") ||
        !set(conf, "enable.partition.eof", "true") ||
        !set(conf, "isolation.level", "read_committed")) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    return client_new(RD_KAFKA_CONSUMER, conf);
}

/* What became of a message that was put. */
static void on_delivered(rd_kafka_t *producer, const rd_kafka_message_t *message, void *opaque)
{
    Kafka *k = opaque;
    (void)producer;
    if (message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE && message->len < k->largest)
        k->largest = message->len;
}

static rd_kafka_t *producer_new(Kafka *k, const Settings *s, const char *worker)
{
    char most[16];
    rd_kafka_conf_t *conf = common_conf(s);
    if (!conf) return NULL;
    snprintf(most, sizeof most, "%d", MESSAGE_MOST);
    rd_kafka_conf_set_opaque(conf, k);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivered);
    if (!set(conf, "transactional.id", worker) || !set(conf, "compression.type", "zstd") ||
        !set(conf, "message.max.bytes", most) || !set(conf, "linger.ms", "20")) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    return client_new(RD_KAFKA_PRODUCER, conf);
}

/* SIGTERM and SIGINT are waited for between batches; threads begun later inherit that. */
static void hold_signals(Kafka *k)
{
    sigemptyset(&k->ends);
    sigaddset(&k->ends, SIGTERM);
    sigaddset(&k->ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &k->ends, NULL);
}

bool kafka_told_to_end(const Kafka *k)
{
    return sigtimedwait(&k->ends, NULL, &(struct timespec){0}) > 0;
}

Kafka *kafka_open(const Settings *settings, const char *worker)
{
    Kafka *k = calloc(1, sizeof *k);
    if (!k) return NULL;
    k->largest = SIZE_MAX;
    hold_signals(k);
    clock_gettime(CLOCK_MONOTONIC, &k->last);
    k->consumer = consumer_new(k, settings, worker);
    k->producer = k->consumer ? producer_new(k, settings, worker) : NULL;
    if (k->producer) {
        rd_kafka_poll_set_consumer(k->consumer);
        /* an older process of this name is shut out; what it left open is ended */
        if (!failed("kafka", rd_kafka_init_transactions(k->producer, START_WAIT))) return k;
    }
    kafka_close(k);
    return NULL;
}

static void drop_taken(Kafka *k)
{
    for (int i = 0; i < k->n_taken; i++)
        rd_kafka_message_destroy(k->taken[i]);
    k->n_taken = 0;
}

/* Gives the place in the group back, so that others need not wait until it is missed. */
static void leave(Kafka *k)
{
    rd_kafka_unsubscribe(k->consumer);
    for (int tries = 0; tries < LEAVE_TRIES && (k->assigned || tries < LEAVE_LEAST); tries++) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(k->consumer, NEXT_WAIT);
        if (message) rd_kafka_message_destroy(message);
    }
}

void kafka_close(Kafka *k)
{
    if (!k) return;
    drop_taken(k);
    if (k->consumer) {
        if (k->shared) leave(k);
        rd_kafka_consumer_close(k->consumer);
        rd_kafka_destroy(k->consumer);
    }
    if (k->producer) rd_kafka_destroy(k->producer);
    free(k->taken);
    free(k->places);
    free(k);
}

/* ---- what is read ---- */

static rd_kafka_topic_partition_list_t *one_place(const char *topic, int32_t partition,
                                                  int64_t offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    return list;
}

static bool good(const char *what, rd_kafka_resp_err_t error)
{
    if (error) say("%s: %s", what, rd_kafka_err2str(error));
    return !error;
}

bool kafka_share(Kafka *k, const char *topic)
{
    rd_kafka_topic_partition_list_t *list = one_place(topic, RD_KAFKA_PARTITION_UA, 0);
    rd_kafka_resp_err_t error = rd_kafka_subscribe(k->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    k->shared = !error;
    return good(topic, error);
}

bool kafka_standing(Kafka *k, const char *topic, int32_t partition, int64_t *read, int64_t *first,
                    int64_t *end)
{
    rd_kafka_topic_partition_list_t *list = one_place(topic, partition, RD_KAFKA_OFFSET_INVALID);
    rd_kafka_resp_err_t error = rd_kafka_committed(k->consumer, list, START_WAIT);
    *read = list->elems[0].offset >= 0 ? list->elems[0].offset : -1;
    if (!error) error = list->elems[0].err;
    rd_kafka_topic_partition_list_destroy(list);
    if (!error)
        error = rd_kafka_query_watermark_offsets(k->consumer, topic, partition, first, end,
                                                 ASK_WAIT);
    return good(topic, error);
}

bool kafka_read_from(Kafka *k, const char *topic, int32_t partition, int64_t offset)
{
    rd_kafka_topic_partition_list_t *list = one_place(topic, partition, offset);
    rd_kafka_resp_err_t error = rd_kafka_assign(k->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    free(k->places);
    k->places = calloc(1, sizeof *k->places);
    k->n_places = k->places ? 1 : 0;
    if (k->places) k->places[0].partition = partition;
    k->assigned = true;
    return good(topic, error) && k->places;
}

int32_t kafka_partitions(Kafka *k, const char *topic)
{
    const struct rd_kafka_metadata *about;
    rd_kafka_topic_t *t = rd_kafka_topic_new(k->producer, topic, NULL);
    int32_t count = 0;
    for (int tries = 0; t && count == 0 && tries < 20; tries++) {
        rd_kafka_resp_err_t error = rd_kafka_metadata(k->producer, 0, t, &about, ASK_WAIT);
        if (!error) {
            count = about->topic_cnt ? about->topics[0].partition_cnt : 0;
            rd_kafka_metadata_destroy(about);
        }
        if (count == 0) nanosleep(&(struct timespec){.tv_nsec = 250000000}, NULL);
    }
    if (t) rd_kafka_topic_destroy(t);
    if (count == 0) say("%s: there is no such topic", topic);
    return count;
}

int32_t kafka_partition_of(dln_text language, int32_t count)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < language.n; i++)
        hash = (hash ^ (unsigned char)language.p[i]) * 16777619u;
    return (int32_t)(hash % (uint32_t)count);
}

static void mark_ended(Kafka *k, int32_t partition, bool ended)
{
    for (int i = 0; i < k->n_places; i++)
        if (k->places[i].partition == partition) k->places[i].ended = ended;
}

static bool keep_message(Kafka *k, rd_kafka_message_t *message)
{
    if (k->n_taken == k->room) {
        int room = k->room ? 2 * k->room : 64;
        rd_kafka_message_t **more = realloc(k->taken, (size_t)room * sizeof(rd_kafka_message_t *));
        if (!more) return false;
        k->taken = more, k->room = room;
    }
    k->taken[k->n_taken++] = message;
    mark_ended(k, message->partition, false);
    clock_gettime(CLOCK_MONOTONIC, &k->last);
    return true;
}

/* Takes the message over. False: the worker cannot go on. */
static bool take_one(Kafka *k, rd_kafka_message_t *message)
{
    bool on = true;
    if (k->moved) drop_taken(k); /* of a share that is no longer ours as it was */
    k->moved = false;
    if (!message) return true;
    if (!message->err && keep_message(k, message)) return true;
    if (!message->err) {
        say("out of memory");
        on = false;
    } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        mark_ended(k, message->partition, true);
    } else if (message->err == RD_KAFKA_RESP_ERR__FATAL ||
               message->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
               message->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
        say("kafka: %s", rd_kafka_message_errstr(message));
        on = false;
    }
    rd_kafka_message_destroy(message);
    return on;
}

int kafka_take(Kafka *k, int most)
{
    drop_taken(k);
    k->moved = false;
    rd_kafka_poll(k->producer, 0);
    while (k->n_taken < most) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(k->consumer,
                                                             k->n_taken ? NEXT_WAIT : FIRST_WAIT);
        if (!take_one(k, message)) return -1;
        if (!message) break;
    }
    return k->n_taken;
}

static const char *header(const rd_kafka_message_t *message, const char *name)
{
    rd_kafka_headers_t *headers;
    const void *value;
    size_t n;
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, name, &value, &n) || !value || memchr(value, 0, n))
        return NULL;
    return value; /* librdkafka puts a NUL behind it */
}

KafkaMessage kafka_message(const Kafka *k, int index)
{
    const rd_kafka_message_t *m = k->taken[index];
    return (KafkaMessage){.key = m->key,
                          .key_length = m->key_len,
                          .bytes = m->payload,
                          .length = m->len,
                          .partition = m->partition,
                          .offset = m->offset,
                          .charset = header(m, "charset"),
                          .url = header(m, "url"),
                          .outlet = header(m, "outlet"),
                          .published = header(m, "published")};
}

bool kafka_idle(const Kafka *k, uint32_t seconds)
{
    struct timespec now;
    if (!seconds || !k->assigned) return false;
    for (int i = 0; i < k->n_places; i++)
        if (!k->places[i].ended) return false;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - k->last.tv_sec >= (time_t)seconds;
}

/* ---- what is written ---- */

bool kafka_begin(Kafka *k)
{
    k->unsent = false;
    return !failed("kafka", rd_kafka_begin_transaction(k->producer));
}

static rd_kafka_resp_err_t put_once(Kafka *k, const char *topic, int32_t partition, dln_text key,
                                    dln_text value)
{
    return rd_kafka_producev(k->producer, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
                             RD_KAFKA_V_KEY(key.p, key.n),
                             RD_KAFKA_V_VALUE((void *)(uintptr_t)value.p, value.n),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
}

dln_status kafka_put(Kafka *k, const char *topic, int32_t partition, dln_text key, dln_text value)
{
    rd_kafka_resp_err_t error;
    if (value.n >= k->largest) return DLN_ERR_LIMIT;
    while ((error = put_once(k, topic, partition, key, value)) == RD_KAFKA_RESP_ERR__QUEUE_FULL)
        rd_kafka_poll(k->producer, NEXT_WAIT);
    rd_kafka_poll(k->producer, 0);
    if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) return DLN_ERR_LIMIT;
    if (!error) return DLN_OK;
    if (!k->unsent) say("kafka: %s: %s", topic, rd_kafka_err2str(error));
    k->unsent = true; /* it was never queued: the transaction itself knows nothing of it */
    return DLN_ERR_IO;
}

/* The offset behind the last message of each partition (`last`), or of the first. */
static rd_kafka_topic_partition_list_t *places_of_batch(const Kafka *k, bool last)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(k->n_places + 1);
    for (int i = 0; i < k->n_taken; i++) {
        const rd_kafka_message_t *m = k->taken[i];
        const char *topic = rd_kafka_topic_name(m->rkt);
        rd_kafka_topic_partition_t *at = rd_kafka_topic_partition_list_find(list, topic,
                                                                            m->partition);
        bool fresh = !at;
        if (fresh) at = rd_kafka_topic_partition_list_add(list, topic, m->partition);
        if (last || fresh) at->offset = m->offset + last;
    }
    return list;
}

/* Runs a step of the transaction again for as long as that can help. */
static rd_kafka_error_t *send_offsets(Kafka *k)
{
    rd_kafka_topic_partition_list_t *list = places_of_batch(k, true);
    rd_kafka_consumer_group_metadata_t *who = rd_kafka_consumer_group_metadata(k->consumer);
    rd_kafka_error_t *error;
    while ((error = rd_kafka_send_offsets_to_transaction(k->producer, list, who, START_WAIT)) &&
           rd_kafka_error_is_retriable(error))
        rd_kafka_error_destroy(error);
    rd_kafka_consumer_group_metadata_destroy(who);
    rd_kafka_topic_partition_list_destroy(list);
    return error;
}

static rd_kafka_error_t *end_transaction(Kafka *k,
                                         rd_kafka_error_t *(*end)(rd_kafka_t *producer, int wait))
{
    rd_kafka_error_t *error;
    while ((error = end(k->producer, -1)) && rd_kafka_error_is_retriable(error))
        rd_kafka_error_destroy(error);
    return error;
}

/* Is a partition that would not be rewound another's by now? */
static bool is_anothers(rd_kafka_resp_err_t error)
{
    return error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION || error == RD_KAFKA_RESP_ERR__STATE;
}

/* Back to the beginning of the batch, for the partitions that are still ours; false after a
 * message: the next batch would pass this one over. */
static bool rewind_batch(Kafka *k)
{
    rd_kafka_topic_partition_list_t *list = places_of_batch(k, false);
    bool good = !failed("kafka", rd_kafka_seek_partitions(k->consumer, list, ASK_WAIT));
    for (int i = 0; i < list->cnt && good; i++) {
        rd_kafka_resp_err_t error = list->elems[i].err;
        good = !error || is_anothers(error);
        if (!good) say("kafka: %s: %s", list->elems[i].topic, rd_kafka_err2str(error));
    }
    rd_kafka_topic_partition_list_destroy(list);
    drop_taken(k);
    return good;
}

static KafkaEnd give_up_batch(Kafka *k, rd_kafka_error_t *error)
{
    bool again = rd_kafka_error_txn_requires_abort(error);
    if (!again) {
        failed("kafka", error);
        return KAFKA_LOST;
    }
    rd_kafka_error_destroy(error);
    if (failed("kafka", end_transaction(k, rd_kafka_abort_transaction))) return KAFKA_LOST;
    return rewind_batch(k) ? KAFKA_AGAIN : KAFKA_LOST;
}

KafkaEnd kafka_commit(Kafka *k)
{
    if (k->unsent) {
        failed("kafka", end_transaction(k, rd_kafka_abort_transaction));
        return KAFKA_LOST;
    }
    rd_kafka_error_t *error = send_offsets(k);
    if (!error) error = end_transaction(k, rd_kafka_commit_transaction);
    if (error) return give_up_batch(k, error);
    drop_taken(k);
    return KAFKA_DONE;
}
