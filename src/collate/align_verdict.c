/* align_verdict.c - do the tellings of a group say the same?
 *
 * In: a group of claims. Out: AlignGroup.agree, how likely a careful reader finds them to agree;
 * else they refine one another. Whether they contradict each other is no question for trees (right
 * one time in ten): that is left to the typed comparison of compare.c.
 *
 * Idea: the reader looks for the value of each report that fits the other report's best, and lets
 * pass what is no part of the value ("by high winds", "High winds"); so the columns are over pairs
 * of reports, best telling against best telling, and over all pairs. */
#include "collate/align_impl.h"
#include "collate/facts.h"
#include "lang/tree.h"
#include <math.h>

enum { MOST_TELLINGS = 24, FULL_TOKENS = 40 };

typedef struct Item {
    AlignTelling at;
    const Claim *c;
    const Findings *f;
    Value value;
    const TimeMention *time;
    const Quantity *quantity;
    uint32_t entity, time_id;
    uint32_t full[FULL_TOKENS], n_full; /* content lemmas of the whole phrase, sorted, each once */
    uint32_t cut;                       /* of those, how many the claim leaves out */
    bool cut_list;                      /* the claim leaves out what "and" joins to it */
} Item;
typedef struct Likeness {
    float words, jaccard, same, extra_less, extra_more, full;
} Likeness;

const char *const verdict_column_name[VERDICT_COLUMN_COUNT] = {
#define X(name) #name,
    VERDICT_COLUMNS(X)
#undef X
};

/* Content lemmas of the claim itself. */
static Ids own_lemmas(const Item *item)
{
    return (Ids){item->f->claim_lemmas.at + item->c->lemma, item->c->n_lemmas};
}

static uint32_t shared_lemmas(const Item *a, const Item *b)
{
    return ids_shared(own_lemmas(a), own_lemmas(b));
}

/* "tear gas" where the report has "tear gas and water cannon": the phrase that a claim stands for
 * says more than the claim. A clause stands for itself. */
static void read_full(Item *item)
{
    const LangText *lang = &item->f->lang;
    const Claim *c = item->c;
    uint8_t upos = lang->token[c->head].upos;
    uint32_t first = c->first, end = c->end;
    if (upos != UPOS_VERB && upos != UPOS_AUX) tree_range(lang, c->head, &first, &end);
    if (c->first < first) first = c->first;
    if (c->end > end) end = c->end;
    if (end - first > FULL_TOKENS) {
        first = c->first;
        end = c->end - first > FULL_TOKENS ? first + FULL_TOKENS : c->end;
    }
    for (uint32_t i = first; i < end; i++)
        if (item->f->token_lemmas.at[i]) item->full[item->n_full++] = item->f->token_lemmas.at[i];
    Ids full = ids_settle(item->full, item->n_full);
    item->n_full = full.n;
    item->cut = full.n - ids_shared(full, own_lemmas(item));
    uint32_t joined = tree_child_rel(lang, c->head, REL_CONJ);
    item->cut_list = joined != NONE && (joined < c->first || joined >= c->end);
}

static void add_typed(const Item *a, const Item *b, float *out, Likeness *like)
{
    Relation r = value_compare(NULL, &a->value, &b->value).relation;
    out[VERDICT_TYPED_SAME] += r == RELATION_SAME;
    out[VERDICT_TYPED_APART] += r == RELATION_APART;
    like->same = r == RELATION_SAME ? 1 : r == RELATION_REFINED ? 0.5f : 0;
    if (a->time && b->time) {
        out[VERDICT_TIME_SAME] += a->time_id == b->time_id;
        out[VERDICT_TIME_DIFFER] += a->time_id != b->time_id;
    }
    if (a->entity != NONE && b->entity != NONE) {
        out[VERDICT_ENTITY_SAME] += a->entity == b->entity;
        out[VERDICT_ENTITY_DIFFER] += a->entity != b->entity;
    }
    if (a->quantity && b->quantity) {
        bool same = a->quantity->low == b->quantity->low && a->quantity->high == b->quantity->high;
        out[VERDICT_FIGURE_SAME] += same;
        out[VERDICT_FIGURE_DIFFER] += !same;
        out[VERDICT_BOUND_DIFFER] += a->quantity->bound != b->quantity->bound;
    }
    out[VERDICT_NEGATIVE_DIFFER] += a->c->negative != b->c->negative;
}

static Likeness compare(const Item *a, const Item *b, float *out)
{
    float shared = (float)shared_lemmas(a, b), na = (float)a->c->n_lemmas,
          nb = (float)b->c->n_lemmas;
    Likeness like = {.words = a->c->words == b->c->words};
    like.jaccard = na + nb > 0 ? shared / (na + nb - shared) : like.words;
    float full = (float)ids_shared((Ids){a->full, a->n_full}, (Ids){b->full, b->n_full}),
          all = (float)(a->n_full + b->n_full) - full;
    like.full = all > 0 ? full / all : 1;
    out[VERDICT_FULL_MEAN] += like.full;
    out[VERDICT_FULL_SAME] += full == all;
    out[VERDICT_FULL_EXTRA] += (float)(a->n_full > b->n_full ? a->n_full : b->n_full) - full;
    like.extra_less = fminf(na, nb) - shared;
    like.extra_more = fmaxf(na, nb) - shared;
    add_typed(a, b, out, &like);
    return like;
}

static void item_columns(const Item *item, uint32_t n, float *out)
{
    out[VERDICT_TOKENS_MIN] = 1e3f;
    for (uint32_t i = 0; i < n; i++) {
        float tokens = (float)(item[i].c->end - item[i].c->first);
        out[VERDICT_TOKENS_MIN] = fminf(out[VERDICT_TOKENS_MIN], tokens);
        out[VERDICT_TOKENS_MAX] = fmaxf(out[VERDICT_TOKENS_MAX], tokens);
        out[VERDICT_CUT] += (float)item[i].cut / (float)n;
        out[VERDICT_CUT_LIST] += item[i].cut_list / (float)n;
        out[VERDICT_SAID] += (item[i].c->statement != NONE) / (float)n;
        out[VERDICT_TIMES + item[i].c->kind] += 1 / (float)n;
    }
}

static void mean_columns(float *out, float pairs)
{
    static const VerdictColumn means[] = {
        VERDICT_WORDS_MEAN,   VERDICT_JACCARD_MEAN,    VERDICT_TYPED_SAME,  VERDICT_TYPED_APART,
        VERDICT_EXTRA_LESS,   VERDICT_EXTRA_MORE,      VERDICT_TIME_SAME,   VERDICT_TIME_DIFFER,
        VERDICT_ENTITY_SAME,  VERDICT_ENTITY_DIFFER,   VERDICT_FIGURE_SAME, VERDICT_FIGURE_DIFFER,
        VERDICT_BOUND_DIFFER, VERDICT_NEGATIVE_DIFFER, VERDICT_FULL_MEAN,   VERDICT_FULL_SAME,
        VERDICT_FULL_EXTRA};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        out[means[i]] /= pairs > 0 ? pairs : 1;
}

/* Tellings stand report by report: [begin, end) of one against [other, last) of another. */
static void two_reports(const Item *item, const uint32_t range[4], float *out)
{
    Likeness best = {0};
    for (uint32_t i = range[0]; i < range[1]; i++)
        for (uint32_t k = range[2]; k < range[3]; k++) {
            Likeness like = compare(&item[i], &item[k], out);
            best.words = fmaxf(best.words, like.words);
            best.jaccard = fmaxf(best.jaccard, like.jaccard);
            best.same = fmaxf(best.same, like.same);
            best.full = fmaxf(best.full, like.full);
            out[VERDICT_WORDS_MEAN] += like.words;
            out[VERDICT_JACCARD_MEAN] += like.jaccard;
            out[VERDICT_EXTRA_LESS] += like.extra_less;
            out[VERDICT_EXTRA_MORE] += like.extra_more;
            out[VERDICT_JACCARD_MIN] = fminf(out[VERDICT_JACCARD_MIN], like.jaccard);
        }
    out[VERDICT_BEST_WORDS] = fminf(out[VERDICT_BEST_WORDS], best.words);
    out[VERDICT_BEST_JACCARD] = fminf(out[VERDICT_BEST_JACCARD], best.jaccard);
    out[VERDICT_FULL_BEST] = fminf(out[VERDICT_FULL_BEST], best.full);
    out[VERDICT_BEST_TYPED] = fminf(out[VERDICT_BEST_TYPED], best.same);
}

static void group_columns(const Item *item, uint32_t n, float *out)
{
    float pairs = 0;
    memset(out, 0, VERDICT_COLUMN_COUNT * sizeof *out);
    out[VERDICT_JACCARD_MIN] = out[VERDICT_BEST_WORDS] = out[VERDICT_BEST_JACCARD] =
        out[VERDICT_BEST_TYPED] = out[VERDICT_FULL_BEST] = 1;
    out[VERDICT_TELLINGS] = (float)n;
    item_columns(item, n, out);
    for (uint32_t i = 0, end; i < n; i = end) {
        LIST_RUN(end, i, n, item[end].at.report == item[i].at.report);
        out[VERDICT_REPORTS] += 1;
        for (uint32_t k = end; k < n;) {
            uint32_t last = k;
            while (last < n && item[last].at.report == item[k].at.report)
                last++;
            two_reports(item, (uint32_t[]){i, end, k, last}, out);
            pairs += (float)((end - i) * (last - k));
            k = last;
        }
    }
    mean_columns(out, pairs);
}

static dln_status read_item(Join *join, AlignTelling t, Attribute attribute, Item *out)
{
    const ValueWords *words = &join->collate->words;
    *out = (Item){.at = t, .c = aligned_claim(join, t), .f = join_findings(join, t.report)};
    const Claim *c = out->c;
    out->time = c->time == NONE ? NULL : &out->f->times.at[c->time];
    out->time_id = c->time == NONE ? NONE : join->time_of[t.report][c->time];
    out->quantity = c->quantity == NONE ? NULL : &out->f->quantities.at[c->quantity];
    read_full(out);
    out->entity = c->entity == NONE ? NONE : join->entity_of[t.report][c->entity];
    return value_parse(words, attribute_row[attribute].class, aligned_value(join, t, attribute),
                       join->scratch, &out->value);
}

dln_status judge_group(Join *join, AlignGroup *group, float out[VERDICT_COLUMN_COUNT])
{
    ArenaMark mark = arena_mark(join->scratch);
    uint32_t n = group->tellings.n < MOST_TELLINGS ? group->tellings.n : MOST_TELLINGS;
    Item *item = ARENA_ARRAY(join->scratch, Item, n + 1);
    Attribute attribute = aligned_attribute(join, group);
    if (!item) return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        TRY(read_item(join, group->tellings.at[i], attribute, &item[i]));
    group_columns(item, n, out);
    out[VERDICT_SCORE] = group->score;
    arena_rewind(join->scratch, mark);
    return DLN_OK;
}
