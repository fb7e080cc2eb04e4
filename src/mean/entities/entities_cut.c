/* entities_cut.c - where a name begins and ends.
 *
 * In: a stretch that the language engine or a rule takes for a name. Out: drafts of names, put
 * right: without determiners, titles and headline words, over hyphens, to the listed name around
 * it; two names run together are two.
 *
 * Known to fail: two names run together without a given name between them. */
#include "base/utf8.h"
#include "mean/entities/entities_names.h"

#define SHORTEST_GLUED 4u /* letters of a name that another word may be glued to */
#define GLUED_REACH 8u    /* tokens between the two */

/* "One Tweet Sums Up The Absurd Double Standard Clinton Faces": of a headline's run of capitals,
 * the surname borne elsewhere is the name. */
static uint32_t headline_start(const Linker *l, uint32_t first, uint32_t end)
{
    if (end - first < 2 || !names_in_title_case(l, first) || borne_by_person(l, first, end))
        return first;
    return borne_by_person(l, end - 1, end) ? end - 1 : first;
}

static bool is_demonym_word(const Linker *l, uint32_t first, uint32_t end)
{
    if (end - first > 2) return false;
    Slice text = slice_span(l->report->text, tokens_span(&l->found->lang, first, end));
    return gazetteer_demonym(l->g, text) != NONE && gazetteer_find(l->g, text, GAZ_ALL) == NONE;
}

/* A letter or two, or nothing but marks. */
static bool names_none(const Linker *l, uint32_t first, uint32_t end)
{
    Span s = tokens_span(&l->found->lang, first, end);
    if (s.e - s.b == 1) return true;
    Slice text = slice_span(l->report->text, s);
    if (text.n > 3 && text.p[1] == '-' &&
        (text.p[0] == 'R' || text.p[0] == 'D' || text.p[0] == 'I') && slice_capital_at(text, 2) &&
        text.n < 8)
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
                 slice_capital_at(token(l, end)->form, 0))
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

/* "Holm Ana Mary HolmVelia votes": a page's list of links run into the text behind a name says it
 * again and goes on without a gap. The name ends where it stood first; a stretch with nothing but
 * the second is none (`first` is returned). */
static uint32_t before_glued(const Linker *l, uint32_t first, uint32_t end)
{
    uint32_t from = sentence_first(l, first);
    if (first - from > GLUED_REACH) from = first - GLUED_REACH;
    for (uint32_t t = first; t < end; t++) {
        Slice glued = token(l, t)->form;
        for (uint32_t i = from; i < t; i++) {
            Slice word = token(l, i)->form;
            if (word.n >= SHORTEST_GLUED && glued.n > word.n && slice_starts(glued, word) &&
                slice_capital_at(glued, word.n))
                return i < first ? first : i + 1;
        }
    }
    return end;
}

/* "AP Tom Velm" of a picture's credit: an agency before a whole name. */
static bool is_credited(const Linker *l, const Cut *c)
{
    return c->kind == NAME_PERSON && c->end - c->first >= 3 && in_capitals(l, c->first) &&
           gazetteer_find(l->g, token(l, c->first)->form, GAZ_ORG) != NONE &&
           gazetteer_is_given(l->g, token(l, c->first + 1)->form);
}

/* Off with determiners, possessives, titles, brackets and headline words. */
static void names_trim(const Linker *l, Cut *c)
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
    if (is_credited(l, c)) c->first++;
    for (uint32_t t = c->first + 1; t < c->end; t++)
        if (text->token[t].upos == UPOS_PUNCT &&
            (memchr("([{\"", text->token[t].form.p[0], 4) || is_dash(&text->token[t])))
            c->end = t;
    c->first = headline_start(l, c->first, c->end);
    c->end = before_glued(l, c->first, c->end);
    if (c->end == c->first) return;
    if (c->kind == NAME_PERSON) c->end = before_repeat(l, c->first, c->end);
    if (c->kind == NAME_PLACE) split_containers(l, &c->first, &c->end);
}

/* ---- one name ---- */

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
    if (c->kind == NAME_PERSON && (char_is_digit((unsigned char)text->token[c->first].form.p[0]) ||
                                   is_storm_name(l, c->first, c->end)))
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
    d->office.span = tokens_span(&l->found->lang, end, last + 1);
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
    title.office = d->office;
    title.office.span = (Span){0, 0};
    add_draft(l, title);
}

static bool inside_date(const Linker *l, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++)
        if (!l->dated[t]) return false;
    return true;
}

void names_add(Linker *l, Cut c)
{
    static const EntityKind kinds[NAME_KINDS] = {ENTITY_PERSON, ENTITY_ORG, ENTITY_PLACE,
                                                 ENTITY_OTHER};
    for (uint32_t t = c.first; t < c.end; t++)
        if (l->at_token[t] != NONE && l->draft.at[l->at_token[t]].form == FORM_NAME) return;
    names_trim(l, &c);
    if (c.first >= c.end) return;
    if (is_demonym_word(l, c.first, c.end) || names_none(l, c.first, c.end) ||
        is_degree(l, c.first, c.end) || inside_date(l, c.first, c.end) ||
        is_nobody(l, c.first, c.end, c.kind))
        return;
    resort(l, &c);
    Draft d = draft_of(l, c.first, c.end, FORM_NAME, kinds[c.kind]);
    if (c.kind == NAME_PERSON) names_read_titles(l, &d);
    names_settle_kind(l, &d, c.kind);
    if (d.kind == ENTITY_PERSON) {
        d.hint = gender_of_name(l, &d);
        d.gaz = NONE;
    }
    if (d.gender == GENDER_UNKNOWN && d.end - d.first > 1) d.gender = d.hint;
    if (d.kind != ENTITY_PERSON) d.gender = GENDER_IT;
    if (d.kind == ENTITY_ORG) read_body(l, &d);
    if (d.gaz != NONE && d.country == NONE && gazetteer_entry(l->g, d.gaz)->country[0])
        d.country = gazetteer_country(l->g, gazetteer_entry(l->g, d.gaz)->country);
    names_note_country(l, &d);
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
    const GazRole *body = role_ending(l, end - 1, first, &role_first);
    if (body && body->kind == ENTITY_ORG) return NONE; /* "economist at John Hale University" */
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
    if (at < low + 2 || !slice_is(token(l, at - 1)->form, "of") || !has_capital(token(l, at - 2)) ||
        token(l, at - 2)->name != NONE || l->at_token[at - 2] != NONE)
        return first;
    uint32_t role_first;
    const GazRole *role = is_noun(token(l, at - 2)) && !names_in_title_case(l, at - 2)
                              ? role_ending(l, at - 2, at - 2, &role_first)
                              : NULL;
    return role && role->kind == ENTITY_ORG ? at - 2 : first;
}

bool ends_in_body(const Linker *l, uint32_t first, uint32_t end)
{
    if (end >= sentence_end(l, first) || !token(l, end - 1)->space_after ||
        token(l, end)->name != NONE || l->at_token[end] != NONE)
        return false;
    bool brief = has_capital(token(l, end - 1)) &&
                 is_brief_word(l, end - 1); /* "Las Orsk Metro police" */
    if ((!has_capital(token(l, end)) && !brief) || !is_noun(token(l, end)) ||
        is_plural(token(l, end)) || names_in_title_case(l, end))
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
    bool initial = end > first + 1 && last.n == 2 && last.p[1] == '.' && slice_capital_at(last, 0);
    return initial && end < sentence_end(l, first) && token(l, end)->upos == UPOS_PROPN &&
                   has_capital(token(l, end)) && l->at_token[end] == NONE
               ? end + 1
               : end;
}

void names_find(Linker *l, uint32_t first, uint32_t end, NameKind kind)
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
    names_add(l, (Cut){first, person == NONE ? end : person, kind});
    if (person != NONE) names_add(l, (Cut){person, end, NAME_PERSON});
}
