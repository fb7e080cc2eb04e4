/* join_bodies.c - bodies that the reports call by a noun.
 *
 * In: the entities of every report, groups of those with one name. Out: larger groups: "the police"
 * is the one body with that noun.
 *
 * Known to get wrong: forces of two towns of which the reports name but one. */
#include "collate/join_entities.h"

/* The office in a role's words: the longest listed role noun phrase at its end, of one holder at a
 * time. */
const GazRole *office_of(const Gazetteer *gazetteer, Slice words)
{
    for (size_t i = 0; i < words.n; i++) {
        if (i > 0 && words.p[i - 1] != ' ') continue;
        const GazRole *role = gazetteer_role(gazetteer, (Slice){words.p + i, words.n - i});
        if (role) return role->head ? role : NULL;
    }
    return NULL;
}

bool capital_at(Slice words, size_t i)
{
    return i < words.n && (slice_capital_at(words, i) || (words.p[i] & 0x80));
}

/* ---- bodies ---- */

static Slice without_the(Slice words)
{
    bool the = slice_starts(words, SLICE("The ")) || slice_starts(words, SLICE("the "));
    return the ? (Slice){words.p + 4, words.n - 4} : words;
}

/* "Velm police", not "police", "The police", "the local police". */
static bool told_by_place(Slice words)
{
    Slice name = without_the(words);
    return capital_at(name, 0) && memchr(name.p, ' ', name.n) != NULL;
}

/* "the Brandt administration" in one report, "the Lund administration" in the other. */
static bool of_other_names(const Entity *a, const Entity *b)
{
    bool told = told_by_place(a->name) && told_by_place(b->name);
    return told && !slice_eq_nocase(without_the(a->name), without_the(b->name));
}

/* "His administration" may be another one than the Food and Drug Administration. */
static bool told_by_owner(Slice words)
{
    static const char *const owner[] = {"my", "our", "his", "her", "its", "their"};
    const char *end = memchr(words.p, ' ', words.n);
    Slice first = {words.p, end ? (size_t)(end - words.p) : words.n};
    return SLICE_AMONG_NOCASE(first, owner);
}

/* The body that an unnamed unit is ("the police", "the Saudi-led coalition"): its noun, of one
 * bearer at a time; NULL. */
static const GazRole *body_of(const Join *join, const ReportEntity *u)
{
    const Entity *e = entity_of_unit(join, u);
    const GazRole *role = !u->named && e->kind == ENTITY_ORG
                              ? office_of(join->in->gazetteer, e->name)
                              : NULL;
    return role && role->kind == ENTITY_ORG ? role : NULL;
}

/* Bodies without a name: one noun is one body where no report has two of it and no two belong to
 * different states. */
static dln_status join_nouns(Join *join, ReportEntities *all)
{
    Map first;
    map_init(&first, join->scratch);
    bool *apart = ARENA_ARRAY(join->scratch, bool, all->unit.n + 1);
    uint32_t *last = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1),
             *land = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    if (!apart || !last || !land) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (arena_late(join->scratch, 20)) return arena_status(join->scratch);
        const GazRole *role = body_of(join, &all->unit.at[i]);
        uint32_t lead = role ? map_find(&first, role->noun) : NONE;
        apart[i] = false;
        land[i] = i;
        last[i] = all->unit.at[i].report;
        if (role && lead == NONE && !map_put(&first, role->noun, i))
            return arena_status(join->scratch);
        if (lead == NONE) continue;
        const Entity *e = entity_of_unit(join, &all->unit.at[i]),
                     *known = &join_findings(join, all->unit.at[land[lead]].report)
                                   ->entities.at[all->unit.at[land[lead]].local];
        if (last[lead] == all->unit.at[i].report || of_other_names(e, known) ||
            (e->country[0] && known->country[0] && strcmp(e->country, known->country) != 0))
            apart[lead] = true;
        last[lead] = all->unit.at[i].report;
        if (!known->country[0]) land[lead] = i;
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const GazRole *role = body_of(join, &all->unit.at[i]);
        uint32_t lead = role ? map_find(&first, role->noun) : NONE;
        if (lead != NONE && lead != i && !apart[lead]) groups_join(&all->groups, i, lead);
    }
    return DLN_OK;
}

/* A body with a name, or a noun and a place. */
static bool is_known(const Join *join, const ReportEntity *u)
{
    const Entity *e = entity_of_unit(join, u);
    return e->kind == ENTITY_ORG && (u->named || told_by_place(e->name));
}

static bool has_noun(const Join *join, const ReportEntity *u, Slice noun)
{
    return is_known(join, u) && slice_has_words(entity_of_unit(join, u)->name, noun);
}

/* The only body with that noun, as a unit; all->unit.n: none, or several. */
static uint32_t sole_body(const Join *join, ReportEntities *all, Slice noun)
{
    uint32_t sole = all->unit.n;
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (!has_noun(join, &all->unit.at[i], noun)) continue;
        bool other = sole < all->unit.n &&
                     groups_find(&all->groups, i) != groups_find(&all->groups, sole);
        if (other) return all->unit.n;
        sole = i;
    }
    return sole;
}

/* "police" of each report is the force that any of them names, where they name but one. */
static dln_status join_sole_bodies(Join *join, ReportEntities *all)
{
    Map sole;
    map_init(&sole, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const GazRole *role = body_of(join, u);
        const Entity *e = entity_of_unit(join, u);
        if (!role || told_by_place(e->name)) continue;
        uint32_t body = map_find(&sole, role->noun);
        if (body == NONE) {
            body = sole_body(join, all, role->noun);
            if (!map_put(&sole, role->noun, body)) return arena_status(join->scratch);
        }
        if (body == all->unit.n) continue;
        const Entity *known = entity_of_unit(join, &all->unit.at[body]);
        if (all->unit.at[body].named && told_by_owner(e->name)) continue;
        bool abroad = e->country[0] && known->country[0] && strcmp(e->country, known->country) != 0;
        if (!abroad) groups_join(&all->groups, i, body);
    }
    return DLN_OK;
}

dln_status join_bodies(Join *join, ReportEntities *all)
{
    TRY(join_nouns(join, all));
    return join_sole_bodies(join, all);
}
