/* join_times.c - times across reports: the same type, value and modifier are one record time.
 *
 * In: TimeMention of every report. Out: record->times in order of first mention. "Sunday" and
 * "April 16" meet in their value. The ends of a range ("16" and "18" of "April 16 to 18") are no
 * times of their own: the range has them. */
#include "collate/join.h"

static dln_status add_time(Join *join, Map *known, uint32_t report, uint32_t local)
{
    Record *r = join->record;
    const TimeMention *t = &join_findings(join, report)->times.at[local];
    Slice value = t->value.n ? t->value : join_text(join, report, t->span);
    Slice key = arena_printf(join->scratch, "%d|%.*s|%.*s", (int)t->type, (int)value.n, value.p,
                             (int)t->mod.n, t->mod.p);
    if (!key.p) return arena_status(join->scratch);
    uint32_t at = map_find(known, key);
    if (at == NONE) {
        at = r->times.n;
        if (!VEC_PUSH(&r->arena, &r->times,
                      (RecordTime){.type = t->type,
                                   .value = t->value,
                                   .mod = t->mod,
                                   .from = t->from,
                                   .to = t->to}))
            return arena_status(&r->arena);
        if (!map_put(known, key, at)) return arena_status(join->scratch);
    }
    RecordTimeMention mention = {{report, t->span}, t->basis};
    join->time_of[report][local] = at;
    return VEC_PUSH(&r->arena, &r->times.at[at].mentions, mention) ? DLN_OK
                                                                   : arena_status(&r->arena);
}

dln_status join_times(Join *join)
{
    Map known;
    map_init(&known, join->scratch);
    for (uint32_t report = 0; report < join->in->n; report++) {
        const Findings *f = join_findings(join, report);
        join->time_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->times.n + 1);
        if (!join->time_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->times.n; i++)
            if (f->times.at[i].part_of == NONE) TRY(add_time(join, &known, report, i));
        for (uint32_t i = 0; i < f->times.n; i++)
            if (f->times.at[i].part_of != NONE)
                join->time_of[report][i] = join->time_of[report][f->times.at[i].part_of];
    }
    return DLN_OK;
}
