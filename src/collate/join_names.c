/* join_names.c - names that mean one bearer.
 *
 * In: the entities of every report. Out: groups of them. Names are tied by names_compare
 * (look-alike letters, transliteration, order, titles), no two names of the group in contradiction;
 * a short form (surname, initials, acronym) goes to the one bearer who fits, or whom the reports
 * call so. Only names of one block, with a like word, are compared.
 *
 * Known to get wrong: two namesakes told apart by nothing but what they do. */
#include "collate/join_entities.h"
#include <stdlib.h>

enum {
    BLOCK_WORDS = 12, /* of a name by which it is looked for; names_compare reads no more */
    MEMO = 2048       /* pairs compared last: names with two words in common meet twice */
};

static bool cut_words(Join *join, ReportEntity *u)
{
    Slice *word = ARENA_ARRAY(join->scratch, Slice, u->words + 1), left = u->fold;
    for (uint32_t i = 0; word && i < u->words; i++) {
        const char *end = left.n ? memchr(left.p, ' ', left.n) : NULL;
        word[i] = (Slice){left.p, end ? (size_t)(end - left.p) : left.n};
        left = end ? (Slice){end + 1, left.n - word[i].n - 1} : (Slice){left.p + left.n, 0};
    }
    u->word = word;
    return word != NULL;
}

/* Blocks: the first two letters of every word of the name, and the letters that an acronym of it
 * would have. */
static bool add_blocks(Join *join, ReportEntities *all, uint32_t at)
{
    ReportEntity *u = &all->unit.at[at];
    char initials[16];
    size_t n = 0, words = 0;
    if (!cut_words(join, u)) return false;
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

static bool kinds_meet(const ReportEntity *a, const ReportEntity *b)
{
    if ((a->kind == ENTITY_PERSON) != (b->kind == ENTITY_PERSON)) return false;
    return !(a->key.n && b->key.n && !slice_eq(a->key, b->key));
}

static bool countries_meet(const Join *join, const ReportEntity *a, const ReportEntity *b)
{
    const char *x = join_findings(join, a->report)->entities.at[a->local].country,
               *y = join_findings(join, b->report)->entities.at[b->local].country;
    return !x[0] || !y[0] || strcmp(x, y) == 0;
}

static bool names_tie(NameLink link)
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
static bool words_meet(const ReportEntity *a, const ReportEntity *b)
{
    for (uint32_t i = 0; i < a->words; i++) {
        for (uint32_t k = 0; k < b->words; k++) {
            Slice x = a->word[i], y = b->word[k];
            if (x.n && y.n && x.p[0] != y.p[0]) continue;
            size_t longer = x.n > y.n ? x.n : y.n, gap = x.n > y.n ? x.n - y.n : y.n - x.n;
            if (slice_eq(x, y) || (longer >= 4 && gap <= 2 && edit_distance(x, y) <= longer / 3))
                return true;
        }
    }
    return false;
}

/* Other scripts and acronyms are for names_compare to judge. */
static bool worth_comparing(const ReportEntity *a, const ReportEntity *b)
{
    bool brief = a->fold.n <= 6 || b->fold.n <= 6;
    if (!a->ascii || !b->ascii) return true;
    return (brief && a->kind != ENTITY_PERSON) || words_meet(a, b);
}

static dln_status find_links(Join *join, ReportEntities *all, Links *links)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        if (groups_find(&all->groups, i) != i || !all->unit.at[i].told)
            continue; /* one of each group: its first */
        if (!add_blocks(join, all, i)) return arena_status(join->scratch);
    }
    list_sort(all->block.at, all->block.n, sizeof *all->block.at, by_block);
    NameBook *book = names_book(join->scratch);
    Link *memo = ARENA_ARRAY(join->scratch, Link, MEMO);
    if (!book || !memo) return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->block.n; i++) {
        for (uint32_t j = i + 1;
             j < all->block.n && j < i + 128 && all->block.at[j].block == all->block.at[i].block;
             j++) {
            const ReportEntity *a = &all->unit.at[all->block.at[i].unit],
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
    return arena_status(join->scratch);
}

/* Does a report name two persons, one of each group? It tells them apart: "Anton Vale met his son,
 * Anton Vale Jr." */
static bool told_apart(ReportEntities *all, uint32_t a, uint32_t b)
{
    uint32_t at = a;
    all->look++;
    do {
        const ReportEntity *u = &all->unit.at[at];
        if (u->named && u->kind == ENTITY_PERSON) all->seen[u->report] = all->look;
        at = all->groups.next[at];
    } while (at != a);
    at = b;
    do {
        const ReportEntity *u = &all->unit.at[at];
        if (u->named && u->kind == ENTITY_PERSON && all->seen[u->report] == all->look) return true;
        at = all->groups.next[at];
    } while (at != b);
    return false;
}

/* Is one of the two the younger bearer by his name ("Jr.")? */
static bool one_is_younger(const Join *join, const ReportEntity *a, const ReportEntity *b)
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

static bool may_unite(const Join *join, ReportEntities *all, const Link *l)
{
    const ReportEntity *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
    return countries_meet(join, a, b) &&
           !(one_is_younger(join, a, b) && told_apart(all, l->a, l->b));
}

static void join_strong(const Join *join, ReportEntities *all, Links *links, uint32_t *fullest)
{
    list_sort(links->at, links->n, sizeof *links->at, by_score);
    for (uint32_t i = 0; i < links->n; i++) {
        const Link *l = &links->at[i];
        const ReportEntity *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
        if (arena_late(join->scratch, 10)) return;
        bool spelling = l->match.link == NAMELINK_SPELLING && a->words > 1 && a->words == b->words;
        if ((!names_tie(l->match.link) && !spelling) || !may_unite(join, all, l)) continue;
        uint32_t x = groups_find(&all->groups, l->a), y = groups_find(&all->groups, l->b);
        if (x == y) continue;
        const ReportEntity *p = &all->unit.at[fullest[x]], *q = &all->unit.at[fullest[y]];
        if (!kinds_meet(p, q) || names_compare(join->in->names, p->name, q->name, p->kind).conflict)
            continue;
        groups_join(&all->groups, x, y);
        fullest[groups_find(&all->groups, x)] = p->words >= q->words ? fullest[x] : fullest[y];
    }
}

/* ---- short forms ---- */

/* What the reports call their entities by: one entry a mention by name, sorted. */
typedef struct Calling {
    uint32_t group;
    uint64_t name; /* hash of the words, whatever their capitals */
} Calling;
typedef struct Callings {
    VEC(Calling) at;
    bool made;
} Callings;

static int by_calling(const void *x, const void *y)
{
    const Calling *a = x, *b = y;
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    return order_u64(&a->name, &b->name);
}

static uint64_t hash_nocase(Slice words)
{
    uint64_t hash = words.n;
    char room[64];
    for (size_t i = 0; i < words.n; i += sizeof room) {
        Slice rest = {words.p + i, words.n - i};
        hash = hash_bytes(slice_lower(rest, room, sizeof room), hash);
    }
    return hash;
}

/* Once two bearers compete for a short form; groups stay as they are while they do. */
static bool make_callings(const Join *join, ReportEntities *all, Callings *c)
{
    for (uint32_t k = 0; k < all->unit.n; k++) {
        const ReportEntity *u = &all->unit.at[k];
        const Findings *f = join_findings(join, u->report);
        const Entity *e = &f->entities.at[u->local];
        uint32_t group = groups_find(&all->groups, k);
        for (uint32_t i = 0; i < e->mentions.n; i++) {
            const Mention *m = &f->mentions.at[e->mentions.at[i]];
            if (m->form != FORM_NAME) continue;
            uint64_t name = hash_nocase(join_text(join, u->report, m->span));
            if (!VEC_PUSH(join->scratch, &c->at, (Calling){group, name})) return false;
        }
    }
    list_sort(c->at.at, c->at.n, sizeof *c->at.at, by_calling);
    c->made = true;
    return true;
}

/* How often the group's own reports call it by the short form. */
static uint32_t called_so(const Callings *c, uint32_t group, Slice brief)
{
    Calling key = {group, hash_nocase(brief)};
    uint32_t first, behind;
    LIST_FIRST(first, c->at.n, by_calling(&c->at.at[first], &key) < 0);
    LIST_FIRST(behind, c->at.n, by_calling(&c->at.at[behind], &key) <= 0);
    return behind - first;
}

/* What a short form may mean. */
typedef struct Bearer {
    uint32_t group;       /* NONE: nobody yet */
    uint32_t calls, next; /* how often its reports call it so; and the next of the others */
    bool torn;            /* two could be meant */
} Bearer;

/* Of several that the short form may mean: the one whom the reports call so, the others hardly ever
 * ("Trump" is the president, though his wife and his daughter bear the name). */
static void take_bearer(const Callings *c, Slice brief, uint32_t full, Bearer *known)
{
    if (known->calls == NONE) known->calls = called_so(c, known->group, brief);
    uint32_t calls = called_so(c, full, brief), other = calls;
    if (calls > known->calls) {
        other = known->calls;
        known->group = full;
        known->calls = calls;
    }
    if (other > known->next) known->next = other;
    known->torn = known->calls <= 3 * known->next;
}

static bool weigh_bearer(const Join *join, ReportEntities *all, Callings *c, Bearer *bearer,
                         const Link *l)
{
    bool a_short = all->unit.at[l->a].fold.n < all->unit.at[l->b].fold.n;
    uint32_t brief = a_short ? l->a : l->b, full = groups_find(&all->groups, a_short ? l->b : l->a);
    Bearer *known = &bearer[groups_find(&all->groups, brief)];
    if (known == &bearer[full] || known->group == full) return true;
    if (known->group == NONE) {
        known->group = full;
        return true;
    }
    if (!c->made && !make_callings(join, all, c)) return false;
    take_bearer(c, all->unit.at[brief].name, full, known);
    return true;
}

/* A short form goes to the one group it can mean; to none when there are two. `parts`: names that
 * are a part of another; else initials and acronyms, which come first, so that "Vale" does not find
 * both "Anton Vale" and "A. Vale". */
static dln_status join_short(const Join *join, ReportEntities *all, const Links *links,
                             Bearer *bearer, bool parts)
{
    Callings callings = {0};
    for (uint32_t i = 0; i < all->unit.n; i++)
        bearer[i] = (Bearer){.group = NONE, .calls = NONE};
    for (uint32_t i = 0; i < links->n; i++) {
        const Link *l = &links->at[i];
        const ReportEntity *a = &all->unit.at[l->a], *b = &all->unit.at[l->b];
        bool part = l->match.link == NAMELINK_PART && (a->words == 1 || b->words == 1);
        if (arena_late(join->scratch, 5)) return arena_status(join->scratch);
        if (names_tie(l->match.link) || l->match.link == NAMELINK_SPELLING || part != parts ||
            !may_unite(join, all, l))
            continue;
        if (l->match.link == NAMELINK_PART && a->kind != b->kind)
            continue; /* Woodburn, Woodburn Police */
        if (!weigh_bearer(join, all, &callings, bearer, l)) return arena_status(join->scratch);
    }
    for (uint32_t i = 0; i < all->unit.n; i++) {
        uint32_t to = bearer[i].group;
        if (to == NONE || bearer[i].torn || !kinds_meet(&all->unit.at[i], &all->unit.at[to]))
            continue;
        if (bearer[to].group == NONE || bearer[to].torn) groups_join(&all->groups, i, to);
    }
    return DLN_OK;
}

dln_status join_names(Join *join, ReportEntities *all)
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
    TRY(join_short(join, all, &links, bearer, false));
    return join_short(join, all, &links, bearer, true);
}
