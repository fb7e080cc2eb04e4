/* worth.c - see worth.h.
 *
 * In: facts with their values and evidence, the events, entities and statements they are about.
 * Out: salience, a probability.
 *
 * Idea: what reports agree on is mostly no news ("President" and "U.S. President", the names in a
 * heading), and what was lined up by mistake is none; what makes a line worth reading is learned
 * from lines that were read and marked useful, trivial or wrong, by what holds for any story. A
 * fact of several voices is judged by small trees over the numbers of worth_columns.c (how alike
 * the company of its tellings is, what the value is, how high up); one that a single voice tells by
 * a sum of weights of its traits (kind, words, voices, place, what it is about).
 *
 * Known to get wrong: a fact whose kind is mostly trivial and which for once is the news (a
 * minister who is called by two offices because he was dismissed). */
#include "collate/worth.h"
#include "collate/worth_columns.h"
#include "base/number.h"
#include "base/utf8.h"
#include <ctype.h>
#include <math.h>

/* ---- what several reports quote ---- */

typedef struct Quoted {
    uint32_t report;
    Span span;
    uint32_t reach; /* the greatest end of this one and those before it in its report */
} Quoted;
struct Quotes {
    VEC(Quoted) at;
};

static int by_place(const void *x, const void *y)
{
    const Quoted *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    return a->span.b < b->span.b ? -1 : a->span.b > b->span.b;
}

static bool is_wording(const RecordFact *f)
{
    return slice_is(f->attribute, "wording") && f->verdict != DLN_ONLY;
}

Quotes *worth_quotes(const Record *record, Arena *arena)
{
    Quotes *q = ARENA_NEW(arena, Quotes);
    if (!q) return NULL;
    for (uint32_t i = 0; i < record->facts.n; i++) {
        const RecordFact *f = &record->facts.at[i];
        for (uint32_t v = 0; v < f->values.n && is_wording(f); v++)
            for (uint32_t k = 0; k < f->values.at[v].evidence.n; k++) {
                Evidence e = f->values.at[v].evidence.at[k];
                if (!VEC_PUSH(arena, &q->at, (Quoted){e.report, e.span, e.span.e})) return NULL;
            }
    }
    list_sort(q->at.at, q->at.n, sizeof *q->at.at, by_place);
    for (uint32_t i = 1; i < q->at.n; i++)
        if (q->at.at[i].report == q->at.at[i - 1].report &&
            q->at.at[i - 1].reach > q->at.at[i].reach)
            q->at.at[i].reach = q->at.at[i - 1].reach;
    return q;
}

static bool begins_behind(const Quoted *q, Evidence e)
{
    return q->report > e.report || (q->report == e.report && q->span.b > e.span.b);
}

/* Does it lie in a quotation that is a fact of its own? */
static bool is_quoted(const Quotes *q, Evidence e)
{
    uint32_t behind; /* first that begins behind it */
    LIST_FIRST(behind, q->at.n, !begins_behind(&q->at.at[behind], e));
    return behind > 0 && q->at.at[behind - 1].report == e.report &&
           q->at.at[behind - 1].reach >= e.span.e;
}

/* ---- traits ---- */

typedef struct Look {
    const Record *record;
    const ValueWords *words;
    const RecordFact *fact;
    Arena *arena;
    Signs *out;
} Look;

static void say(Look *l, const char *trait)
{
    signs_add(l->out, true, slice_of(trait));
}

static void say_of(Look *l, const char *trait, Slice of)
{
    Slice s = arena_parts(l->arena, (Slice[]){slice_of(trait), SLICE(" "), of}, 3);
    signs_add(l->out, s.p != NULL, s);
}

/* Which step of a scale a number stands on: "words 4". */
static void say_step(Look *l, const char *trait, double x, const double *step, size_t n)
{
    size_t k = 0;
    while (k < n && x >= step[k]) /* fewer than ten */
        k++;
    char digits[NUMBER_DIGITS];
    say_of(l, trait, (Slice){digits, number_put(digits, k)});
}

static Slice evidence_text(const Record *r, Evidence e)
{
    return slice_span(r->report[e.report]->text, e.span);
}

static uint32_t words_of(Slice s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

/* Glued to what stands beside it: ".45", "17-year-olds". */
static bool is_glued(const Record *r, Evidence e)
{
    Slice text = r->report[e.report]->text;
    char before = e.span.b > 0 ? text.p[e.span.b - 1] : ' ',
         after = e.span.e < text.n ? text.p[e.span.e] : ' ';
    return before == '.' || before == '-' || before == '/' || after == '-' || after == '/';
}

static void look_at_words(Look *l)
{
    static const double step[] = {2, 3, 5, 9, 16};
    uint32_t least = UINT32_MAX, most = 0;
    bool glued = false, small = false, digit = false;
    for (uint32_t v = 0; v < l->fact->values.n; v++)
        for (uint32_t k = 0; k < l->fact->values.at[v].evidence.n; k++) {
            Evidence e = l->fact->values.at[v].evidence.at[k];
            Slice s = evidence_text(l->record, e);
            uint32_t n = words_of(s);
            least = n < least ? n : least;
            most = n > most ? n : most;
            glued |= is_glued(l->record, e);
            small |= s.n > 0 && islower((unsigned char)s.p[0]);
            digit |= slice_has_digit(s);
        }
    say_step(l, "fewest words", least, step, sizeof step / sizeof *step);
    say_step(l, "most words", most, step, sizeof step / sizeof *step);
    if (glued) say(l, "glued");
    if (small) say(l, "small letter");
    if (digit) say(l, "digits");
}

/* Values that differ in nothing but glyphs and capitals; a value that holds another. */
static bool look_at_values(Look *l)
{
    static const double step[] = {2, 3, 4, 6};
    const RecordFact *f = l->fact;
    bool alike = f->values.n > 1, holds = false;
    Slice first = {NULL, 0};
    for (uint32_t v = 0; v < f->values.n && v < 16; v++) {
        Slice fold = text_fold(f->values.at[v].value, l->arena);
        if (!fold.p) return false;
        if (v == 0) first = fold;
        alike &= slice_eq(fold, first);
        holds |= v > 0 &&
                 (slice_find(first, fold) != SIZE_MAX || slice_find(fold, first) != SIZE_MAX);
    }
    say_step(l, "values", f->values.n, step, sizeof step / sizeof *step);
    if (alike) say(l, "glyphs");
    if (holds) say(l, "one holds the other");
    return true;
}

/* Reports that give it, those that do so at their top, and whether a quotation holds it all. */
static void look_at_place(Look *l, const Quotes *quotes)
{
    static const double step[] = {2, 3, 4};
    uint32_t last = NONE, reports = 0, top = 0, top_last = NONE;
    bool quoted = true;
    for (uint32_t v = 0; v < l->fact->values.n; v++)
        for (uint32_t k = 0; k < l->fact->values.at[v].evidence.n; k++) {
            Evidence e = l->fact->values.at[v].evidence.at[k];
            reports += e.report != last;
            last = e.report;
            bool high = e.span.b < 600;
            top += high && e.report != top_last;
            if (high) top_last = e.report;
            quoted &= is_quoted(quotes, e);
        }
    say_step(l, "reports", reports, step, sizeof step / sizeof *step);
    say_step(l, "top", top, step, sizeof step / sizeof *step);
    if (quoted && !is_wording(l->fact)) say(l, "inside a quotation");
}

static void look_at_event(Look *l)
{
    static const double step[] = {0.1, 0.25, 0.5, 0.75}, tellers[] = {2, 3, 4};
    const RecordEvent *e = &l->record->events.at[l->fact->index];
    uint32_t reports = 0, last = NONE;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        reports += e->mentions.at[i].report != last;
        last = e->mentions.at[i].report;
    }
    say_step(l, "event salience", e->salience, step, sizeof step / sizeof *step);
    say_step(l, "event reports", reports, tellers, sizeof tellers / sizeof *tellers);
    if (e->main) say(l, "event main");
    if (e->background) say(l, "event background");
    if (!e->parts.n) say(l, "event without parties");
}

static void look_at_entity(Look *l)
{
    static const double step[] = {4, 8, 16, 32};
    const RecordEntity *e = &l->record->entities.at[l->fact->index];
    say_step(l, "entity mentions", e->mentions.n, step, sizeof step / sizeof *step);
    if (e->kind == ENTITY_PLACE) say(l, "entity place");
}

static void look_at_statement(Look *l)
{
    const RecordStatement *s = &l->record->statements.at[l->fact->index];
    say(l, s->speaker != NONE ? "speaker known" : "speaker unknown");
    say_of(l, "statement", slice_of(statement_kind_name[s->kind]));
}

static void look_at_about(Look *l)
{
    switch (l->fact->about) {
    case ABOUT_EVENT:
        say(l, "about event");
        look_at_event(l);
        break;
    case ABOUT_ENTITY:
        say(l, "about entity");
        look_at_entity(l);
        break;
    case ABOUT_STATEMENT:
        say(l, "about statement");
        look_at_statement(l);
        break;
    default: say(l, "about story");
    }
}

dln_status worth_traits(const Record *record, const ValueWords *words, const Quotes *quotes,
                        uint32_t fact, Arena *arena, Signs *out)
{
    Look l = {record, words, &record->facts.at[fact], arena, out};
    const RecordFact *f = l.fact;
    *out = (Signs){.n = 0};
    say(&l, "any");
    say_of(&l, "verdict", slice_of(verdict_name[f->verdict]));
    say_of(&l, "attribute", f->attribute);
    say_of(&l, verdict_name[f->verdict], f->attribute);
    if (f->between_parties) say(&l, "between parties");
    bool free = f->why.n > 0 && memchr(f->why.p, '"', f->why.n); /* names words of the reports */
    if (f->why.n && !free) say_of(&l, "why", f->why);
    look_at_words(&l);
    if (!look_at_values(&l)) return arena_status(arena);
    look_at_place(&l, quotes);
    look_at_about(&l);
    return arena_status(arena);
}

/* ---- weights ---- */

dln_status worth_open(const char *data_dir, Arena *arena, WorthModel *model, dln_error *err)
{
    const uint8_t *bytes;
    size_t n;
    *model = (WorthModel){0};
    TRY(signs_load(data_dir, "en/worth.txt", arena, &model->alone, err));
    TRY(datafile_open(data_dir, "worth.model", &model->data, err));
    if (datafile_section(&model->data, "shared", &bytes, &n) &&
        trees_read(bytes, n, &model->shared) == DLN_OK &&
        model->shared.n_features == WORTH_COLUMN_COUNT)
        return DLN_OK;
    worth_close(model);
    return err_fill(err, DLN_ERR_DATA, "open", "worth.model: section shared");
}

void worth_close(WorthModel *model)
{
    datafile_close(&model->data);
}

/* Do two wordings differ in small words alone ("the", "that")? `why` names the words in marks. */
static bool small_words(const ValueWords *words, Slice why)
{
    bool inside = false, any = false;
    for (size_t i = 0; i < why.n; i++) {
        if (why.p[i] == '"') inside = !inside;
        if (!inside || !isalnum((unsigned char)why.p[i])) continue;
        size_t b = i;
        while (i + 1 < why.n && !strchr("\" ,.;", why.p[i + 1]))
            i++;
        Slice word = {why.p + b, i + 1 - b};
        any = true;
        if (word.n > 1 && !value_words_find_nocase(words, "small", word) &&
            !value_words_find_nocase(words, "drop", word))
            return false;
    }
    return any;
}

/* Whether two wordings are worth a line is seen from the words, not learned: what the editor quotes
 * must be what was said, but for the small words. */
static float weigh_wordings(const ValueWords *words, const RecordFact *f)
{
    const float little = 0.01f;
    if (small_words(words, f->why)) return fminf(f->salience, CONFLICT_WORTH - little);
    return fmaxf(f->salience, CONFLICT_WORTH);
}

dln_status worth_weigh(const WorthModel *worth, const ValueWords *words, Record *record,
                       Arena *scratch)
{
    ArenaMark start = arena_mark(scratch);
    WorthGround *ground;
    Quotes *quotes = worth_quotes(record, scratch);
    if (!quotes) return arena_status(scratch);
    TRY(worth_ground(record, scratch, &ground));
    for (uint32_t i = 0; i < record->facts.n; i++) {
        ArenaMark mark = arena_mark(scratch);
        RecordFact *f = &record->facts.at[i];
        if (f->verdict == DLN_ONLY) {
            Signs traits;
            TRY(worth_traits(record, words, quotes, i, scratch, &traits));
            f->salience = signs_score(&worth->alone, &traits);
        } else {
            float column[WORTH_COLUMN_COUNT];
            TRY(worth_columns(ground, i, scratch, column));
            f->salience = trees_score(&worth->shared, column);
            if (f->verdict == DLN_CONFLICT && is_wording(f)) f->salience = weigh_wordings(words, f);
        }
        arena_rewind(scratch, mark);
    }
    arena_rewind(scratch, start);
    return DLN_OK;
}
