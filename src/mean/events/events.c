/* events.c - the events stage: runs over the sentences of a report.
 *
 * In: Findings with parse, entities, times, quantities, statements. Out: Findings.events.
 *
 * Idea: acts composed along the tree (events_scene.c) are chosen (events_choose.c), named
 * (events_name.c), and get participants (events_give.c) and circumstances (events_attach.c).
 *
 * Known to get wrong: events told over two sentences; events that only a noun of no frame names. */
#include "mean/events/events_sense.h"
#include "mean/events/events_steps.h"
#include "mean/events/events_told.h"
#include "mean/events/events_weigh.h"

static dln_status add_event(Scene *s, Found *f, Span sentence, Arena *arena)
{
    Event event = {.token = f->token,
                   .trigger = scene_words_of(s, f),
                   .sentence = sentence,
                   .score = f->score};
    scene_name_event(s, f, &event, arena);
    TRY(scene_attach(s, f, &event, arena));
    event.background |= f->comment;
    event.turned = f->n_outer > 0;
    TRY(scene_give_parts(s, f, &event, arena));
    scene_details(s, &event);
    event_third_place(s->events, s->findings, &event);
    return VEC_PUSH(arena, &s->findings->events, event) ? DLN_OK : arena_status(arena);
}

static bool protest_told(const Findings *findings)
{
    for (uint32_t i = 0; i < findings->events.n; i++)
        if (slice_is(findings->events.at[i].type, "PROTEST")) return true;
    return false;
}

/* "Police fired tear gas at protesters": that there was a protest is told by the word for its
 * people alone. Once a report, and only where no words tell of the protest itself. */
static dln_status crowd_event(Scene *s, Span sentence, Arena *arena)
{
    uint32_t at = s->first;
    while (at < s->first + s->n &&
           (scene_token(s, at)->upos != UPOS_NOUN || !scene_word_is(s, at, "crowd")))
        at++;
    if (at == s->first + s->n || protest_told(s->findings)) return DLN_OK;
    Event event = {.token = at,
                   .trigger = scene_token(s, at)->span,
                   .sentence = sentence,
                   .cameo = SLICE("140"),
                   .type = SLICE("PROTEST"),
                   .label = SLICE("protest"),
                   .rule = SLICE("crowd"),
                   .time = NONE,
                   .place = NONE,
                   .statement = NONE,
                   .score = -3};
    Participant part = {.role = PART_ACTOR,
                        .entity = NONE,
                        .mention = mention_of(s->findings, at),
                        .span = scene_token(s, at)->span,
                        .head = at};
    if (part.mention != NONE) part.entity = s->findings->mentions.at[part.mention].entity;
    if (!VEC_PUSH(arena, &event.parts, part)) return arena_status(arena);
    return VEC_PUSH(arena, &s->findings->events, event) ? DLN_OK : arena_status(arena);
}

static bool told_block(BlockKind kind)
{
    return kind == BLOCK_BODY || kind == BLOCK_TITLE || kind == BLOCK_HEADING ||
           kind == BLOCK_CAPTION;
}

static dln_status sentence_events(const Events *events, const Tone *tone, Findings *findings,
                                  uint32_t sentence, Arena *arena, Arena *scratch)
{
    Scene scene;
    Span span = findings->lang.sentence[sentence].span;
    TRY(scene_open(&scene, events, tone, findings, sentence, scratch));
    scene_compose(&scene);
    scene_protest_topics(&scene);
    scene_unmeant_harm(&scene);
    scene_choose(&scene);
    scene_arms_to_verb(&scene);
    scene_choose_statement(&scene);
    scene_rank(&scene);
    scene_mark_main(&scene);
    uint32_t from = findings->events.n;
    for (uint32_t i = 0; i < scene.count; i++)
        if (scene.at[i].use) TRY(add_event(&scene, &scene.at[i], span, arena));
    events_share(findings, from);
    TRY(scene_predicates(&scene, span, from, arena));
    TRY(scene_weigh(&scene, from, arena));
    scene_told(&scene, from);
    scene_bar(&scene, from);
    return crowd_event(&scene, span, arena);
}

dln_status mean_events(const Events *events, const Report *report, Findings *findings, Arena *arena,
                       Arena *scratch)
{
    Tone tone;
    report_tone(events, findings, &tone);
    for (uint32_t i = 0; i < findings->lang.n_sentences; i++) {
        if (!told_block(findings->lang.sentence[i].block)) continue;
        ArenaMark mark = arena_mark(scratch);
        dln_status status = sentence_events(events, &tone, findings, i, arena, scratch);
        arena_rewind(scratch, mark);
        TRY(status);
    }
    ArenaMark mark = arena_mark(scratch);
    dln_status status = events_settle(&events->links, report, findings, scratch);
    events_set_apart(&events->links, findings);
    if (status == DLN_OK) status = events_link(events, findings, scratch);
    arena_rewind(scratch, mark);
    return status;
}
