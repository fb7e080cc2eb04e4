/* brief_lead.c - the news in the reports' own sentences.
 *
 * In: a Record. Out: brief->lead, the main event.
 *
 * The idea: reports of one event put it first, and what they put first they share. Of the first
 * sentences of each report the one whose words most other reports use in their titles and first
 * sentences is the news; a second and third are added where they bring words that are shared as
 * well and not told yet.
 *
 * Known to get wrong: a report that opens with an anecdote gives no lead of its own; sentences that
 * hang on the one before ("He added") are passed over by their pronoun subject alone. */
#include "write/brief_words.h"
#include "base/map.h"
#include "lang/tree.h"

enum {
    FIRST_SENTENCES = 4,
    LEAD_SENTENCES = 3,
    MOST_REPORTS = 256,
    LONGEST = 60,
    SHORTEST = 6,
    AKIN = 3,
    NOUN_DEEPER = 2
};

static const double MAIN_COUNTS = 1.3; /* for a sentence that tells the main event */
static const double OUTVOICED = 0.6;   /* for one with a figure that most reports give otherwise */

/* A word of the opening of a report: how many reports open with it. */
typedef struct Opening {
    Map seen; /* lemma -> index into `reports` and `last` */
    VEC(uint32_t) reports, last, covered;
} Opening;

static bool is_content(const Token *t)
{
    return (t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB ||
            t->upos == UPOS_NUM || t->upos == UPOS_ADJ) &&
           t->lemma.n > 1;
}

static bool note_word(Opening *o, Arena *arena, Slice lemma, uint32_t report)
{
    uint32_t at;
    if (!map_get(&o->seen, lemma, &at)) {
        at = o->reports.n;
        return map_put(&o->seen, lemma, at) && VEC_PUSH(arena, &o->reports, 1u) &&
               VEC_PUSH(arena, &o->last, report) && VEC_PUSH(arena, &o->covered, 0u);
    }
    o->reports.at[at] += o->last.at[at] != report;
    o->last.at[at] = report;
    return true;
}

/* Sentences of the opening: the title and the first of the running text. */
static bool opens(const LangText *lang, uint32_t k, uint32_t *body)
{
    if (lang->sentence[k].block == BLOCK_BODY) return ++*body <= FIRST_SENTENCES;
    return lang->sentence[k].block == BLOCK_TITLE;
}

static dln_status note_report(const Brief *b, Opening *o, uint32_t report)
{
    const LangText *lang = brief_lang(b->record, report);
    for (uint32_t k = 0, body = 0; lang && k < lang->n_sentences && body <= FIRST_SENTENCES; k++) {
        if (!opens(lang, k, &body)) continue;
        for (uint32_t i = lang->sentence[k].first; i < lang->sentence[k].end; i++)
            if (is_content(&lang->token[i]) &&
                !note_word(o, b->arena, lang->token[i].lemma, report))
                return arena_status(b->arena);
    }
    return DLN_OK;
}

typedef struct Choice {
    uint32_t report, sentence;
    double score;
} Choice;

/* Does a verb of the sentence have its subject? */
static bool has_clause(const LangText *lang, const Sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++)
        if (lang->token[i].rel == REL_NSUBJ && lang->token[i].head != NONE) return true;
    return false;
}

static bool leans_back(const LangText *lang, const Sentence *s)
{ /* "But ...", "Still, ...", "He ..." */
    const Token *head = &lang->token[s->first];
    if (head->upos == UPOS_CCONJ || slice_is(head->form, "But") || slice_is(head->form, "And"))
        return true;
    if (strstr(head->feats, "PronType=Prs") || strstr(head->feats, "PronType=Dem")) return true;
    if (head->upos == UPOS_ADV && s->first + 1 < s->end && slice_is(head[1].form, ",")) return true;
    for (uint32_t i = s->first; i < s->end && i < s->first + 3; i++)
        if (lang->token[i].upos == UPOS_PRON && lang->token[i].rel == REL_NSUBJ) return true;
    return false;
}

/* A sentence that can stand alone: a clause that ends, no question, nothing that leans on the one
 * before. */
static bool stands_alone(const LangText *lang, Slice text, const Sentence *s)
{
    uint32_t n = s->end - s->first;
    if (n < SHORTEST || n > LONGEST || s->span.e - s->span.b > 420) return false;
    char last = text.p[s->span.e - 1];
    if (last != '.' && last != '!' && last != '"' && last != ')' && (last & 0x80) == 0)
        return false;
    return has_clause(lang, s) && !leans_back(lang, s) && quotes_paired(slice_span(text, s->span));
}

static double score_of(const Brief *b, const Opening *o, uint32_t report, uint32_t k,
                       uint32_t place)
{
    const LangText *lang = brief_lang(b->record, report);
    const Sentence *s = &lang->sentence[k];
    double sum = 0;
    uint32_t n = 0, at;
    for (uint32_t i = s->first; i < s->end; i++) {
        if (!is_content(&lang->token[i])) continue;
        n++;
        if (!map_get(&o->seen, lang->token[i].lemma, &at) || o->covered.at[at]) continue;
        sum += o->reports.at[at] - 1 + (b->voices < 2 ? 1 : 0);
    }
    return sum / (n + 8.0) * (place == 0 ? 1.5 : place == 1 ? 1.15 : 1.0);
}

/* Is the story's main event told there? */
static bool tells_main(const Brief *b, uint32_t report, Span span)
{
    const RecordEvent *e = b->main_event == NONE ? NULL : &b->record->events.at[b->main_event];
    for (uint32_t k = 0; e && k < e->mentions.n; k++)
        if (e->mentions.at[k].report == report && span_in(e->mentions.at[k].trigger, span))
            return true;
    return false;
}

static bool is_chosen(const Brief *b, uint32_t report, Span sentence)
{
    for (uint32_t i = 0; i < b->lead.n; i++)
        if (b->lead.at[i].report == report && b->lead.at[i].span.b == sentence.b) return true;
    return false;
}

static void choose(const Brief *b, const Opening *o, uint32_t report, Choice *best)
{
    const LangText *lang = brief_lang(b->record, report);
    Slice text = b->record->report[report]->text;
    uint32_t body = 0, alone = 0;
    for (uint32_t k = 0; lang && k < lang->n_sentences && body < FIRST_SENTENCES; k++) {
        const Sentence *s = &lang->sentence[k];
        if (s->block != BLOCK_BODY) continue;
        body++;
        if (!stands_alone(lang, text, s)) continue;
        uint32_t place = alone++; /* a caption or a dateline before it does not count */
        if (is_chosen(b, report, s->span)) continue;
        double score = score_of(b, o, report, k, place);
        if (!b->lead.n && tells_main(b, report, s->span)) score *= MAIN_COUNTS;
        if (record_outvoiced(b->record, report, s->span)) score *= OUTVOICED;
        if (best->report == NONE || score > best->score) *best = (Choice){report, k, score};
    }
}

/* Words told by a chosen sentence count no more for the next. */
static void cover(const Brief *b, Opening *o, const Choice *c)
{
    const LangText *lang = brief_lang(b->record, c->report);
    const Sentence *s = &lang->sentence[c->sentence];
    uint32_t at;
    for (uint32_t i = s->first; i < s->end; i++)
        if (map_get(&o->seen, lang->token[i].lemma, &at)) o->covered.at[at] = 1;
}

/* Steps from a token up to the top of its sentence; more for a noun, which may only be mentioned:
 * "said that the visit shows". */
static uint32_t depth_at(const LangText *lang, uint32_t byte)
{
    uint32_t t = token_at(lang, byte), depth = 0;
    if (t < lang->n_tokens && lang->token[t].upos != UPOS_VERB) depth = NOUN_DEEPER;
    for (; t < lang->n_tokens && depth < LONGEST; depth++)
        t = lang->token[t].head;
    return depth;
}

static bool told_elsewhere(const RecordEvent *e, uint32_t report)
{
    for (uint32_t k = 0; k < e->mentions.n; k++)
        if (e->mentions.at[k].report != report) return true;
    return false;
}

/* The event that the sentence tells: the story's main one, else of those that other reports tell
 * too, else of all, that of the word highest in it. NONE. */
static uint32_t event_in(const Brief *b, uint32_t report, Span span)
{
    const Record *r = b->record;
    uint32_t best = NONE, least = 2 * LONGEST;
    for (uint32_t i = 0; i < r->events.n; i++) {
        const RecordEvent *e = &r->events.at[i];
        for (uint32_t k = 0; !e->background && k < e->mentions.n; k++) {
            const RecordEventMention *m = &e->mentions.at[k];
            if (m->report != report || !span_in(m->trigger, span)) continue;
            if (e->main) return i;
            uint32_t depth = depth_at(brief_lang(r, report), m->trigger.b) +
                             (told_elsewhere(e, report) ? 0 : LONGEST);
            if (depth >= least) continue;
            best = i;
            least = depth;
        }
    }
    return best;
}

static bool events_in(Brief *b, uint32_t report, Span span)
{
    const Record *r = b->record;
    for (uint32_t i = 0; i < r->events.n; i++)
        for (uint32_t k = 0; k < r->events.at[i].mentions.n; k++) {
            const RecordEventMention *m = &r->events.at[i].mentions.at[k];
            if (m->report != report || !span_in(m->trigger, span)) continue;
            if (!VEC_PUSH(b->arena, &b->lead_events, i)) return false;
            break;
        }
    return true;
}

static dln_status add_sentence(Brief *b, const Choice *c)
{
    const LangText *lang = brief_lang(b->record, c->report);
    BriefSentence s = {.report = c->report, .span = lang->sentence[c->sentence].span};
    uint32_t event = event_in(b, c->report, s.span);
    WordSet words = word_set(lang, s.span);
    bool room = brief_voice(b, &s.own, c->report, s.span);
    for (uint32_t k = 0; event != NONE && k < b->record->events.at[event].mentions.n; k++) {
        const RecordEvent *e = &b->record->events.at[event];
        const RecordEventMention *m = &e->mentions.at[k];
        if (m->report == c->report || b->record->copy_of[m->report] == c->report) continue;
        if (!brief_akin(b, &words, AKIN, m)) continue;
        room = room && brief_voice(b, &s.also, m->report, m->trigger);
    }
    for (uint32_t i = 0; i < b->record->n_reports && room; i++) /* whole copies say it too */
        if (b->record->copy_of[i] == c->report) room = brief_voice(b, &s.own, i, s.span);
    if (b->main_event == NONE) b->main_event = event;
    brief_fold(b, &s.own);
    brief_fold(b, &s.also);
    if (!b->lead.n && room) room = events_in(b, c->report, s.span);
    return room && VEC_PUSH(b->arena, &b->lead, s) ? DLN_OK : arena_status(b->arena);
}

static bool speaks(const Record *r, uint32_t report)
{
    return r->copy_of[report] == NONE && !report_replaced(r, report);
}

dln_status brief_lead(Brief *b)
{
    Opening o = {0};
    for (uint32_t i = 0; i < b->record->events.n && b->main_event == NONE; i++)
        if (b->record->events.at[i].main) b->main_event = i;
    uint32_t n = b->record->n_reports < MOST_REPORTS ? b->record->n_reports : MOST_REPORTS;
    map_init(&o.seen, b->arena);
    for (uint32_t i = 0; i < n; i++)
        if (speaks(b->record, i)) TRY(note_report(b, &o, i));
    double first = 0;
    uint32_t bytes = 0;
    for (uint32_t round = 0; round < LEAD_SENTENCES; round++) {
        Choice best = {NONE, 0, 0};
        for (uint32_t i = 0; i < n; i++)
            if (speaks(b->record, i)) choose(b, &o, i, &best);
        if (best.report == NONE || (round && best.score <= first * 0.4)) break;
        if (!round) first = best.score;
        Span span = brief_lang(b->record, best.report)->sentence[best.sentence].span;
        bytes += span.e - span.b;
        if (round && bytes > 560) break;
        TRY(add_sentence(b, &best));
        cover(b, &o, &best);
    }
    return DLN_OK;
}
