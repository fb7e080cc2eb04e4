/* kafka.h - a worker between topics of Kafka: takes messages in batches, puts what it makes of them
 * into other topics, and says how far it has read, all in one transaction (librdkafka).
 *
 * In: a broker, topics. Out: messages. What a batch made is seen by readers of committed messages
 * once, or not at all; then the batch comes again, to this worker or to another. */
#ifndef DLN_CLI_KAFKA_H
#define DLN_CLI_KAFKA_H
#include "cli/cli.h"

typedef struct Kafka Kafka;

/* A message, *borrowed* until kafka_commit or the next kafka_take. Words that are not there are
 * NULL. */
typedef struct KafkaMessage {
    const char *key, *bytes;
    size_t key_length, length;
    int32_t partition;
    int64_t offset;
    const char *charset, *url, *outlet, *published; /* headers of these names */
} KafkaMessage;

typedef enum KafkaEnd {
    KAFKA_DONE,  /* committed */
    KAFKA_AGAIN, /* nothing of the batch was kept; it comes again */
    KAFKA_LOST   /* the worker cannot go on: said why */
} KafkaEnd;

/* `worker`: name that no other process uses at the same time; a second one takes over from the
 * first. NULL after a message. */
Kafka *kafka_open(const Settings *settings, const char *worker);
void kafka_close(Kafka *kafka);

/* Shares the topic's partitions with all workers of the same consumers. False after a message. */
bool kafka_share(Kafka *kafka, const char *topic);
/* How far a partition is read by these consumers (-1: not at all), where it begins and ends. */
bool kafka_standing(Kafka *kafka, const char *topic, int32_t partition, int64_t *read,
                    int64_t *first, int64_t *end);
/* Reads one partition alone, from an offset on. */
bool kafka_read_from(Kafka *kafka, const char *topic, int32_t partition, int64_t offset);
/* Partitions of a topic, made by the broker where it may; 0 after a message. */
int32_t kafka_partitions(Kafka *kafka, const char *topic);

/* The partition, of so many, that cards of a language go to: the same everywhere, always. */
int32_t kafka_partition_of(dln_text language, int32_t count);

/* Waits half a second at most for the first of up to `most` messages, and a tenth for the others.
 * How many came; -1: the worker cannot go on. */
int kafka_take(Kafka *kafka, int most);
KafkaMessage kafka_message(const Kafka *kafka, int index);
/* Has all that is there been read, and nothing come for so many seconds? */
bool kafka_idle(const Kafka *kafka, uint32_t seconds);
/* Was this process told to end (SIGTERM, SIGINT)? */
bool kafka_told_to_end(const Kafka *kafka);

bool kafka_begin(Kafka *kafka);
/* Puts a message; `partition` -1: by its key. DLN_ERR_LIMIT: it is larger than the broker takes. */
dln_status kafka_put(Kafka *kafka, const char *topic, int32_t partition, dln_text key,
                     dln_text value);
/* Ends the transaction with how far the batch goes. */
KafkaEnd kafka_commit(Kafka *kafka);
#endif
