/* engine.h - what stands behind the public handles: the opened engine and the chain of stages over one report.
 * Used by dateline.c (the public API) and bench/predict, so that both go through the same calls. */
#ifndef DLN_ENGINE_H
#define DLN_ENGINE_H
#include "base/io.h"
#include "collate/record.h"

struct dln {
    dln_options options;
    char data_dir[4096];
    Arena arena;            /* word lists of all stages */
    Lang *lang;             /* NULL until the model is there: stages that need it are not run */
};

/* Runs every single-report stage over `report`; results live in report->arena. A limit met on the way marks the report partial and keeps
 * what was found up to then. `scratch` is rewound. */
dln_status engine_findings(const dln *engine, Report *report, Findings *findings, Arena *scratch);
#endif
