/* gazetteer_load.c - reads the lists of data/en into the gazetteer.
 *
 * In: the text files (formats at the head of each). Out: entries and their folded names. Lists are
 * read in the order of how well known their bearers are, and chains keep that order; cities come
 * sorted by inhabitants. */
#include "mean/entities/gazetteer_impl.h"

typedef struct Loader {
    Gazetteer *g;
    Arena *arena;
    const char *dir;
    dln_error *err;
    bool full; /* an allocation failed */
} Loader;

static Slice fold_copy(Loader *l, Slice name)
{
    char key[GAZ_KEY_MAX];
    size_t n = gazetteer_key(name, key);
    Slice copy = arena_copy(l->arena, (Slice){key, n});
    if (!copy.p) l->full = true;
    return copy;
}

static void put(Loader *l, Map *map, Slice word, uint32_t value)
{
    Slice key = fold_copy(l, word);
    if (key.n == 0 || map_find(map, key) != NONE) return;
    if (!map_put(map, key, value)) l->full = true;
}

/* Adds a name at the end of its chain; "=" before it: letter case counts. */
static void add_name(Loader *l, Slice name, uint32_t entry)
{
    bool exact = name.n > 1 && name.p[0] == '=';
    if (exact) {
        name.p++;
        name.n--;
    }
    Slice key = fold_copy(l, name);
    if (key.n == 0 || l->full || entry >= l->g->entry.n) return;
    GazName made = {entry, NONE, exact ? name : (Slice){NULL, 0}, l->g->entry.at[entry].kind};
    uint32_t index = l->g->name.n, at = map_find(&l->g->names, key);
    if (!VEC_PUSH(l->arena, &l->g->name, made)) {
        l->full = true;
        return;
    }
    if (at != NONE) {
        uint32_t last = at;
        for (; at != NONE; last = at, at = l->g->name.at[at].next) {
            if (l->g->name.at[at].entry == entry && l->g->name.at[at].exact.n == 0) {
                l->g->name.n--;
                return;
            }
        }
        l->g->name.at[last].next = index;
    } else if (!map_put(&l->g->names, key, index))
        l->full = true;
}

typedef void (*EachFn)(Loader *l, Slice part, uint32_t value);

/* The next of a column's items, parted by `mark`; *list moves behind it. */
static Slice next_item(Slice *list, char mark)
{
    const char *end = memchr(list->p, mark, list->n);
    size_t n = end ? (size_t)(end - list->p) : list->n;
    Slice item = {list->p, n};
    *list = end ? (Slice){end + 1, list->n - n - 1} : (Slice){list->p + n, 0};
    return item;
}

static void each_part(Loader *l, Slice list, uint32_t value, EachFn each)
{
    while (list.n > 0) {
        Slice part = slice_trim(next_item(&list, ';'));
        if (part.n > 0) each(l, part, value);
    }
}

static void add_demonym(Loader *l, Slice word, uint32_t entry)
{
    if (word.p[0] == '=') return;
    put(l, &l->g->demonyms, word, entry);
}

static uint32_t add_entry(Loader *l, GazEntry entry)
{
    uint32_t index = l->g->entry.n;
    if (!VEC_PUSH(l->arena, &l->g->entry, entry)) {
        l->full = true;
        return NONE;
    }
    return index;
}

static void copy_code(char *to, Slice from, size_t n)
{
    if (from.n == n) memcpy(to, from.p, n);
}

static dln_status load(Loader *l, const char *name, Table *table)
{
    return table_load(l->dir, name, l->arena, table, l->err);
}

static dln_status load_countries(Loader *l)
{
    Table t;
    TRY(load(l, "en/countries.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        const Row *r = &t.at[i];
        GazEntry e = {.kind = GAZ_COUNTRY,
                      .name = row_col(r, 2),
                      .in = NONE,
                      .seat_of = NONE,
                      .capital = NONE};
        copy_code(e.country, row_col(r, 0), 2);
        copy_code(e.iso3, row_col(r, 1), 3);
        e.actor = row_col(r, 1);
        e.key = arena_printf(l->arena, "country:%s", e.country);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        map_put(&l->g->iso2, arena_copy(l->arena, row_col(r, 0)), entry);
        add_name(l, e.name, entry);
        each_part(l, row_col(r, 4), entry, add_name);
    }
    return DLN_OK;
}

/* A state's name in another language. Two or three Latin letters without their marks are words of
 * English ("As", "My"): of two none count, three only as written. */
static void add_foreign(Loader *l, Slice name, uint32_t entry)
{
    Slice key = fold_copy(l, name);
    if (key.n < 3 && slice_is_ascii(key)) return;
    bool exact = key.n == 3 && slice_is_ascii(key);
    add_name(l, exact ? arena_printf(l->arena, "=%.*s", (int)name.n, name.p) : name, entry);
}

/* Lists of "ISO code <tab> parts": aliases, names in other languages, demonyms. */
static dln_status load_by_code(Loader *l, const char *file, uint32_t first_column,
                               uint32_t last_column, EachFn each)
{
    Table t;
    TRY(load(l, file, &t));
    for (uint32_t i = 0; i < t.n; i++) {
        uint32_t entry = map_find(&l->g->iso2, row_col(&t.at[i], 0));
        for (uint32_t c = first_column; entry != NONE && c <= last_column; c++)
            each_part(l, row_col(&t.at[i], c), entry, each);
    }
    return DLN_OK;
}

static void seat_of(Loader *l, Slice city, uint32_t country)
{
    GazEntry *c = &l->g->entry.at[country];
    Slice key = arena_printf(l->arena, "city:%s:%.*s", c->country, (int)city.n, city.p);
    GazEntry e = {.kind = GAZ_CITY,
                  .name = city,
                  .key = key,
                  .in = country,
                  .seat_of = country,
                  .capital = NONE};
    memcpy(e.country, c->country, sizeof e.country);
    memcpy(e.iso3, c->iso3, sizeof e.iso3);
    e.actor = c->actor;
    uint32_t entry = add_entry(l, e);
    if (entry == NONE) return;
    l->g->entry.at[country].capital = entry;
    add_name(l, city, entry);
}

static dln_status load_seats(Loader *l)
{
    Table t;
    TRY(load(l, "en/countries.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        if (row_col(&t.at[i], 3).n > 0)
            seat_of(l, row_col(&t.at[i], 3), map_find(&l->g->iso2, row_col(&t.at[i], 0)));
    }
    return DLN_OK;
}

static GazEntry placed(const Loader *l, GazKind kind, const Row *r, uint32_t code_column)
{
    GazEntry e = {
        .kind = kind, .name = row_col(r, 0), .in = NONE, .seat_of = NONE, .capital = NONE};
    Slice code = row_col(r, code_column);
    uint32_t country = code.n == 2 ? map_find(&l->g->iso2, code) : NONE;
    if (country != NONE) {
        e.in = country;
        memcpy(e.country, l->g->entry.at[country].country, sizeof e.country);
        memcpy(e.iso3, l->g->entry.at[country].iso3, sizeof e.iso3);
    }
    return e;
}

static void add_region_alias(Loader *l, Slice part, uint32_t entry)
{
    add_name(l, part, entry);
    add_demonym(l, part, entry);
}

static dln_status load_regions(Loader *l)
{
    Table t;
    TRY(load(l, "en/regions.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        GazEntry e = placed(l, GAZ_REGION, &t.at[i], 1);
        e.actor = row_col(&t.at[i], 2);
        e.key = arena_printf(l->arena, "region:%.*s", (int)e.name.n, e.name.p);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        add_name(l, e.name, entry);
        each_part(l, row_col(&t.at[i], 3), entry, add_region_alias);
    }
    return DLN_OK;
}

static dln_status load_states(Loader *l)
{
    Table t;
    TRY(load(l, "en/us-states.txt", &t));
    uint32_t country = map_find(&l->g->iso2, SLICE("US"));
    for (uint32_t i = 0; i < t.n && country != NONE; i++) {
        const Row *r = &t.at[i];
        GazEntry e = {.kind = GAZ_REGION,
                      .name = row_col(r, 0),
                      .in = country,
                      .seat_of = NONE,
                      .capital = NONE,
                      .country = "US",
                      .iso3 = "USA",
                      .actor = SLICE("USA")};
        e.key = arena_printf(l->arena, "region:US-%.*s", (int)row_col(r, 1).n, row_col(r, 1).p);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        add_name(l, e.name, entry);
        add_name(l, arena_printf(l->arena, "=%.*s", (int)row_col(r, 1).n, row_col(r, 1).p), entry);
        Slice list = row_col(r, 2);
        while (list.n > 0) { /* abbreviations count in their own letter case: "Ore.", "Miss." */
            Slice item = next_item(&list, ';');
            add_name(l, arena_printf(l->arena, "=%.*s", (int)item.n, item.p), entry);
        }
    }
    return DLN_OK;
}

static dln_status load_organisations(Loader *l)
{
    Table t;
    TRY(load(l, "en/organisations.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        GazEntry e = placed(l, GAZ_ORG, &t.at[i], 1);
        char key[GAZ_KEY_MAX];
        size_t n = gazetteer_key(e.name, key);
        e.actor = row_col(&t.at[i], 2);
        e.in = NONE;
        e.key = arena_printf(l->arena, "org:%.*s", (int)n, key);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        add_name(l, e.name, entry);
        each_part(l, row_col(&t.at[i], 3), entry, add_name);
    }
    return DLN_OK;
}

/* Bearer of a name within one country, NONE. */
static uint32_t find_in(const Gazetteer *g, Slice name, uint32_t kinds, const char country[3])
{
    char key[GAZ_KEY_MAX];
    size_t n = gazetteer_key(name, key);
    for (uint32_t at = map_find(&g->names, (Slice){key, n}); at != NONE; at = g->name.at[at].next) {
        const GazName *m = &g->name.at[at];
        if ((m->kind & kinds) && memcmp(g->entry.at[m->entry].country, country, 2) == 0)
            return m->entry;
    }
    return NONE;
}

static dln_status load_sites(Loader *l)
{
    Table t;
    TRY(load(l, "en/sites.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        const Row *r = &t.at[i];
        GazEntry e = placed(l, GAZ_SITE, r, 2);
        uint32_t country = e.in;
        uint32_t around = find_in(l->g, row_col(r, 1), GAZ_CITY | GAZ_COUNTRY, e.country);
        if (around != NONE) e.in = around;
        e.actor = row_col(r, 3);
        if (e.actor.n > 0) e.seat_of = country;
        e.key = arena_printf(l->arena, "site:%.*s", (int)e.name.n, e.name.p);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        add_name(l, e.name, entry);
        each_part(l, row_col(r, 4), entry, add_name);
    }
    return DLN_OK;
}

static uint32_t number(Slice digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.n && slice_digit_at(digits, i) && value < 400000000u; i++)
        value = value * 10 + (uint32_t)(digits.p[i] - '0');
    return value;
}

static dln_status load_cities(Loader *l)
{
    Table t;
    TRY(load(l, "en/cities.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        const Row *r = &t.at[i];
        GazEntry e = placed(l, GAZ_CITY, r, 1);
        e.people = number(row_col(r, 3));
        Slice state = row_col(r, 2);
        uint32_t seat = find_in(l->g, e.name, GAZ_CITY, e.country);
        if (seat != NONE && l->g->entry.at[seat].seat_of != NONE &&
            l->g->entry.at[seat].people == 0) {
            l->g->entry.at[seat].people = e.people;
            continue;
        }
        if (state.n > 0 && e.in != NONE) {
            Slice code = arena_printf(l->arena, "%.*s", (int)state.n, state.p);
            uint32_t at = gazetteer_find(l->g, code, GAZ_REGION);
            if (at != NONE) e.in = at;
        }
        if (e.in != NONE) e.actor = l->g->entry.at[map_find(&l->g->iso2, row_col(r, 1))].actor;
        e.key = arena_printf(l->arena, "city:%s%s%.*s:%.*s", e.country, state.n ? "-" : "",
                             (int)state.n, state.p, (int)e.name.n, e.name.p);
        uint32_t entry = add_entry(l, e);
        if (entry == NONE) return DLN_ERR_NOMEM;
        add_name(l, e.name, entry);
    }
    return DLN_OK;
}

static dln_status load_city_aliases(Loader *l)
{
    Table t;
    TRY(load(l, "en/city-aliases.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        char country[3] = "";
        copy_code(country, row_col(&t.at[i], 1), 2);
        uint32_t entry = find_in(l->g, row_col(&t.at[i], 0), GAZ_CITY, country);
        if (entry != NONE) each_part(l, row_col(&t.at[i], 2), entry, add_name);
    }
    return DLN_OK;
}

static Gender gender_of(Slice word)
{
    return slice_is(word, "he")     ? GENDER_HE
           : slice_is(word, "she")  ? GENDER_SHE
           : slice_is(word, "it")   ? GENDER_IT
           : slice_is(word, "they") ? GENDER_THEY
                                    : GENDER_UNKNOWN;
}

static void role_flag(Loader *l, Slice flag, uint32_t role)
{
    GazRole *r = &l->g->role.at[role];
    if (slice_is(flag, "one"))
        r->head = true;
    else if (gender_of(flag) != GENDER_UNKNOWN)
        r->gender = gender_of(flag);
}

/* Whose office ended, and when. */
static dln_status load_leaders(Loader *l)
{
    Table t;
    TRY(load(l, "en/leaders.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        uint32_t year = 0;
        Slice last = row_col(&t.at[i], 4);
        for (size_t k = 0; k < last.n; k++)
            year = year * 10 + (uint32_t)(last.p[k] - '0') % 10;
        if (year > 0) put(l, &l->g->in_office, row_col(&t.at[i], 0), year);
    }
    return DLN_OK;
}

static dln_status load_roles(Loader *l)
{
    Table t;
    TRY(load(l, "en/roles.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        const Row *r = &t.at[i];
        bool past = slice_is(row_col(r, 1), "past");
        if (past || slice_is(row_col(r, 1), "under")) {
            put(l, &l->g->aside, row_col(r, 0), past ? ASIDE_PAST : ASIDE_UNDER);
            continue;
        }
        GazRole role = {.noun = row_col(r, 0), .sector = row_col(r, 2)};
        role.kind = slice_is(row_col(r, 1), "body")    ? ENTITY_ORG
                    : slice_is(row_col(r, 1), "place") ? ENTITY_PLACE
                                                       : ENTITY_PERSON;
        role.gender = role.kind == ENTITY_PERSON ? GENDER_UNKNOWN : GENDER_IT;
        uint32_t index = l->g->role.n;
        if (!VEC_PUSH(l->arena, &l->g->role, role)) return DLN_ERR_NOMEM;
        put(l, &l->g->roles, role.noun, index);
        Slice flags = row_col(r, 3);
        while (flags.n > 0)
            role_flag(l, next_item(&flags, ','), index);
    }
    return DLN_OK;
}

static dln_status load_words(Loader *l, const char *file, Map *map)
{
    Table t;
    TRY(load(l, file, &t));
    for (uint32_t i = 0; i < t.n; i++)
        put(l, map, row_col(&t.at[i], 0), (uint32_t)gender_of(row_col(&t.at[i], 1)));
    return DLN_OK;
}

static dln_status load_family_names(Loader *l)
{
    Table t;
    TRY(load(l, "en/family-first.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        Slice list = row_col(&t.at[i], 0);
        while (list.n > 0)
            put(l, &l->g->family_first, next_item(&list, ' '), 1);
    }
    return DLN_OK;
}

static dln_status load_legal_forms(Loader *l)
{
    Table t;
    TRY(load(l, "en/legal-forms.txt", &t));
    for (uint32_t i = 0; i < t.n; i++) {
        put(l, &l->g->legal, row_col(&t.at[i], 0), l->g->legal_form.n);
        if (!VEC_PUSH(l->arena, &l->g->legal_form, row_col(&t.at[i], 1))) return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

static dln_status load_all(Loader *l)
{
    TRY(load_countries(l));
    TRY(load_by_code(l, "en/country-aliases.txt", 1, 1, add_name));
    TRY(load_by_code(l, "en/demonyms.txt", 1, 2, add_demonym));
    TRY(load_seats(l));
    TRY(load_regions(l));
    TRY(load_states(l));
    TRY(load_organisations(l));
    TRY(load_cities(l));
    TRY(load_city_aliases(l));
    TRY(load_sites(l));
    TRY(load_by_code(l, "en/country-names.txt", 1, 1, add_foreign));
    TRY(load_roles(l));
    TRY(load_leaders(l));
    TRY(load_words(l, "en/titles.txt", &l->g->titles));
    TRY(load_words(l, "en/given-names.txt", &l->g->given));
    TRY(load_family_names(l));
    return load_legal_forms(l);
}

dln_status gazetteer_open(const char *data_dir, Arena *arena, const Gazetteer **out, dln_error *err)
{
    *out = NULL;
    Gazetteer *g = ARENA_NEW(arena, Gazetteer);
    if (!g) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory for the gazetteer");
    Map *const maps[] = {&g->names,     &g->demonyms, &g->iso2,  &g->roles, &g->aside,
                         &g->in_office, &g->titles,   &g->given, &g->legal, &g->family_first};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_init(maps[i], arena);
    Loader l = {g, arena, data_dir, err, false};
    TRY(load_all(&l));
    if (l.full) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory for the gazetteer");
    *out = g;
    return DLN_OK;
}
