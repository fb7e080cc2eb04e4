/* entities_missed.c - names that the language engine passed over.
 *
 * In: tokens without a name, gazetteer, credits, names told elsewhere. Out: drafts: listed places
 * and bodies, agencies and outlets, persons behind an office or by a given name, firms by their
 * last word, acronyms that brackets define.
 *
 * Known to fail: words in capitals that are no name and that the gazetteer has. */
#include "base/utf8.h"
#include "mean/entities/entities_names.h"

bool in_capitals(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->form.n < 2 || k->form.n > 8) return false;
    for (size_t i = 0; i < k->form.n; i++)
        if (k->form.p[i] < 'A' || k->form.p[i] > 'Z') return false;
    return !names_in_title_case(l, t);
}

/* Do the capitals of both ends say something? Not those of a headline, of a determiner, of the
 * sentence's first word alone or of the first half of "Vale-Karrow". */
static bool capitals_tell(const Linker *l, uint32_t t, uint32_t k, uint32_t end)
{
    if (!has_capital(token(l, t)) || !has_capital(token(l, t + k - 1))) return false;
    if (token(l, t)->upos == UPOS_DET || names_in_title_case(l, t)) return false;
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

uint32_t names_find_listed(Linker *l, uint32_t t)
{
    uint32_t end = sentence_end(l, t);
    for (uint32_t k = 4; k > 0; k--) {
        if (t + k > end) continue;
        bool proper = token(l, t)->upos == UPOS_PROPN && token(l, t + k - 1)->upos == UPOS_PROPN;
        bool shout = k == 1 && in_capitals(l, t);
        bool credit = k == 1 && t > 0 && slice_is(token(l, t - 1)->form, "/") &&
                      has_capital(token(l, t)); /* "POOL/TASS" */
        if (!proper && !shout && !credit && !capitals_tell(l, t, k, end)) continue;
        const GazEntry *e = listed_entry(l, t, k);
        if (!e || (!proper && !shout && k == 1 && !word_names(l, t, e))) continue;
        names_find(l, t, t + k, e->kind == GAZ_ORG ? NAME_ORG : NAME_PLACE);
        return k;
    }
    return 1;
}

void names_find_whole(Linker *l, const Name *name)
{
    const LangText *text = &l->found->lang;
    uint32_t low = sentence_first(l, name->first), stop = sentence_end(l, name->first);
    for (uint32_t back = 3; back-- > 0;) {
        for (uint32_t ahead = 3; ahead-- > 0;) {
            if ((!back && !ahead) || name->first < low + back || name->end + ahead > stop) continue;
            uint32_t first = name->first - back, end = name->end + ahead;
            bool fits = has_capital(token(l, first)) && has_capital(token(l, end - 1));
            for (uint32_t t = first; t < end && fits; t++)
                fits = (token(l, t)->name == NONE || (t >= name->first && t < name->end)) &&
                       l->at_token[t] == NONE;
            uint32_t found = fits ? gazetteer_find(
                                        l->g,
                                        slice_span(l->report->text, tokens_span(text, first, end)),
                                        GAZ_ORG | GAZ_COUNTRY)
                                  : NONE;
            if (found == NONE) continue;
            names_find(l, first, end,
                       gazetteer_entry(l->g, found)->kind == GAZ_ORG ? NAME_ORG : NAME_PLACE);
            return;
        }
    }
}

uint32_t names_find_body(Linker *l, uint32_t t)
{
    bool starts = t > sentence_first(l, t) && token(l, t)->upos == UPOS_PROPN &&
                  has_capital(token(l, t)) && gazetteer_demonym(l->g, token(l, t)->form) == NONE;
    if (starts && ends_in_body(l, t, t + 1)) {
        names_add(l, (Cut){t, t + 2, NAME_ORG});
        return 2;
    } /* "on Harbour TV" */
    uint32_t stop = sentence_end(l, t), at = t + 2, role_first;
    if (at + 1 >= stop || t == sentence_first(l, t) || !has_capital(token(l, t)) ||
        !slice_is(token(l, t + 1)->form, "of") || !is_noun(token(l, t)) ||
        names_in_title_case(l, t))
        return 1;
    if (slice_is(token(l, at)->form, "the")) at++;
    uint32_t end = at;
    while (end < stop && end < at + 4 && has_capital(token(l, end)) && is_noun(token(l, end)) &&
           l->at_token[end] == NONE)
        end++;
    const GazRole *role = end > at ? role_ending(l, t, t, &role_first) : NULL;
    if (!role || role->kind != ENTITY_ORG) return 1;
    names_add(l, (Cut){t, end, NAME_ORG});
    return end - t;
}

/* ---- agencies, outlets, credits ---- */

uint32_t names_find_agency(Linker *l, uint32_t t)
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
        names_add(l, (Cut){t, last + 1, NAME_ORG});
        return last + 1 - t;
    }
    return 1;
}

/* "The Telegraph reported": a last word of outlets with a capital, the subject of a verb of speech
 * or behind "according to", that nobody took for a name. */
static void find_outlet(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    uint32_t low = sentence_first(l, t), first = t;
    if (!has_capital(k) || k->head == NONE || !word_is(l->words, WORD_OUTLET, k->form) ||
        names_in_title_case(l, t) || in_capitals(l, t))
        return;
    while (first > low && t - first < 3 && has_capital(token(l, first - 1)) &&
           token(l, first - 1)->upos == UPOS_PROPN && l->at_token[first - 1] == NONE)
        first--;
    bool told = first < t ||
                (first > low && slice_eq_nocase(token(l, first - 1)->form, SLICE("the")));
    bool speaks = k->rel == REL_NSUBJ && word_is(l->words, WORD_SPEECH, token(l, k->head)->lemma);
    bool according = first >= low + 3 && slice_is(token(l, first - 2)->form, "to") &&
                     slice_eq_nocase(token(l, first - 3)->form, SLICE("according"));
    if (told && (speaks || according)) names_add(l, (Cut){first, t + 1, NAME_ORG});
}

void names_find_outlets(Linker *l)
{
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++)
        if (token(l, t)->name == NONE && l->at_token[t] == NONE) find_outlet(l, t);
}

/* "Halcyon Freight, which belongs to": names in a row that end in a word of firms and begin with
 * no given name, where the finder saw nothing. */
static uint32_t find_firm(Linker *l, uint32_t t)
{
    uint32_t end = t, stop = sentence_end(l, t);
    while (end < stop && end < t + 5 && token(l, end)->upos == UPOS_PROPN &&
           has_capital(token(l, end)) && token(l, end)->name == NONE && l->at_token[end] == NONE)
        end++;
    bool row = end >= t + 2 && (end == stop || token(l, end)->upos != UPOS_PROPN);
    if (!row || !word_is(l->words, WORD_FIRM, token(l, end - 1)->form) ||
        gazetteer_is_given(l->g, token(l, t)->form) || names_in_title_case(l, t) ||
        in_capitals(l, end - 1))
        return end > t ? end - t : 1;
    names_add(l, (Cut){t, end, NAME_ORG});
    return end - t;
}

void names_find_firms(Linker *l)
{
    for (uint32_t t = 0; t < l->found->lang.n_tokens;)
        t += token(l, t)->name == NONE && l->at_token[t] == NONE ? find_firm(l, t) : 1;
}

void names_find_credit(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    size_t b = 0, e = k->form.n;
    while (b < e && !slice_capital_at(k->form, b))
        b++;
    while (e > b && !slice_capital_at(k->form, e - 1))
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

/* ---- persons ---- */

/* "China's leader Xi Jinping": capitalised words [t, end) behind an office of persons. */
static bool stands_titled(const Linker *l, uint32_t t, uint32_t end)
{
    uint32_t low = sentence_first(l, t), first;
    if (t == low || gazetteer_demonym(l->g, token(l, t)->form) != NONE ||
        !looks_titled(l, t - 1, low) || looks_titled(l, t, t) || names_in_title_case(l, t))
        return false;
    const GazRole *role = role_ending(l, t - 1, low, &first);
    return (!role || role->kind == ENTITY_PERSON) && !role_ending(l, end - 1, t, &first);
}

/* A given name and one or two words more, no place and no body. */
static bool stands_given(const Linker *l, uint32_t t, uint32_t end)
{
    uint32_t first;
    if (end < t + 2 || end > t + 3 || !gazetteer_is_given(l->g, token(l, t)->form) ||
        names_in_title_case(l, t) || role_ending(l, end - 1, t + 1, &first))
        return false;
    Slice words = slice_span(l->report->text, tokens_span(&l->found->lang, t, end));
    return gazetteer_find(l->g, words, GAZ_ALL) == NONE &&
           gazetteer_find(l->g, token(l, t)->form, GAZ_COUNTRY | GAZ_REGION) == NONE;
}

uint32_t names_find_person(Linker *l, uint32_t t)
{
    uint32_t end = t, stop = sentence_end(l, t);
    while (end < stop && end < t + 4 && token(l, end)->upos == UPOS_PROPN &&
           token(l, end)->name == NONE && l->at_token[end] == NONE)
        end++;
    if (end == t) { /* "Pence said", tagged as the coin */
        if (borne_by_person(l, t, t + 1)) names_find(l, t, t + 1, NAME_PERSON);
        return 1;
    }
    uint32_t until = stands_titled(l, t, end) ? end : NONE;
    for (uint32_t k = end; until == NONE && k > t; k--)
        if (k - t <= 3 && borne_by_person(l, t, k)) until = k;
    if (until == NONE && stands_given(l, t, end)) until = end;
    if (until == NONE && end == t + 1 && speaks_alone(l, t)) until = end;
    if (until == NONE) return 1;
    names_find(l, t, until, NAME_PERSON);
    return until - t;
}

bool may_be_person(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->name != NONE || l->at_token[t] != NONE || k->form.n < 2 || l->dated[t]) return false;
    if (k->upos == UPOS_PROPN) return true;
    bool speaks = t + 1 < sentence_end(l, t) && token(l, t + 1)->upos == UPOS_VERB &&
                  token(l, t + 1)->xpos && strcmp(token(l, t + 1)->xpos, "VBD") == 0;
    if (t == sentence_first(l, t) && speaks && borne_by_person(l, t, t + 1))
        return true; /* "May said" */
    return k->form.n >= 3 && slice_capital_at(k->form, 0) && k->form.p[1] >= 'a' &&
           (k->upos == UPOS_NOUN || k->upos == UPOS_X || t > sentence_first(l, t));
}

/* ---- acronyms ---- */

void names_find_defined(Linker *l, uint32_t t)
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
    names_add(l, (Cut){at, t - 1, NAME_ORG});
    names_add(l, (Cut){t, t + 1, NAME_ORG});
    if (!map_put(&l->defined, k->form, 1)) l->full_up = true;
}
