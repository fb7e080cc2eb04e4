/* linewords.c - see linewords.h.
 *
 * In: text and a line of it. Out: words; dates and clocks at a word.
 *
 * Known to get wrong: months of other languages than English; "ET" and "PT" are read as no zone,
 * for they change with the season. */
#include "read/linewords.h"
#include "base/civil.h"
#include <stdlib.h>

Slice fold_short(Slice word, char out[64])
{
    if (word.n >= 64) return (Slice){"", 0};
    for (size_t i = 0; i < word.n; i++)
        out[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    return (Slice){out, word.n};
}

static bool is_letter(unsigned char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Length of a mark of more than one byte at i and the byte it stands for; 0: none. */
static uint32_t wide_mark(Slice text, uint32_t i, uint32_t e, char *as)
{
    static const struct {
        const char *bytes;
        char as;
    } marks[] = {{"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'}, {"\xE2\x80\xA2", '|'},
                 {"\xC2\xB7", '|'},     {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '}};
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        size_t n = strlen(marks[k].bytes);
        if (i + n > e || memcmp(text.p + i, marks[k].bytes, n) != 0) continue;
        *as = marks[k].as;
        return (uint32_t)n;
    }
    return 0;
}

uint32_t line_words(Slice text, Span line, Word word[MAX_WORDS])
{
    uint32_t n = 0, i = line.b;
    while (i < line.e && n < MAX_WORDS) {
        unsigned char c = (unsigned char)text.p[i];
        char as = (char)c;
        uint32_t b = i, wide = wide_mark(text, i, line.e, &as);
        i += wide ? wide : 1;
        if (as == ' ' || as == '\t' || as == '\r' || as == '\n') continue;
        if (!wide && is_letter(c))
            while (i < line.e && is_letter((unsigned char)text.p[i]) &&
                   !wide_mark(text, i, line.e, &as))
                i++;
        else if (is_digit(c))
            while (i < line.e && is_digit((unsigned char)text.p[i]))
                i++;
        word[n++] = (Word){{b, i}, wide ? as : (char)c};
    }
    return n;
}

uint32_t word_number(Slice text, Word word)
{
    Slice s = slice_span(text, word.span);
    uint32_t v = 0;
    if (s.n > 4) return 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit((unsigned char)s.p[i])) return 0;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return v;
}

uint32_t word_month(const Newsroom *room, Slice text, Word word)
{
    char folded[64];
    uint32_t m;
    return map_get(&room->month, fold_short(slice_span(text, word.span), folded), &m) ? m : 0;
}

uint32_t word_class(const Newsroom *room, Slice text, Word word)
{
    char folded[64];
    uint32_t class = 0;
    return map_get(&room->word, fold_short(slice_span(text, word.span), folded), &class) ? class
                                                                                         : 0;
}

static bool word_is(Slice text, Word word, const char *lower)
{
    return slice_eq_nocase(slice_span(text, word.span), slice_of(lower));
}

/* ---- dates ---- */

static bool plausible_year(uint32_t year)
{
    return year >= 1800 && year <= 2100;
}

static uint32_t skip_dots(const Word *word, uint32_t n, uint32_t i)
{
    while (i < n && (word[i].first == ',' || word[i].first == '.'))
        i++;
    return i;
}

/* "-" or "/" with no blank about it: "21-Aug-2016". */
static bool glued(const Word *word, uint32_t n, uint32_t i)
{
    return i > 0 && i + 1 < n && (word[i].first == '-' || word[i].first == '/') &&
           word[i - 1].span.e == word[i].span.b && word[i].span.e == word[i + 1].span.b;
}

/* "st", "nd", "rd", "th" glued on, and "of" behind: "the 21st of August". */
static uint32_t skip_ordinal(Slice text, const Word *word, uint32_t n, uint32_t i)
{
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (size_t k = 0; k < 4 && i > 0 && i < n; k++)
        if (word_is(text, word[i], ends[k]) && word[i - 1].span.e == word[i].span.b) {
            i++;
            break;
        }
    if (i < n && word_is(text, word[i], "of")) i++;
    return i;
}

/* Has the month such a day, in this year, or in any where the year is unknown (0)? */
static bool has_day(uint32_t year, uint32_t month, uint32_t day)
{
    return day >= 1 && day <= month_length(year ? (int32_t)year : 2000, month);
}

/* "April 17, 2023" | "17 April 2023" | "21st of August, 2016" | "21-Aug-2016" | "April 17". */
static bool date_words(const Newsroom *room, Slice text, const Word *word, uint32_t n, uint32_t i,
                       PartDate *when, uint32_t *next)
{
    uint32_t month = word_month(room, text, word[i]), day = word_number(text, word[i]), k = i + 1;
    if (month) {
        k = skip_dots(word, n, k);
        day = k < n ? word_number(text, word[k]) : 0;
        k = skip_ordinal(text, word, n, k + 1);
    } else if (day) {
        k = glued(word, n, k) ? k + 1 : skip_ordinal(text, word, n, k);
        month = k < n ? word_month(room, text, word[k]) : 0;
        k++;
    }
    if (!month || !has_day(0, month, day) || k > n) return false;
    *when = (PartDate){0, month, day};
    *next = k;
    k = glued(word, n, k) ? k + 1 : skip_dots(word, n, k);
    uint32_t year = k < n ? word_number(text, word[k]) : 0;
    if (plausible_year(year)) {
        when->year = (int32_t)year;
        *next = k + 1;
    } else if (year >= 2400 && year <= 9999) {
        return false; /* "3 May 9999": a year that is none, no day without a year; 2359 is a clock
                       */
    }
    return has_day((uint32_t)when->year, month, day);
}

static bool set_date(PartDate *when, uint32_t year, uint32_t month, uint32_t day)
{
    if (!plausible_year(year) || month < 1 || month > 12 || !has_day(year, month, day))
        return false;
    *when = (PartDate){(int32_t)year, month, day};
    return true;
}

/* "2023-04-17", "21.08.2016", "21/8/2016", "8/21/2016" from word i. */
static bool date_figures(Slice text, const Word *word, uint32_t n, uint32_t i, PartDate *when,
                         uint32_t *next)
{
    if (i + 4 >= n || word[i + 1].first != word[i + 3].first || !strchr("-./", word[i + 1].first))
        return false;
    uint32_t a = word_number(text, word[i]), b = word_number(text, word[i + 2]),
             c = word_number(text, word[i + 4]);
    *next = i + 5;
    if (a >= 1000) return set_date(when, a, b, c);
    if (c < 1000) return false;
    if (word[i + 1].first == '.' || a > 12 || a == b) return set_date(when, c, b, a);
    return b > 12 && set_date(when, c, a, b);
}

bool date_at_word(const Newsroom *room, Slice text, const Word *word, uint32_t n, uint32_t i,
                  PartDate *when, uint32_t *next)
{
    *when = (PartDate){0};
    return i < n && (date_figures(text, word, n, i, when, next) ||
                     date_words(room, text, word, n, i, when, next));
}

/* ---- clocks ---- */

static const struct {
    const char *name, *zone;
} zones[] = {{"gmt", "Z"},       {"utc", "Z"},      {"z", "Z"},        {"est", "-05:00"},
             {"edt", "-04:00"},  {"cst", "-06:00"}, {"cdt", "-05:00"}, {"mst", "-07:00"},
             {"mdt", "-06:00"},  {"pst", "-08:00"}, {"pdt", "-07:00"}, {"cet", "+01:00"},
             {"cest", "+02:00"}, {"bst", "+01:00"}, {"msk", "+03:00"}, {"et", ""},
             {"pt", ""},         {"ct", ""},        {"mt", ""},        {"t", ""},
             {"am", ""},         {"pm", ""},        {"hrs", ""},       {"h", ""}};

static bool is_zone(Slice text, Word word, Slice *zone)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (word_is(text, word, zones[i].name)) {
            *zone = slice_of(zones[i].zone);
            return true;
        }
    return false;
}

/* "pm", "p.m.", "PM" from word i: 12 hours later; "am": the same. Moves *next behind it. */
static bool half_day(Slice text, const Word *word, uint32_t n, uint32_t i, bool *after,
                     uint32_t *next)
{
    bool whole = i < n && (word_is(text, word[i], "am") || word_is(text, word[i], "pm"));
    bool parts = i + 2 < n && (word_is(text, word[i], "a") || word_is(text, word[i], "p")) &&
                 word[i + 1].first == '.' && word_is(text, word[i + 2], "m");
    if (!whole && !parts) return false;
    *after = (text.p[word[i].span.b] | 32) == 'p';
    *next = i + (parts ? 3 : 1);
    if (parts && *next < n && word[*next].first == '.') ++*next;
    return true;
}

/* Are words i and i + 1 a mark and figures? */
static bool mark_and_figures(const Word *word, uint32_t n, uint32_t i, char mark)
{
    return i + 1 < n && word[i].first == mark && is_digit((unsigned char)word[i + 1].first);
}

/* Minutes and seconds behind the hour at word i: "8:30", "8:30:15", "12.30pm". */
static bool clock_minutes(Slice text, const Word *word, uint32_t n, uint32_t i, Clock *clock,
                          uint32_t *next)
{
    bool after,
        dot = mark_and_figures(word, n, i + 1, '.') && half_day(text, word, n, i + 3, &after, next);
    if (!dot && !mark_and_figures(word, n, i + 1, ':')) return false;
    clock->minute = word_number(text, word[i + 2]);
    *next = i + 3;
    if (mark_and_figures(word, n, i + 3, ':')) {
        clock->second = word_number(text, word[i + 4]);
        *next = i + 5;
    }
    return true;
}

bool clock_at_word(Slice text, const Word *word, uint32_t n, uint32_t i, Clock *clock,
                   uint32_t *next)
{
    bool after = false;
    if (i >= n || !is_digit((unsigned char)word[i].first)) return false;
    uint32_t digits = word[i].span.e - word[i].span.b, value = word_number(text, word[i]);
    *clock = (Clock){value, 0, 0, {"", 0}};
    *next = i + 1;
    bool told = clock_minutes(text, word, n, i, clock, next),
         half = half_day(text, word, n, *next, &after, next);
    if (half && clock->hour <= 12) clock->hour = clock->hour % 12 + (after ? 12 : 0);
    bool zone = *next < n && is_zone(text, word[*next], &clock->zone);
    if (zone) ++*next;
    if (zone && !told && !half && digits == 4) { /* "0830 GMT" */
        clock->hour = value / 100;
        clock->minute = value % 100;
        told = true;
    }
    return (told || half) && digits <= 4 && clock->hour < 24 && clock->minute < 60 &&
           clock->second < 60;
}

bool word_stamps(const Newsroom *room, Slice text, Word word)
{
    char folded[64];
    Slice raw = slice_span(text, word.span), w = fold_short(raw, folded), zone;
    if (w.n == 0) return false;
    if (!is_letter((unsigned char)w.p[0]) && !is_digit((unsigned char)w.p[0]))
        return strchr(":,.-|/()+", word.first) != NULL;
    if (is_digit((unsigned char)w.p[0])) return w.n <= 2;
    if (map_get(&room->weekday, w, NULL) || word_class(room, text, word) == LINE_STAMP ||
        is_zone(text, word, &zone))
        return true;
    return slice_is(raw, "at") || slice_is(raw, "on") || slice_is(raw, "last") ||
           slice_is(raw, "At") || slice_is(raw, "On");
}
