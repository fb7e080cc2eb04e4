/* statements.c - the statements stage: opens its data, runs its steps over one report.
 *
 * In: word lists, weights; a report with its language analysis and entities. Out:
 * Findings.statements. */
#include "mean/statements/statements_parts.h"

dln_status statements_open(const char *data_dir, Arena *arena, Statements **statements,
                           dln_error *err)
{
    Statements *made = ARENA_NEW(arena, Statements);
    *statements = NULL;
    if (!made) return arena_status(arena);
    TRY(cues_open(data_dir, arena, made, err));
    TRY(unsaid_open(data_dir, arena, made, err));
    TRY(model_open(data_dir, made, err));
    *statements = made;
    return DLN_OK;
}

void statements_close(Statements *statements)
{
    if (statements && statements->has_model) datafile_close(&statements->model);
}

dln_status mean_statements(const Statements *statements, const Report *report, Findings *findings,
                           Arena *arena, Arena *scratch)
{
    return mean_statements_traced(statements, report, findings, arena, scratch, NULL);
}

/* Takes what was not said out of the statements, once its speakers have had their place in the
 * chain of who spoke; what is inside it goes with it. */
static dln_status part_unuttered(Findings *f, Arena *arena, Arena *scratch)
{
    uint32_t kept = 0, n = f->statements.n;
    uint32_t *now = ARENA_ARRAY(scratch, uint32_t, n);
    if (!now && n > 0) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++) {
        Statement *s = &f->statements.at[i];
        s->negated |= s->parent != NONE && f->statements.at[s->parent].negated;
        now[i] = s->negated ? NONE : kept++;
        if (s->negated && !VEC_PUSH(arena, &f->unuttered, *s)) return arena_status(arena);
    }
    for (uint32_t i = 0; i < f->unuttered.n; i++) {
        uint32_t *parent = &f->unuttered.at[i].parent;
        if (*parent != NONE) *parent = now[*parent]; /* NONE where that was not said either */
    }
    for (uint32_t i = 0; i < n; i++) {
        Statement s = f->statements.at[i];
        if (s.negated) continue;
        if (s.parent != NONE) s.parent = now[s.parent];
        f->statements.at[now[i]] = s;
    }
    f->statements.n = kept;
    return DLN_OK;
}

dln_status mean_statements_traced(const Statements *statements, const Report *report,
                                  Findings *findings, Arena *arena, Arena *scratch,
                                  const SpeakerTrace *trace)
{
    ArenaMark mark = arena_mark(scratch);
    Scene scene;
    dln_status status = scene_build(statements, report, findings, scratch, &scene);
    scene.trace = trace;
    if (status == DLN_OK) status = statements_build(&scene, arena, scratch);
    if (status == DLN_OK) status = statements_speakers(&scene, scratch);
    if (status == DLN_OK) status = statements_words(&scene, scratch);
    if (status == DLN_OK) status = statements_details(&scene, arena);
    if (status == DLN_OK) status = part_unuttered(findings, arena, scratch);
    arena_rewind(scratch, mark);
    return status;
}
