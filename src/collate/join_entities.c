/* join_entities.c - persons, bodies and places across reports.
 *
 * In: the entities of every report (already joined inside it). Out: record->entities, each with its
 * spellings, roles and mentions.
 *
 * Steps: (1) the same gazetteer key, a capital that stands for its government going to the country;
 * (2) the same folded full name; (3) and (4) names of one bearer (join_names.c); (5) offices and
 * bodies without a name (join_offices.c); then the record's entities are written
 * (write_entities.c). Decisions run over reports in the order of their bytes, so input order
 * changes nothing.
 *
 * Known to get wrong: two namesakes told apart by nothing but what they do. */
#include "collate/join_entities.h"

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
        if (slice_capital_at(words, i) && (i == 0 || words.p[i - 1] == ' ')) return true;
    return false;
}

uint32_t words_in_name(Slice s)
{
    uint32_t n = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

Slice edge_word(Slice s, bool last)
{
    size_t b = 0, e = s.n;
    while (last && e > b && memchr(s.p + b, ' ', e - b))
        b++;
    const char *gap = last ? NULL : memchr(s.p, ' ', s.n);
    if (gap) e = (size_t)(gap - s.p);
    return (Slice){s.p + b, e - b};
}

static dln_status collect(Join *join, ReportEntities *all)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        join->entity_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->entities.n + 1);
        if (!join->entity_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->entities.n; i++) {
            const Entity *e = &f->entities.at[i];
            ReportEntity u = {.report = report,
                              .local = i,
                              .kind = e->kind,
                              .key = e->key,
                              .name = e->name,
                              .named = entity_is_named(f, e)};
            u.told = u.named || (e->kind == ENTITY_ORG && holds_name(e->name));
            u.fold = fold_name(join, e->name);
            if (!u.named && slice_starts(u.fold, SLICE("the ")))
                u.fold = (Slice){u.fold.p + 4, u.fold.n - 4};
            u.words = words_in_name(u.fold);
            u.ascii = slice_is_ascii(u.fold);
            if (!u.fold.p || !VEC_PUSH(join->scratch, &all->unit, u))
                return arena_status(join->scratch);
        }
    }
    all->seen = ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1);
    if (!all->seen || !groups_init(&all->groups, all->unit.n, join->scratch))
        return arena_status(join->scratch);
    return DLN_OK;
}

/* ---- equal keys, equal names ---- */

static bool join_by_key(ReportEntities *all, Map *seen, uint32_t at, Slice key)
{
    uint32_t other = map_find(seen, key);
    if (other == NONE) return map_put(seen, key, at);
    const ReportEntity *a = &all->unit.at[at], *b = &all->unit.at[other];
    if (a->key.n && b->key.n && !slice_eq(a->key, b->key))
        return true; /* two entries of one name */
    groups_join(&all->groups, at, other);
    return true;
}

static dln_status join_equal(Join *join, ReportEntities *all)
{
    Map seen;
    map_init(&seen, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
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
static bool may_be_place(const Join *join, const ReportEntity *u)
{
    const Findings *f = join_findings(join, u->report);
    const Entity *e = &f->entities.at[u->local];
    bool person = e->roles.n || e->gender == GENDER_HE || e->gender == GENDER_SHE;
    for (uint32_t i = 0; i < e->mentions.n && !person; i++)
        person = f->mentions.at[e->mentions.at[i]].form == FORM_PRONOUN;
    return u->kind == ENTITY_PERSON && u->named && u->words == 1 && !u->key.n && !person;
}

static dln_status join_misread(Join *join, ReportEntities *all)
{
    Map place;
    map_init(&place, join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
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

/* ---- copies ---- */

/* Who has no name in a report, by words: "dock workers' union"; `of`: a report, or its voice. */
static Slice nameless_key(Join *join, uint32_t of, const ReportEntity *u)
{
    return arena_printf(join->scratch, "%u %u %.*s", of, (unsigned)u->kind, (int)u->fold.n,
                        u->fold.p);
}

/* Are such words in its report those of one entity alone? */
static dln_status note_nameless(Join *join, const ReportEntities *all, Map *times)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        if (u->named || !u->fold.n) continue;
        Slice key = nameless_key(join, u->report, u);
        uint32_t known = key.p ? map_find(times, key) : NONE;
        if (!key.p || !map_put(times, key, known == NONE ? 1 : 2))
            return arena_status(join->scratch);
    }
    return DLN_OK;
}

/* "The dock workers' union" of a report is that of its copy: who has no name is the same in both
 * where the words are, and each has them of one only. */
static dln_status join_copies(Join *join, ReportEntities *all)
{
    Map times, first;
    map_init(&times, join->scratch);
    map_init(&first, join->scratch);
    TRY(note_nameless(join, all, &times));
    for (uint32_t i = 0; i < all->unit.n; i++) {
        const ReportEntity *u = &all->unit.at[i];
        if (u->named || !u->fold.n || map_find(&times, nameless_key(join, u->report, u)) != 1)
            continue;
        Slice key = nameless_key(join, join->voice[u->report], u);
        uint32_t other = key.p ? map_find(&first, key) : NONE;
        if (!key.p || (other == NONE && !map_put(&first, key, i)))
            return arena_status(join->scratch);
        if (other != NONE && all->unit.at[other].report != u->report)
            groups_join(&all->groups, i, other);
    }
    return DLN_OK;
}

dln_status join_entities(Join *join)
{
    ReportEntities all = {0};
    TRY(collect(join, &all));
    TRY(join_equal(join, &all));
    TRY(join_misread(join, &all));
    TRY(join_names(join, &all));
    if (join->in->gazetteer) {
        TRY(join_bodies(join, &all));
        TRY(join_offices(join, &all));
    }
    TRY(join_copies(join, &all));
    TRY(write_entities(join, &all));
    link_places(join);
    return DLN_OK;
}
