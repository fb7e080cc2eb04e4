/* write_entities.c - groups of entities to the record's entities.
 *
 * In: groups. Out: record->entities with spellings, roles, kind, the fullest spelling as the name.
 *
 * Known to get wrong: the kind, where reports take a name for different things as often. */
#include "collate/join_entities.h"
#include "base/utf8.h"

enum {
    MAX_SPELLINGS = 256, /* of one entity; further ones are not listed */
    MAX_ROLES = 256      /* of one entity in one report */
};

static bool add_spelling(Join *join, RecordEntity *out, uint32_t report, Slice text)
{
    Arena *arena = &join->record->arena;
    for (uint32_t i = 0; i < out->spellings.n; i++) {
        RecordSpelling *s = &out->spellings.at[i];
        if (!slice_eq(s->text, text)) continue;
        s->count++;
        if (s->reports.n && s->reports.at[s->reports.n - 1] == report) return true;
        return VEC_PUSH(arena, &s->reports, report);
    }
    if (out->spellings.n >= MAX_SPELLINGS) return true;
    RecordSpelling fresh = {.text = text, .count = 1};
    return VEC_PUSH(arena, &fresh.reports, report) && VEC_PUSH(arena, &out->spellings, fresh);
}

static bool add_role(Join *join, RecordEntity *out, uint32_t report, const Role *role)
{
    uint32_t own = 0; /* roles come report by report */
    while (own < out->roles.n && out->roles.at[out->roles.n - 1 - own].at.report == report)
        if (slice_eq(out->roles.at[out->roles.n - 1 - own++].text, role->text)) return true;
    return own >= MAX_ROLES ||
           VEC_PUSH(&join->record->arena, &out->roles,
                    (RecordRole){.text = role->text, .at = {report, role->span}});
}

static dln_status add_unit(Join *join, const ReportEntity *u, RecordEntity *out)
{
    const Findings *f = join_findings(join, u->report);
    const Entity *e = &f->entities.at[u->local];
    Arena *arena = &join->record->arena;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        if (!VEC_PUSH(arena, &out->mentions, (RecordMention){u->report, m->span, m->form}))
            return arena_status(arena);
        if (m->form == FORM_NAME &&
            !add_spelling(join, out, u->report, join_text(join, u->report, m->span)))
            return arena_status(arena);
    }
    for (uint32_t i = 0; i < e->roles.n; i++)
        if (!add_role(join, out, u->report, &e->roles.at[i])) return arena_status(arena);
    if (!out->country[0]) memcpy(out->country, e->country, sizeof out->country);
    if (!out->key.n) out->key = u->key;
    if (!out->actor.n) out->actor = e->actor;
    bool fuller = !u->named && out->spellings.n == 0 && e->name.n > out->name.n &&
                  e->name.n <= 48; /* "The Saudi-led coalition" before "the coalition" */
    if (!out->name.n || fuller) out->name = e->name;
    out->as_government = out->as_government && e->as_government;
    return DLN_OK;
}

/* ---- the name to show ---- */

static bool has_small(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'a' && s.p[i] <= 'z') return true;
    return false;
}

/* "Anton Vale Jr." beside "Vale Jr.": the same end with more before it. */
static bool ends_fuller(const Join *join, Slice more, Slice less)
{
    char folded[32];
    Slice last = edge_word(less, true);
    return words_in_name(less) == 2 && words_in_name(more) > 2 && last.n < 8 &&
           slice_ends(more, less) && more.p[more.n - less.n - 1] == ' ' && join->in->names &&
           names_is_after(join->in->names, (Slice){folded, name_fold(last, folded, sizeof folded)});
}

/* "Anna J. Keller" beside "Anna Keller": the same name with more of it between its ends. */
static bool is_fuller(const Join *join, Slice more, Slice less)
{
    if (ends_fuller(join, more, less)) return true;
    size_t i = 0, k = 0;
    if (words_in_name(more) <= words_in_name(less) || words_in_name(less) < 2 ||
        !slice_eq(edge_word(more, false), edge_word(less, false)) ||
        !slice_eq(edge_word(more, true), edge_word(less, true)))
        return false;
    while (i < more.n && k < less.n) {
        if (more.p[i] == less.p[k]) k++;
        i++;
    }
    return k == less.n;
}

/* Is spelling a the better name to show? Full names before short ones, the fullest of a person
 * first, then what more reports write, then what is written more often. */
static bool better_name(const Join *join, const RecordEntity *e, const RecordSpelling *a,
                        const RecordSpelling *b)
{
    EntityKind kind = e->kind;
    if (slice_eq_nocase(a->text, b->text) && has_small(a->text) != has_small(b->text))
        return has_small(a->text); /* HELSINKI of a dateline is Helsinki */
    uint32_t wa = words_in_name(a->text), wb = words_in_name(b->text);
    bool fa = kind != ENTITY_PERSON || wa >= 2, fb = kind != ENTITY_PERSON || wb >= 2;
    if (fa != fb) return fa;
    if (slice_is_ascii(a->text) != slice_is_ascii(b->text) && kind == ENTITY_PERSON && wa == wb)
        return slice_is_ascii(a->text);
    if (kind == ENTITY_PERSON && is_fuller(join, a->text, b->text)) return true;
    if (kind == ENTITY_PERSON && is_fuller(join, b->text, a->text)) return false;
    if (a->reports.n != b->reports.n) return a->reports.n > b->reports.n;
    if (kind == ENTITY_ORG && wa != wb) return wa > wb;
    if (a->count != b->count) return a->count > b->count;
    return slice_cmp(a->text, b->text) < 0;
}

static void name_entity(Join *join, RecordEntity *out)
{
    const GazEntry *entry = slice_starts(out->key, SLICE("country:")) && out->country[0] &&
                                    join->in->gazetteer
                                ? gazetteer_entry(
                                      join->in->gazetteer,
                                      gazetteer_country(join->in->gazetteer, out->country))
                                : NULL;
    const RecordSpelling *best = NULL;
    for (uint32_t i = 0; i < out->spellings.n; i++)
        if (!best || better_name(join, out, &out->spellings.at[i], best))
            best = &out->spellings.at[i];
    if (best) out->name = best->text;
    if (entry && slice_eq(entry->key, out->key))
        out->name = entry->name; /* a state is called so even where only "Moscow" stands */
    for (uint32_t i = 0; best && join->in->names && i < out->spellings.n; i++) {
        RecordSpelling *s = &out->spellings.at[i];
        NameLink link = slice_eq(s->text, out->name)
                            ? NAMELINK_EQUAL
                            : names_link(join->in->names, s->text, out->name, out->kind).link;
        s->note = slice_of(name_link_note[link]);
    }
}

/* ---- the record ---- */

typedef struct Votes {
    uint32_t kind[ENTITY_KINDS];
} Votes;

/* The kind that most units say; what the gazetteer knows as a place is one. */
static EntityKind voted_kind(const RecordEntity *e, const Votes *votes)
{
    EntityKind kind = e->kind;
    if (slice_starts(e->key, SLICE("city:")) || slice_starts(e->key, SLICE("region:")) ||
        slice_starts(e->key, SLICE("country:")))
        return ENTITY_PLACE;
    for (uint32_t k = 0; k < ENTITY_KINDS; k++)
        if (votes->kind[k] > votes->kind[kind]) kind = (EntityKind)k;
    return kind;
}

/* ---- offices of one holder ---- */

enum { MOST_BEARERS = 64 };

/* Somebody called by an office and no word more: "President", "the mayor". */
typedef struct Bearer {
    uint32_t entity, role;
    const GazRole *office;
} Bearer;

static bool one_state(const RecordEntity *a, const RecordEntity *b)
{
    return !a->country[0] || !b->country[0] || strcmp(a->country, b->country) == 0;
}

/* "President Hale", and "President Orsk" of years ago: who is named less may hold it no more, and
 * no report need say so. */
static void mark_contested(Join *join)
{
    Bearer bearer[MOST_BEARERS];
    uint32_t n = 0;
    Record *r = join->record;
    for (uint32_t i = 0; join->in->gazetteer && i < r->entities.n; i++) {
        const RecordEntity *e = &r->entities.at[i];
        for (uint32_t k = 0; e->kind == ENTITY_PERSON && k < e->roles.n && n < MOST_BEARERS; k++) {
            Slice words = e->roles.at[k].text;
            const GazRole *office = office_of(join->in->gazetteer, words);
            if (office && words.n <= office->noun.n + 4) bearer[n++] = (Bearer){i, k, office};
        }
    }
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++) {
            RecordEntity *mine = &r->entities.at[bearer[a].entity],
                         *other = &r->entities.at[bearer[b].entity];
            if (bearer[a].office == bearer[b].office && one_state(mine, other) &&
                mine->mentions.n < other->mentions.n)
                mine->roles.at[bearer[a].role].contested = true;
        }
}

/* `written`: [units] entity of the record of each group. */
static dln_status write_unit(Join *join, ReportEntities *all, uint32_t unit, uint32_t *written,
                             Votes *votes)
{
    Record *r = join->record;
    const ReportEntity *u = &all->unit.at[unit];
    uint32_t *at = &written[groups_find(&all->groups, unit)];
    if (*at == NONE) {
        *at = r->entities.n;
        if (!VEC_PUSH(&r->arena, &r->entities,
                      (RecordEntity){.kind = u->kind, .place_in = NONE, .as_government = true}))
            return arena_status(&r->arena);
    }
    join->entity_of[u->report][u->local] = *at;
    votes[*at].kind[u->kind]++;
    return add_unit(join, u, &r->entities.at[*at]);
}

/* In the order of the input, so that ids follow the first mention. */
dln_status write_entities(Join *join, ReportEntities *all)
{
    uint32_t n = all->unit.n;
    Record *r = join->record;
    uint32_t *written = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    Votes *votes = ARENA_ARRAY(join->scratch, Votes, n + 1);
    if (!written || !votes) return arena_status(join->scratch);
    memset(written, 0xff, (n + 1) * sizeof *written);
    for (uint32_t i = 0; i < n; i++)
        join->entity_of[all->unit.at[i].report][all->unit.at[i].local] = i;
    for (uint32_t report = 0; report < join->in->n; report++)
        for (uint32_t i = 0; i < join_findings(join, report)->entities.n; i++)
            TRY(write_unit(join, all, join->entity_of[report][i], written, votes));
    for (uint32_t i = 0; i < r->entities.n; i++) {
        RecordEntity *e = &r->entities.at[i];
        e->kind = voted_kind(e, &votes[i]);
        name_entity(join, e);
    }
    mark_contested(join);
    return DLN_OK;
}

void link_places(Join *join)
{
    for (uint32_t report = 0; report < join->in->n; report++) {
        const Findings *f = join_findings(join, report);
        for (uint32_t i = 0; i < f->entities.n; i++) {
            uint32_t in = f->entities.at[i].place_in;
            RecordEntity *e = &join->record->entities.at[join->entity_of[report][i]];
            if (in == NONE || e->place_in != NONE) continue;
            uint32_t whole = join->entity_of[report][in];
            if (!place_inside(join->record, whole, join->entity_of[report][i])) e->place_in = whole;
        }
    }
}
