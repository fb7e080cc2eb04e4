/* coref_pair.c - see coref_pair.h.
 * Features of a pair (order is fixed; the trees know them by number): words of the mentions,
 * concepts, sentences, neighbours (who, where, when stand beside), places in the texts, how rare
 * the word is. */
#include "coref_pair.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

/* ---- what is known of a mention ---- */

static uint32_t word_from(const CorefDoc *doc, uint32_t byte)
{ /* first word that ends after byte */
    uint32_t low = 0, high = doc->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->word[mid].span.e <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool word_is_one_of(Slice text, Span s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_nocase(slice_span(text, s), slice_of(list[i]))) return true;
    return false;
}

/* Head: of names and noun phrases the last word before a preposition; of events the first word that
 * carries meaning. */
static uint32_t head_of(Slice text, const CorefDoc *doc, uint32_t first, uint32_t end,
                        CorefKind kind)
{
    static const char *const breaks[] = {"of",      "in",  "at",    "on",    "for", "from",
                                         "with",    "who", "that",  "which", "to",  "near",
                                         "between", "by",  "after", "as"};
    if (kind == COREF_EVENT) {
        for (uint32_t i = first; i < end; i++)
            if (!doc->word[i].stop) return i;
        return first;
    }
    uint32_t head = first;
    for (uint32_t i = first; i < end; i++) {
        if (i > first &&
            word_is_one_of(text, doc->word[i].span, breaks, sizeof breaks / sizeof *breaks))
            break;
        if (!(doc->word[i].span.e - doc->word[i].span.b == 1 && text.p[doc->word[i].span.b] == 's'))
            head = i;
    }
    return head;
}

static bool is_pronoun(Slice text, const CorefDoc *doc, uint32_t first, uint32_t end)
{
    static const char *const words[] = {
        "he",    "him",  "his",  "she",     "her",     "hers",   "it",    "its", "they", "them",
        "their", "i",    "me",   "my",      "we",      "us",     "our",   "you", "your", "who",
        "which", "that", "this", "himself", "herself", "itself", "there", "here"};
    return end == first + 1 &&
           word_is_one_of(text, doc->word[first].span, words, sizeof words / sizeof *words);
}

static void describe(CorefAll *all, uint32_t m)
{
    const CorefMention *mention = &all->input->mention[m];
    const CorefDoc *doc = &all->doc[mention->doc];
    Slice text = all->input->text[mention->doc];
    CorefSeen *s = &all->seen[m];
    *s = (CorefSeen){0};
    if (!doc->n) return;
    s->first = word_from(doc, mention->span.b);
    if (s->first >= doc->n) s->first = doc->n - 1;
    s->end = s->first + 1;
    while (s->end < doc->n && doc->word[s->end].span.b < mention->span.e)
        s->end++;
    s->head = head_of(text, doc, s->first, s->end, mention->kind);
    s->sentence = doc->word[s->head].sentence;
    s->lemma = doc->word[s->head].lemma;
    s->concept = concept_find(all->concepts, s->lemma);
    s->pronoun = is_pronoun(text, doc, s->first, s->end);
    s->proper = doc->word[s->head].capital && mention->kind != COREF_EVENT && !s->pronoun;
    s->number = isdigit((unsigned char)text.p[doc->word[s->head].span.b]) != 0;
}

static void note_near(CorefAll *all, uint32_t m)
{
    const CorefSeen *s = &all->seen[m];
    const CorefMention *mention = &all->input->mention[m];
    CorefNear *near = &all->near[mention->doc][s->sentence * COREF_KINDS + mention->kind];
    for (uint32_t i = 0; i < near->n; i++)
        if (near->lemma[i] == s->lemma) return;
    if (near->n < COREF_NEAR && !s->pronoun) near->lemma[near->n++] = s->lemma;
}

typedef struct InText {
    uint32_t doc, b, mention;
} InText;
static int by_text(const void *x, const void *y)
{
    const InText *a = x, *b = y;
    if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return a->mention < b->mention ? -1 : a->mention > b->mention;
}

static void link_neighbours(CorefAll *all, const InText *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        CorefSeen *s = &all->seen[order[i].mention];
        for (uint32_t k = i; k > 0 && i - k < 6 && !s->left; k--) {
            const CorefSeen *o = &all->seen[order[k - 1].mention];
            if (order[k - 1].doc != order[i].doc || o->sentence != s->sentence) break;
            if (all->input->mention[order[k - 1].mention].kind != COREF_EVENT && o->end <= s->first)
                s->left = o->lemma;
        }
        for (uint32_t k = i + 1; k < n && k - i < 6 && !s->right; k++) {
            const CorefSeen *o = &all->seen[order[k].mention];
            if (order[k].doc != order[i].doc || o->sentence != s->sentence) break;
            if (all->input->mention[order[k].mention].kind != COREF_EVENT && o->first >= s->end)
                s->right = o->lemma;
        }
        for (uint32_t k = i; k-- > 0 && order[k].doc == order[i].doc && i - k < 400;) {
            CorefSeen *o = &all->seen[order[k].mention];
            if (o->lemma != s->lemma || all->input->mention[order[k].mention].kind !=
                                            all->input->mention[order[i].mention].kind)
                continue;
            o->same_in_doc++;
            s->same_in_doc++;
        }
    }
}

dln_status coref_describe(CorefAll *all, Arena *scratch)
{
    uint32_t n = all->input->n;
    all->seen = ARENA_ARRAY(scratch, CorefSeen, n + 1);
    all->near = ARENA_ARRAY(scratch, CorefNear *, all->n_docs + 1);
    all->incident_size = ARENA_ARRAY(scratch, uint32_t, all->n_docs + 1);
    InText *order = ARENA_ARRAY(scratch, InText, n + 1);
    if (!all->seen || !all->near || !all->incident_size || !order) return arena_status(scratch);
    for (uint32_t d = 0; d < all->n_docs; d++) {
        all->incident_size[all->incident[d]]++;
        all->near[d] = ARENA_ARRAY(scratch, CorefNear,
                                   (size_t)all->doc[d].n_sentences * COREF_KINDS + 1);
        if (!all->near[d]) return arena_status(scratch);
    }
    for (uint32_t i = 0; i < n; i++) {
        describe(all, i);
        if (all->doc[all->input->mention[i].doc].n) note_near(all, i);
        order[i] = (InText){all->input->mention[i].doc, all->input->mention[i].span.b, i};
    }
    list_sort(order, n, sizeof *order, by_text);
    link_neighbours(all, order, n);
    return DLN_OK;
}

/* ---- pairs ---- */

static float concepts_meet(const ConceptEntry *a, const ConceptEntry *b)
{ /* 1 for the first sense of both, less further down */
    float best = a && b && a->class && a->class == b->class ? 0.6f : 0;
    for (int i = 0; a && b && i < CONCEPTS; i++)
        for (int k = 0; k < CONCEPTS; k++) {
            if (!a->concept[i] || a->concept[i] != b->concept[k]) continue;
            float v = 1.0f / (float)(1 + i + k);
            if (v > best) best = v;
        }
    return best;
}

static float concepts_above(const Concepts *c, const ConceptEntry *a, const ConceptEntry *b)
{ /* one is a kind of the other; or both of a third */
    for (int i = 0; a && b && i < 2; i++)
        for (int k = 0; k < 2; k++) {
            if (!a->concept[i] || !b->concept[k]) continue;
            if (concept_above(c, a->concept[i], b -> concept[k]) ||
                concept_above(c, b->concept[k], a -> concept[i]))
                return 1.0f / (float)(1 + i + k);
        }
    return 0;
}

static bool same_letters(Slice a, Slice b)
{
    return slice_eq_nocase(a, b);
}

static Slice words_text(const CorefAll *all, uint32_t m)
{
    const CorefMention *mention = &all->input->mention[m];
    return slice_span(all->input->text[mention->doc], mention->span);
}

/* Content lemmas of a that b has too. */
static uint32_t shared_lemmas(const CorefAll *all, uint32_t a, uint32_t b, uint32_t *na,
                              uint32_t *nb)
{
    const CorefSeen *x = &all->seen[a], *y = &all->seen[b];
    const CorefDoc *p = &all->doc[all->input->mention[a].doc],
                   *q = &all->doc[all->input->mention[b].doc];
    uint32_t shared = 0;
    *na = *nb = 0;
    for (uint32_t k = y->first; k < y->end && k < y->first + 16; k++)
        *nb += !q->word[k].stop;
    for (uint32_t i = x->first; i < x->end && i < x->first + 16; i++) {
        if (p->word[i].stop) continue;
        (*na)++;
        bool met = false;
        for (uint32_t k = y->first; k < y->end && k < y->first + 16 && !met; k++)
            met = !q->word[k].stop && q->word[k].lemma == p->word[i].lemma;
        shared += met;
    }
    return shared;
}

/* "UN" and "United Nations". */
static bool acronym(const CorefAll *all, uint32_t brief, uint32_t full)
{
    Slice s = words_text(all, brief);
    const CorefSeen *f = &all->seen[full];
    const CorefDoc *doc = &all->doc[all->input->mention[full].doc];
    Slice text = all->input->text[all->input->mention[full].doc];
    size_t at = 0;
    if (s.n < 2 || s.n > 8 || f->end - f->first < 2) return false;
    for (uint32_t i = f->first; i < f->end && at < s.n; i++) {
        if (!doc->word[i].capital) continue;
        while (at < s.n && s.p[at] == '.')
            at++;
        if (at >= s.n || s.p[at] != text.p[doc->word[i].span.b]) return false;
        at++;
    }
    while (at < s.n && s.p[at] == '.')
        at++;
    return at == s.n;
}

bool coref_candidates(const CorefAll *all, uint32_t a, uint32_t b)
{
    const CorefSeen *x = &all->seen[a], *y = &all->seen[b];
    const CorefMention *p = &all->input->mention[a], *q = &all->input->mention[b];
    if (x->lemma == y->lemma || concepts_meet(x->concept, y->concept) > 0 ||
        concepts_above(all->concepts, x->concept, y->concept) > 0)
        return true;
    uint32_t na, nb;
    if (shared_lemmas(all, a, b, &na, &nb)) return true;
    if (p->kind == COREF_EVENT) {
        if (p->doc == q->doc) return false;
        return x->left && x->left == y->left && x->right && x->right == y->right;
    }
    if (acronym(all, a, b) || acronym(all, b, a)) return true;
    if (p->doc != q->doc) return false;
    uint32_t apart = x->sentence > y->sentence ? x->sentence - y->sentence
                                               : y->sentence - x->sentence;
    return apart <= (x->pronoun || y->pronoun ? 3u : 1u);
}

static float overlap_near(const CorefNear *a, const CorefNear *b)
{ /* -1: one side is empty */
    uint32_t shared = 0;
    if (!a->n || !b->n) return -1;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            shared += a->lemma[i] == b->lemma[k];
    return (float)shared / (float)(a->n < b->n ? a->n : b->n);
}

static float prefix_share(Slice a, Slice b)
{
    size_t n = a.n < b.n ? a.n : b.n, i = 0, most = a.n > b.n ? a.n : b.n;
    while (i < n && tolower((unsigned char)a.p[i]) == tolower((unsigned char)b.p[i]))
        i++;
    return most ? (float)i / (float)most : 0;
}

static Slice head_text(const CorefAll *all, uint32_t m)
{
    const CorefMention *mention = &all->input->mention[m];
    const CorefDoc *doc = &all->doc[mention->doc];
    return doc->n ? slice_span(all->input->text[mention->doc], doc->word[all->seen[m].head].span)
                  : (Slice){"", 0};
}

static float window_cosine(const CorefAll *all, uint32_t a, uint32_t b)
{ /* lemmas within six words on both sides, by rarity */
    const CorefSeen *s[2] = {&all->seen[a], &all->seen[b]};
    const CorefDoc *doc[2] = {&all->doc[all->input->mention[a].doc],
                              &all->doc[all->input->mention[b].doc]};
    CorefTerm term[2][13];
    uint32_t n[2] = {0, 0};
    double sum = 0, norm[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        uint32_t low = s[k]->head > 6 ? s[k]->head - 6 : 0,
                 high = s[k]->head + 7 < doc[k]->n ? s[k]->head + 7 : doc[k]->n;
        for (uint32_t i = low; i < high; i++) {
            if (doc[k]->word[i].stop || doc[k]->word[i].sentence != s[k]->sentence ||
                (i >= s[k]->first && i < s[k]->end))
                continue;
            float w = doc[k]->word[i].idf;
            term[k][n[k]++] = (CorefTerm){doc[k]->word[i].lemma, w};
            norm[k] += (double)(w * w);
        }
    }
    for (uint32_t i = 0; i < n[0]; i++)
        for (uint32_t k = 0; k < n[1]; k++)
            if (term[0][i].lemma == term[1][k].lemma) {
                sum += (double)(term[0][i].weight * term[1][k].weight);
                break;
            }
    return norm[0] > 0 && norm[1] > 0 ? (float)(sum / sqrt(norm[0] * norm[1])) : 0;
}

static float distance(uint32_t a, uint32_t b)
{
    return a > b ? (float)(a - b) : (float)(b - a);
}
static float place_in_text(const CorefAll *all, uint32_t m)
{
    const CorefDoc *doc = &all->doc[all->input->mention[m].doc];
    return doc->n ? (float)all->seen[m].head / (float)doc->n : 0;
}

static float head_idf(const CorefAll *all, uint32_t m)
{
    const CorefDoc *doc = &all->doc[all->input->mention[m].doc];
    return doc->n ? doc->word[all->seen[m].head].idf : 0;
}

static void near_features(const CorefAll *all, uint32_t a, uint32_t b, float *out)
{
    static const CorefKind kinds[] = {COREF_PERSON, COREF_PLACE, COREF_TIME,
                                      COREF_ORG,    COREF_THING, COREF_EVENT};
    const CorefNear
        *x = &all->near[all->input->mention[a].doc][all->seen[a].sentence * COREF_KINDS],
        *y = &all->near[all->input->mention[b].doc][all->seen[b].sentence * COREF_KINDS];
    for (int i = 0; i < 6; i++)
        out[i] = overlap_near(&x[kinds[i]], &y[kinds[i]]);
}

void coref_features(const CorefAll *all, uint32_t a, uint32_t b, float out[COREF_FEATURES])
{
    const CorefMention *p = &all->input->mention[a], *q = &all->input->mention[b];
    const CorefSeen *x = &all->seen[a], *y = &all->seen[b];
    bool one = p->doc == q->doc;
    uint32_t na, nb, shared = shared_lemmas(all, a, b, &na, &nb);
    uint32_t i = 0;
    out[i++] = x->lemma == y->lemma;
    out[i++] = same_letters(words_text(all, a), words_text(all, b));
    out[i++] = concepts_meet(x->concept, y->concept);
    out[i++] = concepts_above(all->concepts, x->concept, y->concept);
    out[i++] = prefix_share(head_text(all, a), head_text(all, b));
    out[i++] = na && nb ? (float)shared / (float)(na < nb ? na : nb) : 0;
    out[i++] = na && nb ? (float)shared / (float)(na > nb ? na : nb) : 0;
    out[i++] = one;
    out[i++] = one ? distance(x->sentence, y->sentence) : -1;
    out[i++] = one ? distance(x->head, y->head) : -1;
    out[i++] = one && x->sentence == y->sentence
                   ? -1
                   : coref_cosine(&all->sentence_terms[p->doc][x->sentence],
                                  &all->sentence_terms[q->doc][y->sentence]);
    out[i++] = window_cosine(all, a, b);
    out[i++] = one ? 1 : coref_cosine(&all->doc_terms[p->doc], &all->doc_terms[q->doc]);
    out[i++] = fminf(head_idf(all, a), head_idf(all, b));
    out[i++] = fmaxf(head_idf(all, a), head_idf(all, b));
    near_features(all, a, b, out + i);
    i += 6;
    out[i++] = x->left && y->left ? (float)(x->left == y->left) : -1;
    out[i++] = x->right && y->right ? (float)(x->right == y->right) : -1;
    out[i++] = fminf(place_in_text(all, a), place_in_text(all, b));
    out[i++] = fabsf(place_in_text(all, a) - place_in_text(all, b));
    out[i++] = (float)(x->same_in_doc > y->same_in_doc ? x->same_in_doc : y->same_in_doc);
    out[i++] = (float)(x->proper + y->proper);
    out[i++] = (float)(x->pronoun + y->pronoun);
    out[i++] = (float)(x->number + y->number);
    out[i++] = (float)(acronym(all, a, b) || acronym(all, b, a));
    out[i++] = (float)all->incident_size[all->incident[p->doc]];
    out[i++] = (float)(na < nb ? na : nb);
    out[i++] = (float)(na > nb ? na : nb);
    out[i++] = (float)p->kind;
}
