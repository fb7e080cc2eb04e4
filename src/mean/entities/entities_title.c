/* entities_title.c - offices before a name, what kind of bearer it has, which place it is.
 *
 * In: a draft of a name. Out: its office, state, gender ("Chinese Defense Minister Li Shangfu",
 * "Ambassador to the United Nations Nikki Haley"), kind and gazetteer entry.
 *
 * Known to fail: titles that are no listed role noun. */
#include "base/utf8.h"
#include "mean/entities/entities_names.h"

bool looks_titled(const Linker *l, uint32_t t, uint32_t low)
{
    uint32_t first;
    return is_noun(token(l, t)) && (gazetteer_title(l->g, token(l, t)->form, NULL) ||
                                    role_ending(l, t, low, &first) != NULL);
}

static bool in_title_run(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (is_noun(k) || k->upos == UPOS_ADJ || is_possessive_mark(k)) return true;
    return (slice_is(k->form, "-") || slice_is(k->form, ".")) && !k->space_after;
}

static void set_office(const Linker *l, Draft *d, uint32_t first)
{
    d->office.span = tokens_span(&l->found->lang, first, d->first);
    d->office.text = slice_span(l->report->text, d->office.span);
}

/* "On Monday night President Marlow signed it", "among the things Ms. Hale said": what hangs on the
 * verb behind the name is no part of a title. `end`: behind the name. */
static bool of_clause(const Linker *l, uint32_t t, uint32_t end)
{
    const Token *k = token(l, t);
    return k->head != NONE && k->head >= end;
}

/* "released the papers Democratic Senator Velm asked for": things in small letters, in the plural,
 * before a capital are no part of a title. */
static bool is_thing(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t), *next = token(l, t + 1);
    bool small = k->form.p[0] >= 'a' && k->form.p[0] <= 'z',
         capital = slice_capital_at(next->form, 0);
    return small && capital && is_plural(k);
}

static uint32_t title_run_start(const Linker *l, uint32_t at, uint32_t low, uint32_t end)
{
    uint32_t first = at;
    while (first > low && at - first < 10 && in_title_run(l, first - 1) &&
           !of_clause(l, first - 1, end) && !is_thing(l, first - 1)) {
        uint32_t name = token(l, first - 1)->name;
        if (name != NONE && l->found->lang.name[name].kind == NAME_PERSON) break;
        first--;
    }
    while (first < at &&
           (is_possessive_mark(token(l, first)) || token(l, first)->upos == UPOS_PUNCT))
        first++;
    if (first < at && is_hyphen(token(l, first))) first++;
    uint32_t before = first > low && is_hyphen(token(l, first - 1)) ? first - 1 : first;
    bool aside = before > low && gazetteer_aside(l->g, token(l, before - 1)->form) != ASIDE_NONE;
    if (aside && first < at) return before - 1; /* "then-President Hale" */
    bool torn = first > low + 1 && before < first && !token(l, before)->space_after &&
                !token(l, before - 1)->space_after;
    return torn ? before - 1 : first; /* "two-term Governor Hale", "off-duty" */
}

/* "Ambassador to the United Nations Nikki Haley": an office with its body between it and the name.
 */
static void read_long_title(const Linker *l, Draft *d)
{
    uint32_t low = sentence_first(l, d->first), t = d->first, role_first;
    while (t > low && d->first - t < 6 && token(l, t - 1)->upos != UPOS_DET &&
           slice_capital_at(token(l, t - 1)->form, 0))
        t--;
    if (t == d->first || t < low + 2) return;
    if (token(l, t - 1)->upos == UPOS_DET && t > low + 2) t--;
    const Token *link = token(l, t - 1);
    if (link->upos != UPOS_ADP || !is_noun(token(l, t - 2))) return;
    const GazRole *role = role_ending(l, t - 2, low, &role_first);
    if (!role || role->kind != ENTITY_PERSON || is_plural(token(l, t - 2))) return;
    uint32_t first = title_run_start(l, role_first, low, d->end);
    d->role = role;
    d->gender = role->gender;
    uint32_t state = country_in(l, first, t);
    d->country = state != NONE ? state : country_in(l, t, d->first);
    set_office(l, d, first);
    read_seat(l, d, first, role_first, t - 1);
}

void names_read_titles(Linker *l, Draft *d)
{
    uint32_t low = sentence_first(l, d->first), t = d->first;
    if (t > low && is_possessive_mark(token(l, t - 1)))
        d->country = country_in(l, t > low + 3 ? t - 4 : low,
                                t - 1); /* "Turkey's Tayyip Erdogan" */
    if (t == low) return;
    if (!looks_titled(l, t - 1, low)) {
        read_long_title(l, d);
        return;
    }
    uint32_t role_first = t - 1;
    const GazRole *role = role_ending(l, t - 1, low, &role_first);
    Gender gender;
    if (gazetteer_title(l->g, token(l, t - 1)->form, &gender) && gender != GENDER_UNKNOWN)
        d->gender = gender;
    if (role && role->gender != GENDER_UNKNOWN) d->gender = role->gender;
    if (role && role->kind != ENTITY_PERSON) {
        read_long_title(l, d);
        return;
    }
    d->role = role;
    uint32_t first = title_run_start(l, role_first, low, d->end),
             state = country_in(l, first, d->first);
    if (state != NONE) d->country = state;
    set_office(l, d, first);
    read_seat(l, d, first, role_first, d->first);
    for (uint32_t k = first; k < d->first; k++) {
        if (!is_possessive_mark(token(l, k)) || k + 1 >= d->first) continue;
        d->definite = true; /* "China's leader Xi Jinping": the title is a mention of its own */
    }
}

/* ---- place and kind ---- */

static uint32_t gaz_of(const Linker *l, Slice text, NameKind kind)
{
    uint32_t first = kind == NAME_ORG      ? GAZ_ORG | GAZ_SITE
                     : kind == NAME_PLACE  ? GAZ_PLACES
                     : kind == NAME_PERSON ? 0u
                                           : GAZ_ALL;
    uint32_t found = first ? gazetteer_find(l->g, text, first) : NONE;
    return found != NONE || kind == NAME_PERSON ? found : gazetteer_find(l->g, text, GAZ_ALL);
}

void names_note_lands(Linker *l)
{
    const LangText *text = &l->found->lang;
    for (uint32_t t = 0; t < text->n_tokens; t++) {
        const Token *k = &text->token[t];
        if (k->form.n < 2 || k->form.p[0] < 'A' || k->form.p[0] > 'Z') continue;
        for (uint32_t n = t + 2 <= text->n_tokens ? 2u : 1u; n > 0; n--) {
            Slice words = slice_span(l->report->text, tokens_span(text, t, t + n));
            uint32_t land = gazetteer_demonym(l->g, words);
            if (land == NONE) land = gazetteer_find(l->g, words, GAZ_COUNTRY | GAZ_REGION);
            for (const GazEntry *e = gazetteer_entry(l->g, land); e;
                 e = gazetteer_entry(l->g, e->in)) {
                if (!map_put(&l->lands, e->key, 1)) {
                    l->full_up = true;
                    break;
                }
            }
        }
    }
}

static bool land_named(const Linker *l, const GazEntry *city)
{
    for (uint32_t in = city->in, steps = 0; in != NONE && steps < 4; steps++) {
        const GazEntry *land = gazetteer_entry(l->g, in);
        if (map_find(&l->lands, land->key) != NONE) return true;
        in = land->in;
    }
    return false;
}

/* Does the city lie in the land? One of whose region nothing is known may lie in any of its
 * country's. */
static bool lies_in(const Linker *l, const GazEntry *city, uint32_t land)
{
    const GazEntry *wanted = gazetteer_entry(l->g, land);
    uint32_t in = city->in;
    for (uint32_t steps = 0; in != NONE && steps < 4; steps++) {
        const GazEntry *around = gazetteer_entry(l->g, in);
        if (in == land) return true;
        if (steps == 0 && around->kind == GAZ_COUNTRY && wanted->kind == GAZ_REGION &&
            wanted->in == in)
            return true;
        in = around->in;
    }
    return false;
}

/* "Paris, Texas": the city of that name that lies in the land said behind it; NONE. */
static uint32_t city_within(const Linker *l, Slice text, const uint32_t *land, uint32_t n_lands)
{
    uint32_t bearer[16], n = gazetteer_bearers(l->g, text, GAZ_CITY, bearer, 16);
    for (uint32_t k = 0; k < n_lands; k++)
        for (uint32_t i = 0; i < n; i++)
            if (lies_in(l, gazetteer_entry(l->g, bearer[i]), land[k])) return bearer[i];
    return NONE;
}

/* Of several cities of one name: the one in the land behind its name, here or where the report
 * named it before; the one whose state the report names; else one that is known to everybody; else
 * none. */
static uint32_t which_city(Linker *l, const Draft *d, uint32_t found)
{
    const GazEntry *e = gazetteer_entry(l->g, found);
    if (!e || e->kind != GAZ_CITY) return found;
    Slice text = slice_span(l->report->text, d->span);
    uint32_t land[4], n_lands = lands_behind(l, d->end, land, 4);
    if (n_lands > 0) {
        uint32_t city = city_within(l, text, land, n_lands);
        if (city != NONE && !map_put(&l->told_cities, text, city)) l->full_up = true;
        return city;
    }
    uint32_t told = map_find(&l->told_cities, text);
    if (told != NONE) return told;
    if (e->seat_of != NONE) return found;
    uint32_t bearer[16], n = gazetteer_bearers(l->g, text, GAZ_CITY, bearer, 16);
    for (uint32_t i = 0; i < n; i++)
        if (land_named(l, gazetteer_entry(l->g, bearer[i]))) return bearer[i];
    uint32_t second = n > 1 ? gazetteer_entry(l->g, bearer[1])->people : 0;
    return e->people >= 800000 && e->people / 4 > second ? found : NONE;
}

/* "DUNMORE, N.C. (AP)": a place no list has lies in the land said behind it. */
void names_note_country(const Linker *l, Draft *d)
{
    uint32_t land[4];
    if (d->kind != ENTITY_PLACE || d->gaz != NONE || d->country != NONE ||
        lands_behind(l, d->end, land, 4) != 1)
        return;
    d->country = gazetteer_country(l->g, gazetteer_entry(l->g, land[0])->country);
}

void names_settle_kind(Linker *l, Draft *d, NameKind kind)
{
    Slice text = slice_span(l->report->text, d->span);
    d->gaz = which_city(l, d, gaz_of(l, text, kind));
    if (kind == NAME_PERSON && d->end - d->first <= 2 && d->office.span.e == 0 &&
        !gazetteer_is_given(l->g, token(l, d->first)->form)) {
        uint32_t place = gazetteer_find(l->g, text, GAZ_COUNTRY | GAZ_CITY | GAZ_SITE);
        const GazEntry *e = gazetteer_entry(l->g, place);
        if (e && (e->kind == GAZ_COUNTRY || e->seat_of != NONE)) d->gaz = place;
    }
    const GazEntry *e = gazetteer_entry(l->g, d->gaz);
    if (!e) return;
    if (e->kind == GAZ_ORG && kind != NAME_PERSON)
        d->kind = ENTITY_ORG;
    else if (e->kind != GAZ_ORG &&
             (kind != NAME_ORG || e->kind == GAZ_COUNTRY || e->kind == GAZ_SITE))
        d->kind = ENTITY_PLACE;
    else if (e->kind == GAZ_CITY)
        d->gaz = NONE; /* a team or firm called after a city */
}

Gender gender_of_name(const Linker *l, const Draft *d)
{
    uint32_t given = d->first + 1 < d->end && token(l, d->first)->form.n <= 2
                         ? d->first + 1
                         : d->first; /* "J. Robert Ames" */
    Gender g = gazetteer_given(l->g, token(l, given)->form);
    if (g != GENDER_UNKNOWN) return g;
    for (uint32_t t = d->first + 1; t < d->end; t++) { /* patronymics tell */
        Slice w = token(l, t)->form;
        if (w.n > 5 && (slice_ends(w, SLICE("ovna")) || slice_ends(w, SLICE("evna"))))
            return GENDER_SHE;
        if (w.n > 5 && (slice_ends(w, SLICE("ovich")) || slice_ends(w, SLICE("evich"))))
            return GENDER_HE;
    }
    return GENDER_UNKNOWN;
}

bool borne_by_person(const Linker *l, uint32_t first, uint32_t end)
{
    char key[256];
    size_t n = name_fold(slice_span(l->report->text, tokens_span(&l->found->lang, first, end)), key,
                         sizeof key);
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
          folded = {key, n};
    if (n == 0 || map_find(&l->borne, folded) == NONE) return false;
    if (gazetteer_find(l->g, text, GAZ_COUNTRY | GAZ_REGION | GAZ_SITE) != NONE) return false;
    if (gazetteer_find(l->g, text, GAZ_ORG) == NONE) return true;
    Rel rel = token(l, first)->rel; /* "Ford Chairman Bill Ford" */
    return end == first + 1 && rel != REL_COMPOUND && rel != REL_AMOD && !in_capitals(l, first) &&
           map_find(&l->fronts, folded) == NONE && map_find(&l->surnames, folded) != NONE;
}
