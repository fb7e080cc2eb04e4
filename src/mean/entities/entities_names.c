/* entities_names.c - the names of a report: those the language engine found, put right, and those
 * it passed over.
 *
 * In: LangText.name, tags, gazetteer. Out: drafts of names with their titles, kind, gender, state
 * and gazetteer entry. Rules, with the sentence they stand for: titles before a name are its office
 * ("Chinese Defense Minister Li Shangfu", "Ambassador to the United Nations Nikki Haley"); a
 * possessor before the title makes a mention of its own ("China's leader Xi Jinping"); a role noun
 * right behind a body's name belongs to it ("Global Times newspaper"); a surname borne by somebody
 * named in full elsewhere is his wherever it stands; brackets define acronyms.
 *
 * Known to fail: titles that are no listed role noun; two names run together without a given name
 * between them. */
#include "base/utf8.h"
#include "mean/entities/entities_impl.h"

static bool looks_titled(const Linker *l, uint32_t t, uint32_t low)
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
    d->office = (Role){tokens_span(&l->found->lang, first, d->first), {NULL, 0}};
    d->office.text = slice_span(l->report->text, d->office.span);
}

static uint32_t run_start(const Linker *l, uint32_t at, uint32_t low)
{
    uint32_t first = at;
    while (first > low && at - first < 10 && in_title_run(l, first - 1)) {
        uint32_t name = token(l, first - 1)->name;
        if (name != NONE && l->found->lang.name[name].kind == NAME_PERSON) break;
        first--;
    }
    while (first < at &&
           (is_possessive_mark(token(l, first)) || token(l, first)->upos == UPOS_PUNCT))
        first++;
    return first;
}

/* "Ambassador to the United Nations Nikki Haley": an office with its body between it and the name.
 */
static void read_long_title(const Linker *l, Draft *d)
{
    uint32_t low = sentence_first(l, d->first), t = d->first, role_first;
    while (t > low && d->first - t < 6 && token(l, t - 1)->upos != UPOS_DET &&
           token(l, t - 1)->form.p[0] >= 'A' && token(l, t - 1)->form.p[0] <= 'Z')
        t--;
    if (t == d->first || t < low + 2) return;
    if (token(l, t - 1)->upos == UPOS_DET && t > low + 2) t--;
    const Token *link = token(l, t - 1);
    if (link->upos != UPOS_ADP || !is_noun(token(l, t - 2))) return;
    const GazRole *role = role_ending(l, t - 2, low, &role_first);
    if (!role || role->kind != ENTITY_PERSON || is_plural(token(l, t - 2))) return;
    uint32_t first = run_start(l, role_first, low);
    d->role = role;
    d->gender = role->gender;
    uint32_t state = country_in(l, first, t);
    d->country = state != NONE ? state : country_in(l, t, d->first);
    set_office(l, d, first);
}

/* Office words before a person's name: role, state, gender; the run's tokens [first, name). */
static void read_titles(Linker *l, Draft *d)
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
    uint32_t first = run_start(l, role_first, low), state = country_in(l, first, d->first);
    if (state != NONE) d->country = state;
    set_office(l, d, first);
    for (uint32_t k = first; k < d->first; k++) {
        if (!is_possessive_mark(token(l, k)) || k + 1 >= d->first) continue;
        d->definite = true; /* "China's leader Xi Jinping": the title is a mention of its own */
    }
}

static uint32_t gaz_of(const Linker *l, Slice text, NameKind kind)
{
    uint32_t first = kind == NAME_ORG      ? GAZ_ORG | GAZ_SITE
                     : kind == NAME_PLACE  ? GAZ_PLACES
                     : kind == NAME_PERSON ? 0u
                                           : GAZ_ALL;
    uint32_t found = first ? gazetteer_find(l->g, text, first) : NONE;
    return found != NONE || kind == NAME_PERSON ? found : gazetteer_find(l->g, text, GAZ_ALL);
}

/* States and parts of states that the report speaks of, by any of their names or demonyms: they
 * tell which Paris is meant. */
static void note_lands(Linker *l)
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

/* Of several cities of one name: the one whose state the report names; else one that is known to
 * everybody; else none. */
static uint32_t which_city(const Linker *l, Slice text, uint32_t found)
{
    const GazEntry *e = gazetteer_entry(l->g, found);
    if (!e || e->kind != GAZ_CITY || e->seat_of != NONE) return found;
    uint32_t bearer[16], n = gazetteer_bearers(l->g, text, GAZ_CITY, bearer, 16);
    for (uint32_t i = 0; i < n; i++)
        if (land_named(l, gazetteer_entry(l->g, bearer[i]))) return bearer[i];
    uint32_t second = n > 1 ? gazetteer_entry(l->g, bearer[1])->people : 0;
    return e->people >= 800000 && e->people / 4 > second ? found : NONE;
}

/* The gazetteer overrules the name finder where a word is a state or a seat of government and
 * nothing says person. */
static void settle_kind(Linker *l, Draft *d, NameKind kind)
{
    Slice text = slice_span(l->report->text, d->span);
    d->gaz = which_city(l, text, gaz_of(l, text, kind));
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

static Gender gender_of_name(const Linker *l, const Draft *d)
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

/* Is this the surname, or the whole, of somebody named in full elsewhere in the report? */
static bool borne_by_person(const Linker *l, uint32_t first, uint32_t end)
{
    char key[256];
    size_t n = name_fold(slice_span(l->report->text, tokens_span(&l->found->lang, first, end)), key,
                         sizeof key);
    if (n == 0 || map_find(&l->borne, (Slice){key, n}) == NONE) return false;
    return gazetteer_find(l->g,
                          slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
                          GAZ_COUNTRY | GAZ_REGION | GAZ_SITE | GAZ_ORG) == NONE;
}

static bool in_title_case(const Linker *l, uint32_t t);
static bool in_capitals(const Linker *l, uint32_t t);

/* "One Tweet Sums Up The Absurd Double Standard Clinton Faces": of a headline's run of capitals,
 * the surname borne elsewhere is the name. */
static uint32_t headline_start(const Linker *l, uint32_t first, uint32_t end)
{
    if (end - first < 2 || !in_title_case(l, first) || borne_by_person(l, first, end)) return first;
    return borne_by_person(l, end - 1, end) ? end - 1 : first;
}

static bool is_demonym_word(const Linker *l, uint32_t first, uint32_t end)
{
    if (end - first > 2) return false;
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    return gazetteer_demonym(l->g, text) != NONE && gazetteer_find(l->g, text, GAZ_ALL) == NONE;
}

/* A letter or two, or nothing but marks. */
static bool no_name(const Linker *l, uint32_t first, uint32_t end)
{
    Span s = tokens_span(&l->found->lang, first, end);
    if (s.e - s.b == 1) return true;
    Slice text = slice_span(l->report->text, s);
    if (text.n > 3 && text.p[1] == '-' &&
        (text.p[0] == 'R' || text.p[0] == 'D' || text.p[0] == 'I') && text.p[2] >= 'A' &&
        text.p[2] <= 'Z' && text.n < 8)
        return true; /* "(R-Ky.)" */
    for (uint32_t t = first; t < end; t++)
        if (token(l, t)->upos != UPOS_PUNCT && token(l, t)->upos != UPOS_SYM) return false;
    return true;
}

/* "Moscow of China": a listed place and what the finder took along. Cuts the name to its first
 * place. */
static bool split_containers(const Linker *l, uint32_t *first, uint32_t *end)
{
    for (uint32_t t = *first + 1; t + 1 < *end; t++) {
        if (token(l, t)->upos != UPOS_ADP) continue;
        Slice whole = slice_span(l->report->text, tokens_span(&l->found->lang, *first, *end)),
              part = slice_span(l->report->text, tokens_span(&l->found->lang, *first, t));
        if (gazetteer_find(l->g, whole, GAZ_ALL) != NONE ||
            gazetteer_find(l->g, part, GAZ_PLACES) == NONE)
            return false;
        *end = t;
        return true;
    }
    return false;
}

/* "Pavel Bednyakov" taken for a body: a given name and one more capitalised word that is no word of
 * bodies. */
static bool reads_as_person(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t at;
    if (end - first != 2 || !gazetteer_is_given(l->g, token(l, first)->form)) return false;
    if (gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
                       GAZ_ALL) != NONE)
        return false;
    if (gazetteer_find(l->g, token(l, first)->form, GAZ_PLACES) != NONE ||
        gazetteer_find(l->g, token(l, end - 1)->form, GAZ_ORG | GAZ_COUNTRY) != NONE)
        return false;
    return token(l, end - 1)->upos == UPOS_PROPN && !role_ending(l, end - 1, first, &at) &&
           !gazetteer_legal_form(l->g, token(l, end - 1)->form, NULL);
}

static bool ends_in_hyphen(const Token *t)
{
    return t->form.n > 1 && t->form.p[t->form.n - 1] == '-' && !t->space_after;
}

/* Behind two words of a name any half will do but those of "Donald Trump-backed"; behind one it
 * must be a proper noun. */
static bool name_part(const Token *t, bool after_two)
{
    return t->upos == UPOS_PROPN ||
           (after_two && t->upos != UPOS_VERB && t->upos != UPOS_ADJ && t->upos != UPOS_NUM &&
            t->upos != UPOS_PUNCT && t->form.n <= 6);
}

/* "Ban Ki-moon" cut at the hyphen, which may be a token of its own or hang on the first half;
 * "Putin-led" is none. */
static uint32_t over_hyphens(const Linker *l, uint32_t first, uint32_t end, bool person)
{
    uint32_t stop = sentence_end(l, first);
    if (end > first + 1 && is_hyphen(token(l, end - 1))) end--;
    for (uint32_t steps = 0; steps < 3; steps++) {
        uint32_t next = end;
        if (ends_in_hyphen(token(l, end - 1)) && end < stop)
            next = end + 1;
        else if (end + 1 < stop && !token(l, end - 1)->space_after && is_hyphen(token(l, end)) &&
                 !token(l, end)->space_after)
            next = end + 2;
        else if (end + 1 < stop && ends_in_hyphen(token(l, end)) &&
                 token(l, end)->form.p[0] >= 'A' && token(l, end)->form.p[0] <= 'Z')
            next = end + 2;
        if (next == end || !name_part(token(l, next - 1),
                                      next - first > 2 || (next == end + 1 && next - first == 2)))
            break;
        if (!person && (gazetteer_find(l->g, token(l, next - 1)->form, GAZ_PLACES) != NONE ||
                        token(l, next - 1)->upos != UPOS_PROPN))
            break; /* Champs-Elysees, not Moscow-Beijing */
        end = next;
    }
    return end;
}

/* "Nations" of "the United Nations": the listed name around what the finder kept. */
static void to_listed(const Linker *l, uint32_t *first, uint32_t *end)
{
    if (gazetteer_find(l->g,
                       slice_span(l->report->text, tokens_span(&l->found->lang, *first, *end)),
                       GAZ_ALL) != NONE)
        return;
    uint32_t low = sentence_first(l, *first), stop = sentence_end(l, *first);
    for (uint32_t more = 4; more > 0; more--) {
        for (uint32_t left = 0; left <= more; left++) {
            if (*first < low + left || *end + more - left > stop) continue;
            uint32_t a = *first - left, b = *end + more - left;
            if (token(l, a)->upos != UPOS_PROPN || token(l, b - 1)->upos != UPOS_PROPN || b - a > 5)
                continue;
            uint32_t found = gazetteer_find(
                l->g, slice_span(l->report->text, tokens_span(&l->found->lang, a, b)), GAZ_ALL);
            if (found == NONE) continue;
            *first = a;
            *end = b;
            return;
        }
    }
}

typedef struct Cut {
    uint32_t first, end;
    NameKind kind;
} Cut;

static bool is_dash(const Token *t)
{
    return slice_is(t->form, "--") || slice_is(t->form, "\xE2\x80\x94") ||
           (slice_is(t->form, "\xE2\x80\x93") && t->space_after);
}

/* "Anna Keller Anna Keller": a caption or link run into the text says the name again. */
static uint32_t before_repeat(const Linker *l, uint32_t first, uint32_t end)
{
    for (uint32_t t = first + 2; t < end; t++)
        if (slice_eq(token(l, t)->form, token(l, first)->form)) return t;
    return end;
}

/* Off with determiners, possessives, titles, brackets and headline words. */
static void trim(const Linker *l, Cut *c)
{
    const LangText *text = &l->found->lang;
    c->end = over_hyphens(l, c->first, c->end, c->kind == NAME_PERSON || c->kind == NAME_OTHER);
    if (c->kind != NAME_PERSON) to_listed(l, &c->first, &c->end);
    while (c->first + 1 < c->end && text->token[c->first].upos == UPOS_DET)
        c->first++;
    while (c->end > c->first + 1 && (is_possessive_mark(&text->token[c->end - 1]) ||
                                     text->token[c->end - 1].upos == UPOS_PUNCT))
        c->end--;
    while (c->kind == NAME_PERSON && c->first + 1 < c->end &&
           gazetteer_title(l->g, text->token[c->first].form, NULL))
        c->first++;
    for (uint32_t t = c->first + 1; t < c->end; t++)
        if (text->token[t].upos == UPOS_PUNCT &&
            (memchr("([{\"", text->token[t].form.p[0], 4) || is_dash(&text->token[t])))
            c->end = t;
    c->first = headline_start(l, c->first, c->end);
    if (c->kind == NAME_PERSON) c->end = before_repeat(l, c->first, c->end);
    if (c->kind == NAME_PLACE) split_containers(l, &c->first, &c->end);
}

/* What sort of bearer the words themselves and the rest of the report speak for. */
static void resort(const Linker *l, Cut *c)
{
    const LangText *text = &l->found->lang;
    if (c->kind == NAME_ORG && reads_as_person(l, c->first, c->end)) c->kind = NAME_PERSON;
    uint32_t bare = c->first, role_at, n = c->end - c->first;
    while (bare + 1 < c->end && (looks_titled(l, bare, c->first) ||
                                 (n == 2 && c->kind == NAME_ORG &&
                                  !gazetteer_is_given(l->g, text->token[c->first].form))))
        bare++;
    if (c->kind != NAME_PERSON && borne_by_person(l, bare, c->end)) {
        c->kind = NAME_PERSON;
        c->first = bare;
    }
    if (c->kind == NAME_OTHER && n > 1 && n < 5 &&
        (borne_by_person(l, c->first, c->first + 1) || borne_by_person(l, c->end - 1, c->end)))
        c->kind = NAME_PERSON;
    const GazRole *sort = c->end - c->first > 1 ? role_ending(l, c->end - 1, c->first + 1, &role_at)
                                                : NULL;
    if (sort && sort->kind == ENTITY_ORG && c->kind == NAME_PLACE)
        c->kind = NAME_ORG; /* "Woodburn Police Department" */
    c->kind = kind_in_context(l, c->first, c->end, c->kind);
    if (c->kind == NAME_PERSON && char_is_digit((unsigned char)text->token[c->first].form.p[0]))
        c->kind = NAME_OTHER;
}

/* "Russian Defense Ministry"; "Global Times newspaper" */
static void read_body(const Linker *l, Draft *d)
{
    uint32_t first, end = d->end;
    d->role = role_ending(l, end - 1, d->first, &first);
    if (d->role && d->role->kind != ENTITY_ORG) d->role = NULL; /* "Islamic State" is no state */
    d->country = country_in(l, d->first, end);
    uint32_t low = sentence_first(l, d->first), at = d->first;
    if (d->country == NONE && d->gaz == NONE && at > low)
        d->country = is_possessive_mark(token(l, at - 1))
                         ? country_in(l, at > low + 3 ? at - 4 : low, at - 1)
                     : token(l, at - 1)->upos == UPOS_ADJ ? country_in(l, at - 1, at)
                                                          : NONE;
    if (d->role || end >= sentence_end(l, d->first) || !is_noun(token(l, end)) ||
        is_plural(token(l, end)))
        return;
    uint32_t last = end + 1 < sentence_end(l, end) && is_noun(token(l, end + 1)) &&
                            role_ending(l, end + 1, end, &first)
                        ? end + 1
                        : end;
    const GazRole *behind = role_ending(l, last, end, &first);
    if (!behind || behind->kind != ENTITY_ORG) return;
    d->role = behind;
    d->office = (Role){tokens_span(&l->found->lang, end, last + 1), {NULL, 0}};
    d->office.text = slice_span(l->report->text, d->office.span);
}

/* "China's leader" before "Xi Jinping" is a mention of its own. */
static void add_title_mention(Linker *l, uint32_t name)
{
    const Draft *d = &l->draft.at[name];
    Draft title = draft_of(l, token_at(&l->found->lang, d->office.span.b), d->first, FORM_NOMINAL,
                           ENTITY_PERSON);
    title.role = d->role;
    title.country = d->country;
    title.definite = true;
    title.apposed = name;
    add_draft(l, title);
}

static bool inside_date(const Linker *l, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (!l->dated[t]) return false;
    return true;
}

static void add_name(Linker *l, Cut c)
{
    static const EntityKind kinds[NAME_KINDS] = {ENTITY_PERSON, ENTITY_ORG, ENTITY_PLACE,
                                                 ENTITY_OTHER};
    for (uint32_t t = c.first; t < c.end; t++)
        if (l->at_token[t] != NONE && l->draft.at[l->at_token[t]].form == FORM_NAME) return;
    trim(l, &c);
    if (is_demonym_word(l, c.first, c.end) || no_name(l, c.first, c.end) ||
        is_degree(l, c.first, c.end) || inside_date(l, c.first, c.end))
        return;
    resort(l, &c);
    Draft d = draft_of(l, c.first, c.end, FORM_NAME, kinds[c.kind]);
    if (c.kind == NAME_PERSON) read_titles(l, &d);
    settle_kind(l, &d, c.kind);
    if (d.kind == ENTITY_PERSON) {
        d.hint = gender_of_name(l, &d);
        d.gaz = NONE;
    }
    if (d.gender == GENDER_UNKNOWN && d.end - d.first > 1) d.gender = d.hint;
    if (d.kind != ENTITY_PERSON) d.gender = GENDER_IT;
    if (d.kind == ENTITY_ORG) read_body(l, &d);
    if (d.gaz != NONE && d.country == NONE && gazetteer_entry(l->g, d.gaz)->country[0])
        d.country = gazetteer_country(l->g, gazetteer_entry(l->g, d.gaz)->country);
    d.government = is_government_use(l, &d);
    uint32_t name = add_draft(l, d);
    if (name != NONE && d.definite && d.office.span.e > 0) add_title_mention(l, name);
}

/* A body and a person run together behind an office: "Director of National Intelligence Dan Coats".
 * Token where the person begins, NONE. */
static uint32_t person_inside(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t low = sentence_first(l, first), at = first, role_first;
    if (at > low && token(l, at - 1)->upos == UPOS_DET) at--;
    if (at < low + 2 || token(l, at - 1)->upos != UPOS_ADP) return NONE;
    const GazRole *role = role_ending(l, at - 2, low, &role_first);
    if (!role || role->kind != ENTITY_PERSON) return NONE;
    for (uint32_t k = first + 1; k + 1 < end; k++) {
        if (end - k > 3 || !gazetteer_is_given(l->g, token(l, k)->form)) continue;
        if (gazetteer_find(l->g,
                           slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
                           GAZ_ALL) != NONE)
            return NONE;
        return k;
    }
    return NONE;
}

/* "Don Fowler" of which the finder kept "Fowler": a given name right before it belongs to it. */
static uint32_t with_given(const Linker *l, uint32_t first)
{
    if (first == 0 || first == sentence_first(l, first)) return first;
    const Token *before = token(l, first - 1);
    bool free_name = before->upos == UPOS_PROPN && before->name == NONE &&
                     l->at_token[first - 1] == NONE && before->space_after;
    return free_name && gazetteer_is_given(l->g, before->form) &&
                   gazetteer_find(l->g, before->form, GAZ_COUNTRY | GAZ_REGION | GAZ_ORG) == NONE
               ? first - 1
               : first;
}

static bool upper_first(const Token *t)
{
    return t->form.p[0] >= 'A' && t->form.p[0] <= 'Z';
}

/* "UN security council", "European parliament": a listed body whose further words are written
 * small. */
static uint32_t with_small_words(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t stop = sentence_end(l, first);
    for (uint32_t more = 3; more > 0; more--) {
        if (end + more > stop || !is_noun(token(l, end + more - 1)) ||
            token(l, end + more - 1)->name != NONE || l->at_token[end + more - 1] != NONE)
            continue;
        if (gazetteer_find(
                l->g, slice_span(l->report->text, tokens_span(&l->found->lang, first, end + more)),
                GAZ_ORG) != NONE)
            return end + more;
    }
    return end;
}

/* "the Brigades of the Dawn", "Association of Nurses": a noun of bodies with a capital, "of", and
 * the name the finder kept. */
static uint32_t with_body_noun(const Linker *l, uint32_t first)
{
    uint32_t low = sentence_first(l, first), at = first;
    if (at > low + 1 && slice_is(token(l, at - 1)->form, "the")) at--;
    if (at < low + 2 || !slice_is(token(l, at - 1)->form, "of") || !upper_first(token(l, at - 2)) ||
        token(l, at - 2)->name != NONE || l->at_token[at - 2] != NONE)
        return first;
    uint32_t role_first;
    const GazRole *role = is_noun(token(l, at - 2)) && !in_title_case(l, at - 2)
                              ? role_ending(l, at - 2, at - 2, &role_first)
                              : NULL;
    return role && role->kind == ENTITY_ORG ? at - 2 : first;
}

/* "Corran" TV: the capitalised noun of bodies right behind [first, end) that belongs to the name.
 */
static bool ends_in_body(const Linker *l, uint32_t first, uint32_t end)
{
    if (end >= sentence_end(l, first) || !token(l, end - 1)->space_after ||
        token(l, end)->name != NONE || l->at_token[end] != NONE)
        return false;
    if (!upper_first(token(l, end)) || !is_noun(token(l, end)) || is_plural(token(l, end)) ||
        in_title_case(l, end))
        return false;
    if (gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
                       GAZ_ALL) != NONE)
        return false;
    uint32_t role_first;
    const GazRole *role = role_ending(l, end, end, &role_first);
    return role && role->kind == ENTITY_ORG;
}

/* "John F." | "Karrow": a person's name that the finder cut behind an initial. */
static uint32_t past_initial(const Linker *l, uint32_t first, uint32_t end)
{
    Slice last = token(l, end - 1)->form;
    bool initial = end > first + 1 && last.n == 2 && last.p[1] == '.' && last.p[0] >= 'A' &&
                   last.p[0] <= 'Z';
    return initial && end < sentence_end(l, first) && token(l, end)->upos == UPOS_PROPN &&
                   upper_first(token(l, end)) && l->at_token[end] == NONE
               ? end + 1
               : end;
}

static void find_name(Linker *l, uint32_t first, uint32_t end, NameKind kind)
{
    if (kind == NAME_PERSON) {
        first = with_given(l, first);
        end = past_initial(l, first, end);
    }
    end = with_small_words(l, first, end);
    if (kind != NAME_PERSON && ends_in_body(l, first, end)) {
        end++;
        kind = NAME_ORG;
    }
    uint32_t body = kind == NAME_PLACE ? first : with_body_noun(l, first);
    if (body < first) {
        first = body;
        kind = NAME_ORG;
    }
    uint32_t person = kind == NAME_PERSON ? NONE : person_inside(l, first, end);
    add_name(l, (Cut){first, person == NONE ? end : person, kind});
    if (person != NONE) add_name(l, (Cut){person, end, NAME_PERSON});
}

/* "WHO" among words in small letters, whatever its tag. */
static bool in_capitals(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->form.n < 2 || k->form.n > 8) return false;
    for (size_t i = 0; i < k->form.n; i++)
        if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return false;
    return !in_title_case(l, t);
}

/* Do the capitals of both ends say something? Not those of a headline, of a determiner, of the
 * sentence's first word alone or of the first half of "Vale-Karrow". */
static bool capitals_tell(const Linker *l, uint32_t t, uint32_t k, uint32_t end)
{
    if (!upper_first(token(l, t)) || !upper_first(token(l, t + k - 1))) return false;
    if (token(l, t)->upos == UPOS_DET || in_title_case(l, t)) return false;
    bool half = t + 1 < end && is_hyphen(token(l, t + 1)) && !token(l, t)->space_after;
    return k > 1 || (t > sentence_first(l, t) && !half);
}

/* What the gazetteer says of the k tokens from t, where no name holds one; small towns are not
 * known well enough. */
static const GazEntry *listed_entry(const Linker *l, uint32_t t, uint32_t k)
{
    for (uint32_t i = t; i < t + k; i++)
        if (token(l, i)->name != NONE || l->at_token[i] != NONE) return NULL;
    Slice words = slice_span(l->report->text, tokens_span(&l->found->lang, t, t + k));
    const GazEntry *e = gazetteer_entry(l->g, gazetteer_find(l->g, words, GAZ_ALL));
    bool small = e && e->kind == GAZ_CITY && e->seat_of == NONE && e->people < 500000;
    return small ? NULL : e;
}

/* One word in capitals is a body's or a country's name; "May", "Reading" and "Saudi" are words. */
static bool word_names(const Linker *l, uint32_t t, const GazEntry *e)
{
    Slice word = slice_span(l->report->text, tokens_span(&l->found->lang, t, t + 1));
    return e->kind == GAZ_ORG || (e->kind == GAZ_COUNTRY && gazetteer_demonym(l->g, word) == NONE);
}

/* Places and bodies that the name finder passed over: capitalised words the gazetteer knows well.
 * Tokens used. */
static uint32_t find_listed(Linker *l, uint32_t t)
{
    uint32_t end = sentence_end(l, t);
    for (uint32_t k = 4; k > 0; k--) {
        if (t + k > end) continue;
        bool proper = token(l, t)->upos == UPOS_PROPN && token(l, t + k - 1)->upos == UPOS_PROPN;
        bool shout = k == 1 && in_capitals(l, t);
        bool credit = k == 1 && t > 0 && slice_is(token(l, t - 1)->form, "/") &&
                      upper_first(token(l, t)); /* "POOL/TASS" */
        if (!proper && !shout && !credit && !capitals_tell(l, t, k, end)) continue;
        const GazEntry *e = listed_entry(l, t, k);
        if (!e || (!proper && !shout && k == 1 && !word_names(l, t, e))) continue;
        find_name(l, t, t + k, e->kind == GAZ_ORG ? NAME_ORG : NAME_PLACE);
        return k;
    }
    return 1;
}

/* "United Nations" of which the finder kept "Nations": a listed name of several words that holds a
 * found one, and no other words of a name. */
static void find_whole(Linker *l, const Name *name)
{
    const LangText *text = &l->found->lang;
    uint32_t low = sentence_first(l, name->first), stop = sentence_end(l, name->first);
    for (uint32_t back = 3; back-- > 0;) {
        for (uint32_t ahead = 3; ahead-- > 0;) {
            if ((!back && !ahead) || name->first < low + back || name->end + ahead > stop) continue;
            uint32_t first = name->first - back, end = name->end + ahead;
            bool fits = upper_first(token(l, first)) && upper_first(token(l, end - 1));
            for (uint32_t t = first; t < end && fits; t++)
                fits = (token(l, t)->name == NONE || (t >= name->first && t < name->end)) &&
                       l->at_token[t] == NONE;
            uint32_t found = fits ? gazetteer_find(
                                        l->g,
                                        slice_span(l->report->text, tokens_span(text, first, end)),
                                        GAZ_ORG | GAZ_COUNTRY)
                                  : NONE;
            if (found == NONE) continue;
            find_name(l, first, end,
                      gazetteer_entry(l->g, found)->kind == GAZ_ORG ? NAME_ORG : NAME_PLACE);
            return;
        }
    }
}

/* "The Brigades of the Dawn, an armed group": a noun of bodies with a capital, "of", a capitalised
 * noun that nobody took for a name. Tokens used. */
static uint32_t find_body(Linker *l, uint32_t t)
{
    bool starts = t > sentence_first(l, t) && token(l, t)->upos == UPOS_PROPN &&
                  upper_first(token(l, t)) && gazetteer_demonym(l->g, token(l, t)->form) == NONE;
    if (starts && ends_in_body(l, t, t + 1)) {
        add_name(l, (Cut){t, t + 2, NAME_ORG});
        return 2;
    } /* "on Harbour TV" */
    uint32_t stop = sentence_end(l, t), at = t + 2, role_first;
    if (at + 1 >= stop || t == sentence_first(l, t) || !upper_first(token(l, t)) ||
        !slice_is(token(l, t + 1)->form, "of") || !is_noun(token(l, t)) || in_title_case(l, t))
        return 1;
    if (slice_is(token(l, at)->form, "the")) at++;
    uint32_t end = at;
    while (end < stop && end < at + 4 && upper_first(token(l, end)) && is_noun(token(l, end)) &&
           l->at_token[end] == NONE)
        end++;
    const GazRole *role = end > at ? role_ending(l, t, t, &role_first) : NULL;
    if (!role || role->kind != ENTITY_ORG) return 1;
    add_name(l, (Cut){t, end, NAME_ORG});
    return end - t;
}

/* The credited agency wherever the report names it: "(Northgate Press) -" ... "Northgate Press
 * could not check". Tokens used. */
static uint32_t find_agency(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    for (uint32_t i = 0; i < l->report->agencies.n; i++) {
        Slice name = l->report->agencies.at[i];
        if (k->span.b + name.n > l->report->text.n ||
            !slice_eq((Slice){l->report->text.p + k->span.b, name.n}, name))
            continue;
        uint32_t last = token_at(&l->found->lang, k->span.b + (uint32_t)name.n - 1);
        if (last >= sentence_end(l, t) || token(l, last)->span.e != k->span.b + name.n) continue;
        bool unused = true;
        for (uint32_t at = t; at <= last; at++)
            unused &= l->at_token[at] == NONE;
        if (!unused) continue;
        add_name(l, (Cut){t, last + 1, NAME_ORG});
        return last + 1 - t;
    }
    return 1;
}

static void put_borne(Linker *l, Slice text)
{
    char key[256];
    Slice copy = arena_copy(l->scratch, (Slice){key, name_fold(text, key, sizeof key)});
    if (!copy.p || (copy.n && !map_put(&l->borne, copy, 1))) l->full_up = true;
}

static bool is_after(const Linker *l, uint32_t t)
{
    char key[32];
    Slice form = token(l, t)->form;
    if (!l->names || form.n > 8) return false;
    return names_is_after(l->names, (Slice){key, name_fold(form, key, sizeof key)});
}

/* Names of persons written in full, whole and surname, so that a finder's slip elsewhere can be put
 * right. */
static void note_bearers(Linker *l)
{
    const LangText *text = &l->found->lang;
    for (uint32_t i = 0; i < text->n_names; i++) {
        const Name *n = &text->name[i];
        uint32_t first = n->first;
        while (first + 1 < n->end && looks_titled(l, first, first))
            first++;
        uint32_t low = text->sentence[text->token[first].sentence].first;
        if (n->kind == NAME_PERSON && n->end == first + 1 && first > low &&
            gazetteer_title(l->g, text->token[first - 1].form, NULL))
            put_borne(l, text->token[first].form); /* "Mr. Ban" */
        if (n->kind != NAME_PERSON || n->end - first < 2 || n->end - first > 4) continue;
        put_borne(l, slice_span(l->report->text, tokens_span(text, first, n->end)));
        uint32_t last = n->end - 1;
        if (is_after(l, last)) last--; /* "Vale Jr." */
        if (last > first || !is_after(l, n->end - 1)) put_borne(l, text->token[last].form);
        if (!gazetteer_is_given(l->g, text->token[first].form) ||
            gazetteer_family_first(l->g, text->token[first].form))
            put_borne(l, text->token[first].form);
    }
}

/* A headline in capitals or title case tells nothing about names. */
static bool in_title_case(const Linker *l, uint32_t t)
{
    uint32_t words = 0, upper = 0;
    uint32_t first = sentence_first(l, t), end = sentence_end(l, t);
    if (t - first > NEAR / 2) first = t - NEAR / 2;
    if (end - t > NEAR / 2) end = t + NEAR / 2;
    for (uint32_t i = first; i < end; i++) {
        const Token *k = token(l, i);
        if (k->form.n < 4 || k->upos == UPOS_PUNCT || k->upos == UPOS_NUM) continue;
        words++;
        upper += k->form.p[0] >= 'A' && k->form.p[0] <= 'Z';
    }
    return words >= 3 && upper * 4 >= words * 3;
}

/* "Lindqvist, the envoy, warned that": a lone proper noun that is the subject of a verb of speech.
 */
static bool speaks_alone(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->rel != REL_NSUBJ || k->head == NONE || k->form.n < 3 || !upper_first(k) ||
        (k->xpos && strcmp(k->xpos, "NNP") != 0))
        return false;
    if (!word_is(l->words, WORD_SPEECH, token(l, k->head)->lemma) ||
        child_near(l, t, REL_DET) != NONE || in_capitals(l, t) || in_title_case(l, t))
        return false;
    return gazetteer_find(l->g, k->form, GAZ_ALL) == NONE &&
           gazetteer_demonym(l->g, k->form) == NONE && !gazetteer_role(l->g, k->form);
}

/* "The Telegraph reported": a last word of outlets with a capital, the subject of a verb of speech
 * or behind "according to", that nobody took for a name. */
static void find_outlet(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    uint32_t low = sentence_first(l, t), first = t;
    if (!upper_first(k) || k->head == NONE || !word_is(l->words, WORD_OUTLET, k->form) ||
        in_title_case(l, t) || in_capitals(l, t))
        return;
    while (first > low && t - first < 3 && upper_first(token(l, first - 1)) &&
           token(l, first - 1)->upos == UPOS_PROPN && l->at_token[first - 1] == NONE)
        first--;
    bool told = first < t ||
                (first > low && slice_eq_nocase(token(l, first - 1)->form, SLICE("the")));
    bool speaks = k->rel == REL_NSUBJ && word_is(l->words, WORD_SPEECH, token(l, k->head)->lemma);
    bool according = first >= low + 3 && slice_is(token(l, first - 2)->form, "to") &&
                     slice_eq_nocase(token(l, first - 3)->form, SLICE("according"));
    if (told && (speaks || according)) add_name(l, (Cut){first, t + 1, NAME_ORG});
}

static void find_outlets(Linker *l)
{
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++)
        if (token(l, t)->name == NONE && l->at_token[t] == NONE) find_outlet(l, t);
}

/* "China's leader Xi Jinping": capitalised words [t, end) behind an office of persons. */
static bool stands_titled(const Linker *l, uint32_t t, uint32_t end)
{
    uint32_t low = sentence_first(l, t), first;
    if (t == low || gazetteer_demonym(l->g, token(l, t)->form) != NONE ||
        !looks_titled(l, t - 1, low) || looks_titled(l, t, t) || in_title_case(l, t))
        return false;
    const GazRole *role = role_ending(l, t - 1, low, &first);
    return (!role || role->kind == ENTITY_PERSON) && !role_ending(l, end - 1, t, &first);
}

/* A given name and one or two words more, no place and no body. */
static bool stands_given(const Linker *l, uint32_t t, uint32_t end)
{
    uint32_t first;
    if (end < t + 2 || end > t + 3 || !gazetteer_is_given(l->g, token(l, t)->form) ||
        in_title_case(l, t) || role_ending(l, end - 1, t + 1, &first))
        return false;
    Slice words = slice_span(l->report->text, tokens_span(&l->found->lang, t, end));
    return gazetteer_find(l->g, words, GAZ_ALL) == NONE &&
           gazetteer_find(l->g, token(l, t)->form, GAZ_COUNTRY | GAZ_REGION) == NONE;
}

/* Persons the finder passed over: capitalised words behind an office, a name known from elsewhere,
 * a given name and a surname. Tokens used. */
static uint32_t find_person(Linker *l, uint32_t t)
{
    uint32_t end = t, stop = sentence_end(l, t);
    while (end < stop && end < t + 4 && token(l, end)->upos == UPOS_PROPN &&
           token(l, end)->name == NONE && l->at_token[end] == NONE)
        end++;
    if (end == t) { /* "Pence said", tagged as the coin */
        if (borne_by_person(l, t, t + 1)) find_name(l, t, t + 1, NAME_PERSON);
        return 1;
    }
    uint32_t until = stands_titled(l, t, end) ? end : NONE;
    for (uint32_t k = end; until == NONE && k > t; k--)
        if (k - t <= 3 && borne_by_person(l, t, k)) until = k;
    if (until == NONE && stands_given(l, t, end)) until = end;
    if (until == NONE && end == t + 1 && speaks_alone(l, t)) until = end;
    if (until == NONE) return 1;
    find_name(l, t, until, NAME_PERSON);
    return until - t;
}

/* A proper noun without a name, or a capitalised word of another sort that may be somebody's
 * surname. */
static bool may_be_person(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->name != NONE || l->at_token[t] != NONE || k->form.n < 2 || l->dated[t]) return false;
    if (k->upos == UPOS_PROPN) return true;
    bool speaks = t + 1 < sentence_end(l, t) && token(l, t + 1)->upos == UPOS_VERB &&
                  token(l, t + 1)->xpos && strcmp(token(l, t + 1)->xpos, "VBD") == 0;
    if (t == sentence_first(l, t) && speaks && borne_by_person(l, t, t + 1))
        return true; /* "May said" */
    return k->form.n >= 3 && k->form.p[0] >= 'A' && k->form.p[0] <= 'Z' && k->form.p[1] >= 'a' &&
           (k->upos == UPOS_NOUN || k->upos == UPOS_X || t > sentence_first(l, t));
}

/* Agencies in a credit run together with other marks: "POOL/TASS**". */
static void find_credit(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    size_t b = 0, e = k->form.n;
    while (b < e && !(k->form.p[b] >= 'A' && k->form.p[b] <= 'Z'))
        b++;
    while (e > b && !(k->form.p[e - 1] >= 'A' && k->form.p[e - 1] <= 'Z'))
        e--;
    if (e - b < 3 || e - b > 12 || e - b == k->form.n) return;
    for (size_t i = b; i < e; i++)
        if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return;
    Slice core = {k->form.p + b, e - b};
    uint32_t found = gazetteer_find(l->g, core, GAZ_ORG);
    if (found == NONE) return;
    Draft d = draft_of(l, t, t + 1, FORM_NAME, ENTITY_ORG);
    d.span = (Span){k->span.b + (uint32_t)b, k->span.b + (uint32_t)e};
    d.gaz = found;
    d.gender = GENDER_IT;
    add_draft(l, d);
}

/* The "State" of "Secretary of State". */
static bool in_role_words(const Linker *l, const Draft *name, const Draft *part)
{
    Slice noun = name->role ? name->role->noun : (Slice){"", 0},
          word = slice_span(l->report->text, part->span);
    if (part->end - part->first != 1 || noun.n <= word.n) return false;
    return slice_eq_nocase((Slice){noun.p + noun.n - word.n, word.n}, word) &&
           noun.p[noun.n - word.n - 1] == ' ';
}

/* A name that the finder cut out of a person's title ("Chinese National Defense" Minister Li) is
 * none; listed bodies and states stay. */
static void drop_title_parts(Linker *l)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->draft.n; i++)
        l->draft.at[i].entity = NONE;
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = &l->draft.at[i];
        if (d->form != FORM_NAME || d->kind != ENTITY_PERSON || d->office.span.e == 0) continue;
        for (uint32_t k = i; k-- > 0 && l->draft.at[k].span.e > d->office.span.b;) {
            Draft *part = &l->draft.at[k];
            if (part->form == FORM_NAME && span_in(part->span, d->office.span) &&
                part->gaz == NONE && part->end == token_at(&l->found->lang, part->span.e) &&
                !part->role &&
                (country_in(l, part->first, part->end) != NONE || in_role_words(l, d, part)))
                part->entity = 0;
        }
    }
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++)
        if (l->at_token[t] != NONE && l->draft.at[l->at_token[t]].entity == 0)
            l->at_token[t] = NONE;
    uint32_t *where = ARENA_ARRAY(l->scratch, uint32_t, l->draft.n + 1);
    if (!where) {
        l->full_up = true;
        return;
    }
    for (uint32_t i = 0; i < l->draft.n; i++) {
        where[i] = kept;
        if (l->draft.at[i].entity == 0) continue;
        l->draft.at[kept++] = l->draft.at[i];
    }
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++)
        if (l->at_token[t] != NONE) l->at_token[t] = where[l->at_token[t]];
    l->draft.n = kept;
    for (uint32_t i = 0; i < kept; i++)
        if (l->draft.at[i].apposed != NONE) l->draft.at[i].apposed = where[l->draft.at[i].apposed];
}

/* "Organisation for the Prohibition of Chemical Weapons (OPCW)": the words whose initials the
 * bracket spells are one body (Schwartz and Hearst 2003). */
static void find_defined(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    uint32_t low = sentence_first(l, t), at = t - 1;
    if (k->form.n < 3 || k->form.n > 8 || t < low + 3 || !slice_is(token(l, t - 1)->form, "("))
        return;
    for (size_t i = 0; i < k->form.n; i++)
        if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return;
    for (size_t left = k->form.n; left > 0;) {
        if (at <= low || t - at > 14) return;
        const Token *w = token(l, --at);
        if (w->form.p[0] == k->form.p[left - 1])
            left--;
        else if (w->upos != UPOS_ADP && w->upos != UPOS_DET && w->upos != UPOS_CCONJ)
            return;
    }
    add_name(l, (Cut){at, t - 1, NAME_ORG});
    add_name(l, (Cut){t, t + 1, NAME_ORG});
    if (!map_put(&l->defined, k->form, 1)) l->full_up = true;
}

void find_names(Linker *l)
{
    const LangText *text = &l->found->lang;
    note_bearers(l);
    note_lands(l);
    for (uint32_t t = 1; t < text->n_tokens; t++)
        find_defined(l, t);
    for (uint32_t t = 0; t < text->n_tokens && l->report->agencies.n > 0;)
        t += l->at_token[t] == NONE && upper_first(token(l, t)) ? find_agency(l, t) : 1;
    for (uint32_t i = 0; i < text->n_names; i++)
        if (text->name[i].end > text->name[i].first) find_whole(l, &text->name[i]);
    for (uint32_t i = 0; i < text->n_names; i++)
        if (text->name[i].end > text->name[i].first)
            find_name(l, text->name[i].first, text->name[i].end, text->name[i].kind);
    for (uint32_t t = 0; t < text->n_tokens; t++)
        if (l->at_token[t] == NONE && map_find(&l->defined, token(l, t)->form) != NONE)
            add_name(l, (Cut){t, t + 1, NAME_ORG});
    for (uint32_t t = 0; t < text->n_tokens;)
        t += token(l, t)->name == NONE && l->at_token[t] == NONE ? find_listed(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens;)
        t += token(l, t)->name == NONE && l->at_token[t] == NONE ? find_body(l, t) : 1;
    find_outlets(l);
    for (uint32_t t = 0; t < text->n_tokens;)
        t += may_be_person(l, t) ? find_person(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens; t++)
        if (l->at_token[t] == NONE) find_credit(l, t);
    drop_title_parts(l);
}
