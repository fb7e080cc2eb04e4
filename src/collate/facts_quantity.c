/* facts_quantity.c - figures: tolls, counts, sums, measures, lined up across reports.
 *
 * In: the quantities of every report. Out: pieces; those of one slot (what is counted, in which
 * act) share a key.
 *
 * Rule: equal figures for the same thing meet first. Two different figures then meet only when no
 * report gives both (a report that gives both speaks of two things: the haul of this raid and of
 * all five), and when they are near enough (facts_near.c), the nearest first.
 *
 * Known to get wrong: a part against the total where neither report says so. */
#include "collate/facts_slots.h"
#include "lang/tree.h"

/* ---- what keeps two groups apart ---- */

static bool same_figure(const Figure *a, const Figure *b)
{
    return a->value.low == b->value.low && a->value.high == b->value.high;
}

static bool voices_clash(const Slots *slots, uint32_t a, uint32_t b)
{
    enum { MOST = 1024 };
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            if (slots->voice[i] == slots->voice[k] && /* "five", then "at least five" */
                !same_figure(&slots->figure.at[i], &slots->figure.at[k]))
                return true;
            k = slots->groups.next[k];
        } while (k != b && ++steps < MOST);
        i = slots->groups.next[i];
    } while (i != a && steps < MOST);
    return steps >= MOST;
}

/* Do the groups share a report (or its copy)? Then they speak of two things. */
static bool share_voice(Slots *slots, uint32_t a, uint32_t b)
{
    uint32_t x = groups_find(&slots->groups, a), y = groups_find(&slots->groups, b);
    uint64_t pair = (uint64_t)x << 32 | y, *known = &slots->refused[(x * 31 + y) % REFUSED];
    if (*known == pair) return true;
    bool clash = voices_clash(slots, a, b);
    if (clash) *known = pair;
    return clash;
}

/* A report's own toll under two bounds: "about 50 hurt", later "50 were injured". */
static bool own_toll(const Figure *a, const Figure *b)
{
    return a->report == b->report &&
           (a->attribute == ATTRIBUTE_KILLED || a->attribute == ATTRIBUTE_INJURED) &&
           a->value.kind == VALUE_NUMBER && b->value.kind == VALUE_NUMBER &&
           a->value.bound != BOUND_VAGUE && b->value.bound != BOUND_VAGUE &&
           a->value.low == b->value.low && a->value.high == b->value.high && a->value.low > 2 &&
           figures_days_meet(a, b);
}

/* ---- slots ---- */

typedef struct FigurePair {
    uint32_t a, b;
    bool conflict;
    double score;
} FigurePair; /* what can be one goes first, what would contradict last */
static int by_score(const void *x, const void *y)
{
    const FigurePair *a = x, *b = y;
    if (a->conflict != b->conflict) return a->conflict ? 1 : -1;
    if (a->score > b->score) return -1;
    if (a->score < b->score) return 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int by_block(const void *x, const void *y)
{
    const Keyed *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->figure < b->figure ? -1 : a->figure > b->figure;
}

enum { BLOCK_WINDOW = 256 }; /* figures of a block that one is compared with */

/* Equal figures for one thing meet first. */
static void join_equal(Slots *slots, const Keyed *block, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k < i + BLOCK_WINDOW; k++) {
            uint32_t x = block[i].figure, y = block[k].figure;
            const Figure *a = &slots->figure.at[x], *b = &slots->figure.at[y];
            if (groups_find(&slots->groups, x) != groups_find(&slots->groups, y) &&
                (figures_equal(a, b) || own_toll(a, b)))
                groups_join(&slots->groups, x, y);
        }
}

/* ---- what no conflict is ---- */

/* The first and the last figure of a report, round one of them. */
static void report_range(const Slots *slots, uint32_t of, uint32_t *first, uint32_t *end)
{
    enum { MOST = 256 };
    uint32_t report = slots->figure.at[of].report;
    for (*first = of; *first > 0 && of - *first < MOST; --*first)
        if (slots->figure.at[*first - 1].report != report) break;
    for (*end = of + 1; *end < slots->figure.n && *end - of < MOST; ++*end)
        if (slots->figure.at[*end].report != report) break;
}

/* "No one was hurt inside", where its report tells that six were. */
static bool nought_of_some(const Slots *slots, uint32_t at)
{
    const Figure *q = &slots->figure.at[at];
    uint32_t first, end;
    if (figure_family(q) != FAMILY_TOLL || q->value.high > 0) return false;
    report_range(slots, at, &first, &end);
    for (uint32_t i = first; i < end; i++)
        if (slots->figure.at[i].attribute == q->attribute && slots->figure.at[i].value.low > 0)
            return true;
    return false;
}

/* "One was killed and three were hurt", "four were injured" of a sentence without the dead: they
 * are counted in. */
static bool counts_dead_in(const Slots *slots, uint32_t less, uint32_t more)
{
    const Figure *hurt = &slots->figure.at[less], *all = &slots->figure.at[more];
    uint32_t first, end;
    bool sum = false, beside = false;
    if (hurt->attribute != ATTRIBUTE_INJURED) return false;
    report_range(slots, less, &first, &end);
    for (uint32_t i = first; i < end && !sum; i++) {
        const Figure *dead = &slots->figure.at[i];
        sum = dead->attribute == ATTRIBUTE_KILLED && dead->value.low > 0 &&
              dead->value.low + hurt->value.low == all->value.low;
    }
    report_range(slots, more, &first, &end);
    for (uint32_t i = first; i < end && !beside; i++)
        beside = slots->figure.at[i].attribute == ATTRIBUTE_KILLED &&
                 slots->figure.at[i].sentence == all->sentence;
    return sum && !beside;
}

/* Those whom somebody killed: "Trask killed three people". */
static bool killed_by(const Join *join, const Figure *q)
{
    const LangText *lang = &join_findings(join, q->report)->lang;
    uint32_t at = q->quantity->head;
    if (at >= lang->n_tokens || lang->token[at].rel != REL_OBJ) return false;
    uint32_t doer = tree_child_rel(lang, lang->token[at].head, REL_NSUBJ);
    if (doer == NONE) return false;
    const Token *t = &lang->token[doer];
    return t->upos == UPOS_PRON || t->name != NONE || noun_human(join, t->lemma);
}

/* "The gunman killed twelve", "13 dead": he may be counted in. */
static bool counts_killer_in(const Join *join, const Slots *slots, uint32_t less, uint32_t more)
{
    const Figure *a = &slots->figure.at[less], *b = &slots->figure.at[more];
    return a->attribute == ATTRIBUTE_KILLED && a->value.low + 1 == b->value.low &&
           killed_by(join, a) && !killed_by(join, b);
}

static bool of_two_tolls(const Join *join, const Slots *slots, const FigurePair *p)
{
    return counts_killer_in(join, slots, p->a, p->b) || counts_killer_in(join, slots, p->b, p->a) ||
           nought_of_some(slots, p->a) || nought_of_some(slots, p->b) ||
           counts_dead_in(slots, p->a, p->b) || counts_dead_in(slots, p->b, p->a);
}

typedef VEC(FigurePair) FigurePairs;

/* Pairs of different figures that may be of one slot, the surest first. */
static dln_status rank_pairs(Join *join, const Slots *slots, const Keyed *block, uint32_t n,
                             FigurePairs *pairs)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k < i + BLOCK_WINDOW; k++) {
            FigurePair p = {.a = block[i].figure, .b = block[k].figure};
            const Figure *a = &slots->figure.at[p.a], *b = &slots->figure.at[p.b];
            if (a->report == b->report) continue;
            Relation relation = figures_relation(a, b);
            if (relation == RELATION_SAME) continue;
            p.conflict = relation == RELATION_APART;
            p.score = figures_differ(join, a, b, p.conflict);
            if (p.score > 0 && of_two_tolls(join, slots, &p)) continue;
            if (p.score > 0 && !VEC_PUSH(join->scratch, pairs, p))
                return arena_status(join->scratch);
        }
    list_sort(pairs->at, pairs->n, sizeof *pairs->at, by_score);
    return DLN_OK;
}

static dln_status join_block(Join *join, Slots *slots, const Keyed *block, uint32_t n)
{
    FigurePairs pairs = {0};
    join_equal(slots, block, n);
    TRY(rank_pairs(join, slots, block, n, &pairs));
    for (uint32_t i = 0; i < pairs.n; i++) {
        uint32_t x = pairs.at[i].a, y = pairs.at[i].b;
        if (groups_find(&slots->groups, x) != groups_find(&slots->groups, y) &&
            !share_voice(slots, x, y))
            groups_join(&slots->groups, x, y);
    }
    return DLN_OK;
}

/* Figures of two blocks never meet: another attribute, bearer, happening, thing counted. */
static uint64_t block_key(const Figure *q)
{
    uint32_t apart = attribute_row[q->attribute].apart;
    uint64_t key = hash_bytes(attribute_name(q->attribute), 1);
    if (q->entity != NONE) return key + q->entity + 1;
    if (apart & APART_ACT) return hash_bytes(q->verb, key);
    if (apart & APART_NOUN) return hash_bytes(q->human ? SLICE("human") : q->noun, key);
    return key;
}

static dln_status join_slots(Join *join, Slots *slots)
{
    uint32_t n = slots->figure.n;
    slots->voice = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    slots->refused = ARENA_ARRAY(join->scratch, uint64_t, REFUSED);
    if (!groups_init(&slots->groups, n, join->scratch) || !slots->voice || !slots->refused)
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++) {
        slots->voice[i] = join->voice[slots->figure.at[i].report];
        if (!VEC_PUSH(join->scratch, &slots->block, (Keyed){block_key(&slots->figure.at[i]), i}))
            return arena_status(join->scratch);
    }
    list_sort(slots->block.at, n, sizeof *slots->block.at, by_block);
    for (uint32_t i = 0, end; i < n; i = end) {
        LIST_RUN(end, i, n, slots->block.at[end].key == slots->block.at[i].key);
        TRY(join_block(join, slots, slots->block.at + i, end - i));
    }
    return DLN_OK;
}

/* ---- pieces ---- */

/* What the fact of a slot is about: the event most of its figures belong to, the person whose age
 * it is, else the story. room: [figures] */
static void about_of(const Slots *slots, uint32_t lead, uint32_t *room, Piece *p)
{
    uint32_t i = lead, n = 0, best = NONE, most = 0;
    do {
        if (slots->figure.at[i].event != NONE) room[n++] = slots->figure.at[i].event;
        i = slots->groups.next[i];
    } while (i != lead);
    sort_u32(room, n);
    for (uint32_t at = 0, end; at < n; at = end) {
        LIST_RUN(end, at, n, room[end] == room[at]);
        if (end - at > most) {
            most = end - at;
            best = room[at];
        }
    }
    p->about = best == NONE ? ABOUT_STORY : ABOUT_EVENT;
    p->index = best == NONE ? 0 : best;
    if (slots->figure.at[lead].entity != NONE) {
        p->about = ABOUT_ENTITY;
        p->index = slots->figure.at[lead].entity;
    }
}

dln_status quantity_pieces(Join *join, Pieces *out)
{
    Slots slots = {0};
    for (uint32_t k = 0; k < join->in->n; k++) {
        const Findings *f = join_findings(join, join->order[k]);
        for (uint32_t i = 0; i < f->quantities.n; i++)
            TRY(add_figure(
                join, &slots,
                (Figure){.report = join->order[k], .quantity = &f->quantities.at[i], .local = NONE},
                i));
        TRY(made_times(join, &slots, join->order[k]));
    }
    TRY(slots_count_terms(join, &slots));
    slots_weigh(&slots);
    TRY(join_slots(join, &slots));
    Piece *about = ARENA_ARRAY(join->scratch, Piece, slots.figure.n + 1);
    uint32_t *room = ARENA_ARRAY(join->scratch, uint32_t, slots.figure.n + 1);
    if (!about || !room) return arena_status(join->scratch);
    for (uint32_t i = 0; i < slots.figure.n; i++) {
        const Figure *q = &slots.figure.at[i];
        uint32_t lead = groups_find(&slots.groups, i);
        if (lead == i) about_of(&slots, i, room, &about[i]);
        Piece p = {.about = about[lead].about,
                   .index = about[lead].index,
                   .attribute = q->attribute,
                   .key = arena_printf(join->scratch, "%08u", lead),
                   .value = q->text,
                   .report = q->report,
                   .span = q->quantity->span,
                   .said_by = q->said_by,
                   .of = q->of,
                   .unsure = q->unsure};
        if (!p.key.p || !add_piece(join, out, p)) return arena_status(join->scratch);
    }
    return DLN_OK;
}
