/* statements_occasion.c - at which event a statement was made, and when.
 *
 * In: statements with the words of their occasion, events, times. Out: Statement.occasion, the
 * event whose trigger stands first inside those words; Statement.time, the time that hangs on the
 * word of saying ("in a 1992 interview Lund said").
 *
 * Known to get wrong: an occasion or a day named only in another sentence ("He spoke after the
 * vote."). */
#include "mean/statements/statements_occasion.h"
#include "lang/tree.h"

static uint32_t event_inside(const Findings *f, Span words)
{
    uint32_t token = token_at(&f->lang, words.b);
    if (token >= f->lang.n_tokens) return NONE;
    Span sentence = f->lang.sentence[f->lang.token[token].sentence].span;
    for (uint32_t i = events_from(f, sentence.b);
         i < f->events.n && f->events.at[i].sentence.b < sentence.e; i++)
        if (span_in(f->events.at[i].trigger, words)) return i;
    return NONE;
}

/* "In 1992", "at a hearing on Friday", "Tuesday": not "until last year", "since May". */
static bool says_when(const LangText *lang, uint32_t token)
{
    static const char *const marks[] = {"in", "on", "at", "during"};
    uint32_t mark = tree_child_rel(lang, token, REL_CASE);
    return mark == NONE || SLICE_AMONG(lang->token[mark].lemma, marks);
}

static bool of_the_saying(const Findings *f, const Statement *s, const TimeMention *t)
{
    bool when = t->type == TIME_DATE || t->type == TIME_TIME || t->type == TIME_RANGE;
    if (!when || t->part_of != NONE || t->end <= t->first || t->end > f->lang.n_tokens)
        return false;
    for (uint32_t i = 0; i < s->content.n; i++)
        if (span_meet(t->span, s->content.at[i])) return false;
    return !span_meet(t->span, s->speaker_span);
}

/* "In 2009 Lund said", "said in an interview on Sunday": up over nouns to the word of saying, as
 * what says when or where; not over another verb ("Lund, who left in May, said"), not over the
 * speaker ("the head of the 2012 campaign said"). */
static bool hangs_on_cue(const LangText *lang, const TimeMention *t, uint32_t cue)
{
    uint32_t token = t->first;
    while (lang->token[token].head >= t->first && lang->token[token].head < t->end)
        token = lang->token[token].head;
    for (uint32_t steps = 0; steps < 6; steps++) {
        const Token *at = &lang->token[token];
        if (at->head == NONE) return false;
        if (!says_when(lang, token)) return false;
        if (at->head == cue) return at->rel == REL_OBL || at->rel == REL_ADVMOD;
        if (lang->token[at->head].upos == UPOS_VERB) return false;
        token = at->head;
    }
    return false;
}

static uint32_t said_when(const Findings *f, const Statement *s)
{
    uint32_t cue = span_empty(s->cue_span) ? NONE : token_at(&f->lang, s->cue_span.b);
    if (cue >= f->lang.n_tokens || f->lang.token[cue].upos != UPOS_VERB) return NONE;
    Span sentence = f->lang.sentence[f->lang.token[cue].sentence].span;
    for (uint32_t i = times_from(f, sentence.b);
         i < f->times.n && f->times.at[i].span.b < sentence.e; i++)
        if (of_the_saying(f, s, &f->times.at[i]) && hangs_on_cue(&f->lang, &f->times.at[i], cue))
            return i;
    return NONE;
}

void mean_occasions(Findings *findings)
{
    for (uint32_t i = 0; i < findings->statements.n; i++) {
        Statement *s = &findings->statements.at[i];
        if (s->occasion == NONE && !span_empty(s->occasion_span))
            s->occasion = event_inside(findings, s->occasion_span);
        s->time = said_when(findings, s);
    }
}
