/* coref.c - see coref.h: opening, incidents, pairs, chains. The features of a pair are in
 * coref_pair.c. */
#include "coref_pair.h"
#include "base/mem.h"
#include <math.h>
#include <stdlib.h>

/* Where average link stops: mean cosine of the texts of one incident, mean probability inside a
 * chain. */
typedef struct Cuts {
    float incident, event, entity;
} Cuts;
typedef struct Trigger {
    uint32_t lemma;
    float share;
} Trigger; /* sorted by lemma */
struct Coref {
    DataFile data;
    Concepts concepts;
    Trees event, entity;
    Cuts cut;
    const Trigger *trigger;
    uint32_t n_triggers;
};
#define TRIGGER_SHARE 0.3f

static bool section(const Coref *c, const char *name, const uint8_t **bytes, size_t *n)
{
    return datafile_section(&c->data, name, bytes, n);
}

static dln_status read_sections(Coref *c)
{
    const uint8_t *bytes;
    size_t n;
    if (!section(c, "concepts", &bytes, &n) || n % sizeof(ConceptEntry)) return DLN_ERR_DATA;
    c->concepts.at = (const ConceptEntry *)(const void *)bytes;
    c->concepts.n = (uint32_t)(n / sizeof(ConceptEntry));
    if (!section(c, "above", &bytes, &n) || n % sizeof(Above)) return DLN_ERR_DATA;
    c->concepts.above = (const Above *)(const void *)bytes;
    c->concepts.n_above = (uint32_t)(n / sizeof(Above));
    if (!section(c, "cuts", &bytes, &n) || n != sizeof c->cut) return DLN_ERR_DATA;
    memcpy(&c->cut, bytes, sizeof c->cut);
    if (!section(c, "triggers", &bytes, &n) || n % sizeof(Trigger)) return DLN_ERR_DATA;
    c->trigger = (const Trigger *)(const void *)bytes;
    c->n_triggers = (uint32_t)(n / sizeof(Trigger));
    if (!section(c, "event", &bytes, &n)) return DLN_ERR_DATA;
    TRY(trees_read(bytes, n, &c->event));
    if (!section(c, "entity", &bytes, &n)) return DLN_ERR_DATA;
    TRY(trees_read(bytes, n, &c->entity));
    return c->event.n_features == COREF_FEATURES && c->entity.n_features == COREF_FEATURES
               ? DLN_OK
               : DLN_ERR_DATA;
}

dln_status coref_open(const char *data_dir, Coref **out, dln_error *err)
{
    Coref *made = mem_alloc(sizeof *made);
    *out = NULL;
    if (!made) return err_fill(err, DLN_ERR_NOMEM, "open", "out of memory");
    memset(made, 0, sizeof *made);
    dln_status status = datafile_open(data_dir, "collate.model", &made->data, err);
    if (status == DLN_OK && read_sections(made) != DLN_OK) {
        datafile_close(&made->data);
        status = err_fill(err, DLN_ERR_DATA, "open",
                          "collate.model: sections do not hold together");
    }
    if (status != DLN_OK) {
        mem_free(made);
        return status;
    }
    *out = made;
    return DLN_OK;
}

void coref_close(Coref *coref)
{
    if (!coref) return;
    datafile_close(&coref->data);
    mem_free(coref);
}

static float trigger_share(const Coref *c, uint32_t lemma)
{
    uint32_t low = 0, high = c->n_triggers;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->trigger[mid].lemma < lemma)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n_triggers && c->trigger[low].lemma == lemma ? c->trigger[low].share : -1;
}

dln_status coref_triggers(const Coref *coref, Slice text, Arena *arena, CorefSpans *out)
{
    CorefDoc doc;
    *out = (CorefSpans){0};
    TRY(coref_words(&coref->concepts, text, arena, &doc));
    out->at = ARENA_ARRAY(arena, Span, doc.n + 1);
    if (!out->at) return arena_status(arena);
    for (uint32_t i = 0; i < doc.n; i++) {
        float share = trigger_share(coref, doc.word[i].lemma);
        const ConceptEntry *entry = share < 0 ? concept_find(&coref->concepts, doc.word[i].lemma)
                                              : NULL;
        if (entry && entry->class)
            share = 1; /* a listed happening that the training topics do not hold */
        if (!doc.word[i].stop && share >= TRIGGER_SHARE) out->at[out->n++] = doc.word[i].span;
    }
    return DLN_OK;
}

/* ---- texts: weights and incidents ---- */

static int by_lemma(const void *x, const void *y)
{
    const CorefTerm *a = x, *b = y;
    return a->lemma < b->lemma ? -1 : a->lemma > b->lemma;
}

/* Lemmas of words [first, end) with their counts, sorted. */
static CorefTerms terms_of(const CorefDoc *doc, uint32_t first, uint32_t end, Arena *arena)
{
    CorefTerms out = {ARENA_ARRAY(arena, CorefTerm, end - first + 1), 0};
    if (!out.at) return out;
    for (uint32_t i = first; i < end; i++)
        if (!doc->word[i].stop) out.at[out.n++] = (CorefTerm){doc->word[i].lemma, 1};
    list_sort(out.at, out.n, sizeof *out.at, by_lemma);
    uint32_t n = 0;
    for (uint32_t i = 0; i < out.n; i++) {
        if (n && out.at[n - 1].lemma == out.at[i].lemma)
            out.at[n - 1].weight += 1;
        else
            out.at[n++] = out.at[i];
    }
    out.n = n;
    return out;
}

static bool count_texts(CorefAll *all, Arena *scratch)
{ /* df: how many texts hold a lemma */
    uint32_t total = 0;
    for (uint32_t d = 0; d < all->n_docs; d++)
        total += all->doc_terms[d].n;
    CorefTerm *every = ARENA_ARRAY(scratch, CorefTerm, total + 1);
    uint32_t n = 0, kept = 0;
    if (!every) return false;
    for (uint32_t d = 0; d < all->n_docs; d++)
        for (uint32_t i = 0; i < all->doc_terms[d].n; i++)
            every[n++] = (CorefTerm){all->doc_terms[d].at[i].lemma, 1};
    list_sort(every, n, sizeof *every, by_lemma);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && every[kept - 1].lemma == every[i].lemma)
            every[kept - 1].weight += 1;
        else
            every[kept++] = every[i];
    }
    all->df = (CorefTerms){every, kept};
    return true;
}

float coref_idf(const CorefAll *all, uint32_t lemma)
{
    CorefTerm key = {lemma, 0};
    const CorefTerm *t = bsearch(&key, all->df.at, all->df.n, sizeof key, by_lemma);
    return logf(((float)all->n_docs + 1) / (t ? t->weight : 1));
}

static void weigh(const CorefAll *all, CorefTerms *terms)
{ /* tf-idf, length 1 */
    double sum = 0;
    for (uint32_t i = 0; i < terms->n; i++) {
        terms->at[i].weight = (1 + logf(terms->at[i].weight)) * coref_idf(all, terms->at[i].lemma);
        sum += (double)(terms->at[i].weight * terms->at[i].weight);
    }
    float scale = sum > 0 ? (float)(1 / sqrt(sum)) : 0;
    for (uint32_t i = 0; i < terms->n; i++)
        terms->at[i].weight *= scale;
}

float coref_cosine(const CorefTerms *a, const CorefTerms *b)
{
    double sum = 0;
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->at[i].lemma < b->at[k].lemma)
            i++;
        else if (a->at[i].lemma > b->at[k].lemma)
            k++;
        else
            sum += (double)(a->at[i++].weight * b->at[k++].weight);
    }
    return (float)sum;
}

static dln_status read_texts(const Coref *coref, const CorefInput *input, CorefAll *all,
                             Arena *scratch)
{
    uint32_t n = input->n_texts;
    all->n_docs = n;
    all->doc = ARENA_ARRAY(scratch, CorefDoc, n + 1);
    all->doc_terms = ARENA_ARRAY(scratch, CorefTerms, n + 1);
    all->sentence_terms = ARENA_ARRAY(scratch, CorefTerms *, n + 1);
    if (!all->doc || !all->doc_terms || !all->sentence_terms) return arena_status(scratch);
    for (uint32_t d = 0; d < n; d++) {
        TRY(coref_words(&coref->concepts, input->text[d], scratch, &all->doc[d]));
        const CorefDoc *doc = &all->doc[d];
        all->doc_terms[d] = terms_of(doc, 0, doc->n, scratch);
        all->sentence_terms[d] = ARENA_ARRAY(scratch, CorefTerms, doc->n_sentences + 1);
        if (!all->sentence_terms[d]) return arena_status(scratch);
        for (uint32_t s = 0; s < doc->n_sentences; s++)
            all->sentence_terms[d][s] = terms_of(doc, doc->sentence_first[s],
                                                 doc->sentence_first[s + 1], scratch);
    }
    if (scratch->failed || !count_texts(all, scratch)) return arena_status(scratch);
    for (uint32_t d = 0; d < n; d++) {
        for (uint32_t w = 0; w < all->doc[d].n; w++)
            all->doc[d].word[w].idf = coref_idf(all, all->doc[d].word[w].lemma);
        weigh(all, &all->doc_terms[d]);
        for (uint32_t s = 0; s < all->doc[d].n_sentences; s++)
            weigh(all, &all->sentence_terms[d][s]);
    }
    return DLN_OK;
}

static dln_status find_incidents(CorefAll *all, float cut, Arena *scratch)
{
    uint32_t n = all->n_docs;
    all->incident = ARENA_ARRAY(scratch, uint32_t, n + 1);
    if (!all->incident) return arena_status(scratch);
    if (n > 8000) {
        for (uint32_t i = 0; i < n; i++)
            all->incident[i] = 0;
        return DLN_OK;
    } /* the matrix would not fit; callers group by story first */
    ArenaMark mark = arena_mark(scratch);
    float *sim = arena_array(scratch, (size_t)n * n + 1, sizeof *sim);
    if (!sim) return arena_status(scratch);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < a; b++)
            sim[(size_t)a * n + b] = sim[(size_t)b * n + a] = coref_cosine(&all->doc_terms[a],
                                                                           &all->doc_terms[b]);
    dln_status status = average_link(sim, n, cut, scratch, all->incident);
    arena_rewind(scratch, mark);
    return status;
}

/* ---- chains ---- */

typedef struct Slot {
    uint32_t incident, kind, mention;
} Slot;
static int by_block(const void *x, const void *y)
{
    const Slot *a = x, *b = y;
    if (a->incident != b->incident) return a->incident < b->incident ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return a->mention < b->mention ? -1 : a->mention > b->mention;
}

static dln_status link_block(const Coref *coref, CorefAll *all, const Slot *slot, uint32_t n,
                             Arena *scratch, CorefPairFn each, void *context)
{
    ArenaMark mark = arena_mark(scratch);
    const Trees *trees = slot[0].kind == COREF_EVENT ? &coref->event : &coref->entity;
    uint32_t *label = ARENA_ARRAY(scratch, uint32_t, n + 1);
    float *sim = arena_array(scratch, (size_t)n * n + 1, sizeof *sim);
    if (!label || !sim) return arena_status(scratch);
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < a; b++) {
            float feature[COREF_FEATURES];
            uint32_t x = slot[b].mention, y = slot[a].mention;
            if (!coref_candidates(all, x, y)) continue;
            coref_features(all, x, y, feature);
            if (each) each(context, x, y, feature);
            sim[(size_t)a * n + b] = sim[(size_t)b * n + a] = trees_score(trees, feature);
        }
    }
    TRY(average_link(sim, n, slot[0].kind == COREF_EVENT ? coref->cut.event : coref->cut.entity,
                     scratch, label));
    for (uint32_t i = 0; i < n; i++)
        all->input->mention[slot[i].mention].chain = slot[label[i]].mention;
    arena_rewind(scratch, mark);
    return DLN_OK;
}

static dln_status link_all(const Coref *coref, CorefAll *all, Arena *scratch, CorefPairFn each,
                           void *context)
{
    uint32_t n = all->input->n;
    Slot *slot = ARENA_ARRAY(scratch, Slot, n + 1);
    if (!slot) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++)
        slot[i] = (Slot){all->incident[all->input->mention[i].doc], all->input->mention[i].kind, i};
    list_sort(slot, n, sizeof *slot, by_block);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i + 1;
        while (end < n && end - i < 6000 && slot[end].incident == slot[i].incident &&
               slot[end].kind == slot[i].kind)
            end++;
        TRY(link_block(coref, all, slot + i, end - i, scratch, each, context));
        i = end;
    }
    return DLN_OK;
}

static dln_status run(const Coref *coref, const CorefInput *input, Arena *scratch, CorefPairFn each,
                      void *context)
{
    CorefAll all = {.input = input, .concepts = &coref->concepts};
    for (uint32_t i = 0; i < input->n; i++) {
        const CorefMention *m = &input->mention[i];
        if (m->doc >= input->n_texts || m->span.b > m->span.e || m->span.e > input->text[m->doc].n)
            return DLN_ERR_USAGE;
    }
    TRY(read_texts(coref, input, &all, scratch));
    TRY(find_incidents(&all, coref->cut.incident, scratch));
    TRY(coref_describe(&all, scratch));
    return link_all(coref, &all, scratch, each, context);
}

dln_status coref_link(const Coref *coref, const CorefInput *input, Arena *scratch, CorefPairFn each,
                      void *context)
{
    ArenaMark mark = arena_mark(scratch);
    dln_status status = run(coref, input, scratch, each, context);
    arena_rewind(scratch, mark);
    return status;
}
