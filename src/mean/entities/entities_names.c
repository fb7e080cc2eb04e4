/* entities_names.c - the names of a report: those the language engine found, put right, and those
 * it passed over.
 *
 * In: LangText.name, tags, gazetteer. Out: drafts of names with their titles, kind, gender, state
 * and gazetteer entry. Rules, with the sentence they stand for: titles before a name are its office
 * ("Chinese Defense Minister Li Shangfu", entities_title.c); a possessor before the title makes a
 * mention of its own ("China's leader Xi Jinping"); a role noun right behind a body's name belongs
 * to it ("Global Times newspaper", entities_cut.c); a surname borne by somebody named in full
 * elsewhere is his wherever it stands; brackets define acronyms (entities_missed.c).
 *
 * Known to fail: titles that are no listed role noun; two names run together without a given name
 * between them. */
#include "mean/entities/entities_names.h"

static void put_folded(Linker *l, Map *map, Slice text)
{
    char key[256];
    Slice copy = arena_copy(l->scratch, (Slice){key, name_fold(text, key, sizeof key)});
    if (!copy.p || (copy.n && !map_put(map, copy, 1))) l->full_up = true;
}

static void put_borne(Linker *l, Slice text)
{
    put_folded(l, &l->borne, text);
}

/* "Christine Ford ... Ford said": with a given name, and the whole no listed body. */
static void note_surname(Linker *l, uint32_t first, uint32_t last)
{
    const LangText *text = &l->found->lang;
    Slice whole = slice_span(l->report->text, tokens_span(text, first, last + 1));
    if (last > first && gazetteer_is_given(l->g, text->token[first].form) &&
        gazetteer_find(l->g, whole, GAZ_ORG) == NONE)
        put_folded(l, &l->surnames, text->token[last].form);
}

static bool names_after(const Linker *l, uint32_t t)
{
    char key[32];
    Slice form = token(l, t)->form;
    if (!l->names || form.n > 8) return false;
    return names_is_after(l->names, (Slice){key, name_fold(form, key, sizeof key)});
}

/* "Tony Velm and his son, Tony Velm Jr.,": where one sentence has both, they are two, and the
 * younger one's surname is told with its sign. */
static void note_younger(Linker *l, const Name *name)
{
    const LangText *text = &l->found->lang;
    uint32_t end = name->end, low = sentence_first(l, name->first);
    bool inside = names_after(l, end - 1);
    if (!inside && (end >= sentence_end(l, name->first) || !names_after(l, end))) return;
    uint32_t bare = inside ? end - 1 : end, n = bare - name->first;
    for (uint32_t t = low; n >= 2 && t + n <= name->first; t++) {
        uint32_t k = 0;
        while (k < n && slice_eq(token(l, t + k)->form, token(l, name->first + k)->form))
            k++;
        if (k < n || names_after(l, t + n)) continue;
        put_borne(l, slice_span(l->report->text, tokens_span(text, bare - 1, bare + 1)));
        return;
    }
}

/* Names of persons written in full, whole and surname, so that a finder's slip elsewhere can be put
 * right. */
static void names_note_bearers(Linker *l)
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
        if (n->kind == NAME_ORG && n->end - n->first > 1)
            put_folded(l, &l->fronts, text->token[n->first].form);
        if (n->kind != NAME_PERSON || n->end - first < 2 || n->end - first > 4 ||
            is_nobody(l, first, n->end, NAME_PERSON) || is_storm_name(l, first, n->end))
            continue;
        put_borne(l, slice_span(l->report->text, tokens_span(text, first, n->end)));
        note_younger(l, n);
        uint32_t last = n->end - 1;
        if (names_after(l, last)) last--; /* "Vale Jr." */
        if (last > first || !names_after(l, n->end - 1)) put_borne(l, text->token[last].form);
        note_surname(l, first, last);
        if (!gazetteer_is_given(l->g, text->token[first].form) ||
            gazetteer_family_first(l->g, text->token[first].form))
            put_borne(l, text->token[first].form);
    }
}

bool names_in_title_case(const Linker *l, uint32_t t)
{
    uint32_t words = 0, upper = 0;
    uint32_t first = sentence_first(l, t), end = sentence_end(l, t);
    if (t - first > NEAR / 2) first = t - NEAR / 2;
    if (end - t > NEAR / 2) end = t + NEAR / 2;
    for (uint32_t i = first; i < end; i++) {
        const Token *k = token(l, i);
        if (k->form.n < 4 || k->upos == UPOS_PUNCT || k->upos == UPOS_NUM) continue;
        words++;
        upper += slice_capital_at(k->form, 0);
    }
    return words >= 3 && upper * 4 >= words * 3;
}

bool speaks_alone(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->rel != REL_NSUBJ || k->head == NONE || k->form.n < 3 || !has_capital(k) ||
        (k->xpos && strcmp(k->xpos, "NNP") != 0))
        return false;
    if (!word_is(l->words, WORD_SPEECH, token(l, k->head)->lemma) ||
        child_near(l, t, REL_DET) != NONE || in_capitals(l, t) || names_in_title_case(l, t))
        return false;
    return gazetteer_find(l->g, k->form, GAZ_ALL) == NONE &&
           gazetteer_demonym(l->g, k->form) == NONE && !gazetteer_role(l->g, k->form);
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
static void names_drop_title_parts(Linker *l)
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

void find_names(Linker *l)
{
    const LangText *text = &l->found->lang;
    names_note_bearers(l);
    names_note_lands(l);
    for (uint32_t t = 1; t < text->n_tokens; t++)
        names_find_defined(l, t);
    for (uint32_t t = 0; t < text->n_tokens && l->report->agencies.n > 0;)
        t += l->at_token[t] == NONE && has_capital(token(l, t)) ? names_find_agency(l, t) : 1;
    for (uint32_t i = 0; i < text->n_names; i++)
        if (text->name[i].end > text->name[i].first) names_find_whole(l, &text->name[i]);
    for (uint32_t i = 0; i < text->n_names; i++)
        if (text->name[i].end > text->name[i].first)
            names_find(l, text->name[i].first, text->name[i].end, text->name[i].kind);
    for (uint32_t t = 0; t < text->n_tokens; t++)
        if (l->at_token[t] == NONE && map_find(&l->defined, token(l, t)->form) != NONE)
            names_add(l, (Cut){t, t + 1, NAME_ORG});
    for (uint32_t t = 0; t < text->n_tokens;)
        t += token(l, t)->name == NONE && l->at_token[t] == NONE ? names_find_listed(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens;)
        t += token(l, t)->name == NONE && l->at_token[t] == NONE ? names_find_body(l, t) : 1;
    names_find_outlets(l);
    names_find_firms(l);
    for (uint32_t t = 0; t < text->n_tokens;)
        t += may_be_person(l, t) ? names_find_person(l, t) : 1;
    for (uint32_t t = 0; t < text->n_tokens; t++)
        if (l->at_token[t] == NONE) names_find_credit(l, t);
    names_drop_title_parts(l);
}
