/* pile.c - see pile.h.
 *
 * In: sketches. Out: one block of bytes: head, a row a report, the closest of each, terms, the
 * inverted table (keys, where the holders of each begin, holders in the pile's order).
 *
 * Bytes are hostile until checked: every offset is held against the array that it points into. */
#include "story/pile.h"
#include "base/civil.h"
#include "base/map.h"
#include "base/mem.h"

enum { TERMS_MOST = 4096 };
static const char SKETCH[8] = "DLNSKCH1", PILE[8] = "DLNPILE1";

/* ---- a sketch as bytes ---- */

typedef struct SketchHead {
    char magic[8];
    uint32_t model, n;
    uint64_t content, outlet; /* outlet 0: unknown */
    int32_t day;
    uint32_t words, text;
    uint32_t unused;
} SketchHead;

static dln_status put_sketch(const StoryModel *model, const PileReport *r, Arena *arena,
                             Arena *scratch, Buf *out)
{
    Sketch sketch;
    TRY(sketch_read(&model->fold, r->title, r->told.n ? r->told : r->text, r->day, arena, scratch,
                    &sketch));
    SketchHead head = {.model = model_key(model),
                       .n = sketch.n,
                       .content = hash_bytes(r->text, hash_bytes(r->title, 0)),
                       .outlet = r->outlet.n ? hash_bytes(r->outlet, 29) | 1 : 0,
                       .day = r->day,
                       .words = sketch.words,
                       .text = (uint32_t)r->text.n};
    memcpy(head.magic, SKETCH, sizeof head.magic);
    buf_add(out, (Slice){(const char *)&head, sizeof head});
    buf_add(out, (Slice){(const char *)sketch.terms, sketch.n * sizeof(Term)});
    return out->failed ? DLN_ERR_NOMEM : DLN_OK;
}

dln_status pile_sketch(const StoryModel *model, const PileReport *report, Buf *out)
{
    Arena arena, scratch;
    arena_init(&arena, 0);
    arena_init(&scratch, 0);
    dln_status status = put_sketch(model, report, &arena, &scratch, out);
    arena_free(&arena);
    arena_free(&scratch);
    return status;
}

/* ---- the pile ---- */

typedef struct PileHead {
    char magic[8];
    uint32_t model, n;
    uint64_t terms;       /* of all reports */
    uint32_t keys, posts; /* of the inverted table */
} PileHead;

typedef struct PileRow {
    uint64_t first, outlet; /* first: of its terms */
    uint32_t terms, words, number, text;
    int32_t day;
    float length[LENGTHS], mass[MASSES];
    uint32_t unused;
} PileRow;

typedef struct Raw {
    uint64_t content, outlet;
    int32_t day;
    uint32_t words, text, n, number;
    const Term *terms; /* in the arena */
} Raw;

struct Pile {
    const StoryModel *model;
    Arena arena; /* until it is closed */
    VEC(Raw) raw;
    Buf bytes; /* own, once closed */
    PileHead head;
    const PileRow *rows;
    const Kin *kin;
    const Term *terms;
    const uint32_t *keys, *begins, *posts; /* begins[keys + 1] */
    bool closed, own;
};

dln_status pile_new(const StoryModel *model, Pile **pile)
{
    *pile = mem_alloc(sizeof **pile);
    if (!*pile) return DLN_ERR_NOMEM;
    **pile = (Pile){.model = model, .own = true};
    buf_init(&(*pile)->bytes, SIZE_MAX / 2);
    return DLN_OK;
}

void pile_free(Pile *pile)
{
    if (!pile) return;
    arena_free(&pile->arena);
    buf_free(&pile->bytes);
    mem_free(pile);
}

uint32_t pile_count(const Pile *pile)
{
    return pile->closed ? pile->head.n : pile->raw.n;
}

Slice pile_bytes(const Pile *pile)
{
    return buf_slice(&pile->bytes);
}

uint32_t pile_number(const Pile *pile, uint32_t position)
{
    return pile->rows[position].number;
}

uint32_t pile_text_bytes(const Pile *pile, uint32_t position)
{
    return pile->rows[position].text;
}

static bool terms_ascend(const Term *terms, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!terms[i].key || (i && terms[i - 1].key >= terms[i].key)) return false;
    return true;
}

dln_status pile_add(Pile *pile, Slice sketch)
{
    SketchHead head;
    if (pile->closed || pile->raw.n == UINT32_MAX / 4) return DLN_ERR_USAGE;
    if (sketch.n < sizeof head) return DLN_ERR_DATA;
    memcpy(&head, sketch.p, sizeof head);
    if (memcmp(head.magic, SKETCH, sizeof head.magic) != 0 ||
        head.model != model_key(pile->model) || head.n > TERMS_MOST ||
        sketch.n != sizeof head + head.n * sizeof(Term))
        return DLN_ERR_DATA;
    Slice terms = arena_copy(&pile->arena, (Slice){sketch.p + sizeof head, sketch.n - sizeof head});
    if (!terms.p) return arena_status(&pile->arena);
    Raw raw = {.content = head.content,
               .outlet = head.outlet,
               .day = head.day,
               .words = head.words,
               .text = head.text,
               .n = head.n,
               .number = pile->raw.n,
               .terms = (const Term *)(const void *)terms.p};
    if (!terms_ascend(raw.terms, raw.n)) return DLN_ERR_DATA;
    return VEC_PUSH(&pile->arena, &pile->raw, raw) ? DLN_OK : arena_status(&pile->arena);
}

/* ---- closing ---- */

/* The order of story_batch: by day, then by what they say, then by number. */
static int in_order(const void *x, const void *y)
{
    const Raw *a = x, *b = y;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->content != b->content) return a->content < b->content ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static Sketch sketch_of_raw(const Raw *raw)
{
    return (Sketch){
        .terms = (Term *)(uintptr_t)raw->terms, .n = raw->n, .words = raw->words, .day = raw->day};
}

typedef struct Post {
    uint32_t key, position;
} Post;
typedef VEC(Post) Posts;

static int by_key(const void *x, const void *y)
{
    const Post *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static void put(Buf *buf, const void *bytes, size_t n)
{
    buf_add(buf, (Slice){bytes, n});
}

/* Rows, with the rarities of their terms; the posts of each. */
static dln_status weigh_rows(Pile *pile, const LiveCounts *counts, PileRow *rows, Posts *posts)
{
    Posted posted[POSTED];
    uint64_t first = 0;
    for (uint32_t k = 0; k < pile->raw.n; k++) {
        const Raw *raw = &pile->raw.at[k];
        Sketch sketch = sketch_of_raw(raw);
        sketch_weigh(&sketch, &pile->model->background, counts);
        rows[k] = (PileRow){.first = first,
                            .outlet = raw->outlet,
                            .terms = raw->n,
                            .words = raw->words,
                            .number = raw->number,
                            .text = raw->text,
                            .day = raw->day};
        memcpy(rows[k].length, sketch.length, sizeof sketch.length);
        memcpy(rows[k].mass, sketch.mass, sizeof sketch.mass);
        first += raw->n;
        uint32_t n = live_posted(&sketch, posted);
        for (uint32_t i = 0; i < n; i++)
            if (!VEC_PUSH(&pile->arena, posts, (Post){posted[i].key, k}))
                return arena_status(&pile->arena);
    }
    pile->head.terms = first;
    list_sort(posts->at, posts->n, sizeof *posts->at, by_key);
    return DLN_OK;
}

static bool opens_key(const Posts *posts, uint32_t i)
{
    return !i || posts->at[i].key != posts->at[i - 1].key;
}

static void put_table(Pile *pile, const Posts *posts)
{
    for (uint32_t i = 0; i < posts->n; i++)
        if (opens_key(posts, i)) put(&pile->bytes, &posts->at[i].key, sizeof posts->at[i].key);
    for (uint32_t i = 0; i < posts->n; i++)
        if (opens_key(posts, i)) put(&pile->bytes, &i, sizeof i);
    put(&pile->bytes, &posts->n, sizeof posts->n);
    for (uint32_t i = 0; i < posts->n; i++)
        put(&pile->bytes, &posts->at[i].position, sizeof posts->at[i].position);
}

static void lay_out(Pile *pile, const PileRow *rows, const Posts *posts)
{
    static const Kin nobody;
    PileHead *head = &pile->head;
    memcpy(head->magic, PILE, sizeof head->magic);
    head->model = model_key(pile->model);
    head->n = pile->raw.n;
    head->posts = posts->n;
    for (uint32_t i = 0; i < posts->n; i++)
        head->keys += opens_key(posts, i);
    put(&pile->bytes, head, sizeof *head);
    put(&pile->bytes, rows, head->n * sizeof *rows);
    for (uint32_t k = 0; k < head->n; k++)
        put(&pile->bytes, &nobody, sizeof nobody);
    for (uint32_t k = 0; k < head->n; k++)
        put(&pile->bytes, pile->raw.at[k].terms, pile->raw.at[k].n * sizeof(Term));
    put_table(pile, posts);
}

/* Where each array stands. False: the bytes are not as long as that. */
static bool find_arrays(Pile *pile, Slice bytes)
{
    const PileHead *h = &pile->head;
    uint64_t n = h->n, size = sizeof *h;
    const char *p = bytes.p;
    if (h->terms > bytes.n / sizeof(Term)) return false;
    pile->rows = (const PileRow *)(const void *)(p + size);
    size += n * sizeof(PileRow);
    pile->kin = (const Kin *)(const void *)(p + size);
    size += n * sizeof(Kin);
    pile->terms = (const Term *)(const void *)(p + size);
    size += h->terms * sizeof(Term);
    pile->keys = (const uint32_t *)(const void *)(p + size);
    pile->begins = pile->keys + h->keys;
    pile->posts = pile->begins + h->keys + 1;
    size += (2 * (uint64_t)h->keys + 1 + h->posts) * sizeof(uint32_t);
    return size == bytes.n;
}

static dln_status close_pile(Pile *pile, LiveCounts *counts)
{
    Posts posts = {0};
    PileRow *rows = ARENA_ARRAY(&pile->arena, PileRow, pile->raw.n);
    if (!rows) return arena_status(&pile->arena);
    list_sort(pile->raw.at, pile->raw.n, sizeof *pile->raw.at, in_order);
    for (uint32_t k = 0; k < pile->raw.n; k++) {
        Sketch sketch = sketch_of_raw(&pile->raw.at[k]);
        sketch_count(&sketch, counts);
    }
    TRY(weigh_rows(pile, counts, rows, &posts));
    lay_out(pile, rows, &posts);
    if (pile->bytes.failed) return DLN_ERR_NOMEM;
    return find_arrays(pile, buf_slice(&pile->bytes)) ? DLN_OK : DLN_ERR_LIMIT;
}

dln_status pile_close(Pile *pile)
{
    LiveCounts counts;
    if (pile->closed) return DLN_ERR_USAGE;
    TRY(live_counts_init(&counts));
    dln_status status = close_pile(pile, &counts);
    live_counts_free(&counts);
    arena_free(&pile->arena);
    pile->closed = status == DLN_OK;
    return status;
}

/* ---- opening ---- */

static bool rows_hold(const Pile *pile)
{
    uint64_t first = 0;
    for (uint32_t k = 0; k < pile->head.n; k++) {
        const PileRow *row = &pile->rows[k];
        if (row->first != first || row->terms > TERMS_MOST ||
            row->terms > pile->head.terms - first || row->number >= pile->head.n ||
            !terms_ascend(pile->terms + first, row->terms))
            return false;
        first += row->terms;
    }
    return first == pile->head.terms;
}

static bool table_holds(const Pile *pile)
{
    uint32_t begin = 0;
    for (uint32_t i = 0; i < pile->head.keys; i++) {
        if (i && pile->keys[i - 1] >= pile->keys[i]) return false;
        if (pile->begins[i] < begin || pile->begins[i] > pile->head.posts) return false;
        begin = pile->begins[i];
    }
    if (pile->begins[pile->head.keys] != pile->head.posts) return false;
    for (uint32_t i = 0; i < pile->head.posts; i++)
        if (pile->posts[i] >= pile->head.n) return false;
    return true;
}

dln_status pile_open(const StoryModel *model, Slice bytes, Pile **pile)
{
    *pile = NULL;
    if (bytes.n < sizeof(PileHead) || (uintptr_t)bytes.p % 8) return DLN_ERR_DATA;
    TRY(pile_new(model, pile));
    Pile *p = *pile;
    memcpy(&p->head, bytes.p, sizeof p->head);
    p->own = false;
    p->closed = true;
    if (memcmp(p->head.magic, PILE, sizeof p->head.magic) == 0 &&
        p->head.model == model_key(model) && find_arrays(p, bytes) && rows_hold(p) &&
        table_holds(p))
        return DLN_OK;
    pile_free(p);
    *pile = NULL;
    return DLN_ERR_DATA;
}

/* ---- pairs ---- */

static Sketch sketch_at(const Pile *pile, uint32_t k)
{
    const PileRow *row = &pile->rows[k];
    Sketch sketch = {.terms = (Term *)(uintptr_t)(pile->terms + row->first),
                     .n = row->terms,
                     .words = row->words,
                     .day = row->day};
    memcpy(sketch.length, row->length, sizeof sketch.length);
    memcpy(sketch.mass, row->mass, sizeof sketch.mass);
    return sketch;
}

/* First of n ascending numbers that is not below `least`. */
static uint32_t lower_bound(const uint32_t *at, uint32_t n, uint32_t least)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (at[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The newest POSTINGS holders of a term before report k. */
static uint32_t holders_of(const Pile *pile, uint32_t key, uint32_t k, const uint32_t **holders)
{
    uint32_t at = lower_bound(pile->keys, pile->head.keys, key);
    if (at == pile->head.keys || pile->keys[at] != key) return 0;
    uint32_t begin = pile->begins[at];
    uint32_t n = lower_bound(pile->posts + begin, pile->begins[at + 1] - begin, k),
             skip = n > POSTINGS ? n - POSTINGS : 0;
    *holders = pile->posts + begin + skip;
    return n - skip;
}

typedef struct Probing {
    float *dots;       /* [n] zero between reports */
    uint32_t *touched; /* [POSTED * POSTINGS] */
} Probing;

static uint32_t neighbours_of(const Pile *pile, uint32_t k, const Probing *probing,
                              uint32_t nearest[NEIGHBOURS])
{
    Posted posted[POSTED];
    Sketch sketch = sketch_at(pile, k);
    uint32_t n = live_posted(&sketch, posted), touched = 0;
    for (uint32_t i = 0; i < n && posted[i].weight > 0; i++) {
        const uint32_t *holders = NULL;
        uint32_t found = holders_of(pile, posted[i].key, k, &holders);
        for (uint32_t h = 0; h < found; h++) {
            float *dot = &probing->dots[holders[h]];
            if (*dot == 0) probing->touched[touched++] = holders[h];
            *dot += posted[i].weight * posted[i].weight;
        }
    }
    return live_nearest(probing->dots, 0, probing->touched, touched, nearest);
}

static dln_status pairs_of(const Pile *pile, uint32_t k, const Probing *probing, Arena *arena,
                           PilePairs *out)
{
    uint32_t nearest[NEIGHBOURS], n = neighbours_of(pile, k, probing, nearest);
    Sketch mine = sketch_at(pile, k);
    float f[FEATURES];
    for (uint32_t i = 0; i < n; i++) {
        Sketch other = sketch_at(pile, nearest[i]);
        PilePair pair = {.a = nearest[i], .b = k};
        pair_raw(&other, &mine, f, pair.close);
        if (!VEC_PUSH(arena, &out->list, pair)) return arena_status(arena);
    }
    return DLN_OK;
}

dln_status pile_pairs(const Pile *pile, uint32_t from, uint32_t to, Arena *arena, PilePairs *out)
{
    Arena scratch;
    if (!pile->closed || from > to || to > pile->head.n) return DLN_ERR_USAGE;
    arena_init(&scratch, 0);
    Probing probing = {ARENA_ARRAY(&scratch, float, (size_t)pile->head.n + 1),
                       ARENA_ARRAY(&scratch, uint32_t, POSTED * POSTINGS)};
    dln_status status = probing.dots && probing.touched ? DLN_OK : arena_status(&scratch);
    for (uint32_t k = from; k < to && status == DLN_OK; k++)
        status = pairs_of(pile, k, &probing, arena, out);
    arena_free(&scratch);
    return status;
}

static bool is_pair(const Pile *pile, uint32_t a, uint32_t b)
{
    return pile->closed && a < b && b < pile->head.n;
}

dln_status pile_meet(Pile *pile, const PilePair *pair)
{
    if (!pile->own || !is_pair(pile, pair->a, pair->b)) return DLN_ERR_USAGE;
    Kin *kin = (Kin *)(uintptr_t)pile->kin;
    kin_add(&kin[pair->a], pair->close);
    kin_add(&kin[pair->b], pair->close);
    return DLN_OK;
}

dln_status pile_judge(const Pile *pile, uint32_t a, uint32_t b, JudgedPair *judged, float *evidence)
{
    float f[FEATURES], close[RELATIVES];
    if (!is_pair(pile, a, b)) return DLN_ERR_USAGE;
    const StoryModel *model = pile->model;
    Sketch x = sketch_at(pile, a), y = sketch_at(pile, b);
    bool one_outlet = pile->rows[a].outlet && pile->rows[a].outlet == pile->rows[b].outlet;
    pair_raw(&x, &y, f, close);
    pair_relative(&pile->kin[a], &pile->kin[b], close, f);
    *judged = (JudgedPair){a, b, batch_probability(model, f, pile->head.n)};
    *evidence = model->evidence.weight ? pair_evidence(&model->evidence, f, one_outlet) : 0;
    return DLN_OK;
}
