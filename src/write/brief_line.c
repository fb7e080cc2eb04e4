/* brief_line.c - see brief_line.h.
 *
 * In: a record, a line of it that tells an event. Out: LINE_COLUMN_COUNT numbers.
 *
 * Idea: whether a line can be read alone, tells something that happened, and on the day that is put
 * before it, shows in the grammar round it: "unless a bill received a vote" hangs under a verb by a
 * mark, "the site's terms prohibit hate speech" is of no day, "the week that the law of 2015 was
 * used" has its day under another verb. No word is looked at but by its class.
 *
 * Known to get wrong: what only the sense of the words tells, a columnist's abuse, a film's plot.
 */
#include "write/brief_line.h"
#include "write/brief_words.h"
#include "lang/tree.h"

const char *const line_column_name[LINE_COLUMN_COUNT] = {
#define X(name) #name,
    LINE_COLUMNS(X)
#undef X
};

enum { CLIMB = 12, MOST_MENTIONS = 24, FAR = 99 };

typedef struct Line {
    const Brief *brief;
    const BriefEvent *line;
    const RecordEvent *event;
    const Findings *found;
    const LangText *lang;
    const Event *own; /* of the report, NULL */
    Span trigger;
    uint32_t word, first, end, verb; /* tokens: the trigger, of the clause; what heads it */
    const Sentence *sentence;
    float *out;
} Line;

static void put(Line *l, LineColumn column, double value)
{
    l->out[column] = (float)value;
}

static bool is_verb(const Token *t)
{
    return t->upos == UPOS_VERB;
}

/* ---- the event ---- */

static const Event *own_event(const Findings *f, Span trigger)
{
    uint32_t s = token_at(&f->lang, trigger.b);
    if (s >= f->lang.n_tokens) return NULL;
    Span sentence = f->lang.sentence[f->lang.token[s].sentence].span;
    for (uint32_t i = events_from(f, sentence.b); i < f->events.n; i++) {
        const Event *e = &f->events.at[i];
        if (e->sentence.b >= sentence.e) break;
        if (e->trigger.b == trigger.b && e->trigger.e == trigger.e) return e;
    }
    return NULL;
}

static void tellers(Line *l)
{
    const RecordEvent *e = l->event;
    uint32_t other = 0;
    for (uint32_t i = 0; i < e->mentions.n && i < MOST_MENTIONS; i++)
        other += e->mentions.at[i].modality != e->modality;
    put(l, LINE_VOICES, l->line->voices.n);
    put(l, LINE_MENTIONS, e->mentions.n);
    put(l, LINE_MODALITY, e->modality);
    put(l, LINE_OTHER_MODALITY, other);
    put(l, LINE_VOUCHED, e->vouched_by.n);
}

static void parties(Line *l)
{
    const RecordEvent *e = l->event;
    uint32_t named = 0, doers = 0, undergoers = 0;
    float least = 1, most = 0;
    for (uint32_t i = 0; i < e->parts.n; i++) {
        const RecordPart *p = &e->parts.at[i];
        named += p->entity != NONE;
        doers += p->role == PART_ACTOR;
        undergoers += p->role == PART_RECIPIENT;
        least = p->confidence < least ? p->confidence : least;
        most = p->confidence > most ? p->confidence : most;
    }
    put(l, LINE_PARTS, e->parts.n);
    put(l, LINE_NAMED, named);
    put(l, LINE_LEAST_PART, (double)least);
    put(l, LINE_MOST_PART, (double)most);
    put(l, LINE_DOER, doers);
    put(l, LINE_UNDERGOER, undergoers);
}

static void event_columns(Line *l)
{
    const RecordEvent *e = l->event;
    uint32_t traits = l->own ? l->own->traits : 0;
    put(l, LINE_CONFIDENCE, (double)e->confidence);
    put(l, LINE_SALIENCE, (double)e->salience);
    put(l, LINE_MAIN, e->main);
    put(l, LINE_BACKGROUND, e->background);
    put(l, LINE_TYPED, e->type.n > 0);
    put(l, LINE_KIND, e->kind.n > 0);
    put(l, LINE_TRAITS_SAY, (traits & TRAIT_SAYS) != 0);
    put(l, LINE_TRAITS_PLAN, (traits & TRAIT_PLAN) != 0);
    put(l, LINE_TRAITS_HARM, (traits & TRAIT_HARM) != 0);
    put(l, LINE_OWN_SCORE, l->own ? (double)l->own->score : -1);
    put(l, LINE_OWN_SAID, l->own && l->own->statement != NONE);
    tellers(l);
    parties(l);
}

/* ---- the clause ---- */

/* Words of the clause by class; who speaks in its sentence, marks of quotation before it. */
static void word_columns(Line *l)
{
    WordCounts c = words_by_class(l->lang, l->first, l->end);
    double n = l->end > l->first ? l->end - l->first : 1;
    put(l, LINE_PRONOUNS, c.pronouns);
    put(l, LINE_POINTING, c.pointing);
    put(l, LINE_PROPER, c.proper / n);
    put(l, LINE_FIGURES, c.figures);
    put(l, LINE_CAPITALS, c.capitals / n);
    put(l, LINE_QUOTE_MARKS, c.marks);
    put(l, LINE_COMMAS, c.commas);
    put(l, LINE_COLON, c.colon);
    put(l, LINE_DASH, c.dash);
    put(l, LINE_QUOTED, marks_before(l->lang, l->sentence, l->first) & 1);
    put(l, LINE_FIRST_PERSON, says_we(l->lang, l->sentence));
    put(l, LINE_QUESTION, asks(l->lang, l->sentence));
}

static void place_columns(Line *l)
{
    const LangText *lang = l->lang;
    const Sentence *s = l->sentence;
    uint32_t number = lang->token[l->first].sentence;
    bool more = l->end < s->end;
    put(l, LINE_TOKENS, l->end - l->first);
    put(l, LINE_SENTENCE_TOKENS, s->end - s->first);
    put(l, LINE_SENTENCE_SHARE, (double)(l->end - l->first) / (s->end - s->first));
    put(l, LINE_STARTS, l->first - s->first);
    put(l, LINE_ENDS, s->end - l->end);
    put(l, LINE_SENTENCE_AT, number);
    put(l, LINE_SENTENCE_PART, (double)number / lang->n_sentences);
    put(l, LINE_BLOCK, s->block);
    put(l, LINE_FIRST_UPOS, lang->token[l->first].upos);
    put(l, LINE_LAST_UPOS, lang->token[l->end - 1].upos);
    put(l, LINE_LAST_REL, lang->token[l->end - 1].rel);
    put(l, LINE_NEXT_UPOS, more ? lang->token[l->end].upos : UPOS_COUNT);
    put(l, LINE_NEXT_REL, more ? lang->token[l->end].rel : REL_COUNT);
}

static void subject_columns(Line *l)
{
    uint32_t s = tree_child_rel(l->lang, l->verb, REL_NSUBJ), first, end;
    put(l, LINE_SUBJECT_UPOS, -1);
    put(l, LINE_SUBJECT_TOKENS, 0);
    put(l, LINE_SUBJECT_NAMED, 0);
    put(l, LINE_SUBJECT_POINTS, 0);
    if (s == NONE) return;
    tree_range(l->lang, s, &first, &end);
    bool points = false;
    for (uint32_t i = first; i < end; i++)
        points |= token_feature(&l->lang->token[i], "PronType=Dem") ||
                  token_feature(&l->lang->token[i], "Poss=Yes");
    put(l, LINE_SUBJECT_UPOS, l->lang->token[s].upos);
    put(l, LINE_SUBJECT_TOKENS, end - first);
    put(l, LINE_SUBJECT_NAMED, l->lang->token[s].name != NONE);
    put(l, LINE_SUBJECT_POINTS, points);
}

static bool has_child(const Line *l, Rel rel)
{
    return tree_child_rel(l->lang, l->verb, rel) != NONE;
}

static void verb_columns(Line *l)
{
    const LangText *lang = l->lang;
    const Token *v = &lang->token[l->verb];
    bool modal = false, perfect = false, negated = false;
    float tense = verb_tense(v);
    for (uint32_t i = tree_child(lang, l->verb, 0); i != NONE;
         i = tree_child(lang, l->verb, i + 1)) {
        const Token *t = &lang->token[i];
        if (t->rel == REL_AUX || t->rel == REL_COP) {
            modal |= strcmp(t->xpos, "MD") == 0;
            perfect |= slice_is(t->lemma, "have");
            if (t->rel == REL_COP || tense > 4) tense = verb_tense(t);
        }
        negated |= token_feature(t, "Polarity=Neg") || slice_is(t->lemma, "not");
    }
    put(l, LINE_VERB_UPOS, v->upos);
    put(l, LINE_VERB_REL, v->rel);
    put(l, LINE_OVER_REL, v->head == NONE ? -1 : lang->token[v->head].rel);
    put(l, LINE_VERB_TENSE, (double)tense);
    put(l, LINE_MODAL, modal);
    put(l, LINE_PERFECT, perfect);
    put(l, LINE_PASSIVE,
        tree_child_rel(lang, l->verb, REL_NSUBJ) != NONE &&
            strcmp(lang->token[tree_child_rel(lang, l->verb, REL_NSUBJ)].subtype, "pass") == 0);
    put(l, LINE_COPULA, has_child(l, REL_COP));
    put(l, LINE_NEGATED, negated);
    put(l, LINE_MARKED, has_child(l, REL_MARK));
    put(l, LINE_SUBJECT_SHARED, !has_child(l, REL_NSUBJ));
}

/* Steps up to a token, FAR: it is not above. */
static uint32_t climb(const LangText *lang, uint32_t from, uint32_t to)
{
    for (uint32_t steps = 0; from != NONE && steps < CLIMB; steps++, from = lang->token[from].head)
        if (from == to) return steps;
    return FAR;
}

static void trigger_columns(Line *l)
{
    const Findings *f = l->found;
    uint32_t depth = 0, others = 0;
    for (uint32_t i = l->verb; i != NONE && depth < CLIMB; i = l->lang->token[i].head)
        depth++;
    for (uint32_t i = events_from(f, l->sentence->span.b);
         i < f->events.n && f->events.at[i].sentence.b < l->sentence->span.e; i++)
        others += span_in(f->events.at[i].trigger, l->line->clause);
    put(l, LINE_DEPTH, depth);
    put(l, LINE_TRIGGER_UPOS, l->lang->token[l->word].upos);
    put(l, LINE_TRIGGER_DEPTH, climb(l->lang, l->word, l->verb));
    put(l, LINE_TRIGGER_AT, l->word - l->first);
    put(l, LINE_OTHER_EVENTS, others);
}

static void clause_columns(Line *l)
{
    place_columns(l);
    word_columns(l);
    subject_columns(l);
    verb_columns(l);
    trigger_columns(l);
    put(l, LINE_SAID, byte_said(l->found, l->trigger.b));
    put(l, LINE_LEAD_WORDS, (double)lead_share(l->brief, l->lang, l->first, l->end));
}

/* ---- its day ---- */

/* How far one day lies behind another, in steps that grow: days, weeks, months, years; before 0 it
 * lies ahead. */
static int far_off(int32_t from, int32_t to)
{
    static const int32_t step[] = {1, 2, 3, 5, 7, 14, 31, 61, 122, 366, 731, 1827, 3653, 9132};
    int64_t days = (int64_t)to - from;
    int64_t much = days < 0 ? -days : days;
    int n = 0;
    while (n < (int)(sizeof step / sizeof *step) && much >= step[n])
        n++;
    return days < 0 ? -n : n;
}

/* The nearest verb above a token, itself included; NONE. */
static uint32_t verb_over(const LangText *lang, uint32_t token)
{
    for (uint32_t steps = 0; token != NONE && steps < CLIMB; steps++) {
        if (is_verb(&lang->token[token])) return token;
        token = lang->token[token].head;
    }
    return NONE;
}

/* The token of a time that the others hang on. */
static uint32_t time_head(const LangText *lang, const TimeMention *t)
{
    for (uint32_t i = t->first; i < t->end && i < lang->n_tokens; i++)
        if (lang->token[i].head < t->first || lang->token[i].head >= t->end) return i;
    return t->first;
}

/* Where the day stands: the mention of the record's time nearest to the trigger, of this sentence
 * if one is; NULL: in no clause of this report. */
static const TimeMention *time_near(const Line *l)
{
    const Findings *f = l->found;
    const TimeMention *best = NULL;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < f->times.n; i++) {
        const TimeMention *t = &f->times.at[i];
        bool meets = t->first < l->lang->n_tokens && t->from != DAY_UNKNOWN &&
                     t->from == l->event->from && t->to == l->event->to;
        uint32_t away = t->first > l->word ? t->first - l->word : l->word - t->first;
        if (!meets || away >= least) continue;
        least = away;
        best = t;
    }
    return best;
}

/* Verbs between two tokens. */
static uint32_t verbs_between(const LangText *lang, uint32_t a, uint32_t b)
{
    uint32_t n = 0;
    for (uint32_t i = a < b ? a + 1 : b + 1; i < (a < b ? b : a); i++)
        n += is_verb(&lang->token[i]);
    return n;
}

static void time_columns(Line *l, const TimeMention *t)
{
    const LangText *lang = l->lang;
    uint32_t head = time_head(lang, t), away = head > l->word ? head - l->word : l->word - head;
    bool here = t->first >= l->sentence->first && t->first < l->sentence->end;
    bool inside = span_in(t->span, l->line->clause);
    put(l, LINE_TIME_PLACE, inside ? 1 : here ? 2 : 3);
    put(l, LINE_TIME_BASIS, t->basis);
    put(l, LINE_TIME_TYPE, t->type);
    put(l, LINE_TIME_AFAR, away);
    put(l, LINE_TIME_CLIMB, climb(lang, head, l->verb));
    put(l, LINE_TIME_VERB_SAME, here && verb_over(lang, head) == verb_over(lang, l->word));
    put(l, LINE_TIME_BEFORE, head < l->word);
    put(l, LINE_TIME_VERBS, here ? verbs_between(lang, head, l->word) : FAR);
    put(l, LINE_TIME_SAID, byte_said(l->found, t->span.b));
    put(l, LINE_TIME_REL, lang->token[head].rel);
    put(l, LINE_TIME_FUTURE, t->future);
    put(l, LINE_TIME_TOKENS, t->end - t->first);
}

static void day_columns(Line *l)
{
    const Record *r = l->brief->record;
    const RecordEvent *e = l->event;
    const Findings *f = l->found;
    int32_t last = DAY_UNKNOWN, mine = r->report[l->line->report]->published.day;
    uint32_t times = 0;
    for (uint32_t i = 0; i < r->n_reports; i++)
        if (r->report[i]->published.day > last) last = r->report[i]->published.day;
    for (uint32_t i = times_from(f, l->sentence->span.b);
         i < f->times.n && f->times.at[i].span.b < l->sentence->span.e; i++)
        times++;
    const TimeMention *t = e->from == DAY_UNKNOWN ? NULL : time_near(l);
    put(l, LINE_DATED, brief_dated(e));
    put(l, LINE_DAYS, e->from != DAY_UNKNOWN && e->to != DAY_UNKNOWN ? e->to - e->from : -1);
    put(l, LINE_BEHIND,
        e->from != DAY_UNKNOWN && mine != DAY_UNKNOWN ? far_off(e->from, mine) : -99);
    put(l, LINE_BEHIND_LAST,
        e->from != DAY_UNKNOWN && last != DAY_UNKNOWN ? far_off(e->from, last) : -99);
    put(l, LINE_TIMES, times);
    put(l, LINE_TIME_OWN, l->own && l->own->time != NONE && t == &f->times.at[l->own->time]);
    put(l, LINE_TIME_TELLINGS, e->time != NONE ? r->times.at[e->time].mentions.n : 0);
    if (t) time_columns(l, t);
}

void line_columns(const Brief *brief, const BriefEvent *line, float out[LINE_COLUMN_COUNT])
{
    Line l = {.brief = brief, .line = line, .out = out};
    Clause clause;
    Span trigger = l.trigger = line->trigger;
    memset(out, 0, LINE_COLUMN_COUNT * sizeof *out);
    l.event = &brief->record->events.at[line->event];
    l.found = brief->record->findings[line->report];
    l.lang = &l.found->lang;
    l.word = token_at(l.lang, trigger.b);
    l.first = token_at(l.lang, line->clause.b);
    if (l.word >= l.lang->n_tokens || l.first >= l.lang->n_tokens) return;
    for (l.end = l.first; l.end < l.lang->n_tokens; l.end++)
        if (l.lang->token[l.end].span.b >= line->clause.e) break;
    if (l.end == l.first) return;
    l.verb = clause_round(l.lang, trigger, &clause) ? clause.verb : l.word;
    l.sentence = &l.lang->sentence[l.lang->token[l.first].sentence];
    l.own = own_event(l.found, trigger);
    event_columns(&l);
    clause_columns(&l);
    day_columns(&l);
}

/* ---- weights ---- */

dln_status line_model_open(const char *data_dir, LineModel *model, dln_error *err)
{
    *model = (LineModel){0};
    TRY(datafile_open(data_dir, "lines.model", &model->data, err));
    if (trees_open(&model->data, "worth", LINE_COLUMN_COUNT, &model->worth) &&
        trees_open(&model->data, "day", LINE_COLUMN_COUNT, &model->day))
        return DLN_OK;
    line_model_close(model);
    return err_fill(err, DLN_ERR_DATA, "open", "lines.model: sections worth and day");
}

void line_model_close(LineModel *model)
{
    datafile_close(&model->data);
}
