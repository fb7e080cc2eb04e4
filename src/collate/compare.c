/* compare.c - see compare.h.
 * Each kind of value has its own rule; the names of the rules are what the record prints as `why`.
 *
 * Known to get wrong: part against whole where no number says so, two figures of one sum in two
 * currencies (left as refined), wordings that contradict each other.
 */
#include "collate/compare.h"
#include "base/civil.h"
#include <ctype.h>
#include <math.h>

static Compared say(Relation relation, const char *why)
{
    return (Compared){relation, why};
}

/* ---- figures ---- */

static double width_about(const Value *v)
{
    return fmax(v->grain / 2, 0.05 * fabs(v->low));
}

static void reach(const Value *v, double *low, double *high)
{
    *low = v->low;
    *high = v->high;
    switch (v->bound) {
    case BOUND_ABOUT:
        *low -= width_about(v);
        *high += width_about(v);
        break;
    case BOUND_AT_LEAST:
    case BOUND_MORE_THAN: *high = HUGE_VAL; break;
    case BOUND_AT_MOST:
    case BOUND_LESS_THAN: *low = -HUGE_VAL; break;
    default: break;
    }
}

/* A round figure stands for what rounds to it: two trailing noughts or a decimal less than the
 * other has. 12 is not "10". */
static bool rounds_to(const Value *round, const Value *exact)
{
    if (round->grain <= exact->grain || (round->grain < 100 && exact->grain >= 1)) return false;
    return fabs(exact->low - round->low) <= round->grain / 2 &&
           fabs(exact->low - round->low) <= 0.06 * fabs(round->low);
}

static bool near_after_conversion(const Value *a, const Value *b)
{
    double slack = fmin(a->grain / 2, 0.125 * a->low) + fmin(b->grain / 2, 0.125 * b->low);
    return fabs(a->low - b->low) <= fmin(slack, 0.125 * fmax(a->low, b->low));
}

static bool same_unit_word(const Value *a, const Value *b)
{
    if (slice_eq(a->unit, b->unit) || !a->unit.n || !b->unit.n) return true;
    size_t n = a->unit.n < b->unit.n ? a->unit.n : b->unit.n;
    return (a->unit.n - n) + (b->unit.n - n) == 1 &&
           (a->unit.p[a->unit.n - 1] == 's' || b->unit.p[b->unit.n - 1] == 's') &&
           memcmp(a->unit.p, b->unit.p, n) == 0;
}

static Compared compare_currency(const Value *a, const Value *b)
{
    if (!a->currency.n || !b->currency.n || slice_eq(a->currency, b->currency))
        return say(RELATION_SAME, "");
    bool dollars = a->currency.p[0] == '$' || b->currency.p[0] == '$';
    Slice other = a->currency.p[0] == '$' ? b->currency : a->currency;
    if (dollars && slice_ends(other, SLICE("d")))
        return say(RELATION_SAME, ""); /* "$" may be this dollar */
    double ratio = a->low > 0 ? b->low / a->low : 0;
    if (ratio < 0.001 || ratio > 1000)
        return say(RELATION_REFINED, "two currencies, one perhaps without its million");
    return ratio > 0.25 && ratio < 4 ? say(RELATION_REFINED, "two currencies")
                                     : say(RELATION_APART, "sums that no rate of exchange joins");
}

/* What units and vagueness say before the figures are looked at; false: nothing. */
static bool compare_measures(const Value *a, const Value *b, Compared *out)
{
    bool both = a->dimension.n && b->dimension.n;
    if (both && !slice_eq(a->dimension, b->dimension))
        *out = say(RELATION_REFINED, "different measures");
    else if (!both && !same_unit_word(a, b))
        *out = say(RELATION_REFINED, "different things counted");
    else if (a->bound == BOUND_VAGUE || b->bound == BOUND_VAGUE)
        *out = say(RELATION_REFINED, "one is vaguer");
    else
        return false;
    return true;
}

/* One measure in two units: "about 30 miles" is 48 km; false: the figures tell. */
static bool compare_converted(const Value *a, const Value *b, Compared *out)
{
    if (!a->dimension.n || !b->dimension.n || same_unit_word(a, b)) return false;
    bool loose = a->bound == b->bound || (a->bound <= BOUND_ABOUT && b->bound <= BOUND_ABOUT);
    bool length = a->class == CLASS_DURATION && a->low != b->low; /* "90 days", "three months" */
    if (!loose || !near_after_conversion(a, b)) return false;
    *out = length ? say(RELATION_REFINED, "the same in a coarser unit")
                  : say(RELATION_SAME, "the same in another unit");
    return true;
}

static Compared compare_figures(const Value *a, const Value *b)
{
    Compared told;
    if (compare_measures(a, b, &told) || compare_converted(a, b, &told)) return told;
    if (a->low == b->low && a->high == b->high)
        return a->bound == b->bound ? say(RELATION_SAME, "the same figure")
                                    : say(RELATION_REFINED, "the same figure, one with a bound");
    double al, ah, bl, bh;
    reach(a, &al, &ah);
    reach(b, &bl, &bh);
    if (al <= bh && bl <= ah) return say(RELATION_REFINED, "bounds that can both hold");
    if (rounds_to(a, b) || rounds_to(b, a)) return say(RELATION_REFINED, "rounded");
    return say(RELATION_APART, "different figures");
}

static Compared compare_numbers(const Value *a, const Value *b)
{
    Compared currency = compare_currency(a, b);
    if (currency.relation != RELATION_SAME) return currency;
    return compare_figures(a, b);
}

/* ---- dates and clocks ---- */

static Compared compare_minutes(const Value *a, const Value *b)
{
    if (a->minute_low < 0 || b->minute_low < 0)
        return a->minute_low == b->minute_low ? say(RELATION_SAME, "the same day")
                                              : say(RELATION_REFINED, "one is more exact");
    if (a->minute_low == b->minute_low && a->minute_high == b->minute_high)
        return a->bound == b->bound ? say(RELATION_SAME, "the same time")
                                    : say(RELATION_REFINED, "one is vaguer");
    int32_t slack = a->bound != BOUND_NONE || b->bound != BOUND_NONE ? 30 : 0;
    if (a->minute_low <= b->minute_high + slack && b->minute_low <= a->minute_high + slack)
        return say(RELATION_REFINED, "one is vaguer");
    return say(RELATION_APART, "different times of day");
}

static void known_parts(const Value *v, uint32_t *month, uint32_t *day, uint32_t *weekday)
{
    *month = v->month;
    *day = v->day;
    *weekday = v->weekday;
    if (v->from == DAY_UNKNOWN || v->from != v->to) return;
    int32_t year;
    civil_from_day(v->from, &year, month, day);
    *weekday = day_weekday(v->from);
}

static Compared compare_parts(const Value *a, const Value *b)
{ /* at least one lacks its year */
    uint32_t am, ad, aw, bm, bd, bw;
    known_parts(a, &am, &ad, &aw);
    known_parts(b, &bm, &bd, &bw);
    if ((aw && bw && aw != bw) || (am && bm && am != bm) || (ad && bd && ad != bd))
        return say(RELATION_APART, "different days");
    if ((aw && bw && !am && !bm) || (ad && bd && am && bm)) return compare_minutes(a, b);
    if (am && am == bm && !ad && !bd) return say(RELATION_SAME, "the same month");
    return say(RELATION_REFINED, "one is more exact");
}

static Compared compare_days(const Value *a, const Value *b)
{
    if (a->from == DAY_UNKNOWN || b->from == DAY_UNKNOWN) return compare_parts(a, b);
    if (a->from == b->from && a->to == b->to)
        return a->bound == b->bound ? compare_minutes(a, b)
                                    : say(RELATION_REFINED, "one is vaguer");
    if (a->from <= b->to && b->from <= a->to) return say(RELATION_REFINED, "one is more exact");
    if (a->bound != BOUND_NONE || b->bound != BOUND_NONE)
        return say(RELATION_REFINED, "one is vaguer");
    return say(RELATION_APART, "different days");
}

/* ---- words ---- */

static bool has_word(const Value *v, Slice w)
{
    for (uint32_t i = 0; i < v->n_words; i++)
        if (slice_eq(v->word[i], w)) return true;
    return false;
}

static uint32_t shared_words(const Value *a, const Value *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n_words; i++)
        n += has_word(b, a->word[i]);
    return n;
}

static Slice squash(const Value *v, char room[64])
{
    size_t n = 0;
    for (uint32_t i = 0; i < v->n_words; i++)
        for (size_t k = 0; k < v->word[i].n && n < 63; k++)
            room[n++] = v->word[i].p[k];
    return (Slice){room, n};
}

/* "A non-binding vote", "the nonbinding vote". */
static bool same_letters(const Value *a, const Value *b)
{
    char ra[64], rb[64];
    Slice x = squash(a, ra), y = squash(b, rb);
    return x.n > 3 && x.n < 63 && !slice_has_digit(x) && slice_eq(x, y) && a->negated == b->negated;
}

/* "Prime Minister", "Norlandish Prime Minister" of one man: the country is understood. Of two
 * countries it is not: "Florida's attorney general", "the U.S. attorney general". */
static bool same_office(const Value *a, const Value *b)
{
    return a->office.n && slice_eq(a->office, b->office) && (a->office_bare || b->office_bare);
}

/* "7-4": a vote, a score. */
static bool is_score(const Value *v)
{
    bool dash = false;
    for (size_t i = 0; i < v->fold.n; i++) {
        if (v->fold.p[i] != '-' && !isdigit((unsigned char)v->fold.p[i])) return false;
        dash |= v->fold.p[i] == '-';
    }
    return dash;
}

static Compared compare_wording(const Value *a, const Value *b)
{
    if (slice_eq(a->fold, b->fold) || same_letters(a, b))
        return say(RELATION_SAME, "the same words");
    if (same_office(a, b)) return say(RELATION_SAME, "the same office");
    if (is_score(a) && is_score(b)) return say(RELATION_APART, "different figures");
    uint32_t shared = shared_words(a, b);
    bool all = shared == a->n_words && shared == b->n_words;
    if (all && shared && a->negated == b->negated) return say(RELATION_SAME, "the same words");
    if (all && shared) return say(RELATION_APART, "one denies the other");
    if (shared && (shared == a->n_words || shared == b->n_words))
        return say(RELATION_REFINED, "one says more");
    if (shared) return say(RELATION_REFINED, "partly the same words");
    return a->class == CLASS_STRICT ? say(RELATION_APART, "different words for one thing")
                                    : say(RELATION_REFINED, "different words");
}

/* ---- places ---- */

typedef struct Letters {
    bool named, plain;
} Letters; /* holds a capital; holds a word without one */
static Letters letters(Slice s)
{
    Letters out = {false, false};
    for (size_t i = 0; i < s.n; i++) {
        bool begins = i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '-';
        if (!begins) continue;
        if (isupper((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            out.named = true;
        else if (isalnum((unsigned char)s.p[i]))
            out.plain = true;
    }
    return out;
}

static Compared compare_places(const PlaceKnowledge *places, const Value *a, const Value *b)
{
    Compared wording = compare_wording(a, b);
    if (wording.relation != RELATION_REFINED || shared_words(a, b)) return wording;
    int in = places && places->inside ? places->inside(places->context, a->text, b->text) : -1;
    int holds = places && places->inside ? places->inside(places->context, b->text, a->text) : -1;
    if (in == 1 || holds == 1) return say(RELATION_REFINED, "a place inside the other");
    if (in == 0 && holds == 0) return say(RELATION_APART, "different places");
    Letters x = letters(a->text), y = letters(b->text);
    if (!x.named && !y.named) return say(RELATION_APART, "different places");
    if (x.named && y.named && !x.plain && !y.plain && a->n_words <= 1 && b->n_words <= 1 && !places)
        return say(RELATION_APART, "different places");
    return say(RELATION_REFINED, "described another way");
}

/* ---- names ---- */

uint32_t edit_distance(Slice a, Slice b)
{
    return a.n > 63 || b.n > 63 ? NONE : slice_edits(a, b, false);
}

static bool names_close(Slice a, Slice b)
{
    if (slice_eq(a, b)) return true;
    if (a.n == 1 || b.n == 1) return a.n && b.n && a.p[0] == b.p[0]; /* an initial */
    size_t longer = a.n > b.n ? a.n : b.n;
    if (longer > 63 || longer < 4) return false;
    return edit_distance(a, b) <= (longer >= 8 ? 2u : 1u);
}

static uint32_t close_words(const Value *a, const Value *b)
{ /* words of a that have their like in b */
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n_words; i++) {
        bool met = false;
        for (uint32_t j = 0; j < b->n_words && !met; j++)
            met = names_close(a->word[i], b->word[j]);
        n += met;
    }
    return n;
}

/* The next byte of a word that is no full stop; 0: its end. */
static char next_letter(Slice word, size_t *i)
{
    while (*i < word.n && word.p[*i] == '.')
        (*i)++;
    return *i < word.n ? word.p[(*i)++] : 0;
}

/* "P.J.", "PJ"; where `plural` is no difference also "bombs", "bomb". */
static bool same_word(Slice a, Slice b, bool plural)
{
    size_t i = 0, j = 0;
    char x, y;
    do {
        x = next_letter(a, &i);
        y = next_letter(b, &j);
    } while (x && x == y);
    if (x == y) return true;
    bool longer = (x == 's' && !y && i == a.n) || (y == 's' && !x && j == b.n);
    return plural && longer;
}

static bool same_words(const Value *a, const Value *b, bool plural)
{
    if (a->n_words != b->n_words || !a->n_words) return false;
    for (uint32_t i = 0; i < a->n_words; i++)
        if (!same_word(a->word[i], b->word[i], plural)) return false;
    return true;
}

/* Names alone: one bearer? SAME, REFINED (spelling, shorter form), APART. */
static Compared name_compare(const Value *a, const Value *b)
{
    char ra[64], rb[64];
    bool phrases = !letters(a->text).named && !letters(b->text).named;
    if (phrases && same_words(a, b, true)) return say(RELATION_SAME, "the same words");
    if (phrases) return compare_wording(a, b);
    if (slice_eq(a->fold, b->fold))
        return a->ascii == b->ascii ? say(RELATION_SAME, "the same name")
                                    : say(RELATION_REFINED, "another spelling");
    if (same_words(a, b, false) && a->ascii == b->ascii) return say(RELATION_SAME, "the same name");
    Slice sa = squash(a, ra), sb = squash(b, rb);
    if (slice_eq(sa, sb)) return say(RELATION_REFINED, "another spelling");
    if (sa.n > 6 && sb.n > 6 && edit_distance(sa, sb) <= (sa.n + sb.n) / 14)
        return say(RELATION_REFINED, "another spelling");
    uint32_t there = close_words(a, b), back = close_words(b, a),
             close = there < back ? there : back;
    uint32_t least = a->n_words < b->n_words ? a->n_words : b->n_words;
    if (least && close >= least)
        return say(RELATION_REFINED,
                   a->n_words == b->n_words ? "another spelling" : "a shorter form of the name");
    bool list = memchr(a->text.p, ',', a->text.n) && memchr(b->text.p, ',', b->text.n);
    if (list && close) return say(RELATION_REFINED, "lists that share a name");
    return say(RELATION_APART, "different names");
}

/* ---- any two ---- */

static Compared compare_phones(const Value *a, const Value *b)
{
    char digits[2][40];
    size_t n[2] = {0, 0};
    const Value *v[2] = {a, b};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < v[k]->fold.n && n[k] < 40; i++)
            if (isdigit((unsigned char)v[k]->fold.p[i])) digits[k][n[k]++] = v[k]->fold.p[i];
    if (!n[0] || !n[1]) return say(RELATION_REFINED, "no number is given");
    if (n[0] == n[1] && memcmp(digits[0], digits[1], n[0]) == 0)
        return say(RELATION_SAME, "the same number");
    size_t least = (n[0] < n[1] ? n[0] : n[1]) > 6
                       ? (n[0] < n[1] ? n[0] : n[1]) - 1
                       : 0; /* national form: a leading 0 for a country code */
    if (n[0] != n[1] && least &&
        memcmp(digits[0] + n[0] - least, digits[1] + n[1] - least, least) == 0)
        return say(RELATION_REFINED, "with and without country code");
    return say(RELATION_APART, "different numbers");
}

/* A clock time, and a day with the same clock time. */
static bool clocks_same(const Value *a, const Value *b)
{
    bool clocks = (a->kind == VALUE_CLOCK || a->kind == VALUE_DAYS) &&
                  (b->kind == VALUE_CLOCK || b->kind == VALUE_DAYS);
    return clocks && a->minute_low >= 0 && compare_minutes(a, b).relation == RELATION_SAME;
}

Compared value_compare(const PlaceKnowledge *places, const Value *a, const Value *b)
{
    if (slice_eq(a->text, b->text)) return say(RELATION_SAME, "the same value");
    if (a->class == CLASS_DIGITS) return compare_phones(a, b);
    if (a->class == CLASS_NAME) return name_compare(a, b);
    if (a->class == CLASS_PLACE) return compare_places(places, a, b);
    if (a->kind == VALUE_WORDS && b->kind == VALUE_WORDS) return compare_wording(a, b);
    if (a->kind != b->kind) /* "8 p.m." and "8 p.m. on April 24" are one time */
        return clocks_same(a, b) ? say(RELATION_SAME, "the same time")
                                 : say(RELATION_REFINED, "one is vaguer");
    switch (a->kind) {
    case VALUE_NUMBER: return compare_numbers(a, b);
    case VALUE_DAYS: return compare_days(a, b);
    case VALUE_CLOCK: return compare_minutes(a, b);
    default: return compare_wording(a, b);
    }
}

/* ---- a set of values ---- */

/* Age and day of the report give the year of birth: 38 in 2007 and 39 in 2008 are one man, 43 in
 * 2010 and in 2012 are not. */
static Compared compare_ages(const Told *a, const Told *b, Compared plain)
{
    if (a->value.kind != VALUE_NUMBER || b->value.kind != VALUE_NUMBER || a->day == DAY_UNKNOWN ||
        b->day == DAY_UNKNOWN)
        return plain;
    double young_a = a->day - (a->value.low + 1) * 365.25, old_a = a->day - a->value.low * 365.25;
    double young_b = b->day - (b->value.low + 1) * 365.25, old_b = b->day - b->value.low * 365.25;
    double slack = plain.relation == RELATION_APART
                       ? -60
                       : 183; /* a birthday between two reports needs time; reports repeat the age
                                 of the day of the event */
    if (young_a <= old_b + slack && young_b <= old_a + slack)
        return plain.relation == RELATION_APART
                   ? say(RELATION_REFINED, "age at the date of the report")
                   : plain;
    return say(RELATION_APART, "ages that the dates of the reports do not allow");
}

/* A toll may rise from one day's reports to a later day's. */
static bool rises(const Told *a, const Told *b)
{
    if (a->day == DAY_UNKNOWN || b->day == DAY_UNKNOWN || a->day == b->day) return false;
    const Told *first = a->day < b->day ? a : b, *later = first == a ? b : a;
    return later->value.low >= first->value.low;
}

/* "Winds of 125 mph on Wednesday", "of 110 mph on Thursday"; how far a storm is off in two reports
 * of two days. */
static bool of_two_days(const Told *a, const Told *b)
{
    if (a->at != DAY_UNKNOWN && b->at != DAY_UNKNOWN) return a->at != b->at;
    if (a->value.low < 1 || b->value.low < 1)
        return false; /* kilometres: a man is five feet tall */
    return a->moving && a->day != DAY_UNKNOWN && b->day != DAY_UNKNOWN && a->day != b->day;
}

static Compared compare_told(const PlaceKnowledge *places, const Told *a, const Told *b)
{
    Compared c = value_compare(places, &a->value, &b->value);
    if (a->value.class == CLASS_AGE) c = compare_ages(a, b, c);
    if (c.relation != RELATION_APART || a->value.kind != VALUE_NUMBER) return c;
    if (a->value.class == CLASS_TOLL && rises(a, b)) return say(RELATION_REFINED, "a later figure");
    if (of_two_days(a, b)) return say(RELATION_REFINED, FIGURE_OF_ANOTHER_DAY);
    if ((a->value.class == CLASS_TOLL || a->value.class == CLASS_AMOUNT) &&
        (a->revised || b->revised))
        return say(RELATION_REFINED, "a revised figure");
    return c;
}

Judged value_judge(const PlaceKnowledge *places, const Told *told, uint32_t n)
{
    Judged out = {DLN_ONLY, "one report alone"};
    if (n == 0) return out;
    uint32_t most = n < 64 ? n : 64;
    bool voices = false;
    for (uint32_t i = 1; i < n; i++)
        voices |= told[i].voice != told[0].voice;
    if (voices) out = (Judged){DLN_AGREE, "the same value"};
    for (uint32_t i = 0; i < most; i++) {
        for (uint32_t j = i + 1; j < most; j++) {
            Compared c = compare_told(places, &told[i], &told[j]);
            if (c.relation == RELATION_APART) return (Judged){DLN_CONFLICT, c.why};
            if (!voices) continue;
            if (c.relation == RELATION_REFINED && out.verdict == DLN_AGREE)
                out = (Judged){DLN_REFINED, c.why};
            else if (out.verdict == DLN_AGREE && c.why[0])
                out.why = c.why;
        }
    }
    return out;
}

bool words_revise(const ValueWords *words, Slice text, Span span)
{
    uint32_t b = span.b, e = span.e;
    while (b > 0 && span.b - b < 160 && text.p[b - 1] != '\n' &&
           !(text.p[b - 1] == ' ' && b > 1 && text.p[b - 2] == '.'))
        b--;
    while (e < text.n && e - span.e < 160 && text.p[e] != '\n' && text.p[e] != '.')
        e++;
    for (uint32_t i = b; i < e; i++) {
        uint32_t w = i;
        while (i < e && isalpha((unsigned char)text.p[i]))
            i++;
        if (i > w && value_words_find_nocase(words, "revise", (Slice){text.p + w, i - w}))
            return true;
    }
    return false;
}

/* ---- the day of a report ---- */

static uint32_t number_near(Slice s, size_t *i)
{
    uint32_t v = 0, n = 0;
    while (*i < s.n && isdigit((unsigned char)s.p[*i]) && n < 5) {
        v = v * 10 + (uint32_t)(s.p[(*i)++] - '0');
        n++;
    }
    return n && n < 5 ? v : 0;
}

static uint32_t month_at(const ValueWords *words, Slice s, size_t *i)
{ /* full name, a slip in its end, or its first three letters */
    char room[12];
    size_t b = *i, n = 0;
    while (*i < s.n && isalpha((unsigned char)s.p[*i])) {
        if (n < sizeof room) room[n++] = (char)tolower((unsigned char)s.p[*i]);
        (*i)++;
    }
    if (*i - b < 3 || *i - b > 9) return 0;
    for (uint32_t r = 0; r < words->months.n; r++) {
        const Row *row = &words->months.at[r];
        Slice name = row_col(row, 1), got = {room, n};
        if (slice_starts(name, (Slice){room, 3}) && (n == 3 || n >= 5 || slice_eq(name, got)))
            return r + 1; /* they stand in order */
    }
    return 0;
}

static bool day_fits(uint32_t year, uint32_t month, uint32_t day)
{
    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
           day <= month_length((int32_t)year, month);
}

static void skip_marks(Slice s, size_t *i)
{
    while (*i < s.n && strchr(" ,.-/", s.p[*i]) && s.p[*i])
        (*i)++;
}

static int32_t date_at(const ValueWords *words, Slice s, size_t i)
{ /* "10 April 2007", "April 10, 2007", "2007/04/10", "Nov 27-2005" */
    size_t k = i;
    uint32_t a = 0, month = 0, b = 0;
    if (isdigit((unsigned char)s.p[k])) a = number_near(s, &k);
    skip_marks(s, &k);
    if (k >= s.n) return DAY_UNKNOWN;
    if (a >= 1900 && isdigit((unsigned char)s.p[k])) {
        month = number_near(s, &k);
        skip_marks(s, &k);
        b = k < s.n && isdigit((unsigned char)s.p[k]) ? number_near(s, &k) : 0;
        return day_fits(a, month, b) ? day_from_civil((int32_t)a, month, b) : DAY_UNKNOWN;
    }
    month = isalpha((unsigned char)s.p[k]) ? month_at(words, s, &k) : 0;
    if (!month) return DAY_UNKNOWN;
    skip_marks(s, &k);
    b = k < s.n ? number_near(s, &k) : 0;
    if (day_fits(b, month, a)) return day_from_civil((int32_t)b, month, a);
    if (k + 2 < s.n && isalpha((unsigned char)s.p[k]) && isalpha((unsigned char)s.p[k + 1]))
        k += 2; /* 28th */
    skip_marks(s, &k);
    uint32_t year = k < s.n ? number_near(s, &k) : 0;
    return day_fits(year, month, b) ? day_from_civil((int32_t)year, month, b) : DAY_UNKNOWN;
}

int32_t report_day(const ValueWords *words, const Report *report)
{
    if (report->published.day != DAY_UNKNOWN && report->published.value.n)
        return report->published.day;
    PartDate when = report->dateline.when;
    if (when.year && when.month && when.day) return day_from_civil(when.year, when.month, when.day);
    Slice head = {report->text.p, report->text.n < 600 ? report->text.n : 600};
    for (size_t i = 0; i < head.n; i++) {
        if (i > 0 && isalnum((unsigned char)head.p[i - 1])) continue;
        if (!isalnum((unsigned char)head.p[i])) continue;
        int32_t day = date_at(words, head, i);
        if (day != DAY_UNKNOWN) return day;
    }
    return DAY_UNKNOWN;
}
