/* Events of whole sentences: code, parties, time, place, modality. Sentences and cases are ours
 * (tests/cases/events/sentences.txt): the text, then what is wanted of its first event: code,
 * source code, target code, modality ("-": not asked). */
#include "engine_kit.h"
#include "read/newsroom.h"

static const Event *first_event(const Findings *found)
{
    const Event *best = NULL;
    for (uint32_t i = 0; i < found->events.n; i++)
        if (!best || found->events.at[i].score > best->score) best = &found->events.at[i];
    return best;
}

static bool wanted(Slice want, Slice got)
{
    return slice_is(want, "-") || slice_eq(want, got);
}

/* Reads a report of this text; false: it cannot be read. To end with arena_free(&report->arena). */
static bool report_findings(Report *report, Findings *found)
{
    Arena scratch;
    arena_init(&scratch, 0);
    bool good = engine_findings(engine, report, found, &scratch) == DLN_OK;
    arena_free(&scratch);
    return good;
}

static bool text_findings(Slice text, Report *report, Findings *found)
{
    make_report(report, text, NULL);
    return report_findings(report, found);
}

static bool check_row(const Row *row)
{
    Report report;
    Findings found;
    EventDyad dyad[64];
    bool good = text_findings(row_col(row, 0), &report, &found);
    const Event *event = first_event(&found);
    good = good && event && event_dyads(&engine->events, &found, event, dyad, 64) > 0;
    good = good && wanted(row_col(row, 1), event->cameo) &&
           wanted(row_col(row, 2), slice_of(dyad[0].source_code)) &&
           wanted(row_col(row, 3), slice_of(dyad[0].target_code));
    good = good && wanted(row_col(row, 4), slice_of(modality_name[event->modality]));
    if (!good)
        fprintf(stderr, "%.*s: %.*s %s %s %s\n", (int)row_col(row, 0).n, row_col(row, 0).p,
                event ? (int)event->cameo.n : 0, event ? event->cameo.p : "",
                event ? dyad[0].source_code : "", event ? dyad[0].target_code : "",
                event ? modality_name[event->modality] : "no event");
    arena_free(&report.arena);
    return good;
}

/* Every row of a case file passes its check, and there are enough of them. */
static void all_rows(const char *file, uint32_t least, bool (*check)(const Row *row))
{
    Arena arena;
    Table table;
    dln_error err;
    uint32_t bad = 0;
    arena_init(&arena, 0);
    assert_int_equal(table_load("tests/cases/events", file, &arena, &table, &err), DLN_OK);
    assert_true(table.n >= least);
    for (uint32_t i = 0; i < table.n; i++)
        bad += !check(&table.at[i]);
    arena_free(&arena);
    assert_int_equal(bad, 0);
}

static void sentences(void **state)
{
    (void)state;
    all_rows("sentences.txt", 38, check_row);
}

/* ---- who does it, who undergoes it: tests/cases/events/forms.txt ---- */

static bool called(const Findings *found, const Participant *part, Slice want)
{
    Slice text = slice_span(found->report->text, part->span);
    if (slice_eq(text, want)) return true;
    return part->entity != NONE && slice_eq(found->entities.at[part->entity].name, want);
}

static uint32_t parties_told(const Event *event, PartRole role)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < event->parts.n; i++)
        n += event->parts.at[i].role == role;
    return n;
}

/* All of the list, and nobody else. */
static bool exactly(const Findings *found, const Event *event, PartRole role, Slice list)
{
    uint32_t wanted_n = 0;
    if (slice_is(list, "-")) return parties_told(event, role) == 0;
    while (list.n) {
        size_t n = slice_find(list, SLICE(";"));
        Slice want = {list.p, n == SIZE_MAX ? list.n : n};
        bool met = false;
        for (uint32_t i = 0; i < event->parts.n; i++)
            met |= event->parts.at[i].role == role && called(found, &event->parts.at[i], want);
        if (!met) return false;
        wanted_n++;
        list = n == SIZE_MAX ? (Slice){"", 0} : (Slice){list.p + n + 1, list.n - n - 1};
    }
    return parties_told(event, role) == wanted_n;
}

/* The event with the shortest trigger that holds the word. */
static const Event *event_told(const Findings *found, Slice word)
{
    const Event *best = NULL;
    for (uint32_t i = 0; i < found->events.n; i++) {
        const Event *e = &found->events.at[i];
        if (slice_find(slice_span(found->report->text, e->trigger), word) == SIZE_MAX) continue;
        if (!best || e->trigger.e - e->trigger.b < best->trigger.e - best->trigger.b) best = e;
    }
    return best;
}

static bool no_assault(const Findings *found)
{
    for (uint32_t i = 0; i < found->events.n; i++)
        if (slice_is(found->events.at[i].type, "ASSAULT")) return false;
    return true;
}

/* No event of the sentence is told by the word. */
static bool untold(const Findings *found, Slice word)
{
    return event_told(found, word) == NULL;
}

static bool check_form(const Newsroom *room, const Row *row)
{
    Report report;
    Findings found;
    make_report(&report, row_col(row, 0), NULL);
    dateline_find(room, &report, (Span){0, (uint32_t)report.text.n});
    bool good = report_findings(&report, &found);
    if (good && slice_is(row_col(row, 1), "harmless")) {
        good = no_assault(&found);
    } else if (good && slice_is(row_col(row, 2), "no event")) {
        good = untold(&found, row_col(row, 1));
    } else if (good) {
        const Event *event = event_told(&found, row_col(row, 1));
        good = event && exactly(&found, event, PART_ACTOR, row_col(row, 2)) &&
               exactly(&found, event, PART_RECIPIENT, row_col(row, 3));
    }
    if (!good)
        fprintf(stderr, "forms.txt line %u: %.*s\n", row->line, (int)row_col(row, 0).n,
                row_col(row, 0).p);
    arena_free(&report.arena);
    return good;
}

static void forms(void **state)
{
    (void)state;
    Arena arena;
    Table table;
    dln_error err;
    const Newsroom *room;
    uint32_t bad = 0;
    arena_init(&arena, 0);
    assert_int_equal(table_load("tests/cases/events", "forms.txt", &arena, &table, &err), DLN_OK);
    assert_int_equal(newsroom_open(engine->data_dir, &arena, &room, &err), DLN_OK);
    assert_true(table.n > 130);
    for (uint32_t i = 0; i < table.n; i++)
        bad += !check_form(room, &table.at[i]);
    arena_free(&arena);
    assert_int_equal(bad, 0);
}

/* The sentence of a row, read, and the event of its trigger; NULL: it tells none. */
typedef struct RowRead {
    Report report;
    Findings found;
    const Event *event;
} RowRead;

static void read_row(RowRead *r, const Row *row)
{
    bool good = text_findings(row_col(row, 0), &r->report, &r->found);
    r->event = good ? event_told(&r->found, row_col(row, 1)) : NULL;
}

/* Sentence, trigger, type, kind, day, place of a row of kinds.txt. */
static bool check_kind(const Row *row)
{
    RowRead r;
    read_row(&r, row);
    const Event *event = r.event;
    bool good = event != NULL;
    Slice got[4] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    if (event) {
        got[0] = event->type;
        got[1] = event->kind;
        if (event->time != NONE)
            got[2] = slice_span(r.report.text, r.found.times.at[event->time].span);
        if (event->place != NONE) got[3] = r.found.entities.at[event->place].name;
    }
    for (uint32_t i = 0; i < 4; i++) {
        Slice want = row_col(row, i + 2);
        bool none = slice_is(want, "-") && !got[i].n;
        good = good && (slice_is(want, "?") || none || slice_eq(want, got[i]));
    }
    if (!good)
        fprintf(stderr, "kinds.txt line %u: %.*s: %.*s|%.*s|%.*s|%.*s\n", row->line,
                (int)row_col(row, 0).n, row_col(row, 0).p, (int)got[0].n, got[0].p, (int)got[1].n,
                got[1].p, (int)got[2].n, got[2].p, (int)got[3].n, got[3].p);
    arena_free(&r.report.arena);
    return good;
}

/* Sentence, trigger, modality of a row of modality.txt. */
static bool check_modality(const Row *row)
{
    RowRead r;
    read_row(&r, row);
    const Event *event = r.event;
    bool good = event && slice_is(row_col(row, 2), modality_name[event->modality]);
    if (!good)
        fprintf(stderr, "modality.txt line %u: %.*s: %s\n", row->line, (int)row_col(row, 0).n,
                row_col(row, 0).p, event ? modality_name[event->modality] : "no event");
    arena_free(&r.report.arena);
    return good;
}

static void modalities(void **state)
{
    (void)state;
    all_rows("modality.txt", 18, check_modality);
}

/* Text, trigger, apart or one. */
static bool check_apart(const Row *row)
{
    RowRead r;
    read_row(&r, row);
    const Event *event = r.event;
    bool good = event && event->apart == slice_is(row_col(row, 2), "apart");
    if (!good)
        fprintf(stderr, "apart.txt line %u: %.*s\n", row->line, (int)row_col(row, 0).n,
                row_col(row, 0).p);
    arena_free(&r.report.arena);
    return good;
}

static void set_apart(void **state)
{
    (void)state;
    all_rows("apart.txt", 12, check_apart);
}

static void kinds_and_days(void **state)
{
    (void)state;
    all_rows("kinds.txt", 34, check_kind);
}

/* ---- with what, how, what for, what was said: tests/cases/events/details.txt ---- */

static bool reads(const Findings *found, Span span, Slice want)
{
    if (slice_is(want, "-")) return span.e == span.b;
    return slice_eq(slice_span(found->report->text, span), want);
}

static bool check_details(const Row *row)
{
    RowRead r;
    read_row(&r, row);
    const Event *e = r.event;
    const Findings *found = &r.found;
    bool good = e && reads(found, e->instrument, row_col(row, 2)) &&
                reads(found, e->manner, row_col(row, 3)) &&
                reads(found, e->purpose, row_col(row, 4)) &&
                reads(found, e->content, row_col(row, 5));
    if (!good)
        fprintf(stderr, "details.txt line %u: %.*s\n", row->line, (int)row_col(row, 0).n,
                row_col(row, 0).p);
    arena_free(&r.report.arena);
    return good;
}

static void details(void **state)
{
    (void)state;
    all_rows("details.txt", 10, check_details);
}

/* Which tie the words make between two happenings of a sentence, and which they do not. */
static void ties(void **state)
{
    (void)state;
    static const struct {
        const char *text, *trigger, *other;
        EventTie tie;
    } cases[] = {
        {"The minister praised the sailors during a meeting in Larnovo.", "praised", "meeting",
         TIE_PART},
        {"The mayor resigned over the leak of the letters.", "resigned", "leak", TIE_CONSEQUENCE},
        {"The clerk was charged in the shooting.", "charged", "shooting", TIE_NONE},
        {"The mayor praised the crew in a statement.", "praised", "statement", TIE_NONE},
        {"The storm forced the evacuation of Larnovo.", "evacuation", "storm", TIE_CONSEQUENCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report report;
        Findings found;
        assert_true(text_findings(slice_of(cases[i].text), &report, &found));
        const Event *event = event_told(&found, slice_of(cases[i].trigger)),
                    *other = event_told(&found, slice_of(cases[i].other));
        EventLink link = {TIE_NONE, NONE};
        if (event)
            link = event_link(&engine->events.links, &found, (uint32_t)(event - found.events.at));
        bool good = event && link.tie == cases[i].tie &&
                    (link.tie == TIE_NONE || &found.events.at[link.event] == other);
        if (!good) fprintf(stderr, "tie %d: %s\n", (int)link.tie, cases[i].text);
        arena_free(&report.arena);
        assert_true(good);
    }
}

/* Read in a report of 13 October 2017: what happened was before it, what is to come is planned. */
static void days_to_come(void **state)
{
    (void)state;
    static const struct {
        const char *text, *trigger, *value;
        Modality modality;
    } cases[] = {
        {"A note on Oct. 20 called the mayor a fool.", "called", "", MODALITY_HAPPENED},
        {"The hearing opens in Velm on Nov. 1.", "opens", "2017-11-01", MODALITY_PLANNED},
        {"The meeting on Nov. 6 decides.", "meeting", "2017-11-06", MODALITY_PLANNED},
        {"The mayor said a chief should be named by the time the council holds a meeting in March.",
         "meeting", "2018-03", MODALITY_PLANNED},
        {"The mayor bets on the 2020 vote.", "vote", "", MODALITY_HAPPENED},
        {"The council banned night fishing on Oct. 11.", "banned", "2017-10-11", MODALITY_HAPPENED},
        {"The suspect is in custody on Monday.", "custody", "", MODALITY_HAPPENED},
        {"Orsk has been charged on Monday.", "charged", "2017-10-09", MODALITY_HAPPENED},
        {"Five men are dead in a shooting on Monday.", "dead", "2017-10-09", MODALITY_HAPPENED},
        {"The second shooting on Monday left a clerk dead.", "shooting", "2017-10-09",
         MODALITY_HAPPENED},
        {"The picture is of Tuesday, Oct. 10, 2017. Police arrest a man in Velm Tuesday.", "arrest",
         "2017-10-10", MODALITY_HAPPENED},
        {"The suspect was in custody on Monday.", "custody", "2017-10-09", MODALITY_HAPPENED},
        {"A man was shot at 9 p.m. in the 300 block of Ash Street on Wednesday.", "shot",
         "2017-10-11T21:00", MODALITY_HAPPENED},
        {"Orsk was killed Sunday. He was shot at 9 p.m. at the Wednesday market.", "shot",
         "2017-10-08T21:00", MODALITY_HAPPENED},
        {"Orsk was killed Sunday. He was shot at 9 p.m. and buried on Wednesday.", "shot",
         "2017-10-08T21:00", MODALITY_HAPPENED},
        {"Orsk was killed Sunday. Police said Tuesday that two men ran. He was shot at 9 p.m.",
         "shot", "2017-10-08T21:00", MODALITY_HAPPENED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report report;
        Findings found;
        make_report(&report, slice_of(cases[i].text), NULL);
        report.published = (Stamp){
            SLICE("2017-10-13"), BASIS_META, {0, 0}, day_from_civil(2017, 10, 13)};
        assert_true(report_findings(&report, &found));
        const Event *e = event_told(&found, slice_of(cases[i].trigger));
        Slice got = e && e->time != NONE ? found.times.at[e->time].value : (Slice){"", 0};
        bool good = e && slice_is(got, cases[i].value) && e->modality == cases[i].modality;
        if (!good) fprintf(stderr, "%s: %.*s\n", cases[i].text, (int)got.n, got.p);
        arena_free(&report.arena);
        assert_true(good);
    }
}

static void time_and_place(void **state)
{
    (void)state;
    Report report;
    Findings found;
    assert_true(text_findings(
        SLICE("The Norwegian foreign minister met her Chilean counterpart in Lisbon on 3 "
              "May 2021, the ministry said on Thursday."),
        &report, &found));
    const Event *event = first_event(&found);
    assert_non_null(event);
    assert_true(event->time != NONE && slice_is(found.times.at[event->time].value, "2021-05-03"));
    assert_true(event->place != NONE && slice_is(found.entities.at[event->place].name, "Lisbon"));
    for (uint32_t i = 0; i < event->parts.n; i++)
        assert_true(event->parts.at[i].span.b < event->parts.at[i].span.e &&
                    event->parts.at[i].span.e <= report.text.n);
    arena_free(&report.arena);
}

/* "The two leaders", "the visit", "they": parties told before. */
static void told_before(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cameo, *source, *target;
    } cases[] = {
        {"Norwegian President Ane Lund met Chilean President Rosa Vidal in Lisbon on Monday. The "
         "two leaders signed a fisheries treaty.",
         "057", "NORGOV", "CHLGOV"},
        {"The Norwegian foreign minister visited Chile on Monday. A strike began during the visit.",
         "042", "NORGOV", "CHL"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report report;
        Findings found;
        EventDyad dyad[64];
        bool good = false;
        assert_true(text_findings(slice_of(cases[i].text), &report, &found));
        for (uint32_t k = 1; k < found.events.n; k++) {
            const Event *event = &found.events.at[k];
            if (!slice_is(event->cameo, cases[i].cameo) ||
                event_dyads(&engine->events, &found, event, dyad, 64) == 0)
                continue;
            good |= strcmp(dyad[0].source_code, cases[i].source) == 0 &&
                    strcmp(dyad[0].target_code, cases[i].target) == 0;
        }
        if (!good) fprintf(stderr, "%s\n", cases[i].text);
        assert_true(good);
        arena_free(&report.arena);
    }
}

static void hostile_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "met",
                                        "will will will not not refuse refuse to to meet",
                                        "attack attack attack attack",
                                        ",,,,;;;;((((",
                                        "They said they said they said they said."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Report report;
        Findings found;
        assert_true(text_findings(slice_of(texts[i]), &report, &found));
        arena_free(&report.arena);
    }
}

/* What is planned by tense has the type of the act, what is promised is an agreement. */
static void planned_types(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cameo, *type;
    } cases[] = {
        {"Norwegian President Ane Lund will meet Chilean President Rosa Vidal in Lisbon on Friday.",
         "036", "CONSULT"},
        {"Norway promised to send food aid to Chile.", "0333", "AGREE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Report report;
        Findings found;
        assert_true(text_findings(slice_of(cases[i].text), &report, &found));
        assert_true(found.events.n > 0);
        assert_true(slice_is(found.events.at[0].cameo, cases[i].cameo));
        assert_true(slice_is(found.events.at[0].type, cases[i].type));
        arena_free(&report.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences),      cmocka_unit_test(forms),
        cmocka_unit_test(details),        cmocka_unit_test(kinds_and_days),
        cmocka_unit_test(modalities),     cmocka_unit_test(ties),
        cmocka_unit_test(set_apart),      cmocka_unit_test(planned_types),
        cmocka_unit_test(time_and_place), cmocka_unit_test(days_to_come),
        cmocka_unit_test(told_before),    cmocka_unit_test(hostile_text)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
