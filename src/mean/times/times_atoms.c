/* times_atoms.c - see times_atoms.h. In: report text. Out: atoms, and the numbers that atoms make.
 * Number words follow the usual counting grammar: units and tens add, "hundred" and scales
 * multiply, "and" joins; a new word that cannot continue the number ends it ("six forty" is two
 * numbers). Known to miss: Indian grouping (1,50,000), roman numerals. */
#include "mean/times/times_atoms.h"
#include "base/number.h"
#include "base/utf8.h"
#include <math.h>
#include <stdlib.h>

enum { WORD_MAX = 24 };

uint32_t words_add(WordList *words, Slice form, Arena *arena)
{
    uint32_t index = map_find(&words->map, form);
    if (index != NONE) return index;
    if (!VEC_PUSH(arena, &words->number, (NumberWord){0})) return NONE;
    return map_put(&words->map, form, words->n) ? words->n++ : NONE;
}

static uint8_t number_kind(Slice name)
{
    static const char *const names[] = {"",     "unit",    "ten", "hundred", "scale", "ordinal",
                                        "part", "article", "and", "dozen",   "of",    "parts"};
    for (uint8_t k = 1; k < sizeof names / sizeof *names; k++)
        if (slice_is(name, names[k])) return k;
    return NUMBER_NOT;
}

dln_status words_numbers(const char *data_dir, WordList *words, Arena *arena, dln_error *err)
{
    Table table;
    TRY(table_load(data_dir, "en/quantities_numbers.txt", arena, &table, err));
    for (uint32_t i = 0; i < table.n; i++) {
        const Row *row = &table.at[i];
        uint8_t kind = number_kind(row_col(row, 1));
        if (!kind)
            return err_fill(err, DLN_ERR_DATA, "open",
                            "quantities_numbers.txt, line %u: unknown kind", row->line);
        uint32_t index = words_add(words, row_col(row, 0), arena);
        if (index == NONE) return arena_status(arena);
        char figures[32] = "";
        Slice value = row_col(row, 2);
        memcpy(figures, value.p, value.n < 31 ? value.n : 31);
        words->number.at[index] = (NumberWord){kind, number_read(figures, NULL)};
    }
    return DLN_OK;
}

static bool letter_byte(unsigned char c)
{
    return (unsigned char)((c | 32) - 'a') < 26 || c >= 0x80;
}
static bool digit_byte(unsigned char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Typographic marks that are three bytes long and count as marks: U+2010..U+2015, U+2018..U+201D,
 * U+2026, U+00A0 and U+202F are spaces. */
static uint32_t mark_at(Slice text, size_t i, size_t end, size_t *length)
{
    const unsigned char *p = (const unsigned char *)text.p + i;
    *length = 0;
    if (p[0] < 0x80) {
        *length = 1;
        return p[0];
    }
    if (i + 1 < end && p[0] == 0xC2) {
        *length = 2;
        return p[1] == 0xA0 ? ' '
               : p[1] == 0xBD || p[1] == 0xBC || p[1] == 0xBE || p[1] == 0xB0 || p[1] == 0xA3 ||
                       p[1] == 0xA5
                   ? (0x80u | p[1])
                   : '\'';
    }
    if (i + 2 >= end || p[0] != 0xE2) return 0;
    if (p[1] == 0x82) {
        *length = 3;
        return 0x20AC;
    }
    bool minus = p[1] == 0x88 && p[2] == 0x92; /* U+2212 */
    if (p[1] != 0x80 && !minus) return 0;
    *length = 3;
    if (minus) return '-';
    if (p[2] >= 0x90 && p[2] <= 0x95) return '-';
    if (p[2] == 0xAF || (p[2] >= 0x80 && p[2] <= 0x8B)) return ' ';
    return p[2] == 0x98 || p[2] == 0x99 ? '\'' : '"';
}

static void read_letters(Slice text, size_t end, const WordList *words, Atom *atom)
{
    char lower[WORD_MAX];
    size_t i = atom->span.b, n = 0, length;
    bool low = false, high = false;
    for (; i < end; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 0x80 && mark_at(text, i, end, &length) && length) break;
        if (!letter_byte(c)) break;
        if (n < WORD_MAX) lower[n] = (char)(c < 0x80 ? c | 32 : c);
        n++;
        low = low || (c >= 'a' && c <= 'z');
        high = high || (c >= 'A' && c <= 'Z');
    }
    atom->span.e = (uint32_t)i;
    atom->kind = ATOM_LETTERS;
    atom->capital = slice_capital_at(text, atom->span.b);
    atom->shout = high && !low;
    atom->word = n <= WORD_MAX ? map_find(&words->map, (Slice){lower, n}) : NONE;
}

static void read_digits(Slice text, size_t end, Atom *atom)
{
    size_t i = atom->span.b;
    uint64_t value = 0;
    for (; i < end && digit_byte((unsigned char)text.p[i]); i++)
        if (value < UINT32_MAX) value = value * 10 + (uint64_t)(text.p[i] - '0');
    size_t n = i - atom->span.b;
    atom->span.e = (uint32_t)i;
    atom->kind = ATOM_DIGITS;
    atom->digits = (uint8_t)(n > 255 ? 255 : n);
    atom->value = value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}

/* End of a web address that begins at i, or i. */
static size_t address_end(Slice text, size_t i, size_t end)
{
    size_t k = i;
    bool address = end - i > 4 && memcmp(text.p + i, "www.", 4) == 0;
    while (k < end && (unsigned char)text.p[k] > ' ') {
        if (!address && k > i + 2 && end - k > 3 && memcmp(text.p + k, "://", 3) == 0)
            address = true;
        if (!address && k - i > 12) break;
        k++;
    }
    return address ? k : i;
}

/* A line break parts sentences unless the line is as long as the lines of wrapped text are. */
static bool line_ends(size_t begin, size_t end)
{
    return end - begin < 50 || end - begin > 100;
}

/* The mark at byte i, 0 where a letter or digit stands. */
static uint32_t mark_here(Slice text, size_t i, size_t end, size_t *length)
{
    unsigned char c = (unsigned char)text.p[i];
    if (digit_byte(c) || (letter_byte(c) && c < 0x80)) return 0;
    return mark_at(text, i, end, length);
}

/* The atom that begins at byte i: the mark of so many bytes, figures or letters. The loop goes on
 * whatever the bytes, so that it is never empty. */
static Atom atom_here(Slice text, size_t i, size_t end, const WordList *words, uint32_t mark,
                      size_t length)
{
    Atom atom = {.span = {(uint32_t)i, (uint32_t)(i + 1)}, .word = NONE};
    if (mark) {
        atom.kind = ATOM_MARK;
        atom.value = mark;
        atom.span.e = (uint32_t)(i + length);
    } else if (digit_byte((unsigned char)text.p[i]))
        read_digits(text, end, &atom);
    else
        read_letters(text, end, words, &atom);
    if (atom.span.e <= i) atom.span.e = (uint32_t)i + 1;
    return atom;
}

/* What stands inside a web address is neither word nor number. */
static void blind(Atom *atom)
{
    atom->word = NONE;
    if (atom->kind == ATOM_DIGITS) atom->value = UINT32_MAX;
}

/* Behind the date line a stretch begins anew: "VELM, May 3 - Twelve people" is no range of days. */
static bool cut_stretch(const Report *report, Span stretch, const WordList *words, bool addresses,
                        Arena *arena, Atoms *atoms, uint32_t *cap)
{
    Slice text = report->text;
    uint32_t opens = report->dateline.span.e;
    bool space = true, breaks = true;
    size_t skip = 0, line = stretch.b, length = 1;
    for (size_t i = stretch.b; i < stretch.e;) {
        if (text.p[i] == 0) { /* mark_at has no other word for "none" */
            space = true;
            i++;
            continue;
        }
        uint32_t mark = mark_here(text, i, stretch.e, &length);
        if (mark && (mark <= ' ' || mark == 0x7F)) {
            space = true;
            if (mark == '\n') {
                breaks = breaks || line_ends(line, i);
                line = i + 1;
            }
            i += length;
            continue;
        }
        if (space && !addresses) skip = address_end(text, i, stretch.e);
        Atom atom = atom_here(text, i, stretch.e, words, mark, length);
        atom.glued = !space;
        atom.breaks = breaks || (opens && i >= opens);
        if (i >= opens) opens = 0;
        if (atom.span.e <= skip) blind(&atom);
        if (!vec_room_(arena, &atoms->at, atoms->n, cap, sizeof *atoms->at)) return false;
        atoms->at[atoms->n++] = atom;
        i = atom.span.e;
        space = breaks = false;
    }
    return true;
}

static bool is_prose(BlockKind kind)
{
    return kind != BLOCK_MARKUP && kind != BLOCK_LINK && kind != BLOCK_NOTE;
}

dln_status atoms_cut(const Report *report, const WordList *words, bool addresses, Arena *arena,
                     Atoms *atoms)
{
    uint32_t cap = 0;
    *atoms = (Atoms){0};
    if (report->blocks.n == 0 && !cut_stretch(report, (Span){0, (uint32_t)report->text.n}, words,
                                              addresses, arena, atoms, &cap))
        return arena_status(arena);
    for (uint32_t i = 0; i < report->blocks.n; i++) {
        const Block *block = &report->blocks.at[i];
        if (is_prose(block->kind) &&
            !cut_stretch(report, block->span, words, addresses, arena, atoms, &cap))
            return arena_status(arena);
    }
    return DLN_OK;
}

/* ---- numbers ---- */

static const NumberWord *number_word(const Atoms *atoms, const WordList *words, uint32_t i)
{
    static const NumberWord none = {0};
    if (i >= atoms->n || atoms->at[i].kind != ATOM_LETTERS || atoms->at[i].word == NONE)
        return &none;
    return &words->number.at[atoms->at[i].word];
}

static bool mark_is(const Atoms *atoms, uint32_t i, uint32_t mark)
{
    return i < atoms->n && atoms->at[i].kind == ATOM_MARK && atoms->at[i].value == mark;
}
static bool digits_are(const Atoms *atoms, uint32_t i, uint32_t n)
{
    return i < atoms->n && atoms->at[i].kind == ATOM_DIGITS && atoms->at[i].glued &&
           (n == 0 || atoms->at[i].digits == n) && atoms->at[i].value != UINT32_MAX;
}

#define FIGURES_MOST 1e18 /* what is larger counts nothing that news tells of */

/* "1,500", "4.5", "37": value and step of figures; end of the atoms, 0 where they never end. */
static uint32_t figures(const Atoms *atoms, uint32_t i, double *value, double *step)
{
    *value = atoms->at[i].value;
    *step = 1;
    uint32_t k = i + 1;
    if (atoms->at[i].digits <= 3)
        while (mark_is(atoms, k, ',') && atoms->at[k].glued && digits_are(atoms, k + 1, 3)) {
            *value = *value * 1000 + atoms->at[k + 1].value;
            if (*value > FIGURES_MOST) return 0;
            k += 2;
        }
    if (mark_is(atoms, k, '.') && atoms->at[k].glued && digits_are(atoms, k + 1, 0) &&
        atoms->at[k + 1].digits <= 6) {
        double unit = pow(10, atoms->at[k + 1].digits);
        *value += atoms->at[k + 1].value / unit;
        *step = 1 / unit;
        k += 2;
    }
    return k;
}

/* Largest power of ten that divides a whole number: the rounding that its figures show. */
static double round_step(double value)
{
    double step = 1;
    while (value >= 10 && step < 1e15 && fmod(value, step * 10) == 0)
        step *= 10;
    return step;
}

static bool ordinal_end(const Atoms *atoms, const WordList *words, uint32_t i)
{
    return i < atoms->n && atoms->at[i].glued &&
           number_word(atoms, words, i)->kind == NUMBER_ORDINAL &&
           number_word(atoms, words, i)->value == 0;
}

/* Three figures behind a comma behind three at most: they stand inside a number, and where its
 * begin was not read, because it never ends, they are none of their own. */
static bool in_figures(const Atoms *atoms, uint32_t i)
{
    return i >= 2 && digits_are(atoms, i, 3) && mark_is(atoms, i - 1, ',') &&
           atoms->at[i - 1].glued && atoms->at[i - 2].kind == ATOM_DIGITS &&
           atoms->at[i - 2].digits <= 3;
}

static bool number_figures(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    if (atoms->at[at].value == UINT32_MAX || in_figures(atoms, at)) return false;
    *number = (Number){.first = at, .figures = true};
    number->end = figures(atoms, at, &number->value, &number->step);
    if (!number->end) return false;
    number->whole = number->step >= 1;
    if (number->whole) number->step = round_step(number->value);
    if (number->whole && ordinal_end(atoms, words, number->end)) {
        number->ordinal = true;
        number->step = 1;
        number->end++;
        return true;
    }
    uint32_t k = number->end + (mark_is(atoms, number->end, '-') && atoms->at[number->end].glued);
    const NumberWord *scale = number_word(atoms, words, k);
    if (scale->kind == NUMBER_SCALE && number->value < 1e6) {
        number->value *= scale->value;
        number->step *= scale->value;
        number->whole = true;
        number->end = k + 1;
    }
    return true;
}

enum { SCORE = 20 };

/* "a score of ships", not "a score of 72", "the score". */
static bool is_score_of(const Atoms *atoms, const WordList *words, uint32_t i)
{
    return number_word(atoms, words, i)->value == SCORE &&
           number_word(atoms, words, i + 1)->kind == NUMBER_OF && i + 2 < atoms->n &&
           atoms->at[i + 2].kind == ATOM_LETTERS && !atoms->at[i + 2].capital &&
           number_word(atoms, words, i + 2)->kind == NUMBER_NOT;
}

/* Words: total holds finished scales, part the running hundreds. `last` tells what may come next.
 */
typedef struct Counting {
    double total, part, last_scale, dozen;
    bool scored; /* "a score of ships" */
    uint8_t last;
} Counting;

/* "two dozen", "four score", "a score of ships". */
static bool count_dozen(Counting *c, const NumberWord *w)
{
    if (c->last_scale > 0 || c->part > 99 || (w->value == SCORE && c->part == 0 && !c->scored))
        return false;
    c->part = (c->part == 0 ? 1 : c->part) * w->value;
    c->dozen = w->value;
    return true;
}

static bool count_word(Counting *c, const NumberWord *w)
{
    switch (w->kind) {
    case NUMBER_UNIT:
        if (c->last == NUMBER_UNIT || c->last == NUMBER_ARTICLE ||
            (c->last == NUMBER_TEN && w->value > 9) || w->value > 19)
            return false;
        c->part += w->value;
        break;
    case NUMBER_TEN:
        if (c->last != NUMBER_NOT && c->last != NUMBER_HUNDRED && c->last != NUMBER_SCALE)
            return false;
        c->part += w->value;
        break;
    case NUMBER_HUNDRED:
        if (c->last == NUMBER_HUNDRED || c->part > 99) return false;
        c->part = (c->part == 0 ? 1 : c->part) * 100;
        break;
    case NUMBER_SCALE:
        if (c->last_scale > 0 && w->value >= c->last_scale) return false;
        c->total += (c->part == 0 ? 1 : c->part) * w->value;
        c->part = 0;
        c->last_scale = w->value;
        break;
    case NUMBER_DOZEN:
        if (!count_dozen(c, w)) return false;
        break;
    default: return false;
    }
    c->last = w->kind;
    return true;
}

static bool is_part(const NumberWord *w)
{
    return w->kind == NUMBER_PART || w->kind == NUMBER_PARTS;
}

/* "two and a half", "one and a quarter": adds the part; end of the atoms. */
static uint32_t number_and_part(const Atoms *atoms, const WordList *words, uint32_t k,
                                double *value, double *step)
{
    if (number_word(atoms, words, k)->kind != NUMBER_AND) return k;
    uint32_t j = k + 1;
    double times = 1;
    const NumberWord *w = number_word(atoms, words, j);
    if (w->kind == NUMBER_ARTICLE)
        j++;
    else if (w->kind == NUMBER_UNIT && is_part(number_word(atoms, words, j + 1))) {
        times = w->value;
        j++;
    }
    w = number_word(atoms, words, j);
    if (!is_part(w) || (mark_is(atoms, j + 1, '-') && atoms->at[j + 1].glued)) return k;
    *value += times * w->value;
    *step = w->value;
    return j + 1;
}

static bool is_scale(const NumberWord *w)
{
    return w->kind == NUMBER_SCALE || w->kind == NUMBER_DOZEN || w->kind == NUMBER_HUNDRED;
}

/* Behind an optional hyphen. */
static uint32_t skip_hyphen(const Atoms *atoms, uint32_t i)
{
    return i + (mark_is(atoms, i, '-') && atoms->at[i].glued);
}

/* "half a million", "half-dozen", "a quarter of a million", "three quarters of a billion": parts of
 * a scale. */
static bool number_part_of(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    uint32_t k = at;
    double count = 1;
    const NumberWord *w = number_word(atoms, words, k);
    if (w->kind == NUMBER_ARTICLE || w->kind == NUMBER_UNIT) {
        count = w->kind == NUMBER_UNIT ? w->value : 1;
        w = number_word(atoms, words, k = skip_hyphen(atoms, k + 1));
    }
    double part = w->value;
    if (!is_part(w)) return false;
    k = skip_hyphen(atoms, k + 1);
    if (number_word(atoms, words, k)->kind == NUMBER_OF) k++;
    if (number_word(atoms, words, k)->kind == NUMBER_ARTICLE) k = skip_hyphen(atoms, k + 1);
    w = number_word(atoms, words, k);
    if (!is_scale(w) || k >= atoms->n || atoms->at[k].breaks) return false;
    *number = (Number){.first = at, .end = k + 1, .value = count * part * w->value, .whole = true};
    number->step = round_step(number->value);
    return true;
}

/* "a million and a half", "one and a half million", "a dozen and a half": the part is one of the
 * scale. */
static void scale_part(const Atoms *atoms, const WordList *words, double last, Number *number)
{
    double part = 0, step = number->step;
    uint32_t end = number_and_part(atoms, words, number->end, &part, &step);
    if (end == number->end) return;
    number->end = end;
    number->whole = last > 1;
    number->value += part * last;
    number->step = step * last;
    const NumberWord *w = number_word(atoms, words, end);
    if (last > 1 || !is_scale(w)) return;
    number->value *= w->value;
    number->step *= w->value;
    number->whole = true;
    number->end = end + 1;
}

/* A word that may follow "and" or a hyphen inside a number. */
static bool goes_on(const NumberWord *w)
{
    return w->kind == NUMBER_UNIT || w->kind == NUMBER_TEN || w->kind == NUMBER_ORDINAL ||
           w->kind == NUMBER_HUNDRED || w->kind == NUMBER_SCALE;
}

/* "a hundred", "a dozen", "a score of ships": where counting starts; false where the article counts
 * nothing. */
static bool skip_article(const Atoms *atoms, const WordList *words, uint32_t *at, Counting *c)
{
    if (number_word(atoms, words, *at)->kind != NUMBER_ARTICLE) return true;
    if (!is_scale(number_word(atoms, words, *at + 1))) return false;
    c->scored = is_score_of(atoms, words, *at + 1);
    ++*at;
    return true;
}

/* "and" behind a hundred or a scale, a hyphen. */
static bool joins_words(const Atoms *atoms, uint32_t at, const NumberWord *w, const Counting *c)
{
    if (w->kind == NUMBER_AND) return c->last == NUMBER_HUNDRED || c->last == NUMBER_SCALE;
    return mark_is(atoms, at, '-') && atoms->at[at].glued;
}

/* May an ordinal end the number: "twenty-first", "hundred and third"? */
static bool ordinal_fits(const Counting *c, const NumberWord *w)
{
    return c->last == NUMBER_NOT || c->last == NUMBER_HUNDRED || c->last == NUMBER_SCALE ||
           (c->last == NUMBER_TEN && w->value < 10);
}

/* Counts the words from `at` on; end of the number. */
static uint32_t count_words(const Atoms *atoms, const WordList *words, uint32_t first, uint32_t at,
                            Counting *c, Number *number)
{
    uint32_t end = first;
    for (uint32_t k = at; k - first < 24; k++) {
        const NumberWord *w = number_word(atoms, words, k);
        if (end > first && joins_words(atoms, k, w, c)) {
            if (!goes_on(number_word(atoms, words, k + 1))) break;
            continue;
        }
        if (w->kind == NUMBER_ORDINAL && w->value > 0) {
            if (!ordinal_fits(c, w)) break;
            c->part += w->value;
            number->ordinal = true;
            return k + 1;
        }
        if (!count_word(c, w)) break;
        end = k + 1;
    }
    return end;
}

static bool number_words(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    Counting c = {0};
    uint32_t start = at;
    if (!skip_article(atoms, words, &start, &c)) return false;
    *number = (Number){.first = at, .whole = true};
    uint32_t end = count_words(atoms, words, at, start, &c, number);
    if (end == at || (c.last == NUMBER_NOT && !number->ordinal)) return false;
    number->value = c.total + c.part;
    number->end = end;
    number->step = number->ordinal ? 1 : round_step(number->value);
    double last = c.last == NUMBER_SCALE ? c.last_scale : c.last == NUMBER_DOZEN ? c.dozen : 1;
    if (!number->ordinal) scale_part(atoms, words, last, number);
    return true;
}

/* "three quarters", "three-quarters": the part is in the plural. */
bool number_of_parts(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    if (number_part_of(atoms, words, at, number)) return true;
    const NumberWord *w = number_word(atoms, words, at);
    uint32_t k = skip_hyphen(atoms, at + 1);
    const NumberWord *part = number_word(atoms, words, k);
    if (w->kind != NUMBER_UNIT || w->value < 2 || part->kind != NUMBER_PARTS) return false;
    *number = (Number){
        .first = at, .end = k + 1, .value = w->value * part->value, .step = part->value};
    return true;
}

/* "half", "three quarters" and the vague plurals ("dozens", "hundreds of thousands"). */
static bool number_odd(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    const NumberWord *w = number_word(atoms, words, at);
    if (is_part(w)) {
        *number = (Number){.first = at, .end = at + 1, .value = w->value, .step = w->value};
        return true;
    }
    if (w->kind != NUMBER_DOZEN && w->kind != NUMBER_HUNDRED && w->kind != NUMBER_SCALE)
        return false;
    return false;
}

uint32_t number_part_behind(const Atoms *atoms, const WordList *words, uint32_t at, double *part)
{
    double step;
    *part = 0;
    return at < atoms->n && !atoms->at[at].breaks ? number_and_part(atoms, words, at, part, &step)
                                                  : at;
}

bool number_at(const Atoms *atoms, const WordList *words, uint32_t at, Number *number)
{
    const Atom *atom = &atoms->at[at];
    if (atom->kind == ATOM_DIGITS) {
        if (!number_figures(atoms, words, at, number)) return false;
        const NumberWord *last = number_word(atoms, words, number->end - 1);
        if (!number->ordinal && number->whole && (number->value < 1000 || is_scale(last)))
            scale_part(atoms, words, is_scale(last) ? last->value : 1, number);
        return true;
    }
    if (atom->kind != ATOM_LETTERS || atom->word == NONE) return false;
    return number_part_of(atoms, words, at, number) || number_words(atoms, words, at, number) ||
           number_odd(atoms, words, at, number);
}
