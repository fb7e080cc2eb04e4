/* event_parties.c - who takes part in a joined event; see event_parties.h.
 *
 * In: the participants that each telling gives. Out: those of the event, each once, with a role and
 * how sure it is.
 *
 * Nothing is pooled: a party is in the event because a clause gives it there, in the role that most
 * voices give it; whom as many voices call the doer as the sufferer is neither ("other"), unless
 * all do it together. A nameless party is one with another of the same noun ("police", "the
 * police"). How sure: as the likeliest telling was weighed while reading; where none was, a
 * logistic over how the clause gives it (data/en/sure.txt), fitted by train/sure.py.
 *
 * Known to get wrong: two nameless parties of one noun ("a man" killed, "a man" hurt in one act).
 */
#include "collate/event_parties.h"
#include <stdlib.h>

enum { PARTS_MOST = 64 };

static uint64_t key_of(const RecordPart *part, Slice noun)
{
    if (part->entity != NONE) return part->entity;
    return (1ull << 32) | (hash_bytes(noun.n ? noun : part->text, 21) & 0xffffffffu);
}

/* A participant of one report in the record: one whom no name makes known ("a tank crew") stays
 * words. */
static RecordPart part_in_record(const Join *join, uint32_t report, const Participant *p)
{
    const Findings *f = join_findings(join, report);
    uint32_t entity = p->entity == NONE ? NONE : join->entity_of[report][p->entity];
    const RecordEntity *e = entity == NONE ? NULL : &join->record->entities.at[entity];
    bool known = e && (e->spellings.n || e->key.n || p->placed || (p->organ && e->country[0]));
    return (RecordPart){.role = p->role,
                        .entity = known ? entity : NONE,
                        .text = slice_span(f->report->text, p->span),
                        .at = {report, p->span}};
}

/* Violence, a wound, a death; no storm, no theft, no arrest. */
static bool hurts(const Event *e)
{
    bool people = (e->traits & TRAIT_OWNED) && (e->traits & (TRAIT_HARM | TRAIT_BEFALLS));
    return (people || slice_is(e->type, "ASSAULT")) && !(e->traits & TRAIT_LAW);
}

bool party_tellings(const Join *join, const Unit *unit, uint32_t event, PartyTellings *out)
{
    const Findings *f = join_findings(join, unit->report);
    const Event *e = &f->events.at[unit->local];
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const Participant *p = &e->parts.at[i];
        bool head = p->head < f->lang.n_tokens;
        PartyTelling told = {.event = event,
                             .order = out->n,
                             .voice = join->voice[unit->report],
                             .part = part_in_record(join, unit->report, p),
                             .how = p->how,
                             .sure = p->sure,
                             .title = unit->title,
                             .pronoun = head && f->lang.token[p->head].upos == UPOS_PRON,
                             .meets = (e->traits & TRAIT_MEETS) || slice_is(e->type, "CONSULT") ||
                                      slice_is(e->type, "AGREE"),
                             .harm = (e->traits & (TRAIT_HARM | TRAIT_BEFALLS)) != 0,
                             .noun = unit->noun,
                             .law = (e->traits & TRAIT_LAW) && !(e->traits & TRAIT_HARM),
                             .hurt = hurts(e),
                             .done = e->modality == MODALITY_HAPPENED ||
                                     e->modality == MODALITY_ALLEGED,
                             .known = unit->noun && e->modality != MODALITY_DENIED};
        told.key = key_of(&told.part, head ? f->lang.token[p->head].lemma : (Slice){"", 0});
        if (!VEC_PUSH(join->scratch, out, told)) return false;
    }
    return true;
}

static int by_party(const void *x, const void *y)
{
    const PartyTelling *a = x, *b = y;
    if (a->event != b->event) return a->event < b->event ? -1 : 1;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->part.role != b->part.role) return a->part.role < b->part.role ? -1 : 1;
    if (a->voice != b->voice) return a->voice < b->voice ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static Slice how_sign(Arena *arena, Slice how)
{
    const Slice front = SLICE("how ");
    if (!how.n) return SLICE("how unknown");
    char *room = ARENA_ARRAY(arena, char, front.n + how.n);
    if (!room) return SLICE("how unknown");
    memcpy(room, front.p, front.n);
    memcpy(room + front.n, how.p, how.n);
    return (Slice){room, front.n + how.n};
}

/* Of the role that was chosen: told[0..n), told so by `for_it` of `voices` voices, otherwise by
 * `against`. The first telling's clause speaks for all. */
static void read_signs(const Join *join, const PartyTelling *told, uint32_t n, uint32_t for_it,
                       uint32_t against, uint32_t voices, Signs *signs)
{
    bool titles = true, pronouns = true;
    const RecordPart *part = &told->part;
    for (uint32_t i = 0; i < n; i++) {
        titles = titles && told[i].title;
        pronouns = pronouns && told[i].pronoun;
    }
    signs_add(signs, true, SLICE("party"));
    signs_add(signs, true, how_sign(join->scratch, told->how));
    signs_add(signs, part->entity == NONE, SLICE("nameless"));
    signs_add(signs, part->role == PART_RECIPIENT, SLICE("recipient"));
    signs_add(signs, part->role == PART_OTHER, SLICE("other"));
    signs_add(signs, titles, SLICE("title"));
    signs_add(signs, pronouns, SLICE("pronoun"));
    signs_add(signs, told->harm && part->role == PART_ACTOR, SLICE("doer of harm"));
    signs_add(signs, told->meets, SLICE("meets"));
    signs_add(signs, told->noun, SLICE("noun"));
    signs_add(signs, against > 0, SLICE("contested"));
    signs_add(signs, for_it > 1, SLICE("two voices"));
    signs_add(signs, voices > 2 * for_it, SLICE("minority"));
}

/* The likeliest of the tellings in one role that the reading weighed (mean/events/events_judge.c);
 * 0: it weighed none. */
static float weighed(const PartyTelling *told, uint32_t n, PartRole role)
{
    float best = 0;
    for (uint32_t i = 0; i < n; i++)
        if (told[i].part.role == role && told[i].sure > best) best = told[i].sure;
    return best;
}

/* One party of one event. */
typedef struct Settled {
    RecordPart part;
    uint32_t order;
} Settled;

static Settled settle(const Join *join, const PartyTelling *told, uint32_t n, uint32_t voices)
{
    uint32_t votes[PART_ROLES] = {0}, first[PART_ROLES] = {0}, count[PART_ROLES] = {0};
    for (uint32_t i = 0; i < n; i++) {
        PartRole role = told[i].part.role;
        if (!count[role]++) first[role] = i;
        votes[role] += count[role] == 1 || told[i].voice != told[i - 1].voice;
    }
    PartRole role = votes[PART_RECIPIENT] > votes[PART_ACTOR] ? PART_RECIPIENT : PART_ACTOR;
    if (!votes[role]) role = PART_OTHER;
    bool drawn = role != PART_OTHER && votes[PART_ACTOR] == votes[PART_RECIPIENT];
    const PartyTelling *at = &told[first[role]];
    uint32_t against = votes[PART_ACTOR] + votes[PART_RECIPIENT] - votes[role];
    Settled out = {at->part, told->order};
    for (uint32_t i = 0; i < n; i++)
        out.order = told[i].order < out.order ? told[i].order : out.order;
    if (role == PART_OTHER) against = 0;
    Signs signs = {.n = 0};
    read_signs(join, at, count[role], votes[role], against, voices, &signs);
    float sure = weighed(told, n, role);
    out.part.confidence = sure > 0 ? sure : signs_score(&join->collate->sure, &signs);
    if (join->in->each_party) join->in->each_party(join->in->context, &out.part, &signs);
    if (drawn && !at->meets) out.part.role = PART_OTHER;
    return out;
}

static int by_order(const void *x, const void *y)
{
    const Settled *a = x, *b = y;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Of harm that was done, what tells of no harm ("we have a tragedy", "police look into the
 * shooting") does not name who did it, and what tells of none done ("he would not shoot her") names
 * nobody but by a noun ("to solve the shooting of a girl"). Tellings kept. */
static uint32_t keep_fit(PartyTelling *told, uint32_t n, const RecordEvent *event)
{
    bool done = false;
    uint32_t hurt = 0, arrests = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        hurt += told[i].hurt;
        arrests += told[i].harm && !told[i].hurt;
        done |= told[i].hurt && told[i].done;
    }
    if (hurt <= arrests) return n;
    done &= event->modality == MODALITY_HAPPENED;
    for (uint32_t i = 0; i < n; i++) {
        bool doer = told[i].part.role == PART_ACTOR, other = !told[i].hurt && (told[i].law || doer),
             fits = told[i].done || told[i].known || !done;
        if (!other && fits) told[kept++] = told[i];
    }
    return kept;
}

static dln_status settle_event(Join *join, PartyTelling *told, uint32_t n, uint32_t voices,
                               RecordEvent *event)
{
    VEC(Settled) list = {0};
    n = keep_fit(told, n, event);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && told[end].key == told[i].key;)
            end++;
        if (!VEC_PUSH(join->scratch, &list, settle(join, told + i, end - i, voices)))
            return arena_status(join->scratch);
    }
    list_sort(list.at, list.n, sizeof *list.at, by_order);
    for (uint32_t i = 0; i < list.n && i < PARTS_MOST; i++) {
        if (!VEC_PUSH(&join->record->arena, &event->parts, list.at[i].part))
            return arena_status(&join->record->arena);
    }
    return DLN_OK;
}

dln_status settle_parties(Join *join, PartyTellings *tellings, const uint32_t *voices,
                          RecordEvent *const *events)
{
    PartyTelling *at = tellings->at;
    uint32_t n = tellings->n;
    list_sort(at, n, sizeof *at, by_party);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && at[end].event == at[i].event;)
            end++;
        TRY(settle_event(join, at + i, end - i, voices[at[i].event], events[at[i].event]));
    }
    return DLN_OK;
}
