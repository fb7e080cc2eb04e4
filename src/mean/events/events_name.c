/* events_name.c - what an event is called: type, code, label, words.
 *
 * In: an act chosen as an event. Out: the fields of Event that name it. "Talks on the soil of
 * neither side" are 044; "visit" of "paid a visit" is its label, the words of both its span.
 *
 * Known to get wrong: labels of acts whose word has another base form in the frames. */
#include "mean/events/events_steps.h"

/* Does the word name the same act when it stands alone? "visit" of "paid a visit" does, "gas" of
 * "fired tear gas" does not. */
static bool names_alone(const Scene *s, const Found *f, uint32_t token)
{
    FrameWord word = {.lower = scene_lower(s, token), .kind = 'n'};
    FrameHit hit;
    frames_words(&s->events->frames, &word, 1);
    return frames_match(&s->events->frames, &word, 1, &hit, 1) == 1 &&
           hit.sense == OUT_COUNT + f->coding.act;
}

#define TELLING_GAP 6u /* words between a noun and its verb that still read as one */

/* The base form of a word by the frames ("veto" of "vetoes"), where the tagger's lemma is none of
 * theirs. */
static Slice scene_base(const Scene *s, uint32_t token)
{
    const Token *t = scene_token(s, token);
    const FrameWord *word = &s->word[token - s->first];
    Slice base = {"", 0};
    for (uint32_t i = 0; i < word->n; i++) {
        Slice name = frames_lexeme(&s->events->frames, word->lexeme[i]);
        if (slice_eq(name, t->lemma)) return t->lemma;
        if (!(word->unfit >> i & 1) && base.n == 0) base = name;
    }
    return base.n ? base : t->lemma.n ? t->lemma : t->form;
}

/* The word an event is called by: "visit" of "paid a visit", the act's own name where its words are
 * no name ("at the highest level"). */
static Slice label_of(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    uint32_t named = f->token, last = s->first + hit->last;
    if (hit->first != hit->last && scene_token(s, last)->upos == UPOS_NOUN)
        named = last;
    else if (hit->first != hit->last && named == last &&
             scene_token(s, s->first + hit->first)->upos == UPOS_NOUN)
        named = last = s->first + hit->first; /* "a curfew was declared" */
    const Token *t = scene_token(s, named);
    bool word = (t->upos == UPOS_NOUN || t->upos == UPOS_VERB) &&
                (named == f->token || names_alone(s, f, named));
    if ((!word || (hit->first != hit->last && named != last)) && f->coding.act != NONE)
        return s->events->frames.act[f->coding.act].name;
    return scene_base(s, named);
}

/* The verb that says of a noun that it happened ("imposed a curfew", "a curfew was declared"), NONE
 * when it stands apart or says more. */
static uint32_t scene_telling_verb(const Scene *s, const Found *f)
{
    const Token *t = scene_token(s, f->token);
    bool object = t->rel == REL_OBJ || (t->rel == REL_NSUBJ && strcmp(t->subtype, "pass") == 0);
    if (t->upos != UPOS_NOUN || !object || f->n_outer || !scene_holds(s, t->head)) return NONE;
    uint32_t gap = t->head < f->token ? f->token - t->head : t->head - f->token;
    return gap > TELLING_GAP || scene_hit(s, t->head) != NONE ||
                   scene_token(s, t->head)->upos != UPOS_VERB ||
                   scene_word_is(s, t->head, "undergo")
               ? NONE
               : t->head;
}

Span scene_words_of(const Scene *s, const Found *f)
{
    const FrameHit *hit = &s->hit[f->hit];
    bool far = hit->last - hit->first > 3;
    uint32_t verb = scene_telling_verb(s, f), first = s->first + hit->first,
             end = s->first + hit->last + 1;
    if (verb == NONE && f->inside != NONE &&
        slice_is(scene_act_name(s, &s->at[f->inside]),
                 "claim")) { /* "claimed responsibility for the attack" */
        verb = s->at[f->inside].token;
        if ((verb < first ? first - verb : verb - first) > 2 * TELLING_GAP) verb = NONE;
    }
    if (verb != NONE)
        return tokens_span(s->text, verb < first ? verb : first, verb + 1 > end ? verb + 1 : end);
    return far ? scene_token(s, f->token)->span
               : tokens_span(s->text, s->first + hit->first, s->first + hit->last + 1);
}

static Slice rule_of(const Scene *s, const Found *f, Arena *arena)
{
    Slice name = frames_sense_name(&s->events->frames, s->hit[f->hit].sense);
    if (f->n_outer == 0) return name;
    return arena_printf(arena, "%s(%.*s)", outer_name[f->outer_kind[f->n_outer - 1]], (int)name.n,
                        name.p);
}

void event_third_place(const Events *events, const Findings *findings, Event *event)
{
    EventDyad dyad[2];
    if (!slice_is(event->cameo, "040") || event->place == NONE ||
        !findings->entities.at[event->place].country[0])
        return;
    const GazEntry *country = gazetteer_entry(
        events->gazetteer,
        gazetteer_country(events->gazetteer, findings->entities.at[event->place].country));
    if (!country || event_dyads(events, findings, event, dyad, 2) == 0) return;
    bool named = dyad[0].source_code[0] >= 'A' && dyad[0].target_code[0] >= 'A';
    if (named && strncmp(country->iso3, dyad[0].source_code, 3) != 0 &&
        strncmp(country->iso3, dyad[0].target_code, 3) != 0)
        event->cameo = SLICE("044");
}

/* "Police will step up patrols", "faces prison": what somebody else tells to come is no threat of
 * who does it. */
static bool only_to_come(const Scene *s, const Found *f)
{
    if (strncmp(f->coding.code, "13", 2) != 0 || f->coding.act == NONE || f->spoken ||
        s->quoted[f->token - s->first])
        return false;
    for (uint32_t k = 0; k < f->n_outer; k++)
        if (f->outer_kind[k] != OUT_WILL && f->outer_kind[k] != OUT_AFTER) return false;
    return f->n_outer > 0;
}

/* CAMEO counts a denial as a statement, the reader as a rejected charge. "Will meet on Tuesday": a
 * consultation that is planned, though CAMEO codes the intention (036); "promised to meet" stays an
 * agreement. */
static Slice type_of(const Scene *s, const Found *f)
{
    if (strncmp(f->coding.code, "016", 3) == 0) return SLICE("REJECT");
    bool promised = (strncmp(f->coding.code, "03", 2) != 0 && !only_to_come(s, f)) ||
                    f->coding.act == NONE;
    for (uint32_t k = 0; k < f->n_outer && !promised; k++)
        promised = f->outer_kind[k] == OUT_INTEND || f->outer_kind[k] == OUT_AGREE;
    char plain[8] = "";
    Slice inner = promised ? (Slice){"", 0} : s->events->frames.act[f->coding.act].code;
    if (inner.n > 0 && inner.n < sizeof plain) memcpy(plain, inner.p, inner.n);
    Slice type = plain[0] ? plover_of(plain) : (Slice){"", 0};
    return type.n ? type : plover_of(f->coding.code);
}

/* "threatened to withhold aid", "demanded his release", "accused Chile of shelling": told is the
 * threat, the demand, the charge; what it is of is no deed yet. */
static uint32_t said_verb(const Found *f)
{
    static const bool speaks[OUT_COUNT] = {
        [OUT_APPEAL] = true,   [OUT_DEMAND] = true, [OUT_REJECT] = true,
        [OUT_THREATEN] = true, [OUT_DENY] = true,   [OUT_ACCUSE] = true};
    if (f->coding.outer >= OUT_COUNT || !speaks[f->coding.outer]) return NONE;
    for (uint32_t k = f->n_outer; k-- > 0;)
        if (f->outer_kind[k] == f->coding.outer) return f->outer[k];
    return NONE;
}

/* "Charged with": the verb of the words that were met at their "with". */
static uint32_t word_of_act(const Scene *s, uint32_t token)
{
    uint32_t found = scene_hit(s, token);
    const Token *t = scene_token(s, token);
    if (t->upos == UPOS_VERB || t->upos == UPOS_NOUN || found == NONE) return token;
    const FrameHit *hit = &s->hit[found];
    for (uint32_t i = hit->first; i <= hit->last; i++)
        if (scene_token(s, s->first + i)->upos == UPOS_VERB) return s->first + i;
    return token;
}

static void tell_words(const Scene *s, Found *f, Event *event)
{
    f->said = said_verb(f);
    if (f->said != NONE) f->said = word_of_act(s, f->said);
    if (f->said == NONE || f->said == f->token) return;
    const FrameHit *hit = &s->hit[scene_hit(s, f->said)];
    bool far = hit->last - hit->first > 3;
    event->token = f->said;
    event->trigger = far ? scene_token(s, f->said)->span
                         : tokens_span(s->text, s->first + hit->first, s->first + hit->last + 1);
    event->label = scene_base(s, f->said);
}

void scene_name_event(const Scene *s, Found *f, Event *event, Arena *arena)
{
    event->cameo = f->coding.code[0] ? arena_copy(arena, slice_of(f->coding.code)) : (Slice){"", 0};
    event->type = type_of(s, f);
    if (f->coding.act != NONE && f->coding.outer == OUT_COUNT)
        event->mode = s->events->frames.act[f->coding.act].mode;
    event->label = label_of(s, f);
    event->rule = rule_of(s, f, arena);
    tell_words(s, f, event);
    f->kind = scene_kind_of(s, f);
    if (f->kind != NONE) event->kind = s->events->kinds.act[f->kind].name;
    if (slice_is(event->kind, "question")) /* '"Is it safe?" he asked' asks nothing of anybody */
        event->type = event->cameo = (Slice){"", 0};
    if (f->kind == NONE && f->coding.act != NONE)
        event->kind = s->events->frames.act[f->coding.act].name;
    event->traits = event_traits_by_code(f->coding.code,
                                         f->kind == NONE ? 0 : s->events->kind_traits[f->kind]);
}
