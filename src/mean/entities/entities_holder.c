/* entities_holder.c - who holds an office: "the president", "the mayor of Velm".
 *
 * In: drafts with their offices. Out: of what each office is and whether it is a past one; which
 * entities a nominal may be; offices whose holder is named later.
 *
 * Idea: "the president" without more words is whom the report names with that office now. Who is
 * called "former president" is no candidate; of two candidates it is the one who is named much
 * oftener and more plainly ("President Hale" before "the Orskan President, Piet Bram"); else
 * nobody. An office of one town is not that of another. Whose term ended before the report
 * (leaders.txt) keeps the office from the others, but does not hold it.
 *
 * Known to get wrong: offices that change hands inside the report; towns told by two names. */
#include "base/civil.h"
#include "mean/entities/entities_impl.h"
#include "mean/entities/office.h"

enum {
    HOLDER_REACH = 12, /* sentences */
    PASSING_REACH = 3
};

/* ---- what an office is of ---- */

/* "the then-president", "ex-mayor", "former Velm Mayor Bram": in the tokens or right before. */
static Aside said_aside(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t low = sentence_first(l, first);
    for (uint32_t t = first; t < end; t++) {
        Aside aside = gazetteer_aside(l->g, token(l, t)->form);
        if (aside != ASIDE_NONE) return aside;
    }
    if (first > low && is_hyphen(token(l, first - 1))) first--;
    return first > low ? gazetteer_aside(l->g, token(l, first - 1)->form) : ASIDE_NONE;
}

/* "Russia", "Russian"; a capital is none: "the London mayor". */
static bool is_state(const Linker *l, uint32_t first, uint32_t end)
{
    Slice words = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    return gazetteer_demonym(l->g, words) != NONE ||
           gazetteer_find(l->g, words, GAZ_COUNTRY) != NONE;
}

/* "Velm" of "Velm Mayor Bram": the last name of a place or body before the noun that is no state's.
 */
static Slice seat_before(const Linker *l, uint32_t first, uint32_t role)
{
    uint32_t end = role;
    while (end > first && token(l, end - 1)->name == NONE)
        end--;
    uint32_t from = end;
    while (from > first && token(l, from - 1)->name == token(l, end - 1)->name)
        from--;
    if (from == end || is_state(l, from, end)) return (Slice){NULL, 0};
    NameKind kind = l->found->lang.name[token(l, from)->name].kind;
    bool tells = kind == NAME_PLACE || kind == NAME_ORG;
    return tells ? slice_span(l->report->text, tokens_span(&l->found->lang, from, end))
                 : (Slice){NULL, 0};
}

/* "Velm" of "the mayor of Velm", "union" of "the president of the union"; not "the mayor of the
 * city". */
static Slice seat_behind(const Linker *l, uint32_t end)
{
    uint32_t stop = sentence_end(l, end - 1), from = end + 1, to;
    if (from >= stop || !slice_eq_nocase(token(l, end)->form, SLICE("of"))) return (Slice){NULL, 0};
    if (token(l, from)->upos == UPOS_DET) from++;
    for (to = from; to < stop && to < from + 6; to++)
        if (!is_noun(token(l, to)) && token(l, to)->upos != UPOS_ADJ) break;
    if (to == from || is_state(l, from, to)) return (Slice){NULL, 0};
    const GazRole *role = gazetteer_role(l->g, token(l, to - 1)->lemma);
    return role && role->kind == ENTITY_PLACE
               ? (Slice){NULL, 0}
               : slice_span(l->report->text, tokens_span(&l->found->lang, from, to));
}

void read_seat(const Linker *l, Draft *d, uint32_t first, uint32_t role, uint32_t end)
{
    Role *office = &d->office;
    office->of_state = d->country != NONE;
    office->aside = said_aside(l, first, role);
    office->seat = seat_before(l, first, role);
    if (office->seat.n == 0 && d->form == FORM_NOMINAL) office->seat = seat_behind(l, end);
}

/* Do the words of two seats name one: "Velm", "the city of Velm"? */
static bool seats_meet(Slice a, Slice b)
{
    return slice_has_words(a, b) || slice_has_words(b, a);
}

/* ---- who holds which ---- */

/* The last word of a name, folded, kept in scratch; empty: no memory. */
static Slice last_folded(const Linker *l, const Draft *d)
{
    char room[64];
    uint32_t last = d->end - 1;
    if (last > d->first && l->names && names_is_after(l->names, token(l, last)->form)) last--;
    size_t n = name_fold(token(l, last)->form, room, sizeof room);
    return arena_copy(l->scratch, (Slice){room, n});
}

/* "President Obama" of a report of 2019: no "former" stands there, but it is not he whom "the
 * president" is. */
static bool out_of_office(const Linker *l, const Draft *office, Slice word)
{
    int32_t year;
    uint32_t month, day;
    if (office->role != gazetteer_role(l->g, SLICE("president")) ||
        l->report->published.basis == BASIS_NONE || l->report->published.day == DAY_UNKNOWN)
        return false;
    civil_from_day(l->report->published.day, &year, &month, &day);
    return gazetteer_out_of_office(l->g, word, year);
}

static bool add_holder(Linker *l, const Draft *office, Slice word)
{
    uint32_t at = 0;
    while (at < l->holder.n &&
           (l->holder.at[at].role != office->role || !slice_eq(l->holder.at[at].word, word)))
        at++;
    if (at == l->holder.n && at >= RECENT) return true;
    if (at == l->holder.n &&
        !VEC_PUSH(l->scratch, &l->holder, ((Holder){.word = word, .role = office->role})))
        return false;
    Holder *h = &l->holder.at[at];
    uint32_t weight = office_weight(&office->office);
    if (weight > h->weight) h->weight = weight;
    if (h->aside == ASIDE_NONE) h->aside = office->office.aside;
    h->over = out_of_office(l, office, word);
    return true;
}

/* Is the draft an office said of a person's name, its own title or a nominal beside it? The name;
 * NULL. */
static const Draft *holder_named(const Linker *l, const Draft *d)
{
    if (!d->role || !d->role->head || d->kind != ENTITY_PERSON || d->plural) return NULL;
    if (d->form == FORM_NOMINAL) return d->apposed != NONE ? draft(l, d->apposed) : NULL;
    uint32_t noun = d->office.span.e ? token_at(&l->found->lang, d->office.span.e - 1) : NONE;
    return noun != NONE && !is_plural(token(l, noun)) ? d : NULL; /* "Presidents Hale and Orsk" */
}

/* How often a surname is told, and whether two full names bear it. */
static bool note_name(Linker *l, const Draft *d)
{
    if (d->form != FORM_NAME || d->kind != ENTITY_PERSON) return true;
    Slice word = last_folded(l, d);
    uint32_t known = map_find(&l->called, word);
    if (!word.p || !map_put(&l->called, word, known == NONE ? 1 : known + 1)) return false;
    if (d->end < d->first + 2) return true;
    uint32_t given = 1 + (uint32_t)hash_bytes(token(l, d->first)->form, 7) % 0x7fffffffu,
             other = map_find(&l->bearer, word);
    return map_put(&l->bearer, word, other == NONE || other == given ? given : 0);
}

bool surname_of_several(const Linker *l, Slice word)
{
    return map_find(&l->bearer, word) == 0;
}

bool note_holders(Linker *l)
{
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = draft(l, i), *name = holder_named(l, d);
        if (!note_name(l, d)) return false;
        if (!name || name->form != FORM_NAME || name->kind != ENTITY_PERSON) continue;
        Slice word = last_folded(l, name);
        if (!word.p || !add_holder(l, d, word)) return false;
    }
    return true;
}

/* Who holds the office now, of all whom the report names with it. */
typedef struct Held {
    Slice word; /* of his name; empty: nobody */
    bool torn;  /* two could be meant */
} Held;

static Held holder_now(const Linker *l, const GazRole *role)
{
    Contest contest = {.who = NONE};
    for (uint32_t i = 0; i < l->holder.n; i++) {
        const Holder *h = &l->holder.at[i];
        uint32_t times = map_find(&l->called, h->word),
                 weight = (times == NONE ? 1 : times) * h->weight;
        if (h->role != role) continue;
        if (h->aside == ASIDE_PAST && weight > contest.before) contest.before = weight;
        if (h->aside == ASIDE_NONE) contest_add(&contest, i, weight);
    }
    const Holder *now = contest.who == NONE ? NULL : &l->holder.at[contest.who];
    return (Held){.word = now ? now->word : (Slice){NULL, 0},
                  .torn = contest_torn(&contest) || (now && now->over)};
}

bool heads_no_more(const Linker *l, Slice name)
{
    Held held = holder_now(l, gazetteer_role(l->g, SLICE("president")));
    if (held.word.n == 0 || held.torn) return false;
    while (name.n) {
        size_t n = slice_find(name, SLICE(" "));
        if (slice_eq_nocase((Slice){name.p, n == SIZE_MAX ? name.n : n}, held.word)) return false;
        name = n == SIZE_MAX ? (Slice){"", 0} : (Slice){name.p + n + 1, name.n - n - 1};
    }
    return true;
}

static bool holds_not(const Build *b, const GazRole *role)
{
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (b->role[i] == role && b->aside & 1u << i) return true;
    return false;
}

/* "the president", and no word more. */
static bool is_bare(const Draft *d)
{
    return d->definite && !d->plural && !d->owned && !d->office.aside && d->country == NONE &&
           d->office.seat.n == 0;
}

/* "served as secretary of state": whose office it was does not matter. */
static bool lacks_article(const Linker *l, const Draft *d)
{
    const Token *first = token(l, d->first);
    return first->upos != UPOS_DET && first->form.n && first->form.p[0] >= 'a' &&
           first->form.p[0] <= 'z';
}

bool may_hold(const Linker *l, const Draft *d, const Build *b)
{
    if (d->kind != ENTITY_PERSON || !d->role || !d->role->head || lacks_article(l, d)) return true;
    if (d->office.seat.n && !seats_meet(d->office.seat, b->seat)) return false;
    if (b->names > 0 && holds_not(b, d->role)) return false;
    if (!is_bare(d)) return true;
    Held held = holder_now(l, d->role);
    const Draft *first = draft(l, b->name_draft);
    if (b->names == 0)
        return !lacks_article(l, first) && ((!held.torn && held.word.n == 0) || is_bare(first));
    if (held.torn) return false;
    return held.word.n == 0 || (b->n_words > 0 && slice_eq(b->word[b->n_words - 1], held.word));
}

/* ---- named later ---- */

static bool has_role(const Build *b, const GazRole *role)
{
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (b->role[i] == role && !(b->aside & 1u << i)) return true;
    return false;
}

static bool unnamed_office(const Linker *l, const Build *b)
{
    if (b->kind != ENTITY_PERSON || b->names > 0 || b->plural || b->n_roles == 0 ||
        b->drafts.n == 0)
        return false;
    const Draft *d = draft(l, b->name_draft);
    return d->form == FORM_NOMINAL && d->definite && !d->owned && !lacks_article(l, d) && d->role &&
           d->role->head;
}

/* The one person of the report who is named with this office; NONE when there is none, or more than
 * one. */
static uint32_t holder_of(const Linker *l, const Build *office, const uint32_t *named, uint32_t n)
{
    uint32_t holder = NONE;
    for (uint32_t i = 0; i < n; i++) {
        const Build *b = &l->build.at[named[i]];
        if (!has_role(b, office->role[0]) || !may_hold(l, draft(l, office->name_draft), b))
            continue;
        if (b->country != NONE && office->country != NONE && b->country != office->country)
            continue;
        if (holder != NONE) return NONE;
        holder = named[i];
    }
    return holder;
}

/* Is the holder named too far below? One who is named once, in passing ("as under President Orsk"),
 * sooner than one the report is about. */
static bool too_far_below(const Linker *l, const Build *holder, const Build *office)
{
    const Draft *first = draft(l, holder->drafts.at[0]);
    bool passing = holder->drafts.n == 1 && first->gram != GRAM_SUBJECT;
    return first->sentence >
           draft(l, office->last)->sentence + (passing ? PASSING_REACH : HOLDER_REACH);
}

/* "The prime minister chaired ..." before "Prime Minister Ada Lint": an office whose holder is
 * named later, and is the only one; not far below, where it may be the holder of another time. */
void link_later_holders(Linker *l)
{
    uint32_t named[RECENT], n = 0;
    for (uint32_t i = 0; i < l->build.n && n < RECENT; i++) {
        const Build *b = &l->build.at[i];
        if (b->kind == ENTITY_PERSON && b->names > 0 && b->n_roles > 0) named[n++] = i;
    }
    for (uint32_t i = 0; i < l->build.n && n < RECENT; i++) {
        uint32_t holder = unnamed_office(l, &l->build.at[i])
                              ? holder_of(l, &l->build.at[i], named, n)
                              : NONE;
        if (holder == NONE || !genders_fit(&l->build.at[holder], l->build.at[i].gender) ||
            too_far_below(l, &l->build.at[holder], &l->build.at[i]))
            continue;
        for (uint32_t k = 0; k < l->build.at[i].drafts.n; k++)
            join_build(l, l->build.at[i].drafts.at[k], holder, "office named later");
        l->build.at[i].drafts.n = 0;
    }
}
