/* entities_find.c - the mentions of a report before they are linked: names (entities_names.c),
 * nominals that name an office or a body, pronouns; the years that phrases and names tell.
 *
 * In: LangText and the gazetteer. Out: drafts in order of first token.
 * A nominal counts when a role noun heads it ("the defense chief", "the ministry"); apposition
 * makes it one with a name ("Boris Vale, the mayor,").
 *
 * Known to fail: bodies and people called by a noun that is not listed; appositions that the parse
 * reads as lists. */
#include "mean/entities/entities_impl.h"

static Gram gram_of(const Linker *l, uint32_t t)
{
    for (uint32_t steps = 0; steps < 6 && t != NONE; steps++) {
        const Token *k = token(l, t);
        switch (k->rel) {
        case REL_NSUBJ:
        case REL_CSUBJ: return GRAM_SUBJECT;
        case REL_OBJ:
        case REL_IOBJ: return GRAM_OBJECT;
        case REL_APPOS: return GRAM_APPOS;
        case REL_OBL: return GRAM_OBLIQUE;
        case REL_NMOD:
            return slice_is(slice_of(k->subtype), "poss") ? GRAM_POSSESSOR : GRAM_OBLIQUE;
        case REL_CONJ:
        case REL_FLAT:
        case REL_COMPOUND: t = k->head; break;
        default: return GRAM_OTHER;
        }
    }
    return GRAM_OTHER;
}

static uint32_t head_of(const Linker *l, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        uint32_t h = token(l, t)->head;
        if (h == NONE || h < first || h >= end) return t;
    }
    return end - 1;
}

/* Lower-case words first..last as one phrase, the last by its lemma. */
Slice phrase(const Linker *l, uint32_t first, uint32_t last, char room[96])
{
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

static bool may_begin_role(const Token *t)
{
    return is_noun(t) || t->upos == UPOS_ADJ || t->upos == UPOS_VERB || t->upos == UPOS_X;
}

/* Longest listed role that ends with token `last`; its first token in *first. */
const GazRole *role_ending(const Linker *l, uint32_t last, uint32_t low, uint32_t *first)
{
    for (uint32_t k = 4; k-- > 0;) {
        if (last < low + k || !may_begin_role(token(l, last - k))) continue;
        char room[96];
        Slice words = phrase(l, last - k, last, room);
        const GazRole *role = words.n ? gazetteer_role(l->g, words) : NULL;
        if (!role)
            role = gazetteer_role(
                l->g, slice_span(l->report->text,
                                 tokens_span(&l->found->lang, last - k,
                                             last + 1))); /* "minister of foreign affairs" */
        if (role) {
            *first = last - k;
            return role;
        }
    }
    return NULL;
}

/* State named by tokens [first, end): a demonym or a name of a state, of one or two words; NONE. */
uint32_t country_in(const Linker *l, uint32_t first, uint32_t end)
{
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

uint32_t add_draft(Linker *l, Draft d)
{
    uint32_t index = l->draft.n;
    if (!VEC_PUSH(l->scratch, &l->draft, d)) {
        l->full_up = true;
        return NONE;
    }
    if (d.form != FORM_PRONOUN)
        for (uint32_t t = d.first; t < d.end; t++)
            l->at_token[t] = index;
    return index;
}

Draft draft_of(const Linker *l, uint32_t first, uint32_t end, MentionForm form, EntityKind kind)
{
    Draft d = {.span = tokens_span(&l->found->lang, first, end),
               .first = first,
               .end = end,
               .form = form,
               .kind = kind,
               .gaz = NONE,
               .country = NONE,
               .apposed = NONE,
               .entity = NONE,
               .rule = ""};
    d.head = head_of(l, first, end);
    d.sentence = token(l, first)->sentence;
    d.gram = gram_of(l, d.head);
    d.quoted = l->quoted[d.head];
    d.possessive = end < l->found->lang.n_tokens && is_possessive_mark(token(l, end));
    return d;
}

/* ---- nominals ---- */

static bool before_a_noun(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    return (k->rel == REL_COMPOUND || k->rel == REL_FLAT) && k->head != NONE && k->head > t;
}

static uint32_t nominal_start(const Linker *l, uint32_t first, uint32_t head)
{
    uint32_t low = sentence_first(l, head), at = first;
    while (at > low && head - at < 10) {
        const Token *k = token(l, at - 1);
        if (is_hyphen(k) && !k->space_after && at >= low + 2 && !token(l, at - 2)->space_after) {
            at -= 2;
            continue;
        } /* "15-member council" */
        bool fits = is_noun(k) || k->upos == UPOS_ADJ || k->upos == UPOS_DET ||
                    k->upos == UPOS_NUM || is_possessive_mark(k) ||
                    (k->xpos && strcmp(k->xpos, "PRP$") == 0) ||
                    (k->upos == UPOS_VERB && k->rel == REL_AMOD);
        if (!fits || !under(l, at - 1, head)) break;
        if (k->upos == UPOS_ADJ && at < head && token(l, at)->upos == UPOS_NUM)
            break; /* "at least seven people" */
        at--;
        if (k->upos == UPOS_DET || (k->xpos && strcmp(k->xpos, "PRP$") == 0)) break;
    }
    return at;
}

static bool is_definite(const Linker *l, uint32_t first, uint32_t head, const GazRole *role)
{
    for (uint32_t t = first; t < head; t++) {
        const Token *k = token(l, t);
        if (k->upos == UPOS_DET) return word_is(l->words, WORD_DEFINITE, k->form);
        if (is_possessive_mark(k) || (k->xpos && strcmp(k->xpos, "PRP$") == 0)) return true;
    }
    return role->kind != ENTITY_PLACE && role->head &&
           (role->kind == ENTITY_ORG || !is_plural(token(l, head))); /* "police said" */
}

/* "the president of Russia": state in an of-phrase behind. */
static uint32_t country_behind(const Linker *l, uint32_t head)
{
    uint32_t n = child_near(l, head, REL_NMOD);
    if (n == NONE || n < head || n > head + 4) return NONE;
    uint32_t mark = child_near(l, n, REL_CASE);
    if (mark == NONE || !slice_eq_nocase(token(l, mark)->form, SLICE("of"))) return NONE;
    if (child_near(l, n, REL_CONJ) != NONE) return NONE; /* of China and Russia: of neither alone */
    return country_in(l, mark + 1, n + 1);
}

static uint32_t drafted_at(const Linker *l, uint32_t t)
{
    return t == NONE ? NONE : l->at_token[t];
}

/* "Velm and Orsk, the town's mayor, left": the apposition is the last one's, whatever the tree
 * says. */
static uint32_t last_of_row(const Linker *l, uint32_t noun, uint32_t before)
{
    uint32_t last = noun;
    for (uint32_t t = noun + 1; t < before && t < noun + NEAR; t++) {
        const Token *k = token(l, t);
        if (k->rel == REL_CONJ && (k->head == noun || k->head == last) && is_noun(k)) last = t;
    }
    return last;
}

/* "George Velm; the nominee, Bram Trask; and": two of a list. */
static bool list_parts(const Linker *l, uint32_t a, uint32_t b)
{
    for (uint32_t t = a + 1; t < b && t < a + NEAR; t++)
        if (slice_is(token(l, t)->form, ";")) return true;
    return false;
}

/* The name or nominal this nominal is one with: apposition either way, or the subject of "is". */
static uint32_t apposed_to(const Linker *l, uint32_t head, uint32_t start)
{
    const Token *k = token(l, head);
    if (k->rel == REL_APPOS && k->head != NONE) {
        bool comma = start > 0 && slice_is(token(l, start - 1)->form, ",");
        uint32_t other = comma ? last_of_row(l, k->head, start) : k->head;
        return list_parts(l, other, head) ? NONE : drafted_at(l, other);
    }
    uint32_t behind = child_near(l, head, REL_APPOS);
    if (behind != NONE && drafted_at(l, behind) != NONE) return drafted_at(l, behind);
    if (child_near(l, head, REL_COP) == NONE) return NONE;
    return drafted_at(l, child_near(l, head, REL_NSUBJ));
}

/* "Halden Oil, the company that runs the depot": a name without title or given name that the text
 * calls a body is no person. */
static bool tells_body(const Linker *l, const Draft *name, const Draft *nominal)
{
    if (name->form != FORM_NAME || name->kind != ENTITY_PERSON || name->office.span.e > 0 ||
        name->role)
        return false;
    if (child_near(l, nominal->head, REL_CASE) != NONE) return false; /* "Orlov was in office" */
    bool object = nominal->end <= name->first && slice_is(token(l, name->first - 1)->form, ",") &&
                  (nominal->gram == GRAM_OBJECT || nominal->gram == GRAM_OBLIQUE);
    if (object) return false; /* "Addressing the council, Ivan Orlov found fault" */
    return nominal->kind == ENTITY_ORG && !nominal->plural &&
           !gazetteer_is_given(l->g, token(l, name->first)->form);
}

static void make_body(Draft *name)
{
    name->kind = ENTITY_ORG;
    name->gender = GENDER_IT;
    name->hint = GENDER_UNKNOWN;
}

static bool can_be_one(const Draft *a, const Draft *b)
{
    bool ages = a->age && b->age && a->age != b->age; /* "a 17-year-old boy, Tom Brandt, 21, and" */
    return a->kind == b->kind && a->form == FORM_NAME && !b->plural && !ages;
}

/* "the secretary of state": the office goes on behind the head. */
static const GazRole *role_behind(const Linker *l, uint32_t t, const GazRole *role, uint32_t *first,
                                  uint32_t *end)
{
    for (uint32_t more = 4; more >= 2; more--) {
        if (t + more >= sentence_end(l, t) ||
            !slice_eq_nocase(token(l, t + 1)->form, SLICE("of")) || !is_noun(token(l, t + more)))
            continue;
        char room[96];
        Slice words = phrase(l, t, t + more, room);
        const GazRole *longer = words.n ? gazetteer_role(l->g, words) : NULL;
        if (!longer) continue;
        *first = t;
        *end = t + more + 1;
        return longer;
    }
    return role;
}

/* Does the phrase say itself whose or which it is ("Theresa May's government", "the former
 * president", "another agency")? Then it points back to nobody. */
static bool says_which(const Linker *l, uint32_t start, uint32_t first, uint32_t country)
{
    for (uint32_t t = start; t < first; t++) {
        if (word_is(l->words, WORD_OTHER, token(l, t)->form)) return true;
        if (token(l, t)->xpos && strcmp(token(l, t)->xpos, "PRP$") == 0) return true;
        uint32_t inside = l->at_token[t];
        if (inside == NONE) continue;
        if (l->draft.at[inside].form == FORM_NOMINAL && t + 1 < first &&
            is_possessive_mark(token(l, t + 1)))
            return true; /* "the president's party" */
        if (l->draft.at[inside].form != FORM_NAME) continue;
        const Draft *d = &l->draft.at[inside];
        if (country == NONE || d->kind == ENTITY_PERSON ||
            (d->gaz != NONE && d->gaz != country && !d->government))
            return true;
    }
    return false;
}

/* "Ariana Grande, the American singer whose concert ...": a nominal between commas right behind a
 * name, whatever the parse makes of it. */
static uint32_t behind_comma(const Linker *l, uint32_t start, uint32_t end)
{
    if (start < 2 || end >= sentence_end(l, start) || start < sentence_first(l, start) + 2 ||
        !slice_is(token(l, start - 1)->form, ","))
        return NONE;
    uint32_t name = l->at_token[start - 2];
    if (name == NONE || l->draft.at[name].form != FORM_NAME || l->draft.at[name].end != start - 1)
        return NONE;
    const Token *next = token(l, end);
    bool closes = next->upos == UPOS_PUNCT || next->upos == UPOS_ADP ||
                  (next->xpos && next->xpos[0] == 'W');
    bool listed = next->upos == UPOS_PUNCT && end + 1 < sentence_end(l, start) &&
                  token(l, end + 1)->upos == UPOS_CCONJ;
    return closes && !listed ? name : NONE;
}

/* "the governor of the Bank of Oran, Mark Carne, said": the person named behind the comma, where
 * what stands between is no person ("the son of the mayor, Anna Keller,"). `end`: behind the
 * noun. */
static uint32_t holder_behind(const Linker *l, uint32_t end)
{
    uint32_t stop = sentence_end(l, end - 1), t = end, first;
    if (t >= stop || token(l, t)->upos != UPOS_ADP) return NONE;
    while (t < stop && t < end + 9 && token(l, t)->upos != UPOS_PUNCT)
        t++;
    if (t + 1 >= stop || !slice_is(token(l, t)->form, ",")) return NONE;
    const GazRole *between = is_noun(token(l, t - 1)) ? role_ending(l, t - 1, end, &first) : NULL;
    uint32_t name = l->at_token[t + 1];
    if (name == NONE || (between && between->kind == ENTITY_PERSON)) return NONE;
    const Draft *d = &l->draft.at[name];
    bool whole = d->form == FORM_NAME && d->kind == ENTITY_PERSON && d->first == t + 1 &&
                 d->end < stop && slice_is(token(l, d->end)->form, ",") && d->office.span.e == 0;
    return whole ? name : NONE;
}

/* The name or nominal that the nominal of tokens [start, end) is one with; NONE. "managers of
 * Halden Oil, the company ...": the parse may hang it on the managers. */
static uint32_t one_with(const Linker *l, const Draft *d, uint32_t start, uint32_t end)
{
    uint32_t other = apposed_to(l, d->head, start);
    if (other == NONE || !can_be_one(&l->draft.at[other], d)) {
        uint32_t beside = behind_comma(l, start, end);
        if (other == NONE || (beside != NONE && (can_be_one(&l->draft.at[beside], d) ||
                                                 tells_body(l, &l->draft.at[beside], d))))
            other = beside;
    }
    bool holder = other == NONE && d->kind == ENTITY_PERSON && d->definite && !d->plural;
    return holder ? holder_behind(l, end) : other;
}

/* A number of one to three figures; 0: it is none. */
static uint32_t small_number(Slice word)
{
    uint32_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.n > 3 || word.p[i] < '0' || word.p[i] > '9') return 0;
        n = n * 10 + (uint32_t)(word.p[i] - '0');
    }
    return n;
}

/* Years in the words of a phrase: "the 17-year-old boy", "a 3 year old girl"; 0: none. */
static uint32_t age_in(const Linker *l, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t + 1 < end; t++) {
        uint32_t next = is_hyphen(token(l, t + 1)) ? t + 2 : t + 1;
        bool years = next < end && slice_eq_nocase(token(l, next)->form, SLICE("year"));
        uint32_t age = years ? small_number(token(l, t)->form) : 0;
        if (age) return age;
    }
    return 0;
}

/* ", 21," right behind the names of persons. */
static void find_ages(Linker *l)
{
    for (uint32_t i = 0; i < l->draft.n; i++) {
        Draft *d = &l->draft.at[i];
        uint32_t end = d->end, stop = sentence_end(l, d->first);
        if (d->form != FORM_NAME || d->kind != ENTITY_PERSON || end + 2 >= stop) continue;
        bool closed = token(l, end + 2)->upos == UPOS_PUNCT;
        if (closed && slice_is(token(l, end)->form, ","))
            d->age = small_number(token(l, end + 1)->form);
    }
}

/* "The ministers", "the attorneys general"; "the police" are one. */
static bool several(const GazRole *role, const Token *noun)
{
    if (role->gender == GENDER_THEY) return true;
    return is_plural(noun) && !(role->kind == ENTITY_ORG && role->head);
}

static void find_nominal(Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (!is_noun(k) || k->name != NONE || l->at_token[t] != NONE || before_a_noun(l, t)) return;
    uint32_t first;
    const GazRole *role = role_ending(l, t, sentence_first(l, t), &first);
    uint32_t end = t + 1;
    role = role_behind(l, t, role, &first, &end);
    if (!role || (first > 0 && l->at_token[first] != NONE)) return;
    uint32_t start = nominal_start(l, first, t);
    while (start < first && l->at_token[start] != NONE &&
           l->draft.at[l->at_token[start]].form == FORM_NOMINAL)
        start++;
    Draft d = draft_of(l, start, end, FORM_NOMINAL, role->kind);
    d.head = t;
    d.gram = gram_of(l, t);
    d.role = role;
    d.gender = role->gender;
    if (role->kind == ENTITY_PERSON) d.age = age_in(l, start, t);
    d.plural = several(role, k);
    d.definite = is_definite(l, start, t, role);
    d.country = country_in(l, start, first);
    if (d.country == NONE) d.country = country_behind(l, t);
    d.owned = says_which(l, start, first, d.country);
    if (role->kind == ENTITY_PERSON) read_seat(l, &d, start, first, end);
    uint32_t other = one_with(l, &d, start, end);
    if (other != NONE && tells_body(l, &l->draft.at[other], &d)) {
        l->draft.at[other].told_body = true;
        make_body(&l->draft.at[other]);
    }
    if (other != NONE && can_be_one(&l->draft.at[other], &d)) d.apposed = other;
    if (role->kind == ENTITY_PLACE && !d.definite) return;
    uint32_t index = l->draft.n;
    if (!VEC_PUSH(l->scratch, &l->draft, d)) {
        l->full_up = true;
        return;
    }
    for (uint32_t i = first; i <= t; i++)
        if (l->at_token[i] == NONE) l->at_token[i] = index; /* names inside keep their tokens */
}

/* Role nouns that stand in a name's own title, or right behind a body's name, are no nominals. */
static void mark_offices(Linker *l)
{
    for (uint32_t i = 0; i < l->draft.n; i++) {
        const Draft *d = &l->draft.at[i];
        if (d->form != FORM_NAME || d->office.span.e == 0) continue;
        uint32_t from = token_at(&l->found->lang, d->office.span.b),
                 to = token_at(&l->found->lang, d->office.span.e - 1);
        for (uint32_t t = from; t <= to && t < l->found->lang.n_tokens; t++)
            if (l->at_token[t] == NONE) l->at_token[t] = i;
    }
}

/* What a report calls a body once is one wherever it is named in the same words. False: no memory.
 */
static bool spread_bodies(Linker *l)
{
    Map told;
    map_init(&told, l->scratch);
    uint32_t found = 0;
    for (uint32_t i = 0; i < l->draft.n; i++) {
        if (!l->draft.at[i].told_body) continue;
        if (!map_put(&told, slice_span(l->report->text, l->draft.at[i].span), i)) return false;
        found++;
    }
    for (uint32_t i = 0; found && i < l->draft.n; i++) {
        Draft *d = &l->draft.at[i];
        bool may = d->form == FORM_NAME && d->kind == ENTITY_PERSON && d->office.span.e == 0;
        if (may && map_find(&told, slice_span(l->report->text, d->span)) != NONE) make_body(d);
    }
    return true;
}

/* ---- pronouns ---- */

static bool names_nothing(const Linker *l, uint32_t t)
{
    const Token *k = token(l, t);
    if (k->rel == REL_EXPL) return true;
    return k->head != NONE && word_is(l->words, WORD_PLEONASTIC, token(l, k->head)->lemma);
}

static void find_pronoun(Linker *l, uint32_t t)
{
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

/* By first token; a longer draft before the one inside it. Insertion keeps it near linear: drafts
 * come almost sorted. */
static int draft_order(const Draft *a, const Draft *b)
{
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->end > b->end ? -1 : a->end < b->end;
}

static dln_status sort_drafts(Linker *l)
{
    uint32_t n = l->draft.n;
    uint32_t *where = ARENA_ARRAY(l->scratch, uint32_t, n),
             *order = ARENA_ARRAY(l->scratch, uint32_t, n),
             *spare = ARENA_ARRAY(l->scratch, uint32_t, n);
    Draft *sorted = ARENA_ARRAY(l->scratch, Draft, n);
    if (!where || !order || !spare || !sorted) return arena_status(l->scratch);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t width = 1; width < n; width *= 2) { /* merge sort, stable */
        for (uint32_t lo = 0; lo < n; lo += 2 * width) {
            uint32_t mid = lo + width < n ? lo + width : n,
                     hi = lo + 2 * width < n ? lo + 2 * width : n, a = lo, b = mid, k = lo;
            while (a < mid || b < hi)
                spare[k++] = b >= hi || (a < mid && draft_order(&l->draft.at[order[a]],
                                                                &l->draft.at[order[b]]) <= 0)
                                 ? order[a++]
                                 : order[b++];
        }
        memcpy(order, spare, n * sizeof *order);
    }
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = l->draft.at[order[i]];
        where[order[i]] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (sorted[i].apposed != NONE) sorted[i].apposed = where[sorted[i].apposed];
    for (uint32_t t = 0; t < l->found->lang.n_tokens; t++)
        if (l->at_token[t] != NONE) l->at_token[t] = where[l->at_token[t]];
    if (n) memcpy(l->draft.at, sorted, n * sizeof *sorted);
    return DLN_OK;
}

dln_status find_drafts(Linker *l)
{
    const LangText *text = &l->found->lang;
    for (uint32_t t = 0; t < text->n_tokens; t++)
        l->at_token[t] = NONE;
    find_names(l);
    mark_offices(l);
    find_ages(l);
    for (uint32_t t = 0; t < text->n_tokens; t++)
        find_nominal(l, t);
    if (!spread_bodies(l)) return arena_status(l->scratch);
    for (uint32_t t = 0; t < text->n_tokens; t++)
        find_pronoun(l, t);
    if (l->full_up) return arena_status(l->scratch);
    return sort_drafts(l);
}
