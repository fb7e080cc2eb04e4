/* petrarch_report.c - the events of a report by the user's own dictionaries (petrarch.h) instead of
 * the lists of dateline.
 *
 * In: Findings with parse and entities. Out: Findings.events; the entities that take part bear the
 * codes of the dictionaries. Idea: the sparse coder wants words with noun phrases; these are the
 * stretches under the nouns of the dependency tree, without clauses and without the preposition
 * before them, as the widest noun phrases of a treebank are.
 *
 * Known to get wrong: parties that are no entity of the report (the event stands, without them). */
#include "lang/tree.h"
#include "mean/events/events_impl.h"
#include "mean/events/petrarch.h"

#define SENTENCE_EVENTS 32u

static bool inside_phrase(const Token *token)
{
    switch (token->rel) {
    case REL_NMOD:
    case REL_COMPOUND:
    case REL_FLAT:
    case REL_AMOD:
    case REL_DET:
    case REL_NUMMOD:
    case REL_APPOS:
    case REL_CONJ:
    case REL_CC:
    case REL_CASE:
    case REL_FIXED: return true;
    default: return false;
    }
}

static bool heads_phrase(const Token *token)
{
    return token->upos == UPOS_NOUN || token->upos == UPOS_PROPN || token->upos == UPOS_PRON ||
           token->upos == UPOS_NUM;
}

/* The word at the top of the noun phrase of a word, NONE outside of any. A preposition before the
 * phrase is not in it. */
static uint32_t phrase_top(const LangText *text, const Sentence *s, uint32_t token)
{
    for (uint32_t steps = 0; steps < 16; steps++) {
        const Token *t = &text->token[token];
        uint32_t head = t->head;
        bool rooted = head == NONE || head < s->first || head >= s->end;
        if (rooted || !inside_phrase(t) || !heads_phrase(&text->token[head]))
            return heads_phrase(t) ? token : NONE;
        bool own_mark = t->rel == REL_CASE && !inside_phrase(&text->token[head]) && steps == 0 &&
                        t->upos == UPOS_ADP;
        if (own_mark) return NONE;
        token = head;
    }
    return NONE;
}

static bool passive(const LangText *text, const Sentence *s, uint32_t verb)
{
    for (uint32_t i = verb; i-- > s->first && verb - i < 6;)
        if (text->token[i].head == verb && text->token[i].rel == REL_AUX &&
            strcmp(text->token[i].subtype, "pass") == 0)
            return true;
    return false;
}

/* "Keeper Ola": names side by side are one phrase, however the parse hangs them. */
static bool name_runs_on(const Token *token)
{
    return token[0].upos == UPOS_PROPN && token[1].upos == UPOS_PROPN &&
           token[0].span.e + 1 == token[1].span.b;
}

static bool fill_words(const LangText *text, const Sentence *s, Arena *scratch, PetrarchWord *word)
{
    for (uint32_t i = s->first; i < s->end; i++) {
        const Token *t = &text->token[i];
        uint32_t top = phrase_top(text, s, i);
        Slice upper = arena_copy(scratch, t->form);
        char *p = (char *)(uintptr_t)upper.p;
        if (!p) return false;
        for (size_t k = 0; k < upper.n; k++)
            if (p[k] >= 'a' && p[k] <= 'z') p[k] = (char)(p[k] - 32);
        word[i - s->first] = (PetrarchWord){.upper = upper,
                                            .phrase = top == NONE ? 0 : top - s->first + 1,
                                            .verb = t->upos == UPOS_VERB,
                                            .adjective = t->upos == UPOS_ADJ,
                                            .passive = passive(text, s, i)};
    }
    for (uint32_t i = s->end - s->first; i-- > 1;)
        if (name_runs_on(&text->token[s->first + i - 1])) word[i - 1].phrase = word[i].phrase;
    return true;
}

/* The entity named first in words [first, last]; it bears the dictionary's code from now on. */
static bool add_party(Findings *findings, Event *event, PartRole role, uint32_t first,
                      uint32_t last, const char *code, Arena *arena)
{
    uint32_t mention = NONE;
    for (uint32_t i = first; i <= last && mention == NONE; i++)
        mention = mention_of(findings, i);
    Participant part = {.role = role,
                        .entity = NONE,
                        .mention = mention,
                        .span = tokens_span(&findings->lang, first, last + 1),
                        .head = mention == NONE ? last : findings->mentions.at[mention].head};
    if (mention != NONE) part.entity = findings->mentions.at[mention].entity;
    if (part.entity != NONE && strcmp(code, "---") != 0) {
        Slice kept = arena_copy(arena, slice_of(code));
        if (!kept.p) return false;
        findings->entities.at[part.entity].actor = kept;
    }
    return VEC_PUSH(arena, &event->parts, part);
}

static dln_status add_coded(Findings *findings, const Sentence *s, const PetrarchEvent *coded,
                            Arena *arena)
{
    const Token *verb = &findings->lang.token[s->first + coded->verb];
    Event event = {.token = s->first + coded->verb,
                   .trigger = verb->span,
                   .sentence = s->span,
                   .type = plover_of(coded->code),
                   .cameo = arena_copy(arena, slice_of(coded->code)),
                   .label = verb->lemma.n ? verb->lemma : verb->form,
                   .modality = MODALITY_HAPPENED,
                   .rule = SLICE("petrarch"),
                   .time = NONE,
                   .place = NONE,
                   .statement = NONE};
    bool good = add_party(findings, &event, PART_ACTOR, s->first + coded->source_first,
                          s->first + coded->source_last, coded->source, arena);
    good = good && add_party(findings, &event, PART_RECIPIENT, s->first + coded->target_first,
                             s->first + coded->target_last, coded->target, arena);
    return good && VEC_PUSH(arena, &findings->events, event) ? DLN_OK : arena_status(arena);
}

/* YYYYMMDD of the report; 0 when it is not dated: codes without dates hold. */
static uint32_t date_of(const Report *report)
{
    int32_t year;
    uint32_t month, day;
    if (report->published.basis == BASIS_NONE || report->published.day == DAY_UNKNOWN) return 0;
    civil_from_day(report->published.day, &year, &month, &day);
    return (uint32_t)year * 10000 + month * 100 + day;
}

static dln_status code_sentence(const Petrarch *dictionary, Findings *findings, const Sentence *s,
                                Arena *arena, Arena *scratch)
{
    PetrarchEvent coded[SENTENCE_EVENTS];
    PetrarchWord *word = ARENA_ARRAY(scratch, PetrarchWord, s->end - s->first + 1);
    if (!word || !fill_words(&findings->lang, s, scratch, word)) return arena_status(scratch);
    uint32_t n = petrarch_code(dictionary, word, s->end - s->first, date_of(findings->report),
                               coded, SENTENCE_EVENTS);
    for (uint32_t i = 0; i < n; i++)
        TRY(add_coded(findings, s, &coded[i], arena));
    return DLN_OK;
}

dln_status mean_petrarch(const Petrarch *dictionary, Findings *findings, Arena *arena,
                         Arena *scratch)
{
    for (uint32_t i = 0; i < findings->lang.n_sentences; i++) {
        const Sentence *s = &findings->lang.sentence[i];
        if (s->block == BLOCK_BYLINE || s->end == s->first) continue;
        ArenaMark mark = arena_mark(scratch);
        dln_status status = code_sentence(dictionary, findings, s, arena, scratch);
        arena_rewind(scratch, mark);
        TRY(status);
    }
    return DLN_OK;
}
