/* facts_age.c - ages of persons without a name: "a 10-year-old boy was shot", elsewhere 11.
 *
 * In: ages, harm and acts of the law of every report. Out: pieces where two reports give the one
 * who was hurt, or the one accused, two ages; of one age the aligner tells (align.h).
 *
 * Idea: no name says that the two are one, so all else must: each report tells the age of one
 * sufferer alone, counts no more, has no other age near, and both tell a joined happening of harm.
 *
 * Known to get wrong: a sufferer of an earlier case, told beside one whose age is not given. */
#include "collate/facts.h"
#include "lang/tree.h"
#include <math.h>

enum {
    MOST_REPORTS = 24, /* that give an age, compared with each other */
    MOST_YEARS = 3     /* apart: further off it is another's */
};
typedef enum Side { SIDE_NONE, SIDE_SUFFERS, SIDE_ACCUSED, SIDES } Side;

/* An age as one report tells it. */
typedef struct Aged {
    const Quantity *quantity;
    uint32_t report, entity; /* of the record, NONE: without a name */
    Side side;
    Gender sex;
} Aged;
typedef VEC(Aged) Ages; /* by report */

/* ---- whose ---- */

/* The noun that an age stands by: "boy" of "a 10-year-old boy", the age itself without one. */
static uint32_t noun_of(const LangText *lang, const Quantity *q)
{
    uint32_t at = q->first;
    for (uint32_t steps = 0; at < lang->n_tokens && steps < 6; steps++) {
        const Token *t = &lang->token[at];
        bool inside = at >= q->first && at < q->end;
        if (!inside) return t->upos == UPOS_NOUN ? at : q->end - 1;
        at = t->head;
    }
    return q->end - 1;
}

static uint32_t entity_at(const Findings *f, uint32_t token)
{
    Span s = f->lang.sentence[f->lang.token[token].sentence].span;
    for (uint32_t i = mentions_from(f, s.b); i < f->mentions.n && f->mentions.at[i].span.b < s.e;
         i++)
        if (f->mentions.at[i].head == token) return f->mentions.at[i].entity;
    return NONE;
}

static Side side_in(const Event *e, const Participant *part)
{
    bool law = (e->traits & TRAIT_LAW) != 0, struck = part->role == PART_RECIPIENT;
    if (!(e->traits & TRAIT_HARM) || part->role == PART_OTHER) return SIDE_NONE;
    if (law) return struck ? SIDE_ACCUSED : SIDE_NONE;
    return struck ? SIDE_SUFFERS : SIDE_ACCUSED;
}

/* What the report tells of the one whose noun, or entity, it is. "Shot himself": he suffers. */
static Side side_of(const Findings *f, const Quantity *q, uint32_t noun, uint32_t entity)
{
    Side side = SIDE_NONE;
    for (uint32_t i = 0; i < f->events.n && side != SIDE_SUFFERS; i++) {
        const Event *e = &f->events.at[i];
        for (uint32_t k = 0; k < e->parts.n; k++) {
            const Participant *part = &e->parts.at[k];
            bool own = (part->head >= q->first && part->head < q->end) || part->head == noun ||
                       (entity != NONE && part->entity == entity);
            Side told = own ? side_in(e, part) : SIDE_NONE;
            if (told != SIDE_NONE && side != SIDE_SUFFERS) side = told;
        }
    }
    return side;
}

static dln_status collect(Join *join, uint32_t report, Ages *ages)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->kind != QUANTITY_AGE || q->low < q->high || !slice_is(q->unit, "year") ||
            q->bound != BOUND_NONE || q->end > f->lang.n_tokens || q->end <= q->first)
            continue;
        uint32_t noun = noun_of(&f->lang, q), bearer = quantity_bearer(f, q),
                 entity = bearer != NONE ? bearer : entity_at(f, noun);
        const GazRole *role = join->in->gazetteer
                                  ? gazetteer_role(join->in->gazetteer, f->lang.token[noun].lemma)
                                  : NULL;
        Aged aged = {.quantity = q,
                     .report = report,
                     .entity = bearer == NONE ? NONE : join->entity_of[report][bearer],
                     .side = side_of(f, q, noun, entity),
                     .sex = role ? role->gender : GENDER_UNKNOWN};
        if (!VEC_PUSH(join->scratch, ages, aged)) return arena_status(join->scratch);
    }
    return DLN_OK;
}

/* ---- one sufferer a report ---- */

/* Does the report count several people where it tells of harm or of the law? */
static bool counts_several(const Join *join, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    for (uint32_t i = 0; i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        bool people = q->kind == QUANTITY_COUNT &&
                      (noun_human(join, q->noun) || slice_is(q->attribute, "killed") ||
                       slice_is(q->attribute, "injured") || slice_is(q->attribute, "arrested"));
        if (people && q->high > 1 && q->bound != BOUND_VAGUE) return true;
    }
    return false;
}

/* The age of the one of a side, in ages [first, end) of one report; NULL: of none, of several. */
static const Aged *only_one(const Ages *ages, uint32_t first, uint32_t end, Side side)
{
    const Aged *one = NULL;
    for (uint32_t i = first; i < end; i++) {
        const Aged *a = &ages->at[i];
        if (a->side != side) continue;
        if (one && one->quantity->low != a->quantity->low) return NULL;
        if (!one || a->entity != NONE) one = a;
    }
    return one;
}

/* Another age that may be meant: the report of `a` also gives one near that of `b`. */
static bool gives_near(const Ages *ages, const Aged *a, const Aged *b)
{
    for (uint32_t i = 0; i < ages->n; i++) {
        const Aged *other = &ages->at[i];
        if (other->report == a->report && other->quantity->low != a->quantity->low &&
            fabs(other->quantity->low - b->quantity->low) <= 1)
            return true;
    }
    return false;
}

/* Do both reports tell a joined happening of harm? */
static bool share_harm(const Join *join, uint32_t a, uint32_t b)
{
    const Findings *f = join_findings(join, a), *g = join_findings(join, b);
    for (uint32_t i = 0; i < f->events.n; i++) {
        if (!(f->events.at[i].traits & TRAIT_HARM)) continue;
        for (uint32_t k = 0; k < g->events.n; k++)
            if (join->event_of[a][i] == join->event_of[b][k]) return true;
    }
    return false;
}

static bool other_sex(const Aged *a, const Aged *b)
{
    bool told = (a->sex == GENDER_HE || a->sex == GENDER_SHE) &&
                (b->sex == GENDER_HE || b->sex == GENDER_SHE);
    return told && a->sex != b->sex;
}

/* Is it one person of whom two ages are told? */
static bool contradict(const Join *join, const Ages *ages, const Aged *a, const Aged *b)
{
    double apart = fabs(a->quantity->low - b->quantity->low);
    if (apart < 1 || apart > MOST_YEARS || join->voice[a->report] == join->voice[b->report])
        return false;
    if (a->entity != NONE && b->entity != NONE) return false; /* facts_quantity.c has them */
    return !other_sex(a, b) && !gives_near(ages, a, b) && !gives_near(ages, b, a) &&
           share_harm(join, a->report, b->report);
}

/* ---- pieces ---- */

static dln_status add_tellings(Join *join, const Ages *ages, const Aged *one, Slice key,
                               Pieces *out)
{
    for (uint32_t i = 0; i < ages->n; i++) {
        const Aged *a = &ages->at[i];
        if (a->report != one->report || a->side != one->side) continue;
        Slice value = figure_text(join, a->quantity, join_text(join, a->report, a->quantity->span));
        Piece p = piece_of(ABOUT_STORY, 0, ATTRIBUTE_AGE, value,
                           (Evidence){a->report, a->quantity->span});
        p.key = key;
        if (!value.p || !add_piece(join, out, p)) return arena_status(join->scratch);
    }
    return DLN_OK;
}

/* The first report that tells an age, and those that contradict it or say the same. */
static dln_status add_side(Join *join, const Ages *ages, const Aged *const *one, uint32_t n,
                           Side side, Pieces *out)
{
    bool met[MOST_REPORTS] = {false};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && !met[i]; k++) {
            if (met[k] || !contradict(join, ages, one[i], one[k])) continue;
            Slice key = arena_printf(join->scratch, "unnamed %u %u", (unsigned)side, i);
            if (!key.p) return arena_status(join->scratch);
            for (uint32_t m = 0; m < n; m++) {
                double low = one[m]->quantity->low;
                if (low != one[i]->quantity->low && low != one[k]->quantity->low) continue;
                met[m] = true;
                TRY(add_tellings(join, ages, one[m], key, out));
            }
        }
    return DLN_OK;
}

dln_status age_pieces(Join *join, Pieces *out)
{
    Ages ages = {0};
    for (uint32_t k = 0; k < join->in->n; k++)
        TRY(collect(join, join->order[k], &ages));
    for (Side side = SIDE_SUFFERS; side < SIDES; side++) {
        const Aged *one[MOST_REPORTS];
        uint32_t n = 0;
        for (uint32_t i = 0, end; i < ages.n && n < MOST_REPORTS; i = end) {
            LIST_RUN(end, i, ages.n, ages.at[end].report == ages.at[i].report);
            const Aged *a = only_one(&ages, i, end, side);
            if (a && !counts_several(join, a->report)) one[n++] = a;
        }
        TRY(add_side(join, &ages, one, n, side, out));
    }
    return DLN_OK;
}
