/* names_judge.c - features of a pair of names and the trained judge on them.
 *
 * In: two NameForms. Out: features, link by rule, conflict; score from a small network (one hidden
 * layer of rectified units) trained by train/names.py on labelled pairs. Rules name the link and
 * the conflict (two given names before one surname, two numbers); the network weighs.
 *
 * Known to fail: one bearer under two unrelated names (pen names, re-namings) without a gazetteer
 * entry. */
#include "mean/names/names_impl.h"
#include <math.h>

/* Likeness of every word of one name with every word of the other. */
typedef struct Grid {
    float like[NAME_TOKENS][NAME_TOKENS];
    bool exact[NAME_TOKENS][NAME_TOKENS];
} Grid;

static bool counts(const NameWord *w)
{
    return !w->title && !w->legal && !w->small && w->n > 0;
}

#define LEAST_LIKE 0.55f  /* less alike than this is not matched */
#define SAME_PLACE 0.002f /* the same place from the end breaks ties */

/* What can be said of two words without listening to them; false: sound must tell. */
static bool plain_likeness(const NameWord *a, const NameWord *b, float *like, bool *exact)
{
    *exact = false;
    *like = 0;
    if (a->legal != b->legal || (a->number != b->number)) return true;
    if (a->legal)
        *like = a->n == b->n && memcmp(a->latin, b->latin, a->n) == 0 ? 1.0f : 0.0f;
    else if (a->initial && b->initial) {
        *exact = a->latin[0] == b->latin[0];
        *like = *exact ? 1.0f : 0.0f;
    } else if (a->initial != b->initial && a->n && b->n)
        *like = a->latin[0] == b->latin[0] ? 0.75f : 0.0f;
    else if (words_equal(a, b)) {
        *exact = true;
        *like = 1.0f;
    } else
        return a->number || b->number;
    return true;
}

/* Best pairs first, while they are at least `least` alike; ties by position. */
static void match_best(const NameForm *a, const NameForm *b, const Grid *grid, float least,
                       Matching *m)
{
    for (;;) {
        float best = least;
        uint32_t bi = NONE, bj = NONE;
        for (uint32_t i = 0; i < a->n; i++) {
            for (uint32_t j = 0; j < b->n && m->of_a[i] == NONE; j++) {
                float near = i + b->n == j + a->n ? SAME_PLACE : 0.0f;
                if (!m->taken_b[j] && grid->like[i][j] + near > best) {
                    best = grid->like[i][j] + near;
                    bi = i;
                    bj = j;
                }
            }
        }
        if (bi == NONE) break;
        m->of_a[bi] = bj;
        m->taken_a[bi] = m->taken_b[bj] = true;
        m->like[bi] = grid->like[bi][bj];
        m->exact[bi] = grid->exact[bi][bj];
        m->n++;
    }
}

/* Best pairs first. What is equal goes together before any word is listened to: sounds are at most
 * 0.99 alike, and only words left over are compared. */
static void match_words(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                        Matching *m)
{
    Grid grid;
    bool told[NAME_TOKENS][NAME_TOKENS];
    memset(m, 0, sizeof *m);
    for (uint32_t i = 0; i < a->n; i++) {
        m->of_a[i] = NONE;
        for (uint32_t j = 0; j < b->n; j++)
            told[i][j] = plain_likeness(&a->word[i], &b->word[j], &grid.like[i][j],
                                        &grid.exact[i][j]);
    }
    match_best(a, b, &grid, SOUND_MOST + SAME_PLACE, m);
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t j = 0; j < b->n && m->of_a[i] == NONE; j++)
            if (!m->taken_b[j] && !told[i][j])
                grid.like[i][j] = word_likeness(names, ear, &a->word[i], &b->word[j],
                                                LEAST_LIKE - SAME_PLACE);
    }
    match_best(a, b, &grid, LEAST_LIKE, m);
}

static void ends(const NameForm *f, uint32_t *first, uint32_t *last, uint32_t *words,
                 float *letters)
{
    *first = *last = NONE;
    for (uint32_t i = 0; i < f->n; i++) {
        if (!counts(&f->word[i])) continue;
        if (*first == NONE) *first = i;
        *last = i;
        (*words)++;
        *letters += (float)f->word[i].n;
    }
}

static bool unmatched_number(const NameForm *f, const bool *taken, bool ordinal)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->word[i].number && f->word[i].ordinal == ordinal && !taken[i]) return true;
    return false;
}

static Tally tally(const NameForm *a, const NameForm *b, const Matching *m)
{
    Tally t = {.least = 1};
    ends(a, &t.first_a, &t.last_a, &t.words_a, &t.letters_a);
    ends(b, &t.first_b, &t.last_b, &t.words_b, &t.letters_b);
    uint32_t before = 0;
    bool any = false;
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t j = m->of_a[i];
        if (j == NONE || !counts(&a->word[i]) || !counts(&b->word[j])) continue;
        t.matched++;
        t.exact += m->exact[i];
        t.mean += m->like[i];
        if (m->like[i] < t.least) t.least = m->like[i];
        t.hit_a += m->like[i] * (float)a->word[i].n;
        t.hit_b += m->like[i] * (float)b->word[j].n;
        t.in_order += !any || j > before;
        before = j;
        any = true;
    }
    t.mean = t.matched ? t.mean / (float)t.matched : 0;
    if (!t.matched) t.least = 0;
    t.number_clash = unmatched_number(a, m->taken_a, false) ||
                     unmatched_number(b, m->taken_b, false) ||
                     (unmatched_number(a, m->taken_a, true) &&
                      unmatched_number(b, m->taken_b, true));
    return t;
}

static uint32_t unmatched(const NameForm *f, const bool *taken, bool patronymics)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++)
        n += counts(&f->word[i]) && !taken[i] && (!patronymics || !f->word[i].patronymic);
    return n;
}

/* "UN" against "United Nations": the letters of the one are the initials of the other. */
static float acronym(const NameForm *a, const NameForm *b)
{
    if (a->n_joined < 2 || a->n_joined > 7 || b->n_initials < 2) return 0;
    if (a->n_joined == b->n_initials && memcmp(a->joined, b->initials, a->n_joined) == 0)
        return a->capitals ? 1.0f : 0.6f;
    uint32_t k = 0;
    for (uint32_t i = 0; i < b->n_initials && k < a->n_joined; i++)
        k += b->initials[i] == a->joined[k];
    return a->capitals && k == a->n_joined && b->n_initials <= a->n_joined + 1 ? 0.5f : 0;
}

/* Words left over on both sides that should have met: "Hassan Rouhani", "Ali Rouhani"; "Li
 * Shangfu", "Li Keqiang". */
static bool given_clash(const NameForm *a, const NameForm *b, const Matching *m, const Tally *t)
{
    return t->words_a >= 2 && t->words_b >= 2 && unmatched(a, m->taken_a, true) > 0 &&
           unmatched(b, m->taken_b, true) > 0;
}

/* Letters that open one name in two spellings: Caterina, Katerina; Geoffrey, Jeffrey. */
static bool open_alike(char a, char b)
{
    static const char *const groups[] = {"ckqx", "gjhyi", "sczx", "fpv",
                                         "vwbu", "eiyj",  "dt",   "aoe"};
    if (a == b) return true;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strchr(groups[i], a) && strchr(groups[i], b)) return true;
    return false;
}

/* "Sean Aldred", "Jean Aldred", "Deon Aldred": two given names that open differently are two
 * people's, however alike the rest; so are those of a man and a woman ("Daniel", "Danielle"). */
static bool given_differ(const NameForm *a, const NameForm *b, const Matching *m)
{
    for (uint32_t i = 0; i < a->n; i++) {
        if (m->of_a[i] == NONE || m->exact[i]) continue;
        const NameWord *x = &a->word[i], *y = &b->word[m->of_a[i]];
        if (!x->given || !y->given || x->initial || y->initial || x->n < 2 || y->n < 2 ||
            x->script != y->script)
            continue;
        bool sexes = (x->gender == GENDER_HE && y->gender == GENDER_SHE) ||
                     (x->gender == GENDER_SHE && y->gender == GENDER_HE);
        if (sexes || !open_alike(x->latin[0], y->latin[0])) return true;
    }
    return false;
}

/* Given names that say these are two people take a link by likeness back. The features stay as the
 * weights know them. */
static void part_people(const NameForm *a, const NameForm *b, const Matching *m, const Tally *t,
                        EntityKind kind, NameMatch *match)
{
    if (kind != ENTITY_PERSON || match->link == NAMELINK_EQUAL || t->words_a < 2 ||
        t->words_b < 2 || !given_differ(a, b, m))
        return;
    match->link = NAMELINK_NONE;
    match->conflict = true;
}

/* Is the one the demonym of the other's place? */
static bool demonym_of(const Names *names, const NameForm *form, uint32_t place)
{
    uint32_t found = gazetteer_demonym(names->gazetteer, (Slice){form->folded, form->n_folded});
    return found != NONE && found == place;
}

static float ratio(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}
static float cut(float x, float low, float high)
{
    return x < low ? low : x > high ? high : x;
}

static float whole_likeness(const NameForm *a, const NameForm *b)
{
    uint32_t longer = a->n_joined > b->n_joined ? a->n_joined : b->n_joined;
    if (longer == 0) return 0;
    return 1.0f - (float)name_edits(a->joined, a->n_joined, b->joined, b->n_joined) /
                      (float)(longer > 96 ? 96 : longer);
}

static bool same_joined(const NameForm *a, const NameForm *b)
{
    return a->n_joined > 0 && a->n_joined == b->n_joined &&
           memcmp(a->joined, b->joined, a->n_joined) == 0;
}

static bool any_mixed(const NameForm *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->word[i].mixed) return true;
    return false;
}

static bool one_script(const NameForm *a, const NameForm *b)
{
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->word[i].script != b->word[i].script) return false;
    return true;
}

static bool any_initial(const NameForm *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->word[i].initial) return true;
    return false;
}

/* "Bob" for "Robert". */
static bool is_nick(const Names *names, const NameWord *a, const NameWord *b)
{
    char pair[2 * sizeof a->latin];
    if (!a->nick || !b->nick || a->n + b->n + 1 > sizeof pair) return false;
    bool turned = slice_cmp((Slice){a->latin, a->n}, (Slice){b->latin, b->n}) > 0;
    const NameWord *x = turned ? b : a, *y = turned ? a : b;
    memcpy(pair, x->latin, x->n);
    pair[x->n] = ' ';
    memcpy(pair + x->n + 1, y->latin, y->n);
    return map_find(&names->nick, (Slice){pair, x->n + 1 + y->n}) != NONE;
}

/* What the words of a that met no equal of b are. */
typedef struct Left {
    uint32_t word, others; /* a word of weight, NONE; how many more */
    uint32_t initials, after, rest, titles;
} Left;

static void leave(Left *left, const NameForm *f, uint32_t i)
{
    const NameWord *w = &f->word[i];
    if (w->after)
        left->after++;
    else if (!counts(w))
        left->titles += w->title;
    else if (w->rest)
        left->rest++;
    else if (w->initial || w->patronymic)
        left->initials++;
    else if (left->word == NONE)
        left->word = i;
    else
        left->others++;
}

/* Words without an equal on the other side, of both names; how many have one. */
static uint32_t part_equal(const NameForm *a, const NameForm *b, const Matching *m, Left *of_a,
                           Left *of_b)
{
    bool met[NAME_TOKENS] = {false};
    uint32_t equal = 0;
    *of_a = *of_b = (Left){.word = NONE};
    for (uint32_t i = 0; i < a->n; i++) {
        bool same = m->of_a[i] != NONE && m->exact[i];
        if (same) met[m->of_a[i]] = true;
        if (same)
            equal += counts(&a->word[i]) && !a->word[i].initial && !a->word[i].rest;
        else
            leave(of_a, a, i);
    }
    for (uint32_t j = 0; j < b->n; j++)
        if (!met[j]) leave(of_b, b, j);
    return equal;
}

/* "Bob Keller" and "Robert J. Keller", "Anton Vale" and "Anton Vale III": one person, where the
 * words themselves say so; "Anton Vale Jr." and "Anton Vale Sr." are two. */
static void tie_people(const Names *names, const NameForm *a, const NameForm *b, const Left *x,
                       const Left *y, NameMatch *match)
{
    if (x->others || y->others || (x->word == NONE) != (y->word == NONE)) return;
    bool nick = x->word != NONE && is_nick(names, &a->word[x->word], &b->word[y->word]);
    if (x->word != NONE && !nick) return;
    if (!nick && !x->after && !y->after) return; /* the rules of link_of tell */
    if (x->initials && y->initials) return;      /* "Bob T. Keller", "Robert J. Keller" */
    *match = (NameMatch){.link = nick ? NAMELINK_ALIAS : NAMELINK_TITLE, .sure = true};
}

/* "Tarvik Police Department" and "Tarvik police"; "House Committee on Ports" and "House Ports
 * Committee". "Justice Department" is no part of "Tarvik Police Department", though "Justice" may
 * be a title. */
static void tie_bodies(const Left *x, const Left *y, uint32_t equal, NameMatch *match)
{
    bool both = (x->word != NONE || x->rest || x->titles) &&
                (y->word != NONE || y->rest || y->titles);
    if (both && match->link == NAMELINK_PART) match->link = NAMELINK_NONE;
    bool all = x->word == NONE && y->word == NONE && !x->initials && !y->initials && !x->after &&
               !y->after;
    if (all && equal >= 2 && x->rest + y->rest > 0 && !(x->rest && y->rest))
        *match = (NameMatch){.link = NAMELINK_TITLE, .sure = true};
    if (all && equal >= 3 && match->link == NAMELINK_ORDER) match->sure = true;
}

/* Ties by what the words are, which the features do not know of. */
static void tie_by_words(const Names *names, const NameForm *a, const NameForm *b,
                         const Matching *m, EntityKind kind, NameMatch *match)
{
    bool open = match->link == NAMELINK_NONE || match->link == NAMELINK_PART ||
                match->link == NAMELINK_ORDER;
    if (!one_script(a, b)) return;
    Left x, y;
    uint32_t equal = part_equal(a, b, m, &x, &y);
    if (equal == 0 && kind == ENTITY_PERSON) return;
    if (kind == ENTITY_PERSON && x.after && y.after)
        *match = (NameMatch){.link = NAMELINK_NONE, .conflict = true};
    else if (!open)
        return;
    else if (kind == ENTITY_PERSON)
        tie_people(names, a, b, &x, &y, match);
    else
        tie_bodies(&x, &y, equal, match);
}

static uint32_t entry_of(const NameForm *f, EntityKind kind)
{
    return kind == ENTITY_PERSON                   ? NONE
           : kind == ENTITY_ORG && f->body != NONE ? f->body
           : f->place != NONE                      ? f->place
                                                   : f->body;
}

/* One name is the other's first letters: "World Health Organization", "WHO". */
static bool acronym_of_other(const NameForm *a, const NameForm *b)
{
    return acronym(a, b) >= 0.6f || acronym(b, a) >= 0.6f;
}

/* All words of both met an equal: what else differs. */
static NameLink link_of_equals(const NameForm *a, const NameForm *b, const Tally *t)
{
    if (any_mixed(a) != any_mixed(b)) return NAMELINK_HOMOGLYPH;
    if (!one_script(a, b)) return NAMELINK_TRANSLITERATION;
    return t->in_order < t->matched ? NAMELINK_ORDER : NAMELINK_TITLE;
}

/* All words of both met a like one: "J. Keller" and "John Keller", "Zelensky" and "Zelenskyy". */
static NameLink link_of_likes(const NameForm *a, const NameForm *b, const Tally *t)
{
    bool initial = any_initial(a) || any_initial(b);
    if (initial && t->exact + 1 >= t->matched && t->exact > 0) return NAMELINK_INITIALS;
    if (t->least <= 0.62f) return NAMELINK_NONE;
    return one_script(a, b) && t->least < 0.8f ? NAMELINK_SPELLING : NAMELINK_TRANSLITERATION;
}

/* Some words of one name met none: titles and the like, or a part of a name. "Russia" is no part of
 * "Russian Defense Ministry". */
static NameLink link_of_part(const NameForm *a, const NameForm *b, const Matching *m,
                             const Tally *t)
{
    if (t->matched >= 2 && t->least > 0.62f &&
        unmatched(a, m->taken_a, true) + unmatched(b, m->taken_b, true) == 0)
        return NAMELINK_TITLE;
    bool sure = t->exact == t->matched || !one_script(a, b);
    if (t->matched == 0 || t->least <= 0.85f || !sure) return NAMELINK_NONE;
    bool whole = unmatched(a, m->taken_a, false) == 0 || unmatched(b, m->taken_b, false) == 0;
    return whole ? NAMELINK_PART : NAMELINK_NONE;
}

static NameLink link_of(const NameForm *a, const NameForm *b, const Matching *m, const Tally *t,
                        EntityKind kind)
{
    uint32_t ea = entry_of(a, kind), eb = entry_of(b, kind);
    if (a->n_folded > 0 && a->n_folded == b->n_folded &&
        memcmp(a->folded, b->folded, a->n_folded) == 0)
        return NAMELINK_EQUAL;
    if (ea != NONE && ea == eb) return NAMELINK_ALIAS;
    bool all = t->words_a == t->matched && t->words_b == t->matched && t->matched > 0;
    if (all && t->exact == t->matched) return link_of_equals(a, b, t);
    if (same_joined(a, b)) return NAMELINK_TITLE;
    if (t->number_clash) return NAMELINK_NONE;
    NameLink likes = all ? link_of_likes(a, b, t) : NAMELINK_NONE;
    if (likes != NAMELINK_NONE) return likes;
    if (kind != ENTITY_PERSON && acronym_of_other(a, b)) return NAMELINK_ACRONYM;
    return link_of_part(a, b, m, t);
}

/* ---- a look before the work ---- */

#define LINK_LIKE                                                                              \
    0.62f /* every pair of words of a link by likeness is more alike than this; where initials \
             stand, than LEAST_LIKE */

#define TAKEN_LIKE (LEAST_LIKE - 2 * SAME_PLACE) /* what is less alike takes no word's place */

/* May the two words be matched in a link? A word without weight may take the place of one that has
 * some, though no link is made of it. */
static bool alike(const Names *names, NameEar *ear, const NameWord *a, const NameWord *b,
                  float least)
{
    float like;
    bool exact;
    if (plain_likeness(a, b, &like, &exact)) return like > 0;
    if (!counts(a) || !counts(b)) least = TAKEN_LIKE;
    return word_likeness(names, ear, a, b, least) > least || is_nick(names, a, b);
}

/* Words without an equal in the other name; those that have one are each other's, as match_words
 * will find, and go with none else. */
typedef struct Free {
    bool a[NAME_TOKENS], b[NAME_TOKENS];
} Free;

static Free free_words(const NameForm *a, const NameForm *b)
{
    Free f;
    memset(&f, true, sizeof f);
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t j = 0; j < b->n && f.a[i]; j++) {
            float like;
            bool exact, told = plain_likeness(&a->word[i], &b->word[j], &like, &exact);
            if (f.b[j] && told && like >= 1) f.a[i] = f.b[j] = false;
        }
    }
    return f;
}

/* Does every word of a that counts find its like in b? A patronymic may stand alone, an initial
 * too: "Bob Keller", "Robert J. Keller". */
static bool all_alike(const Names *names, NameEar *ear, const NameForm *a, const bool *free_a,
                      const NameForm *b, const bool *free_b, float least)
{
    bool all = true;
    for (uint32_t i = 0; i < a->n && all; i++) {
        const NameWord *w = &a->word[i];
        all = !free_a[i] || !counts(w) || w->patronymic || w->initial || w->after;
        for (uint32_t j = 0; j < b->n && !all; j++)
            all = free_b[j] && alike(names, ear, w, &b->word[j], least);
    }
    return all;
}

/* Is every word of a that counts a word of b, to the letter, or does a word without weight take its
 * place? */
static bool all_equal(const Names *names, NameEar *ear, const NameForm *a, const bool *free_a,
                      const NameForm *b, const bool *free_b)
{
    bool all = true;
    for (uint32_t i = 0; i < a->n && all; i++) {
        const NameWord *w = &a->word[i];
        all = !free_a[i] || !counts(w);
        for (uint32_t j = 0; j < b->n && !all; j++)
            all = free_b[j] && !counts(&b->word[j]) &&
                  alike(names, ear, w, &b->word[j], TAKEN_LIKE);
    }
    return all;
}

/* Follows link_of: in one script a part is a part to the letter, and every other link by words
 * wants all words of both names matched. */
bool name_may_link(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                   EntityKind kind)
{
    uint32_t ea = entry_of(a, kind), eb = entry_of(b, kind);
    if ((ea != NONE && ea == eb) || same_joined(a, b) || !one_script(a, b) || any_mixed(a) ||
        any_mixed(b))
        return true;
    if (kind != ENTITY_PERSON && (acronym(a, b) >= 0.6f || acronym(b, a) >= 0.6f)) return true;
    float least = (any_initial(a) || any_initial(b) ? LEAST_LIKE : LINK_LIKE) - 2 * SAME_PLACE;
    const Free f = free_words(a, b);
    return all_equal(names, ear, a, f.a, b, f.b) || all_equal(names, ear, b, f.b, a, f.a) ||
           (all_alike(names, ear, a, f.a, b, f.b, least) &&
            all_alike(names, ear, b, f.b, a, f.a, least));
}

static void sound_features(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                           float *f)
{
    if (a->n_joined == 0 || b->n_joined == 0) return;
    uint32_t i = 0, j = 0;
    while (i + 1 < a->n && !counts(&a->word[i]))
        i++;
    while (j + 1 < b->n && !counts(&b->word[j]))
        j++;
    Sound s = word_sound(names, ear, &a->word[i], &b->word[j], ANY_GAIN);
    if (!s.known) return;
    f[0] = cut(s.per_letter / 5, 0, 3);
    f[1] = cut(s.gain / 2, -2, 2);
    f[2] = cut(s.worst / 12, 0, 3);
    f[3] = cut(s.first / 10, 0, 3);
    f[4] = cut(s.last / 10, 0, 3);
    f[5] = s.silent;
    f[6] = 1;
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

static float smaller(float a, float b)
{
    return a < b ? a : b;
}

/* 0 to 12: kind, script, entries of the gazetteer. */
static void kind_features(const NameForm *a, const NameForm *b, EntityKind kind, float *f)
{
    Script sa = a->n ? a->word[a->n - 1].script : SCRIPT_LATIN,
           sb = b->n ? b->word[b->n - 1].script : SCRIPT_LATIN;
    uint32_t ea = entry_of(a, kind), eb = entry_of(b, kind);
    f[kind] = 1;                               /* 0..3 */
    f[4 + (sa != SCRIPT_LATIN ? sa : sb)] = 1; /* 4..9 */
    f[10] = ea != NONE && ea == eb;
    f[11] = ea != NONE && eb != NONE && ea != eb;
    f[12] = (ea != NONE) != (eb != NONE);
}

/* 14 to 22, 28, 29, 46: how much of either name met something in the other. */
static void tally_features(const Tally *t, const Matching *m, float *f)
{
    float low_a = ratio(t->hit_a, t->letters_a), low_b = ratio(t->hit_b, t->letters_b);
    uint32_t few = t->words_a < t->words_b ? t->words_a : t->words_b,
             many = t->words_a + t->words_b - few;
    f[14] = smaller(low_a, low_b);
    f[15] = larger(low_b, low_a);
    f[16] = ratio((float)t->matched, (float)few);
    f[17] = ratio((float)t->matched, (float)many);
    f[18] = (float)few / 4;
    f[19] = (float)(many - few) / 4;
    f[20] = t->least;
    f[21] = t->mean;
    f[22] = ratio((float)t->exact, (float)few);
    f[28] = few == 1 && many == 1;
    f[29] = few == 1 && many > 1;
    f[46] = few == 1 && many > 1 && m->n == 0;
}

/* 30, 31: how alike the last and the first words are, where they met each other. */
static void edge_features(const Tally *t, const Matching *m, float *f)
{
    bool last = t->last_a != NONE && t->last_b != NONE && m->of_a[t->last_a] == t->last_b,
         first = t->first_a != NONE && t->first_b != NONE && m->of_a[t->first_a] == t->first_b;
    f[30] = last ? m->like[t->last_a] : 0;
    f[31] = first ? m->like[t->first_a] : 0;
}

/* 23, 24, 27, 32 to 35: the forms as wholes. */
static void form_features(const NameForm *a, const NameForm *b, float *f)
{
    f[23] = whole_likeness(a, b);
    f[24] = larger(acronym(a, b), acronym(b, a));
    f[27] = ratio(smaller((float)a->n_joined, (float)b->n_joined),
                  larger((float)a->n_joined, (float)b->n_joined));
    f[32] = any_initial(a) || any_initial(b);
    f[33] = a->capitals || b->capitals;
    f[34] = a->n_joined > 0 && b->n_joined > 0 && a->joined[0] == b->joined[0];
    f[35] = (float)(a->n_joined + b->n_joined) / 40;
}

/* 13, 36, 37, 47: the link that the rules see. */
static void link_features(NameLink link, float *f)
{
    f[13] = link == NAMELINK_EQUAL;
    f[36] = link == NAMELINK_TITLE;
    f[37] = link == NAMELINK_PART;
    f[47] = link == NAMELINK_TRANSLITERATION || link == NAMELINK_HOMOGLYPH;
}

void name_ties(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
               EntityKind kind, Ties *ties)
{
    Matching *m = &ties->matching;
    match_words(names, ear, a, b, m);
    Tally t = ties->tally = tally(a, b, m);
    NameMatch match = {.link = link_of(a, b, m, &t, kind)};
    ties->plain = match.link;
    ties->clash = kind == ENTITY_PERSON && given_clash(a, b, m, &t);
    match.conflict = match.link == NAMELINK_NONE && (ties->clash || t.number_clash);
    part_people(a, b, m, &t, kind, &match);
    tie_by_words(names, a, b, m, kind, &match);
    ties->match = match;
}

void name_features(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                   EntityKind kind, const Ties *ties, float out[NAME_FEATURES])
{
    memset(out, 0, NAME_FEATURES * sizeof *out);
    kind_features(a, b, kind, out);
    link_features(ties->plain, out);
    tally_features(&ties->tally, &ties->matching, out);
    form_features(a, b, out);
    edge_features(&ties->tally, &ties->matching, out);
    out[25] = ties->tally.number_clash;
    out[26] = ties->clash;
    sound_features(names, ear, a, b, out + 38);
    out[45] = kind == ENTITY_PLACE &&
              (demonym_of(names, a, entry_of(b, kind)) || demonym_of(names, b, entry_of(a, kind)));
}

/* Weights: [hidden][features + 1], then [hidden + 1]. */
float name_judge(const Names *names, const float features[NAME_FEATURES])
{
    uint32_t row = NAME_FEATURES + 1;
    if (!names->judge || names->n_judge < 1)
        return features[14] > 0.8f ? features[14] : features[14] * 0.5f;
    uint32_t hidden = (names->n_judge - 1) / (row + 1);
    const uint8_t *top = names->judge + 4 * (size_t)hidden * row;
    float z = f32_at(top + 4 * (size_t)hidden);
    for (uint32_t h = 0; h < hidden; h++) {
        const uint8_t *w = names->judge + 4 * (size_t)h * row;
        float sum = f32_at(w + 4 * (size_t)NAME_FEATURES);
        for (uint32_t k = 0; k < NAME_FEATURES; k++)
            sum += f32_at(w + 4 * (size_t)k) * features[k];
        if (sum > 0) z += f32_at(top + 4 * (size_t)h) * sum;
    }
    return 1.0f / (1.0f + expf(-z));
}
