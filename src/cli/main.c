/* main.c - words of the command line to Settings, and off to the command.
 *
 * In: argv. Out: an exit code (cli.h). Options may stand before or after the files; "--" ends them.
 */
#include "cli/cli.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Command *command_named(const char *name)
{
    for (const Command *c = cli_commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

static const Option *option_named(const char *name, size_t n)
{
    for (int i = 0; i < OPT_IDS; i++)
        if (strlen(cli_options[i].name) == n && strncmp(cli_options[i].name, name, n) == 0)
            return &cli_options[i];
    return NULL;
}

static const Option *option_letter(char letter)
{
    for (int i = 0; i < OPT_IDS; i++)
        if (cli_options[i].letter == letter && letter) return &cli_options[i];
    return NULL;
}

static bool number(const char *text, uint32_t *out)
{
    char *end;
    unsigned long v = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || v > 10000000) return false;
    *out = (uint32_t)v;
    return true;
}

static bool seconds(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return *text >= '0' && *text <= '9' && !*end && *out > 0 && *out <= 1e6;
}

static bool share(const char *text, float *out)
{
    char *end;
    *out = strtof(text, &end);
    return ((*text >= '0' && *text <= '9') || *text == '.') && end > text && !*end && *out >= 0 &&
           *out <= 1;
}

/* "events,facts" to a bit set of tables. */
static bool table_words(const char *list, uint32_t *set)
{
    char name[32];
    for (*set = 0; *list;) {
        dln_table table;
        size_t n = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)(n < sizeof name ? n : sizeof name - 1), list);
        if (dln_table_by_name(name, &table) != DLN_OK) return false;
        *set |= 1u << table;
        list += n + (list[n] == ',');
    }
    return *set != 0;
}

static bool colour_word(const char *word, int *colour)
{
    static const char *const words[] = {"auto", "never", "always"};
    for (int i = 0; i < 3; i++)
        if (strcmp(word, words[i]) == 0) {
            *colour = i - 1;
            return true;
        }
    return false;
}

/* The options of `consume` and `group --follow`. False: not taken. */
static bool set_kafka_option(Settings *s, OptionId id, const char *value)
{
    switch (id) {
    case OPT_FOLLOW: s->follow = true; return true;
    case OPT_BROKER: s->broker = value; return true;
    case OPT_KAFKA: s->kafka = value; return true;
    case OPT_CONSUMERS: s->consumers = value; return true;
    case OPT_WORKER: s->worker = value; return true;
    case OPT_PARTITION: s->partition_given = true; return number(value, &s->partition);
    case OPT_DAYS: return number(value, &s->days);
    case OPT_TAKE: return number(value, &s->take) && s->take > 0 && s->take <= 10000;
    case OPT_IDLE: return number(value, &s->idle);
    default: return true;
    }
}

static bool set_desk_option(Settings *s, OptionId id, const char *value)
{
    s->max_words_given |= id == OPT_MAX_WORDS;
    if (id == OPT_MAX_WORDS) return number(value, &s->max_words);
    if (id == OPT_MAX_SECONDS) return seconds(value, &s->max_seconds);
    if (id == OPT_OUTLET) s->outlet = value;
    if (id == OPT_DATE) s->date = value;
    if (id == OPT_URL) s->url = value;
    if (id == OPT_DESK) s->desk = value;
    if (id == OPT_ORDER) s->order = value;
    if (id == OPT_LISTEN) s->listen = value;
    if (id == OPT_TOKENS) s->tokens = value;
    if (id == OPT_NEW_TOKEN) s->new_token = true;
    if (id == OPT_AGENT) s->agent = value;
    s->once |= id == OPT_ONCE;
    s->repair |= id == OPT_REPAIR;
    s->allow_private |= id == OPT_PRIVATE;
    if (id == OPT_INTERVAL) return number(value, &s->interval) && s->interval;
    if (id == OPT_TIMEOUT) return number(value, &s->timeout) && s->timeout;
    if (id == OPT_PORT) s->port_given = true;
    if (id == OPT_PORT) return number(value, &s->port) && s->port < 65536;
    return id != OPT_LIMIT || number(value, &s->limit);
}

/* Of the words of a list, parted by blanks, the nearest to a mistyped one; `n`: its bytes. NULL:
 * none is near. */
static const char *nearest_in(const char *list, const char *word, size_t *n)
{
    Suggestion s;
    suggest_begin(&s, word, strlen(word));
    char known[32];
    for (const char *p = list; *p;) {
        *n = strcspn(p, " ");
        snprintf(known, sizeof known, "%.*s", (int)*n, p);
        suggest_try(&s, known);
        if (s.best == known) s.best = p; /* up to the blank */
        p += *n + (p[*n] == ' ');
    }
    if (s.best) *n = strcspn(s.best, " ");
    return s.best;
}

/* Says that the value of an option is none, and which would do. */
static void wrong_value(const Option *option, const char *value)
{
    size_t n;
    const char *near = option->values ? nearest_in(option->values, value, &n) : NULL;
    if (near)
        say("--%s does not take '%s'; did you mean %.*s? It takes: %s", option->name, value, (int)n,
            near, option->values);
    else if (option->values)
        say("--%s does not take '%s'; it takes: %s", option->name, value, option->values);
    else if (strcmp(option->value, "N") == 0)
        say("--%s does not take '%s'; it takes a whole number", option->name, value);
    else
        say("--%s does not take '%s': %s", option->name, value, option->help);
}

/* Stores one option. False: it does not take that value. */
static bool store_option(Settings *s, const Option *option, const char *value)
{
    bool good = true;
    switch (option->id) {
    case OPT_FORMAT: s->format = value; break;
    case OPT_OUTPUT: s->output = value; break;
    case OPT_DATA: s->data = value; break;
    case OPT_JOBS: good = number(value, &s->jobs); break;
    case OPT_ENGINE: good = dln_engine_by_name(value, &s->engine) == DLN_OK; break;
    case OPT_PETRARCH: s->petrarch = value; break;
    case OPT_WIDTH: good = number(value, &s->width); break;
    case OPT_COLOUR: good = colour_word(value, &s->colour); break;
    case OPT_ALL: s->all = true; break;
    case OPT_COMPACT: s->compact = true; break;
    case OPT_TABLE: good = dln_table_by_name((s->table = value), &(dln_table){0}) == DLN_OK; break;
    case OPT_FIELDS: s->fields = value; break;
    case OPT_ONLY: good = table_words(value, &s->only); break;
    case OPT_MIN_CONFIDENCE: good = share(value, &s->min_confidence); break;
    case OPT_CONTEXT: s->context = true; break;
    case OPT_QUIET: s->quiet = true; break;
    case OPT_BATCH: s->batch = true; break;
    case OPT_RECORDS: s->records = true; break;
    case OPT_WINDOW: good = number(value, &s->window); break;
    case OPT_STATE: s->state = value; break;
    case OPT_HELP: s->help = true; break;
    case OPT_VERSION: s->version = true; break;
    default:
        good = set_desk_option(s, option->id, value) && set_kafka_option(s, option->id, value);
        break;
    }
    return good;
}

/* 0, or EXIT_USAGE after a message. */
static int set_option(Settings *s, const Option *option, const char *value)
{
    bool one = option->values && option->id != OPT_ONLY; /* that takes a list */
    s->given |= (uint64_t)1 << option->id;
    if ((!one || word_in(option->values, value)) && store_option(s, option, value)) return 0;
    wrong_value(option, value);
    return EXIT_USAGE;
}

static void unknown_option(const char *word)
{
    Suggestion s;
    if (access(word, F_OK) == 0) {
        say("unknown option %s; for the file of that name write ./%s", word, word);
        return;
    }
    suggest_begin(&s, word + 2, word[1] == '-' ? strcspn(word + 2, "=") : 0);
    for (int i = 0; i < OPT_IDS; i++)
        suggest_try(&s, cli_options[i].name);
    if (s.best)
        say("unknown option %s; did you mean --%s?", word, s.best);
    else
        say("unknown option %s; see 'dateline help'", word);
}

typedef struct Words {
    int argc;
    char **argv;
    int at;
} Words;

/* One word that begins with '-': "--name", "--name=value", "--name value", "-n", "-nvalue", "-n
 * value". */
static int read_option(Settings *s, Words *w)
{
    const char *word = w->argv[w->at], *value = NULL;
    const Option *option;
    if (word[1] == '-') {
        size_t n = strcspn(word + 2, "=");
        option = option_named(word + 2, n);
        if (word[2 + n] == '=') value = word + 3 + n;
    } else {
        option = option_letter(word[1]);
        if (option && word[2]) value = word + 2;
    }
    if (!option || (value && !option->value)) {
        unknown_option(word);
        return EXIT_USAGE;
    }
    if (option->value && !value) {
        if (w->at + 1 >= w->argc) {
            say("%s needs a value", word);
            return EXIT_USAGE;
        }
        value = w->argv[++w->at];
    }
    return set_option(s, option, value);
}

static int read_words(Settings *s, Words *w)
{
    bool only_files = false;
    for (; w->at < w->argc; w->at++) {
        const char *word = w->argv[w->at];
        if (!only_files && strcmp(word, "--") == 0) {
            only_files = true;
            continue;
        }
        if (!only_files && word[0] == '-' && word[1]) {
            int status = read_option(s, w);
            if (status) return status;
        } else if (!s->command)
            s->command = word;
        else
            s->file[s->n_files++] = word;
    }
    return 0;
}

static void unknown_command(const char *word)
{
    Suggestion s;
    suggest_begin(&s, word, strlen(word));
    for (const Command *c = cli_commands; c->name; c++)
        suggest_try(&s, c->name);
    if (s.best)
        say("no command and no file '%s'; did you mean 'dateline %s'?", word, s.best);
    else
        say("no command and no file '%s'; see 'dateline help'", word);
}

static void unknown_format(const Command *command, const char *word)
{
    size_t n;
    const char *near = nearest_in(command->formats, word, &n);
    if (near)
        say("%s has no format '%s'; did you mean %.*s? It has: %s", command->name, word, (int)n,
            near, command->formats);
    else
        say("%s has no format '%s'; it has: %s", command->name, word, command->formats);
}

/* Words that begin with a file instead of a command are the reports of a story. */
static void story_of_files(Settings *s)
{
    if (!s->command || command_named(s->command)) return;
    if (strcmp(s->command, "-") != 0 && access(s->command, F_OK) != 0) return;
    memmove(s->file + 1, s->file, (size_t)s->n_files * sizeof *s->file);
    s->file[0] = s->command;
    s->n_files++;
    s->command = "story";
}

/* What is asked of a form must be what that form has: nothing that was asked for is passed over in
 * silence. */
static int check_form(const Settings *s, const Command *command)
{
    static const struct {
        OptionId id;
        const char *forms;
    } only[] = {
        {OPT_TABLE, "csv"},
        {OPT_FIELDS, "csv"},
        {OPT_ONLY, "json jsonl"},
        {OPT_COMPACT, "json jsonl"},
        {OPT_MIN_CONFIDENCE, "json jsonl csv gdelt plover"},
    };
    if (!command->formats) return 0;
    if (s->format && !word_in(command->formats, s->format)) {
        unknown_format(command, s->format);
        return EXIT_USAGE;
    }
    size_t first = strcspn(command->formats, " ");
    for (size_t i = 0; i < sizeof only / sizeof *only; i++) {
        uint64_t bit = (uint64_t)1 << only[i].id;
        char form[32];
        snprintf(form, sizeof form, "%.*s", s->format ? 31 : (int)first,
                 s->format ? s->format : command->formats);
        if (!(s->given & command->takes & bit) || word_in(only[i].forms, form)) continue;
        say("--%s says nothing to format %s; it goes with: %s", cli_options[only[i].id].name, form,
            only[i].forms);
        return EXIT_USAGE;
    }
    return 0;
}

/* --table or --fields alone means csv; the fields must be columns of the table. */
static int check_table(Settings *s)
{
    dln_table table = DLN_TABLE_EVENTS;
    if ((s->table || s->fields) && !s->format) s->format = "csv";
    if (s->table) dln_table_by_name(s->table, &table);
    for (const char *p = s->fields; p && *p;) {
        size_t n = strcspn(p, ",");
        bool found = false;
        for (const char *c = dln_table_columns(table); *c && !found;) {
            size_t m = strcspn(c, ",");
            found = m == n && memcmp(c, p, n) == 0;
            c += m + (c[m] == ',');
        }
        if (!found) {
            say("table %s has no column '%.*s'; it has: %s", s->table ? s->table : "events", (int)n,
                p, dln_table_columns(table));
            return EXIT_USAGE;
        }
        p += n + (p[n] == ',');
    }
    return 0;
}

/* Options and words that the command would pass over. */
static int check_taken(const Settings *s, const Command *command)
{
    uint64_t any = (uint64_t)1 << OPT_HELP | (uint64_t)1 << OPT_VERSION | (uint64_t)1 << OPT_QUIET;
    uint64_t foreign = s->given & ~command->takes & ~any;
    for (int i = 0; i < OPT_IDS && foreign; i++)
        if (foreign & (uint64_t)1 << i) {
            say("%s takes no --%s; see 'dateline help %s'", command->name, cli_options[i].name,
                command->name);
            return EXIT_USAGE;
        }
    if (!(command->takes & TAKES_NONE) || s->n_files == 0) return 0;
    say("%s takes no '%s', options alone; see 'dateline help %s'", command->name, s->file[0],
        command->name);
    return EXIT_USAGE;
}

/* Are the words of the command files and folders of reports? */
static bool takes_files(const Settings *s, const Command *command)
{
    return strncmp(command->arguments, "FILE|DIR", 8) == 0 && !s->follow;
}

static int run_command(Settings *s)
{
    const Command *command = s->command ? command_named(s->command) : NULL;
    if (s->version) {
        printf("dateline %s\n", dln_version());
        return EXIT_DONE;
    }
    if (!s->command) {
        print_help(NULL);
        return s->help ? EXIT_DONE : EXIT_USAGE;
    }
    if (!command) {
        unknown_command(s->command);
        return EXIT_USAGE;
    }
    if (s->help) {
        print_help(command);
        return EXIT_DONE;
    }
    int wrong = check_taken(s, command);
    if (!wrong) wrong = check_table(s);
    if (!wrong) wrong = check_form(s, command);
    if (wrong) return wrong;
    if (!takes_files(s, command)) return command->run(s);
    Settings opened;
    int code = EXIT_NOTHING;
    if (!files_open(s, &opened))
        say("out of memory");
    else if (opened.n_files == 0 && opened.skipped)
        say("nothing is left to read");
    else
        code = command->run(&opened);
    files_close(&opened);
    return code;
}

/* Blocks of one report's arena serve the next, instead of going back to the system page by page
 * (glibc; 4 % of a stream's time). */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

int main(int argc, char **argv)
{
    Settings settings = {.colour = -1};
    keep_memory();
    Words words = {argc, argv, 1};
    settings.file = calloc((size_t)argc + 1, sizeof *settings.file);
    if (!settings.file) {
        say("out of memory");
        return EXIT_NOTHING;
    }
    int status = read_words(&settings, &words);
    if (status == 0) {
        story_of_files(&settings);
        status = run_command(&settings);
    }
    free(settings.file);
    if (fflush(stdout) != 0 && status == 0) {
        say("standard output could not be written");
        status = EXIT_NOTHING;
    }
    return status;
}
