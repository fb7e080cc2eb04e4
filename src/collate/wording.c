/* wording.c - see wording.h.
 *
 * In: text between marks of two reports. Out: words, alignment, differences.
 *
 * Idea: local alignment by dynamic programming, a word that says something counting more than
 * "the"; what lies between two matched words is a difference, unless it is one that every newsroom
 * makes: an ellipsis, a word in brackets, another apostrophe, "good will" for "goodwill". "We will
 * remember it when we are called" against "We will remember when we are called": "it".
 *
 * Known to get wrong: a difference next to either end of what the two have in common; figures in
 * digits against the same in letters count as no difference even where they are two figures. */
#include "collate/wording.h"
#include "collate/compare.h"
#include "base/utf8.h"
#include <ctype.h>

/* ---- words ---- */

typedef struct Reader {
    const ValueWords *words;
    Slice text;
    const LangText *lang;
    Arena *arena;
    SaidWords *out;
    uint32_t sentence; /* the one that was met last */
    uint32_t brackets; /* how deep */
    bool loose;
} Reader;

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC;
}

static bool in_word(uint32_t c)
{
    return char_is_letter(c) || char_is_digit(c) || char_is_mark(c);
}

static uint32_t peek(Slice text, size_t i, uint32_t end)
{
    return i < end ? utf8_next(text, &i) : 0;
}

/* A dot or comma inside "U.N.", "2.5", "1,000" parts no word. */
static bool joins(Slice text, size_t begin, size_t i, uint32_t c, uint32_t next)
{
    uint32_t before = i > begin ? (unsigned char)text.p[i - 1] : 0;
    bool figures = (c == '.' || c == ',') && isdigit((int)before) && char_is_digit(next);
    bool initials = c == '.' && isalpha((int)before) && char_is_letter(next) &&
                    (i - begin < 2 || text.p[i - 2] == '.');
    return figures || initials;
}

static void step_sentence(Reader *r, uint32_t at)
{
    while (r->sentence + 1 < r->lang->n_sentences &&
           r->lang->sentence[r->sentence + 1].span.b <= at)
        r->sentence++;
}

/* Letters of the word without its dots: "u.n." is "un". */
static Slice bare_letters(Slice fold, Arena *arena)
{
    if (!memchr(fold.p, '.', fold.n) && !memchr(fold.p, ',', fold.n)) return fold;
    char *out = ARENA_ARRAY(arena, char, fold.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < fold.n; i++)
        if (fold.p[i] != ',' &&
            (fold.p[i] != '.' || (i > 0 && isdigit((unsigned char)fold.p[i - 1]))))
            out[n++] = fold.p[i];
    return (Slice){out, n};
}

/* "Late January 2018" is not "late 2018" with a name put in. May and March are names as well. */
static bool names_time(const Reader *r, Slice fold)
{
    return !slice_is(fold, "may") && !slice_is(fold, "march") &&
           (value_words_find(r->words, "month", fold) ||
            value_words_find(r->words, "weekday", fold));
}

static bool add_word(Reader *r, Span span, bool clipped)
{
    Slice fold = text_fold(slice_span(r->text, span), r->arena);
    if (fold.p) fold = bare_letters(fold, r->arena);
    if (!fold.p) return false;
    const Row *whole = clipped ? value_words_find(r->words, "clipped", fold) : NULL;
    if (whole) fold = row_col(whole, 2);
    step_sentence(r, span.b);
    SaidWord w = {.span = span,
                  .fold = fold,
                  .hash = hash_bytes(fold, 5),
                  .sentence = r->sentence,
                  .says = !value_words_find(r->words, "drop", fold),
                  .clipped = clipped,
                  .capital = isupper((unsigned char)r->text.p[span.b]) && !names_time(r, fold),
                  .loose = r->loose};
    w.joined = span.b > 0 && r->text.p[span.b - 1] == '-';
    w.content = w.says && fold.n >= 4 && !w.joined;
    r->loose = false;
    return VEC_PUSH(r->arena, r->out, w);
}

/* "don't" is "do" and "not". */
static bool add_negated(Reader *r, Span span)
{
    uint32_t n = span.e - 1;
    if (!add_word(r, (Span){span.b, n}, false)) return false;
    if (!add_word(r, (Span){n, span.e}, false)) return false;
    SaidWord *w = &r->out->at[r->out->n - 1];
    w->fold = SLICE("not");
    w->hash = hash_bytes(w->fold, 5);
    w->content = false;
    w->clipped = true;
    return true;
}

static bool take_word(Reader *r, size_t *i, uint32_t end, bool clipped)
{
    uint32_t begin = (uint32_t)*i, c = 0;
    size_t at = *i;
    while (at < end) {
        size_t next = at;
        c = utf8_next(r->text, &next);
        if (!in_word(c) && !joins(r->text, begin, at, c, peek(r->text, next, end))) break;
        at = next;
    }
    *i = at;
    size_t behind = at;
    uint32_t mark = at < end ? utf8_next(r->text, &behind) : 0;
    bool negated = is_apostrophe(mark) && at > begin + 1 && (r->text.p[at - 1] | 32) == 'n' &&
                   (peek(r->text, behind, end) | 32) == 't' && behind < end &&
                   !in_word(peek(r->text, behind + 1, end));
    if (negated) {
        *i = behind + 1;
        return r->brackets > 0 || add_negated(r, (Span){begin, (uint32_t)at});
    }
    return r->brackets > 0 || add_word(r, (Span){begin, (uint32_t)at}, clipped);
}

static bool take_sign(Reader *r, uint32_t c, Span span)
{
    if (c == '[' || c == '(') r->brackets++;
    if ((c == ']' || c == ')') && r->brackets > 0) r->brackets--;
    bool dots = c == '.' && span.b > 0 &&
                (r->text.p[span.b - 1] == '.' ||
                 (r->text.p[span.b - 1] == ' ' && span.b > 1 && r->text.p[span.b - 2] == '.'));
    if (c == '[' || c == ']' || c == '(' || c == ')' || c == 0x2026 || c == '*' || dots)
        r->loose = true;
    if (r->brackets > 0) return true;
    const Row *sign = c < 0x80 ? value_words_find(r->words, "sign", slice_span(r->text, span))
                               : NULL;
    if (!sign) return true;
    if (!add_word(r, span, false)) return false;
    SaidWord *w = &r->out->at[r->out->n - 1];
    w->fold = row_col(sign, 2);
    w->hash = hash_bytes(w->fold, 5);
    return true;
}

bool wording_read(const ValueWords *words, Slice text, const LangText *lang, Span span,
                  Arena *arena, SaidWords *out)
{
    Reader r = {.words = words, .text = text, .lang = lang, .arena = arena, .out = out};
    uint32_t behind;
    LIST_FIRST(behind, lang->n_sentences, lang->sentence[behind].span.b <= span.b);
    r.sentence = behind ? behind - 1 : 0;
    bool clipped = false;
    for (size_t i = span.b; i < span.e;) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        if (in_word(c)) {
            i = at;
            if (!take_word(&r, &i, span.e, clipped)) return false;
            clipped = i < span.e && is_apostrophe(peek(text, i, span.e));
            continue;
        }
        clipped = clipped && is_apostrophe(c);
        if (!take_sign(&r, c, (Span){(uint32_t)at, (uint32_t)i})) return false;
    }
    return true;
}

/* ---- alignment ---- */

enum { STEP_END, STEP_BOTH, STEP_A, STEP_B };
enum { CONTENT = 3, PLAIN = 2, SKIP = -1 };

/* Where the words of a row stand, by their hashes: columns from 1 on, 0 none. */
enum { DOORS = 64 };
typedef struct Places {
    uint32_t first[DOORS], next[ROW_MAX + 1];
} Places;

static void note_places(WordRow row, Places *p)
{
    memset(p->first, 0, sizeof p->first);
    for (uint32_t j = row.n; j > 0; j--) {
        uint32_t *first = &p->first[row.word[j - 1].hash % DOORS];
        p->next[j] = *first;
        *first = j;
    }
}

/* The first column from `j` on, of those behind its door, that holds the word; 0: none. */
static uint32_t column_of(const Places *p, WordRow row, uint32_t j, uint64_t hash)
{
    while (j && row.word[j - 1].hash != hash)
        j = p->next[j];
    return j;
}

/* A row of the grid: the score of the best alignment that ends with each pair, 0 none. */
typedef struct Line {
    int32_t score[ROW_MAX + 1];
    uint32_t live[ROW_MAX + 1], n; /* columns above 0, in order */
} Line;

typedef struct Grid {
    WordRow a, b;
    Places places; /* of b's words */
    Line line[2];
    uint8_t *step; /* [a.n + 1][b.n + 1] how a pair was reached */
    int32_t most;
    uint32_t best[2];
} Grid;

/* One pair, reached from the pairs above, beside and behind it. */
static void fill_cell(Grid *t, uint32_t i, uint32_t j, int32_t left, bool both)
{
    const Line *above = &t->line[(i - 1) % 2];
    Line *here = &t->line[i % 2];
    const int32_t gain = t->a.word[i - 1].content ? CONTENT : PLAIN, top = above->score[j] + SKIP;
    int32_t score = both ? above->score[j - 1] + gain : 0;
    uint8_t way = both ? STEP_BOTH : STEP_END;
    if (top > 0 && top >= score) { /* of two ways the one that matches earlier */
        score = top;
        way = STEP_A;
    }
    if (left > 0 && left >= score) {
        score = left;
        way = STEP_B;
    }
    if (score > 0) {
        here->score[j] = score;
        here->live[here->n++] = j;
    }
    t->step[(size_t)i * (t->b.n + 1) + j] = way;
    if (way == STEP_BOTH && score > t->most) {
        t->most = score;
        t->best[0] = i;
        t->best[1] = j;
    }
}

/* Only pairs of one word and what goes on from a pair are looked at: all others are 0. */
static void fill_row(Grid *t, uint32_t i)
{
    const Line *above = &t->line[(i - 1) % 2];
    Line *here = &t->line[i % 2];
    const uint64_t own = t->a.word[i - 1].hash;
    uint32_t match = column_of(&t->places, t->b, t->places.first[own % DOORS], own), j = 0,
             live = 0;
    for (; here->n > 0; here->n--)
        here->score[here->live[here->n - 1]] = 0;
    for (;;) {
        int32_t left = here->score[j] + SKIP;
        uint32_t next = left > 0 ? j + 1 : t->b.n + 1;
        if (match && match < next) next = match;
        if (live < above->n && above->live[live] < next) next = above->live[live];
        if (next > t->b.n) break;
        fill_cell(t, i, next, next == j + 1 ? left : 0, next == match);
        if (next == match) match = column_of(&t->places, t->b, t->places.next[match], own);
        live += live < above->n && above->live[live] == next;
        j = next;
    }
}

static bool fill_grid(Grid *t, Arena *arena)
{
    t->step = ARENA_ARRAY(arena, uint8_t, (size_t)(t->a.n + 1) * (t->b.n + 1));
    if (!t->step) return false;
    note_places(t->b, &t->places);
    for (uint32_t k = 0; k < 2; k++) {
        t->line[k].n = 0;
        memset(t->line[k].score, 0, (t->b.n + 1) * sizeof *t->line[k].score);
    }
    for (uint32_t i = 1; i <= t->a.n; i++)
        fill_row(t, i);
    return true;
}

static void walk_back(const Grid *t, Alignment *out)
{
    uint32_t i = t->best[0], j = t->best[1];
    out->a_end = i;
    out->b_end = j;
    while (i > 0 && j > 0) {
        uint8_t way = t->step[(size_t)i * (t->b.n + 1) + j];
        if (way == STEP_END) break;
        if (way == STEP_BOTH) {
            out->match[i - 1] = j - 1;
            out->matched++;
            out->content += t->a.word[i - 1].content;
            out->a = i - 1;
            out->b = j - 1;
        }
        i -= way != STEP_B;
        j -= way != STEP_A;
    }
}

/* ---- differences ---- */

static Slice letters_of(WordRow row, uint32_t from, uint32_t end, char room[64])
{
    size_t n = 0;
    for (uint32_t i = from; i < end; i++)
        for (size_t k = 0; k < row.word[i].fold.n && n < 64; k++)
            room[n++] = row.word[i].fold.p[k];
    return (Slice){room, n};
}

static bool loose_in(WordRow row, uint32_t from, uint32_t end)
{
    bool loose = false;
    for (uint32_t i = from; i <= end && i < row.n; i++)
        loose |= row.word[i].loose;
    return loose;
}

static bool clipped_in(WordRow row, uint32_t from, uint32_t end)
{
    bool clipped = false;
    for (uint32_t i = from; i < end; i++)
        clipped |= row.word[i].clipped;
    return clipped;
}

static bool digits_only(Slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i])) return false;
    return s.n > 0;
}

static bool sentence_starts(WordRow row, uint32_t at)
{
    return at == 0 || row.word[at].sentence != row.word[at - 1].sentence;
}

static bool sentence_ends(WordRow row, uint32_t end)
{
    return end == row.n || row.word[end].sentence != row.word[end - 1].sentence;
}

/* Only one of the two has words here: what a sentence opens or closes with, or more of one. */
static bool at_edge(WordRow row, uint32_t from, uint32_t end)
{
    bool across = row.word[from].sentence != row.word[end - 1].sentence;
    return across || sentence_ends(row, end) || (sentence_starts(row, from) && end - from <= 4);
}

/* Only one of the two has words here: a name that the outlet may have put in ("her dad, Rolando,
 * and"). */
static bool only_names(WordRow row, uint32_t from, uint32_t end)
{
    bool names = end - from <= 3;
    for (uint32_t i = from; i < end; i++)
        names = names && row.word[i].capital;
    return names;
}

/* One word spelled in two ways: a letter or two in a long word, but no other ending of it; a name
 * may end otherwise ("Sergey", "Sergei"). */
static bool spelled(Slice a, Slice b, bool name)
{
    size_t shorter = a.n < b.n ? a.n : b.n, longer = a.n < b.n ? b.n : a.n;
    if (shorter < 5 || longer > 63) return false;
    bool ending = (!name && memcmp(a.p, b.p, shorter - 1) == 0) || slice_ends(a, b) ||
                  slice_ends(b, a); /* "unappreciated" */
    return !ending && edit_distance(a, b) <= (shorter >= 8 ? 2u : 1u);
}

/* Words [from, end) of the one where the other has none: does the outlet quote more, rather than
 * otherwise? "and" where the other begins a sentence is no more than a comma. */
static bool more_of(WordRow row, uint32_t from, uint32_t end, WordRow other, uint32_t at)
{
    bool parted = end - from <= 2 && sentence_starts(other, at);
    return parted || at_edge(row, from, end) || only_names(row, from, end);
}

static Change change_of(WordRow a, WordRow b, const Difference *d)
{
    char ra[64], rb[64];
    Slice x = letters_of(a, d->a, d->a_end, ra), y = letters_of(b, d->b, d->b_end, rb);
    if (loose_in(a, d->a, d->a_end) || loose_in(b, d->b, d->b_end)) return CHANGE_NONE;
    if (slice_eq(x, y) || (x.n && y.n && digits_only(x) != digits_only(y) &&
                           slice_has_digit(x) != slice_has_digit(y)))
        return CHANGE_NONE; /* "good will"; "20" for "twenty" */
    bool denies = slice_find(x, SLICE("not")) != SIZE_MAX,
         denied = slice_find(y, SLICE("not")) != SIZE_MAX; /* "can", "can't" */
    if (x.n && y.n && denies == denied &&
        (clipped_in(a, d->a, d->a_end) || clipped_in(b, d->b, d->b_end)) && x.n + y.n <= 8)
        return CHANGE_NONE; /* "it's", "it is"; "she'd", "she had" */
    if ((!x.n && more_of(b, d->b, d->b_end, a, d->a)) ||
        (!y.n && more_of(a, d->a, d->a_end, b, d->b)))
        return CHANGE_MORE;
    bool one = d->a_end - d->a == 1 && d->b_end - d->b == 1;
    bool name = one && a.word[d->a].capital && b.word[d->b].capital;
    return one && spelled(x, y, name) ? CHANGE_SPELLING : CHANGE_WORDS;
}

static bool add_difference(WordRow a, WordRow b, Difference d, Arena *arena, Alignment *out)
{
    d.change = change_of(a, b, &d);
    return d.change == CHANGE_NONE || VEC_PUSH(arena, &out->differences, d);
}

static bool find_differences(WordRow a, WordRow b, Arena *arena, Alignment *out)
{
    uint32_t last_a = out->a, last_b = out->b;
    for (uint32_t i = out->a + 1; i < out->a_end; i++) {
        if (out->match[i] == NONE) continue;
        Difference d = {last_a + 1, i, last_b + 1, out->match[i], CHANGE_NONE};
        bool same = d.a == d.a_end && d.b == d.b_end;
        if (!same && !add_difference(a, b, d, arena, out)) return false;
        last_a = i;
        last_b = out->match[i];
    }
    return true;
}

dln_status wording_align(WordRow a, WordRow b, Arena *arena, Alignment *out)
{
    Grid grid;
    *out = (Alignment){0};
    grid.a = (WordRow){a.word, a.n < ROW_MAX ? a.n : ROW_MAX};
    grid.b = (WordRow){b.word, b.n < ROW_MAX ? b.n : ROW_MAX};
    grid.most = 0;
    grid.best[0] = grid.best[1] = 0;
    out->match = ARENA_ARRAY(arena, uint32_t, grid.a.n + 1);
    if (!out->match) return arena_status(arena);
    for (uint32_t i = 0; i < grid.a.n; i++)
        out->match[i] = NONE;
    ArenaMark mark = arena_mark(arena);
    if (!fill_grid(&grid, arena)) return arena_status(arena);
    walk_back(&grid, out);
    arena_rewind(arena, mark);
    return !out->matched || find_differences(grid.a, grid.b, arena, out) ? DLN_OK
                                                                         : arena_status(arena);
}
