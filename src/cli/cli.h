/* cli.h - the roof: one file per command, one option table for all (help, man page and completion
 * are printed from it).
 *
 * Exit codes: 0 done, 1 some inputs failed, 2 wrong use, 3 the output could not be written or
 * nothing could be done. */
#ifndef DLN_CLI_CLI_H
#define DLN_CLI_CLI_H
#include "dateline.h"
#include <stdbool.h>
#include <stdint.h>

enum { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_NOTHING = 3 };

typedef enum OptionId {
    OPT_FORMAT,
    OPT_OUTPUT,
    OPT_JOBS,
    OPT_ENGINE,
    OPT_PETRARCH,
    OPT_MAX_SECONDS,
    OPT_MAX_WORDS,
    OPT_DATA,
    OPT_WIDTH,
    OPT_ALL,
    OPT_CONTEXT,
    OPT_TABLE,
    OPT_FIELDS,
    OPT_ONLY,
    OPT_COMPACT,
    OPT_MIN_CONFIDENCE,
    OPT_COLOUR,
    OPT_QUIET,
    OPT_BATCH,
    OPT_RECORDS,
    OPT_WINDOW,
    OPT_STATE,
    OPT_OUTLET,
    OPT_DATE,
    OPT_URL,
    OPT_DESK,
    OPT_LIMIT,
    OPT_ORDER,
    OPT_PORT,
    OPT_LISTEN,
    OPT_TOKENS,
    OPT_NEW_TOKEN,
    OPT_FOLLOW,
    OPT_PARTITION,
    OPT_DAYS,
    OPT_BROKER,
    OPT_KAFKA,
    OPT_CONSUMERS,
    OPT_WORKER,
    OPT_TAKE,
    OPT_IDLE,
    OPT_ONCE,
    OPT_REPAIR,
    OPT_INTERVAL,
    OPT_TIMEOUT,
    OPT_AGENT,
    OPT_PRIVATE,
    OPT_HELP,
    OPT_VERSION,
    OPT_IDS
} OptionId;

typedef struct Option {
    OptionId id;
    char letter;        /* 0: none */
    const char *name;   /* "format" */
    const char *value;  /* "NAME", NULL when it takes none */
    const char *help;   /* one line, ends without a stop */
    const char *values; /* words for completion, blank separated; NULL */
} Option;
extern const Option cli_options[OPT_IDS];

typedef struct Settings {
    const char *command;
    const char *format, *output, *data;
    const char *outlet, *date, *url; /* what the texts do not say */
    const char *state, *petrarch, *fields;
    const char *table; /* NULL: none was asked for */
    uint32_t only;     /* bit set of dln_table; 0: all */
    float min_confidence;
    dln_engine engine;
    double max_seconds; /* of a report, 0: as long as it takes */
    uint32_t max_words; /* of a report that are analysed, 0: all */
    bool max_words_given;
    uint32_t jobs, width, window, limit, port;
    bool port_given;
    const char *desk, *order, *listen, *tokens;
    bool new_token;
    const char *broker, *kafka, *consumers, *worker; /* of Kafka */
    uint32_t take, idle, partition, days;
    bool batch, records, follow, partition_given;
    uint32_t interval, timeout; /* of watch */
    const char *agent;
    bool once, repair, allow_private;
    bool all, compact, context, quiet, help, version;
    bool skipped;   /* a file among the words was left out, and said to be */
    uint64_t given; /* bit set of OptionId */
    int colour; /* 1 always, 0 never, -1 when standard output is a terminal and NO_COLOR is unset */
    const char **file;
    int n_files;
} Settings;

/* Bits of Command.takes besides the options: the arguments are words, not files; there are none. */
#define TAKES_WORDS ((uint64_t)1 << 63)
#define TAKES_NONE ((uint64_t)1 << 62)

typedef struct Command {
    const char *name, *arguments, *summary, *details;
    int (*run)(const Settings *settings);
    const char *formats; /* names this command takes, blank separated; first is the default */
    uint64_t takes;      /* bit set of OptionId */
} Command;
extern const Command cli_commands[]; /* ends with a NULL name */

/* ---- shared by the commands (common.c) ---- */
typedef struct Output {
    int fd;
    const char *path;
    int error;
} Output;
int output_open(const Settings *settings, Output *out); /* 0, or EXIT_NOTHING after a message */
/* Is the form bytes that a terminal cannot show? 0, or EXIT_USAGE after a message. */
int output_fits(const Settings *settings, dln_format format);
bool word_in(const char *list, const char *word); /* among the words of a list, parted by blanks */
size_t points_of(const char *text, size_t n);     /* code points, about the columns they take */
int output_write(const void *bytes, size_t length, void *output); /* dln_write_fn */
int output_close(Output *out); /* 0, or EXIT_NOTHING after a message (a full disk shows here) */
void say(const char *format, ...)
    __attribute__((format(printf, 1, 2))); /* "dateline: ..." on standard error */
void progress(const Settings *settings, const char *what, unsigned long done,
              unsigned long all); /* standard error, terminal only */
void progress_end(const Settings *settings);
dln_write_options write_options(const Settings *settings);
int engine_open(const Settings *settings, dln **engine); /* 0, or the exit code after a message */
/* files.c: *opened is `settings` with the files in its folders, without those that will be written
 * (the desk of `add` among them);
 * false: no memory. files_close in either case. */
bool files_open(const Settings *settings, Settings *opened);
void files_close(Settings *opened);
/* Adds all files, naming each that fails on standard error. Number that failed. */
size_t add_files(const Settings *settings, dln_run *run);
/* Names the run's failures from the `from`th on; how many there are in all. */
size_t say_errors(const Settings *settings, const dln_run *run, size_t from);
/* Names the reports that a limit cut short, and where. Their number. */
size_t say_cut(const Settings *settings, const dln_record *record);

/* ---- kept.c: what `group --state FILE` keeps ---- */
typedef struct KeptState {
    const char *path; /* NULL: none is kept */
    int lock;         /* descriptor, -1: none */
    char lock_path[4096];
} KeptState;
void kept_none(KeptState *state);
/* The group that FILE holds, or a new one; holds FILE's lock. 0, or EXIT_NOTHING after a message.
 */
int kept_open(KeptState *state, const Settings *settings, const dln *engine, dln_group **group);
/* The two halves of it. */
int kept_lock(KeptState *state, const Settings *settings);
int kept_take_up(const KeptState *state, const Settings *settings, const dln *engine,
                 dln_group **group);
/* Writes what came since behind what FILE holds. 0, or EXIT_NOTHING after a message. */
int kept_append(const KeptState *state, dln_group *group);
size_t kept_size(const KeptState *state); /* bytes of FILE */
/* Replaces FILE. 0, or EXIT_NOTHING after a message: the old state stays. */
int kept_save(const KeptState *state, dln_group *group);
void kept_close(KeptState *state);

/* suggest.c: the known word nearest to a mistyped one of n bytes. */
typedef struct Suggestion {
    const char *word;
    size_t n;
    const char *best; /* NULL: none is near */
    unsigned most;
} Suggestion;
void suggest_begin(Suggestion *s, const char *word, size_t n);
void suggest_try(Suggestion *s, const char *known);

/* One line at the end: what was read, failed, cut short; on a terminal, or where something was. */
void say_sum(const Settings *settings, size_t read, size_t failed, size_t cut);
int cmd_show(const Settings *settings);
/* cmd_desk.c */
int cmd_add(const Settings *settings);
int cmd_stories(const Settings *settings);
int cmd_search(const Settings *settings);
int cmd_export(const Settings *settings);
int cmd_check(const Settings *settings);
int cmd_backup(const Settings *settings);
int cmd_serve(const Settings *settings);         /* cmd_serve.c */
int cmd_watch(const Settings *settings);         /* cmd_watch.c */
const char *desk_path(const Settings *settings); /* --desk, $DATELINE_DESK, desk.db */
/* Why a desk that is there to be read could not be opened. */
void say_no_desk(const Settings *settings, const char *message);
bool is_story_number(const char *word); /* "12": a story of the desk, for `show` */
int show_stories(const Settings *settings);
int cmd_story(const Settings *settings);
int cmd_read(const Settings *settings);
int cmd_annotate(const Settings *settings);
int cmd_group(const Settings *settings);
int cmd_consume(const Settings *settings); /* cmd_consume.c, or no_kafka.c */
int cmd_follow(const Settings *settings);  /* `group --follow`: cmd_follow.c, or no_kafka.c */
int cmd_completion(const Settings *settings);
void print_help(const Command *command); /* NULL: the overview */
#endif
