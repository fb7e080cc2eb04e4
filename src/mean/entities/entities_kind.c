/* entities_kind.c - is a name a person's, a body's, a place's, or none? What the words of the name
 * and the words round it tell, where the name finder erred.
 *
 * In: Linker, the tokens of a name, the kind the finder gave. Out: the kind; whether it is no name.
 *
 * Idea: the name finder sees one sentence; these rules see what it may miss. "Emma LLC" ends in a
 * legal form: a body. "Isaro Power" ends in a word of firms and begins with no given name: a body,
 * while "Samantha Power" is a person. "Victoria Strand lives in Vancouver", "Georgia Lund, 34,",
 * "Coy Tranter, her neighbour,": a given name first, and something behind that only a person has.
 * "Henrike Paulsen, M.S., R.D.,": degrees behind a person's name are no names. "the mayor of
 * Karsk", "Dunmore, N.C.": a place.
 *
 * Known to get wrong: firms of two surnames ("Price Waterhouse"); a ship or a storm that bears a
 * person's whole name. */
#include "mean/entities/entities_impl.h"

/* "M.S.", "Ph.D.", "M.Sc.": groups of a capital and at most two small letters, each with a dot. */
static bool is_dotted_letters(Slice form)
{
    size_t i = 0, groups = 0;
    while (i < form.n) {
        if (form.p[i] < 'A' || form.p[i] > 'Z') return false;
        for (i++; i < form.n && form.p[i] >= 'a' && form.p[i] <= 'z';)
            i++;
        if (i < form.n && form.p[i] != '.') continue; /* "PhD." */
        i++;
        groups++;
    }
    return groups >= 2;
}

static bool person_ends_at(const Linker *l, uint32_t t)
{
    uint32_t d = l->at_token[t], name = token(l, t)->name;
    if (d != NONE && l->draft.at[d].form == FORM_NAME)
        return l->draft.at[d].kind == ENTITY_PERSON &&
               l->draft.at[d].end - l->draft.at[d].first >= 2;
    return name != NONE && l->found->lang.name[name].kind == NAME_PERSON &&
           l->found->lang.name[name].end - l->found->lang.name[name].first >= 2;
}

bool is_degree(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t low = sentence_first(l, first);
    for (uint32_t t = first; t < end; t++)
        if (!is_dotted_letters(token(l, t)->form) && token(l, t)->upos != UPOS_PUNCT) return false;
    for (uint32_t t = first, steps = 0; t >= low + 2 && steps < 6; t -= 2, steps++) {
        if (!slice_is(token(l, t - 1)->form, ",")) return false;
        if (person_ends_at(l, t - 2)) return true;
        if (!is_dotted_letters(token(l, t - 2)->form)) return false;
    }
    return false;
}

static bool is_listed(const Linker *l, uint32_t first, uint32_t end, uint32_t kinds)
{
    return gazetteer_find(l->g,
                          slice_span(l->report->text, tokens_span(&l->found->lang, first, end)),
                          kinds) != NONE;
}

/* ", 34,": a number of two figures between commas, right behind. */
static bool has_age(const Linker *l, uint32_t end)
{
    uint32_t stop = sentence_end(l, end - 1);
    return end + 2 < stop && slice_is(token(l, end)->form, ",") && token(l, end + 1)->form.n == 2 &&
           token(l, end + 1)->upos == UPOS_NUM && slice_is(token(l, end + 2)->form, ",");
}

/* ", her neighbour,", ", a welder in the yard,": the first noun phrase behind the comma ends in a
 * noun of persons. */
static bool has_office_behind(const Linker *l, uint32_t end)
{
    uint32_t stop = sentence_end(l, end - 1), t = end + 1, first;
    if (end + 2 >= stop || !slice_is(token(l, end)->form, ",")) return false;
    while (t + 1 < stop && t < end + 7 && !is_noun(token(l, t)) &&
           (token(l, t)->upos == UPOS_DET || token(l, t)->upos == UPOS_ADJ ||
            token(l, t)->upos == UPOS_PRON || token(l, t)->upos == UPOS_NUM))
        t++;
    while (t + 1 < stop && is_noun(token(l, t)) && is_noun(token(l, t + 1)))
        t++;
    const GazRole *role = is_noun(token(l, t)) ? role_ending(l, t, end + 1, &first) : NULL;
    return role && role->kind == ENTITY_PERSON && !is_plural(token(l, t));
}

/* "... lives in Vancouver. She": the sentence behind begins with he or she. */
static bool is_he_or_she(const Linker *l, uint32_t end)
{
    uint32_t next = sentence_end(l, end - 1);
    if (next >= l->found->lang.n_tokens) return false;
    uint32_t bits = entity_pronoun(l->words, token(l, next)->form);
    Gender gender = bits == NONE ? GENDER_UNKNOWN : (Gender)(bits & PRONOUN_GENDER);
    return gender == GENDER_HE || gender == GENDER_SHE;
}

static bool only_name_of_sentence(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t low = sentence_first(l, first), stop = sentence_end(l, first);
    if (stop - low > NEAR) return false;
    for (uint32_t t = low; t < stop; t++) {
        uint32_t name = token(l, t)->name;
        if ((t < first || t >= end) && name != NONE &&
            l->found->lang.name[name].kind == NAME_PERSON)
            return false;
    }
    return true;
}

static bool lives(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t stop = sentence_end(l, first);
    if (has_age(l, end) || has_office_behind(l, end)) return true;
    if (end < stop && word_is(l->words, WORD_PERSON, token(l, end)->form)) return true;
    return first == sentence_first(l, first) && is_he_or_she(l, end) &&
           only_name_of_sentence(l, first, end);
}

static bool reads_as_firm(const Linker *l, uint32_t first, uint32_t end)
{
    return end - first >= 2 && word_is(l->words, WORD_FIRM, token(l, end - 1)->form) &&
           has_capital(token(l, end - 1)) && !gazetteer_is_given(l->g, token(l, first)->form);
}

static bool may_be_full_name(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t at;
    if (end - first < 2 || end - first > 3 || is_listed(l, first, end, GAZ_ALL)) return false;
    for (uint32_t t = first; t < end; t++)
        if (!has_capital(token(l, t)) || token(l, t)->form.n < 2) return false;
    return gazetteer_is_given(l->g, token(l, first)->form) &&
           !role_ending(l, end - 1, first, &at) &&
           !word_is(l->words, WORD_LAND, token(l, end - 1)->form) &&
           !word_is(l->words, WORD_FIRM, token(l, end - 1)->form) &&
           !is_listed(l, end - 1, end, GAZ_ORG | GAZ_COUNTRY);
}

/* "left Dunmore, N.C.,": a name before the abbreviation of a state is a place of it. */
static bool has_state_behind(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t stop = sentence_end(l, first), state = end + 1;
    if (end - first > 2 || state >= stop || !slice_is(token(l, end)->form, ",")) return false;
    bool dotted = memchr(token(l, state)->form.p, '.', token(l, state)->form.n),
         apart = state + 1 < stop && !token(l, state)->space_after &&
                 slice_is(token(l, state + 1)->form, "."); /* "Mo." of two tokens */
    return (dotted || apart) && is_listed(l, state, apart ? state + 2 : state + 1, GAZ_REGION) &&
           !gazetteer_is_given(l->g, token(l, first)->form);
}

/* "the mayor of Karsk", "residents of Velm": one bare word behind a noun of places is a place. */
static bool has_local_before(const Linker *l, uint32_t first, uint32_t end)
{
    if (end - first > 1 || first < sentence_first(l, first) + 2 ||
        !slice_is(token(l, first - 1)->form, "of") ||
        !word_is(l->words, WORD_LOCAL, token(l, first - 2)->lemma))
        return false;
    return !gazetteer_is_given(l->g, token(l, first)->form) &&
           !(end < sentence_end(l, first) && is_possessive_mark(token(l, end)));
}

/* What ends the words of a place: not "in Karsk, Russia and Poland", "in Karsk, Russia, Poland". */
static bool place_closes(const Linker *l, uint32_t t, uint32_t stop)
{
    if (t >= stop) return true;
    if (!slice_is(token(l, t)->form, ","))
        return token(l, t)->upos != UPOS_CCONJ && token(l, t)->upos != UPOS_PROPN;
    return t + 1 >= stop || (token(l, t + 1)->upos != UPOS_CCONJ && !has_capital(token(l, t + 1)));
}

uint32_t lands_behind(const Linker *l, uint32_t end, uint32_t *land, uint32_t room)
{
    uint32_t stop = sentence_end(l, end - 1), t = end + 1;
    if (t >= stop || !slice_is(token(l, end)->form, ",")) return 0;
    while (t < stop && t < end + 3 && token(l, t)->upos == UPOS_ADJ && !has_capital(token(l, t)))
        t++; /* southern */
    for (uint32_t k = t + 3 < stop ? 3 : stop - t; k > 0; k--) {
        const Token *last = token(l, t + k - 1);
        if (last->upos == UPOS_PUNCT && !slice_is(last->form, ".")) continue; /* "Ga." */
        Slice words = slice_span(l->report->text, tokens_span(&l->found->lang, t, t + k));
        uint32_t n = gazetteer_bearers(l->g, words, GAZ_COUNTRY | GAZ_REGION, land, room);
        if (n > 0) return place_closes(l, t + k, stop) ? n : 0;
    }
    return 0;
}

bool is_brief_word(const Linker *l, uint32_t t)
{
    char folded[32];
    size_t n = name_fold(token(l, t)->form, folded, sizeof folded);
    return names_is_brief(l->names, (Slice){folded, n});
}

/* "Velm-Orsk-Trask summit": three names in one. */
static bool is_chain(const Linker *l, uint32_t first, uint32_t end)
{
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    uint32_t hyphens = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ' || (i + 1 == text.n && text.p[i] == '-')) return false;
        bool upper = i + 1 < text.n && slice_capital_at(text, i + 1);
        if (text.p[i] == '-' && !upper) return false;
        hyphens += text.p[i] == '-';
    }
    return hyphens >= 2;
}

/* "He is OK with it", "an MD 500": two capitals are a state's only behind a comma, a preposition or
 * before a number, as addresses have it. */
static bool is_stray_state(const Linker *l, uint32_t first, uint32_t end)
{
    Slice form = token(l, first)->form;
    if (end != first + 1 || form.n != 2 || form.p[1] < 'A' || form.p[1] > 'Z' ||
        !is_listed(l, first, end, GAZ_REGION))
        return false;
    if (first == sentence_first(l, first)) return true;
    const Token *before = token(l, first - 1);
    return before->upos != UPOS_PUNCT && before->upos != UPOS_ADP && before->upos != UPOS_PROPN;
}

static bool is_surname(const Linker *l, Slice part)
{
    char key[64];
    return part.n > 1 && part.n < sizeof key / 2 &&
           map_find(&l->surnames, (Slice){key, name_fold(part, key, sizeof key)}) != NONE;
}

/* "Kendra Morgan-Stevens": does a longer name end in these words? */
static bool ends_name(const Linker *l, Slice words, uint32_t n)
{
    const LangText *text = &l->found->lang;
    for (uint32_t i = 0; i < text->n_names; i++) {
        const Name *name = &text->name[i];
        if (name->kind != NAME_PERSON || name->end - name->first <= n) continue;
        Span last = tokens_span(text, name->end - n, name->end);
        if (slice_eq(slice_span(l->report->text, last), words)) return true;
    }
    return false;
}

/* "The Hale-Brandt race": two whom the report names, no double name. */
static bool is_pair(const Linker *l, uint32_t first, uint32_t end)
{
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    size_t at = slice_find(text, SLICE("-"));
    if (at == SIZE_MAX || at + 1 >= text.n || ends_name(l, text, end - first)) return false;
    return is_surname(l, (Slice){text.p, at}) &&
           is_surname(l, (Slice){text.p + at + 1, text.n - at - 1});
}

bool is_nobody(const Linker *l, uint32_t first, uint32_t end, NameKind kind)
{
    if (is_stray_state(l, first, end)) return true;
    if (kind == NAME_ORG) return false;
    if (is_chain(l, first, end)) return true;
    if (kind != NAME_PERSON) return false;
    if (is_pair(l, first, end)) return true;
    if (end < sentence_end(l, first) && has_capital(token(l, end)) &&
        word_is(l->words, WORD_THING, token(l, end)->form))
        return true;
    return end - first >= 2 && word_is(l->words, WORD_THING, token(l, end - 1)->form);
} /* "Brandt Day" */

/* "Hurricane Velma": a name, but nobody's. */
bool is_storm_name(const Linker *l, uint32_t first, uint32_t end)
{
    bool before = first > sentence_first(l, first) && has_capital(token(l, first - 1)) &&
                  word_is(l->words, WORD_STORM, token(l, first - 1)->form);
    return before || (end - first >= 2 && word_is(l->words, WORD_STORM, token(l, first)->form));
}

/* "Trask General Hospital": a person's name that ends in a noun of bodies. */
static bool ends_as_body(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t at;
    const GazRole *role = end - first >= 2 ? role_ending(l, end - 1, first + 1, &at) : NULL;
    return role && role->kind == ENTITY_ORG && has_capital(token(l, end - 1)) &&
           !gazetteer_is_given(l->g, token(l, first)->form);
}

NameKind kind_in_context(const Linker *l, uint32_t first, uint32_t end, NameKind kind)
{
    if (end - first >= 2 && has_capital(token(l, end - 1)) &&
        gazetteer_legal_form(l->g, token(l, end - 1)->form, NULL))
        return NAME_ORG;
    if (kind == NAME_PERSON && (has_state_behind(l, first, end) || has_local_before(l, first, end)))
        return NAME_PLACE;
    if (kind == NAME_PERSON)
        return reads_as_firm(l, first, end) || ends_as_body(l, first, end) ||
                       (end - first == 1 && is_brief_word(l, first))
                   ? NAME_ORG
                   : kind;
    return may_be_full_name(l, first, end) && lives(l, first, end) ? NAME_PERSON : kind;
}
