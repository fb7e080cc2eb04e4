/* shapes.c - which stretches of a sentence may be a value.
 *
 * In: one parsed sentence, the times, figures, names and quotations in it. Out: stretches of
 * tokens. "The mayor of Velm, a builder, resigned on Friday" offers the mayor of Velm, a builder /
 * The mayor of Velm / mayor / Velm / a builder / resigned / resigned on Friday / Friday and a few
 * more.
 *
 * Idea: a reader who marks values marks constituents, some of them without the clause or the
 * apposition behind, and verbs with one complement; 1.9 stretches a token meet 98 of 100.
 *
 * Known to get wrong: what crosses the parse; stretches over two sentences (a quotation of two
 * sentences is two claims). */
#include "mean/claims/shapes.h"
#include "lang/tree.h"
#include "mean/claims/phone.h"

enum {
    LONGEST = 30, /* tokens of a stretch */
    LONGEST_SENTENCE = 256,
    LONGEST_LAYER = 60
};

typedef struct Spans {
    VEC(Span);
} Spans;
typedef struct Tree {
    const LangText *lang;
    const Sentence *s;
    uint32_t n;
    uint32_t *low, *high;  /* leftmost and rightmost descendant, from the sentence's first token */
    uint32_t *begin, *kid; /* children of k: kid[begin[k] .. begin[k + 1]) */
    Arena *scratch;
    /* What was cut so far, by first token and length: a stretch that is cut twice is one, and they
     * come out in text order. */
    uint64_t *lengths; /* [n] bit k: a stretch of k + 1 tokens begins there */
    uint8_t *shapes;   /* [n * LONGEST_LAYER] bits of ClaimShape; told where its bit is set */
    uint32_t found;
} Tree;

static const Token *token(const Tree *t, uint32_t k)
{
    return &t->lang->token[t->s->first + k];
}

static bool in_set(uint8_t value, const uint8_t *set, size_t n)
{
    return memchr(set, value, n) != NULL;
}

/* Small words in front of a head. */
static bool strips(uint8_t rel)
{
    static const uint8_t set[] = {REL_CASE, REL_MARK, REL_CC, REL_DET, REL_PUNCT};
    return in_set(rel, set, sizeof set);
}

/* Where a value may end before its sub-tree does. */
static bool cuts(uint8_t rel)
{
    static const uint8_t set[] = {REL_ACL,   REL_APPOS, REL_CONJ, REL_PARATAXIS,
                                  REL_ADVCL, REL_PUNCT, REL_NMOD, REL_CC};
    return in_set(rel, set, sizeof set);
}

static bool complements(uint8_t rel)
{
    static const uint8_t set[] = {REL_OBJ, REL_OBL, REL_XCOMP, REL_CCOMP, REL_ADVCL, REL_IOBJ};
    return in_set(rel, set, sizeof set);
}

/* Children in token order, and the reach of every sub-tree. A head outside the sentence is a root.
 */
static bool grow(Tree *t)
{
    uint32_t n = t->n;
    t->low = ARENA_ARRAY(t->scratch, uint32_t, n);
    t->high = ARENA_ARRAY(t->scratch, uint32_t, n);
    t->begin = ARENA_ARRAY(t->scratch, uint32_t, n + 2);
    t->kid = ARENA_ARRAY(t->scratch, uint32_t, n);
    uint32_t *order = ARENA_ARRAY(t->scratch, uint32_t, n + 1);
    if (!t->low || !t->high || !t->begin || !t->kid || !order) return false;
    uint32_t seen = 0, done = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t head = token(t, k)->head;
        t->low[k] = t->high[k] = k;
        if (head != NONE && head >= t->s->first && head < t->s->end)
            t->begin[head - t->s->first + 2]++;
        else
            order[seen++] = k;
    }
    for (uint32_t k = 2; k < n + 2; k++)
        t->begin[k] += t->begin[k - 1];
    for (uint32_t k = 0; k < n; k++) {
        uint32_t head = token(t, k)->head;
        if (head != NONE && head >= t->s->first && head < t->s->end)
            t->kid[t->begin[head - t->s->first + 1]++] = k;
    }
    for (; done < seen; done++)
        for (uint32_t c = t->begin[order[done]]; c < t->begin[order[done] + 1] && seen < n; c++)
            order[seen++] = t->kid[c];
    while (done-- > 0) { /* children before their parents */
        uint32_t k = order[done];
        for (uint32_t c = t->begin[k]; c < t->begin[k + 1]; c++) {
            uint32_t kid = t->kid[c];
            if (t->low[kid] < t->low[k]) t->low[k] = t->low[kid];
            if (t->high[kid] > t->high[k]) t->high[k] = t->high[kid];
        }
    }
    return true;
}

static void put(Tree *t, uint32_t first, uint32_t end, ClaimShape shape)
{
    uint64_t bit = 1ull << (end - first - 1);
    uint8_t *shapes = &t->shapes[(size_t)first * LONGEST_LAYER + end - first - 1];
    bool fresh = !(t->lengths[first] & bit);
    t->lengths[first] |= bit;
    t->found += fresh;
    *shapes = (uint8_t)((fresh ? 0u : *shapes) | 1u << shape);
}

/* Tokens first..last without the punctuation at both ends; over-long ones are dropped. */
static void add(Tree *t, uint32_t first, uint32_t last, ClaimShape shape)
{
    if (last == NONE) return;
    while (first <= last && token(t, first)->upos == UPOS_PUNCT)
        first++;
    while (last >= first && last > 0 &&
           (token(t, last)->upos == UPOS_PUNCT || token(t, last)->upos == UPOS_CCONJ))
        last--;
    if (first <= last && last - first < LONGEST) put(t, first, last + 1, shape);
}

/* "has been arrested", "took over", and each with one complement. */
static void add_verb(Tree *t, uint32_t k)
{
    uint32_t begin = k, end = k;
    for (uint32_t c = t->begin[k]; c < t->begin[k + 1]; c++) {
        uint32_t kid = t->kid[c], rel = token(t, kid)->rel;
        if (kid < k && kid < begin && (rel == REL_AUX || rel == REL_ADVMOD || rel == REL_COP))
            begin = kid;
        if (kid > k && rel == REL_COMPOUND) end = kid;
    }
    add(t, begin, end, SHAPE_VERB);
    for (uint32_t c = t->begin[k]; c < t->begin[k + 1]; c++) {
        uint32_t kid = t->kid[c];
        if (kid < k || !complements(token(t, kid)->rel)) continue;
        add(t, k, t->high[kid], SHAPE_PHRASE);
        add(t, begin, t->high[kid], SHAPE_PHRASE);
    }
    add(t, begin, t->high[k], SHAPE_PHRASE);
    add(t, k, t->high[k], SHAPE_PHRASE);
}

/* "No charges", "neither man": not without that word. */
static bool turns_round(const Tree *t, uint32_t k)
{
    const Token *small = token(t, k);
    return small->rel == REL_DET &&
           (token_lemma_is(small, "no") || token_lemma_is(small, "neither"));
}

static void add_token(Tree *t, uint32_t k)
{
    uint8_t upos = token(t, k)->upos;
    uint32_t first = t->low[k], bare = first;
    if (upos == UPOS_PUNCT) return;
    while (bare < k && strips(token(t, bare)->rel) && !turns_round(t, bare))
        bare++;
    add(t, first, t->high[k], SHAPE_TREE);
    add(t, bare, t->high[k], SHAPE_TREE);
    add(t, k, k, SHAPE_WORD);
    add(t, bare, k, SHAPE_LEFT);
    add(t, first, k, SHAPE_LEFT);
    for (uint32_t c = t->begin[k]; c < t->begin[k + 1]; c++) {
        uint32_t kid = t->kid[c];
        if (kid < k || !cuts(token(t, kid)->rel) || t->low[kid] == 0) continue;
        add(t, first, t->low[kid] - 1, SHAPE_CUT);
        add(t, bare, t->low[kid] - 1, SHAPE_CUT);
    }
    if (upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_ADJ || upos == UPOS_NOUN)
        add_verb(t, k);
}

/* The tokens of the sentence that a span of an earlier layer meets. */
static void add_layer(Tree *t, Span span)
{
    uint32_t first = token_at(t->lang, span.b), end = first;
    if (first < t->s->first) first = t->s->first;
    while (end < t->s->end && t->lang->token[end].span.b < span.e)
        end++;
    if (first < t->s->end && end > first && end - first <= LONGEST_LAYER)
        put(t, first - t->s->first, end - t->s->first, SHAPE_LAYER);
}

static void add_layers(Tree *t, const Findings *f)
{
    Span all = t->s->span;
    for (uint32_t i = times_from(f, all.b); i < f->times.n; i++) {
        if (f->times.at[i].span.b >= all.e) break;
        add_layer(t, f->times.at[i].span);
    }
    for (uint32_t i = quantities_from(f, all.b); i < f->quantities.n; i++) {
        if (f->quantities.at[i].span.b >= all.e) break;
        add_layer(t, f->quantities.at[i].span);
    }
    for (uint32_t i = mentions_from(f, all.b); i < f->mentions.n; i++) {
        if (f->mentions.at[i].span.b >= all.e) break;
        if (f->mentions.at[i].form != FORM_PRONOUN) add_layer(t, f->mentions.at[i].span);
    }
    for (uint32_t i = statements_until(f, all.e), steps = 0; i > 0 && steps < 16; steps++) {
        const Statement *s = &f->statements.at[--i];
        for (uint32_t k = 0; k < s->content.n; k++)
            if (span_meet(s->content.at[k], all)) add_layer(t, s->content.at[k]);
    }
}

/* Is the token part of one word with the one behind it: "non-life-threatening", "Velm-born"? */
static bool glued(const LangText *lang, Slice text, uint32_t token)
{
    const Token *t = &lang->token[token], *next = t + 1;
    Slice form = t->form;
    bool hyphen = form.n && form.p[form.n - 1] == '-';
    bool before = next->form.n && next->form.p[0] == '-' && next->form.n == 1 &&
                  next->span.e < text.n && text.p[next->span.e] != ' ' &&
                  text.p[next->span.e] != '\n';
    return t->span.e == next->span.b && (hyphen ? form.n > 1 || token > 0 : before);
}

/* Does it begin or end inside a word with hyphens? "Life-threatening injuries" is the opposite of
 * "non-life-threatening injuries". */
static bool breaks_word(const Findings *f, const Sentence *s, uint32_t first, uint32_t end)
{
    Slice text = f->report->text;
    return (first > s->first && glued(&f->lang, text, first - 1)) ||
           (end < s->end && glued(&f->lang, text, end - 1));
}

/* "Category 3", "Route 9", "Building 12": a noun and the figure that is its name. */
static bool is_label(const LangText *lang, uint32_t noun, uint32_t figure)
{
    const Token *n = &lang->token[noun], *f = &lang->token[figure];
    bool named = n->upos == UPOS_PROPN || n->upos == UPOS_NOUN,
         digits = f->form.n && f->form.n < 4 && n->span.e + 1 == f->span.b;
    for (size_t i = 0; i < f->form.n; i++)
        digits = digits && slice_digit_at(f->form, i);
    return named && digits && f->upos == UPOS_NUM && (f->head == noun || n->head == figure);
}

/* Does it end before the figure that its last word is numbered with, or begin with that figure?
 * "A Category" is no value of "a Category 3 storm", nor is "3". */
static bool breaks_label(const LangText *lang, const Sentence *s, uint32_t first, uint32_t end)
{
    bool before = first > s->first && is_label(lang, first - 1, first),
         behind = end < s->end && is_label(lang, end - 1, end);
    return before || behind;
}

/* Does it begin or end within the figures of one number? "31" is no value of "won 34-31". */
static bool breaks_number(const Findings *f, Span span)
{
    uint32_t i = quantities_from(f, span.b);
    if (i > 0) i--; /* "at least 31": begins before its number */
    for (; i < f->quantities.n; i++) {
        Span number = f->quantities.at[i].number;
        if (number.b >= span.e) break;
        if (number.b < span.b && number.e > span.b) return true;
        if (number.b >= span.b && number.e > span.e) return true;
    }
    return false;
}

/* Does it begin or end within a telephone number? "318" is no value of "Call (318) 555-0148".
 * `phone`: those of the sentence. */
static bool breaks_phone(const Spans *phone, Span span)
{
    for (uint32_t i = 0; i < phone->n; i++) {
        Span p = phone->at[i];
        if (!span_meet(p, span)) continue;
        if ((p.b < span.b && span.b < p.e) || (p.b < span.e && span.e < p.e)) return true;
    }
    return false;
}

static bool find_phones(const Findings *f, Span sentence, Arena *scratch, Spans *out)
{
    Slice text = slice_span(f->report->text, sentence);
    Phone phone;
    for (uint32_t at = 0; phone_next(text, &at, &phone);)
        if (!VEC_PUSH(scratch, out, ((Span){sentence.b + phone.span.b, sentence.b + phone.span.e})))
            return false;
    return true;
}

/* What was put, in text order. */
static bool list_stretches(const Tree *t, const Findings *f, Arena *scratch, Stretches *out)
{
    Spans phone = {0};
    if (!find_phones(f, t->s->span, scratch, &phone)) return false;
    out->at.at = ARENA_ARRAY(scratch, Stretch, t->found + 1);
    if (!out->at.at) return false;
    for (uint32_t k = 0; k < t->n; k++)
        for (uint64_t left = t->lengths[k]; left; left &= left - 1) {
            uint32_t length = (uint32_t)__builtin_ctzll(left), first = t->s->first + k;
            Span span = {token(t, k)->span.b, token(t, k + length)->span.e};
            uint8_t shapes = t->shapes[(size_t)k * LONGEST_LAYER + length];
            bool layer = shapes >> SHAPE_LAYER & 1; /* "US" of "US-led", "14-year" of an age */
            if (!layer && (breaks_label(t->lang, t->s, first, first + length + 1) ||
                           breaks_word(f, t->s, first, first + length + 1)))
                continue;
            if (breaks_number(f, span) || breaks_phone(&phone, span)) continue;
            out->at.at[out->at.n++] = (Stretch){first, first + length + 1, shapes};
        }
    out->at.cap = out->at.n;
    return true;
}

dln_status shapes_of(const Findings *found, uint32_t sentence, Arena *scratch, Stretches *out)
{
    const Sentence *s = &found->lang.sentence[sentence];
    Tree t = {.lang = &found->lang, .s = s, .n = s->end - s->first, .scratch = scratch};
    *out = (Stretches){0};
    if (!t.n || t.n > LONGEST_SENTENCE) return DLN_OK; /* a list or a table, no sentence */
    t.lengths = ARENA_ARRAY(scratch, uint64_t, t.n);
    t.shapes = ARENA_ARRAY(scratch, uint8_t, t.n * LONGEST_LAYER);
    if (!t.lengths || !t.shapes || !grow(&t)) return arena_status(scratch);
    for (uint32_t k = 0; k < t.n; k++)
        add_token(&t, k);
    add_layers(&t, found);
    return list_stretches(&t, found, scratch, out) ? DLN_OK : arena_status(scratch);
}
