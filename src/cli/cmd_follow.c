/* cmd_follow.c - `dateline group --follow CARDS STORIES`: cards of one partition into stories, and
 * the stories that change into a topic, each under its id.
 *
 * In: cards in the order of the partition's log; the state of an earlier run. Out: lines of
 * "dateline.story/1", of each batch one a story that changed; the state, saved by increments.
 *
 * Way: what readers see and how far the cards are read are one transaction. The state is saved
 * after it, with the offset it has come to, so it is never ahead: a worker that was killed takes it
 * up, reads the cards between it and what was committed once more without telling anybody, and goes
 * on. The same cards in the same order give the same stories, so nothing is told twice or
 * otherwise.
 *
 * Known to get wrong: cards that the broker has thrown away before the state took them up are
 * lacking; that is said, and nothing is done. */
#include "cli/cli.h"
#include "cli/kafka.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAKE = 100, WHOLE_LEAST = 1 << 20 };

typedef struct Follower {
    const Settings *settings;
    const char *cards, *stories;
    int32_t partition;
    dln *engine;
    dln_group *group;
    Kafka *kafka;
    KeptState *state;
    int64_t next;        /* first card that the group has not taken */
    size_t whole, grown; /* bytes of the state, and of what was saved behind it */
    size_t read, bad;
} Follower;

/* ---- where the group stands ---- */

static bool set_position(Follower *f)
{
    char words[400];
    int n = snprintf(words, sizeof words, "%s:%d:%lld", f->cards, (int)f->partition,
                     (long long)f->next);
    return n > 0 && (size_t)n < sizeof words && dln_group_set_position(f->group, words) == DLN_OK;
}

/* The offset in the group's position; 0 for a new group; -1 after a message. */
static int64_t offset_of(const Follower *f)
{
    char before[400];
    const char *position = dln_group_position(f->group);
    int n = snprintf(before, sizeof before, "%s:%d:", f->cards, (int)f->partition);
    if (!*position) return 0;
    if (strncmp(position, before, (size_t)n) == 0) return strtoll(position + n, NULL, 10);
    say("%s: holds the cards of %s, not of %s partition %d", f->state->path, position, f->cards,
        (int)f->partition);
    return -1;
}

/* 0, or EXIT_NOTHING after a message. */
static int save_whole(Follower *f)
{
    if (!set_position(f) || kept_save(f->state, f->group)) return EXIT_NOTHING;
    f->whole = kept_size(f->state);
    f->grown = 0;
    return 0;
}

static int save_more(Follower *f)
{
    if (f->grown > f->whole / 4 + WHOLE_LEAST) return save_whole(f);
    if (!set_position(f)) return EXIT_NOTHING;
    int code = kept_append(f->state, f->group);
    f->grown = kept_size(f->state) - f->whole;
    return code;
}

/* ---- cards ---- */

static bool add_card(Follower *f, const KafkaMessage *m)
{
    dln_status status = m->bytes ? dln_group_add_card(f->group, m->bytes, m->length, NULL)
                                 : DLN_ERR_FORMAT;
    f->next = m->offset + 1;
    if (status == DLN_OK) return true;
    if (status != DLN_ERR_FORMAT && status != DLN_ERR_LIMIT) {
        say("group: %s", dln_status_text(status));
        return false;
    }
    say("%s:%d:%lld: is no card", f->cards, (int)m->partition, (long long)m->offset);
    f->bad++;
    return true;
}

static int tell_nobody(dln_text story, dln_text line, void *context)
{
    (void)story, (void)line, (void)context;
    return 0;
}

/* Cards up to `end`, whose stories have been told. */
static int take_again(Follower *f, int64_t end)
{
    while (f->next < end) {
        int n = kafka_take(f->kafka, TAKE);
        if (n < 0 || kafka_told_to_end(f->kafka)) return EXIT_NOTHING;
        for (int i = 0; i < n && f->next < end; i++) {
            KafkaMessage m = kafka_message(f->kafka, i);
            if (m.offset < end && !add_card(f, &m)) return EXIT_NOTHING;
            if (m.offset >= end) f->next = end;
        }
        if (n == 0 && kafka_idle(f->kafka, 1)) f->next = end;
    }
    f->next = end;
    return dln_group_changes(f->group, tell_nobody, NULL) == DLN_OK ? 0 : EXIT_NOTHING;
}

/* A story that is too large is named and passed over: those behind it are told all the same. */
static int put_story(dln_text story, dln_text line, void *context)
{
    Follower *f = context;
    dln_status status = kafka_put(f->kafka, f->stories, -1, story, line);
    if (status != DLN_ERR_LIMIT) return status != DLN_OK;
    say("story %.*s: larger than the broker takes", (int)story.n, story.p);
    f->bad++;
    return 0;
}

typedef enum Turn { TURN_ON, TURN_AGAIN, TURN_END } Turn;

static Turn take_batch(Follower *f, int n)
{
    if (!kafka_begin(f->kafka)) return TURN_END;
    for (int i = 0; i < n; i++) {
        KafkaMessage m = kafka_message(f->kafka, i);
        if (!add_card(f, &m)) return TURN_END;
    }
    if (dln_group_changes(f->group, put_story, f) != DLN_OK) return TURN_END;
    KafkaEnd end = kafka_commit(f->kafka);
    if (end != KAFKA_DONE) return end == KAFKA_AGAIN ? TURN_AGAIN : TURN_END;
    f->read += (size_t)n;
    return save_more(f) ? TURN_END : TURN_ON;
}

/* ---- a run from the saved state ---- */

static int take_up(Follower *f)
{
    int64_t committed, first, end;
    if (kept_take_up(f->state, f->settings, f->engine, &f->group)) return EXIT_NOTHING;
    f->next = offset_of(f);
    if (f->next < 0 || !kafka_standing(f->kafka, f->cards, f->partition, &committed, &first, &end))
        return EXIT_NOTHING;
    if (committed < 0) committed = first;
    if (f->next > committed) {
        say("%s: has taken cards that were not committed: another topic, or other consumers?",
            f->state->path);
        return EXIT_NOTHING;
    }
    if (f->next < first && *dln_group_position(f->group))
        say("%s:%d: cards %lld to %lld are no longer there", f->cards, (int)f->partition,
            (long long)f->next, (long long)first - 1);
    if (f->next < first) f->next = first;
    if (committed < first) committed = first;
    if (!kafka_read_from(f->kafka, f->cards, f->partition, f->next)) return EXIT_NOTHING;
    int code = take_again(f, committed);
    if (!code && !kafka_read_from(f->kafka, f->cards, f->partition, f->next)) code = EXIT_NOTHING;
    return code ? code : save_whole(f);
}

static Turn follow_on(Follower *f)
{
    const Settings *s = f->settings;
    Turn turn = TURN_ON;
    while (turn == TURN_ON && !kafka_told_to_end(f->kafka)) {
        int n = kafka_take(f->kafka, s->take ? (int)s->take : TAKE);
        if (n < 0) return TURN_END;
        if (n > 0) turn = take_batch(f, n);
        if (n == 0 && kafka_idle(f->kafka, s->idle)) return TURN_ON;
    }
    return turn;
}

static int follow(Follower *f)
{
    Turn turn = TURN_AGAIN;
    int code = 0;
    while (turn == TURN_AGAIN && !code) {
        dln_group_free(f->group);
        f->group = NULL;
        code = take_up(f);
        if (!code) turn = follow_on(f);
    }
    return code || turn == TURN_END ? EXIT_NOTHING : f->bad ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* The worker's name: one process follows a partition at a time, a second one takes over. */
static void name_of(const Settings *s, char name[256])
{
    const char *consumers = s->consumers ? s->consumers : "dateline";
    if (s->worker)
        snprintf(name, 256, "%s", s->worker);
    else if (s->partition_given)
        snprintf(name, 256, "%.100s-%.100s-%u", consumers, s->file[0], s->partition);
    else
        snprintf(name, 256, "%.100s-%.100s-en", consumers, s->file[0]);
}

/* The one that was asked for, else that of English. 0, or EXIT_NOTHING after a message. */
static int choose_partition(Follower *f)
{
    const Settings *s = f->settings;
    int32_t count = kafka_partitions(f->kafka, f->cards);
    if (!count) return EXIT_NOTHING;
    f->partition = s->partition_given ? (int32_t)s->partition
                                      : kafka_partition_of((dln_text){"en", 2}, count);
    if (f->partition < count) return 0;
    say("%s: has no partition %d", f->cards, (int)f->partition);
    return EXIT_NOTHING;
}

static bool settings_agree(const Settings *s)
{
    if (s->n_files != 2 || !s->state || s->batch || s->records) {
        say("group --follow needs a state and two topics: dateline group --follow --state FILE "
            "CARDS STORIES");
        return false;
    }
    return true;
}

int cmd_follow(const Settings *settings)
{
    char name[256];
    KeptState state;
    if (!settings_agree(settings)) return EXIT_USAGE;
    kept_none(&state);
    Follower f = {.settings = settings,
                  .cards = settings->file[0],
                  .stories = settings->file[1],
                  .state = &state};
    int code = kept_lock(&state, settings);
    if (!code) code = engine_open(settings, &f.engine);
    if (!code) {
        name_of(settings, name);
        f.kafka = kafka_open(settings, name);
        code = f.kafka ? choose_partition(&f) : EXIT_NOTHING;
    }
    if (!code) code = kafka_partitions(f.kafka, f.stories) ? follow(&f) : EXIT_NOTHING;
    say_sum(settings, f.read, f.bad, 0);
    kafka_close(f.kafka);
    kept_close(&state);
    dln_group_free(f.group);
    dln_close(f.engine);
    return code;
}
