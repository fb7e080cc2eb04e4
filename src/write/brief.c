/* brief.c - see brief.h: outlets and voices, then the parts in order.
 *
 * In: a Record. Out: a Brief. Copies of one wire are one voice: a copy stands behind what it copies
 * as a number. */
#include "write/brief_words.h"
#include "lang/tree.h"

enum { SURELY_PRINTED = 4 }; /* lines of events, best first, that every page has */

/* Short name of a report's outlet: outlet, else agency, else the file's name. */
static Slice report_label(const Report *report)
{
    if (report->outlet.n) return report->outlet;
    if (report->agencies.n) return report->agencies.at[0];
    Slice name = phrases_source(report); /* the file's own name, without its folders */
    for (size_t i = 0; i < report->source.n; i++)
        if (report->source.p[i] == '/' && i + 1 < report->source.n)
            name = (Slice){report->source.p + i + 1, report->source.n - i - 1};
    return name;
}

bool brief_voice(const Brief *brief, BriefVoices *voices, uint32_t report, Span at)
{
    for (uint32_t i = 0; i < voices->n; i++)
        if (voices->at[i].report == report) return true;
    return VEC_PUSH(brief->arena, voices, (BriefVoice){report, 0, at});
}

static int by_report(const void *x, const void *y)
{
    const BriefVoice *a = x, *b = y;
    return a->report < b->report ? -1 : a->report > b->report;
}

void brief_fold(const Brief *brief, BriefVoices *voices)
{
    uint32_t kept = 0;
    list_sort(voices->at, voices->n, sizeof *voices->at, by_report);
    for (uint32_t i = 0; i < voices->n; i++) {
        uint32_t source = brief->record->copy_of[voices->at[i].report];
        for (uint32_t host = 0; source != NONE && host < voices->n; host++) {
            if (host == i || voices->at[host].report != source) continue;
            if (voices->at[host].copies != NONE) voices->at[host].copies++;
            voices->at[i].copies = NONE; /* folded */
        }
    }
    for (uint32_t i = 0; i < voices->n; i++)
        if (voices->at[i].copies != NONE) voices->at[kept++] = voices->at[i];
    voices->n = kept;
}

enum { LONGEST_WHO = 90 };

/* "An organization" of "An organization established for the transition of ...": long words for who
 * speaks end before what is told of him. */
static Span who_in_short(const LangText *lang, Span span)
{
    if (!lang || span.e - span.b <= LONGEST_WHO) return span;
    uint32_t first = token_at(lang, span.b);
    for (uint32_t i = first + 1; i < lang->n_tokens && lang->token[i].span.b < span.e; i++) {
        const Token *t = &lang->token[i];
        bool ends = t->upos == UPOS_VERB || t->xpos[0] == 'W' || slice_is(t->form, ",");
        if (ends) return (Span){span.b, lang->token[i - 1].span.e};
    }
    return span;
}

/* Words that tell who speaks: no pronoun alone, no clause ("she was the child's aunt"). */
static bool tells_who(const LangText *lang, Span span)
{
    uint32_t first = lang ? token_at(lang, span.b) : 0, nouns = 0;
    if (span.e - span.b < 3 || span.e - span.b > LONGEST_WHO) return false;
    for (uint32_t i = first; lang && i < lang->n_tokens && lang->token[i].span.e <= span.e; i++) {
        const Token *t = &lang->token[i];
        if (t->rel == REL_NSUBJ && t->head != NONE && lang->token[t->head].span.e <= span.e &&
            lang->token[t->head].span.b >= span.b && t->xpos[0] != 'W')
            return false;
        nouns += t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ ||
                 t->upos == UPOS_NUM;
    }
    return !lang || nouns > 0;
}

Slice brief_speaker_words(const Record *record, const RecordStatement *s)
{
    if (s->speaker != NONE) return record->entities.at[s->speaker].name;
    for (uint32_t i = 0; i < s->versions.n; i++) {
        const RecordVersion *v = &s->versions.at[i];
        Span span = span_or(v->speaker_words, v->speaker_span);
        if (span_empty(span)) continue;
        span = who_in_short(brief_lang(record, v->report), span);
        if (tells_who(brief_lang(record, v->report), span))
            return slice_span(record->report[v->report]->text, span);
    }
    return (Slice){"", 0};
}

bool brief_dated(const RecordEvent *e)
{
    enum { LONGEST = 366 };
    if (e->from == DAY_UNKNOWN && e->to == DAY_UNKNOWN) return false;
    return e->from == DAY_UNKNOWN || e->to == DAY_UNKNOWN || e->to - e->from <= LONGEST;
}

const RecordVersion *brief_fullest(const RecordStatement *s)
{
    const RecordVersion *best = s->versions.at;
    uint32_t most = 0;
    for (uint32_t i = 0; i < s->versions.n; i++) {
        uint32_t n = 0;
        for (uint32_t c = 0; c < s->versions.at[i].content.n; c++)
            n += s->versions.at[i].content.at[c].e - s->versions.at[i].content.at[c].b;
        if (n > most) most = n, best = &s->versions.at[i];
    }
    return best;
}

Slice brief_plain_start(Slice words)
{
    static const char *const starts[] = {"that ", "- ", "\xE2\x80\x93 ", "\xE2\x80\xA2 "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        if (slice_starts(words, slice_of(starts[i]))) words = (Slice){words.p + n, words.n - n};
    }
    return words;
}

/* Is the clause told by one of the lines of events that are printed? */
static bool in_lines(const Brief *b, const BriefEvent *at, uint32_t n, Evidence clause)
{
    const LangText *lang = brief_lang(b->record, clause.report);
    if (!lang) return false;
    WordSet mine = word_set(lang, clause.span);
    for (uint32_t i = 0; i < n; i++) {
        if (at[i].rank >= SURELY_PRINTED) continue;
        if (at[i].report == clause.report && span_meet(at[i].clause, clause.span)) return true;
        WordSet line = word_set(brief_lang(b->record, at[i].report), at[i].clause);
        if (words_told(&mine, &line)) return true;
    }
    return false;
}

bool brief_covered(const Brief *b, uint32_t fact)
{
    Evidence c = b->facts.at[fact].clause;
    if (in_lines(b, b->events.at, b->events.n, c) ||
        in_lines(b, b->background.at, b->background.n, c))
        return true;
    for (uint32_t i = 0; i < b->lead.n; i++)
        if (b->lead.at[i].report == c.report && span_meet(b->lead.at[i].span, c.span)) return true;
    for (uint32_t i = 0; i < fact; i++)
        if (b->facts.at[i].place == b->facts.at[fact].place &&
            b->facts.at[i].clause.report == c.report &&
            span_meet(b->facts.at[i].clause.span, c.span))
            return true;
    return false;
}

/* A report without a letter or figure in it ("---") is nobody's voice. */
static bool has_words(const Report *report)
{
    for (size_t i = 0; i < report->text.n; i++) {
        unsigned char c = (unsigned char)report->text.p[i];
        if (c >= 0xC3 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
            return true;
    }
    return false;
}

static bool is_voice(const Record *r, uint32_t report)
{
    return r->copy_of[report] == NONE && !report_replaced(r, report) &&
           has_words(r->report[report]);
}

/* Two reports of one outlet are one voice. */
static bool outlet_before(const Record *r, uint32_t report)
{
    enum { LOOKED_AT = 256 };
    Slice outlet = r->report[report]->outlet;
    uint32_t from = report > LOOKED_AT ? report - LOOKED_AT : 0;
    for (uint32_t i = from; outlet.n && i < report; i++)
        if (slice_eq_nocase(r->report[i]->outlet, outlet) && is_voice(r, i)) return true;
    return false;
}

static dln_status name_outlets(Brief *b)
{
    const Record *r = b->record;
    b->outlet = ARENA_ARRAY(b->arena, Slice, r->n_reports + 1);
    b->copies = ARENA_ARRAY(b->arena, uint32_t, r->n_reports + 1);
    if (!b->outlet || !b->copies) return arena_status(b->arena);
    for (uint32_t i = 0; i < r->n_reports; i++) {
        b->outlet[i] = report_label(r->report[i]);
        b->voices += is_voice(r, i) && !outlet_before(r, i);
        b->replaced += report_replaced(r, i);
        if (r->copy_of[i] != NONE) b->copies[r->copy_of[i]]++;
    }
    return DLN_OK;
}

dln_status brief_make(const Record *record, const Phrases *phrases, Arena *arena, Brief *brief)
{
    *brief = (Brief){.record = record, .phrases = phrases, .arena = arena, .main_event = NONE};
    TRY(name_outlets(brief));
    TRY(brief_cues(brief));
    TRY(brief_lead(brief));
    TRY(brief_events(brief));
    TRY(brief_facts(brief));
    TRY(brief_speakers(brief));
    return brief_entities(brief);
}
