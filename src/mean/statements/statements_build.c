/* statements_build.c - from labelled frames to statements.
 *
 * In: Scene with the probability of every cue. Out: Findings.statements without speakers.
 *
 * Steps: cues claim their words (statements_claim.c); attributions that close a sentence
 * (statements_closing.c); a statement whose cue stands in another's content is inside that one
 * (parent); quotations that nobody claimed (statements_quotes.c); all in the order of their first
 * byte.
 *
 * Known to fail: dialogue without any cue; a quotation between two cues that could belong to
 * either. */
#include "mean/statements/statements_build.h"

/* ---- statements ---- */
static int by_place(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    return x->at != y->at        ? (x->at < y->at ? -1 : 1)
           : x->index < y->index ? -1
                                 : x->index > y->index;
}

/* Puts the statements in order of their first byte; parents follow. */
static dln_status order_statements(Build *b)
{
    uint32_t n = b->scene->findings->statements.n;
    Statement *at = b->scene->findings->statements.at;
    Placed *placed = ARENA_ARRAY(b->scratch, Placed, n);
    Statement *copy = ARENA_ARRAY(b->scratch, Statement, n);
    Span *relay = ARENA_ARRAY(b->scratch, Span, n);
    uint32_t *now = ARENA_ARRAY(b->scratch, uint32_t, n),
             *cue = ARENA_ARRAY(b->scratch, uint32_t, n);
    if (!placed || !copy || !now || !cue || !relay) return arena_status(b->scratch);
    for (uint32_t i = 0; i < n; i++)
        placed[i] = (Placed){at[i].content.at[0].b, i};
    list_sort(placed, n, sizeof *placed, by_place);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = at[placed[i].index];
        now[placed[i].index] = i;
        cue[i] = b->cues.at[placed[i].index];
    }
    for (uint32_t i = 0; i < n; i++) {
        at[i] = copy[i];
        if (at[i].parent != NONE) at[i].parent = now[at[i].parent];
    }
    for (uint32_t i = 0; i < b->relay.n && i < n; i++)
        relay[now[i]] = b->relay.at[i];
    b->scene->cue_of = cue;
    b->scene->relay_of = relay;
    return DLN_OK;
}

static void score_cues(Scene *scene)
{
    CueClues f;
    for (uint32_t t = 0; t < scene->lang->n_tokens; t++) {
        if (!scene->candidate[t]) continue;
        cue_features(scene, t, &f);
        scene->cue_p[t] = score_one(&scene->model->cue, &f);
    }
}

dln_status statements_build(Scene *scene, Arena *arena, Arena *scratch)
{
    Build b = {.scene = scene, .arena = arena, .scratch = scratch};
    uint32_t n = scene->lang->n_tokens;
    b.owner = ARENA_ARRAY(scratch, uint32_t, n);
    b.frame = ARENA_NEW(scratch, Frame);
    if (!b.owner || !b.frame) return arena_status(scratch);
    for (uint32_t t = 0; t < n; t++)
        b.owner[t] = NONE;
    score_cues(scene);
    TRY(build_claim_forms(&b));
    TRY(build_claim_all(&b));
    TRY(build_claim_closings(&b));
    TRY(build_claim_quotes(&b));
    return order_statements(&b);
}
