/* join_events.c - events across reports.
 *
 * In: the events of every report with their participants, times and places, already in record
 * entities and times. Out: record->events. Candidates share a trigger class (triggers.txt) or,
 * lacking one, type and mode; who takes part decides. Best pairs are joined first and every join
 * asks all members: an event keeps away from another when two parties are not the same two, dates
 * do not meet, or places differ. Look-alikes told side by side in one report (the meeting on
 * Sunday, the talks on Tuesday) therefore stay apart. A slip in one outlet's date must not hide the
 * event: groups that share no report, have the same trigger class and the same parties and lie at
 * most three days apart are joined at the end, and facts.c tells the difference. Follows the
 * argument-centred pairing of Barhom 2019 without its training. Known to get wrong: nameless events
 * of one kind on one day. */
#include "collate/join.h"
#include "lang/tree.h"
#include <stdlib.h>

#define MAX_PARTS 12
typedef struct Unit {
    uint32_t report, local;
    Slice class, label, type;
    uint32_t person[MAX_PARTS], n_persons, other[MAX_PARTS], n_others; /* record entities */
    int32_t from, to;
    uint32_t place;
    bool planned, background, span_end; /* span_end: its time is only a begin or an end */
    uint32_t sentence;
    Slice thing;   /* lemma of the nameless party: "the convoy" that was attacked, "the experts" who
                      met; empty */
    bool incident; /* it befalls a place, and bodies at the scene say little of which it is */
    bool modifier; /* a noun that only describes another ("bomb squad"): no happening told */
    bool definite, listed; /* "the meeting"; its class is one of triggers.txt */
} Unit;
typedef struct Pair {
    uint32_t a, b;
    float score;
} Pair;
typedef struct Blocked {
    uint64_t block;
    uint32_t unit;
} Blocked;
typedef struct Units {
    VEC(Unit) unit;
    VEC(Blocked) block;
    VEC(Pair) pair;
    Groups groups;
    uint32_t *next;
} Units; /* next: ring of a group's members */

static bool in_list(const uint32_t *list, uint32_t n, uint32_t x)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == x) return true;
    return false;
}

/* Can the party be met again in another report? "two women" and "an office" cannot, and so keep no
 * events apart. */
static bool can_be_met(const RecordEntity *e)
{
    return e->spellings.n > 0 || e->key.n > 0 || (e->kind != ENTITY_PERSON && e->country[0]);
}

static void add_part(const Join *join, Unit *u, uint32_t entity)
{
    if (!can_be_met(&join->record->entities.at[entity])) return;
    bool person = join->record->entities.at[entity].kind == ENTITY_PERSON;
    uint32_t *list = person ? u->person : u->other, *n = person ? &u->n_persons : &u->n_others;
    if (*n < MAX_PARTS && !in_list(list, *n, entity)) list[(*n)++] = entity;
}

/* ---- parties that the words around the trigger name ---- */

static bool beside(const Token *a, uint32_t at, const Token *b, uint32_t bt)
{ /* "Putin and Shoigu"; a list read as apposition */
    return (a->head == bt && (a->rel == REL_CONJ || a->rel == REL_APPOS)) ||
           (b->head == at && (b->rel == REL_CONJ || b->rel == REL_APPOS));
}

/* Persons of the sentence that hang on `token` itself or stand in one row with who does. */
static void add_persons_at(const Join *join, const Findings *f, uint32_t report, uint32_t token,
                           Unit *u)
{
    if (token >= f->lang.n_tokens) return;
    const Sentence *sentence = &f->lang.sentence[f->lang.token[token].sentence];
    for (uint32_t i = mentions_from(f, sentence->span.b);
         i < f->mentions.n && f->mentions.at[i].span.b < sentence->span.e; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->head >= f->lang.n_tokens || m->entity >= f->entities.n ||
            f->entities.at[m->entity].kind != ENTITY_PERSON ||
            f->lang.token[m->head].sentence != f->lang.token[token].sentence)
            continue;
        const Token *t = &f->lang.token[m->head], *top = &f->lang.token[token];
        bool inside = f->lang.token[m->head].head == token &&
                      (t->rel == REL_FLAT || t->rel == REL_APPOS || t->rel == REL_COMPOUND);
        bool is = m->head == token || inside || (m->first <= token && token < m->end),
             row = m->form == FORM_NAME && beside(t, m->head, top, token);
        bool second = m->form == FORM_NAME && t->head < f->lang.n_tokens && t->head != token &&
                      (t->rel == REL_CONJ || t->rel == REL_FLAT || t->rel == REL_APPOS) &&
                      f->lang.token[t->head].head == token &&
                      f->lang.token[t->head].rel != REL_NMOD;
        if (is || row || second) add_part(join, u, join->entity_of[report][m->entity]);
    }
}

/* "Li's trip", "his visit", "talks with his counterpart Shoigu", "the meeting between A and B",
 * "the Putin meeting". */
static void add_dependents(const Join *join, const Findings *f, uint32_t report, uint32_t token,
                           Unit *u)
{
    const LangText *lang = &f->lang;
    for (uint32_t c = tree_child(lang, token, 0); c != NONE; c = tree_child(lang, token, c + 1)) {
        const Token *t = &lang->token[c];
        uint32_t marker = tree_child_rel(lang, c, REL_CASE);
        bool with = marker != NONE && (token_lemma_is(&lang->token[marker], "with") ||
                                       token_lemma_is(&lang->token[marker], "between"));
        bool before = c < token && lang->token[token].upos == UPOS_NOUN &&
                      (marker == NONE || marker > c) && t->rel != REL_ACL &&
                      t->rel != REL_NSUBJ; /* Li's trip, Putin meeting */
        if (t->rel == REL_ACL &&
            lang->token[token].upos == UPOS_NOUN) { /* "the meeting attended by Shoigu" */
            for (uint32_t o = tree_child(lang, c, 0); o != NONE; o = tree_child(lang, c, o + 1)) {
                uint32_t by = lang->token[o].rel == REL_OBL ? tree_child_rel(lang, o, REL_CASE)
                                                            : NONE;
                if (by != NONE && token_lemma_is(&lang->token[by], "by"))
                    add_persons_at(join, f, report, o, u);
            }
        }
        bool core = lang->token[token].upos == UPOS_VERB &&
                    (t->rel == REL_OBJ || t->rel == REL_NSUBJ);
        if (core || before || (with && (t->rel == REL_OBL || t->rel == REL_NMOD)))
            add_persons_at(join, f, report, c, u);
    }
}

/* "Putin, Shoigu and Li meet": all who are named in front of the verb, back to the verb before it.
 */
static void add_row(const Join *join, const Findings *f, uint32_t report, uint32_t token, Unit *u)
{
    const LangText *lang = &f->lang;
    uint32_t from = lang->sentence[lang->token[token].sentence].first;
    for (uint32_t i = from; i < token; i++)
        if (lang->token[i].upos == UPOS_VERB) from = i + 1;
    uint32_t begin = lang->sentence[lang->token[token].sentence].span.b,
             end = lang->token[token].span.b;
    for (uint32_t i = mentions_from(f, begin); i < f->mentions.n && f->mentions.at[i].span.b < end;
         i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->form == FORM_NAME && m->first >= from && m->end <= token &&
            m->entity < f->entities.n && f->entities.at[m->entity].kind == ENTITY_PERSON)
            add_part(join, u, join->entity_of[report][m->entity]);
    }
}

/* Who hailed the ties during the talks talked. */
static void add_holders(const Join *join, const Findings *f, uint32_t report, uint32_t local,
                        Unit *u)
{
    uint32_t over = slice_is(f->events.at[local].type, "CONSULT") ? event_holder(f, local) : NONE;
    for (uint32_t i = 0; over != NONE && i < f->events.at[over].parts.n; i++) {
        const Participant *p = &f->events.at[over].parts.at[i];
        if (p->role == PART_ACTOR && p->entity < f->entities.n &&
            f->entities.at[p->entity].kind == ENTITY_PERSON)
            add_part(join, u, join->entity_of[report][p->entity]);
    }
}

static void add_neighbours(const Join *join, const Findings *f, uint32_t report, uint32_t local,
                           Unit *u)
{
    const Event *e = &f->events.at[local];
    uint32_t noun = event_noun(join->collate, f, local);
    if (e->token >= f->lang.n_tokens) return;
    add_dependents(join, f, report, e->token, u);
    if (noun != NONE && noun != e->token) add_dependents(join, f, report, noun, u);
    if (f->lang.token[e->token].upos == UPOS_VERB &&
        slice_is(trigger_class(join->collate, e->label), "meet"))
        add_row(join, f, report, e->token, u);
    for (uint32_t i = 0; i < e->parts.n; i++) {
        uint32_t mention = e->parts.at[i].mention;
        if (mention < f->mentions.n && f->mentions.at[mention].entity < f->entities.n &&
            f->entities.at[f->mentions.at[mention].entity].kind == ENTITY_PERSON)
            add_persons_at(join, f, report, f->mentions.at[mention].head, u);
    }
}

/* "until April 19" says when it ends, not when it is. */
static bool one_end(const Findings *f, const TimeMention *t)
{
    static const char *const words[] = {"until", "till", "through", "from", "since", "by"};
    if (t->first == 0 || t->first > f->lang.n_tokens || t->type == TIME_RANGE) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_nocase(f->lang.token[t->first - 1].form, slice_of(words[i]))) return true;
    return false;
}

/* Fires, quakes, blasts: known by place and day, not by whom they befall. */
static bool befalls(Slice class)
{
    static const char *const classes[] = {"fire",   "quake",  "bomb",     "crash", "shoot",
                                          "rob",    "escape", "evacuate", "kill",  "injure",
                                          "search", "rescue", "storm"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (slice_is(class, classes[i])) return true;
    return false;
}

/* "a bomb technician", "fire engines": a word for a thing that the next noun has to do with. "The
 * shooting massacre" is a happening. */
static bool describes(const Collate *collate, const Findings *f, const Event *e)
{
    if (e->token >= f->lang.n_tokens || f->lang.token[e->token].rel != REL_COMPOUND ||
        e->trigger.e > f->lang.token[e->token].span.e)
        return false;
    uint32_t noun = f->lang.token[e->token].head;
    return noun != NONE && map_find(&collate->trigger_class, f->lang.token[noun].lemma) == NONE;
}

static bool strikes(Slice class)
{
    return befalls(class) || slice_is(class, "attack") || slice_is(class, "veto");
}

/* The nameless party that tells one happening from another of its kind: whom an attack strikes, who
 * meets. */
static Slice thing_of(const LangText *lang, uint32_t token, Slice class)
{
    static const char *const marks[] = {"on", "against", "at"};
    if (token >= lang->n_tokens) return (Slice){"", 0};
    uint32_t who = NONE, subject = tree_child_rel(lang, token, REL_NSUBJ);
    if (lang->token[token].upos == UPOS_VERB) {
        bool passive = subject != NONE && strcmp(lang->token[subject].subtype, "pass") == 0;
        who = strikes(class) ? (passive ? subject : tree_child_rel(lang, token, REL_OBJ)) : subject;
    } else
        for (uint32_t c = tree_child(lang, token, 0); c != NONE && who == NONE;
             c = tree_child(lang, token, c + 1)) {
            uint32_t mark = lang->token[c].rel == REL_NMOD ? tree_child_rel(lang, c, REL_CASE)
                                                           : NONE;
            for (size_t i = 0; mark != NONE && i < sizeof marks / sizeof *marks; i++)
                if (token_lemma_is(&lang->token[mark], marks[i])) who = c;
            if (lang->token[c].rel == REL_COMPOUND && strikes(class)) who = c;
        }
    return who != NONE && lang->token[who].upos == UPOS_NOUN ? lang->token[who].lemma
                                                             : (Slice){"", 0};
}

static Unit make_unit(const Join *join, uint32_t report, uint32_t local)
{
    const Findings *f = join_findings(join, report);
    const Event *e = &f->events.at[local];
    uint32_t time = event_time(join->collate, f, local), place = event_place(f, local);
    Slice label = event_label(join->collate, f, local);
    Unit u = {.report = report,
              .local = local,
              .class = trigger_class(join->collate, label),
              .label = label,
              .type = e->type,
              .from = DAY_UNKNOWN,
              .to = DAY_UNKNOWN,
              .place = place == NONE ? NONE : join->entity_of[report][place],
              .planned = e->modality != MODALITY_HAPPENED,
              .background = e->background};
    for (uint32_t i = 0; i < e->parts.n; i++) {
        if (e->parts.at[i].entity == NONE) continue;
        add_part(join, &u, join->entity_of[report][e->parts.at[i].entity]);
    }
    add_neighbours(join, f, report, local, &u);
    add_holders(join, f, report, local, &u);
    uint32_t noun = event_noun(join->collate, f, local),
             article = noun != NONE && noun < f->lang.n_tokens
                           ? tree_child_rel(&f->lang, noun, REL_DET)
                           : NONE;
    u.listed = !slice_eq(u.class, label) || map_find(&join->collate->trigger_class, label) != NONE;
    u.definite = article != NONE && (token_lemma_is(&f->lang.token[article], "the") ||
                                     token_lemma_is(&f->lang.token[article], "this"));
    u.incident = befalls(u.class);
    u.modifier = u.incident && describes(join->collate, f, e);
    u.thing = thing_of(&f->lang, e->token, u.class);
    u.sentence = e->token < f->lang.n_tokens ? f->lang.token[e->token].sentence : 0;
    if (time == NONE) return u;
    const TimeMention *t = &f->times.at[time];
    u.span_end = one_end(f, t);
    if (t->type != TIME_DURATION && t->type != TIME_SET && !u.span_end) {
        u.from = t->from;
        u.to = t->to;
    }
    return u;
}

static dln_status collect(Join *join, Units *all)
{
    for (uint32_t k = 0; k < join->in->n; k++) {
        uint32_t report = join->order[k];
        const Findings *f = join_findings(join, report);
        join->event_of[report] = ARENA_ARRAY(join->scratch, uint32_t, f->events.n + 1);
        if (!join->event_of[report]) return arena_status(join->scratch);
        for (uint32_t i = 0; i < f->events.n; i++)
            if (!VEC_PUSH(join->scratch, &all->unit, make_unit(join, report, i)))
                return arena_status(join->scratch);
    }
    all->next = ARENA_ARRAY(join->scratch, uint32_t, all->unit.n + 1);
    if (!all->next || !groups_init(&all->groups, all->unit.n, join->scratch))
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < all->unit.n; i++)
        all->next[i] = i;
    return DLN_OK;
}

/* ---- two events ---- */

static uint32_t shared(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < na; i++)
        n += in_list(b, nb, a[i]);
    return n;
}

/* Bodies and places match by their country as well: Moscow's envoy and Russia are one side. */
static uint32_t shared_sides(const Join *join, const Unit *a, const Unit *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n_others; i++) {
        const char *x = join->record->entities.at[a->other[i]].country;
        bool met = in_list(b->other, b->n_others, a->other[i]);
        for (uint32_t k = 0; k < b->n_others && !met; k++)
            met = x[0] && strcmp(x, join->record->entities.at[b->other[k]].country) == 0;
        n += met;
    }
    return n;
}

/* Two fuller rows of persons, far apart in one report, are two happenings told side by side; "the
 * meeting" looks back. */
static bool told_apart(const Unit *a, const Unit *b)
{
    uint32_t persons = shared(a->person, a->n_persons, b->person, b->n_persons);
    uint32_t apart = a->sentence > b->sentence ? a->sentence - b->sentence
                                               : b->sentence - a->sentence;
    const Unit *later = a->sentence > b->sentence ? a : b;
    return a->report == b->report && apart > 3 && !later->definite && a->n_persons > 1 &&
           b->n_persons > 1 && (persons < a->n_persons || persons < b->n_persons);
}

static bool parties_meet(const Join *join, const Unit *a, const Unit *b)
{
    uint32_t persons = shared(a->person, a->n_persons, b->person, b->n_persons);
    if (told_apart(a, b)) return false;
    if (a->n_persons && b->n_persons) {
        uint32_t least = a->n_persons < b->n_persons ? a->n_persons : b->n_persons;
        return persons >= (least < 2 ? least : 2);
    }
    if (a->n_others && b->n_others && !(a->incident && b->incident))
        return shared_sides(join, a, b) > 0;
    return true;
}

static int32_t days_apart(const Unit *a, const Unit *b)
{ /* 0: they meet or one is unknown */
    if (a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN) return 0;
    if (a->from > b->to) return a->from - b->to;
    return b->from > a->to ? b->from - a->to : 0;
}

static bool places_meet(const Join *join, const Unit *a, const Unit *b)
{
    if (a->place == NONE || b->place == NONE) return true;
    const Record *r = join->record;
    if (!r->entities.at[a->place].spellings.n || !r->entities.at[b->place].spellings.n)
        return true; /* "the town" may be any */
    if (place_inside(r, a->place, b->place) || place_inside(r, b->place, a->place)) return true;
    const char *x = r->entities.at[a->place].country, *y = r->entities.at[b->place].country;
    return x[0] && strcmp(x, y) == 0;
}

static bool can_be_one(const Join *join, const Unit *a, const Unit *b)
{
    return parties_meet(join, a, b) && days_apart(a, b) == 0 && places_meet(join, a, b);
}

static bool same_thing(const Unit *a, const Unit *b)
{
    return a->thing.n && slice_eq_nocase(a->thing, b->thing);
}

/* How much speaks for one event; 0 when nothing does. */
static float pair_score(const Join *join, const Unit *a, const Unit *b)
{
    if (a->modifier || b->modifier || !can_be_one(join, a, b)) return 0;
    uint32_t persons = shared(a->person, a->n_persons, b->person, b->n_persons),
             sides = shared_sides(join, a, b);
    uint32_t all = a->n_persons + b->n_persons - persons;
    bool same_day = a->from != DAY_UNKNOWN && a->from == b->from && a->to == b->to;
    bool day = a->from != DAY_UNKNOWN && b->from != DAY_UNKNOWN;
    bool label = slice_eq(a->label, b->label);
    float score = (label ? 0.5f : 0) + (all ? 2.0f * (float)persons / (float)all : 0) +
                  0.5f * (float)(sides > 2 ? 2 : sides) +
                  (same_day ? 1.0f
                   : day    ? 0.5f
                            : 0) +
                  (a->place != NONE && a->place == b->place ? 0.5f : 0);
    uint32_t apart = a->sentence > b->sentence ? a->sentence - b->sentence
                                               : b->sentence - a->sentence;
    if (a->report == b->report && apart <= 5) score += 0.4f; /* a report stays with its subject */
    bool incident = a->incident && b->incident;
    bool nameless = incident || (!a->n_persons && !a->n_others) || (!b->n_persons && !b->n_others);
    bool known = same_thing(a, b) &&
                 (strikes(a->class) || same_day || (a->place != NONE && a->place == b->place));
    if (known) score += a->report == b->report ? 1.0f : 0.4f;
    if (persons || sides || known || (same_day && label)) return score;
    bool leads = a->sentence <= 4 &&
                 b->sentence <= 4; /* both at the top: the story's own happening */
    return nameless && a->background == b->background && a->listed &&
                   (same_day || leads || (a->place != NONE && a->place == b->place))
               ? score + 0.1f
               : 0;
}

/* ---- grouping ---- */

static void gather_parties(const Units *all, uint32_t member, Unit *sum)
{
    uint32_t i = member, steps = 0;
    *sum = (Unit){.report = NONE, .incident = all->unit.at[member].incident};
    do {
        const Unit *u = &all->unit.at[i];
        for (uint32_t k = 0; k < u->n_persons && sum->n_persons < MAX_PARTS; k++)
            if (!in_list(sum->person, sum->n_persons, u->person[k]))
                sum->person[sum->n_persons++] = u->person[k];
        for (uint32_t k = 0; k < u->n_others && sum->n_others < MAX_PARTS; k++)
            if (!in_list(sum->other, sum->n_others, u->other[k]))
                sum->other[sum->n_others++] = u->other[k];
        i = all->next[i];
    } while (i != member && ++steps < 512);
}

/* The parties of the one group with those of the other; day, place and telling of every member with
 * every member. */
static bool groups_meet(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    Unit x, y;
    gather_parties(all, a, &x);
    gather_parties(all, b, &y);
    if (!parties_meet(join, &x, &y)) return false;
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            const Unit *u = &all->unit.at[i], *v = &all->unit.at[k];
            if (told_apart(u, v) || days_apart(u, v) || !places_meet(join, u, v)) return false;
            k = all->next[k];
        } while (k != b && ++steps < 512);
        i = all->next[i];
    } while (i != a && steps < 512);
    return true;
}

static void merge(Units *all, uint32_t a, uint32_t b)
{
    uint32_t swap = all->next[a];
    all->next[a] = all->next[b];
    all->next[b] = swap;
    groups_join(&all->groups, a, b);
}

static int by_block(const void *x, const void *y)
{
    const Blocked *a = x, *b = y;
    if (a->block != b->block) return a->block < b->block ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int by_score(const void *x, const void *y)
{
    const Pair *a = x, *b = y;
    if (a->score > b->score) return -1;
    if (a->score < b->score) return 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static dln_status find_pairs(Join *join, Units *all)
{
    for (uint32_t i = 0; i < all->unit.n; i++) {
        Blocked b = {hash_bytes(all->unit.at[i].class, 11), i};
        if (!VEC_PUSH(join->scratch, &all->block, b)) return arena_status(join->scratch);
    }
    list_sort(all->block.at, all->block.n, sizeof *all->block.at, by_block);
    for (uint32_t i = 0; i < all->block.n; i++) {
        for (uint32_t j = i + 1;
             j < all->block.n && j < i + 400 && all->block.at[j].block == all->block.at[i].block;
             j++) {
            Pair p = {all->block.at[i].unit, all->block.at[j].unit, 0};
            p.score = pair_score(join, &all->unit.at[p.a], &all->unit.at[p.b]);
            if (p.score > 0 && !VEC_PUSH(join->scratch, &all->pair, p))
                return arena_status(join->scratch);
        }
    }
    list_sort(all->pair.at, all->pair.n, sizeof *all->pair.at, by_score);
    return DLN_OK;
}

static void join_pairs(const Join *join, Units *all)
{
    for (uint32_t i = 0; i < all->pair.n; i++) {
        uint32_t a = all->pair.at[i].a, b = all->pair.at[i].b;
        if (groups_find(&all->groups, a) != groups_find(&all->groups, b) &&
            groups_meet(join, all, a, b))
            merge(all, a, b);
    }
}

/* ---- one event, two dates ---- */

static bool share_voice(const Join *join, const Units *all, uint32_t a, uint32_t b)
{
    uint32_t i = a, steps = 0;
    do {
        uint32_t k = b;
        do {
            if (join->voice[all->unit.at[i].report] == join->voice[all->unit.at[k].report])
                return true;
            k = all->next[k];
        } while (k != b && ++steps < 512);
        i = all->next[i];
    } while (i != a && steps < 512);
    return steps >= 512;
}

static bool same_parties(const Unit *a, const Unit *b)
{
    uint32_t parties = a->n_persons + a->n_others;
    return parties >= 2 && a->n_persons == b->n_persons && a->n_others == b->n_others &&
           shared(a->person, a->n_persons, b->person, b->n_persons) == a->n_persons &&
           shared(a->other, a->n_others, b->other, b->n_others) == a->n_others;
}

/* "meet" and "meeting", "attack" and "attack"; not the talks and the meeting. */
static bool one_stem(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return n >= 4 && memcmp(a.p, b.p, n) == 0;
}

/* Who cannot be named is known by what he is and where: the attack on the convoy, the experts who
 * meet in Vienna. */
static bool same_nameless(const Join *join, const Unit *a, const Unit *b)
{
    bool named = a->place != NONE && a->place == b->place &&
                 join->record->entities.at[a->place].spellings.n > 0;
    return same_thing(a, b) && (named || strikes(a->class)) && a->n_persons == 0 &&
           b->n_persons == 0;
}

static bool one_with_a_slip(const Join *join, const Unit *a, const Unit *b)
{
    int32_t gap = days_apart(a, b);
    if (gap <= 0 || gap > 3 || !places_meet(join, a, b) || a->background || b->background)
        return false;
    return (one_stem(a->label, b->label) && same_parties(a, b)) || same_nameless(join, a, b);
}

static void join_slips(const Join *join, Units *all)
{
    for (uint32_t i = 0; i < all->block.n; i++) {
        for (uint32_t j = i + 1;
             j < all->block.n && j < i + 100 && all->block.at[j].block == all->block.at[i].block;
             j++) {
            uint32_t a = all->block.at[i].unit, b = all->block.at[j].unit;
            if (!one_with_a_slip(join, &all->unit.at[a], &all->unit.at[b]) ||
                groups_find(&all->groups, a) == groups_find(&all->groups, b))
                continue;
            if (!share_voice(join, all, a, b)) merge(all, a, b);
        }
    }
}

/* ---- the record's events ---- */

static bool same_part(const RecordPart *a, const RecordPart *b)
{
    if (a->entity != b->entity) return false;
    return a->entity != NONE || (a->role == b->role && slice_eq_nocase(a->text, b->text));
}

static void take_part(Arena *arena, RecordEvent *out, RecordPart part)
{
    for (uint32_t i = 0; i < out->parts.n; i++) {
        if (!same_part(&out->parts.at[i], &part)) continue;
        if (part.role < out->parts.at[i].role) out->parts.at[i].role = part.role;
        return;
    }
    if (out->parts.n < 64) VEC_PUSH(arena, &out->parts, part);
}

/* A participant of one report in the record: one whom no name makes known ("a tank crew") stays
 * words. */
static RecordPart part_of(const Join *join, uint32_t report, const Participant *p)
{
    const Findings *f = join_findings(join, report);
    uint32_t entity = p->entity == NONE ? NONE : join->entity_of[report][p->entity];
    const RecordEntity *e = entity == NONE ? NULL : &join->record->entities.at[entity];
    bool known = e && (e->spellings.n || e->key.n || (p->organ && e->country[0]));
    if (!known) entity = NONE;
    return (RecordPart){.role = p->role,
                        .entity = entity,
                        .text = slice_span(f->report->text, p->span),
                        .at = {report, p->span}};
}

static bool has_part(const RecordEvent *e, uint32_t entity)
{
    for (uint32_t i = 0; i < e->parts.n; i++)
        if (e->parts.at[i].entity == entity) return true;
    return false;
}

static void vouch(const Join *join, RecordEvent *out, const Unit *u, const Event *e)
{
    RecordVouch v = {true, u->report};
    if (e->statement != NONE) {
        uint32_t said = join->statement_of[u->report][e->statement],
                 speaker = join->record->statements.at[said].speaker;
        if (speaker != NONE) v = (RecordVouch){false, speaker};
    }
    for (uint32_t i = 0; i < out->vouched_by.n; i++)
        if (out->vouched_by.at[i].is_report == v.is_report &&
            out->vouched_by.at[i].index == v.index)
            return;
    VEC_PUSH(&join->record->arena, &out->vouched_by, v);
}

/* Happened once any report says so plainly; else what the first says. */
static Modality more_certain(Modality a, Modality b)
{
    return a == MODALITY_HAPPENED || b == MODALITY_HAPPENED ? MODALITY_HAPPENED : a;
}

static int32_t width(int32_t from, int32_t to)
{
    return to - from;
}

static void add_mention(const Join *join, const Unit *u, RecordEvent *out)
{
    const Findings *f = join_findings(join, u->report);
    const Event *e = &f->events.at[u->local];
    Arena *arena = &join->record->arena;
    if (!out->mode.n) out->mode = e->mode;
    if (!out->label.n) out->label = u->label;
    if (!out->kind.n) out->kind = e->kind;
    out->modality = out->mentions.n ? more_certain(out->modality, e->modality) : e->modality;
    out->background = out->background && e->background;
    for (uint32_t i = 0; i < e->parts.n; i++)
        take_part(arena, out, part_of(join, u->report, &e->parts.at[i]));
    for (uint32_t i = 0; i < u->n_persons; i++)
        if (!has_part(out, u->person[i]))
            take_part(
                arena, out,
                (RecordPart){.role = slice_is(e->type, "CONSULT") || slice_is(e->type, "AGREE")
                                         ? PART_ACTOR
                                         : PART_OTHER,
                             .entity = u->person[i],
                             .at = {u->report, e->trigger}});
    uint32_t time = event_time(join->collate, f, u->local);
    if (u->from != DAY_UNKNOWN &&
        (out->from == DAY_UNKNOWN || width(u->from, u->to) < width(out->from, out->to))) {
        out->from = u->from;
        out->to = u->to;
        out->time = join->time_of[u->report][time];
    } else if (out->time == NONE && time != NONE)
        out->time = join->time_of[u->report][time];
    if (u->place != NONE &&
        (out->place == NONE || place_inside(join->record, u->place, out->place)))
        out->place = u->place;
    vouch(join, out, u, e);
    VEC_PUSH(arena, &out->mentions,
             (RecordEventMention){u->report, e->trigger, e->sentence, e->modality});
}

enum { MAX_TYPES = 64 }; /* PLOVER has sixteen */
typedef struct Ballot {
    Slice type[MAX_TYPES];
    uint32_t votes[MAX_TYPES], n;
} Ballot;

static uint32_t *ballot_box(Ballot *ballot, Slice type)
{ /* NULL for no type */
    for (uint32_t i = 0; i < ballot->n; i++)
        if (slice_eq(ballot->type[i], type)) return &ballot->votes[i];
    if (!type.n || ballot->n == MAX_TYPES) return NULL;
    ballot->type[ballot->n] = type;
    ballot->votes[ballot->n] = 0;
    return &ballot->votes[ballot->n++];
}

/* The type that most mentions have; the first of equals. */
static void vote_types(const Join *join, const Units *all, uint32_t member, RecordEvent *out)
{
    uint32_t i = member, most = 0;
    Ballot ballot = {.n = 0};
    do {
        uint32_t *box = ballot_box(
            &ballot,
            join_findings(join, all->unit.at[i].report)->events.at[all->unit.at[i].local].type);
        if (box) ++*box;
        i = all->next[i];
    } while (i != member);
    do {
        const Event *e =
            &join_findings(join, all->unit.at[i].report)->events.at[all->unit.at[i].local];
        const uint32_t *box = ballot_box(&ballot, e->type);
        uint32_t votes = box ? *box : 0;
        bool noun = slice_eq(e->label, out->label);
        if (votes > most || (votes == most && votes && noun && !slice_eq(e->type, out->type))) {
            most = votes;
            out->type = e->type;
            out->cameo = e->cameo;
        }
        i = all->next[i];
    } while (i != member);
}

typedef struct Place {
    int32_t day;
    uint32_t weight, first;
} Place; /* for the order of events */
typedef struct Written {
    RecordEvent event;
    Place place;
    uint32_t old;
} Written;

static int by_time(const void *x, const void *y)
{
    const Written *a = x, *b = y;
    if (a->event.background != b->event.background) return a->event.background ? 1 : -1;
    bool ua = a->place.day == DAY_UNKNOWN, ub = b->place.day == DAY_UNKNOWN;
    if (ua != ub) return ua ? 1 : -1;
    if (a->place.day != b->place.day) return a->place.day < b->place.day ? -1 : 1;
    if (a->place.weight != b->place.weight) return a->place.weight > b->place.weight ? -1 : 1;
    return a->place.first < b->place.first ? -1 : a->place.first > b->place.first;
}

static dln_status sort_events(Join *join, Written *made, uint32_t n)
{
    Record *r = join->record;
    uint32_t *now = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    if (!now) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        made[i].place = (Place){made[i].event.from, made[i].event.mentions.n, i};
    list_sort(made, n, sizeof *made, by_time);
    for (uint32_t i = 0; i < n; i++) {
        now[made[i].old] = i;
        if (!VEC_PUSH(&r->arena, &r->events, made[i].event)) return arena_status(&r->arena);
    }
    for (uint32_t k = 0; k < join->in->n; k++)
        for (uint32_t i = 0; i < join_findings(join, k)->events.n; i++)
            join->event_of[k][i] = now[join->event_of[k][i]];
    return DLN_OK;
}

static dln_status write_events(Join *join, Units *all)
{
    uint32_t n = all->unit.n, made_n = 0;
    Written *made = ARENA_ARRAY(join->scratch, Written, n + 1);
    uint32_t *written = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
             *unit_at = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
             *base = ARENA_ARRAY(join->scratch, uint32_t, join->in->n + 1);
    if (!made || !written || !unit_at || !base) return arena_status(join->scratch);
    for (uint32_t i = 0, at = 0; i < join->in->n; i++) {
        base[i] = at;
        at += join_findings(join, i)->events.n;
    }
    for (uint32_t i = 0; i < n; i++) {
        written[i] = NONE;
        unit_at[base[all->unit.at[i].report] + all->unit.at[i].local] = i;
    }
    for (uint32_t k = 0; k < n; k++) {
        const Unit *u = &all->unit.at[unit_at[k]];
        uint32_t group = groups_find(&all->groups, unit_at[k]);
        if (written[group] == NONE) {
            written[group] = made_n;
            made[made_n] = (Written){.event = {.from = DAY_UNKNOWN,
                                               .to = DAY_UNKNOWN,
                                               .time = NONE,
                                               .place = NONE,
                                               .part_of = NONE,
                                               .consequence_of = NONE,
                                               .background = true},
                                     .old = made_n};
            made_n++;
        }
        join->event_of[u->report][u->local] = written[group];
        add_mention(join, u, &made[written[group]].event);
    }
    for (uint32_t i = 0; i < n; i++)
        if (groups_find(&all->groups, i) == i) vote_types(join, all, i, &made[written[i]].event);
    if (join->record->arena.failed) return arena_status(&join->record->arena);
    return sort_events(join, made, made_n);
}

/* Occasions of statements are events: known only now. */
static void link_occasions(Join *join)
{
    Record *r = join->record;
    for (uint32_t s = 0; s < r->statements.n; s++) {
        for (uint32_t v = 0; v < r->statements.at[s].versions.n; v++) {
            RecordVersion *version = &r->statements.at[s].versions.at[v];
            const Findings *f = join_findings(join, version->report);
            version->occasion = version->occasion < f->events.n
                                    ? join->event_of[version->report][version->occasion]
                                    : NONE;
        }
    }
}

dln_status join_events(Join *join)
{
    Units all = {0};
    TRY(collect(join, &all));
    TRY(find_pairs(join, &all));
    join_pairs(join, &all);
    join_slips(join, &all);
    TRY(write_events(join, &all));
    link_occasions(join);
    return DLN_OK;
}
