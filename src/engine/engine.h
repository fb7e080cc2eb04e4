/* engine.h - what stands behind the public handles: the opened engine and the chain of stages.
 * Used by dateline.c (the public API) and bench/predict, so that both go through the same calls. */
#ifndef DLN_ENGINE_H
#define DLN_ENGINE_H
#include "story/batch.h"
#include "base/io.h"
#include "collate/collate.h"
#include "collate/versions.h"
#include "collate/record.h"
#include "mean/claims/claim.h"
#include "mean/entities/entities.h"
#include "mean/events/events.h"
#include "mean/events/petrarch.h"
#include "mean/statements/statements.h"
#include "mean/quantities/quantities.h"
#include "mean/times/times.h"
#include "read/read.h"
#include "story/model.h"
#include "write/phrases.h"

struct dln {
    dln_options options;
    char data_dir[4096];
    uint64_t stamp;             /* of the data folder: saved reports of another are not taken */
    Arena arena;                /* word lists of all stages */
    Shelf *shelf;               /* blocks of reports and records that are done with */
    ReadEngine read;            /* what the reading stage needs (weights of the main-text judge) */
    Names *names;               /* same-bearer comparison of names */
    Lang *lang;                 /* sentences, tokens, tags, parse, names */
    EntityWords *entities;      /* word lists and pronoun weights */
    const Gazetteer *gazetteer; /* places, bodies, roles, given names */
    Times *times;               /* rules of times */
    Quantities *quantities;     /* words of quantities */
    const Collate *collate;     /* words and units that facts are compared by */
    Statements *statements;     /* reporting words and the weights of the statements stage */
    const Petrarch *petrarch;   /* the user's dictionaries, NULL: events are coded by our lists */
    Events events;              /* frames of events */
    StoryModel story;           /* what stories are told apart with */
    const Phrases *phrases;     /* fixed words of what people read */
    ClaimModel claims;          /* what is worth being a claim */
    Aligner aligner;            /* which claims of two reports answer one question */
};

struct dln_record {
    Record record;
    const dln *engine;
};

/* A report of a run and what was found in it. */
typedef struct Analysed {
    Report report;
    Findings findings;
    uint64_t spent;    /* processor time, ns; told only where max_report_seconds is set */
    dln_status status; /* DLN_ERR_TIME: the findings are the bare report, which says so */
    bool done;
} Analysed;

/* Runs the single-report stages over items, each once, on the engine's threads; each item has its
 * status. */
dln_status engine_analyse(const dln *engine, Analysed **item, uint32_t count);
/* How the engine's inputs are read. `time` (borrowed) is what each report's reading counts in. */
ReadOptions engine_read_options(const dln *engine, Budget *time);
/* Processor time of the report that was just read, ns; 0 where there is no limit. */
uint64_t engine_spent(const dln *engine, const Budget *time);
/* Adds an analysed report (mem_alloc'd, taken over) to a run. */
dln_status run_keep(dln_run *run, Analysed *analysed);

/* stages.c: opens and closes what each stage needs; a stage adds its lines there. */
dln_status stages_open(dln *engine, dln_error *err);
void stages_close(dln *engine);
/* Runs every single-report stage over `report`; results live in report->arena. A limit met on the
 * way (of the arenas, of max_report_words): findings->report is the part that was read, marked
 * partial with a note, as if there were no more; `report` itself stays whole. `scratch` is rewound.
 */
dln_status engine_findings(const dln *engine, Report *report, Findings *findings, Arena *scratch);
/* What the report claims (mean/claims), once: only stories need it. Without room for it the
 * findings stay without claims. `scratch` is left as it was, or is to be freed. */
dln_status engine_claims(const dln *engine, Report *report, Findings *findings, Arena *scratch);
/* What every story reads of the report (collate/reading.h), once; without room for it each reads it
 * anew. `scratch` likewise. */
dln_status engine_read_ahead(const dln *engine, Report *report, Findings *findings, Arena *scratch);
/* Joins the findings of the reports of one story, which stay as they are. `record->arena` is
 * initialised, its budget counts the working memory too. */
dln_status engine_collate(const dln *engine, const Findings *const *findings, uint32_t count,
                          Record *record);
/* A report as story/ reads it; what it tells lives in `arena` (empty: no memory). grouping.c. */
PileReport engine_pile_report(const Report *report, Arena *arena);
/* The host of an address, empty where it has none. */
Slice engine_host_of(Slice url);
#endif
