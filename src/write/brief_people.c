/* brief_people.c - who speaks and who is who, in the order of their weight.
 *
 * In: record->statements, record->entities. Out: brief->speakers, brief->entities.
 *
 * Speakers without a name are told by the words of the report for them ("a senior official"); the
 * same words are one source. A statement of fewer than four words, or without a verb where it is
 * not quoted, is no line ("the accusation"). Weight of an entity: the voices that name it, then how
 * often. */
#include "write/brief.h"
#include "base/map.h"
#include "base/utf8.h"
#include "lang/tree.h"

enum { MOST_WEIGHED = 4096 };

/* ---- statements ---- */

/* What of a statement's words makes a sentence: how many they are, whether a verb has its subject
 * among them ("that" of a relative clause is none). */
typedef struct Reading {
    uint32_t words, loud; /* loud: in capitals, as link lines are */
    bool clause, verb;
} Reading;

static bool within(const RecordVersion *v, Span span)
{
    for (uint32_t c = 0; c < v->content.n; c++)
        if (span_in(span, v->content.at[c])) return true;
    return false;
}

/* A verb said, with its subject: its own head stands outside of what is said, or it is joined to
 * such a one. "a rule that would let agencies decide" says nothing: its head is no verb. */
static bool is_said(const LangText *lang, const RecordVersion *v, uint32_t subject)
{
    uint32_t verb = lang->token[subject].head;
    for (uint32_t steps = 0; verb != NONE && steps < 6; steps++) {
        uint32_t head = lang->token[verb].head;
        if (head == NONE || !within(v, lang->token[head].span)) return true;
        if (lang->token[verb].rel != REL_CONJ && lang->token[verb].rel != REL_PARATAXIS &&
            lang->token[verb].rel != REL_CCOMP && lang->token[verb].rel != REL_ADVCL)
            return false;
        verb = head;
    }
    return false;
}

/* "of the group Defenders ... that her group would sue": the first words hang on others. */
static bool begins_inside(const LangText *lang, const RecordVersion *v)
{
    uint32_t first = token_at(lang, v->content.at[0].b);
    if (first >= lang->n_tokens || lang->token[first].upos != UPOS_ADP) return false;
    uint32_t noun = lang->token[first].head;
    if (noun == NONE || lang->token[noun].rel != REL_NMOD) return false;
    uint32_t over = lang->token[noun].head;
    return over != NONE && !within(v, lang->token[over].span);
}

/* "They were standing there when they": the last word waits for what the content has not. */
static bool ends_open(const LangText *lang, const RecordVersion *v)
{
    Span last = v->content.at[v->content.n - 1];
    uint32_t t = token_at(lang, last.e - 1);
    while (t > 0 && lang->token[t].span.b >= last.b && lang->token[t].upos == UPOS_PUNCT)
        t--;
    if (t >= lang->n_tokens || lang->token[t].span.b < last.b) return false;
    const Token *k = &lang->token[t];
    bool waits = k->rel == REL_NSUBJ || k->rel == REL_COP || k->rel == REL_AUX ||
                 k->rel == REL_CASE || k->rel == REL_MARK || k->rel == REL_DET || k->rel == REL_CC;
    return waits && k->head != NONE && k->head > t && !within(v, lang->token[k->head].span);
}

static Reading reading_of(const LangText *lang, const RecordVersion *v)
{
    Reading r = {0, 0, false, false};
    for (uint32_t c = 0; c < v->content.n; c++)
        for (uint32_t i = token_at(lang, v->content.at[c].b);
             i < lang->n_tokens && lang->token[i].span.e <= v->content.at[c].e; i++) {
            const Token *t = &lang->token[i];
            r.words += t->upos != UPOS_PUNCT;
            r.loud += t->form.n > 1 && slice_capital_at(t->form, 0) && slice_capital_at(t->form, 1);
            r.verb |= t->upos == UPOS_VERB;
            if (!r.clause && t->rel == REL_NSUBJ && t->xpos[0] != 'W')
                r.clause = is_said(lang, v, i);
        }
    return r;
}

static bool reads_alone(const Brief *b, const RecordVersion *v, Polarity polarity)
{
    const LangText *lang = brief_lang(b->record, v->report);
    if (!v->content.n) return false;
    if (!lang) return true;
    if (ends_open(lang, v)) return false;
    Reading r = reading_of(lang, v);
    if (r.loud * 2 > r.words) return false;
    if (v->kind == STATEMENT_DIRECT) return r.words >= 3;
    if (polarity != POLARITY_SAYS) return r.words >= 4 && r.verb && !begins_inside(lang, v);
    return r.words >= 4 && r.clause && !begins_inside(lang, v);
}

static uint32_t statement_voices(const Brief *b, const RecordStatement *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->versions.n && i < 64; i++) {
        bool again = b->record->copy_of[s->versions.at[i].report] != NONE;
        for (uint32_t k = 0; k < i && !again; k++)
            again = s->versions.at[k].report == s->versions.at[i].report;
        n += !again;
    }
    return n;
}

/* "Anyone with information is asked to call": the words for the source stand inside of what is
 * asked. */
static bool asks_itself(const RecordStatement *s)
{
    if (s->speaker != NONE || (s->polarity != POLARITY_ASKS && s->polarity != POLARITY_ORDERS))
        return false;
    for (uint32_t i = 0; i < s->versions.n; i++) {
        const RecordVersion *v = &s->versions.at[i];
        if (v->kind != STATEMENT_INDIRECT || v->content.n < 2) return false;
        Span hull = {v->content.at[0].b, v->content.at[v->content.n - 1].e};
        if (!span_in(span_or(v->speaker_words, v->speaker_span), hull)) return false;
    }
    return s->versions.n > 0;
}

/* What nobody is told to have said is worth a line only as a quotation. */
static bool worth_telling(const Brief *b, const RecordStatement *s)
{
    bool quoted = false;
    if (asks_itself(s)) return false;
    for (uint32_t i = 0; i < s->versions.n; i++)
        quoted |= s->versions.at[i].kind != STATEMENT_INDIRECT;
    if (!quoted && !brief_speaker_words(b->record, s).n) return false;
    for (uint32_t i = 0; i < s->versions.n; i++)
        if (reads_alone(b, &s->versions.at[i], s->polarity)) return true;
    return false;
}

/* "A senior official" and "the senior official" are one source. */
static Slice source_key(Slice words, Arena *arena)
{
    static const char *const articles[] = {"the ", "a ", "an "};
    Slice low = text_lower(words, arena);
    for (size_t i = 0; low.p && i < 3; i++)
        if (slice_starts(low, slice_of(articles[i]))) {
            size_t n = strlen(articles[i]);
            return (Slice){low.p + n, low.n - n};
        }
    return low.p ? low : words;
}

/* Names that read the same are one speaker: "police" of two reports. */
static dln_status speaker_for(Brief *b, Map *by_words, const RecordStatement *s, uint32_t *out)
{
    Slice words = brief_speaker_words(b->record, s), key = source_key(words, b->arena);
    *out = map_find(by_words, key);
    if (*out != NONE) return DLN_OK;
    *out = b->speakers.n;
    return VEC_PUSH(b->arena, &b->speakers, (BriefSpeaker){.entity = s->speaker, .name = words}) &&
                   map_put(by_words, key, *out)
               ? DLN_OK
               : arena_status(b->arena);
}

static int by_weight(const void *x, const void *y)
{
    const BriefSpeaker *a = x, *b = y;
    bool named_a = a->name.n > 0, named_b = b->name.n > 0;
    if (named_a != named_b) return named_a ? -1 : 1;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return a->statements.at[0] < b->statements.at[0] ? -1
                                                     : a->statements.at[0] > b->statements.at[0];
}

/* How much of the story a speaker is: what several outlets quote, then by how many outlets, how
 * often spoken and named. */
static uint32_t speaker_weight(const Brief *b, const BriefSpeaker *s)
{
    uint32_t shared = 0, reports = 0, last = NONE, named = 0;
    for (uint32_t i = 0; i < s->statements.n; i++) {
        const RecordStatement *st = &b->record->statements.at[s->statements.at[i]];
        uint32_t voices = statement_voices(b, st);
        shared += voices > 1;
        if (st->versions.n && st->versions.at[0].report != last) reports++;
        if (st->versions.n) last = st->versions.at[0].report;
    }
    if (s->entity != NONE) named = b->record->entities.at[s->entity].mentions.n;
    return 6 * (shared < 6 ? shared : 6) + 4 * (reports < 6 ? reports : 6) +
           (s->statements.n < 6 ? s->statements.n : 6) + (named < 24 ? named : 24) / 3;
}

static int by_telling(const void *x, const void *y, void *context)
{
    const uint32_t *voices = context;
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    if (voices[i] != voices[k]) return voices[i] > voices[k] ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* A stretch that a statement quotes, for finding those inside others. */
typedef struct Stretch {
    uint32_t report;
    Span span;
    uint32_t statement;
} Stretch;

static int by_stretch(const void *x, const void *y)
{
    const Stretch *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    if (a->span.b != b->span.b) return a->span.b < b->span.b ? -1 : 1;
    if (a->span.e != b->span.e) return a->span.e > b->span.e ? -1 : 1;
    return a->statement < b->statement ? -1 : a->statement > b->statement;
}

/* Marks statements of one version whose words stand inside those of another of the same speaker:
 * "there will be a price" inside "he said there will be a price". */
static dln_status mark_inner(const Brief *b, bool *inner)
{
    const Record *r = b->record;
    VEC(Stretch) list = {0};
    for (uint32_t i = 0; i < r->statements.n; i++)
        for (uint32_t k = 0; k < r->statements.at[i].versions.n; k++) {
            const RecordVersion *v = &r->statements.at[i].versions.at[k];
            if (!v->content.n) continue;
            Span whole = {v->content.at[0].b, v->content.at[v->content.n - 1].e};
            if (!VEC_PUSH(b->arena, &list, (Stretch){v->report, whole, i}))
                return arena_status(b->arena);
        }
    list_sort(list.at, list.n, sizeof *list.at, by_stretch);
    for (uint32_t i = 1, open = 0; i < list.n; i++) {
        const Stretch *o = &list.at[open], *s = &list.at[i];
        const RecordStatement *st = &r->statements.at[s->statement];
        if (o->report != s->report || s->span.e > o->span.e) {
            open = i;
            continue;
        }
        bool same = st->speaker == NONE || st->speaker == r->statements.at[o->statement].speaker;
        if (same && s->statement != o->statement && st->versions.n == 1) inner[s->statement] = true;
    }
    return DLN_OK;
}

dln_status brief_speakers(Brief *b)
{
    const Record *r = b->record;
    Map by_words;
    uint32_t *voices = ARENA_ARRAY(b->arena, uint32_t, r->statements.n + 1);
    bool *inner = ARENA_ARRAY(b->arena, bool, r->statements.n + 1);
    if (!voices || !inner) return arena_status(b->arena);
    TRY(mark_inner(b, inner));
    map_init(&by_words, b->arena);
    for (uint32_t i = 0; i < r->statements.n; i++) {
        uint32_t at;
        voices[i] = statement_voices(b, &r->statements.at[i]);
        if (inner[i] || !worth_telling(b, &r->statements.at[i])) continue;
        TRY(speaker_for(b, &by_words, &r->statements.at[i], &at));
        if (!VEC_PUSH(b->arena, &b->speakers.at[at].statements, i)) return arena_status(b->arena);
    }
    for (uint32_t i = 0; i < b->speakers.n; i++) {
        BriefSpeaker *s = &b->speakers.at[i];
        list_sort_r(s->statements.at, s->statements.n, sizeof(uint32_t), by_telling, voices);
        s->weight = speaker_weight(b, s);
    }
    list_sort(b->speakers.at, b->speakers.n, sizeof *b->speakers.at, by_weight);
    return DLN_OK;
}

uint32_t brief_untold(const Brief *b)
{
    uint32_t told = 0;
    for (uint32_t i = 0; i < b->speakers.n; i++)
        told += b->speakers.at[i].statements.n;
    return b->record->statements.n - told;
}

Slice brief_said_when(const Brief *b, const RecordVersion *v)
{
    enum { LONG_AGO = 60 }; /* days */
    int32_t day = b->record->report[v->report]->published.day;
    if (v->time == NONE || day == DAY_UNKNOWN || !b->phrases) return (Slice){"", 0};
    const RecordTime *t = &b->record->times.at[v->time];
    if (t->to == DAY_UNKNOWN || t->from == DAY_UNKNOWN || t->to + LONG_AGO > day)
        return (Slice){"", 0};
    Slice when = phrases_days(b->phrases, t->from, t->to, false, b->arena);
    const char *word = t->from == t->to ? "on" : "in";
    return arena_printf(b->arena, "said %s %.*s", word, (int)when.n, when.p);
}

bool brief_silent(const Brief *b)
{
    return !b->lead.n && !b->facts.n && !b->speakers.n && !b->events.n && !b->background.n &&
           !b->entities.n;
}

/* ---- entities ---- */

typedef struct Weighed {
    uint32_t entity, voices, count;
} Weighed;

static int by_voices(const void *x, const void *y)
{
    const Weighed *a = x, *b = y;
    if (a->voices != b->voices) return a->voices > b->voices ? -1 : 1;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* The newsrooms and their authors are the tellers, not the told. */
static bool is_teller(const Brief *b, const RecordEntity *e)
{
    for (uint32_t i = 0; i < b->record->n_reports && i < 64; i++) {
        const Report *r = b->record->report[i];
        if (slice_eq_nocase(e->name, r->outlet)) return true;
        for (uint32_t k = 0; k < r->agencies.n; k++)
            if (slice_eq_nocase(e->name, r->agencies.at[k])) return true;
        for (uint32_t k = 0; k < r->authors.n; k++)
            if (slice_eq_nocase(e->name, r->authors.at[k])) return true;
        if (e->name.n > 3 && slice_find(r->byline, e->name) != SIZE_MAX) return true;
    }
    return false;
}

static Weighed weigh(const Brief *b, uint32_t index, uint32_t *met, uint32_t mark)
{
    const RecordEntity *e = &b->record->entities.at[index];
    Weighed w = {index, 0, e->mentions.n};
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        uint32_t report = e->mentions.at[i].report;
        if (b->record->copy_of[report] != NONE || met[report] == mark) continue;
        met[report] = mark;
        w.voices++;
    }
    return w;
}

dln_status brief_entities(Brief *b)
{
    const Record *r = b->record;
    uint32_t n = 0;
    Weighed *list = ARENA_ARRAY(b->arena, Weighed, r->entities.n + 1);
    uint32_t *met = ARENA_ARRAY(b->arena, uint32_t, r->n_reports + 1);
    if (!list || !met) return arena_status(b->arena);
    for (uint32_t i = 0; i < r->entities.n; i++) {
        const RecordEntity *e = &r->entities.at[i];
        if (!e->spellings.n || !e->mentions.n || is_teller(b, e)) continue;
        Weighed w = weigh(b, i, met, i + 1);
        if (w.count >= 2 || e->roles.n) list[n++] = w;
    }
    list_sort(list, n, sizeof *list, by_voices);
    for (uint32_t i = 0; i < n && i < MOST_WEIGHED; i++)
        if (!VEC_PUSH(b->arena, &b->entities, list[i].entity)) return arena_status(b->arena);
    return DLN_OK;
}
