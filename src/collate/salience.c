/* salience.c - how much the reports make of each event, the story's main event, and which events
 * are parts or consequences of others.
 *
 * In: record->events joined, the findings they come from. Out: their salience, main, part_of,
 * consequence_of, background.
 *
 * An editor reads a story's main event off the headlines and the first sentences of several
 * reports: so does this. Every voice (copies count once) says how high up and how centrally it
 * tells the event; what is only said, planned or long past counts less. Ties between events are
 * read in mean/events/event_links.c; the one that most voices tell stands, and none may lead in a
 * circle.
 *
 * Known to get wrong: headlines that are puns; columns that tell the news in their last paragraph.
 */
#include "collate/join.h"
#include "lang/tree.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum { LONG_PAST = 45, NEAR_DAYS = 4, TIE_CHAIN = 64, SHORT_SENTENCE = 5 };

/* What the voices make of one event. v_*: the voice that is being read. */
typedef struct Weight {
    float title, lead, vote; /* vote: of every voice, by its headline and first sentences */
    float v_title, v_lead;
    bool v_titled;
    uint32_t voice, voices, deeds, tellings;
    uint32_t nouns, modifiers; /* tellings that are no verb; that describe another noun */
} Weight;

typedef struct Tie {
    uint32_t event, other, voice;
    EventTie kind;
} Tie;

typedef struct Scales {
    Weight *of; /* [events of the record] */
    uint32_t voices, titled;
    VEC(Tie) ties;
} Scales;

/* ---- one telling ---- */

/* How far from the top of its sentence a word stands: 0 for what the sentence says first. "Police
 * said a bus hit a wall": hit. "who was hurt when the bus hit a wall": below. */
static float depth_of(const LangText *lang, uint32_t token, const bool *cue)
{
    float depth = 0;
    for (uint32_t steps = 0; lang->token[token].head != NONE && steps < 24; steps++) {
        const Token *t = &lang->token[token];
        bool said = t->rel == REL_CCOMP && cue[t->head];
        if (t->rel == REL_ACL || t->rel == REL_ADVCL || t->rel == REL_NMOD || t->rel == REL_APPOS ||
            t->rel == REL_COMPOUND)
            depth += 1;
        else if (t->rel == REL_OBL || t->rel == REL_OBJ || (t->rel == REL_CCOMP && !said))
            depth += 0.5f;
        else if (t->rel == REL_CONJ || t->rel == REL_PARATAXIS || t->rel == REL_XCOMP)
            depth += 0.25f;
        token = t->head;
    }
    return depth;
}

/* Does a word of the headline begin as `word` does? "Fires" and "fire", "votes" and "vote". */
static bool title_has(Slice title, Slice word)
{
    size_t n = word.n > 5 ? word.n - 1 : word.n;
    if (n < 3) return false;
    for (size_t i = 0; i + n <= title.n; i++) {
        bool begins = i == 0 || !isalnum((unsigned char)title.p[i - 1]);
        if (begins && slice_eq_nocase((Slice){title.p + i, n}, (Slice){word.p, n})) return true;
    }
    return false;
}

/* Tokens of the report that introduce what somebody says. NULL: no memory. */
static bool *cue_tokens(Join *join, const Findings *f)
{
    bool *cue = ARENA_ARRAY(join->scratch, bool, f->lang.n_tokens + 1);
    for (uint32_t i = 0; cue && i < f->statements.n; i++) {
        Span s = f->statements.at[i].cue_span;
        for (uint32_t k = s.b < s.e ? token_at(&f->lang, s.b) : NONE;
             k < f->lang.n_tokens && f->lang.token[k].span.b < s.e; k++)
            cue[k] = true;
    }
    return cue;
}

static void flush_voice(Weight *w)
{
    w->title += w->v_title;
    w->lead += w->v_lead;
    w->vote += w->v_titled ? 0.5f * w->v_title + 0.25f * w->v_lead : 0.75f * w->v_lead;
    w->v_title = w->v_lead = 0;
    w->v_titled = false;
}

/* One event as one report tells it; `rank`: sentences of the body before it. */
static void weigh_telling(Weight *w, const Join *join, uint32_t report, const Event *e,
                          const bool *cue, uint32_t rank)
{
    const Findings *f = join_findings(join, report);
    const LangText *lang = &f->lang;
    bool known = e->token < lang->n_tokens;
    float depth = known ? depth_of(lang, e->token, cue) : 0.5f;
    bool thing = known && lang->token[e->token].upos != UPOS_VERB && !e->type.n && !e->kind.n;
    float central = (thing ? 0.5f : 1) / ((1 + depth) * sqrtf(1 + depth));
    bool title = known && lang->sentence[lang->token[e->token].sentence].block == BLOCK_TITLE;
    float high = 1 / (1 + 0.6f * (float)rank);
    float named = title_has(f->report->title, e->label) ? 0.5f * high : 0;
    float in_title = title ? central : named;
    if (w->voice != join->voice[report]) {
        flush_voice(w);
        w->voice = join->voice[report];
        w->voices++;
    }
    w->v_titled |= f->report->title.n > 0;
    if (in_title > w->v_title) w->v_title = in_title;
    if (!title && central * high > w->v_lead) w->v_lead = central * high;
    w->tellings++;
    w->nouns += known && lang->token[e->token].upos != UPOS_VERB;
    w->modifiers += known && lang->token[e->token].rel == REL_COMPOUND;
    w->deeds += !(known && cue[e->token]) || e->type.n > 0;
}

static dln_status note_tie(Join *join, Scales *all, uint32_t report, uint32_t local)
{
    const Findings *f = join_findings(join, report);
    EventLink link = event_link(&join->collate->links, f, local);
    if (link.tie == TIE_NONE) return DLN_OK;
    Tie tie = {join->event_of[report][local], join->event_of[report][link.event],
               join->voice[report], link.tie};
    if (tie.event == tie.other) return DLN_OK;
    return VEC_PUSH(join->scratch, &all->ties, tie) ? DLN_OK : arena_status(join->scratch);
}

static dln_status weigh_report(Join *join, Scales *all, uint32_t report)
{
    const Findings *f = join_findings(join, report);
    const LangText *lang = &f->lang;
    bool *cue = cue_tokens(join, f);
    uint32_t sentence = 0, rank = 0;
    if (!cue) return arena_status(join->scratch);
    for (uint32_t i = 0; i < f->events.n; i++) {
        const Event *e = &f->events.at[i];
        uint32_t own = e->token < lang->n_tokens ? lang->token[e->token].sentence : 0;
        for (; sentence < own; sentence++)
            rank += lang->sentence[sentence].block == BLOCK_BODY &&
                    lang->sentence[sentence].end - lang->sentence[sentence].first > SHORT_SENTENCE;
        weigh_telling(&all->of[join->event_of[report][i]], join, report, e, cue, rank);
        TRY(note_tie(join, all, report, i));
    }
    return DLN_OK;
}

/* ---- all voices ---- */

static int by_voice(const void *x, const void *y, void *context)
{
    const Join *join = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    uint32_t va = join->rank[join->voice[a]], vb = join->rank[join->voice[b]];
    if (va != vb) return va < vb ? -1 : 1;
    return join->rank[a] < join->rank[b] ? -1 : join->rank[a] > join->rank[b];
}

static dln_status weigh_all(Join *join, Scales *all)
{
    uint32_t n = join->in->n;
    uint32_t *order = ARENA_ARRAY(join->scratch, uint32_t, n + 1);
    all->of = ARENA_ARRAY(join->scratch, Weight, join->record->events.n + 1);
    if (!order || !all->of) return arena_status(join->scratch);
    for (uint32_t i = 0; i < join->record->events.n; i++)
        all->of[i].voice = NONE;
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    list_sort_r(order, n, sizeof *order, by_voice, join);
    for (uint32_t i = 0, titled = NONE; i < n; i++) {
        uint32_t voice = join->voice[order[i]];
        all->voices += i == 0 || voice != join->voice[order[i - 1]];
        if (join_findings(join, order[i])->report->title.n && titled != voice) {
            all->titled++;
            titled = voice;
        }
        TRY(weigh_report(join, all, order[i]));
    }
    for (uint32_t i = 0; i < join->record->events.n; i++)
        flush_voice(&all->of[i]);
    return DLN_OK;
}

/* The day of the first report with a day: what a story of that day calls earlier. */
static int32_t story_day(const Join *join)
{
    int32_t day = DAY_UNKNOWN;
    for (uint32_t i = 0; i < join->in->n; i++)
        if (join->day[i] != DAY_UNKNOWN && (day == DAY_UNKNOWN || join->day[i] < day))
            day = join->day[i];
    return day;
}

/* A word that mostly describes another ("the shooting video"), a noun of no known kind ("review of
 * the ballots"), and what was over before the first report ("protests over the shooting on
 * Tuesday") are seldom the news. Set on 125 piles whose news was marked by a reader: fitting all
 * weights with piles left out found no better ones. */
static float of_the_side(const RecordEvent *e, const Weight *w, int32_t day)
{
    float told = w->tellings ? (float)w->tellings : 1, nouns = (float)w->nouns / told;
    float factor = powf(0.65f, (float)w->modifiers / told);
    if (!e->type.n && !e->kind.n) factor *= powf(0.75f, nouns);
    if (e->from != DAY_UNKNOWN && day != DAY_UNKNOWN && e->to < day - 1) factor *= 0.7f;
    return factor;
}

/* What was, what may be, what was only said weighs less than what happened now. */
static float discount(const RecordEvent *e, const Weight *w, int32_t day)
{
    float factor = 1;
    bool dated = e->from != DAY_UNKNOWN && day != DAY_UNKNOWN;
    if (e->background) factor *= 0.35f;
    if (e->modality == MODALITY_PLANNED) factor *= 0.85f;
    if (e->modality == MODALITY_POSSIBLE || e->modality == MODALITY_DENIED) factor *= 0.6f;
    if (2 * w->deeds < w->tellings) factor *= 0.3f;
    if (dated && e->to < day - LONG_PAST) factor *= 0.6f;
    if (dated && e->from <= day + NEAR_DAYS && e->to >= day - NEAR_DAYS) factor *= 1.15f;
    return factor;
}

static void set_salience(Join *join, const Scales *all)
{
    float voices = all->voices ? (float)all->voices : 1,
          titled = all->titled ? (float)all->titled : 1;
    int32_t day = story_day(join);
    for (uint32_t i = 0; i < join->record->events.n; i++) {
        RecordEvent *e = &join->record->events.at[i];
        const Weight *w = &all->of[i];
        bool past = e->to != DAY_UNKNOWN && day != DAY_UNKNOWN && e->to < day - LONG_PAST;
        if (past && w->title < 0.3f * titled) e->background = true;
        float parties = e->parts.n >= 2 ? 1 : (float)e->parts.n / 2;
        float sum = (w->vote + 0.15f * (float)w->voices) / voices + 0.1f * parties;
        sum *= discount(e, w, day) * of_the_side(e, w, day);
        e->salience = sum > 1 ? 1 : sum;
    }
}

static void set_confidence(Join *join, const Scales *all)
{
    for (uint32_t i = 0; i < join->record->events.n; i++) {
        RecordEvent *e = &join->record->events.at[i];
        const Weight *w = &all->of[i];
        Signs signs = {.n = 0};
        signs_add(&signs, true, SLICE("event"));
        signs_add(&signs, e->type.n > 0, SLICE("typed"));
        signs_add(&signs, e->kind.n > 0, SLICE("of a kind"));
        signs_add(&signs, w->voices > 1, SLICE("event of two voices"));
        signs_add(&signs, w->title > 0, SLICE("event in a title"));
        signs_add(&signs, w->lead > 0.3f, SLICE("event in a lead"));
        signs_add(&signs, 2 * w->deeds < w->tellings, SLICE("event said"));
        signs_add(&signs, e->modality == MODALITY_HAPPENED, SLICE("event happened"));
        bool noun = 2 * w->nouns > w->tellings, known = e->type.n || e->kind.n;
        signs_add(&signs, noun && known, SLICE("event by a noun"));
        signs_add(&signs, noun && !known, SLICE("event by a noun of no kind"));
        signs_add(&signs, e->type.n && !e->kind.n, SLICE("typed without a kind"));
        signs_add(&signs, e->background, SLICE("event of the past"));
        signs_add(&signs, e->parts.n > 0, SLICE("event with parties"));
        e->confidence = signs_score(&join->collate->sure, &signs);
        if (join->in->each_event) join->in->each_event(join->in->context, e, &signs);
    }
}

/* Where the reports tell two alike, the one told first in the order of decisions. */
static uint64_t told_first(const Join *join, const RecordEvent *e)
{
    uint64_t first = UINT64_MAX;
    for (uint32_t i = 0; i < e->mentions.n; i++) {
        const RecordEventMention *m = &e->mentions.at[i];
        uint64_t at = ((uint64_t)join->rank[m->report] << 32) | m->trigger.b;
        if (at < first) first = at;
    }
    return first;
}

static void choose_main(Join *join)
{
    RecordEvent *best = NULL;
    for (uint32_t i = 0; i < join->record->events.n; i++) {
        RecordEvent *e = &join->record->events.at[i];
        bool more = !best || e->salience > best->salience ||
                    (e->salience == best->salience && told_first(join, e) < told_first(join, best));
        if (!e->background && e->modality != MODALITY_ASKED && more) best = e;
    }
    if (best) best->main = true;
}

/* ---- parts and consequences ---- */

static int by_tie(const void *x, const void *y)
{
    const Tie *a = x, *b = y;
    if (a->event != b->event) return a->event < b->event ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->other != b->other) return a->other < b->other ? -1 : 1;
    return a->voice < b->voice ? -1 : a->voice > b->voice;
}

/* Would the tie lead in a circle? */
static bool leads_back(const Record *record, uint32_t event, uint32_t other)
{
    for (uint32_t steps = 0; other != NONE; steps++) {
        if (other == event || steps >= TIE_CHAIN) return true;
        const RecordEvent *e = &record->events.at[other];
        other = e->consequence_of != NONE ? e->consequence_of : e->part_of;
    }
    return false;
}

/* The ties of one event, ties[0..n): that which most voices tell; the greater other of equals. */
static void tie_event(Record *record, const Tie *ties, uint32_t n)
{
    const Tie *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0, end; i < n; i = end) {
        uint32_t voices = 0;
        for (end = i; end < n && ties[end].kind == ties[i].kind && ties[end].other == ties[i].other;
             end++)
            voices += end == i || ties[end].voice != ties[end - 1].voice;
        float than = best ? record->events.at[best->other].salience : -1;
        bool more = voices > most ||
                    (voices == most && record->events.at[ties[i].other].salience > than);
        if (!more || leads_back(record, ties[i].event, ties[i].other)) continue;
        best = &ties[i];
        most = voices;
    }
    if (!best) return;
    RecordEvent *e = &record->events.at[best->event];
    if (best->kind == TIE_PART)
        e->part_of = best->other;
    else
        e->consequence_of = best->other;
}

static void tie_events(Join *join, Scales *all)
{
    list_sort(all->ties.at, all->ties.n, sizeof *all->ties.at, by_tie);
    for (uint32_t i = 0, end; i < all->ties.n; i = end) {
        LIST_RUN(end, i, all->ties.n, all->ties.at[end].event == all->ties.at[i].event);
        tie_event(join->record, all->ties.at + i, end - i);
    }
}

dln_status weigh_events(Join *join)
{
    Scales all = {0};
    TRY(weigh_all(join, &all));
    set_salience(join, &all);
    set_confidence(join, &all);
    choose_main(join);
    tie_events(join, &all);
    return DLN_OK;
}
