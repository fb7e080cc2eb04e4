/* brief_events.c - the events worth a line, each as a clause of a report, in time order.
 *
 * In: record->events. Out: brief->events, brief->background.
 *
 * An event is worth a line when it is surer than not and two voices tell it or it has a date and a
 * party; of its mentions
 * the one whose clause can be read alone is quoted. Two events of one clause are one line. Behind
 * it stand the reports that have its words, apart from those that tell of the event in others.
 *
 * Known to get wrong: who tells it in wholly other words counts as one that tells of it also. */
#include "write/brief_line.h"
#include "write/brief_words.h"
#include "base/map.h"
#include "lang/tree.h"

enum { MOST_MENTIONS = 24, MOST_LINES = 120, MOST_AROUND = 32, READABLE = 6, AKIN = 2 };
static const float SURE = 0.5f;          /* confidence of an event that people are told of */
static const float ANOTHERS_DAY = 0.25f; /* of a clause whose own day the event's is not */

static uint32_t voices_of(const Brief *b, const RecordEvent *e)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->mentions.n && i < MOST_MENTIONS; i++) {
        bool again = b->record->copy_of[e->mentions.at[i].report] != NONE;
        for (uint32_t k = 0; k < i && !again; k++)
            again = e->mentions.at[k].report == e->mentions.at[i].report;
        n += !again;
    }
    return n;
}

static int by_told(const void *x, const void *y)
{
    const BriefTold *a = x, *b = y;
    if (a->report != b->report) return a->report < b->report ? -1 : 1;
    if (a->span.b != b->span.b) return a->span.b < b->span.b ? -1 : 1;
    return a->statement < b->statement ? -1 : a->statement > b->statement;
}

/* The stretches that tell what somebody says, but not those that say it is not so. */
static dln_status note_told(Brief *b)
{
    for (uint32_t i = 0; i < b->record->statements.n; i++) {
        const RecordStatement *s = &b->record->statements.at[i];
        if (s->polarity != POLARITY_SAYS && s->polarity != POLARITY_WARNS &&
            s->polarity != POLARITY_ACCUSES)
            continue;
        for (uint32_t k = 0; k < s->versions.n; k++) {
            const RecordVersion *v = &s->versions.at[k];
            if (!v->content.n) continue;
            Span hull = {v->content.at[0].b, v->content.at[v->content.n - 1].e};
            if (!VEC_PUSH(b->arena, &b->told, (BriefTold){v->report, hull, v->speaker_span, i}))
                return arena_status(b->arena);
        }
    }
    list_sort(b->told.at, b->told.n, sizeof *b->told.at, by_told);
    return DLN_OK;
}

dln_status brief_cues(Brief *b)
{
    const Record *r = b->record;
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->statements.n; i++)
        n += r->statements.at[i].versions.n;
    b->cue = ARENA_ARRAY(b->arena, uint64_t, n + 1);
    if (!b->cue) return arena_status(b->arena);
    for (uint32_t i = 0; i < r->statements.n; i++)
        for (uint32_t k = 0; k < r->statements.at[i].versions.n; k++) {
            const RecordVersion *v = &r->statements.at[i].versions.at[k];
            if (!span_empty(v->cue_span))
                b->cue[b->n_cues++] = (uint64_t)v->report << 32 | v->cue_span.b;
        }
    sort_u64(b->cue, b->n_cues);
    return note_told(b);
}

bool brief_reports_speech(const Brief *b, uint32_t report, uint32_t byte)
{
    uint64_t key = (uint64_t)report << 32 | byte;
    return b->n_cues && bsearch(&key, b->cue, b->n_cues, sizeof key, order_u64) != NULL;
}

/* How well a clause reads alone: running text, a subject, not long. */
static int clause_worth(const Clause *c)
{
    uint32_t n = c->span.e - c->span.b;
    return (c->body ? 4 : 0) + (span_empty(c->subject) ? 0 : 6) + (n >= 25 && n <= 130 ? 2 : 0);
}

static bool told_at(const BriefTold *t, uint32_t report, uint32_t byte)
{
    return t->report != report ? t->report < report : t->span.b <= byte;
}

/* "citing an organization": an article that began a sentence begins none here. */
static Slice inside_sentence(const Brief *b, Slice words)
{
    bool article = slice_starts(words, SLICE("A ")) || slice_starts(words, SLICE("An ")) ||
                   slice_starts(words, SLICE("The "));
    if (!article) return words;
    Slice copy = arena_copy(b->arena, words);
    if (!copy.p) return words;
    ((char *)(uintptr_t)copy.p)[0] |= 32;
    return copy;
}

/* Who says what the clause tells, by the report: "a man confessed" of "police said that a man
 * confessed"; empty where the report tells it itself, or has no words for who does (`nobody`). */
static Slice citing(const Brief *b, uint32_t report, Span clause, bool *nobody)
{
    *nobody = false;
    uint32_t low;
    LIST_FIRST(low, b->told.n, told_at(&b->told.at[low], report, clause.b));
    for (uint32_t i = low; i-- > 0 && low - i < MOST_AROUND;) {
        const BriefTold *t = &b->told.at[i];
        const RecordStatement *s = &b->record->statements.at[t->statement];
        if (t->report != report) break;
        if (!span_in(clause, t->span) || span_meet(clause, t->who)) continue;
        Slice words = brief_speaker_words(b->record, s);
        *nobody = !words.n;
        if (words.n) return inside_sentence(b, words);
    }
    return (Slice){"", 0};
}

/* "the two men discussed" of "the plan that the two men discussed": a relative clause without the
 * noun that it is told of. */
static bool lacks_its_noun(const LangText *lang, uint32_t verb)
{
    const Token *t = &lang->token[verb];
    if (t->rel != REL_ACL || strcmp(t->subtype, "relcl") != 0) return false;
    for (uint32_t c = tree_child(lang, verb, 0); c != NONE; c = tree_child(lang, verb, c + 1)) {
        const Token *k = &lang->token[c];
        if (strcmp(k->xpos, "WRB") == 0) return false; /* "where she was found" */
        bool by = k->xpos[0] == 'W' && tree_child_rel(lang, c, REL_CASE) != NONE;
        if (by) return false; /* "in which Orsk offers to help" */
    }
    return true;
}

/* "A strike is likely" tells of the strike; "the mayor, who fears a strike, left" tells what
 * happened, and "possible" behind it would be said of that. */
static bool tells_it(const LangText *lang, const RecordEventMention *m, uint32_t verb)
{
    uint32_t at = token_at(lang, m->trigger.b);
    if (m->modality == MODALITY_HAPPENED || at == verb) return true;
    const Token *t = &lang->token[at];
    return t->head == verb && (t->rel == REL_OBJ || t->rel == REL_XCOMP || t->rel == REL_NSUBJ);
}

/* Can the clause round a mention be read alone? */
static bool readable(const Brief *b, const RecordEvent *e, const RecordEventMention *m, Clause *c)
{
    const LangText *lang = brief_lang(b->record, m->report);
    if (!lang || b->record->copy_of[m->report] != NONE || m->modality != e->modality ||
        !clause_round(lang, m->trigger, c) || c->pronoun || !c->finite)
        return false;
    if (brief_reports_speech(b, m->report, lang->token[c->verb].span.b)) return false;
    if (!tells_it(lang, m, c->verb) || !clause_widen(lang, c)) return false;
    bool open = e->modality != MODALITY_DENIED && tree_left_open(lang, c->verb) != NONE;
    return !open && !lacks_its_noun(lang, c->verb) &&
           quotes_paired(slice_span(b->record->report[m->report]->text, c->span));
}

/* How sure it is that the line is worth a place, and its day the line's own; 1: not known. */
static float learned_worth(const Brief *b, const BriefEvent *line)
{
    const LineModel *model = phrases_lines(b->phrases);
    float column[LINE_COLUMN_COUNT];
    if (!model) return 1;
    line_columns(b, line, column);
    float worth = trees_score(&model->worth, column);
    return line->dated ? worth * trees_score(&model->day, column) : worth;
}

/* Is the day of what happened that of the clause? "Police identified Orsk as one of the men killed
 * on Saturday" tells nothing of Saturday. */
static bool owns_day(const LangText *lang, const RecordEventMention *m, uint32_t verb)
{
    uint32_t at = token_at(lang, m->trigger.b);
    for (uint32_t steps = 0; at < lang->n_tokens && at != verb && steps < 12; steps++) {
        if (lang->token[at].rel == REL_ACL && strcmp(lang->token[at].xpos, "VBG") != 0)
            return false;
        at = lang->token[at].head;
    }
    return true;
}

/* "Orsk was arrested Friday for a shooting last week": the clause has a day of its own. */
static bool another_day(const Brief *b, const RecordEvent *e, uint32_t report, uint32_t verb)
{
    const Findings *f = b->record->findings[report];
    const Token *t = &f->lang.token[verb];
    for (uint32_t i = events_from(f, f->lang.sentence[t->sentence].span.b);
         i < f->events.n && f->events.at[i].sentence.b <= t->span.b; i++) {
        const Event *own = &f->events.at[i];
        if (own->token != verb || own->time == NONE) continue;
        const TimeMention *day = &f->times.at[own->time];
        bool closed = day->from != DAY_UNKNOWN && day->to != DAY_UNKNOWN; /* not "since Monday" */
        return closed && (day->to < e->from || day->from > e->to);
    }
    return false;
}

/* Of the mentions' clauses that can be read alone the one that readers would most likely mark as
 * useful, with its day: "On Sunday, Velm met Orsk" before "Orsk's meeting with the chief came
 * shortly after the summit". */
static bool best_clause(const Brief *b, const RecordEvent *e, BriefEvent *out)
{
    float most = -1;
    BriefEvent line = *out;
    bool dated = out->dated;
    line.voices.n = voices_of(b, e);
    for (uint32_t i = 0; i < e->mentions.n && i < MOST_MENTIONS; i++) {
        const RecordEventMention *m = &e->mentions.at[i];
        Clause c;
        bool nobody; /* "he said that she had lied": no line without him */
        if (!readable(b, e, m, &c) || clause_worth(&c) < READABLE) continue;
        Slice who = citing(b, m->report, c.span, &nobody);
        if (nobody) continue;
        line.report = m->report;
        line.clause = c.span;
        line.trigger = m->trigger;
        bool own = owns_day(brief_lang(b->record, m->report), m, c.verb) &&
                   !another_day(b, e, m->report, c.verb);
        float worth = learned_worth(b, &line) * (float)clause_worth(&c);
        if (dated && !own) worth *= ANOTHERS_DAY;
        if (worth <= most) continue;
        most = worth;
        out->dated = dated && own;
        out->report = m->report;
        out->clause = c.span;
        out->trigger = m->trigger;
        out->citing = who;
    }
    return most >= 0;
}

/* Do two lines tell the same: the one brings nothing, or only more of what the other tells in at
 * least five words? "Hale backed Trask, the secretary, on Monday" and the same "over Velm". */
static bool told_twice(const WordSet *mine, const WordSet *other)
{
    enum { TELLING = 5 };
    return words_told(mine, other) || (other->n >= TELLING && words_told(other, mine));
}

/* Told already: by a clause that meets it, or by the lead. */
static bool told(const Brief *b, const BriefEvent *at, uint32_t n, const BriefEvent *e)
{
    WordSet mine = word_set(brief_lang(b->record, e->report), e->clause);
    for (uint32_t i = 0; i < n; i++) {
        if (at[i].report == e->report && span_meet(at[i].clause, e->clause)) return true;
        WordSet other = word_set(brief_lang(b->record, at[i].report), at[i].clause);
        if (told_twice(&mine, &other)) return true;
    }
    for (uint32_t i = 0; i < b->lead.n; i++) {
        WordSet other = word_set(brief_lang(b->record, b->lead.at[i].report), b->lead.at[i].span);
        if (words_told(&mine, &other)) return true;
    }
    return false;
}

/* What is less sure than not is for programs alone; the story's own happening is always told. */
static bool is_sure(const RecordEvent *e)
{
    return e->main || !(e->confidence > 0) || e->confidence >= SURE;
}

static bool is_telling(const Brief *b, const RecordEvent *e, bool dated)
{
    if (!is_sure(e)) return false;
    if (!dated)
        return e->modality == MODALITY_HAPPENED && e->parts.n &&
               (b->voices == 1 || voices_of(b, e) > 1);
    return e->parts.n || voices_of(b, e) > 1;
}

static int by_salience(const void *x, const void *y, void *context)
{
    const Record *r = context;
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    float a = r->events.at[i].salience, b = r->events.at[k].salience;
    if (a > b || a < b) return a > b ? -1 : 1;
    return i < k ? -1 : i > k;
}

/* As the record has them, by day; those without a day last. */
static int by_time(const void *x, const void *y)
{
    const BriefEvent *a = x, *b = y;
    if (a->dated != b->dated) return a->dated ? -1 : 1;
    return a->event < b->event ? -1 : a->event > b->event;
}

/* Does the mention stand in a clause that has the words of the line? */
static bool has_words(const Brief *b, const BriefEvent *line, const WordSet *words,
                      const RecordEventMention *m)
{
    Clause c;
    const LangText *lang = brief_lang(b->record, m->report);
    if (m->report == line->report || b->record->copy_of[m->report] == line->report) return true;
    if (!lang || !clause_round(lang, m->trigger, &c)) return false;
    WordSet theirs = word_set(lang, c.span);
    return words_told(words, &theirs);
}

static bool has_voice(const BriefVoices *voices, uint32_t report)
{
    for (uint32_t i = 0; i < voices->n; i++)
        if (voices->at[i].report == report) return true;
    return false;
}

/* A report of July tells nothing of what happened in August, whatever was joined. */
static bool too_early(const Brief *b, const BriefEvent *line, uint32_t report)
{
    const RecordEvent *e = &b->record->events.at[line->event];
    int32_t day = b->record->report[report]->published.day;
    return line->dated && e->modality == MODALITY_HAPPENED && report != line->report &&
           e->from != DAY_UNKNOWN && day != DAY_UNKNOWN && day + 1 < e->from;
}

/* Who tells of the event, and who of them in these words. */
static bool add_voices(const Brief *b, const RecordEvent *e, BriefEvent *line)
{
    WordSet words = word_set(brief_lang(b->record, line->report), line->clause);
    for (uint32_t k = 0; k < e->mentions.n; k++) {
        const RecordEventMention *m = &e->mentions.at[k];
        if (too_early(b, line, m->report)) continue;
        bool own = has_words(b, line, &words, m);
        if (!own && !brief_akin(b, &words, AKIN, m)) continue;
        if (!brief_voice(b, &line->voices, m->report, m->trigger)) return false;
        if (own && !brief_voice(b, &line->own, m->report, m->trigger)) return false;
    }
    for (uint32_t i = 0; i < line->voices.n; i++) {
        BriefVoice v = line->voices.at[i];
        if (has_voice(&line->own, v.report)) continue;
        if (!brief_voice(b, &line->also, v.report, v.at)) return false;
    }
    brief_fold(b, &line->voices);
    brief_fold(b, &line->own);
    brief_fold(b, &line->also);
    return true;
}

/* Does the clause hold the "not" that denies it? */
static bool says_not(const LangText *lang, Span clause)
{
    static const char *const words[] = {"not", "n't",     "n\xE2\x80\x99t", "no",      "never",
                                        "nor", "nothing", "nobody",         "neither", "without"};
    for (uint32_t t = token_at(lang, clause.b);
         t < lang->n_tokens && lang->token[t].span.b < clause.e; t++)
        if (SLICE_AMONG_NOCASE(lang->token[t].form, words)) return true;
    return false;
}

/* "On Monday, Trask faced a judge": the day hangs on the verb that tells it, in the line itself. */
static bool plainly_dated(const float column[LINE_COLUMN_COUNT])
{
    return column[LINE_TIME_PLACE] == 1 && column[LINE_TIME_OWN] > 0 &&
           column[LINE_TRIGGER_DEPTH] == 0 && column[LINE_TIME_CLIMB] == 1 &&
           column[LINE_DAYS] == 0 && column[LINE_TIME_FUTURE] == 0 && column[LINE_TIME_SAID] == 0;
}

/* Is the line worth a place, by what readers marked? Also takes its day from it where that is
 * hardly its own: "the 2016 election" in "Russia denies any wrongdoing in the 2016 election". */
static bool weigh_line(const Brief *b, BriefEvent *line)
{
    const LineModel *model = phrases_lines(b->phrases);
    float column[LINE_COLUMN_COUNT];
    if (!model) return true;
    line_columns(b, line, column);
    line->dated = line->dated &&
                  (trees_score(&model->day, column) >= 0.5f || plainly_dated(column));
    return is_telling(b, &b->record->events.at[line->event], line->dated) &&
           trees_score(&model->worth, column) >= 0.5f;
}

/* How many lines of a list are worth a place. */
static uint32_t worth_of(const BriefEvent *at, uint32_t n)
{
    uint32_t worth = 0;
    for (uint32_t i = 0; i < n; i++)
        worth += at[i].rank != NONE;
    return worth;
}

static dln_status add_line(Brief *b, uint32_t index)
{
    const RecordEvent *e = &b->record->events.at[index];
    BriefEvent line = {.event = index, .dated = brief_dated(e), .rank = NONE};
    if (!is_telling(b, e, line.dated) || !best_clause(b, e, &line) ||
        told(b, b->events.at, b->events.n, &line) ||
        told(b, b->background.at, b->background.n, &line))
        return DLN_OK;
    if (!add_voices(b, e, &line)) return arena_status(b->arena);
    line.plain = e->modality == MODALITY_HAPPENED ||
                 (e->modality == MODALITY_DENIED &&
                  says_not(brief_lang(b->record, line.report), line.clause));
    if (weigh_line(b, &line))
        line.rank = e->background ? worth_of(b->background.at, b->background.n)
                                  : worth_of(b->events.at, b->events.n);
    bool room = e->background ? VEC_PUSH(b->arena, &b->background, line)
                              : VEC_PUSH(b->arena, &b->events, line);
    return room ? DLN_OK : arena_status(b->arena);
}

dln_status brief_events(Brief *b)
{
    const Record *r = b->record;
    uint32_t *order = ARENA_ARRAY(b->arena, uint32_t, r->events.n + 1);
    if (!order) return arena_status(b->arena);
    for (uint32_t i = 0; i < r->events.n; i++)
        order[i] = i;
    list_sort_r(order, r->events.n, sizeof *order, by_salience, (void *)(uintptr_t)r);
    for (uint32_t k = 0; k < r->events.n && b->events.n + b->background.n < MOST_LINES; k++)
        TRY(add_line(b, order[k]));
    list_sort(b->events.at, b->events.n, sizeof *b->events.at, by_time);
    list_sort(b->background.at, b->background.n, sizeof *b->background.at, by_time);
    return DLN_OK;
}
