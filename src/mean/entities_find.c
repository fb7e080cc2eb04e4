/* entities_find.c - the mentions of a report before they are linked: names, nominals that name an office or a body, pronouns.
 * In: LangText (names found by the language engine, tags, parse) and the gazetteer. Out: drafts in order of first token.
 * Rules, with the sentence they stand for: titles before a name are its office ("Chinese Defense Minister Li Shangfu"); a role noun right behind a body's
 * name belongs to it ("Global Times newspaper"); a possessor before the title makes a nominal of its own ("China's leader Xi Jinping"); an apposed
 * nominal is the name's ("Boris Vale, the mayor,"). Known to fail: titles that are no listed role noun; names the language engine cut in two. */
#include "base/utf8.h"
#include "mean/entities_impl.h"

static const Token *token(const Linker *l, uint32_t t) { return &l->found->lang.token[t]; }

static Gram gram_of(const Linker *l, uint32_t t) {
    for (uint32_t steps = 0; steps < 6 && t != NONE; steps++) {
        const Token *k = token(l, t);
        switch (k->rel) {
        case REL_NSUBJ: case REL_CSUBJ: return GRAM_SUBJECT;
        case REL_OBJ: case REL_IOBJ: return GRAM_OBJECT;
        case REL_APPOS: return GRAM_APPOS;
        case REL_OBL: return GRAM_OBLIQUE;
        case REL_NMOD: return slice_is(slice_of(k->subtype), "poss") ? GRAM_POSSESSOR : GRAM_OBLIQUE;
        case REL_CONJ: case REL_FLAT: case REL_COMPOUND: t = k->head; break;
        default: return GRAM_OTHER;
        }
    }
    return GRAM_OTHER;
}

static uint32_t head_of(const Linker *l, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        uint32_t h = token(l, t)->head;
        if (h == NONE || h < first || h >= end) return t;
    }
    return end - 1;
}

static uint32_t sentence_first(const Linker *l, uint32_t t) { return l->found->lang.sentence[token(l, t)->sentence].first; }
static uint32_t sentence_end(const Linker *l, uint32_t t) { return l->found->lang.sentence[token(l, t)->sentence].end; }

static bool is_possessive_mark(const Token *t) { return t->xpos && strcmp(t->xpos, "POS") == 0; }
static bool is_plural(const Token *t) { return t->xpos && (strcmp(t->xpos, "NNS") == 0 || strcmp(t->xpos, "NNPS") == 0); }
static bool is_noun(const Token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN; }

/* Lower-case words first..last as one phrase, the last by its lemma. */
static Slice phrase(const Linker *l, uint32_t first, uint32_t last, char room[96]) {
    size_t n = 0;
    for (uint32_t t = first; t <= last; t++) {
        Slice w = t == last ? token(l, t)->lemma : token(l, t)->form;
        if (w.n == 0) w = token(l, t)->form;
        bool glued = t > first && !token(l, t - 1)->space_after;
        if (n + w.n + 2 > 96) return (Slice){room, 0};
        if (t > first && !glued) room[n++] = ' ';
        memcpy(room + n, w.p, w.n);
        n += w.n;
    }
    return (Slice){room, n};
}

static bool may_begin_role(const Token *t) { return is_noun(t) || t->upos == UPOS_ADJ || t->upos == UPOS_VERB || t->upos == UPOS_X; }

/* Longest listed role that ends with token `last`; its first token in *first. */
static const GazRole *role_ending(const Linker *l, uint32_t last, uint32_t low, uint32_t *first) {
    for (uint32_t k = 4; k-- > 0;) {
        if (last < low + k || !may_begin_role(token(l, last - k))) continue;
        char room[96];
        Slice words = phrase(l, last - k, last, room);
        const GazRole *role = words.n ? gazetteer_role(l->g, words) : NULL;
        if (role) { *first = last - k; return role; }
    }
    return NULL;
}

/* State named by tokens [first, end): a demonym or a name of a state, of one or two words; NONE. */
static uint32_t country_in(const Linker *l, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        char c = token(l, t)->form.n ? token(l, t)->form.p[0] : 'a';
        if (c >= 'a' && c <= 'z') continue;
        for (uint32_t k = t + 2 <= end ? 2u : 1u; k > 0; k--) {
            Span s = tokens_span(&l->found->lang, t, t + k);
            Slice words = slice_span(l->report->text, s);
            uint32_t entry = gazetteer_demonym(l->g, words);
            if (entry == NONE) entry = gazetteer_find(l->g, words, GAZ_COUNTRY);
            if (entry == NONE) {
                uint32_t seat = gazetteer_find(l->g, words, GAZ_CITY);
                if (seat != NONE) entry = gazetteer_entry(l->g, seat)->seat_of;
            }
            if (entry != NONE) return entry;
        }
    }
    return NONE;
}

static uint32_t add_draft(Linker *l, Draft d) {
    uint32_t index = l->draft.n;
    if (!VEC_PUSH(l->scratch, &l->draft, d)) { l->full_up = true; return NONE; }
    if (d.form != FORM_PRONOUN) for (uint32_t t = d.first; t < d.end; t++) l->at_token[t] = index;
    return index;
}

static Draft draft_of(const Linker *l, uint32_t first, uint32_t end, MentionForm form, EntityKind kind) {
    Draft d = {.span = tokens_span(&l->found->lang, first, end), .first = first, .end = end, .form = form, .kind = kind,
               .gaz = NONE, .country = NONE, .apposed = NONE, .entity = NONE, .rule = ""};
    d.head = head_of(l, first, end);
    d.sentence = token(l, first)->sentence;
    d.gram = gram_of(l, d.head);
    d.quoted = l->quoted[d.head];
    d.possessive = end < l->found->lang.n_tokens && is_possessive_mark(token(l, end));
    return d;
}

/* ---- names ---- */

static bool looks_titled(const Linker *l, uint32_t t, uint32_t low) {
    uint32_t first;
    return is_noun(token(l, t)) && (gazetteer_title(l->g, token(l, t)->form, NULL) || role_ending(l, t, low, &first) != NULL);
}

static bool in_title_run(const Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (is_noun(k) || k->upos == UPOS_ADJ || is_possessive_mark(k)) return true;
    return (slice_is(k->form, "-") || slice_is(k->form, ".")) && !k->space_after;
}

/* Office words before a person's name: role, state, gender; the run's tokens [first, name). */
static void read_titles(Linker *l, Draft *d) {
    uint32_t low = sentence_first(l, d->first), t = d->first;
    if (t == low || !looks_titled(l, t - 1, low)) return;
    uint32_t role_first = t - 1;
    const GazRole *role = role_ending(l, t - 1, low, &role_first);
    Gender gender;
    if (gazetteer_title(l->g, token(l, t - 1)->form, &gender) && gender != GENDER_UNKNOWN) d->gender = gender;
    if (role && role->gender != GENDER_UNKNOWN) d->gender = role->gender;
    if (role && role->kind != ENTITY_PERSON) return;
    d->role = role;
    uint32_t first = role_first;
    while (first > low && d->first - first < 10 && in_title_run(l, first - 1)) {
        uint32_t name = token(l, first - 1)->name;
        if (name != NONE && l->found->lang.name[name].kind == NAME_PERSON) break;
        first--;
    }
    while (first < role_first && (is_possessive_mark(token(l, first)) || token(l, first)->upos == UPOS_PUNCT)) first++;
    d->country = country_in(l, first, d->first);
    d->office = (Role){tokens_span(&l->found->lang, first, d->first), {NULL, 0}};
    d->office.text = slice_span(l->report->text, d->office.span);
    for (uint32_t k = first; k < d->first; k++) {
        if (!is_possessive_mark(token(l, k)) || k + 1 >= d->first) continue;
        d->definite = true; /* "China's leader Xi Jinping": the title is a mention of its own */
    }
}

static uint32_t gaz_of(const Linker *l, Slice text, NameKind kind) {
    uint32_t first = kind == NAME_ORG ? GAZ_ORG | GAZ_SITE : kind == NAME_PLACE ? GAZ_PLACES : kind == NAME_PERSON ? 0u : GAZ_ALL;
    uint32_t found = first ? gazetteer_find(l->g, text, first) : NONE;
    return found != NONE || kind == NAME_PERSON ? found : gazetteer_find(l->g, text, GAZ_ALL);
}

/* States and parts of states that the report speaks of, by any of their names or demonyms: they tell which Paris is meant. */
static void note_lands(Linker *l) {
    const LangText *text = &l->found->lang;
    for (uint32_t t = 0; t < text->n_tokens; t++) {
        const Token *k = &text->token[t];
        if (k->form.n < 2 || k->form.p[0] < 'A' || k->form.p[0] > 'Z') continue;
        for (uint32_t n = t + 2 <= text->n_tokens ? 2u : 1u; n > 0; n--) {
            Slice words = slice_span(l->report->text, tokens_span(text, t, t + n));
            uint32_t land = gazetteer_demonym(l->g, words);
            if (land == NONE) land = gazetteer_find(l->g, words, GAZ_COUNTRY | GAZ_REGION);
            const GazEntry *e = gazetteer_entry(l->g, land);
            if (e && !map_put(&l->lands, e->key, 1)) l->full_up = true;
        }
    }
}

static bool land_named(const Linker *l, const GazEntry *city) {
    for (uint32_t in = city->in, steps = 0; in != NONE && steps < 4; steps++) {
        const GazEntry *land = gazetteer_entry(l->g, in);
        if (map_find(&l->lands, land->key) != NONE) return true;
        in = land->in;
    }
    return false;
}

/* Of several cities of one name: the one whose state the report names; else one that is known to everybody; else none. */
static uint32_t which_city(const Linker *l, Slice text, uint32_t found) {
    const GazEntry *e = gazetteer_entry(l->g, found);
    if (!e || e->kind != GAZ_CITY || e->seat_of != NONE) return found;
    uint32_t bearer[16], n = gazetteer_bearers(l->g, text, GAZ_CITY, bearer, 16);
    for (uint32_t i = 0; i < n; i++) if (land_named(l, gazetteer_entry(l->g, bearer[i]))) return bearer[i];
    uint32_t second = n > 1 ? gazetteer_entry(l->g, bearer[1])->people : 0;
    return e->people >= 800000 && e->people / 4 > second ? found : NONE;
}

/* The gazetteer overrules the name finder where a word is a state or a seat of government and nothing says person. */
static void settle_kind(Linker *l, Draft *d, NameKind kind) {
    Slice text = slice_span(l->report->text, d->span);
    d->gaz = which_city(l, text, gaz_of(l, text, kind));
    if (kind == NAME_PERSON && d->end - d->first <= 2 && d->office.span.e == 0 && !gazetteer_is_given(l->g, token(l, d->first)->form)) {
        uint32_t place = gazetteer_find(l->g, text, GAZ_COUNTRY | GAZ_CITY | GAZ_SITE);
        const GazEntry *e = gazetteer_entry(l->g, place);
        if (e && (e->kind == GAZ_COUNTRY || e->seat_of != NONE)) d->gaz = place;
    }
    const GazEntry *e = gazetteer_entry(l->g, d->gaz);
    if (!e) return;
    if (e->kind == GAZ_ORG && kind != NAME_PERSON) d->kind = ENTITY_ORG;
    else if (e->kind != GAZ_ORG && (kind != NAME_ORG || e->kind == GAZ_COUNTRY || e->kind == GAZ_SITE)) d->kind = ENTITY_PLACE;
    else if (e->kind == GAZ_CITY) d->gaz = NONE; /* a team or firm called after a city */
}

static Gender gender_of_name(const Linker *l, const Draft *d) {
    uint32_t given = d->first + 1 < d->end && token(l, d->first)->form.n <= 2 ? d->first + 1 : d->first; /* "J. Robert Ames" */
    Gender g = gazetteer_given(l->g, token(l, given)->form);
    if (g != GENDER_UNKNOWN) return g;
    for (uint32_t t = d->first + 1; t < d->end; t++) { /* patronymics tell */
        Slice w = token(l, t)->form;
        if (w.n > 5 && (slice_ends(w, SLICE("ovna")) || slice_ends(w, SLICE("evna")))) return GENDER_SHE;
        if (w.n > 5 && (slice_ends(w, SLICE("ovich")) || slice_ends(w, SLICE("evich")))) return GENDER_HE;
    }
    return GENDER_UNKNOWN;
}

/* Is this the surname, or the whole, of somebody named in full elsewhere in the report? */
static bool borne_by_person(const Linker *l, uint32_t first, uint32_t end) {
    char key[256];
    size_t n = name_fold(slice_span(l->report->text, tokens_span(&l->found->lang, first, end)), key, sizeof key);
    if (n == 0 || map_find(&l->borne, (Slice){key, n}) == NONE) return false;
    return gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, first, end)), GAZ_COUNTRY | GAZ_REGION | GAZ_SITE | GAZ_ORG) == NONE;
}

static bool in_title_case(const Linker *l, uint32_t t);

/* "One Tweet Sums Up The Absurd Double Standard Clinton Faces": of a headline's run of capitals, the surname borne elsewhere is the name. */
static uint32_t headline_start(const Linker *l, uint32_t first, uint32_t end) {
    if (end - first < 2 || !in_title_case(l, first) || borne_by_person(l, first, end)) return first;
    return borne_by_person(l, end - 1, end) ? end - 1 : first;
}

static bool is_demonym_word(const Linker *l, uint32_t first, uint32_t end) {
    if (end - first > 2) return false;
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    return gazetteer_demonym(l->g, text) != NONE && gazetteer_find(l->g, text, GAZ_ALL) == NONE;
}

/* A letter or two, or nothing but marks. */
static bool no_name(const Linker *l, uint32_t first, uint32_t end) {
    Span s = tokens_span(&l->found->lang, first, end);
    if (s.e - s.b == 1) return true;
    for (uint32_t t = first; t < end; t++) if (token(l, t)->upos != UPOS_PUNCT && token(l, t)->upos != UPOS_SYM) return false;
    return true;
}

/* "Moscow of China": a listed place and what the finder took along. Cuts the name to its first place. */
static bool split_containers(const Linker *l, uint32_t *first, uint32_t *end) {
    for (uint32_t t = *first + 1; t + 1 < *end; t++) {
        if (token(l, t)->upos != UPOS_ADP) continue;
        Slice whole = slice_span(l->report->text, tokens_span(&l->found->lang, *first, *end)), part = slice_span(l->report->text, tokens_span(&l->found->lang, *first, t));
        if (gazetteer_find(l->g, whole, GAZ_ALL) != NONE || gazetteer_find(l->g, part, GAZ_PLACES) == NONE) return false;
        *end = t;
        return true;
    }
    return false;
}

/* "Pavel Bednyakov" taken for a body: a given name and one more capitalised word that is no word of bodies. */
static bool reads_as_person(const Linker *l, uint32_t first, uint32_t end) {
    uint32_t at;
    if (end - first != 2 || !gazetteer_is_given(l->g, token(l, first)->form)) return false;
    if (gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, first, end)), GAZ_ALL) != NONE) return false;
    if (gazetteer_find(l->g, token(l, first)->form, GAZ_PLACES) != NONE || gazetteer_find(l->g, token(l, end - 1)->form, GAZ_ORG | GAZ_COUNTRY) != NONE) return false;
    return token(l, end - 1)->upos == UPOS_PROPN && !role_ending(l, end - 1, first, &at) && !gazetteer_legal_form(l->g, token(l, end - 1)->form, NULL);
}

static bool is_hyphen(const Token *t) { return slice_is(t->form, "-") || slice_is(t->form, "\xE2\x80\x91") || slice_is(t->form, "\xE2\x80\x93"); }

static bool ends_in_hyphen(const Token *t) { return t->form.n > 1 && t->form.p[t->form.n - 1] == '-' && !t->space_after; }

static bool name_part(const Token *t, bool after_two) { return t->upos == UPOS_PROPN || (after_two && (t->upos == UPOS_NOUN || t->upos == UPOS_X)); }

/* "Ban Ki-moon" cut at the hyphen, which may be a token of its own or hang on the first half; "Putin-led" is none. */
static uint32_t over_hyphens(const Linker *l, uint32_t first, uint32_t end) {
    uint32_t stop = sentence_end(l, first);
    if (end > first + 1 && is_hyphen(token(l, end - 1))) end--;
    for (uint32_t steps = 0; steps < 3; steps++) {
        uint32_t next = end;
        if (ends_in_hyphen(token(l, end - 1)) && end < stop) next = end + 1;
        else if (end + 1 < stop && !token(l, end - 1)->space_after && is_hyphen(token(l, end)) && !token(l, end)->space_after) next = end + 2;
        else if (end + 1 < stop && ends_in_hyphen(token(l, end)) && token(l, end)->form.p[0] >= 'A' && token(l, end)->form.p[0] <= 'Z') next = end + 2;
        if (next == end || !name_part(token(l, next - 1), next - first > 2)) break;
        end = next;
    }
    return end;
}

/* "Nations" of "the United Nations": the listed name around what the finder kept. */
static void to_listed(const Linker *l, uint32_t *first, uint32_t *end) {
    if (gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, *first, *end)), GAZ_ALL) != NONE) return;
    uint32_t low = sentence_first(l, *first), stop = sentence_end(l, *first);
    for (uint32_t more = 4; more > 0; more--) {
        for (uint32_t left = 0; left <= more; left++) {
            if (*first < low + left || *end + more - left > stop) continue;
            uint32_t a = *first - left, b = *end + more - left;
            if (token(l, a)->upos != UPOS_PROPN || token(l, b - 1)->upos != UPOS_PROPN || b - a > 5) continue;
            uint32_t found = gazetteer_find(l->g, slice_span(l->report->text, tokens_span(&l->found->lang, a, b)), GAZ_ALL);
            if (found == NONE) continue;
            *first = a;
            *end = b;
            return;
        }
    }
}

static void find_name(Linker *l, uint32_t first, uint32_t end, NameKind kind) {
    const LangText *text = &l->found->lang;
    if (kind == NAME_PERSON || kind == NAME_OTHER) end = over_hyphens(l, first, end);
    if (kind != NAME_PERSON) to_listed(l, &first, &end);
    for (uint32_t t = first; t < end; t++) if (l->at_token[t] != NONE && l->draft.at[l->at_token[t]].form == FORM_NAME) return;
    while (first + 1 < end && text->token[first].upos == UPOS_DET) first++;
    while (end > first + 1 && (is_possessive_mark(&text->token[end - 1]) || text->token[end - 1].upos == UPOS_PUNCT)) end--;
    if (kind == NAME_PERSON) while (first + 1 < end && looks_titled(l, first, first) && (gazetteer_title(l->g, text->token[first].form, NULL) || !gazetteer_is_given(l->g, text->token[first].form))) first++;
    for (uint32_t t = first + 1; t < end; t++) if (text->token[t].upos == UPOS_PUNCT && memchr("([{\"", text->token[t].form.p[0], 4)) end = t;
    first = headline_start(l, first, end);
    if (is_demonym_word(l, first, end) || no_name(l, first, end)) return;
    if (kind == NAME_PLACE && split_containers(l, &first, &end)) kind = NAME_PLACE;
    if (kind == NAME_ORG && reads_as_person(l, first, end)) kind = NAME_PERSON;
    uint32_t bare = first, role_at;
    while (bare + 1 < end && (looks_titled(l, bare, first) || (end - first == 2 && kind == NAME_ORG && !gazetteer_is_given(l->g, text->token[first].form)))) bare++;
    if (kind != NAME_PERSON && borne_by_person(l, bare, end)) { kind = NAME_PERSON; first = bare; }
    if (kind == NAME_OTHER && end - first > 1 && end - first < 5 && (borne_by_person(l, first, first + 1) || borne_by_person(l, end - 1, end))) kind = NAME_PERSON;
    const GazRole *sort = end - first > 1 ? role_ending(l, end - 1, first + 1, &role_at) : NULL;
    if (sort && sort->kind == ENTITY_ORG && kind == NAME_PLACE) kind = NAME_ORG; /* "Woodburn Police Department" */
    if (kind == NAME_PERSON && char_is_digit((unsigned char)text->token[first].form.p[0])) kind = NAME_OTHER;
    Draft d = draft_of(l, first, end, FORM_NAME, kind == NAME_PERSON ? ENTITY_PERSON : kind == NAME_ORG ? ENTITY_ORG : kind == NAME_PLACE ? ENTITY_PLACE : ENTITY_OTHER);
    if (kind == NAME_PERSON) read_titles(l, &d);
    settle_kind(l, &d, kind);
    if (d.kind == ENTITY_PERSON) d.hint = gender_of_name(l, &d);
    if (d.gender == GENDER_UNKNOWN && d.end - d.first > 1) d.gender = d.hint;
    if (d.kind == ENTITY_PERSON && d.gaz != NONE) d.gaz = NONE;
    if (d.kind != ENTITY_PERSON) d.gender = GENDER_IT;
    uint32_t role_first;
    if (d.kind == ENTITY_ORG) { /* "Russian Defense Ministry"; "Global Times newspaper" */
        d.role = role_ending(l, end - 1, first, &role_first);
        d.country = country_in(l, first, end);
        if (!d.role && end < text->n_tokens && is_noun(token(l, end)) && !is_plural(token(l, end))) {
            uint32_t last = end + 1 < sentence_end(l, end) && is_noun(token(l, end + 1)) && role_ending(l, end + 1, end, &role_first) ? end + 1 : end;
            const GazRole *behind = role_ending(l, last, end, &role_first);
            if (behind && behind->kind == ENTITY_ORG) {
                d.role = behind;
                d.office = (Role){tokens_span(text, end, last + 1), {NULL, 0}};
                d.office.text = slice_span(l->report->text, d.office.span);
            }
        }
    }
    if (d.gaz != NONE && d.country == NONE && gazetteer_entry(l->g, d.gaz)->country[0]) d.country = gazetteer_country(l->g, gazetteer_entry(l->g, d.gaz)->country);
    d.government = is_government_use(l, &d);
    uint32_t name = add_draft(l, d);
    if (name != NONE && d.definite && d.office.span.e > 0) {
        uint32_t from = token_at(text, d.office.span.b);
        Draft title = draft_of(l, from, d.first, FORM_NOMINAL, ENTITY_PERSON);
        title.role = d.role;
        title.country = d.country;
        title.definite = true;
        title.apposed = name;
        add_draft(l, title);
    }
}

/* "WHO" among words in small letters, whatever its tag. */
static bool in_capitals(const Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (k->form.n < 2 || k->form.n > 8) return false;
    for (size_t i = 0; i < k->form.n; i++) if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return false;
    return !in_title_case(l, t);
}

/* Places and bodies that the name finder passed over: capitalised words the gazetteer knows well. Tokens used. */
static uint32_t find_listed(Linker *l, uint32_t t) {
    const LangText *text = &l->found->lang;
    uint32_t end = sentence_end(l, t);
    for (uint32_t k = 4; k > 0; k--) {
        bool proper = t + k <= end && token(l, t)->upos == UPOS_PROPN && token(l, t + k - 1)->upos == UPOS_PROPN;
        if (!proper && !(k == 1 && in_capitals(l, t))) continue;
        bool free_tokens = true;
        for (uint32_t i = t; i < t + k; i++) free_tokens &= token(l, i)->name == NONE && l->at_token[i] == NONE;
        Slice words = slice_span(l->report->text, tokens_span(text, t, t + k));
        const GazEntry *e = free_tokens ? gazetteer_entry(l->g, gazetteer_find(l->g, words, GAZ_ALL)) : NULL;
        if (!e || (e->kind == GAZ_CITY && e->seat_of == NONE && e->people < 500000)) continue;
        find_name(l, t, t + k, e->kind == GAZ_ORG ? NAME_ORG : NAME_PLACE);
        return k;
    }
    return 1;
}

/* ---- nominals ---- */

static bool before_a_noun(const Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    return (k->rel == REL_COMPOUND || k->rel == REL_FLAT) && k->head != NONE && k->head > t;
}

static uint32_t nominal_start(const Linker *l, uint32_t first, uint32_t head) {
    uint32_t low = sentence_first(l, head), at = first;
    while (at > low && head - at < 10) {
        const Token *k = token(l, at - 1);
        bool fits = is_noun(k) || k->upos == UPOS_ADJ || k->upos == UPOS_DET || k->upos == UPOS_NUM || is_possessive_mark(k) || (k->xpos && strcmp(k->xpos, "PRP$") == 0) || (k->upos == UPOS_VERB && k->rel == REL_AMOD);
        if (!fits || !tree_under(&l->found->lang, at - 1, head)) break;
        if (k->upos == UPOS_ADJ && at < head && token(l, at)->upos == UPOS_NUM) break; /* "at least seven people" */
        at--;
        if (k->upos == UPOS_DET || (k->xpos && strcmp(k->xpos, "PRP$") == 0)) break;
    }
    return at;
}

static bool is_definite(const Linker *l, uint32_t first, uint32_t head, const GazRole *role) {
    for (uint32_t t = first; t < head; t++) {
        const Token *k = token(l, t);
        if (k->upos == UPOS_DET) return word_is(l->words, WORD_DEFINITE, k->form);
        if (is_possessive_mark(k) || (k->xpos && strcmp(k->xpos, "PRP$") == 0)) return true;
    }
    return role->kind != ENTITY_PLACE && role->head && !is_plural(token(l, head));
}

/* "the president of Russia": state in an of-phrase behind. */
static uint32_t country_behind(const Linker *l, uint32_t head) {
    uint32_t n = tree_child_rel(&l->found->lang, head, REL_NMOD);
    if (n == NONE || n < head || n > head + 4) return NONE;
    uint32_t mark = tree_child_rel(&l->found->lang, n, REL_CASE);
    if (mark == NONE || !slice_eq_nocase(token(l, mark)->form, SLICE("of"))) return NONE;
    if (tree_child_rel(&l->found->lang, n, REL_CONJ) != NONE) return NONE; /* of China and Russia: of neither alone */
    return country_in(l, mark + 1, n + 1);
}

static uint32_t drafted_at(const Linker *l, uint32_t t) { return t == NONE ? NONE : l->at_token[t]; }

/* The name or nominal this nominal is one with: apposition either way, or the subject of "is". */
static uint32_t apposed_to(const Linker *l, uint32_t head) {
    const Token *k = token(l, head);
    if (k->rel == REL_APPOS) return drafted_at(l, k->head);
    uint32_t behind = tree_child_rel(&l->found->lang, head, REL_APPOS);
    if (behind != NONE && drafted_at(l, behind) != NONE) return drafted_at(l, behind);
    if (tree_child_rel(&l->found->lang, head, REL_COP) == NONE) return NONE;
    return drafted_at(l, tree_child_rel(&l->found->lang, head, REL_NSUBJ));
}

static bool can_be_one(const Draft *a, const Draft *b) { return a->kind == b->kind && a->form == FORM_NAME && !b->plural; }

static void find_nominal(Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (!is_noun(k) || k->name != NONE || l->at_token[t] != NONE || before_a_noun(l, t)) return;
    uint32_t first;
    const GazRole *role = role_ending(l, t, sentence_first(l, t), &first);
    if (!role || (first > 0 && l->at_token[first] != NONE)) return;
    uint32_t start = nominal_start(l, first, t);
    while (start < first && l->at_token[start] != NONE && l->draft.at[l->at_token[start]].form == FORM_NOMINAL) start++;
    Draft d = draft_of(l, start, t + 1, FORM_NOMINAL, role->kind);
    d.head = t;
    d.gram = gram_of(l, t);
    d.role = role;
    d.gender = role->gender;
    d.plural = is_plural(k);
    d.definite = is_definite(l, start, t, role);
    d.country = country_in(l, start, first);
    if (d.country == NONE) d.country = country_behind(l, t);
    uint32_t other = apposed_to(l, t);
    if (other != NONE && can_be_one(&l->draft.at[other], &d)) d.apposed = other;
    if (role->kind == ENTITY_PLACE && !d.definite) return;
    uint32_t index = l->draft.n;
    if (!VEC_PUSH(l->scratch, &l->draft, d)) { l->full_up = true; return; }
    for (uint32_t i = first; i <= t; i++) if (l->at_token[i] == NONE) l->at_token[i] = index; /* names inside keep their tokens */
}

/* Role nouns that stand in a name's own title, or right behind a body's name, are no nominals. */
static void mark_offices(Linker *l) {
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = &l->draft.at[i];
        if (d->form != FORM_NAME || d->office.span.e == 0) continue;
        uint32_t from = token_at(&l->found->lang, d->office.span.b), to = token_at(&l->found->lang, d->office.span.e - 1);
        for (uint32_t t = from; t <= to && t < l->found->lang.n_tokens; t++) if (l->at_token[t] == NONE) l->at_token[t] = i;
    }
}

/* ---- pronouns ---- */

static bool names_nothing(const Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (k->rel == REL_EXPL) return true;
    return k->head != NONE && word_is(l->words, WORD_PLEONASTIC, token(l, k->head)->lemma);
}

static void find_pronoun(Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (k->upos != UPOS_PRON && k->upos != UPOS_DET) return;
    uint32_t bits = entity_pronoun(l->words, k->form);
    if (bits == NONE) return;
    Draft d = draft_of(l, t, t + 1, FORM_PRONOUN, ENTITY_PERSON);
    d.gender = (Gender)(bits & PRONOUN_GENDER);
    d.possessive = bits & PRONOUN_POSSESSIVE && k->xpos && strcmp(k->xpos, "PRP$") == 0;
    d.reflexive = bits & PRONOUN_REFLEXIVE;
    d.first_person = bits & PRONOUN_FIRST;
    d.plural = d.gender == GENDER_THEY;
    if (d.possessive) d.gram = GRAM_POSSESSOR;
    if (d.gender == GENDER_IT && names_nothing(l, t)) return;
    add_draft(l, d);
}

/* By first token; a longer draft before the one inside it. Insertion keeps it near linear: drafts come almost sorted. */
static int draft_order(const Draft *a, const Draft *b) {
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->end > b->end ? -1 : a->end < b->end;
}

static dln_status sort_drafts(Linker *l) {
    uint32_t n = l->draft.n;
    uint32_t *where = ARENA_ARRAY(l->scratch, uint32_t, n), *order = ARENA_ARRAY(l->scratch, uint32_t, n), *spare = ARENA_ARRAY(l->scratch, uint32_t, n);
    Draft *sorted = ARENA_ARRAY(l->scratch, Draft, n);
    if (!where || !order || !spare || !sorted) return arena_status(l->scratch);
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (uint32_t width = 1; width < n; width *= 2) { /* merge sort, stable */
        for (uint32_t lo = 0; lo < n; lo += 2 * width) {
            uint32_t mid = lo + width < n ? lo + width : n, hi = lo + 2 * width < n ? lo + 2 * width : n, a = lo, b = mid, k = lo;
            while (a < mid || b < hi) spare[k++] = b >= hi || (a < mid && draft_order(&l->draft.at[order[a]], &l->draft.at[order[b]]) <= 0) ? order[a++] : order[b++];
        }
        memcpy(order, spare, n * sizeof *order);
    }
    for (uint32_t i = 0; i < n; i++) { sorted[i] = l->draft.at[order[i]]; where[order[i]] = i; }
    for (uint32_t i = 0; i < n; i++) if (sorted[i].apposed != NONE) sorted[i].apposed = where[sorted[i].apposed];
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++) if (l->at_token[t] != NONE) l->at_token[t] = where[l->at_token[t]];
    if (n) memcpy(l->draft.at, sorted, n * sizeof *sorted);
    return DLN_OK;
}

static void put_borne(Linker *l, Slice text) {
    char key[256];
    Slice copy = arena_copy(l->scratch, (Slice){key, name_fold(text, key, sizeof key)});
    if (!copy.p || (copy.n && !map_put(&l->borne, copy, 1))) l->full_up = true;
}

/* Names of persons written in full, whole and surname, so that a finder's slip elsewhere can be put right. */
static void note_bearers(Linker *l) {
    const LangText *text = &l->found->lang;
    for (uint32_t i = 0; i < text->n_names; i++) {
        const Name *n = &text->name[i];
        uint32_t first = n->first;
        while (first + 1 < n->end && looks_titled(l, first, first)) first++;
        uint32_t low = text->sentence[text->token[first].sentence].first;
        if (n->kind == NAME_PERSON && n->end == first + 1 && first > low && gazetteer_title(l->g, text->token[first - 1].form, NULL)) put_borne(l, text->token[first].form); /* "Mr. Ban" */
        if (n->kind != NAME_PERSON || n->end - first < 2 || n->end - first > 4) continue;
        put_borne(l, slice_span(l->report->text, tokens_span(text, first, n->end)));
        put_borne(l, text->token[n->end - 1].form);
        if (!gazetteer_is_given(l->g, text->token[first].form)) put_borne(l, text->token[first].form);
    }
}

/* A headline in capitals or title case tells nothing about names. */
static bool in_title_case(const Linker *l, uint32_t t) {
    uint32_t words = 0, upper = 0;
    for (uint32_t i = sentence_first(l, t); i < sentence_end(l, t); i++) {
        const Token *k = token(l, i);
        if (k->form.n < 4 || k->upos == UPOS_PUNCT || k->upos == UPOS_NUM) continue;
        words++;
        upper += k->form.p[0] >= 'A' && k->form.p[0] <= 'Z';
    }
    return words >= 3 && upper * 4 >= words * 3;
}

/* Persons the finder passed over: capitalised words behind an office ("China's leader Xi Jinping"), or a name known from elsewhere. Tokens used. */
static uint32_t find_person(Linker *l, uint32_t t) {
    const LangText *text = &l->found->lang;
    uint32_t end = t, stop = sentence_end(l, t), low = sentence_first(l, t);
    while (end < stop && end < t + 4 && token(l, end)->upos == UPOS_PROPN && token(l, end)->name == NONE && l->at_token[end] == NONE) end++;
    if (end == t) { /* "Pence said", tagged as the coin */
        if (borne_by_person(l, t, t + 1)) find_name(l, t, t + 1, NAME_PERSON);
        return 1;
    }
    uint32_t first;
    bool titled = t > low && gazetteer_demonym(l->g, token(l, t)->form) == NONE && looks_titled(l, t - 1, low) && !looks_titled(l, t, t);
    const GazRole *role = titled ? role_ending(l, t - 1, low, &first) : NULL;
    if (titled && !in_title_case(l, t) && (!role || role->kind == ENTITY_PERSON) && !role_ending(l, end - 1, t, &first)) { find_name(l, t, end, NAME_PERSON); return end - t; }
    for (uint32_t k = end; k > t; k--) if (k - t <= 3 && borne_by_person(l, t, k)) { find_name(l, t, k, NAME_PERSON); return k - t; }
    (void)text;
    return 1;
}

/* A proper noun without a name, or a capitalised word of another sort that may be somebody's surname. */
static bool may_be_person(const Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    if (k->name != NONE || l->at_token[t] != NONE || k->form.n < 2) return false;
    if (k->upos == UPOS_PROPN) return true;
    return k->form.n >= 3 && k->form.p[0] >= 'A' && k->form.p[0] <= 'Z' && k->form.p[1] >= 'a' && (k->upos == UPOS_NOUN || k->upos == UPOS_X || t > sentence_first(l, t));
}

/* Agencies in a credit run together with other marks: "POOL/TASS**". */
static void find_credit(Linker *l, uint32_t t) {
    const Token *k = token(l, t);
    size_t b = 0, e = k->form.n;
    while (b < e && !(k->form.p[b] >= 'A' && k->form.p[b] <= 'Z')) b++;
    while (e > b && !(k->form.p[e - 1] >= 'A' && k->form.p[e - 1] <= 'Z')) e--;
    if (e - b < 3 || e - b > 12 || e - b == k->form.n) return;
    for (size_t i = b; i < e; i++) if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return;
    Slice core = {k->form.p + b, e - b};
    uint32_t found = gazetteer_find(l->g, core, GAZ_ORG);
    if (found == NONE) return;
    Draft d = draft_of(l, t, t + 1, FORM_NAME, ENTITY_ORG);
    d.span = (Span){k->span.b + (uint32_t)b, k->span.b + (uint32_t)e};
    d.gaz = found;
    d.gender = GENDER_IT;
    add_draft(l, d);
}

/* A name that the finder cut out of a person's title ("Chinese National Defense" Minister Li) is none; listed bodies and states stay. */
static void drop_title_parts(Linker *l) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->draft.n; i++) l->draft.at[i].entity = NONE;
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = &l->draft.at[i];
        if (d->form != FORM_NAME || d->kind != ENTITY_PERSON || d->office.span.e == 0) continue;
        for (uint32_t k = i; k-- > 0 && l->draft.at[k].span.e > d->office.span.b;) {
            Draft *part = &l->draft.at[k];
            if (part->form == FORM_NAME && span_in(part->span, d->office.span) && part->gaz == NONE && part->end == token_at(&l->found->lang, part->span.e) && !part->role && country_in(l, part->first, part->end) != NONE) part->entity = 0;
        }
    }
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++) if (l->at_token[t] != NONE && l->draft.at[l->at_token[t]].entity == 0) l->at_token[t] = NONE;
    uint32_t *where = ARENA_ARRAY(l->scratch, uint32_t, l->draft.n + 1);
    if (!where) { l->full_up = true; return; }
    for (uint32_t i = 0; i < l->draft.n; i++) {
        where[i] = kept;
        if (l->draft.at[i].entity == 0) continue;
        l->draft.at[kept++] = l->draft.at[i];
    }
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++) if (l->at_token[t] != NONE) l->at_token[t] = where[l->at_token[t]];
    l->draft.n = kept;
    for (uint32_t i = 0; i < kept; i++) if (l->draft.at[i].apposed != NONE) l->draft.at[i].apposed = where[l->draft.at[i].apposed];
}

dln_status find_drafts(Linker *l) {
    const LangText *text = &l->found->lang;
    for (uint32_t t = 0; t < text->n_tokens; t++) l->at_token[t] = NONE;
    note_bearers(l);
    note_lands(l);
    for (uint32_t i = 0; i < text->n_names; i++) if (text->name[i].end > text->name[i].first) find_name(l, text->name[i].first, text->name[i].end, text->name[i].kind);
    for (uint32_t t = 0; t < text->n_tokens;) t += token(l, t)->name == NONE && l->at_token[t] == NONE ? find_listed(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens;) t += may_be_person(l, t) ? find_person(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens; t++) if (token(l, t)->name == NONE && l->at_token[t] == NONE) find_credit(l, t);
    drop_title_parts(l);
    mark_offices(l);
    for (uint32_t t = 0; t < text->n_tokens; t++) find_nominal(l, t);
    for (uint32_t t = 0; t < text->n_tokens; t++) find_pronoun(l, t);
    if (l->full_up) return arena_status(l->scratch);
    return sort_drafts(l);
}
