/* stamps.c - see stamps.h.
 *
 * In: a paragraph, words before dates (data/en/newsroom.txt). Out: runs of stamps.
 *
 * A stamp is its word, with a colon, at the start of the paragraph or in brackets, and a whole date
 * directly behind it: "posted on his page on July 5, 2015" is telling. */
#include "read/stamps.h"
#include "base/civil.h"
#include "read/linewords.h"

enum { STAMP_BYTES = 96 }; /* of one stamp: its word, weekday, date, clock, zone */

static bool says(Slice text, Word word, const char *lower)
{
    return slice_eq_nocase(slice_span(text, word.span), slice_of(lower));
}

static bool is_mark(const Word *word, uint32_t n, uint32_t i, const char *marks)
{
    return i < n && strchr(marks, word[i].first) != NULL;
}

/* A date, "04/05/2015" (no day: nobody knows which), "3 months ago" from word i: the word behind
 * it; 0: none of them. */
static uint32_t date_end(const Newsroom *room, Slice text, const Word *word, uint32_t n, uint32_t i,
                         PartDate *when)
{
    uint32_t next;
    if (date_at_word(room, text, word, n, i, when, &next)) return when->year ? next : 0;
    *when = (PartDate){0};
    if (i + 4 < n && is_mark(word, n, i + 1, "/") && is_mark(word, n, i + 3, "/") &&
        word_number(text, word[i + 4]) > 1900)
        return i + 5;
    return i + 2 < n && word_number(text, word[i]) && says(text, word[i + 2], "ago") ? i + 3 : 0;
}

/* Behind the date: ", 7:23 AM EDT", " at 7:23 AM". */
static uint32_t clock_end(Slice text, const Word *word, uint32_t n, uint32_t i)
{
    uint32_t k = i, next;
    Clock clock;
    while (is_mark(word, n, k, ",-|") || (k < n && says(text, word[k], "at")))
        k++;
    return clock_at_word(text, word, n, k, &clock, &next) ? next : i;
}

/* Of "Posted": a stamp has a capital. */
static bool starts_word(Slice text, Span paragraph, uint32_t i)
{
    char before = i > paragraph.b ? text.p[i - 1] : ' ';
    return slice_capital_at(text, i) && strchr(" (|-\t", before) != NULL;
}

/* In the midst of a line a stamp has a bracket before it, or a colon behind its word or two; asked
 * of every capital of a text, so cheaply. */
static bool may_be_stamp(Slice text, Span paragraph, uint32_t i)
{
    uint32_t words = 0, k = i;
    if (i == paragraph.b || text.p[i - 1] == '(') return true;
    for (; k < paragraph.e && k < i + STAMP_BYTES / 4 && text.p[k] != ':'; k++)
        if (text.p[k] == ' ' && ++words > 2) return false;
    return k < paragraph.e && text.p[k] == ':';
}

/* The word of a date behind "Posted", ":", "on" and a weekday. */
static uint32_t date_word(const Newsroom *room, Slice text, const Word *word, uint32_t n,
                          uint32_t i)
{
    char folded[64];
    i += i < n && says(text, word[i], "on");
    i += i < n && map_get(&room->weekday, fold_short(slice_span(text, word[i].span), folded), NULL);
    while (is_mark(word, n, i, ",."))
        i++;
    return i;
}

static void keep(StampRun *run, bool changed, PartDate when, Span span)
{
    PartDate *day = changed ? &run->updated : &run->posted;
    if (!when.month || day->month) return;
    *day = when;
    *(changed ? &run->updated_span : &run->posted_span) = span;
}

/* One stamp at byte i: the byte behind it; 0: none. */
static uint32_t one_stamp(const Newsroom *room, Slice text, Span paragraph, uint32_t i,
                          StampRun *run)
{
    Word word[MAX_WORDS];
    if (i >= paragraph.e || !slice_capital_at(text, i)) return 0;
    uint32_t most = paragraph.e < i + STAMP_BYTES ? paragraph.e : i + STAMP_BYTES,
             n = line_words(text, (Span){i, most}, word);
    if (n < 4 || says(text, word[0], "date")) return 0;
    uint32_t k = says(text, word[0], "last") || says(text, word[0], "first"); /* "Last updated" */
    if (word_class(room, text, word[k]) != LINE_STAMP) return 0;
    bool changed = says(text, word[k], "updated") || says(text, word[k], "modified"),
         aside = i > paragraph.b && text.p[i - 1] == '(', colon = is_mark(word, n, ++k, ":");
    if (!colon && !aside && i > paragraph.b) return 0;
    k = date_word(room, text, word, n, k + colon);
    PartDate when;
    uint32_t end = date_end(room, text, word, n, k, &when);
    if (!end) return 0;
    Span span = {word[k].span.b, word[end - 1].span.e};
    end = clock_end(text, word, n, end);
    if (aside && !is_mark(word, n, end, ")")) return 0;
    keep(run, changed, when, span);
    run->aside = run->aside || aside;
    return word[end - 1 + aside].span.e;
}

bool stamp_run(const Newsroom *room, Slice text, Span paragraph, uint32_t from, StampRun *run)
{
    for (uint32_t i = from; i < paragraph.e; i++) {
        if (!starts_word(text, paragraph, i) || !may_be_stamp(text, paragraph, i)) continue;
        *run = (StampRun){0};
        uint32_t end = one_stamp(room, text, paragraph, i, run);
        if (!end) continue;
        run->span = (Span){i - run->aside, end};
        for (uint32_t next = end; next < paragraph.e && !run->aside;) {
            while (next < paragraph.e && strchr(" \t-|,", text.p[next]))
                next++;
            next = one_stamp(room, text, paragraph, next, run);
            if (!next) break;
            run->span.e = next;
        }
        return true;
    }
    return false;
}

static int32_t day_told(const PartDate *when)
{
    return when->month ? day_from_civil(when->year, when->month, when->day) : DAY_UNKNOWN;
}

static bool put(Report *report, const PartDate *w, Span span, Stamp *stamp)
{
    *stamp = (Stamp){arena_printf(&report->arena, "%04d-%02u-%02u", w->year, w->month, w->day),
                     BASIS_TEXT, span, day_told(w)};
    return stamp->value.p != NULL;
}

bool stamp_apply(Report *report, const StampRun *run)
{
    int32_t posted = day_told(&run->posted), updated = day_told(&run->updated),
            *published = &report->published.day;
    if (run->aside) return true;
    bool earlier = posted != DAY_UNKNOWN &&
                   (!report->published.value.n ||
                    (report->published.basis == BASIS_TEXT && posted < *published));
    if (earlier && !put(report, &run->posted, run->posted_span, &report->published)) return false;
    bool fresh = updated != DAY_UNKNOWN && !report->modified.value.n && report->published.value.n &&
                 *published != DAY_UNKNOWN && updated >= *published;
    return !fresh || put(report, &run->updated, run->updated_span, &report->modified);
}
