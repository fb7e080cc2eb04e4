/* sketch.c - see sketch.h. */
#include "story/sketch.h"
#include <math.h>
#include <stdlib.h>

enum { GATHER_SLOTS = 8192, GATHER_MOST = 2 * (SKETCH_WORDS + SKETCH_TITLE) };

/* Terms in order of first sight, found again through a table of 1 + position. */
typedef struct Gather {
    uint16_t *slot;
    Term *terms;
    uint32_t n;
} Gather;

static void gather(Gather *g, uint32_t key, uint32_t views)
{
    if (key == 0) key = 1;
    uint32_t i = (key * 0x9E3779B1u) >> 19;
    while (g->slot[i] && g->terms[g->slot[i] - 1].key != key)
        i = (i + 1) & (GATHER_SLOTS - 1);
    if (!g->slot[i]) {
        if (g->n == GATHER_MOST) return;
        g->terms[g->n] = (Term){.key = key};
        g->slot[i] = (uint16_t)++g->n;
    }
    Term *t = &g->terms[g->slot[i] - 1];
    t->views |= (uint8_t)views;
    if (t->count < 255) t->count++;
}

static void gather_word(Gather *g, const Words *words, uint32_t k, uint32_t place, bool in_title)
{
    const Word *w = &words->at[k];
    bool name = w->flags & WORD_UPPER && !in_title, number = w->flags & WORD_DIGIT,
         opens = w->flags & WORD_OPENS;
    if (w->length >= 2 || number)
        gather(g, words->stem[k],
               place | (name && !opens ? VIEW_NAME : 0) | (number ? VIEW_NUMBER : 0));
    if (k == 0 || opens || !(w->flags & WORD_FOLLOWS)) return;
    const Word *before = &words->at[k - 1];
    uint32_t pair = (uint32_t)(word_mix(word_mix(0x2545F491, words->stem[k - 1]), words->stem[k]) >>
                               17);
    if (name && before->flags & WORD_UPPER)
        gather(g, pair, place | VIEW_PHRASE | VIEW_NAME);
    else if (number || before->flags & WORD_DIGIT)
        gather(g, pair, place | VIEW_PHRASE | VIEW_NUMBER);
}

/* The title, or the first line of a text that has none. */
static Slice title_of(Slice title, Slice text)
{
    if (slice_trim(title).n) return title;
    Slice line = slice_trim(text);
    const char *end = line.n ? memchr(line.p, '\n', line.n) : NULL;
    if (end) line.n = (size_t)(end - line.p);
    if (line.n > 200) line.n = 200;
    return line;
}

static int by_key(const void *x, const void *y)
{
    uint32_t a = ((const Term *)x)->key, b = ((const Term *)y)->key;
    return (a > b) - (a < b);
}

static dln_status gather_text(Gather *g, const WordFold *fold, Slice text, bool is_title,
                              Arena *scratch, uint32_t *count)
{
    Words words;
    TRY(words_read(fold, text, is_title ? SKETCH_TITLE : SKETCH_WORDS, scratch, &words));
    for (uint32_t k = 0; k < words.n; k++)
        gather_word(g, &words, k,
                    is_title          ? VIEW_TITLE
                    : k < SKETCH_LEAD ? VIEW_LEAD
                                      : 0,
                    is_title);
    *count += words.n;
    return DLN_OK;
}

static dln_status gather_report(const WordFold *fold, Slice title, Slice text, Arena *arena,
                                Arena *scratch, Sketch *sketch)
{
    Gather g = {ARENA_ARRAY(scratch, uint16_t, GATHER_SLOTS),
                ARENA_ARRAY(scratch, Term, GATHER_MOST), 0};
    if (!g.slot || !g.terms) return arena_status(scratch);
    TRY(gather_text(&g, fold, title_of(title, text), true, scratch, &sketch->words));
    TRY(gather_text(&g, fold, text, false, scratch, &sketch->words));
    sketch->terms = ARENA_ARRAY(arena, Term, g.n);
    if (!sketch->terms) return arena_status(arena);
    list_sort(g.terms, g.n, sizeof *g.terms, by_key);
    memcpy(sketch->terms, g.terms, g.n * sizeof *g.terms);
    sketch->n = g.n;
    return DLN_OK;
}

dln_status sketch_read(const WordFold *fold, Slice title, Slice text, int32_t day, Arena *arena,
                       Arena *scratch, Sketch *sketch)
{
    ArenaMark mark = arena_mark(scratch);
    *sketch = (Sketch){.day = day};
    dln_status status = gather_report(fold, title, text, arena, scratch, sketch);
    arena_rewind(scratch, mark);
    return status;
}

void sketch_count(const Sketch *sketch, LiveCounts *live)
{
    for (uint32_t k = 0; k < sketch->n; k++)
        live_counts_add(live, sketch->terms[k].key);
    live_counts_report(live);
}

float term_weight(const Term *t)
{
    static const float log_count[16] = {
        0,         1,         1.693147f, 2.098612f, 2.386294f, 2.609438f, 2.791759f, 2.945910f,
        3.079442f, 3.197225f, 3.302585f, 3.397895f, 3.484907f, 3.564949f, 3.639057f, 3.708050f};
    return term_rarity(t) * (t->count < 16 ? log_count[t->count] : 1 + logf((float)t->count));
}

static void add_lengths(Sketch *s, const Term *t)
{
    float r = term_rarity(t), w = term_weight(t);
    bool phrase = t->views & VIEW_PHRASE;
    s->length[LENGTH_BODY] += w * w;
    if (t->views & VIEW_TITLE) s->length[LENGTH_TITLE] += r * r, s->mass[MASS_TITLE] += r;
    if (t->views & (VIEW_TITLE | VIEW_LEAD))
        s->length[LENGTH_LEAD] += r * r, s->mass[MASS_LEAD] += r;
    if (t->views & VIEW_NAME && !phrase) s->length[LENGTH_NAME] += w * w, s->mass[MASS_NAME] += r;
    if (t->views & VIEW_NUMBER && !phrase) s->length[LENGTH_NUMBER] += r * r;
    if (phrase) s->length[LENGTH_PHRASE] += r * r, s->mass[MASS_PHRASE] += r;
}

void sketch_weigh(Sketch *sketch, const Background *background, const LiveCounts *live)
{
    memset(sketch->length, 0, sizeof sketch->length);
    memset(sketch->mass, 0, sizeof sketch->mass);
    for (uint32_t k = 0; k < sketch->n; k++) {
        Term *t = &sketch->terms[k];
        t->rare = (uint16_t)(rarity(background, live, t->key) * 4096);
        add_lengths(sketch, t);
    }
    for (int v = 0; v < LENGTHS; v++)
        sketch->length[v] = sqrtf(sketch->length[v]);
}
