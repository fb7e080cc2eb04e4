/* align_side.c - a report as the aligner sees it.
 *
 * In: one report's findings and their numbers in the record. Out: for each claim its words with
 * weights, its clause, what it is; for each sentence its words, entities, times, events; an index
 * from word to claims.
 *
 * Idea: a word weighs by how few sentences of its own report hold it, so that a weight hangs on one
 * report alone and no third one moves a pair. */
#include "base/map.h"
#include "collate/align_impl.h"
#include "lang/tree.h"
#include <math.h>

enum { CLIMB = 8 };

typedef struct Build {
    const Join *join;
    Side *side;
    Arena *arena;
    uint32_t *clause_of;  /* [tokens] */
    uint32_t *mention_of; /* [tokens] mention whose head it is, NONE */
} Build;

static int by_key(const void *x, const void *y)
{
    const Weighted *a = x, *b = y;
    return a->key < b->key ? -1 : a->key > b->key;
}

static int by_posting(const void *x, const void *y)
{
    const Posting *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static const Weighted *find_term(const WeightedSet *terms, uint32_t key)
{
    uint32_t low;
    LIST_FIRST(low, terms->n, terms->at[low].key < key);
    return low < terms->n && terms->at[low].key == key ? &terms->at[low] : NULL;
}

bool terms_have(const WeightedSet *terms, uint32_t key)
{
    return find_term(terms, key) != NULL;
}

float terms_cosine(WeightedSet a, WeightedSet b)
{
    float sum = 0;
    for (uint32_t i = 0, k = 0; next_common(a, b, &i, &k); i++, k++)
        sum += a.at[i].weight * b.at[k].weight;
    float norm = a.norm * b.norm;
    return norm > 0 ? sum / norm : 0;
}

uint32_t ids_shared(Ids a, Ids b)
{
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a.n && k < b.n;) {
        if (a.at[i] < b.at[k])
            i++;
        else if (a.at[i] > b.at[k])
            k++;
        else {
            n++;
            i++;
            k++;
        }
    }
    return n;
}

/* Sorts, drops doubles, sets norm and sign. */
static WeightedSet finish(Weighted *at, uint32_t n)
{
    uint32_t kept = 0;
    uint64_t sign = 0;
    float sum = 0;
    list_sort(at, n, sizeof *at, by_key);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || at[kept - 1].key != at[i].key) at[kept++] = at[i];
    for (uint32_t i = 0; i < kept; i++) {
        sum += at[i].weight * at[i].weight;
        sign |= term_sign(at[i].key);
    }
    return (WeightedSet){at, kept, sqrtf(sum), sign};
}

Ids ids_settle(uint32_t *at, uint32_t n)
{
    uint32_t kept = 0;
    sort_u32(at, n);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || at[kept - 1] != at[i]) at[kept++] = at[i];
    return (Ids){at, kept};
}

static float weight_of(const Build *b, uint32_t lemma)
{
    const Weighted *t = find_term(&b->side->words, lemma);
    return t ? t->weight : 0;
}

static bool report_words(Build *b)
{
    const LangText *lang = &b->side->f->lang;
    Weighted *all = ARENA_ARRAY(b->arena, Weighted, lang->n_tokens + 1);
    uint64_t *seen = ARENA_ARRAY(b->arena, uint64_t, lang->n_tokens + 1);
    if (!all || !seen) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        uint32_t lemma = b->side->f->token_lemmas.at[i];
        bool again = !lemma;
        for (uint32_t k = i;
             k > lang->sentence[lang->token[i].sentence].first && !again && i - k < 64; k--)
            again = b->side->f->token_lemmas.at[k - 1] == lemma;
        if (!again) all[n++] = (Weighted){lemma, 1};
    }
    list_sort(all, n, sizeof *all, by_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept && all[kept - 1].key == all[i].key)
            all[kept - 1].weight += 1;
        else
            all[kept++] = all[i];
    }
    float sum = 0;
    for (uint32_t i = 0; i < kept; i++) {
        all[i].weight = logf(((float)lang->n_sentences + 1) / (all[i].weight - 0.5f)) *
                        aligner_weight(b->join->in->aligner, all[i].key);
        sum += all[i].weight * all[i].weight;
    }
    b->side->words = (WeightedSet){all, kept, sqrtf(sum), UINT64_MAX};
    return true;
}

static WeightedSet token_words(const Build *b, uint32_t first, uint32_t end)
{
    Weighted *at = ARENA_ARRAY(b->arena, Weighted, end - first + 1);
    uint32_t n = 0;
    if (!at) return (WeightedSet){0};
    for (uint32_t i = first; i < end; i++) {
        uint32_t lemma = b->side->f->token_lemmas.at[i];
        if (lemma) at[n++] = (Weighted){lemma, weight_of(b, lemma)};
    }
    return finish(at, n);
}

static uint32_t record_entity(const Build *b, uint32_t local)
{
    return local < b->side->f->entities.n ? b->join->entity_of[b->side->report][local] : NONE;
}

static SideSentence sentence_of(const Build *b, uint32_t k)
{
    const Findings *f = b->side->f;
    const Sentence *s = &f->lang.sentence[k];
    SideSentence out = {.words = token_words(b, s->first, s->end)};
    uint32_t m = mentions_from(f, s->span.b), m_end = mentions_from(f, s->span.e);
    uint32_t t = times_from(f, s->span.b), t_end = times_from(f, s->span.e);
    uint32_t e = events_from(f, s->span.b), e_end = events_from(f, s->span.e), n = 0;
    uint32_t *entity = ARENA_ARRAY(b->arena, uint32_t, m_end - m + 1),
             *time = ARENA_ARRAY(b->arena, uint32_t, t_end - t + 1),
             *event = ARENA_ARRAY(b->arena, uint32_t, e_end - e + 1);
    if (!entity || !time || !event) return out;
    for (uint32_t i = m; i < m_end; i++)
        if (record_entity(b, f->mentions.at[i].entity) != NONE)
            entity[n++] = record_entity(b, f->mentions.at[i].entity);
    out.entities = ids_settle(entity, n);
    for (uint32_t i = n = 0; i + t < t_end; i++)
        if (b->join->time_of[b->side->report][t + i] != NONE)
            time[n++] = b->join->time_of[b->side->report][t + i];
    out.times = ids_settle(time, n);
    for (uint32_t i = n = 0; i + e < e_end; i++)
        if (b->join->event_of[b->side->report][e + i] != NONE)
            event[n++] = b->join->event_of[b->side->report][e + i];
    out.events = ids_settle(event, n);
    return out;
}

/* ---- clauses ---- */

typedef struct OfClause {
    uint32_t clause, token;
} OfClause;
static int by_clause(const void *x, const void *y)
{
    const OfClause *a = x, *b = y;
    if (a->clause != b->clause) return a->clause < b->clause ? -1 : 1;
    return a->token < b->token ? -1 : a->token > b->token;
}

static uint32_t verb_above(const LangText *lang, uint32_t token)
{
    for (uint32_t i = 0; i < CLIMB && token != NONE; i++, token = lang->token[token].head)
        if (lang->token[token].upos == UPOS_VERB) return token;
    return NONE;
}

static bool set_mentions(Build *b)
{
    const Findings *f = b->side->f;
    b->mention_of = ARENA_ARRAY(b->arena, uint32_t, f->lang.n_tokens + 1);
    if (!b->mention_of) return false;
    for (uint32_t i = 0; i < f->lang.n_tokens; i++)
        b->mention_of[i] = NONE;
    for (uint32_t i = 0; i < f->mentions.n; i++)
        if (f->mentions.at[i].head < f->lang.n_tokens) b->mention_of[f->mentions.at[i].head] = i;
    return true;
}

static uint32_t entity_at(const Build *b, uint32_t token)
{
    uint32_t m = token == NONE ? NONE : b->mention_of[token];
    return m == NONE ? NONE : record_entity(b, b->side->f->mentions.at[m].entity);
}

static bool set_clauses(Build *b)
{
    const LangText *lang = &b->side->f->lang;
    OfClause *of = ARENA_ARRAY(b->arena, OfClause, lang->n_tokens + 1);
    uint32_t n = 0;
    b->clause_of = ARENA_ARRAY(b->arena, uint32_t, lang->n_tokens + 1);
    if (!of || !b->clause_of) return false;
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        b->clause_of[i] = verb_above(lang, i);
        if (b->clause_of[i] != NONE) of[n++] = (OfClause){b->clause_of[i], i};
    }
    list_sort(of, n, sizeof *of, by_clause);
    b->side->clause = ARENA_ARRAY(b->arena, SideClause, n + 1);
    if (!b->side->clause) return false;
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i, words = 0, entities = 0, number = b->side->n_clauses++;
        while (end < n && of[end].clause == of[i].clause)
            end++;
        Weighted *at = ARENA_ARRAY(b->arena, Weighted, end - i + 1);
        uint32_t *entity = ARENA_ARRAY(b->arena, uint32_t, end - i + 1);
        if (!at || !entity) return false;
        for (uint32_t k = i; k < end; k++) {
            uint32_t token = of[k].token, lemma = b->side->f->token_lemmas.at[token];
            if (lemma) at[words++] = (Weighted){lemma, weight_of(b, lemma)};
            if (entity_at(b, token) != NONE) entity[entities++] = entity_at(b, token);
            b->clause_of[token] = number;
        }
        b->side->clause[number] = (SideClause){finish(at, words), ids_settle(entity, entities)};
        i = end;
    }
    return true;
}

/* ---- claims ---- */

static uint32_t key_of(const char *kind, uint64_t value)
{
    char room[16];
    memcpy(room, &value, sizeof value);
    memcpy(room + sizeof value, kind, 1);
    return (uint32_t)hash_bytes((Slice){room, sizeof value + 1}, 7);
}

static bool in_quantity(const Findings *f, Span span)
{
    uint32_t i = quantities_from(f, span.b + 1);
    return i > 0 && span_in(span, f->quantities.at[i - 1].span);
}

static void add_figure_of(SideClaim *c, double value)
{
    for (uint32_t i = 0; i < c->n_figures; i++)
        if (c->figure[i] == value) return;
    if (c->n_figures < FIGURES) c->figure[c->n_figures++] = value;
}

static void set_figures(const Findings *f, SideClaim *c)
{
    for (uint32_t i = quantities_from(f, c->c->span.b); i < f->quantities.n; i++) {
        const Quantity *q = &f->quantities.at[i];
        if (q->span.b >= c->c->span.e) break;
        if (span_in(q->number, c->c->span) && q->low == q->high) add_figure_of(c, q->low);
    }
    for (uint32_t i = c->c->first; i < c->c->end; i++) {
        const Token *t = &f->lang.token[i];
        c->proper += t->upos == UPOS_PROPN;
        if (!t->form.n || t->form.p[0] < '0' || t->form.p[0] > '9' || in_quantity(f, t->span))
            continue;
        double v = 0;
        for (size_t k = 0; k < t->form.n && slice_digit_at(t->form, k); k++)
            v = v * 10 + (t->form.p[k] - '0');
        add_figure_of(c, v);
    }
}

static bool set_keys(const Build *b, SideClaim *c)
{
    const Findings *f = b->side->f;
    Weighted *own = ARENA_ARRAY(b->arena, Weighted, c->c->n_lemmas + 1),
             *keys = ARENA_ARRAY(b->arena, Weighted, c->c->n_lemmas + FIGURES + 3);
    uint32_t n = 0, k = 0;
    if (!own || !keys) return false;
    for (; n < c->c->n_lemmas; n++) {
        uint32_t lemma = f->claim_lemmas.at[c->c->lemma + n];
        own[n] = keys[k++] = (Weighted){lemma, weight_of(b, lemma)};
    }
    c->words = finish(own, n);
    if (c->entity != NONE) keys[k++] = (Weighted){key_of("e", c->entity), 2};
    if (c->time != NONE) keys[k++] = (Weighted){key_of("t", c->time), 2};
    for (uint32_t i = 0; i < c->n_figures; i++) {
        uint64_t bits;
        memcpy(&bits, &c->figure[i], sizeof bits);
        keys[k++] = (Weighted){key_of("n", bits), 2};
    }
    c->keys = finish(keys, k);
    return true;
}

static uint32_t lemma_at(const Findings *f, uint32_t token)
{
    return token == NONE ? 0 : f->token_lemmas.at[token];
}

static uint32_t class_at(const Build *b, uint32_t token)
{
    if (!lemma_at(b->side->f, token)) return 0;
    Slice class = trigger_class(b->join->collate, b->side->f->lang.token[token].lemma);
    return (uint32_t)hash_bytes(class, 5) | 1;
}

static bool claim_of(const Build *b, uint32_t number, SideClaim *out)
{
    const Findings *f = b->side->f;
    const Claim *c = &f->claims.at[number];
    uint32_t report = b->side->report, up = c->governor != NONE ? c->governor : c->head;
    *out = (SideClaim){.c = c, .number = number};
    out->clause = b->clause_of[up];
    out->head = lemma_at(f, c->head);
    out->governor = lemma_at(f, c->governor);
    out->verb = lemma_at(f, c->verb);
    out->head_class = class_at(b, c->head);
    out->governor_class = class_at(b, c->governor);
    out->verb_class = class_at(b, c->verb);
    out->entity = c->entity == NONE ? NONE : record_entity(b, c->entity);
    out->time = c->time == NONE ? NONE : b->join->time_of[report][c->time];
    out->event = c->event == NONE ? NONE : b->join->event_of[report][c->event];
    out->statement = out->speaker = NONE;
    if (c->statement != NONE) {
        out->statement = b->join->statement_of[report][c->statement];
        uint32_t speaker = f->statements.at[c->statement].speaker;
        out->speaker = speaker == NONE ? NONE : record_entity(b, speaker);
    }
    uint32_t subject = c->verb == NONE ? NONE : tree_child_rel(&f->lang, c->verb, REL_NSUBJ);
    out->subject = subject == NONE || (subject >= c->first && subject < c->end)
                       ? NONE
                       : entity_at(b, subject);
    out->owner = entity_at(b, c->governor);
    out->when = c->time == NONE ? NULL : &f->times.at[c->time];
    out->quantity = c->quantity == NONE ? NULL : &f->quantities.at[c->quantity];
    set_figures(f, out);
    return set_keys(b, out);
}

static int by_worth(const void *x, const void *y, void *context)
{
    const Findings *f = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    float p = f->claims.at[a].worth, q = f->claims.at[b].worth;
    return p != q ? (p > q ? -1 : 1) : a < b ? -1 : a > b;
}

static bool set_claims(Build *b)
{
    const Findings *f = b->side->f;
    Side *side = b->side;
    uint32_t *order = ARENA_ARRAY(b->arena, uint32_t, f->claims.n + 1);
    side->claim = ARENA_ARRAY(b->arena, SideClaim, side->n + 1);
    if (!order || !side->claim) return false;
    for (uint32_t i = 0; i < f->claims.n; i++)
        order[i] = i;
    if (side->n < f->claims.n) {
        list_sort_r(order, f->claims.n, sizeof *order, by_worth, (void *)(uintptr_t)f);
        sort_u32(order, side->n);
    }
    uint32_t keys = 0;
    for (uint32_t i = 0; i < side->n; i++) {
        if (!claim_of(b, order[i], &side->claim[i])) return false;
        keys += side->claim[i].keys.n;
    }
    side->posting = ARENA_ARRAY(b->arena, Posting, keys + 1);
    if (!side->posting) return false;
    for (uint32_t i = 0; i < side->n; i++)
        for (uint32_t k = 0; k < side->claim[i].keys.n; k++)
            side->posting[side->n_postings++] = (Posting){side->claim[i].keys.at[k].key, i,
                                                          side->claim[i].keys.at[k].weight};
    list_sort(side->posting, side->n_postings, sizeof *side->posting, by_posting);
    return true;
}

/* Those that hold claims. */
static bool set_sentences(Build *b)
{
    Side *side = b->side;
    side->sentence = ARENA_ARRAY(b->arena, SideSentence, side->n + 1);
    if (!side->sentence) return false;
    for (uint32_t i = 0; i < side->n; i++) {
        uint32_t sentence = side->claim[i].c->sentence;
        if (!i || sentence != side->claim[i - 1].c->sentence)
            side->sentence[side->n_rows++] = sentence_of(b, sentence);
        side->claim[i].row = side->n_rows - 1;
    }
    return true;
}

static float squares_without(WeightedSet all, WeightedSet own)
{
    float sum = 0;
    for (uint32_t i = 0; i < all.n; i++)
        if (!terms_hold(&own, all.at[i].key)) sum += all.at[i].weight * all.at[i].weight;
    return sum;
}

static void set_rests(Side *side)
{
    for (uint32_t i = 0; i < side->n; i++) {
        SideClaim *c = &side->claim[i];
        c->sentence_rest = squares_without(side->sentence[c->row].words, c->words);
        c->clause_rest = c->clause == NONE
                             ? 0
                             : squares_without(side->clause[c->clause].words, c->words);
    }
}

dln_status side_open(const Join *join, uint32_t report, Arena *arena, Side *side)
{
    *side = (Side){.report = report, .f = join_findings(join, report)};
    Build b = {.join = join, .side = side, .arena = arena};
    const Findings *f = side->f;
    if (!f->claims.n || !f->token_lemmas.n) return DLN_OK;
    side->n = f->claims.n < ALIGN_CLAIMS ? f->claims.n : ALIGN_CLAIMS;
    return report_words(&b) ? DLN_OK : arena_status(arena);
}

dln_status side_fill(const Join *join, Arena *arena, Side *side)
{
    Build b = {.join = join, .side = side, .arena = arena};
    bool done = set_mentions(&b) && set_clauses(&b) && set_claims(&b) && set_sentences(&b) &&
                !arena->failed;
    if (!done) return arena_status(arena);
    set_rests(side);
    return DLN_OK;
}
