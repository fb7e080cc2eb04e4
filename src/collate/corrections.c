/* corrections.c - notices by which an outlet corrects its own report (versions.h).
 *
 * In: a record, its revisions. Out: record->corrections: the notice's words; what it corrects: the
 * change against the earlier version, where that is at hand, and the fact that its report tells
 * now, each the one whose sentence shares most words with the notice, two at least.
 *
 * "Correction: An earlier version of this article misstated the number of workers killed. It was
 * two, not three."
 *
 * Known to get wrong: a notice about a name or picture that no fact tells is tied to nothing; words
 * of a notice in another report's quotation are taken for its own. */
#include "collate/event_pair.h"
#include "collate/versions.h"

enum { SHARED = 2, SHORT_WORD = 4, NOTICE_MAX = 1200 };

dln_status corrections_load(const char *data_dir, Arena *arena, Collate *collate, dln_error *err)
{
    return table_load(data_dir, "en/corrections.txt", arena, &collate->corrections, err);
}

static bool is_plain(const Collate *c, Slice word)
{
    for (uint32_t i = 0; i < c->corrections.n; i++)
        if (slice_is(row_col(&c->corrections.at[i], 0), "plain") &&
            slice_eq(row_col(&c->corrections.at[i], 1), word))
            return true;
    return false;
}

/* Does the paragraph, as text_words gives it, correct something? A head must stand before a colon,
 * a bracket or a full stop: "Correction: ...", "CORRECTION (May 14) ...". */
static bool corrects(const Collate *c, Slice raw, Slice words, Arena *scratch)
{
    raw = slice_trim(raw);
    for (uint32_t i = 0; i < c->corrections.n; i++) {
        Slice class = row_col(&c->corrections.at[i], 0), with = row_col(&c->corrections.at[i], 1);
        bool head = slice_is(class, "head");
        if (slice_is(class, "plain")) continue;
        Slice padded = arena_printf(scratch, " %.*s ", (int)with.n, with.p);
        if (!padded.p) return false;
        if (!head && words_hold(words, padded)) return true;
        if (!head || !slice_starts(words, padded)) continue;
        if (slice_find(with, SLICE(" ")) != SIZE_MAX) return true;
        size_t at = with.n;
        while (at < raw.n && raw.p[at] == ' ')
            at++;
        if (at < raw.n && memchr(":(.[-", raw.p[at], 5)) return true;
    }
    return false;
}

/* How many words, none of them plain, the two have in common; each once. */
static uint32_t shared(const Collate *c, Slice notice, Slice other)
{
    uint32_t n = 0;
    for (size_t i = 1, e; i < notice.n; i = e + 1) {
        for (e = i; e < notice.n && notice.p[e] != ' ';)
            e++;
        Slice word = {notice.p + i, e - i}, padded = {notice.p + i - 1, e - i + 2};
        bool number = word.n && word.p[0] >= '0' && word.p[0] <= '9';
        if ((!number && word.n < SHORT_WORD) || is_plain(c, word)) continue;
        bool again = slice_find((Slice){notice.p, i}, padded) != SIZE_MAX;
        n += !again && words_hold(other, padded);
    }
    return n;
}

typedef struct Notice {
    const Collate *collate;
    const Record *record;
    Arena *scratch;
    Slice words;
    RecordCorrection *out;
    uint32_t best;
} Notice;

/* Twice the words shared with the sentence around the evidence, and one more where the notice holds
 * the evidence's own words. */
static uint32_t near(const Notice *n, Evidence at)
{
    const Report *r = n->record->report[at.report];
    Slice sentence = text_words(slice_span(r->text, sentence_around(r, at.span)), n->scratch);
    Slice own = text_words(slice_span(r->text, at.span), n->scratch);
    if (!sentence.p || !own.p) return 0;
    return shared(n->collate, n->words, sentence) * 2 + words_hold(n->words, own);
}

static void tie_change(Notice *n)
{
    n->best = SHARED * 2 - 1;
    for (uint32_t i = 0; i < n->record->revisions.n; i++) {
        const RecordRevision *r = &n->record->revisions.at[i];
        if (r->later != n->out->report) continue;
        for (uint32_t k = 0; k < r->changes.n; k++) {
            ArenaMark mark = arena_mark(n->scratch);
            const RecordChange *c = &r->changes.at[k];
            uint32_t score = c->before.report == NONE ? 0 : near(n, c->before);
            arena_rewind(n->scratch, mark);
            if (score <= n->best) continue;
            n->best = score;
            n->out->revision = i;
            n->out->change = k;
        }
    }
}

static void tie_fact(Notice *n)
{
    n->best = SHARED * 2 - 1;
    for (uint32_t i = 0; i < n->record->facts.n; i++) {
        const RecordFact *f = &n->record->facts.at[i];
        for (uint32_t v = 0; v < f->values.n; v++)
            for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++) {
                Evidence at = f->values.at[v].evidence.at[k];
                if (at.report != n->out->report || span_meet(at.span, n->out->span)) continue;
                ArenaMark mark = arena_mark(n->scratch);
                uint32_t score = near(n, at);
                arena_rewind(n->scratch, mark);
                if (score <= n->best) continue;
                n->best = score;
                n->out->fact = i;
            }
    }
}

static bool take_notice(const Collate *collate, Record *record, Arena *scratch, uint32_t report,
                        Span at)
{
    Slice raw = slice_span(record->report[report]->text, at);
    ArenaMark mark = arena_mark(scratch);
    Slice words = text_words(raw, scratch);
    RecordCorrection found = {report, at, NONE, NONE, NONE};
    Notice notice = {
        .collate = collate, .record = record, .scratch = scratch, .words = words, .out = &found};
    bool good = words.p != NULL;
    if (good && corrects(collate, raw, words, scratch)) {
        tie_change(&notice);
        tie_fact(&notice);
        good = VEC_PUSH(&record->arena, &record->corrections, found);
    }
    arena_rewind(scratch, mark);
    return good;
}

/* Paragraphs by their line ends; a notice is short. */
dln_status corrections_find(const Collate *collate, Record *record, Arena *scratch)
{
    for (uint32_t i = 0; i < record->n_reports; i++) {
        Slice text = record->report[i]->text;
        if (report_replaced(record, i) || record->copy_of[i] != NONE) continue;
        for (size_t b = 0, e; b < text.n; b = e + 1) {
            const char *end = memchr(text.p + b, '\n', text.n - b);
            e = end ? (size_t)(end - text.p) : text.n;
            if (e - b < 12 || e - b > NOTICE_MAX) continue;
            if (!take_notice(collate, record, scratch, i, (Span){(uint32_t)b, (uint32_t)e}))
                return arena_status(scratch) != DLN_OK ? arena_status(scratch)
                                                       : arena_status(&record->arena);
        }
    }
    return DLN_OK;
}
