/* newsroom.c - see newsroom.h.
 *
 * Known to get wrong: a first sentence that opens with a capitalised word and a dash ("OPINION -
 * ...") is not taken for a dateline only when the word is a known line word; a byline with more
 * than 12 words is left in the body. */
#include "read/newsroom.h"
#include "base/civil.h"
#include "base/utf8.h"
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
    static const char *const classes[] = {"byline", "credit", "link", "stamp", "note"};
    for (uint32_t i = 0; i < 5; i++)
        if (slice_is(class, classes[i])) return map_put(&room->word, word, LINE_BYLINE + i);
    return true;
}

dln_status newsroom_open(const char *data_dir, Arena *arena, const Newsroom **newsroom,
                         dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/newsroom.txt", arena, &table, err));
    Newsroom *room = ARENA_NEW(arena, Newsroom);
    if (room) room->agency_name = ARENA_ARRAY(arena, Slice, table.n);
    if (!room || !room->agency_name) return arena_status(arena);
    map_init(&room->agency, arena);
    map_init(&room->month, arena);
    map_init(&room->weekday, arena);
    map_init(&room->word, arena);
    for (uint32_t i = 0; i < table.n; i++)
        if (!add_row(room, arena, &table.at[i], i)) return arena_status(arena);
    *newsroom = room;
    return DLN_OK;
}

/* Folds an ASCII-or-short word into `out` (letters lowered) without memory; longer words never
 * match. */
static Slice fold_short(Slice word, char out[64])
{
    if (word.n >= 64) return (Slice){"", 0};
    for (size_t i = 0; i < word.n; i++)
        out[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    return (Slice){out, word.n};
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

bool report_agency(Report *report, Slice agency)
{
    for (uint32_t i = 0; i < report->agencies.n; i++)
        if (slice_eq(report->agencies.at[i], agency)) return true;
    return VEC_PUSH(&report->arena, &report->agencies, agency);
}

/* ---- dates in a line ---- */

/* Words of a line: letters, or digits, or one other byte. */
typedef struct Word {
    Span span;
    char first;
} Word;
enum { MAX_WORDS = 24 };

static uint32_t words_of(Slice text, Span line, Word word[MAX_WORDS])
{
    uint32_t n = 0, i = line.b;
    while (i < line.e && n < MAX_WORDS) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            i++;
            continue;
        }
        uint32_t b = i;
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && !digit)
            i++;
        else
            while (i < line.e && (letter ? ((text.p[i] | 32) >= 'a' && (text.p[i] | 32) <= 'z')
                                         : (text.p[i] >= '0' && text.p[i] <= '9')))
                i++;
        word[n++] = (Word){{b, i}, (char)c};
    }
    return n;
}

static uint32_t number_of(Slice text, Word word)
{
    Slice s = slice_span(text, word.span);
    uint32_t v = 0;
    if (s.n > 4) return 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return 0;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return v;
}

static uint32_t month_of(const Newsroom *room, Slice text, Word word)
{
    char folded[64];
    uint32_t m;
    return map_get(&room->month, fold_short(slice_span(text, word.span), folded), &m) ? m : 0;
}

static uint32_t skip_dots(const Word *word, uint32_t n, uint32_t i)
{
    while (i < n && (word[i].first == ',' || word[i].first == '.'))
        i++;
    return i;
}

static bool plausible_year(uint32_t year)
{
    return year >= 1800 && year <= 2100;
}

/* "April 17, 2023" | "17 April 2023" | "April 17" | "17 April" from word i; *next behind it. */
static bool date_words(const Newsroom *room, Slice text, const Word *word, uint32_t n, uint32_t i,
                       PartDate *when, uint32_t *next)
{
    uint32_t month = month_of(room, text, word[i]), day = number_of(text, word[i]), k = i + 1;
    *when = (PartDate){0};
    if (month) {
        k = skip_dots(word, n, k);
        day = k < n ? number_of(text, word[k]) : 0;
        k++;
    } else if (day && k < n) {
        month = month_of(room, text, word[k]);
        k++;
    }
    if (!month || day < 1 || day > 31 || k > n) return false;
    *when = (PartDate){0, month, day};
    *next = k;
    k = skip_dots(word, n, k);
    if (k < n && plausible_year(number_of(text, word[k]))) {
        when->year = (int32_t)number_of(text, word[k]);
        *next = k + 1;
    }
    return true;
}

/* "2023-04-17" from word i. */
static bool iso_words(Slice text, const Word *word, uint32_t n, uint32_t i, PartDate *when,
                      uint32_t *next)
{
    if (i + 4 >= n || word[i + 1].first != '-' || word[i + 3].first != '-') return false;
    uint32_t year = number_of(text, word[i]), month = number_of(text, word[i + 2]),
             day = number_of(text, word[i + 4]);
    if (!plausible_year(year) || month < 1 || month > 12 || day < 1 ||
        day > month_length((int32_t)year, month))
        return false;
    *when = (PartDate){(int32_t)year, month, day};
    *next = i + 5;
    return true;
}

/* Words allowed around the date of a date line: weekdays, stamps, clock times, zones. */
static bool stamp_word(const Newsroom *room, Slice text, Word word)
{
    char folded[64];
    Slice w = fold_short(slice_span(text, word.span), folded);
    uint32_t class = 0;
    if (w.n == 0) return false;
    if (!((w.p[0] >= 'a' && w.p[0] <= 'z') || (w.p[0] >= '0' && w.p[0] <= '9')))
        return strchr(":,.-|/()+", w.p[0]) != NULL;
    if (w.p[0] >= '0' && w.p[0] <= '9') return w.n <= 2;
    if (map_get(&room->weekday, w, NULL)) return true;
    if (map_get(&room->word, w, &class)) return class == LINE_STAMP;
    static const char *const zones[] = {"am",  "pm",  "gmt", "utc", "est", "edt", "et",  "cet",
                                        "bst", "msk", "t",   "z",   "at",  "on",  "last"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (slice_is(w, zones[i])) return true;
    return false;
}

/* Words that stand between names in the head of a report: "By Jane Doe and John Roe, for the Post |
 * 14 March 2018". */
static bool head_word(const Newsroom *room, Slice text, Word word)
{
    static const char *const small[] = {
        "by", "and", "with",  "agencies", "agency",        "for",    "in",
        "of", "the", "staff", "from",     "correspondent", "editor", "reporter"};
    Slice w = slice_span(text, word.span);
    if (stamp_word(room, text, word) || (w.p[0] >= 'A' && w.p[0] <= 'Z') ||
        (unsigned char)w.p[0] >= 0x80)
        return true;
    if (w.p[0] >= '0' && w.p[0] <= '9') return w.n == 4; /* "1425 GMT" */
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (slice_is(w, small[i])) return true;
    return false;
}

bool date_line(const Newsroom *newsroom, Slice text, Span line, bool names, PartDate *when,
               Span *span)
{
    bool (*fits)(const Newsroom *, Slice, Word) = names ? head_word : stamp_word;
    Word word[MAX_WORDS];
    uint32_t n = words_of(text, line, word), i = 0, next = 0;
    if (n == 0 || n == MAX_WORDS) return false;
    for (; i < n; i++) {
        if (iso_words(text, word, n, i, when, &next) ||
            date_words(newsroom, text, word, n, i, when, &next))
            break;
        if (!fits(newsroom, text, word[i])) return false;
    }
    if (i >= n || !when->year) return false;
    *span = (Span){word[i].span.b, word[next - 1].span.e};
    for (i = next; i < n; i++)
        if (!fits(newsroom, text, word[i])) return false;
    return true;
}

/* ---- datelines ---- */

/* Upper-case place at the start: "BEIJING", "WASHINGTON", "UNITED NATIONS", "ST. PETERSBURG";
 * returns its end, or b when there is none. Title-case places count too when an agency mark
 * follows. */
static uint32_t place_end(Slice text, Span line, bool *capitals)
{
    uint32_t i = line.b, end = line.b, words = 0;
    *capitals = true;
    while (i < line.e && words < 5) {
        size_t k = i;
        uint32_t c = utf8_next(text, &k);
        if (!char_is_upper(c)) break;
        uint32_t letters = 0;
        while (i < line.e) {
            k = i;
            c = utf8_next(text, &k);
            bool dot = c == '.' && letters <= 2 && k < line.e && text.p[k] == ' ' &&
                       k + 1 < line.e && char_is_upper((unsigned char)text.p[k + 1]);
            if (!char_is_letter(c) && c != '\'' && c != 0x2019 && c != '-' && !dot) break;
            if (char_is_lower(c)) *capitals = false;
            letters += char_is_letter(c);
            i = (uint32_t)k;
        }
        end = i;
        words++;
        if (i >= line.e || text.p[i] != ' ') break;
        i++;
    }
    return end;
}

static uint32_t skip_blank(Slice text, uint32_t i, uint32_t e)
{
    while (i < e && (text.p[i] == ' ' || text.p[i] == '\t'))
        i++;
    return i;
}

/* An en dash, em dash, "--" or "-" with blanks about it: the mark between dateline and lede. */
static uint32_t dash_end(Slice text, uint32_t i, uint32_t e)
{
    if (i < e && text.p[i] == '-') {
        i++;
        if (i < e && text.p[i] == '-') i++;
        return i;
    }
    if (i + 3 <= e && memcmp(text.p + i, "\xE2\x80", 2) == 0 &&
        (text.p[i + 2] == '\x93' || text.p[i + 2] == '\x94'))
        return i + 3;
    return 0;
}

/* A name in capitals alone, as agencies sign ("ADRIA"); known agencies need not look so. */
static bool is_acronym(Slice s)
{
    if (s.n < 2 || s.n > 12) return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return true;
}

/* "(Reuters)" or "/TASS/" at i: the agency, and the byte behind it. */
static uint32_t agency_mark(const Newsroom *room, Slice text, uint32_t i, uint32_t e, Slice *agency)
{
    char close = i < e && text.p[i] == '(' ? ')' : i < e && text.p[i] == '/' ? '/' : 0;
    if (!close) return 0;
    for (uint32_t k = i + 1; k < e && k < i + 48; k++) {
        if (text.p[k] != close) continue;
        Slice inner = slice_trim((Slice){text.p + i + 1, k - i - 1});
        *agency = agency_named(room, inner);
        if (!agency->n && is_acronym(inner)) *agency = inner;
        return agency->n ? k + 1 : 0;
    }
    return 0;
}

/* Up to three ", Region" parts: "KYIV, Ukraine". Stops before a month. */
static uint32_t region_end(const Newsroom *room, Slice text, uint32_t i, uint32_t e)
{
    for (int part = 0; part < 3; part++) {
        uint32_t k = i;
        if (k >= e || text.p[k] != ',') return i;
        k = skip_blank(text, k + 1, e);
        Word word[MAX_WORDS];
        uint32_t n = words_of(text, (Span){k, e < k + 64 ? e : k + 64}, word);
        bool capitals;
        if (n == 0 || month_of(room, text, word[0]) || number_of(text, word[0])) return i;
        uint32_t end = place_end(text, (Span){k, e}, &capitals);
        if (end == k) return i;
        i = end;
    }
    return i;
}

/* "(Northgate Press)" behind place and date, before a dash: a bracket of one to four capitalised
 * words signs for an agency no list has. */
static uint32_t unlisted_mark(Slice text, uint32_t i, uint32_t e, Slice *agency)
{
    uint32_t k = i + 1, words = 0;
    if (i >= e || text.p[i] != '(') return 0;
    for (; k < e && k < i + 40 && text.p[k] != ')'; k++) {
        bool letter = (text.p[k] | 32) >= 'a' && (text.p[k] | 32) <= 'z',
             start = text.p[k - 1] == '(' || text.p[k - 1] == ' ';
        if (start && !(text.p[k] >= 'A' && text.p[k] <= 'Z')) return 0;
        if (!letter && text.p[k] != ' ' && text.p[k] != '-') return 0;
        words += start;
    }
    if (k >= e || text.p[k] != ')' || words == 0 || words > 4 ||
        dash_end(text, skip_blank(text, k + 1, e), e) == 0)
        return 0;
    *agency = (Slice){text.p + i + 1, k - i - 1};
    return k + 1;
}

typedef struct Lead {
    uint32_t end;
    bool agency, date, dash;
} Lead;

/* What follows the place: date, agency mark, dot, dash, in any order, at most eight steps. */
static Lead lead_marks(const Newsroom *room, Report *report, uint32_t i, uint32_t e)
{
    Lead lead = {i, false, false, false};
    for (int step = 0; step < 8; step++) {
        i = skip_blank(report->text, lead.end, e);
        Slice agency;
        uint32_t next = agency_mark(room, report->text, i, e, &agency);
        if (!next) next = unlisted_mark(report->text, i, e, &agency);
        if (next) {
            lead.agency = true;
            lead.end = next;
            report_agency(report, agency);
            continue;
        }
        if ((next = dash_end(report->text, i, e)) != 0) {
            lead.dash = true;
            lead.end = next;
            break;
        }
        if (i < e && (report->text.p[i] == ',' || report->text.p[i] == '.')) {
            lead.end = i + 1;
            continue;
        }
        Word word[MAX_WORDS];
        PartDate when;
        uint32_t n = words_of(report->text, (Span){i, e < i + 64 ? e : i + 64}, word), after = 0;
        if (lead.date || !n || !date_words(room, report->text, word, n, 0, &when, &after)) break;
        report->dateline.when = when;
        report->dateline.date_span = (Span){word[0].span.b, word[after - 1].span.e};
        lead.date = true;
        lead.end = word[after - 1].span.e;
    }
    return lead;
}

bool dateline_find(const Newsroom *newsroom, Report *report, Span paragraph)
{
    bool capitals;
    Slice text = report->text;
    uint32_t agencies = report->agencies.n;
    uint32_t place = place_end(text, paragraph, &capitals),
             region = region_end(newsroom, text, place, paragraph.e);
    if (place <= paragraph.b + 1) return false;
    Lead lead = lead_marks(newsroom, report, region, paragraph.e);
    bool good = capitals ? lead.agency || lead.dash || (lead.date && lead.end < paragraph.e)
                         : lead.agency && (lead.dash || lead.date);
    if (!good) {
        report->agencies.n = agencies;
        report->dateline.when = (PartDate){0};
        report->dateline.date_span = (Span){0, 0};
        return false;
    }
    report->dateline.place_span = (Span){paragraph.b, place};
    report->dateline.place = slice_span(text, report->dateline.place_span);
    report->dateline.date = slice_span(text, report->dateline.date_span);
    report->dateline.span = (Span){paragraph.b, lead.end};
    return true;
}

/* ---- bylines ---- */

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

static bool add_author(const Newsroom *room, Report *report, Slice name)
{
    name = bare(name);
    Slice agency = agency_named(room, name);
    if (agency.n || is_acronym(name)) return report_agency(report, agency.n ? agency : name);
    if (name.n < 3 || name.n > 60) return true;
    size_t at = 0;
    if (!char_is_upper(utf8_next(name, &at))) return true;
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
    uint32_t n = words_of(report->text, line, word), class = 0;
    char folded[64];
    if (agency_named(newsroom, bare(text)).n) {
        report_agency(report, agency_named(newsroom, bare(text)));
        return true;
    }
    if (n < 2 || n >= MAX_WORDS || text.p[text.n - 1] == '.') return false;
    if (!map_get(&newsroom->word, fold_short(slice_span(report->text, word[0].span), folded),
                 &class) ||
        class != LINE_BYLINE)
        return false;
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
