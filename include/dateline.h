/* dateline.h - the one public header of libdateline.
 *
 * dateline reads several news reports of one event and gives back one record: who did what to whom,
 * who said what, when, where, which outlet says so (byte spans into each report), and where the
 * reports agree, stand alone or conflict.
 *
 * Sections, in the order of use: status and errors, engine, run (inputs), record (findings),
 * writers.
 *
 *     dln *engine; dln_run *run; dln_record *record; dln_error err;
 *     if (dln_open(NULL, &engine, &err) != DLN_OK) ...
 *     dln_run_new(engine, &run);
 *     dln_run_add_file(run, "tass.txt"); dln_run_add_file(run, "afp.md");
 *     dln_run_story(run, &record);
 *     dln_record_write(record, DLN_FORMAT_TEXT, NULL, my_write, my_context);
 *     dln_record_free(record); dln_run_free(run); dln_close(engine);
 *
 * Ownership words: *borrowed* (valid until the named object is freed), *owned* (free it with the
 * named call), *static*. The library never prints, exits or aborts. An engine may be shared by
 * threads; a run and a record belong to one thread at a time.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DLN_VERSION "0.1.0"
#define DLN_API __attribute__((visibility("default")))

/* ---- status and errors ---- */

typedef enum dln_status {
    DLN_OK = 0,
    DLN_ERR_NOMEM = -1,  /* the system gave no memory */
    DLN_ERR_LIMIT = -2,  /* a limit of dln_options was reached */
    DLN_ERR_IO = -3,     /* a file could not be opened, read or written */
    DLN_ERR_FORMAT = -4, /* the bytes are no news document of a known kind */
    DLN_ERR_DATA = -5,   /* a data or model file of dateline is missing or damaged */
    DLN_ERR_USAGE = -6,  /* an argument is outside its contract */
    DLN_ERR_EMPTY = -7,  /* nothing to read in the input */
    DLN_ERR_TIME = -8    /* a report took longer than max_report_seconds */
} dln_status;

/* What failed, where. All strings *borrowed* from the object that reported it (or *static*);
 * `position` is a byte offset into the input, UINT64_MAX where there is none. */
typedef struct dln_error {
    dln_status code;
    const char *stage; /* "open", "read", "lang", "mean", "collate", "write" */
    const char *input; /* name of the input, "" where there is none */
    uint64_t position; /* bytes */
    char message[256];
} dln_error;

/* Name of a status in plain English ("out of memory"). *static*, never NULL. */
DLN_API const char *dln_status_text(dln_status status);
/* Version of the library, "0.1.0". *static*. */
DLN_API const char *dln_version(void);

/* ---- engine: model, word lists, limits; immutable once open ---- */

typedef struct dln dln;

/* How words are read: FAST, the default; CAREFUL finds names and trees better and takes several
 * times as long; its weights, careful.model in the data folder, are opened only then. */
typedef enum dln_engine { DLN_ENGINE_FAST = 0, DLN_ENGINE_CAREFUL = 1 } dln_engine;

typedef struct dln_options {
    uint32_t size; /* sizeof(dln_options), set by dln_options_init. The struct grows at its end:
                      a program built with an earlier one gives a smaller size, and what it
                      does not have keeps its default */
    uint32_t jobs; /* threads used over reports; 0: one per processor */
    const char *data_dir; /* folder with the model and word lists; NULL: $DATELINE_DATA, else beside
                             the program, else as installed */
    uint64_t max_input_bytes;   /* one input, unpacked; default 64 MiB */
    uint64_t max_report_memory; /* what reading one report may take, bytes, working memory included
                                   but for what threads keep from report to report (12 MB each);
                                   default 256 MiB; where it does not do for the whole text, as much
                                   is read as fits and the report is marked partial */
    uint64_t max_story_memory;  /* the same for one record; default 1 GiB; where it does not do, the
                                   record holds the reports alone, marked partial */
    dln_engine engine;          /* default DLN_ENGINE_FAST */
    const char *petrarch; /* folder of dictionaries in the format of PETRARCH and TABARI that events
                             are coded by; NULL: our own lists; read by dln_open */
    uint32_t max_report_words; /* words of one report that are analysed, about; 0: all; default
                                  60,000 (a newspaper's longest reports have 20,000); the
                                  record has the text up to there, marked partial */
    double max_report_seconds; /* processor time that reading and analysing one report may take; 0,
                                  the default: as long as it takes. One that took longer is an error
                                  (DLN_ERR_TIME) for dln_run_annotate and streams; in a story its
                                  text stands without findings, marked partial. Joining a story may
                                  take what its reports have left. This limit alone can make two
                                  runs differ: machines are not equally fast */
} dln_options;

/* Engine by its name ("fast", "careful"); DLN_ERR_USAGE when there is none. */
DLN_API dln_status dln_engine_by_name(const char *name, dln_engine *engine);

/* Fills `options` with the defaults. `options` must not be NULL. */
DLN_API void dln_options_init(dln_options *options);

/* Opens an engine. `options` may be NULL (defaults). On success *engine is *owned* (dln_close); on
 * failure *engine is NULL and `err` (may be NULL) says why: DLN_ERR_DATA names the file. */
DLN_API dln_status dln_open(const dln_options *options, dln **engine, dln_error *err);
/* Closes an engine; NULL is allowed. No run or record of it may be used afterwards. */
DLN_API void dln_close(dln *engine);

/* ---- run: a set of inputs ---- */

typedef struct dln_run dln_run;

/* A new, empty run over `engine` (*borrowed*, must outlive the run). *owned*: dln_run_free. */
DLN_API dln_status dln_run_new(const dln *engine, dln_run **run);
DLN_API void dln_run_free(dln_run *run);

/* What the reports added from now on are taken to be where they do not say it themselves: outlet,
 * day of publication ("2024-05-03", or as pages write it), address. NULL: nothing. DLN_ERR_USAGE:
 * the date is none. */
DLN_API dln_status dln_run_assume(dln_run *run, const char *outlet, const char *date,
                                  const char *url);
/* Reads one file ("-": standard input) and adds the reports in it. A file that cannot be read adds
 * nothing, is listed by dln_run_error and the run goes on; its status is returned. */
DLN_API dln_status dln_run_add_file(dln_run *run, const char *path);
/* The same for bytes in memory (copied). `name` stands for the file name in the record. */
DLN_API dln_status dln_run_add_bytes(dln_run *run, const char *name, const void *bytes,
                                     size_t length);

/* Bytes and what is known about them besides, as a crawler or an archive has it. */
typedef struct dln_document {
    uint32_t size;
    const char *name;  /* stands for the file name in the record; NULL: "" */
    const void *bytes; /* any kind of document that a file may hold */
    size_t length;
    const char *charset;   /* of the transport (Content-Type), NULL: none was said */
    const char *url;       /* these three as for dln_run_assume, for this document alone; a date */
    const char *outlet;    /* that cannot be read is as good as none */
    const char *published; /* NULL: not known */
} dln_document;
DLN_API dln_status dln_run_add_document(dln_run *run, const dln_document *document);

/* Fills `document`, which comes empty with its `size` set, with the next input of an archive and
 * returns 1; 0: there are no more; a negative number: it cannot go on. What the document points to
 * is wanted until the next call. */
typedef int (*dln_next_fn)(dln_document *document, void *context);
/* Adds inputs as `next` yields them. One that cannot be read is an error of its own, and the next
 * is taken. In a stream (dln_run_stream) memory does not grow with the archive; its last reports
 * come with dln_run_flush. DLN_OK: to the end. DLN_ERR_IO: `next` could not go on, or the stream
 * was stopped. */
DLN_API dln_status dln_run_add_all(dln_run *run, dln_next_fn next, void *context);
/* Receives one failure; its strings are *borrowed* for the time of the call. A value other than 0
 * stops the run: no more of the input at hand is read, no input is taken (DLN_ERR_IO), and nothing
 * is told any more. */
typedef int (*dln_failed_fn)(const dln_error *error, void *context);
/* From now on failures of inputs and of streamed reports are told to `failed`, on the calling
 * thread, and not listed: a stream of any length needs no memory for them. NULL: listed again. */
DLN_API dln_status dln_run_on_error(dln_run *run, dln_failed_fn failed, void *context);

/* An analysed report as bytes, to be taken up later without being analysed again: some thirty times
 * as fast, and the same record comes out. dln_run_save analyses report `report` of the run where
 * that has not been done. The bytes belong to this build of the library and its data folder:
 * another does not take them (dln_run_restore: DLN_ERR_DATA), then add the report itself. They are
 * for a cache or store of one's own; damage is found, but do not restore bytes of a stranger. */
DLN_API dln_status dln_run_save(dln_run *run, size_t report,
                                int (*write)(const void *bytes, size_t length, void *context),
                                void *context);
/* Adds a report that dln_run_save has written. */
DLN_API dln_status dln_run_restore(dln_run *run, const void *bytes, size_t length);

/* Reports read so far. */
DLN_API size_t dln_run_report_count(const dln_run *run);
/* What failed so far, in order: inputs, and of inputs that hold many reports (a listing, an
 * archive, a feed) each damaged entry, the first hundred. The error is *borrowed* from the run. */
DLN_API size_t dln_run_error_count(const dln_run *run);
DLN_API const dln_error *dln_run_error(const dln_run *run, size_t index);

/* ---- record: what was found ---- */

typedef struct dln_record dln_record;

/* Reads all reports of the run as reports of one event and joins them. DLN_ERR_EMPTY when the run
 * holds no report. The record (*owned*: dln_record_free) borrows the run's texts: free it before
 * the run. */
DLN_API dln_status dln_run_story(dln_run *run, dln_record **record);
/* The record of one report alone; `report` < dln_run_report_count. */
DLN_API dln_status dln_run_annotate(dln_run *run, size_t report, dln_record **record);
/* Receives one record; takes no ownership. `report` counts from 0 over the run. A value other than
 * 0 stops the run. */
typedef int (*dln_each_fn)(const dln_record *record, size_t report, void *context);
/* From now on the run keeps no reports: dln_run_add_file and dln_run_add_bytes hand out one record
 * per report through `each`, in the order of the reports, on the calling thread, in batches over
 * the engine's jobs, so that memory does not grow with the inputs. `findings` 0: the reports as
 * read, without analysis (as dln_run_reports). End with dln_run_flush. */
DLN_API dln_status dln_run_stream(dln_run *run, int findings, dln_each_fn each, void *context);
/* Hands out what is left of a stream. DLN_ERR_IO when `each` has stopped it (then adding does
 * nothing either). A report that could not be analysed is listed by dln_run_error under its name,
 * the others are given out all the same; the status of the first is returned. */
DLN_API dln_status dln_run_flush(dln_run *run);
/* A record that holds the reports alone, as read, without findings: what `dateline read` prints.
 * DLN_ERR_EMPTY as above. */
DLN_API dln_status dln_run_reports(dln_run *run, dln_record **record);
DLN_API void dln_record_free(dln_record *record);

typedef struct dln_span {
    uint32_t begin, end;
} dln_span; /* UTF-8 bytes of a report's text, half open; 0, 0: none */
typedef struct dln_text {
    const char *p;
    size_t n;
} dln_text; /* UTF-8, not NUL-terminated; n 0: unknown. *borrowed* from the record */

#define DLN_NONE ((size_t)-1) /* no report, entity, event, ...: unknown */
#define DLN_NO_REPORT DLN_NONE
#define DLN_NO_DAY INT32_MIN /* a day that is not known */

/* What a record holds is asked for by index: each list has its count, each item a struct that the
 * caller gives with `size` set (dln_event event = {.size = sizeof event};). Structs grow at their
 * end; a smaller one of an earlier header is filled as far as it goes. All calls are O(1) and
 * return DLN_ERR_USAGE for NULL or an index out of range; texts and names are *borrowed* from the
 * record or *static*. Days are days since 1970-01-01. Names of kinds are those of the JSON. */

typedef struct dln_story {
    uint32_t size;
    dln_text title;
    int32_t from, to;   /* days */
    const char *key;    /* stable id of the story */
    size_t place_count; /* dln_record_place */
} dln_story;
DLN_API dln_status dln_record_story(const dln_record *record, dln_story *story);
/* Entity of the i-th place of the story; DLN_NONE when out of range. */
DLN_API size_t dln_record_place(const dln_record *record, size_t index);

DLN_API size_t dln_record_report_count(const dln_record *record);
/* Clean text of a report, UTF-8, not NUL-terminated. *borrowed* from the run. NULL when `report` is
 * out of range. */
DLN_API const char *dln_record_text(const dln_record *record, size_t report, size_t *length);
/* What a report says of itself. */
typedef struct dln_report {
    uint32_t size;
    int partial; /* 1: a limit cut it short */
    dln_text source, member, title, outlet, agency, published, url;
    dln_text cut; /* in words, where a limit cut its reading short and which; n 0: it did not */
    dln_text media_type, language, byline, dateline_place, dateline_date, modified;
    const char *sha256;          /* hex, of its source bytes */
    const char *published_basis; /* how the day is known */
    size_t copy_of;              /* report that it copies, DLN_NONE */
    size_t agency_count;         /* dln_record_agency */
    size_t replaced_by;          /* the next version of it, which speaks in its place, DLN_NONE */
    int unread;                  /* 1: in a language that is read, not analysed */
} dln_report;
DLN_API dln_status dln_record_report(const dln_record *record, size_t report, dln_report *about);
DLN_API dln_text dln_record_agency(const dln_record *record, size_t report, size_t index);

typedef struct dln_source_span {
    uint64_t begin, end;
} dln_source_span; /* bytes of the input as it came (unpacked), half open */
/* The source bytes that the words of `span` came from: from the first to the last byte that stands
 * in the source. DLN_ERR_EMPTY where the format keeps no way back (entries of XML feeds). */
DLN_API dln_status dln_record_source_span(const dln_record *record, size_t report, dln_span span,
                                          dln_source_span *source);

typedef struct dln_entity {
    uint32_t size;
    int as_government; /* 1: a place whose name stands for its government */
    const char *kind;  /* "person", "organisation", "place", "other" */
    dln_text name, key;
    const char *country; /* ISO 3166 alpha-2, "" unknown */
    size_t place_in;     /* entity that holds it, DLN_NONE */
    size_t spelling_count, role_count, mention_count;
} dln_entity;
typedef struct dln_spelling {
    uint32_t size;
    uint32_t count; /* mentions so spelled */
    dln_text text, note;
    size_t report_count; /* dln_record_spelling_report */
} dln_spelling;
typedef struct dln_role {
    uint32_t size;
    dln_span span;
    dln_text text;
    size_t report;
} dln_role;
typedef struct dln_mention {
    uint32_t size;
    dln_span span;
    size_t report;
    const char *form; /* "name", "nominal", "pronoun" */
} dln_mention;
DLN_API size_t dln_record_entity_count(const dln_record *record);
DLN_API dln_status dln_record_entity(const dln_record *record, size_t index, dln_entity *entity);
DLN_API dln_status dln_record_spelling(const dln_record *record, size_t entity, size_t index,
                                       dln_spelling *spelling);
DLN_API size_t dln_record_spelling_report(const dln_record *record, size_t entity, size_t spelling,
                                          size_t index);
DLN_API dln_status dln_record_role(const dln_record *record, size_t entity, size_t index,
                                   dln_role *role);
DLN_API dln_status dln_record_mention(const dln_record *record, size_t entity, size_t index,
                                      dln_mention *mention);

typedef struct dln_time {
    uint32_t size;
    int32_t from, to; /* days */
    const char *type; /* "date", "time", "duration", "set", "range" */
    dln_text value, mod;
    size_t mention_count;
} dln_time;
typedef struct dln_time_mention {
    uint32_t size;
    dln_span span;
    size_t report;
    const char *basis;
} dln_time_mention;
DLN_API size_t dln_record_time_count(const dln_record *record);
DLN_API dln_status dln_record_time(const dln_record *record, size_t index, dln_time *time);
DLN_API dln_status dln_record_time_mention(const dln_record *record, size_t time, size_t index,
                                           dln_time_mention *mention);

typedef struct dln_statement {
    uint32_t size;
    int same_words;        /* 1: all reports give it in the same words */
    size_t speaker;        /* entity, DLN_NONE */
    dln_text speaker_text; /* the outlet's words for a speaker without a name */
    const char *kind, *polarity;
    dln_text verb;
    size_t telling_count;
} dln_statement;
/* How one report gives a statement (`versions` of the JSON). */
typedef struct dln_telling {
    uint32_t size;
    dln_span speaker_span, cue_span, speaker_words;
    size_t report;
    const char *kind;
    dln_text via_note, rule;
    size_t occasion; /* event, DLN_NONE */
    size_t content_count, via_count;
    size_t time; /* when it was said, where its clause has it; DLN_NONE */
} dln_telling;
DLN_API size_t dln_record_statement_count(const dln_record *record);
DLN_API dln_status dln_record_statement(const dln_record *record, size_t index,
                                        dln_statement *statement);
DLN_API dln_status dln_record_telling(const dln_record *record, size_t statement, size_t index,
                                      dln_telling *telling);
/* The i-th stretch of what is said; 0, 0 when out of range. */
DLN_API dln_span dln_record_content(const dln_record *record, size_t statement, size_t version,
                                    size_t index);
/* The i-th entity through whom it comes; DLN_NONE when out of range. */
DLN_API size_t dln_record_via(const dln_record *record, size_t statement, size_t version,
                              size_t index);

typedef struct dln_event {
    uint32_t size;
    int background, main; /* main 1: the story's own happening */
    dln_text type, mode, cameo, kind, label;
    const char *modality;
    int32_t from, to;               /* days */
    size_t time, place;             /* indices of times and entities, DLN_NONE */
    size_t part_of, consequence_of; /* events, DLN_NONE */
    float salience, confidence;     /* 0..1 */
    size_t participant_count, voucher_count, mention_count;
} dln_event;
typedef struct dln_participant {
    uint32_t size;
    dln_span span;
    const char *role; /* "actor", "recipient", "other" */
    size_t entity;    /* DLN_NONE: told by words only */
    dln_text text;
    size_t report;    /* where `text` stands */
    float confidence; /* 0..1 */
} dln_participant;
typedef struct dln_voucher {
    uint32_t size;
    int is_report; /* 1: `index` is a report, 0: an entity that says so */
    size_t index;
} dln_voucher;
typedef struct dln_event_mention {
    uint32_t size;
    dln_span trigger, sentence;
    size_t report;
    const char *modality;
} dln_event_mention;
DLN_API size_t dln_record_event_count(const dln_record *record);
DLN_API dln_status dln_record_event(const dln_record *record, size_t index, dln_event *event);
DLN_API dln_status dln_record_participant(const dln_record *record, size_t event, size_t index,
                                          dln_participant *participant);
DLN_API dln_status dln_record_voucher(const dln_record *record, size_t event, size_t index,
                                      dln_voucher *voucher);
DLN_API dln_status dln_record_event_mention(const dln_record *record, size_t event, size_t index,
                                            dln_event_mention *mention);

typedef enum dln_verdict {
    DLN_AGREE = 0,
    DLN_REFINED = 1,
    DLN_CONFLICT = 2,
    DLN_ONLY = 3
} dln_verdict;
typedef enum dln_about {
    DLN_ABOUT_EVENT = 0,
    DLN_ABOUT_ENTITY = 1,
    DLN_ABOUT_STATEMENT = 2,
    DLN_ABOUT_STORY = 3
} dln_about;

typedef struct dln_fact {
    uint32_t size;
    dln_verdict verdict;
    dln_text attribute; /* "end", "killed", ... */
    dln_text why;       /* rule that decided */
    dln_about about;
    size_t index;        /* of the event, entity or statement; DLN_NONE for the story */
    int between_parties; /* of a conflict: 1: the reports agree that parties contradict one another
                          */
    size_t value_count;
} dln_fact;
/* One value of a fact: reports whose words come to the same. */
typedef struct dln_value {
    uint32_t size;
    uint32_t voices; /* independent reports, copies folded */
    dln_text value;  /* normal form */
    size_t evidence_count, said_by_count;
} dln_value;
typedef struct dln_evidence {
    uint32_t size;
    dln_span span;
    size_t report;
} dln_evidence;
DLN_API size_t dln_record_fact_count(const dln_record *record);
DLN_API dln_status dln_record_fact(const dln_record *record, size_t index, dln_fact *fact);
DLN_API dln_status dln_record_value(const dln_record *record, size_t fact, size_t index,
                                    dln_value *value);
DLN_API dln_status dln_record_evidence(const dln_record *record, size_t fact, size_t value,
                                       size_t index, dln_evidence *evidence);
/* The i-th entity that the reports name for the value; DLN_NONE when out of range. */
DLN_API size_t dln_record_said_by(const dln_record *record, size_t fact, size_t value,
                                  size_t index);

/* What the only report of a record claims: a stretch that may be the value of a fact, with what its
 * clause says of it (dln_run_annotate, a story of one report). Of several reports the record has
 * facts, and no claims. Indices are those of the record, DLN_NONE where there is none. */
typedef struct dln_claim {
    uint32_t size;
    int denied;            /* 1: its predicate is: "no one was hurt" */
    dln_span span;         /* of report 0 */
    const char *attribute; /* what it may be the value of: "killed", "date", ... */
    const char *kind;      /* "time", "figure", "name", "phrase", "clause", "quote" */
    size_t entity, time;   /* what its words are */
    dln_about about;
    size_t index;       /* of the event, entity or statement it is about; DLN_NONE: no more known */
    dln_span predicate; /* the verb or happening whose slot it fills; 0, 0: none */
    const char *role; /* "predicate", "subject", "object", "oblique", "clause", "naming", "none" */
    const char *modality;      /* of that happening ("happened", "planned", ...); NULL: not told */
    size_t when;               /* time of that happening */
    size_t statement, said_by; /* it is told in; entity that vouches */
    dln_span ground;           /* its clause */
    const char *sure; /* "sure", "guessed" (its day was inferred), "part" (of a sum or range) */
    float worth;      /* 0..1: how likely a careful reader cites it */
} dln_claim;
DLN_API size_t dln_record_claim_count(const dln_record *record);
DLN_API dln_status dln_record_claim(const dln_record *record, size_t index, dln_claim *claim);

/* ---- stories: which reports of a pile or stream tell of one event, and who copied whom ---- */

/* Receives bytes; returns 0 to go on, anything else to stop. */
typedef int (*dln_write_fn)(const void *bytes, size_t length, void *context);

typedef struct dln_group dln_group;

typedef struct dln_shared {
    dln_span source, copy;
} dln_shared; /* bytes of the source's text, of this one */
/* Where a report was put. Reports are numbered 0, 1, 2, ... in the order of adding. */
typedef struct dln_grouped {
    size_t report;
    size_t story;  /* report that founded its story; itself when it is a new one */
    size_t source; /* earlier report it took words from, DLN_NO_REPORT: of nobody known */
    int is_copy;   /* 1: the same text, one voice with its source; 0: passages reused, if any */
    float share;   /* of its words that stand in the source, 0..1 */
    size_t merged; /* story that went into `story` on this occasion (its reports now carry `story`),
                      DLN_NO_REPORT */
    const dln_shared
        *shared; /* in order of this text; *borrowed* until the next call on the group */
    size_t shared_count;
} dln_grouped;

/* A new group that keeps the last `live` reports in mind (0: 100,000), about 17 KB each; the cost
 * of a report does not depend on how many there are. *owned*: dln_group_free. `engine` *borrowed*.
 */
DLN_API dln_status dln_group_new(const dln *engine, uint32_t live, dln_group **group);
DLN_API void dln_group_free(dln_group *group);
/* Puts one report of `record` into a story at once. The same reports in the same order give the
 * same answers. After a failure (DLN_ERR_NOMEM) the group gives that status again: free it. */
DLN_API dln_status dln_group_add(dln_group *group, const dln_record *record, size_t report,
                                 dln_grouped *answer);
/* Writes all that the group knows; dln_group_restore goes on as if nothing had happened.
 * DLN_ERR_DATA: no such state, damaged, or saved with another model or another `live`. */
DLN_API dln_status dln_group_save(dln_group *group, dln_write_fn write, void *context);
DLN_API dln_status dln_group_restore(const dln *engine, uint32_t live, const void *bytes,
                                     size_t length, dln_group **group);
/* All reports of `record` at once: better stories than one by one, whatever the order.
 * out[dln_record_report_count], `merged` and `shared` are not given. */
DLN_API dln_status dln_group_all(const dln *engine, const dln_record *record, dln_grouped *out);
/* ---- cards: stories across processes and machines ---- */

/* What is needed to put a report into a story, on one line of JSON ("dateline.card/1") that can be
 * kept and sent: id, language, published, day (since 1970), outlet, url, title, text, and quiet:
 * the stretches of the text [begin, end) that do not tell (links, notes, by-lines). Only id and
 * text must be there. */
DLN_API dln_status dln_card_write(const dln_record *record, size_t report, const char *id,
                                  dln_write_fn write, void *context);

typedef struct dln_group_options {
    uint32_t size;
    uint32_t live;       /* reports kept in mind; 0: 100,000 */
    uint32_t days;       /* and of them those of so many days; 0: however old. Days are told by the
                            reports: what counts as today is the median of the last nine. Up to half as
                            many more are kept */
    uint32_t increments; /* 1: what comes is noted, for dln_group_save_increment */
} dln_group_options;
/* A group that knows reports by names of their own: take cards with dln_group_add_card. `bytes`:
 * what dln_group_save wrote, and behind it what dln_group_save_increment wrote since, NULL: a new
 * one. An increment that breaks off at the end (its writer was killed) is left out: ask
 * dln_group_position how far it came. DLN_ERR_DATA: damaged, or of another model or other options.
 */
DLN_API dln_status dln_group_open(const dln *engine, const dln_group_options *options,
                                  const void *bytes, size_t length, dln_group **group);

/* Where a card was put, by the ids of reports; n 0: none. *borrowed* until the next call. */
typedef struct dln_placed {
    uint32_t size;
    int is_copy;
    float share;     /* of its words that stand in the source, 0..1 */
    uint32_t number; /* cards before it */
    dln_text id;
    dln_text story;  /* report that founded its story */
    dln_text source; /* earlier report that it took words from */
    dln_text merged; /* story that went into `story` on this occasion */
} dln_placed;
/* Puts one card into a story at once. The same cards in the same order give the same answers.
 * DLN_ERR_FORMAT: it is no card; the group is as before. The same id twice is two reports. */
DLN_API dln_status dln_group_add_card(dln_group *group, const void *card, size_t length,
                                      dln_placed *placed);
/* Receives one story that changed: its id and a line of JSON ("dateline.story/1"): story, title,
 * from, to, count and ids of its kept reports (the newest 1,000), those that are new, the stories
 * that went into it; or story and merged_into. 0 to go on. */
typedef int (*dln_changed_fn)(dln_text story, dln_text line, void *context);
/* The stories that changed since this was last called, in order of their founding. What changed
 * before the group was restored is not told again. DLN_ERR_IO when `each` stopped. */
DLN_API dln_status dln_group_changes(dln_group *group, dln_changed_fn each, void *context);
/* A word of the caller's own about where it stands in its source (an offset, a date; at most 500
 * bytes), kept with the next dln_group_save or increment, and given back after dln_group_open.
 * "" where none was set. *borrowed* until it is set anew. */
DLN_API dln_status dln_group_set_position(dln_group *group, const char *position);
DLN_API const char *dln_group_position(const dln_group *group);
/* Writes what came since the last dln_group_save or increment, about as many bytes as its cards: to
 * be written behind the state. When that has grown large, save the whole anew: taking increments up
 * costs as much as adding their cards did. */
DLN_API dln_status dln_group_save_increment(dln_group *group, dln_write_fn write, void *context);

/* ---- a pile in parts: the stories of dln_group_all, made by many processes ---- */

/* The way, in the order of the calls. (1) for each card the hashes of its lines; whoever has them
 * all finds those that two reports or more hold; (2) for each card a sketch, without those lines:
 * 3 KB. (3) One process adds all sketches, in the order of the input, closes the pile and gives
 * its bytes to all. (4) Each takes a range of reports and finds their pairs. (5) The one notes that
 * all pairs have met, and gives the bytes to all once more; (6) each judges some of the pairs. (7)
 * The one drops those that share too little; reports that pairs from dln_pile_threshold on bind,
 * by way of others, are a component; (8) each component is linked by itself, anywhere. (9) The one
 * settles: copies go with their sources. spark/stories.py is this on Spark.
 *
 * Lists are written as arrays of the structs below, in the byte order of the machine. In a pile
 * reports are called by their positions in its own order; by their numbers, in the order of adding,
 * where that is said. */

/* (1) uint64_t each, ascending, each once. */
DLN_API dln_status dln_card_lines(const dln *engine, const void *card, size_t length,
                                  dln_write_fn write, void *context);
/* (2) `shared`: ascending. */
DLN_API dln_status dln_card_sketch(const dln *engine, const void *card, size_t length,
                                   const uint64_t *shared, size_t count, dln_write_fn write,
                                   void *context);

typedef struct dln_pile dln_pile;
/* (3) An empty pile. *owned*: dln_pile_free. `engine` *borrowed*. */
DLN_API dln_status dln_pile_new(const dln *engine, dln_pile **pile);
DLN_API void dln_pile_free(dln_pile *pile);
DLN_API dln_status dln_pile_add(dln_pile *pile, const void *sketch, size_t length);
DLN_API dln_status dln_pile_close(dln_pile *pile);
DLN_API dln_status dln_pile_save(const dln_pile *pile, dln_write_fn write, void *context);
/* Of bytes that dln_pile_save wrote (*borrowed*, at an address that 8 divides; a mapped file will
 * do): for 4 and 6. DLN_ERR_DATA: damaged, or of another model. */
DLN_API dln_status dln_pile_open(const dln *engine, const void *bytes, size_t length,
                                 dln_pile **pile);
DLN_API uint32_t dln_pile_count(const dln_pile *pile);

typedef struct dln_pair {
    uint32_t a, b; /* a < b */
    float close[3];
} dln_pair;
/* (4) dln_pair each: reports at [from, to) with their neighbours before them, at most 40 each. */
DLN_API dln_status dln_pile_pairs(const dln_pile *pile, uint32_t from, uint32_t to,
                                  dln_write_fn write, void *context);
/* (5) All pairs, each once. */
DLN_API dln_status dln_pile_meet(dln_pile *pile, const dln_pair *pairs, size_t count);

typedef struct dln_judged {
    uint32_t a, b;
    float probability, evidence;
} dln_judged;
/* (6) dln_judged each, of the pairs that may be of one event (probability .02 and more). */
DLN_API dln_status dln_pile_judge(const dln_pile *pile, const dln_pair *pairs, size_t count,
                                  dln_write_fn write, void *context);
/* (7) Of all judged pairs, in order of a and b, those that stay: *count of them, in front. */
DLN_API dln_status dln_pile_keep(const dln_pile *pile, dln_judged *pairs, size_t *count);
DLN_API float dln_pile_threshold(const dln_pile *pile);
/* (8) Average linkage of reports 0 to n-1, in the pile's order: group[i] is the first of its group.
 */
DLN_API dln_status dln_pile_link(const dln *engine, const dln_judged *pairs, size_t count,
                                 uint32_t n, uint32_t *group);

typedef struct dln_source {
    uint32_t source; /* number of the report that it took words from, UINT32_MAX: of nobody */
    int32_t is_copy;
    float share;
} dln_source;
/* (9) group[position]: first of its group; sources[number], NULL: copies are not followed;
 * story[number]: number of the first report of its story, as dln_grouped.story. */
DLN_API dln_status dln_pile_settle(const dln_pile *pile, const uint32_t *group,
                                   const dln_source *sources, uint32_t *story);

/* Who took words from whom: cards one by one, in order of publication (unknown last), then of the
 * input. One process does it, 0.2 ms a report; it keeps 12 KB of each. */
typedef struct dln_copies dln_copies;
/* For so many cards. *owned*: dln_copies_free. */
DLN_API dln_status dln_copies_new(const dln *engine, uint32_t cards, dln_copies **copies);
DLN_API void dln_copies_free(dln_copies *copies);
/* source->source: number in the order of these calls. */
DLN_API dln_status dln_copies_add(dln_copies *copies, const void *card, size_t length,
                                  dln_source *source);

/* Do the reports of `record` look like several stories? part[dln_record_report_count]: the first
 * report that each may tell one story with, by way of others. All 0: they look like one. */
DLN_API dln_status dln_record_parts(const dln *engine, const dln_record *record, size_t *part);
/* One line of JSON about a report and where it was put: numbers, title, outlet, date, source,
 * shared bytes. */
DLN_API dln_status dln_grouped_write(const dln_record *record, size_t report,
                                     const dln_grouped *put, dln_write_fn write, void *context);
/* The record of some of the run's kept reports as reports of one event; `reports` are indices,
 * ascending. *owned*: dln_record_free. */
DLN_API dln_status dln_run_story_of(dln_run *run, const size_t *reports, size_t count,
                                    dln_record **record);

/* Writes words of a report so that they stay on one line and do nothing to a terminal: control and
 * line characters are blanks, marks that turn the direction of writing are left out, ill-formed
 * bytes become U+FFFD. DLN_ERR_IO when `write` stopped. */
DLN_API dln_status dln_text_write(dln_text text, dln_write_fn write, void *context);
/* The same words as a JSON string with its quotation marks: what a terminal would act on is
 * escaped, ill-formed bytes become U+FFFD; the marks of a snippet (dln_hit) are left out. */
DLN_API dln_status dln_text_json(dln_text text, dln_write_fn write, void *context);
/* And as a cell of CSV with its quotation marks: one line, what stands in front unseen is left out,
 * an apostrophe before what a spreadsheet would take for a formula. */
DLN_API dln_status dln_text_cell(dln_text text, dln_write_fn write, void *context);

/* ---- writers ---- */

typedef enum dln_format {
    DLN_FORMAT_TEXT = 0,          /* a newsroom's brief */
    DLN_FORMAT_JSON = 1,          /* dateline.record/1, indented */
    DLN_FORMAT_JSONL = 2,         /* the same on one line */
    DLN_FORMAT_HTML = 3,          /* one self-contained page */
    DLN_FORMAT_CONLLU = 4,        /* sentences, tokens, tags, parse, names */
    DLN_FORMAT_WEBANNOTATION = 5, /* W3C Web Annotation, JSON-LD, one page of annotations */
    DLN_FORMAT_GDELT = 6,         /* GDELT 2.0 event columns, tab-separated */
    DLN_FORMAT_PLOVER = 7,        /* PLOVER JSONL */
    DLN_FORMAT_REPORTS = 8,       /* the reports alone, JSON (dateline read) */
    DLN_FORMAT_REPORTS_JSONL = 9,
    DLN_FORMAT_REPORTS_TEXT = 10,
    DLN_FORMAT_CSV = 11,    /* a table: dln_write_options.table, .fields */
    DLN_FORMAT_TIMEML = 12, /* TimeML 1.2, a document a report */
    DLN_FORMAT_BRAT = 13,   /* a tar of .txt and .ann files */
    DLN_FORMAT_NAF = 14,    /* NAF 3, a document a report */
    DLN_FORMAT_QUOTES = 15 /* quotations of each report, a line of JSON, as BBC Citron gives them */
} dln_format;

/* Tables of DLN_FORMAT_CSV. */
typedef enum dln_table {
    DLN_TABLE_EVENTS = 0,
    DLN_TABLE_STATEMENTS = 1,
    DLN_TABLE_FACTS = 2,
    DLN_TABLE_ENTITIES = 3,
    DLN_TABLE_REPORTS = 4,
    DLN_TABLE_TIMES = 5,
    DLN_TABLES = 6
} dln_table;

/* How many of each a record holds. */
typedef struct dln_counts {
    uint32_t reports, entities, times, statements, events, facts;
} dln_counts;
DLN_API dln_status dln_record_counts(const dln_record *record, dln_counts *counts);
/* Table by its name ("events"); DLN_ERR_USAGE when there is none. */
DLN_API dln_status dln_table_by_name(const char *name, dln_table *table);
/* Names of a table's columns, comma separated; NULL for none. *static*. */
DLN_API const char *dln_table_columns(dln_table table);

typedef struct dln_write_options {
    uint32_t size;        /* sizeof(dln_write_options) */
    uint32_t width;       /* columns for text; 0: 80 */
    uint32_t colour;      /* 1: ANSI colours in text */
    uint32_t all;         /* 1: text lists everything, not the first of long lists */
    uint32_t context;     /* 1: text prints the words around each reference */
    uint32_t table;       /* dln_table of DLN_FORMAT_CSV */
    const char *fields;   /* columns of a table, comma separated; NULL: all */
    uint32_t only;        /* JSON: bit set of 1 << dln_table; other lists stay empty; 0: all.
                             Reports are always there */
    float min_confidence; /* 0..1: events, their parties and statements below are left out; 0: none */
    dln_counts before;    /* what was written of the same stream before: ids go on from there */
    uint32_t compact;     /* 1: JSON without members that are null, false or an empty list, and
                             without the words that a span gives */
} dln_write_options;

/* Writes the record. `options` may be NULL. DLN_ERR_IO when `write` stopped, DLN_ERR_USAGE for an
 * unknown format. */
DLN_API dln_status dln_record_write(const dln_record *record, dln_format format,
                                    const dln_write_options *options, dln_write_fn write,
                                    void *context);
/* The structs of the Arrow C data interface, as its specification gives them: columns in memory
 * that pyarrow, pandas, polars, DuckDB and others take as they are. */
#ifndef ARROW_C_DATA_INTERFACE
#    define ARROW_C_DATA_INTERFACE
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif
/* A table of the record (options: table, fields, min_confidence, before; NULL: events) as a struct
 * array, a child a column: large utf8 with null for what is unknown, int64, float64, bool, date32
 * for days, lists of large utf8 where a cell holds several names. Words are those of the report,
 * untouched. On success both structs are *owned*: call their `release`; they may outlive record,
 * run and engine. `record` NULL: no rows. */
DLN_API dln_status dln_record_arrow(const dln_record *record, const dln_write_options *options,
                                    struct ArrowSchema *schema, struct ArrowArray *array);
/* Such a table of many records, one after the other, so that none need be kept. `new` takes table,
 * fields and min_confidence of its options. `add`: `before` is what ids go on from, NULL: they are
 * the record's own; DLN_ERR_NOMEM: the columns can only be freed. `size`: what was added since they
 * were taken; either may be NULL. `take` is like dln_record_arrow, and they begin anew. */
typedef struct dln_columns dln_columns;
DLN_API dln_status dln_columns_new(const dln_write_options *options, dln_columns **columns);
DLN_API dln_status dln_columns_add(dln_columns *columns, const dln_record *record,
                                   const dln_counts *before);
DLN_API dln_status dln_columns_size(const dln_columns *columns, uint64_t *rows, uint64_t *bytes);
DLN_API dln_status dln_columns_take(dln_columns *columns, struct ArrowSchema *schema,
                                    struct ArrowArray *array);
DLN_API void dln_columns_free(dln_columns *columns);
/* Format by its name on the command line ("json"); DLN_ERR_USAGE when there is none. */
DLN_API dln_status dln_format_by_name(const char *name, dln_format *format);

/* ---- desk: reports kept in a store, stories that follow the news ---- */

typedef struct dln_desk dln_desk;

/* Opens the desk at `path`, a file or the address of a PostgreSQL server
 * ("postgresql://user@host/base"); `write` 1 makes it when it is not there and takes reports, 0
 * reads alone. `engine` *borrowed*. *owned*: dln_desk_close. `err` (may be NULL) says why not. */
DLN_API dln_status dln_desk_open(const dln *engine, const char *path, int write, dln_desk **desk,
                                 dln_error *err);
/* Settles what is left and closes; NULL is allowed. */
DLN_API dln_status dln_desk_close(dln_desk *desk);
/* Why the last call failed, in words. *borrowed*, never NULL. */
DLN_API const char *dln_desk_message(const dln_desk *desk);

typedef struct dln_added {
    uint32_t size;
    uint32_t kept;     /* reports that are on disk now */
    uint32_t known;    /* reports and inputs that were there: the same bytes are one report */
    uint32_t versions; /* of the kept: other text at an address that was there */
    uint32_t failed;   /* entries that could not be read */
} dln_added;
/* Reads an input and keeps its bytes, its reports and what is found in them. Returns when all of it
 * is on disk; after a failure nothing of it is. `now`: seconds since 1970. `added` may be NULL. */
DLN_API dln_status dln_desk_add(dln_desk *desk, const char *name, const void *bytes, size_t length,
                                int64_t now, dln_added *added);
/* The same for a file ("-": standard input). */
DLN_API dln_status dln_desk_add_file(dln_desk *desk, const char *path, int64_t now,
                                     dln_added *added);
/* Small things that a program keeps in a desk under names of its own, as `watch` does what it has
 * fetched. */
typedef struct dln_note {
    const char *name;
    const void *bytes;
    size_t length;
} dln_note;
/* The same for bytes with what is known of them besides; `note` (may be NULL) is on disk with them:
 * both or neither. */
DLN_API dln_status dln_desk_add_document(dln_desk *desk, const dln_document *document, int64_t now,
                                         const dln_note *note, dln_added *added);
/* Keeps `count` notes, replacing those of the same names; all of them or none. */
DLN_API dln_status dln_desk_note(dln_desk *desk, const dln_note *notes, size_t count);
/* The bytes of a note to `write`. DLN_ERR_EMPTY: there is none. */
DLN_API dln_status dln_desk_noted(dln_desk *desk, const char *name, dln_write_fn write,
                                  void *context);
/* Joins the stories that gained a report since; dln_desk_add leaves that to it, dln_desk_close
 * calls it. */
DLN_API dln_status dln_desk_settle(dln_desk *desk, int64_t now);

typedef struct dln_desk_counts {
    uint32_t size;
    uint32_t reserved;
    int64_t reports, stories;
} dln_desk_counts;
DLN_API dln_status dln_desk_count(dln_desk *desk, dln_desk_counts *counts);

/* A number that changes when somebody else has changed the desk since: what was read from it before
 * may be old. */
DLN_API dln_status dln_desk_version(dln_desk *desk, int64_t *version);

typedef struct dln_desk_story {
    uint32_t size;
    int32_t from, to; /* days; DLN_NO_DAY */
    uint32_t reports, outlets, conflicts, refined, agree;
    int64_t id, changed; /* id: of the report that founded it; changed: seconds since 1970 */
    dln_text title;
} dln_desk_story;
typedef int (*dln_story_fn)(const dln_desk_story *story, void *context);
typedef enum dln_order { DLN_FRESH = 0, DLN_LARGE = 1, DLN_DIFFER = 2 } dln_order;
/* Stories in order; `each` returns 0 to go on. */
DLN_API dln_status dln_desk_stories(dln_desk *desk, dln_order order, uint32_t offset,
                                    uint32_t limit, dln_story_fn each, void *context);
/* The record of a story; of each report the latest version speaks. *run and *record are *owned*:
 * free the record, then the run. DLN_ERR_EMPTY: no such story. */
DLN_API dln_status dln_desk_record(dln_desk *desk, int64_t story, dln_run **run,
                                   dln_record **record);

typedef enum dln_names { DLN_SPEAKERS = 0, DLN_OUTLETS = 1 } dln_names;
typedef int (*dln_name_fn)(dln_text name, uint32_t stories, void *context);
/* Names of who spoke, or wrote, in the 200 stories that changed last, and in how many of them; most
 * first, `limit` of them. `each` returns 0 to go on. */
DLN_API dln_status dln_desk_names(dln_desk *desk, dln_names kind, uint32_t limit, dln_name_fn each,
                                  void *context);

typedef struct dln_hit {
    uint32_t size;
    int32_t day; /* of publication */
    int64_t report, story;
    int64_t earlier, later; /* reports of the same address before and after it, 0 none */
    dln_text title, outlet, url, published;
    dln_text snippet; /* what was found between \x02 and \x03 */
} dln_hit;
typedef int (*dln_hit_fn)(const dln_hit *hit, void *context);
/* Reports that answer `query`: words and "phrases" (all of them), -word (none of it), word* (its
 * beginning), and fields: said: by: about: place: title: outlet: verdict: type: date:FROM..TO
 * (2023, 2023-04, 2023-04-17). Best first. *total (may be NULL): how many there are, 1,001 when
 * more than 1,000. DLN_ERR_EMPTY: the query asks nothing; DLN_ERR_USAGE: a date of it cannot be
 * read. With DLN_OK dln_desk_message is a hint where a word looks like a field that there is not
 * ("sayd:ceasefire"), else "". */
DLN_API dln_status dln_desk_search(dln_desk *desk, const char *query, uint32_t offset,
                                   uint32_t limit, dln_hit_fn each, void *context, uint64_t *total);
/* Looks over the file; each fault in words to `write`, a line each. *faults: how many. */
DLN_API dln_status dln_desk_check(dln_desk *desk, dln_write_fn write, void *context,
                                  uint32_t *faults);
/* Makes anew what of a desk opened for writing follows from the rest: indices, links between
 * versions, words and analysed forms of reports, rows of stories; each in words to `write`, then
 * what is still wrong, as dln_desk_check says it. *faults: how many of those. */
DLN_API dln_status dln_desk_repair(dln_desk *desk, dln_write_fn write, void *context,
                                   uint32_t *faults);
/* A whole copy at `path`, a file that must not be there or a server without a desk; others may go
 * on meanwhile. */
DLN_API dln_status dln_desk_backup(dln_desk *desk, const char *path);

#ifdef __cplusplus
}
#endif
#endif
