/* join_offices.c - persons known by an office.
 *
 * In: the entities of every report, groups of those with one name. Out: larger groups: "the Russian
 * president" is the one person whom the reports give that office and country.
 *
 * Known to get wrong: offices that change hands inside the story. */
#include "collate/join_entities.h"
#include "mean/entities/office.h"

/* Country and office; `home`: the office alone. Empty: none. */
static Slice office_key(Join *join, const Entity *e, Slice words, bool home)
{
    const GazRole *role = home || e->country[0] ? office_of(join->in->gazetteer, words) : NULL;
    if (!role || home) return role ? role->noun : (Slice){NULL, 0};
    return arena_printf(join->scratch, "%s %.*s", e->country, (int)role->noun.n, role->noun.p);
}

/* Does a named unit hold an office of this seat? */
static bool seat_is_said(const Join *join, const ReportEntity *u, Slice seat)
{
    const Entity *e = entity_of_unit(join, u);
    for (uint32_t r = 0; r < e->roles.n; r++) {
        const Role *role = &e->roles.at[r];
        if (slice_has_words(role->text, seat) || slice_has_words(role->seat, seat) ||
            slice_has_words(seat, role->seat))
            return true;
    }
    return false;
}

/* Somebody whom the reports call by an office. */
typedef struct Claimant {
    uint32_t group, next; /* next: in holders.at, of the same office; NONE */
    uint32_t weight;      /* how plainly, at the plainest */
    Aside aside;          /* some report says that he does not hold it */
} Claimant;
typedef struct Holders {
    VEC(Claimant) at;
    Map first;       /* office -> at */
    Map of;          /* office and group -> at */
    Map meant;       /* office, seat and aside -> group, all->unit.n: nobody */
    uint32_t *times; /* [units] how often the reports name it; a group's at its first */
} Holders;

enum { MOST_OF_SEAT = 256, MOST_TOLD = 64 }; /* claimants, tellings of one: looked at for a seat */

static Slice key_with(Join *join, Slice key, Slice seat, uint32_t number)
{
    Slice part[] = {key, SLICE("\n"), seat, SLICE("\n"), {(const char *)&number, sizeof number}};
    return arena_parts(join->scratch, part, sizeof part / sizeof *part);
}

static bool note_claimant(Join *join, Holders *h, Slice key, Claimant c)
{
    Slice own = key_with(join, key, (Slice){"", 0}, c.group);
    uint32_t at = own.p ? map_find(&h->of, own) : NONE;
    c.next = map_find(&h->first, key);
    if (at == NONE)
        return own.p && map_put(&h->of, own, h->at.n) && map_put(&h->first, key, h->at.n) &&
               VEC_PUSH(join->scratch, &h->at, c);
    if (c.weight > h->at.at[at].weight) h->at.at[at].weight = c.weight;
    if (c.aside != ASIDE_NONE) h->at.at[at].aside = c.aside;
    return true;
}

/* Whom the reports give which office. */
static bool note_holders(Join *join, ReportEntities *all, bool home, Holders *h)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const Entity *e = entity_of_unit(join, u);
        for (uint32_t r = 0; u->named && u->kind == ENTITY_PERSON && r < e->roles.n; r++) {
            Slice words = e->roles.at[r].text, key = office_key(join, e, words, home);
            if (!key.n) continue;
            Claimant c = {.group = groups_find(&all->groups, i),
                          .weight = office_weight(&e->roles.at[r]),
                          .aside = e->roles.at[r].aside};
            if (!note_claimant(join, h, key, c)) return false;
        }
    }
    return true;
}

/* How often the reports name each group. */
static bool count_named(Join *join, ReportEntities *all, Holders *h)
{
    h->times = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    for (uint32_t i = 0; h->times && i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const Entity *e = entity_of_unit(join, u);
        uint32_t group = groups_find(&all->groups, i);
        for (uint32_t k = 0; k < e->mentions.n; k++)
            h->times[group] +=
                join_findings(join, u->report)->mentions.at[e->mentions.at[k]].form == FORM_NAME;
    }
    return h->times != NULL;
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

/* Does any report say that the holder's office is of this seat? */
static bool seat_fits(const Join *join, const ReportEntities *all, uint32_t group, Slice seat)
{
    uint32_t at = group, told = 0;
    do {
        if (seat_is_said(join, &all->unit.at[at], seat)) return true;
        at = all->groups.next[at];
    } while (at != group && ++told < MOST_TOLD);
    return false;
}

/* Of those who are called by the office, and hold it (`aside`: do not, "the former president"),
 * the one who is named much oftener and more plainly so; NONE. `seat`: of what it is, where that is
 * said. */
static uint32_t holder_of(const Join *join, const ReportEntities *all, const Holders *h, Slice key,
                          Slice seat, Aside aside)
{
    Contest contest = {.who = NONE};
    uint32_t looked = 0;
    for (uint32_t at = key.n ? map_find(&h->first, key) : NONE; at != NONE;
         at = h->at.at[at].next) {
        const Claimant *c = &h->at.at[at];
        if (seat.n && ++looked > MOST_OF_SEAT) return NONE;
        if (seat.n && !seat_fits(join, all, c->group, seat)) continue;
        uint32_t weight = c->weight * h->times[c->group];
        bool past = c->aside == ASIDE_PAST && aside == ASIDE_NONE;
        if (past && weight > contest.before) contest.before = weight;
        if (c->aside == aside) contest_add(&contest, c->group, weight);
    }
    return contest_torn(&contest) ? NONE : contest.who;
}

/* The same, found once for all who are told by one office and seat; false: no memory. */
static bool find_holder(Join *join, const ReportEntities *all, Holders *h, Slice key, Slice seat,
                        Aside aside, uint32_t *who)
{
    *who = NONE;
    if (!key.n) return true;
    Slice asked = key_with(join, key, seat, aside);
    if (!asked.p) return false;
    uint32_t known = map_find(&h->meant, asked);
    if (known == NONE) {
        known = holder_of(join, all, h, key, seat, aside);
        if (known == NONE) known = all->unit.n;
        if (!map_put(&h->meant, asked, known)) return false;
    }
    if (known < all->unit.n) *who = known;
    return true;
}

/* "The president", "President" in a headline; not "ran for president", "any president". */
static bool is_the_office(Slice name, Slice office)
{
    Slice article = {name.p, name.n < 4 ? name.n : 4};
    return (name.n == office.n + 4 && slice_eq_nocase(article, SLICE("the "))) ||
           (name.n == office.n && capital_at(name, 0));
}

/* "The Russian president" is whom the reports give that office and country. `home`: "the president"
 * of a report that names no state is the one person whom the reports of the story call by that
 * office, where this report names him too. "The mayor of Velm" is no mayor of Orsk. */
static dln_status join_holders(Join *join, ReportEntities *all, bool home)
{
    Holders holders = {0};
    Map unnamed;
    map_init(&holders.first, join->scratch);
    map_init(&holders.of, join->scratch);
    map_init(&holders.meant, join->scratch);
    map_init(&unnamed, join->scratch);
    if (!note_holders(join, all, home, &holders) || !count_named(join, all, &holders))
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        const Entity *e = entity_of_unit(join, u);
        if (u->named || u->kind != ENTITY_PERSON || (home && e->country[0])) continue;
        Slice key = office_key(join, e, e->name, home), seat = e->seat;
        if (home && !is_the_office(e->name, key)) continue;
        uint32_t who;
        if (!find_holder(join, all, &holders, key, seat, e->aside, &who))
            return arena_status(join->scratch);
        bool known = key.n && map_find(&holders.first, key) != NONE;
        if (who != NONE && (!home || seat.n || meets_report(all, who, u->report)))
            groups_join(&all->groups, i, who);
        if (home || known || !key.n) continue;
        if (seat.n)
            key = arena_printf(join->scratch, "%.*s %.*s", (int)key.n, key.p, (int)seat.n, seat.p);
        uint32_t other = map_find(&unnamed, key);
        if (other != NONE)
            groups_join(&all->groups, i, other);
        else if (!key.p || !map_put(&unnamed, key, i))
            return arena_status(join->scratch);
    }
    return DLN_OK;
}

dln_status join_offices(Join *join, ReportEntities *all)
{
    TRY(join_holders(join, all, false));
    return join_holders(join, all, true);
}
