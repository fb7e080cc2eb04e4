/* header.c - see header.h.
 *
 * In: a line between the title and the body, or before the title. Out: outlet, date, authors.
 *
 * Idea: find the date and the clock, cut the rest at bars, commas and dashes, and say of each field
 * what it is; one field that is neither a name nor a stamp makes the line the telling's own.
 *
 * Known to get wrong: "National Enquiry, May 3, 2024" where the outlet's name is a person's given
 * name and no word of it is an outlet's; a place alone before a date is taken for no outlet. */
#include "read/header.h"
#include "base/civil.h"
#include "base/utf8.h"

/* ---- fields ---- */

static bool is_separator(Slice text, Span line, const Word *word)
{
    if (strchr("|;,", word->first)) return true;
    if (word->first != '-' && word->first != '/') return false;
    bool wide = word->span.e - word->span.b > 1;
    bool left = word->span.b > line.b && text.p[word->span.b - 1] == ' ',
         right = word->span.e < line.e && text.p[word->span.e] == ' ';
    return wide || (left && right);
}

/* A host's name without blanks: "nbcnews.com", "www.harbourpost.example". */
static bool is_domain(Slice s)
{
    size_t dot = 0, dots = 0;
    if (s.n < 4 || s.n > 80) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '-' && c != '.') return false;
        if (c != '.') continue;
        if (i == 0 || i == dot || s.n - i < 3) return false;
        dots++;
        dot = i + 1;
    }
    for (size_t i = dot; i < s.n; i++)
        if ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'z') return false;
    return dots > 0;
}

/* Words that stand in small letters between the names of a line. */
static bool is_connective(Slice w)
{
    static const char *const small[] = {"and", "with", "for", "in",  "of", "the", "from", "at",
                                        "de",  "la",   "el",  "der", "di", "van", "von",  "bin",
                                        "al",  "del",  "da",  "do",  "le", "den"};
    return SLICE_AMONG(w, small);
}

typedef struct NameWords {
    uint32_t words, papers, trades;
    bool names; /* every word a name's, a connective or a trade's */
} NameWords;

static NameWords words_in(const Newsroom *room, Slice text, const Word *word, uint32_t b,
                          uint32_t e)
{
    NameWords found = {0, 0, 0, true};
    for (uint32_t i = b; i < e; i++) {
        Slice w = slice_span(text, word[i].span);
        size_t at = 0;
        uint32_t c = utf8_next(w, &at), class = word_class(room, text, word[i]);
        if (!char_is_letter(c)) {
            found.names = found.names && (c != '?' && c != '!' && c != '"' && c != ':');
            continue;
        }
        found.words++;
        found.papers += class == LINE_PAPER && char_is_upper(c);
        found.trades += class == LINE_TRADE;
        found.names = found.names && (char_is_upper(c) || !char_is_lower(c) || is_connective(w) ||
                                      class == LINE_TRADE);
    }
    found.names = found.names && found.words > 0 && found.words <= 8;
    return found;
}

static bool is_place(const Newsroom *room, Slice s, Arena *scratch)
{
    Slice folded = text_fold(s, scratch);
    return folded.p && map_get(&room->place, folded, NULL);
}

static FieldKind kind_of_field(const Newsroom *room, Slice text, const Word *word, uint32_t b,
                               uint32_t e, Arena *scratch)
{
    Slice s = slice_span(text, (Span){word[b].span.b, word[e - 1].span.e});
    if (s.n > 100) return FIELD_OTHER;
    if (is_domain(s)) return FIELD_DOMAIN;
    if (agency_named(room, s).n) return FIELD_AGENCY;
    if (outlet_named(room, s, scratch).n) return FIELD_OUTLET;
    NameWords found = words_in(room, text, word, b, e);
    if (e - b > 1 && word_class(room, text, word[b]) == LINE_BYLINE)
        return found.words <= 14 && char_is_upper((unsigned char)text.p[word[b + 1].span.b])
                   ? FIELD_BYLINE
                   : FIELD_OTHER;
    if (!found.names) return FIELD_OTHER;
    if (found.trades == found.words) return FIELD_TRADE;
    if (found.papers) return FIELD_OUTLET;
    if (is_place(room, s, scratch)) return FIELD_PLACE;
    if (found.words >= 2 && found.words <= 6 && opens_with_given(room, s, scratch))
        return FIELD_PERSON;
    return found.words <= 5 ? FIELD_NAME : FIELD_OTHER;
}

/* ---- the line ---- */

typedef struct Line {
    Word word[MAX_WORDS];
    bool used[MAX_WORDS]; /* of the date or the clock */
    uint32_t n;
} Line;

static void use(Line *line, uint32_t b, uint32_t e)
{
    for (uint32_t i = b; i < e; i++)
        line->used[i] = true;
}

/* The first whole date, and the first clock outside it. */
static void find_moment(const Newsroom *room, Slice text, Line *line, Header *header)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < line->n && !header->dated; i++) {
        PartDate when;
        if (!date_at_word(room, text, line->word, line->n, i, &when, &next)) continue;
        header->dated = true;
        header->when = when;
        header->date_span = (Span){line->word[i].span.b, line->word[next - 1].span.e};
        use(line, i, next);
    }
    for (uint32_t i = 0; i < line->n && !header->has_clock; i++) {
        if (line->used[i]) continue;
        header->has_clock = clock_at_word(text, line->word, line->n, i, &header->clock, &next);
        if (header->has_clock) use(line, i, next);
    }
}

/* Fields between separators and used words, without the stamps at their ends. False: one too many,
 * or one that is no name. */
static bool find_fields(const Newsroom *room, Slice text, Span whole, const Line *line,
                        Arena *scratch, Header *header)
{
    for (uint32_t b = 0; b < line->n;) {
        uint32_t e = b;
        while (e < line->n && !line->used[e] && !is_separator(text, whole, &line->word[e]))
            e++;
        uint32_t first = b, last = e;
        b = e + 1;
        while (first < last && word_stamps(room, text, line->word[first]))
            first++;
        while (last > first && word_stamps(room, text, line->word[last - 1]))
            last--;
        if (first == last) continue;
        Slice name = slice_span(text,
                                (Span){line->word[first].span.b, line->word[last - 1].span.e});
        bool open = memchr(name.p, '(', name.n) && !memchr(name.p, ')', name.n);
        if (open && last < e && text.p[line->word[last].span.b] == ')') last++; /* "BBC (World)" */
        if (header->n == MAX_FIELDS) return false;
        FieldKind kind = kind_of_field(room, text, line->word, first, last, scratch);
        if (kind == FIELD_OTHER) return false;
        header->kind[header->n] = kind;
        header->field[header->n++] = (Span){line->word[first].span.b, line->word[last - 1].span.e};
    }
    return true;
}

/* "Updated", "Last modified" before the date, and no "Published". */
static bool says_change(Slice text, const Line *line)
{
    bool change = false;
    for (uint32_t i = 0; i < line->n; i++) {
        Slice w = slice_span(text, line->word[i].span);
        if (slice_eq_nocase(w, SLICE("published")) || slice_eq_nocase(w, SLICE("posted")))
            return false;
        change = change || slice_eq_nocase(w, SLICE("updated")) ||
                 slice_eq_nocase(w, SLICE("modified"));
    }
    return change;
}

bool header_scan(const Newsroom *room, Slice text, Span line, Arena *scratch, Header *header)
{
    Line words = {0};
    *header = (Header){0};
    if (line.e - line.b > 240) return false;
    words.n = line_words(text, line, words.word);
    if (words.n == 0 || words.n == MAX_WORDS) return false;
    find_moment(room, text, &words, header);
    header->changed = says_change(text, &words);
    return find_fields(room, text, line, &words, scratch, header) &&
           (header->dated || header->n > 0);
}

static uint32_t count_kind(const Header *header, FieldKind kind)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < header->n; i++)
        n += header->kind[i] == kind;
    return n;
}

bool header_names_outlet(const Header *header)
{
    return count_kind(header, FIELD_DOMAIN) + count_kind(header, FIELD_OUTLET) +
               count_kind(header, FIELD_AGENCY) + count_kind(header, FIELD_BYLINE) >
           0;
}

bool header_names_persons(const Header *header)
{
    return header->n > 0 && count_kind(header, FIELD_PERSON) > 0 &&
           count_kind(header, FIELD_PERSON) + count_kind(header, FIELD_TRADE) == header->n;
}

bool header_signs(const Header *header)
{
    return count_kind(header, FIELD_BYLINE) + count_kind(header, FIELD_PERSON) > 0;
}

/* ---- into the report ---- */

static void apply_date(Report *report, const Header *h)
{
    const PartDate *w = &h->when;
    Arena *arena = &report->arena;
    bool only_changed = report->published.value.n && report->published.basis == BASIS_TEXT &&
                        slice_eq(report->published.value, report->modified.value);
    if (!h->dated || (!h->changed && report->published.value.n && !only_changed)) return;
    Slice value = w->year ? arena_printf(arena, "%04d-%02u-%02u", w->year, w->month, w->day)
                          : arena_printf(arena, "XXXX-%02u-%02u", w->month, w->day);
    if (w->year && h->has_clock)
        value = arena_printf(arena, "%.*sT%02u:%02u:%02u%.*s", (int)value.n, value.p, h->clock.hour,
                             h->clock.minute, h->clock.second, (int)h->clock.zone.n,
                             h->clock.zone.p);
    Stamp stamp = {value, BASIS_TEXT, h->date_span,
                   w->year ? day_from_civil(w->year, w->month, w->day) : DAY_UNKNOWN};
    if (h->changed && !report->modified.value.n) report->modified = stamp;
    if (!h->changed || !report->published.value.n) report->published = stamp;
}

/* "Harbour Post and agencies", "Harbour Post staff" -> "Harbour Post". */
static Slice without_rest(const Newsroom *room, Slice name)
{
    Word word[MAX_WORDS];
    size_t at = slice_find(name, SLICE(" and agenc"));
    if (at == SIZE_MAX) at = slice_find(name, SLICE(" with agenc"));
    if (at != SIZE_MAX && at > 0) name.n = at;
    uint32_t n = line_words(name, (Span){0, (uint32_t)name.n}, word);
    while (n > 1 && n < MAX_WORDS && word_class(room, name, word[n - 1]) == LINE_TRADE)
        name.n = word[--n - 1].span.e;
    return name;
}

static void apply_outlet(const Newsroom *room, Report *report, const Header *h)
{
    static const FieldKind order[] = {FIELD_DOMAIN, FIELD_OUTLET, FIELD_NAME, FIELD_AGENCY};
    bool signed_by = count_kind(h, FIELD_BYLINE) > 0;
    for (size_t k = 0; k < sizeof order / sizeof *order && !report->outlet.n; k++)
        for (uint32_t i = 0; i < h->n && !report->outlet.n; i++) {
            if (h->kind[i] != order[k]) continue;
            if (order[k] == FIELD_NAME && !h->dated) continue;
            if (order[k] == FIELD_AGENCY && (signed_by || h->n > 1 || !h->dated)) continue;
            Slice name = without_rest(room, slice_span(report->text, h->field[i])),
                  proper = outlet_named(room, name, &report->arena);
            if (slice_starts(name, SLICE("www."))) {
                name.p += 4;
                name.n -= 4;
            }
            report->outlet = proper.n ? proper : name;
        }
}

static bool apply_persons(const Newsroom *room, Report *report, const Header *h)
{
    for (uint32_t i = 0; i < h->n; i++) {
        Slice words = slice_span(report->text, h->field[i]), agency = agency_named(room, words);
        if (h->kind[i] == FIELD_AGENCY && !report_agency(report, agency)) return false;
        if (h->kind[i] == FIELD_BYLINE && !byline_line(room, report, h->field[i]) &&
            report->arena.failed)
            return false;
        if (h->kind[i] == FIELD_PERSON && !byline_names(room, report, h->field[i])) return false;
    }
    return true;
}

bool header_apply(const Newsroom *room, Report *report, const Header *header)
{
    apply_date(report, header);
    apply_outlet(room, report, header);
    return apply_persons(room, report, header);
}
