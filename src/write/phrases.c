/* phrases.c - see phrases.h.
 *
 * In: data/en/brief.txt. Out: questions, labels, days in words.
 *
 * The questions are templates with slots; a slot is filled from the reports' words or stays empty,
 * and a template with an empty slot is passed over, so that no question names what the reports do
 * not: "How many managers were detained?" needs managers and a verb that took them as its object.
 *
 * Known to get wrong: a language with other question forms needs a file of its own; only English is
 * there. */
#include "write/phrases.h"
#include "base/civil.h"
#include "base/map.h"
#include "read/language_id.h"
#include "write/brief_line.h"
#include <stdio.h>

enum { ABOUT_ANY = 4 };

typedef struct Ask {
    Slice attribute, template;
    uint32_t about; /* About, ABOUT_ANY */
} Ask;
typedef struct Pair {
    Slice a, b;
} Pair;
struct Phrases {
    VEC(Ask) ask;
    VEC(Pair) label, key, leave, change, alone, dull;
    Slice month[13], weekday[8];
    Map role; /* word -> bits of role_sort */
    LineModel lines;
    bool weighed; /* lines is open */
};

static const char *const role_sort[] = {"relation", "order", "before", "never",
                                        "sort",     "blame", "term"};
enum { ROLE_SORTS = sizeof role_sort / sizeof *role_sort };

static uint32_t sort_bit(Slice sort)
{
    for (uint32_t i = 0; i < ROLE_SORTS; i++)
        if (slice_is(sort, role_sort[i])) return 1u << i;
    return 0;
}

static bool put_role(Phrases *p, Slice sort, Slice word)
{
    uint32_t had = map_find(&p->role, word);
    return map_put(&p->role, word, (had == NONE ? 0 : had) | sort_bit(sort));
}

static const char *const slot_name[SLOTS] = {"noun",    "event",  "is",   "subject", "did",
                                             "act",     "was",    "done", "past",    "name",
                                             "speaker", "clause", "whole"};
static const char *const about_name[] = {"event", "entity", "statement", "story", "any"};

static Slot slot_named(Slice name)
{
    Slot slot = 0;
    while (slot < SLOTS && !slice_is(name, slot_name[slot]))
        slot++;
    return slot;
}

/* Next "{slot}" of a template from *at on: its slot, the words before it in *before; SLOTS at the
 * end. *at moves behind it. */
static Slot next_slot(Slice template, size_t *at, Slice *before)
{
    Slice rest = {template.p + *at, template.n - *at};
    size_t open = slice_find(rest, SLICE("{"));
    if (open == SIZE_MAX) {
        *before = rest;
        *at = template.n;
        return SLOTS;
    }
    Slice name = {rest.p + open + 1, rest.n - open - 1};
    size_t close = slice_find(name, SLICE("}"));
    name.n = close == SIZE_MAX ? name.n : close;
    *before = (Slice){rest.p, open};
    *at += open + 1 + name.n + (close != SIZE_MAX);
    return slot_named(name);
}

static bool template_good(Slice template)
{
    Slice before;
    for (size_t at = 0; at < template.n;)
        if (next_slot(template, &at, &before) == SLOTS && at < template.n) return false;
    return template.n > 0;
}

static bool number_of(Slice text, uint32_t most, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n && i < 3; i++)
        *out = slice_digit_at(text, i) ? *out * 10 + (uint32_t)(text.p[i] - '0') : 99;
    return text.n && *out >= 1 && *out <= most;
}

/* One row; NULL, or what is wrong with it. */
static const char *read_row(Phrases *p, const Row *row, Arena *arena, bool *room)
{
    Slice kind = row_col(row, 0), a = row_col(row, 1), b = row_col(row, 2), c = row_col(row, 3);
    uint32_t n;
    if (slice_is(kind, "ask")) {
        uint32_t about = 0;
        while (about <= ABOUT_ANY && !slice_is(b, about_name[about]))
            about++;
        if (about > ABOUT_ANY || !a.n || !template_good(c))
            return "ask: attribute, about, template";
        *room = VEC_PUSH(arena, &p->ask, (Ask){a, c, about});
    } else if (slice_is(kind, "label"))
        *room = VEC_PUSH(arena, &p->label, (Pair){a, b});
    else if (slice_is(kind, "key"))
        *room = VEC_PUSH(arena, &p->key, (Pair){a, b});
    else if (slice_is(kind, "leave"))
        *room = VEC_PUSH(arena, &p->leave, (Pair){a, b});
    else if (slice_is(kind, "change"))
        *room = VEC_PUSH(arena, &p->change, (Pair){a, b});
    else if (slice_is(kind, "alone"))
        *room = VEC_PUSH(arena, &p->alone, (Pair){a, b});
    else if (slice_is(kind, "dull"))
        *room = VEC_PUSH(arena, &p->dull, (Pair){a, b});
    else if (slice_is(kind, "role") && sort_bit(a) && b.n)
        *room = put_role(p, a, b);
    else if (slice_is(kind, "month") && number_of(a, 12, &n))
        p->month[n] = b;
    else if (slice_is(kind, "weekday") && number_of(a, 7, &n))
        p->weekday[n] = b;
    else
        return "no such row";
    return NULL;
}

static dln_status read_table(const Table *table, Arena *arena, Phrases **phrases, dln_error *err)
{
    Phrases *p = ARENA_NEW(arena, Phrases);
    bool room = p != NULL;
    if (p) map_init(&p->role, arena);
    for (uint32_t i = 0; i < table->n && room; i++) {
        const char *fault = read_row(p, &table->at[i], arena, &room);
        if (fault)
            return err_fill(err, DLN_ERR_DATA, "open", "en/brief.txt:%u: %s", table->at[i].line,
                            fault);
    }
    if (!room) return err_fill(err, arena_status(arena), "open", "no memory for the brief's words");
    *phrases = p;
    return DLN_OK;
}

dln_status phrases_parse(const Table *table, Arena *arena, const Phrases **phrases, dln_error *err)
{
    Phrases *made;
    TRY(read_table(table, arena, &made, err));
    *phrases = made;
    return DLN_OK;
}

dln_status phrases_open(const char *data_dir, Arena *arena, const Phrases **phrases, dln_error *err)
{
    Table table;
    Phrases *made;
    TRY(table_load(data_dir, "en/brief.txt", arena, &table, err));
    TRY(read_table(&table, arena, &made, err));
    TRY(line_model_open(data_dir, &made->lines, err));
    made->weighed = true;
    *phrases = made;
    return DLN_OK;
}

void phrases_close(const Phrases *phrases)
{
    if (!phrases || !phrases->weighed) return;
    LineModel lines = phrases->lines;
    line_model_close(&lines);
}

const LineModel *phrases_lines(const Phrases *phrases)
{
    return phrases && phrases->weighed ? &phrases->lines : NULL;
}

/* ---- questions ---- */

static bool can_fill(Slice template, const Slice slot[SLOTS], size_t *length)
{
    Slice before;
    *length = 0;
    for (size_t at = 0; at < template.n;) {
        Slot s = next_slot(template, &at, &before);
        *length += before.n;
        if (s == SLOTS) break;
        if (!slot[s].n) return false;
        *length += slot[s].n;
    }
    return true;
}

static Slice fill(Slice template, const Slice slot[SLOTS], size_t length, Arena *arena)
{
    char *out = arena_alloc(arena, length + 1);
    size_t n = 0;
    Slice before;
    for (size_t at = 0; out && at < template.n;) {
        Slot s = next_slot(template, &at, &before);
        memcpy(out + n, before.p, before.n);
        n += before.n;
        if (s == SLOTS) break;
        memcpy(out + n, slot[s].p, slot[s].n);
        n += slot[s].n;
    }
    return (Slice){out, out ? n : 0};
}

Slice phrases_question(const Phrases *phrases, Slice attribute, About about,
                       const Slice slot[SLOTS], Arena *arena)
{
    bool known = false;
    for (uint32_t i = 0; i < phrases->ask.n; i++) {
        const Ask *ask = &phrases->ask.at[i];
        bool mine = slice_eq(ask->attribute, attribute);
        size_t length;
        known |= mine;
        if (!mine && (known || !slice_is(ask->attribute, "*"))) continue;
        if (ask->about != ABOUT_ANY && ask->about != (uint32_t)about) continue;
        if (can_fill(ask->template, slot, &length)) return fill(ask->template, slot, length, arena);
    }
    return (Slice){"", 0};
}

static bool listed(const Pair *at, uint32_t n, Slice a, Slice b)
{
    for (uint32_t i = 0; i < n; i++)
        if (slice_eq(at[i].a, a) && (!b.n || slice_eq(at[i].b, b))) return true;
    return false;
}

bool phrases_key(const Phrases *phrases, uint32_t i, Slice *attribute, Slice *label)
{
    if (i >= phrases->key.n) return false;
    *attribute = phrases->key.at[i].a;
    *label = phrases->key.at[i].b;
    return true;
}

bool phrases_knows(const Phrases *phrases, Slice attribute)
{
    for (uint32_t i = 0; i < phrases->ask.n; i++)
        if (slice_eq(phrases->ask.at[i].attribute, attribute)) return true;
    return false;
}

bool phrases_leaves(const Phrases *phrases, Slice attribute, dln_verdict verdict)
{
    return listed(phrases->leave.at, phrases->leave.n, attribute, slice_of(verdict_name[verdict]));
}

bool phrases_changes(const Phrases *phrases, Slice attribute)
{
    return listed(phrases->change.at, phrases->change.n, attribute, (Slice){"", 0});
}

bool phrases_dull(const Phrases *phrases, Slice why, Slice attribute)
{
    bool dull = false;
    for (uint32_t i = 0; i < phrases->dull.n; i++) {
        const Pair *row = &phrases->dull.at[i];
        if (!slice_eq(row->a, why)) continue;
        if (row->b.n && slice_eq(row->b, attribute)) return false;
        dull = true;
    }
    return dull;
}

bool phrases_alone(const Phrases *phrases, Slice attribute)
{
    return listed(phrases->alone.at, phrases->alone.n, attribute, (Slice){"", 0});
}

bool phrases_role(const Phrases *phrases, const char *sort, Slice word)
{
    uint32_t bits = map_find_lower(&phrases->role, word);
    return bits != NONE && (bits & sort_bit(slice_of(sort)));
}

/* ---- days ---- */

typedef struct Civil {
    int32_t year;
    uint32_t month, day;
} Civil;

static Civil civil_of(int32_t day)
{
    Civil c;
    civil_from_day(day, &c.year, &c.month, &c.day);
    return c;
}

static Slice one_day(const Phrases *p, int32_t day, bool long_form, Arena *arena)
{
    Civil c = civil_of(day);
    Slice w = long_form ? p->weekday[day_weekday(day)] : (Slice){"", 0}, m = p->month[c.month];
    return arena_printf(arena, "%.*s%s%u %.*s %d", (int)w.n, w.p ? w.p : "", w.n ? " " : "", c.day,
                        (int)m.n, m.p ? m.p : "", c.year);
}

static Slice stretch_of_days(const Phrases *p, int32_t from, int32_t to, Arena *arena)
{
    Civil a = civil_of(from), b = civil_of(to);
    bool whole = a.day == 1 && b.day == month_length(b.year, b.month), same = a.year == b.year;
    Slice m = p->month[a.month], n = p->month[b.month];
    if (whole && same && a.month == 1 && b.month == 12) return arena_printf(arena, "%d", a.year);
    if (whole && same && a.month == b.month)
        return arena_printf(arena, "%.*s %d", (int)m.n, m.p, a.year);
    if (same && a.month == b.month)
        return arena_printf(arena, "%u\xE2\x80\x93%u %.*s %d", a.day, b.day, (int)m.n, m.p, a.year);
    if (same)
        return arena_printf(arena, "%u %.*s \xE2\x80\x93 %u %.*s %d", a.day, (int)m.n, m.p, b.day,
                            (int)n.n, n.p, a.year);
    return arena_printf(arena, "%u %.*s %d \xE2\x80\x93 %u %.*s %d", a.day, (int)m.n, m.p, a.year,
                        b.day, (int)n.n, n.p, b.year);
}

Slice phrases_days(const Phrases *phrases, int32_t from, int32_t to, bool long_form, Arena *arena)
{
    if (from == DAY_UNKNOWN) from = to;
    if (to == DAY_UNKNOWN) to = from;
    if (from == DAY_UNKNOWN) return (Slice){"", 0};
    return from == to ? one_day(phrases, from, long_form, arena)
                      : stretch_of_days(phrases, from, to, arena);
}

Slice phrases_published(const Phrases *phrases, Slice value, char room[PUBLISHED_ROOM])
{
    uint32_t month, day;
    char text[11] = "";
    if (!phrases || value.n != sizeof text - 1) return value;
    memcpy(text, value.p, value.n);
    if (sscanf(text, "XXXX-%2u-%2u", &month, &day) != 2 || !month || month > 12) return value;
    Slice name = phrases->month[month];
    int n = snprintf(room, PUBLISHED_ROOM, "%u %.*s, year not said", day, (int)name.n,
                     name.p ? name.p : "");
    return n < PUBLISHED_ROOM ? (Slice){room, (size_t)n} : value;
}

Slice phrases_unread(const Report *report, char room[PUBLISHED_ROOM])
{
    char name[LANGUAGE_NAME];
    if (!report_unread(report)) return (Slice){"", 0};
    language_name(report->language.p, report->language.n, name);
    int n = snprintf(room, PUBLISHED_ROOM, "in %s: read, not analysed", name);
    return n < PUBLISHED_ROOM ? (Slice){room, (size_t)n} : SLICE("not in English: not analysed");
}

/* "3 bytes are no character; 2 NULs are blanks here; its charset, CP1252, is a guess". */
Slice phrases_damage(const Report *report, char room[DAMAGE_ROOM])
{
    static const struct {
        const char *code, *form;
    } told[] = {{NOTE_BAD_BYTES, "bytes that are no character: %.*s"},
                {NOTE_NUL_BYTES, "NUL bytes, blanks here: %.*s"},
                {NOTE_CHARSET_GUESSED, "its charset, %.*s, is a guess"}};
    size_t n = 0;
    for (uint32_t i = 0; i < report->notes.n; i++)
        for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
            const Note *note = &report->notes.at[i];
            if (strcmp(note->code, told[k].code) != 0 || n + 80 > DAMAGE_ROOM) continue;
            n += (size_t)snprintf(room + n, 3, "%s", n ? "; " : "");
            int most = note->detail.n < 32 ? (int)note->detail.n : 32;
            n += (size_t)snprintf(room + n, 78, told[k].form, most, note->detail.p);
        }
    return (Slice){room, n};
}

const char *phrases_basis(Basis basis)
{
    switch (basis) {
    case BASIS_EXPLICIT: return "the page";
    case BASIS_URL: return "its address";
    default: return basis_name[basis];
    }
}

Slice phrases_source(const Report *report)
{
    return slice_is(report->source, "-") ? SLICE("standard input") : report->source;
}
