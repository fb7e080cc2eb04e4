/* given.c - metadata that a container knows about a document, and dates as containers write them.
 *
 * In: slices. Out: fields of the report; what the document itself already said better is not
 * overwritten, dates are, for a container's date is a machine's. Known limit: zone names other than
 * UTC, GMT, Z and the American ones are read as no zone. */
#include "base/civil.h"
#include "read/datewords.h"
#include "read/charset.h"
#include "read/document.h"
#include <stdlib.h>

static uint32_t digits(Slice s, size_t at, size_t n)
{
    uint32_t v = 0;
    if (at + n > s.n) return UINT32_MAX;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return UINT32_MAX;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return v;
}

static uint32_t month_named(Slice s, size_t at)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (uint32_t m = 0; at + 3 <= s.n && m < 12; m++)
        if (slice_eq_nocase((Slice){s.p + at, 3}, (Slice){names + 3 * m, 3})) return m + 1;
    return 0;
}

static bool stamp_set(Stamp *stamp, Arena *arena, uint32_t year, uint32_t month, uint32_t day,
                      Slice clock, Slice zone)
{
    if (month < 1 || month > 12 || day < 1 || day > month_length((int32_t)year, month) ||
        year < 1000 || year > 9999)
        return false;
    Slice value = clock.n ? arena_printf(arena, "%04u-%02u-%02uT%.*s%.*s", year, month, day,
                                         (int)clock.n, clock.p, (int)zone.n, zone.p)
                          : arena_printf(arena, "%04u-%02u-%02u", year, month, day);
    *stamp = (Stamp){value, BASIS_META, {0, 0}, day_from_civil((int32_t)year, month, day)};
    return value.p != NULL;
}

/* "08:30", "08:30:00" at `at`; empty when there is none. */
static Slice clock_at(Slice s, size_t at)
{
    uint32_t hour = digits(s, at, 2),
             minute = at + 3 <= s.n && s.p[at + 2] == ':' ? digits(s, at + 3, 2) : UINT32_MAX;
    if (hour > 24 || minute > 59 || (hour == 24 && minute)) return (Slice){"", 0};
    bool seconds = at + 8 <= s.n && s.p[at + 5] == ':' && digits(s, at + 6, 2) <= 60;
    return (Slice){s.p + at, seconds ? 8 : 5};
}

/* Zone behind a clock, as ISO writes it: "Z", "+03:00"; from "+0300", "GMT", "EST". */
static Slice zone_at(Slice s, size_t at, Arena *arena)
{
    static const struct {
        const char *name, *zone;
    } named[] = {{"GMT", "Z"},      {"UTC", "Z"},      {"UT", "Z"},       {"Z", "Z"},
                 {"EST", "-05:00"}, {"EDT", "-04:00"}, {"CST", "-06:00"}, {"CDT", "-05:00"},
                 {"MST", "-07:00"}, {"MDT", "-06:00"}, {"PST", "-08:00"}, {"PDT", "-07:00"}};
    if (at < s.n && s.p[at] == '.') {
        at++;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
            at++;
    }
    while (at < s.n && s.p[at] == ' ')
        at++;
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-')) {
        bool colon = at + 4 <= s.n && s.p[at + 3] == ':';
        uint32_t hour = digits(s, at + 1, 2), minute = digits(s, at + (colon ? 4 : 3), 2);
        if (!colon && (at + 3 >= s.n || s.p[at + 3] == ' ')) minute = 0; /* "+03" */
        if (hour <= 14 && minute <= 59)
            return arena_printf(arena, "%c%02u:%02u", s.p[at], hour, minute);
    }
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        size_t n = strlen(named[i].name);
        if (at + n <= s.n && slice_eq_nocase((Slice){s.p + at, n}, (Slice){named[i].name, n}) &&
            (at + n == s.n || s.p[at + n] == ' '))
            return slice_of(named[i].zone);
    }
    return (Slice){"", 0};
}

/* "083000" or "0830" at `at` as "08:30:00", "08:30:00"; *end is behind it. Empty: no clock. */
static Slice compact_clock(Slice s, size_t at, Arena *arena, size_t *end)
{
    uint32_t hour = digits(s, at, 2), minute = digits(s, at + 2, 2), second = digits(s, at + 4, 2);
    bool seconds = second <= 60;
    if (hour > 24 || minute > 59 || (hour == 24 && minute)) return (Slice){"", 0};
    *end = at + (seconds ? 6 : 4);
    return arena_printf(arena, "%02u:%02u:%02u", hour, minute, seconds ? second : 0);
}

/* "2023-04-17", "2023-04-17T08:30:00Z", "20230417T083000Z". Ten figures on end are seconds since
 * 1970, no date. */
static bool stamp_iso(Slice s, Arena *arena, Stamp *stamp)
{
    bool dashes = s.n >= 10 && s.p[4] == '-' && s.p[7] == '-';
    uint32_t year = digits(s, 0, 4), month = digits(s, dashes ? 5 : 4, 2),
             day = digits(s, dashes ? 8 : 6, 2);
    size_t end = dashes ? 10 : 8;
    if (year == UINT32_MAX || month == UINT32_MAX || day == UINT32_MAX) return false;
    if (end < s.n && s.p[end] >= '0' && s.p[end] <= '9') return false;
    bool has_clock = end < s.n && (s.p[end] == 'T' || s.p[end] == ' ' || s.p[end] == 't');
    Slice clock = has_clock ? clock_at(s, end + 1) : (Slice){"", 0};
    if (has_clock && !clock.n && !dashes) {
        size_t behind = s.n;
        clock = compact_clock(s, end + 1, arena, &behind);
        return stamp_set(stamp, arena, year, month, day, clock,
                         clock.n ? zone_at(s, behind, arena) : clock);
    }
    return stamp_set(stamp, arena, year, month, day, clock,
                     clock.n ? zone_at(s, (size_t)(clock.p - s.p) + clock.n, arena) : clock);
}

/* The day before the month's name at byte i: "17 Apr", "17-Apr"; 0 where none is. */
static uint32_t day_before(Slice s, size_t i)
{
    while (i > 0 && (s.p[i - 1] == ' ' || s.p[i - 1] == '-'))
        i--;
    size_t b = i;
    while (b > 0 && i - b < 2 && s.p[b - 1] >= '0' && s.p[b - 1] <= '9')
        b--;
    return i > b ? digits(s, b, i - b) : 0;
}

/* The year behind the month's name, in four figures or two; UINT32_MAX where none is. Moves *at
 * behind it. */
static uint32_t year_after(Slice s, size_t *at)
{
    size_t y = *at;
    while (y < s.n && ((s.p[y] | 32) >= 'a' && (s.p[y] | 32) <= 'z'))
        y++;
    while (y < s.n && (s.p[y] == ' ' || s.p[y] == '-' || s.p[y] == ','))
        y++;
    uint32_t year = digits(s, y, 4), width = 4;
    if (year == UINT32_MAX) {
        year = digits(s, y, 2);
        width = 2;
        if (year != UINT32_MAX) year += year < 70 ? 2000 : 1900;
    }
    *at = y + width;
    return year;
}

/* "Mon, 17 Apr 2023 08:30:00 GMT" and its looser relatives. */
static bool stamp_mail(Slice s, Arena *arena, Stamp *stamp)
{
    for (size_t i = 2; i + 3 <= s.n; i++) {
        uint32_t month = month_named(s, i);
        if (!month) continue;
        size_t at = i + 3;
        uint32_t day = day_before(s, i), year = year_after(s, &at);
        if (year == UINT32_MAX || !day) continue;
        while (at < s.n && s.p[at] == ' ')
            at++;
        Slice clock = clock_at(s, at);
        return stamp_set(stamp, arena, year, month, day, clock,
                         clock.n ? zone_at(s, at + clock.n, arena) : clock);
    }
    return false;
}

/* Any other way that pages write a date, at the beginning of the text. */
static bool stamp_page(const ReadEngine *engine, Slice s, Arena *arena, Stamp *stamp)
{
    PageDate d;
    if (!engine->page || !page_date_find(engine->page, s, 0, &d) || d.begin > 12) return false;
    *stamp = (Stamp){
        page_date_iso(&d, arena), BASIS_META, {0, 0}, day_from_civil(d.year, d.month, d.day)};
    return stamp->value.p != NULL;
}

bool stamp_parse(const ReadEngine *engine, Slice text, Arena *arena, Stamp *stamp)
{
    text = slice_trim(text);
    return text.n >= 8 && text.n < 80 &&
           (stamp_iso(text, arena, stamp) || stamp_mail(text, arena, stamp) ||
            stamp_page(engine, text, arena, stamp));
}

static void keep(Report *report, Slice value, Slice *field)
{
    value = slice_trim(without_nul(value, &report->arena));
    if (value.n) *field = arena_copy(&report->arena, value);
}

/* ---- authors ---- */

void given_author(Given *given, Slice author)
{
    author = slice_trim(author);
    if (author.n && given->authors < MAX_GIVEN_AUTHORS) given->author[given->authors++] = author;
}

/* Length of " and ", " und ", " & ", "; " at i; 0: none. */
static size_t joint_at(const ReadEngine *engine, Slice s, size_t i)
{
    if (s.p[i] == ';' || s.p[i] == '|') return 1;
    if (s.p[i] != ' ' || !engine->page) return 0;
    for (uint32_t row = 0; row < engine->page->bylines.n; row++) {
        if (!slice_is(row_col(&engine->page->bylines.at[row], 0), "and")) continue;
        Slice words = row_col(&engine->page->bylines.at[row], 1);
        for (size_t k = 0; k < words.n; k++) {
            size_t begin = k;
            while (k < words.n && words.p[k] != ' ')
                k++;
            size_t n = k - begin;
            if (i + n + 2 < s.n && s.p[i + 1 + n] == ' ' &&
                memcmp(s.p + i + 1, words.p + begin, n) == 0)
                return n + 2;
        }
    }
    return 0;
}

static bool push_author(Report *report, Slice name)
{
    name = slice_trim(without_nul(name, &report->arena));
    if (slice_starts(name, SLICE("By ")) || slice_starts(name, SLICE("by "))) {
        name.p += 3;
        name.n -= 3;
    }
    for (uint32_t i = 0; i < report->authors.n; i++)
        if (slice_eq_nocase(report->authors.at[i], name)) return true;
    return !name.n || VEC_PUSH(&report->arena, &report->authors, arena_copy(&report->arena, name));
}

/* Commas part names only where every part has two words: "Neumark, Fritz" is one. */
static bool commas_part(Slice s)
{
    bool blank = false;
    size_t parts = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ',') {
            blank = blank || (s.p[i] == ' ' && i > 0 && s.p[i - 1] != ',');
            continue;
        }
        if (!blank) return false;
        blank = false;
        parts++;
    }
    return parts > 1;
}

static bool push_authors(const ReadEngine *engine, Report *report, Slice names)
{
    size_t begin = 0;
    bool commas = commas_part(names);
    for (size_t i = 0; i <= names.n; i++) {
        size_t n = i == names.n ? 1 : commas && names.p[i] == ',' ? 1 : joint_at(engine, names, i);
        if (!n) continue;
        if (!push_author(report, (Slice){names.p + begin, i - begin})) return false;
        begin = i + n;
        i += n - 1;
    }
    return true;
}

dln_status report_given(const ReadEngine *engine, Report *report, const Given *given)
{
    Stamp stamp;
    keep(report, given->title, &report->title);
    keep(report, given->url, &report->url);
    keep(report, given->outlet, &report->outlet);
    keep(report, given->language, &report->language);
    keep(report, given->image, &report->image);
    keep(report, given->byline, &report->byline);
    if (stamp_parse(engine, given->published, &report->arena, &stamp)) report->published = stamp;
    if (stamp_parse(engine, given->modified, &report->arena, &stamp)) report->modified = stamp;
    if (given->authors) report->authors.n = 0;
    for (uint32_t i = 0; i < given->authors; i++)
        if (!push_authors(engine, report, given->author[i])) return arena_status(&report->arena);
    return arena_status(&report->arena);
}
