/* join_offices.c - offices and bodies without a name.
 *
 * In: the entities of every report, groups of those with one name. Out: larger groups: "the Russian
 * president" is the one person whom the reports give that office and country, "the police" the one
 * body with that noun.
 *
 * Known to get wrong: offices that change hands inside the story. */
#include "collate/join_entities.h"

/* The office in a role's words: the longest listed role noun phrase at its end, of one holder at a
 * time. */
static const GazRole *office_of(const Gazetteer *gazetteer, Slice words)
{
    for (size_t i = 0; i < words.n; i++) {
        if (i > 0 && words.p[i - 1] != ' ') continue;
        const GazRole *role = gazetteer_role(gazetteer, (Slice){words.p + i, words.n - i});
        if (role) return role->head ? role : NULL;
    }
    return NULL;
}

/* Country and office; `home`: the office alone. Empty: none. */
static Slice office_key(Join *join, const Entity *e, Slice words, bool home)
{
    const GazRole *role = home || e->country[0] ? office_of(join->in->gazetteer, words) : NULL;
    if (!role || home) return role ? role->noun : (Slice){NULL, 0};
    return arena_printf(join->scratch, "%s %.*s", e->country, (int)role->noun.n, role->noun.p);
}

/* ---- bodies ---- */

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
static dln_status join_bodies(Join *join, ReportEntities *all)
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
        if (last[lead] == all->unit.at[i].report ||
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

/* Is the noun one of the words ("police" of "Tarvik Police Department")? */
static bool name_has_word(Slice words, Slice noun)
{
    for (size_t i = 0; i + noun.n <= words.n; i++) {
        bool first = i == 0 || words.p[i - 1] == ' ';
        bool last = i + noun.n == words.n || words.p[i + noun.n] == ' ';
        if (first && last && slice_eq_nocase((Slice){words.p + i, noun.n}, noun)) return true;
    }
    return false;
}

static bool capital_at(Slice words, size_t i)
{
    return i < words.n && ((words.p[i] >= 'A' && words.p[i] <= 'Z') || (words.p[i] & 0x80));
}

/* "Velm police", not "police", "The police", "the local police". */
static bool told_by_place(Slice words)
{
    size_t i = slice_starts(words, SLICE("The ")) || slice_starts(words, SLICE("the ")) ? 4 : 0;
    return capital_at(words, i) && memchr(words.p + i, ' ', words.n - i) != NULL;
}

/* The body unit `i` whose noun is `noun`: by name, or by its office and a place. */
static bool known_body(const Join *join, const ReportEntity *u, Slice noun)
{
    const Entity *e = entity_of_unit(join, u);
    return e->kind == ENTITY_ORG && name_has_word(e->name, noun) &&
           (u->named || told_by_place(e->name));
}

/* The only body with this noun that the reports know by name, as a unit; NONE. */
static uint32_t sole_body(const Join *join, ReportEntities *all, Slice noun)
{
    uint32_t sole = NONE;
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (!known_body(join, &all->unit.at[i], noun)) continue;
        if (sole != NONE && groups_find(&all->groups, i) != groups_find(&all->groups, sole))
            return NONE;
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
            if (body == NONE) body = all->unit.n;
            if (!map_put(&sole, role->noun, body)) return arena_status(join->scratch);
        }
        if (body == all->unit.n) continue;
        const Entity *known = entity_of_unit(join, &all->unit.at[body]);
        bool abroad = e->country[0] && known->country[0] && strcmp(e->country, known->country) != 0;
        if (!abroad) groups_join(&all->groups, i, body);
    }
    return DLN_OK;
}

/* ---- offices ---- */

/* holder: office -> group of the person whom the reports give it; all->unit.n: two persons. */
static bool note_holders(Join *join, ReportEntities *all, bool home, Map *holder)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const Entity *e = entity_of_unit(join, u);
        for (uint32_t r = 0; u->named && u->kind == ENTITY_PERSON && r < e->roles.n; r++) {
            Slice key = office_key(join, e, e->roles.at[r].text, home);
            uint32_t known = key.n ? map_find(holder, key) : NONE,
                     group = groups_find(&all->groups, i);
            if (!key.n || known == all->unit.n) continue;
            bool two = known != NONE && groups_find(&all->groups, known) != group;
            if (!map_put(holder, key, two ? all->unit.n : group)) return false;
        }
    }
    return true;
}

static bool meets_report(const ReportEntities *all, uint32_t group, uint32_t report)
{
    uint32_t at = group;
    do {
        if (all->unit.at[at].report == report && all->unit.at[at].named) return true;
        at = all->groups.next[at];
    } while (at != group);
    return false;
}

/* "The Russian president" is whom the reports give that office and country. `home`: "the president"
 * of a report that names no state is the one person whom the reports of the story call by that
 * office, where this report names him too. */
static dln_status join_holders(Join *join, ReportEntities *all, bool home)
{
    Map holder;
    map_init(&holder, join->scratch);
    if (!note_holders(join, all, home, &holder)) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const Entity *e = entity_of_unit(join, u);
        if (u->named || u->kind != ENTITY_PERSON || (home && e->country[0])) continue;
        Slice key = office_key(join, e, e->name, home);
        if (home && e->name.n != key.n && e->name.n != key.n + 4) continue; /* nothing but "the" */
        uint32_t who = key.n ? map_find(&holder, key) : NONE;
        if (who < all->unit.n && (!home || meets_report(all, who, u->report)))
            groups_join(&all->groups, i, who);
        else if (key.n && who == NONE && !home && !map_put(&holder, key, i))
            return arena_status(join->scratch);
    }
    return DLN_OK;
}

dln_status join_offices(Join *join, ReportEntities *all)
{
    TRY(join_bodies(join, all));
    TRY(join_sole_bodies(join, all));
    TRY(join_holders(join, all, false));
    return join_holders(join, all, true);
}
