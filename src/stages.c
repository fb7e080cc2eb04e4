/* stages.c - the chain of stages, one line each, in pipeline order. A stage that is not listed here says nothing in the record. */
#include "engine.h"

dln_status stages_open(dln *engine, dln_error *err) {
    TRY(read_open(engine->data_dir, &engine->read, &engine->arena, err));
    TRY(gazetteer_open(engine->data_dir, &engine->arena, &engine->gazetteer, err));
    return DLN_OK;
}

void stages_close(dln *engine) {
    read_close(&engine->read);
}

static dln_status run_stages(const dln *engine, Report *report, Findings *found, Arena *scratch) {
    (void)engine; (void)report; (void)found; (void)scratch;
    return DLN_OK;
}

dln_status engine_findings(const dln *engine, Report *report, Findings *findings, Arena *scratch) {
    *findings = (Findings){.report = report};
    ArenaMark mark = arena_mark(scratch);
    dln_status status = run_stages(engine, report, findings, scratch);
    arena_rewind(scratch, mark);
    if (status == DLN_ERR_LIMIT) { report->partial = true; status = DLN_OK; }
    return status;
}

dln_status engine_collate(const dln *engine, Findings **findings, uint32_t count, Record *record) {
    (void)engine; (void)findings; (void)count; (void)record;
    return DLN_OK;
}
