/* kit.h - stories in miniature: reports with hand-set findings, for tests of collation that need no
 * reading and no model. Words are looked up in the text, so spans are right by construction; a word
 * that is not there fails the test. */
#ifndef TEST_COLLATE_KIT_H
#define TEST_COLLATE_KIT_H
#include "collate/join.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

enum { KIT_REPORTS = 8 };
typedef struct Kit {
    Arena arena, scratch;
    const Collate *collate;
    Report report[KIT_REPORTS];
    Findings findings[KIT_REPORTS];
    uint32_t copy_of[KIT_REPORTS];
    uint32_t n;
    Record record;
} Kit;

static inline void kit_open(Kit *k)
{
    memset(k, 0, sizeof *k);
    arena_init(&k->arena, 0);
    arena_init(&k->scratch, 0);
    arena_init(&k->record.arena, 0);
    dln_error err;
    assert_int_equal(collate_open("data", &k->arena, &k->collate, &err), DLN_OK);
}

static inline void kit_close(Kit *k)
{
    collate_close(k->collate);
    arena_free(&k->arena);
    arena_free(&k->scratch);
    arena_free(&k->record.arena);
}

static inline uint32_t kit_report(Kit *k, const char *source, const char *text)
{
    uint32_t r = k->n++;
    k->report[r] = (Report){
        .source = slice_of(source), .text = slice_of(text), .published = {.day = DAY_UNKNOWN}};
    k->findings[r] = (Findings){.report = &k->report[r]};
    k->copy_of[r] = NONE;
    return r;
}

static inline Span kit_span(Kit *k, uint32_t r, const char *words)
{
    size_t at = slice_find(k->report[r].text, slice_of(words));
    assert_true(at != SIZE_MAX);
    return (Span){(uint32_t)at, (uint32_t)(at + strlen(words))};
}

static inline uint32_t kit_entity(Kit *k, uint32_t r, const char *name, EntityKind kind,
                                  const char *country)
{
    Findings *f = &k->findings[r];
    uint32_t e = f->entities.n;
    Entity entity = {.kind = kind, .name = slice_of(name), .place_in = NONE};
    snprintf(entity.country, sizeof entity.country, "%s", country);
    assert_true(VEC_PUSH(&k->arena, &entity.mentions, f->mentions.n));
    assert_true(VEC_PUSH(&k->arena, &f->mentions,
                         (Mention){.span = kit_span(k, r, name), .form = FORM_NAME, .entity = e}));
    assert_true(VEC_PUSH(&k->arena, &f->entities, entity));
    return e;
}

static inline uint32_t kit_date(Kit *k, uint32_t r, const char *words, const char *value,
                                int32_t day)
{
    Findings *f = &k->findings[r];
    TimeMention t = {.span = kit_span(k, r, words),
                     .type = TIME_DATE,
                     .value = slice_of(value),
                     .from = day,
                     .to = day,
                     .from_minute = -1,
                     .to_minute = -1,
                     .basis = BASIS_EXPLICIT,
                     .anchor = NONE,
                     .part_of = NONE};
    assert_true(VEC_PUSH(&k->arena, &f->times, t));
    return f->times.n - 1;
}

/* An event with up to two parties. */
static inline uint32_t kit_event(Kit *k, uint32_t r, const char *trigger, const char *label,
                                 uint32_t actor, uint32_t recipient, uint32_t time)
{
    Findings *f = &k->findings[r];
    Event e = {.type = SLICE("CONSULT"),
               .cameo = SLICE("040"),
               .label = slice_of(label),
               .trigger = kit_span(k, r, trigger),
               .sentence = {0, (uint32_t)k->report[r].text.n},
               .token = NONE,
               .time = time,
               .place = NONE,
               .statement = NONE};
    if (actor != NONE)
        assert_true(VEC_PUSH(&k->arena, &e.parts,
                             (Participant){.role = PART_ACTOR, .entity = actor, .mention = NONE}));
    if (recipient != NONE)
        assert_true(
            VEC_PUSH(&k->arena, &e.parts,
                     (Participant){.role = PART_RECIPIENT, .entity = recipient, .mention = NONE}));
    assert_true(VEC_PUSH(&k->arena, &f->events, e));
    return f->events.n - 1;
}

static inline void kit_toll(Kit *k, uint32_t r, uint32_t event, const char *words,
                            const char *attribute, double figure, Bound bound)
{
    Findings *f = &k->findings[r];
    Quantity q = {.span = kit_span(k, r, words),
                  .number = kit_span(k, r, words),
                  .kind = QUANTITY_COUNT,
                  .bound = bound,
                  .low = figure,
                  .high = figure,
                  .attribute = slice_of(attribute),
                  .noun = SLICE("person")};
    assert_true(VEC_PUSH(&k->arena, &f->quantities, q));
    assert_true(VEC_PUSH(&k->arena, &f->events.at[event].quantities, f->quantities.n - 1));
}

static inline uint32_t kit_statement(Kit *k, uint32_t r, const char *words, uint32_t speaker)
{
    Findings *f = &k->findings[r];
    Statement s = {.kind = STATEMENT_DIRECT,
                   .verb = SLICE("say"),
                   .speaker = speaker,
                   .speaker_mention = NONE,
                   .occasion = NONE,
                   .parent = NONE,
                   .rule = SLICE("test"),
                   .score = 1};
    assert_true(VEC_PUSH(&k->arena, &s.content, kit_span(k, r, words)));
    assert_true(VEC_PUSH(&k->arena, &f->statements, s));
    return f->statements.n - 1;
}

/* Collates the reports `order[0..n)`. */
static inline const Record *kit_collate(Kit *k, const uint32_t *order, uint32_t n)
{
    const Findings *list[KIT_REPORTS];
    uint32_t copies[KIT_REPORTS];
    for (uint32_t i = 0; i < n; i++) {
        list[i] = &k->findings[order[i]];
        copies[i] = NONE;
        for (uint32_t j = 0; j < n; j++)
            if (k->copy_of[order[i]] == order[j]) copies[i] = j;
    }
    arena_free(&k->record.arena);
    arena_init(&k->record.arena, 0);
    StoryInput in = {.findings = list, .n = n, .copy_of = copies};
    assert_int_equal(collate_story(k->collate, &in, &k->record, &k->scratch), DLN_OK);
    return &k->record;
}

static inline uint32_t kit_count(const Record *r, dln_verdict verdict)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->facts.n; i++)
        n += r->facts.at[i].verdict == verdict;
    return n;
}

static inline const RecordFact *kit_fact(const Record *r, const char *attribute,
                                         dln_verdict verdict)
{
    for (uint32_t i = 0; i < r->facts.n; i++)
        if (slice_is(r->facts.at[i].attribute, attribute) && r->facts.at[i].verdict == verdict)
            return &r->facts.at[i];
    return NULL;
}
#endif
