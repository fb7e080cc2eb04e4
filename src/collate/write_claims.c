/* write_claims.c - what one report claims, told by the record's own numbers.
 *
 * In: the claims of the only report of a record (mean/claims), the joins. Out: record->claims,
 * those that are worth a look, in text order. Of several reports the record has facts instead:
 * claims that answer one question, lined up.
 *
 * Known to get wrong: nothing is decided here; what a claim is of, mean/claims/fill.c says. */
#include "collate/join.h"

#define WORTH_A_LOOK 0.25f /* of candidates that careful readers cite, four in five lie above */

static uint32_t about_of(const Join *join, const Claim *c)
{
    switch (c->about) {
    case ABOUT_EVENT: return join->event_of[0][c->index];
    case ABOUT_ENTITY: return join->entity_of[0][c->index];
    case ABOUT_STATEMENT: return join->statement_of[0][c->index];
    case ABOUT_STORY: break;
    }
    return NONE;
}

static uint32_t time_of(const Join *join, uint32_t time)
{
    return time == NONE ? NONE : join->time_of[0][time];
}

/* best[token]: the claim with this head that is worth most, NONE. "Sunday" and "on Sunday" are one.
 */
static uint32_t *best_of_heads(const Findings *f, Arena *scratch)
{
    uint32_t *best = ARENA_ARRAY(scratch, uint32_t, f->lang.n_tokens + 1);
    if (!best) return NULL;
    memset(best, 0xff, (f->lang.n_tokens + 1) * sizeof *best);
    for (uint32_t i = 0; i < f->claims.n; i++) {
        uint32_t *at = &best[f->claims.at[i].head];
        if (*at == NONE || f->claims.at[*at].worth < f->claims.at[i].worth) *at = i;
    }
    return best;
}

dln_status write_claims(Join *join)
{
    Record *r = join->record;
    const Findings *f = join->in->n == 1 ? join_findings(join, 0) : NULL;
    uint32_t *best = f ? best_of_heads(f, join->scratch) : NULL;
    if (f && !best) return arena_status(join->scratch);
    for (uint32_t i = 0; f && i < f->claims.n; i++) {
        const Claim *c = &f->claims.at[i];
        if (c->worth < WORTH_A_LOOK || best[c->head] != i) continue;
        RecordClaim claim = {.claim = c,
                             .about = about_of(join, c),
                             .entity = c->entity == NONE ? NONE : join->entity_of[0][c->entity],
                             .time = time_of(join, c->time),
                             .when = time_of(join, c->when),
                             .statement = NONE,
                             .said_by = NONE};
        if (c->statement != NONE) {
            claim.statement = join->statement_of[0][c->statement];
            claim.said_by = r->statements.at[claim.statement].speaker;
        }
        if (!VEC_PUSH(&r->arena, &r->claims, claim)) return arena_status(&r->arena);
    }
    return DLN_OK;
}
