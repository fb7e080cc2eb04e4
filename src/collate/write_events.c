/* write_events.c - joined tellings to the events of the record.
 *
 * In: groups of tellings. Out: record->events in order of time, event_of of every report, occasions
 * of statements.
 *
 * Nothing is pooled: a party has the role that most voices give it, and whom as many voices call
 * the doer as the sufferer is neither. What happened is what any report says plainly; type and code
 * are those of most tellings, the day and the place those told most narrowly.
 *
 * Known to get wrong: one report's slip where it alone tells of the event. */
#include "collate/event_parties.h"
#include <stdlib.h>

/* ---- the record's events ---- */

static void vouch(const Join *join, RecordEvent *out, const Unit *u, const Event *e)
{
    RecordVouch v = {true, u->report};
    uint32_t speaker = join_speaker(join, u->report, e->statement);
    if (speaker != NONE) v = (RecordVouch){false, speaker};
    for (uint32_t i = 0; i < out->vouched_by.n; i++)
        if (out->vouched_by.at[i].is_report == v.is_report &&
            out->vouched_by.at[i].index == v.index)
            return;
    VEC_PUSH(&join->record->arena, &out->vouched_by, v);
}

/* Happened once any report says so plainly; else what the first says. */
static Modality more_certain(Modality a, Modality b)
{
    return a == MODALITY_HAPPENED || b == MODALITY_HAPPENED ? MODALITY_HAPPENED : a;
}

static int32_t width(int32_t from, int32_t to)
{
    return to - from;
}

static void add_mention(const Join *join, const Unit *u, RecordEvent *out)
{
    const Findings *f = join_findings(join, u->report);
    const Event *e = &f->events.at[u->local];
    Arena *arena = &join->record->arena;
    if (!out->mode.n) out->mode = e->mode;
    if (!out->label.n) out->label = event_shown(join->collate, f, u->local);
    if (!out->kind.n) out->kind = e->kind;
    out->modality = out->mentions.n ? more_certain(out->modality, e->modality) : e->modality;
    out->background = out->background && e->background;
    uint32_t time = e->time;
    if (time != NONE && u->from != DAY_UNKNOWN &&
        (out->from == DAY_UNKNOWN || width(u->from, u->to) < width(out->from, out->to))) {
        out->from = u->from;
        out->to = u->to;
        out->time = join->time_of[u->report][time];
    } else if (out->time == NONE && time != NONE)
        out->time = join->time_of[u->report][time];
    if (u->place != NONE &&
        (out->place == NONE || place_inside(join->record, u->place, out->place)))
        out->place = u->place;
    vouch(join, out, u, e);
    VEC_PUSH(arena, &out->mentions,
             (RecordEventMention){u->report, e->trigger, e->sentence, e->modality, e->instrument,
                                  e->manner, e->purpose, e->content});
}

enum { MAX_TYPES = 64 }; /* PLOVER has sixteen */
typedef struct Ballot {
    Slice type[MAX_TYPES];
    uint32_t votes[MAX_TYPES], n;
} Ballot;

static uint32_t *ballot_box(Ballot *ballot, Slice type)
{ /* NULL for no type */
    for (uint32_t i = 0; i < ballot->n; i++)
        if (slice_eq(ballot->type[i], type)) return &ballot->votes[i];
    if (!type.n || ballot->n == MAX_TYPES) return NULL;
    ballot->type[ballot->n] = type;
    ballot->votes[ballot->n] = 0;
    return &ballot->votes[ballot->n++];
}

#define TYPE_SHARE 5u /* one telling in so many must have the type */

/* The type that most mentions have; the first of equals. One odd telling among many does not type
 * what they all tell. */
static void vote_types(const Join *join, const Units *all, uint32_t member, RecordEvent *out)
{
    uint32_t i = member, most = 0, all_votes = 0;
    Ballot ballot = {.n = 0};
    do {
        uint32_t *box = ballot_box(
            &ballot,
            join_findings(join, all->unit.at[i].report)->events.at[all->unit.at[i].local].type);
        if (box) ++*box;
        all_votes++;
        i = all->groups.next[i];
    } while (i != member);
    do {
        const Event *e =
            &join_findings(join, all->unit.at[i].report)->events.at[all->unit.at[i].local];
        const uint32_t *box = ballot_box(&ballot, e->type);
        uint32_t votes = box && *box * TYPE_SHARE >= all_votes ? *box : 0;
        bool noun = slice_eq(e->label, out->label);
        if (votes > most || (votes == most && votes && noun && !slice_eq(e->type, out->type))) {
            most = votes;
            out->type = e->type;
            out->cameo = e->cameo;
        }
        i = all->groups.next[i];
    } while (i != member);
    if (most == 0) out->type = out->cameo = (Slice){"", 0};
}

typedef struct Place {
    int32_t day;
    uint32_t weight, first;
} Place; /* for the order of events */
typedef struct Written {
    RecordEvent event;
    Place place;
    uint32_t old;
} Written;

static int by_time(const void *x, const void *y)
{
    const Written *a = x, *b = y;
    if (a->event.background != b->event.background) return a->event.background ? 1 : -1;
    bool ua = a->place.day == DAY_UNKNOWN, ub = b->place.day == DAY_UNKNOWN;
    if (ua != ub) return ua ? 1 : -1;
    if (a->place.day != b->place.day) return a->place.day < b->place.day ? -1 : 1;
    if (a->place.weight != b->place.weight) return a->place.weight > b->place.weight ? -1 : 1;
    return a->place.first < b->place.first ? -1 : a->place.first > b->place.first;
}

static dln_status sort_events(Join *join, Written *made, uint32_t n)
{
    Record *r = join->record;
    uint32_t *now = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    if (!now) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        made[i].place = (Place){made[i].event.from, made[i].event.mentions.n, i};
    list_sort(made, n, sizeof *made, by_time);
    for (uint32_t i = 0; i < n; i++) {
        now[made[i].old] = i;
        if (!VEC_PUSH(&r->arena, &r->events, made[i].event)) return arena_status(&r->arena);
    }
    for (uint32_t k = 0; k < join->in->n; k++)
        for (uint32_t i = 0; i < join_findings(join, k)->events.n; i++)
            join->event_of[k][i] = now[join->event_of[k][i]];
    return DLN_OK;
}

static const RecordEvent no_event = {.from = DAY_UNKNOWN,
                                     .to = DAY_UNKNOWN,
                                     .time = NONE,
                                     .place = NONE,
                                     .part_of = NONE,
                                     .consequence_of = NONE,
                                     .background = true};

/* Events in the making. */
typedef struct Making {
    Units *all;
    Written *made;
    uint32_t n;
    uint32_t *written;       /* [tellings] of each group, NONE */
    uint32_t *voices, *last; /* [events] how many tell it; the last of them, plus 1 */
    PartyTellings parties;
} Making;

static bool make_event(Join *join, Making *m, uint32_t unit)
{
    const Unit *u = &m->all->unit.at[unit];
    uint32_t *at = &m->written[groups_find(&m->all->groups, unit)], voice = join->voice[u->report];
    if (*at == NONE) {
        m->made[m->n] = (Written){.event = no_event, .old = m->n};
        *at = m->n++;
    }
    join->event_of[u->report][u->local] = *at;
    add_mention(join, u, &m->made[*at].event);
    m->voices[*at] += m->last[*at] != voice + 1;
    m->last[*at] = voice + 1;
    return party_tellings(join, u, *at, &m->parties);
}

static dln_status add_parties(Join *join, Making *m)
{
    RecordEvent **events = ARENA_ARRAY(join->scratch, RecordEvent *, m->n + 1);
    if (!events) return arena_status(join->scratch);
    for (uint32_t i = 0; i < m->n; i++)
        events[i] = &m->made[i].event;
    return settle_parties(join, &m->parties, m->voices, events);
}

/* Tellings in the order of the reports. */
static dln_status make_events(Join *join, Units *all)
{
    uint32_t n = all->unit.n;
    Making m = {.all = all,
                .made = ARENA_ARRAY(join->scratch, Written, n + 1),
                .written = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
                .voices = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
                .last = ARENA_ARRAY(join->scratch, uint32_t, n + 1)};
    if (!m.made || !m.written || !m.voices || !m.last) return arena_status(join->scratch);
    memset(m.written, 0xff, (n + 1) * sizeof *m.written);
    for (uint32_t i = 0; i < n; i++)
        join->event_of[all->unit.at[i].report][all->unit.at[i].local] = i;
    for (uint32_t report = 0; report < join->in->n; report++)
        for (uint32_t i = 0; i < join_findings(join, report)->events.n; i++)
            if (!make_event(join, &m, join->event_of[report][i]))
                return arena_status(join->scratch);
    TRY(add_parties(join, &m));
    for (uint32_t i = 0; i < n; i++)
        if (groups_find(&all->groups, i) == i)
            vote_types(join, all, i, &m.made[m.written[i]].event);
    if (join->record->arena.failed) return arena_status(&join->record->arena);
    return sort_events(join, m.made, m.n);
}

/* Occasions of statements are events: known only now. */
static void link_occasions(Join *join)
{
    Record *r = join->record;
    for (uint32_t s = 0; s < r->statements.n; s++) {
        for (uint32_t v = 0; v < r->statements.at[s].versions.n; v++) {
            RecordVersion *version = &r->statements.at[s].versions.at[v];
            const Findings *f = join_findings(join, version->report);
            version->occasion = version->occasion < f->events.n
                                    ? join->event_of[version->report][version->occasion]
                                    : NONE;
        }
    }
}

dln_status write_events(Join *join, Units *all)
{
    TRY(make_events(join, all));
    link_occasions(join);
    return DLN_OK;
}
