/* event_alike.c - how alike two tellings are by what their words mean, learned from chains.
 *
 * In: a telling with its parse. Out: LIKE_WIDTH numbers, `Unit.like`, by the tables of
 * data/joins.model (train/joins.py): two tellings of one happening lie near each other whatever
 * their words ("disclose", "reveal"). A telling is a sum of rows: of the vectors of its word, of
 * what it is done to, of its sentence, its doer, its undergoer and the word it hangs on, of the
 * word and its kinds themselves, of how it stands in its clause. A pair is scored by one weighed
 * product, so all pairs of a report can be looked at.
 *
 * Known to get wrong: opposites ("won the vote", "lost the vote") lie near each other. */
#include "collate/event_pair.h"
#include <math.h>

/* Rows behind those of the vectors, in the order of train/joins.py. */
enum {
    ROW_REFERS = LIKE_VECTORS * LANG_VECTOR,
    ROW_SEAT = ROW_REFERS + REFERS_THIS + 1,
    ROW_MODALITY = ROW_SEAT + SEAT_ELSE + 1,
    ROW_FLAG = ROW_MODALITY + 10,
    ROW_TRAIT = ROW_FLAG + 6
};
_Static_assert(ROW_TRAIT + LIKE_TRAITS == LIKE_INPUTS, "rows of data/joins.model");
_Static_assert(MODALITY_COUNT <= 10, "rows of modalities");

static void add_vector(LikeInput *in, uint32_t which, WordVector word)
{
    for (uint32_t i = 0; word.length > 0 && i < LANG_VECTOR; i++)
        in->vector[which][i] = (float)word.at[i] / word.length;
}

static void add_word(LikeInput *in, LikeSort sort, Slice word)
{
    uint32_t hash = like_word(sort, word);
    if (!word.n || in->words == LIKE_WORDS) return;
    for (uint32_t i = 0; i < in->words; i++)
        if (in->word[i] == hash) return;
    in->word[in->words++] = hash;
}

static void add_row(LikeInput *in, bool told, uint32_t row)
{
    if (told) in->row[in->rows++] = (uint16_t)row;
}

static Slice lemma_at(const LangText *lang, uint32_t token)
{
    return token < lang->n_tokens ? lang->token[token].lemma : (Slice){"", 0};
}

/* Head of the first party in the role. */
static Slice party_word(const Findings *f, const Event *e, PartRole role)
{
    for (uint32_t i = 0; i < e->parts.n; i++) {
        Slice word = lemma_at(&f->lang, e->parts.at[i].head);
        if (e->parts.at[i].role == role && word.n) return word;
    }
    return (Slice){"", 0};
}

void read_like(const Lang *lang, const Findings *f, const Unit *u, LikeInput *in)
{
    const Event *e = &f->events.at[u->local];
    const bool flag[] = {u->noun, u->title, u->top, u->background, u->plural, u->topical};
    *in = (LikeInput){.rows = 0};
    if (u->n_heads) add_vector(in, 0, u->head[0].vector);
    add_vector(in, 1, u->what_vector);
    for (uint32_t i = 0; u->scene && i < LANG_VECTOR; i++)
        in->vector[2][i] = u->scene[i];
    add_vector(in, 3, word_vector(lang, party_word(f, e, PART_ACTOR)));
    add_vector(in, 4, word_vector(lang, party_word(f, e, PART_RECIPIENT)));
    add_vector(in, 5, word_vector(lang, lemma_at(&f->lang, u->parent)));
    for (uint32_t h = 0; h < u->n_heads; h++)
        add_word(in, LIKE_HEAD, u->head[h].lemma);
    add_word(in, LIKE_CLASS, u->class);
    add_word(in, LIKE_KIND, u->kind);
    add_word(in, LIKE_TYPE, u->type);
    add_word(in, LIKE_WHAT, u->what);
    add_row(in, true, ROW_REFERS + u->refers);
    add_row(in, true, ROW_SEAT + u->seat);
    add_row(in, true, ROW_MODALITY + u->modality);
    for (uint32_t i = 0; i < sizeof flag / sizeof *flag; i++)
        add_row(in, flag[i], ROW_FLAG + i);
    for (uint32_t i = 0; i < LIKE_TRAITS; i++)
        add_row(in, u->traits >> i & 1, ROW_TRAIT + i);
}

static void add_times(float x, const float *row, float *sum)
{
    for (uint32_t k = 0; k < LIKE_WIDTH; k++)
        sum[k] += x * row[k];
}

bool set_like(const Reader *reader, Unit *u)
{
    const JoinModel *m = &reader->collate->model;
    LikeInput in;
    float *sum = ARENA_ARRAY(reader->arena, float, LIKE_WIDTH);
    if (!sum) return false;
    read_like(reader->lang, reader->f, u, &in);
    for (uint32_t v = 0; v < LIKE_VECTORS; v++) {
        for (uint32_t i = 0; i < LANG_VECTOR; i++) {
            float x = in.vector[v][i];
            if (x < 0 || x > 0) add_times(x, m->like[v * LANG_VECTOR + i], sum);
        }
    }
    for (uint32_t i = 0; i < in.rows; i++)
        add_times(1, m->like[in.row[i]], sum);
    for (uint32_t i = 0; i < in.words; i++) {
        const LikeWord *word = like_of(m, in.word[i]);
        for (uint32_t k = 0; word && k < LIKE_WIDTH; k++)
            sum[k] += m->like[LIKE_SCALE][0] * (float)word->at[k];
    }
    for (uint32_t k = 0; k < LIKE_WIDTH; k++)
        sum[k] /= 1 + fabsf(sum[k]);
    u->like = sum;
    return true;
}

float tellings_alike(const JoinModel *model, const Unit *a, const Unit *b)
{
    const float *weight = model->like[LIKE_WEIGHT];
    float sum[LANES] = {0};
    for (uint32_t k = 0; k < LIKE_WIDTH; k += LANES)
        for (uint32_t l = 0; l < LANES; l++)
            sum[l] += weight[k + l] * (a->like[k + l] * b->like[k + l]);
    return model->like[LIKE_SCALE][1] + add_lanes(sum);
}
