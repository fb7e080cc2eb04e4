/* names.c - two names, one bearer? Opens the model and answers.
 *
 * In: two names and their kind. Out: score, link, conflict. The parts: names_form.c (what each word
 * is), names_sound.c (how alike words sound), names_judge.c (features, rules, judge). Codes of
 * countries ("UA") count as names of places. */
#include "base/mem.h"
#include "base/utf8.h"
#include "mean/names/names_impl.h"
#include <stdio.h>

const char *const name_link_note[NAMELINK_COUNT] = {
    "",         "",        "homoglyph", "alias",   "order", "title", "transliteration",
    "initials", "acronym", "short",     "spelling"};
static const char *const script_name[SCRIPTS] = {"latin",  "cyrillic", "arabic",
                                                 "hebrew", "han",      NULL};

static bool section(const DataFile *model, const char *group, const char *name,
                    const uint8_t **bytes, size_t *n)
{
    char full[24];
    int length = snprintf(full, sizeof full, "%s.%s", group, name);
    return length > 0 && length < (int)sizeof full && datafile_section(model, full, bytes, n);
}

static float least_cost(const uint8_t *slots, size_t n)
{
    float least = UNSEEN_COST;
    for (size_t i = 0; i < n; i++) {
        uint64_t key;
        float cost;
        memcpy(&key, slots + 16 * i, sizeof key);
        memcpy(&cost, slots + 16 * i + sizeof key, sizeof cost);
        if (key && cost < least) least = cost;
    }
    return least;
}

static bool open_units(const DataFile *model, Script script, Units *units)
{
    const uint8_t *slots, *first, *second;
    size_t n_slots, n_first, n_second;
    const char *name = script_name[script];
    if (!section(model, "units", name, &slots, &n_slots) ||
        !section(model, "first", name, &first, &n_first) ||
        !section(model, "second", name, &second, &n_second))
        return false;
    uint32_t bits = 0;
    while (bits < 28 && (16u << bits) < n_slots)
        bits++;
    if ((16u << bits) != n_slots || bits < 1 || n_first % 8 || n_second != 26 * 4) return false;
    float least = least_cost(slots, n_slots / 16);
    *units = (Units){slots, bits, first, (uint32_t)(n_first / 8), second, least, NULL, NULL};
    return least > 0; /* the search for the cheapest cut holds on to that */
}

static bool open_han(Names *names)
{
    size_t points, syllables, spellings;
    if (!datafile_section(&names->model, "han.points", &names->han_point, &points) ||
        !datafile_section(&names->model, "han.syllable", &names->han_syllable, &syllables) ||
        !datafile_section(&names->model, "han.spelling", &names->han_spelling, &spellings))
        return false;
    names->n_han = (uint32_t)(points / 4);
    names->n_syllables = (uint32_t)(spellings / 8);
    return points % 4 == 0 && syllables == points / 2 && spellings % 8 == 0 &&
           names->n_syllables <= NAME_SYLLABLES;
}

static dln_status open_model(Names *names, const char *data_dir, dln_error *err)
{
    TRY(datafile_open(data_dir, "names.model", &names->model, err));
    for (Script s = 0; s < SCRIPT_OTHER; s++) {
        if (!open_units(&names->model, s, &names->units[s]))
            return err_fill(err, DLN_ERR_DATA, "open",
                            "names.model: section of %s missing or of a wrong size",
                            script_name[s]);
    }
    if (!units_index(&names->units[SCRIPT_LATIN], &names->arena))
        return arena_status(&names->arena);
    if (!open_han(names))
        return err_fill(err, DLN_ERR_DATA, "open",
                        "names.model: table of Han readings missing or of a wrong size");
    size_t n;
    if (datafile_section(&names->model, "judge", &names->judge, &n)) {
        if (n % 4 || (n / 4 - 1) % (NAME_FEATURES + 2))
            return err_fill(err, DLN_ERR_DATA, "open", "names.model: judge of a wrong size");
        names->n_judge = (uint32_t)(n / 4);
    }
    return DLN_OK;
}

static Slice next_part(Slice *list)
{
    const char *end = memchr(list->p, ' ', list->n);
    size_t n = end ? (size_t)(end - list->p) : list->n;
    Slice part = {list->p, n};
    *list = end ? (Slice){end + 1, list->n - n - 1} : (Slice){list->p + n, 0};
    return part;
}

/* "letters <tab> spellings": the n-th letter is spelled the n-th way. */
static bool add_spellings(Names *names, Map *map, Slice letters, Slice spellings)
{
    while (letters.n > 0) {
        Slice letter = next_part(&letters), plain = next_part(&spellings);
        if (letter.n == 0 || map_find(map, letter) != NONE) continue;
        if (slice_is(plain, "-")) plain.n = 0;
        if (!map_put(map, letter, names->spelling.n) ||
            !VEC_PUSH(&names->arena, &names->spelling, plain))
            return false;
    }
    return true;
}

static bool add_full_words(Names *names, Slice list)
{
    while (list.n > 0) {
        Slice brief = next_part(&list), full = next_part(&list);
        if (!map_put(&names->full, brief, names->spelling.n) ||
            !VEC_PUSH(&names->arena, &names->spelling, full))
            return false;
    }
    return true;
}

/* Every pair of the list, the lesser word first. */
static bool add_nicks(Names *names, Slice list)
{
    while (list.n > 0) {
        Slice first = next_part(&list);
        if (!map_put(&names->nicks, first, 1)) return false;
        for (Slice rest = list; rest.n > 0;) {
            Slice second = next_part(&rest);
            bool turned = slice_cmp(first, second) > 0;
            Slice a = turned ? second : first, b = turned ? first : second;
            Slice pair = arena_printf(&names->arena, "%.*s %.*s", (int)a.n, a.p, (int)b.n, b.p);
            if (!pair.p || !map_put(&names->nick, pair, 1)) return false;
        }
    }
    return true;
}

static bool add_words(Names *names, Slice kind, Slice list)
{
    if (slice_is(kind, "full")) return add_full_words(names, list);
    if (slice_is(kind, "nick")) return add_nicks(names, list);
    Map *map = slice_is(kind, "small")   ? &names->small
               : slice_is(kind, "rest")  ? &names->rest
               : slice_is(kind, "after") ? &names->after
                                         : NULL;
    while (list.n > 0) {
        Slice word = next_part(&list);
        if (word.n == 0) continue;
        if (map ? !map_put(map, word, 1) : !VEC_PUSH(&names->arena, &names->patronymic, word))
            return false;
    }
    return true;
}

static dln_status open_words(Names *names, const char *data_dir, dln_error *err)
{
    Table words;
    TRY(table_load(data_dir, "en/name-words.txt", &names->arena, &words, err));
    Map *const maps[] = {&names->small, &names->rest, &names->after,
                         &names->full,  &names->nick, &names->nicks};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_init(maps[i], &names->arena);
    bool good = true;
    for (uint32_t i = 0; i < words.n; i++)
        good &= add_words(names, row_col(&words.at[i], 0), row_col(&words.at[i], 1));
    return good ? DLN_OK
                : err_fill(err, DLN_ERR_NOMEM, "open", "out of memory for the words of names");
}

static dln_status open_spellings(Names *names, const char *data_dir, dln_error *err)
{
    Table roman, alike;
    TRY(table_load(data_dir, "en/romanise.txt", &names->arena, &roman, err));
    TRY(table_load(data_dir, "en/homoglyphs.txt", &names->arena, &alike, err));
    map_init(&names->roman, &names->arena);
    map_init(&names->look, &names->arena);
    map_init(&names->key, &names->arena);
    bool good = true;
    for (uint32_t i = 0; i < roman.n; i++)
        good &= add_spellings(names, &names->roman, row_col(&roman.at[i], 0),
                              row_col(&roman.at[i], 1));
    for (uint32_t i = 0; i < alike.n; i++) {
        const Row *r = &alike.at[i];
        good &= add_spellings(names, slice_is(row_col(r, 2), "key") ? &names->key : &names->look,
                              row_col(r, 0), row_col(r, 1));
    }
    return good ? DLN_OK : err_fill(err, DLN_ERR_NOMEM, "open", "out of memory for the spellings");
}

dln_status names_open(const char *data_dir, const Gazetteer *gazetteer, Names **out, dln_error *err)
{
    *out = NULL;
    Names *names = mem_alloc(sizeof *names);
    if (!names) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    memset(names, 0, sizeof *names);
    names->gazetteer = gazetteer;
    arena_init(&names->arena, 0);
    dln_status status = open_model(names, data_dir, err);
    if (status == DLN_OK) status = open_spellings(names, data_dir, err);
    if (status == DLN_OK) status = open_words(names, data_dir, err);
    if (status != DLN_OK) {
        names_close(names);
        return status;
    }
    *out = names;
    return DLN_OK;
}

void names_close(Names *names)
{
    if (!names) return;
    datafile_close(&names->model);
    arena_free(&names->arena);
    mem_free(names);
}

/* The pair in one order, so that the answer is the same both ways. */
static void in_order(Slice *a, Slice *b)
{
    if (slice_cmp(*a, *b) > 0) {
        Slice t = *a;
        *a = *b;
        *b = t;
    }
}

static void read_pair(const Names *names, Slice a, Slice b, EntityKind kind, NameForm *form_a,
                      NameForm *form_b)
{
    in_order(&a, &b);
    name_form(names, a, kind == ENTITY_PERSON, form_a);
    name_form(names, b, kind == ENTITY_PERSON, form_b);
}

void names_pair_features(const Names *names, Slice a, Slice b, EntityKind kind,
                         float out[NAME_FEATURES], NameMatch *match)
{
    NameForm form_a, form_b;
    Ties ties;
    read_pair(names, a, b, kind, &form_a, &form_b);
    name_ties(names, NULL, &form_a, &form_b, kind, &ties);
    name_features(names, NULL, &form_a, &form_b, kind, &ties, out);
    *match = ties.match;
}

/* The match by rule with its score. */
static NameMatch judge(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                       EntityKind kind, const Ties *ties)
{
    float features[NAME_FEATURES];
    NameMatch match = ties->match;
    name_features(names, ear, a, b, kind, ties, features);
    match.score = name_judge(names, features);
    match.sure |= match.link == NAMELINK_EQUAL || match.link == NAMELINK_INITIALS;
    if (match.sure && match.score < 0.6f) match.score = 0.6f; /* rare in training */
    if (match.score < 0.5f &&
        (match.link == NAMELINK_SPELLING || match.link == NAMELINK_TRANSLITERATION))
        match.link = NAMELINK_NONE;
    return match;
}

NameMatch names_compare(const Names *names, Slice a, Slice b, EntityKind kind)
{
    NameForm form_a, form_b;
    Ties ties;
    if (slice_trim(a).n == 0 || slice_trim(b).n == 0) return (NameMatch){.link = NAMELINK_NONE};
    read_pair(names, a, b, kind, &form_a, &form_b);
    name_ties(names, NULL, &form_a, &form_b, kind, &ties);
    return judge(names, NULL, &form_a, &form_b, kind, &ties);
}

static NameMatch link_forms(const Names *names, NameEar *ear, const NameForm *a, const NameForm *b,
                            EntityKind kind)
{
    Ties ties = {.match = {.link = NAMELINK_NONE}};
    if (name_may_link(names, ear, a, b, kind)) name_ties(names, ear, a, b, kind, &ties);
    return ties.match.link == NAMELINK_NONE ? ties.match : judge(names, ear, a, b, kind, &ties);
}

NameMatch names_link(const Names *names, Slice a, Slice b, EntityKind kind)
{
    NameForm form_a, form_b;
    if (slice_trim(a).n == 0 || slice_trim(b).n == 0) return (NameMatch){.link = NAMELINK_NONE};
    read_pair(names, a, b, kind, &form_a, &form_b);
    return link_forms(names, NULL, &form_a, &form_b, kind);
}

/* A page holds one name; its bytes tell which of two pages that is. A page is made when it is
 * wanted: all of them are some megabytes, and one report compares few names. */
enum { BOOK_PAGES = 4096 };
typedef struct BookPage {
    Slice name;
    bool person;
    NameForm form;
} BookPage;
struct NameBook {
    BookPage *page[BOOK_PAGES];
    NameEar ear;
};

NameBook *names_book(Arena *arena)
{
    NameBook *book = ARENA_NEW(arena, NameBook);
    if (book) book->ear.arena = arena;
    return book;
}

static bool page_holds(const BookPage *page, Slice name, bool person)
{
    return page && page->person == person && slice_eq(page->name, name);
}

/* The page that holds the name, else one that is blank, else one to be written over; not `taken`.
 */
static BookPage **page_for(NameBook *book, Slice name, bool person, BookPage **taken)
{
    uint32_t at = hash_bytes(name, 17) % BOOK_PAGES;
    BookPage **first = &book->page[at], **second = &book->page[at ^ 1];
    if (first == taken) return second;
    if (second == taken || page_holds(*first, name, person)) return first;
    return page_holds(*second, name, person) || (*first && !*second) ? second : first;
}

/* The name as it is read; NULL: no memory, which the arena tells. */
static const NameForm *read_page(const Names *names, NameBook *book, BookPage **at, Slice name,
                                 bool person)
{
    if (!*at) *at = ARENA_NEW(book->ear.arena, BookPage);
    BookPage *page = *at;
    if (!page) return NULL;
    if (!page_holds(page, name, person)) {
        name_form(names, name, person, &page->form);
        page->name = name;
        page->person = person;
    }
    return &page->form;
}

NameMatch names_link_by(const Names *names, NameBook *book, Slice a, Slice b, EntityKind kind)
{
    if (slice_trim(a).n == 0 || slice_trim(b).n == 0) return (NameMatch){.link = NAMELINK_NONE};
    in_order(&a, &b);
    bool person = kind == ENTITY_PERSON;
    BookPage **first = page_for(book, a, person, NULL), **second = page_for(book, b, person, first);
    const NameForm *form_a = read_page(names, book, first, a, person),
                   *form_b = read_page(names, book, second, b, person);
    if (!form_a || !form_b) return (NameMatch){.link = NAMELINK_NONE};
    return link_forms(names, &book->ear, form_a, form_b, kind);
}

bool names_is_after(const Names *names, Slice word)
{
    return map_find(&names->after, word) != NONE;
}

bool names_is_brief(const Names *names, Slice word)
{
    return names && map_find(&names->full, word) != NONE;
}
