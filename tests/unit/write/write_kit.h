/* write_kit.h - a record made by hand, whose every span is a word of its two reports, for the tests
 * of the writers. */
#ifndef WRITE_KIT_H
#define WRITE_KIT_H
#include "base/civil.h"
#include "write/writers.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

typedef struct Text {
    char p[1 << 17];
    size_t n;
} Text;

static inline int keep(const void *bytes, size_t length, void *context)
{
    Text *text = context;
    if (text->n + length >= sizeof text->p) return 1;
    memcpy(text->p + text->n, bytes, length);
    text->p[text->n += length] = 0;
    return 0;
}

/* Two reports; the second is of more than one byte a sign, has a line break inside a span, and
 * marks that every form must escape. */
#define FIRST "Mayor Ana Rusu resigned on Friday. \"I am tired,\" Rusu said."
#define SECOND "Tr\xC3\xA8s <b>bien</b>: \"Ana\nRusu\" & Co. quit, 3 May."

typedef struct Kit {
    Record record;
    Report report[2];
    const Report *reports[2];
    uint32_t copies[2];
    Findings findings[2];
    const Findings *found[2];
} Kit;

static inline Span kit_find(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    assert_non_null(at);
    return (Span){(uint32_t)(at - text), (uint32_t)(at - text + (ptrdiff_t)strlen(words))};
}

static inline void kit_entity(Kit *k)
{
    Record *r = &k->record;
    RecordEntity e = {.kind = ENTITY_PERSON, .name = SLICE("Ana Rusu"), .place_in = NONE};
    assert_true(VEC_PUSH(&r->arena, &e.mentions,
                         (RecordMention){0, kit_find(FIRST, "Ana Rusu"), FORM_NAME}));
    assert_true(VEC_PUSH(&r->arena, &e.mentions,
                         (RecordMention){1, kit_find(SECOND, "Ana\nRusu"), FORM_NAME}));
    assert_true(
        VEC_PUSH(&r->arena, &e.roles,
                 (RecordRole){.text = SLICE("Mayor"), .at = {0, kit_find(FIRST, "Mayor")}}));
    assert_true(VEC_PUSH(&r->arena, &r->entities, e));
}

static inline void kit_time(Kit *k)
{
    Record *r = &k->record;
    int32_t day = day_from_civil(2024, 5, 3);
    RecordTime t = {.type = TIME_DATE, .value = SLICE("2024-05-03"), .from = day, .to = day};
    assert_true(
        VEC_PUSH(&r->arena, &t.mentions, (RecordTimeMention){{0, kit_find(FIRST, "Friday")}, 0}));
    assert_true(
        VEC_PUSH(&r->arena, &t.mentions, (RecordTimeMention){{1, kit_find(SECOND, "3 May")}, 0}));
    assert_true(VEC_PUSH(&r->arena, &r->times, t));
}

static inline void kit_event(Kit *k)
{
    Record *r = &k->record;
    RecordEvent e = {.type = SLICE("RESIGN,1"),
                     .cameo = SLICE("083"),
                     .label = SLICE("=resign"),
                     .time = 0,
                     .place = NONE,
                     .from = day_from_civil(2024, 5, 3),
                     .to = day_from_civil(2024, 5, 3),
                     .confidence = 0.75f,
                     .part_of = NONE,
                     .consequence_of = NONE};
    RecordPart part = {.role = PART_ACTOR, .entity = 0, .at = {0, kit_find(FIRST, "Ana Rusu")}};
    assert_true(VEC_PUSH(&r->arena, &e.parts, part));
    assert_true(VEC_PUSH(
        &r->arena, &e.mentions,
        (RecordEventMention){.trigger = kit_find(FIRST, "resigned"),
                             .sentence = kit_find(FIRST, "Mayor Ana Rusu resigned on Friday."),
                             .modality = MODALITY_HAPPENED}));
    assert_true(VEC_PUSH(&r->arena, &e.mentions,
                         (RecordEventMention){.report = 1,
                                              .trigger = kit_find(SECOND, "quit"),
                                              .modality = MODALITY_ALLEGED}));
    assert_true(VEC_PUSH(&r->arena, &r->events, e));
}

static inline void kit_statement(Kit *k)
{
    Record *r = &k->record;
    RecordStatement s = {.speaker = 0, .kind = STATEMENT_DIRECT, .verb = SLICE("say")};
    RecordVersion v = {.report = 0,
                       .speaker_span = kit_find(FIRST, "Rusu said"),
                       .cue_span = kit_find(FIRST, "said"),
                       .occasion = NONE,
                       .score = 0.9f,
                       .kind = STATEMENT_DIRECT};
    v.speaker_span.e -= 5;
    assert_true(VEC_PUSH(&r->arena, &v.content, kit_find(FIRST, "I am tired,")));
    assert_true(VEC_PUSH(&r->arena, &s.versions, v));
    assert_true(VEC_PUSH(&r->arena, &r->statements, s));
}

static inline void kit_begin(Kit *k)
{
    memset(k, 0, sizeof *k);
    arena_init(&k->record.arena, 0);
    k->report[0] = (Report){
        .source = SLICE("in/first report.txt"),
        .outlet = SLICE("The \"Reef\", daily"),
        .text = SLICE(FIRST),
        .published = {.value = SLICE("2024-05-03"), .day = day_from_civil(2024, 5, 3)}};
    k->report[1] = (Report){
        .source = SLICE("b.txt"), .text = SLICE(SECOND), .published = {.day = DAY_UNKNOWN}};
    for (int i = 0; i < 2; i++) {
        k->reports[i] = &k->report[i];
        k->found[i] = &k->findings[i];
        k->copies[i] = NONE;
    }
    k->record.report = k->reports;
    k->record.findings = k->found;
    k->record.copy_of = k->copies;
    k->record.n_reports = 2;
    k->record.from = k->record.to = day_from_civil(2024, 5, 3);
    kit_entity(k);
    kit_time(k);
    kit_event(k);
    kit_statement(k);
}

static inline void kit_end(Kit *k)
{
    arena_free(&k->record.arena);
}

/* The record in a form; "" in `text` first. */
static inline void kit_write(const Kit *k, dln_format format, const dln_write_options *options,
                             Text *text)
{
    text->n = 0;
    text->p[0] = 0;
    assert_int_equal(record_write(&k->record, format, options, NULL, keep, text), DLN_OK);
}
#endif
