/* versions.c - see versions.h.
 *
 * In: reports with their findings, some of them versions of one another. Out: a record in which the
 * latest versions speak; for each earlier one what the next dropped, changed or added. The two are
 * compared as two outlets are, by a record of their own: a fact to which both give a value was
 * changed where the values differ; one that the earlier alone has was dropped, where its sentence
 * and its words are gone from the later one; likewise what was added.
 *
 * "... killed four people." and, an hour later at the same address, "... killed five people."
 *
 * Known to get wrong: a live page whose entries move down and out drops what is still true; what
 * the later version tells in quite other words may be shown as dropped and added. */
#include "collate/versions.h"
#include "base/utf8.h"

const char *const change_name[3] = {"changed", "dropped", "added"};

/* ---- which are versions ---- */

/* An address without scheme, fragment and a slash at its end; empty: it is no report's own. */
static Slice own_address(Slice url)
{
    size_t scheme = slice_find(url, SLICE("://")), cut = slice_find(url, SLICE("#"));
    if (scheme == SIZE_MAX) return (Slice){"", 0};
    if (cut != SIZE_MAX) url.n = cut;
    Slice rest = {url.p + scheme + 3, url.n > scheme + 3 ? url.n - scheme - 3 : 0};
    while (rest.n && rest.p[rest.n - 1] == '/')
        rest.n--;
    return slice_find(rest, SLICE("/")) == SIZE_MAX ? (Slice){"", 0} : rest;
}

/* When a version was written as far as its year is known; empty: it does not say. */
static Slice time_of(const Report *r)
{
    Slice time = r->modified.value.n ? r->modified.value : r->published.value;
    return slice_starts(time, SLICE("X")) ? (Slice){"", 0} : time;
}

/* A report with what it is ordered by: its address, its time. */
typedef struct Keyed {
    Slice key;
    uint32_t report;
} Keyed;

static int by_key(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    int order = slice_cmp(x->key, y->key);
    return order ? order : (x->report > y->report) - (x->report < y->report);
}

/* The versions of one address, in the order of their times; one without a time stays behind the
 * one that was given before it. */
static void chain(const Keyed *at, uint32_t n, const Report *const *report, uint32_t *later,
                  Keyed *timed)
{
    for (uint32_t i = 0; i < n; i++) {
        Slice time = time_of(report[at[i].report]);
        timed[i] = (Keyed){time.n || !i ? time : timed[i - 1].key, at[i].report};
    }
    list_sort(timed, n, sizeof *timed, by_key);
    for (uint32_t i = 0; i + 1 < n; i++)
        later[timed[i].report] = timed[i + 1].report;
}

dln_status versions_find(const Report *const *report, uint32_t n, uint32_t *later, Arena *scratch)
{
    Keyed *list = ARENA_ARRAY(scratch, Keyed, n), *timed = ARENA_ARRAY(scratch, Keyed, n);
    uint32_t m = 0;
    if (!list || !timed) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++) {
        later[i] = NONE;
        Slice address = own_address(report[i]->url);
        if (address.n) list[m++] = (Keyed){address, i};
    }
    list_sort(list, m, sizeof *list, by_key);
    for (uint32_t i = 0, end; i < m; i = end) {
        for (end = i + 1; end < m && slice_eq(list[end].key, list[i].key);)
            end++;
        chain(list + i, end - i, report, later, timed);
    }
    return DLN_OK;
}

/* ---- words ---- */

Slice text_words(Slice text, Arena *arena)
{
    Slice folded = text_fold(text, arena);
    char *out = folded.p ? arena_array(arena, folded.n * 2 + 2, 1) : NULL;
    if (!out) return (Slice){NULL, 0};
    size_t n = 0;
    out[n++] = ' ';
    for (size_t i = 0; i < folded.n;) {
        size_t from = i;
        uint32_t c = utf8_next(folded, &i);
        if (c != UTF8_BAD && (char_is_letter(c) || char_is_digit(c))) {
            memcpy(out + n, folded.p + from, i - from);
            n += i - from;
        } else if (out[n - 1] != ' ')
            out[n++] = ' ';
    }
    if (out[n - 1] != ' ') out[n++] = ' ';
    return (Slice){out, n};
}

bool words_hold(Slice text, Slice words)
{
    return words.n > 1 && slice_find(text, words) != SIZE_MAX;
}

static bool ends_sentence(Slice text, uint32_t at)
{
    char c = text.p[at];
    bool stop = c == '.' || c == '!' || c == '?';
    return c == '\n' || (stop && (at + 1 >= text.n || text.p[at + 1] == ' ' ||
                                  text.p[at + 1] == '\n' || text.p[at + 1] == '"'));
}

Span sentence_around(const Report *report, Span at)
{
    Slice text = report->text;
    while (at.b > 0 && !ends_sentence(text, at.b - 1))
        at.b--;
    while (at.e < text.n && !ends_sentence(text, at.e))
        at.e++;
    return at;
}

/* ---- comparing two versions ---- */

typedef struct Pair {
    const Report *report[2];
    Slice words[2]; /* of their texts */
    uint32_t index[2];
    Arena *scratch;
} Pair;

/* Does the other version have the sentence around these words as it is? */
static bool sentence_stays(const Pair *p, int side, Span at)
{
    Span sentence = sentence_around(p->report[side], at);
    Slice words = text_words(slice_span(p->report[side]->text, sentence), p->scratch);
    return !words.p || words_hold(p->words[!side], words);
}

static bool words_stay(const Pair *p, int side, Span at)
{
    Slice words = text_words(slice_span(p->report[side]->text, at), p->scratch);
    return !words.p || words_hold(p->words[!side], words);
}

static Evidence first_of(const RecordFact *f, uint32_t side, bool alone)
{
    for (uint32_t v = 0; v < f->values.n; v++) {
        bool other = false, mine = false;
        Evidence at = {NONE, {0, 0}};
        for (uint32_t i = 0; i < f->values.at[v].evidence.n; i++) {
            const Evidence *e = &f->values.at[v].evidence.at[i];
            other |= e->report != side;
            if (e->report == side && !mine) {
                at = *e;
                mine = true;
            }
        }
        if (mine && !(alone && other)) return at;
    }
    return (Evidence){NONE, {0, 0}};
}

static Span trimmed(const Report *r, Span at)
{
    Slice whole = slice_span(r->text, at), inner = slice_trim(whole);
    uint32_t b = at.b + (uint32_t)(inner.p - whole.p);
    return inner.n ? (Span){b, b + (uint32_t)inner.n} : at;
}

/* The sentence around the words of a fact, and its stop. */
static Evidence whole_sentence(const Pair *p, int side, Evidence at)
{
    const Report *r = p->report[side];
    Span s = sentence_around(r, at.span);
    if (s.e < r->text.n && r->text.p[s.e] != '\n') s.e++;
    at.span = trimmed(r, s);
    return at;
}

/* What became of one fact; false: nothing. What was dropped or added is told by its sentence. */
static bool change_of(const Pair *p, const RecordFact *f, RecordChange *out)
{
    Evidence before = first_of(f, 0, true), after = first_of(f, 1, true);
    bool in_both = first_of(f, 0, false).report != NONE && first_of(f, 1, false).report != NONE;
    *out = (RecordChange){CHANGE_VALUE, f->attribute, before, after, f->salience};
    if (before.report != NONE && after.report != NONE)
        return !sentence_stays(p, 0, before.span) && !sentence_stays(p, 1, after.span) &&
               !(words_stay(p, 0, before.span) && words_stay(p, 1, after.span));
    if (in_both || f->verdict != DLN_ONLY) return false;
    int side = before.report != NONE ? 0 : 1;
    Evidence at = side ? after : before;
    if (at.report == NONE || sentence_stays(p, side, at.span) || words_stay(p, side, at.span))
        return false;
    out->kind = side ? CHANGE_ADDED : CHANGE_DROPPED;
    *(side ? &out->after : &out->before) = whole_sentence(p, side, at);
    return true;
}

static bool meets(Evidence a, Evidence b)
{
    return a.report != NONE && a.report == b.report && span_meet(a.span, b.span);
}

/* Keeps a change; of two about the same words the first, but none of a sentence in which a value
 * changed. */
static bool keep_change(Record *record, RecordRevision *r, const Pair *p, RecordChange c)
{
    if (c.before.report != NONE) c.before.report = p->index[0];
    if (c.after.report != NONE) c.after.report = p->index[1];
    for (uint32_t i = 0; i < r->changes.n && i < 200; i++) {
        RecordChange *k = &r->changes.at[i];
        if (!meets(k->before, c.before) && !meets(k->after, c.after)) continue;
        if (k->salience < c.salience) k->salience = c.salience;
        return true;
    }
    c.attribute = arena_copy(&record->arena, c.attribute);
    return c.attribute.p && VEC_PUSH(&record->arena, &r->changes, c);
}

static dln_status note_changes(Record *record, const Record *two, Pair *p)
{
    RecordRevision revision = {.earlier = p->index[0], .later = p->index[1]};
    for (int round = 0; round < 2; round++) /* values first */
        for (uint32_t i = 0; i < two->facts.n; i++) {
            RecordChange change;
            if (!change_of(p, &two->facts.at[i], &change)) continue;
            if ((change.kind != CHANGE_VALUE) != (round == 1)) continue;
            if (!keep_change(record, &revision, p, change)) return arena_status(&record->arena);
        }
    return VEC_PUSH(&record->arena, &record->revisions, revision) ? DLN_OK
                                                                  : arena_status(&record->arena);
}

/* A record of the two versions alone, and what it tells of changes. */
static dln_status compare(const Collate *collate, const StoryInput *input, Record *record, Pair *p,
                          Arena *scratch)
{
    const Findings *two[2] = {input->findings[p->index[0]], input->findings[p->index[1]]};
    StoryInput pair = *input;
    Record both;
    pair.findings = two;
    pair.n = 2;
    pair.copy_of = NULL;
    pair.each_pair = NULL;
    pair.each_party = pair.each_event = NULL;
    arena_init(&both.arena, 0);
    arena_bind(&both.arena, record->arena.budget);
    dln_status status = collate_story(collate, &pair, &both, scratch);
    for (int side = 0; side < 2; side++) {
        p->report[side] = two[side]->report;
        p->words[side] = text_words(two[side]->report->text, scratch);
    }
    p->scratch = scratch;
    if (status == DLN_OK) status = arena_status(scratch);
    if (status == DLN_OK) status = note_changes(record, &both, p);
    arena_free(&both.arena);
    return status;
}

/* ---- the story ---- */

/* The report of an earlier version as one that says nothing. */
static const Findings *silent(const Findings *f, Arena *arena)
{
    Findings *none = ARENA_NEW(arena, Findings);
    Report *report = report_first(f->report, 0, arena);
    if (!none || !report) return NULL;
    report->title = (Slice){"", 0};
    report->title_span = (Span){0, 0};
    none->report = report;
    return none;
}

/* latest[i]: the version of report i that speaks. Each step of a chain is taken once: what was
 * walked over knows the end. */
static void find_latest(const uint32_t *later, uint32_t n, uint32_t *latest)
{
    for (uint32_t i = 0; i < n; i++)
        latest[i] = later[i] == NONE ? i : NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t end = i;
        while (latest[end] == NONE)
            end = later[end];
        for (uint32_t k = i; latest[k] == NONE; k = later[k])
            latest[k] = latest[end];
    }
}

/* Of reports that copy one another in a circle the first is a source. seen[i]: the walk that came
 * by, NONE: none did yet. */
static void open_circles(uint32_t n, uint32_t *copy_of, uint32_t *seen)
{
    for (uint32_t i = 0; i < n; i++)
        seen[i] = NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        for (; at != NONE && seen[at] == NONE; at = copy_of[at])
            seen[at] = i;
        if (at == NONE || seen[at] != i) continue;
        uint32_t first = at;
        for (uint32_t k = copy_of[at]; k != at; k = copy_of[k])
            if (k < first) first = k;
        copy_of[first] = NONE;
    }
}

dln_status versions_copies(const uint32_t *later, uint32_t n, uint32_t *copy_of, Arena *scratch)
{
    uint32_t *latest = ARENA_ARRAY(scratch, uint32_t, n), *seen = ARENA_ARRAY(scratch, uint32_t, n);
    if (!latest || !seen) return arena_status(scratch);
    find_latest(later, n, latest);
    for (uint32_t i = 0; i < n; i++) {
        if (copy_of[i] != NONE) copy_of[i] = latest[copy_of[i]];
        if (copy_of[i] == i || later[i] != NONE) copy_of[i] = NONE;
    }
    open_circles(n, copy_of, seen);
    return DLN_OK;
}

static dln_status speak_latest(const Collate *collate, const StoryInput *input, Record *record,
                               const uint32_t *later, Arena *scratch)
{
    uint32_t n = input->n;
    const Findings **speaks = ARENA_ARRAY(scratch, const Findings *, n);
    uint32_t *copy_of = ARENA_ARRAY(scratch, uint32_t, n);
    StoryInput latest = *input;
    if (!speaks || !copy_of) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++) {
        copy_of[i] = input->copy_of ? input->copy_of[i] : NONE;
        speaks[i] = later[i] == NONE ? input->findings[i]
                                     : silent(input->findings[i], &record->arena);
        if (!speaks[i]) return arena_status(&record->arena);
    }
    TRY(versions_copies(later, n, copy_of, scratch));
    latest.findings = speaks;
    latest.copy_of = copy_of;
    TRY(collate_story(collate, &latest, record, scratch));
    record->replaced_by = ARENA_ARRAY(&record->arena, uint32_t, n);
    if (!record->replaced_by) return arena_status(&record->arena);
    memcpy(record->replaced_by, later, n * sizeof *later);
    for (uint32_t i = 0; i < n; i++) {
        record->report[i] = input->findings[i]->report;
        record->findings[i] = input->findings[i];
    }
    return DLN_OK;
}

dln_status collate_versions(const Collate *collate, const StoryInput *input, Record *record,
                            Arena *scratch)
{
    uint32_t n = input->n, earlier = 0;
    const Report **report = ARENA_ARRAY(scratch, const Report *, n);
    uint32_t *later = ARENA_ARRAY(scratch, uint32_t, n);
    if (!report || !later) return arena_status(scratch);
    for (uint32_t i = 0; i < n; i++)
        report[i] = input->findings[i]->report;
    TRY(versions_find(report, n, later, scratch));
    for (uint32_t i = 0; i < n; i++)
        earlier += later[i] != NONE;
    if (earlier)
        TRY(speak_latest(collate, input, record, later, scratch));
    else
        TRY(collate_story(collate, input, record, scratch));
    for (uint32_t i = 0; i < n && earlier; i++) {
        Pair pair = {.index = {i, later[i]}};
        ArenaMark mark = arena_mark(scratch);
        if (later[i] == NONE) continue;
        TRY(compare(collate, input, record, &pair, scratch));
        arena_rewind(scratch, mark);
    }
    return corrections_find(collate, record, scratch);
}
