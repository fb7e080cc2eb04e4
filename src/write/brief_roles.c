/* brief_roles.c - what somebody is, in the reports' words, where it says something.
 *
 * In: roles of record->entities, the parse of their reports. Out: a few roles, each with what it is
 * a role of ("owner of the Red Hen"), no articles, no counting words.
 *
 * Left out: a relation without its other end ("the mother", "director"), somebody's whose name is
 * not in the clause ("his attorney"), praise ("a good man"), what is yet to be ("the next
 * president"), roles of several ("writers"), what one is called in a quotation ("a thief").
 *
 * Known to get wrong: praise in a word that sorts people elsewhere ("a national hero"). */
#include "base/utf8.h"
#include "lang/tree.h"
#include "write/brief_words.h"

enum { LOOKED_AT = 24, COMPLEMENT = 12 }; /* roles of one entity; tokens behind a role */

typedef struct Roled {
    const Brief *b;
    const LangText *lang;
    const RecordEntity *entity;
    uint32_t report, first, head, end; /* tokens: the role is [first, end) */
    bool indefinite, owned, whole;     /* whole: something behind says of what it is one */
} Roled;

static const Token *token(const Roled *r, uint32_t t)
{
    return &r->lang->token[t];
}

static bool listed(const Roled *r, const char *sort, uint32_t t)
{
    return phrases_role(r->b->phrases, sort, token(r, t)->form) ||
           phrases_role(r->b->phrases, sort, token(r, t)->lemma);
}

static bool is_article(const Token *t)
{
    return t->upos == UPOS_DET;
}

static bool upper_first(const Token *t)
{
    size_t i = 0;
    return t->form.n && char_is_upper(utf8_next(t->form, &i));
}

static uint32_t stop_of(const Roled *r)
{
    return r->lang->sentence[token(r, r->head)->sentence].end;
}

/* ---- what it is one of ---- */

/* May a token at relation `rel` go on the name of what a role is of? */
static bool goes_with(const Token *t)
{
    switch (t->rel) {
    case REL_DET:
    case REL_AMOD:
    case REL_COMPOUND:
    case REL_FLAT:
    case REL_NUMMOD:
    case REL_NMOD:
    case REL_CASE:
    case REL_FIXED:
    case REL_CONJ:
    case REL_CC: return true;
    case REL_PUNCT: return t->form.n == 1 && strchr("-&.'", t->form.p[0]) != NULL;
    default: return false;
    }
}

static bool is_below(const Roled *r, uint32_t t, uint32_t noun)
{
    for (uint32_t steps = 0; steps < 8 && t != NONE; steps++) {
        if (t == noun) return true;
        if (!goes_with(token(r, t))) return false;
        t = token(r, t)->head;
    }
    return false;
}

static bool is_link(const Token *t)
{
    static const char *const links[] = {"of", "for", "at", "in", "to", "with", "from"};
    return t->upos == UPOS_ADP && SLICE_AMONG_NOCASE(t->form, links);
}

/* "of" may lead to anything, the others to a name alone: "in a statement", "at noon". */
static bool leads_on(const Roled *r, uint32_t link)
{
    uint32_t noun = token(r, link)->head;
    if (!is_link(token(r, link)) || noun == NONE || noun <= link) return false;
    if (token(r, noun)->upos == UPOS_PRON) return false;
    return slice_eq_nocase(token(r, link)->form, SLICE("of")) || token(r, noun)->upos == UPOS_PROPN;
}

/* "son-in-law": the noun goes on behind a hyphen. */
static void finish_word(Roled *r)
{
    uint32_t stop = stop_of(r);
    while (r->end + 1 < stop && !token(r, r->end - 1)->space_after &&
           (slice_is(token(r, r->end)->form, "-") || slice_is(token(r, r->end - 1)->form, "-")))
        r->end++;
}

static bool hangs_loose(const Token *t)
{
    return t->upos == UPOS_ADP || t->upos == UPOS_DET || t->upos == UPOS_CCONJ ||
           t->upos == UPOS_PUNCT;
}

/* "owner of the Red Hen", "professor of law at Orsk University": the words behind the role. */
static bool complete(Roled *r)
{
    uint32_t stop = stop_of(r), e = r->end;
    if (e >= stop || !leads_on(r, e)) return false;
    uint32_t noun = token(r, e)->head, over = token(r, noun)->head;
    if (over == NONE || over < r->first || over >= r->end) return false;
    while (e < stop && e < r->end + COMPLEMENT && is_below(r, e, noun)) {
        bool other = e > r->end && token(r, e)->upos == UPOS_ADP && !leads_on(r, e);
        if (other) break;
        e++;
    }
    while (e > r->end && hangs_loose(token(r, e - 1)))
        e--;
    if (e <= noun || slice_is(slice_of(token(r, e - 1)->xpos), "POS")) return false;
    r->whole = true;
    r->end = e;
    return true;
}

/* "The top diplomat until last year", "an official under former President Hale": when it was held.
 */
static void take_term(Roled *r)
{
    enum { LONGEST = 6 };
    uint32_t stop = stop_of(r), e = r->end;
    if (e + 1 >= stop || !listed(r, "term", e)) return;
    e++;
    while (e < stop && e < r->end + LONGEST) {
        uint8_t u = token(r, e)->upos;
        bool goes = u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_ADJ || u == UPOS_NUM ||
                    u == UPOS_DET;
        if (!goes) break;
        e++;
    }
    if (e > r->end + 1) r->end = e;
}

/* "University of Velm President": the body whose last word alone the role has. */
static void take_body(Roled *r)
{
    uint32_t low = r->lang->sentence[token(r, r->head)->sentence].first, t = r->first;
    if (t < low + 2 || t >= r->head || token(r, t)->upos != UPOS_PROPN ||
        slice_is(slice_of(token(r, t + 1)->xpos), "POS"))
        return;
    bool of = slice_is(token(r, t - 1)->form, "of") && upper_first(token(r, t - 2)) &&
              (token(r, t - 2)->upos == UPOS_PROPN || token(r, t - 2)->upos == UPOS_NOUN);
    if (of) r->first = t - 2;
}

/* ---- whose it is ---- */

/* First mention that begins at token t or behind it. */
static uint32_t mention_at(const Findings *f, uint32_t t)
{
    uint32_t low = 0, high = f->mentions.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (f->mentions.at[mid].first < t)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Is the entity the one person whom the sentence names before token `t`? */
static bool alone_before(const Roled *r, const Findings *f, uint32_t local, uint32_t t)
{
    bool named = false;
    for (uint32_t i = mention_at(f, r->lang->sentence[token(r, t)->sentence].first);
         i < f->mentions.n && f->mentions.at[i].first < t; i++) {
        const Mention *m = &f->mentions.at[i];
        if (m->form != FORM_NAME || m->entity == NONE || m->entity >= f->entities.n) continue;
        if (m->entity != local && f->entities.at[m->entity].kind == ENTITY_PERSON) return false;
        named |= m->entity == local;
    }
    return named;
}

/* Name of whom the pronoun at token t stands for, where the sentence has it before. */
static Slice owner_named(const Roled *r, uint32_t t)
{
    const Findings *f = r->b->record->findings[r->report];
    for (uint32_t low = mention_at(f, t); low < f->mentions.n && f->mentions.at[low].first == t;
         low++) {
        const Mention *m = &f->mentions.at[low];
        if (m->form != FORM_PRONOUN || m->entity == NONE || m->entity >= f->entities.n) continue;
        Slice name = f->entities.at[m->entity].name;
        bool own = slice_find(r->entity->name, name) != SIZE_MAX ||
                   slice_find(name, r->entity->name) != SIZE_MAX;
        if (!own && alone_before(r, f, m->entity, t)) return name;
    }
    return (Slice){"", 0};
}

/* "country's Prime Minister": a common noun owns it, which names nobody; the office stays. "The
 * gunman's brother" says something. */
static void drop_common_owner(Roled *r)
{
    for (uint32_t t = r->first; t < r->head; t++) {
        if (!slice_is(slice_of(token(r, t)->xpos), "POS")) continue;
        bool common = t > r->first && !upper_first(token(r, t - 1));
        r->owned = !common || listed(r, "relation", r->head);
        if (!r->owned) r->first = t + 1;
    }
}

/* ---- what is no role ---- */

/* "would be a great mayor", "is not the owner": told as possible or denied. */
static bool is_unsure(const Roled *r)
{
    uint32_t low = r->lang->sentence[token(r, r->head)->sentence].first;
    for (uint32_t t = r->first; t-- > low && r->head - t < 24;) {
        const Token *k = token(r, t);
        if (k->head != r->head) continue;
        if (slice_is(slice_of(k->xpos), "MD") || slice_is(k->lemma, "not") ||
            slice_is(k->lemma, "never") || slice_is(k->lemma, "if"))
            return true;
    }
    return false;
}

static bool is_predicate(const Roled *r)
{
    return tree_child_rel(r->lang, r->head, REL_COP) != NONE;
}

/* "a good man", "a transformative president": a word that says how, not what sort. */
static bool is_praise(const Roled *r, uint32_t t)
{
    static const char *const sorts[] = {"al", "ic", "ary", "ian", "ish", "ese", "can"};
    const Token *k = token(r, t);
    if (k->upos != UPOS_ADJ || upper_first(k) || memchr(k->form.p, '-', k->form.n) ||
        k->rel != REL_AMOD || listed(r, "sort", t))
        return false;
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (slice_ends(k->form, slice_of(sorts[i]))) return false;
    return !(t + 1 < r->head && slice_is(token(r, t + 1)->form, "-")) &&
           !(t > r->first && slice_is(token(r, t - 1)->form, "-"));
}

/* "was a good man", "is a steward of stability": a judgement, no office. `before`: where the words
 * begin that say of what. */
static bool is_judgement(const Roled *r, uint32_t before)
{
    if (!r->indefinite || !is_predicate(r)) return false;
    for (uint32_t t = r->first; t < r->head; t++)
        if (is_praise(r, t)) return true;
    if (!r->whole) return false;
    for (uint32_t t = before; t < r->end; t++)
        if (token(r, t)->upos == UPOS_PROPN) return false;
    return true;
}

/* A relation that nothing in the words gives its other end. */
static bool is_bare(const Roled *r)
{
    if (r->whole || r->owned || !listed(r, "relation", r->head)) return false;
    for (uint32_t t = r->first; t < r->head; t++) {
        uint8_t u = token(r, t)->upos;
        bool sort = u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_ADJ || upper_first(token(r, t));
        if (sort && !listed(r, "sort", t) && !listed(r, "before", t)) return false;
    }
    return true;
}

static bool says_nothing(const Roled *r, uint32_t before)
{
    const char *tag = token(r, r->head)->xpos;
    bool several = r->entity->kind == ENTITY_PERSON && tag[0] == 'N' && tag[strlen(tag) - 1] == 'S';
    if (several || is_unsure(r) || is_bare(r) || is_judgement(r, before)) return true;
    if (listed(r, "blame", r->head)) return true; /* "Bram Orsk, the gunman": who says so? */
    for (uint32_t t = r->first; t < r->head; t++)
        if (listed(r, "never", t)) return true;
    return false;
}

/* ---- one role ---- */

static void strip_start(Roled *r)
{
    while (r->first < r->head && (is_article(token(r, r->first)) || listed(r, "order", r->first))) {
        if (slice_is(token(r, r->first + 1)->form, "-")) break; /* "two-term governor" */
        r->indefinite |= slice_eq_nocase(token(r, r->first)->form, SLICE("a")) ||
                         slice_eq_nocase(token(r, r->first)->form, SLICE("an"));
        r->first++;
    }
}

/* "Acting U.S. Attorney General", "former Velm adviser": words before the role that it is not told
 * without. */
static void take_before(Roled *r)
{
    uint32_t low = r->lang->sentence[token(r, r->head)->sentence].first;
    while (r->first > low) {
        const Token *k = token(r, r->first - 1);
        bool name = k->upos == UPOS_PROPN && k->rel == REL_COMPOUND && k->head == r->head,
             word = listed(r, "before", r->first - 1) && (k->upos != UPOS_ADP || upper_first(k)),
             years = token_lemma_is(token(r, r->first), "year") &&
                     (k->upos == UPOS_NUM || slice_is(k->form, "-"));
        if (years && slice_is(k->form, "-") && r->first - 1 > low)
            r->first--; /* "3-year-old" */
        else if (!name && !word && !years)
            break;
        r->first--;
    }
}

static Slice words_of(const Roled *r, Slice owner)
{
    const Report *report = r->b->record->report[r->report];
    Slice words = slice_span(report->text, tokens_span(r->lang, r->first, r->end));
    if (!owner.n) return words;
    bool s = owner.p[owner.n - 1] == 's';
    return arena_printf(r->b->arena, "%.*s\xE2\x80\x99%s %.*s", (int)owner.n, owner.p, s ? "" : "s",
                        (int)words.n, words.p);
}

/* A body or a place is told by a phrase of several words alone: "a nonpartisan think tank". */
static bool tells_thing(const Roled *r, bool article)
{
    return r->entity->kind == ENTITY_PERSON || (article && r->end - r->first >= 2);
}

/* The noun that says what somebody is: "ambassador" of "ambassador to the United Nations". */
static void find_head(Roled *r)
{
    r->head = r->end - 1;
    for (uint32_t t = r->first; t < r->end; t++) {
        uint32_t over = token(r, t)->head;
        bool out = over == NONE || over < r->first || over >= r->end;
        if (t > r->first && is_link(token(r, t))) break;
        if (out && token(r, t)->upos != UPOS_PUNCT) r->head = t;
    }
    r->whole = r->head + 2 < r->end && is_link(token(r, r->head + 1));
}

static Slice role_words(const Brief *b, const RecordEntity *e, const RecordRole *role)
{
    Slice none = {"", 0}, owner = none;
    Roled r = {.b = b, .entity = e, .report = role->at.report};
    r.lang = brief_lang(b->record, r.report);
    if (!r.lang || !b->phrases) return role->text;
    r.first = token_at(r.lang, role->at.span.b);
    r.end = token_at(r.lang, role->at.span.e);
    if (r.first >= r.end || r.end > r.lang->n_tokens) return role->text;
    find_head(&r);
    bool article = is_article(token(&r, r.first));
    strip_start(&r);
    uint32_t inner = r.end;
    if (slice_is(slice_of(token(&r, r.first)->xpos), "PRP$")) {
        owner = owner_named(&r, r.first++);
        if (!owner.n || r.first >= r.end) return none;
        r.owned = true;
        strip_start(&r);
    } else {
        take_before(&r);
    }
    drop_common_owner(&r);
    finish_word(&r);
    if (complete(&r)) complete(&r);
    take_term(&r);
    take_body(&r);
    if (says_nothing(&r, inner) || !tells_thing(&r, article)) return none;
    return words_of(&r, owner);
}

/* ---- those to print ---- */

static Slice next_word(Slice s, size_t *at)
{
    while (*at < s.n && s.p[*at] == ' ')
        ++*at;
    size_t b = *at;
    while (*at < s.n && s.p[*at] != ' ')
        ++*at;
    return (Slice){s.p + b, *at - b};
}

/* Does `more` have every word of `words`? "acting attorney general", "Acting U.S. Attorney
 * General". */
static bool inside(Slice words, Slice more)
{
    for (size_t i = 0; i < words.n;) {
        Slice word = next_word(words, &i);
        bool met = word.n == 0;
        for (size_t k = 0; k < more.n && !met;)
            met = slice_eq_nocase(next_word(more, &k), word);
        if (!met) return false;
    }
    return true;
}

/* “He is a thief,” said Orlo: no role of his, but Orlo's word for him. */
static bool is_called_so(const Brief *b, Evidence at, Slice words)
{
    const Findings *f = b->record->findings[at.report];
    return f && !slice_has_capital(words) && byte_quoted(f, at.span.b);
}

uint32_t brief_roles(const Brief *b, const RecordEntity *e, BriefRole out[BRIEF_ROLES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->roles.n && i < LOOKED_AT; i++) {
        Slice words = role_words(b, e, &e->roles.at[i]);
        bool told = !words.n || e->roles.at[i].contested || inside(words, e->name) ||
                    is_called_so(b, e->roles.at[i].at, words);
        for (uint32_t k = 0; k < n && !told; k++) {
            told = inside(words, out[k].words);
            if (told || !inside(out[k].words, words)) continue;
            out[k] = (BriefRole){words, e->roles.at[i].at};
            told = true;
        }
        if (!told && n < BRIEF_ROLES) out[n++] = (BriefRole){words, e->roles.at[i].at};
    }
    return n;
}

Slice brief_office(const Brief *b, const RecordEntity *e)
{
    BriefRole role[BRIEF_ROLES];
    uint32_t n = brief_roles(b, e, role);
    for (uint32_t i = 0; i < n; i++)
        if (slice_has_capital(role[i].words)) return role[i].words;
    return n ? role[0].words : (Slice){"", 0};
}

/* Letters and figures of a name alone: a curly apostrophe is no other spelling. */
static size_t plain_name(Slice name, char out[128])
{
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < 128;) {
        uint32_t c = char_lower(utf8_next(name, &i));
        if (char_is_letter(c) || char_is_digit(c)) out[n++] = (char)(c ^ c >> 8);
    }
    return n;
}

bool brief_spelling(const RecordEntity *e, uint32_t spelling)
{
    static const char *const plain[] = {"short", "alias", "acronym", "title"};
    const RecordSpelling *s = &e->spellings.at[spelling];
    char mine[128], name[128];
    if (e->kind != ENTITY_PERSON || SLICE_AMONG(s->note, plain) || inside(s->text, e->name))
        return false;
    size_t n = plain_name(s->text, mine), m = plain_name(e->name, name);
    for (uint32_t i = 0; i < spelling && (n != m || memcmp(mine, name, n) != 0); i++)
        m = plain_name(e->spellings.at[i].text, name);
    return n != m || memcmp(mine, name, n) != 0;
}
