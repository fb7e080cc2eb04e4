/* worth_columns.c - a fact that several voices tell, in numbers, for the trees of worth.c.
 *
 * In: a record with its facts, the findings of its reports. Out: WORTH_COLUMN_COUNT numbers.
 *
 * Idea: whether a line holds is seen from the company in which its tellings stand: the same
 * happening, governor, persons and rare words round the value. Of every telling the best mate in
 * another report is taken; the least of these and their mean say whether one of them is the odd one
 * out: "12 arrests after Friday's march" / "12 arrests at the concert". Whether it is worth reading
 * is seen from what the value is, how long, how high up, and what it is about.
 *
 * Known to get wrong: reports that tell one thing in sentences without a word in common; a record
 * whose reports were read without claims has no company to show. */
#include "collate/worth_columns.h"
#include "lang/tree.h"
#include "mean/claims/claim.h"
#include <ctype.h>
#include <math.h>

enum {
    MOST_TOLD = 24, /* tellings of a fact that are looked at */
    AROUND = 10,    /* tokens on either side that are its nearer company */
    CLIMB = 6,      /* heads above a telling among which its happening is looked for */
    MOST_WORDS = 64,
    MOST_IDS = 24,
    COMPARED = 8, /* things two tellings may have in common: columns from WORDS on */
    TOP_BYTES = 600
};

const char *const worth_column_name[WORTH_COLUMN_COUNT] = {
#define X(name) #name,
    WORTH_COLUMNS(X)
#undef X
};

/* ---- what is known of the record ---- */

typedef struct Placed { /* an event's trigger or an entity's mention */
    uint32_t report, b, index;
} Placed;
typedef struct Often {
    uint32_t lemma, sentences, last; /* last: the sentence counted last */
} Often;
struct WorthGround {
    const Record *record;
    VEC(Placed) events, entities; /* by place */
    Often *often; /* [mask + 1] by the hash that a lemma is: how many sentences hold it */
    uint32_t mask, sentences;
};

static int by_place(const void *x, const void *y)
{
    const Placed *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Where the lemma stands, or would. */
static Often *often_of(const WorthGround *g, uint32_t lemma)
{
    uint32_t i = lemma & g->mask;
    while (g->often[i].lemma && g->often[i].lemma != lemma)
        i = (i + 1) & g->mask;
    return &g->often[i];
}

static void count_report(WorthGround *g, const Findings *f)
{
    for (uint32_t s = 0; s < f->lang.n_sentences && f->token_lemmas.n; s++) {
        g->sentences++;
        for (uint32_t i = f->lang.sentence[s].first; i < f->lang.sentence[s].end; i++) {
            if (!f->token_lemmas.at[i]) continue;
            Often *of = often_of(g, f->token_lemmas.at[i]);
            of->lemma = f->token_lemmas.at[i];
            of->sentences += of->last != g->sentences;
            of->last = g->sentences;
        }
    }
}

static dln_status count_words(WorthGround *g, Arena *arena)
{
    const Record *r = g->record;
    uint32_t tokens = 0;
    for (uint32_t i = 0; i < r->n_reports; i++)
        tokens += r->findings[i]->lang.n_tokens;
    g->mask = 1023;
    while (g->mask < 2 * tokens && g->mask < UINT32_MAX / 2)
        g->mask = g->mask * 2 + 1;
    g->often = ARENA_ARRAY(arena, Often, (size_t)g->mask + 1);
    if (!g->often) return arena_status(arena);
    for (uint32_t i = 0; i < r->n_reports; i++)
        count_report(g, r->findings[i]);
    return DLN_OK;
}

dln_status worth_ground(const Record *record, Arena *arena, WorthGround **out)
{
    WorthGround *g = *out = ARENA_NEW(arena, WorthGround);
    if (!g) return arena_status(arena);
    g->record = record;
    for (uint32_t i = 0; i < record->events.n; i++)
        for (uint32_t k = 0; k < record->events.at[i].mentions.n; k++) {
            const RecordEventMention *m = &record->events.at[i].mentions.at[k];
            if (!VEC_PUSH(arena, &g->events, (Placed){m->report, m->trigger.b, i}))
                return arena_status(arena);
        }
    for (uint32_t i = 0; i < record->entities.n; i++)
        for (uint32_t k = 0; k < record->entities.at[i].mentions.n; k++) {
            const RecordMention *m = &record->entities.at[i].mentions.at[k];
            if (!VEC_PUSH(arena, &g->entities, (Placed){m->report, m->span.b, i}))
                return arena_status(arena);
        }
    list_sort(g->events.at, g->events.n, sizeof *g->events.at, by_place);
    list_sort(g->entities.at, g->entities.n, sizeof *g->entities.at, by_place);
    return count_words(g, arena);
}

/* ---- a telling and its company ---- */

typedef struct Words {
    uint32_t at[MOST_WORDS], n; /* lemmas, sorted, each once */
    uint64_t sign;              /* a bit of each: what has no bit here is none of them */
    float weight[MOST_WORDS];   /* rarity, squared */
} Words;
typedef struct Few {
    uint32_t at[MOST_IDS], n; /* numbers of the record, sorted, each once */
} Few;
typedef struct Telling {
    Evidence at;
    uint32_t first, end, head, governor, sentence; /* tokens; of its report */
    uint32_t event;                                /* of the record: of its head or above, NONE */
    bool said;                                     /* inside a statement */
    const Claim *claim;                            /* of the same words, NULL */
    Words own, near, all;                          /* of itself, round it, of its sentence */
    Few events, entities;                          /* of its sentence */
} Telling;

static uint32_t settle(uint32_t *at, uint32_t n)
{
    uint32_t kept = 0;
    sort_u32(at, n);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || at[kept - 1] != at[i]) at[kept++] = at[i];
    return kept;
}

static float rarity(const WorthGround *g, uint32_t lemma)
{
    uint32_t n = often_of(g, lemma)->sentences;
    return logf(1 + (float)g->sentences / (float)(n ? n : 1));
}

static uint64_t sign_of(uint32_t lemma)
{
    return 1ull << (lemma & 63);
}

static void read_words(const WorthGround *g, const Findings *f, uint32_t first, uint32_t end,
                       Words *out)
{
    out->n = 0;
    out->sign = 0;
    for (uint32_t i = first; i < end && out->n < MOST_WORDS && i < f->token_lemmas.n; i++)
        if (f->token_lemmas.at[i]) out->at[out->n++] = f->token_lemmas.at[i];
    out->n = settle(out->at, out->n);
    for (uint32_t i = 0; i < out->n; i++) {
        float w = rarity(g, out->at[i]);
        out->weight[i] = w * w;
        out->sign |= sign_of(out->at[i]);
    }
}

static uint32_t placed_from(const Placed *at, uint32_t n, uint32_t report, uint32_t b)
{
    uint32_t low;
    Placed key = {report, b, 0};
    LIST_FIRST(low, n, by_place(&at[low], &key) < 0);
    return low;
}

/* What stands in a stretch of a report. */
static void read_placed(const Placed *at, uint32_t n, uint32_t report, Span s, Few *out)
{
    out->n = 0;
    for (uint32_t i = placed_from(at, n, report, s.b);
         i < n && at[i].report == report && at[i].b < s.e && out->n < MOST_IDS; i++)
        out->at[out->n++] = at[i].index;
    out->n = settle(out->at, out->n);
}

/* The happening whose trigger is the head of a telling or the nearest word above it. */
static uint32_t event_above(const WorthGround *g, const Telling *t, const LangText *lang)
{
    uint32_t token = t->head;
    for (uint32_t k = 0; k < CLIMB && token != NONE; k++, token = lang->token[token].head) {
        uint32_t b = lang->token[token].span.b,
                 i = placed_from(g->events.at, g->events.n, t->at.report, b);
        if (i < g->events.n && g->events.at[i].report == t->at.report && g->events.at[i].b == b)
            return g->events.at[i].index;
    }
    return NONE;
}

/* The claim whose words are most nearly those of a telling. */
static const Claim *claim_at(const Findings *f, Span span)
{
    enum { REACH = 300 }; /* bytes: no claim that counts is longer than it by more */
    uint32_t i, from = span.b > REACH ? span.b - REACH : 0;
    LIST_FIRST(i, f->claims.n, f->claims.at[i].span.b < from);
    const Claim *best = NULL;
    float most = 0.5f;
    for (; i < f->claims.n && f->claims.at[i].span.b < span.e; i++) {
        float share = span_overlap(f->claims.at[i].span, span);
        if (share <= most) continue;
        most = share;
        best = &f->claims.at[i];
    }
    return best;
}

static bool is_said(const Findings *f, Span span)
{
    enum { BACK = 8 }; /* statements that may begin later and end before it */
    for (uint32_t i = statements_until(f, span.b), steps = 0; i-- > 0 && steps < BACK; steps++)
        for (uint32_t k = 0; k < f->statements.at[i].content.n; k++)
            if (span_in(span, f->statements.at[i].content.at[k])) return true;
    return false;
}

static void read_company(const WorthGround *g, const Findings *f, Telling *t)
{
    const Sentence *s = &f->lang.sentence[t->sentence];
    uint32_t left = t->first > s->first + AROUND ? t->first - AROUND : s->first,
             right = t->end + AROUND < s->end ? t->end + AROUND : s->end;
    read_words(g, f, t->first, t->end, &t->own);
    read_words(g, f, left, right, &t->near);
    read_words(g, f, s->first, s->end, &t->all);
    read_placed(g->events.at, g->events.n, t->at.report, s->span, &t->events);
    read_placed(g->entities.at, g->entities.n, t->at.report, s->span, &t->entities);
}

/* False: no word stands there. */
static bool read_telling(const WorthGround *g, Evidence at, Telling *t)
{
    const Findings *f = g->record->findings[at.report];
    const LangText *lang = &f->lang;
    t->at = at;
    t->first = token_at(lang, at.span.b);
    if (t->first >= lang->n_tokens) return false;
    t->end = t->first + 1;
    while (t->end < lang->n_tokens && lang->token[t->end].span.b < at.span.e)
        t->end++;
    t->sentence = lang->token[t->first].sentence;
    t->head = t->first;
    for (uint32_t k = t->end; k-- > t->first;) {
        uint32_t head = lang->token[k].head;
        if (head == NONE || head < t->first || head >= t->end) t->head = k;
    }
    t->governor = lang->token[t->head].head;
    t->event = event_above(g, t, lang);
    t->claim = claim_at(f, at.span);
    t->said = is_said(f, at.span);
    read_company(g, f, t);
    return true;
}

/* ---- two tellings ---- */

static bool holds(const Words *w, uint32_t lemma)
{
    uint32_t low;
    if (!(w->sign & sign_of(lemma))) return false;
    LIST_FIRST(low, w->n, w->at[low] < lemma);
    return low < w->n && w->at[low] == lemma;
}

static float jaccard(const Words *a, const Words *b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->n; i++)
        shared += holds(b, a->at[i]);
    uint32_t all = a->n + b->n - shared;
    return all ? (float)shared / (float)all : 0;
}

/* Cosine of the company, without what the tellings themselves say. */
static float company(const Telling *x, const Telling *y, const Words *a, const Words *b)
{
    float shared = 0, rest_a = 0, rest_b = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        if (holds(&x->own, a->at[i]) || holds(&y->own, a->at[i])) continue;
        rest_a += a->weight[i];
        if (holds(b, a->at[i])) shared += a->weight[i];
    }
    for (uint32_t i = 0; i < b->n; i++)
        if (!holds(&x->own, b->at[i]) && !holds(&y->own, b->at[i])) rest_b += b->weight[i];
    return rest_a > 0 && rest_b > 0 ? shared / sqrtf(rest_a * rest_b) : 0;
}

/* Share of the fewer that both have; 0.5: one has none. */
static float few_shared(const Few *a, const Few *b)
{
    uint32_t shared = 0, least = a->n < b->n ? a->n : b->n;
    if (!least) return 0.5f;
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->at[i] == b->at[k]) shared++;
        if (a->at[i] < b->at[k])
            i++;
        else
            k++;
    }
    return (float)shared / (float)least;
}

/* What two tellings have in common, in the order of the columns; 0.5 where one of them says nothing
 * of it. */
static void compare(const Record *r, const Telling *a, const Telling *b, float out[COMPARED])
{
    out[0] = jaccard(&a->own, &b->own);
    out[1] = company(a, b, &a->near, &b->near);
    out[2] = company(a, b, &a->all, &b->all);
    out[3] = 0.5f;
    if (a->governor != NONE && b->governor != NONE)
        out[3] = slice_eq(r->findings[a->at.report]->lang.token[a->governor].lemma,
                          r->findings[b->at.report]->lang.token[b->governor].lemma);
    out[4] = a->event != NONE && b->event != NONE ? a->event == b->event : 0.5f;
    out[5] = few_shared(&a->events, &b->events);
    out[6] = few_shared(&a->entities, &b->entities);
    out[7] = a->said || b->said ? a->said && b->said : 0.5f;
}

/* Of every telling the best mate of another report, by each thing in common. */
static void pair_columns(const Record *r, const Telling *t, uint32_t n, float *out)
{
    float *least = out + WORTH_WORDS_LEAST, *mean = out + WORTH_WORDS_MEAN;
    uint32_t told = 0;
    for (uint32_t c = 0; c < COMPARED; c++)
        least[c] = 1;
    for (uint32_t i = 0; i < n; i++) {
        float best[COMPARED] = {0}, one[COMPARED];
        bool any = false;
        for (uint32_t k = 0; k < n; k++) {
            if (t[k].at.report == t[i].at.report) continue;
            compare(r, &t[i], &t[k], one);
            for (uint32_t c = 0; c < COMPARED; c++)
                best[c] = fmaxf(best[c], one[c]);
            any = true;
        }
        told += any;
        for (uint32_t c = 0; c < COMPARED && any; c++) {
            least[c] = fminf(least[c], best[c]);
            mean[c] += best[c];
        }
    }
    for (uint32_t c = 0; c < COMPARED && told; c++)
        mean[c] /= (float)told;
}

/* ---- the values ---- */

/* A span that begins so was cut from a longer one: "of staff", "and two others". */
static bool opens_small(const Token *t)
{
    return t->upos == UPOS_ADP || t->upos == UPOS_DET || t->upos == UPOS_CCONJ ||
           t->upos == UPOS_SCONJ || t->upos == UPOS_AUX || t->upos == UPOS_PUNCT;
}

static void claim_columns(const Claim *c, float *out)
{
    if (!c) return;
    out[WORTH_CLAIM_LEAST] = fminf(out[WORTH_CLAIM_LEAST], c->worth);
    out[WORTH_CLAIM_MOST] = fmaxf(out[WORTH_CLAIM_MOST], c->worth);
    out[WORTH_MODAL] += c->modality != MODALITY_HAPPENED && c->modality != MODALITY_COUNT;
    out[WORTH_ROLE] += c->role == CLAIM_ROLE_OBJECT || c->role == CLAIM_ROLE_SUBJECT;
}

static void time_columns(const Findings *f, Span span, float *out)
{
    uint32_t i = times_from(f, span.b);
    if (i >= f->times.n || f->times.at[i].span.b >= span.e) return;
    const TimeMention *t = &f->times.at[i];
    out[WORTH_TIMES] += 1;
    out[WORTH_TIME_GRAIN] += t->from == DAY_UNKNOWN ? -1 : fminf((float)(t->to - t->from), 400);
    out[WORTH_TIME_NOW] += !slice_has_digit(t->value);
    out[WORTH_TIME_EXPLICIT] += t->basis == BASIS_EXPLICIT;
}

static void value_columns(const WorthGround *g, const Telling *t, float *out)
{
    const Findings *f = g->record->findings[t->at.report];
    const LangText *lang = &f->lang;
    const Sentence *sentence = &lang->sentence[t->sentence];
    Slice s = slice_span(f->report->text, t->at.span);
    float words = (float)(t->end - t->first);
    out[WORTH_TOKENS_LEAST] = fminf(out[WORTH_TOKENS_LEAST], words);
    out[WORTH_TOKENS_MOST] = fmaxf(out[WORTH_TOKENS_MOST], words);
    out[WORTH_CONTENT_LEAST] = fminf(out[WORTH_CONTENT_LEAST], (float)t->own.n);
    out[WORTH_FIRST] = fminf(out[WORTH_FIRST], (float)t->sentence);
    out[WORTH_DEEPEST] = fmaxf(out[WORTH_DEEPEST], (float)t->sentence);
    out[WORTH_DEPTH] += (float)t->sentence;
    out[WORTH_SMALL] += s.n > 0 && islower((unsigned char)s.p[0]);
    out[WORTH_DIGITS] += slice_has_digit(s);
    out[WORTH_CUT] += opens_small(&lang->token[t->first]);
    out[WORTH_PROPER] += lang->token[t->head].upos == UPOS_PROPN;
    out[WORTH_TITLES] += sentence->block == BLOCK_TITLE;
    out[WORTH_SENTENCE_TOKENS] += (float)(sentence->end - sentence->first);
    out[WORTH_SAID] += t->said;
    out[WORTH_NO_EVENT] += t->event == NONE;
    out[WORTH_COMPANY_WORDS] += (float)t->all.n - (float)t->own.n;
    out[WORTH_ENTITIES] += (float)t->entities.n;
    claim_columns(t->claim, out);
    time_columns(f, t->at.span, out);
}

static void telling_columns(const WorthGround *g, const Telling *t, uint32_t n, float *out)
{
    if (!n) return;
    out[WORTH_TOKENS_LEAST] = out[WORTH_FIRST] = out[WORTH_CONTENT_LEAST] = 1e6f;
    out[WORTH_CLAIM_LEAST] = 1;
    for (uint32_t i = 0; i < n; i++)
        value_columns(g, &t[i], out);
    for (uint32_t c = WORTH_DEPTH; c <= WORTH_TIME_EXPLICIT; c++)
        out[c] /= (float)n;
}

/* ---- what it is about ---- */

static void event_columns(const WorthGround *g, uint32_t event, const Telling *t, uint32_t n,
                          float *out)
{
    const RecordEvent *e = &g->record->events.at[event];
    uint32_t last = NONE, near = 0, own = 0;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        out[WORTH_EVENT_REPORTS] += e->mentions.at[i].report != last;
        last = e->mentions.at[i].report;
    }
    out[WORTH_EVENT_SALIENCE] = e->salience;
    out[WORTH_EVENT_BACKGROUND] = e->background;
    out[WORTH_EVENT_PARTIES] = (float)e->parts.n;
    for (uint32_t i = 0; i < n; i++) {
        own += t[i].event == event;
        for (uint32_t k = 0; k < t[i].events.n; k++)
            near += t[i].events.at[k] == event;
    }
    out[WORTH_EVENT_OWN] = n ? (float)own / (float)n : 0;
    out[WORTH_EVENT_NEAR] = n ? (float)near / (float)n : 0;
}

static void about_columns(const WorthGround *g, const RecordFact *f, const Telling *t, uint32_t n,
                          float *out)
{
    out[WORTH_ABOUT] = (float)f->about;
    switch (f->about) {
    case ABOUT_EVENT: event_columns(g, f->index, t, n, out); break;
    case ABOUT_ENTITY:
        out[WORTH_ENTITY_MENTIONS] = (float)g->record->entities.at[f->index].mentions.n;
        break;
    case ABOUT_STATEMENT:
        out[WORTH_VERSIONS] = (float)g->record->statements.at[f->index].versions.n;
        break;
    default: break;
    }
}

/* Its tellings, and how many reports give it, how many of them high up. */
static uint32_t read_tellings(const WorthGround *g, const RecordFact *f, Telling *t, float *out)
{
    uint32_t n = 0, last = NONE, last_top = NONE;
    for (uint32_t v = 0; v < f->values.n; v++)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++) {
            Evidence e = f->values.at[v].evidence.at[k];
            bool high = e.span.b < TOP_BYTES;
            out[WORTH_TELLINGS] += 1;
            out[WORTH_REPORTS] += e.report != last;
            out[WORTH_TOP] += high && e.report != last_top;
            last = e.report;
            if (high) last_top = e.report;
            if (n < MOST_TOLD && read_telling(g, e, &t[n])) n++;
        }
    return n;
}

dln_status worth_columns(const WorthGround *g, uint32_t fact, Arena *scratch,
                         float out[WORTH_COLUMN_COUNT])
{
    if (arena_late(scratch, MOST_TOLD)) return arena_status(scratch);
    const RecordFact *f = &g->record->facts.at[fact];
    Attribute attribute = attribute_by_name(f->attribute);
    ArenaMark mark = arena_mark(scratch);
    Telling *t = ARENA_ARRAY(scratch, Telling, MOST_TOLD);
    if (!t) return arena_status(scratch);
    memset(out, 0, WORTH_COLUMN_COUNT * sizeof *out);
    out[WORTH_VERDICT] = (float)f->verdict;
    out[WORTH_ATTRIBUTE] = (float)attribute;
    out[WORTH_FAMILY] = (float)attribute_row[attribute].family;
    out[WORTH_LINED] = f->lined;
    out[WORTH_ALIKE] = f->alike;
    out[WORTH_VALUES] = (float)f->values.n;
    uint32_t n = read_tellings(g, f, t, out);
    pair_columns(g->record, t, n, out);
    telling_columns(g, t, n, out);
    about_columns(g, f, t, n, out);
    arena_rewind(scratch, mark);
    return DLN_OK;
}
