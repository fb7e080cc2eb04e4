/* align.c - see align.h: the model, and the steps in order. */
#include "collate/align_impl.h"
#include <math.h>

/* Scores are those of training, where one pair in eight that is none was shown: too high for odds.
 */
#define HOPELESS 0.0573242f /* half way; a pair below is given up: of 1,000 one comes back */
#define LIVE 0.1f /* pairs below it are not looked at again: of 3,000 one would be joined */

static const char *const pair_name[PAIR_COLUMN_COUNT] = {
#define X(name) #name,
    PAIR_COLUMNS(X)
#undef X
};
static const char *const again_name[AGAIN_COLUMN_COUNT] = {
#define X(name) #name,
    AGAIN_COLUMNS(X)
#undef X
};
enum { ALL_COLUMNS = PAIR_COLUMN_COUNT + AGAIN_COLUMN_COUNT };

const char *align_column_name(int pass, uint32_t i)
{
    if (pass == 2) return i < VERDICT_COLUMN_COUNT ? verdict_column_name[i] : NULL;
    if (i < PAIR_COLUMN_COUNT) return pair_name[i];
    i -= PAIR_COLUMN_COUNT;
    return pass && i < AGAIN_COLUMN_COUNT ? again_name[i] : NULL;
}

static bool read_usual(Aligner *aligner)
{
    aligner->usual = datafile_list(&aligner->data, "usual", sizeof(WordWeight), &aligner->n_usual);
    if (!aligner->usual) return false;
    for (uint32_t i = 0; i < aligner->n_usual; i++) {
        const WordWeight *w = &aligner->usual[i];
        if (!(w->weight >= 0 && w->weight <= 1) || (i && w[-1].lemma >= w->lemma)) return false;
    }
    return true;
}

/* Lemmas are hashes, spread evenly: behind each door lie two. */
static dln_status open_doors(Aligner *aligner)
{
    uint32_t *first = ARENA_ARRAY(&aligner->arena, uint32_t, USUAL_DOORS + 1);
    if (!first) return arena_status(&aligner->arena);
    for (uint32_t door = 0, i = 0; door <= USUAL_DOORS; door++) {
        while (i < aligner->n_usual && aligner->usual[i].lemma >> (32 - USUAL_BITS) < door)
            i++;
        first[door] = i;
    }
    aligner->usual_first = first;
    return DLN_OK;
}

float aligner_weight(const Aligner *aligner, uint32_t lemma)
{
    const uint32_t *first = aligner->usual_first + (lemma >> (32 - USUAL_BITS));
    for (uint32_t i = first[0]; i < first[1]; i++)
        if (aligner->usual[i].lemma == lemma) return aligner->usual[i].weight;
    return 1;
}

static dln_status make_indexes(Aligner *aligner)
{
    TRY(open_doors(aligner));
    aligner->half = aligner->pair;
    aligner->half.n_trees /= 2;
    TRY(tree_bank_make(&aligner->half, &aligner->arena, &aligner->half_bank));
    TRY(tree_bank_make(&aligner->pair, &aligner->arena, &aligner->pair_bank));
    return tree_bank_make(&aligner->again, &aligner->arena, &aligner->again_bank);
}

dln_status aligner_open(const char *data_dir, Aligner *aligner, dln_error *err)
{
    const uint8_t *bytes;
    size_t n;
    *aligner = (Aligner){0};
    TRY(datafile_open(data_dir, "align.model", &aligner->data, err));
    AlignCuts *cuts = &aligner->cuts;
    arena_init(&aligner->arena, 0);
    bool sound = trees_open(&aligner->data, "pair", PAIR_COLUMN_COUNT, &aligner->pair) &&
                 trees_open(&aligner->data, "again", ALL_COLUMNS, &aligner->again) &&
                 trees_open(&aligner->data, "verdict", VERDICT_COLUMN_COUNT, &aligner->verdict) &&
                 datafile_section(&aligner->data, "cuts", &bytes, &n) && n == sizeof *cuts;
    if (sound) {
        memcpy(cuts, bytes, sizeof *cuts);
        sound = read_usual(aligner) && cuts->join > 0 && cuts->join <= 1 && isfinite(cuts->merge) &&
                isfinite(cuts->repeat) && isfinite(cuts->agree);
    }
    dln_status status = sound ? make_indexes(aligner)
                              : err_fill(err, DLN_ERR_DATA, "open",
                                         "align.model: sections do not hold together");
    if (status != DLN_OK) aligner_close(aligner);
    return status;
}

void aligner_close(Aligner *aligner)
{
    datafile_close(&aligner->data);
    arena_free(&aligner->arena);
    *aligner = (Aligner){0};
}

static AlignTelling telling_of(const Sides *sides, uint32_t claim)
{
    return (AlignTelling){.report = sides->at[side_at(sides, claim)].report,
                          .claim = side_claim(sides, claim)->number};
}

static void trace(const Aligner *aligner, const Sides *sides, int pass, const AlignPair *pair,
                  const float *column, uint32_t n)
{
    AlignTrace t = {.pass = pass,
                    .a = telling_of(sides, pair->a),
                    .b = telling_of(sides, pair->b),
                    .pair = pair,
                    .column = column,
                    .n = n};
    if (aligner->each) aligner->each(aligner->context, &t);
}

/* Is there nothing round the one that is round the other, no word and no day? Then they answer
 * no common question, however alike they are: "52 percent of the pupils were ill", "spent 50
 * percent of its budget". */
static bool nothing_common(const float column[PAIR_COLUMN_COUNT])
{
    return column[PAIR_SENTENCE_REST] <= 0 && column[PAIR_CLAUSE_REST] <= 0 &&
           column[PAIR_SENTENCE_TIMES] <= column[PAIR_TIME_SAME];
}

/* Some pairs of the first pass with their columns, scored together. */
enum { AT_ONCE = 32 };
typedef struct Batch {
    AlignPair pair[AT_ONCE];
    float column[AT_ONCE][PAIR_COLUMN_COUNT];
    uint32_t n;
} Batch;

/* Those that are worth a second look go to `out`. */
static bool score_batch(const Aligner *aligner, Batch *b, Arena *arena, Aligned *out)
{
    float score[AT_ONCE];
    uint32_t kept = 0;
    tree_bank_score(&aligner->half_bank, b->column[0], b->n, score);
    for (uint32_t i = 0; i < b->n; i++) {
        if (score[i] < HOPELESS) continue;
        memmove(b->column[kept], b->column[i], sizeof b->column[i]);
        b->pair[kept++] = b->pair[i];
    }
    tree_bank_score(&aligner->pair_bank, b->column[0], kept, score);
    for (uint32_t i = 0; i < kept; i++) {
        b->pair[i].score = score[i];
        if (score[i] >= LIVE && !VEC_PUSH(arena, &out->pairs, b->pair[i])) return false;
    }
    b->n = 0;
    return true;
}

/* Pairs of two sides, scored by their own columns. */
static dln_status pair_sides(const Aligner *aligner, const Sides *sides, uint32_t x, uint32_t y,
                             Arena *temp, Arena *arena, Aligned *out)
{
    NearPairs near = {0};
    Batch batch = {.n = 0};
    ArenaMark mark = arena_mark(temp);
    const Side *sx = &sides->at[x], *sy = &sides->at[y];
    TRY(near_pairs(sx, sy, temp, temp, &near));
    for (uint32_t i = 0; i < near.n; i++) {
        AlignPair pair = near.at[i];
        float *column = batch.column[batch.n];
        pair_columns(sx, sy, &pair, (float)sides->n, column);
        if (nothing_common(column) || pair_other_object(sx, sy, &pair)) continue;
        pair.a += sides->first[x];
        pair.b += sides->first[y];
        trace(aligner, sides, 0, &pair, column, PAIR_COLUMN_COUNT);
        batch.pair[batch.n++] = pair;
        if (batch.n == AT_ONCE && !score_batch(aligner, &batch, arena, out))
            return arena_status(arena);
    }
    arena_rewind(temp, mark);
    return score_batch(aligner, &batch, arena, out) ? DLN_OK : arena_status(arena);
}

static dln_status look_again(const Aligner *aligner, const Sides *sides, Arena *arena, Aligned *out)
{
    Again *again;
    float column[AT_ONCE][ALL_COLUMNS];
    uint32_t n = out->pairs.n;
    TRY(again_open(sides, out, LIVE, arena, &again));
    float *score = ARENA_ARRAY(arena, float, n + 1);
    if (!score) return arena_status(arena);
    for (uint32_t first = 0; first < n; first += AT_ONCE) {
        uint32_t some = n - first < AT_ONCE ? n - first : AT_ONCE;
        for (uint32_t i = 0; i < some; i++) {
            AlignPair p = out->pairs.at[first + i];
            uint32_t x = side_at(sides, p.a), y = side_at(sides, p.b);
            AlignPair local = p;
            local.a -= sides->first[x];
            local.b -= sides->first[y];
            pair_columns(&sides->at[x], &sides->at[y], &local, (float)sides->n, column[i]);
            again_columns(again, first + i, column[i] + PAIR_COLUMN_COUNT);
            trace(aligner, sides, 1, &p, column[i], ALL_COLUMNS);
        }
        tree_bank_score(&aligner->again_bank, column[0], some, score + first);
    }
    for (uint32_t i = 0; i < n; i++)
        out->pairs.at[i].score = score[i];
    return DLN_OK;
}

static dln_status open_sides(Join *join, Sides *sides)
{
    uint32_t n = join->in->n;
    *sides = (Sides){.at = ARENA_ARRAY(join->scratch, Side, n + 1),
                     .first = ARENA_ARRAY(join->scratch, uint32_t, n + 1),
                     .n = n};
    if (!sides->at || !sides->first) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++) {
        TRY(side_open(join, join->order[i], join->scratch, &sides->at[i]));
        sides->first[i + 1] = sides->first[i] + sides->at[i].n;
    }
    sides->side_of = ARENA_ARRAY(join->scratch, uint32_t, sides->first[n] + 1);
    sides->claim = ARENA_ARRAY(join->scratch, const SideClaim *, sides->first[n] + 1);
    if (!sides->side_of || !sides->claim) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < sides->at[i].n; k++)
            sides->side_of[sides->first[i] + k] = i;
    return DLN_OK;
}

/* Once, when it is first paired: of many reports most are lined up with none. */
static dln_status fill_side(const Join *join, const Sides *sides, uint32_t x)
{
    Side *side = &sides->at[x];
    if (side->claim || !side->n) return DLN_OK;
    TRY(side_fill(join, join->scratch, side));
    for (uint32_t k = 0; k < side->n; k++)
        sides->claim[sides->first[x] + k] = &side->claim[k];
    return DLN_OK;
}

/* ---- which reports ---- */

/* Few reports: each with each. Many: each with those that share most words which few others have,
 * so that the reports of another happening in the pile are not looked at. */
enum { ALL_WITH_ALL = 12, USUAL = 64 };
#define LEAST_LIKE 0.18f

typedef struct Use { /* a word of a report */
    uint32_t key, side;
    float weight;
} Use;
typedef struct Neighbour {
    uint32_t side;
    float like;
} Neighbour;
typedef struct Pile {
    Use *use; /* by key, then side */
    uint32_t n_uses;
    uint32_t *end;   /* [uses] end of the uses of this word */
    float *norm;     /* [sides] */
    float *shared;   /* [sides] with the side at hand */
    Neighbour *near; /* [sides] */
} Pile;

static int by_use(const void *x, const void *y)
{
    const Use *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->side < b->side ? -1 : a->side > b->side;
}

static int by_like(const void *x, const void *y)
{
    const Neighbour *a = x, *b = y;
    if (a->like != b->like) return a->like > b->like ? -1 : 1;
    return a->side < b->side ? -1 : a->side > b->side;
}

/* Every word of every report, its weight by how few reports use it. */
static void weigh_uses(const Sides *sides, Pile *p)
{
    for (uint32_t i = 0, end; i < p->n_uses; i = end) {
        LIST_RUN(end, i, p->n_uses, p->use[end].key == p->use[i].key);
        float weight = logf(((float)sides->n + 1) / ((float)(end - i)));
        for (uint32_t k = i; k < end; k++) {
            p->use[k].weight = weight;
            p->end[k] = end;
            p->norm[p->use[k].side] += weight * weight;
        }
    }
}

static dln_status open_pile(const Sides *sides, Arena *arena, Pile *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < sides->n; i++)
        n += sides->at[i].words.n;
    *p = (Pile){.use = ARENA_ARRAY(arena, Use, n + 1),
                .end = ARENA_ARRAY(arena, uint32_t, n + 1),
                .norm = ARENA_ARRAY(arena, float, sides->n + 1),
                .shared = ARENA_ARRAY(arena, float, sides->n + 1),
                .near = ARENA_ARRAY(arena, Neighbour, sides->n + 1)};
    if (!p->use || !p->end || !p->norm || !p->shared || !p->near) return arena_status(arena);
    for (uint32_t i = 0; i < sides->n; i++)
        for (uint32_t k = 0; k < sides->at[i].words.n; k++)
            p->use[p->n_uses++] = (Use){sides->at[i].words.at[k].key, i, 0};
    list_sort(p->use, p->n_uses, sizeof *p->use, by_use);
    weigh_uses(sides, p);
    return DLN_OK;
}

static uint32_t first_use(const Pile *p, uint32_t word)
{
    Use key = {.key = word};
    uint32_t low;
    LIST_FIRST(low, p->n_uses, by_use(&p->use[low], &key) < 0);
    return low;
}

/* The nearest sides before `x`, best first; their number. */
static uint32_t neighbours(const Sides *sides, Pile *p, uint32_t x)
{
    uint32_t n = 0;
    memset(p->shared, 0, sides->n * sizeof *p->shared);
    for (uint32_t k = 0; k < sides->at[x].words.n; k++) {
        uint32_t i = first_use(p, sides->at[x].words.at[k].key), end = p->end[i];
        for (; end - i <= USUAL && i < end && p->use[i].side < x; i++)
            p->shared[p->use[i].side] += p->use[i].weight * p->use[i].weight;
    }
    for (uint32_t y = 0; y < x; y++) {
        float norm = sqrtf(p->norm[x] * p->norm[y]);
        float like = norm > 0 ? p->shared[y] / norm : 0;
        if (like >= LEAST_LIKE) p->near[n++] = (Neighbour){y, like};
    }
    list_sort(p->near, n, sizeof *p->near, by_like);
    return n < ALIGN_REPORTS ? n : ALIGN_REPORTS;
}

static dln_status pair_all(const Aligner *aligner, const Join *join, const Sides *sides,
                           Arena *temp, Aligned *out)
{
    Pile pile;
    bool few = sides->n <= ALL_WITH_ALL;
    TRY(open_pile(sides, join->scratch, &pile));
    for (uint32_t x = 0; x < sides->n; x++) {
        uint32_t n = few ? x : neighbours(sides, &pile, x);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t y = few ? i : pile.near[i].side;
            if (join->voice[sides->at[x].report] == join->voice[sides->at[y].report]) continue;
            TRY(fill_side(join, sides, x));
            TRY(fill_side(join, sides, y));
            TRY(pair_sides(aligner, sides, x, y, temp, join->scratch, out));
        }
    }
    return DLN_OK;
}

static dln_status judge_groups(Join *join, const Aligner *aligner, Aligned *out)
{
    float column[VERDICT_COLUMN_COUNT];
    for (uint32_t i = 0; i < out->groups.n; i++) {
        AlignGroup *g = &out->groups.at[i];
        TRY(judge_group(join, g, column));
        g->agree = trees_score(&aligner->verdict, column);
        AlignTrace t = {.pass = 2, .group = g, .column = column, .n = VERDICT_COLUMN_COUNT};
        if (aligner->each) aligner->each(aligner->context, &t);
    }
    return DLN_OK;
}

dln_status align_claims(Join *join, const Aligner *aligner, Aligned *out)
{
    Sides sides;
    Arena temp;
    *out = (Aligned){0};
    TRY(open_sides(join, &sides));
    arena_init(&temp, join->scratch->max);
    dln_status status = pair_all(aligner, join, &sides, &temp, out);
    arena_free(&temp);
    TRY(status);
    TRY(look_again(aligner, &sides, join->scratch, out));
    if (aligner->paired) aligner->paired(aligner->context, &sides, out);
    TRY(group_pairs(&sides, &aligner->cuts, join->scratch, out));
    return judge_groups(join, aligner, out);
}
