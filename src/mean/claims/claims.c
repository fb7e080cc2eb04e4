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
#include "mean/claims/shapes.h"
#include <math.h>

const char *const claim_column_name[CLAIM_COLUMN_COUNT] = {
#define X(name) #name,
    CLAIM_COLUMNS(X)
#undef X
};

#define FITS 0.7f /* least overlap at which a stretch is the time, name or quotation it meets */
enum { LEAD = 3, MOST_WORDS_OF_FIGURE = 10, CLIMB = 8 };

float span_overlap(Span a, Span b)
{
    uint32_t low = a.b > b.b ? a.b : b.b, high = a.e < b.e ? a.e : b.e;
    uint32_t all = (a.e > b.e ? a.e : b.e) - (a.b < b.b ? a.b : b.b);
    return high > low && all ? (float)(high - low) / (float)all : 0;
}

typedef struct Word { /* of a report: in how many sentences it stands, where first */
    uint32_t lemma, sentence;
} Word;

/* The sentence at hand, and what is in it. */
typedef struct Around {
    Findings *f;
    Arena *arena, *scratch;
    uint32_t sentence;
    const Sentence *s;
    uint32_t time, times_end, quantity, quantities_end, mention, mentions_end, event, events_end;
    uint32_t statement, statements_end;
    const Word *word; /* sorted by lemma, each (lemma, sentence) once */
    uint32_t n_words;
} Around;

/* ---- words of the report ---- */

static uint32_t lemma_hash(Slice lemma)
{
    char low[64];
    size_t n = lemma.n < sizeof low ? lemma.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = (char)(lemma.p[i] >= 'A' && lemma.p[i] <= 'Z' ? lemma.p[i] + 32 : lemma.p[i]);
    uint32_t h = (uint32_t)hash_bytes((Slice){low, n}, 0);
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
    return a->sentence < b->sentence ? -1 : a->sentence > b->sentence;
}

static bool read_words(Around *a)
{
    const LangText *lang = &a->f->lang;
    Word *word = ARENA_ARRAY(a->scratch, Word, lang->n_tokens + 1);
    uint32_t *lemma = ARENA_ARRAY(a->arena, uint32_t, lang->n_tokens + 1);
    if (!word || !lemma) return false;
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < lang->n_tokens; i++) {
        const Token *t = &lang->token[i];
        if (says_nothing(t->upos)) continue;
        lemma[i] = lemma_hash(t->lemma);
        word[n++] = (Word){lemma[i], t->sentence};
    }
    list_sort(word, n, sizeof *word, by_word);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || by_word(&word[kept - 1], &word[i]) != 0) word[kept++] = word[i];
    a->f->token_lemmas.at = lemma;
    a->f->token_lemmas.n = a->f->token_lemmas.cap = lang->n_tokens;
    a->word = word;
    a->n_words = kept;
    return true;
}

/* Sentences that hold the lemma; *first: the first of them. */
static uint32_t sentences_with(const Around *a, uint32_t lemma, uint32_t *first)
{
    uint32_t low = 0, high = a->n_words, n = 0;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (a->word[mid].lemma < lemma)
            low = mid + 1;
        else
            high = mid;
    }
    *first = low < a->n_words ? a->word[low].sentence : 0;
    while (low + n < a->n_words && a->word[low + n].lemma == lemma)
        n++;
    return n;
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

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
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

static bool set_words(Around *a, Claim *c)
{
    Findings *f = a->f;
    c->lemma = f->claim_lemmas.n;
    for (uint32_t i = c->first; i < c->end; i++)
        if (f->token_lemmas.at[i] && !VEC_PUSH(a->scratch, &f->claim_lemmas, f->token_lemmas.at[i]))
            return false;
    uint32_t *own = f->claim_lemmas.at + c->lemma, n = f->claim_lemmas.n - c->lemma;
    list_sort(own, n, sizeof *own, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (!c->n_lemmas || own[c->n_lemmas - 1] != own[i]) own[c->n_lemmas++] = own[i];
    f->claim_lemmas.n = c->lemma + c->n_lemmas;
    c->words = words_hash(slice_span(f->report->text, c->span));
    return true;
}

static bool says_no(const Token *t)
{
    static const char *const list[] = {"not",  "no",      "never", "n't",     "n\xE2\x80\x99t",
                                       "none", "without", "nor",   "neither", "deny"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (slice_is(t->lemma, list[i])) return true;
    return false;
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

typedef struct Counts {
    uint32_t words, proper, numerals, named, figures;
    bool clause;
} Counts;

static Counts count_tokens(const Around *a, Claim *c)
{
    Counts n = {0};
    const Findings *f = a->f;
    for (uint32_t i = c->first; i < c->end; i++) {
        const Token *t = &f->lang.token[i];
        n.words += t->upos != UPOS_PUNCT;
        n.proper += t->upos == UPOS_PROPN;
        n.numerals += t->upos == UPOS_NUM;
        n.named += t->name != NONE;
        n.clause |= t->rel == REL_ACL;
        c->negative |= says_no(t);
    }
    for (uint32_t i = a->quantity; i < a->quantities_end; i++)
        n.figures += span_in(f->quantities.at[i].number, c->span);
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

/* How usual its words are in the report, and whether the title and the lead use them. */
static void often_columns(const Around *a, const Claim *c, float *out)
{
    uint32_t first, most = 0, title = 0, lead = 0;
    for (uint32_t i = 0; i < c->n_lemmas; i++) {
        uint32_t n = sentences_with(a, a->f->claim_lemmas.at[c->lemma + i], &first);
        most = n > most ? n : most;
        title += first < a->sentence && a->f->lang.sentence[first].block == BLOCK_TITLE;
        lead += first < a->sentence && first <= LEAD;
    }
    float n = c->n_lemmas ? (float)c->n_lemmas : 1;
    uint32_t head = a->f->token_lemmas.at[c->head];
    out[COLUMN_HEAD_OFTEN] = head ? (float)sentences_with(a, head, &first) : 0;
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
    out[COLUMN_FIGURES] = (float)n->figures;
    out[COLUMN_NUMERALS] = (float)n->numerals;
    out[COLUMN_HAS_EVENT] = c->event != NONE;
    out[COLUMN_EVENTS] = (float)(a->events_end - a->event);
    out[COLUMN_HAS_CLAUSE] = n->clause;
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

static bool describe(Around *a, const Stretch *s, Claim *c, float *out)
{
    Findings *f = a->f;
    *c = (Claim){.span = tokens_span(&f->lang, s->first, s->end),
                 .first = s->first,
                 .end = s->end,
                 .sentence = a->sentence,
                 .shapes = s->shapes};
    set_heads(a, c);
    if (!set_words(a, c)) return false;
    Counts n = count_tokens(a, c);
    Fits fits = fit_layers(a, c);
    c->time = fits.time >= FITS ? fits.a_time : NONE;
    c->quantity = fits.figure >= FITS ? fits.a_figure : NONE;
    c->entity = fits.entity >= FITS ? fits.an_entity : NONE;
    c->statement = told_in(a, c);
    c->event = event_in(a, c);
    c->kind = kind_of(f, c, &fits, &n);
    place_columns(a, c, out);
    edge_columns(a, c, out);
    above_columns(a, c, out);
    layer_columns(a, c, &fits, &n, out);
    often_columns(a, c, out);
    return true;
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
        for (uint32_t k = 0; k < all.at[i].at.n; k++, n++)
            if (!describe(&a, &all.at[i].at.at[k], &claim[n],
                          *columns + (size_t)n * CLAIM_COLUMN_COUNT))
                return arena_status(scratch);
    }
    found->claims.at = claim;
    found->claims.n = found->claims.cap = n;
    return DLN_OK;
}

/* ---- the best of them ---- */

static int by_worth(const void *x, const void *y)
{
    const Claim *a = x, *b = y;
    if (a->worth != b->worth) return a->worth > b->worth ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static int by_place(const void *x, const void *y)
{
    const Claim *a = x, *b = y;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* The first `n` claims, which move to `arena` with their lemmas. */
static bool keep(Findings *found, const Claim *claim, uint32_t n, Arena *arena)
{
    const uint32_t *lemma = found->claim_lemmas.at;
    memset(&found->claim_lemmas, 0, sizeof found->claim_lemmas);
    for (uint32_t i = 0; i < n; i++) {
        Claim c = claim[i];
        c.lemma = found->claim_lemmas.n;
        for (uint32_t k = 0; k < c.n_lemmas; k++)
            if (!VEC_PUSH(arena, &found->claim_lemmas, lemma[claim[i].lemma + k])) return false;
        if (!VEC_PUSH(arena, &found->claims, c)) return false;
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
    for (uint32_t i = 0; i < n && status == DLN_OK; i++)
        claim[i].worth = trees_score(&model->worth, columns + (size_t)i * CLAIM_COLUMN_COUNT);
    if (status == DLN_OK) {
        double most = (double)model->per_token * (double)found->lang.n_tokens + 1;
        list_sort(claim, n, sizeof *claim, by_worth);
        n = most < (double)n ? (uint32_t)most : n;
        list_sort(claim, n, sizeof *claim, by_place);
        if (!keep(found, claim, n, arena)) status = arena_status(arena);
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
    TRY(datafile_open(data_dir, "align.model", &model->data, err));
    bool sound = datafile_section(&model->data, "worth", &bytes, &n) &&
                 trees_read(bytes, n, &model->worth) == DLN_OK &&
                 model->worth.n_features == CLAIM_COLUMN_COUNT &&
                 datafile_section(&model->data, "claims", &bytes, &n) && n == sizeof(float);
    if (sound) {
        memcpy(&model->per_token, bytes, sizeof(float));
        sound = model->per_token > 0 && model->per_token <= 6;
    }
    if (sound) return DLN_OK;
    claims_close(model);
    return err_fill(err, DLN_ERR_DATA, "open", "align.model: sections do not hold together");
}

void claims_close(ClaimModel *model)
{
    datafile_close(&model->data);
    *model = (ClaimModel){0};
}
