/* claims.c - the claims of one report: candidates typed, described in columns, the best kept.
 *
 * In: Findings with times, quantities, entities, statements, events. Out: Findings.claims.
 * "At least 12 people were injured on Sunday, the ministry said." claims At least 12 people
 * (figure), injured (clause), on Sunday / Sunday (time), the ministry (name or phrase), and more.
 *
 * Idea: shapes.c offers stretches; a stretch that fits a time, a figure, a name or a quotation is
 * one; small boosted trees over 52 columns read off the parse and the layers (no word, no list)
 * say how likely a careful reader would cite it; the best `per_token` of them stay.
 *
 * Known to get wrong: columns know nothing of other reports, so a value that only matters because
 * another outlet tells it too may be dropped (one in ten at .8 a token, one in twenty-five at 1).
 */
#include "base/map.h"
#include "lang/tree.h"
#include "mean/claims/fill.h"
#include "mean/claims/shapes.h"
#include <math.h>

const char *const claim_column_name[CLAIM_COLUMN_COUNT] = {
#define X(name) #name,
    CLAIM_COLUMNS(X)
#undef X
};

#define FITS 0.7f /* least overlap at which a stretch is the time, name or quotation it meets */
enum { LEAD = 3, MOST_WORDS_OF_FIGURE = 10, CLIMB = 8, MOST_TOKENS = 60 };

float span_overlap(Span a, Span b)
{
    uint32_t low = a.b > b.b ? a.b : b.b, high = a.e < b.e ? a.e : b.e;
    uint32_t all = (a.e > b.e ? a.e : b.e) - (a.b < b.b ? a.b : b.b);
    return high > low && all ? (float)(high - low) / (float)all : 0;
}

typedef struct Word { /* of a report */
    uint32_t lemma, token;
} Word;
/* How a token's word stands in its report: in how many sentences, where first. */
typedef struct Often {
    uint32_t sentences, first;
} Often;
/* Tokens before this one that are of a kind; the difference of two is what a stretch holds. */
typedef struct Counts {
    uint32_t words, proper, numerals, named, clauses, noes;
} Counts;

/* The sentence at hand, and what is in it. */
typedef struct Around {
    Findings *f;
    Arena *arena, *scratch;
    uint32_t sentence;
    const Sentence *s;
    uint32_t time, times_end, quantity, quantities_end, mention, mentions_end, event, events_end;
    uint32_t statement, statements_end;
    const Often *often;   /* [tokens] */
    const Counts *before; /* [tokens + 1] */
} Around;

/* ---- words of the report ---- */

uint32_t lemma_hash(Slice lemma)
{
    char low[64];
    uint32_t h = (uint32_t)hash_bytes(slice_lower(lemma, low, sizeof low), 0);
    return h ? h : 1;
}

static bool says_nothing(uint8_t upos)
{
    static const uint8_t empty[] = {UPOS_DET,   UPOS_ADP,   UPOS_PUNCT, UPOS_AUX,
                                    UPOS_CCONJ, UPOS_SCONJ, UPOS_PART};
    return memchr(empty, upos, sizeof empty) != NULL;
}

static int by_word(const void *x, const void *y)
{
    const Word *a = x, *b = y;
    if (a->lemma != b->lemma) return a->lemma < b->lemma ? -1 : 1;
    return a->token < b->token ? -1 : a->token > b->token;
}

/* word: those of one lemma, in text order. */
static void count_often(const LangText *lang, const Word *word, uint32_t n, Often *often)
{
    Often all = {0, lang->token[word[0].token].sentence};
    for (uint32_t i = 0, last = NONE; i < n; i++) {
        uint32_t sentence = lang->token[word[i].token].sentence;
        all.sentences += sentence != last;
        last = sentence;
    }
    for (uint32_t i = 0; i < n; i++)
        often[word[i].token] = all;
}

static bool says_no(const Token *t)
{
    static const char *const list[] = {"not",  "no",      "never", "n't",     "n\xE2\x80\x99t",
                                       "none", "without", "nor",   "neither", "deny"};
    if (t->upos == UPOS_PUNCT) return false;
    return SLICE_AMONG(t->lemma, list);
}

static void count_tokens(const LangText *lang, Counts *before)
{
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        const Token *t = &lang->token[i];
        Counts n = before[i];
        n.words += t->upos != UPOS_PUNCT;
        n.proper += t->upos == UPOS_PROPN;
        n.numerals += t->upos == UPOS_NUM;
        n.named += t->name != NONE;
        n.clauses += t->rel == REL_ACL;
        n.noes += says_no(t);
        before[i + 1] = n;
    }
}

static bool read_words(Around *a)
{
    const LangText *lang = &a->f->lang;
    Word *word = ARENA_ARRAY(a->scratch, Word, lang->n_tokens + 1);
    Often *often = ARENA_ARRAY(a->scratch, Often, lang->n_tokens + 1);
    Counts *before = ARENA_ARRAY(a->scratch, Counts, lang->n_tokens + 1);
    uint32_t *lemma = ARENA_ARRAY(a->arena, uint32_t, lang->n_tokens + 1), n = 0;
    if (!word || !often || !before || !lemma) return false;
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        const Token *t = &lang->token[i];
        if (says_nothing(t->upos)) continue;
        lemma[i] = lemma_hash(t->lemma);
        word[n++] = (Word){lemma[i], i};
    }
    list_sort(word, n, sizeof *word, by_word);
    for (uint32_t i = 0, end; i < n; i = end) {
        LIST_RUN(end, i, n, word[end].lemma == word[i].lemma);
        count_often(lang, word + i, end - i, often);
    }
    count_tokens(lang, before);
    a->f->token_lemmas.at = lemma;
    a->f->token_lemmas.n = a->f->token_lemmas.cap = lang->n_tokens;
    a->often = often;
    a->before = before;
    return true;
}

static Counts counts_in(const Around *a, const Claim *c)
{
    Counts from = a->before[c->first], to = a->before[c->end];
    return (Counts){to.words - from.words, to.proper - from.proper,   to.numerals - from.numerals,
                    to.named - from.named, to.clauses - from.clauses, to.noes - from.noes};
}

/* ---- the sentence ---- */

#define FIRST_OUTSIDE(out, list, from, key, limit)             \
    do {                                                       \
        out = from;                                            \
        while (out < (list).n && (list).at[out].key < (limit)) \
            out++;                                             \
    } while (0)

static void enter_sentence(Around *a, uint32_t sentence)
{
    const Findings *f = a->f;
    a->sentence = sentence;
    a->s = &f->lang.sentence[sentence];
    Span s = a->s->span;
    a->time = times_from(f, s.b);
    FIRST_OUTSIDE(a->times_end, f->times, a->time, span.b, s.e);
    a->quantity = quantities_from(f, s.b);
    FIRST_OUTSIDE(a->quantities_end, f->quantities, a->quantity, span.b, s.e);
    a->mention = mentions_from(f, s.b);
    FIRST_OUTSIDE(a->mentions_end, f->mentions, a->mention, span.b, s.e);
    a->event = events_from(f, s.b);
    FIRST_OUTSIDE(a->events_end, f->events, a->event, sentence.b, s.e);
    a->statements_end = statements_until(f, s.e);
    a->statement = a->statements_end > 16 ? a->statements_end - 16 : 0;
}

/* ---- one candidate ---- */

static bool inside(const Claim *c, uint32_t token)
{
    return token != NONE && token >= c->first && token < c->end;
}

static void set_heads(const Around *a, Claim *c)
{
    const Token *token = a->f->lang.token;
    c->head = c->first;
    for (uint32_t i = c->first; i < c->end; i++)
        if (!inside(c, token[i].head) && token[i].upos != UPOS_PUNCT) {
            c->head = i;
            break;
        }
    c->governor = token[c->head].head;
    c->verb = c->governor;
    for (uint32_t i = 0; i < CLIMB && c->verb != NONE && token[c->verb].upos != UPOS_VERB; i++)
        c->verb = token[c->verb].head;
    if (c->verb != NONE && token[c->verb].upos != UPOS_VERB) c->verb = NONE;
}

/* Hash of letters and figures alone, so that glyphs and spaces change nothing. */
static uint32_t words_hash(Slice text)
{
    char low[512];
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < sizeof low; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == 0xE2 && i + 2 < text.n && (unsigned char)text.p[i + 1] == 0x80) {
            i += 2; /* typographic marks */
            continue;
        }
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) low[n++] = (char)c;
    }
    uint32_t h = (uint32_t)hash_bytes((Slice){low, n}, 1);
    return h ? h : 1;
}

/* Content lemmas of a stretch, sorted, each once; their number. */
static uint32_t lemmas_in(const Findings *f, const Claim *c, uint32_t own[MOST_TOKENS])
{
    uint32_t n = 0;
    for (uint32_t i = c->first; i < c->end && n < MOST_TOKENS; i++) {
        uint32_t lemma = f->token_lemmas.at[i], at = n;
        while (at > 0 && own[at - 1] > lemma)
            at--;
        if (!lemma || (at > 0 && own[at - 1] == lemma)) continue;
        memmove(&own[at + 1], &own[at], (n - at) * sizeof *own);
        own[at] = lemma;
        n++;
    }
    return n;
}

static bool set_words(Findings *f, Claim *c, Arena *arena)
{
    uint32_t own[MOST_TOKENS + 1];
    c->lemma = f->claim_lemmas.n;
    c->n_lemmas = lemmas_in(f, c, own);
    c->words = words_hash(slice_span(f->report->text, c->span));
    for (uint32_t i = 0; i < c->n_lemmas; i++)
        if (!VEC_PUSH(arena, &f->claim_lemmas, own[i])) return false;
    return true;
}

/* Best fits of the layers. */
typedef struct Fits {
    float time, figure, entity, quote;
    uint32_t a_time, a_figure, an_entity, a_mention, a_quote;
} Fits;

static void best_fit(Span a, Span b, uint32_t index, float *share, uint32_t *which)
{
    float x = span_overlap(a, b);
    if (x > *share) {
        *share = x;
        *which = index;
    }
}

/* "at least 12 people": a figure with what it counts. */
static Span with_noun(const Quantity *q)
{
    Span s = q->span;
    if (span_empty(q->noun_span)) return s;
    if (q->noun_span.e > s.e) s.e = q->noun_span.e;
    if (q->noun_span.b < s.b) s.b = q->noun_span.b;
    return s;
}

static Fits fit_layers(const Around *a, const Claim *c)
{
    const Findings *f = a->f;
    Fits out = {
        .a_time = NONE, .a_figure = NONE, .an_entity = NONE, .a_mention = NONE, .a_quote = NONE};
    for (uint32_t i = a->time; i < a->times_end; i++)
        best_fit(f->times.at[i].span, c->span, i, &out.time, &out.a_time);
    for (uint32_t i = a->quantity; i < a->quantities_end; i++)
        best_fit(with_noun(&f->quantities.at[i]), c->span, i, &out.figure, &out.a_figure);
    for (uint32_t i = a->mention; i < a->mentions_end; i++)
        if (f->mentions.at[i].form != FORM_PRONOUN)
            best_fit(f->mentions.at[i].span, c->span, i, &out.entity, &out.a_mention);
    if (out.a_mention != NONE) out.an_entity = f->mentions.at[out.a_mention].entity;
    for (uint32_t i = a->statement; i < a->statements_end; i++)
        for (uint32_t k = 0; k < f->statements.at[i].content.n; k++)
            best_fit(f->statements.at[i].content.at[k], c->span, i, &out.quote, &out.a_quote);
    return out;
}

static uint32_t told_in(const Around *a, const Claim *c)
{
    const Findings *f = a->f;
    for (uint32_t i = a->statements_end; i > a->statement; i--)
        for (uint32_t k = 0; k < f->statements.at[i - 1].content.n; k++) {
            Span s = f->statements.at[i - 1].content.at[k];
            if (s.b <= c->span.b && c->span.e <= s.e + 1) return i - 1;
        }
    return NONE;
}

static uint32_t figures_in(const Around *a, const Claim *c)
{
    uint32_t n = 0;
    for (uint32_t i = a->quantity; i < a->quantities_end; i++)
        n += span_in(a->f->quantities.at[i].number, c->span);
    return n;
}

static ClaimKind kind_of(const Findings *f, const Claim *c, const Fits *fits, const Counts *n)
{
    uint8_t upos = f->lang.token[c->head].upos;
    bool verbal = upos == UPOS_VERB || upos == UPOS_AUX;
    if (fits->quote >= FITS) return CLAIM_QUOTE;
    if (c->time != NONE) return CLAIM_TIME;
    if ((n->numerals || c->quantity != NONE) && n->words <= MOST_WORDS_OF_FIGURE && !verbal)
        return CLAIM_FIGURE;
    if (2 * n->proper >= n->words) return CLAIM_NAME;
    return verbal ? CLAIM_CLAUSE : CLAIM_PHRASE;
}

static uint32_t depth_of(const Findings *f, uint32_t token)
{
    uint32_t n = 0;
    while (n < 2 * CLIMB && (token = f->lang.token[token].head) != NONE)
        n++;
    return n;
}

/* How usual its words are in the report, and whether the title and the lead use them. A lemma that
 * stands twice in the stretch counts once. */
static void often_columns(const Around *a, const Claim *c, float *out)
{
    const LangText *lang = &a->f->lang;
    const uint32_t *lemma = a->f->token_lemmas.at;
    uint32_t most = 0, title = 0, lead = 0, words = 0;
    for (uint32_t i = c->first; i < c->end; i++) {
        bool again = lemma[i] == 0;
        for (uint32_t k = c->first; k < i && !again; k++)
            again = lemma[k] == lemma[i];
        if (again) continue;
        Often often = a->often[i];
        words++;
        most = often.sentences > most ? often.sentences : most;
        title += often.first < a->sentence && lang->sentence[often.first].block == BLOCK_TITLE;
        lead += often.first < a->sentence && often.first <= LEAD;
    }
    float n = words ? (float)words : 1;
    out[COLUMN_HEAD_OFTEN] = lemma[c->head] ? (float)a->often[c->head].sentences : 0;
    out[COLUMN_WORD_OFTEN] = (float)most;
    out[COLUMN_IN_TITLE] = (float)title / n;
    out[COLUMN_IN_LEAD] = (float)lead / n;
}

/* What stands over it: governor and verb. */
static void above_columns(const Around *a, const Claim *c, float *out)
{
    const Token *token = a->f->lang.token;
    const Token *above = c->governor == NONE ? NULL : &token[c->governor];
    out[COLUMN_GOVERNOR_REL] = above ? (float)above->rel : -1;
    out[COLUMN_GOVERNOR_UPOS] = above ? (float)above->upos : -1;
    out[COLUMN_GOVERNOR_ROOT] = !above || above->head == NONE;
    out[COLUMN_BEFORE_GOVERNOR] = above && c->first < c->governor;
    out[COLUMN_VERB_REL] = c->verb == NONE ? -1 : (float)token[c->verb].rel;
    out[COLUMN_DEPTH] = (float)depth_of(a->f, c->head);
    out[COLUMN_HAS_SUBJECT] = tree_child_rel(&a->f->lang, c->head, REL_NSUBJ) != NONE;
}

/* Its ends, and the words beside them. */
static void edge_columns(const Around *a, const Claim *c, float *out)
{
    const Token *token = a->f->lang.token;
    out[COLUMN_LEFT_UPOS] = (float)token[c->first].upos;
    out[COLUMN_LEFT_REL] = (float)token[c->first].rel;
    out[COLUMN_RIGHT_UPOS] = (float)token[c->end - 1].upos;
    out[COLUMN_RIGHT_REL] = (float)token[c->end - 1].rel;
    out[COLUMN_UPOS_BEFORE] = c->first > a->s->first ? (float)token[c->first - 1].upos : -1;
    out[COLUMN_UPOS_AFTER] = c->end < a->s->end ? (float)token[c->end].upos : -1;
}

static void place_columns(const Around *a, const Claim *c, float *out)
{
    const Token *head = &a->f->lang.token[c->head];
    float n = (float)(a->s->end - a->s->first), tokens = (float)(c->end - c->first);
    out[COLUMN_TOKENS] = tokens;
    out[COLUMN_REL] = (float)head->rel;
    out[COLUMN_UPOS] = (float)head->upos;
    out[COLUMN_SENTENCE] = (float)a->sentence;
    out[COLUMN_SENTENCE_SHARE] = (float)a->sentence / (float)a->f->lang.n_sentences;
    out[COLUMN_SENTENCE_TOKENS] = n;
    out[COLUMN_PART] = tokens / n;
    out[COLUMN_FIRST] = (float)(c->first - a->s->first);
    out[COLUMN_BLOCK] = (float)a->s->block;
}

static void layer_columns(const Around *a, const Claim *c, const Fits *fits, const Counts *n,
                          float *out)
{
    const Findings *f = a->f;
    const Quantity *q = fits->a_figure == NONE ? NULL : &f->quantities.at[fits->a_figure];
    const Entity *e = c->entity == NONE ? NULL : &f->entities.at[c->entity];
    out[COLUMN_KIND] = (float)c->kind;
    out[COLUMN_NAMES] = (float)n->proper;
    out[COLUMN_FIGURES] = (float)figures_in(a, c);
    out[COLUMN_NUMERALS] = (float)n->numerals;
    out[COLUMN_HAS_EVENT] = c->event != NONE;
    out[COLUMN_EVENTS] = (float)(a->events_end - a->event);
    out[COLUMN_HAS_CLAUSE] = n->clauses > 0;
    out[COLUMN_ENTITY_KIND] = e ? (float)e->kind + 1 : 0;
    out[COLUMN_ENTITY_MENTIONS] = e ? (float)e->mentions.n : 0;
    out[COLUMN_SAID] = c->statement != NONE;
    out[COLUMN_NEGATIVE] = c->negative;
    for (uint32_t i = 0; i < SHAPES; i++)
        out[COLUMN_TREE + i] = (float)(c->shapes >> i & 1);
    out[COLUMN_TIME_SHARE] = fits->time;
    out[COLUMN_ENTITY_SHARE] = fits->entity;
    out[COLUMN_QUOTE_SHARE] = fits->quote;
    out[COLUMN_FIGURE_SHARE] = fits->figure;
    out[COLUMN_FIGURE_KIND] = q ? (float)q->kind + 1 : 0;
    out[COLUMN_FIGURE_SAYS] = q && q->attribute.n;
    out[COLUMN_TIME_TYPE] = fits->a_time == NONE ? 0 : (float)f->times.at[fits->a_time].type + 1;
    out[COLUMN_NAME_TOKENS] = (float)n->named / (float)(c->end - c->first);
}

static uint32_t event_in(const Around *a, const Claim *c)
{
    for (uint32_t i = a->event; i < a->events_end; i++)
        if (span_meet(a->f->events.at[i].trigger, c->span)) return i;
    return NONE;
}

const TimeMention *claim_young_age(const Findings *f, Span span)
{
    uint32_t i = times_from(f, span.b);
    if (i > 0 && span_meet(f->times.at[i - 1].span, span)) i--;
    for (; i < f->times.n && f->times.at[i].span.b < span.e; i++) {
        const TimeMention *t = &f->times.at[i];
        bool years = t->value.n && t->value.p[t->value.n - 1] == 'Y'; /* a quantity has those */
        if (t->type == TIME_DURATION && !years && span_meet(t->span, span) &&
            slice_ends(slice_span(f->report->text, t->span), SLICE("old")))
            return t;
    }
    return NULL;
}

bool claim_holds_age(const Findings *f, Span span)
{
    if (claim_young_age(f, span) != NULL) return true;
    uint32_t i = quantities_from(f, span.b);
    if (i > 0 && span_in(span, f->quantities.at[i - 1].span)) i--;
    return i < f->quantities.n && f->quantities.at[i].kind == QUANTITY_AGE &&
           span_meet(f->quantities.at[i].span, span);
}

/* "46" of "at least 46 demonstrators": the figure that a stretch has, where it leaves out the noun.
 */
static uint32_t bare_figure(const Around *a, const Claim *c)
{
    for (uint32_t i = a->quantity; i < a->quantities_end; i++) {
        const Quantity *q = &a->f->quantities.at[i];
        if (span_in(q->number, c->span) && span_in(c->span, with_noun(q))) return i;
    }
    return NONE;
}

static void describe(const Around *a, const Stretch *s, Claim *c, float *out)
{
    const Findings *f = a->f;
    *c = (Claim){.span = tokens_span(&f->lang, s->first, s->end),
                 .first = s->first,
                 .end = s->end,
                 .sentence = a->sentence,
                 .shapes = s->shapes};
    set_heads(a, c);
    Counts n = counts_in(a, c);
    c->negative = n.noes > 0;
    Fits fits = fit_layers(a, c);
    c->time = fits.time >= FITS ? fits.a_time : NONE;
    c->quantity = fits.figure >= FITS ? fits.a_figure : NONE;
    if (claim_holds_age(f, c->span)) c->time = NONE; /* "14 years old" lasted no fourteen years */
    c->entity = fits.entity >= FITS ? fits.an_entity : NONE;
    c->statement = told_in(a, c);
    c->event = event_in(a, c);
    c->kind = kind_of(f, c, &fits, &n);
    place_columns(a, c, out);
    edge_columns(a, c, out);
    above_columns(a, c, out);
    layer_columns(a, c, &fits, &n, out);
    often_columns(a, c, out);
    if (c->kind == CLAIM_FIGURE && c->quantity == NONE) c->quantity = bare_figure(a, c);
}

dln_status claims_describe(Findings *found, Arena *arena, Arena *scratch, float **columns)
{
    Around a = {.f = found, .arena = arena, .scratch = scratch};
    struct {
        Stretches *at;
        uint32_t n;
    } all = {ARENA_ARRAY(scratch, Stretches, found->lang.n_sentences + 1), 0};
    found->claims.n = 0;
    memset(&found->claim_lemmas, 0, sizeof found->claim_lemmas);
    if (!all.at || !read_words(&a)) return arena_status(arena->failed ? arena : scratch);
    for (uint32_t i = 0; i < found->lang.n_sentences; i++) {
        TRY(shapes_of(found, i, scratch, &all.at[i]));
        all.n += all.at[i].at.n;
    }
    *columns = arena_array(scratch, (size_t)all.n + 1, sizeof(float) * CLAIM_COLUMN_COUNT);
    Claim *claim = ARENA_ARRAY(scratch, Claim, all.n + 1);
    if (!*columns || !claim) return arena_status(scratch);
    uint32_t n = 0;
    for (uint32_t i = 0; i < found->lang.n_sentences; i++) {
        enter_sentence(&a, i);
        for (uint32_t k = 0; k < all.at[i].at.n && !arena_late(scratch, 20); k++, n++)
            describe(&a, &all.at[i].at.at[k], &claim[n], *columns + (size_t)n * CLAIM_COLUMN_COUNT);
    }
    found->claims.at = claim;
    found->claims.n = found->claims.cap = n;
    return arena_status(scratch);
}

/* ---- the best of them ---- */

/* Probabilities are not negative, so their bits are in the order of their values. */
static uint32_t bits_of(float worth)
{
    uint32_t bits;
    memcpy(&bits, &worth, sizeof bits);
    return bits;
}

/* The worth that the `n`-th best of them has, by its bits: eight at a time, from the highest. */
static uint32_t nth_worth(const float *worth, uint32_t count, uint32_t n)
{
    uint32_t known = 0, mask = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        uint32_t seen[256] = {0}, digit = 256;
        for (uint32_t i = 0; i < count; i++)
            if ((bits_of(worth[i]) & mask) == known) seen[bits_of(worth[i]) >> shift & 255]++;
        while (digit-- > 1 && seen[digit] < n)
            n -= seen[digit];
        known |= digit << shift;
        mask |= 255u << shift;
    }
    return known;
}

/* The best `n` of the candidates, of equals those that come first, to `arena` in text order. */
static bool keep_best(Findings *found, const Claim *claim, const float *worth, uint32_t count,
                      uint32_t n, Arena *arena)
{
    uint32_t least = n < count ? nth_worth(worth, count, n) : 0, above = 0;
    for (uint32_t i = 0; i < count; i++)
        above += bits_of(worth[i]) > least;
    uint32_t equal = n < count ? n - above : count;
    found->claims.cap = n < count ? n : count;
    found->claims.at = ARENA_ARRAY(arena, Claim, (size_t)found->claims.cap + 1);
    if (!found->claims.at) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (bits_of(worth[i]) < least || (bits_of(worth[i]) == least && !equal)) continue;
        equal -= bits_of(worth[i]) == least;
        Claim c = claim[i];
        c.worth = worth[i];
        if (!set_words(found, &c, arena) || !VEC_PUSH(arena, &found->claims, c)) return false;
    }
    return true;
}

dln_status mean_claims(const ClaimModel *model, Findings *found, Arena *arena, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    float *columns;
    dln_status status = claims_describe(found, arena, scratch, &columns);
    Claim *claim = found->claims.at;
    uint32_t n = found->claims.n;
    found->claims.at = NULL;
    found->claims.n = found->claims.cap = 0;
    float *worth = ARENA_ARRAY(scratch, float, n + 1);
    if (status == DLN_OK && !worth) status = arena_status(scratch);
    if (status == DLN_OK) {
        double most = (double)model->per_token * (double)found->lang.n_tokens + 1;
        tree_bank_score(&model->bank, columns, n, worth);
        uint32_t best = most < (double)n ? (uint32_t)most : n;
        if (!keep_best(found, claim, worth, n, best, arena)) status = arena_status(arena);
        if (status == DLN_OK) status = claims_fill(found, scratch);
    }
    if (status != DLN_OK) {
        memset(&found->claims, 0, sizeof found->claims);
        memset(&found->claim_lemmas, 0, sizeof found->claim_lemmas);
        memset(&found->token_lemmas, 0, sizeof found->token_lemmas);
    }
    arena_rewind(scratch, mark);
    return status;
}

/* ---- the model ---- */

dln_status claims_open(const char *data_dir, ClaimModel *model, dln_error *err)
{
    const uint8_t *bytes;
    size_t n;
    *model = (ClaimModel){0};
    arena_init(&model->arena, 0);
    TRY(datafile_open(data_dir, "align.model", &model->data, err));
    bool sound = trees_open(&model->data, "worth", CLAIM_COLUMN_COUNT, &model->worth) &&
                 datafile_section(&model->data, "claims", &bytes, &n) && n == sizeof(float);
    if (sound) {
        memcpy(&model->per_token, bytes, sizeof(float));
        sound = model->per_token > 0 && model->per_token <= 6;
    }
    dln_status status = sound ? tree_bank_make(&model->worth, &model->arena, &model->bank) : DLN_OK;
    if (sound && status == DLN_OK) return DLN_OK;
    claims_close(model);
    if (status != DLN_OK) return err_fill(err, status, "open", "align.model: out of memory");
    return err_fill(err, DLN_ERR_DATA, "open", "align.model: sections do not hold together");
}

void claims_close(ClaimModel *model)
{
    datafile_close(&model->data);
    arena_free(&model->arena);
    *model = (ClaimModel){0};
}
