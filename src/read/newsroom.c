/* newsroom.c - see newsroom.h.
 *
 * In: data/en/newsroom.txt, outlets.txt, the lists of places and given names; lines of a report.
 * Out: the words as maps; agencies, bylines.
 *
 * Known to get wrong: a byline with more than 40 words is left in the body. */
#include "read/linewords.h"
#include "base/utf8.h"
#include "read/language_id.h"
#include <stdlib.h>

static bool add_row(Newsroom *room, Arena *arena, const Row *row, uint32_t index)
{
    Slice class = row->col[0], word = text_fold(row_col(row, 1), arena), value = row_col(row, 2);
    uint32_t number = (uint32_t)strtoul(value.n ? value.p : "0", NULL, 10);
    if (!word.p) return false;
    if (slice_is(class, "agency")) {
        room->agency_name[index] = value;
        return map_put(&room->agency, word, index);
    }
    if (slice_is(class, "month")) return map_put(&room->month, word, number);
    if (slice_is(class, "weekday")) return map_put(&room->weekday, word, number);
    if (slice_is(class, "common")) return map_put(&room->common, word, index);
    if (slice_is(class, "place")) return map_put(&room->place, word, index);
    static const char *const classes[] = {"byline", "credit", "link", "stamp", "note",  "label",
                                          "paper",  "trade",  "card", "short", "button"};
    for (uint32_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (slice_is(class, classes[i])) return map_put(&room->word, word, LINE_BYLINE + i);
    return true;
}

/* The folded names of a column, ";" between them, into a map. */
static bool add_names(Map *map, Arena *arena, Slice names, uint32_t value)
{
    size_t begin = 0;
    for (size_t i = 0; i <= names.n; i++) {
        if (i < names.n && names.p[i] != ';') continue;
        Slice name = slice_trim((Slice){names.p + begin, i - begin});
        if (slice_starts(name, SLICE("="))) {
            name.p++;
            name.n--;
        }
        Slice folded = name.n ? text_fold(name, arena) : name;
        if (name.n && (!folded.p || !map_put(map, folded, value))) return false;
        begin = i + 1;
    }
    return true;
}

static dln_status load_names(const char *data_dir, const char *file, const uint32_t *columns,
                             Map *map, Arena *arena, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, file, arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++)
        for (const uint32_t *c = columns; *c != NONE; c++)
            if (!add_names(map, arena, row_col(&table.at[i], *c), i)) return arena_status(arena);
    return DLN_OK;
}

/* "harbourpost.example" and the names of its row: all lead to the proper name. */
static dln_status load_outlets(const char *data_dir, Newsroom *room, Arena *arena, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/outlets.txt", arena, &table, err));
    room->outlet_name = ARENA_ARRAY(arena, Slice, table.n + 1);
    if (!room->outlet_name) return arena_status(arena);
    for (uint32_t i = 0; i < table.n; i++) {
        room->outlet_name[i] = row_col(&table.at[i], 1);
        for (uint32_t c = 0; c < 3; c++)
            if (!add_names(&room->outlet, arena, row_col(&table.at[i], c), i))
                return arena_status(arena);
    }
    return DLN_OK;
}

static dln_status load_places(const char *data_dir, Newsroom *room, Arena *arena, dln_error *err)
{
    static const uint32_t first[] = {0, NONE}, aliases[] = {2, NONE}, states[] = {2, 3, 4, NONE},
                          regions[] = {0, NONE};
    TRY(load_names(data_dir, "en/cities.txt", first, &room->place, arena, err));
    TRY(load_names(data_dir, "en/city-aliases.txt", aliases, &room->place, arena, err));
    TRY(load_names(data_dir, "en/countries.txt", states, &room->place, arena, err));
    TRY(load_names(data_dir, "en/us-states.txt", first, &room->place, arena, err));
    TRY(load_names(data_dir, "en/regions.txt", regions, &room->place, arena, err));
    return load_names(data_dir, "en/given-names.txt", first, &room->given, arena, err);
}

dln_status newsroom_open(const char *data_dir, Arena *arena, const Newsroom **newsroom,
                         dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/newsroom.txt", arena, &table, err));
    Newsroom *room = ARENA_NEW(arena, Newsroom);
    if (room) room->agency_name = ARENA_ARRAY(arena, Slice, table.n + 1);
    if (!room || !room->agency_name) return arena_status(arena);
    Map *maps[] = {&room->agency, &room->month, &room->weekday, &room->word,
                   &room->place,  &room->given, &room->outlet,  &room->common};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_init(maps[i], arena);
    for (uint32_t i = 0; i < table.n; i++)
        if (!add_row(room, arena, &table.at[i], i)) return arena_status(arena);
    TRY(load_outlets(data_dir, room, arena, err));
    TRY(load_places(data_dir, room, arena, err));
    *newsroom = room;
    return DLN_OK;
}

Slice agency_named(const Newsroom *newsroom, Slice text)
{
    char folded[64];
    uint32_t row;
    text = slice_trim(text);
    if (text.n < 2 || !map_get(&newsroom->agency, fold_short(text, folded), &row))
        return (Slice){"", 0};
    return newsroom->agency_name[row];
}

Slice outlet_named(const Newsroom *newsroom, Slice name, Arena *scratch)
{
    uint32_t row;
    name = slice_trim(name);
    if (slice_starts(name, SLICE("www."))) {
        name.p += 4;
        name.n -= 4;
    }
    if (name.n < 2 || name.n > 80) return (Slice){"", 0};
    Slice folded = text_fold(name, scratch);
    return folded.p && map_get(&newsroom->outlet, folded, &row) ? newsroom->outlet_name[row]
                                                                : (Slice){"", 0};
}

bool report_agency(Report *report, Slice agency)
{
    for (uint32_t i = 0; i < report->agencies.n; i++)
        if (slice_eq(report->agencies.at[i], agency)) return true;
    return VEC_PUSH(&report->arena, &report->agencies, agency);
}

/* ---- language ---- */

/* Share of the words of a text that are small words of English; *words: how many words it has. */
static double english_share(const Newsroom *room, Slice text, uint32_t *words)
{
    uint32_t hits = 0;
    char folded[64];
    *words = 0;
    for (size_t i = 0; i < text.n;) {
        size_t begin = i;
        while (i < text.n && (((text.p[i] | 32) >= 'a' && (text.p[i] | 32) <= 'z') ||
                              (unsigned char)text.p[i] >= 0x80))
            i++;
        if (i == begin) {
            i++;
            continue;
        }
        ++*words;
        hits += map_get(&room->common, fold_short((Slice){text.p + begin, i - begin}, folded),
                        NULL);
    }
    return *words ? (double)hits / *words : 0;
}

Slice language_told(const Newsroom *room, Slice sample, Arena *arena)
{
    enum { LEAST_BYTES = 80, LEAST_WORDS = 40, MOSTLY = 70 };
    const double english = 0.2, hardly = 0.08;
    char code[8];
    int share = 0;
    uint32_t words;
    double small = english_share(room, sample, &words);
    if (sample.n < LEAST_BYTES) return (Slice){"", 0};
    bool sure = language_detect(sample.p, sample.n, code, &share) && share >= MOSTLY;
    if (words >= LEAST_WORDS && small >= english && (!sure || strcmp(code, "en") != 0))
        return SLICE("en"); /* a speech full of foreign names */
    if (sure && (strcmp(code, "en") != 0 || words < LEAST_WORDS || small >= hardly))
        return arena_copy(arena, slice_of(code));
    return words >= LEAST_WORDS && small < hardly ? SLICE("und") : (Slice){"", 0};
}

/* ---- bylines ---- */

/* A name in capitals alone, as agencies sign ("ADRIA"). */
static bool is_acronym(Slice s)
{
    if (s.n < 2 || s.n > 12) return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return true;
}

/* Bytes without markup: "<u>AFP</u>" -> "AFP", "**AFP**" -> "AFP". */
static Slice bare(Slice s)
{
    s = slice_trim(s);
    for (bool more = true; more && s.n;) {
        more = false;
        if (s.p[0] == '*' || s.p[0] == '_') {
            s.p++;
            s.n--;
            more = true;
            continue;
        }
        if (s.p[s.n - 1] == '*' || s.p[s.n - 1] == '_') {
            s.n--;
            more = true;
            continue;
        }
        if (s.p[0] == '<') {
            const char *end = memchr(s.p, '>', s.n);
            if (end && end + 1 < s.p + s.n) {
                s.n -= (size_t)(end + 1 - s.p);
                s.p = end + 1;
                more = true;
                continue;
            }
        }
        if (s.p[s.n - 1] == '>') {
            size_t k = s.n;
            while (k && s.p[k - 1] != '<')
                k--;
            if (k > 1) {
                s.n = k - 1;
                more = true;
            }
        }
    }
    return slice_trim(s);
}

bool opens_with_given(const Newsroom *room, Slice name, Arena *scratch)
{
    size_t n = 0;
    while (n < name.n && name.p[n] != ' ' && name.p[n] != '.')
        n++;
    Slice folded = text_fold((Slice){name.p, n}, scratch);
    return n > 1 && n < name.n && folded.p && map_get(&room->given, folded, NULL);
}

/* How many words of the name are of the class. */
static uint32_t words_of_class(const Newsroom *room, Slice name, LineWord class, uint32_t *all)
{
    Word word[MAX_WORDS];
    uint32_t n = line_words(name, (Span){0, (uint32_t)name.n}, word), hits = 0;
    *all = n;
    for (uint32_t i = 0; i < n; i++)
        hits += word_class(room, name, word[i]) == (uint32_t) class;
    return hits;
}

/* The name without what stands behind it: "Jane Doe in Tarvik", "Jane Doe for the Post", "Jane Doe
 * Staff Writer". */
static Slice bare_name(const Newsroom *room, Slice name)
{
    static const char *const ends[] = {" in ", " for ", " at ", " from ", " of ", " The "};
    Word word[MAX_WORDS];
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        size_t at = slice_find(name, slice_of(ends[k]));
        if (at != SIZE_MAX && at > 0) name.n = at;
    }
    uint32_t n = line_words(name, (Span){0, (uint32_t)name.n}, word);
    while (n > 2 && n < MAX_WORDS && word_class(room, name, word[n - 1]) == LINE_TRADE)
        name.n = word[--n].span.b;
    return slice_trim(name);
}

static bool add_author(const Newsroom *room, Report *report, Slice name)
{
    name = bare_name(room, bare(name));
    uint32_t all = 0;
    Slice agency = agency_named(room, name);
    if (agency.n || is_acronym(name)) return report_agency(report, agency.n ? agency : name);
    if (name.n < 3 || name.n > 60) return true;
    size_t at = 0;
    if (!char_is_upper(utf8_next(name, &at))) return true;
    if (words_of_class(room, name, LINE_TRADE, &all) == all) return true;
    bool paper = words_of_class(room, name, LINE_PAPER, &all) > 0 &&
                 !opens_with_given(room, name, &report->arena);
    Slice outlet = outlet_named(room, name, &report->arena);
    if (paper || outlet.n) {
        if (!report->outlet.n) report->outlet = outlet.n ? outlet : name;
        return true;
    }
    return VEC_PUSH(&report->arena, &report->authors, name);
}

/* Splits "Jane Doe, John Roe and Ann Poe | Reuters" at commas, "and", "|", "/", ";". */
static bool add_authors(const Newsroom *room, Report *report, Slice names)
{
    size_t start = 0;
    for (size_t i = 0; i <= names.n; i++) {
        bool and = i + 5 <= names.n && memcmp(names.p + i, " and ", 5) == 0;
        if (i < names.n && !and&&!strchr(",|;/&", names.p[i])) continue;
        if (i < names.n && names.p[i] == '/' && i > 0 && names.p[i - 1] == '<') continue;
        if (!add_author(room, report, (Slice){names.p + start, i - start})) return false;
        start = i + (and? 5 : 1);
    }
    return true;
}

bool byline_line(const Newsroom *newsroom, Report *report, Span line)
{
    Slice text = slice_trim(slice_span(report->text, line));
    Word word[MAX_WORDS];
    uint32_t n = line_words(report->text, line, word);
    Slice agency = agency_named(newsroom, bare_name(newsroom, bare(text)));
    if (agency.n) return report_agency(report, agency);
    if (n < 2 || n >= MAX_WORDS || text.p[text.n - 1] == '.') return false;
    if (word_class(newsroom, report->text, word[0]) != LINE_BYLINE) return false;
    size_t at = 0;
    Slice rest = slice_trim(
              (Slice){report->text.p + word[0].span.e, (size_t)(line.e - word[0].span.e)}),
          shown = bare(rest);
    if (!shown.n || !char_is_upper(utf8_next(shown, &at))) return false;
    report->byline = shown;
    report->byline_span = (Span){(uint32_t)(shown.p - report->text.p),
                                 (uint32_t)(shown.p + shown.n - report->text.p)};
    return add_authors(newsroom, report, rest);
}

bool byline_names(const Newsroom *newsroom, Report *report, Span line)
{
    Slice names = slice_span(report->text, line);
    if (!report->byline.n) {
        report->byline = names;
        report->byline_span = line;
    }
    return add_authors(newsroom, report, names);
}
