/* copies.c - see copies.h. */
#include "story/copies.h"
#include "base/mem.h"
#include "story/align.h"
#include "story/state.h"
#include <math.h>
#include <stdlib.h>

enum {
    SHELVES = 3,         /* the oldest is dropped when the newest is full */
    MAX_POSTINGS = 16,   /* reports kept for one fingerprint */
    MAX_OF_FAMILY = 3,   /* of them of one family */
    COMMON_FAMILIES = 6, /* as many families: boilerplate */
    MAX_CANDIDATES = 10, /* texts aligned for one report */
    MIN_HITS = 3         /* shared rare fingerprints worth an alignment */
};

typedef struct CopyReport {
    Word *words;
    uint32_t n, family;
} CopyReport; /* family: number of its first report */
typedef struct Shelf {
    Arena arena; /* words of its reports */
    PrintTable prints;
    CopyReport *reports; /* [size] */
    uint32_t first, n;   /* number of its first report, reports on it */
} Shelf;

struct CopyIndex {
    WordFold fold;
    Shelf shelf[SHELVES]; /* oldest first */
    uint16_t *hits;       /* [SHELVES * size] shared fingerprints of the report in hand, by number -
                             first; zero between calls */
    uint32_t size, next;  /* reports a shelf holds; number of the next report */
};

dln_status copies_new(uint32_t live, CopyIndex **index)
{
    *index = NULL;
    CopyIndex *made = mem_alloc(sizeof *made);
    if (!made) return DLN_ERR_NOMEM;
    memset(made, 0, sizeof *made);
    word_fold_init(&made->fold);
    made->size = live < 2 ? 1 : live > 1u << 26 ? 1u << 25 : (live + 1) / 2;
    bool ok = true;
    for (int k = 0; k < SHELVES; k++) {
        Shelf *s = &made->shelf[k];
        arena_init(&s->arena, 0);
        s->reports = mem_alloc(made->size * sizeof *s->reports);
        ok = ok && s->reports;
    }
    made->hits = mem_alloc(SHELVES * (size_t)made->size * sizeof *made->hits);
    if (!ok || !made->hits) {
        copies_free(made);
        return DLN_ERR_NOMEM;
    }
    memset(made->hits, 0, SHELVES * (size_t)made->size * sizeof *made->hits);
    *index = made;
    return DLN_OK;
}

void copies_free(CopyIndex *index)
{
    if (!index) return;
    for (int k = 0; k < SHELVES; k++) {
        arena_free(&index->shelf[k].arena);
        print_table_free(&index->shelf[k].prints);
        mem_free(index->shelf[k].reports);
    }
    mem_free(index->hits);
    mem_free(index);
}

uint32_t copies_next(const CopyIndex *index)
{
    return index->next;
}
uint32_t copies_first(const CopyIndex *index)
{
    return index->shelf[0].first;
}

static const CopyReport *report_at(const CopyIndex *index, uint32_t number)
{
    for (int k = SHELVES; k-- > 0;) {
        const Shelf *s = &index->shelf[k];
        if (number >= s->first && number - s->first < s->n) return &s->reports[number - s->first];
    }
    return NULL;
}

/* Pushes the oldest shelf out. */
static Shelf *new_shelf(CopyIndex *index)
{
    Shelf *newest = &index->shelf[SHELVES - 1];
    Shelf oldest = index->shelf[0];
    memmove(&index->shelf[0], &index->shelf[1], (SHELVES - 1) * sizeof *newest);
    arena_free(&oldest.arena);
    print_table_free(&oldest.prints);
    *newest = (Shelf){
        .arena = oldest.arena, .reports = oldest.reports, .first = index->next, .n = 0};
    return newest;
}

void copies_turn(CopyIndex *index)
{
    new_shelf(index);
}

/* Makes room on the newest shelf. */
static Shelf *open_shelf(CopyIndex *index)
{
    Shelf *newest = &index->shelf[SHELVES - 1];
    return newest->n < index->size ? newest : new_shelf(index);
}

/* ---- candidates ---- */

/* One probe: who holds a fingerprint of the report in hand. */
typedef struct Holders {
    uint32_t report[MAX_POSTINGS];
    uint32_t family[MAX_POSTINGS];
    uint32_t n, families;
} Holders;

static void find_holders(const CopyIndex *index, uint32_t key, Holders *h)
{
    h->n = h->families = 0;
    for (int k = 0; k < SHELVES; k++)
        h->n += print_table_find(&index->shelf[k].prints, key, h->report + h->n,
                                 MAX_POSTINGS - h->n);
    for (uint32_t i = 0; i < h->n; i++) {
        h->family[i] = report_at(index, h->report[i])->family;
        bool new = true;
        for (uint32_t j = 0; j < i && new; j++)
            new = h->family[j] != h->family[i];
        h->families += new;
    }
}

typedef struct Probe {
    Fingerprint *prints;
    uint8_t *common; /* [n] held by many families */
    uint8_t *room;   /* [n] postings that may still be added for this fingerprint: MAX_POSTINGS -
                        holders */
    uint32_t n;
    uint32_t *touched, n_touched;
    uint32_t candidate[MAX_CANDIDATES], n_candidates;
} Probe;

static void count_holders(CopyIndex *index, Probe *probe, uint32_t i, const Holders *h)
{
    probe->common[i] = h->families >= COMMON_FAMILIES;
    probe->room[i] = (uint8_t)(MAX_POSTINGS - h->n);
    if (probe->common[i]) return;
    for (uint32_t k = 0; k < h->n; k++) {
        uint16_t *hits = &index->hits[h->report[k] - copies_first(index)];
        if (*hits == 0) probe->touched[probe->n_touched++] = h->report[k];
        if (*hits < UINT16_MAX) ++*hits;
    }
}

/* Most shared fingerprints first, then the oldest. */
static void choose_candidates(CopyIndex *index, Probe *probe)
{
    const uint16_t *hits = index->hits;
    uint32_t first = copies_first(index);
    probe->n_candidates = 0;
    for (uint32_t t = 0; t < probe->n_touched; t++) {
        uint32_t report = probe->touched[t], k = probe->n_candidates;
        if (hits[report - first] < MIN_HITS) continue;
        while (k > 0 && (hits[probe->candidate[k - 1] - first] < hits[report - first] ||
                         (hits[probe->candidate[k - 1] - first] == hits[report - first] &&
                          probe->candidate[k - 1] > report)))
            k--;
        if (k == MAX_CANDIDATES) continue;
        if (probe->n_candidates < MAX_CANDIDATES) probe->n_candidates++;
        for (uint32_t m = probe->n_candidates - 1; m > k; m--)
            probe->candidate[m] = probe->candidate[m - 1];
        probe->candidate[k] = report;
    }
    for (uint32_t t = 0; t < probe->n_touched; t++)
        index->hits[probe->touched[t] - first] = 0;
}

static dln_status probe_prints(CopyIndex *index, const Words *words, Arena *scratch, Probe *probe)
{
    probe->prints = ARENA_ARRAY(scratch, Fingerprint, words->n);
    if (!probe->prints) return arena_status(scratch);
    probe->n = fingerprints_of(words, probe->prints);
    probe->common = ARENA_ARRAY(scratch, uint8_t, probe->n);
    probe->room = ARENA_ARRAY(scratch, uint8_t, probe->n);
    probe->touched = ARENA_ARRAY(scratch, uint32_t, (size_t)probe->n * MAX_POSTINGS);
    probe->n_touched = 0;
    if (!probe->common || !probe->room || !probe->touched) return arena_status(scratch);
    Holders h;
    for (uint32_t i = 0; i < probe->n; i++) {
        for (int k = 0; k < SHELVES && i + 8 < probe->n; k++)
            print_table_prefetch(&index->shelf[k].prints, probe->prints[i + 8].key);
        find_holders(index, probe->prints[i].key, &h);
        count_holders(index, probe, i, &h);
    }
    choose_candidates(index, probe);
    return DLN_OK;
}

/* The words for alignment: those of fingerprints that many families hold, and what stands between
 * two such near each other, match nothing. */
static dln_status blank_boilerplate(const Words *words, const Probe *probe, Arena *scratch,
                                    Words *bare)
{
    *bare = (Words){ARENA_ARRAY(scratch, Word, words->n), words->stem, words->n};
    if (!bare->at) return arena_status(scratch);
    memcpy(bare->at, words->at, words->n * sizeof *bare->at);
    uint32_t end = 0; /* behind the last common fingerprint */
    for (uint32_t i = 0; i < probe->n; i++) {
        uint32_t word = probe->prints[i].word;
        if (!probe->common[i]) continue;
        for (uint32_t k = end && word - end <= WINNOW_WINDOW ? end : word; k < word + 3; k++)
            bare->at[k].hash = 0;
        end = word + 3;
    }
    return DLN_OK;
}

/* ---- the decision ---- */

typedef struct Match {
    uint32_t report;
    Passages passages;
    uint32_t copied, covered; /* words of the new text, of the old one, that run parallel */
    uint32_t same, exact;     /* equal words; of those, equal to the byte */
    uint32_t head;            /* words of the old text's first HEAD_WORDS that stand here */
    uint32_t longest;         /* words of the longest passage */
    uint32_t whole;           /* words of passages that are whole paragraphs on both sides */
} Match;

/* The numbers below were fitted on generated copies of real reports (train/copies.py): copy or not,
 * 22 errors in 7,051 pairs held out. */
enum { HEAD_WORDS = 24, SOURCE_MARGIN = 4 };
static const float COPY_SHARE = 0.44f,
                   LEAD_WORTH = 0.20f; /* the source's whole lead counts like 20 % of the text */
static const float LONGEST_WEIGHT = 3.4f, WHOLE_WEIGHT = 1.0f,
                   REUSE_LEAST = 13.8f; /* 58 words in a row, or 45 that are whole paragraphs */

static uint32_t overlap(uint32_t b, uint32_t n, uint32_t limit)
{
    return b >= limit ? 0 : b + n > limit ? limit - b : n;
}

/* Do words [b, b + n) begin and end where paragraphs do, give or take a word? */
static bool is_whole(const Words *words, uint32_t b, uint32_t n)
{
    bool begins = false, ends = false;
    for (uint32_t k = b > 1 ? b - 1 : 0; k <= b + 1 && k < words->n; k++)
        begins = begins || words->at[k].flags & WORD_PARA;
    for (uint32_t k = b + n - 1; k <= b + n + 1; k++)
        ends = ends || k >= words->n || words->at[k].flags & WORD_PARA;
    return begins && ends;
}

static void measure(Match *match, const Words *older, const Words *newer)
{
    for (uint32_t k = 0; k < match->passages.n; k++) {
        const Passage *p = &match->passages.at[k];
        match->copied += p->b_n;
        match->covered += p->a_n;
        match->exact += p->exact;
        match->same += p->same;
        match->head += overlap(p->a, p->a_n, HEAD_WORDS);
        if (p->b_n > match->longest) match->longest = p->b_n;
        if (is_whole(older, p->a, p->a_n) && is_whole(newer, p->b, p->b_n)) match->whole += p->b_n;
    }
}

static dln_status match_with(const CopyIndex *index, const TripleIndex *triples, uint32_t report,
                             Arena *scratch, Match *match)
{
    const CopyReport *old = report_at(index, report);
    Words older = {old->words, NULL, old->n};
    *match = (Match){.report = report};
    TRY(align_texts(&older, triples, scratch, &match->passages));
    measure(match, &older, triples->words);
    return DLN_OK;
}

static dln_status fill_spans(const Match *best, const Word *older, const Word *newer, Arena *arena,
                             CopyLink *link)
{
    link->spans = ARENA_ARRAY(arena, CopySpan, best->passages.n);
    if (!link->spans) return arena_status(arena);
    for (uint32_t k = 0; k < best->passages.n; k++) {
        const Passage *p = &best->passages.at[k];
        link->spans[link->n_spans++] = (CopySpan){
            {older[p->a].begin, word_end(&older[p->a + p->a_n - 1])},
            {newer[p->b].begin, word_end(&newer[p->b + p->b_n - 1])}};
    }
    return DLN_OK;
}

/* Same text, or passages in a text of its own? A copy keeps the lead even when little else is left
 * of it; a text that borrows a few paragraphs, or quotes the same speech, has a lead of its own. */
static bool is_same_text(const CopyMeasure *m)
{
    return m->share + LEAD_WORTH * m->lead >= COPY_SHARE;
}

/* Reuse, or two reporters at one press conference? Long runs and whole paragraphs are not heard,
 * they are taken. */
static bool is_reuse(const CopyMeasure *m)
{
    return LONGEST_WEIGHT * logf(1 + (float)m->longest) +
               WHOLE_WEIGHT * logf(1 + (float)m->whole) >=
           REUSE_LEAST;
}

/* The earliest of the candidates that share nearly as many words, to the byte, as the best one.
 * NULL: none shares any. */
static const Match *choose_source(const Match *matches, uint32_t n)
{
    const Match *best = NULL;
    uint32_t most = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t score = matches[k].same + matches[k].exact;
        if (score > most) most = score;
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t score = matches[k].same + matches[k].exact;
        if (score && score + SOURCE_MARGIN >= most && (!best || matches[k].report < best->report))
            best = &matches[k];
    }
    return best;
}

static dln_status fill_link(const Match *best, const CopyReport *old, const Words *words,
                            Arena *arena, CopyLink *link)
{
    float lead = (float)best->head / HEAD_WORDS;
    link->measure = (CopyMeasure){best->report, (float)best->copied / (float)words->n,
                                  lead < 1 ? lead : 1, best->longest, best->whole};
    bool is_copy = is_same_text(&link->measure);
    if (!is_copy && !is_reuse(&link->measure)) return DLN_OK;
    link->source = best->report;
    link->is_copy = is_copy;
    link->share = link->measure.share;
    link->share_source = best->covered < old->n ? (float)best->covered / (float)old->n : 1;
    return fill_spans(best, old->words, words->at, arena, link);
}

static dln_status find_source(const CopyIndex *index, const Words *words, const Probe *probe,
                              Arena *arena, Arena *scratch, CopyLink *link)
{
    TripleIndex triples;
    Words bare;
    Match matches[MAX_CANDIDATES];
    if (probe->n_candidates == 0) return DLN_OK;
    TRY(blank_boilerplate(words, probe, scratch, &bare));
    TRY(triple_index(&bare, scratch, &triples));
    for (uint32_t k = 0; k < probe->n_candidates; k++)
        TRY(match_with(index, &triples, probe->candidate[k], scratch, &matches[k]));
    const Match *best = choose_source(matches, probe->n_candidates);
    return best ? fill_link(best, report_at(index, best->report), words, arena, link) : DLN_OK;
}

/* ---- the index ---- */

static uint32_t held_by_family(const CopyIndex *index, uint32_t key, uint32_t family)
{
    Holders h;
    uint32_t n = 0;
    find_holders(index, key, &h);
    for (uint32_t k = 0; k < h.n; k++)
        n += h.family[k] == family;
    return n;
}

static dln_status shelve(CopyIndex *index, const Words *words, const Probe *probe, uint32_t family)
{
    Shelf *shelf = open_shelf(index);
    bool in_family = family != index->next;
    Word *kept = ARENA_ARRAY(&shelf->arena, Word, words->n);
    if (!kept) return arena_status(&shelf->arena);
    memcpy(kept, words->at, words->n * sizeof *kept);
    shelf->reports[shelf->n++] = (CopyReport){kept, words->n, family};
    for (uint32_t i = 0; i < probe->n; i++) {
        if (probe->room[i] == 0 ||
            (in_family && held_by_family(index, probe->prints[i].key, family) >= MAX_OF_FAMILY))
            continue;
        TRY(print_table_put_at_most(&shelf->prints, probe->prints[i].key, index->next,
                                    MAX_POSTINGS)); /* more would not be looked at */
    }
    index->next++;
    return DLN_OK;
}

/* The same for words already read (`words` borrowed for the call). */
static dln_status copies_add_words(CopyIndex *index, const Words *words, Arena *arena,
                                   Arena *scratch, CopyLink *link)
{
    ArenaMark mark = arena_mark(scratch);
    Probe probe = {0};
    *link = (CopyLink){.source = NONE, .measure = {.report = NONE}};
    dln_status status = probe_prints(index, words, scratch, &probe);
    if (status == DLN_OK) status = find_source(index, words, &probe, arena, scratch, link);
    uint32_t family = link->is_copy ? report_at(index, link->source)->family : index->next;
    if (status == DLN_OK) status = shelve(index, words, &probe, family);
    arena_rewind(scratch, mark);
    return status;
}

dln_status copies_add(CopyIndex *index, Slice text, Arena *arena, Arena *scratch, CopyLink *link)
{
    ArenaMark mark = arena_mark(scratch);
    Words words;
    dln_status status = words_read(&index->fold, text, ALIGN_MAX_WORDS, scratch, &words);
    if (status == DLN_OK) status = copies_add_words(index, &words, arena, scratch, link);
    arena_rewind(scratch, mark);
    return status;
}

/* ---- state ---- */

static const char MAGIC[8] = "DLNCOPY1";

dln_status copies_save(const CopyIndex *index, dln_write_fn write, void *context)
{
    StateOut *out;
    TRY(state_begin(MAGIC, write, context, &out));
    state_put_u32(out, index->size);
    state_put_u32(out, index->next);
    for (int s = 0; s < SHELVES; s++) {
        const Shelf *shelf = &index->shelf[s];
        state_put_u32(out, shelf->first);
        state_put_u32(out, shelf->n);
        for (uint32_t k = 0; k < shelf->n; k++) {
            state_put_u32(out, shelf->reports[k].n);
            state_put_u32(out, shelf->reports[k].family);
            state_put(out, shelf->reports[k].words, shelf->reports[k].n * sizeof(Word));
        }
        state_put_table(out, &shelf->prints);
    }
    return state_end(out);
}

static dln_status restore_report(StateIn *in, Shelf *shelf, uint32_t number)
{
    CopyReport *report = &shelf->reports[shelf->n];
    report->n = state_get_u32(in);
    report->family = state_get_u32(in);
    if (report->n > ALIGN_MAX_WORDS || report->family > number ||
        !state_has(in, report->n, sizeof(Word)))
        return DLN_ERR_DATA;
    report->words = ARENA_ARRAY(&shelf->arena, Word, report->n);
    if (!report->words) return arena_status(&shelf->arena);
    state_get(in, report->words, report->n * sizeof(Word));
    shelf->n++;
    return DLN_OK;
}

static dln_status restore_shelves(StateIn *in, CopyIndex *index)
{
    StateIn peek = *in;
    uint32_t expected = state_get_u32(
        &peek); /* the shelves in use follow one another without a gap, up to `next` */
    for (int s = 0; s < SHELVES; s++) {
        Shelf *shelf = &index->shelf[s];
        shelf->first = state_get_u32(in);
        uint32_t n = state_get_u32(in);
        if (in->bad || n > index->size || n > index->next || (n && shelf->first != expected))
            return DLN_ERR_DATA;
        for (uint32_t k = 0; k < n; k++)
            TRY(restore_report(in, shelf, expected + k));
        TRY(state_get_table(in, shelf->first, shelf->n, &shelf->prints));
        expected += n;
    }
    return !in->bad && in->at == in->n && expected == index->next ? DLN_OK : DLN_ERR_DATA;
}

dln_status copies_restore(uint32_t live, const void *bytes, size_t n, CopyIndex **index)
{
    StateIn in;
    *index = NULL;
    if (!state_open(&in, bytes, n, MAGIC)) return DLN_ERR_DATA;
    uint32_t size = state_get_u32(&in), next = state_get_u32(&in);
    TRY(copies_new(live, index));
    (*index)->next = next;
    dln_status status = size == (*index)->size ? restore_shelves(&in, *index) : DLN_ERR_DATA;
    if (status != DLN_OK) {
        copies_free(*index);
        *index = NULL;
    }
    return status;
}

/* ---- one story ---- */

typedef struct Arrival {
    const Report *report;
    uint32_t at;
} Arrival;

static int by_arrival(const void *x, const void *y)
{
    const Arrival *a = x, *b = y;
    Slice p = a->report->published.value, q = b->report->published.value;
    if ((p.n == 0) != (q.n == 0)) return p.n == 0 ? 1 : -1;
    int order = slice_cmp(
        p, q); /* ISO 8601: bytewise order is the order in time, as far as the zones are one */
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static dln_status link_all(CopyIndex *index, const Arrival *order, uint32_t n, Arena *arena,
                           Arena *scratch, CopyLink *out)
{
    for (uint32_t k = 0; k < n; k++) {
        CopyLink *link = &out[order[k].at];
        TRY(copies_add(index, order[k].report->text, arena, scratch, link));
        if (link->source != NONE) link->source = order[link->source].at;
    }
    return DLN_OK;
}

dln_status story_copies(const Report *const *reports, uint32_t n, Arena *arena, CopyLink *out)
{
    CopyIndex *index;
    Arena scratch;
    Arrival *order = ARENA_ARRAY(arena, Arrival, n);
    for (uint32_t i = 0; i < n; i++)
        out[i] = (CopyLink){.source = NONE};
    if (!order) return arena_status(arena);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (Arrival){reports[i], i};
    list_sort(order, n, sizeof *order, by_arrival);
    TRY(copies_new(2 * n + 2, &index));
    arena_init(&scratch, 0);
    dln_status status = link_all(index, order, n, arena, &scratch, out);
    arena_free(&scratch);
    copies_free(index);
    return status;
}

uint32_t copy_root(const CopyLink *links, uint32_t i)
{
    while (links[i].is_copy && links[i].source != NONE)
        i = links[i].source; /* sources arrive earlier: the chain ends */
    return i;
}
