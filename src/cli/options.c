/* options.c - the one table of commands and options; help, man page and completion are printed from
 * it. */
#include "cli/cli.h"
#include <stdio.h>
#include <string.h>

#define BIT(id) ((uint64_t)1 << (id))
#define COMMON (BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_QUIET) | BIT(OPT_OUTPUT) | BIT(OPT_JOBS))

/* How much of a report is analysed. */
#define LIMITS (BIT(OPT_MAX_SECONDS) | BIT(OPT_MAX_WORDS))

/* What the texts do not say. */
#define UNSAID (BIT(OPT_OUTLET) | BIT(OPT_DATE) | BIT(OPT_URL))

#define STORY_FORMATS \
    "text json jsonl html csv conllu webannotation gdelt plover quotes timeml brat naf"
#define TABLES \
    (BIT(OPT_TABLE) | BIT(OPT_FIELDS) | BIT(OPT_ONLY) | BIT(OPT_COMPACT) | BIT(OPT_MIN_CONFIDENCE))

#define KAFKA                                                                                  \
    (BIT(OPT_BROKER) | BIT(OPT_KAFKA) | BIT(OPT_CONSUMERS) | BIT(OPT_WORKER) | BIT(OPT_TAKE) | \
     BIT(OPT_IDLE))

const Option cli_options[OPT_IDS] = {
    {OPT_FORMAT, 'f', "format", "NAME", "form of the result", NULL},
    {OPT_OUTPUT, 'o', "output", "FILE", "write the result to FILE instead of standard output",
     NULL},
    {OPT_JOBS, 'j', "jobs", "N", "threads over reports; 0, the default, is one per processor",
     NULL},
    {OPT_ENGINE, 0, "engine", "NAME",
     "how words are read: fast, the default; careful finds more names and better trees, at a sixth "
     "of the speed",
     "fast careful"},
    {OPT_PETRARCH, 0, "petrarch", "DIR",
     "code events by the PETRARCH or TABARI dictionaries in DIR (files named *actors*, *agents*, "
     "*verbs*, *discards*)",
     NULL},
    {OPT_MAX_SECONDS, 0, "max-seconds", "X",
     "processor time that one report may take; one that takes longer is named and told without "
     "findings; the default is as long as it takes",
     NULL},
    {OPT_MAX_WORDS, 0, "max-words", "N",
     "words of one report that are analysed, about; 0: all; the default is 60000", NULL},
    {OPT_DATA, 0, "data", "DIR", "folder with the model and word lists", NULL},
    {OPT_WIDTH, 'w', "width", "N", "columns of text output", NULL},
    {OPT_ALL, 'a', "all", NULL, "text: list everything, not the first of long lists", NULL},
    {OPT_CONTEXT, 'c', "context", NULL,
     "text: print the words around each reference, with its FILE:BYTE-BYTE for 'show'", NULL},
    {OPT_TABLE, 0, "table", "NAME",
     "the table of --format csv; it stands for that format too; events is the default",
     "events statements facts entities reports times"},
    {OPT_FIELDS, 0, "fields", "LIST",
     "columns of the table, comma separated; a wrong one lists those there are", NULL},
    {OPT_ONLY, 0, "only", "LIST", "json: these lists alone, comma separated; the others stay empty",
     "events statements facts entities times"},
    {OPT_COMPACT, 0, "compact", NULL,
     "json: leave out what is null, false or empty, and the words that a span of a report gives",
     NULL},
    {OPT_MIN_CONFIDENCE, 0, "min-confidence", "X",
     "json, csv, gdelt, plover: leave out statements whose speaker, events and parties of events "
     "that are less sure than X (0 to 1)",
     NULL},
    {OPT_COLOUR, 0, "color", "WHEN", "colour in text output", "auto never always"},
    {OPT_QUIET, 'q', "quiet", NULL, "no progress on the terminal", NULL},
    {OPT_BATCH, 0, "batch", NULL, "look at the whole pile before deciding", NULL},
    {OPT_RECORDS, 0, "records", NULL, "the record of every story with two voices or more", NULL},
    {OPT_WINDOW, 0, "window", "N", "reports kept in mind; the default is 100000", NULL},
    {OPT_STATE, 0, "state", "FILE",
     "go on from FILE, where it is there, and save to it at the end; one command at a time", NULL},
    {OPT_OUTLET, 0, "outlet", "NAME", "outlet of the reports that name none", NULL},
    {OPT_DATE, 0, "date", "DATE",
     "day of publication of the reports that tell none (2024-05-03); relative times hang on it",
     NULL},
    {OPT_URL, 0, "url", "ADDRESS", "address of the reports that give none", NULL},
    {OPT_DESK, 0, "desk", "FILE",
     "the desk's file, or postgresql://USER@HOST/BASE; else $DATELINE_DESK, else desk.db in the "
     "current folder",
     NULL},
    {OPT_LIMIT, 0, "limit", "N", "lines of a list; the default is 20", NULL},
    {OPT_ORDER, 0, "order", "NAME",
     "order of stories: fresh, the default; differ: those with most differences first",
     "fresh large differ"},
    {OPT_PORT, 0, "port", "N", "port of the loopback address; the default is 8480, 0 takes any",
     NULL},
    {OPT_LISTEN, 0, "listen", "ADDRESS",
     "another address of this machine to answer on, with --tokens; no TLS: put a proxy before it",
     NULL},
    {OPT_TOKENS, 0, "tokens", "FILE",
     "who asks has to show a token whose hash stands in FILE, as bearer or as password", NULL},
    {OPT_NEW_TOKEN, 0, "new-token", NULL,
     "make a token, print it once, add its hash to the FILE of --tokens, and end", NULL},
    {OPT_FOLLOW, 0, "follow", NULL,
     "follow a topic of cards, as 'dateline consume' makes them, and write the stories that change "
     "into another: dateline group --follow --state FILE CARDS STORIES",
     NULL},
    {OPT_PARTITION, 0, "partition", "N",
     "partition of CARDS that is followed; the default is that of English", NULL},
    {OPT_DAYS, 0, "days", "N",
     "keep what is not older than N days, as the reports tell them (and up to half as much again)",
     NULL},
    {OPT_BROKER, 0, "broker", "HOST:PORT", "brokers of Kafka; the default is 127.0.0.1:9092", NULL},
    {OPT_KAFKA, 0, "kafka", "FILE",
     "properties of librdkafka, NAME=VALUE a line (encryption, passwords)", NULL},
    {OPT_CONSUMERS, 0, "consumers", "NAME",
     "group of consumers that how far has been read is kept for; the default is dateline", NULL},
    {OPT_WORKER, 0, "worker", "NAME",
     "name of this process among its like; each needs its own, the same again after a restart",
     NULL},
    {OPT_TAKE, 0, "take", "N", "messages of one transaction at most", NULL},
    {OPT_IDLE, 0, "idle", "SECONDS",
     "end when all has been read and nothing has come for so long; the default is never", NULL},
    {OPT_ONCE, 0, "once", NULL, "look at each feed once, for cron", NULL},
    {OPT_REPAIR, 0, "repair", NULL,
     "make anew what follows from the rest of the desk, and name what does not", NULL},
    {OPT_INTERVAL, 0, "interval", "SECONDS", "between two looks at a feed; the default is 900",
     NULL},
    {OPT_TIMEOUT, 0, "timeout", "SECONDS", "that a request may take; the default is 60", NULL},
    {OPT_AGENT, 0, "agent", "TEXT", "who asks, beside the program's name: an address to write to",
     NULL},
    {OPT_PRIVATE, 0, "allow-private", NULL,
     "ask addresses of this machine and of private networks too, and no host only once a second",
     NULL},
    {OPT_HELP, 'h', "help", NULL, "explain the command", NULL},
    {OPT_VERSION, 'V', "version", NULL, "print the version", NULL},
};

static int cmd_help(const Settings *settings);
static void print_man(void);

const Command cli_commands[] = {
    {"story", "FILE|DIR|-...", "many reports of one event: one record",
     "Reads the reports in FILEs as reports of one event and prints one record: what happened, who "
     "said what, where the reports differ, who is who, and the sources, each line with the words "
     "it rests on.",
     cmd_story, STORY_FORMATS,
     COMMON | UNSAID | BIT(OPT_ENGINE) | LIMITS | BIT(OPT_PETRARCH) | BIT(OPT_FORMAT) |
         BIT(OPT_WIDTH) | BIT(OPT_ALL) | BIT(OPT_CONTEXT) | BIT(OPT_COLOUR) | TABLES},
    {"read", "FILE|DIR|-...", "a report: clean text and metadata",
     "Reads each report in FILEs and prints its text, blocks and metadata, with the way back to "
     "the bytes.",
     cmd_read, "text json jsonl",
     COMMON | UNSAID | BIT(OPT_MAX_SECONDS) | BIT(OPT_FORMAT) | BIT(OPT_WIDTH) | BIT(OPT_COLOUR)},
    {"annotate", "FILE|DIR|-...", "a report: everything found in it",
     "Prints a record of each report alone: entities, times, statements, events and claims (what "
     "may be the value of a fact) with their spans.",
     cmd_annotate,
     "jsonl json text html csv conllu webannotation gdelt plover quotes timeml brat naf",
     COMMON | UNSAID | BIT(OPT_ENGINE) | LIMITS | BIT(OPT_PETRARCH) | BIT(OPT_FORMAT) |
         BIT(OPT_WIDTH) | BIT(OPT_ALL) | BIT(OPT_CONTEXT) | BIT(OPT_COLOUR) | TABLES},
    {"show", "FILE:BYTE[-BYTE]...|STORY...",
     "the words behind a reference; the record of a story of the desk",
     "Prints the words that a span of a record names, FILE:BYTE-BYTE as 'dateline story --context' "
     "gives it, marked and with those around; or those about one byte. Of a file that holds many "
     "reports, FILE#MEMBER:BYTE-BYTE. Bytes are those of the report's text, which for plain text "
     "in UTF-8 are the file's. A number is a story of the desk: its record, as 'dateline stories' "
     "lists it.",
     cmd_show, STORY_FORMATS,
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_FORMAT) | BIT(OPT_OUTPUT) |
         BIT(OPT_WIDTH) | BIT(OPT_ALL) | BIT(OPT_CONTEXT) | BIT(OPT_COLOUR) | TABLES | TAKES_WORDS},
    {"add", "FILE|DIR|-...", "keep reports in a desk: analysed once, put into stories as they come",
     "Reads the reports in FILEs and keeps them in the desk with their bytes and what is found in "
     "them. The same bytes twice are one report; other text at an address that is known is a "
     "later "
     "version. What is said to be kept is on disk.",
     cmd_add, NULL,
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_QUIET) | BIT(OPT_JOBS) |
         BIT(OPT_ENGINE) | LIMITS},
    {"watch", "FEED...", "follow feeds: what they list is fetched and kept in the desk",
     "Looks at feeds (RSS, Atom, JSON Feed) and news sitemaps by their addresses, fetches what is "
     "new in them and keeps it as 'add' does. Asks one request of a host at a time, as its "
     "robots.txt allows; what did not change is not sent again. SIGTERM and SIGINT end it; killed, "
     "it goes on where it was. With --once exit code 1 when something failed.",
     cmd_watch, NULL,
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_QUIET) | BIT(OPT_JOBS) |
         BIT(OPT_ENGINE) | LIMITS | BIT(OPT_ONCE) | BIT(OPT_INTERVAL) | BIT(OPT_TIMEOUT) |
         BIT(OPT_AGENT) | BIT(OPT_PRIVATE) | TAKES_WORDS},
    {"stories", "", "the stories of the desk",
     "Lists the desk's stories, freshest first: number, title, days, reports and outlets, how many "
     "facts differ, are more exact in one report, agree. 'dateline show NUMBER' prints the record "
     "of one.",
     cmd_stories, "text jsonl csv",
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_FORMAT) | BIT(OPT_OUTPUT) |
         BIT(OPT_LIMIT) | BIT(OPT_ORDER) | BIT(OPT_ALL) | TAKES_NONE},
    {"search", "WORD...", "search the reports of the desk",
     "Finds the reports that hold all words: \"a phrase\", -without, begin*, and fields: said: by: "
     "about: place: title: outlet: verdict:conflict type:ASSAULT date:2023-04..2023-05. Best "
     "first. Exit code 1 when nothing is found.",
     cmd_search, "text jsonl csv",
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_FORMAT) | BIT(OPT_OUTPUT) |
         BIT(OPT_LIMIT) | BIT(OPT_ALL) | BIT(OPT_QUIET) | TAKES_WORDS},
    {"export", "", "all stories of the desk in one stream",
     "Writes the record of every story of the desk, a line of JSON each, or one table of all "
     "(--table).",
     cmd_export, "jsonl csv gdelt plover",
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_FORMAT) | BIT(OPT_OUTPUT) |
         BIT(OPT_QUIET) | TABLES | TAKES_NONE},
    {"serve", "", "the desk as pages and a JSON API on this machine",
     "Answers http://127.0.0.1:PORT/: the desk's stories, each story's page, speakers, outlets, "
     "search, and records of files dropped on the page; /api/stories, /api/search and others, "
     "described at /openapi.json; /metrics. The desk is only read; only this machine can reach it "
     "unless --listen says otherwise. SIGTERM and SIGINT end it.",
     cmd_serve, NULL,
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_PORT) | BIT(OPT_QUIET) |
         BIT(OPT_JOBS) | BIT(OPT_LISTEN) | BIT(OPT_TOKENS) | BIT(OPT_NEW_TOKEN) | LIMITS |
         TAKES_NONE},
    {"check", "", "whether the desk holds together; mend it",
     "Checks that the desk holds together and names what does not. Exit code 1 when "
     "something is wrong. With --repair indices, words to search by, analysed forms, links "
     "between "
     "versions and rows of stories are made anew where they are missing or damaged; what is left "
     "then (bytes of an input, a report) only a backup brings back.",
     cmd_check, NULL, BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK) | BIT(OPT_REPAIR) | TAKES_NONE},
    {"backup", "FILE", "a copy of the desk while others use it",
     "Writes a whole copy of the desk into FILE, which must not be there, or to a PostgreSQL "
     "server "
     "that holds no desk (postgresql://USER@HOST/BASE); adding and reading may go on meanwhile.",
     cmd_backup, NULL, BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_DESK)},
    {"group", "FILE|DIR|-...", "a pile or stream of reports: stories, and who copied whom",
     "Puts reports that tell of one event together and finds copies of one text. Text: one entry a "
     "story, copies folded under their source (\"AFP +14\"). JSONL: one line a report as it "
     "arrives: its story, its source, the bytes they share.",
     cmd_group, "text jsonl",
     COMMON | UNSAID | BIT(OPT_ENGINE) | LIMITS | BIT(OPT_FORMAT) | BIT(OPT_WIDTH) | BIT(OPT_ALL) |
         BIT(OPT_COLOUR) | BIT(OPT_BATCH) | BIT(OPT_RECORDS) | BIT(OPT_WINDOW) | BIT(OPT_STATE) |
         KAFKA | BIT(OPT_FOLLOW) | BIT(OPT_PARTITION) | BIT(OPT_DAYS)},
    {"consume", "PAGES REPORTS CARDS", "topics of Kafka: pages into records and cards",
     "Takes pages from the topic PAGES (any document; the key is its id, headers url, outlet, "
     "published and charset say what it does not), puts a record a report into REPORTS and a card "
     "a report into CARDS, exactly once for readers of committed messages: what a batch made and "
     "how far it goes are one transaction. What cannot be read is a line with its error. SIGTERM "
     "and SIGINT end it.",
     cmd_consume, NULL,
     BIT(OPT_HELP) | BIT(OPT_DATA) | BIT(OPT_QUIET) | BIT(OPT_ENGINE) | LIMITS | BIT(OPT_PETRARCH) |
         KAFKA | TAKES_WORDS},
    {"completion", "bash|zsh|fish", "completion script for a shell",
     "Prints a completion script, made from the same table as this help.", cmd_completion, NULL,
     BIT(OPT_HELP)},
    {"help", "[COMMAND|man]", "explain a command",
     "Explains a command; 'dateline help man' prints the manual page in roff.", cmd_help, NULL,
     BIT(OPT_HELP)},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0},
};

/* ---- help: lines of a terminal ---- */

enum { HELP_WIDTH = 79, HELP_COLUMN = 27 };

/* Words from column `at` on, wrapped to come again at `indent`. */
static void put_wrapped(const char *text, size_t at, size_t indent)
{
    size_t column = at;
    while (*text) {
        size_t n = strcspn(text, " ");
        if (column > indent && column + 1 + n > HELP_WIDTH) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)n, text);
        column += n;
        text += n;
        text += strspn(text, " ");
    }
    putchar('\n');
}

/* "  left    words", the words in a column of their own. */
static void put_pair(const char *left, const char *words, size_t column)
{
    int n = printf("  %s", left);
    if (n < 0) return;
    if ((size_t)n + 2 > column) {
        putchar('\n');
        n = 0;
    }
    printf("%*s", (int)column - n, "");
    put_wrapped(words, column, column);
}

/* What stands before the values that an option takes. */
static const char *values_head(const Option *o)
{
    if (!o->values) return "";
    return o->id == OPT_ONLY ? "; there are: " : "; one of: ";
}

static void print_option(const Option *o)
{
    char left[64], words[512];
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ',
             o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->value ? " " : "",
             o->value ? o->value : "");
    snprintf(words, sizeof words, "%s%s%s", o->help, values_head(o), o->values ? o->values : "");
    put_pair(left, words, HELP_COLUMN);
}

/* What a form of the result is. */
static const struct {
    const char *name, *words;
} form_words[] = {
    {"text", "for people, in lines of the terminal"},
    {"json", "the record (dateline.record/1; of read: the report), indented"},
    {"jsonl", "the same, a line a record (of the desk's lists: a line an entry)"},
    {"html", "the brief as one page to click through"},
    {"csv", "a table, by --table, for a spreadsheet, R or pandas"},
    {"conllu", "sentences, words, tags, trees and names (CoNLL-U)"},
    {"webannotation", "W3C Web Annotation"},
    {"gdelt", "event rows in the columns of GDELT 2.0, tab separated, no header"},
    {"plover", "events by PLOVER, a line of JSON an event"},
    {"quotes", "who said what, a line of JSON a report"},
    {"timeml", "TimeML, a tar of a file a report"},
    {"brat", "brat standoff, a tar of two files a report"},
    {"naf", "NAF, a tar of a file a report"},
};

static void print_forms(const char *formats)
{
    printf("\nformats (%.*s when none is named):\n", (int)strcspn(formats, " "), formats);
    for (size_t i = 0; i < sizeof form_words / sizeof *form_words; i++)
        if (word_in(formats, form_words[i].name))
            put_pair(form_words[i].name, form_words[i].words, 17);
}

static void print_overview(void)
{
    puts("dateline reads many news reports of one event and gives back one record of it:\n"
         "what happened, who said what, and where the reports differ, down to the byte.\n\n"
         "usage: dateline [COMMAND] [OPTION...] FILE|DIR|-...\n\n"
         "  dateline reports/                            the brief of a folder of reports\n"
         "  dateline story -f html -o story.html *.txt   the same as a page\n"
         "  dateline show tass.txt:98-102                the words behind a line\n"
         "  dateline help story                          all options of a command\n\n"
         "commands (story when none is named):");
    for (const Command *c = cli_commands; c->name; c++)
        put_pair(c->name, c->summary, 15);
    puts("\noptions of most commands ('dateline help COMMAND' lists all):");
    static const OptionId most[] = {OPT_FORMAT, OPT_OUTPUT, OPT_TABLE, OPT_CONTEXT, OPT_ALL,
                                    OPT_JOBS,   OPT_DESK,   OPT_QUIET, OPT_HELP,    OPT_VERSION};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++)
        print_option(&cli_options[most[i]]);
    puts("\n'-' is standard input; of a folder, every file in it is read. What a file is\n"
         "is told by its content: text, markdown, HTML, e-mail, RTF, JSON, RSS and Atom,\n"
         "NewsML-G2, NITF, WARC and ARC, packed or not.\n\n"
         "exit codes: 0 done, 1 some inputs failed or were cut short, 2 wrong use,\n"
         "            3 nothing could be done or written\n"
         "environment: NO_COLOR, COLUMNS, DATELINE_DATA, DATELINE_DESK");
}

void print_help(const Command *command)
{
    if (!command) {
        print_overview();
        return;
    }
    printf("dateline %s:", command->name);
    put_wrapped(command->summary, strlen(command->name) + 10, 2);
    printf("\nusage: dateline %s [OPTION...]%s%s\n\n", command->name,
           *command->arguments ? " " : "", command->arguments);
    put_wrapped(command->details, 0, 0);
    puts("\noptions:");
    for (int i = 0; i < OPT_IDS; i++)
        if (command->takes & BIT(i)) print_option(&cli_options[i]);
    if (command->formats) print_forms(command->formats);
}

static int cmd_help(const Settings *settings)
{
    if (settings->n_files == 0) {
        print_help(NULL);
        return EXIT_DONE;
    }
    if (strcmp(settings->file[0], "man") == 0) {
        print_man();
        return EXIT_DONE;
    }
    for (const Command *c = cli_commands; c->name; c++) {
        if (strcmp(c->name, settings->file[0]) == 0) {
            print_help(c);
            return EXIT_DONE;
        }
    }
    Suggestion s;
    suggest_begin(&s, settings->file[0], strlen(settings->file[0]));
    for (const Command *c = cli_commands; c->name; c++)
        suggest_try(&s, c->name);
    if (s.best)
        say("no command '%s'; did you mean '%s'?", settings->file[0], s.best);
    else
        say("no command '%s'", settings->file[0]);
    return EXIT_USAGE;
}

/* ---- man page ---- */

static void roff(const char *text)
{
    for (; *text; text++) {
        if (*text == '-')
            fputs("\\-", stdout);
        else if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
    }
}

static void man_options(uint64_t takes)
{
    for (int i = 0; i < OPT_IDS; i++) {
        const Option *o = &cli_options[i];
        if (!(takes & BIT(i))) continue;
        fputs(".TP\n.B ", stdout);
        if (o->letter) printf("\\-%c, ", o->letter);
        printf("\\-\\-%s", o->name);
        if (o->value) printf(" \\fI%s\\fR", o->value);
        putchar('\n');
        roff(o->help);
        if (o->values) {
            fputs(values_head(o), stdout);
            roff(o->values);
        }
        puts(".");
    }
}

static void man_forms(void)
{
    puts(".SH FORMATS");
    for (size_t i = 0; i < sizeof form_words / sizeof *form_words; i++) {
        printf(".TP\n.B %s\n", form_words[i].name);
        roff(form_words[i].words);
        puts(".");
    }
}

/* What to type, and what for. */
static void man_examples(void)
{
    static const struct {
        const char *why, *command;
    } examples[] = {
        {"The brief of one event from a folder of reports:", "dateline reports/"},
        {"The same as a page to click through, and as a record for programs:",
         "dateline story -f html -o story.html reports/\ndateline story -f json reports/"},
        {"The words behind a line of the brief:",
         "dateline story --context reports/\ndateline show reports/tass.txt:412-431"},
        {"Which reports of a pile tell of one event, and who copied whom:",
         "dateline group reports/"},
        {"Everything found in each report, a line of JSON a report:",
         "dateline annotate reports/ > found.jsonl"},
        {"Who is quoted in which outlet, as a table for a spreadsheet:",
         "dateline annotate --table statements reports/ > quoted.csv"},
        {"Event rows in the columns of GDELT:", "dateline annotate -f gdelt reports/"},
    };
    puts(".SH EXAMPLES");
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        puts(".PP");
        roff(examples[i].why);
        puts("\n.PP\n.nf\n.RS");
        roff(examples[i].command);
        puts("\n.RE\n.fi");
    }
}

static void print_man(void)
{
    printf(".TH DATELINE 1 \"\" \"dateline %s\" \"User Commands\"\n.SH NAME\ndateline \\- many "
           "news reports of one event, one record\n",
           dln_version());
    puts(".SH SYNOPSIS\n.B dateline\n.RI [ COMMAND ]\n.RI [ OPTION ...]\n.IR FILE ...\n.SH "
         "DESCRIPTION\n"
         "Reads many news reports of the same event and gives back one record of it: who did what "
         "to whom, who said what, when, where,\n"
         "which outlet says so (byte spans into each report), and where the reports agree, stand "
         "alone or conflict.\n.SH COMMANDS");
    for (const Command *c = cli_commands; c->name; c++) {
        printf(".SS dateline %s ", c->name);
        roff(c->arguments);
        putchar('\n');
        roff(c->details);
        putchar('\n');
        man_options(c->takes);
        if (c->formats) {
            fputs(".PP\nFormats, the default first: ", stdout);
            roff(c->formats);
            puts(".");
        }
    }
    man_forms();
    man_examples();
    puts(".SH EXIT STATUS\n0 done; 1 some inputs failed or were cut short by a limit (each is "
         "named on standard error, the others are done); 2 wrong use; 3 nothing could be done or "
         "written.\n"
         ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nno colour in text output.\n.TP\n.B COLUMNS\nwidth of "
         "text output on a terminal.\n.TP\n.B DATELINE_DATA\nfolder with the model and word "
         "lists.\n.TP\n.B "
         "DATELINE_DESK\nthe desk, where \\-\\-desk names none.\n"
         ".SH FILES\nThe record is described in docs/record.md; its schema is "
         "data/record.schema.json.");
}
