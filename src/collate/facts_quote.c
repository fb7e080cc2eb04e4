/* facts_quote.c - the same quotation in several reports, sentence by sentence and word by word,
 * whoever is said to have said it and however the outlets split it.
 *
 * In: report texts, their sentences, the record's statements. Out: facts "wording": agree where the
 * words are the same, refined where one outlet quotes more, conflict where a word inside both
 * outlets' marks is another, one more or one less; why says which. "We will remember it when we are
 * called" against "We will remember when we are called": "it" left out.
 *
 * Idea: stretches between marks that share runs of words are laid side by side (wording.h); their
 * sentences that answer each other are one fact. Words without marks bear a quotation out and never
 * contradict it. A wording that the other report gives as well is no contradiction; neither is a
 * quotation of which a quarter reads otherwise: another translation, or another occasion.
 *
 * Known to get wrong: slogans and titles between marks; one sentence said on two occasions in two
 * wordings. */
#include "collate/facts.h"
#include "collate/reading.h"
#include "mean/statements/marks.h"

enum {
    RUN = 3,        /* words of a run that two stretches must share to be looked at */
    MEETS = 16,     /* stretches of one run that are paired: stock phrases cost no more */
    LEAST_BARE = 5, /* words without marks that bear out a quotation */
    LONG_RUN = 8,   /* words in a row that are a quotation of their own */
    SIDES = 128     /* answers of one fact that are compared */
};

/* One sentence of a stretch. */
typedef struct Unit {
    uint32_t stretch, first, end; /* words */
    uint32_t statement;           /* of the record, NONE */
} Unit;
typedef struct Run {
    uint64_t hash;
    uint32_t stretch;
} Run;
typedef struct Meeting {
    uint32_t a, b;
} Meeting; /* stretches */
/* What of a sentence answers another: its words [from, end) of the whole list. */
typedef struct Side {
    uint32_t unit, from, end;
    bool whole; /* nothing of the sentence is left that says something */
} Side;
typedef struct Answer {
    Side side[2];
    uint32_t matched, content, changed;
    Difference difference; /* the gravest, in words of the stretches */
} Answer;
typedef struct Quoted {
    SaidWords words;
    VEC(Stretch) stretch;
    VEC(Unit) unit;
    VEC(Run) run;
    VEC(Meeting) meeting;
    VEC(Answer) answer;
    uint32_t *unit_of; /* [words] */
    Groups fact;       /* answers of one fact */
} Quoted;

/* ---- stretches ---- */

static bool add_stretch(const Reader *reader, Reading *out, uint32_t first, bool marked)
{
    uint32_t n = out->words.n - first;
    for (uint32_t at = first; at < first + n; at += ROW_MAX) {
        uint32_t left = first + n - at;
        Stretch s = {NONE, at, left < ROW_MAX ? left : ROW_MAX, marked};
        if (!VEC_PUSH(reader->arena, &out->stretch, s)) return false;
    }
    return true;
}

static bool add_words(const Reader *reader, Reading *out, Span span, bool marked)
{
    const Findings *f = reader->f;
    uint32_t first = out->words.n;
    return span_empty(span) || (wording_read(&reader->collate->words, f->report->text, &f->lang,
                                             span, reader->arena, &out->words) &&
                                add_stretch(reader, out, first, marked));
}

static bool is_speech(const Marks *marks, const Quote *quote)
{
    return quote->inside == NONE && (!quote->single || marks->single_speech);
}

/* The quotations of a paragraph, and what stands between them. */
static bool read_paragraph(const Reader *reader, Reading *out, Span paragraph, const Marks *marks,
                           uint32_t *quote)
{
    uint32_t at = paragraph.b;
    for (; *quote < marks->n && marks->quote[*quote].span.b < paragraph.e; (*quote)++) {
        const Quote *m = &marks->quote[*quote];
        if (!is_speech(marks, m) || m->span.b < at) continue;
        if (!add_words(reader, out, (Span){at, m->span.b}, false) ||
            !add_words(reader, out, m->inner, true))
            return false;
        at = m->span.e;
    }
    return at >= paragraph.e || add_words(reader, out, (Span){at, paragraph.e}, false);
}

static bool is_mark(Slice text, uint32_t at)
{
    const char *p = text.p + at;
    if (*p == '"') return true;
    return *p == '\xE2' && at + 3 <= text.n && p[1] == '\x80' &&
           (p[2] == '\x9C' || p[2] == '\x9D'); /* “ ” */
}

static uint32_t count_marks(Slice text, Span span)
{
    uint32_t n = 0;
    for (uint32_t i = span.b; i < span.e; i++)
        n += is_mark(text, i);
    return n;
}

/* A text with a line for each sentence: a quotation that is open at the end of a line goes on in
 * the next, when that does not open one and a mark closes it there. */
static uint32_t mend_paragraphs(Slice text, Span *paragraph, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t p = 0; p < n; p++) {
        Span whole = paragraph[p];
        uint32_t marks = count_marks(text, whole);
        for (uint32_t k = p + 1; k < n && k < p + 5 && marks % 2 == 1; k++) {
            Slice gap = slice_span(text, (Span){paragraph[k - 1].e, paragraph[k].b});
            const char *line = memchr(gap.p, '\n', gap.n);
            bool blank = line && memchr(line + 1, '\n', gap.n - (size_t)(line + 1 - gap.p));
            uint32_t more = count_marks(text, paragraph[k]);
            if (blank || is_mark(text, paragraph[k].b)) break;
            if (more == 0) continue;
            whole.e = paragraph[k].e;
            marks += more;
            p = k;
        }
        paragraph[kept++] = whole;
    }
    return kept;
}

/* "Haley closed with these words:" and a paragraph of its own without marks. */
static bool is_block_quote(Slice text, const Span *paragraph, uint32_t p)
{
    Slice before = p > 0 ? slice_trim(slice_span(text, paragraph[p - 1])) : (Slice){NULL, 0};
    return before.n > 0 && before.p[before.n - 1] == ':' && count_marks(text, paragraph[p]) == 0;
}

bool read_quotes(const Reader *reader, Reading *out)
{
    Slice text = reader->f->report->text;
    uint32_t n, quote = 0;
    Span *paragraph = marks_paragraphs(text, &reader->f->lang, reader->scratch, &n);
    Marks marks;
    if (!paragraph) return false;
    if (n == 0 && text.n > 0) { /* nothing was parsed: all of it */
        paragraph[0] = (Span){0, (uint32_t)text.n};
        n = 1;
    }
    n = mend_paragraphs(text, paragraph, n);
    bool good = marks_find(text, paragraph, n, reader->scratch, &marks) == DLN_OK;
    for (uint32_t p = 0; good && p < n; p++)
        good = is_block_quote(text, paragraph, p)
                   ? add_words(reader, out, paragraph[p], true)
                   : read_paragraph(reader, out, paragraph[p], &marks, &quote);
    return good;
}

/* The words and stretches of all reports in one row, in the order of decisions. */
static bool gather(Join *join, Quoted *q)
{
    uint32_t words = 0, stretches = 0;
    for (uint32_t k = 0; k < join->in->n; k++) {
        words += join->reading[k]->words.n;
        stretches += join->reading[k]->stretch.n;
    }
    SaidWord *word = q->words.at = ARENA_ARRAY(join->scratch, SaidWord, words + 1);
    Stretch *stretch = q->stretch.at = ARENA_ARRAY(join->scratch, Stretch, stretches + 1);
    if (!word || !stretch) return false;
    for (uint32_t k = 0; k < join->in->n; k++) {
        const Reading *r = join->reading[join->order[k]];
        if (r->words.n) memcpy(word + q->words.n, r->words.at, r->words.n * sizeof *word);
        for (uint32_t i = 0; i < r->stretch.n; i++) {
            Stretch *s = &stretch[q->stretch.n++];
            *s = r->stretch.at[i];
            s->report = join->order[k];
            s->first += q->words.n;
        }
        q->words.n += r->words.n;
    }
    return true;
}

/* ---- sentences ---- */

static uint32_t statement_at(const Join *join, uint32_t report, Span span)
{
    const Findings *f = join_findings(join, report);
    uint32_t end = statements_until(f, span.b + 1);
    for (uint32_t i = end; i > 0 && end - i < 8; i--)
        for (uint32_t k = 0; k < f->statements.at[i - 1].content.n; k++)
            if (span_meet(span, f->statements.at[i - 1].content.at[k]))
                return join->statement_of[report][i - 1];
    return NONE;
}

static Span words_span(const Quoted *q, uint32_t first, uint32_t end)
{
    return (Span){q->words.at[first].span.b, q->words.at[end - 1].span.e};
}

static bool cut_units(Join *join, Quoted *q)
{
    q->unit_of = ARENA_ARRAY(join->scratch, uint32_t, q->words.n + 1);
    if (!q->unit_of) return false;
    for (uint32_t s = 0; s < q->stretch.n; s++) {
        const Stretch *stretch = &q->stretch.at[s];
        for (uint32_t i = stretch->first, end; i < stretch->first + stretch->n; i = end) {
            const SaidWord *w = q->words.at;
            for (end = i; end < stretch->first + stretch->n && w[end].sentence == w[i].sentence;
                 end++)
                q->unit_of[end] = q->unit.n;
            Unit u = {.stretch = s, .first = i, .end = end, .statement = NONE};
            if (stretch->marked)
                u.statement = statement_at(join, stretch->report, words_span(q, i, end));
            if (!VEC_PUSH(join->scratch, &q->unit, u)) return false;
        }
    }
    return true;
}

/* ---- which stretches share words ---- */

static int by_run(const void *x, const void *y, void *context)
{
    const Run *a = x, *b = y;
    const Quoted *q = context;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    bool ma = q->stretch.at[a->stretch].marked, mb = q->stretch.at[b->stretch].marked;
    if (ma != mb) return ma ? -1 : 1;
    return a->stretch < b->stretch ? -1 : a->stretch > b->stretch;
}

static uint64_t run_hash(const Quoted *q, uint32_t at, uint32_t n)
{
    uint64_t hash = n;
    for (uint32_t i = at; i < at + n; i++)
        hash = hash_bytes((Slice){(const char *)&q->words.at[i].hash, sizeof(uint64_t)}, hash);
    return hash;
}

/* Which runs stand between marks somewhere: a bit for each, by the low bits of its hash. */
typedef struct Sieve {
    uint64_t *bits;
    uint64_t mask;
} Sieve;

static bool sieve_open(Join *join, const Quoted *q, Sieve *sieve)
{
    uint64_t n = 1024;
    while (n < 32 * (uint64_t)q->run.n)
        n *= 2;
    *sieve = (Sieve){ARENA_ARRAY(join->scratch, uint64_t, n / 64), n - 1};
    for (uint32_t i = 0; sieve->bits && i < q->run.n; i++) {
        uint64_t bit = q->run.at[i].hash & sieve->mask;
        sieve->bits[bit / 64] |= 1ull << (bit % 64);
    }
    return sieve->bits != NULL;
}

static bool sieve_holds(const Sieve *sieve, uint64_t hash)
{
    uint64_t bit = hash & sieve->mask;
    return sieve->bits[bit / 64] >> (bit % 64) & 1;
}

/* Runs of three words with one that says something, and pairs of words that both do. `sieve`: only
 * those that it holds; NULL: all. */
static bool add_runs_of(Join *join, Quoted *q, uint32_t s, const Sieve *sieve)
{
    const Stretch *stretch = &q->stretch.at[s];
    for (uint32_t k = 0; k + 1 < stretch->n; k++) {
        const SaidWord *w = &q->words.at[stretch->first + k];
        bool fits[2] = {w[0].content && w[1].content,
                        k + RUN <= stretch->n && (w[0].content || w[1].content || w[2].content)};
        for (uint32_t n = 2; n <= RUN; n++) {
            if (!fits[n - 2]) continue;
            uint64_t hash = run_hash(q, stretch->first + k, n);
            if ((!sieve || sieve_holds(sieve, hash)) &&
                !VEC_PUSH(join->scratch, &q->run, (Run){hash, s}))
                return false;
        }
    }
    return true;
}

static bool add_runs(Join *join, Quoted *q)
{
    Sieve sieve;
    for (uint32_t s = 0; s < q->stretch.n; s++)
        if (q->stretch.at[s].marked && !add_runs_of(join, q, s, NULL)) return false;
    if (!sieve_open(join, q, &sieve)) return false;
    for (uint32_t s = 0; s < q->stretch.n; s++)
        if (!q->stretch.at[s].marked && !add_runs_of(join, q, s, &sieve)) return false;
    return true;
}

static int by_meeting(const void *x, const void *y)
{
    const Meeting *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static bool add_meetings(Join *join, Quoted *q)
{
    list_sort_r(q->run.at, q->run.n, sizeof *q->run.at, by_run, q);
    for (uint32_t i = 0, end; i < q->run.n; i = end) {
        LIST_RUN(end, i, q->run.n, q->run.at[end].hash == q->run.at[i].hash);
        uint32_t last = end - i > MEETS ? i + MEETS : end;
        for (uint32_t a = i; a < last && q->stretch.at[q->run.at[a].stretch].marked; a++)
            for (uint32_t b = a + 1; b < last; b++) {
                uint32_t x = q->run.at[a].stretch, y = q->run.at[b].stretch;
                Meeting m = {x < y ? x : y, x < y ? y : x};
                bool apart = q->stretch.at[x].report != q->stretch.at[y].report;
                if (apart && !VEC_PUSH(join->scratch, &q->meeting, m)) return false;
            }
    }
    list_sort(q->meeting.at, q->meeting.n, sizeof *q->meeting.at, by_meeting);
    return true;
}

/* ---- which sentences answer each other ---- */

static bool is_marked(const Quoted *q, uint32_t unit)
{
    return q->stretch.at[q->unit.at[unit].stretch].marked;
}

static uint32_t report_of(const Quoted *q, uint32_t unit)
{
    return q->stretch.at[q->unit.at[unit].stretch].report;
}

static uint32_t base_of(const Quoted *q, uint32_t unit)
{
    return q->stretch.at[q->unit.at[unit].stretch].first;
}

static uint32_t wider(const Difference *d)
{
    uint32_t a = d->a_end - d->a, b = d->b_end - d->b;
    return a > b ? a : b;
}

static void close_side(const Quoted *q, Side *side)
{
    const Unit *u = &q->unit.at[side->unit];
    side->whole = true;
    for (uint32_t i = u->first; i < u->end; i++)
        if (i < side->from || i >= side->end) side->whole &= !q->words.at[i].says;
}

/* Is it one quotation? Between marks: a whole sentence of either, or a long run, and few words
 * otherwise. Without marks on one side: all of the quotation. */
static bool is_one(const Quoted *q, const Answer *a)
{
    for (int k = 0; k < 2; k++)
        if (!is_marked(q, a->side[k].unit))
            return a->side[1 - k].whole && a->changed == 0 && a->matched >= LEAST_BARE &&
                   a->content >= 2;
    if (a->changed * 4 > a->matched + 1 || (a->changed > 0 && a->matched < 4)) return false;
    bool whole = a->side[0].whole || a->side[1].whole;
    return (a->content >= 2 || (a->content == 1 && a->matched >= 3)) &&
           (whole || a->matched >= LONG_RUN);
}

static bool flush_answer(Join *join, Quoted *q, Answer *a)
{
    if (a->matched < 2) return true;
    for (int k = 0; k < 2; k++)
        close_side(q, &a->side[k]);
    return !is_one(q, a) || VEC_PUSH(join->scratch, &q->answer, *a);
}

/* Differences up to word `until` of the stretch: they belong to the sentence of the word before. */
static void note_differences(Answer *a, const Alignment *al, uint32_t *next, uint32_t until)
{
    for (; *next < al->differences.n && al->differences.at[*next].a < until; (*next)++) {
        const Difference *d = &al->differences.at[*next];
        if (d->change == CHANGE_WORDS) a->changed += wider(d);
        if (d->change > a->difference.change) a->difference = *d;
    }
}

static bool answers_of(Join *join, Quoted *q, const Meeting *m, const Alignment *al)
{
    const Stretch *a = &q->stretch.at[m->a], *b = &q->stretch.at[m->b];
    Answer now = {.matched = 0};
    uint32_t next = 0;
    for (uint32_t i = al->a; i < al->a_end; i++) {
        if (al->match[i] == NONE) continue;
        const uint32_t word[2] = {a->first + i, b->first + al->match[i]};
        bool same = now.matched > 0 && now.side[0].unit == q->unit_of[word[0]] &&
                    now.side[1].unit == q->unit_of[word[1]];
        if (!same && !flush_answer(join, q, &now)) return false;
        if (!same) now = (Answer){.matched = 0};
        for (int k = 0; k < 2; k++) {
            if (!same) now.side[k] = (Side){.unit = q->unit_of[word[k]], .from = word[k]};
            now.side[k].end = word[k] + 1;
        }
        now.matched++;
        now.content += q->words.at[word[0]].content;
        note_differences(&now, al, &next, i + 2);
    }
    return flush_answer(join, q, &now);
}

static dln_status find_answers(Join *join, Quoted *q)
{
    for (uint32_t i = 0; i < q->meeting.n; i++) {
        if (i > 0 && by_meeting(&q->meeting.at[i], &q->meeting.at[i - 1]) == 0) continue;
        const Meeting *m = &q->meeting.at[i];
        WordRow a = {&q->words.at[q->stretch.at[m->a].first], q->stretch.at[m->a].n},
                b = {&q->words.at[q->stretch.at[m->b].first], q->stretch.at[m->b].n};
        Alignment al;
        TRY(wording_align(a, b, join->scratch, &al));
        if (al.matched >= 2 && !answers_of(join, q, m, &al)) return arena_status(join->scratch);
    }
    return DLN_OK;
}

/* ---- which answers are one fact ---- */

/* One end of an answer, as a list by sentence shows it. */
typedef struct End {
    uint32_t answer, side;
} End;

static const Side *side_of(const Quoted *q, const End *e)
{
    return &q->answer.at[e->answer].side[e->side];
}

static int by_place(const void *x, const void *y, void *context)
{
    const End *a = x, *b = y;
    const Side *s = side_of(context, a), *t = side_of(context, b);
    if (s->unit != t->unit) return s->unit < t->unit ? -1 : 1;
    if (s->from != t->from) return s->from < t->from ? -1 : 1;
    if (s->end != t->end) return s->end < t->end ? -1 : 1;
    return a->answer < b->answer ? -1 : a->answer > b->answer;
}

/* Two stretches of one sentence that are, by half, the same words. */
static bool same_place(const Side *a, const Side *b)
{
    uint32_t from = a->from > b->from ? a->from : b->from, end = a->end < b->end ? a->end : b->end;
    uint32_t low = a->from < b->from ? a->from : b->from, high = a->end > b->end ? a->end : b->end;
    return a->unit == b->unit && end > from && (end - from) * 2 >= high - low;
}

/* Does `b` quote of this sentence what `a` quotes and half as much again, in the same report? Then
 * `a` is no telling of its own: a headline's "bigger than expected". */
static bool outdone(const Quoted *q, const End *a, const End *b)
{
    const Side *x = side_of(q, a), *y = side_of(q, b);
    uint32_t other_x = q->answer.at[a->answer].side[1 - a->side].unit,
             other_y = q->answer.at[b->answer].side[1 - b->side].unit;
    return x->unit == y->unit && report_of(q, other_x) == report_of(q, other_y) &&
           y->from <= x->from && y->end >= x->end && is_marked(q, other_y) &&
           (y->end - y->from) * 2 >= 3 * (x->end - x->from);
}

static void drop_outdone(Quoted *q, const End *end, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i > MEETS ? i - MEETS : 0; k < n && k < i + MEETS; k++)
            if (k != i && outdone(q, &end[i], &end[k])) q->answer.at[end[i].answer].matched = 0;
}

static dln_status group_answers(Join *join, Quoted *q)
{
    uint32_t n = 2 * q->answer.n;
    End *end = ARENA_ARRAY(join->scratch, End, n + 1);
    if (!end || !groups_init(&q->fact, q->answer.n, join->scratch))
        return arena_status(join->scratch);
    for (uint32_t i = 0; i < n; i++)
        end[i] = (End){i / 2, i % 2};
    list_sort_r(end, n, sizeof *end, by_place, q);
    drop_outdone(q, end, n);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i; k > 0 && i - k < MEETS; k--) {
            const Side *a = side_of(q, &end[k - 1]), *b = side_of(q, &end[i]);
            bool kept = q->answer.at[end[k - 1].answer].matched &&
                        q->answer.at[end[i].answer].matched;
            if (kept && is_marked(q, b->unit) && same_place(a, b))
                groups_join(&q->fact, end[k - 1].answer, end[i].answer);
        }
    return DLN_OK;
}

/* ---- one fact ---- */

/* A sentence, or what of it all answers share, as the fact gives it. */
typedef struct Teller {
    Side side;
    uint32_t wording; /* value of the fact */
} Teller;
typedef struct Share {
    const Answer *answer;
    uint32_t n;
    VEC(Teller) teller; /* in order of sentences */
} Share;

static int by_teller(const void *x, const void *y)
{
    const Teller *a = x, *b = y;
    if (a->side.unit != b->side.unit) return a->side.unit < b->side.unit ? -1 : 1;
    return a->side.from < b->side.from ? -1 : a->side.from > b->side.from;
}

/* The sentences of the answers, each once with all that is answered of it. */
static bool list_tellers(Join *join, Share *s)
{
    for (uint32_t i = 0; i < 2 * s->n && i < 2 * SIDES; i++) {
        Teller t = {s->answer[i / 2].side[i % 2], NONE};
        if (!VEC_PUSH(join->scratch, &s->teller, t)) return false;
    }
    list_sort(s->teller.at, s->teller.n, sizeof *s->teller.at, by_teller);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->teller.n; i++) {
        Teller *last = kept ? &s->teller.at[kept - 1] : NULL, *t = &s->teller.at[i];
        if (!last || last->side.unit != t->side.unit) {
            s->teller.at[kept++] = *t;
            continue;
        }
        if (t->side.end > last->side.end) last->side.end = t->side.end;
        last->side.whole |= t->side.whole;
    }
    s->teller.n = kept;
    return true;
}

static uint32_t speaker_of(const Join *join, const Unit *u)
{
    return u->statement == NONE ? NONE : join->record->statements.at[u->statement].speaker;
}

/* Do two tellings name two speakers? "Trump" and "Donald Trump" may be one. */
static bool two_speakers(const Join *join, const Unit *a, const Unit *b)
{
    uint32_t x = speaker_of(join, a), y = speaker_of(join, b);
    if (x == NONE || y == NONE || x == y) return false;
    const RecordEntity *e = join->record->entities.at;
    return !slice_eq_nocase(edge_word(e[x].name, true), edge_word(e[y].name, true));
}

/* Does another answer of the report run over the words [from, end) of the sentence without another
 * word? Then that report has both wordings. */
static bool gives_both(const Quoted *q, const Share *s, uint32_t report, uint32_t unit,
                       uint32_t from, uint32_t end)
{
    for (uint32_t i = 0; i < s->n && i < SIDES; i++)
        for (int k = 0; k < 2; k++) {
            const Side *here = &s->answer[i].side[k], *there = &s->answer[i].side[1 - k];
            if (s->answer[i].difference.change != CHANGE_WORDS && here->unit == unit &&
                report_of(q, there->unit) == report && here->from < from && here->end > end)
                return true;
        }
    return false;
}

static bool contradicts(const Join *join, const Quoted *q, const Share *s, const Answer *a)
{
    const Side *x = &a->side[0], *y = &a->side[1];
    const Difference *d = &a->difference;
    if (d->change != CHANGE_WORDS || !is_marked(q, x->unit) || !is_marked(q, y->unit)) return false;
    if (two_speakers(join, &q->unit.at[x->unit], &q->unit.at[y->unit])) return false;
    uint32_t base[2] = {base_of(q, x->unit), base_of(q, y->unit)};
    return !gives_both(q, s, report_of(q, y->unit), x->unit, base[0] + d->a, base[0] + d->a_end) &&
           !gives_both(q, s, report_of(q, x->unit), y->unit, base[1] + d->b, base[1] + d->b_end);
}

static Slice side_words(const Join *join, const Quoted *q, uint32_t unit, uint32_t from,
                        uint32_t end)
{
    if (from == end) return (Slice){NULL, 0};
    Span span = words_span(q, base_of(q, unit) + from, base_of(q, unit) + end);
    return join_text(join, report_of(q, unit), span);
}

/* Which words differ. */
static Slice why_apart(Join *join, const Quoted *q, const Answer *a)
{
    const Difference *d = &a->difference;
    Slice x = side_words(join, q, a->side[0].unit, d->a, d->a_end),
          y = side_words(join, q, a->side[1].unit, d->b, d->b_end), only = x.n ? x : y;
    Arena *arena = &join->record->arena;
    if (!x.n || !y.n)
        return arena_printf(arena, "between the marks, one alone has \"%.*s\"", (int)only.n,
                            only.p);
    return arena_printf(arena, "between the marks, \"%.*s\" against \"%.*s\"", (int)x.n, x.p,
                        (int)y.n, y.p);
}

/* Fills verdict and why. The same: whole sentences, or a long run of words that both have. */
static bool judge_share(Join *join, const Quoted *q, const Share *s, RecordFact *fact)
{
    bool same = true, spelling = false;
    for (uint32_t i = 0; i < s->n; i++) {
        const Answer *a = &s->answer[i];
        if (contradicts(join, q, s, a)) {
            fact->verdict = DLN_CONFLICT;
            fact->why = why_apart(join, q, a);
            return fact->why.p != NULL;
        }
        spelling |= a->difference.change == CHANGE_SPELLING;
        bool bare = !is_marked(q, a->side[0].unit) || !is_marked(q, a->side[1].unit);
        same &= a->difference.change <= CHANGE_MORE && a->difference.change != CHANGE_SPELLING &&
                (bare || (a->side[0].whole && a->side[1].whole) || a->matched >= LONG_RUN);
    }
    fact->verdict = same ? DLN_AGREE : DLN_REFINED;
    fact->why = same       ? SLICE("the same words")
                : spelling ? SLICE("another spelling")
                           : SLICE("one quotes more");
    return true;
}

/* Where it stands: the words that are shared when all agree, else the whole sentence; without marks
 * only what answers. */
static Span teller_span(const Quoted *q, const Side *side, dln_verdict verdict)
{
    const Unit *u = &q->unit.at[side->unit];
    bool part = !is_marked(q, side->unit) || (verdict == DLN_AGREE && !side->whole);
    return part ? words_span(q, side->from, side->end) : words_span(q, u->first, u->end);
}

/* Do the words of two tellings read the same? */
static bool same_words(const Quoted *q, const Side *a, const Side *b)
{
    const SaidWord *w = q->words.at;
    if (a->end - a->from != b->end - b->from) return false;
    for (uint32_t i = 0; i < a->end - a->from; i++)
        if (w[a->from + i].hash != w[b->from + i].hash) return false;
    return true;
}

static bool add_evidence(Join *join, RecordValue *v, uint32_t report, Span span, uint32_t speaker)
{
    Arena *arena = &join->record->arena;
    bool voice = false, said = speaker == NONE;
    for (uint32_t i = 0; i < v->evidence.n; i++)
        voice |= join->voice[v->evidence.at[i].report] == join->voice[report];
    v->voices += !voice;
    for (uint32_t i = 0; i < v->said_by.n; i++)
        said |= v->said_by.at[i] == speaker;
    return VEC_PUSH(arena, &v->evidence, (Evidence){report, span}) &&
           (said || VEC_PUSH(arena, &v->said_by, speaker));
}

static bool add_values(Join *join, const Quoted *q, Share *s, RecordFact *fact)
{
    for (uint32_t i = 0; i < s->teller.n; i++) {
        Teller *t = &s->teller.at[i];
        const Unit *u = &q->unit.at[t->side.unit];
        uint32_t report = report_of(q, t->side.unit);
        Span span = teller_span(q, &t->side, fact->verdict);
        for (uint32_t k = 0; k < i && t->wording == NONE; k++)
            if (fact->verdict == DLN_AGREE || same_words(q, &s->teller.at[k].side, &t->side))
                t->wording = s->teller.at[k].wording;
        if (t->wording == NONE) {
            t->wording = fact->values.n;
            RecordValue v = {
                .value = arena_copy(&join->record->arena, join_text(join, report, span))};
            if (!v.value.p || !VEC_PUSH(&join->record->arena, &fact->values, v)) return false;
        }
        if (!add_evidence(join, &fact->values.at[t->wording], report, span, speaker_of(join, u)))
            return false;
    }
    return true;
}

static bool two_voices(const Join *join, const Quoted *q, const Share *s)
{
    bool two = false;
    for (uint32_t i = 1; i < s->teller.n; i++)
        two |= join->voice[report_of(q, s->teller.at[i].side.unit)] !=
               join->voice[report_of(q, s->teller.at[0].side.unit)];
    return two;
}

static dln_status write_share(Join *join, const Quoted *q, Share *s, bool *told)
{
    Record *r = join->record;
    RecordFact fact = {.about = ABOUT_STORY, .attribute = SLICE("wording")};
    if (!list_tellers(join, s)) return arena_status(join->scratch);
    if (!judge_share(join, q, s, &fact)) return arena_status(&r->arena);
    if (fact.verdict != DLN_CONFLICT && !two_voices(join, q, s)) return DLN_OK;
    for (uint32_t i = 0; i < s->teller.n; i++) {
        uint32_t statement = q->unit.at[s->teller.at[i].side.unit].statement;
        if (statement == NONE) continue;
        if (fact.about == ABOUT_STORY) fact.index = statement;
        fact.about = ABOUT_STATEMENT;
        told[statement] = true;
    }
    if (!add_values(join, q, s, &fact)) return arena_status(&r->arena);
    fact_sort(&fact);
    return fact_add(join, fact);
}

static dln_status write_facts(Join *join, Quoted *q, bool *told)
{
    uint32_t *member = ARENA_ARRAY(join->scratch, uint32_t, q->answer.n + 1);
    Answer *sorted = ARENA_ARRAY(join->scratch, Answer, q->answer.n + 1);
    if (!member || !sorted) return arena_status(join->scratch);
    for (uint32_t lead = 0; lead < q->answer.n; lead++) {
        uint32_t n = 0, i = lead;
        if (groups_find(&q->fact, lead) != lead) continue;
        do {
            if (q->answer.at[i].matched) member[n++] = i;
            i = q->fact.next[i];
        } while (i != lead);
        sort_u32(member, n);
        if (n > SIDES) n = SIDES;
        for (uint32_t k = 0; k < n; k++)
            sorted[k] = q->answer.at[member[k]];
        Share s = {.answer = sorted, .n = n};
        if (n) TRY(write_share(join, q, &s, told));
    }
    return DLN_OK;
}

dln_status quote_facts(Join *join, bool *told)
{
    Quoted q = {0};
    if (!gather(join, &q) || !cut_units(join, &q) || !add_runs(join, &q) || !add_meetings(join, &q))
        return arena_status(join->scratch);
    TRY(find_answers(join, &q));
    TRY(group_answers(join, &q));
    return write_facts(join, &q, told);
}
