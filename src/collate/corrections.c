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
#include "collate/reading.h"
#include "collate/versions.h"

enum { SHARED = 2, SHORT_WORD = 4, NOTICE_MAX = 1200 };

/* false: a class that is none. */
static bool kind_of(Slice class, NoticeKind *kind)
{
    static const char *const names[] = {"head", "notice", "plain"};
    for (int i = 0; i < 3; i++)
        if (slice_is(class, names[i])) {
            *kind = (NoticeKind)i;
            return true;
        }
    return false;
}

dln_status corrections_load(const char *data_dir, Arena *arena, Collate *collate, dln_error *err)
{
    Table rows;
    TRY(table_load(data_dir, "en/corrections.txt", arena, &rows, err));
    map_init(&collate->plain_words, arena);
    for (uint32_t i = 0; i < rows.n; i++) {
        NoticeWords n;
        Slice words = row_col(&rows.at[i], 1);
        if (!kind_of(row_col(&rows.at[i], 0), &n.kind))
            return err_fill(err, DLN_ERR_DATA, "open", "en/corrections.txt: a class is none");
        n.words = arena_printf(arena, " %.*s ", (int)words.n, words.p);
        bool plain = n.kind == NOTICE_PLAIN;
        if (!n.words.p || (plain && !map_put(&collate->plain_words, n.words, i)) ||
            (!plain && !VEC_PUSH(arena, &collate->notices, n)))
            return arena_status(arena);
    }
    return DLN_OK;
}

/* Does the paragraph, as text_words gives it, correct something? A head must stand before a colon,
 * a bracket or a full stop: "Correction: ...", "CORRECTION (May 14) ...". */
static bool corrects(const Collate *c, Slice raw, Slice words)
{
    raw = slice_trim(raw);
    for (uint32_t i = 0; i < c->notices.n; i++) {
        const NoticeWords *with = &c->notices.at[i];
        Slice bare = {with->words.p + 1, with->words.n - 2};
        if (with->kind == NOTICE_SENTENCE && words_hold(words, with->words)) return true;
        if (with->kind != NOTICE_HEAD || !slice_starts(words, with->words)) continue;
        if (slice_find(bare, SLICE(" ")) != SIZE_MAX) return true;
        size_t at = bare.n;
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
        bool number = word.n && slice_digit_at(word, 0);
        if ((!number && word.n < SHORT_WORD) || map_get(&c->plain_words, padded, NULL)) continue;
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

/* Paragraphs by their line ends; a notice is short. */
bool read_notices(const Reader *reader, Reading *out)
{
    Slice text = reader->f->report->text;
    bool good = true;
    for (size_t b = 0, e; good && b < text.n; b = e + 1) {
        const char *end = memchr(text.p + b, '\n', text.n - b);
        e = end ? (size_t)(end - text.p) : text.n;
        if (e - b < 12 || e - b > NOTICE_MAX) continue;
        Span at = {(uint32_t)b, (uint32_t)e};
        ArenaMark mark = arena_mark(reader->scratch);
        Slice raw = slice_span(text, at), words = text_words(raw, reader->scratch);
        bool corrected = words.p && corrects(reader->collate, raw, words);
        good = words.p != NULL;
        arena_rewind(reader->scratch, mark);
        if (corrected) good = VEC_PUSH(reader->arena, &out->notice, at);
    }
    return good;
}

static bool take_notice(const Collate *collate, Record *record, Arena *scratch, uint32_t report,
                        Span at)
{
    ArenaMark mark = arena_mark(scratch);
    RecordCorrection found = {report, at, NONE, NONE, NONE};
    Notice notice = {.collate = collate,
                     .record = record,
                     .scratch = scratch,
                     .words = text_words(slice_span(record->report[report]->text, at), scratch),
                     .out = &found};
    bool good = notice.words.p != NULL;
    if (good) {
        tie_change(&notice);
        tie_fact(&notice);
        good = VEC_PUSH(&record->arena, &record->corrections, found);
    }
    arena_rewind(scratch, mark);
    return good;
}

dln_status corrections_find(const Collate *collate, Record *record, Arena *scratch)
{
    for (uint32_t i = 0; i < record->n_reports; i++) {
        if (report_replaced(record, i) || record->copy_of[i] != NONE) continue;
        Reading own = {0};
        const Reading *r = record->findings[i]->reading;
        Reader reader = {
            .collate = collate, .f = record->findings[i], .arena = scratch, .scratch = scratch};
        bool good = r || read_notices(&reader, &own);
        if (!r) r = &own;
        for (uint32_t k = 0; good && k < r->notice.n; k++)
            good = take_notice(collate, record, scratch, i, r->notice.at[k]);
        if (!good)
            return arena_status(scratch) != DLN_OK ? arena_status(scratch)
                                                   : arena_status(&record->arena);
    }
    return arena_status(scratch); /* what could not be compared was not found to be unlike */
}
