/* Events as GDELT rows and PLOVER lines: columns, dyads, spans beside. The record is made by hand.
 */
#include "base/civil.h"
#include "write/writers.h"
#include <setjmp.h>
#include <stdarg.h>
#include <jansson.h>
#include <cmocka.h>

typedef struct Text {
    char p[65536];
    size_t n;
} Text;
static int keep(const void *bytes, size_t length, void *context)
{
    Text *text = context;
    if (text->n + length >= sizeof text->p) return 1;
    memcpy(text->p + text->n, bytes, length);
    text->p[text->n += length] = 0;
    return 0;
}

static Report report;
static const Report *reports[] = {&report};
static uint32_t copies[] = {NONE};

/* Norland and the Reef met; the place is the Reef. */
static void make_record(Record *record)
{
    memset(record, 0, sizeof *record);
    arena_init(&record->arena, 0);
    report = (Report){.source = SLICE("a\tb.txt"),
                      .text = SLICE("Norland met the Reef."),
                      .published = {.day = day_from_civil(2024, 5, 3)}};
    record->report = reports;
    record->copy_of = copies;
    record->n_reports = 1;
    assert_true(VEC_PUSH(&record->arena, &record->entities,
                         (RecordEntity){.kind = ENTITY_PLACE,
                                        .name = SLICE("Norland"),
                                        .country = "NO",
                                        .actor = SLICE("NORGOV"),
                                        .place_in = NONE}));
    assert_true(VEC_PUSH(&record->arena, &record->entities,
                         (RecordEntity){.kind = ENTITY_ORG,
                                        .name = SLICE("the Reef"),
                                        .actor = SLICE("IGOUNO"),
                                        .place_in = NONE}));
    RecordEvent event = {.type = SLICE("CONSULT"),
                         .cameo = SLICE("040"),
                         .label = SLICE("meet"),
                         .time = NONE,
                         .from = day_from_civil(2024, 5, 2),
                         .to = day_from_civil(2024, 5, 2),
                         .place = NONE};
    assert_true(
        VEC_PUSH(&record->arena, &event.parts, (RecordPart){.role = PART_ACTOR, .entity = 0}));
    assert_true(
        VEC_PUSH(&record->arena, &event.parts, (RecordPart){.role = PART_ACTOR, .entity = 1}));
    assert_true(VEC_PUSH(&record->arena, &event.mentions,
                         (RecordEventMention){.trigger = {8, 11},
                                              .sentence = {0, 21},
                                              .modality = MODALITY_HAPPENED}));
    assert_true(VEC_PUSH(&record->arena, &record->events, event));
}

static void gdelt(void **state)
{
    (void)state;
    static Text text;
    Record record;
    make_record(&record);
    text.n = 0;
    assert_int_equal(record_write(&record, DLN_FORMAT_GDELT, NULL, NULL, keep, &text), DLN_OK);
    uint32_t tabs = 0, lines = 0;
    for (size_t i = 0; i < text.n; i++) {
        tabs += text.p[i] == '\t';
        lines += text.p[i] == '\n';
    }
    assert_int_equal(lines, 2); /* each to each */
    assert_int_equal(tabs,
                     2 * 65); /* 61 columns and five of ours; the tab in the file name is gone */
    assert_non_null(strstr(text.p, "20240502\t202405\t2024\t"));
    assert_non_null(strstr(text.p, "NORGOV\tNorland\tNOR\t"));
    assert_non_null(strstr(text.p, "IGOUNO\tthe Reef\t\tUNO\t"));
    assert_non_null(strstr(text.p, "happened\t1:8-11\t"));
    arena_free(&record.arena);
}

static void plover(void **state)
{
    (void)state;
    static Text text;
    Record record;
    make_record(&record);
    text.n = 0;
    assert_int_equal(record_write(&record, DLN_FORMAT_PLOVER, NULL, NULL, keep, &text), DLN_OK);
    json_error_t error;
    json_t *line = json_loads(text.p, 0, &error);
    assert_non_null(line);
    assert_string_equal(json_string_value(json_object_get(line, "event")), "CONSULT");
    assert_int_equal(json_array_size(json_object_get(line, "actor")), 2);
    assert_string_equal(json_string_value(json_object_get(line, "date")), "2024-05-02");
    assert_string_equal(json_string_value(json_object_get(
                            json_array_get(json_object_get(line, "mentions"), 0), "event_text")),
                        "met");
    json_decref(line);
    arena_free(&record.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gdelt), cmocka_unit_test(plover)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
