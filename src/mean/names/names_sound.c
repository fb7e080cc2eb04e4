/* names_sound.c - how alike two words sound: the cheapest way to cut them into letter pairs (a
 * stochastic transducer, trained by train/names.py), and the edit distance of their Latin
 * spellings.
 *
 * In: two words of a name. Out: Sound, likeness 0..1. Work: letters x letters x 9 shapes of units.
 *
 * Known to fail: kanji names read as Chinese; names that another language renders by sense
 * ("Deutschland"). */
#include "base/mem.h"
#include "mean/names/names_impl.h"
#include <math.h>

typedef struct Shape {
    uint8_t m, n;
} Shape; /* letters of the first word, Latin letters of the second */
static const Shape shapes_other[] = {{1, 0}, {1, 1}, {1, 2}, {1, 3},
                                     {1, 4}, {0, 1}, {2, 1}, {2, 2}};
static const Shape shapes_han[] = {{1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {0, 1}};
static const Shape shapes_latin[] = {{1, 0}, {0, 1}, {1, 1}, {1, 2},
                                     {2, 1}, {2, 2}, {1, 3}, {3, 1}};

#define NO_UNIT 1e9f
#define SLACK 0.01f /* far above what rounding does to sums of costs */

static uint64_t u64_at(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

#define KEY_STEP 0x9E3779B97F4A7C15u /* sets the Latin letters of a key apart from the others */

/* The same key as pack() of train/names.py. */
static uint64_t unit_key(const uint16_t *u, uint32_t m, const char *v, uint32_t n)
{
    uint64_t key = 0, latin = 0;
    for (uint32_t i = 0; i < m; i++)
        key |= (uint64_t)u[i] << (16 * i);
    for (uint32_t i = 0; i < n; i++)
        latin |= (uint64_t)(v[i] - 96) << (5 * i);
    return key ^ latin * KEY_STEP;
}

static float unit_cost(const Units *units, uint64_t key)
{
    uint64_t at = key * KEY_STEP >> (64 - units->bits), mask = (1u << units->bits) - 1;
    for (uint32_t step = 0; step <= mask; step++, at = (at + 1) & mask) {
        const uint8_t *slot = units->slots + 16 * at;
        uint64_t found = u64_at(slot);
        if (found == key) return f32_at(slot + 8);
        if (found == 0) break;
    }
    return NO_UNIT;
}

static float first_cost(const Units *units, uint16_t symbol)
{
    uint32_t lo = 0, hi = units->n_first;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2, s = u32_at(units->first + 8 * (size_t)mid);
        if (s == symbol) return f32_at(units->first + 8 * (size_t)mid + 4);
        if (s < symbol)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 10.0f;
}

typedef struct Cell {
    float cost;
    uint8_t m, n;
    float unit;
} Cell;

/* A unit that was never seen: letter dropped and letter put in, each at the price of a rare event.
 */
static float unseen_cost(uint32_t m, uint32_t n)
{
    return UNSEEN_COST * (float)(m > n ? m : n);
}

/* Two words on the way to their cheapest cut. */
typedef struct Cut {
    const Units *units;
    const uint16_t *u;
    const char *v;
    uint32_t n_u, n_v;
    const Shape *shape;
    size_t n_shapes;
    float left_u[NAME_LETTERS + 1], left_v[NAME_LETTERS + 1]; /* what the letters from here on cost
                                                                 at least; Latin words */
    Cell *cell; /* [n_u + 1][n_v + 1] cheapest way to cut the first letters of both */
} Cut;

static float cost_before(const Cut *c, uint32_t i, uint32_t j, uint32_t m, uint32_t n)
{
    return c->cell[(i - m) * (c->n_v + 1) + j - n].cost;
}

static float letters_cost(const Units *units, const uint16_t *u, uint32_t m, const char *v,
                          uint32_t n)
{
    float cost = unit_cost(units, unit_key(u, m, v, n));
    bool rare = cost >= NO_UNIT && m + n <= 2 && m <= 1;
    return rare ? unseen_cost(m, n) : cost;
}

/* ---- tables of Latin letters ---- */

enum { UNIT_LETTERS = 3, LATIN_KEYS = 1 << (5 * UNIT_LETTERS), KEY_DOORS = 1 << 16 };

/* The Latin letters of all keys, by the upper bits of what they make of a key, in which the other
 * letters have no part. */
typedef struct KeyDoors {
    uint16_t first[KEY_DOORS], next[LATIN_KEYS + 1]; /* letters + 1; 0: none */
} KeyDoors;

static uint32_t door_of(uint64_t key)
{
    return (uint32_t)(key >> 48);
}

static void fill_doors(KeyDoors *doors)
{
    memset(doors->first, 0, sizeof doors->first);
    for (uint32_t latin = 0; latin < LATIN_KEYS; latin++) {
        uint16_t *first = &doors->first[door_of(latin * KEY_STEP)];
        doors->next[latin + 1] = *first;
        *first = (uint16_t)(latin + 1);
    }
}

/* Numbers of letters from 1 on, so many bits each; how many, NONE: others than a to z. */
static uint32_t letters_in(uint64_t packed, uint32_t bits, uint32_t less, uint8_t out[UNIT_LETTERS])
{
    uint32_t n = 0;
    for (; packed && n < UNIT_LETTERS; packed >>= bits, n++) {
        uint64_t letter = (packed & ((1u << bits) - 1)) - less;
        if (letter - 1 >= LATIN - 1) return NONE;
        out[n] = (uint8_t)letter;
    }
    return packed ? NONE : n;
}

/* What a unit costs, shared out among its letters. */
static void share_out(Share *share, const uint8_t *own, uint32_t n, const uint8_t *other,
                      uint32_t m, float cost)
{
    float each = cost / (float)(n + m);
    for (uint32_t i = 0; i < n; i++) {
        float *met = &share->met[own[i]], *unmet = &share->unmet[own[i]];
        if (each < *met) *met = each;
        if (each < *unmet && !memchr(other, own[i], m)) *unmet = each;
    }
}

static bool index_shares(Units *units, Arena *arena)
{
    Share *share = ARENA_ARRAY(arena, Share, 2);
    KeyDoors *doors = mem_alloc(sizeof *doors);
    units->share = share;
    if (!share || !doors) {
        mem_free(doors);
        return false;
    }
    fill_doors(doors);
    for (uint32_t k = 0; k < 2; k++)
        for (uint32_t x = 0; x < LATIN; x++)
            share[k].met[x] = share[k].unmet[x] = UNSEEN_COST / 2;
    for (size_t i = 0; i < (size_t)1 << units->bits; i++) {
        uint64_t key = u64_at(units->slots + 16 * i);
        uint8_t u[UNIT_LETTERS], v[UNIT_LETTERS];
        float cost = f32_at(units->slots + 16 * i + 8);
        for (uint32_t at = key ? doors->first[door_of(key)] : 0; at; at = doors->next[at]) {
            uint32_t m = letters_in(key ^ (at - 1) * KEY_STEP, 16, 'a' - 1, u),
                     n = letters_in(at - 1, 5, 0, v);
            if (m == NONE || n == NONE || m + n == 0) continue;
            share_out(&share[0], u, m, v, n, cost);
            share_out(&share[1], v, n, u, m, cost);
        }
    }
    mem_free(doors);
    return true;
}

bool units_index(Units *units, Arena *arena)
{
    float *single = ARENA_ARRAY(arena, float, LATIN *LATIN);
    if (!single) return false;
    for (uint32_t x = 0; x < LATIN; x++) {
        for (uint32_t y = 0; y < LATIN; y++) {
            uint16_t u = (uint16_t)('a' + x - 1);
            char v = (char)('a' + y - 1);
            single[x * LATIN + y] = letters_cost(units, &u, x > 0, &v, y > 0);
        }
    }
    units->single = single;
    return index_shares(units, arena);
}

/* ---- the cheapest cut ---- */

/* Of the unit of these lengths that ends here; NO_UNIT where there can be none. */
static float shape_cost(const Cut *c, uint32_t i, uint32_t j, uint32_t m, uint32_t n)
{
    const uint16_t *u = c->u + i - m;
    const char *v = c->v + j - n;
    if (c->units->single && m <= 1 && n <= 1) {
        uint32_t x = m ? u[0] - 'a' + 1u : 0, y = n ? (uint32_t)(v[0] - 'a' + 1) : 0;
        return c->units->single[x * LATIN + y];
    }
    return letters_cost(c->units, u, m, v, n);
}

/* The cheapest way to this cell of those below `most`; of equals the first in the order of shapes.
 * What letter for letter costs is known first, and a shape that cannot be as cheap, however cheap
 * its unit, is not looked up. */
static Cell best_cell(const Cut *c, uint32_t i, uint32_t j, float most)
{
    const float least = c->units->least;
    Cell best = {most, 0, 0, 0};
    float one = NO_UNIT, bound = most;
    if (i > 0 && j > 0 && cost_before(c, i, j, 1, 1) + least < most) {
        one = shape_cost(c, i, j, 1, 1);
        bound = cost_before(c, i, j, 1, 1) + one;
    }
    for (size_t k = 0; k < c->n_shapes; k++) {
        uint32_t m = c->shape[k].m, n = c->shape[k].n;
        if (m > i || n > j) continue;
        float before = cost_before(c, i, j, m, n);
        if (before + least > bound || before + least >= best.cost) continue;
        float cost = m == 1 && n == 1 ? one : shape_cost(c, i, j, m, n);
        if (before + cost < best.cost) best = (Cell){before + cost, (uint8_t)m, (uint8_t)n, cost};
    }
    if (best.m + best.n == 0) best.cost = NO_UNIT;
    return best;
}

static Sound read_back(const Cell *cell, uint32_t width, uint32_t n_u, uint32_t n_v)
{
    Sound s = {.known = true, .worst = 0};
    uint32_t i = n_u, j = n_v, silent = 0;
    s.per_letter = cell[i * width + j].cost / (float)(n_u + n_v);
    s.last = cell[i * width + j].unit;
    while (i > 0 || j > 0) {
        const Cell *c = &cell[i * width + j];
        if (c->m == 0 && c->n == 0) break;
        if (c->m == 0 || c->n == 0) silent += c->m + c->n;
        if (c->unit > s.worst) s.worst = c->unit;
        s.first = c->unit;
        i -= c->m;
        j -= c->n;
    }
    s.silent = (float)silent / (float)(n_u + n_v);
    return s;
}

/* Costs a letter apart from its partner, added up. */
static float cost_alone(const Units *units, const uint16_t *u, uint32_t n_u, const char *v,
                        uint32_t n_v)
{
    float alone = 0;
    for (uint32_t i = 0; i < n_u; i++)
        alone += first_cost(units, u[i]);
    for (uint32_t j = 0; j < n_v; j++)
        alone += f32_at(units->second + 4 * (size_t)(v[j] - 'a'));
    return alone;
}

enum { LONGEST_U = 3, LONGEST_V = 5, LONGEST = 6 }; /* letters of a unit, of all shapes */

/* The letters left want this many units at least. */
static uint32_t units_left(const Cut *c, uint32_t i, uint32_t j)
{
    uint32_t left_u = c->n_u - i, left_v = c->n_v - j, u = (left_u + LONGEST_U - 1) / LONGEST_U,
             v = (left_v + LONGEST_V - 1) / LONGEST_V,
             both = (left_u + left_v + LONGEST - 1) / LONGEST, most = u > v ? u : v;
    return most > both ? most : both;
}

/* What the letters of both Latin words cost at least, added up from the end. */
static void sum_shares(Cut *c)
{
    const Share *share = c->units->share;
    uint32_t in_u = 0, in_v = 0; /* a bit a letter */
    for (uint32_t i = 0; i < c->n_u; i++)
        in_u |= 1u << (c->u[i] - 'a');
    for (uint32_t j = 0; j < c->n_v; j++)
        in_v |= 1u << (c->v[j] - 'a');
    c->left_u[c->n_u] = c->left_v[c->n_v] = 0;
    for (uint32_t i = c->n_u; i-- > 0;) {
        uint32_t x = c->u[i] - 'a';
        c->left_u[i] = c->left_u[i + 1] +
                       (in_v >> x & 1 ? share[0].met[x + 1] : share[0].unmet[x + 1]);
    }
    for (uint32_t j = c->n_v; j-- > 0;) {
        uint32_t y = (uint32_t)(c->v[j] - 'a');
        c->left_v[j] = c->left_v[j + 1] +
                       (in_u >> y & 1 ? share[1].met[y + 1] : share[1].unmet[y + 1]);
    }
}

/* Of a cut letter by letter: none that costs more is the cheapest. */
static float plain_cost(const Cut *c)
{
    float sum = 0;
    for (uint32_t i = 0; i < c->n_u || i < c->n_v; i++) {
        uint32_t x = i < c->n_u ? c->u[i] - 'a' + 1u : 0,
                 y = i < c->n_v ? (uint32_t)(c->v[i] - 'a' + 1) : 0;
        sum += c->units->single[x * LATIN + y];
    }
    return sum;
}

static float cost_left(const Cut *c, uint32_t i, uint32_t j)
{
    return c->units->share ? c->left_u[i] + c->left_v[j]
                           : c->units->least * (float)units_left(c, i, j);
}

/* No way through a cell counts that is sure to cost `most` or more in the end; false: there is no
 * other. */
static bool cut_words(Cut *c, float most)
{
    uint32_t width = c->n_v + 1, dead = 0; /* rows without a way */
    if (c->units->share) {
        float plain = plain_cost(c) + SLACK;
        most = plain < most ? plain : most;
        sum_shares(c);
    }
    if (cost_left(c, 0, 0) >= most) return false;
    c->cell[0] = (Cell){0, 0, 0, 0};
    for (uint32_t i = 0; i <= c->n_u && dead < LONGEST_U; i++) {
        bool live = i == 0;
        for (uint32_t j = i == 0; j < width; j++) {
            c->cell[i * width + j] = best_cell(c, i, j, most - cost_left(c, i, j));
            live |= c->cell[i * width + j].cost < NO_UNIT;
        }
        dead = live ? 0 : dead + 1;
    }
    return dead < LONGEST_U && c->cell[c->n_u * width + c->n_v].cost < NO_UNIT;
}

static Sound align(const Units *units, const uint16_t *u, uint32_t n_u, const char *v, uint32_t n_v,
                   const Shape *shape, size_t n_shapes, float least)
{
    Cell cell[(NAME_LETTERS + 1) * (NAME_LETTERS + 1)];
    Cut cut = {.units = units,
               .u = u,
               .v = v,
               .n_u = n_u,
               .n_v = n_v,
               .shape = shape,
               .n_shapes = n_shapes,
               .cell = cell};
    float letters = (float)(n_u + n_v), alone = cost_alone(units, u, n_u, v, n_v),
          most = alone - letters * least + SLACK;
    if (!cut_words(&cut, most < NO_UNIT ? most : NO_UNIT)) return (Sound){0};
    Sound s = read_back(cell, n_v + 1, n_u, n_v);
    s.gain = alone / letters - s.per_letter;
    return s;
}

static uint32_t latin_letters(const NameWord *w, char out[NAME_LETTERS])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n && n < NAME_LETTERS; i++)
        if (w->latin[i] >= 'a' && w->latin[i] <= 'z') out[n++] = w->latin[i];
    return n;
}

static bool has_units(const Names *names, Script s)
{
    return s < SCRIPT_OTHER && names->units[s].slots != NULL;
}

static Sound align_latin(const Names *names, const char *first, uint32_t n, const char *second,
                         uint32_t m, float least)
{
    uint16_t u[NAME_LETTERS];
    for (uint32_t i = 0; i < n; i++)
        u[i] = (uint16_t)first[i];
    return align(&names->units[SCRIPT_LATIN], u, n, second, m, shapes_latin,
                 sizeof shapes_latin / sizeof *shapes_latin, least);
}

/* The page of two words; NULL: no memory, which the arena tells. */
static Heard *heard_page(NameEar *ear, const char letters[2 * NAME_LETTERS])
{
    uint32_t at = hash_bytes((Slice){letters, 2 * NAME_LETTERS}, 19) % (EAR_LEAVES * LEAF_PAGES);
    Heard **leaf = &ear->leaf[at / LEAF_PAGES];
    if (!*leaf) *leaf = ARENA_ARRAY(ear->arena, Heard, LEAF_PAGES);
    return *leaf ? *leaf + at % LEAF_PAGES : NULL;
}

/* The sound of two Latin words, out of the ear's memory where it heard them. */
static Sound latin_sound(const Names *names, NameEar *ear, const char *first, uint32_t n,
                         const char *second, uint32_t m, float least)
{
    if (!ear) return align_latin(names, first, n, second, m, least);
    char letters[2 * NAME_LETTERS] = {0};
    memcpy(letters, first, n);
    memcpy(letters + NAME_LETTERS, second, m);
    Heard *page = heard_page(ear, letters);
    if (!page) return align_latin(names, first, n, second, m, least);
    bool heard = memcmp(page->letters, letters, sizeof letters) == 0 &&
                 (page->sound.known || page->least <= least);
    if (!heard) {
        memcpy(page->letters, letters, sizeof letters);
        page->sound = align_latin(names, first, n, second, m, least);
        page->least = least;
    }
    return page->sound;
}

Sound word_sound(const Names *names, NameEar *ear, const NameWord *a, const NameWord *b,
                 float least)
{
    if (a->script == SCRIPT_LATIN && b->script != SCRIPT_LATIN) {
        const NameWord *t = a;
        a = b;
        b = t;
    }
    char v[NAME_LETTERS], w[NAME_LETTERS];
    uint32_t n_v = latin_letters(b, v), n_w = latin_letters(a, w);
    bool own = a->script != SCRIPT_LATIN && b->script == SCRIPT_LATIN &&
               has_units(names, a->script) && a->n_symbols > 0;
    if (n_v == 0 || (!own && n_w == 0)) return (Sound){0};
    if (own && a->script == SCRIPT_HAN)
        return align(&names->units[a->script], a->symbol, a->n_symbols, v, n_v, shapes_han,
                     sizeof shapes_han / sizeof *shapes_han, least);
    if (own)
        return align(&names->units[a->script], a->symbol, a->n_symbols, v, n_v, shapes_other,
                     sizeof shapes_other / sizeof *shapes_other, least);
    if (!has_units(names, SCRIPT_LATIN)) return (Sound){0};
    bool turn = n_w > n_v || (n_w == n_v && memcmp(w, v, n_w) > 0);
    return turn ? latin_sound(names, ear, v, n_v, w, n_w, least) /* one order: same both ways */
                : latin_sound(names, ear, w, n_w, v, n_v, least);
}

uint32_t name_edits(const char *a, uint32_t n, const char *b, uint32_t m)
{
    return slice_edits((Slice){a, n < 96 ? n : 96}, (Slice){b, m < 96 ? m : 96}, true);
}

static bool text_is(const char *text, const NameWord *w)
{
    return text[0] && strlen(text) == w->n && memcmp(text, w->latin, w->n) == 0;
}

/* Where the gain over chance of true pairs lies, by script: half way between true and false pairs,
 * and how steep. Read off the dev pairs. */
static const struct {
    float middle, steep;
} gain_scale[SCRIPTS] = {{0.82f, 5}, {0.76f, 6}, {0.62f, 6}, {0.59f, 6}, {0.92f, 5}, {0.82f, 5}};

bool words_equal(const NameWord *a, const NameWord *b)
{
    if (a->n == b->n && memcmp(a->latin, b->latin, a->n) == 0) return true;
    if (!a->mixed && !b->mixed) return false; /* only those are put straight */
    return text_is(a->look, b) || text_is(a->key, b) || text_is(b->look, a) || text_is(b->key, a);
}

/* The gain of words that sound `alike`; a little less, whatever rounding does. */
static float gain_of(Script script, float alike)
{
    const float slack = 0.001f, most = 0.999f;
    alike -= slack;
    if (alike <= slack) return ANY_GAIN;
    if (alike > most) alike = most;
    return gain_scale[script].middle + logf(alike / (1 - alike)) / gain_scale[script].steep - slack;
}

/* Of Latin words sound adds half of what spelling lacks at most. A sound less alike than the
 * spelling adds nothing, nor does one that leaves the whole below `least`. */
float word_likeness(const Names *names, NameEar *ear, const NameWord *a, const NameWord *b,
                    float least)
{
    Script other = a->script != SCRIPT_LATIN ? a->script : b->script;
    uint32_t longer = a->n > b->n ? a->n : b->n, apart = name_edits(a->latin, a->n, b->latin, b->n);
    float spelling = longer ? 1.0f - (float)apart / (float)(longer < 3 ? 3 : longer) : 0.0f;
    if (longer >= 5 && apart == 1) spelling = spelling > 0.9f ? spelling : 0.9f;
    bool latin = other == SCRIPT_LATIN;
    if (latin && 0.501f + 0.5f * spelling < least) return 0.0f;
    float needed = latin ? 2 * least - spelling : least;
    Sound s = word_sound(names, ear, a, b, gain_of(other, needed > spelling ? needed : spelling));
    float sound = s.known ? 1.0f / (1.0f + expf(-gain_scale[other].steep *
                                                (s.gain - gain_scale[other].middle)))
                          : 0.0f;
    float both = latin ? 0.5f * sound + 0.5f * spelling : sound;
    float best = both > spelling ? both : spelling;
    return best > SOUND_MOST ? SOUND_MOST : best;
}
