/* roles.c - see roles.h.
 *
 * In: statements with the words of their occasion, events. Out: Statement.occasion, the event whose
 * trigger stands first inside those words.
 *
 * Known to get wrong: an occasion named only in another sentence ("He spoke after the vote."). */
#include "mean/entities/roles.h"
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

void mean_roles(Findings *findings)
{
    for (uint32_t i = 0; i < findings->statements.n; i++) {
        Statement *s = &findings->statements.at[i];
        if (s->occasion == NONE && !span_empty(s->occasion_span))
            s->occasion = event_inside(findings, s->occasion_span);
    }
}
