/* entities_link.c - names and nominals to entities, in text order.
 *
 * In: drafts. Out: builds (entities in the making) with the rule that linked each mention.
 *
 * Names: same gazetteer entry; same folded name; surname or first word of a known full name; fuller
 * form of a name borne before; spellings that names_compare ties (look-alikes, transliteration,
 * initials, acronym). Two bearers of one surname: titles and given names part them, a bare surname
 * goes to the one who was called so before, else to the last named. Nominals: same office and state
 * ("the Chinese defense chief" -> Chinese Defense Minister), same noun ("the ministry" -> Russian
 * Defense Ministry), sort of body ("the newspaper" -> Global Times), the last one that fits,
 * subjects first. A nominal that fits nobody is an entity of its own. Known to fail: bodies called
 * by a noun that is not listed. */
#include "base/utf8.h"
#include "mean/entities/entities_impl.h"

enum { HEADLINE_REACH = 6 }; /* sentences */

static Slice text_of(const Linker *l, const Draft *d)
{
    return slice_span(l->report->text, d->span);
}

static void touch(Linker *l, uint32_t build)
{
    uint32_t at = 0;
    while (at < l->n_recent && l->recent[at] != build)
        at++;
    if (at == l->n_recent && l->n_recent < RECENT)
        l->n_recent++;
    else if (at == l->n_recent)
        at = RECENT - 1;
    memmove(l->recent + 1, l->recent, at * sizeof *l->recent);
    l->recent[0] = build;
}

static bool same_office(const Linker *l, const Build *b, Slice words)
{
    for (uint32_t i = 0; i < b->offices.n; i++)
        if (slice_eq_nocase(b->offices.at[i].text, words)) return true;
    (void)l;
    return false;
}

/* "Mr.", "Ms": a form of address is no office, nor is what stands before it: "fellow Conservative
 * Mr. Pell". */
static bool is_courtesy(Slice words)
{
    static const char *const forms[] = {"Mr",   "Mr.", "Mrs", "Mrs.",   "Ms",     "Ms.",
                                        "Miss", "Mx",  "Mx.", "Messrs", "Messrs."};
    size_t b = words.n;
    while (b > 0 && words.p[b - 1] != ' ')
        b--;
    Slice last = {words.p + b, words.n - b};
    return SLICE_AMONG_NOCASE(last, forms);
}

/* A gender that words tell holds; a pronoun's only where none is known. */
static void learn_gender(Build *b, const Draft *d)
{
    bool pronoun = d->form == FORM_PRONOUN;
    if (!pronoun && d->gender != GENDER_UNKNOWN && !b->told_gender) {
        b->gender = d->gender;
        b->told_gender = true;
    }
    if (b->hint == GENDER_UNKNOWN) b->hint = d->hint;
    if (pronoun && b->kind == ENTITY_PERSON && b->gender == GENDER_UNKNOWN &&
        (d->gender == GENDER_HE || d->gender == GENDER_SHE))
        b->gender = d->gender;
}

static void add_office(Linker *l, Build *b, Role office)
{
    if (!same_office(l, b, office.text) && !VEC_PUSH(l->arena, &b->offices, office))
        l->full_up = true;
}

static void learn_role(Build *b, const Draft *d)
{
    uint32_t at = 0;
    while (at < b->n_roles && b->role[at] != d->role)
        at++;
    if (!d->role || at >= 4) return;
    if (at == b->n_roles) b->role[b->n_roles++] = d->role;
    if (d->office.aside) b->aside |= 1u << at;
    if (b->office_aside == ASIDE_NONE) b->office_aside = d->office.aside;
    if (b->seat.n == 0) b->seat = d->office.seat;
}

/* "Brandt" of "the Brandt administration"; empty: none. */
static Slice name_in_front(const Linker *l, const Draft *d)
{
    const Token *token = l->found->lang.token;
    for (uint32_t i = d->head; i-- > d->first;)
        if (token[i].upos == UPOS_PROPN && token[i].rel == REL_COMPOUND && token[i].head == d->head)
            return token[i].form;
    return (Slice){"", 0};
}

static void learn(Linker *l, Build *b, const Draft *d)
{
    learn_gender(b, d);
    if (b->country == NONE) b->country = d->country;
    if (b->gaz == NONE) b->gaz = d->gaz;
    if (b->age == 0) b->age = d->age;
    if (b->front.n == 0 && d->form == FORM_NOMINAL) b->front = name_in_front(l, d);
    if (d->form != FORM_PRONOUN) learn_role(b, d);
    if (d->office.span.e > d->office.span.b && !is_courtesy(d->office.text))
        add_office(l, b, d->office);
    if (d->form == FORM_NOMINAL && d->kind == ENTITY_PERSON && b->names > 0 && d->rule &&
        strcmp(d->rule, "apposition") == 0) {
        Role office = d->office;
        office.span = d->span;
        office.text = text_of(l, d);
        add_office(l, b, office);
    }
}

/* "Vale Jr.", which the report also calls somebody: the bare surname is then another Vale's. */
static bool is_called_younger(const Linker *l, const Slice *words, uint32_t n)
{
    char key[96];
    Slice name = words[n - 2], after = words[n - 1];
    if (name.n + after.n + 1 > sizeof key) return false;
    memcpy(key, name.p, name.n);
    key[name.n] = ' ';
    memcpy(key + name.n + 1, after.p, after.n);
    return map_find(&l->borne, (Slice){key, name.n + 1 + after.n}) != NONE;
}

/* "Jr." behind a name is no part of it; does it tell the bearer from another of the report? */
static bool drop_after(Linker *l, const Slice *words, uint32_t *n)
{
    if (*n < 2 || !l->names || !names_is_after(l->names, words[*n - 1])) return false;
    bool younger = is_called_younger(l, words, *n);
    --*n;
    return younger;
}

/* Folded words of a name without titles, kept in scratch. */
static uint32_t name_words(Linker *l, Draft *d, Slice words[NAME_WORDS])
{
    char key[256];
    size_t n = name_fold(text_of(l, d), key, sizeof key);
    Slice copy = arena_copy(l->scratch, (Slice){key, n});
    if (!copy.p) {
        l->full_up = true;
        return 0;
    }
    uint32_t count = 0;
    for (size_t i = 0; i < copy.n && count < NAME_WORDS;) {
        size_t end = i;
        while (end < copy.n && copy.p[end] != ' ')
            end++;
        if (end > i) words[count++] = (Slice){copy.p + i, end - i};
        i = end + 1;
    }
    while (d->kind == ENTITY_PERSON && count > 1 && gazetteer_title(l->g, words[0], NULL))
        memmove(words, words + 1, --count * sizeof *words);
    if (d->kind == ENTITY_PERSON) d->younger = drop_after(l, words, &count);
    if (count > 1 && slice_is(words[0], "the")) memmove(words, words + 1, --count * sizeof *words);
    return count;
}

bool join_build(Linker *l, uint32_t index, uint32_t build, const char *rule)
{
    Draft *d = &l->draft.at[index];
    Build *b = &l->build.at[build];
    d->entity = build;
    d->rule = rule;
    if (!VEC_PUSH(l->scratch, &b->drafts, index)) {
        l->full_up = true;
        return false;
    }
    b->last = index;
    b->names += d->form == FORM_NAME;
    b->subjects += d->gram == GRAM_SUBJECT;
    if (d->form == FORM_NAME && !d->government) b->seat_names_only = false;
    if (!d->first_person) learn(l, b, d);
    touch(l, build);
    return true;
}

uint32_t new_build(Linker *l, uint32_t index, const char *rule)
{
    const Draft *d = draft(l, index);
    Build b = {.kind = d->kind,
               .gaz = NONE,
               .country = NONE,
               .name = text_of(l, d),
               .name_draft = index,
               .last = index,
               .plural = d->plural,
               .younger = d->younger,
               .seat_names_only = d->government};
    uint32_t build = l->build.n;
    if (!VEC_PUSH(l->scratch, &l->build, b)) {
        l->full_up = true;
        return NONE;
    }
    join_build(l, index, build, rule);
    return build;
}

/* ---- names ---- */

static void remember(Linker *l, uint32_t build, const Slice *words, uint32_t n, Slice folded)
{
    Build *b = &l->build.at[build];
    if (n > b->n_words) {
        memcpy(b->word, words, n * sizeof *words);
        b->n_words = n;
    }
    if (folded.n && !map_put(&l->full, folded, build)) l->full_up = true;
    if (b->kind == ENTITY_PERSON && n > 0 && !b->younger) {
        if (!map_put(&l->single, words[n - 1], build)) l->full_up = true;
        bool leads = n > 1 && (!gazetteer_is_given(l->g, words[0]) ||
                               gazetteer_family_first(l->g, words[0]));
        if (leads && !map_put(&l->single, words[0], build))
            l->full_up = true; /* family name first */
    }
}

static Slice fold_copy(Linker *l, const Slice *words, uint32_t n)
{
    Slice all = arena_copy(l->scratch, (Slice){"", 0});
    for (uint32_t i = 0; i < n; i++)
        all = i ? arena_printf(l->scratch, "%.*s %.*s", (int)all.n, all.p, (int)words[i].n,
                               words[i].p)
                : words[0];
    return all;
}

bool genders_fit(const Build *b, Gender g)
{
    return !b->told_gender || b->gender == GENDER_UNKNOWN || g == GENDER_UNKNOWN || b->gender == g;
}

/* Does any build in sight bear this single word as surname, other than `build`? */
static bool surname_shared(const Linker *l, uint32_t build, Slice word)
{
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (l->recent[i] != build && b->kind == ENTITY_PERSON && b->n_words > 1 && !b->younger &&
            (slice_eq(b->word[b->n_words - 1], word) || slice_eq(b->word[0], word)))
            return true;
    }
    return false;
}

/* "Sean Aldred ... Sean": the one person in sight who bears the given name; NONE: nobody, or two.
 */
static uint32_t by_given_name(const Linker *l, const Draft *d, Slice word)
{
    uint32_t only = NONE;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->kind != ENTITY_PERSON || b->n_words < 2 || !slice_eq(b->word[0], word) ||
            !genders_fit(b, d->gender))
            continue;
        if (only != NONE) return NONE;
        only = l->recent[i];
    }
    return only;
}

/* "Vale Jr." to the one of that surname who is called so. */
static uint32_t by_younger(const Linker *l, const Slice *words, uint32_t n)
{
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->younger && b->n_words > 0 && slice_eq(b->word[b->n_words - 1], words[n - 1]) &&
            (n == 1 || b->n_words == 1 || slice_eq(b->word[0], words[0])))
            return l->recent[i];
    }
    return NONE;
}

static bool bears_surname(const Build *b, Slice word)
{
    return slice_eq(b->word[b->n_words - 1], word);
}

/* Of two who bear a word the one whom the report has called by it oftener; of equals the one whom
 * it does not call by the given name ("Ben was shot. Roy Vale wept. Vale said"). Where it is the
 * surname of one and the given name of the other, by that word; of equals, Judge Timothy Kelly
 * sooner than Kelly Laco. */
static bool called_sooner(const Build *a, const Build *b, Slice word, bool speaks)
{
    bool surname = bears_surname(a, word);
    if (speaks && surname && bears_surname(b, word)) {
        uint32_t mine = a->bare - a->bare_given, theirs = b->bare - b->bare_given;
        return mine != theirs ? mine > theirs : a->bare_given < b->bare_given;
    }
    if (surname == bears_surname(b, word)) return a->bare > b->bare;
    uint32_t mine = surname ? a->bare - a->bare_given : a->bare_given,
             theirs = surname ? b->bare_given : b->bare - b->bare_given;
    return mine != theirs ? mine > theirs : surname;
}

/* "Said Roy Vale. Vale said": of several bearers the one named in full just before as a subject,
 * alone of them. */
static uint32_t just_named(const Linker *l, const Draft *d, Slice word)
{
    enum { JUST = 40 }; /* tokens */
    uint32_t only = NONE;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->kind != ENTITY_PERSON || b->n_words < 2 || !bears_surname(b, word)) continue;
        const Draft *last = &l->draft.at[b->last];
        bool full = last->form == FORM_NAME && last->end - last->first >= 2 &&
                    token(l, last->head)->rel == REL_NSUBJ;
        if (!full || last->end + JUST < d->first) continue;
        if (only != NONE) return NONE;
        only = l->recent[i];
    }
    return only != NONE && genders_fit(&l->build.at[only], d->gender) ? only : NONE;
}

/* "President Hale ... Mary Hale ... Hale": the one of the surname who may be meant; NONE. */
static uint32_t of_family(const Linker *l, const Draft *d, const Slice *words, uint32_t n)
{
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        bool bears = b->kind == ENTITY_PERSON && b->n_words > 0 && !b->younger &&
                     bears_surname(b, words[n - 1]) && (n == 1 || b->n_words == 1);
        if (bears && !family_parts(l, words, n, b) && genders_fit(b, d->gender))
            return l->recent[i];
    }
    return NONE;
}

/* "Hale said", "Hale told a reporter". */
static bool says(const Linker *l, const Draft *d)
{
    const Token *t = token(l, d->head);
    bool subject = t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") != 0 && t->head != NONE;
    const Token *verb = subject ? token(l, t->head) : t;
    return subject && (token_lemma_is(verb, "say") || token_lemma_is(verb, "tell"));
}

/* Two bearers: the title may tell, else who was called so before, else the last named. */
static uint32_t of_bearers(const Linker *l, const Draft *d, Slice word)
{
    uint32_t last = just_named(l, d, word);
    bool speaks = d->gender == GENDER_UNKNOWN && says(l, d);
    if (last != NONE) return last;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *r = &l->build.at[l->recent[i]];
        bool bears = r->kind == ENTITY_PERSON && r->n_words > 0 && !r->younger &&
                     (bears_surname(r, word) || slice_eq(r->word[0], word));
        if (!bears || !genders_fit(r, d->gender)) continue;
        if (last == NONE || called_sooner(r, &l->build.at[last], word, speaks)) last = l->recent[i];
    }
    return last;
}

static uint32_t by_surname(Linker *l, const Draft *d, const Slice *words, uint32_t n)
{
    if (d->younger) return by_younger(l, words, n);
    uint32_t build = map_find(&l->single, words[n - 1]);
    if (build == NONE && n == 1) build = by_given_name(l, d, words[0]);
    if (build == NONE) return NONE;
    const Build *b = &l->build.at[build];
    if (family_parts(l, words, n, b) || family_holder(l, words, n))
        return of_family(l, d, words, n);
    uint32_t called = n == 1 && surname_shared(l, build, words[0]) ? of_bearers(l, d, words[0])
                                                                   : NONE;
    if (called != NONE) return called;
    if (!genders_fit(b, d->gender)) return NONE;
    if (n == 1) return build;
    if (b->names > 2 && surname_of_several(l, words[n - 1]))
        return NONE;                       /* "President Hale", "Ada Hale and Piet Hale": neither */
    return b->n_words == 1 ? build : NONE; /* "Shoigu ... Sergei Shoigu" */
}

/* A spelling, initial or order of a person named before. */
static uint32_t by_spelling(const Linker *l, const Draft *d, uint32_t n)
{
    if (!l->names || n < 2) return NONE;
    Slice text = text_of(l, d);
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->kind != d->kind || b->n_words < 2 || !genders_fit(b, d->gender) ||
            b->younger != d->younger)
            continue;
        if (arena_late(l->scratch, 50)) return NONE;
        NameMatch m = names_link(l->names, b->name, text, d->kind);
        if (m.conflict || m.link == NAMELINK_NONE || m.link == NAMELINK_PART ||
            m.link == NAMELINK_ACRONYM)
            continue;
        if (m.score >= (m.link == NAMELINK_SPELLING ? 0.8f : 0.5f)) return l->recent[i];
    }
    return NONE;
}

static bool subsequence(const Slice *few, uint32_t n, const Slice *many, uint32_t m)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < m && k < n; i++)
        k += slice_eq(few[k], many[i]);
    return k == n;
}

static bool spells_initials(Slice acronym, const Slice *words, uint32_t n)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool small = slice_is(words[i], "of") || slice_is(words[i], "the") ||
                     slice_is(words[i], "and") || slice_is(words[i], "for");
        if (small) continue;
        if (k >= acronym.n || acronym.p[k] != words[i].p[0]) return false;
        k++;
    }
    return k == acronym.n && k > 1;
}

/* "the House" beside "House Ethics Committee", "Velm Police" beside "Velm Police Detective Bureau":
 * the first words of a part's name are the body it is a part of. */
static bool names_whole(const Linker *l, uint32_t few, const Slice *many, uint32_t n)
{
    if (few == 1 && word_is(l->words, WORD_WHOLE, many[0])) return true;
    bool reserve = slice_starts(many[n - 1], SLICE("reserve")); /* "the Army" and its Reserve */
    return reserve || (n >= few + 2 && word_is(l->words, WORD_PART, many[n - 1]));
}

/* "the Defense Ministry" after "the Russian Defense Ministry"; "NEBC" after "National Elections and
 * Boundaries Commission". */
static uint32_t by_short_form(const Linker *l, const Draft *d, const Slice *words, uint32_t n)
{
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->kind != d->kind || b->n_words == 0 || (b->gaz != NONE && d->gaz != NONE)) continue;
        if (b->country != NONE && d->country != NONE && b->country != d->country) continue;
        const Slice *few = n < b->n_words ? words : b->word,
                    *many = n < b->n_words ? b->word : words;
        uint32_t f = n < b->n_words ? n : b->n_words, m = n < b->n_words ? b->n_words : n;
        if (f == m) continue;
        if (f == 1 && spells_initials(few[0], many, m)) return l->recent[i];
        bool last = slice_eq(few[f - 1], many[m - 1]), first = slice_eq(few[0], many[0]);
        if (!last && first && names_whole(l, f, many, m)) continue;
        if (d->kind == ENTITY_ORG && subsequence(few, f, many, m) &&
            (last ? f > 1 || d->role == NULL || b->n_roles > 0 : first))
            return l->recent[i];
    }
    return NONE;
}

static uint32_t entry_for(const Linker *l, const Draft *d)
{
    return d->government ? gazetteer_entry(l->g, d->gaz)->seat_of : d->gaz;
}

static uint32_t known_entry(Linker *l, uint32_t entry)
{
    if (entry == NONE) return NONE;
    Slice key = gazetteer_entry(l->g, entry)->key;
    return map_find(&l->full, key);
}

/* Latin letters with a Cyrillic or Greek one among them: "Sergeн" with a look-alike. */
static bool is_mixed(Slice name)
{
    bool latin = false, other = false;
    for (size_t i = 0; i < name.n;) {
        uint32_t c = utf8_next(name, &i);
        latin |= (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        other |= c >= 0x370 && c < 0x530;
    }
    return latin && other;
}

static void link_listed(Linker *l, uint32_t index, uint32_t entry)
{
    uint32_t build = known_entry(l, entry);
    if (build != NONE) {
        join_build(l, index, build, draft(l, index)->government ? "government seat" : "gazetteer");
        return;
    }
    build = new_build(l, index, draft(l, index)->government ? "government seat" : "gazetteer");
    if (build == NONE) return;
    l->build.at[build].gaz = entry;
    if (!map_put(&l->full, gazetteer_entry(l->g, entry)->key, build)) l->full_up = true;
}

static Slice last_word(Slice phrase)
{
    for (size_t i = phrase.n; i > 0; i--)
        if (phrase.p[i - 1] == ' ') return (Slice){phrase.p + i, phrase.n - i};
    return phrase;
}

/* "China Minister Hails Ties", and then: "Chinese Defense Minister Li Shangfu": an office of the
 * headline waits for its holder; a holder named far below ("in 2005, under president George Hale")
 * is another one. */
static uint32_t by_headline(const Linker *l, const Draft *d)
{
    if (!d->role || d->country == NONE || !d->role->head || d->sentence > HEADLINE_REACH)
        return NONE;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        const Draft *first = draft(l, b->name_draft);
        if (b->names > 0 || b->kind != ENTITY_PERSON || b->plural || b->country != d->country ||
            first->sentence > 1)
            continue;
        for (uint32_t k = 0; k < b->n_roles; k++) {
            Slice noun = last_word(b->role[k]->noun);
            if (slice_eq(noun, last_word(d->role->noun)) || slice_is(noun, "leader") ||
                slice_is(noun, "chief"))
                return l->recent[i];
        }
    }
    return NONE;
}

/* "The Times said" after "The New York Times": the last word of a body named before, though it is
 * another body's whole name. */
static uint32_t by_last_word(const Linker *l, const Draft *d, uint32_t entry, const Slice *words,
                             uint32_t n)
{
    if (n != 1 || d->kind != ENTITY_ORG || gazetteer_entry(l->g, entry)->kind != GAZ_ORG)
        return NONE;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        const Build *b = &l->build.at[l->recent[i]];
        if (b->kind == ENTITY_ORG && b->n_words > 1 && b->gaz != entry &&
            slice_eq(b->word[b->n_words - 1], words[0]))
            return l->recent[i];
    }
    return NONE;
}

static void link_entry(Linker *l, uint32_t index, uint32_t entry, const Slice *words, uint32_t n)
{
    uint32_t longer = by_last_word(l, draft(l, index), entry, words, n);
    if (longer != NONE) {
        l->draft.at[index].gaz = NONE;
        join_build(l, index, longer, "short form");
        return;
    }
    link_listed(l, index, entry);
    uint32_t build = draft(l, index)->entity;
    if (build != NONE && !draft(l, index)->government)
        remember(l, build, words, n, fold_copy(l, words, n));
}

/* The person of the report that the name is one of. */
static uint32_t known_person(Linker *l, const Draft *d, const Slice *words, uint32_t n,
                             Slice folded, const char **rule)
{
    uint32_t build = by_surname(l, d, words, n);
    *rule = n == 1 ? "surname" : "fuller name";
    if (build == NONE && n == 1) {
        build = map_find(&l->full, folded);
        *rule = "same name";
    }
    if (build == NONE) {
        build = by_spelling(l, d, n);
        *rule = "spelling";
    }
    if (build == NONE) {
        build = by_headline(l, d);
        *rule = "headline";
    }
    bool apart = build != NONE && family_parts(l, words, n, &l->build.at[build]);
    return apart ? NONE : build;
}

/* The entity of the report that the name is one of; NONE. */
static uint32_t known_name(Linker *l, const Draft *d, const Slice *words, uint32_t n, Slice folded,
                           const char **rule)
{
    bool person = d->kind == ENTITY_PERSON;
    uint32_t build = person && n == 1 ? NONE : map_find(&l->full, folded);
    *rule = "same name";
    if (build != NONE && (l->build.at[build].kind == ENTITY_PERSON) != person &&
        l->build.at[build].gaz != NONE)
        build = NONE;
    if (build != NONE) return build;
    if (person) return known_person(l, d, words, n, folded, rule);
    *rule = "short form";
    return by_short_form(l, d, words, n);
}

void link_name(Linker *l, uint32_t index)
{
    const Draft *d = draft(l, index);
    Slice words[NAME_WORDS];
    uint32_t n = name_words(l, &l->draft.at[index], words);
    if (n == 0) return;
    uint32_t entry = entry_for(l, d);
    if (entry != NONE && d->government && gazetteer_entry(l->g, d->gaz)->kind == GAZ_SITE)
        entry = d->gaz; /* the Kremlin stays itself */
    if (entry != NONE) {
        link_entry(l, index, entry, words, n);
        return;
    }
    Slice folded = fold_copy(l, words, n);
    if (d->younger && folded.p)
        folded = arena_printf(l->scratch, "%.*s jr", (int)folded.n, folded.p);
    if (!folded.p) {
        l->full_up = true;
        return;
    }
    const char *rule;
    uint32_t build = known_name(l, d, words, n, folded, &rule);
    if (build == NONE)
        build = new_build(l, index, "name");
    else
        join_build(l, index, build, rule);
    if (build == NONE) return;
    Build *b = &l->build.at[build];
    b->bare += n == 1;
    b->bare_given += n == 1 && b->n_words > 1 && slice_eq(words[0], b->word[0]);
    if (n > b->n_words || b->names <= 1 ||
        (n == b->n_words && is_mixed(b->name) && !is_mixed(text_of(l, d)))) {
        b->name = text_of(l, d);
        b->name_draft = index;
    }
    remember(l, build, words, n, folded);
}

/* ---- nominals ---- */

enum { STATE_REACH = 2 }; /* sentences from "the Orskan government" to "the government" */

static bool broad_body(Slice noun)
{
    return slice_is(noun, "company") || slice_is(noun, "firm") || slice_is(noun, "organization") ||
           slice_is(noun, "organisation") || slice_is(noun, "group") || slice_is(noun, "agency");
}

/* "vice president", "deputy mayor": under another's office. */
static bool is_under(const Linker *l, const GazRole *role)
{
    size_t n = slice_find(role->noun, SLICE(" "));
    return n != SIZE_MAX && gazetteer_aside(l->g, (Slice){role->noun.p, n}) == ASIDE_UNDER;
}

/* How well an office that a person holds goes with the one the words name. */
static float fit_office(const Linker *l, const GazRole *wanted, const GazRole *held)
{
    if (held == wanted) return 3.2f;
    if (is_under(l, wanted) != is_under(l, held)) return 0; /* "the president": no vice president */
    if (slice_eq(last_word(held->noun), last_word(wanted->noun)))
        return wanted->noun.n != held->noun.n ? 3 : 0;
    if (held->head && wanted->head && wanted->sector.n > 3 &&
        slice_eq(held->sector, wanted->sector))
        return 3; /* defence chief, defence minister */
    return held->head && slice_is(last_word(wanted->noun), "leader") ? 2.5f : 0;
}

static float fit_person(const Linker *l, const Draft *d, const Build *b)
{
    float best = 0;
    for (uint32_t i = 0; i < b->n_roles; i++) {
        float fit = fit_office(l, d->role, b->role[i]);
        if (fit > best) best = fit;
    }
    if (d->plural && best < 3.2f) return 0;
    if (best > 0 && d->age && d->age == b->age) best += 2; /* of one age before all others */
    if (d->country == NONE) return best;
    if (best > 0 && b->country == NONE)
        best -= 1.5f; /* "the Turkish president" is not just any president */
    bool home = b->country == d->country;
    if (best <= 0 && b->n_roles == 0 && b->names > 0 && d->role->head && home) return 2.2f;
    return best > 0 && home ? best + 1 : best;
}

static bool sector_is(const Linker *l, const Build *b, Slice sector)
{
    const GazEntry *e = gazetteer_entry(l->g, b->gaz);
    if (e && e->kind == GAZ_ORG && e->actor.n >= sector.n && sector.n &&
        slice_ends(e->actor, sector))
        return true;
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (slice_eq(b->role[i]->sector, sector) && sector.n) return true;
    if (slice_is(sector, "JRN") && b->kind == ENTITY_ORG && b->n_words > 1)
        return word_is(l->words, WORD_OUTLET, b->word[b->n_words - 1]);
    return false;
}

/* Police, courts, armies: "the group" is none of them, nor "the firm". */
static bool is_state_body(const Linker *l, const Build *b)
{
    static const char *const sectors[] = {"GOV", "COP", "MIL", "LEG", "JUD"};
    const GazRole *last = b->n_words > 1 ? gazetteer_role(l->g, b->word[b->n_words - 1]) : NULL;
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (sector_is(l, b, slice_of(sectors[i])) || (last && slice_is(last->sector, sectors[i])))
            return true;
    return false;
}

/* "WKLM": a station by its call sign. */
static bool is_call_sign(Slice name)
{
    if (name.n < 4 || name.n > 5 || (name.p[0] != 'W' && name.p[0] != 'K')) return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] < 'A' || name.p[i] > 'Z') return false;
    return true;
}

/* "the firm that collected the data": who it is, its own clause says. */
static bool tells_itself(const Linker *l, const Draft *d)
{
    if (d->head + 1 >= sentence_end(l, d->head) || d->end != d->head + 1) return false;
    const Token *next = token(l, d->head + 1);
    uint32_t verb = next->head;
    if (slice_is(next->form, "of")) return true; /* "the group of clerks" */
    bool relative = next->xpos[0] == 'W' && verb != NONE && verb > d->head &&
                    verb < sentence_end(l, d->head);
    return relative && token(l, verb)->rel == REL_ACL && token(l, verb)->head == d->head;
}

/* May "the group", "the company" be this named body? */
static bool is_firm(const Linker *l, const Build *b, Slice noun)
{
    bool office = slice_is(noun, "agency") ? sector_is(l, b, SLICE("GOV")) : is_state_body(l, b);
    if (!broad_body(noun) || b->names == 0 || office || is_call_sign(b->name) ||
        sector_is(l, b, SLICE("JRN")))
        return false;
    return b->gaz == NONE || sector_is(l, b, SLICE("MNC"));
}

static float fit_body(const Linker *l, const Draft *d, const Build *b)
{
    Slice noun = last_word(d->role->noun);
    if (broad_body(noun) && tells_itself(l, d)) return 0;
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (b->role[i] == d->role) return 4;
    if (b->n_words > 1 && slice_eq(b->word[b->n_words - 1], noun)) return 3.5f;
    for (uint32_t i = 0; i < b->n_roles; i++)
        if (slice_eq(last_word(b->role[i]->noun), noun)) return 3;
    bool all = slice_is(noun, "press") || slice_is(noun, "media"); /* of no one outlet */
    if (slice_is(d->role->sector, "JRN") && !all && sector_is(l, b, SLICE("JRN"))) return 2.5f;
    if (slice_is(d->role->sector, "PTY") && sector_is(l, b, SLICE("PTY"))) return 2.5f;
    const GazEntry *e = gazetteer_entry(l->g, b->gaz);
    bool of_states = e &&
                     (slice_starts(e->actor, SLICE("IGO")) ||
                      slice_starts(e->actor, SLICE("NGO")) || slice_starts(e->actor, SLICE("IMG")));
    if (of_states && (broad_body(noun) || slice_is(noun, "bloc") || slice_is(noun, "alliance") ||
                      slice_is(noun, "body")))
        return 2.5f;
    return is_firm(l, b, noun) ? 2 : 0;
}

static float fit_place(const Linker *l, const Draft *d, const Build *b)
{
    const GazEntry *e = gazetteer_entry(l->g, b->gaz);
    Slice noun = d->role->noun;
    if (!e || b->seat_names_only) return 0;
    if (slice_is(noun, "city") || slice_is(noun, "capital"))
        return e->kind == GAZ_CITY && (slice_is(noun, "city") || e->seat_of != NONE) ? 2.5f : 0;
    if (slice_is(noun, "country") || slice_is(noun, "nation"))
        return e->kind == GAZ_COUNTRY ? 2.0f : 0;
    if (slice_is(noun, "state") || slice_is(noun, "province") || slice_is(noun, "region"))
        return e->kind == GAZ_REGION ? 2.0f : 0;
    return 0;
}

/* "The 17-year-old boy" beside one of ten years. */
static bool ages_apart(const Draft *d, const Build *b)
{
    return d->age && b->age && d->age != b->age;
}

/* "The Brandt administration" beside the Lund administration, or the Food and Drug Administration.
 */
static bool fronts_apart(const Linker *l, const Draft *d, const Build *b)
{
    Slice front = name_in_front(l, d);
    if (d->kind != ENTITY_ORG || front.n == 0) return false;
    if (b->front.n) return !slice_eq(front, b->front);
    bool alike = b->n_words > 1 && slice_eq(b->word[b->n_words - 1], last_word(d->role->noun));
    for (uint32_t i = 0; i < b->n_words; i++)
        if (slice_eq_nocase(b->word[i], front)) alike = false;
    return alike;
}

/* "the government" far below "the Orskan government", "the administration" below that of a former
 * head: it may be another's. */
static bool states_apart(const Linker *l, const Draft *d, const Build *b, uint32_t apart)
{
    Slice noun = last_word(d->role->noun);
    if (d->country != NONE || name_in_front(l, d).n || b->names > 0) return false;
    if (slice_is(noun, "government")) return b->country != NONE && apart > STATE_REACH;
    return slice_is(noun, "administration") && b->front.n &&
           heads_no_more(l, text_of(l, draft(l, b->name_draft)));
}

static float fit_nominal(const Linker *l, uint32_t index, uint32_t build)
{
    const Draft *d = draft(l, index);
    const Build *b = &l->build.at[build];
    if (b->kind != d->kind || b->plural != d->plural || !genders_fit(b, d->gender)) return 0;
    if (ages_apart(d, b) || fronts_apart(l, d, b) || !may_hold(l, d, b)) return 0;
    if (d->country != NONE && b->country != NONE && d->country != b->country) return 0;
    const Draft *last = draft(l, b->last);
    uint32_t apart = d->sentence - last->sentence;
    if (apart > 12 ||
        (last->sentence == d->sentence && last->end > d->first && last->first < d->end))
        return 0;
    float fit = d->kind == ENTITY_PERSON ? fit_person(l, d, b)
                : d->kind == ENTITY_ORG  ? fit_body(l, d, b)
                                         : fit_place(l, d, b);
    if (fit < 2 || states_apart(l, d, b, apart)) return 0;
    if (d->kind == ENTITY_PLACE && apart > 2) return 0;
    if (d->kind == ENTITY_PLACE) return fit + 1.0f / (1.0f + (float)apart);
    return fit + (last->gram == GRAM_SUBJECT ? 0.6f : 0) +
           (apart == 0   ? 0.2f
            : apart == 1 ? 0.5f
                         : 0.3f / (float)apart) +
           (b->names > 0 ? 0.3f : 0);
}

static bool standing_office(const Draft *d)
{
    return d->role->head && d->country != NONE;
}

/* "ran for president", "served as mayor": the office, not who holds it. */
static bool is_office_alone(const Linker *l, const Draft *d)
{
    Slice word = token(l, d->first)->form;
    return d->kind == ENTITY_PERSON && d->first + 1 == d->end && word.n && word.p[0] >= 'a' &&
           word.p[0] <= 'z';
}

static uint32_t best_nominal(const Linker *l, uint32_t index)
{
    const Draft *d = draft(l, index);
    if ((d->plural && !d->definite) || d->owned || is_office_alone(l, d)) return NONE;
    if (!d->definite && !standing_office(d)) return NONE;
    uint32_t best = NONE;
    float score = 0;
    for (uint32_t i = 0; i < l->n_recent; i++) {
        float s = fit_nominal(l, index, l->recent[i]);
        if (s > score + 0.05f) {
            score = s;
            best = l->recent[i];
        }
    }
    return best;
}

static void link_nominal(Linker *l, uint32_t index)
{
    const Draft *d = draft(l, index);
    if (d->apposed != NONE) {
        uint32_t other = draft(l, d->apposed)->entity;
        if (other != NONE) {
            l->draft.at[index].rule = "apposition";
            join_build(l, index, other, "apposition");
            return;
        }
    }
    uint32_t build = best_nominal(l, index);
    if (build != NONE)
        join_build(l, index, build, d->role->head ? "holder" : "office");
    else
        new_build(l, index, "nominal");
}

/* A nominal that stands before the name it is one with waits for it. */
static bool waits(const Linker *l, uint32_t index)
{
    const Draft *d = draft(l, index);
    return d->form == FORM_NOMINAL && d->apposed != NONE && d->apposed > index &&
           draft(l, d->apposed)->entity == NONE;
}

dln_status link_names(Linker *l)
{
    if (!note_holders(l)) l->full_up = true;
    note_families(l);
    for (uint32_t i = 0; i < l->draft.n && !l->full_up; i++) {
        if (draft(l, i)->entity != NONE) continue;
        if (waits(l, i)) { /* the name first, then the nominal before it */
            uint32_t name = draft(l, i)->apposed;
            if (draft(l, name)->form == FORM_NAME) link_name(l, name);
        }
        switch (draft(l, i)->form) {
        case FORM_NAME: link_name(l, i); break;
        case FORM_NOMINAL: link_nominal(l, i); break;
        case FORM_PRONOUN: link_pronoun(l, i); break;
        default: break;
        }
    }
    link_later_holders(l);
    return l->full_up ? (arena_status(l->scratch) != DLN_OK ? arena_status(l->scratch)
                                                            : arena_status(l->arena))
                      : DLN_OK;
}
