/* facts_crowd.c - two named parties count one crowd: "police put the crowd at 7,000; the organisers
 * said 40,000 had come".
 *
 * In: figures of people at a protest or in a crowd. Out: a fact with verdict conflict between
 * parties, with the same figures of the other reports. Two figures meet in one report, in one
 * sentence or in two that follow each other, when each stands beside another party (police, a
 * ministry, organisers, a body with a name) and one is at least half as large again as the other.
 *
 * Known to get wrong: two crowds of one evening. */
#include "collate/facts_slots.h"
#include "lang/tree.h"

typedef enum Counter { COUNTER_NONE, COUNTER_POWER, COUNTER_PEOPLE } Counter;
typedef struct Dispute {
    uint32_t low, high;
} Dispute; /* figures */
typedef struct Disputes {
    VEC(Dispute) at;
} Disputes;
enum { MOST = 600 };

static bool is_crowd(const Join *join, const Figure *q)
{
    bool crowd = word_listed(join->collate, "marcher", q->noun) ||
                 word_listed(join->collate, "gather", q->verb);
    return q->attribute == ATTRIBUTE_COUNT && q->human && crowd && q->sentence != NONE &&
           q->value.kind == VALUE_NUMBER && q->value.bound != BOUND_VAGUE && q->value.low >= 20;
}

static Counter counter_of(const Join *join, Slice lemma)
{
    if (word_listed(join->collate, "power", lemma)) return COUNTER_POWER;
    return word_listed(join->collate, "organiser", lemma) ? COUNTER_PEOPLE : COUNTER_NONE;
}

/* Which side stands beside the figure in its clause: from the mark before it to the mark behind it.
 */
static Counter counted_by(const Join *join, const Findings *f, const Figure *q)
{
    const LangText *lang = &f->lang;
    const Sentence *s = &lang->sentence[q->sentence];
    uint32_t from = q->quantity->first, to = q->quantity->end;
    while (from > s->first && lang->token[from - 1].form.p[0] != ';')
        from--;
    while (to < s->end && lang->token[to].form.p[0] != ';')
        to++;
    Counter only = COUNTER_NONE;
    for (uint32_t i = from; i < to; i++) {
        Counter c = counter_of(join, lang->token[i].lemma);
        if (c != COUNTER_NONE && only != COUNTER_NONE && c != only) return COUNTER_NONE;
        if (c != COUNTER_NONE) only = c;
    }
    return only;
}

/* Do the two stand side by side and are they too far apart for rounding? */
static bool disputed(const Join *join, const Figure *a, const Figure *b)
{
    if (a->report != b->report || b->sentence < a->sentence || b->sentence - a->sentence > 1)
        return false;
    const Findings *f = join_findings(join, a->report);
    Counter x = counted_by(join, f, a), y = counted_by(join, f, b);
    double low = a->value.low < b->value.low ? a->value.low : b->value.low,
           high = a->value.low < b->value.low ? b->value.low : a->value.low;
    bool sides = x != y && (x != COUNTER_NONE || y != COUNTER_NONE);
    return sides && high >= 1.5 * low && a->quantity->span.b < b->quantity->span.b;
}

static bool add_value(Join *join, const Slots *slots, RecordFact *fact, uint32_t figure,
                      const uint32_t *crowd, uint32_t n)
{
    Record *r = join->record;
    const Figure *q = &slots->figure.at[figure];
    RecordValue v = {.value = arena_copy(&r->arena, q->text)};
    uint32_t last = NONE;
    for (uint32_t i = 0; i < n; i++) {
        const Figure *o = &slots->figure.at[crowd[i]];
        if (o->value.low != q->value.low || o->value.high != q->value.high) continue;
        v.voices += join->voice[o->report] != last;
        last = join->voice[o->report];
        if (!VEC_PUSH(&r->arena, &v.evidence, (Evidence){o->report, o->quantity->span}))
            return false;
    }
    return v.value.p && VEC_PUSH(&r->arena, &fact->values, v);
}

/* Is a dispute of these two figures known already? */
static bool known_dispute(const Slots *slots, const Disputes *found, Dispute d)
{
    for (uint32_t i = 0; i < found->at.n; i++) {
        Dispute known = found->at.at[i];
        if (slots->figure.at[known.low].value.low == slots->figure.at[d.low].value.low &&
            slots->figure.at[known.high].value.low == slots->figure.at[d.high].value.low)
            return true;
    }
    return false;
}

static dln_status find_disputes(Join *join, const Slots *slots, const uint32_t *crowd, uint32_t n,
                                Disputes *found)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++) {
            const Figure *a = &slots->figure.at[crowd[i]], *b = &slots->figure.at[crowd[k]];
            if (arena_late(join->scratch, 1)) return arena_status(join->scratch);
            if (i == k || !disputed(join, a, b)) continue;
            bool first = a->value.low < b->value.low;
            Dispute d = {crowd[first ? i : k], crowd[first ? k : i]};
            if (!known_dispute(slots, found, d) && !VEC_PUSH(join->scratch, &found->at, d))
                return arena_status(join->scratch);
        }
    return DLN_OK;
}

static bool write_dispute(Join *join, const Slots *slots, Dispute d, const uint32_t *crowd,
                          uint32_t n)
{
    uint32_t event = slots->figure.at[d.low].event;
    RecordFact fact = {.about = event == NONE ? ABOUT_STORY : ABOUT_EVENT,
                       .index = event == NONE ? 0 : event,
                       .attribute = SLICE("count"),
                       .verdict = DLN_CONFLICT,
                       .between_parties = true,
                       .why = SLICE("two parties count differently")};
    return add_value(join, slots, &fact, d.low, crowd, n) &&
           add_value(join, slots, &fact, d.high, crowd, n) &&
           VEC_PUSH(&join->record->arena, &join->record->facts, fact);
}

dln_status crowd_facts(Join *join, const Slots *slots)
{
    uint32_t *crowd = ARENA_ARRAY(join->scratch, uint32_t, MOST), n = 0;
    Disputes found = {0};
    if (!crowd) return arena_status(join->scratch);
    for (uint32_t i = 0; i < slots->figure.n && n < MOST; i++)
        if (is_crowd(join, &slots->figure.at[i])) crowd[n++] = i;
    TRY(find_disputes(join, slots, crowd, n, &found));
    for (uint32_t i = 0; i < found.at.n; i++)
        if (!write_dispute(join, slots, found.at.at[i], crowd, n))
            return arena_status(&join->record->arena);
    return DLN_OK;
}
