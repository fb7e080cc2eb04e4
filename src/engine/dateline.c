/* dateline.c - the public API: opens the engine, keeps the inputs of a run, runs the stages and
 * hands out the record.
 *
 * In: options, files, bytes. Out: records. The stages themselves are in the folders; this file only
 * wires them. */
#include "engine/engine.h"
#include "read/document.h"
#include "base/civil.h"
#include "base/mem.h"
#include "base/pool.h"
#include "mean/saved.h"
#include "write/writers.h"
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *dln_version(void)
{
    return DLN_VERSION;
}

const char *dln_status_text(dln_status status)
{
    switch (status) {
    case DLN_OK: return "done";
    case DLN_ERR_NOMEM: return "out of memory";
    case DLN_ERR_LIMIT: return "over a limit";
    case DLN_ERR_IO: return "cannot be read or written";
    case DLN_ERR_FORMAT: return "no news document of a known kind";
    case DLN_ERR_DATA: return "a data file of dateline is missing or damaged";
    case DLN_ERR_USAGE: return "wrong use";
    case DLN_ERR_EMPTY: return "nothing to read";
    case DLN_ERR_TIME: return "over the limit of time";
    }
    return "unknown status";
}

void dln_options_init(dln_options *options)
{
    *options = (dln_options){.size = sizeof *options,
                             .max_input_bytes = 64u << 20,
                             .max_report_memory = 256u << 20,
                             .max_story_memory = 1u << 30,
                             .max_report_words = 60000};
}

dln_status dln_engine_by_name(const char *name, dln_engine *engine)
{
    bool careful = strcmp(name, "careful") == 0;
    if (!careful && strcmp(name, "fast") != 0) return DLN_ERR_USAGE;
    *engine = careful ? DLN_ENGINE_CAREFUL : DLN_ENGINE_FAST;
    return DLN_OK;
}

static bool is_data_dir(const char *dir)
{
    char path[5000];
    return snprintf(path, sizeof path, "%s/en", dir) < (int)sizeof path &&
           access(path, R_OK | X_OK) == 0;
}

/* Lies in the library's own image: dladdr tells by it from which file that was loaded. */
static const char data_here = 0;

/* A data folder at one of the usual places seen from the folder that holds `file`. */
static bool data_near(char *file, char dir[4096])
{
    static const char *const places[] = {"../data", "../share/dateline", "../../data"};
    char *slash = strrchr(file, '/');
    if (!slash) return false;
    *slash = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (snprintf(dir, 4096, "%s/%s", file, places[i]) < 4096 && is_data_dir(dir)) return true;
    }
    return false;
}

/* Data beside the program (build/dateline and bench/predict find ../data, an installed program
 * ../share/dateline) or beside the shared library, whatever program has loaded it. */
static bool data_beside(char dir[4096])
{
    char file[PATH_MAX];
    Dl_info here;
    ssize_t n = readlink("/proc/self/exe", file, sizeof file - 1);
    if (n > 0) {
        file[n] = 0;
        if (data_near(file, dir)) return true;
    }
    if (!dladdr((const void *)&data_here, &here) || !here.dli_fname) return false;
    return realpath(here.dli_fname, file) && data_near(file, dir);
}

static dln_status find_data(const dln_options *options, char dir[4096], dln_error *err)
{
    const char *named = options->data_dir ? options->data_dir : getenv("DATELINE_DATA");
    if (named && *named) { /* a variable that is set to nothing is not set */
        if (strlen(named) < 4096 && is_data_dir(named)) {
            strcpy(dir, named);
            return DLN_OK;
        }
        return err_fill(err, DLN_ERR_DATA, "open",
                        "%.200s is no data folder of dateline (it holds no en/)", named);
    }
    if (data_beside(dir)) return DLN_OK;
    strcpy(dir, DLN_DATA_DIR);
    return is_data_dir(dir)
               ? DLN_OK
               : err_fill(err, DLN_ERR_DATA, "open",
                          "no data folder found; name one with --data or DATELINE_DATA");
}

/* Copies what a caller's struct, `size` bytes of it, has of `mine`; the rest of `mine` keeps its
 * defaults. A caller of a later version may set fields that are not known here: these must be 0. */
static bool take_sized(void *mine, size_t known, const void *given, uint32_t size)
{
    const unsigned char *more = given;
    if (size < sizeof(uint32_t)) return false;
    for (size_t i = known; i < size; i++)
        if (more[i]) return false;
    memcpy(mine, given, size < known ? size : known);
    return true;
}

dln_status dln_open(const dln_options *options, dln **engine, dln_error *err)
{
    dln_options mine;
    if (!engine) return err_fill(err, DLN_ERR_USAGE, "open", "no place for the engine");
    *engine = NULL;
    dln_options_init(&mine);
    if (options && !take_sized(&mine, sizeof mine, options, options->size))
        return err_fill(err, DLN_ERR_USAGE, "open",
                        "options of a size that is not known: call dln_options_init first");
    if (mine.engine != DLN_ENGINE_FAST && mine.engine != DLN_ENGINE_CAREFUL)
        return err_fill(err, DLN_ERR_USAGE, "open", "no engine %d", (int)mine.engine);
    if (!(mine.max_report_seconds >= 0))
        return err_fill(err, DLN_ERR_USAGE, "open", "seconds of a report: 0 or more");
    dln *made = mem_alloc(sizeof *made);
    if (!made) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    memset(made, 0, sizeof *made);
    made->options = mine;
    made->options.size = sizeof mine;
    arena_init(&made->arena, 0);
    made->shelf = shelf_open();
    dln_status status = made->shelf ? find_data(&made->options, made->data_dir, err)
                                    : err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    if (status == DLN_OK) status = stages_open(made, err);
    made->stamp = saved_stamp(made->data_dir, made->options.engine);
    if (status != DLN_OK) {
        dln_close(made);
        return status;
    }
    *engine = made;
    return DLN_OK;
}

void dln_close(dln *engine)
{
    if (!engine) return;
    stages_close(engine);
    arena_free(&engine->arena);
    shelf_close(engine->shelf);
    mem_free(engine);
}

/* ---- run ---- */

enum { STREAM_BATCH = 64 }; /* reports analysed side by side while streaming */

struct dln_run {
    const dln *engine;
    Arena arena;             /* the lists below, names of failed inputs */
    VEC(Analysed *) reports; /* each on its own, with its own arena */
    VEC(dln_error) errors;
    dln_each_fn each; /* stream: NULL when reports are kept */
    void *each_context;
    dln_failed_fn failed; /* NULL: failures are listed */
    void *failed_context;
    dln_status fault; /* the first since it was set to DLN_OK */
    bool findings, stopped;
    size_t given;      /* records handed out */
    Budget reading;    /* the time of the report that is being read */
    const char *input; /* name of the input that is being read */
    uint32_t faults;   /* of it, noted so far */
    Slice outlet, url; /* of reports that say none */
    Stamp date;
};

dln_status dln_run_new(const dln *engine, dln_run **run)
{
    *run = NULL;
    if (!engine) return DLN_ERR_USAGE;
    dln_run *made = mem_alloc(sizeof *made);
    if (!made) return DLN_ERR_NOMEM;
    *made = (dln_run){.engine = engine};
    arena_init(&made->arena, 0);
    *run = made;
    return DLN_OK;
}

static void drop_reports(dln_run *run)
{
    for (uint32_t i = 0; i < run->reports.n; i++) {
        arena_free(&run->reports.at[i]->report.arena);
        mem_free(run->reports.at[i]);
    }
    run->reports.n = 0;
}

void dln_run_free(dln_run *run)
{
    if (!run) return;
    drop_reports(run);
    arena_free(&run->arena);
    mem_free(run);
}

static dln_status give_batch(dln_run *run);

/* Takes over a report that the reading stage made (ReadEach). */
/* Fills in what the caller knows and the report does not say. */
static void assume(const dln_run *run, Report *report)
{
    if (run->outlet.n && !report->outlet.n)
        report->outlet = arena_copy(&report->arena, run->outlet);
    if (run->url.n && !report->url.n) {
        report->url = arena_copy(&report->arena, run->url);
        report_from_address(&run->engine->read, report);
    }
    if (!run->date.value.n || report->published.day != DAY_UNKNOWN) return;
    report->published = run->date;
    report->published.value = arena_copy(&report->arena, run->date.value);
}

dln_status dln_run_assume(dln_run *run, const char *outlet, const char *date, const char *url)
{
    if (!run) return DLN_ERR_USAGE;
    Stamp stamp = {.day = DAY_UNKNOWN};
    if (date && *date && !stamp_parse(&run->engine->read, slice_of(date), &run->arena, &stamp))
        return DLN_ERR_USAGE;
    stamp.value = arena_copy(&run->arena, stamp.value);
    run->date = stamp;
    run->outlet = arena_copy(&run->arena, slice_of(outlet));
    run->url = arena_copy(&run->arena, slice_of(url));
    return arena_status(&run->arena);
}

static dln_status keep_report(Report *report, void *context)
{
    dln_run *run = context;
    assume(run, report);
    Analysed *kept = mem_alloc(sizeof *kept);
    if (!kept || !VEC_PUSH(&run->arena, &run->reports, kept)) {
        mem_free(kept);
        arena_free(&report->arena);
        return DLN_ERR_NOMEM;
    }
    *kept = (Analysed){.report = *report, .spent = engine_spent(run->engine, &run->reading)};
    return run->each && run->reports.n >= STREAM_BATCH ? give_batch(run) : DLN_OK;
}

/* What a report may take, ns; 0: as long as it takes. */
static uint64_t time_of_report(const dln *engine)
{
    const double longest = 1e9; /* seconds: thirty years */
    double seconds = engine->options.max_report_seconds;
    return (uint64_t)((seconds < longest ? seconds : longest) * 1e9);
}

static dln_status note_error(dln_run *run, const char *name, dln_status status, dln_error *err)
{
    if (err->code == DLN_OK) err_fill(err, status, "read", "%s", dln_status_text(status));
    if (run->fault == DLN_OK) run->fault = err->code;
    if (run->failed && run->stopped) return status; /* it has heard enough */
    if (run->failed) {
        err->input = name;
        run->stopped |= run->failed(err, run->failed_context) != 0;
        return status;
    }
    Slice kept = arena_copy(&run->arena, slice_of(name));
    err->input = kept.p ? kept.p : "";
    if (!VEC_PUSH(&run->arena, &run->errors, *err)) return DLN_ERR_NOMEM;
    return status;
}

ReadOptions engine_read_options(const dln *engine, Budget *time)
{
    uint64_t most = time_of_report(engine);
    return (ReadOptions){.max_input = engine->options.max_input_bytes,
                         .max_memory = engine->options.max_report_memory,
                         .engine = &engine->read,
                         .max_time = most,
                         .time = most ? time : NULL};
}

uint64_t engine_spent(const dln *engine, const Budget *time)
{
    uint64_t begun = time->until - time_of_report(engine);
    return time->until ? processor_time() - begun : 0;
}

/* ReadFault: each damaged entry of an input is an error of its own. */
static dln_status note_fault(const dln_error *fault, void *context)
{
    dln_run *run = context;
    dln_error own = *fault;
    dln_status status = note_error(run, run->input, fault->code, &own);
    run->faults++;
    return run->stopped ? DLN_ERR_IO : status == fault->code ? DLN_OK : status;
}

static ReadOptions begin_input(dln_run *run, const char *name)
{
    ReadOptions options = engine_read_options(run->engine, &run->reading);
    options.fault = note_fault;
    run->input = name;
    run->faults = 0;
    return options;
}

/* The status of an input, of which what its entries did not tell is noted here. */
static dln_status end_input(dln_run *run, dln_status status, dln_error *err)
{
    bool told = status == DLN_OK || run->stopped || (run->faults && status == err->code);
    if (run->faults) *err = (dln_error){0}; /* it is one of those noted */
    return told ? status : note_error(run, run->input, status, err);
}

static dln_status add_bytes(dln_run *run, const char *name, Slice bytes, const char *charset)
{
    dln_error err = {0};
    if (run->stopped) return DLN_ERR_IO;
    ReadOptions options = begin_input(run, name);
    options.charset = slice_of(charset);
    dln_status status = read_input(&options, slice_of(name), bytes, keep_report, run, &err);
    return end_input(run, status, &err);
}

dln_status dln_run_add_bytes(dln_run *run, const char *name, const void *bytes, size_t length)
{
    if (!run || !name || (!bytes && length)) return DLN_ERR_USAGE;
    return add_bytes(run, name, (Slice){bytes, length}, NULL);
}

dln_status dln_run_add_document(dln_run *run, const dln_document *document)
{
    dln_document d = {.size = 0};
    if (!run || !document || !take_sized(&d, sizeof d, document, document->size) ||
        (!d.bytes && d.length))
        return DLN_ERR_USAGE;
    Arena words; /* of the date, for the time of reading */
    Slice outlet = run->outlet, url = run->url;
    arena_init(&words, 0);
    Stamp date = run->date, own = {.day = DAY_UNKNOWN};
    if (d.outlet && *d.outlet) run->outlet = slice_of(d.outlet);
    if (d.url && *d.url) run->url = slice_of(d.url);
    if (d.published && stamp_parse(&run->engine->read, slice_of(d.published), &words, &own))
        run->date = own;
    dln_status status = add_bytes(run, d.name ? d.name : "", (Slice){d.bytes, d.length}, d.charset);
    run->outlet = outlet;
    run->url = url;
    run->date = date;
    arena_free(&words);
    return status;
}

dln_status dln_run_add_all(dln_run *run, dln_next_fn next, void *context)
{
    if (!run || !next) return DLN_ERR_USAGE;
    while (!run->stopped) {
        dln_document document = {.size = sizeof document};
        dln_error err = {0};
        int more = next(&document, context);
        if (more <= 0) return more == 0 ? DLN_OK : DLN_ERR_IO;
        dln_status status = dln_run_add_document(run, &document);
        if (status == DLN_ERR_USAGE)
            status = note_error(run, document.name ? document.name : "", status, &err);
        if (status == DLN_ERR_NOMEM) return status;
    }
    return DLN_ERR_IO;
}

dln_status dln_run_on_error(dln_run *run, dln_failed_fn failed, void *context)
{
    if (!run) return DLN_ERR_USAGE;
    run->failed = failed;
    run->failed_context = context;
    return DLN_OK;
}

dln_status dln_run_add_file(dln_run *run, const char *path)
{
    if (!run || !path) return DLN_ERR_USAGE;
    dln_error err = {0};
    if (run->stopped) return DLN_ERR_IO;
    ReadOptions options = begin_input(run, path);
    dln_status status = read_file(&options, path, keep_report, run, &err);
    return end_input(run, status, &err);
}

size_t dln_run_report_count(const dln_run *run)
{
    return run->reports.n;
}
size_t dln_run_error_count(const dln_run *run)
{
    return run->errors.n;
}
const dln_error *dln_run_error(const dln_run *run, size_t index)
{
    return index < run->errors.n ? &run->errors.at[index] : NULL;
}

/* ---- record ---- */

typedef struct Work {
    const dln *engine;
    Analysed **item;
    Arena *scratch;
} Work;

/* The budget's time begins: what these reports have left of theirs. */
static void time_begins(const dln *engine, Analysed *const *item, uint32_t count, Budget *budget)
{
    uint64_t each = time_of_report(engine), left = 0;
    if (!each) return;
    for (uint32_t i = 0; i < count; i++)
        left += item[i]->spent < each ? each - item[i]->spent : 0;
    budget->until = processor_time() + left + 1;
}

/* A report whose time was over: its text alone, which says so. What the stages left in its arena is
 * taken back. */
static void bare_of_time(const dln *engine, Analysed *a, ArenaMark read)
{
    Arena *arena = &a->report.arena;
    arena_rewind(arena, read);
    arena_forgive(arena);
    a->status = DLN_ERR_TIME;
    a->findings = (Findings){.report = &a->report};
    a->report.partial = true;
    Slice detail = arena_printf(arena, "nothing is found in it: limit of %g seconds for a report",
                                engine->options.max_report_seconds);
    if (detail.p) report_note(&a->report, NOTE_TIME_LIMIT, 0, detail);
    arena_forgive(arena);
}

static void analyse(void *context, uint32_t item, uint32_t worker)
{
    Work *work = context;
    Analysed *a = work->item[item];
    Arena *scratch = &work->scratch[worker];
    Budget budget = {.max = work->engine->options.max_report_memory, .shelf = work->engine->shelf};
    bool ready = a->done && (a->status != DLN_OK || a->findings.reading);
    if (ready) return;
    time_begins(work->engine, &a, 1, &budget);
    uint64_t begun = budget.until ? processor_time() : 0;
    ArenaMark read = arena_mark(&a->report.arena);
    arena_bind(&a->report.arena, &budget);
    arena_bind(scratch, &budget);
    if (!a->done) a->status = engine_findings(work->engine, &a->report, &a->findings, scratch);
    if (!a->done && a->status == DLN_OK)
        a->status = engine_claims(work->engine, &a->report, &a->findings, scratch);
    if (a->status == DLN_OK)
        a->status = engine_read_ahead(work->engine, &a->report, &a->findings, scratch);
    a->done = true;
    arena_free(scratch); /* nothing of one report reaches the next, not even that it failed */
    arena_bind(scratch, NULL);
    arena_bind(&a->report.arena, NULL);
    if (budget.until) a->spent += processor_time() - begun;
    if (budget.late) bare_of_time(work->engine, a, read);
}

dln_status engine_analyse(const dln *engine, Analysed **item, uint32_t count)
{
    uint32_t workers = pool_workers(engine->options.jobs, count);
    Arena *scratch = mem_alloc(workers * sizeof *scratch);
    if (!scratch) return DLN_ERR_NOMEM;
    for (uint32_t i = 0; i < workers; i++)
        arena_init(&scratch[i], 0);
    pool_each(workers, count, analyse, &(Work){engine, item, scratch});
    for (uint32_t i = 0; i < workers; i++)
        arena_free(&scratch[i]);
    mem_free(scratch);
    return DLN_OK;
}

/* The same; the status of the first that failed. In a story a report that took too long stands
 * without findings and has not failed. */
static dln_status analyse_all(const dln *engine, Analysed **item, uint32_t count, bool story)
{
    TRY(engine_analyse(engine, item, count));
    for (uint32_t i = 0; i < count; i++)
        if (item[i]->status != DLN_OK && !(story && item[i]->status == DLN_ERR_TIME))
            return item[i]->status;
    return DLN_OK;
}

/* ---- analysed reports as bytes ---- */

dln_status dln_run_save(dln_run *run, size_t report, dln_write_fn write, void *context)
{
    if (!run || !write || report >= run->reports.n) return DLN_ERR_USAGE;
    Analysed *a = run->reports.at[report];
    Arena scratch;
    Buf saved;
    TRY(analyse_all(run->engine, &a, 1, false));
    arena_init(&scratch, 0);
    buf_init(&saved, run->engine->options.max_report_memory);
    dln_status status = findings_save(&a->findings, run->engine->stamp, &saved, &scratch);
    if (status == DLN_OK && write(saved.p, saved.n, context) != 0) status = DLN_ERR_IO;
    buf_free(&saved);
    arena_free(&scratch);
    return status;
}

dln_status run_keep(dln_run *run, Analysed *analysed)
{
    return VEC_PUSH(&run->arena, &run->reports, analysed) ? DLN_OK : DLN_ERR_NOMEM;
}

dln_status dln_run_restore(dln_run *run, const void *bytes, size_t length)
{
    Report report = {0};
    if (!run || (!bytes && length)) return DLN_ERR_USAGE;
    Analysed *kept = mem_alloc(sizeof *kept);
    if (!kept) return DLN_ERR_NOMEM;
    *kept = (Analysed){.status = DLN_OK};
    arena_init(&report.arena, run->engine->options.max_report_memory);
    dln_status status = findings_restore((Slice){bytes, length}, run->engine->stamp, &report,
                                         &kept->findings);
    if (status == DLN_OK && !VEC_PUSH(&run->arena, &run->reports, kept)) status = DLN_ERR_NOMEM;
    if (status != DLN_OK) {
        arena_free(&report.arena);
        mem_free(kept);
        return status;
    }
    kept->report = report;
    kept->findings.report = &kept->report;
    kept->done = true;
    return run->each && run->reports.n >= STREAM_BATCH ? give_batch(run) : DLN_OK;
}

/* A record of the reports alone, nothing found in them. */
static dln_status record_reports(const Findings *const *findings, uint32_t count, Record *record)
{
    record->report = ARENA_ARRAY(&record->arena, const Report *, count);
    record->findings = ARENA_ARRAY(&record->arena, const Findings *, count);
    record->copy_of = ARENA_ARRAY(&record->arena, uint32_t, count);
    if (!record->report || !record->findings || !record->copy_of)
        return arena_status(&record->arena);
    record->n_reports = count;
    record->from = record->to = DAY_UNKNOWN;
    for (uint32_t i = 0; i < count; i++) {
        record->findings[i] = findings[i];
        record->report[i] = findings[i]->report;
        record->copy_of[i] = NONE;
    }
    return DLN_OK;
}

/* What was found in each item; the bare reports where `found` is false. */
static dln_status list_findings(Analysed *const *item, uint32_t count, bool found, Arena *arena,
                                const Findings **list)
{
    Findings *bare = found ? NULL : ARENA_ARRAY(arena, Findings, count);
    if (!found && !bare) return arena_status(arena);
    for (uint32_t i = 0; i < count; i++) {
        if (bare) bare[i] = (Findings){.report = &item[i]->report};
        list[i] = bare ? &bare[i] : &item[i]->findings;
    }
    return DLN_OK;
}

/* What a record holds. */
typedef enum Holds {
    HOLDS_TEXTS,    /* the reports as they were read */
    HOLDS_FINDINGS, /* what was found in one */
    HOLDS_STORY     /* the same of reports of one event */
} Holds;

static dln_status fill_record(const dln *engine, Analysed *const *item, uint32_t count, Holds holds,
                              Record *record)
{
    const Findings **list = ARENA_ARRAY(&record->arena, const Findings *, count);
    if (!list) return arena_status(&record->arena);
    TRY(list_findings(item, count, holds != HOLDS_TEXTS, &record->arena, list));
    return holds == HOLDS_TEXTS ? record_reports(list, count, record)
                                : engine_collate(engine, list, count, record);
}

/* What a record is when there is no room or time for more: the reports, each told to be cut short.
 */
static dln_status reports_alone(const dln *engine, Analysed *const *item, uint32_t count, bool late,
                                Record *record)
{
    arena_free(&record->arena);
    *record = (Record){.arena = record->arena};
    Arena *arena = &record->arena;
    const Findings **list = ARENA_ARRAY(arena, const Findings *, count);
    Findings *bare = ARENA_ARRAY(arena, Findings, count);
    Report *copy = ARENA_ARRAY(arena, Report, count);
    const dln_options *o = &engine->options;
    Slice detail = late ? arena_printf(arena,
                                       "not joined into a record: limit of %g seconds for a "
                                       "report",
                                       o->max_report_seconds)
                        : arena_printf(arena,
                                       "not joined into a record: limit of %llu bytes for a "
                                       "story",
                                       (unsigned long long)o->max_story_memory);
    if (!list || !bare || !copy || !detail.p) return arena_status(arena);
    for (uint32_t i = 0; i < count; i++) {
        copy[i] = item[i]->report;
        copy[i].partial = true;
        copy[i].arena = (Arena){0}; /* the copy owns no memory */
        copy[i].notes.cap = copy[i].notes.n;
        if (!VEC_PUSH(arena, &copy[i].notes,
                      (Note){late ? NOTE_TIME_LIMIT : NOTE_STORY_LIMIT, 0, detail}))
            return arena_status(arena);
        bare[i] = (Findings){.report = &copy[i]};
        list[i] = &bare[i];
    }
    return record_reports(list, count, record);
}

static dln_status record_of(const dln *engine, Analysed *const *item, uint32_t count, Holds holds,
                            dln_record **record)
{
    dln_record *made = mem_alloc(sizeof *made);
    if (!made) return DLN_ERR_NOMEM;
    memset(made, 0, sizeof *made);
    made->engine = engine;
    Budget budget = {.max = engine->options.max_story_memory, .shelf = engine->shelf};
    if (holds != HOLDS_TEXTS) time_begins(engine, item, count, &budget);
    arena_init(&made->record.arena, 0);
    arena_bind(&made->record.arena, &budget);
    dln_status status = fill_record(engine, item, count, holds, &made->record);
    arena_bind(&made->record.arena, NULL);
    if (budget.late) status = DLN_ERR_TIME;
    if (status == DLN_ERR_LIMIT || (budget.late && holds == HOLDS_STORY))
        status = reports_alone(engine, item, count, budget.late, &made->record);
    if (status != DLN_OK) {
        dln_record_free(made);
        return status;
    }
    *record = made;
    return DLN_OK;
}

/* Reports in the order of their source names, so that the order of the arguments changes nothing.
 */
static int by_source(const void *a, const void *b)
{
    const Report *x = &(*(Analysed *const *)a)->report, *y = &(*(Analysed *const *)b)->report;
    int order = slice_cmp(x->source, y->source);
    if (!order) order = slice_cmp(x->member, y->member);
    return order ? order : strcmp(x->sha256, y->sha256);
}

/* The run's reports by the names of their sources; the run keeps its own order, by which callers
 * number them. */
static Analysed **by_name(const dln_run *run, Arena *arena)
{
    Analysed **order = ARENA_ARRAY(arena, Analysed *, run->reports.n);
    if (!order) return NULL;
    memcpy(order, run->reports.at, run->reports.n * sizeof *order);
    list_sort(order, run->reports.n, sizeof *order, by_source);
    return order;
}

dln_status dln_run_story(dln_run *run, dln_record **record)
{
    Arena arena;
    if (!run || !record) return DLN_ERR_USAGE;
    *record = NULL;
    if (!run->reports.n) return DLN_ERR_EMPTY;
    arena_init(&arena, 0);
    Analysed **order = by_name(run, &arena);
    dln_status status = order ? analyse_all(run->engine, order, run->reports.n, true)
                              : arena_status(&arena);
    if (status == DLN_OK)
        status = record_of(run->engine, order, run->reports.n, HOLDS_STORY, record);
    arena_free(&arena);
    return status;
}

dln_status dln_run_story_of(dln_run *run, const size_t *reports, size_t count, dln_record **record)
{
    Arena arena;
    *record = NULL;
    if (!count) return DLN_ERR_EMPTY;
    if (count > run->reports.n) return DLN_ERR_USAGE;
    arena_init(&arena, 0);
    Analysed **item = ARENA_ARRAY(&arena, Analysed *, count);
    dln_status status = item ? DLN_OK : arena_status(&arena);
    for (size_t i = 0; i < count && status == DLN_OK; i++) {
        if (reports[i] >= run->reports.n)
            status = DLN_ERR_USAGE;
        else
            item[i] = run->reports.at[reports[i]];
    }
    if (status == DLN_OK) status = analyse_all(run->engine, item, (uint32_t)count, true);
    if (status == DLN_OK)
        status = record_of(run->engine, item, (uint32_t)count, HOLDS_STORY, record);
    arena_free(&arena);
    return status;
}

dln_status dln_run_reports(dln_run *run, dln_record **record)
{
    *record = NULL;
    if (!run->reports.n) return DLN_ERR_EMPTY;
    return record_of(run->engine, run->reports.at, run->reports.n, HOLDS_TEXTS, record);
}

dln_status dln_run_annotate(dln_run *run, size_t report, dln_record **record)
{
    *record = NULL;
    if (report >= run->reports.n) return DLN_ERR_USAGE;
    TRY(analyse_all(run->engine, &run->reports.at[report], 1, false));
    return record_of(run->engine, &run->reports.at[report], 1, HOLDS_FINDINGS, record);
}

dln_status dln_run_stream(dln_run *run, int findings, dln_each_fn each, void *context)
{
    if (!run || !each || run->reports.n) return DLN_ERR_USAGE;
    run->each = each;
    run->each_context = context;
    run->findings = findings != 0;
    return DLN_OK;
}

/* Gives one report of the batch out; one that has no record is listed under its name. */
static dln_status hand_out(dln_run *run, uint32_t i)
{
    Analysed *a = run->reports.at[i];
    dln_record *record;
    dln_error err = {0};
    dln_status status = a->status;
    if (status == DLN_OK)
        status = record_of(run->engine, &run->reports.at[i], 1,
                           run->findings ? HOLDS_FINDINGS : HOLDS_TEXTS, &record);
    if (status != DLN_OK) {
        char late[80];
        snprintf(late, sizeof late, "took longer than the %g seconds that a report may take",
                 run->engine->options.max_report_seconds);
        err_fill(&err, status, "mean", "%.*s%s%s", (int)(a->report.member.n % 150),
                 a->report.member.p, a->report.member.n ? ": " : "",
                 status == DLN_ERR_TIME ? late : dln_status_text(status));
        note_error(run, a->report.source.p, status, &err);
        return run->stopped ? DLN_ERR_IO : DLN_OK;
    }
    run->stopped = run->each(record, run->given++, run->each_context) != 0;
    dln_record_free(record);
    return run->stopped ? DLN_ERR_IO : DLN_OK;
}

/* Analyses the batch and gives it out; DLN_ERR_IO when the stream is stopped. */
static dln_status give_batch(dln_run *run)
{
    dln_status status = run->stopped ? DLN_ERR_IO : DLN_OK;
    if (status == DLN_OK && run->findings && run->reports.n)
        status = engine_analyse(run->engine, run->reports.at, run->reports.n);
    for (uint32_t i = 0; i < run->reports.n && status == DLN_OK; i++)
        status = hand_out(run, i);
    drop_reports(run);
    return status;
}

dln_status dln_run_flush(dln_run *run)
{
    if (!run || !run->each) return DLN_ERR_USAGE;
    run->fault = DLN_OK;
    TRY(give_batch(run));
    return run->stopped ? DLN_ERR_IO : run->fault;
}

void dln_record_free(dln_record *record)
{
    if (!record) return;
    arena_free(&record->record.arena);
    mem_free(record);
}

/* ---- writers ---- */

dln_status dln_format_by_name(const char *name, dln_format *format)
{
    return format_by_name(name, format);
}

dln_status dln_table_by_name(const char *name, dln_table *table)
{
    return table_by_name(name, table);
}

const char *dln_table_columns(dln_table table)
{
    return table_columns(table);
}

dln_status dln_record_counts(const dln_record *record, dln_counts *counts)
{
    if (!record || !counts) return DLN_ERR_USAGE;
    const Record *r = &record->record;
    *counts = (dln_counts){r->n_reports,    r->entities.n, r->times.n,
                           r->statements.n, r->events.n,   r->facts.n};
    return DLN_OK;
}

dln_status dln_record_write(const dln_record *record, dln_format format,
                            const dln_write_options *options, dln_write_fn write, void *context)
{
    dln_write_options mine = {.size = sizeof mine};
    if (!record || !write) return DLN_ERR_USAGE;
    if (options && !take_sized(&mine, sizeof mine, options, options->size)) return DLN_ERR_USAGE;
    mine.size = sizeof mine;
    return record_write(&record->record, format, &mine, record->engine->phrases, write, context);
}

dln_status dln_record_arrow(const dln_record *record, const dln_write_options *options,
                            struct ArrowSchema *schema, struct ArrowArray *array)
{
    dln_write_options mine = {.size = sizeof mine};
    if (!schema || !array) return DLN_ERR_USAGE;
    if (options && !take_sized(&mine, sizeof mine, options, options->size)) return DLN_ERR_USAGE;
    return out_arrow(record ? &record->record : NULL, &mine, schema, array);
}

dln_status dln_columns_new(const dln_write_options *options, dln_columns **columns)
{
    dln_write_options mine = {.size = sizeof mine};
    if (!columns) return DLN_ERR_USAGE;
    *columns = NULL;
    if (options && !take_sized(&mine, sizeof mine, options, options->size)) return DLN_ERR_USAGE;
    return table_columns_new(&mine, columns);
}

dln_status dln_columns_add(dln_columns *columns, const dln_record *record, const dln_counts *before)
{
    if (!columns || !record) return DLN_ERR_USAGE;
    return table_columns_add(columns, &record->record, before);
}

dln_status dln_columns_size(const dln_columns *columns, uint64_t *rows, uint64_t *bytes)
{
    uint64_t nobody[2];
    if (!columns) return DLN_ERR_USAGE;
    table_columns_size(columns, rows ? rows : &nobody[0], bytes ? bytes : &nobody[1]);
    return DLN_OK;
}

dln_status dln_columns_take(dln_columns *columns, struct ArrowSchema *schema,
                            struct ArrowArray *array)
{
    if (!columns || !schema || !array) return DLN_ERR_USAGE;
    return table_columns_take(columns, schema, array);
}

void dln_columns_free(dln_columns *columns)
{
    table_columns_free(columns);
}
