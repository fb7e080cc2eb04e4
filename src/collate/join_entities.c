/* join_entities.c - persons, bodies and places across reports.
 *
 * In: the entities of every report (already joined inside it). Out: record->entities, each with its
 * spellings, roles and mentions.
 *
 * Steps: (1) the same gazetteer key, a capital that stands for its government going to the country;
 * (2) the same folded full name; (3) names that mean one bearer by names_compare (look-alike
 * letters, transliteration, order, titles), no two names of the group in contradiction; (4) short
 * forms (surname, initials, acronym) where exactly one bearer fits; (5) an office without a name
 * ("the Russian president") to the one person whom the reports give that office and country; a body
 * without a name ("the police") by its noun. Decisions run over reports in the order of their
 * bytes, so input order changes nothing.
 *
 * Known to get wrong: two namesakes told apart by nothing but what they do; offices that change
 * hands inside the story. */
#include "collate/join.h"
#include "base/utf8.h"
#include <stdlib.h>

#define MAX_SPELLINGS 256 /* of one entity; further ones are not listed */
#define MAX_ROLES 256     /* of one entity in one report */
#define MEMO 2048
#define BLOCK_WORDS 12 /* of a name by which it is looked for; names_compare reads no more */

typedef struct Unit {
    uint32_t report, local;
    EntityKind kind;
    Slice key;        /* gazetteer key after the capital rule, empty unknown */
    Slice name, fold; /* fullest name; folded */
    uint32_t words;   /* in the folded name */
    bool named;
    bool told; /* named, or a body whose words hold a name: "Tarvik police" */
} Unit;
typedef struct Blocked {
    uint64_t block;
    uint32_t unit;
} Blocked;
typedef struct Units {
    VEC(Unit) unit;
    VEC(Blocked) block;
    Groups groups;
    uint32_t *seen, look; /* [reports] the look that met the report last */
} Units;

static bool is_named(const Findings *f, const Entity *e)
{
    for (uint32_t i = 0; i < e->mentions.n; i++)
        if (f->mentions.at[e->mentions.at[i]].form == FORM_NAME) return true;
    return false;
}

static Slice government_key(const Join *join, const Entity *e)
{ /* Moscow for its government is Russia; the White House stays itself */
    if (!e->as_government || !join->in->gazetteer) return e->key;
    const GazEntry *place = gazetteer_entry(
        join->in->gazetteer, gazetteer_find(join->in->gazetteer, e->name, GAZ_PLACES));
    const GazEntry *state = place && place->kind != GAZ_SITE
                                ? gazetteer_entry(join->in->gazetteer, place->seat_of)
                                : NULL;
    return state ? state->key : e->key;
}

static Slice fold_name(Join *join, Slice name)
{
    char room[256];
    size_t n = name_fold(name, room, sizeof room);
    return arena_copy(join->scratch, (Slice){room, n});
}

/* A capital behind the first word, or in it where it is no article. */
static bool holds_name(Slice words)
{
    bool article = slice_starts(words, SLICE("The ")) || slice_starts(words, SLICE("A "));
    for (size_t i = article ? 2 : 0; i < words.n; i++)
        if (words.p[i] >= 'A' && words.p[i] <= 'Z' && (i == 0 || words.p[i - 1] == ' '))
            return true;
    return false;
}

static uint32_t count_words(Slice s)
{
    uint32_t n = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

static Slice edge_word(Slice s, bool last)
{
    size_t b = 0, e = s.n;
    while (last && e > b && memchr(s.p + b, ' ', e - b))
        b++;
    const char *gap = last ? NULL : memchr(s.p, ' ', s.n);
    if (gap) e = (size_t)(gap - s.p);
    return (Slice){s.p + b, e - b};
}

static dln_status collect(Join *join, Units *all)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        join->entity_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->entities.n + 1);
        if (!join->entity_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->entities.n; i++) {
            const Entity *e = &f->entities.at[i];
            Unit u = {.report = report,
                      .local = i,
                      .kind = e->kind,
                      .key = government_key(join, e),
                      .name = e->name,
                      .named = is_named(f, e)};
            u.told = u.named || (e->kind == ENTITY_ORG && holds_name(e->name));
            u.fold = fold_name(join, e->name);
            if (!u.named && slice_starts(u.fold, SLICE("the ")))
                u.fold = (Slice){u.fold.p + 4, u.fold.n - 4};
            u.words = count_words(u.fold);
            if (!u.fold.p || !VEC_PUSH(join->scratch, &all->unit, u))
                return arena_status(join->scratch);
        }
    }
    all->seen = ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1);
    if (!all->seen || !groups_init(&all->groups, all->unit.n, join->scratch))
        return arena_status(join->scratch);
    memset(all->seen, 0, (join->in->n + 1) * sizeof *all->seen);
    return DLN_OK;
}

/* ---- 1 and 2: equal keys, equal names ---- */

static bool join_by_key(Units *all, Map *seen, uint32_t at, Slice key)
{
    uint32_t other = map_find(seen, key);
    if (other == NONE) return map_put(seen, key, at);
    const Unit *a = &all->unit.at[at], *b = &all->unit.at[other];
    if (a->key.n && b->key.n && !slice_eq(a->key, b->key))
        return true; /* two entries of one name */
    groups_join(&all->groups, at, other);
    return true;
}

/* A body whose own report calls it by its last word alone: "the Times" for The New York Times. */
static bool note_last_words(const Join *join, const Units *all, uint32_t at, Map *called)
{
    const Unit *u = &all->unit.at[at];
    const Findings *f = join_findings(join, u->report);
    const Entity *e = &f->entities.at[u->local];
    if (!u->named || u->kind != ENTITY_ORG || u->words < 2) return true;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        const Mention *m = &f->mentions.at[e->mentions.at[i]];
        Slice text = join_text(join, u->report, m->span);
        if (m->form == FORM_NAME && text.n < e->name.n &&
            slice_eq(text, edge_word(e->name, true)) && map_find(called, text) == NONE)
            return map_put(called, text, at);
    }
    return true;
}

/* "The Times" of one report is the body that another report of the story calls so, not the first of
 * the world's bearers of that name. */
static dln_status join_last_words(Join *join, Units *all)
{
    Map called;
    map_init(&called, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++)
        if (!note_last_words(join, all, i, &called)) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        Unit *u = &all->unit.at[i];
        bool may = u->named && u->kind == ENTITY_ORG && u->words == 1 && u->key.n;
        uint32_t to = may ? map_find(&called, u->name) : NONE;
        if (to == NONE || all->unit.at[to].report == u->report) continue;
        u->key = all->unit.at[to].key;
        groups_join(&all->groups, i, to);
    }
    return DLN_OK;
}

static dln_status join_equal(Join *join, Units *all)
{
    Map seen;
    map_init(&seen, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        if (u->key.n) {
            Slice key = arena_printf(join->scratch, "k %.*s", (int)u->key.n, u->key.p);
            if (!key.p || !join_by_key(all, &seen, i, key)) return arena_status(join->scratch);
        }
        if (!u->told || !u->fold.n) continue;
        bool full = memchr(u->fold.p, ' ', u->fold.n) !=
                    NULL; /* the name finder may take "Balta Fuel" for a person in one report, for a
                             firm in another */
        Slice key = arena_printf(join->scratch, "%c %.*s",
                                 full                       ? 'n'
                                 : u->kind == ENTITY_PERSON ? 'p'
                                                            : 'x',
                                 (int)u->fold.n, u->fold.p);
        if (!key.p || !join_by_key(all, &seen, i, key)) return arena_status(join->scratch);
    }
    return DLN_OK;
}

/* A single word that one report takes for a person and another for a known place is the place
 * ("CONSTANTA, May 13"), unless something there speaks of a person: an office, he or she. */
static bool may_be_place(const Join *join, const Unit *u)
{
    const Findings *f = join_findings(join, u->report);
    const Entity *e = &f->entities.at[u->local];
    bool person = e->roles.n || e->gender == GENDER_HE || e->gender == GENDER_SHE;
    for (uint32_t i = 0; i < e->mentions.n && !person; i++)
        person = f->mentions.at[e->mentions.at[i]].form == FORM_PRONOUN;
    return u->kind == ENTITY_PERSON && u->named && u->words == 1 && !u->key.n && !person;
}

static dln_status join_misread(Join *join, Units *all)
{
    Map place;
    map_init(&place, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        if (u->kind == ENTITY_PLACE && u->key.n && u->named && map_find(&place, u->fold) == NONE &&
            !map_put(&place, u->fold, i))
            return arena_status(join->scratch);
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        uint32_t at = may_be_place(join, &all->unit.at[i]) ? map_find(&place, all->unit.at[i].fold)
                                                           : NONE;
        if (at != NONE) groups_join(&all->groups, i, at);
    }
    return DLN_OK;
}

/* ---- 3 and 4: names of one bearer ---- */

/* Blocks: the first two letters of every word of the name, and the letters that an acronym of it
 * would have. */
static bool add_blocks(Join *join, Units *all, uint32_t at)
{
    const Unit *u = &all->unit.at[at];
    char initials[16];
    size_t n = 0, words = 0;
    for (size_t i = 0; i < u->fold.n && words < BLOCK_WORDS; i++) {
        if (i > 0 && u->fold.p[i - 1] != ' ') continue;
        words++;
        size_t left = u->fold.n - i;
        if (n < sizeof initials) initials[n++] = u->fold.p[i];
        if (left < 2) continue;
        Blocked b = {hash_bytes((Slice){u->fold.p + i, 2}, 5), at};
        if (!VEC_PUSH(join->scratch, &all->block, b)) return false;
    }
    Slice letters = n > 1 ? (Slice){initials, n} : u->fold;
    if (u->kind == ENTITY_PERSON || letters.n > sizeof initials) return true;
    Blocked b = {hash_bytes(letters, 7), at};
    return VEC_PUSH(join->scratch, &all->block, b);
}

static int by_block(const void *x, const void *y)
{
    const Blocked *a = x, *b = y;
    if (a->block != b->block) return a->block < b->block ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static bool kinds_meet(const Unit *a, const Unit *b)
{
    if ((a->kind == ENTITY_PERSON) != (b->kind == ENTITY_PERSON)) return false;
    return !(a->key.n && b->key.n && !slice_eq(a->key, b->key));
}

static bool countries_meet(const Join *join, const Unit *a, const Unit *b)
{
    const char *x = join_findings(join, a->report)->entities.at[a->local].country,
               *y = join_findings(join, b->report)->entities.at[b->local].country;
    return !x[0] || !y[0] || strcmp(x, y) == 0;
}

static bool strong_link(NameLink link)
{
    return link == NAMELINK_EQUAL || link == NAMELINK_HOMOGLYPH || link == NAMELINK_ALIAS ||
           link == NAMELINK_ORDER || link == NAMELINK_TITLE || link == NAMELINK_TRANSLITERATION;
}

typedef struct Link {
    uint32_t a, b;
    NameMatch match;
} Link;
typedef VEC(Link) Links;

/* Cheap look before names_compare: a word in common, or two that begin alike and differ in a third
 * of their letters at most. */
static bool words_meet(Slice a, Slice b)
{
    for (size_t i = 0; i < a.n; i++) {
        if (i > 0 && a.p[i - 1] != ' ') continue;
        size_t ae = i;
        while (ae < a.n && a.p[ae] != ' ')
            ae++;
        for (size_t k = 0; k < b.n; k++) {
            if ((k > 0 && b.p[k - 1] != ' ') || b.p[k] != a.p[i]) continue;
            size_t be = k;
            while (be < b.n && b.p[be] != ' ')
                be++;
            Slice x = {a.p + i, ae - i}, y = {b.p + k, be - k};
            size_t longer = x.n > y.n ? x.n : y.n, gap = x.n > y.n ? x.n - y.n : y.n - x.n;
            if (slice_eq(x, y) || (longer >= 4 && gap <= 2 && edit_distance(x, y) <= longer / 3))
                return true;
        }
    }
    return false;
}

/* Other scripts and acronyms are for names_compare to judge. */
static bool worth_comparing(const Unit *a, const Unit *b)
{
    bool brief = a->fold.n <= 6 || b->fold.n <= 6;
    for (size_t i = 0; i < a->fold.n; i++)
        if ((unsigned char)a->fold.p[i] >= 0x80) return true;
    for (size_t i = 0; i < b->fold.n; i++)
        if ((unsigned char)b->fold.p[i] >= 0x80) return true;
    return (brief && a->kind != ENTITY_PERSON) || words_meet(a->fold, b->fold);
}

static dln_status find_links(Join *join, Units *all, Links *links)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (groups_find(&all->groups, i) != i || !all->unit.at[i].told)
            continue; /* one of each group: its first */
        if (!add_blocks(join, all, i)) return arena_status(join->scratch);
    }
    list_sort(all->block.at, all->block.n, sizeof *all->block.at, by_block);
    NameBook *book = names_book(join->scratch);
    Link *memo = ARENA_ARRAY(
        join->scratch, Link,
        MEMO); /* pairs compared last: names with two words in common meet twice */
    if (!book || !memo) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->block.n; i++) {
        for (uint32_t j = i + 1;
             j < all->block.n && j < i + 128 && all->block.at[j].block == all->block.at[i].block;
             j++) {
            const Unit *a = &all->unit.at[all->block.at[i].unit],
                       *b = &all->unit.at[all->block.at[j].unit];
            if (arena_late(join->scratch, 2)) return arena_status(join->scratch);
            if (a == b || !kinds_meet(a, b) || !worth_comparing(a, b)) continue;
            Link link = {.a = all->block.at[i].unit, .b = all->block.at[j].unit},
                 *known = &memo[(link.a * 31u + link.b) % MEMO];
            if (known->a != link.a || known->b != link.b) {
                arena_late(join->scratch, 20);
                link.match = names_link_by(join->in->names, book, a->name, b->name, a->kind);
                *known = link;
            }
            link = *known;
            if (link.match.link == NAMELINK_NONE || link.match.conflict || link.match.score < 0.5f)
                continue;
            if (!VEC_PUSH(join->scratch, links, link)) return arena_status(join->scratch);
        }
    }
    return DLN_OK;
}

/* Does a report name two persons, one of each group? It tells them apart: "Anton Vale met his son,
 * Anton Vale Jr." */
static bool told_apart(Units *all, uint32_t a, uint32_t b)
{
    uint32_t at = a;
    all->look++;
    do {
        const Unit *u = &all->unit.at[at];
        if (u->named && u->kind == ENTITY_PERSON) all->seen[u->report] = all->look;
        at = all->groups.next[at];
    } while (at != a);
    at = b;
    do {
        const Unit *u = &all->unit.at[at];
        if (u->named && u->kind == ENTITY_PERSON && all->seen[u->report] == all->look) return true;
        at = all->groups.next[at];
    } while (at != b);
    return false;
}

/* Is one of the two the younger bearer by his name ("Jr.")? */
static bool one_is_younger(const Join *join, const Unit *a, const Unit *b)
{
    Slice x = edge_word(a->fold, true), y = edge_word(b->fold, true);
    return a->kind == ENTITY_PERSON &&
           names_is_after(join->in->names, x) != names_is_after(join->in->names, y);
}

/* Strong links first, best score first; a tie is broken by the order of decisions. */
static int by_score(const void *x, const void *y)
{
    const Link *a = x, *b = y;
    if (a->match.score > b->match.score) return -1;
    if (a->match.score < b->match.score) return 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static bool may_unite(const Join *join, Units *all, const Link *l)
{
    const Unit *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
    return countries_meet(join, a, b) &&
           !(one_is_younger(join, a, b) && told_apart(all, l->a, l->b));
}

static void join_strong(const Join *join, Units *all, Links *links, uint32_t *fullest)
{
    list_sort(links->at, links->n, sizeof *links->at, by_score);
    for (uint32_t i = 0; i < links->n; i++) {
        const Link *l = &links->at[i];
        const Unit *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
        if (arena_late(join->scratch, 10)) return;
        bool spelling = l->match.link == NAMELINK_SPELLING && a->words > 1 && a->words == b->words;
        if ((!strong_link(l->match.link) && !spelling) || !may_unite(join, all, l)) continue;
        uint32_t x = groups_find(&all->groups, l->a), y = groups_find(&all->groups, l->b);
        if (x == y) continue;
        const Unit *p = &all->unit.at[fullest[x]], *q = &all->unit.at[fullest[y]];
        if (!kinds_meet(p, q) || names_compare(join->in->names, p->name, q->name, p->kind).conflict)
            continue;
        groups_join(&all->groups, x, y);
        fullest[groups_find(&all->groups, x)] = p->words >= q->words ? fullest[x] : fullest[y];
    }
}

/* How often the group's own reports call it by the short form. */
static uint32_t called_so(const Join *join, const Units *all, uint32_t group, Slice brief)
{
    uint32_t n = 0, at = group;
    do {
        const Unit *u = &all->unit.at[at];
        const Findings *f = join_findings(join, u->report);
        const Entity *e = &f->entities.at[u->local];
        for (uint32_t i = 0; i < e->mentions.n; i++) {
            const Mention *m = &f->mentions.at[e->mentions.at[i]];
            n += m->form == FORM_NAME &&
                 slice_eq_nocase(join_text(join, u->report, m->span), brief);
        }
        at = all->groups.next[at];
    } while (at != group);
    return n;
}

/* Of two that the short form may mean: the one whom the reports call so, the other hardly ever
 * ("Trump" is the president, though his wife bears the name). */
static uint32_t better_bearer(const Join *join, const Units *all, uint32_t brief, uint32_t a,
                              uint32_t b)
{
    uint32_t x = called_so(join, all, a, all->unit.at[brief].name),
             y = called_so(join, all, b, all->unit.at[brief].name);
    return x > 3 * y ? a : y > 3 * x ? b : NONE;
}

/* What a short form may mean. */
typedef struct Bearer {
    uint32_t group; /* NONE: nobody yet */
    bool torn;      /* two could be meant */
} Bearer;

static void weigh_bearer(const Join *join, Units *all, Bearer *bearer, const Link *l)
{
    bool a_short = all->unit.at[l->a].fold.n < all->unit.at[l->b].fold.n;
    uint32_t brief = groups_find(&all->groups, a_short ? l->a : l->b),
             full = groups_find(&all->groups, a_short ? l->b : l->a);
    Bearer *known = &bearer[brief];
    if (brief == full || known->group == full || known->torn) return;
    uint32_t better = known->group == NONE
                          ? full
                          : better_bearer(join, all, a_short ? l->a : l->b, known->group, full);
    known->torn = better == NONE;
    if (better != NONE) known->group = better;
}

/* A short form goes to the one group it can mean; to none when there are two. `parts`: names that
 * are a part of another; else initials and acronyms, which come first, so that "Vale" does not find
 * both "Anton Vale" and "A. Vale". */
static void join_short(const Join *join, Units *all, const Links *links, Bearer *bearer, bool parts)
{
    for (uint32_t i = 0; i < all->unit.n; i++)
        bearer[i] = (Bearer){.group = NONE};
    for (uint32_t i = 0; i < links->n; i++) {
        const Link *l = &links->at[i];
        const Unit *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
        bool part = l->match.link == NAMELINK_PART && (a->words == 1 || b->words == 1);
        if (arena_late(join->scratch, 5)) return;
        if (strong_link(l->match.link) || l->match.link == NAMELINK_SPELLING || part != parts ||
            !may_unite(join, all, l))
            continue;
        if (l->match.link == NAMELINK_PART && a->kind != b->kind)
            continue; /* Woodburn, Woodburn Police */
        weigh_bearer(join, all, bearer, l);
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        uint32_t to = bearer[i].group;
        if (to == NONE || bearer[i].torn || !kinds_meet(&all->unit.at[i], &all->unit.at[to]))
            continue;
        if (bearer[to].group == NONE || bearer[to].torn) groups_join(&all->groups, i, to);
    }
}

static dln_status join_names(Join *join, Units *all)
{
    Links links = {0};
    uint32_t *fullest = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    Bearer *bearer = ARENA_ARRAY(join->scratch, Bearer, all->unit.n + 1);
    if (!fullest || !bearer) return arena_status(join->scratch);
    if (!join->in->names) return DLN_OK;
    for (uint32_t i = 0; i < all->unit.n; i++)
        fullest[i] = i;
    TRY(find_links(join, all, &links));
    join_strong(join, all, &links, fullest);
    join_short(join, all, &links, bearer, false);
    join_short(join, all, &links, bearer, true);
    return DLN_OK;
}

/* ---- 5: an office without a name ---- */

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

static Slice office_key(Join *join, const Entity *e, Slice words)
{
    const GazRole *role = e->country[0] ? office_of(join->in->gazetteer, words) : NULL;
    return role
               ? arena_printf(join->scratch, "%s %.*s", e->country, (int)role->noun.n, role->noun.p)
               : (Slice){NULL, 0};
}

/* The body that an unnamed unit is ("the police", "the Saudi-led coalition"): its noun, of one
 * bearer at a time; NULL. */
static const GazRole *body_of(const Join *join, const Unit *u)
{
    const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
    const GazRole *role = !u->named && e->kind == ENTITY_ORG
                              ? office_of(join->in->gazetteer, e->name)
                              : NULL;
    return role && role->kind == ENTITY_ORG ? role : NULL;
}

/* Bodies without a name: one noun is one body where no report has two of it and no two belong to
 * different states. */
static dln_status join_bodies(Join *join, Units *all)
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
        const Entity *e = &join_findings(join, all->unit.at[i].report)
                               ->entities.at[all->unit.at[i].local],
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
static bool has_word(Slice words, Slice noun)
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
static bool known_body(const Join *join, const Unit *u, Slice noun)
{
    const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
    return e->kind == ENTITY_ORG && has_word(e->name, noun) && (u->named || told_by_place(e->name));
}

/* The only body with this noun that the reports know by name, as a unit; NONE. */
static uint32_t sole_body(const Join *join, Units *all, Slice noun)
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
static dln_status join_sole_bodies(Join *join, Units *all)
{
    Map sole;
    map_init(&sole, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        const GazRole *role = body_of(join, u);
        const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
        if (!role || told_by_place(e->name)) continue;
        uint32_t body = map_find(&sole, role->noun);
        if (body == NONE) {
            body = sole_body(join, all, role->noun);
            if (body == NONE) body = all->unit.n;
            if (!map_put(&sole, role->noun, body)) return arena_status(join->scratch);
        }
        if (body == all->unit.n) continue;
        const Entity *known =
            &join_findings(join, all->unit.at[body].report)->entities.at[all->unit.at[body].local];
        bool abroad = e->country[0] && known->country[0] && strcmp(e->country, known->country) != 0;
        if (!abroad) groups_join(&all->groups, i, body);
    }
    return DLN_OK;
}

static dln_status join_offices(Join *join, Units *all)
{
    Map holder;
    map_init(&holder, join->scratch);
    if (!join->in->gazetteer) return DLN_OK;
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Entity *e =
            &join_findings(join, all->unit.at[i].report)->entities.at[all->unit.at[i].local];
        if (e->kind != ENTITY_PERSON || !all->unit.at[i].named) continue;
        for (uint32_t r = 0; r < e->roles.n; r++) {
            Slice key = office_key(join, e, e->roles.at[r].text);
            if (!key.n) continue;
            uint32_t other = map_find(&holder, key), group = groups_find(&all->groups, i);
            if (!map_put(&holder, key,
                         other == NONE ||
                                 (other < all->unit.n && groups_find(&all->groups, other) == group)
                             ? group
                             : all->unit.n))
                return arena_status(join->scratch);
        }
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
        if (u->named || e->kind != ENTITY_PERSON) continue;
        Slice key = office_key(join, e, e->name);
        uint32_t who = key.n ? map_find(&holder, key) : NONE;
        if (who != NONE && who < all->unit.n)
            groups_join(&all->groups, i, who);
        else if (key.n && who == NONE && !map_put(&holder, key, i))
            return arena_status(join->scratch);
    }
    return DLN_OK;
}

static bool meets_report(const Units *all, uint32_t group, uint32_t report)
{
    uint32_t at = group;
    do {
        if (all->unit.at[at].report == report && all->unit.at[at].named) return true;
        at = all->groups.next[at];
    } while (at != group);
    return false;
}

/* "The president" of a report that names no state: the one person whom the reports of the story
 * call by that office, where this report names him too. */
static dln_status join_home_offices(Join *join, Units *all)
{
    Map holder;
    map_init(&holder, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
        for (uint32_t r = 0; u->named && u->kind == ENTITY_PERSON && r < e->roles.n; r++) {
            const GazRole *role = office_of(join->in->gazetteer, e->roles.at[r].text);
            uint32_t known = role ? map_find(&holder, role->noun) : NONE,
                     group = groups_find(&all->groups, i);
            if (!role || known == all->unit.n) continue;
            bool two = known != NONE && groups_find(&all->groups, known) != group;
            if (!map_put(&holder, role->noun, two ? all->unit.n : group))
                return arena_status(join->scratch);
        }
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const Unit *u = &all->unit.at[i];
        const Entity *e = &join_findings(join, u->report)->entities.at[u->local];
        const GazRole *role = !u->named && u->kind == ENTITY_PERSON && !e->country[0]
                                  ? office_of(join->in->gazetteer, e->name)
                                  : NULL;
        bool bare = role && (e->name.n == role->noun.n || e->name.n == role->noun.n + 4);
        uint32_t who = bare ? map_find(&holder, role->noun) : NONE;
        if (who != NONE && who < all->unit.n && meets_report(all, who, u->report))
            groups_join(&all->groups, i, who);
    }
    return DLN_OK;
}

/* ---- the record's entities ---- */

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
    return own >= MAX_ROLES || VEC_PUSH(&join->record->arena, &out->roles,
                                        (RecordRole){role->text, {report, role->span}});
}

static dln_status add_unit(Join *join, const Unit *u, RecordEntity *out)
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

static uint32_t words_of(Slice s)
{
    uint32_t n = s.n > 0;
    for (size_t i = 1; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}
static bool ascii_only(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

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
    return words_of(less) == 2 && words_of(more) > 2 && last.n < 8 && slice_ends(more, less) &&
           more.p[more.n - less.n - 1] == ' ' && join->in->names &&
           names_is_after(join->in->names, (Slice){folded, name_fold(last, folded, sizeof folded)});
}

/* "Anna J. Keller" beside "Anna Keller": the same name with more of it between its ends. */
static bool is_fuller(const Join *join, Slice more, Slice less)
{
    if (ends_fuller(join, more, less)) return true;
    size_t i = 0, k = 0;
    if (words_of(more) <= words_of(less) || words_of(less) < 2 ||
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
static bool better_name(const Join *join, EntityKind kind, const RecordSpelling *a,
                        const RecordSpelling *b)
{
    if (slice_eq_nocase(a->text, b->text) && has_small(a->text) != has_small(b->text))
        return has_small(a->text); /* HELSINKI of a dateline is Helsinki */
    uint32_t wa = words_of(a->text), wb = words_of(b->text);
    bool fa = kind != ENTITY_PERSON || wa >= 2, fb = kind != ENTITY_PERSON || wb >= 2;
    if (fa != fb) return fa;
    if (ascii_only(a->text) != ascii_only(b->text) && kind == ENTITY_PERSON && wa == wb)
        return ascii_only(a->text);
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
        if (!best || better_name(join, out->kind, &out->spellings.at[i], best))
            best = &out->spellings.at[i];
    if (best) out->name = best->text;
    if (entry && slice_eq(entry->key, out->key))
        out->name = entry->name; /* a state is called so even where only "Moscow" stands */
    for (uint32_t i = 0; best && join->in->names && i < out->spellings.n; i++)
        out->spellings.at[i].note = slice_of(
            name_link_note[names_link(join->in->names, out->spellings.at[i].text, out->name,
                                      out->kind)
                               .link]);
}

typedef struct Votes {
    uint32_t kind[ENTITY_KINDS];
} Votes;

/* Units in the order of the input, so that ids follow the first mention. */
static uint32_t *units_in_order(const Join *join, const Units *all)
{
    uint32_t *unit_at = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1),
             *base = ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1);
    if (!unit_at || !base) return NULL;
    for (uint32_t i = 0, at = 0; i < join->in->n; i++) {
        base[i] = at;
        at += join_findings(join, i)->entities.n;
    }
    for (uint32_t i = 0; i < all->unit.n; i++)
        unit_at[base[all->unit.at[i].report] + all->unit.at[i].local] = i;
    return unit_at;
}

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

static dln_status write_entities(Join *join, Units *all)
{
    uint32_t n = all->unit.n;
    Record *r = join->record;
    uint32_t *written = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
             *unit_at = units_in_order(join, all);
    Votes *votes = ARENA_ARRAY(join->scratch, Votes, n + 1);
    if (!written || !unit_at || !votes) return arena_status(join->scratch);
    memset(written, 0xff, (n + 1) * sizeof *written);
    for (uint32_t k = 0; k < n; k++) {
        const Unit *u = &all->unit.at[unit_at[k]];
        uint32_t group = groups_find(&all->groups, unit_at[k]);
        if (written[group] == NONE) {
            written[group] = r->entities.n;
            if (!VEC_PUSH(&r->arena, &r->entities,
                          (RecordEntity){.kind = u->kind, .place_in = NONE, .as_government = true}))
                return arena_status(&r->arena);
        }
        join->entity_of[u->report][u->local] = written[group];
        votes[written[group]].kind[u->kind]++;
        TRY(add_unit(join, u, &r->entities.at[written[group]]));
    }
    for (uint32_t i = 0; i < r->entities.n; i++) {
        RecordEntity *e = &r->entities.at[i];
        e->kind = voted_kind(e, &votes[i]);
        name_entity(join, e);
    }
    return DLN_OK;
}

static void link_places(Join *join)
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

dln_status join_entities(Join *join)
{
    Units all = {0};
    TRY(collect(join, &all));
    TRY(join_last_words(join, &all));
    TRY(join_equal(join, &all));
    TRY(join_misread(join, &all));
    TRY(join_names(join, &all));
    if (join->in->gazetteer) TRY(join_bodies(join, &all));
    if (join->in->gazetteer) TRY(join_sole_bodies(join, &all));
    TRY(join_offices(join, &all));
    if (join->in->gazetteer) TRY(join_home_offices(join, &all));
    TRY(write_entities(join, &all));
    link_places(join);
    return DLN_OK;
}
