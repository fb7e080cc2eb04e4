/* brief_facts.c - facts as a reader meets them: a question, its answers with their outlets, and
 * where it is printed.
 *
 * In: record->facts. Out: brief->facts. A fact without a noun, a clause or a name to ask about is
 * left out (data/en/brief.txt has the templates); so is one whose answers read the same.
 *
 *     killed, four (two outlets) against five (one)
 *     -> How many were killed? four - Adria, Danube Herald; five - Harbour Post
 *
 * Known to get wrong: the counted noun is that of the first report; values of other nouns are shown
 * with theirs. */
#include "collate/compare.h"
#include "write/brief_words.h"
#include "base/civil.h"
#include "base/utf8.h"
#include "lang/tree.h"

enum { MOST_EVIDENCE = 200, LONG_VALUE = 60, MOST_FACTS = 400 };

/* ---- words of a value ---- */

static bool digits(Slice s, size_t at, size_t n, uint32_t *out)
{
    *out = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return false;
        *out = *out * 10 + (uint32_t)(s.p[i] - '0');
    }
    return true;
}

/* "2024-05-12", "2024-05", "2024": its days; false: something else. */
static bool iso_days(Slice s, int32_t *from, int32_t *to)
{
    uint32_t y, m = 0, d = 0;
    if (!digits(s, 0, 4, &y) || (s.n != 4 && s.n != 7 && s.n != 10)) return false;
    if (s.n >= 7 && (s.p[4] != '-' || !digits(s, 5, 2, &m) || m < 1 || m > 12)) return false;
    if (s.n == 10 && (s.p[7] != '-' || !digits(s, 8, 2, &d) || d < 1 || d > 31)) return false;
    *from = day_from_civil((int32_t)y, m ? m : 1, d ? d : 1);
    *to = d   ? *from
          : m ? day_from_civil((int32_t)y, m, month_length((int32_t)y, m))
              : day_from_civil((int32_t)y, 12, 31);
    return true;
}

static bool is_words(Slice attribute)
{
    static const char *const list[] = {"wording", "claim", "cause", "topic"};
    return SLICE_AMONG(attribute, list);
}

static const Quantity *quantity_at(const Findings *f, Span span)
{
    if (!f || !f->quantities.n) return NULL;
    uint32_t i = quantities_from(f, span.b);
    if (i < f->quantities.n && span_meet(f->quantities.at[i].span, span))
        return &f->quantities.at[i];
    if (i > 0 && span_meet(f->quantities.at[i - 1].span, span)) return &f->quantities.at[i - 1];
    return NULL;
}

static const Findings *findings_of(const Brief *b, uint32_t report)
{
    return b->record->findings ? b->record->findings[report] : NULL;
}

static Slice noun_of(const Brief *b, Evidence at)
{
    const Quantity *q = quantity_at(findings_of(b, at.report), at.span);
    return q ? q->noun : (Slice){"", 0};
}

/* "three officers" where another outlet counts soldiers. */
static Slice with_noun(const Brief *b, Evidence at, Slice words)
{
    const Quantity *q = quantity_at(findings_of(b, at.report), at.span);
    if (!q || span_empty(q->noun_span) || q->noun_span.e <= at.span.e ||
        q->noun_span.e - at.span.b > LONG_VALUE)
        return words;
    return slice_span(b->record->report[at.report]->text, (Span){at.span.b, q->noun_span.e});
}

/* Of wordings that are one the shortest: an outlet that quotes a part is not given the whole. */
static Evidence shortest(const RecordValue *v)
{
    Evidence best = v->evidence.at[0];
    for (uint32_t i = 1; i < v->evidence.n; i++) {
        Evidence at = v->evidence.at[i];
        if (at.span.e - at.span.b < best.span.e - best.span.b) best = at;
    }
    return best;
}

/* "Sunday night" against "about 8.45 p.m. Sunday": one day, told by their words. */
static bool same_day(const RecordFact *f)
{
    if (f->verdict != DLN_REFINED || !slice_is(f->attribute, "date")) return false;
    for (uint32_t i = 1; i < f->values.n; i++) {
        Slice a = f->values.at[i - 1].value, b = f->values.at[i].value;
        if (a.n < 10 || b.n < 10) return false;
        size_t from = a.p[0] == 'X' || b.p[0] == 'X' ? 4 : 0; /* a day of a year not told */
        if (memcmp(a.p + from, b.p + from, 10 - from) != 0) return false;
    }
    return true;
}

static Slice answer_words(const Brief *b, const RecordFact *f, const RecordValue *v)
{
    int32_t from, to;
    if (slice_is(f->attribute, "status") || !v->evidence.n) return v->value;
    if (b->phrases && !same_day(f) && iso_days(v->value, &from, &to))
        return phrases_days(b->phrases, from, to, from == to, b->arena);
    Evidence at = slice_is(f->attribute, "wording") ? shortest(v) : v->evidence.at[0];
    Slice words = slice_span(b->record->report[at.report]->text, at.span);
    if (is_words(f->attribute)) return words;
    if (words.n > LONG_VALUE && v->value.n < words.n) return v->value;
    const LangText *lang = brief_lang(b->record, at.report);
    if (lang) words = words_mid_sentence(lang, words, at.span, b->arena);
    if (f->values.n > 1) {
        const RecordValue *other = &f->values.at[v == f->values.at ? 1 : 0];
        Slice mine = noun_of(b, at),
              theirs = other->evidence.n ? noun_of(b, other->evidence.at[0]) : mine;
        if (mine.n && theirs.n && !slice_eq_nocase(mine, theirs)) return with_noun(b, at, words);
    }
    return words;
}

/* Letters and digits alone, for telling whether two wordings read the same. */
static Slice bare(Slice text, Arena *arena)
{
    Slice low = text_lower(text, arena);
    char *out = arena_alloc(arena, low.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && low.p && i < low.n;) {
        size_t b = i;
        uint32_t c = utf8_next(low, &i);
        if (c == UTF8_BAD || (!char_is_letter(c) && !char_is_digit(c))) continue;
        memcpy(out + n, low.p + b, i - b);
        n += i - b;
    }
    return (Slice){out, out ? n : 0};
}

/* ---- answers ---- */

static bool add_voices(Brief *b, BriefAnswer *answer, const RecordValue *v)
{
    for (uint32_t i = 0; i < v->evidence.n && i < MOST_EVIDENCE; i++)
        if (!brief_voice(b, &answer->voices, v->evidence.at[i].report, v->evidence.at[i].span))
            return false;
    return true;
}

/* Answers that read the same are one; of wordings, one that another holds whole tells no
 * difference. */
static BriefAnswer *same_answer(const Brief *b, BriefFact *out, Slice words, bool whole)
{
    Slice mine = bare(words, b->arena);
    for (uint32_t i = 0; i < out->answers.n; i++) {
        Slice theirs = bare(out->answers.at[i].words, b->arena);
        if (slice_eq(mine, theirs)) return &out->answers.at[i];
        if (!whole) continue;
        if (slice_find(theirs, mine) != SIZE_MAX) return &out->answers.at[i];
        if (slice_find(mine, theirs) != SIZE_MAX) {
            out->answers.at[i].words = words;
            return &out->answers.at[i];
        }
    }
    return NULL;
}

static dln_status add_answers(Brief *b, const RecordFact *f, BriefFact *out)
{
    bool whole = slice_is(f->attribute, "wording") || slice_is(f->attribute, "claim");
    for (uint32_t i = 0; i < f->values.n; i++) {
        const RecordValue *v = &f->values.at[i];
        Slice words = answer_words(b, f, v);
        if (!words.n) continue;
        BriefAnswer *answer = same_answer(b, out, words, whole && f->verdict == DLN_REFINED);
        if (!answer) {
            if (!VEC_PUSH(b->arena, &out->answers, (BriefAnswer){.value = i, .words = words}))
                return arena_status(b->arena);
            answer = &out->answers.at[out->answers.n - 1];
        }
        if (!answer->citing.n && v->said_by.n && v->said_by.at[0] < b->record->entities.n)
            answer->citing = b->record->entities.at[v->said_by.at[0]].name;
        if (!add_voices(b, answer, v)) return arena_status(b->arena);
    }
    for (uint32_t i = 0; i < out->answers.n; i++)
        brief_fold(b, &out->answers.at[i].voices);
    return DLN_OK;
}

/* ---- earlier and later ---- */

typedef struct Days {
    int32_t first, last;
} Days;

static bool days_of(const Brief *b, const BriefAnswer *a, Days *out)
{
    *out = (Days){INT32_MAX, INT32_MIN};
    for (uint32_t i = 0; i < a->voices.n; i++) {
        int32_t day = b->record->report[a->voices.at[i].report]->published.day;
        if (day == DAY_UNKNOWN) return false;
        if (day < out->first) out->first = day;
        if (day > out->last) out->last = day;
    }
    return a->voices.n > 0;
}

/* Does one answer give way to the next as the days go by? Puts them in that order. */
static bool in_time(const Brief *b, BriefFact *f)
{
    for (uint32_t i = 1; i < f->answers.n; i++) {
        Days mine, other;
        if (!days_of(b, &f->answers.at[i], &mine)) return false;
        for (uint32_t k = i; k > 0; k--) {
            if (!days_of(b, &f->answers.at[k - 1], &other)) return false;
            if (other.last < mine.first) break;
            if (mine.last >= other.first) return false;
            BriefAnswer earlier = f->answers.at[k];
            f->answers.at[k] = f->answers.at[k - 1];
            f->answers.at[k - 1] = earlier;
        }
    }
    return true;
}

static BriefPlace place_of(const Brief *b, const RecordFact *f, BriefFact *out)
{
    if (f->verdict == DLN_AGREE || out->answers.n < 2)
        return f->verdict == DLN_ONLY ? BRIEF_ALONE : BRIEF_AGREE;
    if (f->verdict == DLN_ONLY) return BRIEF_ALONE;
    if (f->between_parties) return BRIEF_PARTIES;
    bool measure = slice_is(f->attribute, "speed") || slice_is(f->attribute, "distance");
    bool changes = phrases_changes(b->phrases, f->attribute) &&
                   (!measure || slice_is(f->why, FIGURE_OF_ANOTHER_DAY));
    if (changes && in_time(b, out)) return BRIEF_CHANGED;
    if (slice_is(f->attribute, "status")) return BRIEF_PLACES; /* in no order of days: no change */
    if (f->verdict == DLN_CONFLICT) return fact_is_worth(f) ? BRIEF_DIFFER : BRIEF_MINOR;
    return BRIEF_EXACT;
}

/* ---- slots ---- */

/* "Palestinian protesters" of "four Palestinian protesters", when the noun is in the plural; what
 * its verb says of those counted goes with it. */
static void noun_slots(const Brief *b, Evidence at, Slice slot[SLOTS])
{
    const Findings *f = findings_of(b, at.report);
    const Quantity *q = quantity_at(f, at.span);
    if (!q || span_empty(q->noun_span) || q->kind != QUANTITY_COUNT) return;
    uint32_t token = token_at(&f->lang, q->noun_span.e - 1);
    if (token >= f->lang.n_tokens) return;
    const Token *t = &f->lang.token[token];
    Slice text = f->report->text, noun = slice_span(text, q->noun_span);
    if (q->number.e <= q->noun_span.b && q->noun_span.e - q->number.e <= 40)
        noun = slice_trim(slice_span(text, (Span){q->number.e, q->noun_span.e}));
    if (!strstr(t->feats, "Number=Plur") && !slice_is(t->lemma, "people")) return;
    if (!noun.n || noun.p[0] == '-' || memchr(noun.p, '\n', noun.n)) return;
    slot[SLOT_NOUN] = noun;
    if (t->head == NONE || f->lang.token[t->head].upos != UPOS_VERB) return;
    const Token *v = &f->lang.token[t->head];
    bool passive = t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0;
    bool past = strcmp(v->xpos, "VBD") == 0 || strcmp(v->xpos, "VBN") == 0;
    if ((t->rel == REL_OBJ || passive) && past &&
        (strcmp(v->xpos, "VBN") == 0 || slice_ends(v->form, SLICE("ed"))))
        slot[SLOT_DONE] = v->form;
    else if (t->rel == REL_NSUBJ && strcmp(v->xpos, "VBD") == 0 &&
             tree_child_rel(&f->lang, t->head, REL_OBJ) == NONE)
        slot[SLOT_PAST] = v->form;
}

/* The noun that the words of an event are, "talks" of "talks with"; NONE: they are no noun. */
static uint32_t event_noun(const LangText *lang, Span at)
{
    uint32_t token = token_at(lang, at.b);
    if (token >= lang->n_tokens || lang->token[token].upos != UPOS_NOUN) return NONE;
    for (uint32_t i = token + 1; i < lang->n_tokens && lang->token[i].span.b < at.e; i++)
        if (lang->token[i].upos != UPOS_ADP) return NONE;
    return lang->token[token].span.e <= at.e && at.e - at.b >= 3 ? token : NONE;
}

static void event_slots(const Brief *b, uint32_t event, Slice slot[SLOTS])
{
    const RecordEvent *e = &b->record->events.at[event];
    bool planned = e->modality == MODALITY_PLANNED;
    for (uint32_t i = 0; i < e->mentions.n && i < 20; i++) {
        const LangText *lang = brief_lang(b->record, e->mentions.at[i].report);
        Span at = e->mentions.at[i].trigger;
        uint32_t token = lang ? event_noun(lang, at) : NONE;
        if (token == NONE) continue;
        bool plural = strstr(lang->token[token].feats, "Number=Plur") != NULL;
        slot[SLOT_IS] = slice_of(planned ? (plural ? "are" : "is") : plural ? "were" : "was");
        slot[SLOT_EVENT] = text_lower(
            slice_span(b->record->report[e->mentions.at[i].report]->text, lang->token[token].span),
            b->arena);
        return;
    }
}

/* The clause of the first value that can be read alone. Whether something is planned or was held is
 * not asked of a clause that tells who spoke there ("Lint said during talks in Orsk"). */
static bool fact_clause(const Brief *b, const RecordFact *f, Clause *clause, Evidence *at)
{
    bool found = false, status = slice_is(f->attribute, "status");
    for (uint32_t v = 0; v < f->values.n; v++) {
        for (uint32_t i = 0; i < f->values.at[v].evidence.n && i < 8; i++) {
            Evidence e = f->values.at[v].evidence.at[i];
            const LangText *lang = brief_lang(b->record, e.report);
            Clause c;
            if (!lang || !clause_round(lang, e.span, &c) || c.pronoun ||
                !quotes_paired(slice_span(b->record->report[e.report]->text, c.span)))
                continue;
            if (status && brief_reports_speech(b, e.report, lang->token[c.verb].span.b)) continue;
            if (found && (!c.body || clause->body)) continue;
            *clause = c;
            *at = e;
            found = true;
            if (c.body && !span_empty(c.subject)) return true;
        }
    }
    return found;
}

static void about_slots(const Brief *b, const RecordFact *f, Slice slot[SLOTS])
{
    if (f->about == ABOUT_EVENT)
        event_slots(b, f->index, slot);
    else if (f->about == ABOUT_ENTITY)
        slot[SLOT_NAME] = b->record->entities.at[f->index].name;
    else if (f->about == ABOUT_STATEMENT)
        slot[SLOT_SPEAKER] = brief_speaker_words(b->record, &b->record->statements.at[f->index]);
}

static Slice label_of(const Brief *b, const RecordFact *f, const Slice slot[SLOTS])
{
    if (f->about == ABOUT_ENTITY) return slot[SLOT_NAME];
    if (f->about == ABOUT_STATEMENT) return slot[SLOT_SPEAKER];
    if (f->about == ABOUT_EVENT)
        return slot[SLOT_EVENT].n ? slot[SLOT_EVENT] : b->record->events.at[f->index].label;
    return slot[SLOT_NOUN];
}

/* The whole sentence of a contradiction whose clause cannot be read alone: it is asked all the
 * same. */
static void sentence_slots(const Brief *b, const RecordFact *f, Slice slot[SLOTS])
{
    enum { LONGEST = 300 };
    for (uint32_t v = 0; v < f->values.n; v++)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n && k < MOST_EVIDENCE; k++) {
            Evidence at = f->values.at[v].evidence.at[k];
            const LangText *lang = brief_lang(b->record, at.report);
            Span s = lang ? sentence_round(lang, at.span.b) : (Span){0, 0};
            if (span_empty(s) || s.e - s.b > LONGEST || !span_in(at.span, s)) continue;
            Slice text = b->record->report[at.report]->text;
            slot[SLOT_CLAUSE] = clause_gap(text, s, at.span, b->arena);
            slot[SLOT_WHOLE] = slice_span(text, s);
            return;
        }
}

static void ask(Brief *b, const RecordFact *f, BriefFact *out)
{
    Slice slot[SLOTS] = {{0}};
    Clause clause = {.verb = NONE};
    Evidence at = {0};
    about_slots(b, f, slot);
    if (f->values.n && f->values.at[0].evidence.n)
        noun_slots(b, f->values.at[0].evidence.at[0], slot);
    if (fact_clause(b, f, &clause, &at)) {
        Slice text = b->record->report[at.report]->text;
        Slice done = slot[SLOT_DONE];
        slot[SLOT_CLAUSE] = clause_gap(text, clause.span, at.span, b->arena);
        slot[SLOT_WHOLE] = slice_span(text, clause.span);
        clause_slots(brief_lang(b->record, at.report), text, &clause, at.span, slot, b->arena);
        if (done.n) slot[SLOT_DONE] = done;
        out->clause = (Evidence){at.report, clause.span};
        out->verb = clause.verb;
        out->alone = !span_empty(clause.subject) && clause.finite;
    }
    if (!slot[SLOT_CLAUSE].n && f->verdict == DLN_CONFLICT) sentence_slots(b, f, slot);
    out->label = label_of(b, f, slot);
    for (uint32_t i = 0; f->about == ABOUT_STATEMENT && i < out->answers.n; i++)
        if (slice_eq_nocase(out->answers.at[i].citing, slot[SLOT_SPEAKER]))
            out->answers.at[i].citing = (Slice){"", 0}; /* the question names him */
    out->question = phrases_question(b->phrases, f->attribute, f->about, slot, b->arena);
}

/* ---- choosing ---- */

/* A plan and its fulfilment, not the state of anything else that is told in other words. */
static bool is_plan(const RecordFact *f)
{
    static const char *const states[] = {"planned", "held", "happened", "cancelled", "postponed"};
    for (uint32_t i = 0; i < f->values.n; i++)
        if (!SLICE_AMONG(f->values.at[i].value, states)) return false;
    return true;
}

/* "31 fire trucks" and "two dozen pieces" are no two figures of one thing. */
static bool one_noun(const Brief *b, const RecordFact *f)
{
    Slice noun = {"", 0};
    for (uint32_t i = 0; i < f->values.n; i++) {
        if (!f->values.at[i].evidence.n) continue;
        Slice mine = noun_of(b, f->values.at[i].evidence.at[0]);
        if (!quantity_at(findings_of(b, f->values.at[i].evidence.at[0].report),
                         f->values.at[i].evidence.at[0].span))
            return false;
        if (noun.n && mine.n && !slice_eq_nocase(noun, mine)) return false;
        if (mine.n) noun = mine;
    }
    return true;
}

/* One date is more exact than another where it lies in it ("2005", "24 June 2005"); two days are
 * not, and what is no date tells nothing. */
static bool dates_nest(const RecordFact *f)
{
    for (uint32_t i = 0; i < f->values.n; i++)
        for (uint32_t k = 0; k < i; k++) {
            Slice x = f->values.at[i].value, y = f->values.at[k].value;
            int32_t a, b, c, d;
            if (!iso_days((Slice){x.p, x.n < 10 ? x.n : 10}, &a, &b) ||
                !iso_days((Slice){y.p, y.n < 10 ? y.n : 10}, &c, &d))
                return false;
            if (!(a <= c && d <= b) && !(c <= a && b <= d)) return false;
        }
    return true;
}

/* Is a difference that is no contradiction one of exactness? A long list of wordings is none. */
static bool is_exactness(const RecordFact *f, const BriefFact *out)
{
    static const char *const dates[] = {"date", "begin", "end"};
    enum { MOST_WORDINGS = 3 };
    if (SLICE_AMONG(f->attribute, dates)) return dates_nest(f);
    return out->answers.n <= MOST_WORDINGS;
}

static bool counts_victims(const RecordFact *f)
{
    static const char *const tolls[] = {"killed", "injured", "missing"};
    return SLICE_AMONG(f->attribute, tolls);
}

/* "At least 12 were killed", "more than 20": of the dead and the hurt the bounds are news too. */
static bool is_toll(const RecordFact *f)
{
    return f->verdict == DLN_REFINED && counts_victims(f);
}

static bool is_worth(const RecordFact *f)
{
    const float toll_worth = 0.15f;
    return fact_is_worth(f) || (is_toll(f) && f->salience >= toll_worth);
}

static bool worth_asking(const Brief *b, const RecordFact *f)
{
    if (phrases_leaves(b->phrases, f->attribute, f->verdict)) return false;
    if (f->verdict == DLN_REFINED && phrases_dull(b->phrases, f->why, f->attribute)) return false;
    if (slice_is(f->attribute, "status") && !is_plan(f)) return false;
    if (f->verdict == DLN_REFINED && !phrases_knows(b->phrases, f->attribute)) return false;
    if (f->verdict == DLN_REFINED && slice_is(f->attribute, "count") && !one_noun(b, f))
        return false;
    bool changes = f->verdict == DLN_REFINED && !is_toll(f) &&
                   phrases_changes(b->phrases, f->attribute);
    if (f->verdict == DLN_ONLY && f->salience > 0 && !fact_is_worth(f)) return false;
    if (f->verdict == DLN_CONFLICT) return true;
    if (f->verdict != DLN_ONLY && !changes && !is_worth(f)) return false;
    return f->verdict != DLN_ONLY || phrases_alone(b->phrases, f->attribute);
}

/* Are there two answers that no report gives both of? */
static bool two_voices(const BriefFact *f)
{
    for (uint32_t i = 0; i < f->answers.n; i++)
        for (uint32_t k = i + 1; k < f->answers.n; k++) {
            const BriefVoices *a = &f->answers.at[i].voices, *b = &f->answers.at[k].voices;
            bool shared = false;
            for (uint32_t x = 0; x < a->n && !shared; x++)
                for (uint32_t y = 0; y < b->n && !shared; y++)
                    shared = a->at[x].report == b->at[y].report;
            if (!shared) return true;
        }
    return false;
}

/* Other words of a quotation are news, another way of telling it is none. */
static bool quoted(const BriefFact *f)
{
    static const char *const marks[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x98", "\xC2\xAB", "'"};
    for (uint32_t i = 0; i < f->answers.n; i++) {
        bool opens = false;
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
            opens |= slice_starts(f->answers.at[i].words, slice_of(marks[k]));
        if (!opens) return false;
    }
    return true;
}

/* Does a stretch hold words of the fact's values? */
static bool holds_fact(const RecordFact *fact, Evidence at)
{
    for (uint32_t v = 0; v < fact->values.n; v++)
        for (uint32_t k = 0; k < fact->values.at[v].evidence.n && k < MOST_EVIDENCE; k++) {
            const Evidence *e = &fact->values.at[v].evidence.at[k];
            if (e->report == at.report && span_meet(e->span, at.span)) return true;
        }
    return false;
}

/* Does a stretch hold words that the reports differ about? Of lines that are printed, and of those
 * that are not worth it: "on April 16 to 18" beside "until April 19". */
static bool disputed(const Brief *b, uint32_t facts, Evidence at)
{
    for (uint32_t i = 0; i < facts; i++)
        if (holds_fact(&b->record->facts.at[b->facts.at[i].fact], at)) return true;
    for (uint32_t i = 0; i < b->record->facts.n; i++) {
        const RecordFact *fact = &b->record->facts.at[i];
        if (fact->verdict == DLN_CONFLICT && holds_fact(fact, at)) return true;
    }
    return false;
}

/* What is told alike must not quote what is not. */
static void drop_disputed(Brief *b)
{
    uint32_t kept = 0, sure = 0;
    while (sure < b->facts.n && b->facts.at[sure].place <= BRIEF_CHANGED)
        sure++;
    for (uint32_t i = 0; i < b->facts.n; i++) {
        const BriefFact *f = &b->facts.at[i];
        if (f->place == BRIEF_AGREE && disputed(b, sure, f->clause)) continue;
        b->facts.at[kept++] = *f;
    }
    b->facts.n = kept;
}

/* The answer that reads as these words do; a quotation also one that holds them whole, or is held
 * by them. NULL: none. */
static const BriefAnswer *like_answer(const Brief *b, const BriefFact *f, Slice words)
{
    Slice mine = bare(words, b->arena);
    bool part = slice_is(b->record->facts.at[f->fact].attribute, "wording");
    for (uint32_t i = 0; i < f->answers.n && mine.n; i++) {
        Slice theirs = bare(f->answers.at[i].words, b->arena);
        if (slice_eq(mine, theirs)) return &f->answers.at[i];
        if (!part) continue;
        if (theirs.n &&
            (slice_find(theirs, mine) != SIZE_MAX || slice_find(mine, theirs) != SIZE_MAX))
            return &f->answers.at[i];
    }
    return NULL;
}

/* Is the answer (NULL: none) given by all these voices? */
static bool told_by(const BriefAnswer *answer, const BriefVoices *voices)
{
    bool all = answer != NULL;
    for (uint32_t i = 0; i < voices->n && all; i++) {
        bool found = false;
        for (uint32_t k = 0; k < answer->voices.n && !found; k++)
            found = answer->voices.at[k].report == voices->at[i].report;
        all = found;
    }
    return all;
}

/* Has an earlier question all answers of this one? "Which words did Ana Lint use?" of two
 * statements that are one quotation in other outlets. */
static bool asked(const Brief *b, uint32_t before, const BriefFact *f)
{
    for (uint32_t i = 0; i < before; i++) {
        const BriefFact *earlier = &b->facts.at[i];
        bool all = earlier->place == f->place && slice_eq(earlier->question, f->question);
        for (uint32_t k = 0; k < f->answers.n && all; k++)
            all = told_by(like_answer(b, earlier, f->answers.at[k].words),
                          &f->answers.at[k].voices);
        if (all) return true;
    }
    return false;
}

static void drop_asked(Brief *b)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < b->facts.n; i++) {
        BriefFact f = b->facts.at[i];
        ArenaMark mark = arena_mark(b->arena);
        bool drop = f.place < BRIEF_AGREE && f.place != BRIEF_PARTIES && asked(b, kept, &f);
        arena_rewind(b->arena, mark);
        if (!drop) b->facts.at[kept++] = f;
    }
    b->facts.n = kept;
}

/* Does the sentence tell the clause's verb: by its lemma, or as another word of one joined event?
 * "The 36-year-old Orlo acted alone" is not told by "police shot the 36-year-old Orlo". */
static bool tells_verb(const Brief *b, const BriefFact *of, uint32_t report, Span sentence)
{
    const LangText *lang = brief_lang(b->record, report);
    const Token *verb = &brief_lang(b->record, of->clause.report)->token[of->verb];
    for (uint32_t i = token_at(lang, sentence.b);
         i < lang->n_tokens && lang->token[i].span.b < sentence.e; i++)
        if (slice_eq_nocase(lang->token[i].lemma, verb->lemma)) return true;
    for (uint32_t i = 0; i < b->record->events.n; i++) {
        const RecordEvent *e = &b->record->events.at[i];
        bool mine = false, theirs = false;
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            const RecordEventMention *m = &e->mentions.at[k];
            mine |= m->report == of->clause.report && span_meet(m->trigger, verb->span);
            theirs |= m->report == report && span_meet(m->trigger, sentence);
        }
        if (mine && theirs) return true;
    }
    return false;
}

/* The phrase that a value stands in, as far as it names one thing: "the 36-year-old Orlo". */
static Span value_phrase(const LangText *lang, Span value)
{
    uint32_t top = token_at(lang, value.b), first, end;
    for (uint32_t steps = 0; top < lang->n_tokens && steps < 6; steps++) {
        const Token *t = &lang->token[top];
        bool inside = t->head != NONE && span_in(lang->token[t->head].span, value),
             part = t->rel == REL_NUMMOD || t->rel == REL_AMOD || t->rel == REL_COMPOUND ||
                    t->rel == REL_FLAT || t->rel == REL_APPOS || t->rel == REL_DET;
        if (t->head == NONE || !(inside || part)) break;
        top = t->head;
    }
    if (top >= lang->n_tokens || lang->token[top].upos == UPOS_VERB) return value;
    tree_range(lang, top, &first, &end);
    for (uint32_t c = tree_child(lang, top, top + 1); c != NONE && c < end;
         c = tree_child(lang, top, c + 1)) {
        uint8_t rel = lang->token[c].rel;
        uint32_t b, e;
        if (rel != REL_ACL && rel != REL_CONJ && rel != REL_PARATAXIS) continue;
        tree_range(lang, c, &b, &e);
        if (b > top) end = b;
        break;
    }
    return tokens_span(lang, first, end);
}

/* The words of a clause that is told alike: all, and those beside the phrases of its values. */
typedef struct ClauseWords {
    WordSet all, rest;
} ClauseWords;

static ClauseWords clause_words(const Brief *b, const RecordFact *f, const BriefFact *of)
{
    const LangText *lang = brief_lang(b->record, of->clause.report);
    ClauseWords words = {.all = word_set(lang, of->clause.span)};
    words.rest = words.all;
    for (uint32_t v = 0; v < f->values.n; v++)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n && k < MOST_EVIDENCE; k++) {
            const Evidence *e = &f->values.at[v].evidence.at[k];
            if (e->report != of->clause.report || !span_in(e->span, of->clause.span)) continue;
            WordSet phrase = word_set(lang, value_phrase(lang, e->span));
            word_set_less(&words.rest, &phrase);
        }
    return words;
}

/* Has the sentence half of the words of the clause, and of what it says of the value its verb or
 * half of the words? */
static bool sentence_tells(const Brief *b, const BriefFact *of, const ClauseWords *clause,
                           uint32_t report, Span sentence)
{
    enum { TENTHS = 5 };
    WordSet theirs = word_set(brief_lang(b->record, report), sentence);
    if (!words_mostly(&clause->all, &theirs, TENTHS) || !figures_told(&clause->rest, &theirs))
        return false;
    return !clause->rest.n || words_mostly(&clause->rest, &theirs, TENTHS) ||
           tells_verb(b, of, report, sentence);
}

/* Does the report tell the clause: in a sentence with words of the fact, or the rest of it in
 * another one? A toll names its verb itself. */
static bool tells_clause(const Brief *b, const RecordFact *f, const BriefFact *of,
                         const ClauseWords *clause, uint32_t report)
{
    enum { TENTHS = 5, FEW = 2, MOST_SENTENCES = 60 };
    bool toll = counts_victims(f) && clause->rest.n <= FEW;
    const LangText *lang = brief_lang(b->record, report);
    for (uint32_t v = 0; lang && v < f->values.n; v++)
        for (uint32_t k = 0; k < f->values.at[v].evidence.n && k < MOST_EVIDENCE; k++) {
            const Evidence *e = &f->values.at[v].evidence.at[k];
            if (e->report != report) continue;
            Span sentence = sentence_round(lang, e->span.b);
            WordSet theirs = word_set(lang, sentence);
            bool figures = figures_told(&clause->all, &theirs);
            if (figures && toll && words_mostly(&clause->all, &theirs, TENTHS)) return true;
            if (figures && sentence_tells(b, of, clause, report, sentence)) return true;
        }
    for (uint32_t i = 0; lang && clause->rest.n && i < lang->n_sentences && i < MOST_SENTENCES; i++)
        if (sentence_tells(b, of, clause, report, lang->sentence[i].span)) return true;
    return false;
}

/* Who is named behind a clause that is told alike tells it, not the value in it alone. How many
 * stay. */
static uint32_t keep_tellers(const Brief *b, const RecordFact *f, BriefFact *out)
{
    BriefVoices *voices = &out->answers.at[0].voices;
    ClauseWords clause = clause_words(b, f, out);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < voices->n; i++) {
        uint32_t report = voices->at[i].report;
        if (report == out->clause.report || tells_clause(b, f, out, &clause, report))
            voices->at[kept++] = voices->at[i];
    }
    return voices->n = kept;
}

/* Does the clause tell that somebody spoke and not what he said: "a news release states"? */
static bool only_speaks(const Brief *b, const BriefFact *of, Span clause)
{
    const Findings *f = findings_of(b, of->clause.report);
    Span verb = f->lang.token[of->verb].span;
    if (!brief_reports_speech(b, of->clause.report, verb.b)) return false;
    uint32_t until = statements_until(f, clause.e);
    for (uint32_t i = until > 16 ? until - 16 : 0; i < f->statements.n && i < until + 4; i++) {
        const Statement *s = &f->statements.at[i];
        if (!span_meet(s->cue_span, verb)) continue;
        for (uint32_t k = 0; k < s->content.n; k++)
            if (span_meet(s->content.at[k], clause)) return false;
    }
    return true;
}

/* A line that is told alike ends behind what completes its verb, and tells more than that somebody
 * spoke: not "Mayor Lint claimed that her aides", "a news release states", "if the men". */
static bool reads_alone(const Brief *b, BriefFact *f)
{
    const LangText *lang = brief_lang(b->record, f->clause.report);
    Clause clause = {.span = f->clause.span, .verb = f->verb};
    if (!lang || !clause_complete(lang, &clause)) return false;
    f->clause.span = clause.span;
    const Token *first = &lang->token[token_at(lang, clause.span.b)];
    return first->upos != UPOS_SCONJ && first->xpos[0] != 'W' && !only_speaks(b, f, clause.span);
}

static int by_place(const void *x, const void *y)
{
    const BriefFact *a = x, *b = y;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    return a->fact < b->fact ? -1 : a->fact > b->fact;
}

/* Is a fact that stands at this place fit to be printed there? */
static bool is_fit(const RecordFact *f, const BriefFact *out)
{
    if (out->place == BRIEF_PLACES || (out->place == BRIEF_AGREE && f->verdict != DLN_AGREE))
        return false;
    if (out->place < BRIEF_AGREE && out->place != BRIEF_PARTIES && !two_voices(out)) return false;
    if (out->place != BRIEF_EXACT) return true;
    return is_worth(f) && is_exactness(f, out) &&
           (!slice_is(f->attribute, "wording") || quoted(out));
}

dln_status brief_facts(Brief *b)
{
    const Record *r = b->record;
    for (uint32_t i = 0; b->phrases && i < r->facts.n && b->facts.n < MOST_FACTS; i++) {
        const RecordFact *f = &r->facts.at[i];
        BriefFact out = {.fact = i};
        if (!worth_asking(b, f)) continue;
        TRY(add_answers(b, f, &out));
        if (!out.answers.n) continue;
        out.place = place_of(b, f, &out);
        if (!is_fit(f, &out)) continue;
        ask(b, f, &out);
        if (out.place == BRIEF_AGREE && out.alone &&
            (!reads_alone(b, &out) || keep_tellers(b, f, &out) < 2))
            continue;
        bool asks = out.place < BRIEF_AGREE || out.place == BRIEF_MINOR;
        bool told = asks ? out.question.n > 0 : out.alone;
        if (told && !VEC_PUSH(b->arena, &b->facts, out)) return arena_status(b->arena);
    }
    list_sort(b->facts.at, b->facts.n, sizeof *b->facts.at, by_place);
    drop_disputed(b);
    drop_asked(b);
    return DLN_OK;
}
