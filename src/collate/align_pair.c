/* align_pair.c - a pair of claims in numbers, for the trees.
 *
 * In: two claims of two reports with their sides. Out: columns, all symmetric: the pair the other
 * way round has the same numbers. "Four people died in the blast" / "The blast killed six": figures
 * that differ, counted noun and governor that differ, sentences that share a rare word, one kind.
 */
#include "collate/align_impl.h"
#include "lang/tree.h"
#include <math.h>

typedef struct Pair {
    const Side *x, *y;
    const SideClaim *a, *b;
    const SideSentence *sa, *sb;
    float *out;
} Pair;

static float lower(float a, float b)
{
    return a < b ? a : b;
}
static float higher(float a, float b)
{
    return a > b ? a : b;
}
static float known_same(uint32_t a, uint32_t b)
{
    return a != NONE && a == b;
}
static float known_apart(uint32_t a, uint32_t b)
{
    return a != NONE && b != NONE && a != b;
}
static float word_same(uint32_t a, uint32_t b)
{
    return a && a == b;
}
static void both_ends(float *out, PairColumn low, PairColumn high, float a, float b)
{
    out[low] = lower(a, b);
    out[high] = higher(a, b);
}

/* Cosine of what surrounds two claims, without the claims' own words; na, nb: squares of the rest
 * of either. */
static float rest(const Pair *p, WeightedSet a, WeightedSet b, float na, float nb)
{
    float sum = 0;
    if (na <= 0 || nb <= 0) return 0;
    for (uint32_t i = 0, k = 0; next_common(a, b, &i, &k); i++, k++)
        if (!terms_hold(&p->a->words, a.at[i].key) && !terms_hold(&p->b->words, a.at[i].key))
            sum += a.at[i].weight * b.at[k].weight;
    return sum / sqrtf(na * nb);
}

static float held(WeightedSet own, const WeightedSet *sentence)
{
    float all = 0, there = 0;
    for (uint32_t i = 0; i < own.n; i++) {
        all += own.at[i].weight;
        if (terms_hold(sentence, own.at[i].key)) there += own.at[i].weight;
    }
    return all > 0 ? there / all : 0;
}

static void word_columns(const Pair *p)
{
    const WeightedSet a = p->a->words, b = p->b->words;
    float shared = 0, shared_weight = 0, all_a = 0, all_b = 0;
    for (uint32_t i = 0; i < a.n; i++)
        all_a += a.at[i].weight;
    for (uint32_t i = 0; i < b.n; i++)
        all_b += b.at[i].weight;
    for (uint32_t i = 0, k = 0; next_common(a, b, &i, &k); i++, k++) {
        shared += 1;
        shared_weight += (a.at[i].weight + b.at[k].weight) / 2;
    }
    float least = lower((float)a.n, (float)b.n), all = (float)(a.n + b.n) - shared;
    p->out[PAIR_WORDS_JACCARD] = all > 0 ? shared / all : 0;
    p->out[PAIR_WORDS_INSIDE] = least > 0 ? shared / least : 0;
    p->out[PAIR_WORDS_WEIGHT] = shared_weight;
    all = all_a + all_b - shared_weight;
    p->out[PAIR_WORDS_SHARE] = all > 0 ? shared_weight / all : 0;
    both_ends(p->out, PAIR_HELD_MIN, PAIR_HELD_MAX, held(a, &p->sb->words), held(b, &p->sa->words));
    p->out[PAIR_SENTENCE] = terms_cosine(p->sa->words, p->sb->words);
    p->out[PAIR_SENTENCE_REST] = rest(p, p->sa->words, p->sb->words, p->a->sentence_rest,
                                      p->b->sentence_rest);
    p->out[PAIR_HEAD_WEIGHT] = 0;
    for (uint32_t i = 0; i < a.n && p->a->head == p->b->head; i++)
        if (a.at[i].key == p->a->head) p->out[PAIR_HEAD_WEIGHT] = a.at[i].weight;
}

/* Are a word of the one and a word of the other class the same, crosswise? "the killing of" / "was
 * killed". */
static float crosses(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    return (a && a == d) || (b && b == c);
}

/* Heads, governors and verbs: the same word, the same class of words. */
static void head_columns(const Pair *p)
{
    const SideClaim *a = p->a, *b = p->b;
    float *out = p->out;
    out[PAIR_HEAD_SAME] = word_same(a->head, b->head);
    out[PAIR_GOVERNOR_SAME] = word_same(a->governor, b->governor);
    out[PAIR_VERB_SAME] = word_same(a->verb, b->verb);
    out[PAIR_GOVERNOR_VERB] = crosses(a->governor, a->verb, b->governor, b->verb);
    out[PAIR_HEAD_CLASS] = word_same(a->head_class, b->head_class);
    out[PAIR_GOVERNOR_CLASS] = word_same(a->governor_class, b->governor_class);
    out[PAIR_VERB_CLASS] = word_same(a->verb_class, b->verb_class);
    bool cross = crosses(a->head_class, a->verb_class, b->head_class, b->verb_class) > 0 ||
                 crosses(a->governor_class, a->verb_class, b->governor_class, b->verb_class) > 0;
    out[PAIR_CLASS_CROSS] = cross;
    out[PAIR_TEXT_SAME] = a->c->words == b->c->words;
}

static void parse_columns(const Pair *p)
{
    const Claim *a = p->a->c, *b = p->b->c;
    const Token *s = p->x->f->lang.token, *t = p->y->f->lang.token;
    const Token *ha = &s[a->head], *hb = &t[b->head];
    float *out = p->out;
    out[PAIR_REL_SAME] = ha->rel == hb->rel;
    out[PAIR_UPOS_SAME] = ha->upos == hb->upos;
    both_ends(out, PAIR_REL_MIN, PAIR_REL_MAX, ha->rel, hb->rel);
    both_ends(out, PAIR_UPOS_MIN, PAIR_UPOS_MAX, ha->upos, hb->upos);
    out[PAIR_GOVERNOR_REL_SAME] = a->governor != NONE && b->governor != NONE &&
                                  s[a->governor].rel == t[b->governor].rel;
}

static void form_columns(const Pair *p)
{
    const Claim *a = p->a->c, *b = p->b->c;
    float na = (float)(a->end - a->first), nb = (float)(b->end - b->first);
    float *out = p->out;
    out[PAIR_KIND_SAME] = a->kind == b->kind;
    both_ends(out, PAIR_KIND_MIN, PAIR_KIND_MAX, (float)a->kind, (float)b->kind);
    both_ends(out, PAIR_TOKENS_MIN, PAIR_TOKENS_MAX, na, nb);
    out[PAIR_TOKENS_DIFFER] = fabsf(na - nb) / higher(na, nb);
    both_ends(out, PAIR_PROPER_MIN, PAIR_PROPER_MAX, (float)p->a->proper, (float)p->b->proper);
    both_ends(out, PAIR_PLACE_MIN, PAIR_PLACE_MAX, (float)a->sentence, (float)b->sentence);
    out[PAIR_TITLES] = (float)((p->x->f->lang.sentence[a->sentence].block == BLOCK_TITLE) +
                               (p->y->f->lang.sentence[b->sentence].block == BLOCK_TITLE));
    for (uint32_t i = 0; i < 7; i++)
        out[PAIR_TREES + i] = (float)((a->shapes >> i & 1) + (b->shapes >> i & 1));
    out[PAIR_SAID] = (float)((a->statement != NONE) + (b->statement != NONE));
    out[PAIR_NEGATIVE] = (float)(a->negative + b->negative);
    out[PAIR_NEGATIVE_DIFFER] = a->negative != b->negative;
}

static void figure_columns(const Pair *p)
{
    const SideClaim *a = p->a, *b = p->b;
    const Quantity *q = a->quantity, *r = b->quantity;
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->n_figures; i++)
        for (uint32_t k = 0; k < b->n_figures; k++)
            shared += a->figure[i] == b->figure[k];
    p->out[PAIR_FIGURES_SAME] = (float)shared;
    p->out[PAIR_FIGURES_DIFFER] = !shared && a->n_figures && b->n_figures;
    p->out[PAIR_FIGURE_RATIO] = -1;
    if (a->n_figures && b->n_figures && a->figure[0] >= 0 && b->figure[0] >= 0)
        p->out[PAIR_FIGURE_RATIO] = (float)fabs(log((a->figure[0] + 0.5) / (b->figure[0] + 0.5)));
    p->out[PAIR_FIGURE_KIND] = q && r ? (q->kind == r->kind ? 1 : -1) : 0;
    p->out[PAIR_FIGURE_NOUN] = q && r && q->noun.n && r->noun.n
                                   ? (slice_eq(q->noun, r->noun) ? 1 : -1)
                                   : 0;
    p->out[PAIR_FIGURE_SAYS] = q && r && (q->attribute.n || r->attribute.n)
                                   ? (slice_eq(q->attribute, r->attribute) ? 1 : -1)
                                   : 0;
}

static void time_columns(const Pair *p)
{
    const TimeMention *t = p->a->when, *u = p->b->when;
    bool dated = t && u && t->from != DAY_UNKNOWN && u->from != DAY_UNKNOWN &&
                 t->to != DAY_UNKNOWN && u->to != DAY_UNKNOWN;
    bool meet = dated && t->from <= u->to && u->from <= t->to;
    p->out[PAIR_TIMES] = (float)((t != NULL) + (u != NULL));
    p->out[PAIR_TIME_SAME] = known_same(p->a->time, p->b->time);
    p->out[PAIR_TIME_MEETS] = meet;
    p->out[PAIR_TIME_APART] = dated && !meet;
    p->out[PAIR_SENTENCE_TIMES] = (float)ids_shared(p->sa->times, p->sb->times);
}

static void bearer_columns(const Pair *p)
{
    const SideClaim *a = p->a, *b = p->b;
    float *out = p->out, shared = (float)ids_shared(p->sa->entities, p->sb->entities);
    float all = (float)(p->sa->entities.n + p->sb->entities.n) - shared;
    out[PAIR_ENTITIES] = (float)((a->entity != NONE) + (b->entity != NONE));
    out[PAIR_ENTITY_SAME] = known_same(a->entity, b->entity);
    out[PAIR_ENTITY_APART] = known_apart(a->entity, b->entity);
    out[PAIR_ENTITY_KIND] = 0;
    if (a->c->entity != NONE && b->c->entity != NONE)
        out[PAIR_ENTITY_KIND] = p->x->f->entities.at[a->c->entity].kind ==
                                        p->y->f->entities.at[b->c->entity].kind
                                    ? 1
                                    : -1;
    out[PAIR_SENTENCE_ENTITIES] = shared;
    out[PAIR_SENTENCE_ENTITIES_SHARE] = all > 0 ? shared / all : 0;
    out[PAIR_SENTENCE_EVENTS] = (float)ids_shared(p->sa->events, p->sb->events);
    out[PAIR_TRIGGER_SAME] = known_same(a->event, b->event);
    out[PAIR_TRIGGERS] = (float)((a->event != NONE) + (b->event != NONE));
    out[PAIR_SPEAKER_SAME] = known_same(a->speaker, b->speaker);
    out[PAIR_STATEMENT_SAME] = known_same(a->statement, b->statement);
    out[PAIR_SUBJECT_SAME] = known_same(a->subject, b->subject);
    out[PAIR_SUBJECT_APART] = known_apart(a->subject, b->subject);
    out[PAIR_OWNER_SAME] = known_same(a->owner, b->owner);
    out[PAIR_OWNER_APART] = known_apart(a->owner, b->owner);
}

static void clause_columns(const Pair *p)
{
    const SideClaim *a = p->a, *b = p->b;
    p->out[PAIR_CLAUSE_REST] = p->out[PAIR_CLAUSE_ENTITIES] = 0;
    if (a->clause == NONE || b->clause == NONE) return;
    const SideClause *ca = &p->x->clause[a->clause], *cb = &p->y->clause[b->clause];
    p->out[PAIR_CLAUSE_REST] = rest(p, ca->words, cb->words, a->clause_rest, b->clause_rest);
    p->out[PAIR_CLAUSE_ENTITIES] = (float)ids_shared(ca->entities, cb->entities);
}

void pair_columns(const Side *x, const Side *y, const AlignPair *pair, float reports,
                  float out[PAIR_COLUMN_COUNT])
{
    Pair p = {.x = x, .y = y, .a = &x->claim[pair->a], .b = &y->claim[pair->b], .out = out};
    p.sa = &x->sentence[p.a->row];
    p.sb = &y->sentence[p.b->row];
    out[PAIR_NEAR] = pair->near;
    out[PAIR_NEAR_WORSE] = pair->worse;
    out[PAIR_NEAR_BETTER] = pair->better;
    out[PAIR_REPORTS] = reports;
    both_ends(out, PAIR_WORTH_MIN, PAIR_WORTH_MAX, p.a->c->worth, p.b->c->worth);
    word_columns(&p);
    head_columns(&p);
    parse_columns(&p);
    form_columns(&p);
    figure_columns(&p);
    time_columns(&p);
    bearer_columns(&p);
    clause_columns(&p);
}

static uint32_t object_in(const Side *side, const Claim *c)
{
    uint32_t object = tree_child_rel(&side->f->lang, c->head, REL_OBJ);
    return object != NONE && object >= c->first && object < c->end ? object : NONE;
}

bool pair_other_object(const Side *x, const Side *y, const AlignPair *pair)
{
    const SideClaim *a = &x->claim[pair->a], *b = &y->claim[pair->b];
    if (!a->head || a->head != b->head || a->n_figures || b->n_figures) return false;
    uint32_t p = object_in(x, a->c), q = object_in(y, b->c), shared = 0;
    if (p == NONE || q == NONE) return false;
    for (uint32_t i = 0; i < a->words.n; i++)
        shared += terms_hold(&b->words, a->words.at[i].key);
    return shared < 2;
}
