/* datewords.c: text -> date and time.
 *
 * In: an attribute value or a line of the page. Out: the first complete date (day, month, year),
 * with time and zone when they follow.
 *
 * Ideas: digits first (ISO order, then day before month, unless only month before day can be);
 * month names of many languages from data/page/months.txt. Known to be wrong: 04/05/2023 is read as
 * 4 May; American pages that write month first only there. */
#include "read/datewords.h"

#include "base/civil.h"
#include "base/utf8.h"

enum { FIRST_YEAR = 1990, LAST_YEAR = 2049, LOOK = 400 };

typedef struct Scan {
    const PageRules *rules;
    Slice text;
    uint32_t at;
} Scan;

static bool digit_at(const Scan *s, uint32_t i)
{
    return i < s->text.n && s->text.p[i] >= '0' && s->text.p[i] <= '9';
}

/* Digits at *i: their value, and how many; moves behind them. */
static uint32_t number(const Scan *s, uint32_t *i, uint32_t *digits)
{
    uint32_t value = 0, begin = *i;
    while (digit_at(s, *i) && *i - begin < 9)
        value = value * 10 + (uint32_t)(s->text.p[(*i)++] - '0');
    while (digit_at(s, *i))
        ++*i;
    *digits = *i - begin;
    return value;
}

static bool is_date(int64_t year, uint32_t month, uint32_t day)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
           day <= month_length((int32_t)year, month);
}

static bool set_date(PageDate *d, uint32_t year, uint32_t month, uint32_t day, uint32_t begin,
                     uint32_t end)
{
    if (!is_date(year, month, day)) return false;
    *d = (PageDate){.year = (int32_t)year, .month = month, .day = day, .begin = begin, .end = end};
    return true;
}

static bool word_at(const Scan *s, uint32_t i, const char *word)
{
    size_t n = strlen(word);
    return i + n <= s->text.n && !memcmp(s->text.p + i, word, n);
}

/* ---- digits ---- */

/* A separator of numeric dates at *i: '-', '/', '.', optionally with a blank behind; the same one
 * must follow. */
static char separator(const Scan *s, uint32_t *i)
{
    if (word_at(s, *i, " | ")) {
        *i += 3;
        return '|';
    }
    char c = *i < s->text.n ? s->text.p[*i] : 0;
    if (c != '-' && c != '/' && c != '.') return 0;
    ++*i;
    if (c == '.' && *i < s->text.n && s->text.p[*i] == ' ') ++*i;
    return c;
}

/* 2023年4月17日, 2023년 4월 17일: skips the unit and blanks. */
static bool cjk_unit(const Scan *s, uint32_t *i, const char *unit, const char *other)
{
    if (!word_at(s, *i, unit) && !word_at(s, *i, other)) return false;
    *i += 3;
    while (*i < s->text.n && s->text.p[*i] == ' ')
        ++*i;
    return true;
}

static bool year_first(const Scan *s, uint32_t begin, uint32_t i, uint32_t year, PageDate *d)
{
    uint32_t n, month, day;
    if (cjk_unit(s, &i, "\xE5\xB9\xB4", "\xEB\x85\x84")) {
        month = number(s, &i, &n);
        if (!n || !cjk_unit(s, &i, "\xE6\x9C\x88", "\xEC\x9B\x94")) return false;
        day = number(s, &i, &n);
        return n && cjk_unit(s, &i, "\xE6\x97\xA5", "\xEC\x9D\xBC") &&
               set_date(d, year, month, day, begin, i);
    }
    char first = separator(s, &i);
    if (!first) return false;
    month = number(s, &i, &n);
    if (!n || n > 2 || separator(s, &i) != first) return false;
    day = number(s, &i, &n);
    return n && n <= 2 && set_date(d, year, month, day, begin, i);
}

static bool day_first(const Scan *s, uint32_t begin, uint32_t i, uint32_t day, PageDate *d)
{
    uint32_t n;
    char first = separator(s, &i);
    if (!first) return false;
    uint32_t month = number(s, &i, &n);
    if (!n || n > 2 || separator(s, &i) != first) return false;
    uint32_t year = number(s, &i, &n);
    if (n == 2) year += 2000;
    if (n != 4 && n != 2) return false;
    return set_date(d, year, month, day, begin, i) || set_date(d, year, day, month, begin, i);
}

/* 20230417, 20230417T0830; 1681720200 and 1681720200000 (seconds, milliseconds since 1970). */
static bool packed(const Scan *s, uint32_t begin, uint32_t i, uint32_t digits, PageDate *d)
{
    uint64_t value = 0;
    for (uint32_t k = begin; k < i && k < begin + 14; k++)
        value = value * 10 + (uint64_t)(s->text.p[k] - '0');
    if (digits == 8 || digits == 14) {
        uint64_t day = digits == 14 ? value / 1000000 : value;
        return set_date(d, (uint32_t)(day / 10000), (uint32_t)(day / 100 % 100),
                        (uint32_t)(day % 100), begin, i);
    }
    bool whole = begin == 0 && i == s->text.n;
    if (!whole || (digits != 10 && digits != 13)) return false;
    uint64_t seconds = digits == 13 ? value / 1000 : value;
    int32_t year;
    uint32_t month, day;
    civil_from_day((int32_t)(seconds / 86400), &year, &month, &day);
    if (!set_date(d, (uint32_t)year, month, day, begin, i)) return false;
    d->has_time = d->has_zone = true;
    d->hour = (uint32_t)(seconds / 3600 % 24);
    d->minute = (uint32_t)(seconds / 60 % 60);
    d->second = (uint32_t)(seconds % 60);
    return true;
}

/* ---- month names ---- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A month name at *i; moves behind it and its full stop. 0: none. */
static uint32_t month_name(const Scan *s, uint32_t *i)
{
    uint32_t begin = *i, end = begin, month = 0;
    while (end < s->text.n && is_word_byte(s->text.p[end]))
        end++;
    if (end - begin < 3 || end - begin > 32) return 0;
    char folded[40];
    uint32_t n = 0;
    for (uint32_t k = begin; k < end; k++)
        folded[n++] = (char)(s->text.p[k] >= 'A' && s->text.p[k] <= 'Z' ? s->text.p[k] + 32
                                                                        : s->text.p[k]);
    if (!map_get(&s->rules->months, (Slice){folded, n}, &month)) return 0;
    *i = end + (end < s->text.n && s->text.p[end] == '.');
    return month;
}

/* Between the parts of a date in words: blanks, commas, "de", "of", ordinal endings. */
static void skip_glue(const Scan *s, uint32_t *i)
{
    static const char *const glue[] = {"st",  "nd",  "rd",   "th",       "er",
                                       "de ", "of ", "del ", "\xC2\xBA", "\xC2\xAA"};
    for (bool more = true; more;) {
        more = false;
        while (*i < s->text.n &&
               (s->text.p[*i] == ' ' || s->text.p[*i] == ',' || s->text.p[*i] == '.' ||
                s->text.p[*i] == '-' || s->text.p[*i] == '/'))
            ++*i, more = true;
        if (word_at(s, *i, "\xC2\xA0")) *i += 2, more = true;
        for (size_t k = 0; k < sizeof glue / sizeof glue[0]; k++) {
            size_t n = strlen(glue[k]);
            if (word_at(s, *i, glue[k]) && (*i + n >= s->text.n || glue[k][n - 1] == ' ' ||
                                            !is_word_byte(s->text.p[*i + n]))) {
                *i += (uint32_t)n;
                more = true;
            }
        }
    }
}

/* A year at *i: four digits, or four with others glued on ("Oct 17, 20235757 Shares"). 0: none. */
static uint32_t year_at(const Scan *s, uint32_t *i)
{
    uint32_t n, end = *i, begin = *i, value = number(s, &end, &n);
    if (n < 4 || n > 8) return 0;
    while (n > 4) {
        value /= 10;
        n--;
    }
    *i = begin + 4;
    return value;
}

/* "17 April 2023": day is read, i stands behind it. */
static bool day_month(const Scan *s, uint32_t begin, uint32_t i, uint32_t day, PageDate *d)
{
    skip_glue(s, &i);
    uint32_t month = month_name(s, &i);
    if (!month) return false;
    skip_glue(s, &i);
    uint32_t year = year_at(s, &i);
    return year && set_date(d, year, month, day, begin, i);
}

/* "April 17, 2023" */
static bool month_day(const Scan *s, uint32_t begin, PageDate *d)
{
    uint32_t i = begin, n, month = month_name(s, &i);
    if (!month) return false;
    skip_glue(s, &i);
    uint32_t day = number(s, &i, &n);
    if (!n || n > 2) return false;
    skip_glue(s, &i);
    uint32_t year = year_at(s, &i);
    return year && set_date(d, year, month, day, begin, i);
}

/* ---- time behind the date ---- */

static void read_zone(const Scan *s, uint32_t i, PageDate *d)
{
    while (i < s->text.n && s->text.p[i] == ' ')
        i++;
    static const struct {
        const char *name;
        int32_t minutes;
    } zones[] = {{"Z", 0},      {"GMT", 0},    {"UTC", 0},    {"UT", 0},     {"EST", -300},
                 {"EDT", -240}, {"CST", -360}, {"CDT", -300}, {"MST", -420}, {"MDT", -360},
                 {"PST", -480}, {"PDT", -420}, {"CET", 60},   {"CEST", 120}, {"MEZ", 60},
                 {"MESZ", 120}, {"BST", 60},   {"MSK", 180}};
    for (size_t k = 0; k < sizeof zones / sizeof *zones; k++) {
        uint32_t len = (uint32_t)strlen(zones[k].name);
        if (!word_at(s, i, zones[k].name) ||
            (i + len < s->text.n && is_word_byte(s->text.p[i + len])))
            continue;
        d->has_zone = true;
        d->zone = zones[k].minutes;
        d->end = i + len;
        return;
    }
    char c = i < s->text.n ? s->text.p[i] : 0;
    if (c != '+' && c != '-') return;
    uint32_t n, k = i + 1, hours = number(s, &k, &n), minutes = 0;
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (n == 2 && k < s->text.n && s->text.p[k] == ':') {
        k++;
        minutes = number(s, &k, &n);
    }
    if ((n != 2 && n != 4) || hours > 14 || minutes > 59) return;
    d->has_zone = true;
    d->zone = (int32_t)(hours * 60 + minutes) * (c == '-' ? -1 : 1);
    d->end = k;
}

static char fold_ascii(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Bytes of the longest word of a kind in data/page/dates.txt that stands at i, whole; 0: none. */
static uint32_t word_of_kind(const Scan *s, const char *kind, uint32_t i)
{
    uint32_t best = 0;
    for (uint32_t row = 0; row < s->rules->dates.n; row++) {
        if (!slice_is(row_col(&s->rules->dates.at[row], 0), kind)) continue;
        Slice words = row_col(&s->rules->dates.at[row], 1);
        for (size_t k = 0; k < words.n; k++) {
            size_t begin = k;
            while (k < words.n && words.p[k] != ' ')
                k++;
            uint32_t n = (uint32_t)(k - begin), j = 0;
            while (j < n && i + j < s->text.n &&
                   fold_ascii(s->text.p[i + j]) ==
                       (words.p[begin + j] == '_' ? ' ' : words.p[begin + j]))
                j++;
            bool whole = i + j == s->text.n || !is_word_byte(s->text.p[i + j]);
            if (j == n && n > best && whole) best = n;
        }
    }
    return best;
}

/* From the date to its clock: blanks, commas, a bar, a bracket, a word ("at", "a las"). *word: one
 * was there. */
static uint32_t skip_to_clock(const Scan *s, uint32_t i, bool *word)
{
    uint32_t stop = i + 16;
    *word = false;
    for (;;) {
        while (i < s->text.n && i < stop && s->text.p[i] && strchr(" ,|-(", s->text.p[i]))
            i++;
        if (word_at(s, i, "\xC2\xA0")) {
            i += 2;
            continue;
        }
        if (word_at(s, i, "\xE2\x80\x93") || word_at(s, i, "\xE2\x80\x94")) {
            i += 3;
            continue;
        }
        uint32_t n = i < stop ? word_of_kind(s, "clock", i) : 0;
        if (!n) return i;
        *word = true;
        i += n;
    }
}

/* "am", "p.m.", " PM" at *i: moves behind it; 1 morning, 2 afternoon, 0 none. */
static int half_of_day(const Scan *s, uint32_t *i)
{
    uint32_t k = *i;
    while (k < s->text.n && s->text.p[k] == ' ')
        k++;
    if (k + 1 >= s->text.n) return 0;
    char c = fold_ascii(s->text.p[k]);
    uint32_t dot = s->text.p[k + 1] == '.';
    if ((c != 'a' && c != 'p') || k + 1 + dot >= s->text.n ||
        fold_ascii(s->text.p[k + 1 + dot]) != 'm' ||
        (k + 2 + dot < s->text.n && is_word_byte(s->text.p[k + 2 + dot])))
        return 0;
    *i = k + 2 + 2 * dot;
    return c == 'a' ? 1 : 2;
}

/* Between hour and minute: ':', "h", " h ", or '.' where a word before or "pm" behind says that it
 * is a clock. */
static bool minute_mark(const Scan *s, uint32_t *i, bool *dot)
{
    uint32_t k = *i;
    *dot = false;
    if (k < s->text.n && (s->text.p[k] == ':' || s->text.p[k] == '.')) {
        *dot = s->text.p[k] == '.';
        *i = k + 1;
        return digit_at(s, *i);
    }
    while (k < s->text.n && s->text.p[k] == ' ')
        k++;
    if (k >= s->text.n || fold_ascii(s->text.p[k]) != 'h') return false;
    k++;
    while (k < s->text.n && s->text.p[k] == ' ')
        k++;
    if (!digit_at(s, k)) return false;
    *i = k;
    return true;
}

static void read_seconds(const Scan *s, PageDate *d)
{
    uint32_t n, i = d->end;
    if (i >= s->text.n || s->text.p[i] != ':') return;
    i++;
    uint32_t second = number(s, &i, &n);
    d->second = n == 2 && second < 60 ? second : 0;
    if (i < s->text.n && s->text.p[i] == '.') {
        i++;
        number(s, &i, &n);
    }
    d->end = i;
}

static void read_time(const Scan *s, PageDate *d)
{
    uint32_t i = d->end, n, minute = 0;
    bool word = false, dot = false;
    if (d->has_time) return;
    if (i < s->text.n && s->text.p[i] == 'T')
        i++;
    else
        i = skip_to_clock(s, i, &word);
    uint32_t hour = number(s, &i, &n);
    if (!n || n > 2 || hour > 23) return;
    uint32_t behind = i;
    bool marked = minute_mark(s, &behind, &dot);
    if (marked) {
        i = behind;
        minute = number(s, &i, &n);
        if (n != 2 || minute > 59) return;
    }
    uint32_t end = i;
    if (marked && !dot) {
        d->end = i;
        read_seconds(s, d);
        end = i = d->end;
    }
    int half = half_of_day(s, &end);
    if ((!marked && !half) || (dot && !half && !word)) {
        d->second = 0;
        return;
    }
    d->has_time = true;
    d->hour = half && hour <= 12 ? hour % 12 + (half == 2 ? 12 : 0) : hour;
    d->minute = minute;
    d->end = end;
    read_zone(s, d->end, d);
}

/* A word begins at i; "GriffinOct" hides one at its inner capital. */
static bool starts_word(const Scan *s, uint32_t i)
{
    char before = i ? s->text.p[i - 1] : ' ', c = s->text.p[i];
    return !is_word_byte(before) || (before >= 'a' && before <= 'z' && c >= 'A' && c <= 'Z');
}

static bool date_at(const Scan *s, uint32_t i, PageDate *d)
{
    if (!digit_at(s, i))
        return is_word_byte(s->text.p[i]) && starts_word(s, i) && month_day(s, i, d);
    if (i && digit_at(s, i - 1)) return false;
    uint32_t end = i, digits, value = number(s, &end, &digits);
    if (digits == 4) return year_first(s, i, end, value, d);
    if (digits >= 8) return packed(s, i, end, digits, d);
    return digits <= 2 && (day_first(s, i, end, value, d) || day_month(s, i, end, value, d));
}

bool page_date_find(const PageRules *rules, Slice text, uint32_t from, PageDate *date)
{
    Scan s = {rules, text, 0};
    uint32_t stop = text.n < from + LOOK ? (uint32_t)text.n : from + LOOK;
    for (uint32_t i = from; i < stop; i++)
        if (date_at(&s, i, date)) {
            read_time(&s, date);
            return true;
        }
    return false;
}

/* The word nearest before a date, in text[from, to): 1 published, 2 updated, 0 none; *begin is
 * where it begins. */
static int label_before(const Scan *s, uint32_t from, uint32_t to, uint32_t *begin)
{
    int label = 0;
    for (uint32_t i = from; i < to; i++) {
        if (i && is_word_byte(s->text.p[i - 1])) continue;
        uint32_t updated = word_of_kind(s, "updated", i),
                 published = updated ? 0 : word_of_kind(s, "published", i);
        if (!updated && !published) continue;
        if (!label) *begin = i;
        label = updated ? 2 : 1;
        i += updated + published - 1;
    }
    return label;
}

bool page_moments(const PageRules *rules, Slice text, uint32_t max, PageMoments *m)
{
    Scan s = {rules, text.n > max ? (Slice){text.p, max} : text, 0};
    PageDate d;
    uint32_t at = 0;
    *m = (PageMoments){0};
    for (int k = 0; k < 6 && page_date_find(rules, s.text, at, &d); k++) {
        uint32_t begin = d.begin;
        int label = label_before(&s, at, d.begin, &begin);
        if (label == 2 && !m->has_modified) {
            m->modified = d;
            m->has_modified = true;
        } else if (label != 2 && !m->has_published && (label == 1 || !m->has_modified)) {
            m->published = d;
            m->has_published = true;
        } else {
            break;
        }
        m->bytes += d.end - begin;
        at = d.end;
    }
    return m->has_published || m->has_modified;
}

Slice page_date_iso(const PageDate *d, Arena *arena)
{
    if (!d->has_time) return arena_printf(arena, "%04d-%02u-%02u", d->year, d->month, d->day);
    if (!d->has_zone)
        return arena_printf(arena, "%04d-%02u-%02uT%02u:%02u:%02u", d->year, d->month, d->day,
                            d->hour, d->minute, d->second);
    if (d->zone == 0)
        return arena_printf(arena, "%04d-%02u-%02uT%02u:%02u:%02uZ", d->year, d->month, d->day,
                            d->hour, d->minute, d->second);
    int32_t zone = d->zone < 0 ? -d->zone : d->zone;
    return arena_printf(arena, "%04d-%02u-%02uT%02u:%02u:%02u%c%02d:%02d", d->year, d->month,
                        d->day, d->hour, d->minute, d->second, d->zone < 0 ? '-' : '+', zone / 60,
                        zone % 60);
}
