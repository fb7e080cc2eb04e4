/* value.c - see value.h.
 *
 * Idea: one normal form per value, read by the class of its attribute; figures go to a base unit
 * with the width their rounding leaves, dates to day intervals with their grain, clocks to minutes,
 * the rest to content words.
 *
 * Known to get wrong: figures inside wordings ("60 km SW of Bandar Abbas" of a place stays words),
 * sums of two figures, other calendars. */
#include "collate/value.h"
#include "base/civil.h"
#include "base/utf8.h"
#include <ctype.h>
#include <math.h>

static Slice words_key(char room[80], const char *kind, Slice word)
{
    size_t k = strlen(kind);
    if (k + 1 + word.n > 80) return (Slice){NULL, 0};
    memcpy(room, kind, k);
    room[k] = ' ';
    if (word.n) memcpy(room + k + 1, word.p, word.n);
    return (Slice){room, k + 1 + word.n};
}

/* "Turkish" is of Turkey: adjectives and countries of one word each. */
static dln_status load_peoples(const char *data_dir, Arena *arena, ValueWords *words,
                               dln_error *err)
{
    Table countries, peoples;
    Map name;
    TRY(table_load(data_dir, "en/countries.txt", arena, &countries, err));
    TRY(table_load(data_dir, "en/demonyms.txt", arena, &peoples, err));
    map_init(&name, arena);
    map_init(&words->people, arena);
    for (uint32_t i = 0; i < countries.n; i++)
        if (!map_put(&name, countries.at[i].col[0], i)) return DLN_ERR_NOMEM;
    for (uint32_t i = 0; i < peoples.n; i++) {
        const Row *row = &peoples.at[i];
        uint32_t found = map_find(&name, row->col[0]);
        Slice of = found == NONE ? (Slice){NULL, 0} : row_col(&countries.at[found], 2);
        Slice people = text_lower(row_col(row, 1), arena), country = text_lower(of, arena);
        if (!people.p || !country.p) return DLN_ERR_NOMEM;
        if (!of.n || memchr(of.p, ' ', of.n) || memchr(people.p, ' ', people.n)) continue;
        if (map_find(&words->people, people) != NONE) continue;
        if (!map_put(&words->people, people, words->country.n) ||
            !VEC_PUSH(arena, &words->country, country))
            return DLN_ERR_NOMEM;
    }
    return DLN_OK;
}

dln_status value_words_load(const char *data_dir, Arena *arena, ValueWords *words, dln_error *err)
{
    TRY(table_load(data_dir, "en/values.txt", arena, &words->table, err));
    map_init(&words->row, arena);
    for (uint32_t i = 0; i < words->table.n; i++) {
        const Row *row = &words->table.at[i];
        Slice key = arena_printf(arena, "%.*s %.*s", (int)row->col[0].n, row->col[0].p,
                                 (int)row_col(row, 1).n, row_col(row, 1).p);
        uint32_t first = map_find(&words->row, key);
        if (!key.p || (first == NONE && !map_put(&words->row, key, i))) return DLN_ERR_NOMEM;
        if (slice_is(row->col[0], "month") && !VEC_PUSH(arena, &words->months, *row))
            return DLN_ERR_NOMEM;
    }
    return load_peoples(data_dir, arena, words, err);
}

const Row *value_words_find(const ValueWords *words, const char *kind, Slice word)
{
    char room[80];
    Slice key = words_key(room, kind, word);
    uint32_t i = key.p ? map_find(&words->row, key) : NONE;
    return i == NONE ? NULL : &words->table.at[i];
}

const Row *value_words_find_nocase(const ValueWords *words, const char *kind, Slice word)
{
    char small[80];
    return value_words_find(words, kind, slice_lower(word, small, sizeof small));
}

ValueClass value_class(const ValueWords *words, Slice attribute)
{
    static const char *const names[CLASS_COUNT] = {"loose", "strict", "toll",     "number",
                                                   "age",   "amount", "duration", "date",
                                                   "clock", "place",  "name",     "digits"};
    Attribute known = attribute_by_name(attribute);
    if (known != ATTRIBUTE_NONE) return attribute_row[known].class;
    const Row *row = value_words_find(words, "class", attribute);
    for (uint32_t c = 0; row && c < CLASS_COUNT; c++)
        if (slice_is(row_col(row, 2), names[c])) return (ValueClass)c;
    return CLASS_LOOSE;
}

static double slice_number(Slice s)
{ /* digits and one point; 0 otherwise */
    double v = 0, scale = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') {
            scale = 1;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') continue;
        v = v * 10 + (s.p[i] - '0');
        if (scale > 0) scale *= 10;
    }
    return scale > 0 ? v / scale : v;
}

/* ---- words ---- */

static Slice stem(Slice w)
{
    if (slice_ends(w, SLICE("ies")) && w.n > 4) return (Slice){w.p, w.n - 2};
    if (slice_ends(w, SLICE("s")) && w.n > 3 && !slice_ends(w, SLICE("ss")) &&
        !slice_ends(w, SLICE("us")))
        w.n--;
    if (slice_ends(w, SLICE("ing")) && w.n > 5)
        w.n -= 3;
    else if (slice_ends(w, SLICE("ed")) && w.n > 4)
        w.n -= 2;
    if (slice_ends(w, SLICE("e")) && w.n > 4) w.n--;
    return w;
}

static Slice word_head(const ValueWords *words, Slice w)
{ /* its synonym's head, stemmed */
    const Row *row = value_words_find(words, "same", w);
    if (!row && w.n > 2 && slice_ends(w, SLICE("s")))
        row = value_words_find(words, "same", (Slice){w.p, w.n - 1});
    if (!row && w.n > 4 && slice_ends(w, SLICE("d")))
        row = value_words_find(words, "same", (Slice){w.p, w.n - 1});
    if (!row && w.n > 4 && slice_ends(w, SLICE("ed")))
        row = value_words_find(words, "same", (Slice){w.p, w.n - 2});
    if (!row && w.n > 5 && slice_ends(w, SLICE("ing")))
        row = value_words_find(words, "same", (Slice){w.p, w.n - 3});
    uint32_t people = row ? NONE : map_find(&words->people, w);
    if (people != NONE) return stem(words->country.at[people]);
    return stem(row ? row_col(row, 2) : w);
}

static bool word_char(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || c == '.';
}

static void add_word(Value *value, Slice w)
{
    for (uint32_t i = 0; i < value->n_words; i++)
        if (slice_eq(value->word[i], w)) return;
    if (value->n_words < VALUE_MAX_WORDS) value->word[value->n_words++] = w;
}

/* A typographic apostrophe is one of the keyboard: "Orla\xE2\x80\x99s sister", "Orla's sister".
 * No memory: the fold as it was. */
static Slice plain_apostrophes(Slice fold, Arena *arena)
{
    static const char *const marks[] = {"\xE2\x80\x99", "\xE2\x80\x98"};
    if (slice_find(fold, slice_of(marks[0])) == SIZE_MAX &&
        slice_find(fold, slice_of(marks[1])) == SIZE_MAX)
        return fold;
    char *out = arena_array(arena, fold.n, 1);
    size_t n = 0;
    for (size_t i = 0; out && i < fold.n;) {
        Slice rest = {fold.p + i, fold.n - i};
        bool mark = slice_starts(rest, slice_of(marks[0])) ||
                    slice_starts(rest, slice_of(marks[1]));
        out[n++] = mark ? '\'' : fold.p[i];
        i += mark ? 3 : 1;
    }
    return out ? (Slice){out, n} : fold;
}

static void parse_words(const ValueWords *words, Value *value)
{
    Slice s = value->fold;
    for (size_t i = 0; i < s.n;) {
        if (!word_char(s.p[i])) {
            i++;
            continue;
        }
        size_t b = i;
        while (i < s.n && word_char(s.p[i]))
            i++;
        Slice w = {s.p + b, i - b};
        while (w.n && w.p[w.n - 1] == '.')
            w.n--;
        while (w.n && w.p[0] == '.') {
            w.p++;
            w.n--;
        }
        if (i + 1 < s.n && s.p[i] == '\'' && s.p[i + 1] == 's') i += 2;
        if (!w.n || value_words_find(words, "drop", w) || value_words_find(words, "small", w))
            continue;
        if (value_words_find(words, "not", w)) {
            value->negated = true;
            continue;
        }
        add_word(value, value->class == CLASS_NAME ? w : word_head(words, w));
    }
}

/* ---- figures ---- */

static Slice take_bound(Slice s, Bound *bound)
{
    static const struct {
        const char *words;
        Bound bound;
    } said[] = {{"at least ", BOUND_AT_LEAST},
                {"more than ", BOUND_MORE_THAN},
                {"about ", BOUND_ABOUT},
                {"around ", BOUND_ABOUT},
                {"up to ", BOUND_AT_MOST}};
    Slice sign = {NULL, 0};
    *bound = BOUND_NONE;
    for (Bound b = BOUND_ABOUT; b <= BOUND_LESS_THAN && !*bound; b++)
        if (slice_starts(s, sign = slice_of(bound_sign[b]))) *bound = b;
    for (size_t i = 0; i < sizeof said / sizeof *said && !*bound; i++)
        if (slice_starts(s, sign = slice_of(said[i].words))) *bound = said[i].bound;
    return *bound ? slice_trim((Slice){s.p + sign.n, s.n - sign.n}) : s;
}

static double figure_grain(Slice digits)
{
    double grain = 1;
    size_t point = 0;
    while (point < digits.n && digits.p[point] != '.')
        point++;
    for (size_t i = point + 1; i < digits.n; i++)
        grain /= 10;
    if (point < digits.n) return grain;
    for (size_t i = digits.n; i > 1 && (digits.p[i - 1] == '0' || digits.p[i - 1] == ','); i--)
        if (digits.p[i - 1] == '0') grain *= 10;
    return grain;
}

/* A figure at the start of `s`; what follows goes to *rest. Commas part thousands only. */
static bool take_figure(Slice s, double *figure, double *grain, Slice *rest)
{
    static const struct {
        const char *word;
        double times;
    } scale[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12},
                 {"k ", 1e3},       {"m ", 1e6},      {"bn", 1e9}};
    size_t i = 0;
    while (i < s.n &&
           (isdigit((unsigned char)s.p[i]) ||
            (s.p[i] == '.' && i + 1 < s.n && isdigit((unsigned char)s.p[i + 1])) ||
            (s.p[i] == ',' && i > 0 && i + 3 < s.n && isdigit((unsigned char)s.p[i + 1]) &&
             isdigit((unsigned char)s.p[i + 2]) && isdigit((unsigned char)s.p[i + 3]))))
        i++;
    if (i == 0 || i > 30) return false;
    Slice digits = {s.p, i};
    *figure = slice_number(digits);
    *grain = figure_grain(digits);
    *rest = slice_trim((Slice){s.p + i, s.n - i});
    for (size_t k = 0; k < sizeof scale / sizeof *scale; k++) {
        Slice word = slice_of(scale[k].word);
        if (!slice_starts(*rest, word)) continue;
        *figure *= scale[k].times;
        *grain *= scale[k].times;
        *rest = slice_trim((Slice){rest->p + word.n, rest->n - word.n});
    }
    return true;
}

/* "-5 C" is below nought. */
static bool take_signed(Slice s, double *figure, double *grain, Slice *rest)
{
    bool minus = slice_starts(s, SLICE("-"));
    if (!take_figure((Slice){s.p + minus, s.n - minus}, figure, grain, rest)) return false;
    if (minus) *figure = -*figure;
    return true;
}

static Slice first_word(Slice s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] != ' ' && s.p[i] != ',')
        i++;
    return (Slice){s.p, i};
}

static const Row *find_unit(const ValueWords *words, Slice w)
{
    const Row *row = value_words_find(words, "unit", w);
    if (!row && w.n > 2 && slice_ends(w, SLICE("s")))
        row = value_words_find(words, "unit", (Slice){w.p, w.n - 1});
    return row;
}

static void set_unit(const ValueWords *words, Slice rest, Value *value)
{
    Slice unit = first_word(rest);
    const Row *row = unit.n ? find_unit(words, unit) : NULL;
    value->unit = unit;
    if (!row) return;
    double factor = slice_number(row_col(row, 3));
    value->dimension = row_col(row, 2);
    value->low *= factor;
    value->high *= factor;
    value->grain *= factor;
}

/* "USD 35000", "$ 108000000", "~EUR 85000000": the currency before the figure. */
static Slice take_currency(Slice s, Value *value)
{
    static const struct {
        const char *sign, *code;
        CurrencyState state;
    } signs[] = {{"$", "$", CURRENCY_UNMARKED},
                 {"us$", "usd", CURRENCY_KNOWN},
                 {"\xC2\xA3", "gbp", CURRENCY_KNOWN},
                 {"\xE2\x82\xAC", "eur", CURRENCY_KNOWN},
                 {"\xC2\xA5", "jpy", CURRENCY_UNMARKED}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        Slice sign = slice_of(signs[i].sign);
        if (!slice_starts(s, sign)) continue;
        value->currency = slice_of(signs[i].code);
        value->currency_state = signs[i].state;
        return slice_trim((Slice){s.p + sign.n, s.n - sign.n});
    }
    Slice w = first_word(s);
    if (w.n == 3 && w.n < s.n && isalpha((unsigned char)w.p[0]) && isalpha((unsigned char)w.p[1]) &&
        isalpha((unsigned char)w.p[2])) {
        value->currency = w;
        value->currency_state = CURRENCY_KNOWN;
        return slice_trim((Slice){s.p + 3, s.n - 3});
    }
    return s;
}

static bool parse_vague(const ValueWords *words, Value *value)
{
    for (uint32_t i = 0; i < value->n_words; i++) {
        const Row *row = value_words_find(words, "vague", value->word[i]);
        Slice plural = {value->word[i].p,
                        value->word[i].n + 1}; /* stems lie in the fold: the plural is there */
        if (!row && value->word[i].p >= value->fold.p &&
            plural.p + plural.n <= value->fold.p + value->fold.n)
            row = value_words_find(words, "vague", plural);
        if (!row) continue;
        value->kind = VALUE_NUMBER;
        value->bound = BOUND_VAGUE;
        value->low = slice_number(row_col(row, 2));
        value->high = slice_number(row_col(row, 3));
        if (value->class == CLASS_DURATION) value->dimension = SLICE("time");
        return true;
    }
    return false;
}

static bool parse_number(const ValueWords *words, Value *value)
{
    Slice s = take_bound(value->fold, &value->bound), rest;
    s = take_currency(s, value);
    double figure, grain;
    if (!take_signed(s, &figure, &grain, &rest))
        return value->n_words <= 3 && parse_vague(words, value);
    if (rest.n && (rest.p[0] == ',' || rest.p[0] == ';')) return false; /* a list stays words */
    value->kind = VALUE_NUMBER;
    value->low = value->high = figure;
    value->grain = grain;
    if (rest.n && rest.p[0] == '-') {
        double high, g;
        Slice after;
        if (take_signed(slice_trim((Slice){rest.p + 1, rest.n - 1}), &high, &g, &after) &&
            high > figure) {
            value->high = high;
            rest = after;
        }
    }
    set_unit(words, rest, value);
    return true;
}

/* ---- dates and clocks ---- */

static bool digits_at(Slice s, size_t at, size_t n, uint32_t *value)
{
    *value = 0;
    if (at + n > s.n) return false;
    for (size_t i = at; i < at + n; i++) {
        if (!isdigit((unsigned char)s.p[i])) return false;
        *value = *value * 10 + (uint32_t)(s.p[i] - '0');
    }
    return true;
}

static bool set_days(Value *value, uint32_t year, uint32_t month, uint32_t day)
{
    if (month > 12 || year < 1 || (day && (day > month_length((int32_t)year, month)))) return false;
    value->from = day_from_civil((int32_t)year, month ? month : 1, day ? day : 1);
    uint32_t last = month ? month : 12;
    value->to = day_from_civil((int32_t)year, last, day ? day : month_length((int32_t)year, last));
    value->month = month;
    value->day = day;
    return true;
}

static bool parse_week(Slice s, uint32_t year, Value *value)
{ /* "2007-W14" */
    uint32_t week;
    if (s.n < 8 || s.p[5] != 'w' || !digits_at(s, 6, 2, &week) || week < 1 || week > 53)
        return false;
    int32_t fourth = day_from_civil((int32_t)year, 1, 4); /* always in week 1 */
    value->from = fourth - (int32_t)day_weekday(fourth) + 1 + 7 * ((int32_t)week - 1);
    value->to = value->from + 6;
    return true;
}

/* "xxxx-05-12" and "05-12": a day of any year. */
static bool parse_yearless(Slice s, size_t at, Value *value)
{
    uint32_t month, day = 0;
    if (!digits_at(s, at, 2, &month) || month < 1 || month > 12) return false;
    if (s.n > at + 3 && !digits_at(s, at + 3, 2, &day)) return false;
    value->month = month;
    value->day = day;
    return true;
}

/* "xxxx-wxx-5": a weekday of any week. */
static bool parse_weekday(Slice s, Value *value)
{
    uint32_t weekday;
    if (!digits_at(s, 9, 1, &weekday) || weekday < 1 || weekday > 7) return false;
    value->weekday = weekday;
    return true;
}

static bool parse_iso(Slice s, Value *value)
{
    uint32_t year, month = 0, day = 0;
    if (slice_starts(s, SLICE("xxxx-wxx-"))) return parse_weekday(s, value);
    if (slice_starts(s, SLICE("xxxx-"))) return parse_yearless(s, 5, value);
    if (s.n >= 5 && s.p[2] == '-' && digits_at(s, 0, 2, &month)) return parse_yearless(s, 0, value);
    if (!digits_at(s, 0, 4, &year)) return false;
    char behind = s.n > 4 ? s.p[4] : ' ';
    if (behind != '-' && behind != ' ' && behind != 't') return false;
    if (s.n >= 8 && s.p[5] == 'w') return parse_week(s, year, value);
    bool dashed = behind == '-';
    if (s.n >= 7 && dashed && (!digits_at(s, 5, 2, &month) || month < 1)) return false;
    if (s.n >= 10 && dashed && s.p[7] == '-' && (!digits_at(s, 8, 2, &day) || day < 1))
        return false;
    return set_days(value, year, month, day);
}

/* "9:25", "17:06 utc", "t08:30", "xxxx-xx-xxt08:30" of a day not known: minutes of the day. */
static bool parse_clock(Slice s, Value *value)
{
    static const char no_day[] = "xxxx-xx-xx";
    Slice t = take_bound(s, &value->bound);
    uint32_t hour, minute;
    if (slice_starts(t, slice_of(no_day))) {
        t.p += sizeof no_day - 1;
        t.n -= sizeof no_day - 1;
    }
    if (t.n && t.p[0] == 't') {
        t.p++;
        t.n--;
    }
    size_t colon = t.n > 2 && t.p[2] == ':' ? 2 : t.n > 1 && t.p[1] == ':' ? 1 : 0;
    if (!colon || !digits_at(t, 0, colon, &hour) || !digits_at(t, colon + 1, 2, &minute) ||
        hour > 24 || minute > 59)
        return false;
    value->minute_low = value->minute_high = (int32_t)(hour * 60 + minute);
    return true;
}

static bool parse_parts(const ValueWords *words, Value *value)
{
    bool found = false;
    for (uint32_t i = 0; i < value->n_words; i++) {
        const Row *row = value_words_find(words, "part", value->word[i]);
        if (!row && slice_starts(value->word[i], SLICE("morn")))
            row = value_words_find(words, "part", SLICE("morning"));
        if (!row && slice_starts(value->word[i], SLICE("even")))
            row = value_words_find(words, "part", SLICE("evening"));
        if (!row) continue;
        int32_t low = (int32_t)slice_number(row_col(row, 2)),
                high = (int32_t)slice_number(row_col(row, 3));
        value->minute_low = found && value->minute_low > low ? value->minute_low : low;
        value->minute_high = found && value->minute_high < high ? value->minute_high : high;
        found = true;
    }
    return found;
}

/* "2018-10-14tni", "xxxx-wxx-5tmo": the part of the day as times are written. */
static void parse_part_code(const ValueWords *words, Slice s, Value *value)
{
    static const struct {
        const char *code, *from, *to; /* "2:30 on Sunday morning" */
    } codes[] = {{"tmo", "early", "morning"},
                 {"taf", "afternoon", "afternoon"},
                 {"tev", "evening", "evening"},
                 {"tni", "night", "night"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes && s.n == 13; i++) {
        if (!slice_ends(s, slice_of(codes[i].code))) continue;
        const Row *from = value_words_find(words, "part", slice_of(codes[i].from)),
                  *to = value_words_find(words, "part", slice_of(codes[i].to));
        if (!from || !to) return;
        value->minute_low = (int32_t)slice_number(row_col(from, 2));
        value->minute_high = (int32_t)slice_number(row_col(to, 3));
    }
}

static bool parse_named_days(const ValueWords *words, Value *value)
{
    for (uint32_t i = 0; i < value->n_words; i++) {
        const Row *row = value_words_find(words, "weekday", value->word[i]);
        if (row) value->weekday = (uint32_t)slice_number(row_col(row, 2));
        if (!row && (row = value_words_find(words, "month", value->word[i])) != NULL)
            value->month = (uint32_t)slice_number(row_col(row, 2));
    }
    return value->weekday || value->month;
}

static bool parse_date(const ValueWords *words, Value *value)
{
    Slice s = take_bound(value->fold, &value->bound);
    size_t slash = slice_find(s, SLICE("/"));
    Value end = *value;
    if (slash != SIZE_MAX && parse_iso((Slice){s.p, slash}, value) &&
        parse_iso((Slice){s.p + slash + 1, s.n - slash - 1}, &end)) {
        if (value->from != DAY_UNKNOWN && end.to >= value->from) value->to = end.to;
        value->day = 0;
        value->kind = VALUE_DAYS;
        return true;
    }
    bool found = parse_iso(s, value);
    if (!found) found = parse_named_days(words, value);
    if (found) value->kind = VALUE_DAYS;
    parse_parts(words, value);
    parse_part_code(words, s, value);
    size_t t = slice_find(s, SLICE("t"));
    if (found && t == 10) {
        Bound keep = value->bound;
        parse_clock((Slice){s.p + 11, s.n - 11}, value);
        value->bound = keep;
    }
    return found;
}

dln_status value_parse(const ValueWords *words, ValueClass class, Slice text, Arena *arena,
                       Value *value)
{
    *value = (Value){.class = class,
                     .text = text,
                     .from = DAY_UNKNOWN,
                     .to = DAY_UNKNOWN,
                     .minute_low = -1,
                     .minute_high = -1};
    value->ascii = slice_is_ascii(plain_apostrophes(text, arena));
    value->fold = text_fold(slice_trim(text), arena);
    if (!value->fold.p && text.n) return arena_status(arena);
    value->fold = plain_apostrophes(value->fold, arena);
    parse_words(words, value);
    switch (class) {
    case CLASS_TOLL:
    case CLASS_NUMBER:
    case CLASS_AGE:
    case CLASS_AMOUNT:
    case CLASS_DURATION: parse_number(words, value); break;
    case CLASS_DATE: parse_date(words, value); break;
    case CLASS_CLOCK:
        if (parse_clock(value->fold, value) || parse_parts(words, value))
            value->kind = VALUE_CLOCK;
        else
            parse_date(words, value);
        break;
    default: break;
    }
    return DLN_OK;
}
